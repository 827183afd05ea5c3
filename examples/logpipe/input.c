/* Read a log: plain, or compressed with gzip or zstd, which its first bytes tell. */
#define _GNU_SOURCE /* ppoll */
#include "logpipe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>
#endif
#ifdef HAVE_LIBZSTD
#include <zstd.h>
#endif

enum kind { PLAIN, GZIP, ZSTD };

struct unpacker {
    enum kind kind;
    unsigned char packed[65536];
    size_t at, end;  /* packed[at..end) has been read and not unpacked */
    int ended;       /* the file has ended */
    int inside;      /* a member of gzip, or a frame of zstd, has begun and not ended */
    const char *why; /* what is wrong with what is compressed, or NULL */
#ifdef HAVE_ZLIB
    z_stream gzip;
    int is_open;
#endif
#ifdef HAVE_LIBZSTD
    ZSTD_DStream *zstd;
#endif
};

/* Report why this input ends here. */
static ptrdiff_t failed(struct input *input, const char *why) {
    report_error(input->job, input->name, why);
    return 0;
}

/* Wait for input or for a signal that says to stop: one that comes just before the wait ends that,
 * too. Return whether there is input. */
static int wait_for(int fd) {
    struct pollfd poll = {fd, POLLIN, 0};
    sigset_t both, old;
    int ready = 0;
    (void)sigemptyset(&both);
    (void)sigaddset(&both, SIGINT);
    (void)sigaddset(&both, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &both, &old);
    while (!stopped_by && ready == 0) ready = ppoll(&poll, 1, NULL, &old) >= 0 || errno != EINTR;
    (void)sigprocmask(SIG_SETMASK, &old, NULL);
    return ready;
}

/* Read into a buffer. Return 0 at the end and when a signal says to stop, -1 at an error. */
static ptrdiff_t read_some(struct input *input, void *into, size_t size) {
    ssize_t const got =
        wait_for(input->fd) ? read(input->fd, into, size < SSIZE_MAX ? size : SSIZE_MAX) : 0;
    if (got < 0) {
        (void)failed(input, strerror(errno));
        return -1;
    }
    progress_add(&input->job->progress, (size_t)got);
    return got;
}

static void fill(struct input *input, struct unpacker *unpacker) {
    ptrdiff_t const got =
        read_some(input, unpacker->packed + unpacker->end, sizeof unpacker->packed - unpacker->end);
    unpacker->ended = got <= 0;
    if (got > 0) unpacker->end += (size_t)got;
    if (got < 0) unpacker->inside = 0; /* it is not its end that is missing */
}

static int begins_with(const struct unpacker *unpacker, const char *magic, size_t length) {
    return unpacker->end >= length && memcmp(unpacker->packed, magic, length) == 0;
}

/* Open the file, and find out what is in it. Return whether there is more to do. */
static int open_input(struct input *input) {
    struct unpacker *unpacker;
    const char *why = NULL;
    input->fd =
        strcmp(input->name, "-") == 0 ? dup(STDIN_FILENO) : open(input->name, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0) {
        (void)failed(input, strerror(errno));
        return 0;
    }
    unpacker = (struct unpacker *)malloc(sizeof *unpacker);
    if (unpacker == NULL) {
        (void)failed(input, strerror(ENOMEM));
        return 0;
    }
    input->unpacker = unpacker;
    memset(unpacker, 0, sizeof *unpacker);
    while (unpacker->end < 4 && !unpacker->ended) fill(input, unpacker);
    if (begins_with(unpacker, "\x1F\x8B", 2)) {
        unpacker->kind = GZIP;
#ifdef HAVE_ZLIB
        unpacker->is_open = inflateInit2(&unpacker->gzip, 16 + MAX_WBITS) == Z_OK;
        if (!unpacker->is_open) why = strerror(ENOMEM);
#else
        why = "it is compressed with gzip, and this logpipe was built without zlib";
#endif
    } else if (begins_with(unpacker, "\x28\xB5\x2F\xFD", 4)) {
        unpacker->kind = ZSTD;
#ifdef HAVE_LIBZSTD
        unpacker->zstd = ZSTD_createDStream();
        if (unpacker->zstd == NULL) why = strerror(ENOMEM);
#else
        why = "it is compressed with zstd, and this logpipe was built without libzstd";
#endif
    }
    if (why != NULL) (void)failed(input, why);
    return why == NULL;
}

/* Unpack some of what there is. Return how much came out. */
#ifdef HAVE_ZLIB
static ptrdiff_t unpack_gzip(struct unpacker *self, char *into, size_t size) {
    z_stream *const gzip = &self->gzip;
    unsigned const room = size < UINT_MAX ? (unsigned)size : UINT_MAX;
    int status;
    if (!self->inside) {
        /* A file may have several members, and zeros after the last one. */
        while (self->at < self->end && self->packed[self->at] == 0) self->at++;
        if (self->at == self->end) return 0;
        (void)inflateReset(gzip);
    }
    self->inside = 1;
    gzip->next_in = self->packed + self->at;
    gzip->avail_in = (unsigned)(self->end - self->at);
    gzip->next_out = (unsigned char *)into;
    gzip->avail_out = room;
    status = inflate(gzip, Z_NO_FLUSH);
    self->at = self->end - gzip->avail_in;
    if (status == Z_STREAM_END)
        self->inside = 0;
    else if (status != Z_OK && status != Z_BUF_ERROR)
        self->why = gzip->msg != NULL ? gzip->msg : zError(status);
    return (ptrdiff_t)(room - gzip->avail_out);
}
#endif
#ifdef HAVE_LIBZSTD
static ptrdiff_t unpack_zstd(struct unpacker *self, char *into, size_t size) {
    ZSTD_inBuffer in = {self->packed, self->end, self->at};
    ZSTD_outBuffer out = {into, size, 0};
    size_t status;
    if (!self->inside && self->at == self->end) return 0; /* no other frame has begun */
    status = ZSTD_decompressStream(self->zstd, &out, &in);
    self->at = in.pos;
    self->inside = status != 0;
    if (ZSTD_isError(status)) self->why = ZSTD_getErrorName(status);
    return (ptrdiff_t)out.pos;
}
#endif

static ptrdiff_t unpack(struct unpacker *self, char *into, size_t size) {
#ifdef HAVE_ZLIB
    if (self->kind == GZIP) return unpack_gzip(self, into, size);
#endif
#ifdef HAVE_LIBZSTD
    if (self->kind == ZSTD) return unpack_zstd(self, into, size);
#endif
    /* what was read to see whether it is compressed */
    if (size > self->end - self->at) size = self->end - self->at;
    if (size != 0) memcpy(into, self->packed + self->at, size);
    self->at += size;
    return (ptrdiff_t)size;
}

/* Read what is compressed. Whatever could be unpacked comes out before an error is reported. */
static ptrdiff_t read_packed(struct input *input, char *into, size_t size) {
    struct unpacker *const unpacker = input->unpacker;
    for (;;) {
        ptrdiff_t const got = unpacker->why == NULL ? unpack(unpacker, into, size) : 0;
        if (got != 0 || stopped_by) return got;
        if (unpacker->why != NULL) return failed(input, unpacker->why);
        if (unpacker->at < unpacker->end) continue; /* another member */
        if (unpacker->ended)
            return unpacker->inside ? failed(input, "what is compressed is cut off here") : 0;
        if (unpacker->kind == PLAIN) return -1;
        unpacker->at = unpacker->end = 0;
        fill(input, unpacker);
    }
}

ptrdiff_t input_read(void *context, char *into, size_t size) {
    struct input *const input = (struct input *)context;
    ptrdiff_t got = 0;
    input->job->current = input;
    if (stopped_by) {
        got = 0;
    } else if (input->maker != NULL) {
        got = (ptrdiff_t)maker_read(input->maker, into, size);
        progress_add(&input->job->progress, (size_t)got);
    } else if (input->unpacker != NULL || open_input(input)) {
        got = read_packed(input, into, size);
        if (got < 0) got = read_some(input, into, size); /* plain, and not compressed */
    }
    if (got <= 0) input_close(input);
    return got > 0 ? got : 0;
}

void input_close(struct input *input) {
    struct unpacker *const unpacker = input->unpacker;
    if (unpacker != NULL) {
#ifdef HAVE_ZLIB
        if (unpacker->is_open) (void)inflateEnd(&unpacker->gzip);
#endif
#ifdef HAVE_LIBZSTD
        (void)ZSTD_freeDStream(unpacker->zstd);
#endif
    }
    free(unpacker);
    input->unpacker = NULL;
    if (input->fd >= 0) (void)close(input->fd);
    input->fd = -1;
}

double input_total(const struct input *inputs, size_t count) {
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        struct stat is;
        if (strcmp(inputs[i].name, "-") == 0) return 0;
        if (stat(inputs[i].name, &is) != 0) continue; /* reported when it is its turn */
        if (S_ISREG(is.st_mode))
            total += (double)is.st_size;
        else if (!S_ISDIR(is.st_mode))
            return 0;
    }
    return total;
}
