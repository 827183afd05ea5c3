/* analysis - the vocabulary of a text, by cells that depend on each other:
 *
 *     raw -> cleaned -> tokens -> vocabulary
 *
 * A command asks for one of them. It and the cells before it are computed if
 * they are not up to date. */
#define _GNU_SOURCE
#include "lazy_graph.h"
#include "lines.h"
#include "utf8.h"
#include "whole_file.h"

#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <wctype.h>

static int trace;

/* Say what is computed; at its place among the results. */
static void say(const char *name, size_t size, const char *of) {
    if (!trace) return;
    fflush(stdout);
    fprintf(stderr, "computing %s from %zu %s\n", name, size, of);
}

/* ---- The cells ------------------------------------------------------------------------------- */

static struct lazy_domain analysis;

/* A value owns its memory. Two of different editions count as different even if they are equal:
 * `drop` raises the edition, and all that depends on the cell is computed again. */
struct text {
    char *data;
    size_t length;
    unsigned edition;
};

static int same_text(const struct text *a, const struct text *b) {
    return a->edition == b->edition && a->length == b->length &&
           (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

/* The text as it is. An input does not free a value: see set_raw. */
struct raw {
    struct lazy_node lazy;
    struct text value;
};
LAZY_INPUT(raw, struct text, same_text(was, now))
static struct raw raw = {.lazy = LAZY_NODE_INIT(analysis)};

/* The words of the raw text in lower case, each followed by a space. */
struct cleaned {
    struct lazy_node lazy;
    struct raw *from;
    unsigned edition;
    long bad_line, bad_byte; /* after the error -EILSEQ: where the text is not UTF-8 */
    struct text value;
};

static int note_bad(struct cleaned *self, const char *text, size_t at) {
    size_t start = at;
    while (start != 0 && text[start - 1] != '\n') start--;
    self->bad_line = 1;
    for (size_t i = 0; i < start; i++) self->bad_line += text[i] == '\n';
    self->bad_byte = (long)(at - start) + 1;
    return -EILSEQ;
}

LAZY_DERIVED_WITH(cleaned, struct text, LAZY_REMEMBER, free(value->data), same_text(was, now),
                  (raw, from)) {
    size_t const valid = utf8_valid(from->data, from->length);
    int inside = 0, apostrophe = 0;
    say("cleaned", from->length, "bytes");
    if (valid != from->length) return note_bad(self, from->data, valid);
    /* a letter in lower case takes at most half as many bytes again */
    *out = (struct text){malloc(from->length + from->length / 2 + 2), 0, self->edition};
    if (out->data == NULL) return -ENOMEM;
    for (size_t at = 0; at < from->length;) {
        uint32_t c;
        at += utf8_decode(from->data + at, from->length - at, &c);
        if (iswalnum((wint_t)c)) {
            /* one between two letters, as in "don't" */
            if (apostrophe) out->data[out->length++] = '\'';
            out->length += utf8_encode(out->data + out->length, (uint32_t)towlower((wint_t)c));
            inside = 1;
            apostrophe = 0;
        } else if (inside && !apostrophe && (c == '\'' || c == 0x2019)) {
            apostrophe = 1;
        } else {
            if (inside) out->data[out->length++] = ' ';
            inside = apostrophe = 0;
        }
    }
    if (inside) out->data[out->length++] = ' ';
    return 0;
}
static struct cleaned cleaned = {.lazy = LAZY_NODE_INIT(analysis), .from = &raw};

/* The words in their order; `data` is a copy, in which each ends with a '\0'. (The cleaned text may
 * be gone when a new list is compared with this one.) */
struct words {
    char *data;
    size_t length, count;
    unsigned edition;
};

static int same_words(const struct words *a, const struct words *b) {
    return a->edition == b->edition && a->length == b->length &&
           memcmp(a->data, b->data, a->length) == 0;
}

struct tokens {
    struct lazy_node lazy;
    struct cleaned *from;
    unsigned edition;
    struct words value;
};
LAZY_DERIVED_WITH(tokens, struct words, LAZY_REMEMBER, free(value->data), same_words(was, now),
                  (cleaned, from)) {
    say("tokens", from->length, "bytes");
    *out = (struct words){malloc(from->length + 1), from->length, 0, self->edition + from->edition};
    if (out->data == NULL) return -ENOMEM;
    for (size_t i = 0; i < from->length; i++) {
        out->data[i] = from->data[i];
        if (out->data[i] == ' ') {
            out->data[i] = '\0';
            out->count++;
        }
    }
    return 0;
}
static struct tokens tokens = {.lazy = LAZY_NODE_INIT(analysis), .from = &cleaned};

/* How often each word occurs: by falling count, and then by word. */
struct entry {
    const char *word; /* in `data` */
    long count;
};
struct entries {
    struct entry *at;
    char *data;
    size_t count;
};

static int by_word(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->word, ((const struct entry *)b)->word);
}

static int by_count(const void *a, const void *b) {
    const struct entry *const x = a, *const y = b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return strcmp(x->word, y->word);
}

struct vocabulary {
    struct lazy_node lazy;
    struct tokens *from;
    struct entries value;
};
LAZY_DERIVED_WITH(vocabulary, struct entries, LAZY_REMEMBER, (free(value->at), free(value->data)),
                  0, (tokens, from)) {
    const char *word;
    say("vocabulary", from->count, "words");
    *out =
        (struct entries){malloc((from->count + 1) * sizeof *out->at), malloc(from->length + 1), 0};
    if (out->at == NULL || out->data == NULL) {
        free(out->at);
        free(out->data);
        return -ENOMEM;
    }
    memcpy(out->data, from->data, from->length);
    word = out->data;
    for (size_t i = 0; i < from->count; i++) {
        out->at[i] = (struct entry){word, 1};
        word += strlen(word) + 1;
    }
    qsort(out->at, from->count, sizeof *out->at, by_word);
    for (size_t i = 0; i < from->count; i++) {
        if (out->count != 0 && by_word(&out->at[out->count - 1], &out->at[i]) == 0)
            out->at[out->count - 1].count++;
        else
            out->at[out->count++] = out->at[i];
    }
    qsort(out->at, out->count, sizeof *out->at, by_count);
    return 0;
}
static struct vocabulary vocabulary = {.lazy = LAZY_NODE_INIT(analysis), .from = &tokens};

/* Set the raw text, and take over its memory. The cell keeps its old value if that is equal. */
static int set_raw(char *data, size_t length) {
    struct text const fresh = {data, length, 0};
    const struct text *const was = raw_get(&raw, NULL);
    char *const old = was != NULL ? was->data : NULL;
    int const error = raw_set(&raw, &fresh);
    free(error == 0 && raw_get(&raw, NULL)->data == data ? old : data);
    return error;
}

/* ---- Files ----------------------------------------------------------------------------------- */

/* Make a file the raw text. Return 0, or an error. */
static int load(const char *name) {
    char *data;
    size_t length;
    int const error = read_whole_file(name, &data, &length);
    return error != 0 ? error : set_raw(data, length);
}

/* Replace the raw text by `more`, or keep it and add that. */
static int replace(int keep, const char *more) {
    const struct text *const was = keep ? raw_get(&raw, NULL) : NULL;
    size_t const before = was != NULL ? was->length : 0;
    char *const data = malloc(before + strlen(more) + 1);
    if (data == NULL) return -ENOMEM;
    if (before != 0) memcpy(data, was->data, before);
    strcpy(data + before, more);
    return set_raw(data, before + strlen(more));
}

/* ---- Commands -------------------------------------------------------------------------------- */

static const struct rule {
    const char *name;
    enum takes { NOTHING, NUMBER, CELL, TEXT } takes;
} rules[] = {{"clean", NOTHING}, {"tokens", NOTHING}, {"vocabulary", NUMBER}, {"touch", CELL},
             {"drop", CELL},     {"set", TEXT},       {"append", TEXT},       {"reload", NOTHING}};
enum { CLEAN, TOKENS, VOCABULARY, TOUCH, DROP, SET, APPEND, RELOAD, RULES };

static const char *const cells[] = {"cleaned", "tokens", "vocabulary"};

struct command {
    int rule;
    int cell;
    unsigned long number;
    const char *text;
};

/* Read "NAME" or "NAME ARGUMENT". Return NULL, or what is wrong. */
static const char *parse(const char *words, struct command *command) {
    size_t const length = strcspn(words, " ");
    const char *const argument = words[length] != '\0' ? words + length + 1 : words + length;
    int rule = 0;
    char *end;
    while (rule < RULES &&
           (strlen(rules[rule].name) != length || strncmp(rules[rule].name, words, length) != 0))
        rule++;
    if (rule == RULES)
        return "no such command: clean, tokens, vocabulary, touch, drop, set, append or reload";
    *command = (struct command){rule, 0, 10, argument};
    switch (rules[rule].takes) {
    case NUMBER:
        if (*argument == '\0') return NULL;
        command->number = strtoul(argument, &end, 10);
        return *argument >= '0' && *argument <= '9' && *end == '\0' ? NULL : "not a number";
    case CELL:
        for (; command->cell < 3; command->cell++)
            if (strcmp(cells[command->cell], argument) == 0) return NULL;
        return "no such cell: cleaned, tokens or vocabulary";
    case NOTHING: return *argument == '\0' ? NULL : "it takes no argument";
    case TEXT:
    default: return NULL;
    }
}

/* Have a cell computed again when it is next read; to drop it, also each cell that depends on
 * it. */
static int forget(int cell, unsigned drop) {
    if (cell == VOCABULARY) return vocabulary_invalidate(&vocabulary);
    if (cell == TOKENS) {
        tokens.edition += drop;
        return tokens_invalidate(&tokens);
    }
    cleaned.edition += drop;
    return cleaned_invalidate(&cleaned);
}

/* Run a command. Return 0, or an error. */
static int run(const struct command *command, const char *file) {
    int error = 0;
    switch (command->rule) {
    case CLEAN: {
        const struct text *const text = cleaned_get(&cleaned, &error);
        if (text != NULL) {
            if (text->length != 0) fwrite(text->data, 1, text->length - 1, stdout);
            putchar('\n');
        }
        break;
    }
    case TOKENS: {
        const struct words *const words = tokens_get(&tokens, &error);
        const char *word = words != NULL ? words->data : NULL;
        for (size_t i = 0; words != NULL && i < words->count; i++) {
            puts(word);
            word += strlen(word) + 1;
        }
        break;
    }
    case VOCABULARY: {
        const struct entries *const found = vocabulary_get(&vocabulary, &error);
        for (size_t i = 0; found != NULL && i < found->count && i < command->number; i++)
            printf("%7ld %s\n", found->at[i].count, found->at[i].word);
        break;
    }
    case TOUCH: error = forget(command->cell, 0); break;
    case DROP: error = forget(command->cell, 1); break;
    case SET: error = replace(0, command->text); break;
    case APPEND: error = replace(1, command->text); break;
    case RELOAD:
    default: error = load(file); break;
    }
    return error;
}

/* Report an error. A cell has the error of the cell that it depends on. */
static void report(const char *file, int error) {
    fflush(stdout);
    if (error == -EILSEQ)
        fprintf(stderr, "analysis: %s:%ld: invalid UTF-8 at byte %ld\n", file, cleaned.bad_line,
                cleaned.bad_byte);
    else
        fprintf(stderr, "analysis: %s: %s\n", file,
                error < -4095 ? lazy_strerror(error) : strerror(-error));
}

/* Read the commands that are there: fread would wait until its buffer is full. */
static ptrdiff_t read_input(void *context, char *into, size_t size) {
    ptrdiff_t const got = read(STDIN_FILENO, into, size);
    (void)context;
    return got < 0 ? -errno : got;
}

/* Run the commands of standard input. Return the program's exit code. */
static int run_input(const char *file) {
    struct lines input = lines_of(read_input, NULL);
    int status, failed = 0;
    GEN_FOR_STATUS (status, line, lines, &input) {
        struct command command;
        char *const words = strndup(line.at, line.length);
        const char *const wrong = words == NULL ? "out of memory" : parse(words, &command);
        int error = 0;
        if (line.length != 0 && wrong != NULL) {
            fflush(stdout);
            fprintf(stderr, "analysis: standard input:%ld: %s\n", line.number, wrong);
            failed = 1;
        } else if (line.length != 0) {
            error = run(&command, file);
        }
        free(words);
        if (error != 0) {
            report(file, error);
            failed = 1;
        }
    }
    if (status < 0) fprintf(stderr, "analysis: standard input: %s\n", strerror(-status));
    return failed || status < 0;
}

static const char usage[] =
    "usage: analysis [--trace] FILE [COMMAND]...\n"
    "Analyse a text. Without commands they are read from standard input, one a line.\n"
    "  clean             print the words in lower case\n"
    "  tokens            print them one a line\n"
    "  vocabulary [N]    print the N most frequent words (10)\n"
    "  drop CELL         compute cleaned, tokens or vocabulary again, and what depends on it\n"
    "  touch CELL        compute it again, and what depends on it if it has changed\n"
    "  set TEXT          replace the text in memory; append TEXT adds to it\n"
    "  reload            read the file again\n"
    "  --trace           say on standard error what is computed\n"
    "  --help, --version\n"
    "Exit codes: 0 done, 1 a command failed, 2 wrong usage.\n";

int main(int argc, char **argv) {
    static const struct option options[] = {{"trace", no_argument, NULL, 't'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {NULL, 0, NULL, 0}};
    struct command command;
    const struct text *text;
    const char *file;
    int option, error, failed = 0;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 't': trace = 1; break;
        case 'h': fputs(usage, stdout); return 0;
        case 'V': puts("analysis 1.0"); return 0;
        default: fputs(usage, stderr); return 2;
        }
    }
    if (optind == argc) {
        fputs(usage, stderr);
        return 2;
    }
    file = argv[optind++];
    for (int i = optind; i < argc; i++) {
        const char *const wrong = parse(argv[i], &command);
        if (wrong != NULL) {
            fprintf(stderr, "analysis: %s: %s\n", argv[i], wrong);
            return 2;
        }
    }
    /* so that iswalnum and towlower know all letters */
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
        fprintf(stderr, "analysis: no locale for UTF-8: only the letters of ASCII are letters\n");

    error = load(file);
    if (error != 0) {
        report(file, error);
        failed = 1;
    } else if (optind == argc) {
        failed = run_input(file);
    }
    for (int i = optind; i < argc && error == 0; i++) {
        int refused;
        (void)parse(argv[i], &command);
        refused = run(&command, file);
        if (refused != 0) {
            report(file, refused);
            failed = 1;
        }
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("analysis: standard output");
        failed = 1;
    }
    vocabulary_destroy(&vocabulary);
    tokens_destroy(&tokens);
    cleaned_destroy(&cleaned);
    text = raw_get(&raw, NULL);
    if (text != NULL) free(text->data);
    raw_destroy(&raw);
    return failed;
}
