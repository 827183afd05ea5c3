/* The clock and the median, for the programs of the benchmarks. */
#ifndef TIMING_H
#define TIMING_H

#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 199309L /* for clock_gettime; include this file first */
#endif
#include <stdlib.h>
#include <time.h>

/* Return the time in nanoseconds. */
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *of, size_t count) {
    qsort(of, count, sizeof *of, ascending);
    return of[count / 2];
}

#endif
