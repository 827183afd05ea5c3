/* loop.h - an event loop for async.h on Linux: tasks that wait for sockets, by epoll or by poll.
 *
 * A wait is a system call that does not block, in the condition of a GEN_AWAIT:
 *
 *     GEN_AWAIT((self->got = loop_recv(&self->io, self->buffer, sizeof self->buffer)) != -EAGAIN ||
 *               async_until(&self->task, self->due));      // with a timeout
 *
 * When the call would block, it returns -EAGAIN, and the loop wakes the task when it no longer
 * would. The loop runs until all tasks have ended:
 *
 *     static struct loop loop;
 *     loop_begin(&loop, 0);
 *     server_spawn(&loop.executor, &server);
 *     while ((status = loop_run(&loop)) != GEN_DONE) log_error(async_failed(&loop.executor), status);
 *     loop_end(&loop);
 *
 * Signal handlers and other threads wake a task by async_wake, which also ends the sleep of the loop.
 * Time is in milliseconds. Define _GNU_SOURCE, and include this before any other header that includes
 * async.h.
 */
#ifndef LOOP_H
#define LOOP_H

struct async;
static inline void loop_on_ready_(struct async *executor);
#define ASYNC_ON_READY(executor) loop_on_ready_(executor)
#include "async.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The number of descriptors that one loop can have. */
#ifndef LOOP_MOST
#define LOOP_MOST 1024
#endif

/* A descriptor and the task that uses it. */
struct loop_io {
    int fd;
    unsigned blocked; /* POLLIN, POLLOUT: what the system cannot do now */
    unsigned at;      /* its index in the loop */
    struct loop *loop;
    struct async_task *task;
};

struct loop {
    struct async executor; /* the first member, because ASYNC_ON_READY knows only this one */
    int epoll;             /* -1: use poll */
    int event;             /* an eventfd, by which a wake ends the sleep */
    atomic_int asleep;     /* whether a wake must do that */
    unsigned count;
    struct loop_io *ios[LOOP_MOST];
    struct pollfd polls[LOOP_MOST + 1];
};

/* Set a loop up. Return 0, or a negative error. */
static inline int loop_begin(struct loop *loop, int use_poll) {
    struct epoll_event event = {.events = EPOLLIN};
    int error = 0;
    loop->epoll = -1;
    loop->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->event < 0) return -errno;
    if (use_poll) return 0;
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (loop->epoll < 0 || epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->event, &event) < 0)
        error = -errno;
    return error;
}

static inline void loop_end(struct loop *loop) {
    if (loop->epoll >= 0) close(loop->epoll);
    if (loop->event >= 0) close(loop->event);
}

/* Have the loop watch a descriptor, which does not block, for a task. Return 0, or a negative error. */
static inline int loop_add(struct loop *loop, struct loop_io *io, int fd, struct async_task *task) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = io};
    if (loop->count == LOOP_MOST) return -ENOSPC;
    if (loop->epoll >= 0 && epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0) return -errno;
    io->fd = fd;
    io->blocked = 0;
    io->loop = loop;
    io->task = task;
    io->at = loop->count++;
    loop->ios[io->at] = io;
    return 0;
}

/* Close a descriptor that the loop watches. */
static inline void loop_close(struct loop_io *io) {
    struct loop_io *const last = io->loop->ios[--io->loop->count];
    io->loop->ios[io->at] = last;
    last->at = io->at;
    close(io->fd);
}

/* ---- Waiting, in a GEN_AWAIT ------------------------------------------------------------------ */

/* Return the result of a call, or a negative error. For `would block` that is -EAGAIN, and the task
 * will be woken. `what` is POLLIN or POLLOUT. Use it for calls that are not below. */
static inline ptrdiff_t loop_result(struct loop_io *io, unsigned what, ptrdiff_t result) {
    if (result >= 0) return result;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return -errno;
    io->blocked |= what;
    return -EAGAIN;
}

/* These call nothing while they are known to block. */
static inline ptrdiff_t loop_recv(struct loop_io *io, void *into, size_t size) {
    if (io->blocked & POLLIN) return -EAGAIN;
    return loop_result(io, POLLIN, recv(io->fd, into, size, 0));
}

static inline ptrdiff_t loop_send(struct loop_io *io, const void *from, size_t size) {
    if (io->blocked & POLLOUT) return -EAGAIN;
    return loop_result(io, POLLOUT, send(io->fd, from, size, MSG_NOSIGNAL));
}

/* Return a connection that does not block, or a negative error. */
static inline int loop_accept(struct loop_io *io) {
    if (io->blocked & POLLIN) return -EAGAIN;
    return (int)loop_result(io, POLLIN, accept4(io->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

/* ---- The loop --------------------------------------------------------------------------------- */

static inline async_tick loop_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (async_tick)((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000);
}

/* End the sleep of a loop. In a signal handler too, so errno is kept. */
static inline void loop_on_ready_(struct async *executor) {
    struct loop *const loop = (struct loop *)(void *)executor;
    const uint64_t one = 1;
    const int error = errno;
    atomic_thread_fence(memory_order_seq_cst); /* after the push: see loop_wait_ */
    if (atomic_exchange(&loop->asleep, 0) && write(loop->event, &one, sizeof one) < 0)
        abort(); /* an eventfd that is open takes it */
    errno = error;
}

/* Note what a descriptor can do again. */
static inline void loop_unblock_(struct loop *loop, struct loop_io *io, unsigned events) {
    uint64_t count;
    if (io == NULL) { /* the eventfd */
        if (read(loop->event, &count, sizeof count) < 0) return;
    } else {
        io->blocked &= events & (POLLERR | POLLHUP | POLLNVAL) ? 0 : ~events;
        async_wake(io->task);
    }
}

/* Sleep until there is something to do, and wake the tasks that it concerns. */
static inline void loop_wait_(struct loop *loop) {
    struct epoll_event events[64];
    async_tick due;
    int ready, timeout = -1;
    if (async_next_deadline(&loop->executor, &due)) {
        timeout = (int)(due - loop_now());
        if (timeout < 0) timeout = 0; /* it has passed */
    }
    /* A wake pushes a task and then tests `asleep`. This sets `asleep` and then tests for a task. So
     * at least one of the two sees what the other has written, and no wake is slept through. */
    atomic_store(&loop->asleep, 1);
    atomic_thread_fence(memory_order_seq_cst);
    if (async_ready(&loop->executor)) timeout = 0;
    if (loop->epoll >= 0) {
        ready = epoll_wait(loop->epoll, events, 64, timeout);
        atomic_store(&loop->asleep, 0);
        for (int i = 0; i < ready; i++) /* the bits of epoll are those of poll */
            loop_unblock_(loop, (struct loop_io *)events[i].data.ptr, events[i].events);
    } else {
        for (unsigned i = 0; i < loop->count; i++) {
            const struct loop_io *const io = loop->ios[i]; /* poll ignores -1 */
            loop->polls[i] = (struct pollfd){io->blocked ? io->fd : -1, (short)io->blocked, 0};
        }
        loop->polls[loop->count] = (struct pollfd){loop->event, POLLIN, 0};
        ready = poll(loop->polls, loop->count + 1, timeout);
        atomic_store(&loop->asleep, 0);
        for (unsigned i = 0; ready > 0 && i <= loop->count; i++)
            if (loop->polls[i].revents)
                loop_unblock_(loop, i < loop->count ? loop->ios[i] : NULL,
                              (unsigned short)loop->polls[i].revents);
    }
}

/* Run the tasks until all have ended, or until one has failed for which no other waits. Return
 * GEN_DONE, or that error; call it again for the other tasks. */
static inline gen_status loop_run(struct loop *loop) {
    gen_status status;
    while ((status = async_run(&loop->executor, loop_now())) > GEN_DONE) loop_wait_(loop);
    return status;
}

#endif
