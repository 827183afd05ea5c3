// EXPECT: error_ITER_FOLD_holds_fleeting_items_use_ITER_COPY
#include <errno.h>
#include <stdio.h>
#include "itertools.h"

#include "iter_text.h"

ITER_FILE_LINES(lines)
#ifdef MISTAKE
ITER_FOLD(longest, lines, lines_item, item.length > total.length ? item : total)
#else
ITER_FOLD(longest, lines, size_t, item.length > total ? item.length : total)
#endif
