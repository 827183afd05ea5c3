/* A copy of the struct is a second generator that goes on from the same place; reset starts anew. */
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
    struct countdown c = {.n = 4}, fork;
    int item;
    countdown_next(&c, &item);
    fork = c;
    GEN_FOR (n, countdown, &c) printf("%d ", n);
    printf("(original)\n");
    GEN_FOR (n, countdown, &fork) printf("%d ", n);
    printf("(fork)\n");
    countdown_reset(&c);
    c.n = 2;
    GEN_FOR (n, countdown, &c) printf("%d ", n);
    printf("(reset)\n");
    return 0;
}
