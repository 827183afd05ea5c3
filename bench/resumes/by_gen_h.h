/* The workloads as generators of gen.h. */
#ifndef BENCH_RESUMES_BY_GEN_H_H
#define BENCH_RESUMES_BY_GEN_H_H

#include "gen_stack.h"

struct counter {
    struct gen gen;
    unsigned i, n;
};
GEN_DECLARE(counter, unsigned)

struct guarded {
    struct gen gen;
    unsigned i, n;
    unsigned *released;
};
GEN_DECLARE(guarded, unsigned)

struct places {
    struct gen gen;
    unsigned i, n;
};
GEN_DECLARE(places, unsigned)

struct chain {
    struct gen gen;
    unsigned i, n;
    struct chain *child; /* NULL in the generator that counts */
};
GEN_DECLARE(chain, unsigned)

struct echo {
    struct gen gen;
    unsigned i;
};
GEN_DECLARE_RECV(echo, unsigned, unsigned)

struct catching {
    struct gen gen;
    unsigned i;
    int error;
};
GEN_DECLARE(catching, unsigned)

struct ticker {
    struct gen gen;
    unsigned i;
};
GEN_DECLARE(ticker, unsigned)

struct holding {
    struct gen gen;
    unsigned i;
    unsigned *released;
};
GEN_DECLARE(holding, unsigned)

/* The chain as calls of one recursive generator, in frames that the caller provides. */
struct level {
    struct gen gen;
    unsigned i, n, depth;
};
GEN_DECLARE_RECURSIVE(deep, level, unsigned)

/* The chain as generators of two kinds that call each other, on links that the caller provides. */
GEN_STACK(stacked, unsigned)
struct counting {
    struct gen gen;
    unsigned i, n;
};
GEN_DECLARE_STACKED(counting, stacked)
struct calling {
    struct gen gen;
    struct calling *next;      /* NULL in the innermost */
    struct counting *counting; /* which calls this one */
};
GEN_DECLARE_STACKED(calling, stacked)

#endif /* BENCH_RESUMES_BY_GEN_H_H */
