/* A program of somebody who uses itertools.h. */
#include <itertools.h>

ITER_RANGE(numbers, int)
ITER_FILTER(odd, numbers, item % 2 != 0)

int main(void) {
    struct odd p = odd(numbers(0, 6, 1));
    int sum = 0;
    GEN_FOR (n, odd, &p) sum += n;
    return sum == 9 ? 0 : 1;
}
