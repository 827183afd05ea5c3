/* Shared by all C programs that tasks.py makes: an interpreter of its programs over async.h, and the
 * driver. The output must be equal to that of class Run in tasks.py. */
#ifndef TASKS_H
#define TASKS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct async_task;
static void traced(int what, struct async_task *task);
#define ASYNC_TRACE(what, task) traced(what, task)
#include "async.h"

enum kind {
    END,
    SLEEP,
    UNTIL,
    YIELD,
    EVERY,
    WAIT,
    SET,
    CANCEL,
    CANCEL_SELF,
    SPAWN,
    RAISE,
    RETURN,
    CALL,
    EXCEPT,
    FINALLY,
    WITHIN,
    NURSERY
};

/* How a NURSERY waits for its tasks. */
enum { GATHER, SETTLE, RACE, ALL, ANY, TIMED };

/* An operation of a block. A block ends with END. */
struct op {
    enum kind kind;
    int id;           /* its index in the program */
    int number, mode; /* of ticks, a task or an error; see the interpreter */
    unsigned tasks;   /* of a NURSERY: bit i stands for task i */
    int a, b;         /* blocks */
};

struct setting {
    int seed;
    const struct op *ops;
    const int *blocks; /* of each task */
    int count;         /* of tasks */
    int lines;         /* the most that the program may print */
};

enum { TASKS = 8, DEPTH = 8 };

/* A block that runs. */
struct frame {
    struct gen gen;
    struct job *job;
    struct async_task *task;
    const struct op *at;
    int depth, left, status, error, kept, kept_too;
    async_tick due;
    struct async_timeout timeout;
    struct async_group group;
    struct async_task *members[TASKS];
    char item;
};

/* A task. The child of a frame is the next one. */
struct job {
    struct gen gen;
    struct async_task task;
    struct frame frames[DEPTH];
    int number;
    int is_set, waits; /* its event, and whether it waits for it */
};

static const struct setting *running;
static struct async executor;
static struct job jobs[TASKS];
static async_tick now, start;
static int lines_left;

static void end_line(void) {
    printf("\n");
    if (lines_left-- <= 0) {
        printf("(stopped here: far more lines than in Python)\n");
        exit(1);
    }
}

static void print_status(gen_status status) {
    printf("%s", status == GEN_DONE           ? "done"
                 : status == GEN_PENDING      ? "pending"
                 : status == GEN_E_CANCELLED  ? "cancelled"
                 : status == GEN_E_TIMEOUT    ? "timeout"
                 : status == GEN_E_ARG        ? "busy"
                 : status > -10 && status < 0 ? ""
                                              : "?");
    if (status < 0 && status > -10) printf("error %d", -status);
}

/* Print who does it, and where. */
static void note(const struct frame *self, const char *what) {
    printf("%lu: task %d.%d #%d %s", (unsigned long)(async_tick)(now - start), self->job->number,
           self->depth, self->at->id, what);
}

static void event(const struct frame *self, const char *what) {
    note(self, what);
    end_line();
}

static void result(const struct frame *self, const char *what, gen_status status) {
    note(self, what);
    printf(" ");
    print_status(status);
    end_line();
}

static struct job *job_of(struct async_task *task) {
    return (struct job *)(void *)((char *)(void *)task - offsetof(struct job, task));
}

static void traced(int what, struct async_task *task) {
    if (what != 'e') return;
    printf("%lu: task %d ends: ", (unsigned long)(async_tick)(now - start), job_of(task)->number);
    print_status(async_status(task));
    end_line();
}

/* Return how long a frame waits, if it waits for so many rounds. A round is 64 ticks, and each frame
 * has one of them to itself, so that no two are due at the same time. */
static async_tick ticks(const struct frame *self, int rounds) {
    const async_tick slot = (async_tick)(self->job->number * DEPTH + self->depth);
    const async_tick due =
        (async_tick)(((now & (async_tick) ~(async_tick)63) + (async_tick)(64 * (rounds + 1))) |
                     slot);
    return (async_tick)(due - now);
}

/* ---- What a frame does ----------------------------------------------------------------------- */

static gen_status spawn(int number); /* below, because it needs the body's functions */

static void begin(struct frame *frame, struct job *job, int depth, int block) {
    const enum gen_state state = gen_state(&frame->gen);
    if (state != GEN_CREATED && state != GEN_CLOSED) {
        printf("(a child was abandoned in task %d.%d)", job->number, depth);
        end_line();
    }
    memset(frame, 0, sizeof *frame);
    frame->job = job;
    frame->task = &job->task;
    frame->depth = depth;
    frame->at = &running->ops[block];
}

static void call(struct frame *self, int block) {
    begin(self + 1, self->job, self->depth + 1, block);
}

static void spawn_members(struct frame *self) {
    int i;
    self->group.tasks = self->members;
    self->group.count = 0;
    for (i = 0; i < running->count; i++) {
        gen_status status;
        if (!(self->at->tasks >> i & 1u)) continue;
        status = spawn(i);
        result(self, "spawns", status);
        if (status == GEN_DONE) self->members[self->group.count++] = &jobs[i].task;
    }
}

static int all_ended(struct frame *self) {
    int all = 1;
    size_t i;
    for (i = 0; i < self->group.count; i++) all &= async_ended(self->task, self->members[i]);
    return all;
}

static int any_ended(struct frame *self) {
    int any = self->group.count == 0;
    size_t i;
    for (i = 0; i < self->group.count; i++) any |= async_ended(self->task, self->members[i]);
    return any;
}

static int joined(struct frame *self) {
    if (self->at->mode == ANY) return any_ended(self);
    return all_ended(self) || (self->at->mode == TIMED && async_until(self->task, self->due));
}

static void cancel_members(struct frame *self) {
    size_t i;
    for (i = 0; i < self->group.count; i++) async_cancel(self->members[i]);
}

static void show_members(struct frame *self) {
    size_t i;
    for (i = 0; i < self->group.count; i++) result(self, "has", async_status(self->members[i]));
}

static void show_group(struct frame *self) {
    result(self, "gathered", self->group.status);
    if (self->group.count > 0 && (self->group.status != GEN_DONE || self->at->mode == RACE)) {
        note(self, "found task");
        printf(" %d", job_of(self->members[self->group.which])->number);
        end_line();
    }
}

static int event_is_set(struct job *job) {
    if (!job->is_set) job->waits = 1;
    return job->is_set;
}

static void set_event(struct job *job) {
    job->is_set = 1;
    if (job->waits) async_wake(&job->task);
}

GEN(frame, char) {
    GEN_BEGIN();
    for (; self->at->kind != END; self->at++) {
        event(self, "begins");
        if (self->at->kind == SLEEP) {
            ASYNC_SLEEP(self->task, self->due, ticks(self, self->at->number));
        } else if (self->at->kind == UNTIL) {
            self->due = (async_tick)(now + ticks(self, self->at->number));
            ASYNC_SLEEP_UNTIL(self->task, self->due);
        } else if (self->at->kind == YIELD) {
            for (self->left = self->at->number; self->left > 0; self->left--) {
                ASYNC_YIELD(self->task);
                event(self, "goes on");
            }
        } else if (self->at->kind == EVERY) {
            self->due = (async_tick)(now + ticks(self, 0));
            for (self->left = self->at->number; self->left > 0; self->left--) {
                ASYNC_EVERY(self->task, self->due, 64 * self->at->mode);
                event(self, "turns");
                call(self, self->at->a);
                GEN_YIELD_FROM(frame, self + 1);
            }
        } else if (self->at->kind == WAIT) {
            self->due = (async_tick)(now + ticks(self, self->at->number));
            GEN_TRY { GEN_AWAIT(event_is_set(self->job) || async_until(self->task, self->due)); }
            GEN_FINALLY { self->job->waits = 0; }
            GEN_END_TRY;
            event(self, self->job->is_set ? "found it set" : "waited in vain");
            self->job->is_set = 0;
        } else if (self->at->kind == SET) {
            set_event(&jobs[self->at->number]);
        } else if (self->at->kind == CANCEL) {
            async_cancel(&jobs[self->at->number].task);
        } else if (self->at->kind == CANCEL_SELF) { /* and end, or go on if the mode is not 0 */
            async_cancel(self->task);
            if (self->at->mode) ASYNC_YIELD(self->task);
        } else if (self->at->kind == SPAWN) {
            result(self, "spawns", spawn(self->at->number));
        } else if (self->at->kind == RAISE) {
            GEN_RAISE(-self->at->number);
        } else if (self->at->kind == RETURN) {
            GEN_RETURN();
        } else if (self->at->kind == CALL) {
            call(self, self->at->a);
            GEN_YIELD_FROM(frame, self + 1);
        } else if (self->at->kind == EXCEPT) {
            GEN_TRY {
                call(self, self->at->a);
                GEN_YIELD_FROM(frame, self + 1);
            }
            GEN_EXCEPT(self->error) {
                result(self, "caught", self->error);
                call(self, self->at->b);
                GEN_YIELD_FROM(frame, self + 1);
            }
            GEN_END_TRY;
        } else if (self->at->kind == FINALLY) { /* which sleeps itself if the mode is not 0 */
            GEN_TRY {
                call(self, self->at->a);
                GEN_YIELD_FROM(frame, self + 1);
            }
            GEN_FINALLY_SAVED(self->kept) {
                event(self, "finally");
                if (self->at->mode)
                    ASYNC_SLEEP(self->task, self->due, ticks(self, self->at->number));
                event(self, "calls");
                call(self, self->at->b);
                GEN_YIELD_FROM(frame, self + 1);
            }
            GEN_END_TRY;
        } else if (self->at->kind == WITHIN) { /* raise an error if the mode is not 0 */
            call(self, self->at->a);
            ASYNC_WITHIN(self->task, self->timeout, ticks(self, self->at->number), frame, self + 1,
                         &self->item);
            result(self, "within", self->timeout.status);
            if (self->at->mode && self->timeout.status < 0) GEN_RAISE(self->timeout.status);
        } else if (self->at->kind == NURSERY) {
            spawn_members(self);
            GEN_TRY {
                call(self, self->at->a);
                GEN_YIELD_FROM(frame, self + 1);
            }
            GEN_FINALLY_SAVED(self->kept) {
                event(self, "joins");
                if (self->at->mode == GATHER) {
                    ASYNC_GATHER(self->task, self->group);
                    show_group(self);
                } else if (self->at->mode == SETTLE) {
                    ASYNC_SETTLE(self->task, self->group);
                    show_group(self);
                } else if (self->at->mode == RACE) {
                    ASYNC_RACE(self->task, self->group);
                    show_group(self);
                } else {
                    self->due = (async_tick)(now + ticks(self, self->at->number));
                    GEN_TRY {
                        GEN_AWAIT(joined(self));
                        show_members(self);
                    }
                    GEN_FINALLY_SAVED(self->kept_too) {
                        cancel_members(self);
                        GEN_AWAIT(all_ended(self));
                    }
                    GEN_END_TRY;
                }
                show_members(self);
            }
            GEN_END_TRY;
        }
    }
    GEN_END();
}

GEN(job, char) {
    GEN_BEGIN();
    begin(&self->frames[0], self, 0, running->blocks[self->number]);
    GEN_YIELD_FROM(frame, &self->frames[0]);
    GEN_END();
}
ASYNC_TASK(job)

static gen_status spawn(int number) {
    struct job *const job = &jobs[number];
    if (async_status(&job->task) != GEN_PENDING) {
        (void)job_reset(job);
        job->is_set = job->waits = 0;
    }
    return job_spawn(&executor, job);
}

/* ---- The driver ------------------------------------------------------------------------------ */

static void drive(const struct setting *setting) {
    gen_status status;
    int i;
    printf("program %d\n", setting->seed);
    running = setting;
    lines_left = setting->lines;
    memset(&executor, 0, sizeof executor);
    memset(jobs, 0, sizeof jobs);
    start = now = (async_tick) ~(async_tick)1023; /* time wraps around after 1024 ticks */
    for (i = 0; i < setting->count; i++) jobs[i].number = i;
    (void)spawn(0);
    (void)spawn(1);
    while ((status = async_run(&executor, now)) != GEN_DONE) {
        fflush(stdout); /* keep the output if the next run crashes */
        if (status < 0) {
            struct async_task *const failed = async_failed(&executor);
            printf("%lu: failed: task %d ", (unsigned long)(async_tick)(now - start),
                   failed == NULL ? -1 : job_of(failed)->number);
            print_status(status);
            end_line();
        } else if (status == GEN_YIELDED) {
            if (lines_left-- <= 0) { /* it may do so without a line */
                printf("(stopped here: too many runs)\n");
                exit(1);
            }
        } else if (!async_next_deadline(&executor, &now)) {
            printf("(stuck)\n");
            return;
        }
    }
    printf("over");
    end_line();
}

#endif
