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
import org.jspecify.annotations.Nullable;

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
    R run(int index, @Nullable Object value, boolean ok);
  }

  final Kind kind;

  /** {@code null} for a case that is never ready, and for those without a channel. */
  final @Nullable Channel<?> channel;

  final @Nullable Object toSend;
  final long nanos;
  final Action<? extends R> action;

  private SelectCase(
      Kind kind,
      @Nullable Object channel,
      @Nullable Object toSend,
      long nanos,
      Action<? extends R> action) {
    this.kind = kind;
    this.channel = (Channel<?>) channel;
    this.toSend = toSend;
    this.nanos = nanos;
    this.action = action;
  }

  /** The channel of a case that is tried: it has one. */
  Channel<?> channel() {
    return Objects.requireNonNull(channel);
  }

  /** The value of a send that is tried. */
  Object toSend() {
    return Objects.requireNonNull(toSend);
  }

  private static <R> SelectCase<R> receiving(
      @Nullable RecvChan<?> channel, Action<? extends R> action) {
    return new SelectCase<>(Kind.RECEIVE, channel, null, 0, action);
  }

  private static <R> SelectCase<R> sending(
      @Nullable SendChan<?> channel, @Nullable Object value, Action<? extends R> action) {
    if (channel != null) {
      Channel.checkValue(value);
    }
    return new SelectCase<>(Kind.SEND, channel, value, 0, action);
  }

  private static <A> A checked(A action) {
    return Objects.requireNonNull(
        action, "a case of a select must have an action that is not null");
  }

  /** A receive whose action gets the value. */
  @SuppressWarnings("unchecked") // what came out of a RecvChan<T> is a T
  public static <T, R> SelectCase<R> receive(
      @Nullable RecvChan<T> channel, Function<? super T, ? extends R> action) {
    checked(action);
    return receiving(channel, (index, value, ok) -> action.apply((T) value));
  }

  /** A receive whose action gets the value and whether there was one. */
  @SuppressWarnings("unchecked") // what came out of a RecvChan<T> is a T
  public static <T, R> SelectCase<R> receiveOk(
      @Nullable RecvChan<T> channel, BiFunction<? super T, Boolean, ? extends R> action) {
    checked(action);
    return receiving(channel, (index, value, ok) -> action.apply((T) value, ok));
  }

  /** A receive as data. */
  public static SelectCase<Selected> receiveData(@Nullable RecvChan<?> channel) {
    return receiving(channel, (index, value, ok) -> new Selected(index, channel, value, ok));
  }

  /** A send. */
  public static <T, R> SelectCase<R> send(
      @Nullable SendChan<T> channel, @Nullable T value, Supplier<? extends R> action) {
    checked(action);
    return sending(channel, value, (index, v, ok) -> action.get());
  }

  /** A send as data. */
  public static <T> SelectCase<Selected> sendData(
      @Nullable SendChan<T> channel, @Nullable T value) {
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
        Kind.OTHERWISE,
        null,
        null,
        0,
        (index, value, ok) -> new Selected(index, null, null, false));
  }
}
