/* Rows: products, combinations and permutations. */
#include "items.h"

ITER_PRODUCT_ARRAY(product, int)
ITER_COMBINATIONS(combinations, int)
ITER_COMBINATIONS_WITH_REPLACEMENT(with_replacement, int)
ITER_PERMUTATIONS(permutations, int)
ITER_RANGE(longs, long)
ITER_PRODUCT(pairs, longs, longs)

static const int abcd[] = {1, 2, 3, 4};
static int row[4];
static iter_count indices[8];

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
    CHECK_ITEMS(product, product(pools, 3, row, indices), NUMBER(x), 111, 112, 113, 211, 212, 213);
    CHECK_ITEMS(product, product(NULL, 0, NULL, NULL), (long)x.length, 0);
    pools[1].length = 0;
    CHECK_EMPTY(product, product(pools, 3, row, indices));
    CHECK_EMPTY(product, product(pools, 2, row, indices));
    CHECK_REFUSED(product, product(pools, -1, row, indices));
    CHECK_REFUSED_WHEN_MADE(product, product(pools, -ITER_FOREVER, row, indices));
    CHECK_REFUSED_WHEN_MADE(product, product(NULL, 1, row, indices));
    CHECK_REFUSED_WHEN_MADE(product, product(pools, 1, NULL, indices));
    CHECK_REFUSED_WHEN_MADE(product, product(pools, 1, row, NULL));
}

static void combinations_are_in_order(void) {
    CHECK_ITEMS(combinations, combinations(abcd, 4, 2, row, indices), NUMBER(x), 12, 13, 14, 23, 24,
                34);
    CHECK_ITEMS(combinations, combinations(abcd, 4, 4, row, indices), NUMBER(x), 1234);
    CHECK_ITEMS(combinations, combinations(abcd, 4, 0, row, indices), (long)x.length, 0);
    CHECK_EMPTY(combinations, combinations(abcd, 2, 3, row, indices));
    CHECK_REFUSED(combinations, combinations(abcd, 4, -1, row, indices));
    CHECK_REFUSED_WHEN_MADE(combinations, combinations(NULL, 4, 2, row, indices));
    CHECK_REFUSED_WHEN_MADE(combinations, combinations(abcd, 4, 2, NULL, indices));
    CHECK_REFUSED_WHEN_MADE(combinations, combinations(abcd, -4, 2, row, indices));
    CHECK_ITEMS(with_replacement, with_replacement(abcd, 3, 2, row, indices), NUMBER(x), 11, 12, 13,
                22, 23, 33);
    CHECK_ITEMS(with_replacement, with_replacement(abcd, 1, 3, row, indices), NUMBER(x), 111);
    CHECK_EMPTY(with_replacement, with_replacement(abcd, 0, 3, row, indices));
}

static void permutations_are_those_of_python(void) {
    CHECK_ITEMS(permutations, permutations(abcd, 3, 3, row, indices), NUMBER(x), 123, 132, 213, 231,
                312, 321);
    CHECK_ITEMS(permutations, permutations(abcd, 4, 2, row, indices), NUMBER(x), 12, 13, 14, 21, 23,
                24, 31, 32, 34, 41, 42, 43);
    CHECK_ITEMS(permutations, permutations(abcd, 4, 0, row, indices), (long)x.length, 0);
    CHECK_EMPTY(permutations, permutations(abcd, 2, 3, row, indices));
    CHECK_REFUSED_WHEN_MADE(permutations, permutations(abcd, 2, 2, row, NULL));
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
    RUN(a_product_has_a_row_for_each_choice);
    RUN(combinations_are_in_order);
    RUN(permutations_are_those_of_python);
#ifdef TEST_STRUCTS_PASSED
    RUN(a_product_of_two_begins_the_right_one_anew);
#endif
}
