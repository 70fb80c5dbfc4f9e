package dev.goro.bench.jdk;

import java.util.concurrent.BlockingQueue;

/** A short program, whose whole process is timed: a hundred virtual threads put their numbers. */
public final class ShortProgram {
  private static final int THREADS = 100;

  private ShortProgram() {}

  /**
   * Prints the sum of the numbers.
   *
   * @param args none
   * @throws InterruptedException if the main thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    BlockingQueue<Integer> numbers = Queues.make(0);
    for (int i = 0; i < THREADS; i++) {
      int me = i;
      Interruptible.start(() -> numbers.put(me));
    }
    int sum = 0;
    for (int i = 0; i < THREADS; i++) {
      sum += numbers.take();
    }
    System.out.println(sum);
  }
}
