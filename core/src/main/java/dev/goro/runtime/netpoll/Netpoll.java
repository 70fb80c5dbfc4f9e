package dev.goro.runtime.netpoll;

import dev.goro.runtime.jdk.SocketPollers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The netpoller: finds the goroutines whose sockets are ready.
 *
 * <p>The JDK's blocking sockets register with its pollers and park. The JDK looks at the pollers
 * from virtual threads, the sub-pollers, and one platform thread that wakes those: two hand-overs
 * and two turns for each event. Where the pollers were first used by a goroutine, their threads
 * start on this scheduler; then the sub-pollers are <i>adopted</i>: they never run, and Ms look at
 * the pollers instead, as Go's do:
 *
 * <ul>
 *   <li>an M that has run out of work looks, without blocking; what it finds goes into the queue of
 *       its own P;
 *   <li>an M that has found nothing and has given its P back waits for the sockets, if no other M
 *       does: the <i>waiter</i>;
 *   <li>sysmon looks when nobody has for ten milliseconds.
 * </ul>
 *
 * <p>Invariant: while all Ps are idle there is a waiter. An M enters the role only after it has
 * given its P back, and leaves it when sockets are ready: it takes an idle P and looks. If there is
 * none, all Ps are in use, and whoever holds one comes by here before the last of them is idle.
 *
 * <p>Each look is safe beside others: a registration is for one event, so the kernel gives it to
 * one of them; and sockets that are watched lastingly may be reported to any ({@link Readiness}).
 */
public final class Netpoll {
  private static final AtomicBoolean WAITER = new AtomicBoolean();

  private static volatile boolean adopted;
  private static volatile @Nullable SocketPollers pollers;
  private static volatile long lastPoll;

  private Netpoll() {}

  /**
   * Whether a virtual thread that is about to start on this scheduler is one of the JDK's
   * sub-pollers, and is adopted.
   */
  public static boolean adopts(Thread thread) {
    if (!thread.getName().startsWith("SubPoller-")
        || !startedByPollers()
        || !SocketPollers.AVAILABLE) {
      return false;
    }
    adopted = true;
    return true;
  }

  // Anybody may name a thread so.
  private static boolean startedByPollers() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(f -> f.getClassName().startsWith("sun.nio.ch.Poller")));
  }

  /** Whether Ms have to look at sockets. */
  public static boolean active() {
    return adopted;
  }

  /** Whether the kernel watches sockets from their first wait on, not anew for each. */
  public static boolean watchesLastingly() {
    return adopted && pollers().hooked();
  }

  /**
   * Readies the goroutines whose sockets are ready, without blocking; returns how many.
   *
   * @param buffer the calling thread's own
   * @param first where to begin, the P's number
   */
  public static int poll(SocketPollers.Buffer buffer, int first) {
    lastPoll = System.nanoTime();
    return pollers().poll(buffer, first);
  }

  /** When somebody looked last, by {@link System#nanoTime}. */
  public static long lastPoll() {
    return lastPoll;
  }

  // The first caller may come while the JDK still makes them, and waits for that.
  private static SocketPollers pollers() {
    SocketPollers known = pollers;
    if (known == null) {
      synchronized (Netpoll.class) {
        known = pollers;
        if (known == null) {
          known = SocketPollers.open(new Readiness());
          pollers = known;
        }
      }
    }
    return known;
  }

  /** Whether a waiter is missing. */
  public static boolean needsWaiter() {
    return adopted && !WAITER.get();
  }

  /** Becomes the waiter, if there is none; for an M that holds no P. */
  public static boolean enter() {
    return adopted && !WAITER.get() && WAITER.compareAndSet(false, true);
  }

  /** For the waiter: blocks until some socket is ready, and leaves the role. */
  public static void await(SocketPollers.Buffer buffer) {
    try {
      SocketPollers known = pollers();
      while (!known.await(buffer)) {
        // A signal; or another M has looked in between.
      }
    } finally {
      WAITER.set(false);
    }
  }
}
