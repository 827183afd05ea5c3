/* Stages that know the time, and that wait for several iterators. */
#include "replay.h"

ASYNC_TICKER(ticker)
ITER_TAKE(ticks, ticker)
READER(ticks, self->item - start)

static void a_ticker_does_not_drift(void) {
    static struct ticks_reader r;
    start = (async_tick)-25; /* ticks wrap around */
    MAKE(ticks, r.from, ticks(ticker(&r.task, 10), 4));
    CHECK_EQ(ticks_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_GOT(10, 10, 20, 20, 30, 30, 40, 40);
}

static void the_ticks_of_a_late_pull_come_at_once(void) {
    static struct ticks_reader r;
    start = 0;
    got_count = 0;
    MAKE(ticks, r.from, ticks(ticker(&r.task, 10), 4));
    CHECK_EQ(ticks_reader_spawn(&executor, &r), GEN_DONE);
    for (now = 0; now <= 40; now = now == 0 ? 35 : now + 5) (void)async_run(&executor, now);
    CHECK_GOT(35, 10, 35, 20, 35, 30, 40, 40);
    CHECK_EQ(async_status(&r.task), GEN_DONE);
}

static void a_closed_ticker_has_ended(void) {
    static struct ticks_reader r;
    start = 0;
    MAKE(ticks, r.from, ticks(ticker(&r.task, 10), 4));
    CHECK_EQ(ticks_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(async_run(&executor, 0), GEN_PENDING);
    CHECK(ticker_left(&r.from.ticker, ITER_AT_MOST) != 0);
    async_cancel(&r.task);
    CHECK_EQ(async_run(&executor, 1), GEN_DONE);
    CHECK_EQ(ticker_next(&r.from.ticker, &r.item), GEN_DONE);
    CHECK(ticker_left(&r.from.ticker, ITER_AT_MOST) == 0);
}

static void a_period_of_nothing_is_refused(void) {
    static struct ticks_reader r;
    MAKE(ticks, r.from, ticks(ticker(&r.task, 0), 4));
    CHECK_EQ(ticker_next(&r.from.ticker, &r.item), GEN_E_ARG);
    CHECK_EQ(ticker_next(&r.from.ticker, &r.item), GEN_DONE);
}

static const struct timed lefts[] = {{1, 1}, {3, 3}, {3, 5}, {3, 7}, {20, 0}};
static const struct timed rights[] = {{2, 2}, {3, 4}, {3, 6}, {9, 8}, {10, 0}};
static const struct timed fails[] = {{2, 2}, {4, -7}};

ASYNC_MERGE(merged, replay, replay)
READER(merged, self->item)

static struct merged_reader m;

static void merge(const struct timed *a, const struct timed *b) {
    start = (async_tick)-4;
    CHECK_EQ(merged_reader_reset(&m), GEN_DONE);
    MAKE(merged, m.from, merged(replay_of(&m.task, NULL), replay_of(&m.task, NULL)));
    m.from.left_.items = a;
    m.from.right_.items = b;
    CHECK_EQ(merged_reader_spawn(&executor, &m), GEN_DONE);
}

static void merged_items_take_turns(void) {
    merge(lefts, rights);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_GOT(1, 1, 2, 2, 3, 3, 3, 4, 3, 5, 3, 6, 3, 7, 9, 8);
    CHECK_EQ(now - start, 25);
    CHECK_LOG("()()");
}

static void an_error_closes_the_other(void) {
    merge(lefts, fails);
    CHECK_EQ(go(NULL), -7);
    CHECK_GOT(1, 1, 2, 2, 3, 3, 3, 5, 3, 7);
    CHECK_EQ(now - start, 14); /* at 9 the failed one has ended, then the other is closed */
    CHECK_LOG("()()");
    CHECK_EQ(merged_next(&m.from, &m.item), GEN_DONE);
    merge(fails, lefts);
    CHECK_EQ(go(NULL), -7);
    CHECK_EQ(now - start, 14);
    CHECK_LOG("()()");
}

static void a_close_closes_both(void) {
    merge(lefts, rights);
    CHECK_EQ(async_run(&executor, start), GEN_PENDING);
    async_cancel(&m.task);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_EQ(now - start, 5);
    CHECK_LOG("(())");
    CHECK_EQ(async_status(&m.task), GEN_E_CANCELLED);
}

/* Three calls at a time: their results come as they end. */
ASYNC_MERGE_ARRAY(calls, replay)
READER(calls, self->item)

static const struct timed slow[] = {{30, 1}, {30, 0}}, quick[] = {{10, 2}, {10, 0}},
                          middle[] = {{20, 3}, {20, 0}};

static void calls_end_in_any_order(void) {
    static struct calls_reader r;
    static struct replay all[3];
    all[0].items = slow;
    all[1].items = quick;
    all[2].items = middle;
    all[0].task = all[1].task = all[2].task = &r.task;
    start = 0;
    MAKE(calls, r.from, calls(all, 3));
    CHECK_EQ(calls_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_GOT(10, 2, 20, 3, 30, 1);
    CHECK_EQ(now, 35);
    CHECK_EQ(calls_reader_reset(&r), GEN_DONE);
    CHECK_EQ(replay_reset(&all[0]), GEN_DONE);
    CHECK_EQ(replay_reset(&all[2]), GEN_DONE);
    all[0].items = slow;
    all[1].items = quick;
    all[2].items = fails;
    CHECK_EQ(replay_reset(&all[1]), GEN_DONE);
    CHECK_EQ(calls_reader_spawn(&executor, &r), GEN_DONE);
    test_logged_ = 0;
    CHECK_EQ(go(NULL), -7);
    CHECK_GOT(2, 2);
    CHECK_EQ(now, 14);
    CHECK_LOG("()(())");
    CHECK_EQ(calls_close(&r.from), GEN_DONE);
}

static void an_array_may_be_empty_and_not_missing(void) {
    static struct calls none;
    int item;
    none.count_ = 0;
    CHECK_EQ(calls_next(&none, &item), GEN_DONE);
#ifdef TEST_STRUCTS_PASSED
    none = calls(NULL, 2);
    CHECK_EQ(calls_next(&none, &item), GEN_E_ARG);
    CHECK_EQ(calls_next(&none, &item), GEN_DONE);
#endif
}

static const struct timed bursts[] = {{1, 1}, {3, 2}, {9, 3}, {14, 4}, {20, 5}, {22, 0}};
static const struct timed broken[] = {{1, 1}, {3, 2}, {5, -7}};

ASYNC_DEBOUNCE(settled, replay)
READER(settled, self->item)

static void the_last_item_before_a_quiet_time(void) {
    static struct settled_reader r;
    start = (async_tick)-4;
    MAKE(settled, r.from, settled(replay_of(&r.task, bursts), &r.task, 5));
    CHECK_EQ(settled_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), GEN_DONE);
    /* 3 is over just when 4 comes; 5 is over before its source has ended, which takes until 27 */
    CHECK_GOT(8, 2, 14, 3, 19, 4, 25, 5);
    CHECK_EQ(settled_reader_reset(&r), GEN_DONE);
    MAKE(settled, r.from, settled(replay_of(&r.task, broken), &r.task, 50));
    CHECK_EQ(settled_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), -7);
    CHECK_EQ(got_count, 0);
    CHECK(settled_left(&r.from, ITER_AT_LEAST) == 0);
}

ASYNC_THROTTLE(slowed, replay)
READER(slowed, self->item)

static void no_item_is_lost_by_slowing_down(void) {
    static struct slowed_reader r;
    start = (async_tick)-4;
    MAKE(slowed, r.from, slowed(replay_of(&r.task, bursts), &r.task, 6));
    CHECK_EQ(slowed_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_GOT(1, 1, 7, 2, 13, 3, 19, 4, 25, 5);
    CHECK_EQ(now - start, 36);
}

/* After one item, none comes for more than half the range of a time, but its upstream goes on. */
static const struct timed seldom[] = {{1, 1}, {0x70000000, 2}, {0xA0000000, 3}, {0xA0000001, 0}};

ITER_FILTER(odd, replay, item % 2 != 0)
ASYNC_THROTTLE(rare, odd)
READER(rare, self->item)

static void a_time_that_has_passed_is_forgotten(void) {
    static struct rare_reader r;
    start = 0;
    got_count = 0;
    MAKE(rare, r.from, rare(odd(replay_of(&r.task, seldom)), &r.task, 6));
    CHECK_EQ(rare_reader_spawn(&executor, &r), GEN_DONE);
    for (now = 0; now < 8; now++) CHECK_EQ(async_run(&executor, now), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 0x70000000), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 0xA0000000), GEN_PENDING);
    CHECK_EQ(got_count, 2);
    CHECK_EQ(async_run(&executor, 0xA0000006), GEN_PENDING);
    CHECK_EQ(async_run(&executor, 0xA000000B), GEN_DONE);
}

ASYNC_BUFFER(batches, replay)
READER(batches, (long)self->item.length * 100 + self->item.data[0])

static void a_batch_is_full_or_due(void) {
    static struct batches_reader r;
    static int buffer[3];
    start = (async_tick)-4;
    MAKE(batches, r.from, batches(replay_of(&r.task, bursts), buffer, 2, &r.task, 5));
    CHECK_EQ(batches_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), GEN_DONE);
    CHECK_GOT(3, 201, 14, 103, 19, 104, 25, 105);
    CHECK_EQ(batches_reader_reset(&r), GEN_DONE);
    MAKE(batches, r.from, batches(replay_of(&r.task, broken), buffer, 2, &r.task, 50));
    r.from.size_ = 3;
    CHECK_EQ(batches_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), -7);
    CHECK_EQ(got_count, 0);
    CHECK(batches_left(&r.from, ITER_AT_LEAST) == 0);
    CHECK_EQ(batches_reader_reset(&r), GEN_DONE);
    r.from.size_ = 0;
    CHECK_EQ(batches_reader_spawn(&executor, &r), GEN_DONE);
    CHECK_EQ(go(NULL), GEN_E_ARG);
}

void run_tests(void) {
    RUN(a_ticker_does_not_drift);
    RUN(the_ticks_of_a_late_pull_come_at_once);
    RUN(a_closed_ticker_has_ended);
    RUN(a_period_of_nothing_is_refused);
    RUN(merged_items_take_turns);
    RUN(an_error_closes_the_other);
    RUN(a_close_closes_both);
    RUN(calls_end_in_any_order);
    RUN(an_array_may_be_empty_and_not_missing);
    RUN(the_last_item_before_a_quiet_time);
    RUN(no_item_is_lost_by_slowing_down);
    RUN(a_time_that_has_passed_is_forgotten);
    RUN(a_batch_is_full_or_due);
}
