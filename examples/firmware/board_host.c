/* A board in virtual time, which a script controls: firmware [--by-hand] [SCRIPT]. */
#define _GNU_SOURCE

#include "board.h"
#include "script.h"

#include <getopt.h>

void by_hand_poll(void); /* by_hand.c is compiled with these names */
void by_hand_received(uint8_t byte);

static struct script script = {.program = "firmware", .name = "standard input"};
static void (*poll)(void) = app_poll;
static void (*received)(uint8_t) = app_received;
static bool is_running = true, is_down, is_erased;
static uint16_t code;
static unsigned long converted; /* when the ADC began */

static void on_byte(uint8_t byte) { received(byte); }
static void on_button(bool down) { is_down = down; }
static void on_erase(void) { is_erased = true; }

void led_set(bool on) { script_led(&script, on); }
bool button_is_down(void) { return is_down; }
bool adc_is_ready(void) { return script.time != converted; }
uint16_t adc_read(void) { return code; }
uint16_t millis(void) { return (uint16_t)script.time; }

void adc_start(void) {
    code = script_code(&script);
    converted = script.time;
}

/* Sending four bytes takes a millisecond, in which other bytes may arrive. */
void uart_put(char c) {
    static unsigned sent;
    script_put(&script, c);
    if (++sent % 4 == 0 && is_running) is_running = script_tick(&script);
}

void calibration_read(struct calibration *into) {
    *into = (struct calibration){-100, 600, 120, CALIBRATION_CHECK(-100, 600, 120)};
    if (is_erased) memset(into, 0xFF, sizeof *into);
}

static const char usage[] =
    "Usage: firmware [--by-hand] [SCRIPT]\n"
    "Run the firmware on a board that the script controls (default: standard input).\n"
    "\n"
    "  -b, --by-hand   run the program without the library\n"
    "  -h, --help      print this help and exit\n"
    "  -V, --version   print the version and exit\n"
    "\n"
    "A line of the script is one of: wait MS, send TEXT, burst TEXT, press, release, adc CODE...,\n"
    "erase, # comment. script.h explains them.\n"
    "Exit status: 0 at the end of the script, 1 if it is wrong or unreadable, 2 for wrong usage.\n";

int main(int argc, char **argv) {
    static const struct option options[] = {{"by-hand", no_argument, NULL, 'b'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {NULL, 0, NULL, 0}};
    int option, status;
    while ((option = getopt_long(argc, argv, "bhV", options, NULL)) != -1) {
        if (option == 'b') {
            poll = by_hand_poll;
            received = by_hand_received;
        } else if (option == 'h' || option == 'V') {
            fputs(option == 'h' ? usage : "firmware 1.0\n", stdout);
            return script_end(&script);
        } else {
            fputs(usage, stderr);
            return 2;
        }
    }
    if (argc - optind > 1) {
        fputs(usage, stderr);
        return 2;
    }
    script.file = stdin;
    if (optind < argc) {
        script.name = argv[optind];
        script.file = fopen(script.name, "r");
        if (script.file == NULL) {
            fprintf(stderr, "firmware: %s: %s\n", script.name, strerror(errno));
            return 1;
        }
    }
    while (is_running && script_tick(&script)) poll();
    status = script_end(&script);
    if (script.file != stdin) (void)fclose(script.file);
    return status;
}
