// EXPECT: error_GEN_STATE_T_must_be_an_unsigned_type
// LINES: gcc 20, g++ 20
#ifdef MISTAKE
#define GEN_STATE_T short
#else
#define GEN_STATE_T unsigned short
#endif
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
    GEN_YIELD(self->n);
    GEN_END();
}
