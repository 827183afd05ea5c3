/* server - a TCP server on one thread: it echoes, or its peers chat. Each connection is a task. */
#define _GNU_SOURCE
#include "loop.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "Usage: server [OPTION]... echo|chat\n"
    "Serve TCP connections on the loopback address until SIGINT or SIGTERM.\n"
    "\n"
    "echo sends each peer what it has sent. chat sends each line of a peer to all\n"
    "others, in the same order to all.\n"
    "\n"
    "      --port N        listen there; 0, the default, is any free port\n"
    "      --most N        so many connections at once, from 1 to 256 (the default);\n"
    "                      further ones wait until one ends\n"
    "      --timeout MS    close a connection on which nothing moves for so long;\n"
    "                      60000 by default\n"
    "      --poll          use poll(2) instead of epoll(7)\n"
    "  -h, --help          print this\n"
    "  -V, --version       print the version\n"
    "\n"
    "A line in chat has up to 1023 bytes; a longer one is cut into several lines.\n"
    "Exit status: 0 stopped by a signal; 1 it could not serve; 2 wrong usage.\n";

enum { MOST = 256, IN = 1024, OUT = 4096 };

static struct {
    int chat, use_poll;
    long port, most, timeout;
} options = {0, 0, 0, MOST, 60000};

static struct { unsigned long connections, open, peak, in, out, timeouts, errors; } totals;

static struct loop loop;
static volatile sig_atomic_t stopped_by;

/* ---- A connection ----------------------------------------------------------------------------- */

/* All storage of a connection. A peer that does not read fills its outbox. Then nothing is read that
 * would go there, and TCP slows the senders down. */
struct connection {
    struct gen gen;
    struct async_task task;
    struct loop_io io;
    async_tick idle, stalled; /* when it will have been so for too long */
    int open;
    int ended; /* the peer will send no more */
    int held;  /* it waits for room in an outbox */
    ptrdiff_t error;
    size_t in_count, out_count;
    char in[IN], out[OUT];
};

static struct connection connections[MOST];
static int held_count;

static async_tick time_limit(const struct connection *self) {
    return async_now(&self->task) + (async_tick)options.timeout;
}

/* Note whether a connection waits for room in an outbox. */
static void hold(struct connection *self, int held) {
    held_count += held - self->held;
    self->held = held;
}

/* Have the connections polled that wait for room. */
static void make_room(void) {
    for (long i = 0; held_count != 0 && i < options.most; i++)
        if (connections[i].held) async_wake(&connections[i].task);
}

/* The steps of a connection. Each returns 1 if it has changed something, or 0 if it must wait. */

static int receive(struct connection *self) {
    ptrdiff_t got;
    if (self->ended || self->in_count == IN) return 0;
    got = loop_recv(&self->io, self->in + self->in_count, IN - self->in_count);
    if (got == -EAGAIN) return 0;
    if (got < 0) self->error = got;
    if (got == 0) self->ended = 1;
    if (got > 0) {
        self->in_count += (size_t)got;
        totals.in += (unsigned long)got;
    }
    return 1;
}

static int transmit(struct connection *self) {
    ptrdiff_t sent;
    if (self->out_count == 0) return 0;
    sent = loop_send(&self->io, self->out, self->out_count);
    if (sent == -EAGAIN) return 0;
    if (sent < 0) {
        self->error = sent;
        return 1;
    }
    self->out_count -= (size_t)sent;
    memmove(self->out, self->out + sent, self->out_count);
    self->stalled = time_limit(self);
    totals.out += (unsigned long)sent;
    make_room();
    return 1;
}

/* Move bytes from an inbox to an outbox that has room for them. */
static void post(const struct connection *self, struct connection *to, size_t count) {
    if (to->out_count == 0) to->stalled = time_limit(self);
    memcpy(to->out + to->out_count, self->in, count);
    to->out_count += count;
    async_wake(&to->task);
}

static void drop(struct connection *self, size_t count) {
    self->in_count -= count;
    memmove(self->in, self->in + count, self->in_count);
}

static int echo(struct connection *self) {
    const size_t room = OUT - self->out_count;
    const size_t count = self->in_count < room ? self->in_count : room;
    if (count == 0) return 0;
    post(self, self, count);
    drop(self, count);
    return 1;
}

/* Send a line to all others once all have room for it, so that its place is the same for all. */
static int chat(struct connection *self) {
    const char *const end = (const char *)memchr(self->in, '\n', self->in_count);
    size_t count = end != NULL ? (size_t)(end - self->in) + 1 : self->in_count;
    if (end == NULL) { /* end it here if its rest has no room, or does not come */
        if (count == 0 || (count < IN && !self->ended)) return 0;
        if (count == IN) count--;
    }
    for (long i = 0; i < options.most; i++)
        if (connections[i].open && &connections[i] != self &&
            OUT - connections[i].out_count <= count) {
            hold(self, 1);
            return 0;
        }
    for (long i = 0; i < options.most; i++) {
        struct connection *const to = &connections[i];
        if (!to->open || to == self) continue;
        post(self, to, count);
        if (end == NULL) to->out[to->out_count++] = '\n';
    }
    hold(self, 0);
    drop(self, count);
    return 1;
}

/* Return whether nothing has moved for too long; if not, have the task polled when that is so. Nobody
 * is idle while a line waits for room. */
static int is_late(struct connection *self) {
    if (held_count != 0) self->idle = time_limit(self);
    if (!async_until(&self->task, self->out_count != 0 ? self->stalled : self->idle)) return 0;
    self->error = -ETIMEDOUT;
    return 1;
}

static int is_over(const struct connection *self) {
    return self->error != 0 || (self->ended && self->in_count == 0 && self->out_count == 0);
}

GEN(connection, char) {
    GEN_BEGIN();
    GEN_TRY {
        while (!is_over(self)) {
            self->idle = time_limit(self);
            GEN_AWAIT(receive(self) | (options.chat ? chat(self) : echo(self)) | transmit(self) ||
                      is_late(self));
            ASYNC_YIELD(&self->task); /* a peer that never pauses must not keep others waiting */
        }
    }
    GEN_FINALLY { /* also when the task is cancelled */
        loop_close(&self->io);
        hold(self, 0);
        self->open = 0;
        totals.open--;
        if (self->error == -ETIMEDOUT) totals.timeouts++;
        if (self->error != 0 && self->error != -ETIMEDOUT) totals.errors++;
        make_room();
    }
    GEN_END_TRY;
    GEN_END();
}
ASYNC_TASK(connection)

static void open_connection(struct connection *self, int fd) {
    connection_reset(self);
    self->ended = 0;
    self->error = 0;
    self->in_count = self->out_count = 0;
    if (loop_add(&loop, &self->io, fd, &self->task) < 0) {
        close(fd);
        totals.errors++;
        return;
    }
    self->open = 1;
    totals.connections++;
    if (++totals.open > totals.peak) totals.peak = totals.open;
    connection_spawn(&loop.executor, self);
}

/* ---- The server ------------------------------------------------------------------------------- */

struct server {
    struct gen gen;
    struct async_task task;
    struct loop_io io;
    struct connection *place;
    int fd;
    async_tick due;
};

/* Return a connection that is not in use, or NULL. Then the task is woken when one ends. */
static struct connection *free_place(struct server *self) {
    for (long i = 0; i < options.most; i++)
        if (async_ended(&self->task, &connections[i].task)) return &connections[i];
    return NULL;
}

GEN(server, char) {
    GEN_BEGIN();
    GEN_TRY {
        for (;;) {
            self->fd = -EAGAIN;
            GEN_AWAIT(stopped_by || ((self->place = free_place(self)) != NULL &&
                                     (self->fd = loop_accept(&self->io)) != -EAGAIN));
            if (self->fd >= 0) {
                open_connection(self->place, self->fd);
            } else if (stopped_by) {
                break;
            } else if (self->fd != -ECONNABORTED &&
                       self->fd != -EINTR) { /* no descriptors are left */
                totals.errors++;
                self->due = async_now(&self->task) + 100;
                GEN_AWAIT(stopped_by || async_until(&self->task, self->due));
            }
        }
    }
    GEN_FINALLY { loop_close(&self->io); }
    GEN_END_TRY;
    for (long i = 0; i < options.most; i++) async_cancel(&connections[i].task);
    GEN_END();
}
ASYNC_TASK(server)

static struct server server;

/* The first signal ends the server, the second one the program. */
static void stop(int number) {
    stopped_by = number;
    (void)signal(number, SIG_DFL);
    async_wake(&server.task);
}

/* Return a socket that listens on the loopback address, or a negative error. Store its port. */
static int listen_on(long *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port)};
    socklen_t size = sizeof address;
    const int yes = 1, buffer = 65536; /* the system would store megabytes for a slow peer */
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer) < 0 ||
        bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
        listen(fd, SOMAXCONN) < 0 || getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
        const int error = -errno;
        close(fd);
        return error;
    }
    *port = ntohs(address.sin_port);
    return fd;
}

/* Serve until a signal. Return 0, or a negative error. */
static int serve(void) {
    const char *const mode = options.chat ? "chat" : "echo";
    gen_status status;
    int fd, error = loop_begin(&loop, options.use_poll);
    if (error == 0) {
        fd = listen_on(&options.port);
        error = fd < 0 ? fd : loop_add(&loop, &server.io, fd, &server.task);
    }
    if (error == 0) {
        server_spawn(&loop.executor, &server);
        (void)signal(SIGINT, stop);
        (void)signal(SIGTERM, stop);
        printf("server: %s on 127.0.0.1, port %ld\n", mode, options.port);
        if (fflush(stdout) != 0) error = -errno;
        while ((status = loop_run(&loop)) != GEN_DONE)
            fprintf(stderr, "server: %s\n", gen_strerror(status));
        printf("server: %lu connections, at most %lu at once, %lu open; %lu bytes in, %lu out; "
               "%lu timeouts, %lu errors\n",
               totals.connections, totals.peak, totals.open, totals.in, totals.out, totals.timeouts,
               totals.errors);
        if (fflush(stdout) != 0) error = -errno;
    }
    loop_end(&loop);
    return error;
}

/* ---- The command line ------------------------------------------------------------------------- */

/* Read a whole number. Return whether it is one in this range. */
static int read_number(const char *text, long least, long most, long *number) {
    char *end;
    errno = 0;
    *number = strtol(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *number >= least &&
           *number <= most;
}

static int usage_error(const char *why, const char *what) {
    fprintf(stderr, "server: %s%s\nTry 'server --help'.\n", why, what);
    return 2;
}

int main(int argc, char **argv) {
    enum { PORT = 256, AT_MOST, TIMEOUT, POLL };
    static const struct option names[] = {{"port", required_argument, NULL, PORT},
                                          {"most", required_argument, NULL, AT_MOST},
                                          {"timeout", required_argument, NULL, TIMEOUT},
                                          {"poll", no_argument, NULL, POLL},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'V'},
                                          {NULL, 0, NULL, 0}};
    static char name[] = "server";
    int option, index = 0, error;
    argv[0] = argc > 0 ? name : NULL; /* for the messages of getopt_long */
    while ((option = getopt_long(argc, argv, "hV", names, &index)) != -1) {
        int valid = 1;
        switch (option) {
        case PORT: valid = read_number(optarg, 0, 65535, &options.port); break;
        case AT_MOST: valid = read_number(optarg, 1, MOST, &options.most); break;
        case TIMEOUT: valid = read_number(optarg, 1, 1000000000, &options.timeout); break;
        case POLL: options.use_poll = 1; break;
        case 'h': return fputs(help, stdout) < 0 || fflush(stdout) != 0;
        case 'V': return puts("server 1.0") < 0 || fflush(stdout) != 0;
        default: fputs("Try 'server --help'.\n", stderr); return 2;
        }
        if (!valid) return usage_error("not a value of this option: ", optarg);
    }
    if (optind + 1 != argc) return usage_error("say echo or chat", "");
    options.chat = strcmp(argv[optind], "chat") == 0;
    if (!options.chat && strcmp(argv[optind], "echo") != 0)
        return usage_error("neither echo nor chat: ", argv[optind]);
    error = serve();
    if (error == 0) return 0;
    fprintf(stderr, "server: %s\n", strerror(-error));
    return 1;
}
