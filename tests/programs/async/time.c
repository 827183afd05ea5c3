/* Waiting in time, with ticks of 16 bits: sleeps, periods, timeouts, and all of them within each
 * other. */
#include <stdint.h>
#define ASYNC_TICK_T uint16_t
#include "async.h"

#include "test.h"

static struct async executor;
static async_tick now;

/* Run until all tasks have ended, at the times that they ask for, but so many ticks late. Return the
 * number of runs. */
static int go(async_tick late) {
    gen_status status;
    int runs = 0;
    while ((status = async_run(&executor, now)) != GEN_DONE) {
        runs++;
        CHECK(status > 0);
        if (status != GEN_PENDING) continue;
        if (!async_next_deadline(&executor, &now)) return -1; /* all wait for ever */
        now = (async_tick)(now + late);
    }
    return runs;
}

struct sleeper {
    struct gen gen;
    struct async_task task;
    async_tick due;
};
GEN(sleeper, char) {
    GEN_BEGIN();
    ASYNC_SLEEP(&self->task, self->due, 10);
    CHECK_EQ(async_now(&self->task), 4);
    ASYNC_SLEEP(&self->task, self->due, 0);      /* it goes on at once */
    ASYNC_SLEEP_UNTIL(&self->task, 2);           /* this has passed */
    ASYNC_SLEEP(&self->task, self->due, 0x7FFF); /* the longest */
    CHECK_EQ(async_now(&self->task), 0x8003);
    ASYNC_SLEEP_UNTIL(&self->task, 0x9000);
    CHECK_EQ(async_now(&self->task), 0x9000);
    GEN_END();
}
ASYNC_TASK(sleeper)

static void a_sleep_ends_on_time(void) {
    static struct sleeper s;
    now = (async_tick)-6; /* ticks wrap around */
    CHECK_EQ(sleeper_spawn(&executor, &s), GEN_DONE);
    CHECK_EQ(go(0), 3);
}

struct periodic {
    struct gen gen;
    struct async_task task;
    async_tick due;
    int i;
};
GEN(periodic, char) {
    GEN_BEGIN();
    self->due = async_now(&self->task);
    for (self->i = 0; self->i < 5; self->i++) ASYNC_EVERY(&self->task, self->due, 100);
    GEN_END();
}
ASYNC_TASK(periodic)

static void periods_do_not_drift(void) {
    static struct periodic p;
    now = 1000;
    CHECK_EQ(periodic_spawn(&executor, &p), GEN_DONE);
    CHECK(go(7) > 0);
    CHECK_EQ(p.due, 1500);
    CHECK_EQ(now, 1507);
}

struct polite {
    struct gen gen;
    struct async_task task;
    int i;
    char name;
};
GEN(polite, char) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) {
        note(self->name);
        ASYNC_YIELD(&self->task);
    }
    GEN_END();
}
ASYNC_TASK(polite)

static void a_yield_lets_others_run(void) {
    static struct polite a, b;
    a.name = 'a';
    b.name = 'b';
    CHECK_EQ(polite_spawn(&executor, &a), GEN_DONE);
    CHECK_EQ(polite_spawn(&executor, &b), GEN_DONE);
    CHECK_EQ(go(0), 2);
    CHECK_LOG("abab");
}

/* A child that lets other tasks run, and a suspend that nobody wakes. */
struct inside {
    struct gen gen;
    struct async_task *task;
    int i;
};
GEN(inside, char) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) {
        note('.');
        ASYNC_YIELD(self->task);
    }
    GEN_END();
}

struct host {
    struct gen gen;
    struct async_task task;
    struct inside child;
};
GEN(host, char) {
    GEN_BEGIN();
    GEN_YIELD_FROM(inside, &self->child);
    note('|');
    GEN_SUSPEND();
    note('!');
    GEN_END();
}
ASYNC_TASK(host)

static void a_child_lets_others_run_and_a_suspend_waits_for_a_wake(void) {
    static struct host h;
    int i;
    h.child.task = &h.task;
    CHECK_EQ(host_spawn(&executor, &h), GEN_DONE);
    for (i = 0; i < 2; i++) CHECK_EQ(async_run(&executor, 0), GEN_YIELDED);
    for (i = 0; i < 2; i++) CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    CHECK_LOG("..|");
    async_wake(&h.task);
    CHECK_EQ(async_run(&executor, 0), GEN_DONE);
    CHECK_LOG("!");
}

/* A source of items: it sleeps, then hands out an item. Its finally sleeps, too. */
struct source {
    struct gen gen;
    struct async_task *task;
    async_tick due, sleep, cleans;
    int kept, error;
};
GEN(source, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (;;) {
            ASYNC_SLEEP(self->task, self->due, self->sleep);
            if (self->error) GEN_RAISE(self->error);
            GEN_YIELD((int)self->sleep);
        }
    }
    GEN_FINALLY_SAVED(self->kept) {
        note('(');
        ASYNC_SLEEP(self->task, self->due, self->cleans);
        note(')');
    }
    GEN_END_TRY;
    GEN_END();
}

struct waits {
    struct gen gen;
    struct async_task task;
    struct source source;
    struct async_timeout timeout, outer;
    async_tick start;
    int item;
};
GEN(waits, char) {
    GEN_BEGIN();
    self->source.task = &self->task;
    ASYNC_WITHIN(&self->task, self->timeout, 50, source, &self->source, &self->item);
    note('.');
    GEN_END();
}
ASYNC_TASK(waits)

static void the_item_comes_within_the_time(void) {
    static struct waits w;
    now = 0;
    w.source.sleep = 30;
    CHECK_EQ(waits_spawn(&executor, &w), GEN_DONE);
    CHECK(go(0) > 0);
    CHECK_EQ(w.item, 30);
    CHECK_EQ(now, 30);
    CHECK_EQ(w.timeout.status, GEN_YIELDED);
    CHECK_LOG(".");
}

static void an_error_within_the_time_is_the_status(void) {
    static struct waits w;
    now = 0;
    w.source.sleep = 30;
    w.source.cleans = 40;
    w.source.error = -9;
    CHECK_EQ(waits_spawn(&executor, &w), GEN_DONE);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 30), GEN_PENDING);
    CHECK_LOG("(");
    CHECK_EQ(async_run(&executor, 49), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 70), GEN_DONE); /* both are due: the item counts */
    CHECK_EQ(w.timeout.status, -9);
    CHECK_LOG(").");
}

static void a_timeout_closes_the_child_though_its_finally_waits(void) {
    static struct waits w;
    now = 100;
    w.source.sleep = 70;
    w.source.cleans = 5;
    CHECK_EQ(waits_spawn(&executor, &w), GEN_DONE);
    CHECK(go(0) > 0);
    CHECK_EQ(now, 155);
    CHECK_EQ(gen_state(&w.source.gen), GEN_CLOSED);
    CHECK_EQ(w.timeout.status, GEN_E_TIMEOUT);
    CHECK_LOG("().");
}

static void a_cancel_within_the_time_closes_the_child(void) {
    static struct waits w;
    now = 0;
    w.source.sleep = 30;
    w.source.cleans = 5;
    CHECK_EQ(waits_spawn(&executor, &w), GEN_DONE);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    async_cancel(&w.task);
    CHECK_EQ(async_run(&executor, 3), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 7), GEN_PENDING);
    CHECK_LOG("(");
    CHECK_EQ(async_run(&executor, 8), GEN_DONE);
    CHECK_LOG(")");
    CHECK_EQ(async_status(&w.task), GEN_E_CANCELLED);
    CHECK_EQ(gen_state(&w.source.gen), GEN_CLOSED);
}

static void a_cancel_while_the_child_is_closed_waits_for_it(void) {
    static struct waits w;
    now = 0;
    w.source.sleep = 70;
    w.source.cleans = 5;
    CHECK_EQ(waits_spawn(&executor, &w), GEN_DONE);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 50), GEN_PENDING);
    CHECK_LOG("(");
    async_cancel(&w.task);
    CHECK_EQ(async_run(&executor, 52), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 55), GEN_DONE);
    CHECK_LOG(")");
    CHECK_EQ(async_status(&w.task), GEN_E_CANCELLED);
    CHECK_EQ(gen_state(&w.source.gen), GEN_CLOSED);
}

/* A timeout around a child that has a shorter timeout around another one, which sleeps. */
struct inner {
    struct gen gen;
    struct async_task *task;
    struct source source;
    struct async_timeout timeout;
    int item;
};
GEN(inner, int) {
    GEN_BEGIN();
    for (;;) {
        ASYNC_WITHIN(self->task, self->timeout, 200, source, &self->source, &self->item);
        note('.');
    }
    GEN_END();
}
struct outer {
    struct gen gen;
    struct async_task task;
    struct inner inner;
    struct async_timeout timeout;
    int item;
};
GEN(outer, char) {
    GEN_BEGIN();
    self->inner.task = self->inner.source.task = &self->task;
    ASYNC_WITHIN(&self->task, self->timeout, 500, inner, &self->inner, &self->item);
    GEN_END();
}
ASYNC_TASK(outer)

static void timeouts_nest(void) {
    static struct outer o;
    now = 0;
    o.inner.source.sleep = 90;
    CHECK_EQ(outer_spawn(&executor, &o), GEN_DONE);
    while (async_run(&executor, now) == GEN_PENDING && async_next_deadline(&executor, &now)) {}
    CHECK_EQ(now, 500);
    CHECK_EQ(o.timeout.status, GEN_E_TIMEOUT);
    CHECK_LOG(".....()");
}

void run_tests(void) {
    RUN(a_sleep_ends_on_time);
    RUN(periods_do_not_drift);
    RUN(a_yield_lets_others_run);
    RUN(a_child_lets_others_run_and_a_suspend_waits_for_a_wake);
    RUN(the_item_comes_within_the_time);
    RUN(an_error_within_the_time_is_the_status);
    RUN(a_timeout_closes_the_child_though_its_finally_waits);
    RUN(a_cancel_within_the_time_closes_the_child);
    RUN(a_cancel_while_the_child_is_closed_waits_for_it);
    RUN(timeouts_nest);
}
