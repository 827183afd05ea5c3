// EXPECT: error_GEN_FOR_over_another_struct|longs ?\*'
// LINES: gcc 20, g++ 20, clang++-19 20
#include "itertools.h"

ITER_RANGE(naturals, long)
ITER_SPAN(longs, long)

long sum(struct longs *from);
long sum(struct longs *from) {
    long total = 0;
#ifdef MISTAKE
    GEN_FOR (x, naturals, from) total += x;
#else
    GEN_FOR (x, longs, from) total += x;
#endif
    return total;
}
