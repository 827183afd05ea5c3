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
