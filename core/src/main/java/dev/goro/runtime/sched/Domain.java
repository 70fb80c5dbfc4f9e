package dev.goro.runtime.sched;

import dev.goro.InterruptedOperationException;
import dev.goro.Task;
import dev.goro.runtime.debug.Stderr;
import dev.goro.runtime.jdk.VirtualThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Goroutines that take turns on one thread: {@link dev.goro.OneThread} is its public face.
 *
 * <p>A goroutine of a domain has it in {@link Goroutine#domain}. Whoever makes such a goroutine
 * runnable puts it into the domain's queue, where others go into that of a P. When the queue was
 * idle, the {@link #turns} are handed to the executor, which runs them on its thread: one goroutine
 * after the other, until none is left, or, on a thread that is not the domain's own, until {@link
 * #BUDGET_NANOS} are over; then they are handed over again, so that what else the thread has to do
 * (an event loop's events) comes between.
 *
 * <p>It needs no P and is not counted by GOMAXPROCS; {@code g.m} is {@code null} meanwhile, so no
 * timer heap, no run queue and no request of sysmon's is near. A turn ends only where the goroutine
 * parks, yields or ends.
 *
 * <h2>One at a time</h2>
 *
 * The one that is responsible for the queue (see {@link TurnQueue}) is, in turn: the pusher, until
 * {@code Executor.execute} was called; the {@code turns} that were accepted; the thread that runs
 * them; again the {@code turns}, if they hand themselves over. What an executor does more (run a
 * task twice) is not asked for, and finds {@link #submitted} false. So two never run at once, and
 * each turn happens before the next one, be it on the same thread or, by what an executor promises
 * of {@code execute}, on another one.
 *
 * <h2>Moving</h2>
 *
 * A goroutine moves by a yield. On an M it sets its own {@code domain} first; the M finds that
 * after the turn. In a domain it says where it goes ({@link #mover}, {@link #target}); {@code
 * domain} is changed by the thread that ran it once it is off the stack, since {@link #isRunning}
 * is asked by way of it until then.
 *
 * <h2>When the executor fails</h2>
 *
 * It may refuse or drop the turns (it was shut down), or run them where no goroutine can run. Then
 * the domain fails: it says so once, takes no new goroutine, and those that wait for their first
 * turn panic with the reason. The others go on, one at a time still, on a thread of Goro's own:
 * none is lost in a wait, and their {@code finally} blocks run.
 */
public final class Domain {
  /** How long the turns may keep the executor's thread before they let others come. */
  private static final long BUDGET_NANOS = 1_000_000;

  /** How often a goroutine looks that cannot leave a thread just now. */
  private static final long RETRY_NANOS = 1_000_000;

  /** The bit of {@link #members} that says that no more may come in. */
  private static final long CLOSED = Long.MIN_VALUE;

  /** As many of a queue as a dump shows. */
  private static final int PEEKED = 1_000_000;

  private static final VarHandle SUBMITTED;
  private static final VarHandle TOP;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SUBMITTED = lookup.findVarHandle(Domain.class, "submitted", boolean.class);
      TOP = lookup.findVarHandle(Domain.class, "top", Goroutine.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** All that are in use, for dumps and the deadlock detector. */
  private static final List<WeakReference<Domain>> ALL = new CopyOnWriteArrayList<>();

  private final TurnQueue queue = new TurnQueue();
  private final Runnable turns = this::runTurns;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** How many goroutines belong to it or visit it, and {@link #CLOSED}. */
  private final AtomicLong members = new AtomicLong();

  /** Replaced once, by {@link #fail}. */
  private volatile Executor executor;

  /** What is wrong with the executor that it was given. */
  private volatile @Nullable String failure;

  /** Whether the executor has been asked for a run that has not begun. */
  private volatile boolean submitted;

  /**
   * The thread that is in {@code Executor.execute}. Set before {@link #submitted}, so that whoever
   * sees that and no submitter knows that the executor has accepted the turns.
   */
  private volatile @Nullable Thread submitter;

  /**
   * The thread that runs {@link #curg}; likewise: a thread that finds itself there has put itself
   * there and not yet taken itself away.
   */
  private @Nullable Thread runner;

  /** The goroutine that has the turn; others may read it for a dump. */
  private volatile @Nullable Goroutine curg;

  /** That one, or the body of a coroutine that runs on top of it: whom others are to see. */
  private volatile @Nullable Goroutine top;

  /** Counts the turns; written by the thread that gives them. */
  private volatile long turnCount;

  /** The goroutine that has the turn and wants to leave, and where to; of that turn's thread. */
  private @Nullable Goroutine mover;

  private @Nullable Domain target;

  /** Whose domain it is: what its maker wants to find by it. */
  private @Nullable Object owner;

  /** Told of turns that last too long, {@code null} if nobody is. */
  private volatile @Nullable TurnWatch watch;

  private Domain(Executor executor) {
    this.executor = executor;
    ALL.removeIf(reference -> reference.get() == null);
    ALL.add(new WeakReference<>(this));
  }

  /**
   * A domain with a thread of its own.
   *
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static Domain ofOwnThread() {
    checkAvailable("onOneThread");
    return new Domain(DomainThread.started());
  }

  /**
   * A domain with a thread of its own that gives turns only between {@link #resume} and {@link
   * #pause}.
   *
   * @param owner what {@link #owner} is to tell
   * @param feature what needs it, for the sentence
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static Domain ofHeldThread(Object owner, String feature) {
    checkAvailable(feature);
    Domain domain = new Domain(DomainThread.startedHeld());
    domain.owner = owner;
    return domain;
  }

  /**
   * A domain on the thread of an executor.
   *
   * @throws UnsupportedOperationException on the JDK's scheduler
   */
  public static Domain of(Executor executor) {
    checkAvailable("onOneThread");
    return new Domain(executor);
  }

  private static void checkAvailable(String feature) {
    if (!VirtualThreads.AVAILABLE) {
      throw new UnsupportedOperationException(
          feature
              + " needs Goro's own scheduler, which is off since "
              + VirtualThreads.whyNot()
              + "; start the JVM with "
              + VirtualThreads.flag());
    }
  }

  // ---- who belongs to it

  /** The domain that the caller runs in, {@code null} outside. */
  public static @Nullable Domain current() {
    Goroutine g = VirtualThreads.AVAILABLE ? Goroutine.currentOrGuest() : null;
    return g == null ? null : g.domain;
  }

  /** Whose it is, for one that was made by {@link #ofHeldThread}. */
  public @Nullable Object owner() {
    return owner;
  }

  /**
   * One more comes in.
   *
   * @throws IllegalStateException if it is closed, and the caller is not of it; if it has failed
   */
  void enter() {
    String reason = failure;
    if (reason != null) {
      throw new IllegalStateException(reason);
    }
    boolean inside = current() == this; // which is counted, so that the domain has not ended
    long n;
    do {
      n = members.get();
      if (n < 0 && !inside) {
        throw new IllegalStateException(
            owner == null
                ? "this OneThread is closed: start goroutines on it before close(), or from one of"
                    + " its own"
                : owner + " is closed");
      }
    } while (!members.compareAndSet(n, n + 1));
  }

  /** One that came in has ended or left. */
  private void exit() {
    if (members.decrementAndGet() == CLOSED) {
      end();
    }
  }

  private void end() {
    if (executor instanceof DomainThread own) {
      own.end();
    }
    ended.countDown();
  }

  /** Starts a goroutine in it, unless it takes no more. */
  public void goIfOpen(Task task) {
    if (failure == null && members.get() >= 0) {
      try {
        Scheduler.goIn(this, null, task);
      } catch (IllegalStateException e) {
        // Closed just now.
      }
    }
  }

  /**
   * As {@link #goIfOpen}, but when it is closed also as long as any goroutine is in it: for what
   * those wait for.
   */
  public void goIfAlive(Task task) {
    long n;
    do {
      n = members.get();
      if (failure != null || n == CLOSED) {
        return;
      }
    } while (!members.compareAndSet(n, n + 1));
    Scheduler.goEntered(this, task);
  }

  /** On a goroutine that has its first turn: whether it may begin at all. */
  void checkBegin() {
    String reason = failure;
    if (reason != null) {
      throw new IllegalStateException(reason);
    }
  }

  /** Lets no more in, and waits for those that are in to end. */
  public void close() {
    if (current() == this) {
      throw new IllegalStateException(
          "close of a OneThread by one of its own goroutines would wait for itself: close it from"
              + " outside");
    }
    long before = members.getAndUpdate(n -> n | CLOSED);
    if (before == 0) {
      end();
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedOperationException("OneThread.close");
    }
  }

  // ---- turns

  /** Puts a goroutine in the queue that the caller has made RUNNABLE. */
  void put(Goroutine g) {
    if (queue.push(g)) {
      submit();
    }
  }

  /** For the responsible one: has the executor run the turns. */
  private void submit() {
    Sysmon.wake(); // after the volatile access that made the queue busy
    submitter = Thread.currentThread(); // first, see rescueDropped
    SUBMITTED.setVolatile(this, true);
    try {
      executor.execute(turns);
    } catch (Throwable refused) {
      if (SUBMITTED.compareAndSet(this, true, false)) {
        fail("refused a turn with " + refused);
      }
    } finally {
      submitter = null;
    }
  }

  /** What the executor runs. */
  private void runTurns() {
    if (!SUBMITTED.compareAndSet(this, true, false)) {
      return; // not asked for
    }
    Thread thread = Thread.currentThread();
    if (thread == submitter) {
      fail("ran a turn inside execute()");
      return;
    }
    if (thread.isVirtual()) {
      fail("ran a turn on a virtual thread");
      return;
    }
    long begin = System.nanoTime();
    Goroutine g;
    while ((g = queue.take()) != null) {
      runOne(g, thread);
      // With none waiting nothing is handed over: when the last has ended the executor may be
      // closed.
      if (isToReturn(begin) && queue.hasMore()) {
        submit();
        return;
      }
    }
  }

  /**
   * Whether the turns are to be handed over again: on a thread of its own, which has nothing else
   * to do, only to have it held, and not within a batch.
   */
  private boolean isToReturn(long begin) {
    return executor instanceof DomainThread own
        ? own.isPausing() && queue.isBatchOver()
        : System.nanoTime() - begin > BUDGET_NANOS;
  }

  /**
   * Has a held thread give turns.
   *
   * @param onceOnly whether to those only that are runnable now
   * @param onHeld told, on that thread, when it is held again; must not block
   */
  public void resume(boolean onceOnly, Runnable onHeld) {
    if (executor instanceof DomainThread own) {
      own.go(onceOnly, onHeld);
      Sysmon.wake();
    }
  }

  /**
   * Has the thread held once those had their turn that are runnable now. Anybody may call it.
   *
   * @return whether it gives turns, and so will be held
   */
  public boolean pause() {
    return executor instanceof DomainThread own && own.pause();
  }

  private boolean willTell() {
    return executor instanceof DomainThread own && own.willTell();
  }

  private boolean isHeld() {
    return executor instanceof DomainThread own && own.isHeld();
  }

  /** Has sysmon tell of turns that last too long; {@code null} for nobody. */
  public void watch(@Nullable TurnWatch newWatch) {
    watch = newWatch;
  }

  /** For sysmon: looks at the turns that somebody watches. */
  static void watchTurns(long now) {
    for (Domain domain : all()) {
      TurnWatch watching = domain.watch;
      if (watching != null) {
        watching.look(domain, now);
      }
    }
  }

  /** The goroutine that has the turn. */
  @Nullable Goroutine running() {
    return curg;
  }

  /** Who runs in the turn just now: the goroutine that has it, or the body on top of that one. */
  @Nullable Goroutine top() {
    return top;
  }

  /** On the goroutine that has the turn, or one on top of that: which of them others are to see. */
  void show(Goroutine g) {
    TOP.setOpaque(this, g);
  }

  /** How many turns it has given. */
  long turnCount() {
    return turnCount;
  }

  private void runOne(Goroutine g, Thread thread) {
    turnCount = turnCount + 1;
    runner = thread;
    TOP.setOpaque(this, g);
    curg = g;
    int fate;
    try {
      fate = g.resume(null);
    } catch (Throwable t) {
      Stderr.println("goro: the JVM failed a turn on " + thread + "; its goroutine is lost", t);
      fate = Goroutine.WAITING;
    }
    TOP.setOpaque(this, null);
    curg = null;
    runner = null;
    switch (fate) {
      case Goroutine.WAITING, Goroutine.JDK_WAIT -> {}
      case Goroutine.SUSPENDED -> Objects.requireNonNull(g.coro()).back();
      case Goroutine.DEAD -> {
        g.die();
        Coro coroutine = g.coro();
        if (coroutine == null) {
          Procs.endedElsewhere();
          exit();
        } else {
          coroutine.back();
        }
      }
      default -> {
        if (mover == g) {
          g.domain = target;
          mover = null;
          target = null;
          Scheduler.runNext(g);
        } else {
          queue.push(g); // whoever gives turns is responsible already
        }
      }
    }
  }

  /** Whether the given thread, which is the caller, has just taken a goroutine off its stack. */
  boolean isRunning(Goroutine g, Thread caller) {
    return runner == caller && curg == g;
  }

  /**
   * For sysmon: finds turns that an executor has accepted and dropped, as {@code shutdownNow} does.
   * Once it has terminated it runs nothing any more, so whoever takes {@link #submitted} back then
   * is the responsible one. Not while the turns are being handed over: an executor that refuses
   * them has not dropped them, and whoever asked it tells of that.
   */
  static void rescueDropped() {
    for (Domain domain : all()) {
      if (domain.submitted
          && domain.submitter == null
          && domain.executor instanceof ExecutorService service
          && service.isTerminated()
          && SUBMITTED.compareAndSet(domain, true, false)) {
        domain.fail("dropped a turn that it had accepted, since it was shut down");
      }
    }
  }

  /** For the responsible one. */
  private void fail(String what) {
    Executor failed = executor;
    failure =
        "the executor of a OneThread "
            + what
            + "; give Go.onOneThread one that is open and runs what it is given later, on a platform"
            + " thread, which this is not: "
            + failed;
    executor = DomainThread.started();
    Stderr.println(
        "goro: "
            + failure
            + "; the goroutines that have begun go on, one at a time, on a thread of Goro's");
    members.getAndUpdate(n -> n | CLOSED); // not the end: whoever is to have the turn is a member
    submit();
  }

  // ---- moving in and out

  /**
   * Runs a task in the given domain, or outside of all for {@code null}, and comes back.
   *
   * @throws IllegalStateException if the caller cannot go there
   */
  public static <T> T callIn(@Nullable Domain to, Callable<T> task) throws Exception {
    Goroutine g = VirtualThreads.AVAILABLE ? Goroutine.current() : null;
    Domain from = g == null ? null : g.domain;
    if (from == to) {
      return task.call();
    }
    if (g == null) {
      throw new IllegalStateException(
          "only a goroutine can move to another thread, and \""
              + Thread.currentThread().getName()
              + "\" is none: start one there by OneThread.go");
    }
    if (g.lockedM != null) {
      throw new IllegalStateException(
          "this goroutine is locked to its thread: call unlockOSThread before it moves to another");
    }
    if (to != null) {
      to.enter();
    }
    try {
      if (!move(g, to)) {
        throw new IllegalStateException(
            "this goroutine cannot leave its thread, since a native method or a class initialiser is"
                + " on its stack, or the stack is too large: call from outside of these");
      }
      try {
        if (to != null) {
          to.checkBegin();
        }
        return task.call();
      } finally {
        while (g.lockedM != null) {
          Scheduler.unlockOSThread(); // a lock that the task left does not outlive it
        }
        while (!move(g, from)) {
          VirtualThreads.osSleep(RETRY_NANOS); // no memory for its stack just now
        }
      }
    } finally {
      if (to != null) {
        to.exit();
      }
    }
  }

  /** On the goroutine: moves it; false if it cannot leave its thread. */
  private static boolean move(Goroutine g, @Nullable Domain to) {
    Domain from = g.domain;
    if (from == null) {
      g.domain = to;
      yieldThread();
      if (g.m == null) {
        return true;
      }
      g.domain = null;
      return false;
    }
    from.target = to;
    from.mover = g;
    yieldThread();
    if (g.domain == to) {
      return true;
    }
    from.mover = null;
    from.target = null;
    return false;
  }

  private static void yieldThread() {
    try {
      Scheduler.gosched();
    } catch (OutOfMemoryError e) {
      // It has not left: the caller sees that.
    }
  }

  // ---- looking

  private static List<Domain> all() {
    List<Domain> all = new ArrayList<>();
    for (WeakReference<Domain> reference : ALL) {
      Domain domain = reference.get();
      if (domain != null) {
        all.add(domain);
      }
    }
    return all;
  }

  /**
   * Whether any has something to run: its queue is not idle, and its thread is not held; or its
   * thread is about to wake the one who waits for it to be held. Not if its goroutine is one that
   * waits on its thread since it cannot leave it.
   */
  static boolean anyBusy() {
    for (Domain domain : all()) {
      Goroutine g = domain.top;
      boolean stuck = g != null && g.isWaiting();
      if (!stuck && (domain.willTell() || (!domain.queue.isIdle() && !domain.isHeld()))) {
        return true;
      }
    }
    return false;
  }

  /** How many turns there were in all. */
  static long activity() {
    long sum = 0;
    for (Domain domain : all()) {
      sum += domain.turnCount;
    }
    return sum;
  }

  static void addRunning(Collection<Goroutine> to) {
    for (Domain domain : all()) {
      Goroutine g = domain.curg;
      Goroutine onTop = domain.top;
      if (g != null) {
        to.add(g);
      }
      if (onTop != null) {
        to.add(onTop);
      }
    }
  }

  static void addQueued(Collection<Goroutine> to) {
    for (Domain domain : all()) {
      domain.queue.peekInto(to, PEEKED);
    }
  }

  @Override
  public String toString() {
    return executor instanceof Thread own ? own.getName() : executor.toString();
  }
}
