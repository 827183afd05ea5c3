/* reverse - the characters of each line from the last to the first. A byte that is not UTF-8 counts
 * as a character. */
#include "../filter.h"
#include "utf8.h"

int filter_version(void) { return FILTER_VERSION; }

static void turn(char *text, size_t length) {
    for (size_t i = 0; i < length / 2; i++) {
        char const kept = text[i];
        text[i] = text[length - 1 - i];
        text[length - 1 - i] = kept;
    }
}

size_t filter_line(char *line, size_t length) {
    /* the bytes of each character, and then those of the whole */
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t const step = utf8_decode(line + at, length - at, &character);
        turn(line + at, step);
        at += step != 0 ? step : 1;
    }
    turn(line, length);
    return length;
}
