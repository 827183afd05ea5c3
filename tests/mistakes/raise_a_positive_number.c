// EXPECT: error_GEN_RAISE_of_a_positive_number_use_its_negative
// QUOTED: g++
// LINES: g++ 20
#include <errno.h>
#include "gen.h"

struct g {
    struct gen gen;
};

GEN(g, int) {
    GEN_BEGIN();
#ifdef MISTAKE
    GEN_RAISE(EIO);
#else
    GEN_RAISE(-EIO);
#endif
    GEN_END();
}
