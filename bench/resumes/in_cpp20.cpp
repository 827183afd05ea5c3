#include "in_cpp20.hpp"

generator counter(unsigned n) {
    for (unsigned i = 0; i < n; i++) co_yield i;
}

namespace {
struct release {
    unsigned *released;
    ~release() { ++*released; }
};
} // namespace

generator guarded(unsigned n, unsigned *released) {
    release at_end{released};
    for (unsigned i = 0; i < n; i++) co_yield i;
}

generator places(unsigned n) {
    for (unsigned i = 0; i < n; i += 4) {
        co_yield i;
        co_yield i + 1;
        co_yield i + 2;
        co_yield i + 3;
    }
}

generator chain(unsigned n, unsigned depth) {
    if (depth != 0) {
        generator child = chain(n, depth - 1);
        while (child.next()) co_yield child.value();
    } else {
        for (unsigned i = 0; i < n; i++) co_yield i;
    }
}

receiving<const unsigned *> echo() {
    unsigned i = 0;
    for (;;) {
        if (const unsigned *sent = co_yield i) i = *sent;
    }
}

receiving<int> catching(int *error) {
    unsigned i = 0;
    for (;;) {
        if (const int thrown = co_yield i) {
            *error = thrown;
            i++;
        }
    }
}

receiving<int> raising(unsigned i) {
    for (;; i++) {
        const int thrown = co_yield i;
        if (thrown != 0) co_return;
    }
}

generator ticker(unsigned i) {
    for (;; i++) co_yield i;
}

generator holding(unsigned i, unsigned *released) {
    release at_end{released};
    for (;; i++) co_yield i;
}

deep_generator deep(unsigned n, unsigned depth) {
    if (depth != 0) {
        deep_generator child = deep(n, depth - 1);
        co_yield child;
    } else {
        for (unsigned i = 0; i < n; i++) co_yield i;
    }
}
