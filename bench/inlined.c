/* The loops of tests/assembly, where the generator is inlined, and each beside the one by hand:
 *
 *     inlined <hand|generator>_<name> <n>
 */
#include "../tests/assembly/loops.c"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 20000

static int items[MOST];
static unsigned released;

static unsigned hand(const char *name, unsigned n) {
    if (strcmp(name, "sum") == 0) return hand_sum(n);
    if (strcmp(name, "sum_while") == 0) return hand_sum_while(n);
    if (strcmp(name, "sum_int") == 0) return hand_sum_int(0, (int)n);
    if (strcmp(name, "filter_map") == 0) return hand_filter_map(n);
    if (strcmp(name, "array") == 0) return hand_array(items, n);
    if (strcmp(name, "finally") == 0) return hand_finally(n, &released);
    exit(2);
}

static unsigned generator(const char *name, unsigned n) {
    if (strcmp(name, "sum") == 0) return generator_sum(n);
    if (strcmp(name, "sum_while") == 0) return generator_sum_while(n);
    if (strcmp(name, "sum_int") == 0) return generator_sum_int(0, (int)n);
    if (strcmp(name, "filter_map") == 0) return generator_filter_map(n);
    if (strcmp(name, "array") == 0) return generator_array(items, n);
    if (strcmp(name, "finally") == 0) return generator_finally(n, &released);
    exit(2);
}

int main(int argc, char **argv) {
    const unsigned n = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    if (n == 0 || n > MOST) return 2;
    for (int i = 0; i < MOST; i++) items[i] = i * 3 - MOST;
    if (strncmp(argv[1], "hand_", 5) == 0)
        printf("%u\n", hand(argv[1] + 5, n));
    else if (strncmp(argv[1], "generator_", 10) == 0)
        printf("%u\n", generator(argv[1] + 10, n));
    else
        return 2;
    return 0;
}
