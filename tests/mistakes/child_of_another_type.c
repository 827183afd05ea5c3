// EXPECT: error_child_yields_items_of_another_type
// LINES: g++ 40, clang++-19 40
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

struct h {
    struct gen gen;
    struct g child;
};

#ifdef MISTAKE
GEN(h, double) {
#else
GEN(h, int) {
#endif
    GEN_BEGIN();
    GEN_YIELD_FROM(g, &self->child);
    GEN_END();
}
