/* iter_text.h - lines, records and rows of CSV, cut from anything that has bytes, as pipelines of
 * itertools.h. C99 or C++11, freestanding but for the files; needs itertools.h and gen.h beside it.
 *
 * SPDX-License-Identifier: MIT
 *
 *     #include <unistd.h>
 *     #include "iter_text.h"
 *
 *     ITER_READ(input, int, read(self->context, data, size)) // bytes, from a file descriptor
 *     ITER_LINES_OF(lines, input)                            // cut into lines
 *     ITER_FILTER(full, lines, item.length > 0)
 *     ITER_LENGTH(count, full)
 *
 *     int main(void) {
 *         char buffer[4096];
 *         struct full p = full(lines(input(0, buffer, sizeof buffer)));
 *         iter_count n;
 *         return count(&p, &n) == GEN_DONE ? 0 : 1;
 *     }
 *
 * A source of bytes:
 *     ITER_TEXT(name)                        a text in memory, or a file that is mapped there
 *     ITER_READ(name, C, expression)         what a function reads: read, gzread, a UART...
 *     ITER_FILE(name)                        a file, by its path or a FILE *
 *     ITER_BYTES(name, from)                 an iterator of pieces: a generator that decompresses
 *
 * and what cuts it:
 *     ITER_LINES_OF(name, bytes)             lines, that end in '\n' or "\r\n"
 *     ITER_SPLIT(name, bytes, delimiter)     what any other byte ends
 *     ITER_WORDS(name, bytes, condition)     words, between bytes that fit, of which runs count once
 *     ITER_RECORDS(name, bytes, n)           n bytes each
 *     ITER_FRAMES(name, bytes, n, length)    a header of n bytes, which says how many follow
 *     ITER_CSV(name, bytes, delimiter)       rows of CSV, by RFC 4180
 *
 * code points, of an iterator of bytes:
 *     ITER_UTF8, ITER_UTF8_LOSSY             malformed ones are an error, or become U+FFFD
 *
 * and what writes:
 *     ITER_WRITE_LINES, ITER_WRITE_CSV       lines and rows, by your own function
 *     ITER_JOIN, ITER_JOIN_BY                all items into one text, with separators
 *
 *     ITER_LINES(name), ITER_FILE_LINES(name)      the two most frequent pairs, in one
 *     ITER_FILE_CHUNKS(name, T)                    a file as arrays of T
 */
#ifndef ITER_TEXT_H
#define ITER_TEXT_H

#include "itertools.h"

#ifndef ITER_STEP_ /* itertools.h or gen.h has reported an error */
#elif GEN_PRIVATE_ != 6
#error "iter_text.h: its itertools.h is of another version: take both from one."
#else

/* A view of some bytes: they are not copied, and no '\0' follows. */
struct iter_text {
    const char *data;
    size_t length;
};

/* ---- Sources of bytes ------------------------------------------------------------------------ */

/* Each is an iterator, too: its items are what it has, in pieces, views { const char *data; size_t
 * length; }. It has two functions:
 *
 *     iter_wide  <name>_offset(const struct <name> *self);  // how many bytes were handed out
 *     gen_status <name>_move(struct <name> *self, char *buffer, size_t capacity);
 *
 * The second, which a text in memory lacks, gives it another buffer: what is unread is copied
 * there, or GEN_E_ARG says that it has no room. The old buffer must still be there. An item from
 * before is no longer valid.
 */

/* ITER_TEXT(name) - a text in memory. NULL with a length is GEN_E_ARG.
 *
 *     struct <name> <name>(const char *data, size_t length);
 */
#define ITER_TEXT(name) \
    GEN_NEW_(name) struct name { \
        const char *data_; \
        size_t length_, at_; \
        unsigned char state_; \
    }; \
    ITER_BYTES_(name, 0, 0) \
    ITER_MAKE_(name, (const char *iter_data_, size_t iter_length_), \
               ITER_TEXT_AT_(iter_data_, iter_length_)) \
    ITER_MORE_(name) { return iter_no_more_(&self->state_); } \
    ITER_CLOSE_BY_(name, self->state_ = ITER_ENDED_; self->length_ = self->at_) \
    ITER_BYTES_END_(name, data_, self->at_, iter_unread_, GEN_NULL_)

/* ITER_READ(name, C, expression) - what a function reads into your buffer. The expression puts at
 * most `size` bytes at `data`, and its value is how many: 0 at the end; ITER_NOT_YET if there are
 * none yet, which is GEN_PENDING; another negative number for an error, which becomes the status.
 * More than `size` are GEN_E_ARG. `self->context` is the C that you pass in.
 *
 *     ITER_READ(unpacked, gzFile, gzread(self->context, data, (unsigned)size))
 *     struct <name> <name>(C context, char *buffer, size_t capacity);
 */
#define ITER_NOT_YET (-ITER_FOREVER)
#define ITER_READ(name, C, ...) \
    GEN_NEW_(name) struct name { \
        C context; \
        ITER_BUFFER_ \
    }; \
    ITER_BYTES_(name, 1, 1) \
    ITER_MAKE_(name, (C iter_context_, char *const iter_buffer_, size_t iter_capacity_), \
               iter_context_, iter_buffer_, iter_capacity_, 0, 0, 0, \
               iter_ready_unless_(iter_buffer_ == GEN_NULL_ || iter_capacity_ == 0)) \
    ITER_MORE_(name) { \
        iter_count iter_n_; \
        if (self->state_ != ITER_READY_) return iter_no_more_(&self->state_); \
        ITER_MAKE_ROOM_ { \
            char *const data = self->buffer_ + self->length_; \
            const size_t size = self->capacity_ - self->length_; \
            iter_n_ = ITER_CAST_(iter_count, (__VA_ARGS__)); \
        } \
        if (iter_n_ == ITER_NOT_YET) return GEN_PENDING; \
        if (iter_is_up_to_(iter_n_, self->capacity_ - self->length_)) { \
            self->length_ += ITER_CAST_(size_t, iter_n_); \
            return GEN_YIELDED; \
        } \
        self->state_ = ITER_ENDED_; \
        return iter_status_of_(iter_n_); \
    } \
    ITER_CLOSE_BY_(name, self->state_ = ITER_ENDED_; self->length_ = self->at_) \
    ITER_MOVE_(name, buffer_) \
    ITER_BYTES_END_(name, buffer_, self->passed_ + self->at_, ITER_MANY_, self->buffer_ + self->at_)

/* ITER_FILE(name) - a file; include <stdio.h> and <errno.h>. One given by its path is opened at the
 * first pull, and closed at the end, after an error or by close. A FILE that you pass in is not
 * closed, and no more is read of it than the next line. The status of an error is -errno, or -1 if
 * errno is not set.
 *
 *     struct <name> <name>(const char *path, char *buffer, size_t capacity);
 *     struct <name> <name>_of(FILE *file, char *buffer, size_t capacity);
 */
#define ITER_FILE(name) \
    GEN_NEW_(name) struct name { \
        const char *path_; /* of a file to open, or NULL */ \
        ITER_BUFFER_ \
        FILE *file_; \
        unsigned char by_lines_; \
    }; \
    ITER_BYTES_(name, 1, 1) \
    ITER_MAKE_(name, (const char *iter_path_, char *const iter_buffer_, size_t iter_capacity_), \
               ITER_FILE_AT_(iter_path_, iter_buffer_, iter_capacity_)) \
    ITER_MAKE_AS_(name##_of, name, \
                  (FILE *const iter_file_, char *const iter_buffer_, size_t iter_capacity_), \
                  ITER_FILE_OF_(iter_file_, iter_buffer_, iter_capacity_, 1)) \
    GEN_FUNCTION_ size_t name##_read_line_(struct name *self) { \
        size_t iter_at_ = self->length_; \
        int iter_c_ = 0; \
        while (iter_at_ < self->capacity_ && iter_c_ != '\n' && \
               (iter_c_ = getc(self->file_)) != EOF) \
            self->buffer_[iter_at_++] = ITER_CAST_(char, iter_c_); \
        return iter_at_ - self->length_; \
    } \
    GEN_FUNCTION_ void name##_shut_(struct name *self) { \
        if (self->path_ != GEN_NULL_ && self->file_ != GEN_NULL_) (void)fclose(self->file_); \
        self->file_ = GEN_NULL_; \
        self->state_ = ITER_ENDED_; \
    } \
    ITER_MORE_(name) { \
        size_t iter_n_ = 0; \
        gen_status iter_status_; \
        if (self->state_ != ITER_READY_) return iter_no_more_(&self->state_); \
        ITER_MAKE_ROOM_ \
        errno = 0; \
        if (self->file_ == GEN_NULL_) self->file_ = fopen(self->path_, "rb"); \
        if (self->file_ != GEN_NULL_) \
            iter_n_ = self->by_lines_ ? name##_read_line_(self) \
                                      : fread(self->buffer_ + self->length_, 1, \
                                              self->capacity_ - self->length_, self->file_); \
        self->length_ += iter_n_; \
        if (iter_n_ > 0) return GEN_YIELDED; \
        iter_status_ = self->file_ != GEN_NULL_ && !ferror(self->file_) ? GEN_DONE \
                       : errno > 0                                      ? -errno \
                                                                        : -1; \
        name##_shut_(self); \
        return iter_status_; \
    } \
    ITER_CLOSE_BY_(name, name##_shut_(self); self->length_ = self->at_) \
    ITER_MOVE_(name, buffer_) \
    ITER_BYTES_END_(name, buffer_, self->passed_ + self->at_, ITER_MANY_, self->buffer_ + self->at_)

/* ITER_BYTES(name, from) - the bytes of an iterator whose items are pieces, structs with `data` and
 * `length`. A piece is used where it is; your buffer takes what lies in two.
 *
 *     struct <name> <name>(struct <from> from, char *buffer, size_t capacity);
 */
#define ITER_BYTES(name, upstream) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(upstream, upstream) \
        ITER_BUFFER_ \
        const char *data_;  /* the bytes that are there: the buffer, or a piece; */ \
        const char *piece_; /* those of the piece that are not, */ \
        size_t rest_;       /* so many, */ \
        size_t copied_;     /* and so many before them that were copied to the buffer */ \
    }; \
    ITER_BYTES_(name, 1, 0) \
    ITER_MAKE_(name, \
               (struct upstream iter_from_, char *const iter_buffer_, size_t iter_capacity_), \
               iter_from_, iter_buffer_, iter_capacity_, 0, 0, 0, \
               iter_ready_unless_(iter_buffer_ == GEN_NULL_ || iter_capacity_ == 0), iter_buffer_, \
               GEN_NULL_, 0, 0) \
    ITER_MORE_(name) { \
        const size_t iter_unread_ = self->length_ - self->at_; \
        size_t iter_n_; \
        if (self->state_ != ITER_READY_) return iter_no_more_(&self->state_); \
        if (self->rest_ == 0) { \
            upstream##_item iter_piece_ GEN_UNSET_; \
            gen_status iter_status_; \
            if (iter_unread_ > self->capacity_) return GEN_E_FULL; \
            ITER_KEEP_(self->data_) \
            self->data_ = self->buffer_; \
            iter_status_ = upstream##_next(&self->upstream, &iter_piece_); \
            if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
            if (iter_status_ != GEN_YIELDED || iter_piece_.length == 0) return iter_status_; \
            self->piece_ = iter_piece_.data; \
            self->rest_ = iter_piece_.length; \
            self->copied_ = 0; \
        } \
        if (iter_unread_ <= self->copied_) { /* what is unread is all in the piece */ \
            self->passed_ += self->at_; \
            self->data_ = self->piece_ - iter_unread_; \
            self->length_ = iter_unread_ + self->rest_; \
            self->at_ = 0; \
            self->rest_ = 0; \
            return GEN_YIELDED; \
        } \
        ITER_MAKE_ROOM_ \
        iter_n_ = iter_min_(self->rest_, self->capacity_ - self->length_); \
        iter_move_(self->buffer_ + self->length_, self->piece_, iter_n_); \
        self->length_ += iter_n_; \
        self->piece_ += iter_n_; \
        self->rest_ -= iter_n_; \
        self->copied_ += iter_n_; \
        return GEN_YIELDED; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->state_ = ITER_ENDED_; self->rest_ = 0; \
                      self->length_ = self->at_) \
    ITER_MOVE_(name, data_) \
    ITER_BYTES_END_(name, data_, self->passed_ + self->at_, ITER_MANY_, GEN_NULL_)

/* ---- Cutting them ---------------------------------------------------------------------------- */

/* Each item is a view of the source's memory, valid until the next pull; over ITER_TEXT it lasts.
 * An item that has no room in the source's buffer, together with its end, is GEN_E_FULL, and
 * nothing is lost. There are three ways on:
 *
 *     <bytes>_move(&p.<bytes>, buffer, capacity);   // a larger buffer
 *     void       <name>_skip(struct <name> *self);  // leave the next item out
 *     gen_status <name>_part(struct <name> *self, struct <name>_item *item);  // take what is there
 *
 * The rest of a part is the next item. After an error, <name>_part gives the bytes that did not
 * become an item. All have
 *
 *     size_t     <name>_number(const struct <name> *self);  // how many items came out
 */

/* ITER_LINES_OF(name, bytes) - lines, without their '\n' or "\r\n". Text after the last newline is
 * a line, too.
 *
 *     struct <name> <name>(struct <bytes> bytes);
 */
#define ITER_LINES_OF(name, bytes) \
    ITER_CUTTER_(name, bytes, ) \
    ITER_VIEW_(name, char, bytes##_fleeting_) \
    ITER_MAKE_(name, (struct bytes iter_from_), iter_from_, 0, 0, 0) \
    ITER_LINES_(name, bytes)

/* ITER_SPLIT(name, bytes, delimiter) - what comes before each `delimiter`, a character. Text after
 * the last one is an item, too.
 *
 *     ITER_SPLIT(words, text, ' ')
 *     struct <name> <name>(struct <bytes> bytes);
 */
#define ITER_SPLIT(name, bytes, delimiter) \
    ITER_CUTTER_(name, bytes, ) \
    ITER_VIEW_(name, char, bytes##_fleeting_) \
    ITER_MAKE_(name, (struct bytes iter_from_), iter_from_, 0, 0, 0) \
    ITER_FIND_END_(name, (delimiter)) \
    ITER_CUT_BYTES_(name, bytes, ITER_CUT_VIEW_ iter_out_->length -= !iter_rest_;) \
    ITER_PART_(name, bytes, 0) \
    ITER_CUT_END_(name, bytes)

/* ITER_WORDS(name, bytes, condition) - what lies between separators, the bytes for which the
 * condition of `item`, a char, holds. Several in a row count as one, so no word is empty.
 *
 *     ITER_WORDS(words, text, item == ' ' || item == '\t')
 *     struct <name> <name>(struct <bytes> bytes);
 *
 * After a word, and after an item of any other cut, <bytes>_next(&p.<bytes>, &piece) returns the
 * rest of the bytes over ITER_TEXT, and the unread part of the buffer over another source.
 */
#define ITER_WORDS(name, bytes, ...) \
    ITER_CUTTER_AT_(name, bytes, unsigned char within_; /* a word that is left out */) \
    ITER_VIEW_(name, char, bytes##_fleeting_) \
    ITER_MAKE_(name, (struct bytes iter_from_), iter_from_, 0, 0, 0, 0) \
    GEN_FUNCTION_ int name##_separates_(const struct name *self GEN_UNUSED_, char item) { \
        return (__VA_ARGS__); \
    } \
    ITER_START_(name) { \
        const char *const iter_data_ = bytes##_there_(&self->bytes); \
        const size_t iter_n_ = self->within_ ? 0 : bytes##_unread_(&self->bytes); \
        size_t iter_at_ = 0; \
        while (iter_at_ < iter_n_ && name##_separates_(self, iter_data_[iter_at_])) iter_at_++; \
        self->bytes.at_ += iter_at_; \
        return ITER_PLUS_(iter_data_, iter_at_); \
    } \
    ITER_FIND_(name) { \
        size_t iter_at_ = *iter_seen_; \
        for (; iter_at_ < iter_n_; iter_at_++) { \
            if (name##_separates_(self, iter_data_[iter_at_])) return iter_data_ + iter_at_ + 1; \
        } \
        *iter_seen_ = iter_n_; \
        return GEN_NULL_; \
    } \
    ITER_DROP_(name) { \
        if (iter_n_ > 0) \
            self->within_ = self->state_ == ITER_LEAVES_OUT_ && \
                            !name##_separates_(self, bytes##_there_(&self->bytes)[iter_n_ - 1]); \
        self->seen_ = 0; \
        return iter_n_; \
    } \
    ITER_CUT_BYTES_(name, bytes, ITER_CUT_VIEW_ iter_out_->length -= !iter_rest_;) \
    ITER_PART_(name, bytes, 0) \
    ITER_CUT_END_(name, bytes)

/* ITER_RECORDS(name, bytes, n) - n bytes each. Fewer at the end are GEN_E_ARG.
 *
 *     struct <name> <name>(struct <bytes> bytes);
 *
 * ITER_FRAMES(name, bytes, n, length) - frames: a header of n bytes, `header`, and as many bytes as
 * `length` computes of it, which are the item.
 *
 *     ITER_FRAMES(messages, socket, 2, header[0] << 8 | header[1])
 */
#define ITER_RECORDS(name, bytes, n) \
    struct name##_size_ { \
        unsigned error_ITER_RECORDS_of_no_bytes GEN_IF_((n) < 1); \
    }; \
    ITER_FRAMES_(name, bytes, 0, (n))
#define ITER_FRAMES(name, bytes, n, frame_length) \
    struct name##_size_ { \
        unsigned error_ITER_FRAMES_without_a_header GEN_IF_((n) < 1); \
    }; \
    ITER_FRAMES_(name, bytes, (n), (frame_length))
#define ITER_FRAMES_(name, bytes, header_size, frame_length) \
    ITER_CUTTER_(name, bytes, size_t left_; /* of a frame that was begun */) \
    ITER_VIEW_(name, char, bytes##_fleeting_) \
    ITER_MAKE_(name, (struct bytes iter_from_), iter_from_, 0, 0, 0, 0) \
    ITER_FIND_(name) { \
        self->seen_ = self->left_; \
        if (self->left_ == 0) { \
            const unsigned char *const header = \
                ITER_CAST_(const unsigned char *, ITER_CAST_(const void *, iter_data_)); \
            if (iter_min_(iter_n_, header_size) != (header_size)) return GEN_NULL_; \
            (void)header; \
            self->seen_ = \
                iter_add_(header_size, iter_clamp_(ITER_CAST_(iter_wide, frame_length))); \
        } \
        return iter_n_ < self->seen_ ? GEN_NULL_ : iter_data_ + self->seen_; \
    } \
    ITER_DROP_(name) { \
        if (self->seen_ == 0) return 0; /* the header is not whole */ \
        self->left_ = iter_less_(self->seen_, iter_n_); \
        return iter_n_; \
    } \
    ITER_CUT_BYTES_( \
        name, bytes, \
        if (iter_rest_) { \
            self->state_ = ITER_ENDED_; \
            return GEN_E_ARG; \
        } ITER_CUT_VIEW_ if (self->left_ == 0) { \
            iter_out_->data += (header_size); \
            iter_out_->length -= (header_size); \
        } self->left_ = 0;) \
    ITER_PART_(name, bytes, self->left_ == 0 ? (header_size) : 0) \
    ITER_CUT_END_(name, bytes)

/* ITER_CSV(name, bytes, delimiter) - rows of CSV, by RFC 4180. Each is an array of fields, { const
 * struct iter_text *data; size_t length; }, in your array of `capacity` fields. A field in quotes
 * may contain delimiters, newlines and doubled quotes, of which one stays. That is done in place,
 * so the bytes must be those of ITER_READ or ITER_FILE. An empty line has no fields. A row with
 * more fields than there is room for is GEN_E_FULL: <name>_fields provides a larger array,
 * <name>_skip leaves the row out. Text after a closing quote, and a quote that is never closed, are
 * GEN_E_ARG: <name>_line and <name>_column say where.
 *
 *     ITER_CSV(rows, file, ',')
 *     struct <name> <name>(struct <bytes> bytes, struct iter_text *fields, size_t capacity);
 *     gen_status <name>_fields(struct <name> *self, struct iter_text *fields, size_t capacity);
 *     size_t <name>_line(const struct <name> *self);    // of the next row, or of the mistake,
 *     size_t <name>_column(const struct <name> *self);  // both from 1 on, the second in bytes
 */
#define ITER_CSV(name, bytes, delimiter) \
    struct name##_changes_ { \
        unsigned error_ITER_CSV_changes_the_bytes_use_ITER_READ_or_ITER_FILE \
            GEN_IF_(!bytes##_may_change_); \
    }; \
    ITER_CUTTER_(name, bytes, struct iter_text *fields_; size_t capacity_, count_; \
                 unsigned char within_; /* the field, as far as it was seen */ \
                 size_t line_, column_;) \
    ITER_VIEW_(name, struct iter_text, 1) \
    ITER_MAKE_( \
        name, \
        (struct bytes iter_from_, struct iter_text *const iter_fields_, size_t iter_capacity_), \
        iter_from_, iter_fields_, iter_capacity_, 0, 0, 0, 0, 0, 0, \
        iter_ready_unless_(iter_fields_ == GEN_NULL_)) \
    ITER_FIND_(name) { \
        const char *const iter_end_ = iter_find_row_(iter_data_, iter_n_, (delimiter), \
                                                     &self->seen_, &self->within_, &self->count_); \
        if (self->within_ == ITER_CSV_WRONG_ && self->state_ == ITER_LEAVES_OUT_) \
            self->state_ = ITER_READY_; /* a mistake is not left out */ \
        return iter_end_; \
    } \
    ITER_DROP_(name) { \
        iter_csv_pass_(bytes##_there_(&self->bytes), iter_n_, &self->line_, &self->column_); \
        self->seen_ = 0; \
        return iter_n_; \
    } \
    GEN_FUNCTION_ ITER_LOOK_( \
        name, bytes, const size_t iter_n_ = ITER_CAST_(size_t, iter_end_ - iter_data_); \
        if (self->within_ == ITER_CSV_WRONG_ || \
            (iter_rest_ && self->within_ == ITER_CSV_QUOTED_)) { \
            iter_csv_pass_(iter_data_, self->seen_, &self->line_, &self->column_); \
            self->state_ = ITER_ENDED_; \
            return GEN_E_ARG; \
        } if (self->count_ > self->capacity_) return GEN_E_FULL; \
        size_t iter_line_ = self->line_, iter_column_ = self->column_; \
        iter_csv_pass_(iter_data_, iter_n_, &iter_line_, &iter_column_); /* before it changes */ \
        iter_out_->data = self->fields_; \
        iter_out_->length = iter_csv_fields_(bytes##_change_(&self->bytes), iter_n_, (delimiter), \
                                             self->fields_, self->capacity_); \
        if (iter_out_->length > self->capacity_) return GEN_E_FULL; self->line_ = iter_line_; \
        self->column_ = iter_column_;) ITER_STEP_(name) { \
        const int iter_skips_ = self->state_ == ITER_LEAVES_OUT_; \
        const gen_status iter_status_ = name##_look_(self, iter_out_); \
        if (iter_skips_ && iter_status_ == GEN_DONE && self->within_ == ITER_CSV_QUOTED_) \
            return GEN_E_ARG; /* the quote may have swallowed other rows */ \
        return iter_status_; \
    } \
    GEN_FUNCTION_ gen_status name##_fields(struct name *self, struct iter_text *iter_fields_, \
                                           size_t iter_capacity_) { \
        if (iter_fields_ == GEN_NULL_ || iter_capacity_ == 0) return GEN_E_ARG; \
        self->fields_ = iter_fields_; \
        self->capacity_ = iter_capacity_; \
        return GEN_DONE; \
    } \
    GEN_FUNCTION_ size_t name##_line(const struct name *self) { return self->line_ + 1; } \
    GEN_FUNCTION_ size_t name##_column(const struct name *self) { return self->column_ + 1; } \
    ITER_CUT_END_(name, bytes)

/* ---- Code points ----------------------------------------------------------------------------- */

/* ITER_UTF8(name, from) - the code points of UTF-8, each a uint32_t. The items of `from` are bytes: of
 * a char, or of an integer type that is wider. Malformed bytes are GEN_E_ARG and end it: an overlong
 * form, a surrogate, a code point beyond U+10FFFF, or one that is cut off.
 * ITER_UTF8_LOSSY(name, from) - the same, but each malformed sequence becomes U+FFFD, as by Python's
 * errors='replace': as many bytes as begin a code point are one such sequence, any other byte is.
 *
 *     ITER_SENTINEL(bytes, char, item == '\0')                // of a string
 *     ITER_UTF8(points, bytes)
 *     ITER_SPAN(part, char)                                   // of pieces, such as an ITER_READ
 *     ITER_FLATMAP(chars, input, part, part(item.data, item.length))
 *     struct <name> <name>(struct <from> from);
 */
#define ITER_UTF8(name, upstream) ITER_UTF8_(name, upstream, 0)
#define ITER_UTF8_LOSSY(name, upstream) ITER_UTF8_(name, upstream, 1)
#define ITER_UTF8_(name, upstream, lossy) \
    ITER_FIELDS_(name, uint32_t, 0, GEN_FIELD_(upstream, upstream) struct iter_point_ point_;) \
    ITER_MAKE_(name, (struct upstream iter_from_), iter_from_, {0, 0, 0, 0}) \
    ITER_STEP_(name) { \
        unsigned char iter_byte_ = self->point_.low_; \
        gen_status iter_status_; \
        if (self->point_.more_ >= ITER_POINT_HELD_) { \
            if (self->point_.more_ == ITER_POINT_ENDED_) return GEN_DONE; \
            self->point_.more_ = 0; \
        } else { \
            upstream##_item item GEN_UNSET_; \
            iter_status_ = upstream##_step(&self->upstream, &item); \
            if (iter_status_ != GEN_YIELDED) { \
                const int iter_cut_off_ = iter_status_ == GEN_DONE && self->point_.more_ > 0; \
                if (iter_ended_(iter_status_)) self->point_.more_ = ITER_POINT_ENDED_; \
                if (!iter_cut_off_) return iter_status_; \
                *iter_out_ = 0xFFFDu; \
                return (lossy) ? GEN_YIELDED : GEN_E_ARG; \
            } \
            iter_byte_ = ITER_CAST_(unsigned char, item); \
        } \
        if (self->point_.more_ == 0 && iter_byte_ < 0x80) { \
            *iter_out_ = iter_byte_; \
            return GEN_YIELDED; \
        } \
        iter_status_ = iter_take_byte_(&self->point_, iter_byte_, lossy); \
        *iter_out_ = self->point_.code_; \
        return iter_status_; \
    } \
    ITER_CLOSE_AFTER_(name, upstream, self->point_.more_ = ITER_POINT_ENDED_) \
    ITER_LEFT_(name, !iter_most_ || self->point_.more_ == ITER_POINT_ENDED_ \
                         ? 0 \
                         : iter_add_(upstream##_left(&self->upstream, 1), \
                                     (lossy) && self->point_.more_ > 0)) \
    ITER_ALONE_(name, 1)

/* ---- Writing --------------------------------------------------------------------------------- */

/* ITER_WRITE_LINES(name, from, C, expression) - a terminal: writes each item, a view of bytes, and
 * a '\n'. The expression writes `size` bytes at `data`, and its value is how many it has written,
 * or a negative error, which becomes the status; after 0 that is GEN_E_FULL. `context` is the C
 * that you pass in.
 *
 *     ITER_WRITE_LINES(print, lines, FILE *, fwrite(data, 1, size, context))
 *     gen_status <name>(struct <from> *self, C context);
 *
 * ITER_WRITE_CSV(name, from, C, delimiter, expression) - the same for rows like those of ITER_CSV,
 * which end in "\r\n". A field is put in quotes if it has a delimiter, a quote, '\r' or '\n'.
 */
#define ITER_WRITE_LINES(name, upstream, C, ...) \
    ITER_PUT_(name, C, __VA_ARGS__) \
    GEN_FUNCTION_ gen_status name##_put_item_(C iter_context_, \
                                              const upstream##_item *iter_item_) { \
        const gen_status iter_status_ = \
            name##_put_(iter_context_, iter_item_->data, iter_item_->length); \
        return iter_status_ == GEN_YIELDED ? name##_put_(iter_context_, "\n", 1) : iter_status_; \
    } \
    ITER_WRITE_(name, upstream, C)
#define ITER_WRITE_CSV(name, upstream, C, delimiter, ...) \
    ITER_PUT_(name, C, __VA_ARGS__) \
    GEN_FUNCTION_ gen_status name##_put_item_(C iter_context_, \
                                              const upstream##_item *iter_item_) { \
        gen_status iter_status_ = GEN_YIELDED; \
        size_t iter_i_; \
        for (iter_i_ = 0; iter_i_ < iter_item_->length && iter_status_ == GEN_YIELDED; \
             iter_i_++) { \
            const char iter_delimiter_ = (delimiter); \
            const struct iter_text iter_field_ = iter_item_->data[iter_i_]; \
            size_t iter_at_ = 0, iter_n_; \
            if (iter_i_ > 0) iter_status_ = name##_put_(iter_context_, &iter_delimiter_, 1); \
            if (!iter_needs_quotes_(&iter_field_, iter_item_->length, iter_delimiter_)) { \
                if (iter_status_ == GEN_YIELDED) \
                    iter_status_ = \
                        name##_put_(iter_context_, iter_field_.data, iter_field_.length); \
                continue; \
            } \
            do { /* a piece that ends in a quote, and then that quote again */ \
                iter_n_ = iter_to_quote_(&iter_field_, iter_at_); \
                if (iter_status_ == GEN_YIELDED) \
                    iter_status_ = name##_put_(iter_context_, "\"", 1); \
                if (iter_status_ == GEN_YIELDED) \
                    iter_status_ = name##_put_( \
                        iter_context_, iter_n_ > 0 ? iter_field_.data + iter_at_ : "", iter_n_); \
                iter_at_ += iter_n_; \
            } while (iter_at_ < iter_field_.length || \
                     (iter_n_ > 0 && iter_field_.data[iter_at_ - 1] == '"')); \
            if (iter_status_ == GEN_YIELDED) iter_status_ = name##_put_(iter_context_, "\"", 1); \
        } \
        return iter_status_ == GEN_YIELDED ? name##_put_(iter_context_, "\r\n", 2) : iter_status_; \
    } \
    ITER_WRITE_(name, upstream, C)

/* ITER_JOIN(name, from, separator) - a terminal: Python's join. Puts the items, views of bytes, into
 * a text, with the separator between them, a string, and a '\0' at its end. *length is the length
 * of the whole, as with snprintf: if that is not below the capacity, the text was cut off. NULL with
 * a capacity of 0 only counts. After a pause the text ends in a separator.
 * ITER_JOIN_BY(name, from, separator, expression) - the same for any items. The expression puts the
 * text of `item` at `data`, at most `size` bytes, and its value is how long that text is, or a
 * negative error, which becomes the status.
 *
 *     ITER_JOIN(join, names, ", ")
 *     ITER_JOIN_BY(join_numbers, numbers, ", ", snprintf(data, size, "%d", item))
 *     gen_status <name>(struct <from> *self, char *text, size_t capacity, size_t *length);
 *                                                                           // and <name>_more
 */
#define ITER_JOIN(name, upstream, separator) \
    ITER_JOIN_BY(name, upstream, separator, \
                 ITER_CAST_(iter_count, iter_append_(data, size, 0, item.data, item.length)))
#define ITER_JOIN_BY(name, upstream, separator, ...) \
    GEN_HIDES_ GEN_FUNCTION_ iter_count name##_put_(const upstream##_item *iter_item_, \
                                                    char *const data, const size_t size) { \
        ITER_LET_(upstream##_item, item, *iter_item_); \
        (void)data, (void)size; \
        return ITER_CAST_(iter_count, (__VA_ARGS__)); \
    } \
    GEN_FUNCTION_ const char *name##_separator_(void) { return (separator); } \
    ITER_TERMINAL_ name##_more(struct upstream *self, char *iter_text_, size_t iter_capacity_, \
                               size_t *iter_length_) { \
        const char *const iter_separator_ = name##_separator_(); \
        const size_t iter_between_ = iter_string_length_(iter_separator_); \
        size_t iter_at_ = *iter_length_; \
        iter_count iter_put_ = 0; \
        if (iter_text_ == GEN_NULL_ && iter_capacity_ != 0) return GEN_E_ARG; \
        { \
            ITER_PULL_UNTIL_( \
                upstream, \
                (iter_put_ = name##_put_( \
                     &item, ITER_PLUS_(iter_text_, iter_min_(iter_at_, iter_capacity_)), \
                     iter_less_(iter_capacity_, iter_min_(iter_at_, iter_capacity_)))) < 0 || \
                    (iter_at_ = iter_append_( \
                         iter_text_, iter_capacity_, \
                         iter_add_(iter_at_, iter_clamp_(ITER_CAST_(iter_wide, iter_put_))), \
                         iter_separator_, iter_between_), \
                     0)) \
            if (iter_put_ < 0) iter_status_ = iter_status_of_(iter_put_); \
            if (iter_ended_(iter_status_) && iter_at_ > 0) iter_at_ -= iter_between_; \
            if (iter_capacity_ > 0) iter_text_[iter_min_(iter_at_, iter_capacity_ - 1)] = '\0'; \
            *iter_length_ = iter_at_; \
            return iter_status_; \
        } \
    } \
    GEN_HIDES_END_ \
    ITER_TERMINAL_ name(struct upstream *self, char *iter_text_, size_t iter_capacity_, \
                        size_t *iter_length_) { \
        *iter_length_ = 0; \
        return name##_more(self, iter_text_, iter_capacity_, iter_length_); \
    } \
    GEN_HIDES_END_ GEN_HIDES_END_

/* ---- The most frequent pairs ----------------------------------------------------------------- */

/* ITER_LINES(name) - the lines of a text in memory: ITER_LINES_OF over ITER_TEXT.
 *
 *     struct <name> <name>(const char *data, size_t length);
 */
#define ITER_LINES(name) \
    ITER_TEXT(name##_text) \
    ITER_CUTTER_(name, name##_text, ) \
    ITER_VIEW_(name, char, 0) \
    ITER_MAKE_(name, (const char *iter_data_, size_t iter_length_), \
               {ITER_TEXT_AT_(iter_data_, iter_length_)}, 0, 0, 0) \
    ITER_LINES_(name, name##_text)

/* ITER_FILE_LINES(name) - the lines of a file: ITER_LINES_OF over ITER_FILE.
 *
 *     struct <name> <name>(const char *path, char *buffer, size_t capacity);
 *     struct <name> <name>_of(FILE *file, char *buffer, size_t capacity);
 *     gen_status <name>_move(struct <name> *self, char *buffer, size_t capacity);
 */
#define ITER_FILE_LINES(name) \
    ITER_FILE(name##_file) \
    ITER_CUTTER_(name, name##_file, ) \
    ITER_VIEW_(name, char, 1) \
    ITER_MAKE_(name, (const char *iter_path_, char *const iter_buffer_, size_t iter_capacity_), \
               {ITER_FILE_AT_(iter_path_, iter_buffer_, iter_capacity_)}, 0, 0, 0) \
    ITER_MAKE_AS_(name##_of, name, \
                  (FILE *const iter_file_, char *const iter_buffer_, size_t iter_capacity_), \
                  {ITER_FILE_OF_(iter_file_, iter_buffer_, iter_capacity_, 1)}, 0, 0, 0) \
    GEN_FUNCTION_ gen_status name##_move(struct name *self, char *iter_buffer_, \
                                         size_t iter_capacity_) { \
        return name##_file_move(&self->name##_file, iter_buffer_, iter_capacity_); \
    } \
    ITER_LINES_(name, name##_file)

/* ITER_FILE_CHUNKS(name, T) - a file as arrays of up to `capacity` elements. Bytes at the end that
 * are not a whole T are GEN_E_ARG.
 *
 *     struct <name> <name>(const char *path, T *buffer, size_t capacity);
 *     struct <name> <name>_of(FILE *file, T *buffer, size_t capacity);
 */
#define ITER_FILE_CHUNKS(name, T) \
    ITER_FILE(name##_file) \
    GEN_NEW_(name) struct name { struct name##_file name##_file; }; \
    ITER_VIEW_(name, T, 1) \
    ITER_MAKE_( \
        name, (const char *iter_path_, T *const iter_buffer_, size_t iter_capacity_), \
        {ITER_FILE_AT_(iter_path_, ITER_AS_BYTES_(iter_buffer_), iter_capacity_ * sizeof(T))}) \
    ITER_MAKE_AS_( \
        name##_of, name, (FILE *const iter_file_, T *const iter_buffer_, size_t iter_capacity_), \
        {ITER_FILE_OF_(iter_file_, ITER_AS_BYTES_(iter_buffer_), iter_capacity_ * sizeof(T), 0)}) \
    ITER_STEP_(name) { \
        struct name##_file *const iter_file_ = &self->name##_file; \
        for (;;) { \
            gen_status iter_status_; \
            const size_t iter_n_ = name##_file_unread_(iter_file_) / sizeof(T); \
            if (iter_n_ > 0) { /* at the start of the buffer, so they are aligned */ \
                iter_out_->data = ITER_CAST_( \
                    const T *, ITER_CAST_(const void *, name##_file_there_(iter_file_))); \
                iter_out_->length = iter_n_; \
                iter_file_->at_ += iter_n_ * sizeof(T); \
                return GEN_YIELDED; \
            } \
            iter_status_ = name##_file_more_(iter_file_); \
            if (iter_status_ == GEN_YIELDED) continue; \
            if (iter_status_ != GEN_DONE || name##_file_unread_(iter_file_) == 0) \
                return iter_status_; \
            iter_file_->at_ = iter_file_->length_; \
            return GEN_E_ARG; \
        } \
    } \
    ITER_CLOSE_(name) { return name##_file_close(&self->name##_file); } \
    ITER_LEFT_(name, iter_most_ && self->name##_file.state_ != ITER_ENDED_ ? ITER_MANY_ : 0) \
    ITER_ALONE_(name, 0)

/* ==== Private: what follows may change ======================================================== */

/* ---- Sources --------------------------------------------------------------------------------- */

/* The bytes from at_ to length_ are unread. N_more_ makes them more, without losing any: it returns
 * GEN_YIELDED, or what else the source has to say. */
#define ITER_MORE_(name) GEN_FUNCTION_ gen_status name##_more_(struct name *self)

#define ITER_BUFFER_ \
    char *buffer_; \
    size_t capacity_; \
    size_t length_, at_; \
    iter_wide passed_; /* bytes that were handed out and are no longer in the buffer */ \
    unsigned char state_;

#define ITER_BYTES_(name, fleeting, changes) \
    ITER_VIEW_(name, char, fleeting) \
    enum { name##_may_change_ = (changes) };

/* A refused buffer is NULL, to which C does not even allow to add 0. Only clang's sanitizer reports
 * that, and clang removes the test. */
#ifdef __clang__
#define ITER_PLUS_(data, n) ((n) == 0 ? (data) : (data) + (n))
#else
#define ITER_PLUS_(data, n) ((data) + (n))
#endif

/* `most` bounds the bytes that are left, from above. `change` are those that are unread, if they
 * may change, or NULL. */
#define ITER_BYTES_END_(name, there, offset, most, change) \
    GEN_FUNCTION_ const char *name##_there_(const struct name *self) { \
        return ITER_PLUS_(self->there, self->at_); \
    } \
    GEN_FUNCTION_ size_t name##_unread_(const struct name *self) { \
        return self->length_ - self->at_; \
    } \
    GEN_FUNCTION_ iter_wide name##_offset(const struct name *self) { return offset; } \
    GEN_FUNCTION_ char *name##_change_(struct name *self) { \
        (void)self; \
        return change; \
    } \
    GEN_FUNCTION_ size_t name##_most_(const struct name *self) { \
        const size_t iter_unread_ = name##_unread_(self); \
        if (self->state_ == ITER_ENDED_) return iter_unread_; \
        return most; \
    } \
    ITER_STEP_(name) { \
        if (name##_unread_(self) == 0) { \
            const gen_status iter_status_ = name##_more_(self); \
            if (iter_status_ != GEN_YIELDED) return iter_status_; \
        } \
        iter_out_->data = name##_there_(self); \
        iter_out_->length = name##_unread_(self); \
        self->at_ = self->length_; \
        return iter_out_->length > 0 ? GEN_YIELDED : GEN_SKIP; \
    } \
    ITER_LEFT_(name, iter_most_ ? name##_most_(self) : name##_unread_(self) > 0) \
    ITER_ALONE_(name, 1)

/* Keep only what is unread, at the start of the buffer. */
#define ITER_KEEP_(from) \
    iter_move_(self->buffer_, (from) + self->at_, self->length_ - self->at_); \
    self->passed_ += self->at_; \
    self->length_ -= self->at_; \
    self->at_ = 0;
#define ITER_MAKE_ROOM_ \
    ITER_KEEP_(self->buffer_) \
    if (self->length_ == self->capacity_) return GEN_E_FULL;

/* Give a source another buffer. `data` are its bytes, in the old one or elsewhere. */
#define ITER_MOVE_(name, data) \
    GEN_FUNCTION_ gen_status name##_move(struct name *self, char *iter_buffer_, \
                                         size_t iter_capacity_) { \
        const char *const iter_old_ = self->buffer_; \
        const int iter_there_ = self->data == iter_old_; \
        if (iter_buffer_ == GEN_NULL_ || iter_capacity_ == 0 || \
            (iter_there_ && iter_capacity_ < self->length_ - self->at_)) \
            return GEN_E_ARG; \
        self->buffer_ = iter_buffer_; \
        self->capacity_ = iter_capacity_; \
        if (iter_there_) { \
            self->data = iter_buffer_; \
            ITER_KEEP_(iter_old_) \
        } \
        return GEN_DONE; \
    }

/* The values that initialise these sources. */
#define ITER_TEXT_AT_(text, size) \
    (text) == GEN_NULL_ ? "" : (text), (text) == GEN_NULL_ ? 0 : (size), 0, \
        iter_ready_unless_((text) == GEN_NULL_ && (size) != 0)
#define ITER_FILE_AT_(path, buffer, capacity) \
    path, buffer, capacity, 0, 0, 0, \
        iter_ready_unless_((path) == GEN_NULL_ || (buffer) == GEN_NULL_ || (capacity) == 0), \
        GEN_NULL_, 0
#define ITER_FILE_OF_(file, buffer, capacity, by_lines) \
    GEN_NULL_, buffer, capacity, 0, 0, 0, \
        iter_ready_unless_((file) == GEN_NULL_ || (buffer) == GEN_NULL_ || (capacity) == 0), file, \
        by_lines
#define ITER_AS_BYTES_(buffer) ITER_CAST_(char *, ITER_CAST_(void *, buffer))

/* ---- Cutting --------------------------------------------------------------------------------- */

/* States: the next item is passed over, or was looked for in seen_ bytes. */
enum { ITER_LEAVES_OUT_ = 100, ITER_SEARCHED_ };

/* The members are first those that are arguments, because sdcc's initialisers set only these. */
#define ITER_CUTTER_(name, bytes, ...) \
    ITER_CUTTER_AT_(name, bytes, __VA_ARGS__) \
    GEN_HIDES_ ITER_START_(name) { return bytes##_there_(&self->bytes); } \
    GEN_HIDES_END_
#define ITER_CUTTER_AT_(name, bytes, ...) \
    GEN_NEW_(name) struct name { \
        GEN_FIELD_(bytes, bytes) \
        __VA_ARGS__ \
        size_t seen_;   /* how many unread bytes need not be looked at again */ \
        size_t number_; /* of items that came out */ \
        unsigned char state_; \
    };

/* N_start_ returns the start of the next item, the first unread byte. */
#define ITER_START_(name) GEN_FUNCTION_ const char *name##_start_(struct name *self)
/* N_find_ returns the end of the next item and of what ends it, or NULL if not all of it is there.
 * *iter_seen_ is seen_, or a 0 that the compiler knows. N_drop_ is called after it: n bytes of the
 * item go, or all. It returns how many may. */
#define ITER_FIND_(name) \
    GEN_FUNCTION_ const char *name##_find_(struct name *self GEN_UNUSED_, \
                                           const char *iter_data_ GEN_UNUSED_, size_t iter_n_, \
                                           size_t *iter_seen_ GEN_UNUSED_)
#define ITER_DROP_(name) GEN_FUNCTION_ size_t name##_drop_(struct name *self, size_t iter_n_)
#define ITER_FIND_END_(name, delimiter) \
    ITER_FIND_(name) { return iter_find_(iter_data_, iter_n_, iter_seen_, (delimiter)); } \
    ITER_DROP_(name) { \
        self->seen_ = 0; \
        return iter_n_; \
    }

/* The step. The statements set iter_out_ from the item with its end, the bytes from iter_data_ to
 * iter_end_; iter_rest_ says that these are the last bytes, without an end. When optimising for
 * speed, the usual step, which finds the item, is inlined into the loop. */
#define ITER_CUT_VIEW_ \
    iter_out_->data = iter_data_; \
    iter_out_->length = ITER_CAST_(size_t, iter_end_ - iter_data_);
#define ITER_CUT_BYTES_(name, bytes, ...) \
    GEN_COLD_ ITER_LOOK_(name, bytes, __VA_ARGS__) ITER_CUT_STEP_(name, bytes, __VA_ARGS__)
/* The whole of it: the item may not be there yet, may lack its end, or may be left out. */
#define ITER_LOOK_(name, bytes, ...) \
    gen_status name##_look_(struct name *self, name##_item *iter_out_) { \
        for (;;) { \
            const char *iter_data_, *iter_end_; \
            int iter_rest_; \
            if (self->state_ == ITER_ENDED_ || self->state_ == ITER_PAST_) \
                return iter_no_more_(&self->state_); \
            iter_data_ = name##_start_(self); \
            iter_end_ = \
                name##_find_(self, iter_data_, bytes##_unread_(&self->bytes), &self->seen_); \
            iter_rest_ = iter_end_ == GEN_NULL_; \
            if (self->state_ == ITER_LEAVES_OUT_) { \
                const size_t iter_n_ = iter_rest_ ? bytes##_unread_(&self->bytes) \
                                                  : ITER_CAST_(size_t, iter_end_ - iter_data_); \
                self->bytes.at_ += name##_drop_(self, iter_n_); \
                if (!iter_rest_) { \
                    self->state_ = ITER_READY_; \
                    continue; \
                } \
            } else if (iter_rest_) { \
                self->state_ = ITER_SEARCHED_; \
            } \
            if (iter_rest_) { \
                const gen_status iter_status_ = bytes##_more_(&self->bytes); \
                if (iter_status_ == GEN_YIELDED) continue; \
                if (iter_status_ != GEN_DONE || bytes##_unread_(&self->bytes) == 0) { \
                    if (iter_ended_(iter_status_)) self->state_ = ITER_ENDED_; \
                    return iter_status_; \
                } \
                iter_data_ = bytes##_there_(&self->bytes); /* it may have moved */ \
                iter_end_ = iter_data_ + bytes##_unread_(&self->bytes); \
            } \
            __VA_ARGS__ \
            self->seen_ = 0; \
            self->state_ = ITER_READY_; \
            self->number_++; \
            self->bytes.at_ += ITER_CAST_(size_t, iter_end_ - iter_data_); \
            return GEN_YIELDED; \
        } \
    }
#if GEN_SPEED_
#define ITER_CUT_STEP_(name, bytes, ...) \
    ITER_STEP_(name) { \
        name##_item iter_item_ GEN_UNSET_; \
        gen_status iter_status_; \
        if (self->state_ == ITER_READY_) { \
            const char *const iter_data_ = name##_start_(self); \
            size_t iter_seen_ = 0; \
            const char *const iter_end_ = \
                name##_find_(self, iter_data_, bytes##_unread_(&self->bytes), &iter_seen_); \
            const int iter_rest_ = 0; \
            if (iter_end_ != GEN_NULL_) { \
                __VA_ARGS__ \
                self->number_++; \
                self->bytes.at_ += ITER_CAST_(size_t, iter_end_ - iter_data_); \
                return GEN_YIELDED; \
            } \
        } \
        iter_status_ = name##_look_(self, &iter_item_); \
        if (iter_status_ == GEN_YIELDED) *iter_out_ = iter_item_; \
        return iter_status_; \
    }
#else
#define ITER_CUT_STEP_(name, bytes, ...) \
    ITER_STEP_(name) { return name##_look_(self, iter_out_); }
#endif
#define ITER_PART_(name, bytes, head) \
    GEN_FUNCTION_ gen_status name##_part(struct name *self, name##_item *iter_out_) { \
        const char *const iter_data_ = name##_start_(self); \
        size_t iter_n_ = bytes##_unread_(&self->bytes), iter_head_; \
        if (name##_find_(self, iter_data_, iter_n_, &self->seen_) != GEN_NULL_) \
            return name##_step(self, iter_out_); \
        iter_head_ = (head); \
        iter_n_ = name##_drop_(self, iter_n_); \
        if (iter_n_ == 0) return GEN_DONE; \
        iter_out_->data = iter_data_ + iter_head_; \
        iter_out_->length = iter_n_ - iter_head_; \
        self->number_++; \
        self->bytes.at_ += iter_n_; \
        return GEN_YIELDED; \
    }
#define ITER_CUT_END_(name, bytes) \
    GEN_FUNCTION_ void name##_skip(struct name *self) { \
        if (self->state_ == ITER_READY_ || self->state_ == ITER_SEARCHED_) \
            self->state_ = ITER_LEAVES_OUT_; \
    } \
    GEN_FUNCTION_ size_t name##_number(const struct name *self) { return self->number_; } \
    ITER_CLOSE_AFTER_(name, bytes, self->state_ = ITER_ENDED_) \
    ITER_LEFT_(name, iter_most_ && self->state_ != ITER_ENDED_ ? bytes##_most_(&self->bytes) : 0) \
    ITER_ALONE_(name, 0)

#define ITER_LINES_(name, bytes) \
    ITER_FIND_END_(name, '\n') \
    ITER_CUT_BYTES_(name, bytes, ITER_CUT_VIEW_ iter_out_->length -= !iter_rest_; \
                    if (!iter_rest_ && iter_out_->length > 0 && \
                        iter_data_[iter_out_->length - 1] == '\r') iter_out_->length--;) \
    ITER_PART_(name, bytes, 0) \
    ITER_CUT_END_(name, bytes)

/* ---- Code points ----------------------------------------------------------------------------- */

/* A code point, of which more_ bytes are to follow, the next of them from low_ to high_; or more_ is
 * one of the others, and low_ is the byte that is held. */
struct iter_point_ {
    uint32_t code_;
    unsigned char more_, low_, high_;
};
enum { ITER_POINT_HELD_ = 4, ITER_POINT_ENDED_ };

/* ---- Writing --------------------------------------------------------------------------------- */

#define ITER_PUT_(name, C, ...) \
    GEN_HIDES_ GEN_FUNCTION_ gen_status name##_put_(C context, const char *data, size_t size) { \
        while (size > 0) { \
            const iter_count iter_n_ = ITER_CAST_(iter_count, (__VA_ARGS__)); \
            if (iter_n_ == 0) return GEN_E_FULL; \
            if (!iter_is_up_to_(iter_n_, size)) return iter_status_of_(iter_n_); \
            data += iter_n_; \
            size -= ITER_CAST_(size_t, iter_n_); \
        } \
        (void)context; \
        return GEN_YIELDED; \
    }
#define ITER_WRITE_(name, upstream, C) \
    ITER_TERMINAL_ name(struct upstream *self, C iter_context_) { \
        gen_status iter_put_ = GEN_YIELDED; \
        ITER_PULL_UNTIL_(upstream, \
                         (iter_put_ = name##_put_item_(iter_context_, &item)) != GEN_YIELDED) \
        return iter_put_ == GEN_YIELDED ? iter_status_ : iter_put_; \
    } \
    GEN_HIDES_END_ GEN_HIDES_END_

/* ---- Rows of CSV ----------------------------------------------------------------------------- */

/* Where in a row the bytes that were seen end: before a field; in one without quotes; in quotes;
 * after quotes, and a '\r'; and at a mistake. */
enum {
    ITER_CSV_NEW_,
    ITER_CSV_PLAIN_,
    ITER_CSV_QUOTED_,
    ITER_CSV_CLOSED_,
    ITER_CSV_RETURN_,
    ITER_CSV_WRONG_
};

/* The C library's functions, if there is one. */
#if __STDC_HOSTED__ && defined(GEN_GNU_)
#define ITER_MEMCHR_ __builtin_memchr
#define ITER_MEMMOVE_ __builtin_memmove
#elif __STDC_HOSTED__
#include <string.h>
#define ITER_MEMCHR_ memchr
#define ITER_MEMMOVE_ memmove
#endif

#if defined(__SDCC) && !defined(ITER_IMPLEMENTATION)
void iter_move_(char *iter_to_, const char *iter_from_, size_t iter_n_);
const char *iter_find_(const char *iter_data_, size_t iter_n_, size_t *iter_seen_, char iter_c_);
const char *iter_find_row_(const char *iter_data_, size_t iter_n_, char iter_delimiter_,
                           size_t *iter_seen_, unsigned char *iter_within_, size_t *iter_count_);
void iter_csv_pass_(const char *iter_data_, size_t iter_n_, size_t *iter_line_,
                    size_t *iter_column_);
size_t iter_csv_fields_(char *iter_row_, size_t iter_n_, char iter_delimiter_,
                        struct iter_text *iter_fields_, size_t iter_capacity_);
int iter_needs_quotes_(const struct iter_text *iter_field_, size_t iter_fields_,
                       char iter_delimiter_);
int iter_is_up_to_(iter_count iter_n_, size_t iter_most_);
gen_status iter_status_of_(iter_count iter_n_);
size_t iter_to_quote_(const struct iter_text *iter_field_, size_t iter_at_);
gen_status iter_take_byte_(struct iter_point_ *iter_at_, unsigned char iter_byte_, int iter_lossy_);
size_t iter_string_length_(const char *iter_string_);
size_t iter_append_(char *iter_text_, size_t iter_capacity_, size_t iter_length_,
                    const char *iter_data_, size_t iter_n_);
#else
/* Return whether a number of bytes is from 1 to `most`, where size_t may be narrower. */
ITER_HELPER_ int iter_is_up_to_(iter_count iter_n_, size_t iter_most_) {
    const size_t iter_size_ = ITER_CAST_(size_t, iter_n_);
    return iter_n_ > 0 && iter_size_ <= iter_most_ && ITER_CAST_(iter_count, iter_size_) == iter_n_;
}
/* Return the status of a read that gave no bytes. A number that is no status is GEN_E_ARG. */
ITER_HELPER_ gen_status iter_status_of_(iter_count iter_n_) {
    const gen_status iter_status_ = ITER_CAST_(gen_status, iter_n_);
    return iter_n_ > 0 || iter_n_ == ITER_NOT_YET || iter_status_ != iter_n_ ? GEN_E_ARG
                                                                             : iter_status_;
}
/* Copy bytes, perhaps to a place that begins before them. */
ITER_HELPER_ void iter_move_(char *iter_to_, const char *iter_from_, size_t iter_n_) {
    if (iter_n_ == 0 || iter_to_ == iter_from_) return;
#ifdef ITER_MEMMOVE_
    ITER_MEMMOVE_(iter_to_, iter_from_, iter_n_);
#else
    while (iter_n_-- > 0) *iter_to_++ = *iter_from_++;
#endif
}
/* gcc knows how long a constant text is, but not that a search never begins behind its end. */
#if !defined(__clang__) && __GNUC__ >= 11
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstringop-overread"
#endif
/* Return the place behind the first c, or NULL. There is none in the first *seen bytes. */
ITER_HELPER_ const char *iter_find_(const char *iter_data_, size_t iter_n_, size_t *iter_seen_,
                                    char iter_c_) {
    size_t iter_at_ = *iter_seen_;
#ifdef ITER_MEMCHR_
    if (iter_at_ < iter_n_) {
        const void *const iter_found_ =
            ITER_MEMCHR_(iter_data_ + iter_at_, iter_c_, iter_n_ - iter_at_);
        if (iter_found_ != GEN_NULL_) return ITER_CAST_(const char *, iter_found_) + 1;
    }
#else
    for (; iter_at_ < iter_n_; iter_at_++) {
        if (iter_data_[iter_at_] == iter_c_) return iter_data_ + iter_at_ + 1;
    }
#endif
    *iter_seen_ = iter_n_;
    return GEN_NULL_;
}
/* Return the place behind a row and its newline, or NULL; or, at a mistake, *within is
 * ITER_CSV_WRONG_ and *seen are the bytes before it. Count the fields, if it has quotes. */
ITER_HELPER_ const char *iter_find_row_(const char *iter_data_, size_t iter_n_,
                                        char iter_delimiter_, size_t *iter_seen_,
                                        unsigned char *iter_within_, size_t *iter_count_) {
    size_t iter_at_ = *iter_seen_;
    unsigned iter_state_ = *iter_within_;
    if (iter_at_ == 0 && iter_state_ == ITER_CSV_NEW_) {
#ifdef ITER_MEMCHR_ /* a row without quotes is a line */
        const void *const iter_line_ = ITER_MEMCHR_(iter_data_, '\n', iter_n_);
        const char *const iter_end_ = ITER_CAST_(const char *, iter_line_);
        *iter_count_ = 0;
        if (iter_end_ != GEN_NULL_ &&
            ITER_MEMCHR_(iter_data_, '"', ITER_CAST_(size_t, iter_end_ - iter_data_)) == GEN_NULL_)
            return iter_end_ + 1;
#endif
        *iter_count_ = 1;
    }
    for (; iter_at_ < iter_n_; iter_at_++) {
        const char iter_c_ = iter_data_[iter_at_];
        if (iter_state_ == ITER_CSV_QUOTED_) { /* pass over the bytes up to the next quote */
            while (iter_at_ < iter_n_ && iter_data_[iter_at_] != '"') iter_at_++;
            if (iter_at_ == iter_n_) break;
            iter_state_ = ITER_CSV_CLOSED_;
        } else if (iter_c_ == '\n') {
            *iter_within_ = ITER_CSV_NEW_;
            *iter_seen_ = 0;
            return iter_data_ + iter_at_ + 1;
        } else if (iter_c_ == '"' &&
                   (iter_state_ == ITER_CSV_NEW_ || iter_state_ == ITER_CSV_CLOSED_)) {
            iter_state_ = ITER_CSV_QUOTED_;
        } else if (iter_c_ == iter_delimiter_ && iter_state_ != ITER_CSV_RETURN_) {
            iter_state_ = ITER_CSV_NEW_;
            ++*iter_count_;
        } else if (iter_state_ == ITER_CSV_CLOSED_ && iter_c_ == '\r') {
            iter_state_ = ITER_CSV_RETURN_;
        } else if (iter_state_ >= ITER_CSV_CLOSED_) {
            *iter_within_ = ITER_CSV_WRONG_;
            *iter_seen_ = iter_at_;
            return iter_data_ + iter_n_;
        } else { /* pass over the bytes before the end of the field */
            iter_state_ = ITER_CSV_PLAIN_;
            while (iter_at_ + 1 < iter_n_ && iter_data_[iter_at_ + 1] != '\n' &&
                   iter_data_[iter_at_ + 1] != iter_delimiter_)
                iter_at_++;
        }
    }
    *iter_within_ = ITER_CAST_(unsigned char, iter_state_);
    *iter_seen_ = iter_n_;
    return GEN_NULL_;
}
#if !defined(__clang__) && __GNUC__ >= 11
#pragma GCC diagnostic pop
#endif
/* Pass over n bytes, and count the lines, and the columns in the last. */
ITER_HELPER_ void iter_csv_pass_(const char *iter_data_, size_t iter_n_, size_t *iter_line_,
                                 size_t *iter_column_) {
    const char *const iter_end_ = iter_data_ + iter_n_;
    size_t iter_seen_ = 0;
    const char *iter_next_;
    while ((iter_next_ = iter_find_(iter_data_, ITER_CAST_(size_t, iter_end_ - iter_data_),
                                    &iter_seen_, '\n')) != GEN_NULL_) {
        ++*iter_line_;
        *iter_column_ = 0;
        iter_data_ = iter_next_;
    }
    *iter_column_ += ITER_CAST_(size_t, iter_end_ - iter_data_);
}
/* Set the fields of a row that has no mistake, and return their number. If a row without quotes has
 * more fields than there is room for, return a larger number than that. */
ITER_HELPER_ size_t iter_csv_fields_(char *iter_row_, size_t iter_n_, char iter_delimiter_,
                                     struct iter_text *iter_fields_, size_t iter_capacity_) {
    size_t iter_at_ = 0, iter_count_ = 0;
    if (iter_n_ > 0 && iter_row_[iter_n_ - 1] == '\n') iter_n_--;
    if (iter_n_ > 0 && iter_row_[iter_n_ - 1] == '\r') iter_n_--;
    if (iter_n_ == 0) return 0;
    for (;; iter_at_++) {
        struct iter_text *const iter_field_ = &iter_fields_[iter_count_];
        size_t iter_end_ = iter_at_;
        if (iter_count_++ == iter_capacity_) return iter_count_;
        iter_field_->data = iter_row_ + iter_at_;
        if (iter_at_ < iter_n_ && iter_row_[iter_at_] == '"') {
            for (iter_at_++; iter_at_ < iter_n_; iter_at_++) {
                if (iter_row_[iter_at_] == '"' &&
                    (++iter_at_ == iter_n_ || iter_row_[iter_at_] != '"'))
                    break;
                iter_row_[iter_end_++] = iter_row_[iter_at_];
            }
        } else {
            while (iter_at_ < iter_n_ && iter_row_[iter_at_] != iter_delimiter_) iter_at_++;
            iter_end_ = iter_at_;
        }
        iter_field_->length = ITER_CAST_(size_t, iter_row_ + iter_end_ - iter_field_->data);
        if (iter_at_ == iter_n_) return iter_count_;
    }
}
/* A row of one empty field would be an empty line. */
ITER_HELPER_ int iter_needs_quotes_(const struct iter_text *iter_field_, size_t iter_fields_,
                                    char iter_delimiter_) {
    size_t iter_i_;
    for (iter_i_ = 0; iter_i_ < iter_field_->length; iter_i_++) {
        const char iter_c_ = iter_field_->data[iter_i_];
        if (iter_c_ == iter_delimiter_ || iter_c_ == '"' || iter_c_ == '\n' || iter_c_ == '\r')
            return 1;
    }
    return iter_fields_ == 1 && iter_field_->length == 0;
}
/* Return the number of bytes from a place on that end in a quote, or in the end of the field. */
ITER_HELPER_ size_t iter_to_quote_(const struct iter_text *iter_field_, size_t iter_at_) {
    size_t iter_n_ = 0;
    while (iter_at_ + iter_n_ < iter_field_->length &&
           iter_field_->data[iter_at_ + iter_n_++] != '"') {}
    return iter_n_;
}
/* Take the next byte of a code point of several bytes; return GEN_SKIP if more are to follow. */
ITER_HELPER_ gen_status iter_take_byte_(struct iter_point_ *iter_at_, unsigned char iter_byte_,
                                        int iter_lossy_) {
    const unsigned char iter_more_ = iter_at_->more_;
    if (iter_more_ == 0 && iter_byte_ >= 0xC2 && iter_byte_ <= 0xF4) {
        iter_at_->more_ =
            ITER_CAST_(unsigned char, 1 + (iter_byte_ >= 0xE0) + (iter_byte_ >= 0xF0));
        iter_at_->code_ = iter_byte_ & (0x3Fu >> iter_at_->more_);
        iter_at_->low_ = iter_byte_ == 0xE0 ? 0xA0 : iter_byte_ == 0xF0 ? 0x90 : 0x80;
        iter_at_->high_ = iter_byte_ == 0xED ? 0x9F : iter_byte_ == 0xF4 ? 0x8F : 0xBF;
        return GEN_SKIP;
    }
    if (iter_more_ > 0 && iter_byte_ >= iter_at_->low_ && iter_byte_ <= iter_at_->high_) {
        iter_at_->code_ = iter_at_->code_ << 6 | (iter_byte_ & 0x3Fu);
        iter_at_->low_ = 0x80;
        iter_at_->high_ = 0xBF;
        return --iter_at_->more_ == 0 ? GEN_YIELDED : GEN_SKIP;
    }
    iter_at_->code_ = 0xFFFDu;
    iter_at_->low_ = iter_byte_;
    if (iter_more_ > 0) iter_at_->more_ = ITER_POINT_HELD_;
    if (!iter_lossy_) iter_at_->more_ = ITER_POINT_ENDED_;
    return iter_lossy_ ? GEN_YIELDED : GEN_E_ARG;
}
ITER_HELPER_ size_t iter_string_length_(const char *iter_string_) {
    size_t iter_n_ = 0;
    while (iter_string_[iter_n_] != '\0') iter_n_++;
    return iter_n_;
}
/* Append the bytes that have room to a text, and return its length with all of them. */
ITER_HELPER_ size_t iter_append_(char *iter_text_, size_t iter_capacity_, size_t iter_length_,
                                 const char *iter_data_, size_t iter_n_) {
    if (iter_length_ < iter_capacity_)
        iter_move_(iter_text_ + iter_length_, iter_data_,
                   iter_min_(iter_n_, iter_capacity_ - iter_length_));
    return iter_add_(iter_length_, iter_n_);
}
#endif

#endif /* ITER_STEP_ */
#endif /* ITER_TEXT_H */
