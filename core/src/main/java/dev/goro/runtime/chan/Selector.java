package dev.goro.runtime.chan;

import dev.goro.ChannelClosedException;
import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.Select.Case;
import dev.goro.runtime.chan.SelectCase.Kind;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import dev.goro.runtime.timer.TimerNode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Select: waits for the first of several channel operations.
 *
 * <p>In three steps, as in Go. All channels are locked, in one order for everybody, so that selects
 * do not deadlock. The cases are tried in a random order; the first that is ready is taken. If none
 * is, a sudog for each case goes into its channel's queue, and the waiter parks. Whoever wants to
 * complete one of them must first {@linkplain Waiter#claim claim} the waiter, so that it happens
 * once. Once woken the select takes its other sudogs out again; until then others who meet them
 * there cannot claim them, and drop them.
 *
 * <p>Without {@code otherwise} the cases are tried once before, each under its own lock alone: what
 * is ready is taken without locking the others. With {@code otherwise} that would be wrong, since
 * of two channels each may be ready at the moment when the other is looked at.
 *
 * <p>A select never meets itself: it puts its sudogs in the queues only after it has tried all
 * cases.
 */
public final class Selector {
  private static final int NONE = -1;

  private Selector() {}

  /** Waits for one of the cases and runs its action. */
  public static <R> @Nullable R select(Case<? extends R>[] given) {
    if (given.length == 1
        && given[0] instanceof SelectCase<? extends R> only
        && only.channel != null) {
      return alone(only);
    }
    SelectCase<?>[] cases = new SelectCase<?>[given.length];
    int otherwise = NONE;
    int timeout = NONE;
    for (int i = 0; i < given.length; i++) {
      SelectCase<?> c =
          (SelectCase<?>) Objects.requireNonNull(given[i], "a case of a select must not be null");
      cases[i] = c;
      if (c.kind == Kind.OTHERWISE) {
        if (otherwise != NONE) {
          throw new IllegalArgumentException("a select can have only one otherwise");
        }
        otherwise = i;
      } else if (c.kind == Kind.AFTER && (timeout == NONE || c.nanos < cases[timeout].nanos)) {
        timeout = i;
      }
    }
    Selection s = Selection.of(Waiter.current(), cases.length);
    choose(cases, otherwise, timeout, s, WaitReason.SELECT);
    @SuppressWarnings(
        "unchecked") // the case of this index came out of an array of Case<? extends R>
    SelectCase<? extends R> taken = (SelectCase<? extends R>) cases[s.index];
    return taken.action.run(
        s.index, s.takeValue(), s.ok); // which may select in turn, with the same Selection
  }

  /** A select of one operation is that operation, as Go's compiler has it. */
  @SuppressWarnings({
    "unchecked", // a case to send was made of a channel and a value of one type
    "ReferenceEquality" // the mark is no value
  })
  private static <R> @Nullable R alone(SelectCase<? extends R> only) {
    Channel<Object> channel = (Channel<Object>) only.channel();
    if (only.kind == Kind.SEND) {
      channel.send(only.toSend());
      return only.action.run(0, null, false);
    }
    Object value = channel.take();
    return value == Channel.DRAINED
        ? only.action.run(0, null, false)
        : only.action.run(0, value, true);
  }

  /**
   * Waits until one of two channels gives a value or is closed; for an operation that has a reason
   * of its own to wait. The value is thrown away.
   *
   * @return which: 0 or 1
   */
  public static int either(
      @Nullable RecvChan<?> first, @Nullable RecvChan<?> second, WaitReason reason) {
    SelectCase<?>[] cases = {SelectCase.receiveData(first), SelectCase.receiveData(second)};
    Selection s = Selection.of(Waiter.current(), cases.length);
    choose(cases, NONE, NONE, s, reason);
    s.takeValue();
    return s.index;
  }

  /** One operation with a time limit; {@code null} if the time ran out. */
  static @Nullable Selection timed(SelectCase<?> operation, Duration timeout, WaitReason reason) {
    SelectCase<?>[] cases = {operation, SelectCase.afterData(timeout)};
    Selection s = Selection.of(Waiter.current(), cases.length);
    choose(cases, NONE, 1, s, reason);
    return s.index == 0 ? s : null;
  }

  /** Takes a case and says in the selection which. */
  private static void choose(
      SelectCase<?>[] cases, int otherwise, int timeout, Selection s, WaitReason reason) {
    Headroom.check();
    int tries = shuffle(cases, timeout, s);
    if (otherwise == NONE || tries <= 1) {
      for (int i = 0; i < tries; i++) {
        if (tryAlone(cases, s.pollOrder[i], s)) {
          return;
        }
      }
      if (otherwise != NONE) {
        s.took(otherwise, null, false);
        return;
      }
    }
    if (otherwise != NONE) {
      pollTimers(cases, tries, s); // the others were tried alone
    }
    int channels = s.sortForLocking(cases, tries);
    lockAll(cases, channels, s);
    for (int i = 0; i < tries; i++) {
      if (tryLocked(cases, s.pollOrder[i], channels, s)) {
        return;
      }
    }
    if (otherwise != NONE) {
      unlockAll(cases, channels, s);
      s.took(otherwise, null, false);
      return;
    }
    block(
        cases,
        channels,
        timeout,
        s,
        channels == 0 && timeout == NONE ? WaitReason.SELECT_NO_CASES : reason);
  }

  /**
   * Fills the order in which cases are tried: those with a channel, and the timeout if its time is
   * over already.
   */
  private static int shuffle(SelectCase<?>[] cases, int timeout, Selection s) {
    int[] order = s.pollOrder;
    int n = 0;
    ThreadLocalRandom random = null;
    for (int i = 0; i < cases.length; i++) {
      if (cases[i].channel == null && !(i == timeout && cases[i].nanos <= 0)) {
        continue;
      }
      if (n == 0) {
        order[0] = i;
      } else {
        if (random == null) {
          random = ThreadLocalRandom.current();
        }
        int j = random.nextInt(n + 1);
        order[n] = order[j];
        order[j] = i;
      }
      n++;
    }
    return n;
  }

  // ---- trying

  private static void pollTimers(SelectCase<?>[] cases, int tries, Selection s) {
    for (int i = 0; i < tries; i++) {
      Channel<?> channel = cases[s.pollOrder[i]].channel;
      if (channel != null) {
        channel.pollTimer();
      }
    }
  }

  private static boolean tryAlone(SelectCase<?>[] cases, int index, Selection s) {
    SelectCase<?> c = cases[index];
    if (c.kind == Kind.AFTER) {
      s.took(index, null, false);
      return true;
    }
    Channel<?> channel = c.channel();
    channel.pollTimer();
    if (c.kind == Kind.SEND ? channel.cannotSend() : channel.cannotReceive()) {
      return false;
    }
    if (c.kind == Kind.RECEIVE && channel.isDrained()) {
      s.took(index, null, false);
      return true;
    }
    channel.lock();
    boolean closed = false;
    boolean took = true;
    if (c.kind == Kind.SEND) {
      int result = channel.offerLocked(c.toSend());
      closed = result == Channel.CLOSED;
      took = result == Channel.OFFERED;
      s.took(index, null, false);
    } else {
      took = received(channel.pollLocked(), index, s);
    }
    channel.unlockAndWake();
    if (closed) {
      throw new ChannelClosedException(Channel.SEND_ON_CLOSED);
    }
    return took;
  }

  /** With all channels locked: takes a case if it is ready, and then unlocks them. */
  private static boolean tryLocked(SelectCase<?>[] cases, int index, int channels, Selection s) {
    SelectCase<?> c = cases[index];
    Waiter wake = null;
    boolean closed = false;
    if (c.kind == Kind.SEND) {
      int result = c.channel().offerLocked(c.toSend());
      if (result == Channel.FULL) {
        return false;
      }
      closed = result == Channel.CLOSED;
      wake = c.channel().takeToWake();
      s.took(index, null, false);
    } else if (c.kind == Kind.RECEIVE) {
      if (!received(c.channel().pollLocked(), index, s)) {
        return false;
      }
      wake = c.channel().takeToWake();
    } else {
      s.took(index, null, false);
    }
    unlockAll(cases, channels, s);
    if (wake != null) {
      wake.wake();
    }
    if (closed) {
      throw new ChannelClosedException(Channel.SEND_ON_CLOSED);
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // the two marks are no values
  private static boolean received(Object value, int index, Selection s) {
    if (value == Channel.EMPTY) {
      return false;
    }
    boolean ok = value != Channel.DRAINED;
    s.took(index, ok ? value : null, ok);
    return true;
  }

  // ---- waiting

  /**
   * The end of a select's time. A late one finds that the ticket of its select is not valid any
   * more.
   */
  private static final class Timeout extends TimerNode {
    private final Waiter waiter;
    private final int ticket;

    Timeout(Waiter waiter, int ticket) {
      this.waiter = waiter;
      this.ticket = ticket;
    }

    @Override
    protected void fire(long now) {
      if (waiter.claim(ticket)) {
        waiter.wake();
      }
    }
  }

  /** With all channels locked, which it unlocks: waits until a case was taken. */
  private static void block(
      SelectCase<?>[] cases, int channels, int timeout, Selection s, WaitReason reason) {
    Waiter w = s.waiter;
    if (w.interrupted()) {
      unlockAll(cases, channels, s);
      throw new InterruptedOperationException(reason.text());
    }
    s.taken = null;
    int ticket = w.newTicket();
    boolean timers = false;
    for (int i = 0; i < channels; i++) {
      int index = s.lockOrder[i];
      Sudog sudog = s.sudog(index);
      sudog.value = cases[index].toSend;
      queue(cases[index]).enqueue(sudog);
      timers |= cases[index].channel().timer != null;
    }
    Timeout timer = null;
    boolean woken;
    if (timeout == NONE && !timers) {
      w.prepare(reason);
      unlockAll(cases, channels, s);
      woken = w.await();
    } else {
      w.arm(reason);
      unlockAll(cases, channels, s);
      if (timers) {
        startWaitingForTimers(cases, channels, s);
      }
      if (timeout != NONE) {
        timer = new Timeout(w, ticket);
        timer.setAndWait(TimerNode.after(cases[timeout].nanos));
      }
      woken = w.awaitArmed();
    }
    boolean interrupted = !woken && w.claim(ticket);
    if (!woken && !interrupted) {
      w.awaitWake(); // somebody was quicker than the interrupt
    }
    if (timer != null) {
      timer.cancel();
    }
    if (timers) {
      stopWaitingForTimers(cases, channels, s);
    }
    withdraw(cases, channels, s);
    if (interrupted) {
      throw new InterruptedOperationException(reason.text());
    }
    Sudog taken = s.taken;
    if (taken == null) {
      s.took(timeout, null, false);
      return;
    }
    s.taken = null;
    boolean success = taken.success;
    if (cases[taken.index].kind == Kind.SEND) {
      taken.value = null;
      if (!success) {
        throw new ChannelClosedException(Channel.SEND_ON_CLOSED);
      }
      s.took(taken.index, null, false);
      return;
    }
    s.took(taken.index, success ? taken.value : null, success);
    taken.value = null;
  }

  private static void startWaitingForTimers(SelectCase<?>[] cases, int channels, Selection s) {
    for (int i = 0; i < channels; i++) {
      ChannelTimer timer = cases[s.lockOrder[i]].channel().timer;
      if (timer != null) {
        timer.startWaiting();
      }
    }
  }

  private static void stopWaitingForTimers(SelectCase<?>[] cases, int channels, Selection s) {
    for (int i = 0; i < channels; i++) {
      ChannelTimer timer = cases[s.lockOrder[i]].channel().timer;
      if (timer != null) {
        timer.stopWaiting();
      }
    }
  }

  /** Takes out of the queues what was not taken. */
  private static void withdraw(SelectCase<?>[] cases, int channels, Selection s) {
    for (int i = 0; i < channels; i++) {
      int index = s.lockOrder[i];
      Sudog sudog = s.sudog(index);
      if (sudog != s.taken) {
        Channel<?> channel = cases[index].channel();
        channel.lock();
        queue(cases[index]).remove(sudog);
        channel.unlock();
        sudog.value = null;
      }
    }
  }

  private static WaitQueue queue(SelectCase<?> c) {
    return c.kind == Kind.SEND ? c.channel().senders() : c.channel().receivers();
  }

  // ---- locking; a channel that stands in several cases is locked once

  @SuppressWarnings("ReferenceEquality") // channels have no other equality
  private static void lockAll(SelectCase<?>[] cases, int n, Selection s) {
    Channel<?> last = null;
    for (int i = 0; i < n; i++) {
      Channel<?> channel = cases[s.lockOrder[i]].channel();
      if (channel != last) {
        channel.lock();
      }
      last = channel;
    }
  }

  @SuppressWarnings("ReferenceEquality") // channels have no other equality
  private static void unlockAll(SelectCase<?>[] cases, int n, Selection s) {
    for (int i = n - 1; i >= 0; i--) {
      Channel<?> channel = cases[s.lockOrder[i]].channel();
      if (i == 0 || channel != cases[s.lockOrder[i - 1]].channel) {
        channel.unlock();
      }
    }
  }
}
