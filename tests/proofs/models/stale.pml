/* The mark of a cell that was invalidated, where what a thread stores is seen by the others only
 * later (and in that order, as on x86): each thread has a buffer of stores. A program changes what
 * lies outside twice and invalidates the cell; two readers bring it up to date, one of them twice.
 *
 * Shown: a read that begins after a change is complete gives what was computed from it. For that
 * the turn takes the mark by a compare-exchange: a plain store would be seen only after the body
 * has read, and may wipe out an invalidation that came in between. So is the cell marked, and the
 * change counted: that one of the two is a fence is enough on this machine.
 *
 * Not shown: what a machine does that also reorders other accesses. There too nothing comes
 * between the two halves of the exchange: either it reads the mark that an invalidation made, and
 * with it sees what was changed before, or that mark comes later and stays. Who has to count
 * himself is in marks.pml, the rest in derived.pml. */

#define OUTSIDE 0
#define MARK 1
#define CHANGED 2
#define CHECKED 3
#define VALUE 4
#define PLACES 5

#define THREADS 3

/* in the mark */
#define STALE 1
#define UNCOUNTED 2

byte memory[PLACES];
byte revision = 1;
bool word; /* is it held? */

typedef buffer {
    byte stored[PLACES]; /* what this thread itself sees, if any are on their way */
    byte pending[PLACES]
};
buffer own[THREADS];
chan stores[THREADS] = [4] of { byte, byte };

/* what has happened, for the assertions alone */
byte all_outside;

/* Each `atomic` looks at or changes what others see once, and then but what is its own. */

inline store(place, what) {
    atomic {
        stores[me]!place,what;
        own[me].stored[place] = what;
        own[me].pending[place]++
    }
}

#define load(place) (own[me].pending[place] > 0 -> own[me].stored[place] : memory[place])
#define drained (len(stores[me]) == 0)

/* The machine, for one thread. */
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
