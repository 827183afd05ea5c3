/* Shared by the C programs that dependents.py makes: the kinds of cells, their bodies, the driver.
 * The output must be equal to that of class Run there. */
#ifndef DEPENDENTS_H
#define DEPENDENTS_H

#include "lazy_graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NODES = 48, SLOTS = 3 };

enum kind { INPUT, LOW, RETRY, HIGH, TOP };
enum function { SUM, MAX, HALF, PARITY, NEGATIVE, ODDITY, KNOWN };
struct node {
    enum kind kind;
    enum function function;
    int on[SLOTS]; /* its dependencies, or -1 */
    int pokes;     /* the input that its body sets, or -1 */
    int opaque;    /* its results cannot be compared */
    int pending;   /* every n-th run returns LAZY_PENDING, or fails; 0: none */
    int flaky;
    int foreign; /* it is in another domain */
};

enum operation { GET, TRY_GET, GET_WITHIN, COPY, PIN, UNPIN, SET, INVALIDATE, ABANDON, DESTROY };

struct step {
    enum operation operation;
    int node;
    int value;
};

/* The graph that is being tested. */
static const struct node *nodes;
static int node_count, runs[NODES], pins[NODES];

/* A value of a derived cell owns a ticket, which must be given back once. */
enum { TICKETS = 20000 };
static unsigned char held[TICKETS];
static int tickets, live;

struct value {
    int number;
    int opaque;
    int ticket;
};

static inline void drop(const struct value *value) {
    if (value->ticket <= 0 || value->ticket >= TICKETS || !held[value->ticket]) {
        printf("(an invalid value is dropped)");
        return;
    }
    held[value->ticket] = 0;
    live--;
}

#define SAME (!now->opaque && was->number == now->number)

static int run_body(int node, const struct value *a, const struct value *b, const struct value *c,
                    struct value *out);

struct input {
    struct lazy_node lazy;
    struct value value;
};
LAZY_INPUT(input, struct value, SAME)

#define EITHER(x, y) ((x) != NULL ? (x) : (y))

struct low {
    struct lazy_node lazy;
    int node;
    struct input *input_a, *input_b, *input_c;
    struct low *low_a, *low_b, *low_c;
    struct value value;
};
LAZY_DERIVED_WITH(low, struct value, LAZY_REMEMBER, drop(value), SAME, (input, input_a),
                  (low, low_a), (input, input_b), (low, low_b), (input, input_c), (low, low_c)) {
    return run_body(self->node, EITHER(input_a, low_a), EITHER(input_b, low_b),
                    EITHER(input_c, low_c), out);
}

struct retry {
    struct lazy_node lazy;
    int node;
    struct input *input_a, *input_c;
    struct low *low_a, *low_b, *low_c;
    struct retry *retry_a, *retry_b, *retry_c;
    struct value value;
};
LAZY_DERIVED_WITH(retry, struct value, LAZY_RETRY, drop(value), SAME, (input, input_a),
                  (low, low_a), (retry, retry_a), (low, low_b), (retry, retry_b), (input, input_c),
                  (low, low_c), (retry, retry_c)) {
    return run_body(self->node, EITHER(input_a, EITHER(low_a, retry_a)), EITHER(low_b, retry_b),
                    EITHER(input_c, EITHER(low_c, retry_c)), out);
}

struct high {
    struct lazy_node lazy;
    int node;
    struct input *input_a, *input_c;
    struct low *low_b;
    struct retry *retry_a, *retry_b;
    struct high *high_a, *high_b, *high_c;
    struct value value;
};
LAZY_DERIVED_WITH(high, struct value, LAZY_REMEMBER, drop(value), SAME, (input, input_a),
                  (retry, retry_a), (high, high_a), (low, low_b), (retry, retry_b), (high, high_b),
                  (input, input_c), (high, high_c)) {
    return run_body(self->node, EITHER(input_a, EITHER(retry_a, high_a)),
                    EITHER(low_b, EITHER(retry_b, high_b)), EITHER(input_c, high_c), out);
}

struct top {
    struct lazy_node lazy;
    int node;
    struct high *high_a;
    struct value value;
};
LAZY_DERIVED_WITH(top, struct value, LAZY_REMEMBER, drop(value), SAME, (high, high_a)) {
    return run_body(self->node, high_a, NULL, NULL, out);
}

/* The cells. Each node uses the cell of its kind. */
static struct lazy_domain domain, other_domain;
static struct input inputs[NODES];
static struct low lows[NODES];
static struct retry retries[NODES];
static struct high highs[NODES];
static struct top tops[NODES];

static inline struct input *input_at(int node) {
    return node >= 0 && nodes[node].kind == INPUT ? &inputs[node] : NULL;
}
static inline struct low *low_at(int node) {
    return node >= 0 && nodes[node].kind == LOW ? &lows[node] : NULL;
}
static inline struct retry *retry_at(int node) {
    return node >= 0 && nodes[node].kind == RETRY ? &retries[node] : NULL;
}
static inline struct high *high_at(int node) {
    return node >= 0 && nodes[node].kind == HIGH ? &highs[node] : NULL;
}

/* ---- Bodies ---------------------------------------------------------------------------------- */

static int set_input(int node, int number) {
    struct value value = {0, 0, 0};
    value.number = number;
    value.opaque = nodes[node].opaque;
    return input_set(&inputs[node], &value);
}

static int invalidate(int node) {
    switch (nodes[node].kind) {
    case INPUT: return input_invalidate(&inputs[node]);
    case LOW: return low_invalidate(&lows[node]);
    case RETRY: return retry_invalidate(&retries[node]);
    case HIGH: return high_invalidate(&highs[node]);
    case TOP: break;
    }
    return top_invalidate(&tops[node]);
}

static int run_body(int at, const struct value *a, const struct value *b, const struct value *c,
                    struct value *out) {
    const struct node *const node = &nodes[at];
    const struct value *const all[SLOTS] = {a, b, c};
    int i, total = 0, most = -10000;
    const int run = ++runs[at];
    if (run > 1000) {
        printf("(stopped here: n%d runs again and again)\n", at);
        exit(1);
    }
    for (i = 0; i < SLOTS; i++) {
        if ((all[i] != NULL) != (node->on[i] >= 0)) printf("(n%d got another field)", at);
        if (all[i] == NULL) continue;
        total += all[i]->number;
        if (all[i]->number > most) most = all[i]->number;
    }
    if (node->pokes >= 0) set_input(node->pokes, total % 7);
    if (node->pending != 0 && run % node->pending == 0) return LAZY_PENDING;
    if (node->flaky != 0 && run % node->flaky == 0) return -50 - run / node->flaky % 2;
    total %= 1009;
    switch (node->function) {
    case SUM: break;
    case MAX: total = most; break;
    case HALF: total /= 2; break;
    case PARITY: total &= 1; break;
    case NEGATIVE:
        if (total < 0) return total % 3 - 7;
        break;
    case ODDITY:
        if (total % 5 == 4) return 7;
        break;
    case KNOWN: total = 5; break;
    }
    out->number = total;
    out->opaque = node->opaque;
    out->ticket = ++tickets % TICKETS;
    held[out->ticket] = 1;
    live++;
    return 0;
}

/* ---- Operations ------------------------------------------------------------------------------ */

/* The values that are pinned, to check that they do not change. */
static const struct value *pinned[NODES];
static int pinned_number[NODES];

/* Perform an operation. Return 0 and the number, or an error. */
#define READS(type, all) \
    static int type##_perform(const struct step *step, struct value *got) { \
        struct type *const self = &all[step->node]; \
        const struct value *value = NULL; \
        int error = 12345; \
        switch (step->operation) { \
        case GET: value = type##_get(self, &error); break; \
        case TRY_GET: value = type##_try_get(self, &error); break; \
        case GET_WITHIN: value = type##_get_within(self, 1, &error); break; \
        case COPY: return type##_copy(self, got); \
        case PIN: \
            value = type##_pin(self, &error); \
            if (value != NULL) { \
                pins[step->node]++; \
                pinned[step->node] = value; \
                pinned_number[step->node] = value->number; \
            } \
            break; \
        case UNPIN: \
            type##_unpin(self); \
            pins[step->node]--; \
            return 0; \
        case SET: return set_input(step->node, step->value); \
        case INVALIDATE: return invalidate(step->node); \
        case ABANDON: return type##_abandon(self); \
        case DESTROY: return type##_destroy(self); \
        } \
        if (value != NULL) *got = *value; \
        if (value != NULL && error != 12345) printf("(an error beside a value)"); \
        return value != NULL ? 0 : error; \
    }
READS(input, inputs)
READS(low, lows)
READS(retry, retries)
READS(high, highs)
READS(top, tops)

static int perform(const struct step *step, struct value *got) {
    switch (nodes[step->node].kind) {
    case INPUT: return input_perform(step, got);
    case LOW: return low_perform(step, got);
    case RETRY: return retry_perform(step, got);
    case HIGH: return high_perform(step, got);
    case TOP: break;
    }
    return top_perform(step, got);
}

static void print_status(int status) {
    switch (status) {
    case 0: printf("done"); break;
    case LAZY_PENDING: printf("PENDING"); break;
    case LAZY_E_ARG: printf("E_ARG"); break;
    case LAZY_E_CYCLE: printf("E_CYCLE"); break;
    case LAZY_E_DESTROYED: printf("E_DESTROYED"); break;
    case LAZY_E_EMPTY: printf("E_EMPTY"); break;
    case LAZY_E_RESULT: printf("E_RESULT"); break;
    default: printf("%d", status);
    }
}

/* ---- The driver ------------------------------------------------------------------------------ */

static void make_cells(void) {
    int i;
    memset(inputs, 0, sizeof inputs);
    memset(lows, 0, sizeof lows);
    memset(retries, 0, sizeof retries);
    memset(highs, 0, sizeof highs);
    memset(tops, 0, sizeof tops);
    for (i = 0; i < node_count; i++) {
        const struct lazy_node here = LAZY_NODE_INIT(domain), there = LAZY_NODE_INIT(other_domain);
        const struct lazy_node cell = nodes[i].foreign ? there : here;
        const int *const on = nodes[i].on;
        inputs[i].lazy = lows[i].lazy = retries[i].lazy = highs[i].lazy = tops[i].lazy = cell;
        lows[i].node = retries[i].node = highs[i].node = tops[i].node = i;
        lows[i].input_a = retries[i].input_a = highs[i].input_a = input_at(on[0]);
        lows[i].input_b = input_at(on[1]);
        lows[i].input_c = retries[i].input_c = highs[i].input_c = input_at(on[2]);
        lows[i].low_a = retries[i].low_a = low_at(on[0]);
        lows[i].low_b = retries[i].low_b = highs[i].low_b = low_at(on[1]);
        lows[i].low_c = retries[i].low_c = low_at(on[2]);
        retries[i].retry_a = highs[i].retry_a = retry_at(on[0]);
        retries[i].retry_b = highs[i].retry_b = retry_at(on[1]);
        retries[i].retry_c = retry_at(on[2]);
        highs[i].high_a = tops[i].high_a = high_at(on[0]);
        highs[i].high_b = high_at(on[1]);
        highs[i].high_c = high_at(on[2]);
    }
}

/* How far one change moves the counter of a domain. */
static struct lazy_domain one_change;
static lazy_revision revisions_per_change(void) {
    one_change.revision_ = 0;
    lazy_next_revision_(&one_change);
    return one_change.revision_;
}

/* Run one graph. Its domain can count this many changes before its counter wraps around. */
static inline void drive(int seed, const struct node *graph, int count, const struct step *steps,
                         int step_count, int changes_left, int show_runs) {
    static const char *const names[] = {"get",   "try_get", "get_within", "copy",    "pin",
                                        "unpin", "set",     "invalidate", "abandon", "destroy"};
    int i, k;
    printf("program %d\n", seed);
    alarm(5); /* stop a wait that does not end */
    nodes = graph;
    node_count = count;
    memset(runs, 0, sizeof runs);
    memset(pins, 0, sizeof pins);
    memset(held, 0, sizeof held);
    tickets = live = 0;
    domain.revision_ = other_domain.revision_ =
        (lazy_revision)0 - (lazy_revision)changes_left * revisions_per_change();
    make_cells();
    for (i = 0; i < step_count; i++) {
        const struct step *const step = &steps[i];
        struct value got = {0, 0, 0};
        int before[NODES], status;
        memcpy(before, runs, sizeof before);
        printf("%d: %s n%d %d\n", i, names[step->operation], step->node, step->value);
        fflush(stdout); /* keep the output in a crash or a hang */
        status = perform(step, &got);
        printf("%d: ", i);
        if (status == 0 && step->operation <= PIN) {
            printf("is %d", got.number);
        } else {
            print_status(status);
        }
        for (k = 0; k < count; k++) {
            if (!show_runs) before[k] = runs[k];
            if (runs[k] != before[k]) printf(", n%d ran", k);
            if (runs[k] > before[k] + 1) printf(" %d times", runs[k] - before[k]);
            if (pins[k] > 0 && pinned[k]->number != pinned_number[k]) printf(", n%d changed", k);
        }
        printf(", %d live\n", live);
    }
}

#endif /* DEPENDENTS_H */
