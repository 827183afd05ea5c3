#include "shared.h"

struct answer answer;
int computed;

int compute_answer(int *out) {
    computed++;
    *out = 42;
    return 0;
}

const int *answer_there(void) {
    int error = 0;
    return answer_get(&answer, &error);
}

struct lazy_domain plane;
struct length width = {LAZY_NODE_INIT(plane), 0};
struct length height = {LAZY_NODE_INIT(plane), 0};
struct area area = {LAZY_NODE_INIT(plane), &width, &height, 0};

long area_there(void) {
    int error = 0;
    const long *value = area_get(&area, &error);
    return value ? *value : -1;
}
