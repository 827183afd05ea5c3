// EXPECT: itertools.h: the gen.h that it includes is of another version
#include "gen.h"
#ifdef MISTAKE
#undef GEN_PRIVATE_ /* an older one, which did not have it */
#endif
#include "itertools.h"
