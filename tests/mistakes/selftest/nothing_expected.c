// REPORTED AS: there is no comment EXPECT
#ifdef MISTAKE
int f(void) { return undeclared; }
#else
int f(void) { return 0; }
#endif
