/* Pipelines that are several loops: a GEN_FOR and a terminal hand out what the steps do, also if the
 * loop is left anywhere, and if the source pauses or fails anywhere. */
#include "items.h"

#include "more_itertools.h"

/* A source of 1, 2,... `last`. It pauses before each `pause`-th item, and fails after the `fails`-th. */
struct script {
    int at, last, pause, fails;
    unsigned char paused;
};
typedef int script_item;
static gen_status script_step(struct script *self, int *item) {
    if (self->pause != 0 && (self->at + 1) % self->pause == 0 && !self->paused) {
        self->paused = 1;
        return GEN_PENDING;
    }
    self->paused = 0;
    if (self->fails != 0 && self->at == self->fails) {
        self->fails = 0;
        self->last = self->at;
        return -7;
    }
    if (self->at >= self->last) return GEN_DONE;
    *item = ++self->at;
    return GEN_YIELDED;
}
static gen_status script_close(struct script *self) {
    self->last = self->at;
    return GEN_DONE;
}
ITER_DEFINE(script)

static struct script upto(int last, int pause, int fails) {
    struct script made = {0, 0, 0, 0, 0};
    made.last = last;
    made.pause = pause;
    made.fails = fails;
    return made;
}

ITER_RANGE(range, int)
ITER_FILTER(even, script, item % 2 == 0)
ITER_CHAIN(two, script, even)                            /* two parts */
ITER_CHAIN(four, two, range, two)                        /* five, of nested chains */
ITER_MAP(mapped, four, int, item * 10)                   /* a stage passes the parts on */
ITER_FILTER(odd, mapped, item % 20 != 0)                 /* with gaps */
ITER_FLATMAP(triangle, script, range, range(0, item, 1)) /* runs */
ITER_FLATMAP(nested, triangle, two, two(upto(item, 2, 0), even(upto(item, 0, 0))))
ITER_CHAIN(runs, triangle, two, nested) /* runs in some of the parts */
ITER_ENUMERATE(numbered, runs)
ITER_MAP(values, numbered, int, item.value * 100 + (int)item.index)
ITER_SPAN(ranges_of, struct range)
ITER_FLATTEN(flat, ranges_of, range)
ITER_CHAIN(last_of_all, flat, values, odd)
ITER_MERGE(merged, range, range, b < a) /* three parts */
ITER_MAP(tagged, merged, int, item + 1)
ITER_CHAIN(merges, merged, script, tagged)
ITER_MAP(halves, script, int, item / 2)
ITER_DEDUPE(deduped, halves, item == last) /* two parts, if clang compiles it */
ITER_CHAIN(changes, deduped, deduped, deduped)

static struct four make_four(int pause, int fails) {
    return four(two(upto(3, pause, 0), even(upto(5, pause, fails))), range(7, 9, 1),
                two(upto(2, 0, 0), even(upto(2, pause, 0))));
}
static struct odd make_odd(int pause, int fails) { return odd(mapped(make_four(pause, fails))); }
static struct values make_values(int pause, int fails) {
    const struct two pair = two(upto(2, pause, fails), even(upto(4, 0, 0)));
    const struct nested deep = nested(triangle(upto(4, pause, 0)));
    return values(numbered(runs(triangle(upto(4, pause, 0)), pair, deep), 0));
}
static struct last_of_all make_last_of_all(int pause, int fails) {
    static struct range three[3];
    three[0] = range(0, 3, 1);
    three[1] = range(0, 0, 1);
    three[2] = range(5, 7, 1);
    return last_of_all(flat(ranges_of(three, 3)), make_values(pause, fails),
                       make_odd(pause, fails));
}
/* Merges in which the left or the right is the longer one, or is refused. */
static struct merges make_merges(int pause, int fails) {
    return merges(merged(range(0, 2 + pause, 1), range(1, 7 - pause, 2)), upto(2, pause, 0),
                  tagged(merged(range(3, 5, fails != 2), range(9, 1, fails == 3 ? 0 : -3))));
}
/* Dedupes of no items, of items that are all the same, and of others. */
static struct changes make_changes(int pause, int fails) {
    return changes(deduped(halves(upto(0, 0, 0))), deduped(halves(upto(1, pause, 0))),
                   deduped(halves(upto(7, pause, fails))));
}

#define MOST 48
struct seen {
    int items[MOST];
    int count;
    gen_status end;
};

/* COMPARE(name) - steps against loops that are left after `most` items and entered again, and
 * against a terminal that is called again after each pause. */
#define COMPARE(name) \
    ITER_FOR_EACH(name##_all, name, (void)(by_terminal.items[by_terminal.count++] = item)) \
    static void name##_by_loop(struct seen *seen, int pause, int fails, int most) { \
        struct name p = make_##name(pause, fails); \
        seen->count = 0; \
        do { \
            int left = most; \
            GEN_FOR_STATUS (seen->end, x, name, &p) { \
                seen->items[seen->count++] = x; \
                if (--left == 0) break; \
            } \
        } while (seen->end == GEN_YIELDED); \
    } \
    static void name##_is_as_its_steps(void) { \
        int pause, fails, most; \
        for (pause = 0; pause < 5; pause++) { \
            for (fails = 0; fails < 4; fails++) { \
                struct name p = make_##name(pause, fails); \
                by_step.count = by_terminal.count = 0; \
                do { \
                    int item = 0; \
                    by_step.end = name##_step(&p, &item); \
                    if (by_step.end == GEN_YIELDED) by_step.items[by_step.count++] = item; \
                } while (by_step.end > GEN_DONE); \
                CHECK(by_step.count > 0); \
                for (most = 0; most <= by_step.count; most++) { \
                    name##_by_loop(&by_loop, pause, fails, most); \
                    CHECK(same(&by_loop, &by_step)); \
                } \
                p = make_##name(pause, fails); \
                do by_terminal.end = name##_all(&p); \
                while (by_terminal.end == GEN_PENDING); \
                CHECK(same(&by_terminal, &by_step)); \
            } \
        } \
    }

static struct seen by_step, by_loop, by_terminal;
static int same(const struct seen *a, const struct seen *b) {
    int i;
    if (a->count != b->count || a->end != b->end) return 0;
    for (i = 0; i < a->count; i++)
        if (a->items[i] != b->items[i]) return 0;
    return 1;
}

COMPARE(four)
COMPARE(odd)
COMPARE(values)
COMPARE(last_of_all)
COMPARE(merges)
COMPARE(changes)

static void a_chain_in_a_chain_counts_all_parts(void) {
    struct last_of_all p = make_last_of_all(0, 0);
    int count = 0, first = -1, last = -1;
    GEN_FOR (x, last_of_all, &p) {
        if (count == 0) first = x;
        last = x;
        count++;
    }
    CHECK_EQ(first, 0);
    CHECK_EQ(last, 10);
    CHECK_EQ(count, 5 + 27 + 4);
}

void run_tests(void) {
    RUN(four_is_as_its_steps);
    RUN(odd_is_as_its_steps);
    RUN(values_is_as_its_steps);
    RUN(last_of_all_is_as_its_steps);
    RUN(merges_is_as_its_steps);
    RUN(changes_is_as_its_steps);
    RUN(a_chain_in_a_chain_counts_all_parts);
}
