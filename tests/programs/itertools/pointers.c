/* Items that are pointers. T may be any type name that can stand before a variable's name. */
#include "items.h"

#include "iter_table.h"
#include "more_itertools.h"

struct number {
    long value;
};
static struct number one = {1}, two = {2};
static const char *const words[] = {"ab", "c", "ab"};
static struct number *const numbers[] = {&one, &two, &one};

ITER_SPAN(texts, const char *)
ITER_SPAN(references, struct number *)
ITER_CHUNKS(text_chunks, const char *)
ITER_CHUNKS(reference_chunks, struct number *)
ITER_COMBINATIONS(text_pairs, const char *)
ITER_COMBINATIONS(reference_pairs, struct number *)
ITER_PERMUTATIONS(text_orders, const char *)
ITER_PRODUCT_ARRAY(text_rows, const char *)
ITER_PRODUCT_ARRAY(reference_rows, struct number *)
ITER_ACCUMULATE(later_texts, texts, const char *, total < item ? item : total)
ITER_ACCUMULATE(later_references, references, struct number *, total->value < 2 ? item : total)
ITER_GROUP_BY(texts_by_text, texts, const char *, item, *key == *other)
ITER_GROUP_BY(references_by_itself, references, struct number *, item, key == other)
ITER_UNIQUE(distinct_texts, texts, const char *, item, iter_hash((unsigned char)*key),
            *key == *other)
ITER_UNIQUE(distinct_references, references, struct number *, item, iter_hash((unsigned)key->value),
            key == other)
ITER_UNIQUE_EVICTING(recent_texts, texts, const char *, item, iter_hash((unsigned char)*key),
                     *key == *other)
ITER_UNIQUE_EVICTING(recent_references, references, struct number *, item,
                     iter_hash((unsigned)key->value), key == other)

static void sources_of_pointers(void) {
    CHECK_ITEMS(texts, texts(words, 3), x[0], 'a', 'c', 'a');
    CHECK_ITEMS(references, references(numbers, 3), x->value, 1, 2, 1);
    CHECK_ITEMS(text_chunks, text_chunks(words, 3, 2), x.data[0][0], 'a', 'a');
    CHECK_ITEMS(reference_chunks, reference_chunks(numbers, 3, 2), x.data[0]->value, 1, 1);
}

static void rows_of_pointers(void) {
    const char *row[3] = {NULL, NULL, NULL};
    struct number *references_row[2] = {NULL, NULL};
    const struct text_rows_pool pools[] = {{words, 2}, {words, 1}};
    const struct reference_rows_pool reference_pools[] = {{numbers, 2}, {numbers, 1}};
    iter_count indices[6];
    CHECK_ITEMS(text_pairs, text_pairs(words, 3, 2, row, indices), x.data[1][0], 'c', 'a', 'a');
    CHECK_ITEMS(reference_pairs, reference_pairs(numbers, 3, 2, references_row, indices),
                x.data[1]->value, 2, 1, 1);
    CHECK_ITEMS(text_orders, text_orders(words, 2, 2, row, indices), x.data[0][0], 'a', 'c');
    CHECK_ITEMS(text_rows, text_rows(pools, 2, row, indices), x.data[0][0], 'a', 'c');
    CHECK_ITEMS(reference_rows, reference_rows(reference_pools, 2, references_row, indices),
                x.data[0]->value, 1, 2);
}

static void stages_over_pointers(void) {
    struct distinct_texts_slot slots[4] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    struct distinct_references_slot reference_slots[4] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    struct recent_texts_slot recent[1] = {{0, 0, 0}};
    struct recent_references_slot recent_too[1] = {{0, 0, 0}};
    CHECK_ITEMS(later_references, later_references(references(numbers, 3)), x->value, 1, 2, 2);
    CHECK_ITEMS(later_texts, later_texts(texts(words, 1)), x[0], 'a');
    CHECK_ITEMS(texts_by_text, texts_by_text(texts(words, 3)), x[0], 'a', 'c', 'a');
    CHECK_ITEMS(references_by_itself, references_by_itself(references(numbers, 3)), x->value, 1, 2,
                1);
    CHECK_ITEMS(distinct_texts, distinct_texts(texts(words, 3), slots, 4), x[0], 'a', 'c');
    CHECK_ITEMS(distinct_references,
                distinct_references(references(numbers, 3), reference_slots, 4), x->value, 1, 2);
    CHECK_ITEMS(recent_texts, recent_texts(texts(words, 3), recent, 1), x[0], 'a', 'c', 'a');
    CHECK_ITEMS(recent_references, recent_references(references(numbers, 3), recent_too, 1),
                x->value, 1, 2, 1);
}

/* A constructor is an ordinary function, so it can be chosen at run time. */
static void constructors_by_a_pointer(void) {
    struct texts (*const make)(const char *const *, size_t) = texts;
    static const char *const data[] = {"a", "b"};
    struct texts p = make(data, 2);
    int count = 0;
    GEN_FOR (item, texts, &p) count += item[0];
    CHECK_EQ(count, 'a' + 'b');
}

static void loops_over_pointers(void) {
    long sum = 0;
    ITER_IN(const char *, word, words, 3) sum += word[0];
    CHECK_EQ(sum, 'a' + 'c' + 'a');
    sum = 0;
    ITER_IN(struct number *, number, numbers, 3) sum += number->value;
    CHECK_EQ(sum, 4);
}

void run_tests(void) {
    RUN(sources_of_pointers);
    RUN(rows_of_pointers);
    RUN(stages_over_pointers);
    RUN(constructors_by_a_pointer);
    RUN(loops_over_pointers);
}
