/* GEN_STACK, GEN_STACKED and GEN_DELEGATE: generators of several kinds that call each other. */
#include "gen_stack.h"

#include "test.h"

GEN_STACK_RECV(ints, int, int)

/* Yields 0 to n - 1, and raises -7 if n is 3. A thrown -5 is caught. */
struct leaf {
    struct gen gen;
    int i, n, got, caught, kept;
};

GEN_STACKED(leaf, ints) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_TRY {
            for (self->i = 0; self->i < self->n; self->i++) {
                GEN_YIELD(self->i);
                if (sent != NULL) self->got = *sent;
            }
            if (self->n == 3) GEN_RAISE(-7);
        }
        GEN_EXCEPT(self->caught) {
            note('x');
            if (self->caught != -5) GEN_RAISE(self->caught);
            GEN_YIELD(100);
        }
        GEN_END_TRY;
    }
    GEN_FINALLY_SAVED(self->kept) {
        note('l');
        if (self->n == 9) GEN_SUSPEND();
        if (self->n == 8) GEN_YIELD(8);
    }
    GEN_END_TRY;
    GEN_END();
}

/* Calls a leaf, and catches its error. Declared: another body calls it before its own. */
struct middle {
    struct gen gen;
    struct leaf leaf;
    struct middle *self_again;
    int error, kept, after;
};

GEN_DECLARE_STACKED(middle, ints)

struct outer {
    struct gen gen;
    struct middle middle;
};

GEN_STACKED(outer, ints) {
    GEN_BEGIN();
    GEN_YIELD(-1);
    GEN_DELEGATE(middle, &self->middle);
    note('o');
    GEN_YIELD(-2);
    GEN_END();
}

GEN_DEFINE_STACKED(middle, ints) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_TRY {
            GEN_DELEGATE(leaf, &self->leaf);
            if (self->self_again != NULL) GEN_DELEGATE(middle, self->self_again);
        }
        GEN_EXCEPT(self->error) {
            note('e');
            GEN_YIELD(1000);
        }
        GEN_END_TRY;
        GEN_YIELD(7);
        self->after = sent != NULL ? *sent : -1;
    }
    GEN_FINALLY_SAVED(self->kept) { note('m'); }
    GEN_END_TRY;
    GEN_END();
}

static struct outer o;
static struct ints_link links[3];
static struct ints s;

/* Start with a leaf that counts to n. */
static void start(int n, unsigned capacity) {
    static const struct outer zero_outer = {{0}, {{0}, {{0}, 0, 0, 0, 0, 0}, NULL, 0, 0, 0}};
    static const struct ints_link first = GEN_LINK(outer, &o);
    static const struct ints zero = {NULL, 0, 0, 0};
    o = zero_outer;
    o.middle.leaf.n = n;
    links[0] = first;
    s = zero;
    s.links = links;
    s.capacity = capacity;
}

static long next(void) {
    int item = -9;
    const gen_status status = ints_next(&s, &item);
    return status == GEN_YIELDED ? item : status - 10000L;
}

static void items_of_all_come_in_order(void) {
    start(2, 3);
    CHECK_EQ(next(), -1);
    CHECK_EQ(next(), 0);
    CHECK_EQ(gen_state(&o.gen), GEN_SUSPENDED);
    CHECK_EQ(next(), 1);
    CHECK_EQ(next(), 7);
    CHECK_LOG("l");
    CHECK_EQ(next(), -2);
    CHECK_LOG("mo");
    CHECK_EQ(next(), GEN_DONE - 10000L);
    CHECK_EQ(next(), GEN_DONE - 10000L);
    CHECK_EQ(gen_state(&o.gen), GEN_CLOSED);
}

static void an_error_is_raised_in_the_caller(void) {
    int sum = 0;
    start(3, 3);
    GEN_FOR (x, ints, &s) sum += x;
    CHECK_EQ(sum, -1 + 0 + 1 + 2 + 1000 + 7 - 2);
    CHECK_EQ(o.middle.error, -7);
    CHECK_LOG("xlemo");
}

static void a_throw_reaches_the_innermost(void) {
    int item = 0;
    start(5, 3);
    (void)next();
    (void)next();
    CHECK_EQ(ints_throw(&s, -5, &item), GEN_YIELDED);
    CHECK_EQ(item, 100);
    CHECK_EQ(o.middle.leaf.caught, -5);
    CHECK_EQ(ints_throw(&s, -6, &item), GEN_YIELDED);
    CHECK_EQ(item, 1000);
    CHECK_EQ(o.middle.error, -6);
    CHECK_EQ(ints_throw(&s, -8, &item), -8);
    CHECK_LOG("xlem");
    CHECK_EQ(next(), GEN_DONE - 10000L);
}

static void a_value_reaches_the_innermost(void) {
    static const int value = 42, other = 43;
    int item = 0;
    start(1, 3);
    CHECK_EQ(ints_send(&s, &value, &item), GEN_E_NOT_STARTED);
    CHECK_EQ(ints_send(&s, NULL, &item), GEN_YIELDED);
    CHECK_EQ(ints_send(&s, &value, &item), GEN_YIELDED); /* the leaf starts with a plain next */
    CHECK_EQ(o.middle.leaf.got, 0);
    CHECK_EQ(ints_send(&s, &value, &item), GEN_YIELDED);
    CHECK_EQ(o.middle.leaf.got, 42);
    CHECK_EQ(item, 7);
    CHECK_EQ(ints_send(&s, &other, &item), GEN_YIELDED);
    CHECK_EQ(o.middle.after, 43);
    CHECK_LOG("lmo");
}

static void a_close_goes_from_the_innermost_outwards(void) {
    start(5, 3);
    (void)next();
    (void)next();
    CHECK_EQ(ints_close(&s), GEN_DONE);
    CHECK_LOG("lm");
    CHECK_EQ(gen_state(&o.gen), GEN_CLOSED);
    CHECK_EQ(gen_state(&o.middle.gen), GEN_CLOSED);
    CHECK_EQ(gen_state(&o.middle.leaf.gen), GEN_CLOSED);
    CHECK_EQ(ints_close(&s), GEN_DONE);
    CHECK_EQ(next(), GEN_DONE - 10000L);
}

static void a_close_may_be_pending(void) {
    start(9, 3);
    (void)next();
    (void)next();
    CHECK_EQ(ints_close(&s), GEN_PENDING);
    CHECK_LOG("l");
    CHECK_EQ(ints_close(&s), GEN_DONE);
    CHECK_LOG("m");
}

static void one_that_ignores_the_close_fails_in_its_caller(void) {
    int item = -3;
    start(8, 3);
    (void)next();
    (void)next();
    /* The caller catches that, and yields: it ignores the close, too. */
    CHECK_EQ(ints_throw(&s, GEN_E_EXIT, &item), GEN_E_IGNORED_CLOSE);
    CHECK_EQ(item, -3);
    CHECK_EQ(o.middle.error, GEN_E_IGNORED_CLOSE);
    CHECK_EQ(gen_state(&o.middle.gen), GEN_SUSPENDED);
    CHECK_EQ(next(), GEN_DONE - 10000L);
    CHECK_LOG("le");
}

static void a_full_stack_raises_where_the_call_stands(void) {
    start(2, 2);
    CHECK_EQ(next(), -1);
    CHECK_EQ(next(), 1000);
    CHECK_EQ(o.middle.error, GEN_E_FULL);
    CHECK_LOG("e");
    start(2, 1);
    CHECK_EQ(next(), -1);
    CHECK_EQ(next(), GEN_E_FULL - 10000L);
}

static void no_links_are_refused(void) {
    static const struct ints_link none = {NULL, NULL};
    static const int value = 1;
    int item = 0;
    start(2, 0);
    CHECK_EQ(ints_next(&s, &item), GEN_E_ARG);
    CHECK_EQ(ints_send(&s, &value, &item), GEN_E_ARG);
    s.capacity = 3;
    links[0] = none;
    CHECK_EQ(ints_next(&s, &item), GEN_E_ARG);
    s.links = NULL;
    CHECK_EQ(ints_close(&s), GEN_E_ARG);
}

static void one_that_is_on_the_stack_cannot_be_called(void) {
    start(1, 3);
    o.middle.self_again = &o.middle; /* its caller, which is suspended in the call */
    CHECK_EQ(next(), -1);
    CHECK_EQ(next(), 0);
    CHECK_EQ(next(), 1000);
    CHECK_EQ(o.middle.error, GEN_E_RUNNING);
    CHECK_EQ(next(), 7);
    CHECK_LOG("le");
    CHECK_EQ(ints_close(&s), GEN_DONE);
    CHECK_LOG("m");
}

static void reset_starts_the_outermost_anew(void) {
    start(2, 3);
    (void)next();
    (void)next();
    CHECK_EQ(ints_reset(&s), GEN_DONE);
    CHECK_LOG("lm");
    CHECK_EQ(gen_state(&o.gen), GEN_CREATED);
    CHECK_EQ(next(), -1);
    CHECK_EQ(next(), -2); /* what it calls is still closed */
    CHECK_LOG("o");
}

/* Recursive generators of two files' form, whose frames move between two resumes. */
struct count {
    struct gen gen;
    int left;
};

GEN_DECLARE_RECURSIVE(counts, count, int)

static struct count next_count;

GEN_DEFINE_RECURSIVE(counts, count) {
    GEN_BEGIN();
    GEN_YIELD(self->left);
    next_count.left = self->left - 1;
    if (self->left > 0) GEN_CALL(next_count);
    if (self->left == 0 && self[-1].left == 1) note('c'); /* the caller's frame */
    GEN_YIELD(10 + self->left);
    GEN_END();
}

static void frames_may_move_and_be_copied(void) {
    static struct count few[3], more[4];
    static struct counts all, copy;
    int i, item = 0;
    few[0].left = 2;
    all.frames = few;
    all.capacity = 3;
    CHECK_EQ(counts_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(counts_next(&all, &item), GEN_YIELDED);
    copy = all;
    for (i = 0; i < 3; i++) more[i] = few[i];
    copy.frames = more;
    copy.capacity = 4;
    for (i = 0; i < 4; i++) CHECK_EQ(counts_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(item, 12);
    CHECK_EQ(counts_next(&all, &item), GEN_DONE);
    CHECK_EQ(counts_next(&copy, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(counts_next(&copy, &item), GEN_YIELDED);
    CHECK_EQ(item, 10);
    CHECK_LOG("cc");
}

void run_tests(void) {
    RUN(items_of_all_come_in_order);
    RUN(an_error_is_raised_in_the_caller);
    RUN(a_throw_reaches_the_innermost);
    RUN(a_value_reaches_the_innermost);
    RUN(a_close_goes_from_the_innermost_outwards);
    RUN(a_close_may_be_pending);
    RUN(one_that_ignores_the_close_fails_in_its_caller);
    RUN(a_full_stack_raises_where_the_call_stands);
    RUN(no_links_are_refused);
    RUN(one_that_is_on_the_stack_cannot_be_called);
    RUN(reset_starts_the_outermost_anew);
    RUN(frames_may_move_and_be_copied);
}
