// EXPECT: GEN_NO_YIELD_IN_A_SWITCH_
// QUOTED: gcc clang-14 clang-19 g++ clang++-19
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
#ifdef MISTAKE
    switch (self->n) {
    case 1: GEN_TRY { self->n++;
        }
        GEN_FINALLY { self->n = 0; }
        GEN_END_TRY;
        break;
    default: break;
    }
#else
    if (self->n == 1) {
        GEN_TRY { self->n++; }
        GEN_FINALLY { self->n = 0; }
        GEN_END_TRY;
    }
#endif
    GEN_YIELD(self->n);
    GEN_END();
}
