// EXPECT: has no member named .gen.|no member named 'gen'
#include "gen.h"

struct g {
#ifdef MISTAKE
    int m;
#else
    struct gen gen;
#endif
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(self->n);
    GEN_END();
}
