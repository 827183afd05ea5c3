// EXPECT: error_GEN_TRY_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY {
#ifdef MISTAKE
        GEN_TRY { self->n = 2; }
        GEN_EXCEPT(self->n) { self->n = 3; }
        GEN_END_TRY;
#else
        self->n = 2;
#endif
    }
    GEN_END_TRY;
    GEN_END();
}
