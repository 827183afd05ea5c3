/* Shared by the C programs that pipelines.py makes: sources, the trace, the driver. The output must
 * be equal to that of class Run there. */
#ifndef PIPELINES_H
#define PIPELINES_H

#include "iter_table.h"
#include "iter_text.h"
#include "more_itertools.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- The trace ------------------------------------------------------------------------------- */

/* The lines and pulls that a pipeline has left: one that exceeds them is stopped. */
static int lines_left, pulls_left;

/* The functions are inline because a file of pipelines may not call all of them. */

static inline void end_line(void) {
    printf("\n");
    if (lines_left-- <= 0) {
        printf("(stopped here: far more lines than in Python)\n");
        exit(1);
    }
}

static inline void event(const char *tag, int value) {
    printf("  %s: %d", tag, value);
    end_line();
}

static inline int byte_of(int number) {
    return (unsigned char)"A\x80\xA0\xE2\x82\xAC\xC3\xA9\xF0\x9F\x98\x81\xED\xC1"[number % 14];
}

static inline struct iter_text digits_of(int number) {
    struct iter_text text = {"0123456789", 0};
    text.data += number % 7;
    text.length = (size_t)(number % 4);
    return text;
}

static inline void show_int(int value) { printf("%d", value); }

/* Combine the parts of an item into one number. */
static inline int fold(int total, int value) { return (total * 7 + value) % 101; }

/* Print the outcome of an operation; its line goes on with the item or the result. */
static int step_at_work;
static inline void show_outcome(gen_status status) {
    printf("%d: ", step_at_work);
    switch (status) {
    case GEN_DONE: printf("done"); break;
    case GEN_YIELDED: printf("yielded"); break;
    case GEN_SKIP: printf("GEN_SKIP"); break;
    case GEN_E_ARG: printf("E_ARG"); break;
    case GEN_E_FULL: printf("E_FULL"); break;
    case GEN_E_STALE: printf("E_STALE"); break;
    default: printf("%d", (int)status);
    }
}

/* ---- Sources --------------------------------------------------------------------------------- */

enum { FORKS = 3, SOURCES = 24 };

/* The pulls of each source in each fork, and the current fork. */
static int pulls[FORKS][SOURCES];
static int fork_at_work;

static inline void count_pull(int source) {
    pulls[fork_at_work][source]++;
    if (pulls_left-- <= 0) {
        printf("(stopped here: far more pulls than in Python)\n");
        exit(1);
    }
}

/* The number of sources whose close is pending. */
static int closing;

static inline void tell_close(int source) {
    printf("  close s%d", source);
    end_line();
}

/* A source with a script: a digit is an item, '.' is GEN_PENDING, ',' is GEN_SKIP, '+' is
 * GEN_E_FULL, '!' an error, and '|' an end. It goes on after an error or an end, which an iterator
 * should not do. Its bounds are off by the slack, and its close is pending `pauses` times. */
struct script {
    const char *text;
    int source;
    int slack;
    int pauses; /* of its close */
    int error;  /* of its close */
    unsigned char ended, closing, closed;
};
typedef int script_item;
enum { NO_BOUNDS = 9 };

static inline struct script make_script(const char *text, int source, int slack, int pauses,
                                        int error) {
    const struct script made = {text, source, slack, pauses, error, 0, 0, 0};
    return made;
}

/* Return the error of a source. The mask shows the compiler that it is negative, so that an item
 * was set when it is used. */
static inline gen_status script_error(int source) { return -5 - (source & 31); }

static inline gen_status script_step(struct script *self, int *item) {
    if (self->ended || self->closing) return GEN_DONE;
    switch (*self->text++) {
    case '.': return GEN_PENDING;
    case ',': return GEN_SKIP;
    case '+': return GEN_E_FULL;
    case '|': count_pull(self->source); return GEN_DONE;
    case '!':
        count_pull(self->source);
        self->ended = *self->text == '\0';
        return script_error(self->source);
    case '\0':
        count_pull(self->source);
        self->ended = 1;
        return GEN_DONE;
    default:
        count_pull(self->source);
        *item = self->text[-1] - '0';
        return GEN_YIELDED;
    }
}

static inline gen_status script_close(struct script *self) {
    if (self->ended || self->closed) return GEN_DONE;
    if (!self->closing) {
        tell_close(self->source);
        closing++;
    }
    self->closing = 1;
    if (self->pauses-- > 0) return GEN_PENDING;
    closing--;
    self->closed = 1;
    return self->error;
}

static inline size_t script_exactly(const struct script *self) {
    size_t left = 0;
    const char *at = self->text;
    if (self->ended || self->closing) return 0;
    for (; *at != '\0' && *at != '!' && *at != '|'; at++) left += *at >= '0' && *at <= '9';
    return left;
}
static inline size_t script_left(const struct script *self, int most) {
    const size_t left = script_exactly(self), slack = (size_t)self->slack;
    if (self->slack == NO_BOUNDS) return most ? (size_t)-1 : 0;
    return most ? left + slack : left < slack ? 0 : left - slack;
}

ITER_DEFINE_BOUNDED(script, 1)

/* The same, but it never skips, which lets a stage use a shorter version. */
struct plain {
    struct script script;
};
typedef int plain_item;

static inline struct plain make_plain(const char *text, int source, int slack, int pauses,
                                      int error) {
    struct plain made;
    made.script = make_script(text, source, slack, pauses, error);
    return made;
}
static inline gen_status plain_step(struct plain *self, int *item) {
    return script_step(&self->script, item);
}
static inline gen_status plain_close(struct plain *self) { return script_close(&self->script); }
static inline size_t plain_left(const struct plain *self, int most) {
    return script_left(&self->script, most);
}

ITER_DEFINE_BOUNDED(plain, 0)

/* The same, without its own bounds. */
struct defined {
    struct script script;
};
typedef int defined_item;
static inline struct defined make_defined(const char *text, int source, int slack, int pauses,
                                          int error) {
    struct defined made;
    made.script = make_script(text, source, slack, pauses, error);
    return made;
}
static inline gen_status defined_step(struct defined *self, int *item) {
    return script_step(&self->script, item);
}
static inline gen_status defined_close(struct defined *self) { return script_close(&self->script); }
ITER_DEFINE(defined)

/* A generator that does the same, except for skips and items after an end. */
struct coroutine {
    struct gen gen;
    const char *text;
    int source;
    unsigned char ended;
};
GEN(coroutine, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (; *self->text != '\0'; self->text++) {
            if (*self->text == '.') {
                GEN_SUSPEND();
                continue;
            }
            count_pull(self->source);
            if (*self->text == '!') {
                self->ended = 1;
                GEN_RAISE(script_error(self->source));
            }
            GEN_YIELD(*self->text - '0');
        }
        count_pull(self->source);
        self->ended = 1;
    }
    GEN_FINALLY {
        if (!self->ended) tell_close(self->source);
    }
    GEN_END_TRY;
    GEN_END();
}

static inline struct coroutine make_coroutine(const char *text, int source) {
    static struct coroutine made;
    made.text = text;
    made.source = source;
    return made;
}

/* A generator to which items are sent. */
struct adder {
    struct gen gen;
    int total;
};
GEN_RECV(adder, int, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->total);
        if (*sent == 6) break;
        if (*sent == 8) GEN_RAISE(-12);
        self->total = (self->total * 3 + *sent) % 31;
        if (*sent % 3 == 1) GEN_SUSPEND();
    }
    GEN_END();
}
static inline struct adder make_adder(int total) {
    static struct adder made;
    made.total = total;
    return made;
}

/* Random numbers, the same in Python. */
static inline int next_random(int *state) {
    *state = (*state * 13 + 7) % 101;
    return *state;
}

/* Return several results as one number. */
static inline int statistics_of(iter_count count, double mean, double variance) {
    return (int)(mean * 100 + 0.5) + (variance < 1e6 ? (int)(variance * 100 + 0.5) : 7) +
           (int)count;
}

/* ---- The driver ------------------------------------------------------------------------------ */

enum kind { NEXT, STEP, BOUNDS, COPY, CLOSE, TERMINAL };

/* An operation on a fork. With BOUNDS and STEP, value is the number of items left, and which is 1
 * if these are all, 0 if an error may come earlier, and -1 if the number is unknown. */
struct step {
    const char *name;
    enum kind kind;
    int fork;
    int value;
    int which;
};

static inline void check_bounds(size_t least, size_t most, const struct step *step) {
    const size_t left = (size_t)step->value;
    if (step->which < 0) return;
    if (least <= most && most >= left && (step->which == 0 || least <= left)) return;
    printf("(bounds from %ld to %ld, but %d are left)", (long)least, (long)most, step->value);
    end_line();
}

/* Whether to repeat a call: it is pending, or was full and now has more room. */
static void (*make_room)(void);
static inline int again(gen_status status) {
    if (status == GEN_E_FULL) make_room();
    return status == GEN_PENDING || status == GEN_E_FULL;
}
#define AGAIN(call) AND_ON(call, call)
/* The same, if it goes on by another call. */
#define AND_ON(call, more) \
    do { \
        status = (call); \
        while (again(status)) status = (more); \
    } while (0)

/* Define the operations on one kind of pipeline: p_perform and p_forks. */
#define PIPELINE(p, root, show) \
    static struct root p##_forks[FORKS]; \
    static void p##_terminal(const struct step *step, struct root *from); \
    static void p##_perform(const struct step *step) { \
        static root##_item item; \
        struct root *const self = &p##_forks[step->fork]; \
        gen_status status = GEN_DONE; \
        switch (step->kind) { \
        case NEXT: AGAIN(root##_next(self, &item)); break; \
        case STEP: \
            do { \
                check_bounds(root##_left(self, ITER_AT_LEAST), root##_left(self, ITER_AT_MOST), \
                             step); \
                status = root##_step(self, &item); \
                if (status == GEN_SKIP && root##_skips_ != 1) event("skips", 0); \
            } while (again(status) || status == GEN_SKIP); \
            break; \
        case BOUNDS: \
            check_bounds(root##_left(self, ITER_AT_LEAST), root##_left(self, ITER_AT_MOST), step); \
            break; \
        case COPY: p##_forks[step->value] = *self; break; \
        case CLOSE: \
            AGAIN(root##_close(self)); \
            if (closing != 0) event("still closing", closing); \
            break; \
        case TERMINAL: p##_terminal(step, self); return; \
        } \
        show_outcome(status); \
        if (status == GEN_YIELDED) { \
            printf(" "); \
            show(item); \
        } \
    }

/* Run one pipeline, whose trace should have `lines` lines after `pull_count` pulls. */
static inline void drive(int seed, const struct step *steps, int step_count, int sources,
                         void (*make)(void), void (*room)(void),
                         void (*perform)(const struct step *step), int lines, int pull_count) {
    unsigned char closed[FORKS] = {0};
    int i, k;
    printf("program %d\n", seed);
    lines_left = lines + 100;
    pulls_left = pull_count + 1000;
    for (i = 0; i < FORKS * SOURCES; i++) pulls[i / SOURCES][i % SOURCES] = 0;
    make_room = room;
    closing = 0;
    make();
    for (i = 0; i < step_count; i++) {
        const struct step *const step = &steps[i];
        printf("%d: f%d %s %d", i, step->fork, step->name, step->value);
        end_line();
        fork_at_work = step->fork;
        if (step->kind == COPY) {
            for (k = 0; k < sources; k++) pulls[step->value][k] = pulls[step->fork][k];
            closed[step->value] = closed[step->fork];
        }
        if (step->kind == CLOSE) closed[step->fork] = 1;
        step_at_work = i;
        perform(step);
        if (!closed[step->fork]) { /* the pulls after a close are not specified */
            printf(", pulls");
            for (k = 0; k < sources; k++) printf(" %d", pulls[step->fork][k]);
        }
        end_line();
        fflush(stdout); /* keep the output if the next step crashes */
    }
}

#endif /* PIPELINES_H */
