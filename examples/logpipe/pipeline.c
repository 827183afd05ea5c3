/* The pipeline: inputs -> lines -> records that match -> those of new clients -> batches. */
#include "logpipe.h"

#include "iter_table.h"
#include "record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A client, as the key of a table: by value, so that it lasts. A long name is told from another by
 * its hash, its length and its end. */
struct client {
    uint64_t hash;
    uint64_t length;
    char end[48];
};

static struct client client_of(struct text name) {
    struct client client = {text_hash(name), name.length, {0}};
    size_t const at = name.length < sizeof client.end ? name.length : sizeof client.end;
    memcpy(client.end, name.at + (name.length - at), at);
    return client;
}

static int same_client(const struct client *a, const struct client *b) {
    return a->hash == b->hash && memcmp(a, b, sizeof *a) == 0;
}

/* The lines of each input, one input after the other. */
typedef struct input *input_pointer;
ITER_SPAN(each_input, input_pointer)
ITER_FLATMAP(all_lines, each_input, lines, lines_of(input_read, item))

static struct text text_of(struct line line) {
    struct text const text = {line.at, line.length};
    return text;
}

/* The records that the user looks for. */
ITER_FILTER_MAP_WITH(matches, all_lines, struct record, struct job *,
                     job_wants(self->context, text_of(item), item.number, out))
ITER_TAP_WITH(counted, matches, struct job *, report_count(self->context, &item))

/* Up to here most items are lines that nobody looks for. That loop is a function of its own: the
 * compiler then keeps in registers what it needs for a line, and not what the stages after it need
 * for a record. A record shows a part of its line, which the next pull overwrites. ITER_DEFINE does
 * not know that, so the stages after it accept it: they keep a client by value, and record_keep
 * makes a record that lasts. */
ITER_FIRST(next_counted, counted)
struct found {
    struct counted from;
};
typedef struct record found_item;

static LINES_RARE gen_status found_step(struct found *self, struct record *item) {
    return next_counted(&self->from, item);
}

static gen_status found_close(struct found *self) { return counted_close(&self->from); }
ITER_DEFINE(found)

/* One of each client, of all... */
ITER_UNIQUE(new_of_all, found, struct client, client_of(item.client), (size_t)key.hash,
            same_client(&key, &other))
ITER_MAP(kept_of_all, new_of_all, struct record, record_keep(item))

/* ...or of the last so many. */
ITER_UNIQUE_EVICTING(new_of_last, found, struct client, client_of(item.client), (size_t)key.hash,
                     same_client(&key, &other))
ITER_MAP(kept_of_last, new_of_last, struct record, record_keep(item))

/* Either, as it was chosen. */
ITER_DYN(news, struct record)
ITER_DYN_OF(news, kept_of_all)
ITER_DYN_OF(news, kept_of_last)

/* At an error a batch would be dropped: the alerts before it are to be printed. */
static gen_status error_of_lines;
ITER_CATCH(whole, news, (error_of_lines = error, GEN_DONE))
ITER_BATCH(batches, whole)

gen_status job_run(struct job *job) {
    static struct record buffer[BATCH];
    size_t const last = (size_t)job->options.clients, capacity = 1024;
    struct new_of_all_slot *all_slots = NULL;
    struct new_of_last_slot *last_slots = NULL;
    struct input **inputs = (struct input **)calloc(job->count, sizeof *inputs);
    struct found matching;
    struct kept_of_all of_all;
    struct new_of_all *const clients = &of_all.new_of_all;
    struct kept_of_last of_last;
    struct batches all;
    gen_status status = -ENOMEM, grown = GEN_DONE, closed;

    if (last == 0)
        all_slots = (struct new_of_all_slot *)calloc(capacity, sizeof *all_slots);
    else
        last_slots = (struct new_of_last_slot *)calloc(last, sizeof *last_slots);
    if (inputs == NULL || (all_slots == NULL && last_slots == NULL)) goto end;
    for (size_t i = 0; i < job->count; i++) inputs[i] = &job->inputs[i];

    matching.from = counted(matches(all_lines(each_input(inputs, job->count)), job), job);
    of_all = kept_of_all(new_of_all(matching, all_slots, capacity));
    of_last = kept_of_last(new_of_last(matching, last_slots, (iter_count)last));
    all = batches(whole(last == 0 ? news_of_kept_of_all(&of_all) : news_of_kept_of_last(&of_last)),
                  buffer, BATCH);
    GEN_FOR_STATUS (status, batch, batches, &all) {
        if (!report_batch(job, batch.data, batch.length)) break;
        if (last != 0) continue;
        /* keep the table of clients at most half full: searches are then fastest */
        if (new_of_all_reserve(clients, 2 * (clients->count + BATCH), calloc, free) != GEN_DONE) {
            grown = -ENOMEM;
            break;
        }
        all_slots = clients->slots;
    }
    closed = batches_close(&all);
    if (status >= 0) status = grown < 0 ? grown : error_of_lines < 0 ? error_of_lines : closed;
    job->evicted = last == 0 ? 0 : (long)of_last.new_of_last.evicted;
end:
    free((void *)inputs);
    free(all_slots);
    free(last_slots);
    return status < 0 ? status : GEN_DONE;
}
