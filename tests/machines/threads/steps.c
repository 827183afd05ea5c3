/* A signal at any instruction of a computation. Its handler gets the cells that are being computed,
 * as an interrupt handler might. It must never wait, and must not disturb the computation. */
static volatile int handling;
#define LAZY_IN_ISR() handling
#include "threads.h"

#if defined(__x86_64__) && defined(__linux__) && !defined(SANITIZED)
#ifdef __clang__
#pragma clang diagnostic ignored "-Wdisabled-macro-expansion" /* sigaction is such a macro */
#endif
#include <ucontext.h>

struct input {
    struct lazy_node lazy;
    int value;
};
LAZY_INPUT(input, int, *was == *now)
struct twice {
    struct lazy_node lazy;
    struct input *input;
    int value;
};
LAZY_DERIVED(twice, int, *was == *now, (input, input)) {
    *out = 2 * *input;
    return 0;
}
struct more {
    struct lazy_node lazy;
    struct twice *twice;
    int value;
};
LAZY_DERIVED(more, int, *was == *now, (twice, twice)) {
    *out = *twice + 1;
    return 0;
}
struct plain {
    struct lazy lazy;
    int value;
};
LAZY(plain, int) {
    *out = 7;
    return 0;
}

static struct lazy_domain domain;
static struct input input = {LAZY_NODE_INIT(domain), 0};
static struct twice twice = {LAZY_NODE_INIT(domain), &input, 0};
static struct more more = {LAZY_NODE_INIT(domain), &twice, 0};
static struct plain plain, left;
static volatile int way, at, target, reached, number;

/* The handler may get the previous value, the new one, or LAZY_PENDING. */
static void ask(void) {
    int value = 0, status = 0;
    const int *found;
    switch (way) {
    case 0: status = more_copy(&more, &value); break;
    case 1: status = twice_copy(&twice, &value); break;
    case 2: status = input_copy(&input, &value); break;
    case 3: status = input_invalidate(&input); break;
    case 4: status = twice_invalidate(&twice); break;
    case 5:
        value = number + 1;
        status = input_set(&input, &value);
        break;
    case 6:
        found = plain_get(&plain, &status);
        CHECK(found == NULL || *found == 7);
        break;
    case 7:
        found = more_pin(&more, &status);
        if (found != NULL) more_unpin(&more);
        break;
    case 8: /* another thread starts to wait for the cell that is being abandoned */
        (void)lazy_swap_if_(&left.lazy.word_, lazy_running_(), lazy_running_() | LAZY_WAITED_FOR_);
        break;
    default: break;
    }
    CHECK(status == 0 || status == LAZY_PENDING);
    if (status == 0 && way == 0) CHECK(value == 2 * number + 1 || value == 2 * number - 1);
    if (status == 0 && way == 1) CHECK(value == 2 * number || value == 2 * number - 2);
}

static void step(int signal_number, siginfo_t *info, void *context) {
    ucontext_t *const machine = (ucontext_t *)context;
    (void)signal_number;
    (void)info;
    if (at++ == target) {
        machine->uc_mcontext.gregs[REG_EFL] &= ~0x100ll;
        reached = 1;
        handling = 1;
        ask();
        handling = 0;
    }
}

#define TRAPS(flag) \
    __asm__ volatile("lea -128(%%rsp), %%rsp; pushfq; " flag "; popfq; lea 128(%%rsp), %%rsp" \
                     : \
                     : \
                     : "memory", "cc")

static void a_signal_at_any_instruction(void) {
    struct sigaction action;
    int most = 0, value = 0;
    unsigned state = seed * 2654435761u | 1u;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = step;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGTRAP, &action, NULL);
    CHECK(input_set(&input, &value) == 0 && more_copy(&more, &value) == 0);
    for (way = 0; way < 9; way++) {
        target = 0;
        do {
            const int *found;
            int status, abandoned;
            reached = at = 0;
            number++;
            value = number;
            memset(&plain, 0, sizeof plain);
            lazy_word_store_(&left.lazy.word_, lazy_running_());
            TRAPS("orq $0x100, (%%rsp)");
            status = input_set(&input, &value);
            if (status == 0) status = more_copy(&more, &value);
            found = plain_get(&plain, NULL);
            abandoned = plain_abandon(&left);
            TRAPS("andq $~0x100, (%%rsp)");
            CHECK(status == 0 && found != NULL && *found == 7);
            CHECK(abandoned == 0 && left.lazy.word_ == 0);
            if (way == 5) { /* the handler may have set it meanwhile */
                CHECK(value == 2 * number + 1 || value == 2 * number + 3);
            } else {
                CHECK(value == 2 * number + 1);
            }
            CHECK(more_copy(&more, &value) == 0 && value == 2 * input.value + 1);
            CHECK(input.lazy.word_ == 0 && twice.lazy.word_ == 0 && more.lazy.word_ == 0);
            number = input.value;
            if (target > most) most = target;
            target += 1 + (int)(random_of(&state) % 16); /* all are reached in several runs */
        } while (reached);
    }
    printf("# %d instructions\n", most);
}
#else
static void a_signal_at_any_instruction(void) {
    printf("SKIPPED: it takes x86-64 Linux, and no sanitizer\n");
}
#endif

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    RUN(a_signal_at_any_instruction);
    return failures != 0;
}
