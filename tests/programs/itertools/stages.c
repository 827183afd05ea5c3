/* Check the promises of promises.h for each stage over one iterator. */
#include "promises.h"

#include "iter_text.h"
#include "more_itertools.h"

#define FIELDS(x) ('0' + (long)(x).first + 3 * (long)(x).second)
#define INDEXED(x) ('0' + (long)(x).index + 3 * (long)(x).value)
#define COUNTED(x) ('0' + (long)(x).count + 3 * (long)(x).value)
#define MARKED(x) ('0' + (long)(x).is_first + 2 * (long)(x).is_last + 4 * (long)(x).value)

ITER_MAP(mapped, script, int, item * 2)
ITER_MAP_WITH(mapped_with, script, int, int, item * self->context)
ITER_FILTER(filtered, script, item % 2 == 1)
ITER_FILTER_WITH(filtered_with, script, int, item > self->context)
ITER_FILTER_MAP(filter_mapped, script, long, (*out = item * 3L, item > 3))
ITER_FILTER_MAP_WITH(filter_mapped_with, script, long, int, (*out = item, item < self->context))
ITER_TAP(tapped, script, (void)item)
ITER_TAP_WITH(tapped_with, script, int, self->context += item)
ITER_FLEETING(fleeting, script)
ITER_LASTING(lasting, fleeting)
ITER_ENUMERATE(enumerated, script)
ITER_ACCUMULATE(accumulated, script, long, total + item)
ITER_ACCUMULATE_WITH(accumulated_with, script, long, int, total * self->context + item)
ITER_ACCUMULATE_FROM(accumulated_from, script, long, total * 2 + item)
ITER_PAIRWISE(paired, script)
ITER_TAKE(taken, script)
ITER_DROP(dropped, script)
ITER_SLICE(sliced, script)
ITER_STEP_BY(stepped, script)
ITER_TAKE_WHILE(taken_while, script, item != 9)
ITER_TAKE_WHILE_WITH(taken_while_with, script, int, item != self->context)
ITER_TAKE_WHILE_INCLUSIVE(taken_to, script, item != 9)
ITER_TAKE_WHILE_INCLUSIVE_WITH(taken_to_with, script, int, item != self->context)
ITER_DROP_WHILE(dropped_while, script, item != 9)
ITER_DROP_WHILE_WITH(dropped_while_with, script, int, item != self->context)
ITER_DEDUPE(deduped, script, item == last)
ITER_DEDUPE_WITH(deduped_with, script, int, item - last == self->context)
ITER_RUN_LENGTH(runs, script, item == last)
ITER_COALESCE(coalesced, script, item > *into && (*into = item, 1))
ITER_INTERSPERSE(interspersed, script)
ITER_MARK_ENDS(marked, script)
ITER_PAD(padded, script)
ITER_CYCLE(cycle, script)
ITER_TAKE(cycled, cycle)
ITER_CATCH(caught, script, error)
ITER_GROUP_BY(grouped, script, int, item / 3, key == other)
ITER_PEEKABLE(peekable, script)
ITER_TRY_MAP(tried, script, long, item == 6 ? -5 : (*out = item * 2L, GEN_YIELDED))
ITER_TRY_MAP_WITH(tried_with, script, int, int,
                  item == self->context ? GEN_DONE : (*out = item, GEN_YIELDED))
ITER_MAP_WHILE(mapped_while, script, long, (*out = item * 3L, item != 9))
ITER_MAP_WHILE_WITH(mapped_while_with, script, int, int, (*out = item, item != self->context))

/* The bytes of a script: characters of 1, 2, 3 and 4 bytes. */
ITER_MAP(script_bytes, script, char, "\x41\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x81"[item])
ITER_UTF8(points, script_bytes)
ITER_UTF8_LOSSY(lossy_points, script_bytes)
#define LETTER(x) ('0' + (long)((x) % 41))

struct adder {
    struct gen gen;
    int sum;
};
GEN_RECV(adder, int, int) {
    GEN_BEGIN();
    for (;;) {
        GEN_YIELD(self->sum);
        self->sum += *sent;
        if (*sent == 3) GEN_SUSPEND();
    }
    GEN_END();
}
static struct adder fresh_adder(void) {
    static struct adder fresh;
    return fresh;
}
ITER_SEND_TO(sent, script, adder)

STAGE(mapped, mapped(make_script(text)), PLAIN)
STAGE(mapped_with, mapped_with(make_script(text), 3), PLAIN)
STAGE(filtered, filtered(make_script(text)), PLAIN)
STAGE(filtered_with, filtered_with(make_script(text), 3), PLAIN)
STAGE(filter_mapped, filter_mapped(make_script(text)), PLAIN)
STAGE(filter_mapped_with, filter_mapped_with(make_script(text), 5), PLAIN)
STAGE(tapped, tapped(make_script(text)), PLAIN)
STAGE(tapped_with, tapped_with(make_script(text), 0), PLAIN)
STAGE(fleeting, fleeting(make_script(text)), PLAIN)
STAGE(lasting, lasting(fleeting(make_script(text))), PLAIN)
STAGE(enumerated, enumerated(make_script(text), 1), INDEXED)
STAGE(accumulated, accumulated(make_script(text)), PLAIN)
STAGE(accumulated_with, accumulated_with(make_script(text), 2), PLAIN)
STAGE(accumulated_from, accumulated_from(make_script(text), 1), PLAIN)
STAGE(paired, paired(make_script(text)), FIELDS)
STAGE(taken, taken(make_script(text), 4), PLAIN)
STAGE(dropped, dropped(make_script(text), 2), PLAIN)
STAGE(sliced, sliced(make_script(text), 1, 8, 3), PLAIN)
STAGE(stepped, stepped(make_script(text), 3), PLAIN)
STAGE(taken_while, taken_while(make_script(text)), PLAIN)
STAGE(taken_while_with, taken_while_with(make_script(text), 2), PLAIN)
STAGE(taken_to, taken_to(make_script(text)), PLAIN)
STAGE(taken_to_with, taken_to_with(make_script(text), 4), PLAIN)
STAGE(dropped_while, dropped_while(make_script(text)), PLAIN)
STAGE(dropped_while_with, dropped_while_with(make_script(text), 1), PLAIN)
STAGE(deduped, deduped(make_script(text)), PLAIN)
STAGE(deduped_with, deduped_with(make_script(text), 1), PLAIN)
STAGE(runs, runs(make_script(text)), COUNTED)
STAGE(coalesced, coalesced(make_script(text)), PLAIN)
STAGE(sent, sent(make_script(text), fresh_adder()), PLAIN)
STAGE(interspersed, interspersed(make_script(text), 8), PLAIN)
STAGE(marked, marked(make_script(text)), MARKED)
STAGE(padded, padded(make_script(text), 6, 4), PLAIN)
STAGE(cycled, cycled(cycle(make_script(text)), 7), PLAIN)
STAGE(caught, caught(make_script(text)), PLAIN)
STAGE(grouped, grouped(make_script(text)), PLAIN)
STAGE(peekable, peekable(make_script(text)), PLAIN)
STAGE(tried, tried(make_script(text)), PLAIN)
STAGE(tried_with, tried_with(make_script(text), 9), PLAIN)
STAGE(mapped_while_with, mapped_while_with(make_script(text), 9), PLAIN)
STAGE(mapped_while, mapped_while(make_script(text)), PLAIN)
STAGE(points, points(script_bytes(make_script(text))), LETTER)
STAGE(lossy_points, lossy_points(script_bytes(make_script(text))), LETTER)

void run_tests(void) {
    RUN(mapped_keeps_what_every_stage_promises);
    RUN(mapped_with_keeps_what_every_stage_promises);
    RUN(filtered_keeps_what_every_stage_promises);
    RUN(filtered_with_keeps_what_every_stage_promises);
    RUN(filter_mapped_keeps_what_every_stage_promises);
    RUN(filter_mapped_with_keeps_what_every_stage_promises);
    RUN(tapped_keeps_what_every_stage_promises);
    RUN(tapped_with_keeps_what_every_stage_promises);
    RUN(fleeting_keeps_what_every_stage_promises);
    RUN(lasting_keeps_what_every_stage_promises);
    RUN(enumerated_keeps_what_every_stage_promises);
    RUN(accumulated_keeps_what_every_stage_promises);
    RUN(accumulated_with_keeps_what_every_stage_promises);
    RUN(accumulated_from_keeps_what_every_stage_promises);
    RUN(paired_keeps_what_every_stage_promises);
    RUN(taken_keeps_what_every_stage_promises);
    RUN(dropped_keeps_what_every_stage_promises);
    RUN(sliced_keeps_what_every_stage_promises);
    RUN(stepped_keeps_what_every_stage_promises);
    RUN(taken_while_keeps_what_every_stage_promises);
    RUN(taken_while_with_keeps_what_every_stage_promises);
    RUN(taken_to_keeps_what_every_stage_promises);
    RUN(taken_to_with_keeps_what_every_stage_promises);
    RUN(dropped_while_keeps_what_every_stage_promises);
    RUN(dropped_while_with_keeps_what_every_stage_promises);
    RUN(deduped_keeps_what_every_stage_promises);
    RUN(deduped_with_keeps_what_every_stage_promises);
    RUN(runs_keeps_what_every_stage_promises);
    RUN(coalesced_keeps_what_every_stage_promises);
    RUN(sent_keeps_what_every_stage_promises);
    RUN(interspersed_keeps_what_every_stage_promises);
    RUN(marked_keeps_what_every_stage_promises);
    RUN(padded_keeps_what_every_stage_promises);
    RUN(cycled_keeps_what_every_stage_promises);
    RUN(caught_keeps_what_every_stage_promises);
    RUN(grouped_keeps_what_every_stage_promises);
    RUN(peekable_keeps_what_every_stage_promises);
    RUN(tried_keeps_what_every_stage_promises);
    RUN(tried_with_keeps_what_every_stage_promises);
    RUN(mapped_while_with_keeps_what_every_stage_promises);
    RUN(mapped_while_keeps_what_every_stage_promises);
    RUN(points_keeps_what_every_stage_promises);
    RUN(lossy_points_keeps_what_every_stage_promises);
}
