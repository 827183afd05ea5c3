#define _GNU_SOURCE
/* testing - a test suite of the pipeline in alerts.h: is it lazy, what passes through it, and what does
 * it do with a pause or an error at each point? */
#include "iter_testing.h"
#include "iter_text.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The source, watched --------------------------------------------------------------------- */

static void see_line(const char *data, size_t length);
struct request;
static void see_request(const struct request *request);
static void see_client(const struct request *request);
#define ALERTS_SEE_REQUEST(request) see_request(&(request))
#define ALERTS_SEE_CLIENT(request) see_client(&(request))

ITER_LINES(text)
ITER_INJECTED(injected, text)
ITER_COUNTED(counted, injected)
ITER_TAP(lines, counted, see_line(item.data, item.length))
#include "alerts.h"

static const char log_lines[] = "10.0.0.7 GET /cart 500\n"
                                "    at total (cart.c:41)\n"
                                "    at serve (http.c:9)\n"
                                "10.0.0.8 GET / 200\n"
                                "10.0.0.7 GET /cart 500\n"
                                "10.0.0.9 POST /pay 503\n"
                                "    at pay (pay.c:7)\n"
                                "10.0.0.8 GET /help 200\n"
                                "this line is malformed\n"
                                "10.0.0.8 GET /search 502\n"
                                "10.0.0.5 GET / 200\n"
                                "10.0.0.4 GET /cart 500\n"
                                "    at total (cart.c:41)\n";
enum { LINES = 13 };

static struct alerts_memory memory;
static struct iter_calls calls;

/* The watched lines, with what is injected into them, and the pipeline over them. Each run begins with
 * empty tables. */
static struct lines watched(const struct iter_injection *array, size_t count,
                            struct iter_calls *seen) {
    memset(&memory, 0, sizeof memory);
    memset(seen, 0, sizeof *seen);
    return lines(counted(injected(text(log_lines, sizeof log_lines - 1), array, count), seen));
}
static struct alerts make(const struct iter_injection *array, size_t count) {
    return alerts_of(watched(array, count, &calls), &memory, 2);
}

/* ---- What the taps see ----------------------------------------------------------------------- */

static char events[4096];
static size_t events_length;

static void __attribute__((format(printf, 1, 2))) see(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (events_length < sizeof events)
        events_length += (size_t)vsnprintf(events + events_length, sizeof events - events_length,
                                           format, arguments);
    va_end(arguments);
}
static void see_line(const char *data, size_t length) { see("line %.*s\n", (int)length, data); }
static void see_request(const struct request *request) {
    see("        request %s %d, trace %d\n", request->client.name, request->status, request->trace);
}
static void see_client(const struct request *request) {
    see("                client %s\n", request->client.name);
}

/* ---- The tests ------------------------------------------------------------------------------- */

static int failed;

static void __attribute__((format(printf, 2, 3))) report(int right, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs(right ? "ok    " : "FAIL  ", stdout);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
    if (!right) failed++;
}

/* Nothing is read before it is asked for, and no more than the first alert takes. */
static void test_that_it_is_lazy(void) {
    struct alerts pipeline = make(NULL, 0);
    struct alerts_item alert;
    gen_status status;
    report(calls.pulls == 0, "making it reads %zu lines", calls.pulls);
    status = alerts_next(&pipeline, &alert);
    report(status == GEN_YIELDED && calls.items == 8, "the first alert takes %zu of %d lines",
           calls.items, LINES);
    (void)alerts_close(&pipeline);
}

/* Each item passes all stages before the next one is read. */
static void test_what_passes_the_taps(int verbose) {
    static const char expected[] = "line 10.0.0.7 GET /cart 500\n"
                                   "line     at total (cart.c:41)\n"
                                   "line     at serve (http.c:9)\n"
                                   "line 10.0.0.8 GET / 200\n"
                                   "        request 10.0.0.7 500, trace 2\n"
                                   "                client 10.0.0.7\n"
                                   "line 10.0.0.7 GET /cart 500\n"
                                   "        request 10.0.0.8 200, trace 0\n"
                                   "line 10.0.0.9 POST /pay 503\n"
                                   "        request 10.0.0.7 500, trace 0\n"
                                   "line     at pay (pay.c:7)\n"
                                   "line 10.0.0.8 GET /help 200\n"
                                   "        request 10.0.0.9 503, trace 1\n"
                                   "                client 10.0.0.9\n";
    struct alerts pipeline = make(NULL, 0);
    struct alerts_item alert;
    events_length = 0;
    (void)alerts_next(&pipeline, &alert);
    (void)alerts_close(&pipeline);
    if (verbose) fputs(events, stdout);
    report(strcmp(events, expected) == 0, "the taps see each item pass before the next is read");
}

/* Count what comes out before this injection, and what ends it. */
static gen_status run(gen_status status, size_t at, size_t every, size_t *requests_found) {
    struct iter_injection const injection = {status, at, every};
    struct alerts pipeline = make(&injection, 1);
    struct alerts_item alert;
    gen_status result;
    *requests_found = 0;
    while ((result = alerts_next(&pipeline, &alert)) > 0)
        if (result == GEN_YIELDED) *requests_found += alert.length;
    (void)alerts_close(&pipeline);
    return result;
}

static void test_what_comes_out(void) {
    size_t found;
    gen_status status = run(GEN_DONE, LINES, 0, &found);
    report(status == GEN_DONE && found == 4 && memory.malformed == 1,
           "4 clients met errors: %zu; malformed lines: %ld", found, memory.malformed);
    status = run(GEN_DONE, 0, 0, &found);
    report(status == GEN_DONE && found == 0, "an empty log has no alerts");
    status = run(-EIO, 9, 0, &found);
    report(status == -EIO && found == 2, "with EIO after line 9 come %zu clients, then: %s", found,
           status < 0 ? strerror(-status) : "no error");
    status = run(GEN_PENDING, 0, 1, &found);
    report(status == GEN_DONE && found == 4 && calls.pauses == LINES + 1,
           "with a pause before each line come %zu clients", found);
}

/* ...and all that is the same for any pipeline: with a pause and with an error at each point. The
 * values by which items are compared have all that these show. A stage of your own is tried alone, too,
 * because another stage can hide what it does: a closed ITER_UNIQUE does not pull. */
static unsigned long value_of_request(const struct request *request) {
    return (unsigned long)hash_of_client(request->client) * 31 +
           (unsigned long)request->status * 7 + (unsigned long)request->trace;
}
static unsigned long value_of_alert(struct alerts_item alert) {
    unsigned long value = 0;
    size_t i;
    for (i = 0; i < alert.length; i++) value = value * 31 + value_of_request(&alert.data[i]);
    return value;
}
ITER_TRIAL(try_requests, requests, value_of_request(&item),
           requests(watched(&trial->injection, 1, &trial->calls), &memory.malformed))
ITER_TRIAL(try_alerts, alerts, value_of_alert(item),
           alerts_of(watched(&trial->injection, 1, &trial->calls), &memory, 2))

static void try_all(const char *name, const char *(*run_all)(struct iter_trial *)) {
    static struct iter_trial trial;
    const char *broken;
    char where[80] = "undisturbed";
    trial.error = -EIO;
    broken = run_all(&trial);
    if (broken == NULL) {
        report(1, "%s: %zu runs, with a pause or an error at each of %d points", name, trial.runs,
               LINES + 1);
        return;
    }
    if (trial.injection.at != ITER_NEVER)
        snprintf(where, sizeof where, "%s before line %zu",
                 trial.injection.status < 0 ? "an error" : "a pause", trial.injection.at + 1);
    else if (trial.closed_after != ITER_NEVER)
        snprintf(where, sizeof where, "closed after item %zu", trial.closed_after);
    report(0, "%s, %s: %s", name, where, broken);
}

/* ---- The program ----------------------------------------------------------------------------- */

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"watch", no_argument, NULL, 'w'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    int verbose = 0, option;
    while ((option = getopt_long(argc, argv, "wh", options, NULL)) != -1) {
        if (option == 'w') {
            verbose = 1;
        } else {
            fprintf(option == 'h' ? stdout : stderr,
                    "usage: testing [--watch]\n"
                    "Tests the pipeline in alerts.h; --watch shows what its taps see.\n"
                    "The exit code is 1 if a test fails, 2 for wrong usage.\n");
            return option == 'h' ? 0 : 2;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "testing: unexpected: %s\n", argv[optind]);
        return 2;
    }
    test_that_it_is_lazy();
    test_what_passes_the_taps(verbose);
    test_what_comes_out();
    try_all("requests", try_requests);
    try_all("alerts", try_alerts);
    printf("%s\n", failed == 0 ? "all is well" : "it is broken");
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "testing: standard output: %s\n", strerror(errno));
        return 1;
    }
    return failed != 0;
}
