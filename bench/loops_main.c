/* Prints, for each loop, the time of the generator's relative to that of the one written by hand: the
 * ratio of the medians of rounds in which both have their turn. */
#define _POSIX_C_SOURCE 199309L /* for clock_gettime */
#include "loops.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ITEMS = 4096, TURNS = 64, ROUNDS = 41 };

static int data_int[ITEMS];
static float data_float[ITEMS];
static double data_double[ITEMS];
static volatile size_t items = ITEMS; /* not known when it is compiled */

/* The array of a type; a range has none. */
#define DATA(T) data_##T
#define data_unsigned data_int
#define data_long data_int

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *ns) {
    qsort(ns, ROUNDS, sizeof *ns, ascending);
    return ns[ROUNDS / 2];
}

/* One turn of a function, each call with a length of its own. */
#define TIME(function, data, R)                                                                    \
    do {                                                                                           \
        const double start = now();                                                                \
        for (size_t i = 0; i < TURNS; i++) sum += (R)function(data, items - 2 * (i % 2));          \
        ns = now() - start;                                                                        \
    } while (0)

#define MEASURE(name, T, R)                                                                        \
    do {                                                                                           \
        double hand[ROUNDS], generated[ROUNDS], ns;                                                \
        volatile R sum = 0;                                                                        \
        const double difference =                                                                  \
            (double)name##_hand(DATA(T), items) - (double)name##_gen(DATA(T), items);              \
        if (fabs(difference) > 1) {                                                                \
            fprintf(stderr, "%s: another result than by hand\n", #name);                           \
            return 1;                                                                              \
        }                                                                                          \
        for (int round = 0; round < ROUNDS; round++) {                                             \
            TIME(name##_hand, DATA(T), R);                                                         \
            hand[round] = ns;                                                                      \
            TIME(name##_gen, DATA(T), R);                                                          \
            generated[round] = ns;                                                                 \
        }                                                                                          \
        printf("%s %f\n", #name, median(generated) / median(hand));                                \
    } while (0);

int main(void) {
    for (int i = 0; i < ITEMS; i++) {
        data_int[i] = i * 7919 % 1000;
        data_float[i] = (float)(i % 16);
        data_double[i] = i % 16;
    }
    LOOPS(MEASURE)
    return 0;
}
