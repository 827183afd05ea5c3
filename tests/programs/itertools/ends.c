/* Iterators at the limit of their type, and closing a pipeline at the end of a block. */
#include "items.h"

#include <limits.h>

static const int digits[] = {3, 1};

ITER_SPAN(ints, int)
ITER_COUNT(counting, int)
ITER_TAKE(some, counting)
ITER_COUNT(counting_longs, long)
ITER_TAKE(some_longs, counting_longs)
ITER_ENUMERATE(numbered, ints)

static void a_count_to_the_end_of_its_type_has_no_overflow(void) {
    CHECK_ITEMS(some_longs, some_longs(counting_longs(LONG_MAX - 2, 1), 3), x, LONG_MAX - 2,
                LONG_MAX - 1, LONG_MAX);
    CHECK_ITEMS(some_longs, some_longs(counting_longs(LONG_MIN, -1), 1), x, LONG_MIN);
    CHECK_ITEMS(some, some(counting(INT_MAX - 1, 1), 2), x, INT_MAX - 1, INT_MAX);
    CHECK_ITEMS(numbered, numbered(ints(digits, 2), ITER_FOREVER - 1), ITER_FOREVER - x.index, 1,
                0);
}

struct naturals {
    struct gen gen;
    int n;
};
GEN(naturals, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->n = 0;; self->n++) GEN_YIELD(self->n);
    }
    GEN_FINALLY { note('f'); }
    GEN_END_TRY;
    GEN_END();
}
ITER_FILTER(odd, naturals, item % 2 == 1)
ITER_TAKE(odds, odd)

#if defined(__GNUC__) || defined(__clang__)
static int leave_early(void) {
    GEN_AUTO_CLOSE(odds) p = {{{{0}, 0}}, 3};
    GEN_FOR (x, odds, &p) return x;
    return -1;
}
#endif

static void a_pipeline_is_closed_at_the_end_of_a_block(void) {
    struct odds p = {{{{0}, 0}}, 3};
    GEN_CLOSING (odds, &p) {
        GEN_FOR (x, odds, &p) {
            CHECK_EQ(x, 1);
            break;
        }
    }
    CHECK_LOG("f");
#if defined(__GNUC__) || defined(__clang__)
    CHECK_EQ(leave_early(), 1);
    CHECK_LOG("f");
#endif
}

void run_tests(void) {
    RUN(a_count_to_the_end_of_its_type_has_no_overflow);
    RUN(a_pipeline_is_closed_at_the_end_of_a_block);
}
