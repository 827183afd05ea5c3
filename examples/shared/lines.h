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

#include "iter_text.h"

#include <errno.h>
#include <stdlib.h>

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

struct lines_source {
    lines_reader *read;
    void *context;
};
ITER_READ(lines_read, struct lines_source, self->context.read(self->context.context, data, size))
ITER_LINES_OF(lines_cut, lines_read)

struct text_lines {
    struct lines_cut cut;
    char *buffer; /* NULL: there was no memory for it, or it is closed */
    size_t size;
};
typedef struct line text_lines_item;

static gen_status text_lines_close(struct text_lines *self) {
    free(self->buffer);
    self->buffer = NULL;
    return lines_cut_close(&self->cut);
}

/* Find the next line in a larger buffer, as long as this one is full. */
static LINES_RARE gen_status text_lines_grow(struct text_lines *self, lines_cut_item *text) {
    gen_status status = GEN_E_FULL;
    while (status == GEN_E_FULL) {
        char *const buffer = (char *)malloc(2 * self->size);
        if (buffer == NULL) return -ENOMEM;
        self->size *= 2;
        (void)lines_read_move(&self->cut.lines_read, buffer, self->size);
        free(self->buffer);
        self->buffer = buffer;
        status = lines_cut_next(&self->cut, text);
    }
    return status;
}

/* Return the status of a step that found no line. */
static LINES_RARE gen_status text_lines_end(struct text_lines *self, gen_status status) {
    if (status == GEN_E_ARG && self->buffer == NULL) status = -ENOMEM;
    (void)text_lines_close(self);
    return status;
}

static inline gen_status text_lines_step(struct text_lines *self, struct line *item) {
    lines_cut_item text;
    gen_status status = lines_cut_next(&self->cut, &text);
    if (status == GEN_E_FULL) status = text_lines_grow(self, &text);
    if (status != GEN_YIELDED) return text_lines_end(self, status);
    item->at = text.data;
    item->length = text.length;
    item->number = (long)lines_cut_number(&self->cut);
    return GEN_YIELDED;
}
ITER_DEFINE(text_lines)
ITER_FLEETING(lines, text_lines)

static inline struct lines lines_of(lines_reader *read, void *context) {
    struct lines_source const source = {read, context};
    size_t const size = 131072;
    char *const buffer = (char *)malloc(size);
    struct text_lines all = {lines_cut(lines_read(source, buffer, size)), buffer, size};
    return lines(all);
}

#endif
