/* A channel between an interrupt and a task, which reads it through a pipeline. On a board the converter's
 * interrupt sends; here the main loop calls it. */
#include <stdio.h>

#include "async_sync.h"
#include "itertools.h"

ASYNC_CHANNEL(readings, int)
ASYNC_ITEMS(received, readings)
ITER_FILTER(valid, received, item > -400)
ITER_MAP(degrees, valid, double, item / 10.0)

static struct readings readings;

static void converter_interrupt(int reading) { (void)readings_try_send(&readings, &reading); }

struct show {
    struct gen gen;
    struct async_task task;
    struct degrees in;
    double item;
};

GEN(show, char) {
    GEN_BEGIN();
    self->in.valid.received.task = &self->task;
    self->in.valid.received.channel = &readings;
    GEN_FOR_AWAIT (self->item, degrees, &self->in) printf("%.1f\n", self->item);
    puts("closed");
    GEN_END();
}
ASYNC_TASK(show)

int main(void) {
    static const int converted[] = {215, 217, -999, 220, 221};
    static int slots[4];
    static struct async executor;
    static struct show show;
    size_t i;
    readings_init(&readings, slots, 4);
    show_spawn(&executor, &show);
    for (i = 0; i < sizeof converted / sizeof *converted; i++) {
        converter_interrupt(converted[i]);
        while (async_run(&executor, 0) == GEN_YIELDED) {}
    }
    readings_close(&readings);
    while (async_run(&executor, 0) == GEN_YIELDED) {}
}
