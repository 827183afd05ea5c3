/* Batches of neighbours that belong together, and batches that are filled up. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
static int buffer[4];

ITER_SPAN(ints, int)
ITER_BATCH_WHILE(ascents, ints, item > last)
ITER_BATCH_PADDED(padded, ints)

#define ENDS(x) ((x).data[0] * 100 + (x).data[(x).length - 1] * 10 + (long)(x).length)

static void a_batch_ends_before_what_does_not_belong_to_it(void) {
    struct ascents p = ascents(ints(digits, 8), buffer, 4);
    ascents_item item = {NULL, 0};
    CHECK_ITEMS(ascents, ascents(ints(digits, 8), buffer, 4), ENDS(x), 331, 142, 193, 262);
    CHECK_ITEMS(ascents, ascents(ints(digits, 8), buffer, 2), ENDS(x), 331, 142, 152, 991, 262);
    CHECK_ITEMS(ascents, ascents(ints(digits, 2), buffer, 1), ENDS(x), 331, 111);
    CHECK_EMPTY(ascents, ascents(ints(digits, 0), buffer, 3));
    CHECK_REFUSED(ascents, ascents(ints(digits, 7), buffer, 0));
    CHECK_REFUSED_WHEN_MADE(ascents, ascents(ints(digits, 7), NULL, 3));
    CHECK(ascents_left(&p, ITER_AT_LEAST) == 2 && ascents_left(&p, ITER_AT_MOST) == 8);
    CHECK_EQ(ascents_next(&p, &item), GEN_YIELDED);
    CHECK(ascents_left(&p, ITER_AT_LEAST) == 2 && ascents_left(&p, ITER_AT_MOST) == 7);
    CHECK_EQ(ascents_close(&p), GEN_DONE);
    CHECK_EQ(ascents_next(&p, &item), GEN_DONE); /* not the one that was read ahead */
}

static void the_last_batch_is_filled_up(void) {
    CHECK_ITEMS(padded, padded(ints(digits, 7), buffer, 3, 8), ENDS(x), 343, 193, 283);
    CHECK_ITEMS(padded, padded(ints(digits, 6), buffer, 3, 8), ENDS(x), 343, 193);
    CHECK_EMPTY(padded, padded(ints(digits, 0), buffer, 3, 8));
    CHECK_REFUSED(padded, padded(ints(digits, 7), buffer, 0, 8));
    CHECK_REFUSED_WHEN_MADE(padded, padded(ints(digits, 7), NULL, 3, 8));
}

void run_tests(void) {
    RUN(a_batch_ends_before_what_does_not_belong_to_it);
    RUN(the_last_batch_is_filled_up);
}
