// EXPECT: error_a_second_GEN_BEGIN
// LINES: gcc 40, clang-14 70, clang-19 70, g++ 170, clang++-19 70
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
