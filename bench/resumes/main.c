/* Run or time the contenders:
 *
 *     generators <contender> <n>        run one contender, whose instructions bench/run resumes counts
 *     generators --time <n> <rounds>    print `<contender> <ns per item>` for each: the median of the
 *                                       rounds; each round runs all contenders
 */
#include "timing.h"

#include "workloads.h"

#include <stdio.h>
#include <string.h>

static const struct contender {
    const char *name;
    unsigned (*run)(unsigned n);
} contenders[] = {
    {"gen_count", gen_count},
    {"gen_count_for", gen_count_for},
    {"cpp20_count", cpp20_count},
    {"switch_count", switch_count},
    {"thread_count", thread_count},
    {"pointer_count", pointer_count},
    {"gen_finally", gen_finally},
    {"cpp20_finally", cpp20_finally},
    {"switch_finally", switch_finally},
    {"thread_finally", thread_finally},
    {"pointer_finally", pointer_finally},
    {"gen_places", gen_places},
    {"cpp20_places", cpp20_places},
    {"switch_places", switch_places},
    {"thread_places", thread_places},
    {"pointer_places", pointer_places},
    {"gen_chain", gen_chain},
    {"gen_chain_recursive", gen_chain_recursive},
    {"gen_recursive_for", gen_recursive_for},
    {"gen_recursive_1", gen_recursive_1},
    {"gen_recursive_10", gen_recursive_10},
    {"gen_recursive_deepest", gen_recursive_deepest},
    {"gen_chain_stack", gen_chain_stack},
    {"gen_stack_for", gen_stack_for},
    {"gen_stack_1", gen_stack_1},
    {"gen_stack_10", gen_stack_10},
    {"gen_stack_deepest", gen_stack_deepest},
    {"gen_send", gen_send},
    {"gen_throw", gen_throw},
    {"gen_raise", gen_raise},
    {"gen_close", gen_close},
    {"gen_cleanup", gen_cleanup},
    {"cpp20_chain", cpp20_chain},
    {"cpp20_chain_innermost", cpp20_chain_innermost},
    {"cpp20_send", cpp20_send},
    {"cpp20_throw", cpp20_throw},
    {"cpp20_raise", cpp20_raise},
    {"cpp20_close", cpp20_close},
    {"cpp20_cleanup", cpp20_cleanup},
    {"switch_chain", switch_chain},
    {"switch_send", switch_send},
    {"switch_throw", switch_throw},
    {"switch_raise", switch_raise},
    {"switch_close", switch_close},
    {"switch_cleanup", switch_cleanup},
    {"thread_chain", thread_chain},
    {"pointer_chain", pointer_chain},
};

#define CONTENDERS (sizeof contenders / sizeof contenders[0])
#define MAX_ROUNDS 101

/* The sum of 0..n-1, modulo the range of unsigned. `finally` adds one. */
static void check(const struct contender *contender, unsigned n, unsigned sum) {
    const unsigned long long half =
        n % 2 == 0 ? n / 2 * (n - 1ULL) : (n - 1) / 2 * (unsigned long long)n;
    const unsigned extra = strstr(contender->name, "_finally") != NULL;
    if (sum == (unsigned)half + extra) return;
    fprintf(stderr, "%s: wrong sum %u\n", contender->name, sum);
    exit(1);
}

static void time_all(unsigned n, unsigned rounds) {
    static double ns[CONTENDERS][MAX_ROUNDS];
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < CONTENDERS; i++) {
            const double start = now();
            const unsigned sum = contenders[i].run(n);
            const double end = now();
            check(&contenders[i], n, sum);
            ns[i][round] = (end - start) / n;
        }
    }
    for (size_t i = 0; i < CONTENDERS; i++) {
        printf("%s %.3f\n", contenders[i].name, median(ns[i], rounds));
    }
}

static unsigned number(const char *text) { return (unsigned)strtoul(text, NULL, 10); }

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "--time") == 0) {
        const unsigned n = number(argv[2]), rounds = number(argv[3]);
        if (n == 0 || rounds == 0 || rounds > MAX_ROUNDS) return 2;
        time_all(n, rounds);
        return 0;
    }
    for (size_t i = 0; argc == 3 && i < CONTENDERS; i++) {
        if (strcmp(argv[1], contenders[i].name) != 0) continue;
        check(&contenders[i], number(argv[2]), contenders[i].run(number(argv[2])));
        return 0;
    }
    fprintf(stderr, "usage: generators <contender> <n> | --time <n> <rounds>\n");
    return 2;
}
