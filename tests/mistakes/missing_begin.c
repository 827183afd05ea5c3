// EXPECT: error_yield_outside_GEN_BEGIN_and_GEN_END|outside of GEN_BEGIN and GEN_END
// LINES: gcc 150, g++ 150
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
#ifdef MISTAKE
    (void)self;
#else
    GEN_BEGIN();
#endif
    GEN_YIELD(2);
    GEN_END();
}
