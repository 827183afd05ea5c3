#include "gen.h"
#include <stdio.h>

struct countdown { /* the variables that survive a yield */
    struct gen gen;
    int n;
};

GEN(countdown, int) { /* a generator of ints */
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

int main(void) {
    struct countdown c = {.n = 3};
    GEN_FOR (n, countdown, &c) printf("%d\n", n);
}
