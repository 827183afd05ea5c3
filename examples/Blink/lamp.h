/* In a tab of its own, for the IDE declares each function of a sketch at its top, where the types
 * that GEN defines are not known yet. A header it leaves alone. */
#ifndef LAMP_H
#define LAMP_H

#include <Arduino.h>
#include <async.h>

struct lamp {
    struct gen gen;
    struct async_task task;
    uint8_t pin;
    async_tick period, due;
};

GEN(lamp, char) {
    GEN_BEGIN();
    pinMode(self->pin, OUTPUT);
    while (true) {
        digitalWrite(self->pin, HIGH);
        ASYNC_SLEEP(&self->task, self->due, self->period);
        digitalWrite(self->pin, LOW);
        ASYNC_SLEEP(&self->task, self->due, self->period);
    }
    GEN_END();
}
ASYNC_TASK(lamp)

#endif
