package dev.goro.coroutine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two pieces of code that take turns and hand each other a value each time: the one that calls
 * {@link #resume}, and the body, which calls {@link Self#yield}.
 *
 * {@snippet :
 * Coroutine<Integer, Integer> sum = Coroutine.of((self, first) -> {
 *   int total = first;
 *   while (true) {
 *     total += self.yield(total);
 *   }
 * });
 * sum.resume(1);                                 // 1
 * sum.resume(10);                                // 11
 * sum.close();
 * }
 *
 * <p>The body may yield from any depth of calls. It runs when it is resumed and at no other time,
 * so nothing is left to a scheduler: the same calls give the same result.
 *
 * <h2>The body's thread</h2>
 *
 * The body runs on a goroutine of its own, which is not counted by {@link
 * dev.goro.Go#numGoroutine}, on the OS thread of whoever resumes it as long as it does not wait.
 * {@code Thread.currentThread()} and thread locals are those of that goroutine, whoever resumes it;
 * inheritable ones come from the first that does. It may use everything that goroutines may: if it
 * waits, for a channel, a lock or a timer, {@link #resume} waits for it. An interrupt of the thread
 * that waits in {@code resume} goes to the body; the interrupt flag goes to and fro with control.
 * Monitors and locks that the body holds at a yield it holds on.
 *
 * <p>It may be resumed by different threads, one after another. Memory effects: what happened
 * before {@code resume} is visible to the body after the yield, and what it did before a yield, or
 * its end, is visible after the return of that {@code resume}, and to whoever resumes next.
 *
 * <h2>Exceptions</h2>
 *
 * What leaves the body leaves the {@code resume} that it ran in, or {@link #close}, and the
 * coroutine has ended: unchecked exceptions and errors as they are, {@link dev.goro.Go#goexit}
 * included, checked ones as the cause of a {@link CoroutineException}. {@link #resumeThrowing}
 * throws at the yield.
 *
 * <h2>Ending early</h2>
 *
 * {@link #close} runs the finally blocks. A coroutine that nobody holds any more is garbage as any
 * other object, and its finally blocks may not run: close what holds a resource.
 *
 * <p>Speed: a resume and the yield that answers it take about a tenth of a microsecond; several, if
 * the caller is in a {@code synchronized} block, which the body then cannot be run on top of. So it
 * is on the JDK's scheduler always.
 *
 * @param <I> what goes in
 * @param <O> what comes out
 */
public final class Coroutine<I extends @Nullable Object, O extends @Nullable Object>
    implements AutoCloseable {
  private final Core<I, O> core;

  private Coroutine(Core<I, O> core) {
    this.core = core;
  }

  /**
   * Makes a coroutine. Its body begins with the first {@link #resume}.
   *
   * @param body what it runs
   * @param <I> what goes in
   * @param <O> what comes out
   * @return the coroutine; to be closed unless it is run to its end
   */
  public static <I extends @Nullable Object, O extends @Nullable Object> Coroutine<I, O> of(
      Body<I, O> body) {
    Objects.requireNonNull(body, "a coroutine of a null body: give it the function that it runs");
    return new Coroutine<>(new Core<>(body, body));
  }

  /**
   * Runs the body until it yields or returns. The first call begins it.
   *
   * @param value what the pending {@link Self#yield} returns; for the first call, what the body is
   *     called with
   * @return what it yielded; if it returned, what that was: {@link #isDone} tells
   * @throws IllegalStateException if it has ended, or runs just now
   * @throws CoroutineException if a checked exception left the body
   */
  public O resume(I value) {
    return core.resume(this, value);
  }

  /**
   * As {@link #resume}, but the pending {@link Self#yield} throws. A body that has not begun does
   * not begin: the throwable comes back at once, as if the body had let it pass.
   *
   * @param thrown what the yield throws, checked or not
   * @return as {@code resume}
   * @throws IllegalStateException if it has ended, or runs just now
   * @throws CoroutineException if a checked exception left the body
   */
  public O resumeThrowing(Throwable thrown) {
    return core.resumeThrowing(
        this, Objects.requireNonNull(thrown, "resumeThrowing of null: give it a throwable"));
  }

  /**
   * Whether the body has ended, or will never begin.
   *
   * @return whether it has
   */
  public boolean isDone() {
    return core.isDone();
  }

  /**
   * Ends the coroutine: the pending yield throws, so that the body's finally blocks run, before
   * this returns. If they wait, it waits. A body that has not begun does not begin. On one that has
   * ended it does nothing.
   *
   * <p>The yield throws an {@link Error} without a stack trace; code that catches every {@code
   * Throwable} must let it pass. A further yield is an {@link IllegalStateException} in the body.
   *
   * @throws IllegalStateException if it runs just now
   * @throws CoroutineException if a checked exception left a finally block; other throwables leave
   *     this as they are
   */
  @Override
  public void close() {
    core.close(this);
  }

  /**
   * What a coroutine runs.
   *
   * @param <I> what goes in
   * @param <O> what comes out
   */
  @FunctionalInterface
  public interface Body<I extends @Nullable Object, O extends @Nullable Object> {
    /**
     * Runs, from the first resume on.
     *
     * @param self to yield with
     * @param first what the first resume was given
     * @return what the last resume returns
     * @throws Exception whatever it likes
     */
    O run(Self<I, O> self, I first) throws Exception;
  }

  /**
   * The coroutine, as its body sees it.
   *
   * @param <I> what goes in
   * @param <O> what comes out
   */
  public sealed interface Self<I extends @Nullable Object, O extends @Nullable Object>
      permits Core {
    /**
     * Gives control back: the {@link #resume} that the body runs in returns the value. Returns when
     * the coroutine is resumed.
     *
     * @param value what resume returns
     * @return what the next resume is given
     * @throws IllegalStateException if the caller is not the body, or it is being closed, or it has
     *     a native method or a class initialiser on its stack
     */
    I yield(O value);
  }
}
