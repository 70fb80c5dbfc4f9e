package dev.goro.conformance.chan;

import static dev.goro.Go.go;
import static dev.goro.Select.select;
import static dev.goro.Select.send;
import static dev.goro.testing.Goroutines.onMainAtProcs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.goro.Chan;
import dev.goro.SendChan;
import dev.goro.conformance.EachProcs;
import dev.goro.sync.WaitGroup;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** One {@code select} takes one case, never two. Go: {@code test/chan/doubleselect.go}. */
class DoubleSelectTest {
  private static final int VALUES = 20_000;

  @EachProcs
  void eachValueIsSentOnOneChannelOnly(int procs) throws Exception {
    onMainAtProcs(
        procs,
        () -> {
          List<Chan<Integer>> outlets = Stream.generate(Chan::<Integer>make).limit(4).toList();
          go(() -> offerEachValueToAll(outlets));

          Chan<Integer> merged = Chan.make();
          var forwarders = new WaitGroup();
          for (Chan<Integer> outlet : outlets) {
            forwarders.go(() -> outlet.forEach(merged::send));
          }
          go(
              () -> {
                forwarders.await();
                merged.close();
              });

          var seen = new BitSet(VALUES);
          for (int value : merged) {
            assertFalse(seen.get(value), () -> value + " was sent twice");
            seen.set(value);
          }
          assertEquals(VALUES, seen.cardinality());
        });
  }

  private static void offerEachValueToAll(List<Chan<Integer>> outlets) {
    for (int i = 0; i < VALUES; i++) {
      int value = i;
      select(outlets.stream().map(outlet -> send(outlet, value)).toList());
    }
    outlets.forEach(SendChan::close);
  }
}
