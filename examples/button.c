/* Waiting: while nothing has happened, the generator returns GEN_PENDING. */
#include <stdio.h>

#include "gen.h"

static int pressed; /* on a board, an interrupt handler would set it */

struct button {
    struct gen gen;
    int presses;
};

GEN(button, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(pressed);
        pressed = 0;
        GEN_YIELD(++self->presses);
    }
    GEN_END();
}

int main(void) {
    struct button b = {.presses = 0};
    int presses, turn;
    for (turn = 1; turn <= 5; turn++) {
        if (turn == 2 || turn == 5) pressed = 1;
        if (button_next(&b, &presses) == GEN_YIELDED)
            printf("turn %d: press %d\n", turn, presses);
        else
            printf("turn %d: pending\n", turn);
    }
    return 0;
}
