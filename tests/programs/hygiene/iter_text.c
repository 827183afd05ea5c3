// Each macro of iter_text.h, in the way of itertools.c. See run. The names in this file must not
// be those of iter_text.h.
#include "uses.h"
#include "iter_text.h"

static const char test_text[] = "one\ntwo";
static long test_sink;

ITER_LINES(t_lines)
ITER_FILE_LINES(t_file_lines)
ITER_FILE_CHUNKS(t_file_chunks, int)
ITER_MAP(t_lengths, t_lines, long, USE(self_item, (long)item.length))

int main(void) {
    struct t_lengths test_lengths = t_lengths(t_lines(test_text, sizeof test_text - 1));
    GEN_FOR (test_item, t_lengths, &test_lengths) test_sink += test_item;
    return uses_wrong();
}
