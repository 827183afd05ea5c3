/* Tasks: a lamp that blinks, and a second one that blinks until its time is over. On a board, a tick
 * counter supplies the time and idling waits for an interrupt; here time jumps to the next
 * deadline. */
#include <stdio.h>

#include "async.h"

struct lamp {
    struct gen gen;
    struct async_task task;
    const char *name;
    async_tick period, due;
};

GEN(lamp, char) {
    GEN_BEGIN();
    self->due = async_now(&self->task);
    GEN_TRY {
        for (;;) {
            printf("%s on\n", self->name);
            ASYNC_EVERY(&self->task, self->due, self->period);
        }
    }
    GEN_FINALLY { printf("%s off\n", self->name); }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(lamp)

/* Switches both lamps off after a second, and waits until they are. */
struct timer {
    struct gen gen;
    struct async_task task;
    struct lamp *lamps;
    async_tick due;
};

GEN(timer, char) {
    GEN_BEGIN();
    ASYNC_SLEEP(&self->task, self->due, 1000);
    async_cancel(&self->lamps[0].task);
    async_cancel(&self->lamps[1].task);
    GEN_AWAIT(async_ended(&self->task, &self->lamps[0].task) &
              async_ended(&self->task, &self->lamps[1].task));
    puts("good night");
    GEN_END();
}
ASYNC_TASK(timer)

int main(void) {
    static struct async executor;
    static struct lamp lamps[] = {{.name = "red", .period = 300}, {.name = "green", .period = 500}};
    static struct timer timer = {.lamps = lamps};
    async_tick now = 0;
    gen_status status;
    lamp_spawn(&executor, &lamps[0]);
    lamp_spawn(&executor, &lamps[1]);
    timer_spawn(&executor, &timer);
    while ((status = async_run(&executor, now)) != GEN_DONE) {
        if (status < 0) fprintf(stderr, "%s\n", gen_strerror(status));
        if (status == GEN_PENDING && !async_ready(&executor)) {
            if (!async_next_deadline(&executor, &now)) break;
            printf("%lu ms\n", (unsigned long)now);
        }
    }
    return 0;
}
