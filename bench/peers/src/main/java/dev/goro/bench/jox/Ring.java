package dev.goro.bench.jox;

import static dev.goro.bench.twin.WrongResultException.check;

import com.softwaremill.jox.Channel;
import dev.goro.bench.twin.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * A token goes round in a ring of virtual threads. It is a number: each takes one away, and who
 * finds nothing left tells who it is. An operation is one hop.
 */
final class Ring implements Work {
  private final List<Channel<Long>> places = new ArrayList<>();
  private final Channel<Long> last = Threads.channel(0);

  Ring(int length) {
    for (int i = 0; i < length; i++) {
      places.add(Threads.channel(0));
    }
    for (int i = 0; i < length; i++) {
      long me = i;
      var in = places.get(i);
      var out = places.get((i + 1) % length);
      Threads.start(
          () -> {
            while (in.receiveOrClosed() instanceof Long token) {
              if (token == 0) {
                last.send(me);
              } else {
                out.send(token - 1);
              }
            }
          });
    }
  }

  @Override
  public void run(long ops) throws InterruptedException {
    places.getFirst().send(ops);
    check("where the token ended", ops % places.size(), last.receive());
  }

  @Override
  public void close() {
    places.forEach(Channel::done);
  }
}
