// EXPECT: error_write_a_dependency_in_parentheses
// LINES: gcc 20, clang-14 20, clang-19 20, g++ 20, clang++-19 20
#include "lazy_graph.h"

struct side {
    struct lazy_node lazy;
    int value;
};
LAZY_INPUT(side, int, *was == *now)

struct area {
    struct lazy_node lazy;
    struct side *a, *b, *c, *d, *e, *f, *g, *h, *i;
    int value;
};

#ifdef MISTAKE
LAZY_DERIVED(area, int, *was == *now, side, a) {
#else
LAZY_DERIVED(area, int, *was == *now, (side, a)) {
#endif
    *out = *a * *a;
    return 0;
}
