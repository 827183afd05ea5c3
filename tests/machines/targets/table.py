"""The targets that tests/machines/targets/run knows, and the faults that each must notice."""

import dataclasses
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parent.parent
sys.path.insert(0, str(TESTS / "shared"))

from machines import COMPILERS  # noqa: E402


@dataclasses.dataclass
class Target:
    """How a program is built and run: <compiler> <flags> -c <source> -o <object> for each file, then <linker>
    <objects> <libraries> -o <program>. Each build has one standard, one level and one setting; there are
    enough builds to have each at least once. `turn` decides how they are combined: see builds_of."""

    where: str  # where it runs, for the table
    compiler: list
    run: list = dataclasses.field(default_factory=lambda: ["./program"])
    linker: list = None  # default: the compiler
    libraries: list = dataclasses.field(default_factory=list)
    needs: list = dataclasses.field(default_factory=list)  # programs besides the compiler
    language: str = "C"
    warnings: list = None  # default: those of cmake/Warnings.cmake
    standards: list = dataclasses.field(default_factory=lambda: [["-std=c99"]])
    levels: list = dataclasses.field(default_factory=lambda: [["-O0"], ["-Os"], ["-O2"]])
    linked: list = dataclasses.field(default_factory=list)  # further levels for programs of several files
    settings: list = dataclasses.field(default_factory=lambda: [[]])
    turn: int = 0
    links_flags: bool = True  # whether the linker gets the flags of a build
    initialises: bool = False  # whether functions cannot return a struct, so that initialisers are used
    main: str = "programs/main_host.c"  # None if the machine needs none
    object: str = ".o"
    program: str = "program"
    more: list = dataclasses.field(default_factory=list)  # programs for this target only
    left_out: list = dataclasses.field(default_factory=list)  # (names, reason)
    before: list = dataclasses.field(default_factory=list)  # commands to run before the tests
    after: list = dataclasses.field(default_factory=list)
    seconds: int = 60
    tries: int = 1  # for an emulator that sometimes exits before the program starts

    def __post_init__(self):
        self.linker = self.linker or self.compiler


# ---- Here ----------------------------------------------------------------------------------------

LEVELS = [["-O0"], ["-Os"], ["-O2"], ["-O3"]]
SETTINGS = [[], ["-DGEN_STATE_T=uint8_t"], ["-DLAZY_NO_THREADS"], ["-DGEN_POISON=1000"]]
C = dict(standards=[["-std=c99"], ["-std=c11"], ["-std=c17"], ["-std=c2x"]], settings=SETTINGS)
CXX = dict(language="CXX", standards=[["-std=c++11"], ["-std=c++14"], ["-std=c++17"], ["-std=c++20"]],
           settings=SETTINGS)
# For a compiler whose next version is a target, too.
OLDER_C = dict(standards=[["-std=c99"], ["-std=c2x"]], levels=[["-O0"], ["-O2"]], settings=SETTINGS[:2])
OLDER_CXX = dict(language="CXX", standards=[["-std=c++11"], ["-std=c++20"]], levels=[["-O0"], ["-O2"]],
                 settings=SETTINGS[:2])
LTO = [["-O2", "-flto"]]  # for a program of one file this would be the same as -O2
# Without GEN_STATE_T=uint8_t: these compilers number resume points by line, which takes more than 8 bits.
SMALL = dict(warnings=[], standards=[["-std=c99"], ["-std=c11"]], levels=[["-O0"], ["-O2"]],
             settings=[[], [], ["-DLAZY_NO_THREADS"], ["-DGEN_LINT"]])

# The options that make code and state smallest, and the tests of what they remove.
LEAST = ["-DGEN_UNCHECKED", "-DGEN_STATE_T=uint8_t", "-DITER_COUNT_T=ptrdiff_t"]
NOT_LOOKED_FOR = ("gen/expanded gen/misuse gen/reentry gen_stack/reentry itertools/refused",
                  "they test what `GEN_UNCHECKED` leaves out")

TARGETS = {
    # The four turns combine each level with each setting.
    "gcc": Target("here", ["gcc"], levels=LEVELS, linked=LTO, turn=0, **C),
    "clang-14": Target("here", ["clang-14"], **OLDER_C),
    "clang-19": Target("here", ["clang-19"], libraries=["-fuse-ld=lld-19"], needs=["ld.lld-19"],
                       levels=LEVELS, linked=LTO, turn=1, **C),
    "g++": Target("here", ["g++", "-x", "c++"], linker=["g++"], levels=LEVELS, turn=2, **CXX),
    "clang++-14": Target("here", ["clang++-14", "-x", "c++"], linker=["clang++-14"], turn=1,
                         **OLDER_CXX),
    "clang++-19": Target("here", ["clang++-19", "-x", "c++"], linker=["clang++-19"], levels=LEVELS,
                         turn=3, **CXX),
    "musl": Target("here", ["musl-gcc"], levels=[["-O0"], ["-O2"]]),
    "tcc": Target("here", ["tcc"], **SMALL),
    # The kernel headers are those of x86-64, in a directory that only gcc-multilib would add to the search
    # path. gcc-multilib cannot be installed beside cross compilers.
    "i386": Target("here", ["gcc", "-m32", "-idirafter", "/usr/include/x86_64-linux-gnu"],
                   levels=[["-O0"], ["-O2"]]),
    "small": Target("here", ["gcc"], settings=[LEAST], left_out=[NOT_LOOKED_FOR]),
    "small-clang++": Target("here", ["clang++-19", "-x", "c++"], linker=["clang++-19"],
                            levels=[["-O0"], ["-O2"]], settings=[LEAST], left_out=[NOT_LOOKED_FOR],
                            language="CXX", standards=[["-std=c++11"]]),
}

# ---- Other processors that have Linux ------------------------------------------------------------


def linux(machine, qemu, standards, levels):
    return Target("qemu-" + qemu, [f"{machine}-gcc"],
                  ["qemu-" + qemu, "-L", f"/usr/{machine}", "./program"],
                  needs=["qemu-" + qemu], standards=standards, levels=levels)


TARGETS["s390x"] = linux("s390x-linux-gnu", "s390x", [["-std=c99"], ["-std=c11"]], [["-O0"], ["-O2"]])  # big-endian
TARGETS["aarch64"] = linux("aarch64-linux-gnu", "aarch64", [["-std=c11"]], [["-O2"]])
TARGETS["armhf"] = linux("arm-linux-gnueabihf", "arm", [["-std=c99"]], [["-Os"]])

# ---- Windows, in Wine ----------------------------------------------------------------------------

def wine(command):
    return ["sh", "-c", 'export WINEPREFIX="$TARGETS_WORK/wine" WINEDEBUG=-all '
            "WINEDLLOVERRIDES=mscoree,mshtml=; " + command]


# Wine's server and services would take 3 seconds to start and stop with each program. So start them once, and
# redirect their output, because they would keep the pipe open.
TARGETS["windows"] = Target(
    "Wine", ["x86_64-w64-mingw32-gcc"], wine("exec wine64 program.exe"), libraries=["-static"],
    needs=["wine64", "wineserver"], program="program.exe", more=[TESTS / "programs" / "windows" / "lazy.c"],
    levels=[["-O0"], ["-O2"]], seconds=120, tries=3,
    before=[wine('exec >/dev/null 2>&1; '
                 'mkdir "$WINEPREFIX"; wineserver -p300; wine64 wineboot --init')],
    after=[wine("wineserver -k")])

# ---- Microcontrollers ----------------------------------------------------------------------------

# An instruction takes 128 ns, longer than a SysTick tick, so that one more tick never means two instructions.
QEMU = ["-nographic", "-monitor", "none", "-semihosting-config", "enable=on,target=native",
        "-icount", "shift=7,sleep=off", "-bios", "none", "-kernel", "program"]
NO_FILES = ("itertools/files", "there are no files")
NO_JUMPS = ("lazy/policies", "there is no setjmp")


def cortex_m(machine, board, **more):
    directory = HERE / "cortex_m"
    return Target(f"QEMU's {board}", COMPILERS[machine],
                  ["qemu-system-arm", "-M", board, "-serial", "none", *QEMU],
                  libraries=["-nostartfiles", "-T", directory / "link.ld"],
                  needs=["qemu-system-arm"], main="machines/targets/cortex_m/main.c", left_out=[NO_FILES], **more)


HANDLER = TESTS / "machines" / "interrupts" / "lazy.c"


def risc_v(machine, bits, **more):
    directory = HERE / "riscv"
    gcc = [*COMPILERS[machine], "-mcmodel=medany"]
    return Target("QEMU's virt", gcc,
                  [f"qemu-system-riscv{bits}", "-M", "virt", "-serial", "stdio", *QEMU],
                  linker=[word.replace("_zicsr", "") for word in gcc],
                  libraries=["-nostdlib", "-T", directory / "link.ld", "-lgcc"],
                  needs=[f"qemu-system-riscv{bits}"], main="machines/targets/riscv/main.c",
                  left_out=[NO_FILES, NO_JUMPS], **more)


NO_ROOM = ("iter*/stages*", "takes more than 32 KB of flash: it is on the ATmega2560")


def avr(machine, left_out, **more):
    # simavr prints each line in colour, with a dot at the end.
    return Target("simavr", [*COMPILERS[machine], "-DTEST_SMALL"],
                  ["sh", "-c", f"simavr -m {machine} -f 16000000 program 2>&1 | "
                   "sed -e 's/\\x1b\\[[0-9;]*m//g' -e 's/\\.$//'"],
                  needs=["simavr"], main="machines/targets/avr/main.c", left_out=[NO_FILES, *left_out],
                  **more)


def sdcc(machine, simulator, interface, left_out, flags=()):
    # 85: an unused parameter; 93: double is treated as float; 110, 126: code that a macro's constants make
    # unreachable.
    quiet = [word for number in ("85", "93", "110", "126") for word in ("--disable-warning", number)]
    return Target("uCsim's " + simulator.split()[0],
                  [*COMPILERS[machine], *quiet, *flags, "-DTEST_SMALL", "-DITER_IMPLEMENTATION"],
                  ["sh", "-c", f"{simulator} -I 'if={interface},out=out' -q -b -e run program.ihx && "
                   "cat out"],
                  needs=[simulator.split()[0]], warnings=[], standards=[["--std-c11"]], levels=[[]],
                  links_flags=False, initialises=True, main="programs/main_sdcc.c", object=".rel",
                  program="program.ihx", left_out=[*left_out, NO_FILES, NO_STRUCTS], seconds=400)


NO_STRUCTS = ("itertools/dyn itertools/parts itertools/pointers itertools/several iter*/stages*",
              "no function returns a struct, and none begins as a copy")
NO_TIME = ("itertools/long", "takes minutes in uCsim: it is on the Z80")
NO_STACK = ("async/items async/timed gen_stack/reentry itertools/comparisons itertools/sorted iter_testing/trials lazy/cycles "
            "lazy/dependent", "the stack has 223 bytes")

TARGETS["cortex-m0"] = cortex_m("cortex-m0", "microbit", more=[HANDLER])
TARGETS["cortex-m3"] = cortex_m("cortex-m3", "lm3s6965evb", more=[HANDLER],
                                levels=[["-O0"], ["-O2"]])
TARGETS["cortex-m4f"] = cortex_m("cortex-m4f", "mps2-an386", levels=[["-Os"], ["-O2"]])
TARGETS["rv32imc"] = risc_v("rv32imc", 32)  # without the A extension (atomics)
TARGETS["rv64gc"] = risc_v("rv64gc", 64, levels=[["-O0"], ["-O2"]])
TARGETS["atmega328p"] = avr("atmega328p", [NO_ROOM], levels=[["-Os"]],
                            settings=[[], ["-DGEN_STATE_T=uint8_t"]])
TARGETS["atmega2560"] = avr("atmega2560", [], levels=[
    ["-O0"], ["-Os"], ["-O2", "-Wno-maybe-uninitialized"]])  # a false warning, fixed in later versions
TARGETS["atmega328p-small"] = avr("atmega328p", [
    ("itertools/long", "a `ptrdiff_t` counts to 32767"), NOT_LOOKED_FOR, NO_ROOM], levels=[["-Os"]],
    settings=[LEAST])
TARGETS["mcs51"] = sdcc("mcs51", "s51 -t C52", "xram[0xffff]", [NO_STACK, NO_TIME])
# sdcc compiles two or three times as fast if it tries fewer register allocations than its default, 3000. With
# fewer than 1500, a program is too large for the Z80. `bench/run sizes` uses the default.
TARGETS["stm8"] = sdcc("stm8", "sstm8 -t STM8S", "rom[0x7fff]", [NO_TIME], ["--max-allocs-per-node", "500"])
TARGETS["z80"] = sdcc("z80", "sz80", "rom[0x7fff]", [], ["--max-allocs-per-node", "1500"])

def wasm(*flags, memory=(), **more):
    return Target("Node.js", ["clang-19", "--target=wasm32", "-ffreestanding", "-mbulk-memory", *flags],
                  ["node", HERE / "wasm" / "run.mjs", "program"],
                  libraries=["-nostdlib", "-Wl,--no-entry", "-Wl,--export=test_all",
                             "-Wl,--allow-undefined", "-Wl,--no-check-features", *memory],
                  needs=["wasm-ld-19", "node"], main=None, left_out=[NO_FILES, NO_JUMPS], **more)


TARGETS["wasm32"] = wasm(levels=[["-O0"], ["-O2"]])
TARGETS["wasm32-atomics"] = wasm(  # its memory may be shared by threads
    "-matomics", memory=["-Wl,--shared-memory", "-Wl,--max-memory=1048576"],
    levels=[["-O2"]])

# ---- Faults --------------------------------------------------------------------------------------


@dataclasses.dataclass
class Fault:
    """A fault in a header, and the program that notices it on each target that builds the program."""

    title: str
    header: str
    program: str
    changes: list  # in the form of tests/shared/faults.py
    may_hang: bool = False  # within half a minute; without the fault it takes seconds
    spares: list = dataclasses.field(default_factory=list)  # targets on which it has no effect


FAULTS = [
    Fault("a generator that has ended does not detect it", "gen.h", "gen/protocol", [
        ("gen_is_closed_ = gen_at_ == GEN_AT_CLOSED_;", "gen_is_closed_ = gen_at_ == GEN_AT_RUNNING_;"),
        ("gen_is_running_ = 0, gen_is_closed_ = 1;", "gen_is_running_ = 0, gen_is_closed_ = 0;")]),
    Fault("a yield during a close is not reported", "gen.h", "gen/throw_close", [
        ("gen_status_ == GEN_YIELDED ? GEN_E_IGNORED_CLOSE : gen_status_", "gen_status_")]),
    Fault("one item counts as two", "itertools.h", "itertools/initialisers", [
        ("ITER_TAKE", "self->count_--", "self->count_ -= 2")]),
    Fault("an injection comes one item late", "iter_testing.h", "iter_testing/trials", [
        ("? iter_item_ != iter_next_->at", "? iter_item_ != iter_next_->at + 1")]),
    Fault("an error that should be remembered is tried again", "lazy.h", "lazy/small", [
        ("lazy_options_ & LAZY_RETRY ? LAZY_INIT_", "!(lazy_options_ & LAZY_RETRY) ? LAZY_INIT_")]),
]

# Faults that a handler at each instruction finds.
TAKEN = "if (lazy_take_mark_(lazy_turn_->cell_) != 0) lazy_turn_->must_"
FAULTS += [Fault(title, "lazy.h", "interrupts/lazy", changes, may_hang=True, spares=spares)
           for title, spares, changes in [
    ("a claim is not masked", ["cortex-m3"], [
        ("lazy_seen_ = *lazy_at_; if (lazy_seen_ == lazy_expected_) *lazy_at_ = lazy_value_;"
         " LAZY_MASKED_END_",
         "LAZY_MASKED_END_ lazy_seen_ = *lazy_at_; if (lazy_seen_ == lazy_expected_) *lazy_at_"
         " = lazy_value_;")]),
    ("a mark is taken after the body", [], [
        (TAKEN, "if (lazy_turn_->cell_->stale_ & LAZY_STALE_) lazy_turn_->must_"),
        ("lazy_turn_->cell_->body_ = 0;", "lazy_turn_->cell_->body_ = 0; lazy_turn_->cell_->stale_ = 0;")]),
    ("interrupts are masked while computing", [], [
        ("LAZY_WITH", "lazy_status_ = name##_compute_(lazy_self_, name##_at_(lazy_self_));",
         '__asm__ volatile("cpsid i"); lazy_status_ = name##_compute_(lazy_self_, name##_at_(lazy_self_));'
         ' __asm__ volatile("cpsie i");')]),
    ("a handler is not recognised", [], [
        ("if (LAZY_IN_ISR()) return LAZY_PENDING;", "")]),
    ("a turn that begins again does so for ever", [], [
        ("lazy_turn_->error_ = lazy_turn_->again_ = lazy_turn_->unsure_ = 0;",
         "lazy_turn_->error_ = lazy_turn_->unsure_ = 0;"),
        ("lazy_turn_->changed_ = lazy_turn_->pins_ = 0;", "lazy_turn_->changed_ = lazy_turn_->pins_ ="
                                                          " lazy_turn_->again_ = 0;")]),
    ("a handler spins on a pin", [], [
        ("return lazy_is_clean_(lazy_cell_) && !LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_));",
         "return lazy_is_clean_(lazy_cell_);")]),
    ("a change is counted twice", [], [
        ("lazy_has_changed_(lazy_cell_, lazy_marked_ == LAZY_STALE_ ?",
         "lazy_has_changed_(lazy_cell_, lazy_marked_ == 0 ?")]),
    ("a pin is kept", [], [
        ("lazy_unpin_all_(lazy_turn_); lazy_turn_->cell_->body_ = 0;", "lazy_turn_->cell_->body_ = 0;")]),
]]
