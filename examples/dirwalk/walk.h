/* walk.h - walks a directory tree, as Python's os.walk: each directory before its entries, and
 * these in the order of their bytes.
 *
 *     struct walker walker = walker_of(warn, UINT_MAX);
 *     struct entries entries = walk_from(&walker, ".");
 *     int error;
 *     GEN_FOR_STATUS (error, entry, entries, &entries) puts(entry.path);
 *     walker_free(&walker);
 *
 * A tree of any depth will do. Each directory is opened relative to its parent, so that a path may
 * be longer than PATH_MAX. At most three descriptors are open: of the directory that is read, of
 * its parent, and a copy of the first while its names are read. The way back up is "..", if it
 * leads to the directory that the walk came from.
 */
#ifndef DIRWALK_WALK_H
#define DIRWALK_WALK_H

#include "gen_stack.h"
#include "itertools.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry { /* valid until the next one is pulled */
    const char *path, *name;
    unsigned depth; /* 0 for the root */
    struct stat status;
};

enum { CLOSED = -1 }; /* a descriptor that is not open */

struct walker { /* what all levels share */
    void (*failed)(const char *path,
                   int error); /* called for what cannot be read; the walk goes on */
    unsigned deepest;          /* the levels below this one are left out */
    int here, above; /* the directory that is read, and its parent unless that is CLOSED */
    char *path;      /* of the entry handed out last */
    size_t length, room;
    struct entry entry;
};

struct identity { /* of a directory, by which it is known again */
    dev_t device;
    ino_t inode;
};

struct visit { /* a level: the names in one directory. The root has a level of its own, number 0 */
    struct gen gen;
    struct walker *walker;
    unsigned depth;
    char **names;
    size_t count, at;
    size_t length; /* of the directory's path */
    struct identity identity, parent;
};

static inline struct walker walker_of(void (*failed)(const char *path, int error),
                                      unsigned deepest) {
    struct walker walker = {failed, deepest, AT_FDCWD, CLOSED, NULL, 0, 0, {NULL, NULL, 0, {0}}};
    return walker;
}

static inline void walker_free(struct walker *walker) {
    free(walker->path);
    walker->path = NULL;
    walker->room = 0;
}

/* Make the path one of this level: that of its directory, and a name. Return 0 or an error. */
static int walk_path(struct visit *self, const char *name) {
    struct walker *const walker = self->walker;
    size_t const length = strlen(name);
    size_t at = self->length;
    if (walker->room < at + length + 2) {
        size_t const room = 2 * (at + length + 2);
        char *const path = (char *)realloc(walker->path, room);
        if (path == NULL) return ENOMEM;
        walker->path = path;
        walker->room = room;
    }
    if (at != 0 && walker->path[at - 1] != '/') walker->path[at++] = '/';
    memcpy(walker->path + at, name, length + 1);
    walker->length = at + length;
    walker->entry.path = walker->path;
    walker->entry.name = walker->path + at;
    name = strrchr(walker->entry.name, '/'); /* a root may have several components */
    if (name != NULL && name[1] != '\0') walker->entry.name = name + 1;
    return 0;
}

/* Make the next entry of this level. Return 0 where there is none: it cannot be read, or it has
 * gone since its name was. */
static int walk_look(struct visit *self) {
    struct walker *const walker = self->walker;
    const char *const name = self->names[self->at];
    /* As other tools do, follow a link that was named, and no link that was found. */
    int const flags = self->depth == 0 ? 0 : AT_SYMLINK_NOFOLLOW;
    int error = walk_path(self, name);
    if (error == 0 && fstatat(walker->here, name, &walker->entry.status, flags) != 0) {
        if (errno == ENOENT && self->depth != 0) return 0;
        error = errno;
    }
    if (error != 0) walker->failed(error == ENOMEM ? name : walker->path, error);
    walker->entry.depth = self->depth;
    return error == 0;
}

static int walk_compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Read the names in an open directory, sorted. Return 0 or an error: the names before it remain. */
static int walk_list(struct visit *self, int directory) {
    int const copy = fcntl(directory, F_DUPFD_CLOEXEC, 0); /* closedir closes it */
    DIR *const names = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *found;
    size_t room = 0;
    int error = 0;
    if (names == NULL) {
        error = errno;
        if (copy >= 0) close(copy);
        return error;
    }
    while (error == 0 && ((void)(errno = 0), (found = readdir(names)) != NULL)) {
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0) continue;
        if (self->count == room) {
            size_t const more = room == 0 ? 16 : 2 * room;
            char **const all = (char **)realloc(self->names, more * sizeof *all);
            if (all == NULL) {
                error = ENOMEM;
                break;
            }
            self->names = all;
            room = more;
        }
        self->names[self->count] = strdup(found->d_name);
        if (self->names[self->count] == NULL)
            error = ENOMEM;
        else
            self->count++;
    }
    if (error == 0) error = errno;
    closedir(names);
    if (self->count != 0) qsort(self->names, self->count, sizeof *self->names, walk_compare);
    return error;
}

/* Go down into the directory of the entry handed out last. Return 0 if that fails. */
static int walk_enter(struct visit *self) {
    struct walker *const walker = self->walker;
    const char *const name = self->depth == 1 ? walker->path : walker->entry.name;
    int const flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (self->depth == 1 ? 0 : O_NOFOLLOW);
    int const directory = openat(walker->here, name, flags);
    struct stat status;
    if (directory < 0 || fstat(directory, &status) != 0) {
        walker->failed(walker->path, errno);
        if (directory >= 0) close(directory);
        return 0;
    }
    self->identity.device = status.st_dev;
    self->identity.inode = status.st_ino;
    self->length = walker->length;
    if (walker->above >= 0) close(walker->above);
    walker->above = walker->here;
    walker->here = directory;
    return 1;
}

/* Open a directory if it is the one that is meant. */
static int walk_open_again(int from, const char *path, const struct identity *meant) {
    int const directory = openat(from, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status;
    if (directory >= 0 && fstat(directory, &status) == 0 && status.st_dev == meant->device &&
        status.st_ino == meant->inode)
        return directory;
    if (directory >= 0) close(directory);
    return CLOSED;
}

/* Go back up to the parent. If that was moved or removed meanwhile, `here` is CLOSED. */
static void walk_leave(struct visit *self) {
    struct walker *const walker = self->walker;
    int parent = self->depth == 1 ? AT_FDCWD : walker->above;
    while (self->count > 0) free(self->names[--self->count]);
    free(self->names);
    if (parent == CLOSED && walker->here >= 0)
        parent = walk_open_again(walker->here, "..", &self->parent);
    if (parent == CLOSED) { /* the directory was moved: its ".." is another */
        char *slash = walker->path + self->length;
        while (*--slash != '/') {}
        *slash = '\0';
        parent =
            walk_open_again(AT_FDCWD, slash == walker->path ? "/" : walker->path, &self->parent);
        *slash = '/';
    }
    if (walker->here >= 0) close(walker->here);
    walker->here = parent;
    walker->above = CLOSED;
}

/* The walk itself: `self` is a level, and GEN_CALL goes one deeper. */
GEN_RECURSIVE(visits, visit, struct entry) {
    struct walker *const walker = self->walker;
    int error;
    GEN_BEGIN();
    if (self->depth != 0 && !walk_enter(self)) GEN_RETURN();
    GEN_TRY {
        error = self->depth != 0 ? walk_list(self, walker->here) : 0;
        if (error != 0) walker->failed(walker->path, error);
        for (; self->at < self->count; self->at++) {
            if (!walk_look(self)) continue;
            GEN_YIELD(walker->entry);
            if (S_ISDIR(walker->entry.status.st_mode) && self->depth < walker->deepest) {
                GEN_CALL((struct visit){
                    .walker = walker, .depth = self->depth + 1, .parent = self->identity});
                if (walker->here == CLOSED) {
                    /* The path is still that of some entry further down. */
                    walker->path[self->length] = '\0';
                    walker->failed(walker->path, ESTALE);
                    GEN_RETURN();
                }
            }
        }
    }
    GEN_FINALLY {
        if (self->depth != 0) walk_leave(self);
    }
    GEN_END_TRY;
    GEN_END();
}

/* An iterator over the walk, whose frames grow with the depth. Closing it closes the directories. */
struct entries {
    struct visits visits;
    const struct walker *walker;
    gen_status status; /* when there are no frames */
};
typedef struct entry entries_item;

static gen_status entries_close(struct entries *self) {
    gen_status const status = self->visits.frames != NULL ? visits_close(&self->visits) : GEN_DONE;
    free(self->visits.frames);
    self->visits.frames = NULL;
    self->status = GEN_DONE;
    return status;
}

/* Make room for a level below that of the entry handed out last. */
static int entries_grow(struct entries *self, unsigned depth) {
    struct visit *frames;
    if (depth + 2 <= self->visits.capacity) return 1;
    frames = (struct visit *)realloc(self->visits.frames, 2 * (depth + 2) * sizeof *frames);
    if (frames == NULL) return 0;
    self->visits.frames = frames;
    self->visits.capacity = 2 * (depth + 2);
    return 1;
}

static gen_status entries_step(struct entries *self, struct entry *item) {
    gen_status status = self->status;
    if (self->visits.frames != NULL) {
        status = entries_grow(self, self->walker->entry.depth) ? visits_next(&self->visits, item)
                                                               : -ENOMEM;
        if (status == GEN_YIELDED) return GEN_YIELDED;
    }
    (void)entries_close(self);
    return status;
}
ITER_DEFINE(entries)

/* Begin to walk: the root is a file or a directory, and its name stays where it is. */
static struct entries walk_from(struct walker *walker, char **root) {
    struct entries made = {{NULL, 0, 0, 0}, walker, -ENOMEM};
    walker->entry.depth = 0;
    if (entries_grow(&made, 0))
        made.visits.frames[0] = (struct visit){.walker = walker, .names = root, .count = 1};
    return made;
}

#endif
