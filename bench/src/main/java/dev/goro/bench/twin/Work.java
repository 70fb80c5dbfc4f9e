package dev.goro.bench.twin;

/**
 * A workload's operations in one runtime, done again and again. Closing it ends what was set up.
 */
@FunctionalInterface
public interface Work extends AutoCloseable {
  /**
   * Does operations and checks what came of them.
   *
   * @param ops how many, a multiple of {@link #granularity}
   * @throws WrongResultException if the work was not done right
   * @throws Exception whatever else went wrong
   */
  void run(long ops) throws Exception;

  /**
   * Sets up what the next {@link #run} needs, while no time is taken.
   *
   * @param ops how many operations it will do
   * @throws Exception if that went wrong
   */
  default void prepare(long ops) throws Exception {}

  /**
   * The smallest number of operations that can be done at once.
   *
   * @return that number, from 1
   */
  default long granularity() {
    return 1;
  }

  @Override
  default void close() throws Exception {}
}
