/* n_queens - places n queens on a board so that none attacks another. A recursive generator hands
 * out one board after the other; a pipeline drops reflections and stops in time. */
#define _GNU_SOURCE /* getopt_long */
#include "gen_stack.h"
#include "itertools.h"
#include "numbers.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 32 };

struct board { /* a set of columns is a number with a bit for each */
    int size;
    uint32_t columns;
    uint32_t queens[MOST]; /* of each row, the column of its queen */
};

struct place { /* one level: a row, and the columns that are yet to be tried there */
    struct gen gen;
    int row;
    struct board *board;
    uint32_t taken, left, right; /* attacked along columns, and along both kinds of diagonals */
    uint32_t untried;
};

/* Put a queen into the lowest untried column, and return the level of the next row. */
static struct place put_queen(struct place *self) {
    uint32_t const queen = self->untried & (0 - self->untried);
    self->untried ^= queen;
    self->board->queens[self->row] = queen;
    return (struct place){.board = self->board,
                          .row = self->row + 1,
                          .taken = self->taken | queen,
                          .left = (self->left | queen) << 1,
                          .right = (self->right | queen) >> 1};
}

/* All solutions, each in place until the next one is pulled. */
typedef const struct board *solution;
GEN_RECURSIVE(place_queens, place, solution) {
    GEN_BEGIN();
    if (self->row == self->board->size) {
        GEN_YIELD(self->board);
        GEN_RETURN();
    }
    self->untried = self->board->columns & ~(self->taken | self->left | self->right);
    while (self->untried != 0) GEN_CALL(put_queen(self));
    GEN_END();
}

static int column_of(uint32_t queen) {
    int column = 0;
    while ((queen >>= 1) != 0) column++;
    return column;
}

/* Return whether a solution comes first among its eight images: turned, and reflected. Each set of
 * images has one such solution, which stands for all of them. */
static int is_fundamental(const struct board *board) {
    int const last = board->size - 1;
    int columns[MOST] = {0}, image[MOST] = {0};
    for (int row = 0; row <= last; row++) columns[row] = column_of(board->queens[row]);
    for (int kind = 1; kind < 8; kind++) {
        int row = 0;
        for (int i = 0; i <= last; i++) {
            int const x = (kind & 1) != 0 ? last - i : i;
            int const y = (kind & 2) != 0 ? last - columns[i] : columns[i];
            image[(kind & 4) != 0 ? y : x] = (kind & 4) != 0 ? x : y;
        }
        while (row < last && image[row] == columns[row]) row++;
        if (image[row] < columns[row]) return 0;
    }
    return 1;
}

static int only_fundamental;

ITER_FLEETING(solutions, place_queens)
ITER_FILTER(wanted, solutions, !only_fundamental || is_fundamental(item))
ITER_TAKE(few, wanted)
ITER_LENGTH(count_few, few)

static void print_list(const struct board *board) {
    for (int row = 0; row < board->size; row++)
        printf(row == 0 ? "%d" : " %d", column_of(board->queens[row]) + 1);
    putchar('\n');
}

static void print_board(const struct board *board) {
    for (int row = 0; row < board->size; row++) {
        int const queen = column_of(board->queens[row]);
        for (int column = 0; column < board->size; column++)
            fputs(column == 0 ? (queen == 0 ? "Q" : ".") : queen == column ? " Q" : " .", stdout);
        putchar('\n');
    }
}

static void print_help(void) {
    puts("usage: n_queens [OPTION]... N\n"
         "Print all ways to place N queens (1 to 32) on a board of N by N squares, so that none\n"
         "attacks another.\n"
         "\n"
         "  -c, --count         only how many there are\n"
         "  -f, --first K       stop after K of them\n"
         "  -F, --fundamental   one of those that are the same when turned or reflected\n"
         "  -l, --list          of each row the number of the queen's column, instead of a board\n"
         "      --help, --version\n"
         "\n"
         "Exit status: 0 done, 1 an error of the output, 2 wrong usage.");
}

int main(int argc, char **argv) {
    static const struct option known[] = {{"count", no_argument, NULL, 'c'},
                                          {"first", required_argument, NULL, 'f'},
                                          {"fundamental", no_argument, NULL, 'F'},
                                          {"list", no_argument, NULL, 'l'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'v'},
                                          {NULL, 0, NULL, 0}};
    uint64_t size = 0, first = PTRDIFF_MAX;
    int only_count = 0, is_list = 0, printed = 0, option;
    struct board board = {0, 0, {0}};
    struct place frames[MOST + 1] = {{.board = &board}};
    struct place_queens const search = {.frames = frames, .capacity = MOST + 1};
    struct few found;

    while ((option = getopt_long(argc, argv, "cf:Fl", known, NULL)) != -1) {
        switch (option) {
        case 'c': only_count = 1; break;
        case 'f':
            if (read_number(optarg, PTRDIFF_MAX, &first) == 0) break;
            fprintf(stderr, "n_queens: --first: '%s' is not a number\n", optarg);
            return 2;
        case 'F': only_fundamental = 1; break;
        case 'l': is_list = 1; break;
        case 'h': print_help(); return 0;
        case 'v': puts("n_queens 1.0"); return 0;
        default: fputs("n_queens: try --help\n", stderr); return 2;
        }
    }
    if (optind + 1 != argc) {
        fputs("n_queens: one number is needed; try --help\n", stderr);
        return 2;
    }
    if (read_number(argv[optind], MOST, &size) != 0 || size == 0) {
        fprintf(stderr, "n_queens: '%s' is not a number from 1 to %d\n", argv[optind], MOST);
        return 2;
    }

    board.size = (int)size;
    board.columns = UINT32_MAX >> (MOST - size);
    found = few(wanted(solutions(search)), (iter_count)first);
    if (only_count) {
        iter_count count;
        (void)count_few(&found, &count);
        printf("%lld\n", (long long)count);
    } else {
        GEN_FOR (found_board, few, &found) {
            if (is_list)
                print_list(found_board);
            else {
                if (printed++ != 0) putchar('\n');
                print_board(found_board);
            }
            if (ferror(stdout)) break;
        }
    }
    if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
    perror("n_queens: standard output");
    return 1;
}
