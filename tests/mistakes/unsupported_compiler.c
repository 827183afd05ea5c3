// EXPECT: gen.h: this compiler is not supported
// MISTAKE_FLAGS: -D__chibicc__
#include "gen.h"
