/* Sending values: a running average, and a generator of samples that drives it. */
#include <stdio.h>

#include "gen.h"

struct average {
    struct gen gen;
    double sum;
    int count;
};

GEN_RECV(average, double, double) { /* receives doubles, yields doubles */
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->count ? self->sum / self->count : 0);
        if (sent) {
            self->sum += *sent;
            self->count++;
        }
    }
    GEN_END();
}

int main(void) {
    static const double samples[] = {10, 30, 5, 35};
    struct average avg = {.count = 0};
    double mean;
    average_next(&avg, &mean); /* run to the first yield, which receives the first value */
    for (int i = 0; i < 4; i++) {
        average_send(&avg, &samples[i], &mean);
        printf("%g -> %g\n", samples[i], mean);
    }
    return 0;
}
