package dev.goro.lab.measure;

/** Something that can be done so many times. */
@FunctionalInterface
public interface Work {
  /**
   * Does it, and returns when all is done.
   *
   * @param times how many times
   * @throws Exception if it failed, or its result was wrong
   */
  void run(long times) throws Exception;
}
