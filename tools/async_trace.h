/* async_trace.h - record what the tasks of async.h do, for async_chart.py.
 *
 * SPDX-License-Identifier: MIT
 *
 *     #include "async_trace.h"
 *
 *     static FILE *trace;
 *     #define ASYNC_TRACE(what, task) async_trace(trace, what, task)
 *     #include "async.h"
 *
 *     trace = fopen("trace.txt", "w");
 *     async_trace_name(trace, &red.task, "red lamp");
 *     lamp_spawn(&executor, &red);
 *
 * Each event is a line: the time in nanoseconds, the letter that async.h passes, and the address of
 * the task. If the file is NULL, nothing is recorded. Threads may share a file; a signal handler must
 * not write to it. */
#ifndef ASYNC_TRACE_H
#define ASYNC_TRACE_H

#include <stdint.h>
#include <stdio.h>
#include <time.h>

/* The time in nanoseconds, an unsigned long long: define it where the system has another clock. */
#if defined(ASYNC_TRACE_NOW)
#elif defined(CLOCK_MONOTONIC) || defined(TIME_UTC)
#define ASYNC_TRACE_NOW() async_trace_now_()
static inline unsigned long long async_trace_now_(void) {
    struct timespec at;
#ifdef CLOCK_MONOTONIC
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
#else
    (void)timespec_get(&at, TIME_UTC);
#endif
    return (unsigned long long)at.tv_sec * 1000000000u + (unsigned long long)at.tv_nsec;
}
#else
#error "async_trace.h: no clock known here: #define ASYNC_TRACE_NOW(), or compile as C11 or gnu99."
#define ASYNC_TRACE_NOW() 0ull
#endif

static inline void async_trace(FILE *file, int what, const void *task) {
    if (file != NULL)
        (void)fprintf(file, "%llu %c %llx\n", ASYNC_TRACE_NOW(), what,
                      (unsigned long long)(uintptr_t)task);
}

/* Name a task. Without a name, a task is shown by its address. */
static inline void async_trace_name(FILE *file, const void *task, const char *name) {
    if (file != NULL)
        (void)fprintf(file, "%llu n %llx %s\n", ASYNC_TRACE_NOW(),
                      (unsigned long long)(uintptr_t)task, name);
}

#endif
