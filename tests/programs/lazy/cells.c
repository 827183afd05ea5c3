/* Cells: the value is computed once, at the first get. */
#define LAZY_IMPLEMENTATION
#include "lazy.h"

#include "test.h"

struct square {
    struct lazy lazy;
    int of;
    int value;
};

static int computed;

LAZY(square, int) {
    computed++;
    if (self->of < 0) return -22;
    *out = self->of * self->of;
    return 0;
}

static void a_value_is_computed_once(void) {
    struct square nine = {{0}, 3, 0};
    int error = 5;
    const int *value;
    computed = 0;
    CHECK(!square_is_evaluated(&nine));
    CHECK(square_peek(&nine) == NULL);
    CHECK_EQ(computed, 0);
    value = square_get(&nine, &error);
    CHECK(value == &nine.value);
    CHECK_EQ(nine.value, 9);
    CHECK_EQ(error, 5); /* written only when get returns NULL */
    CHECK(square_get(&nine, NULL) == value);
    CHECK(square_try_get(&nine, &error) == value);
    CHECK(square_get_within(&nine, 10, &error) == value);
    CHECK(square_peek(&nine) == value);
    CHECK(square_is_evaluated(&nine));
    CHECK_EQ(computed, 1);
}

static struct square in_static_storage;

static void a_static_cell_needs_no_initialiser(void) {
    const int *value;
    in_static_storage.of = 5;
    value = square_get(&in_static_storage, NULL);
    CHECK(value != NULL && *value == 25);
}

static void try_get_computes_what_nobody_does(void) {
    struct square four = {{0}, 2, 0};
    const int *value = square_try_get(&four, NULL);
    CHECK(value != NULL && *value == 4);
}

static void an_error_is_remembered(void) {
    struct square bad = {{0}, -1, 0};
    int error = 0;
    computed = 0;
    CHECK(square_get(&bad, &error) == NULL);
    CHECK_EQ(error, -22);
    error = 0;
    CHECK(square_get(&bad, &error) == NULL);
    CHECK_EQ(error, -22);
    error = 0;
    CHECK(square_try_get(&bad, &error) == NULL);
    CHECK_EQ(error, -22);
    CHECK(square_get(&bad, NULL) == NULL); /* the error pointer may be NULL */
    CHECK(square_peek(&bad) == NULL);
    CHECK(!square_is_evaluated(&bad));
    CHECK_EQ(computed, 1);
}

static void a_cell_that_was_reset_is_computed_again(void) {
    struct square nine = {{0}, 3, 0};
    const int *value;
    computed = 0;
    CHECK_EQ(square_reset(&nine), 0); /* a cell that was not computed can be reset, too */
    value = square_get(&nine, NULL);
    CHECK(value != NULL && *value == 9);
    nine.of = -3;
    CHECK_EQ(square_reset(&nine), 0);
    CHECK(!square_is_evaluated(&nine));
    CHECK(square_get(&nine, NULL) == NULL);
    nine.of = 4;
    CHECK_EQ(square_reset(&nine), 0); /* so can a cell with an error */
    value = square_get(&nine, NULL);
    CHECK(value != NULL && *value == 16);
    CHECK_EQ(computed, 3);
}

static void who_sets_first_wins(void) {
    struct square given = {{0}, 3, 0}, late = {{0}, 3, 0}, bad = {{0}, -3, 0};
    const int seven = 7, eight = 8;
    const int *value;
    computed = 0;
    CHECK_EQ(square_set(&given, &seven), 0);
    CHECK_EQ(square_set(&given, &eight), LAZY_E_ALREADY_SET);
    value = square_get(&given, NULL);
    CHECK(value != NULL && *value == 7);
    CHECK_EQ(computed, 0);
    value = square_get(&late, NULL);
    CHECK_EQ(square_set(&late, &seven), LAZY_E_ALREADY_SET);
    CHECK(value != NULL && *value == 9);
    (void)square_get(&bad, NULL);
    CHECK_EQ(square_set(&bad, &seven), LAZY_E_ALREADY_SET);
}

static void a_value_can_be_taken(void) {
    struct square nine = {{0}, 3, 0}, bad = {{0}, -3, 0};
    int value = 0;
    CHECK_EQ(square_take(&nine, &value), LAZY_E_EMPTY);
    CHECK_EQ(value, 0);
    (void)square_get(&nine, NULL);
    CHECK_EQ(square_take(&nine, &value), 0);
    CHECK_EQ(value, 9);
    CHECK(!square_is_evaluated(&nine));
    (void)square_get(&bad, NULL);
    CHECK_EQ(square_take(&bad, &value), -22);
    CHECK_EQ(value, 9);
}

static void a_cell_that_was_destroyed_says_so(void) {
    struct square nine = {{0}, 3, 0};
    const int seven = 7;
    int error = 0;
    (void)square_get(&nine, NULL);
    computed = 0;
    CHECK_EQ(square_destroy(&nine), 0);
    CHECK(square_get(&nine, &error) == NULL);
    CHECK_EQ(error, LAZY_E_DESTROYED);
    CHECK_EQ(square_set(&nine, &seven), LAZY_E_ALREADY_SET);
    CHECK_EQ(computed, 0);
    CHECK_EQ(square_destroy(&nine), LAZY_E_DESTROYED);
    CHECK_EQ(square_reset(&nine), LAZY_E_DESTROYED); /* it stays so */
    CHECK(square_get(&nine, NULL) == NULL);
}

/* A cell whose initialiser returns what `answer` says. */
struct answer {
    struct lazy lazy;
    int answer;
    char value;
};

LAZY(answer, char) {
    *out = 'x';
    computed++;
    return self->answer;
}

static void what_is_neither_0_nor_an_error_is_one(void) {
    int returned;
    for (returned = 1; returned <= 6; returned++) {
        struct answer odd = {{0}, 0, 0};
        int error = 0;
        if (returned == LAZY_PENDING) continue;
        odd.answer = returned;
        CHECK(answer_get(&odd, &error) == NULL);
        CHECK_EQ(error, LAZY_E_RESULT);
        error = 0;
        CHECK(answer_get(&odd, &error) == NULL);
        CHECK_EQ(error, LAZY_E_RESULT);
    }
}

static void an_initialiser_that_is_not_ready_is_asked_again(void) {
    struct answer slow = {{0}, LAZY_PENDING, 0};
    int error = 0;
    computed = 0;
    CHECK(answer_get(&slow, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    CHECK(answer_try_get(&slow, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    slow.answer = 0;
    CHECK(answer_try_get(&slow, &error) != NULL);
    CHECK_EQ(computed, 3);
}

static void an_error_keeps_its_number(void) {
    static const int errors[] = {-1, -22, -95, LAZY_E_ARG, LAZY_E_CYCLE, LAZY_E_SYMBOL, -32767};
    unsigned i;
    for (i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        struct answer bad = {{0}, 0, 0};
        int first = 0, again = 0;
        bad.answer = errors[i];
        CHECK(answer_get(&bad, &first) == NULL);
        CHECK(answer_get(&bad, &again) == NULL);
        CHECK_EQ(first, errors[i]);
        CHECK_EQ(again, errors[i]);
    }
}

/* A cell whose drop expression notes the value. */
struct owner {
    struct lazy lazy;
    int value;
};

LAZY_WITH(owner, int, LAZY_REMEMBER, note((char)('0' + *value))) {
    (void)self;
    *out = 4;
    return 0;
}

static void what_a_value_owns_is_dropped_once(void) {
    struct owner cell = {{0}, 0};
    const int five = 5;
    int value = 0;
    CHECK_EQ(owner_reset(&cell), 0);
    CHECK_LOG("");
    (void)owner_get(&cell, NULL);
    CHECK_EQ(owner_reset(&cell), 0);
    CHECK_LOG("4");
    CHECK_EQ(owner_reset(&cell), 0);
    CHECK_LOG("");
    CHECK_EQ(owner_set(&cell, &five), 0);
    CHECK_EQ(owner_destroy(&cell), 0);
    CHECK_LOG("5");
    CHECK_EQ(owner_destroy(&cell), LAZY_E_DESTROYED);
    cell.lazy.word_ = 0;
    (void)owner_get(&cell, NULL);
    CHECK_EQ(owner_take(&cell, &value), 0);
    CHECK_EQ(owner_destroy(&cell), 0);
    CHECK_LOG(""); /* take has moved the value out */
}

static void a_cell_is_one_word_and_its_value(void) {
    CHECK_EQ(sizeof(struct lazy), INT_MAX > 0x7FFF ? 4 : 1);
    CHECK_EQ(sizeof(struct owner), sizeof(struct lazy) > 1 ? 8 : sizeof(int) + 1);
}

void run_tests(void) {
    RUN(a_value_is_computed_once);
    RUN(a_static_cell_needs_no_initialiser);
    RUN(try_get_computes_what_nobody_does);
    RUN(an_error_is_remembered);
    RUN(a_cell_that_was_reset_is_computed_again);
    RUN(who_sets_first_wins);
    RUN(a_value_can_be_taken);
    RUN(a_cell_that_was_destroyed_says_so);
    RUN(what_is_neither_0_nor_an_error_is_one);
    RUN(an_initialiser_that_is_not_ready_is_asked_again);
    RUN(an_error_keeps_its_number);
    RUN(what_a_value_owns_is_dropped_once);
    RUN(a_cell_is_one_word_and_its_value);
}
