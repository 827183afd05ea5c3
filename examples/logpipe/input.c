/* Read a log: plain, or compressed with gzip or zstd, which its first bytes tell. */
#define _GNU_SOURCE /* ppoll */
#include "logpipe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
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

/* Read, but first wait for input or for a signal that says to stop: one that comes just before the
 * wait ends that, too. */
static ptrdiff_t read_some(struct input *input, char *into, size_t size) {
    struct pollfd poll = {input->fd, POLLIN, 0};
    sigset_t both, old;
    int ready = 0;
    ptrdiff_t got;
    (void)sigemptyset(&both);
    (void)sigaddset(&both, SIGINT);
    (void)sigaddset(&both, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &both, &old);
    while (!stopped_by && ready == 0) ready = ppoll(&poll, 1, NULL, &old) >= 0 || errno != EINTR;
    (void)sigprocmask(SIG_SETMASK, &old, NULL);
    got = ready ? read(input->fd, into, size < SSIZE_MAX ? size : SSIZE_MAX) : 0;
    progress_add(&input->job->progress, got > 0 ? (size_t)got : 0);
    return got < 0 ? -errno : got;
}

ITER_READ(packed, struct input *, read_some(self->context, data, size))
ITER_RECORDS(magic, packed, 4)

/* The input that is being read. The inputs are read one after the other. */
static struct {
    struct magic file;
    struct iter_text in; /* has been read and not unpacked */
    size_t (*unpack)(char *into, size_t size);
    int inside;      /* a member of gzip, or a frame of zstd, has begun and not ended */
    const char *why; /* the text of an error, or NULL */
    char buffer[65536];
} now;

static void taken(size_t length) {
    now.in.data += length;
    now.in.length -= length;
}

/* Unpack some of what there is. Return how much came out. Plain bytes may be there already. */
static size_t unpack_plain(char *into, size_t size) {
    if (size > now.in.length) size = now.in.length;
    if (into != now.in.data) memcpy(into, now.in.data, size);
    taken(size);
    return size;
}
#ifdef HAVE_ZLIB
static z_stream gzip;
static size_t unpack_gzip(char *into, size_t size) {
    int status;
    gzip.next_out = (unsigned char *)into;
    gzip.avail_out = size < UINT_MAX ? (unsigned)size : UINT_MAX;
    if (!now.inside) { /* a file may have several members, and zeros after the last one */
        while (now.in.length != 0 && *now.in.data == 0) taken(1);
        if (now.in.length == 0) return 0;
        (void)inflateReset(&gzip);
    }
    gzip.next_in = (const unsigned char *)now.in.data;
    gzip.avail_in = (unsigned)now.in.length;
    status = inflate(&gzip, Z_NO_FLUSH);
    taken(now.in.length - gzip.avail_in);
    now.inside = status != Z_STREAM_END;
    if (status != Z_OK && status != Z_BUF_ERROR && now.inside)
        now.why = gzip.msg != NULL ? gzip.msg : zError(status);
    return (size_t)((char *)gzip.next_out - into);
}
#endif
#ifdef HAVE_LIBZSTD
static ZSTD_DStream *zstd;
static size_t unpack_zstd(char *into, size_t size) {
    ZSTD_inBuffer in = {now.in.data, now.in.length, 0};
    ZSTD_outBuffer out = {into, size, 0};
    size_t status = 0; /* no other frame has begun */
    if (now.inside || in.size != 0) status = ZSTD_decompressStream(zstd, &out, &in);
    taken(in.pos);
    now.inside = status != 0;
    if (ZSTD_isError(status)) now.why = ZSTD_getErrorName(status);
    return out.pos;
}
#endif

/* Open the file, and detect its compression. Return NULL, or the text of an error. */
static const char *open_input(struct input *input) {
    magic_item first = {"", 0};
    gen_status status;
    input->fd =
        strcmp(input->name, "-") == 0 ? dup(STDIN_FILENO) : open(input->name, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0) return strerror(errno);
    now.file = magic(packed(input, now.buffer, sizeof now.buffer));
    now.unpack = unpack_plain;
    now.inside = 0;
    now.why = NULL;
    status = magic_next(&now.file, &first);
    if (status == GEN_E_ARG) status = magic_part(&now.file, &first); /* it is shorter */
    if (status < 0) return strerror(-status);
    now.in.data = first.data;
    now.in.length = first.length;
    if (first.length >= 2 && memcmp(first.data, "\x1F\x8B", 2) == 0) {
#ifdef HAVE_ZLIB
        now.unpack = unpack_gzip;
        gzip.avail_in = 0;
        if (inflateInit2(&gzip, 16 + MAX_WBITS) != Z_OK) return strerror(ENOMEM);
#else
        return "it is compressed with gzip, and this logpipe was built without zlib";
#endif
    } else if (first.length == 4 && memcmp(first.data, "\x28\xB5\x2F\xFD", 4) == 0) {
#ifdef HAVE_LIBZSTD
        now.unpack = unpack_zstd;
        zstd = ZSTD_createDStream();
        if (zstd == NULL) return strerror(ENOMEM);
#else
        return "it is compressed with zstd, and this logpipe was built without libzstd";
#endif
    }
    return NULL;
}

/* Read. Whatever can be unpacked comes out before *why is an error. */
static size_t read_input(char *into, size_t size, const char **why) {
    size_t got;
    while ((got = now.unpack(into, size)) == 0 && now.why == NULL && !stopped_by) {
        packed_item piece;
        gen_status status;
        if (now.in.length != 0) continue; /* another member */
        if (now.unpack == unpack_plain) (void)packed_move(&now.file.packed, into, size);
        status = packed_next(&now.file.packed, &piece);
        if (status < 0) now.why = strerror(-status);
        if (status == GEN_DONE && now.inside && !stopped_by)
            now.why = "what is compressed is cut off here";
        if (status != GEN_YIELDED) break;
        now.in.data = piece.data;
        now.in.length = piece.length;
    }
    if (got == 0) *why = now.why;
    return got;
}

ptrdiff_t input_read(void *context, char *into, size_t size) {
    struct input *const input = (struct input *)context;
    const char *why = NULL;
    size_t got = 0;
    input->job->current = input;
    if (!stopped_by && input->maker != NULL) {
        got = maker_read(input->maker, into, size);
        progress_add(&input->job->progress, got);
    } else if (!stopped_by) {
        if (input->fd < 0) why = open_input(input);
        if (why == NULL) got = read_input(into, size, &why);
        if (why != NULL) report_error(input->job, input->name, why);
    }
    if (got == 0) input_close(input);
    return (ptrdiff_t)got;
}

void input_close(struct input *input) {
    if (input->fd < 0) return;
#ifdef HAVE_ZLIB
    if (now.unpack == unpack_gzip) (void)inflateEnd(&gzip);
#endif
#ifdef HAVE_LIBZSTD
    if (now.unpack == unpack_zstd) (void)ZSTD_freeDStream(zstd);
#endif
    (void)close(input->fd);
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
