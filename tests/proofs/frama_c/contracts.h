/* The contracts of gen.h's own functions, which WP proves and Eva assumes. A contract need not be
 * in a header: it can be attached to another declaration of the function. */
#ifndef CONTRACTS_H
#define CONTRACTS_H

/* A function that the program must never call. */
/*@ requires never: \false;
    assigns \nothing;
    ensures \false; */
void never(void);
#define __builtin_trap never
#define __builtin_unreachable never

#include "gen.h"

#define CREATED 0
#define RUNNING 1
#define CLOSED 2

/*@ requires \valid_read(gen);
    assigns \result \from gen->state_;
    ensures state: \result == (gen->state_ == CREATED   ? GEN_CREATED
                               : gen->state_ == RUNNING ? GEN_RUNNING
                               : gen->state_ == CLOSED  ? GEN_CLOSED
                                                        : GEN_SUSPENDED); */
static enum gen_state gen_state(const struct gen *gen);

/*@ requires \valid(gen);
    assigns gen->state_ \from at, thrown;
    assigns \result \from at, thrown;
    behavior running:
        assumes at == RUNNING;
        ensures gen->state_ == at && \result == GEN_E_RUNNING;
    behavior closed:
        assumes at == CLOSED && thrown != GEN_RESET_;
        ensures gen->state_ == at && \result == thrown;
    behavior reset:
        assumes at == CLOSED && thrown == GEN_RESET_;
        ensures gen->state_ == CREATED && \result == GEN_DONE;
    behavior none:
        assumes at != RUNNING && at != CLOSED;
        ensures gen->state_ == at && \result == GEN_E_BAD_STATE;
    complete behaviors;
    disjoint behaviors; */
static gen_status gen_refuse_(struct gen *gen, GEN_STATE_T at, gen_status thrown);

/*@ logic integer after_close(integer status) = status == GEN_E_EXIT    ? GEN_DONE
                                                : status == GEN_YIELDED ? GEN_E_IGNORED_CLOSE
                                                                        : status; */

/*@ assigns \result \from status;
    ensures answer: \result == after_close(status); */
static gen_status gen_closed_(gen_status status);

#ifdef GEN_RAW_RETURN_COMPILES_
#define STATUS \result
#else
#define STATUS \result.status_
/*@ assigns \result \from status;
    ensures \result.status_ == status; */
static gen_result_ gen_out_(gen_status status);
#endif

#endif
