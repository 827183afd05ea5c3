/* upper - the letters of ASCII as capitals. */
#include "../filter.h"

int filter_version(void) { return FILTER_VERSION; }

size_t filter_line(char *line, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (line[i] >= 'a' && line[i] <= 'z') line[i] = (char)(line[i] - 'a' + 'A');
    return length;
}
