/* alerts.h - a pipeline with a stage of its own: which clients met errors, from the lines of a log.
 *
 *     10.0.0.7 GET /cart 500      a request: client, method, path, status
 *         at total (cart.c:41)    its trace: indented lines
 *     10.0.0.8 GET / 200
 *
 *     lines -> requests -> failures -> clients -> alerts, batches of requests, each of a new client
 *
 * Before you include it, define `lines`, an iterator whose items have `data` and `length`. The
 * program would define it as the lines of a file; its tests define it as lines that are watched.
 */
#ifndef ALERTS_H
#define ALERTS_H

#include "iter_table.h"

#include <stdlib.h>
#include <string.h>

/* Mistakes that are easily made. The tests of the tests build each, and demand that it is found. */
#define READS_WHEN_IT_IS_MADE 1
#define LOSES_A_REQUEST_AT_A_PAUSE 2
#define TAKES_A_PAUSE_FOR_THE_END 3
#define SWALLOWS_AN_ERROR 4
#define REPEATS_AN_ERROR 5
#define FORGETS_THE_LAST_REQUEST 6
#define DOES_NOT_CLOSE 7
#define CLOSES_TWICE 8
#define READS_AFTER_THE_END 9
#define GOES_ON_AFTER_A_CLOSE 10
#ifndef BUG
#define BUG 0
#endif

/* The taps; a test defines them. The compiler removes a tap that does nothing. */
#ifndef ALERTS_SEE_REQUEST
#define ALERTS_SEE_REQUEST(request) ((void)(request))
#define ALERTS_SEE_CLIENT(request) ((void)(request))
#endif

struct client {
    char name[40];
};

struct request {
    struct client client;
    int status;
    int trace; /* so many lines */
};

/* Parse "client method path status"; return whether it is that. */
static int parse_request(const char *line, size_t length, struct request *out) {
    const char *const end = line + length;
    const char *const space = (const char *)memchr(line, ' ', length);
    char digits[4] = "";
    if (space == NULL || space == line || (size_t)(space - line) >= sizeof out->client.name ||
        end - space < 6 || end[-4] != ' ')
        return 0;
    memset(out, 0, sizeof *out); /* clients are compared as memory */
    memcpy(out->client.name, line, (size_t)(space - line));
    memcpy(digits, end - 3, 3);
    out->status = atoi(digits);
    return out->status >= 100;
}

/* ---- requests: a stage that holds an item while it waits for the next ------------------------ */

/* A request is complete when the next one begins, or the lines end. */
struct requests {
    struct lines from;
    long *malformed;     /* lines */
    struct request held; /* the request whose trace is being read */
    int holds, ended;
    gen_status error; /* comes out after the held request */
};
typedef struct request requests_item;

static gen_status requests_step(struct requests *self, struct request *out) {
    lines_item line;
    struct request next;
    gen_status status;
    if (self->ended) {
        status = self->error;
        if (BUG != REPEATS_AN_ERROR) self->error = GEN_DONE;
        return status;
    }
    status = lines_next(&self->from, &line);
    if (status == GEN_YIELDED) {
        int const complete = self->holds;
        if (line.length > 0 && line.data[0] == ' ') {
            self->held.trace++;
            return GEN_SKIP;
        }
        if (!parse_request(line.data, line.length, &next)) {
            ++*self->malformed;
            return GEN_SKIP;
        }
        *out = self->held;
        self->held = next;
        self->holds = 1;
        return complete ? GEN_YIELDED : GEN_SKIP;
    }
    if ((status > 0 || status == GEN_E_FULL) && BUG != TAKES_A_PAUSE_FOR_THE_END) {
        if (BUG == LOSES_A_REQUEST_AT_A_PAUSE) self->holds = 0;
        return status; /* a pause: the held request stays */
    }
    self->ended = BUG != READS_AFTER_THE_END;
    if (!self->holds || BUG == FORGETS_THE_LAST_REQUEST)
        return BUG == SWALLOWS_AN_ERROR ? GEN_DONE : status;
    self->holds = 0;
    if (BUG != SWALLOWS_AN_ERROR) self->error = status > 0 ? GEN_DONE : status;
    *out = self->held;
    return GEN_YIELDED;
}

static gen_status requests_close(struct requests *self) {
    if (BUG != GOES_ON_AFTER_A_CLOSE) {
        self->ended = 1;
        self->error = GEN_DONE;
    }
    if (BUG == DOES_NOT_CLOSE) return GEN_DONE;
    if (BUG == CLOSES_TWICE) (void)lines_close(&self->from);
    return lines_close(&self->from);
}
ITER_DEFINE(requests)

static struct requests requests(struct lines from, long *malformed) {
    struct requests made;
    memset(&made, 0, sizeof made);
    made.from = from;
    made.malformed = malformed;
    if (BUG == READS_WHEN_IT_IS_MADE) {
        lines_item line;
        made.holds = lines_next(&made.from, &line) == GEN_YIELDED &&
                     parse_request(line.data, line.length, &made.held);
    }
    return made;
}

/* ---- The pipeline ---------------------------------------------------------------------------- */

static size_t hash_of_client(struct client client) {
    size_t hash = 5381;
    const char *at;
    for (at = client.name; *at != '\0'; at++) hash = hash * 33 + (unsigned char)*at;
    return hash;
}

ITER_TAP(requests_seen, requests, ALERTS_SEE_REQUEST(item))
ITER_FILTER(failures, requests_seen, item.status >= 500)
ITER_UNIQUE(clients, failures, struct client, item.client, hash_of_client(key),
            strcmp(key.name, other.name) == 0)
ITER_TAP(clients_seen, clients, ALERTS_SEE_CLIENT(item))
ITER_BATCH(alerts, clients_seen)

/* The memory that the pipeline borrows. */
struct alerts_memory {
    struct clients_slot slots[1000];
    struct request batch[100];
    long malformed;
};

/* Batches of so many requests, at most 100; `memory` is zeroed. */
static struct alerts alerts_of(struct lines from, struct alerts_memory *memory, iter_count size) {
    return alerts(clients_seen(clients(failures(requests_seen(requests(from, &memory->malformed))),
                                       memory->slots, 1000)),
                  memory->batch, size);
}

#endif
