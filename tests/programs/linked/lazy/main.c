/* A cell is the same in all files, because there is no state outside of it. */
#define LAZY_IMPLEMENTATION
#include "shared.h"
#include "test.h"

const int *answer_here(void) {
    int error = 0;
    return answer_get(&answer, &error);
}

static void each_file_has_the_same_cells(void) {
    int error = 0;
    const int *here = answer_here(), *there = answer_there();
    CHECK(here && here == there && *here == 42);
    CHECK_EQ(computed, 1);
    CHECK_EQ(error, 0);
}

static void what_one_file_changes_the_other_computes_again(void) {
    const long three = 3, four = 4;
    int error = 0;
    computed = 0;
    CHECK_EQ(area_there(), -1);
    length_set(&width, &three);
    length_set(&height, &four);
    CHECK_EQ(area_there(), 12);
    CHECK(area_get(&area, &error) == &area.value);
    CHECK_EQ(computed, 1);
    length_set(&height, &three);
    CHECK(area_get(&area, &error) == &area.value);
    CHECK_EQ(area_there(), 9);
    CHECK_EQ(computed, 2);
    CHECK_EQ(error, 0);
}

void run_tests(void) {
    RUN(each_file_has_the_same_cells);
    RUN(what_one_file_changes_the_other_computes_again);
}
