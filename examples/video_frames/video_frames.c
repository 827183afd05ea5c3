/* video_frames - find the scenes of a video, with all of its frames in memory or with one.
 *
 *     lazy:   frames -> histograms -> neighbours -> cuts
 *     eager:  all the frames, then all their histograms, then the cuts
 */
#define _GNU_SOURCE /* getopt_long, wait4 */
#include <getopt.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "itertools.h"
#include "video.h"

/* ---- A job and its times --------------------------------------------------------------------- */

struct result {
    double first_frame, first_cut, all; /* seconds */
    uint32_t cuts, decoded;
};

struct job {
    struct video video;
    bool first_only, quiet;
    double start;
    struct result result;
};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Count a frame that can be looked at, and note the time of the first one. */
static void got_frame(struct job *job) {
    if (job->result.decoded++ == 0) job->result.first_frame = now() - job->start;
}

static void found(struct job *job, uint32_t number) {
    if (job->result.cuts++ == 0) job->result.first_cut = now() - job->start;
    if (!job->quiet) printf("frame %lu: a new scene\n", (unsigned long)number);
}

/* ---- The lazy way ---------------------------------------------------------------------------- */

struct frame {
    const unsigned char *pixels;
    size_t size;
    uint32_t number;
};

/* The frames of a video. The file is opened at the first pull, and closed whatever happens. */
struct decoded {
    struct gen gen;
    struct video *video;
    int error;
};
typedef struct frame one_frame;

GEN(decoded, one_frame) {
    struct video *const video = self->video;
    GEN_BEGIN();
    GEN_TRY {
        if ((self->error = video_open(video)) < 0) GEN_RAISE(self->error);
        while (video->number < video->frames) {
            if ((self->error = video_read(video)) < 0) GEN_RAISE(self->error);
            GEN_YIELD((struct frame){video->pixels, video->size, video->number});
        }
        if (getc(video->file) != EOF) GEN_RAISE(video_wrong(video, "it is not the last one"));
    }
    GEN_FINALLY { video_close(video); }
    GEN_END_TRY;
    GEN_END();
}
ITER_FLEETING(frames, decoded) /* each one overwrites the one before */

/* The number of pixels of a frame in each of 16 ranges of brightness. */
struct histogram {
    uint32_t bins[16], pixels, number;
};

static struct histogram histogram_of(struct frame frame) {
    struct histogram made = {{0}, (uint32_t)frame.size, frame.number};
    for (size_t i = 0; i < frame.size; i++) made.bins[frame.pixels[i] >> 4]++;
    return made;
}

/* Return whether more than half the pixels have changed their bin. */
static bool differ(const struct histogram *a, const struct histogram *b) {
    uint32_t changed = 0;
    for (int i = 0; i < 16; i++)
        changed += a->bins[i] > b->bins[i] ? a->bins[i] - b->bins[i] : b->bins[i] - a->bins[i];
    return changed > a->pixels; /* each one counts in two bins */
}

ITER_TAP_WITH(watched, frames, struct job *, (void)item, got_frame(self->context))
ITER_MAP(measured, watched, struct histogram, histogram_of(item))
ITER_LASTING(histograms, measured) /* numbers, which do not point into the frame */
ITER_PAIRWISE(neighbours, histograms)
ITER_FILTER(cuts, neighbours, differ(&item.first, &item.second))

/* Print an error; return false. */
static bool report(const struct video *video, gen_status error) {
    const char *const why = error == -EBADMSG ? video->why : strerror(-error);
    fprintf(stderr, "video_frames: %s: ", video->path);
    if (video->number > 0) fprintf(stderr, "frame %lu: ", (unsigned long)video->number);
    fprintf(stderr, "%s\n", why);
    return false;
}

static gen_status lazily(struct job *job) {
    struct decoded all = {.video = &job->video};
    struct cuts pipeline = cuts(neighbours(histograms(measured(watched(frames(all), job)))));
    gen_status status;
    GEN_FOR_STATUS (status, cut, cuts, &pipeline) {
        found(job, cut.second.number);
        if (job->first_only) break;
    }
    (void)cuts_close(&pipeline);
    return status;
}

/* ---- The eager way --------------------------------------------------------------------------- */

static gen_status eagerly(struct job *job) {
    struct decoded all = {.video = &job->video};
    struct histogram *histograms = NULL;
    unsigned char *pixels = NULL;
    size_t count = 0, size = 0;
    gen_status status;

    GEN_FOR_STATUS (status, frame, decoded, &all) {
        size = frame.size;
        if (pixels == NULL) pixels = calloc(job->video.frames, size);
        if (pixels == NULL) {
            status = -ENOMEM;
            break;
        }
        memcpy(&pixels[count++ * size], frame.pixels, size);
    }
    (void)decoded_close(&all);
    for (size_t i = 0; i < count; i++) got_frame(job);

    if (count > 0) histograms = calloc(count, sizeof *histograms);
    if (count > 0 && histograms == NULL) status = -ENOMEM;
    for (size_t i = 0; i < count && histograms != NULL; i++)
        histograms[i] = histogram_of((struct frame){&pixels[i * size], size, (uint32_t)i + 1});

    for (size_t i = 1; i < count && histograms != NULL; i++) {
        if (!differ(&histograms[i - 1], &histograms[i])) continue;
        found(job, histograms[i].number);
        if (job->first_only) break;
    }
    free(pixels);
    free(histograms);
    return status;
}

/* ---- Both, each in a process of its own ------------------------------------------------------ */

/* Return whether it went well, the result, and the peak of the memory in bytes. */
static bool measure(gen_status (*way)(struct job *), struct job *job, double *peak) {
    int ends[2], status = 1;
    struct rusage usage;
    fflush(stdout);
    if (pipe(ends) != 0) {
        fprintf(stderr, "video_frames: %s\n", strerror(errno));
        return false;
    }
    pid_t const child = fork();
    if (child == 0) {
        job->quiet = true;
        job->start = now();
        gen_status const end = way(job);
        job->result.all = now() - job->start;
        if (end < 0) (void)report(&job->video, end);
        ssize_t const written = write(ends[1], &job->result, sizeof job->result);
        _exit(end < 0 || written != (ssize_t)sizeof job->result);
    }
    close(ends[1]);
    bool const got =
        child > 0 && read(ends[0], &job->result, sizeof job->result) == (ssize_t)sizeof job->result;
    close(ends[0]);
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        fprintf(stderr, "video_frames: %s\n", strerror(errno));
        return false;
    }
    *peak = (double)usage.ru_maxrss * 1024; /* Linux counts in KiB */
    if (got && WIFSIGNALED(status))
        fprintf(stderr, "video_frames: ended by signal %d\n", WTERMSIG(status));
    return got && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool compare(const char *path) {
    static gen_status (*const ways[])(struct job *) = {eagerly, lazily, lazily};
    struct result r[3];
    struct video head = {.path = path};
    double peak[3];
    int const error = video_open(&head);
    video_close(&head);
    if (error < 0) return report(&head, error);
    for (int i = 0; i < 3; i++) {
        struct job job = {.video = {.path = path}, .first_only = i == 2};
        if (!measure(ways[i], &job, &peak[i])) return false;
        r[i] = job.result;
    }
    double const size = (double)head.size / 1e6, frames = head.frames;
    printf("%-32s %12s %12s %12s\n", "", "eager", "lazy", "lazy, first");
#define LINE(title, format, value) \
    printf("%-32s " format " " format " " format "\n", title, value(0), value(1), value(2))
#define DECODED(i) (unsigned long)r[i].decoded
#define CUTS(i) (unsigned long)r[i].cuts
#define HELD(i) (i == 0 ? frames * size : size)
#define PEAK(i) peak[i] / 1e6
#define FIRST_FRAME(i) r[i].first_frame * 1e3
#define FIRST_CUT(i) r[i].first_cut * 1e3
#define ALL(i) r[i].all * 1e3
    LINE("frames decoded", "%12lu", DECODED);
    LINE("new scenes found", "%12lu", CUTS);
    LINE("frames in memory, MB", "%12.3f", HELD);
    LINE("peak of the process, MB", "%12.1f", PEAK);
    LINE("the first frame after, ms", "%12.3f", FIRST_FRAME);
    LINE("the first new scene after, ms", "%12.3f", FIRST_CUT);
    LINE("the end after, ms", "%12.3f", ALL);
    printf("the lazy pipeline is a struct of %zu bytes\n", sizeof(struct cuts));
    return true;
}

/* ---- A video to try it on -------------------------------------------------------------------- */

static uint32_t random_below(uint64_t *seed, uint32_t limit) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % limit;
}

/* A scene is a background that gets brighter to one side, and a disc that moves over it. */
struct scene {
    uint32_t until; /* the number of its last frame */
    unsigned brightness, slope_x, slope_y, x, y;
};

static void draw(unsigned char *pixels, const struct video *video, const struct scene *scene) {
    unsigned const shift = video->number, radius = 12;
    unsigned const at_x = (scene->x + shift) % video->width;
    unsigned const at_y = (scene->y + shift / 2) % video->height;
    for (unsigned y = 0; y < video->height; y++) {
        for (unsigned x = 0; x < video->width; x++) {
            unsigned const dx = x - at_x, dy = y - at_y; /* their squares are right, if negative */
            unsigned const slope = (x * scene->slope_x + y * scene->slope_y) / 16;
            *pixels++ = dx * dx + dy * dy < radius * radius
                            ? (unsigned char)(scene->brightness + 100)
                            : (unsigned char)(scene->brightness + slope);
        }
    }
}

static bool make_video(const char *path, uint32_t frames, uint64_t seed) {
    struct video video = {.path = path, .width = 136, .height = 100, .frames = frames};
    struct scene scene = {.until = 0};
    unsigned long scenes = 0;
    unsigned char *pixels = NULL;
    errno = 0;
    if (video_allocate(&video) == 0 && (pixels = malloc(video.size)) != NULL &&
        (video.file = fopen(path, "wb")) != NULL) {
        video_begin(&video);
        while (video.number < frames && !ferror(video.file)) {
            if (video.number >= scene.until) {
                scenes++;
                scene.until += 50 + random_below(&seed, 200);
                scene.brightness = (scene.brightness + 80 + random_below(&seed, 96)) % 256;
                scene.slope_x = random_below(&seed, 6);
                scene.slope_y = random_below(&seed, 6);
                scene.x = random_below(&seed, video.width);
                scene.y = random_below(&seed, video.height);
            }
            draw(pixels, &video, &scene);
            video_write(&video, pixels);
        }
    }
    long const bytes = video.file != NULL ? ftell(video.file) : 0;
    bool done = video.file != NULL && !ferror(video.file);
    if (video.file != NULL && fclose(video.file) != 0) done = false;
    if (done) {
        printf("%lu frames of %u x %u pixels, %.1f MB decoded, %.1f MB in the file; %lu scenes\n",
               (unsigned long)frames, video.width, video.height, frames * (double)video.size / 1e6,
               (double)bytes / 1e6, scenes);
    } else {
        fprintf(stderr, "video_frames: %s: %s\n", path, strerror(errno));
        if (video.file != NULL) remove(path); /* half a video is of no use */
    }
    video.file = NULL;
    video_free(&video);
    free(pixels);
    return done;
}

/* ---- The command ----------------------------------------------------------------------------- */

static const char help[] =
    "usage: video_frames [--eager] [--first] FILE    print where the scenes of a video begin\n"
    "       video_frames --compare FILE              what both ways take\n"
    "       video_frames --make FILE [--frames N] [--seed N]\n"
    "       video_frames                             make a video, compare, remove it\n"
    "\n"
    "      --eager     with all frames in memory; else with one\n"
    "      --first     stop at the first new scene\n"
    "      --compare   run both, each in a process of its own, and print times and memory\n"
    "      --make      write a video of this program's own format...\n"
    "      --frames N  of so many frames (10000)\n"
    "      --seed N    with other scenes\n"
    "\n"
    "exit codes: 0 done, 1 a file could not be read or written, 2 wrong usage\n";

enum { EAGER = 256, FIRST, COMPARE, MAKE, FRAMES, SEED, HELP, VERSION };

static const struct option options[] = {
    {"eager", no_argument, NULL, EAGER},
    {"first", no_argument, NULL, FIRST},
    {"compare", no_argument, NULL, COMPARE},
    {"make", required_argument, NULL, MAKE},
    {"frames", required_argument, NULL, FRAMES},
    {"seed", required_argument, NULL, SEED},
    {"help", no_argument, NULL, HELP},
    {"version", no_argument, NULL, VERSION},
    {NULL, 0, NULL, 0},
};

/* Make a video in a temporary file, and compare both ways on that. */
static bool demonstrate(uint32_t frames, uint64_t seed) {
    const char *const directory = getenv("TMPDIR");
    char path[4096];
    snprintf(path, sizeof path, "%s/video_frames-XXXXXX", directory ? directory : "/tmp");
    int const file = mkstemp(path);
    if (file < 0) {
        fprintf(stderr, "video_frames: %s: %s\n", path, strerror(errno));
        return false;
    }
    close(file);
    bool const done = make_video(path, frames, seed) && compare(path);
    remove(path);
    return done;
}

static bool print_scenes(const char *path, bool eager, bool first_only) {
    struct job job = {.video = {.path = path}, .first_only = first_only};
    gen_status const status = eager ? eagerly(&job) : lazily(&job);
    fflush(stdout); /* the scenes before the error */
    return status >= 0 || report(&job.video, status);
}

int main(int argc, char **argv) {
    char name[] = "video_frames", *end; /* so that getopt names the program as we do */
    const char *make = NULL;
    bool eager = false, first_only = false, both = false, done;
    uint64_t frames = 10000, seed = 1;
    int option;
    argv[0] = name;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case EAGER: eager = true; break;
        case FIRST: first_only = true; break;
        case COMPARE: both = true; break;
        case MAKE: make = optarg; break;
        case FRAMES:
        case SEED:
            errno = 0;
            *(option == SEED ? &seed : &frames) = strtoull(optarg, &end, 10);
            if (*optarg < '0' || *optarg > '9' || *end != '\0' || errno != 0 ||
                frames > UINT32_MAX) {
                fprintf(stderr, "video_frames: \"%s\" is not a valid number\n", optarg);
                return 2;
            }
            break;
        case HELP: fputs(help, stdout); return fflush(stdout) == 0 ? 0 : 1;
        case VERSION: puts("video_frames 1.0"); return fflush(stdout) == 0 ? 0 : 1;
        default: fputs("Try video_frames --help.\n", stderr); return 2;
        }
    }
    if (argc - optind > (make == NULL) ||
        (argc == optind && make == NULL && (eager || first_only))) {
        fputs("video_frames: one FILE is needed; try video_frames --help\n", stderr);
        return 2;
    }
    if (make != NULL)
        done = make_video(make, (uint32_t)frames, seed);
    else if (argc == optind)
        done = demonstrate((uint32_t)frames, seed);
    else if (both)
        done = compare(argv[optind]);
    else
        done = print_scenes(argv[optind], eager, first_only);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "video_frames: standard output: %s\n", strerror(errno));
        return 1;
    }
    return done ? 0 : 1;
}
