/* A loop in a body over another generator: the squares of the even numbers. */
#include <stdio.h>

#include "gen.h"

struct count_up {
    struct gen gen;
    int n, i;
};

GEN(count_up, int) {
    GEN_BEGIN();
    for (self->i = 1; self->i <= self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

struct squares {
    struct gen gen;
    struct count_up numbers; /* the child */
    int number;
};

GEN(squares, int) {
    GEN_BEGIN();
    GEN_FOR_AWAIT (self->number, count_up, &self->numbers) {
        if (self->number % 2 != 0) continue;
        GEN_YIELD(self->number * self->number);
    }
    GEN_END();
}

int main(void) {
    struct squares s = {.numbers = {.n = 6}};
    GEN_FOR (square, squares, &s) printf("%d\n", square);
    return 0;
}
