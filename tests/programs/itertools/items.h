/* Macros that check the items of an iterator. */
#ifndef ITEMS_H
#define ITEMS_H

#include "itertools.h"

#include "test.h"

/* MAKE(stage, variable, made); - assign `made`, which is an initialiser where functions cannot
 * return a struct. */
#define MAKE(stage, variable, made) \
    do { \
        struct stage made_ = made; \
        (variable) = made_; \
    } while (0)

/* CHECK_ITEMS(stage, made, value, expected...) - check the `value` of each item x, and then the
 * end. */
#define CHECK_ITEMS(stage, made, value, ...) \
    do { \
        struct stage made_ = made; \
        CHECK_ITEMS_LEFT(stage, &made_, value, __VA_ARGS__); \
    } while (0)

/* The same for an iterator that has been made already. */
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

/* Check that an argument is refused: GEN_E_ARG once, then GEN_DONE; and that close works. */
#define CHECK_REFUSED(stage, made) \
    do { \
        struct stage made_ = made; \
        stage##_item item_; \
        CHECK(stage##_next(&made_, &item_) == GEN_E_ARG); \
        CHECK(stage##_next(&made_, &item_) == GEN_DONE); \
        CHECK(stage##_close(&made_) == GEN_DONE); \
    } while (0)

/* The same for arguments that the constructor refuses. An initialiser does not check them. */
#ifdef TEST_STRUCTS_PASSED
#define CHECK_REFUSED_WHEN_MADE(stage, made) CHECK_REFUSED(stage, made)
#else
#define CHECK_REFUSED_WHEN_MADE(stage, made) (void)0
#endif

#endif
