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

struct span {
    int first, last;
};

struct pages {
    struct gen gen;
    const struct span *at, *end;
    struct range range; /* the child */
    int count;          /* the result */
};

GEN(pages, int) {
    GEN_BEGIN();
    for (; self->at < self->end; self->at++) {
        self->range = (struct range){.page = self->at->first, .last = self->at->last};
        GEN_YIELD_FROM(range, &self->range);
        self->count += self->range.count;
    }
    GEN_END();
}

int main(void) {
    static const struct span spans[] = {{3, 5}, {9, 9}, {12, 13}};
    struct pages p = {.at = spans, .end = spans + 3};
    GEN_FOR (page, pages, &p) printf("%d ", page);
    printf("(%d pages)\n", p.count);
    return 0;
}
