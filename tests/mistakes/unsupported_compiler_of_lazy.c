// EXPECT: lazy.h: this compiler is not supported
// MISTAKE_FLAGS: -D__chibicc__
#include "lazy.h"
