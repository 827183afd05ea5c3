/* Threads that wait for each other in a circle, and threads that only seem to. */
#define LAZY_DETECT_DEADLOCK
#define LAZY_IMPLEMENTATION
#include "threads.h"

/* ---- Circles --------------------------------------------------------------------------------- */

enum { MOST = 8 };

struct link {
    struct lazy lazy;
    struct link *next;
    int count; /* the number of links in the circle */
    long value;
};
static struct link links[MOST];
static int begun, cycles;

LAZY_FUNCTION_ const long *link_of(struct link *self, int *error);
LAZY(link, long) {
    int error = 0;
    const long *next;
    ADD(begun, 1);
    while (SEEN(begun) < self->count) sched_yield(); /* wait until each thread computes one link */
    next = link_of(self->next, &error);
    if (next == NULL) {
        CHECK(error == LAZY_E_CYCLE);
        ADD(cycles, 1);
    }
    *out = next != NULL ? *next + 1 : 100;
    return 0;
}
LAZY_FUNCTION_ const long *link_of(struct link *self, int *error) { return link_get(self, error); }

static void ask_link(int index, unsigned *state) {
    const long *value;
    pause_of(state);
    value = link_get(&links[index], NULL);
    CHECK(value != NULL && *value >= 100);
}

static void circle_of(int count) {
    int i, round;
    for (round = 0; round < 100; round++) {
        memset(links, 0, sizeof links);
        for (i = 0; i < count; i++) {
            links[i].next = &links[(i + 1) % count];
            links[i].count = count;
        }
        begun = cycles = 0;
        run_threads(count, ask_link);
        CHECK(cycles == 1);
        CHECK(lazy_waiters.word_ == 0 && lazy_waiters.first_ == NULL);
    }
}

static void two_in_a_circle(void) { circle_of(2); }
static void three_in_a_circle(void) { circle_of(3); }
static void eight_in_a_circle(void) { circle_of(MOST); }

/* ---- No circles ------------------------------------------------------------------------------ */

/* Each cell needs the one before it. A thread that has just computed the earlier cell may get the
 * later one, so that two threads wait for each other, but not at the same time. */
enum { CHAIN = 200 };

struct chain {
    struct lazy lazy;
    int index;
    long value;
};
static struct chain chain[CHAIN];

LAZY_FUNCTION_ const long *chain_of(int index, int *error);
LAZY(chain, long) {
    int error = 0;
    unsigned state = seed * 77u + (unsigned)self->index * 2654435761u + 1;
    const long *before = NULL;
    pause_of(&state);
    if (self->index % 10 != 0) {
        before = chain_of(self->index - 1, &error);
        if (before == NULL) return error;
    }
    pause_of(&state);
    *out = (before != NULL ? *before : 0) + 1;
    return 0;
}
LAZY_FUNCTION_ const long *chain_of(int index, int *error) {
    return chain_get(&chain[index], error);
}

static void ask_chain(int index, unsigned *state) {
    int i;
    for (i = 0; i < CHAIN; i++) {
        const int at = index % 2 ? i : i / 10 * 10 + 9 - i % 10;
        int error = 0;
        const long *const value = chain_get(&chain[at], &error);
        CHECK(value != NULL && *value == at % 10 + 1);
        if (value == NULL) CHECK(error == 0);
        if (random_of(state) % 8 == 0) pause_of(state);
    }
}

static void a_chain_is_no_circle(void) {
    int i, round;
    for (round = 0; round < 60; round++) {
        memset(chain, 0, sizeof chain);
        for (i = 0; i < CHAIN; i++) chain[i].index = i;
        run_threads(THREADS, ask_chain);
    }
}

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    RUN(two_in_a_circle);
    RUN(three_in_a_circle);
    RUN(eight_in_a_circle);
    RUN(a_chain_is_no_circle);
    return failures != 0;
}
