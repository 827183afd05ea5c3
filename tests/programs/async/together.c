/* Waiting for several things at once: children, tasks, groups of tasks. */
#include "async.h"

#include "test.h"

static struct async executor;
static async_tick now;

static gen_status go(void) {
    gen_status status;
    while ((status = async_run(&executor, now)) > 0) {
        if (status == GEN_PENDING && !async_next_deadline(&executor, &now)) return status;
    }
    return status;
}

/* It sleeps, hands out how long, and sleeps again while it is being closed. */
struct part {
    struct gen gen;
    struct async_task *task;
    async_tick sleep, due;
    int kept;
};
GEN(part, int) {
    GEN_BEGIN();
    GEN_TRY {
        ASYNC_SLEEP(self->task, self->due, self->sleep);
        GEN_YIELD((int)self->sleep);
    }
    GEN_FINALLY_SAVED(self->kept) {
        ASYNC_SLEEP(self->task, self->due, 2);
        note(')');
    }
    GEN_END_TRY;
    GEN_END();
}

struct parts {
    struct gen gen;
    struct async_task task;
    struct part a, b;
    int x, y, all, kept;
    gen_status a_status, b_status;
};
GEN(parts, char) {
    GEN_BEGIN();
    self->a.task = self->b.task = &self->task;
    GEN_TRY {
        self->a_status = self->b_status = GEN_PENDING;
        if (self->all)
            GEN_AWAIT(GEN_PULL(self->a_status, part, &self->a, &self->x) &
                      GEN_PULL(self->b_status, part, &self->b, &self->y));
        else
            GEN_AWAIT(GEN_PULL(self->a_status, part, &self->a, &self->x) |
                      GEN_PULL(self->b_status, part, &self->b, &self->y));
        note('!');
    }
    GEN_FINALLY_SAVED(self->kept) {
        self->a_status = self->b_status = GEN_PENDING;
        GEN_AWAIT(GEN_SHUT(self->a_status, part, &self->a) &
                  GEN_SHUT(self->b_status, part, &self->b));
    }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(parts)

static void all_children(void) {
    static struct parts p;
    now = 0;
    p.all = 1;
    p.a.sleep = 30;
    p.b.sleep = 70;
    CHECK_EQ(parts_spawn(&executor, &p), GEN_DONE);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(p.x + p.y, 100);
    CHECK_EQ(now, 72);
    CHECK_LOG("!))");
}

static void the_first_of_some_children(void) {
    static struct parts p;
    now = 0;
    p.a.sleep = 70;
    p.b.sleep = 30;
    CHECK_EQ(parts_spawn(&executor, &p), GEN_DONE);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(p.x, 0);
    CHECK_EQ(p.y, 30);
    CHECK_EQ(now, 32);
    CHECK_LOG("!))");
}

static void children_of_a_cancelled_task(void) {
    static struct parts p;
    now = 0;
    p.all = 1;
    p.a.sleep = p.b.sleep = 10;
    CHECK_EQ(parts_spawn(&executor, &p), GEN_DONE);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    async_cancel(&p.task);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(now, 2);
    CHECK_LOG("))");
}

/* Tasks. */
struct worker {
    struct gen gen;
    struct async_task task;
    async_tick sleep, due;
    int error, kept;
};
GEN(worker, char) {
    GEN_BEGIN();
    GEN_TRY {
        ASYNC_SLEEP(&self->task, self->due, self->sleep);
        if (self->error) GEN_RAISE(self->error);
    }
    GEN_FINALLY_SAVED(self->kept) { ASYNC_SLEEP(&self->task, self->due, 3); }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(worker)

enum { WORKERS = 3 };
struct boss {
    struct gen gen;
    struct async_task task;
    struct worker workers[WORKERS];
    struct async_task *tasks[WORKERS];
    struct async_group group;
    async_tick due;
    int waits; /* '|': for the first one; '&': for all; for the group: 'g', 's'ettle, 'r'ace */
};
GEN(boss, char) {
    int i;
    GEN_BEGIN();
    for (i = 0; i < WORKERS; i++) {
        self->tasks[i] = &self->workers[i].task;
        CHECK_EQ(worker_spawn(&executor, &self->workers[i]), GEN_DONE);
    }
    self->group.tasks = self->tasks;
    self->group.count = WORKERS;
    if (self->waits == '&')
        GEN_AWAIT(async_ended(&self->task, self->tasks[0]) &
                  async_ended(&self->task, self->tasks[1]) &
                  async_ended(&self->task, self->tasks[2]));
    if (self->waits == '|') {
        self->due = 100;
        GEN_AWAIT(async_ended(&self->task, self->tasks[0]) |
                      async_ended(&self->task, self->tasks[1]) ||
                  async_until(&self->task, self->due));
    }
    self->group.status = GEN_DONE;
    if (self->waits == 'g') ASYNC_GATHER(&self->task, self->group);
    if (self->waits == 's') ASYNC_SETTLE(&self->task, self->group);
    if (self->waits == 'r') ASYNC_RACE(&self->task, self->group);
    note(self->group.status == GEN_DONE ? '!' : 'e');
    GEN_END();
}
ASYNC_TASK(boss)

static struct boss boss;

static void begin(int waits, async_tick first, async_tick second, int error) {
    int i;
    now = 0;
    CHECK_EQ(boss_reset(&boss), GEN_DONE);
    for (i = 0; i < WORKERS; i++) {
        CHECK_EQ(worker_reset(&boss.workers[i]), GEN_DONE);
        boss.workers[i].sleep = 10;
    }
    boss.waits = waits;
    boss.workers[0].sleep = first;
    boss.workers[1].sleep = second;
    boss.workers[1].error = error;
    CHECK_EQ(boss_spawn(&executor, &boss), GEN_DONE);
}

static void all_tasks(void) {
    begin('&', 30, 20, 0);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(now, 33);
    CHECK_LOG("!");
}

static void the_first_of_some_tasks_or_a_timeout(void) {
    begin('|', 300, 20, 0);
    CHECK_EQ(async_run(&executor, 0), GEN_YIELDED);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 20), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 23), GEN_YIELDED); /* the boss was woken */
    CHECK_EQ(async_run(&executor, 23), GEN_PENDING);
    CHECK_LOG("!");
    CHECK_EQ(go(), GEN_DONE);
    begin('|', 300, 200, 0);
    CHECK_EQ(async_run(&executor, 0), GEN_YIELDED);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 99), GEN_PENDING);
    CHECK_LOG("");
    CHECK_EQ(async_run(&executor, 100), GEN_PENDING);
    CHECK_LOG("!");
    CHECK_EQ(go(), GEN_DONE);
}

static void a_group_ends_with_its_last_task(void) {
    begin('g', 30, 20, 0);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(now, 33);
    CHECK_LOG("!");
}

static void the_first_error_cancels_the_group(void) {
    begin('g', 30, 20, -6);
    CHECK_EQ(go(), GEN_DONE); /* the error goes to the task that waits */
    CHECK_EQ(boss.group.status, -6);
    CHECK_EQ(now, 26); /* at 23 it failed; then the finally of the first one */
    CHECK_EQ(async_status(boss.tasks[0]), GEN_E_CANCELLED);
    CHECK_EQ(async_status(boss.tasks[1]), -6);
    CHECK_EQ(async_status(boss.tasks[2]), GEN_DONE);
    CHECK_LOG("e");
}

static void a_cancel_of_the_task_cancels_its_group(void) {
    int i;
    begin('g', 30, 20, 0);
    CHECK_EQ(async_run(&executor, 0), GEN_YIELDED);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    async_cancel(&boss.task);
    now = 5;
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(now, 8);
    for (i = 0; i < WORKERS; i++) CHECK_EQ(async_status(boss.tasks[i]), GEN_E_CANCELLED);
    CHECK_EQ(async_status(&boss.task), GEN_E_CANCELLED);
    CHECK_LOG("");
}

static void an_error_lets_the_others_settle(void) {
    begin('s', 30, 20, -6);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(now, 33);
    CHECK_EQ(boss.group.status, -6);
    CHECK_EQ(boss.group.which, 1);
    CHECK_EQ(async_status(boss.tasks[0]), GEN_DONE);
    CHECK_EQ(async_status(boss.tasks[1]), -6);
    CHECK_LOG("e");
    begin('s', 30, 20, 0);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_LOG("!");
}

static void the_first_end_wins_a_race(void) {
    begin('r', 30, 5, 0);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(now, 11); /* it ended at 8; then the finallys of the others */
    CHECK_EQ(boss.group.status, GEN_DONE);
    CHECK_EQ(boss.group.which, 1);
    CHECK_EQ(async_status(boss.tasks[0]), GEN_E_CANCELLED);
    CHECK_EQ(async_status(boss.tasks[1]), GEN_DONE);
    CHECK_LOG("!");
    begin('r', 30, 5, -6);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(boss.group.status, -6);
    CHECK_EQ(boss.group.which, 1);
    CHECK_LOG("e");
}

static void a_cancel_of_the_task_cancels_what_it_settles(void) {
    begin('s', 30, 20, 0);
    CHECK_EQ(async_run(&executor, 0), GEN_YIELDED);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    async_cancel(&boss.task);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_EQ(now, 3);
    CHECK_EQ(async_status(boss.tasks[0]), GEN_E_CANCELLED);
    CHECK_LOG("");
}

static void without_an_owner_an_error_comes_out_of_the_run(void) {
    begin(0, 30, 20, -6);
    CHECK_EQ(go(), -6);
    CHECK(async_failed(&executor) == &boss.workers[1].task);
    CHECK_EQ(go(), GEN_DONE);
    CHECK_LOG("!");
}

/* Two tasks that wait for the same one. */
struct guest {
    struct gen gen;
    struct async_task task;
    struct worker *worker;
};
GEN(guest, char) {
    GEN_BEGIN();
    GEN_AWAIT(async_ended(&self->task, &self->worker->task));
    note('g');
    GEN_END();
}
ASYNC_TASK(guest)

static void several_wait_for_one(void) {
    static struct worker w;
    static struct guest a, b;
    a.worker = b.worker = &w;
    now = 0;
    w.sleep = 4;
    CHECK_EQ(guest_spawn(&executor, &a), GEN_DONE); /* there is nothing to wait for yet */
    CHECK_EQ(go(), GEN_DONE);
    CHECK_LOG("g");
    CHECK_EQ(guest_reset(&a), GEN_DONE);
    CHECK_EQ(worker_spawn(&executor, &w), GEN_DONE);
    CHECK_EQ(guest_spawn(&executor, &a), GEN_DONE);
    CHECK_EQ(guest_spawn(&executor, &b), GEN_DONE);
    for (; now < 7; now++) CHECK(async_run(&executor, now) > 0);
    CHECK_LOG("");
    CHECK_EQ(go(), GEN_DONE);
    CHECK_LOG("gg");
}

void run_tests(void) {
    RUN(all_children);
    RUN(the_first_of_some_children);
    RUN(children_of_a_cancelled_task);
    RUN(all_tasks);
    RUN(the_first_of_some_tasks_or_a_timeout);
    RUN(a_group_ends_with_its_last_task);
    RUN(the_first_error_cancels_the_group);
    RUN(a_cancel_of_the_task_cancels_its_group);
    RUN(an_error_lets_the_others_settle);
    RUN(the_first_end_wins_a_race);
    RUN(a_cancel_of_the_task_cancels_what_it_settles);
    RUN(without_an_owner_an_error_comes_out_of_the_run);
    RUN(several_wait_for_one);
}
