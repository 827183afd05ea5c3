/* The workloads in three traditional forms: a switch written by hand, a protothread (a local
 * continuation that remembers a line) and an iterator called through a function pointer. None of
 * them detects that it is resumed while it runs. By hand, a generator into which errors are thrown has
 * another parameter, and one that is closed has a second function. */
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

/* The same with a number that is sent in, or NULL; with an error that is thrown in, or 0, which is
 * returned if it ends the generator; and with a close, which returns 0. */
struct hand_echo {
    int at;
    unsigned i;
};
struct hand_catching {
    int at;
    unsigned i;
    int error;
};
struct hand_ticker {
    int at;
    unsigned i;
};
struct hand_holding {
    int at;
    unsigned i;
    unsigned *released;
};
int hand_echo(struct hand_echo *self, const unsigned *sent, unsigned *item);
int hand_catching(struct hand_catching *self, int thrown, unsigned *item);
int hand_raising(struct hand_ticker *self, int thrown, unsigned *item);
int hand_ticker(struct hand_ticker *self, unsigned *item);
int hand_ticker_close(struct hand_ticker *self);
int hand_holding(struct hand_holding *self, unsigned *item);
int hand_holding_close(struct hand_holding *self);

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
