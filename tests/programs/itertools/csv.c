/* Rows of CSV. */
#include "items.h"

#include "feed.h"

ITER_READ(input, char, read_feed(data, size))
ITER_CSV(rows, input, ',')
static char buffer[8], larger[24];
static struct iter_text fields[3];

static void tell_rows(struct rows *p) {
    rows_item row;
    gen_status status;
    size_t i;
    while ((status = rows_next(p, &row)) == GEN_YIELDED) {
        for (i = 0; i < row.length; i++) tell(row.data[i].data, row.data[i].length);
        note(';');
    }
    note(letter_of(status));
}

static void a_row_has_fields(void) {
    struct rows p = rows(input(0, larger, sizeof larger), fields, 3);
    feed = "a,,c\r\n\n\"x,|\n\"\"y\"\"\",z\n\"\n\"";
    tell_rows(&p);
    CHECK_LOG("[a][][c];;[x,/\"y\"][z];[/];D");
    CHECK_EQ((long)rows_number(&p), 4);
    CHECK_EQ((long)rows_line(&p), 6);
    CHECK_EQ((long)rows_column(&p), 2);
}

static void a_mistake_in_a_row_has_a_place(void) {
    struct rows p = rows(input(0, larger, sizeof larger), fields, 3);
    struct rows q = rows(input(0, larger, sizeof larger), fields, 3);
    feed = "a\nb,\"c\n\"d";
    tell_rows(&p);
    CHECK_LOG("[a];A");
    CHECK_EQ((long)rows_line(&p), 3);
    CHECK_EQ((long)rows_column(&p), 2);
    tell_rows(&p);
    CHECK_LOG("D");
    feed = "a,\"b";
    tell_rows(&q);
    CHECK_LOG("A");
    CHECK_EQ((long)rows_column(&q), 5);
}

static void a_row_with_many_fields_waits(void) {
    static struct iter_text more[5];
    struct rows p = rows(input(0, larger, sizeof larger), fields, 3);
    struct rows q = rows(input(0, larger, sizeof larger), fields, 3);
    feed = "a,b\na,b,\"c\"\"\",d,e\nf";
    tell_rows(&p);
    CHECK_LOG("[a][b];F");
    CHECK_EQ(rows_fields(&p, more, 0), GEN_E_ARG);
    CHECK_EQ(rows_fields(&p, more, 5), GEN_DONE);
    tell_rows(&p);
    CHECK_LOG("[a][b][c\"][d][e];[f];D");
    feed = "a,b,c,d,e\nf";
    tell_rows(&q);
    rows_skip(&q);
    tell_rows(&q);
    CHECK_LOG("F[f];D");
}

static void a_quote_that_is_never_closed_is_not_left_out(void) {
    struct rows p = rows(input(0, buffer, sizeof buffer), fields, 3);
    feed = "\"a longer row\nb\n";
    tell_rows(&p);
    rows_skip(&p);
    tell_rows(&p);
    tell_rows(&p);
    CHECK_LOG("FAD");
}

static void what_cannot_be_made_is_refused(void) {
    CHECK_REFUSED_WHEN_MADE(rows, rows(input(0, buffer, 5), NULL, 5));
}

void run_tests(void) {
    RUN(a_row_has_fields);
    RUN(a_mistake_in_a_row_has_a_place);
    RUN(a_row_with_many_fields_waits);
    RUN(a_quote_that_is_never_closed_is_not_left_out);
    RUN(what_cannot_be_made_is_refused);
}
