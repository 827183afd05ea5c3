/* tree_walk - walks trees by recursive generators: in order, merged with another one, or leaf by
 * leaf beside another one, as far as they agree. */
#define _GNU_SOURCE /* getopt_long */
#include "trees.h"
#include "lines.h"
#include "numbers.h"

#include <getopt.h>
#include <stdio.h>

/* ---- Pipelines --------------------------------------------------------------------------------- */

ITER_TAKE(few_numbers, walk)

ITER_MERGE(merged, walk, walk, b < a)
ITER_TAKE(few_merged, merged)

ITER_TAKE(few_items, branches)

/* The leaves of two trees side by side. Both walks go on by one leaf at a time; the one that ends
 * first is continued by leaves without text. */
ITER_ZIP_LONGEST(pairs, branches, branches)
ITER_ENUMERATE(numbered, pairs)
ITER_FIND(find_difference, numbered,
          item.value.first.at == NULL || item.value.second.at == NULL ||
              item.value.first.length != item.value.second.length ||
              memcmp(item.value.first.at, item.value.second.at, item.value.first.length) != 0)

/* ---- Input ------------------------------------------------------------------------------------- */

static int fail(const char *file, long line, const char *reason) {
    if (line != 0)
        fprintf(stderr, "tree_walk: %s:%ld: %s\n", file, line, reason);
    else
        fprintf(stderr, "tree_walk: %s: %s\n", file, reason);
    return 1;
}

static int fail_number(const char *file, long line, const char *at, size_t length, int error) {
    if (line != 0)
        fprintf(stderr, "tree_walk: %s:%ld: ", file, line);
    else
        fprintf(stderr, "tree_walk: %s: ", file);
    fprintf(stderr, "'%.*s'%s is not a number%s\n", length > 40 ? 40 : (int)length, at,
            length > 40 ? "..." : "", error == ERANGE ? " of 64 bits" : "");
    return 1;
}

/* Read a word as a number. Return 0, EINVAL or ERANGE. */
static int read_integer(const char *at, size_t length, int64_t *value) {
    size_t i = length != 0 && (*at == '-' || *at == '+');
    int const negative = i != 0 && *at == '-';
    uint64_t const most = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
    uint64_t number = 0;
    int error = 0;
    if (i == length) return EINVAL;
    for (; i < length; i++) {
        unsigned const digit = (unsigned char)at[i] - (unsigned)'0';
        if (digit > 9) return EINVAL;
        if (number > (most - digit) / 10)
            error = ERANGE;
        else
            number = 10 * number + digit;
    }
    *value = negative ? (int64_t)(0 - number) : (int64_t)number;
    return error;
}

/* Add the numbers in a line to a tree. Return 0, or 1 after a message. */
static int add_numbers(struct tree *tree, const char *file, const struct line *line) {
    const char *at = line->at;
    const char *const end = at + line->length;
    while (at != end) {
        const char *const word = at;
        int64_t value;
        int error;
        while (at != end && *at != ' ' && *at != '\t') at++;
        if (at == word) {
            at++;
            continue;
        }
        error = read_integer(word, (size_t)(at - word), &value);
        if (error != 0) return fail_number(file, line->number, word, (size_t)(at - word), error);
        if (tree_add(tree, value) != 0) return fail(file, line->number, strerror(ENOMEM));
    }
    return 0;
}

static int add_item(struct outline *outline, const char *file, const struct line *line) {
    int const error = outline_add(outline, line->at, line->length);
    if (error == 0) return 0;
    return fail(file, line->number,
                error == EINVAL ? "indented as no line above it" : strerror(error));
}

static ptrdiff_t read_input(void *context, char *into, size_t size) {
    size_t const got = fread(into, 1, size, (FILE *)context);
    return got == 0 && ferror((FILE *)context) ? -errno : (ptrdiff_t)got;
}

/* Read a file ("-" is standard input) into the one of both that is not NULL. */
static int read_tree(const char *file, struct tree *tree, struct outline *outline) {
    int const is_standard = strcmp(file, "-") == 0;
    FILE *const input = is_standard ? stdin : fopen(file, "r");
    const char *const name = is_standard ? "standard input" : file;
    struct lines lines;
    int failed = 0, status;
    if (input == NULL) return fail(name, 0, strerror(errno));
    lines = lines_of(read_input, input);
    GEN_FOR_STATUS (status, line, lines, &lines) {
        failed = tree != NULL ? add_numbers(tree, name, &line) : add_item(outline, name, &line);
        if (failed) break;
    }
    if (status < 0) failed = fail(name, 0, strerror(-status));
    (void)lines_close(&lines);
    if (!is_standard) fclose(input);
    return failed;
}

/* ---- Output ------------------------------------------------------------------------------------ */

static void print_number(int64_t number) { printf("%lld\n", (long long)number); }

static void print_text(struct text text) {
    fwrite(text.at, 1, text.length, stdout);
    putchar('\n');
}

static void print_leaf(const char *file, struct text leaf) {
    printf("%s: %.*s\n", file, (int)leaf.length, leaf.at != NULL ? leaf.at : "");
}

/* Each of these returns GEN_DONE, GEN_YIELDED if it stopped early, or an error: there is no memory for
 * the frames. */
static int print_numbers(const struct tree *tree, enum order order, iter_count first) {
    struct walk const walk = walk_of(tree, order);
    struct few_numbers few = few_numbers(walk, first);
    int status = -ENOMEM;
    if (walk.frames != NULL)
        GEN_FOR_STATUS (status, number, few_numbers, &few) {
            print_number(number);
            if (ferror(stdout)) break;
        }
    free(walk.frames);
    return status;
}

static int print_merged(const struct tree *a, const struct tree *b, iter_count first) {
    struct walk const walk_a = walk_of(a, IN), walk_b = walk_of(b, IN);
    struct few_merged few = few_merged(merged(walk_a, walk_b), first);
    int status = -ENOMEM;
    if (walk_a.frames != NULL && walk_b.frames != NULL)
        GEN_FOR_STATUS (status, number, few_merged, &few) {
            print_number(number);
            if (ferror(stdout)) break;
        }
    free(walk_a.frames);
    free(walk_b.frames);
    return status;
}

static int print_items(const struct outline *outline, enum order order, iter_count first) {
    struct branches const walk = branches_of(outline, order);
    struct few_items few = few_items(walk, first);
    int status = -ENOMEM;
    if (walk.frames != NULL)
        GEN_FOR_STATUS (status, text, few_items, &few) {
            print_text(text);
            if (ferror(stdout)) break;
        }
    free(walk.frames);
    return status;
}

/* Compare the leaves of two trees, and print the first difference. */
static int compare_leaves(const struct outline *a, const struct outline *b, char **names) {
    struct text const no_text = {NULL, 0};
    struct branches const walk_a = branches_of(a, LEAVES), walk_b = branches_of(b, LEAVES);
    struct numbered leaves = numbered(pairs(walk_a, walk_b, no_text, no_text), 1);
    struct numbered_item found;
    int status = -ENOMEM;
    if (walk_a.frames != NULL && walk_b.frames != NULL) status = find_difference(&leaves, &found);
    if (status == GEN_YIELDED) {
        printf("leaf %lld differs\n", (long long)found.index);
        print_leaf(names[0], found.value.first);
        print_leaf(names[1], found.value.second);
    }
    free(walk_a.frames);
    free(walk_b.frames);
    return status;
}

/* ---- The command line -------------------------------------------------------------------------- */

static void print_help(void) {
    puts("usage: tree_walk [OPTION]... NUMBER...         (a negative one after --)\n"
         "       tree_walk [OPTION]... --numbers FILE\n"
         "       tree_walk [OPTION]... --merge FILE FILE\n"
         "       tree_walk [OPTION]... --outline FILE\n"
         "       tree_walk --same-leaves FILE FILE\n"
         "Put numbers into a binary search tree, in the order given, and print its nodes; or\n"
         "read a tree of indented lines. FILE may be - for standard input.\n"
         "\n"
         "  -o, --order ORDER    in (the default for numbers), pre (that for an outline), post\n"
         "  -f, --first N        print the first N alone\n"
         "  -n, --numbers        numbers from a file, separated by blanks or newlines\n"
         "  -m, --merge          the numbers of two files, each from a tree, as one sorted "
         "sequence\n"
         "  -t, --outline        the lines of a file: each is the parent of those indented below "
         "it\n"
         "  -s, --same-leaves    the first difference between the leaves of two outlines\n"
         "      --help, --version\n"
         "\n"
         "Exit status: 0 done, 1 the leaves differ or something failed, 2 wrong usage.");
}

static int usage(const char *reason) {
    fprintf(stderr, "tree_walk: %s; try --help\n", reason);
    return 2;
}

int main(int argc, char **argv) {
    static const struct option known[] = {{"order", required_argument, NULL, 'o'},
                                          {"first", required_argument, NULL, 'f'},
                                          {"numbers", no_argument, NULL, 'n'},
                                          {"merge", no_argument, NULL, 'm'},
                                          {"outline", no_argument, NULL, 't'},
                                          {"same-leaves", no_argument, NULL, 's'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'v'},
                                          {NULL, 0, NULL, 0}};
    static const char *const orders[] = {"pre", "in", "post"};
    struct tree trees[2] = {{NULL, 0, 0, 0, 0, 0}, {NULL, 0, 0, 0, 0, 0}};
    struct outline outlines[2] = {{NULL, 0, 0, NULL, 0, 0, 0}, {NULL, 0, 0, NULL, 0, 0, 0}};
    uint64_t first = PTRDIFF_MAX;
    int mode = 0, order = -1, failed = 0, option, status = GEN_DONE;

    while ((option = getopt_long(argc, argv, "o:f:nmts", known, NULL)) != -1) {
        switch (option) {
        case 'o':
            for (order = 2; order >= 0 && strcmp(optarg, orders[order]) != 0; order--) {}
            if (order < 0) return usage("--order is pre, in or post");
            break;
        case 'f':
            if (read_number(optarg, PTRDIFF_MAX, &first) != 0)
                return usage("--first takes a number");
            break;
        case 'n':
        case 'm':
        case 't':
        case 's':
            if (mode != 0 && mode != option) return usage("more than one kind of walk");
            mode = option;
            break;
        case 'h': print_help(); return 0;
        case 'v': puts("tree_walk 1.0"); return 0;
        default: return usage("wrong option");
        }
    }
    argv += optind;
    argc -= optind;
    if (mode == 0 ? argc == 0 : argc != (mode == 'm' || mode == 's' ? 2 : 1))
        return usage(mode == 0 ? "no numbers" : "wrong number of files");
    if ((mode == 't' && order == IN) || (mode == 'm' && order >= 0 && order != IN) ||
        (mode == 's' && order >= 0))
        return usage("there is no such order here");

    for (int i = 0; i < argc && !failed; i++) {
        struct line const argument = {argv[i], strlen(argv[i]), 0};
        if (mode == 0)
            failed = add_numbers(&trees[0], "argument", &argument);
        else if (mode == 'n' || mode == 'm')
            failed = read_tree(argv[i], &trees[i], NULL);
        else
            failed = read_tree(argv[i], NULL, &outlines[i]);
    }
    if (!failed) {
        if (mode == 's')
            status = compare_leaves(&outlines[0], &outlines[1], argv);
        else if (mode == 't')
            status =
                print_items(&outlines[0], order < 0 ? PRE : (enum order)order, (iter_count)first);
        else if (mode == 'm')
            status = print_merged(&trees[0], &trees[1], (iter_count)first);
        else
            status =
                print_numbers(&trees[0], order < 0 ? IN : (enum order)order, (iter_count)first);
    }
    if (status < 0) failed = fail("the walk", 0, strerror(-status));
    if (mode == 's' && status == GEN_YIELDED) failed = 1;
    for (int i = 0; i < 2; i++) {
        free(trees[i].nodes);
        free(outlines[i].items);
        free(outlines[i].characters);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) failed = fail("standard output", 0, strerror(errno));
    return failed;
}
