"""Shared by the scripts for Frama-C: run it, with the headers expanded as for a certain compiler."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "shared"))

from faults import ROOT, Unusable, write_faulty  # noqa: E402,F401

# For each build, a machine of Frama-C and the preprocessor's options: for a C99 compiler without extensions,
# for one with 16 bits, and for gcc. Frama-C supports neither _Pragma in a statement nor
# __builtin_classify_type; __builtin_choose_expr chooses its last operand where there is no mistake.
GCC = ["-D_Pragma(x)=", "-D__builtin_classify_type(x)=1", r"-D__builtin_choose_expr(a\,b\,c)=(c)"]
BUILDS = {
    "portable": ("gcc_x86_64", ["-U__GNUC__"]),
    "16-bit": ("gcc_x86_16", ["-U__GNUC__", "-U__x86_64__", "-U__SIZEOF_INT__"]),
    "gcc-O0": ("gcc_x86_64", GCC),
    "gcc-O2": ("gcc_x86_64", GCC + ["-D__OPTIMIZE__"]),
    "gcc-Os": ("gcc_x86_64", GCC + ["-D__OPTIMIZE__", "-D__OPTIMIZE_SIZE__"]),
}


def frama_c(build, include, *options, **environment):
    """Run Frama-C and return its output. `build` is one of BUILDS. Headers that are missing in `include` are
    those of the source tree."""
    machine, defines = BUILDS[build]
    paths = ["-I" + path for path in (include, ROOT, HERE)]
    command = ["frama-c", "-machdep", machine, "-cpp-extra-args=" + " ".join(
        "'%s'" % word for word in ["-w", *paths, *defines])]
    # Frama-C searches the working directory for headers first, so start it where there are none of the
    # library.
    done = subprocess.run(command + [str(option) for option in options], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, universal_newlines=True, cwd=HERE,
                          env=dict(os.environ, **environment))
    if done.returncode != 0:
        raise Unusable("frama-c fails:\n" + done.stdout)
    return done.stdout
