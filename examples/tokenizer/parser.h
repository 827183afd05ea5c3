/* parser.h - tokens as statements: a recursive generator. */
#ifndef TOKENIZER_PARSER_H
#define TOKENIZER_PARSER_H

#include "gen_stack.h"
#include "tokens.h"
#include "value.h"

#include <limits.h>

/* ---- The tree -------------------------------------------------------------------------------- */

enum shape {
    LITERAL,  /* a number */
    VARIABLE, /* a name */
    NEGATION, /* a minus, and an operand */
    CHAIN,    /* operands with operators of one level between them: a - b + c */
    CALL      /* a function with its arguments */
};

struct node {
    enum shape shape;
    enum kind operation; /* of an operand of a chain: the operator before it */
    const char *operation_at;
    const char *at, *end;         /* its text */
    const char *from, *to;        /* with the parentheses around it */
    struct node *first, *last;    /* its operands */
    struct node *next;            /* the next operand of the same parent */
    struct node *allocated;       /* the next of the parser's list */
    struct value value;           /* of a literal */
    const struct function *calls; /* of a call */
};

struct function {
    const char *name;
    int least, most; /* the numbers of arguments that it takes */
    /* Add an argument to the result so far, which is the argument itself for the first one. Return
     * NULL, or the reason why it cannot be added. */
    const char *(*add)(struct value *result, struct value argument);
};

static inline const char *add_min(struct value *result, struct value argument) {
    if (value_compare(argument, *result) < 0) *result = argument;
    return NULL;
}

static inline const char *add_max(struct value *result, struct value argument) {
    if (value_compare(argument, *result) > 0) *result = argument;
    return NULL;
}

static inline const char *add_abs(struct value *result, struct value argument) {
    if (argument.is_real) result->real = fabs(argument.real);
    if (argument.is_real || argument.integer >= 0) return NULL;
    *result = value_of_integer(0);
    return value_apply(MINUS, result, argument);
}

static inline const char *add_sqrt(struct value *result, struct value argument) {
    if (value_real(argument) < 0) return "the square root of a negative number";
    *result = value_of_real(sqrt(value_real(argument)));
    return NULL;
}

static const struct function functions[] = {
    {"min", 1, INT_MAX, add_min},
    {"max", 1, INT_MAX, add_max},
    {"abs", 1, 1, add_abs},
    {"sqrt", 1, 1, add_sqrt},
};

static inline const struct function *find_function(const struct token *name) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strlen(functions[i].name) == name->length &&
            memcmp(functions[i].name, name->at, name->length) == 0)
            return &functions[i];
    return NULL;
}

/* ---- The parser ------------------------------------------------------------------------------ */

struct parser {
    struct tokens tokens;
    struct token token; /* the next one */
    struct node *nodes; /* all of the tree */
    struct mistake *mistake;
};

/* Pull the next token. */
static inline gen_status advance(struct parser *parser) {
    return tokens_next(&parser->tokens, &parser->token);
}

static inline gen_status unexpected(const struct parser *parser, const char *expected) {
    const struct token *const found = &parser->token;
    if (found->kind == END)
        return make_mistake(parser->mistake, found->at, "expected %s, found the end", expected);
    return make_mistake(parser->mistake, found->at, "expected %s, found '%.*s'", expected,
                        found->length > 20 ? 20 : (int)found->length, found->at);
}

/* Pass over a token of this kind. */
static inline gen_status expect(struct parser *parser, enum kind kind) {
    char expected[8];
    if (parser->token.kind == kind) return advance(parser);
    (void)snprintf(expected, sizeof expected, kind == NAME ? "%s" : "'%s'", kind_texts[kind]);
    return unexpected(parser, expected);
}

/* Return a node whose text is the next token, or NULL where there is no memory. */
static inline struct node *new_node(struct parser *parser, enum shape shape) {
    struct node *const node = (struct node *)calloc(1, sizeof *node);
    if (node == NULL) return NULL;
    node->shape = shape;
    node->value = parser->token.value;
    node->at = node->from = parser->token.at;
    node->end = node->to = parser->token.at + parser->token.length;
    node->allocated = parser->nodes;
    parser->nodes = node;
    return node;
}

static inline void add_operand(struct node *node, struct node *operand) {
    if (node->first == NULL) {
        node->first = operand;
    } else {
        node->last->next = operand;
    }
    node->last = operand;
    node->end = node->to = operand->to;
}

static inline void free_nodes(struct parser *parser) {
    while (parser->nodes != NULL) {
        struct node *const node = parser->nodes;
        parser->nodes = node->allocated;
        free(node);
    }
}

/* Return how many operands a node has, but no more than two. */
static inline int count_operands(const struct node *node) {
    return node->first == NULL ? 0 : node->first->next == NULL ? 1 : 2;
}

struct statement {
    const struct node *expression;
    const char *name; /* of the variable that it assigns to, or NULL */
    size_t length;
    int declares; /* by `let` */
};

struct rule { /* the frame of the parser: one expression, or the statements */
    struct gen gen;
    struct parser *parser;
    enum level level;  /* the loosest operators that the expression may have */
    enum level chain;  /* those of self->node, if it is a chain */
    struct node *node; /* the result */
    struct token token;
    gen_status status;
};

/* In a body: raise the status if it is an error. */
#define RAISE_IF_ERROR(expression) \
    do { \
        self->status = (expression); \
        if (self->status < 0) GEN_RAISE(self->status); \
    } while (0)

/* GEN_CALL makes the inner rules of an expression; the outermost one, of NO_OPERATOR, is for the
 * statements, and the only one that yields. */
GEN_RECURSIVE(parse, rule, struct statement) {
    GEN_BEGIN();
    if (self->level == NO_OPERATOR) {
        RAISE_IF_ERROR(advance(self->parser));
        for (;;) {
            while (self->parser->token.kind == SEMICOLON) RAISE_IF_ERROR(advance(self->parser));
            if (self->parser->token.kind == END) GEN_RETURN();
            self->token = self->parser->token; /* LET or the variable's name */
            if (self->token.kind == LET) {
                RAISE_IF_ERROR(advance(self->parser));
                self->token = self->parser->token;
                self->token.kind = LET;
                RAISE_IF_ERROR(expect(self->parser, NAME));
                RAISE_IF_ERROR(expect(self->parser, ASSIGN));
            }
            GEN_CALL((struct rule){.parser = self->parser, .level = COMPARISON});
            if (self->parser->token.kind == ASSIGN && child->node->shape == VARIABLE &&
                self->token.kind == NAME) {
                self->token.kind = ASSIGN;
                RAISE_IF_ERROR(advance(self->parser));
                GEN_CALL((struct rule){.parser = self->parser, .level = COMPARISON});
            }
            if (self->parser->token.kind != END && self->parser->token.kind != SEMICOLON)
                GEN_RAISE(unexpected(self->parser, "an operator"));
            GEN_YIELD((struct statement){
                child->node,
                self->token.kind == LET || self->token.kind == ASSIGN ? self->token.at : NULL,
                self->token.length, self->token.kind == LET});
        }
    }

    /* an operand */
    self->token = self->parser->token;
    if (self->token.kind == OPEN) {
        RAISE_IF_ERROR(advance(self->parser));
        GEN_CALL((struct rule){.parser = self->parser, .level = COMPARISON});
        self->node = child->node;
        self->node->from = self->token.at;
        self->node->to = self->parser->token.at + self->parser->token.length;
        RAISE_IF_ERROR(expect(self->parser, CLOSE));
    } else {
        self->node = new_node(self->parser, self->token.kind == NUMBER ? LITERAL : VARIABLE);
        if (self->node == NULL) GEN_RAISE(-ENOMEM);
        if (self->token.kind != NUMBER && self->token.kind != NAME && self->token.kind != MINUS)
            GEN_RAISE(unexpected(self->parser, "a value"));
        RAISE_IF_ERROR(advance(self->parser));
        if (self->token.kind == MINUS) {
            self->node->shape = NEGATION;
            GEN_CALL((struct rule){.parser = self->parser, .level = UNARY});
            add_operand(self->node, child->node);
        } else if (self->token.kind == NAME && self->parser->token.kind == OPEN) {
            self->node->shape = CALL;
            self->node->calls = find_function(&self->token);
            if (self->node->calls == NULL)
                GEN_RAISE(make_mistake(self->parser->mistake, self->token.at, "unknown function"));
            do {
                RAISE_IF_ERROR(advance(self->parser)); /* past "(" or "," */
                if (self->parser->token.kind == CLOSE && self->node->first == NULL) break;
                GEN_CALL((struct rule){.parser = self->parser, .level = COMPARISON});
                add_operand(self->node, child->node);
            } while (self->parser->token.kind == COMMA);
            self->node->end = self->node->to = self->parser->token.at + 1;
            RAISE_IF_ERROR(expect(self->parser, CLOSE));
            if (count_operands(self->node) < self->node->calls->least ||
                count_operands(self->node) > self->node->calls->most)
                GEN_RAISE(make_mistake(
                    self->parser->mistake, self->token.at, "%s takes %s", self->node->calls->name,
                    self->node->calls->most == 1 ? "one argument" : "one argument or more"));
        }
    }

    /* the operators after it, and their operands */
    while (level_of(self->parser->token.kind) >= self->level) {
        self->token = self->parser->token;
        if (self->chain == COMPARISON)
            GEN_RAISE(make_mistake(self->parser->mistake, self->token.at,
                                   "comparisons in a row need parentheses"));
        if (level_of(self->token.kind) != self->chain) {
            struct node *const chain = new_node(self->parser, CHAIN);
            if (chain == NULL) GEN_RAISE(-ENOMEM);
            chain->at = chain->from = self->node->from;
            add_operand(chain, self->node);
            self->node = chain;
            self->chain = level_of(self->token.kind);
        }
        RAISE_IF_ERROR(advance(self->parser));
        /* a power's right operand may have another power: 2 ^ 3 ^ 2 is 2 ^ 9 */
        GEN_CALL(
            (struct rule){.parser = self->parser,
                          .level = self->chain == POWERS ? POWERS : (enum level)(self->chain + 1)});
        child->node->operation = self->token.kind;
        child->node->operation_at = self->token.at;
        add_operand(self->node, child->node);
    }
    GEN_END();
}

#endif
