/* For Eva: an executor with two tasks, the spawn of one, and any three operations. */
#define ASYNC_ALONE
#include "contracts.h"
#include "eva.h"
#define volatile /* Eva would take any value for the stack, but nobody else writes it */
#include "async.h"
#undef volatile

/* It sleeps, yields, waits for the other one, wakes it or cancels it, and fails. */
struct job {
    struct gen gen;
    struct async_task task;
    struct async_task *other;
    async_tick due;
};

GEN(job, char) {
    GEN_BEGIN();
    while (any_int()) {
        ASYNC_SLEEP(&self->task, self->due, (async_tick)any_int());
        GEN_YIELD(1);
        async_cancel(self->other);
        GEN_AWAIT(async_ended(&self->task, self->other) ||
                  async_until(&self->task, (async_tick)any_int()));
    }
    GEN_RAISE(any_int());
    GEN_END();
}
ASYNC_TASK(job)

static void use_task(struct async_task *task) {
    if (task != NULL) use(task->alive_);
}

static void operate(struct async *executor, struct job *job) {
    async_tick due;
    switch (any_int()) {
    case 0: (void)job_spawn(executor, job); break;
    case 1: (void)async_run(executor, (async_tick)any_int()); break;
    case 2: async_wake(&job->task); break;
    case 3: async_cancel(&job->task); break;
    default:
        use(async_status(&job->task));
        use_task(async_failed(executor));
        if (async_next_deadline(executor, &due)) use((int)due);
        use(async_ready(executor));
        break;
    }
}

int main(void) {
    static struct async executor;
    static struct job a, b;
    a.other = &b.task;
    b.other = &a.task;
    (void)job_spawn(&executor, &a);
    //@ loop unroll 3;
    for (int i = 0; i < 3; i++) operate(&executor, any_int() ? &a : &b);
    return 0;
}
