/* For Eva: a pipeline with a buffer over any range, made with any arguments, pulled and closed in
 * any order. */
#include "contracts.h"
#include "eva.h"
#include "more_itertools.h"

ITER_RANGE(naturals, int)
ITER_MAP(small, naturals, int, item % 100)
ITER_FILTER(odd, small, item % 2 != 0)
ITER_WINDOW(pairs, odd)
ITER_TAKE(some, pairs)

/* The buffer is initialised, because Eva cannot show that no item is read before it is written. */
int main(void) {
    int buffer[3];
    struct naturals from = naturals(any_int(), any_int(), any_int() ? 1 : -3);
    struct some p = some(pairs(odd(small(from)), buffer, 3, any_int() ? 2 : -1), any_int());
    UNKNOWN(buffer);
    while (any_int()) {
        some_item item;
        switch (any_int()) {
        case 0: (void)some_next(&p, &item); break;
        case 1: (void)some_step(&p, &item); break;
        case 2: (void)some_close(&p); break;
        case 3: (void)some_left(&p, ITER_AT_LEAST); break;
        default: (void)some_left(&p, ITER_AT_MOST); break;
        }
    }
    return 0;
}
