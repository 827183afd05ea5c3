/* How often a merge of many and the smallest items compare: as heapq does, or less. */
#include "items.h"

#include "iter_table.h"

struct tagged {
    int key, tag;
};
ITER_SPAN(tags, struct tagged)

/* Each comparison has the earlier item as a. */
static int comparisons, misplaced;
static int counted(const struct tagged *b, const struct tagged *a) {
    comparisons++;
    misplaced += b->tag < a->tag;
    return b->key < a->key;
}
ITER_KMERGE(counted_merge, tags, counted(&b, &a))
ITER_SMALLEST(counted_smallest, tags, counted(&b, &a))

enum { MERGED = 11, ROW = 5 };

static void a_merge_of_many_compares_once_for_each_doubling(void) {
    static struct tagged items[MERGED][ROW];
    static struct counted_merge_entry heap[MERGED];
    static struct tags each[MERGED];
    int count, i, last = -1;
    for (i = 0; i < MERGED * ROW; i++) {
        items[i / ROW][i % ROW].key = i % ROW * 10 + i * 7 % 10;
        items[i / ROW][i % ROW].tag = i / ROW;
    }
    for (count = 1; count <= MERGED; count++) {
        int levels = 0, pulled = 0;
        struct counted_merge p = counted_merge(each, heap, count);
        struct tagged x = {0, 0};
        while (1 << levels < count) levels++;
        for (i = 0; i < count; i++) MAKE(tags, each[i], tags(items[i], ROW));
        comparisons = 0;
        for (last = -1; counted_merge_next(&p, &x) == GEN_YIELDED; last = x.key) {
            CHECK(x.key >= last);
            CHECK(comparisons <= (pulled++ == 0 ? count - 1 : levels));
            comparisons = 0;
        }
        CHECK_EQ(pulled, count * ROW);
    }
    CHECK_EQ(misplaced, 0);
}

static void the_top_k_compare_a_later_item_once(void) {
    static struct tagged items[100];
    static struct counted_smallest_entry heap[8];
    int i;
    for (i = 0; i < 100; i++) {
        items[i].key = i < 8 ? 7 - i : 7 + i % 3;
        items[i].tag = i;
    }
    comparisons = misplaced = 0;
    CHECK_ITEMS(counted_smallest, counted_smallest(tags(items, 100), heap, 8), x.key, 0, 1, 2, 3, 4,
                5, 6, 7);
    CHECK(comparisons <= 7 + 92 + 2 * 8 * 3); /* the first ones, the later ones, a heapsort */
    CHECK_EQ(misplaced, 0);
}

void run_tests(void) {
    RUN(a_merge_of_many_compares_once_for_each_doubling);
    RUN(the_top_k_compare_a_later_item_once);
}
