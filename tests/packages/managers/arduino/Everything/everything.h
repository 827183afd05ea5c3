/* Each header, in C++. */
#ifndef EVERYTHING_H
#define EVERYTHING_H

#include <Arduino.h>
#include <async.h>
#include <async_gen.h>
#include <async_sync.h>
#include <gen.h>
#include <gen_stack.h>
#include <iter_table.h>
#include <iter_testing.h>
#include <iter_text.h>
#include <itertools.h>
#include <lazy.h>
#include <more_itertools.h>

struct countdown {
    struct gen gen;
    int n;
};

GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

ITER_RANGE(numbers, int)
ITER_COUNTED(counted, numbers)
ITER_FILTER(odd, counted, item % 2 != 0)

struct square {
    struct lazy lazy;
    int of;
    int value;
};

LAZY(square, int) {
    *out = self->of * self->of;
    return 0;
}

#endif
