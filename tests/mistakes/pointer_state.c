// EXPECT: error_GEN_STATE_T_must_be_an_unsigned_type
// QUOTED: gcc clang-14 clang-19 g++ clang++-19
// LINES: gcc 13, clang-14 11, clang-19 11, g++ 51, clang++-19 53
#include <stdint.h>
#ifdef MISTAKE
#define GEN_STATE_T void *
#else
#define GEN_STATE_T uint8_t
#endif
#include "gen.h"
