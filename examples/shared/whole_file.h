/* whole_file.h - a file read into memory. */
#ifndef EXAMPLES_WHOLE_FILE_H
#define EXAMPLES_WHOLE_FILE_H

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Read a stream to its end. Return 0 and the data, which the caller frees; or a negative error. */
static inline int read_whole_stream(FILE *from, char **data, size_t *length) {
    size_t room = 0, got = 1;
    *data = NULL;
    *length = 0;
    errno = 0;
    while (got != 0) {
        if (*length == room) {
            char *const larger = (char *)realloc(*data, room = 2 * room + 65536);
            if (larger == NULL) break;
            *data = larger;
        }
        got = fread(*data + *length, 1, room - *length, from);
        *length += got;
    }
    if (got == 0 && !ferror(from)) return 0;
    free(*data);
    *data = NULL;
    return got != 0 ? -ENOMEM : errno != 0 ? -errno : -EIO;
}

/* The same with the name of a file. */
static inline int read_whole_file(const char *name, char **data, size_t *length) {
    FILE *const from = fopen(name, "rb");
    int error;
    *data = NULL;
    *length = 0;
    if (from == NULL) return -errno;
    error = read_whole_stream(from, data, length);
    fclose(from);
    return error;
}

#endif
