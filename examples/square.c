/* A value that is computed once, when it is first needed. */
#include "lazy.h"
#include <stdio.h>

struct square {
    struct lazy lazy;
    int of;
    int value;
};

LAZY(square, int) { /* the initialiser sets *out and returns 0, or returns a negative error */
    printf("computing\n");
    *out = self->of * self->of;
    return 0;
}

int main(void) {
    static struct square nine = {.of = 3};
    int error = 0;
    const int *first = square_get(&nine, &error);
    const int *again = square_get(&nine, &error);
    if (first != NULL && again != NULL) printf("%d %d\n", *first, *again);
    return 0;
}
