/* evaluator.h - a statement's tree as the steps of its evaluation: a recursive generator. */
#ifndef TOKENIZER_EVALUATOR_H
#define TOKENIZER_EVALUATOR_H

#include "parser.h"

/* ---- The evaluator --------------------------------------------------------------------------- */

struct variable {
    struct variable *next;
    struct value value;
    size_t length;
    char name[];
};

struct evaluator {
    struct variable *variables;
    struct mistake *mistake;
};

static inline struct variable *find_variable(const struct evaluator *evaluator, const char *name,
                                             size_t length) {
    struct variable *variable = evaluator->variables;
    while (variable != NULL &&
           (variable->length != length || memcmp(variable->name, name, length) != 0))
        variable = variable->next;
    return variable;
}

static inline gen_status unknown_variable(const struct evaluator *evaluator, const char *name) {
    return make_mistake(evaluator->mistake, name, "unknown variable");
}

/* Carry out an assignment. */
static inline gen_status assign(struct evaluator *evaluator, const struct statement *statement,
                                struct value value) {
    struct variable *variable = find_variable(evaluator, statement->name, statement->length);
    if (variable == NULL && !statement->declares)
        return unknown_variable(evaluator, statement->name);
    if (variable == NULL) {
        variable = (struct variable *)malloc(sizeof *variable + statement->length);
        if (variable == NULL) return -ENOMEM;
        variable->length = statement->length;
        memcpy(variable->name, statement->name, statement->length);
        variable->next = evaluator->variables;
        evaluator->variables = variable;
    }
    variable->value = value;
    return GEN_DONE;
}

static inline void free_variables(struct evaluator *evaluator) {
    while (evaluator->variables != NULL) {
        struct variable *const variable = evaluator->variables;
        evaluator->variables = variable->next;
        free(variable);
    }
}

struct step { /* a part of the text, and its value */
    const char *at, *end;
    struct value value;
};

struct visit { /* the frame of the evaluator: one node of the tree */
    struct gen gen;
    struct evaluator *evaluator;
    const struct node *node;
    const struct node *operand; /* the current one */
    struct value value;         /* the result */
    gen_status status;
};

/* Set the result to the variable's value. */
static inline gen_status look_up(struct visit *self) {
    size_t const length = (size_t)(self->node->end - self->node->at);
    const struct variable *const variable = find_variable(self->evaluator, self->node->at, length);
    if (variable == NULL) return unknown_variable(self->evaluator, self->node->at);
    self->value = variable->value;
    return GEN_DONE;
}

/* Add the value of the current operand to the result. */
static inline gen_status combine(struct visit *self, struct value operand) {
    int const is_first = self->operand == self->node->first;
    const char *reason = NULL;
    const char *at = self->node->at;
    if (is_first && self->node->shape != NEGATION) self->value = operand;
    if (self->node->shape == CALL) {
        reason = self->node->calls->add(&self->value, operand);
    } else if (self->node->shape == NEGATION && operand.is_real) {
        self->value = value_of_real(-operand.real);
    } else if (self->node->shape == NEGATION) {
        self->value = value_of_integer(0);
        reason = value_apply(MINUS, &self->value, operand);
    } else if (!is_first) {
        at = self->operand->operation_at;
        reason = value_apply(self->operand->operation, &self->value, operand);
    }
    return reason == NULL ? GEN_DONE : make_mistake(self->evaluator->mistake, at, "%s", reason);
}

/* Return whether the current operand completes a part of the text that has a value of its own. */
static inline int is_step(const struct visit *self) {
    if (self->node->shape == CHAIN) return self->operand != self->node->first;
    if (self->node->shape == NEGATION) return self->operand->shape != LITERAL;
    return self->operand->next == NULL;
}

/* A chain hands out each of its intermediate results: for a - b + c these are a - b and the
 * whole. */
GEN_RECURSIVE(evaluate, visit, struct step) {
    GEN_BEGIN();
    if (self->node->shape == LITERAL) {
        self->value = self->node->value;
    } else if (self->node->shape == VARIABLE) {
        RAISE_IF_ERROR(look_up(self));
        GEN_YIELD((struct step){self->node->at, self->node->end, self->value});
    } else {
        for (self->operand = self->node->first; self->operand != NULL;
             self->operand = self->operand->next) {
            GEN_CALL((struct visit){.evaluator = self->evaluator, .node = self->operand});
            RAISE_IF_ERROR(combine(self, child->value));
            if (is_step(self))
                GEN_YIELD((struct step){
                    self->node->at, self->node->shape == CALL ? self->node->end : self->operand->to,
                    self->value});
        }
    }
    GEN_END();
}

#endif
