// EXPECT: g_item
#include "gen.h"

struct point {
    int x, y;
};

struct g {
    struct gen gen;
    struct point at;
};

GEN(g, int) {
    GEN_BEGIN();
#ifdef MISTAKE
    GEN_YIELD(self->at);
#else
    GEN_YIELD(self->at.x);
#endif
    GEN_END();
}
