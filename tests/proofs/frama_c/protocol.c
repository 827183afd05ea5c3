/* The protocol that WP proves, for one generator as GEN_RECV expands it: contracts of gen.h's own
 * functions (contracts.h), of the body, and of each function that a user calls. */
#include "contracts.h"

/* ---- One generator --------------------------------------------------------------------------- */

struct echo {
    struct gen gen;
    int first;
    int ready;
};

GEN_RECV(echo, int, int) {
    GEN_BEGIN();
    GEN_YIELD(self->first);
    GEN_YIELD(sent ? *sent : -1);
    GEN_AWAIT(self->ready);
    GEN_END();
}

/* The generator's resume points. At the last one it waits while it is being closed. */
#define FIRST 4
#define SECOND 5
#define WAITS 6
#define WAITS_CLOSED 7
#define IS_NONE(state) ((state) == 3 || (state) > WAITS_CLOSED)

/* The complete behaviour: the state before, the thrown status, the state after, and the returned
 * status. */
/*@ predicate awaits(integer ready, integer point, integer to, integer answer) =
        ready != 0 ? to == CLOSED && answer == GEN_DONE : to == point && answer == GEN_PENDING;

    predicate resumed(integer from, integer thrown, integer ready, integer to, integer answer) =
        from == RUNNING                          ? to == RUNNING && answer == GEN_E_RUNNING
        : from == CLOSED && thrown == GEN_RESET_ ? to == CREATED && answer == GEN_DONE
        : from == CLOSED                         ? to == CLOSED && answer == thrown
        : IS_NONE(from)                          ? to == from && answer == GEN_E_BAD_STATE
        : from == WAITS_CLOSED && (thrown == 0 || thrown == GEN_E_EXIT)
                                                 ? awaits(ready, WAITS_CLOSED, to, answer)
        : thrown != 0                            ? to == CLOSED && answer == thrown
        : from == CREATED                        ? to == FIRST && answer == GEN_YIELDED
        : from == FIRST                          ? to == SECOND && answer == GEN_YIELDED
                                                 : awaits(ready, WAITS, to, answer);

    predicate handed_out(integer answer, integer from, integer first, integer sent, integer before,
                         integer item) =
        answer != GEN_YIELDED ? item == before
        : from == CREATED     ? item == first
                              : item == sent; */

#define SENT(value) ((value) == \null ? -1 : *(value))

/* The same for three functions. Only <name>_reset throws GEN_RESET_, and only into a generator that
 * cannot go on. */
/* clang-format off */
#define RESUMES(sent) \
    requires \valid(self) && \valid(gen_item_); \
    requires \valid_read(sent) || sent == \null; \
    requires \separated(self, gen_item_) && \separated(sent, gen_item_); \
    requires reset: gen_thrown_ <= 0 || \
                    gen_thrown_ == GEN_RESET_ && self->gen.state_ != CREATED && \
                        (self->gen.state_ < FIRST || self->gen.state_ > WAITS_CLOSED); \
    assigns self->gen.state_, *gen_item_; \
    ensures resumed: resumed(\old(self->gen.state_), gen_thrown_, self->ready, self->gen.state_, \
                             STATUS); \
    ensures item: handed_out(STATUS, \old(self->gen.state_), self->first, \old(SENT(sent)), \
                             \old(*gen_item_), *gen_item_);
/* clang-format on */

/*@ RESUMES(sent) */
static gen_result_ echo_received_(struct echo *self, echo_sent_ gen_sent_, echo_sent_ sent,
                                  gen_status gen_thrown_, echo_item *gen_item_);
/*@ RESUMES(gen_sent_) */
static gen_result_ echo_body_(struct echo *self, echo_sent_ gen_sent_, gen_status gen_thrown_,
                              echo_item *gen_item_);
/*@ RESUMES(gen_sent_) */
static gen_result_ echo_resume_(struct echo *self, echo_sent_ gen_sent_, gen_status gen_thrown_,
                                echo_item *gen_item_);

#ifdef GEN_NEXT_IS_APART_
/*@ requires \valid(self);
    requires \valid_read(gen_sent_) || gen_sent_ == \null;
    assigns self->gen.state_;
    ensures resumed: resumed(\old(self->gen.state_), 0, self->ready, self->gen.state_,
                             \result.status_);
    ensures item: \result.status_ == GEN_YIELDED ==>
                  \result.item_ == (\old(self->gen.state_) == CREATED
                                        ? self->first : \old(SENT(gen_sent_))); */
static struct echo_got_ echo_get_(struct echo *self, echo_sent_ gen_sent_);
#endif

/* ---- What a user calls ----------------------------------------------------------------------- */

/* clang-format off */

/* A generator that is running or corrupted is not entered or changed, whatever its body. */
#define REFUSES \
    ensures running: \old(self->gen.state_) == RUNNING ==> \
                     self->gen.state_ == RUNNING && \result == GEN_E_RUNNING; \
    ensures corrupted: IS_NONE(\old(self->gen.state_)) ==> \
                       self->gen.state_ == \old(self->gen.state_) && \
                       \result == GEN_E_BAD_STATE;

#define ANSWERS(thrown, sent) \
    ensures resumed: resumed(\old(self->gen.state_), thrown, self->ready, self->gen.state_, \
                             \result); \
    ensures item: handed_out(\result, \old(self->gen.state_), self->first, \old(SENT(sent)), \
                             \old(*gen_item_), *gen_item_);

#define TAKES_AN_ITEM \
    requires \valid(self) && \valid(gen_item_) && \separated(self, gen_item_); \
    assigns self->gen.state_, *gen_item_;

#define CLOSES \
    requires \valid(self); \
    assigns self->gen.state_; \
    REFUSES \
    ensures not_started: \old(self->gen.state_) == CREATED ==> \result == GEN_DONE; \
    ensures finished: \old(self->gen.state_) == CLOSED ==> \result == GEN_DONE; \
    ensures suspended: FIRST <= \old(self->gen.state_) <= WAITS ==> \result == GEN_DONE; \
    ensures waits: \old(self->gen.state_) == WAITS_CLOSED ==> \
                   \result == (self->ready ? GEN_DONE : GEN_PENDING); \
    ensures pending: \result == GEN_PENDING ==> self->gen.state_ == WAITS_CLOSED;

/* clang-format on */

/*@ TAKES_AN_ITEM
    ANSWERS(0, (int *)\null)
    REFUSES
    ensures closed: \old(self->gen.state_) == CLOSED ==>
                    self->gen.state_ == CLOSED && \result == GEN_DONE; */
static gen_status echo_next(struct echo *self, echo_item *gen_item_);

/*@ requires \valid_read(gen_value_) || gen_value_ == \null;
    requires \separated(gen_value_, gen_item_);
    TAKES_AN_ITEM
    behavior early:
        assumes gen_value_ != \null && self->gen.state_ == CREATED;
        assigns \nothing;
        ensures \result == GEN_E_NOT_STARTED;
    behavior sent:
        assumes gen_value_ == \null || self->gen.state_ != CREATED;
        ANSWERS(0, gen_value_)
        REFUSES
        ensures closed: \old(self->gen.state_) == CLOSED ==>
                        self->gen.state_ == CLOSED && \result == GEN_DONE;
    complete behaviors; disjoint behaviors; */
static gen_status echo_send(struct echo *self, echo_sent_ gen_value_, echo_item *gen_item_);

/*@ TAKES_AN_ITEM
    behavior no_error:
        assumes gen_error_ >= 0;
        assigns \nothing;
        ensures \result == GEN_E_ARG;
    behavior thrown:
        assumes gen_error_ < 0;
        ANSWERS(gen_error_, (int *)\null)
        REFUSES
        ensures created: \old(self->gen.state_) == CREATED ==>
                         self->gen.state_ == CLOSED && \result == gen_error_ &&
                         *gen_item_ == \old(*gen_item_);
        ensures closed: \old(self->gen.state_) == CLOSED ==>
                        self->gen.state_ == CLOSED && \result == gen_error_;
    complete behaviors; disjoint behaviors; */
static gen_status echo_throw(struct echo *self, gen_status gen_error_, echo_item *gen_item_);

/*@ CLOSES
    ensures closed: \result == GEN_DONE ==> self->gen.state_ == CLOSED; */
static gen_status echo_close(struct echo *self);

/*@ CLOSES
    ensures anew: \result == GEN_DONE ==> self->gen.state_ == CREATED; */
static gen_status echo_reset(struct echo *self);
