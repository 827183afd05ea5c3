/* etl - orders from CSV into SQLite, and back: the command line. */
#define _GNU_SOURCE /* getopt_long */
#include "etl.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: etl load [--batch N] [--strict] [--restart] FILE.csv DATABASE\n"
    "       etl dump [--customer NAME] DATABASE\n"
    "\n"
    "load  puts the orders of a CSV file (- is standard input) into a SQLite database.\n"
    "      When it was stopped, killed, or out of space, the same command goes on.\n"
    "dump  writes them as CSV to standard output, ordered by id.\n"
    "\n"
    "      --batch N        rows of a transaction (10000)\n"
    "      --strict         stop at the first record that is rejected\n"
    "      --restart        begin anew with this file; rows in the table stay there\n"
    "      --customer NAME  dump only the orders of this customer\n"
    "      --help, --version\n"
    "\n"
    "Exit status: 0 done; 1 records were rejected, or something failed; 2 wrong usage;\n"
    "130 stopped by SIGINT or SIGTERM, after the batch in hand.\n";

static int wrong_usage(const char *why) {
    fprintf(stderr, "etl: %s; try etl --help\n", why);
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    enum { BATCH = 1, STRICT, RESTART, CUSTOMER_ONLY, HELP, VERSION };
    static const struct option options[] = {
        {"batch", required_argument, NULL, BATCH},
        {"strict", no_argument, NULL, STRICT},
        {"restart", no_argument, NULL, RESTART},
        {"customer", required_argument, NULL, CUSTOMER_ONLY},
        {"help", no_argument, NULL, HELP},
        {"version", no_argument, NULL, VERSION},
        {NULL, 0, NULL, 0},
    };
    struct load_options o = {.batch = 10000};
    const char *customer = NULL;
    bool loads = false;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        char *end;
        if (option == HELP || option == VERSION) {
            fputs(option == HELP ? usage : "etl 1.0\n", stdout);
            return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
        }
        if (option == BATCH) {
            o.batch = strtol(optarg, &end, 10);
            if (*optarg == '\0' || *end != '\0' || o.batch < 1 || o.batch > 1000000)
                return wrong_usage("--batch wants a number from 1 to 1000000");
        } else if (option == STRICT) {
            o.strict = true;
        } else if (option == RESTART) {
            o.restart = true;
        } else if (option == CUSTOMER_ONLY) {
            customer = optarg;
        } else {
            fputs("Try etl --help\n", stderr); /* getopt_long has said why */
            return EXIT_USAGE;
        }
        if (option != CUSTOMER_ONLY) loads = true;
    }
    int const words = argc - optind;
    char **const word = argv + optind;
    if (words == 0) return wrong_usage("which command?");
    if (strcmp(word[0], "dump") == 0) {
        if (words != 2 || loads)
            return wrong_usage("dump takes a DATABASE, and no option but --customer");
        return dump(word[1], customer);
    }
    if (strcmp(word[0], "load") != 0) return wrong_usage("no such command");
    if (words != 3 || customer != NULL) return wrong_usage("load takes a FILE.csv and a DATABASE");
    o.file = word[1];
    o.database = word[2];
    return load(&o);
}
