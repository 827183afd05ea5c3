/* fuzz.h - shared by the fuzz targets: the bytes of the input, one after the other, and a message
 * when something is wrong. A target defines fuzz_one(), which takes bytes and compares the results
 * with a simple model.
 *
 *     clang -fsanitize=fuzzer,address gen.c            libFuzzer
 *     afl-clang-fast -fsanitize=fuzzer gen.c           AFL++, in persistent mode
 *     gcc -DFUZZ_MAIN gen.c                            a program that runs the files it is given */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fuzz_one(void);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t *fuzz_at_, *fuzz_end_;

static inline int fuzz_more(void) { return fuzz_at_ != fuzz_end_; }

/* Return the next byte, or 0 when there are no more. */
static inline int fuzz_byte(void) { return fuzz_more() ? *fuzz_at_++ : 0; }

/* Return a number from 0 to count - 1. */
static inline int fuzz_below(int count) { return fuzz_byte() % count; }

/* FUZZ_CHECK(condition, "sentence with %d", ...); - stop the program if the condition does not
 * hold. */
#define FUZZ_CHECK(condition, ...) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "WRONG: "); \
            fprintf(stderr, __VA_ARGS__); \
            fprintf(stderr, "\n(%s:%d: %s)\n", __FILE__, __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_at_ = data;
    fuzz_end_ = size > 0 ? data + size : data;
    fuzz_one();
    return 0;
}

#ifdef FUZZ_MAIN
int main(int count, char **names) {
    static uint8_t data[1 << 16];
    int i;
    for (i = 1; i < count; i++) {
        FILE *const file = fopen(names[i], "rb");
        size_t size;
        FUZZ_CHECK(file != NULL, "%s cannot be opened", names[i]);
        size = fread(data, 1, sizeof data, file);
        fclose(file);
        LLVMFuzzerTestOneInput(data, size);
    }
    printf("%d inputs\n", count - 1);
    return 0;
}
#endif

#endif
