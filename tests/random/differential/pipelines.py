#!/usr/bin/env python3
"""A differential test: random pipelines of itertools.h must behave like Python's itertools.

A pipeline is a tree of up to six stages over sources with a given sequence of items, pauses and
errors. It is made from a seed and rendered as Python and as C. The same random sequence of next,
step, copy, close and terminals drives both. Every operation, its outcome, and the number of pulls
from each source so far is a line of the trace. The traces must be equal.

The Python side runs first, in this process, because the steps depend on its state. The chosen steps
become a table in the C source. A C file has many pipelines, because a compiler starts slowly.

To add a stage, add an entry to STAGES; to add a terminal, add one to TERMINALS. Run
`pipelines.py --help`, or read the README beside this file.
"""

import bisect
import codecs
import collections
import dataclasses
import functools
import heapq
import itertools
import operator
import os
import random
import re
import statistics
import sys
import typing

import common

# ---- Statuses, items -----------------------------------------------------------------------------

DONE, YIELDED = 0, 1
E_ARG, E_FULL, E_STALE = -32762, -32761, -32760
NAMES = {DONE: "done", YIELDED: "yielded", E_ARG: "E_ARG", E_FULL: "E_FULL", E_STALE: "E_STALE"}


class Error(Exception):
    """An error of a source or a stage: a negative int in C."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Endless(BaseException):
    """An operation that pulls without end, which the C program must not perform."""


def fold(total, number):
    return (total * 7 + number) % 101


def value(item):
    """Return one number made of an item. A struct or a view in C is a tuple here."""
    return item if isinstance(item, int) else functools.reduce(fold, map(value, item), 1)


def show(item):
    return str(item) if isinstance(item, int) else "(%s)" % ", ".join(map(show, item))


# ---- Items in C ----------------------------------------------------------------------------------


class Number:
    """An arithmetic type. A type other than int is cast to int."""

    view = False

    def __init__(self, cast=""):
        self.cast = cast

    def value(self, x):
        return self.cast + x

    def show(self):
        return "show_int"

    def sample(self, number):
        """Return an item made of the number: in C, in Python."""
        return str(number), number


INT, COUNT = Number(), Number("(int)")


class Struct:
    """A struct `name`_item. Its members have shapes too."""

    view = False

    def __init__(self, name, **members):
        self.name, self.members = name, members

    def value(self, x):
        return "%s_value(%s)" % (self.name, x)

    def show(self):
        return self.name + "_show"

    def sample(self, number):
        samples = [shape.sample(number) for shape in self.members.values()]
        return "{%s}" % ", ".join(s for s, _ in samples), tuple(item for _, item in samples)

    def functions(self):
        total = "1"
        shows = []
        for member, shape in self.members.items():
            total = "fold(%s, %s)" % (total, shape.value("x." + member))
            argument = "(int)x." + member if isinstance(shape, Number) else "x." + member
            shows += ["%s(%s);" % (shape.show(), argument), 'printf(", ");']
        return ["GEN_FUNCTION_ int %s_value(const %s_item x) { return %s; }"
                % (self.name, self.name, total),
                "GEN_FUNCTION_ void %s_show(const %s_item x) {" % (self.name, self.name),
                '    printf("(");'] + indent(shows[:-1]) + ['    printf(")");', "}"]


class Joined(Struct):
    """An item of ITER_MERGE_JOIN. A member that is not there is shown as -1."""

    def __init__(self, name, first, second):
        super().__init__(name, first=first, second=second, has_first=COUNT, has_second=COUNT)

    def sample(self, number):
        return "{%d, %d, 1, 1}" % (number, number), (number, number, 1, 1)

    def functions(self):
        return [re.sub(r"x\.(first|second)\b", r"(x.has_\1 ? x.\1 : -1)", line) for line in super().functions()]


class View:
    """Items elsewhere in memory, valid until the next pull."""

    view = True

    def __init__(self, name, each, T):
        self.name, self.each, self.T = name, each, T  # T: the type that `data` points to in C

    def value(self, x):
        return "%s_value(%s)" % (self.name, x)

    def show(self):
        return self.name + "_show"

    def functions(self):
        return ["GEN_FUNCTION_ int %s_value(const %s_item x) {" % (self.name, self.name),
                "    int total = 1;",
                "    size_t i;",
                "    for (i = 0; i < x.length; i++) total = fold(total, %s);"
                % self.each.value("x.data[i]"),
                "    return total;",
                "}",
                "GEN_FUNCTION_ void %s_show(const %s_item x) {" % (self.name, self.name),
                "    size_t i;",
                '    printf("(");',
                "    for (i = 0; i < x.length; i++) {",
                '        if (i > 0) printf(", ");',
                "        %s(x.data[i]);" % self.each.show(),
                "    }",
                '    printf(")");',
                "}"]


class Copied(View):
    """A view of a copy, which stays valid."""

    view = False

    def sample(self, number):
        return "{GEN_NULL_, 0}", ()


def indent(lines):
    return ["    " + line for line in lines]


# ---- The stages ----------------------------------------------------------------------------------
#
# The texts of an entry are C and Python, with fields in braces. {name} is the stage, {tag} its
# name in the trace, {a} the first iterator upstream, and in `python` {0}, {1}... are the upstream
# iterators. Any other field is one of FIELDS, chosen at random for each stage, and the same in
# both languages.
#
# V(x) is a number made of the item x, and K(x) a key made of that number. `context` stands for the
# context of a stage that has one.

# The behaviour of a stage after its upstream has ended. It differs only if a source goes on after
# its end, which breaks the rules:
PASSES = "passes"  # both it and CPython's pull again;
KEPT = "kept"  # it has ended, even if CPython's pulls again;
ASKS = "asks"  # only one of the two pulls again, so it gets no such source


@dataclasses.dataclass
class Stage:
    macro: str
    head: str = ""  # arguments of the macro, after its name and the iterators
    made: str = ""  # arguments of the constructor, after the iterators
    python: str = ""
    end: str = PASSES
    ups: tuple = (1, 1)  # the least and the greatest number of upstream iterators
    takes: str = "items"  # "ints", "views" (also views: it keeps no item) or "view" (only views)
    shape: typing.Callable = lambda node: node.ups[0].shape
    objects: str = ""  # definitions in C before the pipeline is made
    remade: tuple = ()  # the upstream iterators that are made again and again
    passed: tuple = (0, 1, 2, 3, 4, 5, 6, 7)  # the upstreams that the constructor gets
    owns: bool = True  # it owns all that it uses, so that a copy is independent
    setup: str = ""  # a statement in C that makes the parts that it does not own
    path: str = ""  # the path in C to the single upstream, if it is not in the usual field
    before: str = ""  # a statement in Python
    parts: str = ""  # the parts that it closes in Python, if not the passed upstreams
    weight: int = 2
    lead: str = ""  # definitions in C between it and its upstream iterators,
    over: str = ""  # the iterators that the macro then gets,
    uses: str = ""  # and the macro, if it is a different one;
    define: str = ""  # or its complete definition
    maker: str = "{name}"  # its constructor


def struct(**members):
    """Return the shape of a struct. A number stands for the shape of that upstream iterator."""
    return lambda node: Struct(node.name, **{
        member: node.ups[shape].shape if isinstance(shape, int) else shape
        for member, shape in members.items()})


def view(node):
    return View(node.name, *((node.ups[0].shape, node.ups[0].type + "_item") if node.ups else (INT, "int")))


def members(node):
    """Return the shape of a struct with a member for each upstream iterator."""
    names = "first second third fourth fifth sixth seventh eighth".split()
    return Struct(node.name, **{name: up.shape for name, up in zip(names, node.ups)})


def lines_of_text(node):
    return View(node.name, INT, "char")


def copied(node):
    return Copied(node.ups[0].shape.name, node.ups[0].shape.each, node.ups[0].shape.T)


def ints(node):
    return INT


def joined(node):
    return Joined(node.name, node.ups[0].shape, node.ups[1].shape)


STAGES = [
    # One item at a time.
    Stage("ITER_MAP", "int, {map}", python="map(lambda item: {map}, {0})", shape=ints,
          takes="views"),
    Stage("ITER_MAP_WITH", "int, int, (V(item) + context) % 19", "{small}",
          "map(lambda item: (V(item) + {small}) % 19, {0})", shape=ints, takes="views"),
    Stage("ITER_FILTER", "{test}", python="filter(lambda item: {test}, {0})", takes="views"),
    Stage("ITER_FILTER_WITH", "int, V(item) % 5 != context", "{small}",
          "filter(lambda item: V(item) % 5 != {small}, {0})", takes="views"),
    Stage("ITER_FILTER_MAP", "int, (*out = {map}, {test})",
          python="map(lambda item: {map}, filter(lambda item: {test}, {0}))", shape=ints,
          takes="views"),
    Stage("ITER_FILTER_MAP_WITH", "int, int, (*out = V(item) * context % 13, {test})", "{small}",
          "map(lambda item: V(item) * {small} % 13, filter(lambda item: {test}, {0}))", shape=ints,
          takes="views"),
    Stage("ITER_TRY_MAP", "int, {test} ? (*out = {map}, GEN_YIELDED) : -9",
          python="MapWhile(lambda item: {map} if {test} else Error(-9), {0})", shape=ints, takes="views"),
    Stage("ITER_TRY_MAP_WITH", "int, int, V(item) == context ? GEN_DONE : (*out = V(item) + context, GEN_YIELDED)",
          "{small}", "MapWhile(lambda item: None if V(item) == {small} else V(item) + {small}, {0})", shape=ints,
          takes="views"),
    Stage("ITER_MAP_WHILE_WITH", "int, int, (*out = V(item) * context % 13, V(item) % 7 != context)", "{small}",
          "MapWhile(lambda item: V(item) * {small} % 13 if V(item) % 7 != {small} else None, {0})", shape=ints,
          takes="views", weight=1),
    Stage("ITER_MAP_WHILE", "int, (*out = {map}, {most})",
          python="MapWhile(lambda item: {map} if {most} else None, {0})", shape=ints, takes="views"),
    Stage("ITER_TAP", 'event("{tag}", V(item))',
          python="map(lambda item: tap('{tag}', value(item), item), {0})", takes="views", weight=1),
    Stage("ITER_TAP_WITH", 'int, event("{tag}", self->context += V(item))', "{small}",
          "map(Tally('{tag}', {small}), {0})", takes="views", weight=1),
    Stage("ITER_LASTING", "", "{name}_fleeting({made_a})", "{0}", takes="views", passed=(), weight=1,
          lead="ITER_FLEETING({name}_fleeting, {a})", over="{name}_fleeting", path=".{name}_fleeting.{a}"),
    Stage("ITER_ENUMERATE", "", "{small}", "enumerate({0}, {small})",
          shape=struct(index=COUNT, value=0)),
    Stage("ITER_ACCUMULATE_WITH", "int, int, (total * context + item) % 31", "{small}",
          "accumulate({0}, lambda total, item: (total * {small} + item) % 31)", takes="ints", weight=1),
    Stage("ITER_ACCUMULATE", "int, {total}",
          python="accumulate({0}, lambda total, item: {total})", takes="ints"),
    Stage("ITER_ACCUMULATE", "{a}_item, K(item) > K(total) ? item : total",
          python="accumulate({0}, lambda total, item: item if K(item) > K(total) else total)",
          weight=1),
    Stage("ITER_ACCUMULATE_FROM", "int, {total}", "{small}",
          "accumulate({0}, lambda total, item: {total}, initial={small})", shape=ints),
    Stage("ITER_PAIRWISE", python="pairwise({0})", end=ASKS, shape=struct(first=0, second=0)),
    # Some of the items.
    Stage("ITER_TAKE", "", "{count}", "islice({0}, {count})", ASKS, takes="views"),
    Stage("ITER_DROP", "", "{count}", "islice({0}, {count}, None)", ASKS, takes="views"),
    Stage("ITER_SLICE", "", "{slice}", "islice({0}, {slice})", ASKS, takes="views", weight=3),
    Stage("ITER_STEP_BY", "", "{stride}", "islice({0}, 0, None, {stride})", ASKS, takes="views"),
    Stage("ITER_TAKE_WHILE", "{most}", python="takewhile(lambda item: {most}, {0})",
          takes="views"),
    Stage("ITER_TAKE_WHILE_WITH", "int, V(item) != context", "{small}",
          "takewhile(lambda item: V(item) != {small}, {0})", takes="views", weight=1),
    Stage("ITER_TAKE_WHILE_INCLUSIVE", "{most}",
          python="TakeWhileInclusive(lambda item: {most}, {0})", takes="views"),
    Stage("ITER_TAKE_WHILE_INCLUSIVE_WITH", "int, V(item) != context", "{small}",
          "TakeWhileInclusive(lambda item: V(item) != {small}, {0})", takes="views", weight=1),
    Stage("ITER_DROP_WHILE", "{most}", python="dropwhile(lambda item: {most}, {0})",
          takes="views"),
    Stage("ITER_DROP_WHILE_WITH", "int, V(item) != context", "{small}",
          "dropwhile(lambda item: V(item) != {small}, {0})", takes="views", weight=1),
    Stage("ITER_DEDUPE", "K(item) == K(last)",
          python="map(lambda group: next(group[1]), groupby({0}, lambda item: K(item)))"),
    Stage("ITER_DEDUPE_WITH", "int, V(item) % (context + 1) == V(last) % (context + 1)", "{small}",
          "map(lambda group: next(group[1]), groupby({0}, lambda item: V(item) % ({small} + 1)))", weight=1),
    Stage("ITER_RUN_LENGTH", "K(item) == K(last)",
          python="runs({0}, lambda item: K(item))", end=ASKS, shape=struct(value=0, count=COUNT)),
    Stage("ITER_GROUP_BY", "int, K(item), key == other",
          python="Groups({0}, lambda item: K(item))", end=KEPT, shape=ints, weight=3),
    Stage("ITER_COALESCE", "K(item) == K(*into)", python="coalesced({0}, lambda into, item: K(item) == K(into))",
          end=ASKS),
    Stage("ITER_COALESCE", "item % 4 != 3 && (*into = (*into * 3 + item) % 31, 1)",
          python="coalesced({0}, lambda into, item: item % 4 != 3, lambda into, item: (into * 3 + item) % 31)",
          end=ASKS, takes="ints"),
    Stage("ITER_SEND_TO", "adder", "make_adder({small})", "SendTo({0}, adder({small}))", KEPT, takes="ints", weight=3),
    Stage("ITER_INTERSPERSE", "", "{fill}",
          "islice(chain.from_iterable(zip(repeat({fill}), {0})), 1, None)", ASKS),
    Stage("ITER_MARK_ENDS", python="mark_ends({0})", end=ASKS,
          shape=struct(value=0, is_first=COUNT, is_last=COUNT)),
    Stage("ITER_PAD", "", "{fill}, {count}", "padded({0}, {fill}, {count})", KEPT),
    Stage("ITER_CYCLE", python="Cycle({0}, v)", end=KEPT, remade=(0,)),
    Stage("ITER_CATCH", "error", python="Catch({0}, lambda error: None)", weight=1),
    Stage("ITER_CATCH", "error == -6 ? error : GEN_DONE",
          python="Catch({0}, lambda error: None if error == -6 else ())", weight=1),
    Stage("ITER_CATCH", "(*item = {fill}, GEN_YIELDED)",
          python="Catch({0}, lambda error: ({fill},))", weight=1),
    Stage("ITER_PEEKABLE", python="Peekable({0}, 1, False)", weight=3),
    Stage("ITER_REF", python="{0}", end=KEPT, objects="static struct {a} {name}_source;",
          setup="{name}_source = {made_a};", made="&{name}_source", passed=(), owns=False,
          parts="[]", path="{name}_source"),
    Stage("ITER_DYN", "", "&{name}_source", "{0}", KEPT, uses="ITER_DYN_OF", maker="{name}_of_{a}",
          define="ITER_DYN({name}, {a}_item) ITER_DYN_OF({name}, {a})", passed=(), owns=False,
          objects="static struct {a} {name}_source;", setup="{name}_source = {made_a};",
          path="{name}_source"),
    Stage("ITER_TAKE_WHILE_PEEKING", "{most}", "&{name}_source",
          "while_peeking(Peekable({0}, 1, False), lambda item: {most})", KEPT, passed=(),
          owns=False, lead="ITER_PEEKABLE({name}_peekable, {a})", over="{name}_peekable",
          parts="[]", objects="static struct {name}_peekable {name}_source;",
          setup="{name}_source = {name}_peekable({made_a});", path="{name}_source.{a}"),
    # Several iterators.
    Stage("ITER_ZIP", python="zip({0}, {1})", end=KEPT, ups=(2, 2), weight=4,
          shape=struct(first=0, second=1)),
    Stage("ITER_ZIP_STRICT", python="zip_strict({0}, {1})", end=KEPT, ups=(2, 2), weight=3,
          shape=struct(first=0, second=1)),
    Stage("ITER_ZIP_LONGEST", "", "{fill}, {fill_b}",
          "filled(zip_longest({0}, {1}, fillvalue=NOTHING), {fill}, {fill_b})", KEPT, (2, 2),
          shape=struct(first=0, second=1), weight=4),
    Stage("ITER_ZIP_N", python="zip({all})", end=KEPT, ups=(2, 8), takes="ints", shape=members, weight=4),
    Stage("ITER_COMPRESS", python="compress({0}, {1})", end=KEPT, ups=(2, 2), takes="items, ints",
          weight=4),
    Stage("ITER_MERGE", "K(b) < K(a)", python="heapq.merge({0}, {1}, key=lambda item: K(item))",
          end=KEPT, ups=(2, 2), takes="ints", weight=4),
    Stage("ITER_IF_EMPTY", python="if_empty({0}, {1})", end=ASKS, ups=(2, 2), takes="ints", weight=4),
    Stage("ITER_MERGE_JOIN", python="joined({0}, {1}, lambda item: K(item))", end=KEPT, ups=(2, 2), weight=4,
          takes="ints", head="K(a) - K(b)", shape=joined),
    Stage("ITER_CHAIN", python="chain({all})", end=KEPT, ups=(2, 8), takes="ints", weight=4),
    Stage("ITER_INTERLEAVE", python="roundrobin({all})", end=KEPT, ups=(2, 8), takes="ints",
          weight=4),
    Stage("ITER_CHAIN_ARRAY", "", "{name}_each, 4", "chain.from_iterable({tag}_each)", KEPT,
          objects="static struct {a} {name}_each[4];", setup="{made_each}", passed=(), owns=False,
          before="{tag}_each = [{0}(v) for v in range(4)]", parts="{tag}_each", remade=(0,)),
    Stage("ITER_KMERGE", "K(b) < K(a)", "{name}_each, {name}_heap, 4",
          "heapq.merge(*{tag}_each, key=lambda item: K(item))", KEPT, owns=False, passed=(),
          objects="static struct {a} {name}_each[4]; static struct {name}_entry {name}_heap[4];",
          before="{tag}_each = [{0}(v) for v in range(4)]", parts="{tag}_each", remade=(0,),
          setup="{made_each}"),
    Stage("ITER_PRODUCT", python="Product({0}, {1}, v)", end=KEPT, ups=(2, 2), remade=(1,),
          shape=struct(first=0, second=1), weight=3),
    Stage("ITER_TEE", "", "{name}_tee_branch(&{name}_hub, 0), "
          "{name}_rest({name}_tee_branch(&{name}_hub, 1), 1)", "zip(*teed({0}))", KEPT,
          shape=struct(first=0, second=0), owns=False, passed=(), uses="ITER_ZIP",
          lead="ITER_TEE({name}_tee, {a}) ITER_DROP({name}_rest, {name}_tee_branch)",
          over="{name}_tee_branch, {name}_rest",
          objects="static struct {name}_tee {name}_hub; static {a}_item {name}_ring[3];"
          " static iter_count {name}_lags[2];", path="{name}_hub.{a}",
          setup="{name}_hub = {name}_tee({made_a}, {name}_ring, {ring}, {name}_lags, 2);"),
    Stage("ITER_FLATTEN", "", "{name}_each({made_a})", "Flatmap({0}, {1})", KEPT, (2, 2),
          "items, views", shape=lambda node: node.ups[1].shape, remade=(1,), passed=(),
          lead="ITER_MAP({name}_each, {a}, struct {b}, {inner})", over="{name}_each, {b}",
          path=".{name}_each.{a}"),
    Stage("ITER_FLATMAP", "{inner}", python="Flatmap({0}, {1})", end=KEPT, ups=(2, 2), weight=4,
          takes="items, views", shape=lambda node: node.ups[1].shape, remade=(1,), passed=(0,),
          path=".{a}"),
    # Code points of bytes, many of which go on with one another.
    *(Stage(macro, "int, (int)item", "{name}_points({name}_bytes({made_a}))",
            "decoded(map(byte_of, {0}), '%s')" % errors, KEPT, passed=(), takes="views", shape=ints, uses="ITER_MAP",
            lead="ITER_MAP({name}_bytes, {a}, int, byte_of(V(item))) %s({name}_points, {name}_bytes)" % macro,
            over="{name}_points", path=".{name}_points.{name}_bytes.{a}")
      for macro, errors in (("ITER_UTF8", "strict"), ("ITER_UTF8_LOSSY", "replace"))),
    Stage("ITER_FLATMAP_WITH", "int, (self->context++, {inner})", "0", "Flatmap({0}, {1})", KEPT, (2, 2), weight=2,
          takes="items, views", shape=lambda node: node.ups[1].shape, remade=(1,), passed=(0,), path=".{a}"),
    # With a buffer.
    Stage("ITER_BATCH", "", "{name}_buffer, {size}", "batched({0}, {size})", ASKS, shape=view,
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_BATCH_STRICT", "", "{name}_buffer, {size}", "batched_strict({0}, {size})", ASKS,
          shape=view, objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_BATCH_UNTIL", "int, V(data[count - 1]) % 5 == context",
          "{name}_buffer, {size}, {small}",
          "batched_until({0}, {size}, lambda item: V(item) % 5 == {small})", ASKS, shape=view,
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_BATCH_WHILE", "K(item) >= K(last)", "{name}_buffer, {size}",
          "batched_while({0}, {size}, lambda last, item: K(item) >= K(last))", ASKS, shape=view,
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_BATCH_PADDED", "", "{name}_buffer, {size}, {fill}", "batched_padded({0}, {size}, {fill})", ASKS, shape=view,
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_BATCH_BUDGET", "V(item) % 4", "{name}_buffer, {size}, {budget}",
          "batched_budget({0}, {size}, {budget}, lambda item: V(item) % 4)", ASKS, shape=view,
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_COPY", "{T}", "{name}_room, 100000", "{0}", takes="view", shape=copied,
          objects="static {T} {name}_room[100000];", owns=False, weight=3),
    Stage("ITER_COPY", "", "{name}_copy({made_a}, {name}_room, 100000)", "pairwise({0})", ASKS, takes="view",
          shape=lambda node: Struct(node.name, first=copied(node), second=copied(node)), passed=(),
          uses="ITER_PAIRWISE", lead="ITER_COPY({name}_copy, {a}, {T})", over="{name}_copy", owns=False,
          objects="static {T} {name}_room[100000];", path=".{name}_copy.{a}", weight=3),
    Stage("ITER_ROLLING", "int, total + item - oldest", "{name}_buffer, {size}", "map(sum, last_items({0}, {size}))",
          ASKS, takes="ints", objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_ROLLING_STATS", "int, statistics_of(item.count, item.mean, {name}_stats_variance(&item))",
          "{name}_stats({made_a}, {name}_buffer, {size})", "map(statistics_in_one, last_items({0}, {size}))", ASKS,
          takes="ints", shape=ints, objects="static {a}_item {name}_buffer[6];", owns=False, passed=(),
          uses="ITER_MAP", lead="ITER_ROLLING_STATS({name}_stats, {a}, double)", over="{name}_stats",
          path=".{name}_stats.{a}"),
    Stage("ITER_SAMPLE", "int, next_random(&self->context) % (int)bound", "{name}_buffer, {size}, {small}",
          "late(lambda items: sampled(items, {size}, {small}), {0})", KEPT,
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_TAIL", "", "{name}_buffer, {size}",
          "late(lambda items: collections.deque(items, maxlen={size}), {0})", KEPT,
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_REVERSED", "", "{name}_buffer, {slots}", "late(lambda items: reversed(list(items)), {0})", KEPT,
          objects="static {a}_item {name}_buffer[13], {name}_more[100000] GEN_UNUSED_;", owns=False),
    Stage("ITER_DROP_LAST", "", "{name}_buffer, {count}", "drop_last({0}, {count})", ASKS,
          objects="static {a}_item {name}_buffer[7];", owns=False),
    Stage("ITER_SMALLEST", "K(b) < K(a)", "{name}_heap, {size}",
          "late(lambda items: heapq.nsmallest({size}, items, lambda item: K(item)), {0})", ASKS,
          objects="static struct {name}_entry {name}_heap[6];", owns=False),
    Stage("ITER_SORT", "K(b) < K(a)", "{name}_buffer, {slots}",
          "late(lambda items: sorted(items, key=lambda item: K(item)), {0})", KEPT,
          objects="static {a}_item {name}_buffer[13], {name}_more[100000] GEN_UNUSED_;", owns=False),
    Stage("ITER_PEEKABLE_N", "", "{name}_buffer, {size}", "Peekable({0}, {size})",
          objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_UNIQUE_EVICTING", "int, K(item), (unsigned)key, key == other",
          "{name}_slots, {size}", "filter(Recent(lambda item: K(item), {size}), {0})",
          objects="static struct {name}_slot {name}_slots[6];", owns=False),
    Stage("ITER_WINDOW", "", "{name}_buffer, {window}", "sliding_window({0}, {window})", ASKS,
          shape=view, objects="static {a}_item {name}_buffer[6];", owns=False),
    Stage("ITER_UNIQUE", "int, K(item) % 13, iter_hash((unsigned)key), key == other",
          "{name}_slots, {slots}", "filter(Unseen(lambda item: K(item) % 13), {0})",
          objects="static struct {name}_slot {name}_slots[13], {name}_more[15] GEN_UNUSED_;",
          owns=False, weight=3),
]

# The stages that get more room when they are full: <name>_more, of so many elements.
MOVES = {"ITER_UNIQUE": 15, "ITER_SORT": 100000, "ITER_REVERSED": 100000}

# A source with given items, pauses and errors is made by {script}, {plain} or {coroutine}.
SOURCES = [
    Stage("struct script", made="{script}", python="{source}", weight=30),
    Stage("struct plain", made="{plain}", python="{source}", uses="ITER_DEFINE_BOUNDED",
          weight=8),
    Stage("struct defined", made="{defined}", python="{source}", uses="ITER_DEFINE", weight=4),
    Stage("struct coroutine", made="{coroutine}", python="{source}", weight=8),
    Stage("ITER_FROM", "int, struct script, script_step(&self->context, item)", "{silent}",
          "{source}", KEPT, weight=3),
    Stage("ITER_SPAN", "int", "{name}_data, 4", "library([4, 0, 7, 7])", weight=2,
          objects="static const int {name}_data[] = {4, 0, 7, 7};"),
    Stage("ITER_POINTERS", "int", "{name}_of({name}_data, 4)", "library([4, 0, 7, 7])", maker="{name}", uses="ITER_MAP",
          define="ITER_POINTERS({name}_of, const int) ITER_MAP({name}, {name}_of, int, *item)",
          objects="static const int {name}_data[] = {4, 0, 7, 7};"),
    Stage("ITER_SPAN_REVERSED", "int", "{name}_data, 4", "library([7, 7, 0, 4])",
          objects="static const int {name}_data[] = {4, 0, 7, 7};"),
    Stage("ITER_SENTINEL", "int, item == {small}", "{name}_data",
          "library(takewhile(lambda item: item != {small}, [4, 0, 6, 3, 1, 5, 2]))",
          objects="static const int {name}_data[] = {4, 0, 6, 3, 1, 5, 2};"),
    Stage("ITER_RANGE", "int", "{range}", "library(range({range}))"),
    Stage("ITER_COUNT", "int", "{small}, {jump}", "library(count({small}, {jump}))"),
    Stage("ITER_REPEAT", "int", "{small}, {times}", "library(repeat({small}, {times}))"),
    Stage("ITER_ONCE", "int", "{small}", "library([{small}])", weight=1),
    Stage("ITER_EMPTY", "int", "", "library([])", weight=1),
    Stage("ITER_SUCCESSORS", "int, (item * 3 + 1) % 17", "{small}",
          "library(accumulate(repeat({small}), lambda item, _: (item * 3 + 1) % 17))"),
    Stage("ITER_CHUNKS", "int", "{name}_data, 7, {size}",
          "library(batched(iter([3, 1, 4, 1, 5, 9, 2]), {size}))",
          objects="static const int {name}_data[] = {3, 1, 4, 1, 5, 9, 2};", shape=view),
    Stage("ITER_ARRAY_CHUNKS", "int, {small} + 1", "{name}_data, 7",
          "library(batched(iter([3, 1, 4, 1, 5, 9, 2][:7 - 7 % ({small} + 1)]), {small} + 1))",
          objects="static const int {name}_data[] = {3, 1, 4, 1, 5, 9, 2};", shape=view),
    Stage("ITER_ARRAY_RUNS", "int, item > last + {small}", "{name}_data, 7",
          "library(batched_while(iter([3, 1, 4, 1, 5, 9, 2]), 7, lambda last, item: item > last + {small}))",
          objects="static const int {name}_data[] = {3, 1, 4, 1, 5, 9, 2};", shape=view),
    Stage("ITER_ARRAY_WINDOWS", "int", "{name}_data, 7, {size}",
          "library(sliding_window(iter([3, 1, 4, 1, 5, 9, 2]), {size}))",
          objects="static const int {name}_data[] = {3, 1, 4, 1, 5, 9, 2};", shape=view),
    Stage("ITER_LINES", "", "{name}_data, sizeof {name}_data - 1", "library(lines({text}))",
          objects="static const char {name}_data[] = {text};", shape=lines_of_text),
    Stage("ITER_PRODUCT_ARRAY", "int", "{name}_pools, {pools}, {name}_row, {name}_places",
          "library(product(*[(3, 1, 4), (1, 5), (9, 2, 6)][:{pools}]))", shape=view, owns=False,
          objects="static const int {name}_data[] = {3, 1, 4, 1, 5, 9, 2, 6};"
          " static const struct {name}_pool {name}_pools[] ="
          " {{{name}_data, 3}, {{name}_data + 3, 2}, {{name}_data + 5, 3}};"
          " static int {name}_row[3]; static iter_count {name}_places[3];", weight=1),
] + [
    Stage("ITER_" + function.upper(), "int",
          "{name}_data, {pool}, {chosen}, {name}_row, {name}_places",
          "library(%s((3, 1, 4, 1)[:{pool}], {chosen}))" % function, shape=view, owns=False,
          objects="static const int {name}_data[] = {3, 1, 4, 1};"
          " static int {name}_row[5]; static iter_count {name}_places[9];", weight=1)
    for function in ("combinations", "combinations_with_replacement", "permutations")
]

# The stages that are one loop after another, as many as come.
LOOPS = ("ITER_CHAIN_ARRAY", "ITER_FLATTEN", "ITER_FLATMAP", "ITER_FLATMAP_WITH")

AS_NUMBER = Stage("ITER_MAP", "int, V(item)", python="map(value, {0})", shape=ints, takes="views")
SCRIPTS = ("script", "plain", "defined", "coroutine", "silent")
MAX_SCRIPTS = 20

# The choices for each field.


class Refused:
    """An argument that a stage rejects: its text in C."""

    def __init__(self, text):
        self.text = text


class Both:
    """A text that differs between the two languages."""

    def __init__(self, c, python):
        self.c, self.python = c, python


FIELDS = {
    "map": ["(V(item) * 2 + 1) % 23", "V(item) >> 1", "V(item) ^ 3", "V(item) % 5",
            "V(item) * 5 % 7"],
    "test": ["V(item) % 2 == 0", "V(item) % 3 != 1", "V(item) % 10 < 6", "V(item) > 2",
             "(V(item) & 4) == 0", "V(item) != 4"],
    "most": ["V(item) % 7 != 3", "V(item) % 10 < 8", "V(item) != 5", "V(item) % 9 > 1"],
    "total": ["(total + V(item)) % 97", "(total * 3 + V(item)) % 31", "total ^ V(item)"],
    "key": ["V(@)", "V(@) % 3", "V(@) >> 1", "V(@) >> 2", "V(@) % 2"],
    "small": list(range(7)),
    "count": [0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7] * 2 + [Refused("-1")],
    "slice": ["0, 4, 1", "1, 6, 2", "2, 2, 1", "2, 9, 3", "0, 5, 4", "1, 2, 1", "0, 0, 1",
              "3, 4, 2", "0, 8, 2", Both("1, ITER_FOREVER, 2", "1, None, 2"),
              Both("0, ITER_FOREVER, 1", "0, None, 1"),
              Both("1, 9, ITER_FOREVER", "1, 9, sys.maxsize"),
              Refused("%s")],
    "bad_slice": ["3, 1, 1", "-1, 4, 1", "0, 4, 0", "0, ITER_FOREVER, 0", "-2, -1, 1"],
    "stride": [1, 2, 2, 3, 3, 4] * 3 + [Refused("0"), Refused("-2")],
    "jump": [0, 1, 1, 2, 3],
    "times": [0, 1, 2, 3, 5, Both("ITER_FOREVER", "sys.maxsize")] * 2 + [Refused("-1")],
    "size": [1, 2, 2, 3, 3, 4, 6] * 2 + [Refused("0")],
    "window": [Both("%d, %d" % (room, size), str(size)) for size in (1, 2, 3, 4)
               for room in (size, size + 1, 6)] + [Refused("2, 3"), Refused("6, 0")],
    "slots": [1, 2, 3, 5, 8, 13] * 4 + [Refused("0")],
    "ring": [1, 2, 3],
    "budget": [3, 4, 5, 7, 10],
    "pools": [0, 1, 2, 2, 3, 3] * 2 + [Refused("-1")],
    "pool": [0, 1, 2, 3, 4, 4],
    "chosen": [0, 1, 2, 2, 3, 5] * 2 + [Refused("-1")],
    "range": ["2, 9, 2", "0, 5, 1", "9, 0, -3", "4, 4, 1", "1, 8, 5", "5, 1, 1", "0, 3, 4",
              Refused("0, 4, 0")],
    "text": ['"one\\r\\n\\ntwo\\nend"', '"\\n\\n"', '""', '"a\\rb\\r\\n"', '"x\\r"'],
}

# ---- The terminals -------------------------------------------------------------------------------
#
# `c` calls the function {t} on `from`, of the type {root}; `number` is the chosen argument. It ends
# in show_outcome(status), and S(x) shows an item. `python` applies the terminal to the iterator
# `items`. Its value is the status and the rest of the line.


@dataclasses.dataclass
class Terminal:
    macro: str
    head: str
    c: str
    python: str
    ints: bool = False  # only for ints
    numbers: tuple = (0,)
    over: str = ""  # only for pipelines that end in this stage
    views: bool = False  # also for views: it keeps no item
    full: bool = True  # it can go on after GEN_E_FULL
    define: str = ""  # its definition, if it is not {macro}({t}, {root}, {head})


SORTED = """static {root}_item array[20], room[10];
size_t count = 0, i;
do status = {t}(from, array, (size_t)number, &count);
while (count < (size_t)number && again(status));
show_outcome(status);
i = count;
{t}_sort(array, i, room);
"""
FOUND = """static {root}_item found;
AGAIN({t}(from, &found));
show_outcome(status);
if (status == GEN_YIELDED) S(found);"""
ANY = """static {root}_item found;
int any = 7;
AND_ON({t}(from, &found, &any), {t}_more(from, &found, &any));
show_outcome(status);
if (any) S(found);"""
STATUS = """AGAIN({t}(from));
show_outcome(status);"""
ANSWER = """int answer = 7;
AGAIN({t}(from, &answer));
show_outcome(status);
printf(" %d", answer);"""
ORDER = """static {root}_item last;
int answer = 7;
AND_ON({t}(from, &last, &answer), {t}_more(from, &last, &answer));
show_outcome(status);
printf(" %d", answer);"""
TOTAL = """%s total = number;
AND_ON({t}(from, &total), {t}{more}(from, &total));
show_outcome(status);
printf(" %%d", (int)total);"""
TABLE = """static struct {t}_slot zero;
static struct {t}_slot slots[6], more[20];
struct {t} table = {t}_table(slots, (size_t)number);
int key;
for (key = 0; key < 20; key++) slots[key % 6] = more[key] = zero;
do {
    status = {t}(from, &table);
    if (status == GEN_E_FULL && table.slots == slots) { /* the table is full, or a stage above */
        {t}_move(&table, more, 20);
        continue;
    }
} while (table.slots == slots ? status == GEN_PENDING : again(status));
show_outcome(status);
for (key = 0; key < 13; key++)
    if ({t}_find(&table, key) != NULL) printf(" %d:%d", key, *{t}_find(&table, key));"""
NUMBER = TOTAL.replace("{more}", "_more")  # the terminal sets it, whatever it was

JOINED = """static char text[60];
size_t length = 99;
AND_ON({t}(from, text, (size_t)number, &length), {t}_more(from, text, (size_t)number, &length));
show_outcome(status);
printf(" %d", (int)length);
if (number > 0) printf(" \\"%s\\"", text);"""

TERMINALS = [
    Terminal("ITER_FOLD", "int, (total * 3 + V(item)) % 97", TOTAL.replace("{more}", "") % "int",
             "folded(items, number, lambda total, item: (total * 3 + V(item)) % 97)",
             numbers=(0, 5), views=True),
    Terminal("ITER_TABLE", "int, int, K(item) % 13, ((first ? 1 : value * 3) + V(item)) % 97", TABLE,
             "tabled(items, lambda item: K(item) % 13, lambda so_far, item: so_far + V(item))",
             views=True, numbers=(0, 1, 2, 6)),
    Terminal("ITER_TABLE_BY", "int, int, K(item) % 13, 0u, key == other, value + 1", TABLE,
             "counted(items, lambda item: K(item) % 13)", views=True, numbers=(0, 1, 2, 6)),
    Terminal("ITER_SUM", "long", NUMBER % "long", "folded(items, 0, operator.add)", True,
             (0, 100)),
    Terminal("ITER_LENGTH", "", NUMBER % "iter_count",
             "folded(items, 0, lambda total, item: total + 1)", numbers=(0, 3), views=True),
    Terminal("ITER_FOLD_WITH", "int, int, (total * context + V(item)) % 97", """int total = 1;
AGAIN({t}(from, number, &total));
show_outcome(status);
printf(" %d", total);""", "folded(items, 1, lambda total, item: (total * number + V(item)) % 97)", numbers=(0, 5),
             views=True),
    Terminal("ITER_FOR_EACH_WITH", 'int, event("each", V(item) + context)', STATUS.replace("from", "from, number"),
             "drained(map(lambda item: tap('each', V(item) + number, item), items))", views=True, numbers=(0, 5)),
    Terminal("ITER_FIND_WITH", "int, V(item) % 4 == context", FOUND.replace("from", "from, number"),
             "found(filter(lambda item: V(item) % 4 == number, items))", views=True, numbers=(0, 1, 3)),
    Terminal("ITER_POSITION_WITH", "int, V(item) % 4 == context", """iter_count total = 7;
AND_ON({t}(from, number, &total), {t}_more(from, number, &total));
show_outcome(status);
printf(" %d", (int)total);""", "position(items, lambda item: V(item) % 4 == number)", numbers=(0, 1, 3), views=True),
    Terminal("ITER_ANY_WITH", "int, V(item) % 4 == context", ANSWER.replace("from", "from, number"),
             "answer(lambda: any(V(item) % 4 == number for item in items))", views=True, numbers=(0, 1, 3)),
    Terminal("ITER_ALL_WITH", "int, V(item) % 4 != context", ANSWER.replace("from", "from, number"),
             "answer(lambda: all(V(item) % 4 != number for item in items))", views=True, numbers=(0, 1, 3)),
    Terminal("ITER_PARTITION", "{test}", """static {root}_item array[6], others[6];
size_t count = 0, other_count = 0, i;
do status = {t}(from, array, (size_t)number, &count, others, 3, &other_count);
while (count < (size_t)number && other_count < 3 && again(status));
show_outcome(status);
for (i = 0; i < count; i++) S(array[i]);
printf(",");
for (i = 0; i < other_count; i++) S(others[i]);""", "parted(items, lambda item: {test}, number, 3)",
             numbers=(0, 1, 3, 6)),
    Terminal("ITER_UNZIP", "", """static {root}_item array[6], others[6];
struct {t}_pairs pairs = {t}_pairs({t}_ref(from));
size_t count = 0, i;
do status = {t}(&pairs, array, others, (size_t)number, &count);
while (count < (size_t)number && again(status));
show_outcome(status);
for (i = 0; i < count; i++) S(array[i]);
printf(",");
for (i = 0; i < count; i++) S(others[i]);""", "unzipped(items, number)", numbers=(0, 1, 3, 6),
             define="ITER_REF({t}_ref, {root})\nITER_PAIRWISE({t}_pairs, {t}_ref)\n"
             "ITER_UNZIP({t}, {t}_pairs, {root}_item, {root}_item)"),
    Terminal("ITER_STATS", "double", """struct {t}_result all;
AND_ON({t}(from, &all), {t}_more(from, &all));
show_outcome(status);
printf(" %d %.6f %.6f %.6f", (int)all.count, all.mean, all.squares, {t}_variance(&all));
if (all.count > 0) printf(" %d %d", (int)all.least, (int)all.greatest);""", "statistics_of(items)", True),
    Terminal("ITER_JOIN", "",
             "struct {t}_texts texts = {t}_texts({t}_ref(from));\n" + JOINED.replace("from", "&texts"),
             "joined_texts((digits_of(V(item)) for item in items), ', ', number)", views=True,
             numbers=(0, 1, 8, 60), define="ITER_REF({t}_ref, {root})\n"
             "ITER_MAP({t}_texts, {t}_ref, struct iter_text, digits_of(V(item)))\n"
             'ITER_JOIN({t}, {t}_texts, ", ")'),
    Terminal("ITER_JOIN_BY", '";", V(item) % 7 == 6 ? -9 : snprintf(data, size, "%d", V(item))', JOINED,
             "joined_texts((number_text(V(item)) for item in items), ';', number)", views=True,
             numbers=(0, 1, 8, 60)),
    Terminal("ITER_FOR_EACH", 'event("each", V(item))', STATUS,
             "drained(map(lambda item: tap('each', V(item), item), items))", views=True),
    Terminal("ITER_DRAIN", "", STATUS, "drained(items)", views=True),
    Terminal("ITER_FIND", "{test}", FOUND, "found(filter(lambda item: {test}, items))", views=True),
    Terminal("ITER_FIRST", "", FOUND, "found(items)", views=True),
    Terminal("ITER_NTH", "", """static {root}_item found;
iter_count after = number;
AGAIN({t}(from, &after, &found));
show_outcome(status);
if (status == GEN_YIELDED) S(found);""",
             "found(islice(items, number, None)) if number >= 0 else (E_ARG, '')",
             numbers=(0, 1, 2, 3, 5, -1), views=True),
    Terminal("ITER_LAST", "", ANY, "of_all(items, lambda seen: seen[-1])"),
    Terminal("ITER_POSITION", "{test}", NUMBER % "iter_count",
             "position(items, lambda item: {test})", numbers=(0, 10), views=True),
    Terminal("ITER_ANY", "{test}", ANSWER, "answer(lambda: any({test} for item in items))",
             views=True),
    Terminal("ITER_ALL", "{most}", ANSWER, "answer(lambda: all({most} for item in items))",
             views=True),
    Terminal("ITER_MIN", "", ANY, "of_all(items, min)", True),
    Terminal("ITER_MAX", "", ANY, "of_all(items, max)", True),
    Terminal("ITER_MINMAX", "", """static {root}_item least, most;
int any = 7;
AND_ON({t}(from, &least, &most, &any), {t}_more(from, &least, &most, &any));
show_outcome(status);
if (any) S(least);
if (any) S(most);""", "of_all(items, min, max)", True),
    Terminal("ITER_EQUAL", "", """static const int digits[] = {1, 0, 2, 1};
struct {t}_digits other = {t}_digits(digits, (size_t)number);
static {root}_item held;
int answer = 7;
AND_ON({t}(from, &other, &held, &answer), {t}_more(from, &other, &held, &answer));
show_outcome(status);
printf(" %d", answer);""",
             "answer(lambda: not any(NOTHING in pair or V(pair[0]) % 3 != pair[1] for pair in"
             " zip_longest(items, (1, 0, 2, 1)[:number], fillvalue=NOTHING)))",
             numbers=(0, 1, 2, 4), define="ITER_SPAN({t}_digits, int)\n"
             "ITER_EQUAL({t}, {root}, {t}_digits, V(a) % 3 == b)"),
    Terminal("ITER_COMPARE", "", """static const int digits[] = {1, 0, 2, 1};
struct {t}_digits other = {t}_digits(digits, (size_t)number);
static {root}_item held;
int answer = 7;
AND_ON({t}(from, &other, &held, &answer), {t}_more(from, &other, &held, &answer));
show_outcome(status);
printf(" %d", answer);""", "answer(lambda: compared(items, (1, 0, 2, 1)[:number], lambda a, b: V(a) % 3 - b))",
             numbers=(0, 1, 2, 4), define="ITER_SPAN({t}_digits, int)\n"
             "ITER_COMPARE({t}, {root}, {t}_digits, V(a) % 3 - b)"),
    Terminal("ITER_MAX_BY", "K(item) > K(best)", ANY,
             "of_all(items, lambda seen: max(seen, key=lambda item: K(item)))"),
    Terminal("ITER_SORTED", "K(item) < K(last)", ORDER,
             "answer(lambda: not any(K(item) < K(last) for last, item in pairwise(items)))"),
    Terminal("ITER_ALL_EQUAL", "K(item) == K(last)", ORDER,
             "answer(lambda: all(K(item) == K(last) for last, item in pairwise(items)))"),
    Terminal("ITER_ONLY", "", ANY, "only(items)"),
    Terminal("ITER_COLLECT", "", """static {root}_item array[6];
size_t count = 0, i;
do status = {t}(from, array, (size_t)number, &count);
while (count < (size_t)number && again(status));
show_outcome(status);
for (i = 0; i < count; i++) S(array[i]);""", "collected(items, number)",
             numbers=(0, 1, 2, 3, 4, 6)),
    Terminal("ITER_SORT_ARRAY", "", SORTED + "for (i = 0; i < count; i++) S(array[i]);",
             "collected(items, number, lambda item: K(item))", numbers=(0, 1, 5, 9, 20),
             define="ITER_COLLECT({t}, {root}) ITER_SORT_ARRAY({t}_sort, {root}_item, K(b) < K(a))"),
    Terminal("ITER_BISECT", "", SORTED + """printf(" %d %d", (int){t}_lower(array, count, 3),
       (int){t}_upper(array, count, 3));""", "bisected(items, number, lambda item: K(item), 3)",
             numbers=(0, 1, 5, 9, 20),
             define="ITER_COLLECT({t}, {root}) ITER_SORT_ARRAY({t}_sort, {root}_item, K(b) < K(a))"
             " ITER_BISECT({t}_lower, {root}_item, int, K(item) < key)"
             " ITER_BISECT({t}_upper, {root}_item, int, K(item) <= key)"),
    Terminal("GEN_FOR_STATUS", "", """int left = number;
do {
    GEN_FOR_STATUS (status, x, {root}, from) {
        event("in the loop", V(x));
        if (--left == 0) break;
    }
} while (again(status));
show_outcome(status);""", "looped(items, number, 'in the loop')", numbers=(1, 2, 3, 5), views=True),
    Terminal("GEN_YIELD_FROM", "", """static struct {t} fresh;
struct {t} delegator = fresh;
static {root}_item x;
int left = number;
delegator.from = from;
do {
    AGAIN({t}_next(&delegator, &x));
    if (status == GEN_YIELDED) event("from", V(x));
} while (status == GEN_YIELDED && --left > 0);
show_outcome(status);""", "looped(items, number, 'from')", views=True, numbers=(1, 3, 9),
             full=False, define="""struct {t} {
    struct gen gen;
    struct {root} *from;
};
GEN({t}, {root}_item) {
    GEN_BEGIN();
    GEN_YIELD_FROM({root}, self->from);
    GEN_END();
}"""),
    # Functions of a single kind of stage.
    Terminal("peek", "", FOUND.replace("{t}", "{root}_peek"), "peeked(stage, 0)",
             over="ITER_PEEKABLE"),
    Terminal("peek at", "", FOUND.replace("{t}(from,", "{root}_peek(from, number,"),
             "peeked(stage, number)", over="ITER_PEEKABLE_N", numbers=(0, 1, 2, 3, 5, -1)),
    Terminal("group", "", """struct {root}_group group = {root}_group(from);
static {root}_group_item x;
int left = number;
do {
    AGAIN({root}_group_next(&group, &x));
    if (status == GEN_YIELDED) event("in the group", I(x));
} while (status == GEN_YIELDED && --left > 0);
show_outcome(status);""", "looped(stage.inside.group, number, 'in the group')",
             over="ITER_GROUP_BY", numbers=(1, 2, 9)),
    Terminal("stale group", "", """struct {root}_group group = {root}_group(from);
static {root}_group_item x;
static {root}_item found;
AGAIN({root}_next(from, &found));
show_outcome(status);
if (status == GEN_YIELDED) S(found);
AGAIN({root}_group_next(&group, &x));
printf(status == GEN_E_STALE ? ", stale" : ", not stale");""", "stale(items)",
             over="ITER_GROUP_BY"),
]

# The public macros that no pipeline here uses, and the reasons.
LEFT_OUT = {
    "ITER_SUM_OF": "a loop in a line, which passes errors to GEN_UNCAUGHT",
    "ITER_FOLD_OF": "as ITER_SUM_OF",
    "ITER_LENGTH_OF": "as ITER_SUM_OF",
    "ITER_ANY_OF": "as ITER_SUM_OF",
    "ITER_ALL_OF": "as ITER_SUM_OF",
    "ITER_COLLECT_OF": "as ITER_SUM_OF",
    "ITER_FIRST_OF": "as ITER_SUM_OF",
    "ITER_IN": "a loop over an array",
    "ITER_FILE_CHUNKS": "it reads a file",
    **dict.fromkeys(["ITER_TEXT", "ITER_READ", "ITER_FILE", "ITER_BYTES", "ITER_LINES_OF", "ITER_SPLIT", "ITER_WORDS",
                     "ITER_RECORDS", "ITER_FRAMES", "ITER_CSV", "ITER_FILE_LINES", "ITER_WRITE_LINES",
                     "ITER_WRITE_CSV"], "texts.py"),
    "ITER_FLEETING": "used by each ITER_LASTING",
}


# ---- Random pipelines ----------------------------------------------------------------------------


class Node:
    """One stage or source of a pipeline."""

    script = None  # of a source with given items

    def __init__(self, pipeline, stage, ups):
        rng = pipeline.rng
        self.stage, self.ups = stage, ups
        self.index = pipeline.nodes
        pipeline.nodes += 1
        self.tag = "n%d" % self.index
        self.name = "p%d_%s" % (pipeline.seed, self.tag)
        self.type = stage.macro[7:] if stage.macro.startswith("struct ") else self.name
        self.shape = stage.shape(self) if ups or stage.shape in (ints, view, lines_of_text) else INT
        self.refused = False
        self.fields = {}  # the chosen texts, as pairs: in C, in Python
        texts = " ".join([stage.head, stage.made, stage.python, stage.objects, stage.setup])
        for field in re.findall(r"\{(\w+)\}", texts) + ["key"]:
            if field in ("fill", "fill_b") and field not in self.fields:
                shape = self.ups[field == "fill_b"].shape
                c, python = shape.sample(rng.randrange(7))
                self.fields[field] = ("%s_%s" % (self.name, field), repr(python), c)
            elif field in FIELDS and field not in self.fields:
                self.fields[field] = self.choose(rng, field)

    def choose(self, rng, field):
        choice = rng.choice(FIELDS[field])
        if isinstance(choice, Refused):
            self.refused = True
            text = choice.text
            if text == "%s":
                text = rng.choice(FIELDS["bad_" + field])
            return text, "None"
        if isinstance(choice, Both):
            return choice.c, choice.python
        return str(choice), str(choice)

    def expand(self, text, word, python=False):
        """Return a text of the table with its fields, V, K and context replaced."""
        text = re.sub(r"\{(\w+)\}", lambda match: word(match.group(1)), text)
        shape = self.ups[0].shape if self.ups else INT
        text = expressions(text, python, shape, self.fields["key"][python])
        return text if python else re.sub(r"(?<![>.])\bcontext\b", "self->context", text)

    def expand_c(self, text, variant="0"):
        return self.expand(text, lambda field: self.word(field, variant))

    # In C.

    def c(self):
        """Return the definitions of all upstream iterators and its own, in this order."""
        lines = [line for up in self.ups for line in up.c()]
        stage = self.stage
        if stage.macro.startswith("ITER_"):
            arguments = [self.name] + [up.type for up in self.ups]
            if stage.lead:
                lines.append(self.expand_c(stage.lead))
                arguments = [self.name, self.expand_c(stage.over)]
            if stage.head:
                arguments.append(self.expand_c(stage.head))
            for field in ("fill", "fill_b"):
                if field in self.fields:
                    lines.append("static const %s_item %s = %s;" % (
                        self.ups[field == "fill_b"].type, *self.fields[field][::2]))
            lines.append(self.expand_c(stage.define) if stage.define else "%s(%s)" % (
                stage.uses or stage.macro, ", ".join(arguments)))
            if not isinstance(self.shape, Number) and self.shape.name == self.name:
                lines += self.shape.functions()
        if stage.objects:
            lines.append(self.expand_c(stage.objects))
        return lines

    def word(self, field, variant):
        """Return a field that is not chosen, for C. The variant is an expression in C: the index of
        the text with which a source starts."""
        if field == "name":
            return self.name
        if field == "tag":
            return self.tag
        if field == "a":
            return self.ups[0].type
        if field == "b":
            return self.ups[1].type
        if field == "T":
            return self.ups[0].shape.T
        if field == "made_a":
            return self.ups[0].c_made(variant)
        if field == "made_each":
            return " ".join("%s_each[%d] = %s;" % (self.name, i, self.ups[0].c_made(str(i)))
                            for i in range(4))
        if field == "inner":
            return self.ups[1].c_made(self.ups[0].shape.value("item") + " % 3")
        if field in SCRIPTS:
            return self.script.c_made(variant)
        return self.fields[field][0]

    def c_made(self, variant):
        """Return the expression that makes it."""
        stage = self.stage
        if stage.macro.startswith("struct "):
            return self.expand_c(stage.made, variant)
        arguments = [up.c_made(variant) for i, up in enumerate(self.ups) if i in stage.passed]
        if stage.made:
            arguments.append(self.expand_c(stage.made, variant))
        return "%s(%s)" % (self.expand_c(stage.maker), ", ".join(arguments))

    def c_paths(self, path):
        """Yield the paths in C of it and all upstream, except iterators that are made
        again and again."""
        yield self, path
        for i, up in enumerate(self.ups):
            if i in self.stage.remade:
                continue
            field = self.stage.path or (".{a}" if len(self.ups) == 1 else ".from%d_" % i
                                        if self.stage.ups[1] > 2 else (".left_", ".right_")[i])
            relative = field.startswith(".")
            yield from up.c_paths((path if relative else "") + self.expand_c(field))

    def c_setup(self):
        lines = [line for up in self.ups for line in up.c_setup()]
        if self.stage.setup:
            lines.append(self.expand_c(self.stage.setup))
        return lines

    # In Python.

    def python(self, lines):
        """Append the statements that make all upstream iterators and itself."""
        stage = self.stage
        names = []
        for i, up in enumerate(self.ups):
            if i in stage.remade:
                own = []
                up.python(own)
                lines += (["def make_%s(v):" % up.tag] + indent(own + ["return " + up.tag]))
                names.append("make_" + up.tag)
            else:
                up.python(lines)
                names.append(up.tag)
        more = {"tag": self.tag, "all": ", ".join(names)}
        more.update((str(i), name) for i, name in enumerate(names))
        if self.script:
            more["source"] = "source(%d, v)" % self.script.index

        def expand(text):
            return self.expand(text, lambda field: more.get(field) or self.fields[field][1], True)

        if stage.before:
            lines.append(expand(stage.before))
        parts = expand(stage.parts) if stage.parts else "[%s]" % ", ".join(
            name for i, name in enumerate(names) if i not in stage.remade)
        made = expand(stage.python)
        if self.refused:
            made = "refused('%s')" % stage.macro
            made = made if self.ups else "library(%s)" % made
        if self.ups or stage.end == KEPT:
            made = "%s(%s, %s)" % ("kept" if stage.end == KEPT else "over", parts, made)
        lines.append("%s = %s" % (self.tag, made))


def expressions(text, python, shape, key):
    """Replace V(x) and K(x) for one of the languages."""
    text = re.sub(r"\bK\(([^()]+)\)", lambda match: "(%s)" % key.replace("@", match.group(1)), text)
    number = "value(%s)" if python else shape.value("%s")
    return re.sub(r"\bV\(([^()]+)\)", lambda match: number % match.group(1), text)


class Script:
    """The output of a source, one text for each variant, and its close."""

    def __init__(self, pipeline, kind, resumes, variants):
        rng = self.rng = pipeline.rng
        self.kind = kind  # the field of its entry
        self.index = len(pipeline.scripts)
        self.name = "p%d_s%d" % (pipeline.seed, self.index)
        self.full = kind != "coroutine" and rng.random() < 0.2
        self.resumes = resumes and kind != "coroutine" and rng.random() < 0.15
        self.texts = [self.text() for _ in range(variants)]
        self.slack = rng.choice([0, 0, 0, 1, 3, 9])
        self.pauses = rng.choice([0, 1, 2]) if pipeline.pausing_close else 0
        self.error = 0
        if pipeline.failing_close and kind != "coroutine" and rng.random() < 0.5:
            self.error = -20 - self.index

    def text(self):
        rng = self.rng
        digits = rng.choice(["0123456789", "0123456789", "01", "123", "7"])
        pauses = rng.choice([0.0, 0.2, 0.2, 0.5])
        items = [rng.choice(digits) for _ in range(rng.choice([0, 1, 2, 4, 6, 8, 10, 14, 20, 30]))]
        if rng.random() < 0.4:
            items.sort()
        if self.resumes:
            for _ in range(rng.randint(1, 2)):
                items.insert(rng.randint(0, len(items)), rng.choice("||!"))
        elif rng.random() < 0.2:
            items.append("!")
        text = ""
        for item in items + [""]:
            if text.endswith("!") and item == "":
                break  # it has ended
            while rng.random() < pauses:
                text += rng.choice(".." + "," * (self.kind in ("script", "defined")) + "+" * self.full)
            text += item
        return text

    def c(self):
        return ["static const char *const %s[] = {%s};"
                % (self.name, ", ".join('"%s"' % text for text in self.texts))]

    def c_made(self, variant):
        text = "%s[%s], %d" % (self.name, variant, self.index)
        if self.kind == "coroutine":
            return "make_coroutine(%s)" % text
        return "make_%s(%s, %d, %d, %d)" % ("script" if self.kind == "silent" else self.kind, text,
                                            self.slack, self.pauses, self.error)


class Pipeline:
    """The tree, the steps that drive it, and the trace that CPython made."""

    STAGES = [1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6]

    def __init__(self, seed):
        self.seed = seed
        self.rng = random.Random(seed)
        self.nodes = 0
        self.scripts = []
        # If one close fails while another is pending, nothing can store the error.
        self.pausing_close = self.rng.random() < 0.5
        self.failing_close = not self.pausing_close and self.rng.random() < 0.6
        stages = self.rng.choice(self.STAGES)
        self.root = self.tree(stages, Place())
        if any(node.stage.ups[1] > 1 or 0 in node.stage.remade for node in self.every()
               if any(waits(up) for up in node.ups)):
            for script in self.scripts:
                script.pauses = 0
        self.terminals = self.choose_terminals()
        self.steps = []
        self.trace = []
        self.pull_count = 0

    def tree(self, stages, place, chained=False):
        """Return a node with this number of stages, itself included; for 0, a source. A part of a chain often is
        several loops itself, because that is the hard case."""
        if stages == 0:
            return self.source(place)
        choices = [stage for stage in STAGES if stage.owns or not place.owned]
        (stage,) = self.rng.choices(choices, [stage.weight * (15 if chained and stage.macro in LOOPS else 1)
                                              for stage in choices])
        counts = [0] * self.rng.choice([n for n in (1, 2, 2, 2, 3, 3, 4, 8)
                                        if stage.ups[0] <= n <= stage.ups[1]])
        for _ in range(stages - 1):
            counts[self.rng.randrange(len(counts))] += 1
        takes = stage.takes.split(", ")
        ups = []
        for i, count in enumerate(counts):
            inner = place
            if stage.end != PASSES:
                inner = dataclasses.replace(inner, resumes=stage.end == KEPT)
            elif takes[min(i, len(takes) - 1)] == "view":  # a batch, which is ASKS, may be inserted
                inner = dataclasses.replace(inner, resumes=False)
            if i in stage.remade:
                inner = dataclasses.replace(inner, owned=True, resumes=True,
                                            variants=4 if stage.macro != "ITER_CYCLE"
                                            else place.variants)
            ups.append(self.fitting(self.tree(count, inner, stage.macro == "ITER_CHAIN"),
                                    takes[min(i, len(takes) - 1)]))
        return Node(self, stage, ups)

    def fitting(self, node, takes):
        """Return the node; or a stage over it that makes numbers or batches, if only
        those are accepted."""
        if takes == "view":
            return node if isinstance(node.shape, View) else Node(
                self, next(stage for stage in STAGES if stage.macro == "ITER_BATCH"),
                [self.fitting(node, "items")])
        if takes == "views" or isinstance(node.shape, Number) or (
                takes == "items" and not node.shape.view and not holds_view(node.shape)):
            return node
        return Node(self, AS_NUMBER, [node])

    def source(self, place):
        choices = [stage for stage in SOURCES if stage.owns or not place.owned]
        (stage,) = self.rng.choices(choices, [stage.weight for stage in choices])
        node = Node(self, stage, [])
        kind = next((kind for kind in SCRIPTS if "{%s}" % kind in stage.made), None)
        if kind is not None:
            if len(self.scripts) == MAX_SCRIPTS:
                return self.source(place)
            node.script = Script(self, kind, place.resumes, place.variants)
            self.scripts.append(node.script)
        return node

    def every(self):
        """Return all nodes."""
        found = [self.root]
        for node in found:
            found += node.ups
        return found

    def macros(self):
        """Return its macros."""
        return ({node.stage.macro for node in self.every()}
                | {terminal.macro for terminal, _, _ in self.terminals})

    def choose_terminals(self):
        """Return some terminals that its last stage accepts: (entry, its name in C, the
        chosen fields)."""
        over = self.root.stage.macro
        number = isinstance(self.root.shape, Number)
        fitting = [t for t in TERMINALS if t.over in ("", over) and (number or not t.ints)
                   and (t.views or not holds_view(self.root.shape))
                   and (t.full or not self.fills())]
        chosen = self.rng.sample(fitting, 3)
        chosen += [t for t in fitting if t.over and t not in chosen]
        result = []
        for i, terminal in enumerate(chosen):
            fields = {field: self.rng.choice(FIELDS[field]) for field in ("test", "most", "key")}
            result.append((terminal, "p%d_t%d" % (self.seed, i), fields))
        return result

    def fills(self):
        """Return whether GEN_E_FULL can occur."""
        return (any(script.full for script in self.scripts)
                or any(node.stage.macro in MOVES for node in self.every()))

    def resumes(self):
        return any(script.resumes for script in self.scripts)

    def copies(self):
        return all(node.stage.owns for node in self.every())

    # The two sources.

    def python(self):
        lines = []
        self.root.python(lines)
        source = ["# s%d: %s" % (script.index, " or ".join(map(repr, script.texts)))
                  for script in self.scripts]
        return "\n".join(source + ["def make(v):"] + indent(lines + ["return " + self.root.tag])
                         + ["", "# " + ", ".join(self.operations())]) + "\n"

    def operations(self):
        """Return the operations, for a reader."""
        return ["%s%s" % ("" if step.fork == 0 else "f%d " % step.fork, step.name)
                for step in self.steps]

    def c(self):
        p = "p%d" % self.seed
        root = self.root
        lines = ["/* ---- pipeline %d ---- */" % self.seed, ""]
        for script in self.scripts:
            lines += script.c()
        lines += root.c()
        lines += ["PIPELINE(%s, %s, %s)" % (p, root.type, root.shape.show())]
        for terminal, name, fields in self.terminals:
            define = terminal.define
            if terminal.macro.startswith("ITER_") and not define:
                define = "%s({t}, {root}%s)" % (terminal.macro,
                                                terminal.head and ", " + terminal.head)
            lines += self.terminal_text(define, False, name, fields).splitlines()
        lines += ["static void %s_terminal(const struct step *step, struct %s *from) {"
                  % (p, root.type)]
        lines += ["    const int number = step->value;", "    gen_status status = GEN_DONE;",
                  "    (void)number;", "    switch (step->which) {"]
        for i, (terminal, name, fields) in enumerate(self.terminals):
            text = self.terminal_text(terminal.c, False, name, fields)
            lines += ["    case %d: {" % i] + indent(indent(text.splitlines()))
            lines += ["        break;", "    }"]
        lines += ["    }", "}", "static void %s_make(void) {" % p]
        lines += indent(root.c_setup() + ["%s_forks[0] = %s;" % (p, root.c_made("0"))]) + ["}"]
        lines += ["static void %s_make_room(void) {" % p]
        lines += ["    (void)%s_move(&%s, %s_more, %d);" % (node.name, path, node.name, MOVES[node.stage.macro])
                  for node, path in root.c_paths(p + "_forks[0]")
                  if node.stage.macro in MOVES and not node.refused]
        lines += ["}", "static const struct step %s_steps[] = {" % p]
        for step in self.steps:
            lines += ['    {"%s", %s, %d, %d, %d},' % step]
        lines += ["};", ""]
        return "\n".join(lines)

    def terminal_text(self, text, python, name, fields):
        text = text.replace("{t}", name).replace("{root}", self.root.type)
        text = re.sub(r"\{(test|most)\}", lambda match: fields[match.group(1)], text)
        shape = self.root.shape
        text = expressions(text, python, shape, fields["key"])
        if not python:
            text = re.sub(r"\bS\(([^()]+)\);",
                          r'do { printf(" "); %s(\1); } while (0);' % shape.show(), text)
            if self.root.ups:
                text = text.replace("I(x)", self.root.ups[0].shape.value("x"))
        return text

    def c_call(self):
        p = "p%d" % self.seed
        return ("drive(%d, %s_steps, %d, %d, %s_make, %s_make_room, %s_perform, %d, %d);"
                % (self.seed, p, len(self.steps), len(self.scripts), p, p, p, len(self.trace),
                   self.pull_count))


@dataclasses.dataclass(frozen=True)
class Place:
    """The place of a node in a tree, as far as it restricts the nodes allowed there."""

    owned: bool = False  # it is copied or made again and again, so it must own all that it uses
    resumes: bool = True  # a source may go on after its end
    variants: int = 1  # the number of texts that its sources need


def holds_view(shape):
    return shape.view or (isinstance(shape, Struct)
                          and any(holds_view(member) for member in shape.members.values()))


def waits(node):
    """Return whether its close waits for one part before it closes the next. Beside another
    iterator, the other one is closed meanwhile."""
    return (node.stage.macro in ("ITER_FLATMAP", "ITER_FLATMAP_WITH", "ITER_FLATTEN", "ITER_PRODUCT")
            or any(waits(up) for up in node.ups))


# ---- Running in CPython --------------------------------------------------------------------------
#
# The stages that itertools lacks: recipes from its documentation, and stages that more-itertools
# has under the same name.

NOTHING = object()


def pairwise(items):
    if hasattr(itertools, "pairwise"):  # since Python 3.10
        return itertools.pairwise(items)
    left, right = itertools.tee(items)
    next(right, None)
    return zip(left, right)


def zip_strict(left, right):
    if sys.version_info < (3, 10):
        for pair in itertools.zip_longest(left, right, fillvalue=NOTHING):
            if NOTHING in pair:
                raise Error(E_ARG)
            yield pair
        return
    try:
        yield from zip(left, right, strict=True)
    except ValueError:
        raise Error(E_ARG) from None


def batched(items, size):
    while True:
        batch = tuple(itertools.islice(items, size))
        if not batch:
            return
        yield batch


def batched_strict(items, size):
    for batch in batched(items, size):
        if len(batch) < size:
            raise Error(E_ARG)
        yield batch


def batched_until(items, size, last):
    batch = ()
    for item in items:
        batch += (item,)
        if len(batch) == size or last(item):
            yield batch
            batch = ()
    if batch:
        yield batch


def batched_while(items, size, together):
    batch = ()
    for item in items:
        if batch and not together(batch[-1], item):
            yield batch
            batch = ()
        batch += (item,)
        if len(batch) == size:
            yield batch
            batch = ()
    if batch:
        yield batch


def batched_padded(items, size, fill):
    for batch in batched(items, size):
        yield batch + (fill,) * (size - len(batch))


def batched_budget(items, size, budget, cost):
    batch = ()
    for item in items:
        if sum(map(cost, batch + (item,))) > budget:
            yield batch
            batch = ()
        batch += (item,)
        if len(batch) == size:
            yield batch
            batch = ()
    if batch:
        yield batch


BYTES = b"A\x80\xA0\xE2\x82\xAC\xC3\xA9\xF0\x9F\x98\x81\xED\xC1"


def byte_of(item):
    return BYTES[value(item) % len(BYTES)]


def decoded(items, errors):
    decoder = codecs.getincrementaldecoder("utf-8")(errors)
    try:
        for byte in items:
            yield from map(ord, decoder.decode(bytes([byte])))
        yield from map(ord, decoder.decode(b"", True))
    except UnicodeDecodeError:
        raise Error(E_ARG) from None


def coalesced(items, test, merge=lambda into, item: into):
    into = next(items, NOTHING)
    if into is NOTHING:
        return
    for item in items:
        if test(into, item):
            into = merge(into, item)
        else:
            yield into
            into = item
    yield into


def adder(total):
    while True:
        item = yield total
        if item == 6:
            return
        if item == 8:
            raise Error(-12)
        total = (total * 3 + item) % 31


def last_items(items, size):
    """Yield the last items for each item."""
    last = collections.deque(maxlen=size)
    for item in items:
        last.append(item)
        yield list(last)


def statistics_in_one(numbers):
    """Return the number, mean and variance in one number, as statistics_of in C does."""
    mean = statistics.mean(map(float, numbers))
    variance = statistics.variance(map(float, numbers)) if len(numbers) > 1 else 0
    return int(mean * 100 + 0.5) + (int(variance * 100 + 0.5) if variance < 1e6 else 7) + len(numbers)


def sampled(items, size, state):
    found = []
    for number, item in enumerate(items, 1):
        if number <= size:
            found.append(item)
            continue
        state = (state * 13 + 7) % 101
        if state % number < size:
            found[state % number] = item
    return found


def drop_last(items, size):
    held = collections.deque()
    for item in items:
        held.append(item)
        if len(held) > size:
            yield held.popleft()


def if_empty(left, right):
    empty = True
    for item in left:
        empty = False
        yield item
    if empty:
        yield from right


def late(function, items):
    yield from function(items)


def teed(items):
    """Return two iterators: of the items, and of those after the first."""
    left, right = itertools.tee(items)
    return left, itertools.islice(right, 1, None)


def while_peeking(items, test):
    while True:
        try:
            if not test(items.peek()):
                return
        except StopIteration:
            return
        yield next(items)


def sliding_window(items, size):
    window = collections.deque(itertools.islice(items, size - 1), maxlen=size)
    for item in items:
        window.append(item)
        yield tuple(window)


def roundrobin(*iterables):
    active = len(iterables)
    nexts = itertools.cycle(iter(it).__next__ for it in iterables)
    while active:
        try:
            for following in nexts:
                yield following()
        except StopIteration:
            active -= 1
            nexts = itertools.cycle(itertools.islice(nexts, active))


def runs(items, key):
    for _, group in itertools.groupby(items, key):
        first = next(group)
        yield first, 1 + sum(1 for _ in group)


def mark_ends(items):
    held = next(items, NOTHING)
    first = 1
    while held is not NOTHING:
        following = next(items, NOTHING)
        yield held, first, int(following is NOTHING)
        held, first = following, 0


def padded(items, fill, length):
    count = 0
    for item in items:
        count += 1
        yield item
    yield from itertools.repeat(fill, length - count)


def filled(pairs, no_first, no_second):
    """Fill the pairs of zip_longest, which has only one value for both sides."""
    return (((no_first if first is NOTHING else first, no_second if second is NOTHING else second)
             for first, second in pairs))


def joined(left, right, key):
    """Yield (first, second, has first, has second) of two sorted iterators."""
    a = b = None
    while True:
        a = next(left, NOTHING) if a is None else a
        b = next(right, NOTHING) if b is None else b
        if a is NOTHING and b is NOTHING:
            return
        order = 1 if a is NOTHING else -1 if b is NOTHING else key(a) - key(b)
        yield (a if order <= 0 else -1, b if order >= 0 else -1, int(order <= 0), int(order >= 0))
        a = None if order <= 0 else a
        b = None if order >= 0 else b


def lines(text):
    """Return the lines as tuples of characters."""
    parts = text.split("\n")
    last = parts.pop()
    parts = [part[:-1] if part.endswith("\r") else part for part in parts]
    return [tuple(map(ord, part)) for part in parts + [last] * (last != "")]


class Iterator:
    """An iterator whose `shut` closes its upstream too. It is not named `close`, because `yield
    from` would call that by itself."""

    def __iter__(self):
        return self


class TakeWhileInclusive(Iterator):
    def __init__(self, test, items):
        self.test, self.items = test, items
        self.ended = False

    def __next__(self):
        if self.ended:
            raise StopIteration
        item = next(self.items)
        self.ended = not self.test(item)
        return item


class MapWhile(Iterator):
    """The function returns the value of an item, an Error to raise, or None to end."""

    def __init__(self, function, items):
        self.function, self.items = function, items
        self.ended = False

    def __next__(self):
        if self.ended:
            raise StopIteration
        made = self.function(next(self.items))
        self.ended = made is None or isinstance(made, Error)
        if self.ended:
            raise made or StopIteration
        return made


class SendTo(Iterator):
    """The generator is sent each item, and has run to its first yield before."""

    def __init__(self, items, generator):
        self.items, self.generator = items, generator
        self.started = False

    def __next__(self):
        if not self.started:
            next(self.generator)
            self.started = True
        return self.generator.send(next(self.items))


class Catch(Iterator):
    """The handler returns None to raise the error again, () to end, or (item,) to continue."""

    def __init__(self, items, handler):
        self.items, self.handler = items, handler

    def __next__(self):
        try:
            return next(self.items)
        except Error as error:
            made = self.handler(error.code)
            if made is None:
                raise
        if made == ():
            raise StopIteration
        return made[0]


class Peekable(Iterator):
    """A peek that meets an end or an error raises it. With `keeps`, it also stays for its turn."""

    def __init__(self, items, size, keeps=True):
        self.items, self.size, self.keeps = items, size, keeps
        self.held = []
        self.behind = None  # the end or the error after the held items

    def __next__(self):
        if self.held:
            return self.held.pop(0)
        if self.behind is None:
            return next(self.items)
        behind, self.behind = self.behind, StopIteration()
        raise behind

    def peek(self, ahead=0):
        while len(self.held) <= ahead:
            if self.behind is not None:
                raise self.behind
            try:
                self.held.append(next(self.items))
            except (StopIteration, Error) as end:
                self.behind = end if self.keeps else None
                raise
        return self.held[ahead]


class Unseen:
    def __init__(self, key):
        self.key, self.seen = key, set()

    def __call__(self, item):
        key = self.key(item)
        unseen = key not in self.seen
        self.seen.add(key)
        return unseen


class Recent:
    """Like Unseen, but remembers only the last keys."""

    def __init__(self, key, size):
        self.key, self.last = key, collections.deque(maxlen=size)

    def __call__(self, item):
        key = self.key(item)
        unseen = key not in self.last
        if unseen:
            self.last.append(key)
        return unseen


class Groups(Iterator):
    """The keys of groupby, and the group of the last key."""

    def __init__(self, items, key):
        self.groups = itertools.groupby(items, key)
        self.group = iter(())

    def __next__(self):
        key, self.group = next(self.groups)
        return key


class Cycle(Iterator):
    """Each turn iterates over a new copy, where itertools.cycle remembers the items."""

    def __init__(self, make, variant):
        self.make = lambda: make(variant)
        self.turn = None
        self.any = True

    def __next__(self):
        while True:
            if self.turn is None:
                self.turn = self.make()
                self.any = False
            try:
                item = next(self.turn)
            except StopIteration:
                if not self.any:
                    raise
                self.turn.shut()
                self.turn = None
            else:
                self.any = True
                return item

    def to_close(self):
        return [self.make() if self.turn is None else self.turn]


class Product(Iterator):
    def __init__(self, left, make, variant):
        self.left, self.make = left, lambda: make(variant)
        self.turn = None

    def __next__(self):
        while True:
            if self.turn is None:
                self.item = next(self.left)
                self.turn = self.make()
            try:
                return self.item, next(self.turn)
            except StopIteration:
                self.turn.shut()
                self.turn = None

    def to_close(self):
        return [self.make() if self.turn is None else self.turn, self.left]


class Flatmap(Iterator):
    def __init__(self, items, make):
        self.items, self.inner = items, None
        self.chain = itertools.chain.from_iterable(map(self.start, items))
        self.make = make

    def start(self, item):
        self.inner = self.make(value(item) % 3)
        return self.ending(self.inner)

    def ending(self, inner):
        yield from inner
        inner.shut()
        self.inner = None

    def __next__(self):
        return next(self.chain)

    def to_close(self):
        return ([] if self.inner is None else [self.inner]) + [self.items]


class Made(Iterator):
    """A stage: its items, the parts that it closes, and whether it stays ended."""

    def __init__(self, parts, items, latched):
        self.parts, self.inside = parts, items
        self.items = self.latch(items) if latched else iter(items)

    @staticmethod
    def latch(items):
        yield from items

    def __next__(self):
        return next(self.items)

    def shut(self):
        """Close all parts, then raise the first error."""
        failed = None
        parts = self.inside.to_close() if hasattr(self.inside, "to_close") else self.parts
        for part in parts:
            try:
                part.shut()
            except Error as error:
                failed = failed or error
        if failed:
            raise failed


class Closed:
    """The inside of a closed stage, for the functions of a single kind."""

    group = iter(())

    def __init__(self, stage):
        self.size = getattr(stage, "size", 0)

    def peek(self, ahead):
        raise StopIteration


class Source(Iterator):
    """The items of a script, in one of its variants."""

    def __init__(self, fork, script, variant):
        self.fork, self.script = fork, script
        self.text = [c for c in script.texts[variant] if c not in ".,+"]
        self.started = self.ended = False

    def __next__(self):
        self.fork.spend()
        if self.ended:
            raise StopIteration
        self.started = True
        self.fork.pulls[self.script.index] += 1
        answer = self.text.pop(0) if self.text else ""
        self.ended = answer == "" or (answer == "!" and not self.text)
        if answer in "|":
            raise StopIteration
        if answer == "!":
            raise Error(-5 - self.script.index)
        return int(answer)

    def shut(self):
        if self.ended or (self.script.kind == "coroutine" and not self.started):
            return
        self.ended = True
        self.fork.tell("  close s%d" % self.script.index)
        if self.script.error:
            raise Error(self.script.error)


class Library(Iterator):
    """A source that the library provides."""

    def __init__(self, fork, items):
        self.fork, self.items = fork, iter(items)

    def __next__(self):
        self.fork.spend()
        return next(self.items)

    def shut(self):
        self.items = iter(())


def refused(macro):
    raise Error(E_ARG)
    yield  # raises only once: then the generator has ended


# The terminals. They return a status and the rest of the line.


def drained(items):
    try:
        collections.deque(items, maxlen=0)
    except Error as error:
        return error.code, ""
    return DONE, ""


def taken(items):
    """Return the status that ended the items, and all items."""
    seen = []
    try:
        for item in items:
            seen.append(item)
    except Error as error:
        return error.code, seen
    return DONE, seen


def folded(items, total, function):
    status, seen = taken(items)
    return status, " %d" % functools.reduce(function, seen, total)


def joined_texts(items, separator, room):
    status, seen = taken(items)
    text = separator.join(seen)
    return status, " %d" % len(text) + (' "%s"' % text[:room - 1] if room > 0 else "")


def digits_of(number):
    return "0123456789"[number % 7:][:number % 4]


def number_text(number):
    if number % 7 == 6:
        raise Error(-9)
    return str(number)


def tabled(items, key, function):
    status, seen = taken(items)
    table = {}
    for item in seen:
        table[key(item)] = function(table[key(item)] * 3 if key(item) in table else 1, item) % 97
    return status, "".join(" %d:%d" % entry for entry in sorted(table.items()))


def counted(items, key):
    status, seen = taken(items)
    counter = collections.Counter(map(key, seen))
    return status, "".join(" %d:%d" % entry for entry in sorted(counter.items()))


def of_all(items, *functions):
    status, seen = taken(items)
    return status, "".join(" " + show(function(seen)) for function in functions) if seen else ""


def found(items):
    try:
        return YIELDED, " " + show(next(items))
    except StopIteration:
        return DONE, ""
    except Error as error:
        return error.code, ""


def position(items, test):
    passed = 0
    try:
        for item in items:
            if test(item):
                return YIELDED, " %d" % passed
            passed += 1
    except Error as error:
        return error.code, " %d" % passed
    return DONE, " %d" % passed


def answer(function):
    try:
        return DONE, " %d" % function()
    except Error as error:
        return error.code, " 0"


def only(items):
    status, seen = taken(itertools.islice(items, 2))
    status = E_ARG if status == DONE and len(seen) != 1 else status
    return status, " " + show(seen[0]) if seen else ""


def collected(items, room, key=None):
    status, seen = taken(itertools.islice(items, room))
    if key is not None:
        seen.sort(key=key)
    return (E_FULL if len(seen) == room else status), "".join(" " + show(item) for item in seen)


def parted(items, test, room, other_room):
    seen, others, status = [], [], None
    while status is None:
        if len(seen) == room or len(others) == other_room:
            status = E_FULL
            break
        try:
            item = next(items)
            (seen if test(item) else others).append(item)
        except StopIteration:
            status = DONE
        except Error as error:
            status = error.code
    return status, "%s,%s" % tuple("".join(" " + show(item) for item in part) for part in (seen, others))


def unzipped(items, room):
    status, seen = taken(itertools.islice(pairwise(items), room) if room else [])
    parts = ("".join(" " + show(pair[side]) for pair in seen) for side in (0, 1))
    return E_FULL if len(seen) == room else status, ",".join(parts)


def compared(items, others, compare):
    for a, b in itertools.zip_longest(items, others, fillvalue=NOTHING):
        order = (b is NOTHING) - (a is NOTHING) or compare(a, b)
        if order != 0:
            return 1 if order > 0 else -1
    return 0


def statistics_of(items):
    status, seen = taken(items)
    mean = statistics.mean(seen) if seen else 0
    squares = sum((x - mean) ** 2 for x in seen)
    text = " %d %.6f %.6f %.6f" % (len(seen), mean, squares, statistics.variance(seen) if len(seen) > 1 else 0)
    return status, text + (" %d %d" % (min(seen), max(seen)) if seen else "")


def bisected(items, room, key, sought):
    status, seen = taken(itertools.islice(items, room))
    keys = sorted(map(key, seen))
    return (E_FULL if len(seen) == room else status), " %d %d" % (bisect.bisect_left(keys, sought),
                                                                 bisect.bisect_right(keys, sought))


def peeked(stage, ahead):
    """Peek at one of the next items; the stage may have rejected its size."""
    if ahead >= getattr(stage.inside, "size", 0) or ahead < 0:
        return E_ARG, ""
    return found(iter(lambda: stage.inside.peek(ahead), NOTHING))


def stale(items):
    status, text = found(items)
    return status, text + (", stale" if status == YIELDED else ", not stale")


class Fork:
    """One copy of a pipeline: the operations so far, and the pulls from its sources."""

    SPENT = 250  # pulls in one operation: more count as an endless one

    def __init__(self, pipeline, code, trace):
        self.pipeline = pipeline
        self.trace = trace
        self.pulls = [0] * len(pipeline.scripts)
        self.spent = 0
        self.done = []  # the operations
        self.closed = False
        self.code = code
        names = dict(globals())
        names.update(vars(itertools))
        names.update(pairwise=pairwise, batched=batched, tap=self.tap, Tally=self.tally,
                     looped=self.looped,
                     source=lambda index, variant: Source(self, pipeline.scripts[index], variant),
                     library=lambda items: Library(self, items),
                     over=lambda parts, items: Made(parts, items, False),
                     kept=lambda parts, items: Made(parts, items, True))
        self.names = names
        exec(code, names)
        self.items = names["make"](0)

    def tell(self, line):
        if self.trace is not None:
            self.trace.append(line)

    def spend(self):
        self.spent += 1
        if self.spent > self.SPENT:
            raise Endless

    def tap(self, tag, number, item):
        self.tell("  %s: %d" % (tag, number))
        return item

    def tally(self, tag, total):
        def add(item):
            nonlocal total
            total += value(item)
            return self.tap(tag, total, item)
        return add

    def looped(self, items, number, tag):
        status, seen = taken(map(lambda item: self.tap(tag, value(item), item),
                                 itertools.islice(items, number)))
        return (YIELDED if len(seen) == number else status), ""

    def perform(self, step):
        """Perform an operation. Return its status and the rest of the line."""
        self.spent = 0
        self.done.append(step)
        items = iter(()) if self.closed else self.items
        if step.kind in ("NEXT", "STEP"):
            return found(items)
        if step.kind == "CLOSE":
            if self.closed:
                return DONE, ""
            self.closed = True
            try:
                self.items.shut()
            except Error as error:
                return error.code, ""
            finally:
                self.items.inside = Closed(self.items.inside)
        elif step.kind == "TERMINAL":
            terminal, name, fields = self.pipeline.terminals[step.which]
            text = self.pipeline.terminal_text(terminal.python, True, name, fields)
            return eval(text, dict(self.names, items=items, stage=self.items, number=step.value))
        return DONE, ""

    def copy(self, trace):
        """Return another fork at the same position."""
        other = Fork(self.pipeline, self.code, None)
        for step in self.done:
            other.perform(step)
        other.trace = trace
        assert other.pulls == self.pulls
        return other


Step = collections.namedtuple("Step", "name kind fork value which")


class Run:
    """Run a pipeline's Python source, and choose the steps on the way."""

    STEPS = 24
    LINES = 300  # no more steps after this many
    LEFT = 150  # stop counting the items left here

    def __init__(self, pipeline):
        self.pipeline = pipeline
        self.rng = pipeline.rng
        self.trace = []
        self.code = compile(pipeline.python(), "<pipeline %d>" % pipeline.seed, "exec")
        self.forks = [Fork(pipeline, self.code, self.trace)]
        self.ends = 0
        self.closes = self.rng.choice([1, 3, 15])
        self.refuses = any(node.refused for node in pipeline.every())

    def left(self, fork):
        """Return the number of items left, and whether it is certain: 1, 0 or -1."""
        if self.pipeline.resumes():
            return 0, -1
        if fork.closed:
            return 0, 1
        twin = fork.copy(None)
        count = 0
        try:
            while count < self.LEFT:
                twin.spent = 0
                next(twin.items)
                count += 1
        except StopIteration:
            return count, 1
        except (Error, Endless):
            pass
        return count, 0

    def choose(self):
        rng = self.rng
        index = rng.randrange(len(self.forks))
        fork = self.forks[index]
        kinds = ["NEXT", "STEP", "BOUNDS", "COPY", "CLOSE", "TERMINAL"]
        weights = [40, 10, 6, 0, self.closes, 10]
        if len(fork.done) < 4:
            weights[2] = 20  # most items are left to count
            weights[5] = 3  # nearly all terminals use up all items
        if len(self.forks) < 3 and self.pipeline.copies():
            weights[3] = 4
        if fork.closed:
            weights[4] = 1
        elif self.refuses and not any(step.kind in ("NEXT", "STEP") for step in fork.done):
            weights[4] = 0  # a rejected argument is reported by the first pull, or never
        (kind,) = rng.choices(kinds, weights)
        name, number, which = kind.lower(), 0, 0
        if kind in ("STEP", "BOUNDS"):
            number, which = self.left(fork)
        elif kind == "COPY":
            number = len(self.forks)
        elif kind == "TERMINAL":
            which = rng.randrange(len(self.pipeline.terminals))
            terminal = self.pipeline.terminals[which][0]
            name = terminal.macro
            number = rng.choice(terminal.numbers)
        return Step(name, kind, index, number, which)

    def run(self):
        for number in range(self.STEPS):
            if self.ends > 3 or len(self.trace) > self.LINES:
                break
            step = self.choose()
            fork = self.forks[step.fork]
            before = len(self.trace)
            self.trace.append("%d: f%d %s %d" % (number, step.fork, step.name, step.value))
            try:
                status, text = fork.perform(step)
            except Endless:
                # Leave out an operation without end.
                del self.trace[before:]
                break
            if step.kind == "COPY":
                fork.done.pop()
                self.forks.append(fork.copy(self.trace))
            if step.kind in ("NEXT", "STEP") and status == DONE:
                self.ends += 1
            pulls = "" if fork.closed else ", pulls" + "".join(" %d" % n for n in fork.pulls)
            self.trace.append("%d: %s%s%s" % (number, NAMES.get(status, status), text, pulls))
            self.pipeline.steps.append(step)
            self.pipeline.pull_count += sum(fork.pulls)
        self.pipeline.trace = self.trace


# ---- The check of the test itself ----------------------------------------------------------------

# The faults of the self-check: the title and the texts to replace, each in one macro. The texts are
# short and belong to the purpose of a stage, so that they outlive most edits.
MUTATIONS = [
    ("a take pulls one item too many", [
        ("ITER_TAKE", "return iter_used_up_(&self->count_);",
         "{ upstream##_item more; if (self->count_ == 0) (void)upstream##_step(&self->upstream, &more);"
         " return iter_used_up_(&self->count_); }")]),
    ("a take ignores its count in the number of items left", [
        ("ITER_TAKE", "iter_min_(iter_upstream_, iter_left_(self->count_))",
         "iter_upstream_")]),
    ("a slice starts one item too late", [
        ("ITER_SLICE", "iter_from_, iter_start_, iter_stop_, iter_step_)",
         "iter_from_, iter_start_ + 1, iter_stop_, iter_step_)")]),
    ("a zip and a compress lose the item that is waiting for the other side", [
        ("ITER_PULL_TWO_", "self->state_ = iter_paused_(iter_status_) ? ITER_HELD_ : ITER_ENDED_;",
         "self->state_ = iter_paused_(iter_status_) ? ITER_READY_ : ITER_ENDED_;")]),
    ("a zip pulls again after its end", [
        ("ITER_PULL_TWO_", "if (self->state_ == ITER_ENDED_) return GEN_DONE;", "")]),
    ("a strict zip accepts a longer right side", [
        ("ITER_ZIP_STRICT", "(iter_status_ == GEN_YIELDED) != (self->state_ == ITER_HELD_)",
         "iter_status_ == GEN_DONE && self->state_ == ITER_HELD_")]),
    ("a catch swallows an error that is raised again", [
        ("ITER_CATCH", "? ITER_STATUS_(__VA_ARGS__) : error",
         "? (ITER_STATUS_(__VA_ARGS__) < 0 ? GEN_DONE : GEN_YIELDED) : error")]),
    ("a merge goes on after an error", [
        ("ITER_HOLD_", "if (iter_failed_(iter_status_)) self->state_ = ITER_LEFT_GONE_ | ITER_RIGHT_GONE_;",
         "")]),
    ("a merge is not stable", [
        ("ITER_MERGE", "if (__VA_ARGS__)", "if ((__VA_ARGS__) || a == b)")]),
    ("the last window of an array is missing", [
        ("ITER_ARRAY_WINDOWS", "self->length_ - iter_size_ + 1;", "self->length_ - iter_size_;")]),
    ("the windows of an array go on beyond its end", [
        ("ITER_ARRAY_WINDOWS", "self->length_ < iter_size_ ? 0 : self->length_ - iter_size_ + 1;", "self->length_;")]),
    ("the chunks of an array that have the same length include the rest", [
        ("ITER_ARRAY_CHUNKS", "const size_t iter_end_ = self->length_ - self->length_ % (n);",
         "const size_t iter_end_ = self->length_;")]),
    ("a merge of many is not stable", [
        ("ITER_KMERGE", "iter_order_ < iter_first_.order_)", "iter_order_ > iter_first_.order_)")]),
    ("a merge of many leaves out the last comparison", [
        ("ITER_KMERGE", "iter_node_ > 0;", "iter_node_ > 1;")]),
    ("a merge of many goes on with an iterator that has ended", [
        ("ITER_KMERGE", "|| iter_first_.order_ == name##_ended_", "")]),
    ("a sort is not stable", [
        ("ITER_SORT_", "name##_after_(&iter_room_[iter_left_], &iter_array_[iter_right_])",
         "!name##_after_(&iter_array_[iter_right_], &iter_room_[iter_left_])")]),
    ("a search begins after the first item", [
        ("ITER_BISECT", "size_t iter_first_ = 0;", "size_t iter_first_ = iter_length_ > 0;")]),
    ("a full sort loses an item", [
        ("ITER_SORT", "self->buffer_[self->count++] = self->held_;", "")]),
    ("a sort hands out one item less", [
        ("ITER_SORT", "if (self->at_ == self->count)", "if (self->at_ + 1 >= self->count)")]),
    ("a join drops an item of the right", [
        ("ITER_MERGE_JOIN", "if (iter_order_ < 0) iter_taken_ = ITER_LEFT_HELD_;", "")]),
    ("the smallest items are not stable", [
        ("ITER_SMALLEST", "iter_entry_.order_ = self->count_;", "iter_entry_.order_ = -self->count_;")]),
    ("the smallest items sink along the first child", [
        ("ITER_SMALLEST", "iter_next_ + 1 < iter_used_ &&", "0 &&")]),
    ("the smallest items do not rise", [
        ("ITER_SMALLEST", "for (; iter_at_ > 0;", "for (; iter_at_ > iter_used_;")]),
    ("the smallest items give way to any other", [
        ("ITER_SMALLEST", "if (name##_before_(&self->heap_->item_, &item, 1)) continue;", "")]),
    ("a cycle loses its first item in later turns", [
        ("ITER_CYCLE", "self->state_ = 0; return GEN_SKIP;",
         "self->at_ = self->upstream; self->state_ = 1;"
         " { upstream##_item lost; (void)upstream##_step(&self->at_, &lost); } return GEN_SKIP;")]),
    ("a map goes on after its error", [
        ("ITER_TRY_MAP_", "if (iter_status_ != GEN_YIELDED) self->ended_ = 1;", "")]),
    ("an if-empty goes on with the other iterator after items", [
        ("ITER_IF_EMPTY", "if (iter_status_ != GEN_DONE || self->state_ == 1) return", "if (iter_status_ != GEN_DONE) return")]),
    ("a drop-last hands out the last item", [
        ("ITER_DROP_LAST", "if (self->full_) *iter_out_ = self->buffer_[self->at_];", "*iter_out_ = item;")]),
    ("a dedupe compares with the very first item", [
        ("ITER_DEDUPE_", "self->last_ = item;", "{ *iter_out_ = item; return GEN_YIELDED; }")]),
    ("a zip of many pulls one iterator twice after a pause", [
        ("ITER_ZIP_PART_", "self->at_ = i + 1;", "")]),
    ("a coalesce loses the last item", [
        ("ITER_COALESCE", "return iter_before_ == ITER_HELD_ ?", "return iter_before_ == ITER_HELD_ && iter_status_ != 0 ?")]),
    ("a coalesce compares with the first item", [
        ("ITER_COALESCE", "if (iter_status_ == GEN_YIELDED) self->held_ = item;",
         "if (iter_before_ != ITER_HELD_) self->held_ = item;")]),
    ("a generator gets an item again after a pause", [
        ("ITER_SEND_TO", "iter_paused_(iter_status_) ? ITER_HELD_", "iter_paused_(iter_status_) ? ITER_OPEN_")]),
    ("the first item of a generator is handed out", [
        ("ITER_SEND_TO", "self->state_ = ITER_OPEN_;", "{ self->state_ = ITER_OPEN_; return GEN_YIELDED; }")]),
    ("a rolling total keeps the oldest item", [
        ("ITER_ROLLING_", "if (self->full_) oldest", "if (0) oldest")]),
    ("a rolling mean counts further", [
        ("ITER_ROLLING_STATS", "if (!self->full_) self->total_.count++;", "self->total_.count++;")]),
    ("a sample has the first items", [
        ("ITER_SAMPLE", "iter_at_ = ITER_CAST_(iter_count, (__VA_ARGS__));", "(void)(__VA_ARGS__);")]),
    ("a shorter iterator comes last", [
        ("ITER_COMPARE", "(*iter_order_ == ITER_HELD_) - (iter_status_ == GEN_YIELDED)",
         "(iter_status_ == GEN_YIELDED) - (*iter_order_ == ITER_HELD_)")]),
    ("a chain skips the second of its iterators", [
        ("ITER_CHAIN_ON_", "self->at_ = i + 1;", "self->at_ = i == 0 ? 2 : i + 1;")]),
    ("a chain takes the end of a run for the end of its iterator", [
        ("ITER_CHAIN_PART_", "A##_runs_ == 0 && ", "")], " -O1"),
    ("a chain does not go on after the last run", [
        ("ITER_CHAIN_OPEN_", "iter_part_ - iter_first_ == A##_parts_ - 1u", "0")], " -O1"),
    ("an interleave stays with the same iterator", [
        ("ITER_TURN_", "self->at_ = 2 << i > iter_all_ ? 0 : i + 1;",
         "if (iter_status_ == GEN_DONE) self->at_ = 2 << i > iter_all_ ? 0 : i + 1;")]),
    ("a close does not reach the right side", [
        ("ITER_CLOSE_TWO_", "return iter_both_(iter_status_, B##_close(&self->right_));",
         "return iter_status_;")]),
    ("a close does not reach the first of a chain", [
        ("ITER_CLOSE_PART_", "A##_close(&self->from##i##_)",
         "i == 0 ? GEN_DONE : A##_close(&self->from##i##_)")]),
    ("the error of the first close is lost", [
        (": iter_lhs_ != GEN_DONE ? iter_lhs_ : iter_rhs_;", ": iter_rhs_;")]),
    ("a close of two ignores that the first is pending", [
        ("ITER_CLOSE_TWO_", "return iter_both_(iter_status_, B##_close(&self->right_));",
         "iter_status_ = iter_status_ == GEN_PENDING ? GEN_DONE : iter_status_;"
         " return iter_both_(iter_status_, B##_close(&self->right_));")]),
    ("a flatmap does not close the inner iterator", [
        ("ITER_FLATMAP_",
         "self->state_ == ITER_INNER_ENDED_) iter_status_ = inner##_close(&self->each_);",
         "self->state_ == ITER_INNER_ENDED_) (void)0;")]),
    ("a pairwise keeps the first item", [
        ("ITER_PAIRWISE", "self->last_ = iter_out_->second;", "")]),
    ("a run length is one too small", [
        ("ITER_RUN_LENGTH", "self->count_++;", "if (self->count_ > 1) self->count_++;")]),
    ("no item is marked as the last", [
        ("ITER_MARK_ENDS", "iter_out_->is_last = iter_status_ == GEN_DONE;",
         "iter_out_->is_last = 0;")]),
    ("a pad does not count the items", [
        ("ITER_PAD", "if (iter_status_ == GEN_YIELDED && self->length_ > 0) self->length_--;", "")]),
    ("the first item of a group is lost", [
        ("ITER_GROUP_BY", "self->state_ = ITER_OPEN_HELD_;", "self->state_ = ITER_OPEN_;")]),
    ("a stale group is not reported", [
        ("ITER_GROUP_BY", "iter_status_ = GEN_E_STALE;", "iter_status_ = GEN_DONE;")]),
    ("the last, shorter batch is lost", [
        ("ITER_BATCH_", "if (iter_status_ != GEN_DONE || self->count_ == 0) return iter_status_;",
         "return iter_status_;")]),
    ("the item that begins the next batch is lost", [
        ("ITER_BATCH_WHILE", "self->held_ = item; self->state_ = ITER_HELD_;", "self->held_ = item; ITER_HAND_OUT_BATCH_")]),
    ("the last batch is not filled up", [
        ("ITER_BATCH_PADDED", "while (self->count_ < self->size_) self->buffer_[self->count_++] = self->value_;", "")]),
    ("a full reversal loses an item", [
        ("ITER_REVERSED", "self->state_ = ITER_HELD_; if (self->count_", "if (self->count_")]),
    ("the runs of an array are one item long", [
        ("ITER_ARRAY_RUNS", "if (!(__VA_ARGS__)) break;", "if (1 || (__VA_ARGS__)) break;")]),
    ("a window moves the wrong items", [
        ("ITER_WINDOW", "self->at_ - self->size_ + 1 + iter_i_", "self->at_ - self->size_ + iter_i_")]),
    ("a copy shows the original items", [
        ("ITER_COPY", "iter_out_->data = self->buffer_;", "")]),
    ("a full table loses an item", [
        ("ITER_UNIQUE", "self->state_ = ITER_HELD_;", "self->state_ = ITER_READY_;")]),
    ("a table loses the item that has no room", [
        ("ITER_TABLE_", "iter_table_->held_ = item;", "")]),
    ("a value of a table starts anew with each item", [
        ("ITER_TABLE_", "value = iter_slot_->value;", "(void)0;")]),
    ("a peek consumes the item", [
        ("ITER_PEEKABLE", "self->state_ = ITER_HELD_;", "")]),
    ("the branches of a tee do not wait for one another", [
        ("ITER_TEE", "iter_of_->lags_[iter_i_] >= 0 && iter_i_ != self->index_", "iter_i_ > self->index_")]),
    ("a product does not restart its right side", [
        ("ITER_PRODUCT", "self->at_ = self->right_;", "")]),
    ("a partition fills an array beyond the other's end", [
        ("ITER_PARTITION", "iter_min_(", "iter_max_(")]),
    ("an unzip puts the first members into both arrays", [
        ("ITER_UNZIP", "= item.second;", "= item.first;")]),
    ("a join ends in a separator", [
        ("ITER_JOIN_BY", "iter_ended_(iter_status_) && iter_at_ > 0", "iter_ended_(iter_status_) && iter_at_ > 99")]),
    ("a joined text has no end", [
        ("ITER_JOIN_BY", "if (iter_capacity_ > 0) iter_text_[", "if (iter_capacity_ > 99) iter_text_[")]),
    ("a byte after a code point that is cut off is lost", [
        ("if (iter_more_ > 0) iter_at_->more_ = ITER_POINT_HELD_;", "iter_at_->more_ = 0;")]),
    ("the squares are those of the differences from the old mean", [
        ("ITER_STATS", "iter_off_ * (iter_x_ - iter_all_.mean);", "iter_off_ * iter_off_;")]),
    ("an all with a context is an any", [
        ("ITER_ALL_WITH", "GEN_DONE, !(__VA_ARGS__)", "GEN_YIELDED, (__VA_ARGS__)")]),
    ("a position with a context is not set to 0 first", [
        ("ITER_POSITION_WITH", "*iter_position_ = 0;", "")]),
    ("a fold restarts after a pause", [
        ("ITER_FOLD_", "R total = *iter_result_;", "R total = 0;")]),
    ("a sum is not set to 0 first", [
        ("ITER_FROM_ZERO_", "*iter_result_ = iter_zero_;", "(void)iter_zero_;")]),
    ("the best item starts anew after a pause", [
        ("ITER_MAX_BY_", "if (*iter_any_) best = *iter_result_;", "*iter_any_ = 0;")]),
    ("a terminal does not set whether there was an item", [
        ("ITER_FROM_NO_ITEM_", "*iter_any_ = 0;", "")]),
    ("the last item is forgotten during a pause", [
        ("ITER_SORTED_", "if (*iter_sorted_) last = *iter_previous_;", "*iter_sorted_ = 0;")]),
    ("an all is true after an error", [
        ("ITER_ANSWERS_", "iter_status_ == (yes)", "iter_status_ == (yes) || iter_failed_(iter_status_)")]),
    ("an equal is a status", [
        ("ITER_EQUAL", "return ITER_ANSWERED_(iter_status_);", "return iter_status_;")]),
    ("a collect pulls an item without room for it", [
        ("ITER_COLLECT", "if (*iter_n_ >= iter_capacity_) return GEN_E_FULL;",
         "if (*iter_n_ >= iter_capacity_) { upstream##_item more; (void)upstream##_step(self, &more);"
         " return GEN_E_FULL; }")]),
]

PUBLIC = re.compile(r"^#define (ITER_[A-Z0-9_]*[A-Z0-9])\(", re.MULTILINE)


class Pipelines(common.Suite):
    script = "pipelines.py"
    header = "itertools.h"
    harness = "pipelines.h"
    programs = "pipelines"
    # gcc cannot always follow through six stages that an item is set when the status says so.
    warnings = ["-Wno-unknown-warning-option", "-Wno-maybe-uninitialized"]
    check_programs = 4000
    check_batch = 30
    used = collections.Counter()  # the number of pipelines that use each macro
    description = "Random pipelines must behave alike in CPython and with itertools.h."

    def make(self, seeds, options):
        pipelines = []
        for seed in seeds:
            pipelines.append(Pipeline(seed))
            Run(pipelines[-1]).run()
            self.used.update(pipelines[-1].macros())
        return pipelines

    def summary(self):
        if not self.used:
            return ""
        macros = {entry.macro for entry in STAGES + SOURCES + TERMINALS}
        macro = min(sorted(macros), key=lambda macro: self.used[macro])
        return "the least used macro: %s, in %d pipelines" % (macro, self.used[macro])

    def mutations(self, options):
        return MUTATIONS

    def check(self, options):
        """Check that each stage of the headers is in the tables, or left out for a reason."""
        public = {macro for text in self.headers(options).values() for macro in PUBLIC.findall(text)}
        used = {macro for entry in STAGES + SOURCES + TERMINALS
                for macro in (entry.macro, getattr(entry, "uses", "")) if "ITER_" in macro}
        for macro in sorted(public - used - set(LEFT_OUT)):
            raise common.Unusable("%s is missing in pipelines.py: add it to STAGES, SOURCES or"
                                  " TERMINALS, or to LEFT_OUT with the reason" % macro)
        for macro in sorted(used | set(LEFT_OUT) - public):
            if macro not in public or macro in used & set(LEFT_OUT):
                raise common.Unusable("%s is in the tables of pipelines.py, but not in the headers,"
                                      " or left out too" % macro)


if __name__ == "__main__":
    sys.exit(common.main(Pipelines()))
