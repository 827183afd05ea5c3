#!/usr/bin/env python3
"""Check that the macros of gen.h and gen_stack.h expand to what its comments say.

    expansions.py [--cc COMPILER]     exit 1 if one does not
    expansions.py --self-check        change lines of the comments: each change must be noticed

A comment says "expands to" and shows C with <placeholders>. This script makes two copies of a body,
one with the macro and one with the C, and resumes them side by side in every way.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LENGTH = 8  # the longest sequence of resumes that is tried

# The macro, its use, and the values of its placeholders. The use replaces MACRO in the bodies
# below.
USES = {
    "GEN_YIELD": ("GEN_YIELD(self->i);", {"value": "self->i"}),
    "GEN_RETURN": ("GEN_RETURN();", {}),
    "GEN_RAISE": ("GEN_RAISE(1 - self->i);", {"error": "1 - self->i"}),
    "GEN_YIELD_FROM": ("GEN_YIELD_FROM(kid, &self->kid);", {"name": "kid", "pointer": "&self->kid"}),
    "GEN_AWAIT": ("GEN_AWAIT(self->tests++ % 3 == 2);", {"condition": "self->tests++ % 3 == 2"}),
    "GEN_SUSPEND": ("GEN_SUSPEND();", {}),
    "GEN_FOR_AWAIT": ("GEN_FOR_AWAIT (self->item, kid, &self->kid) BLOCK",
                      {"lvalue": "self->item", "name": "kid", "pointer": "&self->kid", "block": "BLOCK"}),
    "GEN_EXCEPT": ("GEN_TRY A GEN_EXCEPT (self->error) B GEN_END_TRY;",
                   {"a": "A", "b": "B", "error": "self->error"}),
    "GEN_FINALLY": ("GEN_TRY A GEN_FINALLY PLAIN GEN_END_TRY;", {"a": "A", "b": "PLAIN"}),
    "GEN_FINALLY_SAVED": ("GEN_TRY A GEN_FINALLY_SAVED (self->saved) B GEN_END_TRY;",
                          {"a": "A", "b": "B"}),
    "GEN_CALL": ("GEN_CALL((struct @KIND@_frame){.i = self->i + 1});",
                 {"value": "(struct @KIND@_frame){.i = self->i + 1}"}),
    "GEN_DELEGATE": ("GEN_DELEGATE(@KIND@_in, self->i == 1 ? self->other : &self->in);",
                     {"name": "@KIND@_in", "pointer": "self->i == 1 ? self->other : &self->in"}),
    "GEN_FOR": ("GEN_FOR (x, kid, kid) BLOCK",
                {"variable": "x", "name": "kid", "pointer": "kid", "block": "BLOCK"}),
    "GEN_CLOSING": ("GEN_CLOSING (kid, kid) BLOCK", {"name": "kid", "pointer": "kid", "block": "BLOCK"}),
}

# The bodies of some macros; all other macros use the first one.
BODY = """
    GEN_TRY {
        for (self->i = 0; self->i < 3; self->i++) {
            GEN_YIELD(10 + self->i);
            MACRO
            GEN_YIELD(20 + self->i);
        }
    }
    GEN_EXCEPT (self->caught) { GEN_YIELD(30 + self->caught); }
    GEN_END_TRY;
    GEN_TRY { GEN_YIELD(40); }
    GEN_FINALLY_SAVED (self->kept) { MACRO_AGAIN }
    GEN_END_TRY;
    GEN_YIELD(41);
"""
# The replacements of the placeholders A, B and so on. PLAIN may not yield.
BLOCKS = {
    "A": """{
        GEN_YIELD(50);
        if (self->i == 1) continue;
        if (self->i == 2) break;
        if (self->tests++ == 1) GEN_RETURN();
        GEN_YIELD(51);
        if (self->tests == 1) GEN_RAISE(-9);
    }""",
    "B": """{
        self->log = self->log * 3 + 1;
        GEN_YIELD(52);
        if (self->log % 5 == 1) break;
        if (self->log % 7 == 1) GEN_RAISE(-8);
    }""",
    "PLAIN": """{
        self->log = self->log * 3 + 1;
        if (self->log % 5 == 1) break;
        if (self->log % 4 == 1) GEN_RAISE(-8);
    }""",
    "BLOCK": """{
        if (self->item == 2) continue;
        GEN_YIELD(60 + self->item);
        if (self->item == 3) break;
    }""",
}
OUTSIDE = {  # code outside a body
    "BLOCK": "{ log = log * 7 + (int)kid->gen.state_; if (log % 3 == 1) continue; if (log % 11 == 2) break; }",
}

PROGRAM = r"""
static int log, uncaught;
#define GEN_UNCAUGHT(status) ((void)(uncaught = uncaught * 31 + (status)))
#define GEN_IDLE() ((void)(log = log * 5 + 1))
#include "gen_stack.h"
#include <stdio.h>
#include <string.h>

struct kid { struct gen gen; int i, error, tests, stubborn, fails; };
GEN(kid, int) {
    GEN_BEGIN();
    GEN_TRY {
        for (self->i = 1; self->i < 5; self->i++) {
            GEN_YIELD(self->i);
            GEN_AWAIT(self->tests++ % 2 == 1);
            if (self->fails && self->i == 3) GEN_RAISE(-4);
        }
    }
    GEN_FINALLY_SAVED (self->error) {
        GEN_AWAIT(self->tests++ % 2 == 1);
        if (self->stubborn) GEN_YIELD(9);
    }
    GEN_END_TRY;
    GEN_END();
}

enum { LENGTH = @LENGTH@ };
struct step { int status, item, state, log; };
#define KIND(kind) \
    struct kind { struct gen gen; int i, item, error, caught, saved, kept, tests, log; struct kid kid; };

KIND(macro)
GEN(macro, int) {
    GEN_BEGIN();
@MACRO@
    GEN_END();
}
KIND(shown)
GEN(shown, int) {
    GEN_BEGIN();
@SHOWN@
    GEN_END();
}

#define RUN(kind) \
    static void run_##kind(const int *ops, int count, int stubborn, struct step *steps) { \
        struct kind g; \
        memset(&g, 0, sizeof g); \
        g.kid.stubborn = stubborn; \
        for (int i = 0; i < count; i++) { \
            int item = -1; \
            struct step *const s = &steps[i]; \
            s->status = ops[i] == 0   ? kind##_next(&g, &item) \
                        : ops[i] == 1 ? kind##_throw(&g, -7, &item) \
                        : ops[i] == 2 ? kind##_close(&g) \
                                      : kind##_reset(&g); \
            s->item = item; \
            s->state = (int)gen_state(&g.gen); \
            s->log = g.log * 64 + g.tests * 8 + g.i; \
        } \
    }
RUN(macro)
RUN(shown)

int main(void) {
    int ops[LENGTH] = {0}, wrong = 0;
    long tried = 0;
    for (int code = 0; code < 1 << 2 * LENGTH; code++)
        for (int stubborn = 0; stubborn < 2; stubborn++) {
            struct step a[LENGTH], b[LENGTH];
            for (int i = 0; i < LENGTH; i++) ops[i] = code >> 2 * i & 3;
            run_macro(ops, LENGTH, stubborn, a);
            run_shown(ops, LENGTH, stubborn, b);
            tried++;
            for (int i = 0; i < LENGTH && !wrong; i++)
                if (memcmp(&a[i], &b[i], sizeof a[i]) != 0) {
                    printf("resume %d of", i + 1);
                    for (int k = 0; k < LENGTH; k++) printf(" %s", &"next\0 throw\0close\0reset"[6 * ops[k]]);
                    printf(": the macro gives %d %d %d %d, what is shown %d %d %d %d\n", a[i].status,
                           a[i].item, a[i].state, a[i].log, b[i].status, b[i].item, b[i].state, b[i].log);
                    wrong = 1;
                }
        }
    return wrong || tried == 0;
}
"""

OUTSIDE_PROGRAM = PROGRAM[:PROGRAM.index("enum { LENGTH")] + r"""
static void macro(struct kid *kid) { @MACRO@ }
static void shown(struct kid *kid) { @SHOWN@ }
int main(void) {
    for (int start = 0; start < 64; start++) {
        int results[2][4];
        for (int which = 0; which < 2; which++) {
            struct kid k = {.stubborn = start & 1, .fails = start >> 1 & 1};
            int item;
            log = start;
            uncaught = 0;
            for (int i = 0; i < start >> 2; i++) (void)kid_next(&k, &item);
            (which ? shown : macro)(&k);
            results[which][0] = log;
            results[which][1] = uncaught;
            results[which][2] = (int)gen_state(&k.gen);
            results[which][3] = k.i * 100 + k.tests;
        }
        if (memcmp(results[0], results[1], sizeof results[0]) != 0) {
            printf("from %d: the macro gives %d %d %d %d, what is shown %d %d %d %d\n", start, results[0][0],
                   results[0][1], results[0][2], results[0][3], results[1][0], results[1][1], results[1][2],
                   results[1][3]);
            return 1;
        }
    }
    return 0;
}
"""

RECURSIVE = """
struct @KIND@_frame { struct gen gen; int i, caught; };
GEN_RECURSIVE(@KIND@, @KIND@_frame, int) {
    GEN_BEGIN();
    GEN_YIELD(10 + self->i);
    GEN_TRY { @CALL@ GEN_YIELD(child->i); }
    GEN_EXCEPT (self->caught) { GEN_YIELD(20 + self->i); }
    GEN_END_TRY;
    if (self->i == 1) GEN_RAISE(-6);
    GEN_YIELD(30 + self->i);
    GEN_END();
}
static void run_@KIND@(const int *ops, int count, int shallow, struct step *steps) {
    struct @KIND@_frame frames[4];
    struct @KIND@ g = {.frames = frames, .capacity = shallow ? 2 : 4};
    memset(frames, 0, sizeof frames);
    for (int i = 0; i < count; i++) {
        int item = -1;
        struct step *const s = &steps[i];
        s->status = ops[i] < 2 ? @KIND@_next(&g, &item) : ops[i] == 2 ? @KIND@_throw(&g, -7, &item)
                               : @KIND@_close(&g);
        s->item = item;
        s->state = (int)gen_state(&frames[0].gen);
        s->log = (int)g.at_;
    }
}
"""


STACKED = """
GEN_STACK(@KIND@, int)
struct @KIND@_in { struct gen gen; int i; };
GEN_STACKED(@KIND@_in, @KIND@) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 2; self->i++) GEN_YIELD(60 + self->i);
    GEN_RAISE(-8);
    GEN_END();
}
struct @KIND@_out { struct gen gen; struct @KIND@_in in, *other; int i, caught; };
GEN_STACKED(@KIND@_out, @KIND@) {
    GEN_BEGIN();
    for (self->i = 0; self->i < 3; self->i++) {
        GEN_TRY { @CALL@ GEN_YIELD(50); }
        GEN_EXCEPT (self->caught) { GEN_YIELD(self->caught); }
        GEN_END_TRY;
    }
    GEN_END();
}
static void run_@KIND@(const int *ops, int count, int shallow, struct step *steps) {
    struct @KIND@_in other = {{GEN_AT_RUNNING_}, 0};
    struct @KIND@_out out = {.other = &other};
    struct @KIND@_link links[2] = {GEN_LINK(@KIND@_out, &out)};
    struct @KIND@ g = {.links = links, .capacity = shallow ? 1 : 2};
    for (int i = 0; i < count; i++) {
        int item = -1;
        struct step *const s = &steps[i];
        s->status = ops[i] < 2 ? @KIND@_next(&g, &item) : ops[i] == 2 ? @KIND@_throw(&g, -7, &item)
                               : @KIND@_close(&g);
        s->item = item;
        s->state = (int)gen_state(&out.gen);
        s->log = (int)g.at_ * 64 + out.in.i * 8 + (int)gen_state(&out.in.gen);
        if (i == 1 && !shallow) { /* the outer generator is in a call: another stack is refused */
            struct @KIND@_link more[1] = {GEN_LINK(@KIND@_out, &out)};
            struct @KIND@ again = {.links = more, .capacity = 1};
            s->log = s->log * 16 + (@KIND@_next(&again, &item) == GEN_E_RUNNING);
        }
    }
}
"""


def blocks(text):
    """Return {macro: the C that its comment shows}."""
    found = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not re.match(r"^( \*|/\*) ", line) or not re.search(r"expands?\s+to$|another second block|gen_kept_\.$", line):
            continue
        at = number + 1
        while lines[at] == " *":
            at += 1
        block = []
        while re.match(r"^ \*(     .*)?$", lines[at]):
            block.append(lines[at][2:])
            at += 1
        code = "\n".join(block).rstrip()
        if not code.strip() or "typedef" in code or "struct <name>" in code:
            continue
        while not lines[at].startswith("#define"):
            at += 1
        name = re.match(r"#define (\w+)", lines[at])[1]
        if "GEN_EXCEPT (error)" in line:
            name = "GEN_EXCEPT"
        elif name == "GEN_TRY":
            name = "GEN_FINALLY"
        found[name] = code
    return found


def expansion(shown, name, number):
    """Return the statements shown for a macro, in the form in which they stand in a body."""
    code = shown[{"GEN_FINALLY_SAVED": "GEN_EXCEPT", "GEN_FINALLY": "GEN_EXCEPT"}.get(name, name)]
    if name in ("GEN_FINALLY", "GEN_FINALLY_SAVED"):  # the second block is a different one
        lines = code.split("\n")
        first = [i for i, line in enumerate(lines) if line.strip().startswith("{")]
        start = first[2]
        end = next(i for i in range(start + 1, len(lines)) if lines[i].strip() == "}"
                   and lines[i].index("}") == lines[start].index("{"))
        code = "\n".join(lines[:start] + shown["GEN_FINALLY"].split("\n") + lines[end + 1:])
    if name == "GEN_FINALLY_SAVED":
        code = code.replace("const gen_status gen_kept_ =", "self->saved =").replace("gen_kept_", "self->saved")
    code = re.sub(r"//.*", "", code)
    code = re.sub(r"\{\s*enum \{ <handler> = H \};", "GEN_HANDLER_SCOPE_ GEN_SCOPED_(gen_handler_, GEN_HANDLERS_ + "
                  "%d); GEN_HANDLER_FIRST_" % number, code)
    code = re.sub(r"\bcase H:;\s*\}\s*\}", "GEN_HANDLER_", code)
    code = code.replace("goto <handler>;", "GEN_UNWIND_();").replace("GEN_DELEGATED_(N)", "GEN_DELEGATED_(N);")
    code = re.sub(r"\bN\b", str(number), code)
    return code


def fill(code, name, values):
    for placeholder, value in values.items():
        code = code.replace("<%s>" % placeholder, value)
    for block, text in (OUTSIDE if name in ("GEN_FOR", "GEN_CLOSING") else BLOCKS).items():
        code = re.sub(r"\b%s\b(?! *\()" % block, lambda _: text, code)
    return code


def program(shown, name):
    use, values = USES[name]
    if name in ("GEN_FOR", "GEN_CLOSING"):
        return OUTSIDE_PROGRAM.replace("@MACRO@", fill(use, name, {})).replace(
            "@SHOWN@", fill(expansion(shown, name, 0), name, values))
    if name in ("GEN_CALL", "GEN_DELEGATE"):
        code = fill(expansion(shown, name, 40), name, values)
        text = RECURSIVE if name == "GEN_CALL" else STACKED
        both = "".join(text.replace("@CALL@", call).replace("@KIND@", kind)
                       for kind, call in (("macro", use), ("shown", code)))
        start, end = PROGRAM.index("#define KIND(kind)"), PROGRAM.index("int main")
        return PROGRAM[:start].replace("@LENGTH@", str(LENGTH)) + both + PROGRAM[end:]
    again = "" if name in ("GEN_RETURN", "GEN_RAISE") else "MACRO"

    def body(first, second):
        text = BODY.replace("MACRO_AGAIN", "for (self->i = 0; self->i < 3; self->i++) { %s }" % second
                            if again else "")
        return fill(text.replace("MACRO", first), name, {})
    macro = body(use, use)
    here = body(fill(expansion(shown, name, 40), name, values), fill(expansion(shown, name, 50), name, values))
    return PROGRAM.replace("@LENGTH@", str(LENGTH)).replace("@MACRO@", macro).replace("@SHOWN@", here)


def differs(shown, name, compiler, directory):
    """Return how a macro differs from the C in its comment, or None."""
    source = directory / f"{name}.c"
    source.write_text(program(shown, name))
    for level in ("-O0", "-O2"):
        built = subprocess.run([compiler, "-std=gnu11", level, "-w", f"-I{ROOT}", str(source), "-o",
                                str(directory / name)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               universal_newlines=True)
        if built.returncode != 0:
            return "does not compile:\n" + built.stdout[:2000]
        try:
            done = subprocess.run([str(directory / name)], stdout=subprocess.PIPE, universal_newlines=True,
                                  timeout=20)
        except subprocess.TimeoutExpired:
            return "does not end"
        if done.returncode != 0:
            return f"{level}: {done.stdout.strip() or 'the program ends with %d' % done.returncode}"
    return None


# The changes that --self-check makes in the comments: the macro, a text, and its replacement.
MISTAKES = [
    ("GEN_YIELD", "gen_->state_ = N;", "gen_->state_ = N + 1;"),
    ("GEN_YIELD", "if (gen_thrown_ != 0) goto <handler>;", ""),
    ("GEN_RETURN", "gen_thrown_ = 1;", "gen_thrown_ = -1;"),
    ("GEN_RAISE", "if (gen_thrown_ >= 0) gen_thrown_ = GEN_E_ARG;", ""),
    ("GEN_YIELD_FROM", "gen_->state_ = N + gen_thrown_ / 4;", "gen_->state_ = N;"),
    ("GEN_YIELD_FROM", "if (gen_thrown_ < 0) goto <handler>;", ""),
    ("GEN_AWAIT", "gen_entered_ = GEN_E_EXIT;", ""),
    ("GEN_AWAIT", "if (gen_thrown_ == GEN_E_EXIT) gen_thrown_ = 0;", ""),
    ("GEN_SUSPEND", "N + (gen_entered_ == GEN_E_EXIT)", "N"),
    ("GEN_FOR_AWAIT", "if (gen_thrown_ == GEN_DONE) break;", "if (gen_thrown_ == GEN_DONE) goto <handler>;"),
    ("GEN_FOR_AWAIT", "gen_thrown_ = 0;", ""),
    ("GEN_EXCEPT", "if (gen_thrown_ == 0) gen_thrown_ = 2;", ""),
    ("GEN_EXCEPT", " && gen_thrown_ != GEN_E_EXIT", ""),
    ("GEN_EXCEPT", "gen_thrown_ == 0 ? 3 : gen_thrown_", "gen_thrown_ == 0 ? 2 : gen_thrown_"),
    ("GEN_FINALLY", "gen_thrown_ = gen_kept_;", "(void)0;"),
    ("GEN_FINALLY_SAVED", "gen_thrown_ = gen_kept_;", "(void)0;"),
    ("GEN_CALL", "gen_entered_ = 0;", "gen_thrown_ = 0;"),
    ("GEN_CALL", "(gen_stack_->capacity - 1) * sizeof *child", "gen_stack_->capacity * sizeof *child"),
    ("GEN_DELEGATE", "gen_entered_ = 0;", "gen_thrown_ = 0;"),
    ("GEN_DELEGATE", "<name>_push_(gen_stack_, <pointer>);", "0 * <name>_push_(gen_stack_, <pointer>);"),
    ("GEN_DELEGATE", "return gen_out_(GEN_E_RUNNING);", "return gen_out_(GEN_DONE);"),
    ("GEN_FOR", "GEN_IDLE();", ""),
    ("GEN_FOR", "if (status < 0) GEN_UNCAUGHT(status);", ""),
    ("GEN_CLOSING", "GEN_IDLE();", ";"),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--self-check", action="store_true")
    options = parser.parse_args()
    shown = {**blocks((ROOT / "gen.h").read_text()), **blocks((ROOT / "gen_stack.h").read_text())}
    wrong = [f"no header shows what {name} expands to" for name in USES
             if name not in shown and name != "GEN_FINALLY_SAVED"]
    wrong += [f"{name} is shown, and not tested" for name in shown
              if name not in USES and name not in ("GEN_RECURSIVE", "GEN_BEGIN")]
    if wrong:
        sys.exit("\n".join(wrong))
    with tempfile.TemporaryDirectory(prefix="gen-expansions-") as temporary:
        directory = pathlib.Path(temporary)
        if options.self_check:
            for name, old, new in MISTAKES:
                of = {"GEN_FINALLY_SAVED": "GEN_FINALLY"}.get(name, name)
                if old not in shown[of]:
                    wrong.append(f"{of} does not show: {old}")
                elif differs({**shown, of: shown[of].replace(old, new)}, name, options.cc, directory) is None:
                    wrong.append(f"not noticed: {name}: {old}")
            print(f"{len(MISTAKES)} mistakes")
        else:
            for name in USES:
                difference = differs(shown, name, options.cc, directory)
                print(f"{'ok' if difference is None else 'WRONG'}: {name}{'' if difference is None else ': ' + difference}")
                wrong += [name] if difference else []
    print("\n".join(wrong) if options.self_check else "")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
