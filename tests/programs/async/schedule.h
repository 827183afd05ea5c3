/* Random tasks, in the executor of async.h and in a model of it that has nothing but arrays: the
 * same tasks must be polled in the same order, and everything that can be asked must be the same. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "async.h"

#include "test.h"

#ifdef TEST_SMALL
enum { TASKS = 5, ROUNDS = 20, RUNS = 30 };
#elif defined(FUZZ_H)
enum { TASKS = 5, ROUNDS = 2, RUNS = 40 };
#else
enum { TASKS = 7, ROUNDS = 400, RUNS = 30 };
#endif

/* The acts of a task at a resume. */
enum act { WAITS, YIELDS, ENDS, FAILS = -5 };
enum { REAL, MODEL };

struct job {
    struct gen gen;
    struct async_task task;
    int number, kept;
    enum act act;
};

/* The model of a task. */
enum phase { NEW, BODY, FINALLY };
struct modelled {
    unsigned queued; /* when it was woken, or 0 */
    int alive, over, cancelled, closing, timed, owner;
    enum phase phase;
    gen_status kept, status;
    async_tick due;
};

static struct async executor;
static struct job jobs[TASKS];
static struct modelled model[TASKS];
static unsigned clock_of_wakes;
static int batch[TASKS], batched, batch_at;
static async_tick now;
static uint16_t seeds[2][TASKS], seed = 1;

#ifdef FUZZ_H /* it takes them from its input */
static unsigned next_of(uint16_t *from);
#else
static unsigned next_of(uint16_t *from) {
    *from = (uint16_t)(*from * 25173u + 13849u);
    return *from >> 6;
}
#endif

static int random_to(int side, int number, unsigned most) {
    return (int)(next_of(&seeds[side][number]) % most);
}

/* ---- The model ------------------------------------------------------------------------------- */

static int is_before(async_tick a, async_tick b) { return (int32_t)(a - b) < 0; }

static void model_wake(int i) {
    if (model[i].alive && !model[i].queued) model[i].queued = ++clock_of_wakes;
}

static void model_cancel(int i) {
    if (!model[i].alive || model[i].over || model[i].cancelled) return;
    model[i].cancelled = 1;
    model_wake(i);
}

static gen_status model_spawn(int i) {
    const struct modelled fresh = {0, 1, 0, 0, 0, 0, -1, NEW, 0, 0, 0};
    if (model[i].alive) return GEN_E_ARG;
    model[i] = fresh;
    model_wake(i);
    return GEN_DONE;
}

static int model_until(int i, async_tick due) {
    if (!is_before(now, due)) return 1;
    if (!model[i].timed || is_before(due, model[i].due)) model[i].due = due;
    model[i].timed = 1;
    return 0;
}

static int model_ended(int i, int other) {
    const int owner = model[other].owner;
    if (!model[other].alive) return 1;
    model[other].owner = i;
    if (owner >= 0 && owner != i) model_wake(owner);
    return 0;
}

/* ---- What a task does ------------------------------------------------------------------------ */

static gen_status real_spawn(int i); /* below, because it needs the body's functions */

static gen_status spawn(int side, int i) { return side == MODEL ? model_spawn(i) : real_spawn(i); }

static void wake(int side, int i) {
    if (side == MODEL)
        model_wake(i);
    else
        async_wake(&jobs[i].task);
}

static void cancel(int side, int i) {
    if (side == MODEL)
        model_cancel(i);
    else
        async_cancel(&jobs[i].task);
}

static int until(int side, int i, async_tick due) {
    return side == MODEL ? model_until(i, due) : async_until(&jobs[i].task, due);
}

static int ended(int side, int i, int other) {
    return side == MODEL ? model_ended(i, other) : async_ended(&jobs[i].task, &jobs[other].task);
}

/* The order of equal deadlines is not promised, so no two tasks have the same one. */
static async_tick due_of(int side, int i) {
    return ((now + (async_tick)random_to(side, i, 200)) & ~(async_tick)7) + 8u + (async_tick)i;
}

static enum act decide(int side, int i) {
    const int other = random_to(side, i, TASKS), what = random_to(side, i, 16);
    switch (what) {
    case 0: return ENDS;
    case 1: return FAILS;
    case 2: return YIELDS;
    case 3: wake(side, i); break;
    case 4: cancel(side, i); break;
    case 5: cancel(side, other); break;
    case 6:
    case 7: wake(side, other); break;
    case 8:
    case 9: (void)spawn(side, other); break;
    case 10: (void)ended(side, i, other); break;
    case 11: (void)until(side, i, due_of(side, i)); break; /* the earlier one counts */
    default: break;
    }
    if (what > 8) (void)until(side, i, due_of(side, i));
    return WAITS;
}

/* Whether its finally still waits, for a time or for a wake. */
static int lingers(int side, int i) {
    const int what = random_to(side, i, 4);
    if (what == 0) (void)until(side, i, due_of(side, i));
    if (what == 1) wake(side, i);
    return what < 2;
}

GEN(job, char) {
    GEN_BEGIN();
    GEN_TRY {
        for (;;) {
            note((char)('a' + self->number));
            self->act = decide(REAL, self->number);
            if (self->act == ENDS) GEN_RETURN();
            if (self->act == FAILS) GEN_RAISE(self->act);
            if (self->act == YIELDS) GEN_YIELD('y');
            if (self->act == WAITS) GEN_SUSPEND();
        }
    }
    GEN_FINALLY_SAVED(self->kept) {
        note((char)('A' + self->number));
        while (lingers(REAL, self->number)) GEN_SUSPEND();
    }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(job)

static gen_status real_spawn(int i) {
    if (async_status(&jobs[i].task) != GEN_PENDING) CHECK_EQ(job_reset(&jobs[i]), GEN_DONE);
    return job_spawn(&executor, &jobs[i]);
}

/* ---- A run of the model ---------------------------------------------------------------------- */

static char expected[512];
static unsigned noted;

static void expect(int c) {
    if (noted + 1 < sizeof expected) expected[noted++] = (char)c;
}

static gen_status model_end(int i) {
    struct modelled *const m = &model[i];
    m->alive = 0;
    if (m->owner >= 0) {
        model_wake(m->owner);
        return GEN_DONE;
    }
    return m->status == GEN_E_CANCELLED ? GEN_DONE : m->status;
}

static gen_status model_poll(int i) {
    struct modelled *const m = &model[i];
    m->queued = 0;
    if (m->over) return model_end(i);
    m->timed = 0;
    m->status = m->cancelled ? GEN_E_CANCELLED : GEN_DONE;
    if (m->cancelled && !m->closing) {
        m->closing = 1;
        if (m->phase != BODY) goto over;
        m->phase = FINALLY;
        m->kept = GEN_DONE;
        expect('A' + i);
    } else if (m->phase != FINALLY) {
        enum act act;
        m->phase = BODY;
        expect('a' + i);
        act = decide(MODEL, i);
        if (act == YIELDS) model_wake(i);
        if (act == YIELDS || act == WAITS) return GEN_PENDING;
        m->phase = FINALLY;
        m->kept = act == FAILS ? (gen_status)FAILS : GEN_DONE;
        expect('A' + i);
    }
    if (lingers(MODEL, i)) return GEN_PENDING;
    if (m->kept < 0) m->status = m->kept;
over:
    m->over = m->queued != 0;
    return m->over ? (gen_status)GEN_PENDING : model_end(i);
}

static int model_earliest(void) {
    int i, found = -1;
    for (i = 0; i < TASKS; i++)
        if (model[i].alive && model[i].timed &&
            (found < 0 || is_before(model[i].due, model[found].due)))
            found = i;
    return found;
}

static int model_ready(void) {
    int i;
    for (i = 0; i < TASKS; i++)
        if (model[i].queued) return 1;
    return 0;
}

static gen_status model_run(int *failed) {
    int i;
    *failed = -1;
    while ((i = model_earliest()) >= 0 && !is_before(now, model[i].due)) {
        model[i].timed = 0;
        model_wake(i);
    }
    if (batch_at == batched)
        for (batched = batch_at = 0;;) {
            const unsigned after = batched ? model[batch[batched - 1]].queued : 0;
            int first = -1;
            for (i = 0; i < TASKS; i++)
                if (model[i].queued > after && (first < 0 || model[i].queued < model[first].queued))
                    first = i;
            if (first < 0) break;
            batch[batched++] = first;
        }
    while (batch_at < batched) {
        const int polled = batch[batch_at++];
        const gen_status status = model_poll(polled);
        if (status < 0) {
            *failed = polled;
            return status;
        }
    }
    if (model_ready()) return GEN_YIELDED;
    for (i = 0; i < TASKS; i++)
        if (model[i].alive) return GEN_PENDING;
    return GEN_DONE;
}

/* ---- Both ------------------------------------------------------------------------------------ */

static void compare(void) {
    int i, failed;
    unsigned k;
    async_tick due = 0;
    const gen_status status = async_run(&executor, now), other = model_run(&failed);
    CHECK_EQ(status, other);
    CHECK(async_failed(&executor) == (failed < 0 ? NULL : &jobs[failed].task));
    CHECK_EQ(test_logged_, noted);
    for (k = 0; k < noted && k < test_logged_; k++) CHECK_EQ(test_log_[k], expected[k]);
    test_logged_ = noted = 0;
    i = model_earliest();
    CHECK_EQ(async_next_deadline(&executor, &due), i >= 0);
    if (i >= 0) CHECK(due == model[i].due);
    CHECK_EQ(async_ready(&executor), model_ready());
    for (i = 0; i < TASKS; i++)
        CHECK_EQ(async_status(&jobs[i].task), model[i].alive ? GEN_PENDING : model[i].status);
}

static void both_do_the_same(void) {
    static const struct modelled none = {0, 0, 0, 0, 0, 0, -1, NEW, 0, 0, 0};
    int round, run, i;
    now = (async_tick)-2000;
    for (i = 0; i < TASKS; i++) {
        jobs[i].number = i;
        model[i] = none;
    }
    for (round = 0; round < ROUNDS && test_failures_ == 0; round++) {
        for (i = 0; i < TASKS; i++) {
            seeds[REAL][i] = seeds[MODEL][i] = (uint16_t)next_of(&seed);
            CHECK_EQ(spawn(REAL, i), spawn(MODEL, i));
        }
        for (run = 0; run < RUNS && test_failures_ == 0; run++) {
            i = (int)(next_of(&seed) % TASKS);
            switch (next_of(&seed) % 8) {
            case 0:
                wake(REAL, i);
                wake(MODEL, i);
                break;
            case 1:
                cancel(REAL, i);
                cancel(MODEL, i);
                break;
            case 2: CHECK_EQ(spawn(REAL, i), spawn(MODEL, i)); break;
            default: now += next_of(&seed) % 64; break;
            }
            compare();
        }
    }
}

#endif
