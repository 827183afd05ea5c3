/* close: three ways to end a generator early, so that its finally runs. */
#include <stdio.h>

#include "gen.h"

struct session {
    struct gen gen;
    const char *name;
    int i;
};

GEN(session, int) {
    GEN_BEGIN();
    printf("%s: open\n", self->name);
    GEN_TRY {
        for (;;) GEN_YIELD(++self->i);
    }
    GEN_FINALLY { printf("%s: closed after %d\n", self->name, self->i); }
    GEN_END_TRY;
    GEN_END();
}

/* A compiler without the attribute `cleanup` has no GEN_AUTO_CLOSE. */
#ifdef GEN_AUTO_CLOSE
static int first_above(int limit) {
    GEN_AUTO_CLOSE(session) s = {.name = "automatic"};
    GEN_FOR (item, session, &s)
        if (item > limit) return item;
    return 0;
}
#else
static int first_above(int limit) {
    struct session s = {.name = "automatic"};
    int item = 0;
    while (session_next(&s, &item) == GEN_YIELDED && item <= limit) {}
    session_close(&s);
    return item;
}
#endif

int main(void) {
    struct session s = {.name = "by hand"}, unused = {.name = "unused"}, t = {.name = "block"};
    int item;

    session_next(&s, &item);
    printf("status %d\n", session_close(&s));
    printf("status %d\n", session_close(&s));      /* closed already: nothing happens */
    printf("status %d\n", session_close(&unused)); /* not started: the body does not run */

    GEN_CLOSING (session, &t) {
        GEN_FOR (n, session, &t)
            if (n == 2) break;
    }

    printf("%d\n", first_above(2));
    return 0;
}
