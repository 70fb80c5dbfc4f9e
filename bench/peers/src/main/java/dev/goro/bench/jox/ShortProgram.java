package dev.goro.bench.jox;

import com.softwaremill.jox.Channel;

/** A short program, whose whole process is timed: a hundred virtual threads send their numbers. */
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
    Channel<Integer> numbers = Threads.channel(0);
    for (int i = 0; i < THREADS; i++) {
      int me = i;
      Threads.start(() -> numbers.send(me));
    }
    int sum = 0;
    for (int i = 0; i < THREADS; i++) {
      sum += numbers.receive();
    }
    System.out.println(sum);
  }
}
