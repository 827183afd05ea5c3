/* The peers. Each value is computed at the first access, by compute(). */
#ifndef BENCH_LAZY_VALUES_PEERS_H
#define BENCH_LAZY_VALUES_PEERS_H

#include <stddef.h>

enum { CELLS = 4096 };

/* PEER(name) stands for two functions: <name>_called accesses a static cell and is not inlined;
 * <name>_loop sums n inlined accesses. */
#define PEERS_IN_C(PEER) \
    PEER(global) \
    PEER(lazy) \
    PEER(pthread_once)
#define PEERS_IN_CPP(PEER) \
    PEER(call_once) \
    PEER(local_static)
#ifdef RUST
#define PEERS_IN_RUST(PEER) \
    PEER(once_lock) \
    PEER(lazy_lock)
#else
#define PEERS_IN_RUST(PEER)
#endif

/* Peers that also have an array of CELLS cells, each in its own cache line:
 * <name>_at accesses one. */
#define ARRAYS_IN_C(PEER) \
    PEER(lazy) \
    PEER(pthread_once)
#define ARRAYS_IN_CPP(PEER) PEER(call_once)
#define ARRAYS_IN_RUST(PEER) PEERS_IN_RUST(PEER)

#define PEERS(PEER) PEERS_IN_C(PEER) PEERS_IN_CPP(PEER) PEERS_IN_RUST(PEER)
#define ARRAYS(PEER) ARRAYS_IN_C(PEER) ARRAYS_IN_CPP(PEER) ARRAYS_IN_RUST(PEER)

/* Chains of derived cells, each of which depends on the one before: clean_<n> reads the last of n
 * when nothing has changed; invalidate_<n> invalidates the first; set_<n> sets the input of the
 * first to another value; anew_<n> does so and reads the last. */
#define CHAINS(FUNCTION) \
    FUNCTION(clean_1) \
    FUNCTION(clean_10) \
    FUNCTION(clean_1000) \
    FUNCTION(invalidate_1) \
    FUNCTION(invalidate_10) \
    FUNCTION(invalidate_1000) \
    FUNCTION(set_1) \
    FUNCTION(set_10) \
    FUNCTION(set_1000) \
    FUNCTION(anew_1) \
    FUNCTION(anew_10) \
    FUNCTION(anew_1000)

#ifdef __cplusplus
extern "C" {
#endif
int compute(void);
#define PEER_DECLARE(name) \
    const int *name##_called(void); \
    unsigned name##_loop(size_t n);
PEERS(PEER_DECLARE)
#define ARRAY_DECLARE(name) const int *name##_at(size_t i);
ARRAYS(ARRAY_DECLARE)
#define CHAIN_DECLARE(name) const int *name(void);
CHAINS(CHAIN_DECLARE)
#ifdef __cplusplus
}
#endif

/* Make the compiler forget everything it knows about memory, so that each iteration
 * reads it again. */
#define ANYTHING_MAY_CHANGE() __asm__ volatile("" : : : "memory")

#endif /* BENCH_LAZY_VALUES_PEERS_H */
