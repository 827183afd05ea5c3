/* A text that is cut into lines, words, records, frames or rows, or written or joined, against a simple model that has
 * the whole text. The input chooses the source, the cut, the sizes of buffers, reads and pieces, an
 * error, and what is done between two pulls; the rest of it is the text. Buffers, pieces and arrays
 * of fields are heap blocks of exactly the stated size, which are freed when they may no longer be
 * used, so that AddressSanitizer detects a wrong access. */
#define _GNU_SOURCE /* for fopencookie */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "iter_text.h"

#include "fuzz.h"

enum { RECORD = 3, HEADER = 2, FIELDS = 400, FAILURE = -5 };
static const size_t NONE = SIZE_MAX;

/* ---- Blocks ---------------------------------------------------------------------------------- */

static void *block_of(size_t size) {
    void *const block = malloc(size);
    FUZZ_CHECK(block != NULL, "no memory is left");
    if (size > 0) memset(block, '"', size);
    return block;
}
static char *copy_of(const char *data, size_t length) {
    char *const copy = (char *)block_of(length);
    if (length > 0) memcpy(copy, data, length);
    return copy;
}

/* ---- The feed: what the sources read --------------------------------------------------------- */

static struct {
    char *text;
    size_t length, at;
    size_t sizes[4]; /* of the reads and pieces, in turn; 0: nothing yet */
    unsigned reads;
    iter_count failure; /* what comes at the end of the text: 0, or a number that is an error */
    gen_status status;  /* the status that this becomes */
    int pended, pulls, ended;
    char *piece;
} feed;

static size_t feed_size(size_t most) {
    const size_t size = feed.sizes[feed.reads++ % 4];
    return size < most ? size : most;
}

static iter_count feed_read(char *data, size_t size) {
    const size_t n = feed_size(size < feed.length - feed.at ? size : feed.length - feed.at);
    feed.pulls++;
    FUZZ_CHECK(size > 0, "a read of 0 bytes");
    FUZZ_CHECK(!feed.ended, "a read after the end");
    if (feed.at == feed.length) {
        feed.ended = 1;
        return feed.failure == 1 ? (iter_count)(size + 1) : feed.failure;
    }
    memcpy(data, feed.text + feed.at, n);
    feed.at += n;
    if (n == 0) feed.pended = 1;
    return n == 0 ? ITER_NOT_YET : (iter_count)n;
}

/* A file that is longer when it is read after its end. */
static ssize_t feed_cookie(void *cookie, char *data, size_t size) {
    size_t n = feed_size(size < feed.length - feed.at ? size : feed.length - feed.at);
    (void)cookie;
    feed.pulls++;
    if (feed.at == feed.length) {
        errno = -FAILURE;
        if (feed.failure != 0) return -1;
        if (feed.ended) data[0] = 'x';
        return feed.ended++ > 0;
    }
    if (n == 0) n = 1;
    memcpy(data, feed.text + feed.at, n);
    feed.at += n;
    return (ssize_t)n;
}

static gen_status feed_piece(struct iter_text *piece) {
    const size_t n = feed_size(feed.length - feed.at);
    feed.pulls++;
    free(feed.piece);
    feed.piece = NULL;
    FUZZ_CHECK(!feed.ended, "a pull after the end");
    if (feed.at == feed.length) {
        feed.ended = 1;
        return feed.status;
    }
    if (n == 0 && feed.reads % 2 == 0) {
        feed.pended = 1;
        return GEN_PENDING;
    }
    piece->data = feed.piece = copy_of(feed.text + feed.at, n);
    piece->length = n;
    feed.at += n;
    return GEN_YIELDED;
}

/* ---- Kinds of pipelines ---------------------------------------------------------------------- */

enum cut { LINES, SPLIT, WORDS, RECORDS, FRAMES, ROWS };
enum source { TEXT, INPUT, JOINED, NAMED, OPENED };

struct any {
    const void *data;
    size_t length;
};

struct kind {
    const char *name;
    enum cut cut;
    enum source source;
    size_t size;
    void (*make)(void *stage);
    gen_status (*next)(void *stage, struct any *item);
    gen_status (*part)(void *stage, struct any *item);
    gen_status (*move)(void *stage, char *buffer, size_t capacity);
    gen_status (*fields)(void *stage, struct iter_text *fields, size_t capacity);
    gen_status (*close)(void *stage);
    void (*skip)(void *stage);
    size_t (*number)(const void *stage);
    size_t (*left)(const void *stage, int most);
    size_t (*line)(const void *stage);
    size_t (*column)(const void *stage);
    iter_wide (*offset)(const void *stage);
};

/* The arguments of the constructors. */
static char *buffer;
static struct iter_text *fields;
static size_t capacity, field_count;
static char path[60];
static FILE *stream;

static unsigned long long frame_length(const unsigned char *header) {
    return header[0] >= 0xFE ? ULLONG_MAX - header[1] : (header[0] % 2u) * 9u + header[1] % 16u;
}

static int separates(char c) { return c == ';' || c == ' '; }

ITER_FROM(pieces, struct iter_text, int, feed_piece(item))
ITER_TEXT(text)
ITER_READ(input, int, feed_read(data, size))
ITER_BYTES(joined, pieces)
ITER_FILE(named)
ITER_FILE(opened)

#define TEXT_MADE text(buffer, capacity)
#define INPUT_MADE input(0, buffer, capacity)
#define JOINED_MADE joined(pieces(0), buffer, capacity)
#define NAMED_MADE named(path, buffer, capacity)
#define OPENED_MADE opened_of(stream, buffer, capacity)
#define text_move NULL_MOVE
#define NULL_MOVE(self, to, size) ((void)(self), (void)(to), (void)(size), GEN_E_ARG)

#define KIND(name, bytes, CUT, SOURCE, made, part_or_not, ...) \
    static void name##_any_make(void *stage) { \
        struct name *const self = (struct name *)stage; \
        *self = made; \
    } \
    static gen_status name##_any_next(void *stage, struct any *item) { \
        name##_item own = {NULL, 0}; \
        const gen_status status = name##_next((struct name *)stage, &own); \
        item->data = own.data; \
        item->length = own.length; \
        return status; \
    } \
    static gen_status name##_any_move(void *stage, char *to, size_t size) { \
        struct name *const self = (struct name *)stage; \
        return bytes##_move(&self->bytes, to, size); \
    } \
    static gen_status name##_any_close(void *stage) { return name##_close((struct name *)stage); } \
    static void name##_any_skip(void *stage) { name##_skip((struct name *)stage); } \
    static size_t name##_any_number(const void *stage) { \
        return name##_number((const struct name *)stage); \
    } \
    static size_t name##_any_left(const void *stage, int most) { \
        return name##_left((const struct name *)stage, most); \
    } \
    static iter_wide name##_any_offset(const void *stage) { \
        return bytes##_offset(&((const struct name *)stage)->bytes); \
    } \
    part_or_not(name, bytes, CUT, SOURCE)

#define WITH_PARTS(name, bytes, CUT, SOURCE) \
    static gen_status name##_any_part(void *stage, struct any *item) { \
        name##_item own = {NULL, 0}; \
        const gen_status status = name##_part((struct name *)stage, &own); \
        item->data = own.data; \
        item->length = own.length; \
        return status; \
    } \
    static const struct kind name##_kind = {#name, \
                                            CUT, \
                                            SOURCE, \
                                            sizeof(struct name), \
                                            name##_any_make, \
                                            name##_any_next, \
                                            name##_any_part, \
                                            name##_any_move, \
                                            NULL, \
                                            name##_any_close, \
                                            name##_any_skip, \
                                            name##_any_number, \
                                            name##_any_left, \
                                            NULL, \
                                            NULL, \
                                            name##_any_offset};
#define WITH_FIELDS(name, bytes, CUT, SOURCE) \
    static gen_status name##_any_fields(void *stage, struct iter_text *to, size_t size) { \
        return name##_fields((struct name *)stage, to, size); \
    } \
    static size_t name##_any_line(const void *stage) { \
        return name##_line((const struct name *)stage); \
    } \
    static size_t name##_any_column(const void *stage) { \
        return name##_column((const struct name *)stage); \
    } \
    static const struct kind name##_kind = {#name, \
                                            CUT, \
                                            SOURCE, \
                                            sizeof(struct name), \
                                            name##_any_make, \
                                            name##_any_next, \
                                            NULL, \
                                            name##_any_move, \
                                            name##_any_fields, \
                                            name##_any_close, \
                                            name##_any_skip, \
                                            name##_any_number, \
                                            name##_any_left, \
                                            name##_any_line, \
                                            name##_any_column, \
                                            name##_any_offset};

#define CUTS(bytes, SOURCE) \
    ITER_LINES_OF(lines_of_##bytes, bytes) \
    KIND(lines_of_##bytes, bytes, LINES, SOURCE, lines_of_##bytes(SOURCE##_MADE), WITH_PARTS, ) \
    ITER_SPLIT(split_of_##bytes, bytes, ';') \
    KIND(split_of_##bytes, bytes, SPLIT, SOURCE, split_of_##bytes(SOURCE##_MADE), WITH_PARTS, ) \
    ITER_WORDS(words_of_##bytes, bytes, separates(item)) \
    KIND(words_of_##bytes, bytes, WORDS, SOURCE, words_of_##bytes(SOURCE##_MADE), WITH_PARTS, ) \
    ITER_RECORDS(records_of_##bytes, bytes, RECORD) \
    KIND(records_of_##bytes, bytes, RECORDS, SOURCE, records_of_##bytes(SOURCE##_MADE), \
         WITH_PARTS, ) \
    ITER_FRAMES(frames_of_##bytes, bytes, HEADER, frame_length(header)) \
    KIND(frames_of_##bytes, bytes, FRAMES, SOURCE, frames_of_##bytes(SOURCE##_MADE), WITH_PARTS, )
#define ROWS_OF(bytes, SOURCE) \
    ITER_CSV(rows_of_##bytes, bytes, ';') \
    KIND(rows_of_##bytes, bytes, ROWS, SOURCE, \
         rows_of_##bytes(SOURCE##_MADE, fields, field_count), WITH_FIELDS, )

CUTS(text, TEXT)
CUTS(input, INPUT)
CUTS(joined, JOINED)
CUTS(named, NAMED)
CUTS(opened, OPENED)
ROWS_OF(input, INPUT)
ROWS_OF(named, NAMED)
ROWS_OF(opened, OPENED)
ITER_LINES(in_text)
#define in_text_text_move NULL_MOVE
KIND(in_text, in_text_text, LINES, TEXT, in_text(buffer, capacity), WITH_PARTS, )
ITER_FILE_LINES(in_file)
KIND(in_file, in_file_file, LINES, NAMED, in_file(path, buffer, capacity), WITH_PARTS, )
ITER_FILE_LINES(in_stream)
KIND(in_stream, in_stream_file, LINES, OPENED, in_stream_of(stream, buffer, capacity), WITH_PARTS, )

static const struct kind *const kinds[] = {
    &lines_of_text_kind,   &split_of_text_kind,   &records_of_text_kind,   &frames_of_text_kind,
    &lines_of_input_kind,  &split_of_input_kind,  &records_of_input_kind,  &frames_of_input_kind,
    &lines_of_joined_kind, &split_of_joined_kind, &records_of_joined_kind, &frames_of_joined_kind,
    &lines_of_named_kind,  &split_of_named_kind,  &records_of_named_kind,  &frames_of_named_kind,
    &lines_of_opened_kind, &split_of_opened_kind, &records_of_opened_kind, &frames_of_opened_kind,
    &rows_of_input_kind,   &rows_of_named_kind,   &rows_of_opened_kind,    &in_text_kind,
    &in_file_kind,         &in_stream_kind,       &words_of_text_kind,     &words_of_input_kind,
    &words_of_joined_kind, &words_of_named_kind,  &words_of_opened_kind};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* ---- The model of what comes next ------------------------------------------------------------ */

static struct {
    const struct kind *kind;
    size_t at;   /* in feed.text */
    size_t left; /* of a record or frame, a part of which was taken; NONE: without end */
    size_t number;
    size_t starts[301]; /* of the pieces */
    size_t start_count;
    int ended;
    int at_end; /* the source has said that it ends */
    /* An item is left out: its bytes that are still there, or NONE if it has no end. */
    int skips;
    size_t skipped;
} model;

/* The next item: its bytes with its end, or NONE; and, of a row, its fields, and its mistake. */
static struct {
    size_t size;
    int headless; /* its header is not whole */
    size_t count;
    struct {
        char data[300];
        size_t length;
    } field[FIELDS];
    int unclosed;
    size_t mistake; /* the place of its byte, or NONE */
} want;

static size_t there(void) { return feed.length - model.at; }

static size_t up_to(char end) {
    size_t n;
    for (n = 0; n < there(); n++)
        if (feed.text[model.at + n] == end) return n + 1;
    return NONE;
}

/* Read a row: fields, of which each is plain or in quotes, up to a newline. */
static void want_row(void) {
    const char *const text = feed.text + model.at;
    const size_t most = there();
    size_t at = 0;
    want.count = 0;
    for (;;) {
        char *const data = want.field[want.count].data;
        size_t n = 0;
        if (at < most && text[at] == '"') {
            for (at++;; at++) {
                if (at == most) {
                    want.unclosed = 1;
                    return;
                }
                if (text[at] == '"' && (at + 1 == most || text[++at] != '"')) break;
                data[n++] = text[at];
            }
            if (text[at] == '"') at++; /* it is the last byte */
            if (at < most && text[at] == '\r') at++;
            if (at < most && text[at] != '\n' && (text[at] != ';' || text[at - 1] == '\r')) {
                want.mistake = at;
                return;
            }
        } else {
            while (at < most && text[at] != ';' && text[at] != '\n') data[n++] = text[at++];
            if ((at == most || text[at] == '\n') && n > 0 && data[n - 1] == '\r') n--;
        }
        want.field[want.count++].length = n;
        if (at == most || text[at] == '\n') break;
        at++;
    }
    if (at < most) want.size = at + 1;
    if (at == 0 || (at == 1 && text[0] == '\r')) want.count = 0;
}

/* Return the bytes of separators that come next, up to so many. */
static size_t separators(size_t most) {
    size_t n = 0;
    while (model.kind->cut == WORDS && n < most && n < there() &&
           separates(feed.text[model.at + n]))
        n++;
    return n;
}

static void want_next(void) {
    size_t n;
    want.size = want.mistake = NONE;
    want.headless = want.unclosed = 0;
    want.count = 0;
    switch (model.kind->cut) {
    case LINES: want.size = up_to('\n'); break;
    case SPLIT: want.size = up_to(';'); break;
    case WORDS: /* and the separators before it */
        for (n = separators(NONE); n < there() && want.size == NONE; n++)
            if (separates(feed.text[model.at + n])) want.size = n + 1;
        break;
    case RECORDS: want.size = model.left > 0 ? model.left : RECORD; break;
    case FRAMES:
        if (model.left > 0)
            want.size = model.left;
        else if (there() < HEADER)
            want.headless = 1;
        else {
            const unsigned long long more =
                frame_length((const unsigned char *)feed.text + model.at);
            want.size = more > NONE - HEADER ? NONE : HEADER + (size_t)more;
        }
        break;
    default: want_row(); break;
    }
}

static int is_whole(size_t size) { return size <= there(); }

/* Return whether an item of so many bytes has no room in the buffer. */
static int has_no_room(size_t size) {
    size_t i;
    if (model.kind->source == TEXT || (model.at_end && !is_whole(size))) return 0;
    if (model.kind->source != JOINED) return is_whole(size) ? size > capacity : there() >= capacity;
    if (!is_whole(size)) return there() > capacity;
    if (size <= capacity) return 0;
    for (i = 0; i < model.start_count; i++)
        if (model.starts[i] > model.at && model.starts[i] < model.at + size) return 1;
    return 0;
}

static void check_bytes(const struct any *item, size_t from, size_t length) {
    FUZZ_CHECK(item->length == length, "%s: an item of %zu bytes, not %zu", model.kind->name,
               item->length, length);
    FUZZ_CHECK(length == 0 || memcmp(item->data, feed.text + from, length) == 0,
               "%s: an item has other bytes", model.kind->name);
}

static void check_item(const struct any *item, size_t size, int whole) {
    const size_t from = model.at;
    size_t i, length = size;
    if (model.kind->cut == ROWS) {
        const struct iter_text *const row = (const struct iter_text *)item->data;
        FUZZ_CHECK(item->length == want.count, "%s: a row of %zu fields, not %zu", model.kind->name,
                   item->length, want.count);
        for (i = 0; i < want.count; i++)
            FUZZ_CHECK(row[i].length == want.field[i].length &&
                           memcmp(row[i].data, want.field[i].data, row[i].length) == 0,
                       "%s: field %zu is another one", model.kind->name, i);
    } else if (model.kind->cut == FRAMES && model.left == 0) {
        check_bytes(item, from + HEADER, size - HEADER);
    } else {
        if (whole && model.kind->cut != RECORDS && model.kind->cut != FRAMES) length--;
        if (whole && model.kind->cut == LINES && length > 0 && feed.text[from + length - 1] == '\r')
            length--;
        check_bytes(item, from, length);
    }
    model.number++;
    model.at += size;
    model.left = 0;
}

static void check_place(const void *stage, size_t place) {
    size_t line = 1, column = 1, i;
    if (model.kind->line == NULL) return;
    for (i = 0; i < place; i++) {
        column++;
        if (feed.text[i] == '\n') line++, column = 1;
    }
    FUZZ_CHECK(model.kind->line(stage) == line && model.kind->column(stage) == column,
               "%s: line %zu, column %zu, not %zu, %zu", model.kind->name, model.kind->line(stage),
               model.kind->column(stage), line, column);
}

/* The item that is left out was passed, or a part of it. */
static void pass(size_t size) {
    const int whole = is_whole(model.skipped) && size == model.skipped;
    model.at += size;
    if (model.skipped != NONE) model.skipped -= size;
    model.left =
        (model.kind->cut == RECORDS || model.kind->cut == FRAMES) && (size > 0 || model.left > 0)
            ? model.skipped
            : 0;
    if (whole) model.skips = 0;
}

/* Check what a pull has returned, except what is about the item itself if it was to be left out. */
static void check_next(const void *stage, gen_status status, const struct any *item) {
    const iter_wide offset = model.kind->offset(stage);
    gen_status right;
    if (!model.skips) model.at += separators((size_t)offset - model.at);
    int lost = 0; /* a quote that is never closed was left out */
    if (model.ended) {
        FUZZ_CHECK(status == GEN_DONE, "%s: %d after the end", model.kind->name, status);
        return;
    }
    if (status == GEN_PENDING) FUZZ_CHECK(feed.pended, "%s: pending", model.kind->name);
    if (model.skips) want_next();
    if (model.skips && want.mistake == NONE && !(want.headless && has_no_room(NONE)) &&
        !(model.kind->cut == FRAMES && model.left == 0 && model.kind->source != TEXT &&
          has_no_room(HEADER))) {
        if (status == GEN_PENDING && model.kind->cut == WORDS &&
            offset - model.at > model.skipped) {
            pass(model.skipped);
            model.at += separators((size_t)offset - model.at);
            return;
        }
        if (status == GEN_PENDING) {
            FUZZ_CHECK(offset >= model.at && offset - model.at <= model.skipped,
                       "%s: passed too many bytes", model.kind->name);
            if (model.kind->cut != ROWS || offset - model.at == model.skipped)
                pass((size_t)offset - model.at); /* the rest of a row is no row */
            return;
        }
        if (!want.headless) {
            lost = want.unclosed && !is_whole(model.skipped) && feed.status == GEN_DONE;
            pass(is_whole(model.skipped) ? model.skipped : there());
            model.left = 0;
        }
    }
    if (status == GEN_PENDING) return;
    model.at += separators(NONE);
    want_next();
    right =
        lost                   ? GEN_E_ARG
        : want.mistake != NONE ? (want.mistake >= capacity && !model.skips ? GEN_E_FULL : GEN_E_ARG)
        : has_no_room(want.size) ? GEN_E_FULL
        : model.kind->cut == ROWS && !want.unclosed && there() > 0 &&
                (is_whole(want.size) || feed.status == GEN_DONE) &&
                (want.count > 0 ? want.count : 1) > field_count
            ? GEN_E_FULL
        : is_whole(want.size)                                                      ? GEN_YIELDED
        : feed.status != GEN_DONE                                                  ? feed.status
        : there() == 0                                                             ? GEN_DONE
        : model.kind->cut == RECORDS || model.kind->cut == FRAMES || want.unclosed ? GEN_E_ARG
                                                                                   : GEN_YIELDED;
    FUZZ_CHECK(status == right, "%s: status %d, not %d, at byte %zu of %zu", model.kind->name,
               status, right, model.at, feed.length);
    if (status == GEN_YIELDED) {
        check_item(item, is_whole(want.size) ? want.size : there(), is_whole(want.size));
        check_place(stage, model.at);
    } else if (status != GEN_E_FULL) {
        model.ended = 1;
        if (want.mistake != NONE || (want.unclosed && feed.status == GEN_DONE))
            check_place(stage, model.at + (want.unclosed ? there() : want.mistake));
    }
    model.at_end |= status == GEN_E_FULL && !has_no_room(want.size) && !is_whole(want.size) &&
                    want.mistake == NONE;
}

/* Check a part: the next item if it is whole, or else bytes of it. */
static void check_part(const void *stage, gen_status status, const struct any *item, int was_full) {
    size_t size = (size_t)model.kind->offset(stage) - model.at;
    const size_t passed = separators(size);
    size -= passed;
    model.at += passed;
    if (model.skips && model.skipped != NONE) model.skipped -= passed;
    want_next();
    if (status == GEN_DONE && size == 0) {
        FUZZ_CHECK(!was_full || (want.headless || (model.left == 0 && capacity < HEADER)),
                   "%s: full, but there is no part", model.kind->name);
        return;
    }
    if (model.ended) {
        FUZZ_CHECK(status == GEN_YIELDED && size <= there(), "%s: a wrong part at the end",
                   model.kind->name);
        FUZZ_CHECK(!want.headless, "%s: a part of a header", model.kind->name);
        check_item(item, size, 0);
        return;
    }
    if (model.skips && (status != GEN_YIELDED || size > model.skipped)) {
        check_next(stage, status, item);
        return;
    }
    if (!model.skips && (status != GEN_YIELDED || size == want.size)) {
        check_next(stage, status, item);
        return;
    }
    FUZZ_CHECK(size > 0 && size <= there() && size <= want.size, "%s: a part of %zu bytes, not %zu",
               model.kind->name, size, want.size);
    FUZZ_CHECK(!was_full || model.kind->source == JOINED || size == capacity,
               "%s: a part of a full buffer has %zu bytes, not %zu", model.kind->name, size,
               capacity);
    check_item(item, size, 0);
    if (model.skips) {
        if (model.skipped != NONE) model.skipped -= size;
    }
    if (model.kind->cut == RECORDS || model.kind->cut == FRAMES)
        model.left = want.size == NONE ? NONE : want.size - size;
}

/* ---- Driving a pipeline ---------------------------------------------------------------------- */

static void take_text(void) {
    static char text[400];
    feed.length = 0;
    while (fuzz_more() && feed.length < 290) text[feed.length++] = (char)fuzz_byte();
    feed.text = copy_of(text, feed.length);
    feed.at = 0;
    feed.pended = feed.pulls = feed.ended = 0;
    feed.reads = 0;
    feed.piece = NULL;
}

static void take_sizes(void) {
    int i;
    for (i = 0; i < 4; i++) {
        const int size = fuzz_byte();
        feed.sizes[i] = (size_t)(size < 128 ? size % 8 : size % 64);
    }
    feed.sizes[3] += feed.sizes[3] == 0;
    feed.failure = feed.status = GEN_DONE;
}

static void write_file(void) {
    FILE *f;
    (void)snprintf(path, sizeof path, P_tmpdir "/fuzz-text-%ld", (long)getpid());
    f = fopen(path, "wb");
    FUZZ_CHECK(f != NULL, "%s cannot be opened", path);
    FUZZ_CHECK(fwrite(feed.text, 1, feed.length, f) == feed.length && fclose(f) == 0,
               "%s cannot be written", path);
}

static void open_stream(void) {
    cookie_io_functions_t functions = {NULL, NULL, NULL, NULL};
    functions.read = feed_cookie;
    stream = fopencookie(NULL, "rb", functions);
    FUZZ_CHECK(stream != NULL, "a stream cannot be opened");
}

static void find_pieces(void) {
    size_t at = 0, count = 0;
    unsigned turn = 0;
    while (at < feed.length && count < 300) {
        const size_t n = feed.sizes[turn++ % 4];
        at += n;
        if (n > 0) model.starts[count++] = at;
    }
    model.start_count = count;
}

enum { ACTIONS = 24 };

static void drive_cut(void) {
    const struct kind *const kind = kinds[fuzz_below(KINDS)];
    const int size = fuzz_byte(), choice = fuzz_byte();
    unsigned char actions[ACTIONS];
    struct any item = {NULL, 0};
    gen_status status = GEN_DONE;
    int i, action = 0, turns = 0, ends = 0, refused = 0;
    char *own;
    void *stage;
    take_sizes();
    memset(&model, 0, sizeof model);
    model.kind = kind;
    capacity = (size_t)(size < 200 ? size % 20 : size);
    field_count = (size_t)(choice % 4 + 1);
    for (i = 0; i < ACTIONS; i++) actions[i] = (unsigned char)fuzz_byte();
    if (kind->source == INPUT || kind->source == JOINED || kind->source == OPENED) {
        static const iter_count failures[] = {0, 0, 0, FAILURE, 1, -((iter_count)1 << 40)};
        feed.failure = failures[choice / 4 % 6];
        feed.status = feed.failure == 0                                  ? GEN_DONE
                      : feed.failure == FAILURE || kind->source != INPUT ? FAILURE
                                                                         : GEN_E_ARG;
    }
    take_text();
    find_pieces();
    if (kind->source == TEXT) {
        capacity = feed.length;
        buffer = choice < 24 ? NULL : copy_of(feed.text, feed.length);
        refused = buffer == NULL && capacity > 0;
    } else {
        buffer = choice < 24 ? NULL : (char *)block_of(capacity);
        refused = buffer == NULL || capacity == 0;
    }
    fields = kind->cut != ROWS || choice > 250
                 ? NULL
                 : (struct iter_text *)block_of(field_count * sizeof *fields);
    if (kind->cut == ROWS) refused |= fields == NULL;
    if (kind->source == NAMED) write_file();
    if (kind->source == OPENED) open_stream();
    stage = block_of(kind->size);
    kind->make(stage);
    own = buffer;
    while (ends < 3 && turns++ < 2000) {
        const int what = actions[action++ % ACTIONS];
        size_t most, least;
        if (refused) {
            status = kind->next(stage, &item);
            FUZZ_CHECK(status == (ends == 0 ? GEN_E_ARG : GEN_DONE), "%s: %d, but refused",
                       kind->name, status);
            FUZZ_CHECK(feed.pulls == 0, "%s: refused, but it pulls", kind->name);
            ends++;
            continue;
        }
        if (status == GEN_E_FULL || (what >= 100 && what < 140)) {
            const int was_full = status == GEN_E_FULL;
            size_t larger = capacity < 400 ? capacity * 2 + 1 : capacity;
            switch (what % 5) {
            case 0:
                if (kind->part == NULL) break;
                status = kind->part(stage, &item);
                check_part(stage, status, &item, was_full && !model.skips);
                break;
            case 1:
                if (model.skips || model.ended) {
                    kind->skip(stage);
                    break;
                }
                kind->skip(stage);
                want_next();
                model.skips = 1;
                model.skipped = want.size;
                break;
            case 2:
                if (what % 20 == 7) {
                    status = kind->close(stage);
                    FUZZ_CHECK(status == GEN_DONE, "%s: close: %d", kind->name, status);
                    if (!model.ended || !model.skips) {
                        FUZZ_CHECK(model.skips || kind->offset(stage) == model.at,
                                   "%s: close changes the offset", kind->name);
                    }
                    model.at = feed.length = (size_t)kind->offset(stage);
                    model.ended = 1;
                    model.skips = 0;
                    model.left = 0;
                    break;
                }
                /* fall through */
            default:
                if (what % 7 == 0) larger = capacity / 2;
                if (kind->source != TEXT) {
                    char *const to = (char *)block_of(larger);
                    FUZZ_CHECK(kind->move(stage, NULL, larger) == GEN_E_ARG &&
                                   kind->move(stage, to, 0) == GEN_E_ARG,
                               "%s: moves nowhere", kind->name);
                    if (kind->move(stage, to, larger) == GEN_DONE) {
                        free(own);
                        own = to;
                        capacity = larger;
                    } else {
                        FUZZ_CHECK(larger < capacity, "%s: does not move", kind->name);
                        free(to);
                    }
                }
                if (kind->fields != NULL) {
                    const size_t count = what % 11 == 0 ? 1 : FIELDS;
                    struct iter_text *const to =
                        (struct iter_text *)block_of(count * sizeof *fields);
                    FUZZ_CHECK(kind->fields(stage, NULL, 9) == GEN_E_ARG &&
                                   kind->fields(stage, to, 0) == GEN_E_ARG &&
                                   kind->fields(stage, to, count) == GEN_DONE,
                               "%s: wrong fields", kind->name);
                    free(fields);
                    fields = to;
                    field_count = count;
                }
                break;
            }
        }
        most = kind->left(stage, ITER_AT_MOST);
        least = kind->left(stage, ITER_AT_LEAST);
        feed.pended = 0;
        status = kind->next(stage, &item);
        FUZZ_CHECK(least <= most && (status != GEN_YIELDED || most > 0) &&
                       (status != GEN_DONE || least == 0),
                   "%s: wrong bounds", kind->name);
        check_next(stage, status, &item);
        FUZZ_CHECK(kind->number(stage) == model.number, "%s: number %zu, not %zu", kind->name,
                   kind->number(stage), model.number);
        FUZZ_CHECK((model.skips && status == GEN_PENDING) || kind->offset(stage) == model.at ||
                       model.ended,
                   "%s: offset %zu, not %zu", kind->name, (size_t)kind->offset(stage), model.at);
        if (status <= 0 && status != GEN_E_FULL) ends++;
    }
    FUZZ_CHECK(kind->close(stage) == GEN_DONE, "%s: close", kind->name);
    status = kind->next(stage, &item);
    FUZZ_CHECK(status == GEN_DONE, "%s: %d after close", kind->name, status);
    if (stream != NULL) (void)fclose(stream);
    stream = NULL;
    if (kind->source == NAMED) (void)remove(path);
    free(own);
    free(fields);
    free(stage);
    free(feed.piece);
    free(feed.text);
}

/* ---- Sources alone, and files in chunks ------------------------------------------------------ */

ITER_FILE_CHUNKS(shorts, short)
#define shorts_move(self, to, size) GEN_E_ARG
ITER_FILE_CHUNKS(stream_shorts, short)
#define stream_shorts_move(self, to, size) GEN_E_ARG

/* Check that the pieces are the text, and the end. A buffer of another size must not matter. */
#define DRIVE_PIECES(name, made) \
    static void name##_drive(size_t element, int moves) { \
        struct name p = made; \
        size_t at = 0; \
        gen_status status; \
        const gen_status end = \
            feed.status == GEN_DONE && feed.length % element > 0 ? GEN_E_ARG : feed.status; \
        do { \
            name##_item item = {NULL, 0}; \
            status = name##_next(&p, &item); \
            FUZZ_CHECK(status != GEN_PENDING || feed.pended, #name ": pending"); \
            if (status != GEN_YIELDED) continue; \
            FUZZ_CHECK(item.length > 0 && item.length * element <= feed.length - at && \
                           memcmp(item.data, feed.text + at, item.length * element) == 0, \
                       #name ": a piece has other bytes"); \
            at += item.length * element; \
            if (moves) { \
                const size_t size = moves++ % 2 == 0 ? 1 : 9; \
                char *const to = (char *)block_of(size); \
                if (name##_move(&p, to, size) == GEN_DONE) { \
                    free(buffer); \
                    buffer = to; \
                } else { \
                    free(to); \
                } \
            } \
        } while (status > 0); \
        FUZZ_CHECK(status == end && at == feed.length / element * element, \
                   #name ": status %d, not %d, after %zu of %zu bytes", status, end, at, \
                   feed.length); \
        FUZZ_CHECK(name##_left(&p, ITER_AT_MOST) == 0 && name##_close(&p) == GEN_DONE, \
                   #name ": close"); \
    }
DRIVE_PIECES(text, text(buffer, capacity))
DRIVE_PIECES(input, input(0, buffer, capacity))
DRIVE_PIECES(joined, joined(pieces(0), buffer, capacity))
DRIVE_PIECES(named, named(path, buffer, capacity))
DRIVE_PIECES(opened, opened_of(stream, buffer, capacity))
DRIVE_PIECES(shorts, shorts(path, (short *)(void *)buffer, capacity / sizeof(short)))
DRIVE_PIECES(stream_shorts,
             stream_shorts_of(stream, (short *)(void *)buffer, capacity / sizeof(short)))

static void drive_pieces(void) {
    const int what = fuzz_below(7), choice = fuzz_byte();
    take_sizes();
    capacity = (size_t)(what < 5 ? choice % 16 + 1 : choice % 8 * 2 + 2);
    feed.failure = what == 6 || choice < 160 ? 0 : FAILURE;
    if (what == 0 || what == 3 || what == 5) feed.failure = 0;
    feed.status = (gen_status)feed.failure;
    take_text();
    if (what == 0) {
        capacity = feed.length;
        buffer = copy_of(feed.text, feed.length);
    } else {
        buffer = (char *)block_of(capacity);
    }
    if (what == 3 || what == 5) {
        write_file();
        if (choice == 0) path[0] = '.', path[1] = '\0', feed.length = 0, feed.status = -EISDIR;
        if (choice == 1) path[0] = '\0', feed.length = 0, feed.status = -ENOENT;
    }
    if (what == 4 || what == 6) open_stream();
    switch (what) {
    case 0: text_drive(1, 0); break;
    case 1: input_drive(1, choice % 2); break;
    case 2: joined_drive(1, choice % 2); break;
    case 3: named_drive(1, choice % 2); break;
    case 4: opened_drive(1, choice % 2); break;
    case 5: shorts_drive(sizeof(short), 0); break;
    default: stream_shorts_drive(sizeof(short), 0); break;
    }
    if (stream != NULL) (void)fclose(stream);
    stream = NULL;
    free(buffer);
    free(feed.piece);
    free(feed.text);
}

/* ---- Code points ----------------------------------------------------------------------------- */

ITER_SPAN(span, char)
ITER_FLATMAP(chars, joined, span, span(item.data, item.length))
ITER_UTF8(points, chars)
ITER_UTF8_LOSSY(lossy_points, chars)

/* Return the length of the code point at a place, or 0 if it is malformed: then *bad are its bytes. */
static size_t decode(size_t at, uint32_t *point, size_t *bad) {
    static const uint32_t first[] = {0, 0x80, 0x800, 0x10000, 0x110000};
    const unsigned char c = (unsigned char)feed.text[at];
    const size_t size = c < 0x80   ? 1
                        : c < 0xC2 ? 0
                        : c < 0xE0 ? 2
                        : c < 0xF0 ? 3
                        : c < 0xF5 ? 4
                                   : 0;
    size_t i;
    *bad = 1;
    if (size == 0) return 0;
    *point = size == 1 ? c : c & (0x7Fu >> size);
    for (i = 1; i < size; i++) {
        const unsigned char next = at + i < feed.length ? (unsigned char)feed.text[at + i] : 0;
        const unsigned rest = 6 * (unsigned)(size - 1 - i);
        *bad = i;
        if (next >> 6 != 2) return 0;
        *point = *point << 6 | (next & 0x3F);
        if (*point << rest > 0x10FFFF || ((*point + 1) << rest) <= first[size - 1] ||
            (size == 3 && *point << rest >> 11 == 0xD800 >> 11))
            return 0;
    }
    return size;
}

static void drive_points(void) {
    const int lossy = fuzz_below(2), last = fuzz_byte();
    size_t at = 0;
    gen_status status;
    struct points strict;
    struct lossy_points replaced;
    take_sizes();
    capacity = 9;
    feed.failure = feed.status = last < 200 ? 0 : FAILURE;
    take_text();
    buffer = (char *)block_of(capacity);
    strict = points(chars(joined(pieces(0), buffer, capacity)));
    replaced = lossy_points(strict.chars);
    do {
        uint32_t got = 0, wanted = 0xFFFD;
        size_t bad = 0, size;
        FUZZ_CHECK(lossy || points_left(&strict, ITER_AT_LEAST) == 0, "too many points are left");
        do status = lossy ? lossy_points_next(&replaced, &got) : points_next(&strict, &got);
        while (status == GEN_PENDING);
        size = at < feed.length ? decode(at, &wanted, &bad) : 0;
        if (size == 0 && at + bad == feed.length && feed.status != GEN_DONE &&
            (bad == 0 || status == FAILURE)) { /* a failure within a code point */
            FUZZ_CHECK(status == FAILURE, "code points: %d, not the failure", status);
        } else if (at == feed.length) {
            FUZZ_CHECK(status == GEN_DONE, "code points: %d at the end", status);
        } else if (size == 0 && !lossy) {
            FUZZ_CHECK(status == GEN_E_ARG, "code points: %d at malformed bytes", status);
        } else {
            if (size == 0) wanted = 0xFFFD;
            FUZZ_CHECK(status == GEN_YIELDED && got == wanted, "code points: %d, %lx, not %lx",
                       status, (unsigned long)got, (unsigned long)wanted);
        }
        at += size > 0 ? size : bad;
    } while (status == GEN_YIELDED);
    {
        uint32_t got;
        status = lossy ? lossy_points_next(&replaced, &got) : points_next(&strict, &got);
        FUZZ_CHECK(status == GEN_DONE, "code points: %d after the end", status);
        status = lossy ? lossy_points_close(&replaced) : points_close(&strict);
        FUZZ_CHECK(status == GEN_DONE && (lossy ? lossy_points_left(&replaced, ITER_AT_MOST)
                                                : points_left(&strict, ITER_AT_MOST)) == 0,
                   "code points: close");
    }
    free(buffer);
    free(feed.piece);
    free(feed.text);
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* Rows of fields, made from the input. */
enum { MOST_ROWS = 40, MOST_FIELDS = 6 };
struct row {
    const struct iter_text *data;
    size_t length;
};
static struct {
    struct row row[MOST_ROWS];
    struct iter_text field[MOST_ROWS * MOST_FIELDS];
    size_t count, field_count, at;
} table;

static gen_status next_row(struct row *row) {
    if (table.at == table.count) return GEN_DONE;
    *row = table.row[table.at++];
    return GEN_YIELDED;
}
static gen_status next_field(struct iter_text *field) {
    if (table.at == table.field_count) return GEN_DONE;
    *field = table.field[table.at++];
    return GEN_YIELDED;
}

/* The sink takes the bytes that are written. At a place it fails, in one of these ways. */
static struct {
    char data[3000];
    size_t length, fails_at;
    iter_count failure;
} sink;

static iter_count write_some(const char *data, size_t size) {
    size_t n = feed_size(size);
    FUZZ_CHECK(size > 0, "a write of 0 bytes");
    if (n == 0) n = 1;
    if (sink.length == sink.fails_at)
        return sink.failure == 1 ? (iter_count)(size + 1) : sink.failure;
    if (n > sink.fails_at - sink.length) n = sink.fails_at - sink.length;
    memcpy(sink.data + sink.length, data, n);
    sink.length += n;
    return (iter_count)n;
}

ITER_FROM(rows_made, struct row, int, next_row(item))
ITER_WRITE_CSV(write_rows, rows_made, int, ';', write_some(data, size))
ITER_FROM(fields_made, struct iter_text, int, next_field(item))
ITER_WRITE_LINES(write_lines, fields_made, int, write_some(data, size))

/* Join the fields, of which one may have an error instead of a text. */
ITER_JOIN(join_fields, fields_made, "; ")
ITER_JOIN_BY(join_or_fail, fields_made, "; ",
             table.at > sink.fails_at ? sink.failure : snprintf(data, size, "%zu", item.length))

/* The text that should be written. */
static char right[3000];
static size_t right_length;
static void should(char c) { right[right_length++] = c; }

static void should_write_row(const struct row *row) {
    size_t i, k;
    for (i = 0; i < row->length; i++) {
        const struct iter_text *const field = &row->data[i];
        int quotes = row->length == 1 && field->length == 0;
        for (k = 0; k < field->length; k++)
            quotes |= strchr(";\"\r\n", field->data[k]) != NULL && field->data[k] != '\0';
        if (i > 0) should(';');
        if (quotes) should('"');
        for (k = 0; k < field->length; k++) {
            if (field->data[k] == '"') should('"');
            should(field->data[k]);
        }
        if (quotes) should('"');
    }
    should('\r');
    should('\n');
}

/* Read what was written. */
static void check_rows_again(void) {
    struct rows_of_input p;
    rows_of_input_item item;
    struct iter_text again[MOST_FIELDS];
    size_t i, k;
    feed.text = sink.data;
    feed.length = sink.length;
    feed.at = 0;
    feed.failure = 0;
    buffer = (char *)block_of(sizeof sink.data);
    p = rows_of_input(input(0, buffer, sizeof sink.data), again, MOST_FIELDS);
    for (i = 0; i < table.count; i++) {
        gen_status status;
        do status = rows_of_input_next(&p, &item);
        while (status == GEN_PENDING);
        FUZZ_CHECK(status == GEN_YIELDED && item.length == table.row[i].length,
                   "row %zu comes back as another one, status %d", i, status);
        for (k = 0; k < item.length; k++)
            FUZZ_CHECK(item.data[k].length == table.row[i].data[k].length &&
                           (item.data[k].length == 0 ||
                            memcmp(item.data[k].data, table.row[i].data[k].data,
                                   item.data[k].length) == 0),
                       "field %zu of row %zu comes back as another one", k, i);
    }
    free(buffer);
}

static void check_joined(size_t room, int by) {
    struct fields_made made = fields_made(0);
    char *const text = (char *)block_of(room);
    size_t length = 7, i, k;
    const size_t count =
        by && sink.fails_at < table.field_count ? sink.fails_at : table.field_count;
    const gen_status wanted = count == table.field_count || sink.failure == 0 ? GEN_DONE : FAILURE;
    gen_status status;
    right_length = 0;
    for (i = 0; i < (wanted == GEN_DONE ? table.field_count : count); i++) {
        if (i > 0) should(';'), should(' ');
        for (k = 0; !by && k < table.field[i].length; k++) should(table.field[i].data[k]);
        if (by && i < count && table.field[i].length > 9) should('1');
        if (by && i < count) should((char)('0' + table.field[i].length % 10));
    }
    status =
        by ? join_or_fail(&made, text, room, &length) : join_fields(&made, text, room, &length);
    FUZZ_CHECK(status == wanted && length == right_length, "joined: %d, %zu bytes, not %d, %zu",
               status, length, wanted, right_length);
    if (length >= room) length = room - 1;
    FUZZ_CHECK(room == 0 || (memcmp(text, right, length) == 0 && text[length] == '\0'),
               "joined: another text: %.*s, not %.*s", (int)length, text, (int)length, right);
    made = fields_made(0);
    status = join_fields(&made, NULL, room, &i);
    FUZZ_CHECK(status == (room > 0 ? GEN_E_ARG : GEN_DONE), "joined into NULL: %d", status);
    free(text);
}

static void drive_write(void) {
    static const iter_count failures[] = {0, FAILURE, 1, -ITER_FOREVER};
    static const gen_status statuses[] = {GEN_E_FULL, FAILURE, GEN_E_ARG, GEN_E_ARG};
    static char text[400];
    const int lines = fuzz_below(2), failing = fuzz_byte(), place = fuzz_byte();
    gen_status status;
    int fails;
    size_t at = 0, i, k;
    take_sizes();
    feed.reads = 0;
    feed.ended = 0;
    memset(&table, 0, sizeof table);
    while (fuzz_more() && table.count < MOST_ROWS && at < 300) {
        struct row *const row = &table.row[table.count++];
        row->data = &table.field[table.field_count];
        for (row->length = 0; fuzz_more() && row->length < MOST_FIELDS; row->length++) {
            struct iter_text *const field = &table.field[table.field_count];
            const int size = fuzz_byte();
            if (size % 16 == 15) break;
            field->length = (size_t)(size % 16);
            field->data = field->length == 0 && size > 200 ? NULL : text + at;
            for (i = 0; i < field->length; i++) {
                const int c = fuzz_byte();
                text[at++] = c < 32 ? ";\"\r\n"[c % 4] : (char)c;
            }
            table.field_count++;
        }
    }
    right_length = 0;
    for (i = 0; !lines && i < table.count; i++) should_write_row(&table.row[i]);
    for (i = 0; lines && i < table.field_count; i++) {
        for (k = 0; k < table.field[i].length; k++) should(table.field[i].data[k]);
        should('\n');
    }
    if (place % 3 == 0) {
        sink.fails_at = (size_t)failing % 16;
        sink.failure = failing % 2 ? FAILURE : 0;
        table.at = 0;
        check_joined((size_t)(failing % 4 == 3 ? 0 : place), lines);
        return;
    }
    sink.length = 0;
    sink.fails_at = failing < 100 ? (size_t)place : sizeof sink.data;
    sink.failure = failures[failing % 4];
    fails = sink.fails_at < right_length;
    if (lines) {
        struct fields_made made = fields_made(0);
        status = write_lines(&made, 0);
    } else {
        struct rows_made made = rows_made(0);
        status = write_rows(&made, 0);
    }
    FUZZ_CHECK(status == (fails ? statuses[failing % 4] : GEN_DONE), "writing: status %d", status);
    FUZZ_CHECK(sink.length == (fails ? sink.fails_at : right_length) &&
                   memcmp(sink.data, right, sink.length) == 0,
               "another text is written: %.*s, not %.*s", (int)sink.length, sink.data,
               (int)right_length, right);
    if (!lines && !fails) check_rows_again();
}

static void fuzz_one(void) {
    const int what = fuzz_byte();
    if (what < 30)
        drive_write();
    else if (what < 60)
        drive_pieces();
    else if (what < 76)
        drive_points();
    else
        drive_cut();
}
