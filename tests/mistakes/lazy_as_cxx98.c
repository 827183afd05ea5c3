// EXPECT: lazy.h: compile as C\+\+11 or later
// COMPILERS: g++ clang++-14 clang++-19
// MISTAKE_FLAGS: -x c++ -std=c++98
#include "lazy.h"
