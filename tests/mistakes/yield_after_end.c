// EXPECT: error_yield_outside_GEN_BEGIN_and_GEN_END|outside of GEN_BEGIN and GEN_END
// LINES: gcc 20, g++ 20
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
#ifdef MISTAKE
    GEN_END();
    GEN_YIELD(2);
#else
    GEN_YIELD(2);
    GEN_END();
#endif
}
