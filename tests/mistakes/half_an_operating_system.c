// EXPECT: define LAZY_SELF, LAZY_WAIT, LAZY_WAKE and LAZY_IN_ISR, or none of the first three
#define LAZY_SELF() 1
#ifndef MISTAKE
#define LAZY_WAIT(word, seen, ms) ((void)(word), (void)(seen), (ms) > 0 ? (ms)-1 : (ms))
#define LAZY_WAKE(word) ((void)(word))
#define LAZY_IN_ISR() 0
#endif
#include "lazy.h"
