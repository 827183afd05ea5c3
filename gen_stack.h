/* gen_stack.h - generators that call themselves and each other: Python's yield from at the same cost
 * at any depth. One file, C99 or C++11, freestanding; needs gen.h beside it.
 *
 * SPDX-License-Identifier: MIT
 *
 * GEN_YIELD_FROM of gen.h hands an item up through each generator that delegates, so an item costs
 * as much as it is deep. Here the generators that have called each other are on a stack, and a
 * resume goes straight to the innermost of them. You supply the array for the stack.
 *
 *     #include "gen_stack.h"
 *     #include <stdio.h>
 *
 *     struct node { int value; const struct node *left, *right; };
 *     struct visit { struct gen gen; const struct node *at; };
 *
 *     GEN_RECURSIVE (walk, visit, int) { // a body that calls itself
 *         GEN_BEGIN();
 *         if (self->at->left) GEN_CALL((struct visit){.at = self->at->left});
 *         GEN_YIELD(self->at->value);
 *         if (self->at->right) GEN_CALL((struct visit){.at = self->at->right});
 *         GEN_END();
 *     }
 *
 *     int main(void) {
 *         static const struct node one = {1, NULL, NULL}, root = {2, &one, NULL};
 *         struct visit frames[16] = {{.at = &root}};
 *         struct walk w = {.frames = frames, .capacity = 16};
 *         GEN_FOR (value, walk, &w) printf("%d\n", value); // 1 2
 *     }
 *
 * The rules, beside those of gen.h:
 *  1. Zero the struct that you pull from (walk), give it the array and its length, and fill in the
 *     array's first element: the outermost call.
 *  2. It is an iterator like any other generator: in GEN_FOR, in GEN_YIELD_FROM, under a stage of
 *     itertools.h.
 *  3. A call means what GEN_YIELD_FROM means. Errors, values and closes go to the innermost
 *     generator first; what it raises is raised in its caller.
 *  4. If the array is full, GEN_E_FULL is raised in the caller.
 *
 * Everything here, by name:
 *
 *     GEN_RECURSIVE(name, frame, T) { }          a body that calls itself
 *     GEN_CALL(frame);                           call it
 *
 *     GEN_STACK(name, T), GEN_STACK_RECV(...)    a stack for generators of several kinds
 *     GEN_STACKED(kind, name) { }                define such a generator
 *     GEN_DELEGATE(kind, pointer);               call it
 *     GEN_LINK(kind, pointer)                    the outermost: the first element of the array
 *
 *     GEN_DECLARE_RECURSIVE, GEN_DEFINE_RECURSIVE,
 *     GEN_DECLARE_STACKED, GEN_DEFINE_STACKED    the same, for several files
 */
#ifndef GEN_STACK_H
#define GEN_STACK_H

#include "gen.h"

#ifndef GEN_BODY_ /* gen.h has reported an error */
#elif GEN_PRIVATE_ != 6
#error "gen_stack.h: the gen.h that it includes is of another version: take both from one."
#else

#ifdef GEN_GNU_
#pragma GCC diagnostic push
GEN_CHECK_READS_
#endif

/* ---- A body that calls itself ---------------------------------------------------------------- */

/* GEN_RECURSIVE(name, frame, T) { body } - define a recursive generator. You write `struct frame`,
 * with a `struct gen gen` in it: what one call remembers. The macro defines
 *
 *     struct <name> { struct <frame> *frames; unsigned capacity; size_t at_, closing_; };
 *
 * and the functions of GEN over it. frames[0], which you fill in, is the outermost call; the frame
 * of a call follows that of its caller, so self[-1] is the caller of any call but the outermost.
 *
 * GEN_CALL(value); - call the body again: its frame begins as value (a struct frame). Go on here
 * when it has finished. After the call, `child` points to its frame, where it may have left a
 * result.
 *
 * Between two resumes you may move the frames to a longer array. A copy of the struct forks the
 * generator if you copy the frames, too, and point the copy to them. */
#define GEN_RECURSIVE(name, frame, T) \
    GEN_DECLARE_RECURSIVE_(GEN_FUNCTION_, name, frame, T) \
    GEN_CHECKS_ GEN_HIDES_ GEN_DEFINE_RECURSIVE_(GEN_FUNCTION_, name, frame)

/* For several files: put GEN_DECLARE_RECURSIVE(name, frame, T), without a semicolon, into a header,
 * after `struct frame`, and GEN_DEFINE_RECURSIVE(name, frame) { body } into one file. */
#define GEN_DECLARE_RECURSIVE(name, frame, T) GEN_DECLARE_RECURSIVE_(GEN_EXTERN_C_, name, frame, T)
#define GEN_DEFINE_RECURSIVE(name, frame) \
    GEN_CHECKS_ GEN_HIDES_ GEN_DEFINE_RECURSIVE_(GEN_EXTERN_C_, name, frame)

/* clang-format off */

/* GEN_CALL expands to
 *
 *         if (gen_stack_->at_ >= (gen_stack_->capacity - 1) * sizeof *child) {
 *             gen_thrown_ = GEN_E_FULL;
 *             goto <handler>;
 *         }
 *         *child = <value>;
 *         child->gen.state_ = 0;
 *         gen_->state_ = N;
 *         return gen_out_(GEN_CALLED_);
 *     case N + 1:                                       // the call has finished
 *         gen_->state_ = 1;
 *         gen_entered_ = 0;
 *         if (gen_thrown_ != 0) goto <handler>;
 */
#define GEN_CALL(...) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
            unsigned error_GEN_CALL_outside_GEN_RECURSIVE GEN_IF_(GEN_NO_STACK_); \
        }; (void)gen_stack_; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_PAIR_); \
        if (gen_stack_->at_ >= (gen_stack_->capacity - 1) * sizeof *child) { \
            gen_thrown_ = GEN_E_FULL; \
            GEN_UNWIND_(); \
        } \
        *child = (__VA_ARGS__); \
        child->gen.state_ = 0; \
        GEN_LEAVE_(GEN_VALUE_(gen_point_), GEN_CALLED_); \
        GEN_STRICT_ case GEN_VALUE_(gen_point_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
        case GEN_VALUE_(gen_point_) + 1:; \
        GEN_RUNNING_(); \
        gen_entered_ = 0; /* what a call raises is not thrown in */ \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
    } while (0)

/* clang-format on */

/* ---- Bodies that call each other ------------------------------------------------------------- */

/* GEN_STACK(name, T) - define a stack for generators of several kinds that yield items of type T.
 * GEN_STACK_RECV(name, IN, T) is the same, with values of type IN sent to it. It defines
 *
 *     struct <name>_link { ... };                       // two pointers: a generator on the stack
 *     struct <name> { struct <name>_link *links; unsigned capacity; size_t at_, closing_; };
 *
 * and the functions of GEN over it (of GEN_RECV: <name>_send, too).
 *
 * GEN_STACKED(kind, name) { body } - define a generator over `struct kind` for the stack `name`. It
 * has no functions of its own, because only its stack resumes it. In the body, `sent` is as in
 * GEN_RECV.
 *
 * GEN_DELEGATE(kind, pointer); - call another generator of this stack, or go on with it, and hand
 * out all its items. The pointer is evaluated once. The generator must stay where it is until it
 * has finished. GEN_E_RUNNING is raised here if it runs, or is on the stack already.
 *
 *     GEN_STACK(numbers, int)
 *
 *     struct run { struct gen gen; int i, n; };
 *     GEN_STACKED (run, numbers) {
 *         GEN_BEGIN();
 *         for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
 *         GEN_END();
 *     }
 *
 *     struct twice { struct gen gen; struct run run; };
 *     GEN_STACKED (twice, numbers) {
 *         GEN_BEGIN();
 *         self->run = (struct run){.n = 3};
 *         GEN_DELEGATE(run, &self->run);
 *         self->run = (struct run){.n = 2};
 *         GEN_DELEGATE(run, &self->run);
 *         GEN_END();
 *     }
 *
 *     struct twice t = {0};
 *     struct numbers_link links[8] = {GEN_LINK(twice, &t)};
 *     struct numbers n = {.links = links, .capacity = 8};
 *     GEN_FOR (number, numbers, &n) printf("%d ", number);   // 0 1 2 0 1
 *
 * A generator is on one stack at a time. It cannot be moved or copied while it is there, because
 * its link points to it. */
#define GEN_STACK(name, T) \
    typedef gen_nothing_ name##_sent_; \
    GEN_STACK_OF_(name, T)
#define GEN_STACK_RECV(name, IN, T) \
    typedef IN const *name##_sent_; \
    GEN_STACK_OF_(name, T) \
    GEN_STACK_SEND_(name)

#define GEN_STACKED(name, stack) \
    GEN_STACKED_ENTRIES_(name, stack) \
    static const struct stack##_kind_ name##_kind_ GEN_UNUSED_ = GEN_KIND_(name); \
    GEN_STACKED_PUSH_(name, stack) \
    GEN_STACKED_BODY_(name, stack)

/* For several files, and for a generator that is called before its body: put
 * GEN_DECLARE_STACKED(kind, name), without a semicolon, into a header, after `struct kind`, and
 * GEN_DEFINE_STACKED(kind, name) { body } into one file. */
#define GEN_DECLARE_STACKED(name, stack) \
    GEN_STACK_EXTERN_ const struct stack##_kind_ name##_kind_; \
    GEN_STACKED_PUSH_(name, stack)
#define GEN_DEFINE_STACKED(name, stack) \
    GEN_STACKED_ENTRIES_(name, stack) \
    const struct stack##_kind_ name##_kind_ = GEN_KIND_(name); \
    GEN_STACKED_BODY_(name, stack)

#define GEN_LINK(name, pointer) \
    { &name##_kind_, (pointer) }

/* clang-format off */

/* GEN_DELEGATE expands to
 *
 *         gen_thrown_ = <name>_push_(gen_stack_, <pointer>);    // 0, GEN_E_RUNNING or GEN_E_FULL
 *         if (gen_thrown_ != 0) goto <handler>;
 *         gen_->state_ = N;
 *         return gen_out_(GEN_CALLED_);
 *     case N:                                           // called while it is on the stack
 *         gen_->state_ = N;
 *         return gen_out_(GEN_E_RUNNING);
 *     case N + 1:                                       // the call has finished
 *         gen_->state_ = 1;
 *         gen_entered_ = 0;
 *         if (gen_thrown_ != 0) goto <handler>;
 */
#define GEN_DELEGATE(name, pointer) \
    do { \
        GEN_FATAL_ struct gen_check_ { \
            unsigned error_await_or_yield_outside_GEN_BEGIN_and_GEN_END GEN_IF_SET_(gen_outside_), \
                error_await_or_yield_inside_GEN_FINALLY_use_GEN_FINALLY_SAVED GEN_IF_(GEN_FINAL_); \
            unsigned error_yield_inside_GEN_FOR_use_GEN_FOR_AWAIT GEN_IF_(GEN_LOOP_); \
            unsigned error_GEN_DELEGATE_outside_GEN_STACKED GEN_IF_(GEN_NO_STACK_); \
            unsigned error_this_generator_is_for_another_stack GEN_IF_(GEN_NOT_STACK_(name)); \
        }; (void)gen_stack_; GEN_FATAL_END_ \
        GEN_SCOPED_(gen_point_, GEN_NEXT_PAIR_); \
        gen_thrown_ = name##_push_(GEN_CHECKED_(gen_stack_), (pointer)); \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
        GEN_LEAVE_(GEN_VALUE_(gen_point_), GEN_CALLED_); \
        GEN_STRICT_ case GEN_VALUE_(gen_point_) + GEN_NO_YIELD_IN_A_SWITCH_: GEN_STRICT_END_ \
        case GEN_VALUE_(gen_point_): \
        GEN_LEAVE_(GEN_VALUE_(gen_point_), GEN_E_RUNNING); \
        case GEN_VALUE_(gen_point_) + 1:; \
        GEN_RUNNING_(); \
        gen_entered_ = 0; /* what a call raises is not thrown in */ \
        if (gen_thrown_ != 0) GEN_UNWIND_(); \
    } while (0)

/* clang-format on */

/* ==== Private: what follows may change ======================================================== */

/* ---- A stack --------------------------------------------------------------------------------- */

/* A stack is `elements`, an array of <element>s: frames, or links. The top is at_ bytes after the
 * first.
 * name_ask_ resumes it, name_ask_next_ does so by a plain next, and name_state_ is its state.
 *
 * closing_ is 0 before the first resume; then 1 more than how many calls are being closed, counted
 * from the outermost. So one comparison with 1 tells a plain next that it need not check anything.
 *
 * GEN_CALL and GEN_DELEGATE make the top return GEN_CALLED_, with the state N. Then the element
 * above it is the top. When that has finished, name_return_ counts the state of its caller to
 * N + 1, where it goes on. C's stack does not grow. Leaving out what close needs, a resume is
 *
 *         for (;;) {
 *             status = <ask the top, throwing gen_thrown_ into it>;
 *             gen_thrown_ = 0;
 *             if (status == GEN_CALLED_) { self->at_ += sizeof(<element>); continue; }
 *             if (status > 0 || self->at_ == 0) return status;
 *             gen_thrown_ = status;                    // the call has ended: go on in its caller,
 *             <return>;                                // where its error is raised
 *         }
 */
#define GEN_STACK_FUNCTIONS_(name, element, elements) \
    GEN_FUNCTION_ struct element *name##_top_(const struct name *gen_self_) { \
        return GEN_CAST_( \
            struct element *, \
            GEN_CAST_(void *, GEN_CAST_(char *, GEN_CAST_(void *, gen_self_->elements)) + \
                                  gen_self_->at_)); \
    } \
    GEN_FUNCTION_ gen_status name##_return_(struct name *gen_self_, gen_status gen_answer_) { \
        struct gen *gen_caller_; \
        if (gen_self_->at_ + 1 < gen_self_->closing_) { /* a call that was being closed */ \
            gen_self_->closing_ = gen_self_->at_ + 1; \
            if (gen_answer_ == GEN_DONE) gen_answer_ = GEN_E_EXIT; \
        } \
        gen_self_->at_ -= sizeof *gen_self_->elements; \
        gen_caller_ = name##_gen_(name##_top_(gen_self_)); \
        gen_caller_->state_ = GEN_CAST_(GEN_STATE_T, gen_caller_->state_ + 1u); \
        return gen_answer_; \
    } \
    GEN_COLD_ gen_status name##_drive_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_) { \
        const size_t gen_one_ = sizeof *gen_self_->elements; \
        name##_item gen_ignored_; /* dropped: the item that a call yields while being closed */ \
        for (;;) { \
            gen_status gen_answer_ = GEN_STATUS_( \
                name##_ask_(name##_top_(gen_self_), gen_self_, gen_sent_, gen_thrown_, \
                            gen_self_->closing_ > gen_one_ + 1 ? &gen_ignored_ : gen_item_)); \
            gen_thrown_ = 0; \
            if (gen_answer_ == GEN_CALLED_) { \
                gen_self_->at_ += gen_one_; \
                gen_sent_ = GEN_NULL_; /* a call is started by a plain next */ \
                continue; \
            } \
            if (gen_answer_ == GEN_PENDING) return GEN_PENDING; \
            if (gen_answer_ == GEN_YIELDED && gen_self_->closing_ > gen_one_ + 1) { \
                gen_self_->at_ = gen_self_->closing_ - gen_one_ - 1; \
                gen_answer_ = GEN_E_IGNORED_CLOSE; /* to the caller of the one that yielded */ \
            } else if (gen_answer_ == GEN_YIELDED || gen_self_->at_ == 0) { \
                gen_self_->closing_ = 1; \
                return gen_answer_; \
            } \
            gen_thrown_ = name##_return_(gen_self_, gen_answer_); \
        } \
    } \
    GEN_FUNCTION_ gen_result_ name##_resume_(struct name *gen_self_, name##_sent_ gen_sent_, \
                                             gen_status gen_thrown_, name##_item *gen_item_) { \
        if (name##_is_empty_(gen_self_)) return gen_out_(GEN_E_ARG); \
        if (GEN_RUNS_(name##_gen_(name##_top_(gen_self_)))) return gen_out_(GEN_E_RUNNING); \
        if (gen_self_->closing_ == 0) gen_self_->closing_ = 1; \
        if (gen_thrown_ == GEN_E_EXIT && gen_self_->closing_ > 1) { \
            gen_thrown_ = 0; /* it is thrown in already */ \
        } else if (gen_thrown_ == GEN_E_EXIT) { \
            gen_self_->closing_ = gen_self_->at_ + sizeof *gen_self_->elements + 1; \
        } \
        return gen_out_(name##_drive_(gen_self_, gen_sent_, gen_thrown_, gen_item_)); \
    } \
    GEN_STACK_SETTLE_(name, elements) \
    GEN_FUNCTION_ gen_status name##_next(struct name *gen_self_, name##_item *gen_item_) { \
        GEN_STACK_NEXT_(name, elements) \
        return GEN_STATUS_(name##_resume_(gen_self_, GEN_NULL_, 0, gen_item_)); \
    } \
    GEN_KNOWS_END_(name, 0) \
    GEN_CLOSE_BY_(GEN_FUNCTION_, name, name##_resume_) \
    GEN_OPERATIONS_(name)

/* A plain next, optimised for speed. While no call is being closed, and none fails, calls and their
 * ends only move the top; this begins with what the top has returned. A top that runs has refused. */
#if GEN_FAST_
#define GEN_STACK_NEXT_(name, elements) \
    if (__builtin_expect(gen_self_->closing_ == 1, 1)) { \
        const gen_status gen_answer_ = \
            name##_ask_next_(name##_top_(gen_self_), gen_self_, gen_item_); \
        if (__builtin_expect(gen_answer_ == GEN_YIELDED, 1)) return GEN_YIELDED; \
        return name##_settle_(gen_self_, gen_answer_, gen_item_); \
    }
#define GEN_STACK_SETTLE_(name, elements) \
    static __attribute__((__unused__, __noinline__)) gen_status name##_settle_( \
        struct name *gen_self_, gen_status gen_answer_, name##_item *gen_item_) { \
        for (;;) { \
            if (gen_answer_ == GEN_CALLED_) { \
                gen_self_->at_ += sizeof *gen_self_->elements; \
            } else if (gen_answer_ == GEN_DONE && gen_self_->at_ != 0) { \
                (void)name##_return_(gen_self_, GEN_DONE); \
            } else { \
                break; \
            } \
            gen_answer_ = name##_ask_next_(name##_top_(gen_self_), gen_self_, gen_item_); \
        } \
        if (gen_answer_ >= 0 || gen_self_->at_ == 0 || \
            GEN_RUNS_(name##_gen_(name##_top_(gen_self_)))) \
            return gen_answer_; \
        return name##_drive_(gen_self_, GEN_NULL_, name##_return_(gen_self_, gen_answer_), \
                             gen_item_); \
    }
#else
#define GEN_STACK_NEXT_(name, elements)
#define GEN_STACK_SETTLE_(name, elements)
#endif

/* ---- A stack of frames ----------------------------------------------------------------------- */

#define GEN_DECLARE_RECURSIVE_(linkage, name, frame, T) \
    struct name { \
        struct frame *frames; \
        unsigned capacity; \
        size_t at_; \
        size_t closing_; \
    }; \
    typedef T name##_item; \
    typedef gen_nothing_ name##_sent_; \
    linkage gen_result_ name##_frame_(struct frame *gen_top_, struct frame *gen_child_, \
                                      const struct name *gen_stack_, name##_sent_ gen_sent_, \
                                      gen_status gen_thrown_, name##_item *gen_item_); \
    GEN_FRAME_NEXT_(linkage, name, frame, ;) \
    GEN_FUNCTION_ gen_result_ name##_ask_(struct frame *gen_top_, const struct name *gen_stack_, \
                                          name##_sent_ gen_sent_, gen_status gen_thrown_, \
                                          name##_item *gen_item_) { \
        return name##_frame_(gen_top_, gen_top_ + 1, gen_stack_, gen_sent_, gen_thrown_, \
                             gen_item_); \
    } \
    GEN_FUNCTION_ struct gen *name##_gen_(struct frame *gen_top_) { return &gen_top_->gen; } \
    GEN_FUNCTION_ int name##_is_empty_(const struct name *gen_self_) { \
        return gen_self_->frames == GEN_NULL_ || gen_self_->capacity == 0; \
    } \
    GEN_STACK_FUNCTIONS_(name, frame, frames)

#if defined(__SDCC)
#define GEN_DEFINE_RECURSIVE_(linkage, name, frame) \
    linkage gen_result_ name##_frame_(struct frame *self, struct frame *child, \
                                      const struct name *gen_stack_, name##_sent_ gen_sent_, \
                                      gen_status gen_thrown_, name##_item *gen_item_)
#else
#define GEN_DEFINE_RECURSIVE_(linkage, name, frame) \
    GEN_BODY_ gen_result_ name##_body_(struct frame *self, struct frame *child, \
                                       const struct name *gen_stack_, name##_sent_ gen_sent_, \
                                       gen_status gen_thrown_, name##_item *gen_item_); \
    linkage gen_result_ name##_frame_(struct frame *gen_top_, struct frame *gen_child_, \
                                      const struct name *gen_stack_, name##_sent_ gen_sent_, \
                                      gen_status gen_thrown_, name##_item *gen_item_) { \
        GEN_POISON_ \
        return name##_body_(gen_top_, gen_child_, gen_stack_, gen_sent_, gen_thrown_, gen_item_); \
    } \
    GEN_FRAME_NEXT_(linkage, name, frame, { \
        GEN_POISON_ \
        return GEN_STATUS_( \
            name##_body_(gen_top_, gen_top_ + 1, gen_stack_, GEN_NULL_, 0, gen_item_)); \
    }) \
    GEN_BODY_ gen_result_ name##_body_(struct frame *self, struct frame *child GEN_UNUSED_, \
                                       const struct name *gen_stack_ GEN_UNUSED_, \
                                       name##_sent_ gen_sent_, gen_status gen_thrown_, \
                                       name##_item *gen_item_)
#endif

/* ---- A stack of links ------------------------------------------------------------------------ */

#define GEN_STACK_OF_(name, T) \
    struct name; \
    typedef T name##_item; \
    struct name##_kind_ { /* of a generator: its functions, and where its `struct gen` is */ \
        GEN_KIND_NEXT_(name) \
        gen_result_ (*resume_)(void *gen_top_, struct name *gen_stack_, name##_sent_ gen_sent_, \
                               gen_status gen_thrown_, name##_item *gen_item_); \
        size_t gen_; \
    }; \
    struct name##_link { \
        const struct name##_kind_ *kind_; \
        void *self_; \
    }; \
    struct name { \
        struct name##_link *links; \
        unsigned capacity; \
        size_t at_; \
        size_t closing_; \
    }; \
    GEN_LINK_NEXT_(name) \
    GEN_FUNCTION_ gen_result_ name##_ask_(const struct name##_link *gen_top_, \
                                          struct name *gen_stack_, name##_sent_ gen_sent_, \
                                          gen_status gen_thrown_, name##_item *gen_item_) { \
        return gen_top_->kind_->resume_(gen_top_->self_, gen_stack_, gen_sent_, gen_thrown_, \
                                        gen_item_); \
    } \
    GEN_FUNCTION_ struct gen *name##_gen_(const struct name##_link *gen_top_) { \
        return GEN_CAST_(struct gen *, GEN_CAST_(void *, GEN_CAST_(char *, gen_top_->self_) + \
                                                             gen_top_->kind_->gen_)); \
    } \
    GEN_FUNCTION_ int name##_is_empty_(const struct name *gen_self_) { \
        return gen_self_->links == GEN_NULL_ || gen_self_->capacity == 0 || \
               gen_self_->links[0].kind_ == GEN_NULL_; \
    } \
    GEN_STACK_FUNCTIONS_(name, name##_link, links) \
    GEN_FUNCTION_ gen_status name##_push_( \
        struct name *gen_self_, const struct name##_kind_ *gen_kind_, void *gen_callee_) { \
        struct name##_link *const gen_link_ = name##_top_(gen_self_) + 1; \
        if (gen_self_->at_ >= (gen_self_->capacity - 1) * sizeof *gen_link_) return GEN_E_FULL; \
        gen_link_->kind_ = gen_kind_; \
        gen_link_->self_ = gen_callee_; \
        return GEN_DONE; \
    }

#define GEN_STACK_SEND_(name) \
    GEN_FUNCTION_ gen_status name##_send(struct name *gen_self_, name##_sent_ gen_value_, \
                                         name##_item *gen_item_) { \
        if (gen_value_ != GEN_NULL_ && !name##_is_empty_(gen_self_) && \
            name##_gen_(name##_top_(gen_self_))->state_ == 0) \
            return GEN_E_NOT_STARTED; \
        return GEN_STATUS_(name##_resume_(gen_self_, gen_value_, 0, gen_item_)); \
    }

#define GEN_STACKED_ENTRIES_(name, stack) \
    GEN_BODY_ gen_result_ name##_body_(struct name *self, struct stack *gen_stack_, \
                                       stack##_sent_ gen_sent_, stack##_sent_ sent, \
                                       gen_status gen_thrown_, stack##_item *gen_item_); \
    GEN_FUNCTION_ gen_result_ name##_on_resume_(void *gen_top_, struct stack *gen_stack_, \
                                                stack##_sent_ gen_sent_, gen_status gen_thrown_, \
                                                stack##_item *gen_item_) { \
        GEN_POISON_ \
        return name##_body_(GEN_CAST_(struct name *, gen_top_), gen_stack_, gen_sent_, gen_sent_, \
                            gen_thrown_, gen_item_); \
    } \
    GEN_STACKED_NEXT_(name, stack)

#define GEN_STACKED_PUSH_(name, stack) \
    typedef struct stack name##_stack_; \
    GEN_FUNCTION_ gen_status name##_push_(struct stack *gen_stack_, struct name *gen_callee_) { \
        return GEN_RUNS_(&gen_callee_->gen) \
                   ? GEN_E_RUNNING \
                   : stack##_push_(gen_stack_, &name##_kind_, gen_callee_); \
    }

#define GEN_KIND_(name) \
    { GEN_STACKED_NEXT_IS_(name) name##_on_resume_, offsetof(struct name, gen) }

#define GEN_STACKED_BODY_(name, stack) \
    GEN_CHECKS_ GEN_HIDES_ GEN_BODY_ gen_result_ name##_body_( \
        struct name *self, struct stack *gen_stack_ GEN_UNUSED_, stack##_sent_ gen_sent_, \
        stack##_sent_ sent GEN_UNUSED_, gen_status gen_thrown_, stack##_item *gen_item_)

#ifdef __cplusplus
#define GEN_STACK_EXTERN_ extern "C"
#else
#define GEN_STACK_EXTERN_ extern
#endif

/* Outside of a body that may call, gen_stack_ is this function. clang stops at its name. */
#if defined(__clang__)
__attribute__((__deprecated__("a call outside of GEN_RECURSIVE and GEN_STACKED")))
#endif
void gen_stack_(void);
#if defined(__clang__) || !defined(GEN_GNU_)
#define GEN_NO_STACK_ 0
#elif defined(__cplusplus)
char gen_no_stack_(void (*)(void));
int gen_no_stack_(const void *);
#define GEN_NO_STACK_ (sizeof(gen_no_stack_(gen_stack_)) == 1)
#else
#define GEN_NO_STACK_ (sizeof(gen_stack_) == 1)
#endif

/* Whether a generator is for another stack than this body. */
#if defined(GEN_GNU_) && !defined(__cplusplus)
#define GEN_NOT_STACK_(name) !__builtin_types_compatible_p(name##_stack_, __typeof__(*gen_stack_))
#else
#define GEN_NOT_STACK_(name) 0
#endif

/* The entry points of a plain next. */
#ifdef GEN_NEXT_IS_APART_
#define GEN_FRAME_NEXT_(linkage, name, frame, ...) \
    linkage gen_status name##_ask_next_(struct frame *gen_top_, const struct name *gen_stack_, \
                                        name##_item *gen_item_) __VA_ARGS__
#define GEN_KIND_NEXT_(name) \
    gen_status (*next_)(void *gen_top_, struct name *gen_stack_, name##_item *gen_item_);
#define GEN_LINK_NEXT_(name) \
    GEN_FUNCTION_ gen_status name##_ask_next_(const struct name##_link *gen_top_, \
                                              struct name *gen_stack_, name##_item *gen_item_) { \
        return gen_top_->kind_->next_(gen_top_->self_, gen_stack_, gen_item_); \
    }
#define GEN_STACKED_NEXT_(name, stack) \
    GEN_FUNCTION_ gen_status name##_on_next_(void *gen_top_, struct stack *gen_stack_, \
                                             stack##_item *gen_item_) { \
        GEN_POISON_ \
        return GEN_STATUS_(name##_body_(GEN_CAST_(struct name *, gen_top_), gen_stack_, GEN_NULL_, \
                                        GEN_NULL_, 0, gen_item_)); \
    }
#define GEN_STACKED_NEXT_IS_(name) name##_on_next_,
#else
#define GEN_FRAME_NEXT_(linkage, name, frame, ...)
#define GEN_KIND_NEXT_(name)
#define GEN_LINK_NEXT_(name)
#define GEN_STACKED_NEXT_(name, stack)
#define GEN_STACKED_NEXT_IS_(name)
#endif

#ifdef GEN_GNU_
#pragma GCC diagnostic pop
#endif

#endif
#endif /* GEN_STACK_H */
