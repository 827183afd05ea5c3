/* A user's program that keeps the rules itself, so that each violation found is in the headers. */
#include "async_gen.h"
#include "async_sync.h"
#include "gen_stack.h"
#include "iter_table.h"
#include "iter_text.h"
#include "lazy_graph.h"
#include "lazy_library.h"
#include "lazy_shared.h"
#include "more_itertools.h"

struct countdown {
    struct gen gen;
    int32_t n;
};

GEN(countdown, int32_t) {
    GEN_BEGIN();
    while (self->n > 0) {
        GEN_YIELD(self->n);
        self->n--;
    }
    GEN_END();
}

struct echo {
    struct gen gen;
    struct countdown child;
    int32_t item;
    int32_t error;
    int32_t saved;
    int32_t open;
    int32_t ready;
};

GEN_RECV(echo, int32_t, int32_t) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD(0);
        if (sent != NULL) {
            self->item = *sent;
        }
        if (self->item < 0) {
            GEN_RAISE(-1);
        }
    }
    GEN_EXCEPT(self->error) { self->item = 0; }
    GEN_END_TRY;
    GEN_TRY { GEN_AWAIT(self->ready != 0); }
    GEN_FINALLY { self->open = 0; }
    GEN_END_TRY;
    GEN_TRY { GEN_YIELD_FROM(countdown, &self->child); }
    GEN_FINALLY_SAVED(self->saved) { GEN_SUSPEND(); }
    GEN_END_TRY;
    GEN_FOR_AWAIT (self->item, countdown, &self->child) {
        GEN_YIELD(self->item);
    }
    GEN_RETURN();
    GEN_END();
}

struct level {
    struct gen gen;
    int32_t left;
};

GEN_RECURSIVE(tree, level, int32_t) {
    GEN_BEGIN();
    if (self->left > 0) {
        const struct level next = {{0U}, self->left - 1};
        GEN_CALL(next);
    }
    GEN_YIELD(self->left);
    GEN_END();
}

struct lamp {
    struct gen gen;
    struct async_task task;
    async_tick due;
};

GEN(lamp, int32_t) {
    GEN_BEGIN();
    ASYNC_SLEEP(&self->task, self->due, 5U);
    GEN_END();
}
ASYNC_TASK(lamp)

ASYNC_CHANNEL(numbers, int32_t)
ASYNC_ITEMS(received, numbers)

struct shares {
    struct gen gen;
    struct async_task task;
    struct async_waiter waiter;
    struct async_mutex *mutex;
    struct async_event *event;
};

GEN(shares, int32_t) {
    GEN_BEGIN();
    ASYNC_WAIT(self->waiter, async_event_wait(&self->task, self->event, &self->waiter) != 0);
    ASYNC_WAIT(self->waiter, async_lock(&self->task, self->mutex, &self->waiter) != 0);
    (void)async_unlock(self->mutex, &self->waiter);
    GEN_END();
}
ASYNC_TASK(shares)

ASYNC_TICKER(ticker)
ASYNC_THROTTLE(slowed, ticker)
ASYNC_DEBOUNCE(settled, slowed)
ASYNC_MERGE(merged, settled, ticker)
ASYNC_MERGE_ARRAY(calls, merged)
ASYNC_BUFFER(batches, calls)

struct receiver {
    struct gen gen;
    struct batches from;
    batches_item batch;
    struct async_closing closing;
    gen_status status;
};

GEN(receiver, int32_t) {
    GEN_BEGIN();
    GEN_TRY { ASYNC_NEXT_OR(self->status, batches, &self->from, self->batch, self->batch); }
    ASYNC_FINALLY_CLOSE(self->closing, batches, &self->from);
    GEN_END();
}

ITER_RANGE(naturals, int32_t)
ITER_MAP(halves, naturals, int32_t, item / 2)
ITER_FILTER(small, halves, item < 1000)
ITER_WINDOW(pairs, small)
ITER_TAKE(some, small)
ITER_SUM(sum_of_some, some, int32_t)
ITER_UNIQUE(distinct, small, int32_t, item, (size_t)key, key == other)
ITER_SMALLEST(least, distinct, b < a)
ITER_LINES(lines)
ITER_PEEKABLE(peekable, lines)
ITER_PAD(padded, small)

struct area {
    struct lazy lazy;
    int32_t side;
    int32_t value;
};

LAZY(area, int32_t) {
    *out = self->side * self->side;
    return 0;
}

struct side {
    struct lazy_node lazy;
    int32_t value;
};
LAZY_INPUT(side, int32_t, *was == *now)

struct scaled {
    struct lazy_node lazy;
    struct side *side;
    int32_t factor;
    int32_t value;
};
LAZY_DERIVED(scaled, int32_t, *was == *now, (side, side)) {
    *out = self->factor * *side;
    return 0;
}

LAZY_LIBRARY(libc, "libc.so.6")
LAZY_SYMBOL(user_number, libc, "getuid", uint32_t, (void))
LAZY_SHARED(shared, naturals)

int32_t program(struct countdown *first, struct area *cell);
int32_t program(struct countdown *first, struct area *cell) {
    int32_t total = 0;
    int error = 0;
    const int32_t *const value = area_get(cell, &error);
    GEN_FOR (n, countdown, first) {
        total += n;
    }
    if (value != NULL) {
        total += *value;
    }
    return total;
}
