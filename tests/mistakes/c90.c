// EXPECT: gen.h: compile as C99 or later
// QUOTED: gcc
// MISTAKE_FLAGS: -std=c90
// COMPILERS: gcc clang-14 clang-19
#include "gen.h"
