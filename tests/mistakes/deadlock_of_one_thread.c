// EXPECT: LAZY_DETECT_DEADLOCK is for threads; here nobody waits
#ifdef MISTAKE
#define LAZY_NO_THREADS
#endif
#define LAZY_DETECT_DEADLOCK
#include "lazy.h"
