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
#define LAZY_FUNCTION_ static inline __attribute__((unused))
#ifdef __OPTIMIZE__
#define LAZY_SELDOM_ static __attribute__((unused, noinline, cold))
#else
#define LAZY_SELDOM_ LAZY_FUNCTION_
#endif
#define LAZY_UNUSED_ __attribute__((unused))
#define LAZY_NORETURN_ __attribute__((noreturn))
#else
#if defined(__SDCC) /* it inlines whatever it may, and twice into one function crashes it */
#define LAZY_FUNCTION_ static
#else
#define LAZY_FUNCTION_ static inline
#endif
#define LAZY_SELDOM_ static
#define LAZY_UNUSED_
#define LAZY_NORETURN_
#endif

/* ---- Status ---------------------------------------------------------------------------------- */

/* The statuses of gen.h have the same values there. An error of yours is any negative int; with a
 * word of one byte (AVR, sdcc) -1 to -95. */
enum {
    LAZY_PENDING = 2,          /* being computed by another: ask again */
    LAZY_E_ARG = -32762,       /* an argument was refused; nothing was done */
    LAZY_E_CYCLE = -32759,     /* it needs itself */
    LAZY_E_DESTROYED = -32758, /* asked after it was destroyed */
    LAZY_E_EMPTY = -32757,     /* there is no value */
    LAZY_E_TAKEN = -32756,     /* set, but there was a value, or an error, already */
    LAZY_E_RESULT = -32755,    /* the initialiser returned what is neither 0 nor an error */
    LAZY_E_LIBRARY = -32754,   /* no such library */
    LAZY_E_SYMBOL = -32753     /* no such symbol in it */
};

/* An error in words, for a log. */
LAZY_FUNCTION_ const char *lazy_strerror(int error);

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
 * set answers LAZY_E_TAKEN if there was a value or an error, LAZY_PENDING while one is computed.
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
    LAZY_SINGLE = 8    /* the cell is used by one thread and no interrupt: nothing is atomic */
};
#define LAZY_WITH(name, T, options, ...) \
    struct name##_check_ { \
        unsigned error_the_options_of_a_cell_contradict_each_other LAZY_IF_( \
            (LAZY_RETRY & (options) && LAZY_FATAL & (options)) || \
            (LAZY_RACE & (options) && LAZY_SINGLE & (options)) || ((options) & ~15) != 0); \
        unsigned error_the_value_of_a_cell_is_of_another_type \
            LAZY_IF_(LAZY_NOT_SAME_(T, LAZY_CAST_(struct name *, LAZY_NULL_)->value)); \
    }; \
    LAZY_VALUE_(name, T, __VA_ARGS__) \
    LAZY_FUNCTION_ int name##_compute_(struct name *self, name##_value *out); \
    LAZY_FUNCTION_ int name##_run_(void *cell) { \
        struct name *const self = LAZY_CAST_(struct name *, cell); \
        if (LAZY_RACE & (options)) { \
            name##_value fresh; \
            const int status = lazy_status_of_(name##_compute_(self, &fresh)); \
            if (status != 0) return status; \
            if (lazy_begin_(&self->lazy, options) == 0) { \
                *name##_at_(self) = fresh; \
            } else { \
                name##_drop_(&fresh); \
                return LAZY_LOST_; \
            } \
            return 0; \
        } \
        return lazy_status_of_(name##_compute_(self, name##_at_(self))); \
    } \
    LAZY_SELDOM_ const name##_value *name##_settle_(struct name *self, long ms, int *error) { \
        const int status = \
            lazy_settle_(&self->lazy, self, name##_run_, options, ms, LAZY_NAME_(#name)); \
        if (status == 0) return name##_at_(self); \
        if (error != LAZY_NULL_) *error = status; \
        return LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ const name##_value *name##_get_within(struct name *self, long ms, int *error) { \
        if (LAZY_OFTEN_(lazy_word_of_(&self->lazy, options) == LAZY_DONE_)) \
            return name##_at_(self); \
        return name##_settle_(self, ms, error); \
    } \
    LAZY_GET_(name) \
    LAZY_FUNCTION_ int name##_is_evaluated(const struct name *self) { \
        return lazy_word_of_(&self->lazy, options) == LAZY_DONE_; \
    } \
    LAZY_FUNCTION_ const name##_value *name##_peek(const struct name *self) { \
        return name##_is_evaluated(self) \
                   ? LAZY_CAST_(const name##_value *, LAZY_CAST_(const void *, &self->value)) \
                   : LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ int name##_set(struct name *self, const name##_value *value) { \
        const int status = lazy_begin_(&self->lazy, options); \
        if (status == 0) { \
            *name##_at_(self) = *value; \
            lazy_publish_(&self->lazy, LAZY_DONE_, options); \
        } \
        return status; \
    } \
    LAZY_FUNCTION_ int name##_abandon(struct name *self) { \
        return lazy_give_up_(&self->lazy.word_); \
    } \
    LAZY_FUNCTION_ int name##_take(struct name *self, name##_value *out) { \
        const lazy_word seen = lazy_word_of_(&self->lazy, options); \
        if (seen == LAZY_INIT_) return LAZY_E_EMPTY; \
        if (seen != LAZY_DONE_) return LAZY_IS_RUNNING_(seen) ? LAZY_PENDING : lazy_error_(seen); \
        *out = *name##_at_(self); \
        lazy_publish_(&self->lazy, LAZY_INIT_, options); \
        return 0; \
    } \
    LAZY_FUNCTION_ int name##_clear_(struct name *self, lazy_word to) { \
        const lazy_word seen = lazy_word_of_(&self->lazy, options); \
        if (LAZY_IS_RUNNING_(seen)) return LAZY_PENDING; \
        if (seen == LAZY_DONE_) name##_drop_(name##_at_(self)); \
        lazy_publish_(&self->lazy, to, options); \
        return 0; \
    } \
    LAZY_FUNCTION_ int name##_reset(struct name *self) { return name##_clear_(self, LAZY_INIT_); } \
    LAZY_FUNCTION_ int name##_destroy(struct name *self) { \
        return name##_clear_(self, lazy_word_for_(LAZY_E_DESTROYED)); \
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

/* The state of a cell of a domain: `.lazy = LAZY_IN(domain)`. All but the domain is private. */
#define LAZY_IN(domain) \
    { &(domain), 0, 0, 0, 0, 0, 0, 0 }
struct lazy_cell {
    struct lazy_domain *domain;
    lazy_revision checked_; /* 0, or 1 + the revision for which the result is known to be right */
    lazy_revision changed_; /* 0, or 1 + the one at which it became what it is; both are odd */
    int error_;             /* the result, if it is one */
    lazy_word word_;        /* who computes it, or how many have pinned it */
    lazy_word stale_;       /* has it been invalidated, and by whom? */
    unsigned char state_;   /* is it known to have no cycle, or destroyed? */
    unsigned char body_;    /* is its body running, so that it has pinned what it depends on? */
};

/* LAZY_INPUT(name, T, equal) - the cells of `struct name` { struct lazy_cell lazy; T value; } that
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
 *     struct area { struct lazy_cell lazy; struct radius *radius; double value; };
 *     LAZY_DERIVED(area, double, *was == *now, (radius, radius)) {
 *         *out = 3.14159 * *radius * *radius;
 *         return 0;
 *     }
 *     static struct lazy_domain circle;
 *     static struct radius radius = {.lazy = LAZY_IN(circle)};
 *     static struct area area = {.lazy = LAZY_IN(circle), .radius = &radius};
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
    LAZY_FUNCTION_ int name##_no_cycle_(struct name *self, const struct lazy_path_ *outer) { \
        return lazy_refused_(&self->lazy, outer); \
    } \
    LAZY_FUNCTION_ int name##_refresh_(struct name *self, long *ms) { \
        return lazy_refresh_input_(&self->lazy, ms, LAZY_NAME_(#name)); \
    } \
    LAZY_READ_(name, lazy_is_set_) \
    LAZY_FUNCTION_ int name##_set(struct name *self, const name##_value *value) { \
        long ms = -1; \
        int status = lazy_claim_(&self->lazy.word_, &ms, LAZY_NAME_(#name)); \
        if (status != 0) return status; \
        status = lazy_refused_(&self->lazy, LAZY_NULL_); \
        if (status == 0 && \
            (self->lazy.changed_ == 0 || !name##_is_equal_(name##_at_(self), value))) { \
            *name##_at_(self) = *value; \
            lazy_has_changed_(&self->lazy, lazy_count_(&self->lazy.domain->revision_)); \
        } \
        lazy_release_(&self->lazy.word_, 0); \
        return status; \
    } \
    LAZY_FUNCTION_ int name##_abandon(struct name *self) { return lazy_abandon_(&self->lazy); }

#define LAZY_DERIVED_WITH(name, T, options, drop, ...) \
    struct name##_check_ { \
        unsigned error_a_derived_cell_can_LAZY_REMEMBER_or_LAZY_RETRY \
            LAZY_IF_(((options) & ~LAZY_RETRY) != 0); \
        unsigned error_the_value_of_a_cell_is_of_another_type \
            LAZY_IF_(LAZY_NOT_SAME_(T, LAZY_CAST_(struct name *, LAZY_NULL_)->value)); \
    }; \
    LAZY_VALUE_(name, T, drop) \
    LAZY_EQUAL_(name, LAZY_FIRST_(__VA_ARGS__, 0)) \
    LAZY_FUNCTION_ int name##_refresh_(struct name *self, long *ms); \
    LAZY_FUNCTION_ int name##_no_cycle_(struct name *self, const struct lazy_path_ *outer); \
    LAZY_FUNCTION_ int name##_compute_( \
        struct name *self LAZY_UNUSED_, \
        name##_value *out LAZY_UNUSED_ LAZY_EACH_(LAZY_PARAMETER_, __VA_ARGS__)); \
    LAZY_FUNCTION_ int name##_no_cycle_(struct name *self, const struct lazy_path_ *outer) { \
        struct lazy_path_ here; \
        int status = lazy_enter_(&here, &self->lazy, outer, LAZY_NAME_(#name)); \
        if (status != 0) return status == LAZY_KNOWN_ ? 0 : status; \
        LAZY_EACH_(LAZY_NO_CYCLE_, __VA_ARGS__) \
        return lazy_leave_(&here, status, LAZY_NAME_(#name)); \
    } \
    /* what the turn has come to: is it what was there before? */ \
    LAZY_FUNCTION_ void name##_settle_(struct name *self, struct lazy_turn_ *turn, \
                                       name##_value *fresh) { \
        const int had = lazy_result_(&self->lazy) == 0; \
        if (fresh != LAZY_NULL_ && had && name##_is_equal_(name##_at_(self), fresh)) { \
            name##_drop_(fresh); \
        } else if (fresh != LAZY_NULL_ || had || turn->error != self->lazy.error_) { \
            if (had) name##_drop_(name##_at_(self)); \
            if (fresh != LAZY_NULL_) *name##_at_(self) = *fresh; \
            turn->changed = 1; \
        } \
    } \
    LAZY_SELDOM_ void name##_unpin_each_(struct name *self) { \
        (void)self; \
        LAZY_EACH_(LAZY_UNPIN_EACH_, __VA_ARGS__) \
    } \
    LAZY_SELDOM_ int name##_update_(struct name *self, long *ms) { \
        struct lazy_turn_ turn; \
        int status = name##_no_cycle_(self, LAZY_NULL_); \
        if (status == 0) { \
            status = lazy_begin_turn_(&turn, &self->lazy, ms, LAZY_NAME_(#name)); \
        } \
        if (status != 0) return status == LAZY_KNOWN_ ? 0 : status; \
        if (lazy_was_left_(&self->lazy)) name##_unpin_each_(self); \
        do { \
            lazy_begin_round_(&turn); \
            LAZY_EACH_(LAZY_REFRESH_, __VA_ARGS__) \
            if (turn.status != 0) break; \
            if (turn.error != 0) { \
                name##_settle_(self, &turn, LAZY_NULL_); \
            } else if (lazy_must_compute_(&turn)) { \
                name##_value fresh; \
                LAZY_EACH_(LAZY_PIN_EACH_, __VA_ARGS__) \
                if (lazy_begin_body_(&turn)) { \
                    const int result = \
                        name##_compute_(self, &fresh LAZY_EACH_(LAZY_ARGUMENT_, __VA_ARGS__)); \
                    if (lazy_end_body_(&turn, result)) { \
                        name##_settle_(self, &turn, result == 0 ? &fresh : LAZY_NULL_); \
                    } \
                } \
            } \
        } while (turn.again); \
        return lazy_end_turn_(&turn, LAZY_RETRY & (options), LAZY_NAME_(#name)); \
    } \
    LAZY_FUNCTION_ int name##_refresh_(struct name *self, long *ms) { \
        return lazy_is_ready_(&self->lazy) ? 0 : name##_update_(self, ms); \
    } \
    LAZY_READ_(name, lazy_is_clean_) \
    LAZY_FUNCTION_ int name##_abandon(struct name *self) { \
        if (self->lazy.body_) name##_unpin_each_(self); \
        return lazy_abandon_(&self->lazy); \
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
        name.text[0] = 0; \
        return lazy_library_reset(&name); \
    }
#define LAZY_SYMBOL(name, library, symbol, R, parameters) \
    LAZY_SYMBOL_OR(name, library, symbol, R, parameters, LAZY_NULL_)
#define LAZY_SYMBOL_OR(name, library, symbol, R, parameters, fallback) \
    typedef R(*name##_function) parameters; \
    static struct lazy_symbol name##_cell_ = {{0}, &(library), symbol, LAZY_NULL_, {0}}; \
    LAZY_FUNCTION_ name##_function name##_instead_(void) { return fallback; } \
    LAZY_FUNCTION_ name##_function name(int *error) { \
        union { \
            void *found; \
            name##_function function; \
        } as; \
        const lazy_symbol_value *const value = lazy_symbol_get(&name##_cell_, error); \
        as.found = LAZY_NULL_; \
        if (value == LAZY_NULL_) return name##_instead_(); \
        as.found = *value; \
        return as.function; \
    } \
    LAZY_FUNCTION_ const char *name##_text(void) { \
        return (library).text[0] != 0 ? (library).text : name##_cell_.text; \
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
    LAZY_FUNCTION_ int name##_ended_(struct name *self, int status) { \
        if (status <= 0 && status != LAZY_IS_FULL_) { \
            self->over_ = 1; \
            self->status_ = status; \
        } \
        lazy_release_(&self->word_, 0); \
        return status; \
    } \
    LAZY_FUNCTION_ int name##_next(struct name *self, name##_item *item) { \
        long ms = -1; \
        int status = lazy_claim_(&self->word_, &ms, LAZY_NAME_(#name)); \
        if (status != 0) return status; \
        status = self->over_ ? self->status_ : upstream##_next(&self->from, item); \
        return name##_ended_(self, status); \
    } \
    LAZY_FUNCTION_ int name##_close(struct name *self) { \
        long ms = -1; \
        int status = lazy_claim_(&self->word_, &ms, LAZY_NAME_(#name)); \
        if (status != 0) return status; \
        status = upstream##_close(&self->from); \
        if (status <= 0) self->over_ = 1, self->status_ = 0; \
        lazy_release_(&self->word_, 0); \
        return status; \
    }

/* ==== Private: what follows may change ======================================================== */

/* ---- What differs between compilers ---------------------------------------------------------- */

#ifdef __cplusplus
#define LAZY_CAST_(T, value) static_cast<T>(value)
#define LAZY_NULL_ nullptr
#else
#define LAZY_CAST_(T, value) ((T)(value))
#define LAZY_NULL_ NULL
#endif

#if defined(LAZY_GNU_)
#define LAZY_OFTEN_(condition) __builtin_expect(!!(condition), 1)
#else
#define LAZY_OFTEN_(condition) (condition)
#endif

/* A mistake that is known when it is compiled: a member of this size is refused. */
#if defined(__SDCC)
#define LAZY_IF_(mistake) [(mistake) ? -1 : 1]
#else
#define LAZY_IF_(mistake) : (mistake) ? -1 : 1
#endif

#if defined(LAZY_GNU_) && !defined(__cplusplus)
#define LAZY_NOT_SAME_(T, value) !__builtin_types_compatible_p(T, __typeof__(value))
#else
#define LAZY_NOT_SAME_(T, value) (sizeof(T) != sizeof(value))
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
    unsigned char masked; \
    __asm__ volatile("in %0, __SREG__\n\tcli" : "=r"(masked) : : "memory");
#define LAZY_MASKED_END_ __asm__ volatile("out __SREG__, %0" : : "r"(masked) : "memory");
#elif defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
#define LAZY_FENCE_() __asm__ volatile("" : : : "memory")
#define LAZY_MASKED_BEGIN_ \
    unsigned masked; \
    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(masked) : : "memory");
#define LAZY_MASKED_END_ __asm__ volatile("msr primask, %0" : : "r"(masked) : "memory");
#elif defined(__riscv) /* in machine mode: bit 3 of mstatus */
#define LAZY_FENCE_() __asm__ volatile("" : : : "memory")
#define LAZY_MASKED_BEGIN_ \
    unsigned long masked; \
    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(masked) : : "memory");
#define LAZY_MASKED_END_ __asm__ volatile("csrs mstatus, %0" : : "r"(masked & 8) : "memory");
#elif defined(__SDCC)
#define LAZY_FENCE_() ((void)0)
#define LAZY_MASKED_BEGIN_ __critical {
#define LAZY_MASKED_END_ }
#else
#error "lazy.h: no atomics known here: #define LAZY_NO_THREADS if nothing else asks meanwhile."
#endif

#if defined(LAZY_BUILTIN_)
#define LAZY_ACCESS_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *at) { return __atomic_load_n(at, __ATOMIC_ACQUIRE); } \
    LAZY_FUNCTION_ void T##_store_(T *at, T value) { \
        __atomic_store_n(at, value, __ATOMIC_RELEASE); \
    }
LAZY_ACCESS_(lazy_revision)

LAZY_FUNCTION_ lazy_word lazy_swap_(lazy_word *at, lazy_word value) {
    return __atomic_exchange_n(at, value, __ATOMIC_ACQ_REL);
}

LAZY_FUNCTION_ lazy_word lazy_swap_if_(lazy_word *at, lazy_word expected, lazy_word value) {
    __atomic_compare_exchange_n(at, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
    return expected;
}

LAZY_FUNCTION_ lazy_revision lazy_count_(lazy_revision *at) {
    return __atomic_add_fetch(at, 2, __ATOMIC_ACQ_REL);
}

#elif defined(LAZY_LOCKED_)
/* A plain load acquires there and a plain store releases, and tcc moves none. */
#define LAZY_ACCESS_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *at) { return *at; } \
    LAZY_FUNCTION_ void T##_store_(T *at, T value) { *at = value; }
LAZY_ACCESS_(lazy_revision)

LAZY_FUNCTION_ lazy_word lazy_swap_(lazy_word *at, lazy_word value) {
    __asm__ volatile("xchgl %0, %1" : "+r"(value), "+m"(*at) : : "memory");
    return value;
}

LAZY_FUNCTION_ lazy_word lazy_swap_if_(lazy_word *at, lazy_word expected, lazy_word value) {
    __asm__ volatile("lock; cmpxchgl %2, %1" : "+a"(expected), "+m"(*at) : "r"(value) : "memory");
    return expected;
}

LAZY_FUNCTION_ lazy_revision lazy_count_(lazy_revision *at) {
    lazy_revision seen = 2;
    __asm__ volatile("lock; xaddq %0, %1" : "+r"(seen), "+m"(*at) : : "memory");
    return seen + 2;
}

#else
/* One core without such instructions, or one thread: what is atomic is so because no interrupt
 * comes in between. A word is loaded and stored as a whole; on 8 bits a counter is not, nor an int.
 */
#define LAZY_ACCESS_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *at) { \
        const T seen = *LAZY_CAST_(const volatile T *, at); \
        LAZY_FENCE_(); \
        return seen; \
    } \
    LAZY_FUNCTION_ void T##_store_(T *at, T value) { \
        LAZY_FENCE_(); \
        *LAZY_CAST_(volatile T *, at) = value; \
    }

#define LAZY_ACCESS_WIDE_(T) \
    LAZY_FUNCTION_ T T##_load_(const T *at) { \
        T seen; \
        LAZY_MASKED_BEGIN_ \
        seen = *at; \
        LAZY_MASKED_END_ \
        return seen; \
    } \
    LAZY_FUNCTION_ void T##_store_(T *at, T value) { \
        LAZY_MASKED_BEGIN_ \
        *at = value; \
        LAZY_MASKED_END_ \
    }
LAZY_ACCESS_WIDE_(lazy_revision)

LAZY_FUNCTION_ lazy_word lazy_swap_(lazy_word *at, lazy_word value) {
    lazy_word seen;
    LAZY_MASKED_BEGIN_
    seen = *at;
    *at = value;
    LAZY_MASKED_END_
    return seen;
}

LAZY_FUNCTION_ lazy_word lazy_swap_if_(lazy_word *at, lazy_word expected, lazy_word value) {
    lazy_word seen;
    LAZY_MASKED_BEGIN_
    seen = *at;
    if (seen == expected) *at = value;
    LAZY_MASKED_END_
    return seen;
}

LAZY_FUNCTION_ lazy_revision lazy_count_(lazy_revision *at) {
    lazy_revision now;
    LAZY_MASKED_BEGIN_
    now = *at += 2;
    LAZY_MASKED_END_
    return now;
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

/* One block for each platform: what LAZY_SELF, LAZY_WAIT, LAZY_WAKE and LAZY_IN_ISR are there. */
#if defined(LAZY_NO_THREADS) || defined(LAZY_WAITS_)
/* Nobody waits, or as you say. */
#define LAZY_SPINS_ 0

#elif defined(__linux__) /* Android too */
#define LAZY_WAITS_
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifndef __cplusplus
long syscall(long number, ...); /* which unistd.h declares for some */
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
    lazy_time_ now[2] = {0, 0};
    syscall(LAZY_SYS_CLOCK_, 1, now);
    return LAZY_CAST_(unsigned long, now[0]) * 1000 + LAZY_CAST_(unsigned long, now[1] / 1000000);
}

LAZY_SELDOM_ long lazy_sleep_(lazy_word *word, lazy_word seen, long ms) {
    lazy_time_ left[2];
    unsigned long start;
    if (ms < 0) {
        syscall(LAZY_SYS_FUTEX_, word, 128, seen, LAZY_NULL_, LAZY_NULL_, 0);
        return ms;
    }
    start = lazy_milliseconds_();
    left[0] = ms / 1000;
    left[1] = ms % 1000 * 1000000;
    syscall(LAZY_SYS_FUTEX_, word, 128, seen, left, LAZY_NULL_, 0);
    ms -= LAZY_CAST_(long, lazy_milliseconds_() - start);
    return ms > 0 ? ms : 0;
}

/* The number of this thread. Its C library knows that, and need not ask the kernel: it is in the
 * name of the thread's clock, ~number << 3 | 6, by which the kernel knows that. Where no such
 * function is linked, or it has another name for a clock, the kernel is asked. (A weakref makes
 * nobody else's symbol a weak one.) */
#if defined(LAZY_GNU_)
#define LAZY_HAS_CLOCK_
static unsigned long lazy_thread_(void) __attribute__((weakref("pthread_self")));
static int lazy_clock_of_(unsigned long thread, int *clock)
    __attribute__((weakref("pthread_getcpuclockid")));
#endif

/* The GNU C library calls back when a thread is cancelled, or ends otherwise, in a body. (In C++ that
 * runs destructors.) */
#if defined(LAZY_HAS_CLOCK_) && defined(__GLIBC__) && !defined(__cplusplus)
#define LAZY_HAS_CLEANUP_
struct lazy_cleanup_ {
    void *private_[4];
};
static void lazy_push_(struct lazy_cleanup_ *cleanup, void (*function)(void *), void *argument)
    __attribute__((weakref("_pthread_cleanup_push")));
static void lazy_pop_(struct lazy_cleanup_ *cleanup, int execute)
    __attribute__((weakref("_pthread_cleanup_pop")));
#endif

LAZY_SELDOM_ lazy_word lazy_self_(void) {
#ifdef LAZY_HAS_CLOCK_
    int clock = 0;
    if (lazy_thread_ != LAZY_NULL_ && lazy_clock_of_ != LAZY_NULL_ &&
        lazy_clock_of_(lazy_thread_(), &clock) == 0 && clock < 0 && (clock & 7) == 6) {
        return ~clock >> 3;
    }
#endif
    return LAZY_CAST_(lazy_word, syscall(SYS_gettid));
}

/* Return whether this process has no such thread (any more), as in the child of a fork. Only ESRCH
 * says so: a sandbox may refuse the call. */
LAZY_SELDOM_ int lazy_is_gone_(lazy_word thread) {
    return syscall(SYS_tgkill, syscall(SYS_getpid), thread, 0) != 0 && errno == ESRCH;
}

#define LAZY_SELF() lazy_self_()
#define LAZY_WAIT(word, seen, ms) lazy_sleep_(word, seen, ms)
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

LAZY_SELDOM_ void (*lazy_of_system_(const char *name))(void) {
    const HMODULE system = GetModuleHandleA("kernelbase.dll");
    return (void (*)(void))(system != LAZY_NULL_ ? GetProcAddress(system, name) : LAZY_NULL_);
}

LAZY_SELDOM_ long lazy_sleep_(lazy_word *word, lazy_word seen, long ms) {
    const lazy_wait_on_ wait_on = (lazy_wait_on_)lazy_of_system_("WaitOnAddress");
    const DWORD start = GetTickCount();
    if (wait_on != LAZY_NULL_) {
        wait_on(word, &seen, sizeof seen, ms < 0 ? INFINITE : LAZY_CAST_(DWORD, ms));
    } else {
        Sleep(1);
    }
    if (ms < 0) return ms;
    ms -= LAZY_CAST_(long, GetTickCount() - start);
    return ms > 0 ? ms : 0;
}

LAZY_SELDOM_ void lazy_wake_(lazy_word *word) {
    const lazy_wake_all_ wake_all = (lazy_wake_all_)lazy_of_system_("WakeByAddressAll");
    if (wake_all != LAZY_NULL_) wake_all(word);
}

#define LAZY_SELF() LAZY_CAST_(lazy_word, GetCurrentThreadId() >> 2 & LAZY_MAX_SELF_)
#define LAZY_WAIT(word, seen, ms) lazy_sleep_(word, seen, ms)
#define LAZY_WAKE(word) lazy_wake_(word)

#elif defined(__APPLE__)
#define LAZY_WAITS_
#include <pthread.h>
#ifdef __cplusplus
extern "C" {
#endif
int __ulock_wait(uint32_t operation, void *address, uint64_t value, uint32_t microseconds);
int __ulock_wake(uint32_t operation, void *address, uint64_t value);
#ifdef __cplusplus
}
#endif

LAZY_SELDOM_ long lazy_sleep_(lazy_word *word, lazy_word seen, long ms) {
    /* a millisecond at a time, if there is a limit: it is what is counted */
    __ulock_wait(1, word, LAZY_CAST_(uint64_t, seen), ms < 0 ? 0 : 1000);
    return ms > 0 ? ms - 1 : ms;
}

LAZY_SELDOM_ lazy_word lazy_self_(void) {
    uint64_t self = 0;
    pthread_threadid_np(LAZY_NULL_, &self);
    return LAZY_CAST_(lazy_word, self & LAZY_MAX_SELF_);
}

#define LAZY_SELF() lazy_self_()
#define LAZY_WAIT(word, seen, ms) lazy_sleep_(word, seen, ms)
#define LAZY_WAKE(word) ((void)__ulock_wake(0x101, word, 0))

#elif defined(__wasm_atomics__)
#define LAZY_WAITS_

LAZY_SELDOM_ long lazy_sleep_(lazy_word *word, lazy_word seen, long ms) {
    __builtin_wasm_memory_atomic_wait32(word, seen, ms < 0 ? -1 : 1000000);
    return ms > 0 ? ms - 1 : ms;
}

#define LAZY_SELF() \
    LAZY_CAST_(lazy_word, LAZY_CAST_(uintptr_t, __builtin_wasm_tls_base()) >> 4 & LAZY_MAX_SELF_)
#define LAZY_WAIT(word, seen, ms) lazy_sleep_(word, seen, ms)
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

LAZY_SELDOM_ long lazy_sleep_(lazy_word *word, lazy_word seen, long ms) {
    (void)word;
    (void)seen;
    poll(LAZY_NULL_, 0, 1);
    return ms > 0 ? ms - 1 : ms;
}

#define LAZY_WAIT(word, seen, ms) lazy_sleep_(word, seen, ms)
#define LAZY_WAKE(word) ((void)(word))

/* Bare metal: one core, and interrupt handlers, which end before what they interrupted goes on. */
#elif defined(LAZY_IN_ISR)
#elif defined(__AVR__) /* interrupts are off in one */
#define LAZY_IN_ISR() ((lazy_sreg_() & 0x80) == 0)
LAZY_FUNCTION_ unsigned char lazy_sreg_(void) {
    unsigned char now;
    __asm__ volatile("in %0, __SREG__" : "=r"(now));
    return now;
}
#elif defined(__riscv) && (defined(__riscv_zicsr) || !defined(LAZY_BUILTIN_)) /* the same */
#define LAZY_IN_ISR() ((lazy_mstatus_() & 8) == 0)
LAZY_FUNCTION_ unsigned long lazy_mstatus_(void) {
    unsigned long now;
    __asm__ volatile("csrr %0, mstatus" : "=r"(now));
    return now;
}
#elif defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
#define LAZY_IN_ISR() (lazy_exception_() != 0)
LAZY_FUNCTION_ unsigned lazy_exception_(void) {
    unsigned number;
    __asm__ volatile("mrs %0, ipsr" : "=r"(number));
    return number;
}
#endif

/* It takes longer to sleep and to be woken than to compute most values. So where there may be
 * several processors, who waits looks so many times before. */
#ifndef LAZY_SPINS_
#ifdef LAZY_WAITS_
#define LAZY_SPINS_ 100
#else
#define LAZY_SPINS_ 0
#endif
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
#ifndef LAZY_IN_ISR
#define LAZY_IN_ISR() 0
#endif

/* ---- The word of a cell ---------------------------------------------------------------------- */

/* A `struct lazy` is INIT, DONE, an error, which is negative, or being computed: RUNNING,
 * WAITED_FOR if anybody sleeps until it is not, and whose. In a race it is PUBLISHED at its end,
 * and only that is waited for. The word of a `struct lazy_cell` is RUNNING in the same way, or
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

/* Beside the statuses: of no concern to others. */
#define LAZY_LOST_ 3
#define LAZY_KNOWN_ 4

/* gen.h's GEN_E_FULL, after which an iterator goes on. */
#define LAZY_IS_FULL_ (-32761)

/* Stop the program, and be seen to: a trap where there is one. */
LAZY_SELDOM_ LAZY_NORETURN_ void lazy_trap_(int error) {
    (void)error;
#if defined(LAZY_GNU_)
    __builtin_trap();
#elif defined(__SDCC)
    for (;;) {}
#else
    for (;;) *(volatile int *)0 = error;
#endif
}

/* An error as a word: with one byte, those of the library are -128 to -97. */
LAZY_FUNCTION_ lazy_word lazy_word_for_(int error) {
#if INT_MAX > 0x7FFF
    return error;
#else
    if (error < -32736) return LAZY_CAST_(lazy_word, error + 32640);
    return LAZY_CAST_(lazy_word, error > -97 ? error : LAZY_E_RESULT + 32640);
#endif
}

LAZY_FUNCTION_ int lazy_error_(lazy_word word) {
#if INT_MAX > 0x7FFF
    return word;
#else
    return word < -96 ? word - 32640 : word;
#endif
}

LAZY_FUNCTION_ lazy_word lazy_running_(void) {
    return LAZY_CAST_(lazy_word, LAZY_SELF() * LAZY_OWNER_ + LAZY_RUNNING_);
}

LAZY_FUNCTION_ int lazy_is_mine_(lazy_word word) {
    return (word & ~(LAZY_WAITED_FOR_ | LAZY_PUBLISHED_)) == lazy_running_();
}

/* Let go of a word. Whoever waits may free it as soon as he sees that: what is woken is an
 * address. */
LAZY_FUNCTION_ void lazy_release_(lazy_word *word, lazy_word to) {
    const lazy_word seen = lazy_swap_(word, to);
    (void)seen;
#ifdef LAZY_WAITS_
    if (seen & LAZY_WAITED_FOR_) LAZY_WAKE(word);
#endif
}

/* Make a word that is held, as `seen` says, as if nobody had claimed it, unless it has changed. */
LAZY_SELDOM_ int lazy_let_go_(lazy_word *word, lazy_word seen) {
    if (!LAZY_IS_RUNNING_(seen) || lazy_swap_if_(word, seen, 0) != seen) return LAZY_E_ARG;
#ifdef LAZY_WAITS_
    if (seen & LAZY_WAITED_FOR_) LAZY_WAKE(word);
#endif
    return 0;
}

/* Whoever holds the word will not go on. Another may just begin to wait for him; but one who holds
 * it in his place by now, having found that out, goes on. */
LAZY_SELDOM_ int lazy_give_up_(lazy_word *word) {
    const lazy_word seen = lazy_word_load_(word);
    if (lazy_let_go_(word, seen) == 0) return 0;
    return lazy_let_go_(word, LAZY_CAST_(lazy_word, seen | LAZY_WAITED_FOR_));
}

#ifdef LAZY_DETECT_DEADLOCK
#ifndef LAZY_WAITS_
#error "lazy.h: LAZY_DETECT_DEADLOCK is for threads; here nobody waits."
#endif
struct lazy_waiter_ {
    lazy_word *at;
    lazy_word owner; /* as it is in the words that this thread holds */
    struct lazy_waiter_ *next;
};
struct lazy_waiters {
    lazy_word word_;
    struct lazy_waiter_ *first_;
};
#ifdef __cplusplus
extern "C" {
#endif
extern struct lazy_waiters lazy_waiters;
#ifdef __cplusplus
}
#endif
#define LAZY_DEFINE_WAITERS struct lazy_waiters lazy_waiters = {0, LAZY_NULL_};

LAZY_SELDOM_ void lazy_lock_waiters_(void) {
    const lazy_word locked = LAZY_RUNNING_, waited_for = LAZY_RUNNING_ | LAZY_WAITED_FOR_;
    while (lazy_swap_if_(&lazy_waiters.word_, 0, locked) != 0) {
        if (lazy_swap_if_(&lazy_waiters.word_, locked, waited_for) != 0) {
            LAZY_WAIT(&lazy_waiters.word_, waited_for, -1);
        }
    }
}

/* Enter the list of those who wait; or not, if that would be for ever. */
LAZY_SELDOM_ int lazy_enter_waiters_(struct lazy_waiter_ *self, lazy_word *word) {
    const struct lazy_waiter_ *other;
    lazy_word seen;
    int deadlock = 0;
    self->at = word;
    self->owner = lazy_running_();
    lazy_lock_waiters_();
    seen = lazy_word_load_(word); /* only now: its owner may have let go of it, and wait for us */
    /* the owner of the word, and whom that one waits for... */
    while (LAZY_IS_RUNNING_(seen) && !(deadlock = lazy_is_mine_(seen))) {
        const lazy_word owner = seen & ~(LAZY_WAITED_FOR_ | LAZY_PUBLISHED_);
        for (other = lazy_waiters.first_; other != LAZY_NULL_ && other->owner != owner;) {
            other = other->next;
        }
        seen = other != LAZY_NULL_ ? lazy_word_load_(other->at) : 0;
    }
    self->next = lazy_waiters.first_;
    if (!deadlock) lazy_waiters.first_ = self;
    lazy_release_(&lazy_waiters.word_, 0);
    return deadlock;
}

LAZY_SELDOM_ void lazy_leave_waiters_(const struct lazy_waiter_ *self) {
    struct lazy_waiter_ **at = &lazy_waiters.first_;
    lazy_lock_waiters_();
    while (*at != self) at = &(*at)->next;
    *at = self->next;
    lazy_release_(&lazy_waiters.word_, 0);
}
#endif

/* Somebody holds the word, as `seen` says: wait until that has changed. 0, or why not. */
LAZY_SELDOM_ int lazy_wait_(lazy_word *word, lazy_word seen, long *ms, const char *name) {
#ifdef LAZY_DETECT_DEADLOCK
    struct lazy_waiter_ self;
#endif
#if LAZY_SPINS_ > 0
    int spins;
#endif
    (void)word;
    if (LAZY_IN_ISR()) return LAZY_PENDING;
#if LAZY_SPINS_ > 0
    for (spins = *ms != 0 ? LAZY_SPINS_ : 0; spins > 0; spins--) {
        if (lazy_word_load_(word) != seen) return 0;
        LAZY_PAUSE_();
    }
#endif
    if (LAZY_IS_RUNNING_(seen) && lazy_is_mine_(seen)) {
        LAZY_ON_CYCLE(name);
        return LAZY_E_CYCLE;
    }
#ifdef LAZY_IS_GONE_
    if (LAZY_IS_RUNNING_(seen) && LAZY_IS_GONE_(seen / LAZY_OWNER_)) {
        (void)lazy_let_go_(word, seen); /* and wake who slept while that thread was there */
        return 0;
    }
#endif
    if (*ms == 0) return LAZY_PENDING;
#ifndef LAZY_WAITS_
    return LAZY_PENDING; /* for an interrupt handler to let go of it */
#else
    if ((seen & LAZY_WAITED_FOR_) == 0) {
        const lazy_word waited_for = LAZY_CAST_(lazy_word, seen | LAZY_WAITED_FOR_);
        if (lazy_swap_if_(word, seen, waited_for) != seen) return 0;
        seen = waited_for;
    }
#ifdef LAZY_DETECT_DEADLOCK
    if (lazy_enter_waiters_(&self, word)) {
        LAZY_ON_CYCLE(name);
        return LAZY_E_CYCLE;
    }
#endif
    *ms = LAZY_WAIT(word, seen, *ms);
#ifdef LAZY_DETECT_DEADLOCK
    lazy_leave_waiters_(&self);
#endif
    return 0;
#endif
}

/* ---- A cell ---------------------------------------------------------------------------------- */

LAZY_FUNCTION_ lazy_word lazy_word_of_(const struct lazy *lazy, int options) {
    return options & LAZY_SINGLE ? lazy->word_ : lazy_word_load_(&lazy->word_);
}

LAZY_FUNCTION_ void lazy_publish_(struct lazy *lazy, lazy_word to, int options) {
    if (options & LAZY_SINGLE) {
        lazy->word_ = to;
    } else {
        lazy_release_(&lazy->word_, to);
    }
}

/* What an initialiser may return, or else an error. */
LAZY_FUNCTION_ int lazy_status_of_(int returned) {
    return returned > 0 && returned != LAZY_PENDING ? LAZY_E_RESULT : returned;
}

/* Begin to write the value, before which nobody else has. 0, or who was first. */
LAZY_SELDOM_ int lazy_begin_(struct lazy *lazy, int options) {
    for (;;) {
        const lazy_word seen = lazy_word_of_(lazy, options);
        lazy_word writing;
        if (seen == LAZY_DONE_ || seen < 0) return LAZY_E_TAKEN;
        if (seen != LAZY_INIT_ && (!(options & LAZY_RACE) || seen & LAZY_PUBLISHED_)) {
            return LAZY_PENDING;
        }
        if (options & LAZY_SINGLE) {
            lazy->word_ = LAZY_RUNNING_;
            return 0;
        }
        writing = LAZY_CAST_(lazy_word, lazy_running_() | LAZY_PUBLISHED_);
        if (lazy_swap_if_(&lazy->word_, seen, writing) == seen) return 0;
    }
}

#ifdef __cplusplus
/* An exception leaves the initialiser: the next who asks tries again. In a race another may have
 * won, or be about to: so only what is still this one's is let go. */
struct lazy_guard_ {
    struct lazy *lazy;
    ~lazy_guard_() {
        if (lazy == nullptr) return;
        for (;;) {
            const lazy_word seen = lazy_word_load_(&lazy->word_);
            if (seen != LAZY_RUNNING_ && !lazy_is_mine_(seen)) return;
            if (lazy_let_go_(&lazy->word_, seen) == 0) return;
        }
    }
};
#endif

/* Run the initialiser of a cell that one has claimed, or that one races for. */
LAZY_SELDOM_ int lazy_run_(struct lazy *lazy, void *cell, int (*run)(void *), int options,
                           const char *name) {
    int status;
    lazy_word to = LAZY_DONE_;
#ifdef __cplusplus
    lazy_guard_ guard = {lazy};
    status = run(cell);
    guard.lazy = nullptr;
#else
    status = run(cell);
#endif
    if (status == LAZY_LOST_) return status;
    if (status == LAZY_E_CYCLE) LAZY_ON_CYCLE(name);
    if (status < 0 && options & LAZY_FATAL) LAZY_ABORT(status);
    if (status != 0) {
        to = status == LAZY_PENDING || options & LAZY_RETRY ? LAZY_INIT_ : lazy_word_for_(status);
        if (options & LAZY_RACE) { /* the others go on */
            if (to == LAZY_INIT_) lazy_swap_if_(&lazy->word_, lazy_running_(), LAZY_INIT_);
            if (to == LAZY_INIT_) return status;
            if (lazy_begin_(lazy, options) != 0) return LAZY_LOST_;
        }
    }
    lazy_publish_(lazy, to, options);
    return status;
}

/* What <name>_get does that finds no value: 0 when there is one. */
LAZY_SELDOM_ int lazy_settle_(struct lazy *lazy, void *cell, int (*run)(void *), int options,
                              long ms, const char *name) {
    for (;;) {
        const lazy_word seen = lazy_word_of_(lazy, options);
        int status;
        if (seen == LAZY_DONE_) return 0;
        if (seen < 0) return lazy_error_(seen);
        if (options & LAZY_SINGLE) {
            if (seen != LAZY_INIT_) {
                LAZY_ON_CYCLE(name);
                return LAZY_E_CYCLE;
            }
            lazy->word_ = LAZY_RUNNING_; /* nobody asks whose */
            return lazy_run_(lazy, cell, run, options, name);
        }
        if (seen == LAZY_INIT_
                ? lazy_swap_if_(&lazy->word_, LAZY_INIT_, lazy_running_()) == LAZY_INIT_
                : options & LAZY_RACE && !(seen & LAZY_PUBLISHED_) && !lazy_is_mine_(seen)) {
            status = lazy_run_(lazy, cell, run, options, name);
            if (status != LAZY_LOST_) return status;
        } else if (seen != LAZY_INIT_) {
            status = lazy_wait_(&lazy->word_, seen, &ms, name);
            if (status != 0) return status;
        }
    }
}

/* The value, by way of void: if it is of another type that is one error, not one for each use. */
#define LAZY_VALUE_(name, T, ...) \
    typedef T name##_value; \
    LAZY_FUNCTION_ name##_value *name##_at_(struct name *self) { \
        return LAZY_CAST_(name##_value *, LAZY_CAST_(void *, &self->value)); \
    } \
    LAZY_FUNCTION_ void name##_drop_(name##_value *value) { \
        (void)value; \
        __VA_ARGS__; \
    }

/* What waits for ever, and what waits for nobody. */
#define LAZY_GET_(name) \
    LAZY_FUNCTION_ const name##_value *name##_get(struct name *self, int *error) { \
        return name##_get_within(self, -1, error); \
    } \
    LAZY_FUNCTION_ const name##_value *name##_try_get(struct name *self, int *error) { \
        return name##_get_within(self, 0, error); \
    }

/* ---- Cells that depend on others ------------------------------------------------------------- */

#define LAZY_EQUAL_(name, equal) \
    LAZY_FUNCTION_ int name##_is_equal_(const name##_value *was, const name##_value *now) { \
        (void)was; \
        (void)now; \
        return (equal); \
    }

/* For each (type, field) of a cell, which follow `equal`. */
#define LAZY_PARAMETER_(pair) LAZY_PARAMETER_OF_ pair
#define LAZY_PARAMETER_OF_(type, field) , const type##_value *field LAZY_UNUSED_
#define LAZY_ARGUMENT_(pair) LAZY_ARGUMENT_OF_ pair
#define LAZY_ARGUMENT_OF_(type, field) \
    , self->field != LAZY_NULL_ ? type##_at_(self->field) : LAZY_NULL_
#define LAZY_NO_CYCLE_(pair) LAZY_NO_CYCLE_OF_ pair
#define LAZY_NO_CYCLE_OF_(type, field) \
    if (status == 0 && self->field != LAZY_NULL_) status = type##_no_cycle_(self->field, &here);
#define LAZY_REFRESH_(pair) LAZY_REFRESH_OF_ pair
#define LAZY_REFRESH_OF_(type, field) \
    if (turn.status == 0 && turn.error == 0 && self->field != LAZY_NULL_) { \
        turn.status = type##_refresh_(self->field, ms); \
        lazy_follow_(&turn, &self->field->lazy); \
    }
#define LAZY_PIN_EACH_(pair) LAZY_PIN_EACH_OF_ pair
#define LAZY_PIN_EACH_OF_(type, field) \
    if (self->field != LAZY_NULL_) lazy_pin_for_(&turn, &self->field->lazy);
#define LAZY_UNPIN_EACH_(pair) LAZY_UNPIN_EACH_OF_ pair
#define LAZY_UNPIN_EACH_OF_(type, field) \
    if (self->field != LAZY_NULL_) lazy_unpin_(&self->field->lazy);

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
    struct lazy_cell *cell;
    const struct lazy_path_ *outer;
};

LAZY_FUNCTION_ int lazy_destroyed_(const struct lazy_cell *cell) {
    return lazy_flag_load_(&cell->state_) == LAZY_GONE_ ? LAZY_E_DESTROYED : 0;
}

/* Has it been destroyed, or is it in no domain, or in another one than what depends on it? */
LAZY_FUNCTION_ int lazy_refused_(const struct lazy_cell *cell, const struct lazy_path_ *outer) {
    const int status = lazy_destroyed_(cell);
    if (status != 0) return status;
    if (cell->domain == LAZY_NULL_) return LAZY_E_ARG;
    return outer != LAZY_NULL_ && outer->cell->domain != cell->domain ? LAZY_E_ARG : 0;
}

/* Once for each cell, before it is first claimed: so no two threads can wait for each other. */
LAZY_FUNCTION_ int lazy_enter_(struct lazy_path_ *here, struct lazy_cell *cell,
                               const struct lazy_path_ *outer, const char *name) {
    const lazy_flag state = lazy_flag_load_(&cell->state_);
    const int status = lazy_refused_(cell, outer);
    if (status != 0) return status;
    if (state == LAZY_NO_CYCLE_SEEN_) return LAZY_KNOWN_;
    here->cell = cell;
    here->outer = outer;
    /* is it on the way? not if nobody has entered it */
    for (; state == LAZY_ENTERED_ && outer != LAZY_NULL_; outer = outer->outer) {
        if (outer->cell == cell) {
            LAZY_ON_CYCLE(name);
            return LAZY_E_CYCLE;
        }
    }
    lazy_flag_store_(&cell->state_, LAZY_ENTERED_);
    return 0;
}

LAZY_FUNCTION_ int lazy_leave_(const struct lazy_path_ *here, int status, const char *name) {
    if (status == 0) lazy_flag_store_(&here->cell->state_, LAZY_NO_CYCLE_SEEN_);
    if (status == LAZY_E_CYCLE) LAZY_ON_CYCLE(name);
    return status;
}

/* Claim a word that is 0. */
LAZY_SELDOM_ int lazy_claim_(lazy_word *word, long *ms, const char *name) {
    for (;;) {
        const lazy_word seen = lazy_swap_if_(word, 0, lazy_running_());
        int status;
        if (seen == 0) return 0;
        status = lazy_wait_(word, seen, ms, name);
        if (status != 0) return status;
    }
}

LAZY_FUNCTION_ int lazy_is_later_(lazy_revision a, lazy_revision b) {
    return a != b && a - b <= LAZY_CAST_(lazy_revision, -1) / 2;
}

/* Nothing was set or invalidated since the cell's result was found to be right. */
LAZY_FUNCTION_ int lazy_is_clean_(const struct lazy_cell *cell) {
    const lazy_revision checked = lazy_revision_load_(&cell->checked_);
    return checked != 0 && checked == lazy_revision_load_(&cell->domain->revision_) + 1;
}

/* And who computed it has let go of it. */
LAZY_FUNCTION_ int lazy_is_ready_(const struct lazy_cell *cell) {
    return lazy_is_clean_(cell) && !LAZY_IS_RUNNING_(lazy_word_load_(&cell->word_));
}

/* The error that is the cell's result, or 0. */
LAZY_FUNCTION_ int lazy_result_(const struct lazy_cell *cell) {
    return lazy_revision_load_(&cell->changed_) == 0 ? LAZY_E_EMPTY
                                                     : lazy_status_load_(&cell->error_);
}

/* Pin what is not being computed: 0, or why not. */
LAZY_FUNCTION_ int lazy_pin_(struct lazy_cell *cell) {
    lazy_word seen = lazy_word_load_(&cell->word_);
    for (;;) {
        lazy_word now;
        if (LAZY_IS_RUNNING_(seen)) return LAZY_LOST_;
        if (seen >= LAZY_MOST_PINS_) return LAZY_PENDING;
        now = lazy_swap_if_(&cell->word_, seen, LAZY_CAST_(lazy_word, seen + LAZY_PIN_));
        if (now == seen) return 0;
        seen = now;
    }
}

LAZY_FUNCTION_ void lazy_unpin_(struct lazy_cell *cell) {
    lazy_word seen = lazy_word_load_(&cell->word_);
    for (;;) {
        const lazy_word left = LAZY_CAST_(lazy_word, seen - LAZY_PIN_);
        const lazy_word to = LAZY_CAST_(lazy_word, left == LAZY_WAITED_FOR_ ? 0 : left);
        const lazy_word now = lazy_swap_if_(&cell->word_, seen, to);
        if (now == seen) {
#ifdef LAZY_WAITS_
            if (to != left) LAZY_WAKE(&cell->word_);
#endif
            return;
        }
        seen = now;
    }
}

/* stale_ is odd if the cell was invalidated and not brought up to date since; and twice how many
 * have come so far, but may not have counted their change. */
#define LAZY_STALE_ 1
#define LAZY_UNCOUNTED_ 2

LAZY_FUNCTION_ void lazy_mark_(struct lazy_cell *cell, int stale, int uncounted) {
    lazy_word seen = lazy_word_load_(&cell->stale_);
    for (;;) {
        const lazy_word to = LAZY_CAST_(lazy_word, (seen | stale) + uncounted);
        const lazy_word now = lazy_swap_if_(&cell->stale_, seen, to);
        if (now == seen) return;
        seen = now;
    }
}

/* What is invalidated after this, while it is computed, makes it stale again: so no plain store. */
LAZY_FUNCTION_ lazy_word lazy_take_mark_(struct lazy_cell *cell) {
    lazy_word seen = lazy_word_load_(&cell->stale_);
    while (seen & LAZY_STALE_) {
        const lazy_word now =
            lazy_swap_if_(&cell->stale_, seen, LAZY_CAST_(lazy_word, seen & ~LAZY_STALE_));
        if (now == seen) return seen;
        seen = now;
    }
    return 0;
}

LAZY_FUNCTION_ int lazy_invalidate_(struct lazy_cell *cell) {
    if (cell->domain == LAZY_NULL_) return LAZY_E_ARG;
    lazy_mark_(cell, LAZY_STALE_, LAZY_UNCOUNTED_);
    lazy_count_(&cell->domain->revision_);
    lazy_mark_(cell, 0, -LAZY_UNCOUNTED_);
    return 0;
}

/* An input has another value since a revision. It is held while that becomes known: who knows of
 * the revision may not yet know of the stamp. */
LAZY_FUNCTION_ void lazy_has_changed_(struct lazy_cell *cell, lazy_revision revision) {
    lazy_revision_store_(&cell->changed_, revision + 1);
    lazy_revision_store_(&cell->checked_, revision + 1);
}

/* Is it neither stale nor held? Asked in this order: who takes the mark away holds it then. */
LAZY_FUNCTION_ int lazy_is_settled_(const struct lazy_cell *cell) {
    return (lazy_word_load_(&cell->stale_) & LAZY_STALE_) == 0 &&
           !LAZY_IS_RUNNING_(lazy_word_load_(&cell->word_));
}

LAZY_FUNCTION_ int lazy_is_set_(const struct lazy_cell *cell) {
    return lazy_is_settled_(cell) && lazy_revision_load_(&cell->changed_) != 0;
}

/* What was invalidated is taken for another value, since the revision that was counted for that: a
 * later one would be beyond the turn of who asks, and have him compute again. */
LAZY_SELDOM_ void lazy_settle_input_(struct lazy_cell *cell) {
    const lazy_word mark = lazy_take_mark_(cell);
    if (mark == 0 || cell->changed_ == 0) return;
    lazy_has_changed_(cell, mark == LAZY_STALE_ ? lazy_revision_load_(&cell->domain->revision_)
                                                : lazy_count_(&cell->domain->revision_));
}

LAZY_FUNCTION_ int lazy_refresh_input_(struct lazy_cell *cell, long *ms, const char *name) {
    while (!lazy_is_settled_(cell)) {
        const lazy_word seen = lazy_word_load_(&cell->word_);
        int status;
        if (LAZY_IS_RUNNING_(seen)) {
            status = lazy_wait_(&cell->word_, seen, ms, name);
        } else {
            status = lazy_claim_(&cell->word_, ms, name);
            if (status == 0) {
                lazy_settle_input_(cell);
                lazy_release_(&cell->word_, 0);
            }
        }
        if (status != 0) return status;
    }
    return lazy_destroyed_(cell);
}

LAZY_FUNCTION_ int lazy_abandon_(struct lazy_cell *cell) {
    if (!LAZY_IS_RUNNING_(lazy_word_load_(&cell->word_))) return LAZY_E_ARG;
    cell->body_ = 0;
    lazy_invalidate_(cell); /* an input may be another one already, of which nobody knows */
    lazy_release_(&cell->word_, 0);
    return 0;
}

/* One turn: a cell that one has claimed is brought up to date. */
struct lazy_turn_ {
    struct lazy_cell *cell; /* NULL once it has been let go */
    lazy_revision at;       /* the revision at which it will be right */
    int status;             /* why there is no result: LAZY_PENDING, a cycle */
    int error;              /* the result, if it is one */
    lazy_flag must;         /* something that it depends on has changed */
    lazy_flag unsure;       /* an error of these is to be tried again */
    lazy_flag taken;        /* what made it stale is what is computed now */
    lazy_flag changed;      /* the result is another one */
    lazy_flag again;        /* what it depends on was changed under way */
    lazy_flag pins;
    struct lazy_cell *pinned[8];
#ifdef LAZY_HAS_CLEANUP_
    struct lazy_cleanup_ cleanup;
#endif
#ifdef __cplusplus
    lazy_turn_() : cell(nullptr) {}
    inline ~lazy_turn_();
#endif
};

LAZY_FUNCTION_ void lazy_unpin_all_(struct lazy_turn_ *turn) {
    while (turn->pins > 0) lazy_unpin_(turn->pinned[--turn->pins]);
}

LAZY_SELDOM_ int lazy_begin_turn_(struct lazy_turn_ *turn, struct lazy_cell *cell, long *ms,
                                  const char *name) {
    for (;;) {
        const lazy_word seen = lazy_swap_if_(&cell->word_, 0, lazy_running_());
        int status;
        if (seen == 0) break;
        if (lazy_is_ready_(cell)) return LAZY_KNOWN_; /* by now, and pinned */
        status = lazy_wait_(&cell->word_, seen, ms, name);
        if (status != 0) return status;
    }
    if (lazy_is_clean_(cell) || lazy_destroyed_(cell) != 0) { /* by now */
        lazy_release_(&cell->word_, 0);
        return lazy_destroyed_(cell) != 0 ? LAZY_E_DESTROYED : LAZY_KNOWN_;
    }
    turn->cell = cell;
    turn->status = 0;
    turn->must = turn->taken = turn->changed = turn->pins = 0;
    return 0;
}

/* Has a thread that is no more left its body? That has pinned what it was given, and had taken the
 * mark away. */
LAZY_FUNCTION_ int lazy_was_left_(struct lazy_cell *cell) {
#ifdef LAZY_IS_GONE_
    if (cell->body_) {
        cell->body_ = 0;
        lazy_mark_(cell, LAZY_STALE_, 0);
        return 1;
    }
#else
    (void)cell;
#endif
    return 0;
}

LAZY_SELDOM_ void lazy_begin_round_(struct lazy_turn_ *turn) {
    turn->at = lazy_revision_load_(&turn->cell->domain->revision_); /* before anything is read */
    turn->error = turn->again = turn->unsure = 0;
}

/* What it depends on has been brought up to date. Has that changed since? Whether it is sure of its
 * error is asked first: another may try again meanwhile. */
LAZY_SELDOM_ void lazy_follow_(struct lazy_turn_ *turn, const struct lazy_cell *on) {
    const int unsure = lazy_revision_load_(&on->checked_) == 0;
    const lazy_revision changed = lazy_revision_load_(&on->changed_);
    if (turn->status != 0) return;
    turn->error = lazy_result_(on);
    if (lazy_is_later_(changed, turn->cell->checked_)) turn->must = 1;
    if (unsure) turn->unsure = 1;
}

LAZY_SELDOM_ int lazy_must_compute_(struct lazy_turn_ *turn) {
    if (lazy_take_mark_(turn->cell) != 0) turn->must = turn->taken = 1;
    if (turn->cell->checked_ == 0) turn->must = 1;
    return turn->must;
}

LAZY_SELDOM_ void lazy_pin_for_(struct lazy_turn_ *turn, struct lazy_cell *on) {
    int status;
    if (turn->again || turn->status != 0) return;
    status = lazy_pin_(on);
    if (status == 0) turn->pinned[turn->pins++] = on;
    if (status == LAZY_PENDING) turn->status = status;
    if (status == LAZY_LOST_ || (status == 0 && lazy_result_(on) != 0)) turn->again = 1;
}

LAZY_FUNCTION_ void lazy_leave_body_(void *turn);

LAZY_SELDOM_ int lazy_begin_body_(struct lazy_turn_ *turn) {
    if (turn->again || turn->status != 0) {
        lazy_unpin_all_(turn);
        return 0;
    }
    turn->cell->body_ = 1;
#ifdef LAZY_HAS_CLEANUP_
    if (lazy_push_ != LAZY_NULL_) lazy_push_(&turn->cleanup, lazy_leave_body_, turn);
#endif
    return 1;
}

/* Is there a result? */
LAZY_SELDOM_ int lazy_end_body_(struct lazy_turn_ *turn, int result) {
#ifdef LAZY_HAS_CLEANUP_
    if (lazy_pop_ != LAZY_NULL_) lazy_pop_(&turn->cleanup, 0);
#endif
    lazy_unpin_all_(turn);
    turn->cell->body_ = 0;
    turn->error = lazy_status_of_(result);
    if (turn->error == LAZY_PENDING) turn->status = LAZY_PENDING;
    return turn->status == 0;
}

LAZY_SELDOM_ int lazy_end_turn_(struct lazy_turn_ *turn, int retry, const char *name) {
    struct lazy_cell *const cell = turn->cell;
    if (turn->status == 0) {
        const lazy_revision stamp = turn->at + 1;
        if (turn->changed) {
            lazy_status_store_(&cell->error_, turn->error);
            lazy_revision_store_(&cell->changed_, stamp);
        }
        lazy_revision_store_(&cell->checked_,
                             turn->unsure || (turn->error != 0 && retry) ? 0 : stamp);
    } else if (turn->taken) {
        lazy_mark_(cell, LAZY_STALE_, 0);
    }
    if (turn->status == LAZY_E_CYCLE) LAZY_ON_CYCLE(name);
    turn->cell = LAZY_NULL_;
    lazy_release_(&cell->word_, 0);
    return turn->status;
}

/* An exception, or the end of the thread, leaves a body: as if it had answered LAZY_PENDING. */
LAZY_FUNCTION_ void lazy_leave_body_(void *argument) {
    struct lazy_turn_ *const turn = LAZY_CAST_(struct lazy_turn_ *, argument);
    lazy_end_body_(turn, LAZY_PENDING);
    lazy_end_turn_(turn, 0, LAZY_NULL_);
}

#ifdef __cplusplus
inline lazy_turn_::~lazy_turn_() {
    if (cell != nullptr) lazy_leave_body_(this);
}
#endif

/* What reads a cell, of an input as of a derived one. */
#define LAZY_READ_(name, is_clean) \
    LAZY_SELDOM_ const name##_value *name##_read_(struct name *self, long ms, int *error) { \
        int status = name##_refresh_(self, &ms); \
        if (status == 0) status = lazy_result_(&self->lazy); \
        if (status == 0) return name##_at_(self); \
        if (error != LAZY_NULL_) *error = status; \
        return LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ const name##_value *name##_get_within(struct name *self, long ms, int *error) { \
        if (LAZY_OFTEN_(is_clean(&self->lazy) && lazy_status_load_(&self->lazy.error_) == 0)) \
            return name##_at_(self); \
        return name##_read_(self, ms, error); \
    } \
    LAZY_GET_(name) \
    LAZY_FUNCTION_ void name##_unpin(struct name *self) { lazy_unpin_(&self->lazy); } \
    LAZY_FUNCTION_ const name##_value *name##_pin(struct name *self, int *error) { \
        long ms = -1; \
        int status; \
        do { \
            status = name##_refresh_(self, &ms); \
            if (status == 0) status = lazy_pin_(&self->lazy); \
        } while (status == LAZY_LOST_); \
        if (status == 0) { \
            status = lazy_result_(&self->lazy); \
            if (status == 0) return name##_at_(self); \
            lazy_unpin_(&self->lazy); \
        } \
        if (error != LAZY_NULL_) *error = status; \
        return LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ int name##_copy(struct name *self, name##_value *out) { \
        int error = 0; \
        const name##_value *const value = name##_pin(self, &error); \
        if (value == LAZY_NULL_) return error; \
        *out = *value; \
        lazy_unpin_(&self->lazy); \
        return 0; \
    } \
    LAZY_FUNCTION_ int name##_invalidate(struct name *self) { \
        return lazy_invalidate_(&self->lazy); \
    } \
    LAZY_FUNCTION_ int name##_destroy(struct name *self) { \
        if (lazy_word_load_(&self->lazy.word_) != 0) return LAZY_PENDING; \
        if (lazy_result_(&self->lazy) == 0) name##_drop_(name##_at_(self)); \
        lazy_flag_store_(&self->lazy.state_, LAZY_GONE_); \
        lazy_revision_store_(&self->lazy.changed_, 0); \
        lazy_revision_store_(&self->lazy.checked_, 0); \
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
    const char *file;
    void *value;
    char text[LAZY_TEXT_];
};

struct lazy_symbol {
    struct lazy lazy;
    struct lazy_library *library;
    const char *symbol;
    void *value;
    char text[LAZY_TEXT_];
};

/* What the loader says: once, for others may be reading it. */
LAZY_SELDOM_ void lazy_note_(char *text) {
#ifdef _WIN32
    DWORD count;
    if (text[0] != 0) return;
    count = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, LAZY_NULL_,
                           GetLastError(), 0, text, LAZY_TEXT_, LAZY_NULL_);
    while (count > 0 && (text[count - 1] == '\r' || text[count - 1] == '\n')) text[--count] = 0;
#else
    const char *const said = dlerror();
    size_t at = 0;
    if (text[0] != 0 || said == LAZY_NULL_) return;
    for (; said[at] != 0 && at + 1 < LAZY_TEXT_; at++) text[at] = said[at];
    text[at] = 0;
#endif
}

LAZY_WITH(lazy_library, void *, LAZY_REMEMBER, (void)0) {
#ifdef _WIN32
    *out = LAZY_CAST_(void *, LoadLibraryA(self->file));
#else
    *out = dlopen(self->file, RTLD_NOW);
#endif
    if (*out != LAZY_NULL_) return 0;
    lazy_note_(self->text);
    return LAZY_E_LIBRARY;
}

/* The library remembers that it is missing; so this need not, and is found once that is there. */
LAZY_WITH(lazy_symbol, void *, LAZY_RETRY, (void)0) {
    int error = 0;
    void *const *const library = lazy_library_get(self->library, &error);
    if (library == LAZY_NULL_) return error;
#ifdef _WIN32
    {
        const FARPROC found = GetProcAddress(LAZY_CAST_(HMODULE, *library), self->symbol);
        __builtin_memcpy(out, &found, sizeof found);
    }
#else
    *out = dlsym(*library, self->symbol);
#endif
    if (*out != LAZY_NULL_) return 0;
    lazy_note_(self->text);
    return LAZY_E_SYMBOL;
}
#endif

LAZY_FUNCTION_ const char *lazy_strerror(int error) {
    switch (error) {
    case 0: return "no error";
    case LAZY_PENDING: return "LAZY_PENDING: being computed by another";
    case LAZY_E_ARG: return "LAZY_E_ARG: an argument was refused";
    case LAZY_E_CYCLE: return "LAZY_E_CYCLE: a value that needs itself";
    case LAZY_E_DESTROYED: return "LAZY_E_DESTROYED: asked for after it was destroyed";
    case LAZY_E_EMPTY: return "LAZY_E_EMPTY: there is no value";
    case LAZY_E_TAKEN: return "LAZY_E_TAKEN: there was a value or an error already";
    case LAZY_E_RESULT: return "LAZY_E_RESULT: neither 0 nor an error was returned";
    case LAZY_E_LIBRARY: return "LAZY_E_LIBRARY: no such library";
    case LAZY_E_SYMBOL: return "LAZY_E_SYMBOL: no such symbol in the library";
    default: return error < 0 ? "an error of the program" : "not an error";
    }
}

#endif
