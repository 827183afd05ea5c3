// Each macro of iter_text.h, in the way of itertools.c. See run. The names in this file must not
// be those of iter_text.h.
#include "uses.h"
#include "iter_text.h"

static const char test_text[] = "1a\n2bc\n";
static long test_sink;

ITER_TEXT(t_text)
ITER_READ(t_read, int, USE(self_data_size, self->context-- > 0 && size > 0 ? (*data = 'a', 1) : 0))
ITER_FILE(t_file)
ITER_FROM(t_pieces, struct iter_text, int,
          self->context-- > 0 ? (item->data = test_text, item->length = 2, GEN_YIELDED) : GEN_DONE)
ITER_BYTES(t_bytes, t_pieces)
ITER_LINES_OF(t_lines_of, t_bytes)
ITER_SPLIT(t_split, t_read, USE(self, ' '))
ITER_WORDS(t_words, t_read, USE(self_item, item == ' '))
ITER_RECORDS(t_records, t_read, 2)
ITER_FRAMES(t_frames, t_text, 1, USE(self_header, header[0] - '0'))
ITER_CSV(t_rows, t_read, USE(self, ','))
ITER_LINES(t_lines)
ITER_FILE_LINES(t_file_lines)
ITER_FILE_CHUNKS(t_file_chunks, int)
ITER_MAP(t_lengths, t_lines, long, USE(self_item, (long)item.length))
ITER_WRITE_LINES(t_write, t_lines, int,
                 USE(context_data_size, (void)context, (void)data, (long)size))
ITER_WRITE_CSV(t_write_rows, t_rows, int, USE(none, ','),
               USE(context_data_size, (void)context, (void)data, (long)size))
ITER_SPAN(t_span, char)
ITER_UTF8(t_points, t_span)
ITER_UTF8_LOSSY(t_lossy, t_span)
ITER_JOIN(t_join, t_lines, USE(none, ", "))
ITER_JOIN_BY(t_join_by, t_lines, USE(none, ", "),
             USE(item_data_size, (*data = 'a', item.length > 0)))

// Pull all items.
#define PULL(stage, ...) \
    do { \
        struct stage test_made = __VA_ARGS__; \
        gen_status test_status = GEN_YIELDED; \
        GEN_FOR_STATUS (test_status, test_item, stage, &test_made) test_sink += sizeof test_item; \
        test_sink += test_status; \
    } while (0)
#define READ() t_read(3, test_buffer, sizeof test_buffer)

int main(void) {
    static char test_buffer[16];
    static struct iter_text test_fields[4];
    size_t test_length;
    struct t_lines test_lines = t_lines(test_text, sizeof test_text - 1);
    struct t_rows test_rows = t_rows(READ(), test_fields, 4);
    PULL(t_lengths, t_lengths(test_lines));
    PULL(t_lines_of, t_lines_of(t_bytes(t_pieces(2), test_buffer, 16)));
    PULL(t_split, t_split(READ()));
    PULL(t_points, t_points(t_span(test_text, 7)));
    PULL(t_lossy, t_lossy(t_span(test_text, 7)));
    PULL(t_words, t_words(READ()));
    PULL(t_records, t_records(READ()));
    PULL(t_frames, t_frames(t_text(test_text, 7)));
    test_sink += t_write(&test_lines, 0) + t_write_rows(&test_rows, 0);
    test_lines = t_lines(test_text, sizeof test_text - 1);
    test_sink += t_join(&test_lines, test_buffer, 16, &test_length);
    test_lines = t_lines(test_text, sizeof test_text - 1);
    test_sink += t_join_by(&test_lines, test_buffer, 16, &test_length);
    return uses_wrong();
}
