// EXPECT: ITER_TABLE_SPARE must be at least 2
#ifdef MISTAKE
#define ITER_TABLE_SPARE 1
#else
#define ITER_TABLE_SPARE 2
#endif
#include "iter_table.h"
