// Each macro of lazy.h that takes an expression. Each expression is written USE (names, expression),
// where `names` are the names that the macro is documented to show there, joined by `_`. See
// tests/programs/hygiene/run. The names in this file must not be those of lazy.h.
#include "uses.h"
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

int main(void) {
    static struct t_square test_square;
    static struct t_owner test_owner;
    static struct t_racer test_racer;
    int test_error = 0;
    test_sink += t_square_get(&test_square, &test_error) != NULL;
    test_sink += t_owner_get(&test_owner, &test_error) != NULL;
    test_sink += t_owner_reset(&test_owner);
    test_sink += t_racer_get(&test_racer, &test_error) != NULL;
    return uses_wrong();
}
