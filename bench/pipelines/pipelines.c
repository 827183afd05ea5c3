/* Pipelines and the same loops written by hand: <name>_iter uses GEN_FOR, <name>_fold a terminal,
 * and <name>_hand is the loop by hand. pipelines.py counts their instructions. PESSIMISE tests the
 * benchmark itself: it makes pipelines whose state the compiler cannot follow. */
#include "pipelines.h"

#include "iter_table.h"
#include "more_itertools.h"

#include <string.h>

#ifdef PESSIMISE
#define IN_BODY(pipeline) __asm__ volatile("" : : "r"(pipeline) : "memory")
#else
#define IN_BODY(pipeline) ((void)0)
#endif

enum { EDGE = 8, PIECES = 16, SIZE = 8, SLOTS = 4096, LIMIT = 1 << 20 };

#define HAND(name) unsigned name##_hand(const struct data *data, size_t n)

/* A loop over the iterator that `made` makes of `data` and `n`. The statement adds each
 * item, x, to `sum`. */
#define ITER(name, stage, made, statement) \
    unsigned name##_iter(const struct data *data, size_t n) { \
        struct stage pipeline = made; \
        unsigned sum = 0; \
        (void)data; \
        GEN_FOR (x, stage, &pipeline) { \
            IN_BODY(&pipeline); \
            statement; \
        } \
        return sum; \
    }

/* The same, and also with a terminal. */
#define BOTH(name, stage, made, terminal, statement) \
    ITER(name, stage, made, statement) \
    unsigned name##_fold(const struct data *data, size_t n) { \
        struct stage pipeline = made; \
        unsigned sum = 0; \
        (void)data; \
        terminal(&pipeline, &sum); \
        return sum; \
    }

static inline unsigned sum_of(const int *data, size_t length) {
    unsigned sum = 0;
    for (size_t i = 0; i < length; i++) sum += (unsigned)data[i];
    return sum;
}

static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* ---- A map and a filter over each source ----------------------------------------------------- */

ITER_SPAN(ints, int)
ITER_MAP(ints_mapped, ints, int, item ^ item >> 3)
ITER_FILTER(ints_filtered, ints_mapped, item % 4 == 1)
HAND(span_map_filter) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        const int x = data->items[i] ^ data->items[i] >> 3;
        if (x % 4 == 1) sum += (unsigned)x;
    }
    return sum;
}
ITER(span_map_filter, ints_filtered, ints_filtered(ints_mapped(ints(data->items, n))),
     sum += (unsigned)x)

ITER_RANGE(range, int)
ITER_MAP(range_mapped, range, int, item ^ item >> 3)
ITER_FILTER(range_filtered, range_mapped, item % 4 == 1)
HAND(range_map_filter) {
    unsigned sum = 0;
    (void)data;
    for (int i = 0; i < (int)n; i++) {
        const int x = i ^ i >> 3;
        if (x % 4 == 1) sum += (unsigned)x;
    }
    return sum;
}
ITER(range_map_filter, range_filtered, range_filtered(range_mapped(range(0, (int)n, 1))),
     sum += (unsigned)x)

struct counter {
    struct gen gen;
    int i, end;
};
GEN(counter, int) {
    GEN_BEGIN();
    for (; self->i < self->end; self->i++) GEN_YIELD(self->i);
    GEN_END();
}
ITER_MAP(counter_mapped, counter, int, item ^ item >> 3)
ITER_FILTER(counter_filtered, counter_mapped, item % 4 == 1)
HAND(gen_map_filter) { return range_map_filter_hand(data, n); }
ITER(gen_map_filter, counter_filtered,
     counter_filtered(counter_mapped((struct counter){.end = (int)n})), sum += (unsigned)x)

ITER_FILTER_MAP(halves, ints, int, (*out = item / 2, item % 2 == 0))
HAND(filter_map) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (data->items[i] % 2 == 0) sum += (unsigned)(data->items[i] / 2);
    }
    return sum;
}
ITER(filter_map, halves, halves(ints(data->items, n)), sum += (unsigned)x)

/* ---- Single stages --------------------------------------------------------------------------- */

ITER_TAKE_WHILE(until, ints, item < LIMIT)
HAND(take_while) {
    unsigned sum = 0;
    for (size_t i = 0; i < n && data->items[i] < LIMIT; i++) sum += (unsigned)data->items[i];
    return sum;
}
ITER(take_while, until, until(ints(data->items, n)), sum += (unsigned)x)

ITER_SLICE(sliced, ints)
HAND(slice) { return sum_of(data->items + EDGE, least(n, n - EDGE) - EDGE); }
ITER(slice, sliced, sliced(ints(data->items, n), EDGE, (iter_count)n - EDGE, 1), sum += (unsigned)x)
HAND(slice_by_3) {
    const size_t end = least(n, n - EDGE);
    unsigned sum = 0;
    for (size_t i = EDGE; i < end; i += 3) sum += (unsigned)data->items[i];
    return sum;
}
ITER(slice_by_3, sliced, sliced(ints(data->items, n), EDGE, (iter_count)n - EDGE, 3),
     sum += (unsigned)x)

ITER_TAKE(first, ints)
HAND(take) { return sum_of(data->items, least(n, n - EDGE)); }
ITER(take, first, first(ints(data->items, n), (iter_count)n - EDGE), sum += (unsigned)x)

ITER_ENUMERATE(numbered, ints)
HAND(enumerate) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) sum += (unsigned)i ^ (unsigned)data->items[i];
    return sum;
}
ITER(enumerate, numbered, numbered(ints(data->items, n), 0),
     sum += (unsigned)x.index ^ (unsigned)x.value)

ITER_ZIP(pairs, ints, ints)
HAND(zip) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) sum += (unsigned)data->items[i] ^ (unsigned)data->others[i];
    return sum;
}
ITER(zip, pairs, pairs(ints(data->items, n), ints(data->others, n)),
     sum += (unsigned)x.first ^ (unsigned)x.second)

ITER_ACCUMULATE(sums, ints, unsigned, total + (unsigned)item)
HAND(accumulate) {
    unsigned sum = 0, total = 0;
    for (size_t i = 0; i < n; i++) {
        total += (unsigned)data->items[i];
        sum ^= total;
    }
    return sum;
}
ITER(accumulate, sums, sums(ints(data->items, n)), sum ^= x)

ITER_PAIRWISE(neighbours, ints)
HAND(pairwise) {
    unsigned sum = 0;
    for (size_t i = 1; i < n; i++) sum += (unsigned)(data->items[i] ^ data->items[i - 1]);
    return sum;
}
ITER(pairwise, neighbours, neighbours(ints(data->items, n)), sum += (unsigned)(x.first ^ x.second))

/* The moving sum of computed items, which are not in memory. */
ITER_WINDOW(windows, range_mapped)
HAND(window) {
    int ring[SIZE] = {0};
    unsigned sum = 0, moving = 0;
    (void)data;
    for (int i = 0; i < (int)n; i++) {
        const int x = i ^ i >> 3;
        moving += (unsigned)x - (unsigned)ring[i % SIZE];
        ring[i % SIZE] = x;
        if (i >= SIZE - 1) sum ^= moving;
    }
    return sum;
}
unsigned window_iter(const struct data *data, size_t n) {
    int buffer[2 * SIZE];
    struct windows pipeline = windows(range_mapped(range(0, (int)n, 1)), buffer, 2 * SIZE, SIZE);
    unsigned sum = 0, moving = 0;
    int started = 0;
    (void)data;
    GEN_FOR (x, windows, &pipeline) {
        IN_BODY(&pipeline);
        moving = started ? moving + (unsigned)x.data[x.length - 1] : sum_of(x.data, x.length);
        started = 1;
        sum ^= moving;
        moving -= (unsigned)x.data[0];
    }
    return sum;
}

ITER_UNIQUE(distinct, ints, int, item, iter_hash((unsigned)key), key == other)
static struct distinct_slot slots[SLOTS];
HAND(unique) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        const int x = data->items[i];
        size_t at = iter_hash((unsigned)x) % SLOTS;
        while (slots[at].used && slots[at].key != x) at = (at + 1) % SLOTS;
        if (slots[at].used) continue;
        slots[at].key = x;
        slots[at].used = 1;
        sum += (unsigned)x;
    }
    return sum;
}
ITER(unique, distinct, distinct(ints(data->items, n), slots, SLOTS), sum += (unsigned)x)

/* The first ten even squares of ten million numbers; each run starts with another number. */
ITER_RANGE(naturals, long)
ITER_MAP(squares, naturals, long, (item * item))
ITER_FILTER(even, squares, item % 2 == 0)
ITER_TAKE(first_even, even)
HAND(first_ten) {
    unsigned sum = 0;
    (void)data;
    for (size_t i = 0; i < n / 16; i++) {
        int left = 10;
        for (long x = (long)i; x < 10000000; x++) {
            if (x * x % 2 != 0) continue;
            sum += (unsigned)(x * x);
            if (--left == 0) break;
        }
    }
    return sum;
}
unsigned first_ten_iter(const struct data *data, size_t n) {
    unsigned sum = 0;
    (void)data;
    for (size_t i = 0; i < n / 16; i++) {
        struct first_even pipeline = first_even(even(squares(naturals((long)i, 10000000, 1))), 10);
        GEN_FOR (x, first_even, &pipeline) {
            IN_BODY(&pipeline);
            sum += (unsigned)x;
        }
    }
    return sum;
}

/* A merge of sorted spans. By hand it is a heap, whose top is replaced by the next number of the same
 * span, which then sinks. */
ITER_KMERGE(streams_merged, ints, b < a)
static struct ints streams[STREAMS];
struct head {
    int value;
    const int *next, *end;
};
static inline void sink(struct head *heap, size_t length, size_t at) {
    const struct head moved = heap[at];
    for (size_t below; (below = 2 * at + 1) < length; at = below) {
        if (below + 1 < length && heap[below + 1].value < heap[below].value) below++;
        if (moved.value <= heap[below].value) break;
        heap[at] = heap[below];
    }
    heap[at] = moved;
}
HAND(kmerge) {
    struct head heap[STREAMS];
    size_t length = 0;
    unsigned sum = 0;
    if (n < STREAMS) return 0;
    for (; length < STREAMS; length++) {
        heap[length].value = *data->streams[length];
        heap[length].next = data->streams[length] + 1;
        heap[length].end = data->streams[length] + n / STREAMS;
    }
    for (size_t i = STREAMS / 2; i-- > 0;) sink(heap, length, i);
    while (length > 0) {
        sum = sum * 31 + (unsigned)heap->value;
        if (heap->next < heap->end)
            heap->value = *heap->next++;
        else
            *heap = heap[--length];
        sink(heap, length, 0);
    }
    return sum;
}
unsigned kmerge_iter(const struct data *data, size_t n) {
    struct streams_merged_entry heap[STREAMS];
    struct streams_merged pipeline = streams_merged(streams, heap, STREAMS);
    unsigned sum = 0;
    for (size_t i = 0; i < STREAMS; i++) streams[i] = ints(data->streams[i], n / STREAMS);
    GEN_FOR (x, streams_merged, &pipeline) {
        IN_BODY(&pipeline);
        sum = sum * 31 + (unsigned)x;
    }
    return sum;
}

/* The smallest numbers in order. By hand they are kept in a heap with the greatest on top. */
ITER_SMALLEST(least_of, ints, b < a)
static inline void sink_least(int *heap, size_t length, size_t at) {
    const int moved = heap[at];
    for (size_t below; (below = 2 * at + 1) < length; at = below) {
        if (below + 1 < length && heap[below + 1] > heap[below]) below++;
        if (moved >= heap[below]) break;
        heap[at] = heap[below];
    }
    heap[at] = moved;
}
static inline unsigned smallest_by_hand(const int *items, size_t n, int *heap, size_t size) {
    unsigned sum = 0;
    if (n < size) return 0;
    memcpy(heap, items, size * sizeof *heap);
    for (size_t i = size / 2; i-- > 0;) sink_least(heap, size, i);
    for (size_t i = size; i < n; i++) {
        if (items[i] >= *heap) continue;
        *heap = items[i];
        sink_least(heap, size, 0);
    }
    for (size_t length = size; length > 1;) {
        const int greatest = *heap;
        *heap = heap[--length];
        sink_least(heap, length, 0);
        heap[length] = greatest;
    }
    for (size_t i = 0; i < size; i++) sum = sum * 31 + (unsigned)heap[i];
    return sum;
}
#define SMALLEST(size) \
    HAND(smallest_##size) { \
        int heap[size]; \
        return smallest_by_hand(data->items, n, heap, size); \
    } \
    static struct least_of_entry smallest_##size[size]; \
    ITER(smallest_##size, least_of, least_of(ints(data->items, n), smallest_##size, size), \
         sum = sum * 31 + (unsigned)x)
SMALLEST(16)
SMALLEST(1000)

/* ---- Also with a terminal -------------------------------------------------------------------- */

ITER_CHUNKS(chunked, int)
ITER_FOLD(chunked_hash, chunked, unsigned, total * 31 + sum_of(item.data, item.length))
HAND(chunks) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i += SIZE)
        sum = sum * 31 + sum_of(data->items + i, least(n - i, SIZE));
    return sum;
}
BOTH(chunks, chunked, chunked(data->items, n, SIZE), chunked_hash,
     sum = sum * 31 + sum_of(x.data, x.length))

/* The same with a constant length. */
ITER_ARRAY_CHUNKS(eights, int, SIZE)
ITER_FOLD(eights_hash, eights, unsigned, total * 31 + sum_of(item.data, item.length))
HAND(array_chunks) {
    unsigned sum = 0;
    for (size_t i = 0; n - i >= SIZE; i += SIZE) sum = sum * 31 + sum_of(data->items + i, SIZE);
    return sum;
}
BOTH(array_chunks, eights, eights(data->items, n), eights_hash,
     sum = sum * 31 + sum_of(x.data, x.length))

/* The moving sum, and of each window the difference of its ends. */
ITER_ARRAY_WINDOWS(spans_of, int)
ITER_FOLD(spans_hash, spans_of, unsigned,
          total + (unsigned)(item.data[item.length - 1] ^ item.data[0]))
HAND(array_windows) {
    unsigned sum = 0;
    for (size_t i = SIZE - 1; i < n; i++)
        sum += (unsigned)(data->items[i] ^ data->items[i - (SIZE - 1)]);
    return sum;
}
BOTH(array_windows, spans_of, spans_of(data->items, n, SIZE), spans_hash,
     sum += (unsigned)(x.data[x.length - 1] ^ x.data[0]))
HAND(moving_sum) {
    unsigned sum = 0, moving = sum_of(data->items, SIZE - 1);
    for (size_t i = SIZE - 1; i < n; i++) {
        moving += (unsigned)data->items[i];
        sum ^= moving;
        moving -= (unsigned)data->items[i - (SIZE - 1)];
    }
    return sum;
}
unsigned moving_sum_iter(const struct data *data, size_t n) {
    struct spans_of pipeline = spans_of(data->items, n, SIZE);
    unsigned sum = 0, moving = sum_of(data->items, SIZE - 1);
    GEN_FOR (x, spans_of, &pipeline) {
        IN_BODY(&pipeline);
        moving += (unsigned)x.data[x.length - 1];
        sum ^= moving;
        moving -= (unsigned)x.data[0];
    }
    return sum;
}

ITER_INTERLEAVE(in_turn, ints, ints)
ITER_FOLD(in_turn_hash, in_turn, unsigned, total * 31 + (unsigned)item)
HAND(interleave) {
    unsigned sum = 0;
    for (size_t i = 0; i < n / 2; i++) {
        sum = sum * 31 + (unsigned)data->items[i];
        sum = sum * 31 + (unsigned)data->others[i];
    }
    return sum;
}
BOTH(interleave, in_turn, in_turn(ints(data->items, n / 2), ints(data->others, n / 2)),
     in_turn_hash, sum = sum * 31 + (unsigned)x)

ITER_DEDUPE(changes, ints, item == last)
ITER_SUM(changes_sum, changes, unsigned)
HAND(dedupe) {
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || data->runs[i] != data->runs[i - 1]) sum += (unsigned)data->runs[i];
    }
    return sum;
}
BOTH(dedupe, changes, changes(ints(data->runs, n)), changes_sum, sum += (unsigned)x)

ITER_RUN_LENGTH(lengths, ints, item == last)
ITER_FOLD(lengths_hash, lengths, unsigned, total * 31 + (unsigned)item.value * (unsigned)item.count)
HAND(run_length) {
    unsigned sum = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && data->runs[j] == data->runs[i];) j++;
        sum = sum * 31 + (unsigned)data->runs[i] * (unsigned)(j - i);
    }
    return sum;
}
BOTH(run_length, lengths, lengths(ints(data->runs, n)), lengths_hash,
     sum = sum * 31 + (unsigned)x.value * (unsigned)x.count)

/* ---- ...and more than one loop by hand ------------------------------------------------------- */

ITER_CHAIN(chained, ints, ints)
ITER_SUM(chained_sum, chained, unsigned)
HAND(chain) { return sum_of(data->items, n / 2) + sum_of(data->others, n / 2); }
BOTH(chain, chained, chained(ints(data->items, n / 2), ints(data->others, n / 2)), chained_sum,
     sum += (unsigned)x)

ITER_CHAIN(with_range, ints, range_mapped)
ITER_SUM(with_range_sum, with_range, unsigned)
HAND(chain_range) {
    unsigned sum = sum_of(data->items, n / 2);
    for (int i = 0; i < (int)(n / 2); i++) sum += (unsigned)(i ^ i >> 3);
    return sum;
}
BOTH(chain_range, with_range,
     with_range(ints(data->items, n / 2), range_mapped(range(0, (int)(n / 2), 1))), with_range_sum,
     sum += (unsigned)x)

ITER_CHAIN_ARRAY(parts, ints)
ITER_SUM(parts_sum, parts, unsigned)
static struct ints pieces[PIECES];
HAND(chain_array) {
    unsigned sum = 0;
    (void)data, (void)n;
    for (size_t i = 0; i < PIECES; i++) sum += sum_of(pieces[i].data_, pieces[i].length_);
    return sum;
}
BOTH(chain_array, parts, ((void)n, parts(pieces, PIECES)), parts_sum, sum += (unsigned)x)

ITER_SPAN(rows, struct row)
ITER_MAP(iterators, rows, struct ints, ints(item.data, item.length))
ITER_FLATTEN(flattened, iterators, ints)
ITER_SUM(flattened_sum, flattened, unsigned)
ITER_FLATMAP(cells, rows, ints, ints(item.data, item.length))
ITER_SUM(cells_sum, cells, unsigned)
static struct rows short_rows(const struct data *data, size_t n) {
    return rows(data->short_rows, n / SHORT_ITEMS * SHORT_ROWS);
}
static struct rows long_rows(const struct data *data, size_t n) {
    return rows(data->long_rows, n / LONG_ITEMS * LONG_ROWS);
}
static inline unsigned sum_of_rows(struct rows rows) {
    unsigned sum = 0;
    for (size_t i = 0; i < rows.length_; i++)
        sum += sum_of(rows.data_[i].data, rows.data_[i].length);
    return sum;
}
HAND(flatten_short) { return sum_of_rows(short_rows(data, n)); }
HAND(flatten_long) { return sum_of_rows(long_rows(data, n)); }
HAND(flatmap_short) { return sum_of_rows(short_rows(data, n)); }
HAND(flatmap_long) { return sum_of_rows(long_rows(data, n)); }
BOTH(flatten_short, flattened, flattened(iterators(short_rows(data, n))), flattened_sum,
     sum += (unsigned)x)
BOTH(flatten_long, flattened, flattened(iterators(long_rows(data, n))), flattened_sum,
     sum += (unsigned)x)
BOTH(flatmap_short, cells, cells(short_rows(data, n)), cells_sum, sum += (unsigned)x)
BOTH(flatmap_long, cells, cells(long_rows(data, n)), cells_sum, sum += (unsigned)x)

/* Batches of computed items: a hash that depends on where they end, and the sum of all. */
ITER_BATCH(batches, range_mapped)
ITER_FOLD(batches_hash, batches, unsigned, total * 31 + sum_of(item.data, item.length))
ITER_FOLD(batches_sum, batches, unsigned, total + sum_of(item.data, item.length))
HAND(batch) {
    int buffer[SIZE];
    size_t length = 0;
    unsigned sum = 0;
    (void)data;
    for (int i = 0; i < (int)n; i++) {
        buffer[length++] = i ^ i >> 3;
        if (length < SIZE) continue;
        sum = sum * 31 + sum_of(buffer, SIZE);
        length = 0;
    }
    return length > 0 ? sum * 31 + sum_of(buffer, length) : sum;
}
BOTH(batch, batches, batches(range_mapped(range(0, (int)n, 1)), (int[SIZE]){0}, SIZE), batches_hash,
     sum = sum * 31 + sum_of(x.data, x.length))
HAND(batch_all) {
    int buffer[SIZE];
    size_t length = 0;
    unsigned sum = 0;
    (void)data;
    for (int i = 0; i < (int)n; i++) {
        buffer[length++] = i ^ i >> 3;
        if (length < SIZE) continue;
        sum += sum_of(buffer, SIZE);
        length = 0;
    }
    return sum + sum_of(buffer, length);
}
BOTH(batch_all, batches, batches(range_mapped(range(0, (int)n, 1)), (int[SIZE]){0}, SIZE),
     batches_sum, sum += sum_of(x.data, x.length))

ITER_MERGE(merged, ints, ints, b < a)
ITER_FOLD(merged_hash, merged, unsigned, total * 31 + (unsigned)item)
HAND(merge) {
    const int *a = data->sorted, *b = data->sorted_too;
    const int *const a_end = a + n / 2, *const b_end = b + n / 2;
    unsigned sum = 0;
    while (a < a_end && b < b_end) sum = sum * 31 + (unsigned)(*b < *a ? *b++ : *a++);
    while (a < a_end) sum = sum * 31 + (unsigned)*a++;
    while (b < b_end) sum = sum * 31 + (unsigned)*b++;
    return sum;
}
BOTH(merge, merged, merged(ints(data->sorted, n / 2), ints(data->sorted_too, n / 2)), merged_hash,
     sum = sum * 31 + (unsigned)x)

/* The key of each group, and the sum of its items. */
ITER_GROUP_BY(groups, ints, int, item >> 1, key == other)
ITER_SUM(group_sum, groups_group, unsigned)
static inline unsigned sum_of_group(struct groups *of) {
    struct groups_group group = groups_group(of);
    unsigned sum;
    group_sum(&group, &sum);
    return sum;
}
ITER_FOLD(groups_hash, groups, unsigned, total * 31 + (unsigned)item + sum_of_group(self))
HAND(group_by) {
    unsigned sum = 0;
    for (size_t i = 0; i < n;) {
        const int key = data->runs[i] >> 1;
        sum = sum * 31 + (unsigned)key;
        for (; i < n && data->runs[i] >> 1 == key; i++) sum += (unsigned)data->runs[i];
    }
    return sum;
}
BOTH(group_by, groups, groups(ints(data->runs, n)), groups_hash, sum = sum * 31 + (unsigned)x;
     struct groups_group group = groups_group(&pipeline);
     GEN_FOR (item, groups_group, &group) sum += (unsigned)item)

void get_ready(const struct data *data, size_t n) {
    memset(slots, 0, sizeof slots);
    for (size_t i = 0; i < PIECES; i++) pieces[i] = ints(data->items + n / PIECES * i, n / PIECES);
}
