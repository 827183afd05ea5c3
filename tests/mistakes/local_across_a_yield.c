// EXPECT: jumps over|crosses|bypasses|uninitialized
// LINES: 63
// FLAGS: -DGEN_LINT
// COMPILERS: gcc clang-14 clang-19 g++ clang++
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
#ifdef MISTAKE
    int i = 0;
    GEN_YIELD(i);
    GEN_YIELD(i + 1);
#else
    self->n = 0;
    GEN_YIELD(self->n);
    GEN_YIELD(self->n + 1);
#endif
    GEN_END();
}
