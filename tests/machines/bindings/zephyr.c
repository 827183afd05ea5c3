/* lazy.h under Zephyr. A waiting thread checks again each millisecond; no thread wakes it. (k_futex
 * exists only with CONFIG_USERSPACE, and must be known as a kernel object at build time.) */
#include <zephyr/kernel.h>

static inline long wait_a_millisecond(long ms) {
    k_msleep(1);
    return ms > 0 ? ms - 1 : ms;
}

/* The address of a struct k_thread, which is larger than 16 bytes. */
#define LAZY_SELF() ((lazy_word)((uintptr_t)k_current_get() >> 4 & 0x0FFFFFFF))
#define LAZY_WAIT(word, seen, ms) ((void)(word), (void)(seen), wait_a_millisecond(ms))
#define LAZY_WAKE(word) ((void)(word))
#define LAZY_IN_ISR() k_is_in_isr()
#include "lazy.h"

/* ---- Stand-ins and the test ----------------------------------------------------------------- */

#include "tasks.h"

struct k_thread {
    char state[32];
};
static struct k_thread blocks[TASKS];

k_tid_t k_current_get(void) { return &blocks[this_task]; }
bool k_is_in_isr(void) { return in_interrupt; }
int32_t k_msleep(int32_t ms) {
    sleep_ms((unsigned)ms);
    return 0;
}
