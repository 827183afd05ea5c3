/* What two files share: generators that one of them defines, and one that each has for itself. */
#ifndef SHARED_H
#define SHARED_H

#include "gen.h"

struct adder {
    struct gen gen;
    int sum;
};
GEN_DECLARE_RECV(adder, int, int)

struct squares {
    struct gen gen;
    int n;
};
GEN_DECLARE(squares, int)

struct countdown {
    struct gen gen;
    int n;
};
GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

int sum_of(struct countdown *numbers);

#endif
