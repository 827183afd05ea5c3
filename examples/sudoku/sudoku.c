/* sudoku - solves puzzles, one line each. The solver (solve.h) is a recursive generator, so that it
 * is the caller who decides how far to search: to the first solution, the second one, or all. */
#define _GNU_SOURCE /* getopt_long */
#include "solve.h"
#include "lines.h"

#include <getopt.h>
#include <stdio.h>

ITER_FLEETING(solutions, solve)
ITER_TAKE(few, solutions)
ITER_LENGTH(count_few, few)

static struct {
    int mode; /* 0 for the first solution, 'a' all, 'c' count, 'u' unique */
    int pretty;
} options;

static int failures;

static void fail(const char *file, long line, const char *reason) {
    if (line != 0)
        fprintf(stderr, "sudoku: %s:%ld: %s\n", file, line, reason);
    else
        fprintf(stderr, "sudoku: %s: %s\n", file, reason);
    failures++;
}

/* Read a puzzle. Return 0 after a message with its column. */
static int read_board(struct board *board, const char *file, const struct line *line) {
    static const char *const units[] = {"row", "column", "box"};
    char reason[80];
    memset(board, 0, sizeof *board);
    memset(board->text, '.', CELLS);
    for (int cell = 0; cell < CELLS && (size_t)cell < line->length; cell++) {
        char const c = line->at[cell];
        if (c >= '1' && c <= '9') {
            unsigned const bit = 1u << (c - '1');
            int const of[] = {row_of(cell), column_of(cell), box_of(cell)};
            for (int kind = 0; kind < 3; kind++) {
                if ((board->used[of[kind]] & bit) == 0) continue;
                snprintf(reason, sizeof reason, "column %d: a second %c in %s %d", cell + 1, c,
                         units[kind], of[kind] % 9 + 1);
                fail(file, line->number, reason);
                return 0;
            }
            toggle(board, cell, bit);
        } else if (c == '\0' || strchr("0._*", c) == NULL) {
            if (c > ' ' && c < 127)
                snprintf(reason, sizeof reason, "column %d: '%c' is no cell", cell + 1, c);
            else
                snprintf(reason, sizeof reason, "column %d: byte 0x%02X is no cell", cell + 1,
                         (unsigned)(unsigned char)c);
            fail(file, line->number, reason);
            return 0;
        }
    }
    if (line->length == CELLS) return 1;
    snprintf(reason, sizeof reason, "%zu characters, not %d", line->length, CELLS);
    fail(file, line->number, reason);
    return 0;
}

static void print_solution(const char *text) {
    if (!options.pretty) {
        puts(text);
        return;
    }
    for (int cell = 0; cell < CELLS; cell++) {
        if (cell % 27 == 0) puts("+-------+-------+-------+");
        if (cell % 3 == 0) fputs("| ", stdout);
        printf("%c ", text[cell]);
        if (cell % 9 == 8) puts("|");
    }
    puts("+-------+-------+-------+\n");
}

static void solve_puzzle(const char *file, const struct line *line) {
    struct board board;
    struct guess frames[SOLVE_FRAMES];
    struct solve const solver = {.frames = frames, .capacity = SOLVE_FRAMES};
    iter_count const most = options.mode == 0 ? 1 : options.mode == 'u' ? 2 : ITER_FOREVER;
    struct few found = few(solutions(solver), most);
    iter_count count = 0;
    if (line->length == 0 || *line->at == '#' || !read_board(&board, file, line)) return;
    frames[0] = (struct guess){.board = &board};
    if (options.mode == 'c' || options.mode == 'u') {
        (void)count_few(&found, &count);
        if (options.mode == 'c')
            printf("%lld\n", (long long)count);
        else
            puts(count == 0 ? "no solution" : count == 1 ? "unique" : "more than one solution");
        failures += options.mode == 'u' && count != 1;
        return;
    }
    GEN_FOR (text, few, &found) {
        print_solution(text);
        count++;
        if (ferror(stdout)) break;
    }
    if (count == 0) fail(file, line->number, "no solution");
}

static ptrdiff_t read_input(void *context, char *into, size_t size) {
    size_t const got = fread(into, 1, size, (FILE *)context);
    return got == 0 && ferror((FILE *)context) ? -errno : (ptrdiff_t)got;
}

static void solve_file(FILE *input, const char *file) {
    struct lines lines = lines_of(read_input, input);
    int status;
    GEN_FOR_STATUS (status, line, lines, &lines) {
        solve_puzzle(file, &line);
        if (ferror(stdout)) break;
    }
    if (status < 0) fail(file, 0, strerror(-status));
    (void)lines_close(&lines);
}

static void print_help(void) {
    puts("usage: sudoku [OPTION]... [FILE]...\n"
         "Solve the sudokus in the files, or in standard input (without a FILE, or for -). A line "
         "is\n"
         "a puzzle: 81 cells from left to right and from top to bottom, 1 to 9, or . 0 _ * for an\n"
         "empty one. Empty lines and those that begin with # are left out.\n"
         "\n"
         "  -p, --puzzle CELLS   solve this one (may be repeated; before the files)\n"
         "  -a, --all            print all solutions, not only the first\n"
         "  -c, --count          print how many solutions there are\n"
         "  -u, --unique         say whether there is just one: stop after the second\n"
         "  -P, --pretty         print solutions as boards\n"
         "      --help, --version\n"
         "\n"
         "Exit status: 0 done, 1 a puzzle was bad or without solution (with --unique: or had more\n"
         "than one), or a file could not be read or written, 2 wrong usage.");
}

int main(int argc, char **argv) {
    static const struct option known[] = {
        {"puzzle", required_argument, NULL, 'p'}, {"all", no_argument, NULL, 'a'},
        {"count", no_argument, NULL, 'c'},        {"unique", no_argument, NULL, 'u'},
        {"pretty", no_argument, NULL, 'P'},       {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},      {NULL, 0, NULL, 0}};
    static const char letters[] = "p:acuP";
    int puzzles = 0, option;

    while ((option = getopt_long(argc, argv, letters, known, NULL)) != -1) {
        switch (option) {
        case 'p': break; /* below, when all options are known */
        case 'a':
        case 'c':
        case 'u':
            if (options.mode != 0 && options.mode != option) {
                fputs("sudoku: one of --all, --count and --unique\n", stderr);
                return 2;
            }
            options.mode = option;
            break;
        case 'P': options.pretty = 1; break;
        case 'h': print_help(); return 0;
        case 'v': puts("sudoku 1.0"); return 0;
        default: fputs("sudoku: try --help\n", stderr); return 2;
        }
    }
    optind = 0; /* go over them once more */
    while ((option = getopt_long(argc, argv, letters, known, NULL)) != -1)
        if (option == 'p')
            solve_puzzle("--puzzle", &(struct line){optarg, strlen(optarg), ++puzzles});
    if (optind == argc && puzzles == 0) solve_file(stdin, "standard input");
    for (int i = optind; i < argc && !ferror(stdout); i++) {
        int const is_standard = strcmp(argv[i], "-") == 0;
        FILE *const input = is_standard ? stdin : fopen(argv[i], "r");
        if (input != NULL)
            solve_file(input, is_standard ? "standard input" : argv[i]);
        else
            fail(argv[i], 0, strerror(errno));
        if (input != NULL && !is_standard) fclose(input);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) fail("standard output", 0, strerror(errno));
    return failures != 0;
}
