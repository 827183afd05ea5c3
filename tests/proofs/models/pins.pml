/* The word of a `struct lazy_node`: RUNNING, or the number of pins. One thread writes the value
 * twice, another once. Two threads pin it, read it and unpin it, each twice.
 *
 * Shown: the value is not written while it is pinned, nor by two threads at once. A pinned value is
 * whole and does not change. When all pins are released, the word is 0, and no thread sleeps for
 * ever, whether it waits for the pins or for a writer.
 *
 * Not shown: weak memory orders; that a writer gets its turn, because pins that overlap without end
 * keep it waiting; the maximal number of pins; a thread that waits for its own pin, which is a
 * mistake in the program. */

#define WAITED_FOR 1
#define RUNNING 2
#define PIN 8
#define OWNER 8 /* times the thread's number, added to RUNNING */

#define THREADS 4

byte word;
byte first_half = 1, second_half = 1; /* the two halves of the value */
bit asleep[THREADS + 1];

/* recorded for the assertions only */
byte pinned;
bool writing;

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own. */

inline wake() {
    d_step { asleep[1] = 0; asleep[2] = 0; asleep[3] = 0; asleep[4] = 0 }
}

/* lazy_wait_ */
inline wait_for_it() {
    held = true;
    if
#ifdef PINS_ARE_NOT_WAITED_FOR
    :: (seen & WAITED_FOR) == 0 && seen & RUNNING ->
#else
    :: (seen & WAITED_FOR) == 0 ->
#endif
        atomic {
            if
            :: word == seen -> word = seen | WAITED_FOR; seen = seen | WAITED_FOR
            :: else -> held = false
            fi
        }
    :: else
    fi;
    if
    :: held -> /* sleep if the word is unchanged; or wake up spuriously */
        atomic {
            if
            :: word == seen -> asleep[me] = 1
            :: true
            fi
        }
        asleep[me] == 0
    :: else
    fi;
    held = false
}

/* lazy_lock_ */
inline claim() {
    do
#ifdef CLAIMS_WHAT_IS_PINNED
    :: atomic { (word & RUNNING) == 0 -> word = me * OWNER + RUNNING; break }
#else
    :: atomic { word == 0 -> word = me * OWNER + RUNNING; break }
#endif
    :: atomic { word != 0 -> seen = word };
        wait_for_it()
    od
}

/* lazy_release_ */
inline release() {
    atomic { seen = word; word = 0 };
    if
    :: seen & WAITED_FOR -> wake()
    :: else
    fi
}

/* <name>_pin: lazy_pin_, repeated when no thread writes */
inline pin() {
    seen = word;
    do
#ifndef PINS_WHAT_IS_WRITTEN
    :: seen & RUNNING ->
        seen = word;
        if
        :: seen & RUNNING -> wait_for_it()
        :: else
        fi;
        seen = word
#endif
#ifdef PINS_WHAT_IS_WRITTEN
    :: true ->
#else
    :: (seen & RUNNING) == 0 ->
#endif
#ifdef A_PIN_FORGETS_WHO_WAITS
        atomic {
            if
            :: word == seen -> word = (seen & ~WAITED_FOR) + PIN; pinned++; break
            :: else -> seen = word
            fi
        }
#else
        atomic {
            if
            :: word == seen -> word = seen + PIN; pinned++; break
            :: else -> seen = word
            fi
        }
#endif
    od
}

/* lazy_unpin_ */
inline unpin() {
    seen = word;
    do
    :: true ->
        left = seen - PIN;
#ifndef UNPIN_LEAVES_THE_BIT
        if
        :: left == WAITED_FOR -> left = 0
        :: else
        fi;
#endif
#ifdef UNPINS_BY_A_STORE
        atomic { word = left; pinned--; break }
#else
        atomic {
            if
            :: word == seen -> word = left; pinned--; break
            :: else -> seen = word
            fi
        }
#endif
    od;
#ifndef UNPIN_DOES_NOT_WAKE
    if
    :: seen == PIN + WAITED_FOR -> wake()
    :: else
    fi;
#endif
    left = 0
}

proctype writer(byte me; byte times) {
    byte seen;
    bool held;
    do
    :: times > 0 ->
        claim();
        atomic { assert(!writing && pinned == 0); writing = true; first_half++ };
        atomic { second_half++; writing = false };
        release();
        atomic { seen = 0; times-- }
    :: else -> break
    od
}

proctype reader(byte me) {
    byte seen, left, half;
    bool held;
    byte times = 2;
    do
    :: times > 0 ->
        pin();
        assert(!writing);
        half = first_half;
        assert(half == second_half);
        unpin();
        atomic { seen = 0; half = 0; times-- }
    :: else -> break
    od
}

init {
    atomic {
        run writer(1, 2);
        run writer(2, 1);
        run reader(3);
        run reader(4)
    }
    /* when the threads have ended */
    _nr_pr == 1;
    assert(word == 0 && pinned == 0 && first_half == 4 && second_half == 4)
}
