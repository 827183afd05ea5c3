/* more_itertools.h - stages and terminals for itertools.h that Python has in its package
 * more-itertools, and in the recipes of itertools. C99 or C++11, freestanding; needs itertools.h
 * and gen.h beside it.
 *
 * SPDX-License-Identifier: MIT
 *
 *     #include "more_itertools.h"
 *     #include <stdio.h>
 *
 *     ITER_SPAN(chars, char)
 *     ITER_RUN_LENGTH(runs, chars, item == last)
 *
 *     int main(void) {
 *         struct runs p = runs(chars("aaabcc", 6));
 *         GEN_FOR (run, runs, &p) printf("%c%ld ", run.value, (long)run.count); // a3 b1 c2
 *     }
 *
 *     ITER_TRY_MAP                a value for each item, or an error
 *     ITER_MAP_WHILE              a value for each item before the first one that has none
 *     ITER_SEND_TO                the items that a generator yields for the items sent to it
 *     ITER_DEDUPE                 the items that differ from the one before
 *     ITER_RUN_LENGTH             each run of equal items as one item and its length
 *     ITER_COALESCE               neighbours merged into one item where that is possible
 *     ITER_INTERSPERSE            a value between two items
 *     ITER_MARK_ENDS              each item, and whether it is the first or the last
 *     ITER_PAD                    at least so many items
 *     ITER_IF_EMPTY               the items of another iterator if there are none
 *     ITER_POINTERS               pointers to the elements of an array
 *     ITER_SPAN_REVERSED          an array backwards
 *     ITER_SENTINEL               an array up to an element that ends it, as a C string
 *     ITER_CHUNKS                 an array in pieces
 *     ITER_ARRAY_CHUNKS           the same, of a constant size
 *     ITER_ARRAY_WINDOWS          each few consecutive elements of an array
 *     ITER_ZIP_N                  the items of several iterators side by side
 *     ITER_ARRAY_RUNS             an array in runs of neighbours that belong together
 *     ITER_INTERLEAVE             one item of each of several iterators in turn
 *     ITER_BATCH_UNTIL            batches that end when a condition holds
 *     ITER_BATCH_WHILE            batches of neighbours that belong together
 *     ITER_BATCH_PADDED           batches, the last one filled up with a value
 *     ITER_BATCH_BUDGET           batches whose total cost stays within a budget
 *     ITER_WINDOW                 each few consecutive items
 *     ITER_ROLLING                a total of each few consecutive items, at constant cost
 *     ITER_ROLLING_STATS          their mean and variance, at constant cost
 *     ITER_TAIL                   the last items
 *     ITER_SAMPLE                 some of the items, each as likely
 *     ITER_REVERSED               the items, from the last to the first
 *     ITER_DROP_LAST              all but the last items
 *     ITER_PEEKABLE               a look at the next item
 *     ITER_PEEKABLE_N             a look at any of the next items
 *     ITER_TAKE_WHILE_PEEKING     take-while that leaves the first other item there
 *     ITER_COLLECT_OF             the values of a loop, in an array: a list comprehension
 *     ITER_FIRST_OF               the first value of a loop
 *     ITER_FIND_WITH              ITER_FIND with a context, and so ITER_ANY_WITH, ALL_WITH,
 *                                 POSITION_WITH, FOR_EACH_WITH and FOLD_WITH
 *     ITER_UNZIP                  an array of the first members of pairs, and one of the second
 *     ITER_PARTITION              an array of the items that fit, and one of the others
 *     ITER_STATS                  number, mean, variance, least and greatest
 *     ITER_MINMAX                 the least and the greatest item
 *     ITER_COMPARE                which of two iterators comes first
 *     ITER_ONLY                   the only item
 */
#ifndef MORE_ITERTOOLS_H
#define MORE_ITERTOOLS_H

#include "itertools.h"

#ifndef ITER_STEP_ /* itertools.h or gen.h has reported an error */
#elif GEN_PRIVATE_ != 6
#error "more_itertools.h: its itertools.h is of another version: take both from one."
#else

/* ---- One item at a time ---------------------------------------------------------------------- */

/* ITER_TRY_MAP(name, from, T, expression) - maps by an expression that may fail. Its value is a
 * status for each item. If that is GEN_YIELDED, it has set *out, a T. GEN_DONE or an error ends the
 * stage. It must not be GEN_PENDING or GEN_E_FULL, because the item would be lost.
 * ITER_TRY_MAP_WITH has a context, as ITER_MAP_WITH.
 *
 *     ITER_TRY_MAP(numbers, lines, long, parse(item, out) ? GEN_YIELDED : -EINVAL)
 *     for (item in from)
 *         if ((status = <expression>) == GEN_YIELDED) yield *out; else return status;
 *     struct <name> <name>(struct <from> from);
 *     struct <name> <name>(struct <from> from, C context);       // ITER_TRY_MAP_WITH
 */
#define ITER_TRY_MAP(name, upstream, T, ...) \
    ITER_STRUCT_ENDED_(name, upstream) \
    ITER_TRY_MAP_(name, upstream, T, iter_status_ = (__VA_ARGS__))
#define ITER_TRY_MAP_WITH(name, upstream, T, C, ...) \
    ITER_STRUCT_ENDED_WITH_(name, upstream, C) \
    ITER_TRY_MAP_(name, upstream, T, iter_status_ = (__VA_ARGS__))

/* ITER_MAP_WHILE(name, from, T, condition) - filters and maps as ITER_FILTER_MAP does, up to the
 * first item for which the condition fails. That item is pulled, and lost. ITER_MAP_WHILE_WITH has a
 * context.
 *
 *     ITER_MAP_WHILE(numbers, words, long, parse(item, out))
 *     for (item in from) if (<condition>) yield *out; else break;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_MAP_WHILE(name, upstream, T, ...) \
    ITER_STRUCT_ENDED_(name, upstream) \
    ITER_TRY_MAP_(name, upstream, T, if (!(__VA_ARGS__)) iter_status_ = GEN_DONE)
#define ITER_MAP_WHILE_WITH(name, upstream, T, C, ...) \
    ITER_STRUCT_ENDED_WITH_(name, upstream, C) \
    ITER_TRY_MAP_(name, upstream, T, if (!(__VA_ARGS__)) iter_status_ = GEN_DONE)

/* The statement sets iter_status_ to another status than GEN_YIELDED if the stage ends. */
#define ITER_TRY_MAP_(name, upstream, T, statement) \
    ITER_ITEM_(name, T, ITER_MADE_(upstream, T)) \
    ITER_STEP_(name) { \
        name##_item *const out = iter_out_; \
        upstream##_item item GEN_UNSET_; \
        gen_status iter_status_; \
        if (self->ended_) return GEN_DONE; \
        iter_status_ = upstream##_step(&self->upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        statement; \
        if (iter_status_ != GEN_YIELDED) self->ended_ = 1; \
        return iter_status_; \
    } \
    ITER_LEFT_(name, \
               !iter_most_ || self->ended_ ? 0 : upstream##_left(&self->upstream, iter_most_)) \
    ITER_STOP_(name, upstream, upstream##_skips_)

/* ITER_SEND_TO(name, from, generator) - sends each item to a generator, a GEN_RECV, and hands out
 * the item that it yields for it. The generator is run to its first yield before, and the item of
 * that is dropped. When it ends, the stage ends.
 *
 *     ITER_SEND_TO(averages, readings, average)
 *     next(to); for (item in from) yield to.send(item);
 *     struct <name> <name>(struct <from> from, struct <generator> to);
 */
#define ITER_SEND_TO(name, upstream, generator) \
    /* state_: ITER_HELD_ while the generator pauses; ITER_OPEN_ when it awaits an item */ \
    ITER_FIELDS_(name, generator##_item, ITER_MADE_(upstream, generator##_item), \
                 GEN_FIELD_(upstream, upstream) struct generator to_; \
                 unsigned char state_;) \
    ITER_MAKE_(name, (struct upstream iter_from_, struct generator iter_to_), iter_from_, \
               iter_to_, ITER_READY_) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->state_ == ITER_ENDED_) return GEN_DONE; \
        if (self->state_ == ITER_READY_) { \
            iter_status_ = generator##_next(&self->to_, iter_out_); \
            if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->state_ = ITER_OPEN_; \
        } \
        if (self->state_ == ITER_OPEN_) { \
            upstream##_item item GEN_UNSET_; \
            iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            iter_status_ = generator##_send(&self->to_, &item, iter_out_); \
        } else { \
            iter_status_ = generator##_next(&self->to_, iter_out_); \
        } \
        self->state_ = ITER_CAST_(unsigned char, iter_paused_(iter_status_)  ? ITER_HELD_ \
                                                 : iter_ended_(iter_status_) ? ITER_ENDED_ \
                                                                             : ITER_OPEN_); \
        return iter_status_; \
    } \
    ITER_CLOSE_(name) { \
        gen_status iter_status_; \
        self->state_ = ITER_ENDED_; \
        iter_status_ = generator##_close(&self->to_); \
        return iter_both_(iter_status_, upstream##_close(&self->upstream)); \
    } \
    ITER_LEFT_(name, \
               iter_most_ ? iter_rest_(self->state_, upstream##_left(&self->upstream, 1)) : 0) \
    ITER_ALONE_(name, upstream##_skips_)

/* ITER_DEDUPE(name, from, same) - drops each item that is the `same` as the one before it: an
 * expression of `item` and `last`, the item that was handed out last. ITER_DEDUPE_WITH has a context.
 *
 *     ITER_DEDUPE(changes, levels, item == last)         // AAAABBBCCDAB: A B C D A B
 *     for (item in from) if (<it is the first> || !<same>) { yield item; last = item; }
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_DEDUPE(name, upstream, ...) \
    ITER_FIELDS_(name, upstream##_item, 0, GEN_FIELD_(upstream, upstream) upstream##_item last_; \
                 unsigned char started_;) \
    ITER_HOLDS_(name, upstream, error_ITER_DEDUPE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_HELD_(name, upstream) \
    ITER_DEDUPE_(name, upstream, (__VA_ARGS__))
#define ITER_DEDUPE_WITH(name, upstream, C, ...) \
    ITER_FIELDS_(name, upstream##_item, 0, GEN_FIELD_(upstream, upstream) C context; \
                 upstream##_item last_; unsigned char started_;) \
    ITER_HOLDS_(name, upstream, error_ITER_DEDUPE_WITH_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_(name, upstream##_item, (struct upstream iter_from_, C iter_context_), \
                      iter_from_, iter_context_, iter_zero_, 0) \
    ITER_DEDUPE_(name, upstream, (__VA_ARGS__))
/* started_: 1 after the first item; 2 after the end */
#define ITER_DEDUPE_(name, upstream, same) \
    ITER_STEP_IN_PART_(name) { \
        gen_status iter_status_; \
        ITER_FIRST_OR_ENDED_ \
        if (!self->started_) { \
            iter_status_ = upstream##_step(&self->upstream, &self->last_); \
            if (iter_status_ == GEN_YIELDED) self->started_ = 1; \
        } else { \
            ITER_LET_(name##_item, last, self->last_); \
            upstream##_item item GEN_UNSET_; \
            iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ == GEN_YIELDED) { \
                if (same) return GEN_SKIP; \
                self->last_ = item; \
            } \
        } \
        if (iter_status_ == GEN_DONE) self->started_ = 2; \
        *iter_out_ = self->last_; \
        return iter_status_; \
    } \
    ITER_LEFT_(name, iter_most_ ? upstream##_left(&self->upstream, 1) \
                                : !self->started_ && upstream##_left(&self->upstream, 0) != 0) \
    ITER_PASS_IN_(name, upstream, 1, ITER_FIRST_APART_(name))
/* clang does not take the first item out of the loop by itself. So there it is a loop of its own. */
#if GEN_SPEED_ && defined(__clang__)
#define ITER_FIRST_OR_ENDED_ \
    if (self->started_ == 2 || (iter_part_ == 0 && self->started_)) return GEN_DONE;
#define ITER_FIRST_APART_(name) \
    ITER_OPEN_RUN_(name) { return self->started_ == iter_part_ ? GEN_YIELDED : GEN_DONE; } \
    ITER_LOOPS_(name, 2, 1, 1)
#else
#define ITER_FIRST_OR_ENDED_
#define ITER_FIRST_APART_(name) ITER_IN_PARTS_(name, 1, 1)
#endif

/* ITER_RUN_LENGTH(name, from, same) - each run of equal items, and its length: a struct <name>_item
 * { <from>_item value; iter_count count; }. `same` is an expression of `item` and `last`, the first
 * item of the run.
 *
 *     ITER_RUN_LENGTH(runs, pixels, item == last)
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_RUN_LENGTH(name, upstream, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item last_; \
        iter_count count_; /* of the run that is being read */ \
    }; \
    ITER_ITEM_OF_FIELDS_(name, 0, upstream##_item value; iter_count count;) \
    ITER_HOLDS_(name, upstream, error_ITER_RUN_LENGTH_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_HELD_(name, upstream) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->count_ == 0) { \
            iter_status_ = upstream##_step(&self->upstream, &self->last_); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
        } else { \
            ITER_LET_(upstream##_item, last, self->last_); \
            upstream##_item item GEN_UNSET_; \
            iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_paused_(iter_status_)) return iter_status_; \
            if (iter_status_ != GEN_YIELDED || !(__VA_ARGS__)) { \
                iter_out_->value = last; \
                iter_out_->count = self->count_; \
                self->count_ = iter_status_ == GEN_YIELDED; \
                if (self->count_ != 0) self->last_ = item; \
                return iter_failed_(iter_status_) ? iter_status_ \
                                                  : ITER_CAST_(gen_status, GEN_YIELDED); \
            } \
        } \
        self->count_++; \
        return GEN_SKIP; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->count_ = 0) \
    ITER_LEFT_(name, \
               iter_most_ \
                   ? (iter_add_(upstream##_left(&self->upstream, iter_most_), self->count_ != 0)) \
                   : (self->count_ != 0 || upstream##_left(&self->upstream, iter_most_) != 0)) \
    ITER_ALONE_(name, 1)

/* ITER_COALESCE(name, from, condition) - merges neighbours. The condition sees the `item` and
 * `into`, a pointer to the item before it: it either changes *into and holds, or it fails, and the
 * item starts anew.
 *
 *     ITER_COALESCE(joined, ranges, into->end >= item.start && (into->end = item.end, 1))
 *     *into = next(from);
 *     for (item in from) if (!<condition>) { yield *into; *into = item; }
 *     yield *into;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_COALESCE(name, upstream, ...) \
    ITER_FIELDS_(name, upstream##_item, 0, GEN_FIELD_(upstream, upstream) upstream##_item held_; \
                 unsigned char state_;) \
    ITER_HOLDS_(name, upstream, error_ITER_COALESCE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_HELD_(name, upstream) \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        const gen_status iter_status_ = upstream##_step(&self->upstream, &item); \
        const unsigned iter_before_ = self->state_; \
        if (iter_paused_(iter_status_)) return iter_status_; \
        if (iter_status_ == GEN_YIELDED && iter_before_ == ITER_HELD_) { \
            upstream##_item *const into = &self->held_; \
            (void)into; \
            if (__VA_ARGS__) return GEN_SKIP; \
        } \
        *iter_out_ = self->held_; \
        self->state_ = iter_status_ == GEN_YIELDED ? ITER_HELD_ : ITER_READY_; \
        if (iter_status_ == GEN_YIELDED) self->held_ = item; \
        if (iter_failed_(iter_status_)) return iter_status_; \
        return iter_before_ == ITER_HELD_    ? ITER_CAST_(gen_status, GEN_YIELDED) \
               : iter_status_ == GEN_YIELDED ? ITER_CAST_(gen_status, GEN_SKIP) \
                                             : iter_status_; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_READY_) \
    ITER_LEFT_OF_(name, upstream, \
                  iter_most_ ? iter_rest_(self->state_, iter_upstream_) \
                             : self->state_ == ITER_HELD_ || iter_upstream_ != 0) \
    ITER_ALONE_(name, 1)

/* ITER_INTERSPERSE(name, from) - the items with a separator between them.
 *
 *     struct <name> <name>(struct <from> from, <from>_item separator);
 */
#define ITER_INTERSPERSE(name, upstream) \
    ITER_STAGE_(name, upstream, upstream##_item separator_; upstream##_item held_; \
                unsigned char state_;) \
    ITER_MAKE_(name, (struct upstream iter_from_, upstream##_item iter_separator_), iter_from_, \
               iter_separator_, iter_separator_, 0) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->state_ == 2) { \
            *iter_out_ = self->held_; \
            self->state_ = 1; \
            return GEN_YIELDED; \
        } \
        iter_status_ = upstream##_step(&self->upstream, iter_out_); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (self->state_ == 1) { \
            self->held_ = *iter_out_; \
            *iter_out_ = self->separator_; \
        } \
        self->state_++; /* 1: an item was handed out; 2: the next is held */ \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = 0) \
    ITER_LEFT_OF_( \
        name, upstream, \
        iter_less_(iter_add_(iter_add_(iter_upstream_, iter_upstream_), self->state_ == 2), \
                   self->state_ == 0)) \
    ITER_ALONE_(name, upstream##_skips_)

/* ITER_MARK_ENDS(name, from) - each item, and whether it is the first or the last: a struct
 * <name>_item { <from>_item value; unsigned char is_first, is_last; }. It reads one item ahead.
 *
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_MARK_ENDS(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item held_; \
        unsigned char state_; /* 1: the first item is held; 2: a later one */ \
    }; \
    ITER_ITEM_OF_FIELDS_(name, 0, upstream##_item value; unsigned char is_first, is_last;) \
    ITER_HOLDS_(name, upstream, error_ITER_MARK_ENDS_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_HELD_(name, upstream) \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        const gen_status iter_status_ = upstream##_step(&self->upstream, &item); \
        if (iter_paused_(iter_status_)) return iter_status_; \
        if (iter_failed_(iter_status_)) self->state_ = 0; \
        if (self->state_ == 0) { \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->held_ = item; \
            self->state_ = 1; \
            return GEN_SKIP; \
        } \
        iter_out_->value = self->held_; \
        iter_out_->is_first = self->state_ == 1; \
        iter_out_->is_last = iter_status_ == GEN_DONE; \
        self->state_ = 0; \
        if (iter_status_ == GEN_YIELDED) { \
            self->held_ = item; \
            self->state_ = 2; \
        } \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = 0) \
    ITER_LEFT_OF_(name, upstream, iter_add_(iter_upstream_, self->state_ != 0)) \
    ITER_ALONE_(name, 1)

/* ITER_PAD(name, from) - the items, then copies of `value` until there are `length` items in all.
 *
 *     struct <name> <name>(struct <from> from, <from>_item value, iter_count length);
 */
#define ITER_PAD(name, upstream) \
    ITER_STAGE_(name, upstream, upstream##_item value_; iter_count length_; unsigned char ended_;) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, upstream##_item iter_value_, iter_count iter_length_), \
               iter_from_, iter_value_, iter_length_ < 0 ? -1 : iter_length_, 0) \
    ITER_STEP_(name) { \
        if (self->length_ < 0) return iter_refused_once_(&self->length_); \
        if (!self->ended_) { \
            const gen_status iter_status_ = upstream##_step(&self->upstream, iter_out_); \
            if (iter_failed_(iter_status_)) self->length_ = 0; \
            if (iter_ended_(iter_status_)) self->ended_ = 1; \
            if (iter_status_ == GEN_YIELDED && self->length_ > 0) self->length_--; \
            if (iter_status_ != GEN_DONE) return iter_status_; \
        } \
        if (self->length_ == 0) return GEN_DONE; \
        self->length_--; \
        *iter_out_ = self->value_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->ended_ = 1, self->length_ = 0) \
    ITER_LEFT_OF_(name, upstream, \
                  self->length_ < 0 \
                      ? 0 \
                      : iter_max_(self->ended_ ? 0 : iter_upstream_, iter_left_(self->length_))) \
    ITER_ALONE_(name, upstream##_skips_)

/* ---- Arrays ---------------------------------------------------------------------------------- */

/* ITER_POINTERS(name, T) - pointers to the elements of an array, each a T *, to change the elements
 * in place, or to avoid copies of large ones.
 *
 *     ITER_POINTERS(rows, const struct row)
 *     for (i = 0; i < length; i++) yield &data[i];
 *     struct <name> <name>(T *data, size_t length);
 */
#define ITER_POINTERS(name, T) ITER_ARRAY_(name, T *, T, self->data_ + self->at_++, )

/* ITER_SPAN_REVERSED(name, T) - the elements of an array, from the last to the first.
 *
 *     for (i = length; i > 0; i--) yield data[i - 1];
 *     struct <name> <name>(T const *data, size_t length);
 */
#define ITER_SPAN_REVERSED(name, T) \
    ITER_ARRAY_(name, T, T const, self->data_[self->length_ - ++self->at_], \
                self->data_ += self->length_ - iter_end_;)

/* `element` moves on to the next element. `shift` moves data_ when length_ becomes iter_end_. */
#define ITER_ARRAY_(name, item_type, T, element, shift) \
    ITER_FIELDS_(name, item_type, 0, T *data_; size_t length_; size_t at_;) \
    ITER_MAKE_(name, (T *const iter_data_, size_t iter_length_), iter_data_, iter_length_, \
               iter_data_ == GEN_NULL_ && iter_length_ != 0 ? ITER_MANY_ : 0) \
    ITER_STEP_(name) { \
        if (self->at_ >= self->length_) return iter_past_(&self->at_, self->length_); \
        *iter_out_ = element; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->at_ = self->length_) \
    ITER_CUT_(name) { \
        if (self->at_ <= self->length_) { \
            const size_t iter_end_ = self->at_ + iter_min_(iter_n_, self->length_ - self->at_); \
            shift self->length_ = iter_end_; \
        } \
    } \
    ITER_JUMP_(name) { \
        if (self->at_ <= self->length_) \
            self->at_ += iter_min_(iter_n_, self->length_ - self->at_); \
    } \
    ITER_LEFT_(name, iter_less_(self->length_, self->at_)) \
    ITER_LENGTH_KNOWN_(name)

/* ITER_SENTINEL(name, T, condition) - the elements of an array up to, but not including, the first
 * `item` for which the condition holds. Nothing is read after it. NULL has no elements.
 *
 *     ITER_SENTINEL(letters, char, item == '\0')
 *     ITER_SENTINEL(arguments, char *, item == NULL)     // arguments(argv + 1)
 *     for (; item = *data, !<condition>; data++) yield item;
 *     struct <name> <name>(T const *data);
 */
#define ITER_SENTINEL(name, T, ...) \
    ITER_FIELDS_(name, T, 0, T const *data_;) \
    ITER_MAKE_(name, (T const *iter_data_), iter_data_) \
    ITER_STEP_(name) { \
        if (self->data_ == GEN_NULL_) return GEN_DONE; \
        ITER_LET_(name##_item, item, *self->data_); \
        if (__VA_ARGS__) return GEN_DONE; \
        *iter_out_ = item; \
        self->data_++; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->data_ = GEN_NULL_) \
    ITER_LEFT_(name, iter_most_ && self->data_ != GEN_NULL_ ? ITER_MANY_ : 0) \
    ITER_ALONE_(name, 0)

/* ITER_CHUNKS(name, T) - an array in pieces of `size` elements; the last one may be shorter. Each
 * is a struct <name>_item { T const *data; size_t length; }. Nothing is copied.
 *
 *     for (i = 0; i < length; i += size) yield { data + i, min(size, length - i) };
 *     struct <name> <name>(T const *data, size_t length, iter_count size);
 */
#define ITER_CHUNKS(name, T) \
    GEN_NEW_(name) struct name { \
        T const *data_; \
        size_t length_; \
        iter_count size_; \
        size_t at_; \
    }; \
    ITER_VIEW_(name, T, 0) \
    ITER_MAKE_(name, (T const *iter_data_, size_t iter_length_, iter_count iter_size_), \
               iter_data_, iter_length_, iter_size_, \
               iter_size_ < 1 || (iter_data_ == GEN_NULL_ && iter_length_ != 0) ? ITER_MANY_ : 0) \
    ITER_STEP_(name) { \
        if (self->at_ >= self->length_) return iter_past_(&self->at_, self->length_); \
        const size_t iter_most_ = iter_clamp_(ITER_CAST_(iter_wide, self->size_)); \
        iter_out_->data = self->data_ + self->at_; \
        iter_out_->length = iter_min_(iter_most_, self->length_ - self->at_); \
        self->at_ += iter_out_->length; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->at_ = self->length_) \
    ITER_LEFT_(name, \
               iter_sliced_(iter_less_(self->length_, self->at_), 0, ITER_FOREVER, self->size_)) \
    ITER_ALONE_IN_(name, 0, GEN_ONE_LOOP_(name, ITER_CHUNKS_GAPS_, name##_step))
#ifdef __clang__
#define ITER_CHUNKS_GAPS_ 2
#else
#define ITER_CHUNKS_GAPS_ 0 /* gcc's loop is shorter with two places to pull at; see GEN_EACH_ */
#endif

/* The struct, the items and the constructor of a stage that hands out views of an array. */
#define ITER_PARTS_OF_ARRAY_(name, T) \
    GEN_NEW_(name) struct name { \
        T const *data_; \
        size_t length_; \
        size_t at_; \
    }; \
    ITER_VIEW_(name, T, 0) \
    ITER_MAKE_(name, (T const *iter_data_, size_t iter_length_), iter_data_, iter_length_, \
               iter_data_ == GEN_NULL_ && iter_length_ != 0 ? ITER_MANY_ : 0)

/* ITER_ARRAY_CHUNKS(name, T, n) - an array in pieces of n elements, a constant, so that a loop over
 * a piece can be unrolled. Fewer elements at the end are not among the items; <name>_rest returns
 * GEN_YIELDED and a view of them, or GEN_DONE if there are none.
 *
 *     for (i = 0; length - i >= n; i += n) yield { data + i, n };
 *     struct <name> <name>(T const *data, size_t length);
 *     gen_status <name>_rest(const struct <name> *self, <name>_item *rest);
 */
#define ITER_ARRAY_CHUNKS(name, T, n) \
    ITER_PARTS_OF_ARRAY_(name, T) \
    ITER_STEP_(name) { \
        const size_t iter_end_ = self->length_ - self->length_ % (n); \
        if (self->at_ >= iter_end_) return iter_past_(&self->at_, iter_end_); \
        iter_out_->data = self->data_ + self->at_; \
        iter_out_->length = (n); \
        self->at_ += (n); \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ gen_status name##_rest(const struct name *self, name##_item *iter_out_) { \
        iter_out_->length = self->length_ % (n); \
        if (iter_out_->length == 0 || self->data_ == GEN_NULL_) return GEN_DONE; \
        iter_out_->data = self->data_ + (self->length_ - iter_out_->length); \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->at_ = self->length_ - self->length_ % (n)) \
    ITER_LEFT_(name, iter_less_(self->length_, self->at_) / (n)) \
    ITER_ALONE_IN_(name, 0, GEN_ONE_LOOP_(name, 2, name##_step))

/* ITER_ARRAY_WINDOWS(name, T) - each `size` consecutive elements of an array, as a view like that
 * of ITER_CHUNKS. Nothing is copied. ITER_WINDOW does this for items that are not in an array.
 *
 *     for (i = 0; length - i >= size; i++) yield { data + i, size };
 *     struct <name> <name>(T const *data, size_t length, iter_count size);
 */
#define ITER_ARRAY_WINDOWS(name, T) \
    GEN_NEW_(name) struct name { \
        T const *data_; \
        size_t length_; \
        iter_count size_; \
        size_t at_; \
    }; \
    ITER_VIEW_(name, T, 0) \
    ITER_MAKE_(name, (T const *iter_data_, size_t iter_length_, iter_count iter_size_), \
               iter_data_, iter_length_, \
               iter_size_ < 1 || (iter_data_ == GEN_NULL_ && iter_length_ != 0) ? -1 : iter_size_, \
               0) \
    ITER_STEP_(name) { \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        const size_t iter_size_ = iter_clamp_(ITER_CAST_(iter_wide, self->size_)); \
        const size_t iter_end_ = self->length_ < iter_size_ ? 0 : self->length_ - iter_size_ + 1; \
        if (self->at_ >= iter_end_) return GEN_DONE; \
        iter_out_->data = self->data_ + self->at_++; \
        iter_out_->length = iter_size_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->at_ = self->length_) \
    ITER_LEFT_(name, self->size_ < 1 \
                         ? 0 \
                         : iter_less_(self->length_ - self->at_, iter_left_(self->size_ - 1))) \
    ITER_ALONE_(name, 0)

/* ITER_ARRAY_RUNS(name, T, condition) - runs of an array in which neighbours belong together: the
 * condition holds for each element, `item`, and the one before it, `last`. A run is a view like that
 * of ITER_CHUNKS. Nothing is copied. ITER_BATCH_WHILE does this for items that are not in an array.
 *
 *     ITER_ARRAY_RUNS(ascents, int, item > last)          // 3 5 8 2 4: [3 5 8] [2 4]
 *     for (i = 0; i < length; i = end) {
 *         for (end = i + 1; end < length && <condition of data[end - 1], data[end]>;) end++;
 *         yield { data + i, end - i };
 *     }
 *     struct <name> <name>(T const *data, size_t length);
 */
#define ITER_ARRAY_RUNS(name, T, ...) \
    ITER_PARTS_OF_ARRAY_(name, T) \
    ITER_STEP_(name) { \
        size_t iter_end_ = self->at_; \
        if (iter_end_ >= self->length_) return iter_past_(&self->at_, self->length_); \
        while (++iter_end_ < self->length_) { \
            ITER_LET_(T, last, self->data_[iter_end_ - 1]); \
            ITER_LET_(T, item, self->data_[iter_end_]); \
            if (!(__VA_ARGS__)) break; \
        } \
        iter_out_->data = self->data_ + self->at_; \
        iter_out_->length = iter_end_ - self->at_; \
        self->at_ = iter_end_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->at_ = self->length_) \
    ITER_LEFT_(name, \
               iter_most_ ? iter_less_(self->length_, self->at_) : (self->at_ < self->length_)) \
    ITER_ALONE_(name, 0)

/* ---- Several iterators ----------------------------------------------------------------------- */

/* ITER_IF_EMPTY(name, A, B) - the items of A, or those of B if A has none. B is not pulled if A has
 * an item or fails.
 *
 *     for (item in left) { any = 1; yield item; }
 *     if (!any) for (item in right) yield item;
 *     struct <name> <name>(struct <A> left, struct <B> right);
 */
#define ITER_IF_EMPTY(name, A, B) \
    /* state_: 1 if A has had an item or an error; 3 if A had none; ITER_ENDED_ if closed */ \
    ITER_FIELDS_(name, A##_item, A##_fleeting_ || B##_fleeting_, \
                 GEN_FIELD_(A, left_) GEN_FIELD_(B, right_) unsigned char state_;) \
    struct name##_check_ { \
        unsigned error_ITER_IF_EMPTY_of_items_of_different_types GEN_IF_(!ITER_SAME_(A##_item, \
                                                                                     B##_item)); \
    }; \
    ITER_MAKE_(name, (struct A iter_lhs_, struct B iter_rhs_), iter_lhs_, iter_rhs_, 0) \
    ITER_CLOSE_TWO_(name, A, B, ITER_ENDED_) \
    ITER_STEP_(name) { \
        if (self->state_ == ITER_ENDED_) return GEN_DONE; \
        if (self->state_ != 3) { \
            const gen_status iter_status_ = A##_step(&self->left_, iter_out_); \
            if (iter_status_ == GEN_YIELDED || iter_failed_(iter_status_)) self->state_ = 1; \
            if (iter_status_ != GEN_DONE || self->state_ == 1) return iter_status_; \
            self->state_ = 3; \
        } \
        return B##_step(&self->right_, GEN_CHECKED_(iter_out_)); \
    } \
    ITER_LEFT_OF_TWO_(name, A, B, \
                      self->state_ == ITER_ENDED_ ? 0 \
                      : self->state_ == 3         ? iter_b_ \
                      : self->state_ == 1         ? iter_a_ \
                      : iter_most_                ? iter_max_(iter_a_, iter_b_) \
                      : iter_a_ != 0              ? iter_a_ \
                                                  : iter_b_ != 0) \
    ITER_ALONE_(name, ITER_SKIPS_TWO_(A, B))

/* ITER_ZIP_N(name, A, B, ...) - ITER_ZIP of 2 to 8 iterators: a struct <name>_item { <A>_item first;
 * <B>_item second; ... third, fourth, fifth, sixth, seventh, eighth; }. It ends with the shortest
 * one; those before it lose an item.
 *
 *     for (;;) yield { next(from0), next(from1), ... };
 *     struct <name> <name>(struct <A> from0, struct <B> from1, ...);
 */
#define ITER_ZIP_N(name, ...) \
    ITER_ITEM_OF_FIELDS_(name, ITER_EACH_(ITER_FLEETING_PART_, ITER_NO_COMMA_, __VA_ARGS__) 0, \
                         ITER_EACH_(ITER_ZIP_MEMBER_, ITER_NO_COMMA_, __VA_ARGS__)) \
    GEN_NEW_(name) struct name { \
        ITER_EACH_(ITER_FIELD_, ITER_NO_COMMA_, __VA_ARGS__) \
        struct name##_item held_; /* while a later one is pending */ \
        unsigned char at_;        /* index of the next one, or ITER_PAST_ */ \
    }; \
    ITER_MAKE_ZEROED_(name, struct name##_item, \
                      (ITER_EACH_(ITER_PARAMETER_, ITER_COMMA_, __VA_ARGS__)), \
                      ITER_EACH_(ITER_ARGUMENT_, ITER_COMMA_, __VA_ARGS__), iter_zero_, 0) \
    ITER_CLOSE_(name) { \
        gen_status iter_status_ = GEN_DONE; \
        struct iter_check_ { \
            unsigned error_ITER_ZIP_N_takes_2_to_8 GEN_IF_(ITER_NUMBER_(__VA_ARGS__) == 1); \
        }; \
        self->at_ = ITER_PAST_; \
        ITER_EACH_(ITER_CLOSE_PART_, ITER_NO_COMMA_, __VA_ARGS__) \
        return iter_status_; \
    } \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->at_ == ITER_PAST_) return GEN_DONE; \
        ITER_EACH_(ITER_ZIP_PART_, ITER_NO_COMMA_, __VA_ARGS__) \
        self->at_ = 0; \
        *iter_out_ = self->held_; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_HEAD_(name) { \
        size_t iter_least_ = ITER_MANY_; \
        if (self->at_ == ITER_PAST_) return 0; \
        ITER_EACH_(ITER_ZIP_LEFT_, ITER_NO_COMMA_, __VA_ARGS__) \
        return iter_least_; \
    } \
    ITER_ALONE_(name, ITER_EACH_(ITER_SKIPS_, ITER_NO_COMMA_, __VA_ARGS__) 0)
#define ITER_ZIP_MEMBER_(i, A) A##_item ITER_MEMBER_##i##_;
#define ITER_MEMBER_0_ first
#define ITER_MEMBER_1_ second
#define ITER_MEMBER_2_ third
#define ITER_MEMBER_3_ fourth
#define ITER_MEMBER_4_ fifth
#define ITER_MEMBER_5_ sixth
#define ITER_MEMBER_6_ seventh
#define ITER_MEMBER_7_ eighth
#define ITER_ZIP_PART_(i, A) \
    if (self->at_ == i) { \
        iter_status_ = A##_step(&self->from##i##_, &self->held_.ITER_MEMBER_##i##_); \
        if (iter_ended_(iter_status_)) self->at_ = ITER_PAST_; \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        self->at_ = i + 1; \
    }
#define ITER_ZIP_LEFT_(i, A) \
    iter_least_ = \
        iter_min_(iter_least_, iter_add_(A##_left(&self->from##i##_, iter_most_), self->at_ > i));

/* ITER_INTERLEAVE(name, A, B, ...) - Python's roundrobin: one item of each in turn, for 2 to 8
 * iterators of the same item type. Iterators that have ended are passed over.
 *
 *     while (<any has an item>) { yield next(from0); yield next(from1); ... }
 *     struct <name> <name>(struct <A> from0, struct <B> from1, ...);
 */
#define ITER_INTERLEAVE(name, ...) \
    GEN_NEW_(name) struct name { \
        ITER_EACH_(ITER_FIELD_, ITER_NO_COMMA_, __VA_ARGS__) \
        unsigned char at_;    /* index of the next one, or ITER_PAST_ */ \
        unsigned char ended_; /* a bit for each one */ \
    }; \
    ITER_ITEM_(name, ITER_ITEM_OF_(__VA_ARGS__, 0), \
               ITER_EACH_(ITER_FLEETING_PART_, ITER_NO_COMMA_, __VA_ARGS__) 0) \
    ITER_MAKE_(name, (ITER_EACH_(ITER_PARAMETER_, ITER_COMMA_, __VA_ARGS__)), \
               ITER_EACH_(ITER_ARGUMENT_, ITER_COMMA_, __VA_ARGS__), 0, 0) \
    ITER_CLOSE_(name) { \
        gen_status iter_status_ = GEN_DONE; \
        typedef name##_item iter_item_; \
        struct iter_check_ { \
            unsigned error_ITER_INTERLEAVE_takes_2_to_8 GEN_IF_(ITER_NUMBER_(__VA_ARGS__) == 1); \
            unsigned error_ITER_INTERLEAVE_of_items_of_different_types \
                GEN_IF_(ITER_EACH_(ITER_DIFFERS_, ITER_NO_COMMA_, __VA_ARGS__) 0); \
        }; \
        self->at_ = ITER_PAST_; \
        ITER_EACH_(ITER_CLOSE_PART_, ITER_NO_COMMA_, __VA_ARGS__) \
        return iter_status_; \
    } \
    ITER_STEP_(name) { \
        enum { iter_all_ = 0 ITER_EACH_(ITER_BIT_, ITER_NO_COMMA_, __VA_ARGS__) }; \
        gen_status iter_status_; \
        ITER_EACH_(ITER_TURN_, ITER_NO_COMMA_, __VA_ARGS__) \
        if (self->at_ == ITER_PAST_) return GEN_DONE; \
        self->at_ = 0; \
        return GEN_SKIP; \
    } \
    ITER_LEFT_(name, iter_most_ ? ITER_MANY_ : 0) \
    ITER_ALONE_(name, 1)
#define ITER_BIT_(i, A) +(1 << i)
#define ITER_TURN_(i, A) \
    if (self->at_ == i) { \
        /* a source may be pulled again */ \
        if (A##_jumps_ || !(self->ended_ & 1 << i)) { \
            do iter_status_ = A##_step(&self->from##i##_, GEN_CHECKED_(iter_out_)); \
            while (A##_skips_ && iter_status_ == GEN_SKIP); \
            if (iter_failed_(iter_status_)) self->at_ = ITER_PAST_; \
            if (iter_status_ == GEN_YIELDED) self->at_ = 2 << i > iter_all_ ? 0 : i + 1; \
            if (iter_status_ != GEN_DONE) return iter_status_; \
            self->ended_ = ITER_CAST_(unsigned char, self->ended_ | 1 << i); \
            if (self->ended_ == iter_all_) { \
                self->at_ = ITER_PAST_; \
                return GEN_DONE; \
            } \
        } \
        self->at_ = i + 1; \
    }

/* ---- Batches and windows --------------------------------------------------------------------- */

/* ITER_BATCH_UNTIL(name, from, C, condition) - batches that end when the condition holds or the
 * buffer is full. The condition is evaluated after each item, and also, with `waiting` set, when
 * upstream is pending, so that a batch can be flushed on a timeout. It sees `data` and `count`, the
 * batch so far, which is not empty, and `self->context`, the C that you pass in.
 *
 *     ITER_BATCH_UNTIL(sentences, words, int, data[count - 1].ends)
 *     ITER_BATCH_UNTIL(packets, bytes, clock_t,
 *                      !waiting && count == 1 ? (self->context = clock() + LATEST, 0)
 *                                             : clock() >= self->context)
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size, C context);
 */
#define ITER_BATCH_UNTIL(name, upstream, C, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count size_; \
        C context; \
        iter_count count_; \
    }; \
    ITER_VIEW_(name, upstream##_item, 1) \
    ITER_HOLDS_(name, upstream, error_ITER_BATCH_UNTIL_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, upstream##_item *const iter_buffer_, \
                iter_count iter_size_, C iter_context_), \
               iter_from_, iter_buffer_, \
               iter_buffer_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, iter_context_, 0) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        iter_status_ = upstream##_step(&self->upstream, &self->buffer_[self->count_]); \
        if (iter_status_ == GEN_YIELDED) { \
            self->count_++; \
        } else if (self->count_ == 0 || \
                   (iter_status_ != GEN_DONE && iter_status_ != GEN_PENDING)) { \
            if (iter_failed_(iter_status_)) self->count_ = 0; \
            return iter_status_; \
        } \
        if (iter_status_ != GEN_DONE && self->count_ < self->size_) { \
            const upstream##_item *const data = self->buffer_; \
            const iter_count count = self->count_; \
            const int waiting = iter_status_ == GEN_PENDING; \
            (void)data; \
            (void)count; \
            (void)waiting; \
            if (!(__VA_ARGS__)) return waiting ? GEN_PENDING : GEN_SKIP; \
        } \
        ITER_HAND_OUT_BATCH_ \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->count_ = 0) \
    ITER_LEFT_(name, iter_most_ ? (iter_add_(upstream##_left(&self->upstream, iter_most_), \
                                             self->count_ != 0)) \
                                : (iter_batches_(upstream##_left(&self->upstream, iter_most_), \
                                                 self->count_, self->size_, 0))) \
    ITER_ALONE_(name, 1)

/* ITER_BATCH_WHILE(name, from, condition) - batches of neighbours that belong together: the condition
 * holds for each `item` and the one before it, `last`. A batch ends too when the buffer is full. It
 * reads one item ahead.
 *
 *     ITER_BATCH_WHILE(bursts, events, item.time - last.time < GAP)
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size);
 */
#define ITER_BATCH_WHILE(name, upstream, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count size_, count_; \
        upstream##_item held_; /* begins the next batch */ \
        unsigned char state_; \
    }; \
    ITER_VIEW_(name, upstream##_item, 1) \
    ITER_HOLDS_(name, upstream, error_ITER_BATCH_WHILE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_( \
        name, upstream##_item, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, iter_count iter_size_), \
        iter_from_, iter_buffer_, iter_buffer_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, \
        0, iter_zero_, ITER_READY_) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        if (self->state_ == ITER_HELD_) { \
            self->buffer_[self->count_++] = self->held_; \
            self->state_ = ITER_READY_; \
        } else { \
            upstream##_item item GEN_UNSET_; \
            iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ == GEN_YIELDED) { \
                int iter_together_ = 1; \
                if (self->count_ > 0) { \
                    ITER_LET_(upstream##_item, last, self->buffer_[self->count_ - 1]); \
                    iter_together_ = (__VA_ARGS__) ? 1 : 0; \
                } \
                if (iter_together_) { \
                    self->buffer_[self->count_++] = item; \
                } else { \
                    self->held_ = item; \
                    self->state_ = ITER_HELD_; \
                } \
            } else { \
                if (iter_failed_(iter_status_)) self->count_ = 0; \
                if (iter_status_ != GEN_DONE || self->count_ == 0) return iter_status_; \
                ITER_HAND_OUT_BATCH_ \
            } \
        } \
        if (self->state_ == ITER_READY_ && self->count_ < self->size_) return GEN_SKIP; \
        ITER_HAND_OUT_BATCH_ \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_READY_, self->count_ = 0) \
    ITER_LEFT_HEAD_(name) { \
        const size_t iter_more_ = \
            iter_add_(upstream##_left(&self->upstream, iter_most_), self->state_ == ITER_HELD_); \
        return iter_most_ ? iter_add_(iter_more_, self->count_ != 0) \
                          : iter_batches_(iter_more_, self->count_, self->size_, 0); \
    } \
    ITER_ALONE_(name, 1)

/* ITER_BATCH_PADDED(name, from) - batches as those of ITER_BATCH, but the last one is filled up with
 * copies of a value, so that each has `size` items.
 *
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size,
 *                          <from>_item value);
 */
#define ITER_BATCH_PADDED(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count size_; \
        upstream##_item value_; \
        iter_count count_; \
    }; \
    ITER_VIEW_(name, upstream##_item, 1) \
    ITER_HOLDS_(name, upstream, error_ITER_BATCH_PADDED_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, upstream##_item *const iter_buffer_, \
                iter_count iter_size_, upstream##_item iter_value_), \
               iter_from_, iter_buffer_, \
               iter_buffer_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, iter_value_, 0) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        ITER_ANNOUNCE_(upstream, &self->upstream, iter_left_(self->size_ - self->count_)) \
        iter_status_ = upstream##_step(&self->upstream, &self->buffer_[self->count_]); \
        if (iter_status_ == GEN_YIELDED) { \
            if (++self->count_ < self->size_) return GEN_SKIP; \
        } else { \
            if (iter_failed_(iter_status_)) self->count_ = 0; \
            if (iter_status_ != GEN_DONE || self->count_ == 0) return iter_status_; \
            while (self->count_ < self->size_) self->buffer_[self->count_++] = self->value_; \
        } \
        ITER_HAND_OUT_BATCH_ \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->count_ = 0) \
    ITER_LEFT_OF_(name, upstream, iter_batches_(iter_upstream_, self->count_, self->size_, 0)) \
    ITER_ALONE_(name, 1)

/* ITER_BATCH_BUDGET(name, from, cost) - batches whose total cost stays within a budget, such as the
 * bytes of a packet. The expression is the cost of an `item`, an iter_count; it is evaluated more
 * than once for an item that starts a batch. An item that costs more than the whole budget is
 * GEN_E_FULL, and kept: increase `self->budget` and pull again.
 *
 *     ITER_BATCH_BUDGET(packets, messages, 2 + item.length)
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size,
 *                          iter_count budget);
 */
#define ITER_BATCH_BUDGET(name, upstream, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count size_, budget; \
        iter_count count_, spent_; \
        upstream##_item held_; /* exceeds the budget of this batch */ \
        unsigned char state_; \
    }; \
    ITER_VIEW_(name, upstream##_item, 1) \
    ITER_HOLDS_(name, upstream, error_ITER_BATCH_BUDGET_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_( \
        name, upstream##_item, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, iter_count iter_size_, \
         iter_count iter_budget_), \
        iter_from_, iter_buffer_, \
        iter_buffer_ == GEN_NULL_ || iter_size_ < 1 || iter_budget_ < 0 ? -1 : iter_size_, \
        iter_budget_, 0, 0, iter_zero_, ITER_READY_) \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        gen_status iter_status_ = GEN_YIELDED; \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        if (self->state_ == ITER_HELD_) \
            item = self->held_; \
        else \
            iter_status_ = upstream##_step(&self->upstream, &item); \
        if (iter_status_ == GEN_YIELDED) { \
            const iter_count iter_cost_ = (__VA_ARGS__); \
            if (iter_cost_ <= self->budget - self->spent_) { \
                self->buffer_[self->count_++] = item; \
                self->spent_ += iter_cost_; \
                self->state_ = ITER_READY_; \
                if (self->count_ < self->size_) return GEN_SKIP; \
            } else { \
                self->held_ = item; \
                self->state_ = ITER_HELD_; \
                if (self->count_ == 0) return GEN_E_FULL; \
            } \
        } else if (iter_status_ != GEN_DONE || self->count_ == 0) { \
            if (iter_failed_(iter_status_)) self->count_ = 0; \
            return iter_status_; \
        } \
        self->spent_ = 0; \
        ITER_HAND_OUT_BATCH_ \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_READY_, self->count_ = 0) \
    ITER_LEFT_(name, iter_most_ \
                         ? (iter_add_(upstream##_left(&self->upstream, iter_most_), \
                                      ITER_CAST_(size_t, (self->count_ != 0) + \
                                                             (self->state_ == ITER_HELD_)))) \
                         : (self->count_ != 0)) \
    ITER_ALONE_(name, 1)

/* ITER_WINDOW(name, from) - each `size` consecutive items, as a view like that of ITER_BATCH. The
 * buffer has room for `capacity` items, at least `size`; with twice the size, an item is moved at
 * most once.
 *
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count capacity,
 *                          iter_count size);
 */
#define ITER_WINDOW(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count capacity_, size_; \
        iter_count at_; /* after the last item */ \
    }; \
    ITER_VIEW_(name, upstream##_item, 1) \
    ITER_HOLDS_(name, upstream, error_ITER_WINDOW_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, upstream##_item *const iter_buffer_, \
                iter_count iter_capacity_, iter_count iter_size_), \
               iter_from_, iter_buffer_, iter_capacity_, \
               iter_buffer_ == GEN_NULL_ || iter_size_ < 1 || iter_capacity_ < iter_size_ \
                   ? -1 \
                   : iter_size_, \
               0) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        if (self->at_ == self->capacity_) { \
            iter_count iter_i_; \
            for (iter_i_ = 0; iter_i_ < self->size_ - 1; iter_i_++) \
                self->buffer_[iter_i_] = self->buffer_[self->at_ - self->size_ + 1 + iter_i_]; \
            self->at_ = iter_i_; \
        } \
        iter_status_ = upstream##_step(&self->upstream, &self->buffer_[self->at_]); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (++self->at_ < self->size_) return GEN_SKIP; \
        iter_out_->data = &self->buffer_[self->at_ - self->size_]; \
        iter_out_->length = ITER_CAST_(size_t, self->size_); \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_( \
        name, upstream, \
        self->size_ < 1 ? 0 : iter_less_(iter_upstream_, iter_left_(self->size_ - 1 - self->at_))) \
    ITER_PASS_(name, upstream, 1)

/* ITER_ROLLING(name, from, T, expression) - a total of the last `size` items for each item, at
 * constant cost. The expression is the new total, computed from `total`, the `item` that enters and
 * the `oldest` one, which leaves; that is zeroed until `size` items have entered. Drop the first
 * `size` - 1 totals if you need only those of `size` items.
 *
 *     ITER_ROLLING(sums, levels, long, total + item - oldest)
 *     for (item in from) {
 *         oldest = ring[at]; ring[at] = item; at = (at + 1) % size;
 *         yield total = <expression>;
 *     }
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size);
 */
#define ITER_ROLLING(name, upstream, T, ...) \
    ITER_HOLDS_(name, upstream, error_ITER_ROLLING_holds_fleeting_items_use_ITER_COPY) \
    ITER_ITEM_(name, T, 0) \
    ITER_ROLLING_(name, upstream, { \
        ITER_LET_(name##_item, total, self->total_); \
        self->total_ = (__VA_ARGS__); \
    })

/* ITER_ROLLING_STATS(name, from, R) - the number of the last items, at most `size`, their mean and
 * their variance for each item, at constant cost: a struct <name>_item { iter_count count; R mean,
 * squares; }. R is float or double. `squares` and <name>_variance are those of ITER_STATS; rounding
 * errors add up.
 *
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size);
 *     R <name>_variance(const struct <name>_item *item);
 */
#define ITER_ROLLING_STATS(name, upstream, R) \
    ITER_HOLDS_(name, upstream, error_ITER_ROLLING_STATS_holds_fleeting_items_use_ITER_COPY) \
    ITER_ITEM_OF_FIELDS_(name, 0, iter_count count; R mean, squares;) \
    ITER_VARIANCE_(name##_variance, name##_item, R) \
    ITER_ROLLING_(name, upstream, { \
        R const iter_x_ = ITER_CAST_(R, item), iter_mean_ = self->total_.mean; \
        R const iter_old_ = self->full_ ? ITER_CAST_(R, oldest) : iter_mean_; \
        if (!self->full_) self->total_.count++; \
        self->total_.mean += (iter_x_ - iter_old_) / ITER_CAST_(R, self->total_.count); \
        self->total_.squares += \
            self->full_ \
                ? (iter_x_ - iter_old_) * (iter_x_ - self->total_.mean + iter_old_ - iter_mean_) \
                : (iter_x_ - iter_mean_) * (iter_x_ - self->total_.mean); \
        if (self->total_.squares < 0) self->total_.squares = 0; \
    })

/* The statement changes total_, given the `item` that enters and the `oldest` that leaves if the
 * ring is full. */
#define ITER_ROLLING_(name, upstream, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; /* a ring */ \
        iter_count size_, at_; \
        name##_item total_; \
        unsigned char full_; \
    }; \
    ITER_MAKE_ZEROED_( \
        name, name##_item, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, iter_count iter_size_), \
        iter_from_, iter_buffer_, iter_buffer_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, \
        0, iter_zero_, 0) \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        upstream##_item oldest = GEN_ZERO_; \
        gen_status iter_status_; \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        iter_status_ = upstream##_step(&self->upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (self->full_) oldest = self->buffer_[self->at_]; \
        (void)oldest; \
        __VA_ARGS__ \
        self->buffer_[self->at_] = item; \
        self->at_ = iter_after_(self->at_, self->size_); \
        if (self->at_ == 0) self->full_ = 1; \
        *iter_out_ = self->total_; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_(name, upstream, self->size_ < 1 ? 0 : iter_upstream_) \
    ITER_PASS_(name, upstream, upstream##_skips_)
#define ITER_VARIANCE_(function, T, R) \
    GEN_FUNCTION_ R function(const struct T *iter_result_) { \
        return iter_result_->count < 2 \
                   ? 0 \
                   : iter_result_->squares / ITER_CAST_(R, iter_result_->count - 1); \
    }

/* ITER_TAIL(name, from) - the last `size` items. It reads all items before it hands out the first.
 *
 *     for (item in from) <put it into a ring>; for (item in ring) yield item;
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size);
 */
#define ITER_TAIL(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_TAIL_holds_fleeting_items_use_ITER_COPY) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; /* a ring */ \
        iter_count size_; \
        iter_count at_, count_; \
        unsigned char state_; /* ITER_HELD_: all items are read */ \
    }; \
    ITER_ITEM_(name, upstream##_item, 0) \
    ITER_MAKE_( \
        name, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, iter_count iter_size_), \
        iter_from_, iter_buffer_, iter_buffer_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, \
        0, 0, ITER_READY_) \
    ITER_STEP_(name) { \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        if (self->state_ == ITER_READY_) { \
            upstream##_item item GEN_UNSET_; \
            const gen_status iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ == GEN_YIELDED) { \
                self->buffer_[self->at_] = item; \
                self->at_ = iter_after_(self->at_, self->size_); \
                if (self->count_ < self->size_) self->count_++; \
                return GEN_SKIP; \
            } \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_DONE) return iter_status_; \
            if (self->count_ < self->size_) self->at_ = 0; \
            self->state_ = ITER_HELD_; \
        } \
        if (self->state_ == ITER_ENDED_ || self->count_ == 0) return GEN_DONE; \
        *iter_out_ = self->buffer_[self->at_]; \
        self->at_ = iter_after_(self->at_, self->size_); \
        self->count_--; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    GEN_FUNCTION_ size_t name##_left_(const struct name *self, size_t iter_more_) { \
        if (self->size_ < 1 || self->state_ == ITER_ENDED_) return 0; \
        if (self->state_ == ITER_HELD_) return iter_left_(self->count_); \
        return iter_min_(iter_add_(iter_more_, iter_left_(self->count_)), \
                         iter_left_(self->size_)); \
    } \
    ITER_LEFT_OF_(name, upstream, name##_left_(self, iter_upstream_)) \
    ITER_ALONE_(name, 1)

/* ITER_SAMPLE(name, from, C, random) - `size` of the items, each as likely, or all if there are
 * fewer. It reads all items before it hands out the first. The expression is a random number from 0
 * to `bound` - 1, an iter_count. `self->context` is the C that you pass in, such as the state of the
 * random numbers.
 *
 *     ITER_SAMPLE(picked, lines, unsigned, my_random(&self->context) % bound)
 *     for (item in from)
 *         if (n < size || (at = <random number below n + 1>) < size)
 *             buffer[n < size ? n : at] = item, n++;
 *     for (item in buffer) yield item;
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size, C context);
 */
#define ITER_SAMPLE(name, upstream, C, ...) \
    ITER_HOLDS_(name, upstream, error_ITER_SAMPLE_holds_fleeting_items_use_ITER_COPY) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count size_; \
        C context; \
        iter_count at_, count_; \
        unsigned char state_; /* ITER_HELD_: all items are read */ \
    }; \
    ITER_ITEM_(name, upstream##_item, 0) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, upstream##_item *const iter_buffer_, \
                iter_count iter_size_, C iter_context_), \
               iter_from_, iter_buffer_, \
               iter_buffer_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, iter_context_, 0, 0, \
               ITER_READY_) \
    ITER_STEP_(name) { \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        if (self->state_ == ITER_READY_) { \
            upstream##_item item GEN_UNSET_; \
            const gen_status iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ == GEN_YIELDED) { \
                const iter_count bound = ++self->count_; \
                iter_count iter_at_ = bound - 1; \
                if (iter_at_ >= self->size_) iter_at_ = ITER_CAST_(iter_count, (__VA_ARGS__)); \
                if (iter_at_ >= 0 && iter_at_ < self->size_) self->buffer_[iter_at_] = item; \
                return GEN_SKIP; \
            } \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_DONE) return iter_status_; \
            if (self->count_ > self->size_) self->count_ = self->size_; \
            self->state_ = ITER_HELD_; \
        } \
        if (self->state_ == ITER_ENDED_ || self->at_ == self->count_) return GEN_DONE; \
        *iter_out_ = self->buffer_[self->at_++]; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    ITER_LEFT_OF_(name, upstream, \
                  self->size_ < 1 || self->state_ == ITER_ENDED_ ? 0 \
                  : self->state_ == ITER_HELD_ \
                      ? iter_left_(self->count_ - self->at_) \
                      : iter_min_(iter_add_(iter_upstream_, iter_left_(self->count_)), \
                                  iter_left_(self->size_))) \
    ITER_ALONE_(name, 1)

/* ITER_REVERSED(name, from) - the items, from the last to the first. It reads all items before it
 * hands out the first. The buffer has room for `capacity` items. If an item has no room, the stage
 * returns GEN_E_FULL and keeps it: provide a larger buffer with <name>_move, and pull again.
 *
 *     for (item in from) buffer[n++] = item;
 *     while (n > 0) yield buffer[--n];
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, size_t capacity);
 *     gen_status <name>_move(struct <name> *self, <from>_item *buffer, size_t capacity);
 */
#define ITER_REVERSED(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_REVERSED_holds_fleeting_items_use_ITER_COPY) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        size_t capacity_; \
        size_t count_; \
        upstream##_item held_; \
        unsigned char state_; /* ITER_OPEN_: all items are read */ \
    }; \
    ITER_ITEM_(name, upstream##_item, 0) \
    ITER_MAKE_ZEROED_( \
        name, upstream##_item, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, size_t iter_capacity_), \
        iter_from_, iter_buffer_, iter_capacity_, 0, iter_zero_, \
        iter_ready_unless_(iter_buffer_ == GEN_NULL_ || iter_capacity_ == 0)) \
    ITER_STEP_(name) { \
        if (self->state_ == ITER_READY_ || self->state_ == ITER_HELD_) { \
            gen_status iter_status_ = GEN_YIELDED; \
            if (self->state_ == ITER_READY_) \
                iter_status_ = upstream##_step(&self->upstream, &self->held_); \
            if (iter_status_ == GEN_YIELDED) { \
                self->state_ = ITER_HELD_; \
                if (self->count_ >= self->capacity_) return GEN_E_FULL; \
                self->buffer_[self->count_++] = self->held_; \
                self->state_ = ITER_READY_; \
                return GEN_SKIP; \
            } \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_DONE) return iter_status_; \
            self->state_ = ITER_OPEN_; \
        } \
        if (self->state_ != ITER_OPEN_) return iter_no_more_(&self->state_); \
        if (self->count_ == 0) return GEN_DONE; \
        *iter_out_ = self->buffer_[--self->count_]; \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ gen_status name##_move(struct name *self, upstream##_item *iter_buffer_, \
                                         size_t iter_capacity_) { \
        size_t iter_i_; \
        if (iter_buffer_ == GEN_NULL_ || iter_capacity_ < self->count_) return GEN_E_ARG; \
        for (iter_i_ = 0; iter_i_ < self->count_; iter_i_++) \
            iter_buffer_[iter_i_] = self->buffer_[iter_i_]; \
        self->buffer_ = iter_buffer_; \
        self->capacity_ = iter_capacity_; \
        return GEN_DONE; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    ITER_LEFT_OF_(name, upstream, \
                  self->state_ == ITER_OPEN_ ? self->count_ \
                  : self->state_ > ITER_HELD_ \
                      ? 0 \
                      : iter_add_(iter_upstream_, self->count_ + (self->state_ == ITER_HELD_))) \
    ITER_ALONE_(name, 1)

/* ITER_DROP_LAST(name, from) - all but the last `size` items. It reads `size` items ahead into
 * your buffer, which may be NULL if `size` is 0.
 *
 *     for (item in from) { if (<the ring is full>) yield <its oldest item>; <put item into it>; }
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size);
 */
#define ITER_DROP_LAST(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_DROP_LAST_holds_fleeting_items_use_ITER_COPY) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; /* a ring */ \
        iter_count size_; \
        iter_count at_; \
        unsigned char full_; \
    }; \
    ITER_ITEM_(name, upstream##_item, 0) \
    ITER_MAKE_( \
        name, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, iter_count iter_size_), \
        iter_from_, iter_buffer_, \
        iter_size_ < 0 || (iter_buffer_ == GEN_NULL_ && iter_size_ > 0) ? -1 : iter_size_, 0, 0) \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        gen_status iter_status_; \
        if (self->size_ < 0) return iter_refused_once_(&self->size_); \
        iter_status_ = upstream##_step(&self->upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (self->size_ == 0) { \
            *iter_out_ = item; \
            return GEN_YIELDED; \
        } \
        if (self->full_) *iter_out_ = self->buffer_[self->at_]; \
        self->buffer_[self->at_] = item; \
        self->at_ = iter_after_(self->at_, self->size_); \
        if (self->full_) return GEN_YIELDED; \
        self->full_ = self->at_ == 0; \
        return GEN_SKIP; \
    } \
    ITER_LEFT_OF_( \
        name, upstream, \
        self->size_ < 0 \
            ? 0 \
            : iter_less_(iter_upstream_, self->full_ ? 0 : iter_left_(self->size_ - self->at_))) \
    ITER_PASS_(name, upstream, 1)

/* ---- Looking ahead --------------------------------------------------------------------------- */

/* ITER_PEEKABLE(name, from) - the items, with a look at the next one: <name>_peek returns the next
 * item as <name>_next does, but leaves it there.
 *
 *     struct <name> <name>(struct <from> from);
 *     gen_status <name>_peek(struct <name> *self, <from>_item *item);
 */
#define ITER_PEEKABLE(name, upstream) \
    ITER_STAGE_(name, upstream, upstream##_item held_; unsigned char state_;) \
    ITER_MAKE_HELD_(name, upstream) \
    ITER_STEP_(name) { \
        if (self->state_ != ITER_HELD_) return upstream##_step(&self->upstream, iter_out_); \
        self->state_ = ITER_READY_; \
        *iter_out_ = self->held_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_READY_) \
    ITER_LEFT_OF_(name, upstream, iter_rest_(self->state_, iter_upstream_)) \
    GEN_FUNCTION_ gen_status name##_peek(struct name *self, name##_item *item) { \
        if (self->state_ != ITER_HELD_) { \
            gen_status iter_status_; \
            ITER_PULL_(upstream, &self->upstream, &self->held_); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->state_ = ITER_HELD_; \
        } \
        *item = self->held_; \
        return GEN_YIELDED; \
    } \
    ITER_ALONE_(name, upstream##_skips_)

/* ITER_PEEKABLE_N(name, from) - the items, with a look at any of the next `capacity` ones: the
 * `ahead`-th, 0 being the next. An error met while looking ahead is reported when its turn comes.
 *
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count capacity);
 *     gen_status <name>_peek(struct <name> *self, iter_count ahead, <from>_item *item);
 */
#define ITER_PEEKABLE_N(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count capacity_; \
        iter_count at_, count_; \
        gen_status error_; /* if ended_: the status after the buffered items */ \
        unsigned char ended_; \
    }; \
    ITER_ITEM_(name, upstream##_item, 0) \
    ITER_HOLDS_(name, upstream, error_ITER_PEEKABLE_N_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, upstream##_item *const iter_buffer_, \
                iter_count iter_capacity_), \
               iter_from_, iter_buffer_, \
               iter_buffer_ == GEN_NULL_ || iter_capacity_ < 1 ? -1 : iter_capacity_, 0, 0, 0, 0) \
    ITER_STEP_(name) { \
        if (self->capacity_ < 1) return iter_refused_once_(&self->capacity_); \
        if (self->count_ == 0) { \
            const gen_status iter_status_ = self->error_; \
            if (!self->ended_) return upstream##_step(&self->upstream, iter_out_); \
            self->error_ = GEN_DONE; \
            return iter_status_; \
        } \
        *iter_out_ = self->buffer_[self->at_]; \
        self->at_ = iter_after_(self->at_, self->capacity_); \
        self->count_--; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_(name) { \
        self->count_ = 0; \
        self->ended_ = 1; \
        self->error_ = GEN_DONE; \
        return upstream##_close(&self->upstream); \
    } \
    GEN_FUNCTION_ size_t name##_left_(const struct name *self, size_t iter_more_) { \
        if (self->capacity_ < 1 || self->ended_) iter_more_ = 0; \
        return iter_add_(iter_left_(self->count_), iter_more_); \
    } \
    ITER_LEFT_OF_(name, upstream, name##_left_(self, iter_upstream_)) \
    /* Return the place of the item that is so far ahead. */ \
    GEN_FUNCTION_ upstream##_item *name##_place_(const struct name *self, \
                                                 iter_count iter_ahead_) { \
        const int iter_wraps_ = self->at_ >= self->capacity_ - iter_ahead_; \
        return &self->buffer_[self->at_ - (iter_wraps_ ? self->capacity_ : 0) + iter_ahead_]; \
    } \
    GEN_FUNCTION_ gen_status name##_peek(struct name *self, iter_count iter_ahead_, \
                                         name##_item *item) { \
        if (iter_ahead_ < 0 || iter_ahead_ >= self->capacity_) return GEN_E_ARG; \
        while (self->count_ <= iter_ahead_) { \
            gen_status iter_status_ = self->error_; \
            if (!self->ended_) { \
                ITER_PULL_(upstream, &self->upstream, name##_place_(self, self->count_)); \
            } \
            if (iter_ended_(iter_status_)) { \
                self->ended_ = 1; \
                self->error_ = iter_status_; \
            } \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->count_++; \
        } \
        *item = *name##_place_(self, iter_ahead_); \
        return GEN_YIELDED; \
    } \
    ITER_ALONE_(name, upstream##_skips_)

/* ITER_TAKE_WHILE_PEEKING(name, from, condition) - like ITER_TAKE_WHILE, over an ITER_PEEKABLE that
 * it borrows: the first item that fails the condition stays there.
 *
 *     struct <name> <name>(struct <from> *source);
 */
#define ITER_TAKE_WHILE_PEEKING(name, upstream, ...) \
    ITER_FIELDS_(name, upstream##_item, upstream##_fleeting_, struct upstream *source_; \
                 unsigned char ended_;) \
    ITER_MAKE_(name, (struct upstream *const iter_source_), iter_source_, 0) \
    ITER_STEP_(name) { \
        gen_status iter_status_ = GEN_E_ARG; \
        if (self->ended_) return GEN_DONE; \
        if (self->source_ != GEN_NULL_) iter_status_ = upstream##_peek(self->source_, iter_out_); \
        if (iter_status_ == GEN_YIELDED) { \
            ITER_LET_(upstream##_item, item, *iter_out_); \
            iter_status_ = GEN_DONE; \
            if (__VA_ARGS__) iter_status_ = upstream##_next(self->source_, iter_out_); \
        } \
        if (iter_ended_(iter_status_)) self->ended_ = 1; \
        return iter_status_; \
    } \
    ITER_CLOSE_ENDED_(name) \
    ITER_LEFT_(name, !iter_most_ || self->ended_ || !self->source_ \
                         ? 0 \
                         : upstream##_left(self->source_, iter_most_)) \
    ITER_ALONE_(name, 0)

/* ---- Generator expressions ------------------------------------------------------------------- */

/* ITER_COLLECT_OF(array, capacity, count, value, loops, condition) - Python's list comprehension:
 * stores the values in an array, and sets `count` to their number. It stops when the array is full,
 * before it pulls another item. `loops` is as in ITER_SUM_OF.
 *
 *     ITER_COLLECT_OF(squares, 8, count, x * x, ITER_IN(int, x, data, length), x > 0);
 *
 * ITER_FIRST_OF(found, variable, value, loops, condition) - sets `variable` to the first value and
 * `found` to 1, and stops there; `found` is 0 if there is none.
 *
 *     ITER_FIRST_OF(found, name, x.name, GEN_FOR (x, rows, &r), x.id == id);
 */
#define ITER_COLLECT_OF(array, capacity, count, value, loops, ...) \
    ITER_COLLECT_OF_(GEN_UNIQUE_(iter_full_, __COUNTER__), array, capacity, count, value, loops, \
                     (__VA_ARGS__))
#define ITER_COLLECT_OF_(label, array, capacity, count, value, loops, condition) \
    do { \
        const size_t iter_capacity_ = ITER_CAST_(size_t, capacity); \
        (count) = 0; \
        if (iter_capacity_ == 0) goto label; \
        loops if (condition) { \
            (array)[(count)] = (value); \
            ++(count); \
            if (ITER_CAST_(size_t, count) == iter_capacity_) goto label; \
        } \
    label:; \
    } while (0)
#define ITER_FIRST_OF(found, variable, value, loops, ...) \
    ITER_FIRST_OF_(GEN_UNIQUE_(iter_found_, __COUNTER__), found, variable, value, loops, \
                   (__VA_ARGS__))
#define ITER_FIRST_OF_(label, found, variable, value, loops, condition) \
    do { \
        (found) = 0; \
        loops if (condition) { \
            (variable) = (value); \
            (found) = 1; \
            goto label; \
        } \
    label:; \
    } while (0)

/* ---- Terminals ------------------------------------------------------------------------------- */

/* ITER_MINMAX(name, from) - the least and the greatest item, the first if several are equal. *any
 * is whether there was an item. It does
 *
 *     any = 0;
 *     for each item: if (!any || item < min) min = item;
 *                    if (!any || item > max) max = item; any = 1;
 *
 *     gen_status <name>(struct <from> *from, <from>_item *min, <from>_item *max, int *any);
 *                                                                           // and <name>_more
 */
#define ITER_MINMAX(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_MINMAX_holds_fleeting_items_use_ITER_COPY) \
    ITER_TERMINAL_ name##_more(struct upstream *self, upstream##_item *iter_to_min_, \
                               upstream##_item *iter_to_max_, int *iter_any_) { \
        upstream##_item iter_least_ = GEN_ZERO_; \
        upstream##_item iter_most_ = GEN_ZERO_; \
        if (*iter_any_) iter_least_ = *iter_to_min_, iter_most_ = *iter_to_max_; \
        ITER_PULL_ALL_(upstream, { \
            if (!*iter_any_ || item < iter_least_) iter_least_ = item; \
            if (!*iter_any_ || item > iter_most_) iter_most_ = item; \
            *iter_any_ = 1; \
        }) \
        if (*iter_any_) *iter_to_min_ = iter_least_, *iter_to_max_ = iter_most_; \
        return iter_status_; \
    } \
    GEN_HIDES_END_ \
    ITER_TERMINAL_ name(struct upstream *self, upstream##_item *iter_to_min_, \
                        upstream##_item *iter_to_max_, int *iter_any_) { \
        *iter_any_ = 0; \
        return name##_more(self, iter_to_min_, iter_to_max_, iter_any_); \
    } \
    GEN_HIDES_END_

/* ITER_COMPARE(name, A, B, compare) - which of two iterators comes first in lexicographic order: -1
 * if A does, 1 if B does, 0 if they have the same items. `compare`, an int expression of `a` and
 * `b`, is negative if a comes first, positive if b does, 0 if neither. During a pause, *order is the
 * state, and *held may keep an item of A. It does
 *
 *     for each a and b: if (<compare> != 0) { *order = <compare> < 0 ? -1 : 1; return GEN_DONE; }
 *     *order = <A has ended> ? <B has ended> ? 0 : -1 : 1;
 *
 *     gen_status <name>(struct <A> *left, struct <B> *right, <A>_item *held, int *order);
 *                                                                           // and <name>_more
 */
#define ITER_COMPARE(name, A, B, ...) \
    ITER_TERMINAL_ name##_more(struct A *iter_lhs_, struct B *iter_rhs_, A##_item *iter_held_, \
                               int *iter_order_) { \
        gen_status iter_status_; \
        int iter_result_ = 0; \
        do { \
            B##_item b; \
            if (*iter_order_ == ITER_READY_) { \
                ITER_PULL_(A, iter_lhs_, iter_held_); \
                if (iter_status_ != GEN_YIELDED && iter_status_ != GEN_DONE) break; \
                *iter_order_ = iter_status_ == GEN_YIELDED ? ITER_HELD_ : ITER_LEFT_ENDED_; \
            } \
            ITER_PULL_(B, iter_rhs_, &b); \
            if (iter_status_ == GEN_YIELDED && *iter_order_ == ITER_HELD_) { \
                ITER_LET_(A##_item, a, *iter_held_); \
                iter_result_ = (__VA_ARGS__); \
                *iter_order_ = ITER_READY_; \
            } else if (iter_status_ == GEN_YIELDED || iter_status_ == GEN_DONE) { \
                iter_result_ = (*iter_order_ == ITER_HELD_) - (iter_status_ == GEN_YIELDED); \
                iter_status_ = GEN_DONE; \
            } \
        } while (iter_status_ == GEN_YIELDED && iter_result_ == 0); \
        if (!iter_paused_(iter_status_)) *iter_order_ = (iter_result_ > 0) - (iter_result_ < 0); \
        return ITER_ANSWERED_(iter_status_); \
    } \
    GEN_HIDES_END_ \
    ITER_TERMINAL_ name(struct A *iter_lhs_, struct B *iter_rhs_, A##_item *iter_held_, \
                        int *iter_order_) { \
        *iter_order_ = ITER_READY_; \
        return name##_more(iter_lhs_, iter_rhs_, iter_held_, iter_order_); \
    } \
    GEN_HIDES_END_

/* ITER_ONLY(name, from) - the only item. If there is none, or more than one, that is GEN_E_ARG;
 * *any is whether there was one. It does
 *
 *     any = 0;
 *     for each item: if (any) return GEN_E_ARG; else *only = item, any = 1;
 *     return any ? GEN_DONE : GEN_E_ARG;
 *
 *     gen_status <name>(struct <from> *from, <from>_item *only, int *any);   // and <name>_more
 */
#define ITER_ONLY(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_ONLY_holds_fleeting_items_use_ITER_COPY) \
    ITER_TERMINAL_ name##_more(struct upstream *self, upstream##_item *iter_only_, \
                               int *iter_any_) { \
        ITER_PULL_UNTIL_(upstream, *iter_any_ || (*iter_only_ = item, *iter_any_ = 1, 0)) \
        return iter_status_ == GEN_YIELDED || (iter_status_ == GEN_DONE && *iter_any_ == 0) \
                   ? ITER_CAST_(gen_status, GEN_E_ARG) \
                   : iter_status_; \
    } \
    GEN_HIDES_END_ \
    ITER_FROM_NO_ITEM_(name, upstream)

/* ITER_FIND_WITH, ITER_POSITION_WITH, ITER_ANY_WITH, ITER_ALL_WITH, ITER_FOR_EACH_WITH and
 * ITER_FOLD_WITH - the terminals of itertools.h for a condition or an expression that needs a value
 * known at run time: `context`, a C.
 *
 *     ITER_FIND_WITH(find_by_id, rows, int, item.id == context)     // find_by_id(&p, 7, &row)
 *     gen_status <name>(struct <from> *from, C context, <from>_item *found);       // FIND
 *     gen_status <name>(struct <from> *from, C context, iter_count *position);     // POSITION
 *     gen_status <name>(struct <from> *from, C context, int *answer);              // ANY, ALL
 *     gen_status <name>(struct <from> *from, C context);                           // FOR_EACH
 *     gen_status <name>(struct <from> *from, C context, R *total);                 // FOLD
 *                                                               // and <name>_more for POSITION
 */
#define ITER_FIND_WITH(name, upstream, C, ...) \
    ITER_TERMINAL_ name(struct upstream *self, C const context, upstream##_item *iter_found_) { \
        ITER_PULL_UNTIL_(upstream, (__VA_ARGS__)) \
        if (iter_status_ == GEN_YIELDED) *iter_found_ = item; \
        (void)context; \
        return iter_status_; \
    } \
    GEN_HIDES_END_
#define ITER_POSITION_WITH(name, upstream, C, ...) \
    ITER_TERMINAL_ name##_more(struct upstream *self, C const context, \
                               iter_count *iter_position_) { \
        ITER_PULL_UNTIL_(upstream, (__VA_ARGS__) || (++*iter_position_, 0)) \
        (void)context; \
        return iter_status_; \
    } \
    GEN_HIDES_END_ \
    ITER_TERMINAL_ name(struct upstream *self, C const context, iter_count *iter_position_) { \
        *iter_position_ = 0; \
        return name##_more(self, context, iter_position_); \
    } \
    GEN_HIDES_END_
#define ITER_ANY_WITH(name, upstream, C, ...) \
    ITER_ANSWERS_WITH_(name, upstream, C, GEN_YIELDED, (__VA_ARGS__))
#define ITER_ALL_WITH(name, upstream, C, ...) \
    ITER_ANSWERS_WITH_(name, upstream, C, GEN_DONE, !(__VA_ARGS__))
#define ITER_ANSWERS_WITH_(name, upstream, C, yes, condition) \
    ITER_TERMINAL_ name(struct upstream *self, C const context, int *iter_result_) { \
        ITER_PULL_UNTIL_(upstream, condition) \
        *iter_result_ = iter_status_ == (yes); \
        (void)context; \
        return ITER_ANSWERED_(iter_status_); \
    } \
    GEN_HIDES_END_
#define ITER_FOR_EACH_WITH(name, upstream, C, ...) \
    ITER_TERMINAL_ name(struct upstream *self, C const context) { \
        ITER_PULL_ALL_(upstream, ITER_DONE_ONLY_(__VA_ARGS__)) \
        (void)context; \
        return iter_status_; \
    } \
    GEN_HIDES_END_
#define ITER_FOLD_WITH(name, upstream, R, C, ...) \
    ITER_HOLDS_IF_(name, ITER_ITSELF_(upstream, R), \
                   error_ITER_FOLD_WITH_holds_fleeting_items_use_ITER_COPY) \
    ITER_TERMINAL_ name(struct upstream *self, C const context, R *iter_result_) { \
        R total = *iter_result_; \
        ITER_PULL_ALL_(upstream, total = (__VA_ARGS__)) \
        *iter_result_ = total; \
        (void)context; \
        return iter_status_; \
    } \
    GEN_HIDES_END_

/* ITER_UNZIP(name, from, A, B) - appends the members `first` of the items to an array of A, and the
 * members `second` to one of B. Each array holds *count elements. It returns GEN_E_FULL when they
 * are full, as ITER_COLLECT does; no item is lost. It does
 *
 *     while (*count < capacity) for the next item:
 *         firsts[*count] = item.first, seconds[(*count)++] = item.second;
 *
 *     gen_status <name>(struct <from> *from, A *firsts, B *seconds, size_t capacity,
 *                       size_t *count);
 */
#define ITER_UNZIP(name, upstream, A, B) \
    ITER_HOLDS_(name, upstream, error_ITER_UNZIP_holds_fleeting_items_use_ITER_COPY) \
    ITER_TERMINAL_ name(struct upstream *self, A *iter_firsts_, B *iter_seconds_, \
                        size_t iter_capacity_, size_t *iter_n_) { \
        if (iter_firsts_ == GEN_NULL_ || iter_seconds_ == GEN_NULL_) return GEN_E_ARG; \
        ITER_PULL_WHILE_ROOM_(upstream, iter_less_(iter_capacity_, *iter_n_), { \
            iter_firsts_[*iter_n_] = item.first; \
            iter_seconds_[*iter_n_] = item.second; \
            ++*iter_n_; \
        }) \
    } \
    GEN_HIDES_END_

/* ITER_PARTITION(name, from, condition) - appends the items for which the condition holds to one
 * array, and the others to another. It returns GEN_E_FULL when one of them is full, because the
 * next item may belong there; no item is lost. It does
 *
 *     while (<both have room>) for the next item:
 *         if (<condition>) yes[(*yes_count)++] = item; else no[(*no_count)++] = item;
 *
 *     gen_status <name>(struct <from> *from, <from>_item *yes, size_t yes_capacity,
 *                       size_t *yes_count, <from>_item *no, size_t no_capacity, size_t *no_count);
 */
#define ITER_PARTITION(name, upstream, ...) \
    ITER_HOLDS_(name, upstream, error_ITER_PARTITION_holds_fleeting_items_use_ITER_COPY) \
    ITER_TERMINAL_ name(struct upstream *self, upstream##_item *iter_yes_, \
                        size_t iter_yes_capacity_, size_t *iter_yes_n_, upstream##_item *iter_no_, \
                        size_t iter_no_capacity_, size_t *iter_no_n_) { \
        if (iter_yes_ == GEN_NULL_ || iter_no_ == GEN_NULL_) return GEN_E_ARG; \
        ITER_PULL_WHILE_ROOM_(upstream, \
                              iter_min_(iter_less_(iter_yes_capacity_, *iter_yes_n_), \
                                        iter_less_(iter_no_capacity_, *iter_no_n_)), \
                              { \
                                  if (__VA_ARGS__) \
                                      iter_yes_[(*iter_yes_n_)++] = item; \
                                  else \
                                      iter_no_[(*iter_no_n_)++] = item; \
                              }) \
    } \
    GEN_HIDES_END_

/* Pull while there is `room` for an item, and return the status. */
#define ITER_PULL_WHILE_ROOM_(upstream, room, ...) \
    for (;;) { \
        upstream##_item item GEN_UNSET_; \
        const size_t iter_room_ = (room); \
        gen_status iter_status_; \
        if (iter_room_ == 0) return GEN_E_FULL; \
        ITER_ANNOUNCE_(upstream, self, iter_room_) \
        iter_status_ = upstream##_step(self, &item); \
        if (iter_status_ == GEN_SKIP) continue; \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        __VA_ARGS__ \
    }

/* ITER_STATS(name, from, R) - the number of items, their mean, their variance, the least and the
 * greatest, in one pass. R is float or double. The sum of the squared differences from the mean,
 * `squares`, is computed by Welford's method, which is accurate where the mean is large.
 * <name>_variance returns the sample variance, squares / (count - 1), or 0 if there are fewer than
 * two items.
 *
 *     struct <name>_result { iter_count count; R mean, squares, least, greatest; };
 *     gen_status <name>(struct <from> *from, struct <name>_result *result);   // and <name>_more
 *     R <name>_variance(const struct <name>_result *result);
 */
#define ITER_STATS(name, upstream, R) \
    struct name##_result { \
        iter_count count; \
        R mean, squares, least, greatest; \
    }; \
    ITER_TERMINAL_ name##_more(struct upstream *self, struct name##_result *iter_result_) { \
        struct name##_result iter_all_; \
        iter_all_ = *iter_result_; \
        { \
            ITER_PULL_ALL_(upstream, { \
                R const iter_x_ = ITER_CAST_(R, item); \
                R const iter_off_ = iter_x_ - iter_all_.mean; \
                iter_all_.count++; \
                iter_all_.mean += iter_off_ / ITER_CAST_(R, iter_all_.count); \
                iter_all_.squares += iter_off_ * (iter_x_ - iter_all_.mean); \
                if (iter_all_.count == 1 || iter_x_ < iter_all_.least) iter_all_.least = iter_x_; \
                if (iter_all_.count == 1 || iter_x_ > iter_all_.greatest) \
                    iter_all_.greatest = iter_x_; \
            }) \
            *iter_result_ = iter_all_; \
            return iter_status_; \
        } \
    } \
    GEN_HIDES_END_ \
    ITER_TERMINAL_ name(struct upstream *self, struct name##_result *iter_result_) { \
        const struct name##_result iter_zero_ = {0, 0, 0, 0, 0}; \
        *iter_result_ = iter_zero_; \
        return name##_more(self, iter_result_); \
    } \
    GEN_HIDES_END_ \
    ITER_VARIANCE_(name##_variance, name##_result, R)

#endif /* ITER_STEP_ */
#endif /* MORE_ITERTOOLS_H */
