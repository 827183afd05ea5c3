/* Iterators that hand out views: chunks and lines of memory, batches of all kinds, and windows. */
#include "items.h"

#include "iter_text.h"
#include "more_itertools.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
static int buffer[16];

ITER_SPAN(ints, int)
ITER_FROM(pausing, int, int,
          self->context % 2
              ? (++self->context, GEN_PENDING)
              : (*item = self->context / 2, self->context++ < 20 ? GEN_YIELDED : GEN_DONE))

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

ITER_BATCH(batches, ints)
ITER_BATCH_STRICT(strict, ints)
ITER_BATCH_UNTIL(to_five, ints, int, data[count - 1] == self->context)
ITER_BATCH_UNTIL(in_time, pausing, int, waiting && --self->context == 0)
ITER_BATCH_BUDGET(packets, ints, item)

#define ENDS(x) ((x).data[0] * 100 + (x).data[(x).length - 1] * 10 + (long)(x).length)

static void a_batch_has_so_many_and_the_last_what_is_left(void) {
    CHECK_ITEMS(batches, batches(ints(digits, 7), buffer, 3), ENDS(x), 343, 193, 221);
    CHECK_ITEMS(batches, batches(ints(digits, 6), buffer, 3), ENDS(x), 343, 193);
    CHECK_EMPTY(batches, batches(ints(digits, 0), buffer, 3));
    CHECK_REFUSED(batches, batches(ints(digits, 7), buffer, 0));
    CHECK_REFUSED(batches, batches(ints(digits, 7), buffer, -3));
    CHECK_REFUSED_WHEN_MADE(batches, batches(ints(digits, 7), NULL, 3));
}

static void a_strict_batch_reports_what_is_left_over(void) {
    struct strict s = strict(ints(digits, 7), buffer, 3);
    strict_item item = {0, 0};
    CHECK_ITEMS(strict, strict(ints(digits, 6), buffer, 3), ENDS(x), 343, 193);
    CHECK(strict_left(&s, ITER_AT_LEAST) == 2 && strict_left(&s, ITER_AT_MOST) == 2);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(strict_next(&s, &item), GEN_E_ARG);
    CHECK_EQ(strict_next(&s, &item), GEN_DONE);
}

static void a_batch_ends_where_its_condition_holds_or_it_is_full(void) {
    CHECK_ITEMS(to_five, to_five(ints(digits, 10), buffer, 8, 5), ENDS(x), 355, 954, 331);
    CHECK_ITEMS(to_five, to_five(ints(digits, 10), buffer, 3, 5), ENDS(x), 343, 152, 963, 551, 331);
    CHECK_REFUSED(to_five, to_five(ints(digits, 10), buffer, 0, 5));
}

static void a_batch_that_is_due_comes_out_while_its_source_is_pending(void) {
    struct in_time p = in_time(pausing(2), buffer, 16, 3);
    in_time_item item = {0, 0};
    int pauses = 0;
    while (in_time_next(&p, &item) == GEN_PENDING) pauses++;
    CHECK_EQ(pauses, 2);
    CHECK_EQ(item.length, 3);
    CHECK_EQ(item.data[2], 3);
}

static void a_batch_keeps_its_budget(void) {
    CHECK_ITEMS(packets, packets(ints(digits, 10), buffer, 8, 9), ENDS(x), 314, 551, 991, 262, 532);
    CHECK_ITEMS(packets, packets(ints(digits, 5), buffer, 2, 100), ENDS(x), 312, 412, 551);
    CHECK_REFUSED_WHEN_MADE(packets, packets(ints(digits, 5), buffer, 2, -1));
}

static void an_item_beyond_the_budget_waits_for_more(void) {
    struct packets p = packets(ints(digits, 6), buffer, 8, 5);
    packets_item item = {0, 0};
    int i;
    for (i = 0; i < 3; i++) CHECK_EQ(packets_next(&p, &item), GEN_YIELDED); /* 3 1, 4 1, 5 */
    CHECK_EQ(item.data[0], 5);
    CHECK_EQ(packets_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(packets_next(&p, &item), GEN_E_FULL);
    p.budget = 9;
    CHECK_EQ(packets_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(item.data[0], 9);
    CHECK_EQ(item.length, 1);
    CHECK_EQ(packets_next(&p, &item), GEN_DONE);
}

ITER_BATCH(batched, ints)
ITER_WINDOW(windowed, ints)

static void batches_and_windows(void) {
    CHECK_ITEMS(batched, batched(ints(digits, 7), buffer, 3), (long)x.length * 10 + x.data[0], 33,
                31, 12);
    CHECK_ITEMS(batched, batched(ints(digits, 6), buffer, 3), (long)x.length * 10 + x.data[2], 34,
                39);
    CHECK_EMPTY(batched, batched(ints(digits, 0), buffer, 3));
    CHECK_REFUSED(batched, batched(ints(digits, 6), buffer, 0));
    CHECK_REFUSED_WHEN_MADE(batched, batched(ints(digits, 6), NULL, 3));
    CHECK_ITEMS(windowed, windowed(ints(digits, 6), buffer, 7, 3),
                x.data[0] * 100 + x.data[1] * 10 + x.data[2], 314, 141, 415, 159);
    CHECK_ITEMS(windowed, windowed(ints(digits, 6), buffer, 3, 3),
                x.data[0] * 100 + x.data[1] * 10 + x.data[2], 314, 141, 415, 159);
    CHECK_ITEMS(windowed, windowed(ints(digits, 3), buffer, 1, 1), x.data[0], 3, 1, 4);
    CHECK_EMPTY(windowed, windowed(ints(digits, 2), buffer, 7, 3));
    CHECK_REFUSED_WHEN_MADE(windowed, windowed(ints(digits, 6), buffer, 2, 3));
}

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
    RUN(a_batch_has_so_many_and_the_last_what_is_left);
    RUN(a_strict_batch_reports_what_is_left_over);
    RUN(a_batch_ends_where_its_condition_holds_or_it_is_full);
    RUN(a_batch_that_is_due_comes_out_while_its_source_is_pending);
    RUN(a_batch_keeps_its_budget);
    RUN(an_item_beyond_the_budget_waits_for_more);
    RUN(batches_and_windows);
    RUN(a_copy_of_a_view_lasts);
    RUN(a_view_without_room_waits_for_another_buffer);
}
