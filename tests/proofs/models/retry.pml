/* A cell, `top`, that depends on a LAZY_RETRY cell, `below`. The body of `below` fails until the
 * outside data that it reads is mended; mending it is not announced. The outside data is also
 * changed, which may break it, and then `below` is invalidated. One reader reads `top` twice,
 * another reads one of the two cells.
 *
 * Shown: a read that begins after the data was mended returns a value, and a read that begins after
 * a change returns a result computed from that change. A cell that depends on `below` does not
 * remember an error that is to be tried again.
 *
 * Not shown: weak memory orders. The word of a cell is checked in derived.pml. An input of `below`
 * would never change, so it is left out. */

#define BELOW 0
#define TOP 1

#define RUNNING 1
#define PIN 2

/* bits of `stale` */
#define STALE 1
#define UNCOUNTED 2

byte revision = 1;
byte word[2], stale[2], changed[2], checked[2], value[2];
bit error[2];
bit broken;
byte outside = 1;

/* recorded for the assertions only */
byte all_outside = 1;
bool breaks, told;

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own.
 * Fields that only the claiming thread changes count as its own. */

typedef turn {
    byte at, value;
    bit error;
    bool must, unsure, again, changed
};

inline look_if_clean(c) {
    seen = checked[c];
    atomic { clean = (seen != 0 && seen == revision + 1); seen = 0 };
    if
    :: clean -> clean = ((word[c] & RUNNING) == 0)
    :: else
    fi
}

inline begin_turn(c) {
    atomic {
        word[c] == 0 || ((word[c] & RUNNING) == 0 && checked[c] == revision + 1) ->
            clean = (checked[c] == revision + 1);
            if
            :: clean
            :: else -> word[c] = RUNNING
            fi
    }
}

/* <name>_settle_ */
inline settle(t, c) {
    atomic {
        t.changed = (changed[c] == 0 || error[c] != t.error ||
                     (t.error == 0 && value[c] != t.value));
        if
        :: t.changed && t.error == 0 -> value[c] = t.value
        :: else
        fi
    }
}

/* lazy_end_turn_ */
inline end_turn(t, c, retry) {
    if
    :: t.changed -> error[c] = t.error; changed[c] = t.at + 1
    :: else
    fi;
    if
    :: t.unsure || (t.error != 0 && retry) -> checked[c] = 0
    :: else -> checked[c] = t.at + 1
    fi;
    atomic {
        word[c] = 0;
        t.at = 0; t.value = 0; t.error = 0;
        t.must = false; t.unsure = false; t.changed = false
    }
}

inline refresh_below() {
    look_if_clean(BELOW);
    if
    :: clean
    :: else ->
        begin_turn(BELOW);
        if
        :: clean
        :: else ->
            lower.at = revision;
            atomic {
#ifdef ALONE_IT_IS_NOT_TRIED_AGAIN
                lower.must = (changed[BELOW] == 0 || stale[BELOW] & STALE);
#else
                lower.must = (checked[BELOW] == 0 || stale[BELOW] & STALE);
#endif
                stale[BELOW] = stale[BELOW] & ~STALE
            };
            if
            :: lower.must ->
                lower.error = broken;
                if
                :: lower.error == 0 -> lower.value = outside
                :: else
                fi;
                settle(lower, BELOW)
            :: else
            fi;
            end_turn(lower, BELOW, true)
        fi
    fi;
    clean = false
}

/* lazy_follow_, in the order of the header */
inline follow() {
#ifndef LOOKS_LAST_WHETHER_IT_IS_SURE
    atomic {
        if
        :: checked[BELOW] == 0 -> upper.unsure = true
        :: else
        fi
    };
#endif
    atomic {
        if
        :: checked[TOP] == 0 || changed[BELOW] > checked[TOP] -> upper.must = true
        :: else
        fi
    };
    upper.error = error[BELOW];
#ifdef LOOKS_LAST_WHETHER_IT_IS_SURE
    atomic {
        if
        :: checked[BELOW] == 0 -> upper.unsure = true
        :: else
        fi
    };
#endif
#ifdef IS_ALWAYS_SURE
    upper.unsure = false
#endif
}

/* lazy_pin_for_, and the body, which reads the one dependency */
inline compute_top() {
    atomic {
        if
        :: word[BELOW] & RUNNING -> upper.again = true
        :: else -> word[BELOW] = word[BELOW] + PIN
        fi
    };
    if
    :: upper.again -> (word[BELOW] & RUNNING) == 0
    :: else ->
        atomic {
            if
#ifndef PINS_AN_ERROR
            :: error[BELOW] != 0 -> upper.again = true
#endif
            :: else -> assert(error[BELOW] == 0); upper.value = value[BELOW]
            fi
        };
        word[BELOW] = word[BELOW] - PIN;
        if
        :: !upper.again -> settle(upper, TOP)
        :: else
        fi
    fi
}

inline refresh_top() {
    look_if_clean(TOP);
    if
    :: clean
    :: else ->
        begin_turn(TOP);
        if
        :: clean
        :: else ->
            do
            :: atomic { /* lazy_begin_round_ */
                    upper.at = revision;
                    upper.error = 0;
                    upper.again = false;
                    upper.unsure = false
                };
                refresh_below();
                follow();
                if
                :: upper.error != 0 -> settle(upper, TOP)
                :: upper.error == 0 && upper.must -> compute_top()
                :: else
                fi;
                if
                :: !upper.again -> break
                :: else
                fi
            od;
            end_turn(upper, TOP, false)
        fi
    fi;
    clean = false
}

proctype reader(byte c; byte reads) {
    turn lower, upper;
    byte seen, least;
    bool clean, mended, pinned;
    do
    :: reads > 0 ->
        atomic { mended = (!broken && (told || !breaks)); least = all_outside };
        do
        :: true ->
            if
            :: c == BELOW -> refresh_below()
            :: else -> refresh_top()
            fi;
            atomic {
                if
                :: word[c] & RUNNING -> pinned = false
                :: else -> word[c] = word[c] + PIN; break
                fi
            };
            atomic { (word[c] & RUNNING) == 0 }
        od;
        assert(changed[c] != 0);
        assert(error[c] == 0 || !mended);
        assert(error[c] != 0 || value[c] >= least);
        atomic { word[c] = word[c] - PIN; mended = false; least = 0; reads-- }
    :: else -> break
    od
}

proctype program() {
    bool done;
    do
    :: !told ->
        outside++;
        if
        :: breaks -> broken = 1
        :: else
        fi;
        stale[BELOW] = (stale[BELOW] | STALE) + UNCOUNTED;
        revision++;
        stale[BELOW] = stale[BELOW] - UNCOUNTED;
        atomic { all_outside++; told = true }
    :: !done -> broken = 0; done = true
    :: told && done -> break
    od
}

init {
    atomic {
        if
        :: broken = 1
        :: breaks = true
        fi;
        run program();
        run reader(TOP, 2);
        if
        :: run reader(TOP, 1)
        :: run reader(BELOW, 1)
        fi
    }
}
