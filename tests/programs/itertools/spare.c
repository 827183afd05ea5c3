/* A table with half of its slots free is full, if that is set. */
#define ITER_TABLE_SPARE 2
#include "items.h"

#include "iter_table.h"

static const int numbers[] = {1, 2, 1, 3, 4};

ITER_SPAN(ints, int)
ITER_UNIQUE(distinct, ints, int, item, iter_hash((unsigned)key), key == other)

static void a_table_is_full_when_half_of_it_is_free(void) {
    static struct distinct_slot table[4], more[6];
    struct distinct d = distinct(ints(numbers, 5), table, 4);
    int item = 0;
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_E_FULL);
    CHECK_EQ(distinct_move(&d, more, 2), GEN_E_ARG);
    CHECK_EQ(distinct_move(&d, more, 6), GEN_DONE);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(distinct_next(&d, &item), GEN_E_FULL);
}

void run_tests(void) { RUN(a_table_is_full_when_half_of_it_is_free); }
