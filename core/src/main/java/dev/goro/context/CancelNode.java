package dev.goro.context;

import dev.goro.RecvChan;
import dev.goro.runtime.chan.Channel;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.timer.Sleep;
import dev.goro.runtime.timer.TimerNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A context that can be canceled, and may have a deadline.
 *
 * <p>Its lock guards the list of its children, and the step by which it ends: {@link #end} is set,
 * and the list taken, in one section. So a child that is added meanwhile is either in the list that
 * was taken, or sees the end. The children are ended outside the lock, in a loop rather than by
 * recursion, since contexts may be many deep.
 *
 * <p>It ends in three steps that others may see: {@code end} is set; the channel is closed; the
 * children end. {@link #err} must not tell of an end before the channel is closed, nor a closed
 * channel come before the error: so {@code end} is first, and {@code err} closes the channel itself
 * if it comes between. The two orders together need no lock.
 *
 * <p>The channel is made when somebody asks for it, by a compare-and-set from {@code null}. An end
 * that finds none puts the closed channel there that all have in common; one of the two wins.
 *
 * <p>Nothing here blocks or runs the user's code: a timer may do all of it on an M between
 * goroutines.
 */
final class CancelNode extends Child implements CancelContext {
  /** By this key each gives itself: Go's {@code cancelCtxKey}. */
  static final Key<CancelNode> SELF = Key.of("the context itself");

  private static final Channel<Void> CLOSED = new Channel<>(0);
  private static final VarHandle DONE;

  static {
    CLOSED.close();
    try {
      DONE = MethodHandles.lookup().findVarHandle(CancelNode.class, "done", Channel.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Context parent;
  private final Optional<Instant> deadline;

  /** Ends it by time; {@code null} if it has no deadline of its own. */
  private final @Nullable Deadline timer;

  /** What a parent of the user's has been given; written before other threads know the context. */
  private @Nullable Stop stop;

  /** The first of the children; guarded by the lock, {@code null} from the end on. */
  private @Nullable Child first;

  /** How it ended; set once, under the lock. */
  private volatile @Nullable End end;

  private volatile @Nullable Channel<Void> done;

  /** Whether the channel has been closed after the end; saves a look at its lock. */
  private volatile boolean told;

  private CancelNode(
      Context parent, Optional<Instant> deadline, boolean timed, @Nullable Throwable cause) {
    this.parent = parent;
    this.deadline = deadline;
    this.timer = timed ? new Deadline(this, cause) : null;
  }

  /** The end of the time. */
  private static final class Deadline extends TimerNode {
    private final CancelNode node;
    private final @Nullable Throwable cause;

    Deadline(CancelNode node, @Nullable Throwable cause) {
      this.node = node;
      this.cause = cause;
    }

    @Override
    protected void fire(long now) {
      node.endItself(End.deadlineExceeded(cause));
    }
  }

  // ---- making

  /** A parent that is not null. */
  static Context checked(@Nullable Context parent) {
    return Objects.requireNonNull(
        parent, "a context is made from a parent, not from null: the root is Context.background()");
  }

  static CancelNode withTimeout(Context parent, Duration timeout, @Nullable Throwable cause) {
    long nanos = Sleep.saturatedNanos(timeout);
    Instant deadline;
    try {
      deadline = Instant.now().plus(timeout);
    } catch (ArithmeticException | DateTimeException e) {
      deadline = timeout.isNegative() ? Instant.MIN : Instant.MAX;
    }
    return start(parent, deadline, nanos, cause);
  }

  static CancelNode withDeadline(Context parent, Instant deadline, @Nullable Throwable cause) {
    return start(
        parent, deadline, Sleep.saturatedNanos(Duration.between(Instant.now(), deadline)), cause);
  }

  /** A context, which has a deadline of its own if one is given that comes before the parent's. */
  static CancelNode start(
      Context parent, @Nullable Instant deadline, long nanos, @Nullable Throwable cause) {
    Optional<Instant> inherited = checked(parent).deadline();
    boolean timed =
        deadline != null && (inherited.isEmpty() || !inherited.get().isBefore(deadline));
    CancelNode node =
        new CancelNode(parent, timed ? Optional.ofNullable(deadline) : inherited, timed, cause);
    if (!node.attach(parent)) {
      node.stop = parent.afterFunc(new Propagation(parent, node));
    }
    Deadline timer = node.timer;
    if (timer != null && node.end == null) {
      if (nanos <= 0) {
        node.endItself(End.deadlineExceeded(cause));
      } else {
        timer.set(TimerNode.after(nanos));
        // Somebody may have ended it meanwhile. He sets the end and then cancels the timer, here
        // the
        // timer is set and then the end looked at, all of it volatile: one of the two sees the
        // other.
        if (node.end != null) {
          timer.cancel();
        }
      }
    }
    return node;
  }

  /** Ends a context with its parent, which is of the user's. */
  private record Propagation(Context parent, CancelNode child) implements AfterFunc.Prompt {
    @Override
    public void run() {
      child.end(End.of(parent));
    }
  }

  // ---- as a parent

  /** Adds a child; if it has ended, says how instead. */
  @Nullable End add(Child child) {
    Headroom.check();
    lock();
    End how = end;
    if (how == null) {
      Child head = first;
      child.next = head;
      if (head != null) {
        head.prev = child;
      }
      first = child;
    }
    unlock();
    return how;
  }

  /** Takes a child out of the list, if the list is not that of the thread that ended it. */
  void remove(Child child) {
    lock();
    if (end == null) {
      Child before = child.prev;
      Child after = child.next;
      if (before == null) {
        first = after;
      } else {
        before.next = after;
      }
      if (after != null) {
        after.prev = before;
      }
      child.prev = null;
      child.next = null;
    }
    unlock();
  }

  /** How many children it has now; for tests. */
  int children() {
    lock();
    int n = 0;
    for (Child c = first; c != null; c = c.next) {
      n++;
    }
    unlock();
    return n;
  }

  // ---- its end

  @Override
  public void cancel() {
    endItself(End.canceled(null));
  }

  @Override
  public void cancel(@Nullable Throwable cause) {
    endItself(End.canceled(cause));
  }

  @Override
  public void close() {
    cancel();
  }

  /** Ends it, and if it had not ended takes it out of its parent. */
  private void endItself(End how) {
    Headroom.checkForMore();
    if (end == null && endTree(how)) {
      detach();
      Stop s = stop;
      if (s != null) {
        s.stop();
      }
    }
  }

  @Override
  void end(End how) {
    endTree(how);
  }

  /** Ends it and all below it; false if it had ended. */
  private boolean endTree(End how) {
    Ended result = endAlone(how);
    if (!result.first) {
      return false;
    }
    Child rest = result.children;
    while (rest != null) {
      Child child = rest;
      rest = child.next;
      child.next = null;
      child.prev = null;
      if (child instanceof CancelNode node) {
        rest = joined(node.endAlone(how).children, rest);
      } else {
        child.end(how);
      }
    }
    return true;
  }

  /** Whether a call was the one that ended a context, and what is then the caller's to end. */
  private record Ended(boolean first, @Nullable Child children) {
    static final Ended BEFORE = new Ended(false, null);
    static final Ended CHILDLESS = new Ended(true, null);
  }

  private Ended endAlone(End how) {
    lock();
    if (end != null) {
      unlock();
      return Ended.BEFORE;
    }
    end = how;
    Child children = first;
    first = null;
    unlock();
    tell();
    if (timer != null) {
      timer.cancel();
    }
    return children == null ? Ended.CHILDLESS : new Ended(true, children);
  }

  private static @Nullable Child joined(@Nullable Child front, @Nullable Child back) {
    if (front == null) {
      return back;
    }
    Child last = front;
    while (last.next != null) {
      last = last.next;
    }
    last.next = back;
    return front;
  }

  /** Closes the channel, whoever comes first. */
  private void tell() {
    if (told) {
      return;
    }
    if (!DONE.compareAndSet(this, null, CLOSED)) {
      Objects.requireNonNull(done).closeIfOpen();
    }
    told = true;
  }

  // ---- looking

  @Override
  public RecvChan<Void> done() {
    Channel<Void> known = done;
    if (known != null) {
      return known;
    }
    Channel<Void> fresh = new Channel<>(0);
    return DONE.compareAndSet(this, null, fresh) ? fresh : Objects.requireNonNull(done);
  }

  @Override
  public Optional<ContextException> err() {
    End how = end;
    if (how == null) {
      return Optional.empty();
    }
    tell();
    return how.err;
  }

  /** Its cause, if it has ended. */
  Optional<Throwable> ownCause() {
    End how = end;
    return how == null ? Optional.empty() : Optional.of(how.cause);
  }

  @Override
  public Optional<Instant> deadline() {
    return deadline;
  }

  @Override
  public <T> Optional<T> value(Key<T> key) {
    return ValueContext.lookUp(this, key);
  }

  @Override
  public String toString() {
    return timer == null
        ? parent + ".WithCancel"
        : deadline
            .map(
                d ->
                    parent
                        + ".WithDeadline("
                        + d
                        + " ["
                        + Duration.between(Instant.now(), d)
                        + "])")
            .orElse("");
  }
}
