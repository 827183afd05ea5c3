/* Stages that end early or late: a map that may fail, one that ends, all but the last items, and
 * another iterator where there are no items. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_TRY_MAP(tried, ints, long, item == 9 ? -7 : (*out = item * 10L, GEN_YIELDED))
ITER_TRY_MAP(ended, ints, long, item == 9 ? GEN_DONE : (*out = item * 10L, GEN_YIELDED))
ITER_TRY_MAP_WITH(tried_with, ints, int, int,
                  item > self->context ? -7 : (*out = item + self->context, GEN_YIELDED))

static void a_map_that_fails_ends(void) {
    struct tried p = tried(ints(digits, 8));
    struct tried_with w = tried_with(ints(digits, 8), 4);
    long item = 0;
    int number = 0, count = 0;
    CHECK_ITEMS(tried, tried(ints(digits, 5)), x, 30, 10, 40, 10, 50);
    CHECK_ITEMS(ended, ended(ints(digits, 8)), x, 30, 10, 40, 10, 50);
    CHECK(tried_left(&p, ITER_AT_LEAST) == 0 && tried_left(&p, ITER_AT_MOST) == 8);
    while (tried_next(&p, &item) == GEN_YIELDED) count++;
    CHECK_EQ(count, 5);
    CHECK_EQ(tried_next(&p, &item), GEN_DONE);
    CHECK(tried_left(&p, ITER_AT_MOST) == 0);
    CHECK_EQ(p.ints.at_, 6); /* nothing is pulled after the error */
    MAKE(tried, p, tried(ints(digits + 5, 2)));
    CHECK_EQ(tried_next(&p, &item), -7);
    CHECK_EQ(tried_next(&p, &item), GEN_DONE);
    CHECK_EQ(tried_with_next(&w, &number), GEN_YIELDED);
    CHECK_EQ(number, 7);
    w.context = 0;
    CHECK_EQ(tried_with_next(&w, &number), -7);
    CHECK_EQ(tried_with_next(&w, &number), GEN_DONE);
}

ITER_MAP_WHILE(halved, ints, int, (*out = item / 2, item < 5))

static void a_map_ends_where_the_condition_fails(void) {
    struct halved p = halved(ints(digits, 8));
    int item = 0, count = 0;
    CHECK_ITEMS(halved, halved(ints(digits, 8)), x, 1, 0, 2, 0);
    CHECK_ITEMS(halved, halved(ints(digits, 2)), x, 1, 0);
    CHECK_EMPTY(halved, halved(ints(digits + 4, 3)));
    while (halved_next(&p, &item) == GEN_YIELDED) count++;
    CHECK_EQ(count, 4);
    CHECK_EQ(halved_next(&p, &item), GEN_DONE);
    CHECK_EQ(p.ints.at_, 5);
}

ITER_DROP_LAST(trimmed, ints)

static void the_last_items_are_left_out(void) {
    int ring[3];
    struct trimmed p = trimmed(ints(digits, 8), ring, 3);
    int item = 0;
    CHECK_ITEMS(trimmed, trimmed(ints(digits, 8), ring, 3), x, 3, 1, 4, 1, 5);
    CHECK_ITEMS(trimmed, trimmed(ints(digits, 8), ring, 1), x, 3, 1, 4, 1, 5, 9, 2);
    CHECK_ITEMS(trimmed, trimmed(ints(digits, 3), NULL, 0), x, 3, 1, 4);
    CHECK_EMPTY(trimmed, trimmed(ints(digits, 3), ring, 3));
    CHECK_EMPTY(trimmed, trimmed(ints(digits, 2), ring, 3));
    CHECK_REFUSED(trimmed, trimmed(ints(digits, 8), ring, -1));
    CHECK_REFUSED_WHEN_MADE(trimmed, trimmed(ints(digits, 8), NULL, 1));
    CHECK(trimmed_left(&p, ITER_AT_LEAST) == 5 && trimmed_left(&p, ITER_AT_MOST) == 5);
    CHECK_EQ(trimmed_next(&p, &item), GEN_YIELDED);
    CHECK(trimmed_left(&p, ITER_AT_LEAST) == 4 && trimmed_left(&p, ITER_AT_MOST) == 4);
}

ITER_REVERSED(backwards, ints)

static void items_backwards_wait_for_room(void) {
    static int ring[3], larger[5];
    struct backwards p = backwards(ints(digits, 4), ring, 3);
    int item = 0;
    CHECK_EQ(backwards_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(backwards_next(&p, &item), GEN_E_FULL);
    CHECK(backwards_left(&p, ITER_AT_LEAST) == 4 && backwards_left(&p, ITER_AT_MOST) == 4);
    CHECK_EQ(backwards_move(&p, larger, 2), GEN_E_ARG);
    CHECK_EQ(backwards_move(&p, NULL, 5), GEN_E_ARG);
    CHECK_EQ(backwards_move(&p, larger, 5), GEN_DONE);
    CHECK_ITEMS_LEFT(backwards, &p, x, 1, 4, 1, 3);
    CHECK_ITEMS(backwards, backwards(ints(digits, 3), ring, 3), x, 4, 1, 3);
    CHECK_EMPTY(backwards, backwards(ints(digits, 0), ring, 3));
    CHECK_REFUSED_WHEN_MADE(backwards, backwards(ints(digits, 3), NULL, 3));
    CHECK_REFUSED_WHEN_MADE(backwards, backwards(ints(digits, 3), ring, 0));
}

ITER_SPAN(others, int)
ITER_FROM(failing, int, int, (*item = 8, self->context-- > 0 ? GEN_YIELDED : -7))
ITER_IF_EMPTY(either, ints, others)
ITER_IF_EMPTY(failing_or_others, failing, others)

static void the_others_come_where_there_are_none(void) {
    struct failing_or_others p = failing_or_others(failing(0), others(digits, 2));
    struct either e = either(ints(digits, 0), others(digits, 2));
    int item = 0;
    CHECK_ITEMS(either, either(ints(digits, 2), others(digits + 4, 2)), x, 3, 1);
    CHECK_ITEMS(either, either(ints(digits, 0), others(digits + 4, 2)), x, 5, 9);
    CHECK_EMPTY(either, either(ints(digits, 0), others(digits, 0)));
    CHECK_EQ(failing_or_others_next(&p, &item), -7);
    CHECK_EQ(failing_or_others_next(&p, &item), GEN_DONE);
    MAKE(failing_or_others, p, failing_or_others(failing(1), others(digits, 2)));
    CHECK_EQ(failing_or_others_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(failing_or_others_next(&p, &item), -7);
    CHECK_EQ(failing_or_others_next(&p, &item), GEN_DONE);
    CHECK(either_left(&e, ITER_AT_LEAST) == 1 && either_left(&e, ITER_AT_MOST) == 2);
    CHECK_EQ(either_next(&e, &item), GEN_YIELDED);
    CHECK(either_left(&e, ITER_AT_LEAST) == 1 && either_left(&e, ITER_AT_MOST) == 1);
    CHECK_EQ(either_close(&e), GEN_DONE);
    CHECK_EQ(either_next(&e, &item), GEN_DONE);
    CHECK(e.right_.at_ == 2);
}

void run_tests(void) {
    RUN(a_map_that_fails_ends);
    RUN(a_map_ends_where_the_condition_fails);
    RUN(the_last_items_are_left_out);
    RUN(items_backwards_wait_for_room);
    RUN(the_others_come_where_there_are_none);
}
