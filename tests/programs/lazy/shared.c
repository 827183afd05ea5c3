/* A shared iterator, used by one thread. */
#include "itertools.h"

#define LAZY_IMPLEMENTATION
#include "lazy_shared.h"

#include "test.h"

ITER_RANGE(numbers, long)
LAZY_SHARED(jobs, numbers)

static void each_item_is_for_one_of_those_who_ask(void) {
    static struct jobs all;
    long one = 0, two = 0;
    static const struct jobs of_three = {{0, 3, 1}, 0, 0, 0};
    all = of_three;
    CHECK_EQ(jobs_next(&all, &one), GEN_YIELDED);
    CHECK_EQ(jobs_next(&all, &two), GEN_YIELDED);
    CHECK_EQ(one, 0);
    CHECK_EQ(two, 1);
    CHECK_EQ(jobs_next(&all, &one), GEN_YIELDED);
    CHECK_EQ(jobs_next(&all, &one), GEN_DONE);
    CHECK_EQ(jobs_next(&all, &two), GEN_DONE);
    CHECK_EQ(jobs_close(&all), GEN_DONE);
}

/* A generator that is pending, pulls itself if `whole` is set, and fails. */
struct odd {
    struct gen gen;
    struct shared_odd *whole;
    int n;
};
static int pull_whole(struct odd *self);

GEN(odd, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD(1);
        GEN_AWAIT(self->n++ > 0);
        GEN_YIELD(2);
        if (self->whole != NULL) GEN_YIELD(pull_whole(self));
        GEN_RAISE(-7);
    }
    GEN_FINALLY { note('f'); }
    GEN_END_TRY;
    GEN_END();
}
LAZY_SHARED(shared_odd, odd)

static int pull_whole(struct odd *self) { return shared_odd_next(self->whole, &self->n); }

static void an_error_is_told_to_all(void) {
    static struct shared_odd all;
    int item = 0;
    CHECK_EQ(shared_odd_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(shared_odd_next(&all, &item), GEN_PENDING);
    CHECK_EQ(shared_odd_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(shared_odd_next(&all, &item), -7);
    CHECK_EQ(shared_odd_next(&all, &item), -7);
    CHECK_LOG("f");
}

static void one_that_pulls_itself_gets_an_error(void) {
    static struct shared_odd all;
    int item = 0;
    all.from.whole = &all;
    all.from.n = 1;
    CHECK_EQ(shared_odd_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(shared_odd_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(shared_odd_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(item, LAZY_E_CYCLE);
}

static void close_closes_what_is_shared_and_all_are_told(void) {
    static struct shared_odd all;
    int item = 0;
    CHECK_EQ(shared_odd_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(shared_odd_close(&all), GEN_DONE);
    CHECK_LOG("f");
    CHECK_EQ(shared_odd_next(&all, &item), GEN_DONE);
    CHECK_EQ(shared_odd_close(&all), GEN_DONE);
    CHECK_LOG("");
}

/* A pipeline that each thread has for itself, over the shared iterator. */
ITER_FROM(mine, long, struct jobs *, jobs_next(self->context, item))
ITER_MAP(doubled, mine, long, item * 2)

static void a_pipeline_over_what_is_shared(void) {
    static struct jobs all;
    struct doubled pipeline = {{&all, 0}};
    static const struct jobs of_four = {{0, 4, 1}, 0, 0, 0};
    long sum = 0, first = 0;
    all = of_four;
    CHECK_EQ(jobs_next(&all, &first), GEN_YIELDED);
    GEN_FOR (x, doubled, &pipeline) sum += x;
    CHECK_EQ(sum, 12);
}

void run_tests(void) {
    RUN(each_item_is_for_one_of_those_who_ask);
    RUN(an_error_is_told_to_all);
    RUN(one_that_pulls_itself_gets_an_error);
    RUN(close_closes_what_is_shared_and_all_are_told);
    RUN(a_pipeline_over_what_is_shared);
}
