/* lazy.h - values that are computed once, when they are first asked for: by whichever thread asks
 * first, on a server as on bare metal. One file, C99 or C++11, freestanding: no heap.
 *
 * SPDX-License-Identifier: MIT
 *
 * A cell is a struct of yours with a member `struct lazy lazy`, its arguments, and a member
 * `value`. Zeroed, it has not been computed, so it can be static, a field or a local variable.
 *
 *     #include "lazy.h"
 *     #include <stdio.h>
 *
 *     struct square {
 *         struct lazy lazy;
 *         int of;
 *         int value;
 *     };
 *
 *     LAZY(square, int) { // the initialiser: 0 and *out, or a negative error
 *         printf("computing\n");
 *         *out = self->of * self->of;
 *         return 0;
 *     }
 *
 *     int main(void) {
 *         static struct square nine = {.of = 3};
 *         int error = 0;
 *         const int *first = square_get(&nine, &error);  // computing
 *         const int *again = square_get(&nine, &error);
 *         if (first != NULL && again != NULL) printf("%d %d\n", *first, *again);  // 9 9
 *     }
 *
 * The rules:
 *  1. However many threads ask, one computes, the others wait; each then sees all that it wrote.
 *  2. An error is a result too: it is remembered, unless the type says otherwise.
 *  3. A cell that needs itself, directly or by way of others, gets an error.
 *  4. An interrupt handler never waits: it gets LAZY_PENDING. Interrupts stay on while an
 *     initialiser runs.
 *  5. A cell stays where it is once it has been asked. What has been handed out is valid until the
 *     cell is reset or destroyed, and that is for whoever knows that nobody else uses it.
 *
 * Cells that depend on others and are computed again when those have changed: LAZY_DERIVED. Shared
 * libraries that are opened at the first call: LAZY_LIBRARY. One iterator for several threads:
 * LAZY_SHARED.
 */
#if defined(_MSVC_TRADITIONAL) && _MSVC_TRADITIONAL
#error "lazy.h: compile with /Zc:preprocessor, and C with /std:c11."
#elif defined(__cplusplus) && __cplusplus < 201103L && !defined(_MSC_VER)
#error "lazy.h: compile as C++11 or later: -std=c++11."
#elif !defined(__cplusplus) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 199901L)
#error "lazy.h: compile as C99 or later: -std=c99."
#elif defined(__PCC__) || defined(__chibicc__)
#error "lazy.h: this compiler is not supported: use gcc, clang, tcc or sdcc."
#elif !defined(LAZY_H)
#define LAZY_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Settings: define them before the first #include, the same in every file ----------------- */

/* LAZY_NO_THREADS: the program has one thread, and no interrupt handler asks for a cell. */

/* What stops the program when an initialiser of policy LAZY_FATAL fails, and must not return. */
#ifndef LAZY_ABORT
#define LAZY_ABORT(error) lazy_trap_(error)
#endif

/* LAZY_DETECT_DEADLOCK: threads that wait for each other in a circle, each computing what another
 * one asks for, get LAZY_E_CYCLE too, the last one that is about to wait. For that all who wait are
 * in a list: `LAZY_DEFINE_WAITERS` stands in one file. A signal handler must then not ask for a
 * cell, nor the child of a fork while others waited. */

/* LAZY_ON_CYCLE(name): define it to be told the cells of a cycle, by the names of their types: the
 * one that was asked again, then each whose initialiser so failed with LAZY_E_CYCLE. */

/* An operating system that is not known here says how its threads wait. Define all four.
 *
 *     LAZY_SELF()                  // a number from 1 to 0x0FFFFFFF, which no other thread has
 *     LAZY_WAIT(word, seen, ms)    // sleep while *word is `seen`, for ms milliseconds at most, or
 *                                  // for ever if ms < 0: what is left of ms. May return early.
 *     LAZY_WAKE(word)              // wake all who sleep on it; it may be gone: it is an address
 *     LAZY_IN_ISR()                // is this an interrupt handler?
 *
 * On bare metal LAZY_IN_ISR alone will do. It is known on Cortex-M; on AVR and RISC-V a handler is
 * where interrupts are off. Where it is not known (sdcc) a handler gets LAZY_E_CYCLE instead of
 * LAZY_PENDING. With two cores and no compare-exchange (an RP2040) nothing here keeps them apart.
 */
#if defined(LAZY_SELF) || defined(LAZY_WAIT) || defined(LAZY_WAKE)
#if !(defined(LAZY_SELF) && defined(LAZY_WAIT) && defined(LAZY_WAKE) && defined(LAZY_IN_ISR))
#error "lazy.h: define LAZY_SELF, LAZY_WAIT, LAZY_WAKE and LAZY_IN_ISR, or none of the first three."
#undef LAZY_SELF /* one error is enough */
#undef LAZY_WAIT
#undef LAZY_WAKE
#else
#define LAZY_WAITS_
#endif
#endif

/* gcc or clang, as tcc may say of itself too. */
#if (defined(__GNUC__) || defined(__clang__)) && !defined(__TINYC__)
#define LAZY_GNU_
#endif

/* How this header declares a function, one that is called once in a while, and what is unused. A
 * compiler that does not optimise keeps an unused function unless it is inline. */
#if defined(LAZY_GNU_) || defined(__TINYC__)
#define LAZY_FUNCTION_ static inline __attribute__((__unused__))
#ifdef __OPTIMIZE__
#define LAZY_SELDOM_ static __attribute__((__unused__, __noinline__, __cold__))
#else
#define LAZY_SELDOM_ LAZY_FUNCTION_
#endif
#define LAZY_UNUSED_ __attribute__((__unused__))
#define LAZY_NORETURN_ __attribute__((__noreturn__))
#else
#define LAZY_FUNCTION_ LAZY_INLINE_
#define LAZY_SELDOM_ static
#define LAZY_UNUSED_
#define LAZY_NORETURN_
#endif

/* sdcc inlines whatever it may, and twice into one function crashes it. Of a compile-time check,
 * which is a member of this size, it looks only at the size of an array. */
#ifdef __SDCC
#define LAZY_INLINE_ static
#define LAZY_IF_(mistake) [(mistake) ? -1 : 1]
#else
#define LAZY_INLINE_ static inline
#define LAZY_IF_(mistake) : (mistake) ? -1 : 1
#endif

/* ---- Status ---------------------------------------------------------------------------------- */

/* The statuses of gen.h have the same values there. An error of yours is any negative int; with a
 * word of one byte (AVR, sdcc) -1 to -95. Those that end in _ are private. */
enum {
    LAZY_PENDING = 2,            /* being computed by another: ask again */
    LAZY_LOST_ = 3,              /* another was first: look again */
    LAZY_KNOWN_ = 4,             /* there is nothing to do */
    LAZY_E_FULL_ = -32761,       /* gen.h's GEN_E_FULL, after which an iterator goes on */
    LAZY_E_ARG = -32762,         /* an argument was refused; nothing was done */
    LAZY_E_CYCLE = -32759,       /* it needs itself */
    LAZY_E_DESTROYED = -32758,   /* asked after it was destroyed */
    LAZY_E_EMPTY = -32757,       /* there is no value */
    LAZY_E_ALREADY_SET = -32756, /* set, but there was a value, or an error, already */
    LAZY_E_RESULT = -32755,      /* the initialiser returned what is neither 0 nor an error */
    LAZY_E_LIBRARY = -32754,     /* no such library */
    LAZY_E_SYMBOL = -32753       /* no such symbol in it */
};

/* An error in words, for a log. */
LAZY_FUNCTION_ const char *lazy_strerror(int lazy_error_);

/* ---- A cell ---------------------------------------------------------------------------------- */

/* The state of a cell. Where an int has 16 bits it is one byte. */
#if INT_MAX > 0x7FFF
typedef int32_t lazy_word;
#else
typedef int8_t lazy_word;
#endif

/* Its only member is private. */
struct lazy {
    lazy_word word_;
};

/* LAZY(name, T) { body } - defines the cells of `struct name`, whose values are of type T, a type
 * that can be assigned (put an array into a struct). It stands at file scope, after the struct. The
 * body computes the value: `self` is the struct, `out` where the value goes, a `T *`; it returns 0,
 * or a negative error, and has then left nothing behind. It expands to
 *
 *     typedef <T> <name>_value;
 *     const <T> *<name>_get(struct <name> *self, int *error);      // computed if need be; or NULL
 *     const <T> *<name>_try_get(struct <name> *self, int *error);  // waits for nobody
 *     const <T> *<name>_get_within(struct <name> *self, long ms, int *error);
 *     const <T> *<name>_peek(const struct <name> *self);           // computes nothing
 *     int <name>_is_evaluated(const struct <name> *self);
 *     int <name>_set(struct <name> *self, const <T> *value);       // 0, or who was first
 *     int <name>_abandon(struct <name> *self);
 *     int <name>_reset(struct <name> *self);                       // as if never asked
 *     int <name>_take(struct <name> *self, <T> *out);              // the same; the value moves out
 *     int <name>_destroy(struct <name> *self);                     // nobody may ask any more
 *     <the body's function>
 *
 * `error` may be NULL, and is written only with a NULL: the error, or LAZY_PENDING if another is
 * computing the value, and one is not to wait, or has waited for ms milliseconds. So a generator
 * awaits a cell:
 *
 *     GEN_AWAIT(config_try_get(&config, &self->error) != NULL || self->error != LAZY_PENDING);
 *
 * set returns LAZY_E_ALREADY_SET if there was a value or an error, and LAZY_PENDING while the value
 * is being computed.
 *
 * An initialiser may return LAZY_PENDING itself: it is asked again by whoever asks next. One that
 * never returns, by longjmp, or because its thread is no more, leaves a cell that is being computed
 * for ever: abandon makes it as if never asked, if it is certain that it will not go on. (A C++
 * exception that leaves an initialiser does so by itself. On Linux who asks after the end of a
 * thread computes what it did not: abandon such a cell before others may ask.)
 *
 * After a fork the child has the one thread: a cell that another was computing is computed anew by
 * the child (Linux; elsewhere abandon it there). What the thread that forks is computing itself
 * goes on in both, but in the child must not ask for itself. Fork while no thread reads or sets
 * the cells of a domain.
 *
 * reset, take and destroy are for when nobody else uses the cell or what it handed out. They answer
 * LAZY_PENDING if it is being computed, and have then done nothing; take also its error, or
 * LAZY_E_EMPTY. */
#define LAZY(name, T) LAZY_WITH(name, T, LAZY_REMEMBER, (void)0)

/* LAZY_WITH(name, T, options, drop) { body } - the same with options, and with an expression that
 * frees what a value owns, when it is reset or destroyed: `value` is a `T *`.
 *
 *     LAZY_WITH(page, struct text, LAZY_RETRY, free(value->data)) { ... }
 *
 * The options, joined by |: what becomes of an error, and who computes. */
enum {
    LAZY_REMEMBER = 0, /* an error is the cell's result, for all who ask, until it is reset */
    LAZY_RETRY = 1,    /* an error is for who got it: the next who asks tries again */
    LAZY_FATAL = 2,    /* an error is LAZY_ABORT(error) */
    LAZY_RACE = 4,     /* who asks meanwhile does not wait but computes too: the first who is ready
                          provides the value, the others drop theirs. That it needs itself is told
                          to who began; any other one goes round until that has ended */
    LAZY_UNSYNCHRONISED = 8 /* the cell is used by one thread and no interrupt: nothing is atomic */
};
#define LAZY_WITH(name, T, options, ...) \
    struct name##_check_ { \
        unsigned error_the_options_of_a_cell_contradict_each_other LAZY_IF_( \
            (LAZY_RETRY & (options) && LAZY_FATAL & (options)) || \
            (LAZY_RACE & (options) && LAZY_UNSYNCHRONISED & (options)) || ((options) & ~15) != 0); \
        unsigned error_the_value_of_a_cell_is_of_another_type \
            LAZY_IF_(LAZY_NOT_SAME_(T, LAZY_CAST_(struct name *, LAZY_NULL_)->value)); \
    }; \
    LAZY_VALUE_(name, T, __VA_ARGS__) \
    LAZY_FUNCTION_ int name##_compute_(struct name *self, name##_value *out); \
    LAZY_FUNCTION_ int name##_run_(void *lazy_cell_) { \
        struct name *const lazy_self_ = LAZY_CAST_(struct name *, lazy_cell_); \
        if (LAZY_RACE & (options)) { \
            name##_value lazy_fresh_; \
            const int lazy_status_ = lazy_status_of_(name##_compute_(lazy_self_, &lazy_fresh_)); \
            if (lazy_status_ != 0) return lazy_status_; \
            if (lazy_begin_(&lazy_self_->lazy, options) != 0) { \
                name##_drop_(&lazy_fresh_); \
                return LAZY_LOST_; \
            } \
            *name##_at_(lazy_self_) = lazy_fresh_; \
            return 0; \
        } \
        return lazy_status_of_(name##_compute_(lazy_self_, name##_at_(lazy_self_))); \
    } \
    LAZY_SELDOM_ const name##_value *name##_settle_(struct name *lazy_self_, long lazy_ms_, \
                                                    int *lazy_error_) { \
        const int lazy_status_ = lazy_settle_(&lazy_self_->lazy, lazy_self_, name##_run_, options, \
                                              lazy_ms_, LAZY_NAME_(#name)); \
        if (lazy_status_ == 0) return name##_at_(lazy_self_); \
        if (lazy_error_ != LAZY_NULL_) *lazy_error_ = lazy_status_; \
        return LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ const name##_value *name##_get_within(struct name *lazy_self_, long lazy_ms_, \
                                                         int *lazy_error_) { \
        if (LAZY_OFTEN_(lazy_word_of_(&lazy_self_->lazy, options) == LAZY_DONE_)) \
            return name##_at_(lazy_self_); \
        return name##_settle_(lazy_self_, lazy_ms_, lazy_error_); \
    } \
    LAZY_GET_(name) \
    LAZY_FUNCTION_ int name##_is_evaluated(const struct name *lazy_self_) { \
        return lazy_word_of_(&lazy_self_->lazy, options) == LAZY_DONE_; \
    } \
    LAZY_FUNCTION_ const name##_value *name##_peek(const struct name *lazy_self_) { \
        return name##_is_evaluated(lazy_self_) \
                   ? LAZY_CAST_(const name##_value *, \
                                LAZY_CAST_(const void *, &lazy_self_->value)) \
                   : LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ int name##_set(struct name *lazy_self_, const name##_value *lazy_value_) { \
        const int lazy_status_ = lazy_begin_(&lazy_self_->lazy, options); \
        if (lazy_status_ == 0) { \
            *name##_at_(lazy_self_) = *lazy_value_; \
            lazy_publish_(&lazy_self_->lazy, LAZY_DONE_, options); \
        } \
        return lazy_status_; \
    } \
    LAZY_FUNCTION_ int name##_abandon(struct name *lazy_self_) { \
        return lazy_give_up_(&lazy_self_->lazy.word_); \
    } \
    LAZY_FUNCTION_ int name##_take(struct name *lazy_self_, name##_value *lazy_out_) { \
        const lazy_word lazy_seen_ = lazy_word_of_(&lazy_self_->lazy, options); \
        if (lazy_seen_ == LAZY_INIT_) return LAZY_E_EMPTY; \
        if (lazy_seen_ != LAZY_DONE_) \
            return LAZY_IS_RUNNING_(lazy_seen_) ? LAZY_PENDING : lazy_error_of_(lazy_seen_); \
        *lazy_out_ = *name##_at_(lazy_self_); \
        lazy_publish_(&lazy_self_->lazy, LAZY_INIT_, options); \
        return 0; \
    } \
    LAZY_FUNCTION_ int name##_clear_(struct name *lazy_self_, lazy_word lazy_to_) { \
        const lazy_word lazy_seen_ = lazy_word_of_(&lazy_self_->lazy, options); \
        if (LAZY_IS_RUNNING_(lazy_seen_)) return LAZY_PENDING; \
        if (lazy_seen_ == LAZY_DONE_) name##_drop_(name##_at_(lazy_self_)); \
        lazy_publish_(&lazy_self_->lazy, lazy_to_, options); \
        return 0; \
    } \
    LAZY_FUNCTION_ int name##_reset(struct name *lazy_self_) { \
        return name##_clear_(lazy_self_, LAZY_INIT_); \
    } \
    LAZY_FUNCTION_ int name##_destroy(struct name *lazy_self_) { \
        return name##_clear_(lazy_self_, lazy_word_for_(LAZY_E_DESTROYED)); \
    } \
    LAZY_FUNCTION_ int name##_compute_(struct name *self LAZY_UNUSED_, \
                                       name##_value *out LAZY_UNUSED_)

/* ---- Cells that depend on others ------------------------------------------------------------- */

/* What belongs together has one domain, which knows nothing of its cells: it counts the changes.
 * Zeroed, there was none. A counter of 32 bits (where a size_t has no more) goes round: a cell that
 * nobody reads during a thousand million changes may then be taken for up to date. */
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
    lazy_revision changed_; /* 0, or 1 + the one at which it became what it is; both are odd */
    int error_;             /* the result, if it is one */
    lazy_word word_;        /* who computes it, or how many have pinned it */
    lazy_word stale_;       /* has it been invalidated, and by whom? */
    unsigned char state_;   /* is it known to have no cycle, or destroyed? */
    unsigned char body_;    /* is its body running, so that it has pinned what it depends on? */
};

/* LAZY_INPUT(name, T, equal) - the cells of `struct name` { struct lazy_node lazy; T value; } that
 * are set from outside. `equal` is an expression: is `*now` the same as `*was`? 0 if that cannot be
 * told.
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
 * Before it is set it has an error, LAZY_E_EMPTY. set waits until nobody has pinned the value. In
 * C++, neither `equal` nor an assignment of a T may throw.
 *
 * LAZY_DERIVED(name, T, equal, (type, field)...) { body } - the cells of `struct name` that are
 * computed from those that its fields point to: eight, fewer or none. In the body each field's name
 * is the value, a `const <type>_value *`, which does not change while the body runs. A field that
 * is NULL gives NULL. An error of one of them is an error of this one, and the body does not run.
 *
 *     struct area { struct lazy_node lazy; struct radius *radius; double value; };
 *     LAZY_DERIVED(area, double, *was == *now, (radius, radius)) {
 *         *out = 3.14159 * *radius * *radius;
 *         return 0;
 *     }
 *     static struct lazy_domain circle;
 *     static struct radius radius = {.lazy = LAZY_NODE_INIT(circle)};
 *     static struct area area = {.lazy = LAZY_NODE_INIT(circle), .radius = &radius};
 *
 * It expands to
 *
 *     typedef <T> <name>_value;
 *     const <T> *<name>_get(struct <name> *self, int *error);      // brought up to date, or NULL
 *     const <T> *<name>_try_get(struct <name> *self, int *error);  // waits for nobody
 *     const <T> *<name>_get_within(struct <name> *self, long ms, int *error);
 *     int <name>_copy(struct <name> *self, <T> *out);              // 0, or an error
 *     const <T> *<name>_pin(struct <name> *self, int *error);      // it stays until...
 *     void <name>_unpin(struct <name> *self);
 *     int <name>_invalidate(struct <name> *self);                  // computed again when next read
 *     int <name>_abandon(struct <name> *self);
 *     int <name>_destroy(struct <name> *self);
 *     <the body's function>
 *
 * A read computes what has changed below it, and nothing else; a result that is the same as before
 * stops there. One before which nothing was set or invalidated costs four loads, however many cells
 * there are. Setting and invalidating costs the same for any number of cells, and is allowed in an
 * interrupt handler, where set may answer LAZY_PENDING.
 *
 * What get hands out is valid until the cell is computed again: it is for a program of one thread,
 * or that knows. Otherwise copy, or pin and unpin; a thread that has pinned a cell asks only by
 * try_get for what may compute it again, and a body sets nothing that it is computed from.
 *
 * LAZY_DERIVED_WITH(name, T, options, drop, equal, (type, field)...) - options as of LAZY_WITH,
 * LAZY_REMEMBER or LAZY_RETRY; drop frees what a `value` owns when another takes its place. */
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
        long lazy_ms_ = -1; \
        int lazy_status_ = lazy_claim_(&lazy_self_->lazy.word_, &lazy_ms_, LAZY_NAME_(#name)); \
        if (lazy_status_ != 0) return lazy_status_; \
        lazy_status_ = lazy_refused_(&lazy_self_->lazy, LAZY_NULL_); \
        if (lazy_status_ == 0 && (lazy_self_->lazy.changed_ == 0 || \
                                  !name##_is_equal_(name##_at_(lazy_self_), lazy_value_))) { \
            *name##_at_(lazy_self_) = *lazy_value_; \
            lazy_has_changed_(&lazy_self_->lazy, \
                              lazy_count_(&lazy_self_->lazy.domain->revision_)); \
        } \
        lazy_release_(&lazy_self_->lazy.word_, 0); \
        return lazy_status_; \
    } \
    LAZY_FUNCTION_ int name##_abandon(struct name *lazy_self_) { \
        return lazy_abandon_(&lazy_self_->lazy); \
    }

#define LAZY_DERIVED_WITH(name, T, options, drop, ...) \
    struct name##_check_ { \
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
    /* what the turn has come to: is it what was there before? */ \
    LAZY_FUNCTION_ void name##_settle_(struct name *lazy_self_, struct lazy_turn_ *lazy_turn_, \
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
                name##_settle_(lazy_self_, &lazy_turn_, LAZY_NULL_); \
            } else if (lazy_must_compute_(&lazy_turn_)) { \
                name##_value lazy_fresh_; \
                LAZY_EACH_(LAZY_PIN_EACH_, __VA_ARGS__) \
                if (lazy_begin_body_(&lazy_turn_)) { \
                    const int lazy_answer_ = name##_compute_( \
                        lazy_self_, &lazy_fresh_ LAZY_EACH_(LAZY_ARGUMENT_, __VA_ARGS__)); \
                    if (lazy_end_body_(&lazy_turn_, lazy_answer_)) { \
                        name##_settle_(lazy_self_, &lazy_turn_, \
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
    LAZY_READ_(name, lazy_is_clean_) \
    LAZY_FUNCTION_ int name##_abandon(struct name *lazy_self_) { \
        if (lazy_self_->lazy.body_) name##_unpin_each_(lazy_self_); \
        return lazy_abandon_(&lazy_self_->lazy); \
    } \
    LAZY_FUNCTION_ int name##_compute_( \
        struct name *self LAZY_UNUSED_, \
        name##_value *out LAZY_UNUSED_ LAZY_EACH_(LAZY_PARAMETER_, __VA_ARGS__))

/* ---- Shared libraries ------------------------------------------------------------------------ */

#if defined(_WIN32) || defined(__unix__) || defined(__linux__) || defined(__APPLE__)
#define LAZY_HAS_LIBRARIES_
#endif

/* LAZY_LIBRARY(name, file) - a shared library that is opened when a symbol of it is first asked
 * for; LAZY_SYMBOL(name, library, "symbol", R, (parameters)) - a function in it. Both are static:
 * they stand in one source file, at file scope.
 *
 *     LAZY_LIBRARY(libm, "libm.so.6")
 *     LAZY_SYMBOL(cosine, libm, "cos", double, (double x))
 *
 *     double (*cos_of)(double) = cosine(&error);
 *     if (cos_of == NULL) fprintf(stderr, "%s\n", cosine_text());
 *     else printf("%f\n", cos_of(0));
 *
 * They expand to
 *
 *     <R> (*<name>(int *error))(<parameters>);   // NULL: LAZY_E_LIBRARY or LAZY_E_SYMBOL
 *     const char *<name>_text(void);             // what the loader said of it, or ""
 *     int <library>_retry(void);                 // forget that it was missing: 0
 *
 * That a library is missing is remembered; retry is for when nobody else is asking. LAZY_E_CYCLE is
 * for a library's own constructors, if they ask for what is in it.
 *
 * LAZY_SYMBOL_OR(name, library, "symbol", R, (parameters), fallback) - the same, but where it is
 * missing it is the function `fallback`. */
#define LAZY_LIBRARY(name, file) \
    static struct lazy_library name = {{0}, file, LAZY_NULL_, {0}}; \
    LAZY_FUNCTION_ int name##_retry(void) { \
        if (lazy_library_is_evaluated(&name)) return 0; \
        name.text_[0] = 0; \
        return lazy_library_reset(&name); \
    }
#define LAZY_SYMBOL(name, library, symbol, R, parameters) \
    LAZY_SYMBOL_OR(name, library, symbol, R, parameters, LAZY_NULL_)
#define LAZY_SYMBOL_OR(name, library, symbol, R, parameters, fallback) \
    typedef R(*name##_function) parameters; \
    static struct lazy_symbol name##_cell_ = {{0}, &(library), symbol, LAZY_NULL_, {0}}; \
    LAZY_FUNCTION_ name##_function name##_instead_(void) { return fallback; } \
    LAZY_FUNCTION_ name##_function name(int *lazy_error_) { \
        union { \
            void *found_; \
            name##_function function_; \
        } lazy_as_; \
        const lazy_symbol_value *const lazy_value_ = lazy_symbol_get(&name##_cell_, lazy_error_); \
        lazy_as_.found_ = LAZY_NULL_; \
        if (lazy_value_ == LAZY_NULL_) return name##_instead_(); \
        lazy_as_.found_ = *lazy_value_; \
        return lazy_as_.function_; \
    } \
    LAZY_FUNCTION_ const char *name##_text(void) { \
        return (library).text_[0] != 0 ? (library).text_ : name##_cell_.text_; \
    }

/* ---- One iterator for several threads -------------------------------------------------------- */

/* LAZY_SHARED(name, from) - an iterator of itertools.h or a generator of gen.h, pulled by several
 * threads: each item goes to one of them, and its end or its error to all, whenever they ask.
 *
 *     ITER_RANGE(numbers, long)
 *     LAZY_SHARED(jobs, numbers)
 *     static struct jobs jobs;                    // one for all: jobs.from = numbers(0, 1000, 1);
 *
 *     long job;                                   // in each of them
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
 * A body that asks for the items of itself gets LAZY_E_CYCLE, and an interrupt handler that comes
 * in between LAZY_PENDING. Nothing is locked while a pending generator is waited for. */
#define LAZY_SHARED(name, upstream) \
    struct name { \
        struct upstream from; \
        lazy_word word_; \
        unsigned char over_; \
        int status_; /* how it ended */ \
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
        int lazy_status_ = lazy_claim_(&lazy_self_->word_, &lazy_ms_, LAZY_NAME_(#name)); \
        if (lazy_status_ != 0) return lazy_status_; \
        lazy_status_ = lazy_self_->over_ ? lazy_self_->status_ \
                                         : upstream##_next(&lazy_self_->from, lazy_item_); \
        return name##_ended_(lazy_self_, lazy_status_); \
    } \
    LAZY_FUNCTION_ int name##_close(struct name *lazy_self_) { \
        long lazy_ms_ = -1; \
        int lazy_status_ = lazy_claim_(&lazy_self_->word_, &lazy_ms_, LAZY_NAME_(#name)); \
        if (lazy_status_ != 0) return lazy_status_; \
        lazy_status_ = upstream##_close(&lazy_self_->from); \
        if (lazy_status_ <= 0) lazy_self_->over_ = 1, lazy_self_->status_ = 0; \
        lazy_release_(&lazy_self_->word_, 0); \
        return lazy_status_; \
    }

/* ==== Private: what follows may change ======================================================== */

/* ---- What differs between compilers ---------------------------------------------------------- */

#ifdef __cplusplus
#define LAZY_CAST_(T, value) static_cast<T>(value)
#define LAZY_NULL_ nullptr
#define LAZY_EXTERN_ extern "C"
#else
#define LAZY_CAST_(T, value) ((T)(value))
#define LAZY_NULL_ NULL
#define LAZY_EXTERN_ extern
#endif

#if defined(LAZY_GNU_) && !defined(__cplusplus)
#define LAZY_NOT_SAME_(T, value) !__builtin_types_compatible_p(T, __typeof__(value))
#else
#define LAZY_NOT_SAME_(T, value) (sizeof(T) != sizeof(value))
#endif

/* What is likely; and between the two, `value`, `was` and `now` may hide names of the user's. */
#ifdef LAZY_GNU_
#define LAZY_OFTEN_(condition) __builtin_expect(!!(condition), 1)
#define LAZY_HIDES_ _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")
#define LAZY_HIDES_END_ _Pragma("GCC diagnostic pop")
#else
#define LAZY_OFTEN_(condition) (condition)
#define LAZY_HIDES_
#define LAZY_HIDES_END_
#endif

/* The name of a type, if anybody wants to know. */
#ifdef LAZY_ON_CYCLE
#define LAZY_NAME_(name) name
#else
#define LAZY_NAME_(name) LAZY_NULL_
#define LAZY_ON_CYCLE(name) ((void)(name))
#endif

/* ---- Reading and changing a word ------------------------------------------------------------- */

/* How what two can see at once is read and changed. An acquire sees all that was before the release
 * that it reads from.
 *
 *     T <T>_load_(at)                                // acquire
 *     void <T>_store_(at, value)                     // release
 *     lazy_word lazy_swap_(at, value)                // both: what was there
 *     lazy_word lazy_swap_if_(at, expected, value)   // the same; changed if it was `expected`
 *     lazy_revision lazy_count_(at)                  // both: two more, so that it is never odd
 */
#if defined(LAZY_NO_THREADS)
#define LAZY_FENCE_() ((void)0)
#define LAZY_MASKED_BEGIN_
#define LAZY_MASKED_END_
#elif defined(__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4)
#define LAZY_BUILTIN_
#elif defined(__TINYC__) && defined(__x86_64__)
#define LAZY_LOCKED_
#elif defined(__AVR__)
#define LAZY_FENCE_() __asm__ volatile("" : : : "memory")
#define LAZY_MASKED_BEGIN_ \
    unsigned char lazy_masked_; \
    __asm__ volatile("in %0, __SREG__\n\tcli" : "=r"(lazy_masked_) : : "memory");
#define LAZY_MASKED_END_ __asm__ volatile("out __SREG__, %0" : : "r"(lazy_masked_) : "memory");
#elif defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
#define LAZY_FENCE_() __asm__ volatile("" : : : "memory")
#define LAZY_MASKED_BEGIN_ \
    unsigned lazy_masked_; \
    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(lazy_masked_) : : "memory");
#define LAZY_MASKED_END_ __asm__ volatile("msr primask, %0" : : "r"(lazy_masked_) : "memory");
#elif defined(__riscv) /* in machine mode: bit 3 of mstatus */
#define LAZY_FENCE_() __asm__ volatile("" : : : "memory")
#define LAZY_MASKED_BEGIN_ \
    unsigned long lazy_masked_; \
    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(lazy_masked_) : : "memory");
#define LAZY_MASKED_END_ __asm__ volatile("csrs mstatus, %0" : : "r"(lazy_masked_ & 8) : "memory");
#elif defined(__SDCC)
#define LAZY_FENCE_() ((void)0)
#define LAZY_MASKED_BEGIN_ __critical {
#define LAZY_MASKED_END_ }
#else
#error "lazy.h: no atomics known here: #define LAZY_NO_THREADS if nothing else asks meanwhile."
#endif

#if defined(LAZY_BUILTIN_)
#define LAZY_ACCESS_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *lazy_at_) { \
        return __atomic_load_n(lazy_at_, __ATOMIC_ACQUIRE); \
    } \
    LAZY_FUNCTION_ void T##_store_(T *lazy_at_, T lazy_value_) { \
        __atomic_store_n(lazy_at_, lazy_value_, __ATOMIC_RELEASE); \
    }
LAZY_ACCESS_(lazy_revision)

LAZY_FUNCTION_ lazy_word lazy_swap_(lazy_word *lazy_at_, lazy_word lazy_value_) {
    return __atomic_exchange_n(lazy_at_, lazy_value_, __ATOMIC_ACQ_REL);
}

LAZY_FUNCTION_ lazy_word lazy_swap_if_(lazy_word *lazy_at_, lazy_word lazy_expected_,
                                       lazy_word lazy_value_) {
    __atomic_compare_exchange_n(lazy_at_, &lazy_expected_, lazy_value_, 0, __ATOMIC_ACQ_REL,
                                __ATOMIC_ACQUIRE);
    return lazy_expected_;
}

LAZY_FUNCTION_ lazy_revision lazy_count_(lazy_revision *lazy_at_) {
    return __atomic_add_fetch(lazy_at_, 2, __ATOMIC_ACQ_REL);
}

#elif defined(LAZY_LOCKED_)
/* A plain load acquires there and a plain store releases, and tcc moves none. */
#define LAZY_ACCESS_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *lazy_at_) { return *lazy_at_; } \
    LAZY_FUNCTION_ void T##_store_(T *lazy_at_, T lazy_value_) { *lazy_at_ = lazy_value_; }
LAZY_ACCESS_(lazy_revision)

LAZY_FUNCTION_ lazy_word lazy_swap_(lazy_word *lazy_at_, lazy_word lazy_value_) {
    __asm__ volatile("xchgl %0, %1" : "+r"(lazy_value_), "+m"(*lazy_at_) : : "memory");
    return lazy_value_;
}

LAZY_FUNCTION_ lazy_word lazy_swap_if_(lazy_word *lazy_at_, lazy_word lazy_expected_,
                                       lazy_word lazy_value_) {
    __asm__ volatile("lock; cmpxchgl %2, %1"
                     : "+a"(lazy_expected_), "+m"(*lazy_at_)
                     : "r"(lazy_value_)
                     : "memory");
    return lazy_expected_;
}

LAZY_FUNCTION_ lazy_revision lazy_count_(lazy_revision *lazy_at_) {
    lazy_revision lazy_seen_ = 2;
    __asm__ volatile("lock; xaddq %0, %1" : "+r"(lazy_seen_), "+m"(*lazy_at_) : : "memory");
    return lazy_seen_ + 2;
}

#else
/* One core without such instructions, or one thread: what is atomic is so because no interrupt
 * comes in between. A word is loaded and stored as a whole; on 8 bits a counter is not, nor an int.
 */
#define LAZY_ACCESS_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *lazy_at_) { \
        const T lazy_seen_ = *LAZY_CAST_(const volatile T *, lazy_at_); \
        LAZY_FENCE_(); \
        return lazy_seen_; \
    } \
    LAZY_FUNCTION_ void T##_store_(T *lazy_at_, T lazy_value_) { \
        LAZY_FENCE_(); \
        *LAZY_CAST_(volatile T *, lazy_at_) = lazy_value_; \
    }

#define LAZY_ACCESS_WIDE_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *lazy_at_) { \
        T lazy_seen_; \
        LAZY_MASKED_BEGIN_ \
        lazy_seen_ = *lazy_at_; \
        LAZY_MASKED_END_ \
        return lazy_seen_; \
    } \
    LAZY_FUNCTION_ void T##_store_(T *lazy_at_, T lazy_value_) { \
        LAZY_MASKED_BEGIN_ \
        *lazy_at_ = lazy_value_; \
        LAZY_MASKED_END_ \
    }
LAZY_ACCESS_WIDE_(lazy_revision)

LAZY_FUNCTION_ lazy_word lazy_swap_(lazy_word *lazy_at_, lazy_word lazy_value_) {
    lazy_word lazy_seen_;
    LAZY_MASKED_BEGIN_
    lazy_seen_ = *lazy_at_;
    *lazy_at_ = lazy_value_;
    LAZY_MASKED_END_
    return lazy_seen_;
}

LAZY_FUNCTION_ lazy_word lazy_swap_if_(lazy_word *lazy_at_, lazy_word lazy_expected_,
                                       lazy_word lazy_value_) {
    lazy_word lazy_seen_;
    LAZY_MASKED_BEGIN_
    lazy_seen_ = *lazy_at_;
    if (lazy_seen_ == lazy_expected_) *lazy_at_ = lazy_value_;
    LAZY_MASKED_END_
    return lazy_seen_;
}

LAZY_FUNCTION_ lazy_revision lazy_count_(lazy_revision *lazy_at_) {
    lazy_revision lazy_now_;
    LAZY_MASKED_BEGIN_
    lazy_now_ = *lazy_at_ += 2;
    LAZY_MASKED_END_
    return lazy_now_;
}
#endif

typedef unsigned char lazy_flag;
typedef int lazy_status;
LAZY_ACCESS_(lazy_word)
LAZY_ACCESS_(lazy_flag)
#if INT_MAX > 0x7FFF
LAZY_ACCESS_(lazy_status)
#else
LAZY_ACCESS_WIDE_(lazy_status)
#endif

/* ---- Waiting --------------------------------------------------------------------------------- */

/* One block for each platform: what LAZY_SELF, LAZY_WAKE and LAZY_IN_ISR are there, and
 * lazy_sleep_, which is LAZY_WAIT. */
#if defined(LAZY_NO_THREADS) || defined(LAZY_WAITS_)
/* Nobody waits, or as you say. */
#define LAZY_SPINS_ 0

#elif defined(__linux__) /* Android too */
#define LAZY_WAITS_
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifndef __cplusplus
long syscall(long lazy_number_, ...); /* which unistd.h declares for some */
#endif

/* As the kernel has it: two longs; two of 64 bits where it knows no time of 32. */
#if defined(SYS_futex) && defined(SYS_clock_gettime)
typedef long lazy_time_;
#define LAZY_SYS_FUTEX_ SYS_futex
#define LAZY_SYS_CLOCK_ SYS_clock_gettime
#else
typedef int64_t lazy_time_;
#define LAZY_SYS_FUTEX_ SYS_futex_time64
#define LAZY_SYS_CLOCK_ SYS_clock_gettime64
#endif

/* By a clock that is never set. A long of 32 bits goes round after seven weeks. */
LAZY_SELDOM_ unsigned long lazy_milliseconds_(void) {
    lazy_time_ lazy_now_[2] = {0, 0};
    syscall(LAZY_SYS_CLOCK_, 1, lazy_now_);
    return LAZY_CAST_(unsigned long, lazy_now_[0]) * 1000 +
           LAZY_CAST_(unsigned long, lazy_now_[1] / 1000000);
}

LAZY_SELDOM_ long lazy_sleep_(lazy_word *lazy_word_, lazy_word lazy_seen_, long lazy_ms_) {
    lazy_time_ lazy_left_[2];
    unsigned long lazy_start_;
    if (lazy_ms_ < 0) {
        syscall(LAZY_SYS_FUTEX_, lazy_word_, 128, lazy_seen_, LAZY_NULL_, LAZY_NULL_, 0);
        return lazy_ms_;
    }
    lazy_start_ = lazy_milliseconds_();
    lazy_left_[0] = lazy_ms_ / 1000;
    lazy_left_[1] = lazy_ms_ % 1000 * 1000000;
    syscall(LAZY_SYS_FUTEX_, lazy_word_, 128, lazy_seen_, lazy_left_, LAZY_NULL_, 0);
    lazy_ms_ -= LAZY_CAST_(long, lazy_milliseconds_() - lazy_start_);
    return lazy_ms_ > 0 ? lazy_ms_ : 0;
}

/* The number of this thread. Its C library knows that, and need not ask the kernel: it is in the
 * name of the thread's clock, ~number << 3 | 6, by which the kernel knows that. Where no such
 * function is linked, or it has another name for a clock, the kernel is asked. (A weakref makes
 * nobody else's symbol a weak one.) */
#ifdef LAZY_GNU_
static unsigned long lazy_thread_(void) __attribute__((__weakref__("pthread_self")));
static int lazy_clock_of_(unsigned long lazy_tid_, int *lazy_clock_)
    __attribute__((__weakref__("pthread_getcpuclockid")));
#endif

/* The GNU C library calls back when a thread ends, or is cancelled, in a body. (In C++ that runs
 * destructors.) */
#if defined(LAZY_GNU_) && defined(__GLIBC__) && !defined(__cplusplus)
#define LAZY_HAS_CLEANUP_
struct lazy_cleanup_ {
    void *lazy_private_[4];
};
static void lazy_push_(struct lazy_cleanup_ *lazy_cleanup_, void (*lazy_function_)(void *),
                       void *lazy_argument_) __attribute__((__weakref__("_pthread_cleanup_push")));
static void lazy_pop_(struct lazy_cleanup_ *lazy_cleanup_, int lazy_execute_)
    __attribute__((__weakref__("_pthread_cleanup_pop")));
#endif

LAZY_SELDOM_ lazy_word lazy_own_number_(void) {
#ifdef LAZY_GNU_
    int lazy_clock_ = 0;
    if (lazy_thread_ != LAZY_NULL_ && lazy_clock_of_ != LAZY_NULL_ &&
        lazy_clock_of_(lazy_thread_(), &lazy_clock_) == 0 && lazy_clock_ < 0 &&
        (lazy_clock_ & 7) == 6) {
        return ~lazy_clock_ >> 3;
    }
#endif
    return LAZY_CAST_(lazy_word, syscall(SYS_gettid));
}

/* Return whether this process has no such thread (any more), as in the child of a fork. Only ESRCH
 * says so: a sandbox may refuse the call. */
LAZY_SELDOM_ int lazy_is_gone_(lazy_word lazy_tid_) {
    return syscall(SYS_tgkill, syscall(SYS_getpid), lazy_tid_, 0) != 0 && errno == ESRCH;
}

#define LAZY_SELF() lazy_own_number_()
#define LAZY_WAKE(word) \
    ((void)syscall(LAZY_SYS_FUTEX_, word, 129, 0x7FFFFFFF, LAZY_NULL_, LAZY_NULL_, 0))
#define LAZY_IS_GONE_(thread) lazy_is_gone_(thread)

#elif defined(_WIN32) /* who needs more of windows.h, or its max, includes it before */
#define LAZY_WAITS_
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

/* Windows 8 has them; they are looked up, so that no library need be named to the linker. */
typedef BOOL(WINAPI *lazy_wait_on_)(volatile void *, void *, SIZE_T, DWORD);
typedef void(WINAPI *lazy_wake_all_)(void *);

LAZY_SELDOM_ void (*lazy_of_system_(const char *lazy_name_))(void) {
    const HMODULE lazy_system_ = GetModuleHandleA("kernelbase.dll");
    return (void (*)(void))(lazy_system_ != LAZY_NULL_ ? GetProcAddress(lazy_system_, lazy_name_)
                                                       : LAZY_NULL_);
}

LAZY_SELDOM_ long lazy_sleep_(lazy_word *lazy_word_, lazy_word lazy_seen_, long lazy_ms_) {
    const lazy_wait_on_ lazy_waits_on_ = (lazy_wait_on_)lazy_of_system_("WaitOnAddress");
    const DWORD lazy_start_ = GetTickCount();
    if (lazy_waits_on_ != LAZY_NULL_) {
        lazy_waits_on_(lazy_word_, &lazy_seen_, sizeof lazy_seen_,
                       lazy_ms_ < 0 ? INFINITE : LAZY_CAST_(DWORD, lazy_ms_));
    } else {
        Sleep(1);
    }
    if (lazy_ms_ < 0) return lazy_ms_;
    lazy_ms_ -= LAZY_CAST_(long, GetTickCount() - lazy_start_);
    return lazy_ms_ > 0 ? lazy_ms_ : 0;
}

LAZY_SELDOM_ void lazy_wake_(lazy_word *lazy_word_) {
    const lazy_wake_all_ lazy_wakes_all_ = (lazy_wake_all_)lazy_of_system_("WakeByAddressAll");
    if (lazy_wakes_all_ != LAZY_NULL_) lazy_wakes_all_(lazy_word_);
}

#define LAZY_SELF() LAZY_CAST_(lazy_word, GetCurrentThreadId() >> 2 & LAZY_MAX_SELF_)
#define LAZY_WAKE(word) lazy_wake_(word)

#elif defined(__APPLE__)
#define LAZY_WAITS_
#include <pthread.h>
LAZY_EXTERN_ int __ulock_wait(uint32_t lazy_operation_, void *lazy_address_, uint64_t lazy_value_,
                              uint32_t lazy_microseconds_);
LAZY_EXTERN_ int __ulock_wake(uint32_t lazy_operation_, void *lazy_address_, uint64_t lazy_value_);

LAZY_SELDOM_ long lazy_sleep_(lazy_word *lazy_word_, lazy_word lazy_seen_, long lazy_ms_) {
    /* a millisecond at a time, if there is a limit: it is what is counted */
    __ulock_wait(1, lazy_word_, LAZY_CAST_(uint64_t, lazy_seen_), lazy_ms_ < 0 ? 0 : 1000);
    return lazy_ms_ > 0 ? lazy_ms_ - 1 : lazy_ms_;
}

LAZY_SELDOM_ lazy_word lazy_own_number_(void) {
    uint64_t lazy_self_ = 0;
    pthread_threadid_np(LAZY_NULL_, &lazy_self_);
    return LAZY_CAST_(lazy_word, lazy_self_ & LAZY_MAX_SELF_);
}

#define LAZY_SELF() lazy_own_number_()
#define LAZY_WAKE(word) ((void)__ulock_wake(0x101, word, 0))

#elif defined(__wasm_atomics__)
#define LAZY_WAITS_

LAZY_SELDOM_ long lazy_sleep_(lazy_word *lazy_word_, lazy_word lazy_seen_, long lazy_ms_) {
    __builtin_wasm_memory_atomic_wait32(lazy_word_, lazy_seen_, lazy_ms_ < 0 ? -1 : 1000000);
    return lazy_ms_ > 0 ? lazy_ms_ - 1 : lazy_ms_;
}

#define LAZY_SELF() \
    LAZY_CAST_(lazy_word, LAZY_CAST_(uintptr_t, __builtin_wasm_tls_base()) >> 4 & LAZY_MAX_SELF_)
#define LAZY_WAKE(word) ((void)__builtin_wasm_memory_atomic_notify(word, 0x7FFFFFFF))

#elif defined(__unix__) /* looks again each millisecond: in all of them, and starves nobody */
#define LAZY_WAITS_
#include <poll.h>
#if defined(__FreeBSD__)
#include <pthread_np.h>
#define LAZY_SELF() LAZY_CAST_(lazy_word, pthread_getthreadid_np())
#elif defined(__NetBSD__)
#include <lwp.h>
#define LAZY_SELF() LAZY_CAST_(lazy_word, _lwp_self())
#elif defined(__OpenBSD__)
#include <unistd.h>
#define LAZY_SELF() LAZY_CAST_(lazy_word, getthrid())
#else
#error "lazy.h: an unknown system: #define LAZY_SELF, LAZY_WAIT, LAZY_WAKE and LAZY_IN_ISR."
#endif

LAZY_SELDOM_ long lazy_sleep_(lazy_word *lazy_word_, lazy_word lazy_seen_, long lazy_ms_) {
    (void)lazy_word_;
    (void)lazy_seen_;
    poll(LAZY_NULL_, 0, 1);
    return lazy_ms_ > 0 ? lazy_ms_ - 1 : lazy_ms_;
}

/* Bare metal: one core, and interrupt handlers, which end before what they interrupted goes on. */
#elif defined(LAZY_IN_ISR)
#else
#define LAZY_REGISTER_(T, instruction) \
    LAZY_FUNCTION_ T lazy_register_(void) { \
        T lazy_now_; \
        __asm__ volatile(instruction : "=r"(lazy_now_)); \
        return lazy_now_; \
    }
#if defined(__AVR__) /* interrupts are off in one */
#define LAZY_IN_ISR() ((lazy_register_() & 0x80) == 0)
LAZY_REGISTER_(unsigned char, "in %0, __SREG__")
#elif defined(__riscv) && (defined(__riscv_zicsr) || !defined(LAZY_BUILTIN_)) /* the same */
#define LAZY_IN_ISR() ((lazy_register_() & 8) == 0)
LAZY_REGISTER_(unsigned long, "csrr %0, mstatus")
#elif defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
#define LAZY_IN_ISR() (lazy_register_() != 0)
LAZY_REGISTER_(unsigned, "mrs %0, ipsr")
#endif
#endif

/* It takes longer to sleep and to be woken than to compute most values. So where there may be
 * several processors, who waits looks so many times before. */
#if !defined(LAZY_SPINS_) && defined(LAZY_WAITS_)
#define LAZY_SPINS_ 100
#define LAZY_WAIT(word, seen, ms) lazy_sleep_(word, seen, ms)
#elif !defined(LAZY_SPINS_)
#define LAZY_SPINS_ 0
#endif
#if defined(LAZY_BUILTIN_) && (defined(__x86_64__) || defined(__i386__))
#define LAZY_PAUSE_() __builtin_ia32_pause()
#elif defined(LAZY_BUILTIN_) && defined(__aarch64__) /* a yield does nothing there */
#define LAZY_PAUSE_() __asm__ volatile("isb")
#else
#define LAZY_PAUSE_() ((void)0)
#endif

#ifndef LAZY_SELF
#define LAZY_SELF() 1
#endif
#ifndef LAZY_WAKE
#define LAZY_WAKE(word) ((void)(word))
#endif
#ifndef LAZY_IN_ISR
#define LAZY_IN_ISR() 0
#endif

/* ---- The word of a cell ---------------------------------------------------------------------- */

/* A `struct lazy` is INIT, DONE, an error, which is negative, or being computed: RUNNING,
 * WAITED_FOR if anybody sleeps until it is not, and whose. In a race it is PUBLISHED at its end,
 * and only that is waited for. The word of a `struct lazy_node` is RUNNING in the same way, or
 * counts the pins. */
#define LAZY_INIT_ LAZY_CAST_(lazy_word, 0)
#define LAZY_DONE_ LAZY_CAST_(lazy_word, 1)
#define LAZY_WAITED_FOR_ 1
#define LAZY_RUNNING_ 2
#define LAZY_PUBLISHED_ 4
#define LAZY_OWNER_ 8 /* times its number */
#define LAZY_PIN_ 8
#define LAZY_MAX_SELF_ 0x0FFFFFFF
#if INT_MAX > 0x7FFF
#define LAZY_MOST_PINS_ 0x7FFFFFF0
#else
#define LAZY_MOST_PINS_ 0x70
#endif

#define LAZY_IS_RUNNING_(word) ((word) > 0 && (LAZY_RUNNING_ & (word)) != 0)

/* Stop the program, and be seen to: a trap where there is one. */
LAZY_SELDOM_ LAZY_NORETURN_ void lazy_trap_(int lazy_error_) {
    (void)lazy_error_;
#if defined(LAZY_GNU_)
    __builtin_trap();
#elif defined(__SDCC)
    for (;;) {}
#else
    for (;;) *(volatile int *)0 = lazy_error_;
#endif
}

/* An error as a word: with one byte, those of the library are -128 to -97. */
LAZY_FUNCTION_ lazy_word lazy_word_for_(int lazy_error_) {
#if INT_MAX > 0x7FFF
    return lazy_error_;
#else
    if (lazy_error_ < -32736) return LAZY_CAST_(lazy_word, lazy_error_ + 32640);
    return LAZY_CAST_(lazy_word, lazy_error_ > -97 ? lazy_error_ : LAZY_E_RESULT + 32640);
#endif
}

LAZY_FUNCTION_ int lazy_error_of_(lazy_word lazy_word_) {
#if INT_MAX > 0x7FFF
    return lazy_word_;
#else
    return lazy_word_ < -96 ? lazy_word_ - 32640 : lazy_word_;
#endif
}

LAZY_FUNCTION_ lazy_word lazy_running_(void) {
    return LAZY_CAST_(lazy_word, LAZY_SELF() * LAZY_OWNER_ + LAZY_RUNNING_);
}

LAZY_FUNCTION_ int lazy_is_mine_(lazy_word lazy_word_) {
    return (lazy_word_ & ~(LAZY_WAITED_FOR_ | LAZY_PUBLISHED_)) == lazy_running_();
}

/* Let go of a word. Whoever waits may free it as soon as he sees that: what is woken is an
 * address. */
LAZY_FUNCTION_ void lazy_release_(lazy_word *lazy_word_, lazy_word lazy_to_) {
    if (lazy_swap_(lazy_word_, lazy_to_) & LAZY_WAITED_FOR_) LAZY_WAKE(lazy_word_);
}

/* Make a word that is held, as `seen` says, as if nobody had claimed it, unless it has changed. */
LAZY_SELDOM_ int lazy_let_go_(lazy_word *lazy_word_, lazy_word lazy_seen_) {
    if (!LAZY_IS_RUNNING_(lazy_seen_) || lazy_swap_if_(lazy_word_, lazy_seen_, 0) != lazy_seen_)
        return LAZY_E_ARG;
    if (lazy_seen_ & LAZY_WAITED_FOR_) LAZY_WAKE(lazy_word_);
    return 0;
}

/* Whoever holds the word will not go on. Another may just begin to wait for him; but one who holds
 * it in his place by now, having found that out, goes on. */
LAZY_SELDOM_ int lazy_give_up_(lazy_word *lazy_word_) {
    const lazy_word lazy_seen_ = lazy_word_load_(lazy_word_);
    if (lazy_let_go_(lazy_word_, lazy_seen_) == 0) return 0;
    return lazy_let_go_(lazy_word_, LAZY_CAST_(lazy_word, lazy_seen_ | LAZY_WAITED_FOR_));
}

#ifdef LAZY_DETECT_DEADLOCK
#ifndef LAZY_WAITS_
#error "lazy.h: LAZY_DETECT_DEADLOCK is for threads; here nobody waits."
#endif
struct lazy_waiter_ {
    lazy_word *at_;
    lazy_word owner_; /* as it is in the words that this thread holds */
    struct lazy_waiter_ *next_;
};
struct lazy_waiters {
    lazy_word word_;
    struct lazy_waiter_ *first_;
};
LAZY_EXTERN_ struct lazy_waiters lazy_waiters;
#define LAZY_DEFINE_WAITERS struct lazy_waiters lazy_waiters = {0, LAZY_NULL_};

LAZY_SELDOM_ void lazy_lock_waiters_(void) {
    const lazy_word lazy_locked_ = LAZY_RUNNING_,
                    lazy_waited_for_ = LAZY_RUNNING_ | LAZY_WAITED_FOR_;
    while (lazy_swap_if_(&lazy_waiters.word_, 0, lazy_locked_) != 0) {
        if (lazy_swap_if_(&lazy_waiters.word_, lazy_locked_, lazy_waited_for_) != 0) {
            LAZY_WAIT(&lazy_waiters.word_, lazy_waited_for_, -1);
        }
    }
}

/* Enter the list of those who wait; or not, if that would be for ever. */
LAZY_SELDOM_ int lazy_enter_waiters_(struct lazy_waiter_ *lazy_self_, lazy_word *lazy_word_) {
    const struct lazy_waiter_ *lazy_other_;
    lazy_word lazy_seen_;
    int lazy_deadlock_ = 0;
    lazy_self_->at_ = lazy_word_;
    lazy_self_->owner_ = lazy_running_();
    lazy_lock_waiters_();
    /* only now: its owner may have let go of it, and wait for us */
    lazy_seen_ = lazy_word_load_(lazy_word_);
    /* the owner of the word, and whom that one waits for... */
    while (LAZY_IS_RUNNING_(lazy_seen_) && !(lazy_deadlock_ = lazy_is_mine_(lazy_seen_))) {
        const lazy_word lazy_owner_ = lazy_seen_ & ~(LAZY_WAITED_FOR_ | LAZY_PUBLISHED_);
        for (lazy_other_ = lazy_waiters.first_;
             lazy_other_ != LAZY_NULL_ && lazy_other_->owner_ != lazy_owner_;) {
            lazy_other_ = lazy_other_->next_;
        }
        lazy_seen_ = lazy_other_ != LAZY_NULL_ ? lazy_word_load_(lazy_other_->at_) : 0;
    }
    lazy_self_->next_ = lazy_waiters.first_;
    if (!lazy_deadlock_) lazy_waiters.first_ = lazy_self_;
    lazy_release_(&lazy_waiters.word_, 0);
    return lazy_deadlock_;
}

LAZY_SELDOM_ void lazy_leave_waiters_(const struct lazy_waiter_ *lazy_self_) {
    struct lazy_waiter_ **lazy_at_ = &lazy_waiters.first_;
    lazy_lock_waiters_();
    while (*lazy_at_ != lazy_self_) lazy_at_ = &(*lazy_at_)->next_;
    *lazy_at_ = lazy_self_->next_;
    lazy_release_(&lazy_waiters.word_, 0);
}
#endif

LAZY_FUNCTION_ int lazy_cycle_(const char *lazy_name_) {
    LAZY_ON_CYCLE(lazy_name_);
    return LAZY_E_CYCLE;
}

/* Somebody holds the word, as `seen` says: wait until that has changed. 0, or why not. */
LAZY_SELDOM_ int lazy_wait_(lazy_word *lazy_word_, lazy_word lazy_seen_, long *lazy_ms_,
                            const char *lazy_name_) {
#ifdef LAZY_DETECT_DEADLOCK
    struct lazy_waiter_ lazy_self_;
#endif
    (void)lazy_word_;
    if (LAZY_IN_ISR()) return LAZY_PENDING;
#if LAZY_SPINS_ > 0
    for (int lazy_spins_ = *lazy_ms_ != 0 ? LAZY_SPINS_ : 0; lazy_spins_ > 0; lazy_spins_--) {
        if (lazy_word_load_(lazy_word_) != lazy_seen_) return 0;
        LAZY_PAUSE_();
    }
#endif
    if (LAZY_IS_RUNNING_(lazy_seen_) && lazy_is_mine_(lazy_seen_)) return lazy_cycle_(lazy_name_);
#ifdef LAZY_IS_GONE_
    if (LAZY_IS_RUNNING_(lazy_seen_) && LAZY_IS_GONE_(lazy_seen_ / LAZY_OWNER_)) {
        /* and wake who slept while that thread was there */
        (void)lazy_let_go_(lazy_word_, lazy_seen_);
        return 0;
    }
#endif
    if (*lazy_ms_ == 0) return LAZY_PENDING;
#ifndef LAZY_WAITS_
    return LAZY_PENDING; /* for an interrupt handler to let go of it */
#else
    if ((lazy_seen_ & LAZY_WAITED_FOR_) == 0) {
        const lazy_word lazy_waited_for_ = LAZY_CAST_(lazy_word, lazy_seen_ | LAZY_WAITED_FOR_);
        if (lazy_swap_if_(lazy_word_, lazy_seen_, lazy_waited_for_) != lazy_seen_) return 0;
        lazy_seen_ = lazy_waited_for_;
    }
#ifdef LAZY_DETECT_DEADLOCK
    if (lazy_enter_waiters_(&lazy_self_, lazy_word_)) return lazy_cycle_(lazy_name_);
#endif
    *lazy_ms_ = LAZY_WAIT(lazy_word_, lazy_seen_, *lazy_ms_);
#ifdef LAZY_DETECT_DEADLOCK
    lazy_leave_waiters_(&lazy_self_);
#endif
    return 0;
#endif
}

/* ---- A cell ---------------------------------------------------------------------------------- */

LAZY_FUNCTION_ lazy_word lazy_word_of_(const struct lazy *lazy_it_, int lazy_options_) {
    return lazy_options_ & LAZY_UNSYNCHRONISED ? lazy_it_->word_
                                               : lazy_word_load_(&lazy_it_->word_);
}

LAZY_FUNCTION_ void lazy_publish_(struct lazy *lazy_it_, lazy_word lazy_to_, int lazy_options_) {
    if (lazy_options_ & LAZY_UNSYNCHRONISED) {
        lazy_it_->word_ = lazy_to_;
    } else {
        lazy_release_(&lazy_it_->word_, lazy_to_);
    }
}

/* What an initialiser may return, or else an error. */
LAZY_FUNCTION_ int lazy_status_of_(int lazy_returned_) {
    return lazy_returned_ > 0 && lazy_returned_ != LAZY_PENDING ? LAZY_E_RESULT : lazy_returned_;
}

/* Begin to write the value, before which nobody else has. 0, or who was first. */
LAZY_SELDOM_ int lazy_begin_(struct lazy *lazy_it_, int lazy_options_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_word_of_(lazy_it_, lazy_options_);
        lazy_word lazy_writing_;
        if (lazy_seen_ == LAZY_DONE_ || lazy_seen_ < 0) return LAZY_E_ALREADY_SET;
        if (lazy_seen_ != LAZY_INIT_ &&
            (!(lazy_options_ & LAZY_RACE) || lazy_seen_ & LAZY_PUBLISHED_)) {
            return LAZY_PENDING;
        }
        if (lazy_options_ & LAZY_UNSYNCHRONISED) {
            lazy_it_->word_ = LAZY_RUNNING_;
            return 0;
        }
        lazy_writing_ = LAZY_CAST_(lazy_word, lazy_running_() | LAZY_PUBLISHED_);
        if (lazy_swap_if_(&lazy_it_->word_, lazy_seen_, lazy_writing_) == lazy_seen_) return 0;
    }
}

#ifdef __cplusplus
/* An exception leaves the initialiser: the next who asks tries again. In a race another may have
 * won, or be about to: so only what is still this one's is let go. */
struct lazy_guard_ {
    struct lazy *lazy_;
    ~lazy_guard_() {
        if (lazy_ == nullptr) return;
        for (;;) {
            const lazy_word lazy_seen_ = lazy_word_load_(&lazy_->word_);
            if (lazy_seen_ != LAZY_RUNNING_ && !lazy_is_mine_(lazy_seen_)) return;
            if (lazy_let_go_(&lazy_->word_, lazy_seen_) == 0) return;
        }
    }
};
#endif

/* Run the initialiser of a cell that one has claimed, or that one races for. */
LAZY_SELDOM_ int lazy_run_(struct lazy *lazy_it_, void *lazy_cell_,
                           int (*lazy_initialiser_)(void *), int lazy_options_,
                           const char *lazy_name_) {
    int lazy_status_;
    lazy_word lazy_to_ = LAZY_DONE_;
#ifdef __cplusplus
    lazy_guard_ lazy_guarded_ = {lazy_it_};
    lazy_status_ = lazy_initialiser_(lazy_cell_);
    lazy_guarded_.lazy_ = nullptr;
#else
    lazy_status_ = lazy_initialiser_(lazy_cell_);
#endif
    if (lazy_status_ == LAZY_LOST_) return lazy_status_;
    if (lazy_status_ == LAZY_E_CYCLE) LAZY_ON_CYCLE(lazy_name_);
    if (lazy_status_ < 0 && lazy_options_ & LAZY_FATAL) LAZY_ABORT(lazy_status_);
    if (lazy_status_ != 0) {
        lazy_to_ = lazy_status_ == LAZY_PENDING || lazy_options_ & LAZY_RETRY
                       ? LAZY_INIT_
                       : lazy_word_for_(lazy_status_);
        if (lazy_options_ & LAZY_RACE) { /* the others go on */
            if (lazy_to_ == LAZY_INIT_)
                lazy_swap_if_(&lazy_it_->word_, lazy_running_(), LAZY_INIT_);
            if (lazy_to_ == LAZY_INIT_) return lazy_status_;
            if (lazy_begin_(lazy_it_, lazy_options_) != 0) return LAZY_LOST_;
        }
    }
    lazy_publish_(lazy_it_, lazy_to_, lazy_options_);
    return lazy_status_;
}

/* What <name>_get does that finds no value: 0 when there is one. */
LAZY_SELDOM_ int lazy_settle_(struct lazy *lazy_it_, void *lazy_cell_,
                              int (*lazy_initialiser_)(void *), int lazy_options_, long lazy_ms_,
                              const char *lazy_name_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_word_of_(lazy_it_, lazy_options_);
        int lazy_status_;
        if (lazy_seen_ == LAZY_DONE_) return 0;
        if (lazy_seen_ < 0) return lazy_error_of_(lazy_seen_);
        if (lazy_options_ & LAZY_UNSYNCHRONISED) {
            if (lazy_seen_ != LAZY_INIT_) return lazy_cycle_(lazy_name_);
            lazy_it_->word_ = LAZY_RUNNING_; /* nobody asks whose */
            return lazy_run_(lazy_it_, lazy_cell_, lazy_initialiser_, lazy_options_, lazy_name_);
        }
        if (lazy_seen_ == LAZY_INIT_
                ? lazy_swap_if_(&lazy_it_->word_, LAZY_INIT_, lazy_running_()) == LAZY_INIT_
                : lazy_options_ & LAZY_RACE && !(lazy_seen_ & LAZY_PUBLISHED_) &&
                      !lazy_is_mine_(lazy_seen_)) {
            lazy_status_ =
                lazy_run_(lazy_it_, lazy_cell_, lazy_initialiser_, lazy_options_, lazy_name_);
            if (lazy_status_ != LAZY_LOST_) return lazy_status_;
        } else if (lazy_seen_ != LAZY_INIT_) {
            lazy_status_ = lazy_wait_(&lazy_it_->word_, lazy_seen_, &lazy_ms_, lazy_name_);
            if (lazy_status_ != 0) return lazy_status_;
        }
    }
}

/* The value, by way of void: if it is of another type that is one error, not one for each use. */
#define LAZY_VALUE_(name, T, ...) \
    typedef T name##_value; \
    LAZY_FUNCTION_ name##_value *name##_at_(struct name *lazy_self_) { \
        return LAZY_CAST_(name##_value *, LAZY_CAST_(void *, &lazy_self_->value)); \
    } \
    LAZY_HIDES_ LAZY_FUNCTION_ void name##_drop_(name##_value *value) { \
        (void)value; \
        __VA_ARGS__; \
    } \
    LAZY_HIDES_END_

/* What waits for ever, and what waits for nobody. */
#define LAZY_GET_(name) \
    LAZY_FUNCTION_ const name##_value *name##_get(struct name *lazy_self_, int *lazy_error_) { \
        return name##_get_within(lazy_self_, -1, lazy_error_); \
    } \
    LAZY_FUNCTION_ const name##_value *name##_try_get(struct name *lazy_self_, int *lazy_error_) { \
        return name##_get_within(lazy_self_, 0, lazy_error_); \
    }

/* ---- Cells that depend on others ------------------------------------------------------------- */

#define LAZY_EQUAL_(name, equal) \
    LAZY_HIDES_ LAZY_FUNCTION_ int name##_is_equal_(const name##_value *was, \
                                                    const name##_value *now) { \
        (void)was; \
        (void)now; \
        return (equal); \
    } \
    LAZY_HIDES_END_

/* For each (type, field) of a cell, which follow `equal`. */
#define LAZY_PARAMETER_(pair) LAZY_PARAMETER_OF_ pair
#define LAZY_PARAMETER_OF_(type, field) , const type##_value *field LAZY_UNUSED_
#define LAZY_ARGUMENT_(pair) LAZY_ARGUMENT_OF_ pair
#define LAZY_ARGUMENT_OF_(type, field) \
    , lazy_self_->field != LAZY_NULL_ ? type##_at_(lazy_self_->field) : LAZY_NULL_
#define LAZY_NO_CYCLE_(pair) LAZY_NO_CYCLE_OF_ pair
#define LAZY_NO_CYCLE_OF_(type, field) \
    if (lazy_status_ == 0 && lazy_self_->field != LAZY_NULL_) \
        lazy_status_ = type##_no_cycle_(lazy_self_->field, &lazy_here_);
#define LAZY_REFRESH_(pair) LAZY_REFRESH_OF_ pair
#define LAZY_REFRESH_OF_(type, field) \
    if (lazy_turn_.status_ == 0 && lazy_turn_.error_ == 0 && lazy_self_->field != LAZY_NULL_) { \
        lazy_turn_.status_ = type##_refresh_(lazy_self_->field, lazy_ms_); \
        lazy_follow_(&lazy_turn_, &lazy_self_->field->lazy); \
    }
#define LAZY_PIN_EACH_(pair) LAZY_PIN_EACH_OF_ pair
#define LAZY_PIN_EACH_OF_(type, field) \
    if (lazy_self_->field != LAZY_NULL_) lazy_pin_for_(&lazy_turn_, &lazy_self_->field->lazy);
#define LAZY_UNPIN_EACH_(pair) LAZY_UNPIN_EACH_OF_ pair
#define LAZY_UNPIN_EACH_OF_(type, field) \
    if (lazy_self_->field != LAZY_NULL_) lazy_unpin_(&lazy_self_->field->lazy);

#define LAZY_FIRST_(equal, ...) equal
#define LAZY_EACH_(macro, ...) \
    LAZY_EACH_OF_(LAZY_COUNT_(__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0), macro, __VA_ARGS__)
#define LAZY_COUNT_(equal, a, b, c, d, e, f, g, h, count, ...) count
#define LAZY_EACH_OF_(count, ...) LAZY_EACH_SO_MANY_(count, __VA_ARGS__)
#define LAZY_EACH_SO_MANY_(count, ...) LAZY_EACH_##count##_(__VA_ARGS__)
#define LAZY_EACH_0_(macro, equal)
#define LAZY_EACH_1_(macro, equal, a) macro(a)
#define LAZY_EACH_2_(macro, equal, a, ...) macro(a) LAZY_EACH_1_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_3_(macro, equal, a, ...) macro(a) LAZY_EACH_2_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_4_(macro, equal, a, ...) macro(a) LAZY_EACH_3_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_5_(macro, equal, a, ...) macro(a) LAZY_EACH_4_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_6_(macro, equal, a, ...) macro(a) LAZY_EACH_5_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_7_(macro, equal, a, ...) macro(a) LAZY_EACH_6_(macro, equal, __VA_ARGS__)
#define LAZY_EACH_8_(macro, equal, a, ...) macro(a) LAZY_EACH_7_(macro, equal, __VA_ARGS__)

/* Where a cell's state_ stands. */
#define LAZY_NO_CYCLE_SEEN_ 1
#define LAZY_GONE_ 2
#define LAZY_ENTERED_ 3 /* by somebody who looks for a cycle, or who has found one */

/* The cells on the way to one, innermost first. */
struct lazy_path_ {
    struct lazy_node *cell_;
    const struct lazy_path_ *outer_;
};

LAZY_FUNCTION_ int lazy_destroyed_(const struct lazy_node *lazy_cell_) {
    return lazy_flag_load_(&lazy_cell_->state_) == LAZY_GONE_ ? LAZY_E_DESTROYED : 0;
}

/* Has it been destroyed, or is it in no domain, or in another one than what depends on it? */
LAZY_FUNCTION_ int lazy_refused_(const struct lazy_node *lazy_cell_,
                                 const struct lazy_path_ *lazy_outer_) {
    const int lazy_status_ = lazy_destroyed_(lazy_cell_);
    if (lazy_status_ != 0) return lazy_status_;
    if (lazy_cell_->domain == LAZY_NULL_) return LAZY_E_ARG;
    if (lazy_outer_ == LAZY_NULL_ || lazy_outer_->cell_->domain == lazy_cell_->domain) return 0;
    return LAZY_E_ARG;
}

/* Once for each cell, before it is first claimed: so no two threads can wait for each other. */
LAZY_FUNCTION_ int lazy_enter_(struct lazy_path_ *lazy_here_, struct lazy_node *lazy_cell_,
                               const struct lazy_path_ *lazy_outer_, const char *lazy_name_) {
    const lazy_flag lazy_state_ = lazy_flag_load_(&lazy_cell_->state_);
    const int lazy_status_ = lazy_refused_(lazy_cell_, lazy_outer_);
    if (lazy_status_ != 0) return lazy_status_;
    if (lazy_state_ == LAZY_NO_CYCLE_SEEN_) return LAZY_KNOWN_;
    lazy_here_->cell_ = lazy_cell_;
    lazy_here_->outer_ = lazy_outer_;
    /* is it on the way? not if nobody has entered it */
    for (; lazy_state_ == LAZY_ENTERED_ && lazy_outer_ != LAZY_NULL_;
         lazy_outer_ = lazy_outer_->outer_) {
        if (lazy_outer_->cell_ == lazy_cell_) return lazy_cycle_(lazy_name_);
    }
    lazy_flag_store_(&lazy_cell_->state_, LAZY_ENTERED_);
    return 0;
}

LAZY_FUNCTION_ int lazy_leave_(const struct lazy_path_ *lazy_here_, int lazy_status_,
                               const char *lazy_name_) {
    if (lazy_status_ == 0) lazy_flag_store_(&lazy_here_->cell_->state_, LAZY_NO_CYCLE_SEEN_);
    if (lazy_status_ == LAZY_E_CYCLE) LAZY_ON_CYCLE(lazy_name_);
    return lazy_status_;
}

/* Claim a word that is 0. */
LAZY_SELDOM_ int lazy_claim_(lazy_word *lazy_word_, long *lazy_ms_, const char *lazy_name_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_swap_if_(lazy_word_, 0, lazy_running_());
        int lazy_status_;
        if (lazy_seen_ == 0) return 0;
        lazy_status_ = lazy_wait_(lazy_word_, lazy_seen_, lazy_ms_, lazy_name_);
        if (lazy_status_ != 0) return lazy_status_;
    }
}

LAZY_FUNCTION_ int lazy_is_later_(lazy_revision lazy_a_, lazy_revision lazy_b_) {
    return lazy_a_ != lazy_b_ && lazy_a_ - lazy_b_ <= LAZY_CAST_(lazy_revision, -1) / 2;
}

/* Nothing was set or invalidated since the cell's result was found to be right. */
LAZY_FUNCTION_ int lazy_is_clean_(const struct lazy_node *lazy_cell_) {
    const lazy_revision lazy_checked_ = lazy_revision_load_(&lazy_cell_->checked_);
    return lazy_checked_ != 0 &&
           lazy_checked_ == lazy_revision_load_(&lazy_cell_->domain->revision_) + 1;
}

/* And who computed it has let go of it. */
LAZY_FUNCTION_ int lazy_is_ready_(const struct lazy_node *lazy_cell_) {
    return lazy_is_clean_(lazy_cell_) && !LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_));
}

/* The error that is the cell's result, or 0. */
LAZY_FUNCTION_ int lazy_result_of_(const struct lazy_node *lazy_cell_) {
    return lazy_revision_load_(&lazy_cell_->changed_) == 0 ? LAZY_E_EMPTY
                                                           : lazy_status_load_(&lazy_cell_->error_);
}

/* Pin what is not being computed: 0, or why not. */
LAZY_FUNCTION_ int lazy_pin_(struct lazy_node *lazy_cell_) {
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

LAZY_FUNCTION_ void lazy_unpin_(struct lazy_node *lazy_cell_) {
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

/* stale_ is odd if the cell was invalidated and not brought up to date since; and twice how many
 * have come so far, but may not have counted their change. */
#define LAZY_STALE_ 1
#define LAZY_UNCOUNTED_ 2

LAZY_FUNCTION_ void lazy_mark_(struct lazy_node *lazy_cell_, int lazy_stale_, int lazy_uncounted_) {
    lazy_word lazy_seen_, lazy_now_ = lazy_word_load_(&lazy_cell_->stale_);
    do {
        lazy_seen_ = lazy_now_;
        lazy_now_ =
            lazy_swap_if_(&lazy_cell_->stale_, lazy_seen_,
                          LAZY_CAST_(lazy_word, (lazy_seen_ | lazy_stale_) + lazy_uncounted_));
    } while (lazy_now_ != lazy_seen_);
}

/* What is invalidated after this, while it is computed, makes it stale again: so no plain store. */
LAZY_FUNCTION_ lazy_word lazy_take_mark_(struct lazy_node *lazy_cell_) {
    lazy_word lazy_seen_ = lazy_word_load_(&lazy_cell_->stale_);
    while (lazy_seen_ & LAZY_STALE_) {
        const lazy_word lazy_now_ = lazy_swap_if_(&lazy_cell_->stale_, lazy_seen_,
                                                  LAZY_CAST_(lazy_word, lazy_seen_ & ~LAZY_STALE_));
        if (lazy_now_ == lazy_seen_) return lazy_seen_;
        lazy_seen_ = lazy_now_;
    }
    return 0;
}

LAZY_FUNCTION_ int lazy_invalidate_(struct lazy_node *lazy_cell_) {
    if (lazy_cell_->domain == LAZY_NULL_) return LAZY_E_ARG;
    lazy_mark_(lazy_cell_, LAZY_STALE_, LAZY_UNCOUNTED_);
    lazy_count_(&lazy_cell_->domain->revision_);
    lazy_mark_(lazy_cell_, 0, -LAZY_UNCOUNTED_);
    return 0;
}

/* An input has another value since a revision. It is held while that becomes known: who knows of
 * the revision may not yet know of the stamp. */
LAZY_FUNCTION_ void lazy_has_changed_(struct lazy_node *lazy_cell_, lazy_revision lazy_revision_) {
    lazy_revision_store_(&lazy_cell_->changed_, lazy_revision_ + 1);
    lazy_revision_store_(&lazy_cell_->checked_, lazy_revision_ + 1);
}

/* Is it neither stale nor held? Asked in this order: who takes the mark away holds it then. */
LAZY_FUNCTION_ int lazy_is_settled_(const struct lazy_node *lazy_cell_) {
    return (lazy_word_load_(&lazy_cell_->stale_) & LAZY_STALE_) == 0 &&
           !LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_));
}

LAZY_FUNCTION_ int lazy_is_set_(const struct lazy_node *lazy_cell_) {
    return lazy_is_settled_(lazy_cell_) && lazy_revision_load_(&lazy_cell_->changed_) != 0;
}

/* What was invalidated is taken for another value, since the revision that was counted for that: a
 * later one would be beyond the turn of who asks, and have him compute again. */
LAZY_SELDOM_ void lazy_settle_input_(struct lazy_node *lazy_cell_) {
    const lazy_word lazy_marked_ = lazy_take_mark_(lazy_cell_);
    if (lazy_marked_ == 0 || lazy_cell_->changed_ == 0) return;
    lazy_has_changed_(lazy_cell_, lazy_marked_ == LAZY_STALE_
                                      ? lazy_revision_load_(&lazy_cell_->domain->revision_)
                                      : lazy_count_(&lazy_cell_->domain->revision_));
}

LAZY_FUNCTION_ int lazy_refresh_input_(struct lazy_node *lazy_cell_, long *lazy_ms_,
                                       const char *lazy_name_) {
    while (!lazy_is_settled_(lazy_cell_)) {
        const lazy_word lazy_seen_ = lazy_word_load_(&lazy_cell_->word_);
        int lazy_status_;
        if (LAZY_IS_RUNNING_(lazy_seen_)) {
            lazy_status_ = lazy_wait_(&lazy_cell_->word_, lazy_seen_, lazy_ms_, lazy_name_);
        } else {
            lazy_status_ = lazy_claim_(&lazy_cell_->word_, lazy_ms_, lazy_name_);
            if (lazy_status_ == 0) {
                lazy_settle_input_(lazy_cell_);
                lazy_release_(&lazy_cell_->word_, 0);
            }
        }
        if (lazy_status_ != 0) return lazy_status_;
    }
    return lazy_destroyed_(lazy_cell_);
}

LAZY_FUNCTION_ int lazy_abandon_(struct lazy_node *lazy_cell_) {
    if (!LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_))) return LAZY_E_ARG;
    lazy_cell_->body_ = 0;
    lazy_invalidate_(lazy_cell_); /* an input may be another one already, of which nobody knows */
    lazy_release_(&lazy_cell_->word_, 0);
    return 0;
}

/* One turn: a cell that one has claimed is brought up to date. */
struct lazy_turn_ {
    struct lazy_node *cell_; /* NULL once it has been let go */
    lazy_revision at_;       /* the revision at which it will be right */
    int status_;             /* why there is no result: LAZY_PENDING, a cycle */
    int error_;              /* the result, if it is one */
    lazy_flag must_;         /* something that it depends on has changed */
    lazy_flag unsure_;       /* an error of these is to be tried again */
    lazy_flag taken_;        /* what made it stale is what is computed now */
    lazy_flag changed_;      /* the result is another one */
    lazy_flag again_;        /* what it depends on was changed under way */
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

LAZY_FUNCTION_ void lazy_unpin_all_(struct lazy_turn_ *lazy_turn_) {
    while (lazy_turn_->pins_ > 0) lazy_unpin_(lazy_turn_->pinned_[--lazy_turn_->pins_]);
}

LAZY_SELDOM_ int lazy_begin_turn_(struct lazy_turn_ *lazy_turn_, struct lazy_node *lazy_cell_,
                                  long *lazy_ms_, const char *lazy_name_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_swap_if_(&lazy_cell_->word_, 0, lazy_running_());
        int lazy_status_;
        if (lazy_seen_ == 0) break;
        if (lazy_is_ready_(lazy_cell_)) return LAZY_KNOWN_; /* by now, and pinned */
        lazy_status_ = lazy_wait_(&lazy_cell_->word_, lazy_seen_, lazy_ms_, lazy_name_);
        if (lazy_status_ != 0) return lazy_status_;
    }
    if (lazy_is_clean_(lazy_cell_) || lazy_destroyed_(lazy_cell_) != 0) { /* by now */
        lazy_release_(&lazy_cell_->word_, 0);
        return lazy_destroyed_(lazy_cell_) != 0 ? LAZY_E_DESTROYED : LAZY_KNOWN_;
    }
    lazy_turn_->cell_ = lazy_cell_;
    lazy_turn_->status_ = 0;
    lazy_turn_->must_ = lazy_turn_->taken_ = lazy_turn_->changed_ = lazy_turn_->pins_ = 0;
    return 0;
}

/* Has a thread that is no more left its body? That has pinned what it was given, and had taken the
 * mark away. */
LAZY_FUNCTION_ int lazy_was_left_(struct lazy_node *lazy_cell_) {
#ifdef LAZY_IS_GONE_
    if (lazy_cell_->body_) {
        lazy_cell_->body_ = 0;
        lazy_mark_(lazy_cell_, LAZY_STALE_, 0);
        return 1;
    }
#else
    (void)lazy_cell_;
#endif
    return 0;
}

LAZY_SELDOM_ void lazy_begin_round_(struct lazy_turn_ *lazy_turn_) {
    lazy_turn_->at_ =
        lazy_revision_load_(&lazy_turn_->cell_->domain->revision_); /* before anything is read */
    lazy_turn_->error_ = lazy_turn_->again_ = lazy_turn_->unsure_ = 0;
}

/* What it depends on has been brought up to date. Has that changed since? Whether it is sure of its
 * error is asked first: another may try again meanwhile. */
LAZY_SELDOM_ void lazy_follow_(struct lazy_turn_ *lazy_turn_, const struct lazy_node *lazy_on_) {
    const int lazy_unsure_ = lazy_revision_load_(&lazy_on_->checked_) == 0;
    const lazy_revision lazy_changed_ = lazy_revision_load_(&lazy_on_->changed_);
    if (lazy_turn_->status_ != 0) return;
    lazy_turn_->error_ = lazy_result_of_(lazy_on_);
    if (lazy_is_later_(lazy_changed_, lazy_turn_->cell_->checked_)) lazy_turn_->must_ = 1;
    if (lazy_unsure_) lazy_turn_->unsure_ = 1;
}

LAZY_SELDOM_ int lazy_must_compute_(struct lazy_turn_ *lazy_turn_) {
    if (lazy_take_mark_(lazy_turn_->cell_) != 0) lazy_turn_->must_ = lazy_turn_->taken_ = 1;
    if (lazy_turn_->cell_->checked_ == 0) lazy_turn_->must_ = 1;
    return lazy_turn_->must_;
}

LAZY_SELDOM_ void lazy_pin_for_(struct lazy_turn_ *lazy_turn_, struct lazy_node *lazy_on_) {
    int lazy_status_;
    if (lazy_turn_->again_ || lazy_turn_->status_ != 0) return;
    lazy_status_ = lazy_pin_(lazy_on_);
    if (lazy_status_ == 0) lazy_turn_->pinned_[lazy_turn_->pins_++] = lazy_on_;
    if (lazy_status_ == LAZY_PENDING) lazy_turn_->status_ = lazy_status_;
    if (lazy_status_ == LAZY_LOST_ || (lazy_status_ == 0 && lazy_result_of_(lazy_on_) != 0))
        lazy_turn_->again_ = 1;
}

LAZY_FUNCTION_ void lazy_leave_body_(void *lazy_argument_);

LAZY_SELDOM_ int lazy_begin_body_(struct lazy_turn_ *lazy_turn_) {
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

/* Is there a result? */
LAZY_SELDOM_ int lazy_end_body_(struct lazy_turn_ *lazy_turn_, int lazy_answer_) {
#ifdef LAZY_HAS_CLEANUP_
    if (lazy_pop_ != LAZY_NULL_) lazy_pop_(&lazy_turn_->cleanup_, 0);
#endif
    lazy_unpin_all_(lazy_turn_);
    lazy_turn_->cell_->body_ = 0;
    lazy_turn_->error_ = lazy_status_of_(lazy_answer_);
    if (lazy_turn_->error_ == LAZY_PENDING) lazy_turn_->status_ = LAZY_PENDING;
    return lazy_turn_->status_ == 0;
}

LAZY_SELDOM_ int lazy_end_turn_(struct lazy_turn_ *lazy_turn_, int lazy_retry_,
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
        lazy_mark_(lazy_cell_, LAZY_STALE_, 0);
    }
    if (lazy_turn_->status_ == LAZY_E_CYCLE) LAZY_ON_CYCLE(lazy_name_);
    lazy_turn_->cell_ = LAZY_NULL_;
    lazy_release_(&lazy_cell_->word_, 0);
    return lazy_turn_->status_;
}

/* An exception, or the end of the thread, leaves a body: as if it had answered LAZY_PENDING. */
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

/* What reads a cell, of an input as of a derived one. */
#define LAZY_READ_(name, is_clean) \
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
        if (LAZY_OFTEN_(is_clean(&lazy_self_->lazy) && \
                        lazy_status_load_(&lazy_self_->lazy.error_) == 0)) \
            return name##_at_(lazy_self_); \
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
        if (lazy_word_load_(&lazy_self_->lazy.word_) != 0) return LAZY_PENDING; \
        if (lazy_result_of_(&lazy_self_->lazy) == 0) name##_drop_(name##_at_(lazy_self_)); \
        lazy_flag_store_(&lazy_self_->lazy.state_, LAZY_GONE_); \
        lazy_revision_store_(&lazy_self_->lazy.changed_, 0); \
        lazy_revision_store_(&lazy_self_->lazy.checked_, 0); \
        return 0; \
    }

/* ---- Shared libraries ------------------------------------------------------------------------ */

#ifdef LAZY_HAS_LIBRARIES_
#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

#define LAZY_TEXT_ 128

struct lazy_library {
    struct lazy lazy;
    const char *file_;
    void *value;
    char text_[LAZY_TEXT_];
};

struct lazy_symbol {
    struct lazy lazy;
    struct lazy_library *library_;
    const char *symbol_;
    void *value;
    char text_[LAZY_TEXT_];
};

/* What the loader says: once, for others may be reading it. */
LAZY_SELDOM_ void lazy_note_(char *lazy_text_) {
#ifdef _WIN32
    DWORD lazy_length_;
    if (lazy_text_[0] != 0) return;
    lazy_length_ =
        FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, LAZY_NULL_,
                       GetLastError(), 0, lazy_text_, LAZY_TEXT_, LAZY_NULL_);
    while (lazy_length_ > 0 &&
           (lazy_text_[lazy_length_ - 1] == '\r' || lazy_text_[lazy_length_ - 1] == '\n'))
        lazy_text_[--lazy_length_] = 0;
#else
    const char *const lazy_said_ = dlerror();
    size_t lazy_at_ = 0;
    if (lazy_text_[0] != 0 || lazy_said_ == LAZY_NULL_) return;
    for (; lazy_said_[lazy_at_] != 0 && lazy_at_ + 1 < LAZY_TEXT_; lazy_at_++)
        lazy_text_[lazy_at_] = lazy_said_[lazy_at_];
    lazy_text_[lazy_at_] = 0;
#endif
}

LAZY_WITH(lazy_library, void *, LAZY_REMEMBER, (void)0) {
#ifdef _WIN32
    *out = LAZY_CAST_(void *, LoadLibraryA(self->file_));
#else
    *out = dlopen(self->file_, RTLD_NOW);
#endif
    if (*out != LAZY_NULL_) return 0;
    lazy_note_(self->text_);
    return LAZY_E_LIBRARY;
}

/* The library remembers that it is missing; so this need not, and is found once that is there. */
LAZY_WITH(lazy_symbol, void *, LAZY_RETRY, (void)0) {
    int lazy_error_ = 0;
    void *const *const lazy_library_ = lazy_library_get(self->library_, &lazy_error_);
    if (lazy_library_ == LAZY_NULL_) return lazy_error_;
#ifdef _WIN32
    {
        const FARPROC lazy_address_ =
            GetProcAddress(LAZY_CAST_(HMODULE, *lazy_library_), self->symbol_);
        __builtin_memcpy(out, &lazy_address_, sizeof lazy_address_);
    }
#else
    *out = dlsym(*lazy_library_, self->symbol_);
#endif
    if (*out != LAZY_NULL_) return 0;
    lazy_note_(self->text_);
    return LAZY_E_SYMBOL;
}
#endif

LAZY_FUNCTION_ const char *lazy_strerror(int lazy_error_) {
    switch (lazy_error_) {
    case 0: return "no error";
    case LAZY_PENDING: return "LAZY_PENDING: being computed by another";
    case LAZY_E_ARG: return "LAZY_E_ARG: an argument was refused";
    case LAZY_E_CYCLE: return "LAZY_E_CYCLE: a value that needs itself";
    case LAZY_E_DESTROYED: return "LAZY_E_DESTROYED: asked for after it was destroyed";
    case LAZY_E_EMPTY: return "LAZY_E_EMPTY: there is no value";
    case LAZY_E_ALREADY_SET: return "LAZY_E_ALREADY_SET: there was a value or an error already";
    case LAZY_E_RESULT: return "LAZY_E_RESULT: neither 0 nor an error was returned";
    case LAZY_E_LIBRARY: return "LAZY_E_LIBRARY: no such library";
    case LAZY_E_SYMBOL: return "LAZY_E_SYMBOL: no such symbol in the library";
    default: return lazy_error_ < 0 ? "an error of the program" : "not an error";
    }
}

#endif
