package programs;

import dev.goro.sync.WaitGroup;

/**
 * Two goroutines that only look whether it is their turn: each must be made to let the other run.
 */
public final class Turns {
  private static volatile int turn;

  private Turns() {}

  public static void main(String[] args) {
    var both = new WaitGroup();
    for (int g = 0; g < 2; g++) {
      int self = g;
      both.go(
          () -> {
            for (int i = 0; i < 20; i++) {
              while (turn != self) {}
              turn = 1 - self;
            }
          });
    }
    both.await();
    System.out.println("OK");
  }
}
