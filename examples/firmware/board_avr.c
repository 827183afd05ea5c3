/* An ATmega328P at 16 MHz, as on an Arduino Uno: the LED at PB5, the button from PD2 to ground, the
 * thermometer at ADC0, the serial line at 38400 baud, the calibration in the EEPROM. */
#include "board.h"

#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

static volatile uint16_t ticks;

static const struct calibration stored EEMEM = {-100, 600, 120, CALIBRATION_CHECK(-100, 600, 120)};

ISR(TIMER0_COMPA_vect) { ticks++; }

ISR(USART_RX_vect) {
    /* The flags first: reading the byte clears them. */
    bool const is_lost = (UCSR0A & (1 << DOR0 | 1 << FE0)) != 0;
    uint8_t const byte = UDR0;
    app_received(is_lost ? (uint8_t)UART_LOST : byte);
}

void led_set(bool on) {
    if (on)
        PORTB |= 1 << PORTB5;
    else
        PORTB &= (uint8_t) ~(1 << PORTB5);
}

bool button_is_down(void) { return (PIND & (1 << PIND2)) == 0; }

void adc_start(void) { ADCSRA |= 1 << ADSC; }
bool adc_is_ready(void) { return (ADCSRA & (1 << ADSC)) == 0; }
uint16_t adc_read(void) { return ADC; }

uint16_t millis(void) {
    uint16_t now;
    cli();
    now = ticks;
    sei();
    return now;
}

void uart_put(char c) {
    while ((UCSR0A & (1 << UDRE0)) == 0) {}
    UDR0 = (uint8_t)c;
}

void calibration_read(struct calibration *into) { eeprom_read_block(into, &stored, sizeof *into); }

int main(void) {
    DDRB = 1 << DDB5;
    PORTD = 1 << PORTD2;             /* a pull-up */
    ADMUX = 1 << REFS0;              /* AVCC, channel 0 */
    ADCSRA = 1 << ADEN | 7 << ADPS0; /* 125 kHz */
    UBRR0L = 51;                     /* 16 MHz / 8 / 38400 - 1 */
    UCSR0A = 1 << U2X0;
    UCSR0B = 1 << RXCIE0 | 1 << RXEN0 | 1 << TXEN0; /* 8N1 */
    OCR0A = 249;                                    /* 16 MHz / 64 / 250 = 1 kHz */
    TCCR0A = 1 << WGM01;
    TCCR0B = 3 << CS00;
    TIMSK0 = 1 << OCIE0A;
    sei();
    for (;;) {
        app_poll();
        sleep_mode(); /* the next tick ends it, if another interrupt did not */
    }
}
