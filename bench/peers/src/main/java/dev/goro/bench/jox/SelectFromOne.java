package dev.goro.bench.jox;

import static com.softwaremill.jox.Select.select;
import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/** One virtual thread sends and one selects from that one channel. An operation is one value. */
final class SelectFromOne implements Work {
  @Override
  public void run(long ops) throws InterruptedException {
    Channel<Long> ch = Threads.channel(0);
    Threads.start(
        () -> {
          for (long i = 0; i < ops; i++) {
            ch.send(i);
          }
        });
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      Long v = select(ch.receiveClause());
      sum += v;
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum);
  }
}
