// EXPECT: error_one_handler_for_each_GEN_TRY_nest_them
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
#ifdef MISTAKE
    GEN_TRY { GEN_YIELD(1); }
    GEN_EXCEPT(self->n) { self->n++; }
    GEN_FINALLY { self->n = 0; }
    GEN_END_TRY;
#else
    GEN_TRY {
        GEN_TRY { GEN_YIELD(1); }
        GEN_EXCEPT(self->n) { self->n++; }
        GEN_END_TRY;
    }
    GEN_FINALLY { self->n = 0; }
    GEN_END_TRY;
#endif
    GEN_END();
}
