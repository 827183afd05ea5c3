#include "by_gen_h.h"

#include "workloads.h"

GEN_DEFINE(counter) {
    GEN_BEGIN();
    for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

GEN_DEFINE(guarded) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    }
    GEN_FINALLY { ++*self->released; }
    GEN_END_TRY;
    GEN_END();
}

GEN_DEFINE(places) {
    GEN_BEGIN();
    for (self->i = 0; self->i < self->n; self->i += 4) {
        GEN_YIELD(self->i);
        GEN_YIELD(self->i + 1);
        GEN_YIELD(self->i + 2);
        GEN_YIELD(self->i + 3);
    }
    GEN_END();
}

GEN_DEFINE(chain) {
    GEN_BEGIN();
    if (self->child != NULL)
        GEN_YIELD_FROM(chain, self->child);
    else
        for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

GEN_DEFINE_RECV(echo) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->i);
        if (sent != NULL) self->i = *sent;
    }
    GEN_END();
}

GEN_DEFINE(catching) {
    GEN_BEGIN();
    for (;;) {
        GEN_TRY {
            for (;;) GEN_YIELD(self->i);
        }
        GEN_EXCEPT(self->error) { self->i++; }
        GEN_END_TRY;
    }
    GEN_END();
}

GEN_DEFINE(ticker) {
    GEN_BEGIN();
    for (;; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

GEN_DEFINE(holding) {
    GEN_BEGIN();
    GEN_TRY {
        for (;; self->i++) GEN_YIELD(self->i);
    }
    GEN_FINALLY { ++*self->released; }
    GEN_END_TRY;
    GEN_END();
}

GEN_DEFINE_RECURSIVE(deep, level) {
    GEN_BEGIN();
    if (self->depth != 0)
        GEN_CALL((struct level){.n = self->n, .depth = self->depth - 1});
    else
        for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

GEN_DEFINE_STACKED(counting, stacked) {
    GEN_BEGIN();
    for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

GEN_DEFINE_STACKED(calling, stacked) {
    GEN_BEGIN();
    if (self->next != NULL)
        GEN_DELEGATE(calling, self->next);
    else
        GEN_DELEGATE(counting, self->counting);
    GEN_END();
}
