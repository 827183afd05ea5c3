#include "lazy_graph.h"

struct answer {
    struct lazy lazy;
    int value;
};
extern struct answer answer;
extern int computed;
int compute_answer(int *out);

LAZY(answer, int) {
    (void)self;
    return compute_answer(out);
}

/* Get the cell in this file, or in the other one. */
const int *answer_here(void);
const int *answer_there(void);

struct length {
    struct lazy_node lazy;
    long value;
};
LAZY_INPUT(length, long, *was == *now)

struct area {
    struct lazy_node lazy;
    struct length *width, *height;
    long value;
};
LAZY_DERIVED(area, long, *was == *now, (length, width), (length, height)) {
    (void)self;
    computed++;
    *out = *width * *height;
    return 0;
}
extern struct lazy_domain plane;
extern struct length width, height;
extern struct area area;
long area_there(void);
