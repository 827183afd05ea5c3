/* The sources of pipelines: spans, ranges, counts, single values, expressions, generators, and
 * borrowed iterators. */
#include "items.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_RANGE(longs, long)
ITER_RANGE(bytes, unsigned char)
ITER_RANGE(shorts, signed char)
ITER_REF(borrowed, longs)

static void a_span_hands_out_the_elements_in_order(void) {
    CHECK_ITEMS(ints, ints(digits, 4), x, 3, 1, 4, 1);
    CHECK_EMPTY(ints, ints(digits, 0));
    CHECK_EMPTY(ints, ints(NULL, 0));
}

static void a_range_is_that_of_python(void) {
    CHECK_ITEMS(longs, longs(0, 4, 1), x, 0, 1, 2, 3);
    CHECK_ITEMS(longs, longs(10, 20, 3), x, 10, 13, 16, 19);
    CHECK_ITEMS(longs, longs(5, -5, -4), x, 5, 1, -3);
    CHECK_EMPTY(longs, longs(4, 4, 1));
    CHECK_EMPTY(longs, longs(0, 4, -1));
    CHECK_EMPTY(longs, longs(4, 0, 2));
    CHECK_REFUSED(longs, longs(0, 4, 0));
}

static void a_range_ends_where_its_type_does(void) {
    CHECK_ITEMS(bytes, bytes(250, 255, 4), x, 250, 254);
    CHECK_ITEMS(bytes, bytes(200, 255, 100), x, 200);
    CHECK_ITEMS(shorts, shorts(100, 127, 20), x, 100, 120);
    CHECK_ITEMS(shorts, shorts(-100, -128, -20), x, -100, -120);
    CHECK_ITEMS(shorts, shorts(-128, 127, 127), x, -128, -1, 126);
}

static void a_range_knows_how_many_are_left(void) {
    struct longs r = longs(10, 20, 3);
    struct shorts s = shorts(-128, 127, 127), down = shorts(127, -128, -127);
    long item = 0;
    CHECK(longs_left(&r, ITER_AT_LEAST) == 4 && longs_left(&r, ITER_AT_MOST) == 4);
    CHECK_EQ(longs_next(&r, &item), GEN_YIELDED);
    CHECK(longs_left(&r, ITER_AT_LEAST) == 3 && longs_left(&r, ITER_AT_MOST) == 3);
    CHECK(shorts_left(&s, ITER_AT_LEAST) == 3);
    CHECK(shorts_left(&down, ITER_AT_LEAST) == 3);
}

ITER_COUNT(counting, int)
ITER_TAKE(some, counting)
ITER_COUNT(quarters, double)
ITER_TAKE(some_quarters, quarters)

static void a_count_goes_on(void) {
    CHECK_ITEMS(some, some(counting(7, 1), 3), x, 7, 8, 9);
    CHECK_ITEMS(some, some(counting(7, 0), 3), x, 7, 7, 7);
    CHECK_ITEMS(some, some(counting(1, -2), 3), x, 1, -1, -3);
    CHECK_ITEMS(some_quarters, some_quarters(quarters(1, 0.25), 3), x * 100, 100, 125, 150);
}

ITER_REPEAT(repeated, int)
ITER_ONCE(once, int)
ITER_EMPTY(nothing, int)
ITER_SUCCESSORS(doubled, unsigned, item * 2)
ITER_TAKE(some_doubled, doubled)
ITER_TAKE(some_repeated, repeated)

static void sources_of_one_value(void) {
    CHECK_ITEMS(repeated, repeated(4, 3), x, 4, 4, 4);
    CHECK_EMPTY(repeated, repeated(4, 0));
    CHECK_ITEMS(some_repeated, some_repeated(repeated(4, ITER_FOREVER), 2), x, 4, 4);
    CHECK_ITEMS(once, once(6), x, 6);
#ifdef TEST_STRUCTS_PASSED
    CHECK_EMPTY(nothing, nothing());
#endif
    CHECK_ITEMS(some_doubled, some_doubled(doubled(1), 5), x, 1, 2, 4, 8, 16);
}

ITER_FROM(countdown, int, int,
          self->context > 0 ? (*item = self->context--, GEN_YIELDED) : self->context)
ITER_FROM(failing, int, int, (*item = 1, --self->context < 0 ? -7 : GEN_YIELDED))

static void a_source_from_an_expression(void) {
    struct failing f = failing(1);
    int item = 0;
    CHECK_ITEMS(countdown, countdown(3), x, 3, 2, 1);
    CHECK_EQ(failing_next(&f, &item), GEN_YIELDED);
    CHECK_EQ(failing_next(&f, &item), -7);
    CHECK_EQ(failing_next(&f, &item), GEN_DONE);
    CHECK_EQ(f.context, -1);
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

static void a_generator_is_a_source(void) {
    struct odds p = {{{{0}, 0}}, 3};
    int sum = 0;
    GEN_FOR (x, odds, &p) sum = sum * 10 + x;
    CHECK_EQ(sum, 135);
    CHECK_LOG("");
    CHECK_EQ(odds_close(&p), GEN_DONE);
    CHECK_LOG("f");
}

ITER_TAKE(borrowed_first, borrowed)

static void what_a_borrower_leaves_stays_with_the_owner(void) {
    struct longs source = longs(0, 10, 1);
    struct borrowed_first first = borrowed_first(borrowed(&source), 3);
    long item = 0, sum = 0;
    GEN_FOR (x, borrowed_first, &first) sum += x;
    CHECK_EQ(sum, 3);
    CHECK_EQ(borrowed_first_close(&first), GEN_DONE);
    CHECK_EQ(longs_next(&source, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_REFUSED(borrowed, borrowed(NULL));
}

void run_tests(void) {
    RUN(a_span_hands_out_the_elements_in_order);
    RUN(a_range_is_that_of_python);
    RUN(a_range_ends_where_its_type_does);
    RUN(a_range_knows_how_many_are_left);
    RUN(a_count_goes_on);
    RUN(sources_of_one_value);
    RUN(a_source_from_an_expression);
    RUN(a_generator_is_a_source);
    RUN(what_a_borrower_leaves_stays_with_the_owner);
}
