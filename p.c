struct s { int x; };
static int self, out;
#define HIDES _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"")
#define END _Pragma("GCC diagnostic pop")
#define DEF(name) static int name(struct s *self); HIDES static int name(struct s *self, int *out) END
#define DEF2(name) HIDES int name(struct s *self) __attribute__((unused)); END int name(struct s *self)
#ifdef ONE
HIDES int f1(struct s *self) END { return self->x; }
#endif
#ifdef TWO
HIDES int f2(struct s *self, int *out
END ) { *out = 1; return self->x; }
#endif
#ifdef THREE
#define D3 HIDES int f3(struct s *self, int *out) END
D3 { int out2 = self->x; { int self = 3; *out = self; } return out2; }
#endif
#ifdef FOUR
#define D3 HIDES int f3(struct s *self, int *out)
D3 { END int out2 = self->x; { int self = 3; *out = self; } return out2; }
#endif
int main(void) { return self + out; }
