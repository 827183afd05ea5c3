// REPORTED AS: the compiler does not say named_by_the_library
// EXPECT: named_by_the_library
#ifdef MISTAKE
int f(void) { return undeclared; }
#else
int f(void) { return 0; }
#endif
