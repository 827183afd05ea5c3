/* iter_table.h - stages of itertools.h that need a table or an order: each key once, the smallest
 * items, many sorted iterators merged. C99 or C++11, freestanding; needs itertools.h and gen.h
 * beside it.
 *
 * SPDX-License-Identifier: MIT
 *
 * You provide the memory of each stage:
 *
 *     #include "iter_table.h"
 *     #include <stdio.h>
 *
 *     ITER_SPAN(ints, int)
 *     ITER_UNIQUE(distinct, ints, int, item, iter_hash((unsigned)key), key == other)
 *     ITER_SMALLEST(smallest, distinct, b < a)
 *
 *     int main(void) {
 *         static const int data[] = {5, 3, 5, 1, 3, 4};
 *         static struct distinct_slot slots[8]; // zeroed
 *         int buffer[3];
 *         struct smallest p = smallest(distinct(ints(data, 6), slots, 8), buffer, 3);
 *         GEN_FOR (x, smallest, &p) printf("%d ", x); // 1 3 4
 *     }
 *
 *     ITER_UNIQUE              the items whose key has not come before
 *     ITER_UNIQUE_EVICTING     the same among the last keys
 *     iter_hash                a hash of a number
 *     ITER_SMALLEST            the smallest items, sorted
 *     ITER_KMERGE              an array of sorted iterators, merged
 */
#ifndef ITER_TABLE_H
#define ITER_TABLE_H

#include "itertools.h"

#ifndef ITER_STEP_ /* itertools.h or gen.h has reported an error */
#elif GEN_PRIVATE_ != 4
#error "iter_table.h: its itertools.h is of another version: take both from one."
#else

/* ---- With a table of keys -------------------------------------------------------------------- */

/* ITER_UNIQUE(name, from, K, key, hash, same) - the items whose key has not come before. `key` is a
 * K computed from the `item`; `hash` an unsigned number computed from the `key`; `same` compares
 * `key` and `other`. You provide the table: `capacity` zeroed slots, each a struct <name>_slot. If
 * a new key has no room, the stage returns GEN_E_FULL and keeps the item: provide a larger table
 * with <name>_move, and pull again.
 *
 *     ITER_UNIQUE(distinct, numbers, int, item, iter_hash((unsigned)key), key == other)
 *     struct <name> <name>(struct <from> from, struct <name>_slot *slots, size_t capacity);
 *     gen_status <name>_move(struct <name> *self, struct <name>_slot *slots, size_t capacity);
 */
#define ITER_UNIQUE(name, upstream, K, key_of_item, hash_of_key, same) \
    struct name##_slot { \
        K key_; \
        unsigned char used_; \
    }; \
    ITER_STAGE_(name, upstream, struct name##_slot *slots_; size_t capacity_; \
                upstream##_item held_; unsigned char state_;) \
    ITER_HOLDS_IF_(name, ITER_MADE_(upstream, K), \
                   error_ITER_UNIQUE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_(name, upstream##_item, \
                      (struct upstream iter_from_, struct name##_slot *const iter_slots_, \
                       size_t iter_capacity_), \
                      iter_from_, iter_slots_, iter_slots_ == GEN_NULL_ ? 0 : iter_capacity_, \
                      iter_zero_, \
                      iter_ready_unless_(iter_slots_ == GEN_NULL_ || iter_capacity_ == 0)) \
    /* Add a key. Return 1 if it is new, 0 if it was there, -1 if there is no room for it. */ \
    GEN_FUNCTION_ int name##_add_(struct name##_slot *iter_slots_, size_t iter_capacity_, \
                                  K const *iter_added_) { \
        ITER_LET_(K, key, *iter_added_); \
        (void)key; \
        const size_t iter_home_ = (hash_of_key) % iter_capacity_; \
        size_t iter_at_ = iter_home_; \
        do { \
            if (!iter_slots_[iter_at_].used_) { \
                iter_slots_[iter_at_].key_ = key; \
                iter_slots_[iter_at_].used_ = 1; \
                return 1; \
            } else { \
                ITER_LET_(K, other, iter_slots_[iter_at_].key_); \
                if (same) return 0; \
            } \
            if (++iter_at_ == iter_capacity_) iter_at_ = 0; \
        } while (iter_at_ != iter_home_); \
        return -1; \
    } \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        int iter_added_; \
        if (self->state_ == ITER_READY_) { \
            const gen_status iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
        } else { \
            if (self->state_ != ITER_HELD_) return iter_no_more_(&self->state_); \
            item = self->held_; \
            self->state_ = ITER_READY_; \
        } \
        { \
            ITER_LET_(K, iter_key_, (key_of_item)); \
            iter_added_ = name##_add_(self->slots_, self->capacity_, &iter_key_); \
        } \
        if (iter_added_ < 0) { \
            self->held_ = item; \
            self->state_ = ITER_HELD_; \
            return GEN_E_FULL; \
        } \
        if (iter_added_ == 0) return GEN_SKIP; \
        *iter_out_ = item; \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ gen_status name##_move(struct name *self, struct name##_slot *iter_slots_, \
                                         size_t iter_capacity_) { \
        size_t iter_i_, iter_used_ = 0; \
        for (iter_i_ = 0; iter_i_ < self->capacity_; iter_i_++) \
            iter_used_ += self->slots_[iter_i_].used_; \
        if (iter_slots_ == GEN_NULL_ || iter_capacity_ < iter_used_ || iter_capacity_ == 0) \
            return GEN_E_ARG; \
        for (iter_i_ = 0; iter_i_ < self->capacity_; iter_i_++) \
            if (self->slots_[iter_i_].used_) \
                (void)name##_add_(iter_slots_, iter_capacity_, &self->slots_[iter_i_].key_); \
        self->slots_ = iter_slots_; \
        self->capacity_ = iter_capacity_; \
        return GEN_DONE; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    ITER_LEFT_(name, iter_most_ \
                         ? iter_rest_(self->state_, upstream##_left(&self->upstream, iter_most_)) \
                         : 0) \
    ITER_ALONE_(name, 1)

/* ITER_UNIQUE_EVICTING(name, from, K, key, hash, same) - the items whose key is not among the keys
 * of the last `capacity` items that came out. In a full table, a new key replaces the oldest, and
 * `self->evicted` counts that. Everything else is as in ITER_UNIQUE.
 *
 *     struct <name> <name>(struct <from> from, struct <name>_slot *slots, iter_count capacity);
 */
#define ITER_UNIQUE_EVICTING(name, upstream, K, key_of_item, hash_of_key, same) \
    struct name##_slot { \
        K key_; \
        iter_count first_; /* 1 + the index of the first key with this slot's hash, or 0 */ \
        iter_count next_; \
    }; \
    ITER_STAGE_(name, upstream, struct name##_slot *slots_; iter_count capacity_; \
                iter_count evicted; iter_count at_, count_;) \
    ITER_HOLDS_IF_(name, ITER_MADE_(upstream, K), \
                   error_ITER_UNIQUE_EVICTING_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, struct name##_slot *const iter_slots_, \
                iter_count iter_capacity_), \
               iter_from_, iter_slots_, \
               iter_slots_ == GEN_NULL_ || iter_capacity_ < 1 ? -1 : iter_capacity_, 0, 0, 0) \
    GEN_FUNCTION_ iter_count *name##_bucket_(struct name *self, K const *iter_at_) { \
        ITER_LET_(K, key, *iter_at_); \
        (void)key; \
        return &self->slots_[(hash_of_key) % ITER_CAST_(size_t, self->capacity_)].first_; \
    } \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        gen_status iter_status_; \
        if (self->capacity_ < 1) return iter_refused_once_(&self->capacity_); \
        iter_status_ = upstream##_step(&self->upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        { \
            ITER_LET_(K, iter_key_, (key_of_item)); \
            ITER_LET_(K, key, iter_key_); \
            struct name##_slot *const iter_slot_ = &self->slots_[self->at_]; \
            iter_count *iter_link_ = name##_bucket_(self, &key); \
            for (; *iter_link_ != 0; iter_link_ = &self->slots_[*iter_link_ - 1].next_) { \
                ITER_LET_(K, other, self->slots_[*iter_link_ - 1].key_); \
                if (same) return GEN_SKIP; \
            } \
            if (self->count_ == self->capacity_) { \
                iter_link_ = name##_bucket_(self, &iter_slot_->key_); \
                while (*iter_link_ != self->at_ + 1) \
                    iter_link_ = &self->slots_[*iter_link_ - 1].next_; \
                *iter_link_ = iter_slot_->next_; \
                self->evicted++; \
            } else { \
                self->count_++; \
            } \
            iter_slot_->key_ = key; \
            iter_link_ = name##_bucket_(self, &key); \
            iter_slot_->next_ = *iter_link_; \
            *iter_link_ = self->at_ + 1; \
            self->at_ = iter_after_(self->at_, self->capacity_); \
        } \
        *iter_out_ = item; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_(name, iter_most_ ? upstream##_left(&self->upstream, iter_most_) : 0) \
    ITER_PASS_(name, upstream, 1)

/* Return a hash of a number, for ITER_UNIQUE. */
GEN_FUNCTION_ size_t iter_hash(iter_wide iter_value_) {
    iter_value_ ^= iter_value_ >> 15;
    iter_value_ *= 0x2C1B3C6Du;
    iter_value_ ^= iter_value_ >> 12;
    iter_value_ *= 0x297A2D39u;
    return ITER_CAST_(size_t, iter_value_ ^ iter_value_ >> 15);
}

/* ---- In an order ----------------------------------------------------------------------------- */

/* ITER_SMALLEST(name, from, before) - Python's heapq.nsmallest: the `size` smallest items, sorted.
 * `before` is an expression of `a` and `b`: whether b must come before a. It is stable, and
 * reads all items before it hands out the first. An item among the smallest so far costs up to
 * `size` moves.
 *
 *     ITER_SMALLEST(smallest, numbers, b < a)
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size);
 */
#define ITER_SMALLEST(name, upstream, ...) \
    ITER_HOLDS_(name, upstream, error_ITER_SMALLEST_holds_fleeting_items_use_ITER_COPY) \
    ITER_LATE_( \
        name, upstream, ITER_LET_(upstream##_item, b, item); iter_count iter_at_ = self->count_; \
        while (iter_at_ > 0) { \
            ITER_LET_(upstream##_item, a, self->buffer_[iter_at_ - 1]); \
            if (!(__VA_ARGS__)) break; \
            if (iter_at_ < self->size_) self->buffer_[iter_at_] = a; \
            iter_at_--; \
        } if (iter_at_ < self->size_) self->buffer_[iter_at_] = b; \
        if (self->count_ < self->size_) self->count_++;)

/* ITER_KMERGE(name, from, before) - Python's heapq.merge: merges an array of sorted iterators.
 * `before` is as in ITER_MERGE, and the merge is stable. You provide the heap, an array with an
 * entry for each iterator.
 *
 *     ITER_KMERGE(log, file, b.time < a.time)
 *     struct <name> <name>(struct <from> *iterators, struct <name>_entry *heap, iter_count count);
 */
#define ITER_KMERGE(name, upstream, ...) \
    struct name##_entry { \
        upstream##_item item_; \
        iter_count index_; \
    }; \
    struct name { \
        struct upstream *iterators_; \
        struct name##_entry *heap_; \
        iter_count count_; \
        iter_count at_;   /* how many iterators have been pulled from */ \
        iter_count used_; /* how many entries the heap has */ \
        unsigned char state_; \
    }; \
    ITER_ITEM_(name, upstream##_item, upstream##_fleeting_) \
    ITER_MAKE_(name, \
               (struct upstream *const iter_iterators_, struct name##_entry *const iter_heap_, \
                iter_count iter_n_), \
               iter_iterators_, iter_heap_, \
               iter_iterators_ == GEN_NULL_ && iter_n_ > 0 ? -1 : iter_n_, 0, 0, \
               iter_ready_unless_(iter_heap_ == GEN_NULL_ && iter_n_ > 0)) \
    GEN_FUNCTION_ int name##_before_(const struct name##_entry *iter_x_, \
                                     const struct name##_entry *iter_y_) { \
        const int iter_in_front_ = iter_x_->index_ < iter_y_->index_; \
        const struct name##_entry *const iter_a_ = iter_in_front_ ? iter_x_ : iter_y_; \
        const struct name##_entry *const iter_b_ = iter_in_front_ ? iter_y_ : iter_x_; \
        ITER_LET_(upstream##_item, a, iter_a_->item_); \
        ITER_LET_(upstream##_item, b, iter_b_->item_); \
        return iter_in_front_ != !!(__VA_ARGS__); \
    } \
    GEN_FUNCTION_ void name##_sift_(struct name *self, iter_count iter_at_) { \
        struct name##_entry *const iter_heap_ = self->heap_; \
        for (;;) { \
            ITER_LET_(struct name##_entry, iter_moved_, iter_heap_[iter_at_]); \
            iter_count iter_below_ = 2 * iter_at_ + 1; \
            if (iter_below_ >= self->used_) return; \
            if (iter_below_ + 1 < self->used_ && \
                name##_before_(&iter_heap_[iter_below_ + 1], &iter_heap_[iter_below_])) \
                iter_below_++; \
            if (!name##_before_(&iter_heap_[iter_below_], &iter_moved_)) return; \
            iter_heap_[iter_at_] = iter_heap_[iter_below_]; \
            iter_heap_[iter_below_] = iter_moved_; \
            iter_at_ = iter_below_; \
        } \
    } \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        iter_count iter_i_; \
        if (self->count_ < 0) return iter_refused_once_(&self->count_); \
        if (self->state_ >= ITER_ENDED_) return iter_no_more_(&self->state_); \
        if (self->state_ == ITER_HELD_) { /* the top was handed out: replace it */ \
            iter_status_ = \
                upstream##_step(&self->iterators_[self->heap_->index_], &self->heap_->item_); \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_YIELDED && iter_status_ != GEN_DONE) return iter_status_; \
            if (iter_status_ == GEN_DONE) *self->heap_ = self->heap_[--self->used_]; \
            self->state_ = ITER_READY_; \
            name##_sift_(self, 0); \
        } \
        while (self->at_ < self->count_) { \
            iter_status_ = \
                upstream##_step(&self->iterators_[self->at_], &self->heap_[self->used_].item_); \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_YIELDED && iter_status_ != GEN_DONE) return iter_status_; \
            if (iter_status_ == GEN_YIELDED) self->heap_[self->used_++].index_ = self->at_; \
            if (++self->at_ == self->count_) \
                for (iter_i_ = self->used_ / 2; iter_i_-- > 0;) name##_sift_(self, iter_i_); \
        } \
        self->state_ = self->used_ > 0 ? ITER_HELD_ : ITER_ENDED_; \
        if (self->used_ == 0) return GEN_DONE; \
        *iter_out_ = self->heap_->item_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_(name) { \
        self->state_ = ITER_ENDED_; \
        ITER_CLOSE_EACH_(upstream, self->iterators_, iter_left_(self->count_)) \
    } \
    ITER_LEFT_(name, \
               !iter_most_ || self->state_ == ITER_ENDED_ || self->count_ < 1 ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, upstream##_skips_)

#endif /* ITER_STEP_ */
#endif /* ITER_TABLE_H */
