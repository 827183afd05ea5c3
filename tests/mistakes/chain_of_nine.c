// EXPECT: error_ITER_CHAIN_takes_2_to_8
#include "itertools.h"

ITER_RANGE(r, long)
#ifdef MISTAKE
ITER_CHAIN(all, r, r, r, r, r, r, r, r, r)
#else
ITER_CHAIN(all, r, r, r, r, r, r, r, r)
#endif
