/* A cell is the same in all files: there is no state beside it. */
#include "shared.h"

const int *answer_here(void) {
    int error = 0;
    return answer_get(&answer, &error);
}

int main(void) {
    const long three = 3, four = 4;
    int error = 0;
    const int *here = answer_here(), *there = answer_there();
    if (!here || here != there || *here != 42 || computed != 1) return 1;
    if (area_there() != -1) return 2;
    length_set(&width, &three);
    length_set(&height, &four);
    if (area_there() != 12 || computed != 2) return 3;
    if (area_get(&area, &error) != &area.value || computed != 2) return 4;
    length_set(&height, &three);
    return area_get(&area, &error) && area_there() == 9 && computed == 3 && error == 0 ? 0 : 5;
}
