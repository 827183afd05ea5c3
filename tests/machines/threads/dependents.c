/* Derived cells, which many threads read while others change their inputs. */
#include "threads.h"

enum { WORDS = 16, INPUTS = 4, MIDDLES = 3, LEVELS = 3, DERIVED = LEVELS * MIDDLES };

struct words {
    long word[WORDS];
};

static int is_whole(const struct words *words) {
    int i;
    for (i = 1; i < WORDS; i++) {
        if (words->word[i] != words->word[0]) return 0;
    }
    return 1;
}

static void add(struct words *out, const struct words *a, const struct words *b) {
    int i;
    for (i = 0; i < WORDS; i++) {
        out->word[i] = (a != NULL ? a->word[i] : 0) + (b != NULL ? b->word[i] : 0);
    }
}

struct input {
    struct lazy_node lazy;
    struct words value;
};
LAZY_INPUT(input, struct words, was->word[0] == now->word[0])

/* The sum of an input and the two sums below it. */
struct sum {
    struct lazy_node lazy;
    struct input *input;
    struct sum *left, *right;
    int runs, inside;
    struct words value;
};
LAZY_DERIVED(sum, struct words, was->word[0] == now->word[0], (sum, left), (input, input),
             (sum, right)) {
    struct words total;
    unsigned state = seed * 31u + (unsigned)ADD(self->runs, 1) * 2654435761u + 1;
    CHECK(ADD(self->inside, 1) == 1); /* one thread at a time */
    add(&total, left, right);
    pause_of(&state);
    add(out, &total, input); /* the inputs have not changed meanwhile */
    CHECK((left == NULL || is_whole(left)) && (right == NULL || is_whole(right)));
    CHECK(is_whole(input) && is_whole(out));
    CHECK(ADD(self->inside, -1) == 0);
    return 0;
}

static struct lazy_domain domain;
static struct input inputs[INPUTS];
static struct sum sums[DERIVED];
static int changes, reads, writers_left;

static void make(void) {
    const struct lazy_node in = LAZY_NODE_INIT(domain);
    struct words zero;
    int i;
    memset(&zero, 0, sizeof zero);
    memset(inputs, 0, sizeof inputs);
    memset(sums, 0, sizeof sums);
    for (i = 0; i < INPUTS; i++) {
        inputs[i].lazy = in;
        CHECK(input_set(&inputs[i], &zero) == 0);
    }
    for (i = 0; i < DERIVED; i++) {
        sums[i].lazy = in;
        sums[i].input = &inputs[i % INPUTS];
        if (i >= MIDDLES) {
            sums[i].left = &sums[i / MIDDLES * MIDDLES - MIDDLES + i % MIDDLES];
            sums[i].right = &sums[i / MIDDLES * MIDDLES - MIDDLES + (i + 1) % MIDDLES];
        }
    }
}

/* Return the value by computing it again. */
static long expected(const struct sum *sum) {
    return (sum->left != NULL ? expected(sum->left) + expected(sum->right) : 0) +
           sum->input->value.word[0];
}

static void write_inputs(unsigned *state, int times) {
    while (times-- > 0) {
        const unsigned choice = random_of(state) % 8;
        struct input *const input = &inputs[random_of(state) % INPUTS];
        pause_of(state);
        if (choice == 0) {
            ADD(changes, 2); /* the reader that resets the mark may count it again */
            CHECK(input_invalidate(input) == 0);
        } else if (choice == 1) {
            ADD(changes, 1);
            CHECK(sum_invalidate(&sums[random_of(state) % DERIVED]) == 0);
        } else {
            struct words words;
            int i;
            const long value = (long)(random_of(state) % 5);
            for (i = 0; i < WORDS; i++) words.word[i] = value;
            ADD(changes, 1);
            CHECK(input_set(input, &words) == 0);
        }
    }
}

static void read_once(unsigned *state) {
    struct sum *const sum = &sums[random_of(state) % DERIVED];
    const unsigned choice = random_of(state) % 6;
    struct words words = {{0}};
    int error = 0;
    ADD(reads, 1);
    if (choice < 3) {
        CHECK(sum_copy(sum, &words) == 0);
        CHECK(is_whole(&words));
    } else if (choice == 3) {
        const struct words *const value = sum_pin(sum, &error);
        CHECK(value != NULL);
        if (value == NULL) return;
        words = *value;
        CHECK(is_whole(&words));
        pause_of(state);
        CHECK(memcmp(&words, value, sizeof words) == 0); /* the pinned value does not change */
        sum_unpin(sum);
    } else if (choice == 4) {
        CHECK(input_copy(&inputs[random_of(state) % INPUTS], &words) == 0);
        CHECK(is_whole(&words));
    } else {
        /* its value may be overwritten, so check only that it is there or pending */
        const struct words *const value = sum_try_get(sum, &error);
        CHECK(value == &sum->value || (value == NULL && error == LAZY_PENDING));
    }
}

static void write_or_read(int index, unsigned *state) {
    if (index < THREADS / 4) {
        write_inputs(state, 3000);
        ADD(writers_left, -1);
    } else {
        while (SEEN(writers_left) > 0) {
            read_once(state);
            if (random_of(state) % 4 == 0) pause_of(state);
        }
    }
}

static void check_last(void) {
    int i;
    for (i = 0; i < DERIVED; i++) {
        struct words words = {{0}};
        const int runs = sums[i].runs;
        CHECK(sum_copy(&sums[i], &words) == 0);
        CHECK(is_whole(&words) && words.word[0] == expected(&sums[i]));
        CHECK(sum_copy(&sums[i], &words) == 0 && sums[i].runs <= runs + 1);
        CHECK(sums[i].lazy.word_ == 0);
    }
}

/* A turn of a cell runs the body at most once, and ends with the revision at which it began, which
 * is after that of the previous turn. So there is at most one run per change, and the first. */
static void check_runs(void) {
    int i, runs = 0;
    for (i = 0; i < DERIVED; i++) {
        CHECK(sums[i].runs <= changes + 1);
        runs += sums[i].runs;
    }
    printf("# %d changes, %d reads, %d runs of %d bodies\n", changes, reads, runs, DERIVED);
}

static void writers_and_readers(void) {
    make();
    changes = INPUTS;
    reads = 0;
    writers_left = THREADS / 4;
    run_threads(THREADS, write_or_read);
    check_last();
    check_runs();
}

/* ---- A read after a change sees it ----------------------------------------------------------- */

static long last_set[THREADS];

static struct input own_inputs[THREADS];
static struct sum own_sums[THREADS];

static void set_and_read(int index, unsigned *state) {
    int i;
    for (i = 1; i <= 2000; i++) {
        struct words words;
        int k;
        for (k = 0; k < WORDS; k++) words.word[k] = i;
        if (random_of(state) % 2) pause_of(state);
        CHECK(input_set(&own_inputs[index], &words) == 0);
        TELL(last_set[index], i);
        CHECK(sum_copy(&own_sums[index], &words) == 0 && words.word[0] == i);
        /* another thread's sum is not older than the last change it announced */
        k = (int)(random_of(state) % THREADS);
        {
            const long least = SEEN(last_set[k]);
            const int status = sum_copy(&own_sums[k], &words);
            CHECK(least == 0 || (status == 0 && is_whole(&words) && words.word[0] >= least));
        }
    }
}

static void a_change_is_seen_by_who_reads_after_it(void) {
    const struct lazy_node in = LAZY_NODE_INIT(domain);
    int i;
    memset(own_inputs, 0, sizeof own_inputs);
    memset(own_sums, 0, sizeof own_sums);
    memset(last_set, 0, sizeof last_set);
    for (i = 0; i < THREADS; i++) {
        own_inputs[i].lazy = own_sums[i].lazy = in;
        own_sums[i].input = &own_inputs[i];
    }
    run_threads(THREADS, set_and_read);
}

/* ---- A read after an invalidation sees it ---------------------------------------------------- */

/* A cell whose body reads a counter outside of the cells. Each increment is followed by an
 * invalidation. */
static long outside[INPUTS];
struct outer {
    struct lazy_node lazy;
    struct input *input; /* invalidated when the counter changes */
    int index;
    long value;
};
LAZY_DERIVED(outer, long, *was == *now, (input, input)) {
    *out = SEEN(outside[self->index]);
    return 0;
}
static struct outer outers[INPUTS];

static void invalidate_and_read(int index, unsigned *state) {
    int i;
    for (i = 0; i < 6000; i++) {
        const int at = (int)(random_of(state) % INPUTS);
        long least, value = -1;
        if (random_of(state) % 4 == 0) pause_of(state);
        if (index % 4 == 0) {
            least = ADD(outside[at], 1);
            if (random_of(state) % 2) {
                CHECK(input_invalidate(&inputs[at]) == 0);
            } else {
                CHECK(outer_invalidate(&outers[at]) == 0);
            }
            CHECK(outer_copy(&outers[at], &value) == 0 && value >= least);
        } else {
            CHECK(outer_copy(&outers[at], &value) == 0 && value >= 0);
        }
    }
}

static void an_invalidation_is_seen_by_who_reads_after_it(void) {
    const struct lazy_node in = LAZY_NODE_INIT(domain);
    int i;
    make();
    memset(outers, 0, sizeof outers);
    for (i = 0; i < INPUTS; i++) {
        outers[i].lazy = in;
        outers[i].input = &inputs[i];
        outers[i].index = i;
    }
    run_threads(THREADS, invalidate_and_read);
    for (i = 0; i < INPUTS; i++) {
        long value = -1;
        CHECK(outer_copy(&outers[i], &value) == 0 && value == outside[i]);
    }
}

/* ---- A set waits until the value is unpinned ------------------------------------------------- */

static int holding;

static void pin_or_set(int index, unsigned *state) {
    struct words words;
    int i, k;
    for (i = 0; i < 40; i++) {
        if (index == 0) {
            for (k = 0; k < WORDS; k++) words.word[k] = 100 + i;
            CHECK(input_set(&inputs[0], &words) == 0);
            sleep_ms(1);
        } else {
            const struct words *const value = input_pin(&inputs[0], NULL);
            CHECK(value != NULL);
            if (value == NULL) return;
            ADD(holding, 1);
            words = *value;
            usleep(random_of(state) % 500);
            CHECK(memcmp(&words, value, sizeof words) == 0 && is_whole(&words));
            ADD(holding, -1);
            input_unpin(&inputs[0]);
            usleep(random_of(state) % 3000);
        }
    }
}

static void a_set_waits_for_the_pins(void) {
    make();
    run_threads(4, pin_or_set);
    CHECK(inputs[0].lazy.word_ == 0 && inputs[0].value.word[0] == 139);
}

/* ---- A thread that ends in a body: its pins are released at once, or by the next reader ------ */

enum { STAY, EXIT, CANCELLED, WITHOUT_A_WORD };
#if defined(__linux__) && !defined(SANITIZED) && !defined(OWN_HOOKS)
#include <sys/syscall.h>
#define HAS_WITHOUT_A_WORD
#endif

struct left {
    struct lazy_node lazy;
    struct input *input;
    int leave;
    long source;
    long value;
};
LAZY_DERIVED(left, long, *was == *now, (input, input)) {
    const int leave = self->leave;
    self->leave = STAY;
    if (leave == EXIT) pthread_exit(NULL);
    if (leave == CANCELLED) {
        pthread_cancel(pthread_self());
        sleep_ms(1000);
    }
#ifdef HAS_WITHOUT_A_WORD
    if (leave == WITHOUT_A_WORD) syscall(SYS_exit, 0); /* not even the C library notices */
#endif
    *out = input->word[0] * 100 + self->source;
    return 0;
}

static struct left left;

static void *ask_left(void *argument) {
    (void)argument;
    left_get(&left, NULL);
    CHECK(0);
    return NULL;
}

static void end_in_a_body(int how) {
    static const struct left fresh = {LAZY_NODE_INIT(domain), &inputs[0], STAY, 1, 0};
    struct words words;
    pthread_t thread;
    long value = 0;
    make();
    left = fresh;
    add(&words, NULL, NULL);
    words.word[0] = 1;
    CHECK(input_set(&inputs[0], &words) == 0);
    CHECK(left_copy(&left, &value) == 0 && value == 101);
    left.source = 2;
    left.leave = how;
    CHECK(left_invalidate(&left) == 0);
    pthread_create(&thread, NULL, ask_left, NULL);
    pthread_join(thread, NULL);
#ifdef OWN_HOOKS
    CHECK(left_abandon(&left) == 0);
#endif
    if (how != WITHOUT_A_WORD) {
        words.word[0] = 3;
        CHECK(input_set(&inputs[0], &words) == 0); /* does not wait for the pin */
    }
    CHECK(left_copy(&left, &value) == 0); /* it must still be computed */
    CHECK(value == words.word[0] * 100 + 2);
    CHECK(left_abandon(&left) == LAZY_E_ARG);
    CHECK(inputs[0].lazy.word_ == 0); /* nothing stays pinned */
}

static void a_thread_that_ends_in_a_body(void) { end_in_a_body(EXIT); }
#ifndef SANITIZED /* AddressSanitizer does not know that a cancelled thread has left its frames */
static void a_thread_that_is_cancelled_in_a_body(void) { end_in_a_body(CANCELLED); }
#endif
#ifdef HAS_WITHOUT_A_WORD
static void a_thread_that_ends_without_a_word(void) { end_in_a_body(WITHOUT_A_WORD); }
#endif

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    RUN(writers_and_readers);
    RUN(a_change_is_seen_by_who_reads_after_it);
    RUN(an_invalidation_is_seen_by_who_reads_after_it);
    RUN(a_set_waits_for_the_pins);
    RUN(a_thread_that_ends_in_a_body);
#ifndef SANITIZED
    RUN(a_thread_that_is_cancelled_in_a_body);
#endif
#ifdef HAS_WITHOUT_A_WORD
    RUN(a_thread_that_ends_without_a_word);
#endif
    return failures != 0;
}
