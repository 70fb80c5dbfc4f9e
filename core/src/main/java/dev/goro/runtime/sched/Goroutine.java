package dev.goro.runtime.sched;

import dev.goro.Task;
import dev.goro.runtime.debug.Panics;
import dev.goro.runtime.jdk.Lifetime;
import dev.goro.runtime.jdk.Switch;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.runtime.netpoll.Netpoll;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * G: a goroutine, which is a virtual thread that this scheduler runs.
 *
 * <p>The goroutine is the {@link Executor} of its own thread: the JDK calls {@link #execute} each
 * time that the thread becomes runnable, and so tells at once which G it is. The way back is as
 * short: from the current thread to its scheduler, which is the goroutine. (Not by way of the
 * carrier thread: a compiler may keep that across a park, after which it is another one.)
 *
 * <h2>Two ways to park</h2>
 *
 * In Goro's own operations (channels, select, sync, sleep) a goroutine parks by a <i>yield</i> of
 * its virtual thread ({@link Switch}): the JDK then believes it runnable, and only Goro knows
 * better. That leaves out the JDK's park permit, its state changes on unpark, and the pin around
 * its call of the scheduler. In the JDK's operations (locks, monitors, sockets, {@code
 * Thread.sleep}) the JDK parks it and calls {@code execute} when it may go on.
 *
 * <h2>States</h2>
 *
 * <pre>
 *              +--------- ready() ------------ WAITING  (parked by Goro)
 *              |                                  ^
 *              v                                  | M: CAS after the thread is off its stack
 *   NEW --> RUNNABLE --M--> RUNNING --g--> PARKING --ready()--> PARKING_READIED --M--> RUNNABLE
 *              ^             |   |            ^                         |
 *              |             |   |            +---- park() returns <----+  (readied before it left)
 *              |             |   +--execute()--> RUNNING_READIED --M--> RUNNABLE   (unparked before M had seen it park)
 *              |             |   +--Thread.yield()--> YIELDING --M--> RUNNABLE
 *              |             M
 *              |             v
 *              +-execute()- JDK_WAIT  (parked by the JDK)
 * </pre>
 *
 * <p>The goroutine of a {@link Coro} has two more, SUSPENDING and SUSPENDED, in place of PARKING
 * and WAITING where it waits to be resumed: no wake-up moves it from there, only who resumes it
 * does.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A goroutine is in at most one run queue, and in none unless it is RUNNABLE: whoever makes
 *       it RUNNABLE puts it in one. So the intrusive link {@link #schedlink} is safe.
 *   <li>From the moment an M takes it out of a queue until the M has dealt with its return, that M
 *       alone moves it from one of the RUNNING/PARKING states to a state in which another M could
 *       run it. So it never runs twice at once.
 *   <li>A wake-up sets its own flag (see {@link Waiter#done}) before it looks at the status, and a
 *       goroutine sets PARKING before it looks at the flag: one of the two sees the other. A
 *       wake-up that finds any other state is stale and is dropped; a goroutine looks at its flag
 *       after each park, so that a stale wake-up costs a turn and no more.
 *   <li>Between PARKING and the yield the goroutine does nothing that the JDK could park it for.
 *   <li>The JDK may call {@code execute} without need (it does after it walked the stack of a
 *       thread that is off its stack). In PARKING, WAITING and RUNNABLE such a call is dropped:
 *       only in JDK_WAIT, or just before it, is it real.
 * </ul>
 *
 * Who may touch it: the goroutine itself and the M that runs it; others through {@link #unpark} and
 * {@code execute}.
 */
public final class Goroutine extends Waiter implements Executor, Runnable {
  static final byte NEW = 0;
  static final byte RUNNABLE = 1;
  static final byte RUNNING = 2;
  static final byte RUNNING_READIED = 3;
  static final byte YIELDING = 4;
  static final byte PARKING = 5;
  static final byte PARKING_READIED = 6;
  static final byte WAITING = 7;
  static final byte JDK_WAIT = 8;
  static final byte DEAD = 9;

  /** The goroutine of a {@link Coro} leaves, for whoever resumed it to go on. */
  static final byte SUSPENDING = 10;

  /** It is off the stack; whoever resumes it owns it, and nobody else changes this state. */
  static final byte SUSPENDED = 11;

  /** On its M, with a coroutine on top of it that has the turn. */
  static final byte HOSTING = 12;

  /** What {@link #resumeOnTop} returns where it has done nothing. */
  static final int REFUSED = -1;

  /** How often a goroutine looks that is too deep in calls even for the JDK to park it. */
  private static final long DEEP_POLL_NANOS = 200_000;

  private static final WaitReason[] WAIT_REASONS = WaitReason.values();
  private static final VarHandle STATUS;
  private static final ThreadLocal<Goroutine> CURRENT = new ThreadLocal<>();

  static {
    try {
      STATUS = MethodHandles.lookup().findVarHandle(Goroutine.class, "status", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long id;
  private final long creatorId;

  /** Where it was made, or the {@link Coro} whose body it runs, which knows that. */
  private final @Nullable Object origin;

  private final Thread thread;
  private volatile byte status;

  /**
   * Set while it parks with its continuation pinned, so that {@link #unpark} unparks the M that it
   * holds.
   */
  private volatile boolean pinned;

  /**
   * The M that runs it, {@code null} in a {@link Domain}; written before it is resumed, and of use
   * only to what runs on the goroutine.
   */
  @Nullable Machine m;

  /** Links it in the global queue; guarded by the scheduler's lock. */
  @Nullable Goroutine schedlink;

  /**
   * Where it takes turns with others on one thread, {@code null} for the common scheduler. Written
   * before it starts, by itself on an M, and by the thread that gives the domain's turns; whoever
   * makes it RUNNABLE reads it.
   */
  @Nullable Domain domain;

  /**
   * The M that it is locked to; written on that M, read by an M that has taken it out of a queue.
   */
  @Nullable Machine lockedM;

  /**
   * Whether the JDK ran its last turn, or ended it: then it leaves by the JDK's way and not by
   * {@link Switch#yieldNow}. Of the goroutine, and of the M's that run it, from one to the next.
   */
  private boolean jdksWay;

  /**
   * Whether it is counted when its thread is started, and not when it is made. Written before it
   * starts, and read where it does.
   */
  boolean countsAtStart;

  /**
   * Whether {@link Lifetime} has started its thread. Written before it is in a queue, and read by
   * the M's that run it.
   */
  private boolean ownStart;

  /** Its place in the {@link Registry} plus one, 0 for none; guarded by the registry's lock. */
  int slot;

  /** Its leaves, modulo 256: one in so many is the JDK's. */
  private byte leaves;

  // Small as they are for the many that wait: a status is a byte, a reason its ordinal, a time some
  // ticks.
  private byte waitReason;
  private int waitSince;

  private Goroutine(
      long id,
      long threadId,
      long creatorId,
      @Nullable StackTraceElement site,
      @Nullable String name,
      Task task) {
    this.id = id;
    this.creatorId = creatorId;
    if (task instanceof Coro) {
      this.origin = task;
    } else {
      this.origin = site;
      keep(task); // until it runs
    }
    if (VirtualThreads.AVAILABLE) {
      thread = VirtualThreads.make(this, name, this, threadId);
    } else {
      Thread.Builder.OfVirtual builder = Thread.ofVirtual();
      thread = (name == null ? builder : builder.name(name)).unstarted(this);
    }
  }

  /** The G of a virtual thread that was made by somebody else. */
  private Goroutine(Goroutine host, Runnable continuation) {
    this.id = 0;
    this.creatorId = host.id;
    this.origin = null;
    this.thread = VirtualThreads.owner(continuation);
  }

  /** The coroutine whose body it runs, {@code null} for any other goroutine. */
  @Nullable Coro coro() {
    return origin instanceof Coro coroutine ? coroutine : null;
  }

  /** Whether a coroutine runs on top of it just now, so that its own stack cannot be looked at. */
  public boolean isHosting() {
    return status == HOSTING;
  }

  /**
   * A goroutine that is not started.
   *
   * @param threadId its thread's number, from {@link VirtualThreads#takeIds}
   */
  static Goroutine create(
      long id,
      long threadId,
      long creatorId,
      @Nullable StackTraceElement site,
      @Nullable String name,
      Task task) {
    return new Goroutine(id, threadId, creatorId, site, name, task);
  }

  /**
   * The goroutine that runs the caller, or {@code null} on any other thread (a guest is another
   * thread).
   */
  public static @Nullable Goroutine current() {
    if (VirtualThreads.AVAILABLE) {
      Goroutine g = currentOrGuest();
      return g == null || g.isGuest() ? null : g;
    }
    return CURRENT.get();
  }

  /** As {@link #current}, or the guest that runs the caller. Not for the JDK's scheduler. */
  static @Nullable Goroutine currentOrGuest() {
    Thread t = Thread.currentThread();
    return t.isVirtual() ? scheduledBy(t) : null;
  }

  /** Its number, from 1; 0 for a guest. */
  public long id() {
    return id;
  }

  /** Its name, empty if it has none. */
  public String name() {
    return thread.getName();
  }

  /** The number of the goroutine that made it, 0 if another thread did. */
  public long creatorId() {
    return creatorId;
  }

  /** Where it was made; {@code null} for a guest. */
  public @Nullable StackTraceElement site() {
    return origin instanceof Coro coroutine ? coroutine.site() : (StackTraceElement) origin;
  }

  /** Its virtual thread. */
  @Override
  public Thread thread() {
    return thread;
  }

  /** Whether it is a virtual thread of somebody else's that runs here. */
  public boolean isGuest() {
    return id == 0;
  }

  /** Why it waits, if Goro parked it. */
  public WaitReason waitReason() {
    return WAIT_REASONS[waitReason];
  }

  /**
   * When it began to wait, by Goro or by the JDK, by {@link System#nanoTime}, to ten milliseconds.
   */
  public long waitSince() {
    return Clock.nanosOf(waitSince);
  }

  /** What a dump says of the thread that it is kept to, empty for the common scheduler. */
  public String where() {
    Domain d = domain;
    return d == null ? "" : ", on one thread (" + d + ")";
  }

  /** Its stack; empty if a coroutine runs on top of it, whose turn it is. */
  public StackTraceElement[] stackTrace() {
    return VirtualThreads.AVAILABLE ? VirtualThreads.stackTrace(thread) : thread.getStackTrace();
  }

  /** Whether Goro parked it. */
  public boolean isWaiting() {
    int s = status;
    return s == WAITING || (s == PARKING && (pinned || !VirtualThreads.AVAILABLE));
  }

  /** Whether the JDK parked it, as far as is known. */
  public boolean isJdkWaiting() {
    if (VirtualThreads.AVAILABLE) {
      return status == JDK_WAIT;
    }
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> !isWaiting();
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  /** Whether it has ended. */
  public boolean isDead() {
    return status == DEAD;
  }

  /** Whether it is on an M now. */
  public boolean isRunning() {
    int s = status;
    return VirtualThreads.AVAILABLE
        ? s >= RUNNING && s <= PARKING_READIED
        : thread.getState() == Thread.State.RUNNABLE;
  }

  // ---- its life

  /**
   * Puts it in a queue, or hands it to the JDK, which calls {@link #execute}. A domain's executor
   * may refuse it, and the JDK knows what becomes of the thread then.
   */
  void start() {
    if (Lifetime.AVAILABLE && domain == null) {
      ownStart = true;
      Lifetime.start(thread);
      STATUS.setOpaque(this, RUNNABLE);
      Scheduler.runNew(this);
      return;
    }
    if (!VirtualThreads.AVAILABLE) {
      Registry.add(this); // no queue of Goro's shows it until it runs
    }
    thread.start();
  }

  /** The body of the virtual thread. */
  @Override
  public void run() {
    Coro coroutine = coro();
    if (coroutine != null) {
      if (!VirtualThreads.AVAILABLE) {
        CURRENT.set(this);
      }
      coroutine.run();
      return;
    }
    Task body = (Task) kept();
    keep(null);
    if (!VirtualThreads.AVAILABLE) {
      CURRENT.set(this);
      if (countsAtStart) { // the JDK does not tell when it starts the thread
        Registry.add(this);
        Scheduler.countStarted();
      }
    }
    try {
      Objects.requireNonNull(body);
      if (body instanceof ThreadTask t) {
        t.run(); // what leaves it is the virtual thread's to report
        return;
      }
      Domain d = domain;
      runReporting(
          d == null
              ? body
              : () -> {
                d.checkBegin();
                body.run();
              });
    } catch (Goexit e) {
      // Ended on its own wish; the finally blocks have run.
    } finally {
      if (!VirtualThreads.AVAILABLE) {
        die();
        Procs.endedElsewhere();
      }
    }
  }

  /**
   * On a goroutine: runs a task of the user's, whose throwable is a panic. Only {@code goexit}
   * passes.
   */
  public static void runReporting(Task body) {
    try {
      body.run();
    } catch (Goexit e) {
      throw e;
    } catch (Throwable t) {
      Panics.panic(Objects.requireNonNull(current(), "not a goroutine"), t);
    }
  }

  /**
   * On any thread: runs a task of the user's; returns what it threw. Only {@code goexit} passes.
   */
  public static @Nullable Throwable runCatching(Task body) {
    try {
      body.run();
      return null;
    } catch (Goexit e) {
      throw e;
    } catch (Throwable t) {
      return t;
    }
  }

  /** Called by the M that saw its thread end. */
  void die() {
    STATUS.setRelease(this, DEAD);
    Registry.remove(this);
  }

  /**
   * Called by the JDK when the virtual thread becomes runnable: by {@code Thread.start}; after a
   * yield, on its M; after an unpark, on the thread that unparks it, with the caller's continuation
   * pinned. So nothing here may block.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // what the JDK calls it with, see VirtualThreads.make
  public void execute(Runnable runnable) {
    if (runnable != this) {
      startGuest(runnable);
      return;
    }
    int s = status;
    if (s == PARKING || s == PARKING_READIED || s == SUSPENDING) {
      return; // On its M, off its stack: the M will look at the status. From elsewhere: without
      // need.
    }
    if (s == NEW) {
      if (countsAtStart) {
        Scheduler.countStarted();
      }
      STATUS.setOpaque(this, RUNNABLE);
      Scheduler.runNew(this);
      return;
    }
    Thread caller = Thread.currentThread();
    Domain d = domain;
    if (caller instanceof Machine machine
        ? machine.curg == this
        : d != null && d.isRunning(this, caller)) {
      // Thread.yield(), or unparked as it parked; on the thread that ran it, which will look.
      jdksWay = true;
      STATUS.setRelease(this, YIELDING);
      return;
    }
    while (true) {
      s = status;
      if (s == RUNNING) {
        if (STATUS.compareAndSet(this, RUNNING, RUNNING_READIED)) {
          return;
        }
      } else if (s == JDK_WAIT) {
        if (STATUS.compareAndSet(this, JDK_WAIT, RUNNABLE)) {
          if (domain == null
              && Thread.currentThread() instanceof Machine machine
              && machine.polling) {
            machine.polled(this);
          } else {
            Scheduler.runNext(this);
          }
          return;
        }
      } else {
        return; // Without need: see the invariants.
      }
    }
  }

  /**
   * Somebody made a virtual thread inside this goroutine, and it inherited the scheduler. It gets a
   * G of its own, which becomes its scheduler before it has run: from then on it is scheduled as
   * any other. The netpoller's threads never run.
   */
  private void startGuest(Runnable runnable) {
    boolean first = !Netpoll.active();
    if (Netpoll.adopts(VirtualThreads.owner(runnable))) {
      if (first) {
        // From a domain's thread no M comes by, and all of them may be idle: one has to wait for
        // the sockets. It is woken after the note that there are some, which it then finds; and it
        // waits for all of them, since it asks for the list only when the JDK has made them all.
        Machines.wakeOne();
      }
      return;
    }
    Goroutine guest = new Goroutine(this, runnable);
    VirtualThreads.setScheduler(guest.thread, guest, guest);
    guest.execute(guest);
  }

  // ---- parking and waking

  /**
   * Announces that the goroutine is about to park, before it publishes itself: the release of a
   * lock must follow before anyone can find it.
   */
  @Override
  public void prepare(WaitReason reason) {
    arm(reason);
    STATUS.setOpaque(this, PARKING);
  }

  @Override
  public void arm(WaitReason reason) {
    if (VirtualThreads.AVAILABLE) {
      VirtualThreads.hookInterrupt(thread, Objects.requireNonNull(Scheduler.INTERRUPT_HOOK));
    }
    waitReason = (byte) reason.ordinal();
    waitSince = Clock.coarseTicks();
    resetDone();
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // the yield is the way off the M
  void park() {
    if (!VirtualThreads.AVAILABLE) {
      if (status == PARKING) {
        LockSupport.park(this);
      }
      STATUS.setOpaque(this, RUNNING);
      return;
    }
    if (status == PARKING_READIED) {
      STATUS.setOpaque(this, RUNNING);
      return;
    }
    try {
      leave();
    } catch (OutOfMemoryError | StackOverflowError e) {
      // No room for its stack on the heap, or too deep a stack for one object: it stays on the M's,
      // and waits there.
    }
    int s = status;
    if (s == PARKING || s == PARKING_READIED) {
      parkPinned();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the yield is the way off the M
  private void leave() {
    if (Switch.AVAILABLE && !jdksWay) {
      Switch.yieldNow(thread, ++leaves == 0);
    } else {
      Thread.yield();
    }
  }

  /** Lets others run; for the goroutine itself. False if it could not leave its M. */
  boolean yieldTurn() {
    STATUS.setOpaque(this, YIELDING);
    try {
      leave();
    } catch (OutOfMemoryError | StackOverflowError e) {
      // No room for its stack on the heap, or too deep a stack for one object: it goes on, since
      // it cannot leave its M.
    }
    if (status == YIELDING) {
      STATUS.setOpaque(this, RUNNING);
      return false;
    }
    return true;
  }

  /**
   * For the goroutine of a coroutine: leaves, for the one that resumed it to go on; returns once it
   * is resumed, or at once with {@code false} if it cannot leave.
   */
  boolean suspend() {
    STATUS.setOpaque(this, SUSPENDING);
    try {
      leave();
    } catch (OutOfMemoryError | StackOverflowError e) {
      // No room for its stack on the heap, or too deep a stack for one object.
    }
    if (status == SUSPENDING) {
      STATUS.setOpaque(this, RUNNING);
      return false;
    }
    return true;
  }

  /** For the goroutine of a coroutine: its thread may be run, and the JDK does not know. */
  void startUnknown() {
    ownStart = true;
    Lifetime.start(thread);
  }

  /** For the owner of a suspended goroutine: puts it in a queue. */
  void runInTurn(@Nullable Domain where) {
    domain = where;
    STATUS.setOpaque(this, RUNNABLE); // published by the queue
    Scheduler.runNext(this);
  }

  @Override
  boolean parkAgain() {
    STATUS.setVolatile(this, PARKING); // and a full fence before the look at the flag
    if (!done) {
      return true;
    }
    // The waker may have turned PARKING into PARKING_READIED: its wake-up was for this wait, and
    // ends with it.
    STATUS.setOpaque(this, RUNNING);
    return false;
  }

  /**
   * The yield did nothing, since a native frame or a class initialiser is on the stack. The
   * goroutine has to wait on its M; the P goes to another one meanwhile, so that whoever is to wake
   * it can run.
   */
  private void parkPinned() {
    pinned = true;
    Machine machine = m;
    if (machine != null) { // a domain's goroutine has no P to hand on, and holds up the domain
      Procs.handOff(machine);
    }
    while (status == PARKING) {
      try {
        LockSupport.park(this);
      } catch (StackOverflowError e) {
        VirtualThreads.osSleep(
            DEEP_POLL_NANOS); // the JDK does not park what it cannot take off its M
      }
      if (VirtualThreads.interrupted(thread)) {
        break;
      }
    }
    pinned = false;
    STATUS.setOpaque(this, RUNNING);
  }

  /**
   * Wakes the goroutine from a park of Goro's. May be called by anyone, also too late or without
   * need.
   */
  @Override
  void unpark() {
    if (becomesRunnable()) {
      Scheduler.runNext(this);
    }
  }

  /**
   * Whether the caller has made a waiting goroutine RUNNABLE, and so must put it in a run queue.
   */
  boolean becomesRunnable() {
    if (VirtualThreads.AVAILABLE) {
      // The common cases first: a compare-and-set that succeeds is also the fence between the flag
      // and the status.
      int hint = (byte) STATUS.getOpaque(this);
      if (hint == WAITING && STATUS.compareAndSet(this, WAITING, RUNNABLE)) {
        return true;
      }
      if (hint == PARKING && STATUS.compareAndSet(this, PARKING, PARKING_READIED)) {
        unparkM();
        return false;
      }
    }
    VarHandle.fullFence();
    while (true) {
      int s = status;
      if (s == WAITING) {
        if (STATUS.compareAndSet(this, WAITING, RUNNABLE)) {
          return true;
        }
      } else if (s == PARKING) {
        if (STATUS.compareAndSet(this, PARKING, PARKING_READIED)) {
          unparkM();
          return false;
        }
      } else {
        return false;
      }
    }
  }

  /** It may be parked on its M. */
  private void unparkM() {
    if (pinned || !VirtualThreads.AVAILABLE) {
      LockSupport.unpark(thread);
    }
  }

  // ---- for the M that runs it

  /**
   * Runs it on the given M, or for {@code null} on the thread of its domain, until it parks, yields
   * or ends; returns what became of it.
   */
  int resume(@Nullable Machine machine) {
    m = machine;
    // The M owns it: it came out of a queue, whose release and acquire order this store after the
    // last one.
    STATUS.setOpaque(this, RUNNING);
    Thread on = machine == null ? Thread.currentThread() : machine;
    boolean before = jdksWay;
    jdksWay = false;
    if (!Switch.AVAILABLE || !Switch.run(thread, on, before, ownStart)) {
      jdksWay = true;
      VirtualThreads.runContinuation(thread);
    }
    return settle(on);
  }

  /**
   * For the goroutine of a coroutine, which the caller owns: as {@link #resume}, on top of the
   * caller's own frames.
   *
   * @param caller the current thread, which holds no monitor
   * @param host its goroutine or guest, {@code null} if it has none
   */
  int resumeOnTop(Thread caller, @Nullable Goroutine host, Thread carrier) {
    Machine machine = host == null ? null : host.m;
    m = machine;
    domain = host == null ? null : host.domain;
    byte before = (byte) STATUS.getOpaque(this);
    boolean jdkBefore = jdksWay;
    jdksWay = false;
    STATUS.setOpaque(this, RUNNING);
    if (host != null) {
      STATUS.setOpaque(host, HOSTING);
      show(host, this);
    }
    int how;
    try {
      how = Switch.runOnTop(thread, caller, carrier, jdkBefore);
    } finally {
      if (host != null) {
        show(host, host);
        STATUS.setOpaque(host, RUNNING);
      }
    }
    if (how == Switch.REFUSED) {
      jdksWay = jdkBefore;
      STATUS.setOpaque(this, before);
      return REFUSED;
    }
    if (how == Switch.LEFT) {
      Switch.leftOnTop(thread, (byte) STATUS.getOpaque(this) == SUSPENDING);
    } else {
      jdksWay = true; // the JDK ended the turn
    }
    return settle(carrier);
  }

  /** Who is to be seen where the host runs. */
  private static void show(Goroutine host, Goroutine seen) {
    Machine machine = host.m;
    Domain turns = host.domain;
    if (machine != null) {
      machine.show(seen);
    } else if (turns != null) {
      turns.show(seen);
    }
  }

  /** For whoever ran it, now that it is off the stack: what became of it. */
  private int settle(Thread on) {
    int s = (byte) STATUS.getAcquire(this);
    if (s == SUSPENDING) {
      Registry.remove(this);
      STATUS.setOpaque(this, SUSPENDED); // whoever resumes it next learns of it by Coro
      return SUSPENDED;
    }
    if (s == PARKING) {
      if (slot == 0) {
        Registry.add(this);
      }
      if (STATUS.compareAndSet(this, PARKING, WAITING)) {
        // From here on another M may run it. The interrupt flag is looked at after the CAS, the
        // interrupter sets it before
        // it looks for the hook: one of the two sees the other.
        if (VirtualThreads.interrupted(thread)) {
          Switch.left(thread, on);
          unpark();
        }
        return WAITING;
      }
      s = PARKING_READIED;
    } else if (s == RUNNING) {
      if (VirtualThreads.terminated(thread)) {
        if (ownStart && jdksWay && Lifetime.AVAILABLE) {
          Lifetime.endedByJdk(thread);
        }
        return DEAD;
      }
      waitSince = Clock.coarseTicks();
      if (slot == 0) {
        Registry.add(this);
      }
      if (STATUS.compareAndSet(this, RUNNING, JDK_WAIT)) {
        return JDK_WAIT;
      }
      s = RUNNING_READIED;
    }
    VarHandle.fullFence(); // for what follows, where no compare-and-set has done it
    Switch.left(thread, on);
    STATUS.setOpaque(this, RUNNABLE); // published by the queue that it is put in
    return s;
  }
}
