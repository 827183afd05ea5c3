/* Random tasks that share a semaphore, a mutex, an event and a channel, and are cancelled, time out
 * and are spawned again. A model that has only counts and arrays of numbers checks the order of each
 * queue, that no item and no permit is lost or there twice, and that no task waits in vain. */
#include "async_sync.h"

#include "test.h"

#ifdef TEST_SMALL
enum { USERS = 5, ROUNDS = 6, ACTS = 30 };
#else
enum { USERS = 7, ROUNDS = 300, ACTS = 60 };
#endif
enum { PERMITS = 2, CAPACITY = 3 };

ASYNC_CHANNEL(letters, int)

/* The things that a user waits for. */
enum line { PERMIT, MUTEX, ROOM, ITEM, EVENT, LINES, NOTHING = -1 };

struct user {
    struct gen gen;
    struct async_task task;
    struct async_waiter waiter;
    async_tick due;
    int number, what, holds, timed, item;
};

static struct async executor;
static struct user users[USERS];
static async_tick now;
static struct async_semaphore semaphore;
static struct async_mutex mutex;
static struct async_event event;
static struct letters letters;
static int slots[CAPACITY];

/* The model. */
static int lines[LINES][USERS], waiting[LINES];
static int taken[LINES]; /* permits, and the mutex */
static int sent[CAPACITY], stored, is_closed;
static int is_set, freed[USERS];
static int written; /* the number of the last item */

static uint16_t seed = 1;
static int random_to(unsigned most) {
    seed = (uint16_t)(seed * 25173u + 13849u);
    return (int)((unsigned)(seed >> 6) % most);
}

static void join(int line, int number) { lines[line][waiting[line]++] = number; }

/* Remove a user from the line where it is. Return whether it was the first. */
static int leave(int line, int number) {
    int i, at = 0;
    while (at < waiting[line] && lines[line][at] != number) at++;
    CHECK(at < waiting[line]);
    waiting[line]--;
    for (i = at; i < waiting[line]; i++) lines[line][i] = lines[line][i + 1];
    return at == 0;
}

static void store(int item) {
    CHECK(stored < CAPACITY && !is_closed);
    if (stored < CAPACITY) sent[stored++] = item;
}

static void fetch(int item) {
    int i;
    CHECK(stored > 0);
    CHECK_EQ(item, sent[0]);
    stored--;
    for (i = 0; i < stored; i++) sent[i] = sent[i + 1];
}

static void take(int line) {
    taken[line]++;
    CHECK(taken[line] <= (line == PERMIT ? PERMITS : 1));
}

static void give(struct user *self) {
    taken[self->holds]--;
    if (self->holds == PERMIT)
        CHECK_EQ(async_release(&semaphore), GEN_DONE);
    else
        CHECK_EQ(async_unlock(&mutex, &self->waiter), GEN_DONE);
    self->holds = NOTHING;
}

static int has(struct user *self) {
    switch (self->what) {
    case PERMIT: return async_acquire(&self->task, &semaphore, &self->waiter);
    case MUTEX: return async_lock(&self->task, &mutex, &self->waiter);
    case ROOM: return letters_send(&self->task, &letters, &self->waiter, &self->item);
    case ITEM: return letters_receive(&self->task, &letters, &self->waiter, &self->item);
    default: return async_event_wait(&self->task, &event, &self->waiter);
    }
}

/* The wait of a user is over. */
static void check(struct user *self) {
    const int first = leave(self->what, self->number);
    if (self->waiter.status == GEN_PENDING) {
        CHECK(self->timed);
    } else if (self->waiter.status == GEN_DONE) {
        CHECK(is_closed && (self->what == ROOM || (self->what == ITEM && stored == 0)));
    } else {
        CHECK_EQ(self->waiter.status, GEN_YIELDED);
        if (self->what != EVENT) CHECK(first);
        switch (self->what) {
        case ROOM: store(self->item); break;
        case ITEM: fetch(self->item); break;
        case EVENT: CHECK(is_set || freed[self->number]); break;
        default:
            take(self->what);
            self->holds = self->what;
            break;
        }
    }
    self->what = NOTHING;
}

static void clean(struct user *self) {
    if (self->what != NOTHING) (void)leave(self->what, self->number);
    if (self->holds != NOTHING) give(self);
    freed[self->number] = 0;
}

GEN(user, char) {
    GEN_BEGIN();
    GEN_TRY {
        for (;;) {
            self->what = random_to(LINES);
            self->timed = random_to(4) == 0;
            self->due = async_now(&self->task) + 1 + (async_tick)random_to(8);
            self->item = ++written;
            freed[self->number] = 0;
            join(self->what, self->number);
            ASYNC_WAIT(self->waiter,
                       has(self) || (self->timed && async_until(&self->task, self->due)));
            check(self);
            if (random_to(8)) ASYNC_SLEEP(&self->task, self->due, (async_tick)random_to(6));
            if (self->holds != NOTHING) give(self);
            ASYNC_SLEEP(&self->task, self->due, (async_tick)random_to(4));
            if (is_closed) ASYNC_SLEEP(&self->task, self->due, 1); /* time goes on */
        }
    }
    GEN_FINALLY { clean(self); }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(user)

static void spawn(int i) {
    if (async_status(&users[i].task) == GEN_PENDING) return;
    CHECK_EQ(user_reset(&users[i]), GEN_DONE);
    users[i].number = i;
    users[i].what = users[i].holds = NOTHING;
    CHECK_EQ(user_spawn(&executor, &users[i]), GEN_DONE);
}

static void set(void) {
    async_event_set(&event);
    is_set = 1;
}

static void clear(void) {
    int i;
    if (is_set)
        for (i = 0; i < waiting[EVENT]; i++) freed[lines[EVENT][i]] = 1;
    async_event_clear(&event);
    is_set = 0;
}

/* The acts of an interrupt, and of the main loop. */
static void interrupt(void) {
    int item = written + 1, room, status, i = random_to(USERS);
    switch (random_to(10)) {
    case 0: set(); break;
    case 1:
        if (random_to(2)) set();
        clear();
        break;
    case 2:
    case 3:
        room = stored < CAPACITY && waiting[ROOM] == 0;
        status = letters_try_send(&letters, &item);
        CHECK_EQ(status, is_closed ? GEN_DONE : room ? GEN_YIELDED : GEN_E_FULL);
        written = item;
        if (status == GEN_YIELDED) store(item);
        break;
    case 4:
        room = stored > 0 && waiting[ITEM] == 0;
        status = letters_try_receive(&letters, &item);
        CHECK_EQ(status, room ? GEN_YIELDED : is_closed ? GEN_DONE : GEN_PENDING);
        if (status == GEN_YIELDED) fetch(item);
        break;
    case 5:
        room = taken[PERMIT] < PERMITS && waiting[PERMIT] == 0;
        CHECK_EQ(async_try_acquire(&semaphore), room);
        if (room) CHECK_EQ(async_release(&semaphore), GEN_DONE);
        break;
    case 6:
    case 7: async_cancel(&users[i].task); break;
    case 8: spawn(i); break;
    default: now++; break;
    }
}

/* Nobody is ready, so nobody may wait for what is there. */
static void nobody_waits_in_vain(void) {
    int i;
    CHECK(waiting[PERMIT] == 0 || taken[PERMIT] == PERMITS);
    CHECK(waiting[MUTEX] == 0 || taken[MUTEX] == 1);
    CHECK(waiting[ROOM] == 0 || (stored == CAPACITY && !is_closed));
    CHECK(waiting[ITEM] == 0 || (stored == 0 && !is_closed));
    for (i = 0; i < waiting[EVENT]; i++) CHECK(!is_set && !freed[lines[EVENT][i]]);
}

static gen_status settle(void) {
    gen_status status;
    while ((status = async_run(&executor, now)) == GEN_YIELDED) {
        if (random_to(3) == 0) interrupt(); /* between two runs */
    }
    CHECK(status >= 0);
    return status;
}

static void each_is_served_in_turn(void) {
    int round, act, i, item = 0;
    CHECK_EQ(async_semaphore_init(&semaphore, PERMITS, PERMITS), GEN_DONE);
    for (round = 0; round < ROUNDS && test_failures_ == 0; round++) {
        CHECK_EQ(letters_init(&letters, slots, CAPACITY), GEN_DONE);
        is_closed = 0;
        for (i = 0; i < USERS; i++) spawn(i);
        for (act = 0; act < ACTS && test_failures_ == 0; act++) {
            interrupt();
            if (act == ACTS - 8) {
                CHECK_EQ(letters_close(&letters), GEN_DONE);
                is_closed = 1;
            }
            if (random_to(2)) now++;
            if (settle() != GEN_DONE) nobody_waits_in_vain();
        }
        for (i = 0; i < USERS; i++) async_cancel(&users[i].task);
        while (async_run(&executor, now) > 0) now++;
        while (letters_try_receive(&letters, &item) == GEN_YIELDED) fetch(item);
        CHECK_EQ(stored + taken[PERMIT] + taken[MUTEX], 0);
        for (i = 0; i < LINES; i++) CHECK_EQ(waiting[i], 0);
        for (i = 0; i < PERMITS; i++) CHECK(async_try_acquire(&semaphore));
        CHECK(!async_try_acquire(&semaphore));
        for (i = 0; i < PERMITS; i++) CHECK_EQ(async_release(&semaphore), GEN_DONE);
        CHECK_EQ(async_release(&semaphore), GEN_E_FULL);
    }
}

void run_tests(void) { RUN(each_is_served_in_turn); }
