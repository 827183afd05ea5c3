/* Stages with a buffer: batches of all kinds, what reads all before it hands out, tee, a look ahead, a
 * table that forgets, and rows. */
#include "items.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
static int buffer[16];

ITER_SPAN(ints, int)
ITER_FROM(pausing, int, int,
          self->context % 2
              ? (++self->context, GEN_PENDING)
              : (*item = self->context / 2, self->context++ < 20 ? GEN_YIELDED : GEN_DONE))

/* ---- Batches --------------------------------------------------------------------------------- */

ITER_BATCH(batches, ints)
ITER_BATCH_STRICT(strict, ints)
ITER_BATCH_UNTIL(to_five, ints, int, data[count - 1] == self->context)
ITER_BATCH_UNTIL(in_time, pausing, int, waiting && --self->context == 0)
ITER_BATCH_BUDGET(packets, ints, item)

#define ENDS(x) ((x).data[0] * 100 + (x).data[(x).length - 1] * 10 + (long)(x).length)

static void a_batch_has_so_many_and_the_last_what_is_left(void) {
    CHECK_ITEMS(batches, batches(ints(digits, 7), buffer, 3), ENDS(x), 343, 193, 221);
    CHECK_ITEMS(batches, batches(ints(digits, 6), buffer, 3), ENDS(x), 343, 193);
    CHECK_EMPTY(batches, batches(ints(digits, 0), buffer, 3));
    CHECK_REFUSED(batches, batches(ints(digits, 7), buffer, 0));
    CHECK_REFUSED(batches, batches(ints(digits, 7), buffer, -3));
    CHECK_REFUSED(batches, batches(ints(digits, 7), NULL, 3));
}

static void a_strict_batch_reports_what_is_left_over(void) {
    struct strict s = strict(ints(digits, 7), buffer, 3);
    strict_item item = {0, 0};
    CHECK_ITEMS(strict, strict(ints(digits, 6), buffer, 3), ENDS(x), 343, 193);
    CHECK(strict_at_least(&s) == 2 && strict_at_most(&s) == 2);
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
    CHECK_REFUSED(packets, packets(ints(digits, 5), buffer, 2, -1));
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

/* ---- All is read first ----------------------------------------------------------------------- */

ITER_TAIL(tail, ints)
ITER_TOPK(smallest, ints, b < a)
ITER_TOPK(largest, ints, b > a)
ITER_TOPK(by_parity, ints, b % 2 < a % 2)

static void a_tail_is_the_last_items(void) {
    CHECK_ITEMS(tail, tail(ints(digits, 10), buffer, 3), x, 6, 5, 3);
    CHECK_ITEMS(tail, tail(ints(digits, 10), buffer, 1), x, 3);
    CHECK_ITEMS(tail, tail(ints(digits, 3), buffer, 3), x, 3, 1, 4);
    CHECK_ITEMS(tail, tail(ints(digits, 2), buffer, 5), x, 3, 1);
    CHECK_EMPTY(tail, tail(ints(digits, 0), buffer, 5));
    CHECK_REFUSED(tail, tail(ints(digits, 3), buffer, 0));
    CHECK_REFUSED(tail, tail(ints(digits, 3), NULL, 2));
}

static void the_top_k_are_sorted_and_stable(void) {
    CHECK_ITEMS(smallest, smallest(ints(digits, 10), buffer, 4), x, 1, 1, 2, 3);
    CHECK_ITEMS(largest, largest(ints(digits, 10), buffer, 3), x, 9, 6, 5);
    CHECK_ITEMS(smallest, smallest(ints(digits, 10), buffer, 16), x, 1, 1, 2, 3, 3, 4, 5, 5, 6, 9);
    CHECK_ITEMS(by_parity, by_parity(ints(digits, 10), buffer, 5), x, 4, 2, 6, 3, 1);
    CHECK_EMPTY(smallest, smallest(ints(digits, 0), buffer, 4));
    CHECK_REFUSED(smallest, smallest(ints(digits, 3), buffer, 0));
}

struct tagged {
    int key, tag;
};
ITER_SPAN(tags, struct tagged)
ITER_KMERGE(merged, tags, b.key < a.key)
static int smaller(int b, int a) { return b < a ? 2 : 0; }
ITER_KMERGE(merged_by_flags, ints, smaller(b, a))

static void a_merge_of_many_is_sorted_and_stable(void) {
    static const struct tagged a[] = {{1, 1}, {3, 1}, {5, 1}}, b[] = {{1, 2}, {2, 2}, {5, 2}},
                               c[] = {{0, 3}, {1, 3}, {9, 3}};
    static struct merged_entry heap[4];
    struct tags each[4];
    MAKE(tags, each[0], tags(a, 3));
    MAKE(tags, each[1], tags(b, 3));
    MAKE(tags, each[2], tags(a, 0));
    MAKE(tags, each[3], tags(c, 3));
    CHECK_ITEMS(merged, merged(each, heap, 4), x.key * 10 + x.tag, 3, 11, 12, 13, 22, 31, 51, 52,
                93);
    CHECK_EMPTY(merged, merged(each, heap, 0));
    CHECK_REFUSED(merged, merged(each, heap, -1));
    CHECK_REFUSED(merged, merged(NULL, heap, 2));
    MAKE(tags, each[0], tags(a, 3));
    CHECK_REFUSED(merged, merged(each, NULL, 4));
    CHECK(tags_at_least(&each[0]) == 0); /* by its close */
}

static void what_is_before_is_true_by_any_number_but_0(void) {
    static const int a[] = {1, 4, 7}, b[] = {2, 3, 9};
    static struct merged_by_flags_entry heap[2];
    struct ints each[2];
    MAKE(ints, each[0], ints(a, 3));
    MAKE(ints, each[1], ints(b, 3));
    CHECK_ITEMS(merged_by_flags, merged_by_flags(each, heap, 2), x, 1, 2, 3, 4, 7, 9);
}

ITER_KMERGE(pausing_merged, pausing, b < a)

static void a_merge_of_many_waits_for_each_and_for_no_other(void) {
    struct pausing each[2];
    static struct pausing_merged_entry heap[2];
    struct pausing_merged p = pausing_merged(each, heap, 2);
    int item = -1;
    MAKE(pausing, each[0], pausing(1));
    MAKE(pausing, each[1], pausing(4));
    CHECK_EQ(pausing_merged_next(&p, &item), GEN_PENDING);
    CHECK_EQ(each[1].context, 4);
    CHECK_EQ(pausing_merged_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(each[1].context, 5);
    CHECK_EQ(pausing_merged_next(&p, &item), GEN_PENDING);
    CHECK_EQ(each[1].context, 5);
    CHECK_EQ(pausing_merged_close(&p), GEN_DONE);
    CHECK_EQ(pausing_merged_next(&p, &item), GEN_DONE);
    CHECK_EQ(pausing_next(&each[1], &item), GEN_DONE);
}

/* ---- Tee ------------------------------------------------------------------------------------- */

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
    CHECK(tee_branch_at_least(&b) == 5 && tee_branch_at_least(&a) == 1);
    CHECK_EQ(tee_branch_next(&b, &x), GEN_YIELDED);
    CHECK_EQ(x, 3);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_E_FULL); /* c has seen none */
    CHECK_EQ(hub.from.at_, 4);
    CHECK_EQ(tee_branch_next(&c, &x), GEN_YIELDED);
    CHECK_EQ(x, 3);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_YIELDED);
    sum = sum * 10 + x;
    CHECK_EQ(sum, 31415);
    CHECK_EQ(tee_branch_next(&c, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_E_FULL); /* nor b the last four */
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
    static struct failing_tee hub; /* as an initialiser would: chibicc mixes up the arguments */
    struct failing_tee_branch a = failing_tee_branch(&hub, 0), b = failing_tee_branch(&hub, 1);
    int status = 0, items = 0;
    MAKE(failing, hub.from, failing(2));
    hub.ring = buffer;
    hub.capacity = 4;
    hub.lags = lags;
    hub.count = 2;
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
    CHECK(ints_at_least(&hub.from) == 4);
    CHECK_EQ(tee_branch_close(&b), GEN_DONE);
    CHECK(ints_at_least(&hub.from) == 0);
    MAKE(tee, hub, tee(ints(digits, 5), buffer, 4, lags, 2));
    lags[0] = lags[1] = 0;
    a = tee_branch(&hub, 0);
    CHECK_EQ(tee_close(&hub), GEN_DONE);
    CHECK_EQ(tee_branch_next(&a, &x), GEN_DONE);
    CHECK(ints_at_least(&hub.from) == 0);
}
#endif

/* ---- A look ahead ---------------------------------------------------------------------------- */

ITER_PEEKABLE_N(ahead, ints)
ITER_PEEKABLE_N(failing_ahead, failing)

static void a_look_at_those_ahead_takes_none(void) {
    struct ahead p = ahead(ints(digits, 5), buffer, 3);
    int x = 0, i;
    CHECK_EQ(ahead_peek(&p, 1, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(p.from.at_, 2);
    CHECK_EQ(ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(x, 3);
    CHECK_EQ(ahead_peek(&p, 2, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(ahead_peek(&p, 0, &x), GEN_YIELDED);
    CHECK_EQ(x, 1);
    CHECK_EQ(ahead_peek(&p, 3, &x), GEN_E_ARG);
    CHECK_EQ(ahead_peek(&p, -1, &x), GEN_E_ARG);
    CHECK(ahead_at_least(&p) == 4);
    for (i = 0; i < 3; i++) CHECK_EQ(ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(ahead_peek(&p, 1, &x), GEN_DONE);
    CHECK_EQ(ahead_next(&p, &x), GEN_YIELDED);
    CHECK_EQ(x, 5);
    CHECK_EQ(ahead_next(&p, &x), GEN_DONE);
    CHECK_REFUSED(ahead, ahead(ints(digits, 5), buffer, 0));
    CHECK_REFUSED(ahead, ahead(ints(digits, 5), NULL, 3));
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
ITER_TAKE_WHILE_PEEKING(small, peekable, item < 5)

static void the_peeking_take_while_keeps_the_failing_item(void) {
    struct peekable p = peekable(ints(digits, 8));
    CHECK_ITEMS(small, small(&p), x, 3, 1, 4, 1);
    CHECK_EMPTY(small, small(&p));
    CHECK_ITEMS_LEFT(peekable, &p, x, 5, 9, 2, 6);
    CHECK_REFUSED(small, small(NULL));
}

/* ---- A table that forgets -------------------------------------------------------------------- */

ITER_UNIQUE_EVICTING(recent, ints, int, item, (unsigned)key, key == other)
ITER_UNIQUE_EVICTING(colliding, ints, int, item / 10, 0u, key == other)

static void a_table_that_is_full_forgets_the_oldest_and_counts(void) {
    static const int again[] = {1, 2, 1, 3, 1, 4, 2, 1, 3, 3, 11, 21};
    static struct recent_slot two[2], one[1], many[16];
    struct recent p = recent(ints(again, 12), two, 2);
    int item = 0, i;
    for (i = 0; i < 3; i++) CHECK_EQ(recent_next(&p, &item), GEN_YIELDED); /* 1 2 3, without 1 */
    CHECK_EQ(item, 3);
    CHECK_EQ(p.evicted, 1);
    CHECK_ITEMS_LEFT(recent, &p, x, 1, 4, 2, 1, 3, 11, 21);
    CHECK_ITEMS(recent, recent(ints(again, 10), one, 1), x, 1, 2, 1, 3, 1, 4, 2, 1, 3);
    CHECK_ITEMS(recent, recent(ints(again, 12), many, 16), x, 1, 2, 3, 4, 11, 21);
    CHECK_REFUSED(recent, recent(ints(again, 12), many, 0));
    CHECK_REFUSED(recent, recent(ints(again, 12), NULL, 4));
}

static void keys_of_one_hash_are_told_apart_and_forgotten(void) {
    static const int tens[] = {10, 20, 15, 30, 11, 40, 31, 21, 50};
    static struct colliding_slot three[3];
    CHECK_ITEMS(colliding, colliding(ints(tens, 9), three, 3), x, 10, 20, 30, 40, 50);
    {
        static struct colliding_slot two[2];
        CHECK_ITEMS(colliding, colliding(ints(tens, 9), two, 2), x, 10, 20, 30, 11, 40, 31, 21, 50);
    }
}

/* ---- Rows ------------------------------------------------------------------------------------ */

ITER_PRODUCT_ARRAY(product, int)
ITER_COMBINATIONS(combinations, int)
ITER_COMBINATIONS_WITH_REPLACEMENT(with_replacement, int)
ITER_PERMUTATIONS(permutations, int)
ITER_RANGE(longs, long)
ITER_PRODUCT(pairs, longs, longs)

static const int abcd[] = {1, 2, 3, 4};
static int row[4];
static iter_count places[8];

static long number_of(const int *data, size_t length) {
    long number = 0;
    size_t i;
    for (i = 0; i < length; i++) number = number * 10 + data[i];
    return number;
}
#define NUMBER(x) number_of((x).data, (x).length)

static void a_product_has_a_row_for_each_choice(void) {
    struct product_pool pools[3];
    pools[0].data = pools[1].data = pools[2].data = abcd;
    pools[0].length = 2;
    pools[1].length = 1;
    pools[2].length = 3;
    CHECK_ITEMS(product, product(pools, 3, row, places), NUMBER(x), 111, 112, 113, 211, 212, 213);
    CHECK_ITEMS(product, product(NULL, 0, NULL, NULL), (long)x.length, 0);
    pools[1].length = 0;
    CHECK_EMPTY(product, product(pools, 3, row, places));
    CHECK_EMPTY(product, product(pools, 2, row, places));
    CHECK_REFUSED(product, product(pools, -1, row, places));
    CHECK_REFUSED(product, product(NULL, 1, row, places));
    CHECK_REFUSED(product, product(pools, 1, NULL, places));
    CHECK_REFUSED(product, product(pools, 1, row, NULL));
}

static void combinations_are_in_order(void) {
    CHECK_ITEMS(combinations, combinations(abcd, 4, 2, row, places), NUMBER(x), 12, 13, 14, 23, 24,
                34);
    CHECK_ITEMS(combinations, combinations(abcd, 4, 4, row, places), NUMBER(x), 1234);
    CHECK_ITEMS(combinations, combinations(abcd, 4, 0, row, places), (long)x.length, 0);
    CHECK_EMPTY(combinations, combinations(abcd, 2, 3, row, places));
    CHECK_REFUSED(combinations, combinations(abcd, 4, -1, row, places));
    CHECK_REFUSED(combinations, combinations(NULL, 4, 2, row, places));
    CHECK_REFUSED(combinations, combinations(abcd, 4, 2, NULL, places));
    CHECK_REFUSED(combinations, combinations(abcd, -4, 2, row, places));
    CHECK_ITEMS(with_replacement, with_replacement(abcd, 3, 2, row, places), NUMBER(x), 11, 12, 13,
                22, 23, 33);
    CHECK_ITEMS(with_replacement, with_replacement(abcd, 1, 3, row, places), NUMBER(x), 111);
    CHECK_EMPTY(with_replacement, with_replacement(abcd, 0, 3, row, places));
}

static void permutations_are_those_of_python(void) {
    CHECK_ITEMS(permutations, permutations(abcd, 3, 3, row, places), NUMBER(x), 123, 132, 213, 231,
                312, 321);
    CHECK_ITEMS(permutations, permutations(abcd, 4, 2, row, places), NUMBER(x), 12, 13, 14, 21, 23,
                24, 31, 32, 34, 41, 42, 43);
    CHECK_ITEMS(permutations, permutations(abcd, 4, 0, row, places), (long)x.length, 0);
    CHECK_EMPTY(permutations, permutations(abcd, 2, 3, row, places));
    CHECK_REFUSED(permutations, permutations(abcd, 2, 2, row, NULL));
}

#ifdef TEST_STRUCTS_PASSED
static void a_product_of_two_begins_the_right_one_anew(void) {
    struct longs two = longs(1, 3, 1), three = longs(5, 8, 1), none = longs(0, 0, 1);
    CHECK_ITEMS(pairs, pairs(two, three), x.first * 10 + x.second, 15, 16, 17, 25, 26, 27);
    CHECK_EMPTY(pairs, pairs(two, none));
    CHECK_EMPTY(pairs, pairs(none, three));
    CHECK_REFUSED(pairs, pairs(two, longs(0, 1, 0)));
}
#endif

void run_tests(void) {
    RUN(a_batch_has_so_many_and_the_last_what_is_left);
    RUN(a_strict_batch_reports_what_is_left_over);
    RUN(a_batch_ends_where_its_condition_holds_or_it_is_full);
    RUN(a_batch_that_is_due_comes_out_while_its_source_is_pending);
    RUN(a_batch_keeps_its_budget);
    RUN(an_item_beyond_the_budget_waits_for_more);
    RUN(a_tail_is_the_last_items);
    RUN(the_top_k_are_sorted_and_stable);
    RUN(a_merge_of_many_is_sorted_and_stable);
    RUN(what_is_before_is_true_by_any_number_but_0);
    RUN(a_merge_of_many_waits_for_each_and_for_no_other);
#ifdef TEST_STRUCTS_PASSED
    RUN(each_branch_of_a_tee_sees_all_items);
    RUN(a_branch_that_is_closed_holds_nothing_up);
    RUN(each_branch_is_told_an_error_behind_its_items);
    RUN(the_last_branch_closes_the_source_of_a_tee);
#endif
    RUN(a_look_at_those_ahead_takes_none);
    RUN(an_error_that_lies_ahead_comes_out_in_its_place);
    RUN(the_peeking_take_while_keeps_the_failing_item);
    RUN(a_table_that_is_full_forgets_the_oldest_and_counts);
    RUN(keys_of_one_hash_are_told_apart_and_forgotten);
    RUN(a_product_has_a_row_for_each_choice);
    RUN(combinations_are_in_order);
    RUN(permutations_are_those_of_python);
#ifdef TEST_STRUCTS_PASSED
    RUN(a_product_of_two_begins_the_right_one_anew);
#endif
}
