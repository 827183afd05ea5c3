// REPORTED AS: the compiler does not say undeclared
// EXPECT: undeclared
#ifdef MISTAKE
struct s f(void) {
    return undeclared;
}
#else
int f(void) { return 0; }
#endif
