package dev.goro.bench.goro;

import static dev.goro.Select.recv;
import static dev.goro.Select.select;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;
import dev.goro.sync.WaitGroup;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanPopular}: many goroutines select from a channel of their own and from one that all of
 * them share, to which nobody sends; the main goroutine sends to each in turn. An operation is a
 * value for each of them.
 *
 * @param goroutines how many goroutines
 */
record ChanPopular(int goroutines) implements Work {
  @Override
  public void run(long ops) {
    Chan<Integer> popular = Chan.make();
    var own = new ArrayList<Chan<Integer>>();
    var received = new AtomicLong();
    var wg = new WaitGroup();
    for (int i = 0; i < goroutines; i++) {
      Chan<Integer> mine = Chan.make();
      own.add(mine);
      wg.go(
          () -> {
            long sum = 0;
            for (long n = 0; n < ops; n++) {
              sum += select(recv(popular, _ -> 0), recv(mine, v -> v));
            }
            received.addAndGet(sum);
          });
    }
    for (long n = 0; n < ops; n++) {
      for (var ch : own) {
        ch.send(1);
      }
    }
    wg.await();
    check("values received", ops * goroutines, received.get());
  }
}
