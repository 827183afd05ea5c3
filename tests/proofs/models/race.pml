/* A `struct lazy` with LAZY_RACE: three threads compute at once, each into its own storage, and the
 * first to finish provides the value. An initialiser may fail, with an error that is remembered or
 * tried again; in C++ it may throw an exception. Each thread gets the value twice.
 *
 * Shown: one value is written, once, and never after it was handed out. No thread reads it half
 * written. Every call returns. An error that is remembered is also written once.
 *
 * Not shown: weak memory orders; abandon and fork; an initialiser that gets its own cell. */

#define INIT_ 0
#define DONE 1
#define WAITED_FOR 1
#define RUNNING 2
#define WRITING 4
#define OWNER 8
#define ERROR 128

#define THREADS 3
#define MINE (me * OWNER + RUNNING)

byte word;
bool retry;
byte first_half, second_half;
bit asleep[THREADS + 1];

/* recorded for the assertions only */
bool writing, written, errors;

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own. */

inline release(to) {
#ifdef PUBLISHES_BY_A_STORE
    was = word;
    word = to;
#else
    atomic { was = word; word = to }
#endif
    if
    :: was != DONE && was != ERROR && was & WAITED_FOR ->
        d_step { asleep[1] = 0; asleep[2] = 0; asleep[3] = 0 }
    :: else
    fi;
    was = 0
}

/* lazy_wait_ */
inline wait_for_it() {
    claimed = true;
#ifndef NO_WAITERS_BIT
    if
    :: (seen & WAITED_FOR) == 0 ->
        atomic {
            if
            :: word == seen -> word = seen | WAITED_FOR; seen = seen | WAITED_FOR
            :: else -> claimed = false
            fi
        }
    :: else
    fi;
#endif
    if
    :: claimed ->
        atomic {
            if
            :: word == seen -> asleep[me] = 1
            :: true
            fi
        }
        asleep[me] == 0
    :: else
    fi
}

/* lazy_begin_writing_: result is OK if the value may be written. */
inline begin() {
    result = 0;
    do
    :: result == 0 ->
        seen = word;
        if
        :: seen == DONE || seen == ERROR -> result = LOST
        :: seen != DONE && seen != ERROR ->
            if
#ifndef BEGINS_TWICE
            :: seen & WRITING -> result = LOST
#endif
            :: else ->
                /* the header relies on this: no thread waits before one has begun to write */
                assert((seen & WAITED_FOR) == 0 || seen & WRITING);
                atomic {
                    if
                    :: word == seen ->
                        word = MINE | WRITING;
                        result = OK
                    :: else
                    fi
                }
            fi
        fi
    :: else -> break
    od
}

mtype = { OK, LOST, FAILED };

/* Release the cell that this thread claimed, unless another thread has overtaken it. */
inline let_go() {
#ifdef LETS_GO_BY_AN_EXCHANGE
    seen = word;
    if
    :: (seen & ~(WAITED_FOR | WRITING)) == MINE -> release(INIT_)
    :: else
    fi
#else
    atomic {
        if
        :: word == MINE -> word = INIT_
        :: else
        fi
    }
#endif
}

/* <name>_race_ */
inline run_initialiser() {
    if
    :: true -> /* a value */
#ifdef WRITES_WITHOUT_BEGINNING
        result = OK;
#else
        begin();
#endif
        if
        :: result == OK ->
            atomic { assert(!writing && !written && !errors); writing = true; first_half = me };
#ifdef PUBLISHES_BEFORE_THE_VALUE
            release(DONE);
#endif
            atomic { second_half = me; writing = false; written = true };
#ifndef PUBLISHES_BEFORE_THE_VALUE
            release(DONE)
#endif
        :: else
        fi
    :: true -> /* an error, or an exception */
        if
        :: retry -> let_go(); result = FAILED
        :: else ->
            begin();
            if
            :: result == OK ->
                atomic { assert(!written && !errors); errors = true };
                release(ERROR);
                result = FAILED
            :: else
            fi
        fi
    :: !retry -> let_go(); result = FAILED /* an exception, whatever the policy */
    fi
}

/* lazy_finish_ */
inline get() {
    result = LOST;
    do
    :: result == LOST ->
        seen = word;
        if
        :: seen == DONE -> result = OK
        :: seen == ERROR -> assert(!retry && errors); result = FAILED
        :: seen == INIT_ ->
            atomic {
                if
                :: word == INIT_ -> word = MINE; claimed = true
                :: else -> claimed = false
                fi
            };
            if
            :: claimed -> run_initialiser()
            :: else
            fi
        :: seen != DONE && seen != ERROR && seen != INIT_ ->
            if
            :: seen & WRITING -> wait_for_it()
            :: else -> run_initialiser()
            fi
        fi
    :: else -> break
    od;
    if
    :: result == OK -> half = first_half; assert(half != 0 && half == second_half); half = 0
    :: else
    fi;
    atomic { seen = 0; claimed = false; result = 0 }
}

proctype thread(byte me) {
    byte seen, was, half;
    mtype result;
    bool claimed;
    byte calls = 2;
    do
    :: calls > 0 -> get(); calls--
    :: else -> break
    od
}

init {
    atomic {
        if
        :: retry = true
        :: retry = false
        fi;
        run thread(1);
        run thread(2);
        run thread(3)
    }
}
