/* Random tasks, with a heap of deadlines. */
#include "schedule.h"

void run_tests(void) { RUN(both_do_the_same); }
