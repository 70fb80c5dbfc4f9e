package dev.goro.runtime.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The goroutines of a {@link Domain} that are runnable, first in, first out: anybody puts, one
 * takes. And who is that one: the queue tells exactly one caller of {@link #push} that nobody takes
 * at present.
 *
 * <h2>The states of {@link #head}</h2>
 *
 * <pre>
 *   null ---- push: CAS, the pusher becomes responsible ----> newest goroutine ---+ push: CAS
 *    ^                                                          |  ^     ^--------+
 *    |                                        take: getAndSet   |  | push: CAS
 *    |                                                          v  |
 *    +----------- take: CAS, nobody is responsible ------------ TAKEN
 * </pre>
 *
 * <p>{@code null}: empty, and nobody is responsible. {@code TAKEN}: nothing new, and somebody is. A
 * goroutine: those that were put since the last look, newest first by {@code schedlink}, and
 * somebody is responsible.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>From the push that finds {@code null} to the take that puts {@code null} back there is one
 *       responsible, and no other between: only these two leave and enter {@code null}, both by a
 *       compare-and-set. Who is responsible may change, where one hands it to the other so that
 *       what it did happens before what the other does.
 *   <li>The responsible one alone reads and writes {@link #batch}, but for {@link #peekInto}.
 *   <li>No goroutine is left behind: a push either sees that somebody is responsible, and that one
 *       will find it, since it cannot put {@code null} back while a goroutine stands there; or it
 *       becomes responsible.
 * </ul>
 *
 * <p>Ordering: each step on {@code head} is a volatile read-modify-write. So what a pusher did
 * before {@link #push} happens before what the taker does after {@link #take}; and what one
 * responsible did before it put {@code null} back happens before what the next one does.
 *
 * <p>Proved by {@code TurnQueueStress} (jcstress) and {@code TurnQueueTest} (Lincheck).
 */
final class TurnQueue {
  private static final Object TAKEN = new Object();
  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(TurnQueue.class, "head", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Object head;

  /** What was taken out of {@link #head} and is still to be given out, oldest first. */
  private @Nullable Goroutine batch;

  /** Puts a goroutine at the end. Whether the caller is responsible now. */
  boolean push(Goroutine g) {
    while (true) {
      Object h = head;
      g.schedlink = h instanceof Goroutine newest ? newest : null;
      if (HEAD.compareAndSet(this, h, g)) {
        return h == null;
      }
    }
  }

  /**
   * For the responsible one: takes the goroutine at the front; {@code null} if there is none, and
   * then the caller is responsible no more.
   */
  @Nullable Goroutine take() {
    Goroutine g = batch;
    if (g == null) {
      if (head == TAKEN && HEAD.compareAndSet(this, TAKEN, null)) {
        return null;
      }
      g = oldestFirst((Goroutine) HEAD.getAndSet(this, TAKEN));
    }
    batch = g.schedlink;
    g.schedlink = null;
    return g;
  }

  /** For the responsible one: whether a goroutine stands in it. */
  boolean hasMore() {
    return batch != null || head != TAKEN;
  }

  /**
   * For the responsible one: whether all have been given out that stood in it at the last look at
   * {@link #head}. What came since is the next batch.
   */
  boolean isBatchOver() {
    return batch == null;
  }

  private static Goroutine oldestFirst(Goroutine newest) {
    Goroutine first = newest;
    Goroutine rest = first.schedlink;
    first.schedlink = null;
    while (rest != null) {
      Goroutine older = rest;
      rest = older.schedlink;
      older.schedlink = first;
      first = older;
    }
    return first;
  }

  /** Whether it is empty and nobody is responsible. */
  boolean isIdle() {
    return head == null;
  }

  /**
   * Adds what stands in it, for a dump, which any thread may make: as the links are not held still
   * meanwhile, some may be missed, and some that have left may be named.
   */
  void peekInto(Collection<Goroutine> to, int atMost) {
    int left = atMost;
    for (Goroutine g = head instanceof Goroutine h ? h : null; g != null && left-- > 0; ) {
      to.add(g);
      g = g.schedlink;
    }
    for (Goroutine g = batch; g != null && left-- > 0; g = g.schedlink) {
      to.add(g);
    }
  }
}
