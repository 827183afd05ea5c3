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

unsigned gen_send(unsigned n) {
    struct echo echo = {.i = 0};
    unsigned sum = 0, item;
    if (echo_next(&echo, &item) != GEN_YIELDED) return 0;
    for (unsigned i = 0; i < n; i++)
        if (echo_send(&echo, &i, &item) == GEN_YIELDED) sum += item;
    return sum;
}

unsigned gen_throw(unsigned n) {
    struct catching catching = {.i = 0};
    unsigned sum = 0, item;
    if (catching_next(&catching, &item) != GEN_YIELDED) return 0;
    for (unsigned i = 1; i < n; i++)
        if (catching_throw(&catching, THROWN, &item) == GEN_YIELDED) sum += item;
    return sum;
}

unsigned gen_raise(unsigned n) {
    unsigned sum = 0, item;
    for (unsigned i = 0; i < n; i++) {
        struct ticker ticker = {.i = i};
        if (ticker_next(&ticker, &item) == GEN_YIELDED) sum += item;
        if (ticker_throw(&ticker, THROWN, &item) != THROWN) sum++;
    }
    return sum;
}

unsigned gen_close(unsigned n) {
    unsigned sum = 0, item;
    for (unsigned i = 0; i < n; i++) {
        struct ticker ticker = {.i = i};
        if (ticker_next(&ticker, &item) == GEN_YIELDED) sum += item;
        if (ticker_close(&ticker) != GEN_DONE) sum++;
    }
    return sum;
}

unsigned gen_cleanup(unsigned n) {
    unsigned sum = 0, released = 0, item;
    for (unsigned i = 0; i < n; i++) {
        struct holding holding = {.i = i, .released = &released};
        if (holding_next(&holding, &item) == GEN_YIELDED) sum += item;
        if (holding_close(&holding) != GEN_DONE) sum++;
    }
    return sum + (released - n);
}

static unsigned recursive(unsigned n, unsigned depth) {
    static struct level frames[DEEPEST + 1];
    struct deep deep = {.frames = frames, .capacity = DEEPEST + 1};
    unsigned sum = 0, item;
    frames[0] = (struct level){.n = n, .depth = depth};
    while (deep_next(&deep, &item) == GEN_YIELDED) sum += item;
    return sum;
}

static unsigned stack(unsigned n, unsigned depth) {
    static struct calling calling[DEEPEST];
    static struct stacked_link links[DEEPEST + 1] = {GEN_LINK(calling, &calling[0])};
    struct counting counting = {.n = n};
    struct stacked stacked = {.links = links, .capacity = DEEPEST + 1};
    unsigned sum = 0, item;
    for (unsigned i = 0; i < depth; i++)
        calling[i] =
            (struct calling){.next = i + 1 < depth ? &calling[i + 1] : NULL, .counting = &counting};
    while (stacked_next(&stacked, &item) == GEN_YIELDED) sum += item;
    return sum;
}

unsigned gen_chain_recursive(unsigned n) { return recursive(n, CHAIN_DEPTH); }
unsigned gen_recursive_1(unsigned n) { return recursive(n, 1); }
unsigned gen_recursive_10(unsigned n) { return recursive(n, 10); }
unsigned gen_recursive_deepest(unsigned n) { return recursive(n, DEEPEST); }
unsigned gen_chain_stack(unsigned n) { return stack(n, CHAIN_DEPTH); }
unsigned gen_stack_1(unsigned n) { return stack(n, 1); }
unsigned gen_stack_10(unsigned n) { return stack(n, 10); }
unsigned gen_stack_deepest(unsigned n) { return stack(n, DEEPEST); }

unsigned gen_recursive_for(unsigned n) {
    static struct level frames[CHAIN_DEPTH + 1];
    struct deep deep = {.frames = frames, .capacity = CHAIN_DEPTH + 1};
    unsigned sum = 0;
    frames[0] = (struct level){.n = n, .depth = CHAIN_DEPTH};
    GEN_FOR (item, deep, &deep) sum += item;
    return sum;
}

unsigned gen_stack_for(unsigned n) {
    struct counting counting = {.n = n};
    struct calling calling = {.counting = &counting};
    struct stacked_link links[2] = {GEN_LINK(calling, &calling)};
    struct stacked stacked = {.links = links, .capacity = 2};
    unsigned sum = 0;
    GEN_FOR (item, stacked, &stacked) sum += item;
    return sum;
}
