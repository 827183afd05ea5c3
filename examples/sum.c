/* A terminal over a pipeline that pauses: a loop that asks again, and a task that waits. */
#include <stdio.h>

#include "itertools.h"

/* The digits of a text. At '.' no digit has arrived yet. */
ITER_FROM(digits, int, const char *,
          *self->context == '\0'  ? GEN_DONE
          : *self->context == '.' ? (self->context++, GEN_PENDING)
                                  : (*item = *self->context++ - '0', GEN_YIELDED))
ITER_SUM(add_up, digits, int)

struct adder {
    struct gen gen;
    struct digits from;
    gen_status status;
    int sum;
};

GEN(adder, int) {
    GEN_BEGIN();
    self->sum = 0;
    GEN_AWAIT((self->status = add_up_more(&self->from, &self->sum)) != GEN_PENDING);
    GEN_YIELD(self->sum);
    GEN_END();
}

int main(void) {
    struct digits p = digits("3.14..15");
    struct adder task = {.from = digits(".1.2..3")};
    int sum;
    gen_status status = add_up(&p, &sum);
    while (status == GEN_PENDING) {
        printf("%d so far\n", sum);
        status = add_up_more(&p, &sum);
    }
    printf("%d\n", sum);

    while (adder_next(&task, &sum) == GEN_PENDING) printf("waiting\n");
    printf("%d\n", sum);
    return 0;
}
