/* What the tests of items share. */
#ifndef ITEMS_H
#define ITEMS_H

#include "itertools.h"

#include "test.h"

/* MAKE(stage, variable, made); - an assignment. Where no function returns a struct, what makes a stage
 * is an initialiser. */
#define MAKE(stage, variable, made) \
    do { \
        struct stage made_ = made; \
        (variable) = made_; \
    } while (0)

/* CHECK_ITEMS(stage, made, value, expected...) - the `value` of each item x, and then the end. */
#define CHECK_ITEMS(stage, made, value, ...) \
    do { \
        struct stage made_ = made; \
        CHECK_ITEMS_LEFT(stage, &made_, value, __VA_ARGS__); \
    } while (0)

/* The same of one that is made already. */
#define CHECK_ITEMS_LEFT(stage, pointer, value, ...) \
    do { \
        static const long expected_[] = {__VA_ARGS__}; \
        unsigned count_ = 0; \
        int status_ = -1; \
        GEN_FOR_STATUS (status_, x, stage, pointer) { \
            if (count_ < sizeof expected_ / sizeof expected_[0]) \
                CHECK_EQ((long)(value), expected_[count_]); \
            count_++; \
        } \
        CHECK_EQ(status_, GEN_DONE); \
        CHECK_EQ(count_, sizeof expected_ / sizeof expected_[0]); \
    } while (0)

#define CHECK_EMPTY(stage, made) \
    do { \
        struct stage made_ = made; \
        stage##_item item_; \
        CHECK(stage##_next(&made_, &item_) == GEN_DONE); \
    } while (0)

/* An argument that is refused: once, with nothing pulled, and then it has ended; it can be closed. */
#define CHECK_REFUSED(stage, made) \
    do { \
        struct stage made_ = made; \
        stage##_item item_; \
        CHECK(stage##_next(&made_, &item_) == GEN_E_ARG); \
        CHECK(stage##_next(&made_, &item_) == GEN_DONE); \
        CHECK(stage##_close(&made_) == GEN_DONE); \
    } while (0)

/* The same of what the function that makes a stage refuses, and nobody looks at in an initialiser. */
#ifdef TEST_STRUCTS_PASSED
#define CHECK_REFUSED_WHEN_MADE(stage, made) CHECK_REFUSED(stage, made)
#else
#define CHECK_REFUSED_WHEN_MADE(stage, made) (void)0
#endif

#endif
