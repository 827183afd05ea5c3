/* A generator resumed by hand: each resume returns a status, and an item with GEN_YIELDED. */
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
    struct countdown c = {.n = 2};
    int item;
    while (countdown_next(&c, &item) == GEN_YIELDED) printf("item %d, %d left\n", item, c.n);
    if (gen_state(&c.gen) == GEN_CLOSED) printf("finished\n");
    printf("status %d\n", countdown_next(&c, &item)); /* GEN_DONE, which is 0: it stays finished */
    return 0;
}
