/* GEN_RECV: sending values to a generator. */
#include "gen.h"

#include "test.h"

struct average {
    struct gen gen;
    int sum, count;
};

GEN_RECV(average, int, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->count ? self->sum / self->count : 0);
        if (sent) {
            self->sum += *sent;
            self->count++;
        } else {
            note('n');
        }
    }
    GEN_END();
}

static void a_sent_value_arrives_at_the_yield(void) {
    static struct average a;
    int item = -1, value = 10;
    CHECK_EQ(average_next(&a, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(average_send(&a, &value, &item), GEN_YIELDED);
    CHECK_EQ(item, 10);
    value = 20;
    CHECK_EQ(average_send(&a, &value, &item), GEN_YIELDED);
    CHECK_EQ(item, 15);
    CHECK_LOG("");
}

static void a_plain_next_sends_nothing(void) {
    static struct average a;
    int item = -1;
    CHECK_EQ(average_next(&a, &item), GEN_YIELDED);
    CHECK_EQ(average_next(&a, &item), GEN_YIELDED);
    CHECK_EQ(average_send(&a, NULL, &item), GEN_YIELDED);
    CHECK_LOG("nn");
}

static void a_value_sent_before_the_first_yield_is_refused(void) {
    static struct average a;
    int item = -1, value = 10;
    CHECK_EQ(average_send(&a, &value, &item), GEN_E_NOT_STARTED);
    CHECK_EQ(gen_state(&a.gen), GEN_CREATED);
    CHECK_EQ(item, -1);
    CHECK_EQ(average_next(&a, &item), GEN_YIELDED);
    CHECK_EQ(average_send(&a, &value, &item), GEN_YIELDED);
    CHECK_EQ(item, 10);
}

static void sending_nothing_to_one_not_started_is_a_next(void) {
    static struct average a;
    int item = -1;
    CHECK_EQ(average_send(&a, NULL, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
}

static void sending_to_a_finished_one_is_done(void) {
    static struct average a;
    int item = -1, value = 3;
    CHECK_EQ(average_close(&a), GEN_DONE);
    CHECK_EQ(average_send(&a, &value, &item), GEN_DONE);
    CHECK_EQ(item, -1);
}

/* Delegation: a value sent to the outer generator reaches the inner one, whether the two receive
 * values or not. */
struct deaf {
    struct gen gen;
    int n;
};
GEN(deaf, int) {
    GEN_BEGIN();
    while (self->n < 3) GEN_YIELD(self->n++);
    GEN_END();
}

struct forward {
    struct gen gen;
    struct average to;
    struct deaf then;
};
GEN_RECV(forward, int, int) {
    GEN_BEGIN();
    GEN_YIELD(-1);
    note(sent ? 's' : '-');
    GEN_YIELD_FROM(average, &self->to);
    GEN_YIELD_FROM(deaf, &self->then);
    GEN_END();
}

static void what_is_sent_passes_through_a_delegation(void) {
    static struct forward f;
    int item = 0, value = 8;
    CHECK_EQ(forward_next(&f, &item), GEN_YIELDED);
    CHECK_EQ(item, -1);
    /* the outer yield receives this value: the child is started by a plain next */
    CHECK_EQ(forward_send(&f, &value, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(forward_send(&f, &value, &item), GEN_YIELDED);
    CHECK_EQ(item, 8);
    CHECK_LOG("s");
}

static void what_is_sent_to_a_child_that_takes_nothing_is_dropped(void) {
    static struct forward f;
    int item = 0, value = 8;
    CHECK_EQ(average_close(&f.to), GEN_DONE);
    CHECK_EQ(forward_next(&f, &item), GEN_YIELDED);
    CHECK_EQ(forward_next(&f, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(forward_send(&f, &value, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_LOG("-");
}

/* A plain generator may use the name `sent`; a pointer can be sent. */
struct plain {
    struct gen gen;
    struct average of;
};
GEN(plain, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(average, &self->of);
    GEN_END();
}

static void a_plain_generator_delegates_to_one_that_receives(void) {
    static struct plain p;
    int item = -1;
    CHECK_EQ(plain_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(plain_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_LOG("n");
}

struct homonym {
    struct gen gen;
    struct deaf of;
};
GEN(homonym, int) {
    GEN_BEGIN();
    {
        const char *sent;
        sent = "mine";
        GEN_YIELD_FROM(deaf, &self->of);
        sent = "mine again";
        note(sent[0]);
    }
    GEN_END();
}

/* forward delegates to this one, which delegates to average */
struct between {
    struct gen gen;
    struct average *child;
};

GEN(between, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(average, self->child);
    GEN_END();
}

struct above {
    struct gen gen;
    struct between child;
};

GEN_RECV(above, int, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(between, &self->child);
    GEN_END();
}

static void what_is_sent_passes_through_a_plain_generator_between(void) {
    static struct average a;
    static struct above top;
    int item = -1;
    const int value = 8;
    top.child.child = &a;
    CHECK_EQ(above_next(&top, &item), GEN_YIELDED);
    CHECK_EQ(above_send(&top, &value, &item), GEN_YIELDED);
    CHECK_EQ(item, 8);
}

static void a_plain_generator_may_have_a_local_called_sent(void) {
    static struct homonym h;
    int n = 0;
    GEN_FOR (x, homonym, &h) n += x;
    CHECK_EQ(n, 3);
    CHECK_LOG("m");
}

struct pointed {
    struct gen gen;
    int sum;
};
GEN_RECV(pointed, int *, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->sum);
        if (sent) self->sum += **sent;
    }
    GEN_END();
}

static void a_pointer_can_be_sent(void) {
    static struct pointed p;
    int item = 0, value = 5;
    int *pointer = &value;
    CHECK_EQ(pointed_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(pointed_send(&p, &pointer, &item), GEN_YIELDED);
    CHECK_EQ(item, 5);
}

void run_tests(void) {
    RUN(a_sent_value_arrives_at_the_yield);
    RUN(a_plain_next_sends_nothing);
    RUN(a_value_sent_before_the_first_yield_is_refused);
    RUN(sending_nothing_to_one_not_started_is_a_next);
    RUN(sending_to_a_finished_one_is_done);
    RUN(what_is_sent_passes_through_a_delegation);
    RUN(what_is_sent_to_a_child_that_takes_nothing_is_dropped);
    RUN(a_plain_generator_delegates_to_one_that_receives);
    RUN(what_is_sent_passes_through_a_plain_generator_between);
    RUN(a_plain_generator_may_have_a_local_called_sent);
    RUN(a_pointer_can_be_sent);
}
