/* A channel and a semaphore that another thread feeds: each item arrives once and in order, each
 * permit arrives, and no task sleeps while there is something for it. */
#include "threads.h"

#include "async_sync.h"

enum { SENT = 300000, CAPACITY = 4 };

ASYNC_CHANNEL(numbers, int)

static struct async executor;
static struct numbers numbers;
static struct async_semaphore permits;

struct receiver {
    struct gen gen;
    struct async_task task;
    struct async_waiter waiter;
    int item, received, wrong;
};
GEN(receiver, char) {
    GEN_BEGIN();
    for (;;) {
        ASYNC_WAIT(self->waiter,
                   numbers_receive(&self->task, &numbers, &self->waiter, &self->item));
        if (self->waiter.status != GEN_YIELDED) break;
        if (self->item != self->received) self->wrong++;
        self->received++;
    }
    GEN_END();
}
ASYNC_TASK(receiver)

struct user {
    struct gen gen;
    struct async_task task;
    struct async_waiter waiter;
};
static int used; /* permits */

GEN(user, char) {
    GEN_BEGIN();
    for (;;) {
        ASYNC_WAIT(self->waiter, async_acquire(&self->task, &permits, &self->waiter));
        (void)ADD(used, 1);
    }
    GEN_END();
}
ASYNC_TASK(user)

static struct receiver receiver;
static struct user user;
static int sent; /* set at the end */

/* Wait for a short time of another length each time, so that the tasks are met everywhere. */
static void pause_for(int n) {
    volatile int spins = n % 301;
    while (spins > 0) spins--;
}

/* For a few seconds at most: beside other programs this takes as long as they hold the processor. */
static void *feed(void *unused) {
    const time_t end = time(NULL) + 4;
    int n;
    (void)unused;
    for (n = 0; n < SENT && time(NULL) < end; n++) {
        while (numbers_try_send(&numbers, &n) == GEN_E_FULL) sched_yield();
        pause_for(n);
        while (async_release(&permits) == GEN_E_FULL) sched_yield();
        /* a lost wake shows as a hang; the next permit comes while the user begins to wait */
        while (n % 8 != 0 && SEEN(used) != n + 1) {}
    }
    while (SEEN(used) != n) sched_yield();
    CHECK(numbers_close(&numbers) == GEN_DONE);
    TELL(sent, n);
    return NULL;
}

static void all_arrives(void) {
    static int slots[CAPACITY];
    pthread_t thread;
    CHECK(numbers_init(&numbers, slots, CAPACITY) == GEN_DONE);
    CHECK(async_semaphore_init(&permits, 0, CAPACITY) == GEN_DONE);
    CHECK(receiver_spawn(&executor, &receiver) == GEN_DONE);
    CHECK(user_spawn(&executor, &user) == GEN_DONE);
    CHECK(pthread_create(&thread, NULL, feed, NULL) == 0);
    while (SEEN(sent) == 0 || async_status(&receiver.task) == GEN_PENDING) {
        if (async_run(&executor, 0) == GEN_PENDING) sched_yield();
    }
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(receiver.received == sent && receiver.wrong == 0);
    CHECK(used == sent);
}

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    RUN(all_arrives);
    return failures != 0;
}
