/* progress.h - a bar with the rate and the time left, on standard error if that is a terminal:
 *
 *     struct progress progress;
 *     progress_start(&progress, size_of_all, 0);
 *     while ((got = read(...)) > 0) progress_add(&progress, (size_t)got);
 *     progress_end(&progress);
 *
 * Elsewhere it prints nothing. It looks at the clock once in a megabyte, and draws at most ten times
 * a second. Call progress_hide before you print something else on the terminal.
 */
#ifndef EXAMPLES_PROGRESS_H
#define EXAMPLES_PROGRESS_H

#include "chart.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct progress {
    FILE *to;         /* NULL: print nothing */
    double total;     /* bytes; 0 if nobody knows */
    double done;      /* bytes */
    double look_at;   /* when so many are done, look at the clock */
    double began, at; /* seconds: the start, and when it was drawn last */
};

static inline double progress_clock(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Erase the bar. */
static inline void progress_hide(struct progress *self) {
    if (self->to == NULL) return;
    fputs("\r\033[K", self->to);
    (void)fflush(self->to);
}

static inline void progress_draw(struct progress *self, double now) {
    double const seconds = now - self->began;
    double const rate = seconds > 0 ? self->done / seconds : 0;
    self->at = now;
    fputs("\r\033[K", self->to);
    if (self->total > 0) {
        double const part = self->done < self->total ? self->done / self->total : 1;
        int const width = 30;
        fprintf(self->to, "%3.0f%% ", part * 100);
        fprintf(self->to, "\033[48;5;237m"); /* the bar's ground is dark grey */
        chart_bar(self->to, part, 1, width);
        for (int i = (int)(part * width * 8 + 0.5); i <= (width - 1) * 8; i += 8)
            fputc(' ', self->to);
        fprintf(self->to, "\033[m ");
        if (rate > 0) {
            double const left = (self->total - self->done) / rate;
            int const whole = left > 0 ? left < 359999 ? (int)(left + 0.5) : 359999 : 0;
            fprintf(self->to, " %d:%02d left", whole / 60, whole % 60);
        }
    }
    fprintf(self->to, "  %.1f MB", self->done / 1e6);
    if (rate > 0) fprintf(self->to, "  %.1f MB/s", rate / 1e6);
    (void)fflush(self->to);
}

/* Look at the clock, and draw if it is time to. */
static inline void progress_look(struct progress *self) {
    double const now = progress_clock();
    self->look_at = self->done + 1e6;
    if (self->to != NULL && now - self->at >= 0.1) progress_draw(self, now);
}

/* Begin with the bar at 0. It is of no use where it is `off`. */
static inline void progress_start(struct progress *self, double total, int off) {
    self->to = !off && isatty(STDERR_FILENO) ? stderr : NULL;
    self->total = total;
    self->done = 0;
    self->look_at = 1e6;
    self->began = progress_clock();
    self->at = self->began;
    if (self->to != NULL) progress_draw(self, self->began);
}

static inline void progress_add(struct progress *self, size_t bytes) {
    self->done += (double)bytes;
    if (self->done >= self->look_at) progress_look(self);
}

/* Erase the bar, and return the seconds since the start. */
static inline double progress_end(struct progress *self) {
    progress_hide(self);
    self->to = NULL;
    return progress_clock() - self->began;
}

#endif
