/* Run a test file on a machine with stdio. */
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
int test_all(void);
void test_put(char c);
#ifdef __cplusplus
}
#endif

/* Print a line when it is complete, so that a later crash does not lose it. */
void test_put(char c) {
    putchar(c);
    if (c == '\n') fflush(stdout);
}

int main(void) { return test_all() != 0; }
