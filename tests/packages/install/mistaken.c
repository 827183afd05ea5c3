/* A user's program that loses two locals, which no compiler reports without gen_lint. */
#include <gen.h>

struct squares {
    struct gen gen;
    int i;
};

GEN(squares, int) {
    GEN_BEGIN();
    int factor, list[3];
    factor = self->i + 2;
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(factor);
    for (self->i = 0; self->i < 3; self->i++) list[self->i] = self->i * self->i;
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(list[self->i]);
    GEN_END();
}

int main(void) {
    static struct squares s;
    int sum = 0;
    GEN_FOR (n, squares, &s) sum += n;
    return sum == 11 ? 0 : 1;
}
