#include "shared.h"
#include "test.h"

static void relayed(void) {
    static struct adder adder;
    static struct relay relay;
    const int three = 3;
    int item = 0;
    relay.adder = &adder;
    CHECK_EQ(relay_next(&relay, &item), GEN_YIELDED);
    CHECK_EQ(item, 0);
    CHECK_EQ(relay_send(&relay, &three, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(relay_next(&relay, &item), GEN_YIELDED);
    CHECK_EQ(item, 3);
    CHECK_EQ(relay_throw(&relay, -5, &item), -5);
    CHECK_EQ(gen_state(&adder.gen), GEN_CLOSED);
    CHECK_EQ(relay_next(&relay, &item), GEN_DONE);
}

static void of_all_sizes(void) {
    static struct words words;
    static struct halves halves;
    static struct letters letters;
    unsigned long lengths = 0, numbers = 0, bs = 0;
    double sum = 0;
    words.at = "one three five";
    GEN_FOR (word, words, &words) {
        lengths = lengths * 10 + word.length;
        numbers += word.number;
    }
    halves.x = 4;
    GEN_FOR (x, halves, &halves) sum += x;
    letters.at = "abba";
    GEN_FOR (letter, letters, &letters) bs += letter == 'b';
    CHECK_EQ(lengths, 354);
    CHECK_EQ(numbers, 6);
    CHECK(sum > 6.9 && sum < 7.1);
    CHECK_EQ(bs, 2);
}

static void of_c_plus_plus(void) {
    unsigned long as = 2;
#ifdef __cplusplus
    static struct tokens tokens;
    as = 0;
    tokens.at = "abba";
    GEN_FOR (token, tokens, &tokens) as += token.value == 'a';
#endif
    CHECK_EQ(as, 2);
}

/* Return at every status but GEN_YIELDED: a compiler must not warn that `n` may be unset. */
static int first_square(struct squares *squares) {
    int n;
    const gen_status status = squares_next(squares, &n);
    if (status < 0) return status;
    if (status == GEN_DONE || status == GEN_PENDING) return -1;
    return n;
}

static void each_file_has_the_same_generators(void) {
    static struct adder adder;
    static struct countdown here, there;
    static struct squares squares;
    int sum = 0, n_squared = 0;
    (void)adder_next(&adder, &sum);
    here.n = there.n = 3;
    GEN_FOR (n, countdown, &here) (void)adder_send(&adder, &n, &sum);
    n_squared = first_square(&squares);
    GEN_FOR (square, squares, &squares) n_squared += square;
    CHECK_EQ(n_squared, 14);
    CHECK_EQ(sum, 6);
    CHECK_EQ(sum_of(&there), 6);
}

void run_tests(void) {
    RUN(each_file_has_the_same_generators);
    RUN(relayed);
    RUN(of_all_sizes);
    RUN(of_c_plus_plus);
}
