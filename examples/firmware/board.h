/* board.h - the interface between the program and a board. There are three boards: board_m3.c (an
 * LM3S6965, Cortex-M3), board_avr.c (an ATmega328P) and board_host.c. */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stdint.h>

/* Constant data stays in flash. An AVR reads its flash by instructions of its own. */
#ifdef __AVR__
#include <avr/pgmspace.h>
#define IN_FLASH PROGMEM
#define FLASH_TEXT(text) PSTR(text)
#define flash_char(at) ((char)pgm_read_byte(at))
#else
#define IN_FLASH
#define FLASH_TEXT(text) (text)
#define flash_char(at) (*(at))
#endif

/* The factory's calibration. Tenths of a degree are offset + gain * x + curve * x * x, where x is
 * the ADC's code / 1024. */
struct calibration {
    int16_t offset, gain, curve;
    uint16_t check; /* CALIBRATION_CHECK of the others */
};
#define CALIBRATION_CHECK(offset, gain, curve) ((uint16_t)((offset) ^ (gain) ^ (curve) ^ 0x5AA5))

/* Functions of the board. */
void led_set(bool on);
bool button_is_down(void); /* returns the state of the contact, which bounces */
void adc_start(void);      /* starts one conversion */
bool adc_is_ready(void);   /* returns whether the conversion has ended */
uint16_t adc_read(void);   /* returns its result, 0 to 1023 */
uint16_t millis(void);     /* wraps around after 65 s */
void uart_put(char c);     /* waits while the transmitter is full */
void calibration_read(struct calibration *into);

/* Functions of the program. The board calls app_poll, sleeps until the next interrupt, and so on.
 * The interrupt handler of the UART calls app_received. */
void app_poll(void);
void app_received(uint8_t byte);

/* The byte that marks a place where bytes were lost. No command contains a 0. */
enum { UART_LOST = 0 };

#endif
