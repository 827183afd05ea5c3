/* settings.h - a configuration file: sections, comments, quoted values; typed access.
 *
 *     # a comment
 *     name = a value          ; the key "name"
 *     [server]
 *     motd = "two\nlines"     # the key "server.motd"; \n \t \\ and \" in double quotes
 *     path = '\raw\'          # nothing is special in single quotes
 *     timeout = 1m30s
 *
 * A "#" or ";" begins a comment at the start of a line and after a space. A key stands once. */
#ifndef EXAMPLES_SETTINGS_H
#define EXAMPLES_SETTINGS_H

#include "lines.h"
#include "utf8.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct setting {
    char *key; /* "section.key" */
    char *value;
    long line;
};

struct settings { /* sorted by key */
    struct setting *at;
    size_t count, room;
};

/* Why a file could not be loaded. Line 0 is the file as a whole. */
struct problem {
    long line;
    char text[160];
};

static void settings_free(struct settings *self) {
    for (size_t i = 0; i < self->count; i++) {
        free(self->at[i].key);
        free(self->at[i].value);
    }
    free(self->at);
    self->at = NULL;
    self->count = self->room = 0;
}

/* Note a problem, and return `error`. */
__attribute__((format(printf, 4, 5))) static int problem_is(struct problem *problem, int error,
                                                            long line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    problem->line = line;
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
    return error;
}

static int settings_add(struct settings *self, struct setting new) {
    if (self->count == self->room) {
        size_t const room = self->room == 0 ? 16 : 2 * self->room;
        struct setting *const at = realloc(self->at, room * sizeof *at);
        if (at == NULL) return -ENOMEM;
        self->at = at;
        self->room = room;
    }
    self->at[self->count++] = new;
    return 0;
}

static int settings_is_space(char c) { return c == ' ' || c == '\t'; }

static const char *settings_skip_space(const char *at, const char *end) {
    while (at != end && settings_is_space(*at)) at++;
    return at;
}

/* Whether nothing but a comment follows. */
static int settings_ends(const char *at, const char *end) {
    const char *const next = settings_skip_space(at, end);
    return next == end || *next == '#' || *next == ';';
}

/* Copy the value that begins at `at` into `to`, which has room for the rest of the line. */
static int settings_value(const char *at, const char *end, long line, char *to,
                          struct problem *problem) {
    char const quote = at != end && (*at == '"' || *at == '\'') ? *at++ : '\0';
    if (quote == '\0') {
        const char *stop = at;
        while (stop != end && !((*stop == '#' || *stop == ';') && settings_is_space(stop[-1])))
            stop++;
        while (stop != at && settings_is_space(stop[-1])) stop--;
        memcpy(to, at, (size_t)(stop - at));
        to[stop - at] = '\0';
        return 0;
    }
    for (; at != end && *at != quote; at++) {
        static const char names[] = "nt\\\"", characters[] = "\n\t\\\"";
        if (quote == '"' && *at == '\\') {
            const char *const known = ++at != end ? strchr(names, *at) : NULL;
            if (known == NULL)
                return problem_is(problem, -EINVAL, line, "only \\n, \\t, \\\\ and \\\" are known");
            *to++ = characters[known - names];
        } else {
            *to++ = *at;
        }
    }
    *to = '\0';
    if (at == end) return problem_is(problem, -EINVAL, line, "no closing %c", quote);
    if (!settings_ends(at + 1, end))
        return problem_is(problem, -EINVAL, line, "text after the closing %c", quote);
    return 0;
}

/* Read a line. A "[section]" replaces *section. */
static int settings_line(struct settings *self, char **section, struct line line,
                         struct problem *problem) {
    const char *at = line.at, *const end = line.at + line.length, *key;
    size_t const valid = utf8_valid(line.at, line.length);
    size_t before, length;
    struct setting new = {NULL, NULL, line.number};
    int error;
    if (memchr(line.at, '\0', line.length) != NULL)
        return problem_is(problem, -EINVAL, line.number, "a zero byte: this is not a text file");
    if (valid != line.length)
        return problem_is(problem, -EILSEQ, line.number, "invalid UTF-8 at byte %zu", valid + 1);
    if (line.number == 1 && line.length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3;
    if (settings_ends(at, end)) return 0;
    at = settings_skip_space(at, end);
    if (*at == '[') {
        const char *const close = memchr(at, ']', (size_t)(end - at));
        if (close == NULL || close == at + 1 || !settings_ends(close + 1, end))
            return problem_is(problem, -EINVAL, line.number, "not a [section]");
        free(*section);
        *section = strndup(at + 1, (size_t)(close - at - 1));
        return *section == NULL ? -ENOMEM : 0;
    }
    key = at;
    while (at != end && *at != '=' && !settings_is_space(*at)) at++;
    length = (size_t)(at - key);
    at = settings_skip_space(at, end);
    if (length == 0 || at == end || *at != '=')
        return problem_is(problem, -EINVAL, line.number, "neither a [section] nor key = value");
    at = settings_skip_space(at + 1, end);

    before = *section == NULL ? 0 : strlen(*section) + 1;
    new.key = malloc(before + length + 1);
    new.value = malloc((size_t)(end - at) + 1);
    if (new.key == NULL || new.value == NULL) {
        error = -ENOMEM;
    } else {
        if (before != 0) {
            memcpy(new.key, *section, before);
            new.key[before - 1] = '.';
        }
        memcpy(new.key + before, key, length);
        new.key[before + length] = '\0';
        error = settings_value(at, end, line.number, new.value, problem);
        if (error == 0) error = settings_add(self, new);
    }
    if (error != 0) {
        free(new.key);
        free(new.value);
    }
    return error;
}

static int settings_order(const void *a, const void *b) {
    const struct setting *const x = a, *const y = b;
    int const order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static ptrdiff_t settings_read(void *file, char *into, size_t size) {
    size_t got;
    errno = 0;
    got = fread(into, 1, size, file);
    if (got != 0 || !ferror((FILE *)file)) return (ptrdiff_t)got;
    return errno != 0 ? -errno : -EIO;
}

/* Load a file. Return 0, or an error, which *problem explains; then nothing is left behind. */
static int settings_load(struct settings *self, const char *name, struct problem *problem) {
    FILE *const file = fopen(name, "r");
    struct lines all;
    char *section = NULL;
    int error;
    *self = (struct settings){NULL, 0, 0};
    if (file == NULL) {
        error = -errno;
        return problem_is(problem, error, 0, "%s", strerror(-error));
    }
    problem->text[0] = '\0';
    all = lines_of(settings_read, file);
    GEN_FOR_STATUS (error, line, lines, &all) {
        int const refused = settings_line(self, &section, line, problem);
        if (refused != 0) {
            (void)lines_close(&all);
            error = refused;
            break;
        }
    }
    free(section);
    fclose(file);
    if (error == 0 && self->count > 1) {
        qsort(self->at, self->count, sizeof *self->at, settings_order);
        for (size_t i = 1; i < self->count && error == 0; i++) {
            const struct setting *const a = &self->at[i - 1], *const b = &self->at[i];
            if (strcmp(a->key, b->key) == 0)
                error = problem_is(problem, -EINVAL, b->line,
                                   "\"%.60s\" stands in line %ld already", b->key, a->line);
        }
    }
    if (error != 0) {
        if (problem->text[0] == '\0') problem_is(problem, error, 0, "%s", strerror(-error));
        settings_free(self);
    }
    return error;
}

static const struct setting *settings_find(const struct settings *self, const char *key) {
    size_t low = 0, high = self->count;
    while (low < high) {
        size_t const middle = low + (high - low) / 2;
        int const order = strcmp(self->at[middle].key, key);
        if (order == 0) return &self->at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Return how many characters must be changed, inserted or deleted to turn `a` into `b`; 99 if
 * one of them is long. */
static int settings_distance(const char *a, const char *b) {
    enum { MOST = 40 };
    size_t const n = strlen(a), m = strlen(b);
    int row[MOST + 1];
    if (n > MOST || m > MOST) return 99;
    for (size_t j = 0; j <= m; j++) row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int corner = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int best = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

/* Return a similar key, or NULL. */
static const char *settings_like(const struct settings *self, const char *key) {
    const char *best = NULL;
    int least = 3;
    for (size_t i = 0; i < self->count; i++) {
        int const distance = settings_distance(self->at[i].key, key);
        if (distance < least) {
            least = distance;
            best = self->at[i].key;
        }
    }
    return best;
}

/* Typed access: return 0, or -EINVAL, or -ERANGE. */

static int setting_int(const char *value, long long *out) {
    char *end;
    errno = 0;
    *out = strtoll(value, &end, 10);
    if (end == value || *end != '\0') return -EINVAL;
    return -errno;
}

static int setting_bool(const char *value, long long *out) {
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "0", "1"};
    for (int i = 0; i < (int)(sizeof words / sizeof *words); i++) {
        if (strcasecmp(value, words[i]) == 0) {
            *out = i % 2;
            return 0;
        }
    }
    return -EINVAL;
}

/* "1h30m", "250ms": in milliseconds. */
static int setting_duration(const char *value, long long *out) {
    static const struct {
        const char *name;
        long long ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}};
    *out = 0;
    do {
        size_t const digits = strspn(value, "0123456789"),
                     letters = strcspn(value + digits, "0123456789");
        size_t unit = 0;
        long long number;
        while (unit < sizeof units / sizeof *units &&
               (strlen(units[unit].name) != letters ||
                memcmp(units[unit].name, value + digits, letters) != 0))
            unit++;
        if (digits == 0 || unit == sizeof units / sizeof *units) return -EINVAL;
        errno = 0;
        number = strtoll(value, NULL, 10);
        if (errno != 0 || number > (LLONG_MAX - *out) / units[unit].ms) return -ERANGE;
        *out += number * units[unit].ms;
        value += digits + letters;
    } while (*value != '\0');
    return 0;
}

#endif
