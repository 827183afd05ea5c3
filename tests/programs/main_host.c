/* Runs a test file on a machine with stdio. */
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
int test_all(void);
void test_put(char c);
#ifdef __cplusplus
}
#endif

/* Each line goes out when it is whole: a crash later on does not take it along. */
void test_put(char c) {
    putchar(c);
    if (c == '\n') fflush(stdout);
}

int main(void) { return test_all() != 0; }
