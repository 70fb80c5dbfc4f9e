package dev.goro.runtime.chan;

import dev.goro.Chan;
import dev.goro.ChannelClosedException;
import dev.goro.InterruptedOperationException;
import dev.goro.Received;
import dev.goro.runtime.sched.Contention;
import dev.goro.runtime.sched.Headroom;
import dev.goro.runtime.sched.Scheduler;
import dev.goro.runtime.sched.SpinLock;
import dev.goro.runtime.sched.WaitReason;
import dev.goro.runtime.sched.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The channel: a ring for what is buffered, a queue of waiting receivers and one of waiting
 * senders, and a spin lock that guards all of it. (Go's {@code hchan}.)
 *
 * <p>Invariants, whenever the lock is free:
 *
 * <ul>
 *   <li>At least one of the two queues is empty, but for a select that waits to send and to receive
 *       on this channel.
 *   <li>If anything is buffered nobody waits to receive; if the buffer has room nobody waits to
 *       send.
 *   <li>A closed channel has empty queues.
 * </ul>
 *
 * <p>Whoever finds a waiter on the other side completes both operations: a sender gives its value
 * to the receiver and not to the buffer; a receiver on a full buffer takes the oldest value and
 * puts the sender's at the end. Then it unlocks and only then wakes the waiter.
 *
 * <p>Happens-before: all of it goes by way of the lock, or by way of the wake-up, which the waiter
 * sees by a volatile read.
 *
 * <p>Steps that select shares, {@link #offerLocked} and {@link #pollLocked}, need the lock and
 * leave who is to be woken in {@link #toWake} for {@link #unlockAndWake}.
 */
public final class Channel<T> extends SpinLock implements Chan<T> {
  /** Results of {@link #offerLocked}. */
  static final int OFFERED = 0;

  static final int FULL = 1;
  static final int CLOSED = 2;

  /** Results of {@link #pollLocked} that are no values. */
  static final Object EMPTY = new Object();

  static final Object DRAINED = new Object();

  static final String SEND_ON_CLOSED = "send on closed channel";
  private static final String CLOSE_OF_CLOSED = "close of closed channel";

  private static final AtomicLong NEXT_ORDER = new AtomicLong();
  private static final Object[] NO_BUFFER = new Object[0];
  private static final VarHandle COUNT;
  private static final VarHandle CLOSED_FLAG;
  private static final VarHandle ORDER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      COUNT = lookup.findVarHandle(Channel.class, "count", int.class);
      ORDER = lookup.findVarHandle(Channel.class, "order", long.class);
      CLOSED_FLAG = lookup.findVarHandle(Channel.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object[] buffer;

  /** What sends on it, if that is a timer: it looks unbuffered then. */
  final @Nullable ChannelTimer timer;

  private int first;
  private int count;
  private boolean closed;
  private @Nullable Waiter toWake;
  private long order;
  private final WaitQueue receivers = new WaitQueue();
  private final WaitQueue senders = new WaitQueue();

  /** A channel of the given capacity. */
  public Channel(int capacity) {
    this(capacity, null);
  }

  private Channel(int capacity, @Nullable ChannelTimer timer) {
    if (capacity < 0) {
      throw new IllegalArgumentException(
          "a channel's capacity must be 0 (unbuffered) or more, not " + capacity);
    }
    buffer = capacity == 0 ? NO_BUFFER : new Object[capacity];
    this.timer = timer;
  }

  /**
   * A timer's channel: it holds one value, yet looks unbuffered, since the timer takes back what
   * nobody has received.
   */
  static <T> Channel<T> ofTimer(ChannelTimer timer) {
    return new Channel<>(1, timer);
  }

  // ---- sending

  @Override
  public void send(T value) {
    checkValue(value);
    Headroom.check();
    lock();
    int result = offerLocked(value);
    if (result == OFFERED) {
      unlockAndWake();
    } else if (result == FULL) {
      waitToSend(value);
    } else {
      unlock();
      throw new ChannelClosedException(SEND_ON_CLOSED);
    }
  }

  @Override
  public boolean trySend(T value) {
    checkValue(value);
    if (cannotSend()) {
      return false;
    }
    Headroom.check();
    lock();
    int result = offerLocked(value);
    if (result == CLOSED) {
      unlock();
      throw new ChannelClosedException(SEND_ON_CLOSED);
    }
    unlockAndWake();
    return result == OFFERED;
  }

  @Override
  public boolean trySend(T value, Duration timeout) {
    checkValue(value);
    if (trySend(value)) {
      return true;
    }
    return timeout.isPositive()
        && Selector.timed(SelectCase.sendData(this, value), timeout, WaitReason.CHAN_SEND) != null;
  }

  static void checkValue(@Nullable Object value) {
    if (value == null) {
      throw new NullPointerException(
          "a channel does not carry null, which recv returns for a closed one: send a value that stands for it");
    }
  }

  /** With the lock held: sends if that is possible at once. */
  int offerLocked(Object value) {
    if (closed) {
      return CLOSED;
    }
    Sudog receiver = receivers.dequeue();
    if (receiver != null) {
      receiver.value = value;
      receiver.complete(true);
      toWake = receiver.waiter;
      return OFFERED;
    }
    if (count == buffer.length) {
      return FULL;
    }
    int end = first + count;
    buffer[end < buffer.length ? end : end - buffer.length] = value;
    COUNT.setOpaque(this, count + 1);
    return OFFERED;
  }

  /** With the lock held, which it releases. */
  private void waitToSend(Object value) {
    Sudog s = enqueue(senders, value, WaitReason.CHAN_SEND);
    awaitPartner(s, senders, WaitReason.CHAN_SEND);
    s.value = null;
    if (!s.success) {
      throw new ChannelClosedException(SEND_ON_CLOSED);
    }
  }

  // ---- receiving

  @Override
  public @Nullable T recv() {
    Object value = take();
    return value == DRAINED ? null : cast(value);
  }

  @Override
  public Received<T> receive() {
    return received(take());
  }

  @Override
  public Optional<Received<T>> tryRecv() {
    pollTimer();
    if (cannotReceive()) {
      return Optional.empty();
    }
    if (isDrained()) {
      return Optional.of(received(DRAINED));
    }
    Headroom.check();
    lock();
    Object value = pollLocked();
    unlockAndWake();
    return value == EMPTY ? Optional.empty() : Optional.of(received(value));
  }

  @Override
  public Optional<Received<T>> tryRecv(Duration timeout) {
    Optional<Received<T>> now = tryRecv();
    if (now.isPresent() || !timeout.isPositive()) {
      return now;
    }
    Selection s = Selector.timed(SelectCase.receiveData(this), timeout, WaitReason.CHAN_RECEIVE);
    if (s == null) {
      return Optional.empty();
    }
    Object value = s.takeValue();
    return Optional.of(received(value == null ? DRAINED : value));
  }

  /** The next value, or {@link #DRAINED}; blocks. */
  Object take() {
    pollTimer();
    if (isDrained()) {
      return DRAINED;
    }
    Headroom.check();
    lock();
    Object value = pollLocked();
    if (value != EMPTY) {
      unlockAndWake();
      return value;
    }
    if (timer != null) {
      return awaitTimer(timer);
    }
    Sudog s = enqueue(receivers, null, WaitReason.CHAN_RECEIVE);
    awaitPartner(s, receivers, WaitReason.CHAN_RECEIVE);
    value = s.value;
    s.value = null;
    return value == null ? DRAINED : value; // a close gave it none
  }

  /** Before a look at what has been sent: a timer sends when somebody looks or waits. */
  void pollTimer() {
    if (timer != null) {
      timer.poll();
    }
  }

  /** With the lock held, which it releases: the rest of {@link #take} on a timer's channel. */
  private Object awaitTimer(ChannelTimer timer) {
    Sudog s;
    try {
      Waiter w = Waiter.current();
      w.checkInterrupt(WaitReason.CHAN_RECEIVE);
      s = Sudog.of(w);
      receivers.enqueue(s);
      w.arm(WaitReason.CHAN_RECEIVE);
    } finally {
      unlock();
    }
    timer.startWaiting();
    try {
      if (!s.waiter.awaitArmed()) {
        withdraw(s, receivers, WaitReason.CHAN_RECEIVE);
      }
    } finally {
      timer.stopWaiting();
    }
    Object value = Objects.requireNonNull(s.value); // a timer's channel is never closed
    s.value = null;
    return value;
  }

  private Received<T> received(Object value) {
    return value == DRAINED ? new Received<>(null, false) : new Received<>(cast(value), true);
  }

  /** With the lock held: receives if that is possible at once. */
  Object pollLocked() {
    if (count > 0) {
      Object value = Objects.requireNonNull(buffer[first]);
      Sudog sender = senders.dequeue();
      if (sender == null) {
        buffer[first] = null;
        COUNT.setOpaque(this, count - 1);
      } else {
        buffer[first] =
            sender.value; // the ring is full: the slot of the oldest is that of the newest
        sender.complete(true);
        toWake = sender.waiter;
      }
      first = first + 1 < buffer.length ? first + 1 : 0;
      return value;
    }
    if (closed) {
      return DRAINED;
    }
    Sudog sender = senders.dequeue();
    if (sender == null) {
      return EMPTY;
    }
    Object value = Objects.requireNonNull(sender.value);
    sender.complete(true);
    toWake = sender.waiter;
    return value;
  }

  @SuppressWarnings("unchecked") // only a SendChan<T> puts values in
  private T cast(Object value) {
    return (T) value;
  }

  // ---- looking without the lock, as Go does
  //
  // What cannot go on need not take the lock to find that out: a poller in a loop leaves those
  // alone who do the work. The looks are ordered by acquire, and each answer was true of one moment
  // between the call and the return, since a channel that was closed is never open again:
  //  - nothing to receive, and then not closed: it was not closed at the first look either, so that
  //    a receive could not go on then;
  //  - not closed, and then no room: it may have been closed between, and a send that came before
  //    the close could not go on;
  //  - closed, and then nothing left: nobody puts anything in any more.
  // A timer's channel is looked at under its lock alone.

  /** Whether a receive has to wait, as it looks without the lock. */
  boolean cannotReceive() {
    return timer == null && looksEmpty() && !(boolean) CLOSED_FLAG.getAcquire(this);
  }

  /** Whether a send has to wait, as it looks without the lock. */
  boolean cannotSend() {
    if ((boolean) CLOSED_FLAG.getAcquire(this)) {
      return false;
    }
    return buffer.length == 0
        ? receivers.looksEmpty()
        : (int) COUNT.getAcquire(this) == buffer.length;
  }

  /** Whether it is closed and nothing is left: for good. */
  boolean isDrained() {
    return (boolean) CLOSED_FLAG.getAcquire(this) && looksEmpty();
  }

  private boolean looksEmpty() {
    return buffer.length == 0 ? senders.looksEmpty() : (int) COUNT.getAcquire(this) == 0;
  }

  // ---- waiting

  /** With the lock held, which it releases: puts the caller in a queue. */
  private Sudog enqueue(WaitQueue queue, @Nullable Object value, WaitReason reason) {
    Sudog s;
    try {
      Waiter w = Waiter.current();
      w.checkInterrupt(reason);
      s = Sudog.of(w);
      s.value = value;
      queue.enqueue(s);
      w.prepare(reason);
    } finally {
      unlock();
    }
    return s;
  }

  private void awaitPartner(Sudog s, WaitQueue queue, WaitReason reason) {
    if (!s.waiter.await()) {
      withdraw(s, queue, reason);
    }
  }

  /** The waiter was interrupted: takes it back, unless somebody was quicker. */
  private void withdraw(Sudog s, WaitQueue queue, WaitReason reason) {
    lock();
    boolean withdrawn = queue.remove(s);
    unlock();
    if (withdrawn) {
      s.value = null;
      throw new InterruptedOperationException(reason.text());
    }
    s.waiter.awaitWake();
  }

  /** Releases the lock and wakes the waiter whose operation was completed under it, if any. */
  void unlockAndWake() {
    Waiter w = toWake;
    if (w == null) {
      unlock();
      return;
    }
    toWake = null;
    unlock();
    w.wake();
  }

  /** With the lock held: takes who is to be woken; for a select that holds other locks too. */
  @Nullable Waiter takeToWake() {
    Waiter w = toWake;
    toWake = null;
    return w;
  }

  // ---- for select

  WaitQueue receivers() {
    return receivers;
  }

  WaitQueue senders() {
    return senders;
  }

  /** Its place in the order in which a select locks its channels; given at the first select. */
  long order() {
    long known = (long) ORDER.getOpaque(this); // never changes once it is there
    if (known != 0) {
      return known;
    }
    lock();
    if (order == 0) {
      ORDER.setOpaque(this, NEXT_ORDER.incrementAndGet());
    }
    long o = order;
    unlock();
    return o;
  }

  // ---- closing

  @Override
  public void close() {
    if (!closeIfOpen()) {
      throw new ChannelClosedException(CLOSE_OF_CLOSED);
    }
  }

  /** Closes it; false if it was closed already. */
  public boolean closeIfOpen() {
    Headroom.check();
    return closeInRoom();
  }

  /** As {@link #closeIfOpen}, for a caller that knows that the stack has room. */
  public boolean closeInRoom() {
    List<Waiter> waiting = null;
    lock();
    if (closed) {
      unlock();
      return false;
    }
    CLOSED_FLAG.setRelease(this, true);
    try {
      Sudog s;
      while ((s = receivers.dequeue()) != null || (s = senders.dequeue()) != null) {
        if (waiting == null) {
          waiting = new ArrayList<>();
        }
        s.complete(false);
        waiting.add(s.waiter);
      }
    } finally {
      unlock();
    }
    if (waiting != null) {
      Scheduler.readyAll(waiting);
    }
    return true;
  }

  /**
   * Throws away what is buffered; tells whether anything was. For a timer that is stopped or set
   * anew.
   */
  public boolean drain() {
    lock();
    boolean any = count > 0;
    while (count > 0) {
      pollLocked();
    }
    unlockAndWake();
    return any;
  }

  // ---- looking

  @Override
  public int len() {
    return timer != null ? 0 : (int) COUNT.getOpaque(this);
  }

  @Override
  public int cap() {
    return timer != null ? 0 : buffer.length;
  }

  /** The oldest of the values in the buffer, which stays there. */
  @Nullable T peek() {
    lock();
    Object oldest = count == 0 ? null : buffer[first];
    unlock();
    return oldest == null ? null : cast(oldest);
  }

  /** The values in the buffer, the oldest first. */
  List<T> buffered() {
    List<T> values = new ArrayList<>(buffer.length);
    lock();
    try {
      for (int i = 0; i < count; i++) {
        values.add(cast(Objects.requireNonNull(buffer[(first + i) % buffer.length])));
      }
    } finally {
      unlock();
    }
    return values;
  }

  @Override
  public BlockingQueue<T> asBlockingQueue() {
    return new ChannelQueue<>(this);
  }

  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private Object next = EMPTY;

      @Override
      public boolean hasNext() {
        if (next == EMPTY) {
          next = take();
        }
        return next != DRAINED;
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the channel is closed and drained");
        }
        T value = cast(next);
        next = EMPTY;
        return value;
      }
    };
  }

  @Override
  public Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public String toString() {
    lock();
    try {
      return "Chan[len=" + len() + ", cap=" + cap() + (closed ? ", closed]" : "]");
    } finally {
      unlock();
    }
  }

  @Override
  protected Contention contention() {
    return Contention.CHANNEL;
  }
}
