// Each macro of async_gen.h that takes an expression, in the way of gen.c. See run. The names in this file
// must not be those of async_gen.h. The stages take no expressions.
#include "uses.h"
#include "async_gen.h"

static long test_sink;

struct t_ints {
    struct gen gen;
    int t_at;
};
GEN(t_ints, int) {
    GEN_BEGIN();
    GEN_YIELD(self->t_at);
    GEN_END();
}

ASYNC_TICKER(t_ticker)
ASYNC_MERGE(t_merged, t_ticker, t_ticker)
ASYNC_MERGE_ARRAY(t_calls, t_merged)
ASYNC_DEBOUNCE(t_settled, t_calls)
ASYNC_THROTTLE(t_slowed, t_settled)
ASYNC_BUFFER(t_batches, t_slowed)

struct t_waits {
    struct gen gen;
    struct async_task task;
    struct t_ints t_child;
    struct t_batches t_from;
    struct async_closing t_closing;
    gen_status t_status;
    int t_got;
};
GEN(t_waits, int) {
    GEN_BEGIN();
    GEN_TRY { test_sink++; }
    ASYNC_FINALLY_CLOSE(*USE(self, &self->t_closing), t_ints, &self->t_child);
    GEN_TRY { test_sink++; }
    ASYNC_FINALLY_CLOSE(self->t_closing, t_ints, USE(self, &self->t_child));
    ASYNC_CLOSE(*USE(self, &self->t_closing), t_ints, &self->t_child);
    ASYNC_CLOSE(self->t_closing, t_ints, USE(self, &self->t_child));
    ASYNC_NEXT(*USE(self, &self->t_status), t_ints, &self->t_child, &self->t_got);
    ASYNC_NEXT(self->t_status, t_ints, USE(self, &self->t_child), &self->t_got);
    ASYNC_NEXT(self->t_status, t_ints, &self->t_child, USE(self, &self->t_got));
    ASYNC_NEXT_OR(*USE(self, &self->t_status), t_ints, &self->t_child, self->t_got, 1);
    ASYNC_NEXT_OR(self->t_status, t_ints, USE(self, &self->t_child), self->t_got, 1);
    ASYNC_NEXT_OR(self->t_status, t_ints, &self->t_child, *USE(self, &self->t_got), 1);
    ASYNC_NEXT_OR(self->t_status, t_ints, &self->t_child, self->t_got, USE(self, 1));
    test_sink += self->t_got;
    GEN_END();
}
ASYNC_TASK(t_waits)

int main(void) {
    static struct async test_executor;
    static struct t_waits test_waits;
    async_tick test_now = 0;
    test_sink += t_waits_spawn(&test_executor, &test_waits);
    while (async_run(&test_executor, test_now) > 0) test_now++;
    return uses_wrong();
}
