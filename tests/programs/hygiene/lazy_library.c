// Each macro of lazy_library.h that takes an expression. Each expression is written USE (names,
// expression), where `names` are the names that the macro is documented to show there, joined by
// `_`. See tests/programs/hygiene/run. The names in this file must not be those of lazy_library.h.
#include "uses.h"
#include "lazy_library.h"

static long test_sink;

LAZY_LIBRARY(t_library, "no such library")
LAZY_SYMBOL(t_symbol, t_library, "no such symbol", int, (void))
static int t_fallback(void) { return 0; }
LAZY_SYMBOL_OR(t_symbol_or, t_library, "no such symbol", int, (void), USE(none, t_fallback))

int main(void) {
    int test_error = 0;
    test_sink += t_symbol(&test_error) != NULL;
    test_sink += t_symbol_or(&test_error) != NULL;
    return uses_wrong();
}
