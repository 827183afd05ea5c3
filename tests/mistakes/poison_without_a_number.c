// EXPECT: GEN_POISON is a number of bytes, 16 or more
#ifdef MISTAKE
#define GEN_POISON
#else
#define GEN_POISON 1000
#endif
#include "gen.h"

struct g {
    struct gen gen;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_END();
}
