/* A lazy pipeline: it reads only nine of ten million numbers. */
#include "itertools.h"

#include <stdio.h>

/* clang-format mistakes `item * item` for a declaration. */
// clang-format off
ITER_RANGE(naturals, long)
ITER_MAP(squares, naturals, long, item * item)
ITER_FILTER(even, squares, item % 2 == 0)
ITER_TAKE(first, even)

int main(void) {
    struct first p = first(even(squares(naturals(0, 10000000, 1))), 5);
    GEN_FOR (x, first, &p) printf("%ld ", x);
    printf("\n");
    return 0;
}
