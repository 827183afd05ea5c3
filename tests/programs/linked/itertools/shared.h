/* A pipeline that two files use. With sdcc, only main.c has the functions that stages call: there
 * the tests define ITER_IMPLEMENTATION for every program. */
#ifndef SHARED_H
#define SHARED_H

#include "itertools.h"

ITER_RANGE(naturals, long)
ITER_MAP(squares, naturals, long, item *item)
ITER_FILTER(even, squares, item % 2 == 0)
ITER_TAKE(first, even)
ITER_PAIRWISE(neighbours, first)
ITER_MAP(steps, neighbours, long, item.second - item.first)
ITER_SUM(sum, steps, long)

extern struct steps shared;
long sum_there(void);

#endif
