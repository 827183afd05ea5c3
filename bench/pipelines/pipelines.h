/* The pipelines of pipelines.c: each over n items. */
#ifndef BENCH_PIPELINES_H
#define BENCH_PIPELINES_H

#include <stddef.h>

struct row {
    const int *data;
    size_t length;
};

/* What they go over: n items each, of which no item is less than 0. */
struct data {
    const int *items, *others;
    const int *runs;                /* of 1 to 8 equal ones */
    const int *sorted, *sorted_too; /* n / 2 each */
    const struct row *short_rows;   /* of 1 to 8, 8 rows to 36 items */
    const struct row *long_rows;    /* of about 100, 4 rows to 400 items */
};

enum { SHORT_ITEMS = 36, SHORT_ROWS = 8, LONG_ITEMS = 400, LONG_ROWS = 4 };

/* Each PIPELINE(name) has <name>_hand and, by GEN_FOR, <name>_iter. */
#define PIPELINES(PIPELINE) \
    PIPELINE(span_map_filter) \
    PIPELINE(range_map_filter) \
    PIPELINE(gen_map_filter) \
    PIPELINE(filter_map) \
    PIPELINE(take_while) \
    PIPELINE(slice) \
    PIPELINE(slice_by_3) \
    PIPELINE(take) \
    PIPELINE(enumerate) \
    PIPELINE(zip) \
    PIPELINE(accumulate) \
    PIPELINE(pairwise) \
    PIPELINE(window) \
    PIPELINE(unique) \
    PIPELINE(first_ten)

/* These also <name>_fold, by a terminal, and in pipelines.rs <name>_rust and <name>_rust_fold... */
#define COMPARED(PIPELINE) \
    PIPELINE(chunks) \
    PIPELINE(interleave) \
    PIPELINE(dedupe) \
    PIPELINE(run_length)

/* ...and these, by hand a loop after another, or in another. */
#define COMBINED(PIPELINE) \
    PIPELINE(chain) \
    PIPELINE(chain_range) \
    PIPELINE(chain_array) \
    PIPELINE(flatten_short) \
    PIPELINE(flatten_long) \
    PIPELINE(flatmap_short) \
    PIPELINE(flatmap_long) \
    PIPELINE(batch) \
    PIPELINE(batch_all) \
    PIPELINE(merge) \
    PIPELINE(group_by)

#define PIPELINE_DECLARE(name) \
    unsigned name##_hand(const struct data *data, size_t n); \
    unsigned name##_iter(const struct data *data, size_t n);
PIPELINES(PIPELINE_DECLARE)
#define COMPARED_DECLARE(name) \
    PIPELINE_DECLARE(name) \
    unsigned name##_fold(const struct data *data, size_t n); \
    unsigned name##_rust(const struct data *data, size_t n); \
    unsigned name##_rust_fold(const struct data *data, size_t n);
COMPARED(COMPARED_DECLARE)
COMBINED(COMPARED_DECLARE)

/* Before each call: empties the table of `unique`, and makes the iterators of chain_array. */
void get_ready(const struct data *data, size_t n);

#endif /* BENCH_PIPELINES_H */
