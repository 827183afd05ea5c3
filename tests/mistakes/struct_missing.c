// EXPECT: (undefined|incomplete) (type|definition of type) '(struct )?cuontdown'|incomplete type '(struct )?cuontdown'
// LINES: g++ 20
#include "gen.h"

struct countdown {
    struct gen gen;
    int n;
};

#ifdef MISTAKE
GEN(cuontdown, int) {
#else
GEN(countdown, int) {
#endif
    GEN_BEGIN();
    GEN_YIELD(1);
    GEN_END();
}
