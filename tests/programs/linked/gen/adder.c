#include "shared.h"

GEN_DEFINE_RECV(adder) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->sum);
        if (sent) self->sum += *sent;
    }
    GEN_END();
}

GEN_DEFINE(squares) {
    GEN_BEGIN();
    for (self->n = 1; self->n <= 3; self->n++) GEN_YIELD(self->n * self->n);
    GEN_END();
}

int sum_of(struct countdown *numbers) {
    int sum = 0;
    GEN_FOR (n, countdown, numbers) sum += n;
    return sum;
}
