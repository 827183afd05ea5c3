/* logpipe - find the clients that get errors in the access logs of a web server.
 *
 * This file has the command line; the pipeline itself is in pipeline.c.
 */
#define _GNU_SOURCE
#include "logpipe.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "Usage: logpipe [OPTION]... FILE...\n"
    "Find the clients that get errors in access logs of Apache's and nginx's combined\n"
    "format. \"-\" is standard input. The first matching request of each client is an\n"
    "alert; they come in batches of 100. A log may be compressed: this program reads\n"
    "gzip: "
#ifdef HAVE_ZLIB
    "yes"
#else
    "no (built without zlib)"
#endif
    ", zstd: "
#ifdef HAVE_LIBZSTD
    "yes"
#else
    "no (built without libzstd)"
#endif
    ".\n"
    "Without arguments logpipe makes a log of ten million lines, and processes it.\n"
    "\n"
    "      --status WHICH  of these requests: 503, 400-499 or 5xx; 500-999 by default\n"
    "      --path PREFIX   only requests whose path begins so\n"
    "      --clients N     remember only the last N clients, in bounded memory;\n"
    "                      a client that was forgotten is new when it comes again\n"
    "      --json          print alerts as JSON lines, all else on standard error\n"
    "      --limit N       print the first N alerts only\n"
    "      --top N         print the N most frequent paths of matching requests\n"
    "      --by WHAT       ...or of what is in them: path or client\n"
    "      --histogram     draw how many requests matched by minute\n"
    "      --stats         print the time, the rate and the peak memory\n"
    "      --make N        only print a log of N lines that is made up\n"
    "      --seed N        make another one\n"
    "  -h, --help          print this\n"
    "  -V, --version       print the version\n"
    "\n"
    "Exit status: 0 all was processed; 1 something could not be read or written;\n"
    "2 wrong usage; 130 or 143 stopped by SIGINT or SIGTERM, after a report of what\n"
    "was done. Malformed lines are counted, and the first five are shown; they are no\n"
    "failure.\n";

volatile sig_atomic_t stopped_by;

/* The first signal ends the log that is read, the second one the program. */
static void stop(int number) {
    stopped_by = number;
    (void)signal(number, SIG_DFL);
}

static int usage_error(const char *why, const char *what) {
    fprintf(stderr, "%s%s\nTry 'logpipe --help'.\n", why, what);
    return 2;
}

/* Read a whole number from least on. Return whether it is one. */
static int read_number(const char *text, long least, long *number) {
    char *end;
    errno = 0;
    *number = strtol(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *number >= least;
}

/* Return the status that three digits are, or 0. */
static int three_digits(const char *text) {
    int number = 0;
    for (int i = 0; i < 3; i++) {
        if (text[i] < '0' || text[i] > '9') return 0;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/* Read 503, 400-499 or 5xx. Return whether it is one of them. */
static int read_status(const char *text, struct options *options) {
    size_t const length = strlen(text);
    int *const from = &options->status_from, *const to = &options->status_to;
    if (length == 3 && *text >= '1' && *text <= '9' && strcmp(text + 1, "xx") == 0) {
        *from = (*text - '0') * 100;
        *to = *from + 99;
    } else if (length == 3) {
        *from = *to = three_digits(text);
    } else if (length == 7 && text[3] == '-') {
        *from = three_digits(text);
        *to = three_digits(text + 4);
    } else {
        return 0;
    }
    return *from >= 100 && *from <= *to;
}

/* Print a log that is made up. */
static int print_made(long lines, unsigned long seed) {
    static char buffer[1 << 17];
    struct maker *const maker = maker_new(lines, seed);
    size_t size = 1;
    if (maker == NULL) {
        fprintf(stderr, "logpipe: %s\n", strerror(ENOMEM));
        return 1;
    }
    while (size != 0 && !ferror(stdout)) {
        size = maker_read(maker, buffer, sizeof buffer);
        (void)fwrite(buffer, 1, size, stdout);
    }
    free(maker);
    if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
    fprintf(stderr, "logpipe: standard output: %s\n", strerror(errno));
    return 1;
}

/* Process the inputs, and report. */
static int process(struct job *job, double total) {
    gen_status status;
    double seconds;
    (void)signal(SIGINT, stop); /* in glibc's way: what is being written is written */
    (void)signal(SIGTERM, stop);
    progress_start(&job->progress, total, 0);
    status = job_run(job);
    for (size_t i = 0; i < job->count; i++) input_close(&job->inputs[i]);
    seconds = progress_end(&job->progress);
    if (status < 0) report_error(job, NULL, strerror(-status));
    if (stopped_by) fprintf(stderr, "logpipe: stopped: what follows is what was done until then\n");
    report_end(job, seconds);
    (void)report_written(job);
    return stopped_by ? 128 + stopped_by : job->failed;
}

/* Make a log, and show what logpipe does. */
static int demonstrate(struct job *job) {
    enum { LINES = 10000000 };
    struct input made = {job, "made.log", -1, maker_new(LINES, 1)};
    int status;
    if (made.maker == NULL) {
        fprintf(stderr, "logpipe: %s\n", strerror(ENOMEM));
        return 1;
    }
    printf("Without arguments (--help shows them) this makes a log and finds the clients that got\n"
           "errors. It is the same as, by another program in between,\n"
           "    logpipe --make %d | logpipe --limit 5 --top 5 --histogram --stats -\n\n",
           LINES);
    (void)fflush(stdout);
    job->options.limit = job->options.top = 5;
    job->options.histogram = job->options.stats = 1;
    job->inputs = &made;
    job->count = 1;
    status = process(job, (double)((long)LINES * MADE_LINE));
    free(made.maker);
    job->inputs = NULL;
    return status;
}

int main(int argc, char **argv) {
    enum { STATUS = 256, PATH, CLIENTS, JSON, LIMIT, TOP, BY, HISTOGRAM, STATS, MAKE, SEED };
    static const struct option options[] = {
        {"status", required_argument, NULL, STATUS},   {"path", required_argument, NULL, PATH},
        {"clients", required_argument, NULL, CLIENTS}, {"json", no_argument, NULL, JSON},
        {"limit", required_argument, NULL, LIMIT},     {"top", required_argument, NULL, TOP},
        {"by", required_argument, NULL, BY},           {"histogram", no_argument, NULL, HISTOGRAM},
        {"stats", no_argument, NULL, STATS},           {"make", required_argument, NULL, MAKE},
        {"seed", required_argument, NULL, SEED},       {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},           {NULL, 0, NULL, 0}};
    static char name[] = "logpipe";
    static struct job job;
    long make = 0, seed = 1;
    int option, index = 0, status;
    job.options.status_from = 500;
    job.options.status_to = 999;
    job.options.limit = -1;
    if (argc == 1) return demonstrate(&job);
    argv[0] = name; /* for the messages of getopt_long */
    while ((option = getopt_long(argc, argv, "hV", options, &index)) != -1) {
        int valid = 1;
        switch (option) {
        case STATUS: valid = read_status(optarg, &job.options); break;
        case PATH: job.options.path = optarg; break;
        case CLIENTS: valid = read_number(optarg, 1, &job.options.clients); break;
        case JSON: job.options.json = 1; break;
        case LIMIT: valid = read_number(optarg, 0, &job.options.limit); break;
        case TOP: valid = read_number(optarg, 1, &job.options.top); break;
        case BY:
            job.options.by_client = strcmp(optarg, "client") == 0;
            valid = job.options.by_client || strcmp(optarg, "path") == 0;
            break;
        case HISTOGRAM: job.options.histogram = 1; break;
        case STATS: job.options.stats = 1; break;
        case MAKE: valid = read_number(optarg, 1, &make); break;
        case SEED: valid = read_number(optarg, 0, &seed); break;
        case 'h': return fputs(help, stdout) < 0 || fflush(stdout) != 0;
        case 'V': return puts("logpipe 1.0") < 0 || fflush(stdout) != 0;
        default: fputs("Try 'logpipe --help'.\n", stderr); return 2;
        }
        if (!valid) {
            fprintf(stderr, "logpipe: --%s: ", options[index].name);
            return usage_error("not a value of this option: ", optarg);
        }
    }
    if (make != 0) {
        if (optind != argc) return usage_error("logpipe: --make takes no file: ", argv[optind]);
        return print_made(make, (unsigned long)seed);
    }
    if (optind == argc) return usage_error("logpipe: name a file, or - for standard input", "");

    job.count = (size_t)(argc - optind);
    job.inputs = (struct input *)calloc(job.count, sizeof *job.inputs);
    if (job.inputs == NULL) {
        fprintf(stderr, "logpipe: %s\n", strerror(ENOMEM));
        return 1;
    }
    for (size_t i = 0; i < job.count; i++) {
        struct input const input = {&job, argv[(size_t)optind + i], -1, NULL};
        job.inputs[i] = input;
    }
    status = process(&job, input_total(job.inputs, job.count));
    free(job.inputs);
    return status;
}
