/* Shared libraries that are opened at the first call. PLUGIN is the file built from plugin.c. */
#include "lazy_library.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

LAZY_LIBRARY(plugin, PLUGIN)
LAZY_SYMBOL(twice, plugin, "plugin_double", int, (int x))
LAZY_SYMBOL(told, plugin, "plugin_told", int, (void))
LAZY_SYMBOL(thrice, plugin, "plugin_triple", int, (int x))

static int by_hand(int x) { return 3 * x; }
LAZY_SYMBOL_OR(thrice_or, plugin, "plugin_triple", int, (int x), by_hand)

/* A fallback may have any name, even that of the macro's variables. */
static int value(int x) { return x; }
static int error(int x) { return -x; }
LAZY_SYMBOL_OR(value_of, plugin, "plugin_triple", int, (int x), value)
LAZY_SYMBOL_OR(error_of, plugin, "plugin_triple", int, (int x), error)

LAZY_LIBRARY(missing, "./no-such-library.so")
LAZY_SYMBOL(nothing, missing, "nothing", void, (void))
LAZY_SYMBOL_OR(nothing_or, missing, "nothing", int, (int x), by_hand)

/* The plugin's constructor calls this hook. */
static int from_the_constructor;
extern int (*plugin_hook)(void);
int (*plugin_hook)(void);

static int ask_again(void) {
    int error = 0;
    from_the_constructor++;
    return twice(&error) == NULL ? error : 0;
}

static void a_library_is_opened_at_the_first_call(void) {
    int error = 0;
    int (*function)(int);
    plugin_hook = ask_again;
    CHECK_EQ(from_the_constructor, 0);
    function = twice(&error);
    CHECK(function != NULL && function(21) == 42);
    CHECK(strcmp(twice_text(), "") == 0);
    CHECK_EQ(from_the_constructor, 1);
    CHECK(twice(&error) == function);
    CHECK_EQ(from_the_constructor, 1);
}

static void a_constructor_that_asks_for_its_own_library_gets_an_error(void) {
    int error = 0;
    union {
        int (*function)(void);
        int *told;
    } as;
    as.function = told(&error); /* a symbol may be a variable, too */
    CHECK(as.told != NULL && *as.told == LAZY_E_CYCLE);
}

static void a_symbol_that_is_missing_is_an_error_with_a_text(void) {
    int error = 0;
    CHECK(thrice(&error) == NULL);
    CHECK_EQ(error, LAZY_E_SYMBOL);
    CHECK(strstr(thrice_text(), "plugin_triple") != NULL);
    CHECK(thrice(NULL) == NULL);
}

static void a_library_that_is_missing_is_an_error_with_a_text(void) {
    int error = 0;
    CHECK(nothing(&error) == NULL);
    CHECK_EQ(error, LAZY_E_LIBRARY);
    CHECK(strstr(nothing_text(), "no-such-library") != NULL);
    error = 0;
    CHECK(nothing(&error) == NULL);
    CHECK_EQ(error, LAZY_E_LIBRARY);
}

static void another_function_may_take_its_place(void) {
    int error = 0;
    CHECK_EQ(thrice_or(&error)(5), 15);
    CHECK_EQ(error, LAZY_E_SYMBOL); /* but the error is reported */
    CHECK_EQ(nothing_or(&error)(6), 18);
    CHECK_EQ(error, LAZY_E_LIBRARY);
    CHECK_EQ(value_of(&error)(7), 7);
    CHECK_EQ(error_of(&error)(7), -7);
}

/* The library was installed in the meantime. */
static void a_library_that_was_missing_can_be_tried_again(void) {
    int error = 0;
    int (*function)(int);
    CHECK_EQ(missing_retry(), 0);
    CHECK(nothing(&error) == NULL);
    CHECK_EQ(error, LAZY_E_LIBRARY);
    CHECK_EQ(missing_retry(), 0);
    missing.file_ = PLUGIN;
    CHECK(nothing(&error) == NULL);
    CHECK_EQ(error, LAZY_E_SYMBOL);
    CHECK(strstr(nothing_text(), "nothing") != NULL);
    CHECK_EQ(plugin_retry(), 0); /* an open library stays open */
    function = twice(&error);
    CHECK(function != NULL && function(4) == 8);
}

void run_tests(void) {
    RUN(a_library_is_opened_at_the_first_call);
    RUN(a_constructor_that_asks_for_its_own_library_gets_an_error);
    RUN(a_symbol_that_is_missing_is_an_error_with_a_text);
    RUN(a_library_that_is_missing_is_an_error_with_a_text);
    RUN(another_function_may_take_its_place);
    RUN(a_library_that_was_missing_can_be_tried_again);
}
