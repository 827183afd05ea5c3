/* tokenizer - a small expression language, by generators that pull from each other:
 *
 *     a line -> tokens -> statements -> steps of their evaluation
 *
 * Two of them are recursive: the parser follows the nesting of the text, the evaluator that of the
 * tree. Their frames lie in arrays, so that no text overflows the stack. Only one token is
 * read ahead: a line's first statement is evaluated before its second one is parsed. */
#include "evaluator.h"
#include "lines.h"

#include <fcntl.h>
#include <getopt.h>
#include <unistd.h>

/* ---- Lines ----------------------------------------------------------------------------------- */

struct machine {
    const char *file; /* its name, or NULL */
    int list_tokens, show_steps;
    unsigned depth;       /* how many frames there are */
    struct rule *rules;   /* the parser's frames */
    struct visit *visits; /* the evaluator's */
    struct evaluator evaluator;
    struct mistake mistake; /* of the current line */
};

/* Print where a line is wrong: the part of it around that character, and a caret below. */
static void report(const struct machine *machine, const struct line *line, const char *text) {
    const struct mistake *const mistake = &machine->mistake;
    enum { BEFORE = 50, WIDTH = 76 };
    const char *const end = text + line->length;
    const char *from = text;
    long const before = characters(text, mistake->at);
    for (long skip = before - BEFORE; skip > 0; skip--) from = next_character(from, end);
    (void)fflush(stdout);
    fprintf(stderr, "tokenizer: %s%sline %ld, column %ld: %s\n  ",
            machine->file ? machine->file : "", machine->file ? ": " : "", line->number, before + 1,
            mistake->reason);
    for (long i = 0; i < WIDTH && from < end; i++) {
        const char *const next = next_character(from, end);
        int const is_printed = next - from > 1 || (*from >= ' ' && *from <= '~');
        fprintf(stderr, "%.*s", is_printed ? (int)(next - from) : 1,
                is_printed      ? from
                : *from == '\t' ? " "
                                : "?");
        from = next;
    }
    fprintf(stderr, "\n  %*s^\n", (int)(before > BEFORE ? BEFORE : before), "");
}

static void print_token(const struct token *token) {
    static const char *const names[] = {"end", "number", "name", "keyword"};
    const char *const name = token->kind <= LET ? names[token->kind] : "operator";
    printf("%ld:%-4ld ", token->line, token->column);
    if (token->kind == END) {
        printf("%s\n", name);
    } else {
        printf("%-9s %.*s\n", name, (int)token->length, token->at);
    }
}

static gen_status too_deep(struct machine *machine, const char *at) {
    return make_mistake(&machine->mistake, at, "nested more than %u levels deep",
                        machine->depth - 1);
}

/* Evaluate a statement. */
static gen_status run_statement(struct machine *machine, const struct statement *statement) {
    struct evaluate steps = {.frames = machine->visits, .capacity = machine->depth};
    gen_status status;
    machine->visits[0] =
        (struct visit){.evaluator = &machine->evaluator, .node = statement->expression};
    GEN_FOR_STATUS (status, step, evaluate, &steps) {
        if (!machine->show_steps) continue;
        printf("%.*s -> ", (int)(step.end - step.at), step.at);
        value_print(step.value);
        printf("\n");
    }
    if (status == GEN_E_FULL) return too_deep(machine, statement->expression->from);
    if (status < 0) return status;
    if (statement->name != NULL)
        return assign(&machine->evaluator, statement, machine->visits[0].value);
    value_print(machine->visits[0].value);
    printf("\n");
    return GEN_DONE;
}

/* Run the statements of a line, up to the first that is wrong. Return 0 if one is. */
static int run_line(struct machine *machine, const struct line *line) {
    char *const text = (char *)malloc(line->length + 1);
    if (text == NULL) {
        fprintf(stderr, "tokenizer: line %ld: %s\n", line->number, strerror(ENOMEM));
        return 0;
    }
    memcpy(text, line->at, line->length);
    text[line->length] = '\0';
    struct tokens tokens = {
        .at = text, .end = text + line->length, .line = line->number, .mistake = &machine->mistake};
    struct parser parser = {.tokens = tokens, .mistake = &machine->mistake};
    struct parse statements = {.frames = machine->rules, .capacity = machine->depth};
    gen_status status, wrong = GEN_DONE;
    machine->rules[0] = (struct rule){.parser = &parser, .level = NO_OPERATOR};
    if (machine->list_tokens) {
        GEN_FOR_STATUS (status, token, tokens, &tokens) print_token(&token);
    } else {
        GEN_FOR_STATUS (status, statement, parse, &statements) {
            wrong = run_statement(machine, &statement);
            if (wrong < 0) break;
            free_nodes(&parser);
        }
    }
    if (wrong < 0) status = wrong;
    if (status == GEN_E_FULL) status = too_deep(machine, parser.token.at);
    if (status == MISTAKE) {
        report(machine, line, text);
    } else if (status < 0) {
        fprintf(stderr, "tokenizer: line %ld: %s\n", line->number, strerror(-status));
    }
    free_nodes(&parser);
    free(text);
    return status >= 0;
}

/* ---- The command line ------------------------------------------------------------------------ */

struct source {
    const char *text; /* or, if it is NULL, a file */
    int file;
};

static ptrdiff_t read_source(void *context, char *into, size_t size) {
    struct source *const source = (struct source *)context;
    if (source->text == NULL) { /* not fread, so that a line from a terminal is seen at once */
        ssize_t got;
        do got = read(source->file, into, size);
        while (got < 0 && errno == EINTR);
        return got < 0 ? -errno : got;
    }
    size_t const rest = strlen(source->text), length = rest < size ? rest : size;
    memcpy(into, source->text, length);
    source->text += length;
    return (ptrdiff_t)length;
}

static void prompt(const struct source *source) {
    if (source->text != NULL || !isatty(source->file)) return;
    printf("> ");
    (void)fflush(stdout);
}

/* Run all lines. Return the exit status. */
static int run(struct machine *machine, struct source *source) {
    struct lines all = lines_of(read_source, source);
    int failed = 0;
    gen_status status;
    prompt(source);
    GEN_FOR_STATUS (status, line, lines, &all) {
        failed |= !run_line(machine, &line);
        prompt(source);
    }
    (void)lines_close(&all);
    if (status < 0) {
        fprintf(stderr, "tokenizer: %s: %s\n", machine->file ? machine->file : "standard input",
                strerror(-status));
        failed = 1;
    }
    return failed;
}

static void print_help(FILE *to) {
    fputs("usage: tokenizer [OPTION]... [TEXT]\n"
          "Evaluate the statements of TEXT, or of standard input, line by line.\n"
          "\n"
          "  -t, --tokens     list the tokens instead, with line and column\n"
          "  -s, --steps      show how each expression gets its value\n"
          "  -f, --file FILE  read FILE\n"
          "  -d, --depth N    evaluate expressions nested up to N levels deep (100000)\n"
          "  -h, --help       print this help\n"
          "  -V, --version    print the version\n"
          "\n"
          "A line has statements with ';' between them: an expression, whose value is printed, or\n"
          "`let NAME = expression`, after which `NAME = expression` is allowed, too. Operators,\n"
          "tightest first: ^, unary -, then * / %, then + -, then == != < <= > >=. Functions: min\n"
          "max abs sqrt. A comment begins with #. Put -- before a TEXT that begins with a minus.\n"
          "Exit status: 0 done, 1 a line is wrong or could not be read, 2 wrong usage.\n",
          to);
}

/* Read the options. Return -1, or the status to exit with. */
static int parse_options(struct machine *machine, int argc, char **argv) {
    static const struct option names[] = {
        {"tokens", no_argument, NULL, 't'},
        {"steps", no_argument, NULL, 's'},
        {"file", required_argument, NULL, 'f'},
        {"depth", required_argument, NULL, 'd'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(argc, argv, "tsf:d:hV", names, NULL)) != -1;) {
        char *end = NULL;
        switch (option) {
        case 't': machine->list_tokens = 1; break;
        case 's': machine->show_steps = 1; break;
        case 'f': machine->file = optarg; break;
        case 'd': {
            long const depth = strtol(optarg, &end, 10);
            if (end == optarg || *end != '\0' || depth < 1 || depth > 100000000) {
                fprintf(stderr, "tokenizer: --depth takes 1 to 100000000, not %s\n", optarg);
                return 2;
            }
            machine->depth = (unsigned)depth;
            break;
        }
        case 'h': print_help(stdout); return 0;
        case 'V': printf("tokenizer 1.0\n"); return 0;
        default: fprintf(stderr, "Try 'tokenizer --help'.\n"); return 2;
        }
    }
    if (argc - optind > (machine->file == NULL)) {
        fprintf(stderr, "tokenizer: expected one text or one file\n");
        return 2;
    }
    return -1;
}

int main(int argc, char **argv) {
    struct machine machine = {.depth = 100000};
    machine.evaluator.mistake = &machine.mistake;
    int status = parse_options(&machine, argc, argv);
    if (status < 0) {
        struct source source = {.text = argv[optind], .file = STDIN_FILENO};
        if (machine.file != NULL) source.file = open(machine.file, O_RDONLY);
        if (source.file < 0) {
            fprintf(stderr, "tokenizer: %s: %s\n", machine.file, strerror(errno));
            return 1;
        }
        machine.depth++; /* a frame for the statements */
        machine.rules = (struct rule *)calloc(machine.depth, sizeof *machine.rules);
        machine.visits = (struct visit *)calloc(machine.depth, sizeof *machine.visits);
        if (machine.rules == NULL || machine.visits == NULL) {
            fprintf(stderr, "tokenizer: %s\n", strerror(ENOMEM));
            status = 1;
        } else {
            status = run(&machine, &source);
        }
        free(machine.rules);
        free(machine.visits);
        free_variables(&machine.evaluator);
        if (machine.file != NULL) (void)close(source.file);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "tokenizer: standard output: %s\n", strerror(errno));
        return 1;
    }
    return status;
}
