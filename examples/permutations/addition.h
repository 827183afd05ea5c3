/* addition.h - puzzles such as SEND+MORE=MONEY: which digits do the letters stand for? Different
 * letters are different digits, and a number does not begin with 0. A pipeline tries them all. */
#ifndef PERMUTATIONS_ADDITION_H
#define PERMUTATIONS_ADDITION_H

#include "itertools.h"

#include <stdio.h>
#include <string.h>

struct addition {
    const char *text;
    char letters[11];    /* that occur */
    int64_t weights[10]; /* of each letter: the puzzle is solved if the weighted digits sum to 0 */
    int leads[10];       /* whether a number begins with it */
};

static struct addition addition; /* which the condition below sees */

typedef int digit;
ITER_PERMUTATIONS(assignments, digit)

static int adds_up(const digit *digits, size_t count) {
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (digits[i] == 0 && addition.leads[i]) return 0;
        sum += addition.weights[i] * digits[i];
    }
    return sum == 0;
}
ITER_FILTER(additions, assignments, adds_up(item.data, item.length))

/* Read a puzzle. Return NULL, or the reason why it is not a puzzle. */
static const char *addition_read(const char *puzzle) {
    int64_t sign = -1, weight = 1; /* it is read from its end */
    size_t const end = strlen(puzzle);
    memset(&addition, 0, sizeof addition);
    addition.text = puzzle;
    for (size_t at = end; at-- > 0;) {
        char const c = puzzle[at];
        if (c >= 'A' && c <= 'Z') {
            const char *known = strchr(addition.letters, c);
            size_t letter = known != NULL ? (size_t)(known - addition.letters) : 0;
            if (known == NULL) {
                letter = strlen(addition.letters);
                if (letter == 10) return "it has more than ten letters";
                addition.letters[letter] = c;
            }
            if (weight > INT64_C(1000000000000000)) return "a number has more than 16 letters";
            addition.weights[letter] += sign * weight;
            if (at == 0 || puzzle[at - 1] < 'A') addition.leads[letter] = 1;
            weight *= 10;
        } else if ((c == '=' ? sign < 0 : c == '+') && weight > 1 && at != 0) {
            if (c == '=') sign = 1;
            weight = 1;
        } else {
            return c == '=' || c == '+' ? "a + or = stands where a letter is missing"
                                        : "only capital letters, + and one = may stand there";
        }
    }
    return sign < 0 ? "there is no =" : NULL;
}

static void addition_print(const digit *digits) {
    for (const char *c = addition.text; *c != '\0'; c++) {
        const char *const letter = strchr(addition.letters, *c);
        putchar(letter != NULL ? '0' + digits[letter - addition.letters] : *c);
    }
    putchar('\n');
}

#endif
