/* Print, for each loop, the time of the loop over the generator relative to the hand-written loop: the
 * ratio of the medians of many rounds; each round runs both. */
#include "timing.h"

#include "loops.h"

#include <math.h>
#include <stdio.h>

enum { ITEMS = 4096, TURNS = 64, ROUNDS = 41 };

static int data_int[ITEMS];
static float data_float[ITEMS];
static double data_double[ITEMS];
static volatile size_t items = ITEMS; /* unknown to the compiler */

/* The array of a type; a range needs none. */
#define DATA(T) data_##T
#define data_unsigned data_int
#define data_long data_int

/* Time TURNS calls of a function, each with its own length. */
#define TIME(function, data, R) \
    do { \
        const double start = now(); \
        for (size_t i = 0; i < TURNS; i++) sum += (R)function(data, items - 2 * (i % 2)); \
        ns = now() - start; \
    } while (0)

#define MEASURE(name, T, R) \
    do { \
        double hand[ROUNDS], generated[ROUNDS], ns; \
        volatile R sum = 0; \
        const double difference = \
            (double)name##_hand(DATA(T), items) - (double)name##_gen(DATA(T), items); \
        if (fabs(difference) > 1) { \
            fprintf(stderr, "%s: another result than by hand\n", #name); \
            return 1; \
        } \
        for (int round = 0; round < ROUNDS; round++) { \
            TIME(name##_hand, DATA(T), R); \
            hand[round] = ns; \
            TIME(name##_gen, DATA(T), R); \
            generated[round] = ns; \
        } \
        printf("%s %f\n", #name, median(generated, ROUNDS) / median(hand, ROUNDS)); \
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
