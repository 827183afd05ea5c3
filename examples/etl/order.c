/* order.c - an order, made of the fields of a record. */
#include "etl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const columns[COLUMNS] = {"id", "customer", "amount", "ordered", "note"};
const char header[] = "id,customer,amount,ordered,note";

static struct text copy_text(struct arena *arena, const struct csv_field *field) {
    struct text const copy = {arena->at + arena->used, field->length};
    memcpy(arena->at + arena->used, field->at, field->length);
    arena->used += field->length;
    return copy;
}

/* Read one to `most` digits. */
static bool digits(const char **at, const char *end, int most, int64_t *value) {
    int count = 0;
    for (*value = 0; *at != end && **at >= '0' && **at <= '9'; ++*at) {
        if (++count > most) return false;
        *value = *value * 10 + (**at - '0');
    }
    return count != 0;
}

static bool parse_integer(const struct csv_field *field, int64_t *value) {
    const char *at = field->at, *const end = at + field->length;
    bool const negative = at != end && *at == '-';
    at += negative;
    if (!digits(&at, end, 18, value) || at != end) return false;
    if (negative) *value = -*value;
    return true;
}

static bool parse_amount(const struct csv_field *field, int64_t *cents) {
    const char *at = field->at, *const end = at + field->length;
    bool const negative = at != end && *at == '-';
    int64_t fraction = 0;
    at += negative;
    if (!digits(&at, end, 16, cents)) return false;
    if (at != end) {
        const char *const point = at++;
        if (*point != '.' || !digits(&at, end, 2, &fraction) || at != end) return false;
        if (at - point == 2) fraction *= 10;
    }
    *cents = *cents * 100 + fraction;
    if (negative) *cents = -*cents;
    return true;
}

static bool is_date(const struct csv_field *field) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const char *const at = field->at;
    const char *year_at = at, *month_at = at + 5, *day_at = at + 8;
    int64_t year, month, day;
    if (field->length != 10 || at[4] != '-' || at[7] != '-') return false;
    if (!digits(&year_at, at + 4, 4, &year) || year_at != at + 4) return false;
    if (!digits(&month_at, at + 7, 2, &month) || month_at != at + 7) return false;
    if (!digits(&day_at, at + 10, 2, &day) || day_at != at + 10) return false;
    if (year == 0 || month == 0 || month > 12) return false;
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day != 0 && day <= lengths[month - 1] + (month == 2 && leap);
}

/* Return NULL, or why this is no text. */
static const char *text_problem(const struct csv_field *field) {
    const unsigned char *at = (const unsigned char *)field->at, *const end = at + field->length;
    while (at != end) {
        unsigned const first = *at++;
        if (first == 0) return "a NUL byte";
        if (first < 0x80) continue;
        int const more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
        if (first < 0xC2 || first > 0xF4 || end - at < more) return "invalid UTF-8";
        /* no longer form than needed, no half of a surrogate pair, nothing over U+10FFFF */
        unsigned const low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        unsigned const high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (*at < low || *at > high) return "invalid UTF-8";
        for (int i = 1; i < more; i++)
            if ((at[i] & 0xC0) != 0x80) return "invalid UTF-8";
        at += more;
    }
    return NULL;
}

__attribute__((format(printf, 2, 3))) static const char *message(struct arena *arena,
                                                                 const char *format, ...) {
    char *const at = arena->at + arena->used;
    va_list arguments;
    va_start(arguments, format);
    int const length = vsnprintf(at, MESSAGE, format, arguments);
    va_end(arguments);
    arena->used += length < MESSAGE ? (size_t)length + 1 : MESSAGE;
    return at;
}

/* Return why a field is not what its column wants. */
static const char *wrong(struct arena *arena, const struct csv_field *fields, int column,
                         const char *what) {
    char shown[41];
    size_t length = fields[column].length;
    if (length > sizeof shown - 1) length = sizeof shown - 1;
    for (size_t i = 0; i < length; i++) {
        char const c = fields[column].at[i];
        shown[i] = c;
        if (c < ' ' || c > '~') shown[i] = '?';
    }
    return message(arena, "column %s: \"%.*s\" is not %s", columns[column], (int)length, shown,
                   what);
}

const char *convert(struct arena *arena, const struct csv_record *record, struct order *order) {
    static const int texts[] = {CUSTOMER, NOTE};
    const struct csv_field *const f = record->fields;
    if (record->problem != NULL)
        return record->column < COLUMNS
                   ? message(arena, "column %s: %s", columns[record->column], record->problem)
                   : record->problem;
    if (record->count != COLUMNS)
        return message(arena, "%zu field%s instead of %d", record->count,
                       record->count == 1 ? "" : "s", COLUMNS);
    if (!parse_integer(&f[ID], &order->id)) return wrong(arena, f, ID, "a whole number");
    if (f[CUSTOMER].length == 0) return message(arena, "column %s is empty", columns[CUSTOMER]);
    if (!parse_amount(&f[AMOUNT], &order->amount))
        return wrong(arena, f, AMOUNT, "an amount like 1234.50");
    if (!is_date(&f[ORDERED])) return wrong(arena, f, ORDERED, "a date like 2024-02-29");
    for (int i = 0; i < 2; i++) {
        const char *const problem = text_problem(&f[texts[i]]);
        if (problem != NULL) return message(arena, "column %s: %s", columns[texts[i]], problem);
    }
    order->customer = copy_text(arena, &f[CUSTOMER]);
    order->ordered = copy_text(arena, &f[ORDERED]);
    if (f[NOTE].length != 0 || f[NOTE].quoted) order->note = copy_text(arena, &f[NOTE]);
    return NULL;
}
