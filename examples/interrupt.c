/* Tasks and interrupts: the main loop sleeps, and an interrupt handler wakes a task. The processor is
 * simulated: while it sleeps, a byte arrives. */
#include <stdio.h>

#include "async.h"

/* Set by the handler; 0 is no byte. It holds one byte; uart.c has a ring buffer. */
static volatile char received;

struct console {
    struct gen gen;
    struct async_task task;
};

GEN(console, char) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(received != 0);
        printf("received %c\n", received);
        if (received == 'q') GEN_RETURN();
        received = 0;
    }
    GEN_END();
}
ASYNC_TASK(console)

static struct console console;

static void on_receive(char byte) { /* the interrupt handler */
    received = byte;
    async_wake(&console.task);
}

static const char *line = "hiq"; /* the bytes that arrive */
static int arrived;

static void mask_interrupts(void) {}

static void wait_for_interrupt(void) {
    printf("sleep\n");
    arrived = 1;
}

static void unmask_interrupts(void) {
    if (arrived) on_receive(*line++);
    arrived = 0;
}

int main(void) {
    static struct async executor;
    gen_status status;
    console_spawn(&executor, &console);
    while ((status = async_run(&executor, 0)) != GEN_DONE) {
        if (status < 0) fprintf(stderr, "%s\n", gen_strerror(status));
        mask_interrupts();
        if (status == GEN_PENDING && !async_ready(&executor)) wait_for_interrupt();
        unmask_interrupts();
    }
    return 0;
}
