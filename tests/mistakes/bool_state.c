// EXPECT: error_GEN_STATE_T_must_be_an_unsigned_type
// COMPILERS: gcc clang-14 clang-19
#include <stdint.h>
#ifdef MISTAKE
#define GEN_STATE_T _Bool
#else
#define GEN_STATE_T uint8_t
#endif
#include "gen.h"
