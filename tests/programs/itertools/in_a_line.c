/* Generator expressions: comprehensions on one line of a function. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_RANGE(longs, long)

static void a_loop_over_an_array_has_a_variable_of_its_own(void) {
    int sum = 0, turns = 0;
    ITER_IN(int, x, digits, 8) {
        if (x == 1) continue;
        if (x == 9) break;
        sum = sum * 10 + x;
        x = 0;
    }
    CHECK_EQ(sum, 345);
    ITER_IN(int, x, digits, 0) sum += x;
    ITER_IN(int, x, (const int *)NULL, 0) sum += x;
    CHECK_EQ(sum, 345);
    ITER_IN(int, x, digits + turns++, 2) sum = x;
    CHECK_EQ(sum, 1);
    CHECK_EQ(turns, 1);
    if (turns == 2)
        ITER_IN(int, x, digits, 2) sum = x;
    else
        sum = 7;
    CHECK_EQ(sum, 7);
}

static void a_sum_of_what_an_array_holds(void) {
    long total = 7, largest = 0, count = 7;
    ITER_SUM_OF(total, x * x, ITER_IN(int, x, digits, 8), x > 3);
    CHECK_EQ(total, 16 + 25 + 81 + 36);
    ITER_FOLD_OF(largest, x, ITER_IN(int, x, digits, 8), x > largest);
    CHECK_EQ(largest, 9);
    ITER_LENGTH_OF(count, ITER_IN(int, x, digits, 8), x == 1);
    CHECK_EQ(count, 2);
    if (count == 2)
        ITER_LENGTH_OF(count, ITER_IN(int, x, digits, 8), x == 1);
    else
        count = 0;
    CHECK_EQ(count, 2);
}

static void loops_in_loops_and_over_any_iterator(void) {
    struct ints some = ints(digits, 4);
    long total = 7;
    ITER_SUM_OF(total, x * y, GEN_FOR (x, ints, &some) ITER_IN(int, y, digits, 3), x != y);
    CHECK_EQ(total, 3 * 5 + 1 * 7 + 4 * 4 + 1 * 7);
}

static void some_and_every_stop_where_they_know(void) {
    struct longs r = longs(0, 1000, 1);
    int found = 7, held = 7, tested = 0;
    ITER_ANY_OF(found, GEN_FOR (x, longs, &r), x == 10);
    CHECK_EQ(found, 1);
    CHECK_EQ(r.start_, 11);
    ITER_ALL_OF(held, GEN_FOR (x, longs, &r), x < 20);
    CHECK_EQ(held, 0);
    CHECK_EQ(r.start_, 21);
    ITER_ANY_OF(found, ITER_IN(int, x, digits, 8), x > 9);
    CHECK_EQ(found, 0);
    ITER_ALL_OF(held, ITER_IN(int, x, digits, 8), x > 0);
    CHECK_EQ(held, 1);
    ITER_ANY_OF(found, ITER_IN(int, x, digits, 8) ITER_IN(int, y, digits, 8),
                (tested++, x == 1 && y == 3));
    CHECK_EQ(found, 1);
    CHECK_EQ(tested, 9); /* both loops were left at the first match */
}

static void a_list_stops_where_the_array_is_full(void) {
    struct longs r = longs(0, 1000, 1);
    int values[4] = {7, 7, 7, 7};
    size_t count = 9;
    ITER_COLLECT_OF(values, 4, count, x * 2, ITER_IN(int, x, digits, 8), x > 4);
    CHECK(count == 3 && values[0] == 10 && values[1] == 18 && values[2] == 12);
    CHECK_EQ(values[3], 7);
    ITER_COLLECT_OF(values, 2, count, (int)x, GEN_FOR (x, longs, &r), x % 2 == 1);
    CHECK(count == 2 && values[0] == 1 && values[1] == 3 && values[2] == 12);
    CHECK_EQ(r.start_, 4); /* no item is lost */
    ITER_COLLECT_OF(values, 0, count, (int)x, GEN_FOR (x, longs, &r), x > 0);
    CHECK(count == 0 && r.start_ == 4);
    ITER_COLLECT_OF(values, 4, count, x * y,
                    ITER_IN(int, x, digits, 2) ITER_IN(int, y, digits + 4, 4), y != 9);
    CHECK(count == 4 && values[0] == 15 && values[1] == 6 && values[2] == 18 && values[3] == 5);
}

static void the_first_value_is_found(void) {
    struct longs r = longs(0, 1000, 1);
    int found = 7, value = 7;
    ITER_FIRST_OF(found, value, (int)x * 2, GEN_FOR (x, longs, &r), x == 10);
    CHECK(found == 1 && value == 20 && r.start_ == 11);
    ITER_FIRST_OF(found, value, x + y, ITER_IN(int, x, digits, 8) ITER_IN(int, y, digits, 8),
                  x + y > 9);
    CHECK(found == 1 && value == 12);
    ITER_FIRST_OF(found, value, x, ITER_IN(int, x, digits, 8), x > 9);
    CHECK(found == 0 && value == 12);
}

/* clang-format off */
static void two_stand_on_one_line(void) {
    int found = 7, held = 7;
    ITER_ANY_OF(found, ITER_IN(int, x, digits, 8), x == 9); ITER_ALL_OF(held, ITER_IN(int, x, digits, 8), x < 9);
    CHECK_EQ(found, 1);
    CHECK_EQ(held, 0);
}
/* clang-format on */

void run_tests(void) {
    RUN(a_loop_over_an_array_has_a_variable_of_its_own);
    RUN(a_sum_of_what_an_array_holds);
    RUN(loops_in_loops_and_over_any_iterator);
    RUN(some_and_every_stop_where_they_know);
    RUN(a_list_stops_where_the_array_is_full);
    RUN(the_first_value_is_found);
    RUN(two_stand_on_one_line);
}
