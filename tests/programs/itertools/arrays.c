/* Chunks and windows of an array, as views. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};

ITER_ARRAY_CHUNKS(threes, int, 3)
ITER_ARRAY_WINDOWS(of_array, int)

static void chunks_of_a_constant_length_leave_the_rest(void) {
    struct threes p = threes(digits, 8);
    threes_item rest = {NULL, 0};
    CHECK_ITEMS(threes, threes(digits, 9), (long)x.length * 10 + x.data[0], 33, 31, 32);
    CHECK_ITEMS(threes, threes(digits, 8), (long)x.length * 10 + x.data[0], 33, 31);
    CHECK_EMPTY(threes, threes(digits, 2));
    CHECK_EMPTY(threes, threes(NULL, 0));
    CHECK_REFUSED_WHEN_MADE(threes, threes(NULL, 3));
    CHECK_EQ(threes_rest(&p, &rest), GEN_YIELDED);
    CHECK(rest.data == digits + 6 && rest.length == 2);
    CHECK(threes_left(&p, ITER_AT_LEAST) == 2 && threes_left(&p, ITER_AT_MOST) == 2);
    CHECK_EQ(threes_close(&p), GEN_DONE);
    CHECK(threes_left(&p, ITER_AT_LEAST) == 0 && threes_left(&p, ITER_AT_MOST) == 0);
    CHECK_EQ(threes_rest(&p, &rest), GEN_YIELDED);
    MAKE(threes, p, threes(digits, 9));
    CHECK_EQ(threes_rest(&p, &rest), GEN_DONE);
    MAKE(threes, p, threes(NULL, 1));
    CHECK_EQ(threes_rest(&p, &rest), GEN_DONE);
}

static void windows_of_an_array_are_not_copied(void) {
    struct of_array p = of_array(digits, 4, 3);
    of_array_item item = {NULL, 0};
    CHECK_ITEMS(of_array, of_array(digits, 5, 3), (long)x.length * 10 + x.data[2], 34, 31, 35);
    CHECK_ITEMS(of_array, of_array(digits, 3, 3), (long)x.length * 10 + x.data[0], 33);
    CHECK_ITEMS(of_array, of_array(digits, 3, 1), (long)x.length * 10 + x.data[0], 13, 11, 14);
    CHECK_EMPTY(of_array, of_array(digits, 2, 3));
    CHECK_EMPTY(of_array, of_array(digits, 8, ITER_FOREVER));
    CHECK_EMPTY(of_array, of_array(NULL, 0, 1));
    CHECK_REFUSED(of_array, of_array(digits, 8, 0));
    CHECK_REFUSED(of_array, of_array(digits, 8, -2));
    CHECK_REFUSED_WHEN_MADE(of_array, of_array(NULL, 8, 1));
    CHECK(of_array_left(&p, ITER_AT_LEAST) == 2 && of_array_left(&p, ITER_AT_MOST) == 2);
    CHECK_EQ(of_array_next(&p, &item), GEN_YIELDED);
    CHECK(item.data == digits && item.length == 3);
    CHECK(of_array_left(&p, ITER_AT_LEAST) == 1 && of_array_left(&p, ITER_AT_MOST) == 1);
    CHECK_EQ(of_array_close(&p), GEN_DONE);
    CHECK_EQ(of_array_next(&p, &item), GEN_DONE);
    CHECK(of_array_left(&p, ITER_AT_LEAST) == 0 && of_array_left(&p, ITER_AT_MOST) == 0);
}

void run_tests(void) {
    RUN(chunks_of_a_constant_length_leave_the_rest);
    RUN(windows_of_an_array_are_not_copied);
}
