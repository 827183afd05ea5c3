/* The ways without iter_text.h. */
#define _GNU_SOURCE /* getline */
#include "ways.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char buffer[BUFFER];

static struct counts counts_of(size_t items, size_t parts, int failed) {
    struct counts counts;
    counts.items = items;
    counts.parts = parts;
    counts.failed = failed;
    return counts;
}

/* ---- Lines ----------------------------------------------------------------------------------- */

struct counts read_hand(const char *path) {
    const int file = open(path, O_RDONLY);
    size_t lines = 0, bytes = 0, rest;
    const char *at = buffer, *end = buffer;
    for (;;) {
        const char *const newline = (const char *)memchr(at, '\n', (size_t)(end - at));
        ssize_t got = -1;
        if (newline != NULL) {
            size_t length = (size_t)(newline - at);
            if (length > 0 && newline[-1] == '\r') length--;
            lines++;
            bytes += length;
            at = newline + 1;
            continue;
        }
        rest = (size_t)(end - at);
        memmove(buffer, at, rest);
        if (rest < sizeof buffer) got = read(file, buffer + rest, sizeof buffer - rest);
        if (got <= 0) return counts_of(lines + (rest > 0), bytes + rest, got < 0);
        at = buffer;
        end = buffer + rest + got;
    }
}

/* Return the length of a line without its end. */
static size_t without_end(const char *line, size_t length) {
    if (length > 0 && line[length - 1] == '\n') length--;
    if (length > 0 && line[length - 1] == '\r') length--;
    return length;
}

struct counts file_fgets(const char *path) {
    FILE *const file = fopen(path, "rb");
    size_t lines = 0, bytes = 0;
    if (file == NULL) exit(1);
    while (fgets(buffer, sizeof buffer, file) != NULL) {
        lines++;
        bytes += without_end(buffer, strlen(buffer));
    }
    return counts_of(lines, bytes, ferror(file));
}

struct counts file_getline(const char *path) {
    FILE *const file = fopen(path, "rb");
    size_t lines = 0, bytes = 0, capacity = 0;
    char *line = NULL;
    ssize_t length;
    if (file == NULL) exit(1);
    while ((length = getline(&line, &capacity, file)) >= 0) {
        lines++;
        bytes += without_end(line, (size_t)length);
    }
    free(line);
    return counts_of(lines, bytes, ferror(file));
}

struct counts map_hand(const char *path) {
    size_t lines = 0, bytes = 0, length;
    const char *at = map(path, &length);
    const char *const end = at + length;
    while (at < end) {
        const char *const newline = (const char *)memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        if (newline != NULL && stop > at && stop[-1] == '\r') stop--;
        lines++;
        bytes += (size_t)(stop - at);
        at = newline != NULL ? newline + 1 : end;
    }
    return counts_of(lines, bytes, 0);
}

/* ---- Rows of CSV ----------------------------------------------------------------------------- */

struct field {
    char *data;
    size_t length;
};
static struct field fields[FIELDS];

/* Return the end of the row with its newline, or NULL if it is not all there. */
static char *row_end(char *at, char *end) {
    int quoted = 0;
    for (; at < end; at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == '\n' && !quoted)
            return at + 1;
    }
    return NULL;
}

/* Set the fields of a row, without the quotes. Return how many there are, or -1 at a mistake. */
static int split(char *at, char *end) {
    int count = 0;
    if (end > at && end[-1] == '\n') end--;
    if (end > at && end[-1] == '\r') end--;
    if (at == end) return 0;
    for (;;) {
        struct field *const field = &fields[count];
        if (count++ == FIELDS) return -1;
        if (at < end && *at == '"') {
            char *to = ++at;
            field->data = to;
            for (;; *to++ = *at++) {
                if (at == end) return -1; /* it is never closed */
                if (*at == '"' && (++at == end || *at != '"')) break;
            }
            field->length = (size_t)(to - field->data);
            if (at < end && *at != ',') return -1; /* text after it */
        } else {
            field->data = at;
            while (at < end && *at != ',') at++;
            field->length = (size_t)(at - field->data);
        }
        if (at == end) return count;
        at++;
    }
}

struct counts csv_hand(const char *path) {
    const int file = open(path, O_RDONLY);
    size_t rows = 0, parts = 0, rest;
    char *at = buffer, *end = buffer;
    for (;;) {
        char *stop = row_end(at, end);
        ssize_t got = 0;
        int count;
        if (stop == NULL) {
            rest = (size_t)(end - at);
            memmove(buffer, at, rest);
            if (rest < sizeof buffer) got = read(file, buffer + rest, sizeof buffer - rest);
            at = buffer;
            end = buffer + rest + (got > 0 ? got : 0);
            if (got > 0) continue;
            if (got < 0 || rest == sizeof buffer) return counts_of(rows, parts, 1);
            if (rest == 0) return counts_of(rows, parts, 0);
            stop = end;
        }
        count = split(at, stop);
        if (count < 0) return counts_of(rows, parts, 1);
        rows++;
        parts += (size_t)count;
        at = stop;
    }
}
