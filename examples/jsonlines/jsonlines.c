/* jsonlines - count, sum, mean, least and greatest value by group, over files of JSON lines.
 *
 *     file -> chunks -> lines -> records -> matching -> groups
 *
 * One record is in memory at a time. The generator `records` owns it: it drops its reference when
 * it is resumed or closed, so that no later stage has to. A group takes references of its own to
 * its key, its least and its greatest value. */
#include "input.h"
#include "itertools.h"
#include "values.h"

#include <getopt.h>
#include <search.h>

enum { SHOWN = 5 }; /* the number of bad records that are shown */

struct problems {
    size_t lines, bad; /* lines that hold a record, and those whose record is bad */
    int failed;        /* whether a file was not read to its end */
};

/* Print an error of a file. Line and column are left out if they are 0. */
static void report(const char *path, long line, int column, const char *reason) {
    fprintf(stderr, "jsonlines: %s:", path);
    if (line != 0) fprintf(stderr, "%ld:", line);
    if (column != 0) fprintf(stderr, "%d:", column);
    fprintf(stderr, " %s\n", reason);
}

/* Count a bad record, and print the first ones. */
static void report_record(struct problems *problems, const char *path, long line, int column,
                          const char *reason) {
    if (problems->bad++ < SHOWN) report(path, line, column, reason);
}

/* ---- Records --------------------------------------------------------------------------------- */

struct record { /* all of it is borrowed until the next one is pulled */
    const json_t *value;
    const char *path;
    long line;
};

struct records {
    struct gen gen;
    char *const *paths; /* NULL ends them */
    struct problems *problems;
    struct lines lines;
    struct line line;
    json_t *value;
    int error;
};

static const char *shown_path(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* Return whether there is nothing but white space. */
static int is_blank(const struct line *line) {
    size_t blank = 0;
    while (blank < line->length && strchr(" \t\r", line->at[blank]) != NULL &&
           line->at[blank] != '\0')
        blank++;
    return blank == line->length;
}

/* Return the object in the current line, a new reference; or report it and return NULL. */
static json_t *parse(const struct records *self) {
    const char *const path = shown_path(*self->paths);
    size_t const flags = JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL;
    json_error_t error;
    json_t *const value = json_loadb(self->line.at, self->line.length, flags, &error);
    self->problems->lines++;
    if (value == NULL) {
        /* Jansson's column is that of the last character read, which is not the invalid one */
        int const invalid = json_error_code(&error) == json_error_invalid_utf8;
        report_record(self->problems, path, self->line.number, error.column + invalid, error.text);
    } else if (!json_is_object(value)) {
        char reason[64];
        (void)snprintf(reason, sizeof reason, "expected an object, found %s", value_kind(value));
        report_record(self->problems, path, self->line.number, 1, reason);
        json_decref(value);
        return NULL;
    }
    return value;
}

/* Return the line that an error of the file cut off, or 0 if it had none. */
static long last_line(const struct records *self) {
    return self->lines.line.number == 0 ? 0 : self->lines.line.number + 1;
}

GEN(records, struct record) {
    GEN_BEGIN();
    for (; *self->paths != NULL; self->paths++) {
        memset(&self->lines, 0, sizeof self->lines);
        self->lines.chunks.path = *self->paths;
        GEN_TRY {
            GEN_TRY {
                GEN_FOR_AWAIT (self->line, lines, &self->lines) {
                    if (is_blank(&self->line)) continue;
                    self->value = parse(self);
                    if (self->value == NULL) continue;
                    GEN_YIELD(
                        (struct record){self->value, shown_path(*self->paths), self->line.number});
                    json_decref(self->value);
                    self->value = NULL;
                }
            }
            GEN_FINALLY {
                json_decref(self->value);
                self->value = NULL;
                (void)lines_close(&self->lines);
            }
            GEN_END_TRY;
        }
        GEN_EXCEPT(self->error) { /* the other files are read all the same */
            report(shown_path(*self->paths), last_line(self), 0, input_error(self->error));
            self->problems->failed = 1;
        }
        GEN_END_TRY;
    }
    GEN_END();
}

/* ---- The filter ------------------------------------------------------------------------------ */

enum operation { EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL };

struct condition {
    char *path;
    enum operation operation;
    json_t *value;
};

struct options {
    struct condition *conditions;
    size_t condition_count;
    const char *by, *sum; /* paths, or NULL */
    int json;
};

/* Set a condition of a text such as "status>=500". Return 0 if it is not a condition. */
static int parse_condition(struct condition *condition, char *text) {
    size_t const length = strcspn(text, "=!<>");
    char *rest = text + length;
    char const first = *rest;
    if (length == 0 || first == '\0') return 0;
    *rest++ = '\0';
    int const or_equal = *rest == '=';
    if (first == '!' && !or_equal) return 0;
    rest += or_equal;
    condition->path = text;
    condition->operation = first == '='   ? EQUAL
                           : first == '!' ? NOT_EQUAL
                           : first == '<' ? (or_equal ? LESS_OR_EQUAL : LESS)
                                          : (or_equal ? GREATER_OR_EQUAL : GREATER);
    condition->value = json_loads(rest, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    if (condition->value == NULL || value_rank(condition->value) > 4) {
        json_decref(condition->value);
        condition->value = json_string(rest);
    }
    return condition->value != NULL;
}

/* Values of different types differ, and neither is less. */
static int holds(const struct condition *condition, const json_t *record) {
    const json_t *const value = value_at(record, condition->path);
    int const comparable = value != NULL && value_rank(value) == value_rank(condition->value);
    int const order = comparable ? value_compare(value, condition->value) : 0;
    switch (condition->operation) {
    case EQUAL: return comparable && order == 0;
    case NOT_EQUAL: return !comparable || order != 0;
    case LESS: return comparable && order < 0;
    case LESS_OR_EQUAL: return comparable && order <= 0;
    case GREATER: return comparable && order > 0;
    case GREATER_OR_EQUAL:
    default: return comparable && order >= 0;
    }
}

static int hold_all(const struct options *options, const json_t *record) {
    size_t i = 0;
    while (i < options->condition_count && holds(&options->conditions[i], record)) i++;
    return i == options->condition_count;
}

ITER_FLEETING(parsed, records)
ITER_FILTER_WITH(matching, parsed, const struct options *, hold_all(self->context, item.value))

/* ---- Groups ---------------------------------------------------------------------------------- */

struct group {
    json_t *key;
    size_t count;
    struct sum sum;
    json_t *least, *greatest; /* NULL without --sum, or before the first record */
    struct group *next;
};

struct groups {
    void *tree; /* of tsearch */
    struct group *first;
    size_t count;
};

static int compare_groups(const void *a, const void *b) {
    return value_compare(((const struct group *)a)->key, ((const struct group *)b)->key);
}

static int compare_pointers(const void *a, const void *b) {
    return compare_groups(*(struct group *const *)a, *(struct group *const *)b);
}

/* Return the group of a key, a new one if need be; or NULL where there is no memory. */
static struct group *group_of(struct groups *groups, json_t *key) {
    struct group const wanted = {.key = key};
    void *const found = tfind(&wanted, &groups->tree, compare_groups);
    if (found != NULL) return *(struct group **)found;
    struct group *const group = (struct group *)calloc(1, sizeof *group);
    if (group == NULL) return NULL;
    group->key = json_incref(key);
    if (tsearch(group, &groups->tree, compare_groups) == NULL) {
        json_decref(key);
        free(group);
        return NULL;
    }
    group->next = groups->first;
    groups->first = group;
    groups->count++;
    return group;
}

/* Let *kept refer to another value. */
static void keep(json_t **kept, json_t *value) {
    json_incref(value);
    json_decref(*kept);
    *kept = value;
}

/* Report a record whose value at this path is missing or of another type than is expected. */
static void report_key(struct problems *problems, const struct record *record, const char *path,
                       const json_t *value, const char *expected) {
    char reason[256];
    (void)snprintf(reason, sizeof reason, "key \"%.100s\": expected %s, found %s", path, expected,
                   value == NULL ? "nothing" : value_kind(value));
    report_record(problems, record->path, record->line, 0, reason);
}

/* Add a record to its group. Return 0 where there is no memory. */
static int add_record(struct groups *groups, const struct options *options,
                      const struct record *record, struct problems *problems) {
    json_t *const key = options->by != NULL ? value_at(record->value, options->by) : json_null();
    json_t *const number = options->sum != NULL ? value_at(record->value, options->sum) : NULL;
    if (key == NULL || value_rank(key) > 4) {
        report_key(problems, record, options->by, key, "a value to group by");
        return 1;
    }
    if (options->sum != NULL && !json_is_number(number)) {
        report_key(problems, record, options->sum, number, "a number");
        return 1;
    }
    struct group *const group = group_of(groups, key);
    if (group == NULL) return 0;
    group->count++;
    if (number == NULL) return 1;
    sum_add(&group->sum, number);
    if (!group->least || value_compare(number, group->least) < 0) keep(&group->least, number);
    if (!group->greatest || value_compare(number, group->greatest) > 0)
        keep(&group->greatest, number);
    return 1;
}

static void free_groups(struct groups *groups) {
    while (groups->first != NULL) {
        struct group *const group = groups->first;
        groups->first = group->next;
        (void)tdelete(group, &groups->tree, compare_groups);
        json_decref(group->key);
        json_decref(group->least);
        json_decref(group->greatest);
        free(group);
    }
}

/* ---- Output ---------------------------------------------------------------------------------- */

enum { COLUMNS = 6 };
static const char *const titles[COLUMNS] = {"key", "count", "sum", "mean", "min", "max"};

struct row {
    char *key; /* the first column; NULL without --by */
    char cells[COLUMNS][NUMBER_SIZE];
};

/* Fill a row. Return 0 where there is no memory. */
static int make_row(struct row *row, const struct group *group, const struct options *options) {
    memset(row, 0, sizeof *row);
    (void)snprintf(row->cells[1], NUMBER_SIZE, "%zu", group->count);
    if (options->sum != NULL) {
        const char *const nothing = options->json ? "null" : "-";
        sum_text(row->cells[2], group->sum, options->json);
        if (group->count == 0) {
            for (int i = 3; i < COLUMNS; i++) strcpy(row->cells[i], nothing);
        } else {
            real_text(row->cells[3], sum_value(group->sum) / (double)group->count, options->json);
            number_text(row->cells[4], group->least, options->json);
            number_text(row->cells[5], group->greatest, options->json);
        }
    }
    if (options->by != NULL) row->key = value_text(group->key, options->json);
    return options->by == NULL || row->key != NULL;
}

static const char *cell(const struct row *row, int column) {
    return column == 0 && row->key != NULL ? row->key : row->cells[column];
}

/* Return how many columns a text takes: one for each character of UTF-8. */
static int width(const char *text) {
    int columns = 0;
    for (; *text != '\0'; text++) columns += ((unsigned char)*text & 0xC0) != 0x80;
    return columns;
}

/* Return whether a column is printed. */
static int has_column(const struct options *options, int column) {
    if (column == 0) return options->by != NULL;
    return column == 1 || options->sum != NULL;
}

static void print_json(const struct row *row, const struct options *options) {
    const char *separator = "{";
    for (int i = 0; i < COLUMNS; i++) {
        if (!has_column(options, i)) continue;
        printf("%s\"%s\": %s", separator, titles[i], cell(row, i));
        separator = ", ";
    }
    printf("}\n");
}

/* Print the cells of a row, or the titles for NULL, in columns of these widths. Numbers are
 * aligned at the right. */
static void print_cells(const struct row *row, const struct options *options, const int *widths) {
    const char *separator = "";
    for (int i = 0; i < COLUMNS; i++) {
        const char *const text = row != NULL ? cell(row, i) : titles[i];
        int const pad = widths[i] - width(text);
        if (!has_column(options, i)) continue;
        if (i == 0) printf("%s%*s", text, pad, "");
        if (i != 0) printf("%s%*s%s", separator, pad, "", text);
        separator = "  ";
    }
    printf("\n");
}

/* Print all groups, sorted by their keys. Return 0 where there is no memory. */
static int print_groups(const struct groups *groups, const struct options *options) {
    struct group **const sorted = (struct group **)calloc(groups->count + 1, sizeof *sorted);
    int widths[COLUMNS];
    int enough_memory = 1;
    size_t count = 0;
    if (sorted == NULL) return 0;
    for (int i = 0; i < COLUMNS; i++) widths[i] = width(titles[i]);
    for (struct group *group = groups->first; group != NULL; group = group->next)
        sorted[count++] = group;
    qsort(sorted, count, sizeof *sorted, compare_pointers);
    /* a table takes two passes, because its widths must be known before the first row */
    for (int printing = options->json; printing < 2 && enough_memory; printing++) {
        if (printing && !options->json) print_cells(NULL, options, widths);
        for (size_t i = 0; i < count && enough_memory; i++) {
            struct row row;
            enough_memory = make_row(&row, sorted[i], options);
            if (!enough_memory) break;
            for (int column = 0; column < COLUMNS && !printing; column++) {
                int const needed = width(cell(&row, column));
                if (needed > widths[column]) widths[column] = needed;
            }
            if (printing && options->json) print_json(&row, options);
            if (printing && !options->json) print_cells(&row, options, widths);
            free(row.key);
        }
    }
    free(sorted);
    return enough_memory;
}

/* ---- The command line ------------------------------------------------------------------------ */

static void print_help(FILE *to) {
    fputs("usage: jsonlines [OPTION]... [FILE]...\n"
          "Read files of JSON objects, one a line, plain or gzip, and print how many there are.\n"
          "Without a FILE, or where it is -, read standard input.\n"
          "\n"
          "  -w, --where CONDITION  only records for which this holds: KEY=VALUE, KEY!=VALUE, or\n"
          "                         <, <=, > or >=; VALUE is JSON, or else a string. Given more\n"
          "                         than once, all must hold\n"
          "  -b, --by KEY           a group for each value of this key\n"
          "  -s, --sum KEY          also sum, mean, min and max of this key's numbers\n"
          "  -j, --json             print a JSON object for each group\n"
          "  -h, --help             print this help\n"
          "  -V, --version          print the version\n"
          "\n"
          "A KEY such as user.name is that of an object in an object.\n"
          "Exit status: 0 done, 1 a record is bad or a file could not be read, 2 wrong usage.\n",
          to);
}

/* Read the options. Return -1, or the status to exit with. */
static int parse_options(struct options *options, int argc, char **argv) {
    static const struct option names[] = {
        {"where", required_argument, NULL, 'w'},
        {"by", required_argument, NULL, 'b'},
        {"sum", required_argument, NULL, 's'},
        {"json", no_argument, NULL, 'j'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(argc, argv, "w:b:s:jhV", names, NULL)) != -1;) {
        switch (option) {
        case 'w':
            if (!parse_condition(&options->conditions[options->condition_count], optarg)) {
                fprintf(stderr, "jsonlines: --where takes KEY=VALUE, not %s\n", optarg);
                return 2;
            }
            options->condition_count++;
            break;
        case 'b': options->by = optarg; break;
        case 's': options->sum = optarg; break;
        case 'j': options->json = 1; break;
        case 'h': print_help(stdout); return 0;
        case 'V': printf("jsonlines 1.0\n"); return 0;
        default: fprintf(stderr, "Try 'jsonlines --help'.\n"); return 2;
        }
    }
    return -1;
}

/* Read all files into groups and print them. Return the exit status. */
static int run(const struct options *options, char *const *paths) {
    struct problems problems = {0, 0, 0};
    struct groups groups = {NULL, NULL, 0};
    struct records const all = {.paths = paths, .problems = &problems};
    struct matching pipeline = matching(parsed(all), options);
    gen_status status;
    int enough_memory = options->by != NULL || group_of(&groups, json_null()) != NULL;
    GEN_FOR_STATUS (status, record, matching, &pipeline) {
        enough_memory = enough_memory && add_record(&groups, options, &record, &problems);
        if (!enough_memory) break;
    }
    (void)matching_close(&pipeline);
    enough_memory = enough_memory && print_groups(&groups, options);
    free_groups(&groups);
    if (!enough_memory) fprintf(stderr, "jsonlines: %s\n", strerror(ENOMEM));
    if (problems.bad != 0) {
        fprintf(stderr, "jsonlines: %zu of %zu records %s bad", problems.bad, problems.lines,
                problems.bad == 1 ? "is" : "are");
        if (problems.bad > SHOWN) fprintf(stderr, ", the first %d are shown", SHOWN);
        fputc('\n', stderr);
    }
    return !enough_memory || status < 0 || problems.bad != 0 || problems.failed;
}

int main(int argc, char **argv) {
    static char standard_input[] = "-";
    static char *const only_standard_input[] = {standard_input, NULL};
    struct options options = {0};
    options.conditions = (struct condition *)calloc((size_t)argc, sizeof *options.conditions);
    if (options.conditions == NULL) return 1;
    int status = parse_options(&options, argc, argv);
    if (status < 0) status = run(&options, optind < argc ? argv + optind : only_standard_input);
    while (options.condition_count != 0)
        json_decref(options.conditions[--options.condition_count].value);
    free(options.conditions);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "jsonlines: standard output: %s\n", strerror(errno));
        return 1;
    }
    return status;
}
