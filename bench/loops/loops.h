/* The loops of loops.c, over n items each. `data` is the array of those that need one. */
#ifndef BENCH_LOOPS_H
#define BENCH_LOOPS_H

#include <stddef.h>

/* LOOP(name, type of the item, type of the result) */
#define LOOPS(LOOP) \
    LOOP(sum_unsigned, unsigned, unsigned) \
    LOOP(sum_unsigned_while, unsigned, unsigned) \
    LOOP(sum_int, int, unsigned) \
    LOOP(sum_int_while, int, unsigned) \
    LOOP(sum_long, long, unsigned long) \
    LOOP(sum_long_while, long, unsigned long) \
    LOOP(map, unsigned, unsigned) \
    LOOP(map_while, unsigned, unsigned) \
    LOOP(filter, unsigned, unsigned) \
    LOOP(filter_while, unsigned, unsigned) \
    LOOP(array_sum, int, unsigned) \
    LOOP(array_max, int, int) \
    LOOP(array_filter, int, unsigned) \
    LOOP(dot, int, unsigned) \
    LOOP(float_sum, float, float) \
    LOOP(double_map, double, double) \
    LOOP(finally, int, unsigned) \
    LOOP(yield_from, unsigned, unsigned) \
    LOOP(status, unsigned, unsigned)

#define LOOP_DECLARE(name, T, R) \
    R name##_hand(const void *data, size_t n); \
    R name##_gen(const void *data, size_t n);
LOOPS(LOOP_DECLARE)

#endif /* BENCH_LOOPS_H */
