/* The executor of async.h: it polls the tasks that are ready or due, and no others. */
static int times_ready, traced[128];
#define ASYNC_ON_READY(executor) (times_ready++)
#define ASYNC_TRACE(what, task) (traced[(unsigned char)(what)]++)
#include "async.h"

#include "test.h"

static int traces(char what) { return traced[(unsigned char)what]; }

struct job {
    struct gen gen;
    struct async_task task;
    async_tick sleep, due;
    int turns, ready, polls, error, kept;
    char name;
};

GEN(job, char) {
    self->polls++;
    GEN_BEGIN();
    GEN_TRY {
        while (self->turns-- > 0) {
            note(self->name);
            if (self->sleep) {
                self->due = async_now(&self->task) + self->sleep;
                GEN_AWAIT(self->ready || async_until(&self->task, self->due));
                if (self->ready) note('!');
            } else {
                GEN_AWAIT(self->ready);
                self->ready = 0;
            }
        }
        if (self->error) GEN_RAISE(self->error);
    }
    GEN_FINALLY_SAVED(self->kept) {
        note('(');
        if (self->name == 's') GEN_SUSPEND();
        note(')');
    }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(job)

static void an_empty_executor_is_done(void) {
    static struct async e;
    async_tick due = 7;
    CHECK_EQ(async_run(&e, 0), GEN_DONE);
    CHECK(!async_next_deadline(&e, &due));
    CHECK_EQ(due, 7);
    CHECK(!async_ready(&e));
    CHECK(async_failed(&e) == NULL && async_current(&e) == NULL);
}

static void only_woken_tasks_are_polled(void) {
    static struct async e;
    static struct job a, b;
    a.name = 'a';
    b.name = 'b';
    a.turns = b.turns = 2;
    async_wake(&a.task); /* no effect: it is not alive */
    CHECK(!async_ready(&e));
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &b), GEN_DONE);
    CHECK(async_ready(&e));
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_LOG("ab");
    CHECK(!async_ready(&e));
    CHECK_EQ(async_run(&e, 1), GEN_PENDING);
    CHECK_EQ(a.polls, 1);
    b.ready = 1;
    async_wake(&b.task);
    async_wake(&b.task);
    CHECK(async_ready(&e));
    CHECK_EQ(async_run(&e, 2), GEN_PENDING);
    CHECK_LOG("b");
    CHECK_EQ(a.polls, 1);
    CHECK_EQ(b.polls, 2);
}

static void they_are_polled_in_the_order_of_the_wakes(void) {
    static struct async e;
    static struct job all[4];
    int i;
    for (i = 0; i < 4; i++) {
        all[i].name = (char)('a' + i);
        all[i].turns = 9;
        CHECK_EQ(job_spawn(&e, &all[i]), GEN_DONE);
    }
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_LOG("abcd");
    for (i = 0; i < 4; i++) {
        all[i * 3 % 4].ready = 1;
        async_wake(&all[i * 3 % 4].task);
    }
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_LOG("adcb");
}

static void a_task_that_ends_leaves_the_executor(void) {
    static struct async e;
    static struct job a, b;
    a.name = 'a';
    b.name = 'b';
    a.turns = 1;
    CHECK_EQ(async_status(&b.task), GEN_DONE); /* never spawned */
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &b), GEN_DONE);
    CHECK_EQ(async_status(&b.task), GEN_PENDING);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_EQ(async_status(&b.task), GEN_DONE);
    CHECK_EQ(async_status(&a.task), GEN_PENDING);
    a.ready = 1;
    async_wake(&a.task);
    async_wake(&b.task); /* no effect: it has ended */
    CHECK_EQ(async_run(&e, 0), GEN_DONE);
    CHECK_EQ(async_status(&a.task), GEN_DONE);
    CHECK_LOG("a()()");
}

static void the_hook_is_told_of_the_first_wake(void) {
    static struct async e;
    static struct job a, b;
    a.turns = b.turns = 9;
    a.name = b.name = 'x';
    times_ready = 0;
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &b), GEN_DONE);
    CHECK_EQ(times_ready, 1);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    async_wake(&a.task);
    async_wake(&a.task);
    async_wake(&b.task);
    CHECK_EQ(times_ready, 2);
    CHECK(traces('s') > 0 && traces('w') > 0 && traces('e') > 0);
    CHECK_EQ(traces('p'), traces('q'));
}

static void a_deadline_wakes_once_when_it_has_come(void) {
    static struct async e;
    static struct job a;
    async_tick due = 0;
    const async_tick start = (async_tick)-3; /* the tick count may wrap around */
    a.name = 'a';
    a.turns = 2;
    a.sleep = 10;
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(async_run(&e, start), GEN_PENDING);
    CHECK(async_next_deadline(&e, &due));
    CHECK_EQ(due, 7);
    CHECK_EQ(async_run(&e, start + 9), GEN_PENDING);
    CHECK_EQ(async_run(&e, start - 9), GEN_PENDING); /* it jumped back */
    CHECK_EQ(a.polls, 1);
    CHECK_EQ(async_run(&e, start + 12), GEN_PENDING);
    CHECK_EQ(a.polls, 2);
    CHECK(async_next_deadline(&e, &due));
    CHECK_EQ(due, 19);
    CHECK_LOG("aa");
    CHECK_EQ(async_run(&e, start + 22), GEN_DONE);
    CHECK_LOG("()");
    CHECK(!async_next_deadline(&e, &due));
}

static void deadlines_come_in_their_order(void) {
    static struct async e;
    static struct job all[7];
    static const unsigned char sleeps[] = {30, 10, 70, 20, 60, 40, 50};
    async_tick due = 0;
    int i;
    for (i = 0; i < 7; i++) {
        all[i].name = (char)('0' + sleeps[i] / 10);
        all[i].turns = 1;
        all[i].sleep = sleeps[i];
        CHECK_EQ(job_spawn(&e, &all[i]), GEN_DONE);
    }
    CHECK_EQ(async_run(&e, 100), GEN_PENDING);
    CHECK_LOG("3172645");
    for (i = 0; i < 7; i++) {
        all[i].turns = 1;
        all[i].sleep = 100;
    }
    for (i = 1; i <= 3; i++) {
        CHECK(async_next_deadline(&e, &due));
        CHECK_EQ(due, 100 + 10 * i);
        CHECK_EQ(async_run(&e, due), GEN_PENDING);
    }
    CHECK_EQ(async_run(&e, 170), GEN_PENDING);
    CHECK_LOG("1234567");
}

static void a_wait_with_a_timeout_ends_at_what_comes_first(void) {
    static struct async e;
    static struct job a;
    async_tick due;
    a.name = 'a';
    a.turns = 1;
    a.sleep = 10;
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    a.ready = 1;
    async_wake(&a.task);
    CHECK_EQ(async_run(&e, 5), GEN_DONE);
    CHECK_LOG("a!()");
    CHECK(!async_next_deadline(&e, &due));
}

static void an_error_comes_out_of_the_run_and_loses_no_other(void) {
    static struct async e;
    static struct job bad, worse, good;
    bad.name = worse.name = 'b';
    good.name = 'g';
    bad.error = -7;
    worse.error = -8;
    good.turns = 1;
    CHECK_EQ(job_spawn(&e, &bad), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &worse), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &good), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), -7);
    CHECK(async_failed(&e) == &bad.task);
    CHECK_EQ(async_status(&bad.task), -7);
    CHECK_LOG("()");
    CHECK(async_ready(&e));
    CHECK_EQ(async_run(&e, 0), -8);
    CHECK(async_failed(&e) == &worse.task);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK(async_failed(&e) == NULL);
    CHECK_LOG("()g");
}

static void a_cancelled_task_is_closed_however_long_it_takes(void) {
    static struct async e;
    static struct job slow, quick;
    slow.name = 's';
    quick.name = 'q';
    slow.turns = 1;
    async_cancel(&slow.task); /* no effect: it is not alive yet */
    CHECK_EQ(job_spawn(&e, &slow), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_EQ(job_spawn(&e, &quick), GEN_DONE);
    async_cancel(&quick.task); /* before it has started */
    async_cancel(&slow.task);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_EQ(async_status(&quick.task), GEN_E_CANCELLED);
    CHECK_LOG("s(");
    async_cancel(&slow.task); /* no effect: it is being closed */
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    async_wake(&slow.task);
    CHECK_EQ(async_run(&e, 0), GEN_DONE);
    CHECK_LOG(")");
    CHECK_EQ(gen_state(&slow.gen), GEN_CLOSED);
    CHECK_EQ(async_status(&slow.task), GEN_E_CANCELLED);
    async_cancel(&slow.task); /* no effect: it has ended */
    CHECK_EQ(async_run(&e, 0), GEN_DONE);
}

static void a_task_alive_is_not_spawned_twice_but_anew_after_its_end(void) {
    static struct async e;
    static struct job a;
    a.name = 'a';
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &a), GEN_E_ARG);
    CHECK_EQ(async_run(&e, 0), GEN_DONE);
    CHECK_EQ(job_reset(&a), GEN_DONE);
    a.turns = 1;
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_LOG("()a");
}

/* A task that yields is ready to go on at once. It may spawn tasks, but must not run the
 * executor. */
struct busy {
    struct gen gen;
    struct async_task task;
    struct async *executor;
    struct job *spawns;
    int i, is_current;
    gen_status got;
};
GEN(busy, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) {
        note('y');
        GEN_YIELD(self->i);
    }
    self->got = async_run(self->executor, 0);
    self->is_current = async_current(self->executor) == &self->task;
    if (job_spawn(self->executor, self->spawns) != GEN_DONE) note('?');
    async_wake(&self->task); /* it ends when it comes out of the stack */
    GEN_END();
}
ASYNC_TASK(busy)

static void a_task_that_yields_is_polled_again_at_once(void) {
    static struct async e;
    static struct busy b;
    static struct job a;
    a.name = 'a';
    a.turns = 1;
    b.executor = &e;
    b.spawns = &a;
    CHECK_EQ(busy_spawn(&e, &b), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), GEN_YIELDED);
    CHECK_EQ(async_run(&e, 0), GEN_YIELDED);
    CHECK_LOG("yy");
    CHECK_EQ(async_run(&e, 0), GEN_YIELDED); /* the task that it spawned is ready */
    CHECK_EQ(b.got, GEN_E_RUNNING);
    CHECK(b.is_current);
    CHECK_EQ(async_status(&b.task), GEN_PENDING);
    CHECK_EQ(busy_spawn(&e, &b), GEN_E_ARG);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    CHECK_EQ(async_status(&b.task), GEN_DONE);
    CHECK_LOG("a");
}

/* Two tasks that keep spawning each other do not keep a run from ending. */
struct ping {
    struct gen gen;
    struct async_task task;
    struct async *executor;
    struct ping *other;
};
static gen_status spawn_ping(struct ping *p);
GEN(ping, int) {
    GEN_BEGIN();
    note('p');
    if (ping_reset(self->other) != GEN_DONE || spawn_ping(self->other) != GEN_DONE) note('?');
    GEN_END();
}
ASYNC_TASK(ping)
static gen_status spawn_ping(struct ping *p) { return ping_spawn(p->executor, p); }

static void what_is_spawned_in_a_run_waits_for_the_next(void) {
    static struct async e, f;
    static struct ping a, b;
    a.executor = b.executor = &e;
    a.other = &b;
    b.other = &a;
    CHECK_EQ(spawn_ping(&a), GEN_DONE);
    CHECK_EQ(ping_spawn(&f, &a), GEN_E_ARG); /* alive in another executor */
    CHECK_EQ(async_run(&e, 0), GEN_YIELDED);
    CHECK_LOG("p");
    CHECK_EQ(async_run(&e, 0), GEN_YIELDED);
    CHECK_LOG("p");
}

/* A task cancels itself, and is closed at its next wait; or it ends before that. */
struct quits {
    struct gen gen;
    struct async_task task;
    int ends, yields, kept;
};
GEN(quits, int) {
    GEN_BEGIN();
    GEN_TRY {
        async_cancel(&self->task);
        note('q');
        if (!self->ends) GEN_SUSPEND();
    }
    GEN_FINALLY_SAVED(self->kept) {
        if (self->yields) GEN_YIELD(1);
        note(')');
    }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(quits)

static void a_task_may_cancel_itself(void) {
    static struct async e;
    static struct quits waits, ends, yields;
    ends.ends = 1;
    yields.yields = 1;
    CHECK_EQ(quits_spawn(&e, &waits), GEN_DONE);
    CHECK_EQ(quits_spawn(&e, &ends), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), GEN_YIELDED);
    CHECK_LOG("qq)");
    CHECK_EQ(async_run(&e, 0), GEN_DONE);
    CHECK_LOG(")");
    CHECK_EQ(async_status(&waits.task), GEN_E_CANCELLED);
    CHECK_EQ(async_status(&ends.task), GEN_DONE);
    CHECK_EQ(quits_spawn(&e, &yields), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), GEN_YIELDED);
    CHECK_EQ(async_run(&e, 0), GEN_E_IGNORED_CLOSE);
    CHECK(async_failed(&e) == &yields.task);
    CHECK_EQ(async_status(&yields.task), GEN_E_IGNORED_CLOSE);
    CHECK_LOG("q");
}

#ifdef GEN_DEBUG
static void memory_that_is_used_again_is_noticed(void) {
    static struct async e;
    static struct job a, b;
    unsigned i;
    a.turns = b.turns = 1;
    a.name = b.name = 'x';
    CHECK_EQ(job_spawn(&e, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &b), GEN_DONE);
    CHECK_EQ(async_run(&e, 0), GEN_PENDING);
    for (i = 0; i < sizeof a; i++) ((char *)&a)[i] = 0;
    CHECK_EQ(async_run(&e, 0), GEN_E_BAD_STATE);
    CHECK(async_failed(&e) == &a.task);
    CHECK_EQ(job_spawn(&e, &a), GEN_E_BAD_STATE);
}
#endif

void run_tests(void) {
    RUN(an_empty_executor_is_done);
    RUN(only_woken_tasks_are_polled);
    RUN(they_are_polled_in_the_order_of_the_wakes);
    RUN(a_task_that_ends_leaves_the_executor);
    RUN(the_hook_is_told_of_the_first_wake);
    RUN(a_deadline_wakes_once_when_it_has_come);
    RUN(deadlines_come_in_their_order);
    RUN(a_wait_with_a_timeout_ends_at_what_comes_first);
    RUN(an_error_comes_out_of_the_run_and_loses_no_other);
    RUN(a_cancelled_task_is_closed_however_long_it_takes);
    RUN(a_task_alive_is_not_spawned_twice_but_anew_after_its_end);
    RUN(a_task_that_yields_is_polled_again_at_once);
    RUN(what_is_spawned_in_a_run_waits_for_the_next);
    RUN(a_task_may_cancel_itself);
#ifdef GEN_DEBUG
    RUN(memory_that_is_used_again_is_noticed);
#endif
}
