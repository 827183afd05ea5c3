/* chart.h - charts in a terminal: bars of any length, in eighths of a column. */
#ifndef EXAMPLES_CHART_H
#define EXAMPLES_CHART_H

#include <stdio.h>

/* Print a bar of value/largest of `width` columns, without a newline. A value over 0 shows. */
static inline void chart_bar(FILE *to, double value, double largest, int width) {
    static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int eighths = largest > 0 && value > 0 ? (int)(value / largest * width * 8 + 0.5) : 0;
    if (value > 0 && eighths == 0) eighths = 1;
    if (eighths > width * 8) eighths = width * 8;
    for (int i = 0; i < eighths / 8; i++) fputs("█", to);
    fputs(parts[eighths % 8], to);
}

/* Print values as one line of columns, each from ▁ (lowest) to █ (highest), without a newline. */
static inline void chart_line(FILE *to, const double *values, size_t count, double lowest,
                              double highest) {
    static const char *const levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    for (size_t i = 0; i < count; i++) {
        double const part = highest > lowest ? (values[i] - lowest) / (highest - lowest) : 0;
        int const level = !(part > 0) ? 0 : part >= 1 ? 7 : (int)(part * 8);
        fputs(levels[level], to);
    }
}

#endif
