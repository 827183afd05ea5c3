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

/* Run a program that ends by an error. Check by which signal, and what it printed. */
static void ends_by(void (*program)(void), const char *expected) {
    static char printed[400];
    int ends[2], status = 0;
    size_t length = 0;
    ssize_t got;
    pid_t child;
    fflush(stdout);
    CHECK_EQ(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        (void)dup2(ends[1], 1);
        (void)dup2(ends[1], 2);
        program();
        _exit(0);
    }
    (void)close(ends[1]);
    while ((got = read(ends[0], printed + length, sizeof printed - 1 - length)) > 0)
        length += (size_t)got;
    (void)close(ends[0]);
    printed[length] = '\0';
    CHECK_EQ(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status));
#ifdef REPORTS
    CHECK_EQ(WTERMSIG(status), SIGABRT);
    if (strcmp(printed, expected) != 0) printf("# printed: %s", printed);
    CHECK(strcmp(printed, expected) == 0);
#else
    (void)expected;
    CHECK(WTERMSIG(status) != SIGABRT);
    CHECK_EQ(length, 0); /* stdout is not flushed */
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

static void it_names_the_cell(void) {
    ends_by(a_cell, "begins\nuncaught.c:301: port: LAZY_E_ARG: an argument was refused (-32762)\n");
}

void run_tests(void) {
    RUN(it_names_the_place_the_generator_and_the_status);
    RUN(it_names_the_cell);
}
