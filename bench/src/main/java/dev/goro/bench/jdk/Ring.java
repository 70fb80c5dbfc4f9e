package dev.goro.bench.jdk;

import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.bench.twin.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/**
 * A token goes round in a ring of virtual threads. It is a number: each takes one away, and who
 * finds nothing left tells who it is. An operation is one hop.
 */
final class Ring implements Work {
  /** Ends each thread: a queue cannot be closed. */
  private static final long END = -1;

  private final List<BlockingQueue<Long>> places = new ArrayList<>();
  private final BlockingQueue<Long> last = Queues.make(0);

  Ring(int length) {
    for (int i = 0; i < length; i++) {
      places.add(Queues.make(0));
    }
    for (int i = 0; i < length; i++) {
      long me = i;
      var in = places.get(i);
      var out = places.get((i + 1) % length);
      Interruptible.start(
          () -> {
            for (long token = in.take(); token != END; token = in.take()) {
              if (token == 0) {
                last.put(me);
              } else {
                out.put(token - 1);
              }
            }
          });
    }
  }

  @Override
  public void run(long ops) throws InterruptedException {
    places.getFirst().put(ops);
    check("where the token ended", ops % places.size(), last.take());
  }

  @Override
  public void close() throws InterruptedException {
    for (var place : places) {
      place.put(END);
    }
  }
}
