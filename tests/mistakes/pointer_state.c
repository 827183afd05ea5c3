// EXPECT: error_GEN_STATE_T_must_be_an_unsigned_type
// QUOTED: gcc clang-14 clang-19 g++ clang++-19
// LINES: gcc 20, clang-14 20, clang-19 20, g++ 70, clang++-19 80
#include <stdint.h>
#ifdef MISTAKE
#define GEN_STATE_T void *
#else
#define GEN_STATE_T uint8_t
#endif
#include "gen.h"
