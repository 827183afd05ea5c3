/* The last words of a program in which an error has nowhere to go. Each runs in a child process, which it
 * ends. REPORTS: a line on stderr; otherwise it stops by a trap. */
#include "itertools.h"
#include "lazy.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

struct failing {
    struct gen gen;
};

#line 101 "uncaught.c"
GEN(failing, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY { GEN_RAISE(-5); }
    GEN_END_TRY;
    GEN_END();
}

struct waiting {
    struct gen gen;
};

GEN(waiting, int) {
    GEN_BEGIN();
    GEN_AWAIT(0);
    GEN_YIELD(1);
    GEN_END();
}

ITER_MAP(doubled, failing, int, 2 * item)

#line 201 "uncaught.c"
ITER_SPAN(numbers, int)

struct port {
    struct lazy lazy;
    int value;
};

#line 301 "uncaught.c"
LAZY_WITH(port, int, LAZY_FATAL, (void)0) {
    (void)self;
    (void)out;
    return LAZY_E_ARG;
}

static struct failing failing;

static void a_loop(void) {
    printf("begins\n");
#line 401 "uncaught.c"
    GEN_FOR (item, failing, &failing) CHECK_EQ(item, 1);
}

static void a_loop_over_a_pipeline(void) {
    struct doubled d = doubled(failing);
    printf("begins\n");
#line 501 "uncaught.c"
    GEN_FOR (item, doubled, &d) CHECK_EQ(item, 2);
}

static void a_block_that_closes(void) {
    int item = 0;
    printf("begins\n");
#line 601 "uncaught.c"
    GEN_CLOSING (failing, &failing) CHECK_EQ(failing_next(&failing, &item), GEN_YIELDED);
}

static void a_variable_that_closes(void) {
    GEN_AUTO_CLOSE(failing) own = failing;
    int item = 0;
    printf("begins\n");
    CHECK_EQ(failing_next(&own, &item), GEN_YIELDED);
}

static void a_span_without_an_array(void) {
    printf("begins\n");
    (void)numbers(NULL, 3);
}

static void a_cell(void) {
    static struct port port;
    printf("begins\n");
    (void)port_get(&port, NULL);
}

static char printed[400];

/* Run a program, and return how it ended. */
static int end_of(void (*program)(void)) {
    int pipes[2], status = 0;
    size_t length = 0;
    ssize_t got;
    pid_t child;
    fflush(stdout);
    CHECK_EQ(pipe(pipes), 0);
    child = fork();
    if (child == 0) {
        (void)dup2(pipes[1], 1);
        (void)dup2(pipes[1], 2);
        program();
        _exit(0);
    }
    (void)close(pipes[1]);
    while ((got = read(pipes[0], printed + length, sizeof printed - 1 - length)) > 0)
        length += (size_t)got;
    (void)close(pipes[0]);
    printed[length] = '\0';
    CHECK_EQ(waitpid(child, &status, 0), child);
    return status;
}

static void check_printed(const char *expected) {
    if (strcmp(printed, expected) != 0) printf("# printed: %s", printed);
    CHECK(strcmp(printed, expected) == 0);
}

/* Check a program that ends by an error. */
static void ends_by(void (*program)(void), const char *expected) {
    const int status = end_of(program);
    CHECK(WIFSIGNALED(status));
#ifdef REPORTS
    CHECK_EQ(WTERMSIG(status), SIGABRT);
    check_printed(expected);
#else
    (void)expected;
    CHECK(WTERMSIG(status) != SIGABRT);
    check_printed(""); /* stdout is not flushed */
#endif
}

static void it_names_the_place_the_generator_and_the_status(void) {
    ends_by(a_loop, "begins\nuncaught.c:401: failing: an error of the program (-5)\n");
    ends_by(a_loop_over_a_pipeline,
            "begins\nuncaught.c:501: doubled: an error of the program (-5)\n");
    ends_by(a_block_that_closes, "begins\nuncaught.c:601: failing: an error of the program (-5)\n");
    ends_by(a_variable_that_closes,
            "begins\nuncaught.c:101: failing: an error of the program (-5)\n");
    ends_by(a_span_without_an_array,
            "begins\nuncaught.c:201: numbers: GEN_E_ARG: an argument was refused (-32762)\n");
}

#ifdef GEN_DEBUG
static void loops_over_what_has_finished(void) {
    static struct failing closed;
    struct numbers n = numbers(NULL, 0);
    CHECK_EQ(failing_close(&closed), GEN_DONE);
#line 701 "uncaught.c"
    GEN_FOR (item, failing, &closed) CHECK_EQ(item, 1);
    GEN_FOR (item, numbers, &n) CHECK_EQ(item, 1);
}

static void waits_for_ever(void) {
    static struct waiting waiting;
    alarm(10);
    GEN_FOR (item, waiting, &waiting) CHECK_EQ(item, 1);
}

static void a_likely_mistake_is_noted(void) {
    CHECK_EQ(end_of(loops_over_what_has_finished), 0);
    check_printed("uncaught.c:701: failing: note: it has finished before; reset starts it anew\n");
    CHECK(WIFSIGNALED(end_of(waits_for_ever)));
    CHECK(strstr(printed, ": GEN_FOR: note: it waits, and nothing else runs: define GEN_IDLE, or "
                          "await in a task\n") != NULL);
}
#endif

static void it_names_the_cell(void) {
    ends_by(a_cell, "begins\nuncaught.c:301: port: LAZY_E_ARG: an argument was refused (-32762)\n");
}

void run_tests(void) {
    RUN(it_names_the_place_the_generator_and_the_status);
    RUN(it_names_the_cell);
#ifdef GEN_DEBUG
    RUN(a_likely_mistake_is_noted);
#endif
}
