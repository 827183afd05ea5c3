// EXPECT: error_GEN_CALL_outside_GEN_RECURSIVE|a call outside of GEN_RECURSIVE and GEN_STACKED
// LINES: gcc 32, g++ 32
#include "gen_stack.h"

struct walk {
    struct gen gen;
    int depth;
};

#ifdef MISTAKE
GEN(walk, int) {
#else
GEN_RECURSIVE(walks, walk, int) {
#endif
    struct walk deeper = {{0}, 0};
    GEN_BEGIN();
    GEN_YIELD(self->depth);
    deeper.depth = self->depth + 1;
    GEN_CALL(deeper);
    GEN_END();
}
