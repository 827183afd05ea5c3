/* anagrams.h - the permutations of elements of which some are alike, each once, by a recursive
 * generator. */
#ifndef PERMUTATIONS_ANAGRAMS_H
#define PERMUTATIONS_ANAGRAMS_H

#include "gen_stack.h"
#include "texts.h"

struct bag { /* elements of different kinds */
    const piece *kinds;
    size_t *left; /* how many of each kind are not in the row */
    size_t count; /* of kinds */
    piece *row;
    size_t length;
};

struct pick { /* one level: the kind that stands at one place of the row */
    struct gen gen;
    struct bag *bag;
    size_t at, kind;
};

/* Fills the row with one permutation after the other, in the order of the kinds. The item is the
 * row's length. It needs a frame for each place, and one more. */
GEN_RECURSIVE(anagrams, pick, size_t) {
    struct bag *const bag = self->bag;
    GEN_BEGIN();
    if (self->at == bag->length) {
        GEN_YIELD(bag->length);
        GEN_RETURN();
    }
    for (; self->kind < bag->count; self->kind++) {
        if (bag->left[self->kind] == 0) continue;
        bag->left[self->kind]--;
        bag->row[self->at] = bag->kinds[self->kind];
        GEN_CALL((struct pick){.bag = bag, .at = self->at + 1});
        bag->left[self->kind]++;
    }
    GEN_END();
}

/* Sort elements, and count those that are alike. Return the number of kinds. */
static size_t bag_sort(piece *elements, size_t length, size_t *left) {
    size_t kinds = 0;
    if (length != 0) qsort(elements, length, sizeof *elements, text_compare);
    for (size_t i = 0; i < length; i++) {
        if (kinds != 0 && text_compare(&elements[kinds - 1], &elements[i]) == 0) {
            left[kinds - 1]++;
        } else {
            elements[kinds] = elements[i];
            left[kinds++] = 1;
        }
    }
    return kinds;
}

#endif
