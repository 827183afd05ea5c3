/* stats - running statistics of numbers from files or a sensor, in a table or a chart.
 *
 *     feed -> [stages, in the order of the options] -> each value to each statistic -> a row
 */
#define _GNU_SOURCE /* getopt_long, clock_nanosleep */
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "chart.h"
#include "feeds.h"
#include "itertools.h"
#include "statistics.h"

/* ---- The pipeline ---------------------------------------------------------------------------- */

/* A feed is any iterator of doubles, behind a pointer. Each stage stands on a feed, and is one. */
ITER_DYN(feed, double)
ITER_DYN_OF(feed, sensor)
ITER_DYN_OF(feed, readings)

ITER_DROP(later, feed)
ITER_DYN_OF(feed, later)
ITER_TAKE(first, feed)
ITER_DYN_OF(feed, first)
ITER_STEP_BY(every, feed)
ITER_DYN_OF(feed, every)
ITER_PAIRWISE(pairs, feed)
ITER_MAP(differences, pairs, double, item.second - item.first)
ITER_DYN_OF(feed, differences)

/* The moving average of a feed, itself a feed. */
struct smoothed {
    struct feed from;
    struct moving_average average;
};
typedef double smoothed_item;

static gen_status smoothed_step(struct smoothed *self, double *item) {
    double value;
    gen_status status = feed_next(&self->from, &value);
    if (status == GEN_YIELDED && gen_state(&self->average.gen) == GEN_CREATED)
        status = moving_average_next(&self->average, item);
    return status == GEN_YIELDED ? moving_average_send(&self->average, &value, item) : status;
}

static gen_status smoothed_close(struct smoothed *self) {
    (void)moving_average_close(&self->average);
    return feed_close(&self->from);
}
ITER_DEFINE(smoothed)
ITER_DYN_OF(feed, smoothed)

union stage {
    struct sensor sensor;
    struct readings readings;
    struct later later;
    struct first first;
    struct every every;
    struct differences differences;
    struct smoothed smoothed;
};

union column {
    struct moving_average average;
    struct moving_sum sum;
    struct moving_quantile quantile;
    struct running_quantile of_all;
};

/* ---- Options --------------------------------------------------------------------------------- */

enum { DIGITS = 256, FROM_SENSOR, SEED, SKIP, TAKE, EVERY, DIFFERENCE, SMOOTH, HELP, VERSION };

static const struct option options[] = {
    {"average", required_argument, NULL, 'a'},
    {"sum", required_argument, NULL, 's'},
    {"median", optional_argument, NULL, 'm'},
    {"quantile", required_argument, NULL, 'q'},
    {"sensor", no_argument, NULL, FROM_SENSOR},
    {"seed", required_argument, NULL, SEED},
    {"skip", required_argument, NULL, SKIP},
    {"take", required_argument, NULL, TAKE},
    {"every", required_argument, NULL, EVERY},
    {"difference", no_argument, NULL, DIFFERENCE},
    {"smooth", required_argument, NULL, SMOOTH},
    {"rate", required_argument, NULL, 'r'},
    {"chart", no_argument, NULL, 'c'},
    {"digits", required_argument, NULL, DIGITS},
    {"help", no_argument, NULL, HELP},
    {"version", no_argument, NULL, VERSION},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: stats [option]... [file]...\n"
    "Running statistics of numbers, one in each line of the files (or of the standard input).\n"
    "\n"
    "statistics, a column each (without any: --average 10 --median --quantile 0.95):\n"
    "  -a, --average N        average of the last N values\n"
    "  -s, --sum N            sum of the last N values\n"
    "  -m, --median[=N]       median of the last N values, or of all\n"
    "  -q, --quantile Q[,N]   quantile (Q: 0 to 1) of the last N values, or of all\n"
    "stages before them, applied in the order given:\n"
    "      --skip N           leave out the first N values\n"
    "      --take N           stop after N values\n"
    "      --every N          take each N-th value\n"
    "      --difference       take the difference of each two values\n"
    "      --smooth N         take the average of the last N values\n"
    "others:\n"
    "      --sensor           read a simulated sensor instead of files, without end\n"
    "      --seed N           with this noise\n"
    "  -r, --rate R           pull R values each second\n"
    "  -c, --chart            draw a chart, not a table\n"
    "      --digits N         significant digits in the table (6)\n"
    "\n"
    "exit codes: 0 done, 1 a file or line could not be read or a result is too large, 2 wrong "
    "usage\n";

struct choice { /* an option with its argument */
    int option;
    long number;
    double q;
    char label[40];
};

enum { MOST = 32 }; /* stages, and statistics */

static struct {
    struct choice stages[MOST], columns[MOST];
    size_t stage_count, column_count;
    bool sensor, chart;
    double rate;
    int digits;
    uint64_t seed;
} chosen = {.digits = 6};

__attribute__((noreturn)) static void usage(const char *option, const char *demand,
                                            const char *text) {
    fprintf(stderr, "stats: --%s %s, not \"%s\"\n", option, demand, text);
    exit(2);
}

/* Return the number in an argument; end the program if it is not between the two. */
static long whole(const char *option, const char *text, long least, long most) {
    char demand[80], *end;
    errno = 0;
    long const number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || number < least || number > most) {
        snprintf(demand, sizeof demand, "takes a whole number from %ld to %ld", least, most);
        usage(option, demand, text);
    }
    return number;
}

static struct choice *add(struct choice *to, size_t *count, int option) {
    if (*count == MOST) {
        fprintf(stderr, "stats: at most %d statistics and %d stages\n", MOST, MOST);
        exit(2);
    }
    struct choice *const choice = &to[(*count)++];
    choice->option = option;
    return choice;
}

static void add_column(int option, const char *name, const char *argument) {
    struct choice *const column = add(chosen.columns, &chosen.column_count, option);
    char *end;
    column->q = 0.5;
    if (argument != NULL && option == 'q') {
        column->q = strtod(argument, &end);
        if (end == argument || !(column->q >= 0 && column->q <= 1) || (*end != '\0' && *end != ','))
            usage(name, "takes a number from 0 to 1, then maybe a comma and a window", argument);
        if (*end == ',') column->number = whole(name, end + 1, 1, 1000000000);
    } else if (argument != NULL) {
        column->number = whole(name, argument, 1, 1000000000);
    }
    snprintf(column->label, sizeof column->label, argument ? "%s(%s)" : "%s", name, argument);
}

static void add_stage(int option, const char *name, const char *argument) {
    struct choice *const stage = add(chosen.stages, &chosen.stage_count, option);
    long const least = option == SKIP || option == TAKE ? 0 : 1;
    stage->number = argument == NULL ? 0 : whole(name, argument, least, 1000000000);
}

static void read_options(int argc, char **argv) {
    int which, option;
    char name[] = "stats", *end; /* so that getopt names the program as the other messages do */
    argv[0] = name;
    while ((option = getopt_long(argc, argv, "a:s:m::q:r:c", options, &which)) != -1) {
        for (which = 0; options[which].name != NULL && options[which].val != option;) which++;
        const char *const its_name = options[which].name;
        switch (option) {
        case 'a':
        case 's':
        case 'm':
        case 'q': add_column(option, its_name, optarg); break;
        case SKIP:
        case TAKE:
        case EVERY:
        case DIFFERENCE:
        case SMOOTH: add_stage(option, its_name, optarg); break;
        case FROM_SENSOR: chosen.sensor = true; break;
        case SEED: chosen.seed = (uint64_t)whole(its_name, optarg, 0, LONG_MAX); break;
        case 'r':
            chosen.rate = strtod(optarg, &end);
            if (*end != '\0' || !(chosen.rate > 0 && chosen.rate <= 1e6))
                usage(its_name, "takes a number above 0, up to 1000000", optarg);
            break;
        case 'c': chosen.chart = true; break;
        case DIGITS: chosen.digits = (int)whole(its_name, optarg, 1, 17); break;
        case HELP: fputs(help, stdout); exit(fflush(stdout) == 0 ? 0 : 1);
        case VERSION: puts("stats 1.0"); exit(fflush(stdout) == 0 ? 0 : 1);
        default: fputs("Try stats --help.\n", stderr); exit(2);
        }
    }
    if (chosen.sensor && optind < argc) {
        fprintf(stderr, "stats: --sensor reads no files\n");
        exit(2);
    }
    if (chosen.column_count == 0) {
        add_column('a', "average", "10");
        add_column('m', "median", NULL);
        add_column('q', "quantile", "0.95");
    }
}

/* ---- Building the pipeline ------------------------------------------------------------------- */

static struct feed add_to(struct feed from, const struct choice *choice, union stage *stage) {
    switch (choice->option) {
    case SKIP: stage->later = later(from, choice->number); return feed_of_later(&stage->later);
    case TAKE: stage->first = first(from, choice->number); return feed_of_first(&stage->first);
    case EVERY: stage->every = every(from, choice->number); return feed_of_every(&stage->every);
    case DIFFERENCE:
        stage->differences = differences(pairs(from));
        return feed_of_differences(&stage->differences);
    default:
        stage->smoothed.from = from;
        stage->smoothed.average.last.window.size = (size_t)choice->number;
        return feed_of_smoothed(&stage->smoothed);
    }
}

static struct statistic make(const struct choice *choice, union column *column) {
    size_t const size = (size_t)choice->number;
    switch (choice->option) {
    case 'a':
        column->average.last.window.size = size;
        return statistic_of_moving_average(&column->average);
    case 's': column->sum.last.window.size = size; return statistic_of_moving_sum(&column->sum);
    default:
        if (size > 0) {
            column->quantile.q = choice->q;
            column->quantile.window.size = size;
            return statistic_of_moving_quantile(&column->quantile);
        }
        column->of_all.q = choice->q;
        return statistic_of_running_quantile(&column->of_all);
    }
}

/* ---- Output ---------------------------------------------------------------------------------- */

enum { WIDTH = 60 };

/* A line of the chart. When it is full, each two columns become one: it shows any number of values
 * in constant memory. */
struct series {
    double columns[WIDTH], sum, least, greatest, last;
    size_t count, seen, per_column; /* seen: how many are in `sum` */
};

static void series_add(struct series *self, double value) {
    bool const any = self->per_column != 0;
    if (!any) self->per_column = 1;
    self->least = any && self->least < value ? self->least : value;
    self->greatest = any && self->greatest > value ? self->greatest : value;
    self->last = value;
    self->sum += value / (double)self->per_column;
    if (++self->seen < self->per_column) return;
    if (self->count == WIDTH) {
        /* `sum` is a column by the old scale: it becomes the first half of a new one */
        self->count /= 2;
        for (size_t i = 0; i < self->count; i++)
            self->columns[i] = self->columns[2 * i] / 2 + self->columns[2 * i + 1] / 2;
        self->per_column *= 2;
        self->sum /= 2;
        return;
    }
    self->columns[self->count++] = self->sum;
    self->sum = 0;
    self->seen = 0;
}

static void print_cell(const char *text) { printf(" %*s", chosen.digits + 8, text); }

static void print_heads(void) {
    print_cell("value");
    for (size_t i = 0; i < chosen.column_count; i++) print_cell(chosen.columns[i].label);
    putchar('\n');
}

static void print_row(const double *row) {
    for (size_t i = 0; i <= chosen.column_count; i++)
        printf(" %*.*g", chosen.digits + 8, chosen.digits, row[i]);
    putchar('\n');
}

static void print_chart(const struct series *series, bool again) {
    if (again) printf("\x1b[%zuA", chosen.column_count + 1); /* up, over the last one */
    for (size_t i = 0; i <= chosen.column_count; i++) {
        const struct series *const s = &series[i];
        printf("%-14s ", i == 0 ? "value" : chosen.columns[i - 1].label);
        chart_line(stdout, s->columns, s->count, s->least, s->greatest);
        printf("  %.4g to %.4g, now %.4g%s\n", s->least, s->greatest, s->last,
               again ? "\x1b[K" : "");
    }
}

/* ---- The main loop --------------------------------------------------------------------------- */

static volatile sig_atomic_t stopped;
static void stop(int signal_number) {
    stopped = signal_number;
    signal(signal_number, SIG_DFL); /* the next one ends the program at once */
}

#ifdef __clang__
#pragma clang diagnostic ignored "-Wdisabled-macro-expansion" /* sa_handler is such a macro */
#endif

static void catch_interrupt(void) {
    struct sigaction action; /* without SA_RESTART: a read that waits ends, too */
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    sigaction(SIGINT, &action, NULL);
}

/* Sleep until the next value is due. All times count from the first call, so no error adds up. */
static void pace(void) {
    static struct timespec start;
    static double pulls;
    double const after = ++pulls / chosen.rate, whole_seconds = floor(after);
    struct timespec due;
    if (pulls < 2) clock_gettime(CLOCK_MONOTONIC, &start);
    due.tv_sec = start.tv_sec + (time_t)whole_seconds;
    due.tv_nsec = start.tv_nsec + (long)((after - whole_seconds) * 1e9);
    if (due.tv_nsec >= 1000000000) {
        due.tv_sec++;
        due.tv_nsec -= 1000000000;
    }
    (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL); /* a signal ends it */
}

/* Return whether the chart on the terminal is old enough to be drawn again. */
static bool redraw_is_due(void) {
    static struct timespec last;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if ((double)(now.tv_sec - last.tv_sec) + (double)(now.tv_nsec - last.tv_nsec) / 1e9 < 0.05)
        return false;
    last = now;
    return true;
}

/* Send a value to each statistic; NULL starts them. Return GEN_YIELDED with the results, or an
 * error; *at is then the statistic that raised it. */
static gen_status send_to_all(const struct statistic *statistics, const double *value,
                              double *results, size_t *at) {
    for (*at = 0; *at < chosen.column_count; ++*at) {
        const struct statistic *const s = &statistics[*at];
        gen_status const status = s->send(s->self, value, &results[*at]);
        if (status != GEN_YIELDED) return status;
    }
    return GEN_YIELDED;
}

/* Report an error, and which reading and which statistic or stage it concerns. */
static void report(const union stage *source, const char *label, gen_status error) {
    const char *const why = error == -ERANGE ? "the result is too large" : strerror(-error);
    if (error == -ENOMEM)
        fprintf(stderr, "stats: %s: %s\n", label, why);
    else if (chosen.sensor)
        fprintf(stderr, "stats: sensor:%ld: %s: %s\n", source->sensor.reads, label, why);
    else
        fprintf(stderr, "stats: %s:%ld: %s: %s\n", source->readings.path,
                source->readings.line.number, label, why);
}

/* Pull the feed to its end and print. Return whether all went well. */
static bool run(struct feed *feed, const union stage *source, const struct statistic *statistics) {
    static struct series series[MOST + 1];
    double row[MOST + 1] = {0};
    bool const live = chosen.chart && isatty(STDOUT_FILENO);
    size_t at;
    long rows = 0;
    gen_status status = send_to_all(statistics, NULL, &row[1], &at);
    if (status < 0) {
        report(source, chosen.columns[at].label, status);
        return false;
    }
    GEN_FOR_STATUS (status, value, feed, feed) {
        gen_status sent = isfinite(value) ? GEN_YIELDED : -ERANGE;
        row[0] = value;
        if (sent == GEN_YIELDED) sent = send_to_all(statistics, &value, &row[1], &at);
        if (sent < 0) {
            report(source, isfinite(value) ? chosen.columns[at].label : "difference", sent);
            return false;
        }
        if (rows++ == 0 && !chosen.chart) print_heads();
        for (size_t i = 0; chosen.chart && i <= chosen.column_count; i++)
            series_add(&series[i], row[i]);
        if (!chosen.chart) print_row(row);
        if (live && redraw_is_due()) print_chart(series, rows > 1);
        if (chosen.rate > 0) {
            fflush(stdout);
            pace();
        }
        if (stopped || ferror(stdout)) break;
    }
    if (status < 0) report(source, "smooth", status);
    if (rows > 0 && chosen.chart) print_chart(series, live && rows > 1);
    if (rows == 0 && status == GEN_DONE)
        fputs("stats: there is no value to compute with\n", stderr);
    return rows > 0 && status >= 0;
}

int main(int argc, char **argv) {
    static char standard_input[] = "-";
    static char *no_paths[] = {standard_input, NULL};
    static union stage stages[MOST + 1]; /* and the source */
    static union column columns[MOST];
    static struct statistic statistics[MOST];
    bool done;

    read_options(argc, argv);
    catch_interrupt();

    struct feed feed;
    if (chosen.sensor) {
        stages[0].sensor.seed = chosen.seed;
        feed = feed_of_sensor(&stages[0].sensor);
    } else {
        stages[0].readings.paths = optind < argc ? &argv[optind] : no_paths;
        feed = feed_of_readings(&stages[0].readings);
    }
    for (size_t i = 0; i < chosen.stage_count; i++)
        feed = add_to(feed, &chosen.stages[i], &stages[i + 1]);
    for (size_t i = 0; i < chosen.column_count; i++)
        statistics[i] = make(&chosen.columns[i], &columns[i]);

    done = run(&feed, &stages[0], statistics);

    (void)feed_close(&feed);
    for (size_t i = 0; i < chosen.column_count; i++) (void)statistics[i].close(statistics[i].self);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "stats: standard output: %s\n", strerror(errno));
        done = false;
    }
    if (chosen.sensor) {
        fprintf(stderr, "stats: the sensor was read %ld times\n", stages[0].sensor.reads);
    } else if (stages[0].readings.bad_lines + stages[0].readings.bad_files > 0) {
        fprintf(stderr, "stats: left out: %ld lines, %ld files\n", stages[0].readings.bad_lines,
                stages[0].readings.bad_files);
        done = false;
    }
    if (stopped) raise(stopped); /* end as the signal would have */
    return done ? 0 : 1;
}
