/* Sorting, searching in what is sorted, and two sorted iterators side by side. */
#include "items.h"

#include "iter_table.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4};
static int buffer[30];

ITER_SPAN(ints, int)
ITER_SORT(sorted, ints, b < a)
ITER_SORT(by_parity, ints, b % 2 < a % 2)

static void all_items_come_sorted(void) {
    CHECK_ITEMS(sorted, sorted(ints(digits, 20), buffer, 30), x, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5,
                5, 6, 7, 8, 8, 9, 9, 9);
    CHECK_ITEMS(sorted, sorted(ints(digits, 1), buffer, 1), x, 3);
    CHECK_ITEMS(sorted, sorted(ints(digits, 2), buffer, 3), x, 1, 3);
    CHECK_EMPTY(sorted, sorted(ints(digits, 0), buffer, 1));
    CHECK_REFUSED_WHEN_MADE(sorted, sorted(ints(digits, 3), buffer, 0));
    CHECK_REFUSED_WHEN_MADE(sorted, sorted(ints(digits, 3), NULL, 2));
}

static void a_sort_is_stable(void) {
    CHECK_ITEMS(by_parity, by_parity(ints(digits, 20), buffer, 30), x, 4, 2, 6, 8, 2, 8, 4, 3, 1, 1,
                5, 9, 5, 3, 5, 9, 7, 9, 3, 3);
}

static void a_full_buffer_is_replaced(void) {
    static int more[5];
    struct sorted p = sorted(ints(digits, 3), buffer, 2);
    int item = 0;
    CHECK_EQ(sorted_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(sorted_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(p.count, 1);
    CHECK_EQ(sorted_move(&p, NULL, 5), GEN_E_ARG);
    CHECK_EQ(sorted_move(&p, more, 0), GEN_E_ARG);
    CHECK_EQ(sorted_move(&p, more, 3), GEN_DONE);
    CHECK_EQ(sorted_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(sorted_move(&p, buffer, 1), GEN_E_ARG); /* there are two items */
    CHECK_EQ(sorted_move(&p, buffer, 4), GEN_DONE);
    CHECK_ITEMS_LEFT(sorted, &p, x, 1, 3, 4);
    CHECK_EQ(p.count, 3);
}

struct tagged {
    signed char key;
    unsigned char tag;
};
ITER_SORT_ARRAY(sort_tags, struct tagged, b.key < a.key)

/* For each length, sort keys of a few values, in other orders: ascending, descending and mixed. */
static void an_array_of_any_length_is_sorted_stably(void) {
    static struct tagged array[70], room[36];
    unsigned seed = 1;
    int length, i, kind, wrong = 0, lost = 0;
    for (length = 0; length <= 70; length += length < 34 ? 1 : 9)
        for (kind = 0; kind < 3; kind++) {
            int sum = 0;
            for (i = 0; i < length; i++) {
                seed = (seed * 75u + 74u) & 0x7FFFu;
                array[i].key = (signed char)(kind == 0   ? i / 3
                                             : kind == 1 ? -i / 2
                                                         : (int)(seed >> 6) % 5 - 2);
                array[i].tag = (unsigned char)i;
                sum += i;
            }
            room[length / 2].key = 77; /* behind the room */
            sort_tags(array, (size_t)length, room);
            for (i = 0; i < length; i++) {
                sum -= array[i].tag;
                if (i == 0) continue;
                wrong += array[i].key < array[i - 1].key ||
                         (array[i].key == array[i - 1].key && array[i].tag < array[i - 1].tag);
            }
            lost += sum != 0 || room[length / 2].key != 77;
        }
    CHECK_EQ(wrong, 0);
    CHECK_EQ(lost, 0);
}

ITER_BISECT(lower, int, int, item < key)
ITER_BISECT(upper, int, int, item <= key)
ITER_BISECT(first_tag, struct tagged, signed char, item.key < key)

static void a_place_in_a_sorted_array_is_found(void) {
    static const int sorted_ints[] = {1, 2, 2, 2, 5, 7};
    static const struct tagged tags[] = {{1, 0}, {3, 0}};
    static const int expected[][2] = {{0, 0}, {0, 1}, {1, 4}, {4, 4},
                                      {4, 4}, {4, 5}, {5, 5}, {5, 6}};
    int key;
    for (key = 0; key < 8; key++) {
        CHECK_EQ(lower(sorted_ints, 6, key), expected[key][0]);
        CHECK_EQ(upper(sorted_ints, 6, key), expected[key][1]);
    }
    CHECK_EQ(lower(NULL, 0, 3), 0);
    CHECK_EQ(lower(sorted_ints, 1, 9), 1);
    CHECK_EQ(first_tag(tags, 2, 3), 1);
}

ITER_MERGE_JOIN(joined, ints, ints, (a > b) - (a < b))
ITER_FILTER(added, joined, !item.has_first)
ITER_FILTER(removed, joined, !item.has_second)
ITER_FILTER(kept, joined, item.has_first &&item.has_second)

static const int left[] = {1, 2, 2, 4, 7}, right[] = {0, 2, 4, 4, 9, 9};

static void two_sorted_iterators_are_joined(void) {
    struct joined j = joined(ints(left, 5), ints(right, 6));
    CHECK_ITEMS_LEFT(joined, &j, (x.has_first ? x.first : 0) * 10 + (x.has_second ? x.second : 0),
                     0, 10, 22, 20, 44, 4, 70, 9, 9);
#ifdef TEST_STRUCTS_PASSED
    CHECK_ITEMS(added, added(joined(ints(left, 5), ints(right, 6))), x.second, 0, 4, 9, 9);
    CHECK_ITEMS(removed, removed(joined(ints(left, 5), ints(right, 6))), x.first, 1, 2, 7);
    CHECK_ITEMS(kept, kept(joined(ints(left, 5), ints(right, 6))), x.first, 2, 4);
    CHECK_ITEMS(joined, joined(ints(left, 2), ints(right, 0)),
                x.first * 4 + x.has_first * 2 + x.has_second, 6, 10);
    CHECK_ITEMS(joined, joined(ints(left, 0), ints(right, 2)),
                x.second * 4 + x.has_first * 2 + x.has_second, 1, 9);
#endif
    CHECK_EMPTY(joined, joined(ints(left, 0), ints(right, 0)));
}

void run_tests(void) {
    RUN(all_items_come_sorted);
    RUN(a_sort_is_stable);
    RUN(a_full_buffer_is_replaced);
    RUN(an_array_of_any_length_is_sorted_stably);
    RUN(a_place_in_a_sorted_array_is_found);
    RUN(two_sorted_iterators_are_joined);
}
