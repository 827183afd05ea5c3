// EXPECT: itertools.h: the gen.h that it includes is of another version
#include "gen.h"
#ifdef MISTAKE
#undef GEN_PRIVATE_ /* an older version did not define it */
#endif
#include "itertools.h"
