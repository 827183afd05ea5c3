// The peers of lazy.h in C++.
#include "peers.h"

#include <mutex>

// ---- std::call_once and a value -----------------------------------------------------------------

namespace {

struct alignas(64) cell {
    std::once_flag once;
    int value;

    const int *get() {
        std::call_once(once, [this] { value = compute(); });
        return &value;
    }
};

cell alone, cells[CELLS];

} // namespace

const int *call_once_called() { return alone.get(); }

const int *call_once_at(size_t i) { return cells[i].get(); }

unsigned call_once_loop(size_t n) {
    unsigned sum = 0;
    for (; n > 0; n--) {
        sum += static_cast<unsigned>(*alone.get());
        ANYTHING_MAY_CHANGE();
    }
    return sum;
}

// ---- A static of a function ---------------------------------------------------------------------

static inline const int *local_static() {
    static const int value = compute();
    return &value;
}

const int *local_static_called() { return local_static(); }

unsigned local_static_loop(size_t n) {
    unsigned sum = 0;
    for (; n > 0; n--) {
        sum += static_cast<unsigned>(*local_static());
        ANYTHING_MAY_CHANGE();
    }
    return sum;
}
