/* A result: the generator leaves it in a field. Halve an even number, triple an odd one and add 1;
 * how many steps does it take to reach 1? */
#include <stdio.h>

#include "gen.h"

struct collatz {
    struct gen gen;
    unsigned n, limit; /* set by the caller */
    unsigned steps;    /* the result */
};

GEN(collatz, unsigned) {
    GEN_BEGIN();
    for (; self->n != 1; self->steps++) {
        if (self->steps == self->limit) GEN_RETURN();
        GEN_YIELD(self->n);
        self->n = self->n % 2 == 0 ? self->n / 2 : 3 * self->n + 1;
    }
    GEN_YIELD(1);
    GEN_END();
}

static void print(unsigned n) {
    struct collatz c = {.n = n, .limit = 10};
    GEN_FOR (item, collatz, &c) printf("%u ", item);
    printf("(%u steps)\n", c.steps);
}

int main(void) {
    print(6);
    print(27);
    return 0;
}
