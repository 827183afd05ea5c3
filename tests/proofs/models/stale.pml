/* The mark of an invalidated cell, on a machine where other threads see a thread's stores later,
 * but in order, as on x86: each thread has a store buffer. A program changes the outside data twice
 * and invalidates the cell each time. Two readers bring the cell up to date, one of them twice.
 *
 * Shown: a read that begins after a change is complete returns a value computed from that change.
 * This needs a compare-exchange to take the mark: other threads would see a plain store only after
 * the body has read, and it might erase an invalidation made in between. Marking the cell and
 * counting the change use such operations, too, although on this machine it would be enough if one
 * of the two were a fence.
 *
 * Not shown: machines that also reorder other accesses. There, too, nothing comes between the two
 * halves of the exchange: either it reads the mark of an invalidation, and then sees the data
 * changed before it, or that mark comes later and stays. For the thread that has to count itself
 * see marks.pml; for the rest, derived.pml. */

#define OUTSIDE 0
#define MARK 1
#define CHANGED 2
#define CHECKED 3
#define VALUE 4
#define PLACES 5

#define THREADS 3

/* bits of the mark */
#define STALE 1
#define UNCOUNTED 2

byte memory[PLACES];
byte revision = 1;
bool word; /* whether the cell is claimed */

typedef buffer {
    byte stored[PLACES]; /* the value that this thread sees while stores of its own are pending */
    byte pending[PLACES]
};
buffer own[THREADS];
chan stores[THREADS] = [4] of { byte, byte };

/* recorded for the assertions only */
byte all_outside;

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own. */

inline store(place, what) {
    atomic {
        stores[me]!place,what;
        own[me].stored[place] = what;
        own[me].pending[place]++
    }
}

#define load(place) (own[me].pending[place] > 0 -> own[me].stored[place] : memory[place])
#define drained (len(stores[me]) == 0)

/* Drain the store buffer of one thread, as the machine does. */
proctype drain(byte me) {
    byte place, what;
end:
    do
    :: atomic {
            stores[me]?place,what ->
            memory[place] = what;
            own[me].pending[place]--;
            if
            :: own[me].pending[place] == 0 -> own[me].stored[place] = 0
            :: else
            fi;
            place = 0;
            what = 0
        }
    od
}

proctype program(byte me) {
    byte changes, mark;
    do
    :: changes < 2 ->
        atomic { store(OUTSIDE, changes + 1) };
#ifdef COUNTS_BEFORE_THE_MARK
        atomic { drained -> revision++ };
        atomic { drained -> memory[MARK] = (memory[MARK] | STALE) + UNCOUNTED };
#else
#ifdef MARKS_AND_COUNTS_WITHOUT_A_FENCE
        atomic { mark = load(MARK); mark = (mark | STALE) + UNCOUNTED; store(MARK, mark) };
        mark = 0;
        revision++;
#else
        atomic { drained -> memory[MARK] = (memory[MARK] | STALE) + UNCOUNTED };
        atomic { drained -> revision++ };
#endif
#endif
        atomic { drained -> memory[MARK] = memory[MARK] - UNCOUNTED };
        atomic { changes++; all_outside = changes }
    :: else -> break
    od
}

inline refresh() {
    atomic { at = load(CHECKED); clean = (at != 0) };
    atomic { clean = (clean && at == revision + 1); at = 0 };
    atomic { clean = (clean && !word) };
    if
    :: clean
    :: else ->
        atomic { drained && !word -> word = true };
        atomic { clean = (load(CHECKED) == revision + 1); at = revision };
        if
        :: clean
        :: else ->
            atomic { mark = load(MARK); must = (load(CHANGED) == 0 || mark & STALE) };
            if
            :: must ->
#ifdef TAKEN_BY_A_STORE
                atomic { store(MARK, mark & ~STALE) };
#else
#ifndef TAKEN_AFTER_THE_BODY
                if
                :: mark & STALE -> atomic { drained -> memory[MARK] = memory[MARK] - STALE }
                :: else
                fi;
#endif
#endif
                value = load(OUTSIDE);
#ifdef TAKEN_AFTER_THE_BODY
                atomic { drained -> memory[MARK] = memory[MARK] & ~STALE };
#endif
                store(VALUE, value);
                store(CHANGED, at + 1)
            :: else
            fi;
            store(CHECKED, at + 1)
        fi;
#ifdef RELEASED_WITHOUT_A_FENCE
        word = false;
#else
        atomic { drained -> word = false };
#endif
        atomic { at = 0; mark = 0; must = false; value = 0 }
    fi;
    clean = false
}

proctype reader(byte me; byte reads) {
    byte at, mark, value, least;
    bool clean, must;
    do
    :: reads > 0 ->
        least = all_outside;
        refresh();
        assert(load(VALUE) >= least);
        atomic { least = 0; reads-- }
    :: else -> break
    od
}

init {
    atomic {
        run drain(0);
        run drain(1);
        run drain(2);
        run program(0);
        run reader(1, 2);
        run reader(2, 1)
    }
}
