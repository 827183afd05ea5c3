/* The word of a `struct lazy`: claim, wait, publish. Two threads each get the value twice, with or
 * without waiting; a third gets or sets it. Errors are remembered or tried again, as chosen at the
 * start. An initialiser may fail, or get its own cell.
 *
 * Shown: only one thread computes at a time, and no value is computed twice. No thread reads a
 * half-written value. Every call returns, even a get from the cell's own initialiser.
 *
 * Not shown: weak memory orders, because here all threads see each step at once; LAZY_RACE (see
 * race.pml); waits that time out; abandon and fork; reset, take and destroy, which require that no
 * other thread uses the cell. */

#define INIT_ 0
#define DONE 1 /* the same bit as WAITED_FOR, as in the header */
#define WAITED_FOR 1
#define RUNNING 2
#define WRITING 4
#define OWNER 8
#define ERROR 128 /* the header has negative numbers for these */

#define THREADS 3
#define IS_RUNNING(word) ((word) < ERROR && ((word) & RUNNING) != 0)
#define IS_MINE(word) (((word) & ~(WAITED_FOR | WRITING)) == me * OWNER + RUNNING)

byte word;
bool retry;
byte first_half, second_half; /* the two halves of the value; the same in a correct value */
bit asleep[THREADS + 1];

/* recorded for the assertions only */
byte computing, computed, failed;

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own. */

inline wake() {
#ifdef WAKES_ONE
    if
    :: asleep[1] -> asleep[1] = 0
    :: else ->
        if
        :: asleep[2] -> asleep[2] = 0
        :: else -> asleep[3] = 0
        fi
    fi
#else
    d_step { asleep[1] = 0; asleep[2] = 0; asleep[3] = 0 }
#endif
}

inline release(to) {
#ifdef PUBLISHES_BY_A_STORE
    was = word;
    word = to;
#else
    atomic { was = word; word = to }
#endif
    if
    :: was & WAITED_FOR -> wake()
    :: else
    fi;
    was = 0
}

/* lazy_wait_: wait until the word is no longer `seen`, or return PENDING. */
inline wait_for_it() {
    if
    :: !within -> result = PENDING
    :: else ->
        claimed = true;
#ifndef NO_WAITERS_BIT
        if
        :: (seen & WAITED_FOR) == 0 ->
#ifdef WAITERS_BIT_BY_A_STORE
            word = seen | WAITED_FOR; seen = seen | WAITED_FOR
#else
            atomic {
                if
                :: word == seen -> word = seen | WAITED_FOR; seen = seen | WAITED_FOR
                :: else -> claimed = false
                fi
            }
#endif
        :: else
        fi;
#endif
        if
        :: claimed -> /* sleep if the word is unchanged; or wake up spuriously */
            atomic {
                if
#ifdef SLEEPS_WITHOUT_A_LOOK
                :: true -> asleep[me] = 1
#else
                :: word == seen -> asleep[me] = 1
#endif
                :: true
                fi
            }
            asleep[me] == 0
        :: else
        fi
    fi
}

inline write_value() {
#ifdef PUBLISHES_BEFORE_THE_VALUE
    first_half = me;
    release(DONE);
    second_half = me
#else
    first_half = me;
    second_half = me;
    release(DONE)
#endif
}

inline read_value() {
    half = first_half;
    assert(half != 0 && half == second_half);
    half = 0
}

mtype = { OK, PENDING, FAILED, TAKEN };

inline run_initialiser() {
    atomic { computing++; assert(computing == 1 && computed == 0) }
    assert(retry || failed == 0);
    result = OK;
    if
    :: true
    :: true -> result = FAILED
    :: true -> /* it gets its own cell, and returns LAZY_E_CYCLE */
#ifdef OWN_IS_WAITED_FOR
        asleep[me] = 1;
        asleep[me] == 0;
#else
        atomic { seen = word; assert(IS_RUNNING(seen) && IS_MINE(seen)) };
#endif
        result = FAILED
    fi;
    atomic {
        computing--;
        if
        :: result == OK -> computed++
        :: else -> failed++
        fi
    };
    if
    :: result == OK -> write_value()
    :: result == FAILED && retry -> release(INIT_)
    :: else -> release(ERROR)
    fi
}

/* lazy_claim_ and lazy_finish_; `within`: whether it may wait */
inline get() {
    if
    :: within = true
    :: within = false
    fi;
    do
    :: atomic { seen = word; claimed = false };
        if
        :: seen == DONE -> result = OK; break
        :: seen == ERROR -> result = FAILED; break
        :: seen == INIT_ ->
#ifdef CLAIMS_BY_A_STORE
            word = me * OWNER + RUNNING; claimed = true;
#else
            atomic {
                if
                :: word == INIT_ -> word = me * OWNER + RUNNING; claimed = true
                :: else
                fi
            }
#endif
            if
            :: claimed -> run_initialiser(); break
            :: else
            fi
        :: else ->
            assert(!IS_MINE(seen));
            wait_for_it();
            if
            :: result == PENDING -> break
            :: else
            fi
        fi
    od;
    if
    :: result == OK -> read_value()
    :: result == FAILED -> assert(failed > 0)
    :: else
    fi;
    /* after a remembered error, and after a value, nothing changes */
    assert(result != FAILED || retry || computed == 0);
    atomic { seen = 0; claimed = false; within = false; result = 0 }
}

/* <name>_set: lazy_begin_writing_ and what follows */
inline set() {
    result = 0;
    do
    :: result == 0 ->
        seen = word;
        if
        :: seen == DONE || seen == ERROR -> result = TAKEN
        :: seen != DONE && seen != ERROR && seen != INIT_ -> result = PENDING
        :: seen == INIT_ ->
            atomic {
                if
                :: word == seen ->
                    word = me * OWNER + RUNNING + WRITING;
                    result = OK;
                    computing++;
                    assert(computing == 1 && computed == 0)
                :: else
                fi
            }
        fi
    :: else -> break
    od;
    if
    :: result == OK ->
        atomic { computing--; computed++ };
        write_value();
        read_value()
    :: else
    fi;
    atomic { seen = 0; result = 0 }
}

proctype thread(byte me) {
    byte seen, was, half;
    mtype result;
    bool claimed, within;
    byte calls = 2;
    if
    :: me == 3 ->
        calls = 1;
        if
        :: set(); calls = 0
        :: true
        fi
    :: else
    fi;
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
