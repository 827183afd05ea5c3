/* input.h - a file, plain or gzip, as chunks; and chunks as lines. Two generators, of which the
 * second one owns the first. */
#ifndef JSONLINES_INPUT_H
#define JSONLINES_INPUT_H

#include "gen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { INPUT_TRUNCATED = -20001, INPUT_DAMAGED = -20002 }; /* beside -errno */

/* Return an error of these generators in words. */
static inline const char *input_error(gen_status error) {
    if (error == INPUT_TRUNCATED) return "the gzip data ends too early";
    if (error == INPUT_DAMAGED) return "the gzip data is damaged";
    return error > -10000 ? strerror(-error) : gen_strerror(error);
}

/* ---- Chunks ---------------------------------------------------------------------------------- */

struct chunk { /* valid until the next one is pulled */
    const char *at;
    size_t length;
};

struct chunks {
    struct gen gen;
    const char *path; /* "-" is standard input */
    FILE *file;
    size_t read;   /* bytes in `in` */
    int gzip;      /* whether the file is inflated */
    int in_member; /* whether a gzip member has begun and not ended */
    int status;    /* of inflate */
    z_stream inflater;
    unsigned char in[65536], out[65536];
};

/* Inflate some of the input. Return whether this made a chunk; if not, more must be read, or status
 * is an error. A file may be several gzip members, with zeros as padding between them. */
static inline int chunks_inflate(struct chunks *self) {
    z_stream *const z = &self->inflater;
    self->status = Z_OK;
    if (!self->in_member) {
        for (; z->avail_in != 0 && *z->next_in == 0; z->avail_in--) z->next_in++;
        if (z->avail_in == 0) return 0;
        (void)inflateReset(z);
        self->in_member = 1;
    }
    z->next_out = self->out;
    z->avail_out = sizeof self->out;
    self->status = inflate(z, Z_NO_FLUSH);
    if (self->status == Z_STREAM_END) {
        self->in_member = 0;
        self->status = Z_OK;
        return 1;
    }
    if (self->status == Z_BUF_ERROR) { /* it waits for more input */
        self->status = Z_OK;
        return 0;
    }
    return self->status == Z_OK || z->avail_out != sizeof self->out;
}

GEN(chunks, struct chunk) {
    GEN_BEGIN();
    self->file = strcmp(self->path, "-") == 0 ? stdin : fopen(self->path, "rb");
    if (self->file == NULL) GEN_RAISE(-errno);
    GEN_TRY {
        self->read = fread(self->in, 1, sizeof self->in, self->file);
        self->gzip = self->read >= 2 && self->in[0] == 0x1f && self->in[1] == 0x8b;
        if (self->gzip && inflateInit2(&self->inflater, 16 + MAX_WBITS) != Z_OK) GEN_RAISE(-ENOMEM);
        for (; self->read != 0; self->read = fread(self->in, 1, sizeof self->in, self->file)) {
            if (!self->gzip) {
                GEN_YIELD((struct chunk){(const char *)self->in, self->read});
                continue;
            }
            self->inflater.next_in = self->in;
            self->inflater.avail_in = (uInt)self->read;
            while (chunks_inflate(self)) {
                /* the data before the damage is handed out before the error */
                GEN_YIELD((struct chunk){(const char *)self->out,
                                         sizeof self->out - self->inflater.avail_out});
                if (self->status != Z_OK) break;
            }
            if (self->status != Z_OK)
                GEN_RAISE(self->status == Z_MEM_ERROR ? -ENOMEM : INPUT_DAMAGED);
        }
        if (ferror(self->file)) GEN_RAISE(-errno); /* of the fread just before */
        if (self->in_member) GEN_RAISE(INPUT_TRUNCATED);
    }
    GEN_FINALLY {
        if (self->gzip) (void)inflateEnd(&self->inflater);
        if (self->file != stdin) (void)fclose(self->file);
    }
    GEN_END_TRY;
    GEN_END();
}

/* ---- Lines ----------------------------------------------------------------------------------- */

struct line { /* without its newline; valid until the next one is pulled */
    const char *at;
    size_t length;
    long number; /* from 1 */
};

struct lines {
    struct gen gen;
    struct chunks chunks;
    struct chunk rest; /* of the current chunk */
    struct line line;
    char *kept; /* the beginning of a line that goes on in the next chunk */
    size_t length, capacity;
    gen_status status;
};

/* Append the first bytes of the chunk to the kept ones. Return 0 where there is no memory. */
static inline int lines_keep(struct lines *self, size_t length) {
    if (length > self->capacity - self->length) {
        size_t const capacity = 2 * (self->length + length);
        char *const kept = (char *)realloc(self->kept, capacity);
        if (kept == NULL) return 0;
        self->kept = kept;
        self->capacity = capacity;
    }
    if (length != 0) memcpy(self->kept + self->length, self->rest.at, length);
    self->length += length;
    return 1;
}

/* Make a line of these bytes. Drop a byte order mark before the first line. */
static inline void lines_set(struct lines *self, const char *at, size_t length) {
    self->line = (struct line){at, length, self->line.number + 1};
    if (self->line.number == 1 && length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        self->line.at += 3;
        self->line.length -= 3;
    }
}

/* Cut the next line off the chunk. Return GEN_DONE if its end is in a later chunk. */
static inline gen_status lines_cut(struct lines *self) {
    const char *const at = self->rest.at;
    const char *const newline = (const char *)memchr(at, '\n', self->rest.length);
    size_t const length = newline != NULL ? (size_t)(newline - at) : self->rest.length;
    if (newline == NULL) return lines_keep(self, length) ? GEN_DONE : -ENOMEM;
    if (self->length == 0) { /* the usual case: the line is in one chunk, and not copied */
        lines_set(self, at, length);
    } else {
        if (!lines_keep(self, length)) return -ENOMEM;
        lines_set(self, self->kept, self->length);
        self->length = 0;
    }
    self->rest.at += length + 1;
    self->rest.length -= length + 1;
    return GEN_YIELDED;
}

/* An error of the chunks ends the lines, without the line that it cut off. */
GEN(lines, struct line) {
    GEN_BEGIN();
    GEN_TRY {
        GEN_FOR_AWAIT (self->rest, chunks, &self->chunks) {
            while ((self->status = lines_cut(self)) == GEN_YIELDED) GEN_YIELD(self->line);
            if (self->status < 0) GEN_RAISE(self->status);
        }
        if (self->length != 0) {
            lines_set(self, self->kept, self->length);
            GEN_YIELD(self->line);
        }
    }
    GEN_FINALLY {
        free(self->kept);
        (void)chunks_close(&self->chunks);
    }
    GEN_END_TRY;
    GEN_END();
}

#endif
