#include "by_hand.h"

#include <stddef.h>

/* ---- By hand ---------------------------------------------------------------------------------- */

int hand_count(struct hand *self, unsigned *item) {
    switch (self->at) {
    case 0:
        for (self->i = 0; self->i < self->n; self->i++) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:;
        }
        self->at = 2;
    }
    return 0;
}

int hand_guarded(struct hand *self, unsigned *item) {
    switch (self->at) {
    case 0:
        for (self->i = 0; self->i < self->n; self->i++) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:;
        }
        ++*self->released;
        self->at = 2;
    }
    return 0;
}

int hand_places(struct hand *self, unsigned *item) {
    switch (self->at) {
    case 0:
        for (self->i = 0; self->i < self->n; self->i += 4) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:
            *item = self->i + 1;
            self->at = 2;
            return 1;
        case 2:
            *item = self->i + 2;
            self->at = 3;
            return 1;
        case 3:
            *item = self->i + 3;
            self->at = 4;
            return 1;
        case 4:;
        }
        self->at = 5;
    }
    return 0;
}

int hand_chain(struct hand *self, unsigned *item) {
    switch (self->at) {
    case 0:
        if (self->child != NULL) {
            while (hand_chain(self->child, item)) {
                self->at = 1;
                return 1;
            case 1:;
            }
        } else {
            for (self->i = 0; self->i < self->n; self->i++) {
                *item = self->i;
                self->at = 2;
                return 1;
            case 2:;
            }
        }
        self->at = 3;
    }
    return 0;
}

int hand_ticker(struct hand_ticker *self, unsigned *item) {
    switch (self->at) {
    case 0:
        for (;; self->i++) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:;
        }
    }
    return 0;
}

int hand_ticker_close(struct hand_ticker *self) {
    self->at = 2;
    return 0;
}

int hand_holding(struct hand_holding *self, unsigned *item) {
    switch (self->at) {
    case 0:
        for (;; self->i++) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:;
        }
    }
    return 0;
}

int hand_holding_close(struct hand_holding *self) {
    if (self->at == 1) ++*self->released;
    self->at = 2;
    return 0;
}

int hand_echo(struct hand_echo *self, const unsigned *sent, unsigned *item) {
    switch (self->at) {
    case 0:
        for (;;) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:
            if (sent != NULL) self->i = *sent;
        }
    }
    return 0;
}

int hand_catching(struct hand_catching *self, int thrown, unsigned *item) {
    switch (self->at) {
    case 0:
        if (thrown != 0) break;
        for (;;) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:
            if (thrown != 0) {
                self->error = thrown;
                self->i++;
            }
        }
    }
    self->at = 2;
    return thrown;
}

int hand_raising(struct hand_ticker *self, int thrown, unsigned *item) {
    switch (self->at) {
    case 0:
        if (thrown != 0) break;
        for (;; self->i++) {
            *item = self->i;
            self->at = 1;
            return 1;
        case 1:
            if (thrown != 0) break;
        }
    }
    self->at = 2;
    return thrown;
}

/* ---- Protothreads ----------------------------------------------------------------------------- */

#define THREAD_BEGIN(self) \
    { \
        char yielding = 0; \
        switch ((self)->line) { \
        case 0:

#define THREAD_YIELD(self) \
    do { \
        yielding = 1; \
        (self)->line = __LINE__; \
    case __LINE__: \
        if (yielding) return THREAD_YIELDED; \
    } while (0)

#define THREAD_END(self) \
    } \
    (self)->line = 0; \
    return THREAD_ENDED; \
    }

int thread_counting(struct thread *self) {
    THREAD_BEGIN(self);
    for (self->i = 0; self->i < self->n; self->i++) {
        self->item = self->i;
        THREAD_YIELD(self);
    }
    THREAD_END(self);
}

int thread_guarded(struct thread *self) {
    THREAD_BEGIN(self);
    for (self->i = 0; self->i < self->n; self->i++) {
        self->item = self->i;
        THREAD_YIELD(self);
    }
    ++*self->released;
    THREAD_END(self);
}

int thread_placed(struct thread *self) {
    THREAD_BEGIN(self);
    for (self->i = 0; self->i < self->n; self->i += 4) {
        self->item = self->i;
        THREAD_YIELD(self);
        self->item = self->i + 1;
        THREAD_YIELD(self);
        self->item = self->i + 2;
        THREAD_YIELD(self);
        self->item = self->i + 3;
        THREAD_YIELD(self);
    }
    THREAD_END(self);
}

int thread_chained(struct thread *self) {
    THREAD_BEGIN(self);
    if (self->child != NULL) {
        while (thread_chained(self->child) == THREAD_YIELDED) {
            self->item = self->child->item;
            THREAD_YIELD(self);
        }
    } else {
        for (self->i = 0; self->i < self->n; self->i++) {
            self->item = self->i;
            THREAD_YIELD(self);
        }
    }
    THREAD_END(self);
}

/* ---- Iterators called through a function pointer --------------------------------------------- */

static int count_next(struct iterator *self, unsigned *item) {
    if (self->i >= self->n) return 0;
    *item = self->i++;
    return 1;
}

static int guarded_next(struct iterator *self, unsigned *item) {
    if (self->i >= self->n) {
        if (self->released != NULL) ++*self->released;
        self->released = NULL;
        return 0;
    }
    *item = self->i++;
    return 1;
}

static int places_next(struct iterator *self, unsigned *item) {
    if (self->i >= self->n) return 0;
    *item = self->i + self->place;
    if (++self->place == 4) {
        self->place = 0;
        self->i += 4;
    }
    return 1;
}

static int chain_next(struct iterator *self, unsigned *item) {
    return self->child->next(self->child, item);
}

void iterator_count(struct iterator *self, unsigned n) {
    *self = (struct iterator){.next = count_next, .n = n};
}

void iterator_guarded(struct iterator *self, unsigned n, unsigned *released) {
    *self = (struct iterator){.next = guarded_next, .n = n, .released = released};
}

void iterator_places(struct iterator *self, unsigned n) {
    *self = (struct iterator){.next = places_next, .n = n};
}

void iterator_chain(struct iterator *self, unsigned n, struct iterator *child) {
    *self = (struct iterator){.next = child ? chain_next : count_next, .n = n, .child = child};
}
