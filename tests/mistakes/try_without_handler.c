// EXPECT: error_GEN_TRY_without_GEN_EXCEPT_or_GEN_FINALLY
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
#ifndef MISTAKE
    GEN_FINALLY { self->n = 0; }
#endif
    GEN_END_TRY;
    GEN_END();
}
