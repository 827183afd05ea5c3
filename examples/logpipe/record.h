/* record.h - take a line of an access log apart: the combined format of Apache and nginx,
 *
 *     client identity user [29/Nov/2026:08:15:42 +0000] "GET / HTTP/1.1" 200 512 "referer" "agent"
 *
 * and whatever follows after a space. Within the quotes a `"` is written `\"`.
 */
#ifndef LOGPIPE_RECORD_H
#define LOGPIPE_RECORD_H

#include "logpipe.h"

#include <string.h>

/* The loop over the lines is one function, whatever the compiler thinks of its size. */
#define INLINED static inline __attribute__((__always_inline__))

/* Return the quote that ends what begins here, or NULL. */
INLINED const char *quote_after(const char *at, const char *end) {
    const char *const quote = (const char *)memchr(at, '"', (size_t)(end - at));
    return quote == NULL || quote == at || quote[-1] != '\\' ? quote
                                                             : quote_after_slash(at, quote, end);
}

/* Return the number that three digits are, or -1. */
INLINED int status_of(const char *at) {
    unsigned const a = (unsigned)at[0] - '0', b = (unsigned)at[1] - '0', c = (unsigned)at[2] - '0';
    return a <= 9 && b <= 9 && c <= 9 ? (int)(a * 100 + b * 10 + c) : -1;
}

/* Where the parts of a line are. */
struct parts {
    const char *client_end, *time, *request, *request_end;
};

INLINED int wrong(const char **why, const char *text) {
    if (why != NULL) *why = text;
    return 0;
}

/* Take a line apart. Return its status, or 0 if it is malformed; then *why says what is wrong. In the
 * loop over the lines nobody asks why, nor where the parts are: both are NULL, and nothing is left
 * of them. */
INLINED int take_apart(struct last_time *last, struct text line, struct parts *parts,
                       const char **why) {
    const char *at = line.at;
    const char *const end = at + line.length;
    const char *stop;
    int status;
    enum { TIME = sizeof last->text };

    /* the client, and after two more words the bracket before the time */
    if (at == end) return wrong(why, "the line is empty");
    stop = (const char *)memchr(at, ' ', line.length);
    if (stop == NULL || stop == at) return wrong(why, "there is no client with a space after it");
    if (parts != NULL) parts->client_end = stop;
    at = stop + 1;
    if (end - at > 5 && memcmp(at, "- - [", 5) == 0) {
        at += 5;
    } else {
        const char *const bracket = (const char *)memchr(at, '[', (size_t)(end - at));
        if (bracket == NULL) return wrong(why, "there is no time in brackets");
        if (bracket - at < 4 || bracket[-1] != ' ' ||
            memchr(at + 1, ' ', (size_t)(bracket - at) - 3) == NULL)
            return wrong(why, "an identity and a user have to stand before the time");
        at = bracket + 1;
    }

    if (end - at < TIME + 3) return wrong(why, "the line ends within the time");
    if (!last->known || memcmp(at, last->text, TIME) != 0) {
        last->known = time_of(at, &last->second);
        if (!last->known)
            return wrong(why, "the time has another form than 31/Dec/1999:23:59:59 +0000");
        memcpy(last->text, at, TIME);
    }
    if (memcmp(at + TIME, "] \"", 3) != 0)
        return wrong(why, "after the time there is no request in quotes");
    if (parts != NULL) parts->time = at;

    at += TIME + 3;
    stop = quote_after(at, end);
    if (stop == NULL) return wrong(why, "the request has no closing quote");
    if (parts != NULL) {
        parts->request = at;
        parts->request_end = stop;
    }

    at = stop + 1;
    if (end - at < 5 || at[0] != ' ' || at[4] != ' ')
        return wrong(why, "there is no status after the request");
    status = status_of(at + 1);
    if (status < 100) return wrong(why, "the status is not a number from 100 to 999");

    at += 5;
    if (at != end && *at == '-') {
        at++;
    } else {
        const char *const size = at;
        while (at != end && *at >= '0' && *at <= '9') at++;
        if (at == size) return wrong(why, "the size is neither a number nor -");
    }
    if (end - at < 2 || memcmp(at, " \"", 2) != 0)
        return wrong(why, "there is no referer after the size");
    stop = quote_after(at + 2, end);
    if (stop == NULL) return wrong(why, "the referer has no closing quote");
    at = stop + 1;
    if (end - at < 2 || memcmp(at, " \"", 2) != 0)
        return wrong(why, "there is no agent after the referer");
    stop = quote_after(at + 2, end);
    if (stop == NULL) return wrong(why, "the agent has no closing quote");
    if (stop + 1 != end && stop[1] != ' ') return wrong(why, "after the agent there is no space");
    return status;
}

/* Return whether the user looks for this line, and then *record. A malformed line is counted and
 * reported. Most lines are neither: they are taken apart no further than it takes to see that. */
INLINED int job_wants(struct job *job, struct text line, long number, struct record *record) {
    int const status = take_apart(&job->last_time, line, NULL, NULL);
    job->lines++;
    if (status == 0) {
        report_malformed(job, number, line);
        return 0;
    }
    if (status < job->options.status_from || status > job->options.status_to) return 0;
    return record_is(job, line, number, record);
}

#endif
