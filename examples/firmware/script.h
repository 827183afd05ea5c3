/* script.h - runs a script of what happens around a board. board_host.c and simavr.c include it.
 *
 *     # a comment
 *     wait 50             50 ms pass
 *     send led blink 2    a line arrives, at three bytes per ms (38400 baud)
 *     burst led on        a line arrives before the board can react (on the host only)
 *     press               the button goes down
 *     release             the button goes up
 *     adc 512 520         the results of the next conversions, in turn
 *     erase               the stored calibration is erased
 *
 * It prints what the board sends, line by line, and each change of the LED with its time, in steps
 * of 10 ms.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file that includes this one defines these functions. */
static void on_byte(uint8_t byte);
static void on_button(bool is_down);
static void on_erase(void);

struct script {
    const char *program, *name;
    FILE *file;
    char *text; /* the line */
    size_t size;
    long number; /* of the line */
    unsigned long wait;
    const uint8_t *wire; /* the bytes of `line` that have not arrived */
    size_t left;
    uint8_t *line;
    uint16_t codes[64]; /* of the ADC */
    size_t code_count, code_at;
    unsigned long time; /* in ms */
    char out[256];      /* a line of the board that has not ended */
    size_t out_length;
    bool led;
};

__attribute__((__noreturn__)) static void script_fail(const struct script *s, const char *why,
                                                      const char *word) {
    (void)fflush(stdout);
    fprintf(stderr, "%s: %s:%ld: %s", s->program, s->name, s->number, why);
    if (word != NULL) fprintf(stderr, ": %s", word);
    fputc('\n', stderr);
    exit(1);
}

/* Read the next number of a line, and move *at past it. Return false at the end of the line. */
static bool script_number(const struct script *s, char **at, unsigned long most,
                          unsigned long *number) {
    char *end;
    while (**at == ' ') ++*at;
    if (**at == '\0') return false;
    errno = 0;
    *number = strtoul(*at, &end, 10);
    if (**at < '0' || **at > '9' || (*end != ' ' && *end != '\0') || errno != 0 || *number > most)
        script_fail(s, "not a valid number", *at);
    *at = end;
    return true;
}

/* Put a line on the wire, with its newline. */
static void script_send(struct script *s, const char *text, size_t length) {
    free(s->line);
    s->line = (uint8_t *)malloc(length + 1);
    if (s->line == NULL) script_fail(s, strerror(errno), NULL);
    memcpy(s->line, text, length);
    s->line[length] = '\n';
    s->wire = s->line;
    s->left = length + 1;
}

/* Return whether the line begins with this word. If so, set *rest to the text after it. */
static bool script_is(char *text, const char *word, char **rest) {
    size_t const length = strlen(word);
    if (strncmp(text, word, length) != 0) return false;
    if (text[length] != '\0' && text[length] != ' ') return false;
    *rest = text + length + (text[length] == ' ');
    return true;
}

static void script_do(struct script *s, size_t length) {
    char *rest = s->text;
    unsigned long number = 0;
    if (length == 0 || s->text[0] == '#') return;
    if (script_is(s->text, "send", &rest)) {
        script_send(s, rest, length - (size_t)(rest - s->text));
        return;
    }
    if (script_is(s->text, "burst", &rest)) {
        script_send(s, rest, length - (size_t)(rest - s->text));
        for (; s->left != 0; s->left--) on_byte(*s->wire++);
        return;
    }
    if (script_is(s->text, "wait", &rest)) {
        if (!script_number(s, &rest, 1000000, &s->wait)) script_fail(s, "no number", NULL);
    } else if (script_is(s->text, "adc", &rest)) {
        s->code_count = s->code_at = 0;
        while (script_number(s, &rest, 1023, &number)) {
            if (s->code_count == sizeof s->codes / sizeof *s->codes)
                script_fail(s, "more than 64 numbers", NULL);
            s->codes[s->code_count++] = (uint16_t)number;
        }
        if (s->code_count == 0) script_fail(s, "no number", NULL);
    } else if (script_is(s->text, "press", &rest)) {
        on_button(true);
    } else if (script_is(s->text, "release", &rest)) {
        on_button(false);
    } else if (script_is(s->text, "erase", &rest)) {
        on_erase();
    } else {
        script_fail(s, "unknown word", s->text);
    }
    if (*rest != '\0') script_fail(s, "unexpected text", rest);
}

/* Begin the next millisecond, and do what the script says. Return false at its end. */
static bool script_tick(struct script *s) {
    s->time++;
    for (int i = 0; i < 3 && s->left != 0; i++, s->left--) on_byte(*s->wire++);
    while (s->wait == 0 && s->left == 0) {
        ssize_t length;
        errno = 0;
        length = getline(&s->text, &s->size, s->file);
        s->number++;
        if (length < 0) {
            if (ferror(s->file) || errno != 0) script_fail(s, strerror(errno), NULL);
            free(s->text);
            free(s->line);
            return false;
        }
        if (s->text[length - 1] == '\n') s->text[--length] = '\0';
        script_do(s, (size_t)length);
    }
    if (s->wait != 0) s->wait--;
    return true;
}

/* Return the result of the next conversion. */
static uint16_t script_code(struct script *s) {
    if (s->code_count == 0) return 512;
    return s->codes[s->code_at++ % s->code_count];
}

static void script_led(struct script *s, bool on) {
    if (on == s->led) return;
    s->led = on;
    printf("[%lu ms] led %s\n", s->time / 10 * 10, on ? "on" : "off");
}

static void script_put(struct script *s, char c) {
    if (s->out_length < sizeof s->out) s->out[s->out_length++] = c;
    if (c != '\n' && s->out_length < sizeof s->out) return;
    (void)fwrite(s->out, 1, s->out_length, stdout);
    s->out_length = 0;
}

/* Print the rest of the output, and return the program's exit status. */
static int script_end(struct script *s) {
    (void)fwrite(s->out, 1, s->out_length, stdout);
    s->out_length = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
    fprintf(stderr, "%s: standard output: %s\n", s->program, strerror(errno));
    return 1;
}

#endif
