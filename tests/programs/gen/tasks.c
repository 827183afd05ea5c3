/* The executor: it polls tasks that were woken or are due, and no others. */
#define GEN_TASKS /* sdcc has the tasks only then */
#include "gen.h"

#include "test.h"

struct job {
    struct gen gen;
    struct gen_task task;
    gen_tick sleep;
    int turns, ready, polls, error, kept;
    char name;
};

GEN(job, char) {
    self->polls++;
    GEN_BEGIN();
    GEN_TRY {
        while (self->turns-- > 0) {
            note(self->name);
            if (self->sleep) {
                gen_deadline(&self->task, self->sleep);
                GEN_AWAIT(self->ready || gen_expired(&self->task));
                if (self->ready) note('!');
            } else {
                GEN_AWAIT(self->ready);
                self->ready = 0;
            }
        }
        if (self->error) GEN_RAISE(self->error);
    }
    GEN_FINALLY_SAVED(self->kept) {
        note('(');
        if (self->name == 's') GEN_SUSPEND();
        note(')');
    }
    GEN_END_TRY;
    GEN_END();
}
GEN_TASK(job)

static void an_empty_executor_is_done(void) {
    static struct gen_executor e;
    gen_tick due; /* uninitialised: no compiler warns of it */
    CHECK_EQ(gen_run(&e, 0), GEN_DONE);
    if (gen_next_deadline(&e, &due)) CHECK_EQ(due, 0);
    CHECK(!gen_next_deadline(&e, &due));
}

static void only_woken_tasks_are_polled(void) {
    static struct gen_executor e;
    static struct job a, b;
    a.name = 'a';
    b.name = 'b';
    a.turns = b.turns = 2;
    CHECK_EQ(job_spawn(&e, &a.task, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &b.task, &b), GEN_DONE);
    CHECK(gen_ready(&e));
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    CHECK_LOG("ab");
    CHECK(!gen_ready(&e));
    CHECK_EQ(gen_run(&e, 1), GEN_PENDING);
    CHECK_EQ(a.polls, 1);
    CHECK_EQ(b.polls, 1);
    b.ready = 1;
    gen_wake(&b.task);
    CHECK(gen_ready(&e));
    CHECK_EQ(gen_run(&e, 2), GEN_PENDING);
    CHECK_LOG("b");
    CHECK_EQ(a.polls, 1);
    CHECK_EQ(b.polls, 2);
}

static void a_task_that_ends_leaves_the_queue(void) {
    static struct gen_executor e;
    static struct job a, b;
    a.name = 'a';
    b.name = 'b';
    a.turns = 1;
    CHECK_EQ(job_spawn(&e, &a.task, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &b.task, &b), GEN_DONE);
    CHECK_EQ(gen_task_status(&b.task), GEN_PENDING);
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    CHECK_EQ(gen_task_status(&b.task), GEN_DONE);
    CHECK_EQ(gen_task_status(&a.task), GEN_PENDING);
    a.ready = 1;
    gen_wake(&a.task);
    gen_wake(&b.task); /* no effect: it has ended */
    CHECK_EQ(gen_run(&e, 0), GEN_DONE);
    CHECK_EQ(gen_task_status(&a.task), GEN_DONE);
    CHECK_LOG("a()()");
}

static void a_deadline_wakes_once_when_it_has_come(void) {
    static struct gen_executor e;
    static struct job a;
    gen_tick due = 0;
    const gen_tick start = (gen_tick)-3; /* the tick count may wrap around */
    a.name = 'a';
    a.turns = 2;
    a.sleep = 10;
    CHECK_EQ(job_spawn(&e, &a.task, &a), GEN_DONE);
    CHECK_EQ(gen_run(&e, start), GEN_PENDING);
    CHECK(gen_next_deadline(&e, &due));
    CHECK_EQ(due, 7);
    CHECK_EQ(gen_run(&e, start + 9), GEN_PENDING);
    CHECK_EQ(a.polls, 1);
    CHECK_EQ(gen_run(&e, start + 12), GEN_PENDING);
    CHECK_EQ(a.polls, 2);
    CHECK(gen_next_deadline(&e, &due));
    CHECK_EQ(due, 19);
    CHECK_LOG("aa");
    CHECK_EQ(gen_run(&e, start + 22), GEN_DONE);
    CHECK_LOG("()");
}

static void the_earliest_deadline_is_told(void) {
    static struct gen_executor e;
    static struct job all[3];
    static const gen_tick sleeps[] = {30, 10, 20};
    gen_tick due = 0;
    int i;
    for (i = 0; i < 3; i++) {
        all[i].name = 'x';
        all[i].turns = 1;
        all[i].sleep = sleeps[i];
        CHECK_EQ(job_spawn(&e, &all[i].task, &all[i]), GEN_DONE);
    }
    CHECK_EQ(gen_run(&e, 100), GEN_PENDING);
    CHECK(gen_next_deadline(&e, &due));
    CHECK_EQ(due, 110);
}

static void a_wait_with_a_timeout_ends_at_what_comes_first(void) {
    static struct gen_executor e;
    static struct job a;
    a.name = 'a';
    a.turns = 1;
    a.sleep = 10;
    CHECK_EQ(job_spawn(&e, &a.task, &a), GEN_DONE);
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    a.ready = 1;
    gen_wake(&a.task);
    CHECK_EQ(gen_run(&e, 5), GEN_DONE);
    CHECK_LOG("a!()");
}

static void an_error_comes_out_of_the_run_and_loses_no_other(void) {
    static struct gen_executor e;
    static struct job bad, good;
    bad.name = 'b';
    good.name = 'g';
    bad.error = -7;
    good.turns = 1;
    CHECK_EQ(job_spawn(&e, &bad.task, &bad), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &good.task, &good), GEN_DONE);
    CHECK_EQ(gen_run(&e, 0), -7);
    CHECK_EQ(gen_task_status(&bad.task), -7);
    CHECK_LOG("()");
    CHECK(gen_ready(&e));
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    CHECK_LOG("g");
}

static void a_cancelled_task_is_closed_however_long_it_takes(void) {
    static struct gen_executor e;
    static struct job slow;
    slow.name = 's';
    slow.turns = 1;
    gen_cancel(&slow.task); /* no effect: it is not alive yet */
    CHECK_EQ(job_spawn(&e, &slow.task, &slow), GEN_DONE);
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    gen_cancel(&slow.task);
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    CHECK_LOG("s(");
    gen_cancel(&slow.task);
    CHECK_EQ(gen_run(&e, 0), GEN_DONE);
    CHECK_LOG(")");
    CHECK_EQ(gen_state(&slow.gen), GEN_CLOSED);
    CHECK_EQ(gen_task_status(&slow.task), GEN_DONE);
}

static void a_task_alive_is_not_spawned_twice_but_anew_after_its_end(void) {
    static struct gen_executor e;
    static struct job a;
    a.name = 'a';
    CHECK_EQ(job_spawn(&e, &a.task, &a), GEN_DONE);
    CHECK_EQ(job_spawn(&e, &a.task, &a), GEN_E_ARG);
    CHECK_EQ(gen_run(&e, 0), GEN_DONE);
    CHECK_EQ(job_reset(&a), GEN_DONE);
    a.turns = 1;
    CHECK_EQ(job_spawn(&e, &a.task, &a), GEN_DONE);
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    CHECK_LOG("()a");
}

/* A task that yields is ready to go on at once. It may spawn tasks, but must not run the
 * executor. */
struct busy {
    struct gen gen;
    struct gen_task task;
    struct gen_executor *executor;
    struct job *spawns;
    int i;
    gen_status got;
};
GEN(busy, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) {
        note('y');
        GEN_YIELD(self->i);
    }
    self->got = gen_run(self->executor, 0);
    if (job_spawn(self->executor, &self->spawns->task, self->spawns) != GEN_DONE) note('?');
    GEN_END();
}
GEN_TASK(busy)

static void a_task_that_yields_is_polled_again_at_once(void) {
    static struct gen_executor e;
    static struct busy b;
    static struct job a;
    a.name = 'a';
    a.turns = 1;
    b.executor = &e;
    b.spawns = &a;
    CHECK_EQ(busy_spawn(&e, &b.task, &b), GEN_DONE);
    CHECK_EQ(gen_run(&e, 0), GEN_YIELDED);
    CHECK_EQ(gen_run(&e, 0), GEN_YIELDED);
    CHECK_LOG("yy");
    CHECK_EQ(gen_run(&e, 0), GEN_YIELDED); /* the task that it spawned is ready */
    CHECK_EQ(b.got, GEN_E_RUNNING);
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    CHECK_LOG("a");
}

/* Two tasks that keep spawning each other do not keep a run from ending. */
/* Like asyncio.sleep(0) in Python, in a task and in the child of a task. */
struct polite {
    struct gen gen;
    struct gen_task *task;
    int n;
};

GEN(polite, int) {
    GEN_BEGIN();
    for (self->n = 0; self->n < 2; self->n++) {
        note('.');
        gen_wake(self->task);
        GEN_SUSPEND();
    }
    GEN_END();
}

struct host {
    struct gen gen;
    struct gen_task task;
    struct polite child;
};

GEN(host, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(polite, &self->child);
    note('|');
    gen_wake(&self->task);
    GEN_SUSPEND();
    note(';');
    GEN_SUSPEND();
    note('!');
    GEN_END();
}
GEN_TASK(host)

static void a_task_that_wakes_itself_and_suspends_goes_on_at_the_next_run(void) {
    static struct gen_executor e;
    static struct host h;
    int i;
    h.child.task = &h.task;
    CHECK_EQ(host_spawn(&e, &h.task, &h), GEN_DONE);
    for (i = 0; i < 3; i++) {
        CHECK_EQ(gen_run(&e, 0), GEN_YIELDED);
        CHECK(gen_ready(&e));
    }
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING); /* it did not wake itself */
    CHECK_EQ(gen_run(&e, 0), GEN_PENDING);
    CHECK_LOG("..|;");
    gen_wake(&h.task);
    CHECK_EQ(gen_run(&e, 0), GEN_DONE);
    CHECK_LOG("!");
}

struct ping {
    struct gen gen;
    struct gen_task task;
    struct gen_executor *executor;
    struct ping *other;
};
static gen_status spawn_ping(struct ping *p);
GEN(ping, int) {
    GEN_BEGIN();
    note('p');
    if (ping_reset(self->other) != GEN_DONE || spawn_ping(self->other) != GEN_DONE) note('?');
    GEN_END();
}
GEN_TASK(ping)
static gen_status spawn_ping(struct ping *p) { return ping_spawn(p->executor, &p->task, p); }

static void what_is_spawned_in_a_run_waits_for_the_next(void) {
    static struct gen_executor e, f;
    static struct ping a, b;
    a.executor = b.executor = &e;
    a.other = &b;
    b.other = &a;
    CHECK_EQ(spawn_ping(&a), GEN_DONE);
    CHECK_EQ(ping_spawn(&f, &a.task, &a), GEN_E_ARG); /* alive in another executor */
    CHECK_EQ(gen_run(&e, 0), GEN_YIELDED);
    CHECK_LOG("p");
    CHECK_EQ(gen_run(&e, 0), GEN_YIELDED);
    CHECK_LOG("p");
}

void run_tests(void) {
    RUN(an_empty_executor_is_done);
    RUN(only_woken_tasks_are_polled);
    RUN(a_task_that_ends_leaves_the_queue);
    RUN(a_deadline_wakes_once_when_it_has_come);
    RUN(the_earliest_deadline_is_told);
    RUN(a_wait_with_a_timeout_ends_at_what_comes_first);
    RUN(an_error_comes_out_of_the_run_and_loses_no_other);
    RUN(a_cancelled_task_is_closed_however_long_it_takes);
    RUN(a_task_alive_is_not_spawned_twice_but_anew_after_its_end);
    RUN(a_task_that_yields_is_polled_again_at_once);
    RUN(a_task_that_wakes_itself_and_suspends_goes_on_at_the_next_run);
    RUN(what_is_spawned_in_a_run_waits_for_the_next);
}
