/* Run a test file on a simulated 8051, STM8 or Z80. uCsim writes the output of its simulator
 * interface to a file. The output ends with PASS or FAIL. */
#ifdef __SDCC_mcs51
static volatile __xdata unsigned char *const simulator = (volatile __xdata unsigned char *)0xFFFF;
#else
static volatile unsigned char *const simulator = (volatile unsigned char *)0x7FFF;
#endif

int test_all(void);
void test_put(char c);

void test_put(char c) {
    *simulator = 'w';
    *simulator = (unsigned char)c;
}

void main(void) {
    const char *verdict = test_all() == 0 ? "PASS\n" : "FAIL\n";
    while (*verdict) test_put(*verdict++);
    *simulator = 's';
    for (;;) {}
}
