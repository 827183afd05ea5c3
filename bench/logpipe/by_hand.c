/* The pipeline of examples/logpipe by hand: one loop over a buffer. The rest of the program is
 * shared: the functions that read and unpack, parse a line, hash and print. */
#include "record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct client {
    uint64_t hash;
    uint64_t length;
    char end[48];
};

struct slot {
    struct client client;
    unsigned char used;
};

static struct record batch[BATCH];
static size_t in_batch;
static struct slot *slots;
static size_t capacity;

/* Return whether the client is new, and add it to the table if so. */
static int is_new(struct slot *table, size_t size, const struct client *client) {
    size_t at = client->hash % size;
    while (table[at].used) {
        if (table[at].client.hash == client->hash &&
            memcmp(&table[at].client, client, sizeof *client) == 0)
            return 0;
        if (++at == size) at = 0;
    }
    table[at].client = *client;
    table[at].used = 1;
    return 1;
}

static gen_status grow(void) {
    struct slot *const more = (struct slot *)calloc(2 * capacity, sizeof *more);
    if (more == NULL) return -ENOMEM;
    for (size_t i = 0; i < capacity; i++)
        if (slots[i].used) (void)is_new(more, 2 * capacity, &slots[i].client);
    free(slots);
    slots = more;
    capacity *= 2;
    return GEN_DONE;
}

/* Print the batch. Return GEN_DONE to go on, or the status that ends the loop. */
static gen_status flush(struct job *job) {
    size_t const count = in_batch;
    in_batch = 0;
    if (count == 0) return GEN_DONE;
    if (!report_batch(job, batch, count)) return GEN_YIELDED;
    if (2 * ((size_t)job->alerts + BATCH) > capacity) return grow();
    return GEN_DONE;
}

/* Process a record that matches the user's filter. */
static gen_status found(struct job *job, const struct record *record) {
    struct client client = {text_hash(record->client), record->client.length, {0}};
    size_t const at = client.length < sizeof client.end ? (size_t)client.length : sizeof client.end;
    report_count(job, record);
    memcpy(client.end, record->client.at + (record->client.length - at), at);
    if (!is_new(slots, capacity, &client)) return GEN_DONE;
    batch[in_batch++] = record_keep(*record);
    return in_batch == BATCH ? flush(job) : GEN_DONE;
}

static gen_status run_input(struct job *job, struct input *input) {
    size_t size = 131072;
    char *buffer = (char *)malloc(size);
    const char *at = buffer, *end = buffer;
    long number = 0;
    int drained = 0;
    gen_status status = GEN_DONE;
    if (buffer == NULL) return -ENOMEM;
    while (status == GEN_DONE) {
        struct text line = {at, 0};
        struct record record;
        const char *newline = (const char *)memchr(at, '\n', (size_t)(end - at));
        if (newline == NULL) {
            size_t const rest = (size_t)(end - at);
            if (drained) {
                if (rest == 0) break;
                newline = end; /* the last line may lack a newline */
            } else {
                ptrdiff_t got;
                if (rest == size) {
                    char *const larger = (char *)realloc(buffer, 2 * size);
                    if (larger == NULL) {
                        status = -ENOMEM;
                        break;
                    }
                    buffer = larger;
                    size *= 2;
                } else if (rest != 0) {
                    memmove(buffer, at, rest);
                }
                at = buffer;
                end = buffer + rest;
                got = input_read(input, buffer + rest, size - rest);
                if (got == 0) drained = 1;
                end += got;
                continue;
            }
        }
        line.length = (size_t)(newline - at);
        if (line.length != 0 && newline[-1] == '\r') line.length--;
        at = newline == end ? end : newline + 1;
        if (job_wants(job, line, ++number, &record)) status = found(job, &record);
    }
    free(buffer);
    return status;
}

gen_status job_run(struct job *job) {
    gen_status status = GEN_DONE;
    if (job->options.clients != 0) return GEN_E_ARG; /* this job is not compared */
    capacity = 1024;
    slots = (struct slot *)calloc(capacity, sizeof *slots);
    if (slots == NULL) return -ENOMEM;
    for (size_t i = 0; i < job->count && status == GEN_DONE; i++)
        status = run_input(job, &job->inputs[i]);
    if (status <= 0) (void)flush(job);
    free(slots);
    return status < 0 ? status : GEN_DONE;
}
