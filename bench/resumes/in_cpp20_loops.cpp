#include "in_cpp20.hpp"
#include "workloads.h"

unsigned cpp20_count(unsigned n) {
    generator counter = ::counter(n);
    unsigned sum = 0;
    while (counter.next()) sum += counter.value();
    return sum;
}

unsigned cpp20_finally(unsigned n) {
    unsigned sum = 0, released = 0;
    {
        generator guarded = ::guarded(n, &released);
        while (guarded.next()) sum += guarded.value();
    }
    return sum + released;
}

unsigned cpp20_places(unsigned n) {
    generator places = ::places(n);
    unsigned sum = 0;
    while (places.next()) sum += places.value();
    return sum;
}

unsigned cpp20_chain(unsigned n) {
    generator chain = ::chain(n, CHAIN_DEPTH);
    unsigned sum = 0;
    while (chain.next()) sum += chain.value();
    return sum;
}

unsigned cpp20_chain_innermost(unsigned n) {
    deep_generator chain = deep(n, CHAIN_DEPTH);
    unsigned sum = 0;
    while (chain.next()) sum += chain.value();
    return sum;
}

unsigned cpp20_send(unsigned n) {
    receiving<const unsigned *> echo = ::echo();
    unsigned sum = 0;
    if (!echo.next(nullptr)) return 0;
    for (unsigned i = 0; i < n; i++)
        if (echo.next(&i)) sum += echo.value();
    return sum;
}

unsigned cpp20_throw(unsigned n) {
    int error = 0;
    receiving<int> catching = ::catching(&error);
    unsigned sum = 0;
    if (!catching.next(0)) return 0;
    for (unsigned i = 1; i < n; i++)
        if (catching.next(THROWN)) sum += catching.value();
    return sum;
}

unsigned cpp20_raise(unsigned n) {
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++) {
        receiving<int> raising = ::raising(i);
        if (raising.next(0)) sum += raising.value();
        if (raising.next(THROWN)) sum++;
    }
    return sum;
}

unsigned cpp20_close(unsigned n) {
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++) {
        generator ticker = ::ticker(i);
        if (ticker.next()) sum += ticker.value();
    }
    return sum;
}

unsigned cpp20_cleanup(unsigned n) {
    unsigned sum = 0, released = 0;
    for (unsigned i = 0; i < n; i++) {
        generator holding = ::holding(i, &released);
        if (holding.next()) sum += holding.value();
    }
    return sum + (released - n);
}
