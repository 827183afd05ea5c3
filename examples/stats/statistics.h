/* statistics.h - running statistics. Each is a generator that is sent a value and yields what the
 * statistic is then, as in Python:
 *
 *     def average():
 *         total, count, result = 0, 0, None
 *         while True:
 *             value = yield result
 *             total, count = total + value, count + 1
 *             result = total / count
 *
 * The first pull, without a value, allocates what the statistic needs. Errors: -ENOMEM, and -ERANGE
 * if a result is too large for a double. An error ends the generator, and so does close; both free
 * the memory. The values must be finite.
 */
#ifndef STATS_STATISTICS_H
#define STATS_STATISTICS_H

#include "gen.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- A statistic behind a pointer ------------------------------------------------------------ */

/* One of the generators below, so that an array can hold statistics that are chosen at run time. */
struct statistic {
    gen_status (*send)(void *self, const double *value, double *result); /* NULL: a plain next */
    gen_status (*close)(void *self);
    void *self;
};

#define STATISTIC(name) \
    static gen_status name##_send_it(void *self, const double *value, double *result) { \
        return name##_send((struct name *)self, value, result); \
    } \
    static gen_status name##_close_it(void *self) { return name##_close((struct name *)self); } \
    static struct statistic statistic_of_##name(struct name *self) { \
        struct statistic const made = {name##_send_it, name##_close_it, self}; \
        return made; \
    }

/* ---- The last values ------------------------------------------------------------------------- */

struct window {
    size_t size, count, at; /* set the size */
    double *values;         /* a ring; at: the oldest, once it is full */
};

static gen_status window_open(struct window *self) {
    self->count = self->at = 0;
    self->values = self->size > SIZE_MAX / sizeof(double)
                       ? NULL
                       : (double *)malloc(self->size * sizeof(double));
    return self->values == NULL ? -ENOMEM : GEN_DONE;
}

/* Add a value. If the window was full, put the value that leaves it into *left and return 1. */
static int window_push(struct window *self, double value, double *left) {
    int const full = self->count == self->size;
    double *const place = &self->values[full ? self->at : self->count];
    *left = full ? *place : 0;
    *place = value;
    if (full)
        self->at = (self->at + 1) % self->size;
    else
        self->count++;
    return full;
}

/* ---- Sum and average over a window ----------------------------------------------------------- */

/* A sum without rounding errors: the numbers of `parts` add up to exactly what was added, however
 * often values come and go (Shewchuk 1997). They ascend, and their bits neither overlap nor touch, so
 * there are at most half as many parts as a double has places for bits: 2,098. */
struct exact_sum {
    double parts[1050];
    size_t count;
};

static void exact_sum_add(struct exact_sum *self, double value) {
    size_t kept = 0;
    for (size_t i = 0; i < self->count; i++) {
        double const part = self->parts[i];
        double const sum = value + part;
        /* what the addition has lost */
        double const lost = fabs(value) < fabs(part) ? value - (sum - part) : part - (sum - value);
        if (fabs(lost) > 0) self->parts[kept++] = lost;
        value = sum;
    }
    self->parts[kept++] = value;
    self->count = kept;
}

/* Return the double that is nearest to the sum; on a tie, the even one. */
static double exact_sum_rounded(const struct exact_sum *self) {
    size_t i = self->count;
    double sum = 0, lost = 0;
    while (i > 0 && !(fabs(lost) > 0)) {
        double const more = sum + self->parts[--i];
        lost = self->parts[i] - (more - sum);
        sum = more;
    }
    /* If `lost` is half a unit of the sum, the parts below decide to which side it goes. */
    if (i > 0 && (lost < 0) == (self->parts[i - 1] < 0)) {
        double const up = sum + 2 * lost;
        if (!(fabs(up - sum - 2 * lost) > 0)) sum = up;
    }
    return sum;
}

struct summed_window {
    struct window window;
    struct exact_sum sum;
};

/* Add a value; return the sum of the window, which is not finite if it is too large. */
static double summed_window_push(struct summed_window *self, double value) {
    double left = 0;
    if (window_push(&self->window, value, &left)) exact_sum_add(&self->sum, -left);
    exact_sum_add(&self->sum, value);
    return exact_sum_rounded(&self->sum);
}

struct moving_sum {
    struct gen gen;
    struct summed_window last;
    double result;
};

GEN_RECV(moving_sum, double, double) {
    GEN_BEGIN();
    GEN_TRY {
        if (window_open(&self->last.window) < 0) GEN_RAISE(-ENOMEM);
        for (self->result = 0;;) {
            GEN_YIELD(self->result);
            if (sent == NULL) continue; /* a plain next: the same once more */
            self->result = summed_window_push(&self->last, *sent);
            if (!isfinite(self->result)) GEN_RAISE(-ERANGE);
        }
    }
    GEN_FINALLY { free(self->last.window.values); }
    GEN_END_TRY;
    GEN_END();
}
STATISTIC(moving_sum)

struct moving_average {
    struct gen gen;
    struct summed_window last;
    double result;
};

GEN_RECV(moving_average, double, double) {
    GEN_BEGIN();
    GEN_TRY {
        if (window_open(&self->last.window) < 0) GEN_RAISE(-ENOMEM);
        for (self->result = 0;;) {
            GEN_YIELD(self->result);
            if (sent == NULL) continue;
            self->result = summed_window_push(&self->last, *sent) / (double)self->last.window.count;
            if (!isfinite(self->result)) GEN_RAISE(-ERANGE);
        }
    }
    GEN_FINALLY { free(self->last.window.values); }
    GEN_END_TRY;
    GEN_END();
}
STATISTIC(moving_average)

/* ---- Quantiles over a window: exact ---------------------------------------------------------- */

/* Return the index of the first of the sorted values that is not below this one. */
static size_t sorted_place(const double *sorted, size_t count, double value) {
    size_t low = 0;
    while (low < count) {
        size_t const middle = low + (count - low) / 2;
        if (sorted[middle] < value)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

/* A quantile lies between two of the sorted values, on the straight line, as it does in Python's
 * statistics.quantiles(method="inclusive"). A median is then the mean of the two in the middle. */
static double between(double below, double above, double part) {
    return part > 0 ? below * (1 - part) + above * part : below;
}

static double sorted_quantile(const double *sorted, size_t count, double q) {
    double const place = q * (double)(count - 1);
    size_t const below = (size_t)place;
    return between(sorted[below], sorted[below + (below + 1 < count)], place - (double)below);
}

struct moving_quantile {
    struct gen gen;
    double q;
    struct window window; /* which value leaves next */
    double *sorted;       /* the same values */
    double result;
};

static void moving_quantile_push(struct moving_quantile *self, double value) {
    double *const sorted = self->sorted;
    size_t const count = self->window.count;
    double left = 0;
    size_t to = sorted_place(sorted, count, value), from = count;
    if (window_push(&self->window, value, &left)) from = sorted_place(sorted, count, left);
    /* Move the gap, which is at the end or where a value has left, from `from` to `to`. */
    if (from < to) {
        to--;
        memmove(&sorted[from], &sorted[from + 1], (to - from) * sizeof *sorted);
    } else {
        memmove(&sorted[to + 1], &sorted[to], (from - to) * sizeof *sorted);
    }
    sorted[to] = value;
}

GEN_RECV(moving_quantile, double, double) {
    GEN_BEGIN();
    GEN_TRY {
        if (window_open(&self->window) < 0) GEN_RAISE(-ENOMEM);
        self->sorted = (double *)malloc(self->window.size * sizeof(double));
        if (self->sorted == NULL) GEN_RAISE(-ENOMEM);
        for (self->result = 0;;) {
            GEN_YIELD(self->result);
            if (sent == NULL) continue;
            moving_quantile_push(self, *sent);
            self->result = sorted_quantile(self->sorted, self->window.count, self->q);
        }
    }
    GEN_FINALLY {
        free(self->window.values);
        free(self->sorted);
    }
    GEN_END_TRY;
    GEN_END();
}
STATISTIC(moving_quantile)

/* ---- Quantiles of all values: exact, in memory that grows ------------------------------------ */

struct heap { /* the least on top */
    double *values;
    size_t count, room;
};

static gen_status heap_push(struct heap *self, double value) {
    size_t at = self->count;
    if (at == self->room) {
        size_t const room = self->room == 0 ? 64 : 2 * self->room;
        double *const values = (double *)realloc(self->values, room * sizeof *values);
        if (values == NULL) return -ENOMEM;
        self->values = values;
        self->room = room;
    }
    for (; at > 0 && value < self->values[(at - 1) / 2]; at = (at - 1) / 2)
        self->values[at] = self->values[(at - 1) / 2];
    self->values[at] = value;
    self->count++;
    return GEN_DONE;
}

static double heap_pop(struct heap *self) {
    double const top = self->values[0], value = self->values[--self->count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < self->count && self->values[child + 1] < self->values[child]) child++;
        if (child >= self->count || value <= self->values[child]) break;
        self->values[at] = self->values[child];
        at = child;
    }
    self->values[at] = value;
    return top;
}

/* The two values around the quantile are on top of two heaps: `lower` has the values up to the
 * quantile, and `upper` has the others. */
struct running_quantile {
    struct gen gen;
    double q;
    struct heap lower, upper; /* lower: the negatives, so that the greatest value is on top */
    double result;
};

static gen_status running_quantile_push(struct running_quantile *self, double value) {
    struct heap *const lower = &self->lower, *const upper = &self->upper;
    int const goes_up = lower->count > 0 && value > -lower->values[0];
    gen_status status = goes_up ? heap_push(upper, value) : heap_push(lower, -value);
    double const place = self->q * (double)(lower->count + upper->count - 1);
    size_t const below = (size_t)place;
    double const part = place - (double)below;
    while (status == GEN_DONE && lower->count < below + 1)
        status = heap_push(lower, -heap_pop(upper));
    while (status == GEN_DONE && lower->count > below + 1)
        status = heap_push(upper, -heap_pop(lower));
    if (status == GEN_DONE)
        self->result = between(-lower->values[0], upper->count > 0 ? upper->values[0] : 0, part);
    return status;
}

GEN_RECV(running_quantile, double, double) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->result = 0;;) {
            GEN_YIELD(self->result);
            if (sent == NULL) continue;
            if (running_quantile_push(self, *sent) < 0) GEN_RAISE(-ENOMEM);
        }
    }
    GEN_FINALLY {
        free(self->lower.values);
        free(self->upper.values);
    }
    GEN_END_TRY;
    GEN_END();
}
STATISTIC(running_quantile)

#endif
