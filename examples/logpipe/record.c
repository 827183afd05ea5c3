/* Rare work on a record, such as converting a time that the previous line did not have. */
#include "record.h"

#include "iter_table.h"

#include <stdlib.h>
#include <string.h>

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* Return the number that these digits are, or -1. */
static int number_of(const char *at, int digits) {
    int number = 0;
    for (int i = 0; i < digits; i++) {
        if (!is_digit(at[i])) return -1;
        number = number * 10 + (at[i] - '0');
    }
    return number;
}

static int month_of(const char *at) {
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int i = 0; i < 12; i++)
        if (memcmp(at, names + (size_t)i * 3, 3) == 0) return i + 1;
    return -1;
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29
                                                                               : days[month - 1];
}

/* Return the days from the first of January 1970. The year begins in March, so that the leap day is
 * its last one. */
static int64_t days_since_1970(int year, int month, int day) {
    int64_t const y = month <= 2 ? year - 1 : year;
    int64_t const day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

int time_of(const char *at, int64_t *second) {
    int const day = number_of(at, 2), month = month_of(at + 3), year = number_of(at + 7, 4);
    int const hour = number_of(at + 12, 2), minute = number_of(at + 15, 2);
    int const seconds = number_of(at + 18, 2);
    int const zone_hours = number_of(at + 22, 2), zone_minutes = number_of(at + 24, 2);
    int zone;
    if (at[2] != '/' || at[6] != '/' || at[11] != ':' || at[14] != ':' || at[17] != ':' ||
        at[20] != ' ' || (at[21] != '+' && at[21] != '-'))
        return 0;
    if (year < 1 || month < 1 || day < 1 || day > days_in(year, month)) return 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || seconds < 0 || seconds > 60) return 0;
    if (zone_hours < 0 || zone_minutes < 0 || zone_minutes > 59) return 0;
    zone = (zone_hours * 60 + zone_minutes) * (at[21] == '-' ? -60 : 60);
    *second = ((days_since_1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + seconds - zone;
    return 1;
}

const char *quote_after_slash(const char *at, const char *quote, const char *end) {
    while (quote != NULL) {
        const char *slash = quote;
        while (slash != at && slash[-1] == '\\') slash--;
        if ((quote - slash) % 2 == 0) return quote; /* "\\" ends, "\" does not */
        quote = (const char *)memchr(quote + 1, '"', (size_t)(end - quote) - 1);
    }
    return NULL;
}

const char *why_malformed(struct text line) {
    struct last_time none = {{0}, 0, 0};
    const char *why = "";
    (void)take_apart(&none, line, NULL, &why);
    return why;
}

uint64_t text_hash(struct text text) {
    uint64_t hash = text.length;
    for (; text.length >= 8; text.at += 8, text.length -= 8) {
        uint64_t word;
        memcpy(&word, text.at, 8);
        hash = iter_hash(hash ^ word) * 31;
    }
    for (; text.length > 0; text.at++, text.length--)
        hash = iter_hash(hash ^ (unsigned char)*text.at) * 31;
    return hash;
}

struct text record_path(const struct record *record) {
    struct text path = record->request;
    const char *const end = path.at + path.length;
    const char *const space = (const char *)memchr(path.at, ' ', path.length);
    if (space != NULL) {
        const char *const from = space + 1;
        const char *to = (const char *)memchr(from, ' ', (size_t)(end - from));
        if (to == NULL) to = end;
        path.at = from;
        path.length = (size_t)(to - from);
    }
    return path;
}

int record_is(struct job *job, struct text line, long number, struct record *record) {
    struct parts parts = {line.at, line.at, line.at, line.at}; /* gcc asks for it */
    record->status = take_apart(&job->last_time, line, &parts, NULL);
    record->client.at = line.at;
    record->client.length = (size_t)(parts.client_end - line.at);
    record->time.at = parts.time;
    record->time.length = sizeof job->last_time.text;
    record->request.at = parts.request;
    record->request.length = (size_t)(parts.request_end - parts.request);
    record->second = job->last_time.second;
    record->file = job->current->name;
    record->line = number;
    record->copy = NULL;
    if (job->options.path != NULL) {
        struct text const path = record_path(record);
        size_t const length = strlen(job->options.path);
        return path.length >= length && memcmp(path.at, job->options.path, length) == 0;
    }
    return 1;
}

struct record record_keep(struct record record) {
    const char *const from = record.client.at; /* the first of the three */
    size_t const size = (size_t)(record.request.at - from) + record.request.length;
    record.copy = (char *)malloc(size);
    if (record.copy == NULL) return record;
    memcpy(record.copy, from, size);
    record.time.at = record.copy + (record.time.at - from);
    record.request.at = record.copy + (record.request.at - from);
    record.client.at = record.copy;
    return record;
}
