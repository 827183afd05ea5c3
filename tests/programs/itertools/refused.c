/* Checks that only a programming mistake trips and GEN_UNCHECKED removes: a negative count, an
 * invalid slice, a span over a NULL array. */
static int uncaught;
#define GEN_UNCAUGHT(status) uncaught = (status)

#include "items.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_MAP(mapped, ints, int, item)
ITER_RANGE(longs, long)
ITER_REPEAT(repeated, int)
ITER_TAKE(taken, ints)
ITER_TAKE(mapped_taken, mapped)
ITER_TAKE(longs_taken, longs)
ITER_SLICE(sliced, ints)
ITER_SLICE(longs_sliced, longs)

static void a_negative_count_is_refused(void) {
    CHECK_REFUSED(taken, taken(ints(digits, 8), -1));
    CHECK_REFUSED(mapped_taken, mapped_taken(mapped(ints(digits, 8)), -2));
    CHECK_REFUSED(longs_taken, longs_taken(longs(0, 4, 1), -1));
    CHECK_REFUSED(repeated, repeated(4, -1));
}

#ifdef TEST_STRUCTS_PASSED /* the constructor checks it */
static void a_slice_that_is_none_is_refused(void) {
    CHECK_REFUSED(sliced, sliced(ints(digits, 8), 0, 5, 0));
    CHECK_REFUSED(sliced, sliced(ints(digits, 8), -1, 5, 1));
    CHECK_REFUSED(sliced, sliced(ints(digits, 8), 5, 3, 1));
    CHECK_REFUSED(longs_sliced, longs_sliced(longs(0, 4, 1), 3, 2, 1));
}

static void a_span_of_no_array_is_told_at_once(void) {
    CHECK_EMPTY(ints, ints(NULL, 0));
    CHECK_EQ(uncaught, 0);
    CHECK_EMPTY(ints, ints(NULL, 3));
    CHECK_EQ(uncaught, GEN_E_ARG);
}
#endif

void run_tests(void) {
    RUN(a_negative_count_is_refused);
#ifdef TEST_STRUCTS_PASSED
    RUN(a_slice_that_is_none_is_refused);
    RUN(a_span_of_no_array_is_told_at_once);
#endif
}
