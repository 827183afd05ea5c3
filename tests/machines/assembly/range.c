/* Loops over a generator, and the same loops written by hand: vectorised.cmake compares their
 * assembly. PESSIMISE is for the self-test: it hides the generator's state from the compiler. */
#include "gen.h"

unsigned mixed_gen(unsigned n);
unsigned mixed_hand(unsigned n);
unsigned filtered_gen(unsigned n);
unsigned filtered_hand(unsigned n);

struct range {
    struct gen gen;
    unsigned i, end;
};

GEN(range, unsigned) {
#ifdef PESSIMISE
    __asm__ volatile("" : : "r"(self) : "memory");
#endif
    GEN_BEGIN();
    while (self->i < self->end) GEN_YIELD(self->i++);
    GEN_END();
}

struct counter {
    struct gen gen;
    unsigned i, end;
};

GEN(counter, unsigned) {
    GEN_BEGIN();
    for (; self->i < self->end; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

unsigned mixed_gen(unsigned n) {
    struct range range = {{0}, 0, 0};
    unsigned sum = 0;
    range.end = n;
    GEN_FOR (x, range, &range) sum += x ^ (x >> 3);
    return sum;
}

unsigned mixed_hand(unsigned n) {
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++) sum += i ^ (i >> 3);
    return sum;
}

unsigned filtered_gen(unsigned n) {
    struct counter counter = {{0}, 0, 0};
    unsigned sum = 0;
    counter.end = n;
    GEN_FOR (x, counter, &counter) {
        if (x % 4 == 1) sum += x * 3;
    }
    return sum;
}

unsigned filtered_hand(unsigned n) {
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++)
        if (i % 4 == 1) sum += i * 3;
    return sum;
}
