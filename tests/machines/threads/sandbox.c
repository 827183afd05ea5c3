/* A sandbox that refuses tgkill, as seccomp filters do. No running thread may be mistaken for one
 * that has ended. */
#include "threads.h"

#ifdef __linux__
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Make the kernel return EPERM from tgkill. Return 0, or -1 if it accepts no filter. */
static int refuse_tgkill(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {4, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#else
static int refuse_tgkill(void) { return -1; }
#endif

struct slow {
    struct lazy lazy;
    int value;
};
static int runs;

LAZY(slow, int) {
    ADD(runs, 1);
    sleep_ms(50);
    *out = 1;
    return 0;
}

static struct slow slow;

static void ask(int index, unsigned *state) {
    (void)index;
    (void)state;
    CHECK(slow_get(&slow, NULL) != NULL);
}

static void a_thread_that_cannot_be_asked_for_is_there(void) {
    run_threads(4, ask);
    CHECK(runs == 1);
}

int main(int argc, char **argv) {
    begin_tests(argc, argv);
    if (refuse_tgkill() != 0) {
        printf("SKIPPED: the system takes no filter of system calls\n");
        return 0;
    }
    RUN(a_thread_that_cannot_be_asked_for_is_there);
    return failures != 0;
}
