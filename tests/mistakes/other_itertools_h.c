// EXPECT: iter_table.h: its itertools.h is of.*iter_testing.h: its itertools.h is of.*iter_text.h: its itertools.h is of.*more_itertools.h: its itertools.h is of
// LINES: 17
#include "itertools.h"
#ifdef MISTAKE
#undef GEN_PRIVATE_
#define GEN_PRIVATE_ 1 /* both gen.h and itertools.h are older versions */
#endif
#include "iter_table.h"
#include "iter_testing.h"
#include "iter_text.h"
#include "more_itertools.h"
