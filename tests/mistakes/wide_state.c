// EXPECT: error_GEN_STATE_T_is_wider_than_unsigned
#include <stdint.h>
#ifdef MISTAKE
#define GEN_STATE_T uint64_t
#else
#define GEN_STATE_T uint8_t
#endif
#include "gen.h"
