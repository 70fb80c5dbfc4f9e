package dev.goro.lab.technique;

import java.time.Duration;
import java.util.concurrent.Callable;

/** How concurrent tasks are run: what a program of the lab may do, whatever the technique. */
public interface Tasks {
  /** A step that returns nothing. */
  @FunctionalInterface
  interface Step {
    /**
     * Does it.
     *
     * @throws Exception if it failed
     */
    void run() throws Exception;
  }

  /**
   * A task that was started.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  interface Started<T> {
    /**
     * Waits for its end. What it did happens before this returns.
     *
     * @return what it returned
     * @throws Exception what it threw
     */
    T await() throws Exception;
  }

  /**
   * A bounded queue between tasks; other threads may use it as well.
   *
   * @param <T> what passes through it
   */
  interface Mailbox<T> {
    /**
     * Adds a value; waits while it is full.
     *
     * @param value the value
     * @throws InterruptedException if the current thread was interrupted
     */
    void put(T value) throws InterruptedException;

    /**
     * Takes the oldest value; waits while it is empty.
     *
     * @return the value
     * @throws InterruptedException if the current thread was interrupted
     */
    T take() throws InterruptedException;
  }

  /**
   * Runs a program's first task, and waits for it: on the main thread, or where else the technique
   * has its first task.
   *
   * @param body the program
   * @return what it returned
   * @param <T> what it returns
   * @throws Exception what it threw
   */
  <T> T within(Callable<T> body) throws Exception;

  /**
   * Starts a task.
   *
   * @param task the task
   * @return what waits for it
   * @param <T> what it returns
   */
  <T> Started<T> spawn(Callable<T> task);

  /**
   * Starts a task that returns nothing, and is not waited for. If it fails, so does the whole
   * process.
   *
   * @param task the task
   */
  default void start(Step task) {
    spawn(
        () -> {
          try {
            task.run();
          } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
          }
          return null;
        });
  }

  /**
   * Lets the current task wait.
   *
   * @param time how long
   * @throws InterruptedException if the current thread was interrupted
   */
  void sleep(Duration time) throws InterruptedException;

  /**
   * Makes a queue.
   *
   * @param capacity how many values it holds
   * @return the queue
   * @param <T> what passes through it
   */
  <T> Mailbox<T> mailbox(int capacity);
}
