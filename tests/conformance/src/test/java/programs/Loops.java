package programs;

import static dev.goro.Go.go;

import dev.goro.Go;
import java.util.concurrent.atomic.AtomicInteger;

/** Loops without a call, with and without a body, beside a main goroutine that wants to go on. */
public final class Loops {
  private static volatile boolean ready;
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static long out;

  private Loops() {}

  public static void main(String[] args) {
    go(
        () -> {
          for (; ; ) {
            ready = true;
          }
        });
    go(
        () -> {
          STARTED.incrementAndGet();
          for (long i = 0; i < 1L << 62; i++) {
            out += i * i * i + 12_345;
          }
        });
    go(
        () -> {
          STARTED.incrementAndGet();
          for (; ; ) {}
        });
    while (!ready || STARTED.get() < 2) {
      Go.gosched();
    }
    System.gc();
    System.out.println("OK");
  }
}
