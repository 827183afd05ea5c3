/* Three loops over one generator: each goes on where the one before has stopped. */
#include <stdio.h>

#include "gen.h"

struct countdown {
    struct gen gen;
    int n;
};

GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

int main(void) {
    struct countdown c = {.n = 6};
    int item, status;

    GEN_FOR (n, countdown, &c) {
        printf("%d ", n);
        if (n == 5) break;
    }
    printf("(break)\n");

    GEN_FOR_STATUS (status, n, countdown, &c) {
        printf("%d ", n);
        if (n == 3) break;
    }
    printf("(status %d)\n", status);

    while ((status = countdown_next(&c, &item)) == GEN_YIELDED) printf("%d ", item);
    printf("(status %d)\n", status);
    return 0;
}
