/* squeeze - one space instead of several, and none at the ends. */
#include "../filter.h"

int filter_version(void) { return FILTER_VERSION; }

size_t filter_line(char *line, size_t length) {
    size_t to = 0;
    for (size_t i = 0; i < length; i++) {
        int const space = line[i] == ' ' || line[i] == '\t';
        if (!space)
            line[to++] = line[i];
        else if (to != 0 && line[to - 1] != ' ')
            line[to++] = ' ';
    }
    return to != 0 && line[to - 1] == ' ' ? to - 1 : to;
}
