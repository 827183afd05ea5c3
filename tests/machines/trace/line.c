/* Three tasks and a clock that only they move, so that the trace is the same in each run: a sample is
 * taken every 100 us and filtered, and every fourth one is reported, which takes long. */
#include <stdint.h>

static unsigned long long clock_ns;
#define ASYNC_TRACE_NOW() (clock_ns += 500)

/* trace */
#include "async_trace.h"

static FILE *trace;
#define ASYNC_TRACE(what, task) async_trace(trace, what, task)
#include "async.h"
/* end */

static void work(unsigned microseconds) { clock_ns += microseconds * 1000u; }

static async_tick now(void) { return (async_tick)(clock_ns / 1000); }

struct stage {
    struct gen gen;
    struct async_task task;
    struct stage *next;
    unsigned items;
    async_tick due;
};

static void pass(struct stage *to) {
    to->items++;
    async_wake(&to->task);
}

GEN(stage, char) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(self->items > 0);
        self->items--;
        work(self->next != NULL ? 20 : 150);
        if (self->next != NULL && ++self->due % 4 == 0) pass(self->next);
    }
    GEN_END();
}
ASYNC_TASK(stage)

struct sampler {
    struct gen gen;
    struct async_task task;
    struct stage *next;
    async_tick due;
};

GEN(sampler, char) {
    GEN_BEGIN();
    self->due = async_now(&self->task);
    while (self->due < 1000) {
        work(10);
        pass(self->next);
        ASYNC_EVERY(&self->task, self->due, 100);
    }
    async_cancel(&self->next->task);
    async_cancel(&self->next->next->task);
    GEN_END();
}
ASYNC_TASK(sampler)

int main(int argc, char **argv) {
    static struct async executor;
    static struct stage report, filter = {.next = &report};
    static struct sampler sampler = {.next = &filter};
    gen_status status;
    if (argc > 1) trace = fopen(argv[1], "w");
    /* names */
    async_trace_name(trace, &sampler.task, "sampler");
    async_trace_name(trace, &filter.task, "filter");
    /* end */
    async_trace_name(trace, &report.task, "report");
    sampler_spawn(&executor, &sampler);
    stage_spawn(&executor, &filter);
    stage_spawn(&executor, &report);
    while ((status = async_run(&executor, now())) != GEN_DONE) {
        async_tick due;
        if (status < 0) return 1;
        if (status == GEN_PENDING && async_next_deadline(&executor, &due) && due > now())
            clock_ns = due * 1000ull;
    }
    return trace != NULL && fclose(trace) != 0;
}
