package dev.goro.runtime.sched;

import dev.goro.preempt.Preempt;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.runtime.netpoll.Netpoll;
import dev.goro.runtime.timer.TimerHeap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The Ps: the GOMAXPROCS that there are, which of them are idle, and the orphans that were replaced
 * (see {@link Processor}).
 *
 * <p>Guarded by {@link Scheduler#LOCK}; the array of Ps is never changed, only replaced, so that it
 * may be read without.
 */
@SuppressWarnings(
    "NonAtomicVolatileUpdate") // the counts are written under the lock, and read without
final class Procs {
  private static final VarHandle CREATED;
  private static final VarHandle ENDED;
  private static final VarHandle TICK;
  private static final VarHandle TURNS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CREATED = lookup.findVarHandle(Processor.class, "created", long.class);
      ENDED = lookup.findVarHandle(Processor.class, "ended", long.class);
      TICK = lookup.findVarHandle(Processor.class, "schedtick", int.class);
      TURNS = lookup.findVarHandle(Processor.class, "turns", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Goroutines made where there is no P, and those of Ps that are gone; ended ones likewise.
  private static final AtomicLong CREATED_ELSEWHERE = new AtomicLong();
  private static final AtomicLong ENDED_ELSEWHERE = new AtomicLong();

  private static final List<Processor> ORPHANS = new ArrayList<>();
  private static final @Nullable Processor[] IDLE = new Processor[Settings.MAX_PROCS];
  private static volatile int idleCount;

  private static volatile Processor[] all = new Processor[0];

  static {
    set(Settings.current().gomaxprocs());
  }

  private Procs() {}

  /** All of them, by their ids. Not to be changed. */
  static Processor[] all() {
    return all;
  }

  /** How many are idle. */
  static int idle() {
    return idleCount;
  }

  /** When the first timer of all is due. */
  static long nextTimer() {
    long first = TimerHeap.NONE;
    for (Processor p : all) {
      long next = p.timers.next();
      if (next != TimerHeap.NONE && (first == TimerHeap.NONE || next - first < 0)) {
        first = next;
      }
    }
    return first;
  }

  // ---- counts

  /** A time slice begins. */
  static void tick(Processor p) {
    TICK.setOpaque(p, (int) TICK.get(p) + 1);
  }

  /** A goroutine's turn begins; for the holder of the P. */
  static void turn(Processor p) {
    TURNS.setOpaque(p, (int) TURNS.get(p) + 1);
  }

  /** A goroutine is made by one that runs on a P; for the holder of the P, as all counts of a P. */
  static void created(Processor p) {
    CREATED.setOpaque(p, (long) CREATED.get(p) + 1);
  }

  /** A goroutine is made where there is no P. */
  static void createdElsewhere() {
    CREATED_ELSEWHERE.incrementAndGet();
  }

  /** A goroutine has ended. */
  static void ended(Processor p) {
    ENDED.setOpaque(p, (long) ENDED.get(p) + 1);
  }

  /** A goroutine on the JDK's scheduler has ended. */
  static void endedElsewhere() {
    ENDED_ELSEWHERE.incrementAndGet();
  }

  /** How many goroutines have been started and have not ended. */
  static int numGoroutine() {
    // What has ended is read first, so that one that begins and ends meanwhile does not make the
    // number too small.
    long ended = 0;
    long created = 0;
    Scheduler.LOCK.lock();
    try {
      ended = ENDED_ELSEWHERE.get();
      for (Processor p : all) {
        ended += p.ended;
      }
      for (Processor p : ORPHANS) {
        ended += p.ended;
      }
      created = CREATED_ELSEWHERE.get();
      for (Processor p : all) {
        created += p.created;
      }
      for (Processor p : ORPHANS) {
        created += p.created;
      }
    } finally {
      Scheduler.LOCK.unlock();
    }
    return (int) (created - ended);
  }

  // ---- preemption

  /**
   * A request was met: takes the flag down, unless another P is asked still. A request that comes
   * just now may be taken down with it; sysmon looks again and makes another.
   */
  static void lowerRequest() {
    for (Processor p : all) {
      if (p.preempt) {
        return;
      }
    }
    Preempt.requested = false;
  }

  // ---- idle Ps

  /** With the lock held: takes an idle P, {@code null} if there is none. */
  static @Nullable Processor pollIdle() {
    if (idleCount == 0) {
      return null;
    }
    Processor p = IDLE[idleCount - 1];
    IDLE[idleCount - 1] = null;
    idleCount--;
    return p;
  }

  /** With the lock held: nobody holds a P any more. */
  static void pushIdle(Processor p) {
    p.m = null;
    IDLE[idleCount] = p;
    idleCount++;
  }

  /**
   * An M without work gives its P back; false if there is work in the global queue, if the M has to
   * look for work first, or if the P is an orphan.
   */
  static boolean release(Machine m, Processor p) {
    Scheduler.LOCK.lock();
    try {
      if (p.orphan || Scheduler.GLOBAL.size() != 0) {
        return false;
      }
      if (!m.spinning && Machines.becomeSpinner()) {
        m.spinning = true;
        return false;
      }
      pushIdle(p);
      return true;
    } finally {
      Scheduler.LOCK.unlock();
    }
  }

  /** For an M that was spinning: an idle P, counted as spinning again, if any queue has work. */
  static @Nullable Processor acquireIfWork() {
    return anyWork() ? acquireSpinning() : null;
  }

  /** An idle P for an M that knows what to do with it; {@code null} if there is none. */
  static @Nullable Processor acquireIdle(Machine m) {
    Scheduler.LOCK.lock();
    Processor p = pollIdle();
    if (p != null) {
      p.m = m;
    }
    Scheduler.LOCK.unlock();
    if (p != null) {
      Sysmon.wake();
    }
    return p;
  }

  /** An idle P for the calling M, which is counted as spinning; {@code null} if there is none. */
  static @Nullable Processor acquireSpinning() {
    Scheduler.LOCK.lock();
    Processor p = pollIdle();
    if (p == null) {
      Machines.wantSpinner();
    } else {
      p.m = (Machine) Thread.currentThread();
    }
    Scheduler.LOCK.unlock();
    if (p != null) {
      Machines.spinsAgain();
      Sysmon.wake();
    }
    return p;
  }

  /** The P of an M that could not go on becomes idle. */
  static void abandon(Processor p) {
    Scheduler.LOCK.lock();
    if (p.orphan) {
      Scheduler.LOCK.unlock();
      dropOrphan(p, null);
      return;
    }
    pushIdle(p);
    Scheduler.LOCK.unlock();
    Machines.wakeIfIdle();
  }

  // ---- the set of Ps

  /** Sets GOMAXPROCS if the number is positive; returns what it was. */
  static int gomaxprocs(int n) {
    int old = all.length;
    if (n > Settings.MAX_PROCS) {
      throw new IllegalArgumentException(
          "gomaxprocs(" + n + "): at most " + Settings.MAX_PROCS + " goroutines may run at once");
    }
    if (n > 0 && n != old) {
      set(n);
    }
    return old;
  }

  private static void set(int n) {
    List<Processor> surplus = new ArrayList<>();
    Scheduler.LOCK.lock();
    Processor[] old = all;
    Processor[] now = new Processor[n];
    for (int i = 0; i < n; i++) {
      if (i < old.length) {
        now[i] = old[i];
      } else {
        now[i] = new Processor(i, new TimerHeap());
        pushIdle(now[i]);
      }
    }
    for (int i = n; i < old.length; i++) {
      surplus.add(old[i]);
    }
    all = now;
    for (Processor p : surplus) {
      if (removeIdle(p)) {
        fold(p);
      } else {
        ORPHANS.add(p); // its M drops it after the turn
      }
      p.orphan = true;
      drain(p);
    }
    Scheduler.LOCK.unlock();
    for (Processor p : surplus) {
      p.timers.moveTo(now[0].timers);
    }
    // New Ps find what there is to do; timers that were moved are found as well.
    for (int i = Math.min(idleCount, n); i > 0 && VirtualThreads.AVAILABLE && old.length > 0; i--) {
      Machines.wakeOne();
    }
    // A goroutine that runs on a P that is gone moves to another one; others do so after their
    // turn.
    Goroutine g = VirtualThreads.AVAILABLE ? Goroutine.current() : null;
    Processor p = g == null || g.m == null ? null : g.m.p;
    if (p != null && p.orphan) {
      Scheduler.gosched();
    }
  }

  private static boolean removeIdle(Processor p) {
    for (int i = 0; i < idleCount; i++) {
      if (IDLE[i] == p) {
        Processor last = pollIdle();
        if (last != p) {
          IDLE[i] = last;
        }
        return true;
      }
    }
    return false;
  }

  /** With the lock held: keeps the counts of a P that goes away. */
  private static void fold(Processor p) {
    CREATED_ELSEWHERE.addAndGet(p.created);
    ENDED_ELSEWHERE.addAndGet(p.ended);
  }

  /** With the lock held: moves what stands in an orphan's queue to the global one. */
  private static boolean drain(Processor p) {
    boolean any = false;
    Goroutine g;
    while ((g = p.runq.stealOne()) != null) {
      Scheduler.GLOBAL.push(g);
      any = true;
    }
    return any;
  }

  /**
   * Takes the P of an M that does not come back and hands it, as a new object, to another M. Called
   * by sysmon.
   *
   * @param tick what sysmon saw: if the M has begun another slice since, nothing is done
   */
  static void retake(Processor p, int tick) {
    Scheduler.LOCK.lock();
    if (p.orphan || p.m == null || p.schedtick != tick) {
      Scheduler.LOCK.unlock();
      return;
    }
    handOffLocked(p);
  }

  /** An M gives its P to another one, since its goroutine blocks it. Called by that goroutine. */
  static void handOff(Machine m) {
    Scheduler.LOCK.lock();
    Processor p = m.p;
    if (p == null || p.orphan) {
      Scheduler.LOCK.unlock();
      return;
    }
    handOffLocked(p);
  }

  /**
   * With the lock held: makes an orphan of a P, puts a new one in its place, hands that on, and
   * unlocks.
   */
  private static void handOffLocked(Processor p) {
    Processor fresh = new Processor(p.id, p.timers);
    fresh.schedtick = p.schedtick + 1; // or each would begin with a look at the global queue
    p.orphan = true;
    ORPHANS.add(p);
    Goroutine g;
    while ((g = p.runq.stealOne()) != null) {
      if (!fresh.runq.offer(g)) { // nobody holds it yet
        Scheduler.GLOBAL.push(g);
      }
    }
    Processor[] now = all.clone();
    now[p.id] = fresh;
    all = now;
    passOnLocked(fresh);
  }

  /** An M gives its P, with what is in its queue, to another one; for an M that goes on to wait. */
  static void passOn(Processor p) {
    Scheduler.LOCK.lock();
    if (p.orphan) {
      Scheduler.LOCK.unlock();
      dropOrphan(p, null);
      return;
    }
    passOnLocked(p);
  }

  /**
   * With the lock held: gives a P that nobody holds to an M if there is anything to do, and
   * unlocks. To keep the timers or to wait for sockets is something to do as well: the M finds no
   * work, and takes the role.
   */
  private static void passOnLocked(Processor p) {
    boolean work =
        Scheduler.GLOBAL.size() != 0 || p.timers.next() != TimerHeap.NONE || Netpoll.needsWaiter();
    for (Processor other : all) {
      work |= !other.runq.isEmpty();
    }
    if (work) {
      Machines.assignSpinning(p);
      return;
    }
    pushIdle(p);
    Scheduler.LOCK.unlock();
    // Somebody may have put a goroutine in a queue or set a timer just before, and seen no idle P.
    if (anyWork() || p.timers.next() != TimerHeap.NONE) {
      Machines.wakeIfIdle();
    }
  }

  /** Whether there is something to take: not in the slots that an M watches while it naps. */
  private static boolean anyWork() {
    boolean napping = Machines.napping();
    boolean work = Scheduler.GLOBAL.size() != 0;
    for (Processor p : all) {
      work |= napping ? !p.runq.ringIsEmpty() : !p.runq.isEmpty();
    }
    return work;
  }

  /** Whether there is something to take in a ring or the global queue. */
  static boolean anyInRings() {
    boolean work = Scheduler.GLOBAL.size() != 0;
    for (Processor p : all) {
      work |= !p.runq.ringIsEmpty();
    }
    return work;
  }

  /** For sysmon: finds what was put in an orphan's queue as it became one. */
  static void drainOrphans() {
    boolean any = false;
    Scheduler.LOCK.lock();
    for (Processor p : ORPHANS) {
      any |= drain(p);
    }
    Scheduler.LOCK.unlock();
    if (any) {
      Machines.wakeIfIdle();
    }
  }

  static int orphans() {
    Scheduler.LOCK.lock();
    try {
      return ORPHANS.size();
    } finally {
      Scheduler.LOCK.unlock();
    }
  }

  /**
   * An M has come back with an orphan; what it ran, if it is still runnable, goes to the global
   * queue.
   */
  static void dropOrphan(Processor p, @Nullable Goroutine g) {
    Scheduler.LOCK.lock();
    if (g != null) {
      Scheduler.GLOBAL.push(g);
    }
    drain(p);
    ORPHANS.remove(p);
    fold(p);
    Scheduler.LOCK.unlock();
    VarHandle.fullFence();
    Machines.wakeIfIdle();
  }

  /** What the scheduler looks like at one moment. */
  @SuppressWarnings("ArrayRecordComponent") // made to be printed
  record State(
      int procs,
      int idlePs,
      int machines,
      int spinning,
      int idleMs,
      int globalQueue,
      int[] localQueues) {}

  static State state() {
    int machines = Machines.all().size();
    Scheduler.LOCK.lock();
    try {
      int[] local = new int[all.length];
      for (int i = 0; i < local.length; i++) {
        local[i] = all[i].runq.size();
      }
      return new State(
          local.length,
          idleCount,
          machines,
          Machines.spinning(),
          Machines.idle(),
          Scheduler.GLOBAL.size(),
          local);
    } finally {
      Scheduler.LOCK.unlock();
    }
  }

  /**
   * Whether nothing runs and nothing is going to run by the scheduler's own doing: every P is idle,
   * no queue has anything, no M runs on an orphan, no domain has anything to run, and no timer is
   * set.
   */
  static boolean isQuiet() {
    if (Domain.anyBusy()) {
      return false;
    }
    Scheduler.LOCK.lock();
    try {
      if (idleCount != all.length || Machines.spinning() != 0 || Scheduler.GLOBAL.size() != 0) {
        return false;
      }
      for (Processor p : ORPHANS) {
        Goroutine g = p.m == null ? null : p.m.curg;
        if (g == null
            || !g.isWaiting()) { // one that is parked on its M, since it is pinned, is as quiet as
          // others
          return false;
        }
      }
      for (Processor p : all) {
        if (!p.runq.isEmpty() || p.timers.next() != TimerHeap.NONE) {
          return false;
        }
      }
      return true;
    } finally {
      Scheduler.LOCK.unlock();
    }
  }

  /** A number that changes whenever any goroutine is given a turn. */
  static long activity() {
    long sum = Domain.activity();
    Scheduler.LOCK.lock();
    for (Processor p : all) {
      sum += p.schedtick;
    }
    Scheduler.LOCK.unlock();
    return sum;
  }
}
