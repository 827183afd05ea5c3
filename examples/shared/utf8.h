/* utf8.h - characters of UTF-8 text: decoded strictly, and encoded. */
#ifndef EXAMPLES_UTF8_H
#define EXAMPLES_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decode the character at `at`, of which `left` bytes may be read. Return its length, or 0 if it is
 * not valid: cut off, overlong, a surrogate, or beyond the last character. */
static inline size_t utf8_decode(const char *at, size_t left, uint32_t *character) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *const byte = (const unsigned char *)at;
    size_t length;
    uint32_t c;
    if (left == 0) return 0;
    c = byte[0];
    if (c < 0x80) {
        *character = c;
        return 1;
    }
    length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC0 || c >= 0xF8 || length > left) return 0;
    c &= 0xFFu >> (length + 1);
    for (size_t i = 1; i < length; i++) {
        if ((byte[i] & 0xC0) != 0x80) return 0;
        c = c << 6 | (byte[i] & 0x3Fu);
    }
    if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
    *character = c;
    return length;
}

/* Write a valid character to `to`, which has room for 4 bytes. Return its length. */
static inline size_t utf8_encode(char *to, uint32_t character) {
    size_t const length = character < 0x80      ? 1
                          : character < 0x800   ? 2
                          : character < 0x10000 ? 3
                                                : 4;
    static const unsigned marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--) {
        to[i] = (char)((character & 0x3F) | 0x80);
        character >>= 6;
    }
    to[0] = (char)(character | marks[length]);
    return length;
}

/* Return the length of the longest valid text at the beginning. */
static inline size_t utf8_valid(const char *text, size_t length) {
    size_t at = 0;
    uint32_t character;
    while (at < length) {
        size_t const step = utf8_decode(text + at, length - at, &character);
        if (step == 0) break;
        at += step;
    }
    return at;
}

#endif
