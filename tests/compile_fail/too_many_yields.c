// EXPECT: error_more_yields_than_GEN_STATE_T_can_number
#define GEN_STATE_T uint8_t
#include "gen.h"

struct g {
    struct gen gen;
    int n;
};

GEN(g, int) {
    GEN_BEGIN();
#define FIVE                                                                                       \
    GEN_YIELD(1);                                                                                  \
    GEN_YIELD(2);                                                                                  \
    GEN_YIELD(3);                                                                                  \
    GEN_YIELD(4);                                                                                  \
    GEN_YIELD(5)
#define FIFTY                                                                                      \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE;                                                                                          \
    FIVE
    FIFTY;
    FIFTY;
    FIFTY;
    FIFTY;
    FIFTY;
#ifdef MISTAKE
    GEN_YIELD(0);
#endif
    GEN_YIELD(251);
    GEN_YIELD(252);
    GEN_END();
}
