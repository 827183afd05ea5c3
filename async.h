/* async.h - Python's asyncio for firmware: tasks, time and timeouts over the generators of gen.h.
 * Needs gen.h beside it; C99 or C++11, freestanding: no heap, no globals.
 *
 * SPDX-License-Identifier: MIT
 *
 * A task is a generator that an executor resumes when something has woken it, or when the time has
 * come that it waits for. All storage is yours.
 *
 *     #include "async.h"
 *
 *     struct blink {
 *         struct gen gen;
 *         struct async_task task;
 *         async_tick due;
 *     };
 *
 *     GEN(blink, char) {
 *         GEN_BEGIN();
 *         for (;;) {
 *             led_toggle();
 *             ASYNC_SLEEP(&self->task, self->due, 500);
 *         }
 *         GEN_END();
 *     }
 *     ASYNC_TASK(blink)
 *
 *     int main(void) {
 *         static struct async executor;
 *         static struct blink b;
 *         gen_status status;
 *         blink_spawn(&executor, &b);
 *         while ((status = async_run(&executor, millis())) != GEN_DONE) {
 *             if (status < 0) log_error(async_failed(&executor), status);
 *             mask_interrupts(); // so that no wake comes between the test and the sleep
 *             if (status == GEN_PENDING && !async_ready(&executor)) wait_for_interrupt();
 *             unmask_interrupts();
 *         }
 *     }
 *
 * The rules:
 *  1. The struct of a task has the members `struct gen gen;` and `struct async_task task;`. Zero it
 *     before the first spawn. From then on until it has ended, it must not move.
 *  2. A wait is a condition, which is tested again at each resume:
 *     GEN_AWAIT(self->ready || async_until(&self->task, self->due)); A poll begins without a
 *     deadline, each async_until in it states a time, and the earliest one counts. So waits nest: a
 *     child that sleeps does not change the timeout of its parent, and no deadline is left over.
 *  3. Wake a task after you have changed something that it waits for. A wake too many is harmless.
 *     async_wake may be called by interrupt handlers, signal handlers and other threads. Everything
 *     else here is for the thread that runs the executor.
 *  4. Time is a count that you pass to async_run, in any unit. It may wrap around. A time is at most
 *     half the range of async_tick away.
 *
 * Everything here, by name; `task` is a pointer to the task that calls it:
 *
 *     struct async, struct async_task       an executor, and a task
 *     ASYNC_TASK(name)                      define <name>_spawn(executor, self)
 *     async_run(executor, now)              poll each task that is ready or due, once
 *     async_ready, async_next_deadline      whether to sleep, and until when
 *     async_failed(executor)                the task whose error async_run returned
 *     async_current(executor)               the task that is being polled
 *
 *     async_wake(other), async_cancel(other)     have it polled, or closed, by the next run
 *     async_status(other)                        GEN_PENDING, or how it ended
 *     async_ended(task, other)                   wait for the end of another task
 *     async_now(task), async_until(task, due)    the time of this run; wait for a time
 *
 *     ASYNC_SLEEP(task, due, ticks)         wait so long
 *     ASYNC_SLEEP_UNTIL(task, due)          wait for that time
 *     ASYNC_EVERY(task, due, period)        wait for the next period, without drift
 *     ASYNC_YIELD(task)                     let the other tasks run
 *     ASYNC_WITHIN(task, timeout, ticks, name, child, item)    pull an item, with a timeout
 *     ASYNC_GATHER(task, group)         wait for the end of many tasks; an error cancels the others
 *     ASYNC_SETTLE(task, group)         ... an error does not
 *     ASYNC_RACE(task, group)           ... the first end cancels the others
 */
#ifndef ASYNC_H
#define ASYNC_H

#include "gen.h"

#ifndef GEN_H /* it has reported why */
#elif GEN_PRIVATE_ != 6
#error "async.h: the gen.h that it includes is of another version: take both from one."
#else

/* ---- Settings: define them before the first #include, the same in every file ----------------- */

/* The type of a time: an unsigned one. */
#ifndef ASYNC_TICK_T
#define ASYNC_TICK_T uint32_t
#endif

/* ASYNC_PLAIN_TIMERS: define it for a handful of tasks. Deadlines are then in a sorted list instead
 * of a heap: less flash, and two pointers less in each task, but a new deadline costs time in
 * proportion to the number of deadlines. */

/* ASYNC_ALONE: define it if only one thread, and no interrupt or signal handler, calls async_wake.
 * It then needs no atomic instructions and does not mask interrupts. */

/* ASYNC_ON_READY(executor) is called by the wake after which a task is ready where none was: pend an
 * interrupt, write to an eventfd, call uv_async_send... It runs where async_wake was called. */
#ifndef ASYNC_ON_READY
#define ASYNC_ON_READY(executor) ((void)0)
#endif

/* ASYNC_TRACE(what, task): define it to watch the tasks. `what` is 's' when a task is spawned, 'w'
 * when it is woken, 'p' before it is polled, 'q' after it, and 'e' when it has ended. */
#ifndef ASYNC_TRACE
#define ASYNC_TRACE(what, task) ((void)0)
#endif

/* With GEN_DEBUG, a run looks at all tasks that are alive, and returns GEN_E_BAD_STATE if the memory
 * of one has been used for something else; async_failed() is that task. */

/* ---- Tasks ----------------------------------------------------------------------------------- */

typedef ASYNC_TICK_T async_tick;

struct async;
struct async_task;

/* Two pointers share one place, because no task needs both at once. */
union async_link_ {
    struct async *executor_;
    struct async_task *task_;
};

/* A flag that is exchanged. gcc for RISC-V exchanges words, but no bytes. */
#if defined(__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4) && !defined(__GCC_HAVE_SYNC_COMPARE_AND_SWAP_1)
typedef unsigned async_flag_;
#else
typedef unsigned char async_flag_;
#endif

/* A task. All members are private. */
struct async_task {
    gen_status (*poll_)(struct async_task *async_task_);
    union async_link_ next_;       /* in the ready stack: the next task; otherwise the executor */
    union async_link_ later_;      /* among the timers: a later task; in its poll: the executor */
    struct async_task *owner_;     /* to be woken when this one ends */
#ifndef ASYNC_PLAIN_TIMERS
    struct async_task *later_too_; /* another later task */
    struct async_task **at_;       /* the pointer to this one among the timers, or NULL */
#endif
#ifdef GEN_DEBUG
    struct async *executor_;
    struct async_task *spawned_before_;
#endif
    union {
        async_tick due_;    /* while it is alive */
        gen_status status_; /* how it ended */
    } is_;
    async_flag_ idle_;    /* shared with those who wake it: alive, and not in the ready stack */
    unsigned char alive_; /* 1, or ASYNC_OVER_ */
    unsigned char cancelled_;
};

/* An executor; zeroed, it has no tasks. All members are private. */
struct async {
    struct async_task *ready_;   /* a stack, shared with those who wake: the last one woken first */
    struct async_task *batch_;   /* those that this run still has to poll: the first one first */
    struct async_task *timers_;  /* the one with the earliest deadline */
    struct async_task *current_; /* the one that is polled; after a run, the one that failed */
#ifdef GEN_DEBUG
    struct async_task *spawned_;
#endif
    async_tick now_;
    unsigned alive_; /* twice the number of tasks that are alive, and one more during a run */
};

/* ASYNC_TASK(name) - at file scope, without a semicolon: defines
 *
 *     gen_status <name>_spawn(struct async *executor, struct <name> *self);
 *
 * which adds a task that the next run polls. It returns GEN_E_ARG if that task is still alive.
 * Items that a task yields are dropped, and it is polled again by the next run. A task that has ended
 * can be spawned again after <name>_reset. */
#define ASYNC_TASK(name) \
    GEN_FUNCTION_ gen_status name##_async_poll_(struct async_task *async_task_) { \
        struct name *const async_self_ = GEN_CAST_( \
            struct name *, GEN_CAST_(void *, GEN_CAST_(char *, GEN_CAST_(void *, async_task_)) - \
                                                 offsetof(struct name, task))); \
        name##_item async_item_; \
        return async_task_->cancelled_ ? async_closed_(name##_close(async_self_)) \
                                       : name##_next(async_self_, &async_item_); \
    } \
    GEN_FUNCTION_ gen_status name##_spawn(struct async *async_executor_, \
                                          struct name *async_self_) { \
        return async_spawn_(async_executor_, &async_self_->task, name##_async_poll_); \
    }

/* Poll each task that was ready or is due when the run begins, once, in the order in which they were
 * woken; tasks that are woken or spawned meanwhile wait for the next run. It returns GEN_DONE if no
 * task is left; GEN_YIELDED if some are ready to go on at once; GEN_PENDING if all wait, until
 * async_wake or async_next_deadline; the error of a task that ended, unless another task waits for
 * it (run again for the other tasks); or GEN_E_RUNNING if a task has called it. */
GEN_FUNCTION_ gen_status async_run(struct async *async_executor_, async_tick async_now_);

/* Return whether a task is ready. Call it with interrupts masked just before sleeping, or you may
 * miss a wake. It ignores deadlines. */
GEN_FUNCTION_ int async_ready(const struct async *async_executor_);

/* Return whether a task waits for a deadline, and store the earliest one in *due: the system may
 * sleep until then. It may have passed already. */
GEN_FUNCTION_ int async_next_deadline(const struct async *async_executor_, async_tick *async_due_);

/* Return the task whose error the last run returned, or NULL. */
GEN_FUNCTION_ struct async_task *async_failed(const struct async *async_executor_);

/* Within a run, return the task that is being polled. */
GEN_FUNCTION_ struct async_task *async_current(const struct async *async_executor_);

/* Have a task polled by the next run. Does nothing if it is not alive. */
GEN_FUNCTION_ void async_wake(struct async_task *async_task_);

/* Close a task's generator in the next run, and as often as it is woken or due from then on, until
 * it has ended: then its status is GEN_E_CANCELLED, or the error that it raised. If it yields, that
 * is GEN_E_IGNORED_CLOSE. Does nothing if it is not alive. */
GEN_FUNCTION_ void async_cancel(struct async_task *async_task_);

/* Return GEN_PENDING while a task is alive, and afterwards GEN_DONE, GEN_E_CANCELLED or the error
 * that ended it. */
GEN_FUNCTION_ gen_status async_status(const struct async_task *async_task_);

/* ---- Waiting, in a body ---------------------------------------------------------------------- */

/* Return the time that was passed to this run. Only in the poll of this task. */
GEN_FUNCTION_ async_tick async_now(const struct async_task *async_task_);

/* Return whether a time has come. If not, the task will be polled then. It stands in a GEN_AWAIT:
 *
 *     GEN_AWAIT(self->ready || async_until(&self->task, self->due));      // with a timeout
 */
GEN_FUNCTION_ int async_until(struct async_task *async_task_, async_tick async_due_);

/* Return whether another task has ended. If not, this task will be polled when it does. It stands in
 * a GEN_AWAIT, where `&` waits for all, `|` for the first, and `||` adds a timeout:
 *
 *     GEN_AWAIT(async_ended(task, &self->a.task) & async_ended(task, &self->b.task));
 *
 * The error of a task goes to the task that waits for it. If several tasks wait for the same one,
 * they wake each other, and are polled in every run. */
GEN_FUNCTION_ int async_ended(struct async_task *async_task_, struct async_task *async_other_);

/* ASYNC_SLEEP(task, due, ticks); - wait so long, counted from this run. `due` is a field of type
 * async_tick. Here and below, `task` is a pointer to the task, in a child too, and arguments are
 * evaluated again at each resume. */
#define ASYNC_SLEEP(task, due, ticks) \
    do { \
        (due) = GEN_CAST_(async_tick, async_now(task) + (ticks)); \
        ASYNC_SLEEP_UNTIL(task, due); \
    } while (0)

/* ASYNC_SLEEP_UNTIL(task, due); - wait for a time. */
#define ASYNC_SLEEP_UNTIL(task, due) GEN_AWAIT(async_until((task), (due)))

/* ASYNC_EVERY(task, due, period); - wait for the next period, counted from the last one and not from
 * this run, so that the times do not drift. Before the first one, store async_now(task) in `due`.
 *
 *     self->due = async_now(&self->task);
 *     for (;;) {
 *         sample();
 *         ASYNC_EVERY(&self->task, self->due, 100);
 *     }
 */
#define ASYNC_EVERY(task, due, period) \
    do { \
        async_add_(&(due), GEN_CAST_(async_tick, period)); \
        ASYNC_SLEEP_UNTIL(task, due); \
    } while (0)

/* ASYNC_YIELD(task); - go on in the next run: Python's asyncio.sleep(0). */
#define ASYNC_YIELD(task) \
    do { \
        async_wake(task); \
        GEN_SUSPEND(); \
    } while (0)

/* The fields of ASYNC_WITHIN. */
struct async_timeout {
    gen_status status; /* GEN_YIELDED: there is an item; GEN_DONE; an error; or GEN_E_TIMEOUT */
    int kept_;         /* 0, 1 after the timeout, or the error or close that was thrown in */
    async_tick due_;
};

/* ASYNC_WITHIN(task, timeout, ticks, name, child, item); - pull an item from a child, but wait for no
 * longer than `ticks`. The result is in the status of `timeout`, a field of type struct
 * async_timeout. When the time is over, and also when this body is closed meanwhile, the child is
 * closed, and its finallys may wait. */
#define ASYNC_WITHIN(task, timeout, ticks, name, child, item) \
    do { \
        (timeout).status = GEN_PENDING; \
        (timeout).due_ = GEN_CAST_(async_tick, async_now(task) + (ticks)); \
        (timeout).kept_ = 0; \
        ASYNC_AWAIT_KEPT_( \
            (timeout).kept_, \
            ((timeout).kept_ == 0 && GEN_PULL((timeout).status, name, child, item)) || \
                (async_is_over_((task), &(timeout)) && GEN_SHUT((timeout).status, name, child))); \
        if ((timeout).kept_ != 0 && (timeout).status == GEN_DONE) \
            (timeout).status = GEN_E_TIMEOUT; \
        if ((timeout).kept_ < 0) GEN_RAISE((timeout).kept_); \
    } while (0)

/* Tasks that are waited for together: you fill in the first two. */
struct async_group {
    struct async_task *const *tasks; /* an array of pointers to them */
    size_t count;
    size_t which;      /* the index of the first task that failed or, in a race, that ended */
    gen_status status; /* the status of that task; GEN_DONE if none has failed */
    int kept_;
};

/* ASYNC_GATHER(task, group); - wait for the end of all tasks of a group, a field of type struct
 * async_group. The first error cancels the others. So does a close of this body meanwhile; it goes
 * on when all have ended. Here and below, each task's own end is in async_status. */
#define ASYNC_GATHER(task, group) ASYNC_GROUP_(task, group, ASYNC_FIRST_ERROR_)

/* ASYNC_SETTLE(task, group); - the same, but an error does not cancel the others. */
#define ASYNC_SETTLE(task, group) ASYNC_GROUP_(task, group, ASYNC_NEVER_)

/* ASYNC_RACE(task, group); - the same, but the first end cancels the others. */
#define ASYNC_RACE(task, group) ASYNC_GROUP_(task, group, ASYNC_FIRST_END_)

/* ==== Private: what follows may change ======================================================== */

/* When the others of a group are cancelled. */
enum { ASYNC_NEVER_, ASYNC_FIRST_ERROR_, ASYNC_FIRST_END_ };

#define ASYNC_GROUP_(task, group, cancels) \
    do { \
        (group).status = GEN_PENDING; \
        (group).kept_ = 0; \
        ASYNC_AWAIT_KEPT_((group).kept_, async_gather_((task), &(group), cancels)); \
        if ((group).kept_ < 0) GEN_RAISE((group).kept_); \
    } while (0)

/* Functions that are called often. When optimising for size, gcc would inline them too early. */
#if defined(GEN_GNU_) && defined(__OPTIMIZE_SIZE__)
#define ASYNC_CORE_ static __attribute__((__unused__, __noinline__))
#else
#define ASYNC_CORE_ GEN_FUNCTION_
#endif

/* ---- Shared with those who wake -------------------------------------------------------------- */

/* A wake and the executor share the byte idle_ of a task, and the stack of those that are ready.
 *
 *     wake:   swap idle_ to 0; if it was 1, push the task on the stack
 *     run:    take the whole stack; for each task: swap idle_ to 1, and then poll it
 *
 * Both swap the byte, so one swap comes first. If it is that of the wake, the poll sees everything
 * that was written before the wake. Otherwise the wake finds 1, and pushes the task again. */
#define ASYNC_FENCE_() __asm__ volatile("" : : : "memory")
#ifdef ASYNC_ALONE
#undef ASYNC_FENCE_
#define ASYNC_FENCE_() ((void)0)
#define ASYNC_MASK_
#define ASYNC_UNMASK_
#elif defined(__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4)
#define ASYNC_BUILTIN_
#elif defined(__TINYC__) && defined(__x86_64__)
#define ASYNC_LOCKED_
#elif defined(__AVR__)
#define ASYNC_MASK_ \
    unsigned char async_masked_; \
    __asm__ volatile("in %0, __SREG__\n\tcli" : "=r"(async_masked_) : : "memory");
#define ASYNC_UNMASK_ __asm__ volatile("out __SREG__, %0" : : "r"(async_masked_) : "memory");
#elif defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
#define ASYNC_MASK_ \
    unsigned async_masked_; \
    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(async_masked_) : : "memory");
#define ASYNC_UNMASK_ __asm__ volatile("msr primask, %0" : : "r"(async_masked_) : "memory");
#elif defined(__riscv) /* in machine mode: bit 3 of mstatus */
#define ASYNC_MASK_ \
    unsigned long async_masked_; \
    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(async_masked_) : : "memory");
#define ASYNC_UNMASK_ __asm__ volatile("csrs mstatus, %0" : : "r"(async_masked_ & 8) : "memory");
#elif defined(__SDCC)
#undef ASYNC_FENCE_
#define ASYNC_FENCE_() ((void)0)
#define ASYNC_MASK_ __critical {
#define ASYNC_UNMASK_ }
#else
#error "async.h: no atomics known here: #define ASYNC_ALONE if one thread uses it."
#define ASYNC_MASK_
#define ASYNC_UNMASK_
#endif

/* Have a task be pushed by the next wake. */
GEN_FUNCTION_ void async_rest_(struct async_task *async_task_) {
#ifdef ASYNC_BUILTIN_
    (void)__atomic_exchange_n(&async_task_->idle_, 1, __ATOMIC_ACQ_REL);
#elif defined(ASYNC_LOCKED_)
    unsigned char async_was_ = 1;
    __asm__ volatile("xchgb %0, %1" : "+q"(async_was_), "+m"(async_task_->idle_) : : "memory");
#else
    ASYNC_FENCE_();
    *GEN_CAST_(volatile async_flag_ *, &async_task_->idle_) = 1;
    ASYNC_FENCE_();
#endif
}

/* Have it be pushed by nobody. Return whether the next wake would have pushed it. */
GEN_FUNCTION_ int async_claim_(struct async_task *async_task_) {
    async_flag_ async_was_;
#ifdef ASYNC_BUILTIN_
    async_was_ = __atomic_exchange_n(&async_task_->idle_, 0, __ATOMIC_ACQ_REL);
#elif defined(ASYNC_LOCKED_)
    async_was_ = 0;
    __asm__ volatile("xchgb %0, %1" : "+q"(async_was_), "+m"(async_task_->idle_) : : "memory");
#else
    ASYNC_MASK_
    async_was_ = async_task_->idle_;
    async_task_->idle_ = 0;
    ASYNC_UNMASK_
#endif
    return async_was_ != 0;
}

/* Push a task on the stack. */
ASYNC_CORE_ void async_push_(struct async *async_executor_, struct async_task *async_task_) {
    struct async_task *async_top_;
#ifdef ASYNC_BUILTIN_
    async_top_ = __atomic_load_n(&async_executor_->ready_, __ATOMIC_RELAXED);
    do async_task_->next_.task_ = async_top_;
    while (!__atomic_compare_exchange_n(&async_executor_->ready_, &async_top_, async_task_, 1,
                                        __ATOMIC_RELEASE, __ATOMIC_RELAXED));
#elif defined(ASYNC_LOCKED_)
    struct async_task *async_below_;
    do {
        async_top_ = async_task_->next_.task_ = async_below_ = async_executor_->ready_;
        __asm__ volatile("lock; cmpxchgq %2, %1"
                         : "+a"(async_top_), "+m"(async_executor_->ready_)
                         : "r"(async_task_)
                         : "memory");
    } while (async_top_ != async_below_);
#else
    ASYNC_MASK_
    async_top_ = async_executor_->ready_;
    async_task_->next_.task_ = async_top_;
    async_executor_->ready_ = async_task_;
    ASYNC_UNMASK_
#endif
    if (async_top_ == GEN_NULL_) {
        ASYNC_ON_READY(async_executor_);
    }
}

/* Empty the stack. Return its tasks in the order in which they were pushed. */
GEN_FUNCTION_ struct async_task *async_take_(struct async *async_executor_) {
    struct async_task *async_top_, *async_first_ = GEN_NULL_;
#ifdef ASYNC_BUILTIN_
    async_top_ = __atomic_exchange_n(&async_executor_->ready_, async_first_, __ATOMIC_ACQUIRE);
#elif defined(ASYNC_LOCKED_)
    async_top_ = GEN_NULL_;
    __asm__ volatile("xchgq %0, %1" : "+r"(async_top_), "+m"(async_executor_->ready_) : : "memory");
#else
    ASYNC_MASK_
    async_top_ = async_executor_->ready_;
    async_executor_->ready_ = GEN_NULL_;
    ASYNC_UNMASK_
#endif
    while (async_top_ != GEN_NULL_) {
        struct async_task *const async_below_ = async_top_->next_.task_;
        async_top_->next_.task_ = async_first_;
        async_first_ = async_top_;
        async_top_ = async_below_;
    }
    return async_first_;
}

/* Return whether a task is in the stack. */
GEN_FUNCTION_ int async_is_woken_(const struct async *async_executor_) {
#ifdef ASYNC_BUILTIN_
    return __atomic_load_n(&async_executor_->ready_, __ATOMIC_RELAXED) != GEN_NULL_;
#else
    return *GEN_CAST_(struct async_task *const volatile *, &async_executor_->ready_) != GEN_NULL_;
#endif
}

/* ---- Deadlines ------------------------------------------------------------------------------- */

/* Half the range of a time. sdcc would fold -1 / 2 to 0. */
#define ASYNC_HALF_ (GEN_CAST_(async_tick, ~GEN_CAST_(async_tick, 0)) >> 1)

/* Return whether one time is earlier than another. Times wrap around: a difference in the upper half
 * of the range counts as negative. */
GEN_FUNCTION_ int async_is_before_(async_tick async_a_, async_tick async_b_) {
    return GEN_CAST_(async_tick, async_a_ - async_b_) > ASYNC_HALF_;
}

#ifdef ASYNC_PLAIN_TIMERS
/* A list, sorted by deadline. */
GEN_FUNCTION_ void async_time_(struct async *async_executor_, struct async_task *async_task_) {
    struct async_task **async_at_ = &async_executor_->timers_;
    while (*async_at_ != GEN_NULL_ &&
           !async_is_before_(async_task_->is_.due_, (*async_at_)->is_.due_))
        async_at_ = &(*async_at_)->later_.task_;
    async_task_->later_.task_ = *async_at_;
    *async_at_ = async_task_;
}

GEN_FUNCTION_ void async_untime_(struct async *async_executor_, struct async_task *async_task_) {
    struct async_task **async_at_ = &async_executor_->timers_;
    while (*async_at_ != GEN_NULL_ && *async_at_ != async_task_)
        async_at_ = &(*async_at_)->later_.task_;
    if (*async_at_ != GEN_NULL_) *async_at_ = async_task_->later_.task_;
}
#else
/* A skew heap: a binary tree in which no task is earlier than the one above it. Merging two walks
 * down their right sides, and swaps the two sides of each task that it passes. That keeps the right
 * sides short: a merge takes O(log n) on average over any sequence of them. To add a task, merge it
 * with the tree; to remove one, put its two merged subtrees in its place. */
GEN_FUNCTION_ void async_merge_(struct async_task **async_at_, struct async_task *async_a_,
                                struct async_task *async_b_) {
    while (async_b_ != GEN_NULL_) {
        struct async_task *async_first_ = async_a_;
        if (async_a_ == GEN_NULL_ || async_is_before_(async_b_->is_.due_, async_a_->is_.due_)) {
            async_first_ = async_b_;
            async_b_ = async_a_;
        }
        *async_at_ = async_first_;
        async_first_->at_ = async_at_;
        if (async_b_ == GEN_NULL_) return;
        async_a_ = async_first_->later_too_;
        async_first_->later_too_ = async_first_->later_.task_;
        if (async_first_->later_too_ != GEN_NULL_)
            async_first_->later_too_->at_ = &async_first_->later_too_;
        async_at_ = &async_first_->later_.task_;
    }
    *async_at_ = async_a_;
    if (async_a_ != GEN_NULL_) async_a_->at_ = async_at_;
}

GEN_FUNCTION_ void async_time_(struct async *async_executor_, struct async_task *async_task_) {
    async_task_->later_.task_ = async_task_->later_too_ = GEN_NULL_;
    async_merge_(&async_executor_->timers_, async_executor_->timers_, async_task_);
}

GEN_FUNCTION_ void async_untime_(struct async *async_executor_, struct async_task *async_task_) {
    (void)async_executor_;
    if (async_task_->at_ == GEN_NULL_) return;
    async_merge_(async_task_->at_, async_task_->later_.task_, async_task_->later_too_);
    async_task_->at_ = GEN_NULL_;
}
#endif

GEN_FUNCTION_ int async_next_deadline(const struct async *async_executor_, async_tick *async_due_) {
    if (async_executor_->timers_ == GEN_NULL_) return 0;
    *async_due_ = async_executor_->timers_->is_.due_;
    return 1;
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

#define ASYNC_OVER_ 2 /* its generator has ended, and it will end when it comes out of the stack */

struct async_check_ {
    unsigned error_ASYNC_TICK_T_must_be_an_unsigned_type GEN_IF_(GEN_CAST_(async_tick, -1) < 1);
};

ASYNC_CORE_ gen_status async_spawn_(struct async *async_executor_, struct async_task *async_task_,
                                    gen_status (*async_poll_)(struct async_task *)) {
    if (async_task_->alive_) return GEN_E_ARG;
#ifdef GEN_DEBUG
    {
        const struct async_task *async_each_ = async_executor_->spawned_;
        for (; async_each_ != GEN_NULL_; async_each_ = async_each_->spawned_before_)
            if (async_each_ == async_task_) return GEN_E_BAD_STATE; /* zeroed while it was alive */
    }
    async_task_->executor_ = async_executor_;
    async_task_->spawned_before_ = async_executor_->spawned_;
    async_executor_->spawned_ = async_task_;
#endif
    async_task_->poll_ = async_poll_;
    async_task_->owner_ = GEN_NULL_;
    async_task_->cancelled_ = 0;
    async_task_->alive_ = 1;
    async_executor_->alive_ += 2;
    ASYNC_TRACE('s', async_task_);
    async_push_(async_executor_, async_task_);
    return GEN_DONE;
}

GEN_FUNCTION_ void async_wake(struct async_task *async_task_) {
    if (!async_claim_(async_task_)) return;
    ASYNC_TRACE('w', async_task_);
    async_push_(async_task_->next_.executor_, async_task_);
}

/* Return the status of a poll that closes, given that of the close. */
GEN_FUNCTION_ gen_status async_closed_(gen_status async_status_) {
    return async_status_ == GEN_DONE ? GEN_CAST_(gen_status, GEN_E_CANCELLED) : async_status_;
}

#ifdef GEN_DEBUG
/* Return a task that is alive but no longer has what spawn has stored, or NULL. */
GEN_FUNCTION_ struct async_task *async_lost_(const struct async *async_executor_) {
    struct async_task *async_each_ = async_executor_->spawned_;
    while (async_each_ != GEN_NULL_ && async_each_->executor_ == async_executor_ &&
           async_each_->alive_)
        async_each_ = async_each_->spawned_before_;
    return async_each_;
}
#endif

/* A task ends, which is not in the stack. Return its error if no other task waits for it. */
GEN_FUNCTION_ gen_status async_end_(struct async *async_executor_, struct async_task *async_task_) {
#ifdef GEN_DEBUG
    struct async_task **async_each_ = &async_executor_->spawned_;
    while (*async_each_ != async_task_) async_each_ = &(*async_each_)->spawned_before_;
    *async_each_ = async_task_->spawned_before_;
#endif
    async_task_->alive_ = 0;
    async_executor_->alive_ -= 2;
    ASYNC_TRACE('e', async_task_);
    if (async_task_->owner_ != GEN_NULL_) {
        async_wake(async_task_->owner_);
        return GEN_DONE;
    }
    return async_task_->is_.status_ == GEN_E_CANCELLED ? GEN_CAST_(gen_status, GEN_DONE)
                                                       : async_task_->is_.status_;
}

/* Poll a task that was taken from the stack. Return the error that ended it, or another status. */
GEN_FUNCTION_ gen_status async_poll_(struct async *async_executor_,
                                     struct async_task *async_task_) {
    /* in the past, where no deadline is, and nevertheless later than all of them */
    const async_tick async_never_ = GEN_CAST_(async_tick, async_executor_->now_ - ASYNC_HALF_);
    gen_status async_status_;
    async_executor_->current_ = async_task_;
    if (async_task_->alive_ != ASYNC_OVER_) {
        async_task_->next_.executor_ = async_executor_;
        async_rest_(async_task_); /* before the poll, so that no wake is lost */
        async_untime_(async_executor_, async_task_);
        async_task_->is_.due_ = async_never_;
        async_task_->later_.executor_ = async_executor_;
        ASYNC_TRACE('p', async_task_);
        async_status_ = async_task_->poll_(async_task_);
        ASYNC_TRACE('q', async_task_);
        if (async_status_ > GEN_DONE) {
            if (async_status_ == GEN_YIELDED) async_wake(async_task_);
            if (async_task_->is_.due_ != async_never_) async_time_(async_executor_, async_task_);
            return async_status_;
        }
        async_task_->is_.status_ = async_status_;
        async_task_->alive_ = ASYNC_OVER_;
        if (!async_claim_(async_task_)) return GEN_PENDING;
    }
    return async_end_(async_executor_, async_task_);
}

GEN_FUNCTION_ gen_status async_run(struct async *async_executor_, async_tick async_now_) {
    struct async_task *async_task_;
    gen_status async_status_ = GEN_DONE;
    if (async_executor_->alive_ & 1u) return GEN_E_RUNNING;
#ifdef GEN_DEBUG
    async_executor_->current_ = async_lost_(async_executor_);
    if (async_executor_->current_ != GEN_NULL_) return GEN_E_BAD_STATE;
#endif
    async_executor_->alive_++;
    async_executor_->now_ = async_now_;
    while ((async_task_ = async_executor_->timers_) != GEN_NULL_ &&
           !async_is_before_(async_now_, async_task_->is_.due_)) {
        async_untime_(async_executor_, async_task_);
        async_wake(async_task_);
    }
    /* after an error, there is a rest of the last batch */
    if (async_executor_->batch_ == GEN_NULL_)
        async_executor_->batch_ = async_take_(async_executor_);
    while (async_status_ >= 0 && (async_task_ = async_executor_->batch_) != GEN_NULL_) {
        async_executor_->batch_ = async_task_->next_.task_;
        async_status_ = async_poll_(async_executor_, async_task_);
    }
    async_executor_->alive_--;
    if (async_status_ < 0) return async_status_;
    async_executor_->current_ = GEN_NULL_;
    return async_executor_->alive_ == 0       ? GEN_DONE
           : async_is_woken_(async_executor_) ? GEN_YIELDED
                                              : GEN_PENDING;
}

GEN_FUNCTION_ int async_ready(const struct async *async_executor_) {
    return async_is_woken_(async_executor_) || async_executor_->batch_ != GEN_NULL_;
}

GEN_FUNCTION_ struct async_task *async_failed(const struct async *async_executor_) {
    return (async_executor_->alive_ & 1u) != 0 ? GEN_CAST_(struct async_task *, GEN_NULL_)
                                               : async_executor_->current_;
}

GEN_FUNCTION_ struct async_task *async_current(const struct async *async_executor_) {
    return (async_executor_->alive_ & 1u) != 0 ? async_executor_->current_
                                               : GEN_CAST_(struct async_task *, GEN_NULL_);
}

GEN_FUNCTION_ void async_cancel(struct async_task *async_task_) {
    if (async_task_->alive_ != 1 || async_task_->cancelled_) return;
    async_task_->cancelled_ = 1;
    async_wake(async_task_);
}

GEN_FUNCTION_ gen_status async_status(const struct async_task *async_task_) {
    return async_task_->alive_ ? GEN_CAST_(gen_status, GEN_PENDING) : async_task_->is_.status_;
}

/* ---- Waiting --------------------------------------------------------------------------------- */

GEN_FUNCTION_ async_tick async_now(const struct async_task *async_task_) {
    return async_task_->later_.executor_->now_;
}

GEN_FUNCTION_ void async_add_(async_tick *async_due_, async_tick async_ticks_) {
    *async_due_ = GEN_CAST_(async_tick, *async_due_ + async_ticks_);
}

GEN_FUNCTION_ int async_until(struct async_task *async_task_, async_tick async_due_) {
    if (!async_is_before_(async_now(async_task_), async_due_)) return 1;
    if (async_is_before_(async_due_, async_task_->is_.due_)) async_task_->is_.due_ = async_due_;
    return 0;
}

GEN_FUNCTION_ int async_ended(struct async_task *async_task_, struct async_task *async_other_) {
    struct async_task *const async_owner_ = async_other_->owner_;
    if (!async_other_->alive_) return 1;
    async_other_->owner_ = async_task_;
    if (async_owner_ != async_task_ && async_owner_ != GEN_NULL_) async_wake(async_owner_);
    return 0;
}

/* A GEN_AWAIT that goes on when an error or a close is thrown in: `kept`, a field, gets it. */
/* clang-format off */
#define ASYNC_AWAIT_KEPT_(kept, condition) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_PAIR_); \
        if (0) { \
            GEN_STRICT_ case GEN_VALUE_(gen_point_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
            GEN_RESUMED_(GEN_VALUE_(gen_point_)); \
            if (gen_thrown_ != 0) (kept) = gen_thrown_; \
            gen_thrown_ = 0; \
        } \
        if (!(condition)) GEN_LEAVE_PENDING_(GEN_VALUE_(gen_point_)); \
    } while (0)
/* clang-format on */

/* Return whether a child is to be closed: its time is over, or its parent is being closed. */
GEN_FUNCTION_ int async_is_over_(struct async_task *async_task_,
                                 struct async_timeout *async_timeout_) {
    if (async_timeout_->kept_ == 0)
        async_timeout_->kept_ = async_until(async_task_, async_timeout_->due_);
    return async_timeout_->kept_ != 0;
}

/* Return whether all tasks of a group have ended. Cancel the others after the first error or end. */
GEN_FUNCTION_ int async_gather_(struct async_task *async_task_, struct async_group *async_group_,
                                int async_cancels_) {
    size_t async_i_;
    int async_all_ = 1;
    if (async_group_->kept_ < 0) { /* the body is being closed */
        async_group_->status = GEN_E_CANCELLED;
        async_cancels_ = ASYNC_FIRST_ERROR_;
    }
    for (async_i_ = 0; async_i_ < async_group_->count; async_i_++) {
        struct async_task *const async_each_ = async_group_->tasks[async_i_];
        if (!async_ended(async_task_, async_each_)) {
            async_all_ = 0;
        } else if (async_group_->status == GEN_PENDING &&
                   (async_cancels_ == ASYNC_FIRST_END_ || async_each_->is_.status_ != GEN_DONE)) {
            async_group_->which = async_i_;
            async_group_->status = async_each_->is_.status_;
        }
    }
    if (async_group_->status != GEN_PENDING && async_cancels_ != ASYNC_NEVER_)
        for (async_i_ = 0; async_i_ < async_group_->count; async_i_++)
            async_cancel(async_group_->tasks[async_i_]);
    if (async_all_ && async_group_->status == GEN_PENDING) async_group_->status = GEN_DONE;
    return async_all_;
}

#endif /* of gen.h */
#endif /* ASYNC_H */
