package dev.goro.bench.goro;

import static dev.goro.Go.go;
import static dev.goro.bench.twin.WrongResultException.check;

import dev.goro.Chan;
import dev.goro.bench.twin.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * A token goes round in a ring of goroutines. It is a number: each takes one away, and who finds
 * nothing left tells who it is. An operation is one hop.
 */
final class Ring implements Work {
  private final List<Chan<Long>> places = new ArrayList<>();
  private final Chan<Long> last = Chan.make();

  Ring(int length) {
    for (int i = 0; i < length; i++) {
      places.add(Chan.make());
    }
    for (int i = 0; i < length; i++) {
      long me = i;
      var in = places.get(i);
      var out = places.get((i + 1) % length);
      go(
          () -> {
            for (long token : in) {
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
  public void run(long ops) {
    places.getFirst().send(ops);
    check("where the token ended", ops % places.size(), last.recv());
  }

  @Override
  public void close() {
    places.forEach(Chan::close);
  }
}
