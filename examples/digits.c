/* Errors: a generator that raises one, and a caller that checks for it. */
#include <stdio.h>

#include "gen.h"

enum { NOT_A_DIGIT = -1 };

struct digits {
    struct gen gen;
    const char *text;
};

GEN(digits, int) {
    GEN_BEGIN();
    for (; *self->text != '\0'; self->text++) {
        if (*self->text < '0' || *self->text > '9') GEN_RAISE(NOT_A_DIGIT);
        GEN_YIELD(*self->text - '0');
    }
    GEN_END();
}

int main(void) {
    struct digits d = {.text = "12x4"};
    int item, status;
    GEN_FOR_STATUS (status, digit, digits, &d) printf("%d\n", digit);
    if (status == NOT_A_DIGIT) printf("not a digit: %c\n", *d.text);
    printf("then: %d\n", digits_next(&d, &item)); /* GEN_DONE: an error finishes it */
    return 0;
}
