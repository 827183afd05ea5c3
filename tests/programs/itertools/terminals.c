/* Terminals: the functions that consume a pipeline. */
#include "items.h"

#include "more_itertools.h"

#include <stdbool.h>

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};

ITER_SPAN(ints, int)
ITER_FILTER(odd, ints, item % 2 == 1)

/* The digits of a text; pending at '.', failing at '!'. */
ITER_FROM(text, int, const char *,
          *self->context == '\0'  ? GEN_DONE
          : *self->context == '.' ? (self->context++, GEN_PENDING)
          : *self->context == '!' ? -5
                                  : (*item = *self->context++ - '0', GEN_YIELDED))

ITER_FOLD(hash, odd, unsigned, total * 10 + (unsigned)item)
ITER_SUM(sum, ints, long)
ITER_LENGTH(count_odd, odd)
ITER_SUM(sum_text, text, int)

static void fold_sum_and_length(void) {
    struct odd p = odd(ints(digits, 8));
    struct ints all = ints(digits, 8);
    unsigned hashed = 0;
    long total = 100;
    iter_count count = 100;
    CHECK_EQ(hash(&p, &hashed), GEN_DONE);
    CHECK_EQ(hashed, 31159);
    CHECK_EQ(sum(&all, &total), GEN_DONE);
    CHECK_EQ(total, 31);
    CHECK_EQ(sum_more(&all, &total), GEN_DONE);
    CHECK_EQ(total, 31);
    CHECK_EQ(sum(&all, &total), GEN_DONE);
    CHECK_EQ(total, 0);
    MAKE(odd, p, odd(ints(digits, 8)));
    CHECK_EQ(count_odd(&p, &count), GEN_DONE);
    CHECK_EQ(count, 5);
    CHECK_EQ(count_odd_more(&p, &count), GEN_DONE);
    CHECK_EQ(count, 5);
    CHECK_EQ(count_odd(&p, &count), GEN_DONE);
    CHECK_EQ(count, 0);
}

static void a_sum_goes_on_after_a_pause_and_stops_at_an_error(void) {
    struct text t = text("12.3!9");
    int total = 100;
    CHECK_EQ(sum_text(&t, &total), GEN_PENDING);
    CHECK_EQ(total, 3);
    CHECK_EQ(sum_text_more(&t, &total), -5);
    CHECK_EQ(total, 6);
    CHECK_EQ(sum_text_more(&t, &total), GEN_DONE);
    CHECK_EQ(total, 6);
}

ITER_FOR_EACH(note_each, odd, note((char)('0' + item)))
ITER_DRAIN(drain, ints)

static void for_each_and_drain(void) {
    struct odd p = odd(ints(digits, 8));
    struct ints all = ints(digits, 8);
    int item;
    CHECK_EQ(note_each(&p), GEN_DONE);
    CHECK_LOG("31159");
    CHECK_EQ(drain(&all), GEN_DONE);
    CHECK_EQ(ints_next(&all, &item), GEN_DONE);
}

ITER_FIND(find_large, ints, item > 4)
ITER_FIRST(first, odd)
ITER_NTH(nth, odd)
ITER_LAST(last, odd)
ITER_POSITION(position, ints, item == 5)

static void one_of_the_items(void) {
    struct ints all = ints(digits, 8);
    struct odd p = odd(ints(digits, 8));
    iter_count after = 2, at = 100;
    int item = 0, any = 7;
    CHECK_EQ(find_large(&all, &item), GEN_YIELDED);
    CHECK_EQ(item, 5);
    CHECK_EQ(find_large(&all, &item), GEN_YIELDED);
    CHECK_EQ(item, 9);
    CHECK_EQ(find_large(&all, &item), GEN_YIELDED);
    CHECK_EQ(find_large(&all, &item), GEN_DONE);
    CHECK_EQ(first(&p, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(nth(&p, &after, &item), GEN_YIELDED);
    CHECK_EQ(item, 5);
    after = 4;
    CHECK_EQ(nth(&p, &after, &item), GEN_DONE);
    after = -1;
    CHECK_EQ(nth(&p, &after, &item), GEN_E_ARG);
    CHECK_EQ(last(&p, &item, &any), GEN_DONE);
    CHECK_EQ(any, 0);
    MAKE(odd, p, odd(ints(digits, 8)));
    CHECK_EQ(last(&p, &item, &any), GEN_DONE);
    CHECK_EQ(any, 1);
    CHECK_EQ(item, 9);
    MAKE(ints, all, ints(digits, 8));
    CHECK_EQ(position(&all, &at), GEN_YIELDED);
    CHECK_EQ(at, 4);
    CHECK_EQ(position(&all, &at), GEN_DONE); /* 9 2 6 */
    CHECK_EQ(at, 3);
}

ITER_ANY(some_large, ints, item > 8)
ITER_ALL(every_small, ints, item < 9)

static void some_and_every_stop_as_soon_as_they_know(void) {
    struct ints all = ints(digits, 8);
    int item = 0, answer = 7;
    CHECK_EQ(some_large(&all, &answer), GEN_DONE);
    CHECK_EQ(answer, 1);
    CHECK_EQ(ints_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(some_large(&all, &answer), GEN_DONE);
    CHECK_EQ(answer, 0);
    MAKE(ints, all, ints(digits, 8));
    answer = 7;
    CHECK_EQ(every_small(&all, &answer), GEN_DONE);
    CHECK_EQ(answer, 0);
    CHECK_EQ(ints_next(&all, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(every_small(&all, &answer), GEN_DONE);
    CHECK_EQ(answer, 1);
}

ITER_MIN(least, ints)
ITER_MAX(greatest, ints)
ITER_MAX_BY(best_odd, odd, item % 5 > best % 5)
ITER_SORTED(ascending, ints, item < last)
ITER_ALL_EQUAL(alike, ints, item == last)

static void the_least_the_greatest_and_the_order(void) {
    static const int sorted[] = {1, 1, 2, 5};
    struct ints all = ints(digits, 8);
    struct odd some_odd = odd(ints(digits, 8));
    int item = 0, any = 0, answer = 7;
    CHECK_EQ(least(&all, &item, &any), GEN_DONE);
    CHECK(any == 1 && item == 1);
    MAKE(ints, all, ints(digits, 8));
    CHECK_EQ(greatest(&all, &item, &any), GEN_DONE);
    CHECK(any == 1 && item == 9);
    CHECK_EQ(greatest_more(&all, &item, &any), GEN_DONE);
    CHECK(any == 1 && item == 9);
    CHECK_EQ(greatest(&all, &item, &any), GEN_DONE);
    CHECK_EQ(any, 0);
    CHECK_EQ(best_odd(&some_odd, &item, &any), GEN_DONE);
    CHECK(any == 1 && item == 9);
    MAKE(ints, all, ints(digits, 8));
    CHECK_EQ(ascending(&all, &item, &answer), GEN_DONE);
    CHECK_EQ(answer, 0);
    MAKE(ints, all, ints(sorted, 4));
    CHECK_EQ(ascending(&all, &item, &answer), GEN_DONE);
    CHECK_EQ(answer, 1);
    MAKE(ints, all, ints(sorted, 2));
    answer = 7;
    CHECK_EQ(alike(&all, &item, &answer), GEN_DONE);
    CHECK_EQ(answer, 1);
    MAKE(ints, all, ints(sorted, 3));
    CHECK_EQ(alike(&all, &item, &answer), GEN_DONE);
    CHECK_EQ(answer, 0);
    CHECK_EQ(alike(&all, &item, &answer), GEN_DONE); /* no items are alike */
    CHECK_EQ(answer, 1);
}

ITER_MINMAX(extremes, ints)
#ifdef __cplusplus
typedef bool flag;
#else
typedef _Bool flag;
#endif
ITER_SPAN(flags, flag)
ITER_MIN(least_flag, flags)
ITER_MINMAX(extreme_flags, flags)
ITER_SORTED(ascending_flags, flags, item < last)

/* The sanitizers and valgrind report a read, and a bool that is neither 0 nor 1. */
static void results_need_not_be_set_before(void) {
    static const flag some_flags[] = {1, 0, 1};
    struct flags all = flags(some_flags, 3);
    flag results[4];
    unsigned char *const bytes = (unsigned char *)results;
    size_t i;
    int any = 7;
    for (i = 0; i < sizeof results; i++) bytes[i] = 0xA5;
    CHECK_EQ(least_flag(&all, &results[0], &any), GEN_DONE);
    CHECK(any == 1 && !results[0]);
    CHECK_EQ(least_flag(&all, &results[1], &any), GEN_DONE);
    CHECK(any == 0 && bytes[1] == 0xA5);
    MAKE(flags, all, flags(some_flags, 3));
    CHECK_EQ(extreme_flags(&all, &results[1], &results[2], &any), GEN_DONE);
    CHECK(any == 1 && !results[1] && results[2]);
    MAKE(flags, all, flags(some_flags, 3));
    CHECK_EQ(ascending_flags(&all, &results[3], &any), GEN_DONE);
    CHECK_EQ(any, 0);
}

/* No compiler warns of uninitialised results either. */
static void results_without_a_value(void) {
    struct ints all = ints(digits, 8);
    int low, high, last, any, sorted, large;
    long total;
    iter_count at;
    CHECK_EQ(extremes(&all, &low, &high, &any), GEN_DONE);
    CHECK(any == 1 && low == 1 && high == 9);
    MAKE(ints, all, ints(digits, 8));
    CHECK_EQ(least(&all, &low, &any), GEN_DONE);
    CHECK(any == 1 && low == 1);
    MAKE(ints, all, ints(digits, 8));
    CHECK_EQ(ascending(&all, &last, &sorted), GEN_DONE);
    CHECK_EQ(sorted, 0);
    CHECK_EQ(some_large(&all, &large), GEN_DONE);
    CHECK_EQ(large, 1);
    CHECK_EQ(sum(&all, &total), GEN_DONE);
    CHECK_EQ(total, 2 + 6);
    CHECK_EQ(position(&all, &at), GEN_DONE);
    CHECK_EQ(at, 0);
}

static void both_extremes_in_one_go(void) {
    struct ints all = ints(digits, 8);
    int low = 0, high = 0, any = 7;
    CHECK_EQ(extremes(&all, &low, &high, &any), GEN_DONE);
    CHECK(any == 1 && low == 1 && high == 9);
    CHECK_EQ(extremes(&all, &low, &high, &any), GEN_DONE);
    CHECK_EQ(any, 0);
}

ITER_EQUAL(agree, ints, text, a == b)
ITER_EQUAL(agree_too, text, ints, a == b)
ITER_EQUAL(agree_texts, text, text, a == b)

/* Return 1 or 0, or the error. */
static int compare(size_t length, const char *other) {
    struct ints a = ints(digits, length);
    struct text b = text(other);
    gen_status status, turned_status;
    int held = 0, equal = 7, turned = 7;
    status = agree(&a, &b, &held, &equal);
    while (status == GEN_PENDING) status = agree_more(&a, &b, &held, &equal);
    MAKE(ints, a, ints(digits, length));
    MAKE(text, b, text(other));
    turned_status = agree_too(&b, &a, &held, &turned);
    while (turned_status == GEN_PENDING) turned_status = agree_too_more(&b, &a, &held, &turned);
    CHECK_EQ(turned_status, status);
    CHECK_EQ(turned, equal);
    return status == GEN_DONE ? equal : (int)status;
}

static void two_are_equal_that_have_the_same_items(void) {
    CHECK_EQ(compare(3, "314"), 1);
    CHECK_EQ(compare(3, ".3.1..4."), 1);
    CHECK_EQ(compare(0, ""), 1);
    CHECK_EQ(compare(3, "31"), 0);
    CHECK_EQ(compare(2, "31.4"), 0);
    CHECK_EQ(compare(3, "3.24"), 0);
    CHECK_EQ(compare(0, ".5"), 0);
    CHECK_EQ(compare(3, "31!"), -5);
}

ITER_ONLY(only, ints)

static void exactly_one_item(void) {
    struct ints all = ints(digits, 1);
    int item = 0, any = 7;
    CHECK_EQ(only(&all, &item, &any), GEN_DONE);
    CHECK(any == 1 && item == 3);
    MAKE(ints, all, ints(digits, 2));
    CHECK_EQ(only(&all, &item, &any), GEN_E_ARG);
    CHECK_EQ(any, 1);
    MAKE(ints, all, ints(digits, 0));
    CHECK_EQ(only(&all, &item, &any), GEN_E_ARG);
    CHECK_EQ(any, 0);
}

/* Call a terminal, and after each pause its twin. */
#define RUN_ON(call, more) \
    do { \
        pauses = 0; \
        for (status = (call); status == GEN_PENDING; status = (more)) pauses++; \
    } while (0)

ITER_LENGTH(text_length, text)
ITER_LAST(text_last, text)
ITER_POSITION(text_position, text, item == 5)
ITER_ANY(text_any, text, item == 9)
ITER_ALL(text_all, text, item < 9)
ITER_MIN(text_min, text)
ITER_MAX(text_max, text)
ITER_MINMAX(text_minmax, text)
ITER_SORTED(text_sorted, text, item < last)
ITER_ALL_EQUAL(text_equal, text, item == last)
ITER_ONLY(text_only, text)

static void nothing_is_lost_by_a_pause(void) {
    struct text t = text(".3.1.4.1.5.9.2.6.");
    iter_count count = 7;
    int pauses, item = 7, other = 7, total = 7, answer = 7;
    gen_status status;
    RUN_ON(sum_text(&t, &total), sum_text_more(&t, &total));
    CHECK(status == GEN_DONE && pauses == 9 && total == 31);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_length(&t, &count), text_length_more(&t, &count));
    CHECK(status == GEN_DONE && pauses == 9 && count == 8);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_last(&t, &item, &answer), text_last_more(&t, &item, &answer));
    CHECK(status == GEN_DONE && answer == 1 && item == 6);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_position(&t, &count), text_position_more(&t, &count));
    CHECK(status == GEN_YIELDED && pauses == 5 && count == 4);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_any(&t, &answer), text_any(&t, &answer));
    CHECK(status == GEN_DONE && pauses == 6 && answer == 1);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_all(&t, &answer), text_all(&t, &answer));
    CHECK(status == GEN_DONE && pauses == 6 && answer == 0);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_min(&t, &item, &answer), text_min_more(&t, &item, &answer));
    CHECK(status == GEN_DONE && answer == 1 && item == 1);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_max(&t, &item, &answer), text_max_more(&t, &item, &answer));
    CHECK(status == GEN_DONE && answer == 1 && item == 9);
    MAKE(text, t, text(".3.1.4.1.5.9.2.6."));
    RUN_ON(text_minmax(&t, &item, &other, &answer), text_minmax_more(&t, &item, &other, &answer));
    CHECK(status == GEN_DONE && answer == 1 && item == 1 && other == 9);
    MAKE(text, t, text(".1.2.2."));
    RUN_ON(text_sorted(&t, &item, &answer), text_sorted_more(&t, &item, &answer));
    CHECK(status == GEN_DONE && pauses == 4 && answer == 1);
    MAKE(text, t, text(".1.2.1."));
    RUN_ON(text_sorted(&t, &item, &answer), text_sorted_more(&t, &item, &answer));
    CHECK(status == GEN_DONE && pauses == 3 && answer == 0);
    MAKE(text, t, text(".1.1.2."));
    RUN_ON(text_equal(&t, &item, &answer), text_equal_more(&t, &item, &answer));
    CHECK(status == GEN_DONE && pauses == 3 && answer == 0);
    MAKE(text, t, text(".4."));
    RUN_ON(text_only(&t, &item, &answer), text_only_more(&t, &item, &answer));
    CHECK(status == GEN_DONE && pauses == 2 && answer == 1 && item == 4);
    MAKE(text, t, text(".4.5."));
    RUN_ON(text_only(&t, &item, &answer), text_only_more(&t, &item, &answer));
    CHECK(status == GEN_E_ARG && pauses == 2 && answer == 1);
}

/* A task waits for a sum. */
struct adding {
    struct gen gen;
    struct text from;
    gen_status status;
    int sum;
};
GEN(adding, int) {
    GEN_BEGIN();
    self->sum = 0;
    GEN_AWAIT((self->status = sum_text_more(&self->from, &self->sum)) != GEN_PENDING);
    GEN_YIELD(self->sum);
    GEN_END();
}

static void a_task_adds_up_across_its_pauses(void) {
    static struct adding task;
    int pauses = 0, total = 7;
    MAKE(text, task.from, text(".1.2..3"));
    task.sum = 7;
    while (adding_next(&task, &total) == GEN_PENDING) pauses++;
    CHECK(pauses == 4 && total == 6);
    CHECK_EQ(task.status, GEN_DONE);
}

static void no_answer_is_yes_after_an_error(void) {
    struct text t = text("12!");
    struct text u = text("12!");
    int item = 0, answer = 7;
    CHECK(text_any(&t, &answer) == -5 && answer == 0);
    MAKE(text, t, text("12!"));
    answer = 7;
    CHECK(text_all(&t, &answer) == -5 && answer == 0);
    MAKE(text, t, text("12!"));
    answer = 7;
    CHECK(text_sorted(&t, &item, &answer) == -5 && answer == 0);
    MAKE(text, t, text("12!"));
    answer = 7;
    CHECK(agree_texts(&t, &u, &item, &answer) == -5 && answer == 0);
}

ITER_COLLECT(collect, odd)

static void collect_loses_nothing_when_the_array_is_full(void) {
    struct odd p = odd(ints(digits, 8));
    int array[6];
    size_t count = 0;
    CHECK_EQ(collect(&p, NULL, 6, &count), GEN_E_ARG);
    CHECK_EQ(collect(&p, array, 2, &count), GEN_E_FULL);
    CHECK(count == 2 && array[1] == 1);
    CHECK_EQ(collect(&p, array, 2, &count), GEN_E_FULL);
    CHECK_EQ(collect(&p, array, 6, &count), GEN_DONE);
    CHECK(count == 5);
    CHECK(array[0] == 3 && array[2] == 1 && array[3] == 5 && array[4] == 9);
}

void run_tests(void) {
    RUN(fold_sum_and_length);
    RUN(a_sum_goes_on_after_a_pause_and_stops_at_an_error);
    RUN(for_each_and_drain);
    RUN(one_of_the_items);
    RUN(some_and_every_stop_as_soon_as_they_know);
    RUN(the_least_the_greatest_and_the_order);
    RUN(results_need_not_be_set_before);
    RUN(results_without_a_value);
    RUN(both_extremes_in_one_go);
    RUN(two_are_equal_that_have_the_same_items);
    RUN(exactly_one_item);
    RUN(nothing_is_lost_by_a_pause);
    RUN(no_answer_is_yes_after_an_error);
    RUN(a_task_adds_up_across_its_pauses);
    RUN(collect_loses_nothing_when_the_array_is_full);
}
