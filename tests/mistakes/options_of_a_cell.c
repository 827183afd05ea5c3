// EXPECT: error_the_options_of_a_cell_contradict_each_other
#include "lazy.h"

struct answer {
    struct lazy lazy;
    int value;
};

#ifdef MISTAKE
LAZY_WITH(answer, int, LAZY_RETRY | LAZY_FATAL, (void)0) {
#else
LAZY_WITH(answer, int, LAZY_RETRY | LAZY_RACE, (void)0) {
#endif
    *out = 42;
    return 0;
}
