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

/* Code that runs once in many lines is kept out of the loop over the lines, so that the compiler has
 * registers for the code that runs in each. */
#ifdef __GNUC__
#define LINES_RARE __attribute__((__noinline__, __unused__))
#else
#define LINES_RARE
#endif

struct text_lines {
    lines_reader *read;
    void *context;
    char *buffer;
    const char *at, *end; /* this part of the buffer has been read and not handed out */
    size_t size;
    long number; /* of the last line */
    int drained; /* the source has ended, with this status */
    gen_status status;
};
typedef struct line text_lines_item;

/* Read more, into a larger buffer if this one is full. Return GEN_YIELDED, or what ends the lines. */
static LINES_RARE gen_status text_lines_fill(struct text_lines *self) {
    size_t const rest = (size_t)(self->end - self->at);
    ptrdiff_t got;
    if (rest == self->size) {
        size_t const size = self->size == 0 ? 131072 : 2 * self->size;
        char *const buffer = (char *)realloc(self->buffer, size);
        if (buffer == NULL) return -ENOMEM;
        self->buffer = buffer;
        self->size = size;
    } else if (rest != 0 && self->at != self->buffer) {
        memmove(self->buffer, self->at, rest);
    }
    self->at = self->buffer;
    self->end = self->buffer + rest;
    got = self->read(self->context, self->buffer + rest, self->size - rest);
    if (got <= 0) return got == 0 ? GEN_DONE : (gen_status)got;
    self->end += got;
    return GEN_YIELDED;
}

static gen_status text_lines_close(struct text_lines *self) {
    free(self->buffer);
    self->buffer = NULL;
    self->at = self->end = "";
    self->size = 0;
    self->drained = 1;
    self->status = GEN_DONE;
    return GEN_DONE;
}

/* Find the end of a line that the buffer does not hold as a whole. Set *newline, or to NULL where
 * the source ends without one. Return GEN_YIELDED, or what ends the lines. */
static LINES_RARE gen_status text_lines_more(struct text_lines *self, const char **newline) {
    *newline = NULL;
    while (!self->drained) {
        size_t const searched = (size_t)(self->end - self->at);
        self->status = text_lines_fill(self);
        self->drained = self->status != GEN_YIELDED;
        if (self->drained) break;
        *newline = (const char *)memchr(self->at + searched, '\n',
                                        (size_t)(self->end - self->at) - searched);
        if (*newline != NULL) return GEN_YIELDED;
    }
    if (self->at == self->end) {
        gen_status const status = self->status;
        (void)text_lines_close(self);
        return status;
    }
    return GEN_YIELDED;
}

static inline gen_status text_lines_step(struct text_lines *self, struct line *item) {
    const char *newline = (const char *)memchr(self->at, '\n', (size_t)(self->end - self->at));
    const char *end = newline;
    if (newline == NULL) {
        const char *found;
        gen_status const status = text_lines_more(self, &found);
        if (status != GEN_YIELDED) return status;
        newline = found == NULL ? self->end - 1 : found;
        end = found == NULL ? self->end : found;
    }
    item->at = self->at;
    self->at = newline + 1;
    item->number = ++self->number;
    if (end != item->at && end[-1] == '\r') end--;
    item->length = (size_t)(end - item->at);
    return GEN_YIELDED;
}
ITER_DEFINE(text_lines)
ITER_FLEETING(lines, text_lines)

static inline struct lines lines_of(lines_reader *read, void *context) {
    struct text_lines all = {read, context, NULL, "", "", 0, 0, 0, GEN_DONE};
    return lines(all);
}

#endif
