// EXPECT: error_GEN_STATE_T_must_be_an_unsigned_type
// LINES: 13
#include <stdint.h>
#ifdef MISTAKE
#define GEN_STATE_T void *
#else
#define GEN_STATE_T uint8_t
#endif
#include "gen.h"
