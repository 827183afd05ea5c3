/* Batches of all kinds. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
static int buffer[16];

ITER_SPAN(ints, int)
ITER_FROM(pausing, int, int,
          self->context % 2
              ? (++self->context, GEN_PENDING)
              : (*item = self->context / 2, self->context++ < 20 ? GEN_YIELDED : GEN_DONE))

ITER_BATCH(batches, ints)
ITER_BATCH_STRICT(strict, ints)
ITER_BATCH_UNTIL(to_five, ints, int, data[count - 1] == self->context)
ITER_BATCH_UNTIL(in_time, pausing, int, waiting && --self->context == 0)
ITER_BATCH_BUDGET(packets, ints, item)
ITER_BATCH_WHILE(ascents, ints, item > last)
ITER_BATCH_PADDED(padded, ints)

#define ENDS(x) ((x).data[0] * 100 + (x).data[(x).length - 1] * 10 + (long)(x).length)

static void a_batch_has_so_many_and_the_last_what_is_left(void) {
    CHECK_ITEMS(batches, batches(ints(digits, 7), buffer, 3), ENDS(x), 343, 193, 221);
    CHECK_ITEMS(batches, batches(ints(digits, 6), buffer, 3), ENDS(x), 343, 193);
    CHECK_EMPTY(batches, batches(ints(digits, 0), buffer, 3));
    CHECK_REFUSED(batches, batches(ints(digits, 7), buffer, 0));
    CHECK_REFUSED(batches, batches(ints(digits, 7), buffer, -3));
    CHECK_REFUSED_WHEN_MADE(batches, batches(ints(digits, 7), NULL, 3));
}

static void a_strict_batch_reports_what_is_left_over(void) {
    struct strict s = strict(ints(digits, 7), buffer, 3);
    strict_item item = {0, 0};
    CHECK_ITEMS(strict, strict(ints(digits, 6), buffer, 3), ENDS(x), 343, 193);
    CHECK(strict_left(&s, ITER_AT_LEAST) == 2 && strict_left(&s, ITER_AT_MOST) == 2);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_E_ARG);
    CHECK_EQ(strict_next(&s, &item), GEN_DONE);
}

static void a_batch_ends_where_its_condition_holds_or_it_is_full(void) {
    CHECK_ITEMS(to_five, to_five(ints(digits, 10), buffer, 8, 5), ENDS(x), 355, 954, 331);
    CHECK_ITEMS(to_five, to_five(ints(digits, 10), buffer, 3, 5), ENDS(x), 343, 152, 963, 551, 331);
    CHECK_REFUSED(to_five, to_five(ints(digits, 10), buffer, 0, 5));
}

static void a_batch_that_is_due_comes_out_while_its_source_is_pending(void) {
    struct in_time p = in_time(pausing(2), buffer, 16, 3);
    in_time_item item = {0, 0};
    int pauses = 0;
    while (in_time_next(&p, &item) == GEN_PENDING) pauses++;
    CHECK_EQ(pauses, 2);
    CHECK_EQ(item.length, 3);
    CHECK_EQ(item.data[2], 3);
}

static void a_batch_keeps_its_budget(void) {
    CHECK_ITEMS(packets, packets(ints(digits, 10), buffer, 8, 9), ENDS(x), 314, 551, 991, 262, 532);
    CHECK_ITEMS(packets, packets(ints(digits, 5), buffer, 2, 100), ENDS(x), 312, 412, 551);
    CHECK_REFUSED_WHEN_MADE(packets, packets(ints(digits, 5), buffer, 2, -1));
}

static void an_item_beyond_the_budget_waits_for_more(void) {
    struct packets p = packets(ints(digits, 6), buffer, 8, 5);
    packets_item item = {0, 0};
    int i;
    for (i = 0; i < 3; i++) CHECK_EQ(packets_next(&p, &item), GEN_YIELDED); /* 3 1, 4 1, 5 */
    CHECK_EQ(item.data[0], 5);
    CHECK_EQ(packets_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(packets_next(&p, &item), GEN_E_FULL);
    p.budget = 9;
    CHECK_EQ(packets_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item.data[0], 9);
    CHECK_EQ(item.length, 1);
    CHECK_EQ(packets_next(&p, &item), GEN_DONE);
}

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
    RUN(a_batch_has_so_many_and_the_last_what_is_left);
    RUN(a_strict_batch_reports_what_is_left_over);
    RUN(a_batch_ends_where_its_condition_holds_or_it_is_full);
    RUN(a_batch_that_is_due_comes_out_while_its_source_is_pending);
    RUN(a_batch_keeps_its_budget);
    RUN(an_item_beyond_the_budget_waits_for_more);
    RUN(a_batch_ends_before_what_does_not_belong_to_it);
    RUN(the_last_batch_is_filled_up);
}
