/* A shared library that is opened at the first call of one of its functions. The program also runs
 * without it. */
#include "lazy_library.h"
#include <stdio.h>

LAZY_LIBRARY(speech, "libspeech-that-few-have.so")
LAZY_SYMBOL(say, speech, "say", int, (const char *text))

static int print(const char *text) { return printf("%s\n", text); }
LAZY_SYMBOL_OR(say_or_print, speech, "say", int, (const char *text), print)

int main(void) {
    int error = 0;
    int (*function)(const char *) = say(&error);
    if (function == NULL) {
        printf("%s\n", lazy_strerror(error));
        fprintf(stderr, "%s\n", say_text()); /* the loader's error message */
    }
    say_or_print(NULL)("good evening");
    return 0;
}
