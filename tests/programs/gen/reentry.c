/* A generator that is resumed while it runs: the resume is refused and changes nothing. */
#include "gen_stack.h"

#include "test.h"

struct self_aware {
    struct gen gen;
    enum gen_state inside;
};

GEN(self_aware, int) {
    GEN_BEGIN();
    self->inside = gen_state(&self->gen);
    GEN_YIELD(0);
    GEN_END();
}

static void it_knows_that_it_runs(void) {
    static struct self_aware s;
    int item = 1;
    CHECK_EQ(self_aware_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(s.inside, GEN_RUNNING);
    CHECK_EQ(gen_state(&s.gen), GEN_SUSPENDED);
}

/* A generator that, while it runs, calls on itself the function that `how` selects. */
struct narcissus {
    struct gen gen;
    int how, got;
};

static gen_status resume_self(struct narcissus *self);

GEN(narcissus, int) {
    GEN_BEGIN();
    self->got = resume_self(self);
    GEN_YIELD(1);
    self->got = resume_self(self);
    GEN_END();
}

static gen_status resume_self(struct narcissus *self) {
    int item;
    switch (self->how) {
    case 'n': return narcissus_next(self, &item);
    case 't': return narcissus_throw(self, -3, &item);
    case 'c': return narcissus_close(self);
    default: return narcissus_reset(self);
    }
}

static void resuming_oneself_is_refused_and_changes_nothing(void) {
    static const char hows[] = {'n', 't', 'c', 'r'};
    static struct narcissus all[4];
    int i, item = 0;
    for (i = 0; i < 4; i++) {
        struct narcissus *const n = &all[i];
        n->how = hows[i];
        CHECK_EQ(narcissus_next(n, &item), GEN_YIELDED);
        CHECK_EQ(item, 1);
        CHECK_EQ(n->got, GEN_E_RUNNING);
        n->got = 0;
        CHECK_EQ(narcissus_next(n, &item), GEN_DONE);
        CHECK_EQ(n->got, GEN_E_RUNNING);
        CHECK_EQ(gen_state(&n->gen), GEN_CLOSED);
    }
}

/* A parent counts as running while it delegates. */
struct looped;
static gen_status resume_parent(struct looped *parent);

struct mirror {
    struct gen gen;
    struct looped *parent;
    int got;
};
GEN(mirror, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
    self->got = resume_parent(self->parent);
    GEN_YIELD(2);
    GEN_END();
}
struct looped {
    struct gen gen;
    struct mirror child;
};
GEN(looped, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(mirror, &self->child);
    GEN_END();
}
static gen_status resume_parent(struct looped *parent) {
    int item = 0;
    return looped_next(parent, &item);
}

static void resuming_the_parent_from_its_child_is_refused(void) {
    static struct looped l;
    int item = 0;
    l.child.parent = &l;
    CHECK_EQ(looped_next(&l, &item), GEN_YIELDED);
    CHECK_EQ(looped_next(&l, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(l.child.got, GEN_E_RUNNING);
    CHECK_EQ(looped_next(&l, &item), GEN_DONE);
}

/* A child that is running cannot be delegated to. */
struct other {
    struct gen gen;
    struct other *to;
    int error;
};
GEN(other, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD_FROM(other, self->to); }
    GEN_EXCEPT(self->error) { note('x'); }
    GEN_END_TRY;
    GEN_END();
}

static void delegating_to_oneself_raises(void) {
    static struct other o;
    int item = 0;
    o.to = &o;
    CHECK_EQ(other_next(&o, &item), GEN_DONE);
    CHECK_EQ(o.error, GEN_E_RUNNING);
    CHECK_LOG("x");
}

/* A recursive walk that resumes itself from an inner call. */
struct echo {
    struct gen gen;
    int depth, got;
};
struct echoes;
static gen_status resume_echoes(void);
static struct echo next_echo;
GEN_RECURSIVE(echoes, echo, int) {
    GEN_BEGIN();
    next_echo.depth = 1;
    if (self->depth == 0) GEN_CALL(next_echo);
    self->got = resume_echoes();
    GEN_YIELD(self->depth);
    GEN_END();
}
static struct echo two[2];
static struct echoes the_echoes;
static gen_status resume_echoes(void) {
    int item = 0;
    return echoes_next(&the_echoes, &item);
}

static void resuming_it_from_inside_is_refused_at_any_depth(void) {
    int item = 0;
    the_echoes.frames = two;
    the_echoes.capacity = 2;
    CHECK_EQ(echoes_next(&the_echoes, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(two[1].got, GEN_E_RUNNING);
    CHECK_EQ(echoes_next(&the_echoes, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(two[0].got, GEN_E_RUNNING);
    CHECK_EQ(echoes_next(&the_echoes, &item), GEN_DONE);
}

void run_tests(void) {
    RUN(it_knows_that_it_runs);
    RUN(resuming_oneself_is_refused_and_changes_nothing);
    RUN(resuming_the_parent_from_its_child_is_refused);
    RUN(delegating_to_oneself_raises);
    RUN(resuming_it_from_inside_is_refused_at_any_depth);
}
