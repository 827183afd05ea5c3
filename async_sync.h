/* async_sync.h - what the tasks of async.h share: events, semaphores, locks and channels.
 * Needs async.h and gen.h beside it; C99 or C++11, freestanding: no heap, no globals.
 *
 * SPDX-License-Identifier: MIT
 *
 * A task waits in a queue. Its place there is a waiter, a field of its struct. The queue is fair: the
 * task that came first goes on first. All storage is yours.
 *
 *     #include "async_sync.h"
 *
 *     ASYNC_CHANNEL(readings, int) // struct readings, a channel of ints
 *
 *     struct show {
 *         struct gen gen;
 *         struct async_task task;
 *         struct async_waiter waiter;
 *         int reading;
 *     };
 *
 *     static struct readings readings;
 *
 *     GEN(show, char) {
 *         GEN_BEGIN();
 *         for (;;) {
 *             ASYNC_WAIT(self->waiter, readings_receive(&self->task, &readings, &self->waiter,
 *                                                       &self->reading));
 *             if (self->waiter.status != GEN_YIELDED) break; // the channel is closed
 *             printf("%d\n", self->reading);
 *         }
 *         GEN_END();
 *     }
 *     ASYNC_TASK(show)
 *
 *     void adc_interrupt(void) {
 *         const int reading = ADC;
 *         (void)readings_try_send(&readings, &reading);
 *     }
 *
 *     int main(void) {
 *         static int slots[8];
 *         readings_init(&readings, slots, 8);
 *         ...
 *     }
 *
 * The rules:
 *  1. Zero a waiter before its first use. While ASYNC_WAIT waits it must not move. Use one for each
 *     thing that is waited for at the same time.
 *  2. After the wait, the `status` of the waiter is GEN_YIELDED if it has got what it waited for;
 *     GEN_DONE if the channel is closed; GEN_E_ARG after a mistake: a wrong init, or a waiter that
 *     is still used elsewhere; or GEN_PENDING if another part of the condition has ended the wait.
 *  3. A task that is cancelled leaves the queue, and the next one goes on in its place. It has
 *     neither lost nor kept anything. A waiter that has not left its queue keeps its place, even
 *     when its task does something else: the others wait behind it.
 *  4. Interrupt handlers, signal handlers and other threads may call the functions that are marked
 *     (*) below; another thread may send only if it is the only sender. Everything else is for the
 *     thread that runs the executor. Tasks that share an object have the same executor. Keep the
 *     memory of a task while another thread may wake it.
 *
 * Everything here, by name; `task` is a pointer to the task that waits, `waiter` one to its waiter:
 *
 *     struct async_waiter                            a place in a queue, and how the wait has ended
 *     ASYNC_WAIT(waiter, condition);                 wait for one of the conditions below
 *     async_leave(waiter)                            leave the queue, in a wait of your own
 *
 *     struct async_event                             zeroed, it is not set
 *     async_event_set(event)                    (*)  let all waiters go on, one in each run
 *     async_event_is_set(event)                 (*)  return whether it is set
 *     async_event_clear(event)                       let later waiters wait
 *     async_event_wait(task, event, waiter)          a condition: wait until it is set
 *
 *     struct async_semaphore                         a number of permits
 *     async_semaphore_init(s, permits, most)         give it its permits
 *     async_acquire(task, s, waiter)                 a condition: wait for a permit
 *     async_try_acquire(s)                      (*)  take a permit, or do not wait
 *     async_release(s)                          (*)  return a permit
 *
 *     struct async_mutex                              zeroed, it is open
 *     async_lock(task, mutex, waiter)                a condition: wait until it is yours
 *     async_unlock(mutex, waiter)                    let the next one have it
 *
 *     ASYNC_CHANNEL(name, T)                         define a channel of items of type T
 *     name_init(channel, slots, capacity)            give it its storage
 *     name_send(task, channel, waiter, &item)        a condition: wait for room, and send
 *     name_receive(task, channel, waiter, &item)     a condition: wait for an item
 *     name_try_send(channel, &item)             (*)  send, or do not wait
 *     name_try_receive(channel, &item)               receive, or do not wait
 *     name_close(channel)                       (*)  nothing more will be sent
 *     ASYNC_ITEMS(items, name)                       define an iterator over received items
 */
#ifndef ASYNC_SYNC_H
#define ASYNC_SYNC_H

#include "async.h"

#ifdef ASYNC_TASK /* otherwise gen.h has reported why */

/* ---- Waiting --------------------------------------------------------------------------------- */

struct async_semaphore;

/* The place of a task in a queue. Zero it. All members but the status are private. */
struct async_waiter {
    gen_status status;
    struct async_semaphore *queue_; /* that it stands in, or NULL */
    struct async_task *task_;
    struct async_waiter *next_;
};

/* ASYNC_WAIT(waiter, condition); - in a body: wait until a condition holds. It leaves the queue then,
 * and also when the body is closed meanwhile. `waiter` is a field of type struct async_waiter. The
 * condition is one of those below. `||` adds a timeout:
 *
 *     ASYNC_WAIT(self->waiter, async_acquire(task, &bus, &self->waiter) ||
 *                                  async_until(task, self->due));
 *     if (self->waiter.status != GEN_YIELDED) ... // there is no permit
 *
 * To wait for several things, write what it expands to, with a waiter for each: `&` waits for all,
 * `|` for the first of them. Then the status of each waiter says whether it has got something. In the
 * finally, leave each queue; and if an error or a close ends the wait, return the permits you have
 * got.
 *
 *         (<waiter>).status = GEN_PENDING;
 *         GEN_TRY { GEN_AWAIT(<condition>); }
 *         GEN_FINALLY { async_leave(&(<waiter>)); }
 *         GEN_END_TRY;
 */
#define ASYNC_WAIT(waiter, condition) \
    do { \
        (waiter).status = GEN_PENDING; \
        GEN_TRY { GEN_AWAIT(condition); } \
        GEN_FINALLY { async_leave(&(waiter)); } \
        GEN_END_TRY; \
        break; /* clang-tidy: a `continue` in a loop of one turn would be suspicious */ \
    } while (1)

/* Leave the queue. Does nothing if it is in no queue. */
ASYNC_CORE_ void async_leave(struct async_waiter *async_waiter_);

/* ---- Semaphores ------------------------------------------------------------------------------ */

/* A number of permits, and the queue of those who wait for one. All members are private. */
struct async_semaphore {
    unsigned count_;             /* permits that are there; shared with those who release */
    unsigned most_;              /* 0 before the init */
    unsigned closed_;            /* shared: ASYNC_AT_ONCE_, ASYNC_IF_EMPTY_, or 0 */
    struct async_task *task_;    /* shared: the first one that waits */
    struct async_waiter *first_; /* the queue */
};

/* Prepare a semaphore: it has so many permits, and never more than `most`. It returns GEN_DONE, or
 * GEN_E_ARG if that is impossible or `most` is 0. Every later use returns GEN_E_ARG then. No task may
 * be in its queue. */
GEN_FUNCTION_ gen_status async_semaphore_init(struct async_semaphore *async_semaphore_,
                                              unsigned async_permits_, unsigned async_most_);

/* Wait for a permit. Each function with a waiter is a condition for ASYNC_WAIT: it returns whether
 * the wait is over. */
GEN_FUNCTION_ int async_acquire(struct async_task *async_task_,
                                struct async_semaphore *async_semaphore_,
                                struct async_waiter *async_waiter_);

/* Take a permit if there is one and no task waits for it. Return whether it was taken. */
GEN_FUNCTION_ int async_try_acquire(struct async_semaphore *async_semaphore_);

/* Return a permit. It returns GEN_DONE, or GEN_E_FULL if there are `most` of them already,
 * so that a permit returned twice is noticed. */
ASYNC_CORE_ gen_status async_release(struct async_semaphore *async_semaphore_);

/* ---- Mutexes --------------------------------------------------------------------------------- */

/* A semaphore of one permit that knows its owner, a waiter. Zeroed, it has none. All members are
 * private. */
struct async_mutex {
    struct async_semaphore semaphore_;
    struct async_waiter *owner_;
};

/* Wait for the mutex. The status is GEN_E_ARG if this waiter has it already.
 *
 *     GEN_TRY {
 *         ASYNC_WAIT(self->locked, async_lock(&self->task, &bus, &self->locked));
 *         ...
 *     }
 *     GEN_FINALLY { (void)async_unlock(&bus, &self->locked); }
 *     GEN_END_TRY;
 */
GEN_FUNCTION_ int async_lock(struct async_task *async_task_, struct async_mutex *async_mutex_,
                             struct async_waiter *async_waiter_);

/* Let the next one have it. It returns GEN_DONE; or GEN_E_ARG, and does nothing, if this waiter
 * does not have it: so a finally may always call it. */
GEN_FUNCTION_ gen_status async_unlock(struct async_mutex *async_mutex_,
                                      struct async_waiter *async_waiter_);

/* ---- Events ---------------------------------------------------------------------------------- */

/* Something that has happened, or not yet. Zeroed, it has not. All members are private. */
struct async_event {
    struct async_semaphore semaphore_; /* its count is 1 if the event is set */
};

/* Set the event: all tasks that wait for it go on, one in each run, and so do those that come
 * later, until it is cleared. */
GEN_FUNCTION_ void async_event_set(struct async_event *async_event_);

/* Return whether it is set. */
GEN_FUNCTION_ int async_event_is_set(struct async_event *async_event_);

/* Clear it. The tasks that waited for it when it was set go on nevertheless. */
GEN_FUNCTION_ void async_event_clear(struct async_event *async_event_);

/* Wait until it is set. */
GEN_FUNCTION_ int async_event_wait(struct async_task *async_task_, struct async_event *async_event_,
                                   struct async_waiter *async_waiter_);

/* ---- Channels -------------------------------------------------------------------------------- */

/* The part of a channel that is the same for all types of items. All members are private. */
struct async_channel {
    struct async_semaphore items_, room_;
    unsigned in_;  /* where the next item goes; shared with those who send */
    unsigned out_; /* where the next item is */
};

/* ASYNC_CHANNEL(name, T) - at file scope, without a semicolon: a queue of items of type T, of a
 * fixed capacity. It expands to
 *
 *     struct <name> {
 *         struct async_channel channel_;
 *         <T> *slots_;
 *     };
 *     gen_status <name>_init(struct <name> *self, <T> *slots, unsigned capacity);
 *     int <name>_send(struct async_task *task, struct <name> *self, struct async_waiter *waiter,
 *                     const <T> *item);
 *     int <name>_receive(struct async_task *task, struct <name> *self,
 *                        struct async_waiter *waiter, <T> *item);
 *     gen_status <name>_try_send(struct <name> *self, const <T> *item);
 *     gen_status <name>_try_receive(struct <name> *self, <T> *item);
 *     gen_status <name>_close(struct <name> *self);
 *
 * init       Begin with no items. GEN_E_ARG if the capacity is 0, and then each use does so, too.
 * send       Wait for room, and store a copy of the item. GEN_DONE: the channel is closed.
 * receive    Wait for an item. GEN_DONE: the channel is closed, and no item is left.
 * try_...    GEN_YIELDED, or GEN_DONE as above; GEN_E_FULL or GEN_PENDING if it would have to wait,
 *            also because other tasks wait already.
 * close      Nothing more will be sent; GEN_E_ARG if the channel is closed already. Tasks that wait
 *            to send do not send. The items that are left are still received.
 *
 * Interrupt handlers on the processor of the executor may call try_send, and so may tasks beside
 * them. If another thread calls it, that thread must be the only sender, and the one that closes the
 * channel: what it sends during a close by others may be lost. */
#define ASYNC_CHANNEL(name, T) \
    struct name { \
        struct async_channel channel_; \
        T *slots_; \
    }; \
    typedef T name##_received_; \
    GEN_FUNCTION_ gen_status name##_init(struct name *async_self_, T *async_slots_, \
                                         unsigned async_capacity_) { \
        async_self_->slots_ = async_slots_; \
        return async_channel_init_(&async_self_->channel_, async_capacity_); \
    } \
    GEN_FUNCTION_ void name##_put_(struct name *async_self_, T const *async_from_) { \
        async_self_->slots_[async_in_(&async_self_->channel_)] = *async_from_; \
        (void)async_release(&async_self_->channel_.items_); \
    } \
    GEN_FUNCTION_ void name##_get_(struct name *async_self_, T *async_to_) { \
        *async_to_ = async_self_->slots_[async_out_(&async_self_->channel_)]; \
        (void)async_release(&async_self_->channel_.room_); \
    } \
    GEN_FUNCTION_ int name##_send(struct async_task *async_task_, struct name *async_self_, \
                                  struct async_waiter *async_waiter_, T const *async_from_) { \
        const int async_now_ = \
            async_turn_(async_task_, &async_self_->channel_.room_, async_waiter_); \
        if (async_now_ < 0) name##_put_(async_self_, async_from_); \
        return async_now_; \
    } \
    GEN_FUNCTION_ int name##_receive(struct async_task *async_task_, struct name *async_self_, \
                                     struct async_waiter *async_waiter_, T *async_to_) { \
        const int async_now_ = \
            async_turn_(async_task_, &async_self_->channel_.items_, async_waiter_); \
        if (async_now_ < 0) name##_get_(async_self_, async_to_); \
        return async_now_; \
    } \
    GEN_FUNCTION_ gen_status name##_try_send(struct name *async_self_, T const *async_from_) { \
        const gen_status async_status_ = async_try_(&async_self_->channel_.room_, GEN_E_FULL); \
        if (async_status_ == GEN_YIELDED) name##_put_(async_self_, async_from_); \
        return async_status_; \
    } \
    GEN_FUNCTION_ gen_status name##_try_receive(struct name *async_self_, T *async_to_) { \
        const gen_status async_status_ = async_try_(&async_self_->channel_.items_, GEN_PENDING); \
        if (async_status_ == GEN_YIELDED) name##_get_(async_self_, async_to_); \
        return async_status_; \
    } \
    GEN_FUNCTION_ gen_status name##_close(struct name *async_self_) { \
        return async_channel_close_(&async_self_->channel_); \
    }

/* ASYNC_ITEMS(items, name) - at file scope: a generator of the items that a task receives from a
 * channel. Store task and channel before you use it. It is Python's `async for item in queue`, and
 * the source of a pipeline of itertools.h:
 *
 *     ASYNC_ITEMS(in, readings)
 *     ITER_FILTER(warm, in, item > 20)
 *     ITER_MAP(fahrenheit, warm, int, item * 9 / 5 + 32)
 *
 *     self->temperatures.warm.in.task = &self->task;
 *     self->temperatures.warm.in.channel = &readings;
 *     GEN_FOR_AWAIT (self->degrees, fahrenheit, &self->temperatures) printf("%d\n", self->degrees);
 *
 * Close it if you do not pull it to its end. It expands to
 *
 *     struct <items> {
 *         struct gen gen;
 *         struct async_task *task;
 *         struct <name> *channel;
 *         struct async_waiter waiter_;
 *         <T> item_;
 *     };
 *     GEN(<items>, <T>) { ... }
 */
#define ASYNC_ITEMS(items, name) \
    struct items { \
        struct gen gen; \
        struct async_task *task; \
        struct name *channel; \
        struct async_waiter waiter_; \
        name##_received_ item_; \
    }; \
    GEN(items, name##_received_) { \
        GEN_BEGIN(); \
        for (;;) { \
            ASYNC_WAIT(self->waiter_, \
                       name##_receive(self->task, self->channel, &self->waiter_, &self->item_)); \
            if (self->waiter_.status < 0) GEN_RAISE(self->waiter_.status); \
            if (self->waiter_.status == GEN_DONE) break; \
            GEN_YIELD(self->item_); \
        } \
        GEN_END(); \
    }

/* ==== Private: what follows may change ======================================================== */

/* ---- Shared with interrupts ------------------------------------------------------------------ */

/* An interrupt changes a number, and then wakes the first one in the queue. A task becomes the
 * first one, and then looks at the number. Each does both in this order, and a swap of the number
 * orders them for all processors. So if the interrupt finds no task, the task finds the number. */

/* Add to a number; but if it is `at`, store another one. Return what it was. */
ASYNC_CORE_ unsigned async_change_(unsigned *async_number_, unsigned async_by_, unsigned async_at_,
                                   unsigned async_then_) {
    unsigned async_was_;
#ifdef ASYNC_BUILTIN_
    async_was_ = __atomic_load_n(async_number_, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(
        async_number_, &async_was_, async_was_ == async_at_ ? async_then_ : async_was_ + async_by_,
        1, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {}
#elif defined(ASYNC_LOCKED_)
    unsigned async_before_;
    do {
        async_was_ = async_before_ = *async_number_;
        __asm__ volatile("lock; cmpxchgl %2, %1"
                         : "+a"(async_was_), "+m"(*async_number_)
                         : "r"(async_was_ == async_at_ ? async_then_ : async_was_ + async_by_)
                         : "memory");
    } while (async_was_ != async_before_);
#else
    ASYNC_MASK_
    async_was_ = *async_number_;
    *async_number_ = async_was_ == async_at_ ? async_then_ : async_was_ + async_by_;
    ASYNC_UNMASK_
#endif
    return async_was_;
}

/* Return the number. */
GEN_FUNCTION_ unsigned async_look_(unsigned *async_number_) {
    return async_change_(async_number_, 0, 0, 0);
}

/* Take one, if there is one. Return whether there was. */
GEN_FUNCTION_ int async_take_one_(unsigned *async_number_) {
    return async_change_(async_number_, ~0u, 0, 0) != 0;
}

/* Return the task that is first in the queue, or NULL. */
GEN_FUNCTION_ struct async_task *async_first_(struct async_semaphore *async_queue_) {
#ifdef ASYNC_BUILTIN_
    return __atomic_load_n(&async_queue_->task_, __ATOMIC_SEQ_CST);
#else
    return *GEN_CAST_(struct async_task *volatile *, &async_queue_->task_);
#endif
}

GEN_FUNCTION_ void async_wake_first_(struct async_semaphore *async_queue_) {
    struct async_task *const async_task_ = async_first_(async_queue_);
    if (async_task_ != GEN_NULL_) async_wake(async_task_);
}

/* Store the task that is first in the queue, for the interrupts. */
GEN_FUNCTION_ void async_show_first_(struct async_semaphore *async_queue_) {
    struct async_waiter *const async_waiter_ = async_queue_->first_;
    struct async_task *const async_task_ = async_waiter_ != GEN_NULL_
                                               ? async_waiter_->task_
                                               : GEN_CAST_(struct async_task *, GEN_NULL_);
#ifdef ASYNC_BUILTIN_
    __atomic_store_n(&async_queue_->task_, async_task_, __ATOMIC_SEQ_CST);
#elif defined(ASYNC_LOCKED_)
    async_queue_->task_ = async_task_; /* the swap that follows orders it */
#else
    ASYNC_MASK_
    async_queue_->task_ = async_task_;
    ASYNC_UNMASK_
#endif
}

/* ---- Queues ---------------------------------------------------------------------------------- */

/* The values of closed_: no wait gets a permit any more, or only the permits that are left. */
enum { ASYNC_AT_ONCE_ = 1, ASYNC_IF_EMPTY_ };

ASYNC_CORE_ void async_leave(struct async_waiter *async_waiter_) {
    struct async_semaphore *const async_queue_ = async_waiter_->queue_;
    struct async_waiter **async_at_;
    if (async_queue_ == GEN_NULL_) return;
    async_waiter_->queue_ = GEN_NULL_;
    async_at_ = &async_queue_->first_;
    while (*async_at_ != async_waiter_) async_at_ = &(*async_at_)->next_;
    *async_at_ = async_waiter_->next_;
    if (async_at_ != &async_queue_->first_) return;
    async_show_first_(async_queue_);
    if (async_look_(&async_queue_->count_) != 0 || async_look_(&async_queue_->closed_) != 0)
        async_wake_first_(async_queue_);
}

/* Join a queue at its end, unless the waiter is in it. Return whether it is the first one. A waiter
 * of another queue or task is a mistake, and then its status is GEN_E_ARG. */
ASYNC_CORE_ int async_join_(struct async_task *async_task_, struct async_semaphore *async_queue_,
                            struct async_waiter *async_waiter_) {
    struct async_waiter **async_at_ = &async_queue_->first_;
    if (async_task_ == GEN_NULL_ ||
        (async_waiter_->queue_ != GEN_NULL_ &&
         (async_waiter_->queue_ != async_queue_ || async_waiter_->task_ != async_task_))) {
        async_waiter_->status = GEN_E_ARG;
        return 0;
    }
    if (async_waiter_->queue_ == GEN_NULL_) {
        async_waiter_->queue_ = async_queue_;
        async_waiter_->task_ = async_task_;
        async_waiter_->next_ = GEN_NULL_;
        while (*async_at_ != GEN_NULL_) async_at_ = &(*async_at_)->next_;
        *async_at_ = async_waiter_;
        if (async_queue_->first_ == async_waiter_) async_show_first_(async_queue_);
    }
    return async_queue_->first_ == async_waiter_;
}

/* Wait for a permit. Return 0 while waiting, -1 if it has just been taken, 1 after that or if there
 * will be none. */
ASYNC_CORE_ int async_turn_(struct async_task *async_task_, struct async_semaphore *async_queue_,
                            struct async_waiter *async_waiter_) {
    if (async_waiter_->status != GEN_PENDING) return 1;
    if (async_queue_->most_ == 0) {
        async_waiter_->status = GEN_E_ARG;
    } else if (async_join_(async_task_, async_queue_, async_waiter_)) {
        /* first, because a permit may come before the close */
        const unsigned async_closed_ = async_look_(&async_queue_->closed_);
        if (async_closed_ != ASYNC_AT_ONCE_ && async_take_one_(&async_queue_->count_))
            async_waiter_->status = GEN_YIELDED;
        else if (async_closed_ != 0)
            async_waiter_->status = GEN_DONE;
    }
    if (async_waiter_->status == GEN_PENDING) return 0;
    async_leave(async_waiter_);
    return async_waiter_->status == GEN_YIELDED ? -1 : 1;
}

/* The same without waiting: `none` if there is no permit, or tasks wait for it. */
ASYNC_CORE_ gen_status async_try_(struct async_semaphore *async_queue_, gen_status async_none_) {
    const unsigned async_closed_ = async_look_(&async_queue_->closed_);
    if (async_queue_->most_ == 0) return GEN_E_ARG;
    if (async_closed_ != ASYNC_AT_ONCE_ && async_first_(async_queue_) == GEN_NULL_ &&
        async_take_one_(&async_queue_->count_))
        return GEN_YIELDED;
    return async_closed_ != 0 ? GEN_CAST_(gen_status, GEN_DONE) : async_none_;
}

/* ---- Semaphores, locks and events ------------------------------------------------------------ */

GEN_FUNCTION_ gen_status async_semaphore_init(struct async_semaphore *async_semaphore_,
                                              unsigned async_permits_, unsigned async_most_) {
    const int async_wrong_ = async_most_ == 0 || async_permits_ > async_most_;
    async_semaphore_->count_ = async_permits_;
    async_semaphore_->most_ = async_wrong_ ? 0 : async_most_;
    async_semaphore_->closed_ = 0;
    async_semaphore_->task_ = GEN_NULL_;
    async_semaphore_->first_ = GEN_NULL_;
    return async_wrong_ ? GEN_E_ARG : GEN_DONE;
}

GEN_FUNCTION_ int async_acquire(struct async_task *async_task_,
                                struct async_semaphore *async_semaphore_,
                                struct async_waiter *async_waiter_) {
    return async_turn_(async_task_, async_semaphore_, async_waiter_) != 0;
}

GEN_FUNCTION_ int async_try_acquire(struct async_semaphore *async_semaphore_) {
    return async_try_(async_semaphore_, GEN_PENDING) == GEN_YIELDED;
}

ASYNC_CORE_ gen_status async_release(struct async_semaphore *async_semaphore_) {
    const unsigned async_most_ = async_semaphore_->most_;
    if (async_most_ == 0) return GEN_E_ARG;
    if (async_change_(&async_semaphore_->count_, 1, async_most_, async_most_) == async_most_)
        return GEN_E_FULL;
    async_wake_first_(async_semaphore_);
    return GEN_DONE;
}

GEN_FUNCTION_ int async_lock(struct async_task *async_task_, struct async_mutex *async_mutex_,
                             struct async_waiter *async_waiter_) {
    if (async_waiter_->status != GEN_PENDING) return 1;
    if (async_mutex_->semaphore_.most_ == 0)
        (void)async_semaphore_init(&async_mutex_->semaphore_, 1, 1);
    if (async_mutex_->owner_ == async_waiter_)
        async_waiter_->status = GEN_E_ARG;
    else if (async_turn_(async_task_, &async_mutex_->semaphore_, async_waiter_) < 0)
        async_mutex_->owner_ = async_waiter_;
    return async_waiter_->status != GEN_PENDING;
}

GEN_FUNCTION_ gen_status async_unlock(struct async_mutex *async_mutex_,
                                      struct async_waiter *async_waiter_) {
    if (async_mutex_->owner_ != async_waiter_ || async_waiter_ == GEN_NULL_) return GEN_E_ARG;
    async_mutex_->owner_ = GEN_NULL_;
    return async_release(&async_mutex_->semaphore_);
}

/* All that wait go on. */
GEN_FUNCTION_ void async_open_(struct async_semaphore *async_queue_) {
    struct async_waiter *async_each_;
    while ((async_each_ = async_queue_->first_) != GEN_NULL_) {
        async_queue_->first_ = async_each_->next_;
        async_each_->queue_ = GEN_NULL_;
        async_each_->status = GEN_YIELDED;
        async_wake(async_each_->task_);
    }
    async_show_first_(async_queue_);
}

GEN_FUNCTION_ void async_event_set(struct async_event *async_event_) {
    (void)async_change_(&async_event_->semaphore_.count_, 0, 0, 1);
    async_wake_first_(&async_event_->semaphore_);
}

GEN_FUNCTION_ int async_event_is_set(struct async_event *async_event_) {
    return async_look_(&async_event_->semaphore_.count_) != 0;
}

GEN_FUNCTION_ void async_event_clear(struct async_event *async_event_) {
    if (async_take_one_(&async_event_->semaphore_.count_)) async_open_(&async_event_->semaphore_);
}

GEN_FUNCTION_ int async_event_wait(struct async_task *async_task_, struct async_event *async_event_,
                                   struct async_waiter *async_waiter_) {
    if (async_waiter_->status != GEN_PENDING) return 1;
    (void)async_join_(async_task_, &async_event_->semaphore_, async_waiter_);
    if (async_waiter_->status == GEN_PENDING) {
        if (!async_event_is_set(async_event_)) return 0;
        async_waiter_->status = GEN_YIELDED;
    }
    async_leave(async_waiter_); /* and the next one goes on */
    return 1;
}

/* ---- Channels -------------------------------------------------------------------------------- */

GEN_FUNCTION_ gen_status async_channel_init_(struct async_channel *async_channel_,
                                             unsigned async_capacity_) {
    async_channel_->in_ = async_channel_->out_ = 0;
    (void)async_semaphore_init(&async_channel_->items_, 0, async_capacity_);
    return async_semaphore_init(&async_channel_->room_, async_capacity_, async_capacity_);
}

/* Return the slot for the next item, and move on. */
GEN_FUNCTION_ unsigned async_in_(struct async_channel *async_channel_) {
    return async_change_(&async_channel_->in_, 1, async_channel_->items_.most_ - 1, 0);
}

/* Return the slot of the next item, and move on. */
GEN_FUNCTION_ unsigned async_out_(struct async_channel *async_channel_) {
    const unsigned async_slot_ = async_channel_->out_;
    async_channel_->out_ = async_slot_ == async_channel_->items_.most_ - 1 ? 0 : async_slot_ + 1;
    return async_slot_;
}

GEN_FUNCTION_ gen_status async_channel_close_(struct async_channel *async_channel_) {
    if (async_channel_->items_.most_ == 0 ||
        async_change_(&async_channel_->room_.closed_, 0, 0, ASYNC_AT_ONCE_) != 0)
        return GEN_E_ARG;
    (void)async_change_(&async_channel_->items_.closed_, 0, 0, ASYNC_IF_EMPTY_);
    async_wake_first_(&async_channel_->room_);
    async_wake_first_(&async_channel_->items_);
    return GEN_DONE;
}

#endif /* of async.h */
#endif /* ASYNC_SYNC_H */
