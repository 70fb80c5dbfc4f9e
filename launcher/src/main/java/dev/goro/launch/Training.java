package dev.goro.launch;

import static dev.goro.Go.go;
import static dev.goro.Go.gosched;
import static dev.goro.Go.sleep;
import static dev.goro.Select.after;
import static dev.goro.Select.otherwise;
import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.Select.send;

import dev.goro.Chan;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;
import dev.goro.time.Ticker;
import dev.goro.time.Timer;
import java.time.Duration;

/**
 * A program that does what programs do in their first moments. The {@code goro} command lets the
 * JVM watch it once and keeps what the JVM loaded and linked for it, so that programs start
 * quicker.
 */
final class Training {
  /** Long enough for the launcher to have done what it does beside the program. */
  private static final Duration LIFE = Duration.ofMillis(400);

  private Training() {}

  static void main(String[] args) {
    var end = new Timer(LIFE);
    Chan<String> words = Chan.make();
    Chan<Integer> numbers = Chan.make(2);
    var group = new WaitGroup();
    var mutex = new Mutex();
    for (int i = 0; i < 10; i++) {
      int number = i;
      group.go(
          () -> {
            mutex.lock();
            mutex.unlock();
            gosched();
            words.send("word " + number);
          });
    }
    go("counter", () -> count(numbers));
    for (int i = 0; i < 10; i++) {
      IO.println(words.recv());
    }
    group.await();
    for (Integer number : numbers) {
      System.out.printf("number %d%n", number);
    }
    String outcome =
        select(
            recv(words, word -> word),
            send(numbers(), 1, () -> "sent"),
            after(Duration.ofMillis(1), () -> "late"));
    System.out.println(outcome + select(recv(words, word -> word), otherwise(() -> "nothing")));
    var ticker = new Ticker(Duration.ofMillis(1));
    ticker.channel().recv();
    ticker.stop();
    sleep(Duration.ofMillis(1));
    end.channel().recv();
  }

  private static void count(Chan<Integer> numbers) {
    for (int i = 0; i < 5; i++) {
      numbers.send(i);
    }
    numbers.close();
  }

  private static Chan<Integer> numbers() {
    return Chan.make(1);
  }
}
