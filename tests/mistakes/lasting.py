#!/usr/bin/env python3
"""Check that itertools.h, its companions and iter_testing.h know which items the next pull overwrites
(they are fleeting; other items last), and which stages hold an item during a pull.

Each kind of view in the headers is a source here, and each stage and terminal is tried over each source. A
stage that holds items must not compile over fleeting ones, and the error must name it; over an ITER_COPY of
the same source it must compile. Whatever compiles is run, and its items are compared with those of a model in
Python. The items of a stage must be fleeting or last, as its entry says. A macro of the headers that no entry
uses is an error.

    tests/mistakes/lasting.py [--cc "gcc -std=c99"]   exit 1 if something differs
    tests/mistakes/lasting.py --self-check            exit 1 unless each fault seeded into the header is noticed
"""

import argparse
import dataclasses
import heapq
import itertools
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "documents"), str(ROOT / "tests" / "shared")]
sys.dont_write_bytecode = True

import faults  # noqa: E402
import stages  # noqa: E402

DIGITS = [3, 1, 4, 1, 5, 9, 2]
TEXT = "ab\nc\n\nabc\nb\n"
MOST = 100  # the number of items to pull from an infinite iterator

# ---- Sources of views ----------------------------------------------------------------------------


@dataclasses.dataclass
class Kind:
    """An iterator of type `name`. {s} is a or b, so that two instances of a kind share no buffer."""

    name: str
    define: str
    make: str
    items: list
    T: str = "int"
    fleeting: bool = True

    def made(self, suffix):
        return self.make.replace("{s}", suffix)


def array(name, size=8, T="int"):
    return f"static {T} {name}_a[{size}], {name}_b[{size}];\n"


def rows(macro, function):
    name = macro[5:].lower()
    return Kind(name, array(name) + array(name + "_places", 8, "iter_count") + f"{macro}({name}, int)",
                f"{name}(digits, 3, 2, {name}_{{s}}, {name}_places_{{s}})",
                [list(row) for row in function(DIGITS[:3], 2)])


def batches(items, ends):
    found = [[]]
    for item in items:
        if ends(found[-1], item):
            found.append([])
        found[-1].append(item)
    return found


TWOS = [DIGITS[i:i + 2] for i in range(0, 7, 2)]
PAIRS = [[i, 10 * i] for i in (1, 2, 3, 3)]

KINDS = [
    Kind("batch", array("batch") + "ITER_BATCH(batch, ints)", "batch(ints(digits, 7), batch_{s}, 2)", TWOS),
    Kind("strict", array("strict") + "ITER_BATCH_STRICT(strict, ints)",
         "strict(ints(digits, 6), strict_{s}, 2)", TWOS[:3]),
    Kind("until", array("until") + "ITER_BATCH_UNTIL(until, ints, int, data[count - 1] == self->context)",
         "until(ints(digits, 7), until_{s}, 4, 1)", [[3, 1], [4, 1], [5, 9, 2]]),
    Kind("ascents", array("ascents") + "ITER_BATCH_WHILE(ascents, ints, item > last)",
         "ascents(ints(digits, 7), ascents_{s}, 4)", [[3], [1, 4], [1, 5, 9], [2]]),
    Kind("filled", array("filled") + "ITER_BATCH_PADDED(filled, ints)",
         "filled(ints(digits, 7), filled_{s}, 4, 8)", [[3, 1, 4, 1], [5, 9, 2, 8]]),
    Kind("by_budget", array("by_budget") + "ITER_BATCH_BUDGET(by_budget, ints, item)",
         "by_budget(ints(digits, 7), by_budget_{s}, 4, 9)", [[3, 1, 4, 1], [5], [9], [2]]),
    Kind("window", array("window") + "ITER_WINDOW(window, ints)", "window(ints(digits, 7), window_{s}, 3, 2)",
         [list(pair) for pair in zip(DIGITS, DIGITS[1:])]),
    Kind("product", array("product") + array("product_places", 8, "iter_count") +
         "ITER_PRODUCT_ARRAY(product, int)\n"
         "static const struct product_pool product_pools[] = {{digits, 2}, {digits + 2, 3}};",
         "product(product_pools, 2, product_{s}, product_places_{s})",
         [list(pair) for pair in itertools.product(DIGITS[:2], DIGITS[2:5])]),
    rows("ITER_COMBINATIONS", itertools.combinations),
    rows("ITER_COMBINATIONS_WITH_REPLACEMENT", itertools.combinations_with_replacement),
    rows("ITER_PERMUTATIONS", itertools.permutations),
    Kind("lines", array("lines", 8, "char") + "ITER_FILE_LINES(lines)", "lines(PATH, lines_{s}, 8)",
         [[ord(c) for c in line] for line in TEXT.split("\n")[:-1]], "char"),
    Kind("chunks", array("chunks", 8, "char") + "ITER_FILE_CHUNKS(chunks, char)", "chunks(PATH, chunks_{s}, 3)",
         [[ord(c) for c in TEXT[i:i + 3]] for i in range(0, len(TEXT), 3)], "char"),
    Kind("cut", array("cut", 8, "char") + """static long read_text(int *at, char *data, size_t size) {
    const size_t left = sizeof text - 1 - (size_t)*at, n = size < left ? size : left;
    memcpy(data, text + *at, n);
    *at += (int)n;
    return (long)n;
}
ITER_READ(text_read, int, read_text(&self->context, data, size))
ITER_LINES_OF(cut, text_read)""", "cut(text_read(0, cut_{s}, 8))",
         [[ord(c) for c in line] for line in TEXT.split("\n")[:-1]], "char"),
    Kind("split", array("split", 8, "char") + "ITER_FILE(split_file) ITER_SPLIT(split, split_file, 'b')",
         "split(split_file(PATH, split_{s}, 8))", [[ord(c) for c in part] for part in TEXT.split("b")], "char"),
    Kind("words", array("words", 8, "char") + "ITER_FILE(word_file) ITER_WORDS(words, word_file, item == 'b')",
         "words(word_file(PATH, words_{s}, 8))", [[ord(c) for c in part] for part in TEXT.split("b") if part], "char"),
    Kind("records", array("records", 8, "char") + "ITER_CHUNKS(record_pieces, char)\n"
         "ITER_BYTES(record_bytes, record_pieces) ITER_RECORDS(records, record_bytes, 3)",
         "records(record_bytes(record_pieces(text, 9, 4), records_{s}, 8))",
         [[ord(c) for c in TEXT[i:i + 3]] for i in range(0, 9, 3)], "char"),
    # Iterators declared as fleeting.
    Kind("generated", array("generated") + """struct generator { struct gen gen; int *buffer; int at; };
GEN(generator, struct shown) {
    static struct shown out;
    GEN_BEGIN();
    for (; self->at < 4; self->at++) {
        show_count(self->at, self->buffer, &out);
        GEN_YIELD(out);
    }
    GEN_END();
}
static struct generator generator_of(int *buffer) {
    static struct generator fresh;
    struct generator made = fresh;
    made.buffer = buffer;
    return made;
}
ITER_FLEETING(generated, generator)""", "generated(generator_of(generated_{s}))", PAIRS),
    Kind("defined", array("defined") + """struct counter { int *buffer; int at; };
typedef struct shown counter_item;
static gen_status counter_step(struct counter *self, struct shown *out) {
    return self->at == 4 ? GEN_DONE : (show_count(self->at++, self->buffer, out), GEN_YIELDED);
}
static gen_status counter_close(struct counter *self) { self->at = 4; return GEN_DONE; }
ITER_DEFINE(counter)
static struct counter counter_of(int *buffer) { struct counter made = {0, 0}; made.buffer = buffer; return made; }
ITER_FLEETING(defined, counter)""", "defined(counter_of(defined_{s}))", PAIRS),
    Kind("from", array("from") + "ITER_FROM(counts, struct shown, struct counter,\n"
         "    counter_step(&self->context, item))\nITER_FLEETING(from, counts)",
         "from(counts(counter_of(from_{s})))", PAIRS),
]

# Fleeting numbers, for stages that compare their items.
NUMBERS = Kind("numbers", "ITER_FLEETING(numbers, ints)", "numbers(ints(digits, 7))", DIGITS)

# Iterators whose items last, so that a stage may hold them.
LASTING = [
    Kind("span", "ITER_SPAN(span, int)", "span(digits, 3)", DIGITS[:3], "", False),
    Kind("range", "ITER_RANGE(range, int)", "range(1, 4, 1)", [1, 2, 3], "", False),
    Kind("count", "ITER_COUNT(count, int) ITER_TAKE(some, count)", "some(count(1, 1), 3)", [1, 2, 3], "", False),
    Kind("repeat", "ITER_REPEAT(repeat, int)", "repeat(7, 2)", [7, 7], "", False),
    Kind("once", "ITER_ONCE(once, int)", "once(7)", [7], "", False),
    Kind("empty", "ITER_EMPTY(empty, int)", "empty()", [], "", False),
    Kind("iterate", "ITER_SUCCESSORS(iterate, int, item * 2) ITER_TAKE(powers, iterate)", "powers(iterate(1), 3)",
         [1, 2, 4], "", False),
    Kind("bounded", """struct bounded { int left; };
typedef int bounded_item;
static gen_status bounded_step(struct bounded *self, int *out) {
    *out = self->left;
    return self->left == 0 ? GEN_DONE : (self->left--, GEN_YIELDED);
}
static gen_status bounded_close(struct bounded *self) { self->left = 0; return GEN_DONE; }
GEN_FUNCTION_ size_t bounded_left(const struct bounded *self, int most) {
    return (void)most, (size_t)self->left;
}
ITER_DEFINE_BOUNDED(bounded, 0)
static struct bounded bounded_of(int left) { struct bounded made = {0}; made.left = left; return made; }""",
         "bounded_of(3)", [3, 2, 1], "", False),
    Kind("reversed", "ITER_SPAN_REVERSED(reversed, int)", "reversed(digits, 3)", DIGITS[2::-1], "", False),
    Kind("place_views", "ITER_POINTERS(places, const int) ITER_CHUNKS(place_chunks, int)\n"
         "ITER_FLATMAP(place_views, places, place_chunks, place_chunks(item, 1, 1))",
         "place_views(places(digits, 3))", [[3], [1], [4]], "int", False),
    Kind("before_nine", "ITER_SENTINEL(before_nine, int, item == 9)", "before_nine(digits)", DIGITS[:5], "", False),
    Kind("pieces", "ITER_CHUNKS(pieces, int)", "pieces(digits, 7, 2)", TWOS, "int", False),
    Kind("twos", "ITER_ARRAY_CHUNKS(twos, int, 2)", "twos(digits, 7)", TWOS[:3], "int", False),
    Kind("runs_of", "ITER_ARRAY_RUNS(runs_of, int, item > last)", "runs_of(digits, 7)", [[3], [1, 4], [1, 5, 9], [2]],
         "int", False),
    Kind("spans", "ITER_ARRAY_WINDOWS(spans, int)", "spans(digits, 4, 2)",
         [DIGITS[i:i + 2] for i in range(3)], "int", False),
    Kind("texts", "ITER_LINES(texts)", "texts(text, sizeof text - 1)",
         [[ord(c) for c in line] for line in TEXT.split("\n")[:-1]], "char", False),
    Kind("frames", "ITER_TEXT(frame_bytes) ITER_FRAMES(frames, frame_bytes, 1, header[0] % 4)",
         "frames(frame_bytes(text, 5))", [[ord("b")], [ord("c"), ord("\n")]], "char", False),
]

# ---- The stages and terminals --------------------------------------------------------------------
#
# In these texts {n} is the stage, {k} the iterator upstream, {T} the type of an element of its views, {u} the
# expression that makes it and {v} an expression that makes a second one. FIRST(x) is the first number of a
# view, or -1 if it is empty. A model gets a list of the items.

FLEETS, LASTS, HOLDS = "its items are fleeting", "its items last", "it holds items"


@dataclasses.dataclass
class Entry:
    macro: str
    define: str
    make: str  # an expression for a stage, statements for a terminal
    out: str
    model: typing.Callable  # the expected output: lists are printed as views, everything else with str
    show: str = "V(x);"
    objects: str = ""  # definitions before the macro, or after it if an @ precedes them
    numbers: bool = False  # whether it takes numbers, not views
    shape: str = "stage"  # or "terminal"
    inner: str = ""  # another iterator with fleeting items that the macro defines


def first(item):
    return item[0] if item else -1


def merged(a, b):
    a, b = list(a), list(b)
    while a and b:
        yield (b if first(b[0]) < first(a[0]) else a).pop(0)
    yield from a + b


def until(condition, items, inclusive=False):
    for item in items:
        if condition(item):
            if inclusive:
                yield item
            return
        yield item


def runs(items, key=first):
    return [list(group) for _, group in itertools.groupby(items, key)]


def unique(items, key=first):
    return [item for i, item in enumerate(items) if key(item) not in map(key, items[:i])]


def flat(items):
    return [x for item in items for x in (item if isinstance(item, (tuple, list)) else [item])]


def best(items):
    return max(items, key=first)


INT = 'printf(" %d", (int)x);'
PAIR = "V(x.first); V(x.second);"
NESTED = "size_t j; for (j = 0; j < x.length; j++) V(x.data[j]); printf(\";\");"
INITIAL = "static {k}_item {n}_initial;"
SOURCE = "static struct {k} {n}_source;"
ROOM = "static {k}_item {n}_room[8];"


def nested(groups):
    return [x for group in groups for x in list(group) + [";"]]


def stage(macro, head, made, out, model, show="V(x);", objects="", **more):
    """Return the entry of a stage over one iterator. `head` has the macro's further arguments, `made` those
    of the constructor."""
    return Entry(macro, f"{macro}({{n}}, {{k}}{', ' + head if head else ''})",
                 f"{{n}}({{u}}{', ' + made if made else ''})", out, model, show, objects, **more)


def terminal(macro, head, body, out, model, **more):
    return Entry(macro, f"{macro}({{n}}, {{k}}{', ' + head if head else ''})", body, out, model,
                 shape="terminal", **more)


def borrowing(macro, head, made, *more, **named):
    return Entry(macro, f"{macro}({{n}}, {{k}}{', ' + head if head else ''})",
                 f"({{n}}_source = {{u}}, {{n}}({made}))", *more, objects=SOURCE, **named)


def several(macro, iterators, made, out, model, show="V(x);", head="", objects=""):
    return Entry(macro, f"{macro}({{n}}, {iterators}{', ' + head if head else ''})", f"{{n}}({made})", out, model,
                 show, objects)


SAME, NOT_ONE, NOT_FIVE = "FIRST(item) == FIRST(last)", "FIRST(item) != 1", "FIRST(item) != 5"
BEFORE = "FIRST(b) < FIRST(a)"
FOUND = "{k}_item found; const gen_status status = {n}(&p, &found); printf(\" %d\", (int)status); V(found);"
ANY = ("{k}_item found = {n}_initial; int any; const gen_status status = {n}(&p, &found, &any);"
       " printf(\" %d\", (int)status); V(found);")
NUMBER = ("{k}_item found = 0; int any; const gen_status status = {n}(&p, &found, &any);"
          " printf(\" %d %d\", (int)status, (int)found);")
TOTAL = "{R} total = 0; const gen_status status = {n}(&p, &total); printf(\" %d %d\", (int)status, (int)total);"
ANSWER = "int answer; const gen_status status = {n}(&p, &answer); printf(\" %d %d\", (int)status, answer);"
ORDER = ("{k}_item found = {n}_initial; int answer; const gen_status status = {n}(&p, &found, &answer);"
         " printf(\" %d %d\", (int)status, answer); V(found);")
STATUS = "const gen_status status = {n}(&p); printf(\" %d\", (int)status);"
KEY = "int, FIRST(item), iter_hash((unsigned)key), key == other"
KEY_OF_ITEMS = "{k}_item, item, FIRST(key) + 1u, FIRST(key) == FIRST(other)"
TABLE = ("struct {n} table = {n}_table({n}_slots, 16); const gen_status status = {n}(&p, &table);"
         " printf(\" %d %d\", (int)status, (int)table.count);")
TABLE_SLOTS = "@static struct {n}_slot {n}_slots[16];"
FLAGS = "ints(flags, 8)"
EACH = "static struct {k} {n}_each[2];"


def not_one(items):
    return [item for item in items if first(item) != 1]


def without_first_of_five(items):
    return list(until(lambda item: first(item) == 5, items))


ENTRIES = [
    # Stages that transform an item.
    stage("ITER_MAP", "int, FIRST(item)", "", LASTS, lambda s: map(first, s), INT),
    stage("ITER_MAP", "{k}_item, item", "", FLEETS, lambda s: s),
    stage("ITER_MAP", "const {T} *, item.data", "", FLEETS, lambda s: ["at"] * len(s), '(void)x; printf(" at");'),
    stage("ITER_MAP", "struct {n}_made, {n}_make(item.data)", "", FLEETS, lambda s: ["made"] * len(s),
          '(void)x; printf(" made");', "struct {n}_made { const {T} *at; };\nstatic inline struct {n}_made"
          " {n}_make(const {T} *at) { struct {n}_made made = {0}; made.at = at; return made; }"),
    stage("ITER_MAP_WITH", "int, int, FIRST(item) + self->context", "2", LASTS,
          lambda s: [first(item) + 2 for item in s], INT),
    stage("ITER_MAP_WITH", "{k}_item, int, (self->context++, item)", "2", FLEETS, lambda s: s),
    stage("ITER_FILTER", NOT_ONE, "", FLEETS, not_one),
    stage("ITER_FILTER_WITH", "int, FIRST(item) != self->context", "1", FLEETS, not_one),
    stage("ITER_FILTER_MAP", f"int, (*out = FIRST(item), {NOT_ONE})", "", LASTS, lambda s: map(first, not_one(s)), INT),
    stage("ITER_FILTER_MAP", f"{{k}}_item, (*out = item, {NOT_ONE})", "", FLEETS, not_one),
    stage("ITER_FILTER_MAP_WITH", "int, int, (*out = FIRST(item), *out != self->context)", "1", LASTS,
          lambda s: map(first, not_one(s)), INT),
    stage("ITER_FILTER_MAP_WITH", "{k}_item, int, (*out = item, FIRST(item) != self->context)", "1", FLEETS, not_one),
    stage("ITER_TRY_MAP", "int, FIRST(item) == 5 ? GEN_DONE : (*out = FIRST(item), GEN_YIELDED)", "", LASTS,
          lambda s: map(first, without_first_of_five(s)), INT),
    stage("ITER_TRY_MAP", "{k}_item, (*out = item, GEN_YIELDED)", "", FLEETS, lambda s: s),
    stage("ITER_TRY_MAP_WITH", "{k}_item, int, FIRST(item) == self->context ? -5 : (*out = item, GEN_YIELDED)", "5",
          FLEETS, without_first_of_five),
    stage("ITER_MAP_WHILE", f"int, (*out = FIRST(item), {NOT_FIVE})", "", LASTS,
          lambda s: map(first, without_first_of_five(s)), INT),
    stage("ITER_MAP_WHILE", f"{{k}}_item, (*out = item, {NOT_FIVE})", "", FLEETS, without_first_of_five),
    stage("ITER_MAP_WHILE_WITH", "{k}_item, int, (*out = item, FIRST(item) != self->context)", "5", FLEETS,
          without_first_of_five),
    stage("ITER_TAP", "(void)item", "", FLEETS, lambda s: s),
    stage("ITER_TAP_WITH", "int, self->context++", "0", FLEETS, lambda s: s),
    stage("ITER_COUNTED", "", "&{n}_calls", FLEETS, lambda s: s, objects="static struct iter_calls {n}_calls;"),
    stage("ITER_INJECTED", "", "{n}_end, 1", FLEETS, lambda s: s[:2],
          objects="static const struct iter_injection {n}_end[] = {{GEN_DONE, 2, 0}};"),
    stage("ITER_FLEETING", "", "", FLEETS, lambda s: s),
    stage("ITER_LASTING", "", "", LASTS, lambda s: s),
    stage("ITER_ENUMERATE", "", "1", FLEETS, lambda s: flat((i + 1, item) for i, item in enumerate(s)),
          'printf(" %d", (int)x.index); V(x.value);'),
    stage("ITER_ACCUMULATE_FROM", "int, total + FIRST(item)", "0", LASTS,
          lambda s: itertools.accumulate(map(first, s), initial=0), INT),
    stage("ITER_ACCUMULATE_FROM", "{k}_item, FIRST(item) > FIRST(total) ? item : total", "{n}_initial", HOLDS,
          lambda s: itertools.accumulate(s, lambda a, b: b if first(b) > first(a) else a, initial=[]),
          objects=INITIAL),
    stage("ITER_ACCUMULATE", "{k}_item, FIRST(item) > FIRST(total) ? item : total", "", HOLDS,
          lambda s: itertools.accumulate(s, lambda a, b: b if first(b) > first(a) else a)),
    stage("ITER_ACCUMULATE_WITH", "{k}_item, int, FIRST(item) > FIRST(total) + self->context ? item : total", "0", HOLDS,
          lambda s: itertools.accumulate(s, lambda a, b: b if first(b) > first(a) else a)),
    stage("ITER_PAIRWISE", "", "", HOLDS, lambda s: [x for pair in zip(s, s[1:]) for x in pair], PAIR),
    # Stages that hand out some of the items.
    stage("ITER_TAKE", "", "2", FLEETS, lambda s: s[:2]),
    stage("ITER_SLICE", "", "1, 4, 2", FLEETS, lambda s: s[1:4:2]),
    stage("ITER_DROP", "", "1", FLEETS, lambda s: s[1:]),
    stage("ITER_STEP_BY", "", "2", FLEETS, lambda s: s[::2]),
    stage("ITER_TAKE_WHILE", NOT_FIVE, "", FLEETS, without_first_of_five),
    stage("ITER_TAKE_WHILE_WITH", "int, FIRST(item) != self->context", "5", FLEETS, without_first_of_five),
    stage("ITER_TAKE_WHILE_INCLUSIVE", NOT_FIVE, "", FLEETS, lambda s: until(lambda x: first(x) == 5, s, True)),
    stage("ITER_TAKE_WHILE_INCLUSIVE_WITH", "int, FIRST(item) != self->context", "5", FLEETS,
          lambda s: until(lambda x: first(x) == 5, s, True)),
    stage("ITER_DROP_WHILE", NOT_ONE, "", FLEETS, lambda s: itertools.dropwhile(lambda x: first(x) != 1, s)),
    stage("ITER_DROP_WHILE_WITH", "int, FIRST(item) != self->context", "1", FLEETS,
          lambda s: itertools.dropwhile(lambda x: first(x) != 1, s)),
    stage("ITER_DEDUPE", SAME, "", HOLDS, lambda s: [run[0] for run in runs(s)]),
    stage("ITER_DEDUPE_WITH", "int, FIRST(item) - FIRST(last) == self->context", "0", HOLDS,
          lambda s: [run[0] for run in runs(s)]),
    stage("ITER_RUN_LENGTH", SAME, "", HOLDS, lambda s: flat((len(run), run[0]) for run in runs(s)),
          'printf(" %d", (int)x.count); V(x.value);'),
    stage("ITER_COALESCE", "FIRST(item) == FIRST(*into)", "", HOLDS, lambda s: [run[0] for run in runs(s)]),
    Entry("ITER_SEND_TO", "struct {n}_echo { struct gen gen; int count; };"
          " GEN_RECV({n}_echo, {k}_item, int) { GEN_BEGIN(); for (;;) { GEN_YIELD(self->count);"
          " self->count += FIRST(*sent); } GEN_END(); } static struct {n}_echo {n}_new; ITER_SEND_TO({n}, {k}, {n}_echo)",
          "{n}({u}, {n}_new)", LASTS, lambda s: itertools.accumulate(map(first, s)), INT),
    stage("ITER_INTERSPERSE", "", "{n}_separator", FLEETS,
          lambda s: [x for item in s for x in ([], item)][1:], objects="static {k}_item {n}_separator;"),
    stage("ITER_MARK_ENDS", "", "", HOLDS, lambda s: flat(
        (int(i == 0), int(i == len(s) - 1), item) for i, item in enumerate(s)),
        'printf(" %d %d", x.is_first, x.is_last); V(x.value);'),
    stage("ITER_PAD", "", "{n}_value, 9", FLEETS, lambda s: s + [[]] * (9 - len(s)),
          objects="static {k}_item {n}_value;"),
    stage("ITER_CYCLE", "", "", FLEETS, lambda s: (s * MOST)[:MOST]),
    stage("ITER_CATCH", "error", "", FLEETS, lambda s: s),
    # Stages over several iterators.
    several("ITER_ZIP", "{k}, {k}", "{u}, {v}", FLEETS, lambda s: [x for item in s for x in (item, item)], PAIR),
    several("ITER_ZIP", "ints, {k}", f"{FLAGS}, {{u}}", FLEETS, lambda s: [x for flag, item in zip(
        itertools.cycle((1, 0, 1)), s) for x in (flag, item)], 'printf(" %d", x.first); V(x.second);'),
    several("ITER_ZIP_STRICT", "{k}, {k}", "{u}, {v}", FLEETS, lambda s: [x for item in s for x in (item, item)],
            PAIR),
    several("ITER_ZIP_LONGEST", "{k}, {k}", "{u}, {v}, {n}_none, {n}_none", FLEETS,
            lambda s: [x for item in s for x in (item, item)], PAIR, objects="static {k}_item {n}_none;"),
    several("ITER_ZIP_N", "{k}, ints, {k}", f"{{u}}, {FLAGS}, {{v}}", FLEETS, lambda s: [
        x for flag, item in zip(itertools.cycle((1, 0, 1)), s) for x in (flag, item, item)],
            'printf(" %d", x.second); V(x.first); V(x.third);'),
    several("ITER_COMPRESS", "{k}, ints", f"{{u}}, {FLAGS}", FLEETS,
            lambda s: itertools.compress(s, [1, 0, 1, 1, 0, 1, 1, 0])),
    several("ITER_MERGE", "{k}, {k}", "{u}, {v}", FLEETS, lambda s: merged(s, s), head=BEFORE),
    several("ITER_IF_EMPTY", "{k}, {k}", "{u}, {v}", FLEETS, lambda s: s),
    several("ITER_MERGE_JOIN", "{k}, {k}", "{u}, {v}", FLEETS, lambda s: [x for item in s for x in (item, item)],
            PAIR, "FIRST(a) * 0 + FIRST(b) * 0"),
    several("ITER_CHAIN", "{k}, {k}", "{u}, {v}", FLEETS, lambda s: s + s),
    several("ITER_INTERLEAVE", "{k}, {k}", "{u}, {v}", FLEETS, lambda s: [x for item in s for x in (item, item)]),
    several("ITER_PRODUCT", "{k}, {k}", "{u}, {v}", FLEETS,
            lambda s: [x for pair in itertools.product(s, s) for x in pair], PAIR),
    several("ITER_CHAIN_ARRAY", "{k}", "({n}_each[0] = {u}, {n}_each[1] = {v}, {n}_each), 2", FLEETS,
            lambda s: s + s, objects=EACH),
    several("ITER_KMERGE", "{k}", "({n}_each[0] = {u}, {n}_each[1] = {v}, {n}_each), {n}_heap, 2", FLEETS,
            lambda s: merged(s, s), head=BEFORE, objects=EACH + " @static struct {n}_entry {n}_heap[2];"),
    Entry("ITER_FLATMAP", "ITER_SPAN({n}_in, {T}) ITER_FLATMAP({n}, {k}, {n}_in, {n}_in(item.data, item.length))",
          "{n}({u})", LASTS, flat, INT),
    Entry("ITER_FLATMAP", "ITER_CHUNKS({n}_in, {T})"
          " ITER_FLATMAP({n}, {k}, {n}_in, {n}_in(item.data, item.length, 1))", "{n}({u})", FLEETS,
          lambda s: [[x] for x in flat(s)]),
    Entry("ITER_FLATMAP", "ITER_FLATMAP({n}, ints, {k}, ((void)item, {u}))", "{n}(ints(digits, 2))", FLEETS,
          lambda s: s * 2),
    Entry("ITER_FLATMAP_WITH", "ITER_CHUNKS({n}_in, {T})"
          " ITER_FLATMAP_WITH({n}, {k}, {n}_in, int, {n}_in(item.data, item.length, self->context))", "{n}({u}, 1)", FLEETS,
          lambda s: [[x] for x in flat(s)]),
    Entry("ITER_FLATTEN", "ITER_SPAN({n}_in, {T}) ITER_MAP({n}_spans, {k}, struct {n}_in, {n}_in(item.data, item.length))"
          " ITER_FLATTEN({n}, {n}_spans, {n}_in)", "{n}({n}_spans({u}))", LASTS, flat, INT),
    Entry("ITER_UTF8", "ITER_MAP({n}_first, {k}, int, FIRST(item) & 127) ITER_UTF8({n}, {n}_first)",
          "{n}({n}_first({u}))", LASTS, lambda s: [first(item) & 127 for item in s], INT),
    Entry("ITER_UTF8_LOSSY", "ITER_MAP({n}_first, {k}, int, FIRST(item) & 127) ITER_UTF8_LOSSY({n}, {n}_first)",
          "{n}({n}_first({u}))", LASTS, lambda s: [first(item) & 127 for item in s], INT),
    stage("ITER_GROUP_BY", "int, FIRST(item), key == other", "", LASTS,
          lambda s: [first(run[0]) for run in runs(s)], INT, inner="{n}_group"),
    stage("ITER_GROUP_BY", "int, FIRST(item) > 3, key == other", "", LASTS, lambda s: nested(
        runs(s, lambda x: first(x) > 3)), "struct {n}_group g = {n}_group(&p); {n}_group_item y; (void)x;"
        ' while ({n}_group_next(&g, &y) == GEN_YIELDED) V(y); printf(";");'),
    stage("ITER_GROUP_BY", "{k}_item, item, FIRST(key) == FIRST(other)", "", HOLDS,
          lambda s: [run[0] for run in runs(s)]),
    # Stages with a buffer.
    stage("ITER_BATCH", "", "{n}_room, 2", HOLDS, lambda s: nested(s[i:i + 2] for i in range(0, len(s), 2)), NESTED,
          ROOM),
    stage("ITER_BATCH_STRICT", "", "{n}_room, 1", HOLDS, lambda s: nested([x] for x in s), NESTED, ROOM),
    stage("ITER_BATCH_UNTIL", "int, FIRST(data[count - 1]) == self->context", "{n}_room, 8, 1", HOLDS,
          lambda s: nested(batches(s, lambda batch, item: batch and first(batch[-1]) == 1 or len(batch) == 8)),
          NESTED, ROOM),
    stage("ITER_BATCH_WHILE", "FIRST(item) > FIRST(last)", "{n}_room, 8", HOLDS,
          lambda s: nested(batches(s, lambda batch, item: batch and first(item) <= first(batch[-1]) or len(batch) == 8)),
          NESTED, ROOM),
    stage("ITER_BATCH_PADDED", "", "{n}_room, 1, {n}_none", HOLDS, lambda s: nested([x] for x in s), NESTED,
          ROOM + " static {k}_item {n}_none;"),
    stage("ITER_BATCH_BUDGET", "1 + 0 * FIRST(item)", "{n}_room, 8, 3", HOLDS,
          lambda s: nested(s[i:i + 3] for i in range(0, len(s), 3)), NESTED, ROOM),
    stage("ITER_WINDOW", "", "{n}_room, 3, 2", HOLDS, lambda s: nested(zip(s, s[1:])), NESTED, ROOM),
    stage("ITER_UNIQUE", KEY, "{n}_slots, 16", FLEETS, unique, objects="@static struct {n}_slot {n}_slots[16];"),
    stage("ITER_UNIQUE", KEY_OF_ITEMS, "{n}_slots, 16", HOLDS, unique,
          objects="@static struct {n}_slot {n}_slots[16];"),
    stage("ITER_UNIQUE_EVICTING", KEY, "{n}_slots, 16", FLEETS, unique,
          objects="@static struct {n}_slot {n}_slots[16];"),
    stage("ITER_UNIQUE_EVICTING", KEY_OF_ITEMS, "{n}_slots, 16", HOLDS, unique,
          objects="@static struct {n}_slot {n}_slots[16];"),
    stage("ITER_PEEKABLE", "", "", FLEETS, lambda s: s[:1] + [x for item in s[1:] for x in (item, item)],
          "V(x); if ({n}_peek(&p, &x) == GEN_YIELDED) V(x);"),
    Entry("ITER_TAKE_WHILE_PEEKING", "ITER_PEEKABLE({n}_peekable, {k})"
          f" ITER_TAKE_WHILE_PEEKING({{n}}, {{n}}_peekable, {NOT_FIVE})",
          "({n}_source = {n}_peekable({u}), {n}(&{n}_source))", FLEETS, without_first_of_five,
          objects="@static struct {n}_peekable {n}_source;"),
    borrowing("ITER_REF", "", "&{n}_source", FLEETS, lambda s: s),
    stage("ITER_PEEKABLE_N", "", "{n}_room, 3", HOLDS,
          lambda s: [y for i, x in enumerate(s) for y in [x] + s[i + 2:i + 3]],
          "{k}_item ahead; V(x); if ({n}_peek(&p, 1, &ahead) == GEN_YIELDED) V(ahead);", ROOM),
    stage("ITER_REVERSED", "", "{n}_backwards, 24", HOLDS, lambda s: s[::-1],
          objects="static {k}_item {n}_backwards[24];"),
    stage("ITER_DROP_LAST", "", "{n}_room, 2", HOLDS, lambda s: s[:-2], objects=ROOM),
    stage("ITER_ROLLING", "int, total + FIRST(item) - FIRST(oldest)", "{n}_room, 2", HOLDS,
          lambda s: itertools.accumulate(first(item) - first(oldest) for item, oldest in zip(s, [[], [], *s])), INT, ROOM),
    stage("ITER_ROLLING_STATS", "double", "{n}_room, 2", HOLDS,
          lambda s: [int(sum(pair) / len(pair) * 2) for pair in [s[:1], *map(list, zip(s, s[1:]))]],
          'printf(" %d", (int)(x.mean * 2));', ROOM, numbers=True),
    stage("ITER_SAMPLE", "int, 0 * self->context++ + (int)bound - 1", "{n}_room, 2, 0", HOLDS, lambda s: s[:2],
          objects=ROOM),
    stage("ITER_TAIL", "", "{n}_room, 2", HOLDS, lambda s: s[-2:], objects=ROOM),
    stage("ITER_SMALLEST", BEFORE, "{n}_heap, 2", HOLDS, lambda s: heapq.nsmallest(2, s, first),
          objects="@static struct {n}_entry {n}_heap[2];"),
    stage("ITER_SORT", BEFORE, "{n}_sorted, 24", HOLDS, lambda s: sorted(s, key=first),
          objects="static {k}_item {n}_sorted[24];"),
    Entry("ITER_TEE", "ITER_TEE({n}_hub, {k}) ITER_DROP({n}_rest, {n}_hub_branch)"
          " ITER_ZIP({n}, {n}_hub_branch, {n}_rest)",
          "({n}_of = {n}_hub({u}, {n}_room, 3, {n}_lags, 2),"
          " {n}({n}_hub_branch(&{n}_of, 0), {n}_rest({n}_hub_branch(&{n}_of, 1), 1)))", HOLDS,
          lambda s: [x for pair in zip(s, s[1:]) for x in pair], PAIR,
          ROOM + " @static struct {n}_hub {n}_of; static iter_count {n}_lags[2];"),
    Entry("ITER_DYN_OF", "ITER_DYN({n}, {k}_item) ITER_DYN_OF({n}, {k})",
          "({n}_source = {u}, {n}_of_{k}(&{n}_source))", HOLDS, lambda s: s,
          "V(x); {n}_buffer(&p, {n}_room, 3); {n}_will_pull(&p, 3);", SOURCE + " " + ROOM),
    # Terminals.
    terminal("ITER_FOLD", "int, total * 3 + FIRST(item)", TOTAL.replace("{R}", "int"), LASTS,
             lambda s: [0, sum(first(item) * 3 ** i for i, item in enumerate(reversed(s)))]),
    terminal("ITER_FOLD", "{k}_item, item.length > total.length ? item : total",
             "{k}_item total = {n}_initial; const gen_status status = {n}(&p, &total); printf(\" %d\", (int)status);"
             " V(total);", HOLDS, lambda s: [0, max(s, key=len)], objects=INITIAL),
    terminal("ITER_TABLE", "int, int, FIRST(item), value + 1", TABLE, LASTS, lambda s: [0, len(unique(s))],
             objects=TABLE_SLOTS),
    terminal("ITER_TABLE_BY", "{k}_item, int, item, FIRST(key) + 1u, FIRST(key) == FIRST(other), value + 1", TABLE,
             HOLDS, lambda s: [0, len(unique(s))], objects=TABLE_SLOTS),
    terminal("ITER_TABLE", "int, {k}_item, FIRST(item), first || item.length > value.length ? item : value", TABLE,
             HOLDS, lambda s: [0, len(unique(s))], objects=TABLE_SLOTS),
    terminal("ITER_FOR_EACH", "show_number(FIRST(item))", STATUS, LASTS, lambda s: [*map(first, s), 0]),
    terminal("ITER_DRAIN", "", STATUS, LASTS, lambda s: [0]),
    terminal("ITER_LENGTH", "", TOTAL.replace("{R}", "iter_count"), LASTS, lambda s: [0, len(s)]),
    terminal("ITER_SUM", "int", TOTAL.replace("{R}", "int"), LASTS, lambda s: [0, sum(s)], numbers=True),
    terminal("ITER_FIND", "item.length > 0 && FIRST(item) != FIRST({n}_none)", FOUND, LASTS,
             lambda s: [1, next(item for item in s if item)], objects="static {k}_item {n}_none;"),
    terminal("ITER_FIRST", "", FOUND, LASTS, lambda s: [1, s[0]]),
    terminal("ITER_NTH", "", "{k}_item found; iter_count after = 1; const gen_status status = {n}(&p, &after, &found);"
             " printf(\" %d\", (int)status); V(found);", LASTS, lambda s: [1, s[1]]),
    terminal("ITER_LAST", "", ANY, HOLDS, lambda s: [0, s[-1]], objects=INITIAL),
    terminal("ITER_POSITION", "FIRST(item) == -2", TOTAL.replace("{R}", "iter_count"), LASTS, lambda s: [0, len(s)]),
    terminal("ITER_FOLD_WITH", "int, int, total * context + FIRST(item)",
             "int total = 0; const gen_status status = {n}(&p, 3, &total); printf(\" %d %d\", (int)status, total);", LASTS,
             lambda s: [0, sum(first(item) * 3 ** i for i, item in enumerate(reversed(s)))]),
    terminal("ITER_FOLD_WITH", "{k}_item, int, item.length > total.length ? item : total",
             "{k}_item total = {n}_initial; const gen_status status = {n}(&p, 3, &total);"
             " printf(\" %d\", (int)status); V(total);", HOLDS, lambda s: [0, max(s, key=len)], objects=INITIAL),
    terminal("ITER_FOR_EACH_WITH", "int, show_number(FIRST(item) + context)", STATUS.replace("&p", "&p, 3"), LASTS,
             lambda s: [*(first(item) + 3 for item in s), 0]),
    terminal("ITER_FIND_WITH", "int, FIRST(item) != context", FOUND.replace("&p", "&p, -2"), LASTS, lambda s: [1, s[0]]),
    terminal("ITER_POSITION_WITH", "int, FIRST(item) == context",
             TOTAL.replace("{R}", "iter_count").replace("&p", "&p, -2"), LASTS, lambda s: [0, len(s)]),
    terminal("ITER_ANY_WITH", "int, FIRST(item) == context", ANSWER.replace("&p", "&p, -2"), LASTS, lambda s: [0, 0]),
    terminal("ITER_ALL_WITH", "int, FIRST(item) > context", ANSWER.replace("&p", "&p, -2"), LASTS, lambda s: [0, 1]),
    Entry("ITER_UNZIP", "ITER_ZIP({n}_pairs, {k}, {k}) ITER_UNZIP({n}, {n}_pairs, {k}_item, {k}_item)",
          "struct {n}_pairs pairs = {n}_pairs(p, {v}); {k}_item room[9], other[9]; size_t count = 0, i;"
          " const gen_status status = {n}(&pairs, room, other, 9, &count); printf(\" %d\", (int)status);"
          " for (i = 0; i < count; i++) { V(room[i]); V(other[i]); }", HOLDS,
          lambda s: [0 if len(s) < 9 else -32761] + [x for item in s[:9] for x in (item, item)], shape="terminal"),
    terminal("ITER_PARTITION", NOT_ONE, "{k}_item room[9], other[9]; size_t count = 0, others = 0, i;"
             " const gen_status status = {n}(&p, room, 9, &count, other, 9, &others); printf(\" %d\", (int)status);"
             " for (i = 0; i < count; i++) V(room[i]); for (i = 0; i < others; i++) V(other[i]);", HOLDS,
             lambda s: [0] + not_one(s) + [item for item in s if first(item) == 1]),
    terminal("ITER_STATS", "double", "struct {n}_result r; const gen_status status = {n}(&p, &r);"
             " printf(\" %d %d %d\", (int)status, (int)r.count, (int)r.greatest);", LASTS,
             lambda s: [0, len(s), max(s)], numbers=True),
    terminal("ITER_ANY", "FIRST(item) == -2", ANSWER, LASTS, lambda s: [0, 0]),
    terminal("ITER_ALL", "FIRST(item) > -2", ANSWER, LASTS, lambda s: [0, 1]),
    terminal("ITER_MAX_BY", "FIRST(item) > FIRST(best)", ANY, HOLDS, lambda s: [0, best(s)],
             objects=INITIAL),
    terminal("ITER_MIN", "", NUMBER, HOLDS, lambda s: [0, min(s)], numbers=True),
    terminal("ITER_MAX", "", NUMBER, HOLDS, lambda s: [0, max(s)], numbers=True),
    terminal("ITER_MINMAX", "", "{k}_item least = 0, most = 0; int any;"
             " const gen_status status = {n}(&p, &least, &most, &any);"
             " printf(\" %d %d %d\", (int)status, (int)least, (int)most);", HOLDS,
             lambda s: [0, min(s), max(s)], numbers=True),
    Entry("ITER_EQUAL", "ITER_EQUAL({n}, {k}, {k}, FIRST(a) == FIRST(b))", "struct {k} other = {v}; {k}_item held;"
          " int equal; const gen_status status = {n}(&p, &other, &held, &equal);"
          " printf(\" %d %d\", (int)status, equal);", LASTS, lambda s: [0, 1], shape="terminal"),
    Entry("ITER_COMPARE", "ITER_COMPARE({n}, {k}, {k}, FIRST(a) - FIRST(b))", "struct {k} other = {v}; {k}_item held;"
          " int order; const gen_status status = {n}(&p, &other, &held, &order);"
          " printf(\" %d %d\", (int)status, order);", LASTS, lambda s: [0, 0], shape="terminal"),
    terminal("ITER_SORTED", "FIRST(item) < FIRST(last)", ORDER, HOLDS, lambda s: next(
        ([0, 0, a] for a, b in zip(s, s[1:]) if first(b) < first(a)), [0, 1, s[-1]]),
        objects=INITIAL),
    terminal("ITER_ALL_EQUAL", SAME, ORDER, HOLDS, lambda s: next(
        ([0, 0, a] for a, b in zip(s, s[1:]) if first(b) != first(a)), [0, 1, s[-1]]),
        objects=INITIAL),
    terminal("ITER_ONLY", "", ANY, HOLDS, lambda s: [-32762, s[0]], objects=INITIAL),
    terminal("ITER_JOIN_BY", "\", \", item.length > 0 && size > 0 ? (*data = (char)('0' + item.data[0] % 10), 1) : 0",
             "char joined[99]; size_t size; const gen_status status = {n}(&p, joined, 99, &size);"
             " printf(\" %d %s\", (int)status, joined);", LASTS,
             lambda s: [0, ", ".join("".join(str(x % 10) for x in item[:1]) for item in s)]),
    terminal("ITER_COLLECT", "", "{k}_item room[9]; size_t count = 0, i; const gen_status status = {n}(&p, room, 9, &count);"
             " printf(\" %d\", (int)status); for (i = 0; i < count; i++) V(room[i]);", HOLDS,
             lambda s: [0 if len(s) < 9 else -32761] + s[:9]),
]

# Macros over a user's loop instead of an iterator, and macros that make no stage.
LEFT_OUT = ["ITER_CSV", "ITER_WRITE_LINES", "ITER_WRITE_CSV", "ITER_JOIN",  # for bytes only
            "ITER_TRIAL", "ITER_IN", "ITER_SUM_OF", "ITER_FOLD_OF", "ITER_LENGTH_OF", "ITER_ANY_OF", "ITER_ALL_OF",
            "ITER_COLLECT_OF", "ITER_FIRST_OF", "ITER_SORT_ARRAY", "ITER_BISECT"]

PRELUDE = r"""#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "iter_table.h"
#include "iter_testing.h"
#include "iter_text.h"
#include "more_itertools.h"
#define FIRST(x) ((x).length > 0 ? (int)(x).data[0] : -1)
#define V(x) \
    do { \
        size_t v_; \
        printf(" ["); \
        for (v_ = 0; v_ < (x).length; v_++) printf(v_ ? " %d" : "%d", (int)(x).data[v_]); \
        printf("]"); \
    } while (0)
struct shown {
    const int *data;
    size_t length;
};
static const int digits[] = {3, 1, 4, 1, 5, 9, 2}, flags[] = {1, 0, 1, 1, 0, 1, 1, 0};
static const char text[] = "ab\nc\n\nabc\nb\n";
static inline void show_number(int number) { printf(" %d", number); }
static inline void show_count(int at, int *buffer, struct shown *out) {
    buffer[0] = at < 3 ? at + 1 : 3;
    buffer[1] = 10 * buffer[0];
    out->data = buffer;
    out->length = 2;
}
ITER_SPAN(ints, int)
"""

# ---- The programs --------------------------------------------------------------------------------


def copies(kind):
    """An ITER_COPY over a kind of views."""
    name = "c_" + kind.name
    return Kind(name, array(name, 64, kind.T) + f"ITER_COPY({name}, {kind.name}, {kind.T})",
                f"{name}({kind.make}, {name}_{{s}}, 64)", kind.items, kind.T, False)


COPIES = [copies(kind) for kind in KINDS]
INTS = Kind("ints", "", "ints(digits, 7)", DIGITS, "", False)
# Stages that hold items and hand out fleeting ones.
BUFFERED = ["ITER_BATCH", "ITER_BATCH_STRICT", "ITER_BATCH_UNTIL", "ITER_BATCH_WHILE", "ITER_BATCH_PADDED",
            "ITER_BATCH_BUDGET", "ITER_WINDOW"]


class Instance:
    """An entry over a kind."""

    def __init__(self, entry, kind):
        self.entry, self.kind = entry, kind
        self.name = f"n{ENTRIES.index(entry)}_{kind.name}"
        self.what = f"{entry.macro} over {kind.name}: {entry.define}"

    def fill(self, text):
        words = {"n": self.name, "k": self.kind.name, "T": self.kind.T, "u": self.kind.made("a"),
                 "v": self.kind.made("b")}
        return re.sub(r"\{([nkTuv])\}", lambda match: words[match.group(1)], text)

    def definitions(self):
        """Return the definitions on one line."""
        before, _, after = self.entry.objects.partition("@")
        return self.fill(" ".join([before, self.entry.define, after])).replace("\n", " ")

    def function(self):
        if self.entry.shape == "terminal":
            body = ["struct {k} p = {u};", self.entry.make]
        else:
            body = ["struct {n} p = " + self.entry.make + ";", "{n}_item x;", "int left;",
                    f"for (left = {MOST}; left > 0 && {{n}}_next(&p, &x) == GEN_YIELDED; left--) {{",
                    "    " + self.entry.show, "}"]
        lines = ["static void run_{n}(void) {", *body, r'printf("\n");', "}"]
        return self.fill("\n".join(lines))

    def expected(self):
        """Return the output that the function must print."""
        return "".join(x if x == ";" else f" [{' '.join(map(str, x))}]" if isinstance(x, list) else f" {x}"
                       for x in self.entry.model(self.kind.items))


def program(instances, pairwise):
    """Return a C program with the instances and an ITER_PAIRWISE over each of the names, and {line:
    (description, macro)}."""
    text = PRELUDE + "".join(kind.define + "\n" for kind in KINDS + [NUMBERS] + LASTING + COPIES)
    places = {}
    for instance in instances:
        places[text.count("\n") + 1] = instance.what, instance.entry.macro
        text += instance.definitions() + "\n"
    for name, what in pairwise:
        places[text.count("\n") + 1] = f"ITER_PAIRWISE over {what}", "ITER_PAIRWISE"
        text += f"ITER_PAIRWISE(pairs_of_{name}, {name})\n"
    return text, places


def compile_c(text, options, include, directory, *flags):
    (directory / "lasting.c").write_text(text)
    (directory / "text").write_text(TEXT)
    done = subprocess.run([*options.cc, "-w", f"-I{include}", f'-DPATH="{directory}/text"', *flags,
                           str(directory / "lasting.c")], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}, check=False)
    return done.returncode, done.stderr


def errors_by_line(said):
    """Return {line of lasting.c: the errors reported there}."""
    found, error = {}, None
    for line in said.split("\n"):
        at = re.match(r"\S*lasting\.c:(\d+):\d+: ", line)
        if ": error: " in line or ": fatal error: " in line:
            error = line.split("error: ", 1)[1]
            if not at:
                continue
        if at and error:
            found.setdefault(int(at.group(1)), []).append(error)
            error = None
    return found


def must_compile(options, include, directory):
    """Yield the mistakes in a program that must compile: stages that hold nothing, over views, and stages
    that hold items, over items that last."""
    instances = []
    for entry in ENTRIES:
        if entry.numbers:
            kinds = [INTS if entry.out == HOLDS else NUMBERS]
        elif entry.out == HOLDS:
            kinds = COPIES[:options.kinds] + [kind for kind in LASTING if kind.T]
        else:
            kinds = KINDS[:options.kinds]
        instances += [Instance(entry, kind) for kind in kinds]
    pairwise = [(kind.name, kind.name) for kind in LASTING + COPIES] + [
        (instance.name, instance.what) for instance in instances
        if instance.entry.shape == "stage" and instance.entry.out != FLEETS
        and instance.entry.macro not in BUFFERED and instance.kind in (KINDS[0], COPIES[0])]
    text, places = program(instances, pairwise)
    text += "\n".join(instance.function() for instance in instances)
    text += "\nint main(void) {\n" + "".join(f"    run_{i.name}();\n" for i in instances) + "    return 0;\n}\n"
    status, said = compile_c(text, options, include, directory, "-O0", "-o", str(directory / "lasting"))
    if status != 0:
        errors = errors_by_line(said)
        yield from (f"does not compile: {places.get(line, ('line %d' % line,))[0]}: {error[0]}"
                    for line, error in errors.items())
        if not errors:
            yield said[:2000]
        return
    ran = subprocess.run([str(directory / "lasting")], capture_output=True, text=True, check=False)
    lines = ran.stdout.split("\n")[:-1]
    if ran.returncode != 0 or len(lines) != len(instances):
        yield f"the program ends with {ran.returncode} after {len(lines)} of {len(instances)}"
    for instance, line in zip(instances, lines):
        if line != instance.expected():
            yield f"{instance.what}\n    gives   {line}\n    and not {instance.expected()}"
    options.told = f"{len(instances)} ran"


def must_not_compile(options, include, directory):
    """Yield the mistakes in a program that must not compile: stages that hold items, over fleeting ones, and
    an ITER_PAIRWISE over each iterator with fleeting items."""
    held = [Instance(entry, kind) for entry in ENTRIES if entry.out == HOLDS
            for kind in ([NUMBERS] if entry.numbers else KINDS[:options.kinds])]
    passed = [Instance(entry, KINDS[0]) for entry in ENTRIES if entry.out == FLEETS]
    buffered = [Instance(entry, COPIES[0]) for entry in ENTRIES if entry.macro in BUFFERED]
    groups = [Instance(entry, KINDS[0]) for entry in ENTRIES if entry.inner]
    pairwise = [(kind.name, kind.name) for kind in KINDS + [NUMBERS]] + [
        (instance.name, instance.what) for instance in passed + buffered] + [
        (instance.fill(instance.entry.inner), instance.what) for instance in groups]
    text, places = program(held + passed + buffered + groups, pairwise)
    refused = {instance.what for instance in held} | {f"ITER_PAIRWISE over {what}" for _, what in pairwise}
    _, said = compile_c(text, options, include, directory, "-fsyntax-only", options.all_errors,
                        "-fno-diagnostics-show-caret" if "clang" not in options.cc[0] else "-fno-caret-diagnostics")
    errors = errors_by_line(said)
    for line, (what, macro) in places.items():
        expected = f"error_{macro}_holds_fleeting_items_use_ITER_COPY"
        given = errors.pop(line, [])
        if what not in refused and given:
            yield f"does not compile: {what}: {given[0]}"
        elif what in refused and not given:
            yield f"compiles: {what}"
        elif what in refused and (len(given) != 1 or expected not in given[0]):
            yield f"{what}: the compiler does not say just {expected}, but {given}"
    for line, given in errors.items():
        yield f"line {line} of the program: {given[0]}"
    options.told += f", {len(refused)} were refused"


def without_entry(include):
    header = {name: parameters for file in (*faults.family("itertools.h"), "iter_testing.h")
              for name, parameters in stages.public_macros((include / file).read_text()).items()}
    used = set(re.findall(r"ITER_[A-Z0-9_]+[A-Z0-9]", " ".join(
        [PRELUDE] + [entry.define for entry in ENTRIES] + [kind.define for kind in KINDS + LASTING + COPIES])))
    for name, parameters in header.items():
        if name not in used and name not in LEFT_OUT:
            yield f"{name} has no entry"


def check(options, include, directory):
    return [*without_entry(include), *must_compile(options, include, directory),
            *must_not_compile(options, include, directory)]


# ---- Self-check ----------------------------------------------------------------------------------

# (fault, macro that has it, text to replace, replacement, expected message)
FAULTS = [
    ("a filter does not pass on that items are fleeting", "ITER_FILTER_", "upstream##_fleeting_", "0",
     "compiles: ITER_PAIRWISE over ITER_FILTER over"),
    ("a chain does not check its parts", "ITER_FLEETING_PART_", "A##_fleeting_", "0",
     "compiles: ITER_PAIRWISE over ITER_CHAIN over"),
    ("a batch counts as lasting", "ITER_BATCH_", "ITER_VIEW_(name, upstream##_item, 1)",
     "ITER_VIEW_(name, upstream##_item, 0)", "compiles: ITER_PAIRWISE over batch"),
    ("a struct made from a fleeting item counts as lasting", "ITER_MADE_", "upstream##_fleeting_", "0",
     "compiles: ITER_PAIRWISE over ITER_MAP over"),
    ("a number made from a fleeting item counts as fleeting", "ITER_MAP_", "ITER_MADE_(upstream, T)",
     "upstream##_fleeting_", "does not compile: ITER_PAIRWISE over ITER_MAP over"),
    ("a stage that holds items is not refused", "ITER_DEDUPE", "ITER_HOLDS_(name, upstream,", "ITER_HOLDS_(name, ints,",
     "compiles: ITER_DEDUPE over"),
    ("a terminal has the name of another one", "ITER_MAX", "error_ITER_MAX", "error_ITER_MIN",
     "ITER_MAX over .* does not say just"),
    ("a copy points to the item that was copied", "ITER_COPY", "iter_out_->data = self->buffer_;", "",
     "ITER_PAIRWISE over c_"),
    ("a macro without an entry", "ITER_PAIRWISE", "#define ITER_PAIRWISE(",
     "#define ITER_TRIPLES(name, upstream)\n#define ITER_PAIRWISE(", "ITER_TRIPLES has no entry"),
]


def self_check(options, directory):
    include = directory / "include"
    include.mkdir()
    for name in ("gen.h", "iter_testing.h"):
        shutil.copy(ROOT / name, include)
    for what, macro, text, instead, expected in FAULTS:
        faults.write_faulty(include, "itertools.h", [(macro, text, instead)])
        found = check(options, include, directory)
        seen = any(re.search(expected, line) for line in found)
        print(f"{what}: {'seen' if seen else 'NOT SEEN'}")
        if not seen:
            yield f"{what}: not noticed; found only {found[:3]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cc", default="gcc -std=c99", metavar="COMMAND", type=shlex.split,
                        help="the C compiler with its flags")
    parser.add_argument("--self-check", action="store_true", help="seed faults; fail unless each is noticed")
    options = parser.parse_args()
    if not shutil.which(options.cc[0]):
        print(f"SKIPPED: {options.cc[0]} is not installed")
        return 0
    options.all_errors = "-ferror-limit=0" if "clang" in options.cc[0] else "-fmax-errors=0"
    options.told = ""
    options.kinds = 1 if options.self_check else None  # how many kinds to try; None is all
    with tempfile.TemporaryDirectory(prefix="lasting-") as temporary:
        directory = pathlib.Path(temporary)
        wrong = list(self_check(options, directory)) if options.self_check else check(options, ROOT, directory)
    for line in wrong:
        print(line)
    if not wrong and not options.self_check:
        print(options.told)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
