// Each macro of async_sync.h that takes an expression, in the way of gen.c. See run.
#include "uses.h"
#include "async_sync.h"

static long test_sink;

ASYNC_CHANNEL(t_ints, int)
ASYNC_ITEMS(t_in, t_ints)

struct t_waits {
    struct gen gen;
    struct async_task task;
    struct async_waiter t_waiter;
    struct t_ints t_channel;
    struct t_in t_items;
    int t_slots[2];
    int t_got;
};
GEN(t_waits, int) {
    GEN_BEGIN();
    test_sink += t_ints_init(&self->t_channel, self->t_slots, 2);
    test_sink += t_ints_try_send(&self->t_channel, &self->t_got);
    ASYNC_WAIT(*USE(self, &self->t_waiter), self->t_waiter.status == GEN_PENDING);
    ASYNC_WAIT(self->t_waiter, USE(self, 1));
    test_sink += t_ints_close(&self->t_channel);
    self->t_items.task = &self->task;
    self->t_items.channel = &self->t_channel;
    GEN_FOR_AWAIT (self->t_got, t_in, &self->t_items) test_sink += self->t_got;
    GEN_END();
}
ASYNC_TASK(t_waits)

int main(void) {
    static struct async test_executor;
    static struct t_waits test_waits;
    test_sink += t_waits_spawn(&test_executor, &test_waits);
    while (async_run(&test_executor, 0) > 0) {}
    return uses_wrong();
}
