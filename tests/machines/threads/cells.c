/* Cells that many threads get at once. */
#include "threads.h"

#include <sys/wait.h>

enum { CELLS = 150, WORDS = 64 };

struct words {
    long word[WORDS];
};

/* Fill it slowly, so that a value that is read too early is seen. */
static void fill(struct words *out, long with, unsigned state) {
    int i;
    for (i = 0; i < WORDS; i++) {
        out->word[i] = with;
        if (i == WORDS / 2) pause_of(&state);
    }
}

static int is_whole(const struct words *words) {
    int i;
    for (i = 1; i < WORDS; i++) {
        if (words->word[i] != words->word[0]) return 0;
    }
    return 1;
}

/* ---- One evaluation -------------------------------------------------------------------------- */

struct once {
    struct lazy lazy;
    int number, runs, error;
    struct words value;
};
LAZY(once, struct words) {
    unsigned state = seed + (unsigned)self->number * 12345u + 1;
    ADD(self->runs, 1);
    pause_of(&state);
    fill(out, self->number, state);
    return self->error;
}

static struct once onces[CELLS];

static void ask_once(int index, unsigned *state) {
    int i;
    for (i = 0; i < CELLS; i++) {
        struct once *const cell = &onces[i];
        int error = 0;
        const struct words *value;
        if (random_of(state) % 4 == 0) pause_of(state);
        if (index % 4 == 3) {
            value = once_try_get(cell, &error);
            if (value == NULL && error == LAZY_PENDING) continue;
        } else if (index % 4 == 2) {
            value = once_get_within(cell, 20000, &error);
        } else {
            value = once_get(cell, &error);
        }
        if (cell->error != 0) {
            CHECK(value == NULL && error == cell->error);
        } else {
            CHECK(value == &cell->value && is_whole(value) && value->word[0] == i);
            CHECK(once_is_evaluated(cell) && once_peek(cell) == value);
        }
    }
}

static void one_evaluation(void) {
    int i, round;
    for (round = 0; round < 8; round++) {
        memset(onces, 0, sizeof onces);
        for (i = 0; i < CELLS; i++) {
            onces[i].number = i;
            if ((i + round) % 5 == 0) onces[i].error = -1 - i;
        }
        run_threads(THREADS, ask_once);
        for (i = 0; i < CELLS; i++) CHECK(onces[i].runs == 1);
    }
}

/* ---- Errors that are not remembered ---------------------------------------------------------- */

struct retried {
    struct lazy lazy;
    int runs, inside;
    struct words value;
};
LAZY_WITH(retried, struct words, LAZY_RETRY, (void)0) {
    const int run = ADD(self->runs, 1);
    CHECK(ADD(self->inside, 1) == 1); /* one thread at a time */
    fill(out, run, (unsigned)run * 77u + seed + 1);
    CHECK(ADD(self->inside, -1) == 0);
    return run <= 5 ? -100 - run : 0;
}

static struct retried retrieds[CELLS];
static int errors_told;

static void ask_retried(int index, unsigned *state) {
    int i;
    (void)index;
    for (i = 0; i < CELLS; i++) {
        for (;;) {
            int error = 0;
            const struct words *const value = retried_get(&retrieds[i], &error);
            if (value != NULL) {
                CHECK(is_whole(value) && value->word[0] == 6);
                break;
            }
            CHECK(error <= -101 && error >= -105);
            ADD(errors_told, 1);
            pause_of(state);
        }
    }
}

static void retried_until_it_works(void) {
    int i;
    memset(retrieds, 0, sizeof retrieds);
    errors_told = 0;
    run_threads(THREADS, ask_retried);
    for (i = 0; i < CELLS; i++) CHECK(retrieds[i].runs == 6);
    CHECK(errors_told == 5 * CELLS); /* only the thread that computed gets an error */
}

/* ---- A race ---------------------------------------------------------------------------------- */

struct raced {
    struct lazy lazy;
    int runs, drops, fails;
    struct words value;
};
static struct raced raceds[CELLS];
static int race_drops;
LAZY_WITH(raced, struct words, LAZY_RACE, ADD(race_drops, 1); CHECK(is_whole(value))) {
    const int run = ADD(self->runs, 1);
    fill(out, run, (unsigned)run * 77u + seed + 1);
    return 0;
}

static long race_won[CELLS];

static void ask_raced(int index, unsigned *state) {
    int i;
    (void)index;
    (void)state;
    for (i = 0; i < CELLS; i++) {
        long none = 0;
        const struct words *const value = raced_get(&raceds[i], NULL);
        CHECK(value == &raceds[i].value && is_whole(value));
        if (value == NULL) continue;
        __atomic_compare_exchange_n(&race_won[i], &none, value->word[0], 0, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED);
        CHECK(none == 0 || none == value->word[0]); /* all threads get the same value */
    }
}

static void a_race_has_one_winner(void) {
    int i, runs = 0;
    memset(raceds, 0, sizeof raceds);
    memset(race_won, 0, sizeof race_won);
    race_drops = 0;
    run_threads(THREADS, ask_raced);
    for (i = 0; i < CELLS; i++) runs += raceds[i].runs;
    CHECK(race_drops == runs - CELLS);
    for (i = 0; i < CELLS; i++) CHECK(raced_destroy(&raceds[i]) == 0);
    CHECK(race_drops == runs);
    printf("# %d evaluations of %d\n", runs, CELLS);
}

/* ---- Waits with a time limit ----------------------------------------------------------------- */

struct slow {
    struct lazy lazy;
    int begun;
    struct words value;
};
LAZY(slow, struct words) {
    TELL(self->begun, 1);
    sleep_ms(200);
    fill(out, 7, 1);
    return 0;
}

static struct slow slow;

static void ask_slow(int index, unsigned *state) {
    int error = 0;
    const struct words *value;
    const long start = now_ms();
    (void)state;
    if (index == 0) {
        CHECK(slow_get(&slow, NULL) != NULL);
        return;
    }
    while (!SEEN(slow.begun)) sched_yield();
    if (index % 3 == 0) {
        value = slow_try_get(&slow, &error);
        CHECK(value != NULL || error == LAZY_PENDING);
    } else if (index % 3 == 1) {
        value = slow_get_within(&slow, 30, &error);
        CHECK(value != NULL || (error == LAZY_PENDING && now_ms() - start >= 30));
    }
    if (index == 1) CHECK(error == LAZY_PENDING);
    value = slow_get_within(&slow, 30000, NULL);
    CHECK(value != NULL && is_whole(value) && value->word[0] == 7);
}

static void who_waits_for_so_long(void) {
    memset(&slow, 0, sizeof slow);
    run_threads(THREADS, ask_slow);
}

/* ---- A set during gets ----------------------------------------------------------------------- */

static int sets_done[CELLS];

static void set_or_get(int index, unsigned *state) {
    int i;
    for (i = 0; i < CELLS; i++) {
        if (random_of(state) % 2) pause_of(state);
        if (index % 2) {
            struct words mine;
            int status;
            fill(&mine, 1000 + index, *state);
            status = once_set(&onces[i], &mine);
            CHECK(status == 0 || status == LAZY_E_ALREADY_SET || status == LAZY_PENDING);
            if (status == 0) ADD(sets_done[i], 1000 + index);
        } else {
            const struct words *const value = once_get(&onces[i], NULL);
            CHECK(value != NULL && is_whole(value));
        }
    }
}

static void a_set_wins_or_loses(void) {
    int i, round, won = 0;
    for (round = 0; round < 4; round++) {
        memset(onces, 0, sizeof onces);
        memset(sets_done, 0, sizeof sets_done);
        for (i = 0; i < CELLS; i++) onces[i].number = i;
        run_threads(THREADS, set_or_get);
        for (i = 0; i < CELLS; i++) {
            const struct words *const value = once_peek(&onces[i]);
            CHECK(value != NULL && value->word[0] == (onces[i].runs ? i : sets_done[i]));
            CHECK(onces[i].runs <= 1 && !(onces[i].runs && sets_done[i]));
            won += !onces[i].runs;
        }
    }
    printf("# set %d of %d\n", won, 4 * CELLS);
}

/* ---- An initialiser that does not end -------------------------------------------------------- */

struct lost {
    struct lazy lazy;
    int runs, leave;
    struct words value;
};
LAZY(lost, struct words) {
    const int run = ADD(self->runs, 1);
    if (run == 1) {
        while (!SEEN(self->leave)) sleep_ms(1);
        pthread_exit(NULL);
    }
    fill(out, run, 1);
    return 0;
}

static struct lost lost;
static int lost_waits;

static void *lose(void *argument) {
    (void)argument;
    lost_get(&lost, NULL);
    CHECK(0);
    return NULL;
}

static void ask_lost(int index, unsigned *state) {
    const struct words *value;
    (void)state;
    if (index == 0) {
        while (SEEN(lost_waits) < THREADS - 1) sched_yield();
        sleep_ms(20);
        CHECK(lost_abandon(&lost) == 0);
    } else {
        ADD(lost_waits, 1);
    }
    value = lost_get(&lost, NULL);
    CHECK(value != NULL && is_whole(value) && value->word[0] == 2);
}

static void what_is_abandoned_is_computed_by_another(void) {
    pthread_t thread;
    memset(&lost, 0, sizeof lost);
    lost_waits = 0;
    pthread_create(&thread, NULL, lose, NULL);
    while (SEEN(lost.runs) == 0) sleep_ms(1);
    run_threads(THREADS, ask_lost);
    CHECK(lost.runs == 2 && lost_abandon(&lost) == LAZY_E_ARG);
    TELL(lost.leave, 1);
    pthread_join(thread, NULL);
}

#if defined(__linux__) && !defined(OWN_HOOKS)
/* The thread that computes ends, while others sleep until it has a value. One more may ask
 * afterwards. */
static struct lost parked;

static void *ask_parked(void *argument) {
    const struct words *const value = lost_get(&parked, NULL);
    (void)argument;
    CHECK(value != NULL && is_whole(value) && value->word[0] == 2);
    return NULL;
}

static long wait_for_a_lost_thread(int asks) {
    const long start = now_ms();
    pthread_t loser, waiters[4];
    int i;
    memset(&parked, 0, sizeof parked);
    pthread_create(&loser, NULL, ask_parked, NULL);
    while (SEEN(parked.runs) == 0) sleep_ms(1);
    for (i = 0; i < 4; i++) pthread_create(&waiters[i], NULL, ask_parked, NULL);
    sleep_ms(30);
    TELL(parked.leave, 1);
    pthread_join(loser, NULL);
    if (asks) ask_parked(NULL);
    for (i = 0; i < 4; i++) pthread_join(waiters[i], NULL);
    CHECK(parked.runs == 2);
    return now_ms() - start;
}

/* The next caller wakes them at once. */
static void who_waits_for_a_lost_thread_is_woken(void) {
    const long took = wait_for_a_lost_thread(1);
    CHECK(took < 900);
}

/* If nobody comes, they notice within a second. */
static void who_waits_for_a_lost_thread_looks(void) { (void)wait_for_a_lost_thread(0); }
#else
/* Only Linux tells when a thread has ended. */
static void who_waits_for_a_lost_thread_is_woken(void) {}
static void who_waits_for_a_lost_thread_looks(void) {}
#endif

/* ---- Cells that need themselves -------------------------------------------------------------- */

struct ring {
    struct lazy lazy;
    struct ring *next;
    int runs;
    long value;
};
LAZY_FUNCTION_ const long *ring_of(struct ring *self, int *error);
LAZY(ring, long) {
    int error = 0;
    const long *const next = ring_of(self->next, &error);
    ADD(self->runs, 1);
    if (next == NULL) return error;
    *out = *next + 1;
    return 0;
}
LAZY_FUNCTION_ const long *ring_of(struct ring *self, int *error) { return ring_get(self, error); }

static struct ring ring_a, ring_b;

static void ask_ring(int index, unsigned *state) {
    int error = 0;
    (void)index;
    (void)state;
    CHECK(ring_get(&ring_a, &error) == NULL && error == LAZY_E_CYCLE);
    error = 0;
    CHECK(ring_get(&ring_b, &error) == NULL && error == LAZY_E_CYCLE);
}

static void what_needs_itself_is_an_error(void) {
    int i;
    for (i = 0; i < 50; i++) {
        memset(&ring_a, 0, sizeof ring_a);
        memset(&ring_b, 0, sizeof ring_b);
        ring_a.next = &ring_b;
        ring_b.next = &ring_a;
        run_threads(THREADS, ask_ring);
        CHECK(ring_a.runs == 1 && ring_b.runs == 1);
    }
}

/* ---- Fork, signals --------------------------------------------------------------------------- */

struct forked {
    struct lazy lazy;
    int begun, go_on, runs;
    pid_t parent;
    struct words value;
};
LAZY(forked, struct words) {
    ADD(self->runs, 1);
    TELL(self->begun, 1);
    while (getpid() == self->parent && !SEEN(self->go_on)) sleep_ms(1);
    fill(out, getpid() == self->parent ? 1 : 2, 1);
    return 0;
}

static struct forked forked;

static void *ask_forked(void *argument) {
    const struct words *const value = forked_get(&forked, NULL);
    (void)argument;
    CHECK(value != NULL && is_whole(value) && value->word[0] == 1);
    return NULL;
}

/* Get the value in the child, with or without waiting. */
static int ask_in_the_child(int way) {
    const struct words *value;
#ifdef OWN_HOOKS
    if (forked_abandon(&forked) != 0) return 4;
#endif
    alarm(10);
    value = way == 0 ? forked_get(&forked, NULL) : forked_try_get(&forked, NULL);
    return value != NULL && is_whole(value) && value->word[0] == 2 ? 0 : 5;
}

static void a_fork_while_another_computes(void) {
    pthread_t computes, waits;
    int way, status = 0;
    memset(&forked, 0, sizeof forked);
    forked.parent = getpid();
    pthread_create(&computes, NULL, ask_forked, NULL);
    while (!SEEN(forked.begun)) sched_yield();
    pthread_create(&waits, NULL, ask_forked, NULL);
    sleep_ms(20); /* so that the thread waits before the fork */
    for (way = 0; way < 2; way++) {
        const pid_t child = fork();
        if (child == 0) _exit(ask_in_the_child(way));
        CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    CHECK(forked_try_get(&forked, NULL) == NULL);
    TELL(forked.go_on, 1);
    pthread_join(computes, NULL);
    pthread_join(waits, NULL);
    CHECK(forked.runs == 1);
}

struct interrupted {
    struct lazy lazy;
    int asked, error;
    struct words value;
};
LAZY(interrupted, struct words) {
    raise(SIGUSR1);
    fill(out, self->asked, 1);
    return 0;
}

static struct interrupted interrupted;

static void ask_interrupted(int number) {
    (void)number;
    interrupted.asked++;
    if (interrupted_get(&interrupted, &interrupted.error) != NULL) interrupted.asked += 100;
}

static void a_signal_while_it_computes(void) {
    const struct words *value;
    memset(&interrupted, 0, sizeof interrupted);
    signal(SIGUSR1, ask_interrupted);
    value = interrupted_get(&interrupted, NULL);
    CHECK(value != NULL && value->word[0] == 1 && interrupted.error == LAZY_E_CYCLE);
    raise(SIGUSR1);
    CHECK(interrupted.asked == 102);
    signal(SIGUSR1, SIG_DFL);
}

#ifdef __cplusplus
/* ---- Exceptions ------------------------------------------------------------------------------ */

struct thrown {
    struct lazy lazy;
    int runs;
    struct words value;
};
LAZY(thrown, struct words) {
    const int run = ADD(self->runs, 1);
    fill(out, run, (unsigned)run * 77u + seed + 1);
    if (run <= 5) throw run;
    return 0;
}

struct derived {
    struct lazy_node lazy;
    struct derived *below;
    int runs;
    struct words value;
};
LAZY_DERIVED(derived, struct words, was->word[0] == now->word[0], (derived, below)) {
    const int run = ADD(self->runs, 1);
    fill(out, run, (unsigned)run * 77u + seed + 1);
    if (run <= 3) throw run;
    return 0;
}

static struct thrown throwns[CELLS];
static struct lazy_domain throwing;
static struct derived bottoms[CELLS], tops[CELLS];
static int caught;

static void ask_thrown(int index, unsigned *state) {
    int i;
    (void)index;
    for (i = 0; i < CELLS;) {
        try {
            struct words words;
            const struct words *const value = thrown_get(&throwns[i], NULL);
            CHECK(value != NULL && is_whole(value) && value->word[0] == 6);
            CHECK(derived_copy(&tops[i], &words) == 0 && is_whole(&words) && words.word[0] == 4);
            i++;
        } catch (int) {
            ADD(caught, 1);
            pause_of(state);
        }
    }
}

static void exceptions(void) {
    const struct lazy_node in = LAZY_NODE_INIT(throwing);
    int i;
    for (i = 0; i < CELLS; i++) {
        bottoms[i].lazy = tops[i].lazy = in;
        tops[i].below = &bottoms[i];
    }
    run_threads(THREADS, ask_thrown);
    CHECK(caught == CELLS * (5 + 3 + 3));
    for (i = 0; i < CELLS; i++) {
        CHECK(throwns[i].runs == 6 && bottoms[i].runs == 4 && tops[i].runs == 4);
        CHECK(bottoms[i].lazy.word_ == 0 && tops[i].lazy.word_ == 0);
    }
}
#endif

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    RUN(one_evaluation);
    RUN(retried_until_it_works);
    RUN(a_race_has_one_winner);
    RUN(who_waits_for_so_long);
    RUN(a_set_wins_or_loses);
    RUN(what_is_abandoned_is_computed_by_another);
    RUN(who_waits_for_a_lost_thread_is_woken);
    RUN(who_waits_for_a_lost_thread_looks);
    RUN(what_needs_itself_is_an_error);
    RUN(a_fork_while_another_computes);
    RUN(a_signal_while_it_computes);
#ifdef __cplusplus
    RUN(exceptions);
#endif
    return failures != 0;
}
