// EXPECT: error_more_yields_than_GEN_STATE_T_can_number
#define GEN_STATE_T uint8_t
#include "gen_stack.h"

struct other {
    struct gen gen;
};

GEN(other, int) {
    GEN_BEGIN();
    GEN_END();
}

struct g {
    struct gen gen;
    struct other other;
    gen_status error;
    int n;
};

GEN_RECURSIVE(all, g, int) {
    GEN_BEGIN();
/* Their numbers of resume points are those of docs/reference.md: 1, 1, 1, 1; 2, 2, 2; 3, 3; 1, 1,
 * 1. */
#define NINETEEN \
    GEN_YIELD(1); \
    GEN_YIELD(2); \
    GEN_YIELD(3); \
    GEN_YIELD(4); \
    GEN_CALL(*self); \
    GEN_SUSPEND(); \
    GEN_AWAIT(self->n > 0); \
    GEN_YIELD_FROM(other, &self->other); \
    GEN_FOR_AWAIT (self->n, other, &self->other) (void)0; \
    GEN_TRY { (void)0; } \
    GEN_EXCEPT(self->error) { (void)0; } \
    GEN_END_TRY; \
    GEN_TRY { (void)0; } \
    GEN_FINALLY { (void)0; } \
    GEN_END_TRY; \
    GEN_TRY { (void)0; } \
    GEN_FINALLY_SAVED(self->error) { (void)0; } \
    GEN_END_TRY
#define HALF \
    NINETEEN; \
    NINETEEN; \
    NINETEEN; \
    NINETEEN; \
    NINETEEN; \
    NINETEEN
#define REST \
    NINETEEN; \
    GEN_YIELD(1); \
    GEN_YIELD(2); \
    GEN_YIELD(3); \
    GEN_YIELD(4); \
    GEN_YIELD(5)
    HALF;
#ifdef MISTAKE
    GEN_YIELD(0);
#endif
    HALF;
    REST;
    GEN_END();
}
