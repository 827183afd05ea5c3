/* throw, close and reset, called from outside. */
#include "gen.h"

#include "test.h"

struct simple {
    struct gen gen;
    int n;
};

GEN(simple, int) {
    note('b');
    GEN_BEGIN();
    note('1');
    for (;;) GEN_YIELD(self->n++);
    GEN_END();
}

static void a_throw_arrives_at_the_yield_and_finishes(void) {
    static struct simple s;
    int item = -1;
    CHECK_EQ(simple_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(simple_throw(&s, -9, &item), -9);
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
    CHECK_EQ(simple_next(&s, &item), GEN_DONE);
}

static void a_throw_into_one_not_started_finishes_it_unrun(void) {
    static struct simple s;
    int item = -1;
    CHECK_EQ(simple_throw(&s, -9, &item), -9);
    CHECK_LOG("b"); /* statements before GEN_BEGIN run at every resume; the body did not run */
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
    CHECK_EQ(simple_next(&s, &item), GEN_DONE);
    CHECK_EQ(item, -1);
}

static void a_throw_into_a_finished_one_gives_the_error_back(void) {
    static struct simple s;
    int item = -1;
    CHECK_EQ(simple_close(&s), GEN_DONE);
    CHECK_EQ(simple_throw(&s, -9, &item), -9);
    CHECK_EQ(simple_throw(&s, GEN_E_EXIT, &item), GEN_E_EXIT);
    CHECK_EQ(simple_next(&s, &item), GEN_DONE);
}

static void a_throw_of_what_is_no_error_is_refused(void) {
    static struct simple s;
    int item = -1;
    CHECK_EQ(simple_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(simple_throw(&s, 0, &item), GEN_E_ARG);
    CHECK_EQ(simple_throw(&s, 1, &item), GEN_E_ARG);
    CHECK_EQ(simple_throw(&s, 5, &item), GEN_E_ARG);
    CHECK_EQ(gen_state(&s.gen), GEN_SUSPENDED);
    CHECK_EQ(simple_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
}

static void close_of_one_not_started_never_runs_the_body(void) {
    static struct simple s;
    int item = -1;
    CHECK_EQ(simple_close(&s), GEN_DONE);
    CHECK_LOG("b");
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
    CHECK_EQ(simple_next(&s, &item), GEN_DONE);
}

static void a_second_close_is_a_no_op(void) {
    static struct simple s;
    int item = -1;
    CHECK_EQ(simple_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(simple_close(&s), GEN_DONE);
    CHECK_EQ(simple_close(&s), GEN_DONE);
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
}

/* A generator that reacts to a close as `how` says. */
struct stubborn {
    struct gen gen;
    int how, kept;
};

GEN(stubborn, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD(1);
        note('u');
    }
    GEN_FINALLY_SAVED(self->kept) {
        note('f');
        if (self->how == 'y') GEN_YIELD(2);
        if (self->how == 'e') GEN_RAISE(-7);
        if (self->how == 'r') GEN_RETURN();
    }
    GEN_END_TRY;
    GEN_END();
}

static void a_yield_while_being_closed_is_an_error(void) {
    static struct stubborn s;
    int item = 0;
    s.how = 'y';
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_close(&s), GEN_E_IGNORED_CLOSE);
    /* as in CPython, it is still suspended and can be closed again */
    CHECK_EQ(gen_state(&s.gen), GEN_SUSPENDED);
    CHECK_EQ(stubborn_close(&s), GEN_DONE);
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
    CHECK_LOG("f");
}

static void one_that_ignored_a_close_can_go_on(void) {
    static struct stubborn s;
    int item = 0;
    s.how = 'y';
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_close(&s), GEN_E_IGNORED_CLOSE);
    /* the finally saved the close signal, which is raised at its end */
    CHECK_EQ(stubborn_next(&s, &item), GEN_E_EXIT);
    CHECK_EQ(stubborn_next(&s, &item), GEN_DONE);
}

static void an_error_during_close_comes_out(void) {
    static struct stubborn s;
    int item = 0;
    s.how = 'e';
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_close(&s), -7);
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
    CHECK_EQ(stubborn_close(&s), GEN_DONE);
}

static void a_return_during_close_is_a_good_end(void) {
    static struct stubborn s;
    int item = 0;
    s.how = 'r';
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_close(&s), GEN_DONE);
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
}

static void the_close_signal_thrown_by_hand_comes_out(void) {
    static struct stubborn s;
    int item = 0;
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_throw(&s, GEN_E_EXIT, &item), GEN_E_EXIT);
    CHECK_LOG("f");
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
}

static void reset_closes_and_makes_new(void) {
    static struct stubborn s;
    int item = 0;
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_reset(&s), GEN_DONE);
    CHECK_LOG("f");
    CHECK_EQ(gen_state(&s.gen), GEN_CREATED);
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
}

static void reset_of_a_finished_or_fresh_one_makes_it_new(void) {
    static struct simple s;
    int item = 0;
    CHECK_EQ(simple_reset(&s), GEN_DONE);
    CHECK_EQ(gen_state(&s.gen), GEN_CREATED);
    CHECK_EQ(simple_close(&s), GEN_DONE);
    CHECK_EQ(simple_reset(&s), GEN_DONE);
    CHECK_EQ(gen_state(&s.gen), GEN_CREATED);
    CHECK_EQ(simple_next(&s, &item), GEN_YIELDED);
}

static void reset_tells_an_error_of_the_close_and_makes_it_new(void) {
    static struct stubborn s;
    int item = 0;
    s.how = 'e';
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_reset(&s), -7);
    CHECK_EQ(gen_state(&s.gen), GEN_CREATED);
}

static void reset_leaves_one_that_ignores_the_close(void) {
    static struct stubborn s;
    int item = 0;
    s.how = 'y';
    CHECK_EQ(stubborn_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(stubborn_reset(&s), GEN_E_IGNORED_CLOSE);
    CHECK_EQ(gen_state(&s.gen), GEN_SUSPENDED);
}

/* A body of 70 yields. */
#define YIELD_5 \
    GEN_YIELD(1); \
    GEN_YIELD(2); \
    GEN_YIELD(3); \
    GEN_YIELD(4); \
    GEN_YIELD(5)
#define YIELD_35 \
    YIELD_5; \
    YIELD_5; \
    YIELD_5; \
    YIELD_5; \
    YIELD_5; \
    YIELD_5; \
    YIELD_5
struct simple_70 {
    struct gen gen;
};
GEN(simple_70, int) {
    GEN_BEGIN();
    YIELD_35;
    YIELD_35;
    GEN_END();
}

static void a_throw_arrives_at_each_of_many_yields(void) {
    static struct simple_70 s;
    int item = 0, at, i;
    for (at = 1; at <= 70; at++) {
        for (i = 0; i < at; i++) CHECK_EQ(simple_70_next(&s, &item), GEN_YIELDED);
        CHECK_EQ(item, (at - 1) % 5 + 1);
        CHECK_EQ(simple_70_throw(&s, -1, &item), -1);
        CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
        CHECK_EQ(simple_70_reset(&s), GEN_DONE);
    }
}

void run_tests(void) {
    RUN(a_throw_arrives_at_the_yield_and_finishes);
    RUN(a_throw_into_one_not_started_finishes_it_unrun);
    RUN(a_throw_into_a_finished_one_gives_the_error_back);
    RUN(a_throw_arrives_at_each_of_many_yields);
    RUN(a_throw_of_what_is_no_error_is_refused);
    RUN(close_of_one_not_started_never_runs_the_body);
    RUN(a_second_close_is_a_no_op);
    RUN(a_yield_while_being_closed_is_an_error);
    RUN(one_that_ignored_a_close_can_go_on);
    RUN(an_error_during_close_comes_out);
    RUN(a_return_during_close_is_a_good_end);
    RUN(the_close_signal_thrown_by_hand_comes_out);
    RUN(reset_closes_and_makes_new);
    RUN(reset_of_a_finished_or_fresh_one_makes_it_new);
    RUN(reset_tells_an_error_of_the_close_and_makes_it_new);
    RUN(reset_leaves_one_that_ignores_the_close);
}
