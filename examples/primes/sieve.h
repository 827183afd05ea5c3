/* sieve.h - prime numbers, by two generators: a segmented sieve of Eratosthenes, and the chain of
 * filters that stands in textbooks.
 *
 *     struct sieve sieve = sieve_of(0, 100);
 *     GEN_FOR (prime, sieve, &sieve) printf("%llu\n", (unsigned long long)prime);
 *
 * The sieve strikes out the multiples of the primes up to the square root of a segment's end; these
 * primes are those of another sieve. So nothing is kept but one segment for each of them, and that
 * is short: to 2^64 there are seven. */
#ifndef PRIMES_SIEVE_H
#define PRIMES_SIEVE_H

#include "itertools.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct sieve {
    struct gen gen;
    uint64_t from, to;        /* from the first number of the segment, to the last of all */
    unsigned char *composite; /* of the odd numbers from there, whether each is composite */
    size_t count, room;
    size_t at;
};

static inline struct sieve sieve_of(uint64_t from, uint64_t to) {
    struct sieve const sieve = {.from = from, .to = to};
    return sieve;
}

static int sieve_strike(struct sieve *self);

GEN(sieve, uint64_t) {
    GEN_BEGIN();
    GEN_TRY {
        if (self->from <= 2 && self->to >= 2) GEN_YIELD(2);
        self->from = self->from < 3 ? 3 : self->from | 1;
        while (self->from <= self->to) {
            if (!sieve_strike(self)) GEN_RAISE(-ENOMEM);
            for (self->at = 0; self->at < self->count; self->at++)
                if (!self->composite[self->at]) GEN_YIELD(self->from + 2 * self->at);
            if (self->count > (self->to - self->from) / 2) break; /* from would wrap around */
            self->from += 2 * self->count;
        }
    }
    GEN_FINALLY {
        free(self->composite);
        self->composite = NULL;
    }
    GEN_END_TRY;
    GEN_END();
}

/* Return the largest number whose square is at most n. */
static uint64_t sieve_root(uint64_t n) {
    double const about = sqrt((double)n);
    uint64_t root = (uint64_t)about;
    if (root > UINT32_MAX) root = UINT32_MAX;
    while (root * root > n) root--;
    while (root < UINT32_MAX && (root + 1) * (root + 1) <= n) root++;
    return root;
}

/* Make the next segment. Return 0 if there is no memory. */
static int sieve_strike(struct sieve *self) {
    /* A segment fits into a cache, unless the primes up to its root take longer than it does. */
    enum { LEAST = 1 << 17, MOST = 1 << 23 };
    uint64_t const root_of_start = sieve_root(self->from), left = (self->to - self->from) / 2;
    size_t room = root_of_start < LEAST ? LEAST : root_of_start > MOST ? MOST : root_of_start;
    struct sieve primes;
    int status;
    if (left < room) room = (size_t)left + 1;
    if (room > self->room) {
        free(self->composite);
        self->composite = (unsigned char *)malloc(room);
        if (self->composite == NULL) return 0;
        self->room = room;
    }
    self->count = room;
    memset(self->composite, 0, self->count);
    primes = sieve_of(3, sieve_root(self->from + 2 * (self->count - 1)));
    GEN_FOR_STATUS (status, prime, sieve, &primes) {
        /* Strike from its square on: a smaller multiple has a smaller factor. */
        uint64_t const rest = self->from % prime;
        uint64_t multiple = rest == 0 ? 0 : prime - rest; /* less `from` */
        if (multiple % 2 != 0) multiple += prime;
        if (prime * prime > self->from) multiple = prime * prime - self->from;
        for (uint64_t i = multiple / 2; i < self->count; i += prime) self->composite[i] = 1;
    }
    return status == GEN_DONE;
}

/* ---- The chain of filters ---------------------------------------------------------------------- */

/* Each prime that is found adds a filter that its multiples do not pass:
 *
 *     numbers from 2 -> no multiples of 2 -> none of 3 -> none of 5 -> ...
 *
 * This is short and lovely, and no sieve: a prime passes all filters before it, so that the n-th
 * prime costs n divisions. As each filter calls the one before it, the C stack holds a chain. */
struct filter {
    struct gen gen;
    struct filter *from; /* NULL: all numbers */
    uint64_t prime, number;
};

GEN(filter, uint64_t) {
    GEN_BEGIN();
    if (self->from == NULL)
        for (self->number = 2;; self->number++) GEN_YIELD(self->number);
    GEN_FOR_AWAIT (self->number, filter, self->from)
        if (self->number % self->prime != 0) GEN_YIELD(self->number);
    GEN_END();
}

enum { CLASSIC_MOST = 10000 }; /* filters */

struct classic {
    struct gen gen;
    uint64_t from, to, prime;
    struct filter *last;
    int filters;
};

/* Add a filter. Return 0 or an error. */
static int classic_add(struct classic *self) {
    struct filter *const filter = (struct filter *)malloc(sizeof *filter);
    if (filter == NULL || self->filters == CLASSIC_MOST) {
        free(filter);
        return filter == NULL ? -ENOMEM : -ERANGE;
    }
    *filter = (struct filter){.from = self->last, .prime = self->prime};
    self->last = filter;
    self->filters++;
    return 0;
}

GEN(classic, uint64_t) {
    int error;
    GEN_BEGIN();
    GEN_TRY {
        error = classic_add(self); /* all numbers */
        if (error != 0) GEN_RAISE(error);
        GEN_FOR_AWAIT (self->prime, filter, self->last) {
            if (self->prime > self->to) break;
            if (self->prime >= self->from) GEN_YIELD(self->prime);
            error = classic_add(self);
            if (error != 0) GEN_RAISE(error);
        }
    }
    GEN_FINALLY {
        while (self->last != NULL) {
            struct filter *const filter = self->last;
            self->last = filter->from;
            free(filter);
        }
    }
    GEN_END_TRY;
    GEN_END();
}

#endif
