/* Check the promises of promises.h for each stage over several iterators. */
#include "promises.h"

#include "iter_table.h"
#include "more_itertools.h"

ITER_SPAN(digits, int)
static const int some_digits[] = {4, 0, 7};

static struct script of_script;
static struct digits of_two, of_three;
#define WITH(text, made) \
    ((void)(of_script = make_script(text), of_two = digits(some_digits, 2)), \
     (void)(of_three = digits(some_digits, 3)), made)

#define FIELDS(x) ('0' + (long)(x).first + 3 * (long)(x).second)

#define THIRD(x) ('0' + (long)(x).first + 3 * (long)(x).third)

/* The same of a join, in which the first or the second may be missing. */
#define JOINED(x) \
    ('0' + ((x).has_first ? (long)(x).first : 20L) + 3 * ((x).has_second ? (long)(x).second : 20L))

ITER_ZIP(zipped, script, digits)
ITER_ZIP(zipped_right, digits, script)
ITER_ZIP_STRICT(zipped_strict, script, digits)
ITER_ZIP_LONGEST(zipped_longest, script, digits)
ITER_ZIP_LONGEST(zipped_longest_right, digits, script)
ITER_ZIP_N(zipped_n, script, digits, digits)
ITER_ZIP_N(zipped_n_right, digits, digits, script)
ITER_COMPRESS(compressed, script, digits)
ITER_COMPRESS(compressed_right, digits, script)
ITER_MERGE(merged, script, digits, b < a)
ITER_MERGE(merged_right, digits, script, b < a)
ITER_MERGE_JOIN(joined, script, digits, a - b)
ITER_MERGE_JOIN(joined_right, digits, script, a - b)
ITER_CHAIN(chained, digits, script, digits)
ITER_FILTER(chained_filtered, chained, item != 4)
ITER_MAP(chained_mapped, chained_filtered, int, item + 1)
ITER_TAP(chained_tapped, chained_mapped, (void)item)
ITER_INTERLEAVE(interleaved, digits, script, digits)
ITER_REPEAT(repeated, int)
ITER_FLATMAP(flatmapped, script, repeated, repeated(item, item % 3))
ITER_FLATMAP_WITH(flatmapped_with, script, repeated, int, repeated(item, item % self->context))
ITER_MAP(rows, script, struct repeated, repeated(item, item % 3))
ITER_FLATTEN(flattened, rows, repeated)
ITER_CHAIN_ARRAY(chained_array, script)
ITER_PRODUCT(product, script, digits)
ITER_PRODUCT(product_right, digits, script)
ITER_KMERGE(kmerged, script, b < a)
ITER_IF_EMPTY(either, script, digits)
ITER_TAKE(no_digits, digits)
ITER_IF_EMPTY(either_right, no_digits, script)

static struct script alone[2];
static struct kmerged_entry entries[2];
static struct script *next_alone(const char *text) {
    static unsigned turn;
    turn++;
    alone[turn % 2] = make_script(text);
    return &alone[turn % 2];
}

STAGE(zipped, WITH(text, zipped(of_script, of_three)), FIELDS)
STAGE(zipped_right, WITH(text, zipped_right(of_three, of_script)), FIELDS)
STAGE(zipped_strict, WITH(text, zipped_strict(of_script, of_three)), FIELDS)
STAGE(zipped_longest, WITH(text, zipped_longest(of_script, of_three, 1, 2)), FIELDS)
STAGE(zipped_longest_right, WITH(text, zipped_longest_right(of_three, of_script, 1, 2)), FIELDS)
STAGE(zipped_n, WITH(text, zipped_n(of_script, of_three, of_three)), FIELDS)
STAGE(zipped_n_right, WITH(text, zipped_n_right(of_three, of_two, of_script)), THIRD)
STAGE(compressed, WITH(text, compressed(of_script, of_three)), PLAIN)
STAGE(compressed_right, WITH(text, compressed_right(of_three, of_script)), PLAIN)
STAGE(merged, WITH(text, merged(of_script, of_three)), PLAIN)
STAGE(merged_right, WITH(text, merged_right(of_three, of_script)), PLAIN)
STAGE(joined, WITH(text, joined(of_script, of_three)), JOINED)
STAGE(joined_right, WITH(text, joined_right(of_three, of_script)), JOINED)
STAGE(chained, WITH(text, chained(of_two, of_script, of_three)), PLAIN)
STAGE(chained_tapped,
      WITH(text,
           chained_tapped(chained_mapped(chained_filtered(chained(of_two, of_script, of_three))))),
      PLAIN)
STAGE(interleaved, WITH(text, interleaved(of_two, of_script, of_three)), PLAIN)
STAGE(flatmapped, flatmapped(make_script(text)), PLAIN)
STAGE(flatmapped_with, flatmapped_with(make_script(text), 4), PLAIN)
STAGE_WITH_BUFFER(chained_array, chained_array(next_alone(text), 1), PLAIN)
STAGE(flattened, WITH(text, flattened(rows(of_script))), PLAIN)
STAGE_WITH_BUFFER(kmerged, kmerged(next_alone(text), entries, 1), PLAIN)
STAGE(either, WITH(text, either(of_script, of_three)), PLAIN)
STAGE(either_right, WITH(text, either_right(no_digits(of_two, 0), of_script)), PLAIN)
STAGE(product, WITH(text, product(of_script, of_three)), FIELDS)
STAGE(product_right, WITH(text, product_right(of_two, of_script)), FIELDS)

void run_tests(void) {
    RUN(zipped_keeps_what_every_stage_promises);
    RUN(zipped_right_keeps_what_every_stage_promises);
    RUN(zipped_strict_keeps_what_every_stage_promises);
    RUN(zipped_longest_keeps_what_every_stage_promises);
    RUN(zipped_longest_right_keeps_what_every_stage_promises);
    RUN(zipped_n_keeps_what_every_stage_promises);
    RUN(zipped_n_right_keeps_what_every_stage_promises);
    RUN(compressed_keeps_what_every_stage_promises);
    RUN(compressed_right_keeps_what_every_stage_promises);
    RUN(merged_keeps_what_every_stage_promises);
    RUN(merged_right_keeps_what_every_stage_promises);
    RUN(joined_keeps_what_every_stage_promises);
    RUN(joined_right_keeps_what_every_stage_promises);
    RUN(chained_keeps_what_every_stage_promises);
    RUN(chained_tapped_keeps_what_every_stage_promises);
    RUN(interleaved_keeps_what_every_stage_promises);
    RUN(flatmapped_keeps_what_every_stage_promises);
    RUN(flatmapped_with_keeps_what_every_stage_promises);
    RUN(kmerged_keeps_what_every_stage_promises);
    RUN(either_keeps_what_every_stage_promises);
    RUN(either_right_keeps_what_every_stage_promises);
    RUN(product_keeps_what_every_stage_promises);
    RUN(product_right_keeps_what_every_stage_promises);
    RUN(flattened_keeps_what_every_stage_promises);
    RUN(chained_array_keeps_what_every_stage_promises);
}
