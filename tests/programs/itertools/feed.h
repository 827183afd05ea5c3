/* A text for an ITER_READ to read, and letters for what comes out of its stages. */
#ifndef FEED_H
#define FEED_H

#include "iter_text.h"

#include "test.h"

/* The text to read: pieces that end in '|', of which each read gives at most one; '.' is nothing yet,
 * '!' an error, '+' more than was asked for. */
static const char *feed;

static iter_count read_feed(char *data, size_t size) {
    size_t n = 0;
    if (*feed == '\0') return 0;
    if (*feed == '+') return (iter_count)(size + 1);
    if (*feed == '.' || *feed == '!') return *feed++ == '.' ? ITER_NOT_YET : -5;
    while (n < size && *feed != '|' && *feed != '\0') data[n++] = *feed++;
    if (*feed == '|') feed++;
    return (iter_count)n;
}

static void tell(const char *data, size_t length) {
    size_t i;
    note('[');
    for (i = 0; i < length; i++) note((char)(data[i] == '\n' ? '/' : data[i]));
    note(']');
}

static char letter_of(gen_status status) {
    switch (status) {
    case GEN_DONE: return 'D';
    case GEN_PENDING: return 'P';
    case GEN_E_FULL: return 'F';
    case GEN_E_ARG: return 'A';
    case -5: return 'E';
    default: return '?';
    }
}

/* Note items and pauses, up to the end, an error, or an item that has no room. */
#define TELL(name, p) \
    do { \
        name##_item item_ = {NULL, 0}; \
        gen_status status_; \
        do { \
            status_ = name##_next(&(p), &item_); \
            if (status_ == GEN_YIELDED) \
                tell(item_.data, item_.length); \
            else \
                note(letter_of(status_)); \
        } while (status_ > 0); \
    } while (0)

#endif
