/* Run a test file on a Cortex-M in QEMU, by semihosting calls. The output goes to the console. The
 * number of failed tests is the emulator's exit status. */
#include <stdint.h>

int test_all(void);
void test_put(char c);
void reset(void);
void stop(uint32_t status);
void interrupt(void); /* the SysTick handler, if the test file has one */

extern uint32_t data_source[], data_start[], data_end[], bss_end[], stack_top[];

static void call(unsigned long operation, const void *argument) {
    register unsigned long r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void stop(uint32_t status) {
    const uint32_t exit[2] = {0x20026, status};
    call(0x20, exit);
    for (;;) {}
}

void test_put(char c) { call(3, &c); }

static void fault(void) {
    const char *text = "not ok: a fault\n";
    while (*text) test_put(*text++);
    stop(99);
}

void __attribute__((weak)) interrupt(void) { fault(); }

void reset(void) {
    const uint32_t *from = data_source;
    uint32_t *to = data_start;
    while (to < data_end) *to++ = *from++;
    while (to < bss_end) *to++ = 0;
#ifdef __ARM_FP
    *(volatile uint32_t *)0xE000ED88 |= 0xF << 20; // enable the floating-point registers
    __asm__ volatile("dsb\n isb");
#endif
    stop((uint32_t)test_all());
}

static const struct {
    uint32_t *stack;
    void (*handlers[15])(void);
} vectors __attribute__((section(".vectors"), used)) = {
    stack_top,
    {reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, interrupt},
};
