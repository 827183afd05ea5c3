/* gen.h - generators for C: Python's yield, send, throw, close, yield from, try/finally and await,
 * in two bytes of state. One file, C99 or C++11, freestanding: no heap, no second stack, no libc.
 *
 * SPDX-License-Identifier: MIT
 *
 * A generator is a function that can stop in the middle and go on later. Everything that it must
 * remember in between is in a struct that you write.
 *
 *     #include "gen.h"
 *     #include <stdio.h>
 *
 *     struct countdown { // what survives a yield
 *         struct gen gen;
 *         int n;
 *     };
 *
 *     GEN(countdown, int) { // a generator of ints
 *         GEN_BEGIN();
 *         while (self->n > 0) GEN_YIELD(self->n--);
 *         GEN_END();
 *     }
 *
 *     int main(void) {
 *         struct countdown c = {.n = 3};
 *         GEN_FOR (n, countdown, &c) printf("%d\n", n);  // 3 2 1
 *     }
 *
 * The rules:
 *  1. The struct has a member `struct gen gen;`. A zeroed generator has not started.
 *  2. Data that must outlive a yield is a field of the struct. A local variable does not survive a
 *     yield, and neither does a GEN_FOR; in a body, loop with GEN_FOR_AWAIT.
 *  3. The body stands between GEN_BEGIN() and GEN_END(). GEN_RETURN() leaves it, never `return`.
 *  4. No yield, await or try inside a `switch` of your own (an `if` or a loop is fine). gcc and
 *     clang refuse it, unless the switch is on a 64-bit value, or int has 16 bits (see GEN_LINT).
 *  5. A pointer to a child or a buffer must point to something that does not move: a field of self,
 *     for example.
 *
 * A generator has no pointer to itself, so copying its struct forks it. A C++ exception must not
 * leave a body. With sdcc for the 8051, compile with --stack-auto. For a body that calls itself, see
 * gen_stack.h.
 *
 * Everything here, by name; `g` is a pointer to a generator's struct:
 *
 *     GEN(name, T) { }                           define a generator of items of type T
 *     GEN_RECV(name, IN, T) { }                  the same, with values of type IN sent to it
 *     GEN_DECLARE(name, T), GEN_DEFINE(name)     the same, for several files; also ..._RECV
 *
 *     GEN_BEGIN(); GEN_END();                    begin and end a body
 *     GEN_YIELD(value);                          hand out an item
 *     GEN_YIELD_FROM(name, g);                   hand out all items of another generator
 *     GEN_RETURN(); GEN_RAISE(error);            finish, or fail
 *     GEN_TRY { } GEN_EXCEPT (error) { } GEN_END_TRY;      catch an error
 *     GEN_TRY { } GEN_FINALLY { } GEN_END_TRY;             clean up; also GEN_FINALLY_SAVED (field)
 *     GEN_AWAIT(condition); GEN_SUSPEND();       wait, or let others run
 *     GEN_FOR_AWAIT (lvalue, name, g) { }        loop over another generator
 *     GEN_PULL, GEN_SHUT                         wait for several generators at once
 *
 *     name_next(g, &item)                        resume it: Python's next(g)
 *     name_send(g, &value, &item)                resume it with a value: g.send(value)
 *     name_throw(g, error, &item)                raise an error in it: g.throw(error)
 *     name_close(g), name_reset(g)               end it, running its finallys; and start anew
 *     gen_state(&g->gen), gen_strerror(status)   where it stands; a status as text
 *     GEN_FOR (variable, name, g) { }            loop over it; also GEN_FOR_STATUS (status, ...)
 *     GEN_ITERATOR(name)                         the same over a struct of your own
 *     GEN_CLOSING (name, g) { }                  close it after a block; also GEN_AUTO_CLOSE(name)
 */
#if defined(_MSVC_TRADITIONAL) && _MSVC_TRADITIONAL
#error "gen.h: compile with /Zc:preprocessor, and C with /std:c11."
#elif defined(__cplusplus) && __cplusplus < 201103L && !defined(_MSC_VER)
#error "gen.h: compile as C++11 or later: -std=c++11."
#elif !defined(__cplusplus) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 199901L)
#error "gen.h: compile as C99 or later: -std=c99."
#elif !defined(__COUNTER__) || defined(__PCC__) || defined(__chibicc__)
#error "gen.h: this compiler is not supported: use gcc, clang, tcc or sdcc."
#elif !defined(GEN_H)
#define GEN_H

#include <stddef.h>
#include <stdint.h>

/* async.h, gen_stack.h and itertools.h use some of the private part. Change this number when you
 * change anything they use. */
#define GEN_PRIVATE_ 6

/* ---- Settings: define them before the first #include, the same in every file ----------------- */

/* The type of a generator's state, unsigned. uint8_t halves the two bytes, and leaves about 250
 * numbers for a body: a yield or a try takes 1, an await or a call 2, a statement with a child 3. */
#ifndef GEN_STATE_T
#define GEN_STATE_T uint16_t
#endif

/* GEN_IDLE() is what a loop calls while its generator is pending: WFI, sched_yield(),
 * epoll_wait()... */
#ifndef GEN_IDLE
#define GEN_IDLE() GEN_NOTE_WAIT_()
#endif

/* GEN_UNCAUGHT(status) handles an error that a loop cannot return. It must not ignore it. By
 * default, a program for Unix, macOS or Windows prints where the loop stands, the name of the
 * generator and the status, and aborts; any other stops by a trap. */
#ifdef GEN_UNCAUGHT
#elif __STDC_HOSTED__ && (defined(__unix__) || defined(__APPLE__) || defined(_WIN32))
#include <stdio.h>
#define GEN_REPORTS_
#define GEN_UNCAUGHT(status) gen_report_(status GEN_THERE_)
#else
#define GEN_UNCAUGHT(status) gen_trap_(status)
#endif

/* GEN_LINT: define it in a build of gcc or clang that only checks; its objects cannot be linked. The
 * compiler then analyses each resume by itself, so a read of a local variable that a yield has lost
 * is an error, as are a raw return and a yield in a nested switch on machines where they are not
 * otherwise. For lost arrays and structs, clang also needs --analyze. gen_lint() of the CMake
 * package does all this; see docs/misuse.md. */

/* GEN_POISON: define it as a number of bytes, such as 1000, to debug. Each resume then overwrites
 * this much of the stack with the letters LOST, so that a local variable which a yield has lost does
 * not keep its value by luck. Compile without optimisation. */
#if defined(GEN_POISON) && (GEN_POISON + 0 < 16 || defined(__SDCC))
#error "gen.h: GEN_POISON is a number of bytes, 16 or more, and needs gcc, clang or tcc."
#undef GEN_POISON /* one error is enough */
#endif

/* GEN_DEBUG: define it to debug on an operating system. A GEN_FOR then prints a note if its generator
 * has finished before, and if it has asked a hundred million times for an item while nothing else
 * can run. The compiler warns if the status of a send is ignored. */
#if defined(GEN_DEBUG) && defined(GEN_REPORTS_)
#define GEN_NOTES_
#endif

/* GEN_UNCHECKED: define it where each byte of flash counts, in a program that was tested without it
 * and with GEN_LINT. A generator then no longer detects that it is already running,
 * gen_state cannot report it, and an invalid state counts as closed. Rule 4 at the head of
 * itertools.h lists the checks that are dropped there. */

/* GEN_STRERROR: needed only with sdcc, because it keeps functions that nobody calls. There, define it
 * to have gen_strerror. */

/* GEN_TRACE_RESUME(gen, function, point, thrown) and
 * GEN_TRACE_SUSPEND(gen, function, line, point, status): define them to watch the generators of a
 * file. They do not change the layout of a struct. */
#ifndef GEN_TRACE_RESUME
#define GEN_TRACE_RESUME(gen, function, point, thrown) ((void)0)
#endif
#ifndef GEN_TRACE_SUSPEND
#define GEN_TRACE_SUSPEND(gen, function, line, point, status) ((void)0)
#endif

/* gcc or clang. tcc may define __GNUC__ too. */
#if (defined(__GNUC__) || defined(__clang__)) && !defined(__TINYC__)
#define GEN_GNU_
#endif

/* Report a read of a local variable that has no value because a yield has lost it: clang knows such
 * reads, and so does gcc, but only without optimisation, or with GEN_LINT. In optimised code gcc
 * warns of some. gcc takes a read for one of the line where its macro is written, so this is on here,
 * and in bodies. */
#if defined(__clang__)
#define GEN_CHECK_READS_ _Pragma("clang diagnostic error \"-Wuninitialized\"")
#elif defined(GEN_GNU_) && (defined(GEN_LINT) || !defined(__OPTIMIZE__))
#define GEN_CHECK_READS_ _Pragma("GCC diagnostic error \"-Wmaybe-uninitialized\"")
#elif defined(GEN_GNU_)
#define GEN_CHECK_READS_ _Pragma("GCC diagnostic warning \"-Wmaybe-uninitialized\"")
#endif
#ifdef GEN_GNU_
#pragma GCC diagnostic push
GEN_CHECK_READS_
#endif

/* How this header declares a function. */
#if defined(GEN_GNU_) || defined(__TINYC__)
#define GEN_FUNCTION_ static inline __attribute__((__unused__))
#define GEN_NORETURN_ __attribute__((__noreturn__))
#define GEN_UNUSED_ __attribute__((__unused__))
#else
#define GEN_FUNCTION_ GEN_INLINE_
#define GEN_NORETURN_
#define GEN_UNUSED_
#endif

/* sdcc crashes when it inlines a function twice into another one, so nothing is inline there. Its
 * common subexpressions ignore that a resume enters a loop in the middle, and it treats the initial
 * value of a loop's variable as constant. It checks the size of an array at compile time, but not
 * the width of a bit-field. */
#ifdef __SDCC
#pragma nogcse
#define GEN_INLINE_ static
#define GEN_AT_FIRST_
#define GEN_IF_(mistake) [(mistake) ? -1 : 1]
#else
#define GEN_INLINE_ static inline
#define GEN_AT_FIRST_ = GEN_ZERO_ /* a loop's variable before the first item */
#define GEN_IF_(mistake) : (mistake) ? -1 : 1
#endif

/* ---- Status ---------------------------------------------------------------------------------- */

/* The result of a resume. Your own errors are any negative int, such as -EIO; the library's errors
 * are at the far end of int16, where no errno is. An item is written only with GEN_YIELDED. */
typedef int gen_status;

enum {
    GEN_DONE = 0,           /* finished: every later next returns this, too */
    GEN_YIELDED = 1,        /* here is an item */
    GEN_PENDING = 2,        /* nothing yet: ask again, by next or, when closing, by close */
    GEN_CALLED_ = 3,        /* private: a body of gen_stack.h has called another one */
    GEN_SKIP = 4,           /* only from a stage of itertools.h: no item this time; call again */
    GEN_RESET_ = 5,         /* private: reset throws it into a closed generator */
    GEN_E_RUNNING = -32767, /* resumed while running; nothing was changed */
    GEN_E_IGNORED_CLOSE = -32766, /* yielded while being closed */
    GEN_E_NOT_STARTED = -32765,   /* a value sent before the first resume; nothing was done */
    GEN_E_EXIT = -32764,          /* the close signal: thrown in by close */
    GEN_E_BAD_STATE = -32763,     /* no such resume point: a yield in a nested switch, a `break`
                                      outside a loop, or a corrupted struct */
    GEN_E_ARG = -32762,           /* an argument was refused; nothing was done */
    GEN_E_FULL = -32761,          /* the caller's storage is full; nothing was lost */
    GEN_E_STALE = -32760,         /* a view was used after its source had moved on */
    GEN_E_CANCELLED = -32752,     /* a task of async.h was cancelled */
    GEN_E_TIMEOUT = -32751        /* the time was over */
};

/* Return a status as text, for a log. */
GEN_FUNCTION_ const char *gen_strerror(gen_status gen_status_);

/* ---- A generator ----------------------------------------------------------------------------- */

/* The state of a generator: a number, private. See "How a body works". */
struct gen {
    GEN_STATE_T state_;
};

/* Where a generator stands: not started, at a yield or an await, in its body, or finished. */
enum gen_state { GEN_CREATED, GEN_SUSPENDED, GEN_RUNNING, GEN_CLOSED };
GEN_FUNCTION_ enum gen_state gen_state(const struct gen *gen_it_);

/* GEN(name, T) { body } - define a generator over `struct name` that yields values of type T. It
 * stands at file scope, after the struct. In the body, `self` points to the struct. T is the name
 * of a type; for a function pointer, the name of a typedef. It expands to
 *
 *     typedef <T> <name>_item;
 *     gen_status <name>_next (struct <name> *self, <name>_item *item);   // Python's next(g)
 *     gen_status <name>_throw(struct <name> *self, gen_status error, <name>_item *item);
 *     gen_status <name>_close(struct <name> *self);
 *     gen_status <name>_reset(struct <name> *self);   // closed, then as if never started
 *     <the body's function>
 *
 * all of them `static inline`, and a few more for GEN_FOR and itertools.h: <name>_step,
 * <name>_left, <name>_will_pull. A throw into a finished generator returns the
 * error. close returns GEN_DONE, GEN_PENDING (call it again), GEN_E_IGNORED_CLOSE or an error.
 * reset is a close, after which the generator has not started; it does not change your own fields.
 */
#define GEN(name, T) \
    typedef gen_nothing_ name##_sent_; \
    GEN_DECLARE_(GEN_FUNCTION_, name, T, GEN_WITHOUT_) \
    GEN_CHECKS_ GEN_HIDES_ GEN_DEFINE_(GEN_FUNCTION_, name, self, GEN_WITHOUT_, GEN_NULL_)

/* GEN_RECV(name, IN, T) { body } - the same for a generator to which values of type IN are sent:
 *
 *     gen_status <name>_send(struct <name> *self, const IN *value, <name>_item *item);
 *
 * In its body, `sent` is a `const IN *`: the value of this resume, or NULL after a plain next. It
 * is valid until the next yield or await.
 *
 *     GEN_RECV (average, double, double) {
 *         GEN_BEGIN();
 *         for (;;) {
 *             GEN_YIELD(self->count ? self->sum / self->count : 0);
 *             if (sent) { self->sum += *sent; self->count++; }
 *         }
 *         GEN_END();
 *     }
 */
#define GEN_RECV(name, IN, T) \
    typedef IN const *name##_sent_; \
    GEN_DECLARE_(GEN_FUNCTION_, name, T, GEN_WITH_) \
    GEN_SEND_(name) \
    GEN_DEFINE_RECV_(GEN_FUNCTION_, name)

/* A generator for several files: put GEN_DECLARE(name, T) or GEN_DECLARE_RECV(name, IN, T), without
 * a semicolon, into a header, and GEN_DEFINE(name) { body } or GEN_DEFINE_RECV(name) { body } into
 * one file. */
#define GEN_DECLARE(name, T) \
    typedef gen_nothing_ name##_sent_; \
    GEN_DECLARE_(GEN_EXTERN_C_, name, T, GEN_WITHOUT_)
#define GEN_DECLARE_RECV(name, IN, T) \
    typedef IN const *name##_sent_; \
    GEN_DECLARE_(GEN_EXTERN_C_, name, T, GEN_WITH_) \
    GEN_SEND_(name)
#define GEN_DEFINE(name) \
    GEN_CHECKS_ GEN_HIDES_ GEN_DEFINE_(GEN_EXTERN_C_, name, self, GEN_WITHOUT_, GEN_NULL_)
#define GEN_DEFINE_RECV(name) GEN_DEFINE_RECV_(GEN_EXTERN_C_, name)

/* clang-format off */

/* ---- How a body works -------------------------------------------------------------------------
 *
 * A generator leaves its function in the middle and comes back. C has one statement that jumps into
 * the middle of a block: `switch` jumps to a `case` wherever that stands, even inside a loop. So a
 * body is one switch over a number, the resume point. A yield stores its number and returns; the
 * `case` of that number stands after the return. The countdown above becomes, simplified,
 *
 *     gen_status countdown_body_(struct countdown *self, const void *gen_sent_,
 *                                gen_status gen_thrown_, int *gen_item_) {
 *         struct gen *const gen_ = &self->gen;                        // GEN_BEGIN
 *         unsigned gen_at_ = gen_->state_;
 *     gen_dispatch_:
 *         switch (gen_at_) {
 *         default: return gen_refuse_(gen_, gen_at_, gen_thrown_);    // running, or finished
 *         case 0:                                                     // not started
 *             gen_->state_ = 1;                                       // running
 *             if (gen_thrown_ != 0) goto gen_finish_;
 *             while (self->n > 0) {
 *                 *gen_item_ = self->n--;                             // GEN_YIELD(self->n--)
 *                 gen_->state_ = 4;
 *                 return GEN_YIELDED;
 *         case 4:                                                     // the next resume: here
 *                 gen_->state_ = 1;
 *                 if (gen_thrown_ != 0) goto gen_finish_;
 *             }
 *             gen_thrown_ = GEN_DONE;                                 // GEN_END
 *         }
 *     gen_finish_:
 *         gen_->state_ = 2;                                           // finished
 *         return gen_thrown_;
 *     }
 *
 * next, send, throw and close call this one function. next throws 0, throw throws the error, close
 * throws GEN_E_EXIT. These are the names that a statement in a body uses:
 *
 *     self            the user's struct: a parameter
 *     gen_sent_       the value that was sent, or NULL: a parameter
 *     gen_item_       where an item goes: a parameter
 *     gen_thrown_     what is in flight: at first the parameter, what the caller throws in; then an
 *                     error that the body or a child raises, or how a block of a try was left
 *     gen_            &self->gen
 *     gen_at_         the number that the switch jumps to
 *     gen_entered_    what this resume threw in; GEN_E_EXIT means that the generator is being closed
 *     gen_once_       the counter of a finally's loop of one turn
 *     gen_out_(s)     the status s, in the type that the body's function returns
 *
 * and these are the numbers:
 *
 *     gen_->state_    0 GEN_CREATED; 1 GEN_RUNNING; 2 GEN_CLOSED; 4, 5, 6... GEN_SUSPENDED, in
 *                     source order. Running and closed have no `case`, so that `default:` finds
 *                     them: gen_refuse_ returns GEN_E_RUNNING, or GEN_DONE or what is thrown in; for
 *                     any other number, GEN_E_BAD_STATE.
 *     gen_at_         a state, or 0x10000 and up: the handler of a try
 *     gen_thrown_     0 nothing; negative an error, among them GEN_E_EXIT, the close signal; 1
 *                     GEN_RETURN; and how a block of a try was left: 2 by `break`, 3 by `continue`,
 *                     4 at its end. In a statement with a child, first the child's status
 *
 * An error goes to the innermost handler, or to the end of the body. In the expansions below,
 *
 *     goto <handler>;    is    gen_at_ = <number of the handler>; goto gen_dispatch_;    in a try
 *                        or    goto gen_finish_;                                         elsewhere
 *
 * gcc and clang have labels that are local to a block. There each try has a label gen_finish_, and
 * `goto <handler>;` is always `goto gen_finish_;`.
 *
 * Five idioms recur:
 *
 *     while (c) { ... return 1; case 4:; ... }          a case inside a loop: a resume enters there
 *     if (0) { case 4:; ... }                           code that only a jump reaches
 *     struct point { char size_[4]; };                  a constant, sizeof(struct point), which an
 *                                                       inner block may shadow without a warning
 *     do { ... } while (0)                              a loop of one turn catches `break` and
 *                                                       `continue`
 *     unsigned error_what_is_wrong : mistake ? -1 : 1;  a bit-field of negative width is an error
 *                                                       that has a name
 *
 * gen_entered_ is a local variable, so a statement that returns GEN_PENDING loses it. The number
 * that it stores therefore says whether the generator is being closed:
 *
 *     N        it waits
 *     N + 1    it waits while being closed, so that the close signal is not thrown in twice
 *     N + 2    (only in a statement with a child) it waits until the child is closed; there
 *              GEN_DELEGATED_(N) is the three cases
 *
 * GEN_FATAL_ and GEN_STRICT_ begin checks at compile time; skip them at first. */

/* GEN_BEGIN(); and GEN_END(); - begin and end a body. Code before GEN_BEGIN runs at every resume,
 * also at one that is refused; GEN_END returns. */
#define GEN_BEGIN() \
    GEN_HIDES_END_ GEN_TYPES_ struct gen_begin_ { \
        unsigned error_a_second_GEN_BEGIN GEN_IF_(GEN_VALUE_(gen_inside_) > 1); \
    }; \
    GEN_SCOPED_(gen_base_, GEN_BASE_); \
    GEN_SCOPED_(gen_handler_, GEN_ESCAPE_); \
    struct gen *const gen_ = &self->gen; \
    gen_status gen_entered_ = gen_thrown_; \
    gen_at_t_ gen_at_ = gen_->state_; \
    unsigned char gen_once_ = 0; /* of a finally */ \
    (void)gen_sent_; \
    (void)gen_item_; \
    (void)gen_entered_; \
    (void)gen_once_; \
    GEN_TRACE_RESUME(gen_, __func__, gen_->state_, gen_thrown_); \
    GEN_RUNNING_AT_ENTRY_(); \
    GEN_RARELY_CREATED_(); \
    goto gen_dispatch_; /* so that a body without a try uses the label */ \
    gen_dispatch_: \
    do { switch (gen_at_) GEN_OPEN_(error_GEN_END_is_missing) \
    GEN_SCOPED_(gen_outside_, 1); \
    GEN_SCOPED_(gen_inside_, 2); \
    default: \
        return gen_out_(gen_refuse_(gen_, GEN_CAST_(GEN_STATE_T, gen_at_), gen_thrown_)); \
    case 0: \
    GEN_CREATED_ \
        GEN_RUNNING_(); \
        if (gen_thrown_ != 0) GEN_UNWIND_()

#define GEN_END() \
        gen_thrown_ = GEN_DONE; \
        goto gen_finish_; \
    GEN_CLOSE_(error_GEN_END_is_missing) } while (0); \
    gen_thrown_ = GEN_E_BAD_STATE; /* a `break` or `continue` outside any loop leads here */ \
    gen_finish_: \
    { \
        struct gen_check_ { \
            unsigned error_more_yields_than_GEN_STATE_T_can_number GEN_IF_(GEN_TOO_MANY_); \
        }; \
    } \
    if (gen_thrown_ > 0) gen_thrown_ = GEN_DONE; /* by GEN_RETURN */ \
    GEN_TYPES_END_ gen_->state_ = GEN_AT_CLOSED_; \
    GEN_TRACE_SUSPEND(gen_, __func__, __LINE__, GEN_AT_CLOSED_, gen_thrown_); \
    GEN_CHECKS_END_ \
    return gen_out_(gen_thrown_)

/* GEN_YIELD(value); - hand out a value, and go on after it at the next resume. The value is an
 * expression of the item's type, evaluated once; a compound literal needs no extra parentheses. An
 * error that is thrown in is raised here. Two yields may stand on one line, because their numbers
 * come from __COUNTER__ and not from __LINE__.
 *
 *     for (self->i = 0; self->i < 10; self->i++)
 *         GEN_YIELD(self->i * self->i);
 *
 * It expands to
 *
 *         *gen_item_ = <value>;
 *         gen_->state_ = N;
 *         return gen_out_(GEN_YIELDED);
 *     case N:
 *         gen_->state_ = 1;
 *         if (gen_thrown_ != 0) goto <handler>;
 */
#define GEN_YIELD(...) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_); \
            unsigned error_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_); \
        *gen_item_ = (__VA_ARGS__); \
        gen_->state_ = GEN_CAST_(GEN_STATE_T, GEN_VALUE_(gen_point_)); \
        GEN_TRACE_SUSPEND(gen_, __func__, __LINE__, GEN_VALUE_(gen_point_), GEN_YIELDED); \
        return gen_out_(GEN_YIELDED); \
        GEN_STRICT_ case GEN_VALUE_(gen_point_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
        case GEN_VALUE_(gen_point_):; \
        GEN_RUNNING_(); \
        GEN_RAISE_THROWN_(GEN_VALUE_(gen_point_)); \
    } while (0)

/* GEN_RETURN(); - finish, running the GEN_FINALLYs on the way out. A result is a field of your own.
 * It expands to
 *
 *         gen_thrown_ = 1;
 *         goto <handler>;
 */
#define GEN_RETURN() \
    do { \
        gen_thrown_ = GEN_LEFT_BY_RETURN_; \
        GEN_UNWIND_(); \
    } while (0)

/* GEN_RAISE(error); - raise a negative status here. Any other value is raised as GEN_E_ARG. It
 * expands to
 *
 *         gen_thrown_ = <error>;
 *         if (gen_thrown_ >= 0) gen_thrown_ = GEN_E_ARG;
 *         goto <handler>;
 */
#define GEN_RAISE(error) \
    do { \
        typedef char error_GEN_RAISE_of_a_positive_number_use_its_negative \
            [GEN_IS_POSITIVE_(error) ? -1 : 1] GEN_UNUSED_; \
        gen_thrown_ = (error); \
        if (gen_thrown_ >= 0) gen_thrown_ = GEN_E_ARG; \
        GEN_UNWIND_(); \
    } while (0)

/* GEN_YIELD_FROM(name, pointer); - hand out all items of another generator of the same item type.
 * Values that are sent and errors that are thrown in go to that child; a close closes it first. The
 * pointer is evaluated at each resume. The child's result, if it has one, is a field of the child.
 *
 *     self->lines = (struct lines){ .path = self->path };
 *     GEN_YIELD_FROM(lines, &self->lines);
 *
 * It expands to
 *
 *         gen_sent_ = GEN_NULL_;                        // a child is started by a plain next
 *         if (0) {
 *             GEN_DELEGATED_(N)                         // case N, N + 1 and N + 2
 *         }
 *         gen_thrown_ = <name>_delegate_(<pointer>, gen_sent_, gen_thrown_, gen_entered_,
 *                                        gen_item_);
 *         if (gen_thrown_ == GEN_YIELDED) { gen_->state_ = N; return gen_out_(GEN_YIELDED); }
 *         if (gen_thrown_ > 0) {                        // GEN_PENDING + 4 * k: wait at N + k
 *             gen_->state_ = N + gen_thrown_ / 4;
 *             return gen_out_(GEN_PENDING);
 *         }
 *         if (gen_thrown_ < 0) goto <handler>;
 */
#define GEN_YIELD_FROM(name, pointer) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
            unsigned error_child_yields_items_of_another_type GEN_IF_(GEN_NOT_ITEM_(name##_item)); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_TRIPLE_); \
        gen_sent_ = GEN_NULL_; /* a child is started by a plain next */ \
        if (0) { \
            GEN_STRICT_ case GEN_VALUE_(gen_point_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
            GEN_DELEGATED_(GEN_VALUE_(gen_point_)); \
        } \
        gen_thrown_ = name##_delegate_((pointer), gen_sent_, gen_thrown_, gen_entered_, \
                                       GEN_CHECKED_(gen_item_)); \
        if (gen_thrown_ == GEN_YIELDED) GEN_LEAVE_(GEN_VALUE_(gen_point_), GEN_YIELDED); \
        if (gen_thrown_ > 0) GEN_WAIT_FOR_CHILD_(GEN_VALUE_(gen_point_)); \
        if (gen_thrown_ < 0) GEN_UNWIND_(); \
    } while (0)

/* GEN_TRY { } GEN_EXCEPT (error) { } GEN_END_TRY;          // try: except Exception as error:
 * GEN_TRY { } GEN_FINALLY { } GEN_END_TRY;                 // try: finally:
 * GEN_TRY { } GEN_FINALLY_SAVED (field) { } GEN_END_TRY;   // the same, and may yield in there
 *
 * They nest to any depth. `error` is an int that receives the error (a field, if the block yields
 * before it reads it); GEN_EXCEPT catches neither the close signal nor GEN_RETURN. A finally runs
 * however its block is left: at its end, by an error, by close, GEN_RETURN, `break` or `continue`,
 * but not by goto. An error, GEN_RETURN, `break` or `continue` in a finally replaces what was in
 * flight. Between an `if` and its `else`, put braces around the whole.
 *
 * GEN_FINALLY may contain no yield, await or GEN_TRY. GEN_FINALLY_SAVED stores what is in flight in
 * an int field of your own, so it may contain anything; leave the field alone until GEN_END_TRY.
 *
 *     GEN_TRY {
 *         while (read_sample(self->fd, &self->sample))
 *             GEN_YIELD(self->sample);
 *     } GEN_FINALLY {
 *         close(self->fd);
 *     } GEN_END_TRY;
 *
 * GEN_TRY { a } GEN_EXCEPT (error) { b } GEN_END_TRY; expands to
 *
 *     {                                                 // GEN_TRY
 *         {
 *             enum { <handler> = H };                   // a `goto <handler>` in a goes to case H
 *             do { <a>                                  // the user's block a; `continue` in it jumps
 *                                                       // to the condition, `break` past it
 *                 gen_thrown_ = 4;                      // GEN_EXCEPT: it was left at its end
 *             } while ((gen_thrown_ = gen_thrown_ == 0 ? 3 : gen_thrown_) && 0);   // 0: `continue`
 *             if (gen_thrown_ == 0) gen_thrown_ = 2;                            // still 0: `break`
 *             if (0) {
 *     case H:;                                          // errors come in here
 *             }
 *         }                                             // the handler ends; b has the outer one
 *         {
 *             if (gen_thrown_ < 0 && gen_thrown_ != GEN_E_EXIT) {
 *                 <error> = gen_thrown_;
 *                 gen_thrown_ = 0;
 *             }
 *             if (gen_thrown_ == 0) do { <b>            // GEN_END_TRY: as after block a
 *                 gen_thrown_ = 4;
 *             } while ((gen_thrown_ = gen_thrown_ == 0 ? 3 : gen_thrown_) && 0);
 *             if (gen_thrown_ == 0) gen_thrown_ = 2;
 *         }
 *         if (gen_thrown_ == 4) { gen_thrown_ = 0; }                  // go on
 *         else if (gen_thrown_ == 2) { gen_thrown_ = 0; break; }
 *         else if (gen_thrown_ == 3) { gen_thrown_ = 0; continue; }
 *         else { goto <handler>; }                                    // the outer one
 *     }
 *
 * GEN_FINALLY has another second block. GEN_FINALLY_SAVED has the field instead of gen_kept_.
 *
 *         {
 *             const gen_status gen_kept_ = gen_thrown_;
 *             gen_thrown_ = 0;
 *             do { <b>
 *                 gen_thrown_ = 4;
 *             } while ((gen_thrown_ = gen_thrown_ == 0 ? 3 : gen_thrown_) && 0);
 *             if (gen_thrown_ == 0) gen_thrown_ = 2;
 *             if (gen_thrown_ == 4) gen_thrown_ = gen_kept_;    // b was left at its end
 *         }
 */
#define GEN_TRY \
    { \
        { GEN_FATAL_ struct gen_check_ { \
            unsigned error_GEN_TRY_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_); \
            unsigned error_GEN_TRY_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
        }; GEN_FATAL_END_ } \
        GEN_HANDLER_SCOPE_ \
            GEN_SCOPED_(gen_part_, 2); \
            GEN_SCOPED_(gen_handler_, GEN_HANDLERS_ + GEN_NEXT_); \
            GEN_HANDLER_FIRST_ do GEN_OPEN_(error_GEN_END_TRY_is_missing)

#define GEN_EXCEPT(error) \
            { struct gen_check_ { \
                unsigned error_one_handler_for_each_GEN_TRY_nest_them GEN_IF_(GEN_PART_ != 2); \
            }; } \
            GEN_END_OF_BLOCK_ \
            if (0) { \
            GEN_STRICT_ case GEN_VALUE_(gen_handler_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
            GEN_HANDLER_ \
        { \
            GEN_SCOPED_(gen_part_, 3); \
            if (gen_thrown_ < 0 && gen_thrown_ != GEN_E_EXIT) { \
                (error) = gen_thrown_; \
                gen_thrown_ = 0; \
            } \
            if (gen_thrown_ == 0) do GEN_OPEN_(error_GEN_END_TRY_is_missing)

#define GEN_FINALLY \
            { struct gen_check_ { \
                unsigned error_one_handler_for_each_GEN_TRY_nest_them GEN_IF_(GEN_PART_ != 2); \
            }; } \
            GEN_END_OF_BLOCK_ \
            if (0) { \
            GEN_STRICT_ case GEN_VALUE_(gen_handler_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
            GEN_HANDLER_ \
        { \
            GEN_SCOPED_(gen_part_, 3); \
            GEN_SCOPED_(gen_inside_, 3); \
            gen_status gen_kept_; /* not initialised: C++ reports a yield in here only once */ \
            gen_kept_ = gen_thrown_; \
            gen_thrown_ = 0; \
            GEN_FINAL_BLOCK_(gen_kept_) do GEN_OPEN_(error_GEN_END_TRY_is_missing)

#define GEN_FINALLY_SAVED(field) \
            { struct gen_check_ { \
                unsigned error_one_handler_for_each_GEN_TRY_nest_them GEN_IF_(GEN_PART_ != 2); \
            }; } \
            GEN_END_OF_BLOCK_ \
            if (0) { \
            GEN_STRICT_ case GEN_VALUE_(gen_handler_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
            GEN_HANDLER_ \
        { \
            GEN_SCOPED_(gen_part_, 3); \
            (field) = gen_thrown_; \
            gen_thrown_ = 0; \
            GEN_FINAL_BLOCK_(field) do GEN_OPEN_(error_GEN_END_TRY_is_missing)

#define GEN_END_TRY \
            { struct gen_check_ { \
                unsigned error_GEN_TRY_without_GEN_EXCEPT_or_GEN_FINALLY GEN_IF_(GEN_PART_ != 3); \
            }; } \
            GEN_END_OF_BLOCK_ \
        } \
        if (gen_thrown_ == GEN_LEFT_AT_END_) { \
            gen_thrown_ = 0; \
        } else if (gen_thrown_ == GEN_LEFT_BY_BREAK_) { \
            gen_thrown_ = 0; \
            break; \
        } else if (gen_thrown_ == GEN_LEFT_BY_CONTINUE_) { \
            gen_thrown_ = 0; \
            continue; \
        } else { \
            GEN_UNWIND_(); \
        } \
    } \
    (void)0

/* ---- Waiting --------------------------------------------------------------------------------- */

/* GEN_AWAIT(condition); - return GEN_PENDING until the condition holds. It is tested at once and at
 * every resume.
 *
 *     GEN_AWAIT(uart_ready());
 *     GEN_YIELD(uart_read());
 *
 * It expands to
 *
 *         if (0) {
 *     case N + 1:
 *             gen_entered_ = GEN_E_EXIT;
 *             if (gen_thrown_ == GEN_E_EXIT) gen_thrown_ = 0;
 *     case N:
 *             gen_->state_ = 1;
 *         }
 *         if (gen_thrown_ != 0) goto <handler>;
 *         if (!(<condition>)) {
 *             gen_->state_ = N + (gen_entered_ == GEN_E_EXIT);
 *             return gen_out_(GEN_PENDING);
 *         }
 */
#define GEN_AWAIT(condition) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_PAIR_); \
        if (0) { \
            GEN_STRICT_ case GEN_VALUE_(gen_point_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
            GEN_RESUMED_(GEN_VALUE_(gen_point_)); \
        } \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
        if (!(condition)) GEN_LEAVE_PENDING_(GEN_VALUE_(gen_point_)); \
    } while (0)

/* GEN_PULL(status, name, child, item) and GEN_SHUT(status, name, child) - for the condition of a
 * GEN_AWAIT: pull an item from a child, or close it. True as soon as the child is not pending. `status`
 * is a field for the result; store GEN_PENDING in it first. `&` waits for all children, `|` for the
 * first one, and each of them goes on meanwhile.
 *
 *     self->a_status = self->b_status = GEN_PENDING;
 *     GEN_AWAIT(GEN_PULL(self->a_status, sensor, &self->a, &self->x) &
 *               GEN_PULL(self->b_status, sensor, &self->b, &self->y));
 *
 * A close of this body closes no child: do it by GEN_SHUT in a GEN_FINALLY_SAVED. */
#define GEN_PULL(status, name, child, item) \
    GEN_CAST_(int, (status) != GEN_PENDING || \
                       ((status) = name##_next((child), (item))) != GEN_PENDING)
#define GEN_SHUT(status, name, child) \
    GEN_CAST_(int, (status) != GEN_PENDING || ((status) = name##_close(child)) != GEN_PENDING)

/* GEN_SUSPEND(); - return GEN_PENDING once, so that others run. A task of async.h is then polled
 * again when it is woken; ASYNC_YIELD wakes it first. It expands to
 *
 *         gen_->state_ = N + (gen_entered_ == GEN_E_EXIT);
 *         return gen_out_(GEN_PENDING);
 *     case N + 1:
 *         gen_entered_ = GEN_E_EXIT;
 *         if (gen_thrown_ == GEN_E_EXIT) gen_thrown_ = 0;
 *     case N:
 *         gen_->state_ = 1;
 *         if (gen_thrown_ != 0) goto <handler>;
 */
#define GEN_SUSPEND() \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_PAIR_); \
        GEN_LEAVE_PENDING_(GEN_VALUE_(gen_point_)); \
        if (0) { \
            GEN_STRICT_ case GEN_VALUE_(gen_point_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
            GEN_RESUMED_(GEN_VALUE_(gen_point_)); \
        } \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
    } while (0)

/* GEN_FOR_AWAIT (lvalue, name, pointer) { } - Python's `async for` in a body: store each item of a
 * child in lvalue (a field, if the loop yields), wait while the child is pending, raise its error.
 * The loop may yield, break and continue. `break`, and a close at a yield in the loop, leave the
 * child suspended. The pointer is evaluated at each pull. The macro ends with an `else`: under an
 * `if` of your own, put braces around it.
 *
 *     GEN_FOR_AWAIT (self->line, lines, &self->in) {
 *         if (self->line.length == 0) continue;
 *         GEN_YIELD(self->line);
 *     }
 *
 * It expands to
 *
 *         for (;;) {
 *             if (0) {
 *                 GEN_DELEGATED_(N)                     // case N, N + 1 and N + 2
 *             }
 *             gen_thrown_ = <name>_delegate_(<pointer>, GEN_NULL_, gen_thrown_, gen_entered_,
 *                                            &<lvalue>);
 *             if (gen_thrown_ > GEN_YIELDED) {          // GEN_PENDING + 4 * k: wait at N + k
 *                 gen_->state_ = N + gen_thrown_ / 4;
 *                 return gen_out_(GEN_PENDING);
 *             }
 *             if (gen_thrown_ < 0) goto <handler>;
 *             if (gen_thrown_ == GEN_DONE) break;
 *             gen_thrown_ = 0;
 *             <block>
 *         }
 */
#define GEN_FOR_AWAIT(lvalue, name, pointer) \
    for (;;) if (0) { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
        }; GEN_FATAL_END_ \
    } else \
        GEN_FOR_AWAIT_(GEN_NEXT_TRIPLE_, lvalue, name, pointer)

/* clang-format on */

/* ---- Using a generator ----------------------------------------------------------------------- */

/* GEN_FOR (variable, name, pointer) { } - loop over the items of a generator, in a new variable of
 * the item type. While the generator is pending, the loop calls GEN_IDLE() and asks again. An error
 * goes to GEN_UNCAUGHT. `break` leaves the generator suspended. The pointer is evaluated once. The
 * variable is a local one: in a body whose loop yields, use GEN_FOR_AWAIT. It expands to
 *
 *         for (;;) {
 *             <name>_item <variable>;
 *             gen_status status = <name>_next(<pointer>, &<variable>);
 *             if (status < 0) GEN_UNCAUGHT(status);
 *             if (status <= 0) break;
 *             if (status == GEN_PENDING) { GEN_IDLE(); continue; }
 *             <block>
 *         }
 */
#define GEN_FOR(variable, name, pointer) \
    for (gen_status gen_status_##variable = GEN_SKIP; \
         GEN_IN_LOOP_(unsigned error_GEN_FOR_over_another_struct : 1 - \
                          2 * GEN_NOT_TO_(name, pointer);) gen_status_##variable == GEN_SKIP; \
         gen_uncaught_(gen_status_##variable GEN_WHERE_(#name))) \
        GEN_FOR_FROM_(gen_status_##variable, variable, name, pointer, #name, ) \
    GEN_FOR_ITEMS_(gen_status_##variable, variable, name)

/* GEN_FOR_STATUS (status, variable, name, pointer) { } - the same, and stores what ended the loop
 * in an int of your own: GEN_DONE, a negative error, or GEN_YIELDED after `break`.
 *
 *     int st;
 *     GEN_FOR_STATUS (st, line, lines, &in) puts(line);
 *     if (st < 0) fprintf(stderr, "%s\n", gen_strerror(st));
 */
#define GEN_FOR_STATUS(status, variable, name, pointer) \
    GEN_FOR_FROM_(status, variable, name, pointer, #name, \
                  GEN_IN_LOOP_(unsigned error_GEN_FOR_STATUS_over_another_struct : 1 - \
                                   2 * GEN_NOT_TO_(name, pointer);)) \
    GEN_FOR_ITEMS_(status, variable, name)

/* GEN_ITERATOR(name) - let these two loop over a struct of your own. You write <name>_item and
 * <name>_step, which is like next, but may also return GEN_SKIP: no item this time, call again. It
 * expands to
 *
 *     gen_status <name>_next(struct <name> *self, <name>_item *item) {
 *         gen_status status;
 *         do status = <name>_step(self, item); while (status == GEN_SKIP);
 *         return status;
 *     }
 *     <the parts of the loop: one>
 */
#define GEN_ITERATOR(name) \
    GEN_KNOWS_END_(name, 0) \
    GEN_FUNCTION_ gen_status name##_next(struct name *gen_self_, name##_item *gen_item_) { \
        gen_status gen_status_; \
        do gen_status_ = name##_step(gen_self_, gen_item_); \
        while (gen_status_ == GEN_SKIP); \
        return gen_status_; \
    } \
    GEN_ONE_LOOP_(name, 1, name##_step)

/* GEN_CLOSING (name, pointer) { } - Python's `with closing(g):`. The generator is closed when the
 * block is left at its end, by `break` or by `continue` (which leave only the block), but not by
 * return or goto. While the close is pending, it is called again after GEN_IDLE(). Its error goes
 * to GEN_UNCAUGHT. It expands to
 *
 *         do { <block> } while (0);
 *         gen_status status;
 *         while ((status = <name>_close(<pointer>)) == GEN_PENDING) GEN_IDLE();
 *         if (status < 0) GEN_UNCAUGHT(status);
 */
#define GEN_CLOSING(name, pointer) \
    GEN_CLOSING_(GEN_UNIQUE_(gen_closing_, __LINE__), GEN_UNIQUE_(gen_once_, __LINE__), \
                 GEN_UNIQUE_(gen_status_, __LINE__), name, pointer, #name)

/* GEN_AUTO_CLOSE(name) variable = { ... }; - a local generator that is closed however its block is
 * left, also by return and goto. Only with compilers that have the cleanup attribute. */
#ifdef GEN_GNU_
#define GEN_AUTO_CLOSE(name) __attribute__((__cleanup__(name##_cleanup_))) struct name
#endif

/* ==== Private: what follows may change ======================================================== */

/* ---- Compilers ------------------------------------------------------------------------------- */

/* clang-format off */

/* C and C++. A generator without GEN_RECV does not use a sent value, but passes it on to a child
 * that it delegates to: gen_nothing_ is the type of such a value. */
#ifdef __cplusplus
#define GEN_CAST_(T, value) static_cast<T>(value)
#define GEN_EXTERN_C_ extern "C"
#define GEN_NULL_ nullptr
#define GEN_ZERO_ {}
#define GEN_LITERAL_(T) /* of what a function returns */
#define GEN_MOVE_(T, value) static_cast<T &&>(value)
struct gen_nothing_ {
    const void *gen_sent_;
    gen_nothing_(const void *gen_value_) : gen_sent_(gen_value_) {}
    template <class GEN_T_> operator const GEN_T_ *() const {
        return static_cast<const GEN_T_ *>(gen_sent_);
    }
    bool operator==(decltype(nullptr)) const { return gen_sent_ == nullptr; }
};
#else
#define GEN_CAST_(T, value) ((T)(value))
#define GEN_EXTERN_C_
#define GEN_NULL_ NULL
#define GEN_ZERO_ {0}
#define GEN_LITERAL_(T) (T)
#define GEN_MOVE_(T, value) (value)
typedef const void *gen_nothing_;
#endif

/* clang-format on */

/* The result of a body's function. Where a struct of one int is returned in the same register as an
 * int, it is such a struct, so that a raw `return` does not compile. Elsewhere it is the status. */
#if defined(GEN_LINT) && !defined(__SDCC) || \
    defined(GEN_GNU_) && (defined(__x86_64__) || defined(__arm__) || defined(__aarch64__) || \
                          defined(__riscv) || defined(__wasm__))
typedef struct error_return_in_a_generator_use_GEN_RETURN {
    gen_status status_;
} gen_result_;
GEN_FUNCTION_ gen_result_ gen_out_(gen_status gen_status_) {
    gen_result_ gen_answer_;
    gen_answer_.status_ = gen_status_;
    return gen_answer_;
}
#define GEN_STATUS_(result) ((result).status_)
#else
#define GEN_RAW_RETURN_COMPILES_
typedef gen_status gen_result_;
#define gen_out_(status) (status)
#define GEN_STATUS_(result) (result)
#endif

/* Where the calling convention returns a small struct in registers, next and send have an entry
 * point of their own: it has no parameter for an error, and returns the item with the status. */
#if defined(GEN_GNU_) && !defined(_WIN32) && (defined(__x86_64__) || defined(__aarch64__))
#define GEN_NEXT_IS_APART_
#endif

/* gcc and clang's analyzer warn of an item that may be uninitialised. To silence them, our own
 * items are zeroed; for the user's, GEN_KNOWN_ says which statuses are possible. */
#if (defined(__GNUC__) && !defined(__clang__)) || defined(__clang_analyzer__)
#define GEN_UNSET_ = GEN_ZERO_
#define GEN_KNOWN_(condition) \
    if (!(condition)) __builtin_unreachable()
#else
#define GEN_UNSET_
#define GEN_KNOWN_(condition) ((void)0)
#endif

/* Whether gcc or clang optimise for speed. Then loops and pipelines are inlined. */
#if defined(GEN_GNU_) && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__) && \
    !defined(GEN_LINT) && !defined(GEN_POISON)
#define GEN_SPEED_ 1
#else
#define GEN_SPEED_ 0
#endif

/* A function that is not inlined when checking or poisoning. */
#if defined(GEN_LINT) && defined(__GNUC__) && !defined(__clang__)
#define GEN_APART_ static __attribute__((__used__, __noinline__, __optimize__("O1")))
#elif defined(GEN_POISON) && defined(GEN_GNU_)
#define GEN_APART_ static __attribute__((__unused__, __noinline__))
#else
#define GEN_APART_ GEN_FUNCTION_
#endif

/* When optimising for speed, name_get_ and name_close each have a copy of the body, in which
 * gen_thrown_ is a constant. In that of name_get_ the generator has most likely started. */
#if defined(GEN_NEXT_IS_APART_) && GEN_SPEED_
#define GEN_FAST_ 1
#define GEN_BODY_ static inline __attribute__((__unused__, __always_inline__))
#define GEN_COLD_ static __attribute__((__unused__, __noinline__, __cold__))
#else
#define GEN_FAST_ 0
#define GEN_BODY_ GEN_APART_
#define GEN_COLD_ GEN_FUNCTION_
#endif

/* clang tests for the generator that has not started last of all if it is told to. */
#if GEN_FAST_ && defined(__clang__)
#define GEN_CREATED_ \
    gen_created_:
#define GEN_RARELY_CREATED_() \
    if (__builtin_expect(gen_at_ == 0, 0)) goto gen_created_
#else
#define GEN_CREATED_ GEN_CUT_
#define GEN_RARELY_CREATED_() ((void)0)
#endif

/* Stop the program where a debugger sees it: by a trap if the compiler has one. */
GEN_FUNCTION_ GEN_NORETURN_ void gen_trap_(gen_status gen_status_) {
    (void)gen_status_;
#if defined(GEN_GNU_)
    __builtin_trap();
#elif defined(__SDCC)
    for (;;) {}
#else
    for (;;) *(volatile gen_status *)0 = gen_status_;
#endif
}

/* ---- Loops ----------------------------------------------------------------------------------- */

#define GEN_UNIQUE_(prefix, line) GEN_PASTE_(prefix, line)
#define GEN_PASTE_(prefix, line) prefix##line

/* GEN_WHERE_(name) is the argument by which a loop tells the default GEN_UNCAUGHT where it stands. */
#ifdef GEN_REPORTS_
#define GEN_WHERE_(name) , name, __FILE__, __LINE__
#define GEN_AND_WHERE_ , const char *gen_name_, const char *gen_file_, int gen_line_
#define GEN_THERE_ , gen_name_, gen_file_, gen_line_
#ifdef GEN_GNU_
#define GEN_ABORT_() __builtin_abort()
#else
#include <stdlib.h>
#define GEN_ABORT_() abort()
#endif
GEN_FUNCTION_ GEN_NORETURN_ void gen_report_(gen_status gen_status_ GEN_AND_WHERE_) {
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s:%d: %s: %s (%d)\n", gen_file_, gen_line_, gen_name_,
                  gen_strerror(gen_status_), gen_status_);
    GEN_ABORT_();
}
#else
#define GEN_WHERE_(name)
#define GEN_AND_WHERE_
#define GEN_THERE_
#endif

GEN_FUNCTION_ gen_status gen_uncaught_(gen_status gen_status_ GEN_AND_WHERE_) {
    if (gen_status_ < 0) {
        GEN_UNCAUGHT(gen_status_);
    }
    return gen_status_;
}

/* A loop begins with GEN_BEGINS_(name, text, from), which is `from`. With GEN_DEBUG it is a function,
 * defined by GEN_KNOWS_END_, that notes if the generator has finished. */
#ifdef GEN_NOTES_
GEN_FUNCTION_ void gen_note_(const char *gen_text_ GEN_AND_WHERE_) {
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s:%d: %s: note: %s\n", gen_file_, gen_line_, gen_name_, gen_text_);
}
GEN_FUNCTION_ void gen_note_wait_(void) {
    static unsigned long gen_asked_;
    if (++gen_asked_ == 100000000ul)
        gen_note_("it waits, and nothing else runs: define GEN_IDLE, or await in a task" GEN_WHERE_(
            "GEN_FOR"));
}
#define GEN_NOTE_WAIT_() gen_note_wait_()
#define GEN_KNOWS_END_(name, finished) \
    GEN_FUNCTION_ struct name *name##_begins_(struct name *gen_self_ GEN_AND_WHERE_) { \
        if (finished) gen_note_("it has finished before; reset starts it anew" GEN_THERE_); \
        return gen_self_; \
    }
#define GEN_BEGINS_(name, text, from) name##_begins_(from GEN_WHERE_(text))
#else
#define GEN_NOTE_WAIT_() ((void)0)
#define GEN_KNOWS_END_(name, finished)
#define GEN_BEGINS_(name, text, from) from
#endif
#if defined(GEN_DEBUG) && defined(GEN_GNU_)
#define GEN_ASKED_FOR_ __attribute__((__warn_unused_result__))
#else
#define GEN_ASKED_FOR_
#endif

/* Return whether a loop that got no item should ask again. */
GEN_FUNCTION_ int gen_again_(gen_status gen_status_) {
    if (gen_status_ == GEN_PENDING) {
        GEN_IDLE();
    }
    return gen_status_ > GEN_YIELDED;
}

/* Handle the status of one attempt to close. */
GEN_FUNCTION_ gen_status gen_closing_(gen_status gen_status_ GEN_AND_WHERE_) {
    if (gen_status_ == GEN_PENDING) {
        GEN_IDLE();
    }
    return gen_uncaught_(gen_status_ GEN_THERE_);
}

#define GEN_FOR_FROM_(status, variable, name, pointer, text, check) \
    for (struct name *gen_from_##variable = \
             ((void)((status) = GEN_SKIP), \
              GEN_BEGINS_(name, text, GEN_POINTER_TO_(name, pointer))); \
         check(status) == GEN_SKIP;)
#define GEN_FOR_ITEMS_(status, variable, name) \
    for (name##_item variable GEN_AT_FIRST_; (status) == GEN_SKIP;) \
    GEN_EACH_(status, gen_again_, variable, name, gen_from_##variable, &variable)

/* In gcc's and clang's C, the condition of a loop can declare a struct that its block sees: there a
 * yield finds that it is in a GEN_FOR. C++ refuses that yield, and pointers of another type. */
#if defined(GEN_GNU_) && !defined(__cplusplus)
#define GEN_IN_LOOP_(...) \
    sizeof(struct gen_loop_ { \
        char size_[2]; \
        __VA_ARGS__ \
    }) != 1 &&
#define GEN_NOT_TO_(name, pointer) \
    (!GEN_POINTS_TO_(struct name, pointer) && !GEN_POINTS_TO_(void, pointer))
#define GEN_POINTS_TO_(T, pointer) \
    __builtin_types_compatible_p(__typeof__(((void)0, (pointer))), T *)
#define GEN_POINTER_TO_(name, pointer) \
    __builtin_choose_expr(GEN_NOT_TO_(name, pointer), GEN_NULL_, pointer)
#else
#define GEN_IN_LOOP_(...)
#define GEN_POINTER_TO_(name, pointer) (pointer)
#endif

/* GEN_EACH_ runs a block for each item, and stores in `status` what ended the loop: GEN_YIELDED
 * after a `break`. `loop` makes the names of its variables unique.
 *
 * When optimising for size, each turn calls next. When optimising for speed, it is the loop that
 * you would write by hand, also where that is several loops, as over a stage of itertools.h:
 *
 *     for (part = 0; part < N_parts_; part++)       consecutive loops: the compiler unrolls this
 *                                                   one, so that in each `part` is a constant
 *         while (N_open_(from, part))               in each, loops within a loop: N_open_ opens the
 *                                                   next run of items, if N_runs_ is 1
 *             while (N_pull_(from, item, part))     the items. If N_gaps_ is 1, it may return
 *                                                   GEN_SKIP: no item this time
 *
 * A generator has one part and one run. Items without gaps are pulled at two places, the first in
 * front of the loop: the state is then a constant at each, which inlining removes. N_gaps_ is 2 if
 * there is no such state: then they are pulled at one place, so that a position in memory is stored
 * at each item, and the compiler can store it after the loop. Where there are gaps, there is one
 * place. clang cannot merge two nested loops, so there a gap stays within the innermost loop; gcc
 * can, so there a gap leaves it, and the loop around it pulls again. */
#if GEN_SPEED_
/* clang-format off */
#define GEN_EACH_(status, again, loop, name, from, item) \
    GEN_ONCE_(gen_once_##loop) \
    GEN_UNROLL_ for (unsigned gen_part_##loop = ((status) = GEN_DONE, 0u); \
                     gen_part_##loop < name##_parts_; gen_part_##loop++) \
        for (int gen_more_##loop = (status) == GEN_DONE; \
             gen_more_##loop && GEN_OPENS_(status, name, from, gen_part_##loop); \
             gen_more_##loop = again(status) || (name##_runs_ && (status) == GEN_DONE)) \
            GEN_ITEMS_ (status, name, from, item, gen_part_##loop)
/* True if a run is open, or will be: then the status is GEN_PENDING. */
#define GEN_OPENS_(status, name, from, part) \
    (name##_runs_ == 0 || ((status) = name##_open_(from, part)) > GEN_DONE)
#define GEN_IS_OPEN_(status, name) (name##_runs_ == 0 || (status) != GEN_PENDING)
#if defined(__clang__)
#define GEN_ONCE_(once)
#define GEN_UNROLL_ _Pragma("clang loop unroll(full)")
#define GEN_ITEMS_(status, name, from, item, part) \
    for ((status) = name##_gaps_ != 0 || !GEN_IS_OPEN_(status, name) \
                        ? (status) : name##_pull_(from, item, part); \
         GEN_IS_OPEN_(status, name) && \
         ((name##_gaps_ != 0 ? ((status) = name##_pull_(from, item, part)) : (status)) == \
              GEN_YIELDED || GEN_IN_GAP_(status, name)); \
         (status) = name##_gaps_ != 0 ? (status) : name##_pull_(from, item, part)) \
        GEN_UNBRACED_ if (GEN_IN_GAP_(status, name)) {} else GEN_UNBRACED_END_
#define GEN_IN_GAP_(status, name) (name##_gaps_ == 1 && (status) == GEN_SKIP)
#define GEN_UNBRACED_ /* its `else` is no mistake under an unbraced `if` of the user's */ \
    _Pragma("clang diagnostic push") \
    _Pragma("clang diagnostic ignored \"-Wdangling-else\"")
#define GEN_UNBRACED_END_ _Pragma("clang diagnostic pop")
#else
#define GEN_ONCE_(once) /* gcc unrolls no loop directly within one that tests the status */ \
    for (char once = 1; once != 0; once = 0)
#if __GNUC__ >= 8
#define GEN_UNROLL_ _Pragma("GCC unroll 8")
#else
#define GEN_UNROLL_
#endif
#define GEN_ITEMS_(status, name, from, item, part) \
    for ((status) = GEN_IS_OPEN_(status, name) ? GEN_CAST_(gen_status, GEN_SKIP) : (status); \
         (status) == GEN_SKIP;) \
        for ((status) = name##_gaps_ == 2 ? GEN_CAST_(gen_status, GEN_YIELDED) \
                                          : name##_pull_(from, item, part); \
             (status) == GEN_YIELDED && \
             (name##_gaps_ != 2 || \
              ((status) = name##_pull_(from, item, part)) == GEN_YIELDED); \
             (status) = name##_gaps_ == 2   ? (status) \
                        : name##_gaps_ == 1 ? GEN_CAST_(gen_status, GEN_SKIP) \
                                            : name##_pull_(from, item, part))
#endif
/* clang-format on */
#else
#define GEN_EACH_(status, again, loop, name, from, item) \
    for (; again(status);) \
        for (; ((status) = name##_next(from, item)) == GEN_YIELDED;)
#endif

/* The status is GEN_YIELDED while the block runs, then what the close returns. */
#define GEN_CLOSING_(self, once, status, name, pointer, text) \
    for (struct name *self = (pointer), **once = &self; once != GEN_NULL_; once = GEN_NULL_) \
        for (gen_status status = GEN_YIELDED; status > 0; \
             status = gen_closing_(name##_close(self) GEN_WHERE_(text))) \
            for (; status == GEN_YIELDED; status = GEN_PENDING)

/* ---- The functions of a generator ------------------------------------------------------------ */

/* One loop, which is one run: of a generator, or of a struct of the user's. `pull` is its next, or
 * its step. */
#if GEN_SPEED_
#define GEN_ONE_LOOP_(name, gaps, pull) \
    enum { name##_parts_ = 1, name##_runs_ = 0, name##_gaps_ = (gaps) }; \
    GEN_BODY_ gen_status name##_open_(struct name *gen_self_ GEN_UNUSED_, \
                                      unsigned gen_part_ GEN_UNUSED_) { \
        return GEN_YIELDED; \
    } \
    GEN_BODY_ gen_status name##_pull_(struct name *gen_self_, name##_item *gen_item_, \
                                      unsigned gen_part_) { \
        (void)gen_part_; \
        return pull(gen_self_, gen_item_); \
    }
#else
#define GEN_ONE_LOOP_(name, gaps, pull)
#endif

/* A name that is used twice, and a stage over a name that is no iterator, are reported under the name
 * of a struct or a function that is only declared. clang stops there. */
#if defined(__clang__)
#define GEN_NEW_(name) \
    struct name##_is_already_defined_; \
    GEN_FATAL_ struct name##_is_already_defined_ *name##_new_(void); \
    GEN_FATAL_END_ \
    struct __attribute__((__deprecated__)) name##_is_already_defined_;
#elif defined(GEN_GNU_)
#define GEN_NEW_(name) \
    struct name##_is_already_defined_ { \
        char new_; \
    };
#else
#define GEN_NEW_(name)
#endif
#define GEN_IS_ITERATOR_(name) struct name name##_is_an_iterator_(void);
#if defined(GEN_GNU_) && !defined(__cplusplus)
#if defined(__clang__)
#define GEN_UNDECLARED_ _Pragma("clang diagnostic fatal \"-Wimplicit-function-declaration\"")
#else
#define GEN_UNDECLARED_ _Pragma("GCC diagnostic error \"-Wimplicit-function-declaration\"")
#endif
#define GEN_FIELD_(name, field) \
    _Pragma("GCC diagnostic push") GEN_UNDECLARED_ __typeof__(name##_is_an_iterator_()) field; \
    _Pragma("GCC diagnostic pop")
#elif defined(GEN_GNU_)
#define GEN_FIELD_(name, field) __typeof__(name##_is_an_iterator_()) field;
#else
#define GEN_FIELD_(name, field) struct name field;
#endif

/* The functions that make a generator an iterator for GEN_FOR and itertools.h: a step, which may
 * return GEN_SKIP (never here), and bounds of the number of items that are left. The constants say
 * what an iterator of itertools.h may do: skip an item; be cut short, by N_cut_; jump over items,
 * by N_jump_; hand out items that the next pull overwrites; use what N_will_pull announces. A
 * generator does none of these. */
#define GEN_ITERATES_(name) \
    GEN_IS_ITERATOR_(name) \
    enum { \
        name##_skips_ = 0, \
        name##_cuts_ = 0, \
        name##_jumps_ = 0, \
        name##_fleeting_ = 0, \
        name##_listens_ = 0 \
    }; \
    GEN_FUNCTION_ gen_status name##_step(struct name *gen_self_, name##_item *gen_item_) { \
        return name##_next(gen_self_, gen_item_); \
    } \
    GEN_ONE_LOOP_(name, 0, name##_next) \
    GEN_FUNCTION_ size_t name##_left(const struct name *gen_self_, int gen_most_) { \
        (void)gen_self_; \
        return gen_most_ ? GEN_CAST_(size_t, -1) : 0; \
    } \
    GEN_FUNCTION_ void name##_will_pull(struct name *gen_self_, size_t gen_count_) { \
        (void)gen_self_; \
        (void)gen_count_; \
    } \
    GEN_FUNCTION_ void name##_cut_(struct name *gen_self_, size_t gen_count_) { \
        (void)gen_self_; \
        (void)gen_count_; \
    } \
    GEN_FUNCTION_ void name##_jump_(struct name *gen_self_, size_t gen_count_) { \
        (void)gen_self_; \
        (void)gen_count_; \
    }

/* The functions that GEN defines. Each resumes the body with another parameter. */
#define GEN_DECLARE_(linkage, name, T, with) \
    GEN_NEW_(name) \
    struct name; /* so that a struct that is missing, or misspelt, is reported once */ \
    typedef T name##_item; \
    linkage gen_result_ name##_resume_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_); \
    GEN_DECLARE_GET_(linkage, name, with) \
    GEN_DECLARE_CLOSE_(linkage, name) \
    GEN_FUNCTION_ gen_status name##_next(struct name *gen_self_, name##_item *gen_item_) { \
        GEN_GET_(name, with, GEN_NULL_) \
        return GEN_STATUS_(name##_resume_(gen_self_, GEN_NULL_, 0, gen_item_)); \
    } \
    GEN_KNOWS_END_(name, gen_self_->gen.state_ == GEN_AT_CLOSED_) \
    GEN_OPERATIONS_(name)

/* The other operations, for which name_resume_ and name_next must be there. */
#define GEN_OPERATIONS_(name) \
    GEN_ITERATES_(name) \
    GEN_FUNCTION_ gen_status name##_throw(struct name *gen_self_, gen_status gen_error_, \
                                          name##_item *gen_item_) { \
        return gen_error_ < 0 \
                   ? GEN_STATUS_(name##_resume_(gen_self_, GEN_NULL_, gen_error_, gen_item_)) \
                   : GEN_E_ARG; \
    } \
    GEN_FUNCTION_ gen_status name##_reset(struct name *gen_self_) { \
        name##_item gen_item_; \
        const gen_status gen_status_ = \
            GEN_STATUS_(name##_resume_(gen_self_, GEN_NULL_, GEN_E_EXIT, &gen_item_)); \
        if (gen_status_ <= 0) (void)name##_resume_(gen_self_, GEN_NULL_, GEN_RESET_, &gen_item_); \
        return gen_closed_(gen_status_); \
    } \
    GEN_DELEGATE_(name) \
    GEN_CLEANUP_(name)

/* close: where next is apart, a function for which the body is compiled again. It knows what is
 * thrown, so little more than the finallys remains of the body. */
#define GEN_CLOSE_BY_(linkage, name, function) \
    linkage gen_status name##_close(struct name *gen_self_) { \
        name##_item gen_item_; \
        GEN_POISON_ \
        return gen_closed_(GEN_STATUS_(function(gen_self_, GEN_NULL_, GEN_E_EXIT, &gen_item_))); \
    }
#ifdef GEN_NEXT_IS_APART_
#define GEN_DECLARE_CLOSE_(linkage, name) linkage gen_status name##_close(struct name *gen_self_);
#define GEN_DEFINE_CLOSE_(linkage, name) GEN_CLOSE_BY_(linkage, name, name##_body_)
#else
#define GEN_DECLARE_CLOSE_(linkage, name) GEN_CLOSE_BY_(GEN_FUNCTION_, name, name##_resume_)
#define GEN_DEFINE_CLOSE_(linkage, name)
#endif

/* The entry point of next and send, for items of up to 8 bytes; for larger ones it is never called,
 * and traps. It has no parameter for a sent value where none can be sent. The pragma allows C++-only
 * item types in an extern "C" declaration. */
#define GEN_WITH_(parameter) , parameter
#define GEN_WITHOUT_(parameter)
#ifdef GEN_NEXT_IS_APART_
#if defined(__cplusplus) && defined(__clang__)
/* clang-format off */
#define GEN_ANY_ITEM_ \
    _Pragma("clang diagnostic push") \
    _Pragma("clang diagnostic ignored \"-Wreturn-type-c-linkage\"")
/* clang-format on */
#define GEN_ANY_ITEM_END_ _Pragma("clang diagnostic pop")
#else
#define GEN_ANY_ITEM_
#define GEN_ANY_ITEM_END_
#endif
#define GEN_DECLARE_GET_(linkage, name, with) \
    struct name##_got_ { \
        gen_status status_; \
        name##_item item_ __attribute__((__aligned__(8))); \
    }; \
    GEN_ANY_ITEM_ \
    linkage struct name##_got_ name##_get_(struct name *gen_self_ with(name##_sent_ gen_sent_)); \
    GEN_ANY_ITEM_END_
#define GEN_GET_(name, with, sent) \
    if (sizeof(name##_item) <= 8) { \
        struct name##_got_ gen_got_ = name##_get_(gen_self_ with(sent)); \
        GEN_KNOWN_(gen_got_.status_ <= GEN_PENDING); \
        if (gen_got_.status_ == GEN_YIELDED) *gen_item_ = GEN_MOVE_(name##_item, gen_got_.item_); \
        return gen_got_.status_; \
    }
#define GEN_DEFINE_GET_(linkage, name, with, sent) \
    GEN_ANY_ITEM_ \
    linkage struct name##_got_ name##_get_(struct name *gen_self_ with(name##_sent_ gen_sent_)) { \
        struct name##_got_ gen_got_ GEN_UNSET_; \
        if (sizeof(name##_item) > 8) gen_trap_(GEN_E_ARG); \
        GEN_POISON_ \
        gen_got_.status_ = GEN_STATUS_(name##_body_(gen_self_, sent, 0, &gen_got_.item_)); \
        return gen_got_; \
    } \
    GEN_ANY_ITEM_END_
#else
#define GEN_DECLARE_GET_(linkage, name, with)
#define GEN_GET_(name, with, sent)
#define GEN_DEFINE_GET_(linkage, name, with, sent)
#endif

/* The body's function, and the functions that call it: one with all parameters, and the entry points
 * of next and close. */
#if defined(__SDCC)
#define GEN_DEFINE_(linkage, name, self, with, sent) \
    linkage gen_result_ name##_resume_(struct name *self, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_)
#else
#define GEN_DEFINE_(linkage, name, self, with, sent) \
    GEN_BODY_ gen_result_ name##_body_(struct name *self, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_); \
    linkage gen_result_ name##_resume_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_) { \
        GEN_POISON_ \
        return name##_body_(gen_self_, gen_sent_, gen_thrown_, gen_item_); \
    } \
    GEN_DEFINE_GET_(linkage, name, with, sent) \
    GEN_DEFINE_CLOSE_(linkage, name) \
    GEN_LINT_(name) \
    GEN_BODY_ gen_result_ name##_body_(struct name *self, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_)
#endif

/* The sent value has two names: `sent` for the user, and gen_sent_ for GEN_YIELD_FROM, which must
 * work in every generator. */
#define GEN_DEFINE_RECV_(linkage, name) \
    GEN_BODY_ gen_result_ name##_received_(struct name *self, name##_sent_ gen_sent_, \
                                           name##_sent_ sent, gen_status gen_thrown_, \
                                           name##_item *gen_item_); \
    GEN_DEFINE_(linkage, name, gen_self_, GEN_WITH_, gen_sent_) { \
        return name##_received_(gen_self_, gen_sent_, gen_sent_, gen_thrown_, gen_item_); \
    } \
    GEN_CHECKS_ GEN_HIDES_ GEN_BODY_ gen_result_ name##_received_( \
        struct name *self, name##_sent_ gen_sent_, name##_sent_ GEN_UNUSED_ sent, \
        gen_status gen_thrown_, name##_item *gen_item_)

#define GEN_SEND_(name) \
    GEN_ASKED_FOR_ GEN_FUNCTION_ gen_status name##_send( \
        struct name *gen_self_, name##_sent_ gen_value_, name##_item *gen_item_) { \
        if (gen_value_ != GEN_NULL_ && gen_self_->gen.state_ == 0) return GEN_E_NOT_STARTED; \
        GEN_GET_(name, GEN_WITH_, gen_value_) \
        return GEN_STATUS_(name##_resume_(gen_self_, gen_value_, 0, gen_item_)); \
    }

/* A delegating body calls <name>_delegate_ at each resume. It returns GEN_E_EXIT if a close
 * succeeded, and GEN_PENDING + 4 * k if the child is pending, when the body waits at N + k. When
 * optimising for speed, all but a plain next is a call of another function, which returns its item
 * beside the status. So the item of a plain next stays in a register, and needs no stack frame. */
#define GEN_PASS_ON_(name, function) \
    GEN_BODY_ gen_status function(struct name *gen_self_, name##_sent_ gen_sent_, \
                                  gen_status gen_thrown_, gen_status gen_entered_, \
                                  name##_item *gen_item_) { \
        const int gen_close_ = gen_thrown_ == GEN_E_EXIT; \
        const gen_status gen_status_ = \
            gen_close_ \
                ? name##_close(gen_self_) \
                : GEN_STATUS_(name##_resume_(gen_self_, gen_sent_, gen_thrown_, gen_item_)); \
        if (gen_status_ == GEN_PENDING) \
            return GEN_PENDING + 4 * (gen_close_ + (gen_entered_ == GEN_E_EXIT)); \
        return gen_close_ && gen_status_ == GEN_DONE ? GEN_E_EXIT : gen_status_; \
    }

#if !GEN_FAST_
#define GEN_DELEGATE_(name) GEN_PASS_ON_(name, name##_delegate_)
#else
#define GEN_DELEGATE_(name) \
    GEN_PASS_ON_(name, name##_pass_on_) \
    struct name##_passed_ { \
        gen_status status_; \
        name##_item item_ __attribute__((__aligned__(8))); \
    }; \
    GEN_ANY_ITEM_ \
    GEN_COLD_ struct name##_passed_ name##_pass_apart_( \
        struct name *gen_self_, name##_sent_ gen_sent_, gen_status gen_thrown_, \
        gen_status gen_entered_) { \
        struct name##_passed_ gen_passed_ GEN_UNSET_; \
        gen_passed_.status_ = \
            name##_pass_on_(gen_self_, gen_sent_, gen_thrown_, gen_entered_, &gen_passed_.item_); \
        return gen_passed_; \
    } \
    GEN_ANY_ITEM_END_ \
    GEN_FUNCTION_ gen_status name##_delegate_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                              gen_status gen_thrown_, gen_status gen_entered_, \
                                              name##_item *gen_item_) { \
        struct name##_passed_ gen_passed_; \
        if (gen_entered_ != GEN_E_EXIT && gen_thrown_ == 0 && gen_sent_ == GEN_NULL_) \
            return name##_next(gen_self_, gen_item_); \
        gen_passed_ = name##_pass_apart_(gen_self_, gen_sent_, gen_thrown_, gen_entered_); \
        if (gen_passed_.status_ == GEN_YIELDED) \
            *gen_item_ = GEN_MOVE_(name##_item, gen_passed_.item_); \
        return gen_passed_.status_; \
    }
#endif

#ifdef GEN_GNU_
#define GEN_CLEANUP_(name) \
    GEN_FUNCTION_ void name##_cleanup_(struct name *gen_self_) { \
        while (gen_closing_(name##_close(gen_self_) GEN_WHERE_(#name)) == GEN_PENDING) {} \
    }
#else
#define GEN_CLEANUP_(name)
#endif

/* ---- A body: its numbers --------------------------------------------------------------------- */

/* Values of gen.state_: 0 is not started, then these two; resume points count up from 4 in source
 * order. Small numbers fit into an instruction. GEN_ESCAPE_ is the handler that leaves the body. */
#define GEN_AT_RUNNING_ GEN_CAST_(GEN_STATE_T, 1)
#define GEN_AT_CLOSED_ GEN_CAST_(GEN_STATE_T, 2)
#define GEN_AT_MOST_ GEN_CAST_(GEN_STATE_T, -1)
#define GEN_ESCAPE_ (GEN_HANDLERS_ + 1)

/* The values of gen_thrown_ that are neither 0 nor an error. */
enum { GEN_LEFT_BY_RETURN_ = 1, GEN_LEFT_BY_BREAK_, GEN_LEFT_BY_CONTINUE_, GEN_LEFT_AT_END_ };

/* clang-format off */

/* A constant that an inner block may shadow, as yields and handlers need it. It is the size of a
 * local struct, because shadowing a tag draws no warning; in g++ it does, and shadowing an
 * enumerator does not. */
#if defined(__cplusplus) && defined(__GNUC__) && !defined(__clang__)
#define GEN_SCOPED_(constant, value) enum { constant = (value) }
#define GEN_VALUE_(constant) (constant)
#else
#define GEN_SCOPED_(constant, value) struct constant { char size_[value]; }
#define GEN_VALUE_(constant) (sizeof(struct constant))
#endif

/* Resume points count up from 4, the same in every file. 4 is a power of two: if the state can only
 * be 0 or 4, clang's known-bits analysis rules out every other value and removes the switch. */
#define GEN_BASE_ (__COUNTER__ + 1)
#define GEN_NEXT_ (__COUNTER__ - GEN_VALUE_(gen_base_) + 4)
#define GEN_NEXT_PAIR_ (GEN_NEXT_ + (__COUNTER__ & 0)) /* takes one more number */
#define GEN_NEXT_TRIPLE_ (GEN_NEXT_PAIR_ + (__COUNTER__ & 0))

/* A yield in a switch of the user's own would be a label of that switch. To detect it at compile
 * time, each yield has a second label that fits only the 64-bit switch of the body: in a switch on
 * an int it overflows. The optimiser removes it; where ints are small, only when it optimises for
 * size. Elsewhere that label stands in a switch that is never run. */
#if defined(GEN_GNU_) && \
    (defined(__OPTIMIZE_SIZE__) || __SIZEOF_INT__ >= 4 || defined(GEN_LINT))
typedef uint64_t gen_at_t_;
#if defined(__cplusplus) && !defined(__clang__)
static const uint64_t GEN_NO_YIELD_IN_A_SWITCH_ = 0x140000000u;
#define GEN_STRICT_ _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Woverflow\"")
#define GEN_STRICT_END_ _Pragma("GCC diagnostic pop")
#else
#define GEN_NO_YIELD_IN_A_SWITCH_ 0x140000000u /* nor a try: use if and else */
#if defined(__cplusplus)
#define GEN_STRICT_
#define GEN_STRICT_END_
#elif defined(__clang__)
#define GEN_STRICT_ _Pragma("clang diagnostic push") _Pragma("clang diagnostic error \"-Wswitch\"")
#define GEN_STRICT_END_ _Pragma("clang diagnostic pop")
#else
#define GEN_STRICT_ _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic error \"-Woverflow\"")
#define GEN_STRICT_END_ _Pragma("GCC diagnostic pop")
#endif
#endif
#else
typedef unsigned gen_at_t_;
#define GEN_NO_YIELD_IN_A_SWITCH_ 0
#define GEN_STRICT_ if (0) switch (0) { default:;
#define GEN_STRICT_END_ ; }
#endif

/* The handlers of tries have numbers that no state has, where an unsigned has room for them. */
#if defined(__SIZEOF_INT__) && __SIZEOF_INT__ >= 4
#define GEN_HANDLERS_ 0x10000
#else
#define GEN_HANDLERS_ 0
#endif

/* The constants that a misplaced macro finds outside any body. gen_inside_ is 1 outside, 2 in a
 * body, 3 in a GEN_FINALLY. gen_loop_ is more than 1 in a GEN_FOR. gen_part_ is 2 in the block of a GEN_TRY, 3 in its handler.
 * gen_outside_ is 2 outside, 1 in a body; in clang it is a deprecated struct outside, so that
 * GEN_FATAL_ can stop there. */
GEN_SCOPED_(gen_inside_, 1);
#if defined(__clang__)
struct __attribute__((__deprecated__("outside of GEN_BEGIN and GEN_END"))) gen_outside_ {
    char size_[1];
};
#else
GEN_SCOPED_(gen_outside_, 2);
#endif
GEN_SCOPED_(gen_loop_, 1);
GEN_SCOPED_(gen_part_, 1);
GEN_SCOPED_(gen_base_, 1);
GEN_SCOPED_(gen_handler_, GEN_ESCAPE_);

/* clang-format on */

/* Mark the generator as running. When optimising for speed the store stands at each resume point,
 * so that the compiler can delete it where nothing can observe it. */
#if defined(GEN_UNCHECKED)
#define GEN_RUNS_(gen) 0
#define GEN_RUNNING_AT_ENTRY_() ((void)0)
#define GEN_RUNNING_() ((void)0)
#else
#define GEN_RUNS_(gen) (gen_state(gen) == GEN_RUNNING)
#if GEN_FAST_
#define GEN_RUNNING_AT_ENTRY_() ((void)0)
#define GEN_RUNNING_() (gen_->state_ = GEN_AT_RUNNING_)
#else
#define GEN_RUNNING_AT_ENTRY_() (gen_->state_ = GEN_AT_RUNNING_)
#define GEN_RUNNING_() ((void)0)
#endif
#endif

/* ---- A body: mistakes ------------------------------------------------------------------------ */

/* `unsigned error_<what is wrong> GEN_IF_(mistake);` in a local struct is an error of that name. It
 * stands in each public macro itself: gcc and clang quote every macro that leads to it, and a
 * shared one would take the message over ten lines. */
#define GEN_IF_SET_(constant) GEN_IF_(GEN_VALUE_(constant) == 2)
#define GEN_FINAL_ (GEN_VALUE_(gen_inside_) == 3)
#define GEN_LOOP_ (GEN_VALUE_(gen_loop_) != 1)
#define GEN_PART_ GEN_VALUE_(gen_part_)
#define GEN_TOO_MANY_ (GEN_NEXT_ - 1 > GEN_AT_MOST_)

/* Whether a number is a positive constant, as far as the compiler can tell. */
#if !defined(GEN_GNU_)
#define GEN_IS_POSITIVE_(number) 0
#elif defined(__cplusplus)
#define GEN_IS_POSITIVE_(number) (__builtin_constant_p(number) && (number) > 0)
#else
#define GEN_IS_POSITIVE_(number) \
    (__builtin_choose_expr(__builtin_constant_p(number), number, -1) > 0)
#endif

/* clang stops after a fatal error, so that one mistake gives one error. Only a warning can be made
 * fatal: that of the deprecated struct which a macro finds outside a body. */
#if defined(__clang__)
#define GEN_FATAL_ \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic fatal \"-Wdeprecated\"")
#define GEN_FATAL_END_ _Pragma("clang diagnostic pop")
#else
#define GEN_FATAL_
#define GEN_FATAL_END_
#endif

/* Whether T differs from the item type. Compilers that can compare types then get the pointer as a
 * `void *`, so that the mistake is reported once, not twice. */
#if defined(GEN_GNU_) && !defined(__cplusplus)
#define GEN_NOT_ITEM_(T) !__builtin_types_compatible_p(T, __typeof__(*gen_item_))
#define GEN_CHECKED_(pointer) ((void *)(pointer))
#else
#define GEN_NOT_ITEM_(T) (sizeof(T) != sizeof *gen_item_)
#define GEN_CHECKED_(pointer) (pointer)
#endif

/* In a body, what C++ refuses is an error in C too: a pointer of another type, an int as a pointer. */
#if defined(GEN_GNU_) && !defined(__cplusplus)
#define GEN_TYPES_ \
    _Pragma("GCC diagnostic push") \
        _Pragma("GCC diagnostic error \"-Wincompatible-pointer-types\"") \
            _Pragma("GCC diagnostic error \"-Wint-conversion\"")
#define GEN_TYPES_END_ _Pragma("GCC diagnostic pop")
#else
#define GEN_TYPES_
#define GEN_TYPES_END_
#endif

/* Suppress -Wshadow where a documented name, such as self, may hide a name of the user's: from the
 * head of a body to GEN_BEGIN, and in a stage or a terminal of itertools.h. A second GEN_BEGIN pops
 * twice; clang must not warn about that, because the mistake is reported by its name. */
#ifdef GEN_GNU_
#define GEN_HIDES_ _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")
#define GEN_HIDES_END_ \
    _Pragma("GCC diagnostic ignored \"-Wunknown-pragmas\"") _Pragma("GCC diagnostic pop")
#else
#define GEN_HIDES_
#define GEN_HIDES_END_
#endif

/* ---- Lost locals ----------------------------------------------------------------------------- */

/* A resume enters the switch of a body at a `case`, after the declarations, so a local variable has
 * no value there, and the analysis of uninitialised variables finds it. But where the resume joins a
 * path on which the variable has a value, as at the head of a loop, gcc and clang assume that value.
 * So GEN_LINT cuts the body after `case 0`: what remains is reached from resume points only. gcc
 * must optimise a little, and must not drop the body of a generator that is not used.
 *
 * clang does not follow the elements of arrays and structs, but its analyser does, through a body
 * that is not cut: name_lint_ resumes a generator several times, because the analyser does not know
 * that an element is lost unless it knows the index. */
#if defined(GEN_LINT) && defined(GEN_GNU_) && !defined(__clang_analyzer__)
GEN_EXTERN_C_ GEN_NORETURN_ void error_objects_compiled_with_GEN_LINT_cannot_be_linked(void);
#define GEN_CUT_ error_objects_compiled_with_GEN_LINT_cannot_be_linked();
#else
#define GEN_CUT_
#endif

/* clang-format off */

/* From the head of a body to GEN_END, report reads of lost locals in the user's lines, too. */
#if defined(GEN_LINT) && defined(__clang__)
#define GEN_CHECKS_ \
    _Pragma("clang diagnostic push") GEN_CHECK_READS_ \
    _Pragma("clang diagnostic ignored \"-Wunreachable-code\"")
#elif defined(GEN_GNU_)
#define GEN_CHECKS_ _Pragma("GCC diagnostic push") GEN_CHECK_READS_
#else
#define GEN_CHECKS_
#endif
#define GEN_CHECKS_END_ GEN_HIDES_END_

/* clang-format on */

#if defined(GEN_LINT) && defined(__clang_analyzer__)
#define GEN_LINT_(name) \
    GEN_FUNCTION_ void name##_lint_(struct name *gen_self_) { \
        struct name gen_zeroed_ = GEN_ZERO_; \
        name##_item gen_item_; \
        gen_self_->gen.state_ = 0; \
        if (name##_next(gen_self_, &gen_item_) > 0 && name##_next(gen_self_, &gen_item_) > 0 && \
            name##_next(gen_self_, &gen_item_) > 0) \
            (void)name##_next(gen_self_, &gen_item_); \
        if (name##_next(&gen_zeroed_, &gen_item_) > 0 && \
            name##_next(&gen_zeroed_, &gen_item_) > 0 && \
            name##_next(&gen_zeroed_, &gen_item_) > 0) \
            (void)name##_next(&gen_zeroed_, &gen_item_); \
    }
#else
#define GEN_LINT_(name)
#endif

/* The body's function is about to be called: overwrite the stack where its locals will be. */
#if defined(GEN_POISON)
GEN_APART_ void gen_poison_(void) {
    volatile char gen_bytes_[GEN_POISON];
    size_t gen_at_;
    for (gen_at_ = 0; gen_at_ < sizeof gen_bytes_; gen_at_++)
        gen_bytes_[gen_at_] = "LOST"[gen_at_ % 4];
}
#define GEN_POISON_ gen_poison_();
#else
#define GEN_POISON_
#endif

/* ---- A body: its parts ----------------------------------------------------------------------- */

/* clang-format off */

/* GEN_OPEN_(error) opens a block, and GEN_CLOSE_(error) in another macro closes it. If that macro is
 * missing, a brace of the user's closes the block, where the compiler finds that a variable of no
 * size is not used. gcc finds that too late, but that a label is missing in time. clang stops. */
#if defined(__clang__) || defined(GEN_GNU_) && defined(__cplusplus)
#ifdef __clang__
#define GEN_UNUSED_ERROR_ _Pragma("clang diagnostic fatal \"-Wunused-variable\"")
#else
#define GEN_UNUSED_ERROR_ _Pragma("GCC diagnostic error \"-Wunused-variable\"")
#endif
#define GEN_OPEN_(error) \
    { _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"") \
      _Pragma("GCC diagnostic ignored \"-Wpedantic\"") GEN_UNUSED_ERROR_ \
      static char error[0]; _Pragma("GCC diagnostic pop")
#define GEN_CLOSE_(error) (void)sizeof error; }
#elif defined(GEN_GNU_)
#define GEN_OPEN_(error) \
    { _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"") \
        { __label__ error; (void)sizeof(&&error); _Pragma("GCC diagnostic pop")
#define GEN_CLOSE_(error) error:; } }
#else
#define GEN_OPEN_(error) {
#define GEN_CLOSE_(error) }
#endif

/* goto <handler>: go to the innermost handler in scope, or to the end of the body. In gcc and clang
 * a try has a label of its own, gen_finish_, which hides that of the body and of the outer try. A
 * jump then leads straight to the handler; through the switch, these compilers would first have to
 * find out where it leads, which takes them up to twice as long. The label stands before the try's
 * block, which an `else` skips: a try without a handler, or with two, is then reported once.
 * GEN_HANDLER_ is where errors come in elsewhere. The handler is not in scope after it. */
#ifdef GEN_GNU_
#define GEN_UNWIND_() goto gen_finish_
#define GEN_HANDLER_SCOPE_ \
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"") \
    { \
        __label__ gen_finish_; \
        _Pragma("GCC diagnostic pop")
#define GEN_HANDLER_FIRST_ \
    if (0) { \
        gen_finish_: GEN_UNUSED_; \
    } else
#define GEN_HANDLER_ ; } }
#else
#define GEN_UNWIND_() \
    do { \
        if (GEN_VALUE_(gen_handler_) == GEN_ESCAPE_) goto gen_finish_; \
        gen_at_ = GEN_VALUE_(gen_handler_); \
        goto gen_dispatch_; \
    } while (0)
#define GEN_HANDLER_SCOPE_ {
#define GEN_HANDLER_FIRST_
#define GEN_HANDLER_ case GEN_VALUE_(gen_handler_):; } }
#endif

/* At a yield, raise what was thrown in: an error, which as an unsigned number is larger than any
 * point. gcc compares each test with all others of the same expression, which takes the square of
 * their number. So, when optimising for speed, no more than 64 yields share an expression. */
#if GEN_SPEED_
#define GEN_RAISE_THROWN_(point) \
    do { \
        if (GEN_CAST_(unsigned, gen_thrown_) > (point) / 64 % 128) GEN_UNWIND_(); \
        gen_entered_ = gen_thrown_ = 0; \
    } while (0)
#else
#define GEN_RAISE_THROWN_(point) \
    if (gen_thrown_ != 0) GEN_UNWIND_()
#endif

#define GEN_LEAVE_(point, status) \
    do { \
        gen_->state_ = GEN_CAST_(GEN_STATE_T, point); \
        GEN_TRACE_SUSPEND(gen_, __func__, __LINE__, gen_->state_, status); \
        return gen_out_(status); \
    } while (0)

#define GEN_LEAVE_PENDING_(point) \
    GEN_LEAVE_((point) + (gen_entered_ == GEN_E_EXIT ? 1u : 0u), GEN_PENDING)

#define GEN_WAIT_FOR_CHILD_(point) \
    GEN_LEAVE_((point) + GEN_CAST_(unsigned, gen_thrown_) / 4, GEN_PENDING)

/* The cases of a resume point that may return GEN_PENDING: N, and N + 1 while being closed. */
#define GEN_RESUMED_(point) \
    case (point) + 1: \
    gen_entered_ = GEN_E_EXIT; \
    if (gen_thrown_ == GEN_E_EXIT) gen_thrown_ = 0; \
    if (0) { \
    case (point):; \
    } \
    GEN_RUNNING_()

/* The cases of a resume point with a child: also N + 2, while the child is being closed. */
#define GEN_DELEGATED_(point) \
    GEN_RESUMED_(point); \
    if (0) { \
        case (point) + 2: \
        GEN_RUNNING_(); \
        gen_entered_ = GEN_E_EXIT; \
        if (gen_thrown_ == 0) gen_thrown_ = GEN_E_EXIT; \
    } \
    (void)0

/* A resume enters the first branch, whose `continue` leads to the pull. The last branch but one
 * only sets gen_thrown_ to 0. */
#define GEN_FOR_AWAIT_(point, lvalue, name, pointer) \
    if (0) { \
        struct gen_check_ { \
            unsigned error_more_yields_than_GEN_STATE_T_can_number \
                GEN_IF_((point) + 2 > GEN_AT_MOST_); \
        }; \
        GEN_STRICT_ case (point) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
        GEN_DELEGATED_(point); \
        continue; \
    } else if ((gen_thrown_ = name##_delegate_((pointer), GEN_NULL_, gen_thrown_, gen_entered_, \
                                               &(lvalue))) > GEN_YIELDED) { \
        GEN_WAIT_FOR_CHILD_(point); \
    } else if (gen_thrown_ <= 0) { \
        if (gen_thrown_ < 0) GEN_UNWIND_(); \
        break; \
    } else if ((gen_thrown_ = 0) != 0) { \
    } else

/* A block of a try is a loop of one turn, so that `break` and `continue` lead to its end, and not
 * past the finally. Afterwards gen_thrown_ says how the block was left. */
#define GEN_END_OF_BLOCK_ \
                gen_thrown_ = GEN_LEFT_AT_END_; \
            GEN_CLOSE_(error_GEN_END_TRY_is_missing) while ((gen_thrown_ = gen_thrown_ == 0 ? GEN_LEFT_BY_CONTINUE_ : gen_thrown_) && 0); \
            if (gen_thrown_ == 0) gen_thrown_ = GEN_LEFT_BY_BREAK_;

/* The block of a finally stands in an outer loop of one turn. When the block is left at its end,
 * that loop restores what was in flight. A resume may enter the block in the middle, where
 * gen_once_ does not have its value. At the end of the block the loop sets gen_once_ to 0, and only
 * then tests it. */
#define GEN_FINAL_BLOCK_(kept) \
    for (gen_once_ = 1; gen_once_ != 0; gen_once_ = 0, \
        gen_thrown_ = gen_thrown_ == 0                  ? GEN_LEFT_BY_BREAK_ \
                      : gen_thrown_ == GEN_LEFT_AT_END_ ? (kept) \
                                                        : gen_thrown_)

/* clang-format on */

struct gen_state_check_ {
    unsigned error_GEN_STATE_T_must_be_an_unsigned_type GEN_IF_(1 * GEN_AT_MOST_ < 2);
    unsigned error_GEN_STATE_T_is_wider_than_unsigned GEN_IF_(sizeof(GEN_STATE_T) >
                                                              sizeof(unsigned));
};

/* ---- Statuses -------------------------------------------------------------------------------- */

/* Refuse to resume a generator that is running, finished, or at no resume point: restore its state,
 * and return GEN_E_RUNNING, what was thrown in, or GEN_E_BAD_STATE. */
GEN_FUNCTION_ gen_status gen_refuse_(struct gen *gen_it_, GEN_STATE_T gen_at_,
                                     gen_status gen_thrown_) {
#if defined(GEN_UNCHECKED)
    const int gen_is_running_ = 0, gen_is_closed_ = 1;
#else
    const int gen_is_running_ = gen_at_ == GEN_AT_RUNNING_,
              gen_is_closed_ = gen_at_ == GEN_AT_CLOSED_;
#endif
    gen_it_->state_ = gen_at_;
    if (gen_thrown_ == GEN_RESET_) {
        if (gen_is_closed_) gen_it_->state_ = 0;
        gen_thrown_ = GEN_DONE;
    }
#if defined(__OPTIMIZE_SIZE__) || defined(__SDCC) || defined(GEN_LINT)
    return gen_is_closed_ ? gen_thrown_ : gen_is_running_ ? GEN_E_RUNNING : GEN_E_BAD_STATE;
#else
    /* without branches, which the compiler would merge into the switch of each body */
    const int gen_is_neither_ = gen_is_running_ + gen_is_closed_ == 0;
    return (-gen_is_running_ & GEN_E_RUNNING) | (-gen_is_closed_ & gen_thrown_) |
           (-gen_is_neither_ & GEN_E_BAD_STATE);
#endif
}

/* Return the status of a close, given what the body returned for GEN_E_EXIT. */
GEN_FUNCTION_ gen_status gen_closed_(gen_status gen_status_) {
    return gen_status_ == GEN_E_EXIT    ? GEN_DONE
           : gen_status_ == GEN_YIELDED ? GEN_E_IGNORED_CLOSE
                                        : gen_status_;
}

GEN_FUNCTION_ enum gen_state gen_state(const struct gen *gen_it_) {
    return gen_it_->state_ == 0                 ? GEN_CREATED
           : gen_it_->state_ == GEN_AT_RUNNING_ ? GEN_RUNNING
           : gen_it_->state_ == GEN_AT_CLOSED_  ? GEN_CLOSED
                                                : GEN_SUSPENDED;
}

#if !defined(GEN_STRERROR) && defined(__SDCC)
#define gen_strerror(status) error_define_GEN_STRERROR_before_including_gen_h
#else
GEN_FUNCTION_ const char *gen_strerror(gen_status gen_status_) {
    switch (gen_status_) {
    case GEN_DONE: return "GEN_DONE: finished";
    case GEN_YIELDED: return "GEN_YIELDED: an item";
    case GEN_PENDING: return "GEN_PENDING: nothing yet";
    case GEN_SKIP: return "GEN_SKIP: no item this time";
    case GEN_E_RUNNING: return "GEN_E_RUNNING: resumed while running";
    case GEN_E_IGNORED_CLOSE: return "GEN_E_IGNORED_CLOSE: yielded while being closed";
    case GEN_E_NOT_STARTED: return "GEN_E_NOT_STARTED: a value sent before the first resume";
    case GEN_E_EXIT: return "GEN_E_EXIT: being closed";
    case GEN_E_BAD_STATE: return "GEN_E_BAD_STATE: no such resume point; is the struct zeroed?";
    case GEN_E_ARG: return "GEN_E_ARG: an argument was refused";
    case GEN_E_FULL: return "GEN_E_FULL: no room left";
    case GEN_E_STALE: return "GEN_E_STALE: used after its source moved on";
    case GEN_E_CANCELLED: return "GEN_E_CANCELLED: cancelled";
    case GEN_E_TIMEOUT: return "GEN_E_TIMEOUT: the time was over";
    default: return gen_status_ < 0 ? "an error of the program" : "not a status";
    }
}
#endif

#ifdef GEN_GNU_
#pragma GCC diagnostic pop
#endif

#endif /* GEN_H */
