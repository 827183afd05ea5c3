/* etl.h - what the files of etl share. */
#ifndef ETL_H
#define ETL_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include "csv.h"

/* ---- order.c: an order, and how it is made of a record --------------------------------------- */

enum { ID, CUSTOMER, AMOUNT, ORDERED, NOTE, COLUMNS };

extern const char *const columns[COLUMNS];
extern const char header[];

struct text {
    const char *at; /* NULL is SQL's NULL */
    size_t length;
};

struct order {
    int64_t id, amount; /* in cents: no binary fraction is exact */
    struct text customer, ordered, note;
};

/* The memory into which the texts of one batch are copied. It never moves, and is large enough for BATCH_BYTES
 * and one record of any size: pages that nobody writes to take no memory. */
struct arena {
    char *at;
    size_t used;
};

enum { MESSAGE = 200, BATCH_BYTES = 1 << 20, ARENA_BYTES = BATCH_BYTES + CSV_LIMIT + MESSAGE };

/* Convert a record; return NULL, or why it is rejected. Texts are copied into the arena. */
const char *convert(struct arena *arena, const struct csv_record *record, struct order *order);

/* ---- database.c: SQLite, which reports its errors -------------------------------------------- */

struct database {
    const char *path;
    sqlite3 *sqlite;
};

/* Report the last error, and return false. */
bool database_failed(const struct database *db);

/* Each of these returns whether it went well. */
bool open_database(struct database *db, const char *path, int flags);
bool execute(const struct database *db, const char *sql);
bool prepare(const struct database *db, const char *sql, sqlite3_stmt **statement);

/* ---- load.c and dump.c: the commands, which return the exit status --------------------------- */

enum { EXIT_USAGE = 2, EXIT_STOPPED = 130 };

struct load_options {
    const char *file, *database;
    iter_count batch;
    bool strict, restart;
};

int load(const struct load_options *options);
int dump(const char *database, const char *customer);

#endif
