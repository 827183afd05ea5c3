/* Delegation: the pages of a print job, "3-5, 9, 12-13", range by range. */
#include <stdio.h>

#include "gen.h"

struct range {
    struct gen gen;
    int page, last;
    int count; /* the result */
};

GEN(range, int) {
    GEN_BEGIN();
    for (; self->page <= self->last; self->page++) {
        self->count++;
        GEN_YIELD(self->page);
    }
    GEN_END();
}

struct pages {
    struct gen gen;
    const struct range *ranges;
    int length;
    int i;
    struct range range; /* the child */
    int count;          /* the result */
};

GEN(pages, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < self->length; self->i++) {
        self->range = self->ranges[self->i];
        GEN_YIELD_FROM(range, &self->range);
        self->count += self->range.count;
    }
    GEN_END();
}

int main(void) {
    static const struct range ranges[] = {
        {.page = 3, .last = 5}, {.page = 9, .last = 9}, {.page = 12, .last = 13}};
    struct pages p = {.ranges = ranges, .length = 3};
    GEN_FOR (page, pages, &p) printf("%d ", page);
    printf("(%d pages)\n", p.count);
    return 0;
}
