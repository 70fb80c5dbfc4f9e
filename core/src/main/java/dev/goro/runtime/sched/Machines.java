package dev.goro.runtime.sched;

import dev.goro.runtime.debug.Stderr;
import dev.goro.runtime.netpoll.Netpoll;
import dev.goro.runtime.timer.TimerHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The Ms: which are idle, how many look for work, and how one is woken, started and ended.
 *
 * <h2>Parking and waking</h2>
 *
 * There should be as many Ms awake as there is work, and no more. Each wake-up costs microseconds,
 * so when a goroutine becomes runnable an M is woken only if there is an idle P and no M looks for
 * work already (is <i>spinning</i>). An M that spins and finds work wakes the next one, if it was
 * the last that spun: so the number of awake Ms follows the work, one after the other. The order of
 * steps that keeps a wake-up from being lost stands with {@link Machine#goIdle}.
 *
 * <p>Tried on paper and dropped, as in Go: one queue for all (a lock in each switch), handing each
 * runnable goroutine to an M of its own choice (it is woken for a few instructions, and the
 * goroutine leaves the cache it was in), waking an M for each runnable goroutine whatever the
 * others do (they find nothing and go back to sleep).
 *
 * <p>Guarded by {@link Scheduler#LOCK}, but for the counts, which anybody may read.
 */
@SuppressWarnings(
    "NonAtomicVolatileUpdate") // the counts are written under the lock, and read without
final class Machines {
  /** What an M gets where the OS does not give it the stack that was asked for. */
  private static final long SMALL_STACK = 8 << 20;

  private static final int DEFAULT_MAX = 10_000;

  private static final AtomicInteger SPINNING = new AtomicInteger();

  /** How long an M naps, in nanoseconds: so long may a goroutine in a queue wait for a thief. */
  private static final long NAP_NANOS = 250_000;

  private static final AtomicReference<@Nullable Machine> NAPPER = new AtomicReference<>();
  private static final ThreadGroup ROOT_GROUP = findRootGroup();

  private static final List<Machine> ALL = new ArrayList<>();
  private static @Nullable Machine idle;
  private static volatile int idleCount;

  private static int nextNumber;
  private static int max = DEFAULT_MAX;
  private static boolean exhaustionSaid;

  /** Ms that sysmon is to start. */
  private static final Queue<Machine> TO_START = new ConcurrentLinkedQueue<>();

  /** Somebody found work and no idle P; guarded by the lock. */
  private static boolean spinnerWanted;

  private Machines() {}

  private static ThreadGroup findRootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /** The group of Goro's own threads, which must not be one that somebody may end. */
  static ThreadGroup rootGroup() {
    return ROOT_GROUP;
  }

  /** How many look for work. */
  static int spinning() {
    return SPINNING.get();
  }

  /** Whether some M runs a goroutine, and no two Ms share a CPU for that. */
  static boolean othersRun() {
    int procs = Procs.all().length;
    return procs <= Scheduler.CPUS && procs - Procs.idle() > SPINNING.get();
  }

  /** How many wait for a P. */
  static int idle() {
    return idleCount;
  }

  // ---- waking

  /**
   * Wakes an M to look for work, if there is an idle P and no M looks for work; or the one that
   * naps meanwhile.
   */
  static void wakeIfIdle() {
    if (SPINNING.get() == 0) {
      wakeForNext();
    } else {
      wakeNapper();
    }
  }

  /** As {@link #wakeIfIdle}, for goroutines that the holder of a P has put in its ring. */
  static void wakeForRing() {
    if (SPINNING.get() == 0) {
      wakeForNext();
    } else {
      Machine m = NAPPER.get();
      if (m != null && !m.deaf) {
        wakeNapper();
      }
    }
  }

  /** As {@link #wakeIfIdle}, for a goroutine that stands in the slot: that is looked at anyhow. */
  static void wakeForNext() {
    if (Procs.idle() != 0 && SPINNING.get() == 0 && SPINNING.compareAndSet(0, 1)) {
      startSpinning();
    }
  }

  /** Wakes an M to look for work if there is an idle P, whether others look already or not. */
  static void wakeOne() {
    SPINNING.incrementAndGet();
    startSpinning();
  }

  /**
   * Gives an idle P to an M that was counted as spinning. If there is none any more, the count is
   * taken back: with the lock held, or else somebody who sees the count, and so wakes nobody, could
   * put a goroutine in the global queue just after an M has looked there and given its P back. What
   * the caller has put in a local queue is looked for by the next M that would give its P back.
   */
  private static void startSpinning() {
    Scheduler.LOCK.lock();
    Processor p = Procs.pollIdle();
    if (p == null) {
      spinnerWanted = true;
      SPINNING.decrementAndGet();
      Scheduler.LOCK.unlock();
      return;
    }
    assign(p);
  }

  /** With the lock held: there is work for an M, and no idle P for it to have. */
  static void wantSpinner() {
    spinnerWanted = true;
  }

  /**
   * With the lock held, before an M gives its P back: whether it has to look for work first, which
   * it is then counted for.
   */
  static boolean becomeSpinner() {
    if (!spinnerWanted) {
      return false;
    }
    spinnerWanted = false;
    SPINNING.incrementAndGet();
    return true;
  }

  /**
   * With the lock held: gives a P that is not idle any more to an idle M or a new one, which is
   * counted as spinning; and unlocks.
   */
  static void assignSpinning(Processor p) {
    SPINNING.incrementAndGet();
    assign(p);
  }

  private static void assign(Processor p) {
    Machine m = idle;
    if (m != null) {
      idle = m.link;
      m.link = null;
      m.idle = false;
      idleCount--;
      p.m = m;
      m.spinning = true;
      m.nextp = p;
      Scheduler.LOCK.unlock();
      Sysmon.wake();
      LockSupport.unpark(m);
      return;
    }
    if (ALL.size() >= max) {
      boolean said = exhaustionSaid;
      exhaustionSaid = true;
      int limit = max;
      takeBackAndUnlock(p);
      if (!said) {
        Program.fatal(
            "goro: program exceeds " + limit + "-thread limit\nfatal error: thread exhaustion");
      }
      return;
    }
    int number = nextNumber++;
    Scheduler.LOCK.unlock();
    Sysmon.wake();
    if (!startMachine(number, p, Settings.current().maxStack())
        && !startMachine(number, p, SMALL_STACK)) {
      refused(p);
    }
  }

  /**
   * With the lock held, and kept since an M was looked for: there is none for a P that had been
   * counted as one that spins. An M that comes back finds the P idle. To look for an M once more
   * would find none again.
   */
  private static void takeBackAndUnlock(Processor p) {
    SPINNING.decrementAndGet();
    boolean orphan = p.orphan;
    if (!orphan) {
      Procs.pushIdle(p);
    }
    Scheduler.LOCK.unlock();
    if (orphan) {
      Procs.dropOrphan(p, null);
    }
  }

  /** The OS has no thread for a P. An M may have come back meanwhile, and have found none. */
  private static void refused(Processor p) {
    Scheduler.LOCK.lock();
    if (idle != null) {
      assign(p);
      return;
    }
    takeBackAndUnlock(p);
    Stderr.println("goro: the OS refuses another thread; goroutines wait for those that there are");
  }

  /** Sets how many Ms there may be; returns what it was. */
  static int max(int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "setMaxThreads(" + n + "): a program needs at least one thread");
    }
    Scheduler.LOCK.lock();
    int old = max;
    max = n;
    boolean exhausted = exhaustionSaid;
    exhaustionSaid = false;
    Scheduler.LOCK.unlock();
    if (exhausted) {
      wakeIfIdle(); // goroutines may wait for threads
    }
    return old;
  }

  /**
   * Whether there may be another M for the P of one that computes: half of the limit is kept for
   * those that block.
   */
  static boolean mayReplaceHog() {
    Scheduler.LOCK.lock();
    try {
      return idle != null || ALL.size() < max / 2;
    } finally {
      Scheduler.LOCK.unlock();
    }
  }

  private static boolean startMachine(int number, Processor p, long stackSize) {
    Machine m = new Machine(number, p, stackSize);
    p.m = m;
    Scheduler.LOCK.lock();
    ALL.add(m);
    Scheduler.LOCK.unlock();
    if (Thread.currentThread() instanceof Machine parent && parent.lockedg != null) {
      // The OS hands down what a program has set for the thread that it is locked to.
      TO_START.add(m);
      Sysmon.hurry();
      return true;
    }
    return start(m);
  }

  /** For sysmon: starts the Ms that others could not. */
  static void startWanted() {
    Machine m;
    while ((m = TO_START.poll()) != null) {
      Processor p = m.p;
      if (!start(m) && p != null) {
        refused(p);
      }
    }
  }

  private static boolean start(Machine m) {
    try {
      m.start();
      return true;
    } catch (OutOfMemoryError refused) {
      ended(m);
      return false;
    }
  }

  // ---- looking for work

  /**
   * Whether another M may spin: at most as many as half of the busy Ps, or they would only get in
   * each other's way.
   */
  static boolean startSpinningIfUseful() {
    if (2 * SPINNING.get() < Procs.all().length - Procs.idle()) {
      SPINNING.incrementAndGet();
      return true;
    }
    return false;
  }

  static void stopSpinning() {
    SPINNING.decrementAndGet();
  }

  /** An M that spun has found work: if it was the last one, another looks whether there is more. */
  static void foundWork() {
    if (SPINNING.decrementAndGet() == 0) {
      wakeIfIdle();
    }
  }

  /** An M that had stopped looks again, since it has found an idle P. */
  static void spinsAgain() {
    SPINNING.incrementAndGet();
  }

  // ---- napping
  //
  // Two goroutines that wake each other stand by turns in the slot of one P. An M that looks for
  // work finds nothing else, and leaves them there (Machine.stealNext). If it gave its P back, the
  // next of their turns would wake it. So it naps: it keeps its P and stays counted as spinning,
  // and no turn wakes anybody. What is put in a ring or in the global queue wakes it, and after
  // NAP_NANOS it looks at the slots again.
  //
  // An M whose work was over sooner than another could be woken naps as well. What is put in a ring
  // would wake it, at each broadcast of a condition say, for pieces that are done before it comes:
  // so it is deaf to that. The global queue wakes it.
  //
  // Who puts something there does a full fence and then looks for the one that naps; that one
  // announces itself by a compare-and-set and then looks at the queues: one of the two sees the
  // other. A deaf one looks at the global queue alone. It looks at the rings when its nap is over,
  // by a compare-and-set again: whoever saw it deaf had put something there before that.

  /** Whether an M naps. */
  static boolean napping() {
    return NAPPER.get() != null;
  }

  /** Wakes the M that naps, if one does. */
  static void wakeNapper() {
    Machine m = NAPPER.get();
    if (m != null && NAPPER.compareAndSet(m, null)) {
      LockSupport.unpark(m);
    }
  }

  /**
   * For an M that spins: sleeps for a moment. False, and at once, if another naps, if an M has to
   * wait for sockets, or if a timer is due.
   *
   * @param deaf whether what is put in a ring leaves it alone
   */
  static boolean nap(Machine m, boolean deaf) {
    if (Netpoll.active()) {
      return false;
    }
    long nanos = NAP_NANOS;
    long timer = Procs.nextTimer();
    if (timer != TimerHeap.NONE) {
      nanos = Math.min(nanos, timer - System.nanoTime());
    }
    m.deaf = deaf;
    if (nanos <= 0 || !NAPPER.compareAndSet(null, m)) {
      return false;
    }
    if (deaf ? Scheduler.GLOBAL.size() == 0 : !Procs.anyInRings()) {
      m.bePunctual();
      LockSupport.parkNanos(m, nanos);
    }
    NAPPER.compareAndSet(m, null);
    return true;
  }

  // ---- without work

  /** Puts an M among the idle ones; false if it should keep the timers instead. */
  static boolean pushIdle(Machine m) {
    Scheduler.LOCK.lock();
    if (Procs.idle() > 0 && !TimerKeeper.present() && Procs.nextTimer() != TimerHeap.NONE) {
      Scheduler.LOCK.unlock();
      return false;
    }
    m.link = idle;
    m.idle = true;
    idle = m;
    idleCount++;
    Scheduler.LOCK.unlock();
    return true;
  }

  /** Takes an M out of the idle ones; false if it has been given a P. */
  static boolean removeIdle(Machine m) {
    Scheduler.LOCK.lock();
    try {
      if (!m.idle) {
        return false;
      }
      if (idle == m) {
        idle = m.link;
      } else {
        for (Machine before = idle; before != null; before = before.link) {
          if (before.link == m) {
            before.link = m.link;
          }
        }
      }
      m.link = null;
      m.idle = false;
      idleCount--;
      return true;
    } finally {
      Scheduler.LOCK.unlock();
    }
  }

  /** An M has ended. */
  static void ended(Machine m) {
    Scheduler.LOCK.lock();
    ALL.remove(m);
    Scheduler.LOCK.unlock();
  }

  /** The Ms there are. */
  static List<Machine> all() {
    Scheduler.LOCK.lock();
    try {
      return List.copyOf(ALL);
    } finally {
      Scheduler.LOCK.unlock();
    }
  }
}
