package dev.goro.time;

import dev.goro.Go;
import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import dev.goro.context.DeadlineExceeded;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.timer.Sleep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says how often something may happen: a token bucket, which is {@code Limiter} of Go's {@code
 * golang.org/x/time/rate}.
 *
 * <p>The bucket holds up to {@link #burst} tokens, is full at first and gains {@link #limit} tokens
 * a second. An event takes one. There are three ways to ask for tokens:
 *
 * <ul>
 *   <li>{@link #allow()} takes one if it is there; for events that may be dropped.
 *   <li>{@link #await()} waits for it; for events that may be late.
 *   <li>{@link #reserve()} takes one of the future and says how far away that is; for a caller that
 *       waits by its own means, or gives it back.
 * </ul>
 *
 * {@snippet :
 * var limiter = new Limiter(Limiter.every(Duration.ofMillis(100)), 5); // 10 a second, 5 at once
 * for (Request r : requests) {
 *   limiter.await();
 *   send(r);
 * }
 * }
 *
 * <p>It may be used from any thread. Only the forms of {@code await} and {@code tryAwait} block; a
 * goroutine parks, any other thread is blocked. Who comes first is served first.
 */
public final class Limiter {
  /** The limit of a limiter that lets everything through, whatever its burst: Go's {@code Inf}. */
  public static final double INFINITE = Double.POSITIVE_INFINITY;

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What is further away does not come: half of what the clock can tell apart. */
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final LongSupplier clock;

  /**
   * Guards what follows. The clock is read under it, so that of two callers the later one has the
   * later time: a time that went back would give tokens twice.
   */
  private final SpinLock lock = new SpinLock();

  private double limit;
  private int burst;

  /** As of {@link #last}; less than 0 while some are reserved. */
  private double tokens;

  private long last;

  /** When the last of all events that were let through happens. */
  private long lastEvent;

  /**
   * A limiter whose bucket is full.
   *
   * @param limit tokens a second, 0 or more; {@link #INFINITE} lets everything through, 0 only the
   *     first {@code burst}
   * @param burst how many tokens the bucket holds, and so how many may be asked for at once; 0 or
   *     more
   * @throws IllegalArgumentException if one of the two is negative or not a number
   */
  public Limiter(double limit, int burst) {
    this(limit, burst, System::nanoTime);
  }

  /**
   * A limiter with a clock of its own, for tests and simulations. What waits still sleeps by the
   * real time, for as long as this clock says at the start.
   *
   * @param limit tokens a second
   * @param burst how many tokens the bucket holds
   * @param clock the time in nanoseconds, as {@link System#nanoTime} counts it; called with a lock
   *     held, so that it must return at once and not use this limiter
   * @throws IllegalArgumentException if limit or burst are negative or not a number
   */
  public Limiter(double limit, int burst, LongSupplier clock) {
    this.limit = checkedLimit(limit);
    this.burst = checkedBurst(burst);
    this.clock = clock;
    tokens = burst;
    last = clock.getAsLong();
    lastEvent = last;
  }

  /**
   * The limit that lets an event happen once in a while: Go's {@code Every}.
   *
   * @param interval from one event to the next; zero or less is no limit
   * @return the events a second
   */
  public static double every(Duration interval) {
    long nanos = Sleep.saturatedNanos(interval);
    return nanos <= 0 ? INFINITE : NANOS_PER_SECOND / nanos;
  }

  private static double checkedLimit(double limit) {
    if (!(limit >= 0)) {
      throw new IllegalArgumentException(
          "a limiter's limit must be 0 or more tokens a second, not " + limit);
    }
    return limit;
  }

  private static int checkedBurst(int burst) {
    if (burst < 0) {
      throw new IllegalArgumentException("a limiter's burst must be 0 or more, not " + burst);
    }
    return burst;
  }

  private static void checkCount(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("a limiter gives 0 or more tokens, not " + n);
    }
  }

  // ---- looking and setting

  /**
   * Tokens a second.
   *
   * @return the limit
   */
  public double limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many tokens the bucket holds.
   *
   * @return the burst
   */
  public int burst() {
    lock.lock();
    try {
      return burst;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many tokens there are now: Go's {@code Tokens}.
   *
   * @return the number; less than 0 while some of the future are reserved
   */
  public double tokens() {
    lock.lock();
    try {
      return tokensAt(clock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets a new limit, from now on: Go's {@code SetLimit}. The delays of earlier reservations, and
   * of those who wait already, stay.
   *
   * @param limit tokens a second
   * @throws IllegalArgumentException if it is negative or not a number
   */
  public void setLimit(double limit) {
    checkedLimit(limit);
    lock.lock();
    try {
      advance(clock.getAsLong());
      this.limit = limit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets a new burst, from now on: Go's {@code SetBurst}.
   *
   * @param burst how many tokens the bucket holds
   * @throws IllegalArgumentException if it is negative
   */
  public void setBurst(int burst) {
    checkedBurst(burst);
    lock.lock();
    try {
      advance(clock.getAsLong());
      this.burst = burst;
    } finally {
      lock.unlock();
    }
  }

  // ---- asking for tokens

  /**
   * Takes a token if there is one: Go's {@code Allow}. Does not block.
   *
   * @return whether the event may happen now
   */
  public boolean allow() {
    return allow(1);
  }

  /**
   * Takes tokens if there are as many: Go's {@code AllowN}. Does not block.
   *
   * @param n how many
   * @return whether the events may happen now; if not, no token was taken
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public boolean allow(int n) {
    return take(n, 0).isPresent();
  }

  /**
   * Takes a token of the future: Go's {@code Reserve}. Does not block.
   *
   * @return the reservation, or empty if there will never be one: the burst is 0, or the limit is 0
   *     and the bucket is empty
   */
  public Optional<Reservation> reserve() {
    return reserve(1);
  }

  /**
   * Takes tokens of the future: Go's {@code ReserveN}. Does not block.
   *
   * @param n how many
   * @return the reservation, or empty if there will never be as many: they exceed the burst, or the
   *     limit is 0
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public Optional<Reservation> reserve(int n) {
    return take(n, NEVER - 1);
  }

  /**
   * Waits for a token and takes it: Go's {@code Wait}.
   *
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     token was given back
   * @throws IllegalStateException if there will never be one
   */
  public void await() {
    await(1);
  }

  /**
   * Waits for tokens and takes them: Go's {@code WaitN}.
   *
   * @param n how many
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     tokens were given back
   * @throws IllegalStateException if there will never be as many: they exceed the burst, or the
   *     limit is 0
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public void await(int n) {
    sleep(reserve(n).orElseThrow(() -> never(n)));
  }

  /**
   * Waits for a token and takes it, unless a context ends before: Go's {@code Wait(ctx)}.
   *
   * @param context what may end the wait
   * @throws ContextException if the context has ended, or ends while this waits, or its deadline
   *     comes before the token, which is told at once; the token was not taken
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     token was given back
   * @throws IllegalStateException if there will never be one
   */
  public void await(Context context) {
    await(context, 1);
  }

  /**
   * Waits for tokens and takes them, unless a context ends before: Go's {@code WaitN(ctx, n)}.
   *
   * @param context what may end the wait
   * @param n how many
   * @throws ContextException if the context has ended, or ends while this waits, or its deadline
   *     comes before the tokens, which is told at once; the tokens were not taken
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     tokens were given back
   * @throws IllegalStateException if there will never be as many: they exceed the burst, or the
   *     limit is 0
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public void await(Context context, int n) {
    context.check();
    Optional<Instant> deadline = context.deadline();
    if (deadline.isEmpty()) {
      sleep(context, reserve(n).orElseThrow(() -> never(n)));
      return;
    }
    Duration left = Duration.between(Instant.now(), deadline.get());
    Optional<Reservation> reservation = take(n, nanosOf(left));
    if (reservation.isEmpty() && n > burst()) {
      throw never(n);
    }
    sleep(context, reservation.orElseThrow(DeadlineExceeded::new));
  }

  /**
   * Waits for a token and takes it, unless that would take longer than the given time: Go's {@code
   * Wait} with a deadline.
   *
   * @param timeout how long to wait at most
   * @return whether it was taken; {@code false} is told at once
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     token was given back
   */
  public boolean tryAwait(Duration timeout) {
    return tryAwait(1, timeout);
  }

  /**
   * Waits for tokens and takes them, unless that would take longer than the given time: Go's {@code
   * WaitN} with a deadline.
   *
   * @param n how many
   * @param timeout how long to wait at most
   * @return whether they were taken; {@code false} is told at once
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; the
   *     tokens were given back
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public boolean tryAwait(int n, Duration timeout) {
    Optional<Reservation> reservation = take(n, nanosOf(timeout));
    reservation.ifPresent(this::sleep);
    return reservation.isPresent();
  }

  private static long nanosOf(Duration timeout) {
    return Math.clamp(Sleep.saturatedNanos(timeout), 0, NEVER - 1);
  }

  private IllegalStateException never(int n) {
    return new IllegalStateException(
        "a limiter of "
            + limit()
            + " tokens a second and a burst of "
            + burst()
            + " never has "
            + n
            + ": ask for fewer, or set another limit or burst");
  }

  private void sleep(Context context, Reservation reservation) {
    RecvChan<Void> done = context.done();
    if (done == null) {
      sleep(reservation);
      return;
    }
    Duration delay = reservation.delay();
    if (delay.isZero()) {
      return;
    }
    boolean slept = false;
    try {
      slept = done.tryRecv(delay).isEmpty();
    } finally {
      if (!slept) {
        reservation.cancel();
      }
    }
    if (!slept) {
      context.check();
    }
  }

  private void sleep(Reservation reservation) {
    try {
      Go.sleep(reservation.delay());
    } catch (InterruptedOperationException e) {
      reservation.cancel();
      throw e;
    }
  }

  /**
   * Tokens that were taken and may be used after a delay: Go's {@code Reservation}.
   *
   * {@snippet :
   * limiter.reserve().ifPresent(r -> Timer.afterFunc(r.delay(), this::act));
   * }
   */
  public final class Reservation {
    private final int taken;
    private final long at;
    private final double limitThen;

    /** Guarded by the lock. */
    private boolean cancelled;

    private Reservation(int taken, long at, double limitThen) {
      this.taken = taken;
      this.at = at;
      this.limitThen = limitThen;
    }

    /**
     * How long to wait before the event may happen: Go's {@code Delay}.
     *
     * @return the time from now; zero if it may happen now
     */
    public Duration delay() {
      return Duration.ofNanos(Math.max(0, at - clock.getAsLong()));
    }

    /**
     * Gives the tokens back: Go's {@code Cancel}. Those without which a later reservation would
     * come too early stay taken; so do all once their time is over. A second call does nothing.
     */
    public void cancel() {
      lock.lock();
      try {
        if (!cancelled) {
          cancelled = true;
          giveBack(this, clock.getAsLong());
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private Optional<Reservation> take(int n, long longestWait) {
    checkCount(n);
    Headroom.check();
    lock.lock();
    try {
      long now = clock.getAsLong();
      if (limit == INFINITE) {
        return Optional.of(new Reservation(n, now, limit));
      }
      double left = tokensAt(now) - n;
      long wait = left < 0 ? nanosFor(-left, limit) : 0;
      if (n > burst || wait > longestWait) {
        return Optional.empty();
      }
      tokens = left;
      last = now;
      lastEvent = now + wait;
      return Optional.of(new Reservation(n, lastEvent, limit));
    } finally {
      lock.unlock();
    }
  }

  // ---- with the lock held

  private void giveBack(Reservation r, long now) {
    if (limit == INFINITE || r.limitThen == INFINITE || r.at - now < 0) {
      return;
    }
    // Reservations that came later count on the tokens between its time and theirs.
    double back = r.taken - tokensIn(lastEvent - r.at, r.limitThen);
    if (back <= 0) {
      return;
    }
    advance(now);
    tokens = Math.min(burst, tokens + back);
    if (r.at == lastEvent) {
      long before = r.at - nanosFor(r.taken, r.limitThen);
      if (before - now >= 0) {
        lastEvent = before;
      }
    }
  }

  private void advance(long now) {
    tokens = tokensAt(now);
    last = now;
  }

  private double tokensAt(long now) {
    return limit == INFINITE
        ? burst
        : Math.min(burst, tokens + tokensIn(Math.max(0, now - last), limit));
  }

  private static double tokensIn(long nanos, double limit) {
    return nanos / NANOS_PER_SECOND * limit;
  }

  private static long nanosFor(double tokens, double limit) {
    return (long) Math.min(NEVER, tokens / limit * NANOS_PER_SECOND);
  }
}
