/* Written by hand: with arrays, like Python's list comprehensions, and as one loop. */
#include "ways.h"

#include <stdlib.h>

static uint64_t *array(uint64_t n) {
    uint64_t *const made = malloc(n * sizeof *made);
    if (made == NULL) abort();
    return made;
}

/* Sum the first even squares, at most `most` of them. */
static uint64_t sum_of(uint64_t *squares, uint64_t *even, uint64_t n, size_t most) {
    size_t count = 0;
    uint64_t sum = 0;
    for (uint64_t i = 0; i < n; i++) squares[i] = i * i;
    for (uint64_t i = 0; i < n; i++)
        if (squares[i] % 2 == 0) even[count++] = squares[i];
    for (size_t i = 0; i < count && i < most; i++) sum += even[i];
    return sum;
}

static uint64_t eager(uint64_t n, size_t most) {
    uint64_t *const squares = array(n), *const even = array(n);
    const uint64_t sum = sum_of(squares, even, n, most);
    free(squares);
    free(even);
    return sum;
}

uint64_t eager_first(uint64_t n) { return eager(n, FIRST); }
uint64_t eager_all(uint64_t n) { return eager(n, SIZE_MAX); }

uint64_t eager_kept(uint64_t n) {
    static uint64_t *squares, *even, size;
    if (size != n) {
        free(squares);
        free(even);
        squares = array(n);
        even = array(n);
        size = n;
    }
    return sum_of(squares, even, n, SIZE_MAX);
}

uint64_t hand_first(uint64_t n) {
    uint64_t sum = 0;
    int count = 0;
    for (uint64_t i = 0; i < n && count < FIRST; i++) {
        if (i * i % 2 != 0) continue;
        sum += i * i;
        count++;
    }
    return sum;
}

uint64_t hand_all(uint64_t n) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < n; i++)
        if (i * i % 2 == 0) sum += i * i;
    return sum;
}
