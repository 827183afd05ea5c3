/* The even squares of 0..n-1: the sum of the first ten, and of all, modulo 2^64. */
#ifndef WAYS_H
#define WAYS_H

#include <stddef.h>
#include <stdint.h>

enum { FIRST = 10 };

/* With an array of the squares, and an array of the even squares. */
uint64_t eager_first(uint64_t n);
uint64_t eager_all(uint64_t n);
uint64_t eager_kept(uint64_t n); /* all of them, in the arrays of the previous call */

/* The hand-written loop, which needs no array. */
uint64_t hand_first(uint64_t n);
uint64_t hand_all(uint64_t n);

/* Pipelines of itertools.h, and pairs of gen.h generators where one takes from the other. */
uint64_t pipeline_first(uint64_t n);
uint64_t pipeline_all(uint64_t n);
uint64_t generators_first(uint64_t n);
uint64_t generators_all(uint64_t n);

/* The sizes of the iterators in bytes. */
struct size {
    const char *name;
    size_t bytes;
};
extern const struct size sizes[];

#endif
