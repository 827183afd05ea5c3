/* startup - a tool with eight large libraries, each opened by the command that needs it. If one is
 * not installed, only the commands that need it fail. With LINKED it is built as usual: linked to
 * all of them. */
#define _GNU_SOURCE
#include "libraries.h"
#include "whole_file.h"

#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *self; /* the program, as it was called */

static int fail(const char *what, const char *reason) {
    fprintf(stderr, "startup: %s: %s\n", what, reason);
    return 1;
}

/* Define `variable` as a function of a library; or fail with the loader's message. */
#define USE(function, variable) \
    get_##function##_function const variable = get_##function(NULL); \
    if (variable == NULL) return missing(get_##function##_text())

static int missing(const char *text) {
    fprintf(stderr, "startup: %s\n", text);
    return 1;
}

/* ---- Commands -------------------------------------------------------------------------------- */

/* The input of a command: a file, or standard input. */
struct input {
    const char *name;
    char *data;
    size_t size;
};

static int run_crc32(struct input *input) {
    USE(crc32, checksum);
    unsigned long crc = 0;
    size_t at = 0;
    while (at < input->size) { /* which is too large for zlib's length, perhaps */
        size_t const left = input->size - at, size = left < INT_MAX ? left : INT_MAX;
        crc = checksum(crc, (const unsigned char *)input->data + at, (unsigned)size);
        at += size;
    }
    printf("%08lx\n", crc);
    return 0;
}

static int run_sha256(struct input *input) {
    USE(SHA256, hash);
    unsigned char digest[32];
    hash((const unsigned char *)input->data, input->size, digest);
    for (size_t i = 0; i < sizeof digest; i++) printf("%02x", digest[i]);
    printf("\n");
    return 0;
}

static int run_bzip2(struct input *input) {
    USE(BZ2_bzBuffToBuffCompress, compress_buffer);
    unsigned size;
    char *to;
    int error;
    if (input->size > INT_MAX) return fail(input->name, "too large");
    size = (unsigned)(input->size + input->size / 100 + 600); /* enough, says its manual */
    to = malloc(size);
    if (to == NULL) return fail(input->name, strerror(ENOMEM));
    error = compress_buffer(to, &size, input->data, (unsigned)input->size, 9, 0, 0);
    if (error == 0) fwrite(to, 1, size, stdout);
    free(to);
    return error == 0 ? 0 : fail(input->name, "bzip2 cannot compress it");
}

static int run_xz(struct input *input) {
    USE(lzma_stream_buffer_bound, bound);
    USE(lzma_easy_buffer_encode, compress_buffer);
    lzma_check const crc64 = (lzma_check)4;
    size_t const room = bound(input->size);
    uint8_t *const to = malloc(room);
    size_t size = 0;
    lzma_ret error;
    if (to == NULL) return fail(input->name, strerror(ENOMEM));
    error =
        compress_buffer(6, crc64, NULL, (const uint8_t *)input->data, input->size, to, &size, room);
    if (error == 0) fwrite(to, 1, size, stdout);
    free(to);
    return error == 0 ? 0 : fail(input->name, "xz cannot compress it");
}

static int run_zstd(struct input *input) {
    USE(ZSTD_compressBound, bound);
    USE(ZSTD_compress, compress_buffer);
    USE(ZSTD_isError, is_error);
    USE(ZSTD_getErrorName, name_of);
    size_t const room = bound(input->size);
    void *const to = malloc(room);
    size_t size;
    if (to == NULL) return fail(input->name, strerror(ENOMEM));
    size = compress_buffer(to, room, input->data, input->size, 3);
    if (!is_error(size)) fwrite(to, 1, size, stdout);
    free(to);
    return is_error(size) ? fail(input->name, name_of(size)) : 0;
}

static int run_xml(struct input *input) {
    USE(xmlReaderForMemory, open_reader);
    USE(xmlTextReaderRead, read_node);
    USE(xmlTextReaderNodeType, type);
    USE(xmlTextReaderDepth, depth);
    USE(xmlTextReaderConstName, name);
    USE(xmlFreeTextReader, free_reader);
    enum { ELEMENT = 1, NO_NETWORK = 1 << 11 };
    xmlTextReaderPtr reader;
    int status, deepest = 0;
    long elements = 0;
    if (input->size > INT_MAX) return fail(input->name, "too large");
    reader = open_reader(input->data, (int)input->size, input->name, NULL, NO_NETWORK);
    if (reader == NULL) return fail(input->name, strerror(ENOMEM));
    while ((status = read_node(reader)) == 1) {
        if (type(reader) != ELEMENT) continue;
        if (elements++ == 0) printf("%s", (const char *)name(reader));
        if (depth(reader) + 1 > deepest) deepest = depth(reader) + 1;
    }
    free_reader(reader);
    if (elements != 0) printf(": %ld elements, %d deep\n", elements, deepest);
    return status == 0 ? 0 : fail(input->name, "not well-formed"); /* libxml2 has said where */
}

static int print_row(void *context, int count, char **values, char **names) {
    (void)context;
    (void)names;
    for (int i = 0; i < count; i++)
        printf("%s%s", i != 0 ? "|" : "", values[i] != NULL ? values[i] : "");
    printf("\n");
    return 0;
}

static int run_sqlite(const char *sql, const char *file) {
    USE(sqlite3_open, open_database);
    USE(sqlite3_exec, execute);
    USE(sqlite3_errmsg, message);
    USE(sqlite3_close, close_database);
    sqlite3 *database = NULL;
    int error = open_database(file, &database);
    if (error == 0) error = execute(database, sql, print_row, NULL, NULL);
    if (error != 0) (void)fail(file, message(database));
    close_database(database);
    return error != 0;
}

static int run_date(const char *text) {
    USE(curl_getdate, seconds_of);
    time_t const seconds = seconds_of(text, NULL);
    if (seconds == -1) return fail(text, "not a date");
    printf("%lld\n", (long long)seconds);
    return 0;
}

static void print_version(const char *library, const char *version, const char *text) {
    printf("%-10s %s%s\n", library,
           version != NULL ? version : "missing: ", version != NULL ? "" : text);
}
#define PRINT_VERSION(library, function, arguments) \
    do { \
        get_##function##_function const version = get_##function(NULL); \
        print_version(library, version != NULL ? version arguments : NULL, \
                      get_##function##_text()); \
    } while (0)

static int run_versions(void) {
    const char *xml;
    PRINT_VERSION("zlib", zlibVersion, ());
    PRINT_VERSION("bzip2", BZ2_bzlibVersion, ());
    PRINT_VERSION("liblzma", lzma_version_string, ());
    PRINT_VERSION("libzstd", ZSTD_versionString, ());
    PRINT_VERSION("sqlite3", sqlite3_libversion, ());
    PRINT_VERSION("libcrypto", OpenSSL_version, (0));
    xml = xml_version(); /* first: only then there is a text */
    print_version("libxml2", xml, xml_version_text());
    PRINT_VERSION("libcurl", curl_version, ());
    return 0;
}

/* ---- Measuring ------------------------------------------------------------------------------- */

struct start {
    double ms;
    long kilobytes; /* peak memory */
};

/* Run `program --version`. Return 0, or -1. */
static int measure(const char *program, struct start *start) {
    struct timespec from, to;
    struct rusage usage;
    int status;
    pid_t child;
    clock_gettime(CLOCK_MONOTONIC, &from);
    child = fork();
    if (child == 0) {
        int const nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0) dup2(nowhere, STDOUT_FILENO);
        execlp(program, program, "--version", (char *)NULL);
        fprintf(stderr, "startup: %s: %s\n", program, strerror(errno));
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        (void)fail(program, strerror(errno));
        return -1;
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    start->ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
    start->kilobytes = usage.ru_maxrss;
    return status == 0 ? 0 : -1;
}

static int by_time(const void *a, const void *b) {
    double const x = ((const struct start *)a)->ms, y = ((const struct start *)b)->ms;
    return (x > y) - (x < y);
}

static int by_memory(const void *a, const void *b) {
    long const x = ((const struct start *)a)->kilobytes, y = ((const struct start *)b)->kilobytes;
    return (x > y) - (x < y);
}

/* Print the medians of several starts of this program and of another one. */
static int run_compare(const char *other) {
    enum { RUNS = 21, MIDDLE = RUNS / 2 };
    struct start starts[2][RUNS];
    for (int i = 0; i < RUNS; i++) {
        if (measure(self, &starts[0][i]) != 0) return 1;
        if (measure(other, &starts[1][i]) != 0) return 1;
    }
    for (int i = 0; i < 2; i++) {
        double ms;
        qsort(starts[i], RUNS, sizeof *starts[i], by_time);
        ms = starts[i][MIDDLE].ms;
        qsort(starts[i], RUNS, sizeof *starts[i], by_memory);
        printf("%7.2f ms %7.1f MB  %s\n", ms, (double)starts[i][MIDDLE].kilobytes / 1024,
               i == 0 ? self : other);
    }
    return 0;
}

/* ---- The command line ------------------------------------------------------------------------ */

static const struct command {
    const char *name;
    int (*run)(struct input *); /* or NULL: its arguments are not a file */
    int least, most;            /* how many */
} commands[] = {{"crc32", run_crc32, 0, 1}, {"sha256", run_sha256, 0, 1},
                {"bzip2", run_bzip2, 0, 1}, {"xz", run_xz, 0, 1},
                {"zstd", run_zstd, 0, 1},   {"xml", run_xml, 0, 1},
                {"sqlite", NULL, 1, 2},     {"date", NULL, 1, 1},
                {"versions", NULL, 0, 0},   {"compare", NULL, 1, 1}};
enum { SQLITE = 6, DATE, VERSIONS, COMPARE, COMMANDS };

static int run_file(int (*run)(struct input *), const char *file) {
    struct input input = {file != NULL ? file : "standard input", NULL, 0};
    int status = file != NULL ? read_whole_file(file, &input.data, &input.size)
                              : read_whole_stream(stdin, &input.data, &input.size);
    if (status != 0) return fail(input.name, strerror(-status));
    status = run(&input);
    free(input.data);
    return status;
}

static const char usage[] =
    "usage: startup COMMAND\n"
    "A tool with eight libraries, each opened by the command that needs it.\n"
    "  crc32, sha256 [FILE]       print a checksum (zlib, libcrypto)\n"
    "  bzip2, xz, zstd [FILE]     compress to standard output (bzip2, liblzma, libzstd)\n"
    "  xml [FILE]                 check a document, and count its elements (libxml2)\n"
    "  sqlite SQL [DATABASE]      run SQL, in memory if there is no file (sqlite3)\n"
    "  date TEXT                  print the seconds since 1970 (libcurl)\n"
    "  versions                   print the versions of all, or that they are missing\n"
    "  compare PROGRAM            compare the start of this program with that of another one\n"
    "  --help, --version\n"
    "Exit codes: 0 done, 1 something failed, or a library is missing, 2 wrong usage.\n";

int main(int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {"version", no_argument, NULL, 'V'}, {NULL, 0, NULL, 0}};
    int option, which = 0, count, status;
    char **arguments;
    self = argv[0];
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        switch (option) {
        case 'h': fputs(usage, stdout); return 0;
        case 'V': puts("startup 1.0"); return 0;
        default: fputs(usage, stderr); return 2;
        }
    }
    count = argc - optind - 1;
    arguments = argv + optind + 1;
    while (count >= 0 && which < COMMANDS && strcmp(commands[which].name, argv[optind]) != 0)
        which++;
    if (count < 0 || which == COMMANDS || count < commands[which].least ||
        count > commands[which].most) {
        fputs(usage, stderr);
        return 2;
    }
    switch (which) {
    case SQLITE: status = run_sqlite(arguments[0], count > 1 ? arguments[1] : ":memory:"); break;
    case DATE: status = run_date(arguments[0]); break;
    case VERSIONS: status = run_versions(); break;
    case COMPARE: status = run_compare(arguments[0]); break;
    default: status = run_file(commands[which].run, arguments[0]); break;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) return fail("standard output", strerror(errno));
    return status;
}
