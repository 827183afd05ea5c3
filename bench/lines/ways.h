/* The ways to cut a file into lines, or rows of CSV: each is named after what it reads with and what
 * cuts, and counts what it cuts. */
#ifndef WAYS_H
#define WAYS_H

#include <stddef.h>

struct counts {
    size_t items; /* lines or rows */
    size_t parts; /* the bytes of the lines without their ends, or the fields of the rows */
    int failed;
};

#define WAYS(WAY) \
    WAY(read_iter) \
    WAY(read_hand) \
    WAY(file_iter) \
    WAY(file_fgets) \
    WAY(file_getline) \
    WAY(map_iter) \
    WAY(map_hand) \
    WAY(csv_iter) \
    WAY(csv_hand)

#define DECLARE(way) struct counts way(const char *path);
WAYS(DECLARE)

enum { BUFFER = 65536, FIELDS = 16 };

/* Map a file. */
const char *map(const char *path, size_t *length);

#endif
