/* test.h - a test harness that fits a microcontroller: no heap, no stdio, TAP through one hook.
 *
 *     #include "test.h"
 *     static void two_and_two_make_four(void) { CHECK_EQ(2 + 2, 4); }
 *     void run_tests(void) { RUN(two_and_two_make_four); }
 *
 * A program is one test file and a main_*.c, which supplies test_put() and calls test_all(). The
 * compiler warns of an unused function for a test that is missing from run_tests().
 *
 * TEST_SMALL leaves out names and texts, where memory for strings is scarce: a failure then names
 * its line.
 *
 * TEST_STRUCTS_PASSED is defined if functions can take and return structs and an initialiser can
 * copy a struct. sdcc can do neither. */
#ifndef TEST_H
#define TEST_H

#ifndef __SDCC
#define TEST_STRUCTS_PASSED
#endif

#ifdef __cplusplus
extern "C" {
#endif
void test_put(char c); /* print a character; supplied by main_*.c */
int test_all(void);    /* run all tests; return the number of failed tests */
void run_tests(void);  /* supplied by the test file */
#ifdef __cplusplus
}
#endif

static int test_count_, test_failed_, test_failures_;

static void test_puts_(const char *text) {
    while (*text) test_put(*text++);
}

static void test_put_long_(long value) {
    char digits[12];
    int n = 0;
    unsigned long rest = value < 0 ? 0ul - (unsigned long)value : (unsigned long)value;
    if (value < 0) test_put('-');
    do digits[n++] = (char)('0' + (int)(rest % 10));
    while ((rest /= 10) != 0 && n < (int)sizeof digits);
    while (n > 0) test_put(digits[--n]);
}

static void test_fail_(const char *text, int line) {
    test_failures_++;
    test_puts_("# line ");
    test_put_long_(line);
    test_puts_(text);
    test_put('\n');
}

#ifdef TEST_SMALL
#define TEST_TEXT_(text) ""
#else
#define TEST_TEXT_(text) ": " text
#endif

/* CHECK(condition); - fail the test, and go on, if the condition is false. */
#define CHECK(condition) \
    do { \
        if (!(condition)) test_fail_(TEST_TEXT_(#condition), __LINE__); \
    } while (0)

/* CHECK_EQ(actual, expected); - check that two integers are equal; show both if not. */
#define CHECK_EQ(actual, expected) \
    test_equal_((long)(actual), (long)(expected), TEST_TEXT_(#actual), __LINE__)

static inline void test_equal_(long actual, long expected, const char *text, int line) {
    if (actual == expected) return;
    test_puts_("# ");
    test_put_long_(actual);
    test_puts_(" is not ");
    test_put_long_(expected);
    test_put('\n');
    test_fail_(text, line);
}

/* The events that the code under test has noted, in order, one character each. */
static char test_log_[64];
static unsigned test_logged_;

static inline void note(char event) {
    if (test_logged_ + 1 < sizeof test_log_) test_log_[test_logged_++] = event;
}

/* CHECK_LOG("abc"); - check that exactly these events have been noted, and clear the log. */
#define CHECK_LOG(expected) test_log_is_(expected, __LINE__)

static inline void test_log_is_(const char *expected, int line) {
    unsigned i = 0;
    test_log_[test_logged_] = '\0';
    while (expected[i] != '\0' && expected[i] == test_log_[i]) i++;
    if (expected[i] != test_log_[i]) {
        test_puts_("# log: ");
        test_puts_(test_log_);
        test_put('\n');
        test_fail_("", line);
    }
    test_logged_ = 0;
}

#define RUN(test) test_run_(test, TEST_TEXT_(#test))

static void test_run_(void (*test)(void), const char *name) {
    test_failures_ = 0;
    test_logged_ = 0;
    test();
    test_count_++;
    if (test_failures_ != 0) {
        test_failed_++;
        test_puts_("not ");
    }
    test_puts_("ok ");
    test_put_long_(test_count_);
    test_puts_(name[0] != '\0' ? name + 1 : name);
    test_put('\n');
}

int test_all(void) {
    run_tests();
    test_puts_("1..");
    test_put_long_(test_count_);
    test_put('\n');
    return test_failed_;
}

#endif
