/* The answers to those exercises of docs/guide.md that ask for code. */
#include <stdio.h>

#include "gen.h"

/* ---- The first generator --------------------------------------------------------------------- */

struct count_up {
    struct gen gen;
    int n, i;
};

GEN(count_up, int) {
    GEN_BEGIN();
    for (self->i = 1; self->i <= self->n; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

/* ---- What survives a yield ------------------------------------------------------------------- */

struct fibonacci {
    struct gen gen;
    int limit, a, b;
};

GEN(fibonacci, int) {
    GEN_BEGIN();
    self->b = 1;
    while (self->a < self->limit) {
        GEN_YIELD(self->a);
        self->b += self->a;
        self->a = self->b - self->a;
    }
    GEN_END();
}

/* ---- Loops outside --------------------------------------------------------------------------- */

static void print_every_second(int n) {
    struct count_up c = {.n = n};
    int ignored;
    GEN_FOR (i, count_up, &c) {
        printf("%d ", i);
        count_up_next(&c, &ignored);
    }
    printf("every second\n");
}

/* ---- Values sent in -------------------------------------------------------------------------- */

struct total {
    struct gen gen;
    int sum;
};

GEN_RECV(total, int, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->sum);
        if (!sent) continue;
        self->sum = *sent == 0 ? 0 : self->sum + *sent;
    }
    GEN_END();
}

static void print_totals(void) {
    static const int values[] = {3, 4, 0, 5};
    struct total t = {.sum = 0};
    int i, sum;
    total_next(&t, &sum);
    for (i = 0; i < 4; i++) {
        total_send(&t, &values[i], &sum);
        printf("%d ", sum);
    }
    printf("totals\n");
}

/* ---- Delegating ------------------------------------------------------------------------------ */

struct countdown {
    struct gen gen;
    int n;
};

GEN(countdown, int) {
    GEN_BEGIN();
    while (self->n > 0) GEN_YIELD(self->n--);
    GEN_END();
}

struct there_and_back {
    struct gen gen;
    int n;
    struct count_up there;
    struct countdown back;
};

GEN(there_and_back, int) {
    GEN_BEGIN();
    self->there.n = self->n;
    GEN_YIELD_FROM(count_up, &self->there);
    self->back.n = self->n;
    GEN_YIELD_FROM(countdown, &self->back);
    GEN_END();
}

/* ---- Errors ---------------------------------------------------------------------------------- */

enum { NOT_A_DIGIT = -1 };

struct digits {
    struct gen gen;
    const char *text;
};

GEN(digits, int) {
    GEN_BEGIN();
    for (; *self->text != '\0'; self->text++) {
        if (*self->text < '0' || *self->text > '9') GEN_RAISE(NOT_A_DIGIT);
        GEN_YIELD(*self->text - '0');
    }
    GEN_END();
}

struct tolerant {
    struct gen gen;
    struct digits digits;
    int error;
};

GEN(tolerant, int) {
    GEN_BEGIN();
    while (*self->digits.text != '\0') {
        GEN_TRY { GEN_YIELD_FROM(digits, &self->digits); }
        GEN_EXCEPT(self->error) {
            GEN_YIELD(-1);
            self->digits = (struct digits){.text = self->digits.text + 1};
        }
        GEN_END_TRY;
    }
    GEN_END();
}

/* ---- Cleaning up ----------------------------------------------------------------------------- */

struct rooms {
    struct gen gen;
    int room, error, failed;
};

GEN(rooms, int) {
    GEN_BEGIN();
    for (self->room = 1; self->room < 4; self->room++) {
        GEN_TRY {
            GEN_TRY { GEN_YIELD(self->room); }
            GEN_EXCEPT(self->error) { self->failed++; }
            GEN_END_TRY;
        }
        GEN_FINALLY { printf("(light off) "); }
        GEN_END_TRY;
    }
    GEN_END();
}

static void print_rooms(void) {
    struct rooms r = {.room = 0};
    int room = 0;
    rooms_next(&r, &room);
    printf("%d ", room);
    rooms_throw(&r, -5, &room);
    printf("%d ", room);
    GEN_FOR (here, rooms, &r) printf("%d ", here);
    printf("%d failed\n", r.failed);
}

/* ---- Reset and copies ------------------------------------------------------------------------ */

static int peek(const struct countdown *c, int *item) {
    struct countdown ahead = *c;
    return countdown_next(&ahead, item);
}

static void print_with_peeks(void) {
    struct countdown c = {.n = 3};
    int next;
    GEN_FOR (n, countdown, &c) {
        printf("%d ", n);
        if (peek(&c, &next) == GEN_YIELDED) printf("(next is %d) ", next);
    }
    printf("peeks\n");
}

/* ---- Waiting --------------------------------------------------------------------------------- */

static int pressed;

struct button {
    struct gen gen;
    int presses;
};

GEN(button, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_AWAIT(pressed);
        pressed = 0;
        GEN_YIELD(++self->presses);
    }
    GEN_END();
}

struct twice {
    struct gen gen;
    struct button button;
    int presses;
};

GEN(twice, int) {
    GEN_BEGIN();
    GEN_FOR_AWAIT (self->presses, button, &self->button) {
        if (self->presses % 2 == 0) GEN_YIELD(self->presses / 2);
    }
    GEN_END();
}

static void print_double_presses(void) {
    struct twice t = {.presses = 0};
    int turn, item;
    for (turn = 1; turn <= 5; turn++) {
        pressed = 1;
        if (twice_next(&t, &item) == GEN_YIELDED) printf("turn %d: %d ", turn, item);
    }
    printf("double presses\n");
}

/* ---- Coming from Python ---------------------------------------------------------------------- */

struct until {
    struct gen gen;
    int limit, total;
};

GEN_RECV(until, int, int) {
    GEN_BEGIN();
    GEN_TRY {
        while (self->total < self->limit) {
            GEN_YIELD(self->total);
            if (sent) self->total += *sent;
        }
    }
    GEN_FINALLY { printf("(total %d) ", self->total); }
    GEN_END_TRY;
    GEN_END();
}

static void print_until(void) {
    struct until u = {.limit = 10};
    const int four = 4;
    int total, status = until_next(&u, &total);
    while (status == GEN_YIELDED) {
        printf("%d ", total);
        status = until_send(&u, &four, &total);
    }
    printf("until 10\n");
}

int main(void) {
    struct count_up up = {.n = 3};
    struct fibonacci fibonacci = {.limit = 40};
    struct there_and_back walk = {.n = 3};
    struct tolerant tolerant = {.digits = {.text = "1x2"}};
    GEN_FOR (n, count_up, &up) printf("%d ", n);
    printf("up\n");
    GEN_FOR (n, fibonacci, &fibonacci) printf("%d ", n);
    printf("Fibonacci\n");
    print_every_second(5);
    print_totals();
    GEN_FOR (n, there_and_back, &walk) printf("%d ", n);
    printf("there and back\n");
    GEN_FOR (digit, tolerant, &tolerant) printf("%d ", digit);
    printf("tolerant\n");
    print_rooms();
    print_with_peeks();
    print_double_presses();
    print_until();
    return 0;
}
