// Each macro of itertools.h that takes an expression. Each expression is written USE(<names>,
// expression), where <names> are the names that the macro is documented to show there, joined by
// `_`. See run. The names in this file must not be those of itertools.h.
#include "uses.h"
#include "itertools.h"

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
ITER_RANGE(t_range, int)
ITER_COUNT(t_count, int)
ITER_REPEAT(t_repeat, int)
ITER_ONCE(t_once, int)
ITER_EMPTY(t_empty, int)
ITER_REF(t_ref, t_ints)
ITER_SUCCESSORS(t_iterate, int, USE(self_item, item * 2))
ITER_TAKE(t_iterate_some, t_iterate)
ITER_FROM(t_from, int, int, USE(self_item, (*item = self->context--) != 0 ? GEN_YIELDED : GEN_DONE))
ITER_FROM(t_broken, int, int,
          self->context ? (*item = self->context, self->context = 0, GEN_YIELDED) : -5)
ITER_MAP(t_map, t_ints, int, USE(self_item, item))
ITER_MAP_WITH(t_map_with, t_ints, int, int, USE(self_item, item + self->context))
ITER_FILTER(t_filter, t_ints, USE(self_item, item != 2))
ITER_FILTER_WITH(t_filter_with, t_ints, int, USE(self_item, item != self->context))
ITER_FILTER_MAP(t_filter_map, t_ints, int, USE(self_item_out, (*out = item) != 2))
ITER_FILTER_MAP_WITH(t_filter_map_with, t_ints, int, int,
                     USE(self_item_out, (*out = item) != self->context))
ITER_TAP(t_tap, t_ints, USE(self_item, (void)item))
ITER_TAP_WITH(t_tap_with, t_ints, int, USE(self_item, self->context += item))
ITER_ACCUMULATE(t_accumulate, t_ints, int, USE(self_item_total, total + item))
ITER_ACCUMULATE_WITH(t_accumulate_with, t_ints, int, int,
                     USE(self_item_total, total * self->context + item))
ITER_ACCUMULATE_FROM(t_accumulate_from, t_ints, int, USE(self_item_total, total + item))
ITER_TAKE_WHILE(t_take_while, t_ints, USE(self_item, item < 3))
ITER_TAKE_WHILE_WITH(t_take_while_with, t_ints, int, USE(self_item, item < self->context))
ITER_TAKE_WHILE_INCLUSIVE(t_take_while_inclusive, t_ints, USE(self_item, item < 3))
ITER_TAKE_WHILE_INCLUSIVE_WITH(t_take_while_inclusive_with, t_ints, int,
                               USE(self_item, item < self->context))
ITER_DROP_WHILE(t_drop_while, t_ints, USE(self_item, item < 3))
ITER_DROP_WHILE_WITH(t_drop_while_with, t_ints, int, USE(self_item, item < self->context))
ITER_CATCH(t_catch, t_broken, USE(self_item_error, (*item = 0, error == -5 ? GEN_DONE : error)))
ITER_MERGE(t_merge, t_ints, t_ints, USE(self_a_b, b < a))
ITER_FLATMAP(t_flatmap, t_ints, t_ints, USE(self_item, item == 2 ? INTS() : INTS()))
ITER_FLATMAP_WITH(t_flatmap_with, t_ints, t_ints, int,
                  USE(self_item, item == self->context ? INTS() : INTS()))
ITER_GROUP_BY(t_group_by, t_ints, int, USE(self_item, item), USE(self_item_key_other, key == other))
ITER_ENUMERATE(t_enumerate, t_ints)
ITER_PAIRWISE(t_pairwise, t_ints)
ITER_SLICE(t_slice, t_ints)
ITER_DROP(t_drop, t_ints)
ITER_STEP_BY(t_step_by, t_ints)
ITER_CYCLE(t_cycle, t_ints)
ITER_ZIP(t_zip, t_ints, t_ints)
ITER_ZIP_STRICT(t_zip_strict, t_ints, t_ints)
ITER_ZIP_LONGEST(t_zip_longest, t_ints, t_ints)
ITER_COMPRESS(t_compress, t_ints, t_ints)
ITER_CHAIN(t_chain, t_ints, t_range, t_count)
ITER_PRODUCT(t_product, t_ints, t_ints)
ITER_CHAIN_ARRAY(t_chain_array, t_ints)
ITER_REPEAT(t_ranges, struct t_range)
ITER_FLATTEN(t_flatten, t_ranges, t_range)
ITER_BATCH(t_batch, t_ints)
ITER_BATCH_STRICT(t_batch_strict, t_ints)
ITER_FLEETING(t_fleeting, t_ints)
ITER_LASTING(t_lasting, t_fleeting)
ITER_COPY(t_copy, t_batch, int)
ITER_TEE(t_tee, t_ints)
ITER_PRODUCT_ARRAY(t_product_array, int)
ITER_COMBINATIONS(t_combinations, int)
ITER_COMBINATIONS_WITH_REPLACEMENT(t_combinations_again, int)
ITER_PERMUTATIONS(t_permutations, int)
ITER_DYN(t_any, int)
ITER_DYN_OF(t_any, t_ints)
struct t_own {
    int t_length;
};
typedef int t_own_item;
static gen_status t_own_step(struct t_own *t_own, int *t_out) {
    *t_out = t_own->t_length;
    return t_own->t_length-- > 0 ? GEN_YIELDED : GEN_DONE;
}
static gen_status t_own_close(struct t_own *t_own) { return (void)t_own, GEN_DONE; }
ITER_DEFINE(t_own)
struct t_bounded {
    int t_length;
};
typedef int t_bounded_item;
static gen_status t_bounded_step(struct t_bounded *t_own, int *t_out) {
    *t_out = t_own->t_length;
    return t_own->t_length-- > 0 ? GEN_YIELDED : GEN_DONE;
}
static gen_status t_bounded_close(struct t_bounded *t_own) { return (void)t_own, GEN_DONE; }
static size_t t_bounded_left(const struct t_bounded *t_own, int t_most) {
    return (void)t_own, (void)t_most, 0u;
}
ITER_DEFINE_BOUNDED(t_bounded, 0)
ITER_TAKE(t_bounded_some, t_bounded)

ITER_DRAIN(t_drain, t_ints)
ITER_LENGTH(t_length, t_ints)
ITER_SUM(t_sum, t_ints, long)
ITER_FIRST(t_first, t_ints)
ITER_NTH(t_nth, t_ints)
ITER_LAST(t_last, t_ints)
ITER_MIN(t_min, t_ints)
ITER_MAX(t_max, t_ints)
ITER_COLLECT(t_collect, t_ints)
ITER_FOLD(t_fold, t_ints, int, USE(self_item_total, total + item))
ITER_FOLD(t_fold_nested, t_flatmap, int, USE(self_item_total, total + item))
ITER_MAP(t_map_nested, t_flatmap, int, USE(self_item, item))
ITER_FILTER(t_filter_nested, t_map_nested, USE(self_item, item != 2))
ITER_TAP(t_tap_nested, t_filter_nested, USE(self_item, (void)item))
ITER_MERGE(t_merge_nested, t_tap_nested, t_ints, USE(self_a_b, b < a))
ITER_FOR_EACH(t_for_each_nested, t_merge_nested, USE(self_item, test_sink += item))
ITER_FOR_EACH(t_for_each, t_ints, USE(self_item, test_sink += item))
ITER_FIND(t_find, t_ints, USE(self_item, item == 2))
ITER_POSITION(t_position, t_ints, USE(self_item, item == 2))
ITER_ANY(t_some, t_ints, USE(self_item, item == 2))
ITER_ALL(t_every, t_ints, USE(self_item, item < 3))
ITER_MAX_BY(t_best, t_ints, USE(self_item_best, item > best))
ITER_EQUAL(t_equal, t_ints, t_ints, USE(a_b, a == b))
ITER_SORTED(t_sorted, t_ints, USE(self_item_last, item < last))
ITER_ALL_EQUAL(t_all_equal, t_ints, USE(self_item_last, item == last))

static void test_stages(void) {
    PULL(t_iterate_some, t_iterate_some(t_iterate(1), 4));
    PULL(t_from, t_from(3));
    PULL(t_map, t_map(INTS()));
    PULL(t_map_with, t_map_with(INTS(), 1));
    PULL(t_filter, t_filter(INTS()));
    PULL(t_filter_with, t_filter_with(INTS(), 1));
    PULL(t_filter_map, t_filter_map(INTS()));
    PULL(t_filter_map_with, t_filter_map_with(INTS(), 1));
    PULL(t_tap, t_tap(INTS()));
    PULL(t_tap_with, t_tap_with(INTS(), 1));
    PULL(t_accumulate, t_accumulate(INTS()));
    PULL(t_accumulate_with, t_accumulate_with(INTS(), 2));
    PULL(t_accumulate_from, t_accumulate_from(INTS(), 1));
    PULL(t_take_while, t_take_while(INTS()));
    PULL(t_take_while_with, t_take_while_with(INTS(), 1));
    PULL(t_take_while_inclusive, t_take_while_inclusive(INTS()));
    PULL(t_take_while_inclusive_with, t_take_while_inclusive_with(INTS(), 1));
    PULL(t_drop_while, t_drop_while(INTS()));
    PULL(t_drop_while_with, t_drop_while_with(INTS(), 1));
    PULL(t_catch, t_catch(t_broken(1)));
    PULL(t_merge, t_merge(INTS(), INTS()));
    PULL(t_flatmap, t_flatmap(INTS()));
    PULL(t_flatmap_with, t_flatmap_with(INTS(), 2));
    PULL(t_group_by, t_group_by(INTS()));
    PULL(t_tap_nested, t_tap_nested(t_filter_nested(t_map_nested(t_flatmap(INTS())))));
}

// Call a terminal.
#define CALL(terminal, source, ...) \
    do { \
        struct source test_made = INTS_AS_##source; \
        int test_any = 0, test_item = 0; \
        iter_count test_count = 0; \
        (void)test_any, (void)test_item, (void)test_count; \
        test_sink += terminal(__VA_ARGS__); \
    } while (0)
#define INTS_AS_t_ints INTS()
#define INTS_AS_t_flatmap t_flatmap(INTS())
#define INTS_AS_t_merge_nested \
    t_merge_nested(t_tap_nested(t_filter_nested(t_map_nested(t_flatmap(INTS())))), INTS())

static void test_terminals(void) {
    struct t_ints test_other = INTS();
    CALL(t_fold, t_ints, &test_made, &test_item);
    CALL(t_fold_nested, t_flatmap, &test_made, &test_item);
    CALL(t_for_each_nested, t_merge_nested, &test_made);
    CALL(t_for_each, t_ints, &test_made);
    CALL(t_find, t_ints, &test_made, &test_item);
    CALL(t_position, t_ints, &test_made, &test_count);
    CALL(t_some, t_ints, &test_made, &test_any);
    CALL(t_every, t_ints, &test_made, &test_any);
    CALL(t_best, t_ints, &test_made, &test_item, &test_any);
    CALL(t_equal, t_ints, &test_made, &test_other, &test_item, &test_any);
    CALL(t_sorted, t_ints, &test_made, &test_item, &test_any);
    CALL(t_all_equal, t_ints, &test_made, &test_item, &test_any);
}

static void test_in_a_line(void) {
    long test_result = 0;
    int test_found;
#define TEST_LOOP ITER_IN(int, test_x, USE(none, test_numbers), USE(none, 4))
    ITER_SUM_OF(test_result, USE(none, test_x), TEST_LOOP, USE(none, test_x));
    ITER_FOLD_OF(test_result, USE(none, test_x), TEST_LOOP, USE(none, test_x));
    ITER_LENGTH_OF(test_result, TEST_LOOP, USE(none, test_x));
    ITER_ANY_OF(test_found, TEST_LOOP, USE(none, test_x == 2));
    ITER_ALL_OF(test_found, TEST_LOOP, USE(none, test_x != 2));
    test_sink += test_result + test_found;
}

int main(void) {
    test_stages();
    test_terminals();
    test_in_a_line();
    return uses_wrong();
}
