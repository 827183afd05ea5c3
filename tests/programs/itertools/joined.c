/* Items put into one text, with separators. */
#include "items.h"

#include "iter_text.h"

ITER_TEXT(whole)
ITER_LINES_OF(lines, whole)
ITER_SPAN(digits, int)
ITER_FROM(pausing, int, int, /* 1, a pause, 2, a pause, 3 */
          self->context == 5    ? GEN_DONE
          : self->context++ % 2 ? GEN_PENDING
                                : (*item = self->context / 2 + 1, GEN_YIELDED))

/* Put a digit as many times as it says. Of 4 that is an error. */
static iter_count put_digit(char *data, size_t size, int digit) {
    size_t i;
    if (digit == 4) return -5;
    for (i = 0; i < size && i < (size_t)digit; i++) data[i] = (char)('0' + digit);
    return digit;
}

ITER_JOIN(join, lines, ", ")
ITER_JOIN(join_plainly, lines, "")
ITER_JOIN_BY(join_digits, digits, "-", put_digit(data, size, item))
ITER_JOIN_BY(join_pausing, pausing, "+", put_digit(data, size, item))

static char text[16];
static size_t length;

/* Note the text, up to its '\0', and how long the whole is. */
static void tell(void) {
    size_t i;
    for (i = 0; text[i] != '\0'; i++) note(text[i]);
    note(';');
    note((char)('0' + length / 10));
    note((char)('0' + length % 10));
}

static void separators_are_between_items(void) {
    struct lines p = lines(whole("a\n\nbc", 5)), q = lines(whole("\na\n", 3)),
                 none = lines(whole("", 0));
    CHECK_EQ(join(&p, text, sizeof text, &length), GEN_DONE);
    tell();
    CHECK_LOG("a, , bc;07");
    CHECK_EQ(join_plainly(&q, text, sizeof text, &length), GEN_DONE);
    tell();
    CHECK_LOG("a;01");
    CHECK_EQ(join(&none, text, sizeof text, &length), GEN_DONE);
    tell();
    CHECK_LOG(";00");
    MAKE(lines, q, lines(whole("\na\n", 3)));
    CHECK_EQ(join(&q, text, sizeof text, &length), GEN_DONE);
    tell();
    CHECK_LOG(", a;03");
}

static void a_text_is_cut_off_at_the_capacity(void) {
    static const int numbers[] = {1, 3, 2};
    static const char *const expected[] = {"1;08",       "1-;08",       "1-3;08",
                                           "1-33;08",    "1-333;08",    "1-333-;08",
                                           "1-333-2;08", "1-333-22;08", "1-333-22;08"};
    size_t i, n;
    for (i = 0; i < 9; i++) {
        struct digits p = digits(numbers, 3);
        for (n = 0; n < sizeof text; n++) text[n] = '#';
        CHECK_EQ(join_digits(&p, text, i + 2, &length), GEN_DONE);
        for (n = i + 2; n < sizeof text; n++) CHECK(text[n] == '#');
        tell();
        CHECK_LOG(expected[i]);
    }
}

static void without_a_text_it_only_counts(void) {
    static const int numbers[] = {3, 2};
    struct digits p = digits(numbers, 2), q;
    q = p;
    CHECK_EQ(join_digits(&q, NULL, 0, &length), GEN_DONE);
    CHECK_EQ((long)length, 6);
    q = p;
    CHECK_EQ(join_digits(&q, NULL, 1, &length), GEN_E_ARG);
    CHECK_EQ((long)digits_left(&q, ITER_AT_LEAST), 2);
    CHECK_EQ(join_digits(&q, text, 1, &length), GEN_DONE);
    tell();
    CHECK_LOG(";06");
}

static void an_error_of_an_item_ends_it(void) {
    static const int numbers[] = {1, 2, 4, 3};
    struct digits p = digits(numbers, 4);
    CHECK_EQ(join_digits(&p, text, sizeof text, &length), -5);
    tell();
    CHECK_LOG("1-22;04");
    CHECK_EQ((long)digits_left(&p, ITER_AT_LEAST), 1);
}

static void it_goes_on_after_a_pause(void) {
    struct pausing p = pausing(0);
    CHECK_EQ(join_pausing(&p, text, sizeof text, &length), GEN_PENDING);
    tell();
    CHECK_LOG("1+;02");
    CHECK_EQ(join_pausing_more(&p, text, sizeof text, &length), GEN_PENDING);
    CHECK_EQ(join_pausing_more(&p, text, sizeof text, &length), GEN_DONE);
    tell();
    CHECK_LOG("1+22+333;08");
}

void run_tests(void) {
    RUN(separators_are_between_items);
    RUN(a_text_is_cut_off_at_the_capacity);
    RUN(without_a_text_it_only_counts);
    RUN(an_error_of_an_item_ends_it);
    RUN(it_goes_on_after_a_pause);
}
