#!/usr/bin/env python3
"""A differential test: random tasks must do the same over async.h and over Python's asyncio.

A program is a few tasks, made from a seed. A task is a tree of blocks, each of them a coroutine in
Python and a generator in C. Each event, with its time, and how each task ends, is a line of the
trace. The loop of asyncio has virtual time, which jumps to the next deadline when nothing is ready.

Run `tasks.py --help`, or read the README beside this file.
"""

import asyncio
import heapq
import random
import sys

import common

GATHER, SETTLE, RACE, ALL, ANY, TIMED = MODES = range(6)  # how a NURSERY waits for its tasks
TASKS, DEPTH = 8, 8
CANCELLED, TIMEOUT = -32752, -32751


# ---- A program -----------------------------------------------------------------------------------


class Op:
    def __init__(self, kind, number=0, mode=0, tasks=(), a=None, b=None):
        self.kind, self.number, self.mode, self.tasks, self.a, self.b = kind, number, mode, tasks, a, b
        self.id = 0

    def __str__(self):
        return "#%d %s %d mode %d%s" % (self.id, self.kind, self.number, self.mode,
                                        " tasks %s" % (self.tasks,) if self.tasks else "")


class Maker:
    """Makes the blocks of a program."""

    def __init__(self, rng, count):
        self.rng = rng
        self.count = count
        self.left = 0  # operations of this task
        self.free = list(range(2, count))  # tasks that nothing spawns yet: one statement spawns each

    def block(self, task, depth, most=4):
        return [self.op(task, depth) for _ in range(self.rng.randrange(1, most + 1))]

    def op(self, task, depth):
        rng = self.rng
        self.left -= 1
        simple = ["SLEEP", "SLEEP", "UNTIL", "YIELD", "WAIT", "SET", "SET", "CANCEL", "CANCEL", "RAISE"]
        nested = ["CALL", "EXCEPT", "FINALLY", "FINALLY", "WITHIN", "WITHIN", "NURSERY", "NURSERY", "EVERY"]
        kind = rng.choice(simple + nested if depth < DEPTH - 2 and self.left > 0 else simple)
        later = [other for other in self.free if other > task]
        if kind == "NURSERY" and not later:
            kind = "WITHIN"
        number = rng.randrange(self.count)
        if kind == "CANCEL" and number == task:
            return Op("CANCEL_SELF", mode=1)
        if kind == "SET" and later and rng.random() < 0.25:
            return Op("SPAWN", self.take(later))
        if kind == "RAISE" and rng.random() < 0.3:
            return Op("RETURN")
        if kind in ("SLEEP", "UNTIL"):
            return Op(kind, rng.choice([0, 0, 1, 2, 5]))
        if kind == "YIELD":
            return Op(kind, rng.randrange(1, 4))
        if kind == "WAIT":
            return Op(kind, rng.choice([0, 1, 2, 3, 30]))
        if kind in ("SET", "CANCEL"):
            return Op(kind, number)
        if kind == "RAISE":
            return Op(kind, rng.randrange(1, 10))

        def inner():
            return self.block(task, depth + 1, 3)

        if kind == "CALL":
            return Op(kind, a=inner())
        if kind == "EXCEPT":
            return Op(kind, a=inner(), b=inner())
        if kind == "FINALLY":
            return Op(kind, rng.randrange(3), rng.random() < 0.5, a=inner(), b=inner())
        if kind == "WITHIN":
            return Op(kind, rng.choice([0, 1, 2, 4, 8]), rng.random() < 0.3, a=inner())
        if kind == "EVERY":
            return Op(kind, rng.randrange(1, 4), rng.randrange(1, 4), a=inner())
        tasks = sorted(self.take(later) for _ in range(rng.randrange(1, min(len(later), 3) + 1)))
        return Op("NURSERY", rng.randrange(5), rng.choice(MODES), tasks, a=inner())

    def take(self, later):
        later.sort(reverse=True)
        task = later.pop()
        self.free.remove(task)
        return task


class Program:
    """A program: it may be run in C, and has the trace of asyncio."""

    def __init__(self, seed):
        rng = random.Random(seed)
        self.seed = seed
        self.count = rng.randrange(2, TASKS + 1)
        maker = Maker(rng, self.count)
        self.tasks = []
        for task in range(self.count):
            maker.left = 24
            self.tasks.append([] if task in maker.free else maker.block(task, 0))
            if rng.random() < 0.1:
                self.tasks[-1].append(Op("CANCEL_SELF"))
        self.ops = []
        self.blocks = [self.number(block) for block in self.tasks]
        self.trace = Run(self).trace

    def number(self, block):
        """Append a block to the operations. Return where it begins."""
        first = len(self.ops)
        self.ops += block + [Op("END")]
        for at, op in enumerate(block, first):
            op.id = at
            op.at_a = self.number(op.a) if op.a else 0
            op.at_b = self.number(op.b) if op.b else 0
        return first

    def python(self):
        lines = []

        def show(block, indent):
            for op in block:
                lines.append("    " * indent + str(op))
                for inner, name in ((op.a, "a"), (op.b, "b")):
                    if inner:
                        lines.append("    " * indent + "  " + name + ":")
                        show(inner, indent + 1)

        for number, block in enumerate(self.tasks):
            lines.append("task %d:" % number)
            show(block, 1)
        return "\n".join(lines)

    def c(self):
        ops = ["{%s, %d, %d, %d, %du, %d, %d}" % (
            op.kind, op.id, op.number, op.mode, sum(1 << task for task in op.tasks),
            getattr(op, "at_a", 0), getattr(op, "at_b", 0)) for op in self.ops]
        return "\n".join([
            "static const struct op ops_%d[] = {%s};" % (self.seed, ",\n    ".join(ops)),
            "static const int blocks_%d[] = {%s};" % (self.seed, ", ".join(map(str, self.blocks))),
            "static const struct setting setting_%d = {%d, ops_%d, blocks_%d, %d, %d};"
            % (self.seed, self.seed, self.seed, self.seed, self.count, 2 * len(self.trace) + 200), ""])

    def c_call(self):
        return "drive(&setting_%d);" % self.seed


# ---- In Python -----------------------------------------------------------------------------------


class Loop(asyncio.BaseEventLoop):
    """A loop with virtual time. As in async.h, a deadline wakes its task for the turn that finds it
    due, and the end of a task wakes those that wait for it for the next turn: callbacks, which are
    not steps of a task, run at once when the step is over that schedules them."""

    def __init__(self):
        super().__init__()
        self.now = 0
        self.steps, self.callbacks = [], []
        self.set_exception_handler(lambda loop, context: None)

    def time(self):
        return self.now

    def call_soon(self, callback, *args, context=None):
        handle = asyncio.Handle(callback, args, self, context)
        is_step = (type(callback).__name__ == "TaskStepMethWrapper"
                   or isinstance(getattr(callback, "__self__", None), asyncio.Task))
        (self.steps if is_step else self.callbacks).append(handle)
        return handle

    def run(self, handle):
        if not handle.cancelled():
            handle._run()
        while self.callbacks:
            self.run(self.callbacks.pop(0))

    def _run_once(self):
        while self._scheduled and self._scheduled[0].cancelled():
            heapq.heappop(self._scheduled)
        if not self.steps:
            if self._scheduled:
                self.now = max(self.now, self._scheduled[0].when())
            else:
                self.stop()
        while self._scheduled and self._scheduled[0].when() <= self.now:
            self.run(heapq.heappop(self._scheduled))
        steps, self.steps = self.steps, []
        for step in steps:
            self.run(step)

    def _timer_handle_cancelled(self, handle):
        pass


class Error(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Leave(Exception):
    """A RETURN."""


class Frame:
    """A block that runs."""

    def __init__(self, depth):
        self.depth = depth
        self.closing = False  # it was cancelled, or the time is over that it had
        self.timeout = None  # over its child
        self.struck = False  # that timeout, and the child knows


def named(status):
    return {0: "done", 2: "pending", CANCELLED: "cancelled", TIMEOUT: "timeout"}.get(status, "error %d" % -status)


class Job:
    """A task. async.h closes a body once; so a body that is being closed goes on with what it waits
    for when a second cancellation comes."""

    def __init__(self, run, number):
        self.run = run
        self.number = number
        self.frames = []
        self.event = asyncio.Event()
        self.cancelled = self.knows = False
        self.is_owned = False
        self.task = run.loop.create_task(self.body())
        self.task.add_done_callback(self.ends)

    # -- the end

    def status(self):
        if not self.task.done():
            return 2
        if self.task.cancelled():
            return CANCELLED
        error = self.task.exception()
        if error is None:
            return 0
        if not isinstance(error, Error):
            raise error
        return error.code

    def ends(self, _):
        self.run.say("%d: task %d ends: %s" % (self.run.loop.now, self.number, named(self.status())))
        if self.status() not in (0, CANCELLED) and not self.is_owned:
            self.run.say("%d: failed: task %d %s" % (self.run.loop.now, self.number, named(self.status())))

    async def body(self):
        await self.block(self.run.program.tasks[self.number], 0)
        if self.knows:
            raise asyncio.CancelledError
        if self.cancelled:  # by itself, just now: it ends in the next turn, and is not cancelled
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                pass

    def cancel(self):
        if not self.cancelled and not self.task.done():
            self.cancelled = True
            self.task.cancel()

    # -- waiting

    def goes_on(self):
        """A wait was cancelled. Return whether it goes on nevertheless."""
        first = None
        for level in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[level]
            if frame.timeout is not None and frame.timeout.expired() and not frame.struck:
                frame.struck = True
                first = level + 1
        if self.cancelled and not self.knows:
            self.knows = True
            first = 0
        for frame in self.frames[first:]:
            if frame.closing:
                return True
            frame.closing = True
        return False

    async def wait(self, condition, make):
        """Await what `make` returns until a condition holds."""
        while not condition():
            try:
                await make()
            except asyncio.CancelledError:
                if not self.goes_on():
                    raise

    def due(self, me, rounds):
        return (self.run.loop.now // 64 + 1 + rounds) * 64 + self.number * DEPTH + me.depth

    async def until(self, due):
        loop = self.run.loop
        await self.wait(lambda: loop.now >= due, lambda: asyncio.sleep(due - loop.now))

    def ended(self, others):
        for other in others:
            if not other.task.done():
                other.is_owned = True
        return [other.task.done() for other in others]

    async def join(self, others, condition, due=None):
        """Wait for other tasks, until a condition or a time."""
        loop = self.run.loop

        def make():
            return asyncio.wait([other.task for other in others if not other.task.done()],
                                timeout=None if due is None else due - loop.now,
                                return_when=asyncio.FIRST_COMPLETED)

        await self.wait(lambda: condition(self.ended(others)) or (due is not None and loop.now >= due), make)

    # -- blocks

    def say(self, me, op, text):
        self.run.say("%d: task %d.%d #%d %s" % (self.run.loop.now, self.number, me.depth, op.id, text))

    async def block(self, ops, depth):
        me = Frame(depth)
        self.frames.append(me)
        try:
            for op in ops:
                self.say(me, op, "begins")
                await getattr(self, "do_" + op.kind.lower())(me, op)
        except Leave:
            pass
        finally:
            self.frames.pop()

    async def child(self, me, ops):
        """Await a block. As in a generator, it cannot stop the close of its parent but by an error."""
        was_closing = me.closing
        await self.block(ops, me.depth + 1)
        if me.closing and not was_closing:
            raise asyncio.CancelledError

    async def do_sleep(self, me, op):
        await self.until(self.due(me, op.number))

    do_until = do_sleep

    async def do_yield(self, me, op):
        for _ in range(op.number):
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                if not self.goes_on():
                    raise
            self.say(me, op, "goes on")

    async def do_every(self, me, op):
        due = self.due(me, 0)
        for _ in range(op.number):
            due += 64 * op.mode
            await self.until(due)
            self.say(me, op, "turns")
            await self.child(me, op.a)

    async def do_wait(self, me, op):
        loop, event = self.run.loop, self.event
        due = self.due(me, op.number)

        async def make():
            try:
                async with asyncio.timeout_at(due):
                    await event.wait()
            except TimeoutError:
                pass

        await self.wait(lambda: event.is_set() or loop.now >= due, make)
        self.say(me, op, "found it set" if event.is_set() else "waited in vain")
        event.clear()

    async def do_set(self, me, op):
        other = self.run.jobs.get(op.number)
        if other is not None:
            other.event.set()

    async def do_cancel(self, me, op):
        other = self.run.jobs.get(op.number)
        if other is not None:
            other.cancel()

    async def do_cancel_self(self, me, op):
        self.cancel()
        if op.mode:
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                if not self.goes_on():
                    raise

    async def do_spawn(self, me, op):
        self.say(me, op, "spawns " + ("busy" if self.run.spawn(op.number) is None else "done"))

    async def do_raise(self, me, op):
        raise Error(-op.number)

    async def do_return(self, me, op):
        raise Leave

    async def do_call(self, me, op):
        await self.child(me, op.a)

    async def do_except(self, me, op):
        try:
            await self.child(me, op.a)
        except Error as error:
            self.say(me, op, "caught " + named(error.code))
            await self.child(me, op.b)

    async def do_finally(self, me, op):
        try:
            await self.child(me, op.a)
        finally:
            self.say(me, op, "finally")
            if op.mode:
                await self.until(self.due(me, op.number))
            self.say(me, op, "calls")
            await self.child(me, op.b)

    async def do_within(self, me, op):
        was_closing = me.closing
        status = 0
        me.struck = False
        try:
            async with asyncio.timeout_at(self.due(me, op.number)) as me.timeout:
                await self.block(op.a, me.depth + 1)
        except (TimeoutError, asyncio.CancelledError):  # asyncio.timeout tells them apart by a count,
            pass  # which also has those that a finally has not heeded
        except Error as error:
            status = error.code
        timeout, me.timeout = me.timeout, None
        if me.closing and not was_closing:
            raise asyncio.CancelledError
        if status == 0 and timeout.expired():
            status = TIMEOUT
        self.say(me, op, "within " + named(status))
        if op.mode and status < 0:
            raise Error(status)

    async def do_nursery(self, me, op):
        others = []
        for task in op.tasks:
            job = self.run.spawn(task)
            self.say(me, op, "spawns " + ("busy" if job is None else "done"))
            others += [] if job is None else [job]
        try:
            await self.child(me, op.a)
        finally:
            self.say(me, op, "joins")
            if op.mode <= RACE:
                await self.gather(me, op, others)
            else:
                try:
                    await self.join(others, any if op.mode == ANY and others else all,
                                    self.due(me, op.number) if op.mode == TIMED else None)
                    self.show(me, op, others)
                finally:
                    for other in others:
                        other.cancel()
                    await self.join(others, all)
            self.show(me, op, others)

    async def gather(self, me, op, others):
        """Wait for all. The first error cancels the others, as in a TaskGroup, or the first end does."""
        found = None  # the first error or end

        def condition(ended):
            nonlocal found
            for other in others:
                if found is None and other.task.done() and (op.mode == RACE or other.status() != 0):
                    found = other
            for other in others if found is not None and op.mode != SETTLE else []:
                other.cancel()
            return all(ended)

        try:
            await self.join(others, condition)
        finally:
            for other in others if me.closing else []:
                other.cancel()
            await self.join(others, all)
        self.say(me, op, "gathered " + named(0 if found is None else found.status()))
        if found is not None:
            self.say(me, op, "found task %d" % found.number)

    def show(self, me, op, others):
        for other in others:
            self.say(me, op, "has " + named(other.status()))


class Run:
    """Runs a program."""

    def __init__(self, program):
        self.program = program
        self.trace = []
        self.jobs = {}
        self.loop = Loop()
        self.spawn(0)
        self.spawn(1)
        self.loop.run_forever()
        self.say("over")
        self.loop.close()

    def say(self, line):
        self.trace.append(line)

    def spawn(self, number):
        """Return a new task, or None if it is still alive."""
        if number in self.jobs and not self.jobs[number].task.done():
            return None
        self.jobs[number] = Job(self, number)
        return self.jobs[number]


class Tasks(common.Suite):
    script = "tasks.py"
    header = "async.h"
    harness = "tasks.h"
    programs = "programs"
    batch = 400
    check_programs = 1200
    check_batch = 300
    description = "Random tasks must do the same over async.h and over Python's asyncio."

    def make(self, seeds, options):
        return [Program(seed) for seed in seeds]

    def mutations(self, options):
        return MUTATIONS

    def check(self, options):
        if sys.version_info < (3, 11):
            raise common.Unusable("it needs Python 3.11 or newer, for asyncio.timeout")


MUTATIONS = [
    ("a body that is closed while it closes a child leaves it", [
        ("ASYNC_AWAIT_KEPT_", "(kept) = gen_thrown_; gen_thrown_ = 0;", "GEN_UNWIND_();")]),
    ("a timeout forgets that the time is over", [
        ("async_timeout_->kept_ = async_until(async_task_, async_timeout_->due_);",
         "return async_until(async_task_, async_timeout_->due_);")]),
    ("a child that was closed is no timeout", [
        ("if ((timeout).kept_ != 0 && (timeout).status == GEN_DONE)", "if ((timeout).kept_ < 0)")]),
    ("a cancel within a timeout is lost", [
        ("if ((timeout).kept_ < 0) GEN_RAISE((timeout).kept_);", "")]),
    ("a cancel of a task that waits for a group is lost", [
        ("if ((group).kept_ < 0) GEN_RAISE((group).kept_);", "")]),
    ("a failed task of a group does not cancel the others", [
        ("ASYNC_GATHER", "ASYNC_FIRST_ERROR_", "ASYNC_NEVER_")]),
    ("a failed task of a group cancels the others, though it should not", [
        ("ASYNC_SETTLE", "ASYNC_NEVER_", "ASYNC_FIRST_ERROR_")]),
    ("only an error ends a race", [
        ("ASYNC_RACE", "ASYNC_FIRST_END_", "ASYNC_FIRST_ERROR_")]),
    ("a cancelled group does not cancel its tasks", [
        ("async_group_->status = GEN_E_CANCELLED; async_cancels_ = ASYNC_FIRST_ERROR_;",
         "async_group_->status = GEN_E_CANCELLED;")]),
    ("the last error of a group counts", [
        ("else if (async_group_->status == GEN_PENDING &&", "else if (")]),
    ("the later of two deadlines counts", [
        ("if (async_is_before_(async_due_, async_task_->is_.due_))",
         "if (async_is_before_(async_task_->is_.due_, async_due_) || async_task_->is_.due_ =="
         " GEN_CAST_(async_tick, async_now(async_task_) - ASYNC_HALF_))")]),
    ("a deadline is over one tick late", [
        ("if (!async_is_before_(async_now(async_task_), async_due_)) return 1;",
         "if (async_is_before_(async_due_, async_now(async_task_))) return 1;")]),
    ("time does not wrap around", [
        ("return GEN_CAST_(async_tick, async_a_ - async_b_) > ASYNC_HALF_;", "return async_a_ < async_b_;")]),
    ("a period begins when the last one was noticed", [
        ("*async_due_ = GEN_CAST_(async_tick, *async_due_ + async_ticks_);",
         "*async_due_ = GEN_CAST_(async_tick, *async_due_ + async_ticks_ + 1);")]),
    ("a yield is a wait without an end", [
        ("ASYNC_YIELD", "async_wake(task);", "(void)(task);")]),
    ("the last task that was woken is polled first", [
        ("while (async_top_ != GEN_NULL_) { struct async_task *const async_below_",
         "if (async_top_ != GEN_NULL_) { return async_top_; }\n"
         "    while (async_top_ != GEN_NULL_) { struct async_task *const async_below_")]),
    ("a cancel does not wake the task", [
        ("async_task_->cancelled_ = 1; async_wake(async_task_);", "async_task_->cancelled_ = 1;")]),
    ("a task that is spawned again is cancelled at once", [
        ("async_task_->cancelled_ = 0;", "")]),
    ("the end of a task wakes no other", [
        ("async_wake(async_task_->owner_);", "")]),
    ("the error of a task for which another one waits is returned, too", [
        ("async_wake(async_task_->owner_); return GEN_DONE;", "async_wake(async_task_->owner_);")]),
    ("a task that was cancelled has failed", [
        ("return async_task_->is_.status_ == GEN_E_CANCELLED ?",
         "return async_task_->is_.status_ == GEN_E_TIMEOUT ?")]),
    ("a task that is closed is done", [
        ("return async_status_ == GEN_DONE ? GEN_CAST_(gen_status, GEN_E_CANCELLED) : async_status_;",
         "return async_status_;")]),
    ("an error drops the rest of a run", [
        ("if (async_status_ < 0) return async_status_;",
         "if (async_status_ < 0) { async_executor_->batch_ = GEN_NULL_; return async_status_; }")]),
    ("a task that has woken itself is over at once", [
        ("if (!async_claim_(async_task_)) return GEN_PENDING;", "(void)async_claim_(async_task_);")]),
]


if __name__ == "__main__":
    sys.exit(common.main(Tasks()))
