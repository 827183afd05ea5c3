// EXPECT: error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(self->n);
    GEN_END();
}

struct h {
    struct gen gen;
    int n;
    struct g from;
};

GEN(h, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY {
#ifdef MISTAKE
        GEN_FOR_AWAIT (self->n, g, &self->from) self->n++;
#else
        self->n = 2;
#endif
    }
    GEN_END_TRY;
    GEN_END();
}
