// EXPECT: iter_table.h: its itertools.h is of another version
// LINES: gcc 16, clang-14 17, clang-19 17, g++ 16, clang++-19 17
#include "itertools.h"
#ifdef MISTAKE
#undef GEN_PRIVATE_
#define GEN_PRIVATE_ 1 /* both gen.h and itertools.h are older versions */
#endif
#include "iter_table.h"
#include "iter_testing.h"
#include "iter_text.h"
#include "more_itertools.h"
