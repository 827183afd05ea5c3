/* Bytes from a function or from pieces, cut into lines, words, records and frames. */
#include "items.h"

#include "feed.h"

ITER_READ(input, char, read_feed(data, size))
ITER_LINES_OF(lines, input)
ITER_SPLIT(words, input, ' ')
ITER_WORDS(terms, input, item == ' ' || item == '\n')
ITER_RECORDS(records, input, 3)
ITER_FRAMES(frames, input, 1, header[0] - '0')
ITER_FRAMES(long_frames, input, 2,
            header[0] == '?' ? ~(iter_wide)0 : (iter_wide)(header[0] - '0') << header[1] % 32)

static char buffer[8], larger[24];

#define CHECK_CUT(name, text, expected) \
    do { \
        struct name made_ = name(input(0, buffer, sizeof buffer)); \
        feed = text; \
        TELL(name, made_); \
        CHECK_LOG(expected); \
    } while (0)

static void lines_come_as_they_are_read(void) {
    CHECK_CUT(lines, "ab\n|c|.d\n\n|e", "[ab]P[cd][][e]D");
    CHECK_CUT(lines, "a\r|\nb\r\n\r|c", "[a][b][\rc]D");
    CHECK_CUT(lines, "", "D");
    CHECK_CUT(lines, "seven..\n|8", "[seven..][8]D");
    CHECK_CUT(words, "a b  c", "[a][b][][c]D");
    CHECK_CUT(words, "a |b ", "[a][b]D");
}

static void words_are_never_empty(void) {
    struct terms p = terms(input(0, buffer, sizeof buffer));
    terms_item item = {NULL, 0};
    CHECK_CUT(terms, "a b \n c", "[a][b][c]D");
    CHECK_CUT(terms, "            |            a|  |.b|c          ", "[a]P[bc]D");
    CHECK_CUT(terms, "  ", "D");
    CHECK_CUT(terms, "sixteen letters!  a", "[sixteen]F");
    CHECK_CUT(terms, " a |!b", "[a]E");
    feed = "  longer than the buffer|  a";
    terms_skip(&p);
    TELL(terms, p);
    CHECK_LOG("[than][the][buffer][a]D");
    MAKE(terms, p, terms(input(0, buffer, sizeof buffer)));
    feed = " exactly8| not longer";
    TELL(terms, p);
    CHECK_EQ(terms_part(&p, &item), GEN_YIELDED);
    tell(item.data, item.length);
    TELL(terms, p); /* what is left of the word is empty */
    CHECK_LOG("F[exactly8][not][longer]D");
    CHECK_EQ((long)terms_number(&p), 3);
    MAKE(terms, p, terms(input(0, buffer, sizeof buffer)));
    feed = "nine more";
    terms_skip(&p);
    CHECK_EQ(terms_next(&p, &item), GEN_YIELDED);
    tell(item.data, item.length);
    CHECK_LOG("[more]");
}

static void words_that_are_left_out_end_where_they_do(void) {
    struct terms p = terms(input(0, buffer, sizeof buffer));
    terms_item item = {NULL, 0};
    feed = "left|. a";
    terms_skip(&p);
    CHECK_EQ(terms_next(&p, &item), GEN_PENDING);
    TELL(terms, p);
    CHECK_LOG("[a]D");
}

static void the_rest_is_the_next_piece(void) {
    struct terms p = terms(input(0, buffer, sizeof buffer));
    terms_item item = {NULL, 0};
    input_item piece = {NULL, 0};
    feed = "  a  b c";
    CHECK_EQ(terms_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(input_next(&p.input, &piece), GEN_YIELDED);
    tell(piece.data, piece.length);
    CHECK_LOG("[ b c]");
}

static void an_error_comes_once_and_after_what_was_read(void) {
    struct lines p = lines(input(0, buffer, sizeof buffer));
    lines_item item = {NULL, 0};
    feed = "a\nb|!c\n";
    TELL(lines, p);
    CHECK_LOG("[a]E");
    TELL(lines, p);
    CHECK_LOG("D");
    CHECK_EQ(lines_part(&p, &item), GEN_YIELDED); /* what did not become a line */
    tell(item.data, item.length);
    CHECK_LOG("[b]");
    CHECK_EQ(lines_part(&p, &item), GEN_DONE);
    CHECK_CUT(lines, "+", "A");
    CHECK_CUT(words, "a b|+", "[a]A");
}

static void records_and_frames_are_whole(void) {
    CHECK_CUT(records, "abc|d|ef", "[abc][def]D");
    CHECK_CUT(records, "abcde", "[abc]A");
    CHECK_CUT(frames, "2ab03|xyz|1|c", "[ab][][xyz][c]D");
    CHECK_CUT(frames, "3ab", "A");
}

static void what_has_no_room_is_kept(void) {
    struct lines p = lines(input(0, buffer, sizeof buffer));
    lines_item item = {NULL, 0};
    feed = "ab\nlonger than the buffer\ncd\nand once more too long\nef";
    TELL(lines, p);
    CHECK_LOG("[ab]F");
    TELL(lines, p);
    CHECK_LOG("F");
    CHECK_EQ(input_move(&p.input, larger, 3), GEN_E_ARG);
    CHECK_EQ(input_move(&p.input, NULL, 24), GEN_E_ARG);
    CHECK_EQ(lines_part(&p, &item), GEN_YIELDED);
    tell(item.data, item.length);
    CHECK_LOG("[longer t]");
    TELL(lines, p);
    CHECK_LOG("F");
    CHECK_EQ(input_move(&p.input, larger, sizeof larger), GEN_DONE);
    TELL(lines, p);
    CHECK_LOG("[han the buffer][cd][and once more too long][ef]D");
    CHECK_EQ((long)lines_number(&p), 6);
    CHECK_EQ((long)input_offset(&p.input), 54);
}

static void what_has_no_room_may_be_left_out(void) {
    struct lines p = lines(input(0, buffer, sizeof buffer));
    struct frames q = frames(input(0, buffer, sizeof buffer));
    feed = "ab\nlonger than the buffer\ncd\n";
    TELL(lines, p);
    lines_skip(&p);
    TELL(lines, p);
    CHECK_LOG("[ab]F[cd]D");
    feed = "9123456789|1a";
    TELL(frames, q);
    frames_skip(&q);
    TELL(frames, q);
    CHECK_LOG("F[a]D");
}

static void a_header_is_taken_whole(void) {
    struct long_frames p = long_frames(input(0, buffer, sizeof buffer));
    long_frames_item item = {NULL, 0};
    feed = "2|.@xy1@|z";
    long_frames_skip(&p);
    CHECK_EQ(long_frames_next(&p, &item), GEN_PENDING); /* half of the header was read */
    CHECK_EQ(long_frames_part(&p, &item), GEN_DONE);
    TELL(long_frames, p);
    CHECK_LOG("[z]D");
}

static void a_length_that_does_not_fit_is_not_cut_off(void) {
    struct long_frames p = long_frames(input(0, buffer, sizeof buffer));
    struct long_frames q = long_frames(input(0, buffer, sizeof buffer));
    long_frames_item item = {NULL, 0};
    feed = "1Pxx"; /* the length is 65536 */
    TELL(long_frames, p);
    CHECK_LOG("A");
    feed = "??three four";
    TELL(long_frames, q);
    CHECK_LOG("F");
    CHECK_EQ(long_frames_part(&q, &item), GEN_YIELDED);
    tell(item.data, item.length);
    TELL(long_frames, q);
    CHECK_LOG("[three ]A");
}

static void a_part_is_no_more_than_the_next_item(void) {
    struct lines p = lines(input(0, buffer, sizeof buffer));
    lines_item item = {NULL, 0};
    feed = "a\nb\ncd|.e\nf";
    CHECK_EQ(lines_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(lines_part(&p, &item), GEN_YIELDED);
    tell(item.data, item.length);
    CHECK_EQ(lines_part(&p, &item), GEN_YIELDED);
    tell(item.data, item.length);
    lines_skip(&p); /* the rest of the line */
    TELL(lines, p);
    CHECK_LOG("[b][cd]P[f]D");
    CHECK_EQ(lines_part(&p, &item), GEN_DONE);
}

static void a_close_is_the_end(void) {
    struct lines p = lines(input(0, buffer, sizeof buffer));
    lines_item item = {NULL, 0};
    feed = "a\nb\nc";
    CHECK_EQ(lines_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(lines_close(&p), GEN_DONE);
    CHECK_EQ((long)input_offset(&p.input), 2);
    TELL(lines, p);
    CHECK_LOG("D");
    CHECK_REFUSED_WHEN_MADE(lines, lines(input(0, NULL, 5)));
    CHECK_REFUSED_WHEN_MADE(lines, lines(input(0, buffer, 0)));
}

void run_tests(void) {
    RUN(lines_come_as_they_are_read);
    RUN(words_are_never_empty);
    RUN(words_that_are_left_out_end_where_they_do);
    RUN(the_rest_is_the_next_piece);
    RUN(an_error_comes_once_and_after_what_was_read);
    RUN(records_and_frames_are_whole);
    RUN(what_has_no_room_is_kept);
    RUN(what_has_no_room_may_be_left_out);
    RUN(a_header_is_taken_whole);
    RUN(a_length_that_does_not_fit_is_not_cut_off);
    RUN(a_part_is_no_more_than_the_next_item);
    RUN(a_close_is_the_end);
}
