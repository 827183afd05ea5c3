// REPORTED AS: the compiler says [0-9]+ lines, and not 2 at most
// EXPECT: undeclared
// LINES: gcc 2
#ifdef MISTAKE
int f(void) { return undeclared; }
#else
int f(void) { return 0; }
#endif
