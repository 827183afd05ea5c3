/* Random items at random times, through a pipeline of all stages that know the time, and through a
 * model of it that has nothing but arrays of times and values. The task is polled at its deadlines
 * alone, and then at each tick: both must give the items of the model at the same times. */
#include "replay.h"

#ifdef TEST_SMALL
enum { ROUNDS = 15 };
#else
enum { ROUNDS = 3000 };
#endif
enum { ITEMS = 6, SIZE = 3, LINGERS = 5 };

ASYNC_THROTTLE(slowed, replay)
ASYNC_MERGE(merged, slowed, replay)
ASYNC_DEBOUNCE(settled, merged)
ASYNC_BUFFER(batches, settled)

struct reader {
    struct gen gen;
    struct async_task task;
    struct batches from;
    batches_item batch;
    int buffer[SIZE];
};
GEN(reader, char) {
    size_t i;
    GEN_BEGIN();
    GEN_FOR_AWAIT (self->batch, batches, &self->from) {
        for (i = 0; i < self->batch.length; i++) record(self->batch.data[i]);
        record(0);
    }
    GEN_END();
}
ASYNC_TASK(reader)

static uint16_t seed = 1;

static int random_to(int most) {
    seed = (uint16_t)(seed * 25173u + 13849u);
    return (int)((seed >> 6) % (unsigned)most);
}

/* ---- The model ------------------------------------------------------------------------------- */

/* Some items in the order of their times. The element after the last one has the time of the end. */
struct model {
    struct timed items[2 * ITEMS + 1];
    int count;
};

static async_tick later(async_tick a, async_tick b) { return a > b ? a : b; }
static async_tick earlier(async_tick a, async_tick b) { return a < b ? a : b; }

static void model_throttle(struct model *m, async_tick ticks) {
    int i;
    for (i = 0; i < m->count; i++)
        m->items[i + 1].at = later(m->items[i + 1].at, m->items[i].at + ticks);
}

/* The source lingers when it finds its end. */
static void model_end(struct model *m) { m->items[m->count].at += LINGERS; }

static void model_merge(struct model *to, const struct model *a, const struct model *b) {
    int i = 0, k = 0, turn = 0;
    to->count = a->count + b->count;
    while (i + k < to->count) {
        turn = i == a->count                      ? 1
               : k == b->count                    ? 0
               : a->items[i].at == b->items[k].at ? turn
                                                  : a->items[i].at > b->items[k].at;
        to->items[i + k] = turn ? b->items[k] : a->items[i];
        if (turn)
            k++;
        else
            i++;
        turn = !turn;
    }
    to->items[i + k].at = later(a->items[i].at, b->items[k].at);
}

static void model_debounce(struct model *m, async_tick ticks) {
    const int count = m->count;
    int i;
    m->count = 0;
    for (i = 0; i < count; i++) {
        const async_tick due = m->items[i].at + ticks, next = m->items[i + 1].at;
        if (i + 1 < count && next < due) continue;
        m->items[m->count].value = m->items[i].value;
        m->items[m->count++].at = earlier(due, i + 1 < count ? due : next);
    }
    m->items[m->count].at = m->items[count].at;
}

/* Record what the batches are. */
static void model_buffer(const struct model *m, int size, async_tick ticks) {
    int i = 0;
    got_count = 0;
    while (i < m->count) {
        const async_tick due = m->items[i].at + ticks;
        int n = 1, k;
        while (n < size && i + n < m->count && m->items[i + n].at < due) n++;
        now = start + (n == size           ? m->items[i + n - 1].at
                       : i + n == m->count ? earlier(due, m->items[m->count].at)
                                           : due);
        for (k = i; k < i + n; k++) record(m->items[k].value);
        record(0);
        i += n;
    }
    now = start + m->items[m->count].at;
}

/* ---- Both ------------------------------------------------------------------------------------ */

static struct model a, b, both;

static void fill(struct model *m, int first) {
    async_tick at = 0;
    int i;
    m->count = random_to(ITEMS + 1);
    for (i = 0; i <= m->count; i++) {
        at += (async_tick)(random_to(3) == 0 ? 0 : random_to(8));
        m->items[i].at = at;
        m->items[i].value = i < m->count ? first + i : 0;
    }
}

static void model_all(const async_tick *ticks, int size) {
    static struct model slow, end;
    slow = a;
    end = b;
    model_throttle(&slow, ticks[0]);
    model_end(&slow);
    model_end(&end);
    model_merge(&both, &slow, &end);
    model_debounce(&both, ticks[1]);
    model_buffer(&both, size, ticks[2]);
}

static struct reader r;

static void make(const async_tick *ticks, int size) {
    CHECK_EQ(reader_reset(&r), GEN_DONE);
#ifdef TEST_STRUCTS_PASSED
    r.from = batches(settled(merged(slowed(replay_of(&r.task, a.items), &r.task, ticks[0]),
                                    replay_of(&r.task, b.items)),
                             &r.task, ticks[1]),
                     r.buffer, size, &r.task, ticks[2]);
#else
    static struct batches none;
    struct replay *const left = &r.from.settled.merged.left_.replay;
    struct replay *const right = &r.from.settled.merged.right_;
    r.from = none;
    left->items = a.items;
    right->items = b.items;
    left->task = right->task = &r.task;
    r.from.task_ = r.from.settled.task_ = r.from.settled.merged.left_.task_ = &r.task;
    r.from.settled.merged.left_.ticks_ = ticks[0];
    r.from.settled.ticks_ = ticks[1];
    r.from.ticks_ = ticks[2];
    r.from.buffer_ = r.buffer;
    r.from.size_ = size;
#endif
    CHECK_EQ(reader_spawn(&executor, &r), GEN_DONE);
}

static void both_hand_out_the_same(void) {
    static struct timed expected[MOST];
    int round, way, i;
    for (round = 0; round < ROUNDS && test_failures_ == 0; round++) {
        async_tick ticks[3], end;
        const int size = 1 + random_to(SIZE);
        int count;
        start = (async_tick)-random_to(40);
        for (i = 0; i < 3; i++) ticks[i] = (async_tick)random_to(7);
        fill(&a, 10);
        fill(&b, 20);
        model_all(ticks, size);
        end = now;
        count = got_count;
        for (i = 0; i < count; i++) expected[i] = got[i];
        for (way = 0; way < 2; way++) {
            make(ticks, size);
            CHECK_EQ(go(way == 0 ? NULL : &r.task), GEN_DONE);
            CHECK_EQ(now - start, end - start);
            CHECK_EQ(got_count, count);
            for (i = 0; i < count; i++) {
                CHECK_EQ(got[i].at, expected[i].at);
                CHECK_EQ(got[i].value, expected[i].value);
            }
        }
    }
}

void run_tests(void) { RUN(both_hand_out_the_same); }
