/* loop - check that the loop of examples/server sleeps through no wake by another thread.
 *
 * Each thread asks its task, and waits for the answer before it asks again. The loop has no deadline, so
 * that a lost wake ends the program: after 100 seconds, by SIGALRM. */
#define _GNU_SOURCE
#include "../../examples/server/loop.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>

enum { THREADS = 3, QUESTIONS = 20000 };

struct answers {
    struct gen gen;
    struct async_task task;
    atomic_int asked, answered;
};

GEN(answers, char) {
    GEN_BEGIN();
    while (atomic_load(&self->answered) < QUESTIONS) {
        GEN_AWAIT(atomic_load(&self->asked) > atomic_load(&self->answered));
        atomic_fetch_add(&self->answered, 1);
    }
    GEN_END();
}
ASYNC_TASK(answers)

static void *ask(void *context) {
    struct answers *const self = (struct answers *)context;
    for (int i = 1; i <= QUESTIONS; i++) {
        atomic_store(&self->asked, i);
        async_wake(&self->task);
        while (atomic_load(&self->answered) < i) sched_yield();
    }
    return NULL;
}

int main(void) {
    static struct loop loops[2];
    static struct answers tasks[2][THREADS];
    alarm(100);
    for (int use_poll = 0; use_poll < 2; use_poll++) {
        struct loop *const loop = &loops[use_poll];
        pthread_t threads[THREADS];
        if (loop_begin(loop, use_poll) < 0) return 1;
        for (int i = 0; i < THREADS; i++) answers_spawn(&loop->executor, &tasks[use_poll][i]);
        for (int i = 0; i < THREADS; i++)
            if (pthread_create(&threads[i], NULL, ask, &tasks[use_poll][i]) != 0) return 1;
        if (loop_run(loop) != GEN_DONE) return 1;
        for (int i = 0; i < THREADS; i++) (void)pthread_join(threads[i], NULL);
        for (int i = 0; i < THREADS; i++)
            if (atomic_load(&tasks[use_poll][i].answered) != QUESTIONS) return 1;
        loop_end(loop);
    }
    puts("all questions were answered");
    return 0;
}
