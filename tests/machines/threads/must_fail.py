#!/usr/bin/env python3
"""Check that the tests with many threads notice faults. Each fault is made in a copy of a header; the
program that should notice it must fail, hang, or make ThreadSanitizer report.

    must_fail.py --cc "gcc" [--no-tsan]
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "shared"))
sys.dont_write_bytecode = True

from faults import ROOT, Unusable, write_faulty  # noqa: E402

TSAN = "-O1 -g -fsanitize=thread"
PLAIN = "-O2"

# The headers of the programs, apart from lazy.h.
HEADERS = {"channel": "async_sync.h", "wakes": "async.h"}

# (fault, program that notices it, options, (text, replacement) pairs)
MUTATIONS = [
    ("a cell is claimed by a load and a store", "cells", PLAIN, [
        ("if (lazy_swap_if_(&lazy_it_->word_, LAZY_INIT_, lazy_running_()) == LAZY_INIT_)",
         "if (lazy_word_store_(&lazy_it_->word_, lazy_running_()), 1)")]),
    ("a value is published before it is computed", "cells", PLAIN, [
        ("LAZY_WITH", "lazy_status_ = name##_compute_(lazy_self_, name##_at_(lazy_self_));",
         "lazy_release_(&lazy_self_->lazy.word_, LAZY_DONE_);"
         " lazy_status_ = name##_compute_(lazy_self_, name##_at_(lazy_self_));")]),
    ("a waiter does not set its bit", "cells", PLAIN, [
        ("if (lazy_swap_if_(lazy_word_, lazy_seen_, lazy_waited_for_) != lazy_seen_) return 0;"
         " lazy_seen_ = lazy_waited_for_;", "(void)lazy_waited_for_; if (lazy_word_load_(lazy_word_) !="
                                            " lazy_seen_) return 0;")]),
    ("no waiter is woken", "cells", PLAIN, [
        ("if (lazy_swap_(lazy_word_, lazy_to_) & LAZY_WAITED_FOR_) LAZY_WAKE(lazy_word_);",
         "lazy_swap_(lazy_word_, lazy_to_);")]),
    ("a takeover from a dead thread wakes no waiter", "cells", PLAIN, [
        ("(void)lazy_evict_(lazy_word_, lazy_seen_);", "lazy_swap_if_(lazy_word_, lazy_seen_, 0);")]),
    ("a waiter does not detect that the thread has ended", "cells", PLAIN, [
        ("#define LAZY_IS_GONE_(thread) lazy_is_gone_(thread)",
         "#define LAZY_IS_GONE_(thread) ((void)lazy_is_gone_, (void)(thread), 0)")]),
    ("a thread that cannot be checked counts as ended", "sandbox", PLAIN, [
        ("lazy_tid_, 0) != 0 && errno == ESRCH;", "lazy_tid_, 0) != 0;")]),
    ("both threads win a race", "cells", PLAIN, [
        ("LAZY_WITH", "lazy_begin_writing_(&lazy_self_->lazy, options) != 0) {",
         "lazy_begin_writing_(&lazy_self_->lazy, options) != 0 && 0) {")]),
    ("a thread waits for its own computation", "cells", PLAIN, [
        ("if (LAZY_IS_RUNNING_(lazy_seen_) && lazy_is_mine_(lazy_seen_)) return lazy_cycle_(lazy_name_);",
         "")]),
    ("try_get does not detect that the thread has ended", "cells", PLAIN, [
        ("} #endif if (*lazy_ms_ == 0) return LAZY_PENDING;", "}\n#endif"),
        ("if (LAZY_IS_RUNNING_(lazy_seen_) && lazy_is_mine_(lazy_seen_)) return lazy_cycle_(lazy_name_);",
         "if (LAZY_IS_RUNNING_(lazy_seen_) && lazy_is_mine_(lazy_seen_)) return lazy_cycle_(lazy_name_);\n"
         "    if (*lazy_ms_ == 0) return LAZY_PENDING;")]),
    ("a set wins over another", "cells", PLAIN, [
        ("if (lazy_seen_ == LAZY_DONE_ || lazy_seen_ < 0) return LAZY_E_ALREADY_SET;",
         "if (lazy_seen_ < 0) return LAZY_E_ALREADY_SET;")]),
    ("the last to unpin wakes nobody", "dependents", PLAIN, [
        ("if (lazy_to_ != lazy_left_) LAZY_WAKE(&lazy_cell_->word_);", "(void)0;")]),
    ("a cell that is being computed can be pinned", "dependents", PLAIN, [
        ("if (LAZY_IS_RUNNING_(lazy_seen_)) return LAZY_LOST_;", "")]),
    ("the pins of a thread that has ended stay", "dependents", PLAIN, [
        ("if (lazy_cell_->body_) { lazy_cell_->body_ = 0;", "if (0) {")]),
    ("the pins of a thread that ends stay until its cell is read", "dependents", PLAIN, [
        ("if (lazy_push_ != LAZY_NULL_) lazy_push_(&lazy_turn_->cleanup_, lazy_leave_body_,"
         " lazy_turn_);", ""),
        ("if (lazy_pop_ != LAZY_NULL_) lazy_pop_(&lazy_turn_->cleanup_, 0);", "")]),
    ("the revision is read after the computation", "dependents", PLAIN, [
        ("const lazy_revision lazy_stamp_ = lazy_turn_->at_ + 1;",
         "const lazy_revision lazy_stamp_ = lazy_revision_load_(&lazy_cell_->domain->revision_) + 1;")]),
    ("a turn that begins again does not ask again", "dependents", PLAIN, [
        ("lazy_turn_->error_ = lazy_turn_->again_ = lazy_turn_->unsure_ = 0;",
         "lazy_turn_->error_ = lazy_turn_->unsure_ = 0;"),
        ("lazy_turn_->must_ = lazy_turn_->taken_ = lazy_turn_->changed_ = lazy_turn_->pins_ = 0;",
         "lazy_turn_->must_ = lazy_turn_->taken_ = lazy_turn_->changed_ = lazy_turn_->again_ ="
         " lazy_turn_->pins_ = 0;")]),
    ("a handler spins until it can pin", "steps", PLAIN, [
        ("return lazy_is_clean_(lazy_cell_) && !LAZY_IS_RUNNING_(lazy_word_load_(&lazy_cell_->word_));",
         "return lazy_is_clean_(lazy_cell_);")]),
    ("abandon misses a thread that starts to wait", "steps", PLAIN, [
        ("if (lazy_swap_if_(lazy_word_, lazy_seen_, 0) != lazy_seen_) continue;",
         "if (lazy_swap_if_(lazy_word_, lazy_seen_, 0) != lazy_seen_) return LAZY_E_ARG;")]),
    ("a sleeping thread does not look whether the owner has died", "cells", PLAIN, [
        ("lazy_ms_ < 0 || lazy_ms_ > 1000 ? 1000 : lazy_ms_;",
         "lazy_ms_ < 0 || lazy_ms_ > 1000 ? 9000 : lazy_ms_;")]),
    ("a circle of three is not detected", "deadlock", PLAIN, [
        ("lazy_seen_ = lazy_other_ != LAZY_NULL_ ? lazy_word_load_(lazy_other_->at_) : 0;",
         "lazy_seen_ = 0;")]),
    ("the owner of a word is read too early", "deadlock", TSAN, [
        ("lazy_lock_waiters_(); /* read the word only now: its owner may have released it, and may"
         " wait for this thread */"
         " lazy_seen_ = lazy_word_load_(lazy_word_);",
         "lazy_seen_ = lazy_word_load_(lazy_word_); lazy_lock_waiters_();")]),
    ("an iterator is not claimed", "shared", PLAIN, [
        ("LAZY_SHARED", "lazy_status_ = lazy_self_->over_ ? lazy_self_->status_ :"
                        " upstream##_next(&lazy_self_->from, lazy_item_);",
         "lazy_release_(&lazy_self_->word_, 0);"
         " lazy_status_ = lazy_self_->over_ ? lazy_self_->status_ : upstream##_next(&lazy_self_->from,"
         " lazy_item_);")]),
    ("a value is read without acquire", "cells", TSAN, [
        ("__atomic_load_n(lazy_at_, __ATOMIC_ACQUIRE)", "__atomic_load_n(lazy_at_, __ATOMIC_RELAXED)")]),
    ("a value is published without release", "cells", TSAN, [
        ("lazy_value_ = __atomic_exchange_n(lazy_at_, lazy_value_, __ATOMIC_ACQ_REL);",
         "lazy_value_ = __atomic_exchange_n(lazy_at_, lazy_value_, __ATOMIC_RELAXED);")]),
    ("a pin is taken without acquire", "dependents", TSAN, [
        ("__atomic_compare_exchange_n(lazy_at_, &lazy_expected_, lazy_value_, 0, __ATOMIC_ACQ_REL,"
         " __ATOMIC_ACQUIRE);",
         "__atomic_compare_exchange_n(lazy_at_, &lazy_expected_, lazy_value_, 0, __ATOMIC_RELAXED,"
         " __ATOMIC_RELAXED);")]),
    ("a task rests without a barrier", "wakes", PLAIN, [
        ("(void)__atomic_exchange_n(&async_task_->idle_, 1, __ATOMIC_ACQ_REL);",
         "__atomic_store_n(&async_task_->idle_, 1, __ATOMIC_RELEASE);")]),
    ("a task rests after its poll", "wakes", PLAIN, [
        ("async_rest_(async_task_);", ""),
        ("async_status_ = async_task_->poll_(async_task_);",
         "async_status_ = async_task_->poll_(async_task_); async_rest_(async_task_);")]),
    ("a task is not woken if another one is ready", "wakes", PLAIN, [
        ("if (!async_claim_(async_task_)) return;",
         "if (!async_claim_(async_task_) || async_is_woken_(async_task_->next_.executor_)) return;")]),
    ("a waiter is shown after it has looked", "channel", PLAIN, [
        ("if (async_queue_->first_ == async_waiter_) async_show_first_(async_queue_);", ""),
        ("if (async_waiter_->status == GEN_PENDING) return 0;",
         "if (async_waiter_->status == GEN_PENDING) { async_show_first_(async_queue_); return 0; }")]),
    ("a number is changed by a load and a store", "channel", PLAIN, [
        ("while (!__atomic_compare_exchange_n( async_number_, &async_was_, async_was_ == async_at_ ?"
         " async_then_ : async_was_ + async_by_, 1, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {}",
         "__atomic_store_n(async_number_, async_was_ == async_at_ ? async_then_ : async_was_ + async_by_,"
         " __ATOMIC_SEQ_CST);")]),
]


def run(command, seconds):
    """Return (whether it fails, the message)."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              universal_newlines=True, errors="replace", timeout=seconds,
                              env=dict(os.environ, TSAN_OPTIONS="halt_on_error=1 exitcode=66"))
    except subprocess.TimeoutExpired:
        return True, "no end in %d s" % seconds
    said = [line for line in done.stdout.splitlines() if "not ok" in line or "WARNING" in line]
    return done.returncode != 0, (said or ["status %d" % done.returncode])[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--no-tsan", action="store_true")
    options = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="lazy-must-fail-") as work:
        for number, (title, program, flags, replacements) in enumerate(MUTATIONS):
            if flags == TSAN and options.no_tsan:
                print("SKIPPED HERE: %s: ThreadSanitizer does not run" % title)
                continue
            directory = os.path.join(work, str(number))
            os.mkdir(directory)
            write_faulty(directory, HEADERS.get(program, "lazy.h"), replacements)
            binary = os.path.join(directory, program)
            built = subprocess.run(
                shlex.split(options.cc) + flags.split() + ["-w", "-pthread", "-I", directory, "-I",
                                                           ROOT, "-o", binary,
                                                           os.path.join(HERE, program + ".c")])
            fails, said = False, "it does not compile"
            # A fault that depends on timing may need more than one run.
            for seed in range(1, 5) if built.returncode == 0 else []:
                fails, said = run([binary, str(seed)], 6 if program != "steps" else 12)
                if fails:
                    break
            missed += not fails
            print("%s %s: %s" % ("ok  " if fails else "FAIL", title, said), flush=True)
    print("%d of %d not noticed" % (missed, len(MUTATIONS)))
    return missed != 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unusable as reason:
        sys.exit(str(reason))
