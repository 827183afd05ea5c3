/* GEN_FOR, GEN_FOR_STATUS, GEN_CLOSING and GEN_AUTO_CLOSE: loops over a generator. */
static int idled, uncaught;
#define GEN_IDLE() (void)idled++
#define GEN_UNCAUGHT(status) uncaught = (status)

#include "gen.h"

#include "test.h"

struct count {
    struct gen gen;
    int i, until, fail, pend, close_fails;
};

GEN(count, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->i = 0; self->i < self->until; self->i++) {
            if (self->pend) GEN_SUSPEND();
            GEN_YIELD(self->i);
        }
        if (self->fail) GEN_RAISE(self->fail);
    }
    GEN_FINALLY {
        note('f');
        if (self->close_fails) GEN_RAISE(self->close_fails);
    }
    GEN_END_TRY;
    GEN_END();
}

static void a_for_visits_all_items(void) {
    static struct count c;
    int sum = 0;
    c.until = 4;
    GEN_FOR (x, count, &c) sum = 10 * sum + x;
    CHECK_EQ(sum, 123);
    CHECK_EQ(gen_state(&c.gen), GEN_CLOSED);
    GEN_FOR (x, count, &c) sum = 0; /* the generator is exhausted */
    CHECK_EQ(sum, 123);
}

static void break_leaves_the_generator_suspended_and_continue_goes_on(void) {
    static struct count c;
    int sum = 0;
    c.until = 9;
    GEN_FOR (x, count, &c) {
        if (x == 1) continue;
        if (x == 3) break;
        sum += x;
    }
    CHECK_EQ(sum, 2);
    CHECK_EQ(gen_state(&c.gen), GEN_SUSPENDED);
    GEN_FOR (x, count, &c) {
        CHECK_EQ(x, 4);
        break;
    }
    CHECK_EQ(uncaught, 0);
}

static void loops_nest_and_stand_under_an_if_without_braces(void) {
    static struct count a, b;
    int sum = 0, yes = 1;
    a.until = 2;
    if (yes)
        GEN_FOR (x, count, &b) sum -= x;
    if (yes)
        GEN_FOR (x, count, &a) {
            count_reset(&b);
            b.until = 3;
            GEN_FOR (y, count, &b)
                if (x == y)
                    sum += 100;
                else
                    sum++;
        }
    else
        sum = -1;
    CHECK_EQ(sum, 204);
}

static void the_pointer_of_a_loop_is_evaluated_once(void) {
    static struct count all[2];
    struct count *at = all;
    int n = 0;
    gen_status status = 9;
    all[0].until = 3;
    all[1].until = 7;
    GEN_FOR (x, count, at++) n += x;
    CHECK(at == all + 1);
    CHECK_EQ(n, 3);
    at = all + 1;
    GEN_FOR_STATUS (status, x, count, at++) n += x;
    CHECK(at == all + 2);
    CHECK_EQ(n, 24);
    CHECK_EQ(status, GEN_DONE);
}

static void a_for_idles_while_its_generator_is_pending(void) {
    static struct count c;
    int sum = 0;
    idled = 0;
    c.until = 3;
    c.pend = 1;
    GEN_FOR (x, count, &c) sum += x;
    CHECK_EQ(sum, 3);
    CHECK_EQ(idled, 3);
}

static void an_error_in_a_for_is_not_passed_over(void) {
    static struct count c;
    int n = 0;
    uncaught = 0;
    c.until = 2;
    c.fail = -6;
    GEN_FOR (x, count, &c) n += x + 1;
    CHECK_EQ(n, 3);
    CHECK_EQ(uncaught, -6);
}

static void for_status_tells_what_ended_it(void) {
    static struct count done, failed, left;
    gen_status status;
    int n = 0;
    uncaught = 0;
    done.until = failed.until = left.until = 2;
    failed.fail = -6;
    GEN_FOR_STATUS (status, x, count, &done) n += x;
    CHECK_EQ(status, GEN_DONE);
    GEN_FOR_STATUS (status, x, count, &failed) n += x;
    CHECK_EQ(status, -6);
    GEN_FOR_STATUS (status, x, count, &left) {
        n += x;
        break;
    }
    CHECK_EQ(status, GEN_YIELDED);
    CHECK_EQ(uncaught, 0);
    CHECK_EQ(n, 2);
}

static void closing_closes_when_its_block_is_left(void) {
    static struct count all[3];
    int i, n = 0;
    uncaught = 0;
    for (i = 0; i < 3; i++) {
        all[i].until = 5;
        GEN_CLOSING (count, &all[i]) {
            GEN_FOR (x, count, &all[i]) {
                n += x;
                if (x == 2) break;
            }
            note('b');
            if (i == 1) break;
            if (i == 2) continue;
            note('e');
        }
        CHECK_EQ(gen_state(&all[i].gen), GEN_CLOSED);
    }
    CHECK_EQ(n, 9); /* break and continue leave only the block, so the loop runs three times */
    CHECK_LOG("befbfbf");
    CHECK_EQ(uncaught, 0);
}

static void closing_nests(void) {
    static struct count a, b;
    int item = 0;
    a.until = b.until = 2;
    GEN_CLOSING (count, &a)
        GEN_CLOSING (count, &b) {
            CHECK_EQ(count_next(&a, &item), GEN_YIELDED);
            CHECK_EQ(count_next(&b, &item), GEN_YIELDED);
            note('x');
        }
    CHECK_LOG("xff");
}

static void an_error_of_a_close_is_not_passed_over(void) {
    static struct count c;
    int item = 0;
    uncaught = 0;
    c.until = 2;
    c.close_fails = -4;
    GEN_CLOSING (count, &c) CHECK_EQ(count_next(&c, &item), GEN_YIELDED);
    CHECK_EQ(uncaught, -4);
}

struct slow {
    struct gen gen;
    int kept, turns;
};

GEN(slow, int) {
    GEN_BEGIN();
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY_SAVED(self->kept) {
        GEN_AWAIT(self->turns-- == 0);
        note('f');
    }
    GEN_END_TRY;
    GEN_END();
}

static void closing_waits_for_a_close_that_is_pending(void) {
    static struct slow s;
    int item = 0, blocks = 0;
    idled = 0;
    s.turns = 2;
    GEN_CLOSING (slow, &s) {
        CHECK_EQ(slow_next(&s, &item), GEN_YIELDED);
        blocks++;
    }
    CHECK_EQ(gen_state(&s.gen), GEN_CLOSED);
    CHECK_EQ(idled, 2);
    CHECK_EQ(blocks, 1);
    CHECK_LOG("f");
}

#if (defined(__GNUC__) || defined(__clang__))
static int leave_early(int until) {
    GEN_AUTO_CLOSE(count) c = {{0}, 0, 5, 0, 0, 0};
    GEN_FOR (x, count, &c)
        if (x == until) return x;
    return -1;
}

static void auto_close_closes_on_return(void) {
    uncaught = 0;
    CHECK_EQ(leave_early(2), 2);
    CHECK_LOG("f");
    CHECK_EQ(leave_early(7), -1);
    CHECK_LOG("f");
    CHECK_EQ(uncaught, 0);
}

static void auto_close_waits_for_a_close_that_is_pending(void) {
    idled = 0;
    {
        int item = 0;
        GEN_AUTO_CLOSE(slow) s = {{0}, 0, 2};
        CHECK_EQ(slow_next(&s, &item), GEN_YIELDED);
    }
    CHECK_EQ(idled, 2);
    CHECK_LOG("f");
}
#endif

/* An iterator that is not a generator: it yields every number that is not a multiple of three. */
struct gaps {
    int at, end;
};
typedef int gaps_item;

static gen_status gaps_step(struct gaps *self, int *item) {
    if (self->at == self->end) return GEN_DONE;
    *item = self->at++;
    return *item % 3 == 0 ? GEN_SKIP : (gen_status)GEN_YIELDED;
}

GEN_ITERATOR(gaps)

static void a_for_passes_over_what_an_iterator_skips(void) {
    struct gaps gaps = {0, 8};
    int status = -1, sum = 0, item = 0;
    GEN_FOR_STATUS (status, x, gaps, &gaps) {
        if (x == 2) continue;
        if (x == 7) break;
        sum = sum * 10 + x;
    }
    CHECK_EQ(sum, 145);
    CHECK_EQ(status, GEN_YIELDED);
    GEN_FOR_STATUS (status, x, gaps, &gaps) sum += x;
    CHECK_EQ(sum, 145);
    CHECK_EQ(status, GEN_DONE);
    gaps.at = 0;
    CHECK_EQ(gaps_next(&gaps, &item), GEN_YIELDED);
    CHECK_EQ(item, 1);
}

static void what_skips_stands_under_an_if_without_braces_too(void) {
    int yes = 1, sum = 0;
    for (; yes >= 0; yes--) {
        struct gaps gaps = {0, 5};
        if (yes)
            GEN_FOR (x, gaps, &gaps) sum += x;
        else
            sum *= 10;
        gaps.at = 0;
        if (yes)
            GEN_FOR (x, gaps, &gaps) {
                if (x == 2) continue;
                sum += x;
            }
    }
    CHECK_EQ(sum, 120);
}

static void a_generator_is_an_iterator_too(void) {
    static struct count c;
    int item = -1;
    c.until = 2;
    CHECK_EQ(count_step(&c, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(count_skips_, 0);
    CHECK(count_left(&c, 0) == 0);
    CHECK(count_left(&c, 1) + 1 == 0);
}

void run_tests(void) {
    RUN(a_for_visits_all_items);
    RUN(break_leaves_the_generator_suspended_and_continue_goes_on);
    RUN(loops_nest_and_stand_under_an_if_without_braces);
    RUN(the_pointer_of_a_loop_is_evaluated_once);
    RUN(a_for_idles_while_its_generator_is_pending);
    RUN(an_error_in_a_for_is_not_passed_over);
    RUN(for_status_tells_what_ended_it);
    RUN(a_for_passes_over_what_an_iterator_skips);
    RUN(what_skips_stands_under_an_if_without_braces_too);
    RUN(a_generator_is_an_iterator_too);
    RUN(closing_closes_when_its_block_is_left);
    RUN(closing_nests);
    RUN(an_error_of_a_close_is_not_passed_over);
    RUN(closing_waits_for_a_close_that_is_pending);
#if (defined(__GNUC__) || defined(__clang__))
    RUN(auto_close_closes_on_return);
    RUN(auto_close_waits_for_a_close_that_is_pending);
#endif
}
