/* values.h - JSON values: one inside another, their order, sums, and their text. */
#ifndef JSONLINES_VALUES_H
#define JSONLINES_VALUES_H

#include "decimal.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Return the value at a path such as "user.address.city" in an object, or NULL. A key that has dots
 * itself is found, too. The object keeps the reference. */
static inline json_t *value_at(const json_t *object, const char *path) {
    json_t *const direct = json_object_get(object, path);
    const char *dot = path;
    while (direct == NULL && (dot = strchr(dot, '.')) != NULL) {
        const json_t *const inner = json_object_getn(object, path, (size_t)(dot - path));
        json_t *const found = json_is_object(inner) ? value_at(inner, dot + 1) : NULL;
        if (found != NULL) return found;
        dot++;
    }
    return direct;
}

/* Return the type of a value in words. */
static inline const char *value_kind(const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "an array";
    case JSON_STRING: return "a string";
    case JSON_INTEGER:
    case JSON_REAL: return "a number";
    case JSON_TRUE: return "true";
    case JSON_FALSE: return "false";
    case JSON_NULL:
    default: return "null";
    }
}

/* ---- Order ----------------------------------------------------------------------------------- */

/* Return the place of a type among the others: null, false, true, numbers, strings. */
static inline int value_rank(const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_NULL: return 0;
    case JSON_FALSE: return 1;
    case JSON_TRUE: return 2;
    case JSON_INTEGER:
    case JSON_REAL: return 3;
    case JSON_STRING: return 4;
    case JSON_OBJECT:
    case JSON_ARRAY:
    default: return 5;
    }
}

/* Compare two numbers by their exact values: 2^53 + 1 is greater than 9007199254740992.0, though it
 * is equal to that as a double. */
static inline int value_compare_numbers(const json_t *a, const json_t *b) {
    if (json_is_real(a) && json_is_integer(b)) return -value_compare_numbers(b, a);
    double const real = json_number_value(b);
    if (json_is_real(a)) {
        double const other = json_real_value(a);
        return (other > real) - (other < real);
    }
    json_int_t const integer = json_integer_value(a);
    json_int_t whole = json_integer_value(b);
    double fraction = 0;
    if (json_is_real(b)) {
        if (real >= 0x1p63) return -1;
        if (real < -0x1p63) return 1;
        whole = (json_int_t)real;
        fraction = real - (double)whole;
    }
    if (integer != whole) return integer < whole ? -1 : 1;
    return (fraction < 0) - (fraction > 0);
}

/* Compare two values that are neither objects nor arrays. Strings are in the order of their code
 * points. */
static inline int value_compare(const json_t *a, const json_t *b) {
    int const rank = value_rank(a), other = value_rank(b);
    if (rank != other) return rank < other ? -1 : 1;
    if (json_is_number(a)) return value_compare_numbers(a, b);
    if (!json_is_string(a)) return 0;
    size_t const length = json_string_length(a), other_length = json_string_length(b);
    int const order = memcmp(json_string_value(a), json_string_value(b),
                             length < other_length ? length : other_length);
    return order != 0 ? order : (length > other_length) - (length < other_length);
}

/* ---- Sums ------------------------------------------------------------------------------------ */

/* The sum of any numbers. The integers among them are summed up exactly, in two parts that cannot
 * overflow: high * 10^18 + low. The others are summed with the rounding error of each addition kept
 * apart, as Neumaier's summation does. */
struct sum {
    json_int_t high, low;
    double real, error;
    int has_reals;
};
#define SUM_BASE 1000000000000000000

static inline void sum_add(struct sum *sum, const json_t *number) {
    if (json_is_integer(number)) {
        sum->high += json_integer_value(number) / SUM_BASE;
        sum->low += json_integer_value(number) % SUM_BASE;
        int const carry = (sum->low >= SUM_BASE) - (sum->low <= -SUM_BASE);
        sum->high += carry;
        sum->low -= carry * SUM_BASE;
    } else {
        double const value = json_real_value(number), total = sum->real + value;
        sum->error +=
            fabs(sum->real) >= fabs(value) ? sum->real - total + value : value - total + sum->real;
        sum->real = total;
        sum->has_reals = 1;
    }
}

/* Give both parts the same sign. */
static inline struct sum sum_normal(struct sum sum) {
    int const borrow = (sum.high > 0 && sum.low < 0) - (sum.high < 0 && sum.low > 0);
    sum.high -= borrow;
    sum.low += borrow * SUM_BASE;
    return sum;
}

static inline double sum_value(struct sum sum) {
    sum = sum_normal(sum);
    double const real = isfinite(sum.real) ? sum.real + sum.error : sum.real;
    return (double)sum.high * 1e18 + (double)sum.low + real;
}

/* ---- Text ------------------------------------------------------------------------------------ */

enum { NUMBER_SIZE = 48 }; /* room for any number's text */

/* Write a double. JSON has no infinity: it is null there. */
static inline void real_text(char *into, double value, int as_json) {
    if (as_json && !isfinite(value)) {
        strcpy(into, "null");
    } else {
        decimal_text(into, value);
    }
}

static inline void sum_text(char *into, struct sum sum, int as_json) {
    struct sum const normal = sum_normal(sum);
    if (sum.has_reals) {
        real_text(into, sum_value(sum), as_json);
    } else if (normal.high == 0) {
        (void)snprintf(into, NUMBER_SIZE, "%" JSON_INTEGER_FORMAT, normal.low);
    } else {
        (void)snprintf(into, NUMBER_SIZE, "%" JSON_INTEGER_FORMAT "%018" JSON_INTEGER_FORMAT,
                       normal.high, normal.low < 0 ? -normal.low : normal.low);
    }
}

static inline void number_text(char *into, const json_t *number, int as_json) {
    if (json_is_real(number)) {
        real_text(into, json_real_value(number), as_json);
    } else {
        (void)snprintf(into, NUMBER_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
    }
}

/* Return a value as JSON; or for people, where a string has quotes only if it is empty or has
 * control characters. The caller frees the text; it is NULL where there is no memory. */
static inline char *value_text(const json_t *value, int as_json) {
    char number[NUMBER_SIZE];
    if (json_is_number(value)) {
        number_text(number, value, as_json);
        return strdup(number);
    }
    if (json_is_string(value) && !as_json) {
        const char *const text = json_string_value(value);
        size_t const length = json_string_length(value);
        size_t plain = 0;
        while (plain < length && (unsigned char)text[plain] >= ' ' && text[plain] != 0x7f) plain++;
        if (plain == length && length != 0) return strdup(text);
    }
    return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
}

#endif
