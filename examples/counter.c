/* A handler: an error that the caller throws in sets a counter back. Another error finishes it. */
#include <stdio.h>

#include "gen.h"

enum { START_AGAIN = -1, BROKEN = -2 };

struct counter {
    struct gen gen;
    int n, error;
};

GEN(counter, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_TRY { GEN_YIELD(++self->n); }
        GEN_EXCEPT(self->error) {
            if (self->error != START_AGAIN) GEN_RAISE(self->error);
            self->n = 0;
        }
        GEN_END_TRY;
    }
    GEN_END();
}

int main(void) {
    struct counter c = {.n = 0};
    int item = 0, status;
    status = counter_next(&c, &item);
    printf("next: status %d, item %d\n", status, item);
    status = counter_next(&c, &item);
    printf("next: status %d, item %d\n", status, item);
    status = counter_throw(&c, START_AGAIN, &item);
    printf("throw: status %d, item %d\n", status, item);
    status = counter_throw(&c, BROKEN, &item);
    printf("throw: status %d\n", status);
    status = counter_next(&c, &item);
    printf("next: status %d\n", status);
    return 0;
}
