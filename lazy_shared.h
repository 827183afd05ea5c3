/* lazy_shared.h - one iterator that several threads share: each item goes to one of them. Needs
 * lazy.h beside it; C99 or C++11.
 *
 * SPDX-License-Identifier: MIT
 *
 * LAZY_SHARED(name, from) - an iterator of itertools.h, or a generator of gen.h, that several
 * threads pull. Each item goes to one of them; the end, or the error, goes to all, whenever they
 * ask.
 *
 *     ITER_RANGE(numbers, long)
 *     LAZY_SHARED(jobs, numbers)
 *     static struct jobs jobs;                    // one for all: jobs.from = numbers(0, 1000, 1);
 *
 *     long job;                                   // in each thread
 *     while (jobs_next(&jobs, &job) == GEN_YIELDED) work_on(job);
 *
 * It expands to
 *
 *     struct <name> { struct <from> from; <private> };
 *     typedef <from>_item <name>_item;
 *     int <name>_next(struct <name> *self, <name>_item *item);
 *     int <name>_close(struct <name> *self);
 *
 * A pipeline in each thread begins with
 *
 *     ITER_FROM(mine, long, struct jobs *, jobs_next(self->context, item))
 *
 * A body that asks for an item of its own iterator gets LAZY_E_CYCLE, and an interrupt handler that
 * interrupts a pull gets LAZY_PENDING. While a generator is pending, nothing is locked.
 */
#ifndef LAZY_SHARED_H
#define LAZY_SHARED_H

#include "lazy.h"

#ifndef LAZY_H /* it has reported why */
#elif !defined(LAZY_PRIVATE_) || LAZY_PRIVATE_ != 2
#error "lazy_shared.h: the lazy.h that it includes has another version: take both from one release."
#else

#define LAZY_SHARED(name, upstream) \
    struct name { \
        struct upstream from; \
        lazy_word word_; \
        unsigned char over_; \
        int status_; /* that ended it */ \
    }; \
    typedef upstream##_item name##_item; \
    LAZY_FUNCTION_ int name##_ended_(struct name *lazy_self_, int lazy_status_) { \
        if (lazy_status_ <= 0 && lazy_status_ != LAZY_E_FULL_) { \
            lazy_self_->over_ = 1; \
            lazy_self_->status_ = lazy_status_; \
        } \
        lazy_release_(&lazy_self_->word_, 0); \
        return lazy_status_; \
    } \
    LAZY_FUNCTION_ int name##_next(struct name *lazy_self_, name##_item *lazy_item_) { \
        long lazy_ms_ = -1; \
        int lazy_status_ = lazy_lock_(&lazy_self_->word_, &lazy_ms_, LAZY_NAME_(#name)); \
        if (lazy_status_ != 0) return lazy_status_; \
        lazy_status_ = lazy_self_->over_ ? lazy_self_->status_ \
                                         : upstream##_next(&lazy_self_->from, lazy_item_); \
        return name##_ended_(lazy_self_, lazy_status_); \
    } \
    LAZY_FUNCTION_ int name##_close(struct name *lazy_self_) { \
        long lazy_ms_ = -1; \
        int lazy_status_ = lazy_lock_(&lazy_self_->word_, &lazy_ms_, LAZY_NAME_(#name)); \
        if (lazy_status_ != 0) return lazy_status_; \
        lazy_status_ = upstream##_close(&lazy_self_->from); \
        if (lazy_status_ <= 0) lazy_self_->over_ = 1, lazy_self_->status_ = 0; \
        lazy_release_(&lazy_self_->word_, 0); \
        return lazy_status_; \
    }

#endif /* of lazy.h */
#endif /* LAZY_SHARED_H */
