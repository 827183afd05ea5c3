/* Run a test file on an ATmega328P. The output goes to the UART, which simavr shows; the last line
 * is PASS or FAIL. The program ends by sleeping with interrupts off. Before that, they are on. */
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
