// EXPECT: LAZY_DETECT_DEADLOCK needs threads, and this build has none
#ifdef MISTAKE
#define LAZY_NO_THREADS
#endif
#define LAZY_DETECT_DEADLOCK
#include "lazy.h"
