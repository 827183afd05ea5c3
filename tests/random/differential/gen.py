#!/usr/bin/env python3
"""A differential test: random generators must behave alike in CPython and with gen.h.

A program consists of up to four generators that delegate to, loop over and resume one another. It
is made from a seed as a tree of statements and rendered as Python and as C. The same random
sequence of next, send, throw, close and reset drives both. Every operation, its outcome, the states
after it, and every event inside the bodies is a line of the trace. The traces must be equal. With
--recursion, some generators are recursive: they use GEN_CALL in C, and delegate to a new body of
the same class in Python; or they are stacks of up to three kinds of bodies, which call each other by
GEN_DELEGATE in C.

The Python side runs first, in this process, because the steps depend on its state (a generator that
another one delegates to is a better target than a finished one). The chosen steps become a table in
the C source. A C file has many programs, because a compiler starts slowly.

Run `gen.py --help`, or read the README beside this file.
"""

import collections
import dataclasses
import gc
import inspect
import random
import sys
import warnings

import common

# ---- Statuses -----------------------------------------------------------------------------------

DONE, YIELDED = 0, 1
E_RUNNING, E_IGNORED_CLOSE, E_NOT_STARTED, E_EXIT, E_ARG = -32767, -32766, -32765, -32764, -32762
E_FULL = -32761

# The statuses of gen.h, and the corresponding exceptions of CPython: class and message.
LIBRARY = {
    E_RUNNING: ("E_RUNNING", ValueError, "generator already executing"),
    E_IGNORED_CLOSE: ("E_IGNORED_CLOSE", RuntimeError, "generator ignored GeneratorExit"),
    E_NOT_STARTED: ("E_NOT_STARTED", TypeError,
                    "can't send non-None value to a just-started generator"),
    E_EXIT: ("E_EXIT", GeneratorExit, ""),
    E_ARG: ("E_ARG", TypeError,
            "exceptions must be classes or instances deriving from BaseException"),
    E_FULL: ("E_FULL", RecursionError, "the array of frames is full"),
}

# Both ends of an int, an errno, and neighbours of the library's own range.
ERRORS = [-1, -5, -22, -110, -32759, -32768, -2147483647]

# The value that a body records when a resume brought none. No program sends it.
NOTHING = -1


class Error(Exception):
    """An error of the program: a negative int in C."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def error(code):
    """Return the exception for a negative status."""
    if code not in LIBRARY:
        return Error(code)
    _, kind, message = LIBRARY[code]
    return kind(message)


def code_of(exception):
    """Return the status of an exception. An exception without one is a bug of this script."""
    if isinstance(exception, Error):
        return exception.code
    for code, (_, kind, message) in LIBRARY.items():
        if isinstance(exception, kind) and str(exception).startswith(message):
            return code
    raise Unexpected(repr(exception)) from exception


def status_name(code):
    return LIBRARY[code][0] if code in LIBRARY else str(code)


def c_status(code):
    return "GEN_" + LIBRARY[code][0] if code in LIBRARY else str(code)


class Unexpected(BaseException):
    """An exception that the translation does not know."""


# ---- Statements ---------------------------------------------------------------------------------
#
# Each statement has two renderings, as lists of lines; p is the prefix of the program's names in C.
# An expression is a string that is valid in both languages, with @ for the access to a field:
# "@x + 1" is self.x + 1 and self->x + 1. A tag names a place in the traces and in both sources.


def py(expression):
    return expression.replace("@", "self.")


def c(expression):
    return expression.replace("@", "self->")


def indent(lines):
    return ["    " + line for line in lines]


class Statement:
    # Whether it is a single C statement that needs no braces, even under an if.
    simple = False
    # Whether the rest of its block would be unreachable.
    last = False


class Block:
    def __init__(self, statements):
        self.statements = statements

    def python(self):
        return indent([line for statement in self.statements for line in statement.python()])

    def c(self, p):
        return indent([line for statement in self.statements for line in statement.c(p)])


class Event(Statement):
    """Write a value into the trace."""

    simple = True

    def __init__(self, tag, value):
        self.tag, self.value = tag, value

    def python(self):
        return ["event('%s', %s)" % (self.tag, py(self.value))]

    def c(self, p):
        return ['event("%s", %s);' % (self.tag, c(self.value))]


class State(Statement):
    """Write the state of a generator into the trace, as its own body or another one sees it."""

    simple = True

    def __init__(self, tag, target):
        self.tag, self.target = tag, target

    def python(self):
        return ["state('%s', %d)" % (self.tag, self.target)]

    def c(self, p):
        return ['state("%s", %stargets, %d);' % (self.tag, p, self.target)]


class Count(Statement):
    """Change a field, so that the actions of a body depend on earlier ones."""

    simple = True

    def __init__(self, amount):
        self.amount = amount

    def python(self):
        return ["self.a = self.a + %s" % py(self.amount)]

    def c(self, p):
        return ["self->a = self->a + %s;" % c(self.amount)]


class Yield(Statement):
    simple = True

    def __init__(self, value):
        self.value = value

    def python(self):
        return ["yield " + py(self.value)]

    def c(self, p):
        return ["GEN_YIELD(%s);" % c(self.value)]


class Receive(Statement):
    """x = yield value."""

    def __init__(self, tag, value):
        self.tag, self.value = tag, value

    def python(self):
        return ["self.x = received((yield %s))" % py(self.value),
                "event('%s', self.x)" % self.tag]

    def c(self, p):
        return ["GEN_YIELD(%s);" % c(self.value),
                "self->x = RECEIVED;",
                'event("%s", self->x);' % self.tag]


class TwoYields(Statement):
    """Two yields on one line, which must be two resume points."""

    def __init__(self, first, second):
        self.first, self.second = Yield(first), Yield(second)

    def python(self):
        return self.first.python() + self.second.python()

    def c(self, p):
        return [self.first.c(p)[0] + " " + self.second.c(p)[0]]


class Wait(Statement):
    """Be pending for a while. The caller asks again, so in Python this does nothing."""

    simple = True

    def __init__(self, call):
        self.call = call

    def python(self):
        return ["pass"]

    def c(self, p):
        return [self.call]


class YieldFrom(Statement):
    """Delegate to one of the program's generators, in whatever state it is by then."""

    def __init__(self, tag, child):
        self.tag, self.child = tag, child

    def python(self):
        return ["yield from g[%d].gen" % self.child,
                "event('%s', g[%d].result)" % (self.tag, self.child)]

    def c(self, p):
        return ["GEN_YIELD_FROM(%sg%d, &%so%d);" % (p, self.child, p, self.child),
                'event("%s", *%sresult%d);' % (self.tag, p, self.child)]


class YieldFromUsed(Statement):
    """Delegate to a child that was started elsewhere, at a resume that brought a value. The
    delegator gets the value, and the child goes on as after a plain next."""

    def __init__(self, start, before, delegation):
        self.parts = [start, before, delegation]

    def python(self):
        return [line for part in self.parts for line in part.python()]

    def c(self, p):
        return [line for part in self.parts for line in part.c(p)]


class YieldFromFresh(Statement):
    """Delegate to a new child of the body's own."""

    def __init__(self, tag, field, child):
        self.tag, self.field, self.child = tag, field, child

    def python(self):
        return ["self.%s = G%d()" % (self.field, self.child),
                "yield from self.%s.gen" % self.field,
                "event('%s', self.%s.result)" % (self.tag, self.field)]

    def c(self, p):
        return ["self->%s = %sf%d;" % (self.field, p, self.child),
                "GEN_YIELD_FROM(%sg%d, &self->%s);" % (p, self.child, self.field),
                'event("%s", self->%s.result);' % (self.tag, self.field)]


class YieldFromRunning(Statement):
    """Delegate to a running generator: the body's own, or one that delegates to it.

    The target must be running: if it were suspended, the delegation would make a ring of suspended
    generators, and CPython before 3.13 recurses in close and throw until the stack is full.
    """

    def __init__(self, target):
        self.target = target

    def python(self):
        return ["if running(%d):" % self.target,
                "    yield from g[%d].gen" % self.target]

    def c(self, p):
        return ["if (running(%stargets, %d))" % (p, self.target),
                "    GEN_YIELD_FROM(%sg%d, &%so%d);" % (p, self.target, p, self.target)]


class Call(Statement):
    """Recursion, up to some level and while the program has calls left. It is refused
    after the last frame of the array. The new frame has a value in one field, or is a copy
    of its caller's."""

    def __init__(self, tag, index, kind, limit, copy, value, with_result):
        self.tag, self.index, self.limit, self.copy = tag, index, limit, copy
        self.kind = kind  # of the body that is called on a stack; None for a recursive generator
        self.value, self.with_result = value, with_result

    def python(self):
        lines = ["if @level < %d and may_call(%d):" % (self.limit, self.index),
                 "    child = call(self, %d, %d, %s, %s)"
                 % (self.index, self.kind or 0, self.copy, self.value),
                 "    yield from child.gen"]
        if self.with_result:
            lines += ["    event('%s', child.result)" % self.tag]
        return [py(line) for line in lines]

    def c(self, p):
        if self.kind is not None:
            called = "self->called%d" % self.kind
            lines = ["if (@level < %d && %scalls%d-- > 0) {" % (self.limit, p, self.index),
                     "    %s = %scall%d_%d(self->level, %s);"
                     % (called, p, self.index, self.kind, self.value),
                     "    GEN_DELEGATE(%sg%dk%d, %s);" % (p, self.index, self.kind, called),
                     '    event("%s", %s->result);' % (self.tag, called), "}"]
            return [c(line) for line in lines if self.with_result or "event" not in line]
        lines = ["if (@level < %d && %scalls%d-- > 0)" % (self.limit, p, self.index),
                 "    GEN_CALL(%scall%d(self, %d, %s));" % (p, self.index, self.copy, self.value)]
        if self.with_result:
            lines[0] += " {"
            lines += ['    event("%s", child->result);' % self.tag, "}"]
        return [c(line) for line in lines]


class ForEach(Statement):
    """A loop over another generator, in a body."""

    def __init__(self, field, child, body):
        self.field, self.child, self.body = field, child, body

    def python(self):
        return ["for self.%s in g[%d].gen:" % (self.field, self.child)] + self.body.python()

    def c(self, p):
        return (["GEN_FOR_AWAIT (self->%s, %sg%d, &%so%d) {"
                 % (self.field, p, self.child, p, self.child)] + self.body.c(p) + ["}"])


class Resume(Statement):
    """An operation on a generator from within a body: on a child, an unrelated generator, itself,
    or a generator that runs it. Its error is only reported, or also raised."""

    def __init__(self, tag, target, kind, value, raising):
        self.tag, self.target, self.kind, self.value = tag, target, kind, value
        self.raising = raising

    def python(self):
        return ["operation('%s', %d, '%s', %s, %s)"
                % (self.tag, self.target, self.kind, self.value, self.raising)]

    def c(self, p):
        value = c_status(self.value) if self.kind == "THROW" else str(self.value)
        call = ('operation("%s", %stargets, %d, %s, %s)'
                % (self.tag, p, self.target, self.kind, value))
        if not self.raising:
            return ["(void)%s;" % call]
        return ["self->st = %s;" % call,
                "if (self->st < 0) GEN_RAISE(self->st);"]


class If(Statement):
    def __init__(self, condition, then, otherwise):
        self.condition, self.then, self.otherwise = condition, then, otherwise

    def python(self):
        lines = ["if %s:" % py(self.condition)] + self.then.python()
        if self.otherwise:
            lines += ["else:"] + self.otherwise.python()
        return lines

    def c(self, p):
        blocks = [self.then] + ([self.otherwise] if self.otherwise else [])
        # A block of one statement has no braces: the macros must allow that, before an else too.
        braces = not all(len(b.statements) == 1 and b.statements[0].simple for b in blocks)
        lines = ["if (%s)%s" % (c(self.condition), " {" if braces else "")] + self.then.c(p)
        if self.otherwise:
            lines += ["} else {" if braces else "else"] + self.otherwise.c(p)
        return lines + (["}"] if braces else [])


class For(Statement):
    def __init__(self, counter, turns, body):
        self.counter, self.turns, self.body = counter, turns, body

    def python(self):
        return ["for self.%s in range(%d):" % (self.counter, self.turns)] + self.body.python()

    def c(self, p):
        i = "self->" + self.counter
        return (["for (%s = 0; %s < %d; %s++) {" % (i, i, self.turns, i)] + self.body.c(p) + ["}"])


class While(Statement):
    def __init__(self, counter, turns, body):
        self.counter, self.turns, self.body = counter, turns, body

    def python(self):
        i = "self." + self.counter
        return (["%s = 0" % i, "while %s < %d:" % (i, self.turns), "    %s += 1" % i]
                + self.body.python())

    def c(self, p):
        i = "self->" + self.counter
        return (["%s = 0;" % i, "while (%s < %d) {" % (i, self.turns), "    %s++;" % i]
                + self.body.c(p) + ["}"])


class TryExcept(Statement):
    def __init__(self, tag, field, body, handler):
        self.tag, self.field, self.body, self.handler = tag, field, body, handler

    def python(self):
        return (["try:"] + self.body.python() + ["except Exception as e:"]
                + indent(["self.%s = code_of(e)" % self.field,
                          "caught('%s', self.%s)" % (self.tag, self.field)])
                + self.handler.python())

    def c(self, p):
        return (["GEN_TRY {"] + self.body.c(p) + ["} GEN_EXCEPT (self->%s) {" % self.field]
                + indent(['caught("%s", self->%s);' % (self.tag, self.field)])
                + self.handler.c(p) + ["} GEN_END_TRY;"])


class TryFinally(Statement):
    """If it has a field, the finally may yield."""

    def __init__(self, tag, field, body, handler):
        self.tag, self.field, self.body, self.handler = tag, field, body, handler

    def python(self):
        return (["try:"] + self.body.python() + ["finally:"]
                + indent(["event('%s', 0)" % self.tag]) + self.handler.python())

    def c(self, p):
        finally_ = "GEN_FINALLY_SAVED (self->%s)" % self.field if self.field else "GEN_FINALLY"
        return (["GEN_TRY {"] + self.body.c(p) + ["} %s {" % finally_]
                + indent(['event("%s", 0);' % self.tag]) + self.handler.c(p) + ["} GEN_END_TRY;"])


class Raise(Statement):
    simple = last = True

    def __init__(self, code):
        self.code = code

    def python(self):
        # A value that is not a negative status is raised as GEN_E_ARG.
        return ["raise error(%d)" % (self.code if self.code < 0 else E_ARG)]

    def c(self, p):
        # A positive constant would not compile.
        return ["GEN_RAISE(%s);" % (c_status(self.code) if self.code < 0 else "computed(%d)" % self.code)]


class Reraise(Statement):
    """A bare raise, in the handler that has this field."""

    simple = last = True

    def __init__(self, field):
        self.field = field

    def python(self):
        return ["raise"]

    def c(self, p):
        return ["GEN_RAISE(self->%s);" % self.field]


class Return(Statement):
    last = True

    def __init__(self, result):
        self.result = result

    def python(self):
        return ["self.result = " + py(self.result), "return"]

    def c(self, p):
        return ["self->result = %s;" % c(self.result), "GEN_RETURN();"]


class Leave(Statement):
    """break or continue."""

    simple = last = True

    def __init__(self, word):
        self.word = word

    def python(self):
        return [self.word]

    def c(self, p):
        return [self.word + ";"]


# ---- Random programs ----------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Scope:
    """The place of a statement in a body, as far as it restricts the statements allowed there."""

    depth: int = 0
    tries: int = 0  # the number of GEN_TRYs around it
    turns: int = 1  # how often the loops around it run it, at most
    loop: bool = False  # whether break and continue have a loop to leave
    plain_finally: bool = False  # in a GEN_FINALLY: no yield and no try
    handler: str = ""  # the field of the except that a bare raise refers to, if any
    readable: tuple = ("@x", "@a")  # fields that have the same value in both languages here


class Generator:
    """One generator of a program."""

    STATEMENTS = 18  # the maximum, after which only open blocks are finished
    DEPTH = 7  # the deepest nesting of blocks
    TURNS = 18  # how often the loops around a statement may run it
    CALLS = 60  # of a recursive body, in the whole program

    def __init__(self, rng, index, recursive, first=None, kind=0):
        """first: the first body of the stack that this one is for, which has the number `kind`."""
        self.rng = rng
        self.index = index
        self.count = len(recursive)
        self.capacity = 0  # the frames of a recursive generator; 0 if it is not recursive
        self.all_recursive = recursive  # which generators of the program are recursive
        self.receives = rng.random() < 0.7
        self.declared = rng.random() < 0.3  # by GEN_DECLARE and GEN_DEFINE, not by GEN
        self.kind = kind
        self.kinds = 0  # how many kinds of bodies are on its stack; 0 if it is no stack
        if recursive[index]:
            self.capacity = first.capacity if first else rng.choice([1, 2, 3, 3, 4, 4, 5])
            self.kinds = first.kinds if first else rng.choice([0, 0, 1, 2, 3])
            self.receives = (first.receives if first else rng.random() < 0.7) and self.kinds > 0
            self.declared = False
        # Whether `struct gen` is its last member. On a stack it is in a union of all bodies.
        self.gen_last = rng.random() < 0.2 and not self.kinds
        self.fields = ["result", "a", "x", "st"] + (["level"] if self.capacity else [])
        self.own = []  # its private children: (field, generator)
        self.uses = []  # generators that it may still use while it is suspended
        self.declare = []  # generators that must be declared before its body
        self.tags = 0
        self.budget = rng.randint(6, self.STATEMENTS)
        scope = Scope(readable=Scope.readable + (("@level",) if self.capacity else ()))
        self.calls = 0
        self.body = self.block(scope, 2, 5)
        if self.capacity and not self.calls:
            self.body.statements.insert(rng.randrange(2), self.make_call(scope))
        self.body.statements.append(Event(self.tag("end"), "@a"))
        if self.body.statements[-2].last:
            self.body.statements.pop()
        self.bodies = [self]
        if not first:
            self.bodies += [Generator(rng, index, recursive, self, k) for k in range(1, self.kinds)]
            for body in self.bodies[1:]:
                self.uses += body.uses
                self.declare += body.declare

    def tag(self, word):
        self.tags += 1
        return "g%d%s %s %d" % (self.index, "k%d" % self.kind if self.kind else "", word, self.tags)

    def field(self, letter):
        name = "%s%d" % (letter, self.tags + 1)
        self.tags += 1
        self.fields.append(name)
        return name

    def constant(self):
        return str(self.rng.randrange(10))

    def value(self, scope):
        if self.rng.random() < 0.5:
            return self.constant()
        field = self.rng.choice(scope.readable)
        return field if self.rng.random() < 0.5 else "%s + %s" % (field, self.constant())

    def condition(self, scope):
        if scope.handler and self.rng.random() < 0.4:
            return "@%s %s %d" % (scope.handler, self.rng.choice(["==", "!=", "<"]),
                                  self.rng.choice(ERRORS))
        field = self.rng.choice(scope.readable)
        return self.rng.choice(["(%s & 1) == 0" % field, "(%s & 2) != 0" % field,
                                "%s < %d" % (field, self.rng.randrange(6)),
                                "%s != %d" % (field, self.rng.randrange(4))])

    def block(self, scope, least, most):
        """Return some statements, up to one that ends the block."""
        statements = []
        for _ in range(self.rng.randint(least, most)):
            statements.append(self.statement(scope))
            if statements[-1].last or self.budget <= 0:
                break
        return Block(statements)

    def statement(self, scope):
        """Return one of the statements that are allowed here."""
        self.budget -= 1
        may_nest = self.budget > 0 and scope.depth < self.DEPTH
        may_yield = not scope.plain_finally
        may_loop = may_nest and scope.turns * 3 <= self.TURNS
        children = self.children()
        # At the top level an unconditional exit would cut off most of the body.
        exits = scope.depth > 0
        makers = [
            (3, True, self.make_event),
            (1, True, self.make_state),
            (2, True, self.make_count),
            (16, may_yield, self.make_yield),
            (1, may_yield, self.make_two_yields),
            (4, may_yield, self.make_wait),
            (10, may_yield and children, self.make_yield_from),
            (2, may_yield and children, self.make_yield_from_used),
            (5, may_yield and self.children(fresh=True), self.make_yield_from_fresh),
            (16, may_yield and self.capacity, self.make_call),
            (3 if scope.tries else 0.5, may_yield, self.make_yield_from_running),
            (5, True, self.make_resume),
            (3, may_yield and may_loop, self.make_for_each),
            (5, may_nest, self.make_if),
            (10, may_loop, self.make_loop),
            (14, may_nest and may_yield and scope.tries < 3, self.make_try_except),
            (14, may_nest and may_yield and scope.tries < 3, self.make_try_finally),
            (4 if scope.tries else 1, exits, self.make_raise),
            (3, exits and scope.handler != "", lambda s: Reraise(s.handler)),
            (3 if scope.tries else 1, exits, lambda s: Return(self.value(s))),
            (6 if scope.tries else 1, exits and scope.loop, lambda s: Leave("break")),
            (6 if scope.tries else 1, exits and scope.loop, lambda s: Leave("continue")),
        ]
        makers = [(weight, make) for weight, allowed, make in makers if allowed]
        (make,) = self.rng.choices([make for _, make in makers], [weight for weight, _ in makers])
        return make(scope)

    def inner(self, scope, **changes):
        return dataclasses.replace(scope, depth=scope.depth + 1, **changes)

    def make_event(self, scope):
        return Event(self.tag("event"), self.value(scope))

    def make_state(self, scope):
        return State(self.tag("state"), self.rng.randrange(self.count))

    def make_count(self, scope):
        # Do not use @a: it must stay small.
        fields = [field for field in scope.readable if field not in ("@a", "@x")]
        return Count(self.rng.choice(fields + [self.constant()]))

    def make_yield(self, scope):
        if self.receives and self.rng.random() < 0.6:
            return Receive(self.tag("received"), self.value(scope))
        return Yield(self.value(scope))

    def make_two_yields(self, scope):
        return TwoYields(self.value(scope), self.value(scope))

    def make_wait(self, scope):
        return Wait(self.rng.choice(["GEN_SUSPEND();", "GEN_AWAIT(every_third_time());"]))

    def children(self, fresh=False):
        """Return the generators that it may delegate to. A private child (fresh) cannot be
        recursive, because the struct of a recursive one is not complete before its body."""
        return [index for index in range(self.index + 1, self.count)
                if not (fresh and self.all_recursive[index])]

    def nameable(self, targets):
        """Return the generators that its body can name: a recursive one cannot be declared
        before its body."""
        return [index for index in targets
                if index >= self.index or not self.all_recursive[index]]

    def child(self, fresh=False):
        return self.rng.choice(self.children(fresh))

    def make_yield_from(self, scope):
        child = self.child()
        self.uses.append(child)
        return YieldFrom(self.tag("from"), child)

    def make_yield_from_used(self, scope):
        delegation = self.make_yield_from(scope)
        start = Resume(self.tag("operation"), delegation.child, "NEXT", 0, False)
        return YieldFromUsed(start, self.make_yield(scope), delegation)

    def make_yield_from_fresh(self, scope):
        child = self.child(fresh=True)
        field = "own%d" % (self.tags + 1)
        self.own.append((field, child))
        self.uses.append(child)
        return YieldFromFresh(self.tag("fresh"), field, child)

    def make_yield_from_running(self, scope):
        target = self.rng.choice(self.nameable(range(self.index + 1)))
        self.declare.append(target)
        return YieldFromRunning(target)

    def make_call(self, scope):
        self.calls += 1
        limit = self.rng.choice([1, 2, 3, 99])
        kind = self.rng.randrange(self.kinds) if self.kinds else None
        return Call(self.tag("call"), self.index, kind, limit,
                    self.rng.random() < 0.4 and kind is None, self.value(scope),
                    self.rng.random() < 0.7)

    def make_for_each(self, scope):
        # Choose a child usually: a running generator refuses at once.
        child = self.rng.choice(self.nameable(range(self.count)))
        if child <= self.index < self.count - 1 and self.rng.random() < 0.8:
            child = self.child()
        self.uses.append(child)
        self.declare.append(child)
        field = self.field("v")
        body = self.block(self.inner(scope, loop=True, turns=scope.turns * 3,
                                     readable=scope.readable + ("@" + field,)), 1, 3)
        return ForEach(field, child, body)

    def make_resume(self, scope):
        kind = self.rng.choice(["NEXT", "NEXT", "SEND", "SEND_NOTHING", "THROW", "CLOSE"])
        value = 0
        if kind == "SEND":
            value = self.rng.randrange(10)
        elif kind == "THROW":
            value = E_EXIT if self.rng.random() < 0.2 else self.rng.choice(ERRORS)
        return Resume(self.tag("operation"), self.rng.randrange(self.count), kind, value,
                      self.rng.random() < (0.4 if scope.tries else 0.1))

    def make_if(self, scope):
        scope = self.inner(scope)
        then = self.block(scope, 1, 2)
        otherwise = self.block(scope, 1, 2) if self.rng.random() < 0.4 else None
        return If(self.condition(scope), then, otherwise)

    def make_loop(self, scope):
        counter = self.field("i")
        turns = self.rng.choice([1, 2, 2, 3])
        body = self.block(self.inner(scope, loop=True, turns=scope.turns * turns,
                                     readable=scope.readable + ("@" + counter,)), 1, 4)
        return self.rng.choice([For, While])(counter, turns, body)

    def make_try_except(self, scope):
        field = self.field("e")
        body = self.block(self.inner(scope, tries=scope.tries + 1), 1, 3)
        handler = self.block(self.inner(scope, tries=scope.tries + 1, handler=field), 1, 2)
        return TryExcept(self.tag("except"), field, body, handler)

    def make_try_finally(self, scope):
        saved = self.rng.random() < 0.5
        field = self.field("k") if saved else ""
        body = self.block(self.inner(scope, tries=scope.tries + 1), 1, 3)
        # A bare raise in a finally would raise the pending exit, which has no name in C.
        handler = self.block(self.inner(scope, tries=scope.tries + 1, handler="",
                                        plain_finally=not saved), 1, 2)
        return TryFinally(self.tag("finally"), field, body, handler)

    def make_raise(self, scope):
        if self.rng.random() < 0.75:
            return Raise(self.rng.choice(ERRORS))
        return Raise(self.rng.choice([E_EXIT, E_EXIT, E_RUNNING, E_IGNORED_CLOSE, 0, 1, 3]))

    def python(self):
        # The first line makes the body a generator even without yields.
        lines = ["class G%d%s(Body):" % (self.index, "k%d" % self.kind if self.kind else ""),
                 "    %s = 0" % " = ".join(self.fields),
                 "    def body(self):",
                 "        if False: yield"] + indent(self.body.python())
        return lines + [line for body in self.bodies[1:] for line in body.python()]

    def c_struct(self, p):
        members = ["int %s;" % ", ".join(self.fields)]
        members += ["struct %sg%d %s;" % (p, child, field) for field, child in self.own]
        members.insert(len(members) if self.gen_last else 0, "struct gen gen;")
        if self.kinds:
            members += ["struct %sg%dk%d *called%d;" % (p, self.index, kind, kind)
                        for kind in range(self.kinds)]
            return ["struct %sg%dk%d {" % (p, self.index, self.kind)] + indent(members) + ["};"]
        kind = "frame" if self.capacity else "g"
        return ["struct %s%s%d {" % (p, kind, self.index)] + indent(members) + ["};"]

    def c_stack(self, p):
        """Return the definitions of a stack: the bodies are members of an array of unions, of which
        each is used once."""
        i = self.index
        lines = ["GEN_STACK%s(%s)" % ("_RECV" if self.receives else "", self.c_parameters(p))]
        lines += ["struct %sg%dk%d;" % (p, i, kind) for kind in range(self.kinds)]
        for body in self.bodies:
            lines += body.c_struct(p)
        lines += ["union %sany%d {" % (p, i)]
        lines += ["    struct %sg%dk%d k%d;" % (p, i, kind, kind) for kind in range(self.kinds)]
        lines += ["};",
                  "static union %sany%d %sframes%d[%d];" % (p, i, p, i, self.CALLS + 1),
                  "static const int *const %sresult%d GEN_UNUSED_ = &%sframes%d[0].k0.result;"
                  % (p, i, p, i),
                  "extern struct %sg%d %so%d;" % (p, i, p, i),
                  "static int %scalls%d = %d;" % (p, i, self.CALLS)]
        for kind in range(self.kinds):
            struct = "struct %sg%dk%d" % (p, i, kind)
            lines += ["GEN_FUNCTION_ %s *%scall%d_%d(int level, int value) {" % (struct, p, i, kind),
                      "    %s *const called = &%sframes%d[%d - %scalls%d].k%d;"
                      % (struct, p, i, self.CALLS, p, i, kind),
                      "    called->level = level + 1;",
                      "    called->a = value;",
                      "    return called;", "}"]
            if self.kinds > 1:
                lines += ["GEN_DECLARE_STACKED(%sg%dk%d, %sg%d)" % (p, i, kind, p, i)]
        return lines

    def c_object(self, p):
        """Return the definitions of the struct and the object, and those for its kind."""
        i = self.index
        if self.kinds:
            return self.c_stack(p)
        result = "static const int *const %sresult%d GEN_UNUSED_ = &%s.result;"
        if not self.capacity:
            return self.c_struct(p) + ["static struct %sg%d %so%d;" % (p, i, p, i),
                                       result % (p, i, "%so%d" % (p, i))]
        frame = "struct %sframe%d" % (p, i)
        return self.c_struct(p) + [
            "static %s %sframes%d[%d];" % (frame, p, i, self.capacity),
            result % (p, i, "%sframes%d[0]" % (p, i)),
            "extern struct %sg%d %so%d;" % (p, i, p, i),
            "static int %scalls%d = %d;" % (p, i, self.CALLS),
            "static inline %s %scall%d(const %s *self, int copy, int value) {"
            % (frame, p, i, frame),
            "    static %s fresh;" % frame,
            "    %s frame = copy ? *self : fresh;" % frame,
            "    frame.level = self->level + 1;",
            "    frame.a = value;",
            "    return frame;",
            "}"]

    def c_target(self, p):
        """Return its entry of struct target."""
        if not self.capacity:
            return "{%sg%d_perform, &%so%d.gen, 1, 0}" % (p, self.index, p, self.index)
        frames = "%sframes%d" % (p, self.index)
        return ("{%sg%d_perform, &%s[0].%sgen, %d, sizeof %s[0]}"
                % (p, self.index, frames, "k0." if self.kinds else "",
                   self.CALLS + 1 if self.kinds else self.capacity, frames))

    def c_parameters(self, p):
        return "%sg%d, %sint" % (p, self.index, "int, " if self.receives else "")

    def c_body(self, p):
        recv = "_RECV" if self.receives else ""
        then = ["OPERATIONS%s(%sg%d, %so%d)" % (recv, p, self.index, p, self.index)]
        head = ("GEN_DEFINE%s(%sg%d)" % (recv, p, self.index) if self.declared
                else "GEN%s(%s)" % (recv, self.c_parameters(p)))
        if self.kinds:
            lines = []
            for body in self.bodies:
                lines += ["GEN_%sSTACKED(%sg%dk%d, %sg%d) {" % ("DEFINE_" if self.kinds > 1 else "", p,
                                                              self.index, body.kind, p, self.index)]
                lines += indent(["GEN_BEGIN();"]) + body.body.c(p) + indent(["GEN_END();"]) + ["}"]
            return lines + [
                "static struct %sg%d_link %slinks%d[%d] = {GEN_LINK(%sg%dk0, &%sframes%d[0].k0)};"
                % (p, self.index, p, self.index, self.capacity, p, self.index, p, self.index),
                "struct %sg%d %so%d = {%slinks%d, %d, 0, 0};"
                % (p, self.index, p, self.index, p, self.index, self.capacity)] + then
        if self.capacity:
            head = "GEN_RECURSIVE(%sg%d, %sframe%d, int)" % (p, self.index, p, self.index)
            then.insert(0, "struct %sg%d %so%d = {%sframes%d, %d, 0, 0};"
                        % (p, self.index, p, self.index, p, self.index, self.capacity))
        return ([head + " {"] + indent(["GEN_BEGIN();"]) + self.body.c(p) + indent(["GEN_END();"])
                + ["}"] + then)


class Program:
    """The generators, the steps that drive them, and the trace that CPython made."""

    def __init__(self, seed, recursion):
        self.seed = seed
        self.rng = random.Random(seed)
        count = self.rng.choice([1, 2, 2, 3, 3, 3, 4, 4])
        recursive = [recursion and (index == 0 or self.rng.random() < 0.5)
                     for index in range(count)]
        self.generators = [Generator(self.rng, index, recursive) for index in range(count)]
        # Bodies are defined from the last to the first, so that children come first. Names used
        # earlier are declared in advance.
        for generator in self.generators:
            for target in generator.declare:
                if target < generator.index:
                    self.generators[target].declared = True
        self.steps = []
        self.trace = []

    def holders(self, target):
        """Return the generators that might be suspended in `target`, directly or indirectly."""
        users = [target]
        for generator in reversed(self.generators * len(self.generators)):
            if generator.index not in users and any(use in users for use in generator.uses):
                users.append(generator.index)
        return users[1:]

    def python(self):
        return "\n".join(line for generator in reversed(self.generators)
                         for line in generator.python()) + "\n"

    def c(self):
        p = "p%d_" % self.seed
        order = self.generators[::-1]
        lines = ["/* ---- program %d ---- */" % self.seed, ""]
        for generator in order:
            index = generator.index
            lines += generator.c_object(p)
            if any(child == index for g in self.generators for body in g.bodies
                   for _, child in body.own):
                lines += ["static struct %sg%d %sf%d; /* not yet started */"
                          % (p, index, p, index)]
            lines += ["static int %sg%d_perform(enum kind kind, int value, int *item);"
                      % (p, index)]
        lines += ["static const struct target %stargets[] = {" % p]
        lines += ["    %s," % generator.c_target(p) for generator in self.generators]
        lines += ["};"]
        for generator in order:
            if generator.declared:
                lines += ["GEN_DECLARE%s(%s)" % ("_RECV" if generator.receives else "",
                                                 generator.c_parameters(p))]
        for generator in order:
            lines += generator.c_body(p)
        lines += ["static const struct step %ssteps[] = {" % p]
        for kind, target, value in self.steps:
            value = c_status(value) if kind == "THROW" else str(value)
            lines += ["    {%s, %d, %s}," % (kind, target, value)]
        lines += ["};", ""]
        return "\n".join(lines)

    def c_call(self):
        p = "p%d_" % self.seed
        return ("drive(%d, %ssteps, %d, %stargets, %d, %d);"
                % (self.seed, p, len(self.steps), p, len(self.generators), len(self.trace)))


# ---- Running in CPython -------------------------------------------------------------------------

Step = collections.namedtuple("Step", "kind target value")

# One letter for the states of inspect and gen_state: created, suspended, running, closed.
STATES = {"GEN_CREATED": "C", "GEN_SUSPENDED": "S", "GEN_RUNNING": "R", "GEN_CLOSED": "-"}


def state_of(body):
    return STATES[inspect.getgeneratorstate(body.gen)]


def throw(gen, exception):
    """gen.throw, without a bug of CPython before 3.13.

    There, a throw damages the stack of a generator that is itself passing a throw or a close to its
    delegate. Newer versions raise an error in the running generator, which propagates from there. A
    next does the same, so it is used instead.
    """
    if sys.version_info < (3, 13) and not isinstance(exception, GeneratorExit):
        below = gen
        while below is not None and not below.gi_running:
            below = below.gi_yieldfrom
        if below is not None:
            return next(gen)
    return gen.throw(exception)


class Run:
    """Run a program's Python source, and choose the steps on the way."""

    STEPS = 40
    LINES = 400  # no more steps after this many

    def __init__(self, program):
        self.program = program
        self.trace = []
        self.roughness = program.rng.choice([3, 8, 20])  # how often errors are thrown in
        # Keep every body: CPython closes a generator that is dropped, which would run its
        # finally blocks.
        self.bodies = []
        self.g = []

        class Body:
            def __init__(body):
                body.gen = body.body()
                self.bodies.append(body)

        self.calls_left = [Generator.CALLS] * len(program.generators)
        names = {"Body": Body, "g": self.g, "error": error, "code_of": code_of,
                 "received": lambda value: NOTHING if value is None else value,
                 "event": self.event, "caught": self.caught, "state": self.state,
                 "running": lambda target: self.g[target].gen.gi_running,
                 "operation": self.operation, "may_call": self.may_call, "call": self.call}
        self.names = names
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # return in a finally is intended
            exec(compile(program.python(), "<program %d>" % program.seed, "exec"), names)
        self.g += [names["G%d" % generator.index]() for generator in program.generators]

    def event(self, tag, value):
        self.trace.append("  %s: %d" % (tag, value))

    def caught(self, tag, status):
        self.trace.append("  %s: %s" % (tag, status_name(status)))

    def state(self, tag, target):
        self.trace.append("  %s: g%d is %s" % (tag, target, state_of(self.g[target])))

    def may_call(self, index):
        self.calls_left[index] -= 1
        return self.calls_left[index] >= 0

    def call(self, caller, index, kind, copied, value):
        """Return a new body: the frame that GEN_CALL fills in, or what GEN_DELEGATE calls."""
        generator = self.program.generators[index]
        if caller.level + 1 >= generator.capacity:
            raise error(E_FULL)
        child = self.names["G%d%s" % (index, "k%d" % kind if kind else "")]()
        if copied:
            for field in generator.fields:
                setattr(child, field, getattr(caller, field))
        child.level = caller.level + 1
        child.a = value
        return child

    def perform(self, target, kind, value):
        """Perform an operation. Return its status, item and exception."""
        body = self.g[target]
        try:
            if kind == "NEXT":
                item = next(body.gen)
            elif kind == "SEND":
                item = body.gen.send(value)
            elif kind == "SEND_NOTHING":
                item = body.gen.send(None)
            elif kind == "THROW":
                # gen.h takes any int. One that is not an error of gen.h is no exception in
                # CPython either.
                item = throw(body.gen, error(value)) if value < 0 else body.gen.throw(value)
            else:
                try:
                    body.gen.close()
                finally:
                    if kind == "RESET" and state_of(body) == "-":
                        body.gen = body.body()
                return DONE, None, None
        except StopIteration:
            return DONE, None, None
        except BaseException as exception:
            return code_of(exception), None, exception
        return YIELDED, item, None

    @staticmethod
    def outcome(status, item):
        if status == DONE:
            return "done"
        return "yielded %d" % item if status == YIELDED else status_name(status)

    def sendable(self, target, kind):
        """Return the kind of operation: a plain next instead of a send, without GEN_RECV."""
        if kind in ("SEND", "SEND_NOTHING") and not self.program.generators[target].receives:
            return "NEXT"
        return kind

    def operation(self, tag, target, kind, value, raising):
        """Perform the Resume statement."""
        self.trace.append("  %s: g%d %s %s" % (tag, target, kind, status_name(value)))
        status, item, exception = self.perform(target, self.sendable(target, kind), value)
        self.trace.append("  %s: g%d %s, %s" % (tag, target, self.outcome(status, item),
                                               state_of(self.g[target])))
        if raising and exception is not None:
            raise exception

    def choose(self):
        """Return the next step, or None when nothing is left to test."""
        rng = self.program.rng
        count = len(self.g)
        states = [state_of(body) for body in self.g]
        if all(state == "-" for state in states) and rng.random() < 0.15:
            return None
        target = 0 if rng.random() < 0.5 else rng.randrange(count)
        delegate = next((index for index, body in enumerate(self.g)
                         if body.gen is self.g[target].gen.gi_yieldfrom), target)
        if rng.random() < 0.2:
            target = delegate
        kinds = ["NEXT", "SEND", "SEND_NOTHING", "THROW", "CLOSE", "RESET"]
        weights = [36, 26, 4, self.roughness, 6, 1]
        if states[target] == "-":
            weights[-1] = 200  # a finished generator deserves some steps, but not most of them
        elif states[target] == "C":
            weights[1] = 2
        (kind,) = rng.choices(kinds, weights)
        value = 0
        if kind == "RESET":
            # In Python, a generator suspended in this one would keep the old one.
            holders = [index for index in self.program.holders(target) if states[index] == "S"]
            if holders:
                kind, target = "NEXT", rng.choice(holders)
        elif kind == "SEND":
            value = rng.randrange(10)
        elif kind == "THROW":
            value = rng.choice(ERRORS) if rng.random() < 0.8 else rng.choice(
                [E_EXIT, E_EXIT, E_EXIT, E_RUNNING, E_IGNORED_CLOSE, 0, 7])
            # CPython passes a non-exception down to the delegate, and raises the TypeError there;
            # gen.h rejects the argument at once.
            if value >= 0 and self.g[target].gen.gi_yieldfrom is not None:
                value = E_EXIT
        return Step(self.sendable(target, kind), target, value)

    def run(self):
        for number in range(self.STEPS):
            step = self.choose()
            if step is None or len(self.trace) > self.LINES:
                break
            self.program.steps.append(step)
            self.trace.append("%d: g%d %s %s" % (number, step.target, step.kind,
                                                 status_name(step.value)))
            status, item, _ = self.perform(step.target, step.kind, step.value)
            self.trace.append("%d: %s, %s" % (number, self.outcome(status, item),
                                              "".join(map(state_of, self.g))))
        # Copy the trace, because the suspended generators write more when they are
        # closed at the end.
        self.program.trace = list(self.trace)


# ---- The test -----------------------------------------------------------------------------------


def make_programs(seeds, recursion):
    """Return programs with the traces that CPython makes of them."""
    programs = []
    runs = []
    for seed in seeds:
        programs.append(Program(seed, recursion))
        runs.append(Run(programs[-1]))
        runs[-1].run()
    # The interpreter closes the suspended generators when they are dropped. Ignore their errors.
    hook, sys.unraisablehook = sys.unraisablehook, lambda unraisable: None
    runs.clear()
    while gc.collect():
        pass  # also those that bodies have made meanwhile
    sys.unraisablehook = hook
    return programs


# The faults of the self-check: the title, the texts to replace in the header, and the flags that
# the compiler needs to show the fault.
OPTIMISED = " -O1"
MUTATIONS = [
    ("GEN_EXCEPT also catches the close signal", [
        ("if (gen_thrown_ < 0 && gen_thrown_ != GEN_E_EXIT) {", "if (gen_thrown_ < 0) {")]),
    ("close treats a yield as the end", [
        ("gen_status_ == GEN_YIELDED ? GEN_E_IGNORED_CLOSE : gen_status_;",
         "gen_status_ == GEN_YIELDED ? GEN_DONE : gen_status_;")]),
    ("close does not return an error", [
        ("gen_status_ == GEN_YIELDED ? GEN_E_IGNORED_CLOSE : gen_status_;",
         "gen_status_ == GEN_YIELDED ? GEN_E_IGNORED_CLOSE : GEN_DONE;")]),
    ("`continue` in a GEN_TRY goes on after it", [
        ("gen_thrown_ == GEN_LEFT_BY_CONTINUE_) { gen_thrown_ = 0; continue;",
         "gen_thrown_ == GEN_LEFT_BY_CONTINUE_) { gen_thrown_ = 0;")]),
    ("`continue` in a GEN_TRY leaves the loop", [
        ("gen_thrown_ == GEN_LEFT_BY_CONTINUE_) { gen_thrown_ = 0; continue;",
         "gen_thrown_ == GEN_LEFT_BY_CONTINUE_) { gen_thrown_ = 0; break;")]),
    ("`break` skips GEN_FINALLY", [
        ("gen_kept_ = gen_thrown_; gen_thrown_ = 0;",
         "gen_kept_ = gen_thrown_;"
         " if (gen_thrown_ != GEN_LEFT_BY_BREAK_) gen_thrown_ = 0;")]),
    ("GEN_RETURN skips GEN_FINALLY_SAVED", [
        ("(field) = gen_thrown_; gen_thrown_ = 0;",
         "(field) = gen_thrown_; if (gen_thrown_ != GEN_LEFT_BY_RETURN_) gen_thrown_ = 0;")]),
    ("GEN_FINALLY_SAVED loses the pending exit", [
        ("GEN_FINAL_BLOCK_(field)", "GEN_FINAL_BLOCK_(GEN_LEFT_AT_END_)")]),
    ("an error raised in GEN_FINALLY does not replace the pending one", [
        ("gen_status gen_entered_ = gen_thrown_;",
         "gen_status gen_entered_ = gen_thrown_; gen_status gen_flying_ = 0; (void)gen_flying_;"),
        ("gen_kept_ = gen_thrown_; gen_thrown_ = 0;",
         "gen_kept_ = gen_thrown_; gen_flying_ = gen_thrown_; gen_thrown_ = 0;"),
        ("gen_thrown_ = (error);",
         "gen_thrown_ = GEN_VALUE_(gen_inside_) == 3 && gen_flying_ < 0 ? gen_flying_"
         " : (error);")]),
    ("a delegate is not closed with its delegator", [
        ("gen_close_ ? name##_close(gen_self_) :", "gen_close_ ? GEN_DONE :")]),
    ("an error of a delegate that is being closed is lost", [
        ("return gen_close_ && gen_status_ == GEN_DONE ? GEN_E_EXIT : gen_status_;",
         "return gen_close_ && gen_status_ <= GEN_DONE ? GEN_E_EXIT : gen_status_;")]),
    ("an error thrown in is not passed to the delegate", [
        (": GEN_STATUS_(name##_resume_(gen_self_, gen_sent_, gen_thrown_, gen_item_));",
         ": gen_thrown_ < 0 ? gen_thrown_"
         " : GEN_STATUS_(name##_resume_(gen_self_, gen_sent_, gen_thrown_, gen_item_));")]),
    ("a sent value does not reach the delegate", [
        ("gen_thrown_ == 0 && gen_sent_ == GEN_NULL_) return name##_next(", 
         "gen_thrown_ == 0) return name##_next(")], OPTIMISED),
    ("an item that a child yields after a send is lost", [
        ("if (gen_passed_.status_ == GEN_YIELDED) *gen_item_ = GEN_MOVE_(name##_item, gen_passed_.item_);", "")],
     OPTIMISED),
    ("the value that started a delegation is sent to the child", [
        ("gen_sent_ = GEN_NULL_; /* a child is started by a plain next */", "")]),
    ("re-entry is not detected", [
        ("#define GEN_RUNNING_AT_ENTRY_() (gen_->state_ = GEN_AT_RUNNING_)",
         "#define GEN_RUNNING_AT_ENTRY_() ((void)0)")]),
    ("re-entry after a yield is not detected", [
        ("case GEN_VALUE_(gen_point_):; GEN_RUNNING_(); GEN_RAISE_THROWN_",
         "case GEN_VALUE_(gen_point_):; GEN_RAISE_THROWN_")],
     OPTIMISED),
    ("re-entry before the first yield is not detected", [
        ("GEN_CREATED_ GEN_RUNNING_();", "GEN_CREATED_")], OPTIMISED),
    ("re-entry during a delegation is not detected", [
        ("case (point):; } GEN_RUNNING_()", "case (point):; } (void)0")], OPTIMISED),
    ("re-entry finishes the generator", [
        ("gen_it_->state_ = gen_at_; if (gen_thrown_ == GEN_RESET_) {",
         "gen_it_->state_ = gen_is_running_ ? GEN_AT_CLOSED_ : gen_at_; if (gen_thrown_ == GEN_RESET_) {")]),
    ("a throw into a generator not yet started runs the body", [
        ("GEN_CREATED_ GEN_RUNNING_(); if (gen_thrown_ != 0) GEN_UNWIND_()",
         "GEN_CREATED_ GEN_RUNNING_(); gen_thrown_ = 0")]),
    ("a finished generator swallows a thrown error", [
        ("(-gen_is_closed_ & gen_thrown_)", "(-gen_is_closed_ & GEN_DONE)")]),
    ("a value may be sent to a generator not yet started", [
        ("if (gen_value_ != GEN_NULL_ && gen_self_->gen.state_ == 0) return GEN_E_NOT_STARTED;", "")]),
    ("GEN_RAISE accepts a value that is not an error", [
        ("if (gen_thrown_ >= 0) gen_thrown_ = GEN_E_ARG;", "")]),
    ("GEN_FOR_AWAIT treats its child's error as the end", [
        ("if (gen_thrown_ < 0) GEN_UNWIND_(); break;", "gen_thrown_ = 0; break;")]),
    ("reset does not restart the generator", [
        ("if (gen_is_closed_) gen_it_->state_ = 0;", "")]),
    ("a repeated close counts as a second close", [
        ("gen_entered_ = GEN_E_EXIT; if (gen_thrown_ == GEN_E_EXIT) gen_thrown_ = 0; if (0) {",
         "gen_entered_ = GEN_E_EXIT; if (0) {")]),
    ("a delegate whose close is pending is not closed again", [
        ("gen_entered_ = GEN_E_EXIT; if (gen_thrown_ == 0) gen_thrown_ = GEN_E_EXIT;",
         "gen_entered_ = GEN_E_EXIT; gen_thrown_ = 0;")]),
]

# The faults of recursion, which other programs cannot notice.
RECURSION_MUTATIONS = [
    ("an error of a call is lost", [
        ("gen_thrown_ = name##_return_(gen_self_, gen_answer_);",
         "gen_thrown_ = name##_return_(gen_self_, gen_answer_) == GEN_E_EXIT ? GEN_E_EXIT : 0;")]),
    ("an error of a call is lost after a plain next", [
        ("return name##_drive_(gen_self_, GEN_NULL_, name##_return_(gen_self_, gen_answer_),",
         "(void)name##_return_(gen_self_, gen_answer_);"
         " return name##_drive_(gen_self_, GEN_NULL_, 0,")], OPTIMISED),
    ("a call that has ended goes on after a plain next", [
        ("(void)name##_return_(gen_self_, GEN_DONE);", "return GEN_DONE;")], OPTIMISED),
    ("close ends with the innermost call", [
        ("if (gen_answer_ == GEN_DONE) gen_answer_ = GEN_E_EXIT;", "")]),
    ("a call that yields while it is closed goes unnoticed", [
        ("if (gen_answer_ == GEN_YIELDED && gen_self_->closing_ > gen_one_ + 1) {", "if (0) {")]),
    ("a call that yields while it is closed writes the item", [
        ("gen_self_->closing_ > gen_one_ + 1 ? &gen_ignored_ :", "0 ? &gen_ignored_ :")]),
    ("a helper gets the error of the closed call that yielded", [
        ("gen_self_->at_ = gen_self_->closing_ - gen_one_ - 1; gen_answer_", "gen_answer_")]),
    ("an error caught during a close stops the close", [
        ("gen_self_->closing_ = gen_self_->at_ + 1; if",
         "gen_self_->closing_ = gen_answer_ < 0 && gen_answer_ != GEN_E_EXIT ? 1 : gen_self_->at_ + 1; if")]),
    ("a close does not end when it returns", [
        ("gen_self_->closing_ = 1; return", "return")]),
    ("a repeated close counts as a second close of the innermost call", [
        ("gen_thrown_ = 0; /* it is thrown in already */", "")]),
    ("a close from inside disturbs the close in progress", [
        ("if (GEN_RUNS_(name##_gen_(name##_top_(gen_self_)))) return gen_out_", "if (0) return gen_out_")]),
    ("the last frame of the array is not used", [
        ("(gen_stack_->capacity - 1) * sizeof *child", "(gen_stack_->capacity - 2) * sizeof *child")]),
    ("the last link of the stack is not used", [
        ("(gen_self_->capacity - 1) * sizeof *gen_link_", "(gen_self_->capacity - 2) * sizeof *gen_link_")]),
    ("a call without a free link is skipped", [
        ("GEN_DELEGATE", "if (gen_thrown_ != 0) GEN_UNWIND_(); GEN_LEAVE_(",
         "if (gen_thrown_ != 0) { break; } GEN_LEAVE_(")]),
    ("a value may be sent to a stack not yet started", [
        ("GEN_STACK_SEND_", "return GEN_E_NOT_STARTED;", "(void)0;")]),
    ("a caller goes on where it called", [
        ("gen_caller_->state_ = GEN_CAST_(GEN_STATE_T, gen_caller_->state_ + 1u);", "(void)gen_caller_;")]),
    ("a call without a free frame is skipped", [
        ("GEN_CALL", "gen_thrown_ = GEN_E_FULL; GEN_UNWIND_();", "break;")]),
    ("a call starts at its caller's resume point", [
        ("child->gen.state_ = 0;", "")]),
    ("re-entry after a call is not detected", [
        ("GEN_CALL", "GEN_RUNNING_(); gen_entered_ = 0;", "gen_entered_ = 0;")], OPTIMISED),
]


class Generators(common.Suite):
    script = "gen.py"
    header = "gen.h"
    harness = "harness.h"
    description = "Random generators must behave alike in CPython and with gen.h."

    def add_arguments(self, parser):
        parser.add_argument("--recursion", action="store_true",
                            help="make programs with GEN_RECURSIVE and GEN_CALL, or GEN_STACK and GEN_DELEGATE")

    def flags(self, options):
        return " --recursion" if options.recursion else ""

    def make(self, seeds, options):
        return make_programs(seeds, options.recursion)

    def mutations(self, options):
        return RECURSION_MUTATIONS if options.recursion else MUTATIONS


if __name__ == "__main__":
    sys.exit(common.main(Generators()))
