package dev.goro.runtime.sched;

import dev.goro.runtime.timer.TimerHeap;
import org.jspecify.annotations.Nullable;

/**
 * P: the right to run goroutines, with what belongs to it: a run queue, a heap of timers, and
 * caches.
 *
 * <p>There are GOMAXPROCS of them. An M must hold one to run goroutines. The holder alone touches
 * the fields that are not marked otherwise.
 *
 * <h2>How a P is taken away</h2>
 *
 * An M that does not come back (it runs one goroutine for long, or is blocked in it) cannot be made
 * to let its P go without a lock in every use of the P. So it keeps the object, which becomes an
 * <i>orphan</i>, and the P's place among the GOMAXPROCS is given a new object, which another M
 * takes. What stood in the orphan's queue stands in the new one's, in the same order: at the end of
 * the global queue some would lose their place again and again. The heap of timers, which has a
 * lock of its own, belongs to both. Whoever still runs on the orphan sees {@link #orphan} and puts
 * what it readies in the global queue; a goroutine that was put in the orphan's queue just then is
 * found by sysmon, which looks at the orphans until they are gone. When the M comes back it drops
 * the orphan and waits to be given another P.
 */
final class Processor extends Proc {
  final RunQueue runq = new RunQueue(RunQueue.CAPACITY);
  final TimerHeap timers;

  /**
   * Set once, under the scheduler's lock: the P is not one of the GOMAXPROCS any more. Anybody may
   * read it.
   */
  volatile boolean orphan;

  /** The M that holds it, {@code null} when idle; written under the scheduler's lock. */
  volatile @Nullable Machine m;

  /** Counts the time slices that were begun; sysmon reads it. */
  volatile int schedtick;

  /** Counts the turns, those that inherit a slice too; thieves read it. */
  volatile int turns;

  /** Set by sysmon: the time slice is over, so {@code runnext} may not inherit it again. */
  volatile boolean preempt;

  /** When a slice ended last that sysmon had asked to end; sysmon reads it. */
  volatile long sliceEnded = System.nanoTime();

  /** What sysmon saw last, and when; sysmon's own. */
  int seenTick;

  long seenAt;

  /**
   * The time slice that sysmon has asked to end, when it did, and how long the M had had a CPU by
   * then; sysmon's own.
   */
  int askedTick = -1;

  long askedAt;
  long askedCpu;

  /** Goroutines made and ended here; read by anybody, exact when nothing runs. */
  volatile long created;

  volatile long ended;

  /** The goroutine numbers that were taken in advance: the next, and the one after the last. */
  long nextId;

  long endId;

  /** As many numbers for their threads: the next; 0 if the JDK numbers threads itself. */
  long nextThreadId;

  /**
   * How many creation sites may still be looked up on the stack before the coarse clock moves on.
   */
  int siteBudget;

  long siteBudgetSince;

  /** Whether half of the queue had to go to the global one since a goroutine was last made here. */
  boolean overflowed;

  /** The goroutine that is about to yield goes behind those in the global queue. */
  boolean givesWay;

  Processor(int id, TimerHeap timers) {
    super(id);
    this.timers = timers;
  }
}
