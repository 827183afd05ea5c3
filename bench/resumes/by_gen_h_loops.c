#include "by_gen_h.h"
#include "workloads.h"

unsigned gen_count(unsigned n) {
    struct counter counter = {.n = n};
    unsigned sum = 0, item;
    while (counter_next(&counter, &item) == GEN_YIELDED) sum += item;
    return sum;
}

unsigned gen_count_for(unsigned n) {
    struct counter counter = {.n = n};
    unsigned sum = 0;
    GEN_FOR (item, counter, &counter) sum += item;
    return sum;
}

unsigned gen_finally(unsigned n) {
    unsigned sum = 0, released = 0, item;
    struct guarded guarded = {.n = n, .released = &released};
    while (guarded_next(&guarded, &item) == GEN_YIELDED) sum += item;
    return sum + released;
}

unsigned gen_places(unsigned n) {
    struct places places = {.n = n};
    unsigned sum = 0, item;
    while (places_next(&places, &item) == GEN_YIELDED) sum += item;
    return sum;
}

unsigned gen_chain(unsigned n) {
    struct chain chain[CHAIN_DEPTH + 1] = {{.n = n}};
    unsigned sum = 0, item;
    for (int i = 1; i <= CHAIN_DEPTH; i++) chain[i].child = &chain[i - 1];
    while (chain_next(&chain[CHAIN_DEPTH], &item) == GEN_YIELDED) sum += item;
    return sum;
}

unsigned gen_chain_recursive(unsigned n) {
    struct deep *const deep = deep_open(n, CHAIN_DEPTH);
    unsigned sum = 0, item;
    while (deep_pull(deep, &item) == GEN_YIELDED) sum += item;
    return sum;
}
