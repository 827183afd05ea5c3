/* solve.h - all solutions of a sudoku, one after the other, by a recursive generator. It goes on
 * where the last solution was found: the next one costs only the search for it. */
#ifndef SUDOKU_SOLVE_H
#define SUDOKU_SOLVE_H

#include "gen_stack.h"
#include "itertools.h"

#include <string.h>

enum { CELLS = 81, UNITS = 27 };

/* A board. A set of digits is a number with a bit for each: 1 is the digit 1, 256 is 9. */
struct board {
    char text[CELLS + 1]; /* '1' to '9', or '.' */
    unsigned used[UNITS]; /* the digits in each row, column and box */
};

/* The three units of a cell: its row is 0 to 8, its column 9 to 17, its box 18 to 26. */
static int row_of(int cell) { return cell / 9; }
static int column_of(int cell) { return 9 + cell % 9; }
static int box_of(int cell) { return 18 + cell / 27 * 3 + cell % 9 / 3; }

/* Return the cell at a place, 0 to 8, of a unit. */
static int cell_of(int unit, int place) {
    if (unit < 9) return 9 * unit + place;
    if (unit < 18) return 9 * place + unit - 9;
    return 27 * ((unit - 18) / 3) + 9 * (place / 3) + 3 * ((unit - 18) % 3) + place % 3;
}

/* Return the digits that none of the cell's units has. */
static unsigned candidates(const struct board *board, int cell) {
    return 0x1FFu &
           ~(board->used[row_of(cell)] | board->used[column_of(cell)] | board->used[box_of(cell)]);
}

static char digit_of(unsigned bit) {
    char digit = '1';
    while ((bit >>= 1) != 0) digit++;
    return digit;
}

/* Put a digit into an empty cell, or take it back. */
static void toggle(struct board *board, int cell, unsigned bit) {
    board->used[row_of(cell)] ^= bit;
    board->used[column_of(cell)] ^= bit;
    board->used[box_of(cell)] ^= bit;
    board->text[cell] = board->text[cell] == '.' ? digit_of(bit) : '.';
}

/* Choose the empty cell with the fewest candidates, which fill *set. Return -1 if none is empty. */
static int choose(const struct board *board, unsigned *set) {
    int best = -1, fewest = 10;
    unsigned open[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
        int count = 0;
        open[cell] = board->text[cell] == '.' ? candidates(board, cell) : 0;
        if (board->text[cell] != '.') continue;
        for (unsigned rest = open[cell]; rest != 0; rest &= rest - 1) count++;
        if (count >= fewest) continue;
        fewest = count;
        best = cell;
        *set = open[cell];
    }
    if (fewest <= 1) return best;
    /* A digit that has one place only in a unit is as good as a cell with one candidate. One that
     * has no place is better: there is no solution. */
    for (int unit = 0; best >= 0 && unit < UNITS; unit++) {
        unsigned once = 0, twice = 0;
        for (int place = 0; place < 9; place++) {
            unsigned const candidate = open[cell_of(unit, place)];
            twice |= once & candidate;
            once |= candidate;
        }
        if ((once | board->used[unit]) != 0x1FF) {
            *set = 0;
            return best;
        }
        once &= ~twice;
        if (once == 0) continue;
        once &= 0 - once;
        for (int place = 0; place < 9; place++) {
            if ((open[cell_of(unit, place)] & once) == 0) continue;
            *set = once;
            return cell_of(unit, place);
        }
    }
    return best;
}

struct guess { /* one level: a cell, and the digits that are yet to be tried there */
    struct gen gen;
    struct board *board;
    int cell;
    unsigned untried;
};

/* The solutions of the board in the outermost frame, each in place until the next one is pulled. */
typedef const char *solution;
GEN_RECURSIVE(solve, guess, solution) {
    GEN_BEGIN();
    self->cell = choose(self->board, &self->untried);
    if (self->cell < 0) GEN_YIELD(self->board->text);
    for (; self->untried != 0; self->untried &= self->untried - 1) {
        toggle(self->board, self->cell, self->untried & (0 - self->untried));
        GEN_CALL((struct guess){.board = self->board});
        toggle(self->board, self->cell, self->untried & (0 - self->untried));
    }
    GEN_END();
}

enum { SOLVE_FRAMES = CELLS + 1 };

#endif
