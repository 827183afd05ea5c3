/* Interrupt a get, a set or a refresh at each instruction, with a handler that gets, sets and
 * invalidates the same cells. On a Cortex-M, SysTick interrupts a little later in each round. */
#include <stdint.h>

#include "lazy_graph.h"
#include "lazy_shared.h"
#include "test.h"

/* ---- The interrupt --------------------------------------------------------------------------- */

static void (*handler)(void);
static volatile unsigned came; /* the number of interrupts in this round */
static unsigned period;        /* time to the next interrupt; 0: there is only one */
static volatile int inside;    /* whether an initialiser or a body runs */
static volatile unsigned long got_in;

/* The maximal number of interrupts in a round; without it the interrupted code might never
 * finish. */
enum { MOST = 100 };

/* Run the handler. Return whether there should be another interrupt. */
static int handle(void) {
    came++;
    if (inside) got_in++;
    handler();
    return period != 0 && came < MOST;
}

static volatile uint32_t *const systick =
    (volatile uint32_t *)0xE000E010; /* control, reload, current value */
static volatile uint32_t *const pending = (volatile uint32_t *)0xE000ED04;
enum { FOREVER = 0xFFFFFF };

static void arm(unsigned long count) {
    systick[1] = count;
    systick[2] = 0;
    systick[0] = 7;
}

static void disarm(void) {
    systick[0] = 0;
    *pending = 1u << 25;
}

void interrupt(void);
void stop(uint32_t status); /* in main.c, which also calls interrupt */
void interrupt(void) {
    const unsigned long reload = systick[1];
    disarm(); /* with a short period it may already be pending again */
    if (reload == FOREVER) {
        test_puts_("not ok: a round does not come to an end\n");
        stop(1);
    }
    arm(handle() ? period : FOREVER);
}

static int interrupts_are_on(void) {
    unsigned masked;
    __asm__ volatile("mrs %0, primask" : "=r"(masked));
    return masked == 0;
}

/* ---- The cells ------------------------------------------------------------------------------- */

/* A value of several words, filled so slowly that a half-written one can be seen. */
struct parts {
    int part[3];
};

static void fill(struct parts *parts, int of) {
    int i;
    for (i = 0; i < 3; i++) ((volatile struct parts *)parts)->part[i] = of + i;
}

static int is_whole(const struct parts *parts) {
    const int of = parts->part[0];
    return of != 0 && parts->part[1] == of + 1 && parts->part[2] == of + 2;
}

static int is_same(const struct parts *a, const struct parts *b) {
    return a->part[0] == b->part[0] && a->part[1] == b->part[1] && a->part[2] == b->part[2];
}

enum { FAILURE = -5 };
static int evaluations, drops, failures_to_come;
static volatile int bias; /* read by `half`, in addition to its input */

static int compute(struct parts *out, int of) {
    int status = 0;
    const int was = inside;
    evaluations++;
    inside = 1;
    CHECK(interrupts_are_on());
    fill(out, of);
    if (failures_to_come > 0) failures_to_come--, status = FAILURE;
    inside = was;
    return status;
}

struct once {
    struct lazy lazy;
    struct parts value;
};
LAZY(once, struct parts) { return compute(out, 10); }

struct retried {
    struct lazy lazy;
    struct parts value;
};
LAZY_WITH(retried, struct parts, LAZY_RETRY, (void)0) { return compute(out, 20); }

struct raced {
    struct lazy lazy;
    struct parts value;
};
LAZY_WITH(raced, struct parts, LAZY_RACE, drops++) { return compute(out, 30); }

struct level {
    struct lazy_node lazy;
    struct parts value;
};
LAZY_INPUT(level, struct parts, is_same(was, now))

struct half {
    struct lazy_node lazy;
    struct level *level;
    struct parts value;
};
static int half_of(const struct parts *level) { return level->part[0] / 2 + bias; }
LAZY_DERIVED(half, struct parts, is_same(was, now), (level, level)) {
    const struct parts before = *level;
    const int with = bias;
    CHECK(is_whole(level));
    if (with < 0) return FAILURE;
    compute(out, level->part[0] / 2 + with);
    CHECK(is_same(&before, level));
    return 0;
}

struct total {
    struct lazy_node lazy;
    struct half *half;
    struct level *level;
    struct parts value;
};
LAZY_DERIVED(total, struct parts, is_same(was, now), (half, half), (level, level)) {
    const struct parts before = *half;
    CHECK(is_whole(half) && is_whole(level));
    compute(out, 100 * half->part[0] + level->part[0]);
    CHECK(is_same(&before, half));
    return 0;
}

/* A shared iterator: only one thread or handler pulls at a time. */
struct numbers {
    int at;
};
typedef int numbers_item;
static int numbers_next(struct numbers *self, int *item) {
    const int at = self->at;
    inside = 1;
    CHECK(interrupts_are_on());
    *item = at;
    ((volatile struct numbers *)self)->at = at + 1;
    inside = 0;
    return at < 6;
}
static int numbers_close(struct numbers *self) {
    self->at = 6;
    return 0;
}
LAZY_SHARED(jobs, numbers)

static struct once once;
static struct retried retried;
static struct raced raced;
static struct lazy_domain domain;
static struct level level;
static struct half half;
static struct total total;
static struct jobs jobs;

static int error, status, seen_of; /* results of the interrupted code */
static struct parts seen;
static int taken[6];
static int handler_set; /* the value that the handler has set, or 0 */

static void set_level(int of) {
    struct parts value;
    fill(&value, of);
    status = level_set(&level, &value);
}

static void begin(void) {
    const struct once no_once = {{0}, {{0}}};
    const struct retried no_retried = {{0}, {{0}}};
    const struct raced no_raced = {{0}, {{0}}};
    const struct level fresh_level = {.lazy = LAZY_NODE_INIT(domain)};
    const struct half fresh_half = {.lazy = LAZY_NODE_INIT(domain), .level = &level};
    const struct total fresh_total = {
        .lazy = LAZY_NODE_INIT(domain), .half = &half, .level = &level};
    int i;
    once = no_once;
    retried = no_retried;
    raced = no_raced;
    level = fresh_level;
    half = fresh_half;
    total = fresh_total;
    jobs.from.at = jobs.over_ = 0;
    bias = 0;
    set_level(6);
    for (i = 0; i < 6; i++) taken[i] = 0;
    evaluations = drops = failures_to_come = handler_set = 0;
    error = status = seen_of = 0;
}

static void begin_up_to_date(void) {
    begin();
    total_copy(&total, &seen);
    evaluations = 0;
}

static void begin_with_a_failure(void) {
    begin();
    failures_to_come = 1;
}

/* ---- What a handler does --------------------------------------------------------------------- */

/* Check that a value is whole, or that its absence has an allowed reason: `may`, or pending. */
static void look(const struct parts *value, int why, int may) {
    if (value == NULL && why != LAZY_PENDING && why != may) CHECK_EQ(why, LAZY_PENDING);
    CHECK(value == NULL || is_whole(value));
}

static void ask_once(void) {
    int why = 0;
    const struct parts *const value = once_get(&once, &why);
    look(value, why, LAZY_PENDING);
    CHECK(once_peek(&once) == value);
}

static void ask_retried(void) {
    int why = 0;
    const struct parts *const value = retried_get_within(&retried, 1000, &why);
    look(value, why, FAILURE);
}

static void ask_raced(void) {
    int why = 0;
    const struct parts *const value = raced_get(&raced, &why);
    look(value, why, LAZY_PENDING);
}

static void set_once(void) {
    struct parts value;
    int did;
    fill(&value, 40);
    did = once_set(&once, &value);
    if (did == 0) handler_set = 40;
    CHECK(did == 0 || did == LAZY_PENDING || did == LAZY_E_ALREADY_SET);
}

/* Check that a value that is not pending is up to date, since nothing interrupts the handler. While
 * the level is being set, its old value still counts. */
static void ask_total(void) {
    int why = 0;
    const struct parts *value = total_get(&total, &why);
    look(value, why, FAILURE);
    if (value != NULL && !LAZY_IS_RUNNING_(level.lazy.word_)) {
        CHECK_EQ(value->part[0], 100 * half_of(&level.value) + level.value.part[0]);
    }
    value = half_get(&half, &why);
    look(value, why, FAILURE);
    if (value != NULL && !LAZY_IS_RUNNING_(level.lazy.word_)) {
        CHECK_EQ(value->part[0], half_of(&level.value));
    }
}

static void copy_total(void) {
    struct parts value;
    const int why = total_copy(&total, &value);
    look(why == 0 ? &value : NULL, why, LAZY_PENDING);
}

static void ask_level(void) {
    int why = 0;
    const struct parts *const value = level_try_get(&level, &why);
    look(value, why, LAZY_PENDING);
}

static void set_the_level(void) {
    struct parts value;
    int did;
    fill(&value, 50);
    did = level_set(&level, &value);
    CHECK(did == 0 || did == LAZY_PENDING);
    ask_total();
}

static void invalidate_half(void) {
    bias = 3;
    CHECK_EQ(half_invalidate(&half), 0);
}

static void invalidate_half_and_ask(void) {
    invalidate_half();
    ask_total();
}

static void invalidate_level(void) { CHECK_EQ(level_invalidate(&level), 0); }

/* Turn the dependency of total into an error; also between its check and its pin. */
static void fail_half(void) {
    int why = 0;
    const struct parts *value;
    bias = -1;
    CHECK_EQ(half_invalidate(&half), 0);
    value = half_get(&half, &why);
    look(value, why, FAILURE);
    CHECK(value == NULL);
}

static void pull(void) {
    int item = -1;
    const int got = jobs_next(&jobs, &item);
    CHECK(got == 0 || got == 1 || got == LAZY_PENDING);
    if (got == 1) taken[item]++;
}

/* ---- The interrupted code, and its required results ----------------------------------------- */

static void get_once(void) {
    const struct parts *const value = once_get(&once, &error);
    if (value != NULL) seen = *value;
    status = value == NULL;
}

static void once_is_there(void) {
    CHECK_EQ(status, 0);
    CHECK(is_whole(&seen) && seen.part[0] == (handler_set != 0 ? handler_set : 10));
    CHECK_EQ(evaluations, handler_set == 0);
    CHECK_EQ(once.lazy.word_, 1);
}

static void set_once_here(void) {
    struct parts value;
    fill(&value, 40);
    status = once_set(&once, &value);
    get_once();
}

/* Either side provided the value, once. */
static void once_is_set_or_there(void) {
    CHECK_EQ(status, 0);
    CHECK(is_whole(&seen) && seen.part[0] == (evaluations == 0 ? 40 : 10));
    CHECK(evaluations <= 1);
    CHECK_EQ(once.lazy.word_, 1);
}

static void get_retried(void) {
    const struct parts *const value = retried_get(&retried, &error);
    if (value != NULL) seen = *value;
    status = value == NULL ? error : 0;
}

/* The first evaluation fails, for whichever side came first. */
static void retried_is_there(void) {
    CHECK(status == 0 || status == FAILURE);
    if (status != 0) get_retried();
    CHECK_EQ(status, 0);
    CHECK(is_whole(&seen) && seen.part[0] == 20);
    CHECK_EQ(evaluations, 2);
    CHECK_EQ(retried.lazy.word_, 1);
}

static void get_raced(void) {
    const struct parts *const value = raced_get(&raced, &error);
    if (value != NULL) seen = *value;
    status = value == NULL;
}

static void raced_is_there(void) {
    CHECK_EQ(status, 0);
    CHECK(is_whole(&seen) && seen.part[0] == 30);
    CHECK(evaluations >= 1);
    CHECK_EQ(drops, evaluations - 1);
    CHECK_EQ(raced.lazy.word_, 1);
}

static void copy(void) { error = total_copy(&total, &seen); }

static void get(void) {
    const struct parts *const value = total_get(&total, &error);
    (void)value; /* not compared: it may be computed again meanwhile */
}

static void set_and_copy(void) {
    set_level(12);
    copy();
}

static void set_what_gives_the_same_half(void) {
    set_level(7);
    copy();
}

static void invalidate_and_copy(void) {
    half_invalidate(&half);
    copy();
}

static void invalidate_the_input_and_get(void) {
    level_invalidate(&level);
    get();
}

/* No change is lost, nothing stays pinned, and computed values are kept, whatever the
 * instruction. */
static void all_is_up_to_date(void) {
    const int half_now = half_of(&level.value);
    int before;
    CHECK_EQ(status, 0);
    CHECK(error == 0 || error == FAILURE);
    CHECK(error != 0 || is_whole(&seen));
    copy();
    CHECK_EQ(error, bias < 0 ? FAILURE : 0);
    if (error == 0) {
        CHECK(is_whole(&seen) && is_whole(&level.value));
        CHECK_EQ(seen.part[0], 100 * half_now + level.value.part[0]);
    }
    before = evaluations;
    copy();
    CHECK_EQ(evaluations, before);
    CHECK_EQ(level.lazy.word_, 0);
    CHECK_EQ(half.lazy.word_, 0);
    CHECK_EQ(total.lazy.word_, 0);
}

static void up_to_date_at_once(void) {
    CHECK_EQ(evaluations, 2);
    all_is_up_to_date();
    CHECK_EQ(evaluations, 2);
}

static void pull_all(void) {
    int item = -1;
    while ((status = jobs_next(&jobs, &item)) == 1) taken[item]++;
}

static void each_was_pulled_once(void) {
    int i;
    CHECK_EQ(status, 0);
    for (i = 0; i < 6; i++) CHECK_EQ(taken[i], 1);
    CHECK_EQ(jobs.word_, 0);
}

/* ---- The rounds ------------------------------------------------------------------------------ */

static void rounds(void (*before)(void), void (*work)(void), void (*of_handler)(void),
                   void (*after)(void)) {
    unsigned long count = 0;
    got_in = 0;
    handler = of_handler;
    do {
        before();
        came = 0;
        inside = 0;
        arm(++count);
        work();
        disarm();
        after();
    } while (came != 0 && test_failures_ == 0 && (period == 0 || count < 4 * period));
    CHECK(count > 20); /* it does interrupt */
    if (test_failures_ != 0) {
        test_puts_("# the interrupt came at ");
        test_put_long_((long)count);
        test_puts_(period != 0 ? ", and again\n" : "\n");
    } else if (period == 0) {
        CHECK(got_in > 0 || work == set_once_here);
        test_puts_("# at each up to ");
        test_put_long_((long)count - 1);
        test_puts_(", in an initialiser at ");
        test_put_long_((long)got_in);
        test_put('\n');
    }
}

/* Interrupt once per round, at each instruction; then several times per round, at some
 * instructions. */
static void at_each(void (*before)(void), void (*work)(void), void (*of_handler)(void),
                    void (*after)(void)) {
    static const unsigned periods[] = {0, 13, 40};
    unsigned i;
    for (i = 0; i < sizeof periods / sizeof periods[0] && test_failures_ == 0; i++) {
        period = periods[i];
        rounds(before, work, of_handler, after);
    }
}

static void one_computes(void) { at_each(begin, get_once, ask_once, once_is_there); }
static void a_handler_sets_what_is_asked_for(void) {
    at_each(begin, get_once, set_once, once_is_there);
}
static void a_handler_asks_for_what_is_set(void) {
    at_each(begin, set_once_here, ask_once, once_is_set_or_there);
}
static void an_error_is_tried_again(void) {
    at_each(begin_with_a_failure, get_retried, ask_retried, retried_is_there);
}
static void a_race_has_one_winner(void) { at_each(begin, get_raced, ask_raced, raced_is_there); }

static void a_handler_asks(void) {
    at_each(begin, copy, ask_total, up_to_date_at_once);
    at_each(begin_up_to_date, set_and_copy, ask_total, up_to_date_at_once);
    at_each(begin_up_to_date, set_and_copy, ask_level, up_to_date_at_once);
    at_each(begin_up_to_date, set_and_copy, copy_total, up_to_date_at_once);
    at_each(begin_up_to_date, set_what_gives_the_same_half, ask_total, up_to_date_at_once);
    at_each(begin_up_to_date, invalidate_and_copy, ask_total, all_is_up_to_date);
}
static void a_handler_sets(void) {
    at_each(begin_up_to_date, set_and_copy, set_the_level, all_is_up_to_date);
    at_each(begin_up_to_date, invalidate_the_input_and_get, set_the_level, all_is_up_to_date);
}
static void a_handler_invalidates(void) {
    at_each(begin, copy, invalidate_half, all_is_up_to_date);
    at_each(begin_up_to_date, set_and_copy, invalidate_half, all_is_up_to_date);
    at_each(begin_up_to_date, invalidate_and_copy, invalidate_half_and_ask, all_is_up_to_date);
    at_each(begin_up_to_date, invalidate_and_copy, invalidate_level, all_is_up_to_date);
    at_each(begin_up_to_date, invalidate_the_input_and_get, invalidate_half_and_ask,
            all_is_up_to_date);
}
static void a_handler_makes_an_error(void) {
    at_each(begin_up_to_date, set_and_copy, fail_half, all_is_up_to_date);
    at_each(begin_up_to_date, invalidate_the_input_and_get, fail_half, all_is_up_to_date);
}
static void a_handler_pulls(void) { at_each(begin, pull_all, pull, each_was_pulled_once); }

void run_tests(void) {
    RUN(one_computes);
    RUN(a_handler_sets_what_is_asked_for);
    RUN(a_handler_asks_for_what_is_set);
    RUN(an_error_is_tried_again);
    RUN(a_race_has_one_winner);
    RUN(a_handler_asks);
    RUN(a_handler_sets);
    RUN(a_handler_invalidates);
    RUN(a_handler_makes_an_error);
    RUN(a_handler_pulls);
}
