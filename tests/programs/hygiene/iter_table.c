// Each macro of iter_table.h, in the way of itertools.c. See run. The names in this file must not
// be those of iter_table.h.
#include "uses.h"
#include "iter_table.h"

static const int test_numbers[] = {1, 1, 2, 3};
static long test_sink;

// Pull all items.
#define PULL(stage, ...) \
    do { \
        struct stage test_made = __VA_ARGS__; \
        GEN_FOR (test_item, stage, &test_made) test_sink += sizeof test_item; \
    } while (0)
#define INTS() t_ints(test_numbers, 4)

ITER_SPAN(t_ints, int)
ITER_UNIQUE(t_unique, t_ints, int, USE(self_item, item), USE(self_key, iter_hash((unsigned)key)),
            USE(self_key_other, key == other))
ITER_UNIQUE_EVICTING(t_evicting, t_ints, int, USE(self_item, item),
                     USE(self_key, iter_hash((unsigned)key)),
                     USE(self_item_key_other, key == other))
ITER_TABLE(t_table, t_ints, int, int, USE(item, item),
           USE(item_key_value_first, value + item * key * first))
ITER_TABLE_BY(t_table_by, t_ints, int, int, USE(item, item), USE(key, iter_hash((unsigned)key)),
              USE(key_other, key == other), USE(item_key_value_first, value + item * key * first))
ITER_SMALLEST(t_topk, t_ints, USE(self_a_b, b < a))
ITER_KMERGE(t_kmerge, t_ints, USE(self_a_b, b < a))
ITER_SORT(t_sort, t_ints, USE(a_b, b < a))
ITER_SORT_ARRAY(t_sort_array, int, USE(a_b, b < a))
ITER_BISECT(t_bisect, int, int, USE(item_key, item < key))
ITER_MERGE_JOIN(t_join, t_ints, t_ints, USE(self_a_b, a - b))

int main(void) {
    struct t_unique_slot test_slots[8] = {{0, 0}};
    struct t_evicting_slot test_ring[8] = {{0, 0, 0}};
    struct t_table_slot test_table_slots[8] = {{0, 0, 0}};
    struct t_table_by_slot test_table_by_slots[8] = {{0, 0, 0}};
    struct t_table test_table = t_table_table(test_table_slots, 8);
    struct t_table_by test_table_by = t_table_by_table(test_table_by_slots, 8);
    struct t_ints test_from = INTS(), test_again = INTS();
    int test_buffer[6];
    struct t_topk_entry test_least[2];
    struct t_kmerge_entry test_heap[2];
    struct t_ints test_each[2] = {INTS(), INTS()};
    PULL(t_unique, t_unique(INTS(), test_slots, 8));
    PULL(t_evicting, t_evicting(INTS(), test_ring, 8));
    test_sink += t_table(&test_from, &test_table) + t_table_by(&test_again, &test_table_by);
    PULL(t_table_entries, t_table_entries(&test_table));
    test_sink += *t_table_find(&test_table, 1) + *t_table_by_find(&test_table_by, 1);
    PULL(t_topk, t_topk(INTS(), test_least, 2));
    PULL(t_sort, t_sort(INTS(), test_buffer, 6));
    t_sort_array(test_buffer, 4, test_buffer + 4);
    test_sink += (long)t_bisect(test_buffer, 4, 2);
    PULL(t_join, t_join(INTS(), INTS()));
    PULL(t_kmerge, t_kmerge(test_each, test_heap, 2));
    return uses_wrong();
}
