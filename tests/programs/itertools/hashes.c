/* The hashes of keys: each bit of a key changes about half of the bits, and a table of keys that
 * are alike in some way has short searches. */
#include "test.h"

#include <stddef.h>

static size_t seed;
#define ITER_HASH_SEED seed
#include "iter_table.h"

/* The bounds: the bias of a fair coin is within six standard deviations, 3 * sqrt(TRIALS). A table
 * that is two thirds full takes 2 steps for each key, by linear probing; tenths are counted. Of
 * 100,000 random hashes, one pair is equal if they have 32 bits. */
#if (defined(__unix__) || defined(_WIN32)) && SIZE_MAX > 0xFFFF
enum { KEYS = 100000, SLOTS = 150000, TRIALS = 1024, MOST_BIAS = 96, BYTES = 31, BIT_STEP = 1 };
enum { MOST_PROBES = 21, MOST_EQUAL = sizeof(iter_word_) == 8 ? 0 : 8, MOST_BYTE = 255 };
#else
enum { KEYS = 64, SLOTS = 96, TRIALS = 24, MOST_BIAS = 11, BYTES = 9, BIT_STEP = 7 };
enum { MOST_PROBES = 40, MOST_EQUAL = 2, MOST_BYTE = 3 };
#endif
enum { BITS = 8 * sizeof(iter_word_) };

static uint32_t state = 1;
static unsigned char random_byte(void) {
    state = state * 1664525u + 1013904223u;
    return (unsigned char)(state >> 24);
}

static unsigned char key[BYTES];
static size_t size; /* of the key; 0 for a number */

static size_t hash_of_key(void) {
    iter_wide number = 0;
    unsigned i;
    if (size != 0) return iter_hash_bytes(key, size);
    for (i = 0; i < sizeof number; i++) number = (number << 8) | key[i];
    return iter_hash(number);
}

/* Flip a bit of random keys. Each bit of the hash should change in half of the trials: return by how
 * many trials the worst one is off. */
static int worst_bias(unsigned bit) {
    static unsigned short changed[BITS];
    unsigned i, trial, worst = 0;
    for (i = 0; i < BITS; i++) changed[i] = 0;
    for (trial = 0; trial < TRIALS; trial++) {
        size_t difference;
        for (i = 0; i < BYTES; i++) key[i] = random_byte();
        difference = hash_of_key();
        key[bit / 8] = (unsigned char)(key[bit / 8] ^ (1u << bit % 8));
        difference ^= hash_of_key();
        for (i = 0; i < BITS; i++)
            changed[i] = (unsigned short)(changed[i] + ((difference >> i) & 1));
    }
    for (i = 0; i < BITS; i++) {
        const unsigned off =
            changed[i] > TRIALS / 2 ? changed[i] - TRIALS / 2u : TRIALS / 2u - changed[i];
        if (off > worst) worst = off;
    }
    return (int)worst;
}

static void each_bit_of_a_number_changes_half_of_the_hash(void) {
    unsigned bit;
    size = 0;
    for (bit = 0; bit < 8 * sizeof(iter_wide); bit += BIT_STEP) CHECK(worst_bias(bit) <= MOST_BIAS);
}

static void each_bit_of_bytes_changes_half_of_the_hash(void) {
    unsigned bit;
    for (size = 3; size <= BYTES; size += size % 5 + 1) /* a hash takes bytes by words */
        for (bit = 0; bit < 8 * size; bit += BIT_STEP) CHECK(worst_bias(bit) <= MOST_BIAS);
}

static unsigned char used[SLOTS];
static size_t hashes[KEYS], room[KEYS / 2];
static size_t kept;
static unsigned long probes;

ITER_SORT_ARRAY(sort_hashes, size_t, b < a)

static void put(size_t hash) {
    size_t at = hash % SLOTS;
    if (kept == KEYS) return;
    for (probes++; used[at]; probes++) at = at + 1 == SLOTS ? 0 : at + 1;
    used[at] = 1;
    hashes[kept++] = hash;
}

/* Check how long the searches were and how many hashes are equal, and begin anew. */
static void check_keys(void) {
    size_t i, equal = 0;
    sort_hashes(hashes, kept, room);
    for (i = 1; i < kept; i++) equal += hashes[i] == hashes[i - 1];
    CHECK(equal <= MOST_EQUAL);
    CHECK(probes <= (unsigned long)kept * MOST_PROBES / 10);
    for (i = 0; i < SLOTS; i++) used[i] = 0;
    kept = 0;
    probes = 0;
}

static void numbers_that_are_alike(void) {
    unsigned shift;
    uint32_t i;
    for (shift = 0; shift + 17 <= 8 * sizeof(iter_wide); shift += 5) {
        for (i = 0; i < KEYS; i++) put(iter_hash((iter_wide)i << shift));
        check_keys();
    }
    for (i = 0; i < KEYS; i++) put(iter_hash_float((double)i));
    check_keys();
    for (i = 0; i < KEYS; i++) put(iter_hash_float((double)i / 64 - 100));
    check_keys();
}

static void strings_that_differ_in_some_digits(void) {
    unsigned place, digit;
    uint32_t i;
    for (place = 0; place < 12; place += 4) {
        for (i = 0; i < KEYS; i++) {
            char text[] = "a string of 24 characters";
            uint32_t rest = i;
            for (digit = 0; digit < 6; digit++, rest /= 10)
                text[place + digit] = (char)('0' + rest % 10);
            put(iter_hash_string(text));
        }
        check_keys();
    }
}

/* Zeros of all lengths, with one byte that is not zero at each place. */
static void bytes_that_differ_in_one(void) {
    unsigned char bytes[28];
    unsigned length, place, byte;
    for (place = 0; place < 28; place++) bytes[place] = 0;
    for (length = 1; length <= 28; length++)
        for (place = 0; place < length; place++) {
            for (byte = 1; byte <= MOST_BYTE; byte++) {
                bytes[place] = (unsigned char)byte;
                put(iter_hash_bytes(bytes, length));
            }
            bytes[place] = 0;
        }
    check_keys();
}

static void words_in_another_order(void) {
    unsigned char bytes[4 * sizeof(iter_word_)], swapped[4 * sizeof(iter_word_)];
    unsigned i, distance;
    for (i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(i + 1);
    for (distance = 1; distance < 4; distance++) {
        for (i = 0; i < sizeof bytes; i++)
            swapped[i] = bytes[(i + distance * sizeof(iter_word_)) % sizeof bytes];
        CHECK(iter_hash_bytes(bytes, sizeof bytes) != iter_hash_bytes(swapped, sizeof bytes));
        for (i = 0; i < sizeof bytes; i++) swapped[i] = bytes[i];
        for (i = 0; i < sizeof(iter_word_); i++) {
            swapped[i] = bytes[i + distance * sizeof(iter_word_)];
            swapped[i + distance * sizeof(iter_word_)] = bytes[i];
        }
        CHECK(iter_hash_bytes(bytes, sizeof bytes) != iter_hash_bytes(swapped, sizeof bytes));
    }
}

static void other_seeds_give_other_hashes(void) {
    const size_t number = iter_hash(1), text = iter_hash_string("one");
    seed = 12345;
    CHECK(iter_hash(1) != number);
    CHECK(iter_hash_string("one") != text);
    seed = 0;
    CHECK(iter_hash(1) == number);
    CHECK(iter_hash_string("one") == text);
}

static void some_keys_are_equal(void) {
    static const unsigned char twice[] = {1, 2, 3, 1, 2, 3};
    static const unsigned char *nothing;
    double zero = 0;
    CHECK(iter_hash_float(zero) == iter_hash_float(-zero));
#ifndef __SDCC /* it compares a NaN like a number */
    CHECK(iter_hash_float(zero / zero) == iter_hash_float(-(zero / zero)));
#endif
    CHECK(iter_hash_bytes(twice, 3) == iter_hash_bytes(&twice[3], 3));
    CHECK(iter_hash_bytes(twice, 0) == iter_hash_bytes(nothing, 0));
    CHECK(iter_hash_string("") == iter_hash_string(NULL));
    CHECK(iter_same_bytes(twice, 3, &twice[3], 3));
    CHECK(!iter_same_bytes(twice, 3, &twice[2], 3));
    CHECK(!iter_same_bytes(twice, 3, twice, 4));
    CHECK(iter_same_bytes(twice, 0, NULL, 0));
    CHECK(iter_same_string("one", "one"));
    CHECK(!iter_same_string("one", "ones"));
    CHECK(!iter_same_string("", NULL));
    CHECK(!iter_same_string(NULL, ""));
    CHECK(iter_same_string(NULL, NULL));
}

void run_tests(void) {
    RUN(each_bit_of_a_number_changes_half_of_the_hash);
    RUN(each_bit_of_bytes_changes_half_of_the_hash);
    RUN(numbers_that_are_alike);
    RUN(strings_that_differ_in_some_digits);
    RUN(bytes_that_differ_in_one);
    RUN(words_in_another_order);
    RUN(other_seeds_give_other_hashes);
    RUN(some_keys_are_equal);
}
