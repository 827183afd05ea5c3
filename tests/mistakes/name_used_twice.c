// EXPECT: squares_is_already_defined_
// LINES: gcc 650, clang-14 40, clang-19 40, g++ 610, clang++-19 40
#include "itertools.h"

ITER_RANGE(naturals, long)
ITER_MAP(squares, naturals, long, item *item)
#ifdef MISTAKE
ITER_FILTER(squares, naturals, item % 2 == 0)
#else
ITER_FILTER(even, naturals, item % 2 == 0)
#endif
