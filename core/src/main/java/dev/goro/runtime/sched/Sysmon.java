package dev.goro.runtime.sched;

import dev.goro.runtime.debug.SchedTrace;
import dev.goro.runtime.timer.TimerHeap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that watches the Ps. It holds none. Every ten milliseconds, while anything runs, it
 *
 * <ul>
 *   <li>moves the coarse clock;
 *   <li>tells a P whose time slice has lasted for ten milliseconds that it is over, and at the next
 *       look takes the P away from an M that has not come back, if any goroutine waits for it (see
 *       {@link Processor});
 *   <li>marks an M whose goroutine is deep in calls, so that its stack is given back;
 *   <li>wakes an M for timers that nobody looked at in time;
 *   <li>while a main goroutine is waited for and nothing runs, looks for a deadlock (see {@link
 *       Deadlock}).
 * </ul>
 *
 * <p>When nothing has run for a second it sleeps until an M is woken, or, with nobody to wait for,
 * ends; the next M that is woken starts it again.
 */
final class Sysmon extends Thread {
  private static final long TICK_NANOS = 10_000_000;
  private static final int QUIET_TICKS = 100;

  /** As many as the JVM tells of by default; some hundred kilobytes of stack. */
  private static final int DEEP_FRAMES = 1000;

  private static final int ABSENT = 0;
  private static final int AWAKE = 1;
  private static final int ASLEEP = 2;

  private static final Object START = new Object();
  private static volatile int state = ABSENT;
  private static volatile @Nullable Sysmon instance;

  private final Deadlock deadlock = new Deadlock();

  private Sysmon() {
    super(Machines.rootGroup(), null, "goro-sysmon", 0, false);
    setDaemon(true);
    setContextClassLoader(null);
  }

  /** Something runs. */
  static void wake() {
    if (state != AWAKE) {
      wakeSlowly();
    }
  }

  private static void wakeSlowly() {
    // Not a monitor: the caller may be a virtual thread that is pinned in the JDK's call of the
    // scheduler.
    Clock.move(); // it stood still, and what runs now may wait before sysmon looks
    Scheduler.LOCK.lock();
    int was = state;
    state = AWAKE;
    Scheduler.LOCK.unlock();
    if (was == ASLEEP) {
      LockSupport.unpark(instance);
    } else if (was == ABSENT) {
      Sysmon sysmon = new Sysmon();
      instance = sysmon;
      sysmon.start();
    }
  }

  @Override
  public void run() {
    if (Affinity.ON) {
      Affinity.undo();
    }
    int trace = Settings.current().schedtraceMillis();
    long nextTrace = System.nanoTime();
    int quiet = 0;
    while (true) {
      LockSupport.parkNanos(START, TICK_NANOS);
      Clock.move();
      long now = Clock.coarseNanos();
      if (trace > 0 && now - nextTrace >= 0) {
        nextTrace = now + trace * 1_000_000L;
        Procs.State s = Procs.state();
        SchedTrace.print(
            s.procs(),
            s.idlePs(),
            s.machines(),
            s.spinning(),
            s.idleMs(),
            s.globalQueue(),
            s.localQueues());
      }
      boolean busy = Procs.idle() != Procs.all().length || Domain.anyBusy();
      if (busy) {
        quiet = 0;
        deadlock.reset();
        retake(now);
        Domain.rescueDropped();
      } else {
        quiet++;
        deadlock.look(now);
      }
      if (Procs.orphans() > 0) {
        Procs.drainOrphans();
      }
      if (quiet > QUIET_TICKS && trace == 0 && Procs.orphans() == 0 && !sleep()) {
        return;
      }
    }
  }

  /**
   * Sleeps until it is woken, or until it is time to look for a deadlock again; false if it should
   * end.
   */
  private boolean sleep() {
    Scheduler.LOCK.lock();
    boolean busy = Procs.idle() != Procs.all().length;
    boolean end = !MainGoroutine.anyWaiting();
    if (!busy) {
      state = end ? ABSENT : ASLEEP;
    }
    Scheduler.LOCK.unlock();
    if (!busy && Domain.anyBusy()) {
      // A domain's queue is not under the lock. Who puts there looks at the state after that: one
      // of
      // the two sees the other.
      state = AWAKE;
      busy = true;
    }
    if (busy) {
      return true;
    }
    if (end) {
      return false;
    }
    while (state == ASLEEP) {
      long wait = deadlock.nanosToNextLook();
      if (wait == 0) {
        LockSupport.park(START);
      } else {
        LockSupport.parkNanos(START, wait);
        deadlock.look(System.nanoTime());
      }
      if (!MainGoroutine.anyWaiting()) {
        // Its main goroutine has ended: nobody is left to report to.
        Scheduler.LOCK.lock();
        boolean asleep = state == ASLEEP;
        if (asleep) {
          state = ABSENT;
        }
        Scheduler.LOCK.unlock();
        if (asleep) {
          return false;
        }
      }
    }
    return true;
  }

  /** Of a goroutine that runs for long, looks how deep it is in calls. */
  private static void markDeep(Machine m) {
    Goroutine g = m.curg;
    if (g != null && !m.deep) {
      m.deep = g.thread().getStackTrace().length >= DEEP_FRAMES;
    }
  }

  private void retake(long now) {
    boolean waiting = Scheduler.GLOBAL.size() != 0;
    Processor[] all = Procs.all();
    for (Processor p : all) {
      waiting |= !p.runq.isEmpty();
    }
    boolean idle = Procs.idle() > 0;
    for (Processor p : all) {
      long next = p.timers.next();
      boolean late = next != TimerHeap.NONE && now - next > TICK_NANOS;
      if (late && idle) {
        Machines.wakeIfIdle();
      }
      int tick = p.schedtick;
      if (p.m == null || tick != p.seenTick) {
        p.seenTick = tick;
        p.seenAt = now;
        continue;
      }
      if (now - p.seenAt < TICK_NANOS) {
        continue;
      }
      Machine m = p.m;
      if (m == null || m.curg == null) {
        continue;
      }
      if (!p.preempt) {
        Procs.request(p);
        markDeep(m);
      } else if ((waiting && !idle) || late) {
        Procs.retake(p, tick);
        Procs.lowerRequest();
      }
    }
  }
}
