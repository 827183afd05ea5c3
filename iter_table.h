/* iter_table.h - stages of itertools.h that need a table or an order: each key once, a value for each
 * key, the smallest items, many sorted iterators merged. C99 or C++11, freestanding; needs
 * itertools.h and gen.h beside it.
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
 *     ITER_TABLE               a value for each key: counts, sums, any fold; ITER_TABLE_BY
 *     iter_hash                a hash of a number; iter_hash_float, _string, _bytes
 *     iter_same_string         whether two strings are equal; iter_same_bytes
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
            struct name##_slot *iter_slot_; \
            if (name##_has_(self->slots, self->capacity, &iter_key_, &iter_slot_)) \
                return GEN_SKIP; \
            if (!name##_put_(self, iter_slot_, &iter_key_)) { \
                self->held_ = item; \
                self->state_ = ITER_HELD_; \
                return GEN_E_FULL; \
            } \
        } \
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

/* ITER_TABLE(name, from, K, V, key, expression) - a terminal that computes a value for each key, as
 * Python's Counter and defaultdict do. `key` is a K computed from the `item`, an integer, a float or
 * a double. The V of this key becomes the value of the expression, which is computed from `value`,
 * the V so far, at first zero; from the `key` and the `item`; and from `first`, 1 for the first item
 * of a key, else 0. It does
 *
 *     for each item: table[<key>] = <expression>;
 *
 *     ITER_TABLE(counts, words, long, long, item.length, value + 1)
 *     ITER_TABLE(best, games, int, int, item.player, first || item.points > value ? item.points
 *                                                                                  : value)
 *
 * ITER_TABLE_BY(name, from, K, V, key, hash, same, expression) - the same for any other K, with the
 * `hash` and `same` of ITER_UNIQUE:
 *
 *     ITER_TABLE_BY(counts, words, const char *, long, item, iter_hash_string(key),
 *                   iter_same_string(key, other), value + 1)
 *
 *     static struct counts_slot slots[64]; // zeroed
 *     struct counts table = counts_table(slots, 64);
 *     status = counts(&p, &table);
 *     long *value = counts_find(&table, "the"); // NULL if it is not there
 *
 *     gen_status <name>(struct <from> *from, struct <name> *table);
 *     struct <name> <name>_table(struct <name>_slot *slots, size_t capacity);
 *     V *<name>_find(const struct <name> *table, K key);
 *     struct <name>_entries <name>_entries(const struct <name> *table);
 *
 * You provide the slots, as for ITER_UNIQUE: structs with the members `key`, `value` and `used`.
 * table.count is the number of keys. A terminal that is called again adds to the table. If a new key
 * has no room, it returns GEN_E_FULL, and the table keeps the item: make room by <name>_move or
 * <name>_reserve, which are those of ITER_UNIQUE, and call it again with the same table. A table that
 * begins without slots, (NULL, 0), is full. The pointer that <name>_find returns is valid until then.
 * The table keeps a key that is a pointer as it is, so the memory that it points to must stay.
 *
 *     while ((status = counts(&p, &table)) == GEN_E_FULL)
 *         if (counts_reserve(&table, table.count + 1, calloc, free) != GEN_DONE) break;
 *
 * <name>_entries makes an iterator over the slots that are used, in no order. ITER_SMALLEST over it
 * gives the most frequent:
 *
 *     ITER_SMALLEST(most_common, counts_entries, b.value > a.value)
 *     struct most_common m = most_common(counts_entries(&table), buffer, 10);
 *     GEN_FOR (entry, most_common, &m) printf("%ld %s\n", entry.value, entry.key);
 *
 * With sdcc, K is a number or a pointer, and you set table.slots and table.capacity of a table that
 * is static, thus zeroed.
 */
#define ITER_TABLE(name, upstream, K, V, key_of_item, ...) \
    ITER_KEY_IF_(name, !ITER_IS_NUMBER_(K), \
                 error_ITER_TABLE_key_is_not_a_number_use_ITER_TABLE_BY) \
    ITER_HOLDS_IF_(name, ITER_MADE_(upstream, K) || ITER_ITSELF_(upstream, V), \
                   error_ITER_TABLE_holds_fleeting_items_use_ITER_COPY) \
    enum { name##_real_ = ITER_REAL_(K) }; \
    ITER_TABLE_(name, upstream, K, V, key_of_item, \
                iter_hash_number_(&key, sizeof(K), name##_real_), \
                iter_same_numbers_(&key, &other, sizeof(K), name##_real_), (__VA_ARGS__))
#define ITER_TABLE_BY(name, upstream, K, V, key_of_item, hash_of_key, same, ...) \
    ITER_HOLDS_IF_(name, ITER_MADE_(upstream, K) || ITER_ITSELF_(upstream, V), \
                   error_ITER_TABLE_BY_holds_fleeting_items_use_ITER_COPY) \
    ITER_TABLE_(name, upstream, K, V, key_of_item, hash_of_key, same, (__VA_ARGS__))
#define ITER_TABLE_(name, upstream, K, V, key_of_item, hash_of_key, same, new_value) \
    struct name##_slot { \
        K key; \
        V value; \
        unsigned char used; \
    }; \
    struct name { \
        struct name##_slot *slots; \
        size_t capacity; \
        size_t count; \
        upstream##_item held_; /* an item whose key had no room */ \
        unsigned char state_; \
    }; \
    ITER_TABLE_MADE_(name, upstream##_item) \
    ITER_KEYS_(name, name, K, hash_of_key, same) \
    GEN_FUNCTION_ V *name##_find(const struct name *self, K iter_key_) { \
        struct name##_slot *iter_slot_; \
        return self->capacity != 0 && \
                       name##_has_(self->slots, self->capacity, &iter_key_, &iter_slot_) \
                   ? &iter_slot_->value \
                   : GEN_NULL_; \
    } \
    /* Add an item to the value of its key. Return 0 if that has no room. */ \
    ITER_INLINE_ int name##_add_(struct name *iter_table_, upstream##_item const *iter_item_) { \
        ITER_LET_(upstream##_item, item, *iter_item_); \
        ITER_LET_(K, iter_key_, (key_of_item)); \
        ITER_LET_(K, key, iter_key_); \
        struct name##_slot *iter_slot_; \
        const int first = \
            !name##_has_(iter_table_->slots, iter_table_->capacity, &key, &iter_slot_); \
        V value = GEN_ZERO_; \
        if (!first) \
            value = iter_slot_->value; \
        else if (!name##_put_(iter_table_, iter_slot_, &key)) \
            return 0; \
        iter_slot_->value = new_value; \
        return 1; \
    } \
    GEN_COLD_ int name##_add_held_(struct name *iter_table_) { \
        return name##_add_(iter_table_, &iter_table_->held_); \
    } \
    ITER_TERMINAL_ name(struct upstream *self, struct name *iter_table_) { \
        if (iter_table_->capacity == 0) return GEN_E_FULL; \
        if (iter_table_->slots == GEN_NULL_) return GEN_E_ARG; \
        if (iter_table_->state_ == ITER_HELD_ && !name##_add_held_(iter_table_)) \
            return GEN_E_FULL; \
        iter_table_->state_ = ITER_READY_; \
        ITER_PULL_ALL_( \
            upstream, if (!name##_add_(iter_table_, &item)) { \
                iter_table_->held_ = item; \
                iter_table_->state_ = ITER_HELD_; \
                break; \
            }) \
        return iter_table_->state_ == ITER_HELD_ ? GEN_E_FULL : iter_status_; \
    } \
    GEN_HIDES_END_ \
    ITER_FIELDS_(name##_entries, struct name##_slot, 0, struct name##_slot const *slots_; \
                 size_t capacity_; size_t at_;) \
    ITER_MAKE_(name##_entries, (const struct name *const iter_table_), iter_table_->slots, \
               iter_table_->capacity, 0) \
    ITER_STEP_(name##_entries) { \
        const struct name##_slot *iter_slot_; \
        if (self->at_ >= self->capacity_) return GEN_DONE; \
        iter_slot_ = &self->slots_[self->at_++]; \
        if (!iter_slot_->used) return GEN_SKIP; \
        *iter_out_ = *iter_slot_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name##_entries, self->at_ = self->capacity_) \
    ITER_LEFT_(name##_entries, iter_most_ ? iter_less_(self->capacity_, self->at_) : 0) \
    ITER_ALONE_(name##_entries, 1)

/* ---- Hashes ---------------------------------------------------------------------------------- */

/* Each bit of the hash depends on each bit of the key. The result differs from machine to machine.
 *
 *     iter_hash(number)                 a number
 *     iter_hash_float(number)           a number with a fraction: 0.0 and -0.0 have the same hash, and
 *                                       all NaNs have. As keys of ITER_TABLE they are equal, too.
 *     iter_hash_bytes(data, length)     bytes, such as those of a view: (key.data, key.length)
 *     iter_hash_string(text)            a string up to its '\0', or NULL
 *     iter_same_bytes(a, a_length, b, b_length)
 *     iter_same_string(a, b)
 *
 * ITER_HASH_SEED: an expression that each hash depends on, a size_t. If others choose the keys, let
 * it be a variable with a random value: otherwise they can choose keys that have the same hash, and
 * each search takes as many steps as there are keys. It must not change while there is a table.
 *
 *     extern size_t my_seed;
 *     #define ITER_HASH_SEED my_seed
 */
#ifndef ITER_HASH_SEED
#define ITER_HASH_SEED 0
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

/* ---- Hashes ---------------------------------------------------------------------------------- */

/* The words that a hash is made of: as wide as a size_t, if the machine has a product of two. */
#if SIZE_MAX > 0xFFFFFFFF && defined(__SIZEOF_INT128__)
#define ITER_HASH_BITS_ 64
#elif SIZE_MAX > 0xFFFF
#define ITER_HASH_BITS_ 32
#else
#define ITER_HASH_BITS_ 16
#endif
#if ITER_HASH_BITS_ == 64
typedef uint64_t iter_word_;
__extension__ typedef unsigned __int128 iter_words_;
#elif ITER_HASH_BITS_ == 32
typedef uint32_t iter_word_;
typedef uint64_t iter_words_;
#else
typedef uint16_t iter_word_;
typedef uint32_t iter_words_;
#endif
/* Digits of the square roots of 3, 7 and 11: a word takes those that fit. */
#define ITER_SALT_1_ ITER_CAST_(iter_word_, 0xBB67AE8584CAA73BuLL)
#define ITER_SALT_2_ ITER_CAST_(iter_word_, 0xA54FF53A5F1D36F1uLL)
#define ITER_SALT_3_ ITER_CAST_(iter_word_, 0x510E527FADE682D1uLL)

/* Whether K is a number that has its bits in an iter_wide, and whether it has a fraction. */
#define ITER_IS_NUMBER_(K) \
    (ITER_REAL_(K) ? sizeof(K) <= sizeof(double) \
                   : (ITER_INTEGER_(K) && sizeof(K) <= sizeof(iter_wide)))
#if defined(GEN_GNU_)
#define ITER_REAL_(K) (ITER_CLASS_(K) == 8)
#define ITER_INTEGER_(K) (ITER_CLASS_(K) >= 1 && ITER_CLASS_(K) <= 4)
#elif defined(__cplusplus)
#define ITER_REAL_(K) (ITER_CAST_(K, 1) / 2 > 0)
#define ITER_INTEGER_(K) 1
#else
#ifdef __SDCC /* its double is a float */
#define ITER_REAL_(K) _Generic(*ITER_CAST_(K *, 0), float : 1, default : 0)
#else
#define ITER_REAL_(K) _Generic(*ITER_CAST_(K *, 0), float : 1, double : 1, default : 0)
#endif
#define ITER_INTEGER_(K) \
    _Generic(*ITER_CAST_(K *, 0), char : 1, signed char : 1, unsigned char : 1, short : 1, \
             unsigned short : 1, int : 1, unsigned : 1, long : 1, unsigned long : 1, \
             long long : 1, unsigned long long : 1, _Bool : 1, default : 0)
#endif

#if defined(__SDCC) && !defined(ITER_IMPLEMENTATION)
size_t iter_hash(iter_wide iter_value_);
size_t iter_hash_float(double iter_value_);
size_t iter_hash_bytes(const void *iter_data_, size_t iter_length_);
size_t iter_hash_string(const char *iter_text_);
int iter_same_bytes(const void *iter_a_, size_t iter_a_length_, const void *iter_b_,
                    size_t iter_b_length_);
int iter_same_string(const char *iter_a_, const char *iter_b_);
size_t iter_hash_number_(const void *iter_key_, size_t iter_size_, int iter_real_);
int iter_same_numbers_(const void *iter_a_, const void *iter_b_, size_t iter_size_, int iter_real_);
#else
/* Return the two halves of a product, one over the other: each bit of it depends on many. */
ITER_HELPER_ iter_word_ iter_fold_(iter_word_ iter_a_, iter_word_ iter_b_) {
    const iter_words_ iter_product_ = ITER_CAST_(iter_words_, iter_a_) * iter_b_;
    return ITER_CAST_(iter_word_, iter_product_ ^ iter_product_ >> ITER_HASH_BITS_);
}
/* gcc knows how long a constant text is, but not that nothing behind it is read. */
#if !defined(__clang__) && __GNUC__ >= 11
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#pragma GCC diagnostic ignored "-Wstringop-overread"
#endif
ITER_HELPER_ void iter_copy_(void *iter_to_, const void *iter_from_, size_t iter_n_) {
#ifdef GEN_GNU_
    __builtin_memcpy(iter_to_, iter_from_, iter_n_);
#else
    unsigned char *iter_byte_ = ITER_CAST_(unsigned char *, iter_to_);
    const unsigned char *iter_at_ = ITER_CAST_(const unsigned char *, iter_from_);
    while (iter_n_-- > 0) *iter_byte_++ = *iter_at_++;
#endif
}
ITER_HELPER_ iter_word_ iter_load_(const unsigned char *iter_at_) {
    iter_word_ iter_loaded_;
    iter_copy_(&iter_loaded_, iter_at_, sizeof(iter_loaded_));
    return iter_loaded_;
}
#if !defined(__clang__) && __GNUC__ >= 11
#pragma GCC diagnostic pop
#endif
ITER_HELPER_ size_t iter_hash(iter_wide iter_value_) {
    iter_word_ iter_hash_ = ITER_CAST_(iter_word_, ITER_HASH_SEED);
    do {
        iter_hash_ = iter_fold_(ITER_CAST_(iter_word_, iter_value_) ^ iter_hash_ ^ ITER_SALT_1_,
                                ITER_SALT_2_);
        iter_value_ = iter_value_ >> (ITER_HASH_BITS_ - 1u) >> 1u;
    } while (iter_value_ != 0);
    return iter_fold_(iter_hash_ ^ ITER_SALT_3_, ITER_SALT_1_);
}
/* Return the bits of a key: those of a double if it is `real`, of which 0.0 and -0.0 have the same,
 * and so have all NaNs. */
ITER_HELPER_ iter_wide iter_bits_(const void *iter_key_, size_t iter_size_, int iter_real_) {
    iter_wide iter_bits_of_ = 0;
    if (iter_real_) {
        const double iter_value_ = iter_size_ == sizeof(float)
                                       ? ITER_CAST_(double, *ITER_CAST_(const float *, iter_key_))
                                       : *ITER_CAST_(const double *, iter_key_);
        if (iter_value_ < 0 || iter_value_ > 0)
            iter_copy_(&iter_bits_of_, &iter_value_, sizeof(iter_value_));
        else
            iter_bits_of_ = iter_value_ <= 0 ? 0 : 1; /* 1 is a NaN */
    } else {
        iter_copy_(&iter_bits_of_, iter_key_, iter_size_);
    }
    return iter_bits_of_;
}
ITER_HELPER_ size_t iter_hash_number_(const void *iter_key_, size_t iter_size_, int iter_real_) {
    return iter_hash(iter_bits_(iter_key_, iter_size_, iter_real_));
}
ITER_HELPER_ int iter_same_numbers_(const void *iter_a_, const void *iter_b_, size_t iter_size_,
                                    int iter_real_) {
#if __STDC_HOSTED__ && defined(GEN_GNU_)
    if (iter_real_ == 0) return __builtin_memcmp(iter_a_, iter_b_, iter_size_) == 0;
#endif
    return iter_bits_(iter_a_, iter_size_, iter_real_) ==
           iter_bits_(iter_b_, iter_size_, iter_real_);
}
ITER_HELPER_ size_t iter_hash_float(double iter_value_) {
    return iter_hash_number_(&iter_value_, sizeof(iter_value_), 1);
}
/* Fold two words at a time. The last two may overlap those before them. */
ITER_HELPER_ size_t iter_hash_bytes(const void *iter_data_, size_t iter_length_) {
    const unsigned char *iter_at_ = ITER_CAST_(const unsigned char *, iter_data_);
    const iter_word_ iter_seed_ = ITER_CAST_(iter_word_, ITER_HASH_SEED) ^ ITER_SALT_1_;
    const size_t iter_size_ = sizeof(iter_word_);
    iter_word_ iter_hash_ = iter_fold_(iter_seed_, ITER_SALT_2_), iter_first_ = 0, iter_last_ = 0;
    size_t iter_left_n_ = iter_length_;
    for (; iter_left_n_ > 2 * iter_size_; iter_left_n_ -= 2 * iter_size_) {
        iter_hash_ = iter_fold_(iter_load_(iter_at_) ^ iter_seed_,
                                iter_load_(iter_at_ + iter_size_) ^ iter_hash_);
        iter_at_ += 2 * iter_size_;
    }
    if (iter_left_n_ >= iter_size_) {
        iter_first_ = iter_load_(iter_at_);
        iter_last_ = iter_load_(iter_at_ + (iter_left_n_ - iter_size_));
    } else {
        while (iter_left_n_-- > 0)
            iter_first_ = ITER_CAST_(iter_word_, (iter_first_ << 8) | *iter_at_++);
    }
    iter_hash_ = iter_fold_(iter_first_ ^ iter_seed_, iter_last_ ^ iter_hash_);
    return iter_fold_(ITER_CAST_(iter_word_, iter_length_) ^ iter_hash_ ^ ITER_SALT_3_,
                      ITER_SALT_1_);
}
ITER_HELPER_ size_t iter_hash_string(const char *iter_text_) {
    size_t iter_n_ = 0;
#if __STDC_HOSTED__ && defined(GEN_GNU_)
    if (iter_text_ != GEN_NULL_) iter_n_ = __builtin_strlen(iter_text_);
#else
    while (iter_text_ != GEN_NULL_ && iter_text_[iter_n_] != '\0') iter_n_++;
#endif
    return iter_hash_bytes(iter_text_, iter_n_);
}
ITER_HELPER_ int iter_same_bytes(const void *iter_a_, size_t iter_a_length_, const void *iter_b_,
                                 size_t iter_b_length_) {
    const unsigned char *const iter_x_ = ITER_CAST_(const unsigned char *, iter_a_);
    const unsigned char *const iter_y_ = ITER_CAST_(const unsigned char *, iter_b_);
    size_t iter_i_ = 0;
    if (iter_a_length_ != iter_b_length_) return 0;
    while (iter_i_ < iter_a_length_ && iter_x_[iter_i_] == iter_y_[iter_i_]) iter_i_++;
    return iter_i_ == iter_a_length_;
}
ITER_HELPER_ int iter_same_string(const char *iter_a_, const char *iter_b_) {
    if (iter_a_ == iter_b_) return 1;
    if (iter_a_ == GEN_NULL_ || iter_b_ == GEN_NULL_) return 0;
#if __STDC_HOSTED__ && defined(GEN_GNU_)
    return __builtin_strcmp(iter_a_, iter_b_) == 0;
#else
    for (; *iter_a_ == *iter_b_; iter_a_++, iter_b_++)
        if (*iter_a_ == '\0') return 1;
    return 0;
#endif
}
#endif

/* ---- Parts of tables ------------------------------------------------------------------------- */

/* Refuse keys. It is here because gcc prints a line for each header on the way to an error. */
#define ITER_KEY_IF_(name, refused, error) \
    struct name##_key_ { \
        unsigned error GEN_IF_(refused); \
    };

/* sdcc has no functions that make a struct. */
#ifdef __SDCC
#define ITER_TABLE_MADE_(name, T) GEN_HIDES_
#else
#define ITER_TABLE_MADE_(name, T) \
    GEN_HIDES_ GEN_FUNCTION_ struct name name##_table(struct name##_slot *iter_slots_, \
                                                      size_t iter_capacity_) { \
        T const iter_zero_ = GEN_ZERO_; \
        const struct name iter_made_ = {iter_slots_, iter_capacity_, 0, iter_zero_, ITER_READY_}; \
        return iter_made_; \
    }
#endif

/* The functions of a table of keys, which `owner`, a struct, has as `slots`, `capacity` and `count`.
 */
#define ITER_KEYS_(name, owner, K, hash_of_key, same) \
    /* Return whether a key is there, and set *slot to its slot, or else to a free one, or NULL. */ \
    GEN_FUNCTION_ int name##_has_(struct name##_slot *iter_slots_, size_t iter_capacity_, \
                                  K const *iter_sought_, struct name##_slot **iter_slot_) { \
        ITER_LET_(K, key, *iter_sought_); \
        (void)key; \
        size_t iter_at_ = (hash_of_key) % iter_capacity_; \
        int iter_round_ = 0; \
        for (;;) { \
            *iter_slot_ = &iter_slots_[iter_at_]; \
            if (!iter_slots_[iter_at_].used) return 0; \
            { \
                ITER_LET_(K, other, iter_slots_[iter_at_].key); \
                if (same) return 1; \
            } \
            if (++iter_at_ < iter_capacity_) continue; \
            if (iter_round_++) break; /* each slot was looked at */ \
            iter_at_ = 0; \
        } \
        *iter_slot_ = GEN_NULL_; \
        return 0; \
    } \
    /* Put a new key into its slot, which is not used yet. Return 0 if it has no room. */ \
    GEN_FUNCTION_ int name##_put_(struct owner *self, struct name##_slot *iter_slot_, \
                                  K const *iter_key_) { \
        if (iter_slot_ == GEN_NULL_) \
            self->count = self->capacity; /* a copy of the owner adds too */ \
        if (self->count >= ITER_ROOM_(self->capacity)) return 0; \
        self->count++; \
        iter_slot_->key = *iter_key_; \
        iter_slot_->used = 1; \
        return 1; \
    } \
    GEN_FUNCTION_ gen_status name##_move(struct owner *self, struct name##_slot *iter_slots_, \
                                         size_t iter_capacity_) { \
        size_t iter_i_, iter_count_ = 0; \
        for (iter_i_ = 0; iter_i_ < self->capacity; iter_i_++) \
            iter_count_ += self->slots[iter_i_].used; \
        if (iter_slots_ == GEN_NULL_ || iter_capacity_ == 0 || \
            iter_count_ > ITER_ROOM_(iter_capacity_)) \
            return GEN_E_ARG; \
        for (iter_i_ = 0; iter_i_ < self->capacity; iter_i_++) { \
            struct name##_slot *iter_slot_; \
            if (!self->slots[iter_i_].used) continue; \
            (void)name##_has_(iter_slots_, iter_capacity_, &self->slots[iter_i_].key, \
                              &iter_slot_); \
            *iter_slot_ = self->slots[iter_i_]; \
        } \
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
