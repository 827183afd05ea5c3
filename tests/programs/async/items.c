/* Pipelines over the items of a channel. */
#include "async_sync.h"
#include "itertools.h"

#include "test.h"

ASYNC_CHANNEL(numbers, int)
ASYNC_ITEMS(in, numbers)
ITER_FILTER(odd, in, item % 2)
ITER_MAP(tenfold, odd, int, item * 10)

static struct async executor;
static struct numbers numbers;
static int slots[2];

static gen_status go(void) {
    gen_status status;
    do status = async_run(&executor, 0);
    while (status == GEN_YIELDED);
    return status;
}

static void put(int number) { CHECK_EQ(numbers_try_send(&numbers, &number), GEN_YIELDED); }

struct reader {
    struct gen gen;
    struct async_task task;
    struct tenfold pipeline;
    int number, kept, sum;
};
GEN(reader, char) {
    GEN_BEGIN();
    self->pipeline.odd.in.task = &self->task;
    self->pipeline.odd.in.channel = &numbers;
    GEN_TRY {
        GEN_FOR_AWAIT (self->number, tenfold, &self->pipeline) self->sum += self->number;
    }
    GEN_FINALLY_SAVED(self->kept) {
        static gen_status closed;
        closed = GEN_PENDING;
        GEN_AWAIT(GEN_SHUT(closed, tenfold, &self->pipeline));
    }
    GEN_END_TRY;
    note('.');
    GEN_END();
}
ASYNC_TASK(reader)

static void a_pipeline_runs_over_the_items(void) {
    static struct reader r;
    int i;
    CHECK_EQ(numbers_init(&numbers, slots, 2), GEN_DONE);
    CHECK_EQ(reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(), GEN_PENDING);
    for (i = 1; i < 6; i++) {
        put(i);
        CHECK_EQ(go(), GEN_PENDING);
    }
    CHECK_EQ(r.sum, 90);
    CHECK_EQ(numbers_close(&numbers), GEN_DONE);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_LOG(".");
}

static void a_cancelled_pipeline_leaves_the_queue(void) {
    static struct reader r, other;
    CHECK_EQ(numbers_init(&numbers, slots, 2), GEN_DONE);
    CHECK_EQ(reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(reader_spawn(&executor, &other), GEN_DONE);
    CHECK_EQ(go(), GEN_PENDING);
    put(7); /* for the first one */
    async_cancel(&r.task);
    CHECK_EQ(go(), GEN_PENDING);
    CHECK_EQ(r.sum, 0);
    CHECK_EQ(other.sum, 70);
    CHECK_EQ(numbers_close(&numbers), GEN_DONE);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_LOG(".");
}

static void an_iterator_reports_a_mistake(void) {
    static struct reader r;
    CHECK_EQ(numbers_init(&numbers, slots, 0), GEN_E_ARG);
    CHECK_EQ(reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(), GEN_E_ARG);
    CHECK_EQ(go(), GEN_DONE);
}

void run_tests(void) {
    RUN(a_pipeline_runs_over_the_items);
    RUN(a_cancelled_pipeline_leaves_the_queue);
    RUN(an_iterator_reports_a_mistake);
}
