/* value.h - the values of the language: integers of 64 bits, and doubles. The arithmetic is
 * Python's, except that an overflow of either is an error. */
#ifndef TOKENIZER_VALUE_H
#define TOKENIZER_VALUE_H

#include "decimal.h"
#include "tokens.h"

#include <inttypes.h>
#include <math.h>

/* Print a value. */
static inline void value_print(struct value value) {
    char text[DECIMAL_SIZE];
    if (value.is_real) {
        decimal_text(text, value.real);
        fputs(text, stdout);
    } else {
        printf("%" PRId64, value.integer);
    }
}

static inline double value_real(struct value value) {
    return value.is_real ? value.real : (double)value.integer;
}

static inline struct value value_of_real(double real) { return (struct value){1, 0, real}; }

static inline struct value value_of_integer(int64_t integer) {
    return (struct value){0, integer, 0};
}

/* Compare: -1, 0 or 1. Of an integer and a double, the integer is converted. */
static inline int value_compare(struct value a, struct value b) {
    if (!a.is_real && !b.is_real) return (a.integer > b.integer) - (a.integer < b.integer);
    double const left = value_real(a), right = value_real(b);
    return (left > right) - (left < right);
}

static inline int is_zero(double real) { return !(real < 0 || real > 0); }

/* Return base to the power of an exponent that is not negative. Set *overflows on overflow. */
static inline int64_t integer_power(int64_t base, int64_t exponent, int *overflows) {
    int64_t power = 1;
    while (exponent != 0) {
        if (exponent & 1) *overflows |= __builtin_mul_overflow(power, base, &power);
        exponent >>= 1;
        if (exponent != 0) *overflows |= __builtin_mul_overflow(base, base, &base);
    }
    return power;
}

/* Set *value to `*value kind right`, both integers. Return NULL, or the error. */
static inline const char *integer_apply(enum kind kind, int64_t *value, int64_t right) {
    int overflows = 0;
    if (kind == PLUS) {
        overflows = __builtin_add_overflow(*value, right, value);
    } else if (kind == MINUS) {
        overflows = __builtin_sub_overflow(*value, right, value);
    } else if (kind == TIMES) {
        overflows = __builtin_mul_overflow(*value, right, value);
    } else if (kind == POWER) {
        *value = integer_power(*value, right, &overflows);
    } else if (right == 0) {
        return "division by zero";
    } else { /* the remainder has the sign of the divisor; -1 divides the least integer, too */
        *value = right == -1 ? 0 : *value % right;
        if (*value != 0 && (*value < 0) != (right < 0)) *value += right;
    }
    return overflows ? "integer overflow" : NULL;
}

/* Do the same for doubles. */
static inline const char *real_apply(enum kind kind, double *value, double right) {
    double const left = *value;
    if (kind == PLUS) {
        *value = left + right;
    } else if (kind == MINUS) {
        *value = left - right;
    } else if (kind == TIMES) {
        *value = left * right;
    } else if (kind == POWER) {
        if (is_zero(left) && right < 0) return "division by zero";
        if (left < 0 && !is_zero(right - floor(right))) return "the power is not a real number";
        *value = pow(left, right);
    } else if (is_zero(right)) {
        return "division by zero";
    } else if (kind == DIVIDE) {
        *value = left / right;
    } else {
        double const remainder = fmod(left, right);
        *value = is_zero(remainder)               ? copysign(0, right)
                 : (remainder < 0) != (right < 0) ? remainder + right
                                                  : remainder;
    }
    return isfinite(*value) ? NULL : "the result is too large";
}

/* Set *value to `*value kind right`. Return NULL, or the error. */
static inline const char *value_apply(enum kind kind, struct value *value, struct value right) {
    int const order = value_compare(*value, right);
    int const holds = kind == EQUAL       ? order == 0
                      : kind == NOT_EQUAL ? order != 0
                      : kind == LESS      ? order < 0
                      : kind == AT_MOST   ? order <= 0
                      : kind == GREATER   ? order > 0
                                          : order >= 0;
    if (level_of(kind) == COMPARISON) {
        *value = value_of_integer(holds);
        return NULL;
    }
    /* a quotient is a double, and so is a power with a negative exponent */
    if (!value->is_real && !right.is_real && kind != DIVIDE &&
        !(kind == POWER && right.integer < 0))
        return integer_apply(kind, &value->integer, right.integer);
    *value = value_of_real(value_real(*value));
    return real_apply(kind, &value->real, value_real(right));
}

#endif
