/* Run or time the ways:
 *
 *     classic <way> <n>              run one way, and print its peak memory in KiB
 *     classic --time <n> <rounds>    print `<way> <ns>` for each: the median of the rounds; each round
 *                                    runs all ways
 *     classic --sizes                print `<iterator> <bytes>` for each */
#include "timing.h"

#include "ways.h"

#include <stdio.h>
#include <string.h>

static const struct way {
    const char *name;
    uint64_t (*run)(uint64_t n);
    int first;
} ways[] = {
    {"eager_first", eager_first, 1},
    {"hand_first", hand_first, 1},
    {"pipeline_first", pipeline_first, 1},
    {"generators_first", generators_first, 1},
    {"eager_all", eager_all, 0},
    {"eager_kept", eager_kept, 0},
    {"hand_all", hand_all, 0},
    {"pipeline_all", pipeline_all, 0},
    {"generators_all", generators_all, 0},
};

#define WAYS (sizeof ways / sizeof ways[0])
#define MAX_ROUNDS 101

/* Return how many times to run a way between two readings of the clock. */
static int times(const struct way *way, uint64_t n) {
    return way->first && way->run != eager_first ? 10000 : 1 + (int)(1000000 / (n + 1));
}

static void check(const struct way *way, uint64_t n, uint64_t sum) {
    uint64_t expected = 0, count = 0;
    for (uint64_t i = 0; i < n && (!way->first || count < FIRST); i += 2, count++)
        expected += i * i;
    if (sum == expected) return;
    fprintf(stderr, "%s: wrong sum\n", way->name);
    exit(1);
}

static void time_all(uint64_t n, unsigned rounds) {
    static double ns[WAYS][MAX_ROUNDS];
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < WAYS; i++) {
            uint64_t sum = 0;
            const int turns = times(&ways[i], n);
            const double start = now();
            for (int turn = 0; turn < turns; turn++) sum = ways[i].run(n);
            ns[i][round] = (now() - start) / turns;
            check(&ways[i], n, sum);
        }
    }
    for (size_t i = 0; i < WAYS; i++) printf("%s %.3f\n", ways[i].name, median(ns[i], rounds));
}

/* Print the peak memory. getrusage would include the program that started this one. */
static void print_peak(void) {
    char line[256];
    FILE *const status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0) printf("%ld\n", strtol(line + 6, NULL, 10));
    if (status != NULL) fclose(status);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "--time") == 0) {
        const uint64_t n = strtoull(argv[2], NULL, 10);
        const unsigned rounds = (unsigned)strtoul(argv[3], NULL, 10);
        if (rounds == 0 || rounds > MAX_ROUNDS) return 2;
        time_all(n, rounds);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--sizes") == 0) {
        for (const struct size *size = sizes; size->name != NULL; size++)
            printf("%s %zu\n", size->name, size->bytes);
        return 0;
    }
    for (size_t i = 0; argc == 3 && i < WAYS; i++) {
        if (strcmp(argv[1], ways[i].name) != 0) continue;
        const uint64_t n = strtoull(argv[2], NULL, 10);
        check(&ways[i], n, ways[i].run(n));
        print_peak();
        return 0;
    }
    fprintf(stderr, "usage: classic <way> <n> | --time <n> <rounds> | --sizes\n");
    return 2;
}
