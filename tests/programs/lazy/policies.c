/* Policies: what happens after an error, and which thread computes. */
#include <setjmp.h>

static jmp_buf way_out;
static int aborted_with;

#define LAZY_ABORT(error) (aborted_with = (error), longjmp(way_out, 1))
#define LAZY_IMPLEMENTATION
#include "lazy_graph.h"

#include "test.h"

/* Each call returns the next number in `plan`. */
struct tried {
    struct lazy lazy;
    const int *plan;
    int value;
};

LAZY_WITH(tried, int, LAZY_RETRY, (void)0) {
    *out = *self->plan;
    return *self->plan++;
}

static void who_asks_next_tries_again(void) {
    static const int plan[] = {-5, -6, 1, LAZY_PENDING, 0};
    struct tried cell = {{0}, NULL, 0};
    int error = 0;
    cell.plan = plan;
    CHECK(tried_get(&cell, &error) == NULL);
    CHECK_EQ(error, -5);
    CHECK(tried_get(&cell, &error) == NULL);
    CHECK_EQ(error, -6);
    CHECK(tried_get(&cell, &error) == NULL);
    CHECK_EQ(error, LAZY_E_RESULT);
    CHECK(tried_get(&cell, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    CHECK(tried_get(&cell, &error) != NULL);
    CHECK(tried_get(&cell, &error) != NULL);
    CHECK(cell.plan == plan + 5);
}

struct fatal {
    struct lazy lazy;
    int error;
    int value;
};

LAZY_WITH(fatal, int, LAZY_FATAL, (void)0) {
    *out = 1;
    return self->error;
}

static void an_error_may_stop_the_program(void) {
    static struct fatal fine, broken;
    broken.error = -9;
    CHECK(fatal_get(&fine, NULL) != NULL);
    aborted_with = 0;
    if (setjmp(way_out) == 0) {
        (void)fatal_get(&broken, NULL);
        CHECK(0); /* not reached */
    }
    CHECK_EQ(aborted_with, -9);
}

struct raced {
    struct lazy lazy;
    int depth, error;
    int value;
};

LAZY_WITH(raced, int, LAZY_RACE, note((char)('a' + *value))) {
    *out = self->depth;
    return self->error;
}

static void a_race_of_one_is_a_plain_cell(void) {
    struct raced cell = {{0}, 3, 0, 0}, bad = {{0}, 3, -4, 0};
    const int *value = raced_get(&cell, NULL);
    int error = 0;
    CHECK(value == &cell.value && *value == 3);
    CHECK(raced_get(&bad, &error) == NULL);
    CHECK_EQ(error, -4);
    CHECK(raced_get(&bad, &error) == NULL);
    CHECK_EQ(error, -4);
    CHECK_EQ(raced_reset(&cell), 0);
    CHECK_LOG("d");
}

/* Another provides the value during the computation; here the initialiser itself does. */
struct overtaken {
    struct lazy lazy;
    int error;
    int value;
};
static int overtaken_set(struct overtaken *lazy_self_, const int *lazy_value_);

LAZY_WITH(overtaken, int, LAZY_RACE | LAZY_RETRY, note((char)('0' + *value))) {
    const int two = 2;
    CHECK_EQ(overtaken_set(self, &two), 0);
    CHECK_EQ(overtaken_set(self, &two), LAZY_E_ALREADY_SET);
    *out = 1;
    return self->error;
}

static void who_is_ready_first_provides_the_value(void) {
    struct overtaken cell = {{0}, 0, 0};
    const int *value = overtaken_get(&cell, NULL);
    CHECK(value != NULL && *value == 2);
    CHECK_LOG("1"); /* the value that came too late */
    CHECK_EQ(overtaken_reset(&cell), 0);
    CHECK_LOG("2");
}

static void an_error_is_too_late_for_a_value(void) {
    struct overtaken cell = {{0}, -1, 0};
    int error = 0;
    CHECK(overtaken_get(&cell, &error) == NULL);
    CHECK_EQ(error, -1);
    CHECK(overtaken_get(&cell, &error) == &cell.value);
    CHECK_EQ(cell.value, 2);
}

struct late {
    struct lazy lazy;
    int value;
};
static int late_set(struct late *lazy_self_, const int *lazy_value_);

LAZY_WITH(late, int, LAZY_RACE | LAZY_FATAL, (void)0) {
    const int two = 2;
    (void)late_set(self, &two);
    *out = 1;
    return -7;
}

static void a_fatal_error_is_too_late_for_a_value(void) {
    static struct late cell;
    aborted_with = 0;
    if (setjmp(way_out) == 0) CHECK(late_get(&cell, NULL) == &cell.value);
    CHECK_EQ(aborted_with, 0);
    CHECK_EQ(cell.value, 2);
}

/* A cell for one thread, without atomic operations. */
struct single {
    struct lazy lazy;
    int again;
    int value;
};
static const int *single_get(struct single *lazy_self_, int *lazy_error_);

LAZY_WITH(single, int, LAZY_UNSYNCHRONISED, note('d')) {
    int error = 0;
    *out = 6;
    if (!self->again) return 0;
    CHECK(single_get(self, &error) == NULL);
    return error;
}

static void a_cell_of_one_thread(void) {
    struct single cell = {{0}, 0, 0}, itself = {{0}, 1, 0};
    const int seven = 7;
    int error = 0, value = 0;
    CHECK(single_get(&cell, &error) == &cell.value);
    CHECK_EQ(single_set(&cell, &seven), LAZY_E_ALREADY_SET);
    CHECK_EQ(single_reset(&cell), 0);
    CHECK_LOG("d");
    CHECK_EQ(single_set(&cell, &seven), 0);
    CHECK(single_is_evaluated(&cell));
    CHECK_EQ(single_take(&cell, &value), 0);
    CHECK_EQ(value, 7);
    CHECK(single_get(&itself, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
}

/* An initialiser that never returns. */
struct jumps {
    struct lazy lazy;
    int away;
    int value;
};

LAZY(jumps, int) {
    if (self->away) longjmp(way_out, 1);
    *out = 8;
    return 0;
}

static void an_initialiser_that_was_left_is_abandoned(void) {
    static struct jumps cell;
    const int one = 1;
    int error = 0, value = 0;
    CHECK_EQ(jumps_abandon(&cell), LAZY_E_ARG);
    cell.away = 1;
    if (setjmp(way_out) == 0) (void)jumps_get(&cell, NULL);
    CHECK_EQ(jumps_reset(&cell), LAZY_PENDING);
    CHECK_EQ(jumps_destroy(&cell), LAZY_PENDING);
    CHECK_EQ(jumps_take(&cell, &value), LAZY_PENDING);
    CHECK_EQ(jumps_set(&cell, &one), LAZY_PENDING);
    CHECK(jumps_get(&cell, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    cell.away = 0;
    CHECK_EQ(jumps_abandon(&cell), 0);
    CHECK(jumps_get(&cell, &error) == &cell.value);
    CHECK_EQ(jumps_abandon(&cell), LAZY_E_ARG);
}

#ifdef __cplusplus
struct throws {
    struct lazy lazy;
    int away;
    int value;
};

LAZY(throws, int) {
    if (self->away) throw 5;
    *out = 8;
    return 0;
}

static void after_an_exception_the_next_tries_again(void) {
    struct throws cell = {{0}, 1, 0};
    int caught = 0;
    try {
        (void)throws_get(&cell, NULL);
    } catch (int thrown) {
        caught = thrown;
    }
    CHECK_EQ(caught, 5);
    cell.away = 0;
    CHECK(throws_get(&cell, NULL) == &cell.value);
}

struct racer {
    struct lazy lazy;
    int away;
    int value;
};

LAZY_WITH(racer, int, LAZY_RACE, (void)0) {
    if (self->away) throw 6;
    *out = 8;
    return 0;
}

static void in_a_race_too(void) {
    struct racer cell = {{0}, 1, 0};
    int caught = 0;
    try {
        (void)racer_get(&cell, NULL);
    } catch (int thrown) {
        caught = thrown;
    }
    CHECK_EQ(caught, 6);
    CHECK_EQ(cell.lazy.word_, 0);
    cell.away = 0;
    CHECK(racer_get(&cell, NULL) == &cell.value);
}

struct alone {
    struct lazy lazy;
    int away;
    int value;
};

LAZY_WITH(alone, int, LAZY_UNSYNCHRONISED, (void)0) {
    if (self->away) throw 6;
    *out = 8;
    return 0;
}

static void and_where_there_is_one_thread(void) {
    struct alone cell = {{0}, 1, 0};
    int caught = 0;
    try {
        (void)alone_get(&cell, NULL);
    } catch (int thrown) {
        caught = thrown;
    }
    CHECK_EQ(caught, 6);
    cell.away = 0;
    CHECK(alone_get(&cell, NULL) == &cell.value);
}

static struct lazy_domain domain;

struct side {
    struct lazy_node lazy;
    int value;
};
LAZY_INPUT(side, int, *was == *now)

struct area {
    struct lazy_node lazy;
    struct side *side;
    int away;
    int value;
};
LAZY_DERIVED(area, int, *was == *now, (side, side)) {
    if (self->away) throw 7;
    *out = *side * *side;
    return 0;
}

static void an_exception_in_a_body_leaves_nothing_pinned(void) {
    struct side side = {LAZY_NODE_INIT(domain), 0};
    struct area area = {LAZY_NODE_INIT(domain), &side, 0, 0};
    const int three = 3;
    const int *value;
    int caught = 0;
    CHECK_EQ(side_set(&side, &three), 0);
    CHECK(area_get(&area, NULL) != NULL);
    CHECK_EQ(area_invalidate(&area), 0);
    area.away = 1;
    try {
        (void)area_get(&area, NULL);
    } catch (int thrown) {
        caught = thrown;
    }
    CHECK_EQ(caught, 7);
    CHECK_EQ(side.lazy.word_, 0);
    CHECK_EQ(area.lazy.word_, 0);
    area.away = 0;
    area.value = 0;
    value = area_get(&area, NULL); /* it must still be computed */
    CHECK(value != NULL && *value == 9);
}
#endif

void run_tests(void) {
#ifdef __cplusplus
    RUN(after_an_exception_the_next_tries_again);
    RUN(in_a_race_too);
    RUN(and_where_there_is_one_thread);
    RUN(an_exception_in_a_body_leaves_nothing_pinned);
#endif
    RUN(who_asks_next_tries_again);
    RUN(an_error_may_stop_the_program);
    RUN(a_race_of_one_is_a_plain_cell);
    RUN(who_is_ready_first_provides_the_value);
    RUN(an_error_is_too_late_for_a_value);
    RUN(a_fatal_error_is_too_late_for_a_value);
    RUN(a_cell_of_one_thread);
    RUN(an_initialiser_that_was_left_is_abandoned);
}
