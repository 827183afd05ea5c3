/* Derived cells: `top` is computed from `mid`, and `mid` from an input and from outside data. A
 * writer makes a change: it sets the input, or changes the outside data and then invalidates the
 * input or `mid`. Two readers copy one of the three cells, or get `mid` or `top`. At the start
 * either nothing has been computed or all is up to date. Values can be compared with the previous
 * ones, or cannot. With CHANGES=2 the writer makes two changes; to limit the number of states, all
 * is then up to date at the start, values can be compared, and one reader reads `top`.
 *
 * Shown: a read that begins after a change is complete returns a value computed from that change,
 * so nothing stays stale. No thread reads a value while it is written. A turn whose pin was refused
 * goes on when it can. Every call returns. A value that get returned while no change was counted is
 * not written again before a change is counted. A reader that finds an input invalidated after the
 * writer has ended does not count a change, so the value is not written again at all; with one
 * exception: a reader that found the mark earlier, when the writer might not have counted yet,
 * counts later.
 *
 * Not shown: weak memory orders, except at the place in stale.pml; errors (see retry.pml); a
 * counter that wraps around; waits that time out; cells that are destroyed or abandoned; two
 * threads that invalidate at once (see marks.pml). Waiting for a word uses neither the bit nor the
 * wake here; see pins.pml for those. */

#ifndef CHANGES
#define CHANGES 1
#endif

#define INPUT 0
#define MID 1
#define TOP 2

#define RUNNING 1
#define PIN 2

/* bits of `stale` */
#define STALE 1
#define UNCOUNTED 2

/* the domain and its cells */
byte revision = 1;
byte word[3], stale[3], changed[3], checked[3];
byte inner[3]; /* the value: the version of the input and that of the outside data */
byte outer[3];
byte outside = 1;
bool told; /* whether values can be compared */

/* recorded for the assertions only */
bool writing[3], handed_out[3]; /* since then, no change was counted */
byte all_inner = 1, all_outer = 1; /* number of complete changes */
bool ended;

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own.
 * Fields that only the claiming thread changes count as its own. */

inline claim(c) {
    atomic { word[c] == 0 -> word[c] = RUNNING }
}

inline release(c) {
    word[c] = 0
}

inline write(c, new_inner, new_outer) {
    atomic { assert(!writing[c] && !handed_out[c]); writing[c] = true; inner[c] = new_inner };
    atomic { writing[c] = false; outer[c] = new_outer }
}

/* lazy_count_ */
inline count() {
    revision++;
    handed_out[MID] = false;
    handed_out[TOP] = false
}

/* lazy_has_changed_ for a claimed input, and its release */
inline has_changed() {
#ifdef INPUT_IS_STAMPED_AFTER_ITS_RELEASE
    release(INPUT);
    changed[INPUT] = stamp;
#else
    changed[INPUT] = stamp;
    release(INPUT);
#endif
    stamp = 0
}

/* lazy_absorb_mark_ */
inline settle_input() {
    atomic {
        mark = 0;
        if
        :: stale[INPUT] & STALE -> mark = stale[INPUT]; stale[INPUT] = mark - STALE
        :: else
        fi;
#ifdef COUNTS_WHAT_IS_COUNTED
        counts = (mark != 0);
#else
#ifndef TAKES_ALL_FOR_COUNTED
        counts = (mark > STALE);
#endif
#endif
        assert(!counts || !ended)
    };
    if
    :: mark == 0 -> release(INPUT)
    :: else ->
        atomic {
            if
            :: counts -> count()
            :: else
            fi;
            stamp = revision + 1;
            mark = 0;
            counts = false
        };
        has_changed()
    fi
}

/* lazy_refresh_input_ */
inline refresh_input() {
    do
    :: true ->
#ifdef LOOKS_AT_THE_WORD_FIRST
        busy = word[INPUT] & RUNNING;
        taken = stale[INPUT] & STALE;
#else
        taken = stale[INPUT] & STALE;
        busy = word[INPUT] & RUNNING;
#endif
        if
        :: busy -> (word[INPUT] & RUNNING) == 0
        :: !busy && !taken -> break
        :: !busy && taken -> claim(INPUT); settle_input()
        fi
    od;
    atomic { busy = false; taken = false }
}

/* lazy_is_ready_. Checking `word` separately would show nothing new: the value was up to date
 * before. */
inline look_if_clean(c) {
    seen = checked[c];
    atomic {
        clean = (seen != 0 && seen == revision + 1 && (word[c] & RUNNING) == 0);
        seen = 0
    }
}

/* The local state of one turn. */
typedef turn {
    byte at, rounds, inner, outer;
    bool must, again, changed
};

/* lazy_begin_turn_. Claiming the cell before the check, and releasing it if it is up to date, would
 * show nothing new. */
inline begin_turn(t, c) {
    atomic {
#ifdef BEGINS_WITHOUT_A_LOOK
        word[c] == 0 -> word[c] = RUNNING
#else
        word[c] == 0 || ((word[c] & RUNNING) == 0 && checked[c] == revision + 1) ->
            clean = (checked[c] == revision + 1);
            if
            :: clean
            :: else -> word[c] = RUNNING
            fi
#endif
    }
}

/* lazy_begin_round_ */
inline begin_round(t, c, d) {
    atomic {
        t.at = revision;
#ifndef NEVER_FORGETS_THAT_IT_GOES_AGAIN
        t.again = false;
#endif
        t.rounds++;
        assert(t.rounds <= 8) /* more rounds than changes: it would never end */
    };
#ifdef FOLLOWS_BEFORE_THE_REFRESH
    atomic { if :: checked[c] == 0 || changed[d] > checked[c] -> t.must = true :: else fi }
#endif
}

/* lazy_follow_ */
inline follow(t, c, d) {
#ifndef FOLLOWS_BEFORE_THE_REFRESH
    atomic { if :: checked[c] == 0 || changed[d] > checked[c] -> t.must = true :: else fi }
#else
    skip
#endif
}

/* The rest of lazy_must_compute_, for `mid` only, because `top` is never invalidated. */
inline take_mark() {
    atomic {
        if
        :: stale[MID] & STALE ->
            lower.must = true;
#ifndef MARK_IS_TAKEN_AFTER_THE_BODY
            stale[MID] = stale[MID] - STALE
#endif
        :: else
        fi
    }
}

/* lazy_pin_for_. Trying again while the other thread still computes would show nothing new. */
inline begin_body(t, c, d) {
#ifndef BODY_PINS_NOTHING
    atomic {
        if
        :: t.again
        :: !t.again && word[d] & RUNNING -> t.again = true
        :: else -> word[d] = word[d] + PIN
        fi
    };
    if
    :: t.again -> (word[d] & RUNNING) == 0
    :: else
    fi
#else
    skip
#endif
}

/* lazy_end_body_, <name>_settle_ */
inline end_body(t, c, d) {
#ifndef BODY_PINS_NOTHING
    word[d] = word[d] - PIN;
#endif
#ifdef MARK_IS_TAKEN_AFTER_THE_BODY
    atomic { stale[c] = stale[c] & ~STALE };
#endif
#ifdef CHECKED_BEFORE_THE_VALUE_IS_WRITTEN
    checked[c] = t.at + 1;
#endif
    if
    :: !told || changed[c] == 0 || inner[c] != t.inner || outer[c] != t.outer ->
        t.changed = true;
        write(c, t.inner, t.outer)
    :: else
    fi
}

/* lazy_end_turn_ */
inline end_turn(t, c) {
#ifdef SAMPLES_AFTER_THE_BODY
    t.at = revision;
#endif
    if
    :: t.changed -> changed[c] = t.at + 1
    :: else
    fi;
    checked[c] = t.at + 1;
    atomic {
        release(c);
        t.at = 0; t.rounds = 0; t.inner = 0; t.outer = 0;
        t.must = false; t.again = false; t.changed = false
    }
}

inline read(into, c) {
    atomic { assert(!writing[c]); into.inner = inner[c]; into.outer = outer[c] }
}

inline refresh_mid() {
    look_if_clean(MID);
    if
    :: clean
    :: else ->
        begin_turn(lower, MID);
        if
        :: clean
        :: else ->
            do
            :: begin_round(lower, MID, INPUT);
                refresh_input();
                follow(lower, MID, INPUT);
                take_mark();
                if
                :: lower.must ->
                    begin_body(lower, MID, INPUT);
                    if
                    :: !lower.again ->
                        read(lower, INPUT);
                        lower.outer = outside;
                        end_body(lower, MID, INPUT)
                    :: else
                    fi
                :: else
                fi;
                if
                :: !lower.again -> break
                :: else
                fi
            od;
            end_turn(lower, MID)
        fi
    fi;
    clean = false
}

inline refresh_top() {
    look_if_clean(TOP);
    if
    :: clean
    :: else ->
        begin_turn(upper, TOP);
        if
        :: clean
        :: else ->
            do
            :: begin_round(upper, TOP, MID);
                refresh_mid();
                follow(upper, TOP, MID);
                if
                :: upper.must ->
                    begin_body(upper, TOP, MID);
                    if
                    :: !upper.again -> read(upper, MID); end_body(upper, TOP, MID)
                    :: else
                    fi
                :: else
                fi;
                if
                :: !upper.again -> break
                :: else
                fi
            od;
            end_turn(upper, TOP)
        fi
    fi;
    clean = false
}

proctype reader(byte lowest) {
    turn lower, upper; /* the turns of `mid` and of `top` */
    byte seen, stamp, mark, c, began, least_inner, least_outer;
    bool clean, busy, taken, counts, gets;
    atomic {
        if
        :: lowest == INPUT -> c = INPUT
        :: lowest == INPUT -> c = MID
        :: c = TOP
        fi;
        began = revision;
        least_inner = all_inner;
        least_outer = all_outer
    };
    do
    :: atomic {
            c != INPUT && checked[c] == revision + 1 -> /* get finds it clean, perhaps claimed */
            handed_out[c] = true;
            gets = true;
            break
        }
    :: true ->
        if
        :: c == INPUT -> refresh_input()
        :: c == MID -> refresh_mid()
        :: c == TOP -> refresh_top()
        fi;
        atomic {
            if
            :: c != INPUT && revision == began -> /* a get */
                handed_out[c] = true;
                gets = true;
                break
            :: word[c] & RUNNING -> busy = true
            :: (word[c] & RUNNING) == 0 -> word[c] = word[c] + PIN; break
            fi
        };
        atomic { (word[c] & RUNNING) == 0 -> busy = false }
    od;
    atomic {
        if
        :: gets && !handed_out[c] /* a change was counted, so its value may be written again */
        :: else ->
            assert(!writing[c]);
            assert(inner[c] >= least_inner && (c == INPUT || outer[c] >= least_outer))
        fi
    };
    if
    :: !gets -> word[c] = word[c] - PIN
    :: else
    fi
}

/* lazy_invalidate_ */
inline invalidate(c) {
    outside++;
#ifdef COUNTS_BEFORE_THE_MARK
    atomic { count() };
#endif
    atomic { stale[c] = (stale[c] | STALE) + UNCOUNTED };
#ifdef COUNTS_ITSELF_OFF_BEFORE_IT_COUNTS
    stale[c] = stale[c] - UNCOUNTED;
#endif
#ifndef COUNTS_BEFORE_THE_MARK
    atomic { count() };
#endif
#ifndef COUNTS_ITSELF_OFF_BEFORE_IT_COUNTS
#ifndef NEVER_COUNTS_ITSELF_OFF
    stale[c] = stale[c] - UNCOUNTED;
#endif
#endif
    atomic { all_outer++; changes-- }
}

proctype writer() {
    byte changes = CHANGES, stamp;
    do
    :: changes > 0 ->
        if
        :: claim(INPUT);
            write(INPUT, inner[INPUT] + 1, 0);
            atomic { count(); stamp = revision + 1 };
            has_changed();
            atomic { all_inner++; changes-- }
        :: invalidate(INPUT)
        :: invalidate(MID)
        fi
    :: else -> ended = true; break
    od
}

init {
    d_step {
        changed[INPUT] = 2;
        inner[INPUT] = 1
    }
    atomic {
        if
        :: told = true
#if CHANGES == 1
        :: told = false
#endif
        fi;
        if
#if CHANGES == 1
        :: true
#endif
        :: checked[MID] = 2; changed[MID] = 2; inner[MID] = 1; outer[MID] = 1;
            checked[TOP] = 2; changed[TOP] = 2; inner[TOP] = 1; outer[TOP] = 1
        fi;
        run writer();
#if CHANGES == 1
        run reader(INPUT);
#else
        run reader(TOP);
#endif
        run reader(INPUT)
    }
}
