/* Check the promises of promises.h for each stage with a buffer. */
#include "promises.h"

#include "iter_table.h"
#include "more_itertools.h"

#define VIEWED(x) ('0' + 5 * (long)(x).length + (x).data[0] + 2 * (long)(x).data[(x).length - 1])

#define SUMMED(x) ('0' + (long)((x).mean * (float)(x).count + 0.5f))

ITER_BATCH(batched, script)
ITER_BATCH_STRICT(batched_strict, script)
ITER_WINDOW(windowed, script)
ITER_COPY(copied, batched, int)
ITER_UNIQUE(distinct, script, int, item, iter_hash((unsigned)key), key == other)
ITER_PEEKABLE_N(peekable_n, script)
ITER_BATCH_UNTIL(batched_until, script, int, !waiting && data[count - 1] > self->context)
ITER_BATCH_WHILE(batched_while, script, item > last)
ITER_BATCH_PADDED(batched_padded, script)
ITER_BATCH_BUDGET(budgeted, script, item)
ITER_ROLLING(rolling, script, long, total + item - oldest)
ITER_ROLLING_STATS(rolling_stats, script, float)
ITER_TAIL(tail, script)
ITER_SAMPLE(sample, script, int, self->context++ % bound)
ITER_REVERSED(backwards, script)
ITER_DROP_LAST(trimmed, script)
ITER_SMALLEST(smallest, script, b < a)
ITER_SORT(sorted, script, b < a)
ITER_TEE(tee, script)
ITER_UNIQUE_EVICTING(recent, script, int, item, (unsigned)key, key == other)

static int buffer[2][5];
static struct distinct_slot slots[2][12];
static int room[2][15];

static int *next_buffer(void) {
    static unsigned turn;
    return buffer[turn++ % 2];
}
static int *next_room(void) {
    static unsigned turn;
    return room[turn++ % 2];
}
static struct distinct_slot *next_slots(void) {
    static unsigned turn;
    unsigned i;
    turn++;
    for (i = 0; i < 12; i++) slots[turn % 2][i].used = 0;
    return slots[turn % 2];
}
static struct tee tees[2];
static iter_count lags[2];
static struct tee *next_tee(const char *text) {
    static unsigned turn;
    turn++;
    lags[turn % 2] = 0;
    tees[turn % 2] = tee(make_script(text), next_buffer(), 5, &lags[turn % 2], 1);
    return &tees[turn % 2];
}
static struct recent_slot recent_slots[2][2];
static struct recent_slot *next_recent(void) {
    static unsigned turn;
    turn++;
    recent_slots[turn % 2][0].first_ = recent_slots[turn % 2][1].first_ = 0;
    return recent_slots[turn % 2];
}

static struct smallest_entry heaps[2][4];
static struct smallest_entry *next_heap(void) {
    static unsigned turn;
    return heaps[turn++ % 2];
}

STAGE_WITH_BUFFER(batched, batched(make_script(text), next_buffer(), 3), VIEWED)
STAGE_WITH_BUFFER(copied, copied(batched(make_script(text), next_buffer(), 3), next_room(), 15),
                  VIEWED)
STAGE_WITH_BUFFER(windowed, windowed(make_script(text), next_buffer(), 5, 3), VIEWED)
STAGE_WITH_BUFFER(distinct, distinct(make_script(text), next_slots(), 12), PLAIN)
STAGE_WITH_BUFFER(batched_until, batched_until(make_script(text), next_buffer(), 4, 3), VIEWED)
STAGE_WITH_BUFFER(batched_while, batched_while(make_script(text), next_buffer(), 4), VIEWED)
STAGE_WITH_BUFFER(batched_padded, batched_padded(make_script(text), next_buffer(), 3, 7), VIEWED)
STAGE_WITH_BUFFER(budgeted, budgeted(make_script(text), next_buffer(), 3, 9), VIEWED)
STAGE_WITH_BUFFER(peekable_n, peekable_n(make_script(text), next_buffer(), 4), PLAIN)
STAGE_WITH_BUFFER(rolling, rolling(make_script(text), next_buffer(), 3), PLAIN)
STAGE_WITH_BUFFER(rolling_stats, rolling_stats(make_script(text), next_buffer(), 3), SUMMED)
STAGE_WITH_BUFFER(sample, sample(make_script(text), next_buffer(), 4, 0), PLAIN)
STAGE_WITH_BUFFER(tail, tail(make_script(text), next_buffer(), 4), PLAIN)
STAGE_WITH_BUFFER(backwards, backwards(make_script(text), next_room(), 15), PLAIN)
STAGE_WITH_BUFFER(trimmed, trimmed(make_script(text), next_buffer(), 3), PLAIN)
STAGE_WITH_BUFFER(smallest, smallest(make_script(text), next_heap(), 4), PLAIN)
STAGE_WITH_BUFFER(sorted, sorted(make_script(text), next_room(), 15), PLAIN)
STAGE_WITH_BUFFER(batched_strict, batched_strict(make_script(text), next_buffer(), 3), VIEWED)
STAGE_WITH_BUFFER(tee_branch, tee_branch(next_tee(text), 0), PLAIN)
STAGE_WITH_BUFFER(recent, recent(make_script(text), next_recent(), 2), PLAIN)

void run_tests(void) {
    RUN(batched_keeps_what_every_stage_promises);
    RUN(copied_keeps_what_every_stage_promises);
    RUN(windowed_keeps_what_every_stage_promises);
    RUN(distinct_keeps_what_every_stage_promises);
    RUN(batched_until_keeps_what_every_stage_promises);
    RUN(batched_while_keeps_what_every_stage_promises);
    RUN(batched_padded_keeps_what_every_stage_promises);
    RUN(budgeted_keeps_what_every_stage_promises);
    RUN(peekable_n_keeps_what_every_stage_promises);
    RUN(rolling_keeps_what_every_stage_promises);
    RUN(rolling_stats_keeps_what_every_stage_promises);
    RUN(sample_keeps_what_every_stage_promises);
    RUN(tail_keeps_what_every_stage_promises);
    RUN(backwards_keeps_what_every_stage_promises);
    RUN(trimmed_keeps_what_every_stage_promises);
    RUN(smallest_keeps_what_every_stage_promises);
    RUN(sorted_keeps_what_every_stage_promises);
    RUN(tee_branch_keeps_what_every_stage_promises);
    RUN(recent_keeps_what_every_stage_promises);
    RUN(batched_strict_keeps_what_every_stage_promises);
}
