// EXPECT: error_define_LAZY_STRERROR_before_including_lazy_h
// COMPILERS: sdcc
#ifndef MISTAKE
#define LAZY_STRERROR
#endif
#include "lazy.h"

const char *text_of(int error);
const char *text_of(int error) { return lazy_strerror(error); }
