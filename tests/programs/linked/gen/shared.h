/* Shared by several files: generators that one file defines, and one that each file defines for
 * itself. */
#ifndef SHARED_H
#define SHARED_H

#include "gen.h"

struct adder {
    struct gen gen;
    int sum;
};
GEN_DECLARE_RECV(adder, int, int)

struct squares {
    struct gen gen;
    int n;
};
GEN_DECLARE(squares, int)

/* Items of several sizes and kinds, which are returned in different ways. */
struct word {
    const char *from;
    unsigned long length;
    unsigned long number;
};
struct words {
    struct gen gen;
    const char *at;
    unsigned long number;
};
GEN_DECLARE(words, struct word)

struct halves {
    struct gen gen;
    double x;
};
GEN_DECLARE(halves, double)

struct letters {
    struct gen gen;
    const char *at;
};
GEN_DECLARE(letters, char)

/* Delegates to the adder. */
struct relay {
    struct gen gen;
    struct adder *adder;
};
GEN_DECLARE_RECV(relay, int, int)

struct countdown {
    struct gen gen;
    int n;
};
GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

int sum_of(struct countdown *numbers);

#ifdef __cplusplus
/* An item type that only C++ has. */
struct token {
    char value;
    token() : value(0) {}
    explicit token(char c) : value(c) {}
};
struct tokens {
    struct gen gen;
    const char *at;
};
GEN_DECLARE(tokens, token)
#endif

#endif
