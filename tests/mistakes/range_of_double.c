// EXPECT: error_ITER_RANGE_of_no_integer_use_ITER_COUNT
#include "itertools.h"

#ifdef MISTAKE
ITER_RANGE(steps, double)
#else
ITER_COUNT(steps, double)
#endif
