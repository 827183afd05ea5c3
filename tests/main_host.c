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

void test_put(char c) { putchar(c); }

int main(void) { return test_all() != 0; }
