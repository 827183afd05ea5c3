// EXPECT: unknown type name 'item'|'item' does not name a type
// LINES: gcc 140, clang-14 170, clang-19 170, g++ 520, clang++-19 170
#include "itertools.h"

ITER_RANGE(naturals, long)
#ifdef MISTAKE
ITER_MAP(squares, naturals, item *item)
#else
ITER_MAP(squares, naturals, long, item *item)
#endif
