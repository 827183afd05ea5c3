// Each macro of async.h that takes an expression, in the way of gen.c. See run. The names in this file
// must not be those of async.h. An argument that counts stands alone, because the order in which those
// of one call are evaluated is open.
#include "uses.h"
#include "async.h"

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

struct t_waits {
    struct gen gen;
    struct async_task task;
    struct t_ints t_child;
    struct async_timeout t_timeout;
    struct async_group t_group;
    async_tick t_due;
    int t_got;
};
GEN(t_waits, int) {
    GEN_BEGIN();
    ASYNC_SLEEP(USE(self, &self->task), self->t_due, 1);
    ASYNC_SLEEP(&self->task, *USE(self, &self->t_due), 1);
    ASYNC_SLEEP(&self->task, self->t_due, USE(self, 1));
    ASYNC_SLEEP_UNTIL(USE(self, &self->task), self->t_due);
    ASYNC_SLEEP_UNTIL(&self->task, USE(self, self->t_due));
    ASYNC_EVERY(USE(self, &self->task), self->t_due, 1);
    ASYNC_EVERY(&self->task, *USE(self, &self->t_due), 1);
    ASYNC_EVERY(&self->task, self->t_due, USE(self, 1));
    ASYNC_YIELD(USE(self, &self->task));
    ASYNC_WITHIN(USE(self, &self->task), self->t_timeout, 5, t_ints, &self->t_child, &self->t_got);
    ASYNC_WITHIN(&self->task, *USE(self, &self->t_timeout), 5, t_ints, &self->t_child,
                 &self->t_got);
    ASYNC_WITHIN(&self->task, self->t_timeout, USE(self, 5), t_ints, &self->t_child, &self->t_got);
    ASYNC_WITHIN(&self->task, self->t_timeout, 5, t_ints, USE(self, &self->t_child), &self->t_got);
    ASYNC_WITHIN(&self->task, self->t_timeout, 5, t_ints, &self->t_child, USE(self, &self->t_got));
    ASYNC_GATHER(USE(self, &self->task), self->t_group);
    ASYNC_GATHER(&self->task, *USE(self, &self->t_group));
    ASYNC_SETTLE(USE(self, &self->task), self->t_group);
    ASYNC_SETTLE(&self->task, *USE(self, &self->t_group));
    ASYNC_RACE(USE(self, &self->task), self->t_group);
    ASYNC_RACE(&self->task, *USE(self, &self->t_group));
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
