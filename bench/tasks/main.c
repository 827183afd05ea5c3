/* Run or time what executors do:
 *
 *     tasks <what> <tasks> <times>        run one, whose instructions bench/run tasks counts
 *     tasks --time <tasks> <rounds>       print `<what> <ns>` for each switch: the median of the rounds
 */
#include "timing.h"

#include "ways.h"

#include <stdio.h>
#include <string.h>

static const struct way {
    const char *name;
    size_t (*run)(size_t tasks, size_t times);
} ways[] = {
    {"cpp20_switch", cpp20_switch}, {"async_switch", async_switch}, {"alone_switch", alone_switch},
    {"async_idle", async_idle},     {"async_woken", async_woken},   {"async_end", async_end},
    {"async_next", async_next},     {"async_due", async_due},
};

#define MAX_ROUNDS 101
#define SWITCHES 3 /* the first ways are switches */

static size_t number(const char *text) { return (size_t)strtoul(text, NULL, 10); }

static void check(const char *name, size_t found, size_t right) {
    if (found == right) return;
    fprintf(stderr, "%s: %zu, not %zu\n", name, found, right);
    exit(1);
}

static void time_switches(size_t tasks, size_t rounds) {
    static double ns[SWITCHES][MAX_ROUNDS];
    const size_t times = 1 + 1000000 / tasks;
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < SWITCHES; i++) {
            const double start = now();
            check(ways[i].name, ways[i].run(tasks, times), tasks * times);
            ns[i][round] = (now() - start) / (double)(tasks * times);
        }
    }
    for (size_t i = 0; i < SWITCHES; i++) printf("%s %.3f\n", ways[i].name, median(ns[i], rounds));
}

int main(int argc, char **argv) {
    const size_t tasks = argc == 4 ? number(argv[2]) : 0;
    const size_t times = argc == 4 ? number(argv[3]) : 0;
    if (tasks == 0 || tasks >= MOST || times == 0) {
        fprintf(stderr, "usage: tasks <what> <tasks> <times> | --time <tasks> <rounds>\n");
        return 2;
    }
    if (strcmp(argv[1], "--time") == 0) {
        if (times > MAX_ROUNDS) return 2;
        time_switches(tasks, times);
        return 0;
    }
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (strcmp(argv[1], ways[i].name) != 0) continue;
        check(argv[1], ways[i].run(tasks, times), i < SWITCHES ? tasks * times : times);
        return 0;
    }
    fprintf(stderr, "tasks: unknown: %s\n", argv[1]);
    return 2;
}
