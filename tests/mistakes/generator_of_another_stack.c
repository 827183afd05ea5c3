// EXPECT: error_this_generator_is_for_another_stack|cannot convert|no matching function
// LINES: g++ 20, clang++-19 30
#include "gen_stack.h"

GEN_STACK(ints, int)
GEN_STACK(others, int)

struct g {
    struct gen gen;
};

#ifdef MISTAKE
GEN_STACKED(g, others) {
#else
GEN_STACKED(g, ints) {
#endif
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_END();
}

struct h {
    struct gen gen;
    struct g g;
};

GEN_STACKED(h, ints) {
    GEN_BEGIN();
    GEN_DELEGATE(g, &self->g);
    GEN_END();
}
