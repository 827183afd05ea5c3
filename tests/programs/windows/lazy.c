/* lazy.h on Windows: concurrent gets, a wait that times out, libraries. */
#include "lazy_library.h"
#include "test.h"

/* ---- Threads --------------------------------------------------------------------------------- */

enum { THREADS = 4, ROUNDS = 200 };
static volatile LONG evaluations, release;

struct slow {
    struct lazy lazy;
    struct slow *other;
    int value;
};
static const int *ask(struct slow *slow, int *error);
LAZY(slow, int) {
    int error = 0;
    InterlockedIncrement(&evaluations);
    while (!release) Sleep(1);
    if (self->other != NULL && ask(self->other, &error) == NULL) return error;
    *out = 7;
    return 0;
}
static const int *ask(struct slow *slow, int *error) { return slow_get(slow, error); }

static struct slow slow;

static DWORD WINAPI get_it(void *got) {
    *(const int **)got = slow_get(&slow, NULL);
    return 0;
}

static void one_computes_and_the_others_wait(void) {
    const int *got[THREADS];
    HANDLE threads[THREADS];
    DWORD start;
    int i, error = 0;
    for (i = 0; i < THREADS; i++) threads[i] = CreateThread(NULL, 0, get_it, &got[i], 0, NULL);
    while (evaluations == 0) Sleep(1);
    CHECK(slow_try_get(&slow, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    error = 0;
    start = GetTickCount();
    CHECK(slow_get_within(&slow, 50, &error) == NULL);
    CHECK_EQ(error, LAZY_PENDING);
    CHECK(GetTickCount() - start >= 30 && GetTickCount() - start < 5000);
    release = 1;
    for (i = 0; i < THREADS; i++) {
        WaitForSingleObject(threads[i], INFINITE);
        CloseHandle(threads[i]);
        CHECK(got[i] == &slow.value && *got[i] == 7);
    }
    CHECK_EQ(evaluations, 1);
}

/* The initialiser does not block, so gets happen before, during and after the computation. */
static void at_any_instant(void) {
    int round;
    release = 1;
    for (round = 0; round < ROUNDS; round++) {
        const int *got[THREADS];
        HANDLE threads[THREADS];
        int i;
        CHECK_EQ(slow_reset(&slow), 0);
        evaluations = 0;
        for (i = 0; i < THREADS; i++) threads[i] = CreateThread(NULL, 0, get_it, &got[i], 0, NULL);
        for (i = 0; i < THREADS; i++) {
            WaitForSingleObject(threads[i], INFINITE);
            CloseHandle(threads[i]);
            CHECK(got[i] == &slow.value);
        }
        CHECK_EQ(evaluations, 1);
    }
}

static void who_asks_for_what_he_computes_is_known(void) {
    static struct slow itself;
    int error = 0;
    itself.other = &itself;
    CHECK(slow_get(&itself, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
}

/* ---- Libraries ------------------------------------------------------------------------------- */

LAZY_LIBRARY(kernel, "kernel32.dll")
LAZY_SYMBOL(ticks, kernel, "GetTickCount", DWORD, (void))
LAZY_SYMBOL(nothing, kernel, "NoSuchFunction", void, (void))
LAZY_LIBRARY(missing, "there-is-no-such.dll")
LAZY_SYMBOL(of_missing, missing, "Anything", void, (void))

static void what_is_there_is_found(void) {
    int error = 0;
    const ticks_function found = ticks(&error);
    CHECK(found != NULL && found() - GetTickCount() + 1000 < 2000);
    CHECK_EQ(error, 0);
    CHECK(ticks_text()[0] == 0);
}

static int is_a_line(const char *text) {
    const char *at = text;
    while (*at != 0 && *at != '\n' && *at != '\r') at++;
    return at > text && *at == 0;
}

static void what_is_missing_is_told(void) {
    int error = 0;
    CHECK(nothing(&error) == NULL);
    CHECK_EQ(error, LAZY_E_SYMBOL);
    CHECK(is_a_line(nothing_text()));
    test_puts_("# ");
    test_puts_(nothing_text());
    test_put('\n');
    error = 0;
    CHECK(of_missing(&error) == NULL);
    CHECK_EQ(error, LAZY_E_LIBRARY);
    CHECK(is_a_line(of_missing_text()));
    test_puts_("# ");
    test_puts_(of_missing_text());
    test_put('\n');
    CHECK_EQ(missing_retry(), 0);
    CHECK_EQ(kernel_retry(), 0);
}

void run_tests(void) {
    RUN(one_computes_and_the_others_wait);
    RUN(at_any_instant);
    RUN(who_asks_for_what_he_computes_is_known);
    RUN(what_is_there_is_found);
    RUN(what_is_missing_is_told);
}
