// EXPECT: error_ITER_CHAIN_takes_2_to_8
#include "itertools.h"

ITER_RANGE(naturals, long)
#ifdef MISTAKE
ITER_CHAIN(all, naturals)
#else
ITER_CHAIN(all, naturals, naturals)
#endif
