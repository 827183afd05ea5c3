/* database.c - SQLite, which reports its errors. */
#include "etl.h"

#include <stdio.h>

bool database_failed(const struct database *db) {
    fprintf(stderr, "etl: %s: %s\n", db->path, sqlite3_errmsg(db->sqlite));
    return false;
}

bool open_database(struct database *db, const char *path, int flags) {
    db->path = path;
    if (sqlite3_open_v2(path, &db->sqlite, flags, NULL) != SQLITE_OK) return database_failed(db);
    (void)sqlite3_extended_result_codes(db->sqlite, 1);
    (void)sqlite3_busy_timeout(db->sqlite, 1000);
    return true;
}

bool execute(const struct database *db, const char *sql) {
    return sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK || database_failed(db);
}

bool prepare(const struct database *db, const char *sql, sqlite3_stmt **statement) {
    return sqlite3_prepare_v2(db->sqlite, sql, -1, statement, NULL) == SQLITE_OK ||
           database_failed(db);
}
