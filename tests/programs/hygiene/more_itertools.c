// Each macro of more_itertools.h, in the way of itertools.c. See run. The names in this file must not
// be those of more_itertools.h.
#include "uses.h"
#include "more_itertools.h"

static const int test_numbers[] = {1, 1, 2, 3};
static int test_room[8];
static long test_sink;

// Pull all items.
#define PULL(stage, ...) \
    do { \
        struct stage test_made = __VA_ARGS__; \
        GEN_FOR (test_item, stage, &test_made) test_sink += sizeof test_item; \
    } while (0)
#define INTS() t_ints(test_numbers, 4)

ITER_SPAN(t_ints, int)
ITER_SPAN(t_others, int)
ITER_POINTERS(t_pointers, const int)
ITER_SPAN_REVERSED(t_reversed, int)
ITER_SENTINEL(t_sentinel, int, USE(self_item, item == 3))
ITER_CHUNKS(t_chunks, int)
ITER_ARRAY_CHUNKS(t_array_chunks, int, 2)
ITER_ARRAY_RUNS(t_array_runs, int, USE(self_item_last, item > last))
ITER_ARRAY_WINDOWS(t_array_windows, int)
ITER_INTERLEAVE(t_interleave, t_ints, t_others)
ITER_ZIP_N(t_zip_n, t_ints, t_others, t_ints, t_ints, t_ints, t_ints, t_ints, t_ints)
ITER_COALESCE(t_coalesce, t_ints, USE(self_item_into, item == *into))
ITER_ROLLING(t_rolling, t_ints, long, USE(self_item_total_oldest, total + item - oldest))
ITER_ROLLING_STATS(t_rolling_stats, t_ints, double)
ITER_SAMPLE(t_sample, t_ints, int, USE(self_item_bound, self->context++ % bound))
ITER_COMPARE(t_compare, t_ints, t_others, USE(a_b, a - b))
struct t_counter {
    struct gen gen;
    int test_calls;
};
GEN_RECV(t_counter, int, int) {
    GEN_BEGIN();
    for (;;) GEN_YIELD(USE(self_sent, self->test_calls++));
    GEN_END();
}
ITER_SEND_TO(t_send_to, t_ints, t_counter)
ITER_TRY_MAP(t_try_map, t_ints, int, USE(self_item_out, (*out = item, GEN_YIELDED)))
ITER_TRY_MAP_WITH(t_try_map_with, t_ints, int, int,
                  USE(self_item_out, (*out = item + self->context, GEN_YIELDED)))
ITER_MAP_WHILE(t_map_while, t_ints, int, USE(self_item_out, (*out = item) < 3))
ITER_IF_EMPTY(t_if_empty, t_ints, t_others)
ITER_DEDUPE(t_dedupe, t_ints, USE(self_item_last, item == last))
ITER_MAP_WHILE_WITH(t_map_while_with, t_ints, int, int,
                    USE(self_item_out, (*out = item) < self->context))
ITER_DEDUPE_WITH(t_dedupe_with, t_ints, int, USE(self_item_last, item - last == self->context))
ITER_RUN_LENGTH(t_run_length, t_ints, USE(self_item_last, item == last))
ITER_INTERSPERSE(t_intersperse, t_ints)
ITER_MARK_ENDS(t_mark_ends, t_ints)
ITER_PAD(t_pad, t_ints)
ITER_BATCH_UNTIL(t_batch_until, t_ints, int, USE(self_data_count_waiting, data[count - 1] == 2))
ITER_BATCH_WHILE(t_batch_while, t_ints, USE(self_item_last, item >= last))
ITER_BATCH_PADDED(t_batch_padded, t_ints)
ITER_BATCH_BUDGET(t_batch_budget, t_ints, USE(self_item, item > 2 ? 2 : 1))
ITER_WINDOW(t_window, t_ints)
ITER_TAIL(t_tail, t_ints)
ITER_REVERSED(t_backwards, t_ints)
ITER_DROP_LAST(t_drop_last, t_ints)
ITER_PEEKABLE(t_peekable, t_ints)
ITER_PEEKABLE_N(t_peekable_n, t_ints)
ITER_TAKE_WHILE_PEEKING(t_peeking, t_peekable, USE(self_item, item < 3))
ITER_FIND_WITH(t_find_with, t_ints, int, USE(self_item_context, item == context))
ITER_POSITION_WITH(t_position_with, t_ints, int, USE(self_item_context, item == context))
ITER_ANY_WITH(t_any_with, t_ints, int, USE(self_item_context, item == context))
ITER_ALL_WITH(t_all_with, t_ints, int, USE(self_item_context, item <= context))
ITER_FOR_EACH_WITH(t_for_each_with, t_ints, int,
                   USE(self_item_context, test_sink += item + context))
ITER_FOLD_WITH(t_fold_with, t_ints, int, int, USE(self_item_total_context, total + item + context))
ITER_PAIRWISE(t_pairs, t_ints)
ITER_UNZIP(t_unzip, t_pairs, int, int)
ITER_PARTITION(t_partition, t_ints, USE(self_item, item < 3))
ITER_STATS(t_stats, t_ints, double)
ITER_MINMAX(t_minmax, t_ints)
ITER_ONLY(t_only, t_ints)

int main(void) {
    static struct t_counter test_counter;
    struct t_peekable test_ahead = t_peekable(INTS());
    PULL(t_sentinel, t_sentinel(test_numbers));
    PULL(t_try_map, t_try_map(INTS()));
    PULL(t_try_map_with, t_try_map_with(INTS(), 1));
    PULL(t_map_while, t_map_while(INTS()));
    PULL(t_dedupe, t_dedupe(INTS()));
    PULL(t_map_while_with, t_map_while_with(INTS(), 3));
    PULL(t_dedupe_with, t_dedupe_with(INTS(), 0));
    PULL(t_run_length, t_run_length(INTS()));
    PULL(t_coalesce, t_coalesce(INTS()));
    PULL(t_rolling, t_rolling(INTS(), test_room, 2));
    PULL(t_send_to, t_send_to(INTS(), test_counter));
    PULL(t_sample, t_sample(INTS(), test_room, 2, 0));
    PULL(t_batch_until, t_batch_until(INTS(), test_room, 8, 0));
    PULL(t_array_runs, t_array_runs(test_numbers, 4));
    PULL(t_batch_while, t_batch_while(INTS(), test_room, 8));
    PULL(t_batch_budget, t_batch_budget(INTS(), test_room, 8, 2));
    PULL(t_peeking, t_peeking(&test_ahead));
    {
        struct t_ints test_from = INTS();
        int test_found = 0, test_wrong;
        iter_count test_at = 0;
        size_t test_yes = 0, test_no = 0;
        test_wrong = t_find_with(&test_from, 2, &test_found) != GEN_YIELDED;
        test_from = INTS();
        test_wrong |= t_position_with(&test_from, 2, &test_at) != GEN_YIELDED;
        test_from = INTS();
        test_wrong |= t_any_with(&test_from, 3, &test_found) != GEN_DONE;
        test_from = INTS();
        test_wrong |= t_all_with(&test_from, 3, &test_found) != GEN_DONE;
        test_from = INTS();
        test_wrong |= t_for_each_with(&test_from, 3) != GEN_DONE;
        test_from = INTS();
        test_wrong |= t_fold_with(&test_from, 3, &test_found) != GEN_DONE;
        test_from = INTS();
        test_wrong |= t_partition(&test_from, test_room, 8, &test_yes, test_room + 4, 4,
                                  &test_no) != GEN_DONE;
        ITER_COLLECT_OF(test_room, 3, test_yes, USE(none, test_x + 1),
                        ITER_IN(int, test_x, test_numbers, 4), USE(none, test_x > 1));
        ITER_FIRST_OF(test_found, test_no, USE(none, (size_t)test_x),
                      ITER_IN(int, test_x, test_numbers, 4), USE(none, test_x > 1));
        {
            struct t_others test_other = t_others(test_numbers, 4);
            test_from = INTS();
            test_wrong |= t_compare(&test_from, &test_other, test_room, &test_found) != GEN_DONE;
        }
        if (test_wrong) return 1;
    }
    return uses_wrong();
}
