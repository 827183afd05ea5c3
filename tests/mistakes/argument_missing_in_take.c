// EXPECT: macro "ITER_TAKE" requires 2 arguments|too few arguments
// LINES: clang-14 20, clang-19 20, clang++-19 20
#include "itertools.h"

ITER_RANGE(naturals, long)
#ifdef MISTAKE
ITER_TAKE(first)
#else
ITER_TAKE(first, naturals)
#endif
