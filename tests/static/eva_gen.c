/* What Eva looks at: generators from any state whatever, resumed in any way and any order. */
#include "contracts.h"
#include "eva.h"

struct countdown {
    struct gen gen;
    int n;
};

GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

/* All that a body may hold, over a child that may itself be anywhere. */
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

GEN_RECV (all, int, int) {
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
        GEN_EXCEPT (self->error) {
            GEN_YIELD(self->error);
        }
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
    GEN_FINALLY_SAVED (self->saved) {
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

static void many_resumes(void) {
    struct all all;
    int item, value;
    UNKNOWN(all);
    while (any_int()) {
        gen_status status = GEN_DONE;
        value = any_int();
        switch (any_int()) {
        case 0: status = all_next(&all, &item); break;
        case 1: status = all_send(&all, any_int() ? &value : NULL, &item); break;
        case 2: status = all_throw(&all, any_int(), &item); break;
        case 3: (void)all_close(&all); break;
        case 4: (void)all_reset(&all); break;
        default: all.gen.state_ = (GEN_STATE_T)any_int(); break;
        }
        //@ split status == GEN_YIELDED;
        if (status == GEN_YIELDED) use(item);
        //@ merge status == GEN_YIELDED;
    }
}

/* A tree as deep as any_int() says, in three frames. */
struct level {
    struct gen gen;
    int left;
};

GEN_RECURSIVE (tree, level, int) {
    GEN_BEGIN();
    if (self->left > 0) GEN_CALL((struct level){.left = self->left - 1});
    GEN_YIELD(self->left);
    if (any_int()) GEN_CALL((struct level){.left = any_int()});
    GEN_END();
}

static void recursion(void) {
    struct level frames[3] = {{.left = any_int()}};
    struct tree t = {.frames = frames, .capacity = 3};
    int item;
    while (any_int()) {
        gen_status status;
        switch (any_int()) {
        case 0: status = tree_next(&t, &item); break;
        case 1: status = tree_throw(&t, any_int(), &item); break;
        default: status = tree_close(&t); break;
        }
    }
}

/* Tasks, woken, delayed and cancelled in any order. */
struct blink {
    struct gen gen;
    struct gen_task task;
};

GEN(blink, char) {
    GEN_BEGIN();
    while (any_int()) {
        gen_deadline(&self->task, (gen_tick)any_int());
        GEN_AWAIT(gen_expired(&self->task));
        GEN_YIELD(1);
    }
    GEN_RAISE(any_int());
    GEN_END();
}
GEN_TASK(blink)

static void tasks(void) {
    static struct gen_executor executor;
    static struct blink a, b;
    gen_tick due;
    (void)blink_spawn(&executor, &a.task, &a);
    (void)blink_spawn(&executor, &b.task, &b);
    while (any_int()) {
        struct blink *one = any_int() ? &a : &b;
        switch (any_int()) {
        case 0: (void)blink_spawn(&executor, &one->task, one); break;
        case 1: (void)gen_run(&executor, (gen_tick)any_int()); break;
        case 2: gen_wake(&one->task); break;
        case 3: gen_cancel(&one->task); break;
        default:
            if (gen_next_deadline(&executor, &due)) use((int)due);
            break;
        }
    }
}

int main(void) {
    one_resume_of_a_countdown();
    many_resumes();
    recursion();
    tasks();
    return 0;
}
