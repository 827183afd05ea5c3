/* load.c - a CSV file into the database:
 *
 *     csv -> calm -> wanted -> rows -> kept -> batches -> a transaction for each
 *
 * The transaction of a batch holds its rows and the place in the file after them. So whenever the
 * program is killed, the next run goes on after the rows that are in the database.
 */
#define _FILE_OFFSET_BITS 64
#define _POSIX_C_SOURCE 200809L
#include "etl.h"

#include "more_itertools.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* clang-format off */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS orders ("
    " id INTEGER PRIMARY KEY,"
    " customer TEXT NOT NULL,"
    " amount INTEGER NOT NULL," /* in cents */
    " ordered TEXT NOT NULL," /* YYYY-MM-DD */
    " note TEXT);"
    "CREATE TABLE IF NOT EXISTS loads (" /* how far each file is loaded */
    " file TEXT PRIMARY KEY,"
    " size INTEGER NOT NULL,"
    " head INTEGER NOT NULL," /* a hash of the first bytes */
    " offset INTEGER NOT NULL,"
    " line INTEGER NOT NULL,"
    " loaded INTEGER NOT NULL,"
    " rejected INTEGER NOT NULL,"
    " done INTEGER NOT NULL)";
static const char insert_sql[] =
    "INSERT INTO orders (id, customer, amount, ordered, note) VALUES (?, ?, ?, ?, ?)";
static const char get_sql[] =
    "SELECT size = ?2 AND head = ?3, offset, line, loaded, rejected, done"
    " FROM loads WHERE file = ?1";
static const char set_sql[] =
    "INSERT OR REPLACE INTO loads (file, size, head, offset, line, loaded, rejected, done)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
/* clang-format on */

/* ---- The file -------------------------------------------------------------------------------- */

static volatile sig_atomic_t stopped; /* by a signal */

static void stop(int signal_number) {
    (void)signal_number;
    stopped = 1;
}

#ifdef __clang__
#pragma clang diagnostic ignored "-Wdisabled-macro-expansion" /* sa_handler is such a macro */
#endif

/* A signal ends the load after the batch in hand, and a read that waits returns. The second signal
 * ends the program at once. */
static void catch_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    action.sa_flags = (int)SA_RESETHAND;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

/* The beginning is kept, to know the file again, also if it is a pipe. */
struct input {
    int fd;
    int64_t size;          /* 0 of a pipe */
    char head[1 << 16];    /* the first bytes... */
    size_t length, served; /* ...and how many of them have been handed out */
};

/* Read up to `size` bytes. A signal ends the input with -EINTR. */
static ptrdiff_t read_some(int fd, char *into, size_t size) {
    for (;;) {
        ssize_t const got = stopped ? -1 : read(fd, into, size);
        if (got >= 0) return got;
        if (stopped) return -EINTR;
        if (errno != EINTR) return -errno;
    }
}

/* csv_reader of the head of a struct input. */
static ptrdiff_t read_head(void *context, char *into, size_t size) {
    struct input *const input = (struct input *)context;
    size_t const left = input->length - input->served;
    if (size > left) size = left;
    memcpy(into, input->head + input->served, size);
    input->served += size;
    return (ptrdiff_t)size;
}

/* csv_reader of a struct input. */
static ptrdiff_t read_input(void *context, char *into, size_t size) {
    struct input *const input = (struct input *)context;
    if (input->served < input->length) return read_head(context, into, size);
    return read_some(input->fd, into, size);
}

/* Read the head. Return 0 or a negative error. */
static int open_input(struct input *input, const char *path) {
    struct stat about;
    ptrdiff_t got = 1;
    input->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0 || fstat(input->fd, &about) != 0) return -errno;
    input->size = S_ISREG(about.st_mode) ? (int64_t)about.st_size : 0;
    while (got > 0 && input->length < sizeof input->head) {
        got = read_some(input->fd, input->head + input->length, sizeof input->head - input->length);
        if (got > 0) input->length += (size_t)got;
    }
    return got < 0 ? (int)got : 0;
}

/* Go on at an offset, in a pipe by reading up to there. Return 0 or a negative error. */
static int skip_input(struct input *input, int64_t offset) {
    char dropped[1 << 16];
    int64_t left = offset - (int64_t)input->length;
    input->served = left < 0 ? (size_t)offset : input->length;
    if (left <= 0 || lseek(input->fd, (off_t)left, SEEK_CUR) >= 0) return 0;
    while (left > 0) {
        size_t const size = left < (int64_t)sizeof dropped ? (size_t)left : sizeof dropped;
        ptrdiff_t const got = read_some(input->fd, dropped, size);
        if (got <= 0) return got == 0 ? -ENODATA : (int)got;
        left -= got;
    }
    return 0;
}

/* FNV-1a of the head. */
static int64_t hash_of_head(const struct input *input) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < input->length; i++)
        hash = (hash ^ (unsigned char)input->head[i]) * 0x100000001B3u;
    return (int64_t)(hash >> 1);
}

/* ---- The pipeline ---------------------------------------------------------------------------- */

struct row {
    struct order order;
    const char *problem; /* NULL, or why the record is rejected */
    long line;
    struct csv_place end;
};

static struct row row_of(struct arena *arena, const struct csv_record *record) {
    struct row row = {.line = record->line, .end = record->end};
    row.problem = convert(arena, record, &row.order);
    return row;
}

/* A signal ends the rows, and the last batch is stored as any other. */
ITER_CATCH(calm, csv, error == -EINTR ? GEN_DONE : error)
ITER_TAKE_WHILE(wanted, calm, !stopped)
ITER_MAP_WITH(rows, wanted, struct row, struct arena *, row_of(self->context, &item))
ITER_LASTING(kept, rows) /* row_of has copied the texts */
ITER_BATCH_UNTIL(batches, kept, struct arena *, self->context->used >= BATCH_BYTES)

/* ---- The transactions ------------------------------------------------------------------------ */

static void bind_text(sqlite3_stmt *statement, int index, struct text text) {
    if (text.at == NULL)
        (void)sqlite3_bind_null(statement, index);
    else
        (void)sqlite3_bind_text(statement, index, text.at, (int)text.length, SQLITE_STATIC);
}

/* Store an order. Return SQLITE_OK, or the code of the error. */
static int insert_order(sqlite3_stmt *insert, const struct order *order) {
    (void)sqlite3_bind_int64(insert, 1 + ID, order->id);
    (void)sqlite3_bind_int64(insert, 1 + AMOUNT, order->amount);
    bind_text(insert, 1 + CUSTOMER, order->customer);
    bind_text(insert, 1 + ORDERED, order->ordered);
    bind_text(insert, 1 + NOTE, order->note);
    (void)sqlite3_step(insert);
    return sqlite3_reset(insert);
}

enum { SHOWN = 10 }; /* of the rejected records */

struct progress {
    struct csv_place place; /* what is before it has been committed */
    int64_t loaded, rejected;
    bool done;
};

struct load {
    const struct load_options *options;
    const char *path, *name; /* of the file, for messages and for the table */
    struct input input;
    int64_t head; /* its hash */
    struct database db;
    sqlite3_stmt *insert, *get, *set;
    struct progress progress;
    int64_t problems; /* in this run */
    bool halted;      /* by the first one */
};

/* Check the header, and return whether it is right. *start is then the place after it. */
static bool check_header(struct load *load, struct csv_place *start) {
    struct input *const input = &load->input;
    struct csv_field fields[COLUMNS];
    struct csv_record record = {.line = 1};
    bool const has_mark = input->length >= 3 && memcmp(input->head, "\xEF\xBB\xBF", 3) == 0;
    start->offset = has_mark ? 3 : 0;
    start->line = 1;
    input->served = (size_t)start->offset;
    struct csv c = csv_of(read_head, input, fields, COLUMNS, *start);
    bool right =
        csv_next(&c, &record) == GEN_YIELDED && record.problem == NULL && record.count == COLUMNS;
    for (int i = 0; i < COLUMNS && right; i++)
        right = fields[i].length == strlen(columns[i]) &&
                memcmp(fields[i].at, columns[i], fields[i].length) == 0;
    (void)csv_close(&c);
    *start = record.end;
    if (!right)
        fprintf(stderr, "etl: %s:%ld: the header is not %s\n", load->path, record.line, header);
    return right;
}

/* Read the place from the table. Return SQLITE_ROW, SQLITE_DONE if the file is new, or an error.
 * `same` is whether the file looks as it did. */
static int get_progress(const struct load *load, struct progress *progress, bool *same) {
    sqlite3_stmt *const get = load->get;
    (void)sqlite3_bind_text(get, 1, load->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(get, 2, load->input.size);
    (void)sqlite3_bind_int64(get, 3, load->head);
    int const code = sqlite3_step(get);
    if (code == SQLITE_ROW) {
        *same = sqlite3_column_int(get, 0) != 0;
        progress->place.offset = sqlite3_column_int64(get, 1);
        progress->place.line = (long)sqlite3_column_int64(get, 2);
        progress->loaded = sqlite3_column_int64(get, 3);
        progress->rejected = sqlite3_column_int64(get, 4);
        progress->done = sqlite3_column_int(get, 5) != 0;
    }
    (void)sqlite3_reset(get);
    return code;
}

/* Write the place into the table, and commit the transaction. */
static bool commit(struct load *load, const struct progress *progress) {
    sqlite3_stmt *const set = load->set;
    (void)sqlite3_bind_text(set, 1, load->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(set, 2, load->input.size);
    (void)sqlite3_bind_int64(set, 3, load->head);
    (void)sqlite3_bind_int64(set, 4, progress->place.offset);
    (void)sqlite3_bind_int64(set, 5, progress->place.line);
    (void)sqlite3_bind_int64(set, 6, progress->loaded);
    (void)sqlite3_bind_int64(set, 7, progress->rejected);
    (void)sqlite3_bind_int(set, 8, progress->done);
    (void)sqlite3_step(set);
    if (sqlite3_reset(set) != SQLITE_OK) return database_failed(&load->db);
    if (!execute(&load->db, "COMMIT")) return false;
    load->progress = *progress;
    return true;
}

/* Find out where to begin. A transaction that is not committed ends with the program. */
static bool begin(struct load *load, struct csv_place start) {
    struct progress found = {.place = start};
    bool same = false;
    if (!execute(&load->db, "BEGIN IMMEDIATE") || !execute(&load->db, schema) ||
        !prepare(&load->db, insert_sql, &load->insert) ||
        !prepare(&load->db, get_sql, &load->get) || !prepare(&load->db, set_sql, &load->set))
        return false;
    int const code = get_progress(load, &found, &same);
    if (code != SQLITE_ROW && code != SQLITE_DONE) return database_failed(&load->db);
    if (code == SQLITE_ROW && !same && !found.done && !load->options->restart) {
        fprintf(stderr,
                "etl: %s: the file has changed since %" PRId64 " of its rows were loaded;"
                " --restart begins anew\n",
                load->path, found.loaded);
        return false;
    }
    if (load->options->restart || !same) {
        struct progress const none = {.place = start};
        found = none;
    }
    return commit(load, &found);
}

/* Open the transaction of a batch, unless another process has gone on from our place. */
static bool begin_batch(const struct load *load) {
    struct progress now = load->progress;
    bool same = false;
    if (!execute(&load->db, "BEGIN IMMEDIATE")) return false;
    int const code = get_progress(load, &now, &same);
    if (code != SQLITE_ROW && code != SQLITE_DONE) return database_failed(&load->db);
    if (same && now.place.offset == load->progress.place.offset) return true;
    fprintf(stderr, "etl: %s: another process is loading this file\n", load->path);
    return false;
}

/* Report a rejected record. */
static void reject(struct load *load, long line, const char *problem) {
    if (load->problems++ < SHOWN) fprintf(stderr, "etl: %s:%ld: %s\n", load->path, line, problem);
}

/* Store a batch, and the place after it, in one transaction. */
static bool store(struct load *load, const struct row *batch, size_t length) {
    struct progress next = load->progress;
    if (!begin_batch(load)) return false;
    for (size_t i = 0; i < length && !load->halted; i++) {
        const struct row *const row = &batch[i];
        const char *problem = row->problem;
        if (problem == NULL) {
            int const code = insert_order(load->insert, &row->order);
            if (code == SQLITE_CONSTRAINT_PRIMARYKEY)
                problem = "column id: the table has this id already";
            else if (code != SQLITE_OK)
                return database_failed(&load->db);
        }
        if (problem != NULL) reject(load, row->line, problem);
        if (problem != NULL && load->options->strict) {
            load->halted = true;
        } else {
            next.loaded += problem == NULL;
            next.rejected += problem != NULL;
            next.place = row->end;
        }
    }
    return commit(load, &next);
}

/* Load what is behind the place, and return whether it is all. */
static bool load_rows(struct load *load) {
    iter_count const size = load->options->batch;
    struct arena arena = {malloc(ARENA_BYTES), 0};
    struct row *const buffer = calloc((size_t)size, sizeof *buffer);
    struct csv_field fields[COLUMNS];
    gen_status status = skip_input(&load->input, load->progress.place.offset);
    if (arena.at == NULL || buffer == NULL) status = -ENOMEM;
    if (status == 0) {
        struct csv records =
            csv_of(read_input, &load->input, fields, COLUMNS, load->progress.place);
        struct batches all =
            batches(kept(rows(wanted(calm(records)), &arena)), buffer, size, &arena);
        GEN_FOR_STATUS (status, batch, batches, &all) {
            if (!store(load, batch.data, batch.length) || load->halted) break;
            arena.used = 0;
        }
        (void)batches_close(&all);
    }
    free(buffer);
    free(arena.at);
    if (status < 0 && status != -EINTR)
        fprintf(stderr, "etl: %s: %s\n", load->path, strerror(-status));
    if (status != GEN_DONE || stopped) return false;
    struct progress last = load->progress;
    last.done = true;
    return begin_batch(load) && commit(load, &last);
}

static void report(const struct load *load) {
    const struct progress *const p = &load->progress;
    if (load->problems > SHOWN)
        fprintf(stderr, "etl: %s: %" PRId64 " more like these\n", load->path,
                load->problems - SHOWN);
    fprintf(stderr, "etl: %s: %" PRId64 " rows loaded, %" PRId64 " rejected\n", load->path,
            p->loaded, p->rejected);
    if (!p->done)
        fprintf(stderr, "etl: %s: not finished; the same command goes on at line %ld\n", load->path,
                p->place.line);
}

int load(const struct load_options *options) {
    const char *const slash = strrchr(options->file, '/');
    static struct load self;
    struct csv_place start;
    self.options = options;
    self.path = strcmp(options->file, "-") == 0 ? "(standard input)" : options->file;
    self.name = slash != NULL ? slash + 1 : options->file;
    catch_signals();
    int const error = open_input(&self.input, options->file);
    if (error != 0) {
        fprintf(stderr, "etl: %s: %s\n", self.path, strerror(-error));
        return stopped ? EXIT_STOPPED : EXIT_FAILURE;
    }
    self.head = hash_of_head(&self.input);
    if (!check_header(&self, &start)) return EXIT_FAILURE;
    if (open_database(&self.db, options->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) &&
        begin(&self, start)) {
        if (self.progress.done)
            fprintf(stderr, "etl: %s: this file is loaded already\n", self.path);
        else if (self.progress.place.offset != start.offset)
            fprintf(stderr, "etl: %s: going on at line %ld\n", self.path, self.progress.place.line);
        if (!self.progress.done) (void)load_rows(&self);
        report(&self);
    }
    (void)sqlite3_finalize(self.insert);
    (void)sqlite3_finalize(self.get);
    (void)sqlite3_finalize(self.set);
    (void)sqlite3_close(self.db.sqlite);
    (void)close(self.input.fd);
    if (!self.progress.done) return stopped ? EXIT_STOPPED : EXIT_FAILURE;
    return self.progress.rejected == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
