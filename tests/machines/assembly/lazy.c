/* Reading a value that is there: lazy.cmake checks the assembly of `get`. PESSIMISE is for the
 * self-test: with 1, the word is read twice; with 2, it is read without acquire. */
#if PESSIMISE == 2
#undef __ATOMIC_ACQUIRE
#define __ATOMIC_ACQUIRE __ATOMIC_RELAXED
#endif
#include "lazy.h"

struct cell {
    struct lazy lazy;
    int value;
};

LAZY(cell, int) {
    *out = 3;
    return 0;
}

const int *get(struct cell *self, int *error);
const int *get(struct cell *self, int *error) {
#if PESSIMISE == 1
    if (!cell_is_evaluated(self)) return NULL;
#endif
    return cell_get(self, error);
}

/* A cell needs only the word in addition to its value. */
typedef char as_large_as_the_word[sizeof(struct cell) == sizeof(int) + sizeof(lazy_word) ? 1 : -1];
#if INT_MAX > 0x7FFF
typedef char four_bytes[sizeof(struct lazy) == 4 ? 1 : -1];
#else
typedef char one_byte[sizeof(struct lazy) == 1 ? 1 : -1];
#endif
