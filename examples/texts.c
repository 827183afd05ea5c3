/* Values that depend on others: a read brings a value up to date and computes nothing else. */
#include "lazy_graph.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct text {
    char of[40];
};

static int same_text(const struct text *a, const struct text *b) {
    return strcmp(a->of, b->of) == 0;
}

/* An input, set from outside. */
struct raw {
    struct lazy_node lazy;
    struct text value;
};
LAZY_INPUT(raw, struct text, same_text(was, now))

/* Depends on the cell that the field `from` points to; in the body, `from` points to its value. */
struct cleaned {
    struct lazy_node lazy;
    struct raw *from;
    struct text value;
};
LAZY_DERIVED(cleaned, struct text, same_text(was, now), (raw, from)) {
    size_t n = 0;
    (void)self;
    printf("  cleaning\n");
    for (const char *at = from->of; *at != '\0'; at++) {
        if (!ispunct((unsigned char)*at)) out->of[n++] = (char)tolower((unsigned char)*at);
    }
    out->of[n] = '\0';
    return 0;
}

struct words {
    struct lazy_node lazy;
    struct cleaned *text;
    int value;
};
LAZY_DERIVED(words, int, *was == *now, (cleaned, text)) {
    int inside = 0;
    (void)self;
    printf("  counting\n");
    *out = 0;
    for (const char *at = text->of; *at != '\0'; at++) {
        if (*at != ' ' && !inside) ++*out;
        inside = *at != ' ';
    }
    return *out > 0 ? 0 : -1;
}

static struct lazy_domain texts;
static struct raw raw = {.lazy = LAZY_NODE_INIT(texts)};
static struct cleaned cleaned = {.lazy = LAZY_NODE_INIT(texts), .from = &raw};
static struct words words = {.lazy = LAZY_NODE_INIT(texts), .text = &cleaned};

static void say(const char *text) {
    struct text value;
    int error = 0;
    const int *count;
    strcpy(value.of, text);
    raw_set(&raw, &value);
    printf("%s\n", text);
    count = words_get(&words, &error);
    if (count != NULL)
        printf("  %d words\n", *count);
    else
        printf("  error %d\n", error);
}

int main(void) {
    say("Hello, world");
    say("Hello, world"); /* the same text: nothing to compute */
    say("hello world!"); /* the cleaned text is the same: nothing to count */
    say("And what is new?");
    say("...");
    printf("what was cleaned is dropped\n");
    cleaned_invalidate(&cleaned);
    say("...");
    return 0;
}
