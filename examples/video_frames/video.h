/* video.h - a minimal video format: grey pixels, each frame stored as its difference from the frame
 * before, in runs.
 *
 *     file:   "RLVIDEO1", width, height (2 bytes each), number of frames (4 bytes), the frames
 *     frame:  length of its runs, Adler-32 of its pixels (4 bytes each), the runs
 *     run:    n < 128, and n + 1 differences; or n >= 128, and one difference for n - 126 pixels
 *
 * All numbers are little-endian. The frame before the first one is black.
 */
#ifndef VIDEO_FRAMES_VIDEO_H
#define VIDEO_FRAMES_VIDEO_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct video {
    const char *path;
    FILE *file;
    unsigned width, height;
    uint32_t frames;       /* in all */
    uint32_t number;       /* of the last frame that was read or written, from 1 */
    size_t size;           /* of a frame, in bytes */
    unsigned char *pixels; /* of that frame: the next one overwrites it */
    unsigned char *runs;
    const char *why; /* what is wrong with the file */
};

enum { VIDEO_HEAD = 16, FRAME_HEAD = 8, VIDEO_SIDE = 4096 };

static uint32_t video_number(const unsigned char *at, int bytes) {
    uint32_t number = 0;
    while (bytes-- > 0) number = number << 8 | at[bytes];
    return number;
}

static void video_put(unsigned char *at, int bytes, uint32_t number) {
    for (int i = 0; i < bytes; i++) at[i] = (unsigned char)(number >> 8 * i);
}

static uint32_t video_checksum(const unsigned char *pixels, size_t size) {
    uint32_t a = 1, b = 0;
    while (size > 0) {
        size_t const part = size < 5552 ? size : 5552; /* b does not overflow in so many */
        for (size_t i = 0; i < part; i++) b += a += pixels[i];
        a %= 65521;
        b %= 65521;
        pixels += part;
        size -= part;
    }
    return b << 16 | a;
}

/* Allocate the two buffers: runs take two bytes for each pixel at most. Return 0 or an error. */
static int video_allocate(struct video *self) {
    self->size = (size_t)self->width * self->height;
    self->pixels = (unsigned char *)calloc(self->size, 1);
    self->runs = (unsigned char *)malloc(2 * self->size);
    return self->pixels == NULL || self->runs == NULL ? -ENOMEM : 0;
}

static void video_free(struct video *self) {
    free(self->pixels);
    free(self->runs);
    self->pixels = self->runs = NULL;
}

/* ---- Reading --------------------------------------------------------------------------------- */

static int video_wrong(struct video *self, const char *why) {
    self->why = why;
    return -EBADMSG;
}

/* Read so many bytes. Return 0 or an error. */
static int video_take(struct video *self, void *into, size_t size) {
    errno = 0;
    if (fread(into, 1, size, self->file) == size) return 0;
    return ferror(self->file) ? -errno : video_wrong(self, "the file ends there");
}

/* Open the file of self->path, and read its head. Return 0 or an error. */
static int video_open(struct video *self) {
    unsigned char head[VIDEO_HEAD];
    int error;
    self->file = fopen(self->path, "rb");
    if (self->file == NULL) return -errno;
    error = video_take(self, head, sizeof head);
    if (error != 0 && error != -EBADMSG) return error;
    if (error != 0 || memcmp(head, "RLVIDEO1", 8) != 0)
        return video_wrong(self, "this is not a video of this program");
    self->width = video_number(&head[8], 2);
    self->height = video_number(&head[10], 2);
    self->frames = video_number(&head[12], 4);
    if (self->width < 1 || self->width > VIDEO_SIDE || self->height < 1 ||
        self->height > VIDEO_SIDE)
        return video_wrong(self, "its head is damaged");
    return video_allocate(self);
}

static void video_close(struct video *self) {
    if (self->file != NULL) fclose(self->file);
    self->file = NULL;
    video_free(self);
}

/* Add the runs to the pixels. Return 0 if they are as many as the pixels. */
static int video_unpack(struct video *self, size_t length) {
    const unsigned char *in = self->runs, *const end = in + length;
    unsigned char *out = self->pixels, *const out_end = out + self->size;
    while (in < end) {
        size_t const n = *in++;
        size_t const count = n < 128 ? n + 1 : n - 126;
        if (count > (size_t)(out_end - out) || (n < 128 ? count : 1) > (size_t)(end - in)) return 1;
        if (n < 128) {
            for (size_t i = 0; i < count; i++) out[i] = (unsigned char)(out[i] + in[i]);
            in += count;
        } else {
            unsigned char const difference = *in++;
            for (size_t i = 0; difference != 0 && i < count; i++)
                out[i] = (unsigned char)(out[i] + difference);
        }
        out += count;
    }
    return out != out_end;
}

/* Read the next frame into self->pixels. Return 0 or an error. */
static int video_read(struct video *self) {
    unsigned char head[FRAME_HEAD];
    size_t length;
    int error;
    self->number++;
    if ((error = video_take(self, head, sizeof head)) != 0) return error;
    length = video_number(&head[0], 4);
    if (length > 2 * self->size) return video_wrong(self, "its length cannot be");
    if ((error = video_take(self, self->runs, length)) != 0) return error;
    if (video_unpack(self, length) != 0) return video_wrong(self, "its runs do not fill it");
    if (video_checksum(self->pixels, self->size) != video_number(&head[4], 4))
        return video_wrong(self, "its checksum does not match");
    return 0;
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* Write the head of a video. Errors of writing are left to ferror. */
static void video_begin(struct video *self) {
    unsigned char head[VIDEO_HEAD] = "RLVIDEO1";
    video_put(&head[8], 2, self->width);
    video_put(&head[10], 2, self->height);
    video_put(&head[12], 4, self->frames);
    fwrite(head, 1, sizeof head, self->file);
}

/* Write a frame, and keep it in self->pixels. */
static void video_write(struct video *self, const unsigned char *pixels) {
    unsigned char *const old = self->pixels, *out = self->runs, head[FRAME_HEAD];
    size_t literals = 0; /* of the last run, which ends at `out` */
    for (size_t at = 0, count; at < self->size; at += count) {
        unsigned char const difference = (unsigned char)(pixels[at] - old[at]);
        for (count = 1; count < 129 && at + count < self->size; count++)
            if ((unsigned char)(pixels[at + count] - old[at + count]) != difference) break;
        if (count > 1) {
            *out++ = (unsigned char)(count + 126);
            literals = 0;
        } else if (literals > 0 && literals < 128) {
            *(out - literals - 1) = (unsigned char)literals;
            literals++;
        } else {
            *out++ = 0;
            literals = 1;
        }
        *out++ = difference;
    }
    memcpy(old, pixels, self->size);
    video_put(&head[0], 4, (uint32_t)(out - self->runs));
    video_put(&head[4], 4, video_checksum(pixels, self->size));
    fwrite(head, 1, sizeof head, self->file);
    fwrite(self->runs, 1, (size_t)(out - self->runs), self->file);
    self->number++;
}

#endif
