package dev.goro.runtime.sched;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds turns of a {@link Domain} that last too long, while they last. Sysmon looks, every ten
 * milliseconds or so while a domain has anything to run; a turn is as old as the first look that
 * saw it. So a turn pays nothing, and what is told is told with the stack that holds the thread.
 *
 * <p>All but {@link #bound} is sysmon's own.
 */
public final class TurnWatch {
  /**
   * A turn that has lasted too long, and may go on.
   *
   * @param name the goroutine's name, empty if it has none; of a coroutine's body that has a turn
   *     of its own, the name of the one that waits for it
   * @param id that goroutine's number
   * @param nanos for how long at least
   * @param stack where it is
   * @param untold how many such turns nobody was told of, since the last one
   */
  public record LongTurn(
      String name, long id, long nanos, List<StackTraceElement> stack, int untold) {}

  /** After one was told of, the next ones are only counted for so long. */
  private static final long QUIET_NANOS = 1_000_000_000;

  private static final StackTraceElement[] NO_STACK = {};

  private final Consumer<LongTurn> listener;
  private volatile long bound;

  private long seenTurn = -1;
  private long seenAt;
  private boolean dealtWith;
  private boolean everTold;
  private long toldAt;
  private int untold;

  /**
   * A watch.
   *
   * @param boundNanos how long a turn may last
   * @param listener gets each turn that has lasted longer, once, on a goroutine of the common
   *     scheduler
   */
  public TurnWatch(long boundNanos, Consumer<LongTurn> listener) {
    this.bound = boundNanos;
    this.listener = listener;
  }

  /** How long a turn may last, in nanoseconds. */
  public long bound() {
    return bound;
  }

  /** Sets how long a turn may last, in nanoseconds. */
  public void bound(long nanos) {
    bound = nanos;
  }

  void look(Domain domain, long now) {
    long turn = domain.turnCount();
    Goroutine g = domain.running();
    if (g == null || turn != seenTurn) {
      seenTurn = turn;
      seenAt = now;
      dealtWith = g == null; // the turn is over
      return;
    }
    if (dealtWith || now - seenAt < bound) {
      return;
    }
    dealtWith = true;
    if (everTold && now - toldAt < QUIET_NANOS) {
      untold++;
      return;
    }
    // Of a coroutine's body, if one runs on top of it. Without insisting: the stack of one that
    // another is on top of cannot be had, and sysmon has to go on.
    Goroutine top = domain.top();
    StackTraceElement[] stack = top == null ? NO_STACK : top.stackTrace();
    Goroutine whose = resumerOf(g);
    if (domain.turnCount() != turn || domain.running() != g) {
      return; // it has ended just now, and the stack may be that of another turn
    }
    if (stack.length == 0) {
      dealtWith = false; // a body came or went meanwhile: the next look finds it somewhere else
      return;
    }
    everTold = true;
    toldAt = now;
    var found = new LongTurn(whose.name(), whose.id(), now - seenAt, Arrays.asList(stack), untold);
    untold = 0;
    // Not on sysmon: the listener may wait for whatever it likes.
    Scheduler.goFrom(null, () -> listener.accept(found));
  }

  /**
   * On whose behalf a turn is: a coroutine's body that was not put on top of the one that resumes
   * it has a turn of its own, and that one waits. It is looked at from outside: if it comes or goes
   * meanwhile, the turn has changed too, and is not told of.
   */
  private static Goroutine resumerOf(Goroutine g) {
    Coro coroutine = g.coro();
    Goroutine owner = coroutine == null ? null : coroutine.waitingOwner();
    return owner == null ? g : resumerOf(owner);
  }
}
