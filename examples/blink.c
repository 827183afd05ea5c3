/* Tasks: two lamps that blink at their own rates, until one is cancelled. On a board, a tick
 * counter supplies the time and idling waits for an interrupt; here time jumps to the next
 * deadline. */
#include <stdio.h>

#include "gen.h"

struct lamp {
    struct gen gen;
    struct gen_task task;
    const char *name;
    gen_tick period;
    int times;
};

GEN(lamp, char) {
    GEN_BEGIN();
    GEN_TRY {
        while (self->times-- > 0) {
            printf("%s on\n", self->name);
            gen_deadline(&self->task, self->period);
            GEN_AWAIT(gen_expired(&self->task));
        }
    }
    GEN_FINALLY { printf("%s off\n", self->name); }
    GEN_END_TRY;
    GEN_END();
}
GEN_TASK(lamp)

int main(void) {
    static struct gen_executor executor;
    struct lamp red = {.name = "red", .period = 300, .times = 3};
    struct lamp green = {.name = "green", .period = 500, .times = 9};
    gen_tick now = 0;
    gen_status status;
    lamp_spawn(&executor, &red.task, &red);
    lamp_spawn(&executor, &green.task, &green);
    while ((status = gen_run(&executor, now)) != GEN_DONE) {
        if (status < 0) fprintf(stderr, "%s\n", gen_strerror(status));
        if (now >= 1000) gen_cancel(&green.task);
        if (status == GEN_PENDING && !gen_ready(&executor)) {
            if (!gen_next_deadline(&executor, &now)) break;
            printf("%lu ms\n", (unsigned long)now);
        }
    }
    return 0;
}
