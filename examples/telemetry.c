/* Asynchronous generators: two sensors are read at their own rates. A radio sends their readings in
 * batches: four of them, or fewer when the first one is 100 ms old. */
#include <stdio.h>

#include "async_gen.h"

struct reading {
    const char *sensor;
    long value;
};

struct sensor {
    struct gen gen;
    struct async_task *task; /* the task that reads it */
    const char *name;
    async_tick period, due;
    long value;
};

GEN(sensor, struct reading) {
    GEN_BEGIN();
    self->due = async_now(self->task);
    GEN_TRY {
        for (;;) {
            ASYNC_EVERY(self->task, self->due, self->period);
            self->value++;
            GEN_YIELD((struct reading){self->name, self->value});
        }
    }
    GEN_FINALLY { printf("%s sensor off\n", self->name); }
    GEN_END_TRY;
    GEN_END();
}

ASYNC_MERGE(readings, sensor, sensor)
ASYNC_BUFFER(packets, readings)

struct radio {
    struct gen gen;
    struct async_task task;
    struct packets packets;
    packets_item packet;
    struct reading buffer[4];
    struct async_closing closing;
    int sent;
};

GEN(radio, char) {
    size_t i;
    GEN_BEGIN();
    self->packets =
        packets(readings((struct sensor){.task = &self->task, .name = "inner", .period = 30},
                         (struct sensor){.task = &self->task, .name = "outer", .period = 250}),
                self->buffer, 4, &self->task, 100);
    GEN_TRY {
        GEN_FOR_AWAIT (self->packet, packets, &self->packets) {
            printf("%3lu ms:", (unsigned long)async_now(&self->task));
            for (i = 0; i < self->packet.length; i++)
                printf(" %s %ld", self->packet.data[i].sensor, self->packet.data[i].value);
            puts("");
            if (++self->sent == 3) break;
        }
    }
    ASYNC_FINALLY_CLOSE(self->closing, packets, &self->packets);
    GEN_END();
}
ASYNC_TASK(radio)

int main(void) {
    static struct async executor;
    static struct radio radio;
    async_tick now = 0;
    gen_status status;
    radio_spawn(&executor, &radio);
    while ((status = async_run(&executor, now)) != GEN_DONE) {
        if (status < 0) fprintf(stderr, "%s\n", gen_strerror(status));
        if (status == GEN_PENDING && !async_next_deadline(&executor, &now)) break;
    }
    return 0;
}
