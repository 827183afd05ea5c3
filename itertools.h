/* itertools.h - lazy pipelines for C: Python's itertools and more, compiled to the loop that you
 * would write by hand. C99 or C++11, freestanding; needs gen.h beside it.
 *
 * SPDX-License-Identifier: MIT
 *
 * An iterator is a struct that hands out one item at a time. Each macro here defines an iterator at
 * file scope, usually over another one, and a function of the same name that makes it:
 *
 *     #include "itertools.h"
 *     #include <stdio.h>
 *
 *     ITER_RANGE(naturals, long)
 *     ITER_MAP(squares, naturals, long, item * item)
 *     ITER_FILTER(even, squares, item % 2 == 0)
 *     ITER_TAKE(first, even)
 *
 *     int main(void) {
 *         struct first p = first(even(squares(naturals(0, 10000000, 1))), 5);
 *         GEN_FOR (x, first, &p) printf("%ld ", x);  // 0 4 16 36 64
 *     }
 *
 * The stages and terminals, by kind:
 *
 *     sources      SPAN RANGE COUNT REPEAT ONCE EMPTY SUCCESSORS FROM REF
 *     each item    MAP FILTER FILTER_MAP TAP ENUMERATE ACCUMULATE ACCUMULATE_FROM PAIRWISE
 *                  CATCH FLEETING LASTING
 *     some items   TAKE SLICE TAKE_WHILE TAKE_WHILE_INCLUSIVE DROP_WHILE DROP STEP_BY CYCLE
 *     several      ZIP ZIP_STRICT ZIP_LONGEST COMPRESS MERGE CHAIN PRODUCT CHAIN_ARRAY
 *                  FLATMAP FLATTEN GROUP_BY TEE
 *     buffers      BATCH BATCH_STRICT COPY
 *     rows         PRODUCT_ARRAY COMBINATIONS COMBINATIONS_WITH_REPLACEMENT PERMUTATIONS
 *     at run time  DYN DYN_OF
 *     your own     DEFINE DEFINE_BOUNDED
 *     terminals    FOLD FOR_EACH DRAIN LENGTH SUM FIND FIRST NTH LAST POSITION ANY ALL MAX_BY MIN
 *                  MAX EQUAL SORTED ALL_EQUAL COLLECT
 *     in a line    SUM_OF FOLD_OF LENGTH_OF ANY_OF ALL_OF IN
 *
 * iter_text.h has lines and files, iter_table.h unique keys and orders, more_itertools.h more. The
 * comment of a stage says what it does; then the loop that it stands for, in C with Python's
 * `for (x in from)` and `yield x`; then the function that makes it.
 *
 * The rules:
 *  1. Nothing is pulled until you ask for an item, and then only as much as that item needs.
 *  2. A pipeline is one flat struct that owns its stages and has no pointer into itself. Copy it to
 *     iterate again; store it where you like. A stage that takes a pointer borrows the buffer, the
 *     file or the iterators that it points to. Copies share them.
 *  3. An iterator that has ended, normally or by an error, stays ended: it returns GEN_DONE.
 *  4. An upstream error is passed on once, unchanged. A bad argument is reported as GEN_E_ARG by
 *     the first pull, before anything is pulled (ITER_SPAN differs; see there). With GEN_UNCHECKED,
 *     take, slice, repeat and span do not check for a negative count, an invalid slice or a NULL
 *     array.
 *  5. Every stage passes on GEN_PENDING: pull again later, and nothing is lost or repeated. The
 *     same holds for GEN_E_FULL: make room before you pull again.
 *  6. An item is fleeting if the next pull overwrites the memory that it points to: the items of
 *     batches, windows, rows and files are. A value that a stage makes from a fleeting item is
 *     fleeting too, unless it is a number. A stage or a terminal that would hold a fleeting item
 *     during the next pull does not compile; the items of an ITER_COPY last.
 *
 * Any struct N with the following names is an iterator. Every generator of gen.h has them, and
 * ITER_DEFINE completes them for your own struct:
 *
 *     N_item                                          // the type of its items
 *     gen_status N_next(struct N *self, N_item *);    // as in gen.h: GEN_YIELDED and an item,...
 *     gen_status N_step(struct N *self, N_item *);    // the same, or GEN_SKIP: call again
 *     gen_status N_close(struct N *self);             // close it, then its upstream
 *     size_t N_left(const struct N *self, int most);  // a bound on the number of items left
 *     void N_will_pull(struct N *self, size_t count); // an announcement: at least `count` pulls
 *
 * The first member of a stage is its upstream iterator, and has the same name: the source of the
 * pipeline above is &p.even.squares.naturals. A stage over two has members `left_` and `right_`; a
 * chain and an interleave have `from0_`, `from1_` and so on.
 *
 * sdcc cannot pass a struct by value, so it has no functions that make iterators. Write an
 * initialiser instead: the other members are the arguments in order, each name followed by `_`; all
 * that are not arguments are zero. An initialiser is not checked: the null pointers and invalid
 * slices that the function rejects go unnoticed.
 *
 *     static struct first p = {.even.squares.naturals = {0, 10000000, 1}, .count_ = 5};
 *
 * One file of a program for sdcc defines ITER_IMPLEMENTATION before its first #include: it gets the
 * functions that stages call, and the other files pay nothing for including this header.
 */
#ifndef ITERTOOLS_H
#define ITERTOOLS_H

#include "gen.h"

#ifndef GEN_H /* gen.h has reported an error */
#elif !defined(GEN_PRIVATE_) || GEN_PRIVATE_ != 6
#error "itertools.h: the gen.h that it includes is of another version: take both from one."
#else

/* The widest unsigned integer. For sdcc it has 32 bits, because the 8051's library lacks 64-bit
 * arithmetic. */
#ifdef __SDCC
typedef unsigned long iter_wide;
#else
typedef uintmax_t iter_wide;
#endif

/* A number of items, or a position among them. It is signed, so that a negative value can be
 * detected. Where ptrdiff_t has two bytes, iter_count has four; if no count reaches 32767, you may
 * define ITER_COUNT_T as ptrdiff_t before the first #include, the same in every file. */
#ifndef ITER_COUNT_T
#if PTRDIFF_MAX < 0x7FFFFFFF
#define ITER_COUNT_T int32_t
#else
#define ITER_COUNT_T ptrdiff_t
#endif
#endif
typedef ITER_COUNT_T iter_count;
#define ITER_FOREVER \
    ITER_CAST_(iter_count, (ITER_CAST_(iter_wide, 1) << (8u * sizeof(iter_count) - 1u)) - 1u)

/* N_left(&p, ITER_AT_LEAST) returns a lower bound on the items left, if no upstream iterator fails;
 * with ITER_AT_MOST, an upper bound. For a generator they are 0 and SIZE_MAX. */
enum { ITER_AT_LEAST, ITER_AT_MOST };

/* ---- How a stage is written ------------------------------------------------------------------ */

/* To use the stages, skip to "Sources". To read or write one, read this first: the words that
 * stages use, and what each generates. Their definitions are in the private part. A section with
 * words of its own begins with them.
 *
 *     #define ITER_EVERY_OTHER(name, upstream) \
 *         ITER_STAGE_(name, upstream, unsigned char odd_;) \
 *         ITER_MAKE_(name, (struct upstream iter_from_), iter_from_, 0) \
 *         ITER_STEP_(name) { \
 *             const gen_status iter_status_ = upstream##_step(&self->upstream, iter_out_); \
 *             if (iter_status_ != GEN_YIELDED) return iter_status_; \
 *             self->odd_ = !self->odd_; \
 *             return self->odd_ ? GEN_YIELDED : GEN_SKIP; \
 *         } \
 *         ITER_LEFT_(name, iter_most_ ? upstream##_left(&self->upstream, 1) : 0) \
 *         ITER_PASS_(name, upstream, 1)
 *
 * The struct N over an upstream U, and the type of its items; `fleeting` is 1 if they are fleeting:
 *
 *     ITER_FIELDS_(N, T, fleeting, fields)   struct N { fields }; and ITER_ITEM_(N, T, fleeting)
 *     ITER_STAGE_(N, U, fields)              the same with the first member U, whose items it has
 *     ITER_STRUCT_(N, U)                     struct N with the member U, and its ITER_MAKE_
 *     ITER_STRUCT_WITH_(N, U, C)             the same with a member `context` of type C
 *     ITER_STRUCT_ENDED_, ITER_STRUCT_ENDED_WITH_    the same two with a member ended_
 *     ITER_ITEM_(N, T, fleeting)             typedef T N_item; and a constant N_fleeting_
 *     ITER_ITEM_OF_FIELDS_(N, f, fields)     struct N_item { fields }; and ITER_ITEM_
 *     ITER_VIEW_(N, T, fleeting)             the same with the fields T const *data; size_t length;
 *     ITER_MADE_(U, T)                       whether a T that is made from an item is fleeting
 *     ITER_ITSELF_(U, T)                     the same, but 0 if T is not the type of the items
 *     ITER_SAME_(A, B)                       whether two types are the same
 *     ITER_HOLDS_(N, U, error)               an error of this name if the items of U are fleeting
 *     ITER_HOLDS_IF_(N, mistake, error)      an error of this name if a constant is not 0
 *     unsigned error GEN_IF_(mistake);       a member that is such an error
 *     GEN_NEW_(N) struct N                   struct N; an error if there is another N
 *     GEN_FIELD_(U, member)                  struct U member; an error if U is no iterator
 *
 * The function that makes a stage. A member that is not an argument begins as zero, because sdcc's
 * initialisers set only the arguments. A refused argument is stored as -1, for the first step:
 *
 *     ITER_MAKE_(N, (parameters), values)    struct N N(parameters) { return {values}; }
 *     ITER_MAKE_ZEROED_(N, T, (...), values) the same; among the values, iter_zero_ is a zeroed T
 *     ITER_MAKE_HELD_(N, U)                  that of members U, an item that is held, and a state
 *     ITER_MAKE_AND_(N, (...), s, values)    the same as ITER_MAKE_; s may change iter_made_ first
 *     GEN_HIDES_, GEN_HIDES_END_             no -Wshadow from here (or an ITER_MAKE_) to here
 *     ITER_MISTAKE_(condition)               the condition; with GEN_UNCHECKED, 0
 *     GEN_WHERE_(name)                       an argument of gen_uncaught_: where the program stands
 *     ITER_CUT_WHEN_MADE_(U, count, bad)     if U can be cut: cut it to `count`; if bad: count = -1
 *
 * The step. It sets *iter_out_ and returns GEN_YIELDED; or it returns another status, mostly that
 * of its upstream; or GEN_SKIP: no item, call again:
 *
 *     ITER_STEP_(N) { }                      gen_status N_step(struct N *self, N_item *iter_out_)
 *     ITER_STEP_IN_PART_(N) { }              the same; see below
 *     ITER_UP_(U, out)                       in that: U_step(&self->U, out)
 *     ITER_LET_(T, variable, value)          T const variable = value; as an expression sees it
 *     ITER_DONE_ONLY_(expression)            (void)(expression)
 *     ITER_STATUS_(expression)               (gen_status)(expression)
 *     ITER_CAST_(T, value)                   (T)(value)
 *     ITER_NEXT_(T, value, step)             value + step; if T is an integer, without overflow
 *     ITER_CUT_NOW_(U, count)                if U can be cut: cut it to `count` at the first step
 *     ITER_JUMP_NOW_(U, count)               if U can jump: jump over `count` items; count = 0
 *     ITER_ANNOUNCE_(U, from, count)         U_will_pull(from, count), if that has an effect
 *     GEN_FUNCTION_, GEN_NULL_, GEN_UNSET_   static inline; NULL; = {0}, where gcc would warn
 *     GEN_CHECKED_(pointer)                  the pointer; its type is compared by ITER_SAME_
 *
 * A stage that pulls once in each step, and ends when its upstream does, may use ITER_STEP_IN_PART_
 * instead, and ITER_UP_ to pull. Over a chain, its step then runs in the loop of each part of the
 * chain, where GEN_DONE ends only that part. So a stage that does something at the end, or ends
 * earlier, must use ITER_STEP_.
 *
 * The close, and N_left, an upper bound if iter_most_, else a lower one. A source whose length is
 * known defines N_cut_ and N_jump_ too:
 *
 *     ITER_CLOSE_(N) { }                     gen_status N_close(struct N *self)
 *     ITER_CLOSE_BY_(N, s)                   the same: { s; return GEN_DONE; }
 *     ITER_CLOSE_ENDED_(N)                   the same: { self->ended_ = 1; return GEN_DONE; }
 *     ITER_CLOSE_AFTER_(N, U, s)             the same: { s; return U_close(&self->U); }
 *     ITER_LEFT_HEAD_(N) { }                 size_t N_left(const struct N *self, int iter_most_)
 *     ITER_LEFT_(N, bound)                   the same: { return bound; }
 *     ITER_LEFT_OF_(N, U, bound)             the same, where iter_upstream_ is the bound of U
 *     ITER_MANY_                             the largest size_t: no bound
 *     ITER_CUT_(N) { }                       N_cut_(self, iter_n_): end after iter_n_ items
 *     ITER_JUMP_(N) { }                      N_jump_(self, iter_n_): jump over iter_n_ items
 *
 * The last line defines the rest: who closes, whether announcements (N_will_pull) go on to
 * upstream, whether N_left is upstream's, and whether the step may skip. Announcements may go on
 * only if each of your items takes at least one of upstream's. docs/how_it_works.md has the
 * constants, N_skips_ and others.
 *
 *                                     close       announces  left        skips       step
 *     ITER_ALONE_(name, skips)        yours       no         yours       `skips`     STEP_
 *     ITER_LENGTH_KNOWN_(name)        yours       no         yours       0           STEP_
 *     ITER_STOP_(name, from, skips)   upstream's  no         yours       `skips`     STEP_
 *     ITER_PASS_(name, from, skips)   upstream's  yes        yours       `skips`     STEP_
 *     ITER_PASS_SOME_(name, from)     upstream's  yes        yours       1           STEP_IN_PART_
 *     ITER_PASS_ALL_(name, from)      upstream's  yes        upstream's  upstream's  STEP_IN_PART_
 */

/* The values of a member `state_`. Most stages use only some of them. */
enum {
    ITER_READY_,       /* nothing is held */
    ITER_HELD_,        /* an item is, or an inner iterator */
    ITER_ENDED_,       /* with or without an error */
    ITER_LEFT_ENDED_,  /* the left of two iterators, or a file */
    ITER_INNER_ENDED_, /* an inner iterator, by an error, and it is not closed yet */
    ITER_OPEN_,        /* a group was handed out; */
    ITER_OPEN_HELD_,   /* its first item was not */
    ITER_PAST_ = 255   /* closed, or refused when it was made */
};

/* Functions that stages call. sdcc keeps functions that nobody calls, so there they are in the file
 * that defines ITER_IMPLEMENTATION. If none does, the linker reports the two names below. */
#if defined(__SDCC)
#define iter_ended_ iter_ended_needs_ITER_IMPLEMENTATION_in_one_file
#define iter_left_ iter_left_needs_ITER_IMPLEMENTATION_in_one_file
#define ITER_HELPER_
#else
#define ITER_HELPER_ GEN_FUNCTION_
#endif
/* Classify a status. GEN_E_FULL is a pause: pulling can go on once there is room. */
ITER_HELPER_ int iter_failed_(gen_status iter_status_);
ITER_HELPER_ int iter_ended_(gen_status iter_status_); /* with or without an error */
ITER_HELPER_ int iter_paused_(gen_status iter_status_);
ITER_HELPER_ int iter_again_(gen_status iter_status_); /* whether a terminal goes on */
/* Compute with numbers of items, of which ITER_MANY_ is the largest. */
ITER_HELPER_ size_t iter_add_(size_t iter_a_, size_t iter_b_);
ITER_HELPER_ size_t iter_less_(size_t iter_a_, size_t iter_b_); /* a - b, or 0 */
ITER_HELPER_ size_t iter_min_(size_t iter_a_, size_t iter_b_);
ITER_HELPER_ size_t iter_max_(size_t iter_a_, size_t iter_b_);
ITER_HELPER_ size_t iter_clamp_(iter_wide iter_n_); /* n, or ITER_MANY_ */
ITER_HELPER_ size_t iter_left_(iter_count iter_n_); /* 0 if negative, no bound if ITER_FOREVER */
/* Return how many of `more` items a slice hands out; how many batches they and n more are. */
ITER_HELPER_ size_t iter_sliced_(size_t iter_more_, iter_count iter_start_, iter_count iter_stop_,
                                 iter_count iter_step_);
ITER_HELPER_ size_t iter_batches_(size_t iter_more_, iter_count iter_n_, iter_count iter_size_,
                                  int iter_strict_);
/* Return how many items a stage over two iterators has left, or over one, given its state_. */
ITER_HELPER_ size_t iter_zipped_(unsigned iter_state_, size_t iter_lhs_, size_t iter_rhs_);
ITER_HELPER_ size_t iter_rest_(unsigned iter_state_, size_t iter_more_);
/* Return the next index of a ring. */
ITER_HELPER_ iter_count iter_after_(iter_count iter_at_, iter_count iter_size_);
/* Return GEN_E_ARG once if the stage was refused, otherwise GEN_DONE. If it was, the count is -1,
 * and then -ITER_FOREVER; the count that is used up is negative; the place in an array is beyond
 * its end; the state_, which iter_ready_unless_ has set, is ITER_PAST_. */
ITER_HELPER_ gen_status iter_refused_once_(iter_count *iter_n_);
ITER_HELPER_ gen_status iter_used_up_(iter_count *iter_n_);
ITER_HELPER_ gen_status iter_past_(size_t *iter_at_, size_t iter_end_);
ITER_HELPER_ unsigned char iter_ready_unless_(int iter_refused_);
ITER_HELPER_ gen_status iter_no_more_(unsigned char *iter_state_);
/* Return the status of closing two iterators: GEN_PENDING if one is pending, because close is then
 * called again; otherwise the first error. */
ITER_HELPER_ gen_status iter_both_(gen_status iter_lhs_, gen_status iter_rhs_);

/* ---- Sources --------------------------------------------------------------------------------- */

/* ITER_SPAN(name, T) - the elements of an array, in order. NULL with a non-zero length goes to
 * GEN_UNCAUGHT when the span is made, because a check in the loop would prevent vectorisation.
 *
 *     for (i = 0; i < length; i++) yield data[i];
 *     struct <name> <name>(T const *data, size_t length);
 */
#define ITER_SPAN(name, T) \
    ITER_FIELDS_(name, T, 0, T const *data_; size_t length_; size_t at_;) \
    ITER_MAKE_AND_( \
        name, (T const *iter_data_, size_t iter_length_), \
        if (ITER_MISTAKE_(iter_data_ == GEN_NULL_ && iter_length_ != 0)) { \
            iter_made_.length_ = 0; \
            (void)gen_uncaught_(GEN_E_ARG GEN_WHERE_(#name)); \
        }, \
        iter_data_, iter_length_, 0) \
    ITER_STEP_(name) { \
        if (self->at_ >= self->length_) return GEN_DONE; \
        *iter_out_ = self->data_[self->at_++]; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->at_ = self->length_) \
    ITER_CUT_(name) { \
        self->length_ = self->at_ + iter_min_(iter_n_, iter_less_(self->length_, self->at_)); \
    } \
    ITER_JUMP_(name) { self->at_ += iter_n_; } \
    ITER_LEFT_(name, iter_less_(self->length_, self->at_)) \
    ITER_LENGTH_KNOWN_(name)

/* ITER_RANGE(name, T) - Python's range: start, start + step, ... up to, but not including, stop. T
 * is an integer type; if it is signed, the step may be negative. A step of 0 is GEN_E_ARG.
 *
 *     for (i = start; step > 0 ? i < stop : i > stop; i += step) yield i;
 *     struct <name> <name>(T start, T stop, T step);
 */
#define ITER_RANGE(name, T) \
    ITER_FIELDS_(name, T, 0, T start_, stop_, step_;) \
    ITER_HOLDS_IF_(name, ITER_CAST_(T, 1) / 2 > 0, error_ITER_RANGE_of_no_integer_use_ITER_COUNT) \
    ITER_MAKE_(name, (T iter_start_, T iter_stop_, T iter_step_), iter_start_, iter_stop_, \
               iter_step_) \
    ITER_STEP_(name) { \
        T const iter_at_ = self->start_; \
        if (self->step_ == 1) { \
            if (iter_at_ >= self->stop_) return GEN_DONE; \
            self->start_ = ITER_CAST_(T, iter_at_ + 1); \
        } else { \
            T iter_next_; \
            if (self->step_ == 0) { \
                self->stop_ = iter_at_; \
                self->step_ = 1; \
                return GEN_E_ARG; \
            } \
            if (self->step_ > 0 ? iter_at_ >= self->stop_ : iter_at_ <= self->stop_) \
                return GEN_DONE; \
            /* a sum that overflows T lies beyond the end */ \
            iter_next_ = ITER_CAST_(T, ITER_CAST_(iter_wide, iter_at_) + \
                                           ITER_CAST_(iter_wide, self->step_)); \
            self->start_ = \
                (iter_next_ > iter_at_) == (self->step_ > 0) ? iter_next_ : self->stop_; \
        } \
        *iter_out_ = iter_at_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->start_ = self->stop_) \
    GEN_FUNCTION_ size_t name##_left_(const struct name *self) { \
        const iter_wide iter_from_ = ITER_CAST_(iter_wide, self->start_); \
        const iter_wide iter_to_ = ITER_CAST_(iter_wide, self->stop_); \
        const iter_wide iter_step_ = ITER_CAST_(iter_wide, self->step_); \
        if (self->step_ == 0) return 0; \
        if (self->step_ > 0 ? self->start_ >= self->stop_ : self->start_ <= self->stop_) return 0; \
        return iter_clamp_(self->step_ > 0 ? (iter_to_ - iter_from_ - 1) / iter_step_ + 1 \
                                           : (iter_from_ - iter_to_ - 1) / (0 - iter_step_) + 1); \
    } \
    GEN_FUNCTION_ T name##_nth_(const struct name *self, size_t iter_n_) { \
        return ITER_CAST_(T, ITER_CAST_(iter_wide, self->start_) + \
                                 iter_n_ * ITER_CAST_(iter_wide, self->step_)); \
    } \
    ITER_CUT_(name) { \
        if (iter_n_ < name##_left_(self)) self->stop_ = name##_nth_(self, iter_n_); \
    } \
    ITER_JUMP_(name) { \
        self->start_ = iter_n_ < name##_left_(self) ? name##_nth_(self, iter_n_) : self->stop_; \
    } \
    ITER_LEFT_(name, name##_left_(self)) \
    ITER_LENGTH_KNOWN_(name)

/* ITER_COUNT(name, T) - Python's count: start, start + step, ... without end. T is any arithmetic
 * type that can hold the values that you pull.
 *
 *     for (i = start;; i += step) yield i;
 *     struct <name> <name>(T start, T step);
 */
#define ITER_COUNT(name, T) \
    ITER_FIELDS_(name, T, 0, T start_, step_; unsigned char ended_;) \
    ITER_MAKE_(name, (T iter_start_, T iter_step_), iter_start_, iter_step_, 0) \
    ITER_STEP_(name) { \
        if (self->ended_) return GEN_DONE; \
        *iter_out_ = self->start_; \
        self->start_ = ITER_NEXT_(T, self->start_, self->step_); \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_ENDED_(name) \
    ITER_LEFT_(name, self->ended_ ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, 0)

/* ITER_REPEAT(name, T) - the same value `times` times, or without end if that is ITER_FOREVER.
 *
 *     while (times-- > 0) yield value;
 *     struct <name> <name>(T value, iter_count times);
 */
#define ITER_REPEAT(name, T) \
    ITER_FIELDS_(name, T, 0, T value_; iter_count times_;) \
    ITER_MAKE_(name, (T iter_value_, iter_count iter_times_), iter_value_, iter_times_) \
    ITER_STEP_(name) { \
        if (self->times_ <= 0) return iter_used_up_(&self->times_); \
        if (self->times_ != ITER_FOREVER) self->times_--; \
        *iter_out_ = self->value_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->times_ = 0) \
    ITER_LEFT_(name, iter_left_(self->times_)) \
    ITER_ALONE_(name, 0)

/* ITER_ONCE(name, T) - one value: struct <name> <name>(T value);
 * ITER_EMPTY(name, T) - no items: struct <name> <name>(void); */
#define ITER_ONCE(name, T) \
    ITER_FIELDS_(name, T, 0, T value_; unsigned char ended_;) \
    ITER_MAKE_(name, (T iter_value_), iter_value_, 0) \
    ITER_STEP_(name) { \
        if (self->ended_) return GEN_DONE; \
        self->ended_ = 1; \
        *iter_out_ = self->value_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_ENDED_(name) \
    ITER_LEFT_(name, !self->ended_) \
    ITER_ALONE_(name, 0)

#define ITER_EMPTY(name, T) \
    ITER_FIELDS_(name, T, 0, unsigned char nothing_;) \
    ITER_MAKE_(name, (void), 0) \
    ITER_STEP_(name) { \
        (void)self; \
        (void)iter_out_; \
        return GEN_DONE; \
    } \
    ITER_CLOSE_BY_(name, (void)self) \
    ITER_LEFT_(name, 0) \
    ITER_ALONE_(name, 0)

/* ITER_SUCCESSORS(name, T, expression) - a first value, then again and again the value of the
 * expression, in which `item` is the previous value. It has no end.
 *
 *     ITER_SUCCESSORS(powers, unsigned, item * 2)           // powers(1): 1 2 4 8 ...
 *     for (item = first;; item = <expression>) yield item;
 *     struct <name> <name>(T first);
 */
#define ITER_SUCCESSORS(name, T, ...) \
    /* state_: 1 if the first value was handed out; 2 if ended */ \
    ITER_FIELDS_(name, T, 0, T first_; unsigned char state_;) \
    ITER_MAKE_(name, (T iter_first_), iter_first_, 0) \
    ITER_STEP_(name) { \
        if (self->state_ == 2) return GEN_DONE; \
        if (self->state_ == 1) { \
            ITER_LET_(name##_item, item, self->first_); \
            self->first_ = (__VA_ARGS__); \
        } \
        self->state_ = 1; \
        *iter_out_ = self->first_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->state_ = 2) \
    ITER_LEFT_(name, self->state_ == 2 ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, 0)

/* ITER_FROM(name, T, C, expression) - like Python's iter(f, end): each pull evaluates the
 * expression. Its value is a status; if that is GEN_YIELDED, it has set *item. `self->context` is
 * the C that you pass in. After the end or an error the expression is not evaluated again.
 *
 *     ITER_FROM(bytes, int, FILE *, (*item = getc(self->context)) == EOF ? GEN_DONE : GEN_YIELDED)
 *     while ((status = <expression>) == GEN_YIELDED) yield *item;
 *     struct <name> <name>(C context);
 */
#define ITER_FROM(name, T, C, ...) \
    ITER_FIELDS_(name, T, 0, C context; unsigned char ended_;) \
    ITER_MAKE_(name, (C iter_context_), iter_context_, 0) \
    ITER_STEP_(name) { \
        name##_item *const item = iter_out_; \
        gen_status iter_status_; \
        if (self->ended_) return GEN_DONE; \
        iter_status_ = (__VA_ARGS__); \
        if (iter_ended_(iter_status_)) self->ended_ = 1; \
        return iter_status_; \
    } \
    ITER_CLOSE_ENDED_(name) \
    ITER_LEFT_(name, !iter_most_ || self->ended_ ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, 0)

/* ITER_REF(name, from) - borrows another iterator. Items that are not pulled stay in it, and
 * closing the ref does not close it.
 *
 *     for (item in *source) yield item;
 *     struct <name> <name>(struct <from> *source);
 */
#define ITER_REF(name, upstream) \
    ITER_FIELDS_(name, upstream##_item, upstream##_fleeting_, struct upstream *source_; \
                 unsigned char ended_;) \
    ITER_MAKE_(name, (struct upstream *const iter_source_), iter_source_, 0) \
    ITER_STEP_(name) { \
        gen_status iter_status_ = GEN_E_ARG; \
        if (self->ended_) return GEN_DONE; \
        if (self->source_ != GEN_NULL_) iter_status_ = upstream##_step(self->source_, iter_out_); \
        if (iter_ended_(iter_status_)) self->ended_ = 1; \
        return iter_status_; \
    } \
    ITER_CLOSE_ENDED_(name) \
    ITER_LEFT_(name, \
               self->ended_ || !self->source_ ? 0 : upstream##_left(self->source_, iter_most_)) \
    ITER_ALONE_(name, upstream##_skips_)

/* ---- One item at a time ---------------------------------------------------------------------- */

/* In an expression, `item` is the upstream item and `self` the stage. ITER_MAP, ITER_TAP, the
 * filters, ITER_ACCUMULATE, ITER_TAKE_WHILE, ITER_DROP_WHILE and ITER_FLATMAP have a twin,
 * ..._WITH(name, from, ..., C, expression). Its stage has a field `context` of type C, the second
 * argument when it is made. The names of the library that an expression can see begin with iter_,
 * ITER_, gen_ or GEN_, except those that its macro documents. */

/* ITER_MAP(name, from, T, expression) - the value of the expression for each item.
 *
 *     for (item in from) yield <expression>;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_MAP(name, upstream, T, ...) \
    ITER_STRUCT_(name, upstream) \
    ITER_MAP_(name, upstream, T, (__VA_ARGS__))
#define ITER_MAP_WITH(name, upstream, T, C, ...) \
    ITER_STRUCT_WITH_(name, upstream, C) \
    ITER_MAP_(name, upstream, T, (__VA_ARGS__))
#define ITER_MAP_(name, upstream, T, expression) \
    ITER_ITEM_(name, T, ITER_MADE_(upstream, T)) \
    ITER_STEP_IN_PART_(name) { \
        upstream##_item item GEN_UNSET_; \
        const gen_status iter_status_ = ITER_UP_(upstream, &item); \
        if (iter_status_ == GEN_YIELDED) *iter_out_ = expression; \
        return iter_status_; \
    } \
    ITER_PASS_ALL_(name, upstream)

/* ITER_FILTER(name, from, condition) - the items for which the condition holds.
 *
 *     for (item in from) if (<condition>) yield item;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_FILTER(name, upstream, ...) \
    ITER_STRUCT_(name, upstream) \
    ITER_FILTER_(name, upstream, (__VA_ARGS__))
#define ITER_FILTER_WITH(name, upstream, C, ...) \
    ITER_STRUCT_WITH_(name, upstream, C) \
    ITER_FILTER_(name, upstream, (__VA_ARGS__))
#define ITER_FILTER_(name, upstream, condition) \
    ITER_ITEM_(name, upstream##_item, upstream##_fleeting_) \
    ITER_STEP_IN_PART_(name) { \
        const gen_status iter_status_ = ITER_UP_(upstream, iter_out_); \
        if (iter_status_ == GEN_YIELDED) { \
            ITER_LET_(name##_item, item, *iter_out_); \
            if (!condition) return GEN_SKIP; \
        } \
        return iter_status_; \
    } \
    ITER_LEFT_(name, iter_most_ ? upstream##_left(&self->upstream, iter_most_) : 0) \
    ITER_PASS_SOME_(name, upstream)

/* ITER_FILTER_MAP(name, from, T, condition) - filters and maps: the condition sets *out, a T, for
 * each item that it accepts.
 *
 *     ITER_FILTER_MAP(numbers, words, long, parse(item, out))
 *     for (item in from) if (<condition>) yield *out;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_FILTER_MAP(name, upstream, T, ...) \
    ITER_STRUCT_(name, upstream) \
    ITER_FILTER_MAP_(name, upstream, T, (__VA_ARGS__))
#define ITER_FILTER_MAP_WITH(name, upstream, T, C, ...) \
    ITER_STRUCT_WITH_(name, upstream, C) \
    ITER_FILTER_MAP_(name, upstream, T, (__VA_ARGS__))
#define ITER_FILTER_MAP_(name, upstream, T, condition) \
    ITER_ITEM_(name, T, ITER_MADE_(upstream, T)) \
    ITER_STEP_IN_PART_(name) { \
        name##_item *const out = iter_out_; \
        upstream##_item item GEN_UNSET_; \
        const gen_status iter_status_ = ITER_UP_(upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (condition) \
            return GEN_YIELDED; /* with ?:, sdcc would drop the left of (*out = item, 1) */ \
        return GEN_SKIP; \
    } \
    ITER_LEFT_(name, iter_most_ ? upstream##_left(&self->upstream, iter_most_) : 0) \
    ITER_PASS_SOME_(name, upstream)

/* ITER_TAP(name, from, expression) - the items unchanged; the expression is evaluated for each, for
 * its side effects.
 *
 *     for (item in from) { <expression>; yield item; }
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_TAP(name, upstream, ...) \
    ITER_STRUCT_(name, upstream) \
    ITER_TAP_(name, upstream, (__VA_ARGS__))
#define ITER_TAP_WITH(name, upstream, C, ...) \
    ITER_STRUCT_WITH_(name, upstream, C) \
    ITER_TAP_(name, upstream, (__VA_ARGS__))
#define ITER_TAP_(name, upstream, expression) \
    ITER_ITEM_(name, upstream##_item, upstream##_fleeting_) \
    ITER_STEP_IN_PART_(name) { \
        const gen_status iter_status_ = ITER_UP_(upstream, iter_out_); \
        if (iter_status_ == GEN_YIELDED) { \
            ITER_LET_(name##_item, item, *iter_out_); \
            ITER_DONE_ONLY_ expression; \
        } \
        return iter_status_; \
    } \
    ITER_PASS_ALL_(name, upstream)

/* ITER_FLEETING(name, from) - the items unchanged, declared as fleeting. Use it over a generator,
 * an ITER_FROM or your own iterator if each pull overwrites what the last item points to.
 * ITER_LASTING(name, from) - the items unchanged, declared as lasting. Use it over an ITER_MAP that
 * copies the memory that an item points to, or that makes a struct of numbers.
 *
 *     for (item in from) yield item;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_FLEETING(name, upstream) ITER_AS_IT_IS_(name, upstream, 1)
#define ITER_LASTING(name, upstream) ITER_AS_IT_IS_(name, upstream, 0)
#define ITER_AS_IT_IS_(name, upstream, fleeting) \
    ITER_STRUCT_(name, upstream) \
    ITER_ITEM_(name, upstream##_item, fleeting) \
    ITER_STEP_IN_PART_(name) { return ITER_UP_(upstream, iter_out_); } \
    ITER_PASS_ALL_(name, upstream)

/* ITER_ENUMERATE(name, from) - each item with its number: a struct <name>_item { iter_count index;
 * <from>_item value; }.
 *
 *     for (item in from) yield { start++, item };
 *     struct <name> <name>(struct <from> from, iter_count start);
 */
#define ITER_ENUMERATE(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        iter_count start_; \
    }; \
    ITER_ITEM_OF_FIELDS_(name, upstream##_fleeting_, iter_count index; upstream##_item value;) \
    ITER_MAKE_(name, (struct upstream iter_from_, iter_count iter_start_), iter_from_, \
               iter_start_) \
    ITER_STEP_IN_PART_(name) { \
        const gen_status iter_status_ = ITER_UP_(upstream, &iter_out_->value); \
        if (iter_status_ == GEN_YIELDED) { \
            iter_out_->index = self->start_; \
            self->start_ = ITER_NEXT_(iter_count, self->start_, 1); \
        } \
        return iter_status_; \
    } \
    ITER_PASS_ALL_(name, upstream)

/* ITER_ACCUMULATE(name, from, T, expression) - Python's accumulate: the first item as a T, then the
 * value of the expression for `total`, the previous result, and `item`.
 *
 *     ITER_ACCUMULATE(sums, numbers, long, total + item)
 *     total = next(from), yield total; for (item in from) yield total = <expression>;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_ACCUMULATE(name, upstream, T, ...) \
    ITER_FIELDS_(name, T, 0, GEN_FIELD_(upstream, upstream) T total_; unsigned char started_;) \
    ITER_HOLDS_(name, upstream, error_ITER_ACCUMULATE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_(name, T, (struct upstream iter_from_), iter_from_, iter_zero_, 0) \
    ITER_ACCUMULATE_(name, upstream, (__VA_ARGS__))
#define ITER_ACCUMULATE_WITH(name, upstream, T, C, ...) \
    ITER_FIELDS_(name, T, 0, GEN_FIELD_(upstream, upstream) C context; T total_; \
                 unsigned char started_;) \
    ITER_HOLDS_(name, upstream, error_ITER_ACCUMULATE_WITH_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_(name, T, (struct upstream iter_from_, C iter_context_), iter_from_, \
                      iter_context_, iter_zero_, 0) \
    ITER_ACCUMULATE_(name, upstream, (__VA_ARGS__))
#define ITER_ACCUMULATE_(name, upstream, expression) \
    ITER_STEP_IN_PART_(name) { \
        upstream##_item item GEN_UNSET_; \
        const gen_status iter_status_ = ITER_UP_(upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (self->started_) { \
            ITER_LET_(name##_item, total, self->total_); \
            self->total_ = expression; \
        } else { \
            self->total_ = item; \
            self->started_ = 1; \
        } \
        *iter_out_ = self->total_; \
        return GEN_YIELDED; \
    } \
    ITER_PASS_ALL_(name, upstream)

/* ITER_ACCUMULATE_FROM(name, from, T, expression) - the same with an initial value, which is handed
 * out first.
 *
 *     total = initial, yield total; for (item in from) yield total = <expression>;
 *     struct <name> <name>(struct <from> from, T initial);
 */
#define ITER_ACCUMULATE_FROM(name, upstream, T, ...) \
    /* state_: 1 if the initial value was handed out; 2 if closed */ \
    ITER_FIELDS_(name, T, ITER_MADE_(upstream, T), GEN_FIELD_(upstream, upstream) T initial_; \
                 unsigned char state_;) \
    ITER_HOLDS_IF_(name, ITER_ITSELF_(upstream, T), \
                   error_ITER_ACCUMULATE_FROM_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name, (struct upstream iter_from_, T iter_initial_), iter_from_, iter_initial_, 0) \
    ITER_STEP_(name) { \
        if (self->state_ == 1) { \
            upstream##_item item GEN_UNSET_; \
            ITER_LET_(name##_item, total, self->initial_); \
            const gen_status iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->initial_ = (__VA_ARGS__); \
        } else if (self->state_ == 2) { \
            return GEN_DONE; \
        } \
        self->state_ = 1; \
        *iter_out_ = self->initial_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = 2) \
    ITER_LEFT_OF_(name, upstream, \
                  self->state_ == 2 ? 0 : iter_add_(iter_upstream_, !self->state_)) \
    ITER_ALONE_(name, upstream##_skips_)

/* ITER_PAIRWISE(name, from) - each item with the one before it: a struct <name>_item { <from>_item
 * first, second; }. It is empty if there are fewer than two items.
 *
 *     last = next(from); for (item in from) { yield { last, item }; last = item; }
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_PAIRWISE(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item last_; \
        unsigned char started_; \
    }; \
    ITER_ITEM_OF_FIELDS_(name, 0, upstream##_item first, second;) \
    ITER_HOLDS_(name, upstream, error_ITER_PAIRWISE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_HELD_(name, upstream) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (!self->started_) { \
            iter_status_ = upstream##_step(&self->upstream, &self->last_); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->started_ = 1; \
        } \
        iter_status_ = upstream##_step(&self->upstream, &iter_out_->second); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        iter_out_->first = self->last_; \
        self->last_ = iter_out_->second; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_(name, upstream, iter_less_(iter_upstream_, !self->started_)) \
    ITER_PASS_(name, upstream, upstream##_skips_)

/* ---- Some of the items ----------------------------------------------------------------------- */

/* ITER_TAKE(name, from) - the first `count` items. It pulls no others.
 *
 *     while (count-- > 0) yield next(from);
 *     struct <name> <name>(struct <from> from, iter_count count);
 */
#define ITER_TAKE(name, upstream) \
    ITER_STAGE_(name, upstream, iter_count count_;) \
    ITER_MAKE_AND_(name, (struct upstream iter_from_, iter_count iter_n_), \
                   ITER_CUT_WHEN_MADE_(upstream, iter_made_.count_, iter_n_ < 0), iter_from_, \
                   iter_n_) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->count_ <= 0) return iter_used_up_(&self->count_); \
        ITER_CUT_NOW_(upstream, self->count_) \
        ITER_ANNOUNCE_(upstream, &self->upstream, iter_left_(self->count_)) \
        iter_status_ = upstream##_step(&self->upstream, iter_out_); \
        if (!upstream##_cuts_ && iter_status_ == GEN_YIELDED) self->count_--; \
        return iter_status_; \
    } \
    ITER_LEFT_OF_(name, upstream, iter_min_(iter_upstream_, iter_left_(self->count_))) \
    ITER_STOP_(name, upstream, upstream##_skips_)

/* ITER_SLICE(name, from) - Python's islice: every `step`-th item from `start` up to, but not
 * including, `stop`, which may be ITER_FOREVER. It pulls all items before stop. A step below 1, a
 * negative start, or a stop before start is GEN_E_ARG.
 *
 *     for (i = 0; i < stop && (item = next(from), 1); i++)
 *         if (i >= start && (i - start) % step == 0) yield item;
 *     struct <name> <name>(struct <from> from, iter_count start, iter_count stop, iter_count step);
 */
#define ITER_SLICE(name, upstream) \
    ITER_STAGE_(name, upstream, iter_count start_, stop_, step_; /* from the next item */) \
    ITER_MAKE_AND_( \
        name, \
        (struct upstream iter_from_, iter_count iter_start_, iter_count iter_stop_, \
         iter_count iter_step_), \
        ITER_CUT_WHEN_MADE_(upstream, iter_made_.stop_, \
                            iter_step_ < 1 || iter_start_ < 0 || iter_stop_ < iter_start_), \
        iter_from_, iter_start_, iter_stop_, iter_step_) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->stop_ <= 0) return iter_used_up_(&self->stop_); \
        ITER_CUT_NOW_(upstream, self->stop_) \
        ITER_JUMP_NOW_(upstream, self->start_) \
        ITER_ANNOUNCE_(upstream, &self->upstream, iter_left_(self->stop_)) \
        iter_status_ = upstream##_step(&self->upstream, iter_out_); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (!upstream##_cuts_ && self->stop_ != ITER_FOREVER) self->stop_--; \
        if (!upstream##_jumps_ && self->start_ > 0) { \
            self->start_--; \
            return GEN_SKIP; \
        } \
        self->start_ = self->step_ - 1; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_(name, upstream, \
                  iter_sliced_(iter_upstream_, self->start_, self->stop_, self->step_)) \
    ITER_STOP_(name, upstream, upstream##_jumps_ ? upstream##_skips_ : 1)

/* ITER_TAKE_WHILE(name, from, condition) - the items before the first one that fails the condition.
 * That item is pulled, and lost.
 * ITER_TAKE_WHILE_INCLUSIVE - the same, and that item too.
 * ITER_DROP_WHILE - that item and all after it.
 *
 *     for (item in from) if (<condition>) yield item; else break;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_TAKE_WHILE(name, upstream, ...) \
    ITER_STRUCT_ENDED_(name, upstream) \
    ITER_TAKE_WHILE_(name, upstream, 0, (__VA_ARGS__))
#define ITER_TAKE_WHILE_WITH(name, upstream, C, ...) \
    ITER_STRUCT_ENDED_WITH_(name, upstream, C) \
    ITER_TAKE_WHILE_(name, upstream, 0, (__VA_ARGS__))
#define ITER_TAKE_WHILE_INCLUSIVE(name, upstream, ...) \
    ITER_STRUCT_ENDED_(name, upstream) \
    ITER_TAKE_WHILE_(name, upstream, 1, (__VA_ARGS__))
#define ITER_TAKE_WHILE_INCLUSIVE_WITH(name, upstream, C, ...) \
    ITER_STRUCT_ENDED_WITH_(name, upstream, C) \
    ITER_TAKE_WHILE_(name, upstream, 1, (__VA_ARGS__))
#define ITER_TAKE_WHILE_(name, upstream, inclusive, condition) \
    ITER_ITEM_(name, upstream##_item, upstream##_fleeting_) \
    ITER_STEP_(name) { \
        upstream##_item item GEN_UNSET_; \
        gen_status iter_status_; \
        if (self->ended_) return GEN_DONE; \
        iter_status_ = upstream##_step(&self->upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (!condition) { \
            self->ended_ = 1; \
            if (!(inclusive)) return GEN_DONE; \
        } \
        *iter_out_ = item; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_(name, \
               !iter_most_ || self->ended_ ? 0 : upstream##_left(&self->upstream, iter_most_)) \
    ITER_STOP_(name, upstream, upstream##_skips_)
#define ITER_DROP_WHILE(name, upstream, ...) \
    ITER_STRUCT_ENDED_(name, upstream) \
    ITER_DROP_WHILE_(name, upstream, (__VA_ARGS__))
#define ITER_DROP_WHILE_WITH(name, upstream, C, ...) \
    ITER_STRUCT_ENDED_WITH_(name, upstream, C) \
    ITER_DROP_WHILE_(name, upstream, (__VA_ARGS__))
#define ITER_DROP_WHILE_(name, upstream, condition) \
    ITER_ITEM_(name, upstream##_item, upstream##_fleeting_) \
    ITER_STEP_IN_PART_(name) { \
        upstream##_item item GEN_UNSET_; \
        const gen_status iter_status_ = ITER_UP_(upstream, &item); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (!self->ended_) { \
            if (condition) return GEN_SKIP; \
            self->ended_ = 1; \
        } \
        *iter_out_ = item; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_(name, \
               iter_most_ || self->ended_ ? upstream##_left(&self->upstream, iter_most_) : 0) \
    ITER_PASS_SOME_(name, upstream)

/* ITER_DROP(name, from) - all but the first `count` items.
 *
 *     for (item in from) if (count-- <= 0) yield item;
 *     struct <name> <name>(struct <from> from, iter_count count);
 */
#define ITER_DROP(name, upstream) \
    ITER_STAGE_(name, upstream, iter_count count_;) \
    ITER_MAKE_(name, (struct upstream iter_from_, iter_count iter_n_), iter_from_, \
               iter_n_ < 0 ? -1 : iter_n_) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->count_ < 0) return iter_refused_once_(&self->count_); \
        ITER_JUMP_NOW_(upstream, self->count_) \
        iter_status_ = upstream##_step(&self->upstream, iter_out_); \
        if (upstream##_jumps_ || iter_status_ != GEN_YIELDED || self->count_ == 0) \
            return iter_status_; \
        self->count_--; \
        return GEN_SKIP; \
    } \
    ITER_LEFT_OF_(name, upstream, \
                  self->count_ < 0 ? 0 : iter_less_(iter_upstream_, iter_left_(self->count_))) \
    ITER_PASS_(name, upstream, upstream##_jumps_ ? upstream##_skips_ : 1)

/* ITER_STEP_BY(name, from) - the first item, and every `step`-th after it. A step below 1 is
 * GEN_E_ARG.
 *
 *     for (item in from) if (i++ % step == 0) yield item;
 *     struct <name> <name>(struct <from> from, iter_count step);
 */
#define ITER_STEP_BY(name, upstream) \
    /* at_: how many items to pass over before the next */ \
    ITER_STAGE_(name, upstream, iter_count step_, at_;) \
    ITER_MAKE_(name, (struct upstream iter_from_, iter_count iter_step_), iter_from_, \
               iter_step_ < 1 ? -1 : iter_step_, 0) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->step_ < 1) return iter_refused_once_(&self->step_); \
        ITER_JUMP_NOW_(upstream, self->at_) \
        iter_status_ = upstream##_step(&self->upstream, iter_out_); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        if (!upstream##_jumps_ && self->at_ > 0) { \
            self->at_--; \
            return GEN_SKIP; \
        } \
        self->at_ = self->step_ - 1; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_(name, upstream, \
                  iter_sliced_(iter_upstream_, self->at_, ITER_FOREVER, self->step_)) \
    ITER_PASS_(name, upstream, upstream##_jumps_ ? upstream##_skips_ : 1)

/* ITER_CYCLE(name, from) - repeats a pipeline. Each turn runs a new copy of it. It ends if the
 * pipeline has no items.
 *
 *     for (;;) { copy = from; for (item in copy) yield item; }
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_CYCLE(name, upstream) \
    /* state_: 1: this turn has had no item yet; 2: it has; 3: ended, at_ is open; 4: closed */ \
    ITER_STAGE_(name, upstream, struct upstream at_; unsigned char state_;) \
    ITER_MAKE_(name, (struct upstream iter_from_), iter_from_, iter_from_, 0) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->state_ >= 3) return GEN_DONE; \
        if (self->state_ == 0) { \
            self->at_ = self->upstream; \
            self->state_ = 1; \
        } \
        iter_status_ = upstream##_step(&self->at_, iter_out_); \
        if (iter_status_ == GEN_YIELDED) self->state_ = 2; \
        if (!iter_ended_(iter_status_)) return iter_status_; \
        if (iter_status_ == GEN_DONE && self->state_ == 2) { \
            iter_status_ = upstream##_close(&self->at_); \
            if (iter_status_ == GEN_PENDING) \
                return GEN_PENDING; /* it will return the end again */ \
            if (iter_status_ == GEN_DONE) { \
                self->state_ = 0; \
                return GEN_SKIP; \
            } \
        } \
        self->state_ = 3; \
        return iter_status_; \
    } \
    ITER_CLOSE_(name) { \
        gen_status iter_status_ = GEN_DONE; \
        if (self->state_ == 0) iter_status_ = upstream##_close(&self->upstream); \
        if (self->state_ > 0 && self->state_ < 4) iter_status_ = upstream##_close(&self->at_); \
        if (iter_status_ != GEN_PENDING) self->state_ = 4; \
        return iter_status_; \
    } \
    ITER_LEFT_(name, !iter_most_ || self->state_ >= 3 ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, 1)

/* ITER_CATCH(name, from, expression) - replaces an upstream error by the value of the expression, a
 * status computed from `error`. If that is GEN_YIELDED, it has set *item, one last item.
 *
 *     ITER_CATCH(quiet, lines, error == -EPIPE ? GEN_DONE : error)
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_CATCH(name, upstream, ...) \
    ITER_STRUCT_(name, upstream) \
    ITER_ITEM_(name, upstream##_item, upstream##_fleeting_) \
    ITER_STEP_(name) { \
        name##_item *const item = iter_out_; \
        const gen_status error = upstream##_step(&self->upstream, item); \
        (void)item; \
        return iter_failed_(error) ? ITER_STATUS_(__VA_ARGS__) : error; \
    } \
    ITER_LEFT_(name, iter_most_ ? iter_add_(upstream##_left(&self->upstream, iter_most_), 1) : 0) \
    ITER_PASS_(name, upstream, upstream##_skips_)

/* ---- Several iterators ----------------------------------------------------------------------- */

/* The words of this section. A stage over A and B has members left_, right_, state_, and held_, an
 * item of A.
 *
 *     ITER_TWO_(N, A, B)                     struct N, its ITER_MAKE_, and its close
 *     ITER_CLOSE_TWO_(N, A, B, ended)        ITER_CLOSE_(N): set state_ to `ended`, close both
 *     ITER_PAIR_(N, A, B)                    items that are struct N_item { first, second }
 *     ITER_PULL_TWO_(A, item, B, out)        pull from A, then from B; return unless both have one
 *     ITER_HOLD_LEFT_(A)                     unless held_ is set: pull it; return if A pauses
 *     ITER_HOLD_(pull, held, gone)           unless state_ has `held` or `gone`: pull, and add one
 *     ITER_LEFT_OF_TWO_(N, A, B, bound)      ITER_LEFT_, where iter_a_ and iter_b_ are their bounds
 *     ITER_SKIPS_TWO_(A, B)                  whether one of them may skip
 *     ITER_MERGE_SOURCES_(N, A, B, before)   the step of a merge of two sources; see there
 *     ITER_CLOSE_EACH_(U, array, count)      the body of a close: close each of an array
 *     ITER_INLINE_                           GEN_FUNCTION_, but always inline when for speed
 *
 * These stages are several loops, each with its ITER_STEP_IN_PART_:
 *
 *     ITER_ALONE_IN_(N, skips, loops)        ITER_ALONE_ with the loops that follow
 *     ITER_IN_PARTS_(N, parts, gaps)         so many loops; the step knows its one as iter_part_
 *     ITER_RUN_(N, inner, { })               a loop in a loop: the block opens the next inner one
 *     ITER_NOT_OPEN_, ITER_END_OF_RUN_       whether a step must open it; its status at the end
 *     ITER_LOOPS_OF_EACH_(N, A, B, ...)      the loops of each iterator of a chain
 *
 * ITER_EACH_(m, comma, A, B, ...) is m(0, A) comma() m(1, B)... with ITER_COMMA_ or
 * ITER_NO_COMMA_; ITER_NUMBER_(A, B, ...) is their number. An m is what a chain has of an iterator:
 * ITER_FIELD_, its member from0_; ITER_PARAMETER_ and ITER_ARGUMENT_, to make it; ITER_CHAIN_PART_,
 * ITER_CLOSE_PART_ and ITER_ADD_LEFT_, its piece of the step, of the close and of N_left;
 * ITER_DIFFERS_, ITER_FLEETING_PART_ and ITER_SKIPS_, whether it has other items, fleeting ones, or
 * skips, as `condition ||`. ITER_CHAIN_FROM_START_ declares what the step needs, and
 * ITER_ITEM_OF_(A, ...) is A_item. */

/* ITER_ZIP(name, A, B) - the items of two iterators, side by side: a struct <name>_item { <A>_item
 * first; <B>_item second; }. It ends with the shorter one. A is pulled first, so a longer A loses
 * an item.
 *
 *     for (first in left) { second = next(right); yield { first, second }; }
 *     struct <name> <name>(struct <A> left, struct <B> right);
 */
#define ITER_ZIP(name, A, B) \
    ITER_PAIR_(name, A, B) \
    ITER_TWO_(name, A, B) \
    ITER_STEP_(name) { \
        A##_item item; \
        ITER_PULL_TWO_(A, item, B, &iter_out_->second) \
        iter_out_->first = item; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_TWO_(name, A, B, iter_zipped_(self->state_, iter_a_, iter_b_)) \
    ITER_ALONE_(name, ITER_SKIPS_TWO_(A, B))

/* ITER_ZIP_STRICT(name, A, B) - like ITER_ZIP, but GEN_E_ARG if one ends before the other. */
#define ITER_ZIP_STRICT(name, A, B) \
    ITER_PAIR_(name, A, B) \
    ITER_TWO_(name, A, B) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        ITER_HOLD_LEFT_(A) \
        iter_status_ = B##_step(&self->right_, &iter_out_->second); \
        if (iter_paused_(iter_status_)) return iter_status_; \
        if (iter_status_ >= 0 && (iter_status_ == GEN_YIELDED) != (self->state_ == ITER_HELD_)) \
            iter_status_ = GEN_E_ARG; \
        self->state_ = iter_status_ == GEN_YIELDED ? ITER_READY_ : ITER_ENDED_; \
        iter_out_->first = self->held_; \
        return iter_status_; \
    } \
    ITER_LEFT_OF_TWO_(name, A, B, iter_most_ ? iter_zipped_(self->state_, iter_a_, iter_b_) : 0) \
    ITER_ALONE_(name, ITER_SKIPS_TWO_(A, B))

/* ITER_ZIP_LONGEST(name, A, B) - like ITER_ZIP, until both have ended. `no_first` or `no_second`
 * replaces the missing items of the shorter one.
 *
 *     struct <name> <name>(struct <A> left, struct <B> right, <A>_item no_first,
 *                          <B>_item no_second);
 */
#define ITER_ZIP_LONGEST(name, A, B) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(A, left_) \
        GEN_FIELD_(B, right_) \
        A##_item no_first_; \
        B##_item no_second_; \
        A##_item held_; \
        unsigned char state_; \
        unsigned char right_ended_; \
    }; \
    ITER_PAIR_(name, A, B) \
    ITER_MAKE_(name, \
               (struct A iter_lhs_, struct B iter_rhs_, A##_item iter_no_first_, \
                B##_item iter_no_second_), \
               iter_lhs_, iter_rhs_, iter_no_first_, iter_no_second_, iter_no_first_, 0, 0) \
    ITER_CLOSE_TWO_(name, A, B, ITER_ENDED_) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        ITER_HOLD_LEFT_(A) \
        if (!self->right_ended_) { \
            iter_status_ = B##_step(&self->right_, &iter_out_->second); \
            if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_YIELDED && iter_status_ != GEN_DONE) return iter_status_; \
            self->right_ended_ = iter_status_ == GEN_DONE; \
        } \
        if (self->right_ended_) { \
            if (self->state_ == ITER_LEFT_ENDED_) { \
                self->state_ = ITER_ENDED_; \
                return GEN_DONE; \
            } \
            iter_out_->second = self->no_second_; \
        } \
        iter_out_->first = self->state_ == ITER_HELD_ ? self->held_ : self->no_first_; \
        if (self->state_ == ITER_HELD_) self->state_ = ITER_READY_; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_TWO_(name, A, B, \
                      self->state_ == ITER_ENDED_ \
                          ? 0 \
                          : iter_max_(iter_add_(iter_a_, self->state_ == ITER_HELD_), iter_b_)) \
    ITER_ALONE_(name, ITER_SKIPS_TWO_(A, B))

/* ITER_COMPRESS(name, from, selectors) - the items whose selector is not 0. It ends with the
 * shorter iterator. Each item is pulled before its selector.
 *
 *     for (item in left) { selector = next(right); if (selector) yield item; }
 *     struct <name> <name>(struct <from> left, struct <selectors> right);
 */
#define ITER_COMPRESS(name, A, B) \
    ITER_ITEM_(name, A##_item, A##_fleeting_) \
    ITER_TWO_(name, A, B) \
    ITER_STEP_(name) { \
        B##_item iter_selector_; \
        A##_item item; \
        ITER_PULL_TWO_(A, item, B, &iter_selector_) \
        if (!iter_selector_) return GEN_SKIP; \
        *iter_out_ = item; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_TWO_(name, A, B, iter_most_ ? iter_zipped_(self->state_, iter_a_, iter_b_) : 0) \
    ITER_ALONE_(name, 1)

/* The state_ of a merge, added up: the items that it holds, and the iterators that have ended. */
enum { ITER_LEFT_HELD_ = 1, ITER_RIGHT_HELD_ = 2, ITER_LEFT_GONE_ = 4, ITER_RIGHT_GONE_ = 8 };

/* ITER_MERGE(name, A, B, before) - merges two sorted iterators of the same item type. `before` is
 * an expression of `a` and `b`: whether b, from B, must come before a. Otherwise a comes first, so
 * the merge is stable.
 *
 *     ITER_MERGE(all, old, new, b.time < a.time)
 *     a = next(left), b = next(right);
 *     while (<both have an item>)
 *         if (<before>) { yield b; b = next(right); } else { yield a; a = next(left); }
 *     <then the rest of the one that is left>
 *     struct <name> <name>(struct <A> left, struct <B> right);
 */
#define ITER_MERGE(name, A, B, ...) \
    ITER_FIELDS_(name, A##_item, A##_fleeting_ || B##_fleeting_, \
                 GEN_FIELD_(A, left_) GEN_FIELD_(B, right_) A##_item a_; \
                 A##_item b_; unsigned char state_;) \
    ITER_HOLDS_IF_(name, !ITER_SAME_(A##_item, B##_item), \
                   error_ITER_MERGE_of_items_of_different_types) \
    ITER_MAKE_ZEROED_(name, A##_item, (struct A iter_lhs_, struct B iter_rhs_), iter_lhs_, \
                      iter_rhs_, iter_zero_, iter_zero_, 0) \
    ITER_CLOSE_TWO_(name, A, B, ITER_LEFT_GONE_ | ITER_RIGHT_GONE_) \
    ITER_STEP_IN_PART_(name) { \
        ITER_MERGE_SOURCES_(name, A, B, (__VA_ARGS__)) \
        if (self->state_ != ITER_LEFT_HELD_) { \
            ITER_HOLD_(A##_step(&self->left_, &self->a_), ITER_LEFT_HELD_, ITER_LEFT_GONE_) \
        } \
        if (self->state_ != ITER_RIGHT_HELD_) { \
            ITER_HOLD_(B##_step(&self->right_, GEN_CHECKED_(&self->b_)), ITER_RIGHT_HELD_, \
                       ITER_RIGHT_GONE_) \
        } \
        if (self->state_ == (ITER_LEFT_HELD_ | ITER_RIGHT_HELD_)) { \
            ITER_LET_(A##_item, a, self->a_); \
            ITER_LET_(A##_item, b, self->b_); \
            if (__VA_ARGS__) { \
                self->state_ = ITER_LEFT_HELD_; \
                *iter_out_ = b; \
            } else { \
                self->state_ = ITER_RIGHT_HELD_; \
                *iter_out_ = a; \
            } \
            return GEN_YIELDED; \
        } \
        if (!(self->state_ & (ITER_LEFT_HELD_ | ITER_RIGHT_HELD_))) return GEN_DONE; \
        *iter_out_ = self->state_ & ITER_LEFT_HELD_ ? self->a_ : self->b_; \
        self->state_ = self->state_ & ITER_LEFT_HELD_ ? ITER_RIGHT_GONE_ : ITER_LEFT_GONE_; \
        return GEN_YIELDED; \
    } \
    ITER_LEFT_OF_TWO_(name, A, B, \
                      iter_add_(self->state_ &ITER_LEFT_GONE_ \
                                    ? 0 \
                                    : iter_add_(iter_a_, self->state_ &ITER_LEFT_HELD_), \
                                self->state_ &ITER_RIGHT_GONE_ \
                                    ? 0 \
                                    : iter_add_(iter_b_, (self->state_ & ITER_RIGHT_HELD_) != 0))) \
    ITER_ALONE_IN_(name, ITER_SKIPS_TWO_(A, B), \
                   ITER_IN_PARTS_(name, (A##_jumps_ && B##_jumps_) ? 3 : 1, \
                                  (A##_jumps_ && B##_jumps_) || ITER_SKIPS_TWO_(A, B)))

/* ITER_CHAIN(name, A, B, ...) - all items of A, then all items of B, and so on: 2 to 8 iterators of
 * the same item type.
 *
 *     for (item in from0) yield item; for (item in from1) yield item; ...
 *     struct <name> <name>(struct <A> from0, struct <B> from1, ...);
 */
#define ITER_CHAIN(name, ...) \
    GEN_NEW_(name) struct name { \
        ITER_EACH_(ITER_FIELD_, ITER_NO_COMMA_, __VA_ARGS__) \
        unsigned char at_; \
    }; \
    ITER_ITEM_(name, ITER_ITEM_OF_(__VA_ARGS__, 0), \
               ITER_EACH_(ITER_FLEETING_PART_, ITER_NO_COMMA_, __VA_ARGS__) 0) \
    ITER_MAKE_(name, (ITER_EACH_(ITER_PARAMETER_, ITER_COMMA_, __VA_ARGS__)), \
               ITER_EACH_(ITER_ARGUMENT_, ITER_COMMA_, __VA_ARGS__), 0) \
    ITER_CLOSE_(name) { \
        gen_status iter_status_ = GEN_DONE; \
        self->at_ = ITER_PAST_; \
        ITER_EACH_(ITER_CLOSE_PART_, ITER_NO_COMMA_, __VA_ARGS__) \
        return iter_status_; \
    } \
    ITER_STEP_IN_PART_(name) { \
        gen_status iter_status_; \
        ITER_CHAIN_FROM_START_ \
        ITER_EACH_(ITER_CHAIN_PART_, ITER_NO_COMMA_, __VA_ARGS__) \
        return GEN_DONE; \
    } \
    ITER_LEFT_HEAD_(name) { \
        size_t iter_sum_ = 0; \
        typedef name##_item iter_item_; \
        struct iter_check_ { \
            unsigned error_ITER_CHAIN_takes_2_to_8 GEN_IF_(ITER_NUMBER_(__VA_ARGS__) == 1); \
            unsigned error_ITER_CHAIN_of_items_of_different_types \
                GEN_IF_(ITER_EACH_(ITER_DIFFERS_, ITER_NO_COMMA_, __VA_ARGS__) 0); \
        }; \
        ITER_EACH_(ITER_ADD_LEFT_, ITER_NO_COMMA_, __VA_ARGS__) \
        return iter_sum_; \
    } \
    ITER_ALONE_IN_(name, ITER_EACH_(ITER_SKIPS_, ITER_NO_COMMA_, __VA_ARGS__) 0, \
                   ITER_LOOPS_OF_EACH_(name, __VA_ARGS__))

/* ITER_PRODUCT(name, A, B) - each item of A with each item of B: a struct <name>_item { <A>_item
 * first; <B>_item second; }. Each item of A starts a new copy of B.
 *
 *     for (first in left) { copy = right; for (second in copy) yield { first, second }; }
 *     struct <name> <name>(struct <A> left, struct <B> right);
 */
#define ITER_PRODUCT(name, A, B) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(A, left_) \
        GEN_FIELD_(B, right_) \
        struct B at_; \
        A##_item held_; \
        unsigned char state_; \
    }; \
    ITER_PAIR_(name, A, B) \
    ITER_MAKE_ZEROED_(name, A##_item, (struct A iter_lhs_, struct B iter_rhs_), iter_lhs_, \
                      iter_rhs_, iter_rhs_, iter_zero_, ITER_READY_) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->state_ > ITER_HELD_) return GEN_DONE; \
        if (self->state_ == ITER_READY_) { \
            iter_status_ = A##_step(&self->left_, &self->held_); \
            if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->at_ = self->right_; \
            self->state_ = ITER_HELD_; \
        } \
        iter_status_ = B##_step(&self->at_, &iter_out_->second); \
        iter_out_->first = self->held_; \
        if (!iter_ended_(iter_status_)) return iter_status_; \
        if (iter_status_ == GEN_DONE) iter_status_ = B##_close(&self->at_); \
        if (iter_status_ == GEN_PENDING) return GEN_PENDING; /* it will return the end again */ \
        self->state_ = iter_status_ == GEN_DONE ? ITER_READY_ : ITER_INNER_ENDED_; \
        return iter_status_ == GEN_DONE ? ITER_CAST_(gen_status, GEN_SKIP) : iter_status_; \
    } \
    ITER_CLOSE_(name) { \
        gen_status iter_status_ = GEN_DONE; \
        if (self->state_ == ITER_HELD_ || self->state_ == ITER_INNER_ENDED_) \
            iter_status_ = B##_close(&self->at_); \
        else if (self->state_ != ITER_PAST_) \
            iter_status_ = B##_close(&self->right_); \
        if (iter_status_ == GEN_PENDING) return GEN_PENDING; \
        self->state_ = ITER_PAST_; \
        return iter_both_(iter_status_, A##_close(&self->left_)); \
    } \
    ITER_LEFT_(name, !iter_most_ || self->state_ > ITER_HELD_ ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, 1)

/* ITER_CHAIN_ARRAY(name, from) - all items of each iterator of an array, one iterator after the
 * other.
 *
 *     for (i = 0; i < count; i++) for (item in iterators[i]) yield item;
 *     struct <name> <name>(struct <from> *iterators, size_t count);
 */
#define ITER_CHAIN_ARRAY(name, upstream) \
    ITER_FIELDS_(name, upstream##_item, upstream##_fleeting_, struct upstream *iterators_; \
                 size_t count_; size_t at_;) \
    ITER_MAKE_(name, (struct upstream *const iter_each_, size_t iter_n_), iter_each_, iter_n_, \
               iter_each_ == GEN_NULL_ && iter_n_ != 0 ? ITER_MANY_ : 0) \
    ITER_STEP_IN_PART_(name) { \
        gen_status iter_status_; \
        if (ITER_NOT_OPEN_ && self->at_ >= self->count_) \
            return iter_past_(&self->at_, self->count_); \
        iter_status_ = upstream##_step(&self->iterators_[self->at_], iter_out_); \
        if (iter_failed_(iter_status_)) self->at_ = self->count_; \
        if (iter_status_ != GEN_DONE) return iter_status_; \
        self->at_++; \
        return ITER_END_OF_RUN_; \
    } \
    ITER_CLOSE_(name) { \
        self->at_ = self->count_; \
        ITER_CLOSE_EACH_(upstream, self->iterators_, \
                         self->iterators_ == GEN_NULL_ ? 0 : self->count_) \
    } \
    ITER_LEFT_(name, !iter_most_ || self->at_ >= self->count_ ? 0 : ITER_MANY_) \
    ITER_ALONE_IN_(name, 1, ITER_RUN_(name, upstream, { \
                       if (self->at_ >= self->count_) return iter_past_(&self->at_, self->count_); \
                       return GEN_YIELDED; \
                   }))

/* ITER_FLATMAP(name, from, inner, expression) - all items of the iterators, each a struct <inner>,
 * that the expression makes from the `item`s.
 * ITER_FLATTEN(name, from, inner) - the same if the items are such iterators themselves.
 *
 *     ITER_FLATMAP(cells, rows, ints, ints(item.cells, item.count))
 *     for (item in from) for (x in <expression>) yield x;
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_FLATTEN(name, upstream, inner) ITER_FLATMAP(name, upstream, inner, item)
#define ITER_FLATMAP(name, upstream, inner, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        struct inner each_; \
        unsigned char state_; \
    }; \
    ITER_MAKE_ZEROED_(name, struct inner, (struct upstream iter_from_), iter_from_, iter_zero_, 0) \
    ITER_FLATMAP_(name, upstream, inner, (__VA_ARGS__))
#define ITER_FLATMAP_WITH(name, upstream, inner, C, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        C context; \
        struct inner each_; \
        unsigned char state_; \
    }; \
    ITER_MAKE_ZEROED_(name, struct inner, (struct upstream iter_from_, C iter_context_), \
                      iter_from_, iter_context_, iter_zero_, 0) \
    ITER_FLATMAP_(name, upstream, inner, (__VA_ARGS__))
#define ITER_FLATMAP_(name, upstream, inner, expression) \
    ITER_ITEM_(name, inner##_item, inner##_fleeting_ || ITER_MADE_(upstream, inner##_item)) \
    /* Open the next inner iterator, unless one is open. Return GEN_YIELDED if one is now. */ \
    ITER_INLINE_ gen_status name##_begin_(struct name *self) { \
        gen_status iter_status_ = GEN_YIELDED; \
        if (self->state_ >= ITER_ENDED_) return GEN_DONE; \
        if (self->state_ == ITER_READY_) { \
            upstream##_item item GEN_UNSET_; \
            iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ == GEN_YIELDED) { \
                self->each_ = expression; \
                self->state_ = ITER_HELD_; \
            } \
        } \
        return iter_status_; \
    } \
    /* Return the stage's status, given that of the inner iterator, or `end` if that has ended. */ \
    ITER_INLINE_ gen_status name##_begun_(struct name *self, gen_status iter_status_, \
                                          gen_status iter_end_) { \
        if (!iter_ended_(iter_status_)) return iter_status_; \
        if (iter_status_ == GEN_DONE) iter_status_ = inner##_close(&self->each_); \
        if (iter_status_ == GEN_PENDING) return GEN_PENDING; /* it will return the end again */ \
        self->state_ = iter_status_ == GEN_DONE ? ITER_READY_ : ITER_INNER_ENDED_; \
        return iter_status_ == GEN_DONE ? iter_end_ : iter_status_; \
    } \
    ITER_STEP_IN_PART_(name) { \
        if (ITER_NOT_OPEN_) { \
            const gen_status iter_status_ = name##_begin_(self); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
        } \
        return name##_begun_(self, inner##_step(&self->each_, iter_out_), ITER_END_OF_RUN_); \
    } \
    ITER_CLOSE_(name) { \
        gen_status iter_status_ = GEN_DONE; \
        if (self->state_ == ITER_HELD_ || self->state_ == ITER_INNER_ENDED_) \
            iter_status_ = inner##_close(&self->each_); \
        if (iter_status_ == GEN_PENDING) return GEN_PENDING; \
        self->state_ = ITER_ENDED_; \
        return iter_both_(iter_status_, upstream##_close(&self->upstream)); \
    } \
    ITER_LEFT_(name, !iter_most_ || self->state_ >= ITER_ENDED_ ? 0 : ITER_MANY_) \
    ITER_ALONE_IN_(name, 1, ITER_RUN_(name, inner, { \
                       gen_status iter_status_; \
                       do iter_status_ = name##_begin_(self); \
                       while (iter_status_ == GEN_SKIP); \
                       return iter_status_; \
                   }))

/* ITER_GROUP_BY(name, from, K, key, same) - Python's groupby: a group for each run of items with
 * the same key. `key` is a K computed from the `item`; `same` compares `key` and `other`. The stage
 * hands out the keys. A struct <name>_group, which borrows the stage, iterates over the items of
 * the latest group. Items that you do not read are passed over; an older group returns GEN_E_STALE.
 *
 *     GEN_FOR (key, by_day, &p) {
 *         struct by_day_group group = by_day_group(&p);
 *         GEN_FOR (event, by_day_group, &group) ...
 *     }
 *     struct <name> <name>(struct <from> from);
 *     struct <name>_group <name>_group(struct <name> *of);
 */
#define ITER_GROUP_BY(name, upstream, K, key_of_item, same) \
    struct name##_kept_ { \
        K key_; \
        upstream##_item held_; /* a group's first item, until it is handed out */ \
    }; \
    ITER_FIELDS_(name, K, 0, GEN_FIELD_(upstream, upstream) struct name##_kept_ kept_; \
                 unsigned group_; unsigned char state_;) \
    ITER_HOLDS_IF_(name, ITER_MADE_(upstream, K), \
                   error_ITER_GROUP_BY_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_ZEROED_(name, struct name##_kept_, (struct upstream iter_from_), iter_from_, \
                      iter_zero_, 0, 0) \
    /* Pull an item. Return GEN_YIELDED, or GEN_DONE if it is held for the next group. */ \
    GEN_FUNCTION_ gen_status name##_read_(struct name *self, upstream##_item *iter_out_) { \
        const gen_status iter_status_ = upstream##_step(&self->upstream, iter_out_); \
        if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        { \
            ITER_LET_(upstream##_item, item, *iter_out_); \
            ITER_LET_(K, iter_key_, (key_of_item)); \
            ITER_LET_(K, key, iter_key_); \
            ITER_LET_(K, other, self->kept_.key_); \
            if (self->state_ == ITER_OPEN_ && (same)) return GEN_YIELDED; \
            self->kept_.key_ = key; \
            self->kept_.held_ = *iter_out_; \
            self->state_ = ITER_HELD_; \
            return GEN_DONE; \
        } \
    } \
    ITER_STEP_(name) { \
        if (self->state_ == ITER_ENDED_) return GEN_DONE; \
        if (self->state_ == ITER_OPEN_HELD_) self->state_ = ITER_OPEN_; \
        if (self->state_ != ITER_HELD_) { \
            upstream##_item item GEN_UNSET_; \
            const gen_status iter_status_ = name##_read_(self, &item); \
            if (self->state_ != ITER_HELD_) \
                return iter_status_ == GEN_YIELDED ? ITER_CAST_(gen_status, GEN_SKIP) \
                                                   : iter_status_; \
        } \
        self->state_ = ITER_OPEN_HELD_; \
        self->group_++; \
        *iter_out_ = self->kept_.key_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    ITER_LEFT_(name, iter_most_ ? iter_rest_(self->state_, upstream##_left(&self->upstream, 1)) \
                                : self->state_ == ITER_HELD_) \
    ITER_ALONE_(name, 1) \
    ITER_FIELDS_(name##_group, upstream##_item, upstream##_fleeting_, struct name *of_; \
                 unsigned group_; unsigned char ended_;) \
    ITER_MAKE_(name##_group, (struct name *const iter_of_), iter_of_, iter_of_->group_, 0) \
    ITER_STEP_(name##_group) { \
        struct name *const iter_of_ = self->of_; \
        gen_status iter_status_ = GEN_DONE; \
        if (self->ended_) return GEN_DONE; \
        if (self->group_ != iter_of_->group_) { \
            iter_status_ = GEN_E_STALE; \
        } else if (iter_of_->state_ == ITER_OPEN_HELD_) { \
            iter_of_->state_ = ITER_OPEN_; \
            *iter_out_ = iter_of_->kept_.held_; \
            return GEN_YIELDED; \
        } else if (iter_of_->state_ == ITER_OPEN_) { \
            iter_status_ = name##_read_(iter_of_, iter_out_); \
        } \
        if (iter_ended_(iter_status_)) self->ended_ = 1; \
        return iter_status_; \
    } \
    ITER_CLOSE_ENDED_(name##_group) \
    ITER_LEFT_(name##_group, !iter_most_ || self->ended_ ? 0 : ITER_MANY_) \
    ITER_ALONE_(name##_group, upstream##_skips_)

/* ---- With your own buffer -------------------------------------------------------------------- */

/* ITER_BATCH(name, from) - `size` items at a time, in your buffer; the last batch may be shorter.
 * Each is a struct <name>_item { const <from>_item *data; size_t length; }, valid until the next
 * pull. A size below 1 or a NULL buffer is GEN_E_ARG.
 * ITER_BATCH_STRICT(name, from) - the same, but a shorter last batch is GEN_E_ARG.
 *
 *     for (item in from) { buffer[n++] = item; if (n == size) yield { buffer, n }, n = 0; }
 *     if (n > 0) yield { buffer, n };
 *     struct <name> <name>(struct <from> from, <from>_item *buffer, iter_count size);
 */
#define ITER_BATCH(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_BATCH_holds_fleeting_items_use_ITER_COPY) \
    ITER_BATCH_(name, upstream, 0)
#define ITER_BATCH_STRICT(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_BATCH_STRICT_holds_fleeting_items_use_ITER_COPY) \
    ITER_BATCH_(name, upstream, 1)
#define ITER_BATCH_(name, upstream, strict) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *buffer_; \
        iter_count size_, count_; \
    }; \
    ITER_VIEW_(name, upstream##_item, 1) \
    ITER_MAKE_( \
        name, \
        (struct upstream iter_from_, upstream##_item *const iter_buffer_, iter_count iter_size_), \
        iter_from_, iter_buffer_, iter_buffer_ == GEN_NULL_ || iter_size_ < 1 ? -1 : iter_size_, \
        0) \
    ITER_STEP_(name) { \
        gen_status iter_status_; \
        if (self->size_ < 1) return iter_refused_once_(&self->size_); \
        ITER_ANNOUNCE_(upstream, &self->upstream, iter_left_(self->size_ - self->count_)) \
        iter_status_ = upstream##_step(&self->upstream, &self->buffer_[self->count_]); \
        if (iter_status_ == GEN_YIELDED) { \
            if (++self->count_ < self->size_) return GEN_SKIP; \
        } else { \
            if ((strict) && iter_status_ == GEN_DONE && self->count_ > 0) \
                iter_status_ = GEN_E_ARG; \
            if (iter_failed_(iter_status_)) self->count_ = 0; \
            if (iter_status_ != GEN_DONE || self->count_ == 0) return iter_status_; \
        } \
        ITER_HAND_OUT_BATCH_ \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->count_ = 0) \
    ITER_LEFT_OF_(name, upstream, \
                  iter_batches_(iter_upstream_, self->count_, self->size_, strict)) \
    ITER_ALONE_(name, 1)

#define ITER_HAND_OUT_BATCH_ \
    iter_out_->data = self->buffer_; \
    iter_out_->length = ITER_CAST_(size_t, self->count_); \
    self->count_ = 0; \
    return GEN_YIELDED;

/* ITER_COPY(name, from, T) - the items, views with a `const T *data` and a size_t `length`, with
 * their data copied into your buffer, one after the other, so that they last as long as the buffer.
 * An item that has no room is GEN_E_FULL, and kept: provide another buffer with <name>_buffer, and
 * pull again.
 *
 *     for (item in from) { memcpy(buffer, item.data, ...); yield { buffer, item.length }; ... }
 *     struct <name> <name>(struct <from> from, T *buffer, size_t capacity);
 *     void <name>_buffer(struct <name> *self, T *buffer, size_t capacity);
 */
#define ITER_COPY(name, upstream, T) \
    /* buffer_ and capacity_: the room that is left */ \
    ITER_FIELDS_(name, upstream##_item, 0, GEN_FIELD_(upstream, upstream) T *buffer_; \
                 size_t capacity_; upstream##_item held_; unsigned char state_;) \
    ITER_MAKE_ZEROED_(name, upstream##_item, \
                      (struct upstream iter_from_, T *const iter_buffer_, size_t iter_capacity_), \
                      iter_from_, iter_buffer_, iter_capacity_, iter_zero_, \
                      iter_ready_unless_(iter_buffer_ == GEN_NULL_)) \
    ITER_STEP_(name) { \
        size_t iter_i_; \
        if (self->state_ == ITER_READY_) { \
            const gen_status iter_status_ = upstream##_step(&self->upstream, &self->held_); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            self->state_ = ITER_HELD_; \
        } \
        if (self->state_ != ITER_HELD_) return iter_no_more_(&self->state_); \
        if (self->held_.length > self->capacity_) return GEN_E_FULL; \
        *iter_out_ = self->held_; \
        iter_out_->data = self->buffer_; \
        for (iter_i_ = 0; iter_i_ < self->held_.length; iter_i_++) \
            *self->buffer_++ = self->held_.data[iter_i_]; \
        self->capacity_ -= iter_i_; \
        self->state_ = ITER_READY_; \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ void name##_buffer(struct name *self, T *iter_buffer_, size_t iter_capacity_) { \
        self->buffer_ = iter_buffer_; \
        self->capacity_ = iter_capacity_; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_) \
    ITER_LEFT_OF_(name, upstream, iter_rest_(self->state_, iter_upstream_)) \
    ITER_ALONE_(name, upstream##_skips_)

/* ITER_TEE(name, from) - Python's tee: `count` branches that each hand out all items. You provide
 * the ring, which keeps the items that the slowest branch has not read yet, and `lags`, an array
 * with a zero for each branch. When the ring is full, a branch that needs a new item gets
 * GEN_E_FULL and pulls nothing: let the slowest branch read on, or close it. Every branch gets an
 * upstream error.
 *
 *     struct copies hub = copies(source, ring, 16, lags, 2);
 *     struct copies_branch a = copies_branch(&hub, 0), b = copies_branch(&hub, 1);
 *     struct <name> <name>(struct <from> from, <from>_item *ring, iter_count capacity,
 *                          iter_count *lags, iter_count count);
 *     struct <name>_branch <name>_branch(struct <name> *of, iter_count index);   // an iterator
 *
 * Closing a branch releases the items that only it has not read. Closing the last branch closes the
 * upstream iterator.
 */
#define ITER_TEE(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        upstream##_item *ring_; \
        iter_count capacity_; \
        iter_count *lags_; /* how many items each has not read; -1: it has ended */ \
        iter_count count_; \
        iter_count at_; \
        gen_status error_; /* the status that ended the items */ \
        unsigned char ended_; \
    }; \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, upstream##_item *const iter_ring_, \
                iter_count iter_capacity_, iter_count *const iter_lags_, iter_count iter_n_), \
               iter_from_, iter_ring_, iter_capacity_, iter_lags_, \
               iter_ring_ == GEN_NULL_ || iter_capacity_ < 1 || iter_lags_ == GEN_NULL_ ? -1 \
                                                                                        : iter_n_, \
               0, 0, 0) \
    ITER_FIELDS_(name##_branch, upstream##_item, 0, struct name *of_; iter_count index_; \
                 unsigned char ended_;) \
    ITER_HOLDS_(name, upstream, error_ITER_TEE_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAKE_(name##_branch, (struct name *const iter_of_, iter_count iter_index_), iter_of_, \
               iter_index_, 0) \
    ITER_STEP_(name##_branch) { \
        struct name *const iter_of_ = self->of_; \
        gen_status iter_status_; \
        iter_count iter_i_, iter_lag_; \
        if (self->ended_) return GEN_DONE; \
        if (self->index_ < 0 || self->index_ >= iter_of_->count_) { \
            self->ended_ = 1; \
            return GEN_E_ARG; \
        } \
        iter_lag_ = iter_of_->lags_[self->index_]; \
        if (iter_lag_ > 0) { \
            iter_of_->lags_[self->index_]--; \
            *iter_out_ = iter_of_->ring_[iter_of_->at_ - iter_lag_ + \
                                         (iter_lag_ > iter_of_->at_ ? iter_of_->capacity_ : 0)]; \
            return GEN_YIELDED; \
        } \
        iter_status_ = iter_of_->error_; \
        if (!iter_of_->ended_) { \
            for (iter_i_ = 0; iter_i_ < iter_of_->count_; iter_i_++) \
                if (iter_of_->lags_[iter_i_] == iter_of_->capacity_) return GEN_E_FULL; \
            iter_status_ = upstream##_step(&iter_of_->upstream, &iter_of_->ring_[iter_of_->at_]); \
        } \
        if (iter_ended_(iter_status_)) { \
            iter_of_->ended_ = self->ended_ = 1; \
            iter_of_->error_ = iter_status_; \
            iter_of_->lags_[self->index_] = -1; \
        } \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        for (iter_i_ = 0; iter_i_ < iter_of_->count_; iter_i_++) \
            iter_of_->lags_[iter_i_] += iter_of_->lags_[iter_i_] >= 0 && iter_i_ != self->index_; \
        *iter_out_ = iter_of_->ring_[iter_of_->at_]; \
        iter_of_->at_ = iter_after_(iter_of_->at_, iter_of_->capacity_); \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_(name##_branch) { \
        iter_count iter_i_; \
        self->ended_ = 1; \
        if (self->index_ < 0 || self->index_ >= self->of_->count_) return GEN_DONE; \
        self->of_->lags_[self->index_] = -1; \
        for (iter_i_ = 0; iter_i_ < self->of_->count_; iter_i_++) \
            if (self->of_->lags_[iter_i_] >= 0) return GEN_DONE; \
        return upstream##_close(&self->of_->upstream); \
    } \
    GEN_FUNCTION_ size_t name##_branch_left_(const struct name##_branch *self, \
                                             size_t iter_more_) { \
        if (self->ended_ || self->index_ < 0 || self->index_ >= self->of_->count_) return 0; \
        return iter_add_(iter_left_(self->of_->lags_[self->index_]), \
                         self->of_->ended_ ? 0 : iter_more_); \
    } \
    ITER_LEFT_(name##_branch, \
               name##_branch_left_(self, upstream##_left(&self->of_->upstream, iter_most_))) \
    ITER_ALONE_(name##_branch, upstream##_skips_) \
    ITER_CLOSE_(name) { \
        iter_count iter_i_; \
        for (iter_i_ = 0; iter_i_ < self->count_; iter_i_++) self->lags_[iter_i_] = -1; \
        self->ended_ = 1; \
        self->error_ = GEN_DONE; \
        return upstream##_close(&self->upstream); \
    } \
    GEN_HIDES_END_

/* ---- Rows ------------------------------------------------------------------------------------ */

/* These iterate over arrays and fill your `row`. An item is a view of it, a struct <name>_item { T
 * const *data; size_t length; }, valid until the next pull. `indices` is working memory, an array
 * of iter_count that need not be initialised. */

/* ITER_ROW_ begins the function that sets the next row, and returns 0 if there is none. ITER_ROWS_
 * calls it. ITER_CHOICE_ is the struct of rows of a pool's elements, and makes it. */
#define ITER_ROW_(name, T) \
    ITER_VIEW_(name, T, 1) \
    GEN_FUNCTION_ int name##_row_(struct name *self)
#define ITER_ROWS_(name, size) \
    ITER_STEP_(name) { \
        if (size < 0) return iter_refused_once_(&size); \
        if (self->state_ != ITER_ENDED_) \
            self->state_ = name##_row_(self) ? ITER_HELD_ : ITER_ENDED_; \
        if (self->state_ == ITER_ENDED_) return GEN_DONE; \
        iter_out_->data = self->row_; \
        iter_out_->length = ITER_CAST_(size_t, size); \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->state_ = ITER_ENDED_) \
    ITER_LEFT_(name, !iter_most_ || self->state_ == ITER_ENDED_ || size < 0 ? 0 : ITER_MANY_) \
    ITER_ALONE_(name, 0)
#define ITER_CHOICE_(name, T) \
    GEN_NEW_(name) struct name { \
        T const *pool_; \
        iter_count length_, size_; \
        T *row_; \
        iter_count *indices_; \
        unsigned char state_; \
    }; \
    ITER_MAKE_( \
        name, \
        (T const *iter_pool_, iter_count iter_length_, iter_count iter_size_, T *iter_row_, \
         iter_count *iter_indices_), \
        iter_pool_, iter_length_, \
        iter_length_ < 0 || iter_size_ < 0 || \
                (iter_length_ > 0 && (iter_pool_ == GEN_NULL_ || iter_indices_ == GEN_NULL_)) || \
                (iter_size_ > 0 && (iter_row_ == GEN_NULL_ || iter_indices_ == GEN_NULL_)) \
            ? -1 \
            : iter_size_, \
        iter_row_, iter_indices_, ITER_READY_)

/* ITER_PRODUCT_ARRAY(name, T) - Python's product: rows with one element of each pool; the last
 * element changes fastest. With no pools there is one empty row. Row and indices have room for
 * `count`.
 *
 *     struct <name>_pool { T const *data; size_t length; };
 *     struct <name> <name>(const struct <name>_pool *pools, iter_count count, T *row,
 *                          iter_count *indices);
 */
#define ITER_PRODUCT_ARRAY(name, T) \
    struct name##_pool { \
        T const *data; \
        size_t length; \
    }; \
    GEN_NEW_(name) struct name { \
        const struct name##_pool *pools_; \
        iter_count count_; \
        T *row_; \
        iter_count *indices_; \
        unsigned char state_; \
    }; \
    ITER_MAKE_(name, \
               (const struct name##_pool *iter_pools_, iter_count iter_n_, T *iter_row_, \
                iter_count *iter_indices_), \
               iter_pools_, \
               iter_n_ < 0 || \
                       (iter_n_ > 0 && (iter_pools_ == GEN_NULL_ || iter_row_ == GEN_NULL_ || \
                                        iter_indices_ == GEN_NULL_)) \
                   ? -1 \
                   : iter_n_, \
               iter_row_, iter_indices_, ITER_READY_) \
    ITER_ROW_(name, T) { \
        iter_count iter_i_; \
        for (iter_i_ = self->count_; iter_i_-- > 0;) { \
            const struct name##_pool *const iter_pool_ = &self->pools_[iter_i_]; \
            iter_count *const iter_at_ = &self->indices_[iter_i_]; \
            if (iter_pool_->length == 0) return 0; \
            *iter_at_ = self->state_ == ITER_READY_ ? 0 : *iter_at_ + 1; \
            if (ITER_CAST_(size_t, *iter_at_) == iter_pool_->length) *iter_at_ = 0; \
            self->row_[iter_i_] = iter_pool_->data[*iter_at_]; \
            if (*iter_at_ != 0) return 1; \
        } \
        return self->state_ == ITER_READY_; \
    } \
    ITER_ROWS_(name, self->count_)

/* ITER_COMBINATIONS(name, T) - Python's combinations: the rows of `size` elements of a pool, in its
 * order. ITER_COMBINATIONS_WITH_REPLACEMENT - the same, but an element may be repeated.
 * ITER_PERMUTATIONS - the rows in every order.
 * Row and indices have room for `size`; the indices of permutations, for `length + size`.
 *
 *     struct <name> <name>(T const *pool, iter_count length, iter_count size, T *row,
 *                          iter_count *indices);
 */
#define ITER_COMBINATIONS(name, T) ITER_COMBINATIONS_(name, T, 0)
#define ITER_COMBINATIONS_WITH_REPLACEMENT(name, T) ITER_COMBINATIONS_(name, T, 1)
#define ITER_COMBINATIONS_(name, T, repeated) \
    ITER_CHOICE_(name, T) \
    ITER_ROW_(name, T) { \
        iter_count iter_i_ = 0, iter_next_ = 0; \
        if (self->state_ == ITER_READY_) { \
            if ((repeated) ? self->length_ == 0 && self->size_ > 0 : self->size_ > self->length_) \
                return 0; \
        } else { /* advance the last column that can; restart the columns after it */ \
            for (iter_i_ = self->size_; iter_i_-- > 0;) { \
                iter_next_ = self->indices_[iter_i_] + 1; \
                if (iter_next_ < self->length_ - ((repeated) ? 0 : self->size_ - 1 - iter_i_)) \
                    break; \
            } \
            if (iter_i_ < 0) return 0; \
        } \
        for (; iter_i_ < self->size_; iter_i_++) { \
            self->indices_[iter_i_] = iter_next_; \
            self->row_[iter_i_] = self->pool_[iter_next_]; \
            iter_next_ += !(repeated); \
        } \
        return 1; \
    } \
    ITER_ROWS_(name, self->size_)
#define ITER_PERMUTATIONS(name, T) \
    ITER_CHOICE_(name, T) \
    ITER_ROW_(name, T) { \
        iter_count *const iter_at_ = self->indices_;              /* the pool's current order */ \
        iter_count *const iter_turns_ = iter_at_ + self->length_; /* turns left of each column */ \
        const iter_count iter_length_ = self->length_; \
        iter_count iter_i_, iter_j_, iter_first_ = self->size_; \
        if (self->state_ == ITER_READY_) { \
            if (self->size_ > iter_length_) return 0; \
            for (iter_i_ = 0; iter_i_ < iter_length_; iter_i_++) iter_at_[iter_i_] = iter_i_; \
            for (iter_i_ = 0; iter_i_ < self->size_; iter_i_++) \
                iter_turns_[iter_i_] = iter_length_ - iter_i_; \
            iter_first_ = 0; \
        } else { \
            for (iter_i_ = self->size_; iter_i_-- > 0;) { \
                const iter_count iter_moved_ = iter_at_[iter_i_]; \
                iter_first_ = iter_i_; \
                if (--iter_turns_[iter_i_] > 0) { \
                    iter_j_ = iter_length_ - iter_turns_[iter_i_]; \
                    iter_at_[iter_i_] = iter_at_[iter_j_]; \
                    iter_at_[iter_j_] = iter_moved_; \
                    break; \
                } \
                for (iter_j_ = iter_i_; iter_j_ < iter_length_ - 1; iter_j_++) \
                    iter_at_[iter_j_] = iter_at_[iter_j_ + 1]; \
                iter_at_[iter_length_ - 1] = iter_moved_; \
                iter_turns_[iter_i_] = iter_length_ - iter_i_; \
            } \
            if (iter_i_ < 0) return 0; \
        } \
        for (iter_i_ = iter_first_; iter_i_ < self->size_; iter_i_++) \
            self->row_[iter_i_] = self->pool_[iter_at_[iter_i_]]; \
        return 1; \
    } \
    ITER_ROWS_(name, self->size_)

/* ---- Chosen at run time ---------------------------------------------------------------------- */

/* ITER_DYN(name, T) - a pointer to an iterator, any of those that hand out a T.
 * ITER_DYN_OF(name, from) - lets it point to a struct <from>.
 *
 *     ITER_DYN(numbers, int)
 *     ITER_DYN_OF(numbers, evens)
 *     ITER_DYN_OF(numbers, squares)
 *     struct numbers p = all ? numbers_of_squares(&s) : numbers_of_evens(&e);
 *
 *     struct <name> <name>_of_<from>(struct <from> *iterator);
 *     void <name>_buffer(struct <name> *self, T *buffer, size_t capacity);
 *     gen_status <name>_next_span(struct <name> *self, T *buffer, size_t size, size_t *count);
 *
 * Each item costs an indirect call. With a buffer, one call fetches as many items as downstream has
 * announced through <name>_will_pull; ITER_TAKE and terminals that read all items do that, and you
 * may. It never reads further ahead. <name>_next_span appends items to an array that holds *count,
 * until it holds `size`. It returns GEN_YIELDED then, otherwise the status that came instead of an
 * item. ITER_WILL_PULL_(N, 1) { } begins N_will_pull; ITER_ITERATES_ with GEN_ONE_LOOP_ is
 * ITER_ALONE_ without it; ITER_MAKER_(function, N, (parameters), body) is a function that returns a
 * struct N.
 */
#define ITER_DYN(name, T) \
    struct name##_class { \
        gen_status (*next_span_)(void *self, T *iter_buffer_, size_t iter_size_, size_t *iter_n_); \
        gen_status (*close_)(void *self); \
        size_t (*left_)(const void *self, int iter_most_); \
    }; \
    GEN_NEW_(name) struct name { \
        const struct name##_class *is_; \
        void *iterator_; \
        T *buffer_; \
        size_t capacity_; \
        size_t demand_;     /* how many may be read ahead */ \
        size_t at_, count_; /* in the buffer */ \
        gen_status error_;  /* the status after the buffered items */ \
        unsigned char ended_; \
    }; \
    ITER_ITEM_(name, T, 0) \
    GEN_HIDES_ ITER_WILL_PULL_(name, 1) { \
        self->demand_ = iter_less_(iter_n_, self->count_ - self->at_); \
    } \
    GEN_FUNCTION_ void name##_buffer(struct name *self, T *iter_buffer_, size_t iter_capacity_) { \
        self->buffer_ = iter_buffer_; \
        self->capacity_ = iter_capacity_; \
    } \
    GEN_FUNCTION_ gen_status name##_next_span(struct name *self, T *iter_buffer_, \
                                              size_t iter_size_, size_t *iter_n_) { \
        while (self->at_ < self->count_ && *iter_n_ < iter_size_) \
            iter_buffer_[(*iter_n_)++] = self->buffer_[self->at_++]; \
        if (*iter_n_ >= iter_size_) return GEN_YIELDED; \
        if (self->ended_ || self->error_ != GEN_DONE) { \
            const gen_status iter_status_ = self->error_; \
            self->error_ = GEN_DONE; \
            return iter_status_; \
        } \
        { \
            const size_t iter_before_ = *iter_n_; \
            const gen_status iter_status_ = \
                self->is_->next_span_(self->iterator_, iter_buffer_, iter_size_, iter_n_); \
            self->demand_ = iter_less_(self->demand_, *iter_n_ - iter_before_); \
            if (iter_ended_(iter_status_)) self->ended_ = 1; \
            return iter_status_; \
        } \
    } \
    ITER_STEP_(name) { \
        size_t iter_n_ = 0; \
        if (self->at_ == self->count_ && self->demand_ > 1 && self->capacity_ > 1) { \
            gen_status iter_status_; \
            self->at_ = self->count_ = 0; \
            iter_status_ = name##_next_span(self, self->buffer_, \
                                            iter_min_(self->demand_, self->capacity_), &iter_n_); \
            if (iter_n_ == 0) return iter_status_; \
            self->count_ = iter_n_; \
            if (iter_status_ < 0) self->error_ = iter_status_; \
            iter_n_ = 0; \
        } \
        return name##_next_span(self, iter_out_, 1, &iter_n_); \
    } \
    ITER_CLOSE_(name) { \
        self->at_ = self->count_ = 0; \
        self->ended_ = 1; \
        self->error_ = GEN_DONE; \
        return self->is_->close_(self->iterator_); \
    } \
    ITER_LEFT_(name, iter_add_(self->count_ - self->at_, \
                               self->ended_ ? 0 : self->is_->left_(self->iterator_, iter_most_))) \
    ITER_ITERATES_(name, 0, GEN_ONE_LOOP_(name, name##_skips_, name##_step))

#define ITER_DYN_OF(name, upstream) \
    ITER_HOLDS_(name##_of_##upstream, upstream, \
                error_ITER_DYN_OF_holds_fleeting_items_use_ITER_COPY) \
    GEN_FUNCTION_ gen_status name##_span_of_##upstream##_( \
        void *iter_self_, name##_item *iter_buffer_, size_t iter_size_, size_t *iter_n_) { \
        struct upstream *const iter_iterator_ = ITER_CAST_(struct upstream *, iter_self_); \
        struct iter_check_ { \
            unsigned error_ITER_DYN_OF_items_of_another_type \
                GEN_IF_(!ITER_SAME_(name##_item, upstream##_item)); \
        }; \
        ITER_ANNOUNCE_(upstream, iter_iterator_, iter_size_ - *iter_n_) \
        while (*iter_n_ < iter_size_) { \
            const gen_status iter_status_ = \
                upstream##_step(iter_iterator_, GEN_CHECKED_(&iter_buffer_[*iter_n_])); \
            if (iter_status_ == GEN_SKIP) continue; \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
            ++*iter_n_; \
        } \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ gen_status name##_close_of_##upstream##_(void *iter_self_) { \
        return upstream##_close(ITER_CAST_(struct upstream *, iter_self_)); \
    } \
    GEN_FUNCTION_ size_t name##_left_of_##upstream##_(const void *iter_self_, int iter_most_) { \
        return upstream##_left(ITER_CAST_(const struct upstream *, iter_self_), iter_most_); \
    } \
    /* All members are listed: if they were zeroed first, clang would merge two small ones. */ \
    GEN_HIDES_ ITER_MAKER_( \
        name##_of_##upstream, name, (struct upstream *const iter_iterator_), \
        static const struct name##_class iter_class_ = {name##_span_of_##upstream##_, \
                                                        name##_close_of_##upstream##_, \
                                                        name##_left_of_##upstream##_}; \
        const struct name iter_made_ = {&iter_class_, iter_iterator_, GEN_NULL_, 0, 0, 0, 0, 0, \
                                        0}; \
        return iter_made_;) GEN_HIDES_END_

/* ---- Generator expressions ------------------------------------------------------------------- */

/* Python's generator expressions, as statements. Each runs a loop, or several nested loops, and
 * evaluates a value where a condition holds. A loop is the head of any for, as ITER_IN or GEN_FOR.
 *
 *     ITER_SUM_OF(total, x * x, ITER_IN(int, x, data, length), x > 0);
 *     ITER_SUM_OF(total, x * y, GEN_FOR (x, rows, &r) ITER_IN(int, y, data, length), x != y);
 *
 * ITER_SUM_OF(sum, value, loops, condition) - sets `sum` to the sum of the values.
 * ITER_LENGTH_OF(count, loops, condition) - sets `count` to how often the condition holds.
 * ITER_FOLD_OF(total, value, loops, condition) - sets `total` to each value, computed from it.
 *     Initialise it first.
 * ITER_ANY_OF(found, loops, condition) - sets `found` to 1 where the condition holds, else to 0.
 * ITER_ALL_OF(held, loops, condition) - sets `held` to 0 where the condition fails, else to 1.
 *     The last two stop there: ITER_SEARCH_ jumps to a label, whose name GEN_UNIQUE_ makes.
 */
#define ITER_SUM_OF(sum, value, loops, ...) \
    do { \
        (sum) = 0; \
        loops if (__VA_ARGS__)(sum) += (value); \
    } while (0)
#define ITER_LENGTH_OF(count, loops, ...) \
    do { \
        (count) = 0; \
        loops if (__VA_ARGS__)++(count); \
    } while (0)
#define ITER_FOLD_OF(total, value, loops, ...) \
    do { \
        loops if (__VA_ARGS__)(total) = (value); \
    } while (0)
#define ITER_ANY_OF(found, loops, ...) \
    ITER_SEARCH_(GEN_UNIQUE_(iter_found_, __COUNTER__), found, 1, loops, (__VA_ARGS__))
#define ITER_ALL_OF(held, loops, ...) \
    ITER_SEARCH_(GEN_UNIQUE_(iter_found_, __COUNTER__), held, 0, loops, !(__VA_ARGS__))
#define ITER_SEARCH_(label, result, found, loops, condition) \
    do { \
        (result) = !(found); \
        loops if (condition) { \
            (result) = (found); \
            goto label; \
        } \
    label:; \
    } while (0)

/* ITER_IN(T, x, array, length) { } - a loop over the elements of an array; x is a copy of each.
 * `array` and `length` are evaluated once. */
#define ITER_IN(T, x, array, length) \
    for (size_t iter_left_##x = ITER_CAST_(size_t, length), iter_next_##x = 1; iter_next_##x != 0; \
         iter_next_##x = 0) \
        for (T const *iter_at_##x = (array); iter_next_##x != 0 && iter_left_##x != 0; \
             iter_at_##x++, iter_left_##x--) \
            for (T x = (iter_next_##x = 0, *iter_at_##x); iter_next_##x == 0; iter_next_##x = 1)

/* ---- Terminals ------------------------------------------------------------------------------- */

/* Each of these defines a function that pulls until it has its result:
 *
 *     ITER_SUM(add_up, numbers, long)
 *     status = add_up(&p, &sum);  // sets sum, whatever it was before
 *
 * The function returns a status: GEN_DONE if the result is there, a negative one after an error.
 * ITER_FIND, FIRST, NTH and POSITION look for an item: they return GEN_YIELDED if they found it,
 * GEN_DONE if there is none. A result that is yes or no is an int, 1 or 0; after an error it is 0.
 *
 * GEN_PENDING and GEN_E_FULL are pauses: call the function again, and it continues. But one that
 * sets its result first would lose what it has so far. Therefore it has a twin, <name>_more, with
 * the same arguments. That continues from the values that the arguments have, at first 0:
 *
 *     self->sum = 0;
 *     GEN_AWAIT((self->status = add_up_more(&self->p, &self->sum)) != GEN_PENDING);
 *
 * In an expression, `self` is the iterator. The words with which terminals are written:
 *
 *     ITER_TERMINAL_ name(...) { }           GEN_HIDES_ gen_status name(...)
 *     ITER_PULL_ALL_(U, s)                   s for each `item`; what ends that is iter_status_
 *     ITER_PULL_UNTIL_(U, condition)         until the condition: then that is GEN_YIELDED
 *     ITER_PULL_(U, from, out)               iter_status_ = U_step(from, out), again if that skips
 *     ITER_FOLD_(N, U, R, total, (e))        the function N: total = e for each item
 *     ITER_MAX_BY_, ITER_SORTED_             the terminals, with the expression in parentheses
 *     ITER_FROM_ZERO_(N, U, R)               the function N: set the result to 0, and call N_more
 *     ITER_FROM_NO_ITEM_(N, U)               the function N: set `any` to 0, and call N_more
 *     ITER_ANSWERS_(N, U, yes, condition)    the function N, whose result is iter_status_ == yes
 *     ITER_ANSWERED_(status)                 the status, but GEN_DONE for GEN_YIELDED
 */

/* ITER_FOLD(name, from, R, expression) - sets *total to the value of the expression, computed from
 * `total` and each `item`. Initialise *total first. It does
 *
 *     for each item: total = <expression>;
 *
 *     ITER_FOLD(hash, bytes, unsigned, total * 31 + item)
 *     gen_status <name>(struct <from> *from, R *total);
 */
#define ITER_FOLD(name, upstream, R, ...) \
    ITER_HOLDS_IF_(name, ITER_ITSELF_(upstream, R), \
                   error_ITER_FOLD_holds_fleeting_items_use_ITER_COPY) \
    ITER_FOLD_(name, upstream, R, total, (__VA_ARGS__))

/* ITER_FOR_EACH(name, from, expression) - evaluates the expression for each `item`.
 * ITER_DRAIN(name, from) - pulls all items, and drops them. They do
 *
 *     for each item: <expression>;
 *
 *     gen_status <name>(struct <from> *from);
 */
#define ITER_FOR_EACH(name, upstream, ...) \
    ITER_TERMINAL_ name(struct upstream *self) { \
        ITER_PULL_ALL_(upstream, ITER_DONE_ONLY_(__VA_ARGS__)) \
        return iter_status_; \
    } \
    GEN_HIDES_END_
#define ITER_DRAIN(name, upstream) ITER_FOR_EACH(name, upstream, item)

/* ITER_SUM(name, from, R) - the sum of the items. ITER_LENGTH(name, from) - their number. They do
 *
 *     sum = 0;   for each item: sum = sum + item;
 *     count = 0; for each item: count = count + 1;
 *
 *     gen_status <name>(struct <from> *from, R *sum);              // and <name>_more
 *     gen_status <name>(struct <from> *from, iter_count *count);   // and <name>_more
 */
#define ITER_SUM(name, upstream, R) \
    ITER_FOLD(name##_more, upstream, R, total + item) \
    ITER_FROM_ZERO_(name, upstream, R)
#define ITER_LENGTH(name, upstream) \
    ITER_FOLD(name##_more, upstream, iter_count, ((void)item, total + 1)) \
    ITER_FROM_ZERO_(name, upstream, iter_count)

/* ITER_FIND(name, from, condition) - the first item for which the condition holds. The next pull
 * gets the item after it.
 * ITER_FIRST(name, from) - the next item. ITER_NTH - the item after *after others; it counts *after
 * down to -1, so that it can continue after a pause. They do
 *
 *     for each item: if (<condition>) { *found = item; return GEN_YIELDED; }
 *     for each item: if (after-- == 0) { *found = item; return GEN_YIELDED; }          // ITER_NTH
 *
 *     gen_status <name>(struct <from> *from, <from>_item *found);
 *     gen_status <name>(struct <from> *from, iter_count *after, <from>_item *found);   // ITER_NTH
 */
#define ITER_FIND(name, upstream, ...) \
    ITER_TERMINAL_ name(struct upstream *self, upstream##_item *iter_found_) { \
        ITER_PULL_UNTIL_(upstream, (__VA_ARGS__)) \
        if (iter_status_ == GEN_YIELDED) *iter_found_ = item; \
        return iter_status_; \
    } \
    GEN_HIDES_END_
#define ITER_FIRST(name, upstream) ITER_FIND(name, upstream, 1)
#define ITER_NTH(name, upstream) \
    ITER_TERMINAL_ name(struct upstream *self, iter_count *iter_ahead_, \
                        upstream##_item *iter_found_) { \
        if (*iter_ahead_ < 0) return GEN_E_ARG; \
        { \
            ITER_PULL_UNTIL_(upstream, (*iter_ahead_)-- == 0) \
            if (iter_status_ == GEN_YIELDED) *iter_found_ = item; \
            return iter_status_; \
        } \
    } \
    GEN_HIDES_END_

/* ITER_LAST(name, from) - the last item. *any is whether there was one. It does
 *
 *     any = 0; for each item: *last = item, any = 1;
 *
 *     gen_status <name>(struct <from> *from, <from>_item *last, int *any);   // and <name>_more
 */
#define ITER_LAST(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_LAST_holds_fleeting_items_use_ITER_COPY) \
    ITER_TERMINAL_ name##_more(struct upstream *self, upstream##_item *iter_found_, \
                               int *iter_any_) { \
        ITER_PULL_ALL_(upstream, (*iter_found_ = item, *iter_any_ = 1)) \
        return iter_status_; \
    } \
    GEN_HIDES_END_ \
    ITER_FROM_NO_ITEM_(name, upstream)

/* ITER_POSITION(name, from, condition) - the number of items before the first one for which the
 * condition holds; if there is none, the number of all items. It does
 *
 *     position = 0;
 *     for each item: if (<condition>) return GEN_YIELDED; else position = position + 1;
 *
 *     gen_status <name>(struct <from> *from, iter_count *position);   // and <name>_more
 */
#define ITER_POSITION(name, upstream, ...) \
    ITER_TERMINAL_ name##_more(struct upstream *self, iter_count *iter_position_) { \
        ITER_PULL_UNTIL_(upstream, (__VA_ARGS__) || (++*iter_position_, 0)) \
        return iter_status_; \
    } \
    GEN_HIDES_END_ \
    ITER_FROM_ZERO_(name, upstream, iter_count)

/* ITER_ANY(name, from, condition) - Python's any: whether the condition holds for an item.
 * ITER_ALL(name, from, condition) - Python's all: whether it holds for all items. They do
 *
 *     for each item: if (<condition>) { *any = 1; return GEN_DONE; }    // at the end: *any = 0;
 *     for each item: if (!<condition>) { *all = 0; return GEN_DONE; }   // at the end: *all = 1;
 *
 *     gen_status <name>(struct <from> *from, int *any);
 *     gen_status <name>(struct <from> *from, int *all);
 */
#define ITER_ANY(name, upstream, ...) ITER_ANSWERS_(name, upstream, GEN_YIELDED, (__VA_ARGS__))
#define ITER_ALL(name, upstream, ...) ITER_ANSWERS_(name, upstream, GEN_DONE, !(__VA_ARGS__))

/* ITER_MAX_BY(name, from, better) - the best item, the first one if several are equal: `better` is
 * an expression of `item` and `best`. ITER_MIN and ITER_MAX compare by < and >. *any is whether
 * there was an item. They do
 *
 *     any = 0; for each item: if (!any || <better>) best = item, any = 1;
 *
 *     ITER_MAX_BY(longest, lines, item.length > best.length)
 *     gen_status <name>(struct <from> *from, <from>_item *best, int *any);   // and <name>_more
 */
#define ITER_MAX_BY(name, upstream, ...) \
    ITER_HOLDS_(name, upstream, error_ITER_MAX_BY_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAX_BY_(name, upstream, (__VA_ARGS__))
#define ITER_MIN(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_MIN_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAX_BY_(name, upstream, (item < best))
#define ITER_MAX(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_MAX_holds_fleeting_items_use_ITER_COPY) \
    ITER_MAX_BY_(name, upstream, (item > best))

/* ITER_EQUAL(name, A, B, same) - whether two iterators have the same items. `same` is an expression
 * of `a` and `b`. During a pause, *equal is the state, and *held may keep an item of A. It does
 *
 *     for each a and b: if (!<same>) { *equal = 0; return GEN_DONE; }
 *     *equal = both have ended;
 *
 *     ITER_EQUAL(agree, ours, theirs, a == b)
 *     gen_status <name>(struct <A> *left, struct <B> *right, <A>_item *held, int *equal);
 *                                                                           // and <name>_more
 */
#define ITER_EQUAL(name, A, B, ...) \
    ITER_TERMINAL_ name##_more(struct A *iter_lhs_, struct B *iter_rhs_, A##_item *iter_held_, \
                               int *iter_equal_) { \
        gen_status iter_status_; \
        for (;;) { \
            B##_item b; \
            if (*iter_equal_ == ITER_READY_) { \
                ITER_PULL_(A, iter_lhs_, iter_held_); \
                if (iter_status_ != GEN_YIELDED && iter_status_ != GEN_DONE) break; \
                *iter_equal_ = iter_status_ == GEN_YIELDED ? ITER_HELD_ : ITER_LEFT_ENDED_; \
            } \
            ITER_PULL_(B, iter_rhs_, &b); \
            if (iter_status_ != GEN_YIELDED || *iter_equal_ != ITER_HELD_) break; \
            { \
                ITER_LET_(A##_item, a, *iter_held_); \
                if (!(__VA_ARGS__)) break; \
            } \
            *iter_equal_ = ITER_READY_; \
        } \
        if (!iter_paused_(iter_status_)) \
            *iter_equal_ = iter_status_ == GEN_DONE && *iter_equal_ == ITER_LEFT_ENDED_; \
        return ITER_ANSWERED_(iter_status_); \
    } \
    GEN_HIDES_END_ \
    ITER_TERMINAL_ name(struct A *iter_lhs_, struct B *iter_rhs_, A##_item *iter_held_, \
                        int *iter_equal_) { \
        *iter_equal_ = ITER_READY_; \
        return name##_more(iter_lhs_, iter_rhs_, iter_held_, iter_equal_); \
    } \
    GEN_HIDES_END_

/* ITER_SORTED(name, from, before) - whether no item must come `before` the previous one: an
 * expression of `item` and `last`.
 * ITER_ALL_EQUAL(name, from, same) - whether each item is the `same` as the previous one. During a
 * pause, the int is whether there was an item, and *last the item. They do
 *
 *     for each item but the first: if (<before>) { *sorted = 0; return GEN_DONE; } last = item;
 *     for each item but the first: if (!<same>) { *equal = 0; return GEN_DONE; } last = item;
 *     *sorted = 1;   *equal = 1;
 *
 *     ITER_SORTED(ascending, numbers, item < last)
 *     gen_status <name>(struct <from> *from, <from>_item *last, int *sorted);   // and <name>_more
 */
#define ITER_SORTED(name, upstream, ...) \
    ITER_HOLDS_(name, upstream, error_ITER_SORTED_holds_fleeting_items_use_ITER_COPY) \
    ITER_SORTED_(name, upstream, (__VA_ARGS__))
#define ITER_ALL_EQUAL(name, upstream, ...) \
    ITER_HOLDS_(name, upstream, error_ITER_ALL_EQUAL_holds_fleeting_items_use_ITER_COPY) \
    ITER_SORTED_(name, upstream, !(__VA_ARGS__))

/* ITER_COLLECT(name, from) - appends the items to an array that has *count items. Returns
 * GEN_E_FULL when it is full; no item is lost. Call it again with more room. It does
 *
 *     while (*count < capacity) for the next item: array[(*count)++] = item;
 *
 *     gen_status <name>(struct <from> *from, <from>_item *array, size_t capacity, size_t *count);
 */
#define ITER_COLLECT(name, upstream) \
    ITER_HOLDS_(name, upstream, error_ITER_COLLECT_holds_fleeting_items_use_ITER_COPY) \
    ITER_TERMINAL_ name(struct upstream *self, upstream##_item *iter_array_, \
                        size_t iter_capacity_, size_t *iter_n_) { \
        gen_status iter_status_ = GEN_SKIP; \
        if (iter_array_ == GEN_NULL_) return GEN_E_ARG; \
        while (iter_status_ == GEN_YIELDED || iter_status_ == GEN_SKIP) { \
            if (*iter_n_ >= iter_capacity_) return GEN_E_FULL; \
            ITER_ANNOUNCE_(upstream, self, iter_capacity_ - *iter_n_) \
            iter_status_ = upstream##_step(self, &iter_array_[*iter_n_]); \
            if (iter_status_ == GEN_YIELDED) ++*iter_n_; \
        } \
        return iter_status_; \
    } \
    GEN_HIDES_END_

/* ITER_DEFINE(name) - makes an iterator of your own struct. You write <name>_item, <name>_step and
 * <name>_close; this defines the rest. Once the step has ended, it must keep returning GEN_DONE.
 *
 *     struct dice { unsigned seed; };
 *     typedef int dice_item;
 *     static gen_status dice_step(struct dice *self, int *item) { ... return GEN_YIELDED; }
 *     static gen_status dice_close(struct dice *self) { ... return GEN_DONE; }
 *     ITER_DEFINE(dice)
 *
 * ITER_DEFINE_BOUNDED(name, skips) - the same, if you also write <name>_left. `skips` is 1 if the
 * step may return GEN_SKIP, otherwise 0.
 */
#define ITER_DEFINE(name) \
    enum { name##_fleeting_ = 0 }; \
    GEN_HIDES_ ITER_LEFT_(name, iter_most_ ? ITER_MANY_ : 0) ITER_ALONE_(name, 1)
#define ITER_DEFINE_BOUNDED(name, skips) \
    enum { name##_fleeting_ = 0 }; \
    GEN_HIDES_ ITER_ALONE_(name, (skips) ? 1 : 0)

/* ==== Private: what follows may change ======================================================== */

#define ITER_CAST_(T, value) GEN_CAST_(T, value)
/* sdcc cannot copy a struct in an initialiser, nor return one. In a cast it drops a call that
 * returns void, and the left operand of a comma whose right operand is a constant. */
#ifdef __SDCC
#define ITER_LET_(T, variable, value) \
    T variable; \
    variable = value; \
    (void)variable
#define ITER_DONE_ONLY_(...) (__VA_ARGS__)
#define ITER_STATUS_(...) (__VA_ARGS__)
#define ITER_MAKER_(function, name, parameters, ...)
#else
#define ITER_LET_(T, variable, value) \
    T const variable = value; \
    (void)variable
#define ITER_DONE_ONLY_(...) (void)(__VA_ARGS__) /* the user's expression, for its effect */
#define ITER_STATUS_(...) ITER_CAST_(gen_status, (__VA_ARGS__))
#endif
/* Add integers unsigned, because a sum that is never handed out may overflow T. */
#define ITER_NEXT_(T, value, step) \
    ITER_CAST_(T, ITER_CAST_(T, 1) / 2 > 0 \
                      ? (value) + (step) \
                      : ITER_CAST_(T, ITER_CAST_(iter_wide, value) + ITER_CAST_(iter_wide, step)))
#define ITER_MANY_ ITER_CAST_(size_t, -1) /* also: unbounded, or unknown */

/* A check that only a programming mistake can trip; GEN_UNCHECKED removes it. */
#ifdef GEN_UNCHECKED
#define ITER_MISTAKE_(condition) 0
#else
#define ITER_MISTAKE_(condition) (condition)
#endif

struct iter_count_check_ {
    unsigned error_ITER_COUNT_T_must_be_a_signed_integer GEN_IF_(ITER_CAST_(iter_count, -1) > 0 ||
                                                                 ITER_CAST_(iter_count, 1) / 2 > 0);
    unsigned error_ITER_COUNT_T_is_wider_than_any_integer GEN_IF_(sizeof(iter_count) >
                                                                  sizeof(iter_wide));
    unsigned error_ITER_COUNT_T_is_narrower_than_ptrdiff_t GEN_IF_(sizeof(iter_count) <
                                                                   sizeof(ptrdiff_t));
};

#if defined(__cplusplus) && (defined(__clang__) || (defined(__GNUC__) && __GNUC__ >= 10))
#define ITER_SAME_(A, B) __is_same(A, B)
#elif defined(GEN_GNU_) && !defined(__cplusplus)
#define ITER_SAME_(A, B) __builtin_types_compatible_p(A, B)
#else
#define ITER_SAME_(A, B) (sizeof(A) == sizeof(B))
#endif

/* ---- Functions that stages call -------------------------------------------------------------- */

#if !defined(__SDCC) || defined(ITER_IMPLEMENTATION)
ITER_HELPER_ int iter_failed_(gen_status iter_status_) {
    return iter_status_ < 0 && iter_status_ != GEN_E_FULL;
}
ITER_HELPER_ int iter_ended_(gen_status iter_status_) {
    return iter_status_ <= 0 && iter_status_ != GEN_E_FULL;
}
ITER_HELPER_ int iter_paused_(gen_status iter_status_) {
    return iter_status_ == GEN_PENDING || iter_status_ == GEN_SKIP || iter_status_ == GEN_E_FULL;
}
ITER_HELPER_ int iter_again_(gen_status iter_status_) { return iter_status_ == GEN_SKIP; }

ITER_HELPER_ size_t iter_add_(size_t iter_a_, size_t iter_b_) {
    return iter_b_ > ITER_MANY_ - iter_a_ ? ITER_MANY_ : iter_a_ + iter_b_;
}
ITER_HELPER_ size_t iter_less_(size_t iter_a_, size_t iter_b_) {
    return iter_a_ == ITER_MANY_ ? iter_a_ : iter_a_ < iter_b_ ? 0 : iter_a_ - iter_b_;
}
ITER_HELPER_ size_t iter_min_(size_t iter_a_, size_t iter_b_) {
    return iter_a_ < iter_b_ ? iter_a_ : iter_b_;
}
ITER_HELPER_ size_t iter_max_(size_t iter_a_, size_t iter_b_) {
    return iter_a_ > iter_b_ ? iter_a_ : iter_b_;
}
ITER_HELPER_ size_t iter_clamp_(iter_wide iter_n_) {
    return iter_n_ > ITER_MANY_ ? ITER_MANY_ : ITER_CAST_(size_t, iter_n_);
}
ITER_HELPER_ size_t iter_left_(iter_count iter_n_) {
    return iter_n_ == ITER_FOREVER ? ITER_MANY_
           : iter_n_ <= 0          ? 0
                                   : iter_clamp_(ITER_CAST_(iter_wide, iter_n_));
}
ITER_HELPER_ size_t iter_sliced_(size_t iter_more_, iter_count iter_start_, iter_count iter_stop_,
                                 iter_count iter_step_) {
    const size_t iter_from_ = iter_left_(iter_start_),
                 iter_to_ = iter_min_(iter_more_, iter_left_(iter_stop_));
    if (iter_step_ < 1 || iter_to_ <= iter_from_) return 0;
    return iter_to_ == ITER_MANY_
               ? iter_to_
               : (iter_to_ - iter_from_ - 1) / iter_clamp_(ITER_CAST_(iter_wide, iter_step_)) + 1;
}
ITER_HELPER_ size_t iter_batches_(size_t iter_more_, iter_count iter_n_, iter_count iter_size_,
                                  int iter_strict_) {
    return iter_sliced_(iter_add_(iter_more_, iter_left_(iter_n_)),
                        iter_strict_ ? iter_size_ - 1 : 0, ITER_FOREVER, iter_size_);
}
ITER_HELPER_ size_t iter_zipped_(unsigned iter_state_, size_t iter_lhs_, size_t iter_rhs_) {
    if (iter_state_ == ITER_ENDED_ || iter_state_ == ITER_LEFT_ENDED_) return 0;
    return iter_min_(iter_add_(iter_lhs_, iter_state_ == ITER_HELD_), iter_rhs_);
}
ITER_HELPER_ size_t iter_rest_(unsigned iter_state_, size_t iter_more_) {
    return iter_state_ == ITER_ENDED_ ? 0 : iter_add_(iter_more_, iter_state_ == ITER_HELD_);
}
ITER_HELPER_ iter_count iter_after_(iter_count iter_at_, iter_count iter_size_) {
    return iter_at_ + 1 == iter_size_ ? 0 : iter_at_ + 1;
}
ITER_HELPER_ gen_status iter_refused_once_(iter_count *iter_n_) {
    const int iter_first_ = *iter_n_ != -ITER_FOREVER;
    *iter_n_ = -ITER_FOREVER;
    return -iter_first_ & GEN_E_ARG;
}
ITER_HELPER_ gen_status iter_used_up_(iter_count *iter_n_) {
#if defined(GEN_UNCHECKED)
    (void)iter_n_;
    return GEN_DONE;
#else
    const iter_count iter_more_ = *iter_n_;
    *iter_n_ = 0;
#if defined(__OPTIMIZE_SIZE__) || defined(__SDCC)
    return iter_more_ < 0 ? GEN_E_ARG : GEN_DONE;
#else
    return -(iter_more_ < 0) & GEN_E_ARG;
#endif
#endif
}
ITER_HELPER_ gen_status iter_past_(size_t *iter_at_, size_t iter_end_) {
    const int iter_refused_ = *iter_at_ > iter_end_;
    *iter_at_ = iter_end_;
    return -iter_refused_ & GEN_E_ARG;
}
ITER_HELPER_ unsigned char iter_ready_unless_(int iter_refused_) {
    return ITER_CAST_(unsigned char, iter_refused_ ? ITER_PAST_ : ITER_READY_);
}
ITER_HELPER_ gen_status iter_no_more_(unsigned char *iter_state_) {
    const int iter_refused_ = *iter_state_ == ITER_PAST_;
    *iter_state_ = ITER_ENDED_;
    return -iter_refused_ & GEN_E_ARG;
}
ITER_HELPER_ gen_status iter_both_(gen_status iter_lhs_, gen_status iter_rhs_) {
    return iter_lhs_ == GEN_PENDING || iter_rhs_ == GEN_PENDING
               ? ITER_CAST_(gen_status, GEN_PENDING)
           : iter_lhs_ != GEN_DONE ? iter_lhs_
                                   : iter_rhs_;
}
#endif

/* ---- Parts of every iterator ----------------------------------------------------------------- */

/* An iterator with ITER_STEP_ is one loop of GEN_EACH_ (see gen.h). ITER_STEP_IN_PART_ knows the
 * part, iter_part_, where loops are inlined. N_step is then the same in any part. */
#if GEN_SPEED_
#define ITER_INLINE_ static inline __attribute__((__unused__, __always_inline__))
#define ITER_STEP_IN_PART_(name) \
    ITER_INLINE_ gen_status name##_pull_(struct name *self, name##_item *iter_out_, \
                                         unsigned iter_part_ GEN_UNUSED_)
#define ITER_UP_(upstream, out) upstream##_pull_(&self->upstream, out, iter_part_)
#define ITER_ANY_PART_ 0xFFFFu
#define ITER_LOOPS_(name, parts, runs, gaps) \
    enum { name##_parts_ = (parts), name##_runs_ = (runs), name##_gaps_ = (gaps) }; \
    ITER_STEP_(name) { return name##_pull_(self, iter_out_, ITER_ANY_PART_); }
#define ITER_OPEN_RUN_(name) \
    ITER_INLINE_ gen_status name##_open_(struct name *self GEN_UNUSED_, \
                                         unsigned iter_part_ GEN_UNUSED_)
#define ITER_IN_PARTS_(name, parts, gaps) /* loops one after another */ \
    ITER_OPEN_RUN_(name) { return GEN_YIELDED; } \
    ITER_LOOPS_(name, parts, 0, gaps)
#define ITER_RUN_(name, inner, ...) /* a loop in a loop: the block opens the next run of items */ \
    ITER_OPEN_RUN_(name) __VA_ARGS__ ITER_LOOPS_(name, 1, 1, inner##_cuts_ ? 2 : inner##_skips_)
#define ITER_NOT_OPEN_ (iter_part_ == ITER_ANY_PART_) /* in a part, N_open_ has been called */
#define ITER_END_OF_RUN_ \
    (iter_part_ == ITER_ANY_PART_ ? ITER_CAST_(gen_status, GEN_SKIP) \
                                  : ITER_CAST_(gen_status, GEN_DONE))
#define ITER_LOOPS_OF_(name, upstream, gaps) \
    ITER_OPEN_RUN_(name) { return upstream##_open_(&self->upstream, iter_part_); } \
    ITER_LOOPS_(name, upstream##_parts_, upstream##_runs_, gaps)
#else
#define ITER_INLINE_ GEN_FUNCTION_
#define ITER_STEP_IN_PART_ ITER_STEP_
#define ITER_UP_(upstream, out) upstream##_step(&self->upstream, out)
#define ITER_IN_PARTS_(name, parts, gaps)
#define ITER_RUN_(name, inner, ...)
#define ITER_NOT_OPEN_ 1
#define ITER_END_OF_RUN_ ITER_CAST_(gen_status, GEN_SKIP)
#define ITER_LOOPS_OF_(name, upstream, gaps)
#endif
/* Without optimisation, too, the steps of a pipeline are inlined, into its N_next: functions would
 * only pass on two pointers and a status. */
#if defined(GEN_GNU_) && !defined(__OPTIMIZE__)
#define ITER_INLINE_STEP_ static inline __attribute__((__unused__, __always_inline__))
#else
#define ITER_INLINE_STEP_ ITER_INLINE_
#endif
#define ITER_STEP_(name) \
    ITER_INLINE_STEP_ gen_status name##_step(struct name *self, name##_item *iter_out_)

#define ITER_CLOSE_(name) GEN_FUNCTION_ gen_status name##_close(struct name *self)
#define ITER_LEFT_HEAD_(name) \
    GEN_FUNCTION_ size_t name##_left(const struct name *self, int iter_most_)
#define ITER_LEFT_(name, left) \
    ITER_LEFT_HEAD_(name) { \
        (void)self, (void)iter_most_; \
        return (left); \
    }
#define ITER_LEFT_OF_(name, upstream, left) \
    ITER_LEFT_HEAD_(name) { \
        const size_t iter_upstream_ = upstream##_left(&self->upstream, iter_most_); \
        return (left); \
    }
#define ITER_LEFT_OF_TWO_(name, A, B, bound) \
    ITER_LEFT_HEAD_(name) { \
        const size_t iter_a_ = A##_left(&self->left_, iter_most_); \
        const size_t iter_b_ = B##_left(&self->right_, iter_most_); \
        return (bound); \
    }
#define ITER_CLOSE_AFTER_(name, upstream, ...) \
    ITER_CLOSE_(name) { \
        __VA_ARGS__; \
        return upstream##_close(&self->upstream); \
    }
#define ITER_CLOSE_BY_(name, ...) \
    ITER_CLOSE_(name) { \
        __VA_ARGS__; \
        return GEN_DONE; \
    }
#define ITER_CLOSE_ENDED_(name) ITER_CLOSE_BY_(name, self->ended_ = 1)

#define ITER_VIEW_(name, T, fleeting) \
    ITER_ITEM_OF_FIELDS_(name, fleeting, T const *data; size_t length;)
#define ITER_ITEM_(name, T, fleeting) \
    typedef T name##_item; \
    enum { name##_fleeting_ = (fleeting) };
#define ITER_ITEM_OF_FIELDS_(name, fleeting, ...) \
    struct name##_item { \
        __VA_ARGS__ \
    }; \
    ITER_ITEM_(name, struct name##_item, fleeting)
#define ITER_FIELDS_(name, T, fleeting, ...) \
    GEN_NEW_(name) struct name { __VA_ARGS__ }; \
    ITER_ITEM_(name, T, fleeting)
#define ITER_STAGE_(name, upstream, ...) \
    ITER_FIELDS_(name, upstream##_item, upstream##_fleeting_, \
                 GEN_FIELD_(upstream, upstream) __VA_ARGS__)
/* The public macro spells the error, because gcc and clang quote each macro that leads to it. */
#define ITER_HOLDS_(name, upstream, error) \
    struct name##_holds_ { \
        unsigned error GEN_IF_(upstream##_fleeting_); \
    };
#define ITER_HOLDS_IF_(name, fleeting, error) \
    struct name##_holds_ { \
        unsigned error GEN_IF_(fleeting); \
    };
/* A number is not fleeting. A pointer, a struct or a union may show what the item shows; compilers
 * that cannot tell them from a number go by the size. */
#define ITER_MADE_(upstream, T) (upstream##_fleeting_ && ITER_MAY_SHOW_(T))
#define ITER_ITSELF_(upstream, T) (ITER_MADE_(upstream, T) && ITER_SAME_(T, upstream##_item))
#if defined(GEN_GNU_)
#define ITER_CLASS_(T) __builtin_classify_type(*GEN_CAST_(T *, GEN_NULL_))
#define ITER_MAY_SHOW_(T) (ITER_CLASS_(T) == 5 || ITER_CLASS_(T) == 12 || ITER_CLASS_(T) == 13)
#else
#define ITER_MAY_SHOW_(T) (sizeof(T) > sizeof(iter_wide))
#endif

/* A function that makes a stage. Clang passes a struct of up to 16 bytes in two registers and never
 * separates two fields that share a register, not even in a loop. Another calling convention passes
 * the struct in memory instead, and costs nothing, because these functions are inlined. The address
 * of the stage's name is that of a second function, with the usual convention: overload resolution
 * prefers the one with enable_if in a call, and its type does not fit a pointer. */
#if defined(__clang__) && defined(__x86_64__) && defined(__OPTIMIZE__)
#define ITER_MAKER_(function, name, parameters, ...) \
    _Pragma("clang diagnostic ignored \"-Wgcc-compat\"") GEN_FUNCTION_ \
        __attribute__((__overloadable__)) struct name function parameters { \
        __VA_ARGS__ \
    } GEN_FUNCTION_ __attribute__((__overloadable__, __ms_abi__, \
                                   __enable_if__(1, ""))) struct name function parameters { \
        __VA_ARGS__ \
    }
#elif !defined(__SDCC)
#define ITER_MAKER_(function, name, parameters, ...) \
    GEN_FUNCTION_ struct name function parameters { __VA_ARGS__ }
#endif

#define ITER_MAKE_AND_(name, parameters, statement, ...) \
    GEN_HIDES_ ITER_MAKER_(name, name, parameters, struct name iter_made_ = {__VA_ARGS__}; \
                           statement return iter_made_;)
#define ITER_MAKE_AS_(function, name, parameters, ...) \
    ITER_MAKER_(function, name, parameters, return GEN_LITERAL_(struct name){__VA_ARGS__};)
#define ITER_MAKE_ZEROED_(name, T, parameters, ...) /* with an item that is set later */ \
    GEN_HIDES_ ITER_MAKER_(name, name, parameters, T const iter_zero_ = GEN_ZERO_; \
                           return GEN_LITERAL_(struct name){__VA_ARGS__};)
#define ITER_MAKE_HELD_(name, upstream) \
    ITER_MAKE_ZEROED_(name, upstream##_item, (struct upstream iter_from_), iter_from_, iter_zero_, \
                      0)
#define ITER_MAKE_(name, parameters, ...) \
    GEN_HIDES_ ITER_MAKE_AS_(name, name, parameters, __VA_ARGS__)

/* A stage that takes some items need not count them if its upstream is cut, and its loop has one
 * exit. An iterator may jump past its end; then it is not told again. Where size_t is narrower than
 * iter_count, none of this is used. */
#define ITER_CUT_(name) GEN_FUNCTION_ void name##_cut_(struct name *self, size_t iter_n_)
#define ITER_JUMP_(name) GEN_FUNCTION_ void name##_jump_(struct name *self, size_t iter_n_)
#define ITER_NO_JUMP_(name) \
    enum { name##_jumps_ = 0 }; \
    ITER_JUMP_(name) { (void)self, (void)iter_n_; }
/* ITER_CUT_NOW_ is for a stage made by an initialiser. */
#define ITER_CUT_WHEN_MADE_(upstream, count, refused) \
    const int iter_refused_ = ITER_MISTAKE_(refused); \
    if (upstream##_cuts_) { \
        upstream##_cut_(&iter_made_.upstream, iter_refused_ ? 0 : iter_left_(count)); \
        count = ITER_FOREVER; \
    } \
    if (iter_refused_ && (upstream##_cuts_ || count >= 0)) count = -1;
#define ITER_CUT_NOW_(upstream, count) \
    if (upstream##_cuts_ && count != ITER_FOREVER) { \
        upstream##_cut_(&self->upstream, iter_left_(count)); \
        count = ITER_FOREVER; \
    }
#define ITER_JUMP_NOW_(upstream, count) \
    if (upstream##_jumps_ && count > 0) { \
        upstream##_jump_(&self->upstream, ITER_CAST_(size_t, count)); \
        count = 0; \
    }

/* ITER_..._IN_ has its own loops. */
#define ITER_ALONE_(name, skips) \
    ITER_ALONE_IN_(name, skips, GEN_ONE_LOOP_(name, name##_skips_, name##_step))
#define ITER_ALONE_IN_(name, skips, ...) \
    ITER_UNTOLD_(name) \
    ITER_ITERATES_(name, skips, __VA_ARGS__)
#define ITER_STOP_(name, upstream, skips) \
    ITER_CLOSE_(name) { return upstream##_close(&self->upstream); } \
    ITER_ALONE_(name, skips)
#define ITER_PASS_(name, upstream, skips) \
    ITER_PASS_IN_(name, upstream, skips, GEN_ONE_LOOP_(name, name##_skips_, name##_step))
#define ITER_PASS_IN_(name, upstream, skips, ...) \
    ITER_CLOSE_(name) { return upstream##_close(&self->upstream); } \
    ITER_TELL_(name, upstream) \
    ITER_ITERATES_(name, skips, __VA_ARGS__)
#define ITER_PASS_SOME_(name, upstream) \
    ITER_PASS_IN_(name, upstream, 1, ITER_LOOPS_OF_(name, upstream, 1))
#define ITER_PASS_ALL_(name, upstream) \
    ITER_CLOSE_(name) { return upstream##_close(&self->upstream); } \
    ITER_TELL_(name, upstream) \
    ITER_LEFT_(name, upstream##_left(&self->upstream, iter_most_)) \
    enum { name##_cuts_ = upstream##_cuts_ }; \
    ITER_CUT_(name) { upstream##_cut_(&self->upstream, iter_n_); } \
    ITER_NO_JUMP_(name) \
    ITER_IS_(name, upstream##_skips_, ITER_LOOPS_OF_(name, upstream, upstream##_gaps_))
#define ITER_LENGTH_KNOWN_(name) \
    ITER_UNTOLD_(name) \
    enum { \
        name##_cuts_ = sizeof(size_t) >= sizeof(iter_count), \
        name##_jumps_ = sizeof(size_t) >= sizeof(iter_count) \
    }; \
    ITER_IS_(name, 0, GEN_ONE_LOOP_(name, name##_skips_, name##_step))

/* N_will_pull, and N_listens_: 1 if it has an effect, otherwise 0. Where it has none, no stage and
 * no terminal calls it, so that it is not compiled, not even without optimisation. */
#define ITER_WILL_PULL_(name, listens) \
    enum { name##_listens_ = (listens) }; \
    GEN_FUNCTION_ void name##_will_pull(struct name *self, size_t iter_n_)
#define ITER_UNTOLD_(name) \
    ITER_WILL_PULL_(name, 0) { (void)self, (void)iter_n_; }
#define ITER_TELL_(name, upstream) \
    ITER_WILL_PULL_(name, upstream##_listens_) { upstream##_will_pull(&self->upstream, iter_n_); }
#define ITER_ANNOUNCE_(upstream, from, count) \
    if (upstream##_listens_) upstream##_will_pull(from, count);
/* The same for a stage with its own N_will_pull. */
#define ITER_ITERATES_(name, skips, ...) \
    enum { name##_cuts_ = 0 }; \
    ITER_CUT_(name) { (void)self, (void)iter_n_; } \
    ITER_NO_JUMP_(name) \
    ITER_IS_(name, skips, __VA_ARGS__)
#define ITER_IS_(name, skips, ...) \
    GEN_IS_ITERATOR_(name) \
    enum { name##_skips_ = (skips) }; \
    __VA_ARGS__ \
    ITER_INLINE_ gen_status name##_next(struct name *self, name##_item *iter_out_) { \
        gen_status iter_status_; \
        do iter_status_ = name##_step(self, iter_out_); \
        while (name##_skips_ && iter_status_ == GEN_SKIP); \
        return iter_status_; \
    } \
    /* for GEN_YIELD_FROM and GEN_FOR_AWAIT; a thrown error does not enter a pipeline */ \
    GEN_FUNCTION_ gen_status name##_delegate_(struct name *self, const void *iter_sent_, \
                                              gen_status iter_thrown_, gen_status iter_entered_, \
                                              name##_item *iter_out_) { \
        gen_status iter_status_; \
        (void)iter_sent_; \
        if (iter_thrown_ == 0) { \
            iter_status_ = name##_next(self, iter_out_); \
        } else { \
            if (iter_thrown_ != GEN_E_EXIT) return iter_thrown_; \
            iter_status_ = name##_close(self); \
            if (iter_status_ == GEN_DONE) return GEN_E_EXIT; \
        } \
        return iter_status_ == GEN_PENDING \
                   ? GEN_PENDING + 4 * ((iter_thrown_ != 0) + (iter_entered_ == GEN_E_EXIT)) \
                   : iter_status_; \
    } \
    GEN_CLEANUP_(name) GEN_KNOWS_END_(name, 0) GEN_HIDES_END_

#define ITER_SKIPS_TWO_(A, B) A##_skips_ || B##_skips_
#define ITER_STRUCT_(name, upstream) ITER_STRUCT_OF_(name, upstream, , iter_from_)
#define ITER_STRUCT_ENDED_(name, upstream) \
    ITER_STRUCT_OF_(name, upstream, unsigned char ended_;, iter_from_, 0)
#define ITER_STRUCT_OF_(name, upstream, fields, ...) \
    GEN_NEW_(name) struct name { GEN_FIELD_(upstream, upstream) fields }; \
    ITER_MAKE_(name, (struct upstream iter_from_), __VA_ARGS__)
#define ITER_STRUCT_WITH_(name, upstream, C) \
    ITER_STRUCT_OF_WITH_(name, upstream, C, , iter_from_, iter_context_)
#define ITER_STRUCT_ENDED_WITH_(name, upstream, C) \
    ITER_STRUCT_OF_WITH_(name, upstream, C, unsigned char ended_;, iter_from_, iter_context_, 0)
#define ITER_STRUCT_OF_WITH_(name, upstream, C, fields, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        C context; \
        fields \
    }; \
    ITER_MAKE_(name, (struct upstream iter_from_, C iter_context_), __VA_ARGS__)

/* ---- Stages over several --------------------------------------------------------------------- */

#define ITER_HOLD_(pulled, held, gone) \
    if (!(self->state_ & ((held) | (gone)))) { \
        const gen_status iter_status_ = pulled; \
        if (iter_status_ == GEN_YIELDED) { \
            self->state_ = ITER_CAST_(unsigned char, self->state_ | (held)); \
        } else if (iter_status_ == GEN_DONE) { \
            self->state_ = ITER_CAST_(unsigned char, self->state_ | (gone)); \
        } else { \
            if (iter_failed_(iter_status_)) self->state_ = ITER_LEFT_GONE_ | ITER_RIGHT_GONE_; \
            return iter_status_; \
        } \
    }

#define ITER_CLOSE_TWO_(name, A, B, ended) \
    ITER_CLOSE_(name) { \
        gen_status iter_status_; \
        self->state_ = (ended); \
        iter_status_ = A##_close(&self->left_); \
        return iter_both_(iter_status_, B##_close(&self->right_)); \
    }

#define ITER_CLOSE_EACH_(upstream, each, count) \
    gen_status iter_status_ = GEN_DONE; \
    size_t iter_i_; \
    const size_t iter_end_ = (count); \
    for (iter_i_ = 0; iter_i_ < iter_end_; iter_i_++) \
        iter_status_ = iter_both_(iter_status_, upstream##_close(&(each)[iter_i_])); \
    return iter_status_;

#define ITER_PAIR_(name, A, B) \
    ITER_ITEM_OF_FIELDS_(name, A##_fleeting_ || B##_fleeting_, A##_item first; B##_item second;)

#define ITER_TWO_(name, A, B) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(A, left_) \
        GEN_FIELD_(B, right_) \
        A##_item held_; /* while the right one is pending */ \
        unsigned char state_; \
    }; \
    ITER_MAKE_ZEROED_(name, A##_item, (struct A iter_lhs_, struct B iter_rhs_), iter_lhs_, \
                      iter_rhs_, iter_zero_, 0) \
    ITER_CLOSE_TWO_(name, A, B, ITER_ENDED_)
/* The left item is held if the right iterator pauses. */
#define ITER_PULL_TWO_(A, item, B, out) \
    gen_status iter_status_; \
    if (self->state_ == ITER_ENDED_) return GEN_DONE; \
    if (self->state_ == ITER_HELD_) { \
        item = self->held_; \
    } else { \
        iter_status_ = A##_step(&self->left_, &item); \
        if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
    } \
    iter_status_ = B##_step(&self->right_, out); \
    if (iter_status_ != GEN_YIELDED) { \
        if (iter_paused_(iter_status_)) self->held_ = item; \
        self->state_ = iter_paused_(iter_status_) ? ITER_HELD_ : ITER_ENDED_; \
        return iter_status_; \
    } \
    self->state_ = ITER_READY_;
#define ITER_HOLD_LEFT_(A) \
    if (self->state_ == ITER_ENDED_) return GEN_DONE; \
    if (self->state_ == ITER_READY_) { \
        iter_status_ = A##_step(&self->left_, &self->held_); \
        if (iter_failed_(iter_status_)) self->state_ = ITER_ENDED_; \
        if (iter_status_ != GEN_YIELDED && iter_status_ != GEN_DONE) return iter_status_; \
        self->state_ = iter_status_ == GEN_YIELDED ? ITER_HELD_ : ITER_LEFT_ENDED_; \
    }

/* For more than 8 iterators, or one, ITER_EACH_ expands m only for the first. */
#define ITER_COMMA_() ,
#define ITER_NO_COMMA_()
#define ITER_EACH_(m, c, ...) ITER_EACH_OF_(ITER_NUMBER_(__VA_ARGS__))(m, c, __VA_ARGS__, )
#define ITER_EACH_OF_(number) ITER_EACH_PASTED_(number)
#define ITER_EACH_PASTED_(number) ITER_EACH_##number##_
#define ITER_NUMBER_(...) ITER_17_(__VA_ARGS__, 1, 1, 1, 1, 1, 1, 1, 1, 8, 7, 6, 5, 4, 3, 2, 1, )
#define ITER_17_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, number, ...) number
#define ITER_EACH_1_(m, c, A, ...) m(0, A)
#define ITER_EACH_2_(m, c, A, B, ...) ITER_EACH_1_(m, c, A, ) c() m(1, B)
#define ITER_EACH_3_(m, c, A, B, C, ...) ITER_EACH_2_(m, c, A, B, ) c() m(2, C)
#define ITER_EACH_4_(m, c, A, B, C, D, ...) ITER_EACH_3_(m, c, A, B, C, ) c() m(3, D)
#define ITER_EACH_5_(m, c, A, B, C, D, E, ...) ITER_EACH_4_(m, c, A, B, C, D, ) c() m(4, E)
#define ITER_EACH_6_(m, c, A, B, C, D, E, F, ...) ITER_EACH_5_(m, c, A, B, C, D, E, ) c() m(5, F)
#define ITER_EACH_7_(m, c, A, B, C, D, E, F, G, ...) \
    ITER_EACH_6_(m, c, A, B, C, D, E, F, ) c() m(6, G)
#define ITER_EACH_8_(m, c, A, B, C, D, E, F, G, H, ...) \
    ITER_EACH_7_(m, c, A, B, C, D, E, F, G, ) c() m(7, H)

#define ITER_ITEM_OF_(A, ...) A##_item
#define ITER_FIELD_(i, A) GEN_FIELD_(A, from##i##_)
#define ITER_PARAMETER_(i, A) struct A iter_from##i##_
#define ITER_ARGUMENT_(i, A) iter_from##i##_
#define ITER_DIFFERS_(i, A) !ITER_SAME_(A##_item, iter_item_) ||
#define ITER_SKIPS_(i, A) (A##_skips_) ||
#define ITER_FLEETING_PART_(i, A) A##_fleeting_ ||
#define ITER_ADD_LEFT_(i, A) \
    if (self->at_ <= i) iter_sum_ = iter_add_(iter_sum_, A##_left(&self->from##i##_, iter_most_));
#define ITER_CLOSE_PART_(i, A) \
    iter_status_ = iter_both_(iter_status_, A##_close(&self->from##i##_));
#if GEN_SPEED_
/* The parts of each are the next parts of the chain: iter_first_ counts those before it. */
#define ITER_CHAIN_PART_(i, A) \
    if (self->at_ == i && (iter_any_ || iter_part_ - iter_first_ < A##_parts_)) { \
        iter_status_ = A##_pull_(&self->from##i##_, GEN_CHECKED_(iter_out_), \
                                 iter_any_ ? ITER_ANY_PART_ : iter_part_ - iter_first_); \
        ITER_CHAIN_ON_(i, iter_any_ || \
                              (A##_runs_ == 0 && iter_part_ - iter_first_ == A##_parts_ - 1u)) \
        if (!iter_any_) return GEN_DONE; \
    } \
    iter_first_ += A##_parts_;
#define ITER_CHAIN_OPEN_(i, A) \
    if (iter_part_ - iter_first_ < A##_parts_) { \
        if (self->at_ != i) return GEN_DONE; \
        iter_status_ = A##_open_(&self->from##i##_, iter_part_ - iter_first_); \
        ITER_CHAIN_ON_(i, iter_part_ - iter_first_ == A##_parts_ - 1u) \
        return GEN_DONE; \
    } \
    iter_first_ += A##_parts_;
#define ITER_PARTS_(i, A) ITER_CAST_(int, A##_parts_) +
#define ITER_HAS_RUNS_(i, A) A##_runs_ ||
#define ITER_HAS_GAPS_(i, A) A##_gaps_ == 1 ||
#define ITER_LOOPS_OF_EACH_(name, ...) \
    ITER_OPEN_RUN_(name) { \
        gen_status iter_status_; \
        unsigned iter_first_ = 0; \
        ITER_EACH_(ITER_CHAIN_OPEN_, ITER_NO_COMMA_, __VA_ARGS__) \
        return GEN_DONE; \
    } \
    ITER_LOOPS_(name, ITER_EACH_(ITER_PARTS_, ITER_NO_COMMA_, __VA_ARGS__) 0, \
                ITER_EACH_(ITER_HAS_RUNS_, ITER_NO_COMMA_, __VA_ARGS__) 0, \
                ITER_EACH_(ITER_HAS_GAPS_, ITER_NO_COMMA_, __VA_ARGS__) 0)
/* A merge of two sources holds no item: it looks at the next ones in copies of the sources, because
 * they can be pulled again. It is three loops: over both, over the left, over the right. */
#define ITER_MERGE_SOURCES_(name, A, B, before) \
    if (A##_jumps_ && B##_jumps_) { \
        struct A iter_lhs_ = self->left_; \
        struct B iter_rhs_ = self->right_; \
        gen_status iter_status_ = A##_step(&iter_lhs_, &self->a_); \
        if (iter_part_ == 2 || (iter_part_ == ITER_ANY_PART_ && iter_status_ == GEN_DONE)) \
            return B##_step(&self->right_, GEN_CHECKED_(iter_out_)); \
        if (iter_part_ != 1 && iter_status_ == GEN_YIELDED) { \
            iter_status_ = B##_step(&iter_rhs_, GEN_CHECKED_(&self->b_)); \
            if (iter_part_ == 0 || iter_status_ != GEN_DONE) { \
                ITER_LET_(A##_item, a, self->a_); \
                ITER_LET_(A##_item, b, self->b_); \
                if (iter_failed_(iter_status_)) (void)A##_close(&self->left_); \
                if (iter_status_ != GEN_YIELDED || (before)) \
                    return B##_step(&self->right_, GEN_CHECKED_(iter_out_)); \
            } \
        } \
        if (iter_failed_(iter_status_)) (void)B##_close(&self->right_); \
        return A##_step(&self->left_, iter_out_); \
    }
#define ITER_CHAIN_FROM_START_ \
    const int iter_any_ = iter_part_ == ITER_ANY_PART_; \
    unsigned iter_first_ = 0;
#else
#define ITER_CHAIN_PART_(i, A) \
    if (self->at_ == i) { \
        iter_status_ = A##_step(&self->from##i##_, GEN_CHECKED_(iter_out_)); \
        ITER_CHAIN_ON_(i, 1) \
    }
#define ITER_LOOPS_OF_EACH_(name, ...)
#define ITER_CHAIN_FROM_START_
#define ITER_MERGE_SOURCES_(name, A, B, before)
#endif
#define ITER_CHAIN_ON_(i, last) \
    if (iter_failed_(iter_status_)) self->at_ = ITER_PAST_; \
    if (iter_status_ != GEN_DONE) return iter_status_; \
    if (last) self->at_ = i + 1;

/* ---- Parts of terminals ---------------------------------------------------------------------- */

#define ITER_TERMINAL_ GEN_HIDES_ ITER_INLINE_ gen_status
#define ITER_PULL_ALL_(upstream, statement) \
    upstream##_item item GEN_AT_FIRST_; \
    gen_status iter_status_ = GEN_SKIP; \
    ITER_ANNOUNCE_(upstream, self, ITER_MANY_) \
    GEN_EACH_(iter_status_, iter_again_, iter_, upstream, self, &item) statement;
#if GEN_SPEED_
#define ITER_PULL_UNTIL_(upstream, condition) \
    upstream##_item item GEN_AT_FIRST_; \
    gen_status iter_status_ = GEN_SKIP; \
    GEN_EACH_(iter_status_, iter_again_, iter_, upstream, self, &item) \
    if (condition) break;
#else
#define ITER_PULL_UNTIL_(upstream, condition) \
    upstream##_item item GEN_UNSET_; \
    gen_status iter_status_; \
    do iter_status_ = upstream##_next(self, &item); \
    while (iter_status_ == GEN_YIELDED && !(condition));
#endif
#define ITER_FOLD_(name, upstream, R, total, expression) \
    ITER_TERMINAL_ name(struct upstream *self, R *iter_result_) { \
        R total = *iter_result_; \
        ITER_PULL_ALL_(upstream, total = expression) \
        *iter_result_ = total; \
        return iter_status_; \
    } \
    GEN_HIDES_END_

#define ITER_FROM_ZERO_(name, upstream, R) \
    ITER_TERMINAL_ name(struct upstream *self, R *iter_result_) { \
        R const iter_zero_ = GEN_ZERO_; \
        *iter_result_ = iter_zero_; \
        return name##_more(self, iter_result_); \
    } \
    GEN_HIDES_END_
#define ITER_FROM_NO_ITEM_(name, upstream) \
    ITER_TERMINAL_ name(struct upstream *self, upstream##_item *iter_result_, int *iter_any_) { \
        *iter_any_ = 0; \
        return name##_more(self, iter_result_, iter_any_); \
    } \
    GEN_HIDES_END_

/* A terminal whose result is yes or no stops as if it had found an item, but returns GEN_DONE. */
#define ITER_ANSWERED_(status) \
    ((status) == GEN_YIELDED ? ITER_CAST_(gen_status, GEN_DONE) : (status))
#define ITER_ANSWERS_(name, upstream, yes, condition) \
    ITER_TERMINAL_ name(struct upstream *self, int *iter_result_) { \
        ITER_PULL_UNTIL_(upstream, condition) \
        *iter_result_ = iter_status_ == (yes); \
        return ITER_ANSWERED_(iter_status_); \
    } \
    GEN_HIDES_END_

#define ITER_MAX_BY_(name, upstream, better) \
    ITER_TERMINAL_ name##_more(struct upstream *self, upstream##_item *iter_result_, \
                               int *iter_any_) { \
        upstream##_item best = GEN_ZERO_; \
        if (*iter_any_) best = *iter_result_; \
        ITER_PULL_ALL_( \
            upstream, if (!*iter_any_ || better) { \
                best = item; \
                *iter_any_ = 1; \
            }) \
        if (*iter_any_) *iter_result_ = best; \
        return iter_status_; \
    } \
    GEN_HIDES_END_ \
    ITER_FROM_NO_ITEM_(name, upstream)

#define ITER_SORTED_(name, upstream, before) \
    ITER_TERMINAL_ name##_more(struct upstream *self, upstream##_item *iter_previous_, \
                               int *iter_sorted_) { \
        upstream##_item item GEN_UNSET_; \
        upstream##_item last = GEN_ZERO_; \
        gen_status iter_status_; \
        if (*iter_sorted_) last = *iter_previous_; \
        for (;;) { \
            iter_status_ = upstream##_step(self, &item); \
            if (iter_status_ == GEN_SKIP) continue; \
            if (iter_status_ != GEN_YIELDED || (*iter_sorted_ && before)) break; \
            last = item; \
            *iter_sorted_ = 1; \
        } \
        if (*iter_sorted_) *iter_previous_ = last; \
        if (!iter_paused_(iter_status_)) *iter_sorted_ = iter_status_ == GEN_DONE; \
        return ITER_ANSWERED_(iter_status_); \
    } \
    GEN_HIDES_END_ \
    ITER_FROM_NO_ITEM_(name, upstream)

#define ITER_PULL_(upstream, from, out) /* until it is not GEN_SKIP */ \
    do iter_status_ = upstream##_step(from, out); \
    while (iter_status_ == GEN_SKIP)

#endif /* GEN_H */
#endif /* ITERTOOLS_H */
