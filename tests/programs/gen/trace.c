/* The trace hooks see every resume and every suspension. They change nothing else. */
#include <stddef.h>
#include <stdint.h>

struct event {
    char kind;
    long point, status;
};
static struct event events[12];
static int n_events;

static void record(char kind, const void *gen, const char *function, long point, long status) {
    struct event *const e = &events[n_events < 12 ? n_events++ : 11];
    (void)gen;
    (void)function;
    e->kind = kind;
    e->point = point;
    e->status = status;
}

#define GEN_TRACE_RESUME(gen, function, point, thrown) \
    record('r', gen, function, (long)(point), thrown)
#define GEN_TRACE_SUSPEND(gen, function, line, point, status) \
    record((line) > 0 ? 's' : '?', gen, function, (long)(point), status)

#include "gen.h"

#include "test.h"

struct traced {
    struct gen gen;
    int error;
};

GEN(traced, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_EXCEPT(self->error) { GEN_SUSPEND(); }
    GEN_END_TRY;
    GEN_END();
}

static void every_resume_and_every_suspension_is_seen(void) {
    static struct traced t;
    int item = 0;
    CHECK_EQ(traced_next(&t, &item), GEN_YIELDED);
    CHECK_EQ(traced_throw(&t, -3, &item), GEN_PENDING);
    CHECK_EQ(traced_next(&t, &item), GEN_DONE);
    CHECK_EQ(n_events, 6);
    CHECK_EQ(events[0].kind, 'r');
    CHECK_EQ(events[0].point, 0);
    CHECK_EQ(events[1].kind, 's');
    CHECK_EQ(events[1].status, GEN_YIELDED);
    CHECK_EQ(events[2].kind, 'r');
    CHECK_EQ(events[2].point, events[1].point);
    CHECK_EQ(events[2].status, -3);
    CHECK_EQ(events[3].kind, 's');
    CHECK_EQ(events[3].status, GEN_PENDING);
    CHECK_EQ(events[4].point, events[3].point);
    CHECK_EQ(events[5].kind, 's');
    CHECK_EQ(events[5].status, GEN_DONE);
}

static void tracing_changes_no_layout(void) { CHECK_EQ(sizeof(struct gen), sizeof(GEN_STATE_T)); }

void run_tests(void) {
    RUN(every_resume_and_every_suspension_is_seen);
    RUN(tracing_changes_no_layout);
}
