// EXPECT: error_ITER_DYN_OF_items_of_another_type
// LINES: g++ 30, clang++-19 30
#include "itertools.h"

ITER_SPAN(ints, int)
#ifdef MISTAKE
ITER_SPAN(others, long)
#else
ITER_SPAN(others, int)
#endif
ITER_DYN(any, int)
ITER_DYN_OF(any, others)
