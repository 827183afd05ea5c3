// EXPECT: error_ITER_IF_EMPTY_of_items_of_different_types
// LINES: g++ 30, clang++-19 40
#include "more_itertools.h"

ITER_SPAN(ints, int)
#ifdef MISTAKE
ITER_SPAN(others, long)
#else
ITER_SPAN(others, int)
#endif
ITER_IF_EMPTY(some, ints, others)
