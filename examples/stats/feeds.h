/* feeds.h - where the numbers come from: a sensor, or the lines of files. Neither is read before
 * the next number is pulled. */
#ifndef STATS_FEEDS_H
#define STATS_FEEDS_H

#include "itertools.h"
#include "lines.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- A sensor -------------------------------------------------------------------------------- */

/* A thermometer in a room whose heating comes and goes, with noise, and a glitch now and then. The
 * same seed makes the same readings. */
struct sensor {
    struct gen gen;
    uint64_t seed;
    long reads;
};

/* Return a number from 0 to 1 (splitmix64). */
static double sensor_random(struct sensor *self) {
    uint64_t x = self->seed += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (double)((x ^ (x >> 31)) >> 11) / 9007199254740992.0;
}

static double sensor_read(struct sensor *self) {
    double value = 20 + 3 * sin((double)self->reads++ / 30);
    for (int i = 0; i < 4; i++) value += sensor_random(self) - 0.5;
    return sensor_random(self) < 0.02 ? value + 25 : value;
}

GEN(sensor, double) {
    GEN_BEGIN();
    for (;;) GEN_YIELD(sensor_read(self));
    GEN_END();
}

/* ---- Files ----------------------------------------------------------------------------------- */

/* The numbers of several files, one in each line. Lines that are blank or begin with '#' are left
 * out. A bad line and a file that cannot be read are reported and counted, and the rest is read. */
struct readings {
    struct gen gen;
    char **paths; /* NULL ends them; "-" is the standard input */
    const char *path;
    FILE *file;
    struct lines lines;
    struct line line;
    double number;
    long bad_lines, bad_files;
    int error;
};

/* Use read: fread would wait until a pipe has filled the buffer. */
static ptrdiff_t readings_fill(void *file, char *into, size_t size) {
    ptrdiff_t const got = read(fileno((FILE *)file), into, size);
    return got < 0 ? -errno : got;
}

enum { SHOWN = 10 }; /* how many bad lines are reported one by one */

/* Report why a line is refused, with its beginning; what does not print, in hexadecimal. */
static void readings_refuse(struct readings *self, const char *why) {
    if (self->bad_lines++ >= SHOWN) return;
    fprintf(stderr, "stats: %s:%ld: \"", self->path, self->line.number);
    for (size_t i = 0; i < self->line.length && i < 30; i++) {
        unsigned char const byte = (unsigned char)self->line.at[i];
        fprintf(stderr, byte < ' ' || byte > '~' ? "\\x%02x" : "%c", byte);
    }
    fprintf(stderr, "\"%s %s\n", self->line.length > 30 ? "..." : "", why);
    if (self->bad_lines == SHOWN) fprintf(stderr, "stats: further bad lines are only counted\n");
}

/* Take the number of a line. Return 0 if there is none: the line is bad, or says nothing. */
static int readings_parse(struct readings *self) {
    const char *at = self->line.at;
    size_t length = self->line.length;
    char text[400], *end;
    for (; length > 0 && (at[0] == ' ' || at[0] == '\t'); at++) length--;
    while (length > 0 && (at[length - 1] == ' ' || at[length - 1] == '\t')) length--;
    if (length == 0 || at[0] == '#') return 0;
    if (length >= sizeof text) {
        readings_refuse(self, "is too long for a number");
        return 0;
    }
    memcpy(text, at, length);
    text[length] = '\0';
    errno = 0;
    self->number = strtod(text, &end);
    if (end != text + length || strpbrk(text, "xX(") != NULL)
        readings_refuse(self, "is not a number");
    else if (errno == ERANGE && fabs(self->number) > 1)
        readings_refuse(self, "is too large for a double");
    else if (!isfinite(self->number))
        readings_refuse(self, "is not a finite number");
    else
        return 1;
    return 0;
}

GEN(readings, double) {
    GEN_BEGIN();
    for (; *self->paths != NULL; self->paths++) {
        self->path = strcmp(*self->paths, "-") == 0 ? "standard input" : *self->paths;
        self->file = strcmp(*self->paths, "-") == 0 ? stdin : fopen(*self->paths, "r");
        if (self->file == NULL) {
            fprintf(stderr, "stats: %s: %s\n", self->path, strerror(errno));
            self->bad_files++;
            continue;
        }
        self->lines = lines_of(readings_fill, self->file);
        GEN_TRY {
            GEN_TRY {
                GEN_FOR_AWAIT (self->line, lines, &self->lines)
                    if (readings_parse(self)) GEN_YIELD(self->number);
            }
            GEN_EXCEPT(self->error) {
                if (self->error == -EINTR) GEN_RETURN(); /* a signal stops the program */
                fprintf(stderr, "stats: %s: %s\n", self->path, strerror(-self->error));
                self->bad_files++;
            }
            GEN_END_TRY;
        }
        GEN_FINALLY {
            (void)lines_close(&self->lines);
            if (self->file != stdin) fclose(self->file);
        }
        GEN_END_TRY;
    }
    GEN_END();
}

#endif
