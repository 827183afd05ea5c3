// EXPECT: uninitialized|jump to case label|cannot jump from switch
// LINES: g++ 70, clang++-19 40
// FLAGS: -DGEN_LINT
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
