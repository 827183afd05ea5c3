// EXPECT: error_ITER_COUNT_T_is_narrower_than_ptrdiff_t
#include <stddef.h>
#ifdef MISTAKE
#define ITER_COUNT_T signed char
#else
#define ITER_COUNT_T ptrdiff_t
#endif
#include "itertools.h"
