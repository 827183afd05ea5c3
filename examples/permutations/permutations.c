/* permutations - the combinatoric iterators of Python's itertools for the command line. */
#define _GNU_SOURCE /* getopt_long */
#include "anagrams.h"
#include "addition.h"
#include "numbers.h"
#include "whole_file.h"

#include <getopt.h>

/* ---- Pipelines --------------------------------------------------------------------------------- */

/* Each of these fills the same row, so its length is all that they have to hand out. It is a number
 * and not a view, so that ITER_DYN may choose among them at run time. */
ITER_PERMUTATIONS(permutations, piece)
ITER_MAP(permuted, permutations, size_t, item.length)
ITER_COMBINATIONS(combinations, piece)
ITER_MAP(combined, combinations, size_t, item.length)
ITER_COMBINATIONS_WITH_REPLACEMENT(multisets, piece)
ITER_MAP(repeated, multisets, size_t, item.length)
ITER_PRODUCT_ARRAY(product, piece)
ITER_MAP(multiplied, product, size_t, item.length)

ITER_DYN(rows, size_t)
ITER_DYN_OF(rows, permuted)
ITER_DYN_OF(rows, combined)
ITER_DYN_OF(rows, repeated)
ITER_DYN_OF(rows, multiplied)
ITER_DYN_OF(rows, anagrams)

ITER_TAKE(few, rows)
ITER_LENGTH(count_few, few)

ITER_TAKE(few_additions, additions)
ITER_LENGTH(count_additions, few_additions)

/* ---- The program ------------------------------------------------------------------------------- */

static int fail(const char *where, int error) {
    fprintf(stderr, "permutations: %s: %s\n", where, strerror(error));
    return 1;
}

/* Return status 2 after a message. */
static int usage(const char *option, const char *value, const char *reason) {
    fprintf(stderr, "permutations: %s '%s': %s; try --help\n", option, value, reason);
    return 2;
}

static void print_row(const piece *row, size_t length, int letters) {
    for (size_t i = 0; i < length; i++) {
        if (i != 0 && !letters) putchar(' ');
        fwrite(row[i].data, 1, row[i].length, stdout);
    }
    putchar('\n');
}

static int solve_addition(iter_count first, int only_count) {
    static const digit digits[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    digit row[10];
    iter_count places[20], count;
    iter_count const letters = (iter_count)strlen(addition.letters);
    struct few_additions found =
        few_additions(additions(assignments(digits, 10, letters, row, places)), first);
    if (only_count) {
        (void)count_additions(&found, &count);
        printf("%lld\n", (long long)count);
    } else {
        GEN_FOR (solution, few_additions, &found) addition_print(solution.data);
    }
    return 0;
}

enum { MOST = 1000000 }; /* elements of a row */

struct request {
    int mode; /* 'P' permutations, 'c', 'w', 'p', 'a' */
    int letters, only_count;
    uint64_t length, first; /* UINT64_MAX: not given */
};

/* The elements of a request, and the length of its rows. */
struct plan {
    struct texts elements;
    size_t length; /* of a row */
    piece *row;
    iter_count *places;
    struct product_pool *pools;
    size_t *left;
    struct pick *frames;
    struct bag bag;
    struct permuted permuted;
    struct combined combined;
    struct repeated repeated;
    struct multiplied multiplied;
    struct anagrams anagrams;
};

static void plan_free(struct plan *plan) {
    free(plan->elements.data);
    free(plan->row);
    free(plan->places);
    free(plan->pools);
    free(plan->left);
    free(plan->frames);
}

/* Collect the elements, and for --product the pool of each word, as often as they are repeated. */
static int plan_elements(struct plan *plan, const struct request *request,
                         const struct texts *words) {
    int const is_product = request->mode == 'p';
    size_t const count = is_product ? words->length : 0;
    size_t const repeats = request->length == UINT64_MAX ? 1 : (size_t)request->length;
    const piece *next;
    plan->pools = (struct product_pool *)calloc(count * (repeats + 1) + 1, sizeof *plan->pools);
    if (plan->pools == NULL) return 0;
    for (size_t i = 0; i < words->length; i++) {
        piece const word = words->data[i];
        size_t const before = plan->elements.length;
        if (request->letters ? !texts_add_letters(&plan->elements, word)
            : is_product     ? !texts_add_parts(&plan->elements, word)
                             : !texts_add(&plan->elements, word.data, word.length))
            return 0;
        if (is_product) plan->pools[i].length = plan->elements.length - before;
    }
    next = plan->elements.data;
    for (size_t i = 0; i < count; i++) {
        plan->pools[i].data = next;
        if (plan->pools[i].length != 0) next += plan->pools[i].length;
    }
    for (size_t i = count; i < count * repeats; i++) plan->pools[i] = plan->pools[i - count];
    plan->length = is_product                      ? count * repeats
                   : request->length != UINT64_MAX ? (size_t)request->length
                                                   : plan->elements.length;
    return 1;
}

/* Allocate what the rows need. Return 0 if there is no memory; plan_free is due in any case. */
static int plan_make(struct plan *plan, const struct request *request, const struct texts *words) {
    if (!plan_elements(plan, request, words)) return 0;
    plan->row = (piece *)calloc(plan->length + 1, sizeof *plan->row);
    plan->places =
        (iter_count *)calloc(plan->elements.length + plan->length + 1, sizeof *plan->places);
    plan->left = (size_t *)calloc(plan->elements.length + 1, sizeof *plan->left);
    plan->frames = (struct pick *)calloc(plan->length + 1, sizeof *plan->frames);
    return plan->row != NULL && plan->places != NULL && plan->left != NULL && plan->frames != NULL;
}

/* Begin with the rows. */
static struct rows plan_rows(struct plan *plan, int mode) {
    piece *const from = plan->elements.data;
    iter_count const count = (iter_count)plan->elements.length, size = (iter_count)plan->length;
    if (mode == 'p') {
        plan->multiplied = multiplied(product(plan->pools, size, plan->row, plan->places));
        return rows_of_multiplied(&plan->multiplied);
    }
    if (mode == 'c') {
        plan->combined = combined(combinations(from, count, size, plan->row, plan->places));
        return rows_of_combined(&plan->combined);
    }
    if (mode == 'w') {
        plan->repeated = repeated(multisets(from, count, size, plan->row, plan->places));
        return rows_of_repeated(&plan->repeated);
    }
    if (mode == 'a') {
        plan->bag = (struct bag){from, plan->left, 0, plan->row, plan->length};
        if (size <= count) plan->bag.count = bag_sort(from, plan->elements.length, plan->left);
        plan->frames[0] = (struct pick){.bag = &plan->bag};
        plan->anagrams =
            (struct anagrams){.frames = plan->frames, .capacity = (unsigned)plan->length + 1};
        return rows_of_anagrams(&plan->anagrams);
    }
    plan->permuted = permuted(permutations(from, count, size, plan->row, plan->places));
    return rows_of_permuted(&plan->permuted);
}

/* Print the rows of the words. Return 0 or an error. */
static int print_rows(const struct request *request, const struct texts *words) {
    struct plan plan;
    int status = -ENOMEM;
    memset(&plan, 0, sizeof plan);
    if (plan_make(&plan, request, words)) {
        struct few found = few(plan_rows(&plan, request->mode), (iter_count)request->first);
        if (request->only_count) {
            iter_count count;
            status = count_few(&found, &count);
            printf("%lld\n", (long long)count);
        } else {
            GEN_FOR_STATUS (status, length, few, &found) {
                print_row(plan.row, length, request->letters);
                if (ferror(stdout)) break;
            }
        }
    }
    plan_free(&plan);
    return status < 0 ? -status : 0;
}

static void print_help(void) {
    puts(
        "usage: permutations [OPTION]... [WORD]...\n"
        "Print all permutations of the words (without a WORD: of the lines of standard input), or\n"
        "other rows of them, in the order of Python's itertools.\n"
        "\n"
        "  -c, --combinations      rows in the order of the words, none twice\n"
        "  -w, --with-replacement  the same, with any word any number of times\n"
        "  -p, --product           rows with a part of each word: its parts are between its "
        "commas\n"
        "  -a, --anagrams          different rows of the letters, sorted\n"
        "  -s, --solve             a WORD is a puzzle as SEND+MORE=MONEY: find its digits\n"
        "  -r, --length R          words in a row (by default all); for --product, how often the\n"
        "                          words are repeated\n"
        "  -l, --letters           take the letters of the words instead of the words\n"
        "  -f, --first N           stop after N rows\n"
        "  -n, --count             only how many rows there are\n"
        "      --help, --version\n"
        "\n"
        "Exit status: 0 done, 1 no memory or an error of input or output, 2 wrong usage.");
}

int main(int argc, char **argv) {
    static const struct option known[] = {
        {"combinations", no_argument, NULL, 'c'}, {"with-replacement", no_argument, NULL, 'w'},
        {"product", no_argument, NULL, 'p'},      {"anagrams", no_argument, NULL, 'a'},
        {"solve", no_argument, NULL, 's'},        {"length", required_argument, NULL, 'r'},
        {"letters", no_argument, NULL, 'l'},      {"first", required_argument, NULL, 'f'},
        {"count", no_argument, NULL, 'n'},        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},      {NULL, 0, NULL, 0}};
    struct request request = {'P', 0, 0, UINT64_MAX, PTRDIFF_MAX};
    struct texts words = {NULL, 0, 0};
    char *input = NULL;
    size_t length = 0;
    int error = 0, option;

    while ((option = getopt_long(argc, argv, "cwpasr:lf:n", known, NULL)) != -1) {
        switch (option) {
        case 'c':
        case 'w':
        case 'p':
        case 'a':
        case 's':
            if (request.mode != 'P' && request.mode != option)
                return usage("option", argv[optind - 1], "there is another kind of rows before it");
            request.mode = option;
            if (option == 'a') request.letters = 1;
            break;
        case 'r':
            if (read_number(optarg, MOST, &request.length) == 0) break;
            return usage("--length", optarg, "not a number up to 1000000");
        case 'f':
            if (read_number(optarg, PTRDIFF_MAX, &request.first) == 0) break;
            return usage("--first", optarg, "not a number");
        case 'l': request.letters = 1; break;
        case 'n': request.only_count = 1; break;
        case 'h': print_help(); return 0;
        case 'v': puts("permutations 1.0"); return 0;
        default: fputs("permutations: try --help\n", stderr); return 2;
        }
    }
    if (request.mode == 's') {
        for (int i = optind; i < argc; i++) {
            const char *const reason = addition_read(argv[i]);
            if (reason != NULL) return usage("--solve", argv[i], reason);
            (void)solve_addition((iter_count)request.first, request.only_count);
        }
    } else {
        if (optind == argc) {
            struct text_lines lines;
            error = -read_whole_stream(stdin, &input, &length);
            if (error != 0) return fail("standard input", error);
            lines = text_lines(input, length);
            GEN_FOR (line, text_lines, &lines) {
                if (!texts_add(&words, line.data, line.length)) error = ENOMEM;
            }
        }
        for (int i = optind; i < argc && error == 0; i++)
            if (!texts_add(&words, argv[i], strlen(argv[i]))) error = ENOMEM;
        if (error == 0) error = print_rows(&request, &words);
        if (error != 0) error = fail("the rows", error);
        free(words.data);
        free(input);
    }
    if (fflush(stdout) == 0 && !ferror(stdout)) return error;
    return fail("standard output", errno);
}
