/* For Eva: generators in any state, resumed in any way and any order. */
#include "contracts.h"
#include "eva.h"
#include "gen_stack.h"

struct countdown {
    struct gen gen;
    int n;
};

GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

/* A body with every kind of statement, and a child in any state. */
struct all {
    struct gen gen;
    struct countdown child;
    unsigned i;
    int error;
    int saved;
    int item;
    int ready;
    int sum;
};

GEN_RECV(all, int, int) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) {
        GEN_TRY {
            GEN_YIELD(0);
            if (sent) self->item = *sent;
            if (self->item == 1) GEN_RAISE(self->item);
            if (self->item == 2) break;
            if (self->item == 3) continue;
            if (self->item == 4) GEN_RETURN();
        }
        GEN_EXCEPT(self->error) { GEN_YIELD(self->error); }
        GEN_END_TRY;
    }
    GEN_TRY {
        GEN_TRY {
            GEN_AWAIT(self->ready);
            GEN_YIELD_FROM(countdown, &self->child);
        }
        GEN_FINALLY { self->ready = 1; }
        GEN_END_TRY;
    }
    GEN_FINALLY_SAVED(self->saved) {
        GEN_SUSPEND();
        GEN_YIELD(self->saved);
    }
    GEN_END_TRY;
    self->child.gen.state_ = 0;
    GEN_FOR_AWAIT (self->item, countdown, &self->child) {
        if (self->item == 7) continue;
        if (self->item == 5) break;
        GEN_YIELD(self->item);
    }
    GEN_END();
}

static void one_resume_of_a_countdown(void) {
    struct countdown c;
    int item;
    gen_status status;
    UNKNOWN(c);
    switch (any_int()) {
    case 0: status = countdown_next(&c, &item); break;
    case 1: status = countdown_throw(&c, any_int(), &item); break;
    case 2: status = countdown_step(&c, &item); break;
    case 3: status = countdown_close(&c); break;
    default: status = countdown_reset(&c); break;
    }
    //@ assert status <= GEN_YIELDED;
    if (status == GEN_YIELDED) use(item);
    (void)gen_state(&c.gen);
    use(*gen_strerror(status));
}

static void one_resume_of_all(void) {
    struct all all;
    int item, value = any_int();
    UNKNOWN(all);
    switch (any_int()) {
    case 0: (void)all_next(&all, &item); break;
    case 1: (void)all_send(&all, any_int() ? &value : NULL, &item); break;
    case 2: (void)all_throw(&all, any_int(), &item); break;
    case 3: (void)all_step(&all, &item); break;
    case 4: (void)all_close(&all); break;
    default: (void)all_reset(&all); break;
    }
}

/* A call inside a call, and a call for which there is no frame; any six operations. */
struct level {
    struct gen gen;
    int left;
};

GEN_RECURSIVE(tree, level, int) {
    GEN_BEGIN();
    if (self->left > 0) GEN_CALL((struct level){.left = self->left - 1});
    GEN_YIELD(self->left);
    if (any_int()) GEN_CALL((struct level){.left = self->left});
    GEN_END();
}

static void recursion(void) {
    struct level frames[2] = {{.left = 1}};
    struct tree t = {.frames = frames, .capacity = 2};
    int item;
    //@ loop unroll 6;
    for (int i = 0; i < 6; i++) {
        gen_status status;
        switch (any_int()) {
        case 0: status = tree_next(&t, &item); break;
        case 1: status = tree_throw(&t, Frama_C_interval(INT_MIN, -1), &item); break;
        default: status = tree_close(&t); break;
        }
        //@ assert t.at_ < sizeof(frames);
    }
}

int main(void) {
    one_resume_of_a_countdown();
    one_resume_of_all();
    recursion();
    return 0;
}
