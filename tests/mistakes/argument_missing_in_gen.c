// EXPECT: macro "GEN" requires 2 arguments|too few arguments
// LINES: clang-14 20, clang-19 20, clang++-19 20
#include "gen.h"

struct g {
    struct gen gen;
};

#ifdef MISTAKE
GEN(g) {
#else
GEN(g, int) {
#endif
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_END();
}
