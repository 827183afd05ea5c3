/* Waiting: a parser of frames `$<letters>*` over bytes from an interrupt. It is written as if it
 * blocked, but never does: the main loop polls it. */
#include <stdio.h>

#include "gen.h"

/* The interrupt handler fills this ring buffer. */
static volatile unsigned char ring[16];
static volatile unsigned head, tail;

static void interrupt(char byte) { ring[head++ % sizeof ring] = (unsigned char)byte; }

struct bytes {
    struct gen gen;
};

GEN(bytes, char) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(head != tail);
        GEN_YIELD((char)ring[tail++ % sizeof ring]);
    }
    GEN_END();
}

struct frames {
    struct gen gen;
    struct bytes from;
    char byte, text[8];
    unsigned length;
};

typedef const char *string;

GEN(frames, string) {
    GEN_BEGIN();
    GEN_FOR_AWAIT (self->byte, bytes, &self->from) {
        if (self->byte == '$') {
            self->length = 0;
        } else if (self->byte == '*') {
            self->text[self->length] = '\0';
            GEN_YIELD(self->text);
        } else if (self->length < sizeof self->text - 1) {
            self->text[self->length++] = self->byte;
        }
    }
    GEN_END();
}

int main(void) {
    static const char line[] = "noise$HELLO*$WOR";
    static const char more[] = "LD*";
    struct frames frames = {.length = 0};
    const char *text;
    const char *byte;
    for (byte = line; *byte; byte++) interrupt(*byte);
    while (frames_next(&frames, &text) == GEN_YIELDED) printf("%s\n", text);
    printf("...pending...\n");
    for (byte = more; *byte; byte++) interrupt(*byte);
    while (frames_next(&frames, &text) == GEN_YIELDED) printf("%s\n", text);
    return 0;
}
