/* primes - prints prime numbers: generators of them (sieve.h), and pipelines over these. */
#define _GNU_SOURCE /* getopt_long */
#include "sieve.h"
#include "numbers.h"

#include <getopt.h>
#include <stdio.h>

/* Either generator, chosen at run time. */
ITER_DYN(primes, uint64_t)
ITER_DYN_OF(primes, sieve)
ITER_DYN_OF(primes, classic)

ITER_TAKE(some, primes)

ITER_PAIRWISE(neighbours, primes)
ITER_FILTER(twins, neighbours, item.second - item.first == 2)
ITER_TAKE(some_twins, twins)
ITER_LENGTH(count_twins, some_twins)

struct total { /* the sum is high * 10^18 + low: it may need more than 64 bits */
    uint64_t count, high, low;
};

#define E18 UINT64_C(1000000000000000000)

static struct total add(struct total total, uint64_t prime) {
    uint64_t const low = total.low + prime % E18;
    return (struct total){total.count + 1, total.high + prime / E18 + low / E18, low % E18};
}
ITER_FOLD(add_all, some, struct total, add(total, item))

typedef unsigned long long printable;

static void print_help(void) {
    puts(
        "usage: primes [OPTION]...\n"
        "Print the prime numbers, by default all below 2^64.\n"
        "\n"
        "  -f, --from N     those from N on\n"
        "  -t, --to N       those up to N, which is less than 2^64\n"
        "  -c, --count N    the first N of them\n"
        "  -w, --twins      pairs whose difference is 2\n"
        "  -s, --sum        only how many they are, and their sum\n"
        "  -C, --classic    by a chain of filters, as in textbooks: slow, up to the 10000th prime\n"
        "      --help, --version\n"
        "\n"
        "Exit status: 0 done, 1 no memory or an error of the output, 2 wrong usage.");
}

int main(int argc, char **argv) {
    static const struct option known[] = {{"from", required_argument, NULL, 'f'},
                                          {"to", required_argument, NULL, 't'},
                                          {"count", required_argument, NULL, 'c'},
                                          {"twins", no_argument, NULL, 'w'},
                                          {"sum", no_argument, NULL, 's'},
                                          {"classic", no_argument, NULL, 'C'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'v'},
                                          {NULL, 0, NULL, 0}};
    static uint64_t buffer[1024]; /* so that not each prime costs an indirect call */
    uint64_t bounds[3] = {0, UINT64_MAX, PTRDIFF_MAX};
    int want_twins = 0, want_sum = 0, is_classic = 0, option, status;
    struct sieve sieve;
    struct classic classic;
    struct primes source;
    iter_count count;

    while ((option = getopt_long(argc, argv, "f:t:c:wsC", known, NULL)) != -1) {
        switch (option) {
        case 'f':
        case 't':
        case 'c': {
            uint64_t *const bound = &bounds[option == 'f' ? 0 : option == 't' ? 1 : 2];
            int const error = read_number(optarg, option == 'c' ? PTRDIFF_MAX : UINT64_MAX, bound);
            if (error != 0) {
                fprintf(stderr, "primes: '%s' is %s\n", optarg,
                        error == ERANGE ? "too large" : "not a number");
                return 2;
            }
            break;
        }
        case 'w': want_twins = 1; break;
        case 's': want_sum = 1; break;
        case 'C': is_classic = 1; break;
        case 'h': print_help(); return 0;
        case 'v': puts("primes 1.0"); return 0;
        default: fputs("primes: try --help\n", stderr); return 2;
        }
    }
    if (optind != argc) {
        fprintf(stderr, "primes: what is '%s'? Try --help\n", argv[optind]);
        return 2;
    }

    sieve = sieve_of(bounds[0], bounds[1]);
    classic = (struct classic){.from = bounds[0], .to = bounds[1]};
    source = is_classic ? primes_of_classic(&classic) : primes_of_sieve(&sieve);
    primes_buffer(&source, buffer, sizeof buffer / sizeof *buffer);
    count = (iter_count)bounds[2];
    if (want_twins) {
        struct some_twins all = some_twins(twins(neighbours(source)), count);
        if (want_sum) {
            iter_count pairs;
            status = count_twins(&all, &pairs);
            if (status >= 0) printf("%lld pairs\n", (long long)pairs);
        } else {
            GEN_FOR_STATUS (status, pair, some_twins, &all) {
                printf("%llu %llu\n", (printable)pair.first, (printable)pair.second);
                if (ferror(stdout)) break;
            }
        }
        (void)some_twins_close(&all);
    } else {
        struct some all = some(source, count);
        if (want_sum) {
            struct total total = {0, 0, 0};
            status = add_all(&all, &total);
            if (status >= 0 && total.high != 0)
                printf("%llu primes, sum %llu%018llu\n", (printable)total.count,
                       (printable)total.high, (printable)total.low);
            else if (status >= 0)
                printf("%llu primes, sum %llu\n", (printable)total.count, (printable)total.low);
        } else {
            GEN_FOR_STATUS (status, prime, some, &all) {
                printf("%llu\n", (printable)prime);
                if (ferror(stdout)) break;
            }
        }
        (void)some_close(&all); /* frees the segments, if it stopped early */
    }
    if (fflush(stdout) != 0 || ferror(stdout)) status = -errno;
    if (status >= 0) return 0;
    fprintf(stderr, "primes: %s\n",
            status == -ERANGE ? "--classic goes up to the 10000th prime" : strerror(-status));
    return 1;
}
