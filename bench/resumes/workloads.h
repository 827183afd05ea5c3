/* The workloads. Each contender has its generators in one file and the loops that pull from them in
 * another, so that without LTO the generators are not inlined. All loops sum the items.
 *
 *     count     yields 0..n-1
 *     finally   the same, from within a try whose finally counts that it ran
 *     places    the same, from four places in turn (n must be a multiple of 4)
 *     chain     the same, handed up through CHAIN_DEPTH generators that delegate
 *     send      hands out the number that is sent in, each 0..n-1
 *     throw     counts the errors that are thrown in, and catches them
 *     raise     n times: create, pull the first item, throw an error in that ends it
 *     close     n times: create, pull the first item, close
 *     cleanup   the same, from within a try whose finally counts that it ran
 */
#ifndef BENCH_RESUMES_WORKLOADS_H
#define BENCH_RESUMES_WORKLOADS_H

#define CHAIN_DEPTH 4
#define DEEPEST 10000
#define THROWN (-5)

#ifdef __cplusplus
#define BENCH_API extern "C"
#else
#define BENCH_API
#endif

/* All return the sum. `finally` adds one for each finally that has run. */
BENCH_API unsigned gen_count(unsigned n);
BENCH_API unsigned gen_count_for(unsigned n); /* with GEN_FOR; the others call name_next */
BENCH_API unsigned gen_finally(unsigned n);
BENCH_API unsigned gen_places(unsigned n);
BENCH_API unsigned gen_chain(unsigned n);
BENCH_API unsigned gen_send(unsigned n);
BENCH_API unsigned gen_throw(unsigned n);
BENCH_API unsigned gen_raise(unsigned n);
BENCH_API unsigned gen_close(unsigned n);
BENCH_API unsigned gen_cleanup(unsigned n);

/* The chain by gen_stack.h: as calls of one body and of two, and from other depths. */
BENCH_API unsigned gen_chain_recursive(unsigned n);
BENCH_API unsigned gen_recursive_for(unsigned n); /* with GEN_FOR; the others call name_next */
BENCH_API unsigned gen_recursive_1(unsigned n);
BENCH_API unsigned gen_recursive_10(unsigned n);
BENCH_API unsigned gen_recursive_deepest(unsigned n);
BENCH_API unsigned gen_chain_stack(unsigned n);
BENCH_API unsigned gen_stack_for(unsigned n);
BENCH_API unsigned gen_stack_1(unsigned n);
BENCH_API unsigned gen_stack_10(unsigned n);
BENCH_API unsigned gen_stack_deepest(unsigned n);

BENCH_API unsigned cpp20_count(unsigned n);
BENCH_API unsigned cpp20_finally(unsigned n);
BENCH_API unsigned cpp20_places(unsigned n);
BENCH_API unsigned cpp20_chain(unsigned n);
BENCH_API unsigned cpp20_chain_innermost(unsigned n); /* like std::ranges::elements_of */
BENCH_API unsigned cpp20_send(unsigned n);
BENCH_API unsigned cpp20_throw(unsigned n);
BENCH_API unsigned cpp20_raise(unsigned n);
BENCH_API unsigned cpp20_close(unsigned n);
BENCH_API unsigned cpp20_cleanup(unsigned n);

BENCH_API unsigned switch_count(unsigned n);
BENCH_API unsigned switch_finally(unsigned n);
BENCH_API unsigned switch_places(unsigned n);
BENCH_API unsigned switch_chain(unsigned n);
BENCH_API unsigned switch_send(unsigned n);
BENCH_API unsigned switch_throw(unsigned n);
BENCH_API unsigned switch_raise(unsigned n);
BENCH_API unsigned switch_close(unsigned n);
BENCH_API unsigned switch_cleanup(unsigned n);

BENCH_API unsigned thread_count(unsigned n);
BENCH_API unsigned thread_finally(unsigned n);
BENCH_API unsigned thread_places(unsigned n);
BENCH_API unsigned thread_chain(unsigned n);

BENCH_API unsigned pointer_count(unsigned n);
BENCH_API unsigned pointer_finally(unsigned n);
BENCH_API unsigned pointer_places(unsigned n);
BENCH_API unsigned pointer_chain(unsigned n);

#endif /* BENCH_RESUMES_WORKLOADS_H */
