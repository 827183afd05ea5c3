/* Shared by all C programs that gen.py makes: operations, the trace, the driver. The output must be
 * equal to that of class Run in gen.py. */
#ifndef HARNESS_H
#define HARNESS_H

#include "gen.h"
#include "gen_stack.h"

#include <stdio.h>
#include <stdlib.h>

enum kind { NEXT, SEND, SEND_NOTHING, THROW, CLOSE, RESET };

struct step {
    enum kind kind;
    int target;
    int value;
};

/* A generator of any type. A recursive one has a `struct gen` in each frame. */
struct target {
    int (*perform)(enum kind kind, int value, int *item);
    const struct gen *gen;
    int frames;
    size_t frame_size;
};

/* The item before an operation. No generator yields this value. */
enum { UNTOUCHED = -12345 };

/* The value that a GEN_RECV body records of its resume. -1 stands for Python's None. */
#define RECEIVED (sent ? *sent : -1)

/* Define `perform` for one generator. Without GEN_RECV, SEND is a plain next. */
#define OPERATIONS(name, object) \
    static int name##_perform(enum kind kind, int value, int *item) { \
        if (kind == THROW) return name##_throw(&object, value, item); \
        if (kind == CLOSE) return name##_close(&object); \
        if (kind == RESET) return name##_reset(&object); \
        return name##_next(&object, item); \
    }
#define OPERATIONS_RECV(name, object) \
    static int name##_perform(enum kind kind, int value, int *item) { \
        if (kind == SEND) return name##_send(&object, &value, item); \
        if (kind == SEND_NOTHING) return name##_send(&object, NULL, item); \
        if (kind == THROW) return name##_throw(&object, value, item); \
        if (kind == CLOSE) return name##_close(&object); \
        if (kind == RESET) return name##_reset(&object); \
        return name##_next(&object, item); \
    }

/* The lines that a program may still print: one that prints too many is stopped. */
static int lines_left;

/* The functions are inline because a file of programs may not call all of them. */

static inline void end_line(void) {
    printf("\n");
    if (lines_left-- <= 0) {
        printf("(stopped here: far more lines than in Python)\n");
        exit(1);
    }
}

static inline void print_status(int status) {
    switch (status) {
    case GEN_E_RUNNING: printf("E_RUNNING"); break;
    case GEN_E_IGNORED_CLOSE: printf("E_IGNORED_CLOSE"); break;
    case GEN_E_NOT_STARTED: printf("E_NOT_STARTED"); break;
    case GEN_E_EXIT: printf("E_EXIT"); break;
    case GEN_E_BAD_STATE: printf("E_BAD_STATE"); break;
    case GEN_E_ARG: printf("E_ARG"); break;
    case GEN_E_FULL: printf("E_FULL"); break;
    default: printf("%d", status);
    }
}

/* A recursive generator runs if one of its frames does; otherwise the outermost frame
 * has the state. */
static inline char state_letter(const struct target *target) {
    const char *frame = (const char *)target->gen;
    int i;
    for (i = 0; i < target->frames; i++, frame += target->frame_size)
        if (gen_state((const struct gen *)(const void *)frame) == GEN_RUNNING) return 'R';
    switch (gen_state(target->gen)) {
    case GEN_CREATED: return 'C';
    case GEN_SUSPENDED: return 'S';
    case GEN_RUNNING: break;
    case GEN_CLOSED: return '-';
    }
    return '?';
}

static inline void print_operation(const struct step *step) {
    static const char *const names[] = {"NEXT", "SEND", "SEND_NOTHING", "THROW", "CLOSE", "RESET"};
    printf("g%d %s ", step->target, names[step->kind]);
    print_status(step->value);
    end_line();
}

static inline void print_outcome(int status, int item) {
    if (status == GEN_DONE) {
        printf("done");
    } else if (status == GEN_YIELDED) {
        printf("yielded %d", item);
    } else {
        print_status(status);
    }
    if (status != GEN_YIELDED && item != UNTOUCHED) printf(" and wrote %d to the item", item);
}

/* Perform an operation, again and again while it is pending. */
static inline int perform(const struct target *target, enum kind kind, int value, int *item) {
    int status = target->perform(kind, value, item);
    while (status == GEN_PENDING)
        status = target->perform(kind == CLOSE || kind == RESET ? kind : NEXT, 0, item);
    return status;
}

/* ---- Functions that bodies call -------------------------------------------------------------- */

/* Return the value, which is then no constant expression. */
static inline int computed(int value) { return value; }

static inline void event(const char *tag, int value) {
    printf("  %s: %d", tag, value);
    end_line();
}

static inline void caught(const char *tag, int status) {
    printf("  %s: ", tag);
    print_status(status);
    end_line();
}

static inline void state(const char *tag, const struct target *targets, int target) {
    printf("  %s: g%d is %c", tag, target, state_letter(&targets[target]));
    end_line();
}

static inline int running(const struct target *targets, int target) {
    return state_letter(&targets[target]) == 'R';
}

static inline int every_third_time(void) {
    static int times;
    return ++times % 3 == 0;
}

static inline int operation(const char *tag, const struct target *targets, int target,
                            enum kind kind, int value) {
    const struct step step = {kind, target, value};
    int item = UNTOUCHED;
    int status;
    printf("  %s: ", tag);
    print_operation(&step);
    status = perform(&targets[target], kind, value, &item);
    printf("  %s: g%d ", tag, target);
    print_outcome(status, item);
    printf(", %c", state_letter(&targets[target]));
    end_line();
    return status;
}

/* ---- The driver ------------------------------------------------------------------------------ */

/* Run one program, whose trace should have `lines` lines. */
static inline void drive(int seed, const struct step *steps, int step_count,
                         const struct target *targets, int target_count, int lines) {
    int i, k;
    printf("program %d\n", seed);
    lines_left = lines + 100;
    for (i = 0; i < step_count; i++) {
        int item = UNTOUCHED;
        int status;
        printf("%d: ", i);
        print_operation(&steps[i]);
        status = perform(&targets[steps[i].target], steps[i].kind, steps[i].value, &item);
        printf("%d: ", i);
        print_outcome(status, item);
        printf(", ");
        for (k = 0; k < target_count; k++) printf("%c", state_letter(&targets[k]));
        end_line();
        fflush(stdout); /* keep the output if the next step crashes */
    }
}

#endif /* HARNESS_H */
