/* What every stage promises, for each of them: nothing is pulled before it is asked for; with a pause
 * before each item, or a source that is full for a while, it hands out the same; an error comes out once, and then it has ended; it stays
 * ended; close reaches what is upstream, also where nothing was pulled; a copy goes on by itself; the
 * bounds hold at every step; a terminal comes to the same as a loop over next, wherever it begins. */
#include "itertools.h"

#include "test.h"

/* ---- A source with a script ------------------------------------------------------------------ */

/* A digit is an item, '.' is GEN_PENDING, ',' is GEN_SKIP, '+' is GEN_E_FULL, '!' is the error -5. It
 * would go on behind its end: `pulled` counts. */
struct script {
    const char *text;
    unsigned char closed;
    const char *spare; /* more than two words: pcc and chibicc pass two, among others, wrongly */
};

static unsigned pulled, closed;

static struct script make_script(const char *text) {
    struct script made;
    made.text = text;
    made.closed = 0;
    made.spare = text;
    return made;
}

typedef int script_item;

static gen_status script_step(struct script *self, int *item) {
    pulled++;
    if (self->closed || *self->text == '\0') return GEN_DONE;
    switch (*self->text++) {
    case '.': return GEN_PENDING;
    case ',': return GEN_SKIP;
    case '+': return GEN_E_FULL;
    case '!': self->text = ""; return -5;
    default: *item = self->text[-1] - '0'; return GEN_YIELDED;
    }
}

static gen_status script_close(struct script *self) {
    if (!self->closed) closed++;
    self->closed = 1;
    return GEN_DONE;
}

static size_t script_left(const struct script *self) {
    size_t left = 0;
    const char *at = self->text;
    for (; !self->closed && *at != '\0' && *at != '!'; at++) left += *at >= '0' && *at <= '9';
    return left;
}
static size_t script_at_least(const struct script *self) { return script_left(self); }
static size_t script_at_most(const struct script *self) { return script_left(self) + 1; }
ITER_DEFINE_BOUNDED(script, 1)

/* ---- The stages ------------------------------------------------------------------------------ */

ITER_SPAN(digits, int)
static const int some_digits[] = {4, 0, 7};

ITER_MAP(mapped, script, int, item * 2)
ITER_MAP_WITH(mapped_with, script, int, int, item * self->context)
ITER_FILTER(filtered, script, item % 2 == 1)
ITER_FILTER_WITH(filtered_with, script, int, item > self->context)
ITER_FILTER_MAP(filter_mapped, script, long, (*out = item * 3L, item > 3))
ITER_FILTER_MAP_WITH(filter_mapped_with, script, long, int, (*out = item, item < self->context))
ITER_TAP(tapped, script, (void)item)
ITER_TAP_WITH(tapped_with, script, int, self->context += item)
ITER_ENUMERATE(enumerated, script)
ITER_ACCUMULATE(accumulated, script, long, total + item)
ITER_ACCUMULATE_FROM(accumulated_from, script, long, total * 2 + item)
ITER_PAIRWISE(paired, script)
ITER_TAKE(taken, script)
ITER_DROP(dropped, script)
ITER_SLICE(sliced, script)
ITER_STEP_BY(stepped, script)
ITER_TAKE_WHILE(taken_while, script, item != 9)
ITER_TAKE_WHILE_WITH(taken_while_with, script, int, item != self->context)
ITER_TAKE_WHILE_INCLUSIVE(taken_to, script, item != 9)
ITER_TAKE_WHILE_INCLUSIVE_WITH(taken_to_with, script, int, item != self->context)
ITER_DROP_WHILE(dropped_while, script, item != 9)
ITER_DROP_WHILE_WITH(dropped_while_with, script, int, item != self->context)
ITER_DEDUPE(deduped, script, item == last)
ITER_RUN_LENGTH(runs, script, item == last)
ITER_INTERSPERSE(interspersed, script)
ITER_MARK_ENDS(marked, script)
ITER_PAD(padded, script)
ITER_CYCLE(cycle, script)
ITER_TAKE(cycled, cycle)
ITER_CATCH(caught, script, error)
ITER_ZIP(zipped, script, digits)
ITER_ZIP(zipped_right, digits, script)
ITER_ZIP_STRICT(zipped_strict, script, digits)
ITER_ZIP_LONGEST(zipped_longest, script, digits)
ITER_ZIP_LONGEST(zipped_longest_right, digits, script)
ITER_COMPRESS(compressed, script, digits)
ITER_COMPRESS(compressed_right, digits, script)
ITER_MERGE(merged, script, digits, b < a)
ITER_MERGE(merged_right, digits, script, b < a)
ITER_CHAIN(chained, digits, script, digits)
ITER_FILTER(chained_filtered, chained, item != 4)
ITER_MAP(chained_mapped, chained_filtered, int, item + 1)
ITER_TAP(chained_tapped, chained_mapped, (void)item)
ITER_INTERLEAVE(interleaved, digits, script, digits)
ITER_REPEAT(repeated, int)
ITER_FLATMAP(flatmapped, script, repeated, repeated(item, item % 3))
ITER_MAP(rows, script, struct repeated, repeated(item, item % 3))
ITER_FLATTEN(flattened, rows, repeated)
ITER_CHAIN_ARRAY(chained_array, script)

ITER_GROUP_BY(grouped, script, int, item / 3, key == other)
ITER_BATCH(batched, script)
ITER_BATCH_STRICT(batched_strict, script)
ITER_WINDOW(windowed, script)
ITER_UNIQUE(distinct, script, int, item, iter_hash((unsigned)key), key == other)
ITER_PEEKABLE(peekable, script)
ITER_PEEKABLE_N(peekable_n, script)
ITER_PRODUCT(product, script, digits)
ITER_PRODUCT(product_right, digits, script)
ITER_BATCH_UNTIL(batched_until, script, int, !waiting && data[count - 1] > self->context)
ITER_BATCH_BUDGET(budgeted, script, item)
ITER_TAIL(tail, script)
ITER_TOPK(smallest, script, b < a)
ITER_KMERGE(kmerged, script, b < a)
ITER_TEE(tee, script)
ITER_UNIQUE_EVICTING(recent, script, int, item, (unsigned)key, key == other)
static int buffer[2][5];
static struct distinct_slot slots[2][12];

/* ---- The checks ------------------------------------------------------------------------------ */

#define ROOM 40

/* What came out so far: items as characters, '!' an error, '-' the end. */
static char told[2][ROOM];
static unsigned length;

static void tell(int which, long value) {
    if (length < ROOM - 1) told[which][length++] = (char)value;
    told[which][length] = '\0';
}
static int same_told(void) {
    unsigned i = 0;
    while (told[0][i] != '\0' && told[0][i] == told[1][i]) i++;
    return told[0][i] == told[1][i];
}

/* One at a time: pcc and chibicc mix up two structs that calls return as arguments of a third. */
static struct script of_script;
static struct digits of_two, of_three;
#define WITH(text, made)                                                                           \
    ((void)(of_script = make_script(text), of_two = digits(some_digits, 2)),                       \
     (void)(of_three = digits(some_digits, 3)), made)

#define PLAIN(x) ('0' + (long)(x))
#define FIELDS(x) ('0' + (long)(x).first + 3 * (long)(x).second)
#define INDEXED(x) ('0' + (long)(x).index + 3 * (long)(x).value)
#define COUNTED(x) ('0' + (long)(x).count + 3 * (long)(x).value)
#define VIEWED(x) ('0' + 5 * (long)(x).length + (x).data[0] + 2 * (long)(x).data[(x).length - 1])
#define MARKED(x) ('0' + (long)(x).is_first + 2 * (long)(x).is_last + 4 * (long)(x).value)

/* What the item at this place adds to the hash of so many. */
static unsigned hash_told(unsigned items, unsigned at) {
    unsigned value = (unsigned char)told[0][at];
    while (++at < items) value *= 31;
    return value;
}

/* Shall a terminal that answers this be called again? */
static int paused(gen_status status) { return status == GEN_PENDING || status == GEN_E_FULL; }

/* `make` makes the stage of a script's `text`. A stage with a buffer shares it with its copies, so none
 * of them goes on by itself. */
#define STAGE(name, make, letter) STAGE_(name, make, letter, 1)
#define STAGE_WITH_BUFFER(name, make, letter) STAGE_(name, make, letter, 0)
#define STAGE_(name, make, letter, copies)                                                         \
    static void run_##name(struct name *p, int which) {                                            \
        const size_t least_of_all = name##_at_least(p), most_of_all = name##_at_most(p);           \
        unsigned turns = 0;                                                                        \
        int ended = 0;                                                                             \
        size_t items = 0;                                                                          \
        length = 0;                                                                                \
        for (; turns < 120 && ended < 3; turns++) {                                                \
            const size_t least = name##_at_least(p), most = name##_at_most(p);                     \
            name##_item item;                                                                      \
            const gen_status status = name##_step(p, &item);                                       \
            CHECK(least <= most);                                                                  \
            if (status == GEN_YIELDED) {                                                           \
                tell(which, letter(item));                                                         \
                items++;                                                                           \
                CHECK(most > 0);                                                                   \
                CHECK_EQ(ended, 0);                                                                \
            } else if (status <= 0 && status != GEN_E_FULL) {                                      \
                CHECK(status == GEN_DONE || (status == -5 && !ended) || status == GEN_E_ARG);      \
                if (!ended) tell(which, status < 0 ? '!' : '-');                                   \
                if (ended) CHECK_EQ(status, GEN_DONE);                                             \
                if (status == GEN_DONE && !ended) CHECK(least == 0 && least_of_all <= items);      \
                CHECK(items <= most_of_all);                                                       \
                ended++;                                                                           \
            } else {                                                                               \
                CHECK(status == GEN_PENDING || status == GEN_E_FULL ||                             \
                      (status == GEN_SKIP && name##_skips_));                                      \
            }                                                                                      \
        }                                                                                          \
    }                                                                                              \
    static void copy_of_##name(const char *text) {                                                 \
        struct name p = make, copy;                                                                \
        name##_item item;                                                                          \
        (void)name##_next(&p, &item);                                                              \
        copy = p;                                                                                  \
        run_##name(&p, 0);                                                                         \
        run_##name(&copy, 1);                                                                      \
        CHECK(same_told());                                                                        \
    }                                                                                              \
    ITER_FOR_EACH(each_of_##name, name, tell(1, letter(item)))                                     \
    ITER_FOLD(hash_of_##name, name, unsigned, total * 31 + (unsigned char)letter(item))            \
    ITER_LENGTH(length_of_##name, name)                                                            \
    ITER_LAST(last_of_##name, name)                                                                \
    ITER_NTH(nth_of_##name, name)                                                                  \
    static void begin_##name(struct name *p, unsigned start) {                                     \
        name##_item item;                                                                          \
        pulled = length = 0;                                                                       \
        told[1][0] = '\0';                                                                         \
        while (start-- > 0) (void)name##_next(p, &item);                                           \
    }                                                                                              \
    static void terminals_of_##name(const char *text, unsigned start) {                            \
        struct name p = make;                                                                      \
        unsigned hash = 0, items, pulled_by_next;                                                  \
        iter_count count = 0, after = 1;                                                           \
        gen_status status, by_next;                                                                \
        static name##_item item;                                                                   \
        int any = 0;                                                                               \
        told[0][0] = '\0';                                                                         \
        begin_##name(&p, start);                                                                   \
        do {                                                                                       \
            by_next = name##_next(&p, &item);                                                      \
            if (by_next == GEN_YIELDED) tell(0, letter(item));                                     \
        } while (by_next == GEN_YIELDED || paused(by_next));                                       \
        items = length;                                                                            \
        pulled_by_next = pulled;                                                                   \
        p = make;                                                                                  \
        begin_##name(&p, start);                                                                   \
        do status = each_of_##name(&p);                                                            \
        while (paused(status));                                                                    \
        CHECK(status == by_next && pulled == pulled_by_next && same_told());                       \
        p = make;                                                                                  \
        begin_##name(&p, start);                                                                   \
        do status = hash_of_##name(&p, &hash);                                                     \
        while (paused(status));                                                                    \
        CHECK(status == by_next && pulled == pulled_by_next);                                      \
        while (length < items) hash -= hash_told(items, length++);                                 \
        CHECK_EQ(hash, 0);                                                                         \
        p = make;                                                                                  \
        begin_##name(&p, start);                                                                   \
        do status = length_of_##name(&p, &count);                                                  \
        while (paused(status));                                                                    \
        CHECK(status == by_next && pulled == pulled_by_next && count == (iter_count)items);        \
        p = make;                                                                                  \
        begin_##name(&p, start);                                                                   \
        do status = last_of_##name(&p, &item, &any);                                               \
        while (paused(status));                                                                    \
        CHECK(status == by_next && pulled == pulled_by_next && any == (items > 0));                \
        if (any && copies) CHECK((char)letter(item) == told[0][items - 1]);                        \
        p = make;                                                                                  \
        begin_##name(&p, start);                                                                   \
        do {                                                                                       \
            status = nth_of_##name(&p, &after, &item);                                             \
            if (status != GEN_YIELDED) continue;                                                   \
            CHECK((char)letter(item) == told[0][length + 1]);                                      \
            length += 2;                                                                           \
            after = 1;                                                                             \
        } while (status == GEN_YIELDED || paused(status));                                         \
        CHECK(status == by_next && pulled == pulled_by_next && length == items / 2 * 2);           \
    }                                                                                              \
    static void name##_keeps_what_every_stage_promises(void) {                                     \
        static const char *const texts[][2] = {{"3141592653", ".3..1,.4+.1,5..9+.,2.6.5.3.+."},    \
                                               {"22911!", "+.2,.2+..9.1.,1.!"},                    \
                                               {"", ".,+."},                                       \
                                               {"!", ",.!"},                                       \
                                               {"7", "..+7+."},                                    \
                                               {"19", ",1.,9"}};                                   \
        const char *text = "12";                                                                   \
        struct name p;                                                                             \
        unsigned i, start;                                                                         \
        name##_item item;                                                                          \
        for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {                                     \
            pulled = 0;                                                                            \
            text = texts[i][0];                                                                    \
            p = make;                                                                              \
            CHECK_EQ(pulled, 0);                                                                   \
            run_##name(&p, 0);                                                                     \
            text = texts[i][1];                                                                    \
            p = make;                                                                              \
            run_##name(&p, 1);                                                                     \
            CHECK(same_told());                                                                    \
            if (copies) copy_of_##name(texts[i][0]);                                               \
            for (start = 0; start < 10; start++)                                                   \
                terminals_of_##name(texts[i][start % 2], start / 2);                               \
        }                                                                                          \
        text = "12";                                                                               \
        p = make;                                                                                  \
        closed = 0;                                                                                \
        CHECK_EQ(name##_close(&p), GEN_DONE);                                                      \
        CHECK_EQ(closed, 1);                                                                       \
        CHECK(name##_next(&p, &item) == GEN_DONE);                                                 \
        p = make;                                                                                  \
        (void)name##_next(&p, &item);                                                              \
        CHECK_EQ(name##_close(&p), GEN_DONE);                                                      \
        CHECK_EQ(closed, 2);                                                                       \
        CHECK_EQ(name##_close(&p), GEN_DONE);                                                      \
        CHECK(name##_next(&p, &item) == GEN_DONE);                                                 \
        CHECK(name##_at_least(&p) == 0);                                                           \
    }

STAGE(mapped, mapped(make_script(text)), PLAIN)
STAGE(mapped_with, mapped_with(make_script(text), 3), PLAIN)
STAGE(filtered, filtered(make_script(text)), PLAIN)
STAGE(filtered_with, filtered_with(make_script(text), 3), PLAIN)
STAGE(filter_mapped, filter_mapped(make_script(text)), PLAIN)
STAGE(filter_mapped_with, filter_mapped_with(make_script(text), 5), PLAIN)
STAGE(tapped, tapped(make_script(text)), PLAIN)
STAGE(tapped_with, tapped_with(make_script(text), 0), PLAIN)
STAGE(enumerated, enumerated(make_script(text), 1), INDEXED)
STAGE(accumulated, accumulated(make_script(text)), PLAIN)
STAGE(accumulated_from, accumulated_from(make_script(text), 1), PLAIN)
STAGE(paired, paired(make_script(text)), FIELDS)
STAGE(taken, taken(make_script(text), 4), PLAIN)
STAGE(dropped, dropped(make_script(text), 2), PLAIN)
STAGE(sliced, sliced(make_script(text), 1, 8, 3), PLAIN)
STAGE(stepped, stepped(make_script(text), 3), PLAIN)
STAGE(taken_while, taken_while(make_script(text)), PLAIN)
STAGE(taken_while_with, taken_while_with(make_script(text), 2), PLAIN)
STAGE(taken_to, taken_to(make_script(text)), PLAIN)
STAGE(taken_to_with, taken_to_with(make_script(text), 4), PLAIN)
STAGE(dropped_while, dropped_while(make_script(text)), PLAIN)
STAGE(dropped_while_with, dropped_while_with(make_script(text), 1), PLAIN)
STAGE(deduped, deduped(make_script(text)), PLAIN)
STAGE(runs, runs(make_script(text)), COUNTED)
STAGE(interspersed, interspersed(make_script(text), 8), PLAIN)
STAGE(marked, marked(make_script(text)), MARKED)
STAGE(padded, padded(make_script(text), 6, 4), PLAIN)
STAGE(cycled, cycled(cycle(make_script(text)), 7), PLAIN)
STAGE(caught, caught(make_script(text)), PLAIN)
STAGE(zipped, WITH(text, zipped(of_script, of_three)), FIELDS)
STAGE(zipped_right, WITH(text, zipped_right(of_three, of_script)), FIELDS)
STAGE(zipped_strict, WITH(text, zipped_strict(of_script, of_three)), FIELDS)
STAGE(zipped_longest, WITH(text, zipped_longest(of_script, of_three, 1, 2)), FIELDS)
STAGE(zipped_longest_right, WITH(text, zipped_longest_right(of_three, of_script, 1, 2)), FIELDS)
STAGE(compressed, WITH(text, compressed(of_script, of_three)), PLAIN)
STAGE(compressed_right, WITH(text, compressed_right(of_three, of_script)), PLAIN)
STAGE(merged, WITH(text, merged(of_script, of_three)), PLAIN)
STAGE(merged_right, WITH(text, merged_right(of_three, of_script)), PLAIN)
STAGE(chained, WITH(text, chained(of_two, of_script, of_three)), PLAIN)
STAGE(chained_tapped,
      WITH(text,
           chained_tapped(chained_mapped(chained_filtered(chained(of_two, of_script, of_three))))),
      PLAIN)
STAGE(interleaved, WITH(text, interleaved(of_two, of_script, of_three)), PLAIN)
STAGE(flatmapped, flatmapped(make_script(text)), PLAIN)

STAGE(grouped, grouped(make_script(text)), PLAIN)
STAGE(peekable, peekable(make_script(text)), PLAIN)

static int *next_buffer(void) {
    static unsigned turn;
    return buffer[turn++ % 2];
}
static struct distinct_slot *next_slots(void) {
    static unsigned turn;
    unsigned i;
    turn++;
    for (i = 0; i < 12; i++) slots[turn % 2][i].used = 0;
    return slots[turn % 2];
}
STAGE_WITH_BUFFER(batched, batched(make_script(text), next_buffer(), 3), VIEWED)
STAGE_WITH_BUFFER(windowed, windowed(make_script(text), next_buffer(), 5, 3), VIEWED)
STAGE_WITH_BUFFER(distinct, distinct(make_script(text), next_slots(), 12), PLAIN)

static struct script alone[2];
static struct kmerged_entry entries[2];
static struct script *next_alone(const char *text) {
    static unsigned turn;
    turn++;
    alone[turn % 2] = make_script(text);
    return &alone[turn % 2];
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
    recent_slots[turn % 2][0].first = recent_slots[turn % 2][1].first = 0;
    return recent_slots[turn % 2];
}
STAGE_WITH_BUFFER(batched_until, batched_until(make_script(text), next_buffer(), 4, 3), VIEWED)
STAGE_WITH_BUFFER(budgeted, budgeted(make_script(text), next_buffer(), 3, 9), VIEWED)
STAGE_WITH_BUFFER(peekable_n, peekable_n(make_script(text), next_buffer(), 4), PLAIN)
STAGE_WITH_BUFFER(tail, tail(make_script(text), next_buffer(), 4), PLAIN)
STAGE_WITH_BUFFER(smallest, smallest(make_script(text), next_buffer(), 4), PLAIN)
STAGE_WITH_BUFFER(chained_array, chained_array(next_alone(text), 1), PLAIN)
STAGE_WITH_BUFFER(batched_strict, batched_strict(make_script(text), next_buffer(), 3), VIEWED)
STAGE(flattened, WITH(text, flattened(rows(of_script))), PLAIN)
STAGE_WITH_BUFFER(kmerged, kmerged(next_alone(text), entries, 1), PLAIN)
STAGE_WITH_BUFFER(tee_branch, tee_branch(next_tee(text), 0), PLAIN)
STAGE_WITH_BUFFER(recent, recent(make_script(text), next_recent(), 2), PLAIN)
STAGE(product, WITH(text, product(of_script, of_three)), FIELDS)
STAGE(product_right, WITH(text, product_right(of_two, of_script)), FIELDS)

void run_tests(void) {
    RUN(mapped_keeps_what_every_stage_promises);
    RUN(mapped_with_keeps_what_every_stage_promises);
    RUN(filtered_keeps_what_every_stage_promises);
    RUN(filtered_with_keeps_what_every_stage_promises);
    RUN(filter_mapped_keeps_what_every_stage_promises);
    RUN(filter_mapped_with_keeps_what_every_stage_promises);
    RUN(tapped_keeps_what_every_stage_promises);
    RUN(tapped_with_keeps_what_every_stage_promises);
    RUN(enumerated_keeps_what_every_stage_promises);
    RUN(accumulated_keeps_what_every_stage_promises);
    RUN(accumulated_from_keeps_what_every_stage_promises);
    RUN(paired_keeps_what_every_stage_promises);
    RUN(taken_keeps_what_every_stage_promises);
    RUN(dropped_keeps_what_every_stage_promises);
    RUN(sliced_keeps_what_every_stage_promises);
    RUN(stepped_keeps_what_every_stage_promises);
    RUN(taken_while_keeps_what_every_stage_promises);
    RUN(taken_while_with_keeps_what_every_stage_promises);
    RUN(taken_to_keeps_what_every_stage_promises);
    RUN(taken_to_with_keeps_what_every_stage_promises);
    RUN(dropped_while_keeps_what_every_stage_promises);
    RUN(dropped_while_with_keeps_what_every_stage_promises);
    RUN(deduped_keeps_what_every_stage_promises);
    RUN(runs_keeps_what_every_stage_promises);
    RUN(interspersed_keeps_what_every_stage_promises);
    RUN(marked_keeps_what_every_stage_promises);
    RUN(padded_keeps_what_every_stage_promises);
    RUN(cycled_keeps_what_every_stage_promises);
    RUN(caught_keeps_what_every_stage_promises);
    RUN(zipped_keeps_what_every_stage_promises);
    RUN(zipped_right_keeps_what_every_stage_promises);
    RUN(zipped_strict_keeps_what_every_stage_promises);
    RUN(zipped_longest_keeps_what_every_stage_promises);
    RUN(zipped_longest_right_keeps_what_every_stage_promises);
    RUN(compressed_keeps_what_every_stage_promises);
    RUN(compressed_right_keeps_what_every_stage_promises);
    RUN(merged_keeps_what_every_stage_promises);
    RUN(merged_right_keeps_what_every_stage_promises);
    RUN(chained_keeps_what_every_stage_promises);
    RUN(chained_tapped_keeps_what_every_stage_promises);
    RUN(interleaved_keeps_what_every_stage_promises);
    RUN(flatmapped_keeps_what_every_stage_promises);
    RUN(grouped_keeps_what_every_stage_promises);
    RUN(peekable_keeps_what_every_stage_promises);
    RUN(batched_keeps_what_every_stage_promises);
    RUN(windowed_keeps_what_every_stage_promises);
    RUN(distinct_keeps_what_every_stage_promises);
    RUN(batched_until_keeps_what_every_stage_promises);
    RUN(budgeted_keeps_what_every_stage_promises);
    RUN(peekable_n_keeps_what_every_stage_promises);
    RUN(tail_keeps_what_every_stage_promises);
    RUN(smallest_keeps_what_every_stage_promises);
    RUN(kmerged_keeps_what_every_stage_promises);
    RUN(tee_branch_keeps_what_every_stage_promises);
    RUN(recent_keeps_what_every_stage_promises);
    RUN(product_keeps_what_every_stage_promises);
    RUN(product_right_keeps_what_every_stage_promises);
    RUN(flattened_keeps_what_every_stage_promises);
    RUN(chained_array_keeps_what_every_stage_promises);
    RUN(batched_strict_keeps_what_every_stage_promises);
}
