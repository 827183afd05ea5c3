/* Tasks that wait in many ways, for the commands of tools/gen_gdb.py. `run` looks for the lines that
 * end in a mark, and stops in stop(). */
#include "async.h"
#include "gen_stack.h"

#define PAUSE(task, ticks) ASYNC_SLEEP(task, self->due, ticks)
#define NOTHING GEN_YIELD(0)

struct sensor {
    struct gen gen;
    int ready, value;
};

GEN(sensor, int) {
    GEN_BEGIN();
#if 0
    GEN_YIELD(0); // this point is no point: "GEN_YIELD(0);"
#endif
    if (self->value < 0) NOTHING;
    GEN_TRY {
        for (;;) {
            GEN_AWAIT(self->ready); // sensor
            GEN_YIELD(self->value);
        }
    }
    GEN_FINALLY { self->ready = 0; }
    GEN_END_TRY;
    GEN_END();
}

struct filter {
    struct gen gen;
    struct sensor sensor;
    int kept, closed;
};

GEN(filter, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD_FROM(sensor, &self->sensor); // filter
    }
    GEN_FINALLY_SAVED(self->kept) {
        GEN_AWAIT(self->closed); // filter is closed
    }
    GEN_END_TRY;
    GEN_END();
}

struct visit {
    struct gen gen;
    int depth;
};

GEN_RECURSIVE(walk, visit, int) {
    GEN_BEGIN();
    if (self->depth > 0) GEN_CALL((struct visit){.depth = self->depth - 1}); // walk calls
    GEN_YIELD(self->depth);                                                  // walk
    GEN_END();
}

GEN_STACK(numbers, int)

struct one {
    struct gen gen;
    int number;
};

GEN_STACKED(one, numbers) {
    GEN_BEGIN();
    GEN_YIELD(self->number); // one
    GEN_END();
}

struct two {
    struct gen gen;
    struct one one;
};

GEN_STACKED(two, numbers) {
    GEN_BEGIN();
    GEN_DELEGATE(one, &self->one); // two
    GEN_END();
}

struct reader {
    struct gen gen;
    struct async_task task;
    struct filter filter;
    int item;
};

GEN(reader, char) {
    GEN_BEGIN();
    GEN_FOR_AWAIT (self->item, filter, &self->filter) { // reader
        GEN_YIELD('.');
    }
    GEN_END();
}
ASYNC_TASK(reader)

struct pair {
    struct gen gen;
    struct async_task task;
    struct sensor left, right;
    gen_status left_status, right_status;
    int item;
    async_tick due;
    struct async_timeout timeout;
};

GEN(pair, char) {
    GEN_BEGIN();
    PAUSE(&self->task, 70); // pair sleeps
    self->left_status = self->right_status = GEN_PENDING;
    GEN_AWAIT(GEN_PULL(self->left_status, sensor, &self->left, &self->item) & // pair
              GEN_PULL(self->right_status, sensor, &self->right, &self->item));
    ASYNC_WITHIN(&self->task, self->timeout, 100, sensor, &self->right, &self->item);
    self->right.ready = 0;
    ASYNC_WITHIN(&self->task, self->timeout, 100, // pair has a timeout
                 sensor, &self->right, &self->item);
    GEN_END();
}
ASYNC_TASK(pair)

struct sleeper {
    struct gen gen;
    struct async_task task;
    async_tick due;
};

GEN(sleeper, char) {
    GEN_BEGIN();
    ASYNC_SLEEP(&self->task, self->due, 1000); // sleeper
    GEN_END();
}
ASYNC_TASK(sleeper)

struct waiter {
    struct gen gen;
    struct async_task task;
    struct async_task *other;
};

GEN(waiter, char) {
    GEN_BEGIN();
    GEN_AWAIT(async_ended(&self->task, self->other)); // waiter
    GEN_RAISE(-40);
    GEN_END();
}
ASYNC_TASK(waiter)

static struct visit frames[] = {{.depth = 1}, {.depth = 0}};
static struct walk walk = {.frames = frames, .capacity = 2};
static struct two two;
static struct numbers_link links[2] = {GEN_LINK(two, &two)};
static struct numbers numbers = {.links = links, .capacity = 2}, empty;

static struct async executor;
static struct reader reader, cancelled;
static struct pair pair;
static struct sleeper left, right;
static struct waiter waiter;

/* The compiler must keep all that this function might read. */
__attribute__((__noinline__)) static void stop(void) {
    __asm__ volatile("" ::"r"(&walk), "r"(&numbers), "r"(&empty) : "memory");
}

int main(void) {
    int item;
    (void)walk_next(&walk, &item);
    (void)numbers_next(&numbers, &item);
    (void)numbers_next(&empty, &item);
    reader_spawn(&executor, &reader);
    reader_spawn(&executor, &cancelled);
    pair_spawn(&executor, &pair);
    sleeper_spawn(&executor, &left);
    sleeper_spawn(&executor, &right);
    waiter.other = &pair.task;
    waiter_spawn(&executor, &waiter);
    stop();
    while (async_run(&executor, 10) == GEN_YIELDED) {}
    async_cancel(&cancelled.task);
    stop();
    while (async_run(&executor, 80) == GEN_YIELDED) {}
    stop();
    pair.left.ready = 1;
    async_wake(&pair.task);
    while (async_run(&executor, 90) == GEN_YIELDED) {}
    stop();
    pair.right.ready = 1;
    async_wake(&pair.task);
    while (async_run(&executor, 100) == GEN_YIELDED) {}
    stop();
    while (async_run(&executor, 200) == GEN_YIELDED) {}
    stop();
    return 0;
}
