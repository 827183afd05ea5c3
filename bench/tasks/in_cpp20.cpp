// The simplest executor of C++20 coroutines: a deque of those that are ready.
#include "ways.h"

#include <coroutine>
#include <deque>
#include <exception>
#include <vector>

namespace {

std::deque<std::coroutine_handle<>> ready;
std::size_t polls;

struct task {
    struct promise_type {
        task get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> handle;
};

struct let_others_run {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) const { ready.push_back(handle); }
    void await_resume() const noexcept {}
};

task waits() {
    for (;;) {
        polls++;
        co_await let_others_run{};
    }
}

void run_once() {
    for (std::size_t left = ready.size(); left > 0; left--) {
        const std::coroutine_handle<> handle = ready.front();
        ready.pop_front();
        handle.resume();
    }
}

} // namespace

std::size_t cpp20_switch(std::size_t tasks, std::size_t times) {
    std::vector<task> all;
    for (std::size_t i = 0; i < tasks; i++) {
        all.push_back(waits());
        ready.push_back(all.back().handle);
    }
    run_once();
    polls = 0;
    for (std::size_t i = 0; i < times; i++) run_once();
    ready.clear();
    for (const task &each : all) each.handle.destroy();
    return polls;
}
