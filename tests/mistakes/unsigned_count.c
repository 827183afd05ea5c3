// EXPECT: error_ITER_COUNT_T_must_be_a_signed_integer
#include <stddef.h>
#ifdef MISTAKE
#define ITER_COUNT_T size_t
#else
#define ITER_COUNT_T ptrdiff_t
#endif
#include "itertools.h"
