/* Iterators that hand out views: chunks and lines of memory, windows and copies. */
#include "items.h"

#include "iter_text.h"
#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
static int buffer[16];

ITER_SPAN(ints, int)

ITER_CHUNKS(chunks, int)
ITER_TEXT(whole)
ITER_LINES_OF(lines, whole)

static void views_of_memory(void) {
    static const char text[] = "one\r\n\ntwo\nend";
    CHECK_ITEMS(chunks, chunks(digits, 8, 3), (long)x.length * 10 + x.data[0], 33, 31, 22);
    CHECK_EMPTY(chunks, chunks(digits, 0, 3));
    CHECK_REFUSED_WHEN_MADE(chunks, chunks(digits, 8, 0));
    CHECK_REFUSED_WHEN_MADE(chunks, chunks(NULL, 8, 1));
    CHECK_ITEMS(lines, lines(whole(text, 13)), (long)x.length * 1000 + (x.length ? x.data[0] : 0),
                3111, 0, 3116, 3101);
    CHECK_ITEMS(lines, lines(whole(text, 5)), (long)x.length, 3);
    CHECK_EMPTY(lines, lines(whole(text, 0)));
    CHECK_REFUSED_WHEN_MADE(lines, lines(whole(NULL, 3)));
}

ITER_WINDOW(windowed, ints)

static void windows_move_by_one(void) {
    CHECK_ITEMS(windowed, windowed(ints(digits, 6), buffer, 7, 3),
                x.data[0] * 100 + x.data[1] * 10 + x.data[2], 314, 141, 415, 159);
    CHECK_ITEMS(windowed, windowed(ints(digits, 6), buffer, 3, 3),
                x.data[0] * 100 + x.data[1] * 10 + x.data[2], 314, 141, 415, 159);
    CHECK_ITEMS(windowed, windowed(ints(digits, 3), buffer, 1, 1), x.data[0], 3, 1, 4);
    CHECK_EMPTY(windowed, windowed(ints(digits, 2), buffer, 7, 3));
    CHECK_REFUSED_WHEN_MADE(windowed, windowed(ints(digits, 6), buffer, 2, 3));
}

ITER_BATCH(batched, ints)
ITER_COPY(copies, batched, int)
ITER_MARK_ENDS(marked, copies)
ITER_LINES_OF(words, whole)
ITER_COPY(kept_words, words, char)
ITER_PAIRWISE(neighbours, kept_words)

#define MARKED(x) \
    ((x).is_first * 1000 + (x).is_last * 100 + (x).value.data[0] * 10 + (x).value.data[1])

static void a_copy_of_a_view_lasts(void) {
    static int room[6];
    static char letters[8];
    CHECK_ITEMS(marked, marked(copies(batched(ints(digits, 6), buffer, 2), room, 6)), MARKED(x),
                1031, 41, 159);
    CHECK_EQ(room[1] * 10 + room[2], 14);
    CHECK_ITEMS(neighbours, neighbours(kept_words(words(whole("ab\n\nc", 5)), letters, 3)),
                (long)x.first.length * 10 + (long)x.second.length, 20, 1);
    CHECK_EMPTY(copies, copies(batched(ints(digits, 0), buffer, 2), room, 6));
    CHECK_REFUSED_WHEN_MADE(copies, copies(batched(ints(digits, 6), buffer, 2), NULL, 6));
}

static void a_view_without_room_waits_for_another_buffer(void) {
    static int room[4], more[2];
    struct copies p = copies(batched(ints(digits, 6), buffer, 2), room, 3);
    copies_item first = {0, 0}, item = {0, 0};
    CHECK_EQ(copies_next(&p, &first), GEN_YIELDED); /* 3 1 */
    CHECK_EQ(copies_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(copies_next(&p, &item), GEN_E_FULL);
    CHECK(copies_left(&p, ITER_AT_LEAST) == 2 && copies_left(&p, ITER_AT_MOST) == 2);
    copies_buffer(&p, more, 2);
    CHECK_EQ(copies_next(&p, &item), GEN_YIELDED); /* 4 1 */
    CHECK_EQ(first.data[0] * 1000 + first.data[1] * 100 + item.data[0] * 10 + item.data[1], 3141);
    CHECK(item.data == more);
    CHECK_EQ(copies_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(copies_close(&p), GEN_DONE);
    CHECK_EQ(copies_next(&p, &item), GEN_DONE);
}

void run_tests(void) {
    RUN(views_of_memory);
    RUN(windows_move_by_one);
    RUN(a_copy_of_a_view_lasts);
    RUN(a_view_without_room_waits_for_another_buffer);
}
