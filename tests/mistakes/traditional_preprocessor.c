// EXPECT: gen.h: compile with /Zc:preprocessor
#ifdef MISTAKE
#define _MSVC_TRADITIONAL 1 /* as MSVC does by default */
#else
#define _MSVC_TRADITIONAL 0
#endif
#include "gen.h"
