/* Tasks that another thread wakes: each hand-over must arrive, and none before its data. */
#include "threads.h"

#include "async.h"

enum { HANDED_OVER = 300000 };

struct job {
    struct gen gen;
    struct async_task task;
    int data; /* written by the other thread */
    int seen;
};

static struct async executor;
static struct job jobs[2];
static int taken; /* by both tasks */

GEN(job, char) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(SEEN(self->data) != self->seen);
        self->seen++;
        (void)ADD(taken, 1);
    }
    GEN_END();
}
ASYNC_TASK(job)

static int handed_over; /* set at the end */

/* Hand over to both tasks in turn, for a few seconds at most: beside other programs each takes as
 * long as they hold the processor. A wake too many comes shortly before the data is there, so that
 * the task looks for it at the moment when it is written. */
static void *hand_over(void *unused) {
    const time_t end = time(NULL) + 4;
    int n;
    (void)unused;
    for (n = 0; n < HANDED_OVER && time(NULL) < end; n++) {
        struct job *const to = &jobs[n % 2];
        volatile int spins = n % 301;
        async_wake(&to->task);
        while (spins > 0) spins--;
        TELL(to->data, n / 2 + 1);
        async_wake(&to->task);
        while (SEEN(taken) != n + 1) sched_yield();
    }
    TELL(handed_over, n);
    return NULL;
}

static void each_wake_arrives(void) {
    pthread_t thread;
    CHECK(job_spawn(&executor, &jobs[0]) == GEN_DONE);
    CHECK(job_spawn(&executor, &jobs[1]) == GEN_DONE);
    CHECK(async_run(&executor, 0) == GEN_PENDING);
    CHECK(pthread_create(&thread, NULL, hand_over, NULL) == 0);
    while (SEEN(handed_over) == 0) {
        if (async_run(&executor, 0) == GEN_PENDING) sched_yield();
    }
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(jobs[0].seen + jobs[1].seen == handed_over);
}

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    RUN(each_wake_arrives);
    return failures != 0;
}
