// EXPECT: error_ITER_PAIRWISE_holds_fleeting_items_use_ITER_COPY
#include "itertools.h"

ITER_SPAN(ints, int)
ITER_BATCH(batches, ints)
#ifdef MISTAKE
ITER_PAIRWISE(pairs, batches)
#else
ITER_COPY(copies, batches, int)
ITER_PAIRWISE(pairs, copies)
#endif
