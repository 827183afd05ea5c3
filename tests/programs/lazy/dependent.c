/* Derived cells: they are computed again after a dependency has changed, and only then. */
#define LAZY_IMPLEMENTATION
#include "lazy_graph.h"

#include "test.h"

/* raw -> cleaned -> tokenized -> vocabulary, each a number here. note() records which is
 * computed. */
static struct lazy_domain texts, others;

struct raw {
    struct lazy_node lazy;
    int value;
};
LAZY_INPUT(raw, int, *was == *now)

struct cleaned {
    struct lazy_node lazy;
    struct raw *raw;
    int answer; /* what the body returns */
    int value;
};
LAZY_DERIVED(cleaned, int, *was == *now, (raw, raw)) {
    note('c');
    *out = *raw / 10;
    return self->answer;
}

struct tokenized {
    struct lazy_node lazy;
    struct cleaned *from;
    int value;
};
LAZY_DERIVED(tokenized, int, *was == *now, (cleaned, from)) {
    (void)self;
    note('t');
    *out = *from / 10;
    return *from < 0 ? -7 : 0;
}

/* Depends on the tokens and also on the text: a diamond. */
struct vocabulary {
    struct lazy_node lazy;
    struct tokenized *parts;
    struct cleaned *whole;
    int value;
};
LAZY_DERIVED_WITH(vocabulary, int, LAZY_REMEMBER, note((char)('0' + *value % 10)), 0,
                  (tokenized, parts), (cleaned, whole)) {
    (void)self;
    note('v');
    *out = *parts * 100 + *whole;
    return 0;
}

static struct raw input;
static struct cleaned text;
static struct tokenized tokens;
static struct vocabulary words;

static void set_up(void) {
    static const struct raw new_raw = {LAZY_NODE_INIT(texts), 0};
    static const struct cleaned new_cleaned = {LAZY_NODE_INIT(texts), &input, 0, 0};
    static const struct tokenized new_tokenized = {LAZY_NODE_INIT(texts), &text, 0};
    static const struct vocabulary new_vocabulary = {LAZY_NODE_INIT(texts), &tokens, &text, 0};
    input = new_raw;
    text = new_cleaned;
    tokens = new_tokenized;
    words = new_vocabulary;
}

static void set_raw(int value) { CHECK_EQ(raw_set(&input, &value), 0); }

static int read_vocabulary(void) {
    const int *value = vocabulary_get(&words, NULL);
    return value != NULL ? *value : -1;
}

static void all_is_computed_when_the_last_is_read_and_once(void) {
    set_up();
    set_raw(1234);
    CHECK_LOG("");
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK(cleaned_get(&text, NULL) != NULL);
    CHECK_LOG("");
}

static void an_input_that_is_set_again_is_followed_at_the_next_read(void) {
    set_up();
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    set_raw(5678);
    CHECK_LOG("");
    CHECK_EQ(read_vocabulary(), 6167);
    CHECK_LOG("ctv3"); /* the old value is dropped */
    set_raw(5678);     /* the same value */
    CHECK_EQ(read_vocabulary(), 6167);
    CHECK_LOG("");
}

static void a_result_that_is_the_same_stops_there(void) {
    set_up();
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    set_raw(1239);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("c");
    set_raw(1249); /* another text, the same tokens */
    CHECK_EQ(read_vocabulary(), 1324);
    CHECK_LOG("ctv3");
}

static void what_is_invalidated_is_computed_again(void) {
    set_up();
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    CHECK_EQ(cleaned_invalidate(&text), 0);
    CHECK_LOG("");
    CHECK(tokenized_get(&tokens, NULL) != NULL);
    CHECK_LOG("c");
    CHECK_EQ(vocabulary_invalidate(&words), 0);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("v3");                     /* without a comparison, it counts as changed */
    CHECK_EQ(raw_invalidate(&input), 0); /* the data that it stands for has changed */
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("c");
}

static void only_what_is_read_is_computed(void) {
    set_up();
    set_raw(1234);
    CHECK(cleaned_get(&text, NULL) != NULL);
    CHECK_LOG("c");
    set_raw(2345);
    set_raw(3456);
    CHECK(tokenized_get(&tokens, NULL) != NULL);
    CHECK_EQ(tokens.value, 34);
    CHECK_LOG("ct");
}

static void an_input_that_was_never_set_is_an_error_of_all(void) {
    int error = 0;
    set_up();
    CHECK(raw_get(&input, &error) == NULL);
    CHECK_EQ(error, LAZY_E_EMPTY);
    error = 0;
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_EQ(error, LAZY_E_EMPTY);
    CHECK_LOG(""); /* no body runs without its inputs */
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
}

static void an_error_is_a_result_too(void) {
    int error = 0, copy = 5;
    set_up();
    set_raw(-100);
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_EQ(error, -7);
    CHECK_LOG("ct");
    error = 0;
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_EQ(error, -7);
    CHECK_EQ(vocabulary_copy(&words, &copy), -7);
    CHECK_EQ(copy, 5);
    CHECK(vocabulary_pin(&words, &error) == NULL);
    CHECK_LOG(""); /* the error is remembered */
    set_raw(-105); /* cleaned gets the same value */
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_LOG("c");
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    set_raw(-200);
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_LOG("ct3"); /* the value is dropped */
}

static void a_body_that_answers_nonsense(void) {
    int error = 0;
    set_up();
    set_raw(1234);
    text.answer = 1;
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_EQ(error, LAZY_E_RESULT);
    CHECK_LOG("c");
}

static void a_body_that_is_not_ready_is_asked_again(void) {
    int error = 0;
    set_up();
    set_raw(1234);
    text.answer = LAZY_PENDING;
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_LOG("cc");
    text.answer = 0;
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    text.answer = LAZY_PENDING;
    CHECK_EQ(cleaned_invalidate(&text), 0);
    CHECK(vocabulary_get(&words, &error) == NULL);
    text.answer = 0; /* it must still be computed */
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("cc");
}

static void what_is_copied_and_what_is_pinned(void) {
    int error = 0, copy = 0;
    const int *pinned;
    set_up();
    set_raw(1234);
    CHECK_EQ(vocabulary_copy(&words, &copy), 0);
    CHECK_EQ(copy, 1323);
    CHECK_EQ(raw_copy(&input, &copy), 0);
    CHECK_EQ(copy, 1234);
    pinned = tokenized_pin(&tokens, &error);
    CHECK(pinned != NULL && *pinned == 12);
    set_raw(5678);
    CHECK(tokenized_try_get(&tokens, &error) == NULL); /* it would have to be computed again */
    CHECK_EQ(error, LAZY_PENDING);
    CHECK(vocabulary_try_get(&words, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    CHECK(tokenized_get_within(&tokens, 1, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    CHECK_EQ(*pinned, 12);
    CHECK_EQ(tokenized_destroy(&tokens), LAZY_PENDING);
    tokenized_unpin(&tokens);
    CHECK(tokenized_try_get(&tokens, &error) != NULL);
    CHECK_EQ(tokens.value, 56);
}

struct either {
    struct lazy_node lazy;
    struct raw *one, *two;
    int value;
};
LAZY_DERIVED(either, int, *was == *now, (raw, one), (raw, two)) {
    (void)self;
    *out = one != NULL ? *one : two != NULL ? *two : -1;
    return 0;
}

static void a_field_that_is_null_is_a_value_that_is_not_there(void) {
    struct either cell = {LAZY_NODE_INIT(texts), NULL, NULL, 0}, second;
    const int *value;
    second = cell;
    set_up();
    set_raw(5);
    value = either_get(&cell, NULL);
    CHECK(value != NULL && *value == -1);
    second.two = &input;
    value = either_get(&second, NULL);
    CHECK(value != NULL && *value == 5);
}

static void two_domains_have_nothing_to_do_with_each_other(void) {
    struct either cell = {LAZY_NODE_INIT(others), NULL, NULL, 0};
    int error = 0;
    set_up();
    set_raw(5);
    cell.one = &input;
    CHECK(either_get(&cell, &error) == NULL);
    CHECK_EQ(error, LAZY_E_ARG);
}

static void a_cell_without_a_domain_says_so(void) {
    static struct raw nowhere;
    static struct either either;
    const int one = 1;
    int error = 0;
    CHECK_EQ(raw_set(&nowhere, &one), LAZY_E_ARG);
    CHECK(raw_get(&nowhere, &error) == NULL);
    CHECK_EQ(error, LAZY_E_EMPTY);
    CHECK_EQ(raw_invalidate(&nowhere), LAZY_E_ARG);
    CHECK(either_get(&either, &error) == NULL);
    CHECK_EQ(error, LAZY_E_ARG);
    CHECK_EQ(nowhere.lazy.word_, 0);
}

/* A cell whose error is not remembered, and a cell that depends on it. */
struct flaky {
    struct lazy_node lazy;
    struct raw *raw;
    int fails;
    int value;
};
LAZY_DERIVED_WITH(flaky, int, LAZY_RETRY, (void)0, *was == *now, (raw, raw)) {
    note('f');
    *out = *raw;
    return self->fails-- > 0 ? -5 : 0;
}

struct after {
    struct lazy_node lazy;
    struct flaky *flaky;
    int value;
};
LAZY_DERIVED(after, int, *was == *now, (flaky, flaky)) {
    (void)self;
    note('a');
    *out = *flaky + 1;
    return 0;
}

static void an_error_may_be_for_who_got_it(void) {
    struct flaky flaky = {LAZY_NODE_INIT(texts), &input, 2, 0};
    struct after after = {LAZY_NODE_INIT(texts), NULL, 0};
    int error = 0;
    after.flaky = &flaky;
    set_up();
    set_raw(41);
    CHECK(after_get(&after, &error) == NULL);
    CHECK_EQ(error, -5);
    CHECK(after_get(&after, &error) == NULL);
    CHECK_LOG("ff");
    CHECK(after_get(&after, &error) != NULL);
    CHECK(after_get(&after, &error) != NULL);
    CHECK_EQ(after.value, 42);
    CHECK_LOG("fa");
}

static void what_was_destroyed_says_so_to_all(void) {
    const int one = 1;
    int error = 0;
    set_up();
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    CHECK_EQ(vocabulary_destroy(&words), 0);
    CHECK_LOG("3");
    CHECK(vocabulary_get(&words, &error) == NULL);
    CHECK_EQ(error, LAZY_E_DESTROYED);
    CHECK_EQ(vocabulary_destroy(&words), 0);
    CHECK_LOG("");
    CHECK_EQ(raw_destroy(&input), 0);
    CHECK_EQ(raw_set(&input, &one), LAZY_E_DESTROYED);
    error = 0;
    CHECK(raw_get(&input, &error) == NULL);
    CHECK_EQ(error, LAZY_E_DESTROYED);
}

/* A read of a clean cell does not visit the cells below it. */
static void a_clean_read_looks_at_nothing_below(void) {
    set_up();
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    words.parts = NULL;
    words.whole = NULL;
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
}

static void what_nobody_computes_cannot_be_abandoned(void) {
    set_up();
    CHECK_EQ(cleaned_abandon(&text), LAZY_E_ARG);
    CHECK_EQ(raw_abandon(&input), LAZY_E_ARG);
}

/* The thread that was setting the input has ended after it wrote the value. */
static void an_input_that_is_abandoned_is_followed(void) {
    set_up();
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    lazy_word_store_(&input.lazy.word_, lazy_running_());
    input.value = 5678;
    CHECK_EQ(raw_abandon(&input), 0);
    CHECK(raw_get(&input, NULL) != NULL); /* the first reader takes the mark */
    CHECK_EQ(read_vocabulary(), 6167);
    CHECK_LOG("ctv3");
}

static void what_is_invalidated_is_computed_once(void) {
    set_up();
    set_raw(1234);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("ctv");
    CHECK_EQ(raw_invalidate(&input), 0);
    CHECK_EQ(raw_invalidate(&input), 0);
    CHECK_EQ(vocabulary_invalidate(&words), 0);
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK_LOG("cv3");
    CHECK_EQ(read_vocabulary(), 1323);
    CHECK(tokenized_get(&tokens, NULL) != NULL);
    CHECK(raw_get(&input, NULL) != NULL);
    CHECK_LOG("");
}

/* A hardware register, which is not a cell, and cells that are computed from it. */
static int pressure;

struct sensor {
    struct lazy_node lazy;
    int value;
};
LAZY_DERIVED(sensor, int, *was == *now) {
    (void)self;
    note('s');
    *out = pressure;
    return pressure < 0 ? -3 : 0;
}

struct alarm {
    struct lazy_node lazy;
    struct sensor *sensor;
    int value;
};
LAZY_DERIVED(alarm, int, *was == *now, (sensor, sensor)) {
    (void)self;
    note('a');
    *out = *sensor > 100;
    return 0;
}

static void a_cell_of_what_no_cell_knows_of_is_read_again_when_invalidated(void) {
    static struct sensor gauge = {LAZY_NODE_INIT(texts), 0};
    static struct alarm bell = {LAZY_NODE_INIT(texts), &gauge, 0};
    int value = 0;
    pressure = 120;
    CHECK_EQ(alarm_copy(&bell, &value), 0);
    CHECK_EQ(value, 1);
    CHECK_LOG("sa");
    pressure = 90;
    CHECK_EQ(alarm_copy(&bell, &value), 0); /* it was not invalidated */
    CHECK_EQ(value, 1);
    CHECK_LOG("");
    CHECK_EQ(sensor_invalidate(&gauge), 0);
    CHECK_EQ(alarm_copy(&bell, &value), 0);
    CHECK_EQ(value, 0);
    CHECK_LOG("sa");
    CHECK_EQ(sensor_invalidate(&gauge), 0);
    CHECK_EQ(alarm_copy(&bell, &value), 0);
    CHECK_LOG("s"); /* the sensor has the same value */
    pressure = -1;
    CHECK_EQ(sensor_invalidate(&gauge), 0);
    CHECK_EQ(alarm_copy(&bell, &value), -3);
    CHECK_LOG("s");
    CHECK_EQ(sensor_destroy(&gauge), 0);
}

void run_tests(void) {
    RUN(all_is_computed_when_the_last_is_read_and_once);
    RUN(an_input_that_is_set_again_is_followed_at_the_next_read);
    RUN(a_result_that_is_the_same_stops_there);
    RUN(what_is_invalidated_is_computed_again);
    RUN(only_what_is_read_is_computed);
    RUN(an_input_that_was_never_set_is_an_error_of_all);
    RUN(an_error_is_a_result_too);
    RUN(a_body_that_answers_nonsense);
    RUN(a_body_that_is_not_ready_is_asked_again);
    RUN(what_is_copied_and_what_is_pinned);
    RUN(a_field_that_is_null_is_a_value_that_is_not_there);
    RUN(two_domains_have_nothing_to_do_with_each_other);
    RUN(a_cell_without_a_domain_says_so);
    RUN(an_error_may_be_for_who_got_it);
    RUN(what_was_destroyed_says_so_to_all);
    RUN(a_clean_read_looks_at_nothing_below);
    RUN(what_nobody_computes_cannot_be_abandoned);
    RUN(an_input_that_is_abandoned_is_followed);
    RUN(what_is_invalidated_is_computed_once);
    RUN(a_cell_of_what_no_cell_knows_of_is_read_again_when_invalidated);
}
