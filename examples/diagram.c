/* Tracing: draw a generator's state machine as a graph for Graphviz. The hooks are macros that are
 * defined before gen.h is included. Without them, tracing costs nothing. */
#include <stdio.h>

static long resumed_at;

#define GEN_TRACE_RESUME(gen, function, point, thrown) \
    (resumed_at = (long)(point), note_throw(thrown))
#define GEN_TRACE_SUSPEND(gen, function, line, point, status) \
    draw(resumed_at, (long)(point), line, status)

static const char *event = "next";

static void note_throw(int thrown) { event = thrown ? "throw" : "next"; }

static const char *name_of(int status);

static void draw(long from, long to, int line, int status) {
    if (status <= 0) to = -1; /* the end */
    printf("    %ld -> %ld [label=\"%s: %s\"]; // line %d\n", from, to, event, name_of(status),
           line);
}

#include "gen.h"

static const char *name_of(int status) {
    return status == GEN_YIELDED ? "yielded" : status == GEN_PENDING ? "pending" : "done";
}

struct retry {
    struct gen gen;
    int tries, error;
};

GEN(retry, int) {
    GEN_BEGIN();
    for (self->tries = 0; self->tries < 2; self->tries++) {
        GEN_TRY {
            GEN_YIELD(self->tries);
            GEN_RETURN();
        }
        GEN_EXCEPT(self->error) { GEN_SUSPEND(); }
        GEN_END_TRY;
    }
    GEN_END();
}

int main(void) {
    struct retry retry = {.tries = 0};
    int item;
    printf("digraph retry {\n");
    retry_next(&retry, &item);
    retry_throw(&retry, -5, &item);
    retry_next(&retry, &item);
    retry_next(&retry, &item);
    printf("}\n");
    return 0;
}
