/* A thermometer with a lamp, a button and a serial line. Each activity is a generator, written as
 * if it could block. The main loop polls the generators, and none of them ever blocks.
 *
 *     interrupt -> ring -> console -> commands
 *     button -> short, long
 *     samples -> celsius -> means of 8 -> answers to `adc` -> changes of the alarm
 *
 * by_hand.c is the same program without the library. */
#define GEN_STATE_T uint8_t    /* no body has more than 250 yields */
#define ITER_COUNT_T ptrdiff_t /* no count exceeds 32767 */
#define LAZY_NO_THREADS        /* no interrupt handler uses the table */

#include "itertools.h"
#include "lazy.h"

#include "console.h"

/* The inputs, read once in each turn of the main loop. */
static uint16_t now; /* in ms */
static bool is_down; /* the button */

static bool has_passed(uint16_t since, uint16_t ms) { return (uint16_t)(now - since) >= ms; }

/* Wait in a body whose struct has a field `since`. */
#define WAIT(ms) \
    do { \
        self->since = now; \
        GEN_AWAIT(has_passed(self->since, ms)); \
    } while (0)

/* ---- The lamp -------------------------------------------------------------------------------- */

enum { BLINK_MS = 100 };

struct lamp {
    struct gen gen;
    uint8_t flashes; /* still to come */
    bool is_on;
    uint16_t since;
};

static void lamp_set(struct lamp *lamp, bool on) {
    lamp->is_on = on;
    led_set(on);
}

GEN(lamp, char) {
    GEN_BEGIN();
    for (; self->flashes != 0; self->flashes--) {
        lamp_set(self, true);
        WAIT(BLINK_MS);
        lamp_set(self, false);
        WAIT(BLINK_MS);
    }
    GEN_END();
}

static struct lamp lamp;

/* Stop blinking, and leave the lamp on or off. A generator without a GEN_FINALLY may be stopped by
 * overwriting it. */
static void lamp_leave(bool on) {
    lamp = (struct lamp){.flashes = 0};
    lamp_set(&lamp, on);
}

/* ---- The button ------------------------------------------------------------------------------ */

enum { BOUNCE_MS = 20, LONG_MS = 1000 };

struct button {
    struct gen gen;
    uint16_t since;
};

/* Yield whether a press was long: a long one at once, a short one at its release. A button that is
 * down at the start has to be released first. */
GEN(button, bool) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(!is_down);
        WAIT(BOUNCE_MS);
        GEN_AWAIT(is_down);
        WAIT(BOUNCE_MS);
        if (!is_down) continue;
        GEN_AWAIT(!is_down || has_passed(self->since, LONG_MS));
        GEN_YIELD(has_passed(self->since, LONG_MS));
    }
    GEN_END();
}

/* ---- The calibration table ------------------------------------------------------------------- */

enum { STEPS = 16, STEP = 1024 / STEPS };

struct points {
    int16_t at[STEPS + 1]; /* tenths of a degree, each STEP codes */
};

struct table {
    struct lazy lazy;
    struct points value;
};

/* The first command that needs a temperature computes the table. The cell also remembers the error,
 * if the factory's calibration is damaged. */
LAZY_WITH(table, struct points, LAZY_UNSYNCHRONISED, (void)0) {
    struct calibration c;
    calibration_read(&c);
    if (c.check != CALIBRATION_CHECK(c.offset, c.gain, c.curve)) return -1;
    for (uint8_t i = 0; i <= STEPS; i++) {
        int32_t const curved = c.gain + (int32_t)c.curve * i / STEPS;
        out->at[i] = (int16_t)(c.offset + curved * i / STEPS);
    }
    return 0;
}

static struct table table;

/* Return the temperature of a code. The table must have been computed. */
static int16_t tenths_of(uint16_t code) {
    const int16_t *const at = &table.value.at[code / STEP];
    return (int16_t)(at[0] + (int32_t)(at[1] - at[0]) * (code % STEP) / STEP);
}

/* ---- The pipeline ---------------------------------------------------------------------------- */

enum { SAMPLE_MS = 10, MEAN = 8, HYSTERESIS = 10 };

static bool is_asked; /* the answer to `adc` is due */
static bool is_watching;
static bool is_alarmed;
static uint8_t limit = 40;

struct samples {
    struct gen gen;
    uint16_t since;
};

GEN(samples, uint16_t) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(is_asked || is_watching); /* no conversions if nobody needs them */
        WAIT(SAMPLE_MS);
        adc_start();
        GEN_AWAIT(adc_is_ready());
        GEN_YIELD(adc_read());
    }
    GEN_END();
}

struct mean {
    int16_t sum;
    uint8_t count;
};

/* Add a value. With each MEAN-th one, set *out to the mean, start again, and return true. */
static bool mean_add(struct mean *mean, int16_t value, int16_t *out) {
    mean->sum = (int16_t)(mean->sum + value);
    if (++mean->count < MEAN) return false;
    *out = (int16_t)(mean->sum / MEAN);
    *mean = (struct mean){.sum = 0};
    return true;
}

static void answer(int16_t tenths) {
    if (!is_asked) return;
    is_asked = false;
    PUT("adc ");
    put_tenths(tenths);
    uart_put('\n');
}

/* Switch the alarm if this temperature requires it, and return whether it does. The alarm goes on
 * at the limit, and off a degree below it. */
static bool alarm_changes(int16_t tenths) {
    int16_t const on_from = (int16_t)(limit * 10 - (is_alarmed ? HYSTERESIS : 0));
    if (!is_watching || (tenths >= on_from) == is_alarmed) return false;
    is_alarmed = !is_alarmed;
    return true;
}

ITER_MAP(celsius, samples, int16_t, tenths_of(item))
ITER_FILTER_MAP_WITH(means, celsius, int16_t, struct mean, mean_add(&self->context, item, out))
ITER_TAP(answered, means, answer(item))
ITER_FILTER(alarms, answered, alarm_changes(item))

/* ---- The console ----------------------------------------------------------------------------- */

enum { LINE = 24 };

struct console {
    struct gen gen;
    uint8_t length; /* LINE + 1: the line is too long */
    bool is_damaged;
    char byte;
    char line[LINE + 1];
};

static void put_status(void) {
    PUT("status led ");
    if (lamp.flashes != 0) {
        PUT("blink ");
        put_number(lamp.flashes);
    } else {
        put_switch(lamp.is_on);
    }
    PUT(" limit ");
    put_number(limit);
    PUT(" watch ");
    put_switch(is_watching);
    PUT(" alarm ");
    put_switch(is_alarmed);
    PUT(" table ");
    if (table_is_evaluated(&table))
        PUT("ready\n");
    else
        PUT("none\n");
}

/* Execute a command and answer it. Only `adc` is answered later, by the pipeline. */
static void obey(const char *line) {
    uint8_t number = 0;
    enum command const command = command_of(line, &number);
    if (command == UNKNOWN) {
        PUT("error unknown command\n");
    } else if (command == DO_STATUS) {
        put_status();
    } else if ((command == DO_ADC || command == DO_WATCH_ON) && table_get(&table, NULL) == NULL) {
        PUT("error calibration\n");
    } else if (command == DO_ADC) {
        is_asked = true;
    } else {
        if (command == DO_LIMIT) limit = number;
        if (command == DO_WATCH_ON || command == DO_WATCH_OFF) is_watching = command == DO_WATCH_ON;
        if (command <= DO_LED_BLINK) lamp_leave(command == DO_LED_ON);
        if (command == DO_LED_BLINK) lamp.flashes = number;
        PUT("ok\n");
    }
}

/* It yields nothing: it executes each line itself, and waits until the line has been answered. */
GEN(console, char) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(ring_take(&self->byte));
        if (self->byte == UART_LOST) {
            self->is_damaged = true;
        } else if (self->byte != '\n') {
            if (self->byte != '\r' && self->length <= LINE) self->line[self->length++] = self->byte;
        } else {
            if (self->is_damaged) {
                PUT("error data lost\n");
            } else if (self->length > LINE) {
                PUT("error line too long\n");
            } else if (self->length != 0) {
                self->line[self->length] = '\0';
                obey(self->line);
                GEN_AWAIT(!is_asked); /* answers come in the order of the lines */
            }
            self->is_damaged = false;
            self->length = 0;
        }
    }
    GEN_END();
}

/* ---- The main loop --------------------------------------------------------------------------- */

void app_poll(void) {
    static struct button button;
    static struct console console;
    static struct alarms alarms;
    char nothing;
    bool is_long;
    int16_t tenths;

    now = millis();
    is_down = button_is_down();
    (void)lamp_next(&lamp, &nothing);
    while (button_next(&button, &is_long) == GEN_YIELDED) {
        if (is_long) {
            PUT("button long\n");
            is_watching = false;
        } else {
            PUT("button short\n");
            lamp_leave(!lamp.is_on);
        }
    }
    while (alarms_next(&alarms, &tenths) == GEN_YIELDED) {
        PUT("alarm ");
        put_switch(is_alarmed);
        uart_put('\n');
    }
    (void)console_next(&console, &nothing);
}
