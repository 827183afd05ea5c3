// EXPECT: error_yield_outside_GEN_BEGIN_and_GEN_END|outside of GEN_BEGIN and GEN_END
// LINES: gcc 40, g++ 90
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
#ifdef MISTAKE
    GEN_YIELD(1);
    GEN_BEGIN();
#else
    GEN_BEGIN();
    GEN_YIELD(1);
#endif
    GEN_YIELD(2);
    GEN_END();
}
