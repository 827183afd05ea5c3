// EXPECT: error_GEN_END_is_missing
// LINES: gcc 30, g++ 80
#include "gen.h"

struct g {
    struct gen gen;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(2);
#ifndef MISTAKE
    GEN_END();
#endif
}
