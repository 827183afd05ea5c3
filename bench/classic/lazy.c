/* The lazy ways. */
#include "ways.h"

#include "itertools.h"

ITER_RANGE(numbers, uint64_t)
ITER_MAP(squares, numbers, uint64_t, item *item)
ITER_FILTER(even, squares, item % 2 == 0)
ITER_TAKE(first, even)
ITER_SUM(sum_first, first, uint64_t)
ITER_SUM(sum_even, even, uint64_t)

uint64_t pipeline_first(uint64_t n) {
    struct first it = first(even(squares(numbers(0, n, 1))), FIRST);
    uint64_t sum;
    (void)sum_first(&it, &sum);
    return sum;
}

uint64_t pipeline_all(uint64_t n) {
    struct even it = even(squares(numbers(0, n, 1)));
    uint64_t sum;
    (void)sum_even(&it, &sum);
    return sum;
}

struct all_squares {
    struct gen gen;
    uint64_t i, n;
};

GEN(all_squares, uint64_t) {
    GEN_BEGIN();
    for (; self->i < self->n; self->i++) GEN_YIELD(self->i * self->i);
    GEN_END();
}

struct even_squares {
    struct gen gen;
    struct all_squares from;
    uint64_t square;
};

GEN(even_squares, uint64_t) {
    GEN_BEGIN();
    GEN_FOR_AWAIT (self->square, all_squares, &self->from)
        if (self->square % 2 == 0) GEN_YIELD(self->square);
    GEN_END();
}

uint64_t generators_first(uint64_t n) {
    struct even_squares it = {.from = {.n = n}};
    uint64_t sum = 0;
    int left = FIRST;
    GEN_FOR (square, even_squares, &it) {
        sum += square;
        if (--left == 0) break;
    }
    return sum;
}

uint64_t generators_all(uint64_t n) {
    struct even_squares it = {.from = {.n = n}};
    uint64_t sum = 0;
    GEN_FOR (square, even_squares, &it) sum += square;
    return sum;
}

const struct size sizes[] = {
    {"range", sizeof(struct numbers)},
    {"pipeline", sizeof(struct first)},
    {"generator", sizeof(struct all_squares)},
    {"generators", sizeof(struct even_squares)},
    {NULL, 0},
};
