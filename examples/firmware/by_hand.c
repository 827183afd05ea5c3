/* firmware.c without the library: state machines in a super-loop. */
#include "console.h"

#include <stddef.h>

/* The inputs, read once in each turn of the main loop. */
static uint16_t now; /* in ms */
static bool is_down; /* the button */

static bool has_passed(uint16_t since, uint16_t ms) { return (uint16_t)(now - since) >= ms; }

/* ---- The lamp -------------------------------------------------------------------------------- */

enum { BLINK_MS = 100 };

static struct {
    uint8_t flashes; /* still to come */
    bool is_on, is_blinking;
    uint16_t since;
} lamp;

static void lamp_set(bool on) {
    lamp.is_on = on;
    lamp.since = now;
    led_set(on);
}

static void lamp_leave(bool on) {
    lamp.flashes = 0;
    lamp.is_blinking = false;
    lamp_set(on);
}

static void lamp_poll(void) {
    if (lamp.flashes == 0) return;
    if (!lamp.is_blinking) {
        lamp.is_blinking = true;
        lamp_set(true);
    } else if (has_passed(lamp.since, BLINK_MS)) {
        if (lamp.is_on)
            lamp_set(false);
        else if (--lamp.flashes != 0)
            lamp_set(true);
    }
}

/* ---- The button ------------------------------------------------------------------------------ */

enum { BOUNCE_MS = 20, LONG_MS = 1000 };

static struct {
    enum { HELD, RELEASED, UP, PRESSED, DOWN } state; /* at the start: HELD */
    uint16_t since;
} button;

static void button_pressed(bool is_long);

static void button_poll(void) {
    if (button.state == RELEASED && has_passed(button.since, BOUNCE_MS)) button.state = UP;
    if (button.state == UP && is_down) {
        button.state = PRESSED;
        button.since = now;
    }
    if (button.state == PRESSED && has_passed(button.since, BOUNCE_MS))
        button.state = is_down ? DOWN : HELD;
    if (button.state == DOWN && (!is_down || has_passed(button.since, LONG_MS))) {
        button.state = HELD;
        button_pressed(has_passed(button.since, LONG_MS));
    }
    if (button.state == HELD && !is_down) {
        button.state = RELEASED;
        button.since = now;
    }
}

/* ---- The calibration table ------------------------------------------------------------------- */

enum { STEPS = 16, STEP = 1024 / STEPS };

static struct {
    enum { UNUSED, READY, BAD } state;
    int16_t at[STEPS + 1]; /* tenths of a degree, each STEP codes */
} table;

static bool table_is_usable(void) {
    if (table.state == UNUSED) {
        struct calibration c;
        calibration_read(&c);
        if (c.check != CALIBRATION_CHECK(c.offset, c.gain, c.curve)) {
            table.state = BAD;
        } else {
            for (uint8_t i = 0; i <= STEPS; i++) {
                int32_t const curved = c.gain + (int32_t)c.curve * i / STEPS;
                table.at[i] = (int16_t)(c.offset + curved * i / STEPS);
            }
            table.state = READY;
        }
    }
    return table.state == READY;
}

static int16_t tenths_of(uint16_t code) {
    const int16_t *const at = &table.at[code / STEP];
    return (int16_t)(at[0] + (int32_t)(at[1] - at[0]) * (code % STEP) / STEP);
}

/* ---- The pipeline ---------------------------------------------------------------------------- */

enum { SAMPLE_MS = 10, MEAN = 8, HYSTERESIS = 10 };

static bool is_asked; /* the answer to `adc` is due */
static bool is_watching;
static bool is_alarmed;
static uint8_t limit = 40;

static struct {
    enum { IDLE, WAITING, CONVERTING } state;
    uint8_t count;
    uint16_t since;
    int16_t sum;
} samples;

static void samples_mean(int16_t tenths) {
    int16_t const on_from = (int16_t)(limit * 10 - (is_alarmed ? HYSTERESIS : 0));
    if (is_asked) {
        is_asked = false;
        PUT("adc ");
        put_tenths(tenths);
        uart_put('\n');
    }
    if (is_watching && (tenths >= on_from) != is_alarmed) {
        is_alarmed = !is_alarmed;
        PUT("alarm ");
        put_switch(is_alarmed);
        uart_put('\n');
    }
}

static void samples_poll(void) {
    if (samples.state == CONVERTING && adc_is_ready()) {
        samples.state = IDLE;
        samples.sum = (int16_t)(samples.sum + tenths_of(adc_read()));
        if (++samples.count == MEAN) {
            int16_t const mean = (int16_t)(samples.sum / MEAN);
            samples.count = 0;
            samples.sum = 0;
            samples_mean(mean);
        }
    }
    if (samples.state == IDLE && (is_asked || is_watching)) {
        samples.state = WAITING;
        samples.since = now;
    }
    if (samples.state == WAITING && has_passed(samples.since, SAMPLE_MS)) {
        adc_start();
        samples.state = CONVERTING;
    }
}

/* ---- The console ----------------------------------------------------------------------------- */

enum { LINE = 24 };

static struct {
    uint8_t length; /* LINE + 1: the line is too long */
    bool is_damaged;
    char line[LINE + 1];
} console;

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
    if (table.state == READY)
        PUT("ready\n");
    else
        PUT("none\n");
}

static void obey(const char *line) {
    uint8_t number = 0;
    enum command const command = command_of(line, &number);
    if (command == UNKNOWN) {
        PUT("error unknown command\n");
    } else if (command == DO_STATUS) {
        put_status();
    } else if ((command == DO_ADC || command == DO_WATCH_ON) && !table_is_usable()) {
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

static void console_poll(void) {
    char byte;
    while (!is_asked && ring_take(&byte)) {
        if (byte == UART_LOST) {
            console.is_damaged = true;
        } else if (byte != '\n') {
            if (byte != '\r' && console.length <= LINE) console.line[console.length++] = byte;
        } else {
            if (console.is_damaged) {
                PUT("error data lost\n");
            } else if (console.length > LINE) {
                PUT("error line too long\n");
            } else if (console.length != 0) {
                console.line[console.length] = '\0';
                obey(console.line);
            }
            console.is_damaged = false;
            console.length = 0;
        }
    }
}

/* ---- The main loop --------------------------------------------------------------------------- */

static void button_pressed(bool is_long) {
    if (is_long) {
        PUT("button long\n");
        is_watching = false;
    } else {
        PUT("button short\n");
        lamp_leave(!lamp.is_on);
    }
}

void app_poll(void) {
    now = millis();
    is_down = button_is_down();
    lamp_poll();
    button_poll();
    samples_poll();
    console_poll();
}
