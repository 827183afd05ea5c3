// Each macro of iter_testing.h, in the way of itertools.c. See run. The names in this file must not
// be those of iter_testing.h.
#include "uses.h"
#include "iter_testing.h"

static const int test_numbers[] = {1, 2, 3};
static const struct iter_injection test_injections[] = {{GEN_PENDING, 1, 0}};

ITER_SPAN(t_ints, int)
ITER_INJECTED(t_injected, t_ints)
ITER_COUNTED(t_counted, t_injected)
ITER_TRIAL(t_trial, t_counted, USE(item_trial, item),
           USE(trial,
               t_counted(t_injected(t_ints(test_numbers, 3), &trial->injection, 1), &trial->calls)))

int main(void) {
    static struct iter_calls test_calls;
    static struct iter_trial test_trial;
    struct t_counted test_made =
        t_counted(t_injected(t_ints(test_numbers, 3), test_injections, 1), &test_calls);
    GEN_FOR (test_item, t_counted, &test_made) (void)test_item;
    test_trial.error = -5;
    return t_trial(&test_trial) != GEN_NULL_ || test_calls.pauses != 1 || uses_wrong();
}
