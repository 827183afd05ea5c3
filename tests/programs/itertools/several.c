/* Stages over several iterators. */
#include "items.h"
#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
static const int odd[] = {1, 3, 5, 7};
static const int even[] = {2, 3, 4};
static const int abc[] = {'A', 'B', 'C'};
static const int d[] = {'D'};
static const int ef[] = {'E', 'F'};

ITER_SPAN(ints, int)
ITER_RANGE(longs, long)
ITER_REF(borrowed, longs)
ITER_FROM(failing, int, int, (*item = 1, --self->context < 0 ? -7 : GEN_YIELDED))

ITER_ZIP(zipped, borrowed, borrowed)
ITER_ZIP(zipped_failing, ints, failing)

static void a_zip_ends_with_the_shorter_and_pulls_the_left_first(void) {
    struct longs a = longs(0, 5, 1), b = longs(10, 12, 1);
    struct borrowed left = borrowed(&a), right = borrowed(&b);
    CHECK_ITEMS(zipped, zipped(left, right), x.first * 100 + x.second, 10, 111);
    CHECK_EQ(a.start_, 3); /* 2 was pulled and lost */
    a.start_ = 3;
    b = longs(10, 20, 1);
    CHECK_ITEMS(zipped, zipped(left, right), x.first * 100 + x.second, 310, 411);
    CHECK_EQ(b.start_, 12); /* 12 was not pulled */
}

static void an_error_ends_a_zip(void) {
    static struct zipped_failing z; /* zeroed: some compilers have no constructor */
    zipped_failing_item item;
    z.left_ = ints(digits, 8);
    z.right_ = failing(2);
    CHECK_EQ(zipped_failing_next(&z, &item), GEN_YIELDED);
    CHECK_EQ(zipped_failing_next(&z, &item), GEN_YIELDED);
    CHECK_EQ(zipped_failing_next(&z, &item), -7);
    CHECK_EQ(zipped_failing_next(&z, &item), GEN_DONE);
}

ITER_ZIP_STRICT(strict, ints, ints)
ITER_ZIP_LONGEST(longest, ints, ints)
ITER_ZIP_LONGEST(longest_failing, ints, failing)

static void a_strict_zip_reports_after_the_full_pairs(void) {
    struct ints two = ints(digits, 2), three = ints(digits, 3);
    struct strict s = strict(two, three);
    strict_item item;
    CHECK_ITEMS(strict, strict(two, two), x.first * 10 + x.second, 33, 11);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_E_ARG);
    CHECK_EQ(strict_next(&s, &item), GEN_DONE);
    s = strict(three, two);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_E_ARG);
    CHECK_EQ(strict_next(&s, &item), GEN_DONE);
}

static void a_longest_zip_fills_and_does_not_mask_errors(void) {
    struct ints none = ints(digits, 0), one = ints(digits, 1), two = ints(digits, 2);
    static struct longest_failing l;
    longest_failing_item item = {0, 0};
    l.right_ = failing(1);
    l.no_first_ = 8;
    CHECK_ITEMS(longest, longest(one, two, 8, 9), x.first * 10 + x.second, 33, 81);
    CHECK_ITEMS(longest, longest(two, one, 8, 9), x.first * 10 + x.second, 33, 19);
    CHECK_EMPTY(longest, longest(none, none, 8, 9));
    CHECK_EQ(longest_failing_next(&l, &item), GEN_YIELDED);
    CHECK_EQ(item.first, 8);
    CHECK_EQ(longest_failing_next(&l, &item), -7);
    CHECK_EQ(longest_failing_next(&l, &item), GEN_DONE);
}

ITER_COMPRESS(compressed, borrowed, ints)
static const int selectors[] = {1, 0, 1};

static void a_compress_ends_at_the_shorter_and_pulls_the_data_first(void) {
    struct longs data = longs(10, 20, 1);
    struct borrowed of_data = borrowed(&data);
    struct ints by = ints(selectors, 3);
    CHECK_ITEMS(compressed, compressed(of_data, by), x, 10, 12);
    CHECK_EQ(data.start_, 14);
}

ITER_CHAIN(two, ints, ints)
ITER_CHAIN(all_eight, ints, ints, ints, ints, ints, ints, ints, ints)
ITER_MAP(as_int, borrowed, int, (int)item)
ITER_CHAIN(after_an_error, failing, as_int)
ITER_CHAIN_ARRAY(many, ints)

static void a_chain_passes_over_those_that_are_empty(void) {
    struct ints none = ints(digits, 0), one = ints(digits, 1), three = ints(digits, 3);
    CHECK_ITEMS(two, two(one, three), x, 3, 3, 1, 4);
    CHECK_ITEMS(all_eight, all_eight(none, one, none, none, three, none, one, none), x, 3, 3, 1, 4,
                3);
    CHECK_EMPTY(two, two(none, none));
}

static void an_error_ends_a_chain_before_the_next_has_started(void) {
    struct longs rest = longs(0, 3, 1);
    static struct after_an_error c;
    int item = 0;
    c.from0_ = failing(1);
    c.from1_ = as_int(borrowed(&rest));
    CHECK_EQ(after_an_error_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(after_an_error_next(&c, &item), -7);
    CHECK_EQ(after_an_error_next(&c, &item), GEN_DONE);
    CHECK_EQ(rest.start_, 0);
}

static void a_chain_over_an_array(void) {
    struct ints each[3];
    each[0] = ints(digits, 2);
    each[1] = ints(digits, 0);
    each[2] = ints(digits, 1);
    CHECK_ITEMS(many, many(each, 3), x, 3, 1, 3);
    CHECK_EMPTY(many, many(each, 0));
    CHECK_REFUSED(many, many(NULL, 2));
}

struct watched { /* its body uses the address at which it lies */
    struct gen gen;
    int seen, count;
};
static struct watched watched_each[2];
GEN(watched, int) {
    GEN_BEGIN();
    while (self->count < 3) {
        watched_each[0].seen++;
        watched_each[1].seen++;
        self->count++;
        GEN_YIELD(self->seen);
    }
    GEN_END();
}
ITER_CHAIN_ARRAY(all_watched, watched)
ITER_SUM(sum_watched, all_watched, int)

static void a_chain_runs_the_generators_of_an_array_where_they_lie(void) {
    struct all_watched all = all_watched(watched_each, 2);
    int sum = -1;
    CHECK_EQ(sum_watched(&all, &sum), GEN_DONE);
    CHECK_EQ(sum, 1 + 2 + 3 + 4 + 5 + 6);
}

ITER_INTERLEAVE(turns, ints, ints, ints)

static void an_interleave_goes_round(void) {
    struct ints a = ints(abc, 3), b = ints(d, 1), c = ints(ef, 2), none = ints(d, 0);
    CHECK_ITEMS(turns, turns(a, b, c), x, 'A', 'D', 'E', 'B', 'F', 'C');
    CHECK_ITEMS(turns, turns(none, a, none), x, 'A', 'B', 'C');
    CHECK_EMPTY(turns, turns(none, none, none));
}

ITER_RANGE(shorts, short)
ITER_ZIP_N(triples, ints, longs, shorts)
ITER_ZIP_N(eight_of, ints, ints, ints, ints, ints, ints, ints, ints)
ITER_ZIP_N(failing_triples, ints, failing, ints)

static void a_zip_of_many_ends_with_the_shortest(void) {
    struct ints a = ints(odd, 4), none = ints(odd, 0);
    struct triples p = triples(a, longs(0, 5, 1), shorts(10, 12, 1));
    static struct failing_triples f;
    triples_item triple = {0, 0, 0};
    failing_triples_item item = {0, 0, 0};
    CHECK(triples_left(&p, ITER_AT_LEAST) == 2 && triples_left(&p, ITER_AT_MOST) == 2);
    CHECK_EQ(triples_next(&p, &triple), GEN_YIELDED);
    CHECK(triple.first == 1 && triple.second == 0 && triple.third == 10);
    CHECK_EQ(triples_next(&p, &triple), GEN_YIELDED);
    CHECK(triple.first == 3 && triple.second == 1 && triple.third == 11);
    CHECK_EQ(triples_next(&p, &triple), GEN_DONE);
    CHECK(p.from0_.at_ == 3 && p.from1_.start_ == 3); /* they lose an item */
    CHECK_EQ(triples_next(&p, &triple), GEN_DONE);
    CHECK(p.from0_.at_ == 3 && triples_left(&p, ITER_AT_MOST) == 0);
    CHECK_ITEMS(eight_of, eight_of(a, a, a, a, a, a, a, a),
                x.first + x.second + x.third + x.fourth + x.fifth + x.sixth + x.seventh + x.eighth,
                8, 24, 40, 56);
    CHECK_EMPTY(eight_of, eight_of(a, a, a, a, a, a, a, none));
    f.from0_ = f.from2_ = a;
    f.from1_ = failing(1);
    CHECK_EQ(failing_triples_next(&f, &item), GEN_YIELDED);
    CHECK_EQ(failing_triples_next(&f, &item), -7);
    CHECK_EQ(failing_triples_next(&f, &item), GEN_DONE);
    CHECK_EQ(f.from2_.at_, 1);
}

ITER_ENUMERATE(tagged, ints)
ITER_MERGE(merged, ints, ints, b < a)
ITER_MERGE(merged_tagged, tagged, tagged, b.value < a.value)

ITER_RANGE(range, int)
ITER_MERGE(merged_ranges, range, range, b < a)
static void a_merge_ends_if_either_is_refused(void) {
    CHECK_REFUSED(merged_ranges, merged_ranges(range(1, 5, 0), range(2, 5, 1)));
    CHECK_REFUSED(merged_ranges, merged_ranges(range(1, 5, 1), range(2, 5, 0)));
}

static void a_merge_is_sorted_and_stable(void) {
    struct ints a = ints(odd, 4), b = ints(even, 3), none = ints(odd, 0);
    struct tagged left = tagged(a, 10), right = tagged(b, 20);
    CHECK_ITEMS(merged, merged(a, b), x, 1, 2, 3, 3, 4, 5, 7);
    CHECK_ITEMS(merged, merged(none, b), x, 2, 3, 4);
    CHECK_ITEMS(merged, merged(a, none), x, 1, 3, 5, 7);
    CHECK_EMPTY(merged, merged(none, none));
    CHECK_ITEMS(merged_tagged, merged_tagged(left, right), x.index, 10, 20, 11, 21, 22, 12, 13);
}

ITER_REPEAT(repeated, int)
ITER_FLATMAP(each_so_often, ints, repeated, repeated(item, item % 3))
struct rows {
    int at;
};
typedef struct ints rows_item;
static gen_status rows_step(struct rows *self, struct ints *item) {
    if (self->at == 3) return GEN_DONE;
    *item = ints(digits + self->at, (size_t)self->at);
    self->at++;
    return GEN_YIELDED;
}
static gen_status rows_close(struct rows *self) {
    self->at = 3;
    return GEN_DONE;
}
ITER_DEFINE(rows)
ITER_FLATTEN(flat, rows, ints)

static void a_flatmap_hands_out_the_items_of_each(void) {
    struct rows all = {0};
    CHECK_ITEMS(each_so_often, each_so_often(ints(digits, 5)), x, 1, 4, 1, 5, 5);
    CHECK_ITEMS(flat, flat(all), x, 1, 4, 1);
    CHECK_EQ(rows_close(&all), GEN_DONE);
    CHECK_EMPTY(flat, flat(all));
}

struct open_to {
    struct gen gen;
    int i, end;
};
GEN(open_to, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->i = 0; self->i < self->end; self->i++) GEN_YIELD(self->i);
    }
    GEN_FINALLY { note('f'); }
    GEN_END_TRY;
    GEN_END();
}
ITER_TAKE(first_two, open_to)
static struct first_two two_of(int end) {
    struct first_two made;
    const struct open_to source = {{0}, 0, end};
    made.open_to = source;
    made.count_ = 2;
    return made;
}
ITER_FLATMAP(two_of_each, ints, first_two, two_of(item))
ITER_CYCLE(cycled, first_two)
ITER_PRODUCT(with_two, ints, first_two)

static void an_inner_one_that_took_what_it_wanted_is_closed(void) {
    struct two_of_each p = two_of_each(ints(digits, 3)); /* 3 1 4 */
    struct cycled c = cycled(two_of(5));
    struct with_two w;
    struct first_two two = two_of(5);
    int total = 0, item = 0, i;
    with_two_item pair;
    GEN_FOR (x, two_of_each, &p) total = total * 10 + x + 1;
    CHECK_EQ(total, 12112);
    CHECK_LOG("fff");
    for (i = 0; i < 5; i++) CHECK_EQ(cycled_next(&c, &item), GEN_YIELDED);
    CHECK_LOG("ff");
    CHECK_EQ(cycled_close(&c), GEN_DONE);
    CHECK_LOG("f");
    w = with_two(ints(digits, 2), two);
    while (with_two_next(&w, &pair) == GEN_YIELDED) {}
    CHECK_LOG("ff");
}

void run_tests(void) {
    RUN(an_inner_one_that_took_what_it_wanted_is_closed);
    RUN(a_zip_ends_with_the_shorter_and_pulls_the_left_first);
    RUN(an_error_ends_a_zip);
    RUN(a_strict_zip_reports_after_the_full_pairs);
    RUN(a_longest_zip_fills_and_does_not_mask_errors);
    RUN(a_compress_ends_at_the_shorter_and_pulls_the_data_first);
    RUN(a_chain_passes_over_those_that_are_empty);
    RUN(an_error_ends_a_chain_before_the_next_has_started);
    RUN(a_chain_over_an_array);
    RUN(a_chain_runs_the_generators_of_an_array_where_they_lie);
    RUN(an_interleave_goes_round);
    RUN(a_zip_of_many_ends_with_the_shortest);
    RUN(a_merge_is_sorted_and_stable);
    RUN(a_merge_ends_if_either_is_refused);
    RUN(a_flatmap_hands_out_the_items_of_each);
}
