/* The variables that survive a yield: the counters of two nested loops are fields. */
#include <stdio.h>

#include "gen.h"

struct table {
    struct gen gen;
    int size;
    int row, column;
};

GEN(table, int) {
    const int size = self->size; /* runs at every resume, so `size` is always right */
    GEN_BEGIN();
    for (self->row = 1; self->row <= size; self->row++)
        for (self->column = 1; self->column <= size; self->column++)
            GEN_YIELD(self->row * self->column);
    GEN_END();
}

int main(void) {
    struct table t = {.size = 4};
    GEN_FOR (product, table, &t) printf("%3d%s", product, t.column == t.size ? "\n" : "");
    return 0;
}
