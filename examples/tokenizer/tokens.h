/* tokens.h - a line of text as tokens: a generator. */
#ifndef TOKENIZER_TOKENS_H
#define TOKENIZER_TOKENS_H

#include "gen.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Text ------------------------------------------------------------------------------------ */

/* Return where the next character of UTF-8 begins. A byte that is invalid counts as a character. */
static inline const char *next_character(const char *at, const char *end) {
    unsigned char const first = (unsigned char)*at;
    int const length = first < 0xC2   ? 1
                       : first < 0xE0 ? 2
                       : first < 0xF0 ? 3
                       : first < 0xF5 ? 4
                                      : 1;
    for (int i = 1; i < length; i++)
        if (at + i >= end || ((unsigned char)at[i] & 0xC0) != 0x80) return at + 1;
    return at + length;
}

static inline long characters(const char *from, const char *to) {
    long count = 0;
    for (; from < to; from = next_character(from, to)) count++;
    return count;
}

/* A mistake in a text, and its place. */
struct mistake {
    const char *at;
    char reason[80];
};

enum { MISTAKE = -20001 }; /* the status that says that there is one */

/* Write down a mistake, and return its status. */
__attribute__((format(printf, 3, 4))) static inline gen_status
make_mistake(struct mistake *mistake, const char *at, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    mistake->at = at;
    (void)vsnprintf(mistake->reason, sizeof mistake->reason, format, arguments);
    va_end(arguments);
    return MISTAKE;
}

/* ---- Tokens ---------------------------------------------------------------------------------- */

struct value {
    int is_real;
    int64_t integer; /* if it is not */
    double real;     /* if it is */
};

/* clang-format off */
enum kind { END, NUMBER, NAME, LET, EQUAL, NOT_EQUAL, AT_MOST, AT_LEAST, LESS, GREATER, ASSIGN,
            PLUS, MINUS, TIMES, DIVIDE, MODULO, POWER, OPEN, CLOSE, COMMA, SEMICOLON, KINDS };
static const char *const kind_texts[KINDS] = {
    "the end", "a number", "a name", "let", "==", "!=", "<=", ">=", "<", ">", "=", "+",
    "-", "*", "/", "%", "^", "(", ")", ",", ";"};
/* clang-format on */

/* How tightly operators bind. */
enum level { NO_OPERATOR, COMPARISON, SUM, PRODUCT, UNARY, POWERS };

static inline enum level level_of(enum kind kind) {
    if (kind >= EQUAL && kind <= GREATER) return COMPARISON;
    if (kind == PLUS || kind == MINUS) return SUM;
    if (kind == TIMES || kind == DIVIDE || kind == MODULO) return PRODUCT;
    return kind == POWER ? POWERS : NO_OPERATOR;
}

struct token {
    enum kind kind;
    long line, column; /* from 1 */
    const char *at;    /* part of the text */
    size_t length;
    struct value value; /* of a number */
};

struct tokens {
    struct gen gen;
    const char *at, *end; /* the rest of the text; a '\0' follows it */
    long line, column;
    struct mistake *mistake; /* says why it ended with the status MISTAKE */
    struct token token;
    gen_status status;
};

static inline int is_digit(char c) { return c >= '0' && c <= '9'; }

static inline int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Make a token of the text up to `end`. */
static inline gen_status take(struct tokens *self, enum kind kind, const char *end) {
    size_t const length = (size_t)(end - self->at);
    self->token = (struct token){kind, self->line, self->column, self->at, length, {0, 0, 0}};
    self->column += (long)length;
    self->at = end;
    return GEN_YIELDED;
}

/* Pass over white space and a comment. Return whether there is a token after it. */
static inline int skip_space(struct tokens *self) {
    const char *at = self->at + strspn(self->at, " \t\r");
    if (*at == '#') at = self->end;
    self->column += characters(self->at, at);
    self->at = at;
    return self->at != self->end;
}

static inline gen_status take_number(struct tokens *self) {
    const char *const at = self->at;
    const char *end = at + strspn(at, "0123456789");
    struct value value = {*end == '.' || *end == 'e' || *end == 'E', 0, 0};
    if (*end == '.') {
        if (!is_digit(*++end)) return make_mistake(self->mistake, end, "expected a digit");
        end += strspn(end, "0123456789");
    }
    if (*end == 'e' || *end == 'E') {
        end++;
        if (*end == '+' || *end == '-') end++;
        if (!is_digit(*end)) return make_mistake(self->mistake, end, "expected a digit");
        end += strspn(end, "0123456789");
    }
    if (is_letter(*end)) return make_mistake(self->mistake, end, "expected an operator");
    errno = 0;
    if (value.is_real) {
        value.real = strtod(at, NULL);
        if (isinf(value.real)) return make_mistake(self->mistake, at, "the number is too large");
    } else {
        value.integer = strtoll(at, NULL, 10);
        if (errno == ERANGE) return make_mistake(self->mistake, at, "the integer has over 64 bits");
    }
    (void)take(self, NUMBER, end);
    self->token.value = value;
    return GEN_YIELDED;
}

static inline gen_status take_name(struct tokens *self) {
    const char *end = self->at;
    while (is_letter(*end) || is_digit(*end)) end++;
    return take(self, end - self->at == 3 && memcmp(self->at, "let", 3) == 0 ? LET : NAME, end);
}

static inline gen_status take_operator(struct tokens *self) {
    for (enum kind kind = EQUAL; kind < KINDS; kind++) {
        size_t const length = strlen(kind_texts[kind]);
        if (strncmp(self->at, kind_texts[kind], length) == 0)
            return take(self, kind, self->at + length);
    }
    int const length = (int)(next_character(self->at, self->end) - self->at);
    if (length > 1 || (*self->at > ' ' && *self->at <= '~'))
        return make_mistake(self->mistake, self->at, "unexpected character '%.*s'", length,
                            self->at);
    return make_mistake(self->mistake, self->at, "unexpected byte 0x%02x",
                        (unsigned char)*self->at);
}

/* The last token is an END, so that a parser always has a next one. */
GEN(tokens, struct token) {
    GEN_BEGIN();
    self->column = 1;
    while (skip_space(self)) {
        self->status = is_digit(*self->at)    ? take_number(self)
                       : is_letter(*self->at) ? take_name(self)
                                              : take_operator(self);
        if (self->status < 0) GEN_RAISE(self->status);
        GEN_YIELD(self->token);
    }
    (void)take(self, END, self->at);
    GEN_YIELD(self->token);
    GEN_END();
}

#endif
