// EXPECT: error_a_derived_cell_can_LAZY_REMEMBER_or_LAZY_RETRY
#include "lazy_graph.h"

struct side {
    struct lazy_node lazy;
    int value;
};
LAZY_INPUT(side, int, *was == *now)

struct area {
    struct lazy_node lazy;
    struct side *side;
    int value;
};

#ifdef MISTAKE
LAZY_DERIVED_WITH(area, int, LAZY_FATAL, (void)0, *was == *now, (side, side)) {
#else
LAZY_DERIVED_WITH(area, int, LAZY_RETRY, (void)0, *was == *now, (side, side)) {
#endif
    *out = *side * *side;
    return 0;
}
