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
