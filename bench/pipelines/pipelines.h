/* The pipelines of pipelines.c, over n items each. */
#ifndef BENCH_PIPELINES_H
#define BENCH_PIPELINES_H

#include <stddef.h>

enum { STREAMS = 8 };

struct row {
    const int *data;
    size_t length;
};

/* The input of the pipelines: n items each, none of them negative. */
struct data {
    const int *items, *others;
    const int *runs;                /* in runs of 1 to 8 equal items */
    const int *sorted, *sorted_too; /* n / 2 items each */
    const int *streams[STREAMS];    /* sorted, n / 8 items each */
    const struct row *short_rows;   /* of 1 to 8 items; 8 rows have 36 items */
    const struct row *long_rows;    /* of about 100 items; 4 rows have 400 */
};

enum { SHORT_ITEMS = 36, SHORT_ROWS = 8, LONG_ITEMS = 400, LONG_ROWS = 4 };

/* Each PIPELINE(name) has <name>_hand and, with GEN_FOR, <name>_iter. */
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
    PIPELINE(first_ten) \
    PIPELINE(moving_sum) \
    PIPELINE(kmerge) \
    PIPELINE(smallest_16) \
    PIPELINE(smallest_1000)

/* These also have <name>_fold, with a terminal, and in pipelines.rs <name>_rust and
 * <name>_rust_fold... */
#define COMPARED(PIPELINE) \
    PIPELINE(chunks) \
    PIPELINE(array_chunks) \
    PIPELINE(array_windows) \
    PIPELINE(interleave) \
    PIPELINE(dedupe) \
    PIPELINE(run_length)

/* ...and these too, which by hand are consecutive or nested loops. */
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

/* Empty the table of `unique`, and make the iterators of chain_array. Call it before
 * each pipeline. */
void get_ready(const struct data *data, size_t n);

#endif /* BENCH_PIPELINES_H */
