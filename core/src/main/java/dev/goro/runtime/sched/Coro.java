package dev.goro.runtime.sched;

import dev.goro.Task;
import dev.goro.runtime.debug.CreationSite;
import dev.goro.runtime.jdk.HeldMonitors;
import dev.goro.runtime.jdk.Lifetime;
import dev.goro.runtime.jdk.Switch;
import dev.goro.runtime.jdk.VirtualThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine's control: it goes from the one that resumes to the body and back, and is never with
 * both. {@link dev.goro.coroutine.Coroutine} adds the values.
 *
 * <p>The body runs on a goroutine of its own, as in Go, so it has a stack that can wait anywhere, a
 * thread that stays the same whoever resumes it, and everything else that goroutines have. That one
 * is in no queue while it is suspended, and in no list: when nobody refers to the coroutine, it is
 * garbage. (On the JDK's scheduler it is a thread that waits; there a {@link Cleaner} ends it.)
 *
 * <h2>Two ways to resume</h2>
 *
 * <ul>
 *   <li><b>On top</b>: the caller runs the goroutine at once, on its own OS thread, on top of its
 *       own frames ({@link Goroutine#resumeOnTop}). When the body suspends, the caller simply goes
 *       on: no queue, no scheduler, no atomic operation of Goro's. When it leaves for another
 *       reason (it waits for a channel, say), it goes on as every goroutine does, and the caller
 *       waits.
 *   <li><b>In turn</b>: the goroutine is put in a queue, and the caller waits. So it is where the
 *       caller holds a monitor (see {@link HeldMonitors}), where many are on top of each other
 *       already, and on the JDK's scheduler.
 * </ul>
 *
 * <h2>Who goes on</h2>
 *
 * <p>Whoever has moved {@link #state} from IDLE to ACTIVE owns the coroutine until it moves it on.
 * The goroutine says by SUSPENDING that it leaves for its owner; whoever ran it (an M, a domain, or
 * the owner itself) finds that once it is off the stack. An M or a domain then calls {@link #back},
 * which meets the owner in {@link #resumer}: the first of them leaves there a mark or itself, the
 * second finds it.
 *
 * <h2>Tried and dropped</h2>
 *
 * A continuation of the JDK's on the caller's own thread, with no goroutine. The JVM moves the
 * caller's monitors away with it; compiled code keeps the current thread across a yield, so that it
 * may never be resumed by another one; and a park inside it has to move two stacks.
 */
public abstract class Coro implements Task, CreationSite.Wrapper {
  private static final int IDLE = 0;
  private static final int ACTIVE = 1;
  private static final int DONE = 2;

  /** So many on top of each other; the stack that they stand on has an end. */
  private static final int MAX_DEPTH = 32;

  /** In {@link #resumer}: the body has come back before the owner waited. */
  private static final Object BACK = new Object();

  private static final VarHandle STATE;
  private static final VarHandle RESUMER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Coro.class, "state", int.class);
      RESUMER = lookup.findVarHandle(Coro.class, "resumer", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;

  /** The owner that waits, or {@link #BACK}, or {@code null}; cleared by the owner. */
  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile @Nullable Object resumer;

  /** On the JDK's scheduler: whether the suspended goroutine may go on. */
  private volatile boolean mayRun;

  // The rest is of whoever has control.
  private @Nullable Goroutine g;
  private @Nullable StackTraceElement site;

  /**
   * How many stand below it on its OS thread while it runs on top of them, else 0. The owner writes
   * it; the body, which may read it late, learns no more than how to resume another one.
   */
  private int depth;

  private boolean ended;
  private boolean interruptsBody;
  private boolean interruptsOwner;

  /** For the one subclass. */
  protected Coro() {}

  /** What the goroutine runs; may throw nothing. */
  protected abstract void body();

  /** For an abandoned one: what is to end the body when it goes on. */
  protected abstract void end();

  // ---- the owner

  /** Whether the caller is the owner from here on. */
  protected final boolean enter() {
    return state == IDLE && STATE.compareAndSet(this, IDLE, ACTIVE);
  }

  /** The owner is no more. */
  protected final void exit() {
    STATE.setRelease(this, ended ? DONE : IDLE);
  }

  /** For the owner: the body shall not begin any more. */
  protected final void endUnstarted() {
    ended = true;
  }

  /** Whether it has ended. */
  public final boolean isDone() {
    return state == DONE;
  }

  /** Where it was resumed first. */
  @Nullable StackTraceElement site() {
    return site;
  }

  /** For others: the goroutine that waits for the body; {@code null} if none does just now. */
  @Nullable Goroutine waitingOwner() {
    return resumer instanceof Goroutine owner ? owner : null;
  }

  /** For the owner: whether the body has begun. */
  protected final boolean hasBegun() {
    return g != null;
  }

  /** Whether the caller is the body. */
  @SuppressWarnings("ReferenceEquality") // the same thread
  protected final boolean onBody() {
    Goroutine body = g;
    return body != null && body.thread() == Thread.currentThread();
  }

  /**
   * For the owner: runs the body until it suspends or ends.
   *
   * @param handle what the program holds: without it nobody can resume
   */
  protected final void transfer(Object handle) {
    Headroom.checkForMore(); // a look for the site goes deep
    Thread caller = Thread.currentThread();
    if (isInterrupted(caller)) {
      interruptsBody = Thread.interrupted();
    }
    if (resumer != null) {
      resumer = null;
    }
    Goroutine body = g;
    boolean begins = body == null;
    if (body == null) {
      site = CreationSite.known(this); // looked up once for each place
      if (site == null) {
        site = CreationSite.lookUp(this);
      }
      body = Scheduler.forCoroutine(this);
      g = body;
    }
    Goroutine host =
        VirtualThreads.AVAILABLE && caller.isVirtual() ? Waiter.scheduledBy(caller) : null;
    if (!HeldMonitors.KNOWN || !transferOnTop(caller, host, body, begins)) {
      transferInTurn(host, body, begins, handle);
    }
    if (interruptsOwner) {
      interruptsOwner = false;
      caller.interrupt();
    }
  }

  private boolean transferOnTop(
      Thread caller, @Nullable Goroutine host, Goroutine body, boolean begins) {
    Thread carrier = caller.isVirtual() ? Switch.carrier(caller) : caller;
    Coro below = host == null ? null : host.coro();
    int newDepth = below == null ? 1 : below.depth + 1;
    if (!HeldMonitors.none(carrier) || newDepth > MAX_DEPTH) {
      return false;
    }
    depth = newDepth;
    if (begins) {
      body.startUnknown();
    }
    switch (body.resumeOnTop(caller, host, carrier)) {
      case Goroutine.SUSPENDED -> {}
      case Goroutine.DEAD -> body.die();
      case Goroutine.WAITING, Goroutine.JDK_WAIT -> {
        depth = 0;
        await(body);
      }
      case Goroutine.REFUSED -> {
        depth = 0;
        body.runInTurn(host == null ? null : host.domain);
        await(body);
      }
      default -> {
        depth = 0;
        Scheduler.runLast(body); // it gave way to others
        await(body);
      }
    }
    return true;
  }

  private void transferInTurn(
      @Nullable Goroutine host, Goroutine body, boolean begins, Object handle) {
    depth = 0;
    if (!VirtualThreads.AVAILABLE) {
      if (begins) {
        Abandoned.CLEANER.register(handle, this::abandon);
        body.start();
      } else {
        mayRun = true;
        LockSupport.unpark(body.thread());
      }
      await(body);
      Reference.reachabilityFence(handle);
      return;
    }
    if (begins && !Lifetime.KNOWN) {
      body.domain = host == null ? null : host.domain;
      body.start();
    } else {
      if (begins) {
        body.startUnknown();
      }
      body.runInTurn(host == null ? null : host.domain);
    }
    await(body);
  }

  /** Waits for the body; an interrupt is for the body, since the owner has not got control. */
  private void await(Goroutine body) {
    Waiter waiter = Waiter.current();
    waiter.arm(WaitReason.COROUTINE);
    if (!RESUMER.compareAndSet(this, null, waiter)) {
      return;
    }
    while (!waiter.awaitArmed()) {
      if (Thread.interrupted()) {
        body.thread().interrupt();
      }
    }
  }

  /** The body has suspended or ended, and is off the stack; on the thread that ran it. */
  final void back() {
    if (RESUMER.getAndSet(this, BACK) instanceof Waiter waiter) {
      waiter.wake();
    }
  }

  private static boolean isInterrupted(Thread caller) {
    return VirtualThreads.AVAILABLE ? VirtualThreads.interrupted(caller) : caller.isInterrupted();
  }

  /** On the JDK's scheduler, where the goroutine is a thread that would wait for ever. */
  private void abandon() {
    if (enter()) {
      if (g != null) {
        end();
        mayRun = true;
        LockSupport.unpark(g.thread());
      }
    }
  }

  /** Made when it is first used. */
  private static final class Abandoned {
    static final Cleaner CLEANER = Cleaner.create();
  }

  // ---- the body

  /** The goroutine's task. */
  @Override
  public final void run() {
    takeInterrupt();
    body();
    ended = true;
    giveInterrupt();
    Goroutine body = g;
    if (!VirtualThreads.AVAILABLE && body != null) {
      body.die();
      back();
    }
  }

  /**
   * On the body: gives control to the owner, and returns when there is one again.
   *
   * @return {@code false} if the body cannot leave its thread, and so has control still
   */
  protected final boolean suspend() {
    Goroutine body = g;
    if (body == null) {
      throw new IllegalStateException("not begun");
    }
    giveInterrupt();
    if (VirtualThreads.AVAILABLE) {
      if (!body.suspend()) {
        if (interruptsOwner) {
          interruptsOwner = false;
          body.thread().interrupt();
        }
        return false;
      }
    } else {
      suspendThread(body);
    }
    takeInterrupt();
    return true;
  }

  private void suspendThread(Goroutine body) {
    mayRun = false;
    Registry.remove(body);
    back();
    while (!mayRun) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interruptsBody = true; // it came late
      }
    }
    Registry.add(body);
  }

  /** The interrupt flag goes with control. */
  private void giveInterrupt() {
    if (isInterrupted(Thread.currentThread())) {
      interruptsOwner = Thread.interrupted();
    }
  }

  private void takeInterrupt() {
    if (interruptsBody) {
      interruptsBody = false;
      Thread.currentThread().interrupt();
    }
  }
}
