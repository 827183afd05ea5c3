/* Count or time the accesses that peers.h declares.
 *
 *     lazy count <n>                call each n times, under callgrind
 *     lazy time                     print the name of each and the nanoseconds of an access: the
 *                                   median of many rounds; each round runs all of them
 *     lazy first <threads> <work>   the same for a first access by several threads at once, until the
 *                                   last one has the value; <work> is the cost of computing it */
#define _GNU_SOURCE
#include "timing.h"

#include "peers.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TURNS = 1000, ROUNDS = 101, AT_ONCE = 16, MOST_THREADS = 16 };

static volatile unsigned work;

int compute(void) {
    for (unsigned i = work; i > 0; i--) ANYTHING_MAY_CHANGE();
    return 1;
}

typedef const int *(*called)(void);
typedef const int *(*at)(size_t i);
typedef unsigned (*loop)(size_t n);

/* Tables of all functions of a kind. The compiler cannot see their contents. */
#define CALLED(name) {#name "_called", name##_called},
#define LOOP(name) {#name "_loop", name##_loop},
#define AT(name) {#name "_at", name##_at},
#define CHAIN_CALLED(name) {#name, name},
static struct {
    const char *name;
    called volatile call;
} all_called[] = {PEERS(CALLED) CHAINS(CHAIN_CALLED)};
static struct {
    const char *name;
    loop volatile run;
} all_loops[] = {PEERS(LOOP)};
static struct {
    const char *name;
    at volatile get;
} all_arrays[] = {ARRAYS(AT)};
enum {
    ALL_CALLED = sizeof all_called / sizeof *all_called,
    ALL_LOOPS = sizeof all_loops / sizeof *all_loops,
    ALL_ARRAYS = sizeof all_arrays / sizeof *all_arrays
};

static volatile unsigned result;

static __attribute__((noinline)) void call_often(called call, size_t n) {
    const int *value = NULL;
    for (size_t i = 0; i < n; i++) value = call();
    if (value != NULL) result = (unsigned)*value;
}

static __attribute__((noinline)) void get_often(at get, size_t n) {
    const int *value = NULL;
    for (size_t i = 0; i < n; i++) value = get(0);
    if (value != NULL) result = (unsigned)*value;
}

static __attribute__((noinline)) void loop_once(loop run, size_t n) { result = run(n); }

static int count(size_t n) {
    for (int i = 0; i < ALL_CALLED; i++) call_often(all_called[i].call, n);
    for (int i = 0; i < ALL_ARRAYS; i++) get_often(all_arrays[i].get, n);
    for (int i = 0; i < ALL_LOOPS; i++) {
        loop_once(all_loops[i].run, n);
        if (result == n) continue;
        fprintf(stderr, "%s: another sum\n", all_loops[i].name);
        return 1;
    }
    return 0;
}

static int measure(void) {
    enum { ALL = ALL_CALLED + ALL_ARRAYS + ALL_LOOPS };
    static double ns[ALL][ROUNDS];
    static const char *names[ALL];
    for (int round = -1; round < ROUNDS; round++) { /* the first round is not counted */
        for (int i = 0; i < ALL; i++) {
            const int array = i - ALL_CALLED, of_loops = array - ALL_ARRAYS;
            size_t turns = TURNS;
            const double start = now();
            if (of_loops >= 0) {
                names[i] = all_loops[of_loops].name;
                loop_once(all_loops[of_loops].run, turns);
            } else if (array >= 0) {
                names[i] = all_arrays[array].name;
                get_often(all_arrays[array].get, turns);
            } else {
                names[i] = all_called[i].name;
                if (strncmp(names[i], "anew_", 5) == 0) turns = 1;
                call_often(all_called[i].call, turns);
            }
            if (round >= 0) ns[i][round] = (now() - start) / (double)turns;
        }
    }
    for (int i = 0; i < ALL; i++) printf("%s %f\n", names[i], median(ns[i], ROUNDS));
    return 0;
}

/* ---- The first access ------------------------------------------------------------------------ */

static double of_first[ALL_ARRAYS][CELLS];
static size_t rounds_of[ALL_ARRAYS];

static void first_alone(void) {
    for (size_t round = 0; round < CELLS / AT_ONCE; round++) {
        for (int i = 0; i < ALL_ARRAYS; i++) {
            const at get = all_arrays[i].get;
            const double start = now();
            for (size_t cell = 0; cell < AT_ONCE; cell++) get(round * AT_ONCE + cell);
            of_first[i][rounds_of[i]++] = (now() - start) / AT_ONCE;
        }
    }
}

static unsigned threads, processors, arrived, meeting;
static double starts_at;
static struct { double from, to, line[6]; } times[MOST_THREADS] __attribute__((aligned(64)));

/* Release all threads at the same time, a little after the last one has arrived. */
static void meet(double later) {
    const unsigned so_far = __atomic_load_n(&meeting, __ATOMIC_ACQUIRE);
    if (__atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL) == threads) {
        starts_at = now() + later;
        __atomic_store_n(&arrived, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&meeting, so_far + 1, __ATOMIC_RELEASE);
    } else {
        for (unsigned i = 0; __atomic_load_n(&meeting, __ATOMIC_ACQUIRE) == so_far; i++)
            if (i > 10000 && threads > processors) sched_yield();
    }
    while (now() < starts_at) {}
}

/* Record the time of the slowest thread, if a second thread began before the first had finished;
 * with fewer processors than threads, it may not have. */
static void note(int peer) {
    double longest = 0, first_to = times[0].to;
    unsigned at_once = 0;
    for (unsigned i = 0; i < threads; i++) {
        const double took = times[i].to - times[i].from;
        if (took > longest) longest = took;
        if (times[i].to < first_to) first_to = times[i].to;
    }
    for (unsigned i = 0; i < threads; i++) at_once += times[i].from < first_to;
    if (at_once > 1) of_first[peer][rounds_of[peer]++] = longest;
}

static void *race(void *own) {
    const size_t thread = (size_t)own;
    cpu_set_t processor;
    CPU_ZERO(&processor);
    CPU_SET(thread % processors, &processor);
    sched_setaffinity(0, sizeof processor, &processor); /* in parallel, not in turn */
    for (size_t round = 0; round < CELLS / 4; round++) {
        for (int i = 0; i < ALL_ARRAYS; i++) {
            const at get = all_arrays[i].get;
            meet(1000);
            times[thread].from = now();
            get(round);
            times[thread].to = now();
            meet(0);
            if (thread == 0) note(i);
        }
    }
    return NULL;
}

static void first_of_many(void) {
    pthread_t others[MOST_THREADS];
    for (size_t i = 1; i < threads; i++)
        if (pthread_create(&others[i], NULL, race, (void *)i) != 0) exit(1);
    race(NULL);
    for (size_t i = 1; i < threads; i++) pthread_join(others[i], NULL);
}

static int first(unsigned count_of_threads, unsigned much) {
    if (count_of_threads < 1 || count_of_threads > MOST_THREADS) return 1;
    work = much;
    threads = count_of_threads;
    processors = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
    if (threads == 1) first_alone();
    if (threads > 1) first_of_many();
    for (int i = 0; i < ALL_ARRAYS; i++) {
        if (rounds_of[i] > 0)
            printf("%s %f %zu\n", all_arrays[i].name, median(of_first[i], rounds_of[i]),
                   rounds_of[i]);
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "count") == 0) return count((size_t)atol(argv[2]));
    if (argc == 2 && strcmp(argv[1], "time") == 0) return measure();
    if (argc == 4 && strcmp(argv[1], "first") == 0)
        return first((unsigned)atol(argv[2]), (unsigned)atol(argv[3]));
    return 2;
}
