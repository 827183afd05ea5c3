/* filter.h - what a filter is: a shared library with these two functions. */
#ifndef FILTER_H
#define FILTER_H

#include <stddef.h>

/* Return FILTER_VERSION: a library made for another program, or for another version, is refused. */
#define FILTER_VERSION 1
int filter_version(void);

/* Change a line, which has no newline, and return its new length: `length` or less. */
size_t filter_line(char *line, size_t length);

#endif
