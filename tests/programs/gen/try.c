/* GEN_TRY, GEN_EXCEPT, GEN_FINALLY and GEN_FINALLY_SAVED, entered and left in all ways. */
#include "gen.h"

#include "test.h"

struct caught {
    struct gen gen;
    int error;
};

GEN(caught, int) {
    GEN_BEGIN();
    GEN_TRY {
        note('a');
        GEN_YIELD(1);
        note('b');
    }
    GEN_EXCEPT(self->error) {
        note('c');
        GEN_YIELD(self->error);
        note('d');
    }
    GEN_END_TRY;
    note('e');
    GEN_YIELD(3);
    GEN_END();
}

static void without_an_error_the_handler_is_passed_by(void) {
    static struct caught c;
    int item = 0;
    CHECK_EQ(caught_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(caught_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(caught_next(&c, &item), GEN_DONE);
    CHECK_LOG("abe");
}

static void an_error_is_caught_and_the_body_goes_on(void) {
    static struct caught c;
    int item = 0;
    CHECK_EQ(caught_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(caught_throw(&c, -4, &item), GEN_YIELDED);
    CHECK_EQ(item, -4);
    CHECK_EQ(caught_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_LOG("acde");
}

static void an_error_in_the_handler_goes_outwards(void) {
    static struct caught c;
    int item = 0;
    CHECK_EQ(caught_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(caught_throw(&c, -4, &item), GEN_YIELDED);
    CHECK_EQ(caught_throw(&c, -5, &item), -5);
    CHECK_EQ(c.error, -4);
    CHECK_LOG("ac");
}

static void the_close_signal_is_not_caught(void) {
    static struct caught c;
    int item = 0;
    CHECK_EQ(caught_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(caught_close(&c), GEN_DONE);
    CHECK_LOG("a");
    CHECK_EQ(c.error, 0);
}

/* try / except inside try / finally, in a loop: each iteration leaves them in another way. */
struct loop {
    struct gen gen;
    int i, error;
};

GEN(loop, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 7; self->i++) {
        note((char)('0' + self->i));
        GEN_TRY {
            GEN_TRY {
                if (self->i == 1) continue;
                if (self->i == 2) GEN_RAISE(-2);
                GEN_YIELD(self->i);
                if (self->i == 4) break;
            }
            GEN_EXCEPT(self->error) {
                note('x');
                if (self->error == -2) continue;
                note('y');
                GEN_RAISE(self->error);
            }
            GEN_END_TRY;
            note('t');
        }
        GEN_FINALLY { note('f'); }
        GEN_END_TRY;
        note('l');
    }
    note('z');
    GEN_END();
}

static void break_and_continue_run_the_finally_on_their_way(void) {
    static struct loop l;
    int item = -1;
    CHECK_EQ(loop_next(&l, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_LOG("0");
    CHECK_EQ(loop_next(&l, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_LOG("tfl1f2xf3"); /* 1: continue in try; 2: an error, continue in its handler */
    CHECK_EQ(loop_next(&l, &item), GEN_YIELDED);
    CHECK_LOG("tfl4");
    CHECK_EQ(loop_next(&l, &item), GEN_DONE);
    CHECK_LOG("fz"); /* 4: break */
}

static void a_reraised_error_runs_the_finally(void) {
    static struct loop l;
    int item = -1;
    CHECK_EQ(loop_next(&l, &item), GEN_YIELDED);
    CHECK_EQ(loop_throw(&l, -8, &item), -8);
    CHECK_LOG("0xyf");
}

struct saved {
    struct gen gen;
    int i, kept, how;
};

GEN(saved, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) {
        note((char)('0' + self->i));
        GEN_TRY {
            GEN_YIELD(self->i);
            if (self->how == 'b') break;
            if (self->how == 'c') continue;
            if (self->how == 'r') GEN_RETURN();
            if (self->how == 'e') GEN_RAISE(-6);
            note('t');
        }
        GEN_FINALLY_SAVED(self->kept) {
            note('(');
            GEN_YIELD(10 + self->i);
            note(')');
            if (self->how == 'B') break;
            if (self->how == 'C') continue;
            if (self->how == 'R') GEN_RETURN();
            if (self->how == 'E') GEN_RAISE(-7);
        }
        GEN_END_TRY;
        note('l');
    }
    note('z');
    GEN_END();
}

static void a_finally_that_yields_keeps_what_is_in_flight(void) {
    static const struct {
        char how;
        const char *log;
        gen_status end;
    } cases[] = {
        {'n', "0t()l1t()l2t()lz", GEN_DONE},
        {'b', "0()z", GEN_DONE},
        {'c', "0()1()2()z", GEN_DONE},
        {'r', "0()", GEN_DONE},
        {'e', "0()", -6},
    };
    static struct saved all[5];
    int i, item = 0;
    gen_status status;
    for (i = 0; i < 5; i++) {
        all[i].how = cases[i].how;
        while ((status = saved_next(&all[i], &item)) == GEN_YIELDED) {}
        CHECK_EQ(status, cases[i].end);
        CHECK_LOG(cases[i].log);
    }
}

static void what_a_finally_does_replaces_what_is_in_flight(void) {
    static const struct {
        char how;
        const char *log;
        gen_status end;
    } cases[] = {
        {'B', "0()z", GEN_DONE},
        {'C', "0()1t()2t()z", GEN_DONE},
        {'R', "0()", GEN_DONE},
        {'E', "0()", -7},
    };
    static struct saved all[4];
    int i, item = 0;
    gen_status status;
    for (i = 0; i < 4; i++) {
        all[i].how = cases[i].how;
        CHECK_EQ(saved_next(&all[i], &item), GEN_YIELDED);
        status = saved_throw(&all[i], -9, &item);
        while (status == GEN_YIELDED) status = saved_next(&all[i], &item);
        CHECK_EQ(status, cases[i].end);
        CHECK_LOG(cases[i].log);
    }
}

static void an_error_thrown_into_a_finally_replaces_the_one_in_flight(void) {
    static struct saved s;
    int item = 0;
    CHECK_EQ(saved_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(saved_throw(&s, -9, &item), GEN_YIELDED);
    CHECK_EQ(saved_throw(&s, -10, &item), -10);
    CHECK_LOG("0(");
}

/* The same ways to leave, with a finally that does not yield. */
struct plain {
    struct gen gen;
    int i, how;
};

GEN(plain, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) {
        note((char)('0' + self->i));
        GEN_TRY { GEN_YIELD(self->i); }
        GEN_FINALLY {
            note('f');
            if (self->how == 'B') break;
            if (self->how == 'C') continue;
            if (self->how == 'R') GEN_RETURN();
            if (self->how == 'E') GEN_RAISE(-7);
        }
        GEN_END_TRY;
        note('l');
    }
    note('z');
    GEN_END();
}

static void a_plain_finally_replaces_what_is_in_flight_too(void) {
    static const struct {
        char how;
        const char *log;
        gen_status end;
    } cases[] = {
        {'n', "0f", -9},       {'B', "0fz", GEN_DONE}, {'C', "0f1", GEN_YIELDED},
        {'R', "0f", GEN_DONE}, {'E', "0f", -7},
    };
    static struct plain all[5];
    int i, item = 0;
    for (i = 0; i < 5; i++) {
        all[i].how = cases[i].how;
        CHECK_EQ(plain_next(&all[i], &item), GEN_YIELDED);
        CHECK_EQ(plain_throw(&all[i], -9, &item), cases[i].end);
        CHECK_LOG(cases[i].log);
    }
}

/* Three levels of nesting, with yields in every part. */
struct deep {
    struct gen gen;
    int error1, error2, kept1, kept3;
};

GEN(deep, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD(1);
        GEN_TRY {
            GEN_YIELD(2);
            GEN_TRY { GEN_YIELD(3); }
            GEN_FINALLY_SAVED(self->kept3) {
                GEN_YIELD(4);
                GEN_TRY {
                    GEN_YIELD(5);
                    GEN_RAISE(-5);
                }
                GEN_EXCEPT(self->error2) { GEN_YIELD(6); }
                GEN_END_TRY;
            }
            GEN_END_TRY;
            GEN_YIELD(7);
        }
        GEN_EXCEPT(self->error1) {
            GEN_YIELD(8);
            GEN_TRY { GEN_YIELD(9); }
            GEN_FINALLY { note('g'); }
            GEN_END_TRY;
        }
        GEN_END_TRY;
        GEN_YIELD(10);
    }
    GEN_FINALLY_SAVED(self->kept1) { GEN_YIELD(11); }
    GEN_END_TRY;
    GEN_YIELD(12);
    GEN_END();
}

static void deep_nesting_visits_every_part_in_order(void) {
    static struct deep d, e;
    static const int straight[] = {1, 2, 3, 4, 5, 6, 7, 10, 11, 12};
    static const int thrown[] = {4, 5, 6, 8, 9, 10, 11, 12};
    int i, item = 0;
    for (i = 0; i < 10; i++) {
        CHECK_EQ(deep_next(&d, &item), GEN_YIELDED);
        CHECK_EQ(item, straight[i]);
    }
    CHECK_EQ(deep_next(&d, &item), GEN_DONE);
    CHECK_LOG("");
    for (i = 0; i < 3; i++) CHECK_EQ(deep_next(&e, &item), GEN_YIELDED);
    for (i = 0; i < 8; i++) {
        CHECK_EQ(i == 0 ? deep_throw(&e, -3, &item) : deep_next(&e, &item), GEN_YIELDED);
        CHECK_EQ(item, thrown[i]);
    }
    CHECK_EQ(e.error1, -3);
    CHECK_EQ(e.error2, -5);
    CHECK_EQ(deep_next(&e, &item), GEN_DONE);
    CHECK_LOG("g");
}

/* GEN_RAISE with a value that is not an error, and errors raised before the first yield. */
struct raiser {
    struct gen gen;
    int what, error;
};

GEN(raiser, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_RAISE(self->what); }
    GEN_EXCEPT(self->error) { note('x'); }
    GEN_END_TRY;
    if (self->what == -2) GEN_RAISE(-3);
    GEN_END();
}

static void raising_what_is_no_error_raises_an_error(void) {
    static struct raiser zero, positive;
    int item = 0;
    CHECK_EQ(raiser_next(&zero, &item), GEN_DONE);
    CHECK_EQ(zero.error, GEN_E_ARG);
    positive.what = 2;
    CHECK_EQ(raiser_next(&positive, &item), GEN_DONE);
    CHECK_EQ(positive.error, GEN_E_ARG);
}

static void an_error_before_the_first_yield_comes_out_of_next(void) {
    static struct raiser r;
    int item = 0;
    r.what = -2;
    CHECK_EQ(raiser_next(&r, &item), -3);
    CHECK_EQ(raiser_next(&r, &item), GEN_DONE);
}

static void the_close_signal_raised_by_the_body_passes_its_own_handlers(void) {
    static struct raiser r;
    int item = 0;
    r.what = GEN_E_EXIT;
    CHECK_EQ(raiser_next(&r, &item), GEN_E_EXIT);
    CHECK_LOG("");
}

/* A loop inside a try: its break and continue do not leave the try. */
struct inner {
    struct gen gen;
    int i;
};

GEN(inner, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->i = 0; self->i < 5; self->i++) {
            if (self->i == 1) continue;
            if (self->i == 3) break;
            GEN_YIELD(self->i);
        }
        note('t');
    }
    GEN_FINALLY {
        for (self->i = 0; self->i < 5; self->i++) {
            if (self->i == 1) continue;
            if (self->i == 3) break;
            note('f');
        }
    }
    GEN_END_TRY;
    note('z');
    GEN_END();
}

static void loops_inside_a_try_keep_their_own_break_and_continue(void) {
    static struct inner n;
    int item = 0;
    CHECK_EQ(inner_next(&n, &item), GEN_YIELDED);
    CHECK_EQ(inner_next(&n, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(inner_next(&n, &item), GEN_DONE);
    CHECK_LOG("tffz");
}

void run_tests(void) {
    RUN(without_an_error_the_handler_is_passed_by);
    RUN(an_error_is_caught_and_the_body_goes_on);
    RUN(an_error_in_the_handler_goes_outwards);
    RUN(the_close_signal_is_not_caught);
    RUN(break_and_continue_run_the_finally_on_their_way);
    RUN(a_reraised_error_runs_the_finally);
    RUN(a_finally_that_yields_keeps_what_is_in_flight);
    RUN(what_a_finally_does_replaces_what_is_in_flight);
    RUN(an_error_thrown_into_a_finally_replaces_the_one_in_flight);
    RUN(a_plain_finally_replaces_what_is_in_flight_too);
    RUN(deep_nesting_visits_every_part_in_order);
    RUN(raising_what_is_no_error_raises_an_error);
    RUN(an_error_before_the_first_yield_comes_out_of_next);
    RUN(the_close_signal_raised_by_the_body_passes_its_own_handlers);
    RUN(loops_inside_a_try_keep_their_own_break_and_continue);
}
