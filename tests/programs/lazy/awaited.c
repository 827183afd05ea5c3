/* A generator that awaits a cell. The statuses of gen.h and lazy.h have the same values. */
#include "gen.h"

#define LAZY_IMPLEMENTATION
#include "lazy.h"

#include "test.h"

static void the_statuses_are_those_of_gen_h(void) {
    CHECK_EQ(LAZY_PENDING, GEN_PENDING);
    CHECK_EQ(LAZY_E_ARG, GEN_E_ARG);
}

/* A value that is pending at first. */
struct slow {
    struct lazy lazy;
    int turns;
    int value;
};

LAZY(slow, int) {
    if (self->turns > 0) {
        self->turns--;
        return LAZY_PENDING;
    }
    if (self->turns < 0) return -5;
    *out = 40;
    return 0;
}

struct reader {
    struct gen gen;
    struct slow *slow;
    int error;
};

GEN(reader, int) {
    GEN_BEGIN();
    GEN_AWAIT(slow_try_get(self->slow, &self->error) != NULL || self->error != LAZY_PENDING);
    if (slow_peek(self->slow) == NULL) GEN_RAISE(self->error);
    GEN_YIELD(*slow_peek(self->slow) + 2);
    GEN_END();
}

static void a_generator_awaits_a_cell(void) {
    struct slow slow = {{0}, 2, 0};
    struct reader reader = {{0}, NULL, 0};
    int item = 0;
    reader.slow = &slow;
    CHECK_EQ(reader_next(&reader, &item), GEN_PENDING);
    CHECK_EQ(reader_next(&reader, &item), GEN_PENDING);
    CHECK_EQ(reader_next(&reader, &item), GEN_YIELDED);
    CHECK_EQ(item, 42);
    CHECK_EQ(reader_next(&reader, &item), GEN_DONE);
}

static void and_gets_its_error(void) {
    struct slow slow = {{0}, -1, 0};
    struct reader reader = {{0}, NULL, 0};
    int item = 0;
    reader.slow = &slow;
    CHECK_EQ(reader_next(&reader, &item), -5);
}

void run_tests(void) {
    RUN(the_statuses_are_those_of_gen_h);
    RUN(a_generator_awaits_a_cell);
    RUN(and_gets_its_error);
}
