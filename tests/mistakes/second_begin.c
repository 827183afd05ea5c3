// EXPECT: error_a_second_GEN_BEGIN
// LINES: gcc 33, clang-14 43, clang-19 43, g++ 141, clang++-19 43
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
#ifdef MISTAKE
    GEN_BEGIN();
#else
    self->n = 1;
#endif
    GEN_END();
}
