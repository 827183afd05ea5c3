"""What the scripts of Frama-C share: how a program is expanded for it, and as which compiler."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "shared"))

from faults import ROOT, Unusable, write_faulty  # noqa: E402,F401

# A machine of Frama-C, and what is defined: the headers are expanded for a compiler of C99 without
# extensions, for that of 16 bits, and for gcc. Frama-C does not know _Pragma in a statement, nor the class of a type: all are numbers.
GCC = ["-D_Pragma(x)=", "-D__builtin_classify_type(x)=1"]
BUILDS = {
    "portable": ("gcc_x86_64", ["-U__GNUC__"]),
    "16-bit": ("gcc_x86_16", ["-U__GNUC__", "-U__x86_64__", "-U__SIZEOF_INT__"]),
    "gcc-O0": ("gcc_x86_64", GCC),
    "gcc-O2": ("gcc_x86_64", GCC + ["-D__OPTIMIZE__"]),
    "gcc-Os": ("gcc_x86_64", GCC + ["-D__OPTIMIZE__", "-D__OPTIMIZE_SIZE__"]),
}


def frama_c(build, include, *options, **environment):
    """What it says. A build is one of BUILDS, and the headers lie in `include` or beside."""
    machine, defines = BUILDS[build]
    paths = ["-I" + path for path in (include, ROOT, HERE)]
    command = ["frama-c", "-machdep", machine, "-cpp-extra-args=" + " ".join(
        "'%s'" % word for word in ["-w", *paths, *defines])]
    # Frama-C looks for headers where it is started first: there are none of ours there.
    done = subprocess.run(command + [str(option) for option in options], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, universal_newlines=True, cwd=HERE,
                          env=dict(os.environ, **environment))
    if done.returncode != 0:
        raise Unusable("frama-c fails:\n" + done.stdout)
    return done.stdout
