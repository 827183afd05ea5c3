/* The protocol of a generator: next, the end, the state, and what its struct contains. */
#define GEN_STRERROR /* sdcc has gen_strerror only then */
#include "gen.h"

#include "test.h"

struct countdown {
    struct gen gen;
    int n;
};

GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

static void yields_in_order_then_done(void) {
    static struct countdown c;
    int item = 0;
    c.n = 2;
    CHECK_EQ(countdown_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(countdown_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(countdown_next(&c, &item), GEN_DONE);
}

static void exhausted_stays_exhausted(void) {
    static struct countdown c;
    int item = 7;
    CHECK_EQ(countdown_next(&c, &item), GEN_DONE);
    c.n = 5;
    CHECK_EQ(countdown_next(&c, &item), GEN_DONE);
    CHECK_EQ(countdown_next(&c, &item), GEN_DONE);
    CHECK_EQ(item, 7);
}

struct failing {
    struct gen gen;
};

GEN(failing, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_RAISE(-5);
    GEN_YIELD(2);
    GEN_END();
}

static void an_error_comes_out_once_then_done_for_ever(void) {
    static struct failing f;
    int item = 0;
    CHECK_EQ(failing_next(&f, &item), GEN_YIELDED);
    CHECK_EQ(failing_next(&f, &item), -5);
    CHECK_EQ(gen_state(&f.gen), GEN_CLOSED);
    CHECK_EQ(failing_next(&f, &item), GEN_DONE);
    CHECK_EQ(item, 1);
}

struct pointers {
    struct gen gen;
    int target;
};
typedef int *int_pointer;

GEN(pointers, int_pointer) {
    GEN_BEGIN();
    GEN_YIELD(NULL);
    GEN_YIELD(&self->target);
    GEN_END();
}

static void null_and_zero_are_items(void) {
    static struct pointers p;
    int_pointer item = &p.target;
    CHECK_EQ(pointers_next(&p, &item), GEN_YIELDED);
    CHECK(item == NULL);
    CHECK_EQ(pointers_next(&p, &item), GEN_YIELDED);
    CHECK(item == &p.target);
    CHECK_EQ(pointers_next(&p, &item), GEN_DONE);
}

struct states {
    struct gen gen;
};

GEN(states, int) {
    GEN_BEGIN();
    GEN_YIELD(0);
    GEN_END();
}

static void state_follows_the_life_of_a_generator(void) {
    static struct states s;
    int item = 1;
    CHECK_EQ(gen_state(&s.gen), GEN_CREATED);
    CHECK_EQ(states_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(gen_state(&s.gen), GEN_SUSPENDED);
    CHECK_EQ(states_next(&s, &item), GEN_DONE);
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
}

static void a_copy_of_a_suspended_generator_goes_on_by_itself(void) {
    static struct countdown c, fork;
    int item = 0;
    c.n = 3;
    CHECK_EQ(countdown_next(&c, &item), GEN_YIELDED);
    fork = c;
    CHECK_EQ(countdown_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(countdown_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(countdown_next(&fork, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(countdown_next(&c, &item), GEN_DONE);
    CHECK_EQ(countdown_next(&fork, &item), GEN_YIELDED);
}

/* Two yields on one line, an if without braces, a compound literal, nested loops. */
struct layout {
    struct gen gen;
    int i, j;
};

GEN(layout, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_YIELD(2);
    if (self->i == 0)
        GEN_YIELD(3);
    else
        GEN_YIELD(-3);
    if (self->i != 0)
        GEN_YIELD(-4);
    else
        GEN_YIELD(4);
    for (self->i = 0; self->i < 2; self->i++)
        for (self->j = 0; self->j < 2; self->j++) GEN_YIELD(self->i * 10 + self->j);
    GEN_RETURN();
    GEN_YIELD(-1);
    GEN_END();
}

static void yields_stand_wherever_a_statement_may(void) {
    static struct layout l;
    static const int expected[] = {1, 2, 3, 4, 0, 1, 10, 11};
    int item = 0, i;
    for (i = 0; i < 8; i++) {
        CHECK_EQ(layout_next(&l, &item), GEN_YIELDED);
        CHECK_EQ(item, expected[i]);
    }
    CHECK_EQ(layout_next(&l, &item), GEN_DONE);
}

struct counting {
    struct gen gen;
    int evaluated;
};

GEN(counting, int) {
    GEN_BEGIN();
    GEN_YIELD(++self->evaluated);
    GEN_RAISE(-(++self->evaluated));
    GEN_END();
}

static void arguments_are_evaluated_once(void) {
    static struct counting c;
    int item = 0;
    CHECK_EQ(counting_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(counting_next(&c, &item), -2);
    CHECK_EQ(c.evaluated, 2);
}

struct point {
    int x, y;
};
struct points {
    struct gen gen;
    struct point at;
};

GEN(points, struct point) {
    GEN_BEGIN();
    GEN_YIELD(self->at);
#if !defined(__cplusplus) && !defined(__SDCC)
    GEN_YIELD((struct point){3, 4});
#else
    self->at.x = 3;
    self->at.y = 4;
    GEN_YIELD(self->at);
#endif
    GEN_END();
}

static void a_struct_is_an_item(void) {
    static struct points p;
    struct point item = {0, 0};
    p.at.x = 1;
    CHECK_EQ(points_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item.x, 1);
    CHECK_EQ(points_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item.x, 3);
    CHECK_EQ(item.y, 4);
}

/* The size of the core is as documented. */
typedef char
    size_of_the_core_is_that_of_its_state[2 * (sizeof(struct gen) == sizeof(GEN_STATE_T)) - 1];
struct packed {
    struct gen gen;
    GEN_STATE_T field;
};
typedef char nothing_else_is_kept[2 * (sizeof(struct packed) == 2 * sizeof(GEN_STATE_T)) - 1];

static void the_core_is_two_bytes_or_one(void) {
    CHECK_EQ(sizeof(struct gen), sizeof(GEN_STATE_T));
    CHECK(sizeof(struct gen) <= 2);
}

/* Return whether a begins with b. */
static int begins(const char *a, const char *b) {
    for (; *b != '\0'; a++, b++)
        if (*a != *b) return 0;
    return 1;
}

static void every_status_has_a_name(void) {
    CHECK(begins(gen_strerror(GEN_DONE), "GEN_DONE"));
    CHECK(begins(gen_strerror(GEN_YIELDED), "GEN_YIELDED"));
    CHECK(begins(gen_strerror(GEN_PENDING), "GEN_PENDING"));
    CHECK(begins(gen_strerror(GEN_E_RUNNING), "GEN_E_RUNNING"));
    CHECK(begins(gen_strerror(GEN_E_IGNORED_CLOSE), "GEN_E_IGNORED_CLOSE"));
    CHECK(begins(gen_strerror(GEN_E_NOT_STARTED), "GEN_E_NOT_STARTED"));
    CHECK(begins(gen_strerror(GEN_E_EXIT), "GEN_E_EXIT"));
    CHECK(begins(gen_strerror(GEN_E_BAD_STATE), "GEN_E_BAD_STATE"));
    CHECK(begins(gen_strerror(GEN_E_ARG), "GEN_E_ARG"));
    CHECK(begins(gen_strerror(GEN_E_FULL), "GEN_E_FULL"));
    CHECK(begins(gen_strerror(GEN_E_STALE), "GEN_E_STALE"));
    CHECK(begins(gen_strerror(GEN_E_CANCELLED), "GEN_E_CANCELLED"));
    CHECK(begins(gen_strerror(GEN_E_TIMEOUT), "GEN_E_TIMEOUT"));
    CHECK(begins(gen_strerror(-5), "an error"));
    CHECK(begins(gen_strerror(99), "not a status"));
}

static void the_librarys_errors_lie_beyond_errno_and_within_int16(void) {
    CHECK(GEN_E_RUNNING == -32767 && GEN_E_TIMEOUT < -30000);
}

void run_tests(void) {
    RUN(yields_in_order_then_done);
    RUN(exhausted_stays_exhausted);
    RUN(an_error_comes_out_once_then_done_for_ever);
    RUN(null_and_zero_are_items);
    RUN(state_follows_the_life_of_a_generator);
    RUN(a_copy_of_a_suspended_generator_goes_on_by_itself);
    RUN(yields_stand_wherever_a_statement_may);
    RUN(arguments_are_evaluated_once);
    RUN(a_struct_is_an_item);
    RUN(the_core_is_two_bytes_or_one);
    RUN(every_status_has_a_name);
    RUN(the_librarys_errors_lie_beyond_errno_and_within_int16);
}
