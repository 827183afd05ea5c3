/* The output of logpipe: errors, alerts, the most frequent, the histogram, the totals. */
#define _POSIX_C_SOURCE 200809L
#include "logpipe.h"

#include "chart.h"
#include "iter_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { SHOWN_MALFORMED = 5, SHOWN_LENGTH = 60, MOST_ROWS = 40 };

/* ---- Texts of unknown origin ----------------------------------------------------------------- */

/* Return the length of the character of UTF-8 that begins here, or 0. */
static size_t character(const unsigned char *at, size_t left) {
    static const unsigned char least[] = {0, 0, 0xC2, 0xE0, 0xF0};
    size_t const length = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
    if (length == 1) return 1;
    if (length > left || *at < least[length] || *at > 0xF4) return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    if (*at == 0xE0 && at[1] < 0xA0) return 0; /* longer than need be */
    if (*at == 0xED && at[1] > 0x9F) return 0; /* half of a character of UTF-16 */
    if (*at == 0xF0 && at[1] < 0x90) return 0;
    if (*at == 0xF4 && at[1] > 0x8F) return 0; /* beyond the last one */
    return length;
}

/* Print a text so that it cannot do anything to a terminal, or as what stands between the quotes of
 * a JSON string. A byte that is not UTF-8 is shown as \xFF, which the servers write, too. */
static void print_text(FILE *to, struct text text, int json) {
    const unsigned char *at = (const unsigned char *)text.at;
    size_t length;
    for (size_t left = text.length; left > 0; at += length, left -= length) {
        int const control = *at < 0x20 || *at == 0x7F || (*at == 0xC2 && left > 1 && at[1] < 0xA0);
        unsigned const code = *at == 0xC2 && left > 1 ? at[1] : *at; /* of a control character */
        length = character(at, left);
        if (length == 0) {
            length = 1;
            fprintf(to, json ? "\\\\x%02X" : "\\x%02X", (unsigned)*at);
        } else if (control && json) {
            fprintf(to, "\\u%04X", code);
        } else if (control) {
            fprintf(to, length == 1 ? "\\x%02X" : "\\u%04X", code);
        } else {
            if (json && (*at == '"' || *at == '\\')) putc('\\', to);
            fwrite(at, 1, length, to);
        }
    }
}

/* Print a number with commas between its thousands. */
static void print_number(FILE *to, long number) {
    if (number >= 1000) {
        print_number(to, number / 1000);
        fprintf(to, ",%03ld", number % 1000);
    } else {
        fprintf(to, "%ld", number);
    }
}

static void print_count(FILE *to, const char *before, long number, const char *one,
                        const char *several) {
    fputs(before, to);
    print_number(to, number);
    fprintf(to, " %s", number == 1 ? one : several);
}

/* ---- Errors ---------------------------------------------------------------------------------- */

void report_error(struct job *job, const char *file, const char *why) {
    job->failed = 1;
    progress_hide(&job->progress);
    (void)fflush(stdout);
    if (file == NULL)
        fprintf(stderr, "logpipe: %s\n", why);
    else
        fprintf(stderr, "logpipe: %s: %s\n", file, why);
}

void report_malformed(struct job *job, long line, struct text text) {
    size_t const length = text.length;
    if (job->malformed++ >= SHOWN_MALFORMED) return;
    progress_hide(&job->progress);
    (void)fflush(stdout);
    fprintf(stderr, "logpipe: %s:%ld: malformed: %s", job->current->name, line,
            why_malformed(text));
    if (length != 0) {
        if (length > SHOWN_LENGTH) text.length = SHOWN_LENGTH;
        fputs(": ", stderr);
        print_text(stderr, text, 0);
        if (length > SHOWN_LENGTH) fprintf(stderr, "... (%zu bytes)", length);
    }
    fputc('\n', stderr);
}

int report_written(struct job *job) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return 1;
    if (!job->unwritten) report_error(job, "standard output", strerror(errno));
    job->unwritten = 1;
    return 0;
}

/* ---- Alerts ---------------------------------------------------------------------------------- */

static void print_time(FILE *to, int64_t second, const char *form) {
    time_t const time = (time_t)second;
    struct tm tm;
    char text[40];
    if (gmtime_r(&time, &tm) == NULL || strftime(text, sizeof text, form, &tm) == 0) text[0] = '\0';
    fputs(text, to);
}

static void print_alert(const struct job *job, const struct record *record) {
    if (job->options.json) {
        struct text const file = {record->file, strlen(record->file)};
        printf("{\"batch\":%ld,\"file\":\"", job->batches);
        print_text(stdout, file, 1);
        printf("\",\"line\":%ld,\"time\":\"", record->line);
        print_time(stdout, record->second, "%Y-%m-%dT%H:%M:%SZ");
        fputs("\",\"client\":\"", stdout);
        print_text(stdout, record->client, 1);
        printf("\",\"status\":%d,\"request\":\"", record->status);
        print_text(stdout, record->request, 1);
        fputs("\"}\n", stdout);
    } else {
        fputs("  ", stdout);
        print_text(stdout, record->time, 0);
        printf("  %d  ", record->status);
        print_text(stdout, record->client, 0);
        fputs("  ", stdout);
        print_text(stdout, record->request, 0);
        fputc('\n', stdout);
    }
}

int report_batch(struct job *job, const struct record *records, size_t count) {
    int complete = 1;
    job->batches++;
    for (size_t i = 0; i < count; i++) {
        const struct record *const record = &records[i];
        if (record->copy == NULL) {
            complete = 0;
            continue;
        }
        if (job->options.limit < 0 || job->alerts < job->options.limit) {
            if (i == 0) progress_hide(&job->progress);
            if (i == 0 && !job->options.json)
                printf("batch %ld: %zu new client%s\n", job->batches, count, count == 1 ? "" : "s");
            print_alert(job, record);
        }
        job->alerts++;
        free(record->copy);
    }
    if (!complete) report_error(job, NULL, strerror(ENOMEM));
    return report_written(job) && complete;
}

/* ---- Counts ---------------------------------------------------------------------------------- */

static struct tally_entry *tally_slot(const struct tally *tally, struct text key, uint64_t hash) {
    size_t at = hash % tally->capacity;
    for (;; at = at + 1 == tally->capacity ? 0 : at + 1) {
        struct tally_entry *const entry = &tally->entries[at];
        if (entry->count == 0) return entry;
        if (entry->hash == hash && entry->key.length == key.length &&
            memcmp(entry->key.at, key.at, key.length) == 0)
            return entry;
    }
}

static int tally_grow(struct tally *tally) {
    struct tally larger = {NULL, tally->capacity == 0 ? 64 : tally->capacity * 2, tally->used};
    larger.entries = (struct tally_entry *)calloc(larger.capacity, sizeof *larger.entries);
    if (larger.entries == NULL) return 0;
    for (size_t i = 0; i < tally->capacity; i++) {
        const struct tally_entry *const entry = &tally->entries[i];
        if (entry->count != 0) *tally_slot(&larger, entry->key, entry->hash) = *entry;
    }
    free(tally->entries);
    *tally = larger;
    return 1;
}

/* Count a key. Return whether there was memory for it. */
static int tally_add(struct tally *tally, struct text key) {
    uint64_t const hash = text_hash(key);
    struct tally_entry *entry;
    if (2 * (tally->used + 1) > tally->capacity && !tally_grow(tally)) return 0;
    entry = tally_slot(tally, key, hash);
    if (entry->count == 0) {
        char *const copy = (char *)malloc(key.length + 1);
        if (copy == NULL) return 0;
        memcpy(copy, key.at, key.length);
        entry->key.at = copy;
        entry->key.length = key.length;
        entry->hash = hash;
        tally->used++;
    }
    entry->count++;
    return 1;
}

static void tally_free(struct tally *tally) {
    for (size_t i = 0; i < tally->capacity; i++) {
        union {
            const char *at;
            void *memory;
        } const key = {tally->entries[i].key.at};
        free(key.memory);
    }
    free(tally->entries);
    tally->entries = NULL;
    tally->capacity = tally->used = 0;
}

void report_count(struct job *job, const struct record *record) {
    int counted = 1;
    job->matched++;
    if (job->options.histogram) {
        int64_t const minute = (record->second - (record->second % 60 + 60) % 60) / 60;
        struct text const key = {(const char *)&minute, sizeof minute};
        counted &= tally_add(&job->minutes, key);
    }
    if (job->options.top != 0) {
        struct text key = job->options.by_client ? record->client : record_path(record);
        const char *query = NULL;
        if (!job->options.by_client) query = (const char *)memchr(key.at, '?', key.length);
        if (query != NULL) key.length = (size_t)(query - key.at); /* the path without it */
        counted &= tally_add(&job->tops, key);
    }
    if (!counted && !job->failed) report_error(job, NULL, "no memory: some counts are missing");
}

/* ---- At the end ------------------------------------------------------------------------------ */

/* Whether b comes before a: more often, or as often and first in the alphabet. */
static int is_before(const struct tally_entry *b, const struct tally_entry *a) {
    size_t const length = a->key.length < b->key.length ? a->key.length : b->key.length;
    int const order = memcmp(b->key.at, a->key.at, length);
    if (a->count != b->count) return b->count > a->count;
    return order != 0 ? order < 0 : b->key.length < a->key.length;
}

ITER_SPAN(slots, struct tally_entry)
ITER_FILTER(entries, slots, item.count != 0)
ITER_SMALLEST(most_frequent, entries, is_before(&b, &a))

static void print_top(struct job *job, FILE *to) {
    const struct tally *const tally = &job->tops;
    size_t const shown =
        (size_t)job->options.top < tally->used ? (size_t)job->options.top : tally->used;
    struct most_frequent_entry *const heap =
        (struct most_frequent_entry *)calloc(shown + 1, sizeof *heap);
    fprintf(to, "\nThe most frequent %s:\n", job->options.by_client ? "clients" : "paths");
    if (heap != NULL && shown != 0) {
        struct most_frequent first =
            most_frequent(entries(slots(tally->entries, tally->capacity)), heap, (iter_count)shown);
        GEN_FOR (entry, most_frequent, &first) {
            fprintf(to, "%10ld  ", entry.count);
            print_text(to, entry.key, 0);
            fputc('\n', to);
        }
    }
    if (heap == NULL) report_error(job, NULL, strerror(ENOMEM));
    free(heap);
}

static int64_t minute_of(const struct tally_entry *entry) {
    int64_t minute;
    memcpy(&minute, entry->key.at, sizeof minute);
    return minute;
}

/* A row for each minute, or for so many minutes that there are not too many rows. */
static void print_histogram(struct job *job, FILE *to) {
    static const int64_t steps[] = {1, 2, 5, 10, 20, 30, 60, 120, 360, 720, 1440};
    enum { STEPS = sizeof steps / sizeof *steps };
    struct entries all = entries(slots(job->minutes.entries, job->minutes.capacity));
    struct entries again = all;
    int64_t first = INT64_MAX, last = INT64_MIN, step;
    long rows[MOST_ROWS + 1] = {0}, largest = 0;
    int i = 0;
    GEN_FOR (entry, entries, &all) {
        int64_t const minute = minute_of(&entry);
        if (minute < first) first = minute;
        if (minute > last) last = minute;
    }
    if (last < first) {
        fputs("\nNo requests match.\n", to);
        return;
    }
    while (i < STEPS - 1 && (last - first) / steps[i] >= MOST_ROWS) i++;
    step = steps[i];
    while ((last - first) / step >= MOST_ROWS) step += steps[STEPS - 1];
    first -= (first % step + step) % step;
    GEN_FOR (entry, entries, &again) rows[(minute_of(&entry) - first) / step] += entry.count;
    for (i = 0; i <= (last - first) / step; i++)
        if (rows[i] > largest) largest = rows[i];
    fputs("\nMatching requests by ", to);
    if (step == 1)
        fputs("minute (UTC):\n", to);
    else
        fprintf(to, "%d minutes (UTC):\n", (int)step);
    for (i = 0; i <= (last - first) / step; i++) {
        fputs("  ", to);
        print_time(to, (first + i * step) * 60, "%Y-%m-%d %H:%M");
        fprintf(to, " %8ld ", rows[i]);
        chart_bar(to, (double)rows[i], (double)largest, 50);
        fputc('\n', to);
    }
}

static void print_stats(const struct job *job, FILE *to, double seconds) {
    struct rusage usage;
    double const bytes = job->progress.done;
    fprintf(to, "%.1f MB in %.2f s", bytes / 1e6, seconds);
    if (seconds > 0)
        fprintf(to, ": %.2f million lines/s, %.0f MB/s", (double)job->lines / 1e6 / seconds,
                bytes / 1e6 / seconds);
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        fprintf(to, "; peak memory %.1f MB", (double)usage.ru_maxrss * 1024 / 1e6);
    fputc('\n', to);
}

void report_end(struct job *job, double seconds) {
    FILE *const to = job->options.json ? stderr : stdout; /* nothing but JSON is on stdout then */
    const struct options *const options = &job->options;
    if (options->limit >= 0 && job->alerts > options->limit)
        print_count(to, "", job->alerts - options->limit, "more alert is not shown\n",
                    "more alerts are not shown\n");
    if (options->top != 0) print_top(job, to);
    if (options->histogram) print_histogram(job, to);
    print_count(to, "\n", job->lines, "line", "lines");
    print_count(to, ", ", job->malformed, "malformed", "malformed");
    print_count(to, ", ", job->matched, "matching", "matching");
    print_count(to, ": ", job->alerts, "new client", options->clients ? "new clients" : "clients");
    print_count(to, " in ", job->batches, "batch\n", "batches\n");
    if (options->clients != 0) {
        print_count(to, "no more than ", options->clients,
                    "client is remembered: ", "clients are remembered: ");
        if (job->evicted == 0)
            fputs("that was enough\n", to);
        else
            print_count(to, "", job->evicted, "time an older one was forgotten",
                        "times an older one was forgotten");
        if (job->evicted != 0) fputs(", and is new when it comes again\n", to);
    }
    if (options->stats) print_stats(job, to, seconds);
    tally_free(&job->minutes);
    tally_free(&job->tops);
}
