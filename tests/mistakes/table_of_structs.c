// EXPECT: error_ITER_TABLE_key_is_not_a_number_use_ITER_TABLE_BY
#include "iter_table.h"

struct place {
    short x, y;
};
ITER_SPAN(places, struct place)

#ifdef MISTAKE
ITER_TABLE(visits, places, struct place, int, item, value + 1)
#else
ITER_TABLE_BY(visits, places, struct place, int, item, iter_hash((unsigned)(key.x * 31 + key.y)),
              key.x == other.x && key.y == other.y, value + 1)
#endif
