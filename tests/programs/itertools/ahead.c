/* Reading ahead: the branches of a tee, and peeking. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
static int buffer[16];

ITER_SPAN(ints, int)

ITER_TEE(tee, ints)
ITER_FROM(failing, int, int, (*item = self->context, --self->context < 0 ? -7 : GEN_YIELDED))
ITER_TEE(failing_tee, failing)

#ifdef TEST_STRUCTS_PASSED
static void each_branch_of_a_tee_sees_all_items(void) {
    iter_count lags[3] = {0, 0, 0};
    struct tee hub = tee(ints(digits, 5), buffer, 4, lags, 3);
    struct tee_branch a = tee_branch(&hub, 0), b = tee_branch(&hub, 1), c = tee_branch(&hub, 2);
    long sum = 0;
    int x = 0, i;
    for (i = 0; i < 4; i++) {
        CHECK_EQ(tee_branch_next(&a, &x), GEN_YIELDED);
        sum = sum * 10 + x;
    }
    CHECK(tee_branch_left(&b, ITER_AT_LEAST) == 5 && tee_branch_left(&a, ITER_AT_LEAST) == 1);
    CHECK_EQ(tee_branch_next(&b, &x), GEN_YIELDED);
    CHECK_EQ(x, 3);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_E_FULL); /* c has read no item yet */
    CHECK_EQ(hub.ints.at_, 4);
    CHECK_EQ(tee_branch_next(&c, &x), GEN_YIELDED);
    CHECK_EQ(x, 3);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_YIELDED);
    sum = sum * 10 + x;
    CHECK_EQ(sum, 31415);
    CHECK_EQ(tee_branch_next(&c, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_E_FULL); /* b has not read the last four items */
    CHECK_EQ(tee_branch_next(&b, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_DONE);
    sum = 0;
    GEN_FOR (item, tee_branch, &b) sum = sum * 10 + item;
    CHECK_EQ(sum, 415);
    GEN_FOR (item, tee_branch, &c) sum = sum * 10 + item;
    CHECK_EQ(sum, 415415);
}

static void a_branch_that_is_closed_holds_nothing_up(void) {
    iter_count lags[2] = {0, 0};
    struct tee hub = tee(ints(digits, 5), buffer, 1, lags, 2);
    struct tee_branch a = tee_branch(&hub, 0), b = tee_branch(&hub, 1);
    int x = 0, count = 0;
    CHECK_EQ(tee_branch_next(&a, &x), GEN_YIELDED);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_E_FULL);
    CHECK_EQ(tee_branch_close(&b), GEN_DONE);
    CHECK_EQ(tee_branch_next(&b, &x), GEN_DONE);
    GEN_FOR (item, tee_branch, &a) count += item;
    CHECK_EQ(count, 11);
}

static void each_branch_is_told_an_error_behind_its_items(void) {
    iter_count lags[2] = {0, 0};
    static struct failing_tee hub; /* zeroed, as by an initialiser */
    struct failing_tee_branch a = failing_tee_branch(&hub, 0), b = failing_tee_branch(&hub, 1);
    int status = 0, items = 0;
    MAKE(failing, hub.failing, failing(2));
    hub.ring_ = buffer;
    hub.capacity_ = 4;
    hub.lags_ = lags;
    hub.count_ = 2;
    GEN_FOR_STATUS (status, x, failing_tee_branch, &a) items += x;
    CHECK_EQ(status, -7);
    GEN_FOR_STATUS (status, x, failing_tee_branch, &b) items += x * 10;
    CHECK_EQ(status, -7);
    CHECK_EQ(items, 33);
}

static void the_last_branch_closes_the_source_of_a_tee(void) {
    iter_count lags[2] = {0, 0};
    struct tee hub = tee(ints(digits, 5), buffer, 4, lags, 2),
               refused = tee(ints(digits, 5), buffer, 0, lags, 2);
    struct tee_branch a = tee_branch(&hub, 0), b = tee_branch(&hub, 1), c = tee_branch(&hub, 2),
                      d = tee_branch(&refused, 0);
    int x = 0;
    CHECK_EQ(tee_branch_next(&c, &x), GEN_E_ARG);
    CHECK_EQ(tee_branch_next(&c, &x), GEN_DONE);
    CHECK_EQ(tee_branch_next(&d, &x), GEN_E_ARG);
    CHECK_EQ(tee_branch_next(&d, &x), GEN_DONE);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_YIELDED);
    CHECK_EQ(tee_branch_close(&a), GEN_DONE);
    CHECK(ints_left(&hub.ints, ITER_AT_LEAST) == 4);
    CHECK_EQ(tee_branch_close(&b), GEN_DONE);
    CHECK(ints_left(&hub.ints, ITER_AT_LEAST) == 0);
    MAKE(tee, hub, tee(ints(digits, 5), buffer, 4, lags, 2));
    lags[0] = lags[1] = 0;
    a = tee_branch(&hub, 0);
    CHECK_EQ(tee_close(&hub), GEN_DONE);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_DONE);
    CHECK(ints_left(&hub.ints, ITER_AT_LEAST) == 0);
}
#endif

ITER_PEEKABLE_N(ahead, ints)
ITER_PEEKABLE_N(failing_ahead, failing)

static void a_look_at_those_ahead_takes_none(void) {
    struct ahead p = ahead(ints(digits, 5), buffer, 3);
    int x = 0, i;
    CHECK_EQ(ahead_peek(&p, 1, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(p.ints.at_, 2);
    CHECK_EQ(ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(x, 3);
    CHECK_EQ(ahead_peek(&p, 2, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(ahead_peek(&p, 0, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(ahead_peek(&p, 3, &x), GEN_E_ARG);
    CHECK_EQ(ahead_peek(&p, -1, &x), GEN_E_ARG);
    CHECK(ahead_left(&p, ITER_AT_LEAST) == 4);
    for (i = 0; i < 3; i++) CHECK_EQ(ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(ahead_peek(&p, 1, &x), GEN_DONE);
    CHECK_EQ(ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(x, 5);
    CHECK_EQ(ahead_next(&p, &x), GEN_DONE);
    CHECK_REFUSED(ahead, ahead(ints(digits, 5), buffer, 0));
    CHECK_REFUSED_WHEN_MADE(ahead, ahead(ints(digits, 5), NULL, 3));
}

static void an_error_that_lies_ahead_comes_out_in_its_place(void) {
    struct failing_ahead p = failing_ahead(failing(2), buffer, 4);
    int x = 0;
    CHECK_EQ(failing_ahead_peek(&p, 3, &x), -7);
    CHECK_EQ(failing_ahead_peek(&p, 1, &x), GEN_YIELDED);
    CHECK_EQ(failing_ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(failing_ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(failing_ahead_next(&p, &x), -7);
    CHECK_EQ(failing_ahead_next(&p, &x), GEN_DONE);
    CHECK_EQ(failing_ahead_peek(&p, 0, &x), GEN_DONE);
}

ITER_PEEKABLE(peekable, ints)

static void a_look_at_the_next_item(void) {
    struct peekable p = peekable(ints(digits, 2));
    int item = 0;
    CHECK_EQ(peekable_peek(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(peekable_peek(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(peekable_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(peekable_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(peekable_peek(&p, &item), GEN_DONE);
    CHECK_EQ(peekable_next(&p, &item), GEN_DONE);
}

ITER_TAKE_WHILE_PEEKING(small, peekable, item < 5)

static void the_peeking_take_while_keeps_the_failing_item(void) {
    struct peekable p = peekable(ints(digits, 8));
    CHECK_ITEMS(small, small(&p), x, 3, 1, 4, 1);
    CHECK_EMPTY(small, small(&p));
    CHECK_ITEMS_LEFT(peekable, &p, x, 5, 9, 2, 6);
    CHECK_REFUSED(small, small(NULL));
}

void run_tests(void) {
#ifdef TEST_STRUCTS_PASSED
    RUN(each_branch_of_a_tee_sees_all_items);
    RUN(a_branch_that_is_closed_holds_nothing_up);
    RUN(each_branch_is_told_an_error_behind_its_items);
    RUN(the_last_branch_closes_the_source_of_a_tee);
#endif
    RUN(a_look_at_those_ahead_takes_none);
    RUN(an_error_that_lies_ahead_comes_out_in_its_place);
    RUN(a_look_at_the_next_item);
    RUN(the_peeking_take_while_keeps_the_failing_item);
}
