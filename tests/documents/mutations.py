#!/usr/bin/env python3
"""Check that each fault of the self-checks fits the headers as they are. The self-checks themselves
take minutes; this takes a second, so that a change of a header shows at once which faults it moved."""

import importlib.machinery
import importlib.util
import pathlib
import sys

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / folder) for folder in ("shared", "random/differential", "machines/targets",
                                                   "proofs/frama_c")]
import faults  # noqa: E402


def load(path):
    loader = importlib.machinery.SourceFileLoader(path.replace("/", "_").replace(".", "_"), str(TESTS / path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


def all_faults():
    """Yield (script, title, header, replacements) of each fault."""
    for script, header in [("dependents", "lazy.h"), ("gen", "gen.h"), ("pipelines", "itertools.h"),
                           ("tasks", "async.h"), ("texts", "itertools.h")]:
        path = f"random/differential/{script}.py"
        module = load(path)
        for title, replacements, *_ in [*module.MUTATIONS, *getattr(module, "RECURSION_MUTATIONS", [])]:
            yield path, title, header, replacements
    fuzz = load("random/fuzz/run")
    for target, mutations in fuzz.MUTATIONS.items():
        for title, *replacements in mutations:
            yield "random/fuzz/run", title, fuzz.HEADERS[target], replacements
    for title, replacements in load("machines/interrupts/wakes").FAULTS:
        yield "machines/interrupts/wakes", title, "async.h", replacements
    for fault in load("machines/targets/table.py").FAULTS:
        yield "machines/targets/table.py", fault.title, fault.header, fault.changes
    threads = load("machines/threads/must_fail.py")
    for title, program, _, replacements in threads.MUTATIONS:
        yield "machines/threads/must_fail.py", title, threads.HEADERS.get(program, "lazy.h"), replacements
    for title, program, _, replacements in load("proofs/frama_c/eva").MUTATIONS:
        yield "proofs/frama_c/eva", title, program + ".h", replacements
    for title, _, replacements in load("proofs/frama_c/prove").MUTATIONS:
        yield "proofs/frama_c/prove", title, "gen.h", replacements
    for title, macro, text, instead, _ in load("mistakes/lasting.py").FAULTS:
        yield "mistakes/lasting.py", title, "itertools.h", [(macro, text, instead)]


def main():
    families, tried, wrong = {}, 0, 0
    for script, title, header, replacements in all_faults():
        if header not in families:
            families[header] = {name: faults.read_header(name) for name in faults.family(header)}
        tried += 1
        try:
            faults.mutate_family(families[header], replacements)
        except faults.Unusable as reason:
            wrong += 1
            print(f"tests/{script}: {title}: {reason}")
    print(f"{tried} faults, of which {wrong} do not fit")
    return 1 if wrong or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
