// Each macro of lazy_graph.h that takes an expression. Each expression is written USE (names,
// expression), where `names` are the names that the macro is documented to show there, joined by
// `_`. See tests/programs/hygiene/run. The names in this file must not be those of lazy_graph.h.
#include "uses.h"
#include "lazy_graph.h"

static long test_sink;

struct t_input {
    struct lazy_node lazy;
    int value;
};
LAZY_INPUT(t_input, int, USE(was_now, *was == *now))

struct t_sensor {
    struct lazy_node lazy;
    int value;
};
LAZY_DERIVED(t_sensor, int, USE(was_now, *was == *now)) {
    *out = USE(self_out, 4);
    return 0;
}

struct t_sum {
    struct lazy_node lazy;
    struct t_input *t_one;
    struct t_sensor *t_two;
    int value;
};
LAZY_DERIVED_WITH(t_sum, int, LAZY_REMEMBER, USE(value, test_sink += *value),
                  USE(was_now, *was == *now), (t_input, t_one), (t_sensor, t_two)) {
    *out = USE(self_out, *t_one + *t_two);
    return 0;
}

int main(void) {
    static struct lazy_domain test_domain;
    static struct t_input test_input = {LAZY_NODE_INIT(test_domain), 0};
    static struct t_sensor test_sensor = {LAZY_NODE_INIT(test_domain), 0};
    static struct t_sum test_sum = {LAZY_NODE_INIT(test_domain), &test_input, &test_sensor, 0};
    const int test_values[] = {1, 2, 2};
    int test_i, test_sum_now = 0;
    for (test_i = 0; test_i < 3; test_i++) {
        test_sink += t_input_set(&test_input, &test_values[test_i]);
        test_sink += t_sensor_invalidate(&test_sensor);
        test_sink += t_sum_copy(&test_sum, &test_sum_now);
    }
    return uses_wrong();
}
