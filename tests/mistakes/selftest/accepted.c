// REPORTED AS: the mistake compiles
// EXPECT: error
#ifdef MISTAKE
int f(void) { return 1; }
#else
int f(void) { return 0; }
#endif
