/* A pipeline is the same in all files, and one file alone may have the functions that stages call. */
#include "shared.h"
#include "test.h"

struct steps shared = {{{{{{0, 100, 1}}}, 5}, 0, 0}};

static void each_file_pulls_the_same_items(void) {
    long total = 0, item = 0;
    CHECK_EQ(sum_there(), 64); /* 0 4 16 36 64 */
    CHECK_EQ(steps_next(&shared, &item), GEN_YIELDED);
    CHECK_EQ(item, 4);
    CHECK_EQ(sum_there(), 60);
    CHECK_EQ(sum(&shared, &total), GEN_DONE);
    CHECK_EQ(total, 60);
    CHECK_EQ(sum_there(), 0);
}

void run_tests(void) { RUN(each_file_pulls_the_same_items); }
