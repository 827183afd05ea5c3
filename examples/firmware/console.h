/* console.h - the code that firmware.c and by_hand.c share: the ring between the interrupt handler
 * and the main loop, the text output, and the table of commands. */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "board.h"

/* ---- The ring -------------------------------------------------------------------------------- */

enum { RING = 32 }; /* a power of two */

static struct {
    volatile uint8_t head, tail; /* each is written at one end only, and a byte is atomic */
    volatile uint8_t bytes[RING];
} ring;

/* Store a byte. The last free place takes a mark instead, so that the reader knows where bytes are
 * missing. Bytes that arrive while the ring is full are lost at that same mark. */
void app_received(uint8_t byte) {
    uint8_t const used = (uint8_t)(ring.head - ring.tail);
    if (used == RING) return;
    ring.bytes[ring.head % RING] = used == RING - 1 ? (uint8_t)UART_LOST : byte;
    ring.head++;
}

/* Take the oldest byte. Return false if there is none. */
static bool ring_take(char *into) {
    uint8_t const tail = ring.tail;
    if (tail == ring.head) return false;
    *into = (char)ring.bytes[tail % RING];
    ring.tail = (uint8_t)(tail + 1);
    return true;
}

/* ---- Texts ----------------------------------------------------------------------------------- */

static void put_text(const char *flash_text) {
    char c;
    while ((c = flash_char(flash_text++)) != '\0') uart_put(c);
}
#define PUT(text) put_text(FLASH_TEXT(text))

static void put_number(uint16_t number) {
    if (number >= 10) put_number(number / 10);
    uart_put((char)('0' + number % 10));
}

/* Print tenths of a degree as "-3.5". */
static void put_tenths(int16_t tenths) {
    uint16_t rest = (uint16_t)tenths;
    if (tenths < 0) {
        uart_put('-');
        rest = (uint16_t)-rest;
    }
    put_number(rest / 10);
    uart_put('.');
    put_number(rest % 10);
}

static void put_switch(bool on) {
    if (on)
        PUT("on");
    else
        PUT("off");
}

/* ---- Commands -------------------------------------------------------------------------------- */

enum command {
    DO_LED_ON,
    DO_LED_OFF,
    DO_LED_BLINK,
    DO_ADC,
    DO_LIMIT,
    DO_WATCH_ON,
    DO_WATCH_OFF,
    DO_STATUS,
    UNKNOWN
};

/* In the order of the enum. A # stands for a number from 0 to 99. */
static const char command_words[] IN_FLASH =
    "led on\0led off\0led blink #\0adc\0limit #\0watch on\0watch off\0status\0";

/* Return the command that the line contains. Set *number if the command has one. */
static enum command command_of(const char *line, uint8_t *number) {
    const char *word = command_words;
    uint8_t command = 0;
    do {
        const char *at = line;
        while (flash_char(word) != '\0' && flash_char(word) == *at) {
            word++;
            at++;
        }
        if (flash_char(word) == '#' && *at >= '0' && *at <= '9') {
            *number = (uint8_t)(*at++ - '0');
            if (*at >= '0' && *at <= '9') *number = (uint8_t)(*number * 10 + (*at++ - '0'));
            word++;
        }
        if (flash_char(word) == '\0' && *at == '\0') break;
        while (flash_char(word) != '\0') word++;
        word++;
    } while (++command < UNKNOWN);
    return (enum command)command;
}

#endif
