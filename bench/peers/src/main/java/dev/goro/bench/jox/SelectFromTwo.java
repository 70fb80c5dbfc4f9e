package dev.goro.bench.jox;

import static com.softwaremill.jox.Select.select;
import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;

/**
 * Two virtual threads send, each over a channel of its own, and one receives from whichever is
 * ready. An operation is one value.
 */
final class SelectFromTwo implements Work {
  @Override
  public long granularity() {
    return 2;
  }

  @Override
  public void run(long ops) throws InterruptedException {
    Channel<Long> even = numbers(0, ops);
    Channel<Long> odd = numbers(1, ops);
    long sum = 0;
    for (long i = 0; i < ops; i++) {
      Long v = select(even.receiveClause(), odd.receiveClause());
      sum += v;
    }
    check("sum of what was received", ops * (ops - 1) / 2, sum);
  }

  private static Channel<Long> numbers(long first, long end) {
    Channel<Long> ch = Threads.channel(0);
    Threads.start(
        () -> {
          for (long i = first; i < end; i += 2) {
            ch.send(i);
          }
        });
    return ch;
  }
}
