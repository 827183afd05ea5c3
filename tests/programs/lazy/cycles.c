/* A cell that needs itself: reported as an error that names the cycle. It never hangs. */
#include "test.h"

#define LAZY_ON_CYCLE(name) told(name)
static void told(const char *name) { note(name[0]); }

#define LAZY_IMPLEMENTATION
#include "lazy_graph.h"

/* apple gets banana, banana gets cherry, and cherry gets the cell that its fields point to. */
struct apple;
struct banana;
struct cherry;
static const int *cherry_asks(struct cherry *self, int *error);

struct cherry {
    struct lazy lazy;
    struct apple *apple;
    struct banana *banana;
    int value;
};

LAZY(cherry, int) {
    int error = 0;
    const int *other = cherry_asks(self, &error);
    if (other == NULL) return error;
    *out = *other + 1;
    return 0;
}

struct banana {
    struct lazy lazy;
    struct cherry *cherry;
    int value;
};

LAZY(banana, int) {
    int error = 0;
    const int *other = cherry_get(self->cherry, &error);
    if (other == NULL) return error;
    *out = *other + 1;
    return 0;
}

struct apple {
    struct lazy lazy;
    struct banana *banana;
    int value;
};

LAZY_WITH(apple, int, LAZY_RETRY, (void)0) {
    int error = 0;
    const int *other = banana_get(self->banana, &error);
    if (other == NULL) return error;
    *out = *other + 1;
    return 0;
}

static const int *cherry_asks(struct cherry *self, int *error) {
    static const int ten = 10;
    if (self->apple != NULL) return apple_get(self->apple, error);
    if (self->banana != NULL) return banana_try_get(self->banana, error);
    return &ten;
}

static void a_cycle_is_an_error_of_each_that_names_them(void) {
    struct apple apple = {{0}, NULL, 0};
    struct banana banana = {{0}, NULL, 0};
    struct cherry cherry = {{0}, NULL, NULL, 0};
    int error = 0;
    apple.banana = &banana;
    banana.cherry = &cherry;
    cherry.apple = &apple;
    CHECK(apple_get(&apple, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_LOG("acba"); /* apple needs banana, that needs cherry, and that needs apple */
    error = 0;
    CHECK(cherry_get(&cherry, &error) == NULL); /* remembered, as any error */
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_LOG("");
    CHECK_EQ(cherry_reset(&cherry), 0);
    CHECK_EQ(banana_reset(&banana), 0);
    cherry.apple = NULL;
    CHECK(apple_get(&apple, &error) != NULL);
    CHECK_EQ(apple.value, 13);
    CHECK_LOG("");
}

static void a_cycle_further_down_is_found_too(void) {
    struct apple apple = {{0}, NULL, 0};
    struct banana banana = {{0}, NULL, 0};
    struct cherry cherry = {{0}, NULL, NULL, 0};
    int error = 0;
    apple.banana = &banana;
    banana.cherry = &cherry;
    cherry.banana = &banana;
    CHECK(apple_try_get(&apple, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_LOG("bcba");
}

/* A race detects that, too: another thread could not help. */
struct racer {
    struct lazy lazy;
    int value;
};
static const int *racer_get(struct racer *self, int *error);

LAZY_WITH(racer, int, LAZY_RACE, (void)0) {
    int error = 0;
    *out = 1;
    return racer_get(self, &error) == NULL ? error : 0;
}

static void a_racer_does_not_race_with_itself(void) {
    struct racer cell = {{0}, 0};
    int error = 0;
    CHECK(racer_get(&cell, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_LOG("rr");
}

/* Derived cells of one type may depend on each other, so they can form a cycle. */
static struct lazy_domain domain;

struct knot {
    struct lazy_node lazy;
    struct knot *left, *right;
    int value;
};

LAZY_DERIVED(knot, int, *was == *now, (knot, left), (knot, right)) {
    (void)self;
    *out = 1 + (left != NULL ? *left : 0) + (right != NULL ? *right : 0);
    return 0;
}

static void a_cycle_of_dependent_cells_is_found_before_any_is_computed(void) {
    struct knot a = {LAZY_NODE_INIT(domain), NULL, NULL, 0}, b, c;
    int error = 0;
    b = c = a;
    a.left = &b;
    a.right = &c;
    b.left = &c;
    c.right = &a;
    CHECK(knot_get(&a, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_LOG("kkkk");
    CHECK(knot_get(&b, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_LOG("kkkk");
    CHECK_EQ(knot_copy(&c, &c.value), LAZY_E_CYCLE);
    CHECK_LOG("kkkk");
    c.right = NULL; /* break the cycle */
    CHECK(knot_get(&a, &error) != NULL);
    CHECK_EQ(a.value, 4); /* c counts twice */
    CHECK_LOG("");
}

static void one_that_depends_on_itself(void) {
    struct knot a = {LAZY_NODE_INIT(domain), NULL, NULL, 0};
    int error = 0;
    a.left = &a;
    CHECK(knot_get(&a, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_LOG("kk");
}

/* A body that gets the cell it computes, which is not one of its declared dependencies. */
struct vain {
    struct lazy_node lazy;
    struct knot *knot;
    int value;
};
static const int *vain_get(struct vain *self, int *error);

LAZY_DERIVED(vain, int, *was == *now, (knot, knot)) {
    int error = 0;
    *out = *knot;
    return vain_get(self, &error) == NULL ? error : 0;
}

static void a_body_that_asks_for_its_own_cell(void) {
    struct knot leaf = {LAZY_NODE_INIT(domain), NULL, NULL, 0};
    struct vain cell = {LAZY_NODE_INIT(domain), NULL, 0};
    int error = 0;
    cell.knot = &leaf;
    CHECK(vain_get(&cell, &error) == NULL);
    CHECK_EQ(error, LAZY_E_CYCLE);
    CHECK_EQ(leaf.lazy.word_, 0); /* nothing stays pinned */
    CHECK_EQ(cell.lazy.word_, 0);
}

void run_tests(void) {
    RUN(a_cycle_is_an_error_of_each_that_names_them);
    RUN(a_cycle_further_down_is_found_too);
    RUN(a_racer_does_not_race_with_itself);
    RUN(a_cycle_of_dependent_cells_is_found_before_any_is_computed);
    RUN(one_that_depends_on_itself);
    RUN(a_body_that_asks_for_its_own_cell);
}
