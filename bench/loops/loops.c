/* Loops over an inlined generator, <name>_gen, and the same written by hand, <name>_hand. loops.py
 * examines the compiled code. PESSIMISE tests the benchmark itself: it makes generators whose state
 * the compiler cannot follow. */
#include "loops.h"

#include "gen.h"

#ifdef PESSIMISE
#define IN_FRONT() __asm__ volatile("" : : "r"(self) : "memory")
#else
#define IN_FRONT() ((void)0)
#endif

/* The two ways to write a range. */
#define RANGES(T) \
    struct while_##T { \
        struct gen gen; \
        T i, end; \
    }; \
    GEN(while_##T, T) { \
        IN_FRONT(); \
        GEN_BEGIN(); \
        while (self->i < self->end) GEN_YIELD(self->i++); \
        GEN_END(); \
    } \
    struct for_##T { \
        struct gen gen; \
        T i, end; \
    }; \
    GEN(for_##T, T) { \
        IN_FRONT(); \
        GEN_BEGIN(); \
        for (; self->i < self->end; self->i++) GEN_YIELD(self->i); \
        GEN_END(); \
    }
RANGES(unsigned)
RANGES(int)
RANGES(long)

/* A generator of the items of an array. */
#define SPAN(T) \
    struct span_##T { \
        struct gen gen; \
        const T *at, *end; \
    }; \
    GEN(span_##T, T) { \
        IN_FRONT(); \
        GEN_BEGIN(); \
        for (; self->at != self->end; self->at++) GEN_YIELD(*self->at); \
        GEN_END(); \
    }
SPAN(int)
SPAN(float)
SPAN(double)

struct guarded {
    struct gen gen;
    const int *at, *end;
    int closed;
};
GEN(guarded, int) {
    IN_FRONT();
    GEN_BEGIN();
    GEN_TRY {
        for (; self->at != self->end; self->at++) GEN_YIELD(*self->at);
    }
    GEN_FINALLY { self->closed = 1; }
    GEN_END_TRY;
    GEN_END();
}

struct relay {
    struct gen gen;
    struct for_unsigned child;
};
GEN(relay, unsigned) {
    IN_FRONT();
    GEN_BEGIN();
    GEN_YIELD_FROM(for_unsigned, &self->child);
    GEN_END();
}

/* Loops over a range: one by hand, and two with a generator. */
#define OVER_A_RANGE(name, T, R, statement) \
    R name##_hand(const void *data, size_t n) { \
        R sum = 0; \
        (void)data; \
        for (T x = 0; x < (T)n; x++) statement; \
        return sum; \
    } \
    R name##_gen(const void *data, size_t n) { \
        struct for_##T range = {.end = (T)n}; \
        R sum = 0; \
        (void)data; \
        GEN_FOR (x, for_##T, &range) statement; \
        return sum; \
    } \
    R name##_while_hand(const void *data, size_t n) { return name##_hand(data, n); } \
    R name##_while_gen(const void *data, size_t n) { \
        struct while_##T range = {.end = (T)n}; \
        R sum = 0; \
        (void)data; \
        GEN_FOR (x, while_##T, &range) statement; \
        return sum; \
    }
OVER_A_RANGE(sum_unsigned, unsigned, unsigned, sum += x)
OVER_A_RANGE(sum_int, int, unsigned, sum += (unsigned)x)
OVER_A_RANGE(sum_long, long, unsigned long, sum += (unsigned long)x)
OVER_A_RANGE(map, unsigned, unsigned, sum += x ^ (x >> 3))
OVER_A_RANGE(filter, unsigned, unsigned, if (x % 4 == 1) sum += x * 3)

/* Loops over an array. */
#define OVER_AN_ARRAY(name, T, R, statement) \
    R name##_hand(const void *data, size_t n) { \
        R sum = 0; \
        for (const T *at = data, *end = at + n; at != end; at++) { \
            const T x = *at; \
            statement; \
        } \
        return sum; \
    } \
    R name##_gen(const void *data, size_t n) { \
        struct span_##T span = {.at = data, .end = (const T *)data + n}; \
        R sum = 0; \
        GEN_FOR (x, span_##T, &span) { \
            statement; \
        } \
        return sum; \
    }
OVER_AN_ARRAY(array_sum, int, unsigned, sum += (unsigned)x)
OVER_AN_ARRAY(array_max, int, int, sum = x > sum ? x : sum)
OVER_AN_ARRAY(array_filter, int, unsigned, if (x & 1) sum += (unsigned)x)
OVER_AN_ARRAY(float_sum, float, float, sum += x)
OVER_AN_ARRAY(double_map, double, double, sum += x * x + 1)

/* The dot product of the array's two halves. */
unsigned dot_hand(const void *data, size_t n) {
    const int *at = data, *const end = at + n / 2, *other = end;
    unsigned sum = 0;
    for (; at != end; at++) sum += (unsigned)*at * (unsigned)*other++;
    return sum;
}
unsigned dot_gen(const void *data, size_t n) {
    struct span_int span = {.at = data, .end = (const int *)data + n / 2};
    const int *other = span.end;
    unsigned sum = 0;
    GEN_FOR (x, span_int, &span) sum += (unsigned)x * (unsigned)*other++;
    return sum;
}

unsigned finally_hand(const void *data, size_t n) { return array_sum_hand(data, n) + 1; }
unsigned finally_gen(const void *data, size_t n) {
    struct guarded guarded = {.at = data, .end = (const int *)data + n};
    unsigned sum = 0;
    GEN_FOR (x, guarded, &guarded) sum += (unsigned)x;
    return sum + (unsigned)guarded.closed;
}

unsigned yield_from_hand(const void *data, size_t n) { return map_hand(data, n); }
unsigned yield_from_gen(const void *data, size_t n) {
    struct relay relay = {.child = {.end = (unsigned)n}};
    unsigned sum = 0;
    (void)data;
    GEN_FOR (x, relay, &relay) sum += x ^ (x >> 3);
    return sum;
}

unsigned status_hand(const void *data, size_t n) { return map_hand(data, n); }
unsigned status_gen(const void *data, size_t n) {
    struct for_unsigned range = {.end = (unsigned)n};
    unsigned sum = 0;
    int status;
    (void)data;
    GEN_FOR_STATUS (status, x, for_unsigned, &range) sum += x ^ (x >> 3);
    return sum + (unsigned)status;
}
