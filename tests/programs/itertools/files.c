/* Lines and chunks of files, on targets that have files. */
#include <errno.h>
#include <stdio.h>

#include "items.h"

#include "iter_text.h"

ITER_FILE_LINES(lines)
ITER_TAKE(some_lines, lines)
ITER_FILE_CHUNKS(chunks, unsigned char)
ITER_FILE_CHUNKS(shorts, short)

static char room[17];
static FILE *written;

static FILE *file_of(const char *text) {
    FILE *file = tmpfile();
    if (file != NULL) {
        (void)fputs(text, file);
        rewind(file);
    }
    CHECK(file != NULL);
    return file;
}

/* Write the lines, each in brackets. */
static void tell_lines(struct lines *p) {
    lines_item line = {NULL, 0};
    while (lines_next(p, &line) == GEN_YIELDED) {
        size_t i;
        note('[');
        for (i = 0; i < line.length; i++) note(line.data[i]);
        note(']');
    }
}
static void check_lines(const char *text, const char *expected) {
    struct lines p;
    written = file_of(text);
    if (written == NULL) return;
    p = lines_of(written, room, sizeof room);
    tell_lines(&p);
    CHECK_LOG(expected);
    (void)fclose(written);
}

static void the_lines_of_a_file_are_those_of_a_text(void) {
    check_lines("one\ntwo\n", "[one][two]");
    check_lines("one\r\n\ntwo", "[one][][two]");
    check_lines("\n", "[]");
    check_lines("", "");
    check_lines("a\rb\r\nc\r", "[a\rb][c\r]");
    check_lines("sixteen letters!\nx\n", "[sixteen letters!][x]");
}

static void a_line_that_has_no_room_waits_for_it(void) {
    struct lines p;
    lines_item line = {NULL, 0};
    char more[40];
    written = file_of("short\nlonger than its buffer is\nend");
    if (written == NULL) return;
    p = lines_of(written, room, sizeof room);
    CHECK_EQ(lines_next(&p, &line), GEN_YIELDED);
    CHECK_EQ(lines_next(&p, &line), GEN_E_FULL);
    CHECK_EQ(lines_next(&p, &line), GEN_E_FULL);
    CHECK_EQ(lines_move(&p, more, 3), GEN_E_ARG);
    CHECK_EQ(lines_move(&p, NULL, 40), GEN_E_ARG);
    CHECK_EQ(lines_move(&p, more, sizeof more), GEN_DONE);
    tell_lines(&p);
    CHECK_LOG("[longer than its buffer is][end]");
    (void)fclose(written);
}

static void what_is_not_pulled_stays_in_the_file(void) {
    struct lines all;
    struct some_lines p;
    some_lines_item line;
    written = file_of("one\ntwo\nthree\n");
    if (written == NULL) return;
    all = lines_of(written, room, sizeof room);
    p = some_lines(all, 2);
    while (some_lines_next(&p, &line) == GEN_YIELDED) {}
    CHECK_EQ(getc(written), 't');
    CHECK_EQ(getc(written), 'h');
    CHECK_EQ(some_lines_close(&p), GEN_DONE);
    CHECK_EQ(getc(written), 'r'); /* the file is still open */
    (void)fclose(written);
}

static void chunks_fill_the_buffer_and_the_last_has_the_rest(void) {
    unsigned char bytes[4];
    short numbers[2];
    struct chunks p;
    struct shorts q;
    written = file_of("0123456789-");
    if (written == NULL) return;
    p = chunks_of(written, bytes, 4);
    CHECK_ITEMS(chunks, p, (long)x.length * 1000 + x.data[0], 4048, 4052, 3056);
    rewind(written);
    q = shorts_of(written, numbers, 2);
    {
        shorts_item item = {NULL, 0};
        int i;
        for (i = 0; i < 3; i++) CHECK_EQ(shorts_next(&q, &item), GEN_YIELDED);
        CHECK(item.length == 1);
        CHECK_EQ(shorts_next(&q, &item), GEN_E_ARG);
        CHECK_EQ(shorts_next(&q, &item), GEN_DONE);
    }
    (void)fclose(written);
}

/* Other instances of this test run at the same time, so use a name that no existing file has. */
static char path[] = "itertools_test_00.txt";
static FILE *new_file(void) {
    int i;
    FILE *file = NULL;
    for (i = 0; i < 100 && file == NULL; i++) {
        path[15] = (char)('0' + i / 10);
        path[16] = (char)('0' + i % 10);
        file = fopen(path, "wx");
    }
    CHECK(file != NULL);
    return file;
}

static void a_file_is_opened_at_the_first_pull_and_closed_at_the_end(void) {
    struct lines p = lines(path, room, sizeof room), missing = lines("no such file", room, 9);
    struct chunks c;
    chunks_item chunk;
    unsigned char byte[1];
    lines_item line;
    CHECK(p.lines_file.file_ == NULL);
    CHECK(missing.lines_file.file_ == NULL);
    CHECK_EQ(lines_next(&missing, &line), -ENOENT);
    CHECK_EQ(lines_next(&missing, &line), GEN_DONE);
    written = new_file();
    if (written == NULL) return;
    (void)fputs("a\nb\n", written);
    (void)fclose(written);
    CHECK_EQ(lines_next(&p, &line), GEN_YIELDED);
    CHECK(p.lines_file.file_ != NULL);
    tell_lines(&p);
    CHECK_LOG("[b]");
    CHECK(p.lines_file.file_ == NULL);
    CHECK_EQ(lines_next(&p, &line), GEN_DONE);
    c = chunks(path, byte, 1);
    CHECK_EQ(chunks_close(&c), GEN_DONE); /* not started, so no file was opened */
    CHECK_EQ(chunks_next(&c, &chunk), GEN_DONE);
    c = chunks(path, byte, 1);
    CHECK_EQ(chunks_next(&c, &chunk), GEN_YIELDED);
    CHECK_EQ(chunks_close(&c), GEN_DONE);
    CHECK(c.chunks_file.file_ == NULL);
    CHECK_EQ(chunks_next(&c, &chunk), GEN_DONE);
    (void)remove(path);
}

static void a_file_that_cannot_be_read_is_an_error_and_closed(void) {
#ifdef __unix__ /* a directory can be opened there, but not read */
    struct lines p = lines(".", room, sizeof room);
    lines_item line;
    CHECK_EQ(lines_next(&p, &line), -EISDIR);
    CHECK(p.lines_file.file_ == NULL);
    CHECK_EQ(lines_next(&p, &line), GEN_DONE);
#endif
    CHECK_REFUSED(lines, lines("x", NULL, 5));
    CHECK_REFUSED(lines, lines("x", room, 0));
    CHECK_REFUSED(lines, lines(NULL, room, 5));
    CHECK_REFUSED(lines, lines_of(NULL, room, 5));
}

/* A writer of up to three bytes, which ends with `stops`. */
static iter_count stops;
static iter_count write_some(const char *data, size_t size) {
    size_t i;
    if (*data == '!') return stops;
    for (i = 0; i < size && i < 3; i++) note(data[i]);
    return (iter_count)i;
}

ITER_LINES(text_lines)
ITER_WRITE_LINES(write_lines, text_lines, char, write_some(data, size))

static void a_number_that_is_no_status_is_refused(void) {
    static const gen_status statuses[] = {GEN_E_FULL, -5, GEN_E_ARG, GEN_E_ARG, GEN_E_ARG};
    static const iter_count numbers[] = {0, -5, 9, ITER_NOT_YET, ITER_FOREVER};
    int i;
    for (i = 0; i < 5; i++) {
        struct text_lines p = text_lines("abcd\n!", 6);
        stops = numbers[i];
        CHECK_EQ(write_lines(&p, 0), statuses[i]);
        CHECK_LOG("abcd\n");
    }
}

void run_tests(void) {
    RUN(the_lines_of_a_file_are_those_of_a_text);
    RUN(a_line_that_has_no_room_waits_for_it);
    RUN(what_is_not_pulled_stays_in_the_file);
    RUN(chunks_fill_the_buffer_and_the_last_has_the_rest);
    RUN(a_file_is_opened_at_the_first_pull_and_closed_at_the_end);
    RUN(a_file_that_cannot_be_read_is_an_error_and_closed);
    RUN(a_number_that_is_no_status_is_refused);
}
