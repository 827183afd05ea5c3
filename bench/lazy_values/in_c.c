/* The cells of lazy.h, and the peers written in C. */
#include "lazy_graph.h"

#include "peers.h"

#include <pthread.h>

/* ---- A plain global: the floor --------------------------------------------------------------- */

static int global;

__attribute__((constructor)) static void compute_early(void) { global = compute(); }

const int *global_called(void) { return &global; }

unsigned global_loop(size_t n) {
    unsigned sum = 0;
    for (; n > 0; n--) {
        sum += (unsigned)global;
        ANYTHING_MAY_CHANGE();
    }
    return sum;
}

/* ---- lazy.h ---------------------------------------------------------------------------------- */

/* Like Rust's LazyLock: the value is at the cell's address. */
struct cell {
    int value;
    struct lazy lazy;
};

LAZY(cell, int) {
    *out = compute();
    return 0;
}

static struct cell cell;

static union {
    struct cell cell;
    char line[64];
} cells[CELLS] __attribute__((aligned(64)));

const int *lazy_called(void) { return cell_get(&cell, NULL); }

const int *lazy_at(size_t i) { return cell_get(&cells[i].cell, NULL); }

unsigned lazy_loop(size_t n) {
    unsigned sum = 0;
    for (; n > 0; n--) {
        const int *const value = cell_get(&cell, NULL);
        if (value == NULL) return 0;
        sum += (unsigned)*value;
        ANYTHING_MAY_CHANGE();
    }
    return sum;
}

/* ---- pthread_once ---------------------------------------------------------------------------- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int once_value;

/* pthread_once passes no argument, so this thread's argument is here. */
static __thread int *to_compute;

static void compute_value(void) { once_value = compute(); }

static void compute_one(void) { *to_compute = compute(); }

static union {
    struct {
        pthread_once_t once; /* the initial value is 0 */
        int value;
    } cell;
    char line[64];
} onces[CELLS] __attribute__((aligned(64)));

const int *pthread_once_called(void) {
    pthread_once(&once, compute_value);
    return &once_value;
}

const int *pthread_once_at(size_t i) {
    to_compute = &onces[i].cell.value;
    pthread_once(&onces[i].cell.once, compute_one);
    return &onces[i].cell.value;
}

unsigned pthread_once_loop(size_t n) {
    unsigned sum = 0;
    for (; n > 0; n--) {
        pthread_once(&once, compute_value);
        sum += (unsigned)once_value;
        ANYTHING_MAY_CHANGE();
    }
    return sum;
}

/* ---- Chains of derived cells ----------------------------------------------------------------- */

struct start {
    struct lazy_node lazy;
    int value;
};

LAZY_INPUT(start, int, *was == *now)

struct link {
    struct lazy_node lazy;
    struct start *start; /* one of these */
    struct link *before;
    int value;
};

LAZY_DERIVED(link, int, *was == *now, (start, start), (link, before)) {
    *out = start != NULL ? *start : *before + 1;
    return 0;
}

/* The chain of n cells, and the functions that use it. */
#define CHAIN_OF(n) \
    static struct lazy_domain domain_##n; \
    static struct start start_##n = {LAZY_NODE_INIT(domain_##n), 0}; \
    static struct link chain_##n[n]; \
    __attribute__((constructor)) static void make_##n(void) { \
        static const struct link alike = {LAZY_NODE_INIT(domain_##n), NULL, NULL, 0}; \
        for (int i = 0; i < n; i++) { \
            chain_##n[i] = alike; \
            chain_##n[i].start = i == 0 ? &start_##n : NULL; \
            chain_##n[i].before = i == 0 ? NULL : &chain_##n[i - 1]; \
        } \
        set_##n(); \
    } \
    const int *clean_##n(void) { return link_get(&chain_##n[n - 1], NULL); } \
    const int *invalidate_##n(void) { \
        link_invalidate(&chain_##n[0]); \
        return NULL; \
    } \
    const int *set_##n(void) { \
        const int other = start_##n.value + 1; \
        start_set(&start_##n, &other); \
        return NULL; \
    } \
    const int *anew_##n(void) { \
        set_##n(); \
        return clean_##n(); \
    }
CHAIN_OF(1)
CHAIN_OF(10)
CHAIN_OF(1000)
