// Every macro of lazy.h that takes an expression. In place of each expression stands USE (names,
// expression), where `names` are those that the macro is documented to show there, joined by `_`. See
// tests/programs/hygiene/run; the names here must not be those of lazy.h.
#include "uses.h"
#include "gen.h"
#include "lazy.h"

static long test_sink;

struct t_square {
    struct lazy lazy;
    int t_of;
    int value;
};
LAZY(t_square, int) {
    *out = USE(self_out, self->t_of * self->t_of);
    return 0;
}

struct t_owner {
    struct lazy lazy;
    int value;
};
LAZY_WITH(t_owner, int, LAZY_RETRY, USE(value, test_sink += *value)) {
    *out = USE(self_out, 2);
    return 0;
}

struct t_racer {
    struct lazy lazy;
    int value;
};
LAZY_WITH(t_racer, int, LAZY_RACE, (void)0) {
    *out = USE(self_out, 3);
    return 0;
}

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

LAZY_LIBRARY(t_library, "no such library")
LAZY_SYMBOL(t_symbol, t_library, "no such symbol", int, (void))
static int t_fallback(void) { return 0; }
LAZY_SYMBOL_OR(t_symbol_or, t_library, "no such symbol", int, (void), USE(none, t_fallback))

struct t_count {
    struct gen gen;
    int t_at;
};
GEN(t_count, int) {
    GEN_BEGIN();
    GEN_YIELD(self->t_at);
    GEN_END();
}
LAZY_SHARED(t_shared, t_count)

int main(void) {
    static struct lazy_domain test_domain;
    static struct t_square test_square;
    static struct t_owner test_owner;
    static struct t_racer test_racer;
    static struct t_input test_input = {LAZY_NODE_INIT(test_domain), 0};
    static struct t_sensor test_sensor = {LAZY_NODE_INIT(test_domain), 0};
    static struct t_sum test_sum = {LAZY_NODE_INIT(test_domain), &test_input, &test_sensor, 0};
    static struct t_shared test_shared;
    const int test_values[] = {1, 2, 2};
    int test_i, test_item = 0;
    test_sink += t_square_get(&test_square, &test_item) != NULL;
    test_sink += t_owner_get(&test_owner, &test_item) != NULL;
    test_sink += t_owner_reset(&test_owner);
    test_sink += t_racer_get(&test_racer, &test_item) != NULL;
    for (test_i = 0; test_i < 3; test_i++) {
        test_sink += t_input_set(&test_input, &test_values[test_i]);
        test_sink += t_sensor_invalidate(&test_sensor);
        test_sink += t_sum_copy(&test_sum, &test_item);
    }
    test_sink += t_symbol(&test_item) != NULL;
    test_sink += t_symbol_or(&test_item) != NULL;
    test_sink += t_shared_next(&test_shared, &test_item) + t_shared_close(&test_shared);
    return uses_wrong();
}
