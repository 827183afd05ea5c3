// EXPECT: error_a_cell_depends_on_at_most_8_others
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
LAZY_DERIVED(area, int, *was == *now, (side, a), (side, b), (side, c), (side, d), (side, e),
             (side, f), (side, g), (side, h), (side, i)) {
#else
LAZY_DERIVED(area, int, *was == *now, (side, a), (side, b), (side, c), (side, d), (side, e),
             (side, f), (side, g), (side, h)) {
#endif
    *out = *a * *a;
    return 0;
}
