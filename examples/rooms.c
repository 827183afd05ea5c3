/* try, finally: the light in a room goes off however the room is left. */
#include <stdio.h>

#include "gen.h"

struct rooms {
    struct gen gen;
    int room;
};

GEN(rooms, int) {
    GEN_BEGIN();
    for (self->room = 1; self->room < 9; self->room++) {
        printf("light on in room %d\n", self->room);
        GEN_TRY {
            if (self->room == 2) continue;
            if (self->room == 4) break;
            GEN_YIELD(self->room);
        }
        GEN_FINALLY { printf("light off in room %d\n", self->room); }
        GEN_END_TRY;
    }
    GEN_END();
}

int main(void) {
    struct rooms visit = {.room = 0}, alarm = {.room = 0};
    int room;
    GEN_FOR (here, rooms, &visit) printf("in room %d\n", here);
    printf("--\n");
    rooms_next(&alarm, &room);
    printf("in room %d\n", room);
    printf("status %d\n", rooms_throw(&alarm, -5, &room));
    return 0;
}
