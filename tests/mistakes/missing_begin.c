// EXPECT: error_yield_outside_GEN_BEGIN_and_GEN_END
// LINES: 120
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
