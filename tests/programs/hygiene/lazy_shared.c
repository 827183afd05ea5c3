// The macro of lazy_shared.h, which takes no expression. See tests/programs/hygiene/run. The names
// in this file must not be those of lazy_shared.h.
#include "uses.h"
#include "gen.h"
#include "lazy_shared.h"

static long test_sink;

struct t_count {
    struct gen gen;
    int t_at;
};
GEN(t_count, int) {
    GEN_BEGIN();
    GEN_YIELD(USE(self, self->t_at));
    GEN_END();
}
LAZY_SHARED(t_shared, t_count)

int main(void) {
    static struct t_shared test_shared;
    int test_got = 0;
    test_sink += t_shared_next(&test_shared, &test_got) + t_shared_close(&test_shared);
    return uses_wrong();
}
