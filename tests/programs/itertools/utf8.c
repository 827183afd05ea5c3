/* Code points of UTF-8, where malformed bytes are an error or become U+FFFD. */
#include "items.h"

#include "iter_text.h"
#include "more_itertools.h"

ITER_SENTINEL(bytes, char, item == '\0')
ITER_UTF8(points, bytes)
ITER_UTF8_LOSSY(lossy, bytes)

#define BAD 0xFFFD
#define CHECK_POINTS(text, ...) \
    CHECK_ITEMS(points, points(bytes(text)), (long)x, __VA_ARGS__); \
    CHECK_ITEMS(lossy, lossy(bytes(text)), (long)x, __VA_ARGS__)
#define CHECK_MALFORMED(text, ...) \
    do { \
        struct points p = points(bytes(text)); \
        points_item item = 0; \
        gen_status status; \
        do status = points_next(&p, &item); \
        while (status == GEN_YIELDED); \
        CHECK_EQ(status, GEN_E_ARG); \
        CHECK_EQ(points_next(&p, &item), GEN_DONE); \
        CHECK_ITEMS(lossy, lossy(bytes(text)), (long)x, __VA_ARGS__); \
    } while (0)

static void code_points_of_one_to_four_bytes(void) {
    CHECK_POINTS("a\x7F", 'a', 0x7F);
    CHECK_POINTS("\xC2\x80\xDF\xBF", 0x80, 0x7FF);
    CHECK_POINTS("\xE0\xA0\x80\xEF\xBF\xBF", 0x800, 0xFFFF);
    CHECK_POINTS("\xED\x9F\xBF\xEE\x80\x80", 0xD7FF, 0xE000);
    CHECK_POINTS("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 0x10000, 0x10FFFFL);
    CHECK_EMPTY(points, points(bytes("")));
}

static void malformed_bytes_are_one_error_or_one_sequence(void) {
    CHECK_MALFORMED("\x80", BAD);
    CHECK_MALFORMED("\xC0\xAF", BAD, BAD);
    CHECK_MALFORMED("\xC1z", BAD, 'z');
    CHECK_MALFORMED("\xE0\x9F\xBF", BAD, BAD, BAD);
    CHECK_MALFORMED("\xED\xA0\x80", BAD, BAD, BAD);
    CHECK_MALFORMED("\xF0\x8F\xBF\xBF", BAD, BAD, BAD, BAD);
    CHECK_MALFORMED("\xF4\x90\x80\x80", BAD, BAD, BAD, BAD);
    CHECK_MALFORMED("\xF5\xFF", BAD, BAD);
}

static void a_code_point_that_is_cut_off_is_one_sequence(void) {
    CHECK_MALFORMED("a\xC3", 'a', BAD);
    CHECK_MALFORMED("\xE2\x82", BAD);
    CHECK_MALFORMED("\xF0\x9F\x98", BAD);
    CHECK_MALFORMED("\xE2\x82z", BAD, 'z');
    CHECK_MALFORMED("\xE2\xE2\x82\xAC", BAD, 0x20AC);
    CHECK_MALFORMED("\xF0\x9F\xC3\xC3\xA9", BAD, BAD, 0xE9);
}

static void a_close_in_a_code_point_is_the_end(void) {
    struct lossy p = lossy(bytes("\xE2z"));
    lossy_item item = 0;
    CHECK_EQ(lossy_next(&p, &item), GEN_YIELDED);
    CHECK(lossy_left(&p, ITER_AT_LEAST) == 0 && lossy_left(&p, ITER_AT_MOST) > 0);
    CHECK_EQ(lossy_close(&p), GEN_DONE);
    CHECK_EQ(lossy_next(&p, &item), GEN_DONE);
    CHECK(lossy_left(&p, ITER_AT_MOST) == 0);
}

void run_tests(void) {
    RUN(code_points_of_one_to_four_bytes);
    RUN(malformed_bytes_are_one_error_or_one_sequence);
    RUN(a_code_point_that_is_cut_off_is_one_sequence);
    RUN(a_close_in_a_code_point_is_the_end);
}
