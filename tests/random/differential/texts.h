/* Shared by all C programs that texts.py makes: the sources, the stages that cut them, the driver.
 * The output must be equal to that of the model in texts.py. */
#ifndef TEXTS_H
#define TEXTS_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "iter_text.h"

enum { MOVE, SKIP, PART };

/* A program. */
struct setting {
    int seed;
    const char *data;
    size_t length;
    size_t capacity;     /* of the first buffer */
    size_t fields;       /* that a row may have at first */
    size_t fails_at;     /* a read fails there, if that is before the end */
    const size_t *sizes; /* of the pieces, in turn; for a read, 0 means not yet */
    size_t size_count;
    const int *on_full; /* what to do when there is no room, in turn */
    size_t on_full_count;
};

/* The bytes of all sources, and how far they are. */
static struct {
    const struct setting *setting;
    size_t at, pieces;
} feed;

static size_t piece_size(size_t most) {
    const size_t size = feed.setting->sizes[feed.pieces++ % feed.setting->size_count];
    return size < most ? size : most;
}

static iter_count read_some(char *data, size_t size) {
    const struct setting *const s = feed.setting;
    size_t n, i;
    if (feed.at == s->fails_at && s->fails_at < s->length) return -5;
    if (feed.at == s->length) return 0;
    n = piece_size(size < s->fails_at - feed.at ? size : s->fails_at - feed.at);
    for (i = 0; i < n; i++) data[i] = s->data[feed.at++];
    return n == 0 ? ITER_NOT_YET : (iter_count)n;
}

static gen_status next_piece(struct iter_text *piece) {
    const struct setting *const s = feed.setting;
    if (feed.at == s->length) return GEN_DONE;
    piece->data = s->data + feed.at;
    piece->length = piece_size(s->length - feed.at);
    feed.at += piece->length;
    return GEN_YIELDED;
}

static char path[60];

static const char *path_of(const struct setting *s) {
    FILE *f;
    (void)snprintf(path, sizeof path, P_tmpdir "/texts-%ld.txt", (long)getpid());
    f = fopen(path, "wb");
    if (f == NULL || fwrite(s->data, 1, s->length, f) != s->length || fclose(f) != 0) abort();
    return path;
}

static void show(const struct iter_text *text) {
    size_t i;
    printf(" \"");
    for (i = 0; i < text->length; i++) {
        const unsigned char c = (unsigned char)text->data[i];
        printf(c > ' ' && c < 127 && c != '\\' && c != '"' ? "%c" : "\\%02x", c);
    }
    printf("\"");
}

static void show_view(const void *data, size_t length) {
    struct iter_text text;
    text.data = (const char *)data;
    text.length = length;
    show(&text);
}

static void show_row(const void *data, size_t length) {
    const struct iter_text *const fields = (const struct iter_text *)data;
    size_t i;
    for (i = 0; i < length; i++) show(&fields[i]);
}

static void show_status(gen_status status) {
    printf("%s\n", status == GEN_DONE     ? "done"
                   : status == GEN_E_FULL ? "full"
                   : status == GEN_E_ARG  ? "arg"
                   : status == -5         ? "failed"
                                          : "?");
}

ITER_FROM(pieces, struct iter_text, int, next_piece(item))
ITER_TEXT(text)
ITER_READ(input, int, read_some(data, size))
ITER_BYTES(joined, pieces)
ITER_FILE(file)
ITER_FILE(opened)

/* In a driver: how each source is made, gets more room, and is cleaned up. */
#define TEXT_MADE text(s->data, s->length)
#define INPUT_MADE input(0, buffer, capacity)
#define JOINED_MADE joined(pieces(0), buffer, capacity)
#define FILE_MADE file(path_of(s), buffer, capacity)
#define OPENED_MADE opened_of(stream = fopen(path_of(s), "rb"), buffer, capacity)
#define text_move(self, buffer, capacity) GEN_E_ARG /* it is never full */

/* Show what a pipeline hands out, until it has ended twice. */
#define DRIVE(name, source, pipeline, show_item, ...) \
    static inline void drive_##name(const struct setting *s) { \
        size_t capacity = s->capacity, fulls = 0; \
        char *buffer = (char *)malloc(capacity), *larger; \
        struct iter_text *const fields = (struct iter_text *)malloc(64 * sizeof *fields); \
        FILE *stream = NULL; \
        int ends = 0, refused = 0; \
        struct name p; \
        name##_item item; \
        feed.setting = s; \
        feed.at = 0; \
        feed.pieces = 0; \
        printf("program %d\n", s->seed); \
        p = pipeline; \
        while (ends < 2) { \
            const gen_status status = name##_next(&p, &item); \
            if (status == GEN_PENDING) continue; \
            if (status == GEN_YIELDED) { \
                printf("item"); \
                show_item(item.data, item.length); \
                printf("\n"); \
                continue; \
            } \
            show_status(status); \
            refused |= status == GEN_E_ARG; \
            ends += status != GEN_E_FULL; \
            if (status != GEN_E_FULL) continue; \
            switch (s->on_full[fulls++ % s->on_full_count]) { \
            case MOVE: \
                larger = (char *)malloc(capacity *= 2); \
                if (source##_move(&p.source, larger, capacity) != GEN_DONE) abort(); \
                free(buffer); \
                buffer = larger; \
                __VA_ARGS__ \
                break; \
            case SKIP: name##_skip(&p); break; \
            default: PART(name, p) \
            } \
        } \
        printf("number %lu\n", (unsigned long)name##_number(&p)); \
        if (!refused) printf("offset %lu\n", (unsigned long)source##_offset(&p.source)); \
        (void)name##_close(&p); \
        if (stream != NULL) (void)fclose(stream); \
        if (path[0] != '\0') (void)remove(path); \
        free(buffer); \
        free(fields); \
    }

#define SHOW_PART(name, p) \
    if (name##_part(&p, &item) != GEN_YIELDED) abort(); \
    printf("part"); \
    show_view(item.data, item.length); \
    printf("\n");
#define NO_PART(name, p) abort();

#define CUT(source, SOURCE) \
    ITER_LINES_OF(lines_of_##source, source) \
    DRIVE(lines_of_##source, source, lines_of_##source(SOURCE##_MADE), show_view, ) \
    ITER_SPLIT(split_of_##source, source, ';') \
    DRIVE(split_of_##source, source, split_of_##source(SOURCE##_MADE), show_view, ) \
    ITER_WORDS(words_of_##source, source, item == ' ' || item == '\n') \
    DRIVE(words_of_##source, source, words_of_##source(SOURCE##_MADE), show_view, ) \
    ITER_RECORDS(records_of_##source, source, 5) \
    DRIVE(records_of_##source, source, records_of_##source(SOURCE##_MADE), show_view, ) \
    ITER_FRAMES(frames_of_##source, source, 2, header[0] * 4 + header[1]) \
    DRIVE(frames_of_##source, source, frames_of_##source(SOURCE##_MADE), show_view, )
#define ROWS(source, SOURCE) \
    ITER_CSV(rows_of_##source, source, ';') \
    DRIVE(rows_of_##source, source, rows_of_##source(SOURCE##_MADE, fields, s->fields), show_row, \
          if (rows_of_##source##_fields(&p, fields, 64) != GEN_DONE) abort();)

/* Show the code points of a source's bytes. */
ITER_SPAN(part, char)
#define DRIVE_POINTS(macro, name, source, pipeline) \
    ITER_FLATMAP(name##_chars, source, part, part(item.data, item.length)) \
    macro(name, name##_chars) static inline void drive_##name(const struct setting *s) { \
        char *const buffer = (char *)malloc(s->capacity); \
        const size_t capacity = s->capacity; \
        struct name p; \
        name##_item item; \
        int ends = 0; \
        feed.setting = s; \
        feed.at = 0; \
        feed.pieces = 0; \
        printf("program %d\n", s->seed); \
        p = pipeline; \
        while (ends < 2) { \
            const gen_status status = name##_next(&p, &item); \
            if (status == GEN_PENDING) continue; \
            if (status == GEN_YIELDED) { \
                printf("%lx\n", (unsigned long)item); \
                continue; \
            } \
            show_status(status); \
            ends++; \
        } \
        free(buffer); \
    }
DRIVE_POINTS(ITER_UTF8, points_of_input, input, points_of_input(points_of_input_chars(INPUT_MADE)))
DRIVE_POINTS(ITER_UTF8_LOSSY, lossy_of_input, input,
             lossy_of_input(lossy_of_input_chars(INPUT_MADE)))

#define PART(name, p) SHOW_PART(name, p)
CUT(text, TEXT)
CUT(input, INPUT)
CUT(joined, JOINED)
CUT(file, FILE)
CUT(opened, OPENED)
#undef PART
#define PART(name, p) abort();
ROWS(input, INPUT)
ROWS(file, FILE)

/* Rows to write: in the text, each field ends in '\1', and each row in '\2'. */
struct row {
    const struct iter_text *data;
    size_t length;
};
static struct iter_text row_fields[8];

static gen_status next_row(struct row *row) {
    const struct setting *const s = feed.setting;
    if (feed.at == s->length) return GEN_DONE;
    row->data = row_fields;
    for (row->length = 0; s->data[feed.at] != 2; row->length++) {
        struct iter_text *const field = &row_fields[row->length];
        field->data = s->data + feed.at;
        for (field->length = 0; s->data[feed.at] != 1; feed.at++) field->length++;
        feed.at++;
    }
    feed.at++;
    return GEN_YIELDED;
}

static struct {
    char data[2000];
    size_t length;
} sink;

static iter_count write_some(const char *data, size_t size) {
    size_t n = piece_size(size), i;
    if (n == 0) n = 1;
    for (i = 0; i < n; i++) sink.data[sink.length++] = data[i];
    return (iter_count)n;
}

ITER_FROM(made_rows, struct row, int, next_row(item))
ITER_WRITE_CSV(write_rows, made_rows, int, ';', write_some(data, size))

static inline void drive_written_of_input(const struct setting *s) {
    struct made_rows rows = made_rows(0);
    gen_status status;
    feed.setting = s;
    feed.at = 0;
    feed.pieces = 0;
    sink.length = 0;
    printf("program %d\n", s->seed);
    status = write_rows(&rows, 0);
    show_view(sink.data, sink.length);
    printf("\n");
    show_status(status);
}

#endif
