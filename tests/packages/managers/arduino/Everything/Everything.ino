/* A sketch that uses each header, here and in a C file, and prints the results. At the end it
 * sleeps with interrupts off, which stops simavr. */
#include "everything.h"
#include <avr/sleep.h>

extern "C" int sum_in_c(void);

static struct countdown three;
static struct square nine;
static struct iter_calls calls;

void setup() {
    int error = 0;
    struct odd p = odd(counted(numbers(0, 6, 1), &calls));
    Serial.begin(115200);
    three.n = 3;
    nine.of = 3;
    GEN_FOR (n, countdown, &three) Serial.print(n);
    GEN_FOR (n, odd, &p) Serial.print(n);
    Serial.print(*square_get(&nine, &error));
    Serial.print(sum_in_c());
    Serial.println(declared_by_the_ide());
    Serial.flush();
    cli();
    sleep_enable();
    sleep_cpu();
}

void loop() {}

const char *declared_by_the_ide() { return "PASS"; }
