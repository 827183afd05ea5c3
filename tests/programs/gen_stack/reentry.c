/* A stack that its own body resumes, and one that another generator delegates to. */
#include "gen_stack.h"

#include "test.h"

GEN_STACK_RECV(ints, int, int)

static struct ints_link links[2];
static struct ints s = {links, 2, 0, 0};

struct mirror {
    struct gen gen;
    int seen, thrown, closed, got;
};

GEN_STACKED(mirror, ints) {
    int item = 0;
    GEN_BEGIN();
    self->seen = ints_next(&s, &item);
    GEN_YIELD(1);
    self->got = sent != NULL ? *sent : -1;
    self->seen += ints_next(&s, &item) == GEN_E_RUNNING;
    self->thrown = ints_throw(&s, -3, &item);
    self->closed = ints_close(&s);
    GEN_YIELD(2);
    GEN_END();
}

struct frame {
    struct gen gen;
    struct mirror mirror;
};

GEN_STACKED(frame, ints) {
    GEN_BEGIN();
    GEN_DELEGATE(mirror, &self->mirror);
    GEN_YIELD(3);
    GEN_END();
}

static struct frame f;

static void start(void) {
    static const struct frame zero_frame = {{0}, {{0}, 0, 0, 0, 0}};
    static const struct ints zero = {links, 2, 0, 0};
    static const struct ints_link first = GEN_LINK(frame, &f);
    f = zero_frame;
    s = zero;
    links[0] = first;
}

static void a_stack_that_runs_is_refused(void) {
    int item = 0;
    start();
    CHECK_EQ(ints_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(f.mirror.seen, GEN_E_RUNNING);
    CHECK_EQ(ints_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(f.mirror.seen, GEN_E_RUNNING + 1);
    CHECK_EQ(f.mirror.thrown, GEN_E_RUNNING);
    CHECK_EQ(f.mirror.closed, GEN_E_RUNNING);
    CHECK_EQ(ints_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(ints_next(&s, &item), GEN_DONE);
}

struct user {
    struct gen gen;
};

GEN_RECV(user, int, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(ints, &s);
    GEN_YIELD(55);
    GEN_END();
}

static void a_stack_can_be_delegated_to(void) {
    static const int value = 42;
    static struct user u;
    int item = 0;
    start();
    CHECK_EQ(user_next(&u, &item), GEN_YIELDED);
    CHECK_EQ(user_send(&u, &value, &item), GEN_YIELDED);
    CHECK_EQ(f.mirror.got, 42);
    CHECK_EQ(user_next(&u, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(user_next(&u, &item), GEN_YIELDED);
    CHECK_EQ(item, 55);
    CHECK_EQ(user_close(&u), GEN_DONE);
}

void run_tests(void) {
    RUN(a_stack_that_runs_is_refused);
    RUN(a_stack_can_be_delegated_to);
}
