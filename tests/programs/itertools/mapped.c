/* Stages over a single source that transform its items or put items around them. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
static const int letters[] = {'A', 'A', 'A', 'B', 'B', 'C', 'D', 'A', 'B'};

ITER_SPAN(ints, int)

ITER_MAP(squared, ints, long, ((long)item * item))
ITER_FILTER_MAP(halved, ints, int, (*out = item / 2, item % 2 == 0))
ITER_ENUMERATE(numbered, ints)
ITER_ACCUMULATE(sums, ints, long, total + item)
ITER_ACCUMULATE(maxima, ints, int, item > total ? item : total)
ITER_ACCUMULATE_FROM(sums_from, ints, long, total + item)
ITER_PAIRWISE(pairs, ints)
/* An expression that does not use the item must not draw a warning. */
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
    CHECK_REFUSED_WHEN_MADE(padded, padded(ints(digits, 3), 7, -ITER_FOREVER));
}

ITER_FROM(failing, int, int, (*item = 1, --self->context < 0 ? -7 : GEN_YIELDED))
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

void run_tests(void) {
    RUN(an_expression_need_not_use_the_item);
    RUN(one_for_one);
    RUN(runs_of_equal_items);
    RUN(around_the_items);
    RUN(an_error_becomes_an_end_or_an_item);
    RUN(what_is_full_is_no_error_to_catch);
}
