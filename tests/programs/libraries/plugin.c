/* A library that is opened when it is first needed. Its constructor asks for itself, if it is told to:
 * the program that opens it is then in the middle of doing so. */
int plugin_double(int x);
int plugin_double(int x) { return 2 * x; }

extern int (*plugin_hook)(void) __attribute__((weak));
extern int plugin_told;
int plugin_told = 0;

__attribute__((constructor)) static void opened(void) {
    if (&plugin_hook && plugin_hook) plugin_told = plugin_hook();
}
