/* GEN_AWAIT, GEN_SUSPEND and GEN_FOR_AWAIT: generators whose next item is not ready yet. */
#include "gen.h"

#include "test.h"

struct waiter {
    struct gen gen;
    int ready, tested, kept, error;
};

GEN(waiter, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_AWAIT((self->tested++, self->ready));
        GEN_YIELD(1);
        GEN_SUSPEND();
        GEN_YIELD(2);
    }
    GEN_FINALLY_SAVED(self->kept) {
        note('(');
        GEN_AWAIT(self->ready);
        note(')');
    }
    GEN_END_TRY;
    GEN_END();
}

static void an_await_is_pending_until_its_condition_holds(void) {
    static struct waiter w;
    int item = -1;
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(w.tested, 2);
    CHECK_EQ(item, -1);
    CHECK_EQ(gen_state(&w.gen), GEN_SUSPENDED);
    w.ready = 1;
    CHECK_EQ(waiter_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(w.tested, 3);
    CHECK_EQ(item, 1);
}

static void a_condition_that_holds_at_once_does_not_suspend(void) {
    static struct waiter w;
    int item = -1;
    w.ready = 1;
    CHECK_EQ(waiter_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(w.tested, 1);
}

static void a_suspend_is_pending_once(void) {
    static struct waiter w;
    int item = -1;
    w.ready = 1;
    CHECK_EQ(waiter_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(waiter_next(&w, &item), GEN_DONE);
    CHECK_LOG("()");
}

static void a_throw_while_pending_arrives_at_the_await(void) {
    static struct waiter w;
    int item = -1;
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_throw(&w, -5, &item), GEN_PENDING); /* its finally awaits, too */
    CHECK_LOG("(");
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    w.ready = 1;
    CHECK_EQ(waiter_next(&w, &item), -5);
    CHECK_LOG(")");
}

static void close_while_pending_runs_the_finally_and_is_asked_again(void) {
    static struct waiter w;
    int item = -1;
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_close(&w), GEN_PENDING);
    CHECK_EQ(waiter_close(&w), GEN_PENDING);
    CHECK_LOG("("); /* the second close did not throw again */
    w.ready = 1;
    CHECK_EQ(waiter_close(&w), GEN_DONE);
    CHECK_LOG(")");
    CHECK_EQ(waiter_close(&w), GEN_DONE);
    CHECK_EQ(waiter_next(&w, &item), GEN_DONE);
}

static void a_pending_close_may_be_asked_by_next(void) {
    static struct waiter w;
    int item = -1;
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_close(&w), GEN_PENDING);
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_close(&w), GEN_PENDING);
    CHECK_LOG("(");
    w.ready = 1;
    CHECK_EQ(waiter_next(&w, &item), GEN_E_EXIT);
    CHECK_EQ(waiter_close(&w), GEN_DONE);
}

static void an_error_thrown_into_a_pending_close_replaces_it(void) {
    static struct waiter w;
    int item = -1;
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_close(&w), GEN_PENDING);
    CHECK_EQ(waiter_throw(&w, -6, &item), -6);
    CHECK_LOG("(");
    CHECK_EQ(waiter_close(&w), GEN_DONE);
}

static void a_close_thrown_into_a_finally_that_awaits_on_the_normal_way(void) {
    static struct waiter w;
    int item = -1;
    w.ready = 1;
    CHECK_EQ(waiter_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_next(&w, &item), GEN_YIELDED);
    w.ready = 0;
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING); /* in the finally, with no error in flight */
    CHECK_EQ(waiter_close(&w), GEN_DONE);          /* so the close is a new error, and ends it */
    CHECK_LOG("(");
}

static void reset_of_a_pending_close_waits_for_it(void) {
    static struct waiter w;
    int item = -1;
    CHECK_EQ(waiter_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiter_reset(&w), GEN_PENDING);
    w.ready = 1;
    CHECK_EQ(waiter_reset(&w), GEN_DONE);
    CHECK_EQ(gen_state(&w.gen), GEN_CREATED);
    CHECK_LOG("()");
}

/* A parent is suspended while its child is pending. */
struct outer {
    struct gen gen;
    struct waiter child;
};

GEN(outer, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_YIELD_FROM(waiter, &self->child);
        GEN_YIELD(3);
    }
    GEN_FINALLY { note('f'); }
    GEN_END_TRY;
    GEN_END();
}

static void a_pending_child_suspends_the_parent(void) {
    static struct outer o;
    int item = -1;
    CHECK_EQ(outer_next(&o, &item), GEN_PENDING);
    CHECK_EQ(outer_next(&o, &item), GEN_PENDING);
    o.child.ready = 1;
    CHECK_EQ(outer_next(&o, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(outer_next(&o, &item), GEN_PENDING);
    CHECK_EQ(outer_next(&o, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(outer_next(&o, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
}

static void a_pending_close_of_a_child_makes_the_parents_close_pending(void) {
    static struct outer o;
    int item = -1;
    CHECK_EQ(outer_next(&o, &item), GEN_PENDING);
    CHECK_EQ(outer_close(&o), GEN_PENDING);
    CHECK_LOG("(");
    CHECK_EQ(outer_close(&o), GEN_PENDING);
    CHECK_LOG("");
    o.child.ready = 1;
    CHECK_EQ(outer_close(&o), GEN_DONE);
    CHECK_LOG(")f");
    CHECK_EQ(gen_state(&o.child.gen), GEN_CLOSED);
    CHECK_EQ(gen_state(&o.gen), GEN_CLOSED);
}

/* A child with a slow close that ends in a return or in a yield. The result is the same as for a
 * close that is not slow: after a return the parent is closed, too; a yield raises an error in the
 * parent. */
struct slow {
    struct gen gen;
    int how, kept;
};

GEN(slow, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY_SAVED(self->kept) {
        GEN_SUSPEND();
        if (self->how == 'r') GEN_RETURN();
        if (self->how == 'y') GEN_YIELD(2);
    }
    GEN_END_TRY;
    GEN_END();
}

struct patient {
    struct gen gen;
    struct slow child;
    int awaits, error, item;
};

GEN(patient, int) {
    GEN_BEGIN();
    GEN_TRY {
        if (self->awaits) {
            GEN_FOR_AWAIT (self->item, slow, &self->child) GEN_SUSPEND();
        } else {
            GEN_YIELD_FROM(slow, &self->child);
        }
        note('!');
    }
    GEN_EXCEPT(self->error) { note('x'); }
    GEN_END_TRY;
    GEN_END();
}

static void a_slow_close_that_returns_goes_on_to_close_the_parent(void) {
    static struct patient p;
    int item = 0;
    p.child.how = 'r';
    CHECK_EQ(patient_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(patient_close(&p), GEN_PENDING);
    CHECK_EQ(patient_close(&p), GEN_DONE);
    CHECK_LOG("");
}

static void a_slow_close_that_is_ignored_raises_in_the_parent(void) {
    static struct patient p;
    int item = 0;
    p.child.how = 'y';
    CHECK_EQ(patient_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(patient_close(&p), GEN_PENDING);
    CHECK_EQ(patient_next(&p, &item), GEN_DONE); /* next continues the close, too */
    CHECK_EQ(p.error, GEN_E_IGNORED_CLOSE);
    CHECK_EQ(gen_state(&p.child.gen), GEN_SUSPENDED);
    CHECK_LOG("x");
}

static void an_error_thrown_into_a_slow_close_reaches_the_child(void) {
    static struct patient p;
    int item = 0;
    CHECK_EQ(patient_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(patient_close(&p), GEN_PENDING);
    CHECK_EQ(patient_throw(&p, -4, &item), GEN_DONE);
    CHECK_EQ(p.error, -4);
    CHECK_EQ(gen_state(&p.child.gen), GEN_CLOSED);
    CHECK_LOG("x");
}

static void a_slow_close_through_for_await_is_the_same(void) {
    static struct patient p;
    int item = 0;
    p.child.how = 'r';
    p.awaits = 1;
    CHECK_EQ(patient_next(&p, &item), GEN_PENDING); /* the suspend in its loop */
    CHECK_EQ(patient_next(&p, &item), GEN_PENDING); /* the child's finally */
    CHECK_EQ(patient_close(&p), GEN_DONE);          /* the close interrupts that finally */
    CHECK_EQ(gen_state(&p.child.gen), GEN_CLOSED);
    CHECK_LOG("");
}

/* A generator whose finally awaits a helper. The helper runs to its end while the generator is
 * closed. */
struct tidy {
    struct gen gen;
    int kept;
    struct waiter helper;
};

GEN(tidy, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(0); }
    GEN_FINALLY_SAVED(self->kept) {
        GEN_FOR_AWAIT (self->helper.error, waiter, &self->helper) {
            note('i');
        }
        note('t');
    }
    GEN_END_TRY;
    GEN_END();
}

static void a_helper_that_a_closing_finally_awaits_runs_to_its_end(void) {
    static struct tidy t;
    int item = -1;
    CHECK_EQ(tidy_next(&t, &item), GEN_YIELDED);
    CHECK_EQ(tidy_close(&t), GEN_PENDING);
    CHECK_EQ(tidy_close(&t), GEN_PENDING);
    t.helper.ready = 1;
    CHECK_EQ(tidy_close(&t), GEN_PENDING); /* the suspend between its two items */
    CHECK_LOG("i");
    CHECK_EQ(tidy_close(&t), GEN_DONE);
    CHECK_LOG("i()t");
}

/* GEN_FOR_AWAIT in a body that yields. */
struct numbers {
    struct gen gen;
    int n, until, fail;
};

GEN(numbers, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->n = 0; self->n < self->until; self->n++) {
            GEN_SUSPEND();
            GEN_YIELD(self->n);
        }
        if (self->fail) GEN_RAISE(self->fail);
    }
    GEN_FINALLY { note('n'); }
    GEN_END_TRY;
    GEN_END();
}

struct doubled {
    struct gen gen;
    int x, error;
    struct numbers from;
};

GEN(doubled, int) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_FOR_AWAIT (self->x, numbers, &self->from) {
            if (self->x == 1) continue;
            if (self->x == 4) break;
            GEN_YIELD(2 * self->x);
        }
        note('e');
    }
    GEN_EXCEPT(self->error) { note('x'); }
    GEN_END_TRY;
    GEN_YIELD(-1);
    GEN_END();
}

static void for_await_takes_items_between_which_its_source_is_pending(void) {
    static struct doubled d;
    int item = -1;
    d.from.until = 3;
    CHECK_EQ(doubled_next(&d, &item), GEN_PENDING);
    CHECK_EQ(doubled_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(doubled_next(&d, &item), GEN_PENDING);
    CHECK_EQ(doubled_next(&d, &item), GEN_PENDING); /* continue skips the 1 */
    CHECK_EQ(doubled_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 4);
    CHECK_EQ(doubled_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, -1);
    CHECK_LOG("ne");
}

static void break_leaves_the_source_of_a_for_await_suspended(void) {
    static struct doubled d;
    int item = -1, i;
    d.from.until = 9;
    for (i = 0; i < 50 && item != -2; i++)
        if (doubled_next(&d, &item) == GEN_YIELDED && item == -1) break;
    CHECK_EQ(item, -1);
    CHECK_EQ(gen_state(&d.from.gen), GEN_SUSPENDED);
    CHECK_EQ(d.from.n, 4);
    CHECK_LOG("e");
}

static void for_await_raises_the_error_of_its_source(void) {
    static struct doubled d;
    int item = -1;
    d.from.fail = -8;
    CHECK_EQ(doubled_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, -1);
    CHECK_EQ(d.error, -8);
    CHECK_LOG("nx");
}

static void a_throw_while_for_await_waits_goes_through_its_source(void) {
    static struct doubled d;
    int item = -1;
    d.from.until = 3;
    CHECK_EQ(doubled_next(&d, &item), GEN_PENDING);
    CHECK_EQ(doubled_throw(&d, -3, &item), GEN_YIELDED);
    CHECK_EQ(d.error, -3);
    CHECK_EQ(gen_state(&d.from.gen), GEN_CLOSED);
    CHECK_LOG("nx");
}

static void close_while_for_await_waits_closes_its_source_first(void) {
    static struct doubled d;
    int item = -1;
    d.from.until = 3;
    CHECK_EQ(doubled_next(&d, &item), GEN_PENDING);
    CHECK_EQ(doubled_close(&d), GEN_DONE);
    CHECK_EQ(gen_state(&d.from.gen), GEN_CLOSED);
    CHECK_LOG("n");
}

static void close_in_the_body_of_a_for_await_leaves_its_source(void) {
    static struct doubled d;
    int item = -1;
    d.from.until = 3;
    CHECK_EQ(doubled_next(&d, &item), GEN_PENDING);
    CHECK_EQ(doubled_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(doubled_close(&d), GEN_DONE);
    CHECK_EQ(gen_state(&d.from.gen), GEN_SUSPENDED);
    CHECK_LOG("");
}

void run_tests(void) {
    RUN(an_await_is_pending_until_its_condition_holds);
    RUN(a_condition_that_holds_at_once_does_not_suspend);
    RUN(a_suspend_is_pending_once);
    RUN(a_throw_while_pending_arrives_at_the_await);
    RUN(close_while_pending_runs_the_finally_and_is_asked_again);
    RUN(a_pending_close_may_be_asked_by_next);
    RUN(an_error_thrown_into_a_pending_close_replaces_it);
    RUN(a_close_thrown_into_a_finally_that_awaits_on_the_normal_way);
    RUN(reset_of_a_pending_close_waits_for_it);
    RUN(a_pending_child_suspends_the_parent);
    RUN(a_pending_close_of_a_child_makes_the_parents_close_pending);
    RUN(a_slow_close_that_returns_goes_on_to_close_the_parent);
    RUN(a_slow_close_that_is_ignored_raises_in_the_parent);
    RUN(an_error_thrown_into_a_slow_close_reaches_the_child);
    RUN(a_slow_close_through_for_await_is_the_same);
    RUN(a_helper_that_a_closing_finally_awaits_runs_to_its_end);
    RUN(for_await_takes_items_between_which_its_source_is_pending);
    RUN(break_leaves_the_source_of_a_for_await_suspended);
    RUN(for_await_raises_the_error_of_its_source);
    RUN(a_throw_while_for_await_waits_goes_through_its_source);
    RUN(close_while_for_await_waits_closes_its_source_first);
    RUN(close_in_the_body_of_a_for_await_leaves_its_source);
}
