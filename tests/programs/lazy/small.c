/* Cells whose word has one byte or four, in the subset of C that the compilers of the smallest
 * targets support. */
#ifdef __SDCC
#define LAZY_IN_ISR() 0 /* there is no handler in this program */
#endif
#define LAZY_IMPLEMENTATION
#define LAZY_STRERROR /* sdcc has lazy_strerror only then */
#include "lazy_graph.h"
#include "test.h"

/* The word has one byte on an 8-bit core, four elsewhere. */
#if INT_MAX > 0x7FFF
typedef char state_has_four_bytes[sizeof(struct lazy) == 4 ? 1 : -1];
#else
typedef char state_has_one_byte[sizeof(struct lazy) == 1 ? 1 : -1];
#endif

/* ---- Cells ----------------------------------------------------------------------------------- */

static int outcome; /* the return value of the initialisers */

struct square {
    struct lazy lazy;
    int of;
    long value;
};
LAZY_WITH(square, long, LAZY_REMEMBER, note('d')) {
    note('s');
    *out = (long)self->of * self->of;
    return outcome;
}

struct retried {
    struct lazy lazy;
    long value;
};
LAZY_WITH(retried, long, LAZY_RETRY, (void)0) {
    note('r');
    *out = 5;
    return outcome;
}

struct single {
    struct lazy lazy;
    long value;
};
LAZY_WITH(single, long, LAZY_UNSYNCHRONISED, (void)0) {
    note('1');
    *out = 6;
    return outcome;
}

/* A cell that gets another of its type, perhaps itself. */
struct link {
    struct lazy lazy;
    struct link *next;
    int value;
};
static const int *link_of(struct link *link, int *error);
LAZY(link, int) {
    int error = 0;
    const int *const next = self->next != NULL ? link_of(self->next, &error) : NULL;
    if (error != 0) return error;
    *out = next != NULL ? *next + 1 : 0;
    return 0;
}
static const int *link_of(struct link *link, int *error) { return link_get(link, error); }

static void computed_once(void) {
    static struct square cell;
    static const long other = 7;
    const long *value;
    int error = 0;
    outcome = 0;
    cell.of = 300;
    CHECK(square_peek(&cell) == NULL && !square_is_evaluated(&cell));
    value = square_get(&cell, &error);
    CHECK(value == &cell.value && *value == 90000);
    CHECK(square_get(&cell, NULL) == value && square_peek(&cell) == value);
    CHECK(square_try_get(&cell, &error) == value);
    CHECK_EQ(square_set(&cell, &other), LAZY_E_ALREADY_SET);
    CHECK_EQ(square_reset(&cell), 0);
    CHECK_EQ(square_set(&cell, &other), 0);
    value = square_get(&cell, &error);
    CHECK(value != NULL && *value == 7);
    CHECK_EQ(error, 0);
    CHECK_LOG("sd");
}

static void a_value_is_taken(void) {
    static struct square cell;
    long value = 0;
    outcome = 0;
    cell.of = 4;
    CHECK_EQ(square_take(&cell, &value), LAZY_E_EMPTY);
    CHECK(square_get(&cell, NULL) != NULL);
    CHECK_EQ(square_take(&cell, &value), 0);
    CHECK_EQ(value, 16);
    CHECK(square_get(&cell, NULL) != NULL);
    CHECK_EQ(square_destroy(&cell), 0);
    CHECK_LOG("ssd");
}

/* The word holds an error without change, whether it comes from the program or from the library. */
static void an_error_is_remembered(void) {
    static struct square cell;
    static const int errors[] = {-1,
                                 -95,
                                 LAZY_E_ARG,
                                 LAZY_E_CYCLE,
                                 LAZY_E_EMPTY,
                                 LAZY_E_ALREADY_SET,
                                 LAZY_E_RESULT,
                                 LAZY_E_LIBRARY,
                                 LAZY_E_SYMBOL};
    unsigned char i;
    for (i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        int error = 0, again = 0;
        outcome = errors[i];
        CHECK(square_get(&cell, &error) == NULL);
        CHECK_EQ(error, errors[i]);
        CHECK(square_get(&cell, &again) == NULL);
        CHECK_EQ(again, errors[i]);
        CHECK_EQ(square_take(&cell, &cell.value), errors[i]);
        CHECK_LOG("s");
        CHECK_EQ(square_reset(&cell), 0);
    }
    outcome = 5; /* neither 0 nor an error */
    CHECK(square_get(&cell, &outcome) == NULL);
    CHECK_EQ(outcome, LAZY_E_RESULT);
    CHECK_EQ(square_destroy(&cell), 0);
    CHECK(square_get(&cell, &outcome) == NULL);
    CHECK_EQ(outcome, LAZY_E_DESTROYED);
}

static void an_error_is_tried_again(void) {
    static struct retried cell;
    int error = 0;
    outcome = -300; /* does not fit the word */
    CHECK(retried_get(&cell, &error) == NULL);
    CHECK_EQ(error, -300);
    outcome = LAZY_PENDING;
    CHECK(retried_get(&cell, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    outcome = 0;
    CHECK(retried_get(&cell, &error) == &cell.value);
    CHECK(retried_get(&cell, &error) == &cell.value);
    CHECK_LOG("rrr");
}

static void one_of_one_thread(void) {
    static struct single cell;
    int error = 0;
    outcome = -3;
    CHECK(single_get(&cell, &error) == NULL);
    CHECK_EQ(error, -3);
    CHECK_EQ(single_reset(&cell), 0);
    outcome = 0;
    CHECK(single_get(&cell, &error) == &cell.value);
    CHECK_EQ(cell.value, 6);
    CHECK_LOG("11");
}

static void a_cycle_is_an_error(void) {
    static struct link first;
    int error = 0;
    first.next = &first;
    CHECK(link_get(&first, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK(link_get(&first, &error) == NULL); /* remembered */
    CHECK_EQ(error, LAZY_E_CYCLE);
}

#ifndef __SDCC_mcs51 /* the rest needs more stack than it has, which is less than 256 bytes */
static void a_long_cycle_is_an_error(void) {
    static struct link first, second, third;
    int error = 0;
    first.next = &second;
    second.next = &third;
    CHECK(link_get(&first, &error) != NULL && first.value == 2);
    CHECK_EQ(link_reset(&first), 0);
    CHECK_EQ(link_reset(&second), 0);
    CHECK_EQ(link_reset(&third), 0);
    third.next = &first;
    CHECK(link_get(&second, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK(link_get(&third, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
}

/* ---- Cells that depend on others ------------------------------------------------------------- */

struct level {
    struct lazy_node lazy;
    int value;
};
LAZY_INPUT(level, int, *was == *now)

struct tens {
    struct lazy_node lazy;
    struct level *level;
    int value;
};
LAZY_DERIVED(tens, int, *was == *now, (level, level)) {
    note('t');
    if (*level < 0) return -9;
    *out = *level / 10;
    return 0;
}

struct bars {
    struct lazy_node lazy;
    struct tens *tens;
    struct level *missing; /* always NULL */
    int value;
};
LAZY_DERIVED(bars, int, *was == *now, (tens, tens), (level, missing)) {
    note('b');
    *out = *tens * 2 + (missing != NULL);
    return 0;
}

static struct lazy_domain domain;
static struct level level;
static struct tens tens;
static struct bars bars;

static void make_cells(int value) {
    level.lazy.domain = tens.lazy.domain = bars.lazy.domain = &domain;
    tens.level = &level;
    bars.tens = &tens;
    CHECK_EQ(level_set(&level, &value), 0);
}

static int bars_now(void) {
    int value = -1;
    const int error = bars_copy(&bars, &value);
    return error != 0 ? error : value;
}

static void not_set_is_empty(void) {
    static struct level unset;
    int error = 0;
    unset.lazy.domain = &domain;
    CHECK(level_get(&unset, &error) == NULL);
    CHECK_EQ(error, LAZY_E_EMPTY);
    CHECK_EQ(level_invalidate(&unset), 0);
    CHECK(level_get(&unset, &error) == NULL);
    CHECK_EQ(error, LAZY_E_EMPTY);
}

static void a_chain_computes_what_has_changed(void) {
    int value;
    make_cells(42);
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("tb");
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("");
    value = 47; /* the tens stay the same, so nothing else is computed */
    CHECK_EQ(level_set(&level, &value), 0);
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("t");
    CHECK_EQ(level_set(&level, &value), 0); /* no change */
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("");
    value = 50;
    CHECK_EQ(level_set(&level, &value), 0);
    CHECK_EQ(bars_now(), 10);
    CHECK_LOG("tb");
}

static void what_is_invalidated_is_computed_once(void) {
    make_cells(42);
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("tb");
    CHECK_EQ(tens_invalidate(&tens), 0);
    CHECK_EQ(bars_now(), 8);
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("t");
    CHECK_EQ(bars_invalidate(&bars), 0);
    CHECK_EQ(bars_now(), 8);
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("b");
    CHECK_EQ(level_invalidate(&level), 0);
    CHECK_EQ(bars_now(), 8);
    CHECK_EQ(bars_now(), 8);
    CHECK_LOG("t");
}

static void an_error_passes_through(void) {
    int value = -1;
    make_cells(42);
    CHECK_EQ(level_set(&level, &value), 0);
    CHECK_EQ(bars_now(), -9);
    CHECK_EQ(bars_now(), -9);
    CHECK_LOG("t");
    value = 30;
    CHECK_EQ(level_set(&level, &value), 0);
    CHECK_EQ(bars_now(), 6);
    CHECK_LOG("tb");
}

static void what_is_pinned_stays(void) {
    int value = 99, error = 0, i;
    const int *pinned;
    make_cells(42);
    pinned = level_pin(&level, &error);
    CHECK(pinned != NULL && *pinned == 42);
    for (i = 0; i < 10; i++) CHECK(level_pin(&level, &error) == pinned);
    for (i = 0; i < 10; i++) level_unpin(&level);
#if !defined(LAZY_WAITS_) /* set does not wait */
    CHECK_EQ(level_set(&level, &value), LAZY_PENDING);
    CHECK(*pinned == 42);
#endif
    level_unpin(&level);
    CHECK_EQ(level.lazy.word_, 0);
    CHECK_EQ(level_set(&level, &value), 0);
    CHECK_EQ(bars_now(), 18);
    CHECK_EQ(bars_destroy(&bars), 0);
    CHECK_EQ(bars_now(), LAZY_E_DESTROYED);
}
#endif

static void a_status_has_a_text(void) {
    const char *text = lazy_strerror(LAZY_E_EMPTY), *name = "LAZY_E_EMPTY:";
    for (; *name; name++, text++) CHECK(*name == *text);
}

void run_tests(void) {
    RUN(computed_once);
    RUN(a_status_has_a_text);
    RUN(a_value_is_taken);
    RUN(an_error_is_remembered);
    RUN(an_error_is_tried_again);
    RUN(one_of_one_thread);
    RUN(a_cycle_is_an_error);
#ifndef __SDCC_mcs51
    RUN(a_long_cycle_is_an_error);
    RUN(not_set_is_empty);
    RUN(a_chain_computes_what_has_changed);
    RUN(what_is_invalidated_is_computed_once);
    RUN(an_error_passes_through);
    RUN(what_is_pinned_stays);
#endif
}
