/* Shared by the bodies in lost.c and kept.c; measure.py adds a main to them. */
#ifndef CORPUS_H
#define CORPUS_H

#include "gen_stack.h"

struct point {
    int x, y;
};

/* Yields 1, 2, 3, and is pending once before each. */
struct child {
    struct gen gen;
    int i, is_ready;
};
GEN(child, int) {
    GEN_BEGIN();
    for (self->i = 1; self->i <= 3; self->i++) {
        self->is_ready = 0;
        GEN_AWAIT(self->is_ready++);
        GEN_YIELD(self->i);
    }
    GEN_END();
}

/* BODY(name) { body }: a generator of ints with these fields. All are 0 at first, except n, which
 * is 3, and text, which is "abc". RECEIVER gets 10, 20, 30... after the first item. A RECURSIVE
 * body calls itself; at the depth 1, self->i is 1. */
#define FIELDS(name) \
    struct name { \
        struct gen gen; \
        int i, j, n, m, error, kept; \
        int list[4]; \
        struct point at; \
        const char *text; \
        const int *at_int; \
        struct child child; \
    };
#define BODY(name) FIELDS(name) GEN(name, int)
#define RECEIVER(name) FIELDS(name) GEN_RECV(name, int, int)
#define RECURSIVE(name) \
    FIELDS(name##_frame) \
    GEN_RECURSIVE(name, name##_frame, int)

int number(void);   /* returns 1, 2, 3... */
int is_ready(void); /* returns 0, 1, 0, 1... */
int twice(int value);
int sum(const int *from, int count);
void fill(int *to, int count); /* with 1, 2, 3... */
void spell(char *to);          /* "abc" */
int set(int *to, int value);   /* returns value, too */
struct point point(int x, int y);
void note(int value); /* counts as an item */

#endif
