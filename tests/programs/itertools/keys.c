/* Items with a key: the first item of each key, as long as a table remembers the key; and
 * groups. */
#include "items.h"

#include "iter_table.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
static const int letters[] = {'A', 'A', 'A', 'B', 'B', 'C', 'D', 'A', 'B'};

ITER_SPAN(ints, int)
ITER_FROM(failing, int, int, (*item = 1, --self->context < 0 ? -7 : GEN_YIELDED))

ITER_UNIQUE(distinct, ints, int, item, iter_hash((unsigned)key), key == other)
ITER_UNIQUE(by_parity, ints, int, item % 2, (unsigned)key, key == other)

static void the_first_of_each_key_in_order(void) {
    static struct distinct_slot table[8], few[3];
    static struct by_parity_slot parities[2];
    struct distinct d = distinct(ints(digits, 8), few, 3),
                    refused = distinct(ints(digits, 8), NULL, 8);
    int item = 0;
    CHECK_ITEMS(distinct, distinct(ints(digits, 8), table, 8), x, 3, 1, 4, 5, 9, 2, 6);
    CHECK_ITEMS(by_parity, by_parity(ints(digits, 8), parities, 2), x, 3, 4);
    CHECK_REFUSED_WHEN_MADE(distinct, distinct(ints(digits, 8), table, 0));
    CHECK_REFUSED_WHEN_MADE(distinct, distinct(ints(digits, 8), NULL, 8));
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(distinct_next(&d, &item), GEN_E_FULL);
    CHECK_EQ(distinct_next(&d, &item), GEN_E_FULL);
    CHECK_EQ(item, 4);
    CHECK_EQ(d.count, 3);
    for (item = 0; item < 8; item++) table[item].used = 0;
    CHECK_EQ(distinct_move(&d, few, 2), GEN_E_ARG);
    CHECK_EQ(distinct_move(&d, table, 8), GEN_DONE);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 5);
    CHECK_EQ(distinct_next(&d, &item), GEN_YIELDED);
    CHECK_EQ(item, 9);
#ifdef TEST_STRUCTS_PASSED
    CHECK_EQ(distinct_move(&refused, table, 8), GEN_DONE); /* there is nothing to move */
    CHECK_EQ(distinct_next(&refused, &item), GEN_E_ARG);
#endif
}

ITER_UNIQUE(clashing, ints, int, item, 0u, key == other)

static void a_table_keeps_one_slot_in_eight_free(void) {
    static const int ascending[] = {1, 2, 1, 3, 4, 5, 6, 7, 7, 8, 2, 9};
    static struct clashing_slot table[8], more[12], one[1];
    struct clashing c = clashing(ints(ascending, 12), table, 8), d;
    int item = 0, i;
    for (i = 1; i <= 7; i++) {
        CHECK_EQ(clashing_next(&c, &item), GEN_YIELDED);
        CHECK_EQ(item, i);
        CHECK_EQ(c.count, i);
    }
    CHECK_EQ(clashing_next(&c, &item), GEN_E_FULL);
    CHECK_EQ(c.count, 7);
    CHECK_EQ(clashing_move(&c, one, 1), GEN_E_ARG);
    CHECK_EQ(clashing_move(&c, more, 0), GEN_E_ARG);
    CHECK_EQ(clashing_move(&c, NULL, 12), GEN_E_ARG);
    CHECK_EQ(clashing_move(&c, more, 12), GEN_DONE);
    CHECK(c.slots == more && c.capacity == 12 && c.count == 7);
    CHECK_ITEMS_LEFT(clashing, &c, x, 8, 9);
    CHECK_EQ(c.count, 9);
    MAKE(clashing, c, clashing(ints(ascending, 12), one, 1));
    CHECK_EQ(clashing_next(&c, &item), GEN_YIELDED);
    d = c; /* two stages that fill one table: it is full when it is full */
    d.count = 0;
    CHECK_EQ(clashing_next(&d, &item), GEN_E_FULL);
    CHECK_EQ(clashing_next(&c, &item), GEN_E_FULL);
    CHECK_EQ(item, 1);
}

#ifndef __SDCC
static struct clashing_slot of_heap[64];
static size_t asked;
static void *released;
static void *allocate(size_t count, size_t size) {
    CHECK_EQ(size, sizeof of_heap[0]);
    asked = count;
    return count <= 32 ? &of_heap[count] : NULL; /* 16 slots, then 32 */
}
static void release(void *table) { released = table; }

static void a_table_grows_by_an_allocator(void) {
    static struct clashing_slot table[8];
    struct clashing c = clashing(ints(digits, 8), table, 8);
    int item = 0;
    CHECK_EQ(clashing_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(clashing_reserve(&c, 7, allocate, release), GEN_DONE); /* there is room */
    CHECK_EQ(asked, 0);
    CHECK_EQ(clashing_reserve(&c, SIZE_MAX, allocate, release), GEN_E_FULL);
    CHECK(asked == SIZE_MAX);
    CHECK_EQ(clashing_reserve(&c, 700, allocate, release), GEN_E_FULL);
    CHECK_EQ(asked, 800);
    CHECK(c.slots == table && c.capacity == 8);
    CHECK_EQ(clashing_reserve(&c, 8, allocate, NULL), GEN_DONE);
    CHECK(c.slots == &of_heap[16] && c.capacity == 16 && released == NULL);
    CHECK_ITEMS_LEFT(clashing, &c, x, 1, 4, 5, 9, 2, 6);
    CHECK_EQ(clashing_reserve(&c, 15, allocate, release), GEN_DONE);
    CHECK(released == &of_heap[16] && c.capacity == 32 && c.count == 7);
}
#endif

ITER_UNIQUE_EVICTING(recent, ints, int, item, (unsigned)key, key == other)
ITER_UNIQUE_EVICTING(colliding, ints, int, item / 10, 0u, key == other)

static void a_table_that_is_full_forgets_the_oldest_and_counts(void) {
    static const int again[] = {1, 2, 1, 3, 1, 4, 2, 1, 3, 3, 11, 21};
    static struct recent_slot two[2], one[1], many[16];
    struct recent p = recent(ints(again, 12), two, 2);
    int item = 0, i;
    for (i = 0; i < 3; i++) CHECK_EQ(recent_next(&p, &item), GEN_YIELDED); /* 1 2 3; 1 evicted */
    CHECK_EQ(item, 3);
    CHECK_EQ(p.evicted, 1);
    CHECK_ITEMS_LEFT(recent, &p, x, 1, 4, 2, 1, 3, 11, 21);
    CHECK_ITEMS(recent, recent(ints(again, 10), one, 1), x, 1, 2, 1, 3, 1, 4, 2, 1, 3);
    CHECK_ITEMS(recent, recent(ints(again, 12), many, 16), x, 1, 2, 3, 4, 11, 21);
    CHECK_REFUSED(recent, recent(ints(again, 12), many, 0));
    CHECK_REFUSED_WHEN_MADE(recent, recent(ints(again, 12), NULL, 4));
}

static void keys_of_one_hash_are_told_apart_and_forgotten(void) {
    static const int tens[] = {10, 20, 15, 30, 11, 40, 31, 21, 50};
    static struct colliding_slot three[3];
    CHECK_ITEMS(colliding, colliding(ints(tens, 9), three, 3), x, 10, 20, 30, 40, 50);
    {
        static struct colliding_slot two[2];
        CHECK_ITEMS(colliding, colliding(ints(tens, 9), two, 2), x, 10, 20, 30, 11, 40, 31, 21, 50);
    }
}

ITER_GROUP_BY(by_letter, ints, int, item, key == other)
ITER_GROUP_BY(by_third, failing, int, item / 3, key == other)

#ifdef TEST_STRUCTS_PASSED
static void groups_of_equal_keys(void) {
    struct by_letter p = by_letter(ints(letters, 9)), q = p;
    struct by_letter_group first, again;
    int item = 0, key = 0, keys = 0, read = 0;
    GEN_FOR (letter, by_letter, &p) {
        struct by_letter_group group = by_letter_group(&p);
        int n = 0;
        note((char)letter);
        GEN_FOR (x, by_letter_group, &group) n += x == letter;
        note((char)('0' + n));
    }
    CHECK_LOG("A3B2C1D1A1B1");
    GEN_FOR (letter, by_letter, &q) { /* unread groups are skipped */
        struct by_letter_group group = by_letter_group(&q);
        keys += letter == 'A' || letter == 'B';
        if (letter == 'B') CHECK_EQ(by_letter_group_next(&group, &item), GEN_YIELDED);
        read += item == 'B';
        item = 0;
    }
    CHECK_EQ(keys, 4);
    CHECK_EQ(read, 2);
    MAKE(by_letter, p, by_letter(ints(letters, 9)));
    CHECK_EQ(by_letter_next(&p, &key), GEN_YIELDED);
    first = by_letter_group(&p);
    again = first;
    CHECK_EQ(by_letter_group_next(&first, &item), GEN_YIELDED);
    CHECK_EQ(by_letter_next(&p, &key), GEN_YIELDED);
    CHECK_EQ(key, 'B');
    CHECK_EQ(by_letter_group_next(&first, &item), GEN_E_STALE);
    CHECK_EQ(by_letter_group_next(&first, &item), GEN_DONE);
    CHECK_EQ(by_letter_group_close(&again), GEN_DONE);
    CHECK_EQ(by_letter_group_next(&again, &item), GEN_DONE);
    CHECK_EMPTY(by_letter, by_letter(ints(letters, 0)));
}

static void an_error_in_a_group_ends_it_and_the_groups(void) {
    struct by_third p = by_third(failing(2));
    struct by_third_group group;
    int item = 0, key = 0;
    CHECK_EQ(by_third_next(&p, &key), GEN_YIELDED);
    group = by_third_group(&p);
    CHECK_EQ(by_third_group_next(&group, &item), GEN_YIELDED);
    CHECK_EQ(by_third_group_next(&group, &item), GEN_YIELDED);
    CHECK_EQ(by_third_group_next(&group, &item), -7);
    CHECK_EQ(by_third_group_next(&group, &item), GEN_DONE);
    CHECK_EQ(by_third_next(&p, &key), GEN_DONE);
    MAKE(by_third, p, by_third(failing(2)));
    CHECK_EQ(by_third_next(&p, &key), GEN_YIELDED);
    CHECK_EQ(by_third_next(&p, &key), -7);
    CHECK_EQ(by_third_next(&p, &key), GEN_DONE);
}
#endif

void run_tests(void) {
    RUN(the_first_of_each_key_in_order);
    RUN(a_table_keeps_one_slot_in_eight_free);
#ifndef __SDCC
    RUN(a_table_grows_by_an_allocator);
#endif
    RUN(a_table_that_is_full_forgets_the_oldest_and_counts);
    RUN(keys_of_one_hash_are_told_apart_and_forgotten);
#ifdef TEST_STRUCTS_PASSED
    RUN(groups_of_equal_keys);
    RUN(an_error_in_a_group_ends_it_and_the_groups);
#endif
}
