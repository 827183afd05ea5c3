/* gen.h - generators for C: Python's yield, send, throw, close, yield from, try/finally and await,
 * in two bytes of state. One file, C99 or C++11, freestanding: no heap, no stack switching, no
 * libc.
 *
 * SPDX-License-Identifier: MIT
 *
 * A generator is a function that can stop in the middle and go on later. What it needs to remember
 * in between lives in a struct of yours; what each resume brings comes in as parameters.
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
 *  1. The state struct has a member `struct gen gen;`. Zeroed, the generator has not started.
 *  2. What must outlive a yield is a field: a local variable does not survive one, and neither
 *     does a GEN_FOR; in a body, loop with GEN_FOR_AWAIT.
 *  3. The body stands between GEN_BEGIN() and GEN_END(); GEN_RETURN() leaves it, never `return`.
 *  4. No yield, await or try inside a `switch` of your own (an `if` or a loop is fine). gcc and
 *     clang refuse it, unless the switch is on a 64-bit value.
 *  5. Pointers to a child or a buffer name something that stays where it is: a field of self, say.
 *
 * A struct holds no pointer to itself, so copying it forks the generator (not of GEN_RECURSIVE,
 * whose frames lie elsewhere). A C++ exception must not leave a body. With sdcc for the 8051,
 * compile with --stack-auto.
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

/* What itertools.h knows of the private part has a number: another, if that changes. */
#define GEN_PRIVATE_ 2

/* ---- Settings: define them before the first #include, the same in every file ----------------- */

/* The resume point of a generator, an unsigned type: uint8_t halves the 2 bytes and numbers about
 * 250 yields. */
#ifndef GEN_STATE_T
#define GEN_STATE_T uint16_t
#endif

/* What a loop does while its generator is pending: WFI, sched_yield(), epoll_wait()... */
#ifndef GEN_IDLE
#define GEN_IDLE() ((void)0)
#endif

/* What happens to an error that nobody handles. It must not be passed over in silence. */
#ifndef GEN_UNCAUGHT
#define GEN_UNCAUGHT(status) gen_trap_(status)
#endif

/* GEN_LINT: define it in a build that only checks. A local that a yield loses is then an error: in
 * gcc if it is initialised (as it always is in C++), in clang if it is read behind the yield. So
 * are a raw return and a yield in a nested switch, wherever the compiler can see them. */

/* GEN_UNCHECKED: define it where each byte of flash counts, for a program that has been tested
 * without it and with GEN_LINT. A generator then no longer detects that it is already running,
 * gen_state cannot report it, and an invalid state counts as closed. Rule 4 of itertools.h lists
 * the checks that are dropped there. */

/* GEN_TRACE_RESUME(gen, function, point, thrown) and
 * GEN_TRACE_SUSPEND(gen, function, line, point, status): define them to watch the generators of a
 * file. The layout is the same with and without. */
#ifndef GEN_TRACE_RESUME
#define GEN_TRACE_RESUME(gen, function, point, thrown) ((void)0)
#endif
#ifndef GEN_TRACE_SUSPEND
#define GEN_TRACE_SUSPEND(gen, function, line, point, status) ((void)0)
#endif

/* gcc or clang, as tcc may say of itself too. */
#if (defined(__GNUC__) || defined(__clang__)) && !defined(__TINYC__)
#define GEN_GNU_
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

/* sdcc inlines whatever it may, and twice into one function crashes it. It takes a value that is
 * computed before a loop for known where a resume enters that loop, and the first value of a loop's
 * variable for all of them. Of a compile-time check it looks only at the size of an array. */
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

/* What a resume answers. An error of yours is any negative int (-EIO, say); the library's own
 * lie at the far end of int16, where no errno is. The item is written only with GEN_YIELDED. */
typedef int gen_status;

enum {
    GEN_DONE = 0,                 /* finished; stays so */
    GEN_YIELDED = 1,              /* here is an item */
    GEN_PENDING = 2,              /* nothing yet: ask again, by next or, when closing, by close */
    GEN_CALLED_ = 3,              /* private: GEN_CALL has made a new frame */
    GEN_SKIP = 4,                 /* only from the <name>_step of a pipeline: no item; call again */
    GEN_RESET_ = 5,               /* private: thrown into a closed generator by reset */
    GEN_E_RUNNING = -32767,       /* resumed while running; nothing was changed */
    GEN_E_IGNORED_CLOSE = -32766, /* yielded while being closed */
    GEN_E_NOT_STARTED = -32765,   /* a value sent before the first yield; nothing was done */
    GEN_E_EXIT = -32764,          /* the close signal, when it escapes */
    GEN_E_BAD_STATE = -32763,     /* no such resume point: a yield in a nested switch, a `break`
                                      outside a loop, or a corrupted struct */
    GEN_E_ARG = -32762,           /* an argument was refused; nothing was done */
    GEN_E_FULL = -32761,          /* the caller's storage is full; nothing was lost */
    GEN_E_STALE = -32760          /* a view used after its source moved on */
};

/* A status in words, for a log. */
GEN_FUNCTION_ const char *gen_strerror(gen_status gen_status_);

/* ---- A generator ----------------------------------------------------------------------------- */

/* The whole state of a generator. Its only member is private. */
struct gen {
    GEN_STATE_T state_;
};

/* Where a generator stands. */
enum gen_state { GEN_CREATED, GEN_SUSPENDED, GEN_RUNNING, GEN_CLOSED };
GEN_FUNCTION_ enum gen_state gen_state(const struct gen *gen_it_);

/* GEN(name, T) { body } - defines a generator over `struct name` that yields values of type T. It
 * stands at file scope, after the struct. In the body, `self` is the struct. T is the name of a
 * type (make a typedef of a function pointer or an array's element). It expands to
 *
 *     typedef <T> <name>_item;
 *     gen_status <name>_next (struct <name> *self, <name>_item *item);   // Python's next(g)
 *     gen_status <name>_throw(struct <name> *self, gen_status error, <name>_item *item);
 *     gen_status <name>_close(struct <name> *self);
 *     gen_status <name>_reset(struct <name> *self);   // closed, then as if never started
 *     <the body's function>
 *
 * all of them `static inline`. The fields are yours: reset leaves them as they are. */
#define GEN(name, T) \
    typedef gen_nothing_ name##_sent_; \
    GEN_DECLARE_(GEN_FUNCTION_, name, T) \
    GEN_HIDES_ GEN_DEFINE_(GEN_FUNCTION_, name, self)

/* GEN_RECV(name, IN, T) { body } - the same for a generator that can be sent values of type IN:
 *
 *     gen_status <name>_send(struct <name> *self, const IN *value, <name>_item *item);
 *
 * In its body `sent` is what the resume brought, a `const IN *`, NULL after a plain next. It is
 * valid until the next yield or await.
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
    GEN_DECLARE_(GEN_FUNCTION_, name, T) \
    GEN_SEND_(name) \
    GEN_DEFINE_RECV_(GEN_FUNCTION_, name)

/* A generator for several files: GEN_DECLARE(name, T) or GEN_DECLARE_RECV(name, IN, T), without a
 * semicolon, in a header, and GEN_DEFINE(name) { body } or GEN_DEFINE_RECV(name) { body } in one
 * file. */
#define GEN_DECLARE(name, T) \
    typedef gen_nothing_ name##_sent_; \
    GEN_DECLARE_(GEN_EXTERN_C_, name, T)
#define GEN_DECLARE_RECV(name, IN, T) \
    typedef IN const *name##_sent_; \
    GEN_DECLARE_(GEN_EXTERN_C_, name, T) \
    GEN_SEND_(name)
#define GEN_DEFINE(name) GEN_HIDES_ GEN_DEFINE_(GEN_EXTERN_C_, name, self)
#define GEN_DEFINE_RECV(name) GEN_DEFINE_RECV_(GEN_EXTERN_C_, name)

/* clang-format off */

/* GEN_BEGIN(); and GEN_END(); - open and close a body. What stands before GEN_BEGIN runs at every
 * resume; GEN_END returns. Between them the body becomes one switch:
 *
 *     at = self->gen.state_;
 *     dispatch: switch (at) {
 *     case 0:
 *         <the code up to the first yield>
 *         *item = <value>; self->gen.state_ = 4; return GEN_YIELDED; case 4:
 *         if (<something was thrown>) { at = <the innermost handler>; goto dispatch; }
 *         <the code up to the next one>
 *     }
 */
#define GEN_BEGIN() \
    GEN_HIDES_END_ struct gen_begin_ { \
        unsigned error_a_second_GEN_BEGIN GEN_IF_(GEN_VALUE_(gen_inside_) > 1); \
    }; \
    GEN_SCOPED_(gen_base_, GEN_BASE_); \
    GEN_SCOPED_(gen_handler_, GEN_ESCAPE_); \
    struct gen *const gen_ = &self->gen; \
    gen_status gen_entered_ = gen_thrown_; \
    gen_at_t_ gen_at_ = gen_->state_; \
    (void)gen_sent_; \
    (void)gen_item_; \
    (void)gen_entered_; \
    GEN_TRACE_RESUME(gen_, __func__, gen_->state_, gen_thrown_); \
    GEN_RUNNING_AT_ENTRY_(); \
    GEN_RARELY_CREATED_(); \
    goto gen_dispatch_; \
    gen_dispatch_: \
    do switch (gen_at_) { \
    GEN_SCOPED_(gen_outside_, 1); \
    GEN_SCOPED_(gen_inside_, 2); \
    default: \
        return gen_out_(gen_refuse_(gen_, GEN_CAST_(GEN_STATE_T, gen_at_), gen_thrown_)); \
    case 0: \
    GEN_CREATED_LABEL_ \
        GEN_RUNNING_(); \
        if (gen_thrown_ != 0) GEN_UNWIND_()

#define GEN_END() \
        gen_thrown_ = GEN_DONE; \
        goto gen_finish_; \
    } while (0); \
    gen_thrown_ = GEN_E_BAD_STATE; /* a `break` or `continue` outside any loop leads here */ \
    gen_finish_: \
    { \
        struct gen_check_ { \
            unsigned error_more_yields_than_GEN_STATE_T_can_number GEN_IF_(GEN_TOO_MANY_); \
        }; \
    } \
    if (gen_thrown_ > 0) gen_thrown_ = GEN_DONE; /* by GEN_RETURN */ \
    gen_->state_ = GEN_AT_CLOSED_; \
    GEN_TRACE_SUSPEND(gen_, __func__, __LINE__, GEN_AT_CLOSED_, gen_thrown_); \
    return gen_out_(gen_thrown_)

/* GEN_YIELD(value); - hand out a value and go on from here at the next resume. The value is an
 * expression of the item's type, evaluated once; a compound literal needs no extra parentheses.
 * What is thrown in arrives here. Two on one line are fine.
 *
 *     for (self->i = 0; self->i < 10; self->i++)
 *         GEN_YIELD(self->i * self->i);
 */
#define GEN_YIELD(...) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_); \
            unsigned error_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_); \
        *gen_item_ = (__VA_ARGS__); \
        gen_->state_ = GEN_CAST_(GEN_STATE_T, GEN_VALUE_(gen_point_)); \
        GEN_TRACE_SUSPEND(gen_, __func__, __LINE__, GEN_VALUE_(gen_point_), GEN_YIELDED); \
        return gen_out_(GEN_YIELDED); \
        GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_point_): GEN_STRICT_END_ \
        case GEN_VALUE_(gen_point_):; \
        GEN_RUNNING_(); \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
    } while (0)

/* GEN_RETURN(); - finish, running the GEN_FINALLYs on the way out. A result is a field of
 * yours. */
#define GEN_RETURN() \
    do { \
        gen_thrown_ = GEN_LEFT_BY_RETURN_; \
        GEN_UNWIND_(); \
    } while (0)

/* GEN_RAISE(error); - raise a negative status here. Anything else is raised as GEN_E_ARG. */
#define GEN_RAISE(error) \
    do { \
        gen_thrown_ = (error); \
        if (gen_thrown_ >= 0) gen_thrown_ = GEN_E_ARG; \
        GEN_UNWIND_(); \
    } while (0)

/* GEN_YIELD_FROM(name, pointer); - hand out all that another generator of the same item type
 * yields, passing to it what is sent and thrown in, and closing it first when this one is
 * closed. The pointer is evaluated at each resume. The child's result, if it has one, is a field
 * of the child.
 *
 *     self->left = (struct walk){ .at = self->at->left };
 *     GEN_YIELD_FROM(walk, &self->left);
 */
#define GEN_YIELD_FROM(name, pointer) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_child_yields_items_of_another_type GEN_IF_(GEN_NOT_ITEM_(name##_item)); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_TRIPLE_); \
        gen_sent_ = GEN_NULL_; /* a child is started by a plain next */ \
        if (0) { \
            GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_point_): GEN_STRICT_END_ \
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
 * They nest to any depth, and cost no state. `error` is an int that takes the error; the close
 * signal and GEN_RETURN pass GEN_EXCEPT by. A finally runs however its block is left: at its end,
 * by an error, by close, GEN_RETURN, `break` or `continue` (but not goto). An error, GEN_RETURN,
 * `break` or `continue` in a finally takes the place of what was in flight.
 * Between an `if` and its `else`, put braces around the whole.
 *
 * In GEN_FINALLY no yield, await or GEN_TRY may stand. GEN_FINALLY_SAVED keeps what is in flight in
 * an int field of yours, so anything may stand in it; leave the field alone until GEN_END_TRY.
 *
 *     GEN_TRY {
 *         while (read_sample(self->fd, &self->sample))
 *             GEN_YIELD(self->sample);
 *     } GEN_FINALLY {
 *         close(self->fd);
 *     } GEN_END_TRY;
 */
#define GEN_TRY \
    { \
        { GEN_FATAL_ struct gen_check_ { \
            unsigned error_GEN_TRY_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_); \
            unsigned error_GEN_TRY_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
        }; GEN_FATAL_END_ } \
        { \
            GEN_SCOPED_(gen_part_, 2); \
            GEN_SCOPED_(gen_handler_, GEN_HANDLERS_ + GEN_NEXT_); \
            GEN_BLOCK_

#define GEN_EXCEPT(error) \
            { struct gen_check_ { \
                unsigned error_one_handler_for_each_GEN_TRY_nest_them GEN_IF_(GEN_PART_ != 2); \
            }; } \
            GEN_END_OF_BLOCK_ \
            if (0) { \
            GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_handler_): GEN_STRICT_END_ \
            GEN_HANDLER_ \
        { \
            GEN_SCOPED_(gen_part_, 3); \
            if (gen_thrown_ < 0 && gen_thrown_ != GEN_E_EXIT) { \
                (error) = gen_thrown_; \
                gen_thrown_ = 0; \
            } \
            if (gen_thrown_ == 0) GEN_BLOCK_

#define GEN_FINALLY \
            { struct gen_check_ { \
                unsigned error_one_handler_for_each_GEN_TRY_nest_them GEN_IF_(GEN_PART_ != 2); \
            }; } \
            GEN_END_OF_BLOCK_ \
            if (0) { \
            GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_handler_): GEN_STRICT_END_ \
            GEN_HANDLER_ \
        { \
            GEN_SCOPED_(gen_part_, 3); \
            GEN_SCOPED_(gen_inside_, 3); \
            const gen_status gen_kept_ = gen_thrown_; \
            gen_thrown_ = 0; \
            GEN_FINAL_BLOCK_(gen_kept_)

#define GEN_FINALLY_SAVED(field) \
            { struct gen_check_ { \
                unsigned error_one_handler_for_each_GEN_TRY_nest_them GEN_IF_(GEN_PART_ != 2); \
            }; } \
            GEN_END_OF_BLOCK_ \
            if (0) { \
            GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_handler_): GEN_STRICT_END_ \
            GEN_HANDLER_ \
        { \
            GEN_SCOPED_(gen_part_, 3); \
            (field) = gen_thrown_; \
            gen_thrown_ = 0; \
            GEN_FINAL_BLOCK_(field)

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

/* GEN_AWAIT(condition); - answer GEN_PENDING until the condition holds. It is tested at once and
 * at every resume.
 *
 *     GEN_AWAIT(uart_ready());
 *     GEN_YIELD(uart_read());
 */
#define GEN_AWAIT(condition) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_PAIR_); \
        if (0) { \
            GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_point_): GEN_STRICT_END_ \
            GEN_RESUMED_(GEN_VALUE_(gen_point_)); \
        } \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
        if (!(condition)) GEN_LEAVE_PENDING_(GEN_VALUE_(gen_point_)); \
    } while (0)

/* GEN_SUSPEND(); - return GEN_PENDING once, so that others run. A generator does not know its task,
 * so a task that is to go on at the next run wakes itself first:
 *
 *     gen_wake(&self->task);
 *     GEN_SUSPEND();
 */
#define GEN_SUSPEND() \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_PAIR_); \
        GEN_LEAVE_PENDING_(GEN_VALUE_(gen_point_)); \
        if (0) { \
            GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_point_): GEN_STRICT_END_ \
            GEN_RESUMED_(GEN_VALUE_(gen_point_)); \
        } \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
    } while (0)

/* GEN_FOR_AWAIT (lvalue, name, pointer) { } - Python's `async for` in a body: take each item of a
 * child generator into lvalue (a field, if the loop yields), pending while the child is, raising
 * its error. The loop may yield, break and continue. The pointer is evaluated at each pull. It ends
 * in an `else`: under an `if` of yours, put braces around it.
 *
 *     GEN_FOR_AWAIT (self->line, lines, &self->in) {
 *         if (self->line.length == 0) continue;
 *         GEN_YIELD(self->line);
 *     }
 */
#define GEN_FOR_AWAIT(lvalue, name, pointer) \
    for (;;) if (0) { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
        }; GEN_FATAL_END_ \
    } else \
        GEN_FOR_AWAIT_(GEN_NEXT_TRIPLE_, lvalue, name, pointer)

/* clang-format on */

/* ---- Using one ------------------------------------------------------------------------------- */

/* GEN_FOR (variable, name, pointer) { } - a loop over what a generator yields, in a new variable
 * of its item type. While the generator is pending the loop calls GEN_IDLE() and asks again. An
 * error goes to GEN_UNCAUGHT. `break` leaves the generator suspended. The pointer is evaluated
 * once. Its variables are locals: in a body whose loop yields, use GEN_FOR_AWAIT. */
#define GEN_FOR(variable, name, pointer) \
    for (gen_status gen_status_##variable = GEN_SKIP; gen_status_##variable == GEN_SKIP; \
         gen_uncaught_(gen_status_##variable)) \
        GEN_FOR_STATUS (gen_status_##variable, variable, name, pointer)

/* GEN_FOR_STATUS (status, variable, name, pointer) { } - the same, and what ended the loop is
 * left in an int of yours: GEN_DONE, a negative error, or GEN_YIELDED after `break`.
 *
 *     int st;
 *     GEN_FOR_STATUS (st, line, lines, &in) puts(line);
 *     if (st < 0) fprintf(stderr, "%s\n", gen_strerror(st));
 */
#define GEN_FOR_STATUS(status, variable, name, pointer) \
    for (struct name *gen_from_##variable = ((void)((status) = GEN_SKIP), (pointer)); \
         (status) == GEN_SKIP;) \
        for (name##_item variable GEN_AT_FIRST_; (status) == GEN_SKIP;) \
            for (; gen_again_(status);) \
                GEN_PULL_EACH_ (status, name, gen_from_##variable, &variable)

/* GEN_CLOSING (name, pointer) { } - Python's `with closing(g):`. The generator is closed when the
 * block is left at its end, by `break` or by `continue` (which leave just the block), not by
 * return or goto. A close that is pending is asked again after GEN_IDLE(); its error goes to
 * GEN_UNCAUGHT. */
#define GEN_CLOSING(name, pointer) \
    GEN_CLOSING_(GEN_UNIQUE_(gen_closing_, __LINE__), GEN_UNIQUE_(gen_once_, __LINE__), \
                 GEN_UNIQUE_(gen_status_, __LINE__), name, pointer)

/* GEN_AUTO_CLOSE(name) variable = { ... }; - a local generator that is closed however its block is
 * left, return and goto included. Where the compiler has the cleanup attribute. */
#ifdef GEN_GNU_
#define GEN_AUTO_CLOSE(name) __attribute__((__cleanup__(name##_cleanup_))) struct name
#endif

/* ---- Recursion ------------------------------------------------------------------------------- */

/* GEN_RECURSIVE(name, frame, T) { body } - a recursive generator, at the same cost per item
 * whatever its depth. You write `struct frame`, with a `struct gen gen` in it: what one level
 * remembers. The macro defines
 *
 *     struct <name> { struct <frame> *frames; unsigned capacity, depth_, closing_; };
 *
 * and the functions of GEN over it. You supply the array; frames[0], filled in by you, is the
 * outermost call. In the body, `self` is the frame of this level.
 *
 * GEN_CALL(value); - there, call the body anew: its frame starts as value (a struct frame); go
 * on here when it has finished. An error of the call is raised here, GEN_E_FULL where the array
 * has no room. After the call `child` points to the frame that it left behind, for its result.
 *
 *     struct visit { struct gen gen; const struct node *at; };
 *
 *     GEN_RECURSIVE (walk, visit, int) {
 *         GEN_BEGIN();
 *         if (self->at->left) GEN_CALL((struct visit){ .at = self->at->left });
 *         GEN_YIELD(self->at->value);
 *         if (self->at->right) GEN_CALL((struct visit){ .at = self->at->right });
 *         GEN_END();
 *     }
 *
 *     struct visit frames[16] = { { .at = root } };
 *     struct walk w = { .frames = frames, .capacity = 16 };
 *     GEN_FOR (value, walk, &w) printf("%d ", value);
 */
#define GEN_RECURSIVE(name, frame, T) \
    struct name { \
        struct frame *frames; \
        unsigned capacity; \
        unsigned depth_; \
        unsigned closing_; /* the calls less deep than this are being closed */ \
    }; \
    typedef gen_nothing_ name##_sent_; \
    GEN_DECLARE_(GEN_FUNCTION_, name, T) \
    GEN_FUNCTION_ gen_result_ name##_frame_(struct frame *self, struct frame *child, \
                                            name##_sent_ gen_sent_, gen_status gen_thrown_, \
                                            name##_item *gen_item_); \
    GEN_DEFINE_(GEN_FUNCTION_, name, gen_self_) { \
        name##_item gen_ignored_; /* what a call yields that is being closed */ \
        gen_status gen_answer_; \
        if (gen_self_->frames == GEN_NULL_ || gen_self_->capacity == 0) \
            return gen_out_(GEN_E_ARG); \
        if (GEN_RUNS_(&gen_self_->frames[gen_self_->depth_].gen)) return gen_out_(GEN_E_RUNNING); \
        if (gen_thrown_ == GEN_E_EXIT && gen_self_->closing_ != 0) { \
            gen_thrown_ = 0; /* it is thrown in already */ \
        } else if (gen_thrown_ == GEN_E_EXIT) { \
            gen_self_->closing_ = gen_self_->depth_ + 1; \
        } \
        for (;;) { \
            struct frame *const gen_top_ = &gen_self_->frames[gen_self_->depth_]; \
            gen_answer_ = GEN_STATUS_(name##_frame_( \
                gen_top_, gen_self_->depth_ + 1 < gen_self_->capacity ? gen_top_ + 1 : GEN_NULL_, \
                gen_sent_, gen_thrown_, gen_self_->closing_ > 1 ? &gen_ignored_ : gen_item_)); \
            gen_thrown_ = 0; \
            if (gen_answer_ == GEN_CALLED_) { \
                gen_self_->depth_++; \
                continue; \
            } \
            if (gen_answer_ == GEN_PENDING) return gen_out_(GEN_PENDING); \
            if (gen_answer_ == GEN_YIELDED && gen_self_->closing_ > 1) { \
                gen_self_->depth_ = gen_self_->closing_ - 1; \
                gen_answer_ = GEN_E_IGNORED_CLOSE; /* to the caller of the one that yielded */ \
            } else if (gen_self_->depth_ == 0 || gen_state(&gen_top_->gen) != GEN_CLOSED) { \
                break; \
            } \
            if (gen_self_->depth_ < \
                gen_self_->closing_) { /* a call that was being closed has ended */ \
                gen_self_->closing_ = gen_self_->depth_; \
                if (gen_answer_ == GEN_DONE) gen_answer_ = GEN_E_EXIT; \
            } \
            gen_self_->depth_--; \
            gen_thrown_ = gen_answer_; \
        } \
        gen_self_->closing_ = 0; \
        return gen_out_(gen_answer_); \
    } \
    GEN_HIDES_ GEN_FUNCTION_ gen_result_ name##_frame_( \
        struct frame *self, struct frame *child GEN_UNUSED_, name##_sent_ gen_sent_, \
        gen_status gen_thrown_, name##_item *gen_item_)

/* clang-format off */

#define GEN_CALL(...) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
        }; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_); \
        if (child == GEN_NULL_) { \
            gen_thrown_ = GEN_E_FULL; \
            GEN_UNWIND_(); \
        } \
        *child = (__VA_ARGS__); \
        child->gen.state_ = 0; \
        GEN_LEAVE_(GEN_VALUE_(gen_point_), GEN_CALLED_); \
        GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + GEN_VALUE_(gen_point_): GEN_STRICT_END_ \
        case GEN_VALUE_(gen_point_):; \
        GEN_RUNNING_(); \
        gen_entered_ = 0; /* what a call raises is not thrown in */ \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
    } while (0)

/* clang-format on */

/* ---- Tasks ----------------------------------------------------------------------------------- */

/* A cooperative executor: it polls the generators that were woken or whose deadline has come,
 * and no others. All storage is the caller's. Time is a count that you pass in, in whatever
 * unit; it may wrap.
 *
 *     struct blink { struct gen gen; struct gen_task task; };
 *     GEN(blink, char) {
 *         GEN_BEGIN();
 *         for (;;) {
 *             led_toggle();
 *             gen_deadline(&self->task, 500);
 *             GEN_AWAIT(gen_expired(&self->task));
 *         }
 *         GEN_END();
 *     }
 *     GEN_TASK(blink)
 *
 *     blink_spawn(&executor, &b.task, &b);
 *     while ((st = gen_run(&executor, millis())) != GEN_DONE) {
 *         if (st < 0) log_error(st);
 *         mask_interrupts();          // so that no wake comes between the test and the sleep
 *         if (st == GEN_PENDING && !gen_ready(&executor)) wait_for_interrupt();
 *         unmask_interrupts();
 *     }
 *
 * A wait with a timeout is `GEN_AWAIT(self->ready || gen_expired(&self->task));`. */
typedef uint32_t gen_tick;

struct gen_executor;

/* A task, zeroed before its first spawn; from then until it has ended it lies still. All members
 * are private. */
struct gen_task {
    gen_status (*poll_)(struct gen_task *gen_task_);
    void *generator_;
    struct gen_executor *executor_;
    struct gen_task *next_;
    gen_tick due_;
    gen_status status_;
    volatile unsigned char woken_;
    unsigned char timed_;
    unsigned char cancelled_;
};

/* A run queue; zeroed, it is empty. */
struct gen_executor {
    struct gen_task *first_;
    gen_tick now_;
    volatile unsigned char woken_;
    unsigned char running_;
};

/* GEN_TASK(name) - at file scope, without a semicolon: defines
 *
 *     gen_status <name>_spawn(struct gen_executor *, struct gen_task *, struct <name> *generator);
 *
 * which adds a task that is to be polled at the next run; GEN_E_ARG if that task is still alive.
 * Items that a task yields are dropped. */
#define GEN_TASK(name) \
    GEN_FUNCTION_ gen_status name##_poll_(struct gen_task *gen_task_) { \
        struct name *const gen_self_ = GEN_CAST_(struct name *, gen_task_->generator_); \
        name##_item gen_item_; \
        return gen_task_->cancelled_ ? name##_close(gen_self_) \
                                     : name##_next(gen_self_, &gen_item_); \
    } \
    GEN_FUNCTION_ gen_status name##_spawn(struct gen_executor *gen_executor_, \
                                          struct gen_task *gen_task_, \
                                          struct name *gen_generator_) { \
        return gen_spawn_(gen_executor_, gen_task_, name##_poll_, gen_generator_); \
    }

/* Poll each task that is due, once. GEN_DONE: no task is left. GEN_YIELDED: some want to go on at
 * once. GEN_PENDING: all wait; sleep until gen_wake or gen_next_deadline. Negative: the error
 * that ended a task, which is then out of the queue; run again for the others. GEN_E_RUNNING:
 * called by a task. */
GEN_FUNCTION_ gen_status gen_run(struct gen_executor *gen_executor_, gen_tick gen_now_);

/* Have a task polled at the next run. The one call that an interrupt handler or a signal may
 * make. */
GEN_FUNCTION_ void gen_wake(struct gen_task *gen_task_);

/* True if a task was woken, or wants to go on, since the last run. Before going to sleep test it
 * with interrupts masked: a wake may have come in between. Deadlines it knows nothing of. */
GEN_FUNCTION_ int gen_ready(const struct gen_executor *gen_executor_);

/* From a task's body: have it polled when `ticks` have passed, counted from the present run. Up to
 * half the range of gen_tick, and it must be run within half the range after that. A new deadline
 * replaces one that has not come. */
GEN_FUNCTION_ void gen_deadline(struct gen_task *gen_task_, gen_tick gen_ticks_);

/* From a task's body: has the deadline passed (or was there none)? */
GEN_FUNCTION_ int gen_expired(const struct gen_task *gen_task_);

/* True, and the earliest in *due, if a task waits for a deadline: until then the system may sleep.
 * It may have passed already. */
GEN_FUNCTION_ int gen_next_deadline(const struct gen_executor *gen_executor_, gen_tick *gen_due_);

/* Close a task's generator at the next runs, until it has ended, or has yielded: the run then
 * answers GEN_E_IGNORED_CLOSE. A no-op on one that has ended. */
GEN_FUNCTION_ void gen_cancel(struct gen_task *gen_task_);

/* GEN_PENDING while a task is alive; GEN_DONE, or the error that ended it, afterwards. */
GEN_FUNCTION_ gen_status gen_task_status(const struct gen_task *gen_task_);

/* ==== Private: what follows may change ======================================================== */

/* ---- Numbers --------------------------------------------------------------------------------- */

/* Values of gen.state_: 0 is not started, then these two; resume points count up from 4 in source
 * order. Small numbers fit into an instruction. GEN_ESCAPE_ is the handler that leaves the body. */
#define GEN_AT_RUNNING_ GEN_CAST_(GEN_STATE_T, 1)
#define GEN_AT_CLOSED_ GEN_CAST_(GEN_STATE_T, 2)
#define GEN_AT_MOST_ GEN_CAST_(GEN_STATE_T, -1)
#define GEN_ESCAPE_ (GEN_HANDLERS_ + 1)

/* What is in flight while a body unwinds: an error (negative), or one of these. 0 while it
 * runs. */
enum { GEN_LEFT_BY_RETURN_ = 1, GEN_LEFT_BY_BREAK_, GEN_LEFT_BY_CONTINUE_, GEN_LEFT_AT_END_ };

/* clang-format off */

/* A constant that an inner block may shadow, as yields and handlers need it: the size of a local
 * struct, for shadowing a tag draws no warning (in g++ it does, and shadowing an enumerator does
 * not). */
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
#define GEN_NEXT_PAIR_ (GEN_NEXT_ + (__COUNTER__ & 0))
#define GEN_NEXT_TRIPLE_ (GEN_NEXT_PAIR_ + (__COUNTER__ & 0))

/* A yield in a switch of the user's own would be that switch's label. To be told at compile
 * time, a yield carries a second label which fits only the 64-bit switch of the body. Optimisers
 * drop it; where ints are small, only when they optimise for size. */
#if defined(GEN_GNU_) && \
    (defined(__OPTIMIZE_SIZE__) || __SIZEOF_INT__ >= 4 || defined(GEN_LINT))
typedef uint64_t gen_at_t_;
#define GEN_INSIDE_A_SWITCH_ 0x140000000u /* a yield or try in a switch of yours: use if/else */
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
#else
typedef unsigned gen_at_t_;
#define GEN_INSIDE_A_SWITCH_ 0
#define GEN_STRICT_ if (0) switch (0) { default:;
#define GEN_STRICT_END_ ; }
#endif

/* Handlers have numbers that no state has, where there is room for them. */
#if defined(__SIZEOF_INT__) && __SIZEOF_INT__ >= 4
#define GEN_HANDLERS_ 0x10000
#else
#define GEN_HANDLERS_ 0
#endif

/* Outside any body: what a misplaced macro finds. gen_inside_ is 1 outside, 2 in a body, 3 in a
 * GEN_FINALLY; gen_part_ is 2 in a GEN_TRY, 3 in what handles it. */
GEN_SCOPED_(gen_inside_, 1);
#if defined(__clang__)
struct __attribute__((__deprecated__("outside of GEN_BEGIN and GEN_END"))) gen_outside_ {
    char size_[1];
};
#else
GEN_SCOPED_(gen_outside_, 2);
#endif
GEN_SCOPED_(gen_part_, 1);
GEN_SCOPED_(gen_base_, 1);
GEN_SCOPED_(gen_handler_, GEN_ESCAPE_);

/* clang-format on */

/* ---- Speed ----------------------------------------------------------------------------------- */

/* Where a small struct comes back in registers, a plain next has an entry of its own: it brings
 * nothing in, and the item comes back beside the status. */
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

/* Optimised for speed, the compiler makes that entry from a copy of the body in which nothing is
 * sent or thrown. */
#if defined(GEN_NEXT_IS_APART_) && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__)
#define GEN_FAST_ 1
#define GEN_BODY_ static inline __attribute__((__unused__, __always_inline__))
#define GEN_COLD_ static __attribute__((__unused__, __noinline__, __cold__))
#define GEN_CREATED_LABEL_ \
    gen_created_:
#define GEN_RARELY_CREATED_() \
    if (__builtin_expect(gen_at_ == 0, 0)) goto gen_created_
#else
#define GEN_FAST_ 0
#define GEN_BODY_ GEN_FUNCTION_
#define GEN_COLD_ GEN_FUNCTION_
#define GEN_CREATED_LABEL_
#define GEN_RARELY_CREATED_() ((void)0)
#endif

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

/* ---- Mistakes -------------------------------------------------------------------------------- */

/* `unsigned error_<what is wrong> GEN_IF_(mistake);` in a local struct is an error of that name. It
 * stands in the public macro itself, because gcc and clang quote each macro that leads to it. */
#define GEN_IF_SET_(constant) GEN_IF_(GEN_VALUE_(constant) == 2)
#define GEN_FINAL_ (GEN_VALUE_(gen_inside_) == 3)
#define GEN_PART_ GEN_VALUE_(gen_part_)
#define GEN_TOO_MANY_ (GEN_NEXT_ - 1 > GEN_AT_MOST_)

/* clang says nothing more after a fatal error, and only a warning can be made one: the deprecated
 * struct that is found outside of a body. */
#if defined(__clang__)
#define GEN_FATAL_ \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic fatal \"-Wdeprecated\"")
#define GEN_FATAL_END_ _Pragma("clang diagnostic pop")
#else
#define GEN_FATAL_
#define GEN_FATAL_END_
#endif

/* Is it another type than that of the items? What can tell need not look at the pointer again, so
 * there is one error and not two. */
#if defined(GEN_GNU_) && !defined(__cplusplus)
#define GEN_NOT_ITEM_(T) !__builtin_types_compatible_p(T, __typeof__(*gen_item_))
#define GEN_CHECKED_(pointer) ((void *)(pointer))
#else
#define GEN_NOT_ITEM_(T) (sizeof(T) != sizeof *gen_item_)
#define GEN_CHECKED_(pointer) (pointer)
#endif

/* The documented names that a body or an expression sees may hide names of the user's: from the
 * head of a body to GEN_BEGIN, and in a stage or a terminal of itertools.h. A second GEN_BEGIN pops
 * twice, of which clang must not warn, because the mistake is reported by its name. */
#ifdef GEN_GNU_
#define GEN_HIDES_ _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")
#define GEN_HIDES_END_ \
    _Pragma("GCC diagnostic ignored \"-Wunknown-pragmas\"") _Pragma("GCC diagnostic pop")
#else
#define GEN_HIDES_
#define GEN_HIDES_END_
#endif

/* ---- The parts of a body --------------------------------------------------------------------- */

#if defined(GEN_LINT) && defined(__clang__)
#pragma clang diagnostic error "-Wuninitialized"
#pragma clang diagnostic error "-Wconditional-uninitialized"
#elif defined(GEN_LINT) && defined(__GNUC__) && !defined(__cplusplus)
#pragma GCC diagnostic error "-Wjump-misses-init"
#endif

/* What a body's function returns: a struct, where that is passed in the same register as an int,
 * so that a raw `return` does not compile; elsewhere the status itself. */
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

/* clang-format off */

/* What a generator without GEN_RECV is sent: nothing, or what its delegator hands down, which it
 * hands to its own child. */
#ifdef __cplusplus
#define GEN_CAST_(T, value) static_cast<T>(value)
#define GEN_EXTERN_C_ extern "C"
#define GEN_NULL_ nullptr
#define GEN_ZERO_ {}
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
#define GEN_MOVE_(T, value) (value)
typedef const void *gen_nothing_;
#endif

/* clang-format on */

/* Go to the innermost handler in scope with what is in flight. */
#define GEN_UNWIND_() \
    do { \
        if (GEN_VALUE_(gen_handler_) == GEN_ESCAPE_) goto gen_finish_; \
        gen_at_ = GEN_VALUE_(gen_handler_); \
        goto gen_dispatch_; \
    } while (0)

/* clang-format off */

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

/* A resume point that may answer GEN_PENDING has a second number: there waits a generator that is
 * being closed, so that a close that asks again is not thrown in a second time. One that delegates
 * has a third: there it waits for its child to be closed. */
#define GEN_RESUMED_(point) \
    case (point) + 1: \
    gen_entered_ = GEN_E_EXIT; \
    if (gen_thrown_ == GEN_E_EXIT) gen_thrown_ = 0; \
    if (0) { \
    case (point):; \
    } \
    GEN_RUNNING_()

#define GEN_DELEGATED_(point) \
    GEN_RESUMED_(point); \
    if (0) { \
        case (point) + 2: \
        GEN_RUNNING_(); \
        gen_entered_ = GEN_E_EXIT; \
        if (gen_thrown_ == 0) gen_thrown_ = GEN_E_EXIT; \
    } \
    (void)0

#define GEN_FOR_AWAIT_(point, lvalue, name, pointer) \
    if (0) { \
        struct gen_check_ { \
            unsigned error_more_yields_than_GEN_STATE_T_can_number \
                GEN_IF_((point) + 2 > GEN_AT_MOST_); \
        }; \
        GEN_STRICT_ case GEN_INSIDE_A_SWITCH_ + (point): GEN_STRICT_END_ \
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

/* A block of a try is a loop of one turn, so that `break` and `continue` come out here and not
 * beyond the finally. What is in flight afterwards says how it was left. */
#define GEN_BLOCK_ do {

#define GEN_END_OF_BLOCK_ \
                gen_thrown_ = GEN_LEFT_AT_END_; \
            } while ((gen_thrown_ = gen_thrown_ == 0 ? GEN_LEFT_BY_CONTINUE_ : gen_thrown_) && 0); \
            if (gen_thrown_ == 0) gen_thrown_ = GEN_LEFT_BY_BREAK_;

/* The block of a finally, in a second such loop, which when the block is left at its end puts back
 * what was in flight. */
#define GEN_FINAL_BLOCK_(kept) \
    for (gen_at_ = 0; gen_at_ == 0; gen_at_ = 1, \
        gen_thrown_ = gen_thrown_ == 0                  ? GEN_LEFT_BY_BREAK_ \
                      : gen_thrown_ == GEN_LEFT_AT_END_ ? (kept) \
                                                        : gen_thrown_) \
        GEN_BLOCK_

/* ...and here the errors come in. The handler is no longer in scope after it. */
#define GEN_HANDLER_ \
            case GEN_VALUE_(gen_handler_):; \
            } \
        }

/* clang-format on */

struct gen_state_check_ {
    unsigned error_GEN_STATE_T_must_be_an_unsigned_type GEN_IF_(1 * GEN_AT_MOST_ < 2);
    unsigned error_GEN_STATE_T_is_wider_than_unsigned GEN_IF_(sizeof(GEN_STATE_T) >
                                                              sizeof(unsigned));
};

/* A generator that cannot go on: finished, running, or with no such resume point. */
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
#if defined(__OPTIMIZE_SIZE__) || defined(__SDCC)
    return gen_is_closed_ ? gen_thrown_ : gen_is_running_ ? GEN_E_RUNNING : GEN_E_BAD_STATE;
#else
    /* without branches: they would find their way into the switch of each body */
    const int gen_is_neither_ = gen_is_running_ + gen_is_closed_ == 0;
    return (-gen_is_running_ & GEN_E_RUNNING) | (-gen_is_closed_ & gen_thrown_) |
           (-gen_is_neither_ & GEN_E_BAD_STATE);
#endif
}

/* What a close answers, by what the body answered to GEN_E_EXIT. */
GEN_FUNCTION_ gen_status gen_closed_(gen_status gen_status_) {
    return gen_status_ == GEN_E_EXIT    ? GEN_DONE
           : gen_status_ == GEN_YIELDED ? GEN_E_IGNORED_CLOSE
                                        : gen_status_;
}

/* Stop the program, and be seen to: a trap where there is one. */
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

/* ---- The functions of a generator ------------------------------------------------------------ */

/* What a body that delegates does at each resume is <name>_delegate_. It answers GEN_E_EXIT if a
 * close went well, and GEN_PENDING plus 4 times k if the child is pending: wait at the k-th number
 * of the point. For speed, it passes no pointer of the body's on but to the child's next, so that
 * an item may stay in a register on its way up. */
#define GEN_DECLARE_(linkage, name, T) \
    typedef T name##_item; \
    linkage gen_result_ name##_resume_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_); \
    GEN_DECLARE_GET_(linkage, name) \
    GEN_FUNCTION_ gen_status name##_next(struct name *gen_self_, name##_item *gen_item_) { \
        GEN_GET_(name) \
        return GEN_STATUS_(name##_resume_(gen_self_, GEN_NULL_, 0, gen_item_)); \
    } \
    GEN_ITERATES_(name) \
    GEN_FUNCTION_ gen_status name##_throw(struct name *gen_self_, gen_status gen_error_, \
                                          name##_item *gen_item_) { \
        return gen_error_ < 0 \
                   ? GEN_STATUS_(name##_resume_(gen_self_, GEN_NULL_, gen_error_, gen_item_)) \
                   : GEN_E_ARG; \
    } \
    GEN_FUNCTION_ gen_status name##_close(struct name *gen_self_) { \
        name##_item gen_item_; \
        return gen_closed_( \
            GEN_STATUS_(name##_resume_(gen_self_, GEN_NULL_, GEN_E_EXIT, &gen_item_))); \
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

#define GEN_PASS_ON_(name, function) \
    GEN_COLD_ gen_status function(struct name *gen_self_, name##_sent_ gen_sent_, \
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

/* sdcc inlines nothing, and an 8051 has 200 bytes of stack: what only calls another is left out. */
#if defined(__SDCC)
#define GEN_DELEGATE_(name) GEN_PASS_ON_(name, name##_delegate_)
#else
#define GEN_DELEGATE_(name) \
    GEN_PASS_ON_(name, name##_pass_on_) \
    GEN_FUNCTION_ gen_status name##_delegate_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                              gen_status gen_thrown_, gen_status gen_entered_, \
                                              name##_item *gen_item_) { \
        if (GEN_FAST_) { \
            name##_item gen_own_ GEN_UNSET_; \
            gen_status gen_status_; \
            if (gen_entered_ != GEN_E_EXIT && gen_thrown_ == 0 && gen_sent_ == GEN_NULL_) \
                return name##_next(gen_self_, gen_item_); \
            gen_status_ = \
                name##_pass_on_(gen_self_, gen_sent_, gen_thrown_, gen_entered_, &gen_own_); \
            if (gen_status_ == GEN_YIELDED) *gen_item_ = GEN_MOVE_(name##_item, gen_own_); \
            return gen_status_; \
        } \
        return name##_pass_on_(gen_self_, gen_sent_, gen_thrown_, gen_entered_, gen_item_); \
    }
#endif

/* The entry of a plain next, for items that fit a register; for others it is a trap that nobody
 * calls. An item that only C++ has may be declared extern "C" too, as the other functions are. */
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
#define GEN_DECLARE_GET_(linkage, name) \
    struct name##_got_ { \
        gen_status status_; \
        name##_item item_ __attribute__((__aligned__(8))); \
    }; \
    GEN_ANY_ITEM_ \
    linkage struct name##_got_ name##_get_(struct name *gen_self_); \
    GEN_ANY_ITEM_END_
#define GEN_GET_(name) \
    if (sizeof(name##_item) <= 8) { \
        struct name##_got_ gen_got_ = name##_get_(gen_self_); \
        GEN_KNOWN_(gen_got_.status_ <= GEN_PENDING); \
        if (gen_got_.status_ == GEN_YIELDED) *gen_item_ = GEN_MOVE_(name##_item, gen_got_.item_); \
        return gen_got_.status_; \
    }
#define GEN_DEFINE_GET_(linkage, name) \
    GEN_ANY_ITEM_ \
    linkage struct name##_got_ name##_get_(struct name *gen_self_) { \
        struct name##_got_ gen_got_ GEN_UNSET_; \
        if (sizeof(name##_item) > 8) gen_trap_(GEN_E_ARG); \
        gen_got_.status_ = GEN_STATUS_(name##_body_(gen_self_, GEN_NULL_, 0, &gen_got_.item_)); \
        return gen_got_; \
    } \
    GEN_ANY_ITEM_END_
#else
#define GEN_DECLARE_GET_(linkage, name)
#define GEN_GET_(name)
#define GEN_DEFINE_GET_(linkage, name)
#endif

#if defined(__SDCC)
#define GEN_DEFINE_(linkage, name, self) \
    linkage gen_result_ name##_resume_(struct name *self, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_)
#else
#define GEN_DEFINE_(linkage, name, self) \
    GEN_BODY_ gen_result_ name##_body_(struct name *self, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_); \
    linkage gen_result_ name##_resume_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_) { \
        return name##_body_(gen_self_, gen_sent_, gen_thrown_, gen_item_); \
    } \
    GEN_DEFINE_GET_(linkage, name) \
    GEN_BODY_ gen_result_ name##_body_(struct name *self, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_)
#endif

/* Both names of what is sent: for the user, and for GEN_YIELD_FROM, which must know no other. */
#define GEN_DEFINE_RECV_(linkage, name) \
    GEN_BODY_ gen_result_ name##_received_(struct name *self, name##_sent_ gen_sent_, \
                                           name##_sent_ sent, gen_status gen_thrown_, \
                                           name##_item *gen_item_); \
    GEN_DEFINE_(linkage, name, gen_self_) { \
        return name##_received_(gen_self_, gen_sent_, gen_sent_, gen_thrown_, gen_item_); \
    } \
    GEN_HIDES_ GEN_BODY_ gen_result_ name##_received_( \
        struct name *self, name##_sent_ gen_sent_, name##_sent_ GEN_UNUSED_ sent, \
        gen_status gen_thrown_, name##_item *gen_item_)

/* What makes a generator an iterator, as itertools.h combines them and as GEN_FOR pulls from them:
 * a step, which may answer GEN_SKIP (never here), and how many items are left, at the least and at
 * the most. */
#define GEN_ITERATES_(name) \
    enum { name##_skips_ = 0, name##_cuts_ = 0, name##_fleeting_ = 0 }; \
    GEN_FUNCTION_ void name##_cut_(struct name *gen_self_, size_t gen_count_) { \
        (void)gen_self_; \
        (void)gen_count_; \
    } \
    GEN_FUNCTION_ void name##_pass_(struct name *gen_self_, size_t gen_count_) { \
        (void)gen_self_; \
        (void)gen_count_; \
    } \
    GEN_FUNCTION_ gen_status name##_step(struct name *gen_self_, name##_item *gen_item_) { \
        return name##_next(gen_self_, gen_item_); \
    } \
    GEN_EACH_(name) \
    GEN_FUNCTION_ void name##_will_pull(struct name *gen_self_, size_t gen_count_) { \
        (void)gen_self_; \
        (void)gen_count_; \
    } \
    GEN_FUNCTION_ size_t name##_at_least(const struct name *gen_self_) { \
        (void)gen_self_; \
        return 0; \
    } \
    GEN_FUNCTION_ size_t name##_at_most(const struct name *gen_self_) { \
        (void)gen_self_; \
        return GEN_CAST_(size_t, -1); \
    }

#define GEN_SEND_(name) \
    GEN_FUNCTION_ gen_status name##_send(struct name *gen_self_, name##_sent_ gen_value_, \
                                         name##_item *gen_item_) { \
        if (gen_value_ != GEN_NULL_ && gen_self_->gen.state_ == 0) return GEN_E_NOT_STARTED; \
        return GEN_STATUS_(name##_resume_(gen_self_, gen_value_, 0, gen_item_)); \
    }

#ifdef GEN_GNU_
#define GEN_CLEANUP_(name) \
    GEN_FUNCTION_ void name##_cleanup_(struct name *gen_self_) { \
        while (gen_closing_(name##_close(gen_self_)) == GEN_PENDING) {} \
    }
#else
#define GEN_CLEANUP_(name)
#endif

/* ---- Loops ----------------------------------------------------------------------------------- */

#define GEN_UNIQUE_(prefix, line) GEN_PASTE_(prefix, line)
#define GEN_PASTE_(prefix, line) prefix##line

GEN_FUNCTION_ gen_status gen_uncaught_(gen_status gen_status_) {
    if (gen_status_ < 0) {
        GEN_UNCAUGHT(gen_status_);
    }
    return gen_status_;
}

/* Shall a loop that has no item go on and ask? */
GEN_FUNCTION_ int gen_again_(gen_status gen_status_) {
    if (gen_status_ == GEN_PENDING) {
        GEN_IDLE();
    }
    return gen_status_ > GEN_YIELDED;
}

/* After one try to close. */
GEN_FUNCTION_ gen_status gen_closing_(gen_status gen_status_) {
    if (gen_status_ == GEN_PENDING) {
        GEN_IDLE();
    }
    return gen_uncaught_(gen_status_);
}

/* The innermost loop of a GEN_FOR. An iterator that never skips is stepped at two places, the first
 * outside the loop: the state is then a constant at each, and inlining yields the hand-written
 * loop. An iterator that skips is stepped at one place. clang cannot merge two nested loops, so
 * there a skip stays inside this loop; gcc can, so there a skip leaves it and the outer loop
 * retries. When optimising for size, each turn calls next. */
#if !defined(__OPTIMIZE__) || defined(__OPTIMIZE_SIZE__)
#define GEN_PULL_EACH_(status, name, from, item) \
    for (; ((status) = name##_next(from, item)) == GEN_YIELDED;)
#elif defined(__clang__)
#define GEN_SKIPPED_(status, name) (name##_skips_ == 1 && (status) == GEN_SKIP)
/* clang-format off */
#define GEN_PULL_EACH_(status, name, from, item) \
    for ((status) = name##_skips_ == 1 ? (status) : name##_step(from, item); \
         (name##_skips_ == 1 ? ((status) = name##_step(from, item)) : (status)) == GEN_YIELDED || \
         GEN_SKIPPED_(status, name); \
         (status) = name##_skips_ == 1 ? (status) : name##_step(from, item)) \
        GEN_UNBRACED_ if (GEN_SKIPPED_(status, name)) {} else GEN_UNBRACED_END_
#define GEN_UNBRACED_ /* its `else` is no mistake under an unbraced `if` of the user's */ \
    _Pragma("clang diagnostic push") \
    _Pragma("clang diagnostic ignored \"-Wdangling-else\"")
#define GEN_UNBRACED_END_ _Pragma("clang diagnostic pop")
/* clang-format on */
#else
#define GEN_PULL_EACH_(status, name, from, item) \
    for ((status) = name##_step(from, item); (status) == GEN_YIELDED; \
         (status) = name##_skips_ == 1 ? GEN_CAST_(gen_status, GEN_SKIP) \
                                       : name##_step(from, item))
#endif

/* N_each_ calls a terminal's function (the sink) with every item. It returns GEN_YIELDED if the
 * sink stopped it, otherwise the status that ended the items. N_nests_ is 0 for an iterator that
 * uses this N_each_. An iterator of consecutive or nested loops has its own N_each_, and N_nests_
 * is 1 there; each stage that passes its items on to the terminal's sink adds 1. */
#if GEN_FAST_
#define GEN_EACH_(name) GEN_EACH_OR_(name, 0, (void)0)
#define GEN_EACH_OR_(name, nests, ...) \
    enum { name##_nests_ = (nests) }; \
    GEN_BODY_ gen_status name##_each_( \
        struct name *gen_self_, int (*gen_sink_)(void *, name##_item *), void *gen_context_) { \
        name##_item gen_item_ GEN_UNSET_; \
        gen_status gen_status_ = GEN_SKIP; \
        __VA_ARGS__; \
        do { \
            GEN_PULL_EACH_ (gen_status_, name, gen_self_, &gen_item_) \
                if (gen_sink_(gen_context_, &gen_item_)) break; \
        } while (name##_skips_ == 1 && gen_status_ == GEN_SKIP); \
        return gen_status_; \
    }
#else
#define GEN_EACH_(name)
#endif

/* The block runs while the status is GEN_YIELDED, then the close, while it answers GEN_PENDING. */
#define GEN_CLOSING_(self, once, status, name, pointer) \
    for (struct name *self = (pointer), **once = &self; once != GEN_NULL_; once = GEN_NULL_) \
        for (gen_status status = GEN_YIELDED; status > 0; \
             status = gen_closing_(name##_close(self))) \
            for (; status == GEN_YIELDED; status = GEN_PENDING)

/* Half the range of gen_tick: what lies further ahead is in the past. */
#define GEN_TICK_FUTURE_ 0x7FFFFFFFu

/* ---- Functions ------------------------------------------------------------------------------- */

GEN_FUNCTION_ enum gen_state gen_state(const struct gen *gen_it_) {
    return gen_it_->state_ == 0                 ? GEN_CREATED
           : gen_it_->state_ == GEN_AT_RUNNING_ ? GEN_RUNNING
           : gen_it_->state_ == GEN_AT_CLOSED_  ? GEN_CLOSED
                                                : GEN_SUSPENDED;
}

GEN_FUNCTION_ const char *gen_strerror(gen_status gen_status_) {
    switch (gen_status_) {
    case GEN_DONE: return "GEN_DONE: finished";
    case GEN_YIELDED: return "GEN_YIELDED: an item";
    case GEN_PENDING: return "GEN_PENDING: nothing yet";
    case GEN_E_RUNNING: return "GEN_E_RUNNING: resumed while running";
    case GEN_E_IGNORED_CLOSE: return "GEN_E_IGNORED_CLOSE: yielded while being closed";
    case GEN_E_NOT_STARTED: return "GEN_E_NOT_STARTED: a value sent before the first yield";
    case GEN_E_EXIT: return "GEN_E_EXIT: being closed";
    case GEN_E_BAD_STATE: return "GEN_E_BAD_STATE: no such resume point";
    case GEN_E_ARG: return "GEN_E_ARG: an argument was refused";
    case GEN_E_FULL: return "GEN_E_FULL: no room left";
    case GEN_E_STALE: return "GEN_E_STALE: used after its source moved on";
    default: return gen_status_ < 0 ? "an error of the program" : "not a status";
    }
}

GEN_FUNCTION_ gen_status gen_spawn_(struct gen_executor *gen_executor_, struct gen_task *gen_task_,
                                    gen_status (*gen_poll_)(struct gen_task *),
                                    void *gen_generator_) {
    struct gen_task **gen_end_ = &gen_executor_->first_;
    if (gen_task_->status_ == GEN_PENDING) return GEN_E_ARG;
    while (*gen_end_ != GEN_NULL_) gen_end_ = &(*gen_end_)->next_;
    gen_task_->poll_ = gen_poll_;
    gen_task_->generator_ = gen_generator_;
    gen_task_->executor_ = gen_executor_;
    gen_task_->next_ = GEN_NULL_;
    gen_task_->status_ = GEN_PENDING;
    gen_task_->timed_ = 0;
    gen_task_->cancelled_ = 0;
    *gen_end_ = gen_task_;
    gen_wake(gen_task_);
    return GEN_DONE;
}

/* Two bytes stored, so it needs no lock; in this order, so that whoever sees the second sees the
 * first. */
GEN_FUNCTION_ void gen_wake(struct gen_task *gen_task_) {
    gen_task_->woken_ = 1;
    if (gen_task_->executor_ != GEN_NULL_) gen_task_->executor_->woken_ = 1;
}

/* Is it among those that a run polls? A deadline counts once. */
GEN_FUNCTION_ int gen_take_(struct gen_task *gen_task_, gen_tick gen_now_) {
    const gen_tick gen_late_ = gen_now_ - gen_task_->due_;
    const int gen_due_ = gen_task_->timed_ && gen_late_ <= GEN_TICK_FUTURE_;
    const int gen_woken_ = gen_task_->woken_;
    if (gen_due_) gen_task_->timed_ = 0;
    if (gen_woken_)
        gen_task_->woken_ = 0; /* only what was seen, and before the poll: no wake is lost */
    return gen_due_ || gen_woken_;
}

GEN_FUNCTION_ gen_status gen_run(struct gen_executor *gen_executor_, gen_tick gen_now_) {
    struct gen_task **gen_at_ = &gen_executor_->first_;
    struct gen_task *gen_task_;
    unsigned gen_left_ = 0; /* those that are spawned in this run wait for the next */
    gen_status gen_status_ = GEN_DONE;
    if (gen_executor_->running_) return GEN_E_RUNNING;
    gen_executor_->running_ = 1;
    gen_executor_->now_ = gen_now_;
    gen_executor_->woken_ = 0;
    for (gen_task_ = gen_executor_->first_; gen_task_ != GEN_NULL_; gen_task_ = gen_task_->next_)
        gen_left_++;
    for (; gen_left_ > 0 && gen_status_ >= 0; gen_left_--) {
        gen_task_ = *gen_at_;
        gen_status_ = GEN_PENDING;
        if (gen_take_(gen_task_, gen_now_)) gen_status_ = gen_task_->poll_(gen_task_);
        if (gen_status_ == GEN_YIELDED) gen_wake(gen_task_);
        if (gen_status_ > 0) {
            gen_at_ = &gen_task_->next_;
        } else {
            gen_task_->status_ = gen_status_;
            *gen_at_ = gen_task_->next_;
        }
    }
    gen_executor_->running_ = 0;
    if (gen_status_ < 0) {
        gen_executor_->woken_ = 1; /* some were not looked at */
        return gen_status_;
    }
    return gen_executor_->first_ == GEN_NULL_ ? GEN_DONE
           : gen_executor_->woken_            ? GEN_YIELDED
                                              : GEN_PENDING;
}

GEN_FUNCTION_ int gen_ready(const struct gen_executor *gen_executor_) {
    return gen_executor_->woken_;
}

GEN_FUNCTION_ void gen_deadline(struct gen_task *gen_task_, gen_tick gen_ticks_) {
    gen_task_->due_ = gen_task_->executor_->now_ + gen_ticks_;
    gen_task_->timed_ = 1;
}

GEN_FUNCTION_ int gen_expired(const struct gen_task *gen_task_) { return !gen_task_->timed_; }

GEN_FUNCTION_ int gen_next_deadline(const struct gen_executor *gen_executor_, gen_tick *gen_due_) {
    const struct gen_task *gen_task_, *gen_first_ = GEN_NULL_;
    for (gen_task_ = gen_executor_->first_; gen_task_ != GEN_NULL_; gen_task_ = gen_task_->next_) {
        const gen_tick gen_later_ =
            gen_first_ != GEN_NULL_ ? gen_task_->due_ - gen_first_->due_ : GEN_TICK_FUTURE_ + 1;
        if (gen_task_->timed_ && gen_later_ > GEN_TICK_FUTURE_) gen_first_ = gen_task_;
    }
    if (gen_first_ == GEN_NULL_) return 0;
    *gen_due_ = gen_first_->due_;
    return 1;
}

GEN_FUNCTION_ void gen_cancel(struct gen_task *gen_task_) {
    if (gen_task_->status_ != GEN_PENDING) return;
    gen_task_->cancelled_ = 1;
    gen_wake(gen_task_);
}

GEN_FUNCTION_ gen_status gen_task_status(const struct gen_task *gen_task_) {
    return gen_task_->status_;
}

#endif /* GEN_H */
