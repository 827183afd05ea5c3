/* Run a test file on QEMU's virt, a RISC-V without a libc. The output goes to the UART. The number
 * of failed tests is the emulator's exit status. */
#include <stddef.h>
#include <stdint.h>

int test_all(void);
void test_put(char c);
void *memcpy(void *to, const void *from, size_t count);
void *memset(void *to, int value, size_t count);
void run(void);
void fault(void);

extern char bss_start[], bss_end[];

void *memcpy(void *to, const void *from, size_t count) {
    volatile char *at = (volatile char *)to;
    const char *next = (const char *)from;
    while (count-- > 0) *at++ = *next++;
    return to;
}

void *memset(void *to, int value, size_t count) {
    volatile char *at = (volatile char *)to;
    while (count-- > 0) *at++ = (char)value;
    return to;
}

void test_put(char c) { *(volatile uint8_t *)0x10000000u = (uint8_t)c; }

static void stop(unsigned status) {
    *(volatile uint32_t *)0x100000u = status == 0 ? 0x5555 : status << 16 | 0x3333;
    for (;;) {}
}

void fault(void) { stop(99); }

void run(void) {
    memset(bss_start, 0, (size_t)(bss_end - bss_start));
    stop((unsigned)test_all());
}

__asm__(".section .start, \"ax\"\n"
        ".globl start\n"
        ".balign 4\n"
        "start: la sp, stack_top\n"
        "la t0, trap\n"
        "csrw mtvec, t0\n"
        "li t0, 0x2008\n" // enable interrupts, and the floating-point registers if there are any
        "csrs mstatus, t0\n"
        "call run\n"
        ".balign 4\n"
        "trap: call fault\n"
        ".text\n");
