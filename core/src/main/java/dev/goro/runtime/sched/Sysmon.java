package dev.goro.runtime.sched;

import dev.goro.preempt.Preempt;
import dev.goro.runtime.debug.SchedTrace;
import dev.goro.runtime.jdk.OsThreads;
import dev.goro.runtime.jdk.SocketPollers;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.runtime.netpoll.Netpoll;
import dev.goro.runtime.timer.TimerHeap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that watches the Ps. It holds none. While anything runs it
 *
 * <ul>
 *   <li>moves the coarse clock;
 *   <li>takes the P away from an M that sleeps in the kernel with its goroutine, if any goroutine
 *       waits for a P;
 *   <li>ends a time slice that is over: it asks first, by the poll that is woven into programs (see
 *       {@link dev.goro.preempt.Preempt}), and takes the P away from an M that has had a CPU and
 *       not come back a moment later (see {@link Processor});
 *   <li>marks an M whose goroutine is deep in calls, so that its stack is given back;
 *   <li>wakes an M for timers and sockets that nobody looked at in time;
 *   <li>soon after the start, has another thread get the quick making of goroutines ready (see
 *       {@link VirtualThreads#quicken}), and the punctual waits (see {@link OsThreads#prepare});
 *   <li>tells of turns in an event loop that last too long (see {@link TurnWatch});
 *   <li>while a main goroutine is waited for and nothing runs, looks for a deadlock (see {@link
 *       Deadlock}).
 * </ul>
 *
 * <p>It waits for no lock that a goroutine may hold: the goroutine may be waiting for a P that only
 * sysmon can give it. So it opens no stream, and prints by {@link dev.goro.runtime.debug.Stderr}.
 *
 * <h2>How often it looks</h2>
 *
 * Every ten milliseconds, or five while goroutines wait for a P. Where it has taken a P away there
 * is likely to be more: for a while it looks ten times in a millisecond, then half as often each
 * time. An M that blocks for the first time is so found after some milliseconds, those that block
 * after it in some hundred microseconds.
 *
 * <p>A time slice is five milliseconds: then the goroutine is asked, and after as many again its P
 * is taken. It is less where so many wait that each would have its turn only after {@value
 * #LATENCY_NANOS} ns: then that time is shared among them, down to half a millisecond each.
 *
 * <p>When nothing has run for a second it sleeps until an M is woken, or, with nobody to wait for,
 * ends; the next M that is woken starts it again.
 */
final class Sysmon extends Thread {
  private static final long SLICE_NANOS = 5_000_000;
  private static final long MIN_SLICE_NANOS = 500_000;
  private static final long LATENCY_NANOS = 100_000_000;

  /** How long a goroutine may take from being asked to its next poll, and if it has no CPU. */
  private static final long GRACE_NANOS = 1_000_000;

  private static final long LONG_GRACE_NANOS = 10_000_000;

  /** How long a thread must sleep in the kernel for its P to be taken. */
  private static final long ASLEEP_NANOS = 20_000;

  private static final long MIN_DELAY = 50_000;
  private static final long MAX_DELAY = 10_000_000;
  private static final long MAX_DELAY_WAITING = 5_000_000;

  /** How long an M may hold a P and run nothing. */
  private static final long STUCK_NANOS = 20_000_000;

  /** How many looks follow at the shortest distance after a P was taken away. */
  private static final int QUICK_LOOKS = 20;

  private static final int QUIET_TICKS = 100;

  /** After how many looks a program is not a short one. */
  private static final int SHORT_TICKS = 5;

  /** As many as the JVM tells of by default; some hundred kilobytes of stack. */
  private static final int DEEP_FRAMES = 1000;

  private static final int ABSENT = 0;
  private static final int AWAKE = 1;
  private static final int ASLEEP = 2;

  private static final Object START = new Object();
  private static volatile int state = ABSENT;
  private static volatile @Nullable Sysmon instance;

  /** Whether the quick making was asked for; of the one sysmon that there is at a time. */
  private static boolean quickened;

  private final Deadlock deadlock = new Deadlock();
  private long delay = MAX_DELAY;
  private int quickLooks;
  private long raisedAt;
  private SocketPollers.@Nullable Buffer events;

  private Sysmon() {
    super(Machines.rootGroup(), null, "goro-sysmon", 0, false);
    setDaemon(true);
    setContextClassLoader(null);
  }

  /** Another thread gets ready what a short program should not pay for. */
  private static void quicken() {
    if (quickened) {
      return;
    }
    quickened = true;
    Thread helper = new Thread(Machines.rootGroup(), Sysmon::getReady, "goro-quicken", 0, false);
    helper.setDaemon(true);
    helper.start();
  }

  private static void getReady() {
    VirtualThreads.quicken();
    OsThreads.prepare();
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

  /** There is something for it to do at once. */
  static void hurry() {
    LockSupport.unpark(instance);
  }

  @Override
  public void run() {
    if (Affinity.ON) {
      Affinity.undo();
    }
    int trace = Settings.current().schedtraceMillis();
    long nextTrace = System.nanoTime();
    int quiet = 0;
    int ticks = 0;
    while (true) {
      LockSupport.parkNanos(START, delay);
      if (ticks < SHORT_TICKS && ++ticks == SHORT_TICKS) {
        quicken();
      }
      Machines.startWanted();
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
        if (Settings.current().contention()) {
          SchedTrace.printContention(Contention.all());
        }
      }
      boolean busy = Procs.idle() != Procs.all().length || Domain.anyBusy();
      if (busy) {
        quiet = 0;
        deadlock.reset();
        watch(now);
        lookAtSockets(now);
        Domain.rescueDropped();
        Domain.watchTurns(now);
      } else {
        quiet++;
        delay = MAX_DELAY;
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
      m.deep = g.stackTrace().length >= DEEP_FRAMES;
    }
  }

  private void watch(long now) {
    Processor[] all = Procs.all();
    int runnable = Scheduler.GLOBAL.size();
    for (Processor p : all) {
      runnable += p.runq.size();
    }
    boolean idle = Procs.idle() > 0;
    long slice =
        Math.clamp(
            LATENCY_NANOS * all.length / Math.max(runnable, 1), MIN_SLICE_NANOS, SLICE_NANOS);
    long soonest = runnable > 0 ? MAX_DELAY_WAITING : MAX_DELAY;
    boolean taken = false;
    for (Processor p : all) {
      long next = p.timers.next();
      long late = next == TimerHeap.NONE ? 0 : now - next;
      if (late > MIN_SLICE_NANOS && idle) {
        Machines.wakeIfIdle();
      }
      int tick = p.schedtick;
      Machine m = p.m;
      if (m == null || tick != p.seenTick) {
        long began = p.sliceEnded;
        boolean asked = p.askedTick == p.seenTick && now - began < slice;
        p.seenTick = tick;
        p.seenAt = asked ? began : now;
        if (runnable > 0 && asked) {
          soonest = Math.min(soonest, slice - (now - began)); // this one may have to be ended too
        }
        continue;
      }
      long ran = now - p.seenAt;
      if (m.curg == null) {
        // Between two goroutines an M is brief, unless it waits for a lock of the JDK's that a
        // goroutine holds or is to have, which may itself wait for this P.
        if (ran >= STUCK_NANOS && runnable > 0 && !idle && sleeps(m, p, tick)) {
          Procs.retake(p, tick);
          taken = true;
        }
        continue;
      }
      if (ran >= SLICE_NANOS && !p.preempt) {
        p.preempt = true; // it gives way to those in the queues when it comes back
        markDeep(m);
      }
      if (idle || (runnable == 0 && late <= 0)) {
        if (!idle && next != TimerHeap.NONE) {
          soonest = Math.clamp(-late, MIN_SLICE_NANOS, soonest);
        }
        continue;
      }
      boolean crowded = slice < SLICE_NANOS && quickLooks == 0;
      if ((ran >= slice || !crowded) && sleeps(m, p, tick)) {
        Procs.retake(p, tick);
        taken = true;
      } else if (ran < slice) {
        soonest = Math.min(soonest, slice - ran);
      } else if (p.askedTick != tick) {
        p.askedTick = tick;
        p.askedAt = now;
        p.askedCpu = OsThreads.cpuNanos(m.osThread);
        request(p, now);
        soonest = Math.min(soonest, Math.min(slice, GRACE_NANOS));
      } else if (ran < 2 * slice || !graceIsOver(m, p, now)) {
        soonest = Math.min(soonest, GRACE_NANOS);
      } else if (Machines.mayReplaceHog()) {
        Procs.retake(p, tick);
        taken = true;
      } else {
        p.askedTick = tick - 1;
      }
    }
    if (Preempt.requested && now - raisedAt > GRACE_NANOS) {
      Preempt.requested = false; // whoever polls has seen it
    }
    if (Procs.orphans() > 0 && now - raisedAt > SLICE_NANOS) {
      raisedAt = now;
      Preempt.requested = true; // who runs without a P is asked to come back
    }
    if (taken) {
      quickLooks = QUICK_LOOKS;
    }
    if (quickLooks > 0) {
      quickLooks--;
      delay = MIN_DELAY;
    } else {
      delay = Math.clamp(soonest, MIN_DELAY, Math.max(delay * 2, MIN_DELAY));
    }
  }

  private void request(Processor p, long now) {
    raisedAt = now;
    p.preempt = true;
    Preempt.requested = true;
  }

  /**
   * Whether an M has had time to come to its next poll. On a busy machine it may not have had a CPU
   * since it was asked, and another thread would not have either.
   */
  private static boolean graceIsOver(Machine m, Processor p, long now) {
    long asked = now - p.askedAt;
    if (asked < GRACE_NANOS || asked >= LONG_GRACE_NANOS) {
      return asked >= LONG_GRACE_NANOS;
    }
    long cpu = OsThreads.cpuNanos(m.osThread);
    return cpu < 0 || p.askedCpu < 0 || cpu - p.askedCpu >= GRACE_NANOS;
  }

  /** Whether an M sleeps in the kernel, with its goroutine, in this very turn. */
  private static boolean sleeps(Machine m, Processor p, int tick) {
    if (!OsThreads.sleeps(m.osThread)) {
      return false;
    }
    LockSupport.parkNanos(START, ASLEEP_NANOS);
    return OsThreads.sleeps(m.osThread) && p.m == m && p.schedtick == tick;
  }

  /** Does what Ms do that have run out of work, where none has for long. */
  private void lookAtSockets(long now) {
    if (!Netpoll.needsWaiter()) {
      return;
    }
    if (Procs.idle() > 0) {
      Machines.wakeIfIdle();
    } else if (now - Netpoll.lastPoll() > SLICE_NANOS) {
      SocketPollers.Buffer buffer = events;
      if (buffer == null) {
        buffer = new SocketPollers.Buffer(); // for as long as the JVM runs
        events = buffer;
      }
      Netpoll.poll(buffer, 0);
    }
  }
}
