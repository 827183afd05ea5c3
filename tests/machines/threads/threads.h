/* threads.h - shared by the programs with many threads: a seed, a common start, a time limit.
 *
 * A program prints its seed, which may be given as an argument, and "not ok" for each failed check.
 * It fails if it has not ended after LIMIT seconds. */
#ifndef THREADS_H
#define THREADS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Stand in for an operating system that lazy.h does not know. Its waiting threads poll. */
#ifdef OWN_HOOKS
#include <stdint.h>
static __thread int32_t hook_number;
static int32_t hook_count;
static inline int32_t hook_self(void) {
    if (hook_number == 0) hook_number = __atomic_add_fetch(&hook_count, 1, __ATOMIC_RELAXED);
    return hook_number;
}
static inline long hook_wait(int32_t *word, int32_t seen, long ms) {
    (void)word;
    (void)seen;
    usleep(1000);
    return ms > 0 ? ms - 1 : ms;
}
#define LAZY_SELF() hook_self()
#define LAZY_WAIT(word, seen, ms) hook_wait(word, seen, ms)
#define LAZY_WAKE(word) ((void)(word))
#ifndef LAZY_IN_ISR
#define LAZY_IN_ISR() 0
#endif
#endif

#include "lazy_graph.h"
#include "lazy_shared.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define SANITIZED
#endif
#elif defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#endif

enum { THREADS = 16, LIMIT = 40 };

/* Counters that all threads update and read. */
#define ADD(counter, number) __atomic_add_fetch(&(counter), number, __ATOMIC_RELAXED)
#define SEEN(counter) __atomic_load_n(&(counter), __ATOMIC_ACQUIRE)
#define TELL(counter, number) __atomic_store_n(&(counter), number, __ATOMIC_RELEASE)

static int failures;
static const char *test_at_work = "";

#define CHECK(condition) check_(!!(condition), #condition, __LINE__)
static inline void check_(int holds, const char *text, int line) {
    if (!holds && ADD(failures, 1) <= 10) {
        printf("not ok: %s, line %d: %s\n", test_at_work, line, text);
        fflush(stdout);
    }
}

/* Return the next random number. Each thread has its own state. */
static inline unsigned random_of(unsigned *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state >> 3;
}

/* Let other threads run: mostly by yielding, sometimes by sleeping. */
static inline void pause_of(unsigned *state) {
    const unsigned choice = random_of(state) % 16;
    if (choice == 0) {
        usleep(random_of(state) % 200);
    } else if (choice < 8) {
        sched_yield();
    }
}

static inline void sleep_ms(long ms) {
    struct timespec left = {0, 0};
    left.tv_sec = ms / 1000;
    left.tv_nsec = ms % 1000 * 1000000;
    while (nanosleep(&left, &left) != 0) {}
}

static inline long now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Run `work` in `count` threads, which start at the same time, and wait for them. */
struct thread {
    pthread_t thread;
    void (*work)(int index, unsigned *state);
    int index;
    unsigned state;
};
static unsigned seed;
static pthread_barrier_t starting;

static inline void *thread_main(void *argument) {
    struct thread *const self = (struct thread *)argument;
    pthread_barrier_wait(&starting);
    self->work(self->index, &self->state);
    return NULL;
}

static inline void run_threads(int count, void (*work)(int index, unsigned *state)) {
    static struct thread threads[2 * THREADS];
    static unsigned run;
    int i;
    pthread_barrier_init(&starting, NULL, (unsigned)count);
    run++;
    for (i = 0; i < count; i++) {
        threads[i].work = work;
        threads[i].index = i;
        threads[i].state = (seed * 2654435761u + run * 97u + (unsigned)i) * 747796405u | 1u;
        if (pthread_create(&threads[i].thread, NULL, thread_main, &threads[i]) != 0) abort();
    }
    for (i = 0; i < count; i++) pthread_join(threads[i].thread, NULL);
    pthread_barrier_destroy(&starting);
}

static inline __attribute__((noreturn)) void too_long(int number) {
    const char *const text = "not ok: no end: ";
    (void)number;
    if (write(1, text, strlen(text)) < 0 || write(1, test_at_work, strlen(test_at_work)) < 0 ||
        write(1, "\n", 1) < 0) {
        _exit(3);
    }
    _exit(2);
}

static inline void begin_tests(int argc, char **argv) {
    seed = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : (unsigned)time(NULL) % 1000000;
    printf("seed %u\n", seed);
    fflush(stdout);
    signal(SIGALRM, too_long);
    alarm(LIMIT);
}

#define RUN(test) run_test(test, #test)
static inline void run_test(void (*test)(void), const char *name) {
    const int before = failures;
    const long start = now_ms();
    test_at_work = name;
    test();
    printf("%s %s (%ld ms)\n", failures == before ? "ok" : "not ok", name, now_ms() - start);
    fflush(stdout);
}

#endif
