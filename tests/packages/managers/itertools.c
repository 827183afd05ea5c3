/* A user's program that uses itertools.h, and tests a pipeline with iter_testing.h. */
#include <iter_testing.h>
#include <itertools.h>

ITER_RANGE(numbers, int)
ITER_COUNTED(counted, numbers)
ITER_FILTER(odd, counted, item % 2 != 0)

int main(void) {
    static struct iter_calls calls;
    struct odd p = odd(counted(numbers(0, 6, 1), &calls));
    int sum = 0;
    GEN_FOR (n, odd, &p) sum += n;
    return sum == 9 && calls.items == 6 ? 0 : 1;
}
