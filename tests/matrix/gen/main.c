#include "shared.h"

int main(void) {
    static struct adder adder;
    static struct countdown here, there;
    static struct squares squares;
    int sum = 0, n_squared = 0;
    (void)adder_next(&adder, &sum);
    here.n = there.n = 3;
    GEN_FOR (n, countdown, &here) (void)adder_send(&adder, &n, &sum);
    GEN_FOR (square, squares, &squares) n_squared += square;
    return n_squared == 14 && sum == 6 && sum_of(&there) == 6 ? 0 : 1;
}
