/* For Eva: a cell of one thread, and any four operations on it. */
#include "contracts.h"
#include "eva.h"

#define LAZY_NO_THREADS
#include "lazy.h"

struct half {
    struct lazy lazy;
    int of;
    int value;
};

LAZY_WITH(half, int, LAZY_UNSYNCHRONISED) {
    if (any_int()) return Frama_C_interval(INT_MIN, -1);
    *out = self->of / 2;
    return 0;
}

int main(void) {
    struct half cell; /* its value is uninitialised */
    UNKNOWN(cell.of);
    cell.lazy = (struct lazy){0};
    //@ loop unroll 4;
    for (int i = 0; i < 4; i++) {
        int error, given = any_int();
        const int *value = NULL;
        switch (any_int()) {
        case 0: value = half_get(&cell, &error); break;
        case 1: value = half_try_get(&cell, &error); break;
        case 2: value = half_peek(&cell); break;
        case 3: (void)half_set(&cell, &given); break;
        case 4: (void)half_reset(&cell); break;
        default: (void)half_destroy(&cell); break;
        }
        if (value != NULL) use(*value);
    }
    return 0;
}
