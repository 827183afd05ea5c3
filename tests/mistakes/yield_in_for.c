// EXPECT: error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT|jump to case label|cannot jump from switch
// LINES: g++ 90, clang++-19 80
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
#ifdef MISTAKE
    GEN_FOR (x, g, &self->from) GEN_YIELD(2 * x);
#else
    GEN_FOR_AWAIT (self->n, g, &self->from) GEN_YIELD(2 * self->n);
#endif
    GEN_END();
}
