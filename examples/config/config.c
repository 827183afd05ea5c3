/* config - a configuration file that many threads share. It is read once, when the first of them
 * asks for it. */
#define _GNU_SOURCE
#include "itertools.h"
#include "lazy_shared.h"
#include "settings.h"

#include <getopt.h>
#include <pthread.h>
#include <time.h>

/* The file as a lazy value. An error is remembered too: every thread that asks gets it, and the
 * file is not read again. The text of the error is a field of the cell. It is written before the
 * error is published, so each thread that gets the error may read it. */
struct config {
    struct lazy lazy;
    const char *file;
    int reads;
    struct problem problem;
    struct settings value;
};
LAZY_WITH(config, struct settings, LAZY_REMEMBER, settings_free(value)) {
    self->reads++; /* one thread at a time is here */
    return settings_load(out, self->file, &self->problem);
}

/* The same, but the next thread that asks after an error tries again. It would overwrite a text
 * that another thread reads, so each thread has its own: the thread that tried is the one that
 * gets the error. */
static __thread struct problem problem_of_thread;
struct patient {
    struct lazy lazy;
    const char *file;
    int reads;
    struct settings value;
};
LAZY_WITH(patient, struct settings, LAZY_RETRY, settings_free(value)) {
    self->reads++;
    return settings_load(out, self->file, &problem_of_thread);
}

static struct config config;
static struct patient patient;
static long tries; /* with --retry */

/* Return the settings; or NULL, and why. */
static const struct settings *ask(struct problem *problem) {
    const struct settings *found;
    if (tries == 0) {
        found = config_get(&config, NULL);
        if (found == NULL) *problem = config.problem;
        return found;
    }
    for (long left = tries;; left--) {
        struct timespec const pause = {0, 100000000};
        found = patient_get(&patient, NULL);
        if (found != NULL || left == 1) break;
        nanosleep(&pause, NULL);
    }
    if (found == NULL) *problem = problem_of_thread;
    return found;
}

/* A key to look up: KEY or KEY:TYPE. */
enum type { TEXT, INT, BOOL, DURATION };
static const char *const types[] = {"text", "int", "bool", "duration"};
struct query {
    const char *key;
    enum type type;
    const struct setting *found; /* the answer */
    long long number;
    int error;
};
static struct query *queries;

static void answer(struct query *query, const struct settings *settings) {
    query->found = settings_find(settings, query->key);
    if (query->found == NULL) return;
    switch (query->type) {
    case INT: query->error = setting_int(query->found->value, &query->number); break;
    case BOOL: query->error = setting_bool(query->found->value, &query->number); break;
    case DURATION: query->error = setting_duration(query->found->value, &query->number); break;
    case TEXT:
    default: break;
    }
}

/* The threads share the queries: each is answered by one of them. */
ITER_RANGE(numbers, int)
LAZY_SHARED(jobs, numbers)
static struct jobs jobs;

struct worker {
    pthread_t thread;
    const struct settings *settings;
    struct problem problem;
};

static void *work(void *context) {
    struct worker *const self = context;
    int job = 0;
    self->settings = ask(&self->problem);
    while (self->settings != NULL && jobs_next(&jobs, &job) == GEN_YIELDED)
        answer(&queries[job], self->settings);
    return NULL;
}

static void fail(const char *file, const struct problem *problem) {
    if (problem->line != 0)
        fprintf(stderr, "config: %s:%ld: %s\n", file, problem->line, problem->text);
    else
        fprintf(stderr, "config: %s: %s\n", file, problem->text);
}

/* Print an answer. Return 0, or -1 if it is a complaint. */
static int print(const struct query *query, const char *file, const struct settings *settings) {
    const struct setting *const found = query->found;
    if (found == NULL) {
        const char *const like = settings_like(settings, query->key);
        fprintf(stderr, "config: %s: there is no \"%s\"", file, query->key);
        if (like != NULL) fprintf(stderr, "; \"%s\" is there", like);
        fprintf(stderr, "\n");
        return -1;
    }
    if (query->error != 0) {
        fprintf(stderr, "config: %s:%ld: %s: \"%.40s\" is %s %s\n", file, found->line, query->key,
                found->value, query->error == -ERANGE ? "too large:" : "not of the type",
                types[query->type]);
        return -1;
    }
    if (query->type == TEXT)
        puts(found->value);
    else if (query->type == BOOL)
        puts(query->number ? "true" : "false");
    else
        printf("%lld\n", query->number);
    return 0;
}

/* Start the threads, and wait for them. Return how many there were. */
static int run(struct worker *workers, int count) {
    int started = 0, error = 0;
    while (started < count && error == 0) {
        error = pthread_create(&workers[started].thread, NULL, work, &workers[started]);
        started += error == 0;
    }
    for (int i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
    if (error != 0) fprintf(stderr, "config: only %d threads: %s\n", started, strerror(error));
    return started;
}

/* Read "KEY:TYPE". Return whether the type is known. */
static int parse(char *word, struct query *query) {
    char *const colon = strrchr(word, ':');
    query->key = word;
    query->type = TEXT;
    if (colon == NULL) return 1;
    *colon = '\0';
    for (; query->type <= DURATION; query->type++)
        if (strcmp(types[query->type], colon + 1) == 0) return 1;
    fprintf(stderr, "config: %s: no such type: text, int, bool or duration\n", colon + 1);
    return 0;
}

/* Read the number of an option, from 1 to `most`. Return 0 if it is not one. */
static int number_of(const char *option, const char *text, int most) {
    long long number;
    if (setting_int(text, &number) == 0 && number >= 1 && number <= most) return (int)number;
    fprintf(stderr, "config: --%s: \"%s\" is not a number from 1 to %d\n", option, text, most);
    return 0;
}

static const char usage[] =
    "usage: config [options] FILE KEY[:TYPE]...\n"
    "Print the values of keys (SECTION.KEY) of a configuration file, one a line.\n"
    "TYPE is text, int, bool or duration, which is printed in milliseconds.\n"
    "  --threads N    N threads look the keys up (default 4)\n"
    "  --retry[=N]    after an error try again: up to N times, every 100 ms (default 10)\n"
    "  --trace        say on standard error how often the file was read\n"
    "  --help, --version\n"
    "Exit codes: 0 done, 1 the file or a key is missing or wrong, 2 wrong usage.\n";

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"threads", required_argument, NULL, 't'}, {"retry", optional_argument, NULL, 'r'},
        {"trace", no_argument, NULL, 'T'},         {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},       {NULL, 0, NULL, 0}};
    int threads = 4, trace = 0, status = 0, option, count, started;
    const struct settings *settings = NULL;
    struct worker *workers;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 't':
            threads = number_of("threads", optarg, 10000);
            if (threads == 0) return 2;
            break;
        case 'r':
            tries = optarg == NULL ? 10 : number_of("retry", optarg, 1000000);
            if (tries == 0) return 2;
            break;
        case 'T': trace = 1; break;
        case 'h': fputs(usage, stdout); return 0;
        case 'V': puts("config 1.0"); return 0;
        default: fputs(usage, stderr); return 2;
        }
    }
    count = argc - optind - 1;
    if (count < 1) {
        fputs(usage, stderr);
        return 2;
    }
    config.file = patient.file = argv[optind];
    queries = calloc((size_t)count, sizeof *queries);
    workers = calloc((size_t)threads, sizeof *workers);
    if (queries == NULL || workers == NULL) {
        perror("config");
        free(workers);
        free(queries);
        return 1;
    }
    for (int i = 0; i < count; i++)
        if (!parse(argv[optind + 1 + i], &queries[i])) status = 2;

    if (status == 0) {
        jobs.from = numbers(0, count, 1);
        started = run(workers, threads);
        for (int i = 0; i < started && settings == NULL; i++) settings = workers[i].settings;
        if (started < threads) status = 1;
        if (settings != NULL) {
            for (int i = 0; i < count; i++)
                if (print(&queries[i], config.file, settings) != 0) status = 1;
        } else if (started != 0) {
            fail(config.file, &workers[0].problem);
            status = 1;
        }
        if (trace)
            fprintf(stderr, "config: %s: threads: %d, reads: %d\n", config.file, started,
                    tries == 0 ? config.reads : patient.reads);
        if (fflush(stdout) != 0 || ferror(stdout)) {
            perror("config: standard output");
            status = 1;
        }
    }
    config_destroy(&config);
    patient_destroy(&patient);
    free(workers);
    free(queries);
    return status;
}
