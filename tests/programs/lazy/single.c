/* How often a cell identifies its thread, and wakes others. */
static int asked, woken;
static int ask(void) {
    asked++;
    return 1;
}

#define LAZY_SELF() ask()
#define LAZY_WAIT(word, seen, ms) ((void)(word), (void)(seen), (ms))
#define LAZY_WAKE(word) ((void)(word), woken++)
#define LAZY_IN_ISR() 0
#define LAZY_IMPLEMENTATION
#include "lazy.h"

#include "test.h"

struct single {
    struct lazy lazy;
    int value;
};

LAZY_WITH(single, int, LAZY_UNSYNCHRONISED, (void)0) {
    (void)self;
    *out = 5;
    return 0;
}

struct plain {
    struct lazy lazy;
    int value;
};

LAZY(plain, int) {
    (void)self;
    *out = 6;
    return 0;
}

static void nobody_asks_which_thread_it_is(void) {
    struct single one = {{0}, 0}, other = {{0}, 0};
    const int seven = 7;
    int value = 0;
    asked = 0;
    CHECK(single_get(&one, NULL) == &one.value);
    CHECK_EQ(single_set(&other, &seven), 0);
    CHECK_EQ(single_set(&other, &seven), LAZY_E_ALREADY_SET);
    CHECK_EQ(single_take(&other, &value), 0);
    CHECK_EQ(value, 7);
    CHECK_EQ(single_reset(&one), 0);
    CHECK_EQ(asked, 0);
}

static void but_of_any_other_cell(void) {
    struct plain cell = {{0}, 0};
    asked = 0;
    CHECK(plain_get(&cell, NULL) == &cell.value);
    CHECK_EQ(asked, 1);
}

static void a_cell_that_nobody_waits_for_wakes_nobody(void) {
    struct plain cell = {{0}, 0};
    int value = 0;
    woken = 0;
    CHECK(plain_get(&cell, NULL) == &cell.value);
    CHECK_EQ(plain_take(&cell, &value), 0);
    CHECK(plain_get(&cell, NULL) == &cell.value);
    CHECK_EQ(plain_reset(&cell), 0);
    CHECK(plain_get(&cell, NULL) == &cell.value);
    CHECK_EQ(plain_destroy(&cell), 0);
    CHECK_EQ(woken, 0);
}

void run_tests(void) {
    RUN(nobody_asks_which_thread_it_is);
    RUN(but_of_any_other_cell);
    RUN(a_cell_that_nobody_waits_for_wakes_nobody);
}
