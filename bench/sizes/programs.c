/* The programs whose sizes sizes.py counts. -D<program> chooses one. It has entry functions, the
 * functions that they need, and one state. Nothing calls the entry functions, so the compiler knows
 * nothing about their arguments.
 *
 *     COUNTER_*    count_next(state, &item): 0, 1,... n - 1
 *     GUARDED_*    the same, within a try whose finally switches something off; count_stop(state)
 *                  ends it early
 *     STEP_*       some_of_them_next(state, &item): the samples minus an offset, only the positive
 *                  ones, up to a given number
 *     SUM_*        sum_of_some(data, length, count): the sum of these, computed by a loop
 *     LAZY_*       zero_of_sensor_get(): a value that is computed at the first access;
 *                  LAZY_TWO_* have two types of such values
 *     ONLY_*       a header of which nothing is used
 *
 * With -DFIELDS it has two arrays instead: one as large as all the user's fields of the state
 * together, and one as large as the alignment of the widest of them. */
#include <stddef.h>
#include <stdint.h>

#ifdef FIELDS
#define STATE(type, name) \
    char fields[FIELDS_OF_IT]; \
    struct after_a_byte { \
        char byte; \
        WIDEST it; \
    }; \
    char alignment[offsetof(struct after_a_byte, it)];
#else
#define STATE(type, name) type name;
#endif

/* A peripheral register instead of a variable, so that only the state is in RAM. */
#ifdef __SDCC_mcs51
#define REGISTER(T, address) (*(volatile __xdata T *)(address))
#else
#define REGISTER(T, address) (*(volatile T *)(address))
#endif
#define POWER REGISTER(uint8_t, 0x40)
#define SENSOR REGISTER(uint16_t, 0x42)
#define OTHER_SENSOR REGISTER(uint16_t, 0x44)

/* A protothread: a switch over the line where it resumes. */
struct thread {
    unsigned short line;
};
enum { THREAD_ENDED, THREAD_YIELDED };
#define THREAD_BEGIN() \
    unsigned char yielded = 0; \
    switch (self->thread.line) { \
    case 0:
#define THREAD_YIELD() \
    do { \
        yielded = 1; \
        self->thread.line = __LINE__; \
    case __LINE__: \
        if (yielded) return THREAD_YIELDED; \
    } while (0)
#define THREAD_END() \
    self->thread.line = THREAD_OVER; \
    } \
    return THREAD_ENDED
#define THREAD_OVER 1 /* no yield is on this line */

/* ---- A counter ------------------------------------------------------------------------------- */

#if defined(COUNTER_GEN) || defined(COUNTER_DEFINED)
#define FIELDS_OF_IT (2 * sizeof(uint16_t))
#define WIDEST uint16_t
#include "gen.h"
struct counter {
    struct gen gen;
    uint16_t i, n;
};
STATE(struct counter, state)
#ifdef COUNTER_GEN
GEN(counter, uint16_t) {
    GEN_BEGIN();
    for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}
int count_next(struct counter *self, uint16_t *item) { return counter_next(self, item); }
#else
GEN_DECLARE(counter, uint16_t)
GEN_DEFINE(counter) {
    GEN_BEGIN();
    for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}
#endif
#endif

#ifdef COUNTER_SWITCH
#define FIELDS_OF_IT (2 * sizeof(uint16_t))
#define WIDEST uint16_t
struct counter {
    uint8_t at;
    uint16_t i, n;
};
STATE(struct counter, state)
int count_next(struct counter *self, uint16_t *item) {
    switch (self->at) {
    case 0:
        for (self->i = 0; self->i < self->n; self->i++) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:;
        }
        self->at = 2;
    }
    return 0;
}
#endif

/* ...with a generator's checks: that it is not running already, and that the state is valid. */
#ifdef COUNTER_REFUSING
#define FIELDS_OF_IT (2 * sizeof(uint16_t))
#define WIDEST uint16_t
enum { CREATED, SUSPENDED, ENDED, RUNNING };
enum { E_RUNNING = -1, E_BAD_STATE = -2 };
struct counter {
    uint8_t at;
    uint16_t i, n;
};
STATE(struct counter, state)
int count_next(struct counter *self, uint16_t *item) {
    const uint8_t at = self->at;
    self->at = RUNNING;
    switch (at) {
    case CREATED:
        for (self->i = 0; self->i < self->n; self->i++) {
            *item = self->i;
            self->at = SUSPENDED;
            return 1;
        case SUSPENDED:;
        }
        /* fall through */
    case ENDED: self->at = ENDED; return 0;
    case RUNNING: return E_RUNNING;
    default: self->at = at; return E_BAD_STATE;
    }
}
#endif

#ifdef COUNTER_THREAD
#define FIELDS_OF_IT (2 * sizeof(uint16_t))
#define WIDEST uint16_t
struct counter {
    struct thread thread;
    uint16_t i, n;
};
STATE(struct counter, state)
int count_next(struct counter *self, uint16_t *item) {
    THREAD_BEGIN();
    for (self->i = 0; self->i < self->n; self->i++) {
        *item = self->i;
        THREAD_YIELD();
    }
    THREAD_END();
}
#endif

/* ---- ...in try/finally ----------------------------------------------------------------------- */

#ifdef GUARDED_GEN
#define FIELDS_OF_IT (2 * sizeof(uint16_t))
#define WIDEST uint16_t
#include "gen.h"
struct guarded {
    struct gen gen;
    uint16_t i, n;
};
STATE(struct guarded, state)
GEN(guarded, uint16_t) {
    GEN_BEGIN();
    POWER = 1;
    GEN_TRY {
        for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    }
    GEN_FINALLY { POWER = 0; }
    GEN_END_TRY;
    GEN_END();
}
int count_next(struct guarded *self, uint16_t *item) { return guarded_next(self, item); }
int count_stop(struct guarded *self) { return guarded_close(self); }
#endif

#ifdef GUARDED_SWITCH
#define FIELDS_OF_IT (2 * sizeof(uint16_t))
#define WIDEST uint16_t
struct guarded {
    uint8_t at;
    uint16_t i, n;
};
STATE(struct guarded, state)
int count_next(struct guarded *self, uint16_t *item) {
    switch (self->at) {
    case 0:
        POWER = 1;
        for (self->i = 0; self->i < self->n; self->i++) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:;
        }
        POWER = 0;
        self->at = 2;
    }
    return 0;
}
int count_stop(struct guarded *self) {
    if (self->at == 1) POWER = 0;
    self->at = 2;
    return 0;
}
#endif

#ifdef GUARDED_THREAD
#define FIELDS_OF_IT (2 * sizeof(uint16_t))
#define WIDEST uint16_t
struct guarded {
    struct thread thread;
    uint16_t i, n;
};
STATE(struct guarded, state)
int count_next(struct guarded *self, uint16_t *item) {
    THREAD_BEGIN();
    POWER = 1;
    for (self->i = 0; self->i < self->n; self->i++) {
        *item = self->i;
        THREAD_YIELD();
    }
    POWER = 0;
    THREAD_END();
}
int count_stop(struct guarded *self) {
    if (self->thread.line > THREAD_OVER) POWER = 0;
    self->thread.line = THREAD_OVER;
    return 0;
}
#endif

/* ---- A pipeline ------------------------------------------------------------------------------ */

#define OFFSET 512
#define E_ARGUMENT (-32762)

#if defined(STEP_ITER) || defined(SUM_ITER)
#define ITER_IMPLEMENTATION
#include "itertools.h"
#define FIELDS_OF_IT (sizeof(const int16_t *) + 2 * sizeof(size_t) + sizeof(iter_count))
#define WIDEST const int16_t *
ITER_SPAN(samples, int16_t)
ITER_MAP(centred, samples, int, item - OFFSET)
ITER_FILTER(positive, centred, item > 0)
ITER_TAKE(some, positive)
ITER_SUM(total_of, some, int32_t)
#ifdef STEP_ITER
STATE(struct some, state)
int some_of_them_next(struct some *self, int *item) { return some_next(self, item); }
#else
int32_t sum_of_some(const int16_t *data, size_t length, iter_count count) {
#ifdef __SDCC
    struct some pipeline = {{{{data, length, 0}}}, count};
#else
    struct some pipeline = some(positive(centred(samples(data, length))), count);
#endif
    int32_t total;
    (void)total_of(&pipeline, &total);
    return total;
}
#endif
#endif

#if defined(STEP_HAND) || defined(STEP_REFUSING) || defined(STEP_THREAD)
#define FIELDS_OF_IT (sizeof(const int16_t *) + 2 * sizeof(size_t) + sizeof(ptrdiff_t))
#define WIDEST const int16_t *
struct some {
#ifdef STEP_THREAD
    struct thread thread;
#endif
    const int16_t *data;
    size_t length, at;
    ptrdiff_t count;
};
STATE(struct some, state)
int some_of_them_next(struct some *self, int *item) {
#ifndef STEP_THREAD
#ifdef STEP_REFUSING
    if (self->count < 0) {
        self->count = 0;
        return E_ARGUMENT;
    }
#endif
    while (self->count > 0 && self->at < self->length) {
        const int centred = self->data[self->at++] - OFFSET;
        if (centred > 0) {
            self->count--;
            *item = centred;
            return 1;
        }
    }
    return 0;
#else
    THREAD_BEGIN();
    while (self->count > 0 && self->at < self->length) {
        *item = self->data[self->at++] - OFFSET;
        if (*item > 0) {
            self->count--;
            THREAD_YIELD();
        }
    }
    THREAD_END();
#endif
}
#endif

#if defined(SUM_HAND) || defined(SUM_REFUSING)
#if defined(__SDCC)
#define stop() for (;;)
#else
#define stop() __builtin_trap()
#endif
int32_t sum_of_some(const int16_t *data, size_t length, ptrdiff_t count) {
    int32_t total = 0;
    size_t at;
#ifdef SUM_REFUSING
    if (data == NULL && length != 0) stop();
    if (count < 0) return total;
#endif
    for (at = 0; at < length && count > 0; at++) {
        const int centred = data[at] - OFFSET;
        if (centred > 0) {
            total += centred;
            count--;
        }
    }
    return total;
}
#endif

/* ---- A lazy value ---------------------------------------------------------------------------- */

#if defined(LAZY_CELL) || defined(LAZY_TWO_CELLS) || defined(LAZY_ONE_THREAD)
#define FIELDS_OF_IT sizeof(uint16_t)
#define WIDEST uint16_t
#ifdef LAZY_ONE_THREAD
#define LAZY_NO_THREADS
#endif
#define LAZY_IMPLEMENTATION
#include "lazy.h"
struct zero {
    struct lazy lazy;
    uint16_t value;
};
STATE(struct zero, state)
LAZY(zero, uint16_t) {
    *out = SENSOR;
    return 0;
}
#ifndef FIELDS
const uint16_t *zero_of_sensor_get(void) { return zero_get(&state, NULL); }
#ifdef LAZY_TWO_CELLS
struct span {
    struct lazy lazy;
    uint16_t value;
} other;
LAZY(span, uint16_t) {
    *out = OTHER_SENSOR;
    return 0;
}
const uint16_t *span_of_sensor_get(void) { return span_get(&other, NULL); }
#endif
#endif
#endif

/* A flag by hand: a plain one, and one that interrupt handlers may use too. */
#if defined(LAZY_FLAG) || defined(LAZY_MASKED) || defined(LAZY_TWO_MASKED)
#define FIELDS_OF_IT sizeof(uint16_t)
#define WIDEST uint16_t
#if defined(LAZY_FLAG)
#define MASKED_BEGIN
#define MASKED_END
#elif defined(__AVR__)
#define MASKED_BEGIN \
    uint8_t masked; \
    __asm__ volatile("in %0, __SREG__\n\tcli" : "=r"(masked) : : "memory");
#define MASKED_END __asm__ volatile("out __SREG__, %0" : : "r"(masked) : "memory");
#elif defined(__arm__)
#define MASKED_BEGIN \
    unsigned masked; \
    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(masked) : : "memory");
#define MASKED_END __asm__ volatile("msr primask, %0" : : "r"(masked) : "memory");
#elif defined(__riscv)
#define MASKED_BEGIN \
    unsigned masked; \
    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(masked) : : "memory");
#define MASKED_END __asm__ volatile("csrs mstatus, %0" : : "r"(masked & 8) : "memory");
#else
#define MASKED_BEGIN __critical {
#define MASKED_END }
#endif
struct by_hand {
    uint8_t computed;
    uint16_t value;
};
STATE(struct by_hand, state)
#ifndef FIELDS
#define GET(name, cell, sensor) \
    const uint16_t *name(void) { \
        MASKED_BEGIN \
        if (!cell.computed) { \
            cell.value = sensor; \
            cell.computed = 1; \
        } \
        MASKED_END \
        return &cell.value; \
    }
GET(zero_of_sensor_get, state, SENSOR)
#ifdef LAZY_TWO_MASKED
struct by_hand other;
GET(span_of_sensor_get, other, OTHER_SENSOR)
#endif
#endif
#endif

/* ---- The headers alone ----------------------------------------------------------------------- */

#ifdef ONLY_GEN
#include "gen.h"
#endif
#ifdef ONLY_ITERTOOLS
#include "itertools.h"
#endif
#ifdef ONLY_MORE_ITERTOOLS
#include "more_itertools.h"
#endif
#ifdef ONLY_ITER_TABLE
#include "iter_table.h"
#endif
#ifdef ONLY_ITER_TEXT
#include "iter_text.h"
#endif
#ifdef ONLY_LAZY
#include "lazy.h"
#endif
#ifdef ONLY_LAZY_GRAPH
#include "lazy_graph.h"
#endif
