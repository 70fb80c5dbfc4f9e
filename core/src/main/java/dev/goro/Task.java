package dev.goro;

/**
 * What a goroutine runs: a function without arguments that may throw.
 *
 * <p>A throwable that leaves it is a panic: see {@link Go#onPanic}.
 */
@FunctionalInterface
public interface Task {
  /**
   * Does the work.
   *
   * @throws Exception whatever the work throws
   */
  void run() throws Exception;
}
