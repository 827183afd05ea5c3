/* decimal.h - a double as text that reads back to the same value. */
#ifndef EXAMPLES_DECIMAL_H
#define EXAMPLES_DECIMAL_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DECIMAL_SIZE = 32 };

/* Write a double with as few digits as it takes, and so that it does not look like an integer. */
static inline void decimal_text(char into[DECIMAL_SIZE], double value) {
    double back = 0;
    for (int digits = 15; digits <= 17 && (digits == 15 || back < value || back > value);
         digits++) {
        (void)snprintf(into, DECIMAL_SIZE, "%.*g", digits, value);
        back = strtod(into, NULL);
    }
    if (into[strspn(into, "-0123456789")] == '\0') strcat(into, ".0");
}

#endif
