/* Lazy values, against a plain recomputation of everything, and against tables of the allowed
 * operations. There is a single thread; other threads and interrupt handlers are simulated: they
 * call while an initialiser runs, and LAZY_SELF and LAZY_IN_ISR say who is calling. */
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

static int thread = 1, in_isr, waits, wakes;
static long wait_for(const void *word, long ms);
#define LAZY_SELF() thread
#define LAZY_IN_ISR() in_isr
#define LAZY_WAIT(word, seen, ms) ((void)(seen), wait_for(word, ms))
#define LAZY_WAKE(word) ((void)(word), (void)wakes++)
#define LAZY_ABORT(error) abort_by(error)
#define LAZY_ON_CYCLE(name) told_of_cycle(name)
static void abort_by(int error);
static void told_of_cycle(const char *name);
#include "lazy_graph.h"
#include "lazy_library.h"
#include "lazy_shared.h"

#include "fuzz.h"

enum { REAL, MODEL };
static int side;

/* ---- Initialisers ---------------------------------------------------------------------------- */

/* Each one reads its actions from the same bytes, from its own position. */
enum { MOST_CODE = 48, CELLS = 9, FUEL = 60 };
static int code[MOST_CODE], code_length, fuel[2], at_code[2][CELLS], cycles[2];

static int take(int cell) {
    if (fuel[side]-- <= 0) return 0;
    return code[at_code[side][cell]++ % code_length];
}

static void told_of_cycle(const char *name) {
    FUZZ_CHECK(name != NULL, "a cycle of a cell without a name");
    cycles[side]++;
}

/* A value owns a ticket, which must be given back once. */
struct value {
    int number, ticket;
};
enum { TICKETS = 30000 };
static unsigned char held[TICKETS];
static int tickets, live;

static struct value value_of(int number) {
    struct value made;
    made.number = number;
    made.ticket = tickets < TICKETS - 1 ? ++tickets : tickets;
    held[made.ticket] = 1;
    live++;
    return made;
}

static void drop(const struct value *value) {
    FUZZ_CHECK(value->ticket > 0 && value->ticket < TICKETS && held[value->ticket],
               "an invalid value is dropped");
    held[value->ticket] = 0;
    live--;
}

/* ---- Cells, of all policies ------------------------------------------------------------------ */

static int compute(int cell, struct value *out);

#define CELL(name, options) \
    struct name { \
        struct lazy lazy; \
        int number; \
        struct value value; \
    }; \
    LAZY_WITH(name, struct value, options, drop(value)) { return compute(self->number, out); } \
    static struct name name##_cell;
CELL(remember, LAZY_REMEMBER)
CELL(retry, LAZY_RETRY)
CELL(fatal, LAZY_FATAL)
CELL(race, LAZY_RACE)
CELL(race_retry, LAZY_RACE | LAZY_RETRY)
CELL(race_fatal, LAZY_RACE | LAZY_FATAL)
CELL(single, LAZY_UNSYNCHRONISED)
CELL(single_retry, LAZY_UNSYNCHRONISED | LAZY_RETRY)
CELL(single_fatal, LAZY_UNSYNCHRONISED | LAZY_FATAL)

static const int options_of[CELLS] = {LAZY_REMEMBER,
                                      LAZY_RETRY,
                                      LAZY_FATAL,
                                      LAZY_RACE,
                                      LAZY_RACE | LAZY_RETRY,
                                      LAZY_RACE | LAZY_FATAL,
                                      LAZY_UNSYNCHRONISED,
                                      LAZY_UNSYNCHRONISED | LAZY_RETRY,
                                      LAZY_UNSYNCHRONISED | LAZY_FATAL};

/* call(name, result of the same call on the cell with that number) */
#define DISPATCH(cell, result, call) \
    do switch (cell) { \
        case 0: result = call(remember); break; \
        case 1: result = call(retry); break; \
        case 2: result = call(fatal); break; \
        case 3: result = call(race); break; \
        case 4: result = call(race_retry); break; \
        case 5: result = call(race_fatal); break; \
        case 6: result = call(single); break; \
        case 7: result = call(single_retry); break; \
        default: result = call(single_fatal); break; \
        } \
    while (0)

enum ask { GET, TRY_GET, GET_WITHIN, PEEK, EVALUATED, SET, ABANDON, TAKE, RESET, DESTROY, ASKS };
enum { ABORTED = -20000 };

static int real_ask(int cell, enum ask ask, int number, int *got) {
    const struct value *value = NULL;
    struct value moved;
    int status = 0, error = 0;
#define GET_OF(name) name##_get(&name##_cell, &error)
#define TRY_GET_OF(name) name##_try_get(&name##_cell, &error)
#define GET_WITHIN_OF(name) name##_get_within(&name##_cell, 5, number % 2 ? &error : NULL)
#define PEEK_OF(name) name##_peek(&name##_cell)
#define EVALUATED_OF(name) name##_is_evaluated(&name##_cell)
#define SET_OF(name) name##_set(&name##_cell, &moved)
#define ABANDON_OF(name) name##_abandon(&name##_cell)
#define TAKE_OF(name) name##_take(&name##_cell, &moved)
#define RESET_OF(name) name##_reset(&name##_cell)
#define DESTROY_OF(name) name##_destroy(&name##_cell)
    switch (ask) {
    case GET: DISPATCH(cell, value, GET_OF); break;
    case TRY_GET: DISPATCH(cell, value, TRY_GET_OF); break;
    case GET_WITHIN: DISPATCH(cell, value, GET_WITHIN_OF); break;
    case PEEK:
        DISPATCH(cell, value, PEEK_OF);
        *got = value != NULL ? value->number : -1;
        return 0;
    case EVALUATED: DISPATCH(cell, status, EVALUATED_OF); return status;
    case SET:
        moved = value_of(number);
        DISPATCH(cell, status, SET_OF);
        if (status != 0) drop(&moved);
        return status;
    case ABANDON: DISPATCH(cell, status, ABANDON_OF); return status;
    case TAKE:
        DISPATCH(cell, status, TAKE_OF);
        if (status == 0) *got = moved.number;
        if (status == 0) drop(&moved);
        return status;
    case RESET: DISPATCH(cell, status, RESET_OF); return status;
    default: DISPATCH(cell, status, DESTROY_OF); return status;
    }
    if (value == NULL) return ask == GET_WITHIN && number % 2 == 0 ? LAZY_E_EMPTY : error;
    *got = value->number;
    return 0;
}

/* The table: the state of each cell, and its owner. */
static struct model {
    enum { INIT, DONE, FAILED, RUNNING } state;
    int error, number, owner, writing; /* writing: its owner has won a race */
} models[CELLS];
static int model_live, aborting;

static int model_begin(const struct model *m, int options) {
    if (m->state == DONE || m->state == FAILED) return LAZY_E_ALREADY_SET;
    return m->state == RUNNING && (!(options & LAZY_RACE) || m->writing) ? LAZY_PENDING : 0;
}

static int model_run(int cell, int options) {
    struct model *const m = &models[cell];
    struct value fresh = {0, 0};
    int status = compute(cell, &fresh);
    if (aborting) return ABORTED;
    if (status > 0 && status != LAZY_PENDING) status = LAZY_E_RESULT;
    if (status == 0 && options & LAZY_RACE && model_begin(m, options) != 0) {
        model_live--;
        return 1; /* another thread was first */
    }
    if (status == LAZY_E_CYCLE) cycles[MODEL]++;
    if (status == LAZY_PENDING || (status < 0 && options & LAZY_RETRY)) {
        if (!(options & LAZY_RACE) || (m->state == RUNNING && m->owner == thread)) m->state = INIT;
        return status;
    }
    if (status < 0 && options & LAZY_RACE && model_begin(m, options) != 0) return 1;
    if (status < 0 && options & LAZY_FATAL) {
        if (options & LAZY_RACE) m->state = RUNNING, m->owner = thread, m->writing = 1;
        aborting = status;
        return ABORTED;
    }
    m->state = status == 0 ? DONE : FAILED;
    m->error = status;
    m->number = fresh.number;
    return status;
}

static int model_ask(int cell, enum ask ask, int number, int *got) {
    struct model *const m = &models[cell];
    const int options = options_of[cell];
    int status;
    switch (ask) {
    case PEEK: *got = m->state == DONE ? m->number : -1; return 0;
    case EVALUATED: return m->state == DONE;
    case SET:
        status = model_begin(m, options);
        if (status != 0) return status;
        m->state = DONE;
        m->number = number;
        model_live++;
        return 0;
    case ABANDON:
        if (m->state != RUNNING) return LAZY_E_ARG;
        m->state = INIT;
        m->writing = 0;
        return 0;
    case TAKE:
        if (m->state == INIT) return LAZY_E_EMPTY;
        if (m->state == RUNNING) return LAZY_PENDING;
        if (m->state == FAILED) return m->error;
        *got = m->number;
        m->state = INIT;
        model_live--;
        return 0;
    case RESET:
    case DESTROY:
        if (m->state == RUNNING) return LAZY_PENDING;
        if (m->state == FAILED && m->error == LAZY_E_DESTROYED) return LAZY_E_DESTROYED;
        model_live -= m->state == DONE;
        m->state = ask == RESET ? INIT : FAILED;
        m->error = LAZY_E_DESTROYED;
        return 0;
    default: break;
    }
    for (;;) {
        const int mine = options & LAZY_UNSYNCHRONISED || m->owner == thread;
        if (m->state == RUNNING && (!(options & LAZY_RACE) || mine || m->writing)) {
            status = in_isr && !(options & LAZY_UNSYNCHRONISED) ? LAZY_PENDING
                     : mine                                     ? LAZY_E_CYCLE
                     : ask == GET                               ? 0
                                                                : LAZY_PENDING;
            cycles[MODEL] += status == LAZY_E_CYCLE;
            if (status == 0) m->state = INIT, m->writing = 0; /* its owner is gone */
        } else if (m->state == DONE) {
            *got = m->number;
            return 0;
        } else if (m->state == FAILED) {
            status = m->error;
        } else {
            if (m->state == INIT) m->owner = thread;
            if (m->state == INIT) m->state = RUNNING;
            status = model_run(cell, options);
            if (status == ABORTED) return ABORTED;
            if (status == 1) continue;
            if (status == 0) continue;
        }
        if (status != 0) return ask == GET_WITHIN && number % 2 == 0 ? LAZY_E_EMPTY : status;
    }
}

/* A thread that would sleep for ever is woken, because the thread it waits for is abandoned. */
static int waiting_for = -1;
static long wait_for(const void *word, long ms) {
    (void)word;
    FUZZ_CHECK(waits++ < 100000, "a wait does not end");
    if (ms >= 0) return 0;
    FUZZ_CHECK(waiting_for >= 0, "an unexpected wait");
    FUZZ_CHECK(real_ask(waiting_for, ABANDON, 0, NULL) == 0,
               "it waits for a cell that nobody computes");
    return ms;
}

static jmp_buf out_of_it;
static void abort_by(int error) {
    aborting = error;
    longjmp(out_of_it, 1);
}

static int either_ask(int cell, enum ask ask, int number, int *got) {
    return side == REAL ? real_ask(cell, ask, number, got) : model_ask(cell, ask, number, got);
}

static int compute(int cell, struct value *out) {
    const int what = take(cell), argument = what / 10, other = argument % CELLS;
    const int had = thread, was_in_isr = in_isr;
    int status = 0, number = argument;
    switch (what % 10) {
    case 3: return -1 - argument % 3;
    case 4: return LAZY_PENDING;
    case 5: return 7;
    case 6: /* it needs another cell, or itself */
        status = either_ask(other, GET_WITHIN, 1, &number);
        break;
    case 7:
    case 8:
    case 9: { /* another caller comes in between */
        enum ask ask = (enum ask)(TRY_GET + take(cell) % 5);
        int got = -1;
        if (options_of[other] & LAZY_UNSYNCHRONISED) break; /* only for one thread */
        if (what % 10 == 9) in_isr = 1;
        if (what % 10 != 9) thread = 3 - thread;
        number += 3 * either_ask(other, ask, 1 + 2 * argument, &got) + got;
        thread = had;
        in_isr = was_in_isr;
        break;
    }
    default: break;
    }
    if (side == MODEL && aborting) return ABORTED;
    if (status != 0) return status;
    if (side == REAL) *out = value_of(number);
    if (side == MODEL) out->number = number, model_live++;
    return 0;
}

static int guarded_ask(int cell, enum ask ask, int number, int *got) {
    if (setjmp(out_of_it) != 0) return ABORTED;
    return real_ask(cell, ask, number, got);
}

static void fuzz_cells(void) {
    int i, operations = 0;
    code_length = 1 + fuzz_below(MOST_CODE);
    for (i = 0; i < code_length; i++) code[i] = fuzz_byte();
#define CLEAR(name, n) \
    memset(&name##_cell, 0, sizeof name##_cell); \
    name##_cell.number = n;
    CLEAR(remember, 0)
    CLEAR(retry, 1)
    CLEAR(fatal, 2)
    CLEAR(race, 3)
    CLEAR(race_retry, 4)
    CLEAR(race_fatal, 5)
    CLEAR(single, 6)
    CLEAR(single_retry, 7)
    CLEAR(single_fatal, 8)
    memset(models, 0, sizeof models);
    model_live = 0;
    while (fuzz_more() && operations++ < 100) {
        const int byte = fuzz_byte(), cell = byte / 16 % CELLS;
        const enum ask ask = byte % 16 < ASKS ? (enum ask)(byte % 16) : (enum ask)(byte % 3);
        int got[2] = {-1, -1}, status[2], stopped[2];
        for (side = REAL; side <= MODEL; side++) {
            fuel[side] = FUEL;
            thread = 1;
            in_isr = aborting = waits = 0;
            waiting_for = ask == GET ? cell : -1;
            status[side] = side == REAL ? guarded_ask(cell, ask, operations, &got[side])
                                        : model_ask(cell, ask, operations, &got[side]);
            stopped[side] = aborting;
        }
        FUZZ_CHECK(status[REAL] == status[MODEL], "%d of cell %d: %s (%d), but should be: %s (%d)",
                   (int)ask, cell, lazy_strerror(status[REAL]), status[REAL],
                   lazy_strerror(status[MODEL]), status[MODEL]);
        FUZZ_CHECK(got[REAL] == got[MODEL], "%d of cell %d: it is %d, not %d", (int)ask, cell,
                   got[REAL], got[MODEL]);
        FUZZ_CHECK(stopped[REAL] == stopped[MODEL], "the program is aborted with %d, not with %d",
                   stopped[REAL], stopped[MODEL]);
        FUZZ_CHECK(live == model_live, "%d values are alive, not %d", live, model_live);
        FUZZ_CHECK(cycles[REAL] == cycles[MODEL], "%d cells of cycles were reported, not %d",
                   cycles[REAL], cycles[MODEL]);
        for (i = 0; i < CELLS; i++) {
            int is = -1, evaluated = real_ask(i, EVALUATED, 0, NULL);
            (void)real_ask(i, PEEK, 0, &is);
            FUZZ_CHECK(evaluated == (models[i].state == DONE) &&
                           is == (evaluated ? models[i].number : -1),
                       "cell %d is %d, not %d", i, is, models[i].number);
            FUZZ_CHECK(at_code[REAL][i] == at_code[MODEL][i], "cell %d ran a wrong number of times",
                       i);
        }
    }
}

/* ---- Cells that depend on others ------------------------------------------------------------- */

enum { INPUTS = 4, NODES = 12, FIELDS = 8 };

/* The kind of a node. Its fields are numbers of nodes; -1 is NULL. */
enum kind { INPUT, DERIVED, RETRYING, WIDE };
static struct node {
    enum kind kind;
    int on[FIELDS], fields, how;
    int fails, pends; /* how many more runs fail or are pending, whatever the inputs */
    int foreign;
} nodes[NODES];
static int node_count, runs[2][NODES];

#define SAME (was->number == now->number)

struct input {
    struct lazy_node lazy;
    struct value value;
};
LAZY_INPUT(input, struct value, SAME)

struct derived {
    struct lazy_node lazy;
    int number;
    struct input *x, *y;
    struct derived *a, *b;
    struct value value;
};
struct retrying {
    struct lazy_node lazy;
    int number;
    struct input *x;
    struct derived *a;
    struct retrying *b;
    struct value value;
};
struct wide {
    struct lazy_node lazy;
    int number;
    struct input *w, *x, *y, *z;
    struct derived *a, *b;
    struct retrying *c, *d;
    struct value value;
};

static int body(int number, const struct value *const *fields, struct value *out);

LAZY_DERIVED_WITH(derived, struct value, LAZY_REMEMBER, drop(value), SAME, (input, x), (input, y),
                  (derived, a), (derived, b)) {
    const struct value *const fields[] = {x, y, a, b};
    return body(self->number, fields, out);
}
LAZY_DERIVED_WITH(retrying, struct value, LAZY_RETRY, drop(value), SAME, (input, x), (derived, a),
                  (retrying, b)) {
    const struct value *const fields[] = {x, a, b};
    return body(self->number, fields, out);
}
LAZY_DERIVED_WITH(wide, struct value, LAZY_REMEMBER, drop(value), SAME, (input, w), (input, x),
                  (input, y), (input, z), (derived, a), (derived, b), (retrying, c),
                  (retrying, d)) {
    const struct value *const fields[] = {w, x, y, z, a, b, c, d};
    return body(self->number, fields, out);
}

static struct lazy_domain domain, other_domain;
static union {
    struct input input;
    struct derived derived;
    struct retrying retrying;
    struct wide wide;
} cells[NODES];

/* A pure function of the fields. It has few results, so that it often does not change. */
static int function(int how, int sum, int *number) {
    *number = how % 3 == 0 ? sum % 3 : how % 3 == 1 ? sum / 2 : sum * 3 % 11;
    return how % 4 == 3 && sum % 5 == 4 ? -30 - sum % 2 : 0;
}

static int asks_in_between(int number);

static int body(int number, const struct value *const *fields, struct value *out) {
    struct node *const node = &nodes[number];
    int i, sum = number, result, status;
    runs[REAL][number]++;
    for (i = 0; i < node->fields; i++) {
        FUZZ_CHECK((fields[i] != NULL) == (node->on[i] >= 0), "field %d of node %d", i, number);
        if (fields[i] != NULL) sum += fields[i]->number * (i + 1);
    }
    FUZZ_CHECK(asks_in_between(number), "a call during the computation is not refused");
    if (node->pends > 0 && node->pends--) return LAZY_PENDING;
    if (node->fails > 0 && node->fails--) return node->how % 5 == 0 ? 7 : -40;
    status = function(node->how, sum, &result);
    if (status == 0) *out = value_of(result);
    return status;
}

/* The model: each result has a version. */
static struct state {
    int number, error, version, invalid, again, pins, destroyed;
    int seen[FIELDS];
    long settled_at; /* the number of changes then, or -1 */
} states[NODES];
static long changes[2];

static void result(int i, int number, int error) {
    struct state *const s = &states[i];
    if (s->version != 0 && s->error == error && (error != 0 || s->number == number)) return;
    s->number = number;
    s->error = error;
    s->version++;
}

/* Return 0, or the error below: a node needs itself, is in another domain, or is destroyed. */
static int wrong(int i, const char *on_the_way, int outer) {
    char way[NODES];
    int k, status = states[i].destroyed ? LAZY_E_DESTROYED : 0;
    if (status == 0 && outer >= 0 && nodes[outer].foreign != nodes[i].foreign) status = LAZY_E_ARG;
    if (nodes[i].kind == INPUT || status != 0) return status;
    if (on_the_way[i]) return LAZY_E_CYCLE;
    memcpy(way, on_the_way, sizeof way);
    way[i] = 1;
    for (k = 0; k < nodes[i].fields && status == 0; k++)
        if (nodes[i].on[k] >= 0) status = wrong(nodes[i].on[k], way, i);
    return status;
}

static int unsettled(int i) { return nodes[i].kind != INPUT && states[i].settled_at < 0; }

static int refresh(int i) {
    static const char nowhere[NODES];
    struct node *const node = &nodes[i];
    struct state *const s = &states[i];
    int seen[FIELDS] = {0}, k, sum = i, number = 0, status, must;
    long began;
    if (node->kind == INPUT) {
        if (s->invalid && s->pins > 0) return LAZY_PENDING;
        if (s->invalid && s->version > 0) s->version++;
        s->invalid = 0;
        return s->destroyed ? LAZY_E_DESTROYED : 0;
    }
    if (!s->destroyed && s->settled_at >= 0 && s->settled_at == changes[node->foreign]) return 0;
    status = wrong(i, nowhere, -1);
    if (status != 0) return status;
    if (s->pins > 0) return LAZY_PENDING;
    began = changes[node->foreign];
    for (k = 0; k < node->fields; k++) {
        const int on = node->on[k];
        if (on < 0) continue;
        status = refresh(on);
        if (status != 0) return status;
        seen[k] = states[on].version;
        status = states[on].version == 0 ? LAZY_E_EMPTY : states[on].error;
        if (status != 0) { /* it is the error of this node too */
            result(i, 0, status);
            memcpy(s->seen, seen, sizeof seen);
            s->again = 0;
            s->settled_at = unsettled(on) || node->kind == RETRYING ? -1 : began;
            /* the turn does not check any other */
            return 0;
        }
        sum += states[on].number * (k + 1);
    }
    must = s->version == 0 || s->invalid || s->again || memcmp(seen, s->seen, sizeof seen) != 0 ||
           s->settled_at < 0;
    if (must) {
        s->invalid = 0;
        runs[MODEL][i]++;
        if (node->pends > 0) {
            node->pends--;
            memset(s->seen, -1, sizeof s->seen);
            return LAZY_PENDING;
        }
        if (node->fails > 0) {
            node->fails--;
            status = node->how % 5 == 0 ? LAZY_E_RESULT : -40;
        } else {
            status = function(node->how, sum, &number);
        }
        result(i, number, status);
        s->again = status != 0 && node->kind == RETRYING;
    }
    memcpy(s->seen, seen, sizeof seen);
    s->settled_at = s->again ? -1 : began;
    return 0;
}

/* Recompute a node. Return an error, or 0 and the number. */
static int pure(int i, int *number) {
    int k, sum = i, status;
    *number = states[i].number;
    if (nodes[i].kind == INPUT) return states[i].version == 0 ? LAZY_E_EMPTY : 0;
    for (k = 0; k < nodes[i].fields; k++) {
        int one;
        if (nodes[i].on[k] < 0) continue;
        status = pure(nodes[i].on[k], &one);
        if (status != 0) return status;
        sum += one * (k + 1);
    }
    return function(nodes[i].how, sum, number);
}

enum read { READ, READ_TRY, READ_WITHIN, COPY, PIN, UNPIN, INVALIDATE, GIVE_UP, DROP, READS };

#define READ_OF(name, cell) \
    switch (read) { \
    case READ: value = name##_get(cell, &error); break; \
    case READ_TRY: value = name##_try_get(cell, &error); break; \
    case READ_WITHIN: value = name##_get_within(cell, 3, &error); break; \
    case COPY: \
        error = name##_copy(cell, &copied); \
        value = error == 0 ? &copied : NULL; \
        break; \
    case PIN: value = name##_pin(cell, &error); break; \
    case UNPIN: name##_unpin(cell); return 0; \
    case INVALIDATE: return name##_invalidate(cell); \
    case GIVE_UP: return name##_abandon(cell); \
    default: return name##_destroy(cell); \
    }

static int real_read(int i, enum read read, int *number) {
    const struct value *value = NULL;
    struct value copied;
    int error = 0;
    if (nodes[i].kind == INPUT) {
        READ_OF(input, &cells[i].input)
    } else if (nodes[i].kind == DERIVED) {
        READ_OF(derived, &cells[i].derived)
    } else if (nodes[i].kind == RETRYING) {
        READ_OF(retrying, &cells[i].retrying)
    } else {
        READ_OF(wide, &cells[i].wide)
    }
    if (value != NULL) *number = value->number;
    return value != NULL ? 0 : error;
}

/* Return whether these are refused while a node is computed: another thread reads it, a handler
 * sets an input that its body has pinned, and it reads itself. */
static int asks_in_between(int number) {
    const struct node *const node = &nodes[number];
    const int had = thread;
    struct value one = {1, 0};
    int k, ignored, right;
    thread = 2;
    right = real_read(number, node->how % 2 ? READ_TRY : READ_WITHIN, &ignored) == LAZY_PENDING;
    in_isr = 1;
    for (k = 0; k < node->fields; k++)
        if (node->on[k] >= 0 && nodes[node->on[k]].kind == INPUT)
            right &= input_set(&cells[node->on[k]].input, &one) == LAZY_PENDING;
    in_isr = 0;
    thread = had;
    return right && real_read(number, READ_TRY, &ignored) == LAZY_E_CYCLE;
}

static int model_read(int i, enum read read, int *number) {
    struct state *const s = &states[i];
    int status;
    if (read == UNPIN) {
        s->pins--;
    } else if (read == INVALIDATE) {
        s->invalid = 1;
        changes[nodes[i].foreign]++;
    } else if (read == GIVE_UP) {
        return LAZY_E_ARG;
    } else if (read == DROP) {
        if (s->pins > 0) return LAZY_PENDING;
        s->destroyed = 1;
        s->version = 0;
        s->error = LAZY_E_EMPTY;
        s->settled_at = -1;
    } else {
        status = refresh(i);
        if (status == 0) status = s->version == 0 ? LAZY_E_EMPTY : s->error;
        if (status == 0) *number = s->number;
        if (status == 0 && read == PIN) s->pins++;
        return status;
    }
    return 0;
}

static int cyclic(void) { return fuzz_byte() > 230; }

static void *cell_at(int i, enum kind kind) {
    return i >= 0 && nodes[i].kind == kind ? (void *)&cells[i] : NULL;
}

static void make_graph(void) {
    static const enum kind kinds[4][FIELDS] = {
        {INPUT},
        {INPUT, INPUT, DERIVED, DERIVED},
        {INPUT, DERIVED, RETRYING},
        {INPUT, INPUT, INPUT, INPUT, DERIVED, DERIVED, RETRYING, RETRYING}};
    static const int counts[4] = {0, 4, 3, 8};
    int i, k, bent = cyclic(), mixed = cyclic();
    node_count = INPUTS + 1 + fuzz_below(NODES - INPUTS);
    memset(nodes, 0, sizeof nodes);
    memset(cells, 0, sizeof cells);
    memset(states, 0, sizeof states);
    memset(runs, 0, sizeof runs);
    memset(&domain, 0, sizeof domain);
    memset(&other_domain, 0, sizeof other_domain);
    changes[0] = changes[1] = 0;
    if (fuzz_byte() % 4 == 0) /* the counter is about to wrap around */
        domain.revision_ = other_domain.revision_ = (lazy_revision)0 - 8;
    for (i = 0; i < node_count; i++) {
        struct node *const node = &nodes[i];
        struct lazy_node *lazy;
        node->kind = i < INPUTS ? INPUT : (enum kind)(DERIVED + fuzz_below(7) / 3);
        node->how = fuzz_byte();
        node->fields = counts[node->kind];
        node->foreign = mixed && fuzz_byte() % 4 == 0;
        states[i].settled_at = -1;
        for (k = 0; k < node->fields; k++) {
            const int byte = fuzz_byte(), of = byte % (bent ? node_count : i);
            node->on[k] = byte < 200 || kinds[node->kind][k] == INPUT ? of : -1;
        }
        lazy = i < INPUTS ? &cells[i].input.lazy : &cells[i].derived.lazy;
        lazy->domain = node->foreign ? &other_domain : &domain;
        cells[i].derived.number = i < INPUTS ? 0 : i;
    }
    for (i = INPUTS; i < node_count; i++) {
        struct node *const node = &nodes[i];
        void *at[FIELDS] = {0};
        for (k = 0; k < node->fields; k++) { /* of the type of the field */
            const enum kind kind = kinds[node->kind][k];
            if (node->on[k] >= 0 && kind == INPUT) node->on[k] %= INPUTS;
            at[k] = cell_at(node->on[k], kind);
            if (at[k] == NULL) node->on[k] = -1;
        }
        if (node->kind == DERIVED) {
            struct derived *const cell = &cells[i].derived;
            cell->x = (struct input *)at[0], cell->y = (struct input *)at[1];
            cell->a = (struct derived *)at[2], cell->b = (struct derived *)at[3];
        } else if (node->kind == RETRYING) {
            struct retrying *const cell = &cells[i].retrying;
            cell->x = (struct input *)at[0], cell->a = (struct derived *)at[1];
            cell->b = (struct retrying *)at[2];
        } else {
            struct wide *const cell = &cells[i].wide;
            cell->w = (struct input *)at[0], cell->x = (struct input *)at[1];
            cell->y = (struct input *)at[2], cell->z = (struct input *)at[3];
            cell->a = (struct derived *)at[4], cell->b = (struct derived *)at[5];
            cell->c = (struct retrying *)at[6], cell->d = (struct retrying *)at[7];
        }
    }
}

static int depends(int i) {
    int k, n;
    for (k = 0; k < node_count; k++)
        for (n = 0; n < nodes[k].fields; n++)
            if (nodes[k].on[n] == i) return 1;
    return 0;
}

static void fuzz_graph(void) {
    int operations = 0, impure = 0, i;
    const struct value *pinned[NODES] = {NULL};
    int pinned_number[NODES] = {0};
    make_graph();
    thread = 1;
    in_isr = waits = 0;
    while (fuzz_more() && operations++ < 150) {
        const int byte = fuzz_byte(), i_at = byte / 16 % node_count;
        int number[2] = {-1, -1}, status[2], expected_live = 0, what = byte % 16;
        struct node saved[NODES];
        enum read read;
        if (what >= 10 && what < 14) { /* set an input, or disturb a node */
            const int value = fuzz_byte() % 8;
            struct value set;
            i = i_at % INPUTS;
            if (what == 13 && value >= 4 && i_at >= INPUTS) {
                if (value % 2) nodes[i_at].fails = 1 + value / 6;
                if (value % 2 == 0) nodes[i_at].pends = 1 + value / 6;
                impure = 1;
                continue;
            }
            if (states[i].pins > 0) in_isr = 1; /* a handler may not wait for the pin */
            set.number = value, set.ticket = 0;
            status[REAL] = input_set(&cells[i].input, &set);
            status[MODEL] = states[i].pins > 0    ? LAZY_PENDING
                            : states[i].destroyed ? LAZY_E_DESTROYED
                                                  : 0;
            in_isr = 0;
            if (status[MODEL] == 0) {
                const int before = states[i].version;
                result(i, value, 0);
                changes[nodes[i].foreign] += states[i].version != before;
            }
            FUZZ_CHECK(status[REAL] == status[MODEL], "set: %s", lazy_strerror(status[REAL]));
            continue;
        }
        read = what < 10 ? (enum read)(what % READS) : READ_TRY;
        if (read == UNPIN && states[i_at].pins == 0) continue;
        if (read == DROP && (depends(i_at) || states[i_at].destroyed || byte < 150)) continue;
        /* a thread that has pinned something may only use try_get */
        for (i = 0; i < node_count; i++)
            if (states[i].pins > 0 && (read <= READ_TRY || read == COPY || read == PIN))
                read = READ_TRY;
        memcpy(saved, nodes, sizeof saved);
        cycles[REAL] = 0;
        status[REAL] = real_read(i_at, read, &number[REAL]);
        memcpy(nodes, saved, sizeof saved);
        status[MODEL] = model_read(i_at, read, &number[MODEL]);
        FUZZ_CHECK(status[REAL] == status[MODEL] && number[REAL] == number[MODEL],
                   "%d of node %d: %s, %d, but should be: %s, %d", (int)read, i_at,
                   lazy_strerror(status[REAL]), number[REAL], lazy_strerror(status[MODEL]),
                   number[MODEL]);
        for (i = 0; i < node_count; i++) {
            FUZZ_CHECK(runs[REAL][i] == runs[MODEL][i], "the body of node %d ran %d times, not %d",
                       i, runs[REAL][i], runs[MODEL][i]);
            expected_live += nodes[i].kind != INPUT && states[i].version != 0 &&
                             states[i].error == 0 && !states[i].destroyed;
        }
        FUZZ_CHECK(live == expected_live, "%d values are alive, not %d", live, expected_live);
        if (status[REAL] == 0 && read <= PIN && !impure && !states[i_at].destroyed) {
            int right;
            FUZZ_CHECK(pure(i_at, &right) == 0 && right == number[REAL],
                       "node %d is %d, but %d when recomputed", i_at, number[REAL], right);
        }
        if (read == PIN && status[REAL] == 0) {
            pinned[i_at] = i_at < INPUTS                  ? &cells[i_at].input.value
                           : nodes[i_at].kind == DERIVED  ? &cells[i_at].derived.value
                           : nodes[i_at].kind == RETRYING ? &cells[i_at].retrying.value
                                                          : &cells[i_at].wide.value;
            pinned_number[i_at] = number[REAL];
        }
        for (i = 0; i < node_count; i++)
            FUZZ_CHECK(states[i].pins == 0 || pinned[i]->number == pinned_number[i],
                       "node %d changed while it was pinned", i);
    }
}

/* ---- A body that does not return --------------------------------------------------------------- */

struct leaving {
    struct lazy_node lazy;
    struct input *x;
    int value;
};
static jmp_buf out_of_body;
static int leaves;

LAZY_DERIVED(leaving, int, *was == *now, (input, x)) {
    *out = x->number;
    if (leaves) longjmp(out_of_body, 1);
    return 0;
}

/* Check that an abandoned cell releases the input that its body has pinned, and is
 * computed again. */
static void check_abandoned(void) {
    static struct input input;
    static struct leaving cell;
    static struct value set;
    static int round;
    const int *got;
    memset(&input, 0, sizeof input);
    memset(&cell, 0, sizeof cell);
    memset(&domain, 0, sizeof domain);
    input.lazy.domain = cell.lazy.domain = &domain;
    cell.x = &input;
    thread = 1;
    in_isr = 0;
    for (round = 0; round < 4; round++) {
        set.number = 16 * round + fuzz_below(8); /* always a new value */
        FUZZ_CHECK(input_set(&input, &set) == 0, "an unpinned input cannot be set");
        leaves = round == 0 || fuzz_byte() % 2;
        if (setjmp(out_of_body) == 0) {
            got = leaving_get(&cell, NULL);
            FUZZ_CHECK(!leaves, "a body that left has returned");
        } else {
            leaves = 0;
            in_isr = 1;
            FUZZ_CHECK(input_set(&input, &set) == LAZY_PENDING, "a body that left pins nothing");
            in_isr = 0;
            FUZZ_CHECK(leaving_abandon(&cell) == 0,
                       "a cell that is being computed cannot be abandoned");
            set.number++;
            FUZZ_CHECK(input_set(&input, &set) == 0, "an abandoned cell pins its input");
            got = leaving_get(&cell, NULL);
        }
        FUZZ_CHECK(got != NULL && *got == set.number, "an abandoned cell is not computed again");
        FUZZ_CHECK(leaving_abandon(&cell) == LAZY_E_ARG,
                   "a cell that nobody computes can be abandoned");
    }
}

/* ---- Libraries, and one iterator for several readers ----------------------------------------- */

LAZY_LIBRARY(mathematics, "libm.so.6")
LAZY_LIBRARY(missing, "no such library.so")
LAZY_SYMBOL(cosine, mathematics, "cos", double, (double x))
LAZY_SYMBOL(no_symbol, mathematics, "no such symbol", int, (int x))
LAZY_SYMBOL(no_library, missing, "cos", double, (double x))
static double half(double x) { return x / 2; }
LAZY_SYMBOL_OR(halved, missing, "half", double, (double x), half)

static void fuzz_libraries(void) {
    int operations = 0, failed = 0;
    while (fuzz_more() && operations++ < 20) {
        int error = 0;
        switch (fuzz_below(6)) {
        case 0: {
            double (*const found)(double) = cosine(&error);
            FUZZ_CHECK(found != NULL && found(0) == 1 && error == 0, "there is no cosine: %s",
                       cosine_text());
            break;
        }
        case 1:
            FUZZ_CHECK(no_symbol(&error) == NULL && error == LAZY_E_SYMBOL &&
                           strstr(no_symbol_text(), "no such symbol") != NULL,
                       "a symbol that is missing is found");
            break;
        case 2:
            FUZZ_CHECK(no_library(&error) == NULL && error == LAZY_E_LIBRARY &&
                           strstr(no_library_text(), "no such library") != NULL,
                       "a library that is missing is found");
            failed = 1;
            break;
        case 3:
            FUZZ_CHECK(halved(&error)(6) == 3 && error == LAZY_E_LIBRARY, "no fallback function");
            failed = 1;
            break;
        case 4:
            FUZZ_CHECK(missing_retry() == 0 && no_library_text()[0] == '\0',
                       "an error is not forgotten");
            failed = 0;
            break;
        default:
            FUZZ_CHECK(mathematics_retry() == 0 && (failed || missing.text_[0] == '\0' || 1),
                       "a loaded library is forgotten");
            break;
        }
    }
    (void)missing_retry();
}

/* A digit is an item, 10 is pending, 11 is full, 12 an error; 13 calls itself, 14 calls as
 * another thread. */
struct source {
    int at, over;
};
typedef int source_item;
static int shared_in_itself(int as_another);
static int source_next(struct source *self, int *item) {
    const int what = code[self->at++ % code_length] % 15;
    FUZZ_CHECK(!self->over, "it is pulled after its end");
    if (what == 10) return LAZY_PENDING;
    if (what == 11) return LAZY_E_FULL_;
    if (what == 12) self->over = 1;
    if (what == 12) return -5;
    if (what == 9) self->over = 1;
    if (what == 9) return 0;
    if (what == 13) return shared_in_itself(0) == LAZY_E_CYCLE ? LAZY_PENDING : -99;
    if (what == 14) return shared_in_itself(1) == LAZY_PENDING ? LAZY_PENDING : -99;
    *item = what;
    return 1;
}
static int source_close(struct source *self) {
    const int what = code[self->at++ % code_length] % 15;
    if (what == 10) return LAZY_PENDING;
    return what == 12 ? -6 : 0;
}
LAZY_SHARED(shared, source)
static struct shared one_for_all;

static int shared_in_itself(int as_another) {
    int item, status;
    in_isr = as_another;
    if (as_another) thread = 2;
    status = fuzz_byte() % 2 ? shared_next(&one_for_all, &item) : shared_close(&one_for_all);
    in_isr = 0;
    thread = 1;
    return status;
}

static void fuzz_shared(void) {
    int operations = 0, at = 0, over = 0, ended = 0, i;
    code_length = 1 + fuzz_below(MOST_CODE);
    for (i = 0; i < code_length; i++) code[i] = fuzz_byte();
    memset(&one_for_all, 0, sizeof one_for_all);
    thread = 1;
    in_isr = 0;
    while (fuzz_more() && operations++ < 100) {
        const int byte = fuzz_byte(), what = code[at % code_length] % 15;
        int item = -1, status, right;
        if (byte > 230) {
            status = shared_close(&one_for_all);
            right = what == 10 ? LAZY_PENDING : what == 12 ? -6 : 0;
            at++;
            if (right <= 0) over = 1, ended = 0;
        } else {
            status = shared_next(&one_for_all, &item);
            right = what == 10 || what > 12 ? LAZY_PENDING
                    : what == 11            ? LAZY_E_FULL_
                    : what == 12            ? -5
                    : what == 9             ? 0
                                            : 1;
            if (over) right = ended;
            if (!over) at++;
            if (!over && right == 1) FUZZ_CHECK(item == what, "the item is %d, not %d", item, what);
            if (right <= 0 && right != LAZY_E_FULL_) over = 1, ended = right;
        }
        FUZZ_CHECK(status == right, "shared: %d, but should be %d", status, right);
    }
}

/* Check that each text of lazy_strerror begins with the name of the error. */
static void check_strerror(void) {
    static const struct {
        int error;
        const char *name;
    } names[] = {{0, "no error"},
                 {LAZY_PENDING, "LAZY_PENDING:"},
                 {LAZY_E_ARG, "LAZY_E_ARG:"},
                 {LAZY_E_CYCLE, "LAZY_E_CYCLE:"},
                 {LAZY_E_DESTROYED, "LAZY_E_DESTROYED:"},
                 {LAZY_E_EMPTY, "LAZY_E_EMPTY:"},
                 {LAZY_E_ALREADY_SET, "LAZY_E_ALREADY_SET:"},
                 {LAZY_E_RESULT, "LAZY_E_RESULT:"},
                 {LAZY_E_LIBRARY, "LAZY_E_LIBRARY:"},
                 {LAZY_E_SYMBOL, "LAZY_E_SYMBOL:"},
                 {-5, "an error of the program"},
                 {5, "not an error"}};
    size_t i;
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        const char *const text = lazy_strerror(names[i].error);
        FUZZ_CHECK(strncmp(text, names[i].name, strlen(names[i].name)) == 0, "%s is called %s",
                   names[i].name, text);
    }
}

static void fuzz_one(void) {
    const int what = fuzz_below(16);
    memset(held, 0, sizeof held);
    memset(at_code, 0, sizeof at_code);
    tickets = live = cycles[REAL] = cycles[MODEL] = 0;
    side = REAL;
    if (what < 6) fuzz_cells();
    if (what >= 6 && what < 14) fuzz_graph();
    if (what == 14) fuzz_shared();
    if (what == 15) fuzz_libraries();
    check_abandoned();
    check_strerror();
}
