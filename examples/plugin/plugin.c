/* plugin - pass a text through filters, which are shared libraries. A library is opened when the
 * first line reaches its filter: a filter that is not used costs nothing, and need not exist. */
#define _GNU_SOURCE
#include "filter.h"
#include "lazy_library.h"
#include "lines.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int trace;

/* ---- The filters ----------------------------------------------------------------------------- */

/* The run path of the program says where they are: in filters/, beside it. */
#define FILTER(name, file) \
    LAZY_LIBRARY(name, file) \
    LAZY_SYMBOL(name##_version, name, "filter_version", int, (void)) \
    LAZY_SYMBOL(name##_line, name, "filter_line", size_t, (char *line, size_t length))

FILTER(reverse, "reverse.so")
FILTER(rot13, "rot13.so")
FILTER(squeeze, "squeeze.so")

/* A filter with a fallback in the program. */
static int version_inside(void) { return FILTER_VERSION; }
static size_t upper_inside(char *line, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (line[i] >= 'a' && line[i] <= 'z') line[i] -= 'a' - 'A';
    return length;
}
LAZY_LIBRARY(upper, "upper.so")
LAZY_SYMBOL_OR(upper_version, upper, "filter_version", int, (void), version_inside)
LAZY_SYMBOL_OR(upper_line, upper, "filter_line", size_t, (char *line, size_t length), upper_inside)

/* A filter that the user names: main writes the name of the file here before it is opened. */
static char chosen_file[4096];
FILTER(chosen, chosen_file)

/* A filter that is ready: its function, once the library is open and its version is right. */
struct filter {
    struct lazy lazy;
    const char *name;
    int (*(*version)(int *error))(void); /* the functions that LAZY_SYMBOL has made */
    size_t (*(*line)(int *error))(char *line, size_t length);
    const char *(*version_text)(void);
    const char *(*line_text)(void);
    size_t (*value)(char *line, size_t length);
};

/* Say in which file the function is that *function points to. */
static void say_opened(const char *name, const void *function) {
    void *address;
    Dl_info info;
    memcpy(&address, function, sizeof address); /* ISO C converts no function to a void * */
    if (dladdr(address, &info) != 0 && info.dli_fname != NULL)
        fprintf(stderr, "plugin: %s: opened %s\n", name, info.dli_fname);
}

typedef size_t (*line_function)(char *line, size_t length);
LAZY(filter, line_function) {
    int error = 0;
    int (*const version)(void) = self->version(&error);
    if (version == NULL) {
        fprintf(stderr, "plugin: %s: %s\n", self->name, self->version_text());
        return error;
    }
    if (version() != FILTER_VERSION) {
        fprintf(stderr, "plugin: %s: made for version %d of filter.h, and this is %d\n", self->name,
                version(), FILTER_VERSION);
        return LAZY_E_SYMBOL;
    }
    *out = self->line(&error);
    if (*out == NULL) {
        fprintf(stderr, "plugin: %s: %s\n", self->name, self->line_text());
        return error;
    }
    if (trace && *out == upper_inside)
        fprintf(stderr, "plugin: %s: using the built-in function: %s\n", self->name,
                self->line_text());
    else if (trace)
        say_opened(self->name, out);
    return 0;
}

#define NAMED(filter) \
    { \
        {0}, #filter, filter##_version, filter##_line, filter##_version_text, filter##_line_text, \
            NULL \
    }
static struct filter filters[] = {NAMED(reverse), NAMED(rot13), NAMED(squeeze), NAMED(upper),
                                  NAMED(chosen)};
enum { FILTERS = sizeof filters / sizeof *filters, CHOSEN = FILTERS - 1 };

/* Return the filter of this name, or of this file if there is a slash in it; or NULL. */
static struct filter *filter_of(const char *name) {
    if (strchr(name, '/') == NULL) {
        for (int i = 0; i < CHOSEN; i++)
            if (strcmp(filters[i].name, name) == 0) return &filters[i];
        fprintf(stderr, "plugin: %s: no such filter: reverse, rot13, squeeze, upper, or ./FILE\n",
                name);
    } else if (chosen_file[0] != '\0' && strcmp(chosen_file, name) != 0) {
        fprintf(stderr, "plugin: %s: one file only, and there is %s\n", name, chosen_file);
    } else if (strlen(name) >= sizeof chosen_file) {
        fprintf(stderr, "plugin: the name of a file is too long\n");
    } else {
        strcpy(chosen_file, name);
        filters[CHOSEN].name = name;
        return &filters[CHOSEN];
    }
    return NULL;
}

/* ---- A checksum, by zlib or without it ------------------------------------------------------- */

/* The table of the fallback is a lazy value too: with zlib it is never computed. */
struct remainders {
    struct lazy lazy;
    struct remainder_table {
        uint32_t of[256];
    } value;
};
LAZY(remainders, struct remainder_table) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t rest = i;
        for (int bit = 0; bit < 8; bit++) rest = rest >> 1 ^ (rest & 1 ? 0xEDB88320 : 0);
        out->of[i] = rest;
    }
    return 0;
}

static unsigned long crc32_inside(unsigned long crc, const unsigned char *data, unsigned length) {
    static struct remainders remainders;
    const struct remainder_table *const table = remainders_get(&remainders, NULL);
    uint32_t rest = ~(uint32_t)crc;
    for (unsigned i = 0; i < length; i++) rest = rest >> 8 ^ table->of[(rest ^ data[i]) & 0xFF];
    return ~rest;
}

static char zlib_file[4096] = "libz.so.1";
LAZY_LIBRARY(zlib, zlib_file)
LAZY_SYMBOL_OR(crc32, zlib, "crc32", unsigned long,
               (unsigned long crc, const unsigned char *data, unsigned length), crc32_inside)

/* ---- The text -------------------------------------------------------------------------------- */

static ptrdiff_t read_input(void *context, char *into, size_t size) {
    ptrdiff_t const got = read(STDIN_FILENO, into, size);
    (void)context;
    return got < 0 ? -errno : got;
}

/* Pass a line, in a buffer, through the filters. Return its length, or -1 if a filter cannot be
 * opened. */
static ptrdiff_t pass(char *line, size_t length, struct filter *const *chain, int count) {
    for (int i = 0; i < count; i++) {
        const line_function *const filter = filter_get(chain[i], NULL);
        if (filter == NULL) return -1;
        length = (*filter)(line, length);
    }
    return (ptrdiff_t)length;
}

/* Pass the input through the filters. Return the program's exit code. */
static int run(struct filter *const *chain, int count, unsigned long *crc) {
    struct lines input = lines_of(read_input, NULL);
    char *buffer = NULL;
    size_t room = 0;
    int status, failed = 0;
    GEN_FOR_STATUS (status, line, lines, &input) {
        ptrdiff_t length;
        if (buffer == NULL || line.length + 1 > room) {
            char *const larger = realloc(buffer, 2 * line.length + 1);
            failed = larger == NULL;
            if (failed) {
                perror("plugin");
                break;
            }
            buffer = larger;
            room = 2 * line.length + 1;
        }
        memcpy(buffer, line.at, line.length);
        length = pass(buffer, line.length, chain, count);
        failed = length < 0;
        if (failed) break;
        buffer[length++] = '\n';
        if (crc != NULL) *crc = crc32(NULL)(*crc, (const unsigned char *)buffer, (unsigned)length);
        if (fwrite(buffer, 1, (size_t)length, stdout) != (size_t)length) break;
    }
    (void)lines_close(&input);
    free(buffer);
    if (status < 0) {
        fprintf(stderr, "plugin: standard input: %s\n", strerror(-status));
        failed = 1;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("plugin: standard output");
        failed = 1;
    }
    return failed;
}

static const char usage[] =
    "usage: plugin [options] FILTER... < TEXT\n"
    "Pass each line of a text through filters, which are shared libraries.\n"
    "FILTER is reverse, rot13, squeeze, upper, or a file with a slash in its name.\n"
    "  --crc32       print the CRC-32 of the result on standard error, by zlib if it is there\n"
    "  --zlib FILE   the library to use for that (default libz.so.1)\n"
    "  --trace       say on standard error what is opened, and when\n"
    "  --help, --version\n"
    "Exit codes: 0 done, 1 a filter cannot be opened, or reading or writing failed, 2 wrong "
    "usage.\n";

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"crc32", no_argument, NULL, 'c'},   {"zlib", required_argument, NULL, 'z'},
        {"trace", no_argument, NULL, 't'},   {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'}, {NULL, 0, NULL, 0}};
    enum { MOST = 16 };
    struct filter *chain[MOST];
    unsigned long crc = 0;
    int count = 0, with_crc = 0, option, status;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'c': with_crc = 1; break;
        case 'z':
            if (strlen(optarg) >= sizeof zlib_file) return 2;
            strcpy(zlib_file, optarg);
            break;
        case 't': trace = 1; break;
        case 'h': fputs(usage, stdout); return 0;
        case 'V': puts("plugin 1.0"); return 0;
        default: fputs(usage, stderr); return 2;
        }
    }
    if (argc - optind > MOST || (argc == optind && !with_crc)) {
        fputs(usage, stderr);
        return 2;
    }
    for (; optind < argc; optind++) {
        chain[count] = filter_of(argv[optind]);
        if (chain[count++] == NULL) return 2;
    }
    status = run(chain, count, with_crc ? &crc : NULL);
    if (with_crc && status == 0) {
        crc32_function const function = crc32(NULL);
        fprintf(stderr, "plugin: crc32 %08lx\n", crc);
        if (trace && function == crc32_inside)
            fprintf(stderr, "plugin: crc32: using the built-in function: %s\n", crc32_text());
        else if (trace)
            say_opened("crc32", &function);
    }
    return status;
}
