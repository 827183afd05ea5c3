/* Terminals with a context, and those with several results. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_FROM(paused, int, int, /* 1, a pause, 2, a pause, ... 4 */
          self->context == 8
              ? GEN_DONE
              : ((*item = ++self->context / 2 + 1), self->context % 2 ? GEN_YIELDED : GEN_PENDING))
ITER_FIND_WITH(find_over, ints, int, item > context)
ITER_POSITION_WITH(position_of, ints, int, item == context)
ITER_ANY_WITH(any_over, ints, int, item > context)
ITER_ALL_WITH(all_over, ints, int, item > context)
ITER_FOR_EACH_WITH(add_to, ints, long *, *context += item)
ITER_FOLD_WITH(number_in, ints, long, int, total *context + item)
ITER_POSITION_WITH(paused_position, paused, int, item == context)

static void a_terminal_sees_its_context(void) {
    struct ints p = ints(digits, 8);
    struct paused s = paused(0);
    int item = 0, answer = 7;
    long total = 0;
    iter_count count = 7;
    gen_status status;
    CHECK_EQ(find_over(&p, 4, &item), GEN_YIELDED);
    CHECK_EQ(item, 5);
    CHECK_EQ(find_over(&p, 9, &item), GEN_DONE);
    MAKE(ints, p, ints(digits, 8));
    CHECK_EQ(position_of(&p, 4, &count), GEN_YIELDED);
    CHECK_EQ(count, 2);
    CHECK_EQ(position_of(&p, 4, &count), GEN_DONE);
    CHECK_EQ(count, 5);
    MAKE(ints, p, ints(digits, 8));
    CHECK_EQ(any_over(&p, 8, &answer), GEN_DONE);
    CHECK_EQ(answer, 1);
    CHECK_EQ(any_over(&p, 8, &answer), GEN_DONE);
    CHECK_EQ(answer, 0);
    MAKE(ints, p, ints(digits, 8));
    CHECK_EQ(all_over(&p, 0, &answer), GEN_DONE);
    CHECK_EQ(answer, 1);
    MAKE(ints, p, ints(digits, 8));
    CHECK_EQ(all_over(&p, 1, &answer), GEN_DONE);
    CHECK_EQ(answer, 0);
    MAKE(ints, p, ints(digits, 8));
    CHECK_EQ(add_to(&p, &total), GEN_DONE);
    CHECK_EQ(total, 31);
    MAKE(ints, p, ints(digits, 3));
    total = 0;
    CHECK_EQ(number_in(&p, 8, &total), GEN_DONE);
    CHECK_EQ(total, 3 * 64 + 8 + 4);
    status = paused_position(&s, 3, &count);
    while (status == GEN_PENDING) status = paused_position_more(&s, 3, &count);
    CHECK(status == GEN_YIELDED && count == 2);
}

ITER_PAIRWISE(pairs, ints)
ITER_UNZIP(unzip, pairs, int, long)

static void pairs_become_two_arrays(void) {
    struct pairs p = pairs(ints(digits, 4));
    int firsts[4] = {0, 0, 0, 7};
    long seconds[4] = {0, 0, 0, 7};
    size_t count = 0;
    CHECK_EQ(unzip(&p, firsts, NULL, 4, &count), GEN_E_ARG);
    CHECK_EQ(unzip(&p, NULL, seconds, 4, &count), GEN_E_ARG);
    CHECK_EQ(unzip(&p, firsts, seconds, 2, &count), GEN_E_FULL);
    CHECK_EQ(count, 2);
    CHECK_EQ(unzip(&p, firsts, seconds, 4, &count), GEN_DONE);
    CHECK_EQ(count, 3);
    CHECK(firsts[0] == 3 && firsts[1] == 1 && firsts[2] == 4 && firsts[3] == 7);
    CHECK(seconds[0] == 1 && seconds[1] == 4 && seconds[2] == 1 && seconds[3] == 7);
}

ITER_PARTITION(by_size, ints, item < 4)

static void items_are_parted_by_a_condition(void) {
    struct ints p = ints(digits, 8);
    int low[5], high[5];
    size_t lows = 0, highs = 0;
    CHECK_EQ(by_size(&p, NULL, 5, &lows, high, 5, &highs), GEN_E_ARG);
    CHECK_EQ(by_size(&p, low, 5, &lows, NULL, 5, &highs), GEN_E_ARG);
    CHECK_EQ(by_size(&p, low, 5, &lows, high, 2, &highs), GEN_E_FULL);
    CHECK(lows == 3 && highs == 2 && p.at_ == 5);
    CHECK_EQ(by_size(&p, low, 4, &lows, high, 5, &highs), GEN_E_FULL);
    CHECK(lows == 4 && highs == 3 && p.at_ == 7);
    CHECK_EQ(by_size(&p, low, 5, &lows, high, 5, &highs), GEN_DONE);
    CHECK(lows == 4 && highs == 4);
    CHECK(low[0] == 3 && low[1] == 1 && low[2] == 1 && low[3] == 2);
    CHECK(high[0] == 4 && high[1] == 5 && high[2] == 9 && high[3] == 6);
}

ITER_STATS(stats, ints, float)
ITER_STATS(paused_stats, paused, float)

static long whole(float x) { return (long)x; }

static void statistics_in_one_pass(void) {
    static const int large[] = {10004, 10007, 10013, 10016};
    struct ints p = ints(digits, 8);
    struct paused s = paused(0);
    struct stats_result all;
    struct paused_stats_result so_far;
    gen_status status;
    CHECK_EQ(stats(&p, &all), GEN_DONE);
    CHECK(all.count == 8 && whole(all.least) == 1 && whole(all.greatest) == 9);
    CHECK_EQ(whole(all.mean * 1000 + 0.5f), 3875);
    CHECK_EQ(whole(stats_variance(&all) * 100 + 0.5f), 755);
    MAKE(ints, p, ints(large, 4));
    CHECK_EQ(stats(&p, &all), GEN_DONE);
    CHECK_EQ(whole(all.mean), 10010);
    CHECK_EQ(whole(stats_variance(&all)), 30);
    MAKE(ints, p, ints(digits, 1));
    CHECK_EQ(stats(&p, &all), GEN_DONE);
    CHECK_EQ((long)all.count, 1);
    CHECK_EQ(whole(all.mean), 3);
    CHECK_EQ(whole(stats_variance(&all)), 0);
    CHECK(whole(all.least) == 3 && whole(all.greatest) == 3);
    CHECK_EQ(stats(&p, &all), GEN_DONE);
    CHECK(all.count == 0 && whole(all.mean) == 0 && whole(stats_variance(&all)) == 0);
    status = paused_stats(&s, &so_far);
    while (status == GEN_PENDING) status = paused_stats_more(&s, &so_far);
    CHECK(status == GEN_DONE && so_far.count == 4 && whole(so_far.squares) == 5);
    CHECK(whole(so_far.least) == 1 && whole(so_far.greatest) == 4);
}

ITER_COMPARE(compare, ints, paused, a - b)

static void iterators_are_compared(void) {
    static const int equal[] = {1, 2, 3, 4, 5}, small[] = {1, 2, 2, 9}, large[] = {2};
    static const struct {
        const int *data;
        size_t length;
        int order;
    } cases[] = {{equal, 4, 0},  {equal, 3, -1}, {equal, 5, 1},
                 {equal, 0, -1}, {small, 4, -1}, {large, 1, 1}};
    unsigned i;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ints p = ints(cases[i].data, cases[i].length);
        struct paused s = paused(0); /* 1 2 3 4 */
        int held = 0, order = 7;
        gen_status status = compare(&p, &s, &held, &order);
        while (status == GEN_PENDING) status = compare_more(&p, &s, &held, &order);
        CHECK_EQ(status, GEN_DONE);
        CHECK_EQ(order, cases[i].order);
    }
}

void run_tests(void) {
    RUN(a_terminal_sees_its_context);
    RUN(pairs_become_two_arrays);
    RUN(items_are_parted_by_a_condition);
    RUN(statistics_in_one_pass);
    RUN(iterators_are_compared);
}
