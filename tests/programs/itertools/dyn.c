/* Iterators chosen at run time, and how many items they read ahead. */
#include "items.h"

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

static unsigned calls;
/* The digits of a text; pending at '.', full at '+', failing at '!'. */
struct text {
    const char *at;
    unsigned char closed;
};
typedef int text_item;
static gen_status text_step(struct text *self, int *item) {
    calls++;
    switch (*self->at) {
    case '\0': return GEN_DONE;
    case '.': self->at++; return GEN_PENDING;
    case ',': self->at++; return GEN_SKIP;
    case '+': self->at++; return GEN_E_FULL;
    case '!': self->at = ""; return -5;
    default: *item = *self->at++ - '0'; return GEN_YIELDED;
    }
}
static gen_status text_close(struct text *self) {
    self->at = "";
    self->closed = 1;
    return GEN_DONE;
}
ITER_DEFINE(text)

ITER_SPAN(ints, int)
ITER_MAP(squares, ints, int, (item * item))
ITER_FILTER(odd, ints, item % 2 == 1)

ITER_DYN(numbers, int)
ITER_DYN_OF(numbers, squares)
ITER_DYN_OF(numbers, odd)
ITER_DYN_OF(numbers, text)

static struct ints source;
static struct squares of_squares;
static struct odd of_odd;
static struct numbers choose(int squared) {
    source = ints(digits, 8);
    of_squares = squares(source);
    of_odd = odd(source);
    return squared ? numbers_of_squares(&of_squares) : numbers_of_odd(&of_odd);
}

static void one_of_several_is_chosen_at_run_time(void) {
    struct numbers p = choose(1);
    CHECK(numbers_left(&p, ITER_AT_LEAST) == 8 && numbers_left(&p, ITER_AT_MOST) == 8);
    CHECK_ITEMS(numbers, p, x, 9, 1, 16, 1, 25, 81, 4, 36);
    p = choose(0);
    CHECK(numbers_left(&p, ITER_AT_LEAST) == 0 && numbers_left(&p, ITER_AT_MOST) == 8);
    CHECK_ITEMS(numbers, p, x, 3, 1, 1, 5, 9);
    p = choose(1);
    CHECK_EQ(numbers_close(&p), GEN_DONE);
    CHECK_EMPTY(numbers, p);
    CHECK(ints_left(&of_squares.ints, ITER_AT_LEAST) == 0);
}

ITER_TAKE(some, numbers)
ITER_FILTER(even, numbers, item % 2 == 0)
ITER_TAKE(some_even, even)
ITER_TAKE_WHILE(small, numbers, item < 5)
ITER_SUM(sum, numbers, int)

static const char *text_begin;
static struct text of_text;
static int ahead[4];
static struct numbers reading(const char *text) {
    struct numbers p;
    of_text.at = text;
    of_text.closed = 0;
    text_begin = text;
    calls = 0;
    p = numbers_of_text(&of_text);
    numbers_buffer(&p, ahead, 4);
    return p;
}
#define READ() ((int)(of_text.at - text_begin))

static void a_stage_that_knows_how_many_it_pulls_reads_no_more(void) {
    struct numbers p = reading("3141592653");
    struct some s = some(p, 6);
    int item = 0;
    CHECK_EQ(some_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(READ(), 4); /* the whole buffer */
    CHECK(numbers_left(&s.numbers, ITER_AT_LEAST) == 3);
    while (some_next(&s, &item) == GEN_YIELDED) {}
    CHECK_EQ(item, 9);
    CHECK_EQ(READ(), 6);
    s = some(reading("3141592653"), 3);
    while (some_next(&s, &item) == GEN_YIELDED) {}
    CHECK_EQ(READ(), 3);
}

static void a_filter_asks_for_what_it_hands_on(void) {
    struct numbers p = reading("3141592653");
    struct even e = even(p);
    struct some_even s = some_even(e, 2);
    int item = 0;
    CHECK_EQ(some_even_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 4);
    CHECK_EQ(READ(), 4);
    CHECK_EQ(some_even_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(READ(), 7);
    CHECK_EQ(some_even_next(&s, &item), GEN_DONE);
    CHECK_EQ(READ(), 7);
}

static void nobody_reads_ahead_who_may_stop(void) {
    struct numbers p = reading("3141592653");
    struct small s = small(p);
    int item = 0;
    CHECK_EQ(small_next(&s, &item), GEN_YIELDED);
    CHECK_EQ(READ(), 1);
    while (small_next(&s, &item) == GEN_YIELDED) {}
    CHECK_EQ(READ(), 5);
    p = reading("3141592653");
    numbers_will_pull(&p, 3); /* the caller announces its demand */
    CHECK_EQ(numbers_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(READ(), 3);
    CHECK_EQ(numbers_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(numbers_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(numbers_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(READ(), 4);
}

static void an_error_comes_behind_the_items_that_were_read_ahead(void) {
    struct numbers p = reading("31.4,1+59!7");
    int total = 100, item = 0;
    CHECK_EQ(sum(&p, &total), GEN_E_FULL); /* after GEN_PENDING it is pulled again at once */
    CHECK_EQ(sum_more(&p, &total), -5);
    CHECK_EQ(total, 23);
    CHECK_EQ(numbers_next(&p, &item), GEN_DONE);
    p = reading(".+31");
    CHECK_EQ(sum(&p, &total), GEN_PENDING);
    CHECK_EQ(sum_more(&p, &total), GEN_E_FULL);
    CHECK_EQ(sum_more(&p, &total), GEN_DONE);
    CHECK_EQ(total, 4);
    CHECK_EQ(sum(&p, &total), GEN_DONE);
    CHECK_EQ(total, 0);
}

static void a_span_of_items_comes_at_once(void) {
    struct numbers p = reading("31.41!");
    int items[8] = {0}, item = 0;
    size_t count = 0;
    CHECK_EQ(numbers_next_span(&p, items, 8, &count), GEN_PENDING);
    CHECK(count == 2);
    CHECK_EQ(numbers_next_span(&p, items, 3, &count), GEN_YIELDED);
    CHECK(count == 3 && items[0] == 3 && items[2] == 4);
    CHECK_EQ(numbers_next_span(&p, items, 8, &count), -5);
    CHECK(count == 4 && items[3] == 1);
    CHECK_EQ(numbers_next_span(&p, items, 8, &count), GEN_DONE);
    p = reading("3141592");
    numbers_will_pull(&p, 4);
    CHECK_EQ(numbers_next(&p, &item), GEN_YIELDED);
    count = 0;
    CHECK_EQ(numbers_next_span(&p, items, 5, &count), GEN_YIELDED); /* three were buffered */
    CHECK(count == 5 && items[0] == 1 && items[4] == 9);
    CHECK_EQ(numbers_close(&p), GEN_DONE);
    CHECK_EQ(of_text.closed, 1);
    CHECK_EQ(numbers_next(&p, &item), GEN_DONE);
}

ITER_DYN_OF(numbers, some)

ITER_DYN(nested, int)
ITER_DYN_OF(nested, numbers)

static void what_is_full_already_asks_for_nothing(void) {
    struct numbers p = reading("3141592");
    struct nested n;
    int items[1], item = 0;
    size_t count = 2;
    n = nested_of_numbers(&p);
    CHECK_EQ(nested_next_span(&n, items, 1, &count), GEN_YIELDED);
    CHECK_EQ(numbers_next(&p, &item), GEN_YIELDED);
    CHECK_EQ(READ(), 1);
}

static void one_chosen_at_run_time_is_over_another(void) {
    struct numbers inner = choose(1), p;
    struct some s = some(inner, 3);
    p = numbers_of_some(&s);
    CHECK_ITEMS(numbers, p, x, 9, 1, 16);
}

/* A generator that raises GEN_E_FULL. A stage would go on after that status, but a generator has
 * ended. */
struct filling {
    struct gen gen;
    int i;
};

GEN(filling, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(self->i);
    GEN_RAISE(GEN_E_FULL);
    GEN_END();
}

ITER_DYN_OF(numbers, filling)

static void a_full_generator_is_reported_after_the_items_before(void) {
    struct filling f = {{0}, 0};
    struct numbers p;
    int buffer[8], item = 0, i;
    p = numbers_of_filling(&f);
    numbers_buffer(&p, buffer, 8);
    numbers_will_pull(&p, 8);
    for (i = 0; i < 3; i++) {
        CHECK_EQ(numbers_next(&p, &item), GEN_YIELDED);
        CHECK_EQ(item, i);
    }
    CHECK_EQ(numbers_next(&p, &item), GEN_E_FULL);
    CHECK_EQ(numbers_next(&p, &item), GEN_DONE);
}

void run_tests(void) {
    RUN(one_of_several_is_chosen_at_run_time);
    RUN(a_stage_that_knows_how_many_it_pulls_reads_no_more);
    RUN(a_filter_asks_for_what_it_hands_on);
    RUN(nobody_reads_ahead_who_may_stop);
    RUN(an_error_comes_behind_the_items_that_were_read_ahead);
    RUN(a_full_generator_is_reported_after_the_items_before);
    RUN(a_span_of_items_comes_at_once);
    RUN(what_is_full_already_asks_for_nothing);
    RUN(one_chosen_at_run_time_is_over_another);
}
