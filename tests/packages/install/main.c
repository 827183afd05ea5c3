/* A user's program. */
#include <gen.h>

struct countdown {
    struct gen gen;
    int n;
};

GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

int main(void) {
    static struct countdown numbers;
    int sum = 0;
    numbers.n = 3;
    GEN_FOR (n, countdown, &numbers) sum += n;
    return sum == 6 ? 0 : 1;
}
