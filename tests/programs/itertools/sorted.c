/* Stages that read all items before they hand out any, and a merge of many iterators. */
#include "items.h"

#include "iter_table.h"
#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
static int buffer[16];

ITER_SPAN(ints, int)
ITER_FROM(pausing, int, int,
          self->context % 2
              ? (++self->context, GEN_PENDING)
              : (*item = self->context / 2, self->context++ < 20 ? GEN_YIELDED : GEN_DONE))

ITER_TAIL(tail, ints)
ITER_SMALLEST(smallest, ints, b < a)
ITER_SMALLEST(largest, ints, b > a)
ITER_SMALLEST(by_parity, ints, b % 2 < a % 2)

static void a_tail_is_the_last_items(void) {
    CHECK_ITEMS(tail, tail(ints(digits, 10), buffer, 3), x, 6, 5, 3);
    CHECK_ITEMS(tail, tail(ints(digits, 10), buffer, 1), x, 3);
    CHECK_ITEMS(tail, tail(ints(digits, 3), buffer, 3), x, 3, 1, 4);
    CHECK_ITEMS(tail, tail(ints(digits, 2), buffer, 5), x, 3, 1);
    CHECK_EMPTY(tail, tail(ints(digits, 0), buffer, 5));
    CHECK_REFUSED(tail, tail(ints(digits, 3), buffer, 0));
    CHECK_REFUSED_WHEN_MADE(tail, tail(ints(digits, 3), NULL, 2));
}

static void the_top_k_are_sorted(void) {
    static struct smallest_entry heap[16];
    static struct largest_entry most[3];
    CHECK_ITEMS(smallest, smallest(ints(digits, 10), heap, 4), x, 1, 1, 2, 3);
    CHECK_ITEMS(smallest, smallest(ints(digits, 10), heap, 1), x, 1);
    CHECK_ITEMS(largest, largest(ints(digits, 10), most, 3), x, 9, 6, 5);
    CHECK_ITEMS(smallest, smallest(ints(digits, 10), heap, 16), x, 1, 1, 2, 3, 3, 4, 5, 5, 6, 9);
    CHECK_EMPTY(smallest, smallest(ints(digits, 0), heap, 4));
    CHECK_REFUSED(smallest, smallest(ints(digits, 3), heap, 0));
    CHECK_REFUSED_WHEN_MADE(smallest, smallest(ints(digits, 3), NULL, 2));
}

static void the_top_k_are_stable(void) {
    static struct by_parity_entry heap[16];
    CHECK_ITEMS(by_parity, by_parity(ints(digits, 10), heap, 5), x, 4, 2, 6, 3, 1);
    CHECK_ITEMS(by_parity, by_parity(ints(digits, 10), heap, 2), x, 4, 2);
    CHECK_ITEMS(by_parity, by_parity(ints(digits, 10), heap, 16), x, 4, 2, 6, 3, 1, 1, 5, 9, 5, 3);
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
    CHECK_REFUSED_WHEN_MADE(merged, merged(NULL, heap, 2));
    MAKE(tags, each[0], tags(a, 3));
    CHECK_REFUSED_WHEN_MADE(merged, merged(each, NULL, 4));
#ifdef TEST_STRUCTS_PASSED
    CHECK(tags_left(&each[0], ITER_AT_LEAST) == 0); /* because it was closed */
#endif
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

void run_tests(void) {
    RUN(a_tail_is_the_last_items);
    RUN(the_top_k_are_sorted);
    RUN(the_top_k_are_stable);
    RUN(a_merge_of_many_is_sorted_and_stable);
    RUN(what_is_before_is_true_by_any_number_but_0);
    RUN(a_merge_of_many_waits_for_each_and_for_no_other);
}
