/* Mistakes that only show at run time are reported by name. */
#include "gen.h"

#include "test.h"

struct broken {
    struct gen gen;
    int n;
};

/* A switch on a 64-bit value compiles with a yield inside, without a warning. */
GEN(broken, int) {
    GEN_BEGIN();
    GEN_YIELD(0);
    switch ((uint64_t)self->n) {
    case 0: GEN_YIELD(1); break;
    default: break;
    }
    GEN_END();
}

static void a_yield_in_a_nested_switch_reports_a_bad_state(void) {
    static struct broken b;
    int item = -1;
    CHECK_EQ(broken_next(&b, &item), GEN_YIELDED);
    CHECK_EQ(broken_next(&b, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(broken_next(&b, &item), GEN_E_BAD_STATE);
    CHECK_EQ(broken_close(&b), GEN_E_BAD_STATE);
    CHECK_EQ(broken_next(&b, &item), GEN_E_BAD_STATE); /* the error is reported again */
}

static void a_corrupted_struct_reports_a_bad_state(void) {
    static struct broken b;
    int item = -1;
    b.gen.state_ = 77;
    CHECK_EQ(broken_next(&b, &item), GEN_E_BAD_STATE);
    CHECK_EQ(broken_throw(&b, -3, &item), GEN_E_BAD_STATE);
    CHECK_EQ(broken_reset(&b), GEN_E_BAD_STATE);
    CHECK_EQ(item, -1);
}

/* A `break` or `continue` outside any loop would leave a loop inside the library's macros. */
struct stray {
    struct gen gen;
    int how;
};

GEN(stray, int) {
    GEN_BEGIN();
    GEN_YIELD(0);
    if (self->how == 'b') break;
    if (self->how == 'c') continue;
    GEN_TRY {
        if (self->how == 'B') break;
        if (self->how == 'C') continue;
    }
    GEN_FINALLY { note('f'); }
    GEN_END_TRY;
    note('!');
    GEN_END();
}

static void a_stray_break_or_continue_reports_a_bad_state(void) {
    static const char hows[] = {'b', 'c', 'B', 'C'};
    static struct stray all[4];
    int i, item = -1;
    for (i = 0; i < 4; i++) {
        all[i].how = hows[i];
        CHECK_EQ(stray_next(&all[i], &item), GEN_YIELDED);
        CHECK_EQ(stray_next(&all[i], &item), GEN_E_BAD_STATE);
        CHECK_EQ(gen_state(&all[i].gen), GEN_CLOSED);
    }
    CHECK_LOG("ff");
}

/* Where the compiler does not reject a raw return, the generator stays marked as running. */
#ifdef GEN_RAW_RETURN_COMPILES_
struct raw {
    struct gen gen;
};

GEN(raw, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
    return GEN_DONE;
    GEN_END();
}

static void after_a_raw_return_the_generator_counts_as_running(void) {
    static struct raw r;
    int item = -1;
    CHECK_EQ(raw_next(&r, &item), GEN_YIELDED);
    CHECK_EQ(raw_next(&r, &item), GEN_DONE);
    CHECK_EQ(raw_next(&r, &item), GEN_E_RUNNING);
    CHECK_EQ(gen_state(&r.gen), GEN_RUNNING);
}
#endif

void run_tests(void) {
    RUN(a_yield_in_a_nested_switch_reports_a_bad_state);
    RUN(a_corrupted_struct_reports_a_bad_state);
    RUN(a_stray_break_or_continue_reports_a_bad_state);
#ifdef GEN_RAW_RETURN_COMPILES_
    RUN(after_a_raw_return_the_generator_counts_as_running);
#endif
}
