/* A pipeline made by an initialiser, for compilers that cannot pass structs by value; and a copy of
 * it. */
#include "itertools.h"

#include <stdio.h>

ITER_SPAN(readings, int)
ITER_FILTER(plausible, readings, item >= 0)
ITER_PAIRWISE(neighbours, plausible)
ITER_MAP(rises, neighbours, int, item.second - item.first)
ITER_TAKE(shown, rises)

static const int data[] = {20, 22, -1, 24, 21, 30};

static const struct shown pipeline = {
    .rises.neighbours.plausible.readings = {data, 6, 0},
    .count_ = 3,
};

int main(void) {
    struct shown p, again;
    int rise = 0;
    p = pipeline; /* a copy: `pipeline` itself is never pulled from */
    shown_next(&p, &rise);
    printf("%d, ", rise);

    again = p; /* a copy of the current position */
    GEN_FOR (x, shown, &p) printf("%d ", x);
    printf("and again ");
    GEN_FOR (x, shown, &again) printf("%d ", x);
    printf("\n");
    return 0;
}
