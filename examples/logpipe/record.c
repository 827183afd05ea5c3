/* Take a line of an access log apart: the combined format of Apache and nginx,
 *
 *     client identity user [29/Nov/2026:08:15:42 +0000] "GET / HTTP/1.1" 200 512 "referer" "agent"
 *
 * and whatever follows after a space. Within the quotes a `"` is written `\"`.
 */
#include "logpipe.h"

#include "itertools.h"

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
        if (memcmp(at, names + 3 * i, 3) == 0) return i + 1;
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

/* Read 29/Nov/2026:08:15:42 +0000. Return whether it is a time. */
static int time_of(const char *at, int64_t *second) {
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

/* Return the quote that ends what begins here, or NULL. */
static const char *quote_after(const char *at, const char *end) {
    for (const char *from = at;; from++) {
        const char *slash;
        from = (const char *)memchr(from, '"', (size_t)(end - from));
        if (from == NULL) return NULL;
        for (slash = from; slash != at && slash[-1] == '\\';) slash--;
        if ((from - slash) % 2 == 0) return from; /* "\\" ends, "\" does not */
    }
}

/* Take a line apart. Return NULL, or why it is malformed. */
static const char *record_parse(struct last_time *last, struct text line, struct record *record) {
    const char *at = line.at;
    const char *const end = at + line.length;
    const char *stop;
    int status;
    enum { TIME = sizeof last->text };

    /* the client, and after two more words the bracket before the time */
    if (at == end) return "the line is empty";
    stop = (const char *)memchr(at, ' ', line.length);
    if (stop == NULL || stop == at) return "there is no client with a space after it";
    record->client.at = at;
    record->client.length = (size_t)(stop - at);
    at = stop + 1;
    if (end - at > 5 && memcmp(at, "- - [", 5) == 0) {
        at += 5;
    } else {
        const char *const bracket = (const char *)memchr(at, '[', (size_t)(end - at));
        if (bracket == NULL) return "there is no time in brackets";
        if (bracket - at < 4 || bracket[-1] != ' ' ||
            memchr(at + 1, ' ', (size_t)(bracket - at) - 3) == NULL)
            return "an identity and a user have to stand before the time";
        at = bracket + 1;
    }

    if (end - at < TIME + 3) return "the line ends within the time";
    if (!last->known || memcmp(at, last->text, TIME) != 0) {
        last->known = time_of(at, &last->second);
        if (!last->known) return "the time has another form than 31/Dec/1999:23:59:59 +0000";
        memcpy(last->text, at, TIME);
    }
    if (memcmp(at + TIME, "] \"", 3) != 0) return "after the time there is no request in quotes";
    record->second = last->second;
    record->time.at = at;
    record->time.length = TIME;

    at += TIME + 3;
    stop = quote_after(at, end);
    if (stop == NULL) return "the request has no closing quote";
    record->request.at = at;
    record->request.length = (size_t)(stop - at);

    at = stop + 1;
    if (end - at < 5 || at[0] != ' ' || at[4] != ' ') return "there is no status after the request";
    status = number_of(at + 1, 3);
    if (status < 100) return "the status is not a number from 100 to 999";
    record->status = status;

    at += 5;
    if (at != end && *at == '-') {
        at++;
    } else {
        const char *const size = at;
        while (at != end && is_digit(*at)) at++;
        if (at == size) return "the size is neither a number nor -";
    }
    if (end - at < 2 || memcmp(at, " \"", 2) != 0) return "there is no referer after the size";
    stop = quote_after(at + 2, end);
    if (stop == NULL) return "the referer has no closing quote";
    at = stop + 1;
    if (end - at < 2 || memcmp(at, " \"", 2) != 0) return "there is no agent after the referer";
    stop = quote_after(at + 2, end);
    if (stop == NULL) return "the agent has no closing quote";
    if (stop + 1 != end && stop[1] != ' ') return "after the agent there is no space";
    return NULL;
}

int job_wants(struct job *job, struct text line, long number, struct record *record) {
    const char *const wrong = record_parse(&job->last_time, line, record);
    job->lines++;
    if (wrong != NULL) {
        report_malformed(job, number, line, wrong);
        return 0;
    }
    if (record->status < job->options.status_from || record->status > job->options.status_to)
        return 0;
    if (job->options.path != NULL) {
        struct text const path = record_path(record);
        size_t const length = strlen(job->options.path);
        if (path.length < length || memcmp(path.at, job->options.path, length) != 0) return 0;
    }
    record->file = job->current->name;
    record->line = number;
    record->copy = NULL;
    return 1;
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
