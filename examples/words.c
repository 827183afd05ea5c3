/* How often each word of a text occurs, in a table that grows; and the most frequent words. */
#include <stdio.h>
#include <stdlib.h>

#include "iter_table.h"
#include "iter_text.h"

ITER_TEXT(text)
ITER_WORDS(words, text, item == ' ')
ITER_TABLE_BY(counts, words, struct words_item, int, item, iter_hash_bytes(key.data, key.length),
              iter_same_bytes(key.data, key.length, other.data, other.length), value + 1)
ITER_SMALLEST(most_common, counts_entries, b.value > a.value)

int main(void) {
    static const char song[] = "row row row your boat gently down the stream "
                               "merrily merrily merrily merrily life is but a dream";
    struct words p = words(text(song, sizeof song - 1));
    struct counts table = counts_table(NULL, 0);
    struct most_common_entry buffer[2];
    gen_status status;
    while ((status = counts(&p, &table)) == GEN_E_FULL)
        if (counts_reserve(&table, table.count + 1, calloc, free) != GEN_DONE) break;
    printf("%d words\n", (int)table.count);
    struct most_common m = most_common(counts_entries(&table), buffer, 2);
    GEN_FOR (entry, most_common, &m)
        printf("%d %.*s\n", entry.value, (int)entry.key.length, entry.key.data);
    free(table.slots);
    return status == GEN_DONE ? 0 : 1;
}
