/* try, finally, yield from: the lines of several files, one file after the other. Each file is
 * closed, whatever happens. A file that cannot be opened is an error, which is caught. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "gen.h"

struct lines {
    struct gen gen;
    const char *path;
    FILE *file;
    char text[80];
};

typedef const char *string;

GEN(lines, string) {
    GEN_BEGIN();
    self->file = fopen(self->path, "r");
    if (self->file == NULL) GEN_RAISE(-errno);
    GEN_TRY {
        while (fgets(self->text, sizeof self->text, self->file)) {
            self->text[strcspn(self->text, "\n")] = '\0';
            GEN_YIELD(self->text);
        }
    }
    GEN_FINALLY {
        fclose(self->file);
        printf("(%s is closed)\n", self->path);
    }
    GEN_END_TRY;
    GEN_END();
}

struct all {
    struct gen gen;
    const char *const *paths; /* NULL-terminated */
    struct lines lines;
    int error;
};

GEN(all, string) {
    GEN_BEGIN();
    for (; *self->paths != NULL; self->paths++) {
        lines_reset(&self->lines);
        self->lines.path = *self->paths;
        GEN_TRY { GEN_YIELD_FROM(lines, &self->lines); }
        GEN_EXCEPT(self->error) { printf("(%s: left out)\n", *self->paths); }
        GEN_END_TRY;
    }
    GEN_END();
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    if (file == NULL) return;
    fputs(text, file);
    fclose(file);
}

int main(void) {
    static const char *const paths[] = {"poem1.txt", "missing.txt", "poem2.txt", NULL};
    struct all all = {.paths = paths};
    write_file("poem1.txt", "An old silent pond...\nA frog jumps into the pond,\n");
    write_file("poem2.txt", "Splash! Silence again.\n\nMatsuo Basho\n");
    GEN_CLOSING (all, &all) {
        GEN_FOR (line, all, &all) {
            if (*line == '\0') break; /* poem2.txt is open here: closing the generator closes it */
            puts(line);
        }
    }
    remove("poem1.txt");
    remove("poem2.txt");
    return 0;
}
