// Each macro of gen_stack.h, in the way of gen.c. See run. The names in this file must not be those of
// gen_stack.h.
#include "uses.h"
#include "gen_stack.h"

static long test_sink;

struct t_level {
    struct gen gen;
    int t_depth;
};
static struct t_level t_deeper(int t_depth) {
    struct t_level t_made;
    t_made.gen.state_ = 0;
    t_made.t_depth = t_depth;
    return t_made;
}
GEN_RECURSIVE(t_tower, t_level, int) {
    GEN_BEGIN();
    GEN_YIELD(USE(self_child, self->t_depth));
    if (self->t_depth < 2) GEN_CALL(USE(self_child, t_deeper(self->t_depth + 1)));
    GEN_END();
}

GEN_DECLARE_RECURSIVE(t_mast, t_level, int)
GEN_DEFINE_RECURSIVE(t_mast, t_level) {
    GEN_BEGIN();
    if (self->t_depth < 2) GEN_CALL(USE(self_child, t_deeper(self->t_depth + 1)));
    GEN_END();
}

GEN_STACK(t_pile, int)
struct t_upper {
    struct gen gen;
    int t_at;
};
GEN_STACKED(t_upper, t_pile) {
    GEN_BEGIN();
    for (self->t_at = 0; self->t_at < 3; self->t_at++) GEN_YIELD(USE(self_sent, self->t_at));
    GEN_END();
}
struct t_lower {
    struct gen gen;
    struct t_upper t_upper;
};
GEN_DECLARE_STACKED(t_lower, t_pile)
GEN_DEFINE_STACKED(t_lower, t_pile) {
    GEN_BEGIN();
    GEN_DELEGATE(t_upper, USE(self_sent, &self->t_upper));
    GEN_END();
}

GEN_STACK_RECV(t_heap, int, int)
struct t_ear {
    struct gen gen;
};
GEN_STACKED(t_ear, t_heap) {
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_YIELD(USE(self_sent, *sent));
    GEN_END();
}

int main(void) {
    static struct t_level test_levels[4], test_masts[4];
    static struct t_lower test_lower;
    static struct t_ear test_ear;
    const int test_value = 3;
    int test_item = 0;
    struct t_tower test_tower = {test_levels, 4, 0, 0};
    struct t_mast test_mast = {test_masts, 4, 0, 0};
    struct t_pile_link test_links[2] = {GEN_LINK(t_lower, USE(none, &test_lower))};
    struct t_pile test_pile = {test_links, 2, 0, 0};
    struct t_heap_link test_ears[1] = {GEN_LINK(t_ear, &test_ear)};
    struct t_heap test_heap = {test_ears, 1, 0, 0};
    GEN_FOR (test_x, t_tower, &test_tower) test_sink += test_x;
    GEN_FOR (test_x, t_mast, &test_mast) test_sink += test_x;
    GEN_FOR (test_x, t_pile, &test_pile) test_sink += test_x;
    test_sink += t_heap_next(&test_heap, &test_item);
    test_sink += t_heap_send(&test_heap, &test_value, &test_item);
    return test_item != 3 || uses_wrong();
}
