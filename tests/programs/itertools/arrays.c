/* Arrays: pointers to their elements, backwards, up to a sentinel, and chunks and windows as views. */
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

ITER_ARRAY_RUNS(ascents, int, item > last)

static void runs_of_an_array_are_not_copied(void) {
    struct ascents p = ascents(digits, 8);
    ascents_item item = {NULL, 0};
    CHECK_ITEMS(ascents, ascents(digits, 8), (long)x.length * 10 + x.data[0], 13, 21, 31, 22);
    CHECK_ITEMS(ascents, ascents(digits, 1), (long)x.length * 10 + x.data[0], 13);
    CHECK_EMPTY(ascents, ascents(digits, 0));
    CHECK_EMPTY(ascents, ascents(NULL, 0));
    CHECK_REFUSED_WHEN_MADE(ascents, ascents(NULL, 8));
    CHECK(ascents_left(&p, ITER_AT_LEAST) == 1 && ascents_left(&p, ITER_AT_MOST) == 8);
    CHECK_EQ(ascents_next(&p, &item), GEN_YIELDED);
    CHECK(item.data == digits && item.length == 1);
    CHECK_EQ(ascents_close(&p), GEN_DONE);
    CHECK_EQ(ascents_next(&p, &item), GEN_DONE);
    CHECK(ascents_left(&p, ITER_AT_MOST) == 0);
}

ITER_POINTERS(places, int)
ITER_POINTERS(digit_places, const int)
ITER_FOR_EACH(double_all, places, *item *= 2)
ITER_TAKE(some_places, digit_places)
ITER_DROP(later_places, digit_places)

static void pointers_to_the_elements_change_them(void) {
    int numbers[3] = {3, 1, 4};
    struct places p = places(numbers, 3);
    CHECK(places_left(&p, ITER_AT_LEAST) == 3 && places_left(&p, ITER_AT_MOST) == 3);
    CHECK_EQ(double_all(&p), GEN_DONE);
    CHECK(numbers[0] == 6 && numbers[1] == 2 && numbers[2] == 8);
    CHECK_ITEMS(digit_places, digit_places(digits, 3), x - digits, 0, 1, 2);
    CHECK_ITEMS(some_places, some_places(digit_places(digits, 3), 2), *x, 3, 1);
    CHECK_ITEMS(later_places, later_places(digit_places(digits, 3), 1), *x, 1, 4);
    CHECK_EMPTY(places, places(NULL, 0));
    CHECK_REFUSED_WHEN_MADE(places, places(NULL, 1));
    CHECK_REFUSED_WHEN_MADE(some_places, some_places(digit_places(NULL, 1), 1));
    CHECK_REFUSED_WHEN_MADE(later_places, later_places(digit_places(NULL, 1), 1));
}

ITER_SPAN_REVERSED(backwards, int)
ITER_TAKE(last_ones, backwards)
ITER_SLICE(some_backwards, backwards)

static void an_array_backwards(void) {
    struct backwards p = backwards(digits, 4);
    int item = 0;
    CHECK_ITEMS(backwards, backwards(digits, 4), x, 1, 4, 1, 3);
    CHECK_ITEMS(last_ones, last_ones(backwards(digits, 8), 2), x, 6, 2);
    CHECK_ITEMS(last_ones, last_ones(backwards(digits, 2), 9), x, 1, 3);
    CHECK_ITEMS(some_backwards, some_backwards(backwards(digits, 8), 1, 6, 2), x, 2, 5, 4);
    CHECK_EMPTY(some_backwards, some_backwards(backwards(digits, 2), 3, 6, 1));
    CHECK_EMPTY(backwards, backwards(NULL, 0));
    CHECK_REFUSED_WHEN_MADE(backwards, backwards(NULL, 2));
    CHECK_REFUSED_WHEN_MADE(last_ones, last_ones(backwards(NULL, 2), 1));
    CHECK_EQ(backwards_next(&p, &item), GEN_YIELDED);
    CHECK(backwards_left(&p, ITER_AT_LEAST) == 3 && backwards_left(&p, ITER_AT_MOST) == 3);
    CHECK_EQ(backwards_close(&p), GEN_DONE);
    CHECK_EQ(backwards_next(&p, &item), GEN_DONE);
    CHECK(backwards_left(&p, ITER_AT_MOST) == 0);
}

ITER_SENTINEL(letters, char, item == '\0')
ITER_SENTINEL(words, const char *, item == NULL)
ITER_SENTINEL(to_nine, int, item == 9)

static void an_array_that_ends_with_a_sentinel(void) {
    static const char *const table[] = {"one", "two", NULL};
    struct letters p = letters("abc");
    char letter = 0;
    CHECK_ITEMS(letters, letters("abc"), x, 'a', 'b', 'c');
    CHECK_ITEMS(words, words(table), x[1], 'n', 'w');
    CHECK_ITEMS(to_nine, to_nine(digits), x, 3, 1, 4, 1, 5);
    CHECK_EMPTY(letters, letters(""));
    CHECK_EMPTY(letters, letters(NULL));
    CHECK_EQ(letters_next(&p, &letter), GEN_YIELDED);
    CHECK(letters_left(&p, ITER_AT_LEAST) == 0 && letters_left(&p, ITER_AT_MOST) > 1);
    CHECK_EQ(letters_close(&p), GEN_DONE);
    CHECK_EQ(letters_next(&p, &letter), GEN_DONE);
    CHECK(letters_left(&p, ITER_AT_MOST) == 0);
}

void run_tests(void) {
    RUN(pointers_to_the_elements_change_them);
    RUN(an_array_backwards);
    RUN(an_array_that_ends_with_a_sentinel);
    RUN(chunks_of_a_constant_length_leave_the_rest);
    RUN(runs_of_an_array_are_not_copied);
    RUN(windows_of_an_array_are_not_copied);
}
