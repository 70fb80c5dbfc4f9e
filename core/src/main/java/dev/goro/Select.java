package dev.goro;

import dev.goro.runtime.chan.SelectCase;
import dev.goro.runtime.chan.Selector;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several channel operations: Go's {@code select} statement. Meant for a
 * static import.
 *
 * <p>If several cases are ready, one of them is taken at random, each with the same chance. If none
 * is, {@code select} takes {@link #otherwise} when it is there, and blocks when it is not. A case
 * whose channel is {@code null} is never ready; {@code select} without cases blocks for ever. The
 * action of the case that was taken runs after the channel operation, on the calling goroutine;
 * what it returns is the value of the {@code select}.
 *
 * {@snippet :
 * String s = select(
 *     recv(a, v -> "a " + v),
 *     recv(b, (v, ok) -> ok ? "b " + v : "b closed"),
 *     send(c, 42, () -> "sent"),
 *     after(ofMillis(50), () -> "timeout"));
 * }
 *
 * <p>Cases may be made once and used again, one {@code select} at a time, and may be put together
 * at run time in a list (Go's {@code reflect.Select}). An {@code after} counts its time from each
 * {@code select} anew.
 */
public final class Select {
  private Select() {}

  /**
   * One case of a {@code select}.
   *
   * @param <R> what its action returns
   */
  public sealed interface Case<R> permits SelectCase {}

  /**
   * Waits for one of the cases and runs its action.
   *
   * @param cases the cases
   * @param <R> what the actions return
   * @return what the action of the taken case returned
   * @throws ChannelClosedException if the case taken sends on a closed channel
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; no
   *     case was taken
   * @throws IllegalArgumentException if there is more than one {@code otherwise}, or more than
   *     65,536 cases
   */
  @SafeVarargs
  public static <R> @Nullable R select(Case<? extends R>... cases) {
    return Selector.select(cases);
  }

  /**
   * Waits for one of the cases and runs its action; the form for cases put together at run time.
   *
   * @param cases the cases
   * @param <R> what the actions return
   * @return what the action of the taken case returned
   * @throws ChannelClosedException if the case taken sends on a closed channel
   * @throws InterruptedOperationException if the thread is interrupted while it has to wait; no
   *     case was taken
   * @throws IllegalArgumentException if there is more than one {@code otherwise}, or more than
   *     65,536 cases
   */
  public static <R> @Nullable R select(List<? extends Case<? extends R>> cases) {
    @SuppressWarnings("unchecked") // the array is only read
    Case<? extends R>[] array = cases.toArray(new Case[0]);
    return Selector.select(array);
  }

  /**
   * A receive; the action gets the value, {@code null} when the channel is closed.
   *
   * @param channel the channel; {@code null} is never ready
   * @param action what to do with the value
   * @param <T> the type of the channel's values
   * @param <R> what the action returns
   * @return the case
   */
  public static <T, R> Case<R> recv(
      @Nullable RecvChan<T> channel, Function<? super T, ? extends R> action) {
    return SelectCase.receive(channel, action);
  }

  /**
   * A receive; the action gets the value and whether there was one, as Go's {@code case v, ok :=
   * <-ch}.
   *
   * @param channel the channel; {@code null} is never ready
   * @param action what to do
   * @param <T> the type of the channel's values
   * @param <R> what the action returns
   * @return the case
   */
  public static <T, R> Case<R> recv(
      @Nullable RecvChan<T> channel, BiFunction<? super T, Boolean, ? extends R> action) {
    return SelectCase.receiveOk(channel, action);
  }

  /**
   * A receive as data: the {@code select} gives a {@link Selected}.
   *
   * @param channel the channel; {@code null} is never ready
   * @return the case
   */
  public static Case<Selected> recv(@Nullable RecvChan<?> channel) {
    return SelectCase.receiveData(channel);
  }

  /**
   * A receive whose action returns nothing; the action gets {@code null} when the channel is
   * closed.
   *
   * @param channel the channel; {@code null} is never ready
   * @param action what to do with the value
   * @param <T> the type of the channel's values
   * @param <R> any type; the value of the {@code select} is then {@code null}
   * @return the case
   */
  public static <T, R> Case<R> onRecv(@Nullable RecvChan<T> channel, Consumer<? super T> action) {
    return SelectCase.receive(
        channel,
        v -> {
          action.accept(v);
          return null;
        });
  }

  /**
   * A send.
   *
   * @param channel the channel; {@code null} is never ready
   * @param value the value, not {@code null} unless the channel is
   * @param action what to do after the value was sent
   * @param <T> the type of the channel's values
   * @param <R> what the action returns
   * @return the case
   */
  public static <T, R> Case<R> send(
      @Nullable SendChan<T> channel, @Nullable T value, Supplier<? extends R> action) {
    return SelectCase.send(channel, value, action);
  }

  /**
   * A send as data: the {@code select} gives a {@link Selected}.
   *
   * @param channel the channel; {@code null} is never ready
   * @param value the value, not {@code null} unless the channel is
   * @param <T> the type of the channel's values
   * @return the case
   */
  public static <T> Case<Selected> send(@Nullable SendChan<T> channel, @Nullable T value) {
    return SelectCase.sendData(channel, value);
  }

  /**
   * A send whose action returns nothing.
   *
   * @param channel the channel; {@code null} is never ready
   * @param value the value, not {@code null} unless the channel is
   * @param action what to do after the value was sent
   * @param <T> the type of the channel's values
   * @param <R> any type; the value of the {@code select} is then {@code null}
   * @return the case
   */
  public static <T, R> Case<R> onSend(
      @Nullable SendChan<T> channel, @Nullable T value, Runnable action) {
    return SelectCase.send(
        channel,
        value,
        () -> {
          action.run();
          return null;
        });
  }

  /**
   * A timeout: ready once the time is over, counted from the {@code select}.
   *
   * @param timeout the time; zero or less is ready at once, and then no preferred to other ready
   *     cases
   * @param action what to do
   * @param <R> what the action returns
   * @return the case
   */
  public static <R> Case<R> after(Duration timeout, Supplier<? extends R> action) {
    return SelectCase.after(timeout, action);
  }

  /**
   * A timeout as data: the {@code select} gives a {@link Selected}.
   *
   * @param timeout the time
   * @return the case
   */
  public static Case<Selected> after(Duration timeout) {
    return SelectCase.afterData(timeout);
  }

  /**
   * What to do if no case is ready: Go's {@code default}.
   *
   * @param action what to do
   * @param <R> what the action returns
   * @return the case
   */
  public static <R> Case<R> otherwise(Supplier<? extends R> action) {
    return SelectCase.otherwise(action);
  }

  /**
   * {@code default} as data: the {@code select} gives a {@link Selected}.
   *
   * @return the case
   */
  public static Case<Selected> otherwise() {
    return SelectCase.otherwiseData();
  }
}
