/* Make an access log: half an hour of a web site, in which now and then something goes wrong for a
 * minute or two. It is the same for the same number of lines and the same seed. */
#include "logpipe.h"

#include <stdlib.h>
#include <string.h>

enum {
    SECONDS = 1800,
    CLIENTS = 3000,
    REQUESTS = 16,
    AGENTS = 8,
    MOST = 512, /* bytes of a line */
    MALFORMED = 8
};

/* ---- What the weather is like: a generator --------------------------------------------------- */

struct second {
    int number;       /* of this second */
    unsigned failing; /* of 65536 requests */
};

struct weather {
    struct gen gen;
    uint64_t random;
    int now, until;
    unsigned failing;
};

static uint64_t random_next(uint64_t *state) { /* xorshift64* */
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static int random_below(uint64_t *state, int limit) {
    return (int)((random_next(state) >> 33) % (unsigned)limit);
}

/* Some minutes of calm and then a burst of errors, which grows and ends at once. */
GEN(weather, struct second) {
    GEN_BEGIN();
    while (self->now < SECONDS) {
        self->until = self->now + 180 + random_below(&self->random, 300);
        while (self->now < self->until && self->now < SECONDS) {
            GEN_YIELD(((struct second){self->now, 20}));
            self->now++;
        }
        self->failing = 400;
        self->until = self->now + 40 + random_below(&self->random, 100);
        while (self->now < self->until && self->now < SECONDS) {
            GEN_YIELD(((struct second){self->now, self->failing}));
            self->failing += self->failing / 32;
            if (self->failing > 6000) self->failing = 6000;
            self->now++;
        }
    }
    GEN_END();
}

/* ---- The lines ------------------------------------------------------------------------------- */

struct part { /* of a line; a copy of all the bytes is faster than one of the right length */
    size_t length;
    char text[120];
};

struct maker {
    struct weather weather;
    struct second second;
    uint64_t random;
    long lines, made;
    long second_ends; /* when so many lines are made */
    struct part time;
    struct part clients[CLIENTS], requests[REQUESTS], agents[AGENTS];
    char line[MOST]; /* one that the buffer has no room for */
    size_t line_at, line_end;
};

static void set(struct part *part, const char *text) {
    part->length = strlen(text);
    memcpy(part->text, text, part->length);
}

struct maker *maker_new(long lines, unsigned long seed) {
    static const char *const requests[REQUESTS] = {
        "GET / HTTP/1.1",
        "GET /index.html HTTP/1.1",
        "GET /static/site.css HTTP/1.1",
        "GET /static/app.js HTTP/1.1",
        "GET /favicon.ico HTTP/1.1",
        "GET /images/logo.svg HTTP/2.0",
        "GET /search?q=generators HTTP/1.1",
        "GET /search?q=caf\xC3\xA9 HTTP/1.1",
        "POST /api/login HTTP/1.1",
        "GET /api/orders?page=2 HTTP/1.1",
        "POST /api/orders HTTP/1.1",
        "GET /api/orders/1729 HTTP/1.1",
        "PUT /api/cart/items/42 HTTP/1.1",
        "DELETE /api/cart/items/42 HTTP/1.1",
        "GET /say?text=\\\"hello\\\" HTTP/1.1",
        "HEAD /health HTTP/1.0",
    };
    static const char *const agents[AGENTS] = {
        "\"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0\"\n",
        "\"-\" \"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0\"\n",
        "\"https://example.org/\" \"Mozilla/5.0 (Macintosh) Safari/605.1.15\"\n",
        "\"https://example.org/search\" \"Mozilla/5.0 (Android 14; Mobile)\"\n",
        "\"-\" \"curl/7.88.1\"\n",
        "\"-\" \"Wget/1.21.3\"\n",
        "\"-\" \"python-requests/2.32\"\n",
        "\"-\" \"-\"\n",
    };
    struct maker *const maker = (struct maker *)calloc(1, sizeof *maker);
    if (maker == NULL) return NULL;
    maker->random = (uint64_t)seed * 2 + 0x9E3779B97F4A7C15;
    maker->weather.random = random_next(&maker->random) | 1;
    maker->lines = lines;
    for (int i = 0; i < CLIENTS; i++) {
        uint64_t const r = random_next(&maker->random);
        unsigned const a = (unsigned)(r >> 40) & 0xFFFF, b = (unsigned)(r >> 16) & 0xFFFF;
        char text[80];
        if (i % 8 == 7)
            (void)snprintf(text, sizeof text, "2001:db8::%x:%x - - [", a, b);
        else
            (void)snprintf(text, sizeof text, "10.%u.%u.%u - - [", a % 256, b / 256, b % 256);
        set(&maker->clients[i], text);
    }
    for (int i = 0; i < REQUESTS; i++) set(&maker->requests[i], requests[i]);
    for (int i = 0; i < AGENTS; i++) set(&maker->agents[i], agents[i]);
    return maker;
}

static char *add(char *to, const struct part *part) {
    memcpy(to, part->text, sizeof part->text);
    return to + part->length;
}

static char *add_text(char *to, const char *text, size_t length) {
    memcpy(to, text, length);
    return to + length;
}

/* Go on to the second in which the next line comes. */
static void next_second(struct maker *self) {
    char text[sizeof self->time.text];
    struct second *const second = &self->second;
    do {
        if (weather_next(&self->weather, second) != GEN_YIELDED) return;
        self->second_ends = (long)((int64_t)self->lines * (second->number + 1) / SECONDS);
    } while (self->second_ends <= self->made && second->number + 1 < SECONDS);
    (void)snprintf(text, sizeof text, "29/Nov/2026:08:%02d:%02d +0000] \"", second->number / 60,
                   second->number % 60);
    set(&self->time, text);
}

/* Make a line that is malformed, one way or another. */
static char *make_malformed(struct maker *self, char *to) {
    static const char *const lines[] = {
        "logrotate: error: stat of /var/log/app.log failed\n",
        "10.0.0.7 - - [29/Nov/2026:08:61:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"\n",
        "10.0.0.7 - - [29/Nov/2026:08:15:42 +0000] \"GET /cut\n",
        "10.0.0.7 - - [29/Nov/2026:08:15:42 +0000] \"GET / HTTP/1.1\" OK 5 \"-\" \"-\"\n",
        "\x16\x03\x01\x02 \xFF\xFE\x1B[31m not text\n",
    };
    const char *const line = lines[self->made / (self->lines / MALFORMED + 1) % 5];
    return add_text(to, line, strlen(line));
}

static char *make_line(struct maker *self, char *to) {
    static const char ok[][6] = {"\" 200 ", "\" 200 ", "\" 200 ", "\" 200 ",
                                 "\" 304 ", "\" 404 ", "\" 302 ", "\" 206 "};
    static const char failed[][6] = {"\" 500 ", "\" 502 ", "\" 503 ", "\" 503 "};
    uint64_t const r = random_next(&self->random);
    unsigned const size = 1000 + ((unsigned)(r >> 48) & 0x1FFF);
    int const fails = (r & 0xFFFF) < self->second.failing;
    char digits[6] = {(char)('0' + size / 1000),
                      (char)('0' + size / 100 % 10),
                      (char)('0' + size / 10 % 10),
                      (char)('0' + size % 10),
                      ' ',
                      0};
    if (self->made >= self->second_ends) next_second(self);
    if (self->made % (self->lines / MALFORMED + 1) == self->lines / MALFORMED / 2) {
        to = make_malformed(self, to);
    } else {
        to = add(to, &self->clients[(r >> 16) % CLIENTS]);
        to = add(to, &self->time);
        to = add(to, &self->requests[fails ? 8 + (r >> 28) % 8 : (r >> 28) % REQUESTS]);
        to = add_text(to, fails ? failed[(r >> 32) % 4] : ok[(r >> 32) % 8], 6);
        to = add_text(to, digits, 5);
        to = add(to, &self->agents[(r >> 35) % AGENTS]);
    }
    self->made++;
    return to;
}

size_t maker_read(struct maker *self, char *into, size_t size) {
    char *to = into;
    char *const end = into + size;
    while (self->line_at == self->line_end && self->made < self->lines && end - to >= MOST)
        to = make_line(self, to);
    if (to != into) return (size_t)(to - into);
    if (self->line_at == self->line_end && self->made < self->lines) {
        self->line_at = 0;
        self->line_end = (size_t)(make_line(self, self->line) - self->line);
    }
    if (size > self->line_end - self->line_at) size = self->line_end - self->line_at;
    memcpy(into, self->line + self->line_at, size);
    self->line_at += size;
    return size;
}
