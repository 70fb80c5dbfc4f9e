package dev.goro.runtime.sched;

import dev.goro.runtime.debug.Stderr;
import dev.goro.runtime.jdk.OsThreads;
import dev.goro.runtime.jdk.SocketPollers;
import dev.goro.runtime.netpoll.Netpoll;
import dev.goro.runtime.timer.TimerHeap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * M: an OS thread that runs goroutines, one after the other, while it holds a P.
 *
 * <p>Its life: take the next goroutine ({@link #findRunnable}), run it until it parks, yields or
 * ends, and again. Without work it gives its P back and waits to be given one; after some time
 * without work it ends. The thread of an M carries the stack of the goroutine that it runs, so its
 * size bounds the recursion of each goroutine.
 *
 * <p>A goroutine may be locked to its M ({@code lockOSThread}): then the M runs it alone. Between
 * two turns of that goroutine it holds no P and waits; an M that takes the goroutine out of a queue
 * gives it its own P ({@link #giveTo}), and goes to find another.
 *
 * <p>Who may touch it: the thread itself; others only {@link #nextp}, {@link #nextg} and {@link
 * #link}, under the scheduler's lock.
 */
final class Machine extends Thread {
  /** How long an M waits for work before it ends, in nanoseconds. */
  static final long IDLE_NANOS = 5_000_000_000L;

  /**
   * How often the global queue comes first, in time slices. A prime, as Go's, so that it falls in
   * step with nothing.
   */
  private static final int GLOBAL_EVERY = 61;

  /**
   * After how many turns {@link #runTurns} returns: so many that its call costs nothing, and so few
   * that the JVM soon compiles it for how often it is called.
   */
  private static final int TURNS = 64;

  private static final int STEAL_ROUNDS = 4;

  /** For how long a thief leaves a goroutine in the slot to its owner, at least. */
  private static final long RUNNEXT_NANOS = 50_000;

  /** What a turn takes at least where a goroutine in the slot is worth taking elsewhere. */
  private static final long LONG_TURN_NANOS = 5_000;

  /** For how long an M that has no work any more waits for some before it sleeps, at most. */
  private static final long LINGER_NANOS = 50_000;

  private static final int LINGER_PAUSES = 8;

  /** Work that is over sooner is not worth being woken for again at once. */
  private static final long SHORT_WORK_NANOS = 20_000;

  private static final VarHandle CURG;

  static {
    try {
      CURG = MethodHandles.lookup().findVarHandle(Machine.class, "curg", Goroutine.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int number;

  /** The P that it holds. */
  @Nullable Processor p;

  /** The goroutine that it runs; others may read it for a dump. */
  volatile @Nullable Goroutine curg;

  /** Whether it looks for work and is counted among those that do. */
  boolean spinning;

  /** When it last found work after it had looked for it, and when that had an end; its own. */
  private long workBegan;

  private long workEnded;

  /**
   * The P that it is given while it waits; guarded by the scheduler's lock, its arrival is seen by
   * a volatile read.
   */
  volatile @Nullable Processor nextp;

  /** With {@link #nextp}: the goroutine that is locked to it, to be run with that P. */
  @Nullable Goroutine nextg;

  /** The goroutine that is locked to it; its own. */
  @Nullable Goroutine lockedg;

  /** How often that is locked. */
  int locks;

  /** Links the idle Ms; guarded by the scheduler's lock. */
  @Nullable Machine link;

  boolean idle;

  /**
   * Set by sysmon: its stack was used so deep that it should be given back to the OS, which only
   * the end of the thread does. Another M takes its P after the turn.
   */
  volatile boolean deep;

  /** Whether the OS wakes it when a timed wait is over, and not some time after; its own. */
  private boolean punctual;

  /** Whether what is put in a ring leaves its nap alone; written by itself before it naps. */
  volatile boolean deaf;

  /** Whether it looks at sockets just now; its own. */
  boolean polling;

  /** The OS's number of its thread; 0 before it runs, and where the OS does not tell. */
  volatile int osThread;

  private boolean inheritTime;

  /** Whether its last look for work left a goroutine in a slot, which has turns soon enough. */
  private boolean leftNext;

  private SocketPollers.@Nullable Buffer events;

  /** The number of the P whose CPU it was put on, by {@link Affinity}. */
  private int placedFor = -1;

  Machine(int number, Processor p, long stackSize) {
    super(Machines.rootGroup(), null, "goro-M" + number, stackSize, false);
    this.number = number;
    this.p = p;
    this.spinning = true;
    setDaemon(true);
    setContextClassLoader(null); // or it would keep the loader of whoever happened to wake it
  }

  @Override
  public void run() {
    try {
      place();
      osThread = OsThreads.currentId();
      boolean goesOn;
      do {
        goesOn = runTurns();
      } while (goesOn);
    } catch (Throwable t) {
      Stderr.println(
          "goro: " + getName() + " ends, since the JVM failed it; the goroutine on it is lost", t);
      stopSpinning();
      Processor held = p;
      if (held != null) {
        Procs.abandon(held);
      }
    } finally {
      if (events != null) {
        events.close();
      }
      Machines.ended(this);
    }
  }

  /**
   * Finds and runs goroutines, some turns; false if the M has to end.
   *
   * <p>Not all of its life: when the JVM gives up compiled code, a frame that runs it stays in it
   * until it returns, and what that code calls is interpreted for as long. An M that never returned
   * would go on so for good, up to twice as slow.
   */
  private boolean runTurns() {
    for (int i = 0; i < TURNS; i++) {
      Goroutine g = takeLocked();
      if (g == null) {
        g = findRunnable();
      }
      if (g == null) {
        return false;
      }
      if (spinning) {
        resetSpinning();
      }
      if (g.lockedM == null || g.lockedM == this ? !runOne(g) : !giveTo(g)) {
        return false;
      }
    }
    return true;
  }

  /** The goroutine that is locked to it, where it was given a P for that. */
  private @Nullable Goroutine takeLocked() {
    Goroutine g = nextg;
    nextg = null;
    inheritTime = false;
    return g;
  }

  /** The P, where the M is sure to have one. */
  private Processor held() {
    return Objects.requireNonNull(p);
  }

  /** Runs a goroutine for a turn; false if the M has to end. */
  private boolean runOne(Goroutine g) {
    Processor p = held();
    if (!inheritTime) {
      Procs.tick(p);
    }
    Procs.turn(p);
    CURG.setOpaque(this, g); // those who look want no more than to know about where it is
    int fate = g.resume(this);
    CURG.setOpaque(this, null);
    if (fate == Goroutine.DEAD || fate == Goroutine.SUSPENDED) {
      ended(g, p, fate);
    }
    boolean runnable =
        fate != Goroutine.WAITING
            && fate != Goroutine.JDK_WAIT
            && fate != Goroutine.DEAD
            && fate != Goroutine.SUSPENDED;
    Domain domain = runnable ? g.domain : null;
    if (domain != null) {
      domain.put(g); // it leaves for another thread
      runnable = false;
    }
    if (lockedg != null) {
      return afterLockedTurn(g, p, fate == Goroutine.DEAD, runnable);
    }
    if (p.orphan) {
      Procs.dropOrphan(p, runnable ? g : null);
      this.p = null;
      return rejoin();
    }
    if (deep) {
      Procs.handOff(this);
      Procs.dropOrphan(p, runnable ? g : null);
      this.p = null;
      return false;
    }
    if (runnable && p.givesWay) {
      p.givesWay = false;
      Scheduler.putGlobal(g);
    } else if (runnable && p.preempt) {
      // Behind all others; what stands in the P's own queue comes first, with a slice of its own.
      endSlice(p);
      Procs.tick(p);
      Scheduler.putGlobal(g);
    } else if (runnable) {
      boolean others = !p.runq.isEmpty();
      Scheduler.putTail(p, g);
      if (others) {
        Scheduler.wakeForTail();
      }
    }
    return true;
  }

  private static void ended(Goroutine g, Processor p, int fate) {
    Coro coroutine = g.coro();
    if (fate == Goroutine.DEAD) {
      g.die();
      if (!g.isGuest() && coroutine == null) {
        Procs.ended(p);
      }
    }
    if (coroutine != null) {
      coroutine.back(); // from here on it is another's
    }
  }

  /** On the goroutine that it runs, or one on top of that: which of them others are to see. */
  void show(Goroutine g) {
    CURG.setOpaque(this, g);
  }

  /** An M that holds no P looks for one, and waits; false if it has to end. */
  private boolean rejoin() {
    Processor again = Procs.acquireIfWork();
    if (again != null) {
      take(again, true);
      return true;
    }
    return waitForP();
  }

  // ---- goroutines that are locked to an M

  /**
   * After a turn of the goroutine that is locked to this M: it runs no other, so it gives its P
   * away and waits until it is given one for the goroutine's next turn. With the goroutine the M
   * ends.
   */
  private boolean afterLockedTurn(Goroutine g, Processor p, boolean dead, boolean runnable) {
    if (p.orphan) {
      Procs.dropOrphan(p, runnable ? g : null);
    } else {
      if (runnable) {
        runTimers(p); // it may yield again and again, and keep the P for itself
        if (p.preempt) {
          endSlice(p);
        }
        boolean alone = p.runq.isEmpty() && Scheduler.GLOBAL.size() == 0;
        if (alone && !(Netpoll.active() && poll(p) > 0)) {
          nextg = g; // nobody else wants a turn
          return true;
        }
        Scheduler.putGlobal(g);
      }
      Procs.passOn(p);
    }
    this.p = null;
    if (dead) {
      return false;
    }
    Processor next;
    while ((next = nextp) == null) {
      LockSupport.park(this);
    }
    nextp = null;
    this.p = next;
    return true;
  }

  /** Gives the P to the M that a goroutine is locked to, and looks for another. */
  private boolean giveTo(Goroutine g) {
    Machine owner = Objects.requireNonNull(g.lockedM);
    Processor p = held();
    this.p = null;
    Scheduler.LOCK.lock();
    p.m = owner;
    owner.nextg = g;
    owner.nextp = p; // published with what is before it
    Scheduler.LOCK.unlock();
    LockSupport.unpark(owner);
    return rejoin();
  }

  // ---- finding work

  /** The next goroutine to run; blocks until there is one. {@code null} when the M has to end. */
  private @Nullable Goroutine findRunnable() {
    while (true) {
      Processor p = held();
      if (p.orphan) {
        stopSpinning(); // first, so that the look for idle Ps that follows may wake another
        Procs.dropOrphan(p, null);
        this.p = null;
        if (!rejoin()) {
          return null;
        }
        continue;
      }
      inheritTime = false;
      boolean over = p.preempt;
      if (over) {
        // What stands next was to share the slice that is over: it goes to the end.
        endSlice(p);
        Goroutine next = p.runq.takeNext();
        if (next != null) {
          Scheduler.putTail(p, next);
        }
      }
      runTimers(p);
      Goroutine g = takeLocal(p, over);
      if (g == null) {
        g = Scheduler.takeGlobal(p, true);
      }
      if (g == null && Netpoll.active() && poll(p) > 0) {
        g = takeLocal(p, false);
      }
      if (g == null && maySpin()) {
        g = steal(p);
        if (g == null && waitForMore()) {
          g = steal(p);
        }
      }
      if (g != null) {
        return g;
      }
      if (!goIdle(p)) {
        return null;
      }
    }
  }

  /** Fires the timers of a P that are due; false if none is. */
  private static boolean runTimers(Processor p) {
    long next = p.timers.next();
    if (next == TimerHeap.NONE) {
      return false;
    }
    long now = System.nanoTime();
    if (next - now > 0) {
      return false;
    }
    p.timers.run(now);
    return true;
  }

  /** The P's time slice is over, and whoever was asked has come back. */
  private static void endSlice(Processor p) {
    p.preempt = false;
    p.sliceEnded = System.nanoTime();
    Procs.lowerRequest();
  }

  private @Nullable Goroutine takeLocal(Processor p, boolean sliceOver) {
    if (sliceOver) {
      // Whom a timer has woken just now, then those who wait in the global queue.
      Goroutine g = p.runq.takeNext();
      if (g == null) {
        g = Scheduler.takeGlobal(p, false);
      }
      if (g != null) {
        return g;
      }
    } else if (p.schedtick % GLOBAL_EVERY == 0) {
      Goroutine g = Scheduler.takeGlobal(p, false);
      if (g != null) {
        return g;
      }
    }
    Goroutine g = p.runq.takeNext();
    if (g != null) {
      inheritTime = true;
      return g;
    }
    return p.runq.poll();
  }

  // ---- the netpoller

  private SocketPollers.Buffer events() {
    SocketPollers.Buffer buffer = events;
    if (buffer == null) {
      buffer = new SocketPollers.Buffer();
      events = buffer;
    }
    return buffer;
  }

  private int poll(Processor p) {
    polling = true;
    int found;
    try {
      found = Netpoll.poll(events(), p.id);
    } finally {
      polling = false;
    }
    if (found > 1) {
      Scheduler.wakeForTail();
    }
    return found;
  }

  /** While it polls: a goroutine is ready. They run in the order in which their sockets were. */
  void polled(Goroutine g) {
    Scheduler.putTail(held(), g);
  }

  // ---- looking for work elsewhere

  private boolean maySpin() {
    if (spinning) {
      return true;
    }
    if (!Machines.startSpinningIfUseful()) {
      return false;
    }
    spinning = true;
    workEnded = System.nanoTime();
    return true;
  }

  /**
   * After work that has come to its end, while another M runs something on a CPU of its own: waits
   * a moment for what that may put in its queues; whether to look again.
   *
   * <p>Where the work was short the M naps, and so does not get the next such piece, whose owner is
   * through with it before an M could be woken. Those who take turns at a mutex, or at a condition,
   * would else be torn apart again and again, to wait for each other across two CPUs.
   */
  private boolean waitForMore() {
    long worked = workEnded - workBegan;
    workBegan = workEnded;
    if (worked <= 0 || !Machines.othersRun()) {
      return false;
    }
    return (worked < SHORT_WORK_NANOS && Machines.nap(this, true))
        || linger(Math.min(worked, LINGER_NANOS));
  }

  /**
   * Looks at the rings for so long, since the work has ended; whether there is something. To be
   * woken takes an M some ten microseconds, so who shares short work with others would be late for
   * each piece. It is no longer than the M has worked, so that no more than half of its time is
   * lost.
   */
  private boolean linger(long nanos) {
    do {
      Pause.spin(LINGER_PAUSES);
      if (Procs.anyInRings()) {
        return true;
      }
    } while (System.nanoTime() - workEnded < nanos);
    return false;
  }

  /** Takes work from other Ps, timers that are due included. */
  private @Nullable Goroutine steal(Processor p) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    boolean mayNap = leftNext;
    leftNext = false;
    for (int round = 0; round < STEAL_ROUNDS; round++) {
      boolean last = round == STEAL_ROUNDS - 1;
      Processor[] all = Procs.all();
      int start = random.nextInt(all.length);
      for (int i = 0; i < all.length; i++) {
        Processor victim = all[(start + i) % all.length];
        if (victim == p) {
          continue;
        }
        if (last) {
          if (runTimers(victim)) {
            Goroutine g = takeLocal(p, false);
            if (g != null) {
              return g;
            }
          }
        }
        Goroutine g = victim.runq.stealInto(p.runq);
        if (g == null && last) {
          g = stealNext(victim, mayNap);
          mayNap = false; // it looks at all rings again before
        }
        if (g != null) {
          Contention.STEALS.count();
          return g;
        }
      }
    }
    Contention.STEALS_IN_VAIN.count();
    return null;
  }

  /**
   * For itself, before it waits for some time: has the OS wake it when that is over. A goroutine's
   * own waits in native code end in time as well then.
   */
  void bePunctual() {
    if (!punctual) {
      punctual = OsThreads.wakePunctually(osThread);
    }
  }

  /**
   * Its owner is likely to take it at once, and to leave it where its data is costs less than to
   * take it away. So the thief sleeps a moment first, counted as spinning all the time, and looks
   * how many turns there were meanwhile: where they are short the goroutine is left, since it will
   * have its own sooner than here. The next time the thief sleeps longer. (To spin instead, or to
   * spin until the slot changes, was slower.)
   */
  private @Nullable Goroutine stealNext(Processor victim, boolean mayNap) {
    if (victim.runq.isEmpty()) {
      return null;
    }
    bePunctual();
    int turns = victim.turns;
    long began = System.nanoTime();
    if (mayNap && Machines.nap(this, false)) {
      Procs.tick(held()); // or sysmon, which sees it asleep each time, would take it for stuck
    } else {
      LockSupport.parkNanos(this, RUNNEXT_NANOS);
    }
    if ((victim.turns - turns) * LONG_TURN_NANOS > System.nanoTime() - began) {
      leftNext = true;
      return null;
    }
    return victim.runq.stealNext();
  }

  private void resetSpinning() {
    spinning = false;
    workBegan = System.nanoTime();
    Machines.foundWork();
  }

  private void stopSpinning() {
    if (spinning) {
      spinning = false;
      Machines.stopSpinning();
    }
  }

  // ---- without work

  /**
   * Gives the P back and waits for another; false if the M ends.
   *
   * <p>The race: somebody makes a goroutine runnable and sees an M that spins, so wakes none; at
   * the same time that M stops looking. It is closed by order. The submitter puts the goroutine in
   * a queue, then reads the number of idle Ps and of spinning Ms; an M first gives its P back, then
   * takes itself out of the spinning, and then looks at all queues once more. All of these are
   * volatile accesses or under the lock: either the submitter sees that nobody spins and an idle P,
   * and wakes an M, or the M sees the goroutine.
   */
  private boolean goIdle(Processor p) {
    if (!Procs.release(this, p)) {
      return true; // there is something to look at first
    }
    this.p = null;
    if (spinning) {
      spinning = false;
      Machines.stopSpinning();
      Processor again = Procs.acquireIfWork();
      if (again != null) {
        take(again, true);
        return true;
      }
    }
    return waitForP();
  }

  private void take(Processor p, boolean spinning) {
    this.p = p;
    this.spinning = spinning;
    place();
  }

  /** After it has got a P: goes to the CPU where that belongs. */
  private void place() {
    if (Affinity.ON && lockedg == null && held().id != placedFor) {
      placedFor = held().id;
      Affinity.place(placedFor);
    }
  }

  /**
   * Waits until it is given a P, or takes one as the waiter of the netpoller or the keeper of the
   * timers; false if it waited long and ends.
   */
  private boolean waitForP() {
    boolean mayPoll = true;
    while (true) {
      if (mayPoll && Netpoll.enter()) {
        if (!TimerKeeper.present() && Procs.nextTimer() != TimerHeap.NONE) {
          Machines.wakeOne(); // another keeps the timers
        }
        Netpoll.await(events());
        Processor p = Procs.acquireIdle(this);
        if (p != null) {
          take(p, false); // and looks at the sockets, since there is nothing else
          return true;
        }
        mayPoll = false; // all Ps are in use; their Ms will look
        continue;
      }
      if (TimerKeeper.enter(this)) {
        Processor p = TimerKeeper.waitForTimer(this);
        if (p != null) {
          take(p, true);
          return true;
        }
        continue;
      }
      if (!Machines.pushIdle(this)) {
        continue; // there are timers and nobody waits for them
      }
      long deadline = System.nanoTime() + IDLE_NANOS;
      while (true) {
        Processor next = nextp;
        if (next != null) {
          nextp = null;
          this.p = next;
          place();
          return true;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          if (Machines.removeIdle(this)) {
            return false;
          }
          continue; // given a P just now
        }
        LockSupport.parkNanos(this, left);
      }
    }
  }
}
