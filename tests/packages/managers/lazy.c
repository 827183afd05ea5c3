/* A user's program that uses lazy.h. */
#include <lazy.h>

struct square {
    struct lazy lazy;
    int of;
    int value;
};

LAZY(square, int) {
    *out = self->of * self->of;
    return 0;
}

int main(void) {
    static struct square nine;
    const int *value;
    int error = 0;
    nine.of = 3;
    value = square_get(&nine, &error);
    return value != NULL && *value == 9 ? 0 : 1;
}
