package dev.goro.runtime.sched;

import dev.goro.Panic;
import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.debug.Dump;
import dev.goro.runtime.debug.Panics;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.runtime.timer.TimerHeap;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler: it hands runnable goroutines (G) to OS threads (M) that hold the right to run them
 * (P). Here are its entrances: what a program asks for, and how a goroutine that has become
 * runnable gets into a queue. The Ms are kept by {@link Machines}, the Ps by {@link Procs}; what an
 * M does is in {@link Machine}.
 *
 * <p>{@link #LOCK} guards the global queue, the lists of idle Ps and Ms, the set of Ps and of
 * orphans. It is held for a few instructions; nothing blocks and no code of the user's runs under
 * it, and no other lock is taken while it is held.
 */
public final class Scheduler {
  static final SpinLock LOCK = SpinLock.counted(Contention.SCHEDULER);
  static final GlobalQueue GLOBAL = new GlobalQueue();

  /** What {@code Thread.interrupt} calls for a goroutine that Goro has parked. */
  static final @Nullable Object INTERRUPT_HOOK =
      VirtualThreads.AVAILABLE ? VirtualThreads.interruptHook(Scheduler::interrupted) : null;

  private static final int MAX_BATCH = RunQueue.CAPACITY / 2;

  /** So many at once go to the waker's own queue, which they leave half empty. */
  private static final int FEW = RunQueue.CAPACITY / 2;

  /**
   * So many for each P may wait in the global queue before whoever makes more gives way: few enough
   * for what they are made of to be still in the cache, and not to be moved by the garbage
   * collector before they have run.
   */
  private static final int BACKLOG = 1024;

  private static final int IDS_AT_ONCE = 16;
  private static final int SITES_A_TICK = 50;
  static final int CPUS = Runtime.getRuntime().availableProcessors();
  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  static {
    if (!VirtualThreads.AVAILABLE) {
      System.err.println(
          "goro: running on the JDK's scheduler, since "
              + VirtualThreads.whyNot()
              + "; start the JVM with "
              + VirtualThreads.flag()
              + " for Goro's own");
    }
    if (!Program.isLaunched()) {
      for (String problem : Settings.current().problems()) {
        System.err.println("goro: " + problem);
      }
    }
  }

  private Scheduler() {}

  // ---- what a program asks for

  /** Starts a goroutine. */
  public static void go(@Nullable String name, Task task) {
    Objects.requireNonNull(task, "go of a null task: give it the function that the goroutine runs");
    Headroom.checkForMore(); // a look for the site goes deep
    Goroutine parent = parent();
    newGoroutine(parent, name, task, parent == null ? null : parent.domain).start();
    if (parent != null) {
      giveWay(parent);
    }
  }

  /**
   * Lets others run where the caller has made more than they keep up with: it goes to the end of
   * the global queue, behind all of them.
   */
  private static void giveWay(Goroutine parent) {
    Processor p = processorOf(parent);
    if (p != null && (p.overflowed || p.orphan)) { // what an orphan makes goes there at once
      p.overflowed = false;
      if (GLOBAL.size() > BACKLOG * Procs.all().length && parent.lockedM == null) {
        p.givesWay = true;
        if (!parent.yieldTurn()) {
          p.givesWay = false; // it has been on this P all the time
        }
      }
    }
  }

  /** Starts a goroutine in a domain, or for {@code null} on the common scheduler. */
  public static void goIn(@Nullable Domain domain, @Nullable String name, Task task) {
    Objects.requireNonNull(task, "go of a null task: give it the function that the goroutine runs");
    Headroom.checkForMore();
    newGoroutine(parent(), name, task, domain).start();
  }

  /** Starts a goroutine in a domain that has let it in. */
  static void goEntered(Domain domain, Task task) {
    Goroutine parent = parent();
    Processor p = processorOf(parent);
    Goroutine g = make(parent, p, null, task);
    count(p);
    g.domain = domain;
    g.start();
  }

  /**
   * Starts a goroutine that was asked for elsewhere: for timers, on an M or any other thread that
   * is no goroutine.
   *
   * @param site what {@link #site(Task)} told there
   */
  public static void goFrom(@Nullable StackTraceElement site, Task task) {
    Processor p = Thread.currentThread() instanceof Machine m ? m.p : null;
    Goroutine g = create(p, 0, site, null, task);
    count(p);
    g.start();
  }

  /**
   * Where the caller makes a task that others are to start: for {@link #goFrom}. {@code null} if
   * that is not known and too much to find out.
   */
  public static @Nullable StackTraceElement site(Task task) {
    Goroutine parent = parent();
    return site(parent, processorOf(parent), task);
  }

  private static @Nullable Goroutine parent() {
    return VirtualThreads.AVAILABLE ? Goroutine.currentOrGuest() : Goroutine.current();
  }

  private static Goroutine newGoroutine(
      @Nullable Goroutine parent, @Nullable String name, Task task, @Nullable Domain domain) {
    if (domain != null) {
      domain.enter(); // first, since it may refuse
    }
    Processor p = processorOf(parent);
    Goroutine g = make(parent, p, name, task);
    count(p);
    g.domain = domain;
    return g;
  }

  /**
   * A goroutine of the common scheduler that begins when somebody starts its thread, and counts
   * from then on.
   */
  public static Thread unstarted(@Nullable String name, ThreadTask task) {
    Goroutine parent = parent();
    Goroutine g = make(parent, processorOf(parent), name, task);
    g.countsAtStart = true;
    return g.thread();
  }

  private static Goroutine make(
      @Nullable Goroutine parent, @Nullable Processor p, @Nullable String name, Task task) {
    return create(p, parent == null ? 0 : parent.id(), site(parent, p, task), name, task);
  }

  /** The goroutine of a coroutine: not started, and not counted. */
  static Goroutine forCoroutine(Coro coroutine) {
    Goroutine parent = parent();
    return create(processorOf(parent), parent == null ? 0 : parent.id(), null, null, coroutine);
  }

  /** Makes a goroutine with the next number of the P, which takes them from all by the batch. */
  private static Goroutine create(
      @Nullable Processor p,
      long creatorId,
      @Nullable StackTraceElement site,
      @Nullable String name,
      Task task) {
    long id;
    long threadId;
    if (p == null) {
      id = NEXT_ID.getAndIncrement();
      threadId = VirtualThreads.takeIds(1);
    } else {
      if (p.nextId == p.endId) {
        p.nextId = NEXT_ID.getAndAdd(IDS_AT_ONCE);
        p.endId = p.nextId + IDS_AT_ONCE;
        p.nextThreadId = VirtualThreads.takeIds(IDS_AT_ONCE);
      }
      id = p.nextId++;
      threadId = p.nextThreadId == 0 ? 0 : p.nextThreadId++;
    }
    return Goroutine.create(id, threadId, creatorId, site, name, task);
  }

  private static @Nullable Processor processorOf(@Nullable Goroutine g) {
    return g == null || g.m == null ? null : g.m.p;
  }

  private static void count(@Nullable Processor p) {
    if (p == null) {
      Procs.createdElsewhere();
    } else {
      Procs.created(p);
    }
  }

  /** A goroutine of {@link #unstarted} begins. */
  static void countStarted() {
    count(processorOf(parent()));
  }

  private static @Nullable StackTraceElement site(
      @Nullable Goroutine parent, @Nullable Processor p, Task task) {
    if (parent != null && parent.domain != null) { // no P, and so no budget: one look for a task
      StackTraceElement known = CreationSite.known(task);
      return known == null ? CreationSite.lookUp(task) : known;
    }
    // Servers hand on their requests on threads without a P: for them the budget is the factory's.
    boolean look =
        p == null && task instanceof CreationSite.Handed h
            ? h.place().mayLookUp(Clock.coarseNanos(), SITES_A_TICK)
            : mayLookUpSite(p);
    return look ? CreationSite.lookUp(task) : CreationSite.known(task);
  }

  // A look at the stack costs about as much as ten goroutines: only so many between two moves of
  // the coarse clock.
  private static boolean mayLookUpSite(@Nullable Processor p) {
    if (p == null) {
      return true;
    }
    long now = Clock.coarseNanos();
    if (p.siteBudgetSince != now) {
      p.siteBudgetSince = now;
      p.siteBudget = SITES_A_TICK;
    }
    return p.siteBudget > 0 && p.siteBudget-- > 0;
  }

  /** Lets others run. */
  @SuppressWarnings("ThreadPriorityCheck") // it is how a virtual thread gets to its scheduler
  public static void gosched() {
    Goroutine g = VirtualThreads.AVAILABLE ? Goroutine.currentOrGuest() : null;
    if (g != null) {
      g.yieldTurn();
    } else {
      Thread.yield();
    }
  }

  /** What a woven poll calls that has seen the request. */
  public static void preemptIfRequested() {
    Goroutine g = VirtualThreads.AVAILABLE ? Goroutine.currentOrGuest() : null;
    Machine m = g == null ? null : g.m;
    Processor p = m == null ? null : m.p;
    if (p != null && (p.preempt || p.orphan)) {
      gosched();
    }
  }

  /** Locks the current goroutine to its M. In a domain it is on one thread anyway. */
  public static void lockOSThread() {
    Goroutine g = lockable("lockOSThread");
    Machine m = g.m;
    if (m != null) {
      m.locks++;
      m.lockedg = g;
      g.lockedM = m;
    }
  }

  /** Takes back one {@link #lockOSThread}. */
  public static void unlockOSThread() {
    Goroutine g = lockable("unlockOSThread");
    Machine m = g.lockedM;
    if (m != null && --m.locks == 0) {
      g.lockedM = null;
      m.lockedg = null;
    }
  }

  private static Goroutine lockable(String operation) {
    Goroutine g = Goroutine.current();
    if (g == null) {
      throw new IllegalStateException(
          operation
              + " called on the thread \""
              + Thread.currentThread().getName()
              + "\", which is not a goroutine");
    }
    if (g.coro() != null) {
      throw new IllegalStateException(
          operation
              + " called in a coroutine, which runs on the thread of whoever resumes it: lock the"
              + " goroutine that resumes it");
    }
    if (!VirtualThreads.AVAILABLE) {
      throw new UnsupportedOperationException(
          operation + " needs Goro's own scheduler: start the JVM with " + VirtualThreads.flag());
    }
    return g;
  }

  /** Sets how many OS threads may run goroutines; returns what it was. */
  public static int maxThreads(int n) {
    return Machines.max(n);
  }

  /** Ends the current goroutine. */
  public static Error goexit() {
    if (Goroutine.current() == null) {
      throw new IllegalStateException(
          "goexit called on the thread \""
              + Thread.currentThread().getName()
              + "\", which is not a goroutine");
    }
    throw Goexit.INSTANCE;
  }

  /** How many goroutines have been started and have not ended. */
  public static int numGoroutine() {
    return Procs.numGoroutine();
  }

  /** Sets GOMAXPROCS if the number is positive; returns what it was. */
  public static int gomaxprocs(int n) {
    return Procs.gomaxprocs(n);
  }

  /** The number of the current goroutine, or 0. */
  public static long goid() {
    Goroutine g = Goroutine.current();
    return g == null ? 0 : g.id();
  }

  /** Sets the policy for panics. */
  public static void onPanic(Consumer<Panic> handler) {
    Panics.onPanic(Objects.requireNonNull(handler, "the panic handler must not be null"));
  }

  /** The text of a dump. */
  public static String dump() {
    return Dump.all();
  }

  /** Runs a task as the main goroutine. */
  public static void runMain(Task task) throws Exception {
    MainGoroutine.run(task);
  }

  // ---- making goroutines runnable

  /** The P that the caller holds, {@code null} if it holds none or an orphan. */
  private static @Nullable Processor currentP() {
    Thread t = Thread.currentThread();
    Machine m;
    if (t.isVirtual()) {
      Goroutine g = Waiter.scheduledBy(t);
      m = g == null ? null : g.m;
    } else {
      m = t instanceof Machine machine ? machine : null;
    }
    Processor p = m == null ? null : m.p;
    return p == null || p.orphan ? null : p;
  }

  /** The P that the caller holds, {@code null} if it holds none: for caches of each P. */
  public static @Nullable Proc currentProc() {
    return VirtualThreads.AVAILABLE ? currentP() : null;
  }

  /**
   * Whether the caller, which waits for what another one does in some instructions, does best to
   * spin: the other one may run at the same time, and nobody stands in the caller's queue.
   */
  public static boolean maySpin() {
    if (CPUS == 1) {
      return false;
    }
    if (!VirtualThreads.AVAILABLE || !Thread.currentThread().isVirtual()) {
      return true;
    }
    Processor p = currentP();
    return p != null
        && p.runq.isEmpty()
        && Procs.all().length > Procs.idle() + Machines.spinning() + 1;
  }

  /** A goroutine that has never run. */
  static void runNew(Goroutine g) {
    runNext(g);
  }

  /** Puts a goroutine that the caller has made RUNNABLE where it runs next. */
  static void runNext(Goroutine g) {
    Domain domain = g.domain;
    if (domain != null) {
      domain.put(g);
      return;
    }
    Processor p = currentP();
    if (p == null) {
      inject(g);
      return;
    }
    Goroutine kicked = p.runq.swapNext(g);
    if (kicked != null) {
      putTail(p, kicked);
      wakeForTail();
    } else if (Procs.all().length > 1) {
      VarHandle.fullFence(); // as in wakeForTail
      Machines.wakeForNext();
    }
    // With one P nobody is to be woken: this one runs it. (If there are more just now: whoever gets
    // a new P looks at all queues, and may miss this goroutine, which costs parallelism for a
    // moment; it is not lost, since its own P runs it, or whoever takes that P from a hog.)
  }

  /** Puts a goroutine that the caller has made RUNNABLE behind all others. */
  static void runLast(Goroutine g) {
    Domain domain = g.domain;
    if (domain != null) {
      domain.put(g);
    } else {
      inject(g);
    }
  }

  /**
   * For the holder of a P: puts a goroutine at the end of its queue; if that is full, with half of
   * it in the global one.
   */
  static void putTail(Processor p, Goroutine g) {
    while (!p.runq.offer(g)) {
      int[] count = new int[1];
      Goroutine first = p.runq.pollHalf(count);
      if (first == null) {
        continue; // thieves have made room
      }
      Goroutine last = first;
      while (last.schedlink != null) {
        last = last.schedlink;
      }
      last.schedlink = g;
      g.schedlink = null;
      LOCK.lock();
      GLOBAL.append(first, g, count[0] + 1);
      LOCK.unlock();
      p.overflowed = true;
      return;
    }
  }

  /** After a goroutine was put in the P's queue: wakes an M if there is one to wake. */
  static void wakeForTail() {
    VarHandle.fullFence(); // that was a release; what follows reads whether to wake an M
    Machines.wakeForRing();
  }

  /**
   * Puts a goroutine at the end of the global queue; for the holder of a P, which will look there.
   */
  static void putGlobal(Goroutine g) {
    LOCK.lock();
    GLOBAL.push(g);
    LOCK.unlock();
  }

  /** Puts a goroutine in the global queue: for those who hold no P. */
  private static void inject(Goroutine g) {
    LOCK.lock();
    GLOBAL.push(g);
    LOCK.unlock();
    Machines.wakeIfIdle();
  }

  /**
   * Wakes many waiters at once; the caller has taken them out of where they waited. A single one
   * runs next; a few go to the caller's own queue, from which idle Ps steal; many, or those whose
   * waker holds no P, to the global queue in one piece.
   */
  public static void readyAll(List<Waiter> waiters) {
    if (waiters.size() == 1) {
      waiters.getFirst().wake();
      return;
    }
    Goroutine first = null;
    Goroutine last = null;
    int count = 0;
    for (Waiter w : waiters) {
      if (!(w instanceof Goroutine g) || !VirtualThreads.AVAILABLE) {
        w.wake();
        continue;
      }
      g.setDone();
      if (!g.becomesRunnable()) {
        continue;
      }
      if (g.domain != null) {
        runNext(g);
        continue;
      }
      g.schedlink = null;
      if (last == null) {
        first = g;
      } else {
        last.schedlink = g;
      }
      last = g;
      count++;
    }
    if (first == null || last == null) {
      return;
    }
    Processor p = count <= FEW ? currentP() : null;
    if (p != null) {
      putFew(p, first);
      return;
    }
    LOCK.lock();
    GLOBAL.append(first, last, count);
    LOCK.unlock();
    Machines.wakeNapper();
    for (int i = Math.min(count, Procs.idle()); i > 0; i--) {
      Machines.wakeOne();
    }
  }

  /** For the holder of a P: puts a list at the end of its queue, in order. */
  private static void putFew(Processor p, Goroutine first) {
    Goroutine g = first;
    while (g != null) {
      Goroutine next = g.schedlink; // read before a thief may link it elsewhere
      g.schedlink = null;
      putTail(p, g);
      g = next;
    }
    wakeForTail();
  }

  /** Called by the JDK, by way of {@link #INTERRUPT_HOOK}, for a goroutine that is interrupted. */
  private static void interrupted(Thread thread) {
    Goroutine g = Waiter.scheduledBy(thread);
    if (g != null) {
      g.unpark();
    }
  }

  // ---- taking goroutines

  /** Takes one goroutine from the global queue, and if asked a share of it for the local one. */
  static @Nullable Goroutine takeGlobal(Processor p, boolean share) {
    if (GLOBAL.size() == 0) {
      return null;
    }
    LOCK.lock();
    Goroutine g = GLOBAL.poll();
    if (g != null && share) {
      int n = Math.min(GLOBAL.size() / Procs.all().length, MAX_BATCH - 1);
      Goroutine next;
      while (n-- > 0 && (next = GLOBAL.poll()) != null) {
        p.runq.offer(next); // its queue is empty, so the share fits; thieves only make more room
      }
    }
    LOCK.unlock();
    return g;
  }

  // ---- looking

  /** The goroutines that have parked at least once and have not ended. */
  public static List<Goroutine> registered() {
    return Registry.snapshot();
  }

  /** The goroutines that are on an M now. */
  public static List<Goroutine> running() {
    List<Goroutine> running = new ArrayList<>();
    for (Machine m : Machines.all()) {
      Goroutine g = m.curg;
      if (g != null) {
        running.add(g);
      }
    }
    Domain.addRunning(running);
    return running;
  }

  // ---- timers

  /** The heap of timers for the caller. */
  public static TimerHeap timers() {
    if (!VirtualThreads.AVAILABLE) {
      return TimerThread.HEAP;
    }
    Processor p = currentP();
    return (p == null ? Procs.all()[0] : p).timers;
  }

  /**
   * A timer has become the first of its heap. Where nobody keeps the timers an M is woken, which
   * does if it finds nothing better: the goroutine that the caller runs may compute for long. If it
   * is about to wait instead, and nothing else stands in its queue, its M will keep them.
   *
   * @param waits whether the caller is about to wait
   */
  public static void timerAdded(long when, boolean waits) {
    if (!VirtualThreads.AVAILABLE) {
      TimerThread.added();
      return;
    }
    if (TimerKeeper.present()) {
      TimerKeeper.added(when);
      return;
    }
    Processor p = waits ? currentP() : null;
    if (p == null || !p.runq.isEmpty()) {
      Machines.wakeIfIdle();
    }
  }

  /** The goroutines that stand in queues now. */
  public static List<Goroutine> queued() {
    List<Goroutine> queued = new ArrayList<>();
    Processor[] all = Procs.all(); // before the lock, which the first use of Procs takes
    LOCK.lock();
    try {
      for (Goroutine g = GLOBAL.peek(); g != null; g = g.schedlink) {
        queued.add(g);
      }
      for (Processor p : all) {
        p.runq.peekInto(queued);
      }
    } finally {
      LOCK.unlock();
    }
    Domain.addQueued(queued);
    return queued;
  }
}
