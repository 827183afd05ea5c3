/* Pipelines of stages chosen by the input, against the same operations on whole arrays. Pauses,
 * skips and full sources must not change the items. Buffers have exactly the stated size, so that
 * AddressSanitizer detects one item too many.
 *
 * A pipeline is a tree of nodes. Each node is a stage of itertools.h over other nodes, with the
 * list of its expected items, which is computed at once from the lists of the others. */
#include <errno.h>
#include <stdio.h>

static void noted_uncaught(int status);
#define GEN_UNCAUGHT(status) noted_uncaught(status)
#include "iter_table.h"
#include "iter_text.h"
#include "more_itertools.h"

#include "fuzz.h"

static int uncaught;
static void noted_uncaught(int status) { uncaught = status; }

/* ---- Lists ----------------------------------------------------------------------------------- */

enum { MOST = 600 };

struct list {
    int item[MOST];
    int count;
    int end; /* GEN_DONE, or the error after the last item */
    int too_long;
};

static void put(struct list *list, int item) {
    if (list->count == MOST)
        list->too_long = 1;
    else
        list->item[list->count++] = item;
}

/* Combine several parts into one number. */
static int both(int a, int b) { return (a * 11 + b * 3) % 97; }
static int folded(const int *data, size_t length) {
    int total = (int)length;
    while (length > 0) total = both(total, data[--length]);
    return total;
}
static int folded_text(const char *data, size_t length) {
    int total = (int)length;
    while (length > 0) total = both(total, data[--length]);
    return total;
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

enum { NODES = 64, FORKS = 2, DEEPEST = 5 };

struct kind {
    const char *name;
    size_t size;
    gen_status (*step)(void *stage, int *item);
    gen_status (*close)(void *stage);
    size_t (*left)(const void *stage, int most);
    void (*will_pull)(void *stage, size_t count);
};

struct node {
    const struct kind *kind;
    void *stage[FORKS];
    int closed[FORKS];
    struct list list;
};
static struct node nodes[NODES];
static int node_count, fork_at_work;

/* About the pipeline: whether copies would share state, whether closing the root may leave a
 * part open, which error a close may return, whether an argument was rejected, and whether
 * it can be full. */
static int shares, borrows, close_error, refuses, may_be_full;

/* How much to increase a budget that is too small. */
enum { MORE = 5 };

/* The resources to free and close. */
static FILE *files[NODES];
static int file_count;
static void *blocks[400];
static int block_count;
static void *block_of(size_t size) {
    void *const block = calloc(size > 0 ? size : 1, 1);
    FUZZ_CHECK(block != NULL && block_count < 400, "no memory is left");
    return blocks[block_count++] = block;
}
static void *block_of_many(size_t count, size_t size) { return block_of(count * size); }

/* An iterator that can be any of the nodes. */
struct up {
    int node;
};
typedef int up_item;
static gen_status up_step(struct up *self, int *item) {
    struct node *const node = &nodes[self->node];
    return node->kind->step(node->stage[fork_at_work], item);
}
static gen_status up_close(struct up *self) {
    struct node *const node = &nodes[self->node];
    node->closed[fork_at_work] = 1;
    return node->kind->close(node->stage[fork_at_work]);
}
static size_t up_left(const struct up *self, int most) {
    struct node *const node = &nodes[self->node];
    return node->kind->left(node->stage[fork_at_work], most);
}
ITER_DEFINE_BOUNDED(up, 1)

static struct up up(int node) {
    const struct up made = {node};
    return made;
}

#define KIND(name) \
    static gen_status name##_any_step(void *stage, int *item) { \
        return name##_step((struct name *)stage, item); \
    } \
    static gen_status name##_any_close(void *stage) { return name##_close((struct name *)stage); } \
    static size_t name##_any_left(const void *stage, int most) { \
        return name##_left((const struct name *)stage, most); \
    } \
    static void name##_any_will_pull(void *stage, size_t count) { \
        name##_will_pull((struct name *)stage, count); \
    } \
    static const struct kind name##_kind = {#name,           sizeof(struct name), \
                                            name##_any_step, name##_any_close, \
                                            name##_any_left, name##_any_will_pull};

/* ---- Sources --------------------------------------------------------------------------------- */

/* A text: a digit is an item, '.' is GEN_PENDING, ',' GEN_SKIP, '+' GEN_E_FULL, '!' an error. Its
 * bounds are off by the slack, and its close is pending for some time. */
enum { TEXT = 14 };
static int source_is_full;
struct script {
    char text[TEXT];
    int at, slack, pauses, error;
    unsigned char ended, closed;
};
typedef int script_item;
static gen_status script_step(struct script *self, int *item) {
    if (self->ended || self->closed) return GEN_DONE;
    switch (self->text[self->at++]) {
    case '.': return GEN_PENDING;
    case ',': return GEN_SKIP;
    case '+': source_is_full = 1; return GEN_E_FULL;
    case '!': self->ended = 1; return -7;
    case '\0': self->ended = 1; return GEN_DONE;
    default: *item = self->text[self->at - 1] - '0'; return GEN_YIELDED;
    }
}
static gen_status script_close(struct script *self) {
    const int error = self->closed ? GEN_DONE : self->error;
    if (self->pauses > 0) {
        self->pauses--;
        self->closed = 1;
        return GEN_PENDING;
    }
    self->closed = 1;
    self->error = 0;
    return error;
}
static size_t script_exactly(const struct script *self) {
    const char *at = self->text + self->at;
    size_t left = 0;
    if (self->ended || self->closed) return 0;
    for (; *at != '\0' && *at != '!'; at++) left += *at >= '0' && *at <= '9';
    return left;
}
static size_t script_left(const struct script *self, int most) {
    const size_t left = script_exactly(self), slack = (size_t)self->slack;
    if (most) return self->slack == 3 ? (size_t)-1 : left + slack;
    return left < slack ? 0 : left - slack;
}
ITER_DEFINE_BOUNDED(script, 1)

static struct script script_of(struct list *list) {
    static const char symbols[] = "0123456789012345.,+!";
    struct script made;
    int length = fuzz_below(TEXT), i, how = fuzz_byte();
    memset(&made, 0, sizeof made);
    for (i = 0; i < length; i++) made.text[i] = symbols[fuzz_below((int)sizeof symbols - 1)];
    for (i = 0; made.text[i] != '\0' && made.text[i] != '!'; i++)
        if (made.text[i] >= '0' && made.text[i] <= '9') put(list, made.text[i] - '0');
    list->end = made.text[i] == '!' ? -7 : GEN_DONE;
    if (strchr(made.text, '+') != NULL) may_be_full = 1;
    made.slack = how % 4;
    made.pauses = how / 4 % 4 == 3 ? how / 16 % 3 : 0;
    if (how > 240) made.error = close_error = -9;
    return made;
}
KIND(script)

/* A source without bounds, and one that never skips. */
struct unbounded {
    struct script script;
};
typedef int unbounded_item;
static gen_status unbounded_step(struct unbounded *self, int *item) {
    return script_step(&self->script, item);
}
static gen_status unbounded_close(struct unbounded *self) { return script_close(&self->script); }
ITER_DEFINE(unbounded)
KIND(unbounded)

/* Two generators: one of a text, and one that delegates to a pipeline. */
struct coroutine {
    struct gen gen;
    struct script script;
    int item;
    gen_status status;
};
GEN(coroutine, int) {
    GEN_BEGIN();
    GEN_TRY {
        while ((self->status = script_next(&self->script, &self->item)) != GEN_DONE) {
            if (self->status == GEN_YIELDED) {
                GEN_YIELD(self->item);
            } else if (self->status == -7) {
                GEN_RAISE(-7);
            } else {
                GEN_SUSPEND();
            }
        }
    }
    GEN_FINALLY { (void)script_close(&self->script); }
    GEN_END_TRY;
    GEN_END();
}
KIND(coroutine)

struct through {
    struct gen gen;
    struct up from;
    int how, item;
};
GEN(through, int) {
    GEN_BEGIN();
    if (self->how == 0) {
        GEN_YIELD_FROM(up, &self->from);
    } else {
        GEN_TRY {
            GEN_FOR_AWAIT (self->item, up, &self->from) GEN_YIELD(self->item);
        }
        GEN_EXCEPT(self->item) {
            if (self->item == GEN_E_FULL) self->item = -8;
            GEN_RAISE(self->item);
        }
        GEN_END_TRY;
    }
    GEN_END();
}
KIND(through)

ITER_SPAN(span, int)
ITER_RANGE(range, int)
ITER_RANGE(bytes, uint8_t)
ITER_MAP(byte_numbers, bytes, int, item)
ITER_COUNT(counted, int)
ITER_TAKE(count, counted)
ITER_REPEAT(repeat, int)
ITER_ONCE(once, int)
ITER_EMPTY(empty, int)
ITER_SUCCESSORS(iterated, int, (item * 5 + 1) % 41)
ITER_TAKE(iterate, iterated)
ITER_FROM(from, int, struct script, script_step(&self->context, item))
ITER_POINTERS(places, const int)
ITER_MAP(pointed, places, int, *item)
ITER_SPAN_REVERSED(reversed, int)
ITER_SENTINEL(sentinel, int, item == 10)
ITER_CHUNKS(pieces, int)
ITER_MAP(chunks, pieces, int, folded(item.data, item.length))
ITER_ARRAY_CHUNKS(pieces_of_3, int, 3)
ITER_MAP(array_chunks, pieces_of_3, int, folded(item.data, item.length))
ITER_ARRAY_RUNS(runs_of_array, int, item >= last)
ITER_MAP(array_runs, runs_of_array, int, folded(item.data, item.length))
ITER_ARRAY_WINDOWS(parts_of_array, int)
ITER_MAP(array_windows, parts_of_array, int, folded(item.data, item.length))
ITER_LINES(text_lines)
ITER_MAP(lines, text_lines, int, folded_text(item.data, item.length))
ITER_FILE_LINES(lines_of_file)
ITER_MAP(file_lines, lines_of_file, int, folded_text(item.data, item.length))
ITER_FILE_CHUNKS(chunks_of_file, char)
ITER_MAP(file_chunks, chunks_of_file, int, folded_text(item.data, item.length))
ITER_FILE_CHUNKS(words_of_file, short)
ITER_MAP(file_words, words_of_file, int, (int)item.length)
ITER_CYCLE(cycled, script)
ITER_TAKE(cycle, cycled)
ITER_PRODUCT_ARRAY(pool_rows, int)
ITER_MAP(products, pool_rows, int, folded(item.data, item.length))
ITER_COMBINATIONS(combined, int)
ITER_MAP(combinations, combined, int, folded(item.data, item.length))
ITER_COMBINATIONS_WITH_REPLACEMENT(combined_again, int)
ITER_MAP(combinations_again, combined_again, int, folded(item.data, item.length))
ITER_PERMUTATIONS(permuted, int)
ITER_MAP(permutations, permuted, int, folded(item.data, item.length))
KIND(span)
KIND(pointed)
KIND(reversed)
KIND(sentinel)
KIND(range)
KIND(byte_numbers)
KIND(count)
KIND(repeat)
KIND(once)
KIND(empty)
KIND(iterate)
KIND(from)
KIND(chunks)
KIND(array_chunks)
KIND(array_windows)
KIND(array_runs)
KIND(lines)
KIND(file_lines)
KIND(file_chunks)
KIND(file_words)
KIND(cycle)
KIND(products)
KIND(combinations)
KIND(combinations_again)
KIND(permutations)

/* Iterators that are counted and cut, without a node between. */
ITER_MAP(doubled, range, int, item * 2)
ITER_TAKE(some_doubled, doubled)
ITER_SLICE(sliced_range, range)
ITER_SLICE(sliced_span, span)
ITER_SLICE(sliced_reversed, reversed)
ITER_DROP(dropped_range, range)
ITER_DROP(dropped_span, span)
ITER_STEP_BY(stepped_range, range)
ITER_STEP_BY(stepped_span, span)
ITER_TAKE(taken_bytes, bytes)
ITER_ENUMERATE(numbered_bytes, taken_bytes)
ITER_MAP(some_bytes, numbered_bytes, int, both((int)item.index, item.value))
KIND(some_doubled)
KIND(sliced_range)
KIND(sliced_span)
KIND(sliced_reversed)
KIND(dropped_range)
KIND(dropped_span)
KIND(stepped_range)
KIND(stepped_span)
KIND(some_bytes)

/* ---- Stages ---------------------------------------------------------------------------------- */

#define CONDITION(item) ((item) % 3 != 1)

ITER_REF(ref, up)
ITER_MAP(map, up, int, both(item, 5))
ITER_MAP_WITH(map_with, up, int, int, both(item, self->context))
ITER_FILTER(filter, up, CONDITION(item))
ITER_FILTER_WITH(filter_with, up, int, item != self->context)
ITER_FILTER_MAP(filter_map, up, int, CONDITION(item) ? (*out = both(item, 1), 1) : 0)
ITER_FILTER_MAP_WITH(filter_map_with, up, int, int, item != self->context ? (*out = item, 1) : 0)
ITER_TRY_MAP(try_map, up, int, CONDITION(item) ? (*out = both(item, 1), GEN_YIELDED) : -7)
ITER_TRY_MAP_WITH(try_map_with, up, int, int,
                  item != self->context ? (*out = item, GEN_YIELDED) : GEN_DONE)
ITER_MAP_WHILE(map_while, up, int, (*out = both(item, 1), CONDITION(item)))
ITER_MAP_WHILE_WITH(map_while_with, up, int, int, (*out = item, item != self->context))
static int tapped;
ITER_TAP(tap, up, tapped += item)
ITER_TAP_WITH(tap_with, up, int, tapped += item + self->context)
ITER_ENUMERATE(enumerated, up)
ITER_MAP(enumerate, enumerated, int, both((int)item.index, item.value))
ITER_ACCUMULATE(accumulate, up, int, both(total, item))
ITER_ACCUMULATE_WITH(accumulate_with, up, int, int, both(total, item + self->context))
ITER_ACCUMULATE_FROM(accumulate_from, up, int, both(total, item))
ITER_PAIRWISE(paired, up)
ITER_MAP(pairwise, paired, int, both(item.first, item.second))
ITER_TAKE(take, up)
ITER_SLICE(slice, up)
ITER_TAKE_WHILE(take_while, up, CONDITION(item))
ITER_TAKE_WHILE_WITH(take_while_with, up, int, item != self->context)
ITER_TAKE_WHILE_INCLUSIVE(take_while_inclusive, up, CONDITION(item))
ITER_TAKE_WHILE_INCLUSIVE_WITH(take_while_inclusive_with, up, int, item != self->context)
ITER_DROP_WHILE(drop_while, up, CONDITION(item))
ITER_DROP_WHILE_WITH(drop_while_with, up, int, item != self->context)
ITER_DROP(drop, up)
ITER_STEP_BY(step_by, up)
ITER_DEDUPE(dedupe, up, item % 5 == last % 5)
ITER_DEDUPE_WITH(dedupe_with, up, int, item % self->context == last % self->context)
ITER_RUN_LENGTH(runs, up, item % 3 == last % 3)
ITER_MAP(run_length, runs, int, both(item.value, (int)item.count))
ITER_COALESCE(coalesce, up, item % 3 == *into % 3 && (*into = both(*into, item), 1))
struct adder {
    struct gen gen;
    int sum;
};
GEN_RECV(adder, int, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->sum);
        if (*sent % 11 == 10) break;
        self->sum = both(self->sum, *sent);
        if (*sent % 4 == 1) GEN_SUSPEND();
    }
    GEN_END();
}
ITER_SEND_TO(send_to, up, adder)
ITER_INTERSPERSE(intersperse, up)
ITER_MARK_ENDS(marked, up)
ITER_MAP(mark_ends, marked, int, both(item.value, item.is_first * 2 + item.is_last))
ITER_PAD(pad, up)
ITER_CATCH(caught, up, error == -7 ? (*item = 70, GEN_YIELDED) : error)
ITER_ZIP(zipped, up, up)
ITER_MAP(zip, zipped, int, both(item.first, item.second))
ITER_ZIP_STRICT(zipped_strictly, up, up)
ITER_MAP(zip_strict, zipped_strictly, int, both(item.first, item.second))
ITER_ZIP_LONGEST(zipped_long, up, up)
ITER_MAP(zip_longest, zipped_long, int, both(item.first, item.second))
ITER_ZIP_N(zipped_n, up, up, up)
ITER_MAP(zip_n, zipped_n, int, both(both(item.first, item.second), item.third))
ITER_COMPRESS(compress, up, up)
ITER_MERGE(merge, up, up, b < a)
ITER_IF_EMPTY(if_empty, up, up)
ITER_CHAIN(chain, up, up, up)
ITER_INTERLEAVE(interleave, up, up, up)
ITER_PRODUCT(product_pairs, up, script)
ITER_MAP(product, product_pairs, int, both(item.first, item.second))
ITER_CHAIN_ARRAY(chain_array, up)
ITER_FLATMAP(flatmap, up, range, range(0, item % 4, 1))
ITER_FLATMAP_WITH(flatmap_with, up, range, int, range(0, item % self->context, 1))
ITER_MAP(ranges, up, struct range, range(item % 5, 4, 1))
ITER_FLATTEN(flatten, ranges, range)
ITER_GROUP_BY(keys, up, int, item / 3, key == other)
ITER_BATCH(batched, up)
ITER_MAP(batch, batched, int, folded(item.data, item.length))
ITER_BATCH_STRICT(batched_strictly, up)
ITER_MAP(batch_strict, batched_strictly, int, folded(item.data, item.length))
ITER_BATCH_UNTIL(batched_until, up, int, !waiting && data[count - 1] % 4 == self->context)
ITER_MAP(batch_until, batched_until, int, folded(item.data, item.length))
ITER_BATCH_WHILE(batched_while, up, item >= last)
ITER_MAP(batch_while, batched_while, int, folded(item.data, item.length))
ITER_BATCH_PADDED(batched_padded, up)
ITER_MAP(batch_padded, batched_padded, int, folded(item.data, item.length))
ITER_BATCH_BUDGET(batched_budget, up, item % 8)
ITER_MAP(batch_budget, batched_budget, int, folded(item.data, item.length))
ITER_WINDOW(windows, up)
ITER_COPY(window_copies, windows, int)
ITER_MAP(window, window_copies, int, folded(item.data, item.length))
ITER_UNIQUE(unique, up, int, item, iter_hash((unsigned)key % 7), key == other)
ITER_UNIQUE_EVICTING(evicting, up, int, item, (unsigned)key % 3, key == other)
ITER_PEEKABLE(peekable, up)
ITER_PEEKABLE_N(peekable_n, up)
ITER_ROLLING(rolling, up, int, total + item - oldest)
ITER_ROLLING_STATS(rolled, up, double)
static int rounded(double x) { return (int)(x < 0 ? x - 0.5 : x + 0.5); }
ITER_MAP(rolling_stats, rolled, int,
         both(rounded(item.mean *(double)item.count), (int)item.count) +
             (rolled_variance(&item) < 0))
ITER_TAIL(tail, up)
ITER_SAMPLE(sample, up, int, (self->context = (self->context * 13 + 7) % 101) % (int)bound)
ITER_REVERSED(backwards, up)
ITER_DROP_LAST(drop_last, up)
ITER_SMALLEST(topk, up, b < a)
ITER_KMERGE(kmerge, up, b < a)
ITER_SORT(sorting, up, b < a)
ITER_MERGE_JOIN(joined, up, up, a - b)
ITER_MAP(join, joined, int,
         both(item.has_first ? item.first : 50, item.has_second ? item.second : 60))
ITER_DYN(any, int)
ITER_DYN_OF(any, up)
ITER_DYN_OF(any, span)
KIND(ref)
KIND(map)
KIND(map_with)
KIND(filter)
KIND(filter_with)
KIND(filter_map)
KIND(filter_map_with)
KIND(try_map)
KIND(try_map_with)
KIND(map_while)
KIND(map_while_with)
KIND(tap)
KIND(tap_with)
KIND(enumerate)
KIND(accumulate)
KIND(accumulate_with)
KIND(accumulate_from)
KIND(pairwise)
KIND(take)
KIND(slice)
KIND(take_while)
KIND(take_while_with)
KIND(take_while_inclusive)
KIND(take_while_inclusive_with)
KIND(drop_while)
KIND(drop_while_with)
KIND(drop)
KIND(step_by)
KIND(dedupe)
KIND(dedupe_with)
KIND(run_length)
KIND(coalesce)
KIND(send_to)
KIND(intersperse)
KIND(mark_ends)
KIND(pad)
KIND(caught)
KIND(zip)
KIND(zip_strict)
KIND(zip_longest)
KIND(zip_n)
KIND(compress)
KIND(merge)
KIND(if_empty)
KIND(chain)
KIND(interleave)
KIND(product)
KIND(chain_array)
KIND(flatmap)
KIND(flatmap_with)
KIND(flatten)
KIND(keys)
KIND(batch)
KIND(batch_strict)
KIND(batch_until)
KIND(batch_while)
KIND(batch_padded)
KIND(batch_budget)
KIND(window)
KIND(unique)
KIND(evicting)
KIND(peekable)
KIND(peekable_n)
KIND(rolling)
KIND(rolling_stats)
KIND(tail)
KIND(sample)
KIND(backwards)
KIND(drop_last)
KIND(topk)
KIND(kmerge)
KIND(sorting)
KIND(join)
KIND(any)

/* ---- The tree -------------------------------------------------------------------------------- */

/* MAKE(name, expression): make the current node a stage of this type. */
#define MAKE(name, ...) \
    do { \
        struct name *const at_ = (struct name *)block_of(sizeof(struct name)); \
        *at_ = __VA_ARGS__; \
        node->kind = &name##_kind; \
        node->stage[0] = at_; \
        node->stage[1] = block_of(sizeof(struct name)); \
    } while (0)

/* Return a buffer for `count` items, or NULL. */
static int *buffer_of(int count) {
    shares = 1;
    return count > 0 ? (int *)block_of((size_t)count * sizeof(int)) : NULL;
}

static void refused(struct list *list) {
    list->count = 0;
    list->end = GEN_E_ARG;
    refuses = 1;
}

/* List the rows of `size` items of a pool: a product, combinations (how = 1, or 2 with
 * replacement) or permutations (3). */
static void list_rows(struct list *list, const int *pool, int length, int size, int how) {
    int at[4] = {0}, row[4], i, k, wanted;
    if (size > 0 && length == 0) return;
    for (;;) {
        for (i = 0, wanted = 1; i < size; i++) {
            row[i] = pool[at[i]];
            for (k = 0; k < i; k++) {
                if (how == 1 && at[k] >= at[i]) wanted = 0;
                if (how == 2 && at[k] > at[i]) wanted = 0;
                if (how == 3 && at[k] == at[i]) wanted = 0;
            }
        }
        if (wanted) put(list, folded(row, (size_t)size));
        for (i = size; i-- > 0 && ++at[i] == length;) at[i] = 0;
        if (i < 0) return;
    }
}

static void list_range(struct list *list, int start, int stop, int step) {
    if (step == 0) {
        refused(list);
        return;
    }
    for (; step > 0 ? start < stop : start > stop; start += step) put(list, start);
}

static void list_slice(struct list *out, const struct list *in, int start, int stop, int step) {
    int i;
    if (step < 1 || start < 0 || stop < start) {
        refused(out);
        return;
    }
    for (i = start; i < stop && i < in->count; i += step) put(out, in->item[i]);
    out->end = in->count >= stop ? GEN_DONE : in->end;
}

static void list_text(struct list *list, const char *text, size_t length) {
    size_t from = 0, end;
    for (; from < length; from = end + 1) {
        for (end = from; end < length && text[end] != '\n'; end++) {}
        put(list, folded_text(text + from,
                              end - from - (end < length && end > from && text[end - 1] == '\r')));
    }
}

/* Return a signed number, usually a small one. */
static int number(void) {
    const int byte = fuzz_byte();
    return byte < 200 ? byte % 12 : byte % 24 - 12;
}

static void make_source(struct node *node) {
    struct list *const list = &node->list;
    int i, a, b, c;
    const int what = fuzz_below(26);
    switch (what) {
    default: MAKE(script, script_of(list)); break;
    case 0: {
        struct unbounded made;
        made.script = script_of(list);
        MAKE(unbounded, made);
        break;
    }
    case 1: {
        struct coroutine made;
        memset(&made, 0, sizeof made);
        made.script = script_of(list);
        made.script.pauses = made.script.error = 0;
        MAKE(coroutine, made);
        break;
    }
    case 2: {
        struct script made = script_of(list);
        made.pauses = made.error = 0;
        MAKE(from, from(made));
        break;
    }
    case 3: {
        int *const data = (int *)block_of(sizeof(int) * (size_t)(a = fuzz_below(12)));
        for (i = 0; i < a; i++) put(list, data[i] = fuzz_below(10));
        MAKE(span, span(a > 0 ? data : NULL, (size_t)a));
        break;
    }
    case 4:
        a = number(), b = number(), c = number() / 3;
        list_range(list, a, b, c);
        MAKE(range, range(a, b, c));
        break;
    case 5: /* up to where a byte wraps around */
        a = 230 + fuzz_below(26), b = 230 + fuzz_below(26), c = fuzz_below(20);
        list_range(list, a, b, c);
        MAKE(byte_numbers, byte_numbers(bytes((uint8_t)a, (uint8_t)b, (uint8_t)c)));
        break;
    case 6:
        a = number(), b = number(), c = fuzz_below(9);
        for (i = 0; i < c; i++) put(list, a + i * b);
        MAKE(count, count(counted(a, b), c));
        break;
    case 7:
        a = number(), b = number();
        for (i = 0; i < b; i++) put(list, a);
        if (b < 0) refused(list);
        MAKE(repeat, repeat(a, b));
        break;
    case 8:
        put(list, 7);
        MAKE(once, once(7));
        break;
    case 9: MAKE(empty, empty()); break;
    case 10:
        a = fuzz_below(41), b = fuzz_below(9);
        for (i = 0, c = a; i < b; i++, c = (c * 5 + 1) % 41) put(list, c);
        MAKE(iterate, iterate(iterated(a), b));
        break;
    case 11: {
        int *const data = (int *)block_of(sizeof(int) * (size_t)(a = fuzz_below(12)));
        for (i = 0; i < a; i++) data[i] = fuzz_below(10);
        b = number();
        c = fuzz_below(4);
        if (c == 3) {
            for (i = 0; a - i >= 3; i += 3) put(list, folded(data + i, 3));
            MAKE(array_chunks, array_chunks(pieces_of_3(data, (size_t)a)));
            break;
        }
        if (c == 1) {
            for (i = b = 0; i < a; i++)
                if (i + 1 == a || data[i + 1] < data[i]) {
                    put(list, folded(data + b, (size_t)(i + 1 - b)));
                    b = i + 1;
                }
            MAKE(array_runs, array_runs(runs_of_array(data, (size_t)a)));
            break;
        }
        if (b < 1) refused(list);
        if (c == 2) {
            for (i = 0; b > 0 && a - i >= b; i++) put(list, folded(data + i, (size_t)b));
            MAKE(array_windows, array_windows(parts_of_array(data, (size_t)a, b)));
            break;
        }
        for (i = 0; b > 0 && i < a; i += b)
            put(list, folded(data + i, (size_t)(a - i < b ? a - i : b)));
        MAKE(chunks, chunks(pieces(data, (size_t)a, b)));
        break;
    }
    case 12:
    case 13:
    case 14:
    case 15: { /* a text in memory or in a file */
        static const char symbols[] = "ab\r\n";
        FILE *file;
        char *const data = (char *)block_of((size_t)(a = fuzz_below(16)));
        for (i = 0; i < a; i++) data[i] = symbols[fuzz_below(4)];
        c = fuzz_below(3);
        if (c == 0) {
            list_text(list, data, (size_t)a);
            MAKE(lines, lines(text_lines(data, (size_t)a)));
            break;
        }
        shares = may_be_full = 1;
        b = fuzz_below(6);
        file = a > 0 ? fmemopen(data, (size_t)a, "r") : fopen("/dev/null", "r");
        FUZZ_CHECK(file != NULL, "no file can be opened");
        files[file_count++] = file;
        if (c == 1) {
            list_text(list, data, (size_t)a);
            if (b == 0) refused(list);
            MAKE(file_lines,
                 file_lines(lines_of_file_of(file, (char *)block_of((size_t)b), (size_t)b)));
        } else if (b == 5) {
            for (i = a / 2; i > 0; i -= 3) put(list, i < 3 ? i : 3);
            list->end = a % 2 != 0 ? GEN_E_ARG : GEN_DONE;
            MAKE(file_words,
                 file_words(words_of_file_of(file, (short *)block_of(3 * sizeof(short)), 3)));
        } else {
            for (i = 0; b > 0 && i < a; i += b)
                put(list, folded_text(data + i, (size_t)(a - i < b ? a - i : b)));
            if (b == 0) refused(list);
            MAKE(file_chunks,
                 file_chunks(chunks_of_file_of(file, (char *)block_of((size_t)b), (size_t)b)));
        }
        break;
    }
    case 16:
        shares = 1;
        list->end = -ENOENT;
        MAKE(file_lines, file_lines(lines_of_file("/no such file", (char *)block_of(1), 1)));
        break;
    case 17: {
        struct list one;
        struct script turn;
        memset(&one, 0, sizeof one);
        turn = script_of(&one);
        a = fuzz_below(25);
        for (i = 0; i < a && one.count > 0 && (one.end == 0 || i < one.count); i++)
            put(list, one.item[i % one.count]);
        list->end = i == a ? GEN_DONE : one.end;
        if (turn.error != 0 && a > one.count) turn.error = 0;
        MAKE(cycle, cycle(cycled(turn), a));
        break;
    }
    case 18: { /* rows */
        static const int pool[] = {3, 1, 4, 1};
        struct pool_rows_pool *pools;
        int *row;
        iter_count *indices;
        a = fuzz_below(5), b = fuzz_below(4), c = fuzz_below(4);
        shares = 1;
        row = (int *)block_of(sizeof(int) * (size_t)b);
        indices = (iter_count *)block_of(sizeof(iter_count) * (size_t)(c == 3 ? a + b : b));
        list_rows(list, pool, a, b, c);
        if (c == 0) {
            pools = (struct pool_rows_pool *)block_of(sizeof *pools * (size_t)b);
            for (i = 0; i < b; i++) pools[i].data = pool, pools[i].length = (size_t)a;
            MAKE(products, products(pool_rows(pools, b, row, indices)));
        }
        if (c == 1) MAKE(combinations, combinations(combined(pool, a, b, row, indices)));
        if (c == 2)
            MAKE(combinations_again, combinations_again(combined_again(pool, a, b, row, indices)));
        if (c == 3) MAKE(permutations, permutations(permuted(pool, a, b, row, indices)));
        break;
    }
    case 20:
    case 21:
    case 22: { /* an array by pointers, backwards, or up to a 10 */
        int *const data = (int *)block_of(sizeof(int) * (size_t)((a = fuzz_below(12)) + 1));
        for (i = 0; i < a; i++) data[i] = fuzz_below(10);
        data[a] = 10;
        b = what == 21 && a % 2 != 0 ? a / 4 : 0; /* cut and skipped */
        for (i = b; i < a - b; i++) put(list, data[what == 21 ? a - 1 - i : i]);
        if (what == 20) MAKE(pointed, pointed(places(data, (size_t)a)));
        if (what == 21 && a % 2 == 0) MAKE(reversed, reversed(data, (size_t)a));
        if (what == 21 && a % 2 != 0)
            MAKE(sliced_reversed, sliced_reversed(reversed(data, (size_t)a), b, a - b, 1));
        if (what == 22) MAKE(sentinel, sentinel(data));
        break;
    }
    case 19: { /* cut and skipped */
        struct list whole;
        int *data, first = number(), end = number(), stride = 1 + fuzz_below(3);
        memset(&whole, 0, sizeof whole);
        i = fuzz_below(8);
        a = number(), b = number(), c = number();
        data = (int *)block_of(sizeof(int) * 12);
        if (i == 0) {
            for (c = first; c < end; c += stride) put(&whole, 2 * c);
            list_slice(list, &whole, 0, a, 1);
            if (a >= 0 && b % 2 != 0) { /* made by an initialiser, and cut at the first pull */
                const struct some_doubled made = {{{first, end, stride}}, a};
                MAKE(some_doubled, made);
            } else {
                MAKE(some_doubled, some_doubled(doubled(range(first, end, stride)), a));
            }
        } else if (i == 1 || i == 3 || i == 5) {
            list_range(&whole, end, first, -stride);
            if (i == 1) list_slice(list, &whole, a, b, c);
            if (i == 3) list_slice(list, &whole, a, MOST, 1);
            if (i == 5) list_slice(list, &whole, 0, MOST, a);
            if (i == 1) MAKE(sliced_range, sliced_range(range(end, first, -stride), a, b, c));
            if (i == 3) MAKE(dropped_range, dropped_range(range(end, first, -stride), a));
            if (i == 5) MAKE(stepped_range, stepped_range(range(end, first, -stride), a));
        } else if (i == 7) {
            for (c = 0; c < a && c < 5; c++) put(list, both(b + c, 250 + c));
            if (a < 0) refused(list);
            MAKE(some_bytes, some_bytes(numbered_bytes(taken_bytes(bytes(250, 255, 1), a), b)));
        } else {
            for (first = 0; first < 12; first++) put(&whole, data[first] = fuzz_below(10));
            if (i == 2) list_slice(list, &whole, a, b, c);
            if (i == 4) list_slice(list, &whole, a, MOST, 1);
            if (i == 6) list_slice(list, &whole, 0, MOST, a);
            if (i == 2) MAKE(sliced_span, sliced_span(span(data, 12), a, b, c));
            if (i == 4) MAKE(dropped_span, dropped_span(span(data, 12), a));
            if (i == 6) MAKE(stepped_span, stepped_span(span(data, 12), a));
        }
        break;
    }
    }
}

static int make_node(int depth);

static void make_stage(struct node *node, int depth) {
    struct list *const out = &node->list;
    const struct list *in, *other;
    const int what = fuzz_below(60);
    int u = make_node(depth), v = 0, w = 0, i, k, n = number(), last = 0, c, at;
    if ((what >= 36 && what < 46) || what == 59) v = make_node(depth);
    if (what >= 44 && what < 46) w = make_node(depth);
    in = &nodes[u].list;
    other = &nodes[v].list;
    c = in->count;
    out->end = in->end;
    switch (what) {
    case 0:
        shares = borrows = 1;
        for (i = 0; i < c; i++) put(out, in->item[i]);
        {
            struct up *const source = (struct up *)block_of(sizeof(struct up));
            source->node = u;
            MAKE(ref, ref(source));
        }
        break;
    case 1:
        for (i = 0; i < c; i++) put(out, both(in->item[i], 5));
        MAKE(map, map(up(u)));
        break;
    case 2:
        for (i = 0; i < c; i++) put(out, both(in->item[i], n));
        MAKE(map_with, map_with(up(u), n));
        break;
    case 3:
        for (i = 0; i < c; i++)
            if (CONDITION(in->item[i])) put(out, in->item[i]);
        MAKE(filter, filter(up(u)));
        break;
    case 4:
        for (i = 0; i < c; i++)
            if (in->item[i] != n) put(out, in->item[i]);
        MAKE(filter_with, filter_with(up(u), n));
        break;
    case 5: /* the items that are accepted, or those before the first other one */
        for (i = 0; i < c && (n % 4 < 2 || CONDITION(in->item[i])); i++)
            if (CONDITION(in->item[i])) put(out, both(in->item[i], 1));
        if (i < c) out->end = n % 4 == 2 ? GEN_DONE : -7;
        if (n % 4 < 2) MAKE(filter_map, filter_map(up(u)));
        if (n % 4 == 2) MAKE(map_while, map_while(up(u)));
        if (n % 4 == 3) MAKE(try_map, try_map(up(u)));
        break;
    case 6:
        for (i = 0; i < c && (n % 2 == 0 || in->item[i] != n); i++)
            if (in->item[i] != n) put(out, in->item[i]);
        if (i < c) out->end = GEN_DONE;
        if (n % 2 == 0) MAKE(filter_map_with, filter_map_with(up(u), n));
        if (n % 4 == 1) MAKE(map_while_with, map_while_with(up(u), n));
        if (n % 2 != 0 && n % 4 != 1) MAKE(try_map_with, try_map_with(up(u), n));
        break;
    case 7:
    case 8:
        for (i = 0; i < c; i++) put(out, in->item[i]);
        if (what == 7) MAKE(tap, tap(up(u)));
        if (what == 8) MAKE(tap_with, tap_with(up(u), n));
        break;
    case 9:
        for (i = 0; i < c; i++) put(out, both(n + i, in->item[i]));
        MAKE(enumerate, enumerate(enumerated(up(u), n)));
        break;
    case 10:
        if (n % 2 == 0) n = 0;
        for (i = 0; i < c; i++) put(out, last = i == 0 ? in->item[0] : both(last, in->item[i] + n));
        if (n == 0) MAKE(accumulate, accumulate(up(u)));
        if (n != 0) MAKE(accumulate_with, accumulate_with(up(u), n));
        break;
    case 11:
        put(out, last = n);
        for (i = 0; i < c; i++) put(out, last = both(last, in->item[i]));
        MAKE(accumulate_from, accumulate_from(up(u), n));
        break;
    case 12:
        for (i = 1; i < c; i++) put(out, both(in->item[i - 1], in->item[i]));
        MAKE(pairwise, pairwise(paired(up(u))));
        break;
    case 13:
        list_slice(out, in, 0, n, 1);
        MAKE(take, take(up(u), n));
        break;
    case 14:
        k = number(), at = number();
        list_slice(out, in, n, k, at);
        MAKE(slice, slice(up(u), n, k, at));
        break;
    case 15:
    case 16:
    case 17:
    case 18: /* with a condition or a context; and the other variant */
        for (i = 0; i < c; i++) {
            const int holds = what % 2 ? CONDITION(in->item[i]) : in->item[i] != n;
            if (holds || what >= 17) put(out, in->item[i]);
            if (!holds) break;
        }
        if (i < c) out->end = GEN_DONE;
        if (what == 15) MAKE(take_while, take_while(up(u)));
        if (what == 16) MAKE(take_while_with, take_while_with(up(u), n));
        if (what == 17) MAKE(take_while_inclusive, take_while_inclusive(up(u)));
        if (what == 18) MAKE(take_while_inclusive_with, take_while_inclusive_with(up(u), n));
        break;
    case 19:
    case 20:
        for (i = 0; i < c && (what == 19 ? CONDITION(in->item[i]) : in->item[i] != n); i++) {}
        for (; i < c; i++) put(out, in->item[i]);
        if (what == 19) MAKE(drop_while, drop_while(up(u)));
        if (what == 20) MAKE(drop_while_with, drop_while_with(up(u), n));
        break;
    case 21:
        for (i = n; i < c && n >= 0; i++) put(out, in->item[i]);
        if (n < 0) refused(out);
        MAKE(drop, drop(up(u), n));
        break;
    case 22:
        for (i = 0; i < c && n > 0; i += n) put(out, in->item[i]);
        if (n < 1) refused(out);
        MAKE(step_by, step_by(up(u), n));
        break;
    case 23:
        for (i = 0; i < c; i++)
            if (i == 0 || in->item[i] % 5 != out->item[out->count - 1] % 5) put(out, in->item[i]);
        if (n % 2 == 0) MAKE(dedupe, dedupe(up(u)));
        if (n % 2 != 0) MAKE(dedupe_with, dedupe_with(up(u), 5));
        break;
    case 24: /* a run ended by an error is lost */
        for (i = 0; i < c; i = k) {
            for (k = i; k < c && in->item[k] % 3 == in->item[i] % 3; k++) {}
            if (k < c || in->end == GEN_DONE) put(out, both(in->item[i], k - i));
        }
        MAKE(run_length, run_length(runs(up(u))));
        break;
    case 25:
        for (i = 0; i < c; i++) {
            if (i > 0) put(out, n);
            put(out, in->item[i]);
        }
        MAKE(intersperse, intersperse(up(u), n));
        break;
    case 26:
        for (i = 0; i < c && (i + 1 < c || in->end == GEN_DONE); i++)
            put(out, both(in->item[i], (i == 0) * 2 + (i + 1 == c)));
        MAKE(mark_ends, mark_ends(marked(up(u))));
        break;
    case 27:
        for (i = 0; i < c; i++) put(out, in->item[i]);
        for (; i < n && in->end == GEN_DONE; i++) put(out, 9);
        if (n < 0) refused(out);
        MAKE(pad, pad(up(u), 9, n));
        break;
    case 28:
        for (i = 0; i < c; i++) put(out, in->item[i]);
        if (in->end == -7) put(out, 70), out->end = GEN_DONE;
        MAKE(caught, caught(up(u)));
        break;
    case 29:
        for (i = 0; i < c; i++)
            for (k = 0; k < in->item[i] % 4; k++) put(out, k);
        if (n % 2 == 0) MAKE(flatmap, flatmap(up(u)));
        if (n % 2 != 0) MAKE(flatmap_with, flatmap_with(up(u), 4));
        break;
    case 30:
        for (i = 0; i < c; i++)
            for (k = in->item[i] % 5; k < 4; k++) put(out, k);
        MAKE(flatten, flatten(ranges(up(u))));
        break;
    case 31:
        for (i = 0; i < c; i++)
            if (i == 0 || in->item[i] / 3 != in->item[i - 1] / 3) put(out, in->item[i] / 3);
        MAKE(keys, keys(up(u)));
        break;
    case 32:
    case 33: { /* through a generator, which raises the same error */
        struct through made;
        memset(&made, 0, sizeof made);
        made.from = up(u);
        made.how = what - 32;
        for (i = 0; i < c; i++) put(out, in->item[i]);
        borrows = 1;     /* it closes nothing if it has not started */
        if (may_be_full) /* GEN_E_FULL would end a generator */
            MAKE(peekable, peekable(up(u)));
        else
            MAKE(through, made);
        break;
    }
    case 34: {
        struct list turn;
        struct script right;
        memset(&turn, 0, sizeof turn);
        right = script_of(&turn);
        right.pauses = right.error = 0;
        for (i = 0; i < c; i++) {
            for (k = 0; k < turn.count; k++) put(out, both(in->item[i], turn.item[k]));
            if (turn.end != GEN_DONE) break;
        }
        if (i < c) out->end = turn.end;
        MAKE(product, product(product_pairs(up(u), right)));
        break;
    }
    case 35: {
        struct any made = any_of_up((struct up *)block_of(sizeof(struct up)));
        ((struct up *)made.iterator_)->node = u;
        shares = 1;
        n = fuzz_below(5);
        any_buffer(&made, buffer_of(n), (size_t)n);
        for (i = 0; i < c; i++) put(out, in->item[i]);
        MAKE(any, made);
        break;
    }
    case 36:
    case 37: /* the left one is pulled first */
        if (what == 36 && n % 2 != 0) {
            const struct list *third;
            w = make_node(depth);
            third = &nodes[w].list;
            for (i = 0; i < c && i < other->count && i < third->count; i++)
                put(out, both(both(in->item[i], other->item[i]), third->item[i]));
            out->end = i == c ? in->end : i == other->count ? other->end : third->end;
            MAKE(zip_n, zip_n(zipped_n(up(u), up(v), up(w))));
            break;
        }
        for (i = 0; i < c && i < other->count; i++) put(out, both(in->item[i], other->item[i]));
        if (i < c) out->end = other->end;
        if (what == 37) {
            if (in->end == GEN_DONE && i == c && (i < other->count || other->end != GEN_DONE))
                out->end = i < other->count ? GEN_E_ARG : other->end;
            if (i < c && other->end == GEN_DONE) out->end = GEN_E_ARG;
        }
        if (what == 36) MAKE(zip, zip(zipped(up(u), up(v))));
        if (what == 37) MAKE(zip_strict, zip_strict(zipped_strictly(up(u), up(v))));
        break;
    case 38:
        for (i = 0; i < c || i < other->count; i++) {
            if (i >= c && in->end != GEN_DONE) break;
            if (i >= other->count && other->end != GEN_DONE) break;
            put(out, both(i < c ? in->item[i] : 50, i < other->count ? other->item[i] : 60));
        }
        out->end = i >= c && in->end != GEN_DONE ? in->end : other->end;
        MAKE(zip_longest, zip_longest(zipped_long(up(u), up(v), 50, 60)));
        break;
    case 39:
        for (i = 0; i < c && i < other->count; i++)
            if (other->item[i] != 0) put(out, in->item[i]);
        if (i < c) out->end = other->end;
        MAKE(compress, compress(up(u), up(v)));
        break;
    case 40:
    case 41: /* two iterators, or an array; always take the smallest item */
    case 42: {
        const struct list *each[3];
        int heads[3] = {0}, asked = 0, error = 0;
        each[0] = in, each[1] = each[2] = other;
        n = what == 40 ? 2 : 2 + (w = make_node(depth), each[2] = &nodes[w].list, 1);
        in = &nodes[u].list;
        for (;;) {
            int best = -1;
            for (i = 0; i < n; i++) /* pull each one before the first comparison */
                if ((!asked || i == last) && heads[i] >= each[i]->count && each[i]->end != 0 &&
                    error == 0)
                    error = each[i]->end;
            if (error != 0) break;
            asked = 1;
            for (i = 0; i < n; i++)
                if (heads[i] < each[i]->count &&
                    (best < 0 || each[i]->item[heads[i]] < each[best]->item[heads[best]]))
                    best = i;
            if (best < 0) break;
            put(out, each[best]->item[heads[best]++]);
            last = best;
        }
        out->end = error;
        if (what == 40) {
            MAKE(merge, merge(up(u), up(v)));
        } else {
            struct up *const array = (struct up *)block_of(sizeof(struct up) * 3);
            shares = 1;
            array[0] = up(u), array[1] = up(v), array[2] = up(w);
            MAKE(
                kmerge,
                kmerge(array, (struct kmerge_entry *)block_of(sizeof(struct kmerge_entry) * 3), 3));
        }
        break;
    }
    case 43:
    case 44: { /* in an array or not */
        const struct list *each[3];
        each[0] = in, each[1] = other, each[2] = &nodes[w].list;
        for (k = 0; k < (what == 43 ? 2 : 3); k++) {
            for (i = 0; i < each[k]->count; i++) put(out, each[k]->item[i]);
            out->end = each[k]->end;
            if (out->end != GEN_DONE) break;
        }
        if (what == 43) {
            struct up *const array = (struct up *)block_of(sizeof(struct up) * 2);
            shares = 1;
            array[0] = up(u), array[1] = up(v);
            MAKE(chain_array, chain_array(array, 2));
        } else {
            MAKE(chain, chain(up(u), up(v), up(w)));
        }
        break;
    }
    case 45: {
        const struct list *each[3];
        int ended[3] = {0}, error = 0;
        each[0] = in, each[1] = other, each[2] = &nodes[w].list;
        for (i = 0; !(ended[0] && ended[1] && ended[2]) && error == 0; i++)
            for (k = 0; k < 3 && error == 0; k++) {
                if (ended[k]) continue;
                if (i < each[k]->count) {
                    put(out, each[k]->item[i]);
                } else {
                    ended[k] = 1;
                    error = each[k]->end;
                }
            }
        out->end = error;
        MAKE(interleave, interleave(up(u), up(v), up(w)));
        break;
    }
    case 46:
    case 47:
        k = fuzz_below(3);
        if (k == 2) { /* filled up */
            int full[MOST];
            for (i = 0; n > 0 && i < c; i += n) {
                for (at = 0; at < n; at++) full[at] = i + at < c ? in->item[i + at] : 7;
                if (i + n <= c || in->end == GEN_DONE) put(out, folded(full, (size_t)n));
            }
            if (n < 1) refused(out);
            MAKE(batch_padded, batch_padded(batched_padded(up(u), buffer_of(n), n, 7)));
            break;
        }
        for (i = 0; n > 0 && i < c; i += n)
            if (i + n <= c || (in->end == GEN_DONE && what == 46))
                put(out, folded(in->item + i, (size_t)(c - i < n ? c - i : n)));
        if (what == 47 && n > 0 && c % n != 0 && in->end == GEN_DONE) out->end = GEN_E_ARG;
        if (n < 1) refused(out);
        if (what == 46) MAKE(batch, batch(batched(up(u), buffer_of(n), n)));
        if (what == 47) MAKE(batch_strict, batch_strict(batched_strictly(up(u), buffer_of(n), n)));
        break;
    case 48:
        k = fuzz_below(5);
        for (i = 0, at = 0; i < c && n > 0; i++)
            if (i - at + 1 == n ||
                (k == 4 ? i + 1 < c && in->item[i + 1] < in->item[i] : in->item[i] % 4 == k)) {
                put(out, folded(in->item + at, (size_t)(i - at + 1)));
                at = i + 1;
            }
        if (at < c && in->end == GEN_DONE && n > 0)
            put(out, folded(in->item + at, (size_t)(c - at)));
        if (n < 1) refused(out);
        if (k == 4)
            MAKE(batch_while, batch_while(batched_while(up(u), buffer_of(n), n)));
        else
            MAKE(batch_until, batch_until(batched_until(up(u), buffer_of(n), n, k)));
        break;
    case 49: { /* an item that costs more than the budget gets a larger budget */
        int budget = fuzz_below(12), spent = 0;
        may_be_full = 1;
        k = budget;
        for (i = at = 0; i < c && n > 0; i++) {
            const int cost = in->item[i] % 8;
            if (cost > budget - spent && i > at) {
                put(out, folded(in->item + at, (size_t)(i - at)));
                at = i, spent = 0;
            }
            while (cost > budget - spent) budget += MORE;
            spent += cost;
            if (i - at + 1 == n) {
                put(out, folded(in->item + at, (size_t)(i - at + 1)));
                at = i + 1, spent = 0;
            }
        }
        if (at < c && in->end == GEN_DONE && n > 0)
            put(out, folded(in->item + at, (size_t)(c - at)));
        if (n < 1) refused(out);
        MAKE(batch_budget, batch_budget(batched_budget(up(u), buffer_of(n), n, k)));
        break;
    }
    case 50:
        k = n + fuzz_below(3);
        for (i = 0; n > 0 && i + n <= c; i++) put(out, folded(in->item + i, (size_t)n));
        if (n < 1) refused(out);
        may_be_full = 1;
        MAKE(window,
             window(window_copies(windows(up(u), buffer_of(k), k, n), buffer_of(k), (size_t)k)));
        break;
    case 51:
    case 52: /* distinct among all items, or among the last ones */
        for (i = 0; i < c; i++) {
            k = what == 52 && out->count > n ? out->count - n : 0;
            while (k < out->count && out->item[k] != in->item[i]) k++;
            if (k == out->count) put(out, in->item[i]);
        }
        if (n < 1) refused(out);
        shares = may_be_full = 1;
        if (what == 51) {
            struct unique_slot *const slots =
                n > 0 ? (struct unique_slot *)block_of(sizeof *slots * (size_t)n) : NULL;
            MAKE(unique, unique(up(u), slots, n > 0 ? (size_t)n : 0));
        } else {
            struct evicting_slot *const slots =
                n > 0 ? (struct evicting_slot *)block_of(sizeof *slots * (size_t)n) : NULL;
            MAKE(evicting, evicting(up(u), slots, n));
        }
        break;
    case 53:
        if (n % 4 == 1) {
            for (i = 0; i < c; i++) {
                if (i > 0 && in->item[i] % 3 == last % 3) {
                    last = both(last, in->item[i]);
                } else {
                    if (i > 0) put(out, last);
                    last = in->item[i];
                }
            }
            if (c > 0 && in->end == GEN_DONE) put(out, last);
            MAKE(coalesce, coalesce(up(u)));
        } else if (n % 4 == 2) {
            for (i = 0; i < c; i++) {
                last += in->item[i] - (i < n ? 0 : in->item[i - n]);
                put(out, last);
            }
            MAKE(rolling, rolling(up(u), buffer_of(n), n));
        } else if (n % 4 == 3) {
            struct adder made;
            memset(&made, 0, sizeof made);
            made.sum = last = n;
            for (i = 0; i < c && in->item[i] % 11 != 10; i++)
                put(out, last = both(last, in->item[i]));
            if (i < c) out->end = GEN_DONE;
            MAKE(send_to, send_to(up(u), made));
        } else {
            for (i = 0; i < c; i++) put(out, in->item[i]);
            MAKE(peekable, peekable(up(u)));
        }
        break;
    case 54:
        for (i = 0; i < c; i++) put(out, in->item[i]);
        if (n < 1) refused(out);
        MAKE(peekable_n, peekable_n(up(u), buffer_of(n), n));
        break;
    case 55:
        if (c % 3 == 1) {
            for (i = 0; i < c && n > 0; i++) {
                for (k = last = 0; k < n && k <= i; k++) last += in->item[i - k];
                put(out, both(last, k));
            }
            if (n < 1) refused(out);
            MAKE(rolling_stats, rolling_stats(rolled(up(u), buffer_of(n), n)));
            break;
        }
        if (c % 3 == 2) {
            for (i = 0, last = 5; i < c && in->end == GEN_DONE && n > 0; i++) {
                if (i < n) {
                    put(out, in->item[i]);
                } else {
                    last = (last * 13 + 7) % 101;
                    if (last % (i + 1) < n) out->item[last % (i + 1)] = in->item[i];
                }
            }
            if (n < 1) refused(out);
            MAKE(sample, sample(up(u), buffer_of(n), n, 5));
            break;
        }
        for (i = c > n ? c - n : 0; i < c && in->end == GEN_DONE && n > 0; i++)
            put(out, in->item[i]);
        if (n < 1) refused(out);
        MAKE(tail, tail(up(u), buffer_of(n), n));
        break;
    case 57:
        if (n % 2 == 0) {
            v = make_node(depth);
            in =
                nodes[u].list.count > 0 || nodes[u].list.end != 0 ? &nodes[u].list : &nodes[v].list;
            for (i = 0; i < in->count; i++) put(out, in->item[i]);
            out->end = in->end;
            MAKE(if_empty, if_empty(up(u), up(v)));
        } else {
            n--;
            for (i = 0; i + n < c && n >= 0; i++) put(out, in->item[i]);
            if (n < 0) refused(out);
            MAKE(drop_last, drop_last(up(u), buffer_of(n), n));
        }
        break;
    case 58:
        if (fuzz_below(2)) {
            for (i = c - 1; i >= 0 && in->end == GEN_DONE; i--) put(out, in->item[i]);
            if (n < 1) refused(out);
            may_be_full = 1;
            MAKE(backwards, backwards(up(u), buffer_of(n), n > 0 ? (size_t)n : 0));
            break;
        }
        for (i = 0; i < c && in->end == GEN_DONE; i++) {
            put(out, in->item[i]);
            for (k = out->count - 1; k > 0 && out->item[k - 1] > out->item[k]; k--) {
                const int moved = out->item[k];
                out->item[k] = out->item[k - 1];
                out->item[k - 1] = moved;
            }
        }
        if (n < 1) refused(out);
        may_be_full = 1;
        MAKE(sorting, sorting(up(u), buffer_of(n), n > 0 ? (size_t)n : 0));
        break;
    case 59: /* the left one is pulled first */
        for (i = k = 0;;) {
            const int a = i < c, b = k < other->count;
            int order = a ? -1 : 1;
            out->end = !a ? in->end : GEN_DONE;
            if (out->end == GEN_DONE && !b) out->end = other->end;
            if (out->end != GEN_DONE || (!a && !b)) break;
            if (a && b) order = in->item[i] - other->item[k];
            put(out, both(order <= 0 ? in->item[i] : 50, order >= 0 ? other->item[k] : 60));
            i += order <= 0;
            k += order >= 0;
        }
        MAKE(join, join(joined(up(u), up(v))));
        break;
    default: { /* the smallest item left, repeatedly */
        static char gone[MOST];
        memset(gone, 0, sizeof gone);
        for (k = 0; k < n && k < c && in->end == GEN_DONE; k++) {
            int best = -1;
            for (i = 0; i < c; i++)
                if (!gone[i] && (best < 0 || in->item[i] < in->item[best])) best = i;
            gone[best] = 1;
            put(out, in->item[best]);
        }
        if (n < 1) refused(out);
        MAKE(topk, topk(up(u),
                        n > 0 ? (struct topk_entry *)block_of(sizeof(struct topk_entry) * (size_t)n)
                              : NULL,
                        n));
        break;
    }
    }
}

/* Make a node, and return its number. A node with too many items is left out. */
static int make_node(int depth) {
    const int had = fuzz_byte();
    struct node *node;
    int number;
    if (node_count >= NODES / 3) depth = 0;
    if (depth > 0 && had % 8 != 0) {
        struct node made;
        memset(&made, 0, sizeof made);
        make_stage(&made, depth - 1);
        if (made.list.too_long) {
            borrows = 1;
            return node_count - 1;
        }
        number = node_count++;
        nodes[number] = made;
    } else {
        number = node_count++;
        node = &nodes[number];
        memset(node, 0, sizeof *node);
        make_source(node);
    }
    FUZZ_CHECK(node_count < NODES, "too many nodes");
    return number;
}

/* Give more room to a full stage. */
static void make_room(void) {
    int i;
    if (source_is_full) { /* the source is full, not a stage */
        source_is_full = 0;
        return;
    }
    for (i = 0; i < node_count; i++) {
        void *const stage = nodes[i].stage[fork_at_work];
        if (nodes[i].kind == &batch_budget_kind) {
            struct batched_budget *const self = &((struct batch_budget *)stage)->batched_budget;
            /* if it is this stage that is full */
            if (self->state_ == ITER_HELD_ && self->held_ % 8 > self->budget) self->budget += MORE;
        }
        if (nodes[i].kind == &window_kind) { /* give it a new buffer: the map keeps no view */
            struct window_copies *const self = &((struct window *)stage)->window_copies;
            const size_t all = (size_t)self->windows.capacity_;
            if (self->state_ == ITER_HELD_ && self->held_.length > self->capacity_)
                window_copies_buffer(self, self->buffer_ - (all - self->capacity_), all);
        }
        if (nodes[i].kind == &unique_kind) {
            struct unique *const self = (struct unique *)stage;
            const size_t more = self->capacity + 2;
            if (self->capacity == 0) continue;
            FUZZ_CHECK(unique_move(self, NULL, more) == GEN_E_ARG, "a missing table is accepted");
            if (more % 2 == 0)
                FUZZ_CHECK(unique_reserve(self, self->count + 1, block_of_many, NULL) == GEN_DONE,
                           "a table is not reserved");
            else
                FUZZ_CHECK(
                    unique_move(
                        self, (struct unique_slot *)block_of_many(more, sizeof(struct unique_slot)),
                        more) == GEN_DONE,
                    "a table is rejected");
        }
        if (nodes[i].kind == &sorting_kind) {
            struct sorting *const self = (struct sorting *)stage;
            const size_t more = self->capacity_ + 2;
            if (self->capacity_ == 0) continue;
            FUZZ_CHECK(sorting_move(self, NULL, more) == GEN_E_ARG, "a missing buffer is accepted");
            FUZZ_CHECK(sorting_move(self, (int *)block_of(more * sizeof(int)), more) == GEN_DONE,
                       "a buffer is rejected");
        }
        if (nodes[i].kind == &backwards_kind) {
            struct backwards *const self = (struct backwards *)stage;
            const size_t more = self->capacity_ + 2;
            if (self->capacity_ == 0) continue;
            FUZZ_CHECK(backwards_move(self, NULL, more) == GEN_E_ARG,
                       "a missing buffer is accepted");
            FUZZ_CHECK(backwards_move(self, (int *)block_of(more * sizeof(int)), more) == GEN_DONE,
                       "a buffer is rejected");
        }
        if (nodes[i].kind == &file_lines_kind) {
            struct lines_of_file *const self = &((struct file_lines *)stage)->lines_of_file;
            const size_t more = self->lines_of_file_file.capacity_ + 1;
            if (more == 1) continue;
            FUZZ_CHECK(lines_of_file_move(self, NULL, more) == GEN_E_ARG,
                       "a missing buffer is accepted");
            FUZZ_CHECK(lines_of_file_move(self, (char *)block_of(more), more) == GEN_DONE,
                       "a buffer is rejected");
        }
    }
}

/* ---- The drive ------------------------------------------------------------------------------- */

/* Repeat a pending call, and a full one when there is more room. */
static int pauses;
static int again(gen_status status) {
    FUZZ_CHECK(pauses++ < 20000, "it goes on without an item");
    if (status == GEN_E_FULL) make_room();
    return status == GEN_PENDING || status == GEN_E_FULL;
}
#define AGAIN(call) AND_ON(call, call)
/* The same, if it goes on by another call. */
#define AND_ON(call, more) \
    do { \
        source_is_full = pauses = 0; \
        status = (call); \
        while (again(status)) status = (more); \
    } while (0)

/* The position of a pipeline in its list, and whether it has reported its end. */
struct place {
    int at, told, closed;
};

/* Return the expected status of the next pull, and move the position. */
static int expected(struct place *place, const struct list *list, int *item) {
    *item = 0;
    if (place->closed || place->told) return GEN_DONE;
    if (place->at < list->count) {
        *item = list->item[place->at++];
        return GEN_YIELDED;
    }
    place->told = 1;
    return list->end;
}

static void check(struct place *place, const struct list *list, gen_status status, int item) {
    int wanted = 0;
    const int was_closed = place->closed;
    const gen_status right = expected(place, list, &wanted);
    if (was_closed && refuses && status == GEN_E_ARG) return;
    FUZZ_CHECK(status == right, "%s, but should be: %s (at item %d of %d)", gen_strerror(status),
               gen_strerror(right), place->at, list->count);
    FUZZ_CHECK(status != GEN_YIELDED || item == wanted, "item %d is %d, but should be %d",
               place->at, item, wanted);
}

static void check_bounds(size_t least, size_t most, const struct place *place,
                         const struct list *list) {
    const size_t left = place->told || place->closed ? 0 : (size_t)(list->count - place->at);
    FUZZ_CHECK(most >= left, "%lu are left, but at most %lu", (unsigned long)left,
               (unsigned long)most);
    FUZZ_CHECK(list->end != GEN_DONE || refuses || place->closed || least <= left,
               "%lu are left, but at least %lu", (unsigned long)left, (unsigned long)least);
}

static void check_closed(gen_status status) {
    int i;
    FUZZ_CHECK(status == GEN_DONE || (close_error != 0 && status == close_error) ||
                   (refuses && status == GEN_E_ARG),
               "the close returns %s", gen_strerror(status));
    for (i = 0; i < node_count && !borrows; i++)
        FUZZ_CHECK(nodes[i].closed[fork_at_work], "node %d of %d, %s, was not closed", i,
                   node_count, nodes[i].kind->name);
}

/* Terminals: their results, and the position after them. */
ITER_FOLD(fold_up, up, int, both(total, item))
static int seen;
ITER_FOR_EACH(each_up, up, seen = both(seen, item))
ITER_DRAIN(drain_up, up)
ITER_LENGTH(length_up, up)
ITER_SUM(sum_up, up, long)
ITER_FIND(find_up, up, item % 5 == 4)
ITER_FIRST(first_up, up)
ITER_NTH(nth_up, up)
ITER_LAST(last_up, up)
ITER_POSITION(position_up, up, item % 5 == 4)
ITER_ANY(some_up, up, item % 5 == 4)
ITER_ALL(every_up, up, item % 5 != 4)
ITER_MIN(min_up, up)
ITER_MAX(max_up, up)
ITER_MINMAX(minmax_up, up)
ITER_SORTED(sorted_up, up, item < last)
ITER_ALL_EQUAL(all_equal_up, up, item == last)
ITER_ONLY(only_up, up)
ITER_COLLECT(collect_up, up)
ITER_FOLD_WITH(fold_with_up, up, int, int, both(total, item + context))
ITER_FOR_EACH_WITH(each_with_up, up, int *, *context = both(*context, item))
ITER_FIND_WITH(find_with_up, up, int, item % 5 == context)
ITER_POSITION_WITH(position_with_up, up, int, item % 5 == context)
ITER_ANY_WITH(some_with_up, up, int, item % 5 == context)
ITER_ALL_WITH(every_with_up, up, int, item % 5 != context)
ITER_STATS(stats_up, up, double)
ITER_EQUAL(equal_up, up, up, a == b)
ITER_COMPARE(compare_up, up, up, (a > b) - (a < b))

static const char *const names[] = {"",         "a",         "b",  "ab",
                                    "abcdefgh", "abcdefghi", NULL, "the same word twice"};
static const char *name_of(int item) { return names[(unsigned)item % 8]; }
static double half_of(int item) { return item % 5 / 2.0 * (item % 2 ? 1.0 : -1.0); }
static int rest_of(int item) { return item % 11; }
static const char *letters_of(int item) {
    return &"aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb"[(unsigned)item % 12];
}
#define LETTERS(key) (size_t)(strlen(key) / 2)
ITER_TABLE(rests_up, up, int, int, rest_of(item), value + 1)
ITER_TABLE(halves_up, up, double, int, half_of(item), first ? 1 : value + 1)
ITER_TABLE_BY(names_up, up, const char *, int, name_of(item), iter_hash_string(key),
              iter_same_string(key, other), value + 1)
ITER_TABLE_BY(letters_up, up, const char *, int, letters_of(item),
              iter_hash_bytes(key, LETTERS(key)),
              iter_same_bytes(key, LETTERS(key), other, LETTERS(other)), value + 1)

/* Tables of the number of items of each key. They grow, and are compared with the items. */
#define TABLE_UP(name, key_of, ...) \
    static struct name name##_of_all; \
    static gen_status name##_fill(struct up *root) { \
        struct name *const table = &name##_of_all; \
        const size_t room = (size_t)fuzz_below(6); \
        gen_status status; \
        *table = \
            name##_table((struct name##_slot *)block_of_many(room, sizeof *table->slots), room); \
        for (;;) { \
            source_is_full = pauses = 0; \
            status = name(root, table); \
            if (status != GEN_E_FULL || (table->capacity != 0 && table->state_ != ITER_HELD_)) { \
                if (!again(status)) return status; \
                continue; \
            } \
            FUZZ_CHECK(name##_reserve(table, table->count + 1, block_of_many, NULL) == GEN_DONE, \
                       "a table is not reserved"); \
        } \
    } \
    static void name##_check(const int *items, int length) { \
        struct name##_entries entries = name##_entries(&name##_of_all); \
        int i, j, all = 0, keys = 0; \
        GEN_FOR (entry, name##_entries, &entries) { \
            all += entry.value; \
            keys++; \
        } \
        FUZZ_CHECK(all == length && keys == (int)name##_of_all.count, \
                   "a table has %d of %d items", all, length); \
        for (i = 0; i < length; i++) { \
            const int *const value = name##_find(&name##_of_all, key_of(items[i])); \
            int same = 0; \
            for (j = 0; j < length; j++) same += (__VA_ARGS__); \
            FUZZ_CHECK(value != NULL && *value == same, "a key is not found %d times", same); \
        } \
    }
TABLE_UP(rests_up, rest_of, rest_of(items[i]) == rest_of(items[j]))
TABLE_UP(halves_up, half_of,
         !(half_of(items[i]) < half_of(items[j])) && !(half_of(items[i]) > half_of(items[j])))
TABLE_UP(names_up, name_of, name_of(items[i]) == name_of(items[j]))
TABLE_UP(letters_up, letters_of,
         LETTERS(letters_of(items[i])) == LETTERS(letters_of(items[j])) &&
             memcmp(letters_of(items[i]), letters_of(items[j]), LETTERS(letters_of(items[i]))) == 0)

static void check_terminal(struct place *place, const struct list *list, struct up *root) {
    const int what = fuzz_below(16), first = place->at;
    gen_status status = 0, right = 0;
    int total = 1, wanted = 1, item = 0, any = 7, rest = 0, found = 0, best = 0, most = 0;
    int after = fuzz_below(8), i;
    iter_count count = 7, left = after;
    long sum = 7;
    if (place->closed) return;
    switch (what) {
    case 0: AGAIN(after % 2 ? fold_with_up(root, 0, &total) : fold_up(root, &total)); break;
    case 1:
        seen = 1;
        AGAIN(after % 2 ? each_with_up(root, &seen) : each_up(root));
        total = seen;
        break;
    case 2:
        switch (after % 5) {
        case 1: status = rests_up_fill(root); break;
        case 2: status = halves_up_fill(root); break;
        case 3: status = names_up_fill(root); break;
        case 4: status = letters_up_fill(root); break;
        default: AGAIN(drain_up(root)); break;
        }
        break;
    case 3: AND_ON(length_up(root, &count), length_up_more(root, &count)); break;
    case 4: AND_ON(sum_up(root, &sum), sum_up_more(root, &sum)); break;
    case 5: AGAIN(after % 2 ? find_with_up(root, 4, &item) : find_up(root, &item)); break;
    case 6: AGAIN(first_up(root, &item)); break;
    case 7: AGAIN(nth_up(root, &left, &item)); break;
    case 8: AND_ON(last_up(root, &item, &any), last_up_more(root, &item, &any)); break;
    case 9:
        AND_ON(after % 2 ? position_with_up(root, 4, &count) : position_up(root, &count),
               after % 2 ? position_with_up_more(root, 4, &count) : position_up_more(root, &count));
        break;
    case 10:
        if (after < 4)
            AGAIN(after % 2 ? some_up(root, &any) : every_up(root, &any));
        else
            AGAIN(after % 2 ? some_with_up(root, 4, &any) : every_with_up(root, 4, &any));
        break;
    case 11:
        AND_ON(after % 2 ? min_up(root, &item, &any) : max_up(root, &item, &any),
               after % 2 ? min_up_more(root, &item, &any) : max_up_more(root, &item, &any));
        break;
    case 12:
        if (after % 2) {
            struct stats_up_result all;
            AND_ON(stats_up(root, &all), stats_up_more(root, &all));
            any = all.count > 0;
            item = (int)all.least, most = (int)all.greatest;
            FUZZ_CHECK(stats_up_variance(&all) >= 0, "the variance is negative");
        } else {
            AND_ON(minmax_up(root, &item, &most, &any), minmax_up_more(root, &item, &most, &any));
        }
        break;
    case 13:
        AND_ON(after % 2 ? sorted_up(root, &item, &any) : all_equal_up(root, &item, &any),
               after % 2 ? sorted_up_more(root, &item, &any)
                         : all_equal_up_more(root, &item, &any));
        break;
    case 14: AND_ON(only_up(root, &item, &any), only_up_more(root, &item, &any)); break;
    default: {
        size_t so_far = 0, room = (size_t)fuzz_below(6);
        int *array = (int *)block_of(room * sizeof(int));
        FUZZ_CHECK(collect_up(root, NULL, room, &so_far) == GEN_E_ARG,
                   "a missing array is accepted");
        for (;;) {
            source_is_full = 0;
            status = collect_up(root, array, room, &so_far);
            if (status == GEN_E_FULL && so_far == room && !source_is_full) {
                int *const larger = (int *)block_of((room + 3) * sizeof(int));
                if (room > MOST) break;
                for (i = 0; i < (int)room; i++) larger[i] = array[i];
                array = larger;
                room += 3;
            } else if (!again(status)) {
                break;
            }
        }
        for (i = 0; i < (int)so_far; i++) check(place, list, GEN_YIELDED, array[i]);
        FUZZ_CHECK(so_far <= room, "%lu items were collected in %lu", (unsigned long)so_far,
                   (unsigned long)room);
        check(place, list, status, 0);
        return;
    }
    }
    /* the same, item by item */
    while ((right = expected(place, list, &rest)) == GEN_YIELDED) {
        const int at = place->at - 1 - first;
        wanted = both(wanted, rest);
        if (at == 0 || rest < best) best = rest;
        if (at == 0 || rest > found) found = rest;
        sum -= rest;
        if ((what == 5 || what == 9 || what == 10) && rest % 5 == 4) break;
        if (what == 6 || (what == 7 && at == after) || (what == 14 && at == 1)) break;
        if (what == 13 && at > 0) {
            const int last = list->item[place->at - 2];
            if (after % 2 ? rest < last : rest != last) break;
        }
    }
    i = place->at - first; /* the number of items pulled */

    if (what == 10 || what == 13) { /* a yes or no */
        const int stopped = right == GEN_YIELDED;
        const int yes = what == 10 && after % 2 ? stopped : right == GEN_DONE;
        FUZZ_CHECK(any == yes, "terminal %d is %d, not %d", what, any, yes);
        if (stopped) right = GEN_DONE;
    }
    if (what == 14 && (right == GEN_YIELDED || (right == GEN_DONE && i == 0))) right = GEN_E_ARG;
    FUZZ_CHECK(status == right, "terminal %d returns %s, but should return %s", what,
               gen_strerror(status), gen_strerror(right));
    if (what <= 1) FUZZ_CHECK(total == wanted, "terminal %d is %d, not %d", what, total, wanted);
    if (what == 2 && after % 5 == 1) rests_up_check(&list->item[first], i);
    if (what == 2 && after % 5 == 2) halves_up_check(&list->item[first], i);
    if (what == 2 && after % 5 == 3) names_up_check(&list->item[first], i);
    if (what == 2 && after % 5 == 4) letters_up_check(&list->item[first], i);
    if (what == 3) FUZZ_CHECK((int)count == i, "the length is %d, not %d", (int)count, i);
    if (what == 4) FUZZ_CHECK(sum == 0, "the sum is off by %ld", sum);
    if (what == 9)
        FUZZ_CHECK((int)count == i - (right == GEN_YIELDED), "the position is %d", (int)count);
    if ((what >= 5 && what <= 7 && right == GEN_YIELDED) || (what == 8 && i > 0) ||
        (what == 14 && right == GEN_DONE)) {
        const int last = list->item[place->at - 1];
        FUZZ_CHECK(item == last, "terminal %d finds %d, not %d", what, item, last);
    }
    if (what == 11 || what == 12 || what == 8 || what == 14)
        FUZZ_CHECK(any == (i > 0), "terminal %d has seen %d items", what, i);
    if (what == 11 && i > 0)
        FUZZ_CHECK(item == (after % 2 ? best : found), "the best is %d, not %d", item,
                   after % 2 ? best : found);
    if (what == 12 && i > 0)
        FUZZ_CHECK(item == best && most == found, "from %d to %d, not from %d to %d", item, most,
                   best, found);
}

static void drive(int root_node) {
    struct up root = up(root_node);
    struct list *const list = &nodes[root_node].list;
    struct place indices[FORKS];
    int operations = 0, k;
    memset(indices, 0, sizeof indices);
    while (fuzz_more() && operations++ < 300) {
        const int byte = fuzz_byte();
        struct place *const place = &indices[fork_at_work];
        gen_status status = GEN_DONE;
        int item = 0, items = 0;
        switch (byte % 16) {
        default: AGAIN(up_next(&root, &item)); break;
        case 9:
        case 10:
            AGAIN(up_step(&root, &item));
            if (status == GEN_SKIP) continue;
            break;
        case 11:
            check_bounds(up_left(&root, ITER_AT_LEAST), up_left(&root, ITER_AT_MOST), place, list);
            up_cut_(&root, 1); /* these have no effect on an iterator of unknown length */
            up_jump_(&root, 1);
            nodes[root_node].kind->will_pull(nodes[root_node].stage[fork_at_work], 2);
            continue;
        case 12:
            if (shares) continue;
            for (k = 0; k < node_count; k++) {
                memcpy(nodes[k].stage[!fork_at_work], nodes[k].stage[fork_at_work],
                       nodes[k].kind->size);
                nodes[k].closed[!fork_at_work] = nodes[k].closed[fork_at_work];
            }
            indices[!fork_at_work] = *place;
            fork_at_work = !fork_at_work;
            continue;
        case 13:
            if (byte < 180) continue;
            AGAIN(up_close(&root));
            check_closed(status);
            place->closed = 1;
            continue;
        case 14: check_terminal(place, list, &root); continue;
        case 15:
            if (place->closed) continue;
            do {
                GEN_FOR_STATUS (status, x, up, &root) {
                    check(place, list, GEN_YIELDED, x);
                    if (++items == byte / 16) break;
                }
            } while (status != GEN_YIELDED && again(status));
            if (status != GEN_YIELDED) check(place, list, status, 0);
            continue;
        }
        check(place, list, status, item);
    }
}

/* ---- Several readers ------------------------------------------------------------------------- */

ITER_TEE(tee, up)
static void drive_tee(int root_node) {
    enum { BRANCHES = 3 };
    const int capacity = fuzz_below(5), count = 1 + fuzz_below(BRANCHES);
    const struct list *const list = &nodes[root_node].list;
    struct place indices[BRANCHES];
    iter_count *const lags = (iter_count *)block_of(sizeof(iter_count) * (size_t)count);
    struct tee hub = tee(up(root_node), buffer_of(capacity), capacity, lags, count);
    struct tee_branch branches[BRANCHES];
    int operations = 0, pulled = 0, told = 0, i;
    memset(indices, 0, sizeof indices);
    for (i = 0; i < BRANCHES; i++) branches[i] = tee_branch(&hub, i - (i == count && count == 2));
    while (fuzz_more() && operations++ < 300) {
        const int byte = fuzz_byte(), k = byte / 16 % count;
        struct place *const place = &indices[k];
        gen_status status = GEN_DONE;
        int item = 0, full = 0;
        if (byte == 255) {
            do status = tee_close(&hub);
            while (status == GEN_PENDING);
            check_closed(status);
            return;
        }
        if (byte % 16 == 13) {
            size_t left = place->told || place->closed ? 0 : (size_t)(list->count - place->at);
            if (capacity > 0 && list->end == 0 && !refuses)
                FUZZ_CHECK(tee_branch_left(&branches[k], ITER_AT_LEAST) <= left ||
                               (told && !place->told && !place->closed),
                           "%lu are left for a branch", (unsigned long)left);
            if (capacity > 0)
                FUZZ_CHECK(tee_branch_left(&branches[k], ITER_AT_MOST) >= left,
                           "%lu are left for a branch", (unsigned long)left);
            continue;
        }
        if (byte % 16 == 14) {
            int open = 0;
            do status = tee_branch_close(&branches[k]);
            while (status == GEN_PENDING);
            place->closed = 1;
            for (i = 0; i < count && capacity > 0; i++)
                open += !indices[i].closed && !indices[i].told;
            if (open == 0 && capacity > 0) check_closed(status);
            continue;
        }
        if (byte % 16 == 15 && count == 1) { /* an invalid branch */
            status = tee_branch_next(&branches[1], &item);
            FUZZ_CHECK(status == GEN_E_ARG || status == GEN_DONE, "an invalid branch is accepted");
            FUZZ_CHECK(tee_branch_close(&branches[1]) == GEN_DONE &&
                           tee_branch_left(&branches[1], ITER_AT_MOST) == 0,
                       "an invalid branch is accepted");
            continue;
        }
        /* full if a branch has not read as many items as there is room for */
        for (i = 0; i < count; i++)
            full += !indices[i].closed && !indices[i].told && pulled - indices[i].at == capacity;
        full = full != 0 && place->at == pulled && !told && !place->closed && !place->told;
        source_is_full = pauses = 0;
        do {
            status = tee_branch_next(&branches[k], &item);
            if (capacity > 0 && status == GEN_E_FULL && full && !source_is_full) break;
        } while (again(status));
        if (capacity == 0) {
            FUZZ_CHECK(status == GEN_E_ARG || status == GEN_DONE, "a missing ring is accepted");
            continue;
        }
        FUZZ_CHECK(!full || status == GEN_E_FULL, "a full ring returns %s", gen_strerror(status));
        if (full) continue;
        check(place, list, status, item);
        if (place->at > pulled) pulled = place->at;
        if (place->told) told = 1;
    }
}

ITER_GROUP_BY(groups, up, int, item / 3, key == other)
static void drive_groups(int root_node) {
    const struct list *const list = &nodes[root_node].list;
    struct groups of = groups(up(root_node));
    struct groups_group group = groups_group(&of), stale = group;
    int at = 0, from = 0, open = 0, ended = 0, over = 0, operations = 0, item;
    /* at: the next item to read; from: the start of the group */
    while (fuzz_more() && operations++ < 300) {
        const int byte = fuzz_byte();
        gen_status status = GEN_DONE;
        if (byte == 255) {
            AGAIN(groups_close(&of));
            check_closed(status);
            FUZZ_CHECK(groups_next(&of, &item) == GEN_DONE, "it goes on after its close");
            return;
        }
        if (byte % 8 == 7) {
            check_bounds(0, groups_left(&of, ITER_AT_MOST), &(struct place){0, 1, 0}, list);
            (void)groups_left(&of, ITER_AT_LEAST);
            FUZZ_CHECK(ended || groups_group_left(&group, ITER_AT_LEAST) == 0,
                       "a group knows its length");
            (void)groups_group_left(&group, ITER_AT_MOST);
            if (byte > 240)
                FUZZ_CHECK(groups_group_close(&group) == GEN_DONE, "a group's close fails");
            ended = ended || byte > 240;
            continue;
        }
        if (byte % 4 == 0) {
            AGAIN(groups_next(&of, &item));
            if (open) /* skip the unread items */
                while (at < list->count && list->item[at] / 3 == list->item[from] / 3) at++;
            if (over || at == list->count) {
                FUZZ_CHECK(status == (over ? GEN_DONE : list->end), "%s after the last group",
                           gen_strerror(status));
                over = ended = 1;
                continue;
            }
            FUZZ_CHECK(status == GEN_YIELDED && item == list->item[at] / 3,
                       "%s, key %d, which should be %d", gen_strerror(status), item,
                       list->item[at] / 3);
            if (open) stale = group;
            open = 1, from = at, ended = 0;
            group = groups_group(&of);
            if (stale.group_ != group.group_ && !stale.ended_) {
                FUZZ_CHECK(groups_group_next(&stale, &item) == GEN_E_STALE, "a group is not stale");
                FUZZ_CHECK(groups_group_next(&stale, &item) == GEN_DONE, "a stale group goes on");
            }
        } else if (open) {
            AGAIN(groups_group_next(&group, &item));
            if (ended || over) {
                FUZZ_CHECK(status == GEN_DONE, "%s after the end of a group", gen_strerror(status));
            } else if (at < list->count && list->item[at] / 3 == list->item[from] / 3) {
                FUZZ_CHECK(status == GEN_YIELDED && item == list->item[at],
                           "%s, item %d of a group is %d, not %d", gen_strerror(status), at, item,
                           list->item[at]);
                at++;
            } else {
                FUZZ_CHECK(status == (at == list->count ? list->end : GEN_DONE),
                           "%s at the end of a group", gen_strerror(status));
                ended = 1;
                if (at == list->count) over = 1;
            }
        }
    }
}

ITER_TAKE_WHILE_PEEKING(peeking, peekable, CONDITION(item))
static void drive_peekable(int root_node) {
    const struct list *const list = &nodes[root_node].list;
    const int capacity = fuzz_below(5);
    struct peekable one = peekable(up(root_node));
    struct peekable_n several = peekable_n(up(root_node), buffer_of(capacity), capacity);
    struct place place = {0, 0, 0};
    int operations = 0;
    const int use_one = fuzz_byte() % 2;
    while (fuzz_more() && operations++ < 300) {
        const int byte = fuzz_byte(), ahead = byte / 16 - 2;
        struct place look = place;
        gen_status status = GEN_DONE;
        int item = 0;
        if (byte == 255) {
            if (use_one) AGAIN(peekable_close(&one));
            if (!use_one) AGAIN(peekable_n_close(&several));
            check_closed(status);
            place.closed = 1;
        } else if (use_one && byte % 4 == 0) { /* while the condition holds; the next item stays */
            struct peeking stage = peeking(byte > 250 ? NULL : &one);
            for (;;) {
                AGAIN(peeking_next(&stage, &item));
                if (status != GEN_YIELDED) break;
                FUZZ_CHECK(CONDITION(item), "the condition does not hold for %d", item);
                check(&place, list, status, item);
            }
            FUZZ_CHECK(peeking_next(&stage, &item) == GEN_DONE &&
                           peeking_left(&stage, ITER_AT_MOST) == 0,
                       "it goes on after its end");
            if (byte > 250) FUZZ_CHECK(status == GEN_E_ARG, "a NULL upstream is accepted");
            if (byte > 250) continue;
            if (status == GEN_DONE && !place.told && place.at < list->count && !place.closed)
                FUZZ_CHECK(!CONDITION(list->item[place.at]),
                           "the condition holds for the next item too");
            else
                check(&place, list, status, 0);
        } else if (byte % 4 == 1) {
            if (use_one) AGAIN(peekable_next(&one, &item));
            if (!use_one) AGAIN(peekable_n_next(&several, &item));
            if (!use_one && capacity == 0)
                FUZZ_CHECK(status == GEN_E_ARG || status == GEN_DONE,
                           "a missing buffer is accepted");
            else
                check(&place, list, status, item);
        } else if (byte % 4 == 2) {
            if (use_one)
                check_bounds(peekable_left(&one, ITER_AT_LEAST), peekable_left(&one, ITER_AT_MOST),
                             &place, list);
            if (!use_one && capacity > 0 && place.at > 0)
                check_bounds(0, peekable_n_left(&several, ITER_AT_MOST), &look, list);
        } else if (use_one) {
            AGAIN(peekable_peek(&one, &item));
            check(&look, list, status, item);
            if (status != GEN_YIELDED) place = look;
        } else if (ahead < 0 || ahead >= capacity) {
            FUZZ_CHECK(peekable_n_peek(&several, ahead, &item) == GEN_E_ARG, "it peeks too far");
        } else {
            int i;
            AGAIN(peekable_n_peek(&several, ahead, &item));
            for (i = 0; i < ahead && look.at < list->count; i++) look.at++;
            check(&look, list, status, item);
        }
    }
}

/* Through ITER_DYN, by spans, and with a buffer. */
static void drive_any(int root_node) {
    const struct list *const list = &nodes[root_node].list;
    struct up root = up(root_node);
    const int capacity = fuzz_below(6);
    struct any stage = any_of_up(&root);
    struct place place = {0, 0, 0};
    int operations = 0, i;
    any_buffer(&stage, capacity > 0 ? (int *)block_of(sizeof(int) * (size_t)capacity) : NULL,
               (size_t)capacity);
    while (fuzz_more() && operations++ < 300) {
        const int byte = fuzz_byte();
        gen_status status = GEN_DONE;
        int item = 0;
        if (byte == 255) {
            AGAIN(any_close(&stage));
            check_closed(status);
            place.closed = 1;
        } else if (byte % 4 == 0) {
            size_t count = 0, size = (size_t)(byte / 4 % 8);
            int *const array = (int *)block_of(sizeof(int) * size);
            AGAIN(any_next_span(&stage, array, size, &count));
            FUZZ_CHECK(count <= size && (status == GEN_YIELDED) == (count == size),
                       "a span of %lu has %lu", (unsigned long)size, (unsigned long)count);
            for (i = 0; i < (int)count; i++) check(&place, list, GEN_YIELDED, array[i]);
            if (status != GEN_YIELDED) check(&place, list, status, 0);
        } else if (byte % 4 == 1) {
            any_will_pull(&stage, (size_t)(byte / 4 % 8));
            check_bounds(0, any_left(&stage, ITER_AT_MOST), &place, list);
            if (!refuses && list->end == GEN_DONE && !place.told)
                check_bounds(any_left(&stage, ITER_AT_LEAST), (size_t)-1, &place, list);
        } else {
            AGAIN(any_next(&stage, &item));
            check(&place, list, status, item);
        }
    }
}

/* Compare two pipelines. */
static void drive_equal(int left, int right) {
    const struct list *const ours = &nodes[left].list, *const theirs = &nodes[right].list;
    struct up a = up(left), b = up(right);
    int held = 0, equal = 7, wanted_equal = 0, at = 0;
    gen_status status, wanted = GEN_DONE;
    const int compares = fuzz_byte() % 2;
    if (compares)
        AND_ON(compare_up(&a, &b, &held, &equal), compare_up_more(&a, &b, &held, &equal));
    else
        AND_ON(equal_up(&a, &b, &held, &equal), equal_up_more(&a, &b, &held, &equal));
    while (at < ours->count && at < theirs->count && ours->item[at] == theirs->item[at]) at++;
    if (at == ours->count && ours->end != GEN_DONE)
        wanted = ours->end;
    else if (at == theirs->count && theirs->end != GEN_DONE)
        wanted = theirs->end;
    else
        wanted_equal = at == ours->count && at == theirs->count;
    if (compares && wanted == GEN_DONE) { /* -1, 0 or 1 */
        wanted_equal = (at < ours->count) - (at < theirs->count);
        if (at < ours->count && at < theirs->count)
            wanted_equal = ours->item[at] < theirs->item[at] ? -1 : 1;
    }
    FUZZ_CHECK(status == wanted && equal == wanted_equal, "compared: %s, %d, but should be %s, %d",
               gen_strerror(status), equal, gen_strerror(wanted), wanted_equal);
}

/* ---- Loops in loops -------------------------------------------------------------------------- */

/* Consecutive and nested loops without nodes between, which pass items to a terminal by their
 * own functions. */
ITER_RANGE(small, int)
ITER_CHAIN(n_chain, script, span, small)
ITER_CHAIN(n_long, once, once, once, once, once, once, once, script)
ITER_CHAIN(n_pair, coroutine, unbounded)
ITER_MERGE(n_merge, script, script, b < a)
ITER_INTERLEAVE(n_interleave, script, span)
ITER_CHAIN_ARRAY(n_array, script)
ITER_CHAIN_ARRAY(n_spans, span)
ITER_FLATMAP(n_flatmap, script, small, small(0, item % 4, 1))

#define NEST(name) \
    ITER_MAP(name##_mapped, name, int, both(item, 2)) \
    ITER_FILTER(name##_filtered, name##_mapped, CONDITION(item)) \
    ITER_TAP(name##_tapped, name##_filtered, tapped++) \
    ITER_FOLD(name##_fold, name##_tapped, int, both(total, item)) \
    ITER_FOLD(name##_fold_itself, name, int, both(total, item)) \
    static void name##_check(struct name made, const struct list *list) { \
        const int how = fuzz_byte(); \
        struct name##_tapped stage = name##_tapped(name##_filtered(name##_mapped(made))); \
        int total = 1, wanted = 1, i, item, count = 0, through = 0; \
        gen_status status = GEN_DONE; \
        tapped = 0; \
        name##_tapped_will_pull(&stage, 3);         /* allowed, and has no effect */ \
        for (i = 0; i < how / 16 && how % 2; i++) { /* pull some of them one by one */ \
            AGAIN(name##_tapped_next(&stage, &item)); \
            through = status != GEN_YIELDED; \
            if (through) break; \
            total = both(total, item); \
        } \
        if (how % 4 == 0) { \
            AGAIN(name##_fold_itself(&stage.name##_filtered.name##_mapped.name, &total)); \
        } else if (!through) { \
            AGAIN(name##_fold(&stage, &total)); \
        } \
        for (i = 0; i < list->count; i++) { \
            item = how % 4 == 0 ? list->item[i] : both(list->item[i], 2); \
            if (how % 4 != 0 && !CONDITION(item)) continue; \
            wanted = both(wanted, item); \
            count++; \
        } \
        FUZZ_CHECK(status == list->end, #name " returns %s, but should return %s", \
                   gen_strerror(status), gen_strerror(list->end)); \
        FUZZ_CHECK(total == wanted, "the fold of " #name " is %d, not %d", total, wanted); \
        FUZZ_CHECK(how % 4 == 0 || tapped == count, "%d items of " #name " were seen, not %d", \
                   tapped, count); \
        AGAIN(name##_tapped_next(&stage, &item)); \
        FUZZ_CHECK(status == GEN_DONE, #name " goes on after its end"); \
        AGAIN(name##_tapped_close(&stage)); \
        FUZZ_CHECK(status == GEN_DONE || status == close_error, "the close of " #name); \
        AGAIN(name##_tapped_next(&stage, &item)); \
        FUZZ_CHECK(status == GEN_DONE, #name " goes on after its close"); \
    }
NEST(n_chain)
NEST(n_long)
NEST(n_pair)
NEST(n_merge)
NEST(n_interleave)
NEST(n_array)
NEST(n_spans)
NEST(n_flatmap)

static void append(struct list *list, const struct list *more) {
    int i;
    if (list->end != GEN_DONE) return;
    for (i = 0; i < more->count; i++) put(list, more->item[i]);
    list->end = more->end;
}

static void drive_nest(void) {
    static struct list lists[3], list;
    struct script first, second;
    int data[6] = {3, 1, 4, 1, 5, 9}, length, i, k;
    memset(lists, 0, sizeof lists);
    memset(&list, 0, sizeof list);
    first = script_of(&lists[0]);
    second = script_of(&lists[1]);
    length = fuzz_below(7);
    for (i = 0; i < length; i++) put(&lists[2], data[i]);
    switch (fuzz_below(8)) {
    case 0: {
        const struct span numbers = span(data, (size_t)length);
        append(&list, &lists[0]);
        append(&list, &lists[2]);
        for (i = 0; i < length && list.end == GEN_DONE; i++) put(&list, i);
        n_chain_check(n_chain(first, numbers, small(0, length, 1)), &list);
        break;
    }
    case 1:
        for (i = 0; i < 7; i++) put(&list, i);
        append(&list, &lists[0]);
        n_long_check(n_long(once(0), once(1), once(2), once(3), once(4), once(5), once(6), first),
                     &list);
        break;
    case 2: { /* an error is reported after the previous item */
        int at = 0, by = 0;
        const struct list *const a = &lists[0], *const b = &lists[1];
        for (;;) {
            if (at == a->count && a->end != GEN_DONE && (by == 0 || 1)) list.end = a->end;
            if (list.end == GEN_DONE && by == b->count && b->end != GEN_DONE) list.end = b->end;
            if (list.end != GEN_DONE || (at == a->count && by == b->count)) break;
            if (at < a->count && (by == b->count || a->item[at] <= b->item[by]))
                put(&list, a->item[at++]);
            else
                put(&list, b->item[by++]);
        }
        n_merge_check(n_merge(first, second), &list);
        break;
    }
    case 3:
        for (i = 0; list.end == GEN_DONE && (i <= lists[0].count || i < length); i++) {
            if (i < lists[0].count) put(&list, lists[0].item[i]);
            if (i == lists[0].count) list.end = lists[0].end;
            if (i < length && list.end == GEN_DONE) put(&list, data[i]);
        }
        n_interleave_check(n_interleave(first, span(data, (size_t)length)), &list);
        break;
    case 4: {
        struct script each[2];
        each[0] = first, each[1] = second;
        append(&list, &lists[0]);
        append(&list, &lists[1]);
        n_array_check(n_array(each, 2), &list);
        break;
    }
    case 6: {
        struct coroutine left;
        struct unbounded right;
        memset(&left, 0, sizeof left);
        left.script = first;
        left.script.pauses = left.script.error = 0;
        right.script = second;
        coroutine_cut_(&left, 1);
        coroutine_jump_(&left, 1);
        coroutine_will_pull(&left, 1);
        append(&list, &lists[0]);
        append(&list, &lists[1]);
        n_pair_check(n_pair(left, right), &list);
        break;
    }
    case 5: {
        struct span each[3];
        for (k = 0; k < 3; k++) each[k] = span(data, (size_t)length), append(&list, &lists[2]);
        n_spans_check(n_spans(each, 3), &list);
        break;
    }
    default:
        for (i = 0; i < lists[0].count; i++)
            for (k = 0; k < lists[0].item[i] % 4; k++) put(&list, k);
        list.end = lists[0].end;
        n_flatmap_check(n_flatmap(first), &list);
        break;
    }
}

ITER_PAIRWISE(neighbours, span)
ITER_UNZIP(unzip, neighbours, int, int)
ITER_PARTITION(parts, span, CONDITION(item))

/* Check the macros for loops in a line, ITER_SUM_OF and others, and those that fill two arrays. */
static void drive_line(void) {
    int data[8], length = fuzz_below(9), i, k, n = 1, sum = 7, counted = 7, total = 1, some, every,
                 each = 0;
    int right[5] = {0, 0, 1, 0, 1};
    struct span numbers;
    for (i = 0; i < length; i++) data[i] = fuzz_below(10);
    for (i = 0; i < length; i++) {
        if (CONDITION(data[i])) right[0] += data[i], right[1]++, right[2] = both(right[2], data[i]);
        for (k = 0; k < length; k++) {
            if (data[k] == data[i] + 1) right[3] = 1;
            if (data[k] > data[i] + 7) right[4] = 0;
        }
    }
    numbers = span(data, (size_t)length);
    ITER_SUM_OF(sum, x, ITER_IN(int, x, data, length), CONDITION(x));
    ITER_LENGTH_OF(counted, GEN_FOR (x, span, &numbers), CONDITION(x));
    ITER_FOLD_OF(total, both(total, x), ITER_IN(int, x, data, length), CONDITION(x));
    ITER_ANY_OF(some, ITER_IN(int, x, data, length) ITER_IN(int, y, data, length), y == x + 1);
    ITER_ALL_OF(every, ITER_IN(int, x, data, length) ITER_IN(int, y, data, length), y <= x + 7);
    FUZZ_CHECK(sum == right[0] && counted == right[1] && total == right[2],
               "in a line: %d %d %d, not %d %d %d", sum, counted, total, right[0], right[1],
               right[2]);
    ITER_IN(int, x, data, length) each += x;
    for (i = 0; i < length; i++) each -= data[i];
    FUZZ_CHECK(each == 0, "a loop over an array is off by %d", each);
    {
        struct neighbours near = neighbours(span(data, (size_t)length));
        const size_t room = (size_t)fuzz_below(9);
        int *const one = (int *)block_of(room * sizeof(int)), value = 7, at = 0, other = 0;
        int *const two = (int *)block_of(room * sizeof(int));
        size_t number = 7, count = 0, others = 0;
        gen_status status;
        ITER_COLLECT_OF(one, room, number, x, ITER_IN(int, x, data, length), CONDITION(x));
        FUZZ_CHECK(number == ((size_t)right[1] < room ? (size_t)right[1] : room),
                   "%lu values are collected", (unsigned long)number);
        ITER_FIRST_OF(counted, value, x, ITER_IN(int, x, data, length), CONDITION(x));
        FUZZ_CHECK(counted == (right[1] > 0) && (number == 0 || value == one[0]),
                   "the first value is %d", value);
        status = unzip(&near, one, two, room, &count);
        FUZZ_CHECK(status == ((size_t)length > room || room == 0 ? GEN_E_FULL : GEN_DONE),
                   "unzip: %s", gen_strerror(status));
        for (i = 0; i < (int)count; i++)
            FUZZ_CHECK(one[i] == data[i] && two[i] == data[i + 1], "pair %d is wrong", i);
        numbers = span(data, (size_t)length);
        count = 0;
        status = parts(&numbers, one, room, &count, two, room, &others);
        FUZZ_CHECK(status == GEN_DONE || count == room || others == room, "it is not full");
        for (i = 0; i < (int)(count + others); i++)
            FUZZ_CHECK((CONDITION(data[i]) ? one[at++] : two[other++]) == data[i],
                       "item %d is in the wrong array", i);
        FUZZ_CHECK(at == (int)count && other == (int)others, "an array has other items");
    }
    FUZZ_CHECK(some == right[3] && every == right[4], "in a line: %d %d", some, every);
    uncaught = 0;
    numbers = span(NULL, (size_t)n);
    FUZZ_CHECK(uncaught == GEN_E_ARG && span_next(&numbers, &i) == GEN_DONE,
               "a NULL array makes a span");
}

ITER_SORT_ARRAY(sort_ints, int, b < a)
ITER_BISECT(search_ints, int, int, item < key)

static void drive_search(void) {
    int array[12], room[6], i, before = 0;
    const int count = fuzz_below(13), key = fuzz_byte();
    for (i = 0; i < count; i++) array[i] = fuzz_byte();
    sort_ints(array, (size_t)count, room);
    for (i = 0; i < count; i++) {
        FUZZ_CHECK(i == 0 || array[i - 1] <= array[i], "an array is not sorted");
        before += array[i] < key;
    }
    FUZZ_CHECK(search_ints(array, (size_t)count, key) == (size_t)before, "a search finds others");
}

static void fuzz_one(void) {
    const int what = fuzz_below(16);
    int root, i;
    node_count = fork_at_work = block_count = file_count = 0;
    shares = borrows = close_error = refuses = may_be_full = 0;
    if (what == 15) {
        drive_line();
        drive_search();
    } else if (what >= 12) {
        drive_nest();
    } else {
        root = make_node(fuzz_below(DEEPEST));
        if (what == 11) {
            i = make_node(1);
            drive_equal(root, i);
        } else if (what == 10) {
            drive_any(root);
        } else if (what == 9) {
            drive_peekable(root);
        } else if (what == 8) {
            drive_groups(root);
        } else if (what == 7) {
            drive_tee(root);
        } else {
            drive(root);
        }
    }
    for (i = 0; i < file_count; i++) fclose(files[i]);
    for (i = 0; i < block_count; i++) free(blocks[i]);
}
