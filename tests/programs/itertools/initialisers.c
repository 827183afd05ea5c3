/* Pipelines made by initialisers alone, as for compilers whose functions cannot take or return
 * structs. An initialiser lists the upstream iterators first, then the arguments; everything else
 * is zero. */
#include "iter_table.h"
#include "more_itertools.h"

#include "test.h"

ITER_RANGE(naturals, long)
ITER_MAP(squares, naturals, long, (item * item))
ITER_FILTER(even, squares, item % 2 == 0)
ITER_TAKE(first, even)
ITER_SUM(sum, first, long)

static void a_pipeline_of_an_initialiser(void) {
    static struct first p = {{{{0, 10000000, 1}}}, 5};
    static const long expected[] = {0, 4, 16, 36, 64};
    struct first again;
    long total = -1, item = 0;
    unsigned char i;
    again = p;
    for (i = 0; i < 5; i++) {
        CHECK_EQ(first_next(&p, &item), GEN_YIELDED);
        CHECK_EQ(item, expected[i]);
    }
    CHECK_EQ(first_next(&p, &item), GEN_DONE);
    CHECK_EQ(sum(&again, &total), GEN_DONE);
    CHECK_EQ(total, 120);
}

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
ITER_SPAN(ints, int)
ITER_CHAIN(all, ints, ints)
ITER_PAIRWISE(steps, all)
ITER_ENUMERATE(numbered, ints)
ITER_ZIP(zipped, ints, numbered)

static void stages_over_several(void) {
    static struct steps p = {{{digits, 2, 0}, {digits + 6, 2, 0}, 0}, 0, 0};
    static struct zipped z = {{digits, 3, 0}, {{digits, 8, 0}, 7}, 0, 0};
    steps_item step = {0, 0};
    zipped_item pair = {0, {0, 0}};
    CHECK_EQ(steps_next(&p, &step), GEN_YIELDED);
    CHECK(step.first == 3 && step.second == 1);
    CHECK_EQ(steps_next(&p, &step), GEN_YIELDED);
    CHECK(step.first == 1 && step.second == 2);
    CHECK_EQ(steps_next(&p, &step), GEN_YIELDED);
    CHECK(step.first == 2 && step.second == 6);
    CHECK_EQ(steps_next(&p, &step), GEN_DONE);
    CHECK_EQ(zipped_next(&z, &pair), GEN_YIELDED);
    CHECK_EQ(zipped_next(&z, &pair), GEN_YIELDED);
    CHECK(pair.first == 1 && pair.second.index == 8 && pair.second.value == 1);
    CHECK_EQ(zipped_close(&z), GEN_DONE);
    CHECK_EQ(zipped_next(&z, &pair), GEN_DONE);
}

ITER_BATCH(batches, ints)
ITER_UNIQUE(distinct, ints, int, item, (unsigned)key, key == other)
ITER_TAIL(tail, ints)
ITER_GROUP_BY(grouped, ints, int, item / 4, key == other)
ITER_COMBINATIONS(pairs, int)

static int buffer[3];
static iter_count indices[2];
static struct distinct_slot slots[8];

static void stages_with_a_buffer(void) {
    static struct batches b = {{digits, 8, 0}, buffer, 3, 0};
    static struct distinct d = {{digits, 8, 0}, slots, 8, 0, 0, 0};
    static struct tail t = {{digits, 8, 0}, buffer, 2, 0, 0, 0};
    static struct pairs c = {digits, 4, 2, buffer, indices, 0};
    batches_item batch = {0, 0};
    pairs_item pair = {0, 0};
    int item = 0, count = 0;
    CHECK_EQ(batches_next(&b, &batch), GEN_YIELDED);
    CHECK(batch.length == 3 && batch.data[2] == 4);
    while (distinct_next(&d, &item) == GEN_YIELDED) count++;
    CHECK_EQ(count, 7);
    CHECK_EQ(tail_next(&t, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    count = 0;
    while (pairs_next(&c, &pair) == GEN_YIELDED) count++;
    CHECK_EQ(count, 6);
}

static void a_group_is_made_by_an_initialiser_too(void) {
    static struct grouped g = {{digits, 8, 0}, {0, 0}, 0, 0};
    struct grouped_group group = {0, 0, 0};
    int key = -1, item = 0, total = 0;
    CHECK_EQ(grouped_next(&g, &key), GEN_YIELDED);
    CHECK_EQ(key, 0);
    group.of_ = &g;
    group.group_ = g.group_;
    while (grouped_group_next(&group, &item) == GEN_YIELDED) total += item;
    CHECK_EQ(total, 4);
    CHECK_EQ(grouped_next(&g, &key), GEN_YIELDED);
    CHECK_EQ(key, 1);
    CHECK_EQ(grouped_group_next(&group, &item), GEN_DONE);
}

ITER_FILTER(large, numbered, item.value > 2)
ITER_DEDUPE(deduped, large, item.value == last.value)
ITER_MERGE(merged, deduped, numbered, b.value < a.value)
ITER_SMALLEST(top, merged, b.value < a.value)
ITER_FILTER_MAP(pairs_of, top, struct steps_item, (out->first = item.value, out->second = 0, 1))

static struct top_entry top_two[2];

static void items_that_are_structs(void) {
    static struct pairs_of p = {
        {{{{{{digits, 8, 0}, 0}}, {0, 0}, 0}, {{digits, 4, 0}, 0}, {0, 0}, {0, 0}, 0},
         top_two,
         2,
         0,
         0,
         0}};
    pairs_of_item pair = {0, 0};
    CHECK_EQ(pairs_of_next(&p, &pair), GEN_YIELDED);
    CHECK_EQ(pair.first, 1);
    CHECK_EQ(pairs_of_next(&p, &pair), GEN_YIELDED);
    CHECK_EQ(pair.first, 1);
    CHECK_EQ(pairs_of_next(&p, &pair), GEN_DONE);
}

struct countdown {
    struct gen gen;
    int n;
};
GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}
ITER_ACCUMULATE(totals, countdown, int, total + item)
ITER_LAST(last, totals)

static void a_generator_is_a_source(void) {
    static struct totals p = {{{0}, 4}, 0, 0};
    int total = 0, any = -1;
    CHECK_EQ(last(&p, &total, &any), GEN_DONE);
    CHECK_EQ(any, 1);
    CHECK_EQ(total, 10);
}

void run_tests(void) {
    RUN(a_pipeline_of_an_initialiser);
    RUN(stages_over_several);
    RUN(stages_with_a_buffer);
    RUN(a_group_is_made_by_an_initialiser_too);
    RUN(items_that_are_structs);
    RUN(a_generator_is_a_source);
}
