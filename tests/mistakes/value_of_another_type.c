// EXPECT: error_the_value_of_a_cell_is_of_another_type
#include "lazy.h"

struct answer {
    struct lazy lazy;
#ifdef MISTAKE
    short value;
#else
    int value;
#endif
};

LAZY(answer, int) {
    *out = 42;
    return 0;
}
