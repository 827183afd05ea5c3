/* async_gen.h - asynchronous generators: streams of items that take their time, for the tasks of
 * async.h. Needs async.h, itertools.h and gen.h beside it; C99 or C++11, freestanding, no heap.
 *
 * SPDX-License-Identifier: MIT
 *
 * A generator that waits is an asynchronous generator. The stages here are for such generators:
 * they know the time, and wait for several upstream iterators at once. They are iterators in the
 * sense of itertools.h, so its stages run over them, and they over its stages.
 *
 *     #include "async_gen.h"
 *
 *     ASYNC_MERGE(readings, sensor, sensor) // what two sensors read, as it comes
 *     ASYNC_BUFFER(packets, readings)       // up to 8 readings, or those of 250 ticks
 *
 *     struct radio {
 *         struct gen gen;
 *         struct async_task task;
 *         struct packets packets;
 *         packets_item packet;
 *         struct reading buffer[8];
 *         struct async_closing closing;
 *     };
 *
 *     GEN(radio, char) {
 *         GEN_BEGIN();
 *         self->packets = packets(readings(indoors(&self->task), outdoors(&self->task)),
 *                                 self->buffer, 8, &self->task, 250);
 *         GEN_TRY {
 *             GEN_FOR_AWAIT (self->packet, packets, &self->packets)
 *                 if (!send(self->packet.data, self->packet.length)) break;
 *         }
 *         ASYNC_FINALLY_CLOSE(self->closing, packets, &self->packets);
 *         GEN_END();
 *     }
 *     ASYNC_TASK(radio)
 *
 * The rules:
 *  1. `task` is the task that pulls. A stage asks it for the time, so pull only in its poll.
 *  2. While a stage returns GEN_PENDING, each pull states anew what it waits for, as each wait in
 *     async.h does. An extra pull is harmless. A stage that counts a time must be pulled again
 *     before half the range of async_tick is over.
 *  3. A time comes before an item of the same poll: an item that arrives just when a batch is due
 *     belongs to the next batch.
 *
 * Everything here, by name:
 *
 *     GEN_TRY { } ASYNC_FINALLY_CLOSE(closing, name, child);    close it after a block
 *     ASYNC_NEXT(status, name, child, item)                     wait for one item
 *     ASYNC_NEXT_OR(status, name, child, lvalue, value)         the same, or a value at the end
 *     ASYNC_CLOSE(closing, name, child)                         close it, and wait until it is
 *
 *     ASYNC_TICKER(name)            a time each period, without drift
 *     ASYNC_MERGE(name, A, B)       the items of two iterators as they come
 *     ASYNC_MERGE_ARRAY(name, from) those of an array of iterators
 *     ASYNC_DEBOUNCE(name, from)    an item after which none came for a while
 *     ASYNC_THROTTLE(name, from)    at most one item per period
 *     ASYNC_BUFFER(name, from)      batches of n items, or of those that come within a time
 */
#ifndef ASYNC_GEN_H
#define ASYNC_GEN_H

#include "async.h"
#include "itertools.h"

#ifdef GEN_H /* otherwise it has reported why */

/* ---- Waiting for a generator, in a body ------------------------------------------------------ */

/* The fields of ASYNC_CLOSE and ASYNC_FINALLY_CLOSE. */
struct async_closing {
    gen_status status_;
    int kept_;
};

/* GEN_TRY { } ASYNC_FINALLY_CLOSE(closing, name, child); - Python's `async with aclosing(child):`.
 * The child is closed however the block is left: at its end, by `break`, GEN_RETURN or an error,
 * and by a close of this body, which may come while the child is being closed. The finallys of the
 * child may wait. An error of its close is raised. `closing` is a field of type struct
 * async_closing; the pointer is evaluated at each resume.
 *
 *     GEN_TRY {
 *         GEN_FOR_AWAIT (self->line, lines, &self->in)
 *             if (self->line.length == 0) break;
 *     }
 *     ASYNC_FINALLY_CLOSE(self->closing, lines, &self->in);
 */
#define ASYNC_FINALLY_CLOSE(closing, name, child) \
    GEN_FINALLY_SAVED((closing).kept_) { ASYNC_SHUT_(closing, name, child); } \
    GEN_END_TRY

/* ASYNC_CLOSE(closing, name, child); - Python's `await child.aclose()`: close it, wait until its
 * finallys have ended, and raise its error. When this body is closed meanwhile, it waits, too. */
#define ASYNC_CLOSE(closing, name, child) \
    do { \
        (closing).kept_ = 0; \
        ASYNC_SHUT_(closing, name, child); \
        if ((closing).kept_ < 0) GEN_RAISE((closing).kept_); \
    } while (0)

/* ASYNC_NEXT(status, name, child, item); - Python's `await anext(child)`: wait for an item. Then
 * `status`, a field of type gen_status, is GEN_YIELDED, GEN_DONE or an error. A close of this body
 * leaves the child suspended. With a timeout, it is ASYNC_WITHIN. */
#define ASYNC_NEXT(status, name, child, item) \
    do { \
        (status) = GEN_PENDING; \
        GEN_AWAIT(GEN_PULL(status, name, child, item)); \
    } while (0)

/* ASYNC_NEXT_OR(status, name, child, lvalue, value); - Python's `await anext(child, value)`: store
 * the next item in lvalue. If the child has ended, store this value there. An error is raised. */
#define ASYNC_NEXT_OR(status, name, child, lvalue, value) \
    do { \
        ASYNC_NEXT(status, name, child, &(lvalue)); \
        if ((status) < 0) GEN_RAISE(status); \
        if ((status) == GEN_DONE) (lvalue) = (value); \
    } while (0)

/* ---- Stages ---------------------------------------------------------------------------------- */

/* ASYNC_TICKER(name) - a time for each period. The first one is a period after the first pull, and
 * the others are counted from there, so they do not drift. If pulls come late, the missed times come
 * at once. A period of 0 is GEN_E_ARG.
 *
 *     for (due = now() + ticks;; due += ticks) { sleep_until(due); yield due; }
 *     struct <name> <name>(struct async_task *task, async_tick ticks);
 */
#define ASYNC_TICKER(name) \
    ITER_FIELDS_(name, async_tick, 0, struct async_task *task_; async_tick ticks_; \
                 async_tick due_; unsigned char state_;) \
    ITER_MAKE_(name, (struct async_task *const async_task_, async_tick async_ticks_), async_task_, \
               async_ticks_, 0, ITER_READY_) \
    ITER_STEP_(name) { \
        if (self->state_ == ITER_ENDED_) return GEN_DONE; \
        if (self->ticks_ == 0) { \
            self->state_ = ITER_ENDED_; \
            return GEN_E_ARG; \
        } \
        if (self->state_ == ITER_READY_) async_begin_(self->task_, self->ticks_, &self->due_); \
        self->state_ = ITER_HELD_; \
        if (!async_until(self->task_, self->due_)) return GEN_PENDING; \
        *iter_out_ = self->due_; \
        async_add_(&self->due_, self->ticks_); \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->state_ = ITER_ENDED_) \
    ITER_LEFT_(name, self->state_ == ITER_ENDED_ ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, 0)

/* ASYNC_MERGE(name, A, B) - the items of two iterators of the same item type, as they come. If both
 * have items, they take turns. It is pending while neither has one, and ends with the last one. An
 * error of one closes the other, and is returned when that has closed.
 *
 *     struct <name> <name>(struct <A> left, struct <B> right);
 *
 * ASYNC_MERGE_ARRAY(name, from) - the same for an array of iterators. A pull asks each of them, until
 * one has an item. If each is one call, the results come as the calls end.
 *
 *     struct <name> <name>(struct <from> *iterators, size_t count);
 */
#define ASYNC_MERGE(name, A, B) \
    ITER_FIELDS_(name, A##_item, A##_fleeting_ || B##_fleeting_, \
                 GEN_FIELD_(A, left_) GEN_FIELD_(B, right_) size_t turn_; \
                 gen_status error_;) \
    ITER_HOLDS_IF_(name, !ITER_SAME_(A##_item, B##_item), \
                   error_ASYNC_MERGE_of_items_of_different_types) \
    ITER_MAKE_(name, (struct A async_a_, struct B async_b_), async_a_, async_b_, 0, GEN_DONE) \
    ITER_CLOSE_(name) { \
        const gen_status async_a_ = A##_close(&self->left_); \
        self->error_ = GEN_DONE; \
        return iter_both_(async_a_, B##_close(&self->right_)); \
    } \
    ASYNC_MERGE_(name, 2, \
                 async_at_ == 0 ? A##_next(&self->left_, iter_out_) \
                                : B##_next(&self->right_, GEN_CHECKED_(iter_out_))) \
    ITER_LEFT_OF_TWO_(name, A, B, self->error_ != 0 ? 0 : iter_add_(iter_a_, iter_b_)) \
    ITER_ALONE_(name, 0)
#define ASYNC_MERGE_ARRAY(name, upstream) \
    ITER_FIELDS_(name, upstream##_item, upstream##_fleeting_, struct upstream *iterators_; \
                 size_t count_; size_t turn_; gen_status error_;) \
    ITER_MAKE_(name, (struct upstream *const async_iterators_, size_t async_count_), \
               async_iterators_, async_iterators_ == GEN_NULL_ ? 0 : async_count_, 0, \
               async_iterators_ == GEN_NULL_ && async_count_ != 0 ? GEN_E_ARG : GEN_DONE) \
    ITER_CLOSE_(name) { \
        self->error_ = GEN_DONE; \
        ITER_CLOSE_EACH_(upstream, self->iterators_, self->count_) \
    } \
    ASYNC_MERGE_(name, self->count_, upstream##_next(&self->iterators_[async_at_], iter_out_)) \
    ITER_LEFT_(name, iter_most_ && self->count_ != 0 && self->error_ == 0 ? ITER_MANY_ : 0) \
    ITER_ALONE_(name, 0)

/* ASYNC_DEBOUNCE(name, from) - an item after which no other came for `ticks`. At the end, the last
 * item comes at once; an error drops it.
 *
 *     for (item in from) if (<none comes until now() + ticks>) yield item;
 *     struct <name> <name>(struct <from> from, struct async_task *task, async_tick ticks);
 */
#define ASYNC_DEBOUNCE(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ASYNC_DEBOUNCE_holds_fleeting_items_use_ITER_COPY) \
    ITER_STAGE_(name, upstream, struct async_task *task_; async_tick ticks_; async_tick due_; \
                upstream##_item held_; unsigned char state_;) \
    ITER_MAKE_ZEROED_(name, upstream##_item, \
                      (struct upstream async_from_, struct async_task *const async_task_, \
                       async_tick async_ticks_), \
                      async_from_, async_task_, async_ticks_, 0, iter_zero_, ITER_READY_) \
    ITER_STEP_(name) { \
        if (self->state_ != ITER_HELD_ || !async_has_come_(self->task_, self->due_)) { \
            const gen_status async_status_ = upstream##_next(&self->upstream, iter_out_); \
            if (async_status_ == GEN_YIELDED) { \
                self->held_ = *iter_out_; \
                self->state_ = ITER_HELD_; \
                async_begin_(self->task_, self->ticks_, &self->due_); \
                return GEN_SKIP; \
            } \
            if (iter_failed_(async_status_)) self->state_ = ITER_READY_; \
            if (self->state_ != ITER_HELD_) return async_status_; \
            if (async_status_ != GEN_DONE) { \
                (void)async_until(self->task_, self->due_); \
                return async_status_; \
            } \
        } \
        self->state_ = ITER_READY_; \
        *iter_out_ = self->held_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_READY_) \
    ITER_LEFT_OF_(name, upstream, \
                  iter_most_ ? iter_add_(iter_upstream_, self->state_ == ITER_HELD_) \
                             : self->state_ == ITER_HELD_ || iter_upstream_ != 0) \
    ITER_ALONE_(name, 1)

/* ASYNC_THROTTLE(name, from) - the items, but at most one in `ticks`. No item is dropped: after an
 * item, it waits before it pulls the next one, or finds the end.
 *
 *     for (item in from) { yield item; sleep(ticks); }
 *     struct <name> <name>(struct <from> from, struct async_task *task, async_tick ticks);
 */
#define ASYNC_THROTTLE(name, upstream) \
    ITER_STAGE_(name, upstream, struct async_task *task_; async_tick ticks_; async_tick due_; \
                unsigned char state_;) \
    ITER_MAKE_(name, \
               (struct upstream async_from_, struct async_task *const async_task_, \
                async_tick async_ticks_), \
               async_from_, async_task_, async_ticks_, 0, ITER_READY_) \
    ITER_STEP_(name) { \
        gen_status async_status_; \
        if (self->state_ == ITER_HELD_ && !async_until(self->task_, self->due_)) \
            return GEN_PENDING; \
        self->state_ = ITER_READY_; \
        async_status_ = upstream##_step(&self->upstream, iter_out_); \
        if (async_status_ == GEN_YIELDED) { \
            self->state_ = ITER_HELD_; \
            async_begin_(self->task_, self->ticks_, &self->due_); \
        } \
        return async_status_; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_READY_) \
    ITER_LEFT_OF_(name, upstream, iter_upstream_) \
    ITER_ALONE_(name, upstream##_skips_)

/* ASYNC_BUFFER(name, from) - batches in your buffer: `size` items, or those that came within
 * `ticks` of the first one. The last batch comes at the end; an error drops it. An item is a struct
 * <name>_item { const <from>_item *data; size_t length; }, valid until the next pull. A size below
 * 1 or a NULL buffer is GEN_E_ARG.
 *
 *     for (item in from) { buffer[n++] = item; if (n == size) yield { buffer, n }, n = 0; }
 *     <and yield { buffer, n }, n = 0; when the time is over>
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size,
 *                          struct async_task *task, async_tick ticks);
 */
#define ASYNC_BUFFER(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ASYNC_BUFFER_holds_fleeting_items_use_ITER_COPY) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count size_; \
        struct async_task *task_; \
        async_tick ticks_, due_; \
        iter_count count_; \
    }; \
    ITER_VIEW_(name, upstream##_item, 1) \
    ITER_MAKE_(name, \
               (struct upstream async_from_, upstream##_item *const async_buffer_, \
                iter_count async_size_, struct async_task *const async_task_, \
                async_tick async_ticks_), \
               async_from_, async_buffer_, \
               async_buffer_ == GEN_NULL_ || async_size_ < 1 ? -1 : async_size_, async_task_, \
               async_ticks_, 0, 0) \
    ITER_STEP_(name) { \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        if (self->count_ == 0 || !async_has_come_(self->task_, self->due_)) { \
            const gen_status async_status_ = \
                upstream##_next(&self->upstream, &self->buffer_[self->count_]); \
            if (async_status_ == GEN_YIELDED) { \
                if (self->count_ == 0) async_begin_(self->task_, self->ticks_, &self->due_); \
                if (++self->count_ < self->size_) return GEN_SKIP; \
            } else { \
                if (iter_failed_(async_status_)) self->count_ = 0; \
                if (self->count_ == 0) return async_status_; \
                if (async_status_ != GEN_DONE) { \
                    (void)async_until(self->task_, self->due_); \
                    return async_status_; \
                } \
            } \
        } \
        ITER_HAND_OUT_BATCH_ \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->count_ = 0) \
    ITER_LEFT_OF_(name, upstream, \
                  iter_most_ ? iter_add_(iter_upstream_, self->count_ != 0) \
                             : iter_batches_(iter_upstream_, self->count_, self->size_, 0)) \
    ITER_ALONE_(name, 1)

/* ==== Private: what follows may change ======================================================== */

/* Close a child and raise its error. A close of the body does not end the wait; it is kept. */
#define ASYNC_SHUT_(closing, name, child) \
    do { \
        (closing).status_ = GEN_PENDING; \
        ASYNC_AWAIT_KEPT_((closing).kept_, GEN_SHUT((closing).status_, name, child)); \
        if ((closing).status_ < 0) GEN_RAISE((closing).status_); \
    } while (0)

/* Store the time that is so many ticks away. */
GEN_FUNCTION_ void async_begin_(const struct async_task *async_task_, async_tick async_ticks_,
                                async_tick *async_due_) {
    *async_due_ = GEN_CAST_(async_tick, async_now(async_task_) + async_ticks_);
}

/* Return whether a time has come, without waiting for it. */
GEN_FUNCTION_ int async_has_come_(const struct async_task *async_task_, async_tick async_due_) {
    return !async_is_before_(async_now(async_task_), async_due_);
}

/* Pull from each iterator, beginning with the one whose turn it is, until one has an item. An
 * iterator that has ended is pulled again, because it stays ended. After an error, close them all.
 * The expression pulls from the iterator at async_at_. */
#define ASYNC_MERGE_(name, count, ...) \
    ITER_STEP_(name) { \
        gen_status async_status_, async_waits_ = GEN_DONE; \
        size_t async_tries_; \
        for (async_tries_ = (count); async_tries_ > 0 && self->error_ == 0; async_tries_--) { \
            const size_t async_at_ = self->turn_; \
            self->turn_ = async_at_ + 1 < (count) ? async_at_ + 1 : 0; \
            async_status_ = (__VA_ARGS__); \
            if (async_status_ == GEN_YIELDED) return GEN_YIELDED; \
            if (iter_failed_(async_status_)) \
                self->error_ = async_status_; \
            else if (async_status_ != GEN_DONE && async_waits_ != GEN_E_FULL) \
                async_waits_ = async_status_; \
        } \
        if (self->error_ == 0) return async_waits_; \
        async_waits_ = self->error_; \
        async_status_ = name##_close(self); /* forgets the error */ \
        if (async_status_ != GEN_PENDING) return async_waits_; \
        self->error_ = async_waits_; \
        return GEN_PENDING; \
    }

#endif /* of gen.h */
#endif /* ASYNC_GEN_H */
