/* dump.c - the orders of a database, from a cursor that a generator owns, as CSV. */
#include "etl.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The orders of a table: a generator owns the cursor. */
struct stream_rows {
    struct gen gen;
    const struct database *db;
    const char *customer; /* NULL: all of them */
    sqlite3_stmt *cursor;
    int code;
};

static struct text column_text(sqlite3_stmt *cursor, int column) {
    const unsigned char *const at = sqlite3_column_text(cursor, column);
    struct text const text = {(const char *)at, (size_t)sqlite3_column_bytes(cursor, column)};
    return text;
}

static struct order column_order(sqlite3_stmt *cursor) {
    struct order const order = {
        .id = sqlite3_column_int64(cursor, ID),
        .amount = sqlite3_column_int64(cursor, AMOUNT),
        .customer = column_text(cursor, CUSTOMER),
        .ordered = column_text(cursor, ORDERED),
        .note = column_text(cursor, NOTE),
    };
    return order;
}

GEN(stream_rows, struct order) {
    GEN_BEGIN();
    if (!prepare(self->db,
                 "SELECT id, customer, amount, ordered, note FROM orders"
                 " WHERE ?1 IS NULL OR customer = ?1 ORDER BY id",
                 &self->cursor))
        GEN_RAISE(-EIO);
    GEN_TRY {
        (void)sqlite3_bind_text(self->cursor, 1, self->customer, -1, SQLITE_STATIC);
        while ((self->code = sqlite3_step(self->cursor)) == SQLITE_ROW)
            GEN_YIELD(column_order(self->cursor));
        if (self->code != SQLITE_DONE) {
            (void)database_failed(self->db);
            GEN_RAISE(-EIO);
        }
    }
    GEN_FINALLY { (void)sqlite3_finalize(self->cursor); }
    GEN_END_TRY;
    GEN_END();
}

/* The next step of the cursor overwrites the texts. */
ITER_FLEETING(orders, stream_rows)

/* Write a field. NULL is an empty field without quotes, an empty text is one with them. */
static void put_text(struct text text) {
    if (text.at == NULL) return;
    const char *at = text.at, *const end = at + text.length;
    bool quoted = text.length == 0;
    for (size_t i = 0; i < text.length && !quoted; i++)
        quoted = at[i] == ',' || at[i] == '"' || at[i] == '\n' || at[i] == '\r';
    if (quoted) putchar('"');
    for (const char *quote; (quote = memchr(at, '"', (size_t)(end - at))) != NULL; at = quote + 1) {
        fwrite(at, 1, (size_t)(quote - at), stdout);
        fputs("\"\"", stdout);
    }
    fwrite(at, 1, (size_t)(end - at), stdout);
    if (quoted) putchar('"');
}

static void put_order(const struct order *order) {
    uint64_t const cents =
        order->amount < 0 ? 0 - (uint64_t)order->amount : (uint64_t)order->amount;
    printf("%" PRId64 ",", order->id);
    put_text(order->customer);
    printf(",%s%" PRIu64 ".%02" PRIu64 ",", order->amount < 0 ? "-" : "", cents / 100, cents % 100);
    put_text(order->ordered);
    putchar(',');
    put_text(order->note);
    putchar('\n');
}

int dump(const char *path, const char *customer) {
    struct database db;
    gen_status status = -EIO;
    int error = 0;
    /* not read-only: after a crash the first to open a database repairs it */
    if (open_database(&db, path, SQLITE_OPEN_READWRITE)) {
        struct stream_rows all = {.db = &db, .customer = customer};
        struct orders cursor = orders(all);
        printf("%s\n", header);
        GEN_FOR_STATUS (status, order, orders, &cursor) {
            put_order(&order);
            if (ferror(stdout)) break;
        }
        if (ferror(stdout) || fflush(stdout) != 0) error = errno;
        (void)orders_close(&cursor);
    }
    (void)sqlite3_close(db.sqlite);
    if (error != 0) fprintf(stderr, "etl: standard output: %s\n", strerror(error));
    return status == GEN_DONE && error == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
