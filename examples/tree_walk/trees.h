/* trees.h - trees of numbers and of lines, and the recursive generators that walk them. The nodes
 * of a tree lie in one array and name each other by index, so that it grows by realloc and is
 * freed by free. The frames of a walk are another array, with a frame for each level of the tree:
 * a walk of a tree of any height takes no more of the C stack than that of a leaf. */
#ifndef TREE_WALK_TREES_H
#define TREE_WALK_TREES_H

#include "gen_stack.h"
#include "itertools.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum order { PRE, IN, POST, LEAVES };

#define NONE SIZE_MAX /* the index of no node */

/* ---- A search tree of numbers ------------------------------------------------------------------ */

struct node {
    int64_t value;
    size_t left, right;
    unsigned level; /* 1 for the root */
};

struct tree { /* zeroed, it is empty; node 0 is the root */
    struct node *nodes;
    size_t count, room;
    size_t least, greatest;
    unsigned height;
};

/* Add a number. Return 0 or ENOMEM. */
static int tree_add(struct tree *tree, int64_t value) {
    size_t *link = NULL;
    size_t parent = 0;
    if (tree->count == tree->room) {
        size_t const room = tree->room == 0 ? 64 : 2 * tree->room;
        struct node *const nodes = (struct node *)realloc(tree->nodes, room * sizeof *nodes);
        if (nodes == NULL) return ENOMEM;
        tree->nodes = nodes;
        tree->room = room;
    }
    if (tree->count != 0) {
        /* Sorted input makes a tree that is a list. Do not go down all of it for each number. */
        if (value >= tree->nodes[tree->greatest].value)
            parent = tree->greatest;
        else if (value < tree->nodes[tree->least].value)
            parent = tree->least;
        for (;;) {
            struct node *const node = &tree->nodes[parent];
            link = value < node->value ? &node->left : &node->right;
            if (*link == NONE) break;
            parent = *link;
        }
        *link = tree->count;
    }
    tree->nodes[tree->count] =
        (struct node){value, NONE, NONE, link != NULL ? tree->nodes[parent].level + 1 : 1};
    if (tree->nodes[tree->count].level > tree->height)
        tree->height = tree->nodes[tree->count].level;
    if (link == NULL || link == &tree->nodes[tree->least].left) tree->least = tree->count;
    if (link == NULL || link == &tree->nodes[tree->greatest].right) tree->greatest = tree->count;
    tree->count++;
    return 0;
}

struct visit { /* what one level of the walk remembers */
    struct gen gen;
    enum order order;
    const struct node *nodes;
    size_t at;
};

static const struct node *node_of(const struct visit *visit) { return &visit->nodes[visit->at]; }

GEN_RECURSIVE(walk, visit, int64_t) {
    GEN_BEGIN();
    if (self->at == NONE) GEN_RETURN(); /* an empty tree */
    if (self->order == PRE) GEN_YIELD(node_of(self)->value);
    if (node_of(self)->left != NONE)
        GEN_CALL(
            (struct visit){.order = self->order, .nodes = self->nodes, .at = node_of(self)->left});
    if (self->order == IN) GEN_YIELD(node_of(self)->value);
    if (node_of(self)->right != NONE)
        GEN_CALL(
            (struct visit){.order = self->order, .nodes = self->nodes, .at = node_of(self)->right});
    if (self->order == POST) GEN_YIELD(node_of(self)->value);
    GEN_END();
}

/* Begin to walk a tree. The frames are the caller's to free; they are NULL if there is no memory. */
static struct walk walk_of(const struct tree *tree, enum order order) {
    unsigned const levels = tree->height != 0 ? tree->height : 1;
    struct visit *const frames = (struct visit *)malloc(levels * sizeof *frames);
    struct walk const walk = {.frames = frames, .capacity = levels};
    if (frames != NULL)
        frames[0] =
            (struct visit){.order = order, .nodes = tree->nodes, .at = tree->count != 0 ? 0 : NONE};
    return walk;
}

/* ---- A tree of indented lines ------------------------------------------------------------------ */

struct text {
    const char *at;
    size_t length;
};

struct item {            /* a line: its children are those below it that are indented more */
    size_t text, length; /* in the outline's characters */
    size_t indent;
    unsigned level;
    size_t parent, child, next; /* the first child, and the next one of the same parent */
};

struct outline { /* zeroed, it is empty; item 0 is the first of the outermost level */
    struct item *items;
    size_t count, room;
    char *characters;
    size_t used, space;
    unsigned height;
};

/* Add the next line. Return 0, ENOMEM, or EINVAL where it is indented as no line above it. */
static int outline_add(struct outline *outline, const char *line, size_t length) {
    size_t const at = outline->count;
    size_t indent = 0, above = at - 1;
    struct item item = {.parent = NONE, .child = NONE, .next = NONE, .level = 1};
    while (indent < length && (line[indent] == ' ' || line[indent] == '\t')) indent++;
    if (indent == length) return 0; /* an empty line */
    if (at == outline->room) {
        size_t const room = outline->room == 0 ? 64 : 2 * outline->room;
        struct item *const items = (struct item *)realloc(outline->items, room * sizeof *items);
        if (items == NULL) return ENOMEM;
        outline->items = items;
        outline->room = room;
    }
    if (outline->space - outline->used < length) {
        size_t const space = 2 * (outline->space + length);
        char *const characters = (char *)realloc(outline->characters, space);
        if (characters == NULL) return ENOMEM;
        outline->characters = characters;
        outline->space = space;
    }
    if (at != 0) {
        struct item *const items = outline->items;
        while (above != NONE && items[above].indent > indent) above = items[above].parent;
        if (above == NONE || (items[above].indent < indent && above != at - 1)) return EINVAL;
        if (items[above].indent < indent) {
            items[above].child = at;
            item.parent = above;
            item.level = items[above].level + 1;
        } else {
            items[above].next = at;
            item.parent = items[above].parent;
            item.level = items[above].level;
        }
    }
    item.indent = indent;
    item.text = outline->used;
    item.length = length - indent;
    memcpy(outline->characters + outline->used, line + indent, item.length);
    outline->used += item.length;
    outline->items[outline->count++] = item;
    if (item.level > outline->height) outline->height = item.level;
    return 0;
}

struct
    branch { /* what one level of the walk remembers: where it is among the children of an item */
    struct gen gen;
    enum order order;
    const struct outline *outline;
    size_t at;
};

static const struct item *item_of(const struct branch *branch) {
    return &branch->outline->items[branch->at];
}

static struct text text_of(const struct branch *branch) {
    const struct item *const item = item_of(branch);
    return (struct text){branch->outline->characters + item->text, item->length};
}

GEN_RECURSIVE(branches, branch, struct text) {
    GEN_BEGIN();
    for (; self->at != NONE; self->at = item_of(self)->next) {
        if (self->order == PRE || (self->order == LEAVES && item_of(self)->child == NONE))
            GEN_YIELD(text_of(self));
        if (item_of(self)->child != NONE)
            GEN_CALL((struct branch){
                .order = self->order, .outline = self->outline, .at = item_of(self)->child});
        if (self->order == POST) GEN_YIELD(text_of(self));
    }
    GEN_END();
}

/* Begin to walk an outline, as walk_of does. */
static struct branches branches_of(const struct outline *outline, enum order order) {
    unsigned const levels = outline->height != 0 ? outline->height : 1;
    struct branch *const frames = (struct branch *)malloc(levels * sizeof *frames);
    struct branches const walk = {.frames = frames, .capacity = levels};
    if (frames != NULL)
        frames[0] = (struct branch){
            .order = order, .outline = outline, .at = outline->count != 0 ? 0 : NONE};
    return walk;
}

#endif
