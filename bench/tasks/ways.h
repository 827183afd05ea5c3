/* The work of an executor, so many times, among so many tasks. */
#ifndef WAYS_H
#define WAYS_H

#include <stddef.h>

/* The most tasks at a time. */
#define MOST 100001

#ifdef __cplusplus
extern "C" {
#endif

/* Each task goes on, and lets the others run: `times` rounds. Return the number of switches. */
size_t async_switch(size_t tasks, size_t times);
size_t alone_switch(size_t tasks, size_t times);
size_t cpp20_switch(size_t tasks, size_t times);

/* All tasks wait. Return how often it went right. */
size_t async_idle(size_t tasks, size_t times);  /* a run in which none is ready */
size_t async_woken(size_t tasks, size_t times); /* a wake, and a run that polls the task */
size_t async_end(size_t tasks, size_t times);   /* a spawn, and a run in which that task ends */

/* Each task has a deadline, at another time. */
size_t async_next(size_t tasks, size_t times); /* the next deadline */
size_t async_due(size_t tasks, size_t times);  /* a run that polls the task that is due */

#ifdef __cplusplus
}
#endif

#endif
