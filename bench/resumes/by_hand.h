/* The workloads in three traditional forms: a switch written by hand, a protothread (a local
 * continuation that remembers a line) and an iterator called through a function pointer. None of
 * them supports throwing or detects that it is resumed while it runs. An early stop needs a second
 * function for the work of `finally`, which the loops here do not need. */
#ifndef BENCH_RESUMES_BY_HAND_H
#define BENCH_RESUMES_BY_HAND_H

/* By hand: returns 1 and an item, or 0. */
struct hand {
    int at;
    unsigned i, n;
    unsigned *released;
    struct hand *child;
};
int hand_count(struct hand *self, unsigned *item);
int hand_guarded(struct hand *self, unsigned *item);
int hand_places(struct hand *self, unsigned *item);
int hand_chain(struct hand *self, unsigned *item);

/* A protothread returns whether it has yielded. The item is a field. */
struct thread {
    unsigned short line;
    unsigned i, n, item;
    unsigned *released;
    struct thread *child;
};
enum { THREAD_YIELDED, THREAD_ENDED };
int thread_counting(struct thread *self);
int thread_guarded(struct thread *self);
int thread_placed(struct thread *self);
int thread_chained(struct thread *self);

/* An iterator: `next` is known only at run time. */
struct iterator {
    int (*next)(struct iterator *self, unsigned *item);
    unsigned i, n;
    unsigned place; /* counts the items, because an iterator has no resume point */
    unsigned *released;
    struct iterator *child;
};
void iterator_count(struct iterator *self, unsigned n);
void iterator_guarded(struct iterator *self, unsigned n, unsigned *released);
void iterator_places(struct iterator *self, unsigned n);
void iterator_chain(struct iterator *self, unsigned n, struct iterator *child);

#endif /* BENCH_RESUMES_BY_HAND_H */
