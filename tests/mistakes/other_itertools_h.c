// EXPECT: iter_testing.h: the itertools.h that it includes is of another version
#include "itertools.h"
#ifdef MISTAKE
#undef GEN_PRIVATE_
#define GEN_PRIVATE_ 1 /* both gen.h and itertools.h are older versions */
#endif
#include "iter_testing.h"
