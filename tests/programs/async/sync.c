/* Events, semaphores and mutexes: the order, timeouts, cancellation, and mistakes. */
#include "async_sync.h"

#include "test.h"

static struct async executor;
static struct async_semaphore semaphore;
static struct async_mutex mutex;
static struct async_event event;

/* It waits for something, notes its name, keeps it for some time and notes an upper-case name. */
struct user {
    struct gen gen;
    struct async_task task;
    struct async_waiter waiter;
    async_tick due, sleep, timeout;
    char what, name;
};

static int has(struct user *self) {
    if (self->what == 's') return async_acquire(&self->task, &semaphore, &self->waiter);
    if (self->what == 'm') return async_lock(&self->task, &mutex, &self->waiter);
    return async_event_wait(&self->task, &event, &self->waiter);
}

GEN(user, char) {
    GEN_BEGIN();
    GEN_TRY {
        self->due = async_now(&self->task) + self->timeout;
        ASYNC_WAIT(self->waiter,
                   has(self) || (self->timeout && async_until(&self->task, self->due)));
        note((char)(self->waiter.status == GEN_YIELDED ? self->name : '-'));
        ASYNC_SLEEP(&self->task, self->due, self->sleep);
    }
    GEN_FINALLY {
        if (self->waiter.status == GEN_YIELDED) {
            if (self->what == 's') CHECK_EQ(async_release(&semaphore), GEN_DONE);
            if (self->what == 'm') CHECK_EQ(async_unlock(&mutex, &self->waiter), GEN_DONE);
            note((char)(self->name - 'a' + 'A'));
        } else if (self->what == 'm') {
            CHECK_EQ(async_unlock(&mutex, &self->waiter), GEN_E_ARG);
        }
    }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(user)

enum { USERS = 4 };
static struct user users[USERS];

static void begin(char what, int count, async_tick sleep) {
    int i;
    for (i = 0; i < count; i++) {
        CHECK_EQ(user_reset(&users[i]), GEN_DONE);
        users[i].what = what;
        users[i].name = (char)('a' + i);
        users[i].sleep = sleep;
        users[i].timeout = 0;
        CHECK_EQ(user_spawn(&executor, &users[i]), GEN_DONE);
    }
}

static gen_status go(async_tick now) {
    gen_status status;
    do status = async_run(&executor, now);
    while (status == GEN_YIELDED);
    return status;
}

static void permits_go_round_in_turn(void) {
    CHECK_EQ(async_semaphore_init(&semaphore, 2, 2), GEN_DONE);
    begin('s', 4, 10);
    CHECK_EQ(go(0), GEN_PENDING);
    CHECK_LOG("ab");
    CHECK(!async_try_acquire(&semaphore));
    CHECK_EQ(go(10), GEN_PENDING);
    CHECK_LOG("ABcd");
    CHECK_EQ(go(20), GEN_DONE);
    CHECK_LOG("CD");
    CHECK_EQ(async_release(&semaphore), GEN_E_FULL); /* returned twice */
    CHECK(async_try_acquire(&semaphore));
    CHECK_EQ(async_release(&semaphore), GEN_DONE);
}

static void nobody_takes_what_others_wait_for(void) {
    CHECK_EQ(async_semaphore_init(&semaphore, 0, 1), GEN_DONE);
    begin('s', 1, 0);
    CHECK_EQ(go(0), GEN_PENDING);
    CHECK_EQ(async_release(&semaphore), GEN_DONE);
    CHECK(!async_try_acquire(&semaphore));
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("aA");
}

static void a_permit_goes_past_a_cancelled_task(void) {
    CHECK_EQ(async_semaphore_init(&semaphore, 0, 1), GEN_DONE);
    begin('s', 3, 0);
    CHECK_EQ(go(0), GEN_PENDING);
    CHECK_EQ(async_release(&semaphore), GEN_DONE); /* it is for a */
    async_cancel(&users[1].task);
    async_cancel(&users[0].task);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("cC");
    CHECK_EQ(async_status(&users[0].task), GEN_E_CANCELLED);
}

static void a_wait_may_end_too_late(void) {
    CHECK_EQ(async_semaphore_init(&semaphore, 0, 1), GEN_DONE);
    begin('s', 2, 0);
    users[0].timeout = 5;
    CHECK_EQ(go(0), GEN_PENDING);
    CHECK_EQ(go(5), GEN_PENDING);
    CHECK_LOG("-");
    CHECK_EQ(async_release(&semaphore), GEN_DONE);
    CHECK_EQ(go(5), GEN_DONE);
    CHECK_LOG("bB");
}

static void a_mutex_has_one_owner(void) {
    static struct async_waiter other;
    begin('m', 3, 10);
    CHECK_EQ(go(0), GEN_PENDING);
    CHECK_LOG("a");
    CHECK_EQ(async_unlock(&mutex, &other), GEN_E_ARG);
    async_cancel(&users[1].task); /* while it waits */
    CHECK_EQ(go(1), GEN_PENDING);
    async_cancel(&users[0].task); /* while it is the owner */
    CHECK_EQ(go(2), GEN_PENDING);
    CHECK_LOG("Ac");
    CHECK_EQ(go(12), GEN_DONE);
    CHECK_LOG("C");
    CHECK_EQ(async_unlock(&mutex, &users[2].waiter), GEN_E_ARG);
}

static void an_event_lets_all_go_on(void) {
    begin('e', 2, 0);
    CHECK_EQ(go(0), GEN_PENDING);
    CHECK(!async_event_is_set(&event));
    async_event_set(&event);
    async_event_clear(&event); /* those that have waited go on nevertheless */
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("aAbB");
    begin('e', 2, 0);
    CHECK_EQ(go(0), GEN_PENDING);
    async_event_set(&event);
    CHECK(async_event_is_set(&event));
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("aAbB");
    begin('e', 1, 0);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("aA");
    async_event_clear(&event);
    begin('e', 1, 0);
    CHECK_EQ(go(0), GEN_PENDING);
    async_cancel(&users[0].task);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("");
}

/* Waits for two things at once, and mistakes. */
struct both {
    struct gen gen;
    struct async_task task;
    struct async_waiter a, b;
    int all;
};
GEN(both, char) {
    GEN_BEGIN();
    self->a.status = self->b.status = GEN_PENDING;
    GEN_TRY {
        if (self->all)
            GEN_AWAIT(async_acquire(&self->task, &semaphore, &self->a) &
                      async_event_wait(&self->task, &event, &self->b));
        else
            GEN_AWAIT(async_acquire(&self->task, &semaphore, &self->a) |
                      async_event_wait(&self->task, &event, &self->b));
    }
    GEN_FINALLY {
        async_leave(&self->a);
        async_leave(&self->b);
    }
    GEN_END_TRY;
    note(self->a.status == GEN_YIELDED ? 's' : '-');
    note(self->b.status == GEN_YIELDED ? 'e' : '-');
    GEN_END();
}
ASYNC_TASK(both)

static void two_things_at_once(void) {
    static struct both x, y;
    CHECK_EQ(async_semaphore_init(&semaphore, 1, 2), GEN_DONE);
    x.all = 1;
    CHECK_EQ(both_spawn(&executor, &x), GEN_DONE);
    CHECK_EQ(go(0), GEN_PENDING);
    async_wake(&x.task);
    CHECK_EQ(async_release(&semaphore), GEN_DONE); /* it does not take a second permit */
    CHECK_EQ(go(0), GEN_PENDING);
    async_event_set(&event);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("se");
    CHECK(async_try_acquire(&semaphore));
    CHECK(!async_try_acquire(&semaphore));
    async_event_clear(&event);
    CHECK_EQ(both_spawn(&executor, &y), GEN_DONE);
    CHECK_EQ(go(0), GEN_PENDING);
    async_event_set(&event);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("-e");
    CHECK_EQ(async_release(&semaphore), GEN_DONE);
    CHECK(async_try_acquire(&semaphore)); /* nobody is left in the queue */
}

static struct async_task elsewhere;

struct wrong {
    struct gen gen;
    struct async_task task;
    struct async_waiter waiter, other;
};
GEN(wrong, char) {
    GEN_BEGIN();
    ASYNC_WAIT(self->waiter, async_acquire(&self->task, &semaphore, &self->waiter));
    CHECK_EQ(self->waiter.status, GEN_E_ARG);
    ASYNC_WAIT(self->waiter, async_lock(&self->task, &mutex, &self->waiter));
    CHECK_EQ(self->waiter.status, GEN_YIELDED);
    ASYNC_WAIT(self->waiter, async_lock(&self->task, &mutex, &self->waiter));
    CHECK_EQ(self->waiter.status, GEN_E_ARG); /* it has it already */
    CHECK_EQ(async_unlock(&mutex, &self->waiter), GEN_DONE);
    CHECK_EQ(async_unlock(&mutex, &self->waiter), GEN_E_ARG);
    /* one waiter cannot be in two queues, nor belong to two tasks, nor to none */
    async_event_clear(&event);
    CHECK_EQ(async_semaphore_init(&semaphore, 0, 1), GEN_DONE);
    self->waiter.status = GEN_PENDING;
    CHECK(!async_acquire(&self->task, &semaphore, &self->waiter));
    CHECK(async_event_wait(&self->task, &event, &self->waiter));
    CHECK_EQ(self->waiter.status, GEN_E_ARG);
    CHECK_EQ(async_release(&semaphore), GEN_DONE);
    CHECK(async_try_acquire(&semaphore)); /* it is in no queue any more */
    self->waiter.status = self->other.status = GEN_PENDING;
    CHECK(!async_acquire(&self->task, &semaphore, &self->waiter));
    CHECK(async_acquire(&elsewhere, &semaphore, &self->waiter));
    CHECK_EQ(self->waiter.status, GEN_E_ARG);
    CHECK(async_acquire(NULL, &semaphore, &self->other));
    CHECK_EQ(self->other.status, GEN_E_ARG);
    async_leave(&self->waiter);
    async_leave(&self->waiter);
    note('!');
    GEN_END();
}
ASYNC_TASK(wrong)

static void mistakes_do_not_hang(void) {
    static struct wrong w;
    static struct async_semaphore unprepared;
    CHECK(!async_try_acquire(&unprepared));
    CHECK_EQ(async_release(&unprepared), GEN_E_ARG);
    CHECK_EQ(async_semaphore_init(&semaphore, 0, 0), GEN_E_ARG);
    CHECK_EQ(async_semaphore_init(&semaphore, 3, 2), GEN_E_ARG);
    CHECK(!async_try_acquire(&semaphore));
    CHECK_EQ(async_release(&semaphore), GEN_E_ARG);
    CHECK_EQ(wrong_spawn(&executor, &w), GEN_DONE);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("!");
}

void run_tests(void) {
    RUN(permits_go_round_in_turn);
    RUN(nobody_takes_what_others_wait_for);
    RUN(a_permit_goes_past_a_cancelled_task);
    RUN(a_wait_may_end_too_late);
    RUN(a_mutex_has_one_owner);
    RUN(an_event_lets_all_go_on);
    RUN(two_things_at_once);
    RUN(mistakes_do_not_hang);
}
