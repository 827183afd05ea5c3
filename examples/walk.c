/* Recursion: an in-order walk of a tree. The frames are in an array. The cost of an item does not
 * depend on its depth. */
#include <stdio.h>

#include "gen_stack.h"

struct node {
    int value;
    const struct node *left, *right;
};

struct visit { /* the state of one level */
    struct gen gen;
    const struct node *at;
};

GEN_RECURSIVE(walk, visit, int) {
    GEN_BEGIN();
    if (self->at->left) GEN_CALL((struct visit){.at = self->at->left});
    GEN_YIELD(self->at->value);
    if (self->at->right) GEN_CALL((struct visit){.at = self->at->right});
    GEN_END();
}

int main(void) {
    static const struct node one = {1, NULL, NULL}, three = {3, NULL, NULL}, five = {5, NULL, NULL};
    static const struct node two = {2, &one, &three}, root = {4, &two, &five};
    struct visit frames[8] = {{.at = &root}};
    struct walk walk = {.frames = frames, .capacity = 8};
    GEN_FOR (value, walk, &walk) printf("%d ", value);
    printf("\n");
    return 0;
}
