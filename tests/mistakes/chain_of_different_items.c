// EXPECT: error_ITER_CHAIN_of_items_of_different_types
// QUOTED: g++ clang++-19
// LINES: g++ 40, clang++-19 40
#include "itertools.h"

ITER_SPAN(ints, int)
#ifdef MISTAKE
ITER_SPAN(others, long)
#else
ITER_SPAN(others, int)
#endif
ITER_CHAIN(all, ints, others)
