/* How a finally is left decides what happens to the error that was on its way. */
#include <stdio.h>

#include "gen.h"

struct plain {
    struct gen gen;
    char how;
    int i;
};

GEN(plain, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) {
        GEN_TRY { GEN_YIELD(self->i); }
        GEN_FINALLY {
            if (self->how == 'B') break;
            if (self->how == 'C') continue;
            if (self->how == 'R') GEN_RETURN();
            if (self->how == 'E') GEN_RAISE(-7);
        }
        GEN_END_TRY;
        printf("(after the try) ");
    }
    printf("(after the loop) ");
    GEN_END();
}

int main(void) {
    static const char how[] = {'-', 'B', 'C', 'R', 'E'};
    int i, item;
    for (i = 0; i < 5; i++) {
        struct plain p = {.how = how[i]};
        plain_next(&p, &item);
        printf("%c: ", how[i]);
        printf("%d\n", plain_throw(&p, -9, &item));
    }
    return 0;
}
