/* The workloads as generators of gen.h. */
#ifndef BENCH_RESUMES_BY_GEN_H_H
#define BENCH_RESUMES_BY_GEN_H_H

#include "gen.h"

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

/* The chain as calls of one recursive generator, in frames that the caller provides. */
struct link {
    struct gen gen;
    unsigned i, n, depth;
};
struct deep;
struct deep *deep_open(unsigned n, unsigned depth);
gen_status deep_pull(struct deep *deep, unsigned *item);

#endif /* BENCH_RESUMES_BY_GEN_H_H */
