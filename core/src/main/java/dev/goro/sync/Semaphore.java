package dev.goro.sync;

import dev.goro.InterruptedOperationException;
import dev.goro.RecvChan;
import dev.goro.context.Canceled;
import dev.goro.context.Context;
import dev.goro.context.ContextException;
import dev.goro.runtime.chan.Channel;
import dev.goro.runtime.chan.Selector;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.WaitReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much of something is in use, where users take different amounts of it: Go's {@code
 * golang.org/x/sync/semaphore.Weighted}.
 *
 * <p>Those who wait are served in the order in which they came: one that wants little does not pass
 * one that wants much, which would otherwise wait for ever. It may be used from any thread, and be
 * released by another one than the one that acquired it.
 *
 * <p>Memory effects: a {@link #release} happens before the return of an {@link #acquire} that gets
 * what it released.
 *
 * {@snippet :
 * var memory = new Semaphore(64 << 20);
 * memory.acquire(ctx, file.size());
 * try {
 *   load(file);
 * } finally {
 *   memory.release(file.size());
 * }
 * }
 */
public final class Semaphore {
  private static final String NEGATIVE = "semaphore: n < 0";

  private final long size;

  /** Guards the rest; what is granted under it is told after its release. */
  private final SpinLock guard = new SpinLock();

  private long held;
  private @Nullable Request first;
  private @Nullable Request last;

  /** One that waits, in the order in which they came. All but the channel is guarded. */
  private static final class Request {
    final long n;

    /** Closed once it has been granted. */
    final Channel<Void> ready = new Channel<>(0);

    boolean queued;
    boolean granted;
    @Nullable Request before;
    @Nullable Request after;

    Request(long n) {
      this.n = n;
    }
  }

  /**
   * A semaphore of which nothing is in use.
   *
   * @param size how much of it there is
   * @throws IllegalArgumentException if that is negative
   */
  public Semaphore(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("semaphore: size < 0");
    }
    this.size = size;
  }

  /**
   * Takes an amount; blocks until there is that much. If it is more than there ever is, it blocks
   * for ever.
   *
   * @param n the amount
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait;
   *     nothing was taken
   * @throws IllegalArgumentException if the amount is negative
   */
  public void acquire(long n) {
    acquire(Context.background(), n);
  }

  /**
   * Takes an amount; blocks until there is that much, no longer than the context lasts. A context
   * that has ended before gets nothing, even if there is enough. Go's {@code Acquire}.
   *
   * @param context ends the wait
   * @param n the amount; if it is more than there ever is, it blocks until the context ends, and is
   *     in nobody's way
   * @throws ContextException {@link Canceled} or {@link dev.goro.context.DeadlineExceeded}, if the
   *     context has ended; nothing was taken
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait;
   *     nothing was taken
   * @throws IllegalArgumentException if the amount is negative
   */
  public void acquire(Context context, long n) {
    acquire(context, n, WaitReason.SEMAPHORE);
  }

  /** For what has a semaphore inside and its own name for the wait. */
  void acquire(Context context, long n, WaitReason reason) {
    checkAmount(n);
    RecvChan<Void> done = context.done();
    Request request = null;
    Headroom.checkForMore(); // so that the release will have room
    guard.lock();
    // Looked at under the lock: whoever ends the context and then releases what is missing has
    // ended it first for this call too.
    boolean ended = isClosed(done);
    if (!ended) {
      if (isFree(n)) {
        held += n;
      } else {
        request = new Request(n);
        if (n <= size) {
          enqueue(request);
        }
      }
    }
    guard.unlock();
    if (ended) {
      throw ended(context);
    }
    if (request == null) {
      return;
    }
    int which;
    try {
      which = Selector.either(request.ready, done, reason);
    } catch (InterruptedOperationException e) {
      giveUp(request);
      throw e;
    }
    // If both are ready the context has ended, maybe before the grant.
    if (which != 0 || isClosed(done)) {
      giveUp(request);
      throw ended(context);
    }
  }

  /**
   * Takes an amount if there is that much and nobody waits. Does not block. Go's {@code
   * TryAcquire}.
   *
   * @param n the amount
   * @return whether it was taken
   * @throws IllegalArgumentException if the amount is negative
   */
  public boolean tryAcquire(long n) {
    checkAmount(n);
    Headroom.checkForMore();
    guard.lock();
    boolean free = isFree(n);
    if (free) {
      held += n;
    }
    guard.unlock();
    return free;
  }

  /**
   * Gives an amount back, and with it serves those that wait. Does not block. Go's {@code Release}.
   *
   * @param n the amount
   * @throws IllegalStateException if that is more than is in use
   * @throws IllegalArgumentException if the amount is negative
   */
  public void release(long n) {
    checkAmount(n);
    Headroom.check();
    guard.lock();
    if (held < n) {
      guard.unlock();
      throw new IllegalStateException("semaphore: released more than held");
    }
    held -= n;
    List<Request> granted = grant();
    guard.unlock();
    tell(granted);
  }

  private static void checkAmount(long n) {
    if (n < 0) {
      throw new IllegalArgumentException(NEGATIVE);
    }
  }

  private static boolean isClosed(@Nullable RecvChan<Void> done) {
    return done != null && done.tryRecv().isPresent();
  }

  private static ContextException ended(Context context) {
    context.check();
    return new Canceled(); // a context of the user's whose channel is closed, and that has no error
  }

  /** Takes a request back, or what it has been granted meanwhile. */
  private void giveUp(Request request) {
    List<Request> granted = List.of();
    guard.lock();
    if (request.granted) {
      held -= request.n;
      granted = grant();
    } else if (request.queued) {
      boolean wasFirst = request.before == null;
      remove(request);
      if (wasFirst) {
        granted = grant(); // it may have stood in the way of others
      }
    }
    guard.unlock();
    tell(granted);
  }

  private static void tell(List<Request> granted) {
    for (Request r : granted) {
      r.ready.closeInRoom();
    }
  }

  // ---- with the lock held

  private boolean isFree(long n) {
    return size - held >= n && first == null;
  }

  /** Grants what can be granted, in order; the first that cannot holds up the rest. */
  private List<Request> grant() {
    List<Request> granted = List.of();
    Request r;
    while ((r = first) != null && size - held >= r.n) {
      remove(r);
      held += r.n;
      r.granted = true;
      if (granted.isEmpty()) {
        granted = new ArrayList<>();
      }
      granted.add(r);
    }
    return granted;
  }

  private void enqueue(Request r) {
    r.queued = true;
    r.before = last;
    if (last == null) {
      first = r;
    } else {
      last.after = r;
    }
    last = r;
  }

  private void remove(Request r) {
    Request before = r.before;
    Request after = r.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    r.before = null;
    r.after = null;
    r.queued = false;
  }
}
