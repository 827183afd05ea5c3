/* lines.h - the lines of any source, as views of a buffer that grows with the longest line.
 *
 *     static ptrdiff_t read_file(void *context, char *into, size_t size) {
 *         size_t got = fread(into, 1, size, (FILE *)context);
 *         return got == 0 && ferror((FILE *)context) ? -EIO : (ptrdiff_t)got;
 *     }
 *
 *     struct lines l = lines_of(read_file, file);
 *     GEN_FOR_STATUS (error, line, lines, &l)
 *         printf("%ld: %.*s\n", line.number, (int)line.length, line.at);
 *
 * A line is valid until the next one is pulled: stages that would hold it refuse it at compile time.
 * "\n" and "\r\n" end a line, and so does the end of the source.
 */
#ifndef EXAMPLES_LINES_H
#define EXAMPLES_LINES_H

#include "itertools.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct line { /* part of the buffer; no '\0' ends it */
    const char *at;
    size_t length;
    long number; /* from 1 */
};

/* Read up to `size` bytes; return their number, 0 at the end, or a negative error. */
typedef ptrdiff_t lines_reader(void *context, char *into, size_t size);

struct text_lines {
    lines_reader *read;
    void *context;
    char *buffer;
    size_t at, end, size; /* buffer[at..end) has been read and not handed out */
    long number;          /* of the last line */
    int drained;          /* the source has ended, with this status */
    gen_status status;
};
typedef struct line text_lines_item;

/* Read more, into a larger buffer if this one is full. Return GEN_YIELDED, or what ends the lines. */
static inline gen_status text_lines_fill(struct text_lines *self) {
    ptrdiff_t got;
    if (self->at != 0) {
        memmove(self->buffer, self->buffer + self->at, self->end - self->at);
        self->end -= self->at;
        self->at = 0;
    }
    if (self->end == self->size) {
        size_t const size = self->size == 0 ? 65536 : 2 * self->size;
        char *const buffer = (char *)realloc(self->buffer, size);
        if (buffer == NULL) return -ENOMEM;
        self->buffer = buffer;
        self->size = size;
    }
    got = self->read(self->context, self->buffer + self->end, self->size - self->end);
    if (got <= 0) return got == 0 ? GEN_DONE : (gen_status)got;
    self->end += (size_t)got;
    return GEN_YIELDED;
}

static gen_status text_lines_close(struct text_lines *self) {
    free(self->buffer);
    self->buffer = NULL;
    self->at = self->end = self->size = 0;
    self->drained = 1;
    self->status = GEN_DONE;
    return GEN_DONE;
}

static inline gen_status text_lines_step(struct text_lines *self, struct line *item) {
    size_t searched = 0;
    for (;;) {
        size_t const rest = self->end - self->at;
        const char *const from = self->buffer + self->at;
        const char *const newline =
            rest == searched ? NULL : (const char *)memchr(from + searched, '\n', rest - searched);
        if (newline != NULL || (self->drained && rest != 0)) {
            size_t length = newline != NULL ? (size_t)(newline - from) : rest;
            self->at += length + (newline != NULL);
            item->number = ++self->number;
            if (length != 0 && from[length - 1] == '\r') length--;
            item->at = from;
            item->length = length;
            return GEN_YIELDED;
        }
        if (self->drained) {
            gen_status const status = self->status;
            (void)text_lines_close(self);
            return status;
        }
        searched = rest;
        self->status = text_lines_fill(self);
        self->drained = self->status != GEN_YIELDED;
    }
}
ITER_DEFINE(text_lines)
ITER_FLEETING(lines, text_lines)

static inline struct lines lines_of(lines_reader *read, void *context) {
    struct text_lines all = {read, context, NULL, 0, 0, 0, 0, 0, GEN_DONE};
    return lines(all);
}

#endif
