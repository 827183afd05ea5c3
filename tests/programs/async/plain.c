/* Random tasks, with a list of deadlines, for one thread, and with the checks for debugging. */
#ifndef ASYNC_PLAIN_TIMERS
#define ASYNC_PLAIN_TIMERS
#endif
#ifndef ASYNC_ALONE
#define ASYNC_ALONE
#endif
#ifndef GEN_DEBUG
#define GEN_DEBUG
#endif
#include "schedule.h"

void run_tests(void) { RUN(both_do_the_same); }
