/* Closing a generator whose finally waits, however its loop is left; and waiting for one item. */
#include "replay.h"

static const struct timed some[] = {{10, 1}, {20, 2}, {30, 3}, {40, 0}};
static const struct timed fails[] = {{10, 1}, {20, -7}};

/* The last letter of a test's log is '.', if its task goes on after the loop. */
struct loops {
    struct gen gen;
    struct async_task task;
    struct replay source;
    struct async_closing closing;
    async_tick due;
    int item;
    char leaves;
};
GEN(loops, char) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_FOR_AWAIT (self->item, replay, &self->source) {
            note((char)('0' + self->item));
            if (self->item != 2) continue;
            if (self->leaves == 'b') break;
            if (self->leaves == 'r') GEN_RETURN();
            if (self->leaves == 'e') GEN_RAISE(-5);
            if (self->leaves == 's') ASYNC_SLEEP(&self->task, self->due, 100);
        }
    }
    ASYNC_FINALLY_CLOSE(self->closing, replay, &self->source);
    note('.');
    GEN_END();
}
ASYNC_TASK(loops)

static struct loops l;

static void begin(char leaves, const struct timed *items) {
    start = (async_tick)-4;
    CHECK_EQ(loops_reset(&l), GEN_DONE);
    CHECK_EQ(replay_reset(&l.source), GEN_DONE);
    l.leaves = leaves;
    l.source.items = items;
    l.source.task = &l.task;
    CHECK_EQ(loops_spawn(&executor, &l), GEN_DONE);
}

static void it_is_closed_however_the_loop_ends(void) {
    begin('b', some);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_EQ(now - start, 25);
    CHECK_LOG("12().");
    begin('r', some);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_EQ(now - start, 25);
    CHECK_LOG("12()");
    begin('e', some);
    CHECK_EQ(go(NULL), -5);
    CHECK_EQ(now - start, 25);
    CHECK_LOG("12()");
    begin(0, some);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_EQ(now - start, 45);
    CHECK_LOG("123().");
    begin(0, fails);
    CHECK_EQ(go(NULL), -7);
    CHECK_EQ(now - start, 25);
    CHECK_LOG("1()");
}

static void it_is_closed_with_the_task(void) {
    async_tick at;
    for (at = 15; at <= 25; at += 10) { /* first in the source, then in the loop */
        begin('s', some);
        for (now = start; now != start + at; now++) (void)async_run(&executor, now);
        async_cancel(&l.task);
        for (; now != start + at + 5; now++) CHECK(async_run(&executor, now) > 0);
        CHECK_EQ(async_run(&executor, now), GEN_DONE);
        CHECK_EQ(async_status(&l.task), GEN_E_CANCELLED);
        CHECK_EQ(gen_state(&l.source.gen), GEN_CLOSED);
        if (at == 15)
            CHECK_LOG("1()");
        else
            CHECK_LOG("12()");
    }
}

static void a_cancel_does_not_interrupt_the_close(void) {
    begin('b', some);
    for (now = start; now != start + 22; now++) (void)async_run(&executor, now);
    CHECK_LOG("12("); /* in the finally of the source, until 25 */
    async_cancel(&l.task);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_EQ(now - start, 25);
    CHECK_EQ(async_status(&l.task), GEN_E_CANCELLED);
    CHECK_EQ(gen_state(&l.source.gen), GEN_CLOSED);
    CHECK_LOG(")");
}

/* Its finally fails. */
struct unclean {
    struct gen gen;
    struct async_task *task;
    async_tick due;
    int kept;
};
GEN(unclean, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY_SAVED(self->kept) {
        ASYNC_SLEEP(self->task, self->due, 5);
        GEN_RAISE(-8);
    }
    GEN_END_TRY;
    GEN_END();
}

struct items {
    struct gen gen;
    struct async_task task;
    struct replay source;
    struct unclean unclean;
    struct async_closing closing;
    gen_status status;
    int item, error;
};
GEN(items, char) {
    GEN_BEGIN();
    ASYNC_NEXT(self->status, replay, &self->source, &self->item);
    CHECK_EQ(self->status, GEN_YIELDED);
    record(self->item);
    ASYNC_NEXT_OR(self->status, replay, &self->source, self->item, 99);
    record(self->item);
    ASYNC_CLOSE(self->closing, replay, &self->source);
    record(0);
    ASYNC_NEXT_OR(self->status, replay, &self->source, self->item, 99);
    record(self->item);
    ASYNC_NEXT(self->status, replay, &self->source, &self->item);
    CHECK_EQ(self->status, GEN_DONE);
    GEN_TRY {
        GEN_TRY { ASYNC_NEXT_OR(self->status, unclean, &self->unclean, self->item, 99); }
        ASYNC_FINALLY_CLOSE(self->closing, unclean, &self->unclean);
        note('!');
    }
    GEN_EXCEPT(self->error) { record(self->error); }
    GEN_END_TRY;
    CHECK_EQ(replay_reset(&self->source), GEN_DONE);
    self->source.items = fails + 1;
    ASYNC_NEXT_OR(self->status, replay, &self->source, self->item, 99);
    note('!');
    GEN_END();
}
ASYNC_TASK(items)

static void one_item_at_a_time(void) {
    static struct items i;
    start = (async_tick)-4;
    i.source.items = some;
    i.source.task = i.unclean.task = &i.task;
    CHECK_EQ(items_spawn(&executor, &i), GEN_DONE);
    CHECK_EQ(go(NULL), -7);
    CHECK_GOT(10, 1, 20, 2, 25, 0, 25, 99, 30, -8);
    CHECK_LOG("()()");
}

struct closes {
    struct gen gen;
    struct async_task task;
    struct replay source;
    struct async_closing closing;
    gen_status status;
    int item;
};
GEN(closes, char) {
    GEN_BEGIN();
    ASYNC_NEXT(self->status, replay, &self->source, &self->item);
    ASYNC_CLOSE(self->closing, replay, &self->source);
    note('!');
    GEN_END();
}
ASYNC_TASK(closes)

static void a_cancel_during_an_aclose(void) {
    static struct closes c;
    start = (async_tick)-4;
    c.source.items = some;
    c.source.task = &c.task;
    CHECK_EQ(closes_spawn(&executor, &c), GEN_DONE);
    for (now = start; now != start + 12; now++) (void)async_run(&executor, now);
    async_cancel(&c.task);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_EQ(now - start, 15);
    CHECK_EQ(gen_state(&c.source.gen), GEN_CLOSED);
    CHECK_LOG("()");
}

void run_tests(void) {
    RUN(it_is_closed_however_the_loop_ends);
    RUN(it_is_closed_with_the_task);
    RUN(a_cancel_does_not_interrupt_the_close);
    RUN(one_item_at_a_time);
    RUN(a_cancel_during_an_aclose);
}
