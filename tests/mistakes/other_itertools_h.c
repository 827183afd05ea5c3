// EXPECT: iter_table.h: its itertools.h is of another version
// LINES: gcc 20, clang-14 20, clang-19 20, g++ 20, clang++-19 20
#include "itertools.h"
#ifdef MISTAKE
#undef GEN_PRIVATE_
#define GEN_PRIVATE_ 1 /* both gen.h and itertools.h are older versions */
#endif
#include "iter_table.h"
#include "iter_testing.h"
#include "iter_text.h"
#include "more_itertools.h"
