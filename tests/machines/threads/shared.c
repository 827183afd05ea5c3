/* One iterator, or one generator, shared by many threads. */
#include "gen.h"
#include "itertools.h"
#include "threads.h"

enum { ITEMS = 40000 };

ITER_RANGE(numbers, long)
LAZY_SHARED(jobs, numbers)

struct counter {
    struct gen gen;
    long at, most;
    int error;
};
GEN(counter, long) {
    GEN_BEGIN();
    while (self->at < self->most) {
        if (self->at % 16 == 0) sched_yield(); /* let other threads start to wait */
        GEN_YIELD(self->at);
        self->at++;
    }
    if (self->error) GEN_RAISE(self->error);
    GEN_END();
}
LAZY_SHARED(counted, counter)

static unsigned char taken[ITEMS];
static long total;
static int ends, expected_end;
static struct jobs jobs;
static struct counted counted;

static void take(long item) {
    CHECK(item >= 0 && item < ITEMS);
    if (item >= 0 && item < ITEMS) CHECK(ADD(taken[item], 1) == 1); /* by one thread */
}

static void begin(int end) {
    memset(taken, 0, sizeof taken);
    total = 0;
    ends = 0;
    expected_end = end;
}

static void check_all(long count) {
    long i;
    for (i = 0; i < ITEMS; i++) CHECK(taken[i] == (i < count));
    CHECK(total == count * (count - 1) / 2 && ends == THREADS);
}

#define WORK(name) \
    static void name##_work(int index, unsigned *state) { \
        long item = -1, sum = 0; \
        int status; \
        (void)index; \
        while ((status = name##_next(&name, &item)) == GEN_YIELDED) { \
            take(item); \
            sum += item; \
            if (random_of(state) % 64 == 0) pause_of(state); \
        } \
        CHECK(status == expected_end); \
        CHECK(name##_next(&name, &item) == expected_end); /* at each later call, too */ \
        ADD(total, sum); \
        ADD(ends, 1); \
    }
WORK(jobs)
WORK(counted)

static void a_range(void) {
    begin(GEN_DONE);
    memset(&jobs, 0, sizeof jobs);
    jobs.from = numbers(0, ITEMS, 1);
    run_threads(THREADS, jobs_work);
    check_all(ITEMS);
    CHECK(jobs_close(&jobs) == GEN_DONE);
}

static void a_generator(void) {
    begin(GEN_DONE);
    memset(&counted, 0, sizeof counted);
    counted.from.most = ITEMS;
    run_threads(THREADS, counted_work);
    check_all(ITEMS);
}

static void an_error_is_told_to_all(void) {
    begin(-77);
    memset(&counted, 0, sizeof counted);
    counted.from.most = ITEMS / 2;
    counted.from.error = -77;
    run_threads(THREADS, counted_work);
    check_all(ITEMS / 2);
}

/* One thread closes the iterator while others pull. Each gets items, and then the end. */
static void close_or_work(int index, unsigned *state) {
    long item = -1;
    int status = GEN_YIELDED;
    if (index == 0) {
        pause_of(state);
        CHECK(counted_close(&counted) == GEN_DONE);
    }
    while (status == GEN_YIELDED) {
        status = counted_next(&counted, &item);
        if (status == GEN_YIELDED) take(item);
    }
    CHECK(status == GEN_DONE);
}

static void closed_while_others_ask(void) {
    int i;
    for (i = 0; i < 20; i++) {
        begin(GEN_DONE);
        memset(&counted, 0, sizeof counted);
        counted.from.most = ITEMS;
        run_threads(THREADS, close_or_work);
    }
}

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    RUN(a_range);
    RUN(a_generator);
    RUN(an_error_is_told_to_all);
    RUN(closed_while_others_ask);
    return failures != 0;
}
