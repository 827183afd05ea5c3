/* For chibicc where its package brings no headers of its own: just what the tests use. */
#ifndef CHIBICC_STDDEF_H
#define CHIBICC_STDDEF_H

#define NULL ((void *)0)
#define offsetof(type, member) ((size_t) & (((type *)0)->member))

typedef unsigned long size_t;
typedef long ptrdiff_t;
typedef int wchar_t;

#endif
