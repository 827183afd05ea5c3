// EXPECT: error_ITER_INTERLEAVE_of_items_of_different_types
// LINES: g++ 40, clang++-19 40
#include "more_itertools.h"

ITER_SPAN(ints, int)
#ifdef MISTAKE
ITER_SPAN(others, long)
#else
ITER_SPAN(others, int)
#endif
ITER_INTERLEAVE(all, ints, others)
