/* More items than size_t may be able to count: on an 8-bit microcontroller it has 16 bits. */
#include "more_itertools.h"

#include "test.h"

ITER_RANGE(longs, long)
ITER_TAKE(some, longs)
ITER_LENGTH(count_some, some)
ITER_DROP(without, longs)
ITER_SLICE(sliced, longs)
ITER_STEP_BY(stepped, longs)

static void a_take_counts_as_far_as_an_iter_count_does(void) {
    static struct some p = {{0, 100000, 1}, 70000};
    iter_count count = -1;
    CHECK_EQ(count_some(&p, &count), GEN_DONE);
    CHECK_EQ(count, 70000);
}

static void a_drop_a_slice_and_a_step_pass_over_as_many(void) {
    static struct without w = {{0, 100000, 1}, 70000};
    static struct sliced s = {{0, 100000, 1}, 66000, 70000, 1};
    static struct stepped t = {{0, 100000, 1}, 66000, 0};
    long item = 0;
    CHECK_EQ(without_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(item, 70000);
    CHECK_EQ(sliced_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 66000);
    CHECK_EQ(stepped_next(&t, &item), GEN_YIELDED);
    CHECK_EQ(stepped_next(&t, &item), GEN_YIELDED);
    CHECK_EQ(item, 66000);
    CHECK_EQ(stepped_next(&t, &item), GEN_DONE);
}

ITER_SPAN(bytes, char)
ITER_SLICE(sliced_bytes, bytes)
ITER_STEP_BY(stepped_bytes, bytes)
ITER_CHUNKS(chunks, char)

static void a_step_or_a_size_may_be_longer_than_an_array_can_be(void) {
    static const char data[] = {1, 2, 3};
    static struct sliced_bytes s = {{data, 3, 0}, 1, ITER_FOREVER, 0x10000};
    static struct stepped_bytes t = {{data, 3, 0}, 0x10000, 0};
    static struct chunks c = {data, 3, 0x10000, 0};
    chunks_item chunk = {NULL, 0};
    char item = 0;
    CHECK_EQ(sliced_bytes_left(&s, ITER_AT_MOST), 1);
    CHECK_EQ(sliced_bytes_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(sliced_bytes_next(&s, &item), GEN_DONE);
    CHECK_EQ(stepped_bytes_left(&t, ITER_AT_MOST), 1);
    CHECK_EQ(chunks_next(&c, &chunk), GEN_YIELDED);
    CHECK_EQ(chunk.length, 3);
    CHECK_EQ(chunks_next(&c, &chunk), GEN_DONE);
}

void run_tests(void) {
    RUN(a_take_counts_as_far_as_an_iter_count_does);
    RUN(a_drop_a_slice_and_a_step_pass_over_as_many);
    RUN(a_step_or_a_size_may_be_longer_than_an_array_can_be);
}
