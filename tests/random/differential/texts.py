#!/usr/bin/env python3
"""A differential test: iter_text.h must cut a text as a simple model does, and rows as Python's csv.

A program is a text, a source of bytes and a stage that cuts it, made from a seed. The buffers are
small, reads and pieces are short or not there yet, a read may fail, and where an item has no room
the program provides a larger buffer, leaves the item out or takes the part that is there. The model
has the whole text, and the rules by which an item has no room. Each item, each status, and at the
end the number of items and of bytes is a line of the trace.

Run `texts.py --help`, or read the README beside this file.
"""

import codecs
import csv
import io
import random
import re
import sys

import common

SOURCES = ["text", "input", "joined", "file", "opened"]
CUTS = ["lines", "split", "words", "records", "frames", "rows", "written",  # rows by ITER_WRITE_CSV
        "points", "lossy"]
MADE = ["written", "points", "lossy"]  # by Python alone
MOVE, SKIP, PART = range(3)
FIELDS = 64  # of the array that a program provides for more


def shown(data):
    """Return bytes as the harness shows them."""
    return ' "%s"' % "".join(chr(c) if 32 < c < 127 and c not in b'\\"' else "\\%02x" % c for c in data)


# ---- A program -----------------------------------------------------------------------------------


def random_text(rng, cut):
    """Return bytes that have the ends of items, and what is nearly one."""
    if cut == "written":  # each field ends in '\1', each row in '\2'
        return b"".join(b"".join(bytes(rng.choice(b'ab; "\r\n\xe9') for _ in range(rng.choice([0, 0, 1, 2, 5]))) + b"\1"
                                 for _ in range(rng.randrange(5))) + b"\2" for _ in range(rng.randrange(8)))
    if cut in ("points", "lossy"):  # code points, of which some are changed
        text = b"".join(chr(rng.choice([rng.randrange(0x80), rng.randrange(0x80, 0x800), rng.randrange(0x800, 0xD800),
                                        rng.randrange(0xE000, 0x10000), rng.randrange(0x10000, 0x110000)]))
                        .encode("utf-8") for _ in range(rng.randrange(20)))
        for _ in range(rng.choice([0, 0, 1, 1, 3])):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice([
                b"", b"\xE0\x9F\xBF", b"\xED\xA0\x80", b"\xF0\x8F\xBF\xBF", b"\xF4\x90\x80\x80",
                bytes(rng.choice(b"\x41\x80\x90\xA0\xBF\xC0\xC1\xC2\xE0\xED\xF0\xF4\xF5\xFF") for _ in range(2)),
            ]) + text[at + rng.randrange(2):]
        return text
    if cut == "rows":
        return b"".join(random_row(rng) for _ in range(rng.randrange(12)))
    if cut == "frames":
        whole = b"".join(bytes(divmod(n, 4)) + bytes(rng.randrange(256) for _ in range(n))
                         for n in (rng.choice([0, 1, 2, 5, 20, 60]) for _ in range(rng.randrange(8))))
        return whole[:rng.choice([len(whole), len(whole), max(len(whole) - 1, 0), rng.randrange(len(whole) + 1)])]
    ends = {"lines": [b"\n", b"\r\n", b"\r", b"\n\n"], "split": [b";", b";;", b"\n"],
            "words": [b" ", b"  ", b"\n ", b" " * 12], "records": [b"\n"]}[cut]
    text = b""
    for _ in range(rng.randrange(15)):
        text += bytes(rng.choice(b"abc\0\xff\r") for _ in range(rng.choice([0, 1, 3, 7, 8, 20])))
        text += rng.choice(ends + [b""])
    return text


def random_row(rng):
    fields = []
    for _ in range(rng.choice([0, 1, 1, 2, 3, 5])):
        inside = "".join(rng.choice(["a", "bc", " ", '"', "x y", "\xe9"]) for _ in range(rng.randrange(4)))
        if rng.random() < 0.4:
            quoted = "".join(rng.choice(["a", ";", '""', "\n", "\r\n", "", "b"]) for _ in range(rng.randrange(5)))
            inside = '"%s"' % quoted
            if rng.random() < 0.03:
                inside += rng.choice(["x", ' "', "\rx"])  # text after the closing quote
        elif inside.startswith('"'):
            inside = "a" + inside
        fields.append(inside)
    end = rng.choice(["\n", "\r\n"])
    return (";".join(fields) + end).encode("latin-1")


class Text:
    """A program: it may be run in C, and has the trace of the model."""

    def __init__(self, seed):
        rng = random.Random(seed)
        self.seed = seed
        self.cut = rng.choice(CUTS)
        self.source = rng.choice(["input", "file"] if self.cut == "rows" else ["input"] if self.cut in MADE else SOURCES)
        self.data = random_text(rng, self.cut)
        if self.cut == "rows" and rng.random() < 0.5:
            self.data = self.data.rstrip(b"\r\n")
        if self.cut == "rows" and rng.random() < 0.1:
            self.data += b'a;"b\nc'
        self.capacity = rng.choice([2, 3, 8, 9, 16, 40])
        if self.cut == "frames":
            self.capacity = max(self.capacity, 2)
        self.fields = rng.choice([1, 3, 8])
        self.fails_at = len(self.data)
        if self.source == "input" and rng.random() < 0.2:
            self.fails_at = rng.randrange(len(self.data) + 1)
        self.sizes = [rng.choice([0, 1, 2, 3, 7, 30]) for _ in range(rng.randrange(1, 6))] + [rng.choice([1, 9])]
        self.on_full = [rng.choice([MOVE, SKIP] + [PART] * (self.source in ("input", "file", "opened")
                                                           and self.cut != "rows"))
                        for _ in range(4)] + [MOVE]
        self.trace = self.written() if self.cut == "written" else self.points() if self.cut in MADE else Model(self).run()

    def written(self):
        """Return the trace of rows that Python's csv writes, and reads again."""
        rows = [row.split("\1")[:-1] for row in self.data.decode("latin-1").split("\2")[:-1]]
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
        assert list(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=";")) == rows
        return [shown(text.getvalue().encode("latin-1")), "done"]

    def points(self):
        """Return the trace of the code points that Python decodes."""
        data, end = self.data[:self.fails_at], "failed" if self.fails_at < len(self.data) else "done"
        decoder = codecs.getincrementaldecoder("utf-8")("replace" if self.cut == "lossy" else "strict")
        trace = []
        try:
            for byte in data:
                trace += ["%x" % ord(c) for c in decoder.decode(bytes([byte]))]
            # The second byte of a surrogate is one too many; Python's decoder waits for the third.
            if end == "done" or re.search(rb"\xed[\xa0-\xbf]\Z", data):
                trace += ["%x" % ord(c) for c in decoder.decode(b"", True)]
            if self.cut == "lossy":
                assert end == "failed" or trace == ["%x" % ord(c) for c in data.decode("utf-8", "replace")]
        except UnicodeDecodeError as error:
            end = "arg"
            whole = self.data.decode("utf-8", "replace")
            assert trace == ["%x" % ord(c) for c in whole[:len(trace)]] and whole[len(trace)] == "\ufffd", error
        return trace + [end, "done"]

    def python(self):
        return "%s of %s: %r\ncapacity %d, fields %d, fails at %d, pieces %r, when full %r\n" % (
            self.cut, self.source, self.data, self.capacity, self.fields, self.fails_at, self.sizes, self.on_full)

    def c(self):
        return "\n".join([
            "static const char data_%d[] = {%s};" % (self.seed, ", ".join(
                str(c - 256 if c > 127 else c) for c in self.data + b"\0")),
            "static const size_t sizes_%d[] = {%s};" % (self.seed, ", ".join(map(str, self.sizes))),
            "static const int full_%d[] = {%s};" % (self.seed, ", ".join(map(str, self.on_full))),
            "static const struct setting setting_%d = {%d, data_%d, %d, %d, %d, %d, sizes_%d, %d, full_%d, %d};"
            % (self.seed, self.seed, self.seed, len(self.data), self.capacity, self.fields, self.fails_at,
               self.seed, len(self.sizes), self.seed, len(self.on_full)), ""])

    def c_call(self):
        return "drive_%s_of_%s(&setting_%d);" % (self.cut, self.source, self.seed)


# ---- The model -----------------------------------------------------------------------------------


class Mistake(Exception):
    """A row that is no CSV."""


class Model:
    def __init__(self, program):
        self.program = program
        self.data = program.data[:program.fails_at]
        self.fails = program.fails_at < len(program.data)
        self.at = 0
        self.left = 0  # of a frame, a part of which was taken
        self.capacity = program.capacity
        self.fields = program.fields
        self.fulls = 0
        self.number = 0
        self.lines = []
        self.piece_ends = self.pieces()

    def pieces(self):
        """Return the ends of the pieces of a joined source."""
        ends, at, count = [], 0, 0
        while at < len(self.data):
            at += self.program.sizes[count % len(self.program.sizes)]
            count += 1
            ends.append(min(at, len(self.data)))
        return ends

    def in_one_piece(self, end):
        return not any(self.at < boundary < end for boundary in self.piece_ends)

    def has_no_room(self, size):
        """Return whether the item of so many bytes (None: it has no end) does not fit."""
        there = len(self.data) - self.at
        whole = size is not None and size <= there
        if self.program.source == "text":
            return False
        if self.program.source == "joined":
            return (size > self.capacity and not self.in_one_piece(self.at + size)) if whole \
                else there > self.capacity
        return size > self.capacity if whole else there >= self.capacity

    def size(self):
        """Return the bytes of the next item and its end, or None."""
        cut = self.program.cut
        if cut in ("lines", "split", "words"):
            end = re.compile({"lines": b"\n", "split": b";", "words": b"[ \n]"}[cut]).search(self.data, self.at)
            return end and end.end() - self.at
        if self.left:
            return self.left
        if cut == "records":
            return 5
        if cut == "frames":
            header = self.data[self.at:self.at + 2]
            return None if len(header) < 2 else 2 + header[0] * 4 + header[1]
        return self.row()[0]

    def row(self):
        """Return (bytes, fields) of the next row, by Python's csv; the bytes are None without a newline."""
        rest = self.data[self.at:].decode("latin-1")
        lines = re.findall("[^\n]*\n|[^\n]+", rest)
        reader = csv.reader(iter(lines), delimiter=";", strict=True)
        try:
            fields = next(reader, None)
        except csv.Error as error:
            if "unexpected end" in str(error):
                return None, None
            raise Mistake from error
        text = "".join(lines[:reader.line_num])
        return len(text) if text.endswith("\n") else None, [field.encode("latin-1") for field in fields or []]

    def before_the_mistake(self):
        """Return the number of bytes of a row before its first mistake."""
        for end in range(self.at, len(self.data)):
            try:
                next(csv.reader([self.data[self.at:end + 1].decode("latin-1")], delimiter=";", strict=True))
            except csv.Error as error:
                if "unexpected end" not in str(error):
                    return end - self.at
        raise AssertionError("there is no mistake")

    def item(self, size, whole):
        data = self.data[self.at:self.at + size]
        cut = self.program.cut
        if cut == "rows":
            return "".join(map(shown, self.row()[1]))
        if cut == "lines" and whole:
            data = data[:-1]
            data = data[:-1] if data.endswith(b"\r") else data
        elif cut in ("split", "words") and whole:
            data = data[:-1]
        elif cut == "frames" and not self.left:
            data = data[2:]
        return shown(data)

    def say(self, line):
        self.lines.append(line)

    def take(self, kind, size, whole):
        self.say(kind + self.item(size, whole))
        self.number += 1
        self.at += size

    def make_room(self, size):
        """Do what the program does when an item has no room. Return whether it goes on."""
        self.say("full")
        action = self.program.on_full[self.fulls % len(self.program.on_full)]
        self.fulls += 1
        there = len(self.data) - self.at
        if action == MOVE:
            self.capacity *= 2
            self.fields = FIELDS
        elif action == PART:
            left = self.left
            self.take("part", self.capacity, False)
            self.left = 0
            if self.program.cut in ("records", "frames"):
                self.left = size - self.capacity
            assert left == 0 or self.left < left
        elif size is not None and size <= there:
            self.at += size
            self.left = 0
        else:
            self.at = len(self.data)
            return False
        return True

    def run(self):
        self.cut()
        self.say("done")
        self.say("number %d" % self.number)
        if "arg" not in self.lines:
            self.say("offset %d" % self.at)
        return self.lines

    def cut(self):
        """Cut the text, up to what ends it."""
        cut = self.program.cut
        while True:
            if cut == "words":
                self.at = len(self.data) - len(self.data[self.at:].lstrip(b" \n"))
            there = len(self.data) - self.at
            try:
                size = self.size()
            except Mistake:
                while self.before_the_mistake() >= self.capacity and self.make_room(None):
                    pass
                self.say("arg")
                return
            unclosed = cut == "rows" and there > 0 and self.row()[1] is None
            if self.has_no_room(size) or self.has_many_fields():
                if self.make_room(size):
                    continue
                there = 0
            elif size is not None and size <= there:
                self.take("item", size, True)
                self.left = 0
                continue
            if self.fails:
                self.say("failed")
                return
            if unclosed or there > 0 and cut in ("records", "frames"):
                self.say("arg")
                return
            if there == 0:
                self.say("done")
                return
            self.take("item", there, False)

    def has_many_fields(self):
        if self.program.cut != "rows":
            return False
        size, fields = self.row()
        at_the_end = size is None and not self.fails and fields is not None
        return (size is not None or at_the_end) and len(fields) > self.fields


class Texts(common.Suite):
    script = "texts.py"
    header = "iter_text.h"
    harness = "texts.h"
    programs = "texts"
    batch = 400
    check_programs = 1200
    check_batch = 300
    description = "Random texts must be cut alike by iter_text.h, and by a model and Python's csv."

    def make(self, seeds, options):
        return [Text(seed) for seed in seeds]

    def mutations(self, options):
        return MUTATIONS


MUTATIONS = [
    ("a field that begins with a delimiter is written without quotes", [
        ("iter_c_ == iter_delimiter_ || iter_c_ == '\"' ||",
         "(iter_c_ == iter_delimiter_ && iter_i_ > 0) || iter_c_ == '\"' ||")]),
    ("a line keeps its '\\r'", [
        ("iter_out_->length > 0 && iter_data_[iter_out_->length - 1] == '\\r'",
         "iter_out_->length > 0 && iter_data_[iter_out_->length - 1] == '\\v'")]),
    ("what was looked at is looked at no more, although it moved", [
        ("ITER_FIND_END_", "self->seen_ = 0; return iter_n_;", "(void)self; return iter_n_;")]),
    ("a word is empty", [
        ("self->bytes.at_ += iter_at_; return ITER_PLUS_(iter_data_, iter_at_);", "return iter_data_;")]),
    ("a word that is left out takes the next one with it", [
        ("self->within_ ? 0 : bytes##_unread_(&self->bytes)", "bytes##_unread_(&self->bytes)")]),
    ("an overlong form is a code point", [
        ("iter_byte_ == 0xE0 ? 0xA0 : iter_byte_ == 0xF0 ? 0x90 :", "iter_byte_ == 0xF0 ? 0x90 :")]),
    ("a code point may be a surrogate", [
        ("iter_byte_ == 0xED ? 0x9F :", "iter_byte_ == 0xEE ? 0x9F :")]),
    ("a code point is beyond the last", [
        ("iter_byte_ == 0xF4 ? 0x8F : 0xBF", "0xBF")]),
    ("a code point that is cut off is no error", [
        ("if (!iter_cut_off_) return iter_status_;", "(void)iter_cut_off_; return iter_status_;")]),
    ("text without an end is lost", [
        ("if (iter_status_ != GEN_DONE || bytes##_unread_(&self->bytes) == 0) {", "{")]),
    ("an item is looked for from where the one before was", [
        ("self->seen_ = 0; self->state_ = ITER_READY_;", "self->state_ = ITER_READY_;")]),
    ("an item is left out twice", [
        ("if (!iter_rest_) { self->state_ = ITER_READY_;", "if (!iter_rest_) {")]),
    ("a full buffer is read into", [
        ("if (self->length_ == self->capacity_) return GEN_E_FULL;", "")]),
    ("what is unread is not moved", [
        ("iter_move_(self->buffer_, (from) + self->at_, self->length_ - self->at_);", "")]),
    ("bytes are counted once more when they move", [
        ("self->passed_ += self->at_; self->length_ -= self->at_;", "self->length_ -= self->at_;")]),
    ("an error ends the text", [
        ("ITER_READ", "return iter_status_of_(iter_n_);", "return GEN_DONE;")]),
    ("a piece is used in place, though part of the item is in the one before", [
        ("if (iter_unread_ <= self->copied_)", "if (iter_unread_ <= self->copied_ + 1)")]),
    ("what is in two pieces is limited to the first buffer", [
        ("if (iter_unread_ > self->capacity_) return GEN_E_FULL;",
         "if (iter_unread_ > 2) return GEN_E_FULL;")]),
    ("the rest of a frame begins with a header", [
        ("ITER_FRAMES_", "if (self->left_ == 0) { iter_out_->data", "{ iter_out_->data")]),
    ("a frame that is cut off is an item", [
        ("if (iter_rest_) { self->state_ = ITER_ENDED_; return GEN_E_ARG; }", "(void)iter_rest_;")]),
    ("a doubled quote is two", [
        ("(++iter_at_ == iter_n_ || iter_row_[iter_at_] != '\"')",
         "(iter_at_ + 1 == iter_n_ || iter_row_[iter_at_ + 1] != '\"') && ++iter_at_")]),
    ("a newline in quotes ends a row", [
        ("iter_data_[iter_at_] != '\"') iter_at_++;",
         "iter_data_[iter_at_] != '\"') if (iter_data_[iter_at_++] == '\\n') return iter_data_ + iter_at_;")]),
    ("a line with quotes is a row", [
        ("ITER_MEMCHR_(iter_data_, '\"',", "ITER_MEMCHR_(iter_data_, '\\v',")]),
    ("text after a closing quote is part of the field", [
        ("} else if (iter_state_ >= ITER_CSV_CLOSED_) {", "} else if (iter_state_ > ITER_CSV_WRONG_) {")]),
    ("a quote that is never closed is closed by the end", [
        ("(iter_rest_ && self->within_ == ITER_CSV_QUOTED_)", "0")]),
    ("a row may have more fields than there is room for", [
        ("if (iter_out_->length > self->capacity_) return GEN_E_FULL;", "")]),
    ("a row with quotes is changed before there is room for its fields", [
        ("if (self->count_ > self->capacity_) return GEN_E_FULL;", "")]),
]


if __name__ == "__main__":
    sys.exit(common.main(Texts()))
