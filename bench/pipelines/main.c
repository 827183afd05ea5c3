/* Count or time each function of pipelines.c.
 *
 *     pipelines <items>   call each once, from a function count_<name>_<form>, under callgrind
 *     pipelines           print the name of each and the time relative to the hand-written loop:
 *                         the ratio of the medians of many rounds; each round runs all of them
 */
#include "timing.h"

#include "pipelines.h"

#include <stdio.h>

enum { ITEMS = 14400, TURNS = 4, ROUNDS = 15, FORMS = 5 };

static int items[ITEMS], others[ITEMS], runs[ITEMS], sorted[ITEMS], sorted_too[ITEMS];
static int streams[STREAMS][ITEMS / STREAMS];
static struct row short_rows[ITEMS / SHORT_ITEMS * SHORT_ROWS];
static struct row long_rows[ITEMS / LONG_ITEMS * LONG_ROWS];
static struct data data = {items, others, runs, sorted, sorted_too, {NULL}, short_rows, long_rows};

static void divide(struct row *rows, const size_t *lengths, size_t count, size_t in_all) {
    for (size_t i = 0, at = 0; at < in_all; at += rows[i++].length) {
        rows[i].data = items + at;
        rows[i].length = lengths[i % count];
    }
}

static void fill(void) {
    static const size_t short_lengths[SHORT_ROWS] = {3, 1, 7, 2, 8, 5, 4, 6};
    static const size_t long_lengths[LONG_ROWS] = {97, 104, 93, 106};
    divide(short_rows, short_lengths, SHORT_ROWS, ITEMS);
    divide(long_rows, long_lengths, LONG_ROWS, ITEMS);
    for (int i = 0; i < ITEMS; i++) {
        items[i] = i * 7919 % 1000;
        others[i] = i * 104729 % 1000;
        sorted[i] = i * 3 + items[i] % 5;
        sorted_too[i] = i * 3 + others[i] % 5;
    }
    for (int i = 0; i < STREAMS; i++) {
        for (int j = 0; j < ITEMS / STREAMS; j++)
            streams[i][j] = STREAMS * j + (items[j] + i * 104729) % 1000 % STREAMS;
        data.streams[i] = streams[i];
    }
    for (int i = 0, run = 0; i < ITEMS; run++)
        for (size_t j = 0; j < short_lengths[run % SHORT_ROWS]; j++) runs[i++] = run * 7919 % 1000;
}

static volatile unsigned result;
static volatile size_t n;

/* A separate function for each, so that the compiler cannot merge two of them. */
#define COUNT(function) \
    static __attribute__((noinline)) void count_##function(void) { result = function(&data, n); }
#define COUNT_TWO(name) COUNT(name##_hand) COUNT(name##_iter)
PIPELINES(COUNT_TWO)
COMPARED(COUNT_TWO)
COMBINED(COUNT_TWO)
#define COUNT_FOLD(name) COUNT(name##_fold)
COMPARED(COUNT_FOLD)
COMBINED(COUNT_FOLD)
#ifdef RUST
#define COUNT_RUST(name) COUNT(name##_rust) COUNT(name##_rust_fold)
COMPARED(COUNT_RUST)
COMBINED(COUNT_RUST)
#define RUST_FORMS(name) \
    {"rust", count_##name##_rust}, { "rust_fold", count_##name##_rust_fold }
#else
#define RUST_FORMS(name) \
    { NULL, NULL }
#endif

static const struct pipeline {
    const char *name;
    struct {
        const char *form;
        void (*count)(void);
    } forms[FORMS];
} pipelines[] = {
#define TWO_FORMS(name) {#name, {{"hand", count_##name##_hand}, {"iter", count_##name##_iter}}},
    PIPELINES(TWO_FORMS)
#define ALL_FORMS(name) \
    {#name, \
     {{"hand", count_##name##_hand}, \
      {"iter", count_##name##_iter}, \
      {"fold", count_##name##_fold}, \
      RUST_FORMS(name)}},
        COMPARED(ALL_FORMS) COMBINED(ALL_FORMS)};

static void measure(const struct pipeline *pipeline) {
    double ns[FORMS][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        for (int form = 0; form < FORMS && pipeline->forms[form].count != NULL; form++) {
            double start;
            ns[form][round] = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                get_ready(&data, n);
                start = now();
                pipeline->forms[form].count();
                ns[form][round] += now() - start;
            }
        }
    }
    const double by_hand = median(ns[0], ROUNDS);
    for (int form = 1; form < FORMS && pipeline->forms[form].count != NULL; form++)
        printf("%s_%s %f\n", pipeline->name, pipeline->forms[form].form,
               median(ns[form], ROUNDS) / by_hand);
}

int main(int argc, char **argv) {
    const int timed = argc < 2;
    n = timed ? ITEMS : (size_t)atol(argv[1]);
    fill();
    for (size_t i = 0; i < sizeof pipelines / sizeof *pipelines; i++) {
        const struct pipeline *const pipeline = &pipelines[i];
        unsigned by_hand = 0;
        for (int form = 0; form < FORMS && pipeline->forms[form].count != NULL; form++) {
            get_ready(&data, n);
            pipeline->forms[form].count();
            if (form == 0) by_hand = result;
            if (result == by_hand) continue;
            fprintf(stderr, "%s_%s: another result than by hand\n", pipeline->name,
                    pipeline->forms[form].form);
            return 1;
        }
        if (timed) measure(pipeline);
    }
    return 0;
}
