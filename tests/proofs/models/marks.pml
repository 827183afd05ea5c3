/* The mark of an invalidated input, with two threads that invalidate at once: each changes the
 * outside data, marks the input, counts the change, and records that it was counted. Instead, one
 * of them may set the input and die before that has ended, so that the input is abandoned. A cell,
 * `mid`, is computed from the outside data if the input has changed. One reader reads the input
 * twice, another reads `mid` twice. At the start either all is up to date, or the input was
 * invalidated before.
 *
 * Shown: a read that begins after a change is complete returns a value computed from that change,
 * whichever thread takes the mark, and whether or not it has to count the change itself. When all
 * threads have ended, no change is recorded as uncounted: after one more invalidation, `mid` is
 * computed once and not again.
 *
 * Not shown: weak memory orders; how often `mid` is computed while two threads invalidate; pins,
 * errors, and cells that depend on `mid` (see derived.pml and retry.pml). */

#define STALE 1
#define UNCOUNTED 2

/* the domain, the input and `mid` */
byte revision = 1;
bool held, held_mid;
byte stale, changed = 2, checked = 2;
byte outside = 1, value = 1;

/* recorded for the assertions only */
byte all_outside = 1; /* number of complete changes */
byte computed;

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own.
 * Fields that only the claiming thread changes count as its own. */

inline change() {
    atomic { outside++; mine = outside }
}

inline is_complete() {
    atomic {
        if
        :: mine > all_outside -> all_outside = mine
        :: else
        fi;
        mine = 0
    }
}

/* lazy_mark_(STALE, UNCOUNTED), and then lazy_mark_(0, -UNCOUNTED) */
inline mark() {
#ifdef MARKS_BY_A_STORE
    seen = stale;
    stale = (seen | STALE) + UNCOUNTED;
    seen = 0
#else
    atomic { stale = (stale | STALE) + UNCOUNTED }
#endif
}

inline unmark() {
#ifdef COUNTS_ITSELF_OFF_BY_A_STORE
    seen = stale;
    stale = seen - UNCOUNTED;
    seen = 0
#else
    atomic { stale = stale - UNCOUNTED }
#endif
}

/* lazy_invalidate_ */
inline invalidate() {
#ifdef COUNTS_BEFORE_THE_MARK
    revision++;
    mark();
    unmark()
#else
    mark();
#ifdef COUNTS_ITSELF_OFF_BEFORE_IT_COUNTS
    unmark();
    revision++
#else
    revision++;
#ifndef NEVER_COUNTS_ITSELF_OFF
    unmark()
#endif
#endif
#endif
}

/* <name>_set by a thread that dies before it has counted, and lazy_abandon_ */
inline abandon() {
    atomic { !held -> held = true };
    change();
#ifdef ABANDONS_WITHOUT_A_COUNT
    atomic { stale = stale | STALE };
#else
    invalidate();
#endif
    held = false
}

/* lazy_absorb_mark_ */
inline settle_input() {
#ifdef TAKEN_BY_A_STORE
    atomic { taken = (stale & STALE -> stale : 0) };
    if
    :: taken != 0 -> stale = taken - STALE
    :: else
    fi;
#else
    atomic { taken = (stale & STALE -> stale : 0); stale = stale & ~STALE };
#endif
    if
    :: taken == 0
#ifdef TAKES_ALL_FOR_COUNTED
    :: taken != 0 ->
#else
    :: taken > STALE -> atomic { revision++; stamp = revision + 1 }; changed = stamp
    :: taken == STALE ->
#endif
        atomic { stamp = revision + 1 };
        changed = stamp
    fi;
    atomic { taken = 0; stamp = 0 }
}

/* lazy_refresh_input_ */
inline refresh_input() {
    do
    :: true ->
        marked = stale & STALE;
        if
        :: marked ->
            atomic { !held -> held = true };
            settle_input();
            held = false
        :: else ->
            if
            :: held -> !held
            :: else -> break
            fi
        fi
    od
}

/* <name>_update_ */
inline refresh_mid() {
    clean = checked;
    atomic { clean = (clean == revision + 1) };
    atomic { clean = (clean && !held_mid) };
    if
    :: clean
    :: else ->
        atomic { !held_mid -> held_mid = true; clean = (checked == revision + 1) };
        if
        :: clean
        :: else ->
            at = revision;
            refresh_input();
            must = changed > checked;
            if
            :: must -> atomic { value = outside; computed++ }
            :: else
            fi;
            checked = at + 1
        fi;
        atomic { held_mid = false; at = 0; must = false }
    fi;
    clean = 0
}

proctype invalidator(byte changes; bool may_abandon) {
    byte seen, mine;
    do
    :: changes > 0 ->
        if
        :: change(); invalidate()
        :: may_abandon -> abandon()
        fi;
        is_complete();
        changes--
    :: else -> break
    od
}

proctype asks_for_input(byte reads) {
    byte taken, stamp;
    bool marked;
    do
    :: reads > 0 -> refresh_input(); reads--
    :: else -> break
    od
}

proctype asks_for_mid(byte reads) {
    byte taken, stamp, at, clean, least;
    bool marked, must;
    do
    :: reads > 0 ->
        least = all_outside;
        refresh_mid();
        assert(value >= least);
        atomic { least = 0; reads-- }
    :: else -> break
    od
}

init {
    atomic {
        if
        :: true
        :: stale = STALE; revision = 2; outside = 2; all_outside = 2
        fi;
        run invalidator(1, false);
        run invalidator(1, true);
        run asks_for_input(2);
        run asks_for_mid(2)
    };
    /* when the threads have ended */
    atomic { _nr_pr == 1 -> run asks_for_mid(1) };
    atomic { _nr_pr == 1 -> computed = 0; run invalidator(1, false) };
    atomic { _nr_pr == 1 -> run asks_for_mid(2) };
    _nr_pr == 1;
#ifndef COUNTS_ITSELF_OFF_BY_A_STORE /* it also leads to a stale value */
    assert(computed == 1)
#endif
}
