/* csv.h - the records of a CSV file of any size (RFC 4180), as views of one buffer.
 *
 *     struct csv_field fields[3];
 *     struct csv_place start = {0, 1};
 *     struct csv c = csv_of(read_file, file, fields, 3, start);
 *     GEN_FOR_STATUS (error, record, csv, &c)
 *         if (record.problem == NULL && record.count == 3)
 *             printf("%ld: %.*s\n", record.line, (int)fields[0].length, fields[0].at);
 *
 * A field in quotes may hold commas, newlines and doubled quotes, which are made single in place.
 * "\n" and "\r\n" end a record, and so does the end of the source. Empty lines are skipped. A
 * record is valid until the next one is pulled: stages that would hold it refuse it at compile
 * time.
 *
 * A malformed record is handed out with its `problem`, and the next one begins on the next line.
 * The buffer grows with the longest record, up to CSV_LIMIT. The rest of a longer record is read
 * and dropped, so that a quote that is left open does not take all memory.
 */
#ifndef CSV_H
#define CSV_H

#include "itertools.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { CSV_LIMIT = 64 << 20 }; /* bytes of a record */

struct csv_field { /* no '\0' ends it */
    char *at;
    size_t length;
    int quoted;
    size_t start; /* for the parser: where it begins in the record */
};

struct csv_place { /* between two records */
    int64_t offset;
    long line;
};

struct csv_record {
    const struct csv_field *fields; /* no more of them than there is room for */
    size_t count;                   /* of all of them */
    long line;                      /* where it begins, or where the quote that is left open is */
    struct csv_place end;
    const char *problem; /* NULL, or why it is malformed... */
    size_t column;       /* ...in this field, from 0 */
};

/* Read up to `size` bytes; return their number, 0 at the end, or a negative error. */
typedef ptrdiff_t csv_reader(void *context, char *into, size_t size);

struct csv_records {
    csv_reader *read;
    void *context;
    struct csv_field *fields;
    size_t capacity;
    struct csv_place place;
    char *buffer;
    size_t at, end, size; /* buffer[at..end) has been read and not handed out */
    size_t from, to;      /* the record so far: bytes read; where the next byte of its field goes */
    int drained;
};
typedef struct csv_record csv_records_item;

/* Read more into the buffer, all of which belongs to the record in hand. Keep that, unless it is
 * malformed. Return GEN_YIELDED, GEN_DONE at the end of the source, or an error. */
static inline gen_status csv_fill(struct csv_records *self, int malformed) {
    ptrdiff_t got;
    if (malformed) {
        self->place.offset += (int64_t)self->from;
        self->at = self->end;
        self->from = self->to = 0;
    }
    if (self->at != 0) {
        memmove(self->buffer, self->buffer + self->at, self->end - self->at);
        self->end -= self->at;
        self->at = 0;
    }
    if (self->end == self->size) {
        size_t const size = self->size == 0 ? 1 << 17 : 2 * self->size;
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

static gen_status csv_records_close(struct csv_records *self) {
    free(self->buffer);
    self->buffer = NULL;
    self->at = self->end = self->size = 0;
    self->drained = 1;
    return GEN_DONE;
}

static inline void csv_open_field(struct csv_records *self, struct csv_record *record, int quoted) {
    self->from += (size_t)quoted;
    self->to = self->from;
    if (record->count < self->capacity) {
        struct csv_field const field = {NULL, 0, quoted, self->from};
        self->fields[record->count] = field;
    }
    record->count++;
}

static inline void csv_end_field(struct csv_records *self, const struct csv_record *record) {
    if (record->count <= self->capacity) {
        struct csv_field *const field = &self->fields[record->count - 1];
        field->length = self->to - field->start;
    }
}

static inline void csv_malformed(struct csv_record *record, long line, const char *problem) {
    if (record->problem != NULL) return; /* the first one counts */
    record->problem = problem;
    record->line = line;
    record->column = record->count - 1;
}

/* The length of a plain part: up to the first comma, quote or newline. */
static inline size_t csv_plain_length(const char *at, size_t length) {
    size_t i = 0;
    while (i < length && at[i] != ',' && at[i] != '\n' && at[i] != '"') i++;
    return i;
}

static inline long csv_newlines(const char *at, size_t length) {
    const char *const end = at + length;
    long count = 0;
    while ((at = (const char *)memchr(at, '\n', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    return count;
}

/* Hand out the next record. The bytes may arrive in pieces of any size, so this is a machine whose
 * state is where it stands in a field. */
static inline gen_status csv_records_step(struct csv_records *self, struct csv_record *item) {
    enum { START, PLAIN, QUOTED, QUOTE, RETURN, BROKEN } state = START;
    long const begin = self->place.line;
    long line = begin, opened = begin; /* here, and where the last field begins */
    int ended = 0;                     /* by a newline */
    struct csv_record record = {self->fields, 0, begin, {0, 0}, NULL, 0};
    if (self->drained) return csv_records_close(self);
    self->from = self->to = 0;
    while (!ended) {
        size_t const left = self->end - self->at - self->from;
        char *const at = left == 0 ? NULL : self->buffer + self->at + self->from;
        if (left == 0) {
            gen_status status;
            if (self->from >= CSV_LIMIT)
                csv_malformed(&record, opened,
                              "a record longer than 64 MiB: is a quote left open?");
            status = csv_fill(self, record.problem != NULL);
            if (status == GEN_DONE) break;
            if (status != GEN_YIELDED) {
                (void)csv_records_close(self);
                return status;
            }
        } else if (state == START) {
            state = *at == '"' ? QUOTED : PLAIN;
            opened = line;
            csv_open_field(self, &record, state == QUOTED);
        } else if (state == PLAIN) {
            size_t const run = csv_plain_length(at, left);
            self->from += run;
            self->to += run;
            if (run == left) continue;
            if (at[run] == '"') {
                csv_malformed(&record, begin, "a quote in a field that does not begin with one");
                state = BROKEN;
                continue;
            }
            ended = at[run] == '\n';
            self->from++;
            csv_end_field(self, &record);
            state = ended ? PLAIN : START;
        } else if (state == QUOTED) {
            const char *const quote = (const char *)memchr(at, '"', left);
            size_t const run = quote != NULL ? (size_t)(quote - at) : left;
            line += csv_newlines(at, run);
            if (self->to != self->from) memmove(self->buffer + self->at + self->to, at, run);
            self->from += run + (quote != NULL);
            self->to += run;
            if (quote != NULL) state = QUOTE;
        } else if (state == QUOTE && *at == '"') { /* doubled */
            self->buffer[self->at + self->to++] = '"';
            self->from++;
            state = QUOTED;
        } else if (state == QUOTE && *at == '\r') {
            self->from++;
            state = RETURN;
        } else if (*at == '\n' || (state == QUOTE && *at == ',')) {
            ended = *at == '\n';
            self->from++;
            csv_end_field(self, &record);
            if (!ended) state = START;
        } else if (state != BROKEN) {
            csv_malformed(&record, begin, "text after the closing quote");
            state = BROKEN;
        } else { /* the next record begins on the next line */
            const char *const newline = (const char *)memchr(at, '\n', left);
            self->from += newline != NULL ? (size_t)(newline - at) : left;
        }
    }
    if (!ended) { /* by the end of the source */
        self->drained = 1;
        if (record.count == 0) return csv_records_close(self);
        if (state == START) csv_open_field(self, &record, 0);
        if (state == QUOTED) csv_malformed(&record, opened, "the quote is never closed");
        csv_end_field(self, &record);
    }
    if (record.problem == NULL) {
        for (size_t i = 0; i < record.count && i < self->capacity; i++)
            self->fields[i].at = self->buffer + self->at + self->fields[i].start;
        if (state == PLAIN && record.count <= self->capacity) {
            struct csv_field *const last = &self->fields[record.count - 1];
            if (last->length != 0 && last->at[last->length - 1] == '\r') last->length--;
        }
    }
    self->place.offset += (int64_t)self->from;
    self->place.line = line + ended;
    self->at += self->from;
    record.end = self->place;
    if (record.problem == NULL && record.count == 1 && state == PLAIN && self->capacity != 0 &&
        self->fields[0].length == 0)
        return GEN_SKIP; /* an empty line */
    *item = record;
    return GEN_YIELDED;
}
ITER_DEFINE(csv_records)
ITER_FLEETING(csv, csv_records)

/* The records from `start` on, which is where the source stands. The first `capacity` fields of
 * each are put into `fields`. */
static inline struct csv csv_of(csv_reader *read, void *context, struct csv_field *fields,
                                size_t capacity, struct csv_place start) {
    struct csv_records all = {read, context, fields, capacity, start, NULL, 0, 0, 0, 0, 0, 0};
    return csv(all);
}

#endif
