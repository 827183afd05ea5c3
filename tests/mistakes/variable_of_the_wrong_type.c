// EXPECT: double \*|double\*|argument 2 of 'g_next'|call to 'g_next'
// LINES: gcc 20, clang-14 20, clang-19 20, g++ 20, clang++-19 20
// FLAGS: -Wall -Werror
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(self->n);
    GEN_END();
}

int first(struct g *g);

int first(struct g *g) {
#ifdef MISTAKE
    double item = 0;
#else
    int item = 0;
#endif
    return g_next(g, &item);
}
