/* Stages that combine neighbours: a coalesce, rolling totals, a sample, and a generator to which the
 * items are sent. */
#include "items.h"

#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
static int buffer[8];

ITER_SPAN(ints, int)
ITER_FROM(failing, int, int, (*item = 8, self->context-- > 0 ? GEN_YIELDED : -7))

ITER_COALESCE(tops, ints, item > *into && (*into = item, 1))
ITER_COALESCE(failing_tops, failing, 0)

static void neighbours_are_merged(void) {
    struct tops p = tops(ints(digits, 8));
    struct failing_tops f = failing_tops(failing(2));
    int item = 0;
    CHECK_ITEMS(tops, tops(ints(digits, 8)), x, 3, 4, 9, 6);
    CHECK_ITEMS(tops, tops(ints(digits, 1)), x, 3);
    CHECK_EMPTY(tops, tops(ints(digits, 0)));
    CHECK(tops_left(&p, ITER_AT_LEAST) == 1 && tops_left(&p, ITER_AT_MOST) == 8);
    CHECK_EQ(tops_next(&p, &item), GEN_YIELDED);
    CHECK(tops_left(&p, ITER_AT_LEAST) == 1 && tops_left(&p, ITER_AT_MOST) == 7);
    CHECK_EQ(failing_tops_next(&f, &item), GEN_YIELDED);
    CHECK_EQ(failing_tops_next(&f, &item), -7); /* the item before the error is lost */
    CHECK_EQ(failing_tops_next(&f, &item), GEN_DONE);
}

ITER_ROLLING(sums, ints, long, total + item - oldest)
ITER_ROLLING_STATS(stats, ints, float)

static void a_total_forgets_the_oldest(void) {
    CHECK_ITEMS(sums, sums(ints(digits, 8), buffer, 3), x, 3, 4, 8, 6, 10, 15, 16, 17);
    CHECK_ITEMS(sums, sums(ints(digits, 4), buffer, 1), x, 3, 1, 4, 1);
    CHECK_ITEMS(sums, sums(ints(digits, 4), buffer, 8), x, 3, 4, 8, 9);
    CHECK_EMPTY(sums, sums(ints(digits, 0), buffer, 3));
    CHECK_REFUSED(sums, sums(ints(digits, 8), buffer, 0));
    CHECK_REFUSED(sums, sums(ints(digits, 8), buffer, -1));
    CHECK_REFUSED_WHEN_MADE(sums, sums(ints(digits, 8), NULL, 3));
}

static void the_statistics_are_those_of_the_last_items(void) {
    CHECK_ITEMS(stats, stats(ints(digits, 4), buffer, 3), x.count, 1, 2, 3, 3);
    CHECK_ITEMS(stats, stats(ints(digits, 8), buffer, 3), (long)(x.mean * 3 + 0.5f), 9, 6, 8, 6, 10,
                15, 16, 17);
    CHECK_ITEMS(stats, stats(ints(digits, 8), buffer, 3), (long)(stats_variance(&x) * 3 + 0.5f), 0,
                6, 7, 9, 13, 48, 37, 37);
    CHECK_ITEMS(stats, stats(ints(digits, 2), buffer, 1), (long)(stats_variance(&x) + 0.5f), 0, 0);
    CHECK_REFUSED(stats, stats(ints(digits, 8), buffer, 0));
}

ITER_SAMPLE(sample, ints, int, self->context++ % bound)
ITER_SAMPLE(wild, ints, int, (void)bound, self->context - 3)
ITER_SAMPLE(failing_sample, failing, int, self->context % bound)

static void a_sample_replaces_items_at_random_places(void) {
    struct sample p = sample(ints(digits, 8), buffer, 3, 0);
    struct failing_sample f = failing_sample(failing(4), buffer, 3, 0);
    int item = 0;
    CHECK(sample_left(&p, ITER_AT_LEAST) == 3 && sample_left(&p, ITER_AT_MOST) == 3);
    CHECK_ITEMS_LEFT(sample, &p, x, 1, 5, 9); /* 4 5 6 numbers of items: places 0 1 2 3 4 */
    CHECK_ITEMS(sample, sample(ints(digits, 3), buffer, 3, 0), x, 3, 1, 4);
    CHECK_ITEMS(sample, sample(ints(digits, 2), buffer, 3, 0), x, 3, 1);
    CHECK_ITEMS(wild, wild(ints(digits, 8), buffer, 3, 0), x, 3, 1, 4); /* no place is -3 */
    CHECK_EMPTY(sample, sample(ints(digits, 0), buffer, 3, 0));
    CHECK_EQ(failing_sample_next(&f, &item), -7);
    CHECK_EQ(failing_sample_next(&f, &item), GEN_DONE);
    CHECK_REFUSED(sample, sample(ints(digits, 8), buffer, 0, 0));
    CHECK_REFUSED_WHEN_MADE(sample, sample(ints(digits, 8), NULL, 3, 0));
}

/* The sum of the items so far, after a pause; it ends at 9, and fails at 2. */
struct adder {
    struct gen gen;
    int sum, pauses, closed;
};
GEN_RECV(adder, int, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD(-1);
        while (*sent != 9) {
            self->sum += *sent;
            if (*sent == 2) GEN_RAISE(-8);
            if (*sent == 4) {
                self->pauses++;
                GEN_SUSPEND();
            }
            GEN_YIELD(self->sum);
        }
    }
    GEN_FINALLY { self->closed++; }
    GEN_END_TRY;
    GEN_END();
}
ITER_SEND_TO(sent_to, ints, adder)

static void a_generator_gets_each_item(void) {
    static struct sent_to fresh;
    struct sent_to p;
    int item = 0;
    p = fresh;
    MAKE(ints, p.ints, ints(digits, 4));
    CHECK_EQ(sent_to_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(sent_to_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 4);
    CHECK(sent_to_left(&p, ITER_AT_LEAST) == 0 && sent_to_left(&p, ITER_AT_MOST) == 2);
    CHECK_EQ(sent_to_next(&p, &item), GEN_PENDING); /* the generator has the item */
    CHECK(sent_to_left(&p, ITER_AT_MOST) == 2 && p.ints.at_ == 3);
    CHECK_EQ(sent_to_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 8);
    CHECK_EQ(sent_to_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 9);
    CHECK_EQ(sent_to_next(&p, &item), GEN_DONE);
    CHECK_EQ(p.to_.closed, 0);
    CHECK_EQ(sent_to_close(&p), GEN_DONE);
    CHECK_EQ(p.to_.closed, 1);
    CHECK_EQ(sent_to_next(&p, &item), GEN_DONE);
}

static void its_end_and_its_error_are_those_of_the_stage(void) {
    static struct sent_to fresh;
    struct sent_to p;
    int item = 0;
    p = fresh;
    MAKE(ints, p.ints, ints(digits + 4, 3));
    CHECK_EQ(sent_to_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(sent_to_next(&p, &item), GEN_DONE);
    CHECK_EQ(sent_to_next(&p, &item), GEN_DONE);
    CHECK(p.ints.at_ == 2 && p.to_.closed == 1 && sent_to_left(&p, ITER_AT_MOST) == 0);
    p = fresh;
    MAKE(ints, p.ints, ints(digits + 6, 2));
    CHECK_EQ(sent_to_next(&p, &item), -8);
    CHECK_EQ(sent_to_next(&p, &item), GEN_DONE);
    p = fresh;
    MAKE(ints, p.ints, ints(digits, 8));
    CHECK_EQ(sent_to_close(&p), GEN_DONE);
    CHECK_EQ(sent_to_next(&p, &item), GEN_DONE);
    CHECK(p.to_.closed == 0 && p.ints.at_ == 8);
}

void run_tests(void) {
    RUN(neighbours_are_merged);
    RUN(a_total_forgets_the_oldest);
    RUN(the_statistics_are_those_of_the_last_items);
    RUN(a_sample_replaces_items_at_random_places);
    RUN(a_generator_gets_each_item);
    RUN(its_end_and_its_error_are_those_of_the_stage);
}
