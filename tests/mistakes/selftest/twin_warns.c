// REPORTED AS: the twin does not compile without warnings
// EXPECT: undeclared
#ifdef MISTAKE
int f(void) { return undeclared; }
#else
static int f(void) { return 0; }
#endif
