package programs;

import static dev.goro.Go.go;
import static dev.goro.Go.sleep;

import java.time.Duration;

/**
 * Starts goroutines that compute without end, of several kinds, until each has had a turn; then
 * tells how many Ms there were. Arguments: how many of them.
 */
public final class EndlessLoops {
  private static final int TURNS = 1;
  private static final Duration LOOK = Duration.ofMillis(20);

  private static volatile boolean stop;
  private static int[] turns;
  private static int sink;

  private EndlessLoops() {}

  public static void main(String[] args) {
    int hogs = Integer.parseInt(args[0]);
    turns = new int[hogs];
    for (int i = 0; i < hogs; i++) {
      int n = i;
      int[] rounds = new int[16];
      go(
          () -> {
            switch (n % 4) {
              case 0 -> plain(n, rounds);
              case 1 -> spin(n);
              case 2 -> nested(n, rounds);
              default -> recurse(n);
            }
          });
    }
    int ms = 0;
    while (least() < TURNS) {
      sleep(LOOK);
      ms = Math.max(ms, ms());
    }
    System.out.println("ms " + ms);
  }

  /** Notes a turn: the goroutine that looks is not the one that looked last. */
  private static volatile int current;

  private static void turn(int n) {
    if (current != n + 1) {
      current = n + 1;
      turns[n]++;
    }
  }

  private static void plain(int n, int[] rounds) {
    while (true) {
      rounds[0]++;
      turn(n);
    }
  }

  private static void spin(int n) {
    turn(n);
    while (!stop) {
      if (current != n + 1) {
        turn(n);
      }
    }
  }

  private static void nested(int n, int[] rounds) {
    for (; ; ) {
      for (int i = 0; i < 1_000; i++) {
        rounds[i & 15] += i;
      }
      turn(n);
    }
  }

  private static void recurse(int n) {
    while (true) {
      turn(n);
      sink = fib(25);
    }
  }

  private static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  private static int least() {
    int least = Integer.MAX_VALUE;
    for (int t : turns) {
      least = Math.min(least, t);
    }
    return least;
  }

  private static int ms() {
    int count = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("goro-M")) {
        count++;
      }
    }
    return count;
  }
}
