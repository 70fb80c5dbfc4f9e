package consumer.modular;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;

import dev.goro.Chan;
import dev.goro.Go;
import dev.goro.sync.Mutex;
import dev.goro.sync.WaitGroup;

/** Uses channels, select, sync and Go.run. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    Go.run(() -> System.out.println(Main.class.getModule() + ": " + sum(100)));
  }

  /** The sum of the numbers below n, half of them over each of two channels. */
  static long sum(int n) {
    Chan<Integer> even = Chan.make();
    Chan<Integer> odd = Chan.make(4);
    var senders = new WaitGroup();
    senders.go(() -> send(even, 0, n));
    senders.go(() -> send(odd, 1, n));
    var mutex = new Mutex();
    long sum = 0;
    for (int i = 0; i < n; i++) {
      int value = select(recv(even, v -> v), recv(odd, v -> v));
      mutex.lock();
      sum += value;
      mutex.unlock();
    }
    senders.await();
    return sum;
  }

  private static void send(Chan<Integer> to, int first, int end) {
    for (int i = first; i < end; i += 2) {
      to.send(i);
    }
  }
}
