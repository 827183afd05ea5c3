/* Taking some of the items: the first ones, a slice, or those while a condition holds. */
#include "items.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_RANGE(longs, long)
ITER_REF(borrowed, longs)
ITER_TAKE(borrowed_first, borrowed)
ITER_DROP(without_first, ints)

ITER_TAKE(taken, ints)
ITER_SLICE(sliced, ints)
ITER_SLICE(sliced_range, longs)
ITER_STEP_BY(stepped, ints)

static void take_and_drop(void) {
    struct longs source = longs(0, 10, 1);
    struct borrowed_first none = borrowed_first(borrowed(&source), 0);
    long item = -1;
    CHECK_ITEMS(taken, taken(ints(digits, 8), 2), x, 3, 1);
    CHECK_ITEMS(taken, taken(ints(digits, 2), 9), x, 3, 1);
    CHECK_EQ(borrowed_first_next(&none, &item), GEN_DONE);
    CHECK_EQ(source.start_, 0);
    CHECK_ITEMS(without_first, without_first(ints(digits, 8), 5), x, 9, 2, 6);
    CHECK_EMPTY(without_first, without_first(ints(digits, 8), 8));
    CHECK_ITEMS(without_first, without_first(ints(digits, 2), 0), x, 3, 1);
    CHECK_REFUSED(without_first, without_first(ints(digits, 8), -2));
    CHECK_REFUSED_WHEN_MADE(without_first, without_first(ints(digits, 8), -ITER_FOREVER));
}

ITER_SLICE(borrowed_slice, borrowed)

static void a_slice_is_that_of_python(void) {
    struct longs source = longs(0, 10, 1);
    struct borrowed_slice s;
    long item = 0;
    CHECK_ITEMS(sliced_range, sliced_range(longs(0, 100, 1), 10, 20, 3), x, 10, 13, 16, 19);
    CHECK_ITEMS(sliced_range, sliced_range(longs(0, 9, 1), 2, ITER_FOREVER, 3), x, 2, 5, 8);
    CHECK_ITEMS(sliced_range, sliced_range(longs(0, 9, 1), 1, 8, ITER_FOREVER), x, 1);
    MAKE(borrowed_slice, s,
         borrowed_slice(borrowed(&source), 3, 3, 1)); /* empty, but it reads up to its start */
    CHECK_EQ(borrowed_slice_next(&s, &item), GEN_DONE);
    CHECK_EQ(source.start_, 3);
    MAKE(borrowed_slice, s, borrowed_slice(borrowed(&source), 0, 3, 2));
    CHECK_EQ(borrowed_slice_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(source.start_, 4);
    CHECK_ITEMS(stepped, stepped(ints(digits, 8), 3), x, 3, 1, 2);
    CHECK_REFUSED(stepped, stepped(ints(digits, 8), 0));
    CHECK_REFUSED_WHEN_MADE(stepped, stepped(ints(digits, 8), -ITER_FOREVER));
}

ITER_TAKE_WHILE(small, ints, item < 5)
ITER_TAKE_WHILE_INCLUSIVE(small_and_next, ints, item < 5)
ITER_DROP_WHILE(from_large, ints, item < 5)

static void while_a_condition_holds(void) {
    CHECK_ITEMS(small, small(ints(digits, 8)), x, 3, 1, 4, 1);
    CHECK_ITEMS(small_and_next, small_and_next(ints(digits, 8)), x, 3, 1, 4, 1, 5);
    CHECK_ITEMS(from_large, from_large(ints(digits, 8)), x, 5, 9, 2, 6);
}

void run_tests(void) {
    RUN(take_and_drop);
    RUN(a_slice_is_that_of_python);
    RUN(while_a_condition_holds);
}
