/* A table with a value for each key. */
#include "items.h"

#include "iter_table.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};

ITER_SPAN(ints, int)

/* The digits of a text; pending at '.', failing at '!'. */
ITER_FROM(text, int, const char *,
          *self->context == '\0'  ? GEN_DONE
          : *self->context == '.' ? (self->context++, GEN_PENDING)
          : *self->context == '!' ? -5
                                  : (*item = *self->context++ - '0', GEN_YIELDED))

ITER_TABLE(counts, ints, int, int, item, value + 1)
ITER_TABLE(largest, ints, signed char, int, (signed char)(item % 3),
           first || item > value ? item + 100 * key : value)
ITER_TABLE(sums, text, long, int, item % 2, value + item)
ITER_TABLE_BY(clashing, ints, int, int, item, 0u, key == other, value * 10 + item)

/* A table without a constructor, which sdcc has not. */
#define USE_SLOTS(table, its_slots, its_capacity) \
    ((table).slots = (its_slots), (table).capacity = (its_capacity))

#ifndef TEST_STRUCTS_PASSED
#define counts_entries(table) \
    { (table)->slots, (table)->capacity, 0 }
#define clashing_entries(table) \
    { (table)->slots, (table)->capacity, 0 }
#endif

static int value_of(const struct counts *table, int key) {
    const int *const value = counts_find(table, key);
    return value == NULL ? -1 : *value;
}

static void each_key_has_its_count(void) {
    static struct counts_slot slots[16];
    static struct counts table;
    struct ints p = ints(digits, 11), again = ints(digits, 11), none = ints(digits, 0);
    USE_SLOTS(table, slots, 16);
    CHECK_EQ(value_of(&table, 3), -1);
    CHECK_EQ(counts(&none, &table), GEN_DONE);
    CHECK_EQ(table.count, 0);
    CHECK_EQ(counts(&p, &table), GEN_DONE);
    CHECK_EQ(table.count, 7);
    CHECK_EQ(value_of(&table, 3), 2);
    CHECK_EQ(value_of(&table, 5), 3);
    CHECK_EQ(value_of(&table, 9), 1);
    CHECK_EQ(value_of(&table, 7), -1);
    *counts_find(&table, 9) = 40;
    CHECK_EQ(counts(&again, &table), GEN_DONE); /* it adds to what is there */
    CHECK_EQ(value_of(&table, 5), 6);
    CHECK_EQ(value_of(&table, 9), 41);
    CHECK_EQ(table.count, 7);
}

static void an_expression_sees_its_key_and_whether_it_first(void) {
    static struct largest_slot slots[8];
    static struct largest table;
    static const int numbers[] = {-3, -6, 4, 1, 7, -9};
    struct ints p = ints(numbers, 6);
    USE_SLOTS(table, slots, 8);
    CHECK_EQ(largest(&p, &table), GEN_DONE);
    CHECK_EQ(table.count, 2);
    CHECK_EQ(*largest_find(&table, 0), -3);
    CHECK_EQ(*largest_find(&table, 1), 104);
}

static void a_table_goes_on_after_a_pause_and_stops_at_an_error(void) {
    static struct sums_slot slots[2];
    static struct sums table;
    struct text p = text("12.3!9");
    USE_SLOTS(table, slots, 2);
    CHECK_EQ(sums(&p, &table), GEN_PENDING);
    CHECK_EQ(*sums_find(&table, 1), 1);
    CHECK_EQ(sums(&p, &table), -5);
    CHECK_EQ(*sums_find(&table, 1), 4);
    CHECK_EQ(*sums_find(&table, 0), 2);
    CHECK_EQ(sums(&p, &table), GEN_DONE);
    CHECK_EQ(*sums_find(&table, 1), 4);
}

static void a_key_without_room_is_kept(void) {
    static struct clashing_slot one[1], slots[8], more[16];
    static struct clashing table;
    static const int numbers[] = {1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 1};
    struct ints p = ints(numbers, 11);
    USE_SLOTS(table, NULL, 0); /* full, before anything is pulled */
    CHECK_EQ(clashing(&p, &table), GEN_E_FULL);
    CHECK(clashing_find(&table, 1) == NULL);
    USE_SLOTS(table, NULL, 8);
    CHECK_EQ(clashing(&p, &table), GEN_E_ARG);
    USE_SLOTS(table, one, 1);
    CHECK_EQ(clashing(&p, &table), GEN_E_FULL);
    CHECK_EQ(clashing(&p, &table), GEN_E_FULL);
    CHECK_EQ(table.count, 1);
    CHECK_EQ(*clashing_find(&table, 1), 11);
    CHECK(clashing_find(&table, 2) == NULL);
    CHECK_EQ(clashing_move(&table, slots, 8), GEN_DONE);
    CHECK(clashing_find(&table, 2) == NULL); /* the key that was kept is not there yet */
    CHECK_EQ(clashing(&p, &table), GEN_E_FULL);
    CHECK_EQ(table.count, 7); /* one slot in eight stays free */
    CHECK_EQ(*clashing_find(&table, 1), 11);
    CHECK_EQ(*clashing_find(&table, 2), 22);
    CHECK_EQ(clashing_move(&table, one, 1), GEN_E_ARG);
    CHECK_EQ(clashing_move(&table, more, 16), GEN_DONE);
    CHECK_EQ(clashing(&p, &table), GEN_DONE);
    CHECK_EQ(table.count, 8);
    CHECK_EQ(*clashing_find(&table, 1), 111);
    CHECK_EQ(*clashing_find(&table, 8), 8);
    CHECK_EQ(clashing(&p, &table), GEN_DONE);
    CHECK_EQ(*clashing_find(&table, 8), 8);
}

static void the_entries_are_an_iterator(void) {
    static struct counts_slot slots[8];
    static struct clashing_slot in_order[8];
    static struct counts table;
    static struct clashing other;
    struct ints p = ints(digits, 4), q = ints(digits, 4);
    int keys = 0, values = 0;
    USE_SLOTS(table, slots, 8);
    USE_SLOTS(other, in_order, 8);
    CHECK_EMPTY(counts_entries, counts_entries(&table));
    CHECK_EQ(counts(&p, &table), GEN_DONE);
    {
        struct counts_entries e = counts_entries(&table), closed = counts_entries(&table);
        CHECK_EQ(counts_entries_left(&e, ITER_AT_MOST), 8);
        CHECK_EQ(counts_entries_left(&e, ITER_AT_LEAST), 0);
        GEN_FOR (entry, counts_entries, &e) {
            keys += entry.key;
            values += entry.value;
        }
        CHECK_EQ(counts_entries_close(&closed), GEN_DONE);
        CHECK_EQ(counts_entries_left(&closed, ITER_AT_MOST), 0);
    }
    CHECK_EQ(keys, 8);
    CHECK_EQ(values, 4);
    CHECK_EQ(clashing(&q, &other), GEN_DONE);
    CHECK_ITEMS(clashing_entries, clashing_entries(&other), x.key, 3, 1, 4);
}

#ifdef TEST_STRUCTS_PASSED
struct view {
    const char *data;
    size_t length;
};
struct total {
    int items, bytes;
};
ITER_SPAN(strings, const char *)
ITER_SPAN(views, struct view)
ITER_SPAN(doubles, double)
ITER_SPAN(floats, float)
ITER_TABLE_BY(words, strings, const char *, int, item, iter_hash_string(key),
              iter_same_string(key, other), value + 1)
ITER_TABLE_BY(parts, views, struct view, struct total, item, iter_hash_bytes(key.data, key.length),
              iter_same_bytes(key.data, key.length, other.data, other.length),
              (value.items++, value.bytes += (int)item.length, value))
ITER_TABLE(of_doubles, doubles, double, int, item, value + 1)
ITER_TABLE(of_floats, floats, float, int, item, value + 1)
ITER_SMALLEST(most_common, words_entries, b.value > a.value)

static void keys_of_any_type(void) {
    static const char the[] = "the";
    static const char *const texts[] = {"the", "cat", "", "the", NULL, the, "cat", "cats", NULL};
    static const struct view pieces[] = {{"abcab", 2}, {&"abcab"[3], 2}, {"b", 1}, {NULL, 0}};
    static struct words_slot slots[16];
    static struct parts_slot few[4];
    struct words table = words_table(slots, 16);
    struct parts other = parts_table(few, 4);
    struct strings p = strings(texts, 9);
    struct views q = views(pieces, 4);
    CHECK_EQ(words(&p, &table), GEN_DONE);
    CHECK_EQ(table.count, 5);
    CHECK_EQ(*words_find(&table, "the"), 3);
    CHECK_EQ(*words_find(&table, "cats"), 1);
    CHECK_EQ(*words_find(&table, ""), 1);
    CHECK_EQ(*words_find(&table, NULL), 2);
    CHECK(words_find(&table, "ca") == NULL);
    CHECK_EQ(parts(&q, &other), GEN_DONE);
    CHECK_EQ(other.count, 3);
    CHECK_EQ(parts_find(&other, pieces[1])->items, 2);
    CHECK_EQ(parts_find(&other, pieces[1])->bytes, 4);
    CHECK_EQ(parts_find(&other, pieces[3])->items, 1);
    {
        struct most_common_entry heap[2];
        struct most_common m = most_common(words_entries(&table), heap, 1);
        CHECK_ITEMS_LEFT(most_common, &m, x.value * 10 + x.key[0] - 't', 30);
    }
}

static void floats_that_are_equal_are_one_key(void) {
    static struct of_doubles_slot slots[8];
    static struct of_floats_slot few[8];
    struct of_doubles table = of_doubles_table(slots, 8);
    struct of_floats other = of_floats_table(few, 8);
    double numbers[] = {0.0, 0.0, 0.5, 0.0, 0.0, 0.5};
    float small[] = {0.0f, 0.0f, 0.5f};
    struct doubles p;
    struct floats q;
    numbers[1] = -numbers[0];
    numbers[3] = numbers[0] / numbers[1]; /* NaN */
    numbers[4] = -numbers[3];
    small[1] = -small[0];
    p = doubles(numbers, 6);
    q = floats(small, 3);
    CHECK_EQ(of_doubles(&p, &table), GEN_DONE);
    CHECK_EQ(table.count, 3);
    CHECK_EQ(*of_doubles_find(&table, 0.0), 2);
    CHECK_EQ(*of_doubles_find(&table, numbers[1]), 2);
    CHECK_EQ(*of_doubles_find(&table, 0.5), 2);
    CHECK_EQ(*of_doubles_find(&table, numbers[3]), 2);
    CHECK(of_doubles_find(&table, 0.25) == NULL);
    CHECK_EQ(of_floats(&q, &other), GEN_DONE);
    CHECK_EQ(other.count, 2);
    CHECK_EQ(*of_floats_find(&other, 0.0f), 2);
}

static struct counts_slot of_heap[48];
static size_t used;
static void *allocate(size_t count, size_t size) {
    CHECK_EQ(size, sizeof of_heap[0]);
    used += count;
    return used <= 48 ? &of_heap[used - count] : NULL;
}

static void a_table_grows_from_nothing(void) {
    struct counts table = counts_table(NULL, 0);
    struct ints p = ints(digits, 11);
    gen_status status;
    int full = 0;
    while ((status = counts(&p, &table)) == GEN_E_FULL) {
        full++;
        if (counts_reserve(&table, table.count + 1, allocate, NULL) != GEN_DONE) break;
    }
    CHECK_EQ(status, GEN_DONE);
    CHECK_EQ(full, 4); /* 1, 2, 4, 8 slots */
    CHECK_EQ(table.count, 7);
    CHECK_EQ(table.capacity, 8);
    CHECK_EQ(value_of(&table, 5), 3);
    CHECK_EQ(counts_reserve(&table, 100, allocate, NULL), GEN_E_FULL);
    CHECK_EQ(value_of(&table, 5), 3);
}
#endif

void run_tests(void) {
    RUN(each_key_has_its_count);
    RUN(an_expression_sees_its_key_and_whether_it_first);
    RUN(a_table_goes_on_after_a_pause_and_stops_at_an_error);
    RUN(a_key_without_room_is_kept);
    RUN(the_entries_are_an_iterator);
#ifdef TEST_STRUCTS_PASSED
    RUN(keys_of_any_type);
    RUN(floats_that_are_equal_are_one_key);
    RUN(a_table_grows_from_nothing);
#endif
}
