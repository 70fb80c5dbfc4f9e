package dev.goro.runtime.chan;

import dev.goro.RecvChan;
import dev.goro.Select;
import dev.goro.Selected;
import dev.goro.SendChan;
import dev.goro.runtime.timer.Sleep;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One case of a select. It does not change, so that it may be made once and used in many selects.
 *
 * @param <R> what its action returns
 */
public final class SelectCase<R> implements Select.Case<R> {
  /** What kind of case it is. */
  enum Kind {
    RECEIVE,
    SEND,
    AFTER,
    OTHERWISE
  }

  /** What to do once the case was taken. */
  @FunctionalInterface
  interface Action<R> {
    R run(int index, Object value, boolean ok);
  }

  final Kind kind;

  /** {@code null} for a case that is never ready, and for those without a channel. */
  final Channel<?> channel;

  final Object toSend;
  final long nanos;
  final Action<? extends R> action;

  private SelectCase(Kind kind, Object channel, Object toSend, long nanos, Action<? extends R> action) {
    this.kind = kind;
    this.channel = (Channel<?>) channel;
    this.toSend = toSend;
    this.nanos = nanos;
    this.action = action;
  }

  private static <R> SelectCase<R> receiving(RecvChan<?> channel, Action<? extends R> action) {
    return new SelectCase<>(Kind.RECEIVE, channel, null, 0, action);
  }

  private static <R> SelectCase<R> sending(SendChan<?> channel, Object value, Action<? extends R> action) {
    if (channel != null) {
      Channel.checkValue(value);
    }
    return new SelectCase<>(Kind.SEND, channel, value, 0, action);
  }

  private static <A> A checked(A action) {
    return Objects.requireNonNull(action, "a case of a select must have an action that is not null");
  }

  /** A receive whose action gets the value. */
  @SuppressWarnings("unchecked") // what came out of a RecvChan<T> is a T
  public static <T, R> SelectCase<R> receive(RecvChan<T> channel, Function<? super T, ? extends R> action) {
    checked(action);
    return receiving(channel, (index, value, ok) -> action.apply((T) value));
  }

  /** A receive whose action gets the value and whether there was one. */
  @SuppressWarnings("unchecked") // what came out of a RecvChan<T> is a T
  public static <T, R> SelectCase<R> receiveOk(
      RecvChan<T> channel, BiFunction<? super T, Boolean, ? extends R> action) {
    checked(action);
    return receiving(channel, (index, value, ok) -> action.apply((T) value, ok));
  }

  /** A receive as data. */
  public static SelectCase<Selected> receiveData(RecvChan<?> channel) {
    return receiving(channel, (index, value, ok) -> new Selected(index, channel, value, ok));
  }

  /** A send. */
  public static <T, R> SelectCase<R> send(SendChan<T> channel, T value, Supplier<? extends R> action) {
    checked(action);
    return sending(channel, value, (index, v, ok) -> action.get());
  }

  /** A send as data. */
  public static <T> SelectCase<Selected> sendData(SendChan<T> channel, T value) {
    return sending(channel, value, (index, v, ok) -> new Selected(index, channel, null, false));
  }

  /** A timeout. */
  public static <R> SelectCase<R> after(Duration timeout, Supplier<? extends R> action) {
    checked(action);
    return new SelectCase<>(
        Kind.AFTER, null, null, Sleep.saturatedNanos(timeout), (index, value, ok) -> action.get());
  }

  /** A timeout as data. */
  public static SelectCase<Selected> afterData(Duration timeout) {
    return new SelectCase<>(
        Kind.AFTER,
        null,
        null,
        Sleep.saturatedNanos(timeout),
        (index, value, ok) -> new Selected(index, null, null, false));
  }

  /** What to do if none is ready. */
  public static <R> SelectCase<R> otherwise(Supplier<? extends R> action) {
    checked(action);
    return new SelectCase<>(Kind.OTHERWISE, null, null, 0, (index, value, ok) -> action.get());
  }

  /** {@code default} as data. */
  public static SelectCase<Selected> otherwiseData() {
    return new SelectCase<>(
        Kind.OTHERWISE, null, null, 0, (index, value, ok) -> new Selected(index, null, null, false));
  }
}
