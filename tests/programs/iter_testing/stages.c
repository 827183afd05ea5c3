/* ITER_COUNTED and ITER_INJECTED: the promises of every stage, the counts, and the injections. */
#include "iter_testing.h"

#include "itertools/promises.h"

static struct iter_calls calls;

static void forget(void) {
    calls.pulls = calls.items = calls.pauses = calls.errors = 0;
    calls.late = calls.closes = 0;
}

ITER_COUNTED(counted, script)
ITER_INJECTED(injected, script)
ITER_COUNTED(counted_injected, injected)
ITER_FILTER(filtered, counted_injected, item != 1)
ITER_COUNTED(counted_filtered, filtered)

STAGE(counted, counted(make_script(text), &calls), PLAIN)
STAGE(injected, injected(make_script(text), GEN_NULL_, 0), PLAIN)
STAGE(counted_filtered,
      counted_filtered(
          filtered(counted_injected(injected(make_script(text), GEN_NULL_, 0), &calls)), &calls),
      PLAIN)

/* ---- Counting -------------------------------------------------------------------------------- */

static void each_kind_of_answer_is_counted(void) {
    struct counted p = counted(make_script("3.1+,4!"), &calls);
    int item;
    forget();
    while (counted_next(&p, &item) != -5) {}
    CHECK_EQ(calls.pulls, 6);
    CHECK_EQ(calls.items, 3);
    CHECK_EQ(calls.pauses, 2);
    CHECK_EQ(calls.errors, 1);
    CHECK_EQ(calls.late, 0);
    CHECK_EQ(calls.closes, 0);
}

static void a_pull_after_the_end_an_error_or_a_close_is_late(void) {
    static const char *const texts[] = {"", "!", "3"};
    unsigned i;
    for (i = 0; i < 3; i++) {
        struct counted p = counted(make_script(texts[i]), &calls);
        int item;
        forget();
        if (i < 2) CHECK(counted_next(&p, &item) <= 0);
        if (i == 2) CHECK_EQ(counted_close(&p), GEN_DONE);
        CHECK_EQ(calls.late, 0);
        CHECK_EQ(counted_next(&p, &item), GEN_DONE);
        CHECK_EQ(calls.late, 1);
        CHECK_EQ(counted_next(&p, &item), GEN_DONE);
        CHECK_EQ(calls.late, 2);
        CHECK_EQ(calls.closes, i == 2);
    }
}

/* A source whose close is pending at first. */
struct slow {
    int left;
};
typedef int slow_item;
static gen_status slow_step(struct slow *self, int *item) {
    *item = self->left;
    return GEN_YIELDED;
}
static gen_status slow_close(struct slow *self) {
    return self->left-- > 0 ? GEN_PENDING : GEN_DONE;
}
ITER_DEFINE(slow)
ITER_COUNTED(counted_slow, slow)

static void a_close_that_is_pending_counts_when_it_is_done(void) {
    struct slow source = {2};
    struct counted_slow p = counted_slow(source, &calls);
    forget();
    CHECK_EQ(counted_slow_close(&p), GEN_PENDING);
    CHECK_EQ(counted_slow_close(&p), GEN_PENDING);
    CHECK_EQ(calls.closes, 0);
    CHECK_EQ(counted_slow_close(&p), GEN_DONE);
    CHECK_EQ(calls.closes, 1);
}

/* ITER_TAKE may shorten its source, but must not shorten a counted one. */
ITER_RANGE(range, int)
ITER_COUNTED(counted_range, range)
ITER_TAKE(taken, counted_range)
ITER_DROP(dropped, counted_range)
ITER_DRAIN(drain_taken, taken)
ITER_FIRST(first_dropped, dropped)
ITER_FIRST(first_filtered, counted_filtered)

static void no_more_is_pulled_than_it_takes(void) {
    struct taken p = taken(counted_range(range(0, 10, 1), &calls), 3);
    struct dropped d = dropped(counted_range(range(0, 10, 1), &calls), 4);
    int item = 0;
    forget();
    CHECK_EQ(drain_taken(&p), GEN_DONE);
    CHECK_EQ(calls.pulls, 3);
    forget();
    CHECK_EQ(first_dropped(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 4);
    CHECK_EQ(calls.pulls, 5);
}

static void between_two_stages_each_side_has_its_count(void) {
    static struct iter_calls below, above;
    struct counted_filtered p = counted_filtered(
        filtered(counted_injected(injected(make_script("1,.12"), GEN_NULL_, 0), &below)), &above);
    int item = 0;
    CHECK_EQ(first_filtered(&p, &item), GEN_PENDING);
    CHECK_EQ(below.pulls, 2);
    CHECK_EQ(above.pulls, 1);
    CHECK_EQ(first_filtered(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(below.pulls, 4);
    CHECK_EQ(below.items, 3);
    CHECK_EQ(above.pulls, 2);
    CHECK_EQ(above.items, 1);
}

/* The announced demand reaches the source. */
struct asked {
    size_t demand;
};
typedef int asked_item;
static gen_status asked_step(struct asked *self, int *item) {
    (void)self, (void)item;
    return GEN_DONE;
}
static gen_status asked_close(struct asked *self) {
    (void)self;
    return GEN_DONE;
}
ITER_DEFINE(asked)
ITER_DYN(any, int)
ITER_COUNTED(counted_any, any)
ITER_INJECTED(injected_any, counted_any)
ITER_DYN_OF(any, asked)

static void the_demand_and_the_sizes_pass_through(void) {
    static struct asked source;
    struct injected_any p = injected_any(counted_any(any_of_asked(&source), &calls), GEN_NULL_, 0);
    struct counted_range r = counted_range(range(0, 10, 1), &calls);
    injected_any_will_pull(&p, 7);
    CHECK_EQ(p.counted_any.any.demand_, 7);
    CHECK_EQ(counted_range_left(&r, ITER_AT_LEAST), 10);
    CHECK_EQ(counted_range_left(&r, ITER_AT_MOST), 10);
}

/* Fleeting items stay fleeting. */
ITER_FLEETING(fleeting, script)
ITER_COUNTED(counted_fleeting, fleeting)
ITER_INJECTED(injected_fleeting, counted_fleeting)

static void whether_items_are_fleeting_passes_through(void) {
    CHECK_EQ(counted_fleeting_fleeting_, 1);
    CHECK_EQ(injected_fleeting_fleeting_, 1);
    CHECK_EQ(counted_fleeting_, 0);
    CHECK_EQ(injected_fleeting_, 0);
}

/* ---- Injecting ------------------------------------------------------------------------------- */

/* Return one character for each status up to the first end: a digit for an item; '.', '+' and ','
 * for pauses, as in a script; '!' for an error; '-' for the end. */
static const char *answers(const char *text, const struct iter_injection *array, size_t count) {
    static char said[40];
    unsigned at = 0;
    int item = 0;
    gen_status status = GEN_SKIP;
    struct injected p = injected(make_script(text), array, count);
    do {
        status = injected_step(&p, &item);
        said[at++] = (char)(status == GEN_YIELDED   ? '0' + item
                            : status == GEN_PENDING ? '.'
                            : status == GEN_E_FULL  ? '+'
                            : status == GEN_SKIP    ? ','
                            : status == GEN_DONE    ? '-'
                            : status == GEN_E_ARG   ? '?'
                                                    : '!');
    } while (at < sizeof said - 1 && (status > 0 || status == GEN_E_FULL));
    said[at] = '\0';
    CHECK_EQ(injected_step(&p, &item), GEN_DONE);
    CHECK(injected_left(&p, ITER_AT_LEAST) == 0 && injected_left(&p, ITER_AT_MOST) == 0);
    return said;
}

static int same(const char *a, const char *b) {
    for (; *a != '\0' && *a == *b; a++) b++;
    return *a == *b;
}

static void an_injection_comes_before_its_item(void) {
    static const struct iter_injection second[] = {{GEN_PENDING, 1, 0}};
    static const struct iter_injection all[] = {{GEN_PENDING, 0, 1}};
    static const struct iter_injection some[] = {{GEN_E_FULL, 1, 2}};
    static const struct iter_injection later[] = {{GEN_PENDING, 2, 3}};
    static const struct iter_injection end[] = {{GEN_PENDING, 3, 0}};
    static const struct iter_injection behind[] = {{GEN_PENDING, 4, 0}};
    CHECK(same(answers("314", second, 1), "3.14-"));
    CHECK(same(answers("314", all, 1), ".3.1.4.-"));
    CHECK(same(answers("31415", some, 1), "3+14+15+-"));
    CHECK(same(answers("314159", later, 1), "31.415.9-"));
    CHECK(same(answers("314", end, 1), "314.-"));
    CHECK(same(answers("314", behind, 1), "314-"));
    CHECK(same(answers("314", second, 0), "314-"));
}

static void what_the_source_answers_itself_stays(void) {
    static const struct iter_injection all[] = {{GEN_PENDING, 0, 1}};
    CHECK(same(answers("3.1,4+!", all, 1), ".3..1.,4.+!"));
}

static void several_injections_come_in_their_order(void) {
    static const struct iter_injection array[] = {{GEN_E_FULL, 2, 0},  {GEN_PENDING, 1, 0},
                                                  {GEN_PENDING, 2, 0}, {GEN_SKIP, 0, 1},
                                                  {-5, 3, 0},          {GEN_PENDING, 3, 0}};
    CHECK(same(answers("314", array, 6), ",3.,1+.,4,!"));
}

static void after_an_error_or_an_end_the_source_is_only_closed(void) {
    static const struct iter_injection ends[] = {{-5, 2, 0}, {GEN_DONE, 2, 0}};
    unsigned i;
    for (i = 0; i < 2; i++) {
        struct injected p = injected(make_script("314"), &ends[i], 1);
        int item;
        pulled = closed = 0;
        CHECK_EQ(injected_left(&p, ITER_AT_LEAST), 0);
        CHECK_EQ(injected_left(&p, ITER_AT_MOST), 4);
        CHECK_EQ(injected_next(&p, &item), GEN_YIELDED);
        CHECK_EQ(injected_next(&p, &item), GEN_YIELDED);
        CHECK_EQ(injected_next(&p, &item), ends[i].status);
        CHECK_EQ(injected_next(&p, &item), GEN_DONE);
        CHECK_EQ(pulled, 2);
        CHECK_EQ(injected_close(&p), GEN_DONE);
        CHECK_EQ(closed, 1);
    }
}

static void the_array_can_change(void) {
    struct iter_injection one = {GEN_PENDING, 9, 0};
    struct injected p = injected(make_script("314"), &one, 1);
    int item;
    CHECK_EQ(injected_next(&p, &item), GEN_YIELDED);
    one.at = 1;
    CHECK_EQ(injected_next(&p, &item), GEN_PENDING);
    CHECK_EQ(injected_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
}

/* ---- Mistakes -------------------------------------------------------------------------------- */

static void a_null_pointer_is_refused(void) {
    struct counted c = counted(make_script("314"), GEN_NULL_);
    struct injected p = injected(make_script("314"), GEN_NULL_, 1);
    int item;
    pulled = closed = 0;
    CHECK(counted_left(&c, ITER_AT_LEAST) == 0 && counted_left(&c, ITER_AT_MOST) == 0);
    CHECK(injected_left(&p, ITER_AT_LEAST) == 0 && injected_left(&p, ITER_AT_MOST) == 0);
    CHECK_EQ(counted_next(&c, &item), GEN_E_ARG);
    CHECK_EQ(counted_next(&c, &item), GEN_DONE);
    CHECK_EQ(injected_next(&p, &item), GEN_E_ARG);
    CHECK_EQ(injected_next(&p, &item), GEN_DONE);
    CHECK_EQ(pulled, 0);
    CHECK_EQ(counted_close(&c), GEN_DONE);
    CHECK_EQ(injected_close(&p), GEN_DONE);
    CHECK_EQ(closed, 2);
}

static void a_status_that_cannot_be_injected_is_refused(void) {
    static const struct iter_injection item[] = {{GEN_YIELDED, 1, 0}};
    CHECK(same(answers("314", item, 1), "3?"));
}

void run_tests(void) {
    RUN(counted_keeps_what_every_stage_promises);
    RUN(injected_keeps_what_every_stage_promises);
    RUN(counted_filtered_keeps_what_every_stage_promises);
    RUN(each_kind_of_answer_is_counted);
    RUN(a_pull_after_the_end_an_error_or_a_close_is_late);
    RUN(a_close_that_is_pending_counts_when_it_is_done);
    RUN(no_more_is_pulled_than_it_takes);
    RUN(between_two_stages_each_side_has_its_count);
    RUN(the_demand_and_the_sizes_pass_through);
    RUN(whether_items_are_fleeting_passes_through);
    RUN(an_injection_comes_before_its_item);
    RUN(what_the_source_answers_itself_stays);
    RUN(several_injections_come_in_their_order);
    RUN(after_an_error_or_an_end_the_source_is_only_closed);
    RUN(the_array_can_change);
    RUN(a_null_pointer_is_refused);
    RUN(a_status_that_cannot_be_injected_is_refused);
}
