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
 *     ITER_SORT                all items, sorted
 *     ITER_SORT_ARRAY          a function that sorts an array
 *     ITER_BISECT              a function that searches in a sorted array
 *     ITER_MERGE_JOIN          two sorted iterators side by side: union, intersection, difference
 *     ITER_KMERGE              an array of sorted iterators, merged
 */
#ifndef ITER_TABLE_H
#define ITER_TABLE_H

#include "itertools.h"

#ifndef ITER_STEP_ /* itertools.h or gen.h has reported an error */
#elif GEN_PRIVATE_ != 6
#error "iter_table.h: its itertools.h is of another version: take both from one."
#else

/* ---- With a table of keys -------------------------------------------------------------------- */

/* A table with this share of its slots free is full: 8 is one slot in eight. A search then takes a
 * few steps; in a table without a free slot, it may take as many as there are slots. Tables of fewer
 * slots than this can be filled. */
#ifndef ITER_TABLE_SPARE
#define ITER_TABLE_SPARE 8
#elif ITER_TABLE_SPARE < 2
#error "ITER_TABLE_SPARE must be at least 2: one slot in so many stays free."
#endif

/* ITER_UNIQUE(name, from, K, key, hash, same) - the items whose key has not come before. `key` is a
 * K computed from the `item`; `hash` an unsigned number computed from the `key`; `same` compares
 * `key` and `other`. You provide the table: `capacity` zeroed slots, each a struct <name>_slot with
 * the members `key` and `used`. If a new key has no room, the stage returns GEN_E_FULL and keeps the
 * item: provide a larger table, and pull again. `self->count` is the number of keys, `self->slots`
 * and `self->capacity` are the table.
 *
 *     ITER_UNIQUE(distinct, numbers, int, item, iter_hash((unsigned)key), key == other)
 *     struct <name> <name>(struct <from> from, struct <name>_slot *slots, size_t capacity);
 *     gen_status <name>_move(struct <name> *self, struct <name>_slot *slots, size_t capacity);
 *     gen_status <name>_reserve(struct <name> *self, size_t keys,
 *                               void *(*allocate)(size_t count, size_t size),
 *                               void (*release)(void *));
 *
 * <name>_move moves the keys to a table of your own, of zeroed slots. <name>_reserve makes room for
 * `keys` keys in total: if they do not fit, it calls `allocate`, such as calloc, for a table of at
 * least twice the capacity, moves the keys there, and passes the old table to `release`, such as
 * free, unless that is NULL. It returns GEN_E_FULL if `allocate` returns NULL; nothing is lost.
 * There is none for sdcc.
 *
 *     while ((status = distinct_next(&p, &item)) == GEN_YIELDED || status == GEN_E_FULL)
 *         if (status == GEN_YIELDED) ...
 *         else if (distinct_reserve(&p, p.count + 1, calloc, free) != GEN_DONE) break;
 */
#define ITER_UNIQUE(name, upstream, K, key_of_item, hash_of_key, same) \
    struct name##_slot { \
        K key; \
        unsigned char used; \
    }; \
    ITER_STAGE_(name, upstream, struct name##_slot *slots; size_t capacity; size_t count; \
                upstream##_item held_; unsigned char state_;) \
    ITER_HOLDS_IF_(name, ITER_MADE_(upstream, K), \
                   error_ITER_UNIQUE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_(name, upstream##_item, \
                      (struct upstream iter_from_, struct name##_slot *const iter_slots_, \
                       size_t iter_capacity_), \
                      iter_from_, iter_slots_, iter_slots_ == GEN_NULL_ ? 0 : iter_capacity_, 0, \
                      iter_zero_, \
                      iter_ready_unless_(iter_slots_ == GEN_NULL_ || iter_capacity_ == 0)) \
    ITER_KEYS_(name, name, K, hash_of_key, same) \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        struct name##_slot *iter_slot_; \
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
            iter_slot_ = name##_slot_(self, &iter_key_); \
        } \
        if (iter_slot_ == GEN_NULL_) { \
            self->held_ = item; \
            self->state_ = ITER_HELD_; \
            return GEN_E_FULL; \
        } \
        if (iter_slot_->used) return GEN_SKIP; \
        iter_slot_->used = 1; \
        *iter_out_ = item; \
        return GEN_YIELDED; \
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
#if defined(__SDCC) && !defined(ITER_IMPLEMENTATION)
size_t iter_hash(iter_wide iter_value_);
#else
ITER_HELPER_ size_t iter_hash(iter_wide iter_value_) {
    iter_value_ ^= iter_value_ >> 15;
    iter_value_ *= 0x2C1B3C6Du;
    iter_value_ ^= iter_value_ >> 12;
    iter_value_ *= 0x297A2D39u;
    return ITER_CAST_(size_t, iter_value_ ^ iter_value_ >> 15);
}
#endif

/* ---- In an order ----------------------------------------------------------------------------- */

/* ITER_SMALLEST(name, from, before) - Python's heapq.nsmallest: the `size` smallest items, sorted.
 * `before` is an expression of `a` and `b`: whether b must come before a. It is stable, and
 * reads all items before it hands out the first. You provide the heap, an array of `size` entries.
 *
 *     ITER_SMALLEST(smallest, numbers, b < a)
 *     struct <name> <name>(struct <from> from, struct <name>_entry *heap, iter_count size);
 */
#define ITER_SMALLEST(name, upstream, ...) \
    ITER_ENTRY_(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        struct name##_entry *heap_; /* an entry comes after those below it; later sorted */ \
        iter_count size_; \
        iter_count count_; /* how many items were put there; later how many are there */ \
        iter_count at_; \
        unsigned char state_; /* ITER_HELD_: sorted */ \
    }; \
    ITER_ITEM_(name, upstream##_item, 0) \
    ITER_HOLDS_(name, upstream, error_ITER_SMALLEST_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, struct name##_entry *const iter_heap_, \
                iter_count iter_size_), \
               iter_from_, iter_heap_, \
               iter_heap_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, 0, 0, ITER_READY_) \
    ITER_BEFORE_(name, upstream, __VA_ARGS__) \
    /* Put an entry into a hole: the hole sinks to the bottom, then rises with the entry. */ \
    GEN_FUNCTION_ void name##_put_(struct name##_entry *iter_heap_, iter_count iter_used_, \
                                   iter_count iter_at_, const struct name##_entry *iter_entry_) { \
        iter_count iter_next_; \
        while ((iter_next_ = 2 * iter_at_ + 1) < iter_used_) { \
            if (iter_next_ + 1 < iter_used_ && \
                name##_before_(&iter_heap_[iter_next_].item_, &iter_heap_[iter_next_ + 1].item_, \
                               iter_heap_[iter_next_].order_ < iter_heap_[iter_next_ + 1].order_)) \
                iter_next_++; \
            iter_heap_[iter_at_] = iter_heap_[iter_next_]; \
            iter_at_ = iter_next_; \
        } \
        for (; iter_at_ > 0; iter_at_ = iter_next_) { \
            iter_next_ = (iter_at_ - 1) / 2; \
            if (!name##_before_(&iter_heap_[iter_next_].item_, &iter_entry_->item_, \
                                iter_heap_[iter_next_].order_ < iter_entry_->order_)) \
                break; \
            iter_heap_[iter_at_] = iter_heap_[iter_next_]; \
        } \
        iter_heap_[iter_at_] = *iter_entry_; \
    } \
    GEN_FUNCTION_ void name##_sort_(struct name *self) { \
        iter_count iter_i_; \
        if (self->count_ > self->size_) self->count_ = self->size_; \
        for (iter_i_ = self->count_; iter_i_-- > 1;) { \
            ITER_LET_(struct name##_entry, iter_last_, *self->heap_); \
            ITER_LET_(struct name##_entry, iter_moved_, self->heap_[iter_i_]); \
            name##_put_(self->heap_, iter_i_, 0, &iter_moved_); \
            self->heap_[iter_i_] = iter_last_; \
        } \
    } \
    ITER_STEP_(name) { \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        if (self->state_ == ITER_READY_) { \
            upstream##_item item GEN_AT_FIRST_; \
            gen_status iter_status_ = GEN_SKIP; \
            ITER_ANNOUNCE_(upstream, &self->upstream, ITER_MANY_) \
            GEN_EACH_(iter_status_, iter_again_, iter_, upstream, &self->upstream, &item) { \
                iter_count iter_used_ = self->count_, iter_at_ = iter_used_; \
                struct name##_entry iter_entry_; \
                if (iter_used_ >= self->size_) { \
                    if (name##_before_(&self->heap_->item_, &item, 1)) continue; \
                    iter_used_ = self->size_; \
                    iter_at_ = 0; \
                } \
                iter_entry_.item_ = item; \
                iter_entry_.order_ = self->count_; \
                name##_put_(self->heap_, iter_used_, iter_at_, &iter_entry_); \
                self->count_++; \
            } \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_DONE) return iter_status_; \
            name##_sort_(self); \
            self->state_ = ITER_HELD_; \
        } \
        if (self->state_ == ITER_ENDED_ || self->at_ == self->count_) return GEN_DONE; \
        *iter_out_ = self->heap_[self->at_++].item_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    GEN_FUNCTION_ size_t name##_left_(const struct name *self, size_t iter_more_) { \
        if (self->size_ < 1 || self->state_ == ITER_ENDED_) return 0; \
        if (self->state_ == ITER_HELD_) return iter_left_(self->count_ - self->at_); \
        return iter_min_(iter_add_(iter_more_, iter_left_(self->count_)), \
                         iter_left_(self->size_)); \
    } \
    ITER_LEFT_OF_(name, upstream, name##_left_(self, iter_upstream_)) \
    ITER_ALONE_(name, 0)

/* ITER_SORT(name, from, before) - Python's sorted: all items, in order. `before` is an expression of
 * `a` and `b`: whether b must come before a. It is stable, and reads all items before it hands out
 * the first. You provide the buffer: an array of `capacity` elements, half as many again as there
 * are items, rounded down. If an item has no room, the stage returns GEN_E_FULL and keeps it:
 * provide a larger buffer with <name>_move, and pull again. `self->count` is the number of items.
 *
 *     ITER_SORT(by_time, events, b.time < a.time)
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, size_t capacity);
 *     gen_status <name>_move(struct <name> *self, <from>_item *buffer, size_t capacity);
 *
 * ITER_SORT_ARRAY(name, T, before) - a function that sorts an array in the same way. `room` is an
 * array of length / 2 elements.
 *
 *     ITER_SORT_ARRAY(sort_ints, int, b < a)
 *     void <name>(T *array, size_t length, T *room);
 *
 * It is a merge sort, without recursion: runs of 8 items are sorted by insertion, then merged in
 * pairs. A merge needs room for the shorter run only, because the runs are counted from the end:
 * the first, which may be short, is always the left one of its pair. Without any room, a stable sort
 * would take several times as many steps.
 */
#define ITER_SORT(name, upstream, ...) \
    struct name { \
        struct upstream upstream; \
        upstream##_item *buffer_; \
        size_t capacity_; \
        size_t count; \
        size_t at_; \
        upstream##_item held_; \
        unsigned char state_; /* ITER_OPEN_: sorted */ \
    }; \
    ITER_ITEM_(name, upstream##_item, 0) \
    ITER_HOLDS_(name, upstream, error_ITER_SORT_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_( \
        name, upstream##_item, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, size_t iter_capacity_), \
        iter_from_, iter_buffer_, iter_capacity_, 0, 0, iter_zero_, \
        iter_ready_unless_(iter_buffer_ == GEN_NULL_ || iter_capacity_ == 0)) \
    ITER_SORT_(name, name##_sort_, upstream##_item, __VA_ARGS__) \
    ITER_STEP_(name) { \
        if (self->state_ == ITER_READY_ || self->state_ == ITER_HELD_) { \
            upstream##_item item GEN_AT_FIRST_; \
            gen_status iter_status_ = GEN_SKIP; \
            if (self->state_ == ITER_HELD_) { \
                if (self->count >= ITER_SORTABLE_(self->capacity_)) return GEN_E_FULL; \
                self->buffer_[self->count++] = self->held_; \
                self->state_ = ITER_READY_; \
            } \
            ITER_ANNOUNCE_(upstream, &self->upstream, ITER_MANY_) \
            GEN_EACH_(iter_status_, iter_again_, iter_, upstream, &self->upstream, &item) { \
                if (self->count >= ITER_SORTABLE_(self->capacity_)) { \
                    self->held_ = item; \
                    self->state_ = ITER_HELD_; \
                    break; \
                } \
                self->buffer_[self->count++] = item; \
            } \
            if (self->state_ == ITER_HELD_) return GEN_E_FULL; \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_DONE) return iter_status_; \
            name##_sort_(self->buffer_, self->count, &self->buffer_[self->count]); \
            self->state_ = ITER_OPEN_; \
        } \
        if (self->state_ != ITER_OPEN_) return iter_no_more_(&self->state_); \
        if (self->at_ == self->count) return GEN_DONE; \
        *iter_out_ = self->buffer_[self->at_++]; \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ gen_status name##_move(struct name *self, upstream##_item *iter_buffer_, \
                                         size_t iter_capacity_) { \
        size_t iter_i_; \
        if (iter_buffer_ == GEN_NULL_ || ITER_SORTABLE_(iter_capacity_) < self->count) \
            return GEN_E_ARG; \
        for (iter_i_ = 0; iter_i_ < self->count; iter_i_++) \
            iter_buffer_[iter_i_] = self->buffer_[iter_i_]; \
        self->buffer_ = iter_buffer_; \
        self->capacity_ = iter_capacity_; \
        return GEN_DONE; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    ITER_LEFT_OF_( \
        name, upstream, \
        self->state_ == ITER_OPEN_ \
            ? self->count - self->at_ \
            : (self->state_ > ITER_HELD_ \
                   ? 0 \
                   : iter_add_(iter_upstream_, self->count + (self->state_ == ITER_HELD_)))) \
    ITER_ALONE_(name, 0)

#define ITER_SORT_ARRAY(name, T, ...) \
    GEN_HIDES_ ITER_SORT_(name, name, T, __VA_ARGS__) GEN_HIDES_END_

/* ITER_BISECT(name, T, K, condition) - Python's bisect: how many items at the start of a sorted
 * array satisfy the condition of `item` and `key`. It must hold for no item after one for which it
 * does not hold. It is evaluated log2(length) times, rounded up, or once more.
 *
 *     ITER_BISECT(lower, int, int, item < key)    // bisect_left: before the first equal item
 *     ITER_BISECT(upper, int, int, item <= key)   // bisect_right: after the last one
 *     size_t <name>(T const *array, size_t length, K key);
 */
#define ITER_BISECT(name, T, K, ...) \
    GEN_HIDES_ GEN_FUNCTION_ size_t name(T const *iter_array_, size_t iter_length_, K iter_key_) { \
        size_t iter_first_ = 0; \
        ITER_LET_(K, key, iter_key_); \
        while (iter_length_ > 0) { \
            const size_t iter_half_ = iter_length_ / 2; \
            ITER_LET_(T, item, iter_array_[iter_first_ + iter_half_]); \
            if (__VA_ARGS__) { \
                iter_first_ += iter_half_ + 1; \
                iter_length_ -= iter_half_ + 1; \
            } else { \
                iter_length_ = iter_half_; \
            } \
        } \
        return iter_first_; \
    } \
    GEN_HIDES_END_

/* ITER_MERGE_JOIN(name, A, B, compare) - walks through two sorted iterators side by side: a struct
 * <name>_item { <A>_item first; <B>_item second; unsigned char has_first, has_second; }. `compare`
 * is an int, an expression of `a` and `b`: negative if a comes first, positive if b does, and 0 if
 * they belong together, which is then one item. A `first` or `second` that an item does not have is
 * not to be read. Filters make the union, intersection and difference:
 *
 *     ITER_MERGE_JOIN(joined, old, new, (a > b) - (a < b))
 *     ITER_FILTER(added, joined, !item.has_first)
 *     ITER_FILTER(kept, joined, item.has_first && item.has_second)
 *     struct <name> <name>(struct <A> left, struct <B> right);
 */
#define ITER_MERGE_JOIN(name, A, B, ...) \
    struct name { \
        struct A left_; \
        struct B right_; \
        A##_item a_; \
        B##_item b_; \
        unsigned char state_; /* ITER_LEFT_HELD_ and others, added up */ \
    }; \
    struct name##_item { \
        A##_item first; \
        B##_item second; \
        unsigned char has_first, has_second; \
    }; \
    ITER_ITEM_(name, struct name##_item, A##_fleeting_ || B##_fleeting_) \
    GEN_HIDES_ ITER_MAKER_( \
        name, name, (struct A iter_lhs_, struct B iter_rhs_), \
        A##_item const iter_zero_ = GEN_ZERO_; \
        B##_item const iter_none_ = GEN_ZERO_; \
        const struct name iter_made_ = {iter_lhs_, iter_rhs_, iter_zero_, iter_none_, 0}; \
        return iter_made_;) ITER_CLOSE_(name) { \
        gen_status iter_status_; \
        self->state_ = ITER_LEFT_GONE_ | ITER_RIGHT_GONE_; \
        iter_status_ = A##_close(&self->left_); \
        return iter_both_(iter_status_, B##_close(&self->right_)); \
    } \
    ITER_STEP_(name) { \
        unsigned char iter_taken_; /* the items that come out */ \
        ITER_HOLD_(A##_step(&self->left_, &self->a_), ITER_LEFT_HELD_, ITER_LEFT_GONE_) \
        ITER_HOLD_(B##_step(&self->right_, &self->b_), ITER_RIGHT_HELD_, ITER_RIGHT_GONE_) \
        iter_taken_ = self->state_ & (ITER_LEFT_HELD_ | ITER_RIGHT_HELD_); \
        if (iter_taken_ == 0) return GEN_DONE; \
        if (iter_taken_ == (ITER_LEFT_HELD_ | ITER_RIGHT_HELD_)) { \
            ITER_LET_(A##_item, a, self->a_); \
            ITER_LET_(B##_item, b, self->b_); \
            const int iter_order_ = (__VA_ARGS__); \
            if (iter_order_ < 0) iter_taken_ = ITER_LEFT_HELD_; \
            if (iter_order_ > 0) iter_taken_ = ITER_RIGHT_HELD_; \
        } \
        iter_out_->first = self->a_; \
        iter_out_->second = self->b_; \
        iter_out_->has_first = (iter_taken_ & ITER_LEFT_HELD_) != 0; \
        iter_out_->has_second = (iter_taken_ & ITER_RIGHT_HELD_) != 0; \
        self->state_ = ITER_CAST_(unsigned char, self->state_ ^ iter_taken_); \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_HEAD_(name) { \
        const size_t iter_a_ = \
            self->state_ & ITER_LEFT_GONE_ \
                ? 0 \
                : iter_add_(A##_left(&self->left_, iter_most_), self->state_ & ITER_LEFT_HELD_); \
        const size_t iter_b_ = self->state_ & ITER_RIGHT_GONE_ \
                                   ? 0 \
                                   : iter_add_(B##_left(&self->right_, iter_most_), \
                                               (self->state_ & ITER_RIGHT_HELD_) != 0); \
        return iter_most_ ? iter_add_(iter_a_, iter_b_) : iter_max_(iter_a_, iter_b_); \
    } \
    ITER_ALONE_(name, ITER_SKIPS_TWO_(A, B))

/* ITER_KMERGE(name, from, before) - Python's heapq.merge: merges an array of sorted iterators.
 * `before` is as in ITER_MERGE, and the merge is stable. Of n iterators, an item costs at most
 * log2(n) comparisons, rounded up. You provide the heap, an array with an entry for each iterator.
 *
 *     ITER_KMERGE(log, file, b.time < a.time)
 *     struct <name> <name>(struct <from> *iterators, struct <name>_entry *heap, iter_count count);
 *
 * The iterators are the leaves of a binary tree. At each node, the first items of two of them have
 * been compared, and the one that comes first has gone on to the next node. The other one is in
 * heap_, under the number of the node, and the first of all in heap_[0]. It is handed out. The next
 * item of the same iterator then takes the same way.
 */
#define ITER_KMERGE(name, upstream, ...) \
    ITER_ENTRY_(name, upstream) \
    GEN_NEW_(name) struct name { \
        struct upstream *iterators_; \
        struct name##_entry *heap_; /* order_ is the index of the iterator, or one of these: */ \
        iter_count count_; \
        iter_count at_; /* how many iterators have been pulled from */ \
        unsigned char state_; \
    }; \
    enum { name##_ended_ = -1, name##_unused_ = -2 }; \
    ITER_ITEM_(name, upstream##_item, upstream##_fleeting_) \
    ITER_MAKE_(name, \
               (struct upstream *const iter_iterators_, struct name##_entry *const iter_heap_, \
                iter_count iter_n_), \
               iter_iterators_, iter_heap_, \
               iter_n_ < 0 || (iter_iterators_ == GEN_NULL_ && iter_n_ > 0) ? -1 : iter_n_, 0, \
               iter_ready_unless_(iter_heap_ == GEN_NULL_ && iter_n_ > 0)) \
    ITER_BEFORE_(name, upstream, __VA_ARGS__) \
    /* Compare heap_[0] at each node from its leaf upwards. */ \
    GEN_FUNCTION_ void name##_sift_(struct name *self, iter_count iter_leaf_) { \
        struct name##_entry iter_first_; /* copied by its members, without the padding */ \
        size_t iter_node_ = ITER_CAST_(size_t, self->count_ + iter_leaf_) / 2; \
        iter_first_.item_ = self->heap_->item_; \
        iter_first_.order_ = self->heap_->order_; \
        for (; iter_node_ > 0; iter_node_ /= 2) { \
            struct name##_entry *const iter_other_ = &self->heap_[iter_node_]; \
            ITER_LET_(upstream##_item, iter_item_, iter_other_->item_); \
            const iter_count iter_order_ = iter_other_->order_; \
            if (iter_order_ < 0 || iter_first_.order_ < 0 \
                    ? iter_order_ == name##_unused_ || iter_first_.order_ == name##_ended_ \
                    : name##_before_(&iter_item_, &iter_first_.item_, \
                                     iter_order_ < iter_first_.order_)) { \
                iter_other_->item_ = iter_first_.item_; \
                iter_other_->order_ = iter_first_.order_; \
                iter_first_.item_ = iter_item_; \
                iter_first_.order_ = iter_order_; \
            } \
        } \
        self->heap_->item_ = iter_first_.item_; \
        self->heap_->order_ = iter_first_.order_; \
    } \
    ITER_STEP_(name) { \
        iter_count iter_i_; \
        if (self->count_ < 0) return iter_refused_once_(&self->count_); \
        if (self->count_ == 0 || self->state_ >= ITER_ENDED_) return iter_no_more_(&self->state_); \
        for (iter_i_ = 0; self->at_ == 0 && iter_i_ < self->count_; iter_i_++) { \
            const upstream##_item iter_zero_ = GEN_ZERO_; \
            self->heap_[iter_i_].item_ = iter_zero_; \
            self->heap_[iter_i_].order_ = name##_unused_; \
        } \
        do { \
            const int iter_new_ = self->at_ < self->count_; \
            gen_status iter_status_; \
            iter_i_ = iter_new_ ? self->at_ : self->heap_->order_; \
            iter_status_ = upstream##_step(&self->iterators_[iter_i_], &self->heap_->item_); \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_YIELDED && iter_status_ != GEN_DONE) return iter_status_; \
            self->heap_->order_ = \
                iter_status_ == GEN_YIELDED ? iter_i_ : ITER_CAST_(iter_count, name##_ended_); \
            name##_sift_(self, iter_i_); \
            self->at_ += iter_new_; \
        } while (self->at_ < self->count_); \
        if (self->heap_->order_ < 0) return iter_no_more_(&self->state_); \
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

/* ==== Private: what follows may change ======================================================== */

/* The functions of a table of keys, which `owner`, a struct, has as `slots`, `capacity` and `count`.
 */
#define ITER_KEYS_(name, owner, K, hash_of_key, same) \
    /* Return the slot of a key, or else a free one, or NULL if there is none. */ \
    GEN_FUNCTION_ struct name##_slot *name##_at_(struct name##_slot *iter_slots_, \
                                                 size_t iter_capacity_, K const *iter_sought_) { \
        ITER_LET_(K, key, *iter_sought_); \
        (void)key; \
        const size_t iter_home_ = (hash_of_key) % iter_capacity_; \
        size_t iter_at_ = iter_home_; \
        do { \
            if (!iter_slots_[iter_at_].used) return &iter_slots_[iter_at_]; \
            { \
                ITER_LET_(K, other, iter_slots_[iter_at_].key); \
                if (same) return &iter_slots_[iter_at_]; \
            } \
            if (++iter_at_ == iter_capacity_) iter_at_ = 0; \
        } while (iter_at_ != iter_home_); \
        return GEN_NULL_; \
    } \
    /* Return the slot of a key. A new key is put there, but not used yet. NULL: it has no room. */ \
    GEN_FUNCTION_ struct name##_slot *name##_slot_(struct owner *self, K const *iter_sought_) { \
        struct name##_slot *const iter_slot_ = \
            name##_at_(self->slots, self->capacity, iter_sought_); \
        if (iter_slot_ != GEN_NULL_ && iter_slot_->used) return iter_slot_; \
        if (iter_slot_ == GEN_NULL_) \
            self->count = self->capacity; /* a copy of the owner adds too */ \
        if (self->count >= ITER_ROOM_(self->capacity)) return GEN_NULL_; \
        self->count++; \
        iter_slot_->key = *iter_sought_; \
        return iter_slot_; \
    } \
    GEN_FUNCTION_ gen_status name##_move(struct owner *self, struct name##_slot *iter_slots_, \
                                         size_t iter_capacity_) { \
        size_t iter_i_, iter_count_ = 0; \
        for (iter_i_ = 0; iter_i_ < self->capacity; iter_i_++) \
            iter_count_ += self->slots[iter_i_].used; \
        if (iter_slots_ == GEN_NULL_ || iter_capacity_ == 0 || \
            iter_count_ > ITER_ROOM_(iter_capacity_)) \
            return GEN_E_ARG; \
        for (iter_i_ = 0; iter_i_ < self->capacity; iter_i_++) \
            if (self->slots[iter_i_].used) \
                *name##_at_(iter_slots_, iter_capacity_, &self->slots[iter_i_].key) = \
                    self->slots[iter_i_]; \
        self->slots = iter_slots_; \
        self->capacity = iter_capacity_; \
        self->count = iter_count_; \
        return GEN_DONE; \
    } \
    ITER_RESERVE_(name, owner)
#define ITER_ROOM_(capacity) ((capacity) - (capacity) / ITER_TABLE_SPARE)

/* sdcc would keep the function, and its functions with several arguments have no pointers. */
#ifdef __SDCC
#define ITER_RESERVE_(name, owner)
#else
#define ITER_RESERVE_(name, owner) \
    GEN_FUNCTION_ gen_status name##_reserve(struct owner *self, size_t iter_keys_, \
                                            void *(*iter_allocate_)(size_t, size_t), \
                                            void (*iter_release_)(void *)) { \
        struct name##_slot *const iter_old_ = self->slots; \
        const size_t iter_capacity_ = \
            iter_max_(iter_add_(iter_keys_, iter_keys_ / (ITER_TABLE_SPARE - 1)), \
                      iter_add_(self->capacity, self->capacity)); \
        struct name##_slot *iter_new_; \
        gen_status iter_status_; \
        if (iter_keys_ <= ITER_ROOM_(self->capacity)) return GEN_DONE; \
        iter_new_ = \
            ITER_CAST_(struct name##_slot *, iter_allocate_(iter_capacity_, sizeof(*iter_new_))); \
        if (iter_new_ == GEN_NULL_) return GEN_E_FULL; \
        iter_status_ = name##_move(self, iter_new_, iter_capacity_); \
        if (iter_release_ != GEN_NULL_) \
            iter_release_(iter_status_ == GEN_DONE ? iter_old_ : iter_new_); \
        return iter_status_; \
    }
#endif

#define ITER_ENTRY_(name, upstream) \
    struct name##_entry { \
        upstream##_item item_; \
        iter_count order_; /* of equal items: the number of the item, or the iterator's index */ \
    };

/* Define N_before_: return whether x comes before y, given whether it does so if they are equal. */
#define ITER_BEFORE_(name, upstream, ...) \
    GEN_FUNCTION_ int name##_before_(upstream##_item const *iter_x_, \
                                     upstream##_item const *iter_y_, int iter_in_front_) { \
        ITER_LET_(upstream##_item, a, *(iter_in_front_ ? iter_x_ : iter_y_)); \
        ITER_LET_(upstream##_item, b, *(iter_in_front_ ? iter_y_ : iter_x_)); \
        return iter_in_front_ != !!(__VA_ARGS__); \
    }

/* Define a function that sorts an array. */
#define ITER_SORT_(name, function, T, ...) \
    /* Return whether b must come before a. */ \
    GEN_FUNCTION_ int name##_after_(T const *iter_a_, T const *iter_b_) { \
        ITER_LET_(T, a, *iter_a_); \
        ITER_LET_(T, b, *iter_b_); \
        return !!(__VA_ARGS__); \
    } \
    /* Merge two sorted runs, the first `mid` items and the others; the left one by way of `room`. */ \
    GEN_FUNCTION_ void name##_merge_(T *iter_array_, size_t iter_mid_, size_t iter_end_, \
                                     T *iter_room_) { \
        size_t iter_i_, iter_left_ = 0, iter_right_ = iter_mid_; \
        for (iter_i_ = 0; iter_i_ < iter_mid_; iter_i_++) \
            iter_room_[iter_i_] = iter_array_[iter_i_]; \
        for (iter_i_ = 0; iter_left_ < iter_mid_; iter_i_++) { \
            if (iter_right_ < iter_end_ && \
                name##_after_(&iter_room_[iter_left_], &iter_array_[iter_right_])) \
                iter_array_[iter_i_] = iter_array_[iter_right_++]; \
            else \
                iter_array_[iter_i_] = iter_room_[iter_left_++]; \
        } \
    } \
    GEN_FUNCTION_ void function(T *iter_array_, size_t iter_length_, T *iter_room_) { \
        size_t iter_width_, iter_start_, iter_mid_, iter_end_, iter_i_; \
        for (iter_end_ = iter_length_; iter_end_ > 0; iter_end_ = iter_start_) { \
            iter_start_ = iter_end_ > ITER_RUN_OF_SORT_ ? iter_end_ - ITER_RUN_OF_SORT_ : 0; \
            for (iter_mid_ = iter_start_ + 1; iter_mid_ < iter_end_; iter_mid_++) { \
                ITER_LET_(T, iter_item_, iter_array_[iter_mid_]); \
                for (iter_i_ = iter_mid_; iter_i_ > iter_start_; iter_i_--) { \
                    if (!name##_after_(&iter_array_[iter_i_ - 1], &iter_item_)) break; \
                    iter_array_[iter_i_] = iter_array_[iter_i_ - 1]; \
                } \
                iter_array_[iter_i_] = iter_item_; \
            } \
        } \
        for (iter_width_ = ITER_RUN_OF_SORT_; iter_width_ < iter_length_; \
             iter_width_ = iter_add_(iter_width_, iter_width_)) \
            for (iter_end_ = iter_length_; iter_end_ > iter_width_; iter_end_ = iter_start_) { \
                iter_mid_ = iter_end_ - iter_width_; \
                iter_start_ = iter_less_(iter_mid_, iter_width_); \
                if (!name##_after_(&iter_array_[iter_mid_ - 1], &iter_array_[iter_mid_])) \
                    continue; \
                name##_merge_(&iter_array_[iter_start_], iter_mid_ - iter_start_, \
                              iter_end_ - iter_start_, iter_room_); \
            } \
    }
enum { ITER_RUN_OF_SORT_ = 8 };
/* The number of items that a buffer can sort: n + n / 2 <= capacity. */
#define ITER_SORTABLE_(capacity) ((capacity) - ((capacity) + 1) / 3)

#endif /* ITER_STEP_ */
#endif /* ITER_TABLE_H */
