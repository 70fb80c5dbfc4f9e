package dev.goro.runtime.sched;

import dev.goro.Panic;
import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.debug.Dump;
import dev.goro.runtime.debug.Panics;
import dev.goro.runtime.jdk.VirtualThreads;
import dev.goro.runtime.timer.TimerHeap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The scheduler: it hands runnable goroutines (G) to OS threads (M) that hold the right to run them (P).
 *
 * <h2>Parking and waking Ms</h2>
 *
 * There should be as many Ms awake as there is work, and no more. Each wake-up costs microseconds, so when a goroutine
 * becomes runnable an M is woken only if there is an idle P and no M looks for work already (is <i>spinning</i>). An M
 * that spins and finds work wakes the next one, if it was the last that spun: so the number of awake Ms follows the work,
 * one after the other. The order of steps that keeps a wake-up from being lost stands with {@link Machine#goIdle}.
 *
 * <p>Tried on paper and dropped, as in Go: one queue for all (a lock in each switch), handing each runnable goroutine to
 * an M of its own choice (it is woken for a few instructions, and the goroutine leaves the cache it was in), waking an M
 * for each runnable goroutine whatever the others do (they find nothing and go back to sleep).
 *
 * <h2>What guards what</h2>
 *
 * {@link #LOCK} guards the global queue, the lists of idle Ps and Ms, the set of Ps and of orphans. It is held for a few
 * instructions; nothing blocks and no code of the user's runs under it. It is never taken with a run queue's operation
 * half done, and no other lock is taken while it is held but that of a heap of timers.
 */
public final class Scheduler {
  /** What {@code Thread.interrupt} calls for a goroutine that Goro has parked. */
  static final Object INTERRUPT_HOOK =
      VirtualThreads.AVAILABLE ? VirtualThreads.interruptHook(Scheduler::interrupted) : null;

  private static final VarHandle COARSE;
  private static final VarHandle CREATED;
  private static final VarHandle ENDED;
  private static final VarHandle TICK;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      COARSE = lookup.findStaticVarHandle(Scheduler.class, "coarse", long.class);
      CREATED = lookup.findVarHandle(Processor.class, "created", long.class);
      ENDED = lookup.findVarHandle(Processor.class, "ended", long.class);
      TICK = lookup.findVarHandle(Processor.class, "schedtick", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int MAX_BATCH = RunQueue.CAPACITY / 2;
  private static final int IDS_AT_ONCE = 16;

  static final SpinLock LOCK = new SpinLock();

  private static final GlobalQueue GLOBAL = new GlobalQueue();
  private static final AtomicInteger SPINNING = new AtomicInteger();
  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  // Goroutines made where there is no P, and those of Ps that are gone; ended ones likewise.
  private static final AtomicLong CREATED_ELSEWHERE = new AtomicLong();
  private static final AtomicLong ENDED_ELSEWHERE = new AtomicLong();

  private static volatile Processor[] allp = new Processor[0];

  // Guarded by LOCK; the volatile ones may be read without.
  private static final List<Processor> ORPHANS = new ArrayList<>();
  private static final List<Machine> MACHINES = new ArrayList<>();
  private static Processor[] idleP = new Processor[Settings.MAX_PROCS];
  private static volatile int idlePs;
  private static Machine idleM;
  private static volatile int idleMs;
  private static int nextMachine;

  private static volatile long coarse = System.nanoTime();
  private static final ThreadGroup ROOT_GROUP = findRootGroup();

  static {
    setProcs(Settings.current().gomaxprocs());
    if (!VirtualThreads.AVAILABLE) {
      System.err.println(
          "goro: running on the JDK's scheduler, since "
              + VirtualThreads.whyNot()
              + "; start the JVM with --add-opens java.base/java.lang=ALL-UNNAMED for Goro's own");
    }
    if (!Program.isLaunched()) {
      for (String problem : Settings.current().problems()) {
        System.err.println("goro: " + problem);
      }
    }
  }

  private Scheduler() {}

  private static ThreadGroup findRootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  static ThreadGroup rootGroup() {
    return ROOT_GROUP;
  }

  // ---- what a program asks for

  /** Starts a goroutine. */
  public static void go(String name, Task task) {
    Objects.requireNonNull(task, "go of a null task: give it the function that the goroutine runs");
    newGoroutine(name, task).start();
  }

  static Goroutine newGoroutine(String name, Task task) {
    Goroutine parent = VirtualThreads.AVAILABLE ? Goroutine.currentOrGuest() : Goroutine.current();
    Processor p = parent == null || parent.m == null ? null : parent.m.p;
    long id;
    if (p == null) {
      id = NEXT_ID.getAndIncrement();
      CREATED_ELSEWHERE.incrementAndGet();
    } else {
      if (p.nextId == p.endId) {
        p.nextId = NEXT_ID.getAndAdd(IDS_AT_ONCE);
        p.endId = p.nextId + IDS_AT_ONCE;
      }
      id = p.nextId++;
      CREATED.setOpaque(p, (long) CREATED.get(p) + 1);
    }
    StackTraceElement site = mayLookUpSite(p) ? CreationSite.lookUp(task) : CreationSite.known(task);
    return Goroutine.create(id, parent == null ? 0 : parent.id(), site, name, task);
  }

  private static final int SITES_A_TICK = 50;

  // A look at the stack costs about as much as ten goroutines: only so many between two moves of the coarse clock.
  private static boolean mayLookUpSite(Processor p) {
    if (p == null) {
      return true;
    }
    long now = coarseNanos();
    if (p.siteBudgetSince != now) {
      p.siteBudgetSince = now;
      p.siteBudget = SITES_A_TICK;
    }
    return p.siteBudget > 0 && p.siteBudget-- > 0;
  }

  /** Lets others run. */
  public static void gosched() {
    Thread.yield();
  }

  /** Ends the current goroutine. */
  public static Error goexit() {
    if (Goroutine.current() == null) {
      throw new IllegalStateException(
          "goexit called on the thread \"" + Thread.currentThread().getName() + "\", which is not a goroutine");
    }
    throw Goexit.INSTANCE;
  }

  /** How many goroutines have been started and have not ended. */
  public static int numGoroutine() {
    // What has ended is read first, so that one that begins and ends meanwhile does not make the number too small.
    long ended = 0;
    long created = 0;
    LOCK.lock();
    try {
      ended = ENDED_ELSEWHERE.get();
      for (Processor p : allp) {
        ended += p.ended;
      }
      for (Processor p : ORPHANS) {
        ended += p.ended;
      }
      created = CREATED_ELSEWHERE.get();
      for (Processor p : allp) {
        created += p.created;
      }
      for (Processor p : ORPHANS) {
        created += p.created;
      }
    } finally {
      LOCK.unlock();
    }
    return (int) (created - ended);
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

  // ---- time and counts

  /**
   * A clock that moves every ten milliseconds while anything runs: for statistics, not for timers. Values compare as those
   * of {@link System#nanoTime}.
   */
  public static long coarseNanos() {
    return (long) COARSE.getOpaque();
  }

  static void moveCoarseClock() {
    COARSE.setOpaque(System.nanoTime());
  }

  static void tick(Processor p) {
    TICK.setOpaque(p, (int) TICK.get(p) + 1);
  }

  static void ended(Processor p) {
    ENDED.setOpaque(p, (long) ENDED.get(p) + 1);
  }

  /** A goroutine on the JDK's scheduler has ended. */
  static void ended() {
    ENDED_ELSEWHERE.incrementAndGet();
  }

  // ---- making goroutines runnable

  /** The P that the caller holds, {@code null} if it holds none or an orphan. */
  private static Processor currentP() {
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

  /** A goroutine that has never run. */
  static void runNew(Goroutine g) {
    runNext(g);
  }

  /** Puts a goroutine that the caller has made RUNNABLE where it runs next. */
  static void runNext(Goroutine g) {
    Processor p = currentP();
    if (p == null) {
      inject(g);
      return;
    }
    Goroutine kicked = p.runq.swapNext(g);
    if (kicked != null) {
      putTail(p, kicked);
      wakeForTail();
    } else {
      wakeIfIdle(); // swapNext has put it there by a volatile access
    }
  }

  /** For the holder of a P: puts a goroutine at the end of its queue; if that is full, with half of it in the global one. */
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
      return;
    }
  }

  /** After {@link #putTail}: wakes an M if there is one to wake. */
  static void wakeForTail() {
    VarHandle.fullFence(); // the tail's store is a release; what follows reads whether to wake an M
    wakeIfIdle();
  }

  /** Puts a goroutine in the global queue: for those who hold no P. */
  private static void inject(Goroutine g) {
    LOCK.lock();
    GLOBAL.push(g);
    LOCK.unlock();
    wakeIfIdle();
  }

  /**
   * Wakes many waiters at once; the caller has taken them out of where they waited. Goroutines go to the global queue in
   * one piece.
   */
  public static void readyAll(List<Waiter> waiters) {
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
      g.schedlink = null;
      if (first == null) {
        first = g;
      } else {
        last.schedlink = g;
      }
      last = g;
      count++;
    }
    if (first == null) {
      return;
    }
    LOCK.lock();
    GLOBAL.append(first, last, count);
    LOCK.unlock();
    for (int i = Math.min(count, idlePs); i > 0; i--) {
      startIdleP();
    }
  }

  private static void startIdleP() {
    SPINNING.incrementAndGet();
    if (!startM(true)) {
      SPINNING.decrementAndGet();
    }
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
  static Goroutine takeGlobal(Processor p, boolean share) {
    if (GLOBAL.size() == 0) {
      return null;
    }
    LOCK.lock();
    Goroutine g = GLOBAL.poll();
    if (g != null && share) {
      int n = Math.min(GLOBAL.size() / allp.length, MAX_BATCH - 1);
      while (n-- > 0) {
        // Its queue is empty, so the share fits; thieves only make more room.
        p.runq.offer(GLOBAL.poll());
      }
    }
    LOCK.unlock();
    return g;
  }

  // ---- waking and stopping Ms

  static Processor[] allp() {
    return allp;
  }

  static int idlePs() {
    return idlePs;
  }

  static int spinningMs() {
    return SPINNING.get();
  }

  static int idleMs() {
    return idleMs;
  }

  static int globalSize() {
    return GLOBAL.size();
  }

  /** Wakes an M to look for work, if there is an idle P and no M looks for work. */
  static void wakeIfIdle() {
    if (idlePs != 0 && SPINNING.get() == 0) {
      wakeP();
    }
  }

  private static void wakeP() {
    if (SPINNING.compareAndSet(0, 1) && !startM(true)) {
      SPINNING.decrementAndGet();
    }
  }

  /** Gives an idle P to an M, which is counted as spinning; false if there is no idle P. */
  private static boolean startM(boolean spinning) {
    LOCK.lock();
    if (idlePs == 0) {
      LOCK.unlock();
      return false;
    }
    Processor p = idleP[idlePs - 1];
    idleP[--idlePs] = null;
    assign(p, spinning);
    return true;
  }

  /** With the lock held: gives a P that is not idle any more to an idle M or a new one, and unlocks. */
  private static void assign(Processor p, boolean spinning) {
    Machine m = idleM;
    if (m != null) {
      idleM = m.link;
      m.link = null;
      m.idle = false;
      idleMs--;
      p.m = m;
      m.spinning = spinning;
      m.nextp = p;
      LOCK.unlock();
      Sysmon.wake();
      LockSupport.unpark(m);
      return;
    }
    int number = nextMachine++;
    LOCK.unlock();
    Sysmon.wake();
    if (!startMachine(number, p, spinning, Settings.current().maxStack())
        && !startMachine(number, p, spinning, SMALL_STACK)) {
      if (spinning) {
        SPINNING.decrementAndGet();
      }
      abandon(p);
      System.err.println("goro: the OS refuses another thread; goroutines wait for those that there are");
    }
  }

  private static final long SMALL_STACK = 8 << 20;

  private static boolean startMachine(int number, Processor p, boolean spinning, long stackSize) {
    Machine m = new Machine(number, p, spinning, stackSize);
    p.m = m;
    LOCK.lock();
    MACHINES.add(m);
    LOCK.unlock();
    try {
      m.start();
      return true;
    } catch (OutOfMemoryError refused) {
      machineEnds(m);
      return false;
    }
  }

  /** The P of an M that could not go on becomes idle. */
  static void abandon(Processor p) {
    LOCK.lock();
    if (p.orphan) {
      LOCK.unlock();
      dropOrphan(p, null);
      return;
    }
    p.m = null;
    idleP[idlePs] = p;
    idlePs++;
    LOCK.unlock();
  }


  /** Whether another M may spin: at most as many as half of the busy Ps, or they would only get in each other's way. */
  static boolean mayspin() {
    if (2 * SPINNING.get() < allp.length - idlePs) {
      SPINNING.incrementAndGet();
      return true;
    }
    return false;
  }

  static void decSpinning() {
    SPINNING.decrementAndGet();
  }

  /** An M that spun has found work: if it was the last one, another looks whether there is more. */
  static void resetSpinning() {
    if (SPINNING.decrementAndGet() == 0) {
      wakeIfIdle();
    }
  }

  /** An M without work gives its P back; false if there is work in the global queue or the P is an orphan. */
  static boolean releaseP(Machine m, Processor p) {
    LOCK.lock();
    if (p.orphan || GLOBAL.size() != 0) {
      LOCK.unlock();
      return false;
    }
    p.m = null;
    idleP[idlePs] = p;
    idlePs++;
    LOCK.unlock();
    return true;
  }

  /** For an M that was spinning: an idle P, counted as spinning again, if any queue has work. */
  static Processor acquireIfWork() {
    boolean work = GLOBAL.size() != 0;
    for (Processor p : allp) {
      work |= !p.runq.isEmpty();
    }
    return work ? acquireSpinning() : null;
  }

  /** An idle P for the calling M, which is counted as spinning; {@code null} if there is none. */
  static Processor acquireSpinning() {
    LOCK.lock();
    if (idlePs == 0) {
      LOCK.unlock();
      return null;
    }
    Processor p = idleP[idlePs - 1];
    idleP[--idlePs] = null;
    p.m = (Machine) Thread.currentThread();
    LOCK.unlock();
    SPINNING.incrementAndGet();
    Sysmon.wake();
    return p;
  }

  /** Puts an M among the idle ones; false if it should keep the timers instead. */
  static boolean pushIdle(Machine m) {
    LOCK.lock();
    if (idlePs > 0 && !TimerKeeper.present() && nextTimer() != TimerHeap.NONE) {
      LOCK.unlock();
      return false;
    }
    m.link = idleM;
    m.idle = true;
    idleM = m;
    idleMs++;
    LOCK.unlock();
    return true;
  }

  /** Takes an M out of the idle ones; false if it has been given a P. */
  static boolean removeIdle(Machine m) {
    LOCK.lock();
    try {
      if (!m.idle) {
        return false;
      }
      if (idleM == m) {
        idleM = m.link;
      } else {
        Machine before = idleM;
        while (before.link != m) {
          before = before.link;
        }
        before.link = m.link;
      }
      m.link = null;
      m.idle = false;
      idleMs--;
      return true;
    } finally {
      LOCK.unlock();
    }
  }

  static void machineEnds(Machine m) {
    LOCK.lock();
    MACHINES.remove(m);
    LOCK.unlock();
  }

  /** The goroutines that have parked at least once and have not ended. */
  public static List<Goroutine> registered() {
    return Registry.snapshot();
  }

  /** The goroutines that are on an M now. */
  public static List<Goroutine> running() {
    List<Goroutine> running = new ArrayList<>();
    for (Machine m : machines()) {
      Goroutine g = m.curg;
      if (g != null) {
        running.add(g);
      }
    }
    return running;
  }

  static List<Machine> machines() {
    LOCK.lock();
    try {
      return List.copyOf(MACHINES);
    } finally {
      LOCK.unlock();
    }
  }

  // ---- timers

  /** The heap of timers for the caller. */
  public static TimerHeap timers() {
    if (!VirtualThreads.AVAILABLE) {
      return TimerThread.HEAP;
    }
    Processor p = currentP();
    return (p == null ? allp[0] : p).timers;
  }

  /** A timer has become the first of its heap. */
  public static void timerAdded(long when) {
    if (!VirtualThreads.AVAILABLE) {
      TimerThread.added();
      return;
    }
    if (TimerKeeper.present()) {
      TimerKeeper.added(when);
    } else if (currentP() == null) {
      wakeIfIdle();
    }
  }

  /** When the first timer of all is due. */
  static long nextTimer() {
    long first = TimerHeap.NONE;
    for (Processor p : allp) {
      long next = p.timers.next();
      if (next != TimerHeap.NONE && (first == TimerHeap.NONE || next - first < 0)) {
        first = next;
      }
    }
    return first;
  }

  // ---- the set of Ps

  /** Sets GOMAXPROCS if the number is positive; returns what it was. */
  public static int gomaxprocs(int n) {
    int old = allp.length;
    if (n > Settings.MAX_PROCS) {
      throw new IllegalArgumentException(
          "gomaxprocs(" + n + "): at most " + Settings.MAX_PROCS + " goroutines may run at once");
    }
    if (n > 0 && n != old) {
      setProcs(n);
    }
    return old;
  }

  private static void setProcs(int n) {
    List<Processor> surplus = new ArrayList<>();
    LOCK.lock();
    Processor[] old = allp;
    Processor[] now = new Processor[n];
    for (int i = 0; i < n; i++) {
      if (i < old.length) {
        now[i] = old[i];
      } else {
        now[i] = new Processor(i, new TimerHeap());
        idleP[idlePs] = now[i];
        idlePs++;
      }
    }
    for (int i = n; i < old.length; i++) {
      surplus.add(old[i]);
    }
    allp = now;
    for (Processor p : surplus) {
      if (removeIdleP(p)) {
        fold(p);
      } else {
        ORPHANS.add(p); // its M drops it after the turn
      }
      p.orphan = true;
      drain(p);
    }
    LOCK.unlock();
    for (Processor p : surplus) {
      p.timers.moveTo(now[0].timers);
    }
    // New Ps find what there is to do; timers that were moved are found as well.
    for (int i = Math.min(idlePs, n); i > 0 && VirtualThreads.AVAILABLE && old.length > 0; i--) {
      startIdleP();
    }
    // A goroutine that runs on a P that is gone moves to another one; others do so after their turn.
    Goroutine g = VirtualThreads.AVAILABLE ? Goroutine.current() : null;
    if (g != null && g.m.p.orphan) {
      Thread.yield();
    }
  }

  private static boolean removeIdleP(Processor p) {
    for (int i = 0; i < idlePs; i++) {
      if (idleP[i] == p) {
        idleP[i] = idleP[idlePs - 1];
        idleP[--idlePs] = null;
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
      GLOBAL.push(g);
      any = true;
    }
    return any;
  }

  /**
   * Takes the P of an M that does not come back and hands it, as a new object, to another M. Called by sysmon.
   *
   * @param tick what sysmon saw: if the M has begun another slice since, nothing is done
   */
  static void retake(Processor p, int tick) {
    LOCK.lock();
    if (p.orphan || p.m == null || p.schedtick != tick) {
      LOCK.unlock();
      return;
    }
    handOffLocked(p);
  }

  /** An M gives its P to another one, since its goroutine blocks it. Called by that goroutine. */
  static void handOff(Machine m) {
    LOCK.lock();
    Processor p = m.p;
    if (p.orphan) {
      LOCK.unlock();
      return;
    }
    handOffLocked(p);
  }

  /** With the lock held: makes an orphan of a P, puts a new one in its place, hands that on, and unlocks. */
  private static void handOffLocked(Processor p) {
    Processor fresh = new Processor(p.id, p.timers);
    Processor[] all = allp.clone();
    all[p.id] = fresh;
    allp = all;
    p.orphan = true;
    ORPHANS.add(p);
    drain(p);
    boolean work = GLOBAL.size() != 0 || p.timers.next() != TimerHeap.NONE;
    for (Processor other : all) {
      work |= !other.runq.isEmpty();
    }
    if (!work) {
      idleP[idlePs] = fresh;
      idlePs++;
      LOCK.unlock();
      return;
    }
    SPINNING.incrementAndGet();
    assign(fresh, true);
  }

  /** For sysmon: finds what was put in an orphan's queue as it became one. */
  static void drainOrphans() {
    boolean any = false;
    LOCK.lock();
    for (Processor p : ORPHANS) {
      any |= drain(p);
    }
    LOCK.unlock();
    if (any) {
      wakeIfIdle();
    }
  }

  static int orphans() {
    LOCK.lock();
    try {
      return ORPHANS.size();
    } finally {
      LOCK.unlock();
    }
  }

  /** An M has come back with an orphan; what it ran, if it is still runnable, goes to the global queue. */
  static void dropOrphan(Processor p, Goroutine g) {
    LOCK.lock();
    if (g != null) {
      GLOBAL.push(g);
    }
    drain(p);
    ORPHANS.remove(p);
    fold(p);
    LOCK.unlock();
    VarHandle.fullFence();
    wakeIfIdle();
  }

  /** What the scheduler looks like at one moment. */
  record State(int procs, int idlePs, int machines, int spinning, int idleMs, int globalQueue, int[] localQueues) {}

  static State state() {
    LOCK.lock();
    try {
      Processor[] all = allp;
      int[] local = new int[all.length];
      for (int i = 0; i < all.length; i++) {
        local[i] = all[i].runq.size();
      }
      return new State(all.length, idlePs, MACHINES.size(), SPINNING.get(), idleMs, GLOBAL.size(), local);
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Whether nothing runs and nothing is going to run by the scheduler's own doing: every P is idle, no queue has anything,
   * no M runs on an orphan, and no timer is set.
   */
  static boolean isQuiet() {
    LOCK.lock();
    try {
      if (idlePs != allp.length || SPINNING.get() != 0 || GLOBAL.size() != 0) {
        return false;
      }
      for (Processor p : ORPHANS) {
        Goroutine g = p.m == null ? null : p.m.curg;
        if (g == null || !g.isWaiting()) { // one that is parked on its M, since it is pinned, is as quiet as others
          return false;
        }
      }
      for (Processor p : allp) {
        if (!p.runq.isEmpty() || p.timers.next() != TimerHeap.NONE) {
          return false;
        }
      }
      return true;
    } finally {
      LOCK.unlock();
    }
  }

  /** A number that changes whenever any goroutine is given a turn. */
  static long activity() {
    long sum = 0;
    LOCK.lock();
    for (Processor p : allp) {
      sum += p.schedtick;
    }
    LOCK.unlock();
    return sum;
  }

  /** The goroutines that stand in queues now. */
  public static List<Goroutine> queued() {
    List<Goroutine> queued = new ArrayList<>();
    LOCK.lock();
    try {
      for (Goroutine g = GLOBAL.peek(); g != null; g = g.schedlink) {
        queued.add(g);
      }
      for (Processor p : allp) {
        p.runq.peekInto(queued);
      }
    } finally {
      LOCK.unlock();
    }
    return queued;
  }
}
