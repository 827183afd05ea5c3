/* The tasks of async.h that are ready, and their wakes. Two threads wake two tasks, each in another
 * order, after they have written what the task waits for. A third task yields, and then waits for
 * nothing more. A task ends when it has seen everything.
 *
 * Shown: each task sees what was written before the last wake; tasks are polled in the order of
 * their wakes; no task is in the stack twice, or after it has ended, so that its memory is free
 * then; the executor does not sleep while a task is ready.
 *
 * Not shown: weak memory orders; deadlines; cancels. */

#define TASKS 3
#define LAST 2 /* how often the others are told; the third one is told nothing */
#define NONE 0

byte ready;           /* the top of the stack */
byte batch;           /* what the run still has to poll, the first one first */
byte next[TASKS + 1]; /* the task below in the stack, or after it in the batch */
bit idle[TASKS + 1];  /* whether the next wake pushes the task */
bit over[TASKS + 1];  /* its generator has ended */
byte told[TASKS + 1]; /* what the task waits for */
bit asleep;           /* the executor, until ASYNC_ON_READY */

/* recorded for the assertions only */
bit stacked[TASKS + 1], ended[TASKS + 1];
byte pushes;            /* so far */
byte pushed[TASKS + 1]; /* the number of its last push */
byte polled;            /* the number of the last push that was polled */

/* Each `atomic` reads or changes shared state at most once, and otherwise only the thread's own. */

/* async_push_, and ASYNC_ON_READY where none was ready */
inline push(task) {
    top = ready;
    do
    :: true ->
        next[task] = top;
        atomic {
#ifdef PUSHES_BY_A_STORE
            if
            :: true ->
#else
            if
            :: ready == top ->
#endif
                assert(!stacked[task] && !ended[task]);
                ready = task;
                stacked[task] = 1;
                pushes++;
                pushed[task] = pushes;
                break
            :: else -> top = ready
            fi
        }
    od;
    if
    :: top == NONE -> asleep = 0
    :: else
    fi;
    top = NONE
}

/* async_wake */
inline wake(task) {
#ifdef CLAIMS_BY_A_STORE
    was = idle[task];
    idle[task] = 0;
#else
    atomic { was = idle[task]; idle[task] = 0 };
#endif
    if
    :: was -> was = 0; push(task)
    :: else
    fi
}

/* It tells both tasks, and wakes each. A wake too many, before the task is told, does no harm. */
proctype thread(byte first) {
    byte task = first, top;
    bit was;
    do
    :: true ->
        if
        :: wake(task)
        :: true
        fi;
        atomic { told[task]++ };
        wake(task);
        if
        :: task == first -> task = 3 - first
        :: else -> break
        fi
    od
}

/* async_end_ */
inline end(task) {
    atomic {
        assert(!stacked[task] && !ended[task]);
        ended[task] = 1;
        alive--
    }
}

/* async_run, until all tasks have ended */
proctype executor() {
    byte task, top, below, alive = TASKS;
    byte turns = 1; /* that the third task still yields */
    byte seen;
    bit was;
    do
    :: alive > 0 ->
        /* async_take_ */
#ifdef TAKES_BY_A_STORE
        top = ready;
        ready = NONE;
#else
        atomic { top = ready; ready = NONE };
#endif
#ifdef KEEPS_THE_ORDER_OF_THE_STACK
        atomic { batch = top; top = NONE };
#else
        do
        :: top != NONE ->
            atomic { below = next[top]; next[top] = batch; batch = top; top = below; below = 0 }
        :: else -> break
        od;
#endif
        do
        :: batch != NONE ->
            atomic {
                task = batch;
                batch = next[task];
                stacked[task] = 0;
                assert(pushed[task] > polled);
                polled = pushed[task]
            };
            if
            :: over[task] -> end(task)
            :: else ->
                /* async_rest_, and the poll */
#ifndef RESTS_AFTER_THE_POLL
                idle[task] = 1;
#endif
                seen = told[task];
#ifdef RESTS_AFTER_THE_POLL
                idle[task] = 1;
#endif
                if
                :: task == TASKS && turns > 0 -> turns--; wake(task)
                :: task < TASKS && seen < LAST -> skip
                :: else ->
                    over[task] = 1;
#ifdef ENDS_WITHOUT_A_CLAIM
                    end(task)
#else
                    atomic { was = idle[task]; idle[task] = 0 };
                    if
                    :: was -> was = 0; end(task)
                    :: else
                    fi
#endif
                fi;
                seen = 0
            fi
        :: else -> break
        od;
        /* sleep, if none is ready; in one step, because interrupts are masked */
        if
        :: alive > 0 ->
            atomic {
#ifdef SLEEPS_WITHOUT_A_LOOK
                asleep = 1
#else
                if
                :: ready == NONE -> asleep = 1
                :: else
                fi
#endif
            };
            asleep == 0
        :: else
        fi
    :: else -> break
    od
}

init {
    atomic {
        /* async_spawn_: all are in the stack */
        next[2] = 1;
        next[3] = 2;
        ready = 3;
        stacked[1] = 1; stacked[2] = 1; stacked[3] = 1;
        pushed[1] = 1; pushed[2] = 2; pushed[3] = 3;
        pushes = 3;
        run executor();
        run thread(1);
        run thread(2)
    }
    /* when the threads have ended */
    _nr_pr == 1;
    assert(ended[1] && ended[2] && ended[3] && ready == NONE)
}
