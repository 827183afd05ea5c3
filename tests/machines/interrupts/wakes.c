/* Check that no wake is lost, at whatever instruction the interrupt comes. The trap flag
 * single-steps a run. After each instruction the process forks, and the child wakes a task at that
 * point. */
#define _GNU_SOURCE /* for REG_EFL */
#include "async.h"

#include <stdio.h>
#include <string.h>

#if !defined(__x86_64__) || !defined(__linux__)
int main(void) {
    puts("SKIPPED: it steps through x86-64 code on Linux");
    return 0;
}
#else
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

/* ---- The tasks ------------------------------------------------------------------------------- */

/* The action of a task in the run that is single-stepped. */
enum kind {
    SLEEPS,
    POLLED_FOR_NOTHING, /* it was woken, and continues to wait */
    DEADLINE,           /* it is due, and continues to wait */
    YIELDS,
    SPAWNS,
    ENDS,
    FAILS
};

struct job {
    struct gen gen;
    struct async_task task;
    enum kind kind;
    volatile int ready; /* set by the interrupt, before the wake */
    int seen;           /* set by the body after it has seen `ready` */
};

enum { JOBS = 3, STRANGER = JOBS }; /* the stranger is spawned during a run */
static struct async executor;
static struct job jobs[JOBS + 1];
static void spawn_the_stranger(void);

GEN(job, char) {
    GEN_BEGIN();
    if (self->kind == DEADLINE) (void)async_until(&self->task, 1);
    GEN_SUSPEND(); /* reached in the previous run */
    if (self->kind == YIELDS) GEN_YIELD('y');
    if (self->kind == SPAWNS) spawn_the_stranger();
    if (self->kind == ENDS) GEN_RETURN();
    if (self->kind == FAILS) GEN_RAISE(-7);
    GEN_AWAIT(self->ready);
    self->seen = 1;
    GEN_AWAIT(!self->ready);
    GEN_END();
}
ASYNC_TASK(job)

static void spawn_the_stranger(void) { (void)job_spawn(&executor, &jobs[STRANGER]); }

/* ---- The interrupt --------------------------------------------------------------------------- */

#define TRAP_FLAG 0x100

/* The possible mistakes; also the exit status of a child. */
enum mistake { NONE, TOLD_DONE, NOT_TOLD, NOT_POLLED, NO_REST, BROKEN, NO_START, NO_FORK };
static const char *const mistakes[] = {
    "",
    "a wake was lost: async_run says that no task is left",
    "a wake was lost: async_ready does not report it",
    "a wake was lost: the next run does not poll the task",
    "the tasks do not come to rest",
    "a wake breaks the executor: it crashes, or does not end",
    "the tasks do not wait",
    "it cannot fork",
};

static struct job *target;
static volatile long instructions;
static volatile int woken; /* in a child: whether the interrupt has come */
static volatile int mistake;

static void interrupt(int signal, siginfo_t *info, void *context) {
    const int kept = errno;
    int ended = 0;
    const pid_t child = fork();
    (void)signal;
    (void)info;
    instructions++;
    if (child == 0) {
        alarm(5);
        woken = 1;
        target->ready = 1;
        async_wake(&target->task);
    } else if (child < 0 || waitpid(child, &ended, 0) != child) {
        mistake = NO_FORK;
    } else {
        mistake = WIFEXITED(ended) ? WEXITSTATUS(ended) : BROKEN;
    }
    if (woken || mistake) ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
    errno = kept;
}

/* Set the trap flag. The stack pointer moves past the red zone meanwhile. */
static inline void step(void) {
    __asm__ volatile("lea -128(%%rsp), %%rsp; pushfq; orq %0, (%%rsp); popfq; lea 128(%%rsp), %%rsp"
                     :
                     : "i"(TRAP_FLAG)
                     : "memory", "cc");
}

static inline void do_not_step(void) {
    __asm__ volatile(
        "lea -128(%%rsp), %%rsp; pushfq; andq %0, (%%rsp); popfq; lea 128(%%rsp), %%rsp"
        :
        : "i"(~TRAP_FLAG)
        : "memory", "cc");
}

/* ---- The test -------------------------------------------------------------------------------- */

struct scenario {
    const char *name;
    enum kind kinds[JOBS];
    int target;
};

static const struct scenario scenarios[] = {
    {"all sleep, the first is woken", {SLEEPS, SLEEPS, SLEEPS}, 0},
    {"all sleep, the last is woken", {SLEEPS, SLEEPS, SLEEPS}, 2},
    {"one that is polled is woken", {SLEEPS, POLLED_FOR_NOTHING, SLEEPS}, 1},
    {"all are polled, the first is woken", {POLLED_FOR_NOTHING, YIELDS, DEADLINE}, 0},
    {"all are polled, the last is woken", {YIELDS, DEADLINE, POLLED_FOR_NOTHING}, 2},
    {"one whose deadline comes is woken", {SLEEPS, DEADLINE, YIELDS}, 1},
    {"one that yields is woken", {SLEEPS, YIELDS, SLEEPS}, 1},
    {"one is woken before one that ends", {SLEEPS, ENDS, SLEEPS}, 0},
    {"one is woken behind one that ends", {SLEEPS, ENDS, SLEEPS}, 2},
    {"one that ends is woken", {POLLED_FOR_NOTHING, SLEEPS, ENDS}, 2},
    {"one is woken before one that fails", {POLLED_FOR_NOTHING, FAILS, SLEEPS}, 0},
    {"one is woken behind one that fails", {SLEEPS, FAILS, POLLED_FOR_NOTHING}, 2},
    {"one that fails is woken", {FAILS, SLEEPS, SLEEPS}, 0},
    {"one is woken while another is spawned", {SPAWNS, SLEEPS, POLLED_FOR_NOTHING}, 1},
};

/* Return whether the wake has had its effect. For a task that has ended, there is none to wait
 * for. */
static int arrived(void) { return target->seen || async_status(&target->task) != GEN_PENDING; }

/* Check the state after a run with a wake in it. */
static int look(gen_status status) {
    if (!arrived()) {
        if (status == GEN_DONE) return TOLD_DONE;
        if (!async_ready(&executor)) return NOT_TOLD;
    }
    (void)async_run(&executor, 2);
    if (!arrived()) return NOT_POLLED;
    (void)async_run(&executor, 3);
    return async_run(&executor, 4) == GEN_PENDING && !async_ready(&executor) ? NONE : NO_REST;
}

static void play(const struct scenario *scenario) {
    gen_status status;
    int i;
    memset(&executor, 0, sizeof executor);
    memset(jobs, 0, sizeof jobs);
    target = &jobs[scenario->target];
    for (i = 0; i < JOBS; i++) {
        jobs[i].kind = scenario->kinds[i];
        (void)job_spawn(&executor, &jobs[i]);
    }
    mistake = async_run(&executor, 0) == GEN_PENDING ? NONE : NO_START;
    if (mistake != NONE) return;
    for (i = 0; i < JOBS; i++)
        if (jobs[i].kind != SLEEPS && jobs[i].kind != DEADLINE) async_wake(&jobs[i].task);

    instructions = 0;
    step();
    status = async_run(&executor, 1);
    do_not_step();
    if (woken) _exit(look(status));
}

int main(void) {
    const size_t count = sizeof scenarios / sizeof scenarios[0];
    struct sigaction action;
    int failed = 0;
    size_t i;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = interrupt;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGTRAP, &action, NULL);
    for (i = 0; i < count; i++) {
        play(&scenarios[i]);
        if (mistake == NONE && instructions < 10) { /* a run takes at least as many */
            puts("SKIPPED: the trap flag does not work here");
            return 0;
        }
        if (mistake != NONE) {
            failed = 1;
            printf("not ok %s: at instruction %ld: %s\n", scenarios[i].name, instructions,
                   mistakes[mistake]);
        } else {
            printf("ok %s, at each of %ld instructions\n", scenarios[i].name, instructions);
        }
    }
    return failed;
}
#endif
