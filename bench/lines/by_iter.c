/* The ways by iter_text.h. */
#include "ways.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "iter_text.h"

static char buffer[BUFFER];

ITER_READ(input, int, read(self->context, data, size))
ITER_LINES_OF(lines, input)
ITER_CSV(rows, input, ',')
ITER_FILE_LINES(file_lines)
ITER_LINES(text_lines)

/* Define a way: count the items of an iterator, and their lengths. */
#define COUNT(way, iterator, ...) \
    struct counts way(const char *path) { \
        size_t items = 0, parts = 0; \
        struct iterator p = __VA_ARGS__; \
        struct counts counts; \
        gen_status status; \
        GEN_FOR_STATUS (status, item, iterator, &p) { \
            items++; \
            parts += item.length; \
        } \
        counts.items = items; \
        counts.parts = parts; \
        counts.failed = status < 0; \
        return counts; \
    }

static struct input opened(const char *path) {
    return input(open(path, O_RDONLY), buffer,
                 sizeof buffer); /* closed by the end of the process */
}

static struct text_lines mapped(const char *path) {
    size_t length;
    const char *const data = map(path, &length);
    return text_lines(data, length);
}

COUNT(read_iter, lines, lines(opened(path)))
COUNT(file_iter, file_lines, file_lines(path, buffer, sizeof buffer))
COUNT(map_iter, text_lines, mapped(path))

static struct iter_text fields[FIELDS];
COUNT(csv_iter, rows, rows(opened(path), fields, FIELDS))
