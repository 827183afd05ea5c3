/* 40 bodies with local variables that no suspension loses. The comment above each lists its items.
 * measure.py measures which of them draw a false alarm. */
#include "corpus.h"

/* 0 1 2 */
BODY(field_in_a_while) {
    GEN_BEGIN();
    while (self->i < 3) {
        GEN_YIELD(self->i);
        self->i++;
    }
    GEN_END();
}

/* 0 1 2 10 11 12 */
BODY(fields_in_nested_loops) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) {
        for (self->j = 0; self->j < 3; self->j++) GEN_YIELD(10 * self->i + self->j);
    }
    GEN_END();
}

/* 1 2 3 */
BODY(set_before_each_yield) {
    GEN_BEGIN();
    int x;
    while (self->i++ < 3) {
        x = number();
        GEN_YIELD(x);
    }
    GEN_END();
}

/* 1 2 3 */
BODY(set_again_after_a_yield) {
    GEN_BEGIN();
    int x;
    x = number();
    GEN_YIELD(x);
    x = number();
    GEN_YIELD(x);
    x = number();
    GEN_YIELD(x);
    GEN_END();
}

/* 6 15 */
BODY(loop_between_yields) {
    GEN_BEGIN();
    int i, total;
    for (total = 0, i = 1; i <= 3; i++) total += i;
    GEN_YIELD(total);
    for (total = 0, i = 4; i <= 6; i++) total += i;
    GEN_YIELD(total);
    GEN_END();
}

/* 3 3 3 */
BODY(own_loop_in_each_turn) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) {
        self->m = 0;
        for (int j = 0; j < 3; j++) self->m++;
        GEN_YIELD(self->m);
    }
    GEN_END();
}

/* 1 4 9 */
BODY(block_before_a_yield) {
    GEN_BEGIN();
    while (self->i++ < 3) {
        {
            int square = self->i * self->i;
            self->m = square;
        }
        GEN_YIELD(self->m);
    }
    GEN_END();
}

/* 0 3 6 */
BODY(before_begin) {
    const int step = self->n;
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(self->i * step);
    GEN_END();
}

/* 0 1 3 */
BODY(pointer_before_begin) {
    int *const total = &self->m;
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) {
        *total += self->i;
        GEN_YIELD(*total);
    }
    GEN_END();
}

/* 1 2 3 */
BODY(static_counter) {
    static int counter;
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) {
        counter++;
        GEN_YIELD(counter);
    }
    GEN_END();
}

/* 5 7 11 */
BODY(static_table) {
    GEN_BEGIN();
    static const int table[] = {5, 7, 11};
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(table[self->i]);
    GEN_END();
}

/* 4 5 */
BODY(enumerators) {
    GEN_BEGIN();
    enum { FIRST = 4, SECOND };
    GEN_YIELD(FIRST);
    GEN_YIELD(SECOND);
    GEN_END();
}

/* 1 11 */
BODY(under_an_if_too) {
    GEN_BEGIN();
    int x;
    x = number();
    self->m = x;
    if (x > 0) GEN_YIELD(x);
    GEN_YIELD(self->m + 10);
    GEN_END();
}

/* 1 1 */
BODY(set_in_both_branches) {
    GEN_BEGIN();
    int x;
    if (self->n > 2) GEN_YIELD(1);
    if (self->n > 2) {
        x = 1;
    } else {
        x = 2;
    }
    GEN_YIELD(x);
    GEN_END();
}

/* 0 5 */
BODY(set_and_used_under_one_condition) {
    GEN_BEGIN();
    int x;
    GEN_YIELD(0);
    if (self->n > 2) x = 5;
    self->m = 0;
    if (self->n > 2) self->m = x;
    GEN_YIELD(self->m);
    GEN_END();
}

/* 7 8 */
BODY(switch_between_yields) {
    GEN_BEGIN();
    int x;
    for (self->i = 0; self->i < 2; self->i++) {
        switch (self->i) {
        case 0: x = 7; break;
        default: x = 8; break;
        }
        GEN_YIELD(x);
    }
    GEN_END();
}

/* 5 6 */
BODY(address_taken_again) {
    GEN_BEGIN();
    int x;
    set(&x, 5);
    GEN_YIELD(x);
    set(&x, 6);
    GEN_YIELD(x);
    GEN_END();
}

/* 1 2 3 */
BODY(address_taken_in_each_turn) {
    GEN_BEGIN();
    int x;
    while (self->i++ < 3) {
        set(&x, self->i);
        GEN_YIELD(x);
    }
    GEN_END();
}

/* 6 6 6 */
BODY(array_filled_in_each_turn) {
    GEN_BEGIN();
    int list[3];
    while (self->i++ < 3) {
        fill(list, 3);
        GEN_YIELD(sum(list, 3));
    }
    GEN_END();
}

/* 1 3 */
BODY(array_assigned_before_use) {
    GEN_BEGIN();
    int list[2];
    GEN_YIELD(1);
    list[0] = 1;
    list[1] = 2;
    GEN_YIELD(list[0] + list[1]);
    GEN_END();
}

/* 97 98 99 */
BODY(text_copied) {
    GEN_BEGIN();
    char word[4];
    for (self->i = 0; self->text[self->i] != 0; self->i++) {
        spell(word);
        GEN_YIELD(word[self->i]);
    }
    GEN_END();
}

/* 6 0 1 */
BODY(initialised_array_in_a_block) {
    GEN_BEGIN();
    {
        int list[3] = {1, 2, 3};
        self->m = sum(list, 3);
    }
    GEN_YIELD(self->m);
    for (self->i = 0; self->i < 2; self->i++) GEN_YIELD(self->i);
    GEN_END();
}

/* 3 5 */
BODY(struct_returned_in_each_turn) {
    GEN_BEGIN();
    struct point at;
    while (self->i++ < 2) {
        at = point(self->i, self->i + 1);
        GEN_YIELD(at.x + at.y);
    }
    GEN_END();
}

/* 1 2 */
BODY(struct_in_a_field) {
    GEN_BEGIN();
    {
        struct point at = {1, 2};
        self->at = at;
    }
    GEN_YIELD(self->at.x);
    GEN_YIELD(self->at.y);
    GEN_END();
}

/* 97 98 99 */
BODY(pointer_in_a_field) {
    GEN_BEGIN();
    for (; *self->text != 0; self->text++) GEN_YIELD(*self->text);
    GEN_END();
}

/* 0 3 */
BODY(pointer_computed_again) {
    GEN_BEGIN();
    int *at;
    at = &self->list[1];
    GEN_YIELD(*at);
    at = &self->list[1];
    *at += 3;
    GEN_YIELD(*at);
    GEN_END();
}

/* 6 1 */
BODY(loop_over_a_finished_child) {
    GEN_BEGIN();
    GEN_FOR (x, child, &self->child) self->m += x;
    GEN_YIELD(self->m);
    GEN_YIELD(1);
    GEN_END();
}

/* 2 4 6 */
BODY(awaiting_loop_over_a_child) {
    GEN_BEGIN();
    GEN_FOR_AWAIT (self->m, child, &self->child) GEN_YIELD(2 * self->m);
    GEN_END();
}

/* 2 3 4 */
BODY(local_in_an_awaiting_loop) {
    GEN_BEGIN();
    int next;
    GEN_FOR_AWAIT (self->m, child, &self->child) {
        next = self->m + 1;
        GEN_YIELD(next);
    }
    GEN_END();
}

/* 6 */
BODY(awaiting_loop_into_a_local) {
    GEN_BEGIN();
    int x;
    GEN_FOR_AWAIT (x, child, &self->child) self->m += x;
    GEN_YIELD(self->m);
    GEN_END();
}

/* 1 2 3 1 */
BODY(before_and_after_a_delegation) {
    GEN_BEGIN();
    int x;
    x = 2;
    self->n = x;
    GEN_YIELD_FROM(child, &self->child);
    x = number();
    GEN_YIELD(x);
    GEN_END();
}

/* 1 2 */
BODY(before_and_after_an_await) {
    GEN_BEGIN();
    int x;
    x = number();
    GEN_YIELD(x);
    GEN_AWAIT(is_ready());
    x = number();
    GEN_YIELD(x);
    GEN_SUSPEND();
    GEN_END();
}

/* 1 5 */
BODY(set_in_a_finally) {
    GEN_BEGIN();
    int handle;
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY {
        handle = 5;
        note(handle);
    }
    GEN_END_TRY;
    GEN_END();
}

/* 1 -5 */
BODY(error_read_at_once) {
    GEN_BEGIN();
    int error;
    GEN_TRY {
        GEN_YIELD(1);
        GEN_RAISE(-5);
    }
    GEN_EXCEPT(error) { GEN_YIELD(error); }
    GEN_END_TRY;
    GEN_END();
}

/* 1 2 */
BODY(saved_finally) {
    GEN_BEGIN();
    int x;
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY_SAVED(self->kept) {
        x = 2;
        GEN_YIELD(x);
    }
    GEN_END_TRY;
    GEN_END();
}

/* 0 10 20 30 */
RECEIVER(value_of_each_send) {
    GEN_BEGIN();
    int value;
    for (value = 0; self->i < 4; self->i++) {
        GEN_YIELD(value);
        value = sent ? *sent : 0;
    }
    GEN_END();
}

/* 1 2 3 */
RECURSIVE(frame_of_each_call) {
    struct frame_of_each_call_frame inner = *self;
    GEN_BEGIN();
    int depth;
    depth = self->i;
    if (depth < 2) {
        inner.i = depth + 1;
        GEN_CALL(inner);
    }
    GEN_YIELD(3 - self->i);
    GEN_END();
}

/* 1 */
BODY(initialised_and_used_before_the_yield) {
    GEN_BEGIN();
    int x = number();
    GEN_YIELD(x);
    GEN_END();
}

/* 1 4 9 */
BODY(initialised_in_each_turn) {
    GEN_BEGIN();
    while (self->i++ < 3) {
        const int square = self->i * self->i;
        GEN_YIELD(square);
    }
    GEN_END();
}

/* 1 3 */
BODY(struct_used_before_the_yield) {
    GEN_BEGIN();
    struct point at = {1, 2};
    self->m = at.x + at.y;
    GEN_YIELD(at.x);
    GEN_YIELD(self->m);
    GEN_END();
}
