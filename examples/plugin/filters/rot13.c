/* rot13 - each letter moves by 13 places; twice is the same text again. */
#include "../filter.h"

int filter_version(void) { return FILTER_VERSION; }

size_t filter_line(char *line, size_t length) {
    for (size_t i = 0; i < length; i++) {
        char const a = line[i] >= 'a' && line[i] <= 'z' ? 'a' : 'A';
        if (line[i] >= a && line[i] < a + 26) line[i] = (char)((line[i] - a + 13) % 26 + a);
    }
    return length;
}
