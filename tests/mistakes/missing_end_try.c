// EXPECT: error_GEN_END_TRY_is_missing
// LINES: gcc 30, g++ 120
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY { self->n = 0; }
#ifndef MISTAKE
    GEN_END_TRY;
#endif
    GEN_END();
}
