/* A library that is opened when it is first needed. If the hook is set, its constructor asks for
 * this same library, while the program is still opening it. */
int plugin_double(int x);
int plugin_double(int x) { return 2 * x; }

extern int (*plugin_hook)(void) __attribute__((weak));
extern int plugin_told;
int plugin_told = 0;

__attribute__((constructor)) static void opened(void) {
    if (&plugin_hook && plugin_hook) plugin_told = plugin_hook();
}
