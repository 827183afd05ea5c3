/* The test of a binding: tasks that get a value at once, a wait that times out, an interrupt. */
#ifndef TASKS_H
#define TASKS_H
#include "test.h"

#include <pthread.h>
#include <time.h>

enum { TASKS = 4 };
static __thread int this_task;
static __thread int in_interrupt;
static int evaluations, release;

static void sleep_ms(unsigned ms) {
    const struct timespec time = {0, (long)ms * 1000000};
    nanosleep(&time, NULL);
}

struct slow {
    struct lazy lazy;
    struct slow *other;
    int value;
};
static const int *ask(struct slow *slow, int *error);
LAZY(slow, int) {
    int error = 0;
    __atomic_add_fetch(&evaluations, 1, __ATOMIC_SEQ_CST);
    while (!__atomic_load_n(&release, __ATOMIC_SEQ_CST)) sleep_ms(1);
    if (self->other != NULL && ask(self->other, &error) == NULL) return error;
    *out = 7;
    return 0;
}
static const int *ask(struct slow *slow, int *error) { return slow_get(slow, error); }

static struct slow slow;
static const int *got[TASKS];

static void *get_it(void *number) {
    this_task = *(const int *)number;
    got[this_task] = slow_get(&slow, NULL);
    return NULL;
}

static void one_computes_and_the_others_wait(void) {
    static const int numbers[TASKS] = {0, 1, 2, 3};
    pthread_t threads[TASKS];
    int i, error = 0;
    for (i = 1; i < TASKS; i++) pthread_create(&threads[i], NULL, get_it, (void *)&numbers[i]);
    while (__atomic_load_n(&evaluations, __ATOMIC_SEQ_CST) == 0) sleep_ms(1);
    CHECK(slow_try_get(&slow, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    CHECK(slow_get_within(&slow, 20, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    in_interrupt = 1; /* get never waits there */
    CHECK(slow_get(&slow, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    in_interrupt = 0;
    __atomic_store_n(&release, 1, __ATOMIC_SEQ_CST);
    for (i = 1; i < TASKS; i++) {
        pthread_join(threads[i], NULL);
        CHECK(got[i] == &slow.value && *got[i] == 7);
    }
    CHECK_EQ(evaluations, 1);
}

static void who_asks_for_what_he_computes_is_known(void) {
    static struct slow itself;
    int error = 0;
    itself.other = &itself;
    CHECK(slow_get(&itself, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
}

void run_tests(void) {
    RUN(one_computes_and_the_others_wait);
    RUN(who_asks_for_what_he_computes_is_known);
}

#endif
