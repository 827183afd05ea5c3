/* Generators of many shapes, against a small interpreter with Python's semantics: a program counter
 * and a stack of blocks. The shapes are written once, as tokens, and expand to both.
 *
 * After each operation the test compares the status, the item (which may be written only with a
 * yield), the states of the generator and of those it delegates to, and the notes made on the way:
 * each step, each sent value, each caught error, each finally, and the status of each re-entry. */
#include <stddef.h>

static void noted_idle(void);
static void noted_uncaught(int status);
#define GEN_IDLE() noted_idle()
#define GEN_UNCAUGHT(status) noted_uncaught(status)
#include "gen_stack.h"

#include "fuzz.h"

/* ---- What both sides share ------------------------------------------------------------------- */

enum { REAL, MODEL };
static int side;

/* The program. Each generator reads it from its own position. */
enum { MOST_CODE = 64, FUEL = 400, NOTES = 8 * FUEL };
static int code[MOST_CODE];
static unsigned code_length;
static int fuel[2];

static int notes[2][NOTES];
static int noted[2];

static void note(char what, int value) {
    if (noted[side] < NOTES) notes[side][noted[side]] = value * 128 + what;
    noted[side]++;
}

static void noted_idle(void) { note('z', 0); }
static void noted_uncaught(int status) { note('u', status); }

/* The actions of a step, with a number each. */
enum {
    NOTHING,
    YIELD,
    YIELD_TOO,
    RAISE,
    RETURN,
    BREAK,
    CONTINUE,
    SUSPEND,
    AWAIT,
    FROM_NEW, /* delegate to a newly made child, */
    FROM_OLD, /* or to the child as it is */
    FROM_SELF,
    FOR_NEW,
    FOR_OLD,
    ASK_CHILD,
    ASK_ROOT,
    OPERATIONS
};
#define ARGUMENT(operation) ((operation) / OPERATIONS)

static int take(unsigned *at) {
    int taken = RETURN;
    if (fuel[side]-- > 0) taken = code[(*at)++ % code_length];
    note('s', taken);
    return taken % OPERATIONS == YIELD_TOO ? taken - 1 : taken;
}

static int error_of(int number) {
    return number == 15 ? 0 : number == 14 ? GEN_E_EXIT : -1 - number % 3;
}

static int awaited(int *turns) {
    note('w', *turns);
    return --*turns < 0;
}

/* ---- The shapes ------------------------------------------------------------------------------ */

/* STEP does anything; LIGHT anything but waits and other generators; FINAL what is
 * allowed in a finally. */
#define SHAPE_0(X) X##_STEP X##_STEP X##_STEP X##_LIGHT
#define SHAPE_1(X) X##_TRY X##_STEP X##_LIGHT X##_EXCEPT X##_STEP X##_END_TRY X##_STEP
#define SHAPE_2(X) X##_TRY X##_STEP X##_STEP X##_FINALLY X##_FINAL X##_END_TRY X##_STEP
#define SHAPE_3(X) X##_TRY X##_STEP X##_SAVED(0) X##_STEP X##_LIGHT X##_END_TRY X##_STEP
#define SHAPE_4(X) \
    X##_LOOP(0) \
        X##_TRY X##_STEP X##_LIGHT X##_FINALLY X##_FINAL X##_END_TRY X##_LIGHT X##_END_LOOP(0) \
            X##_LIGHT
#define SHAPE_5(X) \
    X##_TRY X##_TRY X##_TRY X##_LIGHT X##_STEP X##_EXCEPT X##_LIGHT X##_END_TRY X##_LIGHT \
        X##_FINALLY X##_FINAL X##_END_TRY X##_LIGHT X##_SAVED(0) \
            X##_LIGHT X##_STEP X##_END_TRY X##_LIGHT
#define SHAPE_6(X) \
    X##_LOOP(0) X##_TRY X##_LOOP(1) \
        X##_TRY X##_STEP X##_EXCEPT X##_LIGHT X##_END_TRY X##_LIGHT X##_END_LOOP(1) \
            X##_LIGHT X##_SAVED(0) X##_TRY X##_LIGHT X##_SAVED(1) \
                X##_LIGHT X##_END_TRY X##_STEP X##_END_TRY X##_END_LOOP(0)
enum { SHAPES = 7, TURNS = 3 };

/* ---- As generators of gen.h ------------------------------------------------------------------ */

#define FIELDS \
    struct gen gen; \
    int shape; \
    unsigned at; \
    int operation, argument, turns[2], saved[2], error, item;

#define MAKE(name) \
    static struct name name##_made(int byte) { \
        struct name made; \
        memset(&made, 0, sizeof made); \
        made.shape = byte % SHAPES; \
        made.at = (unsigned)byte; \
        return made; \
    }

/* clang-format off */
#define R_TRY GEN_TRY {
#define R_EXCEPT } GEN_EXCEPT (self->error) { note('e', self->error);
#define R_FINALLY } GEN_FINALLY { note('f', 0);
#define R_SAVED(n) } GEN_FINALLY_SAVED (self->saved[n]) { note('f', 1 + n);
#define R_END_TRY } GEN_END_TRY;
#define R_LOOP(n) for (self->turns[n] = 0; self->turns[n] < TURNS; self->turns[n]++) {
#define R_END_LOOP(n) }
/* clang-format on */

#define R_TAKE \
    self->operation = take(&self->at); \
    self->argument = ARGUMENT(self->operation); \
    self->operation %= OPERATIONS;

/* Not inside a loop of one iteration, because `break` belongs to the loops of the shape. */
#define R_FINAL \
    { \
        R_TAKE \
        if (self->operation == RAISE) GEN_RAISE(error_of(self->argument)); \
        if (self->operation == RETURN) GEN_RETURN(); \
        if (self->operation == BREAK) break; \
        if (self->operation == CONTINUE) continue; \
    }

#define R_SIMPLE \
    if (self->operation == YIELD) { \
        GEN_YIELD(self->argument); \
        note('r', SENT); \
    } else if (self->operation == RAISE) { \
        GEN_RAISE(error_of(self->argument)); \
    } else if (self->operation == RETURN) { \
        GEN_RETURN(); \
    } else if (self->operation == BREAK) { \
        break; \
    } else if (self->operation == CONTINUE) { \
        continue; \
    } else if (self->operation == SUSPEND) { \
        GEN_SUSPEND(); \
    }

#define R_LIGHT \
    { \
        R_TAKE \
        R_SIMPLE \
    }

#define R_STEP \
    { \
        R_TAKE \
        R_SIMPLE else if (self->operation == AWAIT) { \
            self->argument %= 4; \
            GEN_AWAIT(awaited(&self->argument)); \
        } \
        else if (self->operation == ASK_ROOT) { \
            note('q', ask_root(self->argument)); \
        } \
        OTHERS \
    }

#define OTHERS_OF(name, child_name) \
    else if (self->operation == FROM_NEW) { \
        self->child = child_name##_made(take(&self->at)); \
        GEN_YIELD_FROM(child_name, &self->child); \
        note('d', self->child.operation); \
    } \
    else if (self->operation == FROM_OLD) { \
        GEN_YIELD_FROM(child_name, &self->child); \
    } \
    else if (self->operation == FROM_SELF) { \
        GEN_YIELD_FROM(name, self); \
    } \
    else if (self->operation == FOR_NEW || self->operation == FOR_OLD) { \
        if (self->operation == FOR_NEW) self->child = child_name##_made(take(&self->at)); \
        GEN_FOR_AWAIT (self->item, child_name, &self->child) { \
            note('i', self->item); \
            if (self->item % 4 == 1) break; \
            if (self->item % 4 == 2) continue; \
            GEN_YIELD(self->item + 20); \
            note('r', SENT); \
        } \
    } \
    else if (self->operation == ASK_CHILD) { \
        note('a', child_name##_ask(&self->child, self->argument, &self->item)); \
        note('i', self->item); \
    }

#define BODY \
    GEN_BEGIN(); \
    note('b', self->shape); \
    if (self->shape == 0) { \
        SHAPE_0(R) \
    } else if (self->shape == 1) { \
        SHAPE_1(R) \
    } else if (self->shape == 2) { \
        SHAPE_2(R) \
    } else if (self->shape == 3) { \
        SHAPE_3(R) \
    } else if (self->shape == 4) { \
        SHAPE_4(R) \
    } else if (self->shape == 5) { \
        SHAPE_5(R) \
    } else { \
        SHAPE_6(R) \
    } \
    GEN_END();

enum ask { NEXT, SEND, SEND_NOTHING, THROW, CLOSE, RESET, ASKS };
enum { UNTOUCHED = -12345 };

/* Perform the operation with this number. Without GEN_RECV, a send is a plain next. */
#define ASK(name) \
    static int name##_ask(struct name *self, int number, int *item) { \
        const int ask = number % ASKS, value = number; \
        (void)value; \
        if (ask == SEND) return SEND_TO(name, &value); \
        if (ask == SEND_NOTHING) return SEND_TO(name, NULL); \
        if (ask == THROW) return name##_throw(self, error_of(number), item); \
        if (ask == CLOSE) return name##_close(self); \
        if (ask == RESET) return name##_reset(self); \
        return name##_next(self, item); \
    }
#define SEND_TO_ONE(name, value) name##_send(self, value, item)
#define SEND_TO_NONE(name, value) name##_next(self, item)

static int ask_root(int number);

/* Four generators, each of which delegates to the previous one. Every second one receives sent
 * values; the others pass them down. */
struct g0 {
    FIELDS
};
MAKE(g0)
struct g1 {
    FIELDS struct g0 child;
};
MAKE(g1)
struct g2 {
    FIELDS struct g1 child;
};
MAKE(g2)
struct g3 {
    FIELDS struct g2 child;
};
MAKE(g3)

#define OTHERS
#define SENT -1
#define SEND_TO SEND_TO_NONE
GEN(g0, int){BODY} ASK(g0)
#undef OTHERS
#undef SENT
#undef SEND_TO

#define OTHERS OTHERS_OF(g1, g0)
#define SENT (sent ? *sent : -1)
#define SEND_TO SEND_TO_ONE
    GEN_RECV(g1, int, int){BODY} ASK(g1)
#undef OTHERS
#undef SENT
#undef SEND_TO

#define OTHERS OTHERS_OF(g2, g1)
#define SENT -1
#define SEND_TO SEND_TO_NONE
        GEN_DECLARE(g2, int) GEN_DEFINE(g2){BODY} ASK(g2)
#undef OTHERS
#undef SENT
#undef SEND_TO

#define OTHERS OTHERS_OF(g3, g2)
#define SENT (sent ? *sent : -1)
#define SEND_TO SEND_TO_ONE
            GEN_DECLARE_RECV(g3, int, int) GEN_DEFINE_RECV(g3){BODY} ASK(g3)
#undef OTHERS
#undef SENT
#undef SEND_TO

    /* A generator that calls itself, with an array of exactly the size that it states. */
    struct frame {
    FIELDS
};
MAKE(frame)
#define OTHERS \
    else if (self->operation == FROM_NEW) { \
        GEN_CALL(frame_made(take(&self->at))); \
        note('d', child->operation); \
    }
#define SENT -1
#define SEND_TO SEND_TO_NONE
GEN_RECURSIVE(tree, frame, int){BODY} ASK(tree)

    /* ---- As an interpreter ----------------------------------------------------------------------- */

    enum token {
        END,
        TRY,
        EXCEPT,
        FINALLY,
        SAVED0,
        SAVED1,
        END_TRY,
        LOOP,
        END_LOOP,
        STEP,
        LIGHT,
        FINAL
    };
#define M_TRY TRY,
#define M_EXCEPT EXCEPT,
#define M_FINALLY FINALLY,
#define M_SAVED(n) SAVED##n,
#define M_END_TRY END_TRY,
#define M_LOOP(n) LOOP,
#define M_END_LOOP(n) END_LOOP,
#define M_STEP STEP,
#define M_LIGHT LIGHT,
#define M_FINAL FINAL,
static const unsigned char shapes[SHAPES][40] = {
    {SHAPE_0(M) END}, {SHAPE_1(M) END}, {SHAPE_2(M) END}, {SHAPE_3(M) END},
    {SHAPE_4(M) END}, {SHAPE_5(M) END}, {SHAPE_6(M) END},
};

/* The pending exit: a negative error, or the way in which a block is left. */
enum { BY_RETURN = 1, BY_BREAK, BY_CONTINUE };

struct block {
    int token; /* TRY, LOOP, or FINALLY while it runs */
    int pc;    /* the position of the loop's first token */
    int turn;
    int kept; /* the exit that was pending when the finally began */
};

/* Generators that delegate are adjacent: the child of each is the next one. */
enum { DEEPEST = 7 };
enum kind { PLAIN, RECEIVES, RECURSIVE };
struct model {
    enum kind kind;
    int last; /* it has no child */
    int shape;
    unsigned at;
    enum gen_state state;
    int pc, depth;
    struct block blocks[8];
    int operation, argument, item;
    int in;            /* the action of the step at which it waits, or 0 */
    int in_loop;       /* it yields inside a for over its child */
    int closing;       /* its close has returned GEN_PENDING */
    int closing_child; /* the child that must be closed again */
};

static int model_resume(struct model *m, int thrown, int sent, int *item);

static int model_close(struct model *m) {
    int item;
    const int status = model_resume(m, GEN_E_EXIT, -1, &item);
    return status == GEN_E_EXIT ? GEN_DONE : status == GEN_YIELDED ? GEN_E_IGNORED_CLOSE : status;
}

static int model_reset(struct model *m) {
    const int status = model_close(m);
    if (m->state == GEN_CLOSED) m->state = GEN_CREATED;
    return status;
}

static int model_ask(struct model *m, int number, int *item) {
    const int ask = number % ASKS;
    const int sent = ask == SEND && m->kind == RECEIVES ? number : -1;
    if (ask == THROW)
        return error_of(number) < 0 ? model_resume(m, error_of(number), -1, item) : GEN_E_ARG;
    if (ask == CLOSE) return model_close(m);
    if (ask == RESET) return model_reset(m);
    if (sent >= 0 && m->state == GEN_CREATED) return GEN_E_NOT_STARTED;
    return model_resume(m, 0, sent, item);
}

static void model_make(struct model *m, int byte) {
    m->shape = byte % SHAPES;
    m->at = (unsigned)byte;
    m->state = GEN_CREATED;
    m->operation = m->argument = m->item = 0;
    /* a new generator has a new child; the child of a recursive one is left from the last call */
    if (!m->last && m->kind != RECURSIVE) model_make(m + 1, 0);
}

static int skip_to(const unsigned char *tokens, int pc, int handler) {
    int deep = 0;
    for (;; pc++) {
        if (deep == 0 && handler && tokens[pc] >= EXCEPT && tokens[pc] <= SAVED1) return pc;
        if (deep == 0 && !handler && (tokens[pc] == END_TRY || tokens[pc] == END_LOOP)) return pc;
        if (tokens[pc] == TRY || tokens[pc] == LOOP) deep++;
        if (tokens[pc] == END_TRY || tokens[pc] == END_LOOP) deep--;
    }
}

static void push(struct model *m, int token, int kept) {
    struct block *const block = &m->blocks[m->depth++];
    block->token = token;
    block->pc = m->pc;
    block->turn = 0;
    block->kept = kept;
}

/* Leave blocks until one of them goes on. Return 0, or the exit that leaves the outermost. */
static int model_unwind(struct model *m, int flight) {
    const unsigned char *const tokens = shapes[m->shape];
    while (m->depth > 0) {
        struct block *const block = &m->blocks[--m->depth];
        if (block->token == TRY) {
            m->pc = skip_to(tokens, block->pc, 1);
            if (tokens[m->pc] != EXCEPT) {
                note('f', tokens[m->pc] - FINALLY);
                push(m, FINALLY, flight);
                m->pc++;
                return 0;
            }
            if (flight < 0 && flight != GEN_E_EXIT) {
                note('e', flight);
                push(m, EXCEPT, 0);
                m->pc++;
                return 0;
            }
        } else if (block->token == LOOP && (flight == BY_BREAK || flight == BY_CONTINUE)) {
            m->pc = skip_to(tokens, block->pc, 0);
            if (flight == BY_CONTINUE) m->depth++;
            if (flight == BY_BREAK) m->pc++;
            return 0;
        }
    }
    return flight;
}

/* Resume the child. Return GEN_YIELDED or GEN_PENDING; otherwise set *flight to its result. */
static int model_delegate(struct model *m, int thrown, int sent, int *item, int *flight) {
    struct model *const child = m->in == FROM_SELF ? m : m + 1;
    int status =
        thrown == GEN_E_EXIT ? model_close(child) : model_resume(child, thrown, sent, item);
    m->closing_child = status == GEN_PENDING && thrown == GEN_E_EXIT;
    if (status == GEN_DONE && thrown == GEN_E_EXIT) status = GEN_E_EXIT;
    *flight = status < 0 ? status : 0;
    return status;
}

static int model_leave(struct model *m, int status) {
    if (status == GEN_YIELDED) m->closing = 0;
    m->state = GEN_SUSPENDED;
    return status;
}

/* Go on with the current step. Return 0 and set *flight when it is complete;
 * otherwise the status. */
static int model_step(struct model *m, int resumed, int thrown, int sent, int *item, int *flight) {
    int status;
    *flight = thrown;
    switch (m->in) {
    case YIELD:
        if (resumed) {
            if (thrown == 0) note('r', m->kind == RECEIVES ? sent : -1);
            return 0;
        }
        *item = m->argument;
        return model_leave(m, GEN_YIELDED);
    case RAISE: *flight = error_of(m->argument) == 0 ? GEN_E_ARG : error_of(m->argument); return 0;
    case RETURN: *flight = BY_RETURN; return 0;
    case BREAK: *flight = BY_BREAK; return 0;
    case CONTINUE: *flight = BY_CONTINUE; return 0;
    case SUSPEND: return resumed ? 0 : model_leave(m, GEN_PENDING);
    case AWAIT:
        if (!resumed) m->argument %= 4;
        if (thrown != 0 || awaited(&m->argument)) return 0;
        return model_leave(m, GEN_PENDING);
    case ASK_ROOT: note('q', ask_root(m->argument)); return 0;
    default: break;
    }
    if (m->kind == RECURSIVE) {
        if (m->in != FROM_NEW) return 0;
        if (!resumed && m->last) {
            *flight = GEN_E_FULL;
            return 0;
        }
    } else if (m->last) {
        return 0;
    }
    if (m->in == ASK_CHILD) {
        note('a', model_ask(m + 1, m->argument, &m->item));
        note('i', m->item);
        return 0;
    }
    if (m->in == NOTHING) return 0;
    if (!resumed) {
        m->in_loop = 0;
        if (m->in == FROM_NEW || m->in == FOR_NEW) model_make(m + 1, take(&m->at));
    }
    if (m->in != FOR_NEW && m->in != FOR_OLD) {
        status = model_delegate(m, thrown, resumed ? sent : -1, item, flight);
        if (status > 0) return model_leave(m, status);
        if (status == 0 && m->in == FROM_NEW) note('d', (m + 1)->operation);
        return 0;
    }
    if (m->in_loop) {
        if (thrown != 0) return 0;
        note('r', m->kind == RECEIVES ? sent : -1);
    }
    for (;;) {
        m->in_loop = 0;
        status = model_delegate(m, thrown, -1, &m->item, flight);
        thrown = 0;
        if (status == GEN_PENDING) return model_leave(m, status);
        if (status <= 0) return 0;
        note('i', m->item);
        if (m->item % 4 == 1) return 0;
        if (m->item % 4 == 2) continue;
        *item = m->item + 20;
        m->in_loop = 1;
        return model_leave(m, GEN_YIELDED);
    }
}

static int model_resume(struct model *m, int thrown, int sent, int *item) {
    const unsigned char *const tokens = shapes[m->shape];
    int flight = 0, resumed = m->state == GEN_SUSPENDED;
    if (m->state == GEN_RUNNING) return GEN_E_RUNNING;
    if (m->state == GEN_CLOSED) return thrown;
    if (m->state == GEN_CREATED) {
        m->pc = m->depth = m->closing = m->closing_child = m->in = m->in_loop = 0;
        m->state = thrown == 0 ? GEN_RUNNING : GEN_CLOSED;
        if (thrown != 0) return thrown;
        note('b', m->shape);
    }
    m->state = GEN_RUNNING;
    if (m->closing_child) {
        if (thrown == 0) thrown = GEN_E_EXIT;
    } else if (m->closing) {
        if (thrown == GEN_E_EXIT) thrown = 0;
    } else {
        m->closing = thrown == GEN_E_EXIT;
    }
    for (;;) {
        int token;
        if (resumed || m->in != NOTHING) {
            const int status = model_step(m, resumed, thrown, sent, item, &flight);
            if (status != 0) return status;
            m->in = NOTHING;
            resumed = thrown = 0;
        }
        if (flight != 0) flight = model_unwind(m, flight);
        if (flight != 0) break;
        token = tokens[m->pc++];
        if (token == END) break;
        if (token == TRY || token == LOOP) {
            push(m, token, 0);
        } else if (token == EXCEPT) { /* the end of the guarded block */
            m->depth--;
            m->pc = skip_to(tokens, m->pc, 0) + 1;
        } else if (token == FINALLY || token == SAVED0 || token == SAVED1) {
            note('f', token - FINALLY);
            m->depth--;
            push(m, FINALLY, 0);
        } else if (token == END_TRY) {
            flight = m->blocks[--m->depth].kept;
        } else if (token == END_LOOP) {
            struct block *const top = &m->blocks[m->depth - 1];
            if (++top->turn < TURNS)
                m->pc = top->pc;
            else
                m->depth--;
        } else {
            m->operation = take(&m->at);
            m->argument = ARGUMENT(m->operation);
            m->in = m->operation %= OPERATIONS;
            if (token == LIGHT && m->in > SUSPEND) m->in = NOTHING;
            if (token == FINAL && (m->in < RAISE || m->in > CONTINUE)) m->in = NOTHING;
        }
    }
    m->state = GEN_CLOSED;
    return flight == BY_BREAK || flight == BY_CONTINUE ? GEN_E_BAD_STATE : flight < 0 ? flight : 0;
}

/* ---- Both, side by side ---------------------------------------------------------------------- */

/* A generator of any type; a recursive one has its frames too. */
struct any {
    struct g0 g0;
    struct g1 g1;
    struct g2 g2;
    struct g3 g3;
    struct tree tree;
    struct frame *frames;
};

/* The generator under test, whose type depends on the level, and its model. */
static void *real_root;
static struct model *model_root;
static int level;

enum { FOR = ASKS, FOR_IN_SILENCE, CLOSING, AUTO_CLOSE, ALL };
enum { LEVELS = 5, FORKS = 2, MOST_ITEMS = 5 };

/* The loops and blocks of gen.h, over the items that are left. */
#define LOOPS(name) \
    static int name##_loop(struct name *self, int loop) { \
        int status = 0, items = 0; \
        if (loop == FOR) { \
            GEN_FOR (item, name, self) { \
                note('i', item); \
                if (++items == MOST_ITEMS) break; \
            } \
        } else if (loop == FOR_IN_SILENCE) { \
            GEN_FOR_STATUS (status, item, name, self) { \
                note('i', item); \
                if (++items == MOST_ITEMS) break; \
            } \
        } else { \
            GEN_CLOSING (name, self) { \
                int item = 0; \
                note('n', name##_next(self, &item)); \
                if (item % 2 != 0) break; \
                note('i', item); \
            } \
        } \
        return status; \
    }
#define AUTO_CLOSE_OF(name) \
    static void name##_auto_close(const struct name *self) { \
        GEN_AUTO_CLOSE(name) copy = *self; \
        int item = 0; \
        real_root = &copy; \
        note('n', name##_next(&copy, &item)); \
    }
LOOPS(g0)
LOOPS(g1)
LOOPS(g2)
LOOPS(g3)
LOOPS(tree)
AUTO_CLOSE_OF(g0)
AUTO_CLOSE_OF(g1)
AUTO_CLOSE_OF(g2)
AUTO_CLOSE_OF(g3)

#define DISPATCH(call) \
    (level == 0   ? g0_##call(real_root, number ITEM) \
     : level == 1 ? g1_##call(real_root, number ITEM) \
     : level == 2 ? g2_##call(real_root, number ITEM) \
     : level == 3 ? g3_##call(real_root, number ITEM) \
                  : tree_##call(real_root, number ITEM))

static int real_ask(int number, int *item) {
#define ITEM , item
    return DISPATCH(ask);
#undef ITEM
}

static int real_loop(int number) {
#define ITEM
    return DISPATCH(loop);
#undef ITEM
}

static int ask_root(int number) {
    int item = UNTOUCHED;
    const int status =
        side == REAL ? real_ask(number, &item) : model_ask(model_root, number, &item);
    FUZZ_CHECK(item == UNTOUCHED, "a running generator wrote an item");
    return status;
}

static void real_auto_close(void) {
    if (level == 0) g0_auto_close(real_root);
    if (level == 1) g1_auto_close(real_root);
    if (level == 2) g2_auto_close(real_root);
    if (level == 3) g3_auto_close(real_root);
}

/* The model of the loops and blocks. */
static int model_next(struct model *m, int *item) { return model_resume(m, 0, -1, item); }

static int model_loop(struct model *m, int loop) {
    int status, item, items = 0;
    if (loop == FOR || loop == FOR_IN_SILENCE) {
        while ((status = model_next(m, &item)) > 0) {
            if (status == GEN_PENDING) {
                noted_idle();
                continue;
            }
            note('i', item);
            if (++items == MOST_ITEMS) break;
        }
        if (loop == FOR && status < 0) noted_uncaught(status);
        return loop == FOR ? 0 : status;
    }
    item = 0;
    note('n', model_next(m, &item));
    if (loop == CLOSING && item % 2 == 0) note('i', item);
    while ((status = model_close(m)) == GEN_PENDING) noted_idle();
    if (status < 0) noted_uncaught(status);
    return 0;
}

/* Check the states of the generator and of all below it. */
static void check_states(const struct any *real, int frames) {
    const struct gen *gens[DEEPEST];
    int i, count = level + 1;
    if (level == 0) gens[0] = &real->g0.gen;
    if (level == 1) gens[0] = &real->g1.gen, gens[1] = &real->g1.child.gen;
    if (level == 2) {
        gens[0] = &real->g2.gen, gens[1] = &real->g2.child.gen;
        gens[2] = &real->g2.child.child.gen;
    }
    if (level == 3) {
        gens[0] = &real->g3.gen, gens[1] = &real->g3.child.gen;
        gens[2] = &real->g3.child.child.gen, gens[3] = &real->g3.child.child.child.gen;
    }
    if (level == 4)
        for (i = 0, count = frames; i < frames; i++) gens[i] = &real->frames[i].gen;
    for (i = 0; i < count; i++)
        FUZZ_CHECK(gen_state(gens[i]) == model_root[i].state,
                   "generator %d of %d is in state %d, but should be in %d", i, count,
                   (int)gen_state(gens[i]), (int)model_root[i].state);
}

static void compare(int byte) {
    int at = 0, of, i;
    while (at < NOTES && at < noted[REAL] && at < noted[MODEL] &&
           notes[REAL][at] == notes[MODEL][at])
        at++;
    if (noted[REAL] == noted[MODEL] && (at == noted[REAL] || at == NOTES)) return;
    for (of = REAL; of <= MODEL; of++) {
        fprintf(stderr, of == REAL ? "gen.h:" : "model:");
        for (i = at > 20 ? at - 20 : 0; i < noted[of] && i < at + 3; i++)
            fprintf(stderr, " %c%d", (char)(notes[of][i] & 127), notes[of][i] >> 7);
        fprintf(stderr, "\n");
    }
    FUZZ_CHECK(0, "the notes differ, at operation %d", byte);
}

static void fuzz_generators(void) {
    static struct any real[FORKS];
    static struct model models[FORKS][DEEPEST];
    int fork = 0, count = 1, i, k, operations = 0;
    int closing[FORKS] = {0}; /* a close has returned GEN_PENDING */
    if (level == 4) count = 1 + fuzz_below(DEEPEST);
    code_length = (unsigned)(1 + fuzz_below(MOST_CODE));
    for (i = 0; i < (int)code_length; i++) code[i] = fuzz_byte();
    i = fuzz_byte();
    memset(real, 0, sizeof real);
    memset(models, 0, sizeof models);
    for (k = 0; k < FORKS; k++) {
        real[k].g0 = g0_made(i);
        real[k].g1 = g1_made(i);
        real[k].g2 = g2_made(i);
        real[k].g3 = g3_made(i);
        if (level == 4) {
            real[k].frames = calloc((size_t)count, sizeof *real[k].frames);
            real[k].tree.frames = real[k].frames;
            real[k].tree.capacity = (unsigned)count;
            real[k].frames[0] = frame_made(i);
        }
    }
    for (k = 0; k <= (level < 4 ? level : count - 1); k++) {
        models[0][k].kind = level == 4 ? RECURSIVE : (level - k) % 2 ? RECEIVES : PLAIN;
        models[0][k].last = k == (level < 4 ? level : count - 1);
    }
    model_make(models[0], i);
    memcpy(models[1], models[0], sizeof models[1]);
    while (fuzz_more() && operations++ < 100) {
        const int byte = fuzz_byte();
        int number = byte / ALL, ask = byte % ALL, item[2] = {UNTOUCHED, UNTOUCHED}, status[2];
        /* mostly next; while a close is pending, a close instead of a throw */
        if (ask < ASKS) number = number * ASKS + ask;
        if (closing[fork] && ask == THROW) number = CLOSE;
        real_root = level == 0   ? (void *)&real[fork].g0
                    : level == 1 ? (void *)&real[fork].g1
                    : level == 2 ? (void *)&real[fork].g2
                    : level == 3 ? (void *)&real[fork].g3
                                 : (void *)&real[fork].tree;
        model_root = models[fork];
        noted[REAL] = noted[MODEL] = 0;
        fuel[REAL] = fuel[MODEL] = FUEL;
        if (ask == AUTO_CLOSE && level == 4) continue; /* its frames are elsewhere */
        side = REAL;
        if (ask < ASKS) {
            status[REAL] = real_ask(number, &item[REAL]);
        } else if (ask == AUTO_CLOSE) {
            real_auto_close();
            status[REAL] = 0;
        } else {
            status[REAL] = real_loop(ask);
        }
        side = MODEL;
        if (ask < ASKS) {
            status[MODEL] = model_ask(model_root, number, &item[MODEL]);
        } else if (ask == AUTO_CLOSE) {
            static struct model copy[DEEPEST];
            memcpy(copy, model_root, sizeof copy);
            model_root = copy;
            status[MODEL] = model_loop(copy, ask);
            model_root = models[fork];
        } else {
            status[MODEL] = model_loop(model_root, ask);
        }
        compare(byte);
        FUZZ_CHECK(status[REAL] == status[MODEL],
                   "operation %d (%d) returns %s, but should return %s", ask, number,
                   gen_strerror(status[REAL]), gen_strerror(status[MODEL]));
        FUZZ_CHECK(item[REAL] == item[MODEL], "the item is %d, but should be %d", item[REAL],
                   item[MODEL]);
        check_states(&real[fork], count);
        if (status[REAL] != GEN_PENDING)
            closing[fork] = 0;
        else if (number % ASKS == CLOSE || number % ASKS == RESET ||
                 (number % ASKS == THROW && error_of(number) == GEN_E_EXIT))
            closing[fork] = 1;
        if (byte >= 250) { /* copy it to the other fork, and go on there */
            struct frame *const frames = real[!fork].frames;
            if (level == 4) memcpy(frames, real[fork].frames, (size_t)count * sizeof *frames);
            real[!fork] = real[fork];
            real[!fork].frames = real[!fork].tree.frames = frames;
            memcpy(models[!fork], models[fork], sizeof models[fork]);
            closing[!fork] = closing[fork];
            fork = !fork;
        } else if (byte >= 240) {
            fork = !fork;
        }
    }
    for (k = 0; k < FORKS; k++) free(real[k].frames);
}

/* ---- Other parts of gen.h --------------------------------------------------------------------- */

/* Check that each text of gen_strerror begins with the name of the status. */
static void check_strerror(void) {
    static const struct {
        int status;
        const char *name;
    } names[] = {{GEN_DONE, "GEN_DONE:"},
                 {GEN_YIELDED, "GEN_YIELDED:"},
                 {GEN_PENDING, "GEN_PENDING:"},
                 {GEN_SKIP, "GEN_SKIP:"},
                 {GEN_E_RUNNING, "GEN_E_RUNNING:"},
                 {GEN_E_IGNORED_CLOSE, "GEN_E_IGNORED_CLOSE:"},
                 {GEN_E_NOT_STARTED, "GEN_E_NOT_STARTED:"},
                 {GEN_E_EXIT, "GEN_E_EXIT:"},
                 {GEN_E_BAD_STATE, "GEN_E_BAD_STATE:"},
                 {GEN_E_ARG, "GEN_E_ARG:"},
                 {GEN_E_FULL, "GEN_E_FULL:"},
                 {GEN_E_STALE, "GEN_E_STALE:"},
                 {GEN_E_CANCELLED, "GEN_E_CANCELLED:"},
                 {GEN_E_TIMEOUT, "GEN_E_TIMEOUT:"},
                 {-5, "an error of the program"},
                 {5, "not a status"}};
    size_t i;
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        const char *const text = gen_strerror(names[i].status);
        FUZZ_CHECK(strncmp(text, names[i].name, strlen(names[i].name)) == 0, "%s is called %s",
                   names[i].name, text);
    }
}

/* Check a GEN_ITERATOR over the odd numbers below `end`, against a loop by hand. */
struct odd {
    int at, end;
};
typedef int odd_item;
static gen_status odd_step(struct odd *self, int *item) {
    if (self->at >= self->end) return GEN_DONE;
    *item = self->at++;
    return *item % 2 == 0 ? GEN_SKIP : GEN_YIELDED;
}
GEN_ITERATOR(odd)

static void check_iterator(int end) {
    struct odd odd = {0, end};
    int sum = 0, expected = 0, i, item;
    for (i = 1; i < end; i += 2) expected += i;
    GEN_FOR (x, odd, &odd) sum += x;
    FUZZ_CHECK(sum == expected, "the sum below %d is %d, not %d", end, sum, expected);
    FUZZ_CHECK(odd_next(&odd, &item) == GEN_DONE, "the odd numbers below %d go on", end);
#if GEN_SPEED_
    FUZZ_CHECK(odd_open_(&odd, 0) == GEN_YIELDED, "a single loop is not open");
#endif
}

static void fuzz_one(void) {
    level = fuzz_below(LEVELS);
    check_iterator(level);
    fuzz_generators();
    check_strerror();
}
