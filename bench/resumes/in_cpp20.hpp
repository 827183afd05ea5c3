// The workloads as C++20 coroutines with a handle, reduced to what they need.
#ifndef BENCH_RESUMES_IN_CPP20_HPP
#define BENCH_RESUMES_IN_CPP20_HPP

#include <coroutine>
#include <exception>
#include <utility>

class generator {
  public:
    struct promise_type {
        unsigned value;
        generator get_return_object() { return generator(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(unsigned v) noexcept {
            value = v;
            return {};
        }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }
    };
    using handle = std::coroutine_handle<promise_type>;

    generator(generator &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    ~generator() {
        if (handle_) handle_.destroy();
    }
    bool next() {
        handle_.resume();
        return !handle_.done();
    }
    unsigned value() const { return handle_.promise().value; }

  private:
    explicit generator(handle h) : handle_(h) {}
    handle handle_;
};

// The same, into which a value is sent at each resume. An error that is thrown in is such a value.
template <class In> class receiving {
  public:
    struct promise_type {
        unsigned value;
        In sent;
        struct receive {
            promise_type &promise;
            bool await_ready() noexcept { return false; }
            void await_suspend(std::coroutine_handle<>) noexcept {}
            In await_resume() noexcept { return promise.sent; }
        };
        receiving get_return_object() {
            return receiving(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        receive yield_value(unsigned v) noexcept {
            value = v;
            return {*this};
        }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }
    };

    receiving(receiving &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    ~receiving() {
        if (handle_) handle_.destroy();
    }
    bool next(In sent) {
        handle_.promise().sent = sent;
        handle_.resume();
        return !handle_.done();
    }
    unsigned value() const { return handle_.promise().value; }

  private:
    explicit receiving(std::coroutine_handle<promise_type> h) : handle_(h) {}
    std::coroutine_handle<promise_type> handle_;
};

receiving<const unsigned *> echo();
receiving<int> catching(int *error);
receiving<int> raising(unsigned i);
generator ticker(unsigned i);
generator holding(unsigned i, unsigned *released);

generator counter(unsigned n);
generator guarded(unsigned n, unsigned *released);
generator places(unsigned n);
generator chain(unsigned n, unsigned depth);

// Like std::generator with std::ranges::elements_of: the outermost promise knows the
// innermost coroutine, so that a resume goes straight to it, and the value is written
// straight to the outermost.
class deep_generator {
  public:
    struct promise_type;
    using handle = std::coroutine_handle<promise_type>;

    struct to_parent {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle h) noexcept;
        void await_resume() noexcept {}
    };
    struct to_child {
        handle child;
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle h) noexcept;
        void await_resume() noexcept {}
    };
    struct promise_type {
        unsigned value;
        promise_type *root = this;
        std::coroutine_handle<> innermost; // set in the root
        handle parent;
        deep_generator get_return_object() {
            const handle h = handle::from_promise(*this);
            innermost = h;
            return deep_generator(h);
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        to_parent final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(unsigned v) noexcept {
            root->value = v;
            return {};
        }
        to_child yield_value(deep_generator &child) noexcept { return {child.handle_}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }
    };

    deep_generator(deep_generator &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    ~deep_generator() {
        if (handle_) handle_.destroy();
    }
    bool next() {
        handle_.promise().innermost.resume();
        return !handle_.done();
    }
    unsigned value() const { return handle_.promise().value; }

  private:
    explicit deep_generator(handle h) : handle_(h) {}
    handle handle_;
};

inline std::coroutine_handle<> deep_generator::to_parent::await_suspend(handle h) noexcept {
    if (!h.promise().parent) return std::noop_coroutine();
    h.promise().root->innermost = h.promise().parent;
    return h.promise().parent;
}

inline std::coroutine_handle<> deep_generator::to_child::await_suspend(handle h) noexcept {
    child.promise().root = h.promise().root;
    child.promise().parent = h;
    h.promise().root->innermost = child;
    return child;
}

deep_generator deep(unsigned n, unsigned depth);

#endif // BENCH_RESUMES_IN_CPP20_HPP
