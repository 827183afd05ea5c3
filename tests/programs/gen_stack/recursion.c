/* GEN_RECURSIVE and GEN_CALL: the stack of frames is an array that the caller provides. */
#include "gen_stack.h"

#include "test.h"

struct node {
    const struct node *left, *right;
    int value;
};

struct visit {
    struct gen gen;
    const struct node *at;
    int error, kept, result;
};

static struct visit call; /* the frame of the next call; it is filled in, then passed */

GEN_RECURSIVE(walk, visit, int) {
    GEN_BEGIN();
    GEN_TRY {
        if (self->at->left != NULL) {
            call.at = self->at->left;
            GEN_CALL(call);
            self->result += child->result;
        }
        self->result += self->at->value;
        GEN_YIELD(self->at->value);
        if (self->at->right != NULL) {
            call.at = self->at->right;
            GEN_CALL(call);
            self->result += child->result;
        }
    }
    GEN_FINALLY { note((char)('0' + self->at->value)); }
    GEN_END_TRY;
    GEN_END();
}

/*     4
 *   2   5
 *  1 3      */
static const struct node n1 = {NULL, NULL, 1}, n3 = {NULL, NULL, 3}, n5 = {NULL, NULL, 5};
static const struct node n2 = {&n1, &n3, 2}, n4 = {&n2, &n5, 4};
static struct visit frames[3];

static void start(struct walk *w, unsigned capacity) {
    static const struct walk zero = {NULL, 0, 0, 0};
    static const struct visit outermost = {{0}, &n4, 0, 0, 0};
    *w = zero;
    w->frames = frames;
    w->capacity = capacity;
    frames[0] = outermost;
}

static void a_recursive_walk_visits_in_order(void) {
    static struct walk w;
    int digits = 0;
    start(&w, 3);
    GEN_FOR (value, walk, &w) digits = 10 * digits + value;
    CHECK_EQ(digits, 12345);
    CHECK_EQ(frames[0].result, 15);
    CHECK_LOG("13254");
}

static void close_unwinds_from_the_innermost_call(void) {
    static struct walk w;
    int item = 0;
    start(&w, 3);
    CHECK_EQ(walk_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(walk_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(walk_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_LOG("1");
    CHECK_EQ(walk_close(&w), GEN_DONE);
    CHECK_LOG("324");
    CHECK_EQ(walk_close(&w), GEN_DONE);
    CHECK_EQ(walk_next(&w, &item), GEN_DONE);
}

static void a_throw_reaches_the_innermost_call_and_comes_out(void) {
    static struct walk w;
    int item = 0;
    start(&w, 3);
    CHECK_EQ(walk_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(walk_throw(&w, -5, &item), -5);
    CHECK_LOG("124");
    CHECK_EQ(walk_next(&w, &item), GEN_DONE);
}

static void a_full_array_raises_where_the_call_stands(void) {
    static struct walk w;
    int item = 0;
    start(&w, 2);
    CHECK_EQ(walk_next(&w, &item), GEN_E_FULL);
    CHECK_LOG("24");
    CHECK_EQ(walk_next(&w, &item), GEN_DONE);
}

static void no_array_is_refused(void) {
    static struct walk w;
    int item = 0;
    CHECK_EQ(walk_next(&w, &item), GEN_E_ARG);
    w.frames = frames;
    CHECK_EQ(walk_next(&w, &item), GEN_E_ARG);
    CHECK_EQ(walk_close(&w), GEN_E_ARG);
}

static void reset_starts_the_outermost_call_anew(void) {
    static struct walk w;
    int item = 0;
    start(&w, 3);
    CHECK_EQ(walk_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(walk_reset(&w), GEN_DONE);
    CHECK_LOG("124");
    CHECK_EQ(gen_state(&frames[0].gen), GEN_CREATED);
    CHECK_EQ(walk_next(&w, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
}

/* A body that catches the error of a call and calls again in a finally. Calls may be pending. */
struct step {
    struct gen gen;
    int depth, error, kept, ready;
};

static struct step next_step;

GEN_RECURSIVE(steps, step, int) {
    GEN_BEGIN();
    GEN_TRY {
        note((char)('a' + self->depth));
        if (self->depth == 2) {
            GEN_AWAIT(self->ready);
            GEN_YIELD(7);
            GEN_RAISE(-2);
        }
        next_step.depth = self->depth + 1;
        if (self->depth < 9) GEN_CALL(next_step);
        note('-');
    }
    GEN_EXCEPT(self->error) {
        note('x');
        if (self->depth > 0) GEN_RAISE(self->error - 1);
    }
    GEN_END_TRY;
    GEN_TRY { GEN_YIELD(self->error); }
    GEN_FINALLY_SAVED(self->kept) {
        next_step.depth = 9;
        GEN_CALL(next_step);
        note('f');
    }
    GEN_END_TRY;
    GEN_END();
}

static struct step stack[4];

static void errors_of_calls_are_caught_by_their_callers(void) {
    static struct steps s;
    int item = 0;
    s.frames = stack;
    s.capacity = 4;
    CHECK_EQ(steps_next(&s, &item), GEN_PENDING);
    CHECK_LOG("abc");
    stack[2].ready = 1;
    CHECK_EQ(steps_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 7);
    CHECK_EQ(steps_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, -4); /* the third call raised -2, the second -3 */
    CHECK_LOG("xxx");
}

static void a_finally_may_call_while_being_closed(void) {
    static struct steps s;
    static const struct step zero = {{0}, 9, 0, 0, 0};
    int item = 0;
    s.frames = stack;
    s.capacity = 4;
    stack[0] = zero;
    CHECK_EQ(steps_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_LOG("j-");
    CHECK_EQ(steps_close(&s), GEN_E_IGNORED_CLOSE); /* the call yields and so ignores the close */
    CHECK_LOG("j-");
    CHECK_EQ(steps_close(&s), GEN_E_IGNORED_CLOSE); /* the finally of that call makes a call, too */
}

/* A call with a slow close that ends as `how` says. It is closed like a child. */
struct part {
    struct gen gen;
    int depth, how, kept, error;
};

static struct part next_part, parts[2];

GEN_RECURSIVE(whole, part, int) {
    GEN_BEGIN();
    if (self->depth == 0) {
        GEN_TRY {
            next_part = *self;
            next_part.depth = 1;
            GEN_CALL(next_part);
            note('!');
        }
        GEN_EXCEPT(self->error) { note('x'); }
        GEN_END_TRY;
    } else {
        GEN_TRY { GEN_YIELD(1); }
        GEN_FINALLY_SAVED(self->kept) {
            GEN_SUSPEND();
            if (self->how == 'r') GEN_RETURN();
            if (self->how == 'y') GEN_YIELD(2);
        }
        GEN_END_TRY;
    }
    GEN_END();
}

static void the_slow_close_of_a_call_is_that_of_a_child(void) {
    static const char hows[] = {'n', 'r', 'y'};
    static const char *const logs[] = {"", "", "x"};
    static const struct part zero = {{0}, 0, 0, 0, 0};
    static struct whole w;
    int i, item = 0;
    w.frames = parts;
    w.capacity = 2;
    for (i = 0; i < 3; i++) {
        parts[0] = zero;
        parts[0].how = hows[i];
        CHECK_EQ(whole_next(&w, &item), GEN_YIELDED);
        CHECK_EQ(whole_close(&w), GEN_PENDING);
        CHECK_EQ(whole_close(&w), GEN_DONE);
        CHECK_LOG(logs[i]);
        CHECK_EQ(gen_state(&parts[0].gen), GEN_CLOSED);
    }
    CHECK_EQ(parts[0].error, GEN_E_IGNORED_CLOSE);
}

/* A call that yields while it is closed. The yielded value is not handed out. */
struct stubborn {
    struct gen gen;
    int depth, kept;
};

static struct stubborn next_stubborn, stubborns[2];

GEN_RECURSIVE(mule, stubborn, int) {
    GEN_BEGIN();
    GEN_TRY {
        next_stubborn.depth = 1;
        if (self->depth == 0) GEN_CALL(next_stubborn);
        GEN_YIELD(1);
    }
    GEN_FINALLY_SAVED(self->kept) {
        if (self->depth == 1) GEN_YIELD(2);
    }
    GEN_END_TRY;
    GEN_END();
}

static void a_call_that_ignores_its_close_writes_no_item(void) {
    static struct mule m;
    int item = 0;
    m.frames = stubborns;
    m.capacity = 2;
    CHECK_EQ(mule_next(&m, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(mule_throw(&m, GEN_E_EXIT, &item), GEN_E_IGNORED_CLOSE);
    CHECK_EQ(item, 1);
    CHECK_EQ(mule_next(&m, &item), GEN_DONE);
}

/* A call that raises an error while it is closed. The caller can catch the error; the close goes
 * on. */
struct layer {
    struct gen gen;
    int depth, how, error;
};

static struct layer next_layer, layers[3];

GEN_RECURSIVE(cake, layer, int) {
    GEN_BEGIN();
    next_layer = *self;
    next_layer.depth = self->depth + 1;
    if (self->depth == 2) {
        GEN_TRY { GEN_YIELD(1); }
        GEN_FINALLY {
            if (self->how == 'e') GEN_RAISE(-5);
        }
        GEN_END_TRY;
        GEN_RAISE(GEN_E_EXIT);
    } else if (self->depth == 1) {
        GEN_TRY { GEN_CALL(next_layer); }
        GEN_EXCEPT(self->error) { note('x'); }
        GEN_END_TRY;
    } else {
        GEN_CALL(next_layer);
        note('!');
    }
    GEN_END();
}

static void an_error_caught_on_the_way_does_not_stop_a_close(void) {
    static struct cake c;
    int item = 0;
    layers[0].how = 'e';
    c.frames = layers;
    c.capacity = 3;
    CHECK_EQ(cake_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(cake_close(&c), GEN_DONE);
    CHECK_LOG("x");
    CHECK_EQ(gen_state(&layers[0].gen), GEN_CLOSED);
}

/* A body that raises GEN_E_EXIT itself. That is an ordinary error, not a close. */
struct signal {
    struct gen gen;
    int depth, error;
};

static struct signal next_signal, signals[3];

GEN_RECURSIVE(own, signal, int) {
    GEN_BEGIN();
    next_signal = *self;
    next_signal.depth = self->depth + 1;
    if (self->depth == 2) {
        GEN_YIELD(1);
        GEN_RAISE(GEN_E_EXIT);
    } else if (self->depth == 1) {
        for (;;) {
            GEN_TRY { GEN_CALL(next_signal); }
            GEN_FINALLY { break; }
            GEN_END_TRY;
        }
        GEN_YIELD(2);
    } else {
        GEN_CALL(next_signal);
        GEN_YIELD(3);
    }
    GEN_END();
}

static void a_close_signal_of_its_own_is_not_a_close(void) {
    static struct own o;
    int digits = 0;
    o.frames = signals;
    o.capacity = 3;
    GEN_FOR (x, own, &o) digits = 10 * digits + x;
    CHECK_EQ(digits, 123);
}

/* A body that waits in a finally because a call raised GEN_E_EXIT. It can still be closed. */
GEN_RECURSIVE(waiting, signal, int) {
    GEN_BEGIN();
    next_signal = *self;
    next_signal.depth = self->depth + 1;
    if (self->depth == 1) GEN_RAISE(GEN_E_EXIT);
    GEN_TRY { GEN_CALL(next_signal); }
    GEN_FINALLY_SAVED(self->error) {
        note('f');
        GEN_SUSPEND();
        note('x');
    }
    GEN_END_TRY;
    GEN_END();
}

static void one_that_waits_after_a_close_signal_of_a_call_can_be_closed(void) {
    static struct signal two[2];
    static struct waiting w;
    int item = 0;
    w.frames = two;
    w.capacity = 2;
    CHECK_EQ(waiting_next(&w, &item), GEN_PENDING);
    CHECK_EQ(waiting_close(&w), GEN_DONE);
    CHECK_LOG("f");
}

/* A recursive generator can be the child in a delegation, and can delegate. */
struct outer {
    struct gen gen;
    struct walk w;
};

GEN(outer, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(walk, &self->w);
    GEN_YIELD(99);
    GEN_END();
}

static void a_recursive_generator_can_be_delegated_to(void) {
    static struct outer o;
    int n = 0, last = 0;
    start(&o.w, 3);
    GEN_FOR (x, outer, &o) {
        n++;
        last = x;
    }
    CHECK_EQ(n, 6);
    CHECK_EQ(last, 99);
    CHECK_LOG("13254");
}

void run_tests(void) {
    RUN(a_recursive_walk_visits_in_order);
    RUN(close_unwinds_from_the_innermost_call);
    RUN(a_throw_reaches_the_innermost_call_and_comes_out);
    RUN(a_full_array_raises_where_the_call_stands);
    RUN(no_array_is_refused);
    RUN(reset_starts_the_outermost_call_anew);
    RUN(errors_of_calls_are_caught_by_their_callers);
    RUN(a_finally_may_call_while_being_closed);
    RUN(the_slow_close_of_a_call_is_that_of_a_child);
    RUN(a_call_that_ignores_its_close_writes_no_item);
    RUN(an_error_caught_on_the_way_does_not_stop_a_close);
    RUN(a_close_signal_of_its_own_is_not_a_close);
    RUN(one_that_waits_after_a_close_signal_of_a_call_can_be_closed);
    RUN(a_recursive_generator_can_be_delegated_to);
}
