package dev.goro.bench.jox;

import static com.softwaremill.jox.Select.select;
import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import dev.goro.bench.twin.Parallel;
import dev.goro.bench.twin.Work;

/**
 * {@code SelectSyncContended}: each virtual thread has a sender beside it that selects which of
 * three unbuffered channels to send to, and itself selects which of them to receive from. An
 * operation is one value.
 */
final class SelectSyncContended implements Work {
  private final Parallel parallel = Threads.parallel();

  @Override
  public void run(long ops) throws Exception {
    Channel<Integer> a = Threads.channel(0);
    Channel<Integer> b = Threads.channel(0);
    Channel<Integer> c = Threads.channel(0);
    Channel<Integer> done = Threads.channel(0);
    parallel.run(
        ops,
        share -> {
          Threads.start(() -> sendUntilClosed(a, b, c, done));
          long received = 0;
          while (share.next()) {
            received += select(a.receiveClause(), b.receiveClause(), c.receiveClause());
          }
          return received;
        });
    done.done();
  }

  private static void sendUntilClosed(
      Channel<Integer> a, Channel<Integer> b, Channel<Integer> c, Channel<Integer> done)
      throws InterruptedException {
    boolean sent = true;
    while (sent) {
      sent =
          !(selectOrClosed(a.sendClause(1), b.sendClause(1), c.sendClause(1), done.receiveClause())
              instanceof ChannelDone);
    }
  }
}
