// EXPECT: from .int.
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, const char *) {
    GEN_BEGIN();
#ifdef MISTAKE
    GEN_YIELD(self->n);
#else
    GEN_YIELD("n");
#endif
    GEN_END();
}
