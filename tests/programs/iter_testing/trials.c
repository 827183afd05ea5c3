/* ITER_TRIAL: check that the pipelines of the library keep the rules, and that for a stage which
 * breaks a rule the trial names the rule and the run. */
#include "iter_testing.h"
#include "iter_table.h"
#include "more_itertools.h"

#include "test.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2};

ITER_SPAN(ints, int)
ITER_INJECTED(injected, ints)
ITER_COUNTED(source, injected)
#define SOURCE source(injected(ints(digits, 7), &trial->injection, 1), &trial->calls)

/* Return whether the trial reports the expected rule, or none if `expected` is NULL. Print any
 * other report. */
static int breaks(const char *(*run)(struct iter_trial *), struct iter_trial *trial,
                  const char *expected) {
    const char *const said = run(trial);
    const char *a = said, *b = expected;
    if (a != GEN_NULL_ && b != GEN_NULL_)
        for (; *a != '\0' && *a == *b; a++) b++;
    if (a == b || (a != GEN_NULL_ && b != GEN_NULL_ && *a == *b)) return 1;
    test_puts_("# ");
    test_puts_(said != GEN_NULL_ ? said : "no rule is broken");
    test_put('\n');
    return 0;
}
static int keeps_all(const char *(*run)(struct iter_trial *), struct iter_trial *trial) {
    return breaks(run, trial, GEN_NULL_);
}

/* ---- Stages of the library ------------------------------------------------------------------- */

#ifdef TEST_STRUCTS_PASSED
static int room[8];
ITER_MAP(mapped, source, long, item * 2L)
ITER_FILTER(odd, source, item % 2 == 1)
ITER_TAKE(taken, odd)
ITER_PAIRWISE(paired, source)
ITER_BATCH(batched, source)
ITER_WINDOW(windowed, source)
ITER_RUN_LENGTH(runs, source, item % 2 == last % 2)
ITER_ACCUMULATE(sums, source, int, total + item)
ITER_INTERSPERSE(interspersed, source)
ITER_MARK_ENDS(marked, source)
ITER_SMALLEST(largest, source, b < a)
static struct largest_entry heap[3];
ITER_GROUP_BY(grouped, source, int, item / 3, key == other)
ITER_CATCH(caught, source, error == -7 ? (*item = 8, GEN_YIELDED) : error)
ITER_PEEKABLE(peekable, source)
ITER_TRIAL(try_source, source, item, SOURCE)
ITER_TRIAL(try_mapped, mapped, item, mapped(SOURCE))
ITER_TRIAL(try_taken, taken, item, taken(odd(SOURCE), 3))
ITER_TRIAL(try_nothing, taken, item, taken(odd(SOURCE), 0))
ITER_TRIAL(try_paired, paired, item.first * 10 + item.second, paired(SOURCE))
ITER_TRIAL(try_batched, batched, item.data[0] * 10 + (int)item.length, batched(SOURCE, room, 3))
ITER_TRIAL(try_windowed, windowed, item.data[0] * 10 + item.data[1], windowed(SOURCE, room, 3, 2))
ITER_TRIAL(try_runs, runs, item.value * 10 + (int)item.count, runs(SOURCE))
ITER_TRIAL(try_sums, sums, item, sums(SOURCE))
ITER_TRIAL(try_interspersed, interspersed, item, interspersed(SOURCE, 0))
ITER_TRIAL(try_marked, marked, item.value * 2 + item.is_last, marked(SOURCE))
ITER_TRIAL(try_largest, largest, item, largest(SOURCE, heap, 3))
ITER_TRIAL(try_grouped, grouped, item, grouped(SOURCE))
ITER_TRIAL(try_caught, caught, item, caught(SOURCE))
ITER_TRIAL(try_peekable, peekable, item, peekable(SOURCE))

static void stages_of_the_library_keep_the_rules(void) {
    static const struct {
        const char *(*run)(struct iter_trial *);
        size_t late;
    } all[] = {{try_source, 0},  {try_mapped, 0},       {try_taken, 0},    {try_nothing, 0},
               {try_paired, 0},  {try_batched, 1},      {try_windowed, 0}, {try_runs, 1},
               {try_sums, 0},    {try_interspersed, 0}, {try_marked, 1},   {try_largest, 0},
               {try_grouped, 0}, {try_caught, 0},       {try_peekable, 0}};
    unsigned i;
    for (i = 0; i < sizeof all / sizeof all[0]; i++) {
        static struct iter_trial trial;
        trial.error = -5;
        trial.late = all[i].late;
        CHECK(keeps_all(all[i].run, &trial));
        if (all[i].late == 0) continue;
        trial.late = 0;
        CHECK(breaks(all[i].run, &trial, "it pulls after its source's end"));
    }
}
#endif

/* ---- Stages that break a rule ---------------------------------------------------------------- */

/* Yields the sum of each two items. A last single item is yielded alone. */
enum fault {
    NO_FAULT,
    LOSES_AT_A_PAUSE,
    LOSES_AT_THE_SECOND_PAUSE,
    REPEATS_AT_A_PAUSE,
    CHANGES_AN_ITEM_AT_A_PAUSE,
    FAILS_AFTER_A_PAUSE,
    ENDS_AT_A_PAUSE,
    STICKS_AT_A_PAUSE,
    SWALLOWS_AN_ERROR,
    CHANGES_AN_ERROR,
    INVENTS_AN_ITEM_AT_AN_ERROR,
    CHANGES_AN_ITEM_AT_AN_ERROR,
    FAILS_TWICE,
    STARTS_AGAIN,
    PULLS_AT_ITS_END,
    PULLS_AFTER_AN_ERROR,
    PROMISES_TOO_MANY,
    PROMISES_TOO_FEW,
    DOES_NOT_CLOSE,
    CLOSES_TWICE,
    STAYS_OPEN,
    IS_NEVER_CLOSED
};
struct sums_of_two {
    struct source from;
    unsigned char fault, holds, ended, pauses;
    gen_status stuck;
    int held;
};
typedef int sums_of_two_item;

static gen_status sums_of_two_step(struct sums_of_two *self, int *out) {
    int item = 0;
    gen_status status;
    if (self->ended && self->fault == FAILS_AFTER_A_PAUSE && self->pauses > 0) {
        self->fault = NO_FAULT;
        return -6;
    }
    if (self->ended) return self->fault == FAILS_TWICE ? -5 : GEN_DONE;
    if (self->stuck != 0) {
        self->ended = self->stuck < 0;
        return self->stuck;
    }
    status = source_step(&self->from, &item);
    if (status == GEN_YIELDED && !self->holds) {
        self->held = item;
        self->holds = 1;
        return GEN_SKIP;
    }
    if (status == GEN_YIELDED) {
        *out = self->held + item;
        self->holds = 0;
        return GEN_YIELDED;
    }
    if (status == GEN_PENDING) {
        self->pauses++;
        if (self->fault == LOSES_AT_A_PAUSE) self->holds = 0;
        if (self->fault == LOSES_AT_THE_SECOND_PAUSE && self->pauses == 2) self->holds = 0;
        if (self->fault == CHANGES_AN_ITEM_AT_A_PAUSE) self->held++;
        if (self->fault == STICKS_AT_A_PAUSE) self->stuck = GEN_PENDING;
        if (self->fault == ENDS_AT_A_PAUSE) self->ended = 1;
        if (self->fault == REPEATS_AT_A_PAUSE && self->holds) {
            *out = self->held;
            return GEN_YIELDED;
        }
    }
    if (status == GEN_DONE && self->holds) {
        self->holds = 0;
        self->ended = 1;
        *out = self->held;
        if (self->fault == PULLS_AT_ITS_END) (void)source_step(&self->from, &item);
        return GEN_YIELDED;
    }
    if (status <= 0 && self->fault != STARTS_AGAIN) self->ended = 1;
    if (status == GEN_DONE && self->fault == STARTS_AGAIN) {
        *out = 7;
        self->ended = self->holds;
        self->holds = 1;
        self->fault = NO_FAULT;
        return GEN_DONE;
    }
    if (status < 0) {
        if (self->fault == PULLS_AFTER_AN_ERROR) (void)source_step(&self->from, &item);
        if (self->fault == SWALLOWS_AN_ERROR) return GEN_DONE;
        if (self->fault == CHANGES_AN_ERROR) return -6;
        if (self->fault == INVENTS_AN_ITEM_AT_AN_ERROR ||
            (self->fault == CHANGES_AN_ITEM_AT_AN_ERROR && self->holds)) {
            self->ended = 0;
            self->stuck = status;
            *out = self->held + 1;
            return GEN_YIELDED;
        }
    }
    return status;
}

static gen_status sums_of_two_close(struct sums_of_two *self) {
    self->ended = self->fault != STAYS_OPEN;
    if (self->fault == FAILS_TWICE) self->fault = NO_FAULT;
    if (self->fault == DOES_NOT_CLOSE) return GEN_DONE;
    if (self->fault == IS_NEVER_CLOSED) return GEN_PENDING;
    if (self->fault == CLOSES_TWICE) (void)source_close(&self->from);
    return source_close(&self->from);
}
static size_t sums_of_two_left(const struct sums_of_two *self, int most) {
    const size_t upstream = source_left(&self->from, most);
    size_t left = (upstream + self->holds + 1) / 2;
    if (upstream == (size_t)-1) left = upstream;
    if (self->ended) left = 0;
    return most ? left - (self->fault == PROMISES_TOO_FEW)
                : left + (self->fault == PROMISES_TOO_MANY);
}
ITER_DEFINE_BOUNDED(sums_of_two, 1)

#define OTHER "its items or its end differ from the undisturbed run"
static unsigned char fault;
ITER_TRIAL(try_sums_of_two, sums_of_two, item, {SOURCE, fault, 0, 0, 0, 0, 0})

static void each_broken_rule_is_named(void) {
    static const struct {
        unsigned char fault;
        const char *said;
    } all[] = {{NO_FAULT, GEN_NULL_},
               {LOSES_AT_A_PAUSE, OTHER},
               {REPEATS_AT_A_PAUSE, OTHER},
               {LOSES_AT_THE_SECOND_PAUSE, OTHER},
               {CHANGES_AN_ITEM_AT_A_PAUSE, OTHER},
               {FAILS_AFTER_A_PAUSE, OTHER},
               {ENDS_AT_A_PAUSE, OTHER},
               {STICKS_AT_A_PAUSE, "it does not go on after a pause"},
               {SWALLOWS_AN_ERROR, "it does not pass on an error"},
               {CHANGES_AN_ERROR, "it does not pass on an error"},
               {INVENTS_AN_ITEM_AT_AN_ERROR, "it hands out other items before an error"},
               {CHANGES_AN_ITEM_AT_AN_ERROR, "it hands out other items before an error"},
               {FAILS_TWICE, "it does not stay ended"},
               {STARTS_AGAIN, "it does not stay ended"},
               {PULLS_AT_ITS_END, "it pulls after its source's end"},
               {PULLS_AFTER_AN_ERROR, "it pulls after its source's end"},
               {PROMISES_TOO_MANY, "it hands out fewer items than ITER_AT_LEAST says"},
               {PROMISES_TOO_FEW, "it hands out more items than ITER_AT_MOST says"},
               {DOES_NOT_CLOSE, "it does not close its source"},
               {CLOSES_TWICE, "it closes its source more than once"},
               {STAYS_OPEN, "it goes on after it was closed"},
               {IS_NEVER_CLOSED, "its close stays pending"}};
    unsigned i;
    for (i = 0; i < sizeof all / sizeof all[0]; i++) {
        static struct iter_trial trial;
        trial.error = -5;
        fault = all[i].fault;
        CHECK(breaks(try_sums_of_two, &trial, all[i].said));
    }
}

/* ---- What a trial reports -------------------------------------------------------------------- */

static void the_run_that_broke_a_rule_is_shown(void) {
    static struct iter_trial trial;
    trial.error = -5;
    fault = LOSES_AT_A_PAUSE;
    CHECK(try_sums_of_two(&trial) != GEN_NULL_);
    CHECK_EQ(trial.injection.status, GEN_PENDING);
    CHECK_EQ(trial.injection.at, 1); /* there it holds an item */
    CHECK_EQ(trial.injection.every, 0);
    CHECK_EQ(trial.closed_after, ITER_NEVER);
    CHECK_EQ(trial.runs, 1 + 5 + 2); /* undisturbed, closed after 0 to 4 items, pauses at 0 and 1 */
    fault = SWALLOWS_AN_ERROR;
    CHECK(try_sums_of_two(&trial) != GEN_NULL_);
    CHECK_EQ(trial.injection.status, -5);
    CHECK_EQ(trial.injection.at, 0);
    fault = STAYS_OPEN;
    CHECK(try_sums_of_two(&trial) != GEN_NULL_);
    CHECK_EQ(trial.injection.at, 1); /* at a pause while it holds an item */
    CHECK_EQ(trial.closed_after, 0);
    fault = DOES_NOT_CLOSE;
    CHECK(try_sums_of_two(&trial) != GEN_NULL_);
    CHECK_EQ(trial.injection.at, ITER_NEVER);
    CHECK_EQ(trial.closed_after, ITER_NEVER);
}

static void each_point_is_tried(void) {
    static struct iter_trial trial;
    fault = NO_FAULT;
    trial.error = 0;
    CHECK(keeps_all(try_sums_of_two, &trial));
    CHECK_EQ(trial.runs, 1 + 5 + 9 + 8); /* undisturbed, closed, paused, closed at a pause */
    CHECK_EQ(trial.calls.pauses, 1);
    CHECK_EQ(trial.calls.items, 7);
    CHECK_EQ(trial.closed_after, 3); /* it holds the fourth item while it waits for the end */
    trial.error = -5;
    CHECK(keeps_all(try_sums_of_two, &trial));
    CHECK_EQ(trial.runs, 1 + 5 + 9 + 8 + 8 * 2);
}

/* A pipeline whose source fails by itself. With n = 0, nothing is injected. */
ITER_FROM(failing, int, int, (*item = self->context--) > 0 ? GEN_YIELDED : -7)
ITER_INJECTED(injected_failing, failing)
ITER_COUNTED(failing_source, injected_failing)
#define FAILING(context, n) \
    failing_source(injected_failing(failing(context), &trial->injection, n), &trial->calls)
ITER_TRIAL(try_failing, failing_source, item, FAILING(3, 1))
ITER_TRIAL(try_without_injection, failing_source, item, FAILING(3, 0))

static void a_source_may_fail_by_itself(void) {
    static struct iter_trial trial;
    trial.error = -5;
    CHECK(keeps_all(try_failing, &trial));
}

static void a_trial_without_an_injection_is_noticed(void) {
    static struct iter_trial trial;
    CHECK(breaks(try_without_injection, &trial,
                 "no pause is seen: `make` needs an ITER_COUNTED over an ITER_INJECTED"));
}

/* Pull an item while the pipeline is being made. */
static int eager(struct iter_trial *trial) {
    struct source early = SOURCE;
    int item = 0;
    (void)source_next(&early, &item);
    return item;
}
ITER_TRIAL(try_eager, failing_source, item, FAILING(eager(trial), 1))

static void a_pull_that_is_too_early_is_noticed(void) {
    static struct iter_trial trial;
    CHECK(breaks(try_eager, &trial, "it pulls before it is asked for an item"));
}

void run_tests(void) {
#ifdef TEST_STRUCTS_PASSED
    RUN(stages_of_the_library_keep_the_rules);
#endif
    RUN(each_broken_rule_is_named);
    RUN(the_run_that_broke_a_rule_is_shown);
    RUN(each_point_is_tried);
    RUN(a_source_may_fail_by_itself);
    RUN(a_trial_without_an_injection_is_noticed);
    RUN(a_pull_that_is_too_early_is_noticed);
}
