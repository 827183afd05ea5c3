/* Two lamps that blink at their own rates: the one on the board, and one at pin 8. */
#include "lamp.h"

static struct async executor;
static struct lamp on_board, other;

void setup() {
    on_board.pin = LED_BUILTIN;
    on_board.period = 500;
    other.pin = 8;
    other.period = 300;
    lamp_spawn(&executor, &on_board);
    lamp_spawn(&executor, &other);
}

void loop() { async_run(&executor, millis()); }
