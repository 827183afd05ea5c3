/* The random tasks of tests/programs/async/schedule.h, which run in the executor of async.h and in a
 * model of it. The input takes the place of the random numbers: each task reads it from its own
 * position, and so does the program that wakes, cancels and spawns them. */
#include "fuzz.h"

#include "../../programs/async/schedule.h"

static const uint8_t *code;
static unsigned code_length;

static unsigned next_of(uint16_t *from) {
    *from = (uint16_t)((*from + 1u) % code_length);
    return code[*from];
}

void test_put(char c) { fputc(c, stderr); }

void run_tests(void) {}

static void fuzz_one(void) {
    if (!fuzz_more()) return;
    code = fuzz_at_;
    code_length = (unsigned)(fuzz_end_ - fuzz_at_);
    memset(&executor, 0, sizeof executor);
    memset(jobs, 0, sizeof jobs);
    clock_of_wakes = test_logged_ = noted = 0;
    batched = batch_at = 0;
    seed = 0;
    both_do_the_same();
    FUZZ_CHECK(test_failures_ == 0, "the executor and its model differ");
}
