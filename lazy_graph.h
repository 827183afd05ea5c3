/* lazy_graph.h - values that are computed from other values, and again when those have changed:
 * Salsa or a spreadsheet in plain C. Needs lazy.h beside it; C99 or C++11, freestanding: no heap.
 *
 * SPDX-License-Identifier: MIT
 *
 * There are two kinds of cells. An input is set from outside. A derived cell has a body, which
 * computes its value from the cells that its fields point to. All cells that belong together name
 * one domain, which counts the changes.
 *
 *     #include "lazy_graph.h"
 *     #include <stdio.h>
 *
 *     struct radius { struct lazy_node lazy; double value; };
 *     LAZY_INPUT(radius, double, *was == *now)
 *
 *     struct area { struct lazy_node lazy; struct radius *radius; double value; };
 *     LAZY_DERIVED(area, double, *was == *now, (radius, radius)) {
 *         *out = 3.14159 * *radius * *radius;
 *         return 0;
 *     }
 *
 *     int main(void) {
 *         static struct lazy_domain circle;
 *         static struct radius radius = {.lazy = LAZY_NODE_INIT(circle)};
 *         static struct area area = {.lazy = LAZY_NODE_INIT(circle), .radius = &radius};
 *         const double two = 2;
 *         radius_set(&radius, &two);
 *         printf("%.2f\n", *area_get(&area, NULL));  // 12.57
 *     }
 *
 * The rules:
 *  1. A read recomputes what has changed below it, and nothing else. A result that equals the
 *     previous one stops there: cells that depend on it are not recomputed.
 *  2. A read before which nothing was set or invalidated costs four loads, however many cells there
 *     are. set and invalidate cost the same for any number of cells, and are allowed in an
 *     interrupt handler, where set may return LAZY_PENDING.
 *  3. Threads and interrupt handlers may read and set cells at the same time; see `copy` and `pin`.
 *  4. A cell stays where it is, and its pointers to other cells do not change after its first read.
 *
 * Everything here, by name:
 *
 *     struct lazy_domain                            zeroed; one for all cells that belong together
 *     struct lazy_node, LAZY_NODE_INIT(domain)      the member `lazy` of a cell
 *     LAZY_INPUT(name, T, equal)                    cells that are set
 *     LAZY_DERIVED(name, T, equal, (type, field)...) { }                          computed cells
 *     LAZY_DERIVED_WITH(name, T, options, drop, equal, (type, field)...) { }      with options
 *     <name>_set(self, &value)                      of an input: change it
 *     <name>_get, _try_get, _get_within             the value, up to date
 *     <name>_copy                                   the same, copied
 *     <name>_pin, _unpin                            keep the value unchanged in between
 *     <name>_invalidate                             recompute at the next read
 *     <name>_abandon, _destroy                      as in lazy.h
 */
#ifndef LAZY_GRAPH_H
#define LAZY_GRAPH_H

#include "lazy.h"

#ifndef LAZY_H /* it has reported why */
#elif !defined(LAZY_PRIVATE_) || LAZY_PRIVATE_ != 2
#error "lazy_graph.h: the lazy.h that it includes has another version: take both from one release."
#else

/* A domain counts the changes of its cells, and does not know the cells. Zeroed, nothing has
 * changed. A 32-bit counter, where size_t has 32 bits, wraps around: a cell that nobody reads
 * during a thousand million changes may then count as up to date. */
#if SIZE_MAX > 0xFFFFFFFF
typedef uint64_t lazy_revision;
#else
typedef uint32_t lazy_revision;
#endif
struct lazy_domain {
    lazy_revision revision_;
};

/* The state of a cell of a domain: `.lazy = LAZY_NODE_INIT(domain)`. Only the domain is public. */
#define LAZY_NODE_INIT(domain) \
    { &(domain), 0, 0, 0, 0, 0, 0, 0 }
struct lazy_node {
    struct lazy_domain *domain;
    lazy_revision checked_; /* 0, or 1 + the revision for which the result is known to be right */
    lazy_revision changed_; /* 0, or 1 + the revision at which the result changed; both are odd */
    int error_;             /* the result, if it is an error */
    lazy_word word_;        /* the thread that computes it, or the number of pins */
    lazy_word stale_;       /* whether it was invalidated: see LAZY_STALE_ */
    unsigned char state_;   /* whether it was checked for cycles, or destroyed */
    unsigned char body_;    /* whether its body is running, with its dependencies pinned */
};

/* LAZY_INPUT(name, T, equal) - define the cells of `struct name` { struct lazy_node lazy; T value;
 * }, which are set from outside. `equal` is an expression: whether `*now` equals `*was`, both
 * `const T *`. Write 0 if that cannot be told.
 *
 *     LAZY_INPUT(radius, double, *was == *now)
 *
 * It expands to
 *
 *     typedef <T> <name>_value;
 *     int <name>_set(struct <name> *self, const <T> *value);
 *     int <name>_invalidate(struct <name> *self);   // what the value stands for has changed
 *     <the functions that read, as of LAZY_DERIVED>
 *
 * An input that was never set has an error, LAZY_E_EMPTY. set waits while the value is pinned. In
 * C++, neither `equal` nor an assignment of a T may throw.
 *
 * LAZY_DERIVED(name, T, equal, (type, field)...) { body } - define the cells of `struct name` that
 * are computed from those that its fields point to: up to eight, or none. In the body, the name of
 * each field is the value, a `const <type>_value *`, which does not change while the body runs;
 * NULL if the field is NULL. If a dependency has an error, this cell has the same error, and the
 * body does not run. It expands to
 *
 *     typedef <T> <name>_value;
 *     const <T> *<name>_get(struct <name> *self, int *error);      // up to date; NULL on error
 *     const <T> *<name>_try_get(struct <name> *self, int *error);  // does not wait
 *     const <T> *<name>_get_within(struct <name> *self, long ms, int *error);
 *     int <name>_copy(struct <name> *self, <T> *out);              // 0, or an error
 *     const <T> *<name>_pin(struct <name> *self, int *error);      // unchanged until unpin
 *     void <name>_unpin(struct <name> *self);
 *     int <name>_invalidate(struct <name> *self);                  // recompute at the next read
 *     int <name>_abandon(struct <name> *self);
 *     int <name>_destroy(struct <name> *self);
 *     <the body's function>
 *
 * The pointer from get is valid until the cell is recomputed. Use get only with one thread, or
 * where you control when that happens; otherwise use copy, which copies the T alone, or pin and
 * unpin. A thread that holds a pin uses only try_get for a cell whose update may recompute the
 * pinned one: get would wait for itself for ever. A body must not set a cell that it is computed
 * from. Cells in a cycle, and those that need them, return LAZY_E_CYCLE at each read, and
 * no body runs; LAZY_ON_CYCLE in lazy.h gets the types.
 *
 * LAZY_DERIVED_WITH(name, T, options, drop, equal, (type, field)...) { body } - the same with
 * options, LAZY_REMEMBER or LAZY_RETRY; `drop` frees what a `value` owns when another takes its
 * place. */
#define LAZY_DERIVED(name, T, ...) LAZY_DERIVED_WITH(name, T, LAZY_REMEMBER, (void)0, __VA_ARGS__)

#define LAZY_INPUT(name, T, equal) \
    struct name##_check_ { \
        unsigned error_the_value_of_a_cell_is_of_another_type \
            LAZY_IF_(LAZY_NOT_SAME_(T, LAZY_CAST_(struct name *, LAZY_NULL_)->value)); \
    }; \
    LAZY_VALUE_(name, T, (void)0) \
    LAZY_EQUAL_(name, equal) \
    LAZY_FUNCTION_ int name##_no_cycle_(struct name *lazy_self_, \
                                        const struct lazy_path_ *lazy_outer_) { \
        return lazy_refused_(&lazy_self_->lazy, lazy_outer_); \
    } \
    LAZY_FUNCTION_ int name##_refresh_(struct name *lazy_self_, long *lazy_ms_) { \
        return lazy_refresh_input_(&lazy_self_->lazy, lazy_ms_, LAZY_NAME_(#name)); \
    } \
    LAZY_READ_(name, lazy_is_set_) \
    LAZY_FUNCTION_ int name##_set(struct name *lazy_self_, const name##_value *lazy_value_) { \
        const int lazy_status_ = lazy_begin_set_(&lazy_self_->lazy, LAZY_NAME_(#name)); \
        if (lazy_status_ == 0) { \
            const int lazy_differs_ = lazy_result_of_(&lazy_self_->lazy) != 0 || \
                                      !name##_is_equal_(name##_at_(lazy_self_), lazy_value_); \
            if (lazy_differs_) *name##_at_(lazy_self_) = *lazy_value_; \
            lazy_end_set_(&lazy_self_->lazy, lazy_differs_); \
        } \
        return lazy_status_; \
    } \
    LAZY_FUNCTION_ int name##_abandon(struct name *lazy_self_) { \
        return lazy_abandon_(&lazy_self_->lazy); \
    }

#define LAZY_DERIVED_WITH(name, T, options, drop, ...) \
    struct name##_check_ { \
        unsigned error_a_cell_depends_on_at_most_8_others LAZY_IF_(LAZY_COUNT_(__VA_ARGS__) == 9); \
        unsigned error_write_a_dependency_in_parentheses LAZY_IF_(LAZY_UNPAIRED_(__VA_ARGS__)); \
        unsigned error_a_derived_cell_can_LAZY_REMEMBER_or_LAZY_RETRY \
            LAZY_IF_(((options) & ~LAZY_RETRY) != 0); \
        unsigned error_the_value_of_a_cell_is_of_another_type \
            LAZY_IF_(LAZY_NOT_SAME_(T, LAZY_CAST_(struct name *, LAZY_NULL_)->value)); \
    }; \
    LAZY_VALUE_(name, T, drop) \
    LAZY_EQUAL_(name, LAZY_FIRST_(__VA_ARGS__, 0)) \
    LAZY_FUNCTION_ int name##_refresh_(struct name *lazy_self_, long *lazy_ms_); \
    LAZY_FUNCTION_ int name##_no_cycle_(struct name *lazy_self_, \
                                        const struct lazy_path_ *lazy_outer_); \
    LAZY_FUNCTION_ int name##_compute_( \
        struct name *self LAZY_UNUSED_, \
        name##_value *out LAZY_UNUSED_ LAZY_EACH_(LAZY_PARAMETER_, __VA_ARGS__)); \
    LAZY_FUNCTION_ int name##_no_cycle_(struct name *lazy_self_, \
                                        const struct lazy_path_ *lazy_outer_) { \
        struct lazy_path_ lazy_here_; \
        int lazy_status_ = \
            lazy_enter_(&lazy_here_, &lazy_self_->lazy, lazy_outer_, LAZY_NAME_(#name)); \
        if (lazy_status_ != 0) return lazy_status_ == LAZY_KNOWN_ ? 0 : lazy_status_; \
        LAZY_EACH_(LAZY_NO_CYCLE_, __VA_ARGS__) \
        return lazy_leave_(&lazy_here_, lazy_status_, LAZY_NAME_(#name)); \
    } \
    /* keep the result of a turn (see "Updating a derived cell"), unless it equals the one before */ \
    LAZY_FUNCTION_ void name##_keep_(struct name *lazy_self_, struct lazy_turn_ *lazy_turn_, \
                                     name##_value *lazy_fresh_) { \
        const int lazy_had_ = lazy_result_of_(&lazy_self_->lazy) == 0; \
        if (lazy_fresh_ != LAZY_NULL_ && lazy_had_ && \
            name##_is_equal_(name##_at_(lazy_self_), lazy_fresh_)) { \
            name##_drop_(lazy_fresh_); \
        } else if (lazy_fresh_ != LAZY_NULL_ || lazy_had_ || \
                   lazy_turn_->error_ != lazy_self_->lazy.error_) { \
            if (lazy_had_) name##_drop_(name##_at_(lazy_self_)); \
            if (lazy_fresh_ != LAZY_NULL_) *name##_at_(lazy_self_) = *lazy_fresh_; \
            lazy_turn_->changed_ = 1; \
        } \
    } \
    LAZY_SELDOM_ void name##_unpin_each_(struct name *lazy_self_) { \
        (void)lazy_self_; \
        LAZY_EACH_(LAZY_UNPIN_EACH_, __VA_ARGS__) \
    } \
    LAZY_SELDOM_ int name##_update_(struct name *lazy_self_, long *lazy_ms_) { \
        struct lazy_turn_ lazy_turn_; \
        int lazy_status_ = name##_no_cycle_(lazy_self_, LAZY_NULL_); \
        if (lazy_status_ == 0) { \
            lazy_status_ = \
                lazy_begin_turn_(&lazy_turn_, &lazy_self_->lazy, lazy_ms_, LAZY_NAME_(#name)); \
        } \
        if (lazy_status_ != 0) return lazy_status_ == LAZY_KNOWN_ ? 0 : lazy_status_; \
        if (lazy_was_left_(&lazy_self_->lazy)) name##_unpin_each_(lazy_self_); \
        do { \
            lazy_begin_round_(&lazy_turn_); \
            LAZY_EACH_(LAZY_REFRESH_, __VA_ARGS__) \
            if (lazy_turn_.status_ != 0) break; \
            if (lazy_turn_.error_ != 0) { \
                name##_keep_(lazy_self_, &lazy_turn_, LAZY_NULL_); \
            } else if (lazy_must_compute_(&lazy_turn_)) { \
                name##_value lazy_fresh_; \
                LAZY_EACH_(LAZY_PIN_EACH_, __VA_ARGS__) \
                if (lazy_begin_body_(&lazy_turn_)) { \
                    const int lazy_answer_ = name##_compute_( \
                        lazy_self_, &lazy_fresh_ LAZY_EACH_(LAZY_ARGUMENT_, __VA_ARGS__)); \
                    if (lazy_end_body_(&lazy_turn_, lazy_answer_)) { \
                        name##_keep_(lazy_self_, &lazy_turn_, \
                                     lazy_answer_ == 0 ? &lazy_fresh_ : LAZY_NULL_); \
                    } \
                } \
            } \
        } while (lazy_turn_.again_); \
        return lazy_end_turn_(&lazy_turn_, LAZY_RETRY & (options), LAZY_NAME_(#name)); \
    } \
    LAZY_FUNCTION_ int name##_refresh_(struct name *lazy_self_, long *lazy_ms_) { \
        return lazy_is_ready_(&lazy_self_->lazy) ? 0 : name##_update_(lazy_self_, lazy_ms_); \
    } \
    LAZY_READ_(name, lazy_has_value_) \
    LAZY_FUNCTION_ int name##_abandon(struct name *lazy_self_) { \
        if (lazy_self_->lazy.body_) name##_unpin_each_(lazy_self_); \
        return lazy_abandon_(&lazy_self_->lazy); \
    } \
    LAZY_FUNCTION_ int name##_compute_( \
        struct name *self LAZY_UNUSED_, \
        name##_value *out LAZY_UNUSED_ LAZY_EACH_(LAZY_PARAMETER_, __VA_ARGS__))

/* ==== Private: what follows may change ======================================================== */

typedef unsigned char lazy_flag;
typedef int lazy_status;

/* ---- What a macro expands to for each dependency --------------------------------------------- */

#define LAZY_EQUAL_(name, equal) \
    LAZY_HIDES_ LAZY_FUNCTION_ int name##_is_equal_(const name##_value *was, \
                                                    const name##_value *now) { \
        (void)was; \
        (void)now; \
        return (equal); \
    } \
    LAZY_HIDES_END_

#define LAZY_PARAMETER_(type, field) , const type##_value *field LAZY_UNUSED_
#define LAZY_ARGUMENT_(type, field) \
    , lazy_self_->field != LAZY_NULL_ ? type##_at_(lazy_self_->field) : LAZY_NULL_
#define LAZY_NO_CYCLE_(type, field) \
    if (lazy_status_ == 0 && lazy_self_->field != LAZY_NULL_) \
        lazy_status_ = type##_no_cycle_(lazy_self_->field, &lazy_here_);
#define LAZY_REFRESH_(type, field) \
    if (lazy_turn_.status_ == 0 && lazy_turn_.error_ == 0 && lazy_self_->field != LAZY_NULL_) { \
        lazy_turn_.status_ = type##_refresh_(lazy_self_->field, lazy_ms_); \
        lazy_follow_(&lazy_turn_, &lazy_self_->field->lazy); \
    }
#define LAZY_PIN_EACH_(type, field) \
    if (lazy_self_->field != LAZY_NULL_) lazy_pin_for_(&lazy_turn_, &lazy_self_->field->lazy);
#define LAZY_UNPIN_EACH_(type, field) \
    if (lazy_self_->field != LAZY_NULL_) lazy_unpin_(&lazy_self_->field->lazy);

/* LAZY_EACH_(macro, equal, (type, field)...) - macro(type, field) for each of up to eight. */
#define LAZY_FIRST_(equal, ...) equal
#define LAZY_EACH_(macro, ...) LAZY_EACH_OF_(LAZY_COUNT_(__VA_ARGS__), macro, __VA_ARGS__, )
#define LAZY_COUNT_(...) LAZY_18_(__VA_ARGS__, 9, 9, 9, 9, 9, 9, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, )
#define LAZY_18_(equal, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, count, ...) count
#define LAZY_EACH_OF_(count, ...) LAZY_EACH_SO_MANY_(count, __VA_ARGS__)
#define LAZY_EACH_SO_MANY_(count, ...) LAZY_EACH_##count##_(__VA_ARGS__)
#define LAZY_EACH_0_(macro, equal, ...)
#define LAZY_EACH_1_(macro, equal, a, ...) LAZY_APPLY_(macro, a)
#define LAZY_EACH_2_(macro, equal, a, ...) \
    LAZY_APPLY_(macro, a) LAZY_EACH_1_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_3_(macro, equal, a, ...) \
    LAZY_APPLY_(macro, a) LAZY_EACH_2_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_4_(macro, equal, a, ...) \
    LAZY_APPLY_(macro, a) LAZY_EACH_3_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_5_(macro, equal, a, ...) \
    LAZY_APPLY_(macro, a) LAZY_EACH_4_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_6_(macro, equal, a, ...) \
    LAZY_APPLY_(macro, a) LAZY_EACH_5_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_7_(macro, equal, a, ...) \
    LAZY_APPLY_(macro, a) LAZY_EACH_6_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_8_(macro, equal, a, ...) \
    LAZY_APPLY_(macro, a) LAZY_EACH_7_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_9_ LAZY_EACH_8_ /* more than eight: an error */

/* A dependency that is not in parentheses is an error, and left out. */
#define LAZY_APPLY_(macro, pair) LAZY_SECOND_(LAZY_IF_PAIR_ pair, LAZY_LEAVE_OUT_, )(macro, pair)
#define LAZY_IF_PAIR_(...) 0, LAZY_CALL_
#define LAZY_CALL_(macro, pair) macro pair
#define LAZY_LEAVE_OUT_(macro, pair)
#define LAZY_SECOND_(...) LAZY_SECOND_OF_(__VA_ARGS__)
#define LAZY_SECOND_OF_(first, second, ...) second
#define LAZY_UNPAIRED_(...) LAZY_UNPAIRED_OF_(__VA_ARGS__, (), (), (), (), (), (), (), (), )
#define LAZY_UNPAIRED_OF_(equal, a, b, c, d, e, f, g, h, ...) \
    (LAZY_NO_PAIR_(a) + LAZY_NO_PAIR_(b) + LAZY_NO_PAIR_(c) + LAZY_NO_PAIR_(d) + \
     LAZY_NO_PAIR_(e) + LAZY_NO_PAIR_(f) + LAZY_NO_PAIR_(g) + LAZY_NO_PAIR_(h))
#define LAZY_NO_PAIR_(pair) LAZY_SECOND_(LAZY_IS_PAIR_ pair, 1, )
#define LAZY_IS_PAIR_(...) 0, 0

/* ---- The functions that read a cell, an input or a derived one ------------------------------- */

#define LAZY_READ_(name, has_value) \
    LAZY_SELDOM_ const name##_value *name##_read_(struct name *lazy_self_, long lazy_ms_, \
                                                  int *lazy_error_) { \
        int lazy_status_ = name##_refresh_(lazy_self_, &lazy_ms_); \
        if (lazy_status_ == 0) lazy_status_ = lazy_result_of_(&lazy_self_->lazy); \
        if (lazy_status_ == 0) return name##_at_(lazy_self_); \
        if (lazy_error_ != LAZY_NULL_) *lazy_error_ = lazy_status_; \
        return LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ const name##_value *name##_get_within(struct name *lazy_self_, long lazy_ms_, \
                                                         int *lazy_error_) { \
        if (LAZY_OFTEN_(has_value(&lazy_self_->lazy))) return name##_at_(lazy_self_); \
        return name##_read_(lazy_self_, lazy_ms_, lazy_error_); \
    } \
    LAZY_GET_(name) \
    LAZY_FUNCTION_ void name##_unpin(struct name *lazy_self_) { lazy_unpin_(&lazy_self_->lazy); } \
    LAZY_FUNCTION_ const name##_value *name##_pin(struct name *lazy_self_, int *lazy_error_) { \
        long lazy_ms_ = -1; \
        int lazy_status_; \
        do { \
            lazy_status_ = name##_refresh_(lazy_self_, &lazy_ms_); \
            if (lazy_status_ == 0) lazy_status_ = lazy_pin_(&lazy_self_->lazy); \
        } while (lazy_status_ == LAZY_LOST_); \
        if (lazy_status_ == 0) { \
            lazy_status_ = lazy_result_of_(&lazy_self_->lazy); \
            if (lazy_status_ == 0) return name##_at_(lazy_self_); \
            lazy_unpin_(&lazy_self_->lazy); \
        } \
        if (lazy_error_ != LAZY_NULL_) *lazy_error_ = lazy_status_; \
        return LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ int name##_copy(struct name *lazy_self_, name##_value *lazy_out_) { \
        int lazy_error_ = 0; \
        const name##_value *const lazy_value_ = name##_pin(lazy_self_, &lazy_error_); \
        if (lazy_value_ == LAZY_NULL_) return lazy_error_; \
        *lazy_out_ = *lazy_value_; \
        lazy_unpin_(&lazy_self_->lazy); \
        return 0; \
    } \
    LAZY_FUNCTION_ int name##_invalidate(struct name *lazy_self_) { \
        return lazy_invalidate_(&lazy_self_->lazy); \
    } \
    LAZY_FUNCTION_ int name##_destroy(struct name *lazy_self_) { \
        const int lazy_had_ = lazy_result_of_(&lazy_self_->lazy) == 0; \
        const int lazy_status_ = lazy_destroy_(&lazy_self_->lazy); \
        if (lazy_status_ == 0 && lazy_had_) name##_drop_(name##_at_(lazy_self_)); \
        return lazy_status_; \
    }

/* ---- The state of a search, and of a turn ---------------------------------------------------- */

/* The cells on the path of a search, innermost first. */
struct lazy_path_ {
    struct lazy_node *cell_;
    const struct lazy_path_ *outer_;
};

/* The GNU C library calls a function when a thread ends, or is cancelled, in a body. In C++ it runs
 * destructors. */
#if defined(LAZY_IS_GONE_) && defined(LAZY_GNU_) && defined(__GLIBC__) && !defined(__cplusplus)
#define LAZY_HAS_CLEANUP_
struct lazy_cleanup_ {
    void *lazy_private_[4];
};
static void lazy_push_(struct lazy_cleanup_ *lazy_cleanup_, void (*lazy_function_)(void *),
                       void *lazy_argument_) __attribute__((__weakref__("_pthread_cleanup_push")));
static void lazy_pop_(struct lazy_cleanup_ *lazy_cleanup_, int lazy_execute_)
    __attribute__((__weakref__("_pthread_cleanup_pop")));
#endif

/* One turn: a thread that has claimed a cell updates it. */
struct lazy_turn_ {
    struct lazy_node *cell_; /* NULL once it has been released */
    lazy_revision at_;       /* the revision for which the result will be right */
    int status_;             /* why there is no result: LAZY_PENDING, LAZY_E_CYCLE... */
    int error_;              /* the result, if it is an error */
    lazy_flag must_;         /* a dependency has changed */
    lazy_flag unsure_;       /* a dependency has an error that is to be tried again */
    lazy_flag taken_;        /* this turn has removed the mark of an invalidation */
    lazy_flag changed_;      /* the result differs from the one before */
    lazy_flag again_;        /* a dependency changed meanwhile: one more round */
    lazy_flag pins_;
    struct lazy_node *pinned_[8];
#ifdef LAZY_HAS_CLEANUP_
    struct lazy_cleanup_ cleanup_;
#endif
#ifdef __cplusplus
    lazy_turn_() : cell_(nullptr) {}
    inline ~lazy_turn_();
#endif
};

#ifdef LAZY_ELSEWHERE_
int lazy_refused_(const struct lazy_node *, const struct lazy_path_ *),
    lazy_refresh_input_(struct lazy_node *, long *, const char *),
    lazy_begin_set_(struct lazy_node *, const char *), lazy_abandon_(struct lazy_node *),
    lazy_invalidate_(struct lazy_node *), lazy_destroy_(struct lazy_node *),
    lazy_pin_(struct lazy_node *), lazy_was_left_(struct lazy_node *),
    lazy_result_of_(const struct lazy_node *), lazy_is_set_(const struct lazy_node *),
    lazy_has_value_(const struct lazy_node *), lazy_is_ready_(const struct lazy_node *);
void lazy_end_set_(struct lazy_node *, int), lazy_unpin_(struct lazy_node *);
int lazy_enter_(struct lazy_path_ *, struct lazy_node *, const struct lazy_path_ *, const char *),
    lazy_leave_(const struct lazy_path_ *, int, const char *),
    lazy_begin_turn_(struct lazy_turn_ *, struct lazy_node *, long *, const char *),
    lazy_must_compute_(struct lazy_turn_ *), lazy_begin_body_(struct lazy_turn_ *),
    lazy_end_body_(struct lazy_turn_ *, int),
    lazy_end_turn_(struct lazy_turn_ *, int, const char *);
void lazy_begin_round_(struct lazy_turn_ *), lazy_pin_for_(struct lazy_turn_ *, struct lazy_node *),
    lazy_follow_(struct lazy_turn_ *, const struct lazy_node *);
#else
LAZY_ACCESS_(lazy_revision)
LAZY_ADD_(lazy_revision)
LAZY_ACCESS_(lazy_flag)
LAZY_ACCESS_(lazy_status)

/* ---- Cycles ---------------------------------------------------------------------------------- */

/* The values of a cell's state_; 0 is a cell that nobody has checked. */
#define LAZY_NO_CYCLE_SEEN_ 1
#define LAZY_GONE_ 2
#define LAZY_ENTERED_ 3 /* a search for cycles has entered it, and may have found one */

LAZY_FUNCTION_ int lazy_destroyed_(const struct lazy_node *lazy_cell_) {
    return lazy_flag_load_(&lazy_cell_->state_) == LAZY_GONE_ ? LAZY_E_DESTROYED : 0;
}

/* Return an error for a cell that was destroyed, or that has no domain, or another domain than the
 * cell that depends on it. */
LAZY_CORE_ int lazy_refused_(const struct lazy_node *lazy_cell_,
                             const struct lazy_path_ *lazy_outer_) {
    const int lazy_status_ = lazy_destroyed_(lazy_cell_);
    if (lazy_status_ != 0) return lazy_status_;
    if (lazy_cell_->domain == LAZY_NULL_) return LAZY_E_ARG;
    if (lazy_outer_ == LAZY_NULL_ || lazy_outer_->cell_->domain == lazy_cell_->domain) return 0;
    return LAZY_E_ARG;
}

/* Search a cell and its dependencies for cycles. This happens once for each cell, before it is
 * first claimed, so that no two threads can wait for each other. */
LAZY_CORE_ int lazy_enter_(struct lazy_path_ *lazy_here_, struct lazy_node *lazy_cell_,
                           const struct lazy_path_ *lazy_outer_, const char *lazy_name_) {
    const lazy_flag lazy_state_ = lazy_flag_load_(&lazy_cell_->state_);
    const int lazy_status_ = lazy_refused_(lazy_cell_, lazy_outer_);
    if (lazy_status_ != 0) return lazy_status_;
    if (lazy_state_ == LAZY_NO_CYCLE_SEEN_) return LAZY_KNOWN_;
    lazy_here_->cell_ = lazy_cell_;
    lazy_here_->outer_ = lazy_outer_;
    /* the cell may be on this path only if some search has entered it */
    for (; lazy_state_ == LAZY_ENTERED_ && lazy_outer_ != LAZY_NULL_;
         lazy_outer_ = lazy_outer_->outer_) {
        if (lazy_outer_->cell_ == lazy_cell_) return lazy_cycle_(lazy_name_);
    }
    lazy_flag_store_(&lazy_cell_->state_, LAZY_ENTERED_);
    return 0;
}

LAZY_CORE_ int lazy_leave_(const struct lazy_path_ *lazy_here_, int lazy_status_,
                           const char *lazy_name_) {
    if (lazy_status_ == 0) lazy_flag_store_(&lazy_here_->cell_->state_, LAZY_NO_CYCLE_SEEN_);
    if (lazy_status_ == LAZY_E_CYCLE) LAZY_ON_CYCLE(lazy_name_);
    return lazy_status_;
}

/* ---- Revisions ------------------------------------------------------------------------------- */

/* Count a change. A step of 2 keeps revisions even, so that 1 + a revision is never 0. */
LAZY_FUNCTION_ lazy_revision lazy_next_revision_(struct lazy_domain *lazy_domain_) {
    return lazy_revision_add_(&lazy_domain_->revision_, 2);
}

LAZY_FUNCTION_ int lazy_is_later_(lazy_revision lazy_a_, lazy_revision lazy_b_) {
    return lazy_a_ != lazy_b_ && lazy_a_ - lazy_b_ <= LAZY_CAST_(lazy_revision, -1) / 2;
}

/* Return whether nothing was set or invalidated since the cell's result was known to be right. */
LAZY_FUNCTION_ int lazy_is_clean_(const struct lazy_node *lazy_cell_) {
    const lazy_revision lazy_checked_ = lazy_revision_load_(&lazy_cell_->checked_);
    return lazy_checked_ != 0 &&
           lazy_checked_ == lazy_revision_load_(&lazy_cell_->domain->revision_) + 1;
}

LAZY_CORE_ int lazy_has_value_(const struct lazy_node *lazy_cell_) {
    return lazy_is_clean_(lazy_cell_) && lazy_status_load_(&lazy_cell_->error_) == 0;
}

/* Return whether it is clean, and the thread that computed it has released it. */
LAZY_CORE_ int lazy_is_ready_(const struct lazy_node *lazy_cell_) {
    return lazy_is_clean_(lazy_cell_) && !LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_));
}

/* Return the cell's result if it is an error, or 0. */
LAZY_CORE_ int lazy_result_of_(const struct lazy_node *lazy_cell_) {
    return lazy_revision_load_(&lazy_cell_->changed_) == 0 ? LAZY_E_EMPTY
                                                           : lazy_status_load_(&lazy_cell_->error_);
}

/* ---- Pins ------------------------------------------------------------------------------------ */

#define LAZY_PIN_ 8
#if INT_MAX > 0x7FFF
#define LAZY_MOST_PINS_ 0x7FFFFFF0
#else
#define LAZY_MOST_PINS_ 0x70
#endif

/* Pin a cell. Return 0, LAZY_LOST_ if it is being computed, or LAZY_PENDING if it has too many. */
LAZY_CORE_ int lazy_pin_(struct lazy_node *lazy_cell_) {
    lazy_word lazy_seen_ = lazy_word_load_(&lazy_cell_->word_);
    for (;;) {
        lazy_word lazy_now_;
        if (LAZY_IS_RUNNING_(lazy_seen_)) return LAZY_LOST_;
        if (lazy_seen_ >= LAZY_MOST_PINS_) return LAZY_PENDING;
        lazy_now_ = lazy_swap_if_(&lazy_cell_->word_, lazy_seen_,
                                  LAZY_CAST_(lazy_word, lazy_seen_ + LAZY_PIN_));
        if (lazy_now_ == lazy_seen_) return 0;
        lazy_seen_ = lazy_now_;
    }
}

LAZY_CORE_ void lazy_unpin_(struct lazy_node *lazy_cell_) {
    lazy_word lazy_seen_ = lazy_word_load_(&lazy_cell_->word_);
    for (;;) {
        const lazy_word lazy_left_ = LAZY_CAST_(lazy_word, lazy_seen_ - LAZY_PIN_);
        const lazy_word lazy_to_ =
            LAZY_CAST_(lazy_word, lazy_left_ == LAZY_WAITED_FOR_ ? 0 : lazy_left_);
        const lazy_word lazy_now_ = lazy_swap_if_(&lazy_cell_->word_, lazy_seen_, lazy_to_);
        if (lazy_now_ == lazy_seen_) {
            if (lazy_to_ != lazy_left_) LAZY_WAKE(&lazy_cell_->word_);
            return;
        }
        lazy_seen_ = lazy_now_;
    }
}

/* ---- Invalidation ---------------------------------------------------------------------------- */

/* stale_ is odd if the cell was invalidated and has not been updated since. Its upper bits count
 * the calls of invalidate that have set the mark, but may not have counted their change yet. */
#define LAZY_STALE_ 1
#define LAZY_UNCOUNTED_ 2

/* Clear and set bits of a cell's stale_, and add to its count. Return what it was. By
 * compare-exchange, because invalidate may change the same word at any time. */
LAZY_FUNCTION_ lazy_word lazy_mark_(struct lazy_node *lazy_cell_, lazy_word lazy_clear_,
                                    lazy_word lazy_set_, lazy_word lazy_add_) {
    lazy_word lazy_seen_, lazy_now_ = lazy_word_load_(&lazy_cell_->stale_);
    do {
        lazy_seen_ = lazy_now_;
        lazy_now_ = lazy_swap_if_(
            &lazy_cell_->stale_, lazy_seen_,
            LAZY_CAST_(lazy_word, ((lazy_seen_ & ~lazy_clear_) | lazy_set_) + lazy_add_));
    } while (lazy_now_ != lazy_seen_);
    return lazy_seen_;
}

/* Remove the mark before computing, so that a later invalidation sets it again. Return the mark, or
 * 0 if the cell had no mark. */
LAZY_SELDOM_ lazy_word lazy_take_mark_(struct lazy_node *lazy_cell_) {
    return lazy_word_load_(&lazy_cell_->stale_) & LAZY_STALE_
               ? lazy_mark_(lazy_cell_, LAZY_STALE_, 0, 0)
               : 0;
}

LAZY_CORE_ int lazy_invalidate_(struct lazy_node *lazy_cell_) {
    if (lazy_cell_->domain == LAZY_NULL_) return LAZY_E_ARG;
    lazy_mark_(lazy_cell_, 0, LAZY_STALE_, LAZY_UNCOUNTED_);
    lazy_next_revision_(lazy_cell_->domain);
    lazy_mark_(lazy_cell_, 0, 0, -LAZY_UNCOUNTED_);
    return 0;
}

/* ---- Inputs ---------------------------------------------------------------------------------- */

/* Stamp an input that has changed at a revision. The caller owns its word meanwhile, because a
 * reader that sees the revision may not see the stamp yet. */
LAZY_FUNCTION_ void lazy_has_changed_(struct lazy_node *lazy_cell_, lazy_revision lazy_revision_) {
    lazy_revision_store_(&lazy_cell_->changed_, lazy_revision_ + 1);
    lazy_revision_store_(&lazy_cell_->checked_, lazy_revision_ + 1);
}

/* Return whether an input is neither stale nor owned. The order matters: a thread that removes the
 * mark owns the word. */
LAZY_FUNCTION_ int lazy_is_current_(const struct lazy_node *lazy_cell_) {
    return (lazy_word_load_(&lazy_cell_->stale_) & LAZY_STALE_) == 0 &&
           !LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_));
}

LAZY_CORE_ int lazy_is_set_(const struct lazy_node *lazy_cell_) {
    return lazy_is_current_(lazy_cell_) && lazy_result_of_(lazy_cell_) == 0;
}

/* Treat an invalidated input as changed. If all invalidations have been counted, the domain's
 * revision includes this one: use it. A new revision would be later than that of the reader which
 * led here, and make it compute twice. Otherwise count one here. */
LAZY_SELDOM_ void lazy_absorb_mark_(struct lazy_node *lazy_cell_) {
    const lazy_word lazy_marked_ = lazy_take_mark_(lazy_cell_);
    if (lazy_marked_ == 0 || lazy_cell_->changed_ == 0) return;
    lazy_has_changed_(lazy_cell_, lazy_marked_ == LAZY_STALE_
                                      ? lazy_revision_load_(&lazy_cell_->domain->revision_)
                                      : lazy_next_revision_(lazy_cell_->domain));
}

LAZY_CORE_ int lazy_refresh_input_(struct lazy_node *lazy_cell_, long *lazy_ms_,
                                   const char *lazy_name_) {
    while (!lazy_is_current_(lazy_cell_)) {
        const lazy_word lazy_seen_ = lazy_word_load_(&lazy_cell_->word_);
        int lazy_status_;
        if (LAZY_IS_RUNNING_(lazy_seen_)) {
            lazy_status_ = lazy_wait_(&lazy_cell_->word_, lazy_seen_, lazy_ms_, lazy_name_);
        } else {
            lazy_status_ = lazy_lock_(&lazy_cell_->word_, lazy_ms_, lazy_name_);
            if (lazy_status_ == 0) {
                lazy_absorb_mark_(lazy_cell_);
                lazy_release_(&lazy_cell_->word_, 0);
            }
        }
        if (lazy_status_ != 0) return lazy_status_;
    }
    return lazy_destroyed_(lazy_cell_);
}

/* Claim an input to set it. */
LAZY_CORE_ int lazy_begin_set_(struct lazy_node *lazy_cell_, const char *lazy_name_) {
    long lazy_ms_ = -1;
    int lazy_status_ = lazy_lock_(&lazy_cell_->word_, &lazy_ms_, lazy_name_);
    if (lazy_status_ != 0) return lazy_status_;
    lazy_status_ = lazy_refused_(lazy_cell_, LAZY_NULL_);
    if (lazy_status_ != 0) lazy_release_(&lazy_cell_->word_, 0);
    return lazy_status_;
}

LAZY_CORE_ void lazy_end_set_(struct lazy_node *lazy_cell_, int lazy_differs_) {
    if (lazy_differs_) lazy_has_changed_(lazy_cell_, lazy_next_revision_(lazy_cell_->domain));
    lazy_release_(&lazy_cell_->word_, 0);
}

LAZY_CORE_ int lazy_destroy_(struct lazy_node *lazy_cell_) {
    if (lazy_word_load_(&lazy_cell_->word_) != 0) return LAZY_PENDING;
    lazy_flag_store_(&lazy_cell_->state_, LAZY_GONE_);
    lazy_revision_store_(&lazy_cell_->changed_, 0);
    lazy_revision_store_(&lazy_cell_->checked_, 0);
    return 0;
}

LAZY_CORE_ int lazy_abandon_(struct lazy_node *lazy_cell_) {
    if (!LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_))) return LAZY_E_ARG;
    lazy_cell_->body_ = 0;
    lazy_invalidate_(lazy_cell_); /* an input may have changed already, without a stamp */
    lazy_release_(&lazy_cell_->word_, 0);
    return 0;
}

/* ---- Updating a derived cell ----------------------------------------------------------------- */

/* A read of a derived cell that may be out of date is a turn, in <name>_update_:
 *
 *     search for cycles; claim the word                           lazy_begin_turn_
 *     do {                                                        a round
 *         note the revision                                       lazy_begin_round_
 *         update each dependency, and note whether it changed     lazy_follow_
 *         if none has changed, or one has an error: no body
 *         pin all dependencies; if one changed meanwhile, again   lazy_pin_for_
 *         run the body; unpin                                     lazy_begin_body_, lazy_end_body_
 *         keep the result, unless it equals the one before        <name>_keep_
 *     } while (again);
 *     stamp the cell with the noted revision; release the word    lazy_end_turn_
 */

LAZY_FUNCTION_ void lazy_unpin_all_(struct lazy_turn_ *lazy_turn_) {
    while (lazy_turn_->pins_ > 0) lazy_unpin_(lazy_turn_->pinned_[--lazy_turn_->pins_]);
}

LAZY_CORE_SELDOM_ int lazy_begin_turn_(struct lazy_turn_ *lazy_turn_, struct lazy_node *lazy_cell_,
                                       long *lazy_ms_, const char *lazy_name_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_swap_if_(&lazy_cell_->word_, 0, lazy_running_());
        int lazy_status_;
        if (lazy_seen_ == 0) break;
        if (lazy_is_ready_(lazy_cell_)) return LAZY_KNOWN_; /* updated meanwhile, and pinned */
        lazy_status_ = lazy_wait_(&lazy_cell_->word_, lazy_seen_, lazy_ms_, lazy_name_);
        if (lazy_status_ != 0) return lazy_status_;
    }
    if (lazy_is_clean_(lazy_cell_) || lazy_destroyed_(lazy_cell_) != 0) { /* meanwhile */
        lazy_release_(&lazy_cell_->word_, 0);
        return lazy_destroyed_(lazy_cell_) != 0 ? LAZY_E_DESTROYED : LAZY_KNOWN_;
    }
    lazy_turn_->cell_ = lazy_cell_;
    lazy_turn_->status_ = 0;
    lazy_turn_->must_ = lazy_turn_->taken_ = lazy_turn_->changed_ = lazy_turn_->pins_ = 0;
    return 0;
}

/* Return whether a thread ended in the body of this cell. It has left its dependencies pinned, and
 * may have removed the mark. */
LAZY_CORE_ int lazy_was_left_(struct lazy_node *lazy_cell_) {
#ifdef LAZY_IS_GONE_
    if (lazy_cell_->body_) {
        lazy_cell_->body_ = 0;
        lazy_mark_(lazy_cell_, 0, LAZY_STALE_, 0);
        return 1;
    }
#else
    (void)lazy_cell_;
#endif
    return 0;
}

LAZY_CORE_SELDOM_ void lazy_begin_round_(struct lazy_turn_ *lazy_turn_) {
    lazy_turn_->at_ = lazy_revision_load_(
        &lazy_turn_->cell_->domain->revision_); /* before any dependency is read */
    lazy_turn_->error_ = lazy_turn_->again_ = lazy_turn_->unsure_ = 0;
}

/* Note whether an updated dependency has changed since this cell was computed. Read first whether
 * its error is final, because another thread may try again meanwhile. */
LAZY_CORE_SELDOM_ void lazy_follow_(struct lazy_turn_ *lazy_turn_,
                                    const struct lazy_node *lazy_on_) {
    const int lazy_unsure_ = lazy_revision_load_(&lazy_on_->checked_) == 0;
    const lazy_revision lazy_changed_ = lazy_revision_load_(&lazy_on_->changed_);
    if (lazy_turn_->status_ != 0) return;
    lazy_turn_->error_ = lazy_result_of_(lazy_on_);
    if (lazy_is_later_(lazy_changed_, lazy_turn_->cell_->checked_)) lazy_turn_->must_ = 1;
    if (lazy_unsure_) lazy_turn_->unsure_ = 1;
}

LAZY_CORE_SELDOM_ int lazy_must_compute_(struct lazy_turn_ *lazy_turn_) {
    if (lazy_take_mark_(lazy_turn_->cell_) != 0) lazy_turn_->must_ = lazy_turn_->taken_ = 1;
    if (lazy_turn_->cell_->checked_ == 0) lazy_turn_->must_ = 1;
    return lazy_turn_->must_;
}

LAZY_CORE_SELDOM_ void lazy_pin_for_(struct lazy_turn_ *lazy_turn_, struct lazy_node *lazy_on_) {
    int lazy_status_;
    if (lazy_turn_->again_ || lazy_turn_->status_ != 0) return;
    lazy_status_ = lazy_pin_(lazy_on_);
    if (lazy_status_ == 0) lazy_turn_->pinned_[lazy_turn_->pins_++] = lazy_on_;
    if (lazy_status_ == LAZY_PENDING) lazy_turn_->status_ = lazy_status_;
    if (lazy_status_ == LAZY_LOST_ || (lazy_status_ == 0 && lazy_result_of_(lazy_on_) != 0))
        lazy_turn_->again_ = 1;
}

LAZY_FUNCTION_ void lazy_leave_body_(void *lazy_argument_);

LAZY_CORE_SELDOM_ int lazy_begin_body_(struct lazy_turn_ *lazy_turn_) {
    if (lazy_turn_->again_ || lazy_turn_->status_ != 0) {
        lazy_unpin_all_(lazy_turn_);
        return 0;
    }
    lazy_turn_->cell_->body_ = 1;
#ifdef LAZY_HAS_CLEANUP_
    if (lazy_push_ != LAZY_NULL_) lazy_push_(&lazy_turn_->cleanup_, lazy_leave_body_, lazy_turn_);
#endif
    return 1;
}

/* Return whether the body has produced a result. */
LAZY_CORE_SELDOM_ int lazy_end_body_(struct lazy_turn_ *lazy_turn_, int lazy_answer_) {
#ifdef LAZY_HAS_CLEANUP_
    if (lazy_pop_ != LAZY_NULL_) lazy_pop_(&lazy_turn_->cleanup_, 0);
#endif
    lazy_unpin_all_(lazy_turn_);
    lazy_turn_->cell_->body_ = 0;
    lazy_turn_->error_ = lazy_status_of_(lazy_answer_);
    if (lazy_turn_->error_ == LAZY_PENDING) lazy_turn_->status_ = LAZY_PENDING;
    return lazy_turn_->status_ == 0;
}

LAZY_CORE_SELDOM_ int lazy_end_turn_(struct lazy_turn_ *lazy_turn_, int lazy_retry_,
                                     const char *lazy_name_) {
    struct lazy_node *const lazy_cell_ = lazy_turn_->cell_;
    if (lazy_turn_->status_ == 0) {
        const lazy_revision lazy_stamp_ = lazy_turn_->at_ + 1;
        if (lazy_turn_->changed_) {
            lazy_status_store_(&lazy_cell_->error_, lazy_turn_->error_);
            lazy_revision_store_(&lazy_cell_->changed_, lazy_stamp_);
        }
        lazy_revision_store_(
            &lazy_cell_->checked_,
            lazy_turn_->unsure_ || (lazy_turn_->error_ != 0 && lazy_retry_) ? 0 : lazy_stamp_);
    } else if (lazy_turn_->taken_) {
        lazy_mark_(lazy_cell_, 0, LAZY_STALE_, 0);
    }
    if (lazy_turn_->status_ == LAZY_E_CYCLE) LAZY_ON_CYCLE(lazy_name_);
    lazy_turn_->cell_ = LAZY_NULL_;
    lazy_release_(&lazy_cell_->word_, 0);
    return lazy_turn_->status_;
}

/* An exception, or the end of the thread, leaves a body. Go on as if it had returned LAZY_PENDING.
 */
LAZY_FUNCTION_ void lazy_leave_body_(void *lazy_argument_) {
    struct lazy_turn_ *const lazy_turn_ = LAZY_CAST_(struct lazy_turn_ *, lazy_argument_);
    lazy_end_body_(lazy_turn_, LAZY_PENDING);
    lazy_end_turn_(lazy_turn_, 0, LAZY_NULL_);
}

#ifdef __cplusplus
inline lazy_turn_::~lazy_turn_() {
    if (cell_ != nullptr) lazy_leave_body_(this);
}
#endif

#endif /* not LAZY_ELSEWHERE_ */
#endif /* of lazy.h */
#endif /* LAZY_GRAPH_H */
