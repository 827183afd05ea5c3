/* texts.h - arrays of words and letters. A piece is part of a text, and no '\0' ends it. */
#ifndef PERMUTATIONS_TEXTS_H
#define PERMUTATIONS_TEXTS_H

#include "iter_text.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

ITER_LINES(text_lines)
typedef text_lines_item piece;

struct texts { /* zeroed, it is empty */
    piece *data;
    size_t length, room;
};

/* Add a piece. Return 0 if there is no memory. */
static int texts_add(struct texts *texts, const char *at, size_t length) {
    if (texts->length == texts->room) {
        size_t const room = texts->room == 0 ? 16 : 2 * texts->room;
        piece *const data = (piece *)realloc(texts->data, room * sizeof *data);
        if (data == NULL) return 0;
        texts->data = data;
        texts->room = room;
    }
    texts->data[texts->length++] = (piece){at, length};
    return 1;
}

/* Add the characters of a piece; an invalid byte is one, too. */
static int texts_add_letters(struct texts *texts, piece word) {
    size_t at = 0;
    while (at < word.length) {
        uint32_t character;
        size_t const length = utf8_decode(word.data + at, word.length - at, &character);
        if (!texts_add(texts, word.data + at, length != 0 ? length : 1)) return 0;
        at += length != 0 ? length : 1;
    }
    return 1;
}

/* Add what stands between the commas of a piece. */
static int texts_add_parts(struct texts *texts, piece word) {
    size_t from = 0;
    for (size_t at = 0; at <= word.length; at++) {
        if (at < word.length && word.data[at] != ',') continue;
        if (!texts_add(texts, word.data + from, at - from)) return 0;
        from = at + 1;
    }
    return 1;
}

/* Compare two texts, for qsort. */
static int text_compare(const void *a, const void *b) {
    const piece *const left = (const piece *)a, *const right = (const piece *)b;
    size_t const least = left->length < right->length ? left->length : right->length;
    int const order = least != 0 ? memcmp(left->data, right->data, least) : 0;
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

#endif
