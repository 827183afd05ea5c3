/* In a tab of its own, for the IDE declares each function of a sketch at its top, where the types
 * that GEN defines are not known yet. A header it leaves alone. */
#ifndef LAMP_H
#define LAMP_H

#include <Arduino.h>
#include <gen.h>

struct lamp {
    struct gen gen;
    struct gen_task task;
    uint8_t pin;
    gen_tick period;
};

GEN(lamp, char) {
    GEN_BEGIN();
    pinMode(self->pin, OUTPUT);
    while (true) {
        digitalWrite(self->pin, HIGH);
        gen_deadline(&self->task, self->period);
        GEN_AWAIT(gen_expired(&self->task));
        digitalWrite(self->pin, LOW);
        gen_deadline(&self->task, self->period);
        GEN_AWAIT(gen_expired(&self->task));
    }
    GEN_END();
}
GEN_TASK(lamp)

#endif
