#include "shared.h"

GEN_DEFINE(words) {
    GEN_BEGIN();
    for (self->number = 1; *self->at; self->number++) {
        struct word word;
        while (*self->at == ' ') self->at++;
        word.from = self->at;
        for (word.length = 0; *self->at != '\0' && *self->at != ' '; word.length++) self->at++;
        word.number = self->number;
        GEN_YIELD(word);
    }
    GEN_END();
}

GEN_DEFINE(halves) {
    GEN_BEGIN();
    for (; self->x >= 1; self->x /= 2) GEN_YIELD(self->x);
    GEN_END();
}

GEN_DEFINE(letters) {
    GEN_BEGIN();
    for (; *self->at; self->at++) GEN_YIELD(*self->at);
    GEN_END();
}

#ifdef __cplusplus
GEN_DEFINE(tokens) {
    GEN_BEGIN();
    for (; *self->at; self->at++) GEN_YIELD(token(*self->at));
    GEN_END();
}
#endif

GEN_DEFINE_RECV(relay) {
    GEN_BEGIN();
    GEN_YIELD_FROM(adder, self->adder);
    GEN_END();
}
