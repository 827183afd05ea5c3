/* iter_testing.h - for testing your pipelines: a stage that counts, a stage that injects pauses and
 * errors, and a function that runs a pipeline with each of them at each point. C99 or C++11,
 * freestanding; needs itertools.h and gen.h beside it.
 *
 * SPDX-License-Identifier: MIT
 *
 * A test builds the pipeline over a watched source:
 *
 *     #include "iter_testing.h"
 *     #include <assert.h>
 *
 *     ITER_RANGE(naturals, long)
 *     ITER_INJECTED(injected, naturals)
 *     ITER_COUNTED(counted, injected)
 *     ITER_FILTER(even, counted, item % 2 == 0) // the pipeline under test
 *     ITER_TRIAL(tried, even, item,
 *                even(counted(injected(naturals(0, 9, 1), &trial->injection, 1), &trial->calls)))
 *
 *     int main(void) {
 *         static struct iter_trial trial;
 *         trial.error = -5;
 *         assert(tried(&trial) == NULL); // lazy, and right with a pause or an error anywhere
 *     }
 */
#ifndef ITER_TESTING_H
#define ITER_TESTING_H

#include "itertools.h"

#ifndef ITER_STEP_ /* itertools.h or gen.h has reported an error */
#elif GEN_PRIVATE_ != 6
#error "iter_testing.h: its itertools.h is of another version: take both from one."
#else

/* ---- Counting -------------------------------------------------------------------------------- */

/* The counters of an ITER_COUNTED. They belong to the test, and start zeroed. Copies of a pipeline
 * share them. */
struct iter_calls {
    size_t pulls;  /* all results: items, pauses, errors and ends */
    size_t items;  /* GEN_YIELDED */
    size_t pauses; /* GEN_PENDING or GEN_E_FULL */
    size_t errors; /* any other negative status */
    size_t late;   /* pulls after an end, an error or a close; they count as pulls, too */
    size_t closes; /* calls of close; a pending close counts once, when it is done */
};

/* ITER_COUNTED(name, from) - the items unchanged. It counts the pulls that reach it, and works
 * over a source as well as between two stages. Items that upstream skips do not count. An ITER_TAKE
 * over a range normally shortens the range; over an ITER_COUNTED it counts its items itself, so
 * that `pulls` is exact.
 *
 *     struct <name> <name>(struct <from> from, struct iter_calls *calls);
 */
#define ITER_COUNTED(name, upstream) \
    ITER_STAGE_(name, upstream, struct iter_calls *calls_; unsigned char state_;) \
    ITER_MAKE_(name, (struct upstream iter_from_, struct iter_calls *const iter_calls_), \
               iter_from_, iter_calls_, iter_ready_unless_(iter_calls_ == GEN_NULL_)) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->calls_ == GEN_NULL_) return iter_no_more_(&self->state_); \
        iter_status_ = upstream##_step(&self->upstream, iter_out_); \
        iter_count_pull_(self->calls_, iter_status_, &self->state_); \
        return iter_status_; \
    } \
    ITER_CLOSE_(name) { \
        const gen_status iter_status_ = upstream##_close(&self->upstream); \
        if (iter_status_ == GEN_PENDING) return iter_status_; \
        if (self->calls_ != GEN_NULL_) self->calls_->closes++; \
        self->state_ = ITER_ENDED_; \
        return iter_status_; \
    } \
    ITER_TELL_(name, upstream) \
    ITER_LEFT_(name, self->calls_ == GEN_NULL_ ? 0 : upstream##_left(&self->upstream, iter_most_)) \
    ITER_ITERATES_(name, upstream##_skips_, GEN_ONE_LOOP_(name, name##_skips_, name##_step))

/* ---- Injecting ------------------------------------------------------------------------------- */

/* A status to hand out before the item number `at`. The first item has the number 0, and the end
 * counts as one more item. If `every` is not 0, the status comes again before every `every`-th item
 * after that. */
struct iter_injection {
    gen_status status; /* GEN_PENDING, GEN_E_FULL or GEN_SKIP; or an error or GEN_DONE, as an end */
    size_t at, every;
};

/* ITER_INJECTED(name, from) - the items unchanged, and the injections of an array. After an
 * injected error or end, the upstream iterator is only closed. The array is read at each pull, so a
 * test may change it between two pulls. Several injections before the same item come out in their
 * order. Any other status is refused with GEN_E_ARG when its turn comes.
 *
 *     static const struct iter_injection pauses[] = {{GEN_PENDING, 0, 1}}; // before every item
 *     static const struct iter_injection fails[] = {{-EIO, 3, 0}};         // instead of the fourth
 *     struct <name> <name>(struct <from> from, const struct iter_injection *array, size_t count);
 */
#define ITER_INJECTED(name, upstream) \
    ITER_STAGE_(name, upstream, const struct iter_injection *array_; size_t count_; \
                size_t passed_;  /* items handed out */ \
                size_t decided_; /* injections that were considered for the next item */ \
                unsigned char state_;) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, const struct iter_injection *const iter_array_, \
                size_t iter_n_), \
               iter_from_, iter_array_, iter_n_, 0, 0, \
               iter_ready_unless_(iter_array_ == GEN_NULL_ && iter_n_ != 0)) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->state_ != ITER_READY_) return iter_no_more_(&self->state_); \
        iter_status_ = iter_injected_(self->array_, self->count_, self->passed_, &self->decided_); \
        if (iter_status_ == GEN_YIELDED) { \
            iter_status_ = upstream##_step(&self->upstream, iter_out_); \
            if (iter_status_ == GEN_YIELDED) { \
                self->passed_++; \
                self->decided_ = 0; \
            } \
        } \
        if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
        return iter_status_; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    ITER_TELL_(name, upstream) \
    ITER_LEFT_(name, self->state_ != ITER_READY_ || \
                             (!iter_most_ && iter_injects_end_(self->array_, self->count_)) \
                         ? 0 \
                         : upstream##_left(&self->upstream, iter_most_)) \
    ITER_ITERATES_(name, 1, GEN_ONE_LOOP_(name, name##_skips_, name##_step))

/* ---- Trials ---------------------------------------------------------------------------------- */

/* A trial; it starts zeroed. ITER_NEVER is the `at` of a run without an injection, and the
 * `closed_after` of a run that was closed after its end. */
struct iter_trial {
    /* Set these two: the error to inject, or 0 to inject none; and the number of pulls that are
     * allowed after the end of the source. That is 1 for a stage that hands out its last item after
     * that end, such as ITER_BATCH. */
    gen_status error;
    size_t late;
    /* The constructor uses these two. After a trial they are from its last run; if the trial
     * failed, that run broke the rule. */
    struct iter_injection injection;
    struct iter_calls calls;
    size_t closed_after; /* how many items came before the close */
    size_t runs;         /* how many runs there were */
    /* private: of the current run */
    const char *broken_; /* the rule */
    gen_status status_;
    size_t items_;
    iter_wide hash_;        /* of the items */
    size_t limit_;          /* the run closes the pipeline after this many items... */
    int until_paused_;      /* ...or at the first pause */
    size_t stuck_, pulled_; /* pauses in a row without a pull; pulls so far */
};
#define ITER_NEVER ITER_MANY_

/* ITER_TRIAL(name, pipeline, value, make) - defines a function that runs a pipeline many times:
 * undisturbed; closed after each number of items; with a pause before each item of its source, and
 * before its end; with a pause before all of them; closed at each pause; and with an error at each
 * of these points. It returns NULL if the pipeline keeps all rules. Otherwise it returns the first
 * broken rule, in words, and the trial shows the run:
 *
 *  - The pipeline pulls nothing before it is asked for an item, nor after the end of its source.
 *  - <pipeline>_left is right.
 *  - With a pause it hands out the same items as without, and ends in the same way.
 *  - It passes on an error unchanged. Before that it hands out no other items than it would if its
 *    source ended there.
 *  - Once it has ended or was closed, it stays ended.
 *  - One close of the pipeline closes its source exactly once.
 *
 * `make` is an expression that makes the pipeline anew: over an ITER_COUNTED with `&trial->calls`,
 * over an ITER_INJECTED with `&trial->injection` and 1, over the source. It also clears the memory
 * that the pipeline borrows, such as the table of an ITER_UNIQUE. `value` is an integer made of the
 * `item`; items with the same value count as the same. The pipeline must end by itself.
 *
 *     const char *<name>(struct iter_trial *trial);
 */
#define ITER_TRIAL(name, pipeline, value, ...) \
    GEN_HIDES_ GEN_FUNCTION_ void name##_run_(struct iter_trial *trial) { \
        struct pipeline iter_made_ = __VA_ARGS__; \
        pipeline##_item item GEN_UNSET_; \
        const size_t iter_least_ = pipeline##_left(&iter_made_, ITER_AT_LEAST); \
        const size_t iter_most_ = pipeline##_left(&iter_made_, ITER_AT_MOST); \
        (void)item; \
        if (trial->calls.pulls != 0) \
            iter_broke_(trial, "it pulls before it is asked for an item"); \
        while (iter_trial_goes_on_(trial)) { \
            trial->status_ = pipeline##_next(&iter_made_, &item); \
            if (trial->status_ == GEN_YIELDED) \
                iter_trial_item_(trial, ITER_CAST_(iter_wide, (value))); \
        } \
        if (iter_ended_(trial->status_)) { \
            iter_trial_ended_(trial, iter_least_, iter_most_); \
            if (pipeline##_next(&iter_made_, &item) != GEN_DONE || \
                pipeline##_next(&iter_made_, &item) != GEN_DONE) \
                iter_broke_(trial, "it does not stay ended"); \
        } \
        while (iter_trial_closing_(trial, pipeline##_close(&iter_made_))) {} \
        if (pipeline##_next(&iter_made_, &item) != GEN_DONE) \
            iter_broke_(trial, "it goes on after it was closed"); \
    } \
    GEN_FUNCTION_ const char *name(struct iter_trial *trial) { \
        return iter_tried_(trial, name##_run_); \
    } \
    GEN_HIDES_END_

/* ==== Private: what follows may change ======================================================== */

/* A pipeline counts as stuck after this many pauses in a row without a pull. */
#define ITER_STUCK_ 1000

GEN_FUNCTION_ void iter_count_pull_(struct iter_calls *iter_calls_, gen_status iter_status_,
                                    unsigned char *iter_state_) {
    if (iter_status_ == GEN_SKIP) return;
    iter_calls_->pulls++;
    if (*iter_state_ == ITER_ENDED_) iter_calls_->late++;
    if (iter_status_ == GEN_YIELDED) iter_calls_->items++;
    if (iter_paused_(iter_status_)) iter_calls_->pauses++;
    if (iter_failed_(iter_status_)) iter_calls_->errors++;
    if (iter_ended_(iter_status_)) *iter_state_ = ITER_ENDED_;
}

/* Return the next status to inject before this item, or GEN_YIELDED if there is no more. */
GEN_FUNCTION_ gen_status iter_injected_(const struct iter_injection *iter_array_, size_t iter_n_,
                                        size_t iter_item_, size_t *iter_decided_) {
    while (*iter_decided_ < iter_n_) {
        const struct iter_injection *const iter_next_ = &iter_array_[(*iter_decided_)++];
        const gen_status iter_status_ = iter_next_->status;
        if (iter_item_ < iter_next_->at) continue;
        if (iter_next_->every == 0 ? iter_item_ != iter_next_->at
                                   : (iter_item_ - iter_next_->at) % iter_next_->every != 0)
            continue;
        return iter_paused_(iter_status_) || iter_ended_(iter_status_)
                   ? iter_status_
                   : ITER_CAST_(gen_status, GEN_E_ARG);
    }
    return GEN_YIELDED;
}
/* Return whether the iterator may end before the upstream iterator does. */
GEN_FUNCTION_ int iter_injects_end_(const struct iter_injection *iter_array_, size_t iter_n_) {
    while (iter_n_ > 0)
        if (!iter_paused_(iter_array_[--iter_n_].status)) return 1;
    return 0;
}

/* Note a broken rule, unless another one was broken before. */
GEN_FUNCTION_ void iter_broke_(struct iter_trial *iter_trial_, const char *iter_rule_) {
    if (iter_trial_->broken_ == GEN_NULL_) iter_trial_->broken_ = iter_rule_;
}

/* Return whether the run asks for another item. */
GEN_FUNCTION_ int iter_trial_goes_on_(struct iter_trial *iter_trial_) {
    const gen_status iter_status_ = iter_trial_->status_;
    if (iter_trial_->pulled_ != iter_trial_->calls.pulls) iter_trial_->stuck_ = 0;
    iter_trial_->pulled_ = iter_trial_->calls.pulls;
    if (iter_status_ != GEN_YIELDED && iter_trial_->stuck_++ == ITER_STUCK_)
        iter_broke_(iter_trial_, "it does not go on after a pause");
    if (iter_ended_(iter_status_) || iter_trial_->broken_ != GEN_NULL_) return 0;
    if (iter_trial_->items_ < iter_trial_->limit_ &&
        (iter_status_ == GEN_YIELDED || !iter_trial_->until_paused_))
        return 1;
    iter_trial_->closed_after = iter_trial_->items_;
    return 0;
}
GEN_FUNCTION_ void iter_trial_item_(struct iter_trial *iter_trial_, iter_wide iter_value_) {
    iter_trial_->items_++;
    iter_trial_->stuck_ = 0;
    iter_trial_->hash_ = iter_trial_->hash_ * 0x2C1B3C6Du + iter_value_ + 1;
}
GEN_FUNCTION_ void iter_trial_ended_(struct iter_trial *iter_trial_, size_t iter_least_,
                                     size_t iter_most_) {
    if (iter_trial_->calls.late > iter_trial_->late)
        iter_broke_(iter_trial_, "it pulls after its source's end");
    if (iter_trial_->injection.at != ITER_NEVER) return;
    if (iter_trial_->status_ == GEN_DONE && iter_trial_->items_ < iter_least_)
        iter_broke_(iter_trial_, "it hands out fewer items than ITER_AT_LEAST says");
    if (iter_trial_->items_ > iter_most_)
        iter_broke_(iter_trial_, "it hands out more items than ITER_AT_MOST says");
}
/* Check the status of a close. Return whether it is pending, so that close must be called again. */
GEN_FUNCTION_ int iter_trial_closing_(struct iter_trial *iter_trial_, gen_status iter_status_) {
    const size_t iter_closes_ = iter_trial_->calls.closes;
    if (iter_status_ == GEN_PENDING) {
        if (iter_trial_->stuck_++ < ITER_STUCK_) return 1;
        iter_broke_(iter_trial_, "its close stays pending");
    } else if (iter_closes_ != 1) {
        iter_broke_(iter_trial_, iter_closes_ == 0 ? "it does not close its source"
                                                   : "it closes its source more than once");
    }
    return 0;
}

/* Run the pipeline once, with this injection, and close it after `limit` items. Return whether it
 * broke a rule. */
GEN_FUNCTION_ int iter_trial_once_(struct iter_trial *iter_trial_,
                                   void (*iter_run_)(struct iter_trial *), gen_status iter_status_,
                                   size_t iter_before_, size_t iter_every_, size_t iter_limit_) {
    struct iter_calls *const iter_calls_ = &iter_trial_->calls;
    iter_trial_->injection.status = iter_status_;
    iter_trial_->injection.at = iter_before_;
    iter_trial_->injection.every = iter_every_;
    iter_calls_->pulls = iter_calls_->items = iter_calls_->pauses = iter_calls_->errors = 0;
    iter_calls_->late = iter_calls_->closes = 0;
    iter_trial_->runs++;
    iter_trial_->closed_after = ITER_NEVER;
    iter_trial_->status_ = GEN_YIELDED;
    iter_trial_->items_ = iter_trial_->stuck_ = iter_trial_->pulled_ = 0;
    iter_trial_->hash_ = 0;
    iter_trial_->limit_ = iter_limit_;
    iter_run_(iter_trial_);
    return iter_trial_->broken_ != GEN_NULL_;
}

/* Do all runs of a trial, and return the broken rule. The first run is undisturbed, and the others
 * are compared with it. */
GEN_FUNCTION_ const char *iter_tried_(struct iter_trial *iter_trial_,
                                      void (*iter_run_)(struct iter_trial *)) {
    size_t iter_points_, iter_at_, iter_items_;
    iter_wide iter_hash_;
    gen_status iter_status_;
    iter_trial_->broken_ = GEN_NULL_;
    iter_trial_->runs = 0;
    iter_trial_->until_paused_ = 0;
    if (iter_trial_once_(iter_trial_, iter_run_, GEN_PENDING, ITER_NEVER, 0, ITER_NEVER))
        return iter_trial_->broken_;
    iter_items_ = iter_trial_->items_;
    iter_hash_ = iter_trial_->hash_;
    iter_status_ = iter_trial_->status_;
    iter_points_ = iter_trial_->calls.pulls - iter_trial_->calls.pauses - iter_trial_->calls.late;
    for (iter_at_ = 0; iter_at_ <= iter_items_; iter_at_++)
        if (iter_trial_once_(iter_trial_, iter_run_, GEN_PENDING, ITER_NEVER, 0, iter_at_))
            return iter_trial_->broken_;
    for (iter_at_ = 0; iter_at_ <= iter_points_; iter_at_++) {
        const int iter_all_ = iter_at_ == iter_points_; /* the last run has all pauses */
        if (iter_trial_once_(iter_trial_, iter_run_, GEN_PENDING, iter_all_ ? 0 : iter_at_,
                             ITER_CAST_(size_t, iter_all_), iter_add_(iter_items_, 1)))
            return iter_trial_->broken_;
        if (iter_at_ == 0 && iter_points_ > 0 && iter_trial_->calls.pauses == 0)
            return "no pause is seen: `make` needs an ITER_COUNTED over an ITER_INJECTED";
        if (iter_trial_->items_ != iter_items_ || iter_trial_->hash_ != iter_hash_ ||
            iter_trial_->status_ != iter_status_)
            return "its items or its end differ from the undisturbed run";
    }
    iter_trial_->until_paused_ = 1;
    for (iter_at_ = 0; iter_at_ < iter_points_; iter_at_++)
        if (iter_trial_once_(iter_trial_, iter_run_, GEN_PENDING, iter_at_, 0, ITER_NEVER))
            return iter_trial_->broken_;
    iter_trial_->until_paused_ = 0;
    for (iter_at_ = 0; iter_at_ < iter_points_ && iter_trial_->error != 0; iter_at_++) {
        size_t iter_came_;
        if (iter_trial_once_(iter_trial_, iter_run_, iter_trial_->error, iter_at_, 0,
                             iter_add_(iter_items_, iter_items_ + 1)))
            return iter_trial_->broken_;
        if (iter_trial_->calls.errors != 0 && iter_trial_->status_ != iter_trial_->error)
            return "it does not pass on an error";
        iter_came_ = iter_trial_->items_;
        iter_hash_ = iter_trial_->hash_;
        if (iter_trial_once_(iter_trial_, iter_run_, GEN_DONE, iter_at_, 0, iter_came_))
            return iter_trial_->broken_;
        iter_trial_->injection.status = iter_trial_->error;
        if (iter_trial_->items_ != iter_came_ || iter_trial_->hash_ != iter_hash_)
            return "it hands out other items before an error";
    }
    return GEN_NULL_;
}

#endif /* ITER_STEP_ */
#endif /* ITER_TESTING_H */
