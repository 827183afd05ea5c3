/* Check each stage for what every stage promises. It pulls nothing before an item is requested. It
 * hands out the same items if there is a pause before each one or the source is full for a while.
 * It reports an error once and then has ended, and it stays ended. close reaches the upstream
 * iterator, even if nothing was pulled. A copy is independent. The bounds hold at every step. A
 * terminal has the same result as a loop over next, wherever it starts. */
#ifndef PROMISES_H
#define PROMISES_H

#include "itertools.h"

#include "test.h"

/* ---- A source with a script ------------------------------------------------------------------ */

/* A digit is an item, '.' is GEN_PENDING, ',' is GEN_SKIP, '+' is GEN_E_FULL, '!' is the error -5.
 * `pulled` counts all pulls, so that a pull after the end is noticed. */
struct script {
    const char *text;
    unsigned char closed;
};

static unsigned pulled, closed;

static struct script make_script(const char *text) {
    struct script made;
    made.text = text;
    made.closed = 0;
    return made;
}

typedef int script_item;

static gen_status script_step(struct script *self, int *item) {
    pulled++;
    if (self->closed || *self->text == '\0') return GEN_DONE;
    switch (*self->text++) {
    case '.': return GEN_PENDING;
    case ',': return GEN_SKIP;
    case '+': return GEN_E_FULL;
    case '!': self->text = ""; return -5;
    default: *item = self->text[-1] - '0'; return GEN_YIELDED;
    }
}

static gen_status script_close(struct script *self) {
    if (!self->closed) closed++;
    self->closed = 1;
    return GEN_DONE;
}

static size_t script_left(const struct script *self, int most) {
    size_t left = most ? 1 : 0;
    const char *at = self->text;
    for (; !self->closed && *at != '\0' && *at != '!'; at++) left += *at >= '0' && *at <= '9';
    return left;
}
ITER_DEFINE_BOUNDED(script, 1)

/* ---- The checks ------------------------------------------------------------------------------ */

#define ROOM 40

/* The results so far: a character for each item, '!' for an error, '-' for the end. */
static char told[2][ROOM];
static unsigned length;

static void tell(int which, long value) {
    if (length < ROOM - 1) told[which][length++] = (char)value;
    told[which][length] = '\0';
}
static int same_told(void) {
    unsigned i = 0;
    while (told[0][i] != '\0' && told[0][i] == told[1][i]) i++;
    return told[0][i] == told[1][i];
}

/* Return what the item at index `at` contributes to the hash of `items` items. */
static unsigned hash_told(unsigned items, unsigned at) {
    unsigned value = (unsigned char)told[0][at];
    while (++at < items) value *= 31;
    return value;
}

/* Return whether a terminal that returned this status must be called again. */
static int paused(gen_status status) { return status == GEN_PENDING || status == GEN_E_FULL; }

/* These functions are so large that clang 19 does not unroll each chain in them, which is slower but
 * right. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

/* As one large function they take clang nearly twice as long to compile. */
#if defined(__GNUC__)
#define APART static __attribute__((noinline)) void
#else
#define APART static void
#endif

/* `make` makes the stage from the script in `text`. A stage with a buffer shares it with its
 * copies, so those are not independent. */
#define STAGE(name, make, letter) STAGE_(name, make, letter, 1)
#define STAGE_WITH_BUFFER(name, make, letter) STAGE_(name, make, letter, 0)
#define STAGE_(name, make, letter, copies) \
    APART run_##name(struct name *p, int which) { \
        const size_t least_of_all = name##_left(p, ITER_AT_LEAST), \
                     most_of_all = name##_left(p, ITER_AT_MOST); \
        unsigned turns = 0; \
        int ended = 0; \
        size_t items = 0; \
        length = 0; \
        for (; turns < 120 && ended < 3; turns++) { \
            const size_t least = name##_left(p, ITER_AT_LEAST), \
                         most = name##_left(p, ITER_AT_MOST); \
            static name##_item item; /* static, or gcc might warn that it may be unset */ \
            const gen_status status = name##_step(p, &item); \
            CHECK(least <= most); \
            if (status == GEN_YIELDED) { \
                tell(which, letter(item)); \
                items++; \
                CHECK(most > 0); \
                CHECK_EQ(ended, 0); \
            } else if (status <= 0 && status != GEN_E_FULL) { \
                CHECK(status == GEN_DONE || (status == -5 && !ended) || status == GEN_E_ARG); \
                if (!ended) tell(which, status < 0 ? '!' : '-'); \
                if (ended) CHECK_EQ(status, GEN_DONE); \
                if (status == GEN_DONE && !ended) CHECK(least == 0 && least_of_all <= items); \
                CHECK(items <= most_of_all); \
                ended++; \
            } else { \
                CHECK(status == GEN_PENDING || status == GEN_E_FULL || \
                      (status == GEN_SKIP && name##_skips_)); \
            } \
        } \
    } \
    APART copy_of_##name(const char *text) { \
        struct name p = make, copy; \
        name##_item item; \
        (void)name##_next(&p, &item); \
        copy = p; \
        run_##name(&p, 0); \
        run_##name(&copy, 1); \
        CHECK(same_told()); \
    } \
    ITER_FOR_EACH(each_of_##name, name, tell(1, letter(item))) \
    ITER_FOLD(hash_of_##name, name, unsigned, total * 31 + (unsigned char)letter(item)) \
    ITER_LENGTH(length_of_##name, name) \
    ITER_LASTING(kept_##name, name) /* a buffer loses its last view, so it is not compared */ \
    ITER_LAST(last_of_##name, kept_##name) \
    ITER_NTH(nth_of_##name, name) \
    APART begin_##name(struct name *p, unsigned start) { \
        name##_item item; \
        pulled = length = 0; \
        told[1][0] = '\0'; \
        while (start-- > 0) (void)name##_next(p, &item); \
    } \
    APART terminals_of_##name(const char *text, unsigned start) { \
        struct name p = make; \
        struct kept_##name kept; \
        unsigned hash = 0, items, pulled_by_next; \
        iter_count count = -1, after = 1; \
        gen_status status, by_next; \
        static name##_item item; \
        int any = -1; \
        told[0][0] = '\0'; \
        begin_##name(&p, start); \
        do { \
            by_next = name##_next(&p, &item); \
            if (by_next == GEN_YIELDED) tell(0, letter(item)); \
        } while (by_next == GEN_YIELDED || paused(by_next)); \
        items = length; \
        pulled_by_next = pulled; \
        p = make; \
        begin_##name(&p, start); \
        do status = each_of_##name(&p); \
        while (paused(status)); \
        CHECK(status == by_next && pulled == pulled_by_next && same_told()); \
        p = make; \
        begin_##name(&p, start); \
        do status = hash_of_##name(&p, &hash); \
        while (paused(status)); \
        CHECK(status == by_next && pulled == pulled_by_next); \
        while (length < items) hash -= hash_told(items, length++); \
        CHECK_EQ(hash, 0); \
        p = make; \
        begin_##name(&p, start); \
        status = length_of_##name(&p, &count); \
        while (paused(status)) status = length_of_##name##_more(&p, &count); \
        CHECK(status == by_next && pulled == pulled_by_next && count == (iter_count)items); \
        kept.name = make; \
        begin_##name(&kept.name, start); \
        status = last_of_##name(&kept, &item, &any); \
        while (paused(status)) status = last_of_##name##_more(&kept, &item, &any); \
        CHECK(status == by_next && pulled == pulled_by_next && any == (items > 0)); \
        if (any && copies) CHECK((char)letter(item) == told[0][items - 1]); \
        p = make; \
        begin_##name(&p, start); \
        do { \
            status = nth_of_##name(&p, &after, &item); \
            if (status != GEN_YIELDED) continue; \
            CHECK((char)letter(item) == told[0][length + 1]); \
            length += 2; \
            after = 1; \
        } while (status == GEN_YIELDED || paused(status)); \
        CHECK(status == by_next && pulled == pulled_by_next && length == items / 2 * 2); \
    } \
    static void name##_keeps_what_every_stage_promises(void) { \
        static const char *const texts[][2] = {{"3141592653", ".3..1,.4+.1,5..9+.,2.6.5.3.+."}, \
                                               {"22911!", "+.2,.2+..9.1.,1.!"}, \
                                               {"", ".,+."}, \
                                               {"!", ",.!"}, \
                                               {"7", "..+7+."}, \
                                               {"19", ",1.,9"}}; \
        const char *text = "12"; \
        struct name p; \
        unsigned i, start; \
        name##_item item; \
        for (i = 0; i < sizeof texts / sizeof texts[0]; i++) { \
            pulled = 0; \
            text = texts[i][0]; \
            p = make; \
            CHECK_EQ(pulled, 0); \
            run_##name(&p, 0); \
            text = texts[i][1]; \
            p = make; \
            run_##name(&p, 1); \
            CHECK(same_told()); \
            if (copies) copy_of_##name(texts[i][0]); \
            for (start = 0; start < 10; start++) \
                terminals_of_##name(texts[i][start % 2], start / 2); \
        } \
        text = "12"; \
        p = make; \
        closed = 0; \
        CHECK_EQ(name##_close(&p), GEN_DONE); \
        CHECK_EQ(closed, 1); \
        CHECK(name##_next(&p, &item) == GEN_DONE); \
        p = make; \
        (void)name##_next(&p, &item); \
        CHECK_EQ(name##_close(&p), GEN_DONE); \
        CHECK_EQ(closed, 2); \
        CHECK_EQ(name##_close(&p), GEN_DONE); \
        CHECK(name##_next(&p, &item) == GEN_DONE); \
        CHECK(name##_left(&p, ITER_AT_LEAST) == 0); \
    }

/* The character of an item, for each kind of item. */
#define PLAIN(x) ('0' + (long)(x))

#endif
