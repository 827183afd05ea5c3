/* numbers.h - numbers of a command line: all of the text is one, and it lies within bounds. */
#ifndef EXAMPLES_NUMBERS_H
#define EXAMPLES_NUMBERS_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

/* Read a decimal number of at most `most` into *number. Return 0, EINVAL or ERANGE. */
static inline int read_number(const char *text, uint64_t most, uint64_t *number) {
    char *end;
    if (*text < '0' || *text > '9') return EINVAL; /* strtoull takes blanks and signs */
    errno = 0;
    *number = strtoull(text, &end, 10);
    if (*end != '\0') return EINVAL;
    return errno == ERANGE || *number > most ? ERANGE : 0;
}

#endif
