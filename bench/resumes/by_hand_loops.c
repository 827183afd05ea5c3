#include "by_hand.h"
#include "workloads.h"

#include <stddef.h>

unsigned switch_count(unsigned n) {
    struct hand hand = {.n = n};
    unsigned sum = 0, item;
    while (hand_count(&hand, &item)) sum += item;
    return sum;
}

unsigned switch_finally(unsigned n) {
    unsigned sum = 0, released = 0, item;
    struct hand hand = {.n = n, .released = &released};
    while (hand_guarded(&hand, &item)) sum += item;
    return sum + released;
}

unsigned switch_places(unsigned n) {
    struct hand hand = {.n = n};
    unsigned sum = 0, item;
    while (hand_places(&hand, &item)) sum += item;
    return sum;
}

unsigned switch_chain(unsigned n) {
    struct hand chain[CHAIN_DEPTH + 1] = {{.n = n}};
    unsigned sum = 0, item;
    for (int i = 1; i <= CHAIN_DEPTH; i++) chain[i].child = &chain[i - 1];
    while (hand_chain(&chain[CHAIN_DEPTH], &item)) sum += item;
    return sum;
}

unsigned switch_send(unsigned n) {
    struct hand_echo hand = {.i = 0};
    unsigned sum = 0, item;
    if (!hand_echo(&hand, NULL, &item)) return 0;
    for (unsigned i = 0; i < n; i++)
        if (hand_echo(&hand, &i, &item)) sum += item;
    return sum;
}

unsigned switch_throw(unsigned n) {
    struct hand_catching hand = {.i = 0};
    unsigned sum = 0, item;
    if (hand_catching(&hand, 0, &item) != 1) return 0;
    for (unsigned i = 1; i < n; i++)
        if (hand_catching(&hand, THROWN, &item) == 1) sum += item;
    return sum;
}

unsigned switch_raise(unsigned n) {
    unsigned sum = 0, item;
    for (unsigned i = 0; i < n; i++) {
        struct hand_ticker hand = {.i = i};
        if (hand_raising(&hand, 0, &item) == 1) sum += item;
        if (hand_raising(&hand, THROWN, &item) != THROWN) sum++;
    }
    return sum;
}

unsigned switch_close(unsigned n) {
    unsigned sum = 0, item;
    for (unsigned i = 0; i < n; i++) {
        struct hand_ticker hand = {.i = i};
        if (hand_ticker(&hand, &item)) sum += item;
        if (hand_ticker_close(&hand) != 0) sum++;
    }
    return sum;
}

unsigned switch_cleanup(unsigned n) {
    unsigned sum = 0, released = 0, item;
    for (unsigned i = 0; i < n; i++) {
        struct hand_holding hand = {.i = i, .released = &released};
        if (hand_holding(&hand, &item)) sum += item;
        if (hand_holding_close(&hand) != 0) sum++;
    }
    return sum + (released - n);
}

unsigned thread_count(unsigned n) {
    struct thread thread = {.n = n};
    unsigned sum = 0;
    while (thread_counting(&thread) == THREAD_YIELDED) sum += thread.item;
    return sum;
}

unsigned thread_finally(unsigned n) {
    unsigned sum = 0, released = 0;
    struct thread thread = {.n = n, .released = &released};
    while (thread_guarded(&thread) == THREAD_YIELDED) sum += thread.item;
    return sum + released;
}

unsigned thread_places(unsigned n) {
    struct thread thread = {.n = n};
    unsigned sum = 0;
    while (thread_placed(&thread) == THREAD_YIELDED) sum += thread.item;
    return sum;
}

unsigned thread_chain(unsigned n) {
    struct thread chain[CHAIN_DEPTH + 1] = {{.n = n}};
    unsigned sum = 0;
    for (int i = 1; i <= CHAIN_DEPTH; i++) chain[i].child = &chain[i - 1];
    while (thread_chained(&chain[CHAIN_DEPTH]) == THREAD_YIELDED) sum += chain[CHAIN_DEPTH].item;
    return sum;
}

unsigned pointer_count(unsigned n) {
    struct iterator iterator;
    unsigned sum = 0, item;
    iterator_count(&iterator, n);
    while (iterator.next(&iterator, &item)) sum += item;
    return sum;
}

unsigned pointer_finally(unsigned n) {
    struct iterator iterator;
    unsigned sum = 0, released = 0, item;
    iterator_guarded(&iterator, n, &released);
    while (iterator.next(&iterator, &item)) sum += item;
    return sum + released;
}

unsigned pointer_places(unsigned n) {
    struct iterator iterator;
    unsigned sum = 0, item;
    iterator_places(&iterator, n);
    while (iterator.next(&iterator, &item)) sum += item;
    return sum;
}

unsigned pointer_chain(unsigned n) {
    struct iterator chain[CHAIN_DEPTH + 1];
    unsigned sum = 0, item;
    for (int i = 0; i <= CHAIN_DEPTH; i++)
        iterator_chain(&chain[i], n, i > 0 ? &chain[i - 1] : NULL);
    while (chain[CHAIN_DEPTH].next(&chain[CHAIN_DEPTH], &item)) sum += item;
    return sum;
}
