/* Each header, in C. */
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

ITER_MAP(doubles, countdown, int, item * 2)

struct ten {
    struct lazy lazy;
    int value;
};

LAZY(ten, int) {
    *out = 10;
    return 0;
}

int sum_in_c(void);

int sum_in_c(void) {
    static struct ten ten;
    struct doubles p = doubles((struct countdown){.n = 3});
    int error = 0;
    int sum = *ten_get(&ten, &error);
    GEN_FOR (n, doubles, &p) sum += n;
    return sum;
}
