/* A user-defined iterator over a linked list, and stages over it. */
#include "itertools.h"

#include <stdio.h>

struct node {
    int value;
    const struct node *next;
};

struct list { /* the iterator: its position */
    const struct node *at;
};
typedef int list_item;
static gen_status list_step(struct list *self, int *item) {
    if (self->at == NULL) return GEN_DONE;
    *item = self->at->value;
    self->at = self->at->next;
    return GEN_YIELDED;
}
static gen_status list_close(struct list *self) {
    self->at = NULL;
    return GEN_DONE;
}
ITER_DEFINE(list)

ITER_FILTER(odd, list, item % 2 == 1)
ITER_PAIRWISE(pairs, odd)

int main(void) {
    static const struct node nodes[] = {{3, nodes + 1}, {4, nodes + 2}, {1, nodes + 3}, {5, NULL}};
    struct list all = {nodes};
    struct pairs p = pairs(odd(all));
    GEN_FOR (x, pairs, &p) printf("%d-%d\n", x.first, x.second);
    return 0;
}
