/* dirwalk - finds files: a recursive generator over a directory tree (walk.h), and a pipeline of
 * filters over it. It is lazy: `--first 1` of a large tree reads no more than leads there. */
#define _GNU_SOURCE /* getopt_long */
#include "walk.h"
#include "numbers.h"

#include <fnmatch.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

static struct {
    const char *name;
    int type; /* 'f', 'd', 'l', or 0 for all */
    int is_larger, is_newer, is_long, total;
    uint64_t larger;
    struct timespec newer;
    int end; /* of each path */
} options = {.end = '\n'};

static int failures;

static void warn(const char *path, int error) {
    fprintf(stderr, "dirwalk: %s: %s\n", path, strerror(error));
    failures++;
}

static int type_of(mode_t mode) {
    return S_ISDIR(mode) ? 'd' : S_ISREG(mode) ? 'f' : S_ISLNK(mode) ? 'l' : 'o';
}

static int is_newer(const struct timespec *a, const struct timespec *b) {
    return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec > b->tv_nsec;
}

struct row { /* of the output */
    const char *path;
    int type;
    off_t size; /* of a file, else 0 */
    time_t changed;
};

static struct row row_of(const struct entry *entry) {
    int const type = type_of(entry->status.st_mode);
    return (struct row){entry->path, type, type == 'f' ? entry->status.st_size : 0,
                        entry->status.st_mtime};
}

static struct walker walker;
static char **arguments;
static iter_count printed;
static int64_t bytes;

ITER_RANGE(operands, int)
ITER_FLATMAP(trees, operands, entries, walk_from(&walker, &arguments[item]))
ITER_FLEETING(found, trees)
ITER_FILTER(named, found, options.name == NULL || fnmatch(options.name, item.name, 0) == 0)
ITER_FILTER(typed, named, options.type == 0 || type_of(item.status.st_mode) == options.type)
ITER_FILTER(larger, typed,
            !options.is_larger ||
                (S_ISREG(item.status.st_mode) && (uint64_t)item.status.st_size > options.larger))
ITER_FILTER(newer, larger, !options.is_newer || is_newer(&item.status.st_mtim, &options.newer))
ITER_MAP(rows, newer, struct row, row_of(&item))
ITER_TAKE(chosen, rows)
ITER_TAP(counted, chosen, (printed++, bytes += item.size))

static void print(const struct row *row) {
    if (options.is_long) {
        char date[32] = "?";
        struct tm local;
        if (localtime_r(&row->changed, &local) != NULL)
            strftime(date, sizeof date, "%Y-%m-%d %H:%M:%S", &local);
        printf("%c %12lld %s ", row->type, (long long)row->size, date);
    }
    fputs(row->path, stdout);
    putchar(options.end);
}

/* Read a size: a number, and maybe k, M, G or T. */
static int read_size(char *text, uint64_t *size) {
    static const char units[] = "kMGT";
    size_t const length = strlen(text);
    const char *const unit = length != 0 ? strchr(units, text[length - 1]) : NULL;
    unsigned const shift = unit != NULL ? 10 * (unsigned)(unit - units + 1) : 0;
    if (unit != NULL) text[length - 1] = '\0';
    if (read_number(text, UINT64_MAX >> shift, size) != 0) return 0;
    *size <<= shift;
    return 1;
}

static void print_help(void) {
    puts("usage: dirwalk [OPTION]... [PATH]...\n"
         "Print the files in directory trees (without a PATH, of the working directory), sorted.\n"
         "Symbolic links are followed only where a PATH is one.\n"
         "\n"
         "  -n, --name GLOB      those whose name matches\n"
         "  -t, --type TYPE      those of a type: f (file), d (directory), l (symbolic link)\n"
         "  -l, --larger SIZE    files of more than SIZE bytes; SIZE may end in k, M, G or T\n"
         "  -N, --newer FILE     those changed after FILE was\n"
         "  -d, --max-depth N    no deeper than N levels; 0 is the PATHs alone\n"
         "  -f, --first N        stop after N lines\n"
         "  -L, --long           print type, size and time of change, too\n"
         "  -T, --total          print a last line: how many, and the bytes in them\n"
         "  -0, --print0         end each path with a null byte\n"
         "      --help, --version\n"
         "\n"
         "Exit status: 0 done, 1 something could not be read or written, 2 wrong usage.");
}

static int usage(const char *option, const char *value) {
    fprintf(stderr, "dirwalk: --%s: '%s' is not valid\n", option, value);
    return 2;
}

int main(int argc, char **argv) {
    static const struct option known[] = {{"name", required_argument, NULL, 'n'},
                                          {"type", required_argument, NULL, 't'},
                                          {"larger", required_argument, NULL, 'l'},
                                          {"newer", required_argument, NULL, 'N'},
                                          {"max-depth", required_argument, NULL, 'd'},
                                          {"first", required_argument, NULL, 'f'},
                                          {"long", no_argument, NULL, 'L'},
                                          {"total", no_argument, NULL, 'T'},
                                          {"print0", no_argument, NULL, '0'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'v'},
                                          {NULL, 0, NULL, 0}};
    static char here[] = ".";
    static char *working_directory[] = {here};
    uint64_t deepest = UINT_MAX - 2, first = PTRDIFF_MAX;
    struct stat status;
    struct counted all;
    int option, error;

    while ((option = getopt_long(argc, argv, "n:t:l:N:d:f:LT0", known, NULL)) != -1) {
        switch (option) {
        case 'n': options.name = optarg; break;
        case 't':
            options.type = (unsigned char)*optarg;
            if (strlen(optarg) != 1 || strchr("fdl", *optarg) == NULL) return usage("type", optarg);
            break;
        case 'l':
            options.is_larger = 1;
            if (!read_size(optarg, &options.larger)) return usage("larger", optarg);
            break;
        case 'N':
            if (stat(optarg, &status) != 0) {
                warn(optarg, errno);
                return 1;
            }
            options.is_newer = 1;
            options.newer = status.st_mtim;
            break;
        case 'd':
            if (read_number(optarg, deepest, &deepest) != 0) return usage("max-depth", optarg);
            break;
        case 'f':
            if (read_number(optarg, PTRDIFF_MAX, &first) != 0) return usage("first", optarg);
            break;
        case 'L': options.is_long = 1; break;
        case 'T': options.total = 1; break;
        case '0': options.end = '\0'; break;
        case 'h': print_help(); return 0;
        case 'v': puts("dirwalk 1.0"); return 0;
        default: fputs("dirwalk: try --help\n", stderr); return 2;
        }
    }

    arguments = argv + optind;
    argc -= optind;
    if (argc == 0) {
        arguments = working_directory;
        argc = 1;
    }
    ITER_IN(char *, argument, arguments, argc) /* a/b/ is a/b, but / remains */
    for (size_t n = strlen(argument); n > 1 && argument[n - 1] == '/'; n--) argument[n - 1] = '\0';

    walker = walker_of(warn, (unsigned)deepest);
    all = counted(chosen(rows(newer(larger(typed(named(found(trees(operands(0, argc, 1)))))))),
                         (iter_count)first));
    GEN_FOR_STATUS (error, row, counted, &all) {
        print(&row);
        if (ferror(stdout)) break;
    }
    (void)counted_close(&all); /* closes the directories, if the walk is not at its end */
    walker_free(&walker);
    if (error < 0) {
        fprintf(stderr, "dirwalk: %s\n", strerror(-error));
        failures++;
    }
    if (options.total) printf("%lld found, %lld bytes\n", (long long)printed, (long long)bytes);
    if (fflush(stdout) != 0 || ferror(stdout)) warn("standard output", errno);
    return failures != 0;
}
