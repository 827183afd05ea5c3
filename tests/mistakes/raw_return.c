// EXPECT: error_return_in_a_generator_use_GEN_RETURN
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
#ifdef MISTAKE
    if (self->n) return 0;
#else
    if (self->n) GEN_RETURN();
#endif
    GEN_YIELD(2);
    GEN_END();
}
