// EXPECT: gen.h: compile as C99 or later
// MISTAKE_FLAGS: -std=c90
#include "gen.h"
