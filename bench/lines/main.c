/* Count the lines or rows of a file, in the way that the first argument names. */
#include "ways.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *map(const char *path, size_t *length) {
    const int file = open(path, O_RDONLY);
    struct stat is;
    void *data;
    if (file < 0 || fstat(file, &is) != 0) exit(1);
    data = mmap(NULL, (size_t)is.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (data == MAP_FAILED) exit(1);
    close(file);
    *length = (size_t)is.st_size;
    return (const char *)data;
}

int main(int argc, char **argv) {
#define NAMED(way) {#way, way},
    static const struct {
        const char *name;
        struct counts (*count)(const char *path);
    } ways[] = {WAYS(NAMED)};
    for (size_t i = 0; argc == 3 && i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(ways[i].name, argv[1]) == 0) {
            const struct counts counts = ways[i].count(argv[2]);
            printf("%zu %zu\n", counts.items, counts.parts);
            return counts.failed;
        }
    }
    return 2;
}
