#include "shared.h"

GEN_DEFINE_RECV(adder) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->sum);
        if (sent) self->sum += *sent;
    }
    GEN_END();
}

int sum_of(struct countdown *numbers) {
    int sum = 0;
    GEN_FOR (n, countdown, numbers) sum += n;
    return sum;
}
