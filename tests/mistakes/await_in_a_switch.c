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
    case 1: GEN_AWAIT(self->n); break;
    default: break;
    }
#else
    if (self->n == 1) GEN_AWAIT(self->n);
#endif
    GEN_END();
}
