package dev.goro.bench.jox;

import static com.softwaremill.jox.Select.select;
import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ChanPopular}: many virtual threads select from a channel of their own and from one that
 * all of them share, to which nobody sends; the main one sends to each in turn. An operation is a
 * value for each of them.
 *
 * @param threads how many virtual threads
 */
record ChanPopular(int threads) implements Work {
  @Override
  public void run(long ops) throws InterruptedException {
    Channel<Integer> popular = Threads.channel(0);
    var own = new ArrayList<Channel<Integer>>();
    var received = new AtomicLong();
    var all = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      Channel<Integer> mine = Threads.channel(0);
      own.add(mine);
      all.add(
          Threads.start(
              () -> {
                long sum = 0;
                for (long n = 0; n < ops; n++) {
                  sum += select(popular.receiveClause(_ -> 0), mine.receiveClause());
                }
                received.addAndGet(sum);
              }));
    }
    for (long n = 0; n < ops; n++) {
      for (var ch : own) {
        ch.send(1);
      }
    }
    for (Thread thread : all) {
      thread.join();
    }
    check("values received", ops * threads, received.get());
  }
}
