/* logpipe.h - what the parts of logpipe share. */
#ifndef LOGPIPE_H
#define LOGPIPE_H

#include "gen.h"
#include "lines.h"
#include "progress.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>

/* ---- A line of the log (record.h, record.c) -------------------------------------------------- */

struct text { /* no '\0' ends it */
    const char *at;
    size_t length;
};

struct job;

struct record {
    struct text client, time, request;
    const char *file;
    long line;
    int64_t second; /* since 1970, UTC */
    int status;
    char *copy; /* what the texts are in, or NULL where that is the line itself */
};

/* Most lines have the time of the line before: that is checked once. */
struct last_time {
    char text[26];
    int known;
    int64_t second;
};

/* Read 29/Nov/2026:08:15:42 +0000. Return whether it is a time. */
int time_of(const char *at, int64_t *second);

/* Return the quote that ends a text which begins at `at`: not `quote`, after an odd number of \. */
const char *quote_after_slash(const char *at, const char *quote, const char *end);

/* Make the record of a line that is well formed. Return whether its path is one to look for. */
int record_is(struct job *job, struct text line, long number, struct record *record);

/* Return what is wrong with a malformed line. */
const char *why_malformed(struct text line);

/* Return a hash of all bytes. */
uint64_t text_hash(struct text text);

/* Return the path of the request, or all of the request if that has another form. */
struct text record_path(const struct record *record);

/* Return the record with a copy of its texts, for which there may be no memory: then copy is NULL. */
struct record record_keep(struct record record);

/* ---- Where the lines come from (input.c, make.c) --------------------------------------------- */

struct maker;

struct input {
    struct job *job;
    const char *name;
    int fd;              /* -1: not open */
    struct maker *maker; /* this log is made, not read */
};

/* Read more of an input, as lines.h asks for it: what is compressed comes out plain. An error is
 * reported, and ends this input. So does a signal to stop. */
lines_reader input_read;
void input_close(struct input *input);

/* Return how many bytes there are to read from all of them, or 0 if that is not known. */
double input_total(const struct input *inputs, size_t count);

/* Make a log of so many lines, the same for the same seed. */
struct maker *maker_new(long lines, unsigned long seed);
size_t maker_read(struct maker *maker, char *into, size_t size);
enum { MADE_LINE = 127 }; /* bytes of a line of it, about */

/* ---- What becomes of them (report.c) --------------------------------------------------------- */

/* How often each key came. */
struct tally_entry {
    struct text key;
    uint64_t hash;
    long count; /* 0: the slot is free */
};
struct tally {
    struct tally_entry *entries;
    size_t capacity, used;
};

struct options {
    int status_from, status_to;
    const char *path; /* what it begins with, or NULL */
    long clients;     /* how many to remember; 0: all */
    long limit;       /* how many alerts to show; -1: all */
    long top;
    int by_client;
    int json, histogram, stats;
};

enum { BATCH = 100 };

struct job {
    struct options options;
    struct input *inputs;
    size_t count;
    struct input *current; /* the input that is read */
    struct last_time last_time;
    struct progress progress;
    struct tally minutes, tops;
    long lines, malformed, matched, alerts, batches;
    long evicted;  /* from the table of clients */
    int failed;    /* something was reported on standard error */
    int unwritten; /* standard output has failed */
};

extern volatile sig_atomic_t stopped_by; /* a signal, or 0 */

/* Print an error: where in which file, if a file is named, and why. */
void report_error(struct job *job, const char *file, const char *why);
void report_malformed(struct job *job, long line, struct text text);

/* Count a record for --top and --histogram. */
void report_count(struct job *job, const struct record *record);

/* Print a batch of records, and free their copies. Return 0 if the pipeline should stop. */
int report_batch(struct job *job, const struct record *records, size_t count);

/* Write out what was printed. Return whether that can be done; the first error is reported. */
int report_written(struct job *job);

/* Print what --histogram, --top and --stats ask for, and the totals. */
void report_end(struct job *job, double seconds);

/* ---- All of it (pipeline.c) ------------------------------------------------------------------ */

/* Run the pipeline. Return 0, or a negative error that ended it. */
gen_status job_run(struct job *job);

#endif
