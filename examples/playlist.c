/* Generators of two kinds that call each other, at the same cost at any depth: a playlist plays an
 * album, and then another playlist. */
#include <stdio.h>

#include "gen_stack.h"

GEN_STACK(songs, const char *)

struct album {
    struct gen gen;
    const char *titles[3];
    int at;
};

GEN_STACKED(album, songs) {
    GEN_BEGIN();
    for (self->at = 0; self->at < 3; self->at++) GEN_YIELD(self->titles[self->at]);
    GEN_END();
}

struct playlist {
    struct gen gen;
    struct album *album;
    struct playlist *more;
    gen_status error;
};

GEN_STACKED(playlist, songs) {
    GEN_BEGIN();
    GEN_DELEGATE(album, self->album);
    GEN_TRY {
        if (self->more) GEN_DELEGATE(playlist, self->more);
    }
    GEN_EXCEPT(self->error) { GEN_YIELD(gen_strerror(self->error)); }
    GEN_END_TRY;
    GEN_END();
}

int main(void) {
    struct album nocturnes = {.titles = {"Nuages", "Fêtes", "Sirènes"}};
    struct album images = {.titles = {"Gigues", "Ibéria", "Rondes de printemps"}};
    struct playlist night = {.album = &nocturnes};
    struct playlist day = {.album = &images, .more = &night};
    struct songs_link links[4] = {GEN_LINK(playlist, &day)};
    struct songs songs = {.links = links, .capacity = 4};
    night.more = &day; /* a mistake: it would never end */
    GEN_FOR (title, songs, &songs) puts(title);
    return 0;
}
