/* The items of each stage, one behaviour at a time. */
static int uncaught;
#define GEN_UNCAUGHT(status) uncaught = (status)

#include "items.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
static const int letters[] = {'A', 'A', 'A', 'B', 'B', 'C', 'D', 'A', 'B'};

ITER_SPAN(ints, int)
ITER_RANGE(longs, long)
ITER_RANGE(bytes, unsigned char)
ITER_RANGE(shorts, signed char)
ITER_REF(borrowed, longs)

static void a_span_hands_out_the_elements_in_order(void) {
    CHECK_ITEMS(ints, ints(digits, 4), x, 3, 1, 4, 1);
    CHECK_EMPTY(ints, ints(digits, 0));
    CHECK_EMPTY(ints, ints(NULL, 0));
    CHECK_EQ(uncaught, 0);
    CHECK_EMPTY(ints, ints(NULL, 3));
    CHECK_EQ(uncaught, GEN_E_ARG);
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
    CHECK(longs_at_least(&r) == 4 && longs_at_most(&r) == 4);
    CHECK_EQ(longs_next(&r, &item), GEN_YIELDED);
    CHECK(longs_at_least(&r) == 3 && longs_at_most(&r) == 3);
    CHECK(shorts_at_least(&s) == 3);
    CHECK(shorts_at_least(&down) == 3);
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
ITER_ITERATE(doubled, unsigned, item * 2)
ITER_TAKE(some_doubled, doubled)
ITER_TAKE(some_repeated, repeated)

static void sources_of_one_value(void) {
    CHECK_ITEMS(repeated, repeated(4, 3), x, 4, 4, 4);
    CHECK_EMPTY(repeated, repeated(4, 0));
    CHECK_REFUSED(repeated, repeated(4, -1));
    CHECK_ITEMS(some_repeated, some_repeated(repeated(4, ITER_NO_END), 2), x, 4, 4);
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
ITER_DROP(without_first, ints)

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
    CHECK_REFUSED(taken, taken(ints(digits, 8), -1));
    CHECK_EQ(borrowed_first_next(&none, &item), GEN_DONE);
    CHECK_EQ(source.start, 0);
    CHECK_ITEMS(without_first, without_first(ints(digits, 8), 5), x, 9, 2, 6);
    CHECK_EMPTY(without_first, without_first(ints(digits, 8), 8));
    CHECK_ITEMS(without_first, without_first(ints(digits, 2), 0), x, 3, 1);
    CHECK_REFUSED(without_first, without_first(ints(digits, 8), -2));
}

ITER_SLICE(borrowed_slice, borrowed)

static void a_slice_is_that_of_python(void) {
    struct longs source = longs(0, 10, 1);
    struct borrowed_slice s;
    long item = 0;
    CHECK_ITEMS(sliced_range, sliced_range(longs(0, 100, 1), 10, 20, 3), x, 10, 13, 16, 19);
    CHECK_ITEMS(sliced_range, sliced_range(longs(0, 9, 1), 2, ITER_NO_END, 3), x, 2, 5, 8);
    CHECK_ITEMS(sliced_range, sliced_range(longs(0, 9, 1), 1, 8, ITER_NO_END), x, 1);
    MAKE(borrowed_slice, s,
         borrowed_slice(borrowed(&source), 3, 3, 1)); /* empty, but it reads up to there */
    CHECK_EQ(borrowed_slice_next(&s, &item), GEN_DONE);
    CHECK_EQ(source.start, 3);
    MAKE(borrowed_slice, s, borrowed_slice(borrowed(&source), 0, 3, 2));
    CHECK_EQ(borrowed_slice_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(source.start, 4);
    CHECK_REFUSED(sliced, sliced(ints(digits, 8), 0, 5, 0));
    CHECK_REFUSED(sliced, sliced(ints(digits, 8), -1, 5, 1));
    CHECK_REFUSED(sliced, sliced(ints(digits, 8), 5, 3, 1));
    CHECK_ITEMS(stepped, stepped(ints(digits, 8), 3), x, 3, 1, 2);
    CHECK_REFUSED(stepped, stepped(ints(digits, 8), 0));
}

ITER_TAKE_WHILE(small, ints, item < 5)
ITER_TAKE_WHILE_INCLUSIVE(small_and_next, ints, item < 5)
ITER_DROP_WHILE(from_large, ints, item < 5)

static void while_a_condition_holds(void) {
    CHECK_ITEMS(small, small(ints(digits, 8)), x, 3, 1, 4, 1);
    CHECK_ITEMS(small_and_next, small_and_next(ints(digits, 8)), x, 3, 1, 4, 1, 5);
    CHECK_ITEMS(from_large, from_large(ints(digits, 8)), x, 5, 9, 2, 6);
}

ITER_MAP(squared, ints, long, (long)item *item)
ITER_FILTER_MAP(halved, ints, int, (*out = item / 2, item % 2 == 0))
ITER_ENUMERATE(numbered, ints)
ITER_ACCUMULATE(sums, ints, long, total + item)
ITER_ACCUMULATE(maxima, ints, int, item > total ? item : total)
ITER_ACCUMULATE_FROM(sums_from, ints, long, total + item)
ITER_PAIRWISE(pairs, ints)
/* An expression that does not use its item draws no warning. */
static int turns;
ITER_TAP(counted, ints, turns++)
ITER_FILTER(each_other, counted, turns % 2 == 1)

static void an_expression_need_not_use_the_item(void) {
    turns = 0;
    CHECK_ITEMS(each_other, each_other(counted(ints(digits, 5))), x, 3, 4, 5);
    CHECK_EQ(turns, 5);
}

ITER_TAP(seen, ints, note((char)('0' + item)))

static void one_for_one(void) {
    CHECK_ITEMS(squared, squared(ints(digits, 3)), x, 9, 1, 16);
    CHECK_ITEMS(halved, halved(ints(digits, 8)), x, 2, 1, 3);
    CHECK_ITEMS(numbered, numbered(ints(digits, 3), 5), x.index * 10 + x.value, 53, 61, 74);
    CHECK_ITEMS(sums, sums(ints(digits, 4)), x, 3, 4, 8, 9);
    CHECK_EMPTY(sums, sums(ints(digits, 0)));
    CHECK_ITEMS(maxima, maxima(ints(digits, 5)), x, 3, 3, 4, 4, 5);
    CHECK_ITEMS(sums_from, sums_from(ints(digits, 3), 100), x, 100, 103, 104, 108);
    CHECK_ITEMS(sums_from, sums_from(ints(digits, 0), 100), x, 100);
    CHECK_ITEMS(pairs, pairs(ints(digits, 4)), x.first * 10 + x.second, 31, 14, 41);
    CHECK_EMPTY(pairs, pairs(ints(digits, 1)));
    CHECK_EMPTY(pairs, pairs(ints(digits, 0)));
    CHECK_ITEMS(seen, seen(ints(digits, 3)), x, 3, 1, 4);
    CHECK_LOG("314");
}

ITER_DEDUPE(changes, ints, item == last)
ITER_RUN_LENGTH(runs, ints, item == last)

static void runs_of_equal_items(void) {
    CHECK_ITEMS(changes, changes(ints(letters, 9)), x, 'A', 'B', 'C', 'D', 'A', 'B');
    CHECK_ITEMS(runs, runs(ints(letters, 9)), x.value * 10 + x.count, 'A' * 10 + 3, 'B' * 10 + 2,
                'C' * 10 + 1, 'D' * 10 + 1, 'A' * 10 + 1, 'B' * 10 + 1);
    CHECK_EMPTY(runs, runs(ints(letters, 0)));
}

ITER_INTERSPERSE(separated, ints)
ITER_MARK_ENDS(marked, ints)
ITER_PAD(padded, ints)
ITER_CYCLE(cycled, ints)
ITER_TAKE(some_cycled, cycled)

static void around_the_items(void) {
#ifdef TEST_STRUCTS_PASSED
    struct cycled two = cycled(ints(digits, 2)), none = cycled(ints(digits, 0));
    CHECK_ITEMS(some_cycled, some_cycled(two, 5), x, 3, 1, 3, 1, 3);
    CHECK_EMPTY(some_cycled, some_cycled(none, 5));
#endif
    CHECK_ITEMS(separated, separated(ints(digits, 3), 0), x, 3, 0, 1, 0, 4);
    CHECK_ITEMS(separated, separated(ints(digits, 1), 0), x, 3);
    CHECK_EMPTY(separated, separated(ints(digits, 0), 0));
    CHECK_ITEMS(marked, marked(ints(digits, 3)), x.value * 100 + x.is_first * 10 + x.is_last, 310,
                100, 401);
    CHECK_ITEMS(marked, marked(ints(digits, 1)), x.value * 100 + x.is_first * 10 + x.is_last, 311);
    CHECK_ITEMS(padded, padded(ints(digits, 2), 7, 4), x, 3, 1, 7, 7);
    CHECK_ITEMS(padded, padded(ints(digits, 3), 7, 1), x, 3, 1, 4);
    CHECK_REFUSED(padded, padded(ints(digits, 3), 7, -1));
}

ITER_CATCH(ended, failing, (note('c'), error == -7 ? GEN_DONE : error))
ITER_CATCH(replaced, failing, (*item = 42, GEN_YIELDED))
ITER_FROM(full_once, int, int, ++self->context < 2 ? GEN_E_FULL : (*item = 0, GEN_DONE))
ITER_CATCH(not_caught, full_once, (note('c'), error))

static void an_error_becomes_an_end_or_an_item(void) {
    CHECK_ITEMS(ended, ended(failing(2)), x, 1, 1);
    CHECK_LOG("c");
    CHECK_ITEMS(replaced, replaced(failing(2)), x, 1, 1, 42);
}

static void what_is_full_is_no_error_to_catch(void) {
    struct not_caught p = not_caught(full_once(0));
    int item = 0;
    CHECK_EQ(not_caught_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(not_caught_next(&p, &item), GEN_DONE);
    CHECK_LOG("");
}

ITER_CHUNKS(chunks, int)
ITER_LINES(lines)

static void views_of_memory(void) {
    static const char text[] = "one\r\n\ntwo\nend";
    CHECK_ITEMS(chunks, chunks(digits, 8, 3), (long)x.length * 10 + x.data[0], 33, 31, 22);
    CHECK_EMPTY(chunks, chunks(digits, 0, 3));
    CHECK_REFUSED(chunks, chunks(digits, 8, 0));
    CHECK_REFUSED(chunks, chunks(NULL, 8, 1));
    CHECK_ITEMS(lines, lines(text, 13), (long)x.length * 1000 + (x.length ? x.data[0] : 0), 3111, 0,
                3116, 3101);
    CHECK_ITEMS(lines, lines(text, 5), (long)x.length, 3);
    CHECK_EMPTY(lines, lines(text, 0));
    CHECK_REFUSED(lines, lines(NULL, 3));
}

ITER_BATCH(batched, ints)
ITER_WINDOW(windowed, ints)
static int buffer[7];

static void batches_and_windows(void) {
    CHECK_ITEMS(batched, batched(ints(digits, 7), buffer, 3), (long)x.length * 10 + x.data[0], 33,
                31, 12);
    CHECK_ITEMS(batched, batched(ints(digits, 6), buffer, 3), (long)x.length * 10 + x.data[2], 34,
                39);
    CHECK_EMPTY(batched, batched(ints(digits, 0), buffer, 3));
    CHECK_REFUSED(batched, batched(ints(digits, 6), buffer, 0));
    CHECK_REFUSED(batched, batched(ints(digits, 6), NULL, 3));
    CHECK_ITEMS(windowed, windowed(ints(digits, 6), buffer, 7, 3),
                x.data[0] * 100 + x.data[1] * 10 + x.data[2], 314, 141, 415, 159);
    CHECK_ITEMS(windowed, windowed(ints(digits, 6), buffer, 3, 3),
                x.data[0] * 100 + x.data[1] * 10 + x.data[2], 314, 141, 415, 159);
    CHECK_ITEMS(windowed, windowed(ints(digits, 3), buffer, 1, 1), x.data[0], 3, 1, 4);
    CHECK_EMPTY(windowed, windowed(ints(digits, 2), buffer, 7, 3));
    CHECK_REFUSED(windowed, windowed(ints(digits, 6), buffer, 2, 3));
}

ITER_UNIQUE(distinct, ints, int, item, iter_hash((unsigned)key), key == other)
ITER_UNIQUE(by_parity, ints, int, item % 2, (unsigned)key, key == other)

static void the_first_of_each_key_in_order(void) {
    static struct distinct_slot table[8], few[3];
    static struct by_parity_slot parities[2];
    struct distinct d = distinct(ints(digits, 8), few, 3),
                    refused = distinct(ints(digits, 8), NULL, 8);
    int item = 0;
    CHECK_ITEMS(distinct, distinct(ints(digits, 8), table, 8), x, 3, 1, 4, 5, 9, 2, 6);
    CHECK_ITEMS(by_parity, by_parity(ints(digits, 8), parities, 2), x, 3, 4);
    CHECK_REFUSED(distinct, distinct(ints(digits, 8), table, 0));
    CHECK_REFUSED(distinct, distinct(ints(digits, 8), NULL, 8));
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_E_FULL);
    CHECK_EQ(distinct_next(&d, &item), GEN_E_FULL);
    CHECK_EQ(item, 4);
    for (item = 0; item < 8; item++) table[item].used = 0;
    CHECK_EQ(distinct_move(&d, few, 2), GEN_E_ARG);
    CHECK_EQ(distinct_move(&d, table, 8), GEN_DONE);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 5);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 9);
    CHECK_EQ(distinct_move(&refused, table, 8), GEN_DONE); /* there is nothing to move */
    CHECK_EQ(distinct_next(&refused, &item), GEN_E_ARG);
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

ITER_GROUP_BY(by_letter, ints, int, item, key == other)
ITER_GROUP_BY(by_third, failing, int, item / 3, key == other)

#ifdef TEST_STRUCTS_PASSED
static void groups_of_equal_keys(void) {
    struct by_letter p = by_letter(ints(letters, 9)), q = p;
    struct by_letter_group first, again;
    int item = 0, key = 0, keys = 0, read = 0;
    GEN_FOR (letter, by_letter, &p) {
        struct by_letter_group group = by_letter_group(&p);
        int n = 0;
        note((char)letter);
        GEN_FOR (x, by_letter_group, &group) n += x == letter;
        note((char)('0' + n));
    }
    CHECK_LOG("A3B2C1D1A1B1");
    GEN_FOR (letter, by_letter, &q) { /* unread groups are passed over */
        struct by_letter_group group = by_letter_group(&q);
        keys += letter == 'A' || letter == 'B';
        if (letter == 'B') CHECK_EQ(by_letter_group_next(&group, &item), GEN_YIELDED);
        read += item == 'B';
        item = 0;
    }
    CHECK_EQ(keys, 4);
    CHECK_EQ(read, 2);
    MAKE(by_letter, p, by_letter(ints(letters, 9)));
    CHECK_EQ(by_letter_next(&p, &key), GEN_YIELDED);
    first = by_letter_group(&p);
    again = first;
    CHECK_EQ(by_letter_group_next(&first, &item), GEN_YIELDED);
    CHECK_EQ(by_letter_next(&p, &key), GEN_YIELDED);
    CHECK_EQ(key, 'B');
    CHECK_EQ(by_letter_group_next(&first, &item), GEN_E_STALE);
    CHECK_EQ(by_letter_group_next(&first, &item), GEN_DONE);
    CHECK_EQ(by_letter_group_close(&again), GEN_DONE);
    CHECK_EQ(by_letter_group_next(&again, &item), GEN_DONE);
    CHECK_EMPTY(by_letter, by_letter(ints(letters, 0)));
}

static void an_error_in_a_group_ends_it_and_the_groups(void) {
    struct by_third p = by_third(failing(2));
    struct by_third_group group;
    int item = 0, key = 0;
    CHECK_EQ(by_third_next(&p, &key), GEN_YIELDED);
    group = by_third_group(&p);
    CHECK_EQ(by_third_group_next(&group, &item), GEN_YIELDED);
    CHECK_EQ(by_third_group_next(&group, &item), GEN_YIELDED);
    CHECK_EQ(by_third_group_next(&group, &item), -7);
    CHECK_EQ(by_third_group_next(&group, &item), GEN_DONE);
    CHECK_EQ(by_third_next(&p, &key), GEN_DONE);
    MAKE(by_third, p, by_third(failing(2)));
    CHECK_EQ(by_third_next(&p, &key), GEN_YIELDED);
    CHECK_EQ(by_third_next(&p, &key), -7);
    CHECK_EQ(by_third_next(&p, &key), GEN_DONE);
}
#endif

/* What knows how many items it has is cut to them, or passes over them; what does not is pulled from. */
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

#define CHECK_SAME(A, made, B, made_too)                                                           \
    do {                                                                                           \
        struct A a_ = made;                                                                        \
        struct B b_ = made_too;                                                                    \
        const size_t least_ = A##_at_least(&a_), most_ = A##_at_most(&a_);                         \
        size_t count_ = 0;                                                                         \
        GEN_FOR (x, A, &a_) {                                                                      \
            B##_item y_ = 0;                                                                       \
            CHECK(B##_next(&b_, &y_) == GEN_YIELDED);                                              \
            CHECK_EQ(x, y_);                                                                       \
            count_++;                                                                              \
        }                                                                                          \
        GEN_FOR (y, B, &b_) CHECK_EQ(y, 0);                                                        \
        CHECK(least_ == count_ && most_ == count_);                                                \
        CHECK(A##_at_most(&a_) == 0);                                                              \
    } while (0)

static void what_is_counted_is_cut_to_the_same_items(void) {
    long length;
    iter_count start, stop, step;
    for (length = 0; length < 6; length++)
        for (start = 0; start < 7; start++) {
            CHECK_SAME(longs_without, longs_without(longs(1, length, 1), start), all_without,
                       all_without(all_longs(longs(1, length, 1)), start));
            CHECK_SAME(some_longs, some_longs(longs(7, 7 - 2 * length, -2), start), some_of_all,
                       some_of_all(all_longs(longs(7, 7 - 2 * length, -2)), start));
            CHECK_SAME(some_mapped, some_mapped(mapped_longs(longs(7, 7 - 2 * length, -2)), start),
                       some_of_all, some_of_all(all_longs(longs(7, 7 - 2 * length, -2)), start));
            CHECK_SAME(every_nth_long, every_nth_long(longs(3, 3 + length, 1), start + 1),
                       every_nth_of_all,
                       every_nth_of_all(all_longs(longs(3, 3 + length, 1)), start + 1));
            for (stop = start; stop < 8; stop++)
                for (step = 1; step < 4; step++) {
                    const iter_count end = stop == 7 ? ITER_NO_END : stop;
                    CHECK_SAME(
                        slice_of_longs,
                        slice_of_longs(longs(5, 5 + 3 * length, 3), start, end, step), slice_of_all,
                        slice_of_all(all_longs(longs(5, 5 + 3 * length, 3)), start, end, step));
                    CHECK_SAME(
                        slice_of_mapped,
                        slice_of_mapped(mapped_longs(longs(5, 5 + length, 1)), start, end, step),
                        slice_of_all,
                        slice_of_all(all_longs(longs(5, 5 + length, 1)), start, end, step));
                }
        }
    CHECK_ITEMS(slice_of_numbered, slice_of_numbered(numbered_ints(ints(digits, 8), 10), 1, 6, 2),
                10 * x.index + x.value, 111, 131, 159);
    CHECK_ITEMS(every_nth, every_nth(slice_of_longs(longs(0, 20, 1), 2, 15, 3), 2), x, 2, 8, 14);
    CHECK_REFUSED(slice_of_longs, slice_of_longs(longs(0, 4, 1), 3, 2, 1));
    CHECK_REFUSED(some_longs, some_longs(longs(0, 4, 1), -1));
    CHECK_REFUSED(some_longs, some_longs(longs(0, 4, 0), 1));
    CHECK_REFUSED(longs_without, longs_without(longs(0, 4, 0), 1));
}

static void what_an_initialiser_made_is_cut_at_the_first_pull(void) {
    static struct some_longs some = {{0, 10, 1}, 3};
    static struct slice_of_longs slice = {{0, 10, 1}, 2, 8, 3};
    long sum = 0;
    CHECK(some_longs_at_least(&some) == 3 && slice_of_longs_at_most(&slice) == 2);
    GEN_FOR (x, some_longs, &some) sum = sum * 10 + x;
    GEN_FOR (x, slice_of_longs, &slice) sum = sum * 10 + x;
    CHECK_EQ(sum, 1225);
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
    RUN(take_and_drop);
    RUN(a_slice_is_that_of_python);
    RUN(what_is_counted_is_cut_to_the_same_items);
    RUN(what_an_initialiser_made_is_cut_at_the_first_pull);
    RUN(while_a_condition_holds);
    RUN(one_for_one);
    RUN(an_expression_need_not_use_the_item);
    RUN(runs_of_equal_items);
    RUN(around_the_items);
    RUN(an_error_becomes_an_end_or_an_item);
    RUN(what_is_full_is_no_error_to_catch);
    RUN(views_of_memory);
    RUN(batches_and_windows);
    RUN(the_first_of_each_key_in_order);
    RUN(a_look_at_the_next_item);
#ifdef TEST_STRUCTS_PASSED
    RUN(groups_of_equal_keys);
    RUN(an_error_in_a_group_ends_it_and_the_groups);
#endif
}
