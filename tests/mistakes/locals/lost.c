/* 40 bodies that lose a local variable across a suspension. The comment above each lists the items
 * that it would yield if the variable survived. measure.py measures which of them are found. */
#include "corpus.h"

/* 0 1 2 */
BODY(while_counter) {
    GEN_BEGIN();
    int x = 0;
    while (x < 3) {
        GEN_YIELD(x);
        x++;
    }
    GEN_END();
}

/* 0 1 2 */
BODY(for_counter) {
    GEN_BEGIN();
    for (int i = 0; i < 3; i++) GEN_YIELD(i);
    GEN_END();
}

/* 0 1 2 */
BODY(for_counter_declared_before) {
    GEN_BEGIN();
    int i;
    for (i = 0; i < 3; i++) GEN_YIELD(i);
    GEN_END();
}

/* 0 1 2 */
BODY(do_counter) {
    GEN_BEGIN();
    int i = 0;
    do {
        GEN_YIELD(i);
    } while (++i < 3);
    GEN_END();
}

/* 0 1 2 */
BODY(goto_counter) {
    GEN_BEGIN();
    int i;
    i = 0;
again:
    GEN_YIELD(i);
    if (++i < 3) goto again;
    GEN_END();
}

/* 0 1 2 10 11 12 */
BODY(nested_counters) {
    GEN_BEGIN();
    int i, j;
    for (i = 0; i < 2; i++) {
        for (j = 0; j < 3; j++) GEN_YIELD(10 * i + j);
    }
    GEN_END();
}

/* 1 2 11 12 */
BODY(outer_counter) {
    GEN_BEGIN();
    int i;
    for (i = 0; i < 2; i++) {
        for (self->j = 1; self->j < 3; self->j++) GEN_YIELD(10 * i + self->j);
    }
    GEN_END();
}

/* 0 10 20 */
BODY(constant_of_a_loop) {
    GEN_BEGIN();
    const int step = 10 * number();
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(self->i * step);
    GEN_END();
}

/* 1 1 1 */
BODY(only_read_in_a_loop) {
    GEN_BEGIN();
    int x;
    x = number();
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(x);
    GEN_END();
}

/* 1 -1 4 -4 */
BODY(block_of_a_loop) {
    GEN_BEGIN();
    while (self->i++ < 2) {
        int square = self->i * self->i;
        GEN_YIELD(square);
        GEN_YIELD(-square);
    }
    GEN_END();
}

/* 1 11 */
BODY(under_an_if) {
    GEN_BEGIN();
    int x;
    x = number();
    if (x > 0) GEN_YIELD(x);
    GEN_YIELD(x + 10);
    GEN_END();
}

/* 1 1 */
BODY(set_in_two_branches) {
    GEN_BEGIN();
    int x;
    if (self->n > 2) {
        x = 1;
        GEN_YIELD(x);
    } else {
        x = 2;
    }
    GEN_YIELD(x);
    GEN_END();
}

/* 0 1 2 7 */
BODY(flag) {
    GEN_BEGIN();
    int found;
    found = 0;
    for (self->i = 0; self->i < 3; self->i++) {
        if (self->i == 1) found = 1;
        GEN_YIELD(self->i);
    }
    if (found == 1) GEN_YIELD(7);
    GEN_END();
}

/* 0 1 1 2 3 5 8 13 */
BODY(two_variables) {
    GEN_BEGIN();
    int a = 0, b = 1;
    while (a < 20) {
        GEN_YIELD(a);
        b += a;
        a = b - a;
    }
    GEN_END();
}

/* 1 7 */
BODY(switch_after_a_yield) {
    GEN_BEGIN();
    int kind;
    kind = 2;
    GEN_YIELD(1);
    switch (kind) {
    case 2: self->m = 7; break;
    default: self->m = 8; break;
    }
    GEN_YIELD(self->m);
    GEN_END();
}

/* 1 2 */
BODY(parameter_of_a_call) {
    GEN_BEGIN();
    int x;
    x = number();
    GEN_YIELD(x);
    GEN_YIELD(twice(x));
    GEN_END();
}

/* 5 6 */
BODY(address_taken) {
    GEN_BEGIN();
    int x;
    set(&x, 5);
    GEN_YIELD(x);
    GEN_YIELD(x + 1);
    GEN_END();
}

/* 5 5 5 */
BODY(address_taken_in_a_loop) {
    GEN_BEGIN();
    int x;
    set(&x, 5);
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(x);
    GEN_END();
}

/* 5 6 */
BODY(pointer_to_a_local) {
    GEN_BEGIN();
    int x, *to;
    to = &x;
    *to = 5;
    GEN_YIELD(x);
    *to += 1;
    GEN_YIELD(x);
    GEN_END();
}

/* 4 5 6 */
BODY(initialised_array) {
    GEN_BEGIN();
    int list[3] = {4, 5, 6};
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(list[self->i]);
    GEN_END();
}

/* 1 2 3 */
BODY(filled_array) {
    GEN_BEGIN();
    int list[3];
    fill(list, 3);
    for (self->i = 0; self->i < self->n; self->i++) GEN_YIELD(list[self->i]);
    GEN_END();
}

/* 4 5 6 */
BODY(assigned_array) {
    GEN_BEGIN();
    int list[3];
    list[0] = 4;
    list[1] = 5;
    list[2] = 6;
    for (self->i = 0; self->i < 3; self->i++) GEN_YIELD(list[self->i]);
    GEN_END();
}

/* 1 3 */
BODY(last_element_of_an_array) {
    GEN_BEGIN();
    int list[3];
    fill(list, 3);
    GEN_YIELD(list[0]);
    GEN_YIELD(list[self->n - 1]);
    GEN_END();
}

/* 97 98 99 */
BODY(text) {
    GEN_BEGIN();
    char word[4];
    spell(word);
    for (self->i = 0; word[self->i] != 0; self->i++) GEN_YIELD(word[self->i]);
    GEN_END();
}

/* 1 6 */
BODY(elements_of_an_array) {
    GEN_BEGIN();
    int list[3];
    fill(list, 3);
    GEN_YIELD(list[0]);
    self->m = list[0] + list[1] + list[2];
    GEN_YIELD(self->m);
    GEN_END();
}

/* 1 2 */
BODY(initialised_struct) {
    GEN_BEGIN();
    struct point at = {1, 2};
    GEN_YIELD(at.x);
    GEN_YIELD(at.y);
    GEN_END();
}

/* 1 2 */
BODY(assigned_struct) {
    GEN_BEGIN();
    struct point at;
    at.x = 1;
    at.y = 2;
    GEN_YIELD(at.x);
    GEN_YIELD(at.y);
    GEN_END();
}

/* 3 4 */
BODY(returned_struct) {
    GEN_BEGIN();
    struct point at;
    at = point(3, 4);
    while (self->i++ < 1) GEN_YIELD(at.x);
    GEN_YIELD(at.y);
    GEN_END();
}

/* 97 98 99 */
BODY(pointer) {
    GEN_BEGIN();
    const char *at;
    for (at = self->text; *at != 0; at++) GEN_YIELD(*at);
    GEN_END();
}

/* 0 3 */
BODY(pointer_to_a_field) {
    GEN_BEGIN();
    int *at = &self->list[1];
    GEN_YIELD(*at);
    *at += 3;
    GEN_YIELD(*at);
    GEN_END();
}

/* 2 4 6 */
BODY(loop_over_a_child) {
    GEN_BEGIN();
    GEN_FOR (x, child, &self->child) GEN_YIELD(2 * x);
    GEN_END();
}

/* 1 2 3 1 */
BODY(around_a_delegation) {
    GEN_BEGIN();
    int x;
    x = number();
    GEN_YIELD_FROM(child, &self->child);
    GEN_YIELD(x);
    GEN_END();
}

/* 1 2 3 */
BODY(pointer_to_the_child) {
    GEN_BEGIN();
    struct child *child;
    child = &self->child;
    GEN_YIELD_FROM(child, child);
    GEN_END();
}

/* 1 2 */
BODY(around_an_await) {
    GEN_BEGIN();
    int x = number();
    GEN_YIELD(1);
    GEN_AWAIT(is_ready());
    GEN_YIELD(x + 1);
    GEN_END();
}

/* 2 */
BODY(in_the_condition_of_an_await) {
    GEN_BEGIN();
    int limit;
    limit = 2;
    GEN_AWAIT(++self->i == limit);
    GEN_YIELD(self->i);
    GEN_END();
}

/* 6 */
BODY(total_of_an_awaiting_loop) {
    GEN_BEGIN();
    int total;
    total = 0;
    GEN_FOR_AWAIT (self->m, child, &self->child) total += self->m;
    GEN_YIELD(total);
    GEN_END();
}

/* 1 5 */
BODY(in_a_finally) {
    GEN_BEGIN();
    int handle;
    handle = 5;
    GEN_TRY { GEN_YIELD(1); }
    GEN_FINALLY { note(handle); }
    GEN_END_TRY;
    GEN_END();
}

/* 1 -5 */
BODY(caught_error) {
    GEN_BEGIN();
    int error;
    GEN_TRY { GEN_RAISE(-5); }
    GEN_EXCEPT(error) {
        GEN_YIELD(1);
        GEN_YIELD(error);
    }
    GEN_END_TRY;
    GEN_END();
}

/* 0 10 30 60 */
RECEIVER(total_of_sent_values) {
    GEN_BEGIN();
    int total;
    for (total = 0; self->i < 4; self->i++) {
        GEN_YIELD(total);
        if (sent) total += *sent;
    }
    GEN_END();
}

/* 1 2 3 */
RECURSIVE(around_a_call) {
    struct around_a_call_frame inner = *self;
    GEN_BEGIN();
    int depth;
    depth = self->i;
    if (depth < 2) {
        inner.i = depth + 1;
        GEN_CALL(inner);
    }
    GEN_YIELD(3 - depth);
    GEN_END();
}
