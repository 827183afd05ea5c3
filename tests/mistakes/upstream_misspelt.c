// EXPECT: natruals_is_an_iterator_
// LINES: gcc 250, clang-14 80, clang-19 80, g++ 240, clang++-19 390
#include "itertools.h"

ITER_RANGE(naturals, long)
#ifdef MISTAKE
ITER_MAP(squares, natruals, long, item *item)
#else
ITER_MAP(squares, naturals, long, item *item)
#endif
