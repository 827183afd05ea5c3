/* An iterator that knows how many items it has is shortened, or skips items. Any other iterator is
 * pulled from. */
#include "items.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_RANGE(longs, long)

ITER_MAP(mapped_longs, longs, long, item)
ITER_FILTER(all_longs, longs, item == item)
ITER_ENUMERATE(numbered_ints, ints)
ITER_SLICE(slice_of_longs, longs)
ITER_SLICE(slice_of_mapped, mapped_longs)
ITER_SLICE(slice_of_all, all_longs)
ITER_SLICE(slice_of_numbered, numbered_ints)
ITER_STEP_BY(every_nth, slice_of_longs)
ITER_STEP_BY(every_nth_long, longs)
ITER_STEP_BY(every_nth_of_all, all_longs)
ITER_DROP(longs_without, longs)
ITER_DROP(all_without, all_longs)
ITER_TAKE(some_longs, longs)
ITER_TAKE(some_mapped, mapped_longs)
ITER_TAKE(some_of_all, all_longs)

#define CHECK_SAME(A, made, B, made_too) \
    do { \
        struct A a_ = made; \
        struct B b_ = made_too; \
        const size_t least_ = A##_left(&a_, ITER_AT_LEAST), most_ = A##_left(&a_, ITER_AT_MOST); \
        size_t count_ = 0; \
        GEN_FOR (x, A, &a_) { \
            B##_item y_ = 0; \
            CHECK(B##_next(&b_, &y_) == GEN_YIELDED); \
            CHECK_EQ(x, y_); \
            count_++; \
        } \
        GEN_FOR (y, B, &b_) CHECK_EQ(y, 0); \
        CHECK(least_ == count_ && most_ == count_); \
        CHECK(A##_left(&a_, ITER_AT_MOST) == 0); \
    } while (0)

/* One check per function, because the stack of an 8051 has only 223 bytes. */
static void cut_by_a_drop(long length, iter_count count) {
    CHECK_SAME(longs_without, longs_without(longs(1, length, 1), count), all_without,
               all_without(all_longs(longs(1, length, 1)), count));
}

static void cut_by_a_take(long length, iter_count count) {
    CHECK_SAME(some_longs, some_longs(longs(7, 7 - 2 * length, -2), count), some_of_all,
               some_of_all(all_longs(longs(7, 7 - 2 * length, -2)), count));
}

static void cut_by_a_take_through_a_map(long length, iter_count count) {
    CHECK_SAME(some_mapped, some_mapped(mapped_longs(longs(7, 7 - 2 * length, -2)), count),
               some_of_all, some_of_all(all_longs(longs(7, 7 - 2 * length, -2)), count));
}

static void cut_by_steps(long length, iter_count step) {
    CHECK_SAME(every_nth_long, every_nth_long(longs(3, 3 + length, 1), step), every_nth_of_all,
               every_nth_of_all(all_longs(longs(3, 3 + length, 1)), step));
}

static void cut_by_a_slice(long length, iter_count start, iter_count end, iter_count step) {
    CHECK_SAME(slice_of_longs, slice_of_longs(longs(5, 5 + 3 * length, 3), start, end, step),
               slice_of_all,
               slice_of_all(all_longs(longs(5, 5 + 3 * length, 3)), start, end, step));
}

static void cut_by_a_slice_through_a_map(long length, iter_count start, iter_count end,
                                         iter_count step) {
    CHECK_SAME(slice_of_mapped,
               slice_of_mapped(mapped_longs(longs(5, 5 + length, 1)), start, end, step),
               slice_of_all, slice_of_all(all_longs(longs(5, 5 + length, 1)), start, end, step));
}

static void what_is_counted_is_cut_to_the_same_items(void) {
    long length;
    iter_count start, stop, step;
    for (length = 0; length < 6; length++)
        for (start = 0; start < 7; start++) {
            cut_by_a_drop(length, start);
            cut_by_a_take(length, start);
            cut_by_a_take_through_a_map(length, start);
            cut_by_steps(length, start + 1);
            for (stop = start; stop < 8; stop++)
                for (step = 1; step < 4; step++) {
                    const iter_count end = stop == 7 ? ITER_FOREVER : stop;
                    cut_by_a_slice(length, start, end, step);
                    cut_by_a_slice_through_a_map(length, start, end, step);
                }
        }
}

static void what_is_cut_may_be_cut_again_and_refused(void) {
    CHECK_ITEMS(slice_of_numbered, slice_of_numbered(numbered_ints(ints(digits, 8), 10), 1, 6, 2),
                10 * x.index + x.value, 111, 131, 159);
    CHECK_ITEMS(every_nth, every_nth(slice_of_longs(longs(0, 20, 1), 2, 15, 3), 2), x, 2, 8, 14);
    CHECK_REFUSED(some_longs, some_longs(longs(0, 4, 0), 1));
    CHECK_REFUSED(longs_without, longs_without(longs(0, 4, 0), 1));
}

static void what_an_initialiser_made_is_cut_at_the_first_pull(void) {
    static struct some_longs some = {{0, 10, 1}, 3};
    static struct slice_of_longs slice = {{0, 10, 1}, 2, 8, 3};
    long sum = 0;
    CHECK(some_longs_left(&some, ITER_AT_LEAST) == 3 &&
          slice_of_longs_left(&slice, ITER_AT_MOST) == 2);
    GEN_FOR (x, some_longs, &some) sum = sum * 10 + x;
    GEN_FOR (x, slice_of_longs, &slice) sum = sum * 10 + x;
    CHECK_EQ(sum, 1225);
}

void run_tests(void) {
    RUN(what_is_counted_is_cut_to_the_same_items);
    RUN(what_is_cut_may_be_cut_again_and_refused);
    RUN(what_an_initialiser_made_is_cut_at_the_first_pull);
}
