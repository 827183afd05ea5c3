/* Tasks: two lamps that blink at their own rates, until one is cancelled. On a board, a tick
 * counter supplies the time and idling waits for an interrupt; here time jumps to the next
 * deadline. */
#include <stdio.h>

#include "async.h"

struct lamp {
    struct gen gen;
    struct async_task task;
    const char *name;
    async_tick period, due;
    int times;
};

GEN(lamp, char) {
    GEN_BEGIN();
    GEN_TRY {
        while (self->times-- > 0) {
            printf("%s on\n", self->name);
            ASYNC_SLEEP(&self->task, self->due, self->period);
        }
    }
    GEN_FINALLY { printf("%s off\n", self->name); }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(lamp)

int main(void) {
    static struct async executor;
    struct lamp red = {.name = "red", .period = 300, .times = 3};
    struct lamp green = {.name = "green", .period = 500, .times = 9};
    async_tick now = 0;
    gen_status status;
    lamp_spawn(&executor, &red);
    lamp_spawn(&executor, &green);
    while ((status = async_run(&executor, now)) != GEN_DONE) {
        if (status < 0) fprintf(stderr, "%s\n", gen_strerror(status));
        if (now >= 1000) async_cancel(&green.task);
        if (status == GEN_PENDING && !async_ready(&executor)) {
            if (!async_next_deadline(&executor, &now)) break;
            printf("%lu ms\n", (unsigned long)now);
        }
    }
    return 0;
}
