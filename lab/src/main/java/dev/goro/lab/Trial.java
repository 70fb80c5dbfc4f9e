package dev.goro.lab;

/**
 * A task of yours, which {@code goro lab try FILE.java} runs under every technique, at several
 * levels of concurrency. Write a class that implements it, with a constructor without parameters:
 *
 * {@snippet lang=java :
 * import dev.goro.lab.Trial;
 *
 * class Fetch implements Trial {
 *   public void run(int number) throws Exception {
 *     Thread.sleep(5);                          // waits as a call of another service does
 *   }
 * }
 * }
 *
 * <p>One object is made in each process that measures, and its method is called by many tasks at
 * once: on OS threads, a fixed pool, virtual threads, goroutines and an event loop. So it is plain
 * blocking code, and what the calls share must be safe for that. The first calls warm it up.
 */
@FunctionalInterface
public interface Trial {
  /**
   * Does the task once.
   *
   * @param number how many calls began before this one, modulo 2<sup>31</sup>
   * @throws Exception if it failed; the lab ends with what it says
   */
  void run(int number) throws Exception;
}
