/* Channels: their order, their ends, and mistakes. */
#include "async_sync.h"

#include "test.h"

ASYNC_CHANNEL(numbers, int)

static struct async executor;
static struct numbers numbers;
static int slots[3];

static gen_status go(async_tick now) {
    gen_status status;
    do status = async_run(&executor, now);
    while (status == GEN_YIELDED);
    return status;
}

static void put(int number, gen_status expected) {
    CHECK_EQ(numbers_try_send(&numbers, &number), expected);
}

static void get(int expected) {
    int number = 0;
    CHECK_EQ(numbers_try_receive(&numbers, &number), GEN_YIELDED);
    CHECK_EQ(number, expected);
}

static gen_status no_item(void) {
    int number = 0;
    return numbers_try_receive(&numbers, &number);
}

static void items_come_out_in_their_order(void) {
    int i;
    CHECK_EQ(numbers_init(&numbers, slots, 3), GEN_DONE);
    CHECK_EQ(no_item(), GEN_PENDING);
    for (i = 0; i < 5; i++) {
        put(i, GEN_YIELDED);
        put(i + 10, GEN_YIELDED);
        get(i);
        get(i + 10);
    }
    for (i = 0; i < 3; i++) put(i, GEN_YIELDED);
    put(9, GEN_E_FULL);
    CHECK_EQ(numbers_close(&numbers), GEN_DONE);
    CHECK_EQ(numbers_close(&numbers), GEN_E_ARG);
    put(9, GEN_DONE);
    for (i = 0; i < 3; i++) get(i);
    put(9, GEN_DONE);
    CHECK_EQ(no_item(), GEN_DONE);
}

static void a_capacity_of_one(void) {
    CHECK_EQ(numbers_init(&numbers, slots, 1), GEN_DONE);
    put(1, GEN_YIELDED);
    put(2, GEN_E_FULL);
    get(1);
    put(3, GEN_YIELDED);
    get(3);
}

/* It sends some numbers. */
struct sender {
    struct gen gen;
    struct async_task task;
    struct async_waiter waiter;
    int number, last;
};
GEN(sender, char) {
    GEN_BEGIN();
    while (self->number < self->last) {
        ASYNC_WAIT(self->waiter, numbers_send(&self->task, &numbers, &self->waiter, &self->number));
        if (self->waiter.status != GEN_YIELDED) break;
        self->number++;
    }
    if (self->waiter.status == GEN_DONE) note('c');
    if (self->waiter.status < 0) note('e');
    note('.');
    GEN_END();
}
ASYNC_TASK(sender)

static struct sender senders[2];
static void send(int i, int number, int last) {
    CHECK_EQ(sender_reset(&senders[i]), GEN_DONE);
    senders[i].number = number;
    senders[i].last = last;
    CHECK_EQ(sender_spawn(&executor, &senders[i]), GEN_DONE);
}

static void senders_wait_in_turn(void) {
    CHECK_EQ(numbers_init(&numbers, slots, 1), GEN_DONE);
    send(0, 10, 13);
    send(1, 20, 22);
    CHECK_EQ(go(0), GEN_PENDING);
    get(10);
    put(5, GEN_E_FULL); /* the room is for the one that waits */
    CHECK_EQ(go(0), GEN_PENDING);
    get(11); /* it came before the other sender, which runs after it */
    CHECK_EQ(go(0), GEN_PENDING);
    get(20);
    CHECK_EQ(go(0), GEN_PENDING);
    CHECK_LOG(".");
    async_cancel(&senders[1].task);
    CHECK_EQ(go(0), GEN_DONE);
    get(12); /* it was sent before */
    CHECK_EQ(no_item(), GEN_PENDING);
}

static void a_close_ends_the_waits_of_senders(void) {
    CHECK_EQ(numbers_init(&numbers, slots, 1), GEN_DONE);
    send(0, 10, 13);
    send(1, 20, 22);
    CHECK_EQ(go(0), GEN_PENDING);
    get(10);
    CHECK_EQ(numbers_close(&numbers), GEN_DONE);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("c.c.");
    CHECK_EQ(no_item(), GEN_DONE);
}

static void no_capacity_is_a_mistake(void) {
    CHECK_EQ(numbers_init(&numbers, slots, 0), GEN_E_ARG);
    put(1, GEN_E_ARG);
    CHECK_EQ(no_item(), GEN_E_ARG);
    CHECK_EQ(numbers_close(&numbers), GEN_E_ARG);
    send(0, 10, 13);
    CHECK_EQ(go(0), GEN_DONE);
    CHECK_LOG("e.");
}

void run_tests(void) {
    RUN(items_come_out_in_their_order);
    RUN(a_capacity_of_one);
    RUN(senders_wait_in_turn);
    RUN(a_close_ends_the_waits_of_senders);
    RUN(no_capacity_is_a_mistake);
}
