// EXPECT: double \*|double\*|argument 2 of 'g_send'|call to 'g_send'
// LINES: gcc 20, clang-14 20, clang-19 20, g++ 20, clang++-19 20
// FLAGS: -Wall -Werror
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN_RECV(g, int, int) {
    GEN_BEGIN();
    for (;;) GEN_YIELD(self->n += sent ? *sent : 0);
    GEN_END();
}

int more(struct g *g);

int more(struct g *g) {
#ifdef MISTAKE
    double value = 1;
#else
    int value = 1;
#endif
    int item = 0;
    return g_send(g, &value, &item);
}
