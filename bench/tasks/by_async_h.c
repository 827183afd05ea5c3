/* An executor of async.h. With ASYNC_ALONE, only its switch. */
#include "ways.h"

#ifdef ASYNC_ALONE
#define async_switch alone_switch
#endif

#include "async.h"

#include <string.h>

enum { FAR = 1000000000 };

struct waits {
    struct gen gen;
    struct async_task task;
    async_tick due, period; /* 0: let the other tasks run; FAR: wait without a deadline */
    size_t polls;
};

GEN(waits, char) {
    GEN_BEGIN();
    for (;;) {
        self->polls++;
        if (self->period == 0) {
            ASYNC_YIELD(&self->task);
        } else if (self->period == FAR) {
            GEN_SUSPEND();
        } else {
            ASYNC_EVERY(&self->task, self->due, self->period);
        }
    }
    GEN_END();
}
ASYNC_TASK(waits)

static struct async executor;
static struct waits all[MOST];

/* Spawn tasks, of which the i-th is first due at first + i, and run them once. */
static void spawn_all(size_t tasks, async_tick first, async_tick period) {
    memset(&executor, 0, sizeof executor);
    memset(all, 0, sizeof all);
    for (size_t i = 0; i < tasks; i++) {
        all[i].period = period;
        all[i].due = first + (async_tick)i - period;
        waits_spawn(&executor, &all[i]);
    }
    async_run(&executor, 0);
}

static size_t polls(size_t tasks) {
    size_t sum = 0;
    for (size_t i = 0; i < tasks; i++) sum += all[i].polls;
    return sum - tasks;
}

size_t async_switch(size_t tasks, size_t times) {
    spawn_all(tasks, 0, 0);
    for (size_t i = 0; i < times; i++) async_run(&executor, 0);
    return polls(tasks);
}

#ifndef ASYNC_ALONE

size_t async_idle(size_t tasks, size_t times) {
    size_t idle = 0;
    spawn_all(tasks, FAR, FAR);
    for (size_t i = 0; i < times; i++) idle += async_run(&executor, 0) == GEN_PENDING;
    return idle + polls(tasks);
}

size_t async_woken(size_t tasks, size_t times) {
    spawn_all(tasks, FAR, FAR);
    for (size_t i = 0, next = 0; i < times; i++, next = next + 1 < tasks ? next + 1 : 0) {
        async_wake(&all[next].task);
        async_run(&executor, 0);
    }
    return polls(tasks);
}

size_t async_next(size_t tasks, size_t times) {
    size_t right = 0;
    async_tick due;
    spawn_all(tasks, FAR, FAR - 1);
    for (size_t i = 0; i < times; i++) right += async_next_deadline(&executor, &due) && due == FAR;
    return right;
}

struct ends {
    struct gen gen;
    struct async_task task;
};

GEN(ends, char) {
    GEN_BEGIN();
    GEN_END();
}
ASYNC_TASK(ends)

size_t async_end(size_t tasks, size_t times) {
    size_t ended = 0;
    static struct ends more;
    spawn_all(tasks, FAR, FAR);
    for (size_t i = 0; i < times; i++) {
        more = (struct ends){0};
        ends_spawn(&executor, &more);
        async_run(&executor, 0);
        ended += async_status(&more.task) == GEN_DONE;
    }
    return ended;
}

size_t async_due(size_t tasks, size_t times) {
    spawn_all(tasks, 1, (async_tick)tasks);
    for (size_t i = 0; i < times; i++) async_run(&executor, (async_tick)i + 1);
    return polls(tasks);
}

#endif
