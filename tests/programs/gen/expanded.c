/* Check that the expansion shown in docs/how_it_works.md behaves like the generator it expands. */
#include "gen.h"

#include "test.h"

/* ---- The page's names for what gen.h calls gen_... ------------------------------------------- */

typedef gen_status result;
enum { DONE = GEN_DONE, YIELDED = GEN_YIELDED, E_BAD_STATE = GEN_E_BAD_STATE };
enum { RUNNING = 1, FINISHED = 2 };

struct state {
    uint16_t state;
};

struct countdown {
    struct state gen;
    int n;
};

static result out(int status) { return status; }

static int refuse(struct state *gen, unsigned at, int thrown) {
    gen->state = (uint16_t)at;
    return at == RUNNING ? GEN_E_RUNNING : at == FINISHED ? thrown : GEN_E_BAD_STATE;
}

/* clang-format off */

static result countdown_body(struct countdown *self, const void *sent, int thrown, int *item) {
    unsigned at = self->gen.state;
    (void)sent; /* for GEN_RECV */
    do
        switch (at) {
        default:
            return out(refuse(&self->gen, at, thrown));
        case 0:
            self->gen.state = 1; /* running */
            if (thrown != 0) goto finish;
            while (self->n > 0)
                do {
                    *item = (self->n--);
                    self->gen.state = 4;
                    return out(YIELDED);
                case 4:
                    self->gen.state = 1;
                    if (thrown != 0) goto finish;
                } while (0);
            thrown = DONE;
            goto finish;
        }
    while (0);
    thrown = E_BAD_STATE;
finish:
    if (thrown > 0) thrown = DONE; /* by GEN_RETURN */
    self->gen.state = 2; /* finished */
    return out(thrown);
}

/* clang-format on */

/* ---- The original ---------------------------------------------------------------------------- */

struct original {
    struct gen gen;
    int n;
};

GEN(original, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

/* ---- Comparison ------------------------------------------------------------------------------ */

enum step { NEXT, THROW, CLOSE, CORRUPT, ENTER, STEPS };

static enum gen_state countdown_state(const struct countdown *c) {
    return c->gen.state == 0          ? GEN_CREATED
           : c->gen.state == RUNNING  ? GEN_RUNNING
           : c->gen.state == FINISHED ? GEN_CLOSED
                                      : GEN_SUSPENDED;
}

/* Do one step on both. Return false if they differ. */
static int same(struct original *o, struct countdown *c, int step) {
    int items[2] = {-1, -1};
    gen_status statuses[2] = {0, 0};
    if (step == NEXT) {
        statuses[0] = original_next(o, &items[0]);
        statuses[1] = countdown_body(c, NULL, 0, &items[1]);
    } else if (step == THROW) {
        statuses[0] = original_throw(o, -5, &items[0]);
        statuses[1] = countdown_body(c, NULL, -5, &items[1]);
    } else if (step == CLOSE) {
        statuses[0] = original_close(o);
        statuses[1] = countdown_body(c, NULL, GEN_E_EXIT, &items[1]);
        if (statuses[1] == GEN_E_EXIT) statuses[1] = GEN_DONE;
    } else if (step == CORRUPT) {
        o->gen.state_ = 77;
        c->gen.state = 77;
    } else { /* ENTER: the state that a resume from inside would find */
        o->gen.state_ = RUNNING;
        c->gen.state = RUNNING;
    }
    CHECK_EQ(statuses[1], statuses[0]);
    CHECK_EQ(items[1], items[0]);
    CHECK_EQ(c->n, o->n);
    CHECK_EQ(countdown_state(c), gen_state(&o->gen));
    if (gen_state(&o->gen) == GEN_SUSPENDED) CHECK_EQ(c->gen.state, o->gen.state_);
    return test_failures_ == 0;
}

static void the_expansion_does_what_the_generator_does(void) {
    struct original o;
    struct countdown c;
    int n, i, steps, number = STEPS * STEPS * STEPS * STEPS;
    for (n = 0; n <= 2; n++) {
        for (steps = 0; steps < number; steps++) { /* all sequences of four */
            int rest = steps;
            o.gen.state_ = 0;
            c.gen.state = 0;
            o.n = c.n = n;
            for (i = 0; i < 4; i++, rest /= STEPS)
                if (!same(&o, &c, rest % STEPS)) return;
        }
    }
}

static void it_counts_down_and_is_done(void) {
    static struct countdown c;
    int item = 0;
    c.n = 2;
    CHECK_EQ(countdown_body(&c, NULL, 0, &item), GEN_YIELDED);
    CHECK_EQ(item, 2);
    CHECK_EQ(countdown_body(&c, NULL, 0, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
    CHECK_EQ(countdown_body(&c, NULL, 0, &item), GEN_DONE);
    CHECK_EQ(countdown_body(&c, NULL, -5, &item), -5);
    CHECK_EQ(item, 1);
}

void run_tests(void) {
    RUN(it_counts_down_and_is_done);
    RUN(the_expansion_does_what_the_generator_does);
}
