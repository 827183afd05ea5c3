// EXPECT: a yield or try in a switch|GEN_INSIDE_A_SWITCH_
// COMPILERS: gcc clang g++ clang++
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
#ifdef MISTAKE
    switch (self->n) {
    case 1: GEN_YIELD(1); break;
    default: break;
    }
#else
    if (self->n == 1) GEN_YIELD(1);
#endif
    GEN_END();
}
