/* Loops over an inlined generator, each beside the loop that one would write by hand. They are
 * compiled and looked at by loops.cmake: generator_<name> is to be as good as hand_<name>. (bench/
 * counts what they execute.) What is summed has no closed form that a compiler might find instead. */
#include "gen.h"

struct up { /* in the form of `for` */
    struct gen gen;
    unsigned i, end;
};
GEN(up, unsigned) {
    GEN_BEGIN();
    for (; self->i < self->end; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

struct up_while { /* moved on before the yield */
    struct gen gen;
    unsigned i, end;
};
GEN(up_while, unsigned) {
    GEN_BEGIN();
    while (self->i < self->end) GEN_YIELD(self->i++);
    GEN_END();
}

struct up_int {
    struct gen gen;
    int i, end;
};
GEN(up_int, int) {
    GEN_BEGIN();
    for (; self->i < self->end; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

struct each {
    struct gen gen;
    const int *at, *end;
};
GEN(each, int) {
    GEN_BEGIN();
    for (; self->at != self->end; self->at++) GEN_YIELD(*self->at);
    GEN_END();
}

struct guarded {
    struct gen gen;
    unsigned i, end;
    unsigned *released;
};
GEN(guarded, unsigned) {
    GEN_BEGIN();
    GEN_TRY {
        for (; self->i < self->end; self->i++) GEN_YIELD(self->i);
    } GEN_FINALLY {
        ++*self->released;
    } GEN_END_TRY;
    GEN_END();
}

/* ---- Each by hand, and by a generator -------------------------------------------------------- */

unsigned hand_sum(unsigned n);
unsigned hand_sum(unsigned n) {
    unsigned sum = 0;
    for (unsigned x = 0; x < n; x++) sum += x ^ (x >> 3);
    return sum;
}

unsigned generator_sum(unsigned n);
unsigned generator_sum(unsigned n) {
    struct up up = {.end = n};
    unsigned sum = 0;
    GEN_FOR (x, up, &up) sum += x ^ (x >> 3);
    return sum;
}

unsigned hand_sum_while(unsigned n);
unsigned hand_sum_while(unsigned n) {
    unsigned sum = 0, i = 0;
    while (i < n) {
        const unsigned x = i++;
        sum += x ^ (x >> 3);
    }
    return sum;
}

unsigned generator_sum_while(unsigned n);
unsigned generator_sum_while(unsigned n) {
    struct up_while up = {.end = n};
    unsigned sum = 0;
    GEN_FOR (x, up_while, &up) sum += x ^ (x >> 3);
    return sum;
}

unsigned hand_sum_int(int from, int end);
unsigned hand_sum_int(int from, int end) {
    unsigned sum = 0;
    for (int x = from; x < end; x++) sum += (unsigned)(x ^ (x >> 3));
    return sum;
}

unsigned generator_sum_int(int from, int end);
unsigned generator_sum_int(int from, int end) {
    struct up_int up = {.i = from, .end = end};
    unsigned sum = 0;
    GEN_FOR (x, up_int, &up) sum += (unsigned)(x ^ (x >> 3));
    return sum;
}

unsigned hand_filter_map(unsigned n);
unsigned hand_filter_map(unsigned n) {
    unsigned sum = 0;
    for (unsigned x = 0; x < n; x++)
        if (x % 3) sum += x * x;
    return sum;
}

unsigned generator_filter_map(unsigned n);
unsigned generator_filter_map(unsigned n) {
    struct up up = {.end = n};
    unsigned sum = 0;
    GEN_FOR (x, up, &up)
        if (x % 3) sum += x * x;
    return sum;
}

unsigned hand_array(const int *items, size_t n);
unsigned hand_array(const int *items, size_t n) {
    unsigned sum = 0;
    for (const int *at = items; at != items + n; at++) sum += (unsigned)(*at ^ (*at >> 3));
    return sum;
}

unsigned generator_array(const int *items, size_t n);
unsigned generator_array(const int *items, size_t n) {
    struct each each = {.at = items, .end = items + n};
    unsigned sum = 0;
    GEN_FOR (x, each, &each) sum += (unsigned)(x ^ (x >> 3));
    return sum;
}

unsigned hand_finally(unsigned n, unsigned *released);
unsigned hand_finally(unsigned n, unsigned *released) {
    unsigned sum = 0;
    for (unsigned x = 0; x < n; x++) sum += x ^ (x >> 3);
    ++*released;
    return sum;
}

unsigned generator_finally(unsigned n, unsigned *released);
unsigned generator_finally(unsigned n, unsigned *released) {
    struct guarded guarded = {.end = n, .released = released};
    unsigned sum = 0;
    GEN_FOR (x, guarded, &guarded) sum += x ^ (x >> 3);
    return sum;
}
