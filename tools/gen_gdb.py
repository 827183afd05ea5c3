"""Commands for gdb that show where generators and tasks are suspended, in a live program or a core file.

    (gdb) source tools/gen_gdb.py
    (gdb) gen-where <generator>    where it is suspended, and the children that it waits for
    (gdb) gen-tasks <executor>     all tasks of an executor of async.h that can be found

Both take a struct, or a pointer to one; gen-where takes a task of async.h or a stack of gen_stack.h,
too. The program needs -g, at any optimisation, and gdb its sources, including the headers.

A suspended generator stores the number of its resume point. The points of a body are numbered in the
order of the text by __COUNTER__, so this script expands the macros of the body that count, as the
preprocessor does. Of `#if` it knows only `#if 0`: resume points under another one are all counted."""

import os
import re

import gdb

IDENTIFIER = re.compile(r"\b[A-Za-z_]\w*")
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(\([^)]*\))?((?:\\\n|[^\n])*)", re.M)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*[\"<]([^\">]+)[\">]", re.M)
HIDDEN = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
PULLS = ("GEN_PULL", "GEN_SHUT")
FUNCTIONS = ("_resume_", "_get_", "_close", "_body_", "_received_", "_async_poll_", "_next", "_spawn",
             "_frame_", "_on_resume_")
FIRST_POINT, GEN_PENDING = 4, 2


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


class Source:
    """A file: its text, and the same without comments and strings, with every offset unchanged."""

    def __init__(self, path):
        with open(path, encoding="utf-8", errors="replace") as file:
            self.text = file.read()
        self.path = path
        self.includes = INCLUDE.findall(self.text)
        code = HIDDEN.sub(lambda match: blank(match) if match.group()[0] == "/" else
                          match.group()[0] + blank(match)[1:-1] + match.group()[0], self.text)
        self.code = re.sub(r"^[ \t]*#[ \t]*if[ \t]+0[ \t]*\n.*?^[ \t]*#[ \t]*(?:else|endif)\b", blank, code,
                           flags=re.S | re.M)
        self.body_code = DEFINE.sub(blank, self.code)


class Macros:
    """The macros that count, or that contain a GEN_PULL or a GEN_SHUT, of all files of a program."""

    def __init__(self, sources):
        self.bodies, self.parameters = {}, {}
        for source in sources:
            for name, parameters, body in DEFINE.findall(source.code):
                body = body.replace("\\\n", " ")
                if len(body) >= len(self.bodies.get(name, "")):
                    self.bodies[name] = body
                    self.parameters[name] = [each.strip() for each in parameters[1:-1].split(",")
                                             ] if parameters else None
        words = {name: IDENTIFIER.findall(body) for name, body in self.bodies.items()}
        # The private names that stand for a number, such as GEN_NEXT_PAIR_: how many each of them takes.
        self.numbers = {"__COUNTER__": 1}
        self.relevant = {"__COUNTER__", *PULLS}
        grown = True
        while grown:
            grown = False
            for name, used in words.items():
                if name not in self.relevant and self.relevant.intersection(used):
                    grown = True
                    self.relevant.add(name)
                    if self.parameters[name] is None and name.endswith("_"):
                        self.numbers[name] = sum(self.numbers.get(word, 0) for word in used)
        self.takes = {name: sum(self.numbers.get(word, 0) for word in used)
                      for name, used in words.items() if name not in self.numbers}

    def expand(self, code, found, at=None, end=None):
        """Expand the macros that matter. Append (name, arguments, numbers, begin, end) to `found` for
        each that takes numbers itself; the offsets are those of the outermost macro in `code`."""
        out, position = [], 0
        while True:
            match = IDENTIFIER.search(code, position)
            if not match:
                return "".join(out) + code[position:]
            out.append(code[position:match.start()])
            name, position = match.group(), match.end()
            arguments = None
            if name in self.relevant and self.parameters.get(name) is not None:
                arguments, after = call(code, position)
            if name not in self.relevant or name in self.numbers or \
                    (self.parameters.get(name) is not None and arguments is None):
                out.append(name)
                continue
            begin, stop = match.start(), position
            if arguments is not None:
                position = stop = after
            if at is not None:
                begin, stop = at, end
            arguments = [self.expand(each, found, begin, stop).strip() for each in arguments or []]
            if name in PULLS:
                out.append(f"{name}({', '.join(arguments)})")
            elif self.takes.get(name):
                found.append((name, arguments, self.takes[name], begin, stop))
                if name == "GEN_END":
                    return "".join(out)
            else:
                out.append(self.expand(self.substitute(name, arguments), found, begin, stop))

    def substitute(self, name, arguments):
        values = {}
        for number, parameter in enumerate(self.parameters[name] or []):
            if parameter == "...":
                values["__VA_ARGS__"] = ", ".join(arguments[number:])
            elif number < len(arguments):
                values[parameter] = arguments[number]
        body = IDENTIFIER.sub(lambda match: values.get(match.group(), match.group()), self.bodies[name])
        return re.sub(r"\s*##\s*", "", body)


def call(code, position):
    """Return the arguments of the call at a position, and the offset after it; or None."""
    match = re.compile(r"\s*\(").match(code, position)
    if not match:
        return None, position
    arguments, depth, begin = [], 0, match.end()
    for position in range(begin, len(code)):
        letter = code[position]
        if letter in "([{":
            depth += 1
        elif letter == "," and depth == 0 or letter == ")" and depth == 0:
            arguments.append(code[begin:position])
            begin = position + 1
            if letter == ")":
                return arguments, begin
        elif letter in ")]}":
            depth -= 1
    return None, position


class Bodies:
    """The bodies of the program, each read from the sources when it is first needed."""

    sources, found, units = {}, {}, []

    @classmethod
    def read(cls, path):
        if path not in cls.sources:
            try:
                cls.sources[path] = Source(path)
            except OSError:
                cls.sources[path] = None
        return cls.sources[path]

    @classmethod
    def files(cls, symtab):
        """Return the sources of a compilation unit: those of its symbols, and all that they include."""
        paths = {symtab.fullname()}
        for block in (symtab.static_block(), symtab.global_block()):
            paths.update(symbol.symtab.fullname() for symbol in block if symbol.symtab)
        sources, folders, todo = [], set(), sorted(paths)
        folders.update(os.path.dirname(path) for path in paths)
        while todo:
            source = cls.read(todo.pop())
            if source is None or source in sources:
                continue
            sources.append(source)
            here = [os.path.dirname(source.path), *sorted(folders)]
            for include in source.includes:
                for folder in here:
                    path = os.path.normpath(os.path.join(folder, include))
                    if os.path.isfile(path):
                        todo.append(path)
                        break
        return sources

    @classmethod
    def of(cls, name):
        """Return the source of a generator's body and its points: {number: (macro, arguments, offset
        within the macro's numbers, begin, end)}."""
        if name in cls.found:
            return cls.found[name]
        head = re.compile(r"^[ \t]*[A-Z]\w*\s*\(\s*" + name + r"\b[^;{}]*\)\s*\{", re.M)
        symbols = gdb.lookup_static_symbols(name, gdb.SYMBOL_STRUCT_DOMAIN)  # where all is inlined
        for function in FUNCTIONS:
            symbols = [gdb.lookup_global_symbol(name + function),
                       *gdb.lookup_static_symbols(name + function), *symbols]
        symbols.append(gdb.lookup_global_symbol("main"))
        units = [*dict.fromkeys([*(each.symtab for each in symbols if each), *cls.units])]
        if not units:
            raise gdb.GdbError(f"{name}: this generator has no debug information")
        for unit in units:
            sources = cls.files(unit)
            macros = Macros(sources)
            for source in sources:
                for match in head.finditer(source.body_code):
                    points = points_of(macros, source.body_code[match.end():], match.end())
                    if points is not None:
                        cls.units.append(unit)
                        cls.found[name] = source, points
                        return cls.found[name]
        raise gdb.GdbError(f"{name}: no body of this generator in the sources of {units[0].filename}")


def points_of(macros, code, base):
    found, points, number = [], {}, None
    macros.expand(code, found)
    for name, arguments, takes, begin, end in found:
        if name == "GEN_BEGIN":
            number = FIRST_POINT
        elif number is None:
            return None
        else:
            for each in range(takes):
                points[number + each] = name, arguments, each, base + begin, base + end
            number += takes
    return None if number is None else points


def struct_of(expression):
    value = gdb.parse_and_eval(expression) if isinstance(expression, str) else expression
    if value.type.strip_typedefs().code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_REF):
        value = value.referenced_value()
    if value.type.strip_typedefs().code != gdb.TYPE_CODE_STRUCT:
        raise gdb.GdbError("not a struct, nor a pointer to one")
    return value


def name_of(value):
    return value.type.strip_typedefs().unqualified().tag


def evaluate(expression, value):
    """Evaluate an expression of a body, in which `self` points to a generator."""
    gdb.set_convenience_variable("gen_self", value.address)
    return gdb.parse_and_eval(re.sub(r"\bself\b", "$gen_self", expression))


def stack_of(stack):
    """Return the (name, struct) of the generators on a stack of gen_stack.h, the outermost first."""
    array = stack["frames" if has(stack, "frames") else "links"]
    if not int(array):
        return []
    elements = [array[each] for each in range(int(stack["at_"]) // array.type.target().sizeof + 1)]
    if has(stack, "frames"):
        return [(name_of(stack), each) for each in elements]
    names = [re.search(r"<(\w+)_kind_>", each["kind_"].format_string(symbols=True)).group(1) for each in elements
             if int(each["kind_"])]
    return [(name, each["self_"].cast(gdb.lookup_type("struct " + name).pointer()).dereference())
            for name, each in zip(names, elements)]


def where(value, indent=""):
    """Print where a generator is suspended, and its children."""
    name = name_of(value)
    if has(value, "gen"):
        where_body(name, value, indent)
    elif has(value, "at_") and (has(value, "frames") or has(value, "links")):
        stack = stack_of(value)
        if not stack:
            gdb.write(f"{indent}{name} is empty\n")
        for depth, (each, element) in enumerate(stack):
            where_body(each, element, indent + "  " * depth)
    else:
        raise gdb.GdbError(f"{indent}{name}: no generator: it has no member `gen`")


def where_body(name, value, indent):
    number = int(value["gen"]["state_"])
    if number < 3:
        gdb.write(f"{indent}{name} {('has not started', 'is running', 'has finished')[number]}\n")
        return
    try:
        source, points = Bodies.of(name)
    except gdb.GdbError as error:
        gdb.write(f"{indent}{error}\n")
        return
    if number not in points:
        gdb.write(f"{indent}{name}: its sources have no resume point {number}\n")
        return
    macro, arguments, offset, begin, end = points[number]
    line = source.text.count("\n", 0, begin) + 1
    text = HIDDEN.sub(lambda match: "" if match.group()[0] == "/" else match.group(), source.text[begin:end])
    text = re.sub(r"\s*\\?\n\s*", " ", text)
    text = text if len(text) <= 72 else text[:69] + "..."
    closed = " while it is being closed" if offset else ""
    gdb.write(f"{indent}{name} waits at {os.path.basename(source.path)}:{line}{closed}: {text}\n")
    for child, pointer in children(macro, arguments, value):
        try:
            kind = gdb.lookup_type("struct " + child).pointer()
            where(evaluate(pointer, value).cast(kind).dereference(), indent + "  ")
        except gdb.GdbError as error:
            gdb.write(f"{error}\n")
        except gdb.error as error:
            gdb.write(f"{indent}  {child}: cannot evaluate {pointer}: {error}\n")


def children(macro, arguments, value):
    """Return the (name, pointer) of the children for which a generator waits at a macro."""
    if macro == "GEN_YIELD_FROM":
        return [(arguments[0], arguments[1])]
    if macro == "GEN_FOR_AWAIT":
        return [(arguments[1], arguments[2])]
    found = []
    for match in re.finditer(r"\bGEN_(?:PULL|SHUT)\b", ", ".join(arguments)):
        parts = call(", ".join(arguments), match.end())[0]
        try:
            if int(evaluate(parts[0], value)) != GEN_PENDING:
                continue
        except gdb.error:
            pass
        child = parts[1].strip(), parts[2].strip()
        if child not in found:  # ASYNC_WITHIN pulls it, and shuts it later
            found.append(child)
    return found


def generator_of(task):
    """Return the generator of a task of async.h, or None if its type is not known."""
    match = re.search(r"<(\w+?)_async_poll_", task["poll_"].format_string(symbols=True))
    if not match:
        return None
    kind = gdb.lookup_type("struct " + match.group(1))
    offset = next(field.bitpos // 8 for field in kind.fields() if field.name == "task")
    place = int(task.address) - offset
    return gdb.Value(place).cast(kind.pointer()).dereference()


def has(value, field):
    return any(each.name == field for each in value.type.strip_typedefs().fields())


def tasks_of(executor):
    """Return {address: (task, state)} of all tasks that can be found."""
    tasks = {}

    def walk(pointer, links, state):
        todo, seen = [pointer], {0}
        while todo:
            pointer = todo.pop()
            if int(pointer) in seen:
                continue
            seen.add(int(pointer))
            task = pointer.dereference()
            if int(pointer) not in tasks:
                tasks[int(pointer)] = task, state(task) if callable(state) else state
            for link in reversed(links):
                if has(task, link):
                    todo.append(task[link]["task_"] if link in ("next_", "later_") else task[link])

    def status(task):
        return int(task["is_"]["status_"])

    def due(task):
        return f"waits until {int(task['is_']['due_'])}"

    if int(executor["current_"]):
        if int(executor["alive_"]) & 1:
            walk(executor["current_"], (), "is being polled")
        else:
            walk(executor["current_"], (),
                 lambda task: "is lost" if int(task["alive_"]) else f"has failed: {status(task)}")
    walk(executor["batch_"], ("next_",), "is ready, in this run")
    walk(executor["ready_"], ("next_",), "is ready")
    walk(executor["timers_"], ("later_", "later_too_"), due)
    if has(executor, "spawned_"):
        walk(executor["spawned_"], ("spawned_before_",), "waits")
    for task, _ in list(tasks.values()):
        if int(task["alive_"]):
            walk(task["owner_"], ("owner_",), "waits")
    return tasks


class Command(gdb.Command):
    def __init__(self, name):
        super().__init__(name, gdb.COMMAND_STACK, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        try:
            self.run(argument)
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None


class Where(Command):
    """Print where a generator is suspended: gen-where <a struct, or a pointer to one>"""

    def run(self, argument):
        value = struct_of(argument)
        if name_of(value) == "async_task":
            value = generator_of(value)
        if value is None:
            raise gdb.GdbError(f"{argument}: a task of an unknown type")
        where(value)


class Tasks(Command):
    """Print the tasks of an executor: gen-tasks <a struct async, or a pointer to one>"""

    def run(self, argument):
        executor = struct_of(argument)
        if name_of(executor) != "async":
            raise gdb.GdbError(f"{argument}: not a struct async")
        tasks, alive = tasks_of(executor), int(executor["alive_"]) >> 1
        gdb.write(f"{alive} tasks alive at {int(executor['now_'])}\n")
        for task, state in tasks.values():
            generator = generator_of(task)
            name = name_of(generator) if generator is not None else "a task of an unknown type"
            address = (task if generator is None else generator).address
            if int(task["cancelled_"]) and int(task["alive_"]):
                state += ", cancelled"
            gdb.write(f"{name} {address.format_string(symbols=True)} {state}\n")
            if generator is not None:
                where(generator, "  ")
        lost = alive - sum(1 for task, _ in tasks.values() if int(task["alive_"]))
        if lost > 0:
            gdb.write(f"{lost} more wait for a wake; compile with GEN_DEBUG to see them\n")


Where("gen-where")
Tasks("gen-tasks")
