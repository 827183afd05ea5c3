/* iter_text.h - the lines and the pieces of a text or a file, as pipelines of itertools.h. C99 or
 * C++11, freestanding but for the files; needs itertools.h and gen.h beside it.
 *
 * SPDX-License-Identifier: MIT
 *
 *     #include <errno.h>
 *     #include <stdio.h>
 *     #include "iter_text.h"
 *
 *     ITER_FILE_LINES(lines)
 *     ITER_FILTER(full, lines, item.length > 0)
 *     ITER_LENGTH(count, full)
 *
 *     int main(void) {
 *         char buffer[256];
 *         struct full p = full(lines("notes.txt", buffer, sizeof buffer));
 *         iter_count n = 0;
 *         if (count(&p, &n) != GEN_DONE) return 1; // no such file, or a line does not fit
 *         printf("%ld lines that are not empty\n", (long)n);
 *     }
 *
 *     ITER_LINES           the lines of a text in memory
 *     ITER_FILE_LINES      the lines of a file
 *     ITER_FILE_CHUNKS     a file in pieces
 */
#ifndef ITER_TEXT_H
#define ITER_TEXT_H

#include "itertools.h"

#ifndef ITER_STEP_ /* itertools.h or gen.h has reported an error */
#elif GEN_PRIVATE_ != 4
#error "iter_text.h: its itertools.h is of another version: take both from one."
#else

/* ---- In memory ------------------------------------------------------------------------------- */

/* ITER_LINES(name) - the lines of a text in memory, without their '\n' or "\r\n". Each is a struct
 * <name>_item { const char *data; size_t length; }. Nothing is copied. Text after the last newline
 * is a line too.
 *
 *     struct <name> <name>(const char *data, size_t length);
 */
#define ITER_LINES(name) \
    struct name { \
        const char *data_; \
        size_t length_, at_; \
    }; \
    ITER_VIEW_(name, char, 0) \
    ITER_MAKE_(name, (const char *iter_data_, size_t iter_length_), iter_data_, iter_length_, \
               iter_data_ == GEN_NULL_ && iter_length_ != 0 ? ITER_MANY_ : 0) \
    ITER_STEP_(name) { \
        size_t iter_end_; \
        if (self->at_ >= self->length_) return iter_past_(&self->at_, self->length_); \
        iter_out_->data = self->data_ + self->at_; \
        for (iter_end_ = self->at_; iter_end_ < self->length_ && self->data_[iter_end_] != '\n'; \
             iter_end_++) {} \
        iter_out_->length = iter_end_ - self->at_; \
        self->at_ = iter_end_ < self->length_ ? iter_end_ + 1 : iter_end_; \
        if (iter_out_->length > 0 && iter_end_ < self->length_ && \
            self->data_[iter_end_ - 1] == '\r') \
            iter_out_->length--; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_BY_(name, self->at_ = self->length_) \
    ITER_LEFT_(name, \
               iter_most_ ? iter_less_(self->length_, self->at_) : self->at_ < self->length_) \
    ITER_ALONE_(name, 0)

/* ---- Files ----------------------------------------------------------------------------------- */

/* Include <stdio.h> and <errno.h> for these. A file given by its path is opened at the first pull,
 * and closed at the end, after an error or by close. A FILE that you pass in is not closed. If
 * opening or reading fails, the status is -errno, or -1 if errno is not set. */

/* ITER_FILE_LINES(name) - the lines of a file, in your buffer, like those of ITER_LINES. A line
 * that does not fit is GEN_E_FULL, and kept: provide a larger buffer with <name>_move.
 *
 *     struct <name> <name>(const char *path, char *buffer, size_t capacity);
 *     struct <name> <name>_of(FILE *file, char *buffer, size_t capacity);
 *     gen_status <name>_move(struct <name> *self, char *buffer, size_t capacity);
 */
#define ITER_FILE_LINES(name) \
    ITER_FILE_(name, char) \
    ITER_STEP_(name) { \
        int iter_c_ = 0; \
        const gen_status iter_status_ = name##_ready_(self); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        while ((iter_c_ = getc(self->file_)) != EOF && iter_c_ != '\n') { \
            if (self->count_ == self->capacity_) { \
                (void)ungetc(iter_c_, self->file_); \
                return GEN_E_FULL; \
            } \
            self->buffer_[self->count_++] = ITER_CAST_(char, iter_c_); \
        } \
        if (iter_c_ == EOF) { \
            if (ferror(self->file_) || self->count_ == 0) return name##_end_(self); \
            self->state_ = ITER_LEFT_ENDED_; \
        } \
        iter_out_->data = self->buffer_; \
        iter_out_->length = self->count_; \
        if (iter_c_ == '\n' && self->count_ > 0 && self->buffer_[self->count_ - 1] == '\r') \
            iter_out_->length--; \
        self->count_ = 0; \
        return GEN_YIELDED; \
    } \
    GEN_FUNCTION_ gen_status name##_move(struct name *self, char *iter_buffer_, \
                                         size_t iter_capacity_) { \
        size_t iter_i_; \
        if (iter_buffer_ == GEN_NULL_ || iter_capacity_ == 0 || iter_capacity_ < self->count_) \
            return GEN_E_ARG; \
        for (iter_i_ = 0; iter_i_ < self->count_; iter_i_++) \
            iter_buffer_[iter_i_] = self->buffer_[iter_i_]; \
        self->buffer_ = iter_buffer_; \
        self->capacity_ = iter_capacity_; \
        return GEN_DONE; \
    } \
    ITER_ALONE_(name, 0)

/* ITER_FILE_CHUNKS(name, T) - a file in pieces of up to `capacity` elements, like those of
 * ITER_CHUNKS. Bytes at the end that are not a whole T are GEN_E_ARG.
 *
 *     struct <name> <name>(const char *path, T *buffer, size_t capacity);
 *     struct <name> <name>_of(FILE *file, T *buffer, size_t capacity);
 */
#define ITER_FILE_CHUNKS(name, T) \
    ITER_FILE_(name, T) \
    ITER_STEP_(name) { \
        const gen_status iter_status_ = name##_ready_(self); \
        if (iter_status_ != GEN_YIELDED) return iter_status_; \
        self->count_ = fread(self->buffer_, 1, self->capacity_ * sizeof(T), self->file_); \
        iter_out_->data = self->buffer_; \
        iter_out_->length = self->count_ / sizeof(T); \
        self->count_ %= sizeof(T); \
        if (iter_out_->length == 0) return name##_end_(self); \
        if (self->count_ != 0) self->state_ = ITER_LEFT_ENDED_; \
        return GEN_YIELDED; \
    } \
    ITER_ALONE_(name, 0)

/* ==== Private: what follows may change ======================================================== */

#define ITER_FILE_(name, T) \
    struct name { \
        const char *path_; /* of a file to open, or NULL */ \
        T *buffer_; \
        size_t capacity_; \
        FILE *file_; \
        size_t count_; /* bytes in the buffer that were not handed out */ \
        unsigned char state_; \
    }; \
    ITER_VIEW_(name, T, 1) \
    ITER_MAKE_(name, (const char *iter_path_, T *const iter_buffer_, size_t iter_capacity_), \
               iter_path_, iter_buffer_, iter_capacity_, GEN_NULL_, 0, ITER_READY_) \
    ITER_MAKE_AS_(name##_of, name, \
                  (FILE *const iter_file_, T *const iter_buffer_, size_t iter_capacity_), \
                  GEN_NULL_, iter_buffer_, iter_capacity_, iter_file_, 0, ITER_READY_) \
    ITER_CLOSE_(name) { \
        if (self->path_ != GEN_NULL_ && self->file_ != GEN_NULL_) (void)fclose(self->file_); \
        self->file_ = GEN_NULL_; \
        self->state_ = ITER_ENDED_; \
        return GEN_DONE; \
    } \
    GEN_FUNCTION_ gen_status name##_end_(struct name *self) { \
        const int iter_bad_ = self->file_ == GEN_NULL_ || ferror(self->file_); \
        const gen_status iter_error_ = errno > 0 ? -errno : -1; \
        (void)name##_close(self); \
        return iter_bad_ ? iter_error_ : self->count_ != 0 ? GEN_E_ARG : GEN_DONE; \
    } \
    GEN_FUNCTION_ gen_status name##_ready_(struct name *self) { \
        if (self->state_ == ITER_ENDED_) return GEN_DONE; \
        if (self->state_ == ITER_LEFT_ENDED_) return name##_end_(self); \
        if (self->buffer_ == GEN_NULL_ || self->capacity_ == 0 || \
            (self->path_ == GEN_NULL_ && self->file_ == GEN_NULL_)) { \
            self->state_ = ITER_ENDED_; \
            return GEN_E_ARG; \
        } \
        errno = 0; \
        if (self->file_ == GEN_NULL_) self->file_ = fopen(self->path_, "rb"); \
        return self->file_ == GEN_NULL_ ? name##_end_(self) : GEN_YIELDED; \
    } \
    ITER_LEFT_(name, !iter_most_ || self->state_ == ITER_ENDED_ ? 0 : ITER_MANY_)

#endif /* ITER_STEP_ */
#endif /* ITER_TEXT_H */
