/* A source of values, each at a given time, and a task that records the items of a pipeline and the
 * times at which they came. */
#ifndef REPLAY_H
#define REPLAY_H

#include "async_gen.h"

#include "test.h"

static struct async executor;
static async_tick now, start; /* times count from the start, so that they can wrap around */

struct timed {
    async_tick at;
    int value;
};

/* The last element has the time of the end, and the error that is raised then, or 0. */
struct replay {
    struct gen gen;
    struct async_task *task;
    const struct timed *items;
    async_tick due;
    int kept;
};
GEN(replay, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (; self->items->value > 0; self->items++) {
            ASYNC_SLEEP_UNTIL(self->task, start + self->items->at);
            GEN_YIELD(self->items->value);
        }
        ASYNC_SLEEP_UNTIL(self->task, start + self->items->at);
        if (self->items->value < 0) GEN_RAISE(self->items->value);
    }
    GEN_FINALLY_SAVED(self->kept) {
        note('(');
        ASYNC_SLEEP(self->task, self->due, 5);
        note(')');
    }
    GEN_END_TRY;
    GEN_END();
}

#ifdef TEST_STRUCTS_PASSED
static inline struct replay replay_of(struct async_task *task, const struct timed *items) {
    struct replay made = {{0}, NULL, NULL, 0, 0};
    made.task = task;
    made.items = items;
    return made;
}
#else
#define replay_of(task, items) \
    { {0}, task, items, 0, 0 }
#endif

/* MAKE(stage, variable, made); - assign `made`, which is an initialiser where functions cannot
 * return a struct: it has constants only there, so that it takes no stack. */
#ifdef TEST_STRUCTS_PASSED
#define MAKE(stage, variable, made) ((variable) = (made))
#else
#define MAKE(stage, variable, made) \
    do { \
        static const struct stage made_ = made; \
        (variable) = made_; \
    } while (0)
#endif

/* The items that have come: times since the start, and values. */
enum { MOST = 24 };
static struct timed got[MOST];
static int got_count;

static void record(long value) {
    if (got_count >= MOST) return;
    got[got_count].at = (async_tick)(now - start);
    got[got_count++].value = (int)value;
}

/* READER(name, value) - define a task that records the value of each self->item of self->from. */
#define READER(name, value) \
    struct name##_reader { \
        struct gen gen; \
        struct async_task task; \
        struct name from; \
        name##_item item; \
    }; \
    GEN(name##_reader, char) { \
        GEN_BEGIN(); \
        GEN_FOR_AWAIT (self->item, name, &self->from) record((long)(value)); \
        GEN_END(); \
    } \
    ASYNC_TASK(name##_reader)

/* Run the tasks until they have ended, at each deadline; or else at each tick, when `restless` is
 * woken, too. Return the status. */
static gen_status go(struct async_task *restless) {
    gen_status status;
    now = start;
    got_count = 0;
    while ((status = async_run(&executor, now)) > 0) {
        if (status != GEN_PENDING) continue;
        if (restless == NULL) {
            if (!async_next_deadline(&executor, &now)) return status; /* all wait for ever */
        } else {
            now++;
            async_wake(restless);
        }
    }
    return status;
}

/* CHECK_GOT(time, value, time, value...) - check the items that were recorded, and their times. */
#define CHECK_GOT(...) \
    do { \
        static const long expected_[] = {__VA_ARGS__}; \
        int i_; \
        CHECK_EQ(got_count, sizeof expected_ / sizeof expected_[0] / 2); \
        for (i_ = 0; i_ < got_count && i_ < (int)(sizeof expected_ / sizeof expected_[0] / 2); \
             i_++) { \
            CHECK_EQ(got[i_].at, expected_[2 * i_]); \
            CHECK_EQ(got[i_].value, expected_[2 * i_ + 1]); \
        } \
    } while (0)

#endif
