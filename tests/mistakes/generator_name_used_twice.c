// EXPECT: g_is_already_defined_
// LINES: gcc 620, clang-14 30, clang-19 30, g++ 620, clang++-19 30
#include "gen.h"

struct g {
    struct gen gen;
};

struct h {
    struct gen gen;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_END();
}

#ifdef MISTAKE
GEN(g, int) {
#else
GEN(h, int) {
#endif
    GEN_BEGIN();
    GEN_YIELD(2);
    GEN_END();
}
