/* lazy_library.h - shared libraries that are opened at the first call of a function in them:
 * Python's import inside a function. Needs lazy.h beside it; Windows and Unix; C99 or C++11. Link
 * with -ldl where dlopen is not in the C library (glibc before 2.34).
 *
 * SPDX-License-Identifier: MIT
 *
 *     #include "lazy_library.h"
 *     #include <stdio.h>
 *
 *     LAZY_LIBRARY(libm, "libm.so.6")
 *     LAZY_SYMBOL(cosine, libm, "cos", double, (double x))
 *
 *     int main(void) {
 *         int error = 0;
 *         double (*cos_of)(double) = cosine(&error);    // opens the library
 *         if (cos_of == NULL) fprintf(stderr, "%s\n", cosine_text());
 *         else printf("%f\n", cos_of(0));               // 1.000000
 *     }
 *
 * LAZY_LIBRARY(name, file) - a library. LAZY_SYMBOL(name, library, "symbol", R, (parameters)) - a
 * function in it, which returns R. Both are static: put them into one source file, at file scope.
 * They expand to
 *
 *     <R> (*<name>(int *error))(<parameters>);   // NULL on error: LAZY_E_LIBRARY, LAZY_E_SYMBOL
 *     const char *<name>_text(void);             // the loader's text about the error, or ""
 *     int <library>_retry(void);                 // forget that the library was missing; returns 0
 *
 * A missing library is remembered. Call retry while no other thread uses the library. A library
 * whose own constructors ask for a symbol of it gets LAZY_E_CYCLE.
 *
 * LAZY_SYMBOL_OR(name, library, "symbol", R, (parameters), fallback) - the same, but if the library
 * or the symbol is missing, the result is the function `fallback`.
 */
#ifndef LAZY_LIBRARY_H
#define LAZY_LIBRARY_H

#include "lazy.h"

#ifndef LAZY_H /* it has reported why */
#elif !defined(LAZY_PRIVATE_) || LAZY_PRIVATE_ != 2
#error \
    "lazy_library.h: the lazy.h that it includes has another version: take both from one release."
#elif !defined(_WIN32) && !defined(__unix__) && !defined(__linux__) && !defined(__APPLE__)
#error "lazy_library.h: this system has no shared libraries that could be opened."
#else

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

#define LAZY_LIBRARY(name, file) \
    static struct lazy_library name = {{0}, file, LAZY_NULL_, {0}}; \
    LAZY_FUNCTION_ int name##_retry(void) { \
        if (lazy_library_is_evaluated(&name)) return 0; \
        name.text_[0] = 0; \
        return lazy_library_reset(&name); \
    }
#define LAZY_SYMBOL(name, library, symbol, R, parameters) \
    LAZY_SYMBOL_OR(name, library, symbol, R, parameters, LAZY_NULL_)
#define LAZY_SYMBOL_OR(name, library, symbol, R, parameters, fallback) \
    typedef R(*name##_function) parameters; \
    static struct lazy_symbol name##_cell_ = {{0}, &(library), symbol, LAZY_NULL_, {0}}; \
    LAZY_FUNCTION_ name##_function name##_instead_(void) { return fallback; } \
    LAZY_FUNCTION_ name##_function name(int *lazy_error_) { \
        union { \
            void *found_; \
            name##_function function_; \
        } lazy_as_; \
        const lazy_symbol_value *const lazy_value_ = lazy_symbol_get(&name##_cell_, lazy_error_); \
        lazy_as_.found_ = LAZY_NULL_; \
        if (lazy_value_ == LAZY_NULL_) return name##_instead_(); \
        lazy_as_.found_ = *lazy_value_; \
        return lazy_as_.function_; \
    } \
    LAZY_FUNCTION_ const char *name##_text(void) { \
        return (library).text_[0] != 0 ? (library).text_ : name##_cell_.text_; \
    }

/* ==== Private: what follows may change ======================================================== */

#define LAZY_TEXT_SIZE_ 128

struct lazy_library {
    struct lazy lazy;
    const char *file_;
    void *value;
    char text_[LAZY_TEXT_SIZE_];
};

struct lazy_symbol {
    struct lazy lazy;
    struct lazy_library *library_;
    const char *symbol_;
    void *value;
    char text_[LAZY_TEXT_SIZE_];
};

/* Keep the loader's text. It is written once, because other threads may read it. */
LAZY_SELDOM_ void lazy_note_(char *lazy_text_) {
#ifdef _WIN32
    DWORD lazy_length_;
    if (lazy_text_[0] != 0) return;
    lazy_length_ =
        FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, LAZY_NULL_,
                       GetLastError(), 0, lazy_text_, LAZY_TEXT_SIZE_, LAZY_NULL_);
    while (lazy_length_ > 0 &&
           (lazy_text_[lazy_length_ - 1] == '\r' || lazy_text_[lazy_length_ - 1] == '\n'))
        lazy_text_[--lazy_length_] = 0;
#else
    const char *const lazy_said_ = dlerror();
    size_t lazy_at_ = 0;
    if (lazy_text_[0] != 0 || lazy_said_ == LAZY_NULL_) return;
    for (; lazy_said_[lazy_at_] != 0 && lazy_at_ + 1 < LAZY_TEXT_SIZE_; lazy_at_++)
        lazy_text_[lazy_at_] = lazy_said_[lazy_at_];
    lazy_text_[lazy_at_] = 0;
#endif
}

LAZY_WITH(lazy_library, void *, LAZY_REMEMBER, (void)0) {
#ifdef _WIN32
    *out = LAZY_CAST_(void *, LoadLibraryA(self->file_));
#else
    *out = dlopen(self->file_, RTLD_NOW);
#endif
    if (*out != LAZY_NULL_) return 0;
    lazy_note_(self->text_);
    return LAZY_E_LIBRARY;
}

/* LAZY_RETRY, because the library remembers its own error: after <library>_retry the symbol is
 * looked up again. */
LAZY_WITH(lazy_symbol, void *, LAZY_RETRY, (void)0) {
    int lazy_error_ = 0;
    void *const *const lazy_library_ = lazy_library_get(self->library_, &lazy_error_);
    if (lazy_library_ == LAZY_NULL_) return lazy_error_;
#ifdef _WIN32
    {
        const FARPROC lazy_address_ =
            GetProcAddress(LAZY_CAST_(HMODULE, *lazy_library_), self->symbol_);
        __builtin_memcpy(out, &lazy_address_, sizeof lazy_address_);
    }
#else
    *out = dlsym(*lazy_library_, self->symbol_);
#endif
    if (*out != LAZY_NULL_) return 0;
    lazy_note_(self->text_);
    return LAZY_E_SYMBOL;
}

#endif /* of lazy.h */
#endif /* LAZY_LIBRARY_H */
