/* A finally that waits: a motor slows down before its generator is closed. */
#include <stdio.h>

#include "gen.h"

struct motor {
    struct gen gen;
    int speed, kept;
};

GEN(motor, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (;;) GEN_YIELD(++self->speed);
    }
    GEN_FINALLY_SAVED(self->kept) {
        while (self->speed > 0) {
            self->speed--;
            GEN_SUSPEND();
        }
        printf("the motor has stopped\n");
    }
    GEN_END_TRY;
    GEN_END();
}

int main(void) {
    struct motor m = {.speed = 0};
    int item, status;
    GEN_FOR (speed, motor, &m) {
        printf("speed %d\n", speed);
        if (speed == 3) break;
    }
    while ((status = motor_close(&m)) == GEN_PENDING) printf("closing, speed %d\n", m.speed);
    printf("close: status %d\n", status);
    printf("next: status %d\n", motor_next(&m, &item));
    return 0;
}
