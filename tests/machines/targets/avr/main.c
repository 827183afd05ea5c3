/* Runs a test file on an ATmega328P: what is put goes to the UART, which simavr shows, and at last
 * PASS or FAIL. It ends when the core sleeps with interrupts off. Meanwhile they are on. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

int test_all(void);
void test_put(char c);

void test_put(char c) {
    while ((UCSR0A & (1 << UDRE0)) == 0) {}
    UDR0 = (unsigned char)c;
}

int main(void) {
    const char *verdict;
    UCSR0B = 1 << TXEN0;
    sei();
    verdict = test_all() == 0 ? "PASS\n" : "FAIL\n";
    while (*verdict) test_put(*verdict++);
    cli();
    sleep_enable();
    sleep_cpu();
}
