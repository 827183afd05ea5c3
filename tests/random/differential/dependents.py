#!/usr/bin/env python3
"""A differential test: cells of lazy.h that depend on others must behave like a simple model.

A graph is made from a seed. It has up to forty cells, inputs and derived ones. The same random
sequence of edits and reads drives both the C program and the model. The model does not use stamps.
It has three rules:

  - The value of a cell is the result of plain recomputation. Where all bodies are pure (none is
    pending or fails now and then, or sets an input), this is checked against a recursion that
    remembers nothing.
  - A cell has a version, which changes each time that its result, a value or an error, changes: for
    an input when it is set or after it was invalidated, for a derived cell when it is brought up to
    date and the result differs.
  - When a cell is brought up to date, its body runs only if it has no result yet, was invalidated
    since the last run, depends on a version other than the one it was last brought up to date with,
    or has to retry an error; and not while a dependency has an error.

Each operation, its outcome, the bodies that have run and how often, and the number of live values
is a line of the trace. The traces must be equal. The runs are not compared only where a body sets
an input while others are brought up to date: lazy.h may then compute once more than necessary.

Run `dependents.py --help`, or read the README beside this file.
"""

import copy
import dataclasses
import random
import sys
import typing

import common

PENDING = 2
E_ARG, E_CYCLE, E_DESTROYED, E_EMPTY, E_RESULT = -32762, -32759, -32758, -32757, -32755
NAMES = {0: "done", PENDING: "PENDING", E_ARG: "E_ARG", E_CYCLE: "E_CYCLE",
         E_DESTROYED: "E_DESTROYED", E_EMPTY: "E_EMPTY", E_RESULT: "E_RESULT"}

INPUT, LOW, RETRY, HIGH, TOP = "INPUT", "LOW", "RETRY", "HIGH", "TOP"

# The kinds that each kind can depend on, in each of its places, as in dependents.h.
PLACES = {
    LOW: [(INPUT, LOW), (INPUT, LOW), (INPUT, LOW)],
    RETRY: [(INPUT, LOW, RETRY), (LOW, RETRY), (INPUT, LOW, RETRY)],
    HIGH: [(INPUT, RETRY, HIGH), (LOW, RETRY, HIGH), (INPUT, HIGH)],
    TOP: [(HIGH,), (), ()],
}


def remainder(number, divisor):
    """Return the remainder as in C, with the sign of the number."""
    return number - quotient(number, divisor) * divisor


def quotient(number, divisor):
    return abs(number) // divisor * (1 if number >= 0 else -1)


# ---- A graph -------------------------------------------------------------------------------------


@dataclasses.dataclass
class Node:
    kind: str
    function: str = "SUM"
    on: typing.List[typing.Optional[int]] = dataclasses.field(default_factory=lambda: [None] * 3)
    opaque: bool = False  # its results cannot be compared
    pending: int = 0  # every n-th run is pending; 0: none
    flaky: int = 0
    pokes: typing.Optional[int] = None  # the input that its body sets
    foreign: bool = False  # it is in another domain

    def c(self):
        numbers = ["-1" if number is None else str(number) for number in self.on + [self.pokes]]
        return "{%s, %s, {%s}, %s, %d, %d, %d, %d}" % (
            self.kind, self.function, ", ".join(numbers[:-1]), numbers[-1], self.opaque,
            self.pending, self.flaky, self.foreign)


def compute(function, numbers):
    """Return the result of a body for these values: (number, error)."""
    total = remainder(sum(numbers), 1009)
    if function == "MAX":
        total = max(numbers, default=-10000)
    elif function == "HALF":
        total = quotient(total, 2)
    elif function == "PARITY":
        total &= 1
    elif function == "NEGATIVE" and total < 0:
        return None, remainder(total, 3) - 7
    elif function == "ODDITY" and remainder(total, 5) == 4:
        return None, E_RESULT
    elif function == "KNOWN":
        total = 5
    return total, 0


class Graph:
    """The nodes, the steps that drive them, and the trace that the model made."""

    def __init__(self, seed):
        self.seed = seed
        self.rng = rng = random.Random(seed)
        self.manner = rng.choice(["pure", "pure", "willed", "willed", "poking"])
        count = rng.choice([3, 5, 8, 12, 20, 40])
        self.nodes = [Node(INPUT) for _ in range(rng.randint(1, max(1, count // 3)))]
        for node in self.nodes:
            node.opaque = rng.random() < 0.1
        near = rng.choice([3, 6, 100])  # makes a chain or a mesh
        while len(self.nodes) < count:
            self.nodes.append(self.derived(near))
        if self.manner == "poking":
            self.poke()
        self.cyclic = self.manner != "poking" and rng.random() < 0.1
        if self.cyclic:
            self.bend()
        elif self.manner != "poking" and rng.random() < 0.1:
            for node in rng.sample(self.nodes, 2):
                node.foreign = True
        self.changes_left = rng.choice([0, 0, rng.randint(1, 40)])
        self.steps = []
        self.trace = []

    def derived(self, near):
        rng = self.rng
        node = Node(rng.choice([LOW, LOW, LOW, RETRY, HIGH, HIGH, TOP]))
        for place, kinds in enumerate(PLACES[node.kind]):
            found = [i for i, other in enumerate(self.nodes) if other.kind in kinds]
            found = [i for i in found if i >= len(self.nodes) - near] or found[-near:]
            if found and rng.random() < 0.8:
                node.on[place] = rng.choice(found)
        node.function = rng.choice(["SUM", "SUM", "SUM", "MAX", "HALF", "HALF", "PARITY",
                                    "NEGATIVE", "ODDITY", "KNOWN"])
        if rng.random() < 0.1:
            node.opaque = True
        if self.manner == "willed" and rng.random() < 0.15:
            node.pending = rng.choice([1, 2, 2, 3])
        if self.manner == "willed" and rng.random() < (0.5 if node.kind == RETRY else 0.1):
            node.flaky = rng.choice([1, 2, 2, 3])
        return node

    def poke(self):
        """Let some bodies set an input: each a different one, on which the body does not depend."""
        inputs = [i for i, node in enumerate(self.nodes) if node.kind == INPUT]
        for i, node in enumerate(self.nodes):
            below = self.below([i])
            targets = [j for j in inputs[1:] if j not in below and j not in self.poked()]
            if node.kind != INPUT and targets and self.rng.random() < 0.3:
                node.pokes = self.rng.choice(targets)
                self.nodes[node.pokes].opaque = False

    def poked(self):
        return {node.pokes for node in self.nodes}

    def below(self, on):
        """Return all nodes that these depend on, themselves included."""
        seen = set()
        stack = [i for i in on if i is not None]
        while stack:
            i = stack.pop()
            if i not in seen:
                seen.add(i)
                stack += [j for j in self.nodes[i].on if j is not None]
        return seen

    def bend(self):
        """Make a cycle: let a node depend on itself, or on a node that depends on it."""
        choices = [(i, place, j) for i, node in enumerate(self.nodes) if node.kind != INPUT
                   for place, kinds in enumerate(PLACES[node.kind])
                   for j in range(i, len(self.nodes))
                   if self.nodes[j].kind in kinds and (i == j or i in self.below([j]))]
        if choices:
            i, place, j = self.rng.choice(choices)
            self.nodes[i].on[place] = j
        else:
            self.cyclic = False

    # The two sources.

    def python(self):
        lines = ["# changes before the counter wraps around: %d" % self.changes_left]
        lines += ["n%d = %r" % (i, node) for i, node in enumerate(self.nodes)]
        return "\n".join(lines) + "\n"

    def c(self):
        lines = ["static const struct node g%d[] = {" % self.seed]
        lines += ["    %s," % node.c() for node in self.nodes]
        lines += ["};", "static const struct step g%d_steps[] = {" % self.seed]
        lines += ["    {%s, %d, %d}," % (name.upper(), node, value)
                  for name, node, value in self.steps]
        return "\n".join(lines + ["};", ""])

    def c_call(self):
        return ("drive(%d, g%d, %d, g%d_steps, %d, %d, %d);"
                % (self.seed, self.seed, len(self.nodes), self.seed, len(self.steps),
                   self.changes_left, self.manner != "poking"))


# ---- The model -----------------------------------------------------------------------------------


class Cell:
    """The model's state of a node."""

    def __init__(self):
        self.number, self.error = None, E_EMPTY  # the result
        self.version = 0  # 0: it has no result yet
        self.seen = None  # the versions that it was last brought up to date with
        self.invalid = False
        self.again = False  # it has an error of its own, which the next access retries
        self.settled_at = None  # the number of changes then; None: check again
        self.runs = 0
        self.pins = 0
        self.destroyed = False

    def unsettled(self, derived):
        return self.settled_at is None if derived else self.version == 0


class Model:
    """All cells of a graph."""

    def __init__(self, graph):
        self.nodes = graph.nodes
        self.cells = [Cell() for _ in graph.nodes]
        self.changes = [0, 0]  # for each domain
        self.cyclic = set()
        mixed = {i for i, node in enumerate(graph.nodes)
                 if any(node.foreign != graph.nodes[on].foreign for on in node.on if on is not None)}
        self.mixed = {i for i in range(len(graph.nodes)) if mixed & graph.below([i])}
        if graph.cyclic:
            loops = {i for i, node in enumerate(graph.nodes) if i in graph.below(node.on)}
            self.cyclic = {i for i in range(len(graph.nodes)) if loops & graph.below([i])}

    def result(self, i, number, error):
        """Set the result of a node. Change its version if the result differs."""
        cell = self.cells[i]
        same = (cell.version != 0 and (number, error) == (cell.number, cell.error)
                and not (error == 0 and self.nodes[i].opaque))
        if not same:
            cell.number, cell.error = number, error
            cell.version += 1

    def change_input(self, i, number):
        cell = self.cells[i]
        before = cell.version
        self.result(i, number, 0)
        self.changes[self.nodes[i].foreign] += cell.version != before

    def invalidate(self, i):
        self.cells[i].invalid = True
        self.changes[self.nodes[i].foreign] += 1

    def refresh(self, i):
        """Bring a node up to date. Return 0, or the reason why that is impossible."""
        node, cell = self.nodes[i], self.cells[i]
        if cell.destroyed and node.kind != INPUT:
            return E_DESTROYED
        if i in self.cyclic:
            return E_CYCLE
        if i in self.mixed:
            return E_ARG
        if node.kind == INPUT:
            if cell.invalid and cell.pins > 0:
                return PENDING
            if cell.invalid and cell.version > 0:
                cell.version += 1
            cell.invalid = False
            return E_DESTROYED if cell.destroyed else 0
        if cell.settled_at == self.changes[node.foreign]:
            return 0
        if cell.pins > 0:
            return PENDING
        began = self.changes[node.foreign]
        seen = [None] * len(node.on)
        for place, on in enumerate(node.on):
            if on is None:
                continue
            status = self.refresh(on)
            if status != 0:
                return status
            other = self.cells[on]
            seen[place] = other.version
            if other.error != 0:
                # It gets the error of its dependency.
                self.result(i, None, other.error)
                cell.seen, cell.again = seen, False
                waits = other.unsettled(self.nodes[on].kind != INPUT) or node.kind == RETRY
                cell.settled_at = None if waits else began
                return 0
        if cell.version == 0 or cell.invalid or cell.again or seen != cell.seen:
            cell.invalid = False
            cell.runs += 1
            numbers = [self.cells[on].number for on in node.on if on is not None]
            if node.pokes is not None:
                self.change_input(node.pokes, remainder(sum(numbers), 7))
            if node.pending and cell.runs % node.pending == 0:
                cell.seen = None  # the body has seen no versions
                return PENDING
            if node.flaky and cell.runs % node.flaky == 0:
                number, error = None, -50 - cell.runs // node.flaky % 2
            else:
                number, error = compute(node.function, numbers)
            self.result(i, number, error)
            cell.again = error != 0 and node.kind == RETRY
        cell.seen = seen
        cell.settled_at = None if cell.again else began
        return 0

    def pure(self, i, memory):
        """Return the result when everything is recomputed: (number, error)."""
        node, cell = self.nodes[i], self.cells[i]
        if node.kind == INPUT:
            return (cell.number, cell.error)
        if i not in memory:
            results = [self.pure(on, memory) for on in node.on if on is not None]
            error = next((error for _, error in results if error != 0), 0)
            memory[i] = ((None, error) if error != 0
                         else compute(node.function, [number for number, _ in results]))
        return memory[i]

    def live(self):
        return sum(cell.error == 0 and not cell.destroyed and self.nodes[i].kind != INPUT
                   for i, cell in enumerate(self.cells))

    def perform(self, name, i, value):
        """Perform an operation. Return (status, number)."""
        node, cell = self.nodes[i], self.cells[i]
        if name == "unpin":
            cell.pins -= 1
        elif name == "set":
            if cell.destroyed:
                return E_DESTROYED, None
            self.change_input(i, value)
        elif name == "invalidate":
            self.invalidate(i)
        elif name == "abandon":
            return E_ARG, None
        elif name == "destroy":
            if cell.pins > 0:
                return PENDING, None
            cell.destroyed = True
            cell.number, cell.error, cell.version = None, E_EMPTY, 0
        else:
            status = self.refresh(i)
            if status == 0:
                status = cell.error
            if status == 0 and name == "pin":
                cell.pins += 1
            return status, cell.number
        return 0, None


READS = ["get", "try_get", "get_within", "copy", "pin"]


class Run:
    """Drive the model, and choose the steps on the way."""

    STEPS = 60

    def __init__(self, graph):
        self.graph, self.rng = graph, graph.rng
        self.model = Model(graph)
        self.gone = False

    def blocked(self, i):
        """Return whether a read would wait for a pin. All pins belong to this thread."""
        if not any(cell.pins for cell in self.model.cells):
            return False
        twin = copy.deepcopy(self.model)
        for node in twin.nodes:
            node.pending = 0
        return twin.refresh(i) == PENDING

    def choose(self):
        rng, cells, nodes = self.rng, self.model.cells, self.graph.nodes
        inputs = [i for i, node in enumerate(nodes) if node.kind == INPUT]
        pinned = [i for i, cell in enumerate(cells) if cell.pins > 0]
        (name,) = rng.choices(["set", "invalidate", "get", "try_get", "get_within", "copy", "pin",
                               "unpin", "abandon", "destroy"],
                              [30, 8, 25, 10, 2, 10, 4, 8 if pinned else 0, 0.5, 0.3])
        # The nodes at the end of the list depend on most others.
        i = rng.choice([rng.randrange(len(nodes)), rng.randrange(len(nodes)), len(nodes) - 1])
        poked = self.graph.poked()
        if name == "unpin":
            i = rng.choice(pinned)
        elif name == "set":
            i = rng.choice([i for i in inputs if i not in poked])
            if cells[i].pins > 0:
                name = "try_get"
        elif name == "pin" and i in poked:
            name = "copy"
        elif name == "destroy":
            # Nodes that depend on it may or may not remember its value.
            if i in poked or any(i in self.graph.below(node.on) for node in nodes):
                name = "get"
        if name in READS and name not in ("try_get", "get_within") and self.blocked(i):
            name = rng.choice(["try_get", "try_get", "get_within"])
        value = 0
        if name == "set":
            value = rng.choice([rng.randint(-3, 9), rng.randint(0, 3), cells[i].number or 0])
        return name, i, value

    def run(self):
        graph, model = self.graph, self.model
        for number in range(self.STEPS):
            name, i, value = step = self.choose()
            graph.steps.append(step)
            before = [cell.runs for cell in model.cells]
            status, result = model.perform(name, i, value)
            graph.trace.append("%d: %s n%d %d" % (number, name, i, value))
            reads = name in READS
            text = "is %d" % result if reads and status == 0 else NAMES.get(status, str(status))
            for k, cell in enumerate(model.cells):
                runs = cell.runs - before[k] if graph.manner != "poking" else 0
                if runs > 0:
                    text += ", n%d ran" % k
                if runs > 1:
                    text += " %d times" % runs
            graph.trace.append("%d: %s, %d live" % (number, text, model.live()))
            if reads and graph.manner == "pure" and status not in (
                    PENDING, E_CYCLE, E_ARG, E_DESTROYED):
                assert model.pure(i, {}) == (result if status == 0 else None, status), graph.trace


# ---- The check of the test itself ----------------------------------------------------------------

MUTATIONS = [
    ("an equal result counts as a change", [
        ("LAZY_DERIVED_WITH", "name##_is_equal_(name##_at_(lazy_self_), lazy_fresh_)", "0")]),
    ("setting an input to its own value counts as a change", [
        ("LAZY_INPUT", "!name##_is_equal_(name##_at_(lazy_self_), lazy_value_)", "1")]),
    ("an invalidated cell stays invalid", [
        ("lazy_mark_(lazy_cell_, LAZY_STALE_, 0, 0)", "lazy_word_load_(&lazy_cell_->stale_)")]),
    ("a pending run forgets that its cell was invalidated", [
        ("} else if (lazy_turn_->taken_) {", "} else if (lazy_turn_->taken_ && lazy_cell_->changed_ =="
                                             " 0) {")]),
    ("an invalidated derived cell is not recomputed", [
        ("lazy_turn_->must_ = lazy_turn_->taken_ = 1;", "lazy_turn_->taken_ = 1;")]),
    ("a change at the checked revision counts as later", [
        ("return lazy_a_ != lazy_b_ && lazy_a_ - lazy_b_ <=", "return lazy_a_ - lazy_b_ <=")]),
    ("stamps are compared without wraparound", [
        ("lazy_a_ != lazy_b_ && lazy_a_ - lazy_b_ <= LAZY_CAST_(lazy_revision, -1) / 2",
         "lazy_a_ > lazy_b_")]),
    ("a NULL field is followed", [
        ("LAZY_PIN_EACH_", "if (lazy_self_->field != LAZY_NULL_) lazy_pin_for_",
         "lazy_pin_for_")]),
    ("a check without a change is not recorded", [
        ("lazy_turn_->unsure_ || (lazy_turn_->error_ != 0 && lazy_retry_) ? 0 : lazy_stamp_",
         "lazy_turn_->unsure_ || (lazy_turn_->error_ != 0 && lazy_retry_) ? 0 : lazy_turn_->changed_ ?"
         " lazy_stamp_"
         " : lazy_cell_->checked_")]),
    ("an error that should be retried is remembered", [
        ("(lazy_turn_->error_ != 0 && lazy_retry_) ? 0 : lazy_stamp_",
         "(lazy_turn_->error_ != 0 && lazy_retry_ && 0) ? 0 : lazy_stamp_")]),
    ("a dependent cell remembers an error that should be retried", [
        ("if (lazy_unsure_) lazy_turn_->unsure_ = 1;", "(void)lazy_unsure_;")]),
    ("a remembered error is computed again", [
        ("lazy_turn_->unsure_ || (lazy_turn_->error_ != 0 && lazy_retry_) ? 0",
         "lazy_turn_->unsure_ || (lazy_turn_->error_ != 0 && (lazy_retry_ || 1)) ? 0")]),
    ("a different error does not count as a change", [
        ("lazy_had_ || lazy_turn_->error_ != lazy_self_->lazy.error_)", "lazy_had_)")]),
    ("the body runs although a dependency has an error", [
        ("LAZY_DERIVED_WITH", "if (lazy_turn_.error_ != 0) { name##_keep_(lazy_self_, &lazy_turn_,"
                              " LAZY_NULL_); }"
         " else if", "if (lazy_turn_.error_ == LAZY_E_EMPTY) { name##_keep_(lazy_self_, &lazy_turn_,"
                     " LAZY_NULL_); }"
         " else if")]),
    ("a dependency after one with an error is brought up to date too", [
        ("LAZY_REFRESH_", "lazy_turn_.status_ == 0 && lazy_turn_.error_ == 0 &&",
         "lazy_turn_.status_ == 0 &&"),
        ("lazy_turn_->error_ = lazy_result_of_(lazy_on_);",
         "if (lazy_turn_->error_ == 0) lazy_turn_->error_ = lazy_result_of_(lazy_on_);")]),
    ("only the last dependency is checked", [
        ("if (lazy_is_later_(lazy_changed_, lazy_turn_->cell_->checked_)) lazy_turn_->must_ = 1;",
         "lazy_turn_->must_ = (lazy_flag)lazy_is_later_(lazy_changed_, lazy_turn_->cell_->checked_);")]),
    ("an invalidated input counts twice", [
        ("lazy_marked_ == LAZY_STALE_ ? lazy_revision_load_(&lazy_cell_->domain->revision_)"
         " : lazy_next_revision_(lazy_cell_->domain)", "lazy_next_revision_(lazy_cell_->domain)")]),
    ("an input invalidated before it is set has a value", [
        ("if (lazy_marked_ == 0 || lazy_cell_->changed_ == 0) return;", "if (lazy_marked_ == 0) return;")]),
    ("a stamp can be 0", [
        ("lazy_revision_add_(&lazy_domain_->revision_, 2)", "lazy_revision_add_(&lazy_domain_->revision_, 1)")]),
    ("a replaced value is not dropped", [
        ("LAZY_DERIVED_WITH", "if (lazy_had_) name##_drop_(name##_at_(lazy_self_));", "")]),
    ("a new value equal to the old one is not dropped", [
        ("LAZY_DERIVED_WITH", "name##_drop_(lazy_fresh_);", "")]),
    ("a pinned cell is recomputed", [
        ("const lazy_word lazy_seen_ = lazy_swap_if_(&lazy_cell_->word_, 0, lazy_running_()); int"
         " lazy_status_;"
         " if (lazy_seen_ == 0) break;",
         "const lazy_word lazy_seen_ = lazy_swap_(&lazy_cell_->word_, lazy_running_()); int lazy_status_;"
         " if (!LAZY_IS_RUNNING_(lazy_seen_)) break;")]),
    ("a copy does not unpin", [
        ("LAZY_READ_", "*lazy_out_ = *lazy_value_; lazy_unpin_(&lazy_self_->lazy);",
         "*lazy_out_ = *lazy_value_;")]),
    ("the revision is read after the computation", [
        ("const lazy_revision lazy_stamp_ = lazy_turn_->at_ + 1;",
         "const lazy_revision lazy_stamp_ = lazy_revision_load_(&lazy_cell_->domain->revision_) + 1;")]),
    ("a positive result of a body is not an error", [
        ("lazy_turn_->error_ = lazy_status_of_(lazy_answer_);",
         "lazy_turn_->error_ = lazy_answer_ > 0 && lazy_answer_ != LAZY_PENDING ? 0 : lazy_answer_;")]),
    ("a cell that needs itself goes unnoticed", [
        ("if (lazy_outer_->cell_ == lazy_cell_) return",
         "if (lazy_outer_->cell_ == lazy_cell_ && lazy_outer_->outer_ == LAZY_NULL_) return")]),
    ("a dependency in another domain is accepted", [
        ("if (lazy_outer_ == LAZY_NULL_ || lazy_outer_->cell_->domain == lazy_cell_->domain) return 0;",
         "(void)lazy_outer_; return 0;")]),
]


class Dependents(common.Suite):
    script = "dependents.py"
    header = "lazy_graph.h"
    harness = "dependents.h"
    programs = "graphs"
    batch = 250
    check_programs = 600
    check_batch = 150
    description = "Random graphs of cells must behave alike in lazy.h and in a simple model."

    def make(self, seeds, options):
        graphs = []
        for seed in seeds:
            graphs.append(Graph(seed))
            Run(graphs[-1]).run()
        return graphs

    def mutations(self, options):
        return MUTATIONS


if __name__ == "__main__":
    sys.exit(common.main(Dependents()))
