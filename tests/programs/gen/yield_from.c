/* GEN_YIELD_FROM: next, send, throw and close reach the child, innermost first. */
#include "gen.h"

#include "test.h"

/* A child that reacts to a throw or a close as `how` says, and has a result. */
struct child {
    struct gen gen;
    int how, error, kept, result;
    char name;
};

GEN(child, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_TRY {
            if (self->how == '0') GEN_RETURN();
            GEN_YIELD(1);
            GEN_YIELD(2);
            self->result = 42;
        }
        GEN_EXCEPT(self->error) {
            note('x');
            if (self->how == 'y') GEN_YIELD(7);
            if (self->how == 'e') GEN_RAISE(-77);
        }
        GEN_END_TRY;
    }
    GEN_FINALLY_SAVED(self->kept) {
        note(self->name);
        if (self->how == 'i') GEN_YIELD(8);
        if (self->how == 'E') GEN_RAISE(-88);
    }
    GEN_END_TRY;
    GEN_END();
}

struct parent {
    struct gen gen;
    int error, got;
    struct child child;
};

GEN(parent, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_TRY {
            GEN_YIELD_FROM(child, &self->child);
            self->got = self->child.result;
            GEN_YIELD(100);
        }
        GEN_EXCEPT(self->error) {
            note('X');
            GEN_YIELD(200);
        }
        GEN_END_TRY;
    }
    GEN_FINALLY { note('F'); }
    GEN_END_TRY;
    GEN_END();
}

/* Start *p, a zeroed parent whose child behaves as `how` says, up to its first yield. */
static void start(struct parent *p, int how) {
    int item = 0;
    p->child.how = how;
    p->child.name = 'c';
    CHECK_EQ(parent_next(p, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
}

static void it_hands_out_the_childs_items_then_goes_on_with_its_result(void) {
    static struct parent p;
    int item = 0;
    start(&p, 0);
    CHECK_EQ(parent_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(parent_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 100);
    CHECK_EQ(p.got, 42);
    CHECK_EQ(gen_state(&p.child.gen), GEN_CLOSED);
    CHECK_EQ(parent_next(&p, &item), GEN_DONE);
    CHECK_LOG("cF");
}

static void an_empty_or_finished_child_is_skipped(void) {
    static struct parent empty, finished;
    int item = 0;
    empty.child.how = '0';
    empty.child.name = 'c';
    CHECK_EQ(parent_next(&empty, &item), GEN_YIELDED);
    CHECK_EQ(item, 100);
    CHECK_EQ(child_close(&finished.child), GEN_DONE);
    CHECK_EQ(parent_next(&finished, &item), GEN_YIELDED);
    CHECK_EQ(item, 100);
    CHECK_LOG("c");
}

static void a_half_used_child_goes_on_where_it_was(void) {
    static struct parent p;
    int item = 0;
    CHECK_EQ(child_next(&p.child, &item), GEN_YIELDED);
    CHECK_EQ(parent_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
}

static void a_throw_reaches_the_child_first(void) {
    static struct parent p;
    int item = 0;
    start(&p, 'y');
    CHECK_EQ(parent_throw(&p, -5, &item), GEN_YIELDED);
    CHECK_EQ(item, 7);
    CHECK_EQ(p.child.error, -5);
    CHECK_EQ(p.error, 0);
    CHECK_LOG("x");
}

static void a_child_that_finishes_on_a_throw_lets_the_parent_go_on(void) {
    static struct parent p;
    int item = 0;
    start(&p, 0);
    CHECK_EQ(parent_throw(&p, -5, &item), GEN_YIELDED);
    CHECK_EQ(item, 100);
    CHECK_EQ(p.error, 0);
    CHECK_LOG("xc");
}

static void what_a_child_raises_is_raised_in_the_parent(void) {
    static struct parent p;
    int item = 0;
    start(&p, 'e');
    CHECK_EQ(parent_throw(&p, -5, &item), GEN_YIELDED);
    CHECK_EQ(item, 200);
    CHECK_EQ(p.error, -77);
    CHECK_LOG("xcX");
}

static void close_reaches_the_innermost_first(void) {
    static struct parent p;
    start(&p, 0);
    CHECK_EQ(parent_close(&p), GEN_DONE);
    CHECK_EQ(gen_state(&p.child.gen), GEN_CLOSED);
    CHECK_EQ(gen_state(&p.gen), GEN_CLOSED);
    CHECK_LOG("cF");
}

static void a_child_that_ignores_close_raises_in_the_parent(void) {
    static struct parent p;
    int item = 0;
    start(&p, 'i');
    /* the parent catches the error and yields, so it ignores the close, too */
    CHECK_EQ(parent_close(&p), GEN_E_IGNORED_CLOSE);
    CHECK_EQ(p.error, GEN_E_IGNORED_CLOSE);
    CHECK_EQ(gen_state(&p.child.gen), GEN_SUSPENDED);
    CHECK_EQ(parent_next(&p, &item), GEN_DONE);
    CHECK_LOG("cXF");
}

static void a_child_that_raises_during_close_raises_in_the_parent(void) {
    static struct parent p;
    start(&p, 'E');
    CHECK_EQ(parent_close(&p), GEN_E_IGNORED_CLOSE);
    CHECK_EQ(p.error, -88);
    CHECK_LOG("cX");
}

static void the_close_signal_thrown_by_hand_closes_the_child(void) {
    static struct parent p;
    int item = 0;
    start(&p, 0);
    CHECK_EQ(parent_throw(&p, GEN_E_EXIT, &item), GEN_E_EXIT);
    CHECK_LOG("cF");
}

/* A chain of four generators. */
struct link1 {
    struct gen gen;
    struct child child;
};
GEN(link1, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD_FROM(child, &self->child); }
    GEN_FINALLY { note('1'); }
    GEN_END_TRY;
    GEN_END();
}
struct link2 {
    struct gen gen;
    struct link1 child;
};
GEN(link2, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD_FROM(link1, &self->child); }
    GEN_FINALLY { note('2'); }
    GEN_END_TRY;
    GEN_END();
}
struct link3 {
    struct gen gen;
    struct link2 child;
};
GEN(link3, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD_FROM(link2, &self->child); }
    GEN_FINALLY { note('3'); }
    GEN_END_TRY;
    GEN_END();
}

static void a_chain_of_four_closes_from_the_inside_out(void) {
    static struct link3 a, b;
    int item = 0;
    a.child.child.child.name = 'c';
    CHECK_EQ(link3_next(&a, &item), GEN_YIELDED);
    CHECK_EQ(link3_next(&a, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    b = a;
    CHECK_EQ(link3_close(&a), GEN_DONE);
    CHECK_LOG("c123");
    CHECK_EQ(link3_next(&b, &item), GEN_DONE); /* the copy contains copies of its children */
    CHECK_LOG("c123");
}

void run_tests(void) {
    RUN(it_hands_out_the_childs_items_then_goes_on_with_its_result);
    RUN(an_empty_or_finished_child_is_skipped);
    RUN(a_half_used_child_goes_on_where_it_was);
    RUN(a_throw_reaches_the_child_first);
    RUN(a_child_that_finishes_on_a_throw_lets_the_parent_go_on);
    RUN(what_a_child_raises_is_raised_in_the_parent);
    RUN(close_reaches_the_innermost_first);
    RUN(a_child_that_ignores_close_raises_in_the_parent);
    RUN(a_child_that_raises_during_close_raises_in_the_parent);
    RUN(the_close_signal_thrown_by_hand_closes_the_child);
    RUN(a_chain_of_four_closes_from_the_inside_out);
}
