/* Shared by the examples of docs/itertools.md: stages.py makes a program of them that includes this
 * file first. */
#ifndef STAGES_H
#define STAGES_H

#include "iter_table.h"
#include "iter_text.h"
#include "more_itertools.h"

#if __STDC_HOSTED__
#include <errno.h>
#include <stdio.h>
#else /* only sizes are needed, for a machine that may have no libc here */
typedef struct file FILE;
enum { EOF = -1 };
extern int errno;
FILE *fopen(const char *path, const char *mode);
int fclose(FILE *file);
int ferror(FILE *file);
int getc(FILE *file);
int ungetc(int c, FILE *file);
size_t fread(void *data, size_t size, size_t count, FILE *file);
size_t fwrite(const void *data, size_t size, size_t count, FILE *file);
int printf(const char *format, ...);
int snprintf(char *data, size_t size, const char *format, ...);
#endif

#ifdef COUNT_PULLS /* a span that counts the items pulled from it */
static int pulled;
#undef ITER_SPAN
#define ITER_SPAN(name, T) \
    struct name { \
        const T *data; \
        size_t length; \
        size_t at_; \
    }; \
    typedef T name##_item; \
    GEN_FUNCTION_ struct name name(const T *data, size_t length) { \
        const struct name made = {data, length, 0}; \
        return made; \
    } \
    GEN_FUNCTION_ gen_status name##_step(struct name *self, T *item) { \
        if (self->at_ >= self->length) return GEN_DONE; \
        *item = self->data[self->at_++]; \
        pulled++; \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ gen_status name##_close(struct name *self) { \
        self->at_ = self->length; \
        return GEN_DONE; \
    } \
    ITER_DEFINE(name)
#endif

/* ---- On the page ----------------------------------------------------------------------------- */

static const int digits[] = {3, 1, 4, 1, 5, 9, 2, 6};
static const int steps[] = {1, 1, 2, 3, 3, 3};
static const int ascending[] = {2, 3, 6};
static const int flags[] = {1, 0, 0, 1};

ITER_SPAN(ints, int)
ITER_RANGE(longs, long)
ITER_FROM(failing, int, int, /* 1, 2, then an error */
          self->context < 2 ? (*item = ++self->context, GEN_YIELDED) : -5)

static struct ints p, q;                     /* both are ints(digits, 8) before each example */
static int item, other, held, any, array[8]; /* and these are all 0 */
static long total;
static iter_count count;
static size_t length;

static int buffer[8], ring[4], row[2]; /* room for stages */
static iter_count indices[8];
static char text[8], more[20];
static struct iter_text fields[4];

struct average { /* for ITER_SEND_TO */
    struct gen gen;
    int sum, count;
};
GEN_RECV(average, int, double) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->count > 0 ? (double)self->sum / self->count : 0);
        self->sum += *sent;
        self->count++;
    }
    GEN_END();
}
static struct average new_average; /* always new: a stage has a copy */

struct halves { /* for ITER_DEFINE */
    int value;
};
typedef int halves_item;
static gen_status halves_step(struct halves *self, int *out) {
    if (self->value == 0) return GEN_DONE;
    *out = self->value;
    self->value /= 2;
    return GEN_YIELDED;
}
static gen_status halves_close(struct halves *self) {
    self->value = 0;
    return GEN_DONE;
}

struct ones { /* for ITER_DEFINE_BOUNDED */
    int left;
};
typedef int ones_item;
static inline gen_status ones_step(struct ones *self, int *out) {
    if (self->left == 0) return GEN_DONE;
    self->left--;
    *out = 1;
    return GEN_YIELDED;
}
static inline gen_status ones_close(struct ones *self) {
    self->left = 0;
    return GEN_DONE;
}
static inline size_t ones_left(const struct ones *self, int most) {
    return (void)most, (size_t)self->left;
}

/* ---- Printing an item ------------------------------------------------------------------------ */

#if __STDC_HOSTED__
#define show(x) printf(" %.10g", (double)(x))
static void show_status(gen_status status) {
    const char *const words = gen_strerror(status), *end = words;
    while (*end != '\0' && *end != ':') end++;
    if (*end == ':')
        printf(" %.*s", (int)(end - words), words);
    else
        printf(" %d", (int)status);
}

static void show_text(const void *data, size_t size) {
    printf(" \"%.*s\"", (int)size, (const char *)data);
}

#define show_pair(x) printf(" %g-%g", (double)(x).first, (double)(x).second)
#define show_triple(x) printf(" %g-%g-%g", (double)(x).first, (double)(x).second, (double)(x).third)
#define show_mean(x) show((x).mean)
#define show_joined(x) \
    do { \
        if ((x).has_first) printf(" %g", (double)(x).first); \
        if (!(x).has_first) printf(" "); \
        if ((x).has_second) printf("-%g", (double)(x).second); \
        if (!(x).has_second) printf("-"); \
    } while (0)
#define show_indexed(x) printf(" %g:%g", (double)(x).index, (double)(x).value)
#define show_run(x) printf(" %gx%g", (double)(x).value, (double)(x).count)
#define show_marked(x) \
    printf(" %s%g%s", (x).is_first ? "^" : "", (double)(x).value, (x).is_last ? "$" : "")
#define show_view(x) \
    do { \
        size_t i_; \
        if (sizeof *(x).data == 1) { \
            show_text((x).data, (x).length); \
            break; \
        } \
        for (i_ = 0; i_ < (x).length; i_++) \
            printf(i_ == 0 ? " [%g" : " %g", (double)(x).data[i_]); \
        printf(i_ == 0 ? " []" : "]"); \
    } while (0)

static void begin(void) {
    size_t i;
    p = q = ints(digits, 8);
    item = other = held = any = 0;
    total = 0;
    count = 0;
    length = 0;
    for (i = 0; i < 8; i++) array[i] = 0;
#ifdef COUNT_PULLS
    pulled = 0;
#endif
}
#endif

#endif /* STAGES_H */
