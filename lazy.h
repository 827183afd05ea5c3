/* lazy.h - values that are computed at the first access, once, whichever thread asks first. One
 * file, C99 or C++11, freestanding: no heap.
 *
 * SPDX-License-Identifier: MIT
 *
 * A cell is a struct of the user's with a member `struct lazy lazy`, its arguments, and a member
 * `value`. A zeroed cell has not been computed, so it can be static, a field or a local variable.
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
 *     LAZY(square, int) { // the body: returns 0 and *out, or a negative error
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
 *  1. However many threads ask, one computes and the others wait, unless the options say otherwise.
 *     Each then sees everything that the body wrote.
 *  2. An error is a result too: the cell remembers it, unless its type says otherwise.
 *  3. A cell that needs itself, directly or through other cells, gets an error.
 *  4. An interrupt handler never waits: it gets LAZY_PENDING if the cell is being computed, and
 *     otherwise computes it. Interrupts stay enabled while a body runs.
 *  5. A cell does not move after its first access. Pointers that it returned stay valid until the
 *     cell is reset or destroyed. Do that only when nobody else is using the cell.
 *
 * Everything here, by name:
 *
 *     LAZY(name, T) { }                        define cells of `struct name`, with these functions:
 *     <name>_get, _try_get, _get_within        the value, computed if necessary
 *     <name>_peek, _is_evaluated               the value if it is there, and whether it is
 *     <name>_set                               provide the value from outside
 *     <name>_reset, _take, _destroy            forget the value, move it out, refuse all access
 *     <name>_abandon                           free a cell whose computing thread is gone
 *     LAZY_WITH(name, T, options, drop) { }    the same, with options and a destructor
 *     lazy_strerror(error)                     a status as text
 *
 * Three more headers include this one: lazy_graph.h for cells that depend on each other,
 * lazy_library.h for shared libraries that are opened at the first call, and lazy_shared.h for an
 * iterator that several threads share.
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

/* lazy_graph.h, lazy_library.h and lazy_shared.h use some of the private part. Change this number
 * when you change anything they use. */
#define LAZY_PRIVATE_ 2

/* gcc or clang. tcc may define __GNUC__ too. */
#if (defined(__GNUC__) || defined(__clang__)) && !defined(__TINYC__)
#define LAZY_GNU_
#endif

/* ---- Settings: define them before the first #include, the same in every file ----------------- */

/* LAZY_NO_THREADS: the program has one thread, and no interrupt handler accesses a cell. */

/* LAZY_ABORT(error) stops the program when a body with the option LAZY_FATAL fails. It must not
 * return. By default, a program for Unix, macOS or Windows prints the cell's place and name and the
 * error, and aborts; any other stops by a trap. */
#ifdef LAZY_ABORT
#elif __STDC_HOSTED__ && (defined(__unix__) || defined(__APPLE__) || defined(_WIN32))
#include <stdio.h>
#define LAZY_REPORTS_
#define LAZY_ABORT(error) lazy_report_(lazy_name_, error)
#elif defined(LAZY_GNU_)
#define LAZY_ABORT(error) __builtin_trap()
#else
#define LAZY_ABORT(error) \
    for (;;) *(volatile int *)0 = (error)
#endif

/* LAZY_DETECT_DEADLOCK: detect threads that wait for each other in a circle, each computing a cell
 * that another one asks for. The thread whose waiting would close the circle gets LAZY_E_CYCLE
 * instead. This needs a list of all waiting threads: define LAZY_IMPLEMENTATION in one file. With
 * this setting, signal handlers must not access cells; nor must a forked child, if threads waited
 * at the fork. */

/* LAZY_IMPLEMENTATION: only sdcc and LAZY_DETECT_DEADLOCK need it, in one file. sdcc keeps
 * functions that nobody calls, so only that file gets the functions that all cells call.
 *
 * LAZY_STRERROR: only sdcc needs it, in each file that uses lazy_strerror. */

/* LAZY_ON_CYCLE(name): define it to learn which cells form a cycle. It is called with the name of
 * the cell's type that was asked again, then of each cell whose body failed with
 * LAZY_E_CYCLE. */

/* For an operating system that is not known here, define how its threads wait. Define all four.
 *
 *     LAZY_SELF()                  // a number from 1 to 0x0FFFFFFF, different in each thread
 *     LAZY_WAIT(word, seen, ms)    // sleep while *word == seen, for at most ms milliseconds, or
 *                                  // without limit if ms < 0. Return the rest of ms. May return
 *                                  // early.
 *     LAZY_WAKE(word)              // wake all threads that sleep on it. Use `word` as an address
 *                                  // only: the cell may have been freed.
 *     LAZY_IN_ISR()                // whether this is an interrupt handler
 *
 * Bare metal needs LAZY_IN_ISR alone. It is predefined on Cortex-M; on AVR and RISC-V, code counts
 * as a handler while interrupts are disabled. Where it is unknown (sdcc), a handler gets
 * LAZY_E_CYCLE instead of LAZY_PENDING. Two cores without compare-exchange (RP2040) are not
 * supported: nothing here keeps them apart.
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

/* How this header declares a function, a rarely called function, and something unused. LAZY_CORE_
 * and LAZY_CORE_SELDOM_ are for functions that the macros call. Without optimisation, compilers
 * keep an unused function unless it is inline. */
#if defined(LAZY_GNU_) || defined(__TINYC__)
#define LAZY_UNUSED_ __attribute__((__unused__))
#else
#define LAZY_UNUSED_
#endif
#ifdef __SDCC
/* It crashes when it inlines a function twice into another one, and it checks the size of an array
 * at compile time, but not the width of a bit-field. The linker reports the two names below if no
 * file defines LAZY_IMPLEMENTATION. */
#define LAZY_FUNCTION_ static
#define LAZY_SELDOM_ static
#define LAZY_CORE_
#define LAZY_CORE_SELDOM_
#define LAZY_IF_(mistake) [(mistake) ? -1 : 1]
#define lazy_claim_ lazy_claim_needs_LAZY_IMPLEMENTATION_in_one_file
#define lazy_lock_ lazy_lock_needs_LAZY_IMPLEMENTATION_in_one_file
#else
#define LAZY_FUNCTION_ static inline LAZY_UNUSED_
#if defined(LAZY_GNU_) && defined(__OPTIMIZE__)
#define LAZY_SELDOM_ static __attribute__((__unused__, __noinline__, __cold__))
#else
#define LAZY_SELDOM_ LAZY_FUNCTION_
#endif
#define LAZY_CORE_ LAZY_FUNCTION_
#define LAZY_CORE_SELDOM_ LAZY_SELDOM_
#define LAZY_IF_(mistake) : (mistake) ? -1 : 1
#endif
#if !defined(LAZY_IMPLEMENTATION) && defined(__SDCC)
#define LAZY_ELSEWHERE_ /* another file has the functions that the macros call */
#endif

/* ---- Status ---------------------------------------------------------------------------------- */

/* Statuses that gen.h has, too, have the same values there. The program's own errors are any
 * negative int; where an int has 16 bits (AVR, sdcc), a cell remembers -1 to -96, and others as
 * LAZY_E_RESULT. Names that end in _ are private. */
enum {
    LAZY_PENDING = 2,            /* another thread is computing the value: ask again */
    LAZY_LOST_ = 3,              /* another thread was first: look again */
    LAZY_MINE_ = 4,              /* the caller has claimed the cell */
    LAZY_KNOWN_ = 5,             /* there is nothing to do */
    LAZY_E_FULL_ = -32761,       /* gen.h's GEN_E_FULL, after which an iterator goes on */
    LAZY_E_ARG = -32762,         /* an argument was refused; nothing was done */
    LAZY_E_CYCLE = -32759,       /* the cell needs itself */
    LAZY_E_DESTROYED = -32758,   /* accessed after it was destroyed */
    LAZY_E_EMPTY = -32757,       /* there is no value */
    LAZY_E_ALREADY_SET = -32756, /* set, but there was already a value or an error */
    LAZY_E_RESULT = -32755,      /* the body returned neither 0 nor an error */
    LAZY_E_LIBRARY = -32754,     /* no such library */
    LAZY_E_SYMBOL = -32753       /* no such symbol in the library */
};

/* Return a status as text, for a log. */
#if !defined(LAZY_STRERROR) && defined(__SDCC)
#define lazy_strerror(status) error_define_LAZY_STRERROR_before_including_lazy_h
#else
LAZY_FUNCTION_ const char *lazy_strerror(int lazy_error_) {
    switch (lazy_error_) {
    case 0: return "no error";
    case LAZY_PENDING: return "LAZY_PENDING: another thread is computing the value";
    case LAZY_E_ARG: return "LAZY_E_ARG: an argument was refused";
    case LAZY_E_CYCLE: return "LAZY_E_CYCLE: a value that needs itself";
    case LAZY_E_DESTROYED: return "LAZY_E_DESTROYED: accessed after it was destroyed";
    case LAZY_E_EMPTY: return "LAZY_E_EMPTY: there is no value";
    case LAZY_E_ALREADY_SET: return "LAZY_E_ALREADY_SET: there is already a value or an error";
    case LAZY_E_RESULT: return "LAZY_E_RESULT: neither 0 nor an error was returned";
    case LAZY_E_LIBRARY: return "LAZY_E_LIBRARY: no such library";
    case LAZY_E_SYMBOL: return "LAZY_E_SYMBOL: no such symbol in the library";
    default: return lazy_error_ < 0 ? "an error of the program" : "not an error";
    }
}
#endif

/* ---- A cell ---------------------------------------------------------------------------------- */

/* The state of a cell: one byte where an int has 16 bits. */
#if INT_MAX > 0x7FFF
typedef int32_t lazy_word;
#define LAZY_DESTROYED_ LAZY_E_DESTROYED
#else
typedef int8_t lazy_word;
#define LAZY_DESTROYED_ (LAZY_E_DESTROYED + 32640) /* see lazy_word_for_ */
#endif

/* Its only member is private. */
struct lazy {
    lazy_word word_;
};

/* LAZY(name, T) { body } - define the cells of `struct name`, whose values have type T, a type that
 * can be assigned (put an array into a struct). It stands at file scope, after the struct. The body
 * computes the value: `self` is the struct, and `out`, a `T *`, is where the value goes. It returns
 * 0, or a negative error, after which nothing it allocated is left. It expands to
 *
 *     typedef <T> <name>_value;
 *     const <T> *<name>_get(struct <name> *self, int *error);      // computes it; NULL on error
 *     const <T> *<name>_try_get(struct <name> *self, int *error);  // does not wait
 *     const <T> *<name>_get_within(struct <name> *self, long ms, int *error);
 *     const <T> *<name>_peek(const struct <name> *self);           // computes nothing
 *     int <name>_is_evaluated(const struct <name> *self);
 *     int <name>_set(struct <name> *self, const <T> *value);
 *     int <name>_abandon(struct <name> *self);
 *     int <name>_reset(struct <name> *self);                       // as if never asked
 *     int <name>_take(struct <name> *self, <T> *out);              // the same; the value moves out
 *     int <name>_destroy(struct <name> *self);                     // nobody may ask any more
 *     <the body's function>
 *
 * `error` may be NULL. It is written only when the result is NULL: the error, or LAZY_PENDING if
 * another thread is computing the value and the caller does not wait, or has waited for `ms`
 * milliseconds. A generator can therefore await a cell:
 *
 *     GEN_AWAIT(config_try_get(&config, &self->error) != NULL || self->error != LAZY_PENDING);
 *
 * set returns LAZY_E_ALREADY_SET if there was a value or an error, and LAZY_PENDING while the value
 * is being computed. With LAZY_RACE it competes with those that compute, and the first result wins.
 *
 * A body may return LAZY_PENDING itself: the next access calls it again.
 *
 * A body that never returns, because of longjmp or because its thread has ended, leaves the cell in
 * computation. abandon resets such a cell, and threads that wait for it go on. Call it only if the
 * body will certainly not go on. On Linux a caller or a waiting thread that finds the computing
 * thread dead computes the value itself, also in the child of a fork. Elsewhere they wait until
 * abandon is called. A C++ exception resets the cell. See docs/lazy.md for fork.
 *
 * Call reset, take and destroy only when nobody else uses the cell or a pointer to its value. They
 * return LAZY_PENDING, and do nothing, while the cell is being computed, and LAZY_E_DESTROYED if
 * the cell has that error. reset clears any other error. take returns any error, and LAZY_E_EMPTY
 * if there is no value. */
#define LAZY(name, T) LAZY_WITH(name, T, LAZY_REMEMBER, (void)0)

/* The options of a cell, joined by |: what happens to an error, and which thread computes. */
enum {
    LAZY_REMEMBER = 0, /* an error is the cell's result, for every caller, until it is reset */
    LAZY_RETRY = 1,    /* an error is for the caller that got it; the next one tries again */
    LAZY_FATAL = 2,    /* an error calls LAZY_ABORT(error) */
    LAZY_RACE = 4,     /* callers compute at the same time instead of waiting. The first result is
                          kept, an error too; the others are dropped. If the body asks for its own
                          cell, the thread that claimed it first gets LAZY_E_CYCLE; any other one
                          runs the body again within itself, until a result is there */
    LAZY_UNSYNCHRONISED = 8 /* one thread and no interrupt uses the cell: get, peek and set need no
                               atomics */
};

/* LAZY_WITH(name, T, options, drop) { body } - LAZY with options, and with an expression that frees
 * what a value owns when the cell is reset or destroyed: there `value` is a `T *`.
 *
 *     LAZY_WITH(page, struct text, LAZY_RETRY, free(value->data)) { ... }
 *
 * An access to a cell expands to
 *
 *     const <T> *<name>_get(struct <name> *self, int *error) {
 *         if (<word is "done">) return &self->value;               // the fast path, inlined
 *         do {                                                     // <name>_obtain_
 *             status = <claim the word, or wait for its owner>;
 *             if (<claimed>) status = <body>(self, &self->value), <publish the word>;
 *         } while (<another thread changed the word first>);
 *         if (status == 0) return &self->value;
 *         *error = status;
 *         return NULL;
 *     }
 */
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
    LAZY_FUNCTION_ int name##_race_(struct name *lazy_self_) { \
        name##_value lazy_fresh_; \
        if (!(LAZY_RACE & (options))) return LAZY_E_ARG; /* not called then */ \
        LAZY_GUARD_(&lazy_self_->lazy) \
        const int lazy_status_ = name##_compute_(lazy_self_, &lazy_fresh_); \
        if (lazy_status_ == 0 && lazy_begin_writing_(&lazy_self_->lazy, options) != 0) { \
            LAZY_UNGUARD_() \
            name##_drop_(&lazy_fresh_); \
            return LAZY_LOST_; \
        } \
        if (lazy_status_ == 0) *name##_at_(lazy_self_) = lazy_fresh_; \
        LAZY_UNGUARD_() \
        return lazy_finish_(&lazy_self_->lazy, options, lazy_status_, \
                            LAZY_PLACE_(options, #name)); \
    } \
    LAZY_SELDOM_ const name##_value *name##_obtain_(struct name *lazy_self_, long lazy_ms_, \
                                                    int *lazy_error_) { \
        int lazy_status_; \
        do { \
            lazy_status_ = lazy_claim_(&lazy_self_->lazy, options, &lazy_ms_, LAZY_NAME_(#name)); \
            if (lazy_status_ != LAZY_MINE_) break; \
            if (LAZY_RACE & (options)) { \
                lazy_status_ = name##_race_(lazy_self_); \
            } else { \
                LAZY_GUARD_(&lazy_self_->lazy) \
                lazy_status_ = name##_compute_(lazy_self_, name##_at_(lazy_self_)); \
                LAZY_UNGUARD_() \
                lazy_status_ = lazy_finish_(&lazy_self_->lazy, options, lazy_status_, \
                                            LAZY_PLACE_(options, #name)); \
            } \
        } while (lazy_status_ == LAZY_LOST_); \
        if (lazy_status_ == 0) return name##_at_(lazy_self_); \
        if (lazy_error_ != LAZY_NULL_) *lazy_error_ = lazy_status_; \
        return LAZY_NULL_; \
    } \
    LAZY_FUNCTION_ const name##_value *name##_get_within(struct name *lazy_self_, long lazy_ms_, \
                                                         int *lazy_error_) { \
        if (LAZY_OFTEN_(lazy_word_of_(&lazy_self_->lazy, options) == LAZY_DONE_)) \
            return name##_at_(lazy_self_); \
        return name##_obtain_(lazy_self_, lazy_ms_, lazy_error_); \
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
        const int lazy_status_ = lazy_begin_writing_(&lazy_self_->lazy, options); \
        if (lazy_status_ == 0) { \
            *name##_at_(lazy_self_) = *lazy_value_; \
            lazy_publish_(&lazy_self_->lazy, LAZY_DONE_, options); \
        } \
        return lazy_status_; \
    } \
    LAZY_FUNCTION_ int name##_abandon(struct name *lazy_self_) { \
        return lazy_evict_(&lazy_self_->lazy.word_, lazy_word_of_(&lazy_self_->lazy, options)); \
    } \
    LAZY_FUNCTION_ int name##_take(struct name *lazy_self_, name##_value *lazy_out_) { \
        const int lazy_status_ = lazy_look_(&lazy_self_->lazy); \
        if (lazy_status_ == 0) { \
            *lazy_out_ = *name##_at_(lazy_self_); \
            lazy_word_store_(&lazy_self_->lazy.word_, LAZY_INIT_); \
        } \
        return lazy_status_; \
    } \
    LAZY_FUNCTION_ int name##_clear_(struct name *lazy_self_, lazy_word lazy_to_) { \
        const int lazy_status_ = lazy_look_(&lazy_self_->lazy); \
        if (lazy_status_ == LAZY_PENDING || lazy_status_ == LAZY_E_DESTROYED) return lazy_status_; \
        if (lazy_status_ == 0) name##_drop_(name##_at_(lazy_self_)); \
        lazy_word_store_(&lazy_self_->lazy.word_, lazy_to_); \
        return 0; \
    } \
    LAZY_FUNCTION_ int name##_reset(struct name *lazy_self_) { \
        return name##_clear_(lazy_self_, LAZY_INIT_); \
    } \
    LAZY_FUNCTION_ int name##_destroy(struct name *lazy_self_) { \
        return name##_clear_(lazy_self_, LAZY_DESTROYED_); \
    } \
    LAZY_FUNCTION_ int name##_compute_(struct name *self LAZY_UNUSED_, \
                                       name##_value *out LAZY_UNUSED_)

/* ==== Private: what follows may change ======================================================== */

/* The word of a cell, `struct lazy`, is INIT (0), then RUNNING with OWNER, the number of the thread
 * that computes, then DONE (1) or an error (negative). docs/lazy.md draws this. WAITED_FOR is added
 * when another thread sleeps until the owner has finished. With LAZY_RACE several threads compute
 * while the word is RUNNING; the first that is ready adds WRITING while it copies its value, and
 * only that is waited for. The word of a `struct lazy_node` (lazy_graph.h) is RUNNING in the same
 * way, or counts the pins; that of an iterator (lazy_shared.h) is a lock. */

/* ---- Compilers ------------------------------------------------------------------------------- */

#ifdef __cplusplus
#define LAZY_CAST_(T, value) static_cast<T>(value)
#define LAZY_NULL_ nullptr
#define LAZY_EXTERN_ extern "C"
#define LAZY_GUARD_(cell) lazy_guard_ lazy_guarded_ = {cell};
#define LAZY_UNGUARD_() lazy_guarded_.lazy_ = nullptr;
#else
#define LAZY_CAST_(T, value) ((T)(value))
#define LAZY_NULL_ NULL
#define LAZY_EXTERN_ extern
#define LAZY_GUARD_(cell)
#define LAZY_UNGUARD_()
#endif

#if defined(LAZY_GNU_) && !defined(__cplusplus)
#define LAZY_NOT_SAME_(T, value) !__builtin_types_compatible_p(T, __typeof__(value))
#else
#define LAZY_NOT_SAME_(T, value) (sizeof(T) != sizeof(value))
#endif

/* A condition that usually holds. And code between LAZY_HIDES_ and LAZY_HIDES_END_ may hide names
 * of the user's by `value`, `was` and `now`. */
#ifdef LAZY_GNU_
#define LAZY_OFTEN_(condition) __builtin_expect(!!(condition), 1)
#define LAZY_HIDES_ _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")
#define LAZY_HIDES_END_ _Pragma("GCC diagnostic pop")
#else
#define LAZY_OFTEN_(condition) (condition)
#define LAZY_HIDES_
#define LAZY_HIDES_END_
#endif

/* The name of a type, if LAZY_ON_CYCLE uses it; and that, or with its place, if LAZY_ABORT does. */
#ifdef LAZY_ON_CYCLE
#define LAZY_NAME_(name) name
#define LAZY_PLACE_(options, name) name
#else
#define LAZY_NAME_(name) LAZY_NULL_
#ifdef LAZY_REPORTS_
#define LAZY_PLACE_(options, name) \
    (LAZY_FATAL & (options) ? __FILE__ ":" LAZY_TEXT_(__LINE__) ": " name : LAZY_NULL_)
#define LAZY_TEXT_(line) LAZY_TEXT_OF_(line)
#define LAZY_TEXT_OF_(line) #line
#else
#define LAZY_PLACE_(options, name) LAZY_NULL_
#endif
#define LAZY_ON_CYCLE(name) ((void)(name))
#endif

/* ---- The word of a cell ---------------------------------------------------------------------- */

#define LAZY_INIT_ LAZY_CAST_(lazy_word, 0)
#define LAZY_DONE_ LAZY_CAST_(lazy_word, 1)
#define LAZY_WAITED_FOR_ 1
#define LAZY_RUNNING_ 2
#define LAZY_WRITING_ 4
#define LAZY_OWNER_ 8 /* times the thread's number */
#define LAZY_MAX_SELF_ 0x0FFFFFFF

#define LAZY_OWNER_OF_(word) ((word) & ~(LAZY_WAITED_FOR_ | LAZY_WRITING_))
#define LAZY_IS_RUNNING_(word) ((word) > 0 && (LAZY_RUNNING_ & (word)) != 0)
/* The functions of a cell's value. They go through a `void *`, so that a value of another type is
 * reported once, and not at each use. */
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

#define LAZY_GET_(name) \
    LAZY_FUNCTION_ const name##_value *name##_get(struct name *lazy_self_, int *lazy_error_) { \
        return name##_get_within(lazy_self_, -1, lazy_error_); \
    } \
    LAZY_FUNCTION_ const name##_value *name##_try_get(struct name *lazy_self_, int *lazy_error_) { \
        return name##_get_within(lazy_self_, 0, lazy_error_); \
    }

#ifdef LAZY_ELSEWHERE_
lazy_word lazy_word_of_(const struct lazy *, int);
void lazy_publish_(struct lazy *, lazy_word, int), lazy_word_store_(lazy_word *, lazy_word),
    lazy_release_(lazy_word *, lazy_word);
int lazy_claim_(struct lazy *, int, long *, const char *), lazy_look_(const struct lazy *),
    lazy_begin_writing_(struct lazy *, int), lazy_finish_(struct lazy *, int, int, const char *),
    lazy_evict_(lazy_word *, lazy_word), lazy_lock_(lazy_word *, long *, const char *);
#else
/* ---- Reading and changing a word ------------------------------------------------------------- */

/* How data that two threads access at once is read and changed. An acquire sees everything that
 * was written before the release whose value it reads.
 *
 *     T <T>_load_(at)                                // acquire
 *     void <T>_store_(at, value)                     // release
 *     T <T>_add_(at, value)                          // both; returns the sum
 *     lazy_word lazy_swap_(at, value)                // both; returns the old value
 *     lazy_word lazy_swap_if_(at, expected, value)   // the same, if the old value is `expected`
 *
 * LAZY_ACCESS_(T) defines the first two, and LAZY_ADD_(T) the third. LAZY_DO_LOAD_ and the like are
 * the statements within them, on each platform. */
#if defined(LAZY_NO_THREADS)
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
#error "lazy.h: no atomics known here: #define LAZY_NO_THREADS if one thread uses it."
#endif

#if defined(LAZY_BUILTIN_)
#define LAZY_DO_LOAD_(T) lazy_seen_ = __atomic_load_n(lazy_at_, __ATOMIC_ACQUIRE);
#define LAZY_DO_STORE_(T) __atomic_store_n(lazy_at_, lazy_value_, __ATOMIC_RELEASE);
#define LAZY_DO_SWAP_ lazy_value_ = __atomic_exchange_n(lazy_at_, lazy_value_, __ATOMIC_ACQ_REL);
#define LAZY_DO_SWAP_IF_ \
    __atomic_compare_exchange_n(lazy_at_, &lazy_expected_, lazy_value_, 0, __ATOMIC_ACQ_REL, \
                                __ATOMIC_ACQUIRE);
#define LAZY_DO_ADD_(T) lazy_value_ = __atomic_add_fetch(lazy_at_, lazy_value_, __ATOMIC_ACQ_REL);

#elif defined(LAZY_LOCKED_)
/* On x86-64 a plain load acquires and a plain store releases, and tcc reorders neither. T has 64
 * bits in LAZY_DO_ADD_. */
#define LAZY_DO_LOAD_(T) lazy_seen_ = *lazy_at_;
#define LAZY_DO_STORE_(T) *lazy_at_ = lazy_value_;
#define LAZY_DO_SWAP_ \
    __asm__ volatile("xchgl %0, %1" : "+r"(lazy_value_), "+m"(*lazy_at_) : : "memory");
#define LAZY_DO_SWAP_IF_ \
    __asm__ volatile("lock; cmpxchgl %2, %1" \
                     : "+a"(lazy_expected_), "+m"(*lazy_at_) \
                     : "r"(lazy_value_) \
                     : "memory");
#define LAZY_DO_ADD_(T) \
    T lazy_seen_ = lazy_value_; \
    __asm__ volatile("lock; xaddq %0, %1" : "+r"(lazy_seen_), "+m"(*lazy_at_) : : "memory"); \
    lazy_value_ += lazy_seen_;

#else
/* One core without such instructions, or one thread. Masking interrupts makes a change atomic. A
 * type as small as the word is loaded and stored as a whole; on 8 bits a wider type is not. */
#ifdef LAZY_NO_THREADS
#define LAZY_DO_LOAD_(T) lazy_seen_ = *lazy_at_;
#define LAZY_DO_STORE_(T) *lazy_at_ = lazy_value_;
#else
#define LAZY_DO_LOAD_(T) \
    if (sizeof(T) <= sizeof(lazy_word)) { \
        lazy_seen_ = *LAZY_CAST_(const volatile T *, lazy_at_); \
        LAZY_FENCE_(); \
    } else { \
        LAZY_MASKED_BEGIN_ \
        lazy_seen_ = *lazy_at_; \
        LAZY_MASKED_END_ \
    }
#define LAZY_DO_STORE_(T) \
    if (sizeof(T) <= sizeof(lazy_word)) { \
        LAZY_FENCE_(); \
        *LAZY_CAST_(volatile T *, lazy_at_) = lazy_value_; \
    } else { \
        LAZY_MASKED_BEGIN_ \
        *lazy_at_ = lazy_value_; \
        LAZY_MASKED_END_ \
    }
#endif
#define LAZY_DO_SWAP_ \
    lazy_word lazy_seen_; \
    LAZY_MASKED_BEGIN_ \
    lazy_seen_ = *lazy_at_; \
    *lazy_at_ = lazy_value_; \
    LAZY_MASKED_END_ \
    lazy_value_ = lazy_seen_;
#define LAZY_DO_SWAP_IF_ \
    lazy_word lazy_seen_; \
    LAZY_MASKED_BEGIN_ \
    lazy_seen_ = *lazy_at_; \
    if (lazy_seen_ == lazy_expected_) *lazy_at_ = lazy_value_; \
    LAZY_MASKED_END_ \
    lazy_expected_ = lazy_seen_;
#define LAZY_DO_ADD_(T) \
    LAZY_MASKED_BEGIN_ \
    lazy_value_ = *lazy_at_ += lazy_value_; \
    LAZY_MASKED_END_
#endif

#define LAZY_ACCESS_(T) \
    LAZY_CORE_ T T##_load_(const T *lazy_at_) { \
        T lazy_seen_; \
        LAZY_DO_LOAD_(T) \
        return lazy_seen_; \
    } \
    LAZY_CORE_ void T##_store_(T *lazy_at_, T lazy_value_) { LAZY_DO_STORE_(T) }
#define LAZY_ADD_(T) \
    LAZY_FUNCTION_ T T##_add_(T *lazy_at_, T lazy_value_) { \
        LAZY_DO_ADD_(T) \
        return lazy_value_; \
    }

LAZY_FUNCTION_ lazy_word lazy_swap_(lazy_word *lazy_at_, lazy_word lazy_value_) {
    LAZY_DO_SWAP_
    return lazy_value_;
}

LAZY_FUNCTION_ lazy_word lazy_swap_if_(lazy_word *lazy_at_, lazy_word lazy_expected_,
                                       lazy_word lazy_value_) {
    LAZY_DO_SWAP_IF_
    return lazy_expected_;
}

LAZY_ACCESS_(lazy_word)

/* ---- Waiting --------------------------------------------------------------------------------- */

/* One block for each platform. It defines LAZY_WAITS_ if threads can wait, lazy_sleep_ (which is
 * LAZY_WAIT) or LAZY_NAP_, and whichever of LAZY_SELF, LAZY_WAKE, LAZY_IN_ISR and LAZY_IS_GONE_
 * (whether a thread has ended) the platform offers. The others get a default below. */
#if defined(LAZY_NO_THREADS) || defined(LAZY_WAITS_)
/* No thread waits, or the user has defined how. */
#define LAZY_SPINS_ 0

#elif defined(__linux__) /* Android too */
#define LAZY_WAITS_
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifndef __cplusplus
long syscall(long lazy_number_, ...); /* unistd.h declares it only with some feature macros */
#endif

/* The kernel's struct timespec: two longs, or two 64-bit integers where it has no 32-bit time. */
#if defined(SYS_futex) && defined(SYS_clock_gettime)
typedef long lazy_time_;
#define LAZY_SYS_FUTEX_ SYS_futex
#define LAZY_SYS_CLOCK_ SYS_clock_gettime
#else
typedef int64_t lazy_time_;
#define LAZY_SYS_FUTEX_ SYS_futex_time64
#define LAZY_SYS_CLOCK_ SYS_clock_gettime64
#endif

/* Return milliseconds of a clock that is never set. 32 bits wrap around after seven weeks. */
LAZY_SELDOM_ unsigned long lazy_milliseconds_(void) {
    lazy_time_ lazy_now_[2] = {0, 0};
    syscall(LAZY_SYS_CLOCK_, 1, lazy_now_);
    return LAZY_CAST_(unsigned long, lazy_now_[0]) * 1000 +
           LAZY_CAST_(unsigned long, lazy_now_[1] / 1000000);
}

/* Sleep for a second at most, because nobody wakes a thread if the owner of the word has died. */
LAZY_SELDOM_ long lazy_sleep_(lazy_word *lazy_word_, lazy_word lazy_seen_, long lazy_ms_) {
    const long lazy_most_ = lazy_ms_ < 0 || lazy_ms_ > 1000 ? 1000 : lazy_ms_;
    const lazy_time_ lazy_left_[2] = {lazy_most_ / 1000, lazy_most_ % 1000 * 1000000};
    const unsigned long lazy_start_ = lazy_ms_ < 0 ? 0 : lazy_milliseconds_();
    syscall(LAZY_SYS_FUTEX_, lazy_word_, 128, lazy_seen_, lazy_left_, LAZY_NULL_, 0);
    if (lazy_ms_ < 0) return lazy_ms_;
    lazy_ms_ -= LAZY_CAST_(long, lazy_milliseconds_() - lazy_start_);
    return lazy_ms_ > 0 ? lazy_ms_ : 0;
}

/* The number of this thread, without a system call: the C library hands out the number of the
 * thread's CPU clock, which is ~thread << 3 | 6 by the kernel's convention. If these functions are
 * not linked, or the C library numbers its clocks differently, the kernel is asked. (A weakref does
 * not make other references to the symbol weak.) */
#ifdef LAZY_GNU_
static unsigned long lazy_thread_(void) __attribute__((__weakref__("pthread_self")));
static int lazy_clock_of_(unsigned long lazy_tid_, int *lazy_clock_)
    __attribute__((__weakref__("pthread_getcpuclockid")));
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

/* Return whether this process has no such thread, because it has ended or because this is the child
 * of a fork. Test for ESRCH, because a sandbox may refuse the call with another error. */
LAZY_SELDOM_ int lazy_is_gone_(lazy_word lazy_tid_) {
    return syscall(SYS_tgkill, syscall(SYS_getpid), lazy_tid_, 0) != 0 && errno == ESRCH;
}

#define LAZY_SELF() lazy_own_number_()
#define LAZY_WAKE(word) \
    ((void)syscall(LAZY_SYS_FUTEX_, word, 129, 0x7FFFFFFF, LAZY_NULL_, LAZY_NULL_, 0))
#define LAZY_IS_GONE_(thread) lazy_is_gone_(thread)

#elif defined(_WIN32) /* a program that needs all of windows.h, or its max, includes it before */
#define LAZY_WAITS_
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

/* Windows 8 and later have these functions. They are looked up at run time, so that the program
 * need not link synchronization.lib. */
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

LAZY_SELDOM_ lazy_word lazy_own_number_(void) {
    uint64_t lazy_self_ = 0;
    pthread_threadid_np(LAZY_NULL_, &lazy_self_);
    return LAZY_CAST_(lazy_word, lazy_self_ & LAZY_MAX_SELF_);
}

#define LAZY_SELF() lazy_own_number_()
#define LAZY_NAP_() \
    __ulock_wait(1, lazy_word_, LAZY_CAST_(uint64_t, lazy_seen_), lazy_ms_ < 0 ? 0 : 1000)
#define LAZY_WAKE(word) ((void)__ulock_wake(0x101, word, 0))

#elif defined(__wasm_atomics__)
#define LAZY_WAITS_
#define LAZY_NAP_() \
    __builtin_wasm_memory_atomic_wait32(lazy_word_, lazy_seen_, lazy_ms_ < 0 ? -1 : 1000000)
#define LAZY_SELF() \
    LAZY_CAST_(lazy_word, LAZY_CAST_(uintptr_t, __builtin_wasm_tls_base()) >> 4 & LAZY_MAX_SELF_)
#define LAZY_WAKE(word) ((void)__builtin_wasm_memory_atomic_notify(word, 0x7FFFFFFF))

#elif defined(__unix__) /* each of them has poll: look again each millisecond */
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
#define LAZY_NAP_() ((void)lazy_word_, (void)lazy_seen_, poll(LAZY_NULL_, 0, 1))

/* Bare metal: one core, and interrupt handlers, which end before the interrupted code continues. */
#elif defined(LAZY_IN_ISR)
#else
#define LAZY_REGISTER_(T, instruction) \
    LAZY_FUNCTION_ T lazy_register_(void) { \
        T lazy_now_; \
        __asm__ volatile(instruction : "=r"(lazy_now_)); \
        return lazy_now_; \
    }
#if defined(__AVR__) /* interrupts are disabled in a handler */
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

#ifdef LAZY_NAP_ /* it sleeps for a millisecond, so count those */
LAZY_SELDOM_ long lazy_sleep_(lazy_word *lazy_word_, lazy_word lazy_seen_, long lazy_ms_) {
    LAZY_NAP_();
    return lazy_ms_ > 0 ? lazy_ms_ - 1 : lazy_ms_;
}
#endif

/* Sleeping and waking take longer than computing most values. So where there may be several
 * processors, a waiting thread looks this many times before it sleeps. */
#if !defined(LAZY_SPINS_) && defined(LAZY_WAITS_)
#define LAZY_SPINS_ 100
#define LAZY_WAIT(word, seen, ms) lazy_sleep_(word, seen, ms)
#endif
#if defined(LAZY_BUILTIN_) && (defined(__x86_64__) || defined(__i386__))
#define LAZY_PAUSE_() __builtin_ia32_pause()
#elif defined(LAZY_BUILTIN_) && defined(__aarch64__) /* where the instruction yield does nothing */
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

/* ---- Owning a word --------------------------------------------------------------------------- */

/* Convert an error to a word and back. In one byte, the library's own errors are -128 to -97. */
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

/* Return the word of a cell that this thread computes. */
LAZY_FUNCTION_ lazy_word lazy_running_(void) {
    return LAZY_CAST_(lazy_word, LAZY_SELF() * LAZY_OWNER_ + LAZY_RUNNING_);
}

LAZY_FUNCTION_ int lazy_is_mine_(lazy_word lazy_word_) {
    return LAZY_OWNER_OF_(lazy_word_) == lazy_running_();
}

/* Give up the ownership of a word. A waiting thread may free the cell as soon as it sees that, so
 * what is woken is an address and not a cell. */
LAZY_CORE_ void lazy_release_(lazy_word *lazy_word_, lazy_word lazy_to_) {
    if (lazy_swap_(lazy_word_, lazy_to_) & LAZY_WAITED_FOR_) LAZY_WAKE(lazy_word_);
}

/* Take a word from an owner that will not go on, unless another thread has taken over. Return 0, or
 * LAZY_E_ARG. A thread may begin to wait meanwhile. */
LAZY_CORE_SELDOM_ int lazy_evict_(lazy_word *lazy_word_, lazy_word lazy_owner_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_word_load_(lazy_word_);
        if (!LAZY_IS_RUNNING_(lazy_seen_) ||
            LAZY_OWNER_OF_(lazy_seen_) != LAZY_OWNER_OF_(lazy_owner_))
            return LAZY_E_ARG;
        if (lazy_swap_if_(lazy_word_, lazy_seen_, 0) != lazy_seen_) continue;
        if (lazy_seen_ & LAZY_WAITED_FOR_) LAZY_WAKE(lazy_word_);
        return 0;
    }
}

/* ---- Waiting for the owner of a word --------------------------------------------------------- */

LAZY_FUNCTION_ int lazy_cycle_(const char *lazy_name_) {
    LAZY_ON_CYCLE(lazy_name_);
    return LAZY_E_CYCLE;
}

#if defined(LAZY_DETECT_DEADLOCK) && !defined(LAZY_WAITS_)
#error "lazy.h: LAZY_DETECT_DEADLOCK needs threads, and this build has none."
#undef LAZY_DETECT_DEADLOCK
#endif

#ifdef LAZY_DETECT_DEADLOCK
struct lazy_waiter_ {
    lazy_word *at_;
    lazy_word owner_; /* as in the words that this thread owns */
    struct lazy_waiter_ *next_;
};
struct lazy_waiters {
    lazy_word word_;
    struct lazy_waiter_ *first_;
};
LAZY_EXTERN_ struct lazy_waiters lazy_waiters;
#ifdef LAZY_IMPLEMENTATION
struct lazy_waiters lazy_waiters = {0, LAZY_NULL_};
#endif

LAZY_CORE_SELDOM_ int lazy_lock_(lazy_word *lazy_word_, long *lazy_ms_, const char *lazy_name_);
LAZY_SELDOM_ void lazy_lock_waiters_(void) {
    long lazy_ms_ = -1;
    (void)lazy_lock_(&lazy_waiters.word_, &lazy_ms_, LAZY_NULL_);
}

/* Enter the list of waiting threads. Return 1, without entering it, if that would close a circle.
 */
LAZY_SELDOM_ int lazy_enter_waiters_(struct lazy_waiter_ *lazy_self_, lazy_word *lazy_word_) {
    const struct lazy_waiter_ *lazy_other_;
    lazy_word lazy_seen_;
    int lazy_deadlock_ = 0;
    lazy_self_->at_ = lazy_word_;
    lazy_self_->owner_ = lazy_running_();
    lazy_lock_waiters_();
    /* read the word only now: its owner may have released it, and may wait for this thread */
    lazy_seen_ = lazy_word_load_(lazy_word_);
    /* follow the chain: the owner of the word, the owner of the word that it waits for... */
    while (LAZY_IS_RUNNING_(lazy_seen_) && !(lazy_deadlock_ = lazy_is_mine_(lazy_seen_))) {
        for (lazy_other_ = lazy_waiters.first_;
             lazy_other_ != LAZY_NULL_ && lazy_other_->owner_ != LAZY_OWNER_OF_(lazy_seen_);) {
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

/* Wait until a word is no longer `seen`, which says who owns it. Return 0 if it may have changed,
 * LAZY_E_CYCLE if this thread owns it, or LAZY_PENDING if the caller must not wait any longer. */
LAZY_SELDOM_ int lazy_wait_(lazy_word *lazy_word_, lazy_word lazy_seen_, long *lazy_ms_,
                            const char *lazy_name_) {
    if (LAZY_IN_ISR()) return LAZY_PENDING;
    if (LAZY_IS_RUNNING_(lazy_seen_) && lazy_is_mine_(lazy_seen_)) return lazy_cycle_(lazy_name_);
#ifndef LAZY_WAITS_
    (void)lazy_word_;
    (void)lazy_ms_;
    return LAZY_PENDING; /* without threads, only a pinned node of lazy_graph.h leads here */
#else
    int lazy_spins_ = LAZY_SPINS_;
    for (; lazy_spins_ > 0 && *lazy_ms_ != 0; lazy_spins_--) {
        if (lazy_word_load_(lazy_word_) != lazy_seen_) return 0;
        LAZY_PAUSE_();
    }
#ifdef LAZY_IS_GONE_
    if (LAZY_IS_RUNNING_(lazy_seen_) && LAZY_IS_GONE_(lazy_seen_ / LAZY_OWNER_)) {
        (void)lazy_evict_(lazy_word_, lazy_seen_);
        return 0;
    }
#endif
    if (*lazy_ms_ == 0) return LAZY_PENDING;
    if ((lazy_seen_ & LAZY_WAITED_FOR_) == 0) {
        const lazy_word lazy_waited_for_ = LAZY_CAST_(lazy_word, lazy_seen_ | LAZY_WAITED_FOR_);
        if (lazy_swap_if_(lazy_word_, lazy_seen_, lazy_waited_for_) != lazy_seen_) return 0;
        lazy_seen_ = lazy_waited_for_;
    }
#ifdef LAZY_DETECT_DEADLOCK
    struct lazy_waiter_ lazy_self_;
    const int lazy_listed_ = lazy_word_ != &lazy_waiters.word_;
    if (lazy_listed_ && lazy_enter_waiters_(&lazy_self_, lazy_word_))
        return lazy_cycle_(lazy_name_);
#endif
    *lazy_ms_ = LAZY_WAIT(lazy_word_, lazy_seen_, *lazy_ms_);
#ifdef LAZY_DETECT_DEADLOCK
    if (lazy_listed_) lazy_leave_waiters_(&lazy_self_);
#endif
    return 0;
#endif
}

/* Own a word that is 0, as a lock. Return 0, or why that was not possible. */
LAZY_CORE_SELDOM_ int lazy_lock_(lazy_word *lazy_word_, long *lazy_ms_, const char *lazy_name_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_swap_if_(lazy_word_, 0, lazy_running_());
        int lazy_status_;
        if (lazy_seen_ == 0) return 0;
        lazy_status_ = lazy_wait_(lazy_word_, lazy_seen_, lazy_ms_, lazy_name_);
        if (lazy_status_ != 0) return lazy_status_;
    }
}

/* ---- Computing a cell ------------------------------------------------------------------------ */

LAZY_CORE_ lazy_word lazy_word_of_(const struct lazy *lazy_it_, int lazy_options_) {
    return lazy_options_ & LAZY_UNSYNCHRONISED ? lazy_it_->word_
                                               : lazy_word_load_(&lazy_it_->word_);
}

LAZY_CORE_ void lazy_publish_(struct lazy *lazy_it_, lazy_word lazy_to_, int lazy_options_) {
    if (lazy_options_ & LAZY_UNSYNCHRONISED) {
        lazy_it_->word_ = lazy_to_;
    } else {
        lazy_release_(&lazy_it_->word_, lazy_to_);
    }
}

/* Return 0 if a cell has a value. Otherwise return its error, LAZY_E_EMPTY or
 * LAZY_PENDING. */
LAZY_CORE_ int lazy_look_(const struct lazy *lazy_it_) {
    const lazy_word lazy_seen_ = lazy_word_load_(&lazy_it_->word_);
    if (lazy_seen_ == LAZY_DONE_) return 0;
    if (lazy_seen_ == LAZY_INIT_) return LAZY_E_EMPTY;
    return LAZY_IS_RUNNING_(lazy_seen_) ? LAZY_PENDING : lazy_error_of_(lazy_seen_);
}

/* Return what a body returned, if it may return that, or else an error. */
LAZY_FUNCTION_ int lazy_status_of_(int lazy_returned_) {
    return lazy_returned_ > 0 && lazy_returned_ != LAZY_PENDING ? LAZY_E_RESULT : lazy_returned_;
}

/* Return LAZY_MINE_ if the caller is to compute the cell, which it has claimed, or races for.
 * Return 0 if there is a value, and otherwise why there is none. */
LAZY_CORE_ int lazy_claim_(struct lazy *lazy_it_, int lazy_options_, long *lazy_ms_,
                           const char *lazy_name_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_word_of_(lazy_it_, lazy_options_);
        int lazy_status_;
        if (lazy_seen_ == LAZY_DONE_) return 0;
        if (lazy_seen_ < 0) return lazy_error_of_(lazy_seen_);
        if (lazy_options_ & LAZY_UNSYNCHRONISED) {
            if (lazy_seen_ != LAZY_INIT_) return lazy_cycle_(lazy_name_);
            lazy_it_->word_ = LAZY_RUNNING_; /* there is one thread, so no owner */
            return LAZY_MINE_;
        }
        if (lazy_seen_ == LAZY_INIT_) {
            if (lazy_swap_if_(&lazy_it_->word_, LAZY_INIT_, lazy_running_()) == LAZY_INIT_)
                return LAZY_MINE_;
            continue;
        }
        if (lazy_options_ & LAZY_RACE && !(lazy_seen_ & LAZY_WRITING_) &&
            !lazy_is_mine_(lazy_seen_))
            return LAZY_MINE_;
        lazy_status_ = lazy_wait_(&lazy_it_->word_, lazy_seen_, lazy_ms_, lazy_name_);
        if (lazy_status_ != 0) return lazy_status_;
    }
}

/* Begin to write the value before anybody else does. Return 0, or LAZY_E_ALREADY_SET if there is a
 * value or an error, or LAZY_PENDING if another thread computes or writes it. */
LAZY_CORE_SELDOM_ int lazy_begin_writing_(struct lazy *lazy_it_, int lazy_options_) {
    for (;;) {
        const lazy_word lazy_seen_ = lazy_word_of_(lazy_it_, lazy_options_);
        lazy_word lazy_writing_;
        if (lazy_seen_ == LAZY_DONE_ || lazy_seen_ < 0) return LAZY_E_ALREADY_SET;
        if (lazy_seen_ != LAZY_INIT_ &&
            (!(lazy_options_ & LAZY_RACE) || lazy_seen_ & LAZY_WRITING_)) {
            return LAZY_PENDING;
        }
        if (lazy_options_ & LAZY_UNSYNCHRONISED) {
            lazy_it_->word_ = LAZY_RUNNING_;
            return 0;
        }
        lazy_writing_ = LAZY_CAST_(lazy_word, lazy_running_() | LAZY_WRITING_);
        if (lazy_swap_if_(&lazy_it_->word_, lazy_seen_, lazy_writing_) == lazy_seen_) return 0;
    }
}

#ifdef LAZY_REPORTS_
#ifdef LAZY_GNU_
#define LAZY_NORETURN_ __attribute__((__noreturn__))
#define LAZY_END_() __builtin_abort()
#else
#include <stdlib.h>
#define LAZY_NORETURN_
#define LAZY_END_() abort()
#endif
LAZY_SELDOM_ LAZY_NORETURN_ void lazy_report_(const char *lazy_place_, int lazy_error_) {
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s: %s (%d)\n", lazy_place_ == LAZY_NULL_ ? "" : lazy_place_,
                  lazy_strerror(lazy_error_), lazy_error_);
    LAZY_END_();
}
#endif

/* Publish what the body returned. Return that, or LAZY_LOST_ if another thread has published
 * its value or its error first. */
LAZY_CORE_ int lazy_finish_(struct lazy *lazy_it_, int lazy_options_, int lazy_returned_,
                            const char *lazy_name_) {
    const int lazy_status_ = lazy_status_of_(lazy_returned_);
    lazy_word lazy_to_ = LAZY_DONE_;
    if (lazy_status_ == LAZY_E_CYCLE) LAZY_ON_CYCLE(lazy_name_);
    if (lazy_status_ != 0) {
        lazy_to_ = lazy_status_ == LAZY_PENDING || lazy_options_ & LAZY_RETRY
                       ? LAZY_INIT_
                       : lazy_word_for_(lazy_status_);
        if (lazy_options_ & LAZY_RACE) { /* the other threads go on: reset only if this one began */
            if (lazy_to_ == LAZY_INIT_) {
                lazy_swap_if_(&lazy_it_->word_, lazy_running_(), LAZY_INIT_);
                return lazy_status_;
            }
            if (lazy_begin_writing_(lazy_it_, lazy_options_) != 0) return LAZY_LOST_;
        }
        if (lazy_status_ < 0 && lazy_options_ & LAZY_FATAL) LAZY_ABORT(lazy_status_);
    }
    lazy_publish_(lazy_it_, lazy_to_, lazy_options_);
    return lazy_status_;
}

/* When a C++ exception leaves the body, reset the cell, so that the next access tries again.
 * In a race another thread may have won meanwhile: reset only what this thread still owns. */
#ifdef __cplusplus
struct lazy_guard_ {
    struct lazy *lazy_;
    ~lazy_guard_() {
        if (lazy_ == nullptr) return;
        const lazy_word lazy_seen_ = lazy_word_load_(&lazy_->word_);
        /* RUNNING without an owner: LAZY_UNSYNCHRONISED */
        lazy_evict_(&lazy_->word_, lazy_seen_ == LAZY_RUNNING_ ? lazy_seen_ : lazy_running_());
    }
};
#endif

#endif /* not LAZY_ELSEWHERE_ */
#endif /* LAZY_H */
