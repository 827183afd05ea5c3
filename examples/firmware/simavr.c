/* Runs an image for the ATmega328P in simavr, on a board that a script controls: simavr IMAGE.elf
 * [SCRIPT]. It prints the same as board_host.c.
 *
 *     cc simavr.c -lsimavr     # libsimavr-dev of Debian
 */
#define _GNU_SOURCE

#include "script.h"

#include <simavr/avr_adc.h>
#include <simavr/avr_eeprom.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>

enum { MHZ = 16, MILLIVOLTS = 5000 };

static struct script script = {.program = "simavr", .name = "standard input"};
static avr_t *avr;

static avr_irq_t *irq_of(uint32_t device, int number) { return avr_io_getirq(avr, device, number); }

static void on_byte(uint8_t byte) {
    avr_raise_irq(irq_of(AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT), byte);
}

static void on_button(bool is_down) {
    avr_raise_irq(irq_of(AVR_IOCTL_IOPORT_GETIRQ('D'), 2), !is_down);
}

static void on_erase(void) {
    uint8_t erased[16];
    avr_eeprom_desc_t what = {.ee = erased, .offset = 0, .size = sizeof erased};
    memset(erased, 0xFF, sizeof erased);
    avr_ioctl(avr, AVR_IOCTL_EEPROM_SET, &what);
}

static void led_changed(avr_irq_t *irq, uint32_t value, void *context) {
    (void)irq, (void)context;
    script_led(&script, value != 0);
}

static void byte_sent(avr_irq_t *irq, uint32_t value, void *context) {
    (void)irq, (void)context;
    script_put(&script, (char)value);
}

/* A conversion starts. Set the voltage that gives the next code. */
static void adc_started(avr_irq_t *irq, uint32_t value, void *context) {
    uint32_t const code = script_code(&script);
    (void)irq, (void)value, (void)context;
    avr_raise_irq(irq_of(AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0), (code * MILLIVOLTS + 1022) / 1023);
}

/* Let the CPU sleep in virtual time only. */
static void sleep_virtually(avr_t *self, avr_cycle_count_t cycles) { (void)self, (void)cycles; }

static void log_nothing(avr_t *self, const int level, const char *format, va_list arguments) {
    (void)self, (void)level, (void)format, (void)arguments;
}

int main(int argc, char **argv) {
    elf_firmware_t image = {.frequency = MHZ * 1000000u};
    uint32_t flags = 0; /* simavr itself prints nothing and does not sleep */
    if (argc < 2 || argc > 3) {
        fputs("Usage: simavr IMAGE.elf [SCRIPT]\n", stderr);
        return 2;
    }
    script.file = argc == 3 ? fopen(argv[2], "r") : stdin;
    if (argc == 3) script.name = argv[2];
    if (script.file == NULL) {
        fprintf(stderr, "simavr: %s: %s\n", script.name, strerror(errno));
        return 1;
    }
    avr_global_logger_set(log_nothing);
    if (elf_read_firmware(argv[1], &image) != 0) {
        fprintf(stderr, "simavr: %s: cannot be read\n", argv[1]);
        return 1;
    }
    avr = avr_make_mcu_by_name("atmega328p");
    if (avr == NULL || avr_init(avr) != 0) {
        fputs("simavr: it knows no ATmega328P\n", stderr);
        return 1;
    }
    image.vcc = image.avcc = image.aref = MILLIVOLTS;
    avr_load_firmware(avr, &image);
    avr->sleep = sleep_virtually;
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    avr_irq_register_notify(irq_of(AVR_IOCTL_IOPORT_GETIRQ('B'), 5), led_changed, NULL);
    avr_irq_register_notify(irq_of(AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), byte_sent, NULL);
    avr_irq_register_notify(irq_of(AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_OUT_TRIGGER), adc_started, NULL);
    on_button(false);
    while (script_tick(&script)) {
        avr_cycle_count_t const end = (avr_cycle_count_t)script.time * MHZ * 1000;
        while (avr->cycle < end) {
            int const state = avr_run(avr);
            if (state == cpu_Crashed || state == cpu_Done) script_fail(&script, "it crashed", NULL);
        }
    }
    return script_end(&script);
}
