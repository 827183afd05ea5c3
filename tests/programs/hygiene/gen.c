// Each macro of gen.h that takes an expression. Each expression is written USE (names, expression),
// where `names` are the names that the macro is documented to show there, joined by `_`. See
// tests/programs/hygiene/run. The names in this file must not be those of gen.h.
#include "uses.h"
#include "gen.h"

static long test_sink;

struct t_ints {
    struct gen gen;
    int t_at, t_error;
};
GEN(t_ints, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->t_at = 0; self->t_at < 3; self->t_at++) GEN_YIELD(USE(self, self->t_at));
        GEN_RAISE(USE(self, -5));
    }
    GEN_EXCEPT(*USE(self, &self->t_error)) { test_sink += self->t_error; }
    GEN_END_TRY;
    GEN_SUSPEND();
    GEN_TRY { GEN_RETURN(); }
    GEN_FINALLY { test_sink++; }
    GEN_END_TRY;
    GEN_END();
}

struct t_asked {
    struct gen gen;
    int t_at;
};
GEN_RECV(t_asked, int, int) {
    GEN_BEGIN();
    GEN_YIELD(USE(self_sent, sent ? *sent : self->t_at));
    GEN_YIELD(USE(self_sent, sent ? *sent : self->t_at));
    GEN_END();
}

struct t_declared {
    struct gen gen;
    int t_times;
};
GEN_DECLARE(t_declared, int)
GEN_DEFINE(t_declared) {
    GEN_BEGIN();
    GEN_YIELD(USE(self, self->t_times));
    GEN_END();
}

struct t_heard {
    struct gen gen;
    int t_times;
};
GEN_DECLARE_RECV(t_heard, int, int)
GEN_DEFINE_RECV(t_heard) {
    GEN_BEGIN();
    GEN_YIELD(USE(self_sent, sent ? *sent : self->t_times));
    GEN_END();
}

struct t_whole {
    struct gen gen;
    struct t_ints t_left, t_right;
    int t_got, t_kept, t_polls, t_pulled, t_closed;
};
GEN(t_whole, int) {
    GEN_BEGIN();
    GEN_YIELD_FROM(t_ints, USE(self, &self->t_left));
    GEN_FOR_AWAIT (self->t_got, t_ints, USE(self, &self->t_right)) {
        test_sink += self->t_got;
    }
    GEN_AWAIT(USE(self, self->t_polls++ > 0));
    self->t_pulled = self->t_closed = GEN_PENDING;
    GEN_AWAIT(GEN_PULL(*USE(self, &self->t_pulled), t_ints, &self->t_left, &self->t_got));
    self->t_pulled = GEN_PENDING;
    GEN_AWAIT(GEN_PULL(self->t_pulled, t_ints, USE(self, &self->t_left), &self->t_got));
    self->t_pulled = GEN_PENDING;
    GEN_AWAIT(GEN_PULL(self->t_pulled, t_ints, &self->t_left, USE(self, &self->t_got)));
    GEN_AWAIT(GEN_SHUT(*USE(self, &self->t_closed), t_ints, &self->t_left));
    self->t_closed = GEN_PENDING;
    GEN_AWAIT(GEN_SHUT(self->t_closed, t_ints, USE(self, &self->t_left)));
    GEN_TRY { GEN_YIELD(7); }
    GEN_FINALLY_SAVED(*USE(self, &self->t_kept)) { GEN_YIELD(8); }
    GEN_END_TRY;
    GEN_END();
}

struct t_own {
    int t_at;
};
typedef int t_own_item;
static gen_status t_own_step(struct t_own *t_own, int *t_out) {
    *t_out = t_own->t_at;
    return t_own->t_at-- > 0 ? GEN_YIELDED : GEN_DONE;
}
GEN_ITERATOR(t_own)

int main(void) {
    static struct t_own test_own;
    static struct t_ints test_ints, test_more;
    static struct t_asked test_asked;
    static struct t_declared test_declared;
    static struct t_heard test_heard;
    static struct t_whole test_whole;
    const int test_value = 3;
    int test_status, test_item = 0;
    GEN_FOR (test_x, t_ints, USE(none, &test_ints)) test_sink += test_x;
    GEN_FOR_STATUS (*USE(none, &test_status), test_x, t_ints, USE(none, &test_more)) {
        test_sink += test_x;
    }
    GEN_CLOSING (t_asked, USE(none, &test_asked)) {
        test_sink += t_asked_next(&test_asked, &test_item);
        test_sink += t_asked_send(&test_asked, &test_value, &test_item);
    }
    test_sink += t_declared_next(&test_declared, &test_item);
    test_sink += t_heard_next(&test_heard, &test_item);
    GEN_FOR (test_x, t_whole, USE(none, &test_whole)) test_sink += test_x;
    GEN_FOR (test_x, t_own, USE(none, &test_own)) test_sink += test_x;
#ifdef GEN_AUTO_CLOSE
    {
        GEN_AUTO_CLOSE(t_ints) test_closed = {{0}, 0, 0};
        test_sink += t_ints_next(&test_closed, &test_item);
    }
#endif
    return uses_wrong();
}
